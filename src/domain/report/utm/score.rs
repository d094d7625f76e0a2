//! A score from 0 to 100 for what clicks carried, and the parts that it is made of.
//!
//! # Why
//! A score that cannot be taken apart is a mood. Each part is a share of counts that stand beside it; one of which there is
//! nothing to judge weighs nothing, and the others share what is left.

use serde_json::{Map, Value, json};

use crate::domain::statistics::share;

/// The parts with their weights, which sum to 100.
pub const PARTS: [(&str, f64); 4] = [("complete", 40.0), ("canonical", 30.0), ("known", 15.0), ("assigned", 15.0)];

/// Of each part how many there were to judge, and how many of these are as they should be; of valid clicks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score(pub [(u64, u64); 4]);

impl Score {
    /// Adds to the part at `place`.
    pub fn see(&mut self, place: usize, clicks: u64, good: bool) {
        if let Some((all, fine)) = self.0.get_mut(place) {
            *all += clicks;
            *fine += if good { clicks } else { 0 };
        }
    }

    /// Adds another's counts.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            (sum.0, sum.1) = (sum.0 + more.0, sum.1 + more.1);
        }
    }

    /// The score, rounded half up; none where there was nothing to judge.
    pub fn points(&self) -> Option<u64> {
        let judged =
            || PARTS.iter().zip(self.0).filter_map(|((_, weight), (all, fine))| Some((weight, share(fine, all)?)));
        let whole: f64 = judged().map(|part| part.0).sum();
        let points: f64 = judged().map(|(weight, share)| weight * share).sum();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
        (whole > 0.0).then(|| (100.0 * points / whole).round() as u64)
    }

    /// Its parts as shares, null where there was nothing to judge.
    pub fn shown(&self) -> Value {
        let part = |((name, weight), (all, fine)): (&(&str, f64), (u64, u64))| {
            (
                (*name).to_owned(),
                json!({ "share": share(fine, all), "weight": weight, "of": all, "as_it_should_be": fine }),
            )
        };
        Value::Object(PARTS.iter().zip(self.0).map(part).collect::<Map<_, _>>())
    }

    /// Its shares alone.
    pub fn shares(&self) -> Value {
        let part = |((name, _), (all, fine)): (&(&str, f64), (u64, u64))| ((*name).to_owned(), json!(share(fine, all)));
        Value::Object(PARTS.iter().zip(self.0).map(part).collect::<Map<_, _>>())
    }
}
