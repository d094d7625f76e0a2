//! The report on paths: the ways to a conversion, how long they are, how long they took, and who plays which part on them.
//!
//! # Why
//! A path tells who stood on the way, not who caused the order: this is accounting. Journeys that came to nothing stand
//! beside those that led somewhere, for a way that everybody goes proves little.

mod ask;
mod lags;
mod roles;

use serde_json::{Map, Value, json};

use super::about::{self, Names};
use super::ask::Frame;
use super::purse::{self, Purse};
use super::shown::Shown;
use crate::domain::statistics::{Level, share, wilson};
use crate::domain::time::Day;
use crate::stored;
pub use ask::{Ask, By};
pub use lags::LagRow;
pub use roles::{LENGTH_MOST, PARTS, Part, PathRow, Roles, Sum, Walked, steps};

/// The most paths that are shown.
pub const PATHS_MOST: u32 = 1_000;
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
    head.insert("kind".into(), ask.kind_word().into());
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
