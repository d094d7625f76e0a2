//! The quality report: what was not counted and why, and what looks odd, each sign with its figures.
//!
//! # Why
//! Received is counted, flagged and rejected, to the last one. A sign takes nothing away from anybody: orders stay credited
//! and clicks counted until a person decides. A creator whose own orders could be told (`self_order`) is not: nobody states
//! which customer a creator is.

mod beside;
mod row;

use serde_json::{Value, json};

use super::ask::{Frame, Get, Range};
use super::codes;
use super::filter::Filters;
use super::lags::{Clicked, Lags};
use super::performance::Flagged;
use super::shown::Shown;
use super::visits::PartRow;
use crate::domain::recount::Dimension;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::time::Day;
use crate::stored;

/// The most addresses without a link that are told.
pub const SLUGS_MOST: i64 = 100;
/// The most events that are read for them, newest days first: an event has no index by its address, for it costs one row.
pub const EVENTS_MOST: i64 = 200_000;

/// What is asked: the days, and which creators.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The days.
    pub range: Range,
    /// `creator=`, `not_creator=`
    pub filters: Filters,
}

impl Ask {
    /// Reads the query; every fault is named at once.
    pub fn read(get: Get<'_>, today: Day) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let range = Range::read(get, today, &mut faults);
        let filters = Filters::read(get, &mut faults);
        let part = filters.part.iter().map(|part| &part.1);
        for filter in filters.places.iter().chain(part).filter(|filter| filter.name != "creator") {
            faults.push(Fault::query(filter.name, "not_here", "Filter by creator."));
        }
        match range {
            Some(range) if faults.is_empty() => Ok(Self { range, filters }),
            _ => Err(Refusal::Invalid(faults)),
        }
    }

    /// The dimensions of visits that are read.
    pub fn dimensions() -> String {
        let all = [Dimension::Verdict, Dimension::Reason, Dimension::Rejected, Dimension::Kind];
        json!(all.map(|one| one as u8)).to_string()
    }
}

/// A creator: `[id, name, handle, clicks gross, valid, flagged, views gross, valid, landings, clicks of links with views,
/// orders]`.
#[derive(Clone, Debug)]
pub struct Creator(
    pub u32,
    pub String,
    pub String,
    pub u64,
    pub u64,
    pub Flagged,
    pub u64,
    pub u64,
    pub u64,
    pub u64,
    pub u64,
);

stored!(Creator(a, b, c, d, e, f, g, h, i, j, k));

/// An address without a live link: `[address, clicks, those of people, views, last time]`.
#[derive(Clone, Debug)]
pub struct Slug(pub String, pub u64, pub u64, pub u64, pub i64);

stored!(Slug(a, b, c, d, e));

/// Addresses without a live link, of as many events as were read.
#[derive(Clone, Debug, Default)]
pub struct Slugs {
    /// Events that were read.
    pub seen: i64,
    /// The addresses asked for most.
    pub rows: Vec<Slug>,
}

stored!(Slugs { seen, rows });

/// What the report is made of, as the statements give it.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Every creator of the deployment: what is usual is of all of them.
    pub creators: Vec<Creator>,
    /// Their orders by the time since the click.
    pub lags: Vec<Lags>,
    /// Visits of everybody by verdict, reason, kind, and why they were rejected.
    pub parts: Vec<PartRow>,
    /// The rows of the report on codes.
    pub codes: Vec<Value>,
    /// Addresses without a live link, of each shard.
    pub slugs: Vec<Slugs>,
    /// Visits to addresses without a live link, all of them.
    pub orphan_visits: u64,
    /// The first day of which events are kept, where older ones are gone.
    pub kept_from: Option<Day>,
}

/// Makes the report.
pub fn report(ask: &Ask, frame: &Frame, facts: &Facts) -> Shown {
    let clicked: Vec<Clicked> = facts.creators.iter().map(|one| clicked(one, &facts.lags)).collect();
    let mut whole = Clicked::default();
    for one in &clicked {
        let (all, mine) = (&mut whole.lags, one.lags);
        (all.1, all.2, all.3) = (all.1 + mine.1, all.2 + mine.2, all.3 + mine.3);
        whole.clicks += one.clicks;
    }
    let landed: u64 = facts.creators.iter().map(|one| one.8).sum();
    let wanted = ask.filters.place("creator");
    let wanted = |id: u32| wanted.is_none_or(|filter| filter.values.contains(&id.into()) == filter.keep);
    let mut rows: Vec<(u64, Value)> = Vec::new();
    for (one, mine) in facts.creators.iter().zip(&clicked).filter(|(one, _)| wanted(one.0)) {
        let flags = row::flags(one, *mine, mine.others(whole), landed > 0, &facts.codes);
        if one.3 + one.6 + one.10 > 0 || !flags.is_empty() {
            rows.push((flags.len() as u64, row::row(one, &flags, landed > 0, mine.others(whole))));
        }
    }
    // Those with most signs first, each as the registers have them.
    rows.sort_by_key(|row| std::cmp::Reverse(row.0));
    let mut head = frame.head("quality", ask.range);
    head.insert("visits".into(), "valid".into());
    head.insert("filters".into(), ask.filters.shown());
    head.insert("signs".into(), "Signs are for a person to judge: nothing was taken away for one.".into());
    Shown { head, rows: rows.into_iter().map(|row| row.1).collect(), beside: beside::all(ask, facts, landed) }
}

/// A creator's orders by click beside its clicks.
fn clicked(one: &Creator, lags: &[Lags]) -> Clicked {
    let lags = lags.iter().find(|lags| lags.0 == one.0).copied().unwrap_or_default();
    Clicked { lags, clicks: one.4 }
}

/// Codes as the report on them shows them.
pub fn codes(
    range: codes::Range,
    zone: &str,
    ahead: i64,
    orders: &[codes::Orders],
    owners: &[codes::Owner],
) -> Vec<Value> {
    let mut report = codes::report(range, zone, ahead, orders, owners);
    match report.get_mut("rows").map(Value::take) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    }
}
