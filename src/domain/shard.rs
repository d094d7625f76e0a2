//! Which event shard keeps an event: by its visitor, among the shards that are there on its day.
//!
//! # Why
//! How many shards a day has never changes: a visitor's events of a day lie together, for the recount reads them so, and an
//! event that comes again, however late, finds itself. A new shard therefore begins on a day to come, and moves nothing.

use super::time::Day;

/// The event shards of a deployment: `EVENTS_0`, and one more from each of these UTC days on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shards(Vec<Day>);

impl Shards {
    /// Reads `EVENTS_FROM`: the first day of `EVENTS_1`, of `EVENTS_2`, ... with commas between; nothing for `EVENTS_0` alone.
    pub fn parse(text: &str) -> Option<Self> {
        if text.trim().is_empty() {
            return Some(Self::default());
        }
        let days: Vec<Day> = text.split(',').map(|day| Day::parse(day.trim())).collect::<Option<_>>()?;
        days.is_sorted().then_some(Self(days))
    }

    /// How many there are, whether or not they have begun.
    pub fn count(&self) -> usize {
        1 + self.0.len()
    }

    /// The number of the shard that keeps what `visitor` does on the UTC day `day`.
    pub fn of(&self, day: Day, visitor: u64) -> usize {
        let begun = 1 + self.0.iter().filter(|first| **first <= day).count();
        usize::try_from(visitor % (begun as u64)).unwrap_or_default()
    }
}
