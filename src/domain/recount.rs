//! A day counted again from what is kept: events into visit totals, credits into sale totals.
//!
//! # Why
//! Totals are written only where they differ, and a recount of the same facts gives the same totals, so a night may
//! run twice or be killed half way. Visitors do not add over links, so each scope counts its own.

use std::collections::BTreeMap;

use serde::Serialize;

use super::credit::{Credit, Owner, Via};
use super::event::Kind;
use super::money::Currency;
use super::verdict::Verdict;

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
    /// A link; id 0 for orphan visits, and for orders that a code or an answer brought.
    Link = 3,
    /// Orders that only a browser told of, id 0: they stand here and nowhere else.
    Unverified = 4,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 5] = [Self::All, Self::Campaign, Self::Creator, Self::Link, Self::Unverified];
}

/// The visits of a day at one scope and id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Visits {
    /// Every click: the sum of the next four.
    pub clicks_gross: u64,
    /// Clicks of people.
    pub clicks: u64,
    /// Clicks of bots.
    pub bots: u64,
    /// Fetches for a link preview.
    pub previews: u64,
    /// Loads ahead.
    pub prefetches: u64,
    /// Distinct visitors with a valid click.
    pub visitor_days: u64,
    /// Every pixel view.
    pub views_gross: u64,
    /// Pixel views of people.
    pub views: u64,
}

/// One event as the recount reads it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// The visitor; events come ordered by it.
    pub visitor: u64,
    /// Click or view.
    pub kind: Kind,
    /// The link; 0 for orphans.
    pub link: u32,
    /// Who asked.
    pub verdict: Verdict,
    /// Whom the link belongs to.
    pub owner: Owner,
}

/// A day's visit totals in the making; memory grows with links, not with events.
#[derive(Debug, Default)]
pub struct VisitRecount {
    /// Each with the last visitor that was counted there.
    totals: BTreeMap<(Scope, u32), (Visits, u64)>,
    visitor: Option<u64>,
    /// How many visitors there were so far.
    visitors: u64,
    /// Events seen so far.
    pub events: u64,
}

impl VisitRecount {
    /// Counts one event; a visitor's events of a UTC day come one after the other.
    pub fn see(&mut self, seen: &Seen) {
        self.events += 1;
        if self.visitor != Some(seen.visitor) {
            self.visitor = Some(seen.visitor);
            self.visitors += 1;
        }
        for place in places(seen) {
            let (total, last) = self.totals.entry(place).or_default();
            if is_valid(seen) && *last != self.visitors {
                *last = self.visitors;
                total.visitor_days += 1;
            }
            total.add(seen);
        }
    }

    /// The totals, ordered by scope and id.
    pub fn totals(self) -> Vec<((Scope, u32), Visits)> {
        self.totals.into_iter().map(|(place, (visits, _))| (place, visits)).collect()
    }
}

/// The totals that an event belongs to; an orphan has neither creator nor campaign and is no click of the deployment's.
fn places(seen: &Seen) -> impl Iterator<Item = (Scope, u32)> {
    let link = (Scope::Link, seen.link);
    let live = [(Scope::All, 0), (Scope::Campaign, seen.owner.campaign), (Scope::Creator, seen.owner.creator)];
    live.into_iter().filter(move |_| link.1 != 0).chain([link])
}

fn is_valid(seen: &Seen) -> bool {
    seen.kind == Kind::Click && seen.verdict == Verdict::Human
}

impl Visits {
    fn add(&mut self, seen: &Seen) {
        match (seen.kind, seen.verdict) {
            (Kind::View, verdict) => {
                self.views_gross += 1;
                self.views += u64::from(verdict == Verdict::Human);
                return;
            }
            (Kind::Landing | Kind::Page | Kind::Rejected, _) => return,
            (Kind::Click, Verdict::Human) => self.clicks += 1,
            (Kind::Click, Verdict::Bot) => self.bots += 1,
            (Kind::Click, Verdict::Preview) => self.previews += 1,
            (Kind::Click, Verdict::Prefetch) => self.prefetches += 1,
            (Kind::Click, Verdict::Monitor | Verdict::Internal | Verdict::Suspect) => {}
        }
        self.clicks_gross += 1;
    }
}

/// The sales of a day at one scope, id and currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sales {
    /// Orders tied by a click alone.
    pub orders_link: u64,
    /// Orders tied by a code alone.
    pub orders_code: u64,
    /// Orders tied by both.
    pub orders_both: u64,
    /// Orders tied by an answer.
    pub orders_survey: u64,
    /// Orders tied by nothing.
    pub orders_none: u64,
    /// Orders of new customers.
    pub new_customers: u64,
    /// Orders whose revenue is the order's total.
    pub orders_on_total: u64,
    /// Refunds of these orders.
    pub refunds: u64,
    /// Revenue before refunds.
    pub gross_minor: i64,
    /// What refunds took back.
    pub refunded_minor: i64,
}

/// A day's sale totals by scope, id and currency.
pub type SaleTotals = BTreeMap<(Scope, u32, Currency), Sales>;

/// Adds one order's credit to the day's sale totals.
///
/// An unattributed order stands at [`Scope::All`] and at creator 0 only; a code's order has link 0, and the code's campaign.
/// An unverified one stands at [`Scope::Unverified`] only, tied by nothing: it is nobody's.
pub fn add_credit(totals: &mut SaleTotals, credit: &Credit) {
    let every = [
        (Scope::All, 0),
        (Scope::Creator, credit.owner.creator),
        (Scope::Campaign, credit.owner.campaign),
        (Scope::Link, credit.link),
    ];
    let places: &[(Scope, u32)] = match (credit.verified, credit.via) {
        (false, _) => &[(Scope::Unverified, 0)],
        (true, Via::Nothing) => every.split_at(2).0,
        (true, _) => &every,
    };
    for (scope, id) in places.iter().copied() {
        let sales = totals.entry((scope, id, credit.currency)).or_default();
        match credit.via {
            _ if !credit.verified => sales.orders_none += 1,
            Via::Link => sales.orders_link += 1,
            Via::Code => sales.orders_code += 1,
            Via::Both => sales.orders_both += 1,
            Via::Survey => sales.orders_survey += 1,
            Via::Nothing => sales.orders_none += 1,
        }
        sales.new_customers += u64::from(credit.new_customer);
        sales.orders_on_total += u64::from(credit.on_total);
        sales.refunds += u64::from(credit.refunds);
        sales.gross_minor = sales.gross_minor.saturating_add(credit.gross_minor);
        sales.refunded_minor = sales.refunded_minor.saturating_add(credit.refunded_minor);
    }
}
