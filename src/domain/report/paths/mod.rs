//! The report on paths: the ways to a conversion, how long they are, how long they took, and who plays which part on them.
//!
//! # Why
//! A path tells who stood on the way, not who caused the order: this is accounting. Journeys that came to nothing stand
//! beside those that led somewhere, for a way that everybody goes proves little.

mod lags;
mod roles;

use serde_json::{Map, Value, json};

use super::about::{self, Names};
use super::ask::{Frame, Get, Range};
use super::filter::{Filters, VALUES_MOST};
use super::purse::{self, Purse};
use super::shown::Shown;
use crate::domain::money::Currency;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::statistics::{Level, share, wilson};
use crate::domain::time::Day;
use crate::stored;
pub use lags::LagRow;
pub use roles::{LENGTH_MOST, PARTS, Part, PathRow, Roles, Sum, Walked, steps};

/// The most paths that are shown.
pub const PATHS_MOST: u32 = 1_000;
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
    fn by_channel(&self) -> bool {
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

/// The paths that come most often: how many there are, journeys that came to nothing, and `[path, conversions, journeys that
/// came to nothing, [[currency, gross, refunded], ...]]`.
#[derive(Clone, Debug, Default)]
pub struct Top(pub u64, pub u64, pub Vec<TopRow>);

stored!(Top(a, b, c));

/// One of them.
#[derive(Clone, Debug)]
pub struct TopRow(pub String, pub u64, pub u64, pub Vec<(String, i64, i64)>);

stored!(TopRow(a, b, c, d));

/// What the report is made of.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Lengths and roles.
    pub walked: Walked,
    /// The most frequent paths.
    pub top: Top,
    /// How long conversions took.
    pub lags: Vec<LagRow>,
    /// The last day whose journeys are known to have come to nothing.
    pub matured: Option<Day>,
}

impl Facts {
    /// The creators that are shown.
    pub fn creators(&self) -> Vec<u32> {
        let on_paths = self.top.2.iter().flat_map(|row| steps(&row.0)).filter_map(|step| step.parse().ok());
        let mut all: Vec<u32> = self.walked.roles.iter().map(|roles| roles.creator).chain(on_paths).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Makes the report.
pub fn report(ask: &Ask, frame: &Frame, facts: &Facts, names: &Names) -> Shown {
    let several = facts.walked.several();
    let currencies = facts.walked.all.money.currencies();
    let mut head = about::head("paths", frame, ask.range, &ask.filters, Some(&currencies));
    head.insert("kind".into(), json!(KINDS.iter().find(|kind| kind.0 == ask.kind).map(|kind| kind.1)));
    head.insert("sort".into(), if ask.by_revenue { "revenue" } else { "orders" }.into());
    head.insert("channel".into(), json!(ask.channels));
    head.insert("not_channel".into(), json!(ask.not_channels));
    let mut roles: Vec<&Roles> = facts.walked.roles.iter().filter(|roles| wanted(ask, roles.creator)).collect();
    roles.sort_unstable_by_key(|roles| (u64::MAX - roles.count(Part::Paths), roles.creator));
    let role_rows = || roles.iter().map(|roles| role_row(roles, several, names)).collect::<Vec<_>>();
    let lengths = || facts.walked.length_rows(ask.counted());
    let mut beside = Map::new();
    beside.insert("totals".into(), totals(ask, facts, several));
    let rows = match ask.by {
        By::Path => {
            beside.insert("lengths".into(), lengths().into());
            beside.insert("roles".into(), role_rows().into());
            facts.top.2.iter().map(|row| path_row(ask, facts, row, several, names)).collect()
        }
        By::Creator => role_rows(),
        By::Length => lengths(),
        By::Lag if ask.by_channel() => Vec::new(),
        By::Lag => lags::rows(&facts.lags),
    };
    if matches!(ask.by, By::Path | By::Creator) {
        let other = facts.walked.roles.iter().find(|roles| roles.creator == 0).cloned().unwrap_or_default();
        let mut row = Map::new();
        other.put(&mut row, several);
        beside.insert("other_channels".into(), row.into());
    }
    if matches!(ask.by, By::Path | By::Lag) {
        if ask.by_channel() {
            purse::null(&mut beside, "lags", "not_kept");
        } else {
            let shown = json!({ "rows": lags::rows(&facts.lags), "median": lags::medians(&facts.lags) });
            beside.insert("lags".into(), shown);
        }
    }
    if ask.by == By::Path {
        beside.insert("paths".into(), facts.top.0.into());
        beside.insert("cut".into(), (facts.top.2.len() as u64).lt(&facts.top.0).into());
    }
    // The currency's reason stands at the head: one object says them all.
    if let (Some(Value::Object(mut reasons)), Some(Value::Object(first))) =
        (beside.remove("why"), head.get("why").cloned())
    {
        reasons.extend(first);
        head.insert("why".into(), reasons.into());
    } else if ask.by_channel() && matches!(ask.by, By::Path | By::Lag) {
        head.insert("why".into(), json!({ "lags": "not_kept" }));
    }
    Shown { head, rows, beside }
}

/// Whether a creator has a row: filters by creator are filters of paths, and of the rows.
fn wanted(ask: &Ask, creator: u32) -> bool {
    let named = |keep: bool| {
        let filter = ask.filters.place("creator").filter(|filter| filter.keep == keep);
        filter.map(|filter| filter.values.contains(&json!(creator)))
    };
    creator != 0 && named(true) != Some(false) && named(false) != Some(true)
}

fn totals(ask: &Ask, facts: &Facts, several: bool) -> Value {
    let mut row = Map::new();
    let of = |length: usize| facts.walked.lengths.get(length).map_or(0, |sum| sum.count);
    row.insert(ask.counted().into(), facts.walked.all.count.into());
    row.insert("without_touch".into(), of(0).into());
    row.insert("of_one_step".into(), of(1).into());
    row.insert("of_several_steps".into(), (facts.walked.all.count - of(0) - of(1)).into());
    row.insert("touches".into(), facts.walked.all.touches.into());
    row.insert("came_to_nothing".into(), facts.top.1.into());
    row.insert("matured_until".into(), json!(facts.matured));
    facts.walked.all.money.put(&mut row, several);
    row.into()
}

fn role_row(roles: &Roles, several: bool, names: &Names) -> Value {
    let mut row = Map::new();
    row.insert("creator".into(), about::creator(roles.creator, names));
    roles.put(&mut row, several);
    row.into()
}

fn path_row(ask: &Ask, facts: &Facts, top: &TopRow, several: bool, names: &Names) -> Value {
    let TopRow(path, converted, nothing, money) = top;
    let called = steps(path).map(|step| step.parse().ok().and_then(|id| about::name(id, names)).unwrap_or(step));
    let mut row = Map::new();
    row.insert("path".into(), path.as_str().into());
    row.insert("names".into(), called.collect::<Vec<_>>().join(" > ").into());
    row.insert("length".into(), steps(path).count().into());
    row.insert(ask.counted().into(), (*converted).into());
    row.insert("came_to_nothing".into(), (*nothing).into());
    let mut purse = Purse::default();
    for (currency, gross, refunded) in money {
        purse.add(currency, *gross, *refunded);
    }
    purse.put(&mut row, several);
    let journeys = converted + nothing;
    let mature = facts.matured.is_some_and(|day| ask.range.to <= day);
    match share(*converted, journeys) {
        Some(rate) if mature && !path.is_empty() => {
            row.insert("conversion_rate".into(), json!(rate));
            if let Some(interval) = wilson(*converted, journeys, Level::NinetyFive) {
                row.insert("interval".into(), json!({ "conversion_rate": interval.shown(Level::NinetyFive) }));
            }
        }
        _ => purse::null(&mut row, "conversion_rate", if path.is_empty() { "no_touch" } else { "immature" }),
    }
    row.into()
}
