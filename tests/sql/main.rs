//! The very statements that the Worker runs, on a real SQLite, bound as D1 binds.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

mod checks;
mod codes;
mod conversions;
mod creator_page;
mod data_map;
mod deliveries;
mod dirty;
mod domains;
mod events;
mod expand;
mod given;
mod hygiene;
mod imports;
mod jobs;
mod ledger;
mod ledger_shelf;
mod lift_and_quality;
mod links;
mod migrations;
mod models_report;
mod orders;
mod paths_report;
mod people;
mod performance;
mod privacy;
mod register;
mod reports;
mod sites;
mod sources;
mod spelling;
mod survey;
mod totals;
mod utm_report;
mod webhook;
