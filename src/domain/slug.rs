//! The word in the short address: how it is written, which words it may not be, and the one form that it is kept in.
//!
//! # Why
//! An address is read before it is known which host's rules it is under, so a slug is first what was asked for, and then its
//! normal form on a host. Nearly every word is plain ASCII and pays for nothing else; letters beyond it are composed by the
//! platform, for the tables of NFKC would weigh 51 KB of gzip here. A dot and a plus never stand in a slug: what ends in
//! `.gif`, `.qr` or `+` is a door of its own.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

use super::{case, fold};

/// The most characters of a word, and of the words of a slug with the slashes between them.
pub const WORD_MOST: usize = 64;
/// See [`WORD_MOST`].
pub const MOST: usize = 128;
/// The most words of a slug.
pub const WORDS_MOST: usize = 3;
/// The most bytes: with the longest host's name a key of KV has 512.
pub const BYTES_MOST: usize = 250;
/// The most bytes of an address that are looked at: every byte may be written as three, and signs may stand behind.
const RAW_MOST: usize = 1024;

/// First words of an address that belong to the service itself; a slug never begins with one of them.
pub const RESERVED: &[&str] = &["v1", "px", "healthz", "postback", "docs", "dashboard", "survey.js", "wm.js"];

/// The letters of a random slug: digits and letters that nobody confuses when reading aloud.
const LETTERS: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// Signs that stand behind an address in a sentence, and that whatever makes addresses clickable takes for a part of it.
const FORGIVEN: &str = "/.,;:!?'\")]}>*…’”»。，、）！？";

/// Composes letters as Unicode's NFKC does; none where that fails.
pub type Compose = fn(&str) -> Option<String>;

/// A slug as it is asked for: one to three words with slashes between them, percent-decoded once.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

impl Slug {
    /// Reads a slug as it stands in an address, without the slash before it; signs behind it are forgiven.
    ///
    /// ```
    /// use waymark::domain::slug::Slug;
    /// assert_eq!(Slug::parse("%41bc)."), Slug::parse("Abc"));
    /// assert_eq!(Slug::parse("v1"), None);
    /// ```
    pub fn parse(raw: &str) -> Option<Self> {
        if is_plain(raw) { free(raw).then(|| Self(raw.to_owned())) } else { Self::written(raw) }
    }

    /// Reads what is more than a plain word.
    #[cold]
    fn written(raw: &str) -> Option<Self> {
        if raw.len() > RAW_MOST {
            return None;
        }
        let mut text = String::with_capacity(raw.len());
        for word in raw.split('/') {
            let word = percent_decode_str(word).decode_utf8().ok()?;
            // A slash that is written as a letter parts no words.
            if word.contains('/') {
                return None;
            }
            text.push_str(&word);
            text.push('/');
        }
        text.truncate(text.trim_end_matches(|sign| FORGIVEN.contains(sign)).len());
        fits(&text).then_some(Self(text))
    }

    /// The one form that it is kept and looked up in: on a host where capitals mean nothing, in small letters.
    ///
    /// ```
    /// use waymark::domain::slug::Slug;
    /// let slug = Slug::parse("Sarah/Spring").unwrap();
    /// assert_eq!(slug.normal(false, |_| None).as_deref(), Some("sarah/spring"));
    /// assert_eq!(slug.normal(true, |_| None).as_deref(), Some("Sarah/Spring"));
    /// ```
    pub fn normal(&self, exact_case: bool, compose: Compose) -> Option<Cow<'_, str>> {
        if !self.0.is_ascii() {
            return composed(&self.0, exact_case, compose).map(Cow::Owned);
        }
        let small = exact_case || !self.0.bytes().any(|b| b.is_ascii_uppercase());
        Some(if small { self.0.as_str().into() } else { self.0.to_ascii_lowercase().into() })
    }

    /// Reads a slug that is chosen for a link and gives its normal form: nothing behind it is forgiven.
    pub fn chosen(text: &str, exact_case: bool, compose: Compose) -> Option<String> {
        if text.ends_with(|sign| FORGIVEN.contains(sign)) {
            return None;
        }
        Self::parse(text)?.normal(exact_case, compose).map(Cow::into_owned)
    }

    /// Makes a slug of `length` letters, at most 32: seven of them are one of 31^7, about 27 thousand million.
    pub fn random(bytes: [u8; 32], length: u8) -> Self {
        let letter = |byte: &u8| LETTERS.get(usize::from(*byte) % LETTERS.len()).copied().unwrap_or(b'x');
        Self(bytes.iter().take(length.into()).map(|byte| char::from(letter(byte))).collect())
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The slug as it stands in an address: letters beyond ASCII by their percent signs.
pub fn in_address(slug: &str) -> Cow<'_, str> {
    percent_encoding::utf8_percent_encode(slug, percent_encoding::CONTROLS).into()
}

/// One word of ASCII, as nearly every slug is.
fn is_plain(text: &str) -> bool {
    (1..=WORD_MOST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// Whether the first word is none of the service's own.
fn free(text: &str) -> bool {
    let first = text.split('/').next().unwrap_or_default();
    !RESERVED.iter().any(|word| word.eq_ignore_ascii_case(first))
}

/// Whether so many words of such letters are a slug.
fn fits(text: &str) -> bool {
    let word = |word: &str| (1..=WORD_MOST).contains(&word.chars().count()) && word.chars().all(stands);
    let words = text.split('/').count() <= WORDS_MOST && text.split('/').all(word);
    words && text.len() <= BYTES_MOST && text.chars().count() <= MOST && free(text)
}

/// Whether a letter may stand in a slug: of ASCII the plain ones, beyond it whatever can be seen.
fn stands(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    }
    let blank =
        matches!(letter, '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}');
    // Private letters, those that are none, and what stands in place of one that could not be read.
    let nobodys = matches!(u32::from(letter), 0xe000..=0xf8ff | 0xfdd0..=0xfdef | 0xfff0..=0xfffd | 0xf_0000..)
        || u32::from(letter) & 0xfffe == 0xfffe;
    let unseen = fold::unseen(letter) && !is_style(letter);
    !(letter.is_control() || letter.is_whitespace() || blank || nobodys || unseen)
}

/// Signs that say only whether the one before is drawn as text or as a picture: keyboards of phones put them in.
fn is_style(letter: char) -> bool {
    matches!(letter, '\u{fe0e}' | '\u{fe0f}')
}

/// The normal form of a slug with letters beyond ASCII; none for what is no slug then, or would be another one if it were
/// asked for by its normal form.
#[cold]
fn composed(text: &str, exact_case: bool, compose: Compose) -> Option<String> {
    let once = |text: &str| {
        let composed = compose(&text.chars().filter(|letter| !is_style(*letter)).collect::<String>())?;
        if exact_case { Some(composed) } else { compose(&case::lower(&composed)) }
    };
    let mut words = Vec::with_capacity(WORDS_MOST);
    for word in text.split('/') {
        words.push(once(word).filter(|word| !word.contains('/'))?);
    }
    let slug = words.join("/");
    (fits(&slug) && once(&slug).is_some_and(|again| again == slug)).then_some(slug)
}
