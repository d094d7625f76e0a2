//! Codes: whose one is at a time, what a change of that reopens, and where orders with codes came from.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::register::code::Code;
use waymark::domain::report::codes::{COUPON_SITES, Orders, Owner};
use waymark::sql;

use crate::given::{self, DAY, NOON, TODAY, report, sale};

/// An order at `at` with a code and what else a test is about.
fn coded(order: &str, code: &str, at: i64, more: &Value) -> Value {
    let mut body = sale(order);
    body["code"] = json!(code);
    body["occurred_at"] = json!(waymark::domain::time::print(at));
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// The report's rows over today, from two days before it.
fn rows(db: &Connection) -> Vec<Orders> {
    let start = TODAY * DAY;
    let sites = json!(COUPON_SITES);
    let args = [start.into(), (start + DAY).into(), (start - 2 * DAY).into(), 0.into(), sites.into()];
    given::json(db, sql::REPORT_CODES, &args)
}

/// The id of the code that owns an order's code at noon.
fn owner(db: &mut Connection, code: &str) -> Option<u32> {
    report(db, &coded("1", code, NOON, &json!({})));
    let rows = rows(db);
    assert!(rows.len() < 2);
    rows.first().map(|row| row.0)
}

/// One creator, and that many codes of theirs: word, from, until.
fn with_codes(codes: &[(&str, Option<i64>, Option<i64>)]) -> Connection {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    for (word, from, until) in codes {
        given::code(&db, word, creator, *from, *until).unwrap();
    }
    db
}

#[test]
fn a_code_that_is_spelled_out_beats_every_pattern() {
    let mut db = with_codes(&[("SARAH*", None, None), ("SARAH-VIP", None, None), ("SARAH-V*", None, None)]);
    assert_eq!(owner(&mut db, "sarah-vip"), Some(2));
}

#[test]
fn a_longer_pattern_beats_a_shorter_one() {
    for (code, expected) in
        [("SARAH-VIP-8F3K", Some(3)), ("SARAH-8F3K", Some(1)), ("SARAH", Some(1)), ("SARA", None), ("SARBH1", None)]
    {
        let mut db = with_codes(&[("SARAH*", None, None), ("TOM*", None, None), ("SARAH-VIP*", None, None)]);
        assert_eq!(owner(&mut db, code), expected, "{code}");
    }
}

#[test]
fn a_pattern_reads_letters_not_bytes() {
    let mut db = with_codes(&[("ÄÖÜ*", None, None), ("ÄÖÜß*", None, None)]);
    assert_eq!(owner(&mut db, "äöü-7"), Some(1));
}

#[test]
fn what_a_pattern_begins_with_means_itself() {
    for (pattern, code, owned) in
        [("S_R*", "SARAH", false), ("S%H*", "SARAH", false), ("S_R*", "s_r1", true), ("SA[RS]*", "SAR1", false)]
    {
        let mut db = with_codes(&[(pattern, None, None)]);
        assert_eq!(owner(&mut db, code).is_some(), owned, "{pattern} and {code}");
    }
}

#[test]
fn a_code_that_did_not_hold_then_leaves_the_order_to_the_next() {
    let mut db = with_codes(&[
        ("SARAH-VIP", Some(NOON + 1), None),
        ("SARAH-V*", None, Some(NOON)),
        ("SARAH-*", Some(NOON), Some(NOON + 1)),
        ("SARAH*", None, None),
    ]);
    assert_eq!(owner(&mut db, "SARAH-VIP"), Some(3));
}

#[test]
fn whose_a_code_is_is_found_by_index() {
    let db = given::control();
    let mut explain = db.prepare(&format!("EXPLAIN QUERY PLAN {}", sql::REPORT_CODES)).unwrap();
    let mut steps = Vec::new();
    let mut rows = explain.raw_query();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get::<_, String>(3).unwrap());
    }
    for step in [
        "SEARCH sale USING INDEX conversion_sale_time (occurred_at>? AND occurred_at<?)",
        "SEARCH code USING INDEX code_code (code=?)",
        "SEARCH code USING INDEX code_prefix (prefix>? AND prefix<?)",
    ] {
        assert!(steps.iter().any(|found| found == step), "{step}: {steps:?}");
    }
}

#[test]
fn a_click_that_only_the_path_knows_is_the_owners_where_it_is_one() {
    for (steps, clicked) in [
        (r#"[[1,5,5,1,0,9,0,"",1]]"#, 1), // a click on a link of theirs
        (r#"[[1,5,5,2,0,9,0,"",1]]"#, 0), // somebody else's
        (r#"[[2,5,5,1,0,9,0,"",1]]"#, 0), // a view
        (r#"[[4,5,5,1,0,0,1,"",1]]"#, 0), // the code itself
    ] {
        let mut db = with_codes(&[("SARAH10", None, None)]);
        report(&mut db, &coded("1", "SARAH10", NOON, &json!({})));
        let path = "INSERT INTO path VALUES (1, '1', ?1, 5, 'EUR', 100, 0, NULL, NULL, 1, 0, 1, 0, NULL, ?2, 0)";
        given::run(&db, path, &[TODAY.into(), steps.into()]);
        assert_eq!(rows(&db).first().map(|row| row.5), Some(clicked), "{steps}");
    }
}

#[test]
fn a_word_and_its_pattern_are_two_codes() {
    let db = with_codes(&[("SARAH", None, None), ("SARAH*", None, None)]);
    assert_eq!(given::code(&db, "SARAH*", 1, None, None), None);
    let prefixes = given::ask(&db, "SELECT code, prefix FROM code ORDER BY id");
    assert_eq!(prefixes, [json!({ "code": "SARAH", "prefix": null }), json!({ "code": "SARAH*", "prefix": "SARAH" })]);
}

#[test]
fn a_code_reads_back_as_it_was_made() {
    let db = with_codes(&[]);
    let campaign = given::campaign(&db, "spring");
    let body = json!({
        "code": "sarah20", "creator_id": 1, "campaign_id": campaign, "valid_from": "2026-11-20T12:00:00Z",
        "discount_kind": "fixed", "discount_value": 500, "currency": "EUR",
    });
    let made = Code { id: 1, ..Code::make(&body, NOON).unwrap() };
    let row = json!([["SARAH20", 1, NOON, null, campaign, "fixed", 500, "EUR"]]);
    given::rows(&db, sql::CODES_INSERT, &[row.into(), NOON.into()]);
    let stored: Vec<Code> = given::read(&db, sql::CODE_GET, &[1.into()]);
    assert_eq!(stored, [made]);
}

#[test]
fn of_a_list_of_codes_those_that_are_free_are_made() {
    let db = with_codes(&[("A", None, None)]);
    let list = json!([["B", 1, null, null], ["A", 1, null, null], ["A", 1, 5, 9], ["C", 1, 5, 9]]);
    let made = given::rows(&db, sql::CODES_INSERT, &[list.into(), NOON.into()]);
    let codes: Vec<_> = made.iter().map(|row| (row["code"].as_str().unwrap(), row["valid_from"].as_i64())).collect();
    assert_eq!(codes, [("B", None), ("C", Some(5))]);
}

#[test]
fn what_is_held_is_found_by_its_word() {
    let db = with_codes(&[("A", None, Some(5)), ("A", Some(5), None), ("B", None, None)]);
    let held: Vec<Code> = given::read(&db, sql::CODES_HELD, &[json!(["A", "X", "A*"]).into()]);
    assert_eq!(held.iter().map(|code| code.id).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_name_is_a_handle_before_it_is_an_id() {
    let db = given::control();
    for handle in ["sarah", "1", "tom"] {
        given::creator(&db, handle);
        given::campaign(&db, handle);
    }
    given::run(&db, "UPDATE creator SET archived_at = 1 WHERE handle = 'tom'", &[]);
    let words = || json!(["sarah", "1", "2", "3", "tom", "99", "1x", ""]);
    let names: Value = given::json(&db, sql::CODES_NAMES, &[words().into(), words().into()]);
    assert_eq!(names["creators"], json!([["sarah", 1], ["1", 2], ["2", 2]]));
    assert_eq!(names["campaigns"], json!([["sarah", 1], ["1", 2], ["2", 2], ["3", 3], ["tom", 3]]));
}

fn marked(db: &Connection, reach: Value) -> Vec<i64> {
    given::run(db, "DELETE FROM dirty_day", &[]);
    given::run(db, sql::CODES_DIRTY, &[reach.into()]);
    given::ask(db, "SELECT day FROM dirty_day ORDER BY day").iter().map(|row| row["day"].as_i64().unwrap()).collect()
}

#[test]
fn a_pattern_reopens_the_days_of_every_order_that_it_may_own() {
    let mut db = with_codes(&[]);
    let orders: Vec<Value> = ["SARAGZ", "SARAH", "SARAH-1", "SARAHÿ😀", "SARAI", "TOM"]
        .iter()
        .enumerate()
        .map(|(back, code)| coded(code, code, NOON - i64::try_from(back).unwrap() * DAY, &json!({})))
        .collect();
    report(&mut db, &json!(orders));
    let reach = |word: &str| {
        let code = Code::make(&json!({ "code": word, "creator_id": 1 }), NOON).unwrap();
        json!([code.reach()])
    };
    assert_eq!(marked(&db, reach("SARAH*")), [TODAY - 3, TODAY - 2, TODAY - 1]);
    assert_eq!(marked(&db, reach("SARAH")), [TODAY - 1]);
    assert_eq!(marked(&db, json!([["TOM", "TOM"], ["SARAI", "SARAI"]])), [TODAY - 5, TODAY - 4]);
    assert_eq!(marked(&db, reach("NOBODY")), [0; 0]);
}

#[test]
fn orders_are_told_by_code_day_site_and_click_of_the_owner() {
    let mut db = with_codes(&[("SARAH20", None, None)]);
    let tom = given::creator(&db, "tom");
    let (hers, his) = (given::link(&db, "hers", 1, None), given::link(&db, "his", tom, None));
    report(
        &mut db,
        &json!([
            coded("1", "SARAH20", NOON, &json!({ "referrer": "https://www.slickdeals.net/x" })),
            coded("2", "SARAH20", NOON, &json!({ "referrer": "https://deals.slickdeals.net/" })),
            coded("3", "SARAH20", NOON, &json!({ "referrer": "https://notslickdeals.net/" })),
            coded("4", "SARAH20", NOON, &json!({})),
            coded("5", "SARAH20", NOON - DAY, &json!({})),
            coded("6", "SARAH20", NOON - 5 * DAY, &json!({})),
            coded("7", "NOBODYS", NOON, &json!({})),
        ]),
    );
    for (order, link) in [("4", hers), ("3", his)] {
        let clicks = format!("[[{link}, {NOON}, 5, 5]]");
        given::run(&db, "UPDATE conversion SET touches = ?2 WHERE key = ?1", &[order.into(), clicks.as_str().into()]);
    }
    let mut told: Vec<_> = rows(&db).into_iter().map(|o| (o.1 - TODAY, o.2, o.3, o.4, o.5)).collect();
    told.sort();
    assert_eq!(told, [(-1, 0, None, 1, 0), (0, 1, None, 2, 1), (0, 1, Some("slickdeals.net".to_owned()), 2, 0)]);
}

#[test]
fn an_order_that_only_a_browser_told_is_no_sign() {
    use waymark::domain::conversion::{Rank, Reporter};

    let mut db = with_codes(&[("SARAH20", None, None)]);
    let browser = Reporter { source: 0, rank: Rank::Browser };
    given::report_by(&mut db, browser, &coded("1", "SARAH20", NOON, &json!({})));
    assert!(rows(&db).is_empty());
}

#[test]
fn two_codes_of_one_pattern_make_one_order() {
    let mut db = with_codes(&[("SARAH*", None, None)]);
    let mut order = sale("1");
    order["codes"] = json!(["SARAH-1", "SARAH-2"]);
    report(&mut db, &order);
    assert_eq!(rows(&db).iter().map(|row| row.4).sum::<u64>(), 1);
}

#[test]
fn whose_a_code_is_is_told_by_name() {
    let db = with_codes(&[("SARAH20", None, None), ("SARAH*", Some(NOON), None)]);
    let owners: Vec<Owner> = given::json(&db, sql::REPORT_CODE_OWNERS, &[json!([2, 99]).into()]);
    assert_eq!(owners.len(), 1);
    let Owner(id, code, creator, name, from) = &owners[0];
    assert_eq!((*id, code.as_str(), *creator, name.as_str(), *from), (2, "SARAH*", 1, "sarah", Some(NOON)));
}
