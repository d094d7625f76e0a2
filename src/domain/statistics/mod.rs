//! Statistics of what is reported: intervals, tests, and how far a small sample may be believed.
//!
//! # Why
//! An estimate without its interval makes the luckiest creator the best one. What is here is plain: closed forms where
//! there are some, exact tails by a continued fraction where not, no tables. Money never is; only its spread.

mod binomial;
mod count;
mod many;
mod proportion;
mod sample;

use serde_json::{Value, json};

pub use binomial::{at_least, at_most, clopper_pearson, normal_beyond, two_sided};
pub use count::{Ratio, dispersion, fisher, money, rates};
pub use many::{discoveries, hidden, uneven};
pub use proportion::{difference, differs, per_arm, relative, wilson, wilson_of};
pub use sample::{ORDERS_LEAST, Sample, sample};

/// How sure an interval is: the share of such intervals that hold what they estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// 80 %: what verdicts and comparisons with a target go by.
    Eighty,
    /// 95 %: what is shown.
    #[default]
    NinetyFive,
}

impl Level {
    /// Standard errors from the middle to either end, of the normal distribution.
    pub fn z(self) -> f64 {
        match self {
            Self::Eighty => 1.281_551_565_544_600_4,
            Self::NinetyFive => 1.959_963_984_540_054,
        }
    }

    /// The share: 0.80 or 0.95.
    pub fn share(self) -> f64 {
        match self {
            Self::Eighty => 0.80,
            Self::NinetyFive => 0.95,
        }
    }

    /// What is left beyond either end: 0.10 or 0.025.
    fn beyond(self) -> f64 {
        match self {
            Self::Eighty => 0.10,
            Self::NinetyFive => 0.025,
        }
    }
}

/// From where to where; both ends may be infinite where nothing bounds them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// An interval of `half` to either side of `middle`.
    pub fn about(middle: f64, half: f64) -> Self {
        Self { low: middle - half, high: middle + half }
    }

    /// The same of a quantity that is `by` times as large; a negative `by` turns the ends round.
    #[must_use]
    pub fn times(self, by: f64) -> Self {
        let (one, other) = (self.low * by, self.high * by);
        Self { low: one.min(other), high: one.max(other) }
    }

    /// The same moved by `by`.
    #[must_use]
    pub fn plus(self, by: f64) -> Self {
        Self { low: self.low + by, high: self.high + by }
    }

    /// As reports show it: `{low, high, level}`; an end that is infinite is null.
    pub fn shown(self, level: Level) -> Value {
        json!({ "low": self.low, "high": self.high, "level": level.share() })
    }
}

/// A count as a real number; counts stay far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]
pub fn real(count: u64) -> f64 {
    count as f64
}

/// An amount, or millionths, as a real number: for ratios and intervals, never to count money with.
#[expect(clippy::cast_precision_loss, reason = "minor units below 2^53")]
pub fn amount(minor: i64) -> f64 {
    minor as f64
}

/// A share of counts; `None` where there is nothing to divide by.
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| real(part) / real(whole))
}
