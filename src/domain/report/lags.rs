//! Two signs in the time between click and order: orders that were there before the click, and clicks that were thrown wide.
//!
//! # Why
//! Who sends a click at the moment somebody buys (injection) has orders within seconds; who sends clicks for everybody all
//! the time (flooding) has orders at any time, and few for so many clicks. What is usual differs from shop to shop, so a
//! creator is measured by all others of the shop, without itself, and only where these sold enough to say. The rules are
//! those that a simulation found no honest creator by; they are signs for a person to judge.

use serde_json::{Value, json};

use crate::domain::statistics::{Level, at_least, real, share, wilson};
use crate::stored;

/// The stretch of `lag_total` from which on an order came 10 seconds or more after its click.
pub const FAST_END: i64 = 4;
/// The stretch from which on it came 24 hours or more after.
pub const SLOW_BEGIN: i64 = 11;
/// The fewest orders of a creator that are looked at, and of all others together.
pub const SALES_LEAST: u64 = 20;
/// The fewest clicks that can be a flood.
const CLICKS_LEAST: u64 = 1_000;
/// The share of orders within 10 seconds that is taken for usual where less is.
const FAST_USUAL: f64 = 0.005;
/// How many times the usual share an injection has.
const FAST_TIMES: f64 = 3.0;
/// How unlikely it must be.
const UNLIKELY: f64 = 0.001;
/// Below this part of the usual rate, clicks sell as little as a flood's.
const RATE_PART: f64 = 0.25;

/// Orders of one creator by a click: `[creator, all, within 10 seconds, after 24 hours]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lags(pub u32, pub u64, pub u64, pub u64);

stored!(Lags(a, b, c, d));

/// A creator's orders by click, and its valid clicks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clicked {
    /// Orders.
    pub lags: Lags,
    /// Valid clicks.
    pub clicks: u64,
}

impl Clicked {
    /// What is left of a whole without this creator.
    #[must_use]
    pub fn others(self, whole: Self) -> Self {
        let (all, mine) = (whole.lags, self.lags);
        let lags = Lags(0, all.1.saturating_sub(mine.1), all.2.saturating_sub(mine.2), all.3.saturating_sub(mine.3));
        Self { lags, clicks: whole.clicks.saturating_sub(self.clicks) }
    }
}

/// The figures of an injection, where these orders look like one beside those of `others`.
pub fn injection(mine: Clicked, others: Clicked) -> Option<Value> {
    let (sales, fast) = (mine.lags.1, mine.lags.2);
    if sales < SALES_LEAST || others.lags.1 < SALES_LEAST {
        return None;
    }
    let (found, usual) = (share(fast, sales)?, share(others.lags.2, others.lags.1)?.max(FAST_USUAL));
    let p = at_least(real(fast), real(sales), usual);
    (found >= FAST_TIMES * usual && p < UNLIKELY)
        .then(|| json!({ "orders": sales, "within_10_s": fast, "share": found, "usual_share": usual, "p": p }))
}

/// The figures of a flood, where these orders and clicks look like one beside those of `others`.
pub fn flooding(mine: Clicked, others: Clicked) -> Option<Value> {
    let (sales, slow) = (mine.lags.1, mine.lags.3);
    if mine.clicks < CLICKS_LEAST || sales < SALES_LEAST || others.lags.1 < SALES_LEAST {
        return None;
    }
    let (usual, usual_rate) = (share(others.lags.3, others.lags.1)?, share(others.lags.1, others.clicks)?);
    let least = wilson(slow, sales, Level::NinetyFive)?.low;
    let rate_most = wilson(sales.min(mine.clicks), mine.clicks, Level::NinetyFive)?.high;
    (least > usual + (1.0 - usual) / 2.0 && rate_most < RATE_PART * usual_rate).then(|| {
        json!({
            "orders": sales,
            "after_24_h": slow,
            "share": share(slow, sales),
            "usual_share": usual,
            "conversion_rate": share(sales, mine.clicks),
            "usual_conversion_rate": usual_rate,
        })
    })
}
