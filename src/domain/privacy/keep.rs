//! How long things are kept, in days: events, the evidence of conversions, and what totals are parted by.
//!
//! # Why
//! Totals are never taken back: a day whose events are gone is not counted again, and evidence that is gone leaves what
//! decides (link and time of clicks, whether the customer was new) in its place.

use crate::domain::time::{DAY_MS, Day};

/// Days that are kept where nothing is set: 13 months of events and of parts, 25 months of evidence.
pub const DEFAULT: Keep = Keep { events: 395, evidence: 760, parts: 395 };
/// So many days longer are events kept where a day of them is not counted yet; then they go uncounted.
pub const WAITED_DAYS: i64 = 7;
/// Fewer days would take what the night still counts; what orders were decided by stands in their paths.
const LEAST: i64 = 35;
/// Ten years.
const MOST: i64 = 3_653;

/// Days that things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Events, and letters with events in them.
    pub events: i64,
    /// Customer, touches and details of conversions.
    pub evidence: i64,
    /// Visits and credit by one dimension.
    pub parts: i64,
}

impl Keep {
    /// Reads `KEEP_EVENTS_DAYS`, `KEEP_EVIDENCE_DAYS` and `KEEP_PARTS_DAYS` through `get`.
    ///
    /// # Errors
    /// A sentence that names the setting that is wrong.
    pub fn read(get: &impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let days = |name: &str, default: i64| match get(name).filter(|text| !text.is_empty()) {
            None => Ok(default),
            Some(text) => text
                .parse()
                .ok()
                .filter(|days| (LEAST..=MOST).contains(days))
                .ok_or_else(|| format!("Correct {name} in wrangler.toml: whole days, {LEAST} to {MOST}.")),
        };
        Ok(Self {
            events: days("KEEP_EVENTS_DAYS", DEFAULT.events)?,
            evidence: days("KEEP_EVIDENCE_DAYS", DEFAULT.evidence)?,
            parts: days("KEEP_PARTS_DAYS", DEFAULT.parts)?,
        })
    }

    /// The first UTC day whose events are kept.
    pub fn first_day(&self, now: i64) -> Day {
        Day(Day::of_utc(now).0 - self.events)
    }

    /// The first day whose visits and credit by one dimension are kept.
    pub fn first_day_of_parts(&self, now: i64) -> Day {
        Day(Day::of_utc(now).0 - self.parts)
    }

    /// Conversions received before this moment keep no evidence.
    pub fn evidence_from(&self, now: i64) -> i64 {
        now - self.evidence * DAY_MS
    }
}

/// Whether a day that begins at `start` can be counted from its events: none of them was forgotten.
pub fn is_whole(start: i64, purged_until: i64) -> bool {
    Day::of_utc(start).0 >= purged_until
}
