//! What most reports are asked: which days, by which model and day of an order, for whom, and compared with what.

use serde_json::{Map, Value, json};

use super::filter::Filters;
use crate::domain::money::Currency;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::time::{self, Day};

/// The most days of a report.
pub const DAYS_MOST: i64 = 400;
/// The most days of a window.
pub const WINDOW_MOST: i64 = 90;
/// The version of how models are worked out; shown in every report that is by one.
pub const MODEL_VERSION: u8 = 1;

/// Gives the query parameter of a name.
pub type Get<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Every model whose credit is kept, with its number.
pub const KEPT: [(&str, u8); 11] = [
    ("payout", 1),
    ("last", 2),
    ("first", 3),
    ("linear", 4),
    ("linear_unique", 5),
    ("shapley", 5),
    ("position", 6),
    ("decay", 7),
    ("view_through", 8),
    ("assisted", 9),
    ("code_use", 10),
];
/// Every model that is worked out when it is asked for; it has no number.
pub const WORKED_OUT: [&str; 6] = ["markov", "markov_value", "last_non", "j", "inverse_j", "custom"];

/// A model by its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Model {
    /// As it is asked for and shown; `shapley` is another word for `linear_unique`, for they are the same number.
    pub word: &'static str,
    /// As `credit_total` keeps it; none where it is worked out when asked for.
    pub number: Option<u8>,
}

impl Model {
    /// What is paid by.
    pub const PAYOUT: Self = Self { word: "payout", number: Some(1) };

    /// The model that `word` names.
    pub fn named(word: &str) -> Option<Self> {
        let kept = KEPT.iter().find(|(known, _)| *known == word);
        let kept = kept.map(|(word, number)| Self { word, number: Some(*number) });
        kept.or_else(|| Some(Self { word: WORKED_OUT.iter().find(|known| **known == word)?, number: None }))
    }
}

/// On which day an order is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateBasis {
    /// `conversion_date`: its own; fits the books.
    #[default]
    ConversionDate,
    /// `touch_date`: that of the touch that is credited; fits what media report.
    TouchDate,
}

impl DateBasis {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::ConversionDate => "conversion_date",
            Self::TouchDate => "touch_date",
        }
    }
}

/// Reporting days, both ends inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Range {
    /// Reads `from` and `to`; what is wrong with them is added to `faults`.
    pub fn read(get: Get<'_>, today: Day, faults: &mut Vec<Fault>) -> Option<Self> {
        let mut day = |name: &str| {
            let day = get(name).as_deref().and_then(Day::parse);
            if day.is_none() {
                faults.push(Fault::query(name, "not_a_day", "Send a day such as 2026-11-20."));
            }
            day
        };
        let (from, to) = (day("from"), day("to"));
        let (from, to) = (from?, to?);
        let fault = if to < from {
            Fault::query("to", "reversed", "Send a last day that is not before the first.")
        } else if to.0 - from.0 >= DAYS_MOST {
            Fault::query("to", "range_too_wide", format!("Ask for at most {DAYS_MOST} days."))
        } else if from > today {
            Fault::query("from", "in_the_future", format!("Send a first day that is not after today, {today}."))
        } else {
            return Some(Self { from, to });
        };
        faults.push(fault);
        None
    }

    /// The range alone, or a refusal.
    pub fn only(get: Get<'_>, today: Day) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        Self::read(get, today, &mut faults).ok_or(Refusal::Invalid(faults))
    }

    /// How many days.
    pub fn days(self) -> i64 {
        self.to.0 - self.from.0 + 1
    }

    /// As many days right before these.
    #[must_use]
    pub fn previous(self) -> Self {
        Self { from: Day(self.from.0 - self.days()), to: Day(self.from.0 - 1) }
    }
}

/// What most reports are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Which days.
    pub range: Range,
    /// Whose orders they are: `model=`, [`Model::PAYOUT`] where nothing is said.
    pub model: Model,
    /// `basis=`
    pub basis: DateBasis,
    /// `click_window_days=`, 1 to 90; none: as the deployment has it.
    pub click_window_days: Option<i64>,
    /// `view_window_days=`, 1 to 90; none: as the deployment has it.
    pub view_window_days: Option<i64>,
    /// What is looked at alone, or left out.
    pub filters: Filters,
    /// `compare=previous`: as many days right before beside it.
    pub compare: bool,
}

impl Ask {
    /// Reads the query; what is wrong is added to `faults`, and then there is no ask.
    pub fn read(get: Get<'_>, today: Day, faults: &mut Vec<Fault>) -> Option<Self> {
        let range = Range::read(get, today, faults);
        let model = get("model").map_or(Some(Model::PAYOUT), |word| Model::named(&word));
        if model.is_none() {
            let words: Vec<&str> = KEPT.iter().map(|(word, _)| *word).chain(WORKED_OUT).collect();
            faults.push(Fault::query("model", "unknown_model", format!("Send one of {}.", words.join(", "))));
        }
        let basis = match get("basis").as_deref() {
            None | Some("conversion_date") => Some(DateBasis::ConversionDate),
            Some("touch_date") => Some(DateBasis::TouchDate),
            Some(_) => {
                faults.push(Fault::query("basis", "unknown_basis", "Send conversion_date or touch_date."));
                None
            }
        };
        let mut window = |name: &str| {
            let days = get(name)?.parse().ok().filter(|days| (1..=WINDOW_MOST).contains(days));
            if days.is_none() {
                let detail = format!("Send a number of days from 1 to {WINDOW_MOST}.");
                faults.push(Fault::query(name, "out_of_range", detail));
            }
            days
        };
        let (click_window_days, view_window_days) = (window("click_window_days"), window("view_window_days"));
        let filters = Filters::read(get, faults);
        let compare = match get("compare").as_deref() {
            None => Some(false),
            Some("previous") => Some(true),
            Some(_) => {
                faults.push(Fault::query("compare", "unknown_comparison", "Send previous, or leave it out."));
                None
            }
        };
        if !faults.is_empty() {
            return None;
        }
        let (range, model, basis, compare) = (range?, model?, basis?, compare?);
        Some(Self { range, model, basis, click_window_days, view_window_days, filters, compare })
    }

    /// What stands at the head of report `name` about credit; `used` are the currencies that its figures are in.
    pub fn head(&self, name: &str, frame: &Frame, used: &[Currency]) -> Map<String, Value> {
        let mut head = frame.head(name, self.range);
        let only = if let [only] = used { Some(*only) } else { None };
        let currency = frame.reporting.or(only);
        let windows = |asked: Option<i64>, set: i64| Value::from(asked.unwrap_or(set));
        let more = [
            ("model", self.model.word.into()),
            ("model_version", MODEL_VERSION.into()),
            ("click_window_days", windows(self.click_window_days, frame.click_window_days)),
            ("view_window_days", windows(self.view_window_days, frame.view_window_days)),
            ("basis", self.basis.word().into()),
            ("revenue_basis", frame.revenue_basis.into()),
            ("currency", json!(currency)),
            ("visits", "valid".into()),
            ("config", frame.config.as_str().into()),
            ("filters", self.filters.shown()),
        ];
        head.extend(more.map(|(name, value)| (name.to_owned(), value)));
        if currency.is_none() && !used.is_empty() {
            head.insert("why".into(), json!({ "currency": "several_currencies" }));
        }
        if self.compare {
            let before = self.range.previous();
            head.insert("compared_with".into(), json!({ "from": before.from, "to": before.to }));
        }
        head
    }
}

/// What stands over every report of a deployment.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The reporting days' zone.
    pub zone: String,
    /// The reporting day that it is now.
    pub today: Day,
    /// When the last finished rollup began.
    pub as_of: Option<i64>,
    /// `merchandise` or `order_total`, as set.
    pub revenue_basis: &'static str,
    /// The currency that money is also shown in.
    pub reporting: Option<Currency>,
    /// Days that a click may be old.
    pub click_window_days: i64,
    /// Days that a view may be old.
    pub view_window_days: i64,
    /// A short digest of all settings that change figures: two reports with another one are not comparable.
    pub config: String,
}

impl Frame {
    /// The head of report `name` on `range`, as far as credit has no part in it.
    pub fn head(&self, name: &str, range: Range) -> Map<String, Value> {
        let head = [
            ("report", name.into()),
            ("from", json!(range.from)),
            ("to", json!(range.to)),
            ("zone", self.zone.as_str().into()),
            ("as_of", json!(self.as_of.map(time::print))),
        ];
        head.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
    }
}
