//! The deployment's reporting days: which stretch of time is called which day in one IANA zone.
//!
//! # Why
//! The platform knows the zone database already (`Intl`), so the Worker carries none: the edge says how far the
//! zone is ahead of UTC at a moment, and the bounds of a day follow from a few such questions.

use super::time::{DAY_MS, Day};

/// The reporting day that `at` falls on; `ahead` says how many milliseconds the zone is ahead of UTC at a moment.
pub fn day_of(at: i64, ahead: impl Fn(i64) -> i64) -> Day {
    Day::of_utc(at + ahead(at))
}

/// The first millisecond of reporting day `day` and of the day after it: 23, 24 or 25 hours apart.
pub fn bounds(day: Day, ahead: impl Fn(i64) -> i64) -> (i64, i64) {
    (start(day, &ahead), start(Day(day.0 + 1), &ahead))
}

/// The reporting days that share at least a millisecond with the UTC day `day`.
pub fn overlapping(day: Day, ahead: impl Fn(i64) -> i64) -> Vec<Day> {
    let (first, last) = (day_of(day.start_utc(), &ahead), day_of(day.start_utc() + DAY_MS - 1, &ahead));
    (first.0..=last.0).map(Day).collect()
}

/// The earliest moment whose local day is `day`: a zone is never more than a day away from UTC.
fn start(day: Day, ahead: &impl Fn(i64) -> i64) -> i64 {
    let (mut before, mut inside) = (day.start_utc() - DAY_MS, day.start_utc() + DAY_MS);
    let guess = day.start_utc() - ahead(day.start_utc());
    // Most days need no search: the guess is the first moment of the day and the one before it is not.
    if day_of(guess, ahead) == day && day_of(guess - 1, ahead) < day {
        return guess;
    }
    while inside - before > 1 {
        let middle = before.midpoint(inside);
        if day_of(middle, ahead) < day {
            before = middle;
        } else {
            inside = middle;
        }
    }
    inside
}
