//! Whose order it was: what it came with is weighed, and all of it goes to one creator or to nobody.
//!
//! # Why
//! The click ids that come with an order decide, never a visitor's address hash: thousands share one carrier address
//! and one in-app user agent, and the wrong creator would be paid. A refund follows its order, on its order's day, so
//! what an order brought in is one number that goes down to nothing and never below.

mod evidence;
mod lag;
mod lost;
pub mod model;
mod path;
mod remembered;
mod weigh;
mod why;

use serde_json::Value;

use super::ledger::exchange::convert;
use super::money::{self, Amount, Back, Basis, Currency};
use super::stored::{Misfit, Stored};
use super::{conversion, ordered, visitor};
use crate::stored;
pub use evidence::{Carried, Evidence, Held, Lead, Owner};
pub use lag::{EDGES as LAG_EDGES, lag_bin};
pub use lost::Lost;
pub use path::{STEPS_MOST, TOGETHER, WINDOW_MOST_DAYS, steps};
pub use weigh::{Decision, Kind, Piece, weigh};
pub use why::{Names, View, Why};

/// Days that a click may be old when the order comes, where nothing else is set; half-open: 30 days to the millisecond is
/// too old.
pub const WINDOW_DAYS: i64 = 30;

/// Days that a view may be old when the order comes, where nothing else is set.
pub const VIEW_DAYS: i64 = 1;

/// What tied an order to its creator; the numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Via {
    /// Nothing: unattributed.
    Nothing = 0,
    /// A click.
    Link = 1,
    /// A code, without a click that counts beside it.
    Code = 2,
    /// A click, and a code of the same creator.
    Both = 3,
    /// What the customer answered when asked.
    Survey = 4,
}

impl Via {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Link => "link",
            Self::Code => "code",
            Self::Both => "both",
            Self::Survey => "survey",
        }
    }
}

/// How a code stands to a click, `CODE_PRECEDENCE`; see [`weigh()`] for the exact meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precedence {
    /// `click_first`: a code credits only where there is no click.
    #[default]
    ClickFirst,
    /// `code_first`: a code that is valid comes before clicks.
    CodeFirst,
    /// `code_always`: so does one that was its owner's at another time.
    CodeAlways,
    /// `code_as_touch`: a code is the last touch.
    CodeAsTouch,
}

impl Precedence {
    /// Every one with its word.
    pub const ALL: [(&'static str, Self); 4] = [
        ("click_first", Self::ClickFirst),
        ("code_first", Self::CodeFirst),
        ("code_always", Self::CodeAlways),
        ("code_as_touch", Self::CodeAsTouch),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, precedence)| *precedence == self).map_or("", |(word, _)| *word)
    }

    /// The one that `word` names.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, precedence)| *precedence)
    }
}

/// What a deployment has chosen about credit; a change counts for the days that are counted from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How a code stands to a click.
    pub precedence: Precedence,
    /// What revenue is.
    pub basis: Basis,
    /// Days that a click may be old when the order comes, half-open: 30 days to the millisecond is too old. 1 to 90.
    pub click_days: i64,
    /// The same for leads and events.
    pub lead_click_days: i64,
    /// The same for pixel views; 0: views bring nothing.
    pub view_days: i64,
    /// What totals of several currencies are told in.
    pub reporting: Option<Currency>,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            precedence: Precedence::default(),
            basis: Basis::default(),
            click_days: WINDOW_DAYS,
            lead_click_days: WINDOW_DAYS,
            view_days: VIEW_DAYS,
            reporting: None,
        }
    }
}

impl Rule {
    /// Days that a click may be old when a conversion of `kind` comes.
    pub fn window_days(&self, kind: conversion::Kind) -> i64 {
        if kind == conversion::Kind::Sale { self.click_days } else { self.lead_click_days }
    }
}

/// An order, a lead or an event with everything that decides its credit; the statements give it as a list, its fields in this order.
#[derive(Clone, Debug)]
pub struct Order {
    /// Its one name.
    pub order_id: String,
    /// When it happened, Unix milliseconds.
    pub occurred_at: i64,
    /// 1 where more than a browser told of it.
    pub verified: u8,
    /// Its currency; none where there is no money, as with many leads.
    pub currency: Option<Currency>,
    /// Its money.
    pub amount: Amount,
    /// Its goods, where the shop states them as such.
    pub merchandise: Option<i64>,
    /// 1 for a new customer's, 0 for a returning one's; none where that is not known.
    pub new_customer: Option<u8>,
    /// What it came with.
    pub evidence: Evidence,
    /// What was given back in its currency, added up by part and by whether the goods are stated.
    pub back: Vec<Back>,
    /// How many refunds these are.
    pub refund_count: u32,
    /// What it is: a sale, a lead or an event.
    pub kind: conversion::Kind,
    /// Who it was, where an imported history says so; 0 where nobody says.
    pub visitor: u64,
    /// Keyed hash of its customer.
    pub customer: Option<String>,
    /// What a major unit of its currency was worth on its day in the reporting currency, billionths.
    pub rate_e9: Option<i64>,
}

stored!(Order {
    order_id,
    occurred_at,
    verified,
    currency,
    amount,
    merchandise,
    new_customer,
    evidence,
    back,
    refund_count,
    kind as kind_of,
    visitor,
    customer,
    rate_e9
});

fn kind_of(value: Value, misfit: &mut Misfit) -> conversion::Kind {
    conversion::Kind::of(u8::read(value, misfit)).unwrap_or(conversion::Kind::Sale)
}

impl Order {
    /// The links whose owners decide it.
    pub fn links(&self) -> impl Iterator<Item = u32> + '_ {
        let Evidence { touches, lead, history, clicks, views, .. } = &self.evidence;
        let of_lead = lead.iter().flat_map(|lead| &lead.touches);
        let touches = touches.iter().chain(of_lead).chain(history).chain(clicks).chain(views);
        touches.map(|touch| touch.link).filter(|link| *link != 0)
    }

    /// Everybody it may be of: visitors that are known for longer than a day. An address hash is shared by thousands and
    /// shows nothing.
    pub fn people(&self) -> Vec<u64> {
        let of_lead = self.evidence.lead.iter().flat_map(|lead| &lead.touches);
        let touches = self.evidence.touches.iter().chain(of_lead).chain(&self.evidence.history);
        let reader = self.customer.as_deref().and_then(visitor::by_recipient);
        let every = touches.map(|touch| touch.visitor).chain([self.visitor]).chain(reader);
        ordered::once(every.filter(|visitor| visitor::lasts(*visitor)))
    }

    /// What decided, and everything that was weighed; `owner_of` knows whose a link is, none where it does not exist.
    pub fn weigh(&self, rule: Rule, owner_of: &dyn Fn(u32) -> Option<Owner>) -> Decision {
        weigh(&self.evidence, self.occurred_at, rule.precedence, rule.window_days(self.kind), owner_of)
    }

    /// What it brought in; none where it has no money.
    pub fn brought(&self, rule: Rule) -> Option<Brought> {
        let amount = self.amount.counted(self.merchandise, rule.basis);
        let (gross_minor, refunded_minor) = (amount.revenue(), money::taken_back(&amount, &self.back));
        let currency = self.currency?;
        let told = |minor| match rule.reporting {
            Some(reporting) if reporting != currency => convert(minor, self.rate_e9?, currency, reporting),
            _ => Some(minor),
        };
        Some(Brought {
            currency,
            gross_minor,
            refunded_minor,
            reporting: told(gross_minor).zip(told(refunded_minor)),
            on_total: amount.goods().is_none(),
        })
    }
}

/// What an order brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The order's currency.
    pub currency: Currency,
    /// Revenue before refunds.
    pub gross_minor: i64,
    /// What refunds took back, at most the gross.
    pub refunded_minor: i64,
    /// Both in the reporting currency by the rate of the order's day, so that what was given back whole nets to nothing; the
    /// same where none is set. None where there is no rate.
    pub reporting: Option<(i64, i64)>,
    /// Whether revenue is the order's total, for want of its parts or by choice.
    pub on_total: bool,
}

impl Brought {
    /// As models split it.
    pub fn money(self) -> model::Money {
        let (gross_reporting, refunded_reporting) = self.reporting.unzip();
        model::Money { gross: self.gross_minor, refunded: self.refunded_minor, gross_reporting, refunded_reporting }
    }
}
