//! The desk: an evening with the exports of a shop, on a marketer's own machine (`scripts/waymark try`).
//!
//! It reads files where the Worker reads requests, asks the same `domain`, and writes a scorecard. It knows neither `edge`
//! nor `sql`, sends nothing anywhere and is not compiled for wasm32.

pub mod amount;
pub mod asked;
pub mod chart;
pub mod columns;
pub mod creators;
pub mod figures;
pub mod json;
pub mod line;
pub mod orders;
pub mod page;
pub mod row;
pub mod run;
pub mod say;
pub mod scorecard;
pub mod sheet;
pub mod table;
pub mod tally;
pub mod terminal;
pub mod when;
