//! What the reports on lift and on quality read: sums over the days and places that are asked, and nothing twice.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::report::filter::Filters;
use waymark::domain::report::lags::{FAST_END, Lags, SLOW_BEGIN};
use waymark::domain::report::quality::{Creator, Slugs};
use waymark::sql;

use crate::given::{self, Arg, DAY, NOON, TODAY};

/// One row of `credit_total`: `[kind, model, day, creator, campaign, code]`, its currency, orders and gross money.
fn credit(db: &Connection, place: [i64; 6], currency: &str, orders: i64, gross: i64) {
    let [kind, model, day, creator, campaign, code] = place;
    db.execute(
        "INSERT INTO credit_total VALUES (?1, ?2, ?3, ?3, ?4, ?5, 0, ?6, '', ?7, ?8 * 1000000, 0, 0, ?8, 0, 0, 0, 0, 0, 2, 1, 0,
         ?9, ?9 / 10, ?9 * 2, ?9 / 5, ?9 * 1.5)",
        (kind, model, day, creator, campaign, code, currency, orders, gross),
    )
    .unwrap();
}

/// What is asked, by parameter.
type Query<'a> = &'a [(&'a str, &'a str)];

fn lift(db: &Connection, query: Query<'_>, shop: bool) -> Value {
    let get = |name: &str| query.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    let filters = Filters::read(&get, &mut Vec::new()).json();
    let args = [(TODAY - 1).into(), TODAY.into(), filters.into(), i64::from(shop).into()];
    given::json(db, sql::REPORT_LIFT, &args)
}

/// `[day, orders]` of each row.
fn orders(found: &Value) -> Vec<(i64, i64)> {
    let rows = found["sales"].as_array().unwrap();
    rows.iter().map(|row| (row[0].as_i64().unwrap(), row[2].as_i64().unwrap() / 1_000_000)).collect()
}

fn shop() -> Connection {
    let db = given::control();
    credit(&db, [1, 1, TODAY - 2, 70, 0, 0], "EUR", 100, 1);
    credit(&db, [1, 1, TODAY - 1, 70, 5, 0], "EUR", 3, 30_000);
    credit(&db, [1, 1, TODAY - 1, 80, 6, 9], "EUR", 2, 20_000);
    credit(&db, [1, 1, TODAY - 1, 0, 0, 0], "EUR", 10, 90_000);
    credit(&db, [1, 1, TODAY, 70, 5, 0], "USD", 1, 5_000);
    // Another model, another kind.
    credit(&db, [1, 2, TODAY, 70, 5, 0], "EUR", 100, 1);
    credit(&db, [3, 1, TODAY, 70, 5, 0], "", 100, 0);
    db
}

#[test]
fn the_shops_orders_are_those_of_creators_and_of_nobody() {
    let found = lift(&shop(), &[], true);
    assert_eq!(orders(&found), [(TODAY - 1, 15), (TODAY, 1)]);
    assert_eq!(found["known"], TODAY - 2);
    // Day, currency, millionths, gross, net, both in the reporting currency, squares, without a rate, clicks with an order.
    let expected = json!([TODAY - 1, "EUR", 15_000_000, 140_000, 126_000, 280_000, 252_000, 210_000.0, 3, 6]);
    assert_eq!(found["sales"][0], expected);
}

#[test]
fn creators_orders_are_told_by_creator_campaign_and_code() {
    let db = shop();
    let rows: [(Query<'_>, &[(i64, i64)]); 7] = [
        (&[], &[(TODAY - 1, 5), (TODAY, 1)]),
        (&[("creator", "70")], &[(TODAY - 1, 3), (TODAY, 1)]),
        (&[("creator", "70,80")], &[(TODAY - 1, 5), (TODAY, 1)]),
        (&[("not_creator", "70")], &[(TODAY - 1, 2)]),
        (&[("campaign", "6")], &[(TODAY - 1, 2)]),
        (&[("code", "9"), ("creator", "70")], &[]),
        (&[("link", "4")], &[]),
    ];
    for (query, expected) in rows {
        assert_eq!(orders(&lift(&db, query, false)), expected, "{query:?}");
    }
    assert_eq!(orders(&lift(&db, &[("not_creator", "70")], true)), [(TODAY - 1, 12)]);
}

#[test]
fn of_nothing_there_are_no_days_and_no_first_one() {
    assert_eq!(lift(&given::control(), &[], true), json!({ "sales": [], "known": null }));
}

/// A creator with a link and its visits of two days: 20 clicks each, of them half valid, and `views`.
fn creator(db: &Connection, id: i64, views: i64) {
    let sql = "INSERT INTO creator (id, name, handle, version, created_at, updated_at) VALUES (?1, 'C' || ?1, 'c' || ?1, 1, 0, 0)";
    db.execute(sql, [id]).unwrap();
    db.execute(
        "INSERT INTO link (id, host, slug, destination, target, creator_id, utm, enabled, version, published, created_at, updated_at)
         VALUES (?1 * 10, 'h', 's' || ?1, 'https://x', 'https://x', ?1, '{}', 1, 1, 1, 0, 0)",
        [id],
    )
    .unwrap();
    for day in [TODAY - 1, TODAY, TODAY + 1] {
        visits(db, day, id * 10, views);
    }
}

fn visits(db: &Connection, day: i64, link: i64, views: i64) {
    db.execute(
        "INSERT INTO visit_total VALUES (3, ?1, ?2, 20, 10, 4, 3, 1, 9, ?3 * 2, ?3, 0, 0, 0, 1, 1, 8, 7, 30)",
        (day, link, views),
    )
    .unwrap();
}

#[test]
fn a_creators_visits_are_its_links_over_the_days() {
    let db = given::control();
    creator(&db, 1, 5);
    creator(&db, 2, 0);
    // A second link of the first without a pixel, and visits of no link.
    other_link(&db);
    visits(&db, TODAY, 11, 0);
    visits(&db, TODAY, 0, 900);
    let nobody =
        "INSERT INTO creator (id, name, handle, version, created_at, updated_at) VALUES (9, 'C9', 'c9', 1, 0, 0)";
    db.execute(nobody, []).unwrap();
    credit(&db, [1, 1, TODAY, 1, 0, 0], "EUR", 7, 1);
    credit(&db, [1, 1, TODAY, 1, 0, 0], "USD", 2, 1);
    let args = [(TODAY - 1).into(), TODAY.into()];
    let found: Vec<Creator> = given::json(&db, sql::REPORT_QUALITY_CREATORS, &args);
    let one = &found[0];
    assert_eq!((one.0, one.1.as_str(), one.3, one.4), (1, "C1", 60, 30));
    assert_eq!(one.5, (12, 9, 3, 0, 0, 0, 3, 3));
    // Views of one link, and the clicks of that one alone.
    assert_eq!((one.6, one.7, one.8, one.9, one.10), (20, 10, 21, 20, 9));
    assert_eq!((found[1].0, found[1].9, found[1].10), (2, 0, 0));
    assert_eq!(found.len(), 2, "who has neither visits nor sales is not told");
}

fn other_link(db: &Connection) {
    let sql = "INSERT INTO link (id, host, slug, destination, target, creator_id, utm, enabled, version, published, created_at,
         updated_at) VALUES (11, 'h', 'other', 'https://x', 'https://x', 1, '{}', 1, 1, 1, 0, 0)";
    db.execute(sql, []).unwrap();
}

#[test]
fn orders_are_told_fast_and_slow_by_their_stretches() {
    let db = given::control();
    for (kind, day, creator, bin, last) in [
        (1, TODAY, 1, 0, 1),
        (1, TODAY, 1, 3, 2),
        (1, TODAY, 1, 4, 4),
        (1, TODAY, 1, 10, 8),
        (1, TODAY, 1, 11, 16),
        (1, TODAY, 1, 16, 32),
        (1, TODAY + 1, 1, 0, 900),
        (3, TODAY, 1, 0, 900),
        (1, TODAY, 0, 0, 900),
        (1, TODAY, 2, 5, 0),
    ] {
        db.execute("INSERT INTO lag_total VALUES (?1, ?2, ?3, ?4, 77, ?5)", (kind, day, creator, bin, last)).unwrap();
    }
    let args: [Arg; 4] = [TODAY.into(), TODAY.into(), FAST_END.into(), SLOW_BEGIN.into()];
    let found: Vec<Lags> = given::json(&db, sql::REPORT_QUALITY_LAGS, &args);
    assert_eq!(found, [Lags(1, 63, 3, 48)]);
}

fn event(db: &Connection, at: i64, kind: i64, link: i64, verdict: i64, address: Option<&str>) {
    db.execute(
        "INSERT INTO event (day, visitor, at, nonce, kind, link, verdict, reason, address)
         VALUES (?1 / 86400000, ?1, ?1, (SELECT count(*) FROM event), ?2, ?3, ?4, 0, ?5)",
        (at, kind, link, verdict, address),
    )
    .unwrap();
}

fn slugs(db: &Connection, read: i64, most: i64) -> Slugs {
    given::json(db, sql::REPORT_ORPHAN_SLUGS, &[(NOON - DAY).into(), (NOON + DAY).into(), read.into(), most.into()])
}

#[test]
fn addresses_without_a_link_are_told_with_their_visits() {
    let db = given::events();
    for (at, kind, verdict, address) in [
        (NOON, 1, 0, "h/lost"),
        (NOON + 5, 1, 1, "h/lost"),
        (NOON + 1, 2, 0, "h/lost"),
        (NOON - DAY, 1, 0, "h/first"),
        (NOON - DAY - 1, 1, 0, "h/early"),
        (NOON + DAY, 1, 0, "h/late"),
        (NOON + DAY - 1, 1, 0, "h/last"),
    ] {
        event(&db, at, kind, 0, verdict, Some(address));
    }
    // A click on a link, and a landing without one.
    event(&db, NOON, 1, 7, 0, None);
    event(&db, NOON, 3, 0, 0, None);
    let found = slugs(&db, 1_000, 100);
    assert_eq!(found.seen, 7);
    let rows: Vec<(&str, u64, u64, u64, i64)> =
        found.rows.iter().map(|row| (row.0.as_str(), row.1, row.2, row.3, row.4)).collect();
    let expected =
        [("h/lost", 2, 1, 1, NOON + 5), ("h/first", 1, 1, 0, NOON - DAY), ("h/last", 1, 1, 0, NOON + DAY - 1)];
    assert_eq!(rows, expected);
    assert_eq!(slugs(&db, 1_000, 1).rows.len(), 1);
    // Newest days first: of two events that are read, none is of the days before.
    let newest = slugs(&db, 2, 100);
    assert_eq!((newest.seen, newest.rows[0].0.as_str()), (2, "h/last"));
    assert_eq!(slugs(&given::events(), 1_000, 100).rows.len(), 0);
}

#[test]
fn a_baseline_stands_until_a_later_one_replaces_it() {
    let db = given::control();
    for (metric, at, value, superseded) in
        [("aov", 1, 10, Some(2)), ("aov", 2, 20, Some(3)), ("aov", 3, 30, None), ("cac", 1, 5, None)]
    {
        let sql = "INSERT INTO baseline (metric, set_at, value_micro, currency, superseded_at) VALUES (?1, ?2, ?3, 'EUR', ?4)";
        db.execute(sql, (metric, at, value, superseded)).unwrap();
    }
    let found: Value = given::json(&db, sql::REPORT_LIFT_STATED, &[]);
    assert_eq!(found, json!([["aov", 30, "EUR", 3], ["cac", 5, "EUR", 1]]));
}

#[test]
fn clicks_are_those_of_the_links_that_are_asked_for() {
    let db = given::control();
    creator(&db, 1, 0);
    creator(&db, 2, 0);
    visits(&db, TODAY, 0, 0);
    let clicks = |filters: Value| {
        given::rows(&db, sql::REPORT_LIFT_CLICKS, &[TODAY.into(), TODAY.into(), filters.into()])[0]["clicks"].clone()
    };
    assert_eq!(clicks(json!({})), 20);
    assert_eq!(clicks(json!({ "creator": { "keep": 1, "values": [2] } })), 10);
    assert_eq!(clicks(json!({ "link": { "keep": 0, "values": [10, 20] } })), 0);
    assert_eq!(clicks(json!({ "campaign": { "keep": 1, "values": [4] } })), 0);
}
