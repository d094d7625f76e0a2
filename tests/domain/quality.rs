//! The quality report: nothing is lost, and what looks odd is told with its figures.

use serde_json::{Value, json};
use waymark::domain::refusal::Refusal;
use waymark::domain::report::ask::Frame;
use waymark::domain::report::lags::Lags;
use waymark::domain::report::quality::{Ask, Creator, EVENTS_MOST, Facts, Slug, Slugs, report};
use waymark::domain::report::shown::Shown;
use waymark::domain::report::visits::PartRow;
use waymark::domain::time::Day;

use crate::given::pointers;
use crate::paths_report::{example, holds};

const TODAY: i64 = 20_777;

fn ask(more: &[(&str, &str)]) -> Result<Ask, Refusal> {
    let query = [&[("from", "2026-10-01"), ("to", "2026-10-31")], more].concat();
    let get = |name: &str| query.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    Ask::read(&get, Day(TODAY))
}

fn shown(facts: &Facts) -> Shown {
    let frame = Frame {
        zone: "UTC".into(),
        today: Day(TODAY),
        as_of: None,
        revenue_basis: "merchandise",
        reporting: None,
        click_window_days: 30,
        view_window_days: 1,
        config: "abc".into(),
    };
    report(&ask(&[]).unwrap(), &frame, facts)
}

/// A creator with `clicks` valid ones of twice as many, `landings` and `orders`.
fn creator(id: u32, clicks: u64, landings: u64, orders: u64) -> Creator {
    let flagged = (clicks, 0, 0, 0, 0, 0, 0, 0);
    Creator(id, format!("Creator {id}"), format!("c{id}"), 2 * clicks, clicks, flagged, 0, 0, landings, 0, orders)
}

fn only(facts: &Facts) -> Value {
    let mut rows = shown(facts).rows;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

fn flags(row: &Value) -> Vec<&str> {
    row["flags"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn received_is_counted_flagged_and_rejected_to_the_last_one() {
    let part =
        |dimension: u8, value: &str, gross: u64, clicks: u64| PartRow(dimension, value.into(), gross, clicks, 0, 0, 0);
    let parts = vec![
        part(1, "human", 60, 60),
        part(1, "bot", 25, 0),
        part(1, "duplicate", 15, 0),
        part(2, "crawler", 20, 0),
        part(3, "malformed", 7, 0),
        part(4, "click", 100, 60),
    ];
    let Shown { beside, .. } = shown(&Facts { parts, ..Facts::default() });
    assert_eq!((&beside["received"], &beside["counted"]), (&json!(107), &json!(60)));
    assert_eq!((&beside["flagged"], &beside["rejected"]), (&json!(40), &json!(7)));
    assert_eq!(beside["flagged_by_verdict"]["bot"], 25);
    assert_eq!(beside["flagged_by_reason"], json!({ "crawler": 20 }));
    assert_eq!(beside["rejected_by_reason"], json!({ "malformed": 7 }));
}

#[test]
fn clicks_that_reach_no_page_are_a_gap_from_two_hundred_on() {
    let rows = [(200, 59, true), (200, 60, false), (199, 0, false), (200, 0, true)];
    for (clicks, landings, gap) in rows {
        // Somebody else's clicks reach pages, so there is a snippet.
        let creators = vec![creator(1, clicks, landings, 0), creator(2, 10, 10, 0)];
        let shown = shown(&Facts { creators, ..Facts::default() });
        let row = shown.rows.iter().find(|row| row["creator"]["id"] == 1).unwrap();
        assert_eq!(row["flags"].get("landing_gap").is_some(), gap, "{clicks} {landings}");
    }
}

#[test]
fn where_no_page_says_so_there_is_no_gap() {
    let row = only(&Facts { creators: vec![creator(1, 500, 0, 0)], ..Facts::default() });
    assert_eq!(flags(&row), Vec::<&str>::new());
    assert_eq!((&row["landing_rate"], &row["why"]["landing_rate"]), (&Value::Null, &json!("no_snippet")));
}

#[test]
fn more_clicks_than_views_is_a_pixel_that_is_blocked() {
    let mut one = creator(1, 300, 0, 0);
    (one.6, one.7, one.9) = (100, 90, 180);
    let row = only(&Facts { creators: vec![one], ..Facts::default() });
    assert_eq!(row["flags"], json!({ "ctr_gt_1": { "clicks": 180, "pixel_views": 90, "ctr": 2.0 } }));
    assert_eq!(row["pixel_coverage"], 0.6);
    assert_eq!(row["invalid_share"], 0.5);
}

#[test]
fn injected_and_flooded_creators_are_told_beside_the_honest_as_the_page_says() {
    let creators =
        vec![creator(1, 2_000, 0, 40), creator(2, 2_000, 0, 40), creator(3, 40_000, 0, 40), creator(4, 2_000, 0, 40)];
    let lags = vec![Lags(1, 40, 0, 8), Lags(2, 40, 12, 8), Lags(3, 40, 0, 40), Lags(4, 40, 0, 8)];
    let shown = shown(&Facts { creators, lags, ..Facts::default() });
    let flagged: Vec<(u64, Vec<&str>)> =
        shown.rows.iter().map(|row| (row["creator"]["id"].as_u64().unwrap(), flags(row))).collect();
    assert_eq!(flagged, [(2, vec!["ctc_injection"]), (3, vec!["ctc_flooding"]), (1, vec![]), (4, vec![])]);
    assert_eq!(shown.rows[0]["flags"]["ctc_injection"]["share"], 0.3);
    assert_eq!(shown.rows[0]["orders"], 40, "nothing is taken away");
    holds("", &json!({ "rows": shown.rows }), &example(include_str!("../../docs/reports/quality.md")));
}

#[test]
fn a_creator_alone_is_not_measured() {
    let facts = Facts { creators: vec![creator(1, 2_000, 0, 40)], lags: vec![Lags(1, 40, 40, 0)], ..Facts::default() };
    let row = only(&facts);
    assert_eq!(flags(&row), Vec::<&str>::new());
    assert_eq!(row["why"]["ctc"], "too_few");
}

/// A row of the report on codes.
fn code(creator: u32, orders: u64, without: f64, coupon: u64, sudden: bool) -> Value {
    let flags = if sudden { json!({ "sudden_rate": { "orders": 60 } }) } else { json!({}) };
    json!({
        "code": { "id": 9, "code": "SARAH20" },
        "creator": { "id": creator },
        "orders": orders,
        "share_without_owner_click": without,
        "orders_from_coupon_sites": coupon,
        "flags": flags,
    })
}

#[test]
fn a_code_leaks_where_both_signs_are_or_its_orders_are_sudden() {
    let rows = [
        (code(1, 100, 0.81, 21, false), true),
        (code(1, 100, 0.80, 21, false), false),
        (code(1, 100, 0.81, 20, false), false),
        (code(1, 100, 0.10, 0, true), true),
        (code(2, 100, 0.99, 99, true), false),
    ];
    for (code, leaks) in rows {
        let row =
            only(&Facts { creators: vec![creator(1, 300, 0, 100)], codes: vec![code.clone()], ..Facts::default() });
        assert_eq!(row["flags"].get("code_leak").is_some(), leaks, "{code}");
    }
}

#[test]
fn a_creator_without_anything_is_no_row_and_a_small_sample_says_so() {
    let shown = shown(&Facts { creators: vec![creator(1, 0, 0, 0), creator(2, 50, 0, 40)], ..Facts::default() });
    assert_eq!(shown.rows.len(), 1);
    assert_eq!(shown.rows[0]["sample"], "insufficient");
    assert_eq!(shown.rows[0]["why"]["self_order"], "not_known");
}

#[test]
fn a_filter_leaves_rows_out_and_not_what_is_usual() {
    let creators = vec![creator(1, 2_000, 0, 40), creator(2, 2_000, 0, 40)];
    let facts = Facts { creators, lags: vec![Lags(1, 40, 20, 0), Lags(2, 40, 0, 0)], ..Facts::default() };
    let frame = || Frame {
        zone: "UTC".into(),
        today: Day(TODAY),
        as_of: None,
        revenue_basis: "merchandise",
        reporting: None,
        click_window_days: 30,
        view_window_days: 1,
        config: "abc".into(),
    };
    for filter in [("creator", "1"), ("not_creator", "2")] {
        let shown = report(&ask(&[filter]).unwrap(), &frame(), &facts);
        assert_eq!(shown.rows.len(), 1);
        assert_eq!(flags(&shown.rows[0]), ["ctc_injection"]);
    }
}

#[test]
fn addresses_that_lead_nowhere_are_listed_most_first_over_all_shards() {
    let slug = |address: &str, clicks| Slug(address.into(), clicks, 1, 1, 1_795_176_000_000);
    let slugs = vec![
        Slugs { seen: 12, rows: vec![slug("a.example/x", 5), slug("a.example/y", 1)] },
        Slugs { seen: EVENTS_MOST, rows: vec![slug("a.example/z", 3)] },
    ];
    let Shown { beside, .. } = shown(&Facts { slugs, ..Facts::default() });
    let found: Vec<&str> =
        beside["orphans"].as_array().unwrap().iter().map(|one| one["address"].as_str().unwrap()).collect();
    assert_eq!(found, ["a.example/x", "a.example/z", "a.example/y"]);
    assert_eq!(beside["orphans"][0]["last_at"], "2026-11-20T12:00:00.000Z");
    assert_eq!(beside["orphans_cut"], true);
}

#[test]
fn where_events_are_gone_the_report_says_from_when_they_are_kept() {
    let gone = shown(&Facts { kept_from: Some(Day(TODAY - 30)), ..Facts::default() });
    assert_eq!(
        (&gone.beside["orphans_kept_from"], &gone.beside["why"]["orphans"]),
        (&json!("2026-10-21"), &json!("not_kept"))
    );
    let kept = shown(&Facts { kept_from: Some(Day(TODAY - 300)), ..Facts::default() });
    assert_eq!(kept.beside["orphans_kept_from"], Value::Null);
}

#[test]
fn other_filters_than_creators_are_refused() {
    for filter in [("campaign", "1"), ("country", "DE"), ("link", "4")] {
        let Err(Refusal::Invalid(faults)) = ask(&[filter]) else { panic!() };
        assert_eq!(pointers(&faults), [(filter.0.to_owned(), "not_here")]);
    }
}
