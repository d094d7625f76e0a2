//! By which version and variant of its link a click was sent on: what its tags were, where its visitor brought none.
//!
//! # Why
//! A plain link's tags stand in the register, and nothing is kept of a click that they do not say. Only where a link changed
//! while the day went on, or a split sent people to several places, a click is counted with its ground.

use std::fmt;

/// A version of a link and the variant that a click was sent to; 0 where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ground {
    /// The link's version, as its history counts them.
    pub version: u32,
    /// See [`crate::domain::facets::Facets::variant`].
    pub variant: u8,
}

impl Ground {
    /// It as a number below 2^40.
    pub fn number(self) -> u64 {
        u64::from(self.version) << 8 | u64::from(self.variant)
    }

    /// The ground of a number that [`Ground::number`] made.
    pub fn of_number(number: u64) -> Self {
        let version = u32::try_from(number >> 8).unwrap_or_default();
        Self { version, variant: u8::try_from(number & 0xff).unwrap_or_default() }
    }

    /// The ground that a text made by `Display` names.
    pub fn parse(text: &str) -> Option<Self> {
        let (version, variant) = text.split_once('.')?;
        Some(Self { version: version.parse().ok()?, variant: variant.parse().ok()? })
    }
}

/// `version.variant`
impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.version, self.variant)
    }
}

/// The version that stood at `at`, of a link's versions with the times they were made, in order; the first where its history
/// begins later, 0 where it has none.
pub fn standing(versions: &[(u32, i64)], at: i64) -> u32 {
    let made = versions.iter().rev().find(|version| version.1 <= at).or(versions.first());
    made.map_or(0, |version| version.0)
}

/// Whether the link changed inside the day that lasts from `day.0` to before `day.1`.
pub fn moved(versions: &[(u32, i64)], day: (i64, i64)) -> bool {
    versions.iter().skip(1).any(|version| day.0 < version.1 && version.1 < day.1)
}
