//! Reports: what is asked, what each makes of stored totals, and how it is sent.
//!
//! # Why
//! A ratio is divided when it is read, never stored; where there is nothing to divide by it is null and says why. Every
//! report is a value of what statements gave, so that the same report can be made anywhere.

pub mod about;
pub mod ask;
pub mod codes;
pub mod cohorts;
pub mod filter;
pub mod lags;
pub mod lift;
pub mod metric;
pub mod models;
pub mod paths;
pub mod performance;
pub mod purse;
pub mod quality;
mod rank;
pub mod ranking;
pub mod reconciliation;
mod sheet;
pub mod shown;
pub mod utm;
pub mod verdict;
pub mod visits;
mod word;

pub use word::Report;
