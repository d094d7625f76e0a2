//! Whether there is enough to learn from: data-driven models on few paths show chance.
//!
//! # Source
//! 300 conversions and 3,000 touches were the least that Google Ads asked for its data-driven attribution; that a fifth of
//! the paths have several creators is ours: where nearly every path has one, every model says the same.

use serde_json::{Value, json};

/// The fewest conversions with a touch.
pub const CONVERSIONS: u64 = 300;
/// The fewest touches, on every path.
pub const TOUCHES: u64 = 3_000;
/// The least share of converting paths with two creators or more, percent.
pub const SEVERAL_PERCENT: u64 = 20;

/// What there is to learn from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Conversions with a touch.
    pub conversions: u64,
    /// Touches, of paths that led to nothing too.
    pub touches: u64,
    /// Conversions whose path has two creators or more.
    pub several: u64,
}

impl Evidence {
    /// Whether it is enough.
    pub fn suffices(&self) -> bool {
        self.conversions >= CONVERSIONS
            && self.touches >= TOUCHES
            && self.several.saturating_mul(100) >= self.conversions.saturating_mul(SEVERAL_PERCENT)
    }

    /// It, as a report shows it.
    pub fn shown(&self) -> Value {
        json!({
            "open": self.suffices(),
            "conversions": self.conversions,
            "conversions_least": CONVERSIONS,
            "touches": self.touches,
            "touches_least": TOUCHES,
            "with_several_creators": self.several,
            "with_several_creators_least_percent": SEVERAL_PERCENT,
        })
    }
}
