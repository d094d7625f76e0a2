//! The lift report: orders before, during and after, against what was usual; and a test with a holdout, where there was one.
//!
//! # Why
//! What is credited to a creator says who was seen before an order, not whether the order would have come anyway. Here all
//! orders of the shop are looked at. Days before and after show that there were more, not why: the report says "above the
//! baseline", names how good its evidence is (A chance decided, B beside others that nothing was done to, C before and
//! after), and never says "caused" but of A.

mod ask;
pub mod baseline;
mod beside;
mod holdout;
mod phase;

use serde_json::{Map, Value, json};

use super::ask::{Frame, Range};
use super::shown::Shown;
use crate::domain::money::Currency;
use crate::domain::ordered;
use crate::domain::time::Day;
use crate::stored;
pub use ask::Ask;
use baseline::{Baseline, Point};
pub use holdout::Holdout;

/// Sales of one day and currency: `[day, currency, millionths of orders, gross, net, gross and net in the reporting
/// currency, sum of squares, orders without a rate, clicks that led to an order]`.
#[derive(Clone, Debug)]
pub struct Sales(pub i64, pub Currency, pub i64, pub i64, pub i64, pub i64, pub i64, pub Value, pub u64, pub u64);

stored!(Sales(a, b, c, d, e, f, g, h, i, j));

/// What the brand says of itself: `[metric, millionths, currency, when it was set]`.
#[derive(Clone, Debug)]
pub struct Stated(pub String, pub i64, pub Option<Currency>, pub i64);

stored!(Stated(a, b, c, d));

/// What the report is made of, as the statements give it.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The orders that are asked for.
    pub sales: Vec<Sales>,
    /// Those of the creators to compare with.
    pub control: Vec<Sales>,
    /// What the brand says of itself, as it stands.
    pub stated: Vec<Stated>,
    /// Valid clicks of the days in question.
    pub clicks: u64,
    /// The first day with an order at all.
    pub known: Option<i64>,
}

/// Days of sales in one currency, or without money where there are several.
struct Series {
    points: Vec<Point>,
    no_money: Option<&'static str>,
    unrated: u64,
}

impl Series {
    fn of(sales: &[Sales], reporting: bool, used: &[Currency]) -> Self {
        let mut points: Vec<Point> = Vec::new();
        let mut unrated = 0;
        for one in sales {
            let (day, net) = (Day(one.0), if reporting { one.6 } else { one.4 });
            let squares = one.7.as_f64().unwrap_or(0.0);
            let orders = u64::try_from((one.2 + 500_000) / 1_000_000).unwrap_or(0);
            unrated += one.8;
            match points.last_mut().filter(|last| last.day == day) {
                Some(last) => {
                    last.orders += orders;
                    last.net_minor += net;
                    last.squares += squares;
                }
                None => points.push(Point { day, orders, net_minor: net, squares }),
            }
        }
        let no_money = (!reporting && used.len() > 1).then_some("several_currencies");
        Self { points, no_money: no_money.or((unrated > 0 && reporting).then_some("no_rate")), unrated }
    }

    /// Every day of `range` but those that are left out, also those without an order.
    fn days(&self, range: Range, without: &[Day]) -> Vec<Point> {
        let all = (range.from.0..=range.to.0).map(Day).filter(|day| without.binary_search(day).is_err());
        let none = |day| Point { day, orders: 0, net_minor: 0, squares: 0.0 };
        let known = |day: Day| {
            let at = self.points.binary_search_by_key(&day, |point| point.day).ok();
            at.and_then(|at| self.points.get(at).copied()).unwrap_or(none(day))
        };
        all.map(known).collect()
    }
}

/// Makes the report.
pub fn report(ask: &Ask, frame: &Frame, facts: &Facts) -> Shown {
    let used = ordered::once(facts.sales.iter().map(|sales| sales.1));
    let series = Series::of(&facts.sales, frame.reporting.is_some(), &used);
    let phases = ask.phases(frame.today, facts.known.map(Day));
    let days =
        |series: &Series, phase: Option<Range>| phase.map_or(Vec::new(), |range| series.days(range, &ask.without));
    let [before, during, _] = phases;
    let baseline = Baseline::of(&days(&series, before));
    let mut rows = Vec::new();
    for (word, phase) in ["before", "during", "after"].into_iter().zip(phases) {
        let points = days(&series, phase);
        if ask.by_day {
            rows.extend(points.iter().map(|point| phase::by_day(word, point, &baseline, &series)));
        } else {
            rows.push(phase::row(ask, word, phase, &points, &baseline, &series));
        }
    }
    let points = days(&series, during);
    let orders: u64 = points.iter().map(|point| point.orders).sum();
    let holdout = ask.holdout.as_ref().map(|holdout| holdout.shown((!ask.shop).then_some(orders)));
    let control = ask.control.as_ref().map(|_| {
        let control = Series::of(&facts.control, frame.reporting.is_some(), &used);
        let usual = Baseline::of(&days(&control, before));
        let compared = (&baseline.compare(&points), baseline.phi.unwrap_or(1.0));
        beside::of_control(compared, (&usual.compare(&days(&control, during)), usual.phi.unwrap_or(1.0)))
    });
    let holds = |value: &Option<Value>, name: &str| {
        value.as_ref().and_then(|value| value.get(name)).is_some_and(|one| *one != false && !one.is_null())
    };
    let mut head = ask.common.head("lift", frame, &used);
    let evidence = evidence(holds(&holdout, "valid"), holds(&control, "ratio"));
    head.extend(fields(json!({
        "of": if ask.shop { "shop" } else { "creators" },
        "before_days": ask.before_days,
        "after_days": ask.after_days,
        "without": ask.without,
        "evidence": evidence,
    })));
    let beside = json!({
        "baseline": beside::of_baseline(&baseline, before),
        "control": control,
        "holdout": holdout,
        "stated": beside::of_brand(ask, facts, frame, &used),
        "unrated": series.unrated,
    });
    Shown { head, rows, beside: fields(beside) }
}

/// How good the evidence is, and in what words it may be told.
fn evidence(holdout: bool, control: bool) -> Value {
    let (grade, design, says) = if holdout {
        ("A", "randomised_holdout", "Chance decided who could see it: the difference of the arms is its effect.")
    } else if control {
        (
            "B",
            "difference_in_differences",
            "Beyond what changed for those that nothing was done to; what else met only one side is not ruled out.",
        )
    } else {
        (
            "C",
            "before_and_after",
            "Above or below the baseline of the days before; what else changed since is not ruled out, so this is not shown \
             to be caused by it.",
        )
    };
    json!({ "grade": grade, "design": design, "says": says })
}

/// The fields of an object; of anything else none.
fn fields(value: Value) -> Map<String, Value> {
    if let Value::Object(fields) = value { fields } else { Map::new() }
}
