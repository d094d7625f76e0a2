//! Up to four letters or digits in a number: countries, regions and languages as they are counted.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::stored::{Misfit, Stored};

/// Up to four ASCII letters or digits; none where nothing is known.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Letters(u32);

impl Letters {
    /// The letters of `text` as they are; none where it is longer, or holds anything else.
    pub fn of(text: &str) -> Self {
        let plain = text.len() <= 4 && text.bytes().all(|b| b.is_ascii_alphanumeric());
        Self(if plain { text.bytes().fold(0, |all, byte| (all << 8) | u32::from(byte)) } else { 0 })
    }

    /// The first language of an `Accept-Language`, without its region, in lower case.
    pub fn language(accepted: &str) -> Self {
        let first = accepted.split([',', ';', '-', '_']).next().unwrap_or_default().trim();
        let long = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
        Self(if long {
            first.bytes().fold(0, |all, byte| (all << 8) | u32::from(byte.to_ascii_lowercase()))
        } else {
            0
        })
    }

    /// Whether nothing is known.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The number that stands for them.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The letters of a number that [`Letters::number`] gave.
    pub fn from_number(number: u32) -> Self {
        Self(number)
    }

    fn print<T>(self, give: impl FnOnce(&str) -> T) -> T {
        let bytes = self.0.to_be_bytes();
        let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
        give(bytes.get(start..).and_then(|letters| std::str::from_utf8(letters).ok()).unwrap_or_default())
    }
}

impl fmt::Display for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print(|letters| f.write_str(letters))
    }
}

impl fmt::Debug for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print(|letters| fmt::Debug::fmt(letters, f))
    }
}

impl Serialize for Letters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.print(|letters| serializer.serialize_str(letters))
    }
}

struct Read;

impl Visitor<'_> for Read {
    type Value = Letters;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("up to four letters or digits")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Letters, E> {
        Ok(Letters::of(text))
    }
}

impl<'de> Deserialize<'de> for Letters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Read)
    }
}

impl Stored for Letters {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        value.as_str().map_or_else(
            || {
                misfit.note("there is no text in place of letters");
                Self::default()
            },
            Self::of,
        )
    }
}
