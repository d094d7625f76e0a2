//! Whose order it was: the last click within the window, else the owner of the code, else nobody we know of.
//!
//! # Why
//! The click ids that come with an order decide, never a visitor's address hash: thousands share one carrier address
//! and one in-app user agent, and the wrong creator would be paid. A refund follows its order, on its order's day, so
//! what an order brought in is one number that goes down to nothing and never below.

use serde::{Deserialize, Serialize};

use super::click_id::Click;
use super::money::{self, Amount, Currency};
use super::time::DAY_MS;

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
    /// A code, without a click in the window.
    Code = 2,
    /// A click, and a code of the same creator.
    Both = 3,
}

/// An order with everything that decides its credit.
#[derive(Clone, Debug, Deserialize)]
pub struct Order {
    /// The shop's id.
    pub order_id: String,
    /// When it happened, Unix milliseconds.
    pub occurred_at: i64,
    /// Its currency.
    pub currency: Currency,
    /// Its money.
    pub amount: Amount,
    /// The clicks it came with: `[link, at, nonce, visitor]`.
    pub clicks: Vec<(u32, i64, u32, u64)>,
    /// Whose code it carried, at the time of the order.
    pub code_owner: Option<u32>,
    /// The refunds in its currency; those that state their goods may be summed into one, and so may the others.
    pub refunds: Vec<Amount>,
    /// How many refunds these are.
    pub refund_count: u32,
}

/// Who a link belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Creator; 0 for none.
    pub creator: u32,
    /// Campaign; 0 for none.
    pub campaign: u32,
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
    /// Whether revenue is the order's total because tax or shipping was not stated.
    pub on_total: bool,
}

/// The last click that counts for an order at `occurred_at`: at most the window old, never after the order.
pub fn last_click(clicks: &[(u32, i64, u32, u64)], occurred_at: i64) -> Option<Click> {
    clicks
        .iter()
        .map(|&(link, at, nonce, visitor)| Click { link, at, nonce, visitor })
        .filter(|click| (0..WINDOW_DAYS * DAY_MS).contains(&(occurred_at - click.at)))
        .max_by_key(|click| (click.at, click.nonce, click.link))
}

/// Credits `order`; `owner_of` knows the owner of a link, and `None` for a link that does not exist.
pub fn of(order: &Order, owner_of: impl Fn(u32) -> Option<Owner>) -> Credit {
    let clicked = last_click(&order.clicks, order.occurred_at)
        .and_then(|click| owner_of(click.link).map(|owner| (click.link, owner)));
    let (via, link, owner) = match (clicked, order.code_owner) {
        (Some((link, owner)), Some(coded)) if coded == owner.creator => (Via::Both, link, owner),
        (Some((link, owner)), _) => (Via::Link, link, owner),
        (None, Some(creator)) => (Via::Code, 0, Owner { creator, campaign: 0 }),
        (None, None) => (Via::Nothing, 0, Owner::default()),
    };
    Credit {
        order_id: order.order_id.clone(),
        via,
        link,
        owner,
        currency: order.currency,
        gross_minor: order.amount.revenue(),
        refunded_minor: money::refunded(&order.amount, &order.refunds),
        refunds: order.refund_count,
        on_total: order.amount.goods().is_none(),
    }
}
