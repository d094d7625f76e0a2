//! Moments as exports write them, and the day that stands there.
//!
//! # Why
//! Both shops write times of the shop's own zone, so the day as it is written is the shop's day: no zone is asked for.
//! `03/04/2026` is two days; it is read only where the file shows elsewhere which comes first, or where it was said.

use super::amount::cut;
use crate::domain::time::{self, Day};

/// A moment of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// Unix milliseconds; without an offset the time is taken for UTC, which keeps the order of one file's times.
    pub at: i64,
    /// The day as written.
    pub day: Day,
}

/// Whether `text` shows that the day stands before the month (`true`) or behind it; `None` where it shows neither.
pub fn shown(text: &str) -> Option<bool> {
    let (date, _) = parts(text);
    let (mark, [first, second, _]) = numbers(date)?;
    match (mark, first, second) {
        (_, 32.., _) => None,
        ('/' | '-', 13.., _) => Some(true),
        ('/' | '-', _, 13..) => Some(false),
        _ => None,
    }
}

/// Reads a moment; `day_first` says which of `03/04/2026` is the day.
///
/// ```
/// use waymark::desk::when::read;
/// let when = read("2026-11-20 23:30:00 -0500", None).unwrap();
/// assert_eq!(when.day.to_string(), "2026-11-20");
/// assert_eq!(when.at, read("2026-11-21T04:30:00Z", None).unwrap().at);
/// assert_eq!(read("20.11.2026 9:05", None).unwrap().day, when.day);
/// assert!(read("03/04/2026", None).is_err());
/// ```
///
/// # Errors
/// A sentence that says why it is none.
pub fn read(text: &str, day_first: Option<bool>) -> Result<When, String> {
    let not = || format!("`{}` is not a date; write it as 2026-11-20 or 2026-11-20 13:05:00 +0100", cut(text));
    let (date, clock) = parts(text);
    let (mark, [first, second, third]) = numbers(date).ok_or_else(not)?;
    let (year, month, day) = match (mark, day_first) {
        _ if first > 999 => (first, second, third),
        _ if third <= 999 => return Err(not()),
        ('.', _) => (third, second, first),
        _ if first > 12 => (third, second, first),
        _ if second > 12 => (third, first, second),
        (_, Some(true)) => (third, second, first),
        (_, Some(false)) => (third, first, second),
        _ if first == second => (third, second, first),
        _ => {
            let say = "say which with --dates day-first or --dates month-first";
            return Err(format!("`{}` may be two days; {say}", cut(text)));
        }
    };
    let day = Day::parse(&format!("{year:04}-{month:02}-{day:02}")).ok_or_else(not)?;
    let (clock, zone) = time_of(clock).ok_or_else(not)?;
    let at = time::parse(&format!("{day}T{clock}{zone}")).ok_or_else(not)?;
    Ok(When { at, day })
}

/// The date, and the time behind it.
fn parts(text: &str) -> (&str, &str) {
    let (date, clock) = text.split_once(['T', ' ', '\u{a0}', '\u{202f}']).unwrap_or((text, ""));
    (date.trim_end_matches(','), clock.trim())
}

/// Three numbers with one mark between them.
fn numbers(date: &str) -> Option<(char, [u32; 3])> {
    let mark = date.chars().find(|c| !c.is_ascii_digit()).filter(|mark| matches!(mark, '-' | '/' | '.'))?;
    let mut numbers = date.split(mark).map(|number| {
        let plain = (1..=4).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit());
        plain.then(|| number.parse().ok()).flatten()
    });
    let three = [numbers.next()??, numbers.next()??, numbers.next()??];
    numbers.next().is_none().then_some((mark, three))
}

/// A time of day as `13:05:00`, and its zone as RFC 3339 has it.
fn time_of(text: &str) -> Option<(String, String)> {
    if text.is_empty() {
        return Some(("00:00:00".into(), "Z".into()));
    }
    let end = text.find(|c: char| !matches!(c, '0'..='9' | ':' | '.')).unwrap_or(text.len());
    let (clock, rest) = text.split_at_checked(end)?;
    let rest = rest.trim();
    let half = rest.get(..2).filter(|half| half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm"));
    let zone = rest.get(half.map_or(0, str::len)..)?.trim();
    let mut numbers = clock.split(':').map(|number| number.split('.').next().and_then(|whole| whole.parse().ok()));
    let (hour, minute): (u32, u32) = (numbers.next()??, numbers.next()??);
    let second: u32 = numbers.next().unwrap_or(Some(0))?;
    let hour = match half.map(|half| half.starts_with(['p', 'P'])) {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    let zone = match zone {
        "" | "Z" | "UTC" | "GMT" => "Z".to_owned(),
        // Shopify's +0100 lacks the colon.
        zone if zone.len() == 5 && zone.is_ascii() => format!("{}:{}", zone.get(..3)?, zone.get(3..)?),
        zone => zone.to_owned(),
    };
    Some((format!("{hour:02}:{minute:02}:{second:02}"), zone))
}
