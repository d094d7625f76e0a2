//! The verdict between the variants of a link: which one's clicks are followed by orders more often, and how sure that is.
//!
//! # Why
//! Whoever compares every pair of several variants finds a winner by luck alone, so a test's p is multiplied by the number of
//! pairs. A click counts once, however many orders followed it: else one good customer would decide a test.

use serde_json::{Value, json};

use super::facts::Facts;
use super::table::Table;
use crate::domain::statistics::{Level, ORDERS_LEAST, difference, differs, fisher, per_arm, real, share, wilson};

/// The fewest clicks of each of two variants that are compared.
pub const CLICKS_LEAST: u64 = 100;
/// Two variants are told apart where a test gives less.
const SURE: f64 = 0.05;
/// Below this many expected in a cell the z test does not hold.
const CELL_LEAST: f64 = 5.0;
const LEVEL: Level = Level::NinetyFive;

/// One variant: its number and name, valid clicks, and those that an order followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arm {
    /// The link's own number for it.
    pub number: i64,
    /// What it is called.
    pub name: String,
    /// `(followed, clicks)`
    pub of: (u64, u64),
}

/// The variants of `table` that have clicks.
pub fn arms(table: &Table, facts: &Facts) -> Vec<Arm> {
    let clicked = table.rows.iter().filter(|((number, _), sum)| *number != 0 && sum.clicks[1] > 0);
    clicked
        .map(|((number, _), sum)| {
            let name = facts.variants.iter().find(|variant| i64::from(variant.0) == *number);
            let name = name.map(|variant| variant.1.clone()).unwrap_or_default();
            Arm { number: *number, name, of: (sum.converting.min(sum.clicks[1]), sum.clicks[1]) }
        })
        .collect()
}

/// Compares the best variant with each of the others.
pub fn verdict(arms: &[Arm]) -> Value {
    let rate = |arm: &Arm| share(arm.of.0, arm.of.1).unwrap_or_default();
    let better = |one: &&Arm, other: &&Arm| rate(one).total_cmp(&rate(other)).then(other.number.cmp(&one.number));
    let Some(best) = arms.iter().max_by(better).filter(|_| arms.len() > 1) else {
        return json!({ "verdict": "too_few", "best": null, "against": [], "sentence": "There are not two variants with clicks." });
    };
    let pairs = arms.len() * (arms.len() - 1) / 2;
    let against: Vec<Compared> =
        arms.iter().filter(|arm| arm.number != best.number).map(|arm| Compared::of(best, arm, pairs)).collect();
    let word = if against.iter().any(|one| one.word == "too_few") {
        "too_few"
    } else if against.iter().all(|one| one.word == "better") {
        "better"
    } else {
        "no_difference"
    };
    let sentence = match word {
        "better" => format!("Clicks of {} are followed by an order more often than those of any other.", named(best)),
        "too_few" => format!(
            "Too few to judge: it takes {CLICKS_LEAST} clicks of each variant and {ORDERS_LEAST} of both together with an order."
        ),
        _ => format!("{} is ahead, but not surely better than every other.", named(best)),
    };
    json!({
        "metric": "conversion_rate",
        "verdict": word,
        "best": shown(best),
        "against": against.iter().map(Compared::shown).collect::<Vec<_>>(),
        "level": LEVEL.share(),
        "pairs": pairs,
        "sentence": sentence,
    })
}

/// The best variant beside another.
struct Compared<'a> {
    best: &'a Arm,
    other: &'a Arm,
    word: &'static str,
    test: &'static str,
    /// Already multiplied by the number of pairs.
    p: Option<f64>,
}

impl<'a> Compared<'a> {
    fn of(best: &'a Arm, other: &'a Arm, pairs: usize) -> Self {
        let (one, two) = (best.of, other.of);
        if one.1.min(two.1) < CLICKS_LEAST || one.0 + two.0 < ORDERS_LEAST {
            return Self { best, other, word: "too_few", test: "", p: None };
        }
        let both = real(one.0 + two.0) / real(one.1 + two.1);
        let cell = real(one.1.min(two.1)) * both.min(1.0 - both);
        let (test, p) = if cell < CELL_LEAST {
            ("fisher", Some(fisher(one, two)))
        } else {
            ("z", differs(one, two).map(|found| found.1))
        };
        let p = p.map(|p| (p * real(pairs as u64)).min(1.0));
        let word = if p.is_some_and(|p| p < SURE) { "better" } else { "no_difference" };
        Self { best, other, word, test, p }
    }

    fn shown(&self) -> Value {
        let (one, two) = (self.best.of, self.other.of);
        let rates = (share(one.0, one.1).unwrap_or_default(), share(two.0, two.1).unwrap_or_default());
        let apart = Some(rates.0 - rates.1).filter(|_| self.word != "too_few");
        let needed = if self.word == "no_difference" { per_arm(rates.1, rates.0) } else { None };
        json!({
            "variant": shown(self.other),
            "verdict": self.word,
            "difference": apart,
            "test": Some(self.test).filter(|test| !test.is_empty()),
            "p": self.p,
            // To tell these two rates apart at 5 % in four tests of five.
            "clicks_needed_per_variant": needed,
            "interval": {
                "difference": apart.and(difference(one, two, LEVEL)).map(|one| one.shown(LEVEL)),
            },
        })
    }
}

/// A variant with its rate.
fn shown(arm: &Arm) -> Value {
    let (followed, clicks) = arm.of;
    json!({
        "number": arm.number,
        "name": arm.name,
        "clicks": clicks,
        "converting_clicks": followed,
        "conversion_rate": share(followed, clicks),
        "interval": { "conversion_rate": wilson(followed, clicks, LEVEL).map(|one| one.shown(LEVEL)) },
    })
}

fn named(arm: &Arm) -> String {
    if arm.name.is_empty() { format!("variant {}", arm.number) } else { format!("\"{}\"", arm.name) }
}
