//! Ranking: each creator against what was hoped for, with the rank, the rank by the cautious end, and the verdict.
//!
//! # Why
//! By estimates alone the smallest samples come first and last: beside every rank stands that by the lower bound. The
//! verdict and its sentence are those of `verdict.rs`. Nobody is ranked by followers.

use serde_json::{Map, Value, json};

use super::about;
use super::ask::{Frame, Get, Model, Range};
use super::metric::{Effort, Metric};
use super::performance::{self, Asked, By, Facts, Set, Sum, Table};
use super::shown::Shown;
use super::verdict::{self, Judged, Ranked, Target, judge};
use crate::domain::money::Currency;
use crate::domain::ordered;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::statistics::{discoveries, normal_beyond};
use crate::stored;

/// The share of false ones among those that are said to beat their target (attribution.md 4.5).
const FALSE_MOST: f64 = 0.10;
/// Standard errors from the estimate to either end of an 80 % interval.
const ERRORS: f64 = 1.281_551_565_544_600_4;

/// A target that stands: `[creator, campaign, value in millionths, currency, when it was set, first day, last day]`; 0 is
/// everyone's, or of all.
#[derive(Clone, Debug)]
pub struct Hoped(pub u32, pub u32, pub i64, pub Option<String>, pub i64, pub i64, pub i64);

stored!(Hoped(a, b, c, d, e, f, g));

/// Reads the query: the metric, if one is asked for, and what performance by creator is asked; every fault is named at once.
///
/// # Errors
/// `Invalid`: what performance refuses, `unknown_metric`, and what rankings have not: `not_asked_here`.
pub fn read(get: Get<'_>, frame: &Frame) -> Result<(Option<Metric>, Asked), Refusal> {
    let mut faults = Vec::new();
    let word = get("metric");
    let metric = word.as_deref().and_then(Metric::named);
    if word.is_some() && metric.is_none() {
        let words = Metric::ALL.map(|(_, word, ..)| word).join(", ");
        faults.push(Fault::query("metric", "unknown_metric", format!("Send one of {words}.")));
    }
    about::unasked(get, &["compare"], "A rank has no range before it: ask `GET /v1/reports/performance`.", &mut faults);
    if get("by").is_some_and(|by| by != "creator") {
        about::unasked(get, &["by"], "Creators are ranked: leave it out.", &mut faults);
    }
    // What is wrong with a parameter is said once.
    let creators = |name: &str| match name {
        "by" => Some("creator".into()),
        "compare" => None,
        _ => get(name),
    };
    match Asked::read(&creators, frame) {
        Ok(asked) if faults.is_empty() => Ok((metric, asked)),
        Err(Refusal::Invalid(others)) => {
            faults.extend(others);
            Err(Refusal::Invalid(faults))
        }
        Err(refusal) => Err(refusal),
        Ok(_) => Err(Refusal::Invalid(faults)),
    }
}

/// The campaign that is looked at alone, if it is one.
pub fn campaign(asked: &Asked) -> Option<u32> {
    let filter = asked.ask.filters.place("campaign").filter(|filter| filter.keep)?;
    if let [one] = filter.values.as_slice() { u32::try_from(one.as_u64()?).ok() } else { None }
}

/// What a campaign's goal is measured by, and the model that is shown with it: who made known what nobody knew is seen by
/// the first touch.
pub fn by_goal(goal: &str) -> (Metric, Model) {
    match goal {
        "awareness" => (Metric::Cpe, Model::named("first").unwrap_or(Model::PAYOUT)),
        "leads" => (Metric::Cpl, Model::PAYOUT),
        _ => (Metric::Roi, Model::PAYOUT),
    }
}

/// Makes the report; `goal` is that of the campaign that is looked at alone.
pub fn report(
    asked: &Asked,
    set: &Set,
    (metric, goal): (Metric, Option<&str>),
    facts: &Facts,
    hoped: &[Hoped],
) -> Shown {
    let table = Table::of(asked, asked.ask.range, facts);
    let common = asked.common(set);
    let campaign = campaign(asked);
    let mut all: Vec<(u32, &Sum, Effort, Judged, Option<&'static str>)> = Vec::new();
    for ((id, _), sum) in &table.rows {
        // Who did nothing and cost nothing is not in the race.
        let idle = sum.clicks[0] == 0 && sum.micro[0] == 0 && sum.beside == [0; 4] && sum.cost.sums.is_empty();
        let creator = u32::try_from(*id).unwrap_or(0);
        if idle || creator == 0 {
            continue;
        }
        let effort = effort(sum, set, metric, common.costs);
        let target = target(hoped, metric, creator, campaign, (asked.ask.range, effort.currency));
        let judged = judge(&effort, metric, target.ok().flatten());
        all.push((creator, sum, effort, judged, target.err()));
    }
    let beats = beating(&all.iter().map(|one| &one.3).collect::<Vec<_>>());
    let ranks = |key: fn(&Judged) -> Option<f64>| {
        let keys: Vec<Ranked> = all
            .iter()
            .map(|(creator, _, effort, judged, _)| Ranked {
                key: key(judged),
                net_minor: effort.net_minor,
                creator: *creator,
            })
            .collect();
        verdict::ranked(&keys)
    };
    let mut by_bound = ranks(Judged::bound);
    by_bound.sort_unstable();
    let mut rows = Vec::with_capacity(all.len());
    for (place, rank) in ranks(Judged::key) {
        let (Some((creator, sum, _, judged, untold)), Some(bound)) = (all.get(place), by_bound.get(place)) else {
            continue;
        };
        let mut row = judged.shown();
        let whole = performance::values(sum, &common, asked.ask.range.to.0);
        let beside =
            ["clicks", "orders", "new_customers", "leads", "currency", "net_minor", "cost_minor", "roi", "immature"];
        row.extend(beside.iter().filter_map(|name| Some(((*name).to_owned(), whole.get(*name)?.clone()))));
        let (name, about) = table.about(By::Creator, &((*creator).into(), String::new()), facts);
        row.insert(name.to_owned(), about);
        let beats = beats.get(place).copied().flatten();
        // Who has no figure is listed last, and has no rank.
        let of = |key: Option<f64>, rank: u32| json!(key.map(|_| rank));
        let (rank, by_bound) = (of(judged.key(), rank), of(judged.bound(), bound.1));
        row.extend(
            [("rank", rank), ("rank_by_lower_bound", by_bound), ("beats_target", json!(beats))]
                .map(|(name, value)| (name.to_owned(), value)),
        );
        if let (Some(untold), Some(why)) = (untold, row.get_mut("why").and_then(Value::as_object_mut)) {
            why.insert("target".into(), (*untold).into());
        }
        rows.push(Value::Object(row));
    }
    let used = ordered::once(table.rows.iter().flat_map(|(_, sum)| sum.currencies()));
    let mut head = asked.ask.head("ranking", &set.frame, &used);
    head.insert("metric".into(), metric.word().into());
    head.insert("goal".into(), json!(goal));
    Shown { head, rows, beside: Map::new() }
}

/// What a creator brought and cost, as verdicts take it.
fn effort(sum: &Sum, set: &Set, metric: Metric, costs: bool) -> Effort {
    let reporting = set.frame.reporting;
    let currency = performance::currency(sum, reporting);
    let earned = performance::earned(sum, reporting);
    let spent = if costs { performance::spent(sum, reporting) } else { Err("not_kept") };
    let fee = currency.ok().flatten().and_then(|currency| sum.cost.sum(currency)).map_or(0, |sum| sum.parts[0]);
    let [_, clicks, mature] = sum.clicks;
    Effort {
        currency: currency.ok().flatten(),
        no_money: earned.err().or(spent.err()),
        net_minor: earned.map_or(0, |(gross, refunded)| gross - refunded),
        squares: sum.squares,
        orders_micro: sum.micro[0],
        new_micro: sum.micro[2],
        leads_micro: sum.beside[0],
        // A rate is of clicks that have had their window.
        clicks: if metric == Metric::ConversionRate { mature } else { clicks },
        converting: sum.converting.min(mature),
        engagements: performance::engagements(sum).and_then(|count| u64::try_from(count).ok()),
        fee_minor: fee,
        other_minor: spent.unwrap_or(0) - fee,
        margin_micro: set.margin_percent.map(|percent| i64::from(percent) * 10_000),
    }
}

/// The target that stands for a creator: its own in the campaign, its own, the campaign's, everyone's; of two the later. What
/// adds up over days is hoped for day by day: of a month's target a week has its share, and of two months' both have theirs.
/// Or why there is none, though one was set.
fn target(
    hoped: &[Hoped],
    metric: Metric,
    creator: u32,
    campaign: Option<u32>,
    (range, currency): (Range, Option<Currency>),
) -> Result<Option<Target>, &'static str> {
    let mine = |one: &&Hoped| (one.0 == 0 || one.0 == creator) && (one.1 == 0 || Some(one.1) == campaign);
    let mine: Vec<&Hoped> = hoped.iter().filter(mine).collect();
    let best = |day: Option<i64>| {
        let stands = mine.iter().filter(|one| day.is_none_or(|day| (one.5..=one.6).contains(&day)));
        stands.copied().max_by_key(|one| (one.0 != 0, one.1 != 0, one.4))
    };
    let Some(one) = best(None) else { return Ok(None) };
    let foreign = |one: &Hoped| one.3.as_deref().is_some_and(|of| currency.is_none_or(|own| own.as_str() != of));
    if !metric.adds_up() {
        let target = Target { metric, value_micro: one.2 };
        return if foreign(one) { Err("target_in_another_currency") } else { Ok(Some(target)) };
    }
    let mut days: Vec<(&Hoped, i64)> = Vec::new();
    for day in range.from.0..=range.to.0 {
        let one = best(Some(day)).ok_or("target_of_other_days")?;
        if foreign(one) {
            return Err("target_in_another_currency");
        }
        match days.iter_mut().find(|known| std::ptr::eq(known.0, one)) {
            Some(known) => known.1 += 1,
            None => days.push((one, 1)),
        }
    }
    let share = |(one, days): (&Hoped, i64)| {
        let (part, whole) = (i128::from(one.2) * i128::from(days), i128::from(one.6 - one.5 + 1).max(1));
        (2 * part + whole) / (2 * whole)
    };
    let value_micro = i64::try_from(days.into_iter().map(share).sum::<i128>()).unwrap_or(i64::MAX);
    Ok(Some(Target { metric, value_micro }))
}

/// Who beats its target though many were tried (Benjamini and Hochberg): none where there is too little to say, or no target.
fn beating(all: &[&Judged]) -> Vec<Option<bool>> {
    let chances: Vec<Option<f64>> = all.iter().map(|judged| chance(judged)).collect();
    let known: Vec<f64> = chances.iter().filter_map(|chance| *chance).collect();
    let mut found = discoveries(&known, FALSE_MOST).into_iter();
    chances.into_iter().map(|chance| chance.and_then(|_| found.next())).collect()
}

/// How likely a figure this good is where the target is the truth.
fn chance(judged: &Judged) -> Option<f64> {
    let (known, hoped) = (judged.measured.ok()?, judged.target?);
    if judged.verdict == verdict::Verdict::Insufficient {
        return None;
    }
    let (off, error) = if judged.metric.lower_is_better() {
        (hoped - known.estimate, (known.interval.high - known.estimate) / ERRORS)
    } else {
        (known.estimate - hoped, (known.interval.high - known.estimate) / ERRORS)
    };
    if error.is_nan() || error <= 0.0 {
        return None;
    }
    // `normal_beyond` is of both tails.
    let tail = normal_beyond(off / error) / 2.0;
    Some(if off > 0.0 { tail } else { 1.0 - tail })
}
