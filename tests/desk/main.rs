//! What the desk makes of a shop's export, told in sentences.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod amount;
mod asked;
mod columns;
mod creators;
mod given;
mod orders;
mod page;
mod program;
mod samples;
mod scorecard;
mod sheet;
mod table;
mod when;
