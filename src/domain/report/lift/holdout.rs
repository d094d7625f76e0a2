//! A test in which chance decided who saw the creator: what the others would have bought anyway is what these would have.
//!
//! # Why
//! This is the only design here that shows a cause (grade A). Its numbers come from whoever ran it: an ad platform's
//! holdout, a letter that half the customers did not get. Where the arms are of other sizes than they were meant to be
//! (chi-square, p < 0.001) something else than chance decided, and nothing is worked out.

use serde_json::{Map, Value, json};

use crate::domain::refusal::Fault;
use crate::domain::report::ask::Get;
use crate::domain::report::metric::whole;
use crate::domain::statistics::{self, Level, amount, real};

/// Below this, arms are of other sizes than they were meant to be.
const UNEVEN: f64 = 0.001;
/// Below this many expected in a cell the z test does not hold.
const CELL_LEAST: f64 = 5.0;
/// How sure intervals are.
const LEVEL: Level = Level::NinetyFive;
/// Parts of one in `exposed_share` and `margin`.
const PARTS: f64 = 1e6;

/// What somebody counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Holdout {
    /// Of those who could see it: who bought, and how many there were. `exposed=1200/100000`
    pub exposed: (u64, u64),
    /// Of those who could not. `control=900/100000`
    pub control: (u64, u64),
    /// What share of all was meant to see it, `exposed_share=0.5`; half where nothing is said.
    pub share: f64,
    /// What an order brings, minor units: `order_minor=8000`.
    pub order_minor: Option<u64>,
    /// What it all cost, minor units: `cost_minor=5000000`.
    pub cost_minor: Option<u64>,
    /// What is left of revenue: `margin=0.4`.
    pub margin: Option<f64>,
}

impl Holdout {
    /// Reads the test where one is told; what is wrong is added to `faults`.
    pub fn read(get: Get<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let mut arm = |name: &str| {
            let text = get(name)?;
            let arm = text.split_once('/').and_then(|(k, n)| Some((count(k)?, count(n)?)));
            let arm = arm.filter(|(k, n)| k <= n && *n > 0);
            if arm.is_none() {
                faults.push(Fault::query(name, "not_an_arm", "Send buyers and people, such as 1200/100000."));
            }
            arm
        };
        let (exposed, control) = (arm("exposed"), arm("control"));
        let told = |name: &str| get(name).is_some();
        if told("exposed") != told("control") {
            let missing = if told("exposed") { "control" } else { "exposed" };
            faults.push(Fault::query(missing, "missing", "Send both arms, exposed and control."));
        }
        let mut share = |name: &str| {
            let text = get(name)?;
            let share = decimal(&text).filter(|share| *share > 0.0 && *share < 1.0);
            if share.is_none() {
                faults.push(Fault::query(name, "out_of_range", "Send a share between 0 and 1, such as 0.4."));
            }
            share
        };
        let (meant, margin) = (share("exposed_share"), share("margin"));
        let mut minor = |name: &str| {
            let text = get(name)?;
            let minor = count(&text);
            if minor.is_none() {
                faults.push(Fault::query(name, "not_an_amount", "Send minor units, such as 8000."));
            }
            minor
        };
        let (order_minor, cost_minor) = (minor("order_minor"), minor("cost_minor"));
        Some(Self {
            exposed: exposed?,
            control: control?,
            share: meant.unwrap_or(0.5),
            order_minor,
            cost_minor,
            margin,
        })
    }

    /// What the test says; `credited` are the orders that attribution gives for the same days.
    pub fn shown(&self, credited: Option<u64>) -> Value {
        let (one, other) = (self.exposed, self.control);
        let uneven = statistics::uneven(one.1, other.1, self.share).unwrap_or(0.0);
        let arm =
            |arm: (u64, u64)| json!({ "orders": arm.0, "people": arm.1, "rate": statistics::share(arm.0, arm.1) });
        let mut shown = json!({ "exposed": arm(one), "control": arm(other), "sample_ratio_p": uneven });
        let (figures, why) = if uneven < UNEVEN { invalid() } else { self.figures(credited) };
        if let Some(all) = shown.as_object_mut() {
            all.insert("valid".into(), (uneven >= UNEVEN).into());
            all.extend(figures);
            all.insert("why".into(), why.into());
        }
        shown
    }

    fn figures(&self, credited: Option<u64>) -> (Map<String, Value>, Map<String, Value>) {
        let (one, other) = (self.exposed, self.control);
        let people = real(one.1);
        let (p, q) = (real(one.0) / people, real(other.0) / real(other.1));
        let incremental = tidy(real(one.0) - people * q);
        let both = real(one.0 + other.0) / (people + real(other.1));
        let smallest = people.min(real(other.1)) * both.min(1.0 - both);
        let (test, found) = if smallest < CELL_LEAST {
            ("fisher", Some(statistics::fisher(one, other)))
        } else {
            ("z", statistics::differs(one, other).map(|found| found.1))
        };
        let revenue = self.order_minor.map(|each| incremental * real(each));
        let cost = self.cost_minor.map(real);
        let over = |part: Option<f64>, whole: Option<f64>| Some(part? / whole.filter(|whole| *whole > 0.0)?);
        let iroas = over(revenue, cost);
        let profit = revenue.zip(cost).zip(self.margin).map(|((revenue, cost), margin)| revenue * margin - cost);
        let icpa = over(cost, Some(incremental));
        let of_credited = over(Some(incremental), credited.map(real));
        let difference = statistics::difference(one, other, LEVEL).map(|share| share.times(people));
        let relative = statistics::relative(one, other, LEVEL).map(|ratio| ratio.plus(-1.0));
        let shown = json!({
            "incremental_orders": incremental,
            "lift": (q > 0.0).then(|| (p - q) / q),
            "incremental_revenue_minor": revenue.map(whole),
            "iroas": iroas.map(tidy),
            "incremental_cpa_minor": icpa.map(whole),
            "profit_minor": profit.map(whole),
            "share_of_credited": of_credited,
            "test": test,
            "p": found,
            // To tell these two rates apart at 5 % in four tests of five.
            "people_needed_per_arm": statistics::per_arm(q, p),
            "interval": {
                "incremental_orders": difference.map(|one| one.shown(LEVEL)),
                "lift": relative.map(|one| one.shown(LEVEL)),
                "iroas": difference.zip(self.order_minor).zip(cost.filter(|cost| *cost > 0.0))
                    .map(|((orders, each), cost)| orders.times(real(each) / cost).shown(LEVEL)),
            },
        });
        let reasons = [
            ("lift", q <= 0.0, "no_conversions"),
            ("iroas", iroas.is_none(), if self.order_minor.is_none() { "no_order_value" } else { "no_cost" }),
            (
                "profit_minor",
                profit.is_none(),
                match (self.order_minor, self.margin) {
                    (_, None) => "no_margin",
                    (None, _) => "no_order_value",
                    _ => "no_cost",
                },
            ),
            ("incremental_cpa_minor", icpa.is_none(), if cost.is_none() { "no_cost" } else { "nothing_incremental" }),
            ("share_of_credited", of_credited.is_none(), if credited.is_none() { "of_shop" } else { "no_conversions" }),
        ];
        let why = reasons.into_iter().filter(|reason| reason.1).map(|(name, _, word)| (name.to_owned(), word.into()));
        (if let Value::Object(shown) = shown { shown } else { Map::new() }, why.collect())
    }
}

/// Nothing is worked out of arms that chance did not make.
fn invalid() -> (Map<String, Value>, Map<String, Value>) {
    let names = ["incremental_orders", "lift", "iroas", "profit_minor", "p"];
    let of = |value: &Value| names.iter().map(|name| ((*name).to_owned(), value.clone())).collect();
    (of(&Value::Null), of(&"sample_ratio".into()))
}

/// A whole number in digits, below 10^15.
fn count(text: &str) -> Option<u64> {
    let text = text.trim();
    text.parse().ok().filter(|count| *count < 1_000_000_000_000_000 && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A plain decimal such as `0.4`, of at most six digits behind the point.
fn decimal(text: &str) -> Option<f64> {
    let (whole, part) = text.trim().split_once('.')?;
    let digits = part.len().min(6);
    let part: i64 = (whole == "0" && count(part).is_some() && part.len() == digits).then(|| part.parse().ok())??;
    let scale = 10_i64.pow(u32::try_from(6 - digits).ok()?);
    Some(amount(part * scale) / PARTS)
}

/// A figure without the dust of dividing: to nine digits behind the point.
fn tidy(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}
