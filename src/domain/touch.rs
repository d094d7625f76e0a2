//! A touch as text: a click of ours, or how else somebody came; the browser keeps these and the order brings them.
//!
//! # Why
//! A path over days needs no cookie of ours: the shop's page keeps the touches itself, so what it keeps must fit into a
//! hidden field, a cart attribute and 500 characters of metadata. One grammar serves them all.
//!
//! # Grammar
//! `touches := touch ("," touch)*`, oldest first; between them other punctuation is taken too, as shops store lists.
//! `touch := click id | source "/" medium "@" seconds since 1970 in base 36`; source and medium are of `a-z 0-9 . _ -`.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::click_id::{Click, ClickKeys, LENGTH};
use super::stored::{Misfit, Row, Stored};
use super::time::{EARLIEST, LATEST};

/// The most characters of a source.
pub const SOURCE_MOST: usize = 64;
/// The most characters of a medium.
pub const MEDIUM_MOST: usize = 32;
/// The most characters of a touch as text.
pub const TOUCH_MOST: usize = SOURCE_MOST + MEDIUM_MOST + 9;

/// One way by which somebody came, at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touch {
    /// By a link of ours.
    Click(Click),
    /// By another channel.
    Other {
        /// Who sent them: `google`, `newsletter`; as the browser says it, an ad's parameter or a host.
        source: String,
        /// What kind of way it was: `organic`, `email`; as the browser says it also `ad` and `referrer`.
        medium: String,
        /// When, Unix milliseconds, in whole seconds.
        at: i64,
    },
}

/// Why a text is no touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTouch {
    /// It looks like a click id, and none of our keys has signed it.
    Forged,
    /// It is of neither form.
    Unknown,
    /// Its time is none that can have been.
    Absurd,
}

impl Touch {
    /// Reads one touch; whoever wrote capitals or other letters into a source or medium meant their plain form.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &str, keys: &ClickKeys) -> Result<Self, NoTouch> {
        let text = text.trim();
        let (channel, seconds) = text.rsplit_once('@').unwrap_or((text, ""));
        let Some((source, medium)) = channel.split_once('/') else {
            // A click id says its own time; another beside it changes nothing.
            let why = if channel.len() == LENGTH { NoTouch::Forged } else { NoTouch::Unknown };
            return keys.read(channel).map(Self::Click).ok_or(why);
        };
        let (source, medium) = (folded(source, SOURCE_MOST), folded(medium, MEDIUM_MOST));
        if source.is_empty() || medium.is_empty() {
            return Err(NoTouch::Unknown);
        }
        let plain = !seconds.is_empty() && seconds.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let at = i64::from_str_radix(seconds, 36).ok().filter(|_| plain && seconds.len() <= 8);
        let at = at.ok_or(NoTouch::Unknown)? * 1000;
        if !(EARLIEST..LATEST).contains(&at) {
            return Err(NoTouch::Absurd);
        }
        Ok(Self::Other { source, medium, at })
    }

    /// Its text, which [`Touch::read`] reads.
    pub fn print(&self, keys: &ClickKeys) -> String {
        match self {
            Self::Click(click) => keys.print(click),
            Self::Other { source, medium, at } => format!("{source}/{medium}@{}", Base36(*at / 1000)),
        }
    }

    /// When it was, Unix milliseconds.
    pub fn at(&self) -> i64 {
        match self {
            Self::Click(click) => click.at,
            Self::Other { at, .. } => *at,
        }
    }
}

/// A touch as it is kept with what it brought: `[link, at, nonce, visitor]` of a click, `[0, at, 0, 0, "source/medium"]` of
/// another channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The link; 0 where it was another channel.
    pub link: u32,
    /// When, Unix milliseconds.
    pub at: i64,
    /// The click's own random bits.
    pub nonce: u32,
    /// The visitor.
    pub visitor: u64,
    /// `source/medium`; empty where it was a click.
    pub channel: String,
}

impl From<&Touch> for Kept {
    fn from(touch: &Touch) -> Self {
        match touch {
            Touch::Click(Click { link, at, nonce, visitor }) => {
                Self { link: *link, at: *at, nonce: *nonce, visitor: *visitor, channel: String::new() }
            }
            Touch::Other { source, medium, at } => {
                Self { at: *at, channel: format!("{source}/{medium}"), ..Self::default() }
            }
        }
    }
}

impl Serialize for Kept {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { link, at, nonce, visitor, channel } = self;
        if channel.is_empty() {
            (link, at, nonce, visitor).serialize(serializer)
        } else {
            (link, at, nonce, visitor, channel).serialize(serializer)
        }
    }
}

impl Stored for Kept {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        let other = value.as_array().is_some_and(|row| row.len() == 5);
        let row = &mut Row::of(value, if other { 5 } else { 4 }, misfit);
        Self {
            link: row.field("link", misfit),
            at: row.field("at", misfit),
            nonce: row.field("nonce", misfit),
            visitor: row.field("visitor", misfit),
            channel: if other { row.field("channel", misfit) } else { String::new() },
        }
    }
}

/// The touches in a text as they stand there, none of them read yet: split where no touch can have a character.
///
/// ```
/// use waymark::domain::touch::pieces;
/// assert!(pieces(r#"["google/organic@tc2z00", "fbclid/ad@tc5a00"]"#).eq(["google/organic@tc2z00", "fbclid/ad@tc5a00"]));
/// ```
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let apart = |letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | '/' | '@'));
    // What has no time is of click ids alone, and points between them are such punctuation too.
    let each = |piece| str::split(piece, move |letter| matches!(letter, '.' | '/') && !piece.contains('@'));
    text.split(apart).flat_map(each).filter(|piece| !piece.is_empty())
}

/// `text` in small letters, digits and `. _ -`, all else a `-`, at most `most` characters of it.
///
/// ```
/// use waymark::domain::touch::folded;
/// assert_eq!(folded(" News Letter/ä", 64), "news-letter--");
/// ```
pub fn folded(text: &str, most: usize) -> String {
    let plain = |letter: char| match letter.to_ascii_lowercase() {
        letter @ ('a'..='z' | '0'..='9' | '.' | '_' | '-') => letter,
        _ => '-',
    };
    text.trim().chars().take(most).map(plain).collect()
}

/// A number in base 36.
struct Base36(i64);

impl fmt::Display for Base36 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 >= 36 {
            Self(self.0 / 36).fmt(f)?;
        }
        let digit = u32::try_from(self.0 % 36).ok().and_then(|digit| char::from_digit(digit, 36));
        digit.map_or(Ok(()), |digit| fmt::Write::write_char(f, digit))
    }
}
