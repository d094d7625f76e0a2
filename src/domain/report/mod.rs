//! Reports: what is asked, what each makes of stored totals, and how it is sent.
//!
//! # Why
//! A ratio is divided when it is read, never stored; where there is nothing to divide by it is null and says why. Every
//! report is a value of what statements gave, so that the same report can be made anywhere.

pub mod ask;
pub mod codes;
pub mod filter;
pub mod metric;
pub mod performance;
mod rank;
pub mod ranking;
pub mod shown;
pub mod verdict;
pub mod visits;
mod word;

pub use word::Report;
