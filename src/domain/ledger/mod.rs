//! The ledger of effort: what creators cost, what they made, how it was seen, and what was hoped for.
//!
//! # How others use it
//! - **What something cost** ([`cost`]): `sql::COSTS_READ` and `sql::COSTS_EARNED` give the [`cost::Book`]'s entries and
//!   what commissions are paid by; [`cost::Book::spent`] gives a [`cost::Cost`] for every row of a report, over any days:
//!   parts (fee, commission, product, agency, amplification, labour, travel), their total, and what has no rate.
//! - **A rate** ([`exchange`]): of several the latest at or before a day, at most [`exchange::FRESH_DAYS`] old. In SQL the
//!   same is `sql::RATE_AT`'s subselect. [`exchange::convert`] turns minor units of one currency into another's.
//! - **What is kept** ([`shelf`], [`things`]): six things, each a table of columns from which reading, showing, CSV
//!   ([`table`]) and the values of statements follow; [`judge`] says what becomes of rows beside those that are held.
//!
//! # Why
//! A flat sum falls on its days in equal exact parts, so that any split of a range adds up to the range. It is turned into
//! the reporting currency whole, by the rate of its first day, and then spread: spread first, every day would round.
//! Commissions follow the payout rule, whichever model is viewed: a creator is paid by one rule, not by an analysis.

pub mod commission;
pub mod cost;
pub mod decimal;
pub mod exchange;
pub mod judge;
pub mod proration;
pub mod shelf;
pub mod table;
pub mod things;
