//! One currency in another's minor units, by dated rates.
//!
//! # Why
//! A rate says what a major unit of a currency is worth in the reporting currency's major unit, in billionths (attribution.md
//! 1.3.9). An order and its refunds are converted by the rate of the order's day, so what was given back whole is nothing in
//! any currency. Rates are published on working days: the latest one holds for a week, then there is none, for a stale rate
//! is a wrong number that looks right.

use crate::domain::money::{Currency, exponent};

/// Billionths: 1,000,000,000 of a rate are one for one.
pub const ONE: i64 = 1_000_000_000;
/// How many days a rate holds after its own.
pub const FRESH_DAYS: i64 = 7;
/// The stable word for a day without a rate.
pub const NO_RATE: &str = "no_rate";

/// The rate for `day` out of `rates`, a list of (day, billionths) in any order: the latest at or before the day that is at
/// most [`FRESH_DAYS`] old. None is [`NO_RATE`].
pub fn latest(rates: &[(i64, i64)], day: i64) -> Option<i64> {
    let fresh = rates.iter().filter(|(at, _)| (day - FRESH_DAYS..=day).contains(at));
    fresh.max_by_key(|(at, _)| *at).map(|(_, rate)| *rate)
}

/// `minor` units of `from` in minor units of `to`, by `rate_e9`, rounded half to even; none beyond 64 bits.
///
/// ```
/// use waymark::domain::{ledger::exchange::convert, money::Currency};
/// let [jpy, eur] = ["JPY", "EUR"].map(|letters| Currency::parse(letters).unwrap());
/// // 10,000 yen at 0.0062 are 62.00 euros.
/// assert_eq!(convert(10_000, 6_200_000, jpy, eur), Some(6_200));
/// ```
pub fn convert(minor: i64, rate_e9: i64, from: Currency, to: Currency) -> Option<i64> {
    let product = i128::from(minor).checked_mul(rate_e9.into())?.checked_mul(10_i128.pow(exponent(to)))?;
    i64::try_from(half_even(product, i128::from(ONE) * 10_i128.pow(exponent(from)))).ok()
}

/// `part / whole` rounded half to even; `whole` is above 0.
pub(super) fn half_even(part: i128, whole: i128) -> i128 {
    let (down, rest) = (part.div_euclid(whole), part.rem_euclid(whole));
    let up = rest > whole - rest || rest == whole - rest && down % 2 != 0;
    down + i128::from(up)
}
