//! Amounts as people and programs write them: with a point or a comma, with thousands set apart, with the currency's sign.
//!
//! # Why
//! `1.234` is a thousand and more in Berlin and one and a bit in Boston. Reading it wrongly is off by a thousand, so it is
//! read only where the file has shown its decimal mark elsewhere (`79.30`), or where it was said; else the row is refused.

use crate::domain::money::{self, Currency};

/// What separates the whole from its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `79.30`
    Point,
    /// `79,30`
    Comma,
}

impl Mark {
    fn letter(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    fn of(letter: char) -> Self {
        if letter == ',' { Self::Comma } else { Self::Point }
    }
}

/// The largest amount that is taken, in minor units: that of a conversion.
pub const MOST: i64 = crate::domain::conversion::MOST_MINOR;

/// What `text` shows of its decimal mark; `None` where it could be either.
pub fn shown(text: &str) -> Option<Mark> {
    let (_, core) = digits(text)?;
    let (mark, place) = decimal(core, None).ok()?;
    parts(core, place).and(mark)
}

/// The minor units that `text` says in `currency`; more digits than the currency has are rounded, halves away from zero.
///
/// ```
/// use waymark::desk::amount::{Mark, read};
/// use waymark::domain::money::Currency;
/// let eur = Currency::parse("EUR").unwrap();
/// assert_eq!(read("1.234,50 €", eur, None), Ok(123_450));
/// assert_eq!(read("1,234", eur, Some(Mark::Comma)), Ok(123));
/// assert!(read("1,234", eur, None).is_err());
/// ```
///
/// # Errors
/// A sentence that says why it is none.
pub fn read(text: &str, currency: Currency, mark: Option<Mark>) -> Result<i64, String> {
    let not = || format!("`{}` is not an amount", cut(text));
    let (negative, core) = digits(text).ok_or_else(not)?;
    let (_, place) = decimal(core, mark).map_err(|why| format!("`{}` {why}", cut(text)))?;
    let (whole, part) = parts(core, place).ok_or_else(not)?;
    let places = usize::try_from(money::exponent(currency)).unwrap_or_default();
    let kept: String = part.chars().take(places).collect();
    let up = part.as_bytes().get(places).is_some_and(|digit| *digit >= b'5');
    let plain = if kept.is_empty() { whole } else { format!("{whole}.{kept}") };
    let minor = money::minor(&plain, currency).ok_or_else(not)?;
    let minor = minor.checked_add(i64::from(up)).filter(|minor| *minor <= MOST);
    let minor = minor.ok_or_else(|| format!("`{}` is more than an amount may be", cut(text)))?;
    Ok(if negative { -minor } else { minor })
}

/// Whether the text is negative, and what stands from its first digit to its last, or to a point in front of them.
fn digits(text: &str) -> Option<(bool, &str)> {
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())?;
    let (before, behind) = (text.get(..first)?, text.get(last + 1..)?);
    // `Rs. 79` has a point that is not the number's; `.50` has one that is.
    let short = before.chars().count() <= 8 && behind.chars().count() <= 8;
    let points = |mark: char| before.strip_suffix(mark).is_some_and(|sign| !sign.ends_with(char::is_alphabetic));
    if !short || points('.') || points(',') {
        return None;
    }
    let negative = before.contains(['-', '\u{2212}']) || before.starts_with('(') && behind.ends_with(')');
    Some((negative, text.get(first..=last)?))
}

/// Which mark is the decimal one in `core`, and where it stands; none of either in a whole number.
fn decimal(core: &str, known: Option<Mark>) -> Result<(Option<Mark>, Option<usize>), &'static str> {
    const OTHER: &str = "has another decimal mark than the rest of the file";
    let last = core.rfind(['.', ',']);
    let Some((place, letter)) = last.and_then(|place| Some((place, core.get(place..)?.chars().next()?))) else {
        return Ok((None, None));
    };
    let mark = Mark::of(letter);
    let both = core.contains('.') && core.contains(',');
    let times = core.matches(letter).count();
    let other = known.is_some_and(|known| known != mark);
    if both {
        return if times > 1 {
            Err("is not an amount")
        } else if other {
            Err(OTHER)
        } else {
            Ok((Some(mark), Some(place)))
        };
    }
    // What stands several times sets thousands apart.
    let apart = Mark::of(if mark == Mark::Point { ',' } else { '.' });
    if times > 1 {
        return if known == Some(mark) { Err(OTHER) } else { Ok((Some(apart), None)) };
    }
    let (front, behind) = (core.get(..place).unwrap_or_default(), core.len() - place - 1);
    let either = behind == 3 && front != "0" && front.len() <= 3;
    match known {
        Some(known) if known == mark => Ok((Some(mark), Some(place))),
        Some(_) if either => Ok((Some(apart), None)),
        Some(_) => Err(OTHER),
        None if either => Err("may be thousands or a decimal mark; say which with --decimal point or --decimal comma"),
        None => Ok((Some(mark), Some(place))),
    }
}

/// The digits before the mark at `place`, and those behind it.
fn parts(core: &str, place: Option<usize>) -> Option<(String, &str)> {
    let (whole, part) = match place {
        None => (core, ""),
        Some(place) => (core.get(..place)?, core.get(place + 1..)?),
    };
    Some((grouped(whole)?, part)).filter(|(_, part)| part.bytes().all(|digit| digit.is_ascii_digit()))
}

/// The digits of a whole number that may be set apart in groups: three at its end, two or three elsewhere.
fn grouped(whole: &str) -> Option<String> {
    let apart = |c: char| matches!(c, '.' | ',' | '\'' | '\u{2019}') || c.is_whitespace();
    let groups: Vec<&str> = whole.split(apart).collect();
    let digits = groups.iter().all(|group| group.bytes().all(|digit| digit.is_ascii_digit()) && !group.is_empty());
    let last = groups.len().checked_sub(1)?;
    let sized = groups.iter().enumerate().all(|(at, group)| match at {
        _ if last == 0 => true,
        0 => group.len() <= 3,
        at if at == last => group.len() == 3,
        _ => (2..=3).contains(&group.len()),
    });
    (digits && sized).then(|| groups.concat())
}

/// The text, short enough for a message.
pub fn cut(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(40).collect()
}

impl std::str::FromStr for Mark {
    type Err = ();

    /// Reads `point`, `comma` or the mark itself.
    fn from_str(word: &str) -> Result<Self, ()> {
        [("point", Self::Point), ("comma", Self::Comma)]
            .into_iter()
            .find(|(name, mark)| word == *name || word.chars().eq([mark.letter()]))
            .map(|(_, mark)| mark)
            .ok_or(())
    }
}
