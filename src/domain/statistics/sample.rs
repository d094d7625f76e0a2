//! Whether there is enough to go by.

use serde::Serialize;

/// The fewest orders that anything is said of: their relative half-width is about 1.96 / sqrt(10), 62 %.
pub const ORDERS_LEAST: u64 = 10;
/// Below this many the half-width is above a third.
const ORDERS_LOW: u64 = 30;
/// The fewest clicks that a rate is said of.
const CLICKS_LEAST: u64 = 100;

/// Whether a sample is enough to go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sample {
    /// Fewer than 10 orders, or than 100 clicks.
    Insufficient,
    /// Fewer than 30 orders.
    Low,
    /// Enough.
    Ok,
}

impl Sample {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Insufficient => "insufficient",
            Self::Low => "low",
            Self::Ok => "ok",
        }
    }
}

/// Says whether `orders` (and, where a rate is made of them, `clicks`) are enough.
pub fn sample(orders: u64, clicks: Option<u64>) -> Sample {
    if orders < ORDERS_LEAST || clicks.is_some_and(|clicks| clicks < CLICKS_LEAST) {
        Sample::Insufficient
    } else if orders < ORDERS_LOW {
        Sample::Low
    } else {
        Sample::Ok
    }
}
