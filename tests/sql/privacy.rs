//! Erasing: what the statements take out of the rows, and that no order changes hands by it.

use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::conversion::{Outcome, Rank, Reporter};
use waymark::domain::credit::{Order, Owner, Rule};
use waymark::domain::event::{Event, Kind};
use waymark::domain::facets::Facets;
use waymark::domain::letters::Letters;
use waymark::domain::privacy::{Found, Scramble, Work, erased_id};
use waymark::domain::time;
use waymark::domain::verdict::{Reason, Verdict};
use waymark::sql;

use crate::given::{self, Arg, DAY, NOON, report, report_by, sale};

/// Erases conversions as the Worker does.
fn erase(db: &Connection, keys: &Value) {
    let keys = || -> Arg { keys.clone().into() };
    given::run(db, sql::PRIVACY_HISTORY, &[keys()]);
    given::run(db, sql::PRIVACY_NEW_CUSTOMERS, &[keys()]);
    given::run(db, sql::PRIVACY_USES, &["[]".into(), "[]".into(), keys()]);
    given::run(db, sql::PRIVACY_REPORTS, &[keys()]);
    given::run(db, sql::PRIVACY_CONVERSIONS, &[keys(), NOON.into()]);
}

fn with(mut body: Value, fields: &Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// What every order gives whom, in words.
fn credits(db: &Connection) -> Vec<String> {
    let args: [Arg; 5] = [0.into(), (NOON + DAY).into(), (-1).into(), "".into(), 1_000.into()];
    let orders: Vec<Order> = given::json(db, sql::ORDERS_READ, &args);
    let owner = |link: u32| Some(Owner { creator: link, campaign: link + 10 });
    let rule = Rule::default();
    let told = |order: &Order| {
        let decision = order.weigh(rule, &owner);
        format!("{:?} {} {:?} {:?}", decision.via, decision.link, decision.owner, order.brought(rule))
    };
    orders.iter().map(told).collect()
}

fn row(db: &Connection, key: &str) -> Value {
    given::rows(db, "SELECT * FROM conversion WHERE key = ?1", &[key.into()]).remove(0)
}

/// The conversions that a name finds.
fn found(db: &Connection, order: Option<&str>, customer: Option<&str>) -> Vec<String> {
    let none = || Arg::from(None::<i64>);
    let args = [order.into(), customer.into(), none(), none(), none(), 100.into()];
    let mut keys: Vec<String> =
        given::read::<Found>(db, sql::PRIVACY_FIND, &args).into_iter().map(|one| one.key).collect();
    keys.sort();
    keys
}

fn touch(db: &Connection, key: &str, touches: &Value) {
    given::run(db, "UPDATE conversion SET touches = ?2 WHERE key = ?1", &[key.into(), touches.clone().into()]);
}

#[test]
fn an_erased_order_keeps_its_money_its_names_and_what_decides() {
    let mut db = given::control();
    let said = json!({ "customer": "ann@example.com", "aliases": ["#1"], "code": "SARAH", "referrer": "https://x.example/ann",
        "items": [{ "name": "Ann's lamp", "quantity": 1, "amount_minor": 10_000 }] });
    report(&mut db, &with(sale("1001"), &said));
    touch(&db, "1001", &json!([[7, NOON, 5, 6], [0, NOON, 0, 0, "google/organic"]]));
    erase(&db, &json!([[1, "1001"]]));
    let row = row(&db, "1001");
    assert_eq!((&row["customer"], &row["erased_at"]), (&Value::Null, &json!(NOON)));
    assert_eq!(row["touches"], json!(format!("[[7,{NOON},0,0],[0,{NOON},0,0,\"google/organic\"]]")));
    assert_eq!(row["detail"], r#"{"referrer":"x.example","new_customer":true}"#);
    assert_eq!((&row["total_minor"], &row["order_id"]), (&json!(12_000), &json!("1001")));
    assert_eq!(given::number(&db, "SELECT count(*) FROM order_alias"), 1);
    assert_eq!(given::number(&db, "SELECT count(*) FROM order_code"), 1);
}

#[test]
fn a_report_of_an_erased_order_changes_its_money_and_nothing_else() {
    let mut db = given::control();
    let ann = json!({ "customer": "ann@example.com" });
    report(&mut db, &with(sale("1001"), &ann));
    erase(&db, &json!([[1, "1001"]]));
    let again = json!({ "customer": "ann@example.com", "total_minor": 13_000, "revision": 3, "lead_id": "l", "renewal": null,
        "items": [{ "name": "Ann's lamp", "quantity": 1, "amount_minor": 10_000 }] });
    let mut again = with(sale("1001"), &again);
    again.as_object_mut().unwrap().remove("renewal");
    let webhook = Reporter { source: 1, rank: Rank::Webhook };
    assert_eq!(report_by(&mut db, webhook, &again)[0].outcome, Outcome::Revision);
    let row = row(&db, "1001");
    assert_eq!(row["total_minor"], 13_000);
    assert_eq!((&row["customer"], &row["lead_id"], &row["touches"]), (&Value::Null, &Value::Null, &json!("[]")));
    assert_eq!(row["detail"], r#"{"new_customer":true}"#);
    // One that agrees about the money, of another server, has nothing to add either.
    let third = Reporter { source: 2, rank: Rank::Server };
    let same = with(sale("1001"), &json!({ "customer": "ann@example.com", "total_minor": 13_000 }));
    assert_eq!(report_by(&mut db, third, &same)[0].outcome, Outcome::Duplicate);
    assert_eq!(given::number(&db, "SELECT count(*) FROM conversion WHERE customer IS NOT NULL"), 0);
}

#[test]
fn an_erased_order_that_turns_out_to_be_another_stays_erased() {
    let mut db = given::control();
    let browser = Reporter { source: 3, rank: Rank::Browser };
    report_by(&mut db, browser, &with(sale("token-of-1001"), &json!({ "code": "X" })));
    erase(&db, &json!([[1, "token-of-1001"]]));
    let webhook = Reporter { source: 1, rank: Rank::Webhook };
    let named = json!({ "aliases": ["token-of-1001"], "customer": "ann@example.com" });
    report_by(&mut db, webhook, &with(sale("1001"), &named));
    let rows = given::ask(&db, "SELECT customer, erased_at FROM conversion");
    assert_eq!(rows, [json!({ "customer": null, "erased_at": NOON })]);
}

#[test]
fn an_order_whose_other_name_was_erased_is_erased_whole() {
    let mut db = given::control();
    let webhook = Reporter { source: 1, rank: Rank::Webhook };
    let jo = json!({ "customer": "jo@example.com", "lead_id": "l", "items": [{ "name": "Jo's lamp", "quantity": 1, "amount_minor": 10_000 }] });
    report_by(&mut db, webhook, &with(sale("kept-1001"), &jo));
    touch(&db, "kept-1001", &json!([[7, NOON, 5, 6]]));
    report_by(&mut db, Reporter { source: 2, rank: Rank::Server }, &with(sale("erased-1001"), &jo));
    report(
        &mut db,
        &json!({ "kind": "survey", "order_id": "kept-1001", "question": "how", "text": "Jo", "option": "tv", "occurred_at": "2026-11-20T13:00:00Z" }),
    );
    for (key, nonce) in [("kept-1001", 1), ("erased-1001", 2), ("other", 3)] {
        given::run(
            &db,
            "INSERT INTO click_use (at, nonce, kind, key, visitor) VALUES (1, ?2, 1, ?1, 6)",
            &[key.into(), nonce.into()],
        );
    }
    erase(&db, &json!([[1, "erased-1001"]]));
    let joined = json!({ "aliases": ["erased-1001"], "revision": 9 });
    report_by(&mut db, webhook, &with(with(sale("kept-1001"), &jo), &joined));
    let rows =
        given::ask(&db, "SELECT key, customer, lead_id, erased_at IS NULL AS whole FROM conversion ORDER BY kind");
    assert_eq!(rows[0], json!({ "key": "kept-1001", "customer": null, "lead_id": null, "whole": 0 }));
    assert_eq!(rows.len(), 2, "{rows:?}");
    let sold = row(&db, "kept-1001");
    assert_eq!((&sold["touches"], &sold["total_minor"]), (&json!(format!("[[7,{NOON},0,0]]")), &json!(12_000)));
    assert!(!sold["detail"].as_str().unwrap().contains("lamp"), "{}", sold["detail"]);
    assert_eq!(row(&db, "kept-1001/how")["detail"], r#"{"option":"tv"}"#);
    assert_eq!(given::ask(&db, "SELECT key FROM click_use"), [json!({ "key": "other" })]);
}

#[test]
fn an_erased_order_forgets_the_clicks_of_a_browser_that_turns_out_to_be_it() {
    let mut db = given::control();
    let browser = Reporter { source: 3, rank: Rank::Browser };
    report_by(&mut db, browser, &sale("token-of-1001"));
    given::run(&db, "INSERT INTO click_use (at, nonce, kind, key, visitor) VALUES (1, 2, 1, 'token-of-1001', 6)", &[]);
    let webhook = Reporter { source: 1, rank: Rank::Webhook };
    report_by(&mut db, webhook, &sale("1001"));
    erase(&db, &json!([[1, "1001"]]));
    report_by(&mut db, webhook, &with(sale("1001"), &json!({ "aliases": ["token-of-1001"], "revision": 9 })));
    assert_eq!(given::number(&db, "SELECT count(*) FROM conversion"), 1, "it was joined");
    assert_eq!(given::number(&db, "SELECT count(*) FROM click_use"), 0);
}

#[test]
fn an_answer_to_an_erased_order_keeps_what_was_chosen_and_not_what_was_typed() {
    let mut db = given::control();
    for order in ["1001", "1002"] {
        report(&mut db, &sale(order));
    }
    erase(&db, &json!([[1, "1001"]]));
    for order in ["1001", "1002"] {
        let answer = json!({ "kind": "survey", "order_id": order, "question": "how", "text": "I am Jo", "option": "tv", "occurred_at": "2026-11-20T13:00:00Z" });
        report(&mut db, &answer);
    }
    let erased = row(&db, "1001/how");
    assert_eq!((&erased["detail"], &erased["erased_at"]), (&json!(r#"{"option":"tv"}"#), &json!(NOON)));
    assert!(row(&db, "1002/how")["detail"].as_str().unwrap().contains("I am Jo"));
}

#[test]
fn a_lead_that_was_erased_is_found_by_its_report_and_does_not_come_back() {
    let mut db = given::control();
    let lead = json!({ "kind": "lead", "lead_id": "ann@example.com", "occurred_at": "2026-11-20T12:00:00Z", "customer": "ann@example.com" });
    report(&mut db, &lead);
    report(&mut db, &with(sale("1001"), &json!({ "lead_id": "ann@example.com" })));
    let keys = json!([[1, "1001"], [3, "ann@example.com"]]);
    let other = erased_id(3, "ann@example.com", &given::settings().customer_key);
    erase(&db, &keys);
    let renamed = json!([[3, "ann@example.com", other]]);
    given::run(&db, sql::PRIVACY_LEADS, &[renamed.clone().into()]);
    given::run(&db, sql::PRIVACY_IDS, &[renamed.clone().into()]);
    given::run(&db, sql::PRIVACY_PATHS, &[renamed.into()]);
    report(&mut db, &with(lead, &json!({ "type": "ann", "revision": 4 })));
    let rows = given::ask(&db, "SELECT key, lead_id, customer, detail FROM conversion ORDER BY kind");
    assert_eq!(rows[0]["lead_id"], json!(other), "the order still comes from its lead");
    assert_eq!(
        rows[1],
        json!({ "key": other, "lead_id": null, "customer": null, "detail": "{\"new_customer\":true}" })
    );
    assert_eq!(rows.len(), 2);
}

#[test]
fn a_click_of_an_erased_order_stays_beside_its_customers_orders_as_long_as_any_window_reaches() {
    for (later, kept) in [(45, 1), (90, 1), (92, 0)] {
        let mut db = given::control();
        let ann = json!({ "customer": "ann@example.com" });
        report(&mut db, &with(sale("1001"), &ann));
        touch(&db, "1001", &json!([[7, NOON, 5, 6]]));
        report(&mut db, &with(sale("1002"), &ann));
        let moved = "UPDATE conversion SET occurred_at = ?1 WHERE key = '1002'";
        given::run(&db, moved, &[(NOON + later * DAY).into()]);
        erase(&db, &json!([[1, "1001"]]));
        let brought = "SELECT json_array_length(coalesce(history, '[]')) FROM conversion WHERE key = '1002'";
        assert_eq!(given::number(&db, brought), kept, "{later} days");
    }
}

/// A path as `paths_put.sql` reads it.
fn path(kind: i64, key: &str, steps: &str) -> Value {
    json!([kind, key, 20_777, NOON, "EUR", 100, 0, 100, 0, null, 1, 0, 0, null, steps, 0])
}

#[test]
fn the_path_of_a_lead_that_was_erased_goes_by_its_other_id_and_none_comes_back_under_the_old_one() {
    let mut db = given::control();
    let lead = json!({ "kind": "lead", "lead_id": "ann@example.com", "occurred_at": "2026-11-20T12:00:00Z" });
    report(&mut db, &lead);
    report(&mut db, &sale("ann@example.com"));
    let paths = || Arg::from(json!([path(3, "ann@example.com", "[]"), path(1, "ann@example.com", "[]")]));
    given::run(&db, sql::PATHS_PUT, &[paths()]);
    let renamed = json!([[3, "ann@example.com", "erased:1"]]);
    given::run(&db, sql::PRIVACY_IDS, &[renamed.clone().into()]);
    given::run(&db, sql::PRIVACY_PATHS, &[renamed.into()]);
    // A recount that has read it before writes it after.
    given::run(&db, sql::PATHS_PUT, &[paths()]);
    let kept = given::ask(&db, "SELECT kind, key FROM path ORDER BY kind");
    assert_eq!(kept, [json!({ "kind": 1, "key": "ann@example.com" }), json!({ "kind": 3, "key": "erased:1" })]);
    let shown = given::rows(&db, sql::PRIVACY_SHOW_PATHS, &[json!([[3, "erased:1"]]).into()]);
    assert_eq!(shown.len(), 1);
}

#[test]
fn a_path_is_taken_from_here_only_where_what_it_was_made_of_may_be_gone() {
    let mut db = given::control();
    for key in ["whole", "lost", "erased"] {
        report(&mut db, &sale(key));
        given::run(&db, sql::PATHS_PUT, &[json!([path(1, key, "[[1,5,5,1,0,7,0,\"\",1]]")]).into()]);
    }
    erase(&db, &json!([[1, "erased"]]));
    let wanted = || Arg::from(json!([[0, 1, "whole", 0], [1, 1, "lost", 1], [2, 1, "erased", 0]]));
    let found = |gone: i64| {
        let mut rows: Vec<(usize, i64, Value)> = given::json(&db, sql::PATHS_FOUND, &[wanted(), gone.into()]);
        rows.sort_by_key(|row| row.0);
        assert!(rows.iter().all(|row| row.2 == json!([[1, 5, 5, 1, 0, 7, 0, "", 1]])), "{rows:?}");
        rows.into_iter().map(|row| (row.0, row.1)).collect::<Vec<_>>()
    };
    let ever = 9_007_199_254_740_991;
    assert_eq!(found(NOON - 90 * DAY), [(1, ever), (2, ever)], "its events are kept as far as any window reaches");
    let gone = NOON - 90 * DAY + 1;
    assert_eq!(found(gone), [(0, gone), (1, ever), (2, ever)]);
}

#[test]
fn a_lead_of_an_erased_customer_is_a_new_ones_as_before() {
    let (order, lead) = (json!([1, "1001"]), json!([3, "l"]));
    for (at, keys, new) in [
        ("2026-11-20T11:00:00Z", json!([order]), false),
        ("2026-11-20T11:00:00Z", json!([order, lead]), false),
        ("2026-11-20T12:30:00Z", json!([order, lead]), true),
    ] {
        let mut db = given::control();
        let ann = |mut body: Value, at: &str| {
            (body["customer"], body["occurred_at"]) = (json!("ann@example.com"), json!(at));
            body
        };
        report(&mut db, &ann(sale("1001"), at));
        report(&mut db, &ann(json!({ "kind": "lead", "lead_id": "l" }), "2026-11-20T12:00:00Z"));
        erase(&db, &keys);
        let told = "SELECT detail ->> '$.new_customer' FROM conversion WHERE kind = 3";
        assert_eq!(given::number(&db, told), i64::from(new), "{keys}");
    }
}

#[test]
fn an_order_finds_what_hangs_on_it_and_a_customer_all_of_theirs() {
    let mut db = given::control();
    let ann = json!({ "customer": "ann@example.com" });
    report(&mut db, &json!({ "kind": "lead", "lead_id": "l", "occurred_at": "2026-11-20T11:00:00Z" }));
    report(&mut db, &with(sale("1"), &with(ann.clone(), &json!({ "lead_id": "l", "aliases": ["#1"] }))));
    report(&mut db, &with(sale("2"), &ann));
    report(&mut db, &sale("3"));
    report(&mut db, &given::refund("r1", "1"));
    report(
        &mut db,
        &json!({ "kind": "survey", "order_id": "1", "question": "how", "text": "ann", "occurred_at": "2026-11-20T13:00:00Z" }),
    );
    assert_eq!(found(&db, Some("#1"), None), ["1", "1/how", "l", "r1"]);
    let hash = row(&db, "2")["customer"].as_str().unwrap().to_owned();
    assert_eq!(found(&db, None, Some(&hash)), ["1", "1/how", "2", "l", "r1"]);
    assert!(found(&db, Some("4"), None).is_empty());
}

#[test]
fn a_lead_that_only_a_browser_names_is_not_taken_for_the_orders() {
    let mut db = given::control();
    report(&mut db, &json!({ "kind": "lead", "lead_id": "of-another", "occurred_at": "2026-11-20T11:00:00Z" }));
    let browser = Reporter { source: 3, rank: Rank::Browser };
    report_by(&mut db, browser, &with(sale("1"), &json!({ "lead_id": "of-another" })));
    assert_eq!(found(&db, Some("1"), None), ["1"]);
}

/// Finds the deliveries with these words and names.
fn deliveries(db: &Connection, words: &Value, names: &Value) -> (Option<u32>, Vec<u32>) {
    given::json(db, sql::PRIVACY_DELIVERIES, &[words.clone().into(), names.clone().into(), 0.into(), 100.into()])
}

#[test]
fn deliveries_are_found_by_words_anywhere_and_by_short_ids_only_where_ids_stand() {
    let db = given::control();
    let bodies = [
        r#"{"email":"Ann@Example.com"}"#,
        r#"{"id":1001,"total":5}"#,
        r##"{"name":"#1001"}"##,
        r#"{"quantity":1001,"sku":"1001"}"#,
        r#"{"data":{"object":{"order_id":"1001"}}}"#,
        r#"{"email":"ann@example.com","cut o"#,
        r#"{"id":10010}"#,
    ];
    for body in bodies {
        let statement = "INSERT INTO delivery (source, received_at, nonce, verified, cut, topic, status, outcome, errors, items, body)
            VALUES (1, 0, 0, 1, 0, '', 200, '', '[]', '[]', ?1)";
        given::run(&db, statement, &[body.into()]);
    }
    assert_eq!(deliveries(&db, &json!(["ann@example.com"]), &json!(["1001"])), (Some(7), vec![1, 2, 5, 6]));
    assert_eq!(deliveries(&db, &json!([]), &json!(["#1001"])).1, [3]);
    given::run(&db, "UPDATE delivery SET items = '[{\"order_id\":\"a\\\"b\"}]' WHERE id = 4", &[]);
    assert_eq!(deliveries(&db, &json!([]), &json!(["a\"b"])).1, [4], "what became of it names it too");
    assert_eq!(deliveries(&given::control(), &json!(["a"]), &json!([])), (None, vec![]));
}

fn deliver(db: &Connection, bodies: &[String]) {
    for body in bodies {
        let statement = "INSERT INTO delivery (source, received_at, nonce, verified, cut, topic, status, outcome, errors, items, body)
            VALUES (1, 0, 0, 1, 0, '', 200, '', '[]', '[]', ?1)";
        given::run(db, statement, &[body.as_str().into()]);
    }
}

#[test]
fn deliveries_are_looked_through_some_four_megabytes_at_a_time() {
    let db = given::control();
    let long = "x".repeat(1_500_000);
    deliver(&db, &(0..5).map(|_| format!("{{\"email\":\"a@b.example\",\"note\":\"{long}\"}}")).collect::<Vec<_>>());
    let next = |behind: u32| -> (Option<u32>, Vec<u32>) {
        let args = [json!(["a@b.example"]).into(), json!([]).into(), i64::from(behind).into(), 200.into()];
        given::json(&db, sql::PRIVACY_DELIVERIES, &args)
    };
    assert_eq!(next(0), (Some(3), vec![1, 2, 3]));
    assert_eq!(next(3), (Some(5), vec![4, 5]));
    assert_eq!(next(5), (None, vec![]));
    // One that is longer than all that is looked through at once still is.
    deliver(&db, &["y".repeat(5_000_000), "a@b.example".to_owned()]);
    assert_eq!((next(5), next(6)), ((Some(6), vec![]), (Some(7), vec![7])));
}

#[test]
fn a_delivery_is_found_however_its_shop_spells_letters_beyond_ascii() {
    let db = given::control();
    let bodies = [
        r#"{"email":"jörg@example.com"}"#,
        r#"{"email":"JÖRG@Example.com"}"#,
        r#"{"email":"j\u00f6rg@example.com"}"#,
        r#"{"email":"J\u00D6RG@EXAMPLE.COM"}"#,
        r#"{"email":"jorg@example.com"}"#,
        r#"{"number":"R\/10\u00f6"}"#,
    ];
    deliver(&db, &bodies.map(str::to_owned));
    let asked =
        Work { words: vec!["jörg@example.com".into()], ids: vec![(1, "R/10ö".into(), None)], ..Work::default() };
    let needle = asked.needle();
    let args = [needle.words.into(), needle.names.into(), 0.into(), 100.into()];
    let found: (Option<u32>, Vec<u32>) = given::json(&db, sql::PRIVACY_DELIVERIES, &args);
    assert_eq!(found.1, [1, 2, 3, 4, 6]);
}

#[test]
fn a_letter_is_looked_into_for_whole_numbers_and_for_words_in_any_case() {
    let db = given::control();
    for body in ["5", "x5y", "15", "51", "[5,1]", "", "wm=AbCdEfGhIjKl", "of JÖRG@example.com"] {
        given::run(
            &db,
            "INSERT INTO dead_letter (queue, reason, body, received_at) VALUES ('q', 'r', ?1, 0)",
            &[body.into()],
        );
    }
    let words =
        Work { words: vec!["abcdefghijkl".into(), "jörg@example.com".into()], ..Work::default() }.needle().words;
    let args = [json!(["5"]).into(), words.into(), 0.into(), 100.into()];
    let found: Vec<i64> =
        given::rows(&db, sql::PRIVACY_LETTERS, &args).iter().map(|row| row["id"].as_i64().unwrap()).collect();
    assert_eq!(found, [1, 2, 5, 7, 8]);
}

#[test]
fn a_receipt_counts_what_the_statement_before_it_has_changed() {
    let db = given::control();
    let open = |work: &str| {
        let args = ["hash".into(), "customer".into(), None::<&str>.into(), NOON.into(), work.into()];
        given::rows(&db, sql::PRIVACY_RECEIPT_OPEN, &args).remove(0)
    };
    assert_eq!(open("{}"), json!({ "id": 1, "work": "{}" }));
    assert_eq!(open("other"), json!({ "id": 1, "work": "{}" }), "one that is open goes on with its own work");
    for _ in 0..2 {
        given::run(&db, "INSERT INTO idempotency VALUES ('k', 'f', NULL, NULL, 0), ('l', 'f', NULL, NULL, 0)", &[]);
        given::run(&db, "DELETE FROM idempotency", &[]);
        given::run(&db, sql::PRIVACY_RECEIPT_COUNT, &[1.into(), "idempotency".into()]);
    }
    given::run(&db, "DELETE FROM idempotency", &[]);
    given::run(&db, sql::PRIVACY_RECEIPT_COUNT, &[1.into(), "delivery".into()]);
    given::run(&db, sql::PRIVACY_RECEIPT_ADD, &[1.into(), "event".into(), 3.into()]);
    given::run(&db, sql::PRIVACY_RECEIPT_WORK, &[1.into(), None::<&str>.into(), (NOON + 1).into()]);
    let row = given::ask(&db, "SELECT rows, work, finished_at FROM privacy_receipt").remove(0);
    let rows = r#"{"idempotency":4,"event":3}"#;
    assert_eq!(row, json!({ "rows": rows, "work": null, "finished_at": NOON + 1 }));
    assert_ne!(open("{}")["id"], 1, "and one that has ended is followed by another");
}

#[test]
fn how_many_events_an_erasure_changed_stands_beside_them_until_its_receipt_says_so() {
    let (db, control) = (given::events(), given::control());
    let event = Event::new(Kind::Click, 1, (Verdict::Human, Reason::None), (7, NOON, 5));
    given::run(&db, sql::EVENTS_INSERT, &[json!([event]).into()]);
    let group = |former: u64, other: u64| -> Arg { json!([[NOON / DAY, former, other, 1, 0]]).into() };
    for (former, other) in [(7, 8), (7, 9), (8, 9)] {
        given::run(&db, sql::PRIVACY_EVENTS, &[group(former, other)]);
        given::run(&db, sql::PRIVACY_EVENTS_CHANGED, &[4.into()]);
    }
    let facts = "SELECT value FROM meta WHERE name = 'erased:4'";
    assert_eq!(given::number(&db, facts), 2, "what changed nothing adds nothing");
    let args = ["hash".into(), "visitor".into(), None::<&str>.into(), NOON.into(), "{}".into()];
    given::rows(&control, sql::PRIVACY_RECEIPT_OPEN, &args);
    for sum in [0, 2, 2] {
        given::run(&control, sql::PRIVACY_RECEIPT_SUM, &[1.into(), "event".into(), sum.into()]);
    }
    assert_eq!(given::ask(&control, "SELECT rows FROM privacy_receipt"), [json!({ "rows": "{\"event\":2}" })]);
    given::run(&db, sql::PRIVACY_EVENTS_SAID, &[4.into()]);
    assert!(given::ask(&db, facts).is_empty());
}

fn an_event() -> impl Strategy<Value = Event> {
    let facets = (0..3_u32, 0..3_u32, prop::bool::ANY).prop_map(|(network, connection, speaks)| Facets {
        network: network * 64_000,
        connection: connection * 2_000_000_001,
        language: Letters::of(if speaks { "de" } else { "" }),
        ..Facets::default()
    });
    let key = (0..3_u64, 0..3_i64, any::<u32>(), 0..2_u64);
    (key, facets, prop::option::of("[a-z]{1,5}")).prop_map(|((visitor, day, nonce, way), facets, address)| {
        let key = ((way << 47) | visitor, NOON + day * DAY, nonce);
        let event = Event::new(Kind::Click, 1, (Verdict::Human, Reason::None), key);
        Event { facets, address, ..event }
    })
}

proptest! {
    #![proptest_config(given::tries(40))]

    #[test]
    fn events_become_in_the_store_what_they_become_in_a_letter(events in prop::collection::vec(an_event(), 1..20)) {
        let db = given::events();
        given::run(&db, sql::EVENTS_INSERT, &[json!(events).into()]);
        let scramble = Scramble::of("key").unwrap();
        let visitors: Vec<u64> = events.iter().map(|event| event.visitor).collect();
        let days: Vec<(i64, u64, u32)> = given::json(&db, sql::PRIVACY_EVENT_DAYS, &[json!(visitors).into()]);
        let groups: Vec<_> = days.iter().map(|(day, visitor, _)| {
            let group = scramble.group(*day, *visitor);
            (day, visitor, group.visitor, group.factor, group.shift)
        }).collect();
        let count = given::number(&db, "SELECT count(*) FROM event");
        prop_assert_eq!(given::run(&db, sql::PRIVACY_EVENTS, &[json!(groups).into()]), count);
        let mut other = given::events();
        let lettered: Vec<Event> = events.iter().cloned().map(|mut event| { scramble.event(&mut event); event }).collect();
        given::run(&other, sql::EVENTS_INSERT, &[json!(lettered).into()]);
        let every = "SELECT * FROM event";
        prop_assert_eq!(given::ask(&db, every), given::ask(&other, every));
        other = given::events();
        given::run(&other, sql::EVENTS_INSERT, &[json!(events).into()]);
        let alike = "SELECT count(DISTINCT visitor) AS visitors, count(DISTINCT visitor || ' ' || connection) AS lines FROM event GROUP BY day ORDER BY day";
        prop_assert_eq!(given::ask(&db, alike), given::ask(&other, alike), "what was alike still is, and nothing else");
    }

    #[test]
    fn whoever_is_erased_every_order_stays_whose_it_was(
        orders in prop::collection::vec((0..4_u8, 0..4_u8, 0..100_i64, prop::collection::vec((1..4_u32, 0..45_i64), 0..2), prop::bool::weighted(0.2)), 1..10),
        turns in prop::collection::vec(prop::collection::vec(0..10_usize, 1..4), 1..5),
    ) {
        let mut db = given::control();
        for lead in 1..4_u8 {
            let said = json!({ "kind": "lead", "lead_id": format!("l{lead}"), "customer": format!("c{lead}"),
                "occurred_at": time::print(NOON - i64::from(lead) * 20 * DAY) });
            report(&mut db, &said);
            touch(&db, &format!("l{lead}"), &json!([[lead, NOON - i64::from(lead) * 20 * DAY - 7_000, 90 + lead, 9]]));
        }
        for (place, (customer, lead, back, clicks, browser)) in (0_i64..).zip(&orders) {
            let at = NOON - back * DAY - place * 60_000;
            let mut said = with(sale(&format!("order-number-{place}")), &json!({ "occurred_at": time::print(at) }));
            if *customer > 0 {
                said["customer"] = json!(format!("c{customer}"));
            }
            if *lead > 0 {
                said["lead_id"] = json!(format!("l{lead}"));
            }
            let rank = if *browser { Rank::Browser } else { Rank::Server };
            report_by(&mut db, Reporter { source: 0, rank }, &said);
            let touches: Vec<_> =
                (1_i64..).zip(clicks).map(|(nonce, (link, ago))| (link, at - ago * DAY - nonce * 1_000 - place, nonce + place * 10, 7)).collect();
            touch(&db, &format!("order-number-{place}"), &json!(touches));
        }
        let before = credits(&db);
        for turn in turns {
            let keys: Vec<(u8, String)> = turn.iter().map(|place| match place {
                7.. => (3, format!("l{}", place - 6)),
                _ => (1, format!("order-number-{place}")),
            }).collect();
            erase(&db, &json!(keys));
            prop_assert_eq!(&credits(&db), &before, "after {:?}", keys);
        }
    }
}

#[test]
fn work_is_kept_and_read_again_whole() {
    let work = Work {
        order: Some("1".into()),
        customer: Some("c".into()),
        click: Some((NOON, 7)),
        visitor: Some(1 << 47),
        visitors: vec![1, 2],
        clicks: vec![(NOON, 8)],
        ids: vec![(0, "n".into(), None), (1, "n".into(), Some(6))],
        words: vec!["w".into()],
        key: "k".into(),
    };
    let read: Work = waymark::domain::stored::parse(&json!(work).to_string()).unwrap();
    assert_eq!(read, work);
}

#[test]
fn the_receipt_that_was_tried_longest_ago_comes_first() {
    let db = given::control();
    for subject in ["a", "b", "c"] {
        let args = [subject.into(), "customer".into(), None::<&str>.into(), NOON.into(), "{}".into()];
        given::rows(&db, sql::PRIVACY_RECEIPT_OPEN, &args);
    }
    let left = |most: i64| -> Vec<Value> {
        given::rows(&db, sql::PRIVACY_RECEIPTS_LEFT, &[most.into()]).iter().map(|row| row["id"].clone()).collect()
    };
    assert_eq!(left(2), [1, 2]);
    for (id, at) in [(1, NOON + 2), (2, NOON + 1)] {
        given::run(&db, sql::PRIVACY_RECEIPT_TRIED, &[id.into(), at.into()]);
    }
    assert_eq!(left(3), [3, 2, 1]);
}

#[test]
fn events_of_a_day_that_is_not_counted_stay_a_week_longer_and_no_more() {
    for (behind, from) in [
        (vec![], 100),
        (vec![100, 300], 99),
        (vec![101], 100),
        (vec![97, 99], 96),
        (vec![94], 93),
        (vec![93], 93),
        // For good: what is older keeps nothing.
        (vec![92, 50], 100),
    ] {
        let db = given::events();
        for day in &behind {
            given::run(&db, "INSERT INTO dirty_day VALUES (CAST(?1 AS INTEGER), 0, 0)", &[Arg::from(*day)]);
        }
        let row = given::rows(&db, sql::PURGE_EVENTS_FROM, &[100.into(), 7.into()]).remove(0);
        assert_eq!(row["day"], json!(from), "{behind:?}");
    }
}

#[test]
fn parts_go_by_dimension_and_day_in_pieces() {
    let db = given::control();
    for dimension in 1..3 {
        for day in 1..4 {
            for link in -1..2 {
                let args = [Arg::from(dimension), day.into(), link.into()];
                given::run(&db, "INSERT INTO visit_part VALUES (?1, ?2, ?3, 'v', 1, 1, 0, 0, 0)", &args);
            }
        }
    }
    let purge = || given::run(&db, sql::PURGE_PARTS, &[2.into(), 3.into(), 4.into()]);
    assert_eq!([purge(), purge(), purge()], [4, 2, 0]);
    let left = given::ask(&db, "SELECT dimension, day, count(*) AS n FROM visit_part GROUP BY 1, 2");
    let row = |dimension: i64, day: i64| json!({ "dimension": dimension, "day": day, "n": 3 });
    assert_eq!(left, [row(1, 1), row(1, 2), row(1, 3), row(2, 3)]);
}

#[test]
fn parts_of_credit_go_as_those_of_visits_do() {
    let db = given::control();
    for (dimension, day, value) in [(1, 1, "a"), (1, 2, "a"), (1, 2, "b"), (1, 3, "a"), (2, 1, "a")] {
        let row = "INSERT INTO credit_part VALUES (?1, ?2, ?3, 1, 1, 1, 'EUR', 1, 1, 0, 1, 0)";
        given::run(&db, row, &[dimension.into(), day.into(), value.into()]);
    }
    let purge = || given::run(&db, sql::PURGE_CREDIT_PARTS, &[1.into(), 3.into(), 2.into()]);
    assert_eq!([purge(), purge(), purge()], [2, 1, 0]);
    let left = given::ask(&db, "SELECT dimension, day FROM credit_part ORDER BY dimension");
    assert_eq!(left, [json!({ "dimension": 1, "day": 3 }), json!({ "dimension": 2, "day": 1 })]);
}
