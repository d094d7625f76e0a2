//! Whose order it was: what it came with is weighed, and all of it goes to one creator or to nobody.
//!
//! # Why
//! The click ids that come with an order decide, never a visitor's address hash: thousands share one carrier address
//! and one in-app user agent, and the wrong creator would be paid. A refund follows its order, on its order's day, so
//! what an order brought in is one number that goes down to nothing and never below.

mod evidence;
mod lost;
mod path;
mod weigh;
mod why;

use super::money::{self, Amount, Back, Basis, Currency};
use crate::stored;
pub use evidence::{Carried, Evidence, Held, Lead, Owner};
pub use lost::Lost;
pub use path::{STEPS_MOST, Step, TOGETHER, path};
pub use weigh::{Decision, Kind, Piece, weigh};
pub use why::{Names, View, Why};

/// Days that a click may be old when the order comes; half-open: 30 days to the millisecond is too old.
pub const WINDOW_DAYS: i64 = 30;

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

/// What a deployment has chosen about credit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// How a code stands to a click.
    pub precedence: Precedence,
    /// What revenue is.
    pub basis: Basis,
}

/// An order with everything that decides its credit; the statements give it as a list, its fields in this order.
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
    refund_count
});

impl Order {
    /// The links whose owners decide it.
    pub fn links(&self) -> impl Iterator<Item = u32> + '_ {
        let of_lead = self.evidence.lead.iter().flat_map(|lead| &lead.touches);
        let touches = self.evidence.touches.iter().chain(of_lead).chain(&self.evidence.history);
        touches.map(|touch| touch.link).filter(|link| *link != 0)
    }
}

/// An order's credit: all of it, to one creator or to nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The order.
    pub order_id: String,
    /// What tied it.
    pub via: Via,
    /// The link; 0 where it was not a click.
    pub link: u32,
    /// Creator and campaign; 0 for none.
    pub owner: Owner,
    /// The order's currency.
    pub currency: Currency,
    /// Revenue before refunds.
    pub gross_minor: i64,
    /// What refunds took back, at most the gross.
    pub refunded_minor: i64,
    /// How many refunds there were.
    pub refunds: u32,
    /// Whether revenue is the order's total, for want of its parts or by choice.
    pub on_total: bool,
    /// Whether it is a new customer's.
    pub new_customer: bool,
    /// Whether more than a browser told of it; what is not stands apart and is nobody's.
    pub verified: bool,
}

/// Credits `order`; none where it has no money. `owner_of` knows whose a link is, none where it does not exist.
pub fn of(order: &Order, rule: Rule, owner_of: impl Fn(u32) -> Option<Owner>) -> Option<Credit> {
    let decision = weigh(&order.evidence, order.occurred_at, rule.precedence, &owner_of);
    let amount = order.amount.counted(order.merchandise, rule.basis);
    Some(Credit {
        order_id: order.order_id.clone(),
        via: decision.via,
        link: decision.link,
        owner: decision.owner,
        currency: order.currency?,
        gross_minor: amount.revenue(),
        refunded_minor: money::taken_back(&amount, &order.back),
        refunds: order.refund_count,
        on_total: amount.goods().is_none(),
        new_customer: order.new_customer == Some(1),
        verified: order.verified == 1,
    })
}
