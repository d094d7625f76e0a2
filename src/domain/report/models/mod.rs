//! Models side by side: what each gives every creator, campaign, link or channel of the same conversions.
//!
//! # Why
//! A creator who opens journeys looks like nothing by one rule and like everything by another; side by side that is seen
//! before money is moved. Every share adds up to the same whole, which stands beside the rows. None of them says what would
//! have happened without a creator: that is for a lift test.

mod ask;
mod rows;
mod sums;

use serde_json::{Map, Value, json};

use super::ask::Frame;
use super::shown::Shown;
use crate::domain::credit::model::Model;
use crate::domain::credit::model::gate::Evidence;
use crate::stored;
pub use ask::{Ask, By};
pub use rows::{Alike, Kept, Path};
pub use sums::{Journeys, Key, NOBODY, Sum, Sums};

/// The most conversions whose paths are read one by one.
pub const PATHS_MOST: u64 = 200_000;

/// Who a row is about, as the registers name it: id, name, handle.
#[derive(Clone, Debug)]
pub struct Name(pub u32, pub String, pub String);

stored!(Name(a, b, c));

/// The rows of a range, and those of the range before it where these are compared.
#[derive(Debug, Default)]
pub struct Facts {
    /// The range.
    pub now: Sums,
    /// The range before.
    pub before: Option<Sums>,
    /// What there was for Markov to learn from, and what it found; none where it was not looked at.
    pub learnt: Option<(Evidence, Option<Found>)>,
    /// Pages that people reached: where there are none, other channels are not seen.
    pub landings: u64,
    /// Who is who, in the order of ids.
    pub names: Vec<Name>,
}

/// What Markov found, beside the shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The part of journeys that convert.
    pub converts: f64,
    /// How many creators and channels there are.
    pub states: usize,
    /// Whether coverage stands in place of the solution.
    pub coverage: bool,
}

/// Makes the report.
pub fn report(ask: &Ask, frame: &Frame, facts: &Facts) -> Shown {
    let models = &ask.models;
    let used = &facts.now.currencies;
    let mut head = ask.head(frame, used);
    head.insert("models".into(), models.iter().map(|model| model.word()).collect());
    let label = if facts.landings == 0 && !facts.now.channels { Some("share among tracked creators") } else { None };
    head.insert("label".into(), label.into());
    if !facts.now.why.is_empty() {
        let mut why = head.get_mut("why").map_or_else(|| json!({}), Value::take);
        for (model, reason) in &facts.now.why {
            if let Some(why) = why.as_object_mut() {
                why.insert(model.word().to_owned(), (*reason).into());
            }
        }
        head.insert("why".into(), why);
    }
    let money = Show { reporting: frame.reporting.is_some(), one: used.len() < 2 };
    let without = |sums: &Sums, model: Model| sums.why.iter().any(|(known, _)| *known == model);
    let mut keys: Vec<&Key> =
        facts.now.rows.keys().chain(facts.before.iter().flat_map(|sums| sums.rows.keys())).collect();
    keys.sort_unstable();
    keys.dedup();
    let first = models.iter().copied().find(|model| !without(&facts.now, *model));
    keys.sort_by_key(|key| {
        let micro = first.and_then(|first| sum(&facts.now, key, first)).map_or(0, |sum| sum.micro);
        (key.0, -micro)
    });
    let of = |sums: &Sums, key: &Key| -> Value {
        let one = |model: &Model| {
            let shown =
                if without(sums, *model) { Value::Null } else { money.sum(sum(sums, key, *model).unwrap_or_default()) };
            (model.word().to_owned(), shown)
        };
        Value::Object(models.iter().map(one).collect())
    };
    let row = |key: &&Key| {
        let mut row = about(ask.by, key, &facts.names);
        row.insert("models".into(), of(&facts.now, key));
        if let Some(before) = &facts.before {
            row.insert("previous".into(), json!({ "models": of(before, key) }));
        }
        Value::Object(row)
    };
    let mut beside = Map::new();
    beside.insert("whole".into(), money.sum(facts.now.all));
    let total = |model: &Model| {
        let sums = facts.now.rows.values().flatten().filter(|(known, _)| known == model);
        let mut total = Sum::default();
        sums.for_each(|(_, sum)| total.add_sum(*sum));
        let shown = if without(&facts.now, *model) { Value::Null } else { money.sum(total) };
        (model.word().to_owned(), shown)
    };
    beside.insert("totals".into(), Value::Object(models.iter().map(total).collect()));
    beside.insert("unrated".into(), if frame.reporting.is_some() { facts.now.unrated.into() } else { Value::Null });
    if let Some((evidence, found)) = &facts.learnt {
        beside.insert("gate".into(), evidence.shown());
        let found = found.map(|found| {
            let how = if found.coverage { "coverage" } else { "removal_effect" };
            json!({ "converts": found.converts, "states": found.states, "method": how })
        });
        beside.insert("markov".into(), found.into());
    }
    Shown { rows: keys.iter().map(row).collect(), head, beside }
}

impl Sum {
    fn add_sum(&mut self, other: Self) {
        self.micro = self.micro.saturating_add(other.micro);
        for (sum, part) in self.money.iter_mut().zip(other.money) {
            *sum = sum.saturating_add(part);
        }
    }
}

fn sum(sums: &Sums, key: &Key, model: Model) -> Option<Sum> {
    sums.rows.get(key)?.iter().find(|(known, _)| *known == model).map(|(_, sum)| *sum)
}

/// Which money is shown.
struct Show {
    reporting: bool,
    one: bool,
}

impl Show {
    fn sum(&self, Sum { micro, money: [gross, refunded, in_reporting, back] }: Sum) -> Value {
        let (gross, refunded) = if self.reporting { (in_reporting, back) } else { (gross, refunded) };
        let shown = |minor: i64| if self.reporting || self.one { Some(minor) } else { None };
        json!({
            "orders": orders(micro),
            "gross_minor": shown(gross),
            "refunded_minor": shown(refunded),
            "net_minor": shown(gross - refunded),
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
fn orders(micro: i64) -> f64 {
    micro as f64 / 1e6
}

/// What a row is about.
fn about(by: By, (whose, id, channel): &Key, names: &[Name]) -> Map<String, Value> {
    let mut row = Map::new();
    let kind = match whose {
        0 if *id == 0 && by != By::Channel => "none",
        0 if by == By::Channel => "creators",
        0 => by.word(),
        1 => "channel",
        _ => "unattributed",
    };
    row.insert("kind".into(), kind.into());
    if *id != 0 {
        let name = names.binary_search_by_key(id, |name| name.0).ok().and_then(|at| names.get(at));
        let subject = match by {
            By::Link => json!({ "id": id, "address": name.map(|name| &name.1) }),
            _ => json!({ "id": id, "name": name.map(|name| &name.1), "handle": name.map(|name| &name.2) }),
        };
        row.insert(by.word().into(), subject);
    }
    if *whose == 1 {
        row.insert("channel".into(), channel.as_str().into());
    }
    row
}
