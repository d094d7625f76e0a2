//! Many reports of one order: which of them stands, what the others are, and that one order stays one.

use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::click_id::{Click, ClickKeys};
use waymark::domain::conversion::{Outcome, Rank, Reporter};

use crate::given::{self, NOON, report, report_by, sale};

const BROWSER: Reporter = Reporter { source: 1, rank: Rank::Browser };
const SHOP: Reporter = Reporter { source: 2, rank: Rank::Webhook };

fn with(body: Value, over: Value) -> Value {
    let (Value::Object(mut body), Value::Object(over)) = (body, over) else { panic!("two objects") };
    body.extend(over);
    Value::Object(body)
}

fn outcome(db: &mut Connection, reporter: Reporter, body: &Value) -> Outcome {
    report_by(db, reporter, body).remove(0).outcome
}

/// The only sale that there is.
fn stored(db: &Connection) -> Value {
    let rows = given::ask(db, "SELECT * FROM conversion WHERE kind = 1");
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.into_iter().next().unwrap()
}

fn standings(db: &Connection) -> Vec<String> {
    let rows = given::ask(db, "SELECT standing FROM conversion_report ORDER BY standing");
    rows.iter().map(|row| row["standing"].as_str().unwrap().to_owned()).collect()
}

fn click_id(nonce: u32) -> String {
    let keys = ClickKeys::parse("1:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc").unwrap();
    keys.print(&Click { link: 7, at: NOON - 1000, nonce, visitor: 5 })
}

#[test]
fn a_webhook_stands_in_place_of_a_browser() {
    let mut db = given::control();
    report_by(&mut db, BROWSER, &with(sale("1"), json!({ "total_minor": 11_000 })));
    assert_eq!(outcome(&mut db, SHOP, &sale("1")), Outcome::Revision);
    let row = stored(&db);
    assert_eq!((&row["total_minor"], &row["rank"], &row["version"]), (&json!(12_000), &json!(3), &json!(2)));
    assert_eq!(standings(&db), ["superseded"]);
}

#[test]
fn a_browser_that_says_the_same_as_the_webhook_is_a_duplicate() {
    let mut db = given::control();
    report_by(&mut db, SHOP, &sale("1"));
    assert_eq!(outcome(&mut db, BROWSER, &sale("1")), Outcome::Duplicate);
    assert_eq!((standings(&db), &stored(&db)["version"]), (vec!["agrees".to_owned()], &json!(1)));
}

#[test]
fn a_browser_that_says_otherwise_is_a_conflict_and_changes_nothing() {
    let mut db = given::control();
    report_by(&mut db, SHOP, &sale("1"));
    assert_eq!(outcome(&mut db, BROWSER, &with(sale("1"), json!({ "total_minor": 9_000 }))), Outcome::Conflict);
    assert_eq!((standings(&db), &stored(&db)["total_minor"]), (vec!["conflict".to_owned()], &json!(12_000)));
}

#[test]
fn what_stood_once_is_a_duplicate_when_it_comes_again() {
    let mut db = given::control();
    let first = with(sale("1"), json!({ "total_minor": 11_000 }));
    report_by(&mut db, BROWSER, &first);
    report_by(&mut db, SHOP, &sale("1"));
    assert_eq!(outcome(&mut db, BROWSER, &first), Outcome::Duplicate);
    assert_eq!(stored(&db)["total_minor"], json!(12_000));
}

#[test]
fn a_newer_revision_of_the_same_source_stands() {
    let mut db = given::control();
    report(&mut db, &sale("1"));
    let newer = with(sale("1"), json!({ "total_minor": 10_000, "revision": 1 }));
    assert_eq!(outcome(&mut db, Reporter::API, &newer), Outcome::Revision);
    assert_eq!(stored(&db)["total_minor"], json!(10_000));
    assert_eq!(outcome(&mut db, Reporter::API, &newer), Outcome::Duplicate);
}

#[test]
fn an_older_revision_that_comes_late_changes_nothing_and_is_no_conflict() {
    let mut db = given::control();
    report(&mut db, &with(sale("1"), json!({ "total_minor": 10_000, "revision": 5 })));
    assert_eq!(outcome(&mut db, Reporter::API, &with(sale("1"), json!({ "revision": 4 }))), Outcome::Duplicate);
    assert_eq!((stored(&db)["total_minor"].as_i64(), standings(&db)), (Some(10_000), vec!["superseded".to_owned()]));
}

#[test]
fn the_same_words_under_a_newer_revision_are_no_change_but_keep_older_ones_out() {
    let mut db = given::control();
    report(&mut db, &sale("1"));
    let same = with(sale("1"), json!({ "revision": 9 }));
    assert_eq!(outcome(&mut db, Reporter::API, &same), Outcome::Duplicate);
    assert_eq!((&stored(&db)["version"], &stored(&db)["revision"]), (&json!(1), &json!(9)));
    let between = with(sale("1"), json!({ "total_minor": 1, "tax_minor": 0, "shipping_minor": 0, "revision": 5 }));
    assert_eq!(outcome(&mut db, Reporter::API, &between), Outcome::Duplicate);
    assert_eq!(stored(&db)["total_minor"], json!(12_000));
}

#[test]
fn the_first_time_of_an_order_stays_but_for_a_browsers() {
    for (first, stands) in [(Reporter::API, NOON), (BROWSER, NOON + 1_800_000)] {
        let mut db = given::control();
        report_by(&mut db, first, &sale("1"));
        report_by(&mut db, SHOP, &with(sale("1"), json!({ "occurred_at": "2026-11-20T12:30:00Z" })));
        assert_eq!(stored(&db)["occurred_at"], json!(stands), "{first:?}");
    }
}

#[test]
fn a_browsers_time_that_is_corrected_marks_both_days() {
    let mut db = given::control();
    report_by(&mut db, BROWSER, &with(sale("1"), json!({ "occurred_at": "2026-11-01T12:00:00Z" })));
    given::run(&db, "DELETE FROM dirty_day", &[]);
    report_by(&mut db, SHOP, &sale("1"));
    let days = given::ask(&db, "SELECT day FROM dirty_day ORDER BY day");
    assert_eq!(days, [json!({ "day": given::TODAY - 19 }), json!({ "day": given::TODAY })]);
}

/// The name that only the buyer's own page knows.
const TOKEN: &str = "c1-0123456789abcdef";

#[test]
fn what_a_browser_knows_under_a_name_that_can_be_guessed_credits_nobody() {
    let thief = json!({ "click_id": click_id(1), "customer": "thief@example.com" });
    for order in [[BROWSER, SHOP], [SHOP, BROWSER]] {
        let mut db = given::control();
        for reporter in order {
            let body = if reporter == BROWSER { with(sale("#1001"), thief.clone()) } else { sale("#1001") };
            report_by(&mut db, reporter, &body);
        }
        let row = stored(&db);
        assert_eq!((&row["touches"], &row["customer"]), (&json!("[]"), &Value::Null), "{order:?}");
    }
}

#[test]
fn clicks_of_a_browser_are_added_to_an_order_that_knows_of_none() {
    let mut db = given::control();
    report_by(&mut db, SHOP, &sale(TOKEN));
    let said = report_by(&mut db, BROWSER, &with(sale(TOKEN), json!({ "click_id": click_id(1) }))).remove(0);
    assert_eq!((said.outcome, said.notes.as_slice()), (Outcome::Revision, ["evidence_added"].as_slice()));
    let row = stored(&db);
    assert_eq!(
        (row["touches"].as_str(), &row["version"]),
        (Some(format!("[[7,{},1,5]]", NOON - 1000).as_str()), &json!(2))
    );
}

#[test]
fn clicks_of_a_browser_are_not_added_where_a_server_knew_of_one() {
    let mut db = given::control();
    report_by(&mut db, SHOP, &with(sale(TOKEN), json!({ "click_id": click_id(1) })));
    let browser = with(sale(TOKEN), json!({ "click_id": click_id(2) }));
    assert_eq!(outcome(&mut db, BROWSER, &browser), Outcome::Duplicate);
    assert!(!stored(&db)["touches"].as_str().unwrap().contains(",2,"));
}

#[test]
fn a_webhook_without_clicks_keeps_those_of_the_browser_before_it() {
    let mut db = given::control();
    report_by(&mut db, BROWSER, &with(sale(TOKEN), json!({ "click_id": click_id(1), "customer": "ann@example.com" })));
    report_by(&mut db, SHOP, &sale(TOKEN));
    let row = stored(&db);
    // Whose order it is a browser may know; who the customer is it may not.
    assert!(row["touches"].as_str().unwrap().contains(",1,5]") && row["customer"].is_null(), "{row}");
}

#[test]
fn clicks_of_two_servers_are_joined_each_once() {
    let mut db = given::control();
    report(&mut db, &with(sale("1"), json!({ "click_ids": [click_id(1), click_id(2)] })));
    report_by(&mut db, SHOP, &with(sale("1"), json!({ "click_ids": [click_id(2), click_id(3)] })));
    let clicks: Vec<Value> = serde_json::from_str(stored(&db)["touches"].as_str().unwrap()).unwrap();
    assert_eq!(clicks.len(), 3, "{clicks:?}");
}

fn touches(db: &Connection) -> Vec<Value> {
    serde_json::from_str(stored(db)["touches"].as_str().unwrap()).unwrap()
}

#[test]
fn a_touch_of_another_channel_is_kept_beside_the_clicks() {
    let mut db = given::control();
    let text = format!("{},google/cpc@tc2z00", click_id(1));
    report_by(&mut db, SHOP, &with(sale(TOKEN), json!({ "touches": text })));
    assert_eq!(touches(&db), [json!([7, NOON - 1000, 1, 5]), json!([0, 1_773_813_168_000_i64, 0, 0, "google/cpc"])]);
}

#[test]
fn touches_of_two_servers_are_joined_each_once() {
    let mut db = given::control();
    report(&mut db, &with(sale("1"), json!({ "touches": "google/cpc@tc2z00,a/b@tc2z00" })));
    report_by(&mut db, SHOP, &with(sale("1"), json!({ "touches": "gclid/ad@tc2z00,a/b@tc5a00" })));
    assert_eq!(touches(&db).len(), 3, "{:?}", touches(&db));
}

/// The touches of one order of which these two told, one after the other.
fn told_by(first: (Reporter, &Value), second: (Reporter, &Value)) -> Vec<Value> {
    let mut db = given::control();
    for (reporter, body) in [first, second] {
        report_by(&mut db, reporter, body);
    }
    touches(&db)
}

fn click(nonce: u32) -> Value {
    json!([7, NOON - 1000, nonce, 5])
}

fn other(channel: &str) -> Value {
    json!([0, 1_773_813_168_000_i64, 0, 0, channel])
}

#[test]
fn a_servers_touch_of_another_channel_takes_no_click_of_a_browsers_away() {
    let browser = with(sale(TOKEN), json!({ "touches": format!("{},google/cpc@tc2z00", click_id(1)) }));
    let shop = with(sale(TOKEN), json!({ "touches": "a/b@tc2z00" }));
    let all = [click(1), other("a/b"), other("google/cpc")];
    for (first, second) in [
        ((BROWSER, &browser), (SHOP, &shop)),
        ((SHOP, &shop), (BROWSER, &browser)),
        ((BROWSER, &browser), (Reporter::API, &shop)),
    ] {
        let mut found = told_by(first, second);
        found.sort_by_key(ToString::to_string);
        let mut all = all.to_vec();
        all.sort_by_key(ToString::to_string);
        assert_eq!(found, all, "{:?} first", first.0);
    }
}

#[test]
fn under_a_name_that_can_be_guessed_a_browsers_click_counts_beside_no_touch_of_a_server() {
    let text = format!("{},google/cpc@tc2z00", click_id(1));
    // 11 characters, and 12.
    for (order, counts) in [("order-12345", false), ("order-123456", true)] {
        let browser = with(sale(order), json!({ "touches": text }));
        for shop in [json!({}), json!({ "touches": "a/b@tc2z00" })] {
            let shop = with(sale(order), shop);
            for (first, second) in [((BROWSER, &browser), (SHOP, &shop)), ((SHOP, &shop), (BROWSER, &browser))] {
                let found = told_by(first, second);
                assert_eq!(found.contains(&click(1)), counts, "{order}, {:?} first: {shop}", first.0);
                assert!(found.contains(&other("google/cpc")), "{order}, {:?} first: {shop}", first.0);
            }
        }
    }
}

#[test]
fn a_servers_click_takes_the_place_of_a_browsers_and_leaves_its_other_channels() {
    let browser = with(sale(TOKEN), json!({ "touches": format!("{},google/cpc@tc2z00", click_id(1)) }));
    let shop = with(sale(TOKEN), json!({ "click_id": click_id(2) }));
    for (first, second) in [((BROWSER, &browser), (SHOP, &shop)), ((SHOP, &shop), (BROWSER, &browser))] {
        assert_eq!(told_by(first, second), [click(2), other("google/cpc")], "{:?} first", first.0);
    }
}

#[test]
fn a_browser_fills_up_the_other_channels_of_a_servers_order_and_no_further() {
    let many = |letter: char| ('a'..='y').map(|each| format!("{letter}{each}/m@tc2z00")).collect::<Vec<_>>().join(",");
    let mut db = given::control();
    report_by(&mut db, SHOP, &with(sale(TOKEN), json!({ "click_id": click_id(1) })));
    for letter in ['a', 'b', 'c'] {
        report_by(&mut db, BROWSER, &with(sale(TOKEN), json!({ "touches": many(letter) })));
    }
    assert_eq!((touches(&db).len(), &stored(&db)["version"]), (50, &json!(3)));
    assert!(touches(&db).contains(&click(1)));
}

#[test]
fn a_sale_that_is_joined_brings_its_click_though_the_order_knows_another_channel() {
    let text = format!("{},google/cpc@tc2z00", click_id(1));
    for (name, counts) in [(TOKEN, true), ("#1001", false)] {
        let browser = with(sale(name), json!({ "touches": text }));
        let named = |over: Value| with(with(sale("8209"), json!({ "aliases": [name] })), over);
        for touch in [json!({}), json!({ "touches": "a/b@tc2z00" })] {
            let found = told_by((BROWSER, &browser), (SHOP, &named(touch.clone())));
            assert_eq!(found.contains(&click(1)), counts, "{name}: {touch}");
            assert!(found.contains(&other("google/cpc")), "{name}: {touch}");
            // The order was there before it was known to be the browser's.
            let mut db = given::control();
            report_by(&mut db, SHOP, &with(sale("8209"), touch.clone()));
            report_by(&mut db, BROWSER, &browser);
            report_by(&mut db, SHOP, &with(named(touch.clone()), json!({ "revision": 1 })));
            assert_eq!(touches(&db).contains(&click(1)), counts, "{name}: {touch}");
        }
        assert!(!told_by((BROWSER, &browser), (SHOP, &named(json!({ "click_id": click_id(2) })))).contains(&click(1)));
    }
}

#[test]
fn of_more_than_fifty_joined_touches_the_clicks_and_the_latest_stay() {
    let keys = ClickKeys::parse("1:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc").unwrap();
    let old = keys.print(&Click { link: 7, at: NOON - 20 * 86_400_000, nonce: 1, visitor: 5 });
    // Base 36: tc2z00 and each of the next 25 seconds, g being later than 0.
    let others =
        |letter: char| ('a'..='y').map(|second| format!("{letter}/m@tc2z0{second}")).collect::<Vec<_>>().join(",");
    let mut db = given::control();
    report(&mut db, &with(sale("1"), json!({ "touches": format!("{old},{}", others('a')) })));
    report_by(&mut db, SHOP, &with(sale("1"), json!({ "touches": others('b') })));
    let kept = touches(&db);
    assert_eq!(kept.len(), 50);
    assert_eq!(kept[0], json!([7, NOON - 20 * 86_400_000, 1, 5]));
    let earliest = kept.iter().filter(|touch| touch[1] == json!(1_773_813_168_000_i64 + 10_000)).count();
    assert_eq!(earliest, 1, "of the earliest two only one stays");
}

#[test]
fn another_channel_is_no_click_that_many_orders_share() {
    let mut db = given::control();
    for order in 0..8 {
        let body = with(sale(&order.to_string()), json!({ "touches": "google/cpc@tc2z00" }));
        assert_eq!(report(&mut db, &body).remove(0).notes, Vec::<&str>::new());
    }
    assert!(given::ask(&db, "SELECT * FROM click_use").is_empty());
}

#[test]
fn a_browser_brings_no_code_to_an_order_that_a_server_told() {
    let mut db = given::control();
    report_by(&mut db, SHOP, &with(sale("1"), json!({ "code": "TOM10" })));
    report_by(&mut db, BROWSER, &with(sale("1"), json!({ "code": "THIEF" })));
    assert_eq!(given::ask(&db, "SELECT code FROM order_code"), [json!({ "code": "TOM10" })]);
}

#[test]
fn what_only_a_browser_said_of_codes_is_marked_so() {
    let mut db = given::control();
    report_by(&mut db, BROWSER, &with(sale("1"), json!({ "codes": ["TOM10", "MAYBE"] })));
    report_by(&mut db, SHOP, &with(sale("1"), json!({ "codes": [{ "code": "TOM10", "discount_minor": 5 }] })));
    let codes = given::ask(&db, "SELECT code, discount_minor, verified FROM order_code ORDER BY code");
    let expected = [
        json!({ "code": "MAYBE", "discount_minor": null, "verified": 0 }),
        json!({ "code": "TOM10", "discount_minor": 5, "verified": 1 }),
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_click_in_a_fifth_further_order_is_noted() {
    let mut db = given::control();
    for order in 0..6 {
        let said = report(&mut db, &with(sale(&order.to_string()), json!({ "click_id": click_id(1) }))).remove(0);
        assert_eq!(said.notes.contains(&"click_reused"), order == 5, "order {order}");
    }
}

// Cumulative refunds: set, not added.

fn given_back(total: i64, revision: i64) -> Value {
    json!({
        "kind": "refund", "cumulative": true, "order_id": "1", "total_minor": total, "revision": revision,
        "currency": "EUR", "occurred_at": "2026-11-20T12:30:00Z",
    })
}

#[test]
fn a_cumulative_refund_is_set_and_not_added() {
    let mut db = given::control();
    report_by(&mut db, SHOP, &sale("1"));
    assert_eq!(outcome(&mut db, SHOP, &given_back(1_000, 1_000)), Outcome::Accepted);
    assert_eq!(outcome(&mut db, SHOP, &given_back(3_000, 3_000)), Outcome::Revision);
    assert_eq!(outcome(&mut db, SHOP, &given_back(1_000, 1_000)), Outcome::Duplicate);
    let rows = given::ask(&db, "SELECT key, total_minor FROM conversion WHERE kind = 2");
    assert_eq!(rows, [json!({ "key": "cumulative:1", "total_minor": 3_000 })]);
}

#[test]
fn cumulative_refunds_out_of_order_end_in_the_newest() {
    let mut db = given::control();
    report_by(&mut db, SHOP, &given_back(3_000, 3_000));
    assert_eq!(outcome(&mut db, SHOP, &given_back(1_000, 1_000)), Outcome::Duplicate);
    assert_eq!(given::number(&db, "SELECT total_minor FROM conversion"), 3_000);
}

// Names: what a webhook calls 8209 a browser calls #1001.

fn named(order: &str, aliases: &[&str]) -> Value {
    with(sale(order), json!({ "aliases": aliases }))
}

#[test]
fn a_browser_finds_the_order_that_a_webhook_named_twice() {
    let mut db = given::control();
    report_by(&mut db, SHOP, &named("8209", &["#1001"]));
    let said = report_by(&mut db, BROWSER, &sale("#1001")).remove(0);
    assert_eq!((said.outcome, said.order_id.as_deref()), (Outcome::Duplicate, Some("8209")));
    assert_eq!(stored(&db)["key"], json!("8209"));
}

#[test]
fn a_webhook_joins_the_order_that_a_browser_told_first() {
    let mut db = given::control();
    report_by(&mut db, BROWSER, &with(sale("#1001"), json!({ "click_id": click_id(1) })));
    let said = report_by(&mut db, SHOP, &named("8209", &["#1001"])).remove(0);
    assert_eq!((said.outcome, said.order_id.as_deref()), (Outcome::Revision, Some("8209")));
    let row = stored(&db);
    assert_eq!((&row["key"], &row["rank"]), (&json!("8209"), &json!(3)));
    // A browser's name for it leads there.
    let again = report_by(&mut db, SHOP, &named("8209", &["#1001"])).remove(0);
    assert_eq!((again.outcome, again.order_id.as_deref()), (Outcome::Duplicate, Some("8209")));
    let refund = json!({ "kind": "refund", "refund_id": "r", "order_id": "8209", "total_minor": 5, "currency": "EUR",
        "occurred_at": "2026-11-20T12:30:00Z" });
    assert!(report_by(&mut db, SHOP, &refund)[0].notes.is_empty());
}

#[test]
fn two_orders_that_turn_out_to_be_one_become_one() {
    let mut db = given::control();
    report(&mut db, &with(sale("A"), json!({ "code": "TOM10" })));
    report_by(&mut db, BROWSER, &with(sale("#1"), json!({ "click_id": click_id(1) })));
    let refund = json!({ "kind": "refund", "refund_id": "r", "order_id": "#1", "total_minor": 5, "currency": "EUR",
        "occurred_at": "2026-11-20T12:30:00Z" });
    report(&mut db, &refund);
    given::run(&db, "INSERT INTO credit VALUES ('#1', 1, 1, 1, 0, 0, 1, 'EUR', 5, 0)", &[]);
    assert_eq!(given::number(&db, "SELECT count(*) FROM conversion WHERE kind = 1"), 2);
    report_by(&mut db, SHOP, &named("A", &["#1"]));
    let row = stored(&db);
    assert_eq!((&row["key"], &row["rank"]), (&json!("A"), &json!(3)));
    assert_eq!(given::ask(&db, "SELECT order_id FROM conversion WHERE kind = 2"), [json!({ "order_id": "A" })]);
    assert_eq!(given::number(&db, "SELECT count(*) FROM credit"), 0);
    assert_eq!(given::ask(&db, "SELECT code, order_id FROM order_code"), [json!({ "code": "TOM10", "order_id": "A" })]);
    assert!(standings(&db).contains(&"joined".to_owned()));
}

#[test]
fn a_sale_that_is_joined_brings_its_evidence_along() {
    let mut db = given::control();
    report(&mut db, &with(sale("A"), json!({ "click_id": click_id(1), "customer": "ann@example.com" })));
    report_by(&mut db, SHOP, &sale("B"));
    let said = report_by(&mut db, SHOP, &named("B", &["A"])).remove(0);
    assert_eq!(said.outcome, Outcome::Revision);
    let row = stored(&db);
    assert!(row["touches"].as_str().unwrap().contains(",1,5]") && row["customer"].is_string(), "{row}");
}

#[test]
fn a_report_that_conflicts_joins_nothing() {
    let mut db = given::control();
    report(&mut db, &json!([sale("A"), sale("B")]));
    let other = with(named("A", &["B"]), json!({ "total_minor": 15_000 }));
    assert_eq!(outcome(&mut db, Reporter::API, &other), Outcome::Conflict);
    assert_eq!(given::number(&db, "SELECT count(*) FROM conversion"), 2);
}

#[test]
fn orders_of_one_list_that_name_each_other_are_one() {
    for list in [json!([named("A", &["B"]), named("B", &["A"])]), json!([named("A", &["X"]), named("C", &["X"])])] {
        let mut db = given::control();
        let outcomes: Vec<_> = report(&mut db, &list).iter().map(|said| said.outcome).collect();
        assert_eq!(outcomes[0], Outcome::Accepted);
        assert_ne!(outcomes[1], Outcome::Accepted);
        stored(&db);
        assert_eq!(given::number(&db, "SELECT count(*) FROM order_alias WHERE name = order_id"), 0);
        report(&mut db, &list);
        stored(&db);
    }
}

#[test]
fn what_two_shops_both_call_1001_are_two_orders() {
    let mut db = given::control();
    let other = Reporter { source: 3, rank: Rank::Webhook };
    report_by(&mut db, SHOP, &named("111", &["#1001"]));
    let said = report_by(&mut db, other, &with(named("222", &["#1001"]), json!({ "revision": 9 }))).remove(0);
    assert_eq!((said.outcome, said.order_id.as_deref()), (Outcome::Accepted, Some("222")));
    assert_eq!(given::number(&db, "SELECT count(*) FROM conversion"), 2);
}

#[test]
fn a_number_that_a_browser_told_first_joins_no_two_shops() {
    for first in [BROWSER, Reporter::API] {
        let mut db = given::control();
        let other = Reporter { source: 3, rank: Rank::Webhook };
        report_by(&mut db, first, &sale("#1001"));
        report_by(&mut db, SHOP, &named("111", &["#1001"]));
        report_by(&mut db, other, &with(named("222", &["#1001"]), json!({ "revision": 9, "total_minor": 99_000 })));
        report_by(&mut db, SHOP, &with(named("111", &["#1001"]), json!({ "revision": 10 })));
        let totals = given::ask(&db, "SELECT total_minor AS total FROM conversion WHERE rank = 3 ORDER BY total_minor");
        assert_eq!(totals, [json!({ "total": 12_000 }), json!({ "total": 99_000 })], "{first:?}");
        assert_eq!(given::number(&db, "SELECT count(*) FROM conversion"), 2);
    }
}

#[test]
fn a_server_may_say_that_a_shops_further_name_is_its_own() {
    for order in [[SHOP, Reporter::API], [Reporter::API, SHOP]] {
        let mut db = given::control();
        for reporter in order {
            report_by(&mut db, reporter, &named(if reporter == SHOP { "950" } else { "web-950" }, &["#950"]));
        }
        stored(&db);
    }
}

#[test]
fn a_refund_id_that_two_sources_give_to_two_orders_is_two_refunds() {
    let mut db = given::control();
    report(&mut db, &json!([sale("A"), sale("B")]));
    report(&mut db, &given::refund("1", "A"));
    assert_eq!(outcome(&mut db, SHOP, &given::refund("1", "B")), Outcome::Accepted);
    assert_eq!(outcome(&mut db, SHOP, &given::refund("1", "B")), Outcome::Duplicate);
    let orders = given::ask(&db, "SELECT order_id FROM conversion WHERE kind = 2 ORDER BY order_id");
    assert_eq!(orders, [json!({ "order_id": "A" }), json!({ "order_id": "B" })]);
}

#[test]
fn a_refund_that_only_a_browser_gave_to_an_order_goes_where_the_shop_says() {
    let mut db = given::control();
    report(&mut db, &json!([sale("A"), sale("B")]));
    report_by(&mut db, BROWSER, &given::refund("1", "A"));
    report_by(&mut db, SHOP, &given::refund("1", "B"));
    let orders = given::ask(&db, "SELECT order_id, rank FROM conversion WHERE kind = 2");
    assert_eq!(orders, [json!({ "order_id": "B", "rank": 3 })]);
}

#[test]
fn a_browsers_sale_judges_no_servers_refund() {
    let mut db = given::control();
    report_by(&mut db, BROWSER, &with(sale("A"), json!({ "currency": "USD" })));
    assert_eq!(outcome(&mut db, Reporter::API, &given::refund("1", "A")), Outcome::Accepted);
}

#[test]
fn a_conflict_that_stands_later_is_none_any_more() {
    let mut db = given::control();
    report(&mut db, &sale("1"));
    let other = with(sale("1"), json!({ "total_minor": 9_000 }));
    report(&mut db, &other);
    report(&mut db, &with(other, json!({ "revision": 1 })));
    assert_eq!(standings(&db), ["superseded"]);
}

#[test]
fn an_answer_follows_its_order_to_its_one_name() {
    let mut db = given::control();
    let answer = json!({ "kind": "survey", "order_id": "#1001", "question": "how", "text": "a friend",
        "occurred_at": "2026-11-20T12:01:00Z" });
    report_by(&mut db, BROWSER, &sale("A"));
    report_by(&mut db, BROWSER, &answer);
    report_by(&mut db, SHOP, &named("A", &["#1001"]));
    let rows = given::ask(&db, "SELECT key, order_id FROM conversion WHERE kind = 4");
    assert_eq!(rows, [json!({ "key": "A/how", "order_id": "A" })]);
}

#[test]
fn names_of_names_lead_to_the_one_name() {
    let mut db = given::control();
    report(&mut db, &named("A", &["a1"]));
    report(&mut db, &named("B", &["b1"]));
    report(&mut db, &named("A", &["B"]));
    for name in ["A", "a1", "B", "b1"] {
        let said = report(&mut db, &sale(name)).remove(0);
        assert_eq!(said.order_id.as_deref(), Some("A"), "{name}");
    }
    assert_eq!(stored(&db)["key"], json!("A"));
}

/// A report of order 1 by one of three sources.
fn told() -> impl Strategy<Value = (u8, i64, i64, Option<u32>)> {
    (0..3_u8, 0..4_i64, 1..4_i64, prop::option::of(1..5_u32))
}

proptest! {
    #![proptest_config(given::tries(96))]

    #[test]
    fn the_highest_report_stands_in_whatever_order_they_come(reports in prop::collection::vec(told(), 1..8)) {
        let mut db = given::control();
        let mut highest = (0, -1);
        for (who, revision, total, click) in &reports {
            let reporter = [BROWSER, Reporter::API, SHOP][usize::from(*who)];
            let mut body = with(sale("1"), json!({ "revision": revision, "total_minor": total * 10_000 }));
            if let Some(click) = click {
                body["click_id"] = json!(click_id(*click));
            }
            let before = given::ask(&db, "SELECT version FROM conversion");
            let outcome = outcome(&mut db, reporter, &body);
            let row = stored(&db);
            let version = before.first().map_or(0, |row| row["version"].as_i64().unwrap());
            let changed = row["version"].as_i64().unwrap() != version;
            // What is said is what was done: only a conflict may have brought evidence along.
            match outcome {
                Outcome::Accepted => prop_assert_eq!(version, 0),
                Outcome::Revision => prop_assert!(changed),
                Outcome::Duplicate => prop_assert!(!changed),
                Outcome::Conflict => {}
                other => prop_assert!(false, "{:?}", other),
            }
            highest = highest.max((reporter.rank as i64, *revision));
            prop_assert_eq!((row["rank"].as_i64().unwrap(), row["revision"].as_i64().unwrap()), highest);
            prop_assert_eq!(report_by(&mut db, reporter, &body)[0].outcome == Outcome::Accepted, false);
        }
    }
}
