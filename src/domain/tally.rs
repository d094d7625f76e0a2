//! Adds up what is alike, and says what comes most often first.

use std::cmp::Ordering;

use serde_json::Value;

/// Something that was counted: what makes it alike, how it is shown, how often it came, and when it first came.
struct Counted {
    key: String,
    shown: Value,
    count: u64,
    at: usize,
}

/// A way to put them in order; as a pointer, for each closure would be another copy of the sort in the wasm.
type Order = fn(&Counted, &Counted) -> Ordering;

/// What was counted so far.
#[derive(Default)]
pub struct Tally(Vec<Counted>);

impl Tally {
    /// Counts `count` of what `key` makes alike; of alike ones the first is shown.
    pub fn add(&mut self, key: String, shown: Value, count: u64) {
        let at = self.0.len();
        self.0.push(Counted { key, shown, count, at });
    }

    /// At most `most` with how often they came, the most frequent first, of those in the order of their keys.
    pub fn most(mut self, most: usize) -> Vec<(Value, u64)> {
        let by_key: Order = |one, other| one.key.cmp(&other.key).then(one.at.cmp(&other.at));
        let by_count: Order = |one, other| other.count.cmp(&one.count).then_with(|| one.key.cmp(&other.key));
        self.0.sort_unstable_by(by_key);
        self.0.dedup_by(|later, first| {
            let alike = later.key == first.key;
            first.count += if alike { later.count } else { 0 };
            alike
        });
        self.0.sort_unstable_by(by_count);
        self.0.into_iter().take(most).map(|counted| (counted.shown, counted.count)).collect()
    }
}
