//! The word in the short address: how it is written, and which words it may not be.

use std::fmt;

use percent_encoding::percent_decode_str;

/// The most characters a slug has.
pub const MOST: usize = 64;

/// First words of an address that belong to the service itself; a slug is never one of them.
pub const RESERVED: &[&str] = &["v1", "px", "healthz", "postback", "docs", "dashboard", "survey.js", "wm.js"];

/// The letters of a random slug: digits and letters that nobody confuses when reading aloud.
const LETTERS: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// A valid slug: 1 to 64 of `a-z 0-9 _ -`, and no reserved word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

impl Slug {
    /// Reads a slug as it stands in an address: percent-decoded once, letters in any case.
    ///
    /// ```
    /// use waymark::domain::slug::Slug;
    /// assert_eq!(Slug::parse("%41bc"), Slug::parse("Abc"));
    /// assert_eq!(Slug::parse("v1"), None);
    /// ```
    pub fn parse(raw: &str) -> Option<Self> {
        if raw.len() > 3 * MOST {
            return None;
        }
        let mut slug = percent_decode_str(raw).decode_utf8().ok()?.into_owned();
        slug.make_ascii_lowercase();
        let fits = (1..=MOST).contains(&slug.len());
        let plain = slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
        (fits && plain && !RESERVED.contains(&slug.as_str())).then_some(Self(slug))
    }

    /// Makes a slug of seven letters from seven random bytes: 31^7, about 27 thousand million.
    pub fn random(bytes: [u8; 7]) -> Self {
        let letter = |byte: u8| LETTERS.get(usize::from(byte) % LETTERS.len()).copied().unwrap_or(b'x');
        Self(bytes.iter().map(|byte| char::from(letter(*byte))).collect())
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
