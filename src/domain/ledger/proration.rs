//! How much of a sum falls on some of its days.
//!
//! # Why
//! A fee of 100.00 over three days is no whole number of cents a day. The days' parts are the steps of what has fallen due
//! by the end of each day, rounded down: so any days that lie side by side have exactly what their whole has, and all days
//! have the sum. Source of the rule (equal days over the flight): attribution.md 1.3.2.

/// The days `from..=to`, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub from: i64,
    /// The last day, inclusive.
    pub to: i64,
}

impl Days {
    /// How many days these are; 0 where the last lies before the first.
    pub fn count(self) -> i64 {
        (self.to - self.from + 1).max(0)
    }

    /// Whether `day` is one of them.
    pub fn has(self, day: i64) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// The part of `amount` (minor units, any sign), spread over `whole` in equal days, that falls on `asked`.
///
/// ```
/// use waymark::domain::ledger::proration::{share, Days};
/// let week = Days { from: 0, to: 6 };
/// assert_eq!((0..7).map(|day| share(100, week, Days { from: day, to: day })).sum::<i64>(), 100);
/// ```
pub fn share(amount: i64, whole: Days, asked: Days) -> i64 {
    let count = i128::from(whole.count());
    if count == 0 {
        return 0;
    }
    // What has fallen due before a day: never more than the amount, so it fits.
    let due = |day: i64| {
        let gone = i128::from((day - whole.from).clamp(0, whole.count()));
        i64::try_from((i128::from(amount) * gone).div_euclid(count)).unwrap_or(amount)
    };
    if asked.count() == 0 { 0 } else { due(asked.to.saturating_add(1)) - due(asked.from) }
}
