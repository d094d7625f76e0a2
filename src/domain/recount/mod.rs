//! A day counted again from what is kept: events into visit totals, conversions into credit.
//!
//! # Why
//! Totals are written only where they differ, and a recount of the same facts gives the same totals, so a night may
//! run twice or be killed half way. Visitors do not add over links, so each scope counts its own. What takes more than one
//! request to see (a click twice, far too many, a load ahead that was opened after all) is seen here and stored nowhere else.

mod credits;
mod dimension;
mod ground;
mod known;
mod part;
mod visits;

use super::verdict;
pub use credits::{Alike, Credits, Judged, Key, Sum, UNVERIFIED};
pub use dimension::Dimension;
pub use ground::{Ground, moved, standing};
pub use known::{DUPLICATE_MS, Flag, RATE_MOST};
pub use part::{Count, Part, Parts, VALUES_MOST};
pub use visits::{Seen, Totals, VisitRecount, Visits};

/// The version of the rules that totals are counted by; where it differs from what is stored, every kept day is counted again.
pub const RULES: i64 = ((verdict::RULES as i64) << 8) | 2;

/// What totals are kept by; the numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Scope {
    /// The whole deployment, id 0.
    All = 0,
    /// A campaign; id 0 for links without one.
    Campaign = 1,
    /// A creator; id 0 for what belongs to nobody.
    Creator = 2,
    /// A link; id 0 for orphan visits.
    Link = 3,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::All, Self::Campaign, Self::Creator, Self::Link];
}
