//! The visits of a day: every event with what it counts as, added up by place and by part.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Scope;
use super::known::{Flag, Known};
use super::part::Parts;
use crate::domain::credit::Owner;
use crate::domain::event::Kind;
use crate::domain::facets::Facets;
use crate::domain::stored::{self, Misfit, Stored};
use crate::domain::verdict::{self, Verdict};

/// The visits of a day at one scope and id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Visits {
    /// Every click: the sum of the next nine.
    pub clicks_gross: u64,
    /// Clicks of people.
    pub clicks: u64,
    /// Clicks of bots.
    pub bots: u64,
    /// Fetches for a link preview.
    pub previews: u64,
    /// Loads ahead that nobody opened.
    pub prefetches: u64,
    /// Clicks of programs that watch whether a page is up.
    pub monitors: u64,
    /// Clicks of the brand's own people.
    pub internals: u64,
    /// Clicks out of data centres with a second sign.
    pub suspects: u64,
    /// Clicks that somebody made twice.
    pub duplicates: u64,
    /// Clicks beyond what one person makes.
    pub rates: u64,
    /// Distinct visitors with a valid click.
    pub visitor_days: u64,
    /// Every pixel view.
    pub views_gross: u64,
    /// Pixel views of people.
    pub views: u64,
    /// Every report of a page that was reached.
    pub landings_gross: u64,
    /// Pages that people reached, once a click.
    pub landings: u64,
    /// Further pages that people looked at.
    pub pages: u64,
}

/// One event as the recount reads it: `[visitor, at, nonce, kind, link, verdict, reason, codes, network, connection, labels]`.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The visitor; events come ordered by it.
    pub visitor: u64,
    /// Unix milliseconds; of one visitor in order.
    pub at: i64,
    /// Of a landing those of its click.
    pub nonce: u32,
    /// See [`Kind`].
    pub kind: u8,
    /// The link; 0 for what belongs to none.
    pub link: u32,
    /// See [`Verdict`].
    pub verdict: u8,
    /// See [`crate::domain::verdict::Reason`].
    pub reason: u8,
    /// By what and from where.
    pub facets: Facets,
    /// What was said of a view or of another channel's landing, and what a click's own query brought.
    pub labels: Option<String>,
    /// The version of the link that stood then; 0 where nobody knows. It is not the event's: the register has it.
    pub version: u32,
    /// Whether the link changed on that day.
    pub moved: bool,
}

impl Stored for Seen {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        let mut row = stored::Row::of(value, 11, misfit);
        let mut seen = Self {
            visitor: row.field("visitor", misfit),
            at: row.field("at", misfit),
            nonce: row.field("nonce", misfit),
            kind: row.field("kind", misfit),
            link: row.field("link", misfit),
            verdict: row.field("verdict", misfit),
            reason: row.field("reason", misfit),
            facets: row.field("codes", misfit),
            labels: None,
            version: 0,
            moved: false,
        };
        seen.facets.network = row.field("network", misfit);
        seen.facets.connection = row.field("connection", misfit);
        seen.labels = row.field("labels", misfit);
        seen
    }
}

/// A day's totals in the order of scope and id, and its parts.
pub type Totals = (Vec<((Scope, u32), Visits)>, Parts);

/// A day's visit totals in the making; memory grows with links and what tells visits apart, not with events.
#[derive(Debug, Default)]
pub struct VisitRecount {
    /// Each with the last visitor that was counted there.
    totals: BTreeMap<(Scope, u32), (Visits, u64)>,
    parts: Parts,
    visitor: Option<u64>,
    known: Known,
    /// How many visitors there were so far.
    visitors: u64,
    /// Events seen so far.
    pub events: u64,
}

impl VisitRecount {
    /// Counts one event; a visitor's events of a UTC day come one after the other, in order of time.
    pub fn see(&mut self, seen: &Seen, owner: Owner) {
        self.events += 1;
        if self.visitor != Some(seen.visitor) {
            self.visitor = Some(seen.visitor);
            self.visitors += 1;
            self.known.forget();
        }
        // What a newer Worker may have written came, and no more is known of it.
        let (Some(kind), Some(verdict)) = (Kind::of(seen.kind), Verdict::of(seen.verdict)) else {
            return self.parts.unknown(seen.link);
        };
        // The rules may have changed since.
        let facets = &seen.facets;
        let verdict = verdict::again(verdict, seen.reason, facets.sign, facets.network, !facets.language.is_empty());
        if kind == Kind::Rejected {
            return self.parts.rejected(seen.reason);
        }
        let flag = self.known.flag(seen, kind, verdict, owner);
        self.parts.see(seen, kind, flag);
        for place in places(seen.link, owner) {
            let (total, last) = self.totals.entry(place).or_default();
            if kind == Kind::Click && flag == Flag::Valid && *last != self.visitors {
                *last = self.visitors;
                total.visitor_days += 1;
            }
            total.add(kind, flag);
        }
        if kind == Kind::Landing
            && flag == Flag::Valid
            && let Some((opened, owner, flag)) = self.known.opened(seen)
        {
            self.open(&opened, owner, flag);
        }
    }

    /// A load ahead turns out to have been a click that counts as `flag`: its page was reached.
    fn open(&mut self, click: &Seen, owner: Owner, flag: Flag) {
        self.parts.open(click, flag);
        for place in places(click.link, owner) {
            let (total, last) = self.totals.entry(place).or_default();
            total.prefetches = total.prefetches.saturating_sub(1);
            *total.clicks_of(flag) += 1;
            if flag == Flag::Valid && *last != self.visitors {
                *last = self.visitors;
                total.visitor_days += 1;
            }
        }
    }

    /// What was counted.
    pub fn totals(self) -> Totals {
        let totals = self.totals.into_iter().map(|(place, (visits, _))| (place, visits)).collect();
        (totals, self.parts)
    }
}

/// The totals that an event belongs to; an orphan has neither creator nor campaign and is no click of the deployment's.
fn places(link: u32, owner: Owner) -> impl Iterator<Item = (Scope, u32)> {
    let live = [(Scope::All, 0), (Scope::Campaign, owner.campaign), (Scope::Creator, owner.creator)];
    live.into_iter().filter(move |_| link != 0).chain([(Scope::Link, link)])
}

impl Visits {
    fn add(&mut self, kind: Kind, flag: Flag) {
        let valid = u64::from(flag == Flag::Valid);
        match kind {
            Kind::View => {
                self.views_gross += 1;
                self.views += valid;
            }
            Kind::Landing => {
                self.landings_gross += 1;
                self.landings += valid;
            }
            Kind::Page => self.pages += valid,
            Kind::Rejected => {}
            Kind::Click => {
                self.clicks_gross += 1;
                *self.clicks_of(flag) += 1;
            }
        }
    }

    /// The sum that a click of this flag is part of.
    fn clicks_of(&mut self, flag: Flag) -> &mut u64 {
        match flag {
            Flag::Valid => &mut self.clicks,
            Flag::Bot => &mut self.bots,
            Flag::Preview => &mut self.previews,
            Flag::Prefetch => &mut self.prefetches,
            Flag::Monitor => &mut self.monitors,
            Flag::Internal => &mut self.internals,
            Flag::Suspect => &mut self.suspects,
            Flag::Duplicate => &mut self.duplicates,
            Flag::Rate => &mut self.rates,
        }
    }
}
