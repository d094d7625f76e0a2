//! A creator's row: rates, and the signs that somebody should look at.

use serde_json::{Map, Value, json};

use super::Creator;
use crate::domain::report::lags::{Clicked, SALES_LEAST, flooding, injection};
use crate::domain::report::performance::VERDICTS;
use crate::domain::statistics::{self, Level, wilson};

/// The fewest clicks of whom pages are missed.
const GAP_CLICKS: u64 = 200;
/// Below this share of clicks that reach a page something keeps them from it.
const GAP_SHARE: f64 = 0.30;
/// Orders with a code that came without a click of its owner, of all: above this it may have leaked.
const LEAK_WITHOUT: f64 = 0.8;
/// Orders with a code from sites that collect codes, of all.
const LEAK_COUPON: f64 = 0.2;
/// What looks odd of a creator.
pub(super) fn flags(
    one: &Creator,
    mine: Clicked,
    others: Clicked,
    landed: bool,
    codes: &[Value],
) -> Map<String, Value> {
    let (clicks, views, landings, seen) = (one.4, one.7, one.8, one.9);
    let rate = statistics::share(landings, clicks);
    let gap = landed && clicks >= GAP_CLICKS && rate.is_some_and(|rate| rate < GAP_SHARE);
    let ctr = statistics::share(seen, views).filter(|ctr| *ctr > 1.0);
    let all = [
        ("landing_gap", gap.then(|| json!({ "clicks": clicks, "landings": landings, "share": rate }))),
        ("ctr_gt_1", ctr.map(|ctr| json!({ "clicks": seen, "pixel_views": views, "ctr": ctr }))),
        ("ctc_injection", injection(mine, others)),
        ("ctc_flooding", flooding(mine, others)),
        ("code_leak", leak(one.0, codes)),
    ];
    all.into_iter().filter_map(|(name, figures)| Some((name.to_owned(), figures?))).collect()
}

/// The creator's codes that may have leaked, by the figures of the report on codes.
fn leak(creator: u32, codes: &[Value]) -> Option<Value> {
    let of = |row: &Value, path: &str| row.pointer(path).and_then(Value::as_f64).unwrap_or(0.0);
    let leaked = codes.iter().filter(|row| row.pointer("/creator/id") == Some(&creator.into())).filter_map(|row| {
        let (orders, sudden) = (of(row, "/orders"), row.pointer("/flags/sudden_rate"));
        let coupon = of(row, "/orders_from_coupon_sites") / orders.max(1.0);
        let handed_round = of(row, "/share_without_owner_click") > LEAK_WITHOUT && coupon > LEAK_COUPON;
        (handed_round || sudden.is_some()).then(|| {
            json!({
                "code": row.pointer("/code/code"),
                "orders": row.get("orders"),
                "share_without_owner_click": row.get("share_without_owner_click"),
                "share_from_coupon_sites": coupon,
                "sudden_rate": sudden,
            })
        })
    });
    let leaked: Vec<Value> = leaked.collect();
    (!leaked.is_empty()).then(|| json!({ "codes": leaked }))
}

pub(super) fn row(one: &Creator, flags: &Map<String, Value>, landed: bool, others: Clicked) -> Value {
    let Creator(id, name, handle, gross, clicks, flagged, _, views, landings, seen, orders) = one;
    let counts = json!(flagged);
    let by_verdict: Map<String, Value> = VERDICTS
        .iter()
        .zip(counts.as_array().into_iter().flatten())
        .map(|(word, count)| ((*word).to_owned(), count.clone()))
        .collect();
    let interval = |k: u64, n: u64| wilson(k.min(n), n, Level::NinetyFive).map(|one| one.shown(Level::NinetyFive));
    let landing_rate = statistics::share(*landings, *clicks).filter(|_| landed);
    let mut why = Map::new();
    let mut null = |name: &str, is: bool, word: &str| {
        if is {
            why.insert(name.into(), word.into());
        }
    };
    null("invalid_share", *gross == 0, "no_clicks");
    null("landing_rate", landing_rate.is_none(), if landed { "no_clicks" } else { "no_snippet" });
    null("ctr", *views == 0, "no_views");
    null("pixel_coverage", *clicks == 0, "no_clicks");
    null("ctc", others.lags.1 < SALES_LEAST, "too_few");
    null("self_order", true, "not_known");
    json!({
        "creator": { "id": id, "name": name, "handle": handle },
        "clicks_gross": gross,
        "clicks": clicks,
        "clicks_by_verdict": by_verdict,
        "invalid_share": statistics::share(gross - clicks.min(gross), *gross),
        "landings": landings,
        "landing_rate": landing_rate,
        "pixel_views": views,
        "pixel_coverage": statistics::share(*seen, *clicks),
        "ctr": statistics::share(*seen, *views),
        "orders": orders,
        "sample": statistics::sample(*orders, Some(*clicks)).word(),
        "flags": flags,
        "interval": {
            "invalid_share": interval(gross - clicks.min(gross), *gross),
            "landing_rate": landing_rate.and_then(|_| interval(*landings, *clicks)),
        },
        "why": why,
    })
}
