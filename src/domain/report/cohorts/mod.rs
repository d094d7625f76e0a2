//! The report on cohorts: what customers bring over time, by who brought them and the month of their first order.
//!
//! # Why
//! A creator who brings customers that come again is worth more than the first orders say. A cohort is compared only at
//! ages that all of its customers have reached: a figure that the newest of them could not yet reach is `incomplete` and
//! not shown. A refund takes from the age of the order that it belongs to, so an order that is given back was never one.

mod group;
mod shape;

use serde_json::{Value, json};

use super::about;
use super::ask::{Get, Range};
use super::filter::Filters;
use crate::domain::credit::model::{self, Model, Money, Options, Step};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::time::{DAY_MS, Day};
use crate::stored;
pub use group::{Group, Groups, Net};
pub use shape::{Facts, report};

/// Ages that are told of, days; what is younger than that counts, what is as old does not.
pub const AGES: [i64; 7] = [1, 30, 60, 90, 180, 270, 365];
/// Models that split an order between those who brought it, without more being asked.
const MODELS: [(Model, &str); 10] = [
    (Model::First, "first"),
    (Model::Last, "last"),
    (Model::Payout, "payout"),
    (Model::Linear, "linear"),
    (Model::LinearUnique, "linear_unique"),
    (Model::LinearUnique, "shapley"),
    (Model::Position, "position"),
    (Model::Decay, "decay"),
    (Model::J, "j"),
    (Model::InverseJ, "inverse_j"),
];

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The days of every month that the asked days fall in.
    pub range: Range,
    /// Whose a customer is: their first order's.
    pub model: Model,
    /// How much of net revenue is profit, percent; none: revenue is shown as it is.
    pub margin_percent: Option<u8>,
    /// Whose rows are shown.
    pub filters: Filters,
}

impl Ask {
    /// Reads the query; every fault is named at once.
    pub fn read(get: Get<'_>, today: Day) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let range = Range::read(get, today, &mut faults);
        let model = about::word(get, "model", &MODELS, &mut faults);
        let margin_percent =
            get("margin_percent").map(|text| text.parse().ok().filter(|some| (1..=100).contains(some)));
        if margin_percent == Some(None) {
            faults.push(Fault::query("margin_percent", "out_of_range", "Send a whole number from 1 to 100."));
        }
        let filters = Filters::read(get, &mut faults);
        about::only(&filters, &["creator"], "Cohorts are kept by creator: filter by creators.", &mut faults);
        let detail = "A cohort is by its customers' first orders, in the deployment's own windows; leave it out.";
        about::unasked(get, &["basis", "click_window_days", "view_window_days", "compare"], detail, &mut faults);
        match (range, model) {
            (Some(range), Some(model)) if faults.is_empty() => {
                let (from, to) = (month(range.from).0, month(range.to).1);
                let margin_percent = margin_percent.flatten();
                Ok(Self { range: Range { from, to }, model, margin_percent, filters })
            }
            _ => Err(Refusal::Invalid(faults)),
        }
    }

    /// The months that are asked for: first and last day.
    pub fn months(&self) -> Vec<(Day, Day)> {
        let mut months = vec![month(self.range.from)];
        while let Some((_, last)) = months.last().filter(|known| known.1 < self.range.to) {
            months.push(month(Day(last.0 + 1)));
        }
        months
    }

    /// The ages as milliseconds, for the statement.
    pub fn ages() -> [i64; 7] {
        AGES.map(|days| days * DAY_MS)
    }

    fn wanted(&self, creator: u32) -> bool {
        self.filters.place("creator").is_none_or(|filter| filter.values.contains(&json!(creator)) == filter.keep)
    }
}

/// First and last day of the month that `day` is in.
fn month(day: Day) -> (Day, Day) {
    let begins = |day: Day| {
        let text = day.to_string();
        text.get(..7).and_then(|month| Day::parse(&format!("{month}-01"))).unwrap_or(day)
    };
    let first = begins(day);
    // No month has more than 31 days, and the next one has at least 28.
    (first, Day(begins(Day(first.0 + 31)).0 - 1))
}

/// A customer by their first order: `[day, order id, time, time of its lead, creator of its payout, its steps, the orders]`;
/// times are milliseconds.
#[derive(Clone, Debug)]
pub struct Customer(
    pub i64,
    pub String,
    pub i64,
    pub Option<i64>,
    pub Option<u32>,
    pub Option<Vec<Step>>,
    pub Vec<Orders>,
);

stored!(Customer(a, b, c, d, e, f, g));

/// Their orders of one age and currency: `[age, currency, orders, of these without a rate, gross, refunded, how long after
/// the first the next came]`; the age is how many of [`AGES`] were over.
#[derive(Clone, Debug)]
pub struct Orders(pub usize, pub String, pub i64, pub i64, pub i64, pub i64, pub Option<i64>);

stored!(Orders(a, b, c, d, e, f, g));

impl Customer {
    /// How long after the first order the second came, milliseconds.
    pub fn second(&self) -> Option<i64> {
        self.6.iter().filter_map(|orders| orders.6).min()
    }

    /// Who brought them: creators with millionths that add up to a million, 0 for other channels and nobody.
    pub fn acquired(&self, model: Model, options: &Options) -> Vec<(u32, i64)> {
        let Some(steps) = self.5.as_ref().filter(|_| model != Model::Payout) else {
            return vec![(self.4.unwrap_or_default(), model::MICRO)];
        };
        let options = &Options { lead_at: self.3, ..options.clone() };
        let path = model::eligible(steps, self.2, options);
        let mut shares: Vec<(u32, i64)> = Vec::new();
        for given in model::credits(model, &path, self.2, Money::default(), options) {
            match shares.iter_mut().find(|known| known.0 == given.place.creator) {
                Some(known) => known.1 += given.micro,
                None => shares.push((given.place.creator, given.micro)),
            }
        }
        shares
    }
}

/// Millionths as JSON has numbers: 3, or 0.333333.
#[expect(clippy::cast_precision_loss, reason = "millionths of customers and orders, far below 2^53")]
fn units(micro: i64) -> Value {
    if micro % model::MICRO == 0 { (micro / model::MICRO).into() } else { json!(micro as f64 / model::MICRO as f64) }
}
