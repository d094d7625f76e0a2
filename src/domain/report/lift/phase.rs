//! The rows of the lift report: phases, or their days.

use serde_json::{Map, Value, json};

use super::baseline::{Baseline, Compared, LEVEL, Point};
use super::{Ask, Series, fields};
use crate::domain::report::ask::Range;
use crate::domain::report::metric::{tenths, whole};
use crate::domain::statistics::{self, Interval, amount, real};

/// One phase.
pub(super) fn row(
    ask: &Ask,
    word: &str,
    phase: Option<Range>,
    points: &[Point],
    baseline: &Baseline,
    series: &Series,
) -> Value {
    let orders: u64 = points.iter().map(|point| point.orders).sum();
    let net: i64 = points.iter().map(|point| point.net_minor).sum();
    let days = points.len() as u64;
    let left_out = phase.map_or(0, Range::days) - i64::try_from(days).unwrap_or(0);
    let money = series.no_money.map_or(Ok(()), Err);
    let mut why = Map::new();
    let shown = json!({
        "phase": word,
        "from": phase.map(|range| range.from),
        "to": phase.map(|range| range.to),
        "days": days,
        "days_left_out": left_out,
        "orders": orders,
        "orders_per_day": statistics::share(orders, days),
        "net_minor": money.ok().map(|()| net),
        "sample": statistics::sample(orders.min(baseline.orders), None).word(),
    });
    let mut null = |names: &[&str], reason: &'static str| {
        for name in names {
            why.entry((*name).to_owned()).or_insert_with(|| reason.into());
        }
    };
    if days == 0 {
        null(&["orders_per_day"], "immature");
    }
    if let Err(reason) = money {
        null(&["net_minor", "expected_net_minor", "above_baseline_minor"], reason);
    }
    let compared = match (word, days, baseline.days) {
        ("before", ..) => Err("baseline"),
        (_, 0, _) => Err("immature"),
        (_, _, 0) => Err("no_baseline"),
        _ => Ok(baseline.compare(points)),
    };
    let figures =
        ["expected_orders", "above_baseline_orders", "ratio", "p", "expected_net_minor", "above_baseline_minor"];
    let added = match compared {
        Err(reason) => {
            null(&figures, reason);
            figures.iter().map(|name| ((*name).to_owned(), Value::Null)).collect()
        }
        Ok(compared) => {
            let few = compared.orders.min(baseline.orders) < statistics::ORDERS_LEAST;
            if few {
                null(&["interval.above_baseline_minor"], "too_few");
            }
            if compared.ratio.and_then(|ratio| ratio.ratio).is_none() {
                null(&["ratio"], "no_conversions");
            }
            figures_of(ask, &compared, money.is_ok(), few)
        }
    };
    let mut shown = fields(shown);
    shown.extend(added);
    shown.insert("why".into(), why.into());
    shown.into()
}

/// What a phase that was compared shows.
fn figures_of(ask: &Ask, compared: &Compared, money: bool, few: bool) -> Map<String, Value> {
    let ratio = compared.ratio;
    let above = real(compared.orders) - compared.expected;
    // As sure as the ratio, so that the two never disagree on whether it is above or below.
    let of_orders =
        ratio.filter(|_| compared.expected > 0.0).map(|ratio| ratio.interval.plus(-1.0).times(compared.expected));
    let above_minor = amount(compared.net_minor) - compared.expected_minor;
    let shown = json!({
        "days_compared": compared.days,
        "days_without_baseline": compared.without_baseline,
        "expected_orders": compared.expected,
        "above_baseline_orders": above,
        "ratio": ratio.and_then(|ratio| ratio.ratio),
        "p": ratio.map(|ratio| ratio.p),
        "expected_net_minor": money.then(|| whole(compared.expected_minor)),
        "above_baseline_minor": money.then(|| whole(above_minor)),
        "interval": {
            "above_baseline_orders": of_orders.map(|one| one.shown(LEVEL)),
            "ratio": ratio.map(|ratio| ratio.interval.shown(LEVEL)),
            "above_baseline_minor": (money && !few).then(|| compared.money.shown(LEVEL)),
        },
        "says": says(ask, compared),
    });
    fields(shown)
}

/// The phase in a sentence.
fn says(ask: &Ask, compared: &Compared) -> String {
    let (orders, expected, before) = (compared.orders, tenths(compared.expected), ask.before_days);
    let percent = |ratio: f64| format!("{} %", tenths((ratio - 1.0) * 100.0));
    let told = format!("{orders} orders; the same weekdays of up to {before} days before make {expected} likely");
    let Some((ratio, found)) = compared.ratio.and_then(|found| Some((found.ratio?, found))) else {
        return format!("{told}.");
    };
    let Interval { low, high } = found.interval;
    let side = if ratio >= 1.0 { "above" } else { "below" };
    let off = tenths((ratio - 1.0).abs() * 100.0);
    let sure = if low <= 1.0 && 1.0 <= high { "That may be chance." } else { "That is hardly chance." };
    format!("{told}: {off} % {side} the baseline, 95 % sure between {} and {}. {sure}", percent(low), percent(high))
}

/// One day.
pub(super) fn by_day(word: &str, point: &Point, baseline: &Baseline, series: &Series) -> Value {
    let (money, behind) = (series.no_money.is_none(), word != "before");
    let usual = |usual: Option<f64>| usual.filter(|_| behind);
    json!({
        "day": point.day,
        "phase": word,
        "orders": point.orders,
        "net_minor": money.then_some(point.net_minor),
        "expected_orders": usual(baseline.usual(point.day)),
        "expected_net_minor": usual(baseline.usual_minor(point.day)).filter(|_| money).map(whole),
    })
}
