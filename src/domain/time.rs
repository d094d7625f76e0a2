//! Moments as Unix milliseconds and days as whole days since 1970-01-01, with their printed forms.
//!
//! # Why
//! The proleptic Gregorian arithmetic is Howard Hinnant's `days_from_civil`, forty lines that a property test
//! covers; a calendar crate would weigh more in the Worker than everything that decides a click.

use std::fmt;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;
/// Milliseconds of an hour.
pub const HOUR_MS: i64 = 3_600_000;
/// The earliest moment that is taken for real: 2000-01-01.
pub const EARLIEST: i64 = 946_684_800_000;
/// The first moment that is not taken for real any more: 2200-01-01.
pub const LATEST: i64 = 7_258_118_400_000;

/// A whole day, counted from 1970-01-01; which zone it is a day of is said where it is used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(into = "String")]
pub struct Day(pub i64);

impl Day {
    /// The UTC day that `at` (Unix milliseconds) falls on.
    pub fn of_utc(at: i64) -> Self {
        Self(at.div_euclid(DAY_MS))
    }

    /// Parses `YYYY-MM-DD`; `None` for anything else, and for days that no month has.
    ///
    /// ```
    /// use waymark::domain::time::Day;
    /// assert_eq!(Day::parse("1970-01-02"), Some(Day(1)));
    /// assert_eq!(Day::parse("2026-02-30"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
            return None;
        }
        let (year, month, day) = (number(text.get(..4)?)?, number(text.get(5..7)?)?, number(text.get(8..)?)?);
        let parsed = Self(days_from_civil(year, month, day));
        (civil_from_days(parsed.0) == (year, month, day)).then_some(parsed)
    }

    /// The first UTC millisecond of the day, read as a UTC day.
    pub fn start_utc(self) -> i64 {
        self.0 * DAY_MS
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.0);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// Prints Unix milliseconds as RFC 3339 in UTC with milliseconds: `2026-11-20T12:00:00.000Z`.
pub fn print(at: i64) -> String {
    let (day, rest) = (at.div_euclid(DAY_MS), at.rem_euclid(DAY_MS));
    let (hour, minute, second, milli) = (rest / HOUR_MS, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000);
    format!("{}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z", Day(day))
}

/// Parses RFC 3339 with any offset and any fraction (cut to milliseconds); `None` outside 2000 to 2199.
///
/// ```
/// use waymark::domain::time;
/// assert_eq!(time::parse("2026-11-20T13:00:00+01:00"), time::parse("2026-11-20T12:00:00.000Z"));
/// assert_eq!(time::parse("yesterday"), None);
/// ```
pub fn parse(text: &str) -> Option<i64> {
    let day = Day::parse(text.get(..10)?)?;
    let clock = text.get(11..19)?;
    let marks = (text.as_bytes().get(10)?, clock.as_bytes().get(2)?, clock.as_bytes().get(5)?);
    if !matches!(marks, (b'T' | b't' | b' ', b':', b':')) {
        return None;
    }
    let (hour, minute, second) = (number(clock.get(..2)?)?, number(clock.get(3..5)?)?, number(clock.get(6..)?)?);
    // A leap second is accepted and folded into the one before it.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (milli, zone) = fraction(text.get(19..)?)?;
    let clock_ms = ((hour * 60 + minute) * 60 + second.min(59)) * 1000 + milli;
    let at = day.start_utc() + clock_ms - offset(zone)?;
    (EARLIEST..LATEST).contains(&at).then_some(at)
}

/// Splits `.250+01:00` into its milliseconds and the zone behind them.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    let digits = rest.get(..end)?;
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let milli = number(format!("{digits:0<3}").get(..3)?)?;
    Some((milli, rest.get(end..)?))
}

/// Reads `Z` or `+hh:mm` as milliseconds ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    if zone.len() != 6 || zone.as_bytes().get(3) != Some(&b':') {
        return None;
    }
    let (hours, minutes) = (number(zone.get(1..3)?)?, number(zone.get(4..)?)?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes) * 60_000)
}

/// Reads digits only; a sign or a space is no number here.
fn number(digits: &str) -> Option<i64> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let (day, month) = (day_of_year - (153 * shifted + 2) / 5 + 1, (shifted + 2) % 12 + 1);
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Serialises Unix milliseconds in their printed form.
pub fn shown<S: serde::Serializer>(at: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&print(*at))
}

/// Serialises Unix milliseconds in their printed form, or null.
pub fn shown_if<S: serde::Serializer>(at: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => shown(at, serializer),
        None => serializer.serialize_none(),
    }
}
