//! What is of everybody: where visits went, what was rejected, addresses that lead nowhere.

use serde_json::{Map, Value, json};

use super::{Ask, EVENTS_MOST, Facts, SLUGS_MOST, Slug};
use crate::domain::recount::Dimension;
use crate::domain::report::ask::Range;
use crate::domain::report::visits;
use crate::domain::statistics;
use crate::domain::time;

/// Everything that stands beside the rows.
pub(super) fn all(ask: &Ask, facts: &Facts, landed: u64) -> Map<String, Value> {
    let parted = |by: Dimension| {
        let Range { from, to } = ask.range;
        let ask = visits::Ask { by, from, to, link: None, creator: None, campaign: None };
        visits::report(&ask, "", &facts.parts, None, &[])
    };
    let by_value = |by: Dimension| {
        let report = parted(by);
        let rows = report.get("rows").and_then(Value::as_array).cloned().unwrap_or_default();
        let pairs =
            rows.iter().filter_map(|row| Some((row.get("value")?.as_str()?.to_owned(), row.get("gross")?.clone())));
        pairs.collect::<Map<_, _>>()
    };
    let whole = parted(Dimension::Verdict);
    let sums = ["received", "counted", "flagged", "rejected", "flagged_by_verdict"];
    let mut beside: Map<String, Value> =
        sums.iter().filter_map(|name| Some(((*name).to_owned(), whole.get(name)?.clone()))).collect();
    let (mut clicks, mut seen, mut views) = (0, 0, 0);
    for one in &facts.creators {
        (clicks, seen, views) = (clicks + one.4, seen + one.9, views + one.7);
    }
    let mut slugs: Vec<&Slug> = facts.slugs.iter().flat_map(|shard| &shard.rows).collect();
    slugs.sort_by_key(|slug| std::cmp::Reverse(slug.1 + slug.3));
    slugs.truncate(usize::try_from(SLUGS_MOST).unwrap_or_default());
    let slugs = slugs.iter().map(|Slug(address, clicks, people, views, last)| {
        json!({ "address": address, "clicks": clicks, "clicks_of_people": people, "pixel_views": views, "last_at": time::print(*last) })
    });
    let cut = facts.slugs.iter().any(|shard| shard.seen >= EVENTS_MOST);
    let gone = facts.kept_from.filter(|day| ask.range.from < *day);
    let mut why = Map::new();
    if gone.is_some() {
        why.insert("orphans".into(), "not_kept".into());
    }
    if clicks == 0 {
        why.insert("pixel_coverage".into(), "no_clicks".into());
    }
    let more = json!({
        "flagged_by_reason": by_value(Dimension::Reason),
        "rejected_by_reason": by_value(Dimension::Rejected),
        "landings": landed,
        "pixel_views": views,
        "pixel_coverage": statistics::share(seen, clicks),
        "ctr": statistics::share(seen, views),
        "orphan_visits": facts.orphan_visits,
        "orphans": slugs.collect::<Vec<_>>(),
        "orphans_cut": cut,
        "orphans_events_read": facts.slugs.iter().map(|shard| shard.seen).sum::<i64>(),
        "orphans_kept_from": gone,
        "why": why,
    });
    if let Value::Object(more) = more {
        beside.extend(more);
    }
    beside
}
