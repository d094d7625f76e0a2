//! What is asked of paths: which conversions, in which order, and who must be on them or not.

use serde_json::{Value, json};

use super::Walked;
use crate::domain::money::Currency;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::report::about;
use crate::domain::report::ask::{Get, Range};
use crate::domain::report::filter::{Filters, VALUES_MOST};
use crate::domain::report::purse;
use crate::domain::time::Day;

/// The most letters of a channel.
const CHANNEL_MOST: usize = 160;
/// Kinds of conversions: the number that the tables know them by, the word that asks, and what they are called.
const KINDS: [(u8, &str, &str); 3] = [(1, "sale", "orders"), (3, "lead", "leads"), (5, "event", "events")];

/// What the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Paths, the most frequent first; everything else stands beside them.
    Path,
    /// Creators, with the parts they play.
    Creator,
    /// Lengths.
    Length,
    /// Stretches of time.
    Lag,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Which days.
    pub range: Range,
    /// What the rows are.
    pub by: By,
    /// Which conversions: 1 sales, 3 leads, 5 events.
    pub kind: u8,
    /// Whether paths are put in the order of their net revenue.
    pub by_revenue: bool,
    /// Only what was paid in this currency.
    pub currency: Option<Currency>,
    /// Creators that a path must have one of, or none of.
    pub filters: Filters,
    /// Channels that a path must have one of.
    pub channels: Option<Vec<String>>,
    /// Channels that a path must have none of.
    pub not_channels: Option<Vec<String>>,
}

impl Ask {
    /// Reads the query; every fault is named at once.
    pub fn read(get: Get<'_>, today: Day) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let range = Range::read(get, today, &mut faults);
        let bys = [(By::Path, "path"), (By::Creator, "creator"), (By::Length, "length"), (By::Lag, "lag")];
        let by = about::word(get, "by", &bys, &mut faults);
        let kind = about::word(get, "kind", &KINDS.map(|(kind, word, _)| (kind, word)), &mut faults);
        let by_revenue = about::word(get, "sort", &[(false, "orders"), (true, "revenue")], &mut faults);
        let currency = get("currency").map(|text| Currency::parse(&text));
        if currency == Some(None) {
            faults.push(Fault::query("currency", "unknown_currency", "Send a code of ISO 4217 such as EUR."));
        }
        let filters = Filters::read(get, &mut faults);
        about::only(&filters, &["creator"], "Paths are kept by creator and channel: filter by these.", &mut faults);
        let (channels, not_channels) =
            (channels(get, "channel", &mut faults), channels(get, "not_channel", &mut faults));
        let stored = "Paths are stored as the night finds them: see the report on models for other windows and bases.";
        let not_here = ["model", "basis", "click_window_days", "view_window_days"];
        about::unasked(get, &not_here, stored, &mut faults);
        about::unasked(get, &["compare"], "Ask for both ranges and compare what you need.", &mut faults);
        match (range, by, kind, by_revenue) {
            (Some(range), Some(by), Some(kind), Some(by_revenue)) if faults.is_empty() => {
                let currency = currency.flatten();
                Ok(Self { range, by, kind, by_revenue, currency, filters, channels, not_channels })
            }
            _ => Err(Refusal::Invalid(faults)),
        }
    }

    /// Whether its conversions are sales: leads and events may have another window.
    pub fn of_sales(&self) -> bool {
        self.kind == 1
    }

    /// The word that asks for its conversions.
    pub fn kind_word(&self) -> &'static str {
        KINDS.iter().find(|kind| kind.0 == self.kind).map_or("", |kind| kind.1)
    }

    /// What its conversions are called.
    pub fn counted(&self) -> &'static str {
        KINDS.iter().find(|kind| kind.0 == self.kind).map_or("", |kind| kind.2)
    }

    /// The creators that are asked for, or left out, as a JSON list; none where nothing is said.
    pub fn creators(&self, keep: bool) -> Option<String> {
        let filter = self.filters.place("creator").filter(|filter| filter.keep == keep)?;
        Some(json!(filter.values).to_string())
    }

    /// The channels that are asked for, as a JSON list.
    pub fn on(&self) -> Option<String> {
        self.channels.as_ref().map(|channels| json!(channels).to_string())
    }

    /// The steps that no path may have, as a JSON list.
    pub fn off(&self) -> Option<String> {
        let mut steps: Vec<Value> = Vec::new();
        if let Some(filter) = self.filters.place("creator").filter(|filter| !filter.keep) {
            steps.extend(filter.values.iter().cloned());
        }
        steps.extend(self.not_channels.iter().flatten().map(|channel| json!(channel)));
        (!steps.is_empty()).then(|| Value::Array(steps).to_string())
    }

    /// Whether only paths with certain channels are asked for: how long conversions took is not kept by channel.
    pub fn by_channel(&self) -> bool {
        self.channels.is_some() || self.not_channels.is_some()
    }

    /// Refuses the order of revenue where revenue is in several currencies.
    pub fn fits(&self, walked: &Walked) -> Result<(), Refusal> {
        let detail = "Revenue is in several currencies: send `currency` too, or set REPORTING_CURRENCY.";
        let fault = || Fault::query("sort", purse::SEVERAL, detail);
        if self.by_revenue && walked.several() { Err(Refusal::invalid(fault())) } else { Ok(()) }
    }
}

/// Reads channels, `google/organic,newsletter/email`.
fn channels(get: Get<'_>, name: &str, faults: &mut Vec<Fault>) -> Option<Vec<String>> {
    let channels: Vec<String> = get(name)?.split(',').map(|one| one.trim().to_owned()).collect();
    let plain =
        |one: &String| one.contains('/') && one.chars().count() <= CHANNEL_MOST && !one.chars().any(char::is_control);
    if channels.len() > VALUES_MOST {
        faults.push(Fault::query(name, "too_many_values", format!("Send at most {VALUES_MOST} values.")));
    } else if !channels.iter().all(plain) {
        faults.push(Fault::query(name, "not_a_channel", "Send `source/medium`, with commas between them."));
    }
    Some(channels)
}
