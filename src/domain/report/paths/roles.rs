//! What paths tell as they stream by: how long they are, and what part each creator plays on them.
//!
//! # Why
//! There may be a million paths; kept of them are 51 lengths and a row a creator. A creator may stand on one path twice
//! (A > B > A), so parts overlap at the ends only, and how often is told: `solo + introducer + middle + closer -
//! both_ends` are all paths with the creator on them, and so are `assisted + last_touch`.

use serde_json::{Map, Value, json};

use crate::domain::report::purse::{self, Purse};
use crate::domain::statistics::{real, share};
use crate::stored;

/// The longest length that is told; a path keeps no more steps.
pub const LENGTH_MOST: usize = 50;
/// What stands between two steps.
const THEN: &str = " > ";

/// Alike paths, added up: `[path, currency, journeys, touches, gross, refunded]`.
#[derive(Clone, Debug)]
pub struct PathRow(pub String, pub String, pub u64, pub u64, pub i64, pub i64);

stored!(PathRow(a, b, c, d, e, f));

/// Conversions, their touches, and what they brought.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    /// Conversions.
    pub count: u64,
    /// Their steps, repeats counted.
    pub touches: u64,
    /// Their money.
    pub money: Purse,
}

impl Sum {
    fn add(&mut self, row: &PathRow) {
        self.count += row.2;
        self.touches += row.3;
        self.money.add(&row.1, row.4, row.5);
    }
}

/// A part that is played on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// On the path at all.
    Paths,
    /// Its only step.
    Solo,
    /// First of two steps or more.
    Introducer,
    /// Neither first nor last.
    Middle,
    /// Last of two steps or more.
    Closer,
    /// First and last of two steps or more.
    BothEnds,
    /// On the path, and the last step is another's.
    Assisted,
    /// The last step.
    LastTouch,
}

/// Every part with its word, in the order of [`Part`].
pub const PARTS: [(Part, &str); 8] = [
    (Part::Paths, "paths"),
    (Part::Solo, "solo"),
    (Part::Introducer, "introducer"),
    (Part::Middle, "middle"),
    (Part::Closer, "closer"),
    (Part::BothEnds, "both_ends"),
    (Part::Assisted, "assisted"),
    (Part::LastTouch, "last_touch"),
];

/// What somebody did on all paths.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// The creator; 0 for all other channels together.
    pub creator: u32,
    parts: [Sum; 8],
}

impl Roles {
    /// How many conversions somebody played `part` in.
    pub fn count(&self, part: Part) -> u64 {
        self.parts.get(part as usize).map_or(0, |sum| sum.count)
    }

    /// It as fields of a row.
    pub fn put(&self, row: &mut Map<String, Value>, several: bool) {
        for ((_, word), sum) in PARTS.iter().zip(&self.parts) {
            row.insert((*word).to_owned(), sum.count.into());
            sum.money.put_net(row, &format!("{word}_net_minor"), several);
        }
        match share(self.count(Part::Assisted), self.count(Part::LastTouch)) {
            Some(ratio) => drop(row.insert("assist_ratio".into(), json!(ratio))),
            None => purse::null(row, "assist_ratio", "no_last_touch"),
        }
    }
}

/// Everything that is kept of the paths that went by.
#[derive(Clone, Debug)]
pub struct Walked {
    /// All of them.
    pub all: Sum,
    /// By length, 0 (no touch) to [`LENGTH_MOST`].
    pub lengths: Vec<Sum>,
    /// By creator, in order of id; 0 first.
    pub roles: Vec<Roles>,
}

impl Default for Walked {
    fn default() -> Self {
        Self { all: Sum::default(), lengths: vec![Sum::default(); LENGTH_MOST + 1], roles: Vec::new() }
    }
}

impl Walked {
    /// Adds paths that are alike.
    pub fn add(&mut self, row: &PathRow) {
        let steps: Vec<u32> = steps(&row.0).map(|step| step.parse().unwrap_or_default()).collect();
        self.all.add(row);
        if let Some(length) = self.lengths.get_mut(steps.len().min(LENGTH_MOST)) {
            length.add(row);
        }
        let (first, last) = (steps.first().copied(), steps.last().copied());
        for (place, who) in steps.iter().enumerate() {
            if steps.iter().take(place).any(|before| before == who) {
                continue;
            }
            let (begins, ends) = (first == Some(*who), last == Some(*who));
            let alone = steps.len() == 1;
            let at = self.place_of(*who);
            let Some(roles) = self.roles.get_mut(at) else { continue };
            for (part, _) in PARTS {
                let plays = match part {
                    Part::Paths => true,
                    Part::Solo => alone,
                    Part::Introducer => begins && !alone,
                    Part::Middle => !begins && !ends,
                    Part::Closer => ends && !alone,
                    Part::BothEnds => begins && ends && !alone,
                    Part::Assisted => !ends,
                    Part::LastTouch => ends,
                };
                if let Some(sum) = roles.parts.get_mut(part as usize).filter(|_| plays) {
                    sum.add(row);
                }
            }
        }
    }

    /// Where the creator's roles stand, which are begun where there are none.
    fn place_of(&mut self, creator: u32) -> usize {
        let at = self.roles.partition_point(|known| known.creator < creator);
        if self.roles.get(at).is_none_or(|known| known.creator != creator) {
            self.roles.insert(at, Roles { creator, ..Roles::default() });
        }
        at
    }

    /// Whether money is in more than one currency.
    pub fn several(&self) -> bool {
        self.all.money.currencies().len() > 1
    }

    /// The lengths that came, as rows; `counted` is what conversions are called.
    pub fn length_rows(&self, counted: &str) -> Vec<Value> {
        let came = self.lengths.iter().enumerate().filter(|(_, sum)| sum.count > 0);
        came.map(|(length, sum)| {
            let mut row = Map::new();
            row.insert("length".into(), length.into());
            row.insert(counted.to_owned(), sum.count.into());
            row.insert("share".into(), json!(share(sum.count, self.all.count)));
            row.insert("touches_mean".into(), json!(real(sum.touches) / real(sum.count)));
            sum.money.put(&mut row, self.several());
            Value::Object(row)
        })
        .collect()
    }
}

/// The steps of a path: ids of creators, and channels, which have a stroke in them.
pub fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split(THEN).filter(|step| !step.is_empty())
}
