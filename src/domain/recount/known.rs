//! What an event counts as beside what came before it of the same visitor: valid, or why not.
//!
//! # Why
//! Thousands share one carrier's address and one in-app user agent in a viral minute, so an address hash alone never makes
//! a click invalid. Somebody is known by a cookie, by a newsletter's recipient reference, or by an address hash together
//! with one TLS connection, which belongs to one device. The 30 seconds are those of COUNTER's double-click rule, the 20
//! clicks a day on one link are ours; a letter may be read as often as somebody likes.

use std::collections::{BTreeMap, BTreeSet};

use super::visits::Seen;
use crate::domain::credit::Owner;
use crate::domain::event::Kind;
use crate::domain::verdict::Verdict;
use crate::domain::{device, visit};

/// A click within so many milliseconds of the last that counted is the same click again.
pub const DUPLICATE_MS: i64 = 30_000;
/// The most clicks on one link that one person makes in a day.
pub const RATE_MOST: u32 = 20;
/// The most that is remembered of one visitor; what comes beyond counts as if nobody were known.
const MOST: usize = 20_000;

/// What an event counts as; the numbers are those of the verdicts, and two more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Flag {
    /// A person's.
    Valid = 0,
    /// See [`Verdict::Bot`].
    Bot = 1,
    /// See [`Verdict::Preview`].
    Preview = 2,
    /// See [`Verdict::Prefetch`].
    Prefetch = 3,
    /// See [`Verdict::Monitor`].
    Monitor = 4,
    /// See [`Verdict::Internal`].
    Internal = 5,
    /// See [`Verdict::Suspect`].
    Suspect = 6,
    /// The same again within [`DUPLICATE_MS`], or a landing of a click that has landed.
    Duplicate = 7,
    /// More than [`RATE_MOST`] on one link by one person.
    Rate = 8,
}

impl From<Verdict> for Flag {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Human => Self::Valid,
            Verdict::Bot => Self::Bot,
            Verdict::Preview => Self::Preview,
            Verdict::Prefetch => Self::Prefetch,
            Verdict::Monitor => Self::Monitor,
            Verdict::Internal => Self::Internal,
            Verdict::Suspect => Self::Suspect,
        }
    }
}

impl Flag {
    /// Every one with its word, in the order of their numbers.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Valid, "human"),
        (Self::Bot, "bot"),
        (Self::Preview, "preview"),
        (Self::Prefetch, "prefetch"),
        (Self::Monitor, "monitor"),
        (Self::Internal, "internal"),
        (Self::Suspect, "suspect"),
        (Self::Duplicate, "duplicate"),
        (Self::Rate, "rate"),
    ];
}

/// One thing that one person does: kind, link, connection, and of a view its labels, for two pixels of one page are two.
type Deed = (u8, u32, u32, u32);

/// What is remembered of one visitor while their events pass.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// When it last counted, and how often it did.
    counted: BTreeMap<Deed, (i64, u32)>,
    /// Clicks that have landed.
    landed: BTreeSet<(u32, u32)>,
    /// Loads ahead by nonce.
    ahead: BTreeMap<u32, (Seen, Owner)>,
}

impl Known {
    /// Forgets one visitor: the next comes.
    pub(super) fn forget(&mut self) {
        self.counted.clear();
        self.landed.clear();
        self.ahead.clear();
    }

    /// What the event counts as.
    pub(super) fn flag(&mut self, seen: &Seen, kind: Kind, verdict: Verdict, owner: Owner) -> Flag {
        if kind == Kind::Click && verdict == Verdict::Prefetch && seen.link != 0 && self.ahead.len() < MOST {
            self.ahead.insert(seen.nonce, (seen.clone(), owner));
        }
        match kind {
            _ if verdict != Verdict::Human => verdict.into(),
            Kind::Landing if seen.link != 0 => {
                let again = self.landed.len() < MOST && !self.landed.insert((seen.nonce, seen.link));
                if again { Flag::Duplicate } else { Flag::Valid }
            }
            Kind::Click | Kind::View if seen.link != 0 => self.counted(seen),
            _ => Flag::Valid,
        }
    }

    /// Whether somebody who is known did the same just now, or far too often.
    fn counted(&mut self, seen: &Seen) -> Flag {
        let Some(connection) = identity(seen) else { return Flag::Valid };
        if self.counted.len() >= MOST {
            return Flag::Valid;
        }
        let view = seen.kind == Kind::View as u8;
        let labels = seen.labels.as_deref().filter(|_| view).map_or(0, visit::mark);
        let (last, count) = self.counted.entry((seen.kind, seen.link, connection, labels)).or_insert((i64::MIN, 0));
        if seen.at.saturating_sub(*last) < DUPLICATE_MS {
            Flag::Duplicate
        } else if *count >= RATE_MOST && !view {
            Flag::Rate
        } else {
            (*last, *count) = (seen.at, *count + 1);
            Flag::Valid
        }
    }

    /// The load ahead that this landing shows to have been a click, once, and what it counts as now.
    pub(super) fn opened(&mut self, landing: &Seen) -> Option<(Seen, Owner, Flag)> {
        let (click, owner) = self.ahead.remove(&landing.nonce).filter(|(click, _)| click.link == landing.link)?;
        // It was opened when its page was reached, whenever it was loaded.
        let flag = self.counted(&Seen { at: landing.at, ..click.clone() });
        Some((click, owner, flag))
    }
}

/// By what else than the visitor's number somebody is one person: nothing for a cookie and a recipient, the connection for
/// an address hash; none where that is not known, where a proxy holds it for many, and for visitors of one click.
fn identity(seen: &Seen) -> Option<u32> {
    match seen.visitor >> 46 {
        2 | 3 => Some(0),
        1 if seen.facets.connection != 0 && !device::shares_connections(seen.facets.app) => {
            Some(seen.facets.connection)
        }
        _ => None,
    }
}
