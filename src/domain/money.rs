//! Money as whole minor units of one currency; nothing here is ever a float.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Three capital letters of ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// Reads three letters in either case.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.trim().to_ascii_uppercase().into_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

impl TryFrom<String> for Currency {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a currency")
    }
}

/// An amount as a shop states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Everything, 0 to 2^53 - 1.
    pub total: i64,
    /// Tax inside the total, where stated.
    pub tax: Option<i64>,
    /// Shipping inside the total, where stated.
    pub shipping: Option<i64>,
}

impl Amount {
    /// The goods alone (total less tax and shipping) where both are stated; `None` where only the total is known.
    pub fn goods(&self) -> Option<i64> {
        Some(self.total - self.tax? - self.shipping?)
    }

    /// The revenue of an order: the goods where they are known, else the whole total (`basis: order_total`).
    pub fn revenue(&self) -> i64 {
        self.goods().unwrap_or(self.total)
    }
}

/// How much of an order's revenue its refunds take back: never more than all of it.
///
/// A refund that states its goods takes those, where the order states its own; every other one takes the same share
/// of the revenue as of the order's total. Such totals are added up first and divided once, so that parts that make up
/// the whole take back the whole, to the minor unit.
pub fn refunded(order: &Amount, refunds: &[Amount]) -> i64 {
    let revenue = order.revenue();
    let goods = |refund: &Amount| order.goods().and_then(|_| refund.goods());
    let stated: i128 = refunds.iter().filter_map(goods).map(i128::from).sum();
    let totals: i128 =
        refunds.iter().filter(|refund| goods(refund).is_none()).map(|refund| i128::from(refund.total)).sum();
    let share = match order.total {
        0 => 0,
        total => i128::from(revenue) * totals.min(i128::from(total)) / i128::from(total),
    };
    let all: i128 = refunds.iter().map(|refund| i128::from(refund.total)).sum();
    // Refunds that give back everything that was paid leave no revenue, however they were split.
    if order.total > 0 && all >= i128::from(order.total) {
        return revenue;
    }
    i64::try_from((stated + share).min(i128::from(revenue))).unwrap_or(revenue)
}

/// `part / whole` rounded half away from zero, in whole minor units; `None` where there is nothing to divide by.
pub fn average(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    i64::try_from((2 * part + whole * part.signum()) / (2 * whole)).ok()
}
