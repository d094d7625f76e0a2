//! What stands beside the phases: the baseline, creators to compare with, and what the brand says of itself.

use serde_json::{Value, json};

use super::baseline::{Baseline, Compared, LEVEL, beyond_control};
use super::{Ask, Facts, Sales, Stated};
use crate::domain::money::{self, Currency};
use crate::domain::report::ask::{Frame, Range};
use crate::domain::statistics::{self, amount, real};
use crate::domain::time;

/// What is usual, in short.
pub(super) fn of_baseline(baseline: &Baseline, before: Option<Range>) -> Value {
    let why = if baseline.phi.is_none() { json!({ "phi": "too_few" }) } else { json!({}) };
    json!({
        "range": before.map(|range| json!({ "from": range.from, "to": range.to })),
        "days": baseline.days,
        "orders": baseline.orders,
        "phi": baseline.phi,
        "why": why,
    })
}

/// What is left beside those that nothing was done to.
pub(super) fn of_control(one: (&Compared, f64), control: (&Compared, f64)) -> Value {
    let (compared, other) = (one.0, control.0);
    let ratio_of = |compared: &Compared| compared.ratio.and_then(|ratio| ratio.ratio);
    let found = beyond_control(one, control);
    let expected = ratio_of(other).map(|ratio| ratio * compared.expected);
    let why = if found.is_none() { json!({ "ratio": "no_conversions" }) } else { json!({}) };
    json!({
        "orders": other.orders,
        "expected_orders": other.expected,
        "control_ratio": ratio_of(other),
        "ratio": found.map(|found| found.0),
        "expected_with_control": expected,
        "above_control_orders": expected.map(|expected| real(compared.orders) - expected),
        "interval": { "ratio": found.map(|found| found.1.shown(LEVEL)) },
        "why": why,
    })
}

/// How the days in question stand to what the brand says of itself; its own costs and followers are other reports'.
pub(super) fn of_brand(ask: &Ask, facts: &Facts, frame: &Frame, used: &[Currency]) -> Value {
    let range = ask.common.range;
    let inside = |sales: &&Sales| (range.from.0..=range.to.0).contains(&sales.0);
    let (mut micro, mut gross, mut converting) = (0, 0, 0);
    for sales in facts.sales.iter().filter(inside) {
        micro += sales.2;
        gross += if frame.reporting.is_some() { sales.5 } else { sales.3 };
        converting += sales.9;
    }
    let currency = frame.reporting.or(if let [only] = used { Some(*only) } else { None });
    let all = facts.stated.iter().filter_map(|Stated(metric, stated_micro, of, set_at)| {
        let stated = amount(*stated_micro) / 1e6;
        let mut tested = (None, None);
        let (observed, why) = match metric.as_str() {
            "aov" if of.is_none() || *of != currency => (None, "several_currencies"),
            "aov" => (money::average(gross, micro / 1_000_000).map(amount), "no_conversions"),
            // Clicks have no code, so orders of one are a share of nothing that is counted.
            "conversion_rate" if ask.common.filters.place("code").is_some() => (None, "not_kept"),
            "conversion_rate" => {
                let k = converting.min(facts.clicks);
                let found = statistics::wilson(k, facts.clicks, LEVEL);
                tested = (found, found.map(|_| statistics::two_sided(k, facts.clicks, stated)));
                (statistics::share(k, facts.clicks), "no_clicks")
            }
            _ => return None,
        };
        let why = if observed.is_none() { json!({ "observed": why }) } else { json!({}) };
        Some(json!({
            "metric": metric,
            "stated": stated,
            "currency": of,
            "set_at": time::print(*set_at),
            "observed": observed,
            "ratio": observed.filter(|_| stated > 0.0).map(|observed| observed / stated),
            "p": tested.1,
            "interval": { "observed": tested.0.map(|one| one.shown(LEVEL)) },
            "why": why,
        }))
    });
    Value::Array(all.collect())
}
