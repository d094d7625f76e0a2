//! Conversions: every bad field is named, the same report is known again, each item hears what became of it.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::click_id::{Click, ClickKeys};
use waymark::domain::conversion::{
    Batch, Claim, Foreseen, Item, Kind, MOST_MINOR, Outcome, Rank, Reporter, Said, hashed,
};
use waymark::domain::refusal::Refusal;
use waymark::domain::settings::Settings;
use waymark::domain::touch::Touch;

use crate::given::{self, NOON, SECOND_KEY, pointers};

fn sale() -> Value {
    json!({
        "kind": "sale",
        "order_id": "1001",
        "total_minor": 7_930,
        "tax_minor": 1_240,
        "shipping_minor": 490,
        "currency": "EUR",
        "occurred_at": "2026-11-20T11:00:00Z",
    })
}

fn refund() -> Value {
    json!({
        "kind": "refund",
        "order_id": "1001",
        "refund_id": "r1",
        "total_minor": 930,
        "currency": "EUR",
        "occurred_at": "2026-11-20T11:30:00Z",
    })
}

/// `body` with `field` set to `value`.
fn with(body: Value, field: &str, value: Value) -> Value {
    let mut body = body;
    body[field] = value;
    body
}

fn without(body: Value, field: &str) -> Value {
    let mut body = body;
    body.as_object_mut().unwrap().remove(field);
    body
}

fn read(body: &Value) -> Batch {
    Batch::read(body, &given::settings(), Reporter::API, NOON).unwrap()
}

fn first(mut batch: Batch) -> Result<Claim, Vec<(String, &'static str)>> {
    match batch.items.remove(0) {
        Item::Claim(claim) => Ok(*claim),
        Item::Test(kind) => panic!("a test {kind:?}"),
        Item::Faulty(faults) => Err(pointers(&faults)),
    }
}

fn one(body: &Value) -> Result<Claim, Vec<(String, &'static str)>> {
    first(read(body))
}

fn claim(body: &Value) -> Claim {
    one(body).unwrap()
}

fn id(nonce: u32) -> String {
    given::keys().print(&Click { nonce, ..given::click() })
}

fn click(nonce: u32) -> Click {
    Click { nonce, ..given::click() }
}

#[test]
fn a_sale_is_read_whole() {
    let mut body = sale();
    body["click_id"] = json!(id(1));
    body["code"] = json!(" sarah20 ");
    body["customer"] = json!("Ann@Example.com");
    let claim = claim(&body);
    assert_eq!((claim.kind, claim.id.as_deref(), claim.order_id.as_deref()), (Kind::Sale, None, Some("1001")));
    assert_eq!(claim.amount, given::stated(7_930, 1_240, 490));
    assert_eq!((claim.occurred_at, claim.received_at), (NOON - 3_600_000, NOON));
    assert_eq!(claim.currency, Some(given::currency("EUR")));
    assert_eq!(claim.touches, [Touch::Click(click(1))]);
    assert_eq!(claim.codes, [("SARAH20".to_owned(), None)]);
    assert!(claim.customer.is_some());
    assert!(claim.notes.is_empty());
}

#[test]
fn a_refund_is_unique_by_its_own_id() {
    let claim = claim(&refund());
    assert_eq!((claim.kind, claim.id.as_deref(), claim.order_id.as_deref()), (Kind::Refund, Some("r1"), Some("1001")));
    assert_eq!(claim.amount, given::only(930));
}

#[test]
fn a_missing_field_is_named() {
    for field in ["kind", "order_id", "total_minor", "currency", "occurred_at"] {
        assert_eq!(one(&without(sale(), field)).unwrap_err(), [(format!("/{field}"), "required")]);
        assert_eq!(one(&with(sale(), field, Value::Null)).unwrap_err(), [(format!("/{field}"), "required")]);
    }
    assert_eq!(one(&without(refund(), "refund_id")).unwrap_err(), [("/refund_id".into(), "required")]);
}

#[test]
fn a_wrong_field_is_named_with_what_is_wrong() {
    let cases = [
        ("kind", json!("gift"), "unknown_kind"),
        ("kind", json!(1), "not_text"),
        ("order_id", json!(1001), "not_text"),
        ("order_id", json!("  "), "empty"),
        ("order_id", json!("x".repeat(129)), "too_long"),
        ("order_id", json!("10\u{0}01"), "control_character"),
        ("total_minor", json!("7930"), "not_an_integer"),
        ("total_minor", json!(79.3), "not_an_integer"),
        ("total_minor", json!(-1), "out_of_range"),
        ("total_minor", json!(MOST_MINOR + 1), "out_of_range"),
        ("total_minor", json!(u64::MAX), "not_an_integer"),
        ("total_minor", json!(1_000), "amounts_do_not_add_up"),
        ("tax_minor", json!(-1), "out_of_range"),
        ("shipping_minor", json!(true), "not_an_integer"),
        ("currency", json!("euro"), "not_a_currency"),
        ("currency", json!(978), "not_a_currency"),
        ("occurred_at", json!("yesterday"), "not_a_time"),
        ("occurred_at", json!(NOON), "not_a_time"),
        ("occurred_at", json!("1999-12-31T00:00:00Z"), "not_a_time"),
        ("occurred_at", json!("2026-11-21T12:00:00.001Z"), "in_the_future"),
        ("occurred_at", json!("2016-11-19T11:59:59Z"), "too_old"),
        ("revision", json!(-1), "out_of_range"),
        ("aliases", json!("#1001"), "not_a_list"),
        ("aliases", json!([1001]), "not_a_list"),
        ("aliases", json!(vec!["x"; 9]), "not_a_list"),
        ("merchandise_minor", json!(7_000), "amounts_do_not_add_up"),
        ("merchandise_minor", json!(6_000), "amounts_do_not_add_up"),
        ("items", json!({}), "not_a_list"),
        ("items", json!(vec![json!({ "quantity": 1, "amount_minor": 1 }); 101]), "not_a_list"),
        ("codes", json!("SARAH20"), "not_a_list"),
        ("codes", json!(vec!["x"; 11]), "not_a_list"),
        ("new_customer", json!("yes"), "not_a_boolean"),
        ("lead_id", json!(5), "not_text"),
        ("click_ids", json!("abc"), "not_a_list"),
        ("click_ids", json!({}), "not_a_list"),
        ("code", json!([]), "not_text"),
        ("code", json!("x".repeat(65)), "too_long"),
        ("customer", json!({}), "not_text"),
        ("customer", json!("x".repeat(321)), "too_long"),
        ("ordr_id", json!("1001"), "unknown_field"),
        ("refund_id", json!("r1"), "unknown_field"),
    ];
    for (field, value, code) in cases {
        let faults = one(&with(sale(), field, value.clone())).unwrap_err();
        assert_eq!(faults, [(format!("/{field}"), code)], "{field} = {value}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let body = json!({ "kind": "sale", "total_minor": -1, "currency": 1, "colour": "red" });
    let faults = one(&body).unwrap_err();
    let expected = [
        ("/occurred_at".to_owned(), "required"),
        ("/order_id".to_owned(), "required"),
        ("/total_minor".to_owned(), "out_of_range"),
        ("/currency".to_owned(), "not_a_currency"),
        ("/colour".to_owned(), "unknown_field"),
    ];
    assert_eq!(faults, expected);
}

#[test]
fn what_brought_an_order_about_is_not_said_with_its_refund() {
    for field in ["click_id", "click_ids", "code", "customer"] {
        assert_eq!(one(&with(refund(), field, json!("x"))).unwrap_err(), [(format!("/{field}"), "unknown_field")]);
    }
}

#[test]
fn a_refund_of_nothing_is_refused_but_a_sale_of_nothing_is_not() {
    assert_eq!(one(&with(refund(), "total_minor", json!(0))).unwrap_err(), [("/total_minor".into(), "out_of_range")]);
    let free = with(without(without(sale(), "tax_minor"), "shipping_minor"), "total_minor", json!(0));
    assert!(one(&free).is_ok());
}

#[test]
fn an_item_of_a_list_is_named_by_its_place() {
    let batch = read(&json!([sale(), without(sale(), "order_id"), 5]));
    assert!(batch.list);
    let faults = |at: usize| match &batch.items[at] {
        Item::Faulty(faults) => pointers(faults),
        other => panic!("{other:?}"),
    };
    assert!(matches!(batch.items[0], Item::Claim(_)));
    assert_eq!(faults(1), [("/1/order_id".into(), "required")]);
    assert_eq!(faults(2), [("/2".into(), "not_an_object")]);
}

#[test]
fn a_single_item_that_is_no_object_is_refused() {
    for body in [json!(null), json!(5), json!("sale"), json!(true)] {
        assert_eq!(one(&body).unwrap_err(), [(String::new(), "not_an_object")]);
    }
}

#[test]
fn a_list_has_1_to_100_items() {
    for length in [0, 101] {
        let Err(Refusal::Invalid(faults)) =
            Batch::read(&json!(vec![sale(); length]), &given::settings(), Reporter::API, NOON)
        else {
            panic!("{length} items were taken")
        };
        assert_eq!(pointers(&faults), [(String::new(), "list_length")]);
    }
    assert_eq!(read(&json!(vec![sale(); 100])).items.len(), 100);
    assert!(read(&json!([sale()])).list);
}

#[test]
fn a_clock_that_is_minutes_ahead_is_brought_back_without_a_word() {
    let claim = claim(&with(sale(), "occurred_at", json!("2026-11-20T12:05:00Z")));
    assert_eq!((claim.occurred_at, claim.notes), (NOON, vec![]));
}

#[test]
fn a_clock_that_is_further_ahead_is_noted() {
    let claim = claim(&with(sale(), "occurred_at", json!("2026-11-20T12:05:00.001Z")));
    assert_eq!((claim.occurred_at, claim.notes), (NOON, vec!["clock_skew"]));
}

/// A click so many milliseconds after the time that the shop says.
fn clicked(after: i64) -> Value {
    let at = NOON - 3_600_000 + after;
    with(sale(), "click_id", json!(given::keys().print(&Click { at, ..given::click() })))
}

#[test]
fn a_clock_that_is_minutes_behind_its_own_click_is_brought_up_to_it() {
    for after in [1000, 300_000] {
        let claim = claim(&clicked(after));
        assert_eq!((claim.occurred_at, claim.notes), (NOON - 3_600_000 + after, vec!["clock_skew"]), "{after}");
    }
}

#[test]
fn a_time_in_whole_seconds_is_brought_up_to_its_click_without_a_note() {
    for after in [1, 999] {
        let claim = claim(&clicked(after));
        assert_eq!((claim.occurred_at, claim.notes), (NOON - 3_600_000 + after, vec![]), "{after}");
    }
}

#[test]
fn a_click_before_the_order_or_long_after_it_moves_no_clock() {
    for after in [0, -1, -86_400_000, 300_001] {
        let claim = claim(&clicked(after));
        assert_eq!((claim.occurred_at, claim.notes), (NOON - 3_600_000, vec![]), "{after}");
    }
}

#[test]
fn an_order_of_last_year_is_taken() {
    let claim = claim(&with(sale(), "occurred_at", json!("2025-11-20T12:00:00Z")));
    assert_eq!((claim.occurred_at, claim.notes), (NOON - 365 * 86_400_000, vec!["backfill"]));
}

#[test]
fn click_id_and_click_ids_are_one_list_without_repetition() {
    let mut body = sale();
    body["click_id"] = json!(id(1));
    body["click_ids"] = json!([id(2), id(1), format!(" {} ", id(3))]);
    let touches = claim(&body).touches;
    assert_eq!(touches.len(), 3);
    assert!([1, 2, 3].into_iter().all(|nonce| touches.contains(&Touch::Click(click(nonce)))));
}

#[test]
fn fifty_click_ids_are_taken() {
    let ids: Vec<String> = (1..=50).map(id).collect();
    assert_eq!(claim(&with(sale(), "click_ids", json!(ids))).touches.len(), 50);
}

#[test]
fn of_more_click_ids_the_last_fifty_count_and_the_sale_is_kept() {
    let ids: Vec<String> = (1..=60).map(id).collect();
    let read = claim(&with(sale(), "click_ids", json!(ids)));
    assert_eq!((read.touches.len(), read.notes), (50, vec!["click_ids_cut"]));
    assert_eq!((&read.touches[0], &read.touches[49]), (&Touch::Click(click(11)), &Touch::Click(click(60))));
}

#[test]
fn the_one_click_id_counts_beside_a_list_that_is_too_long() {
    let ids: Vec<String> = (1..=60).map(id).collect();
    let body = with(with(sale(), "click_ids", json!(ids)), "click_id", json!(id(99)));
    assert!(claim(&body).touches.contains(&Touch::Click(click(99))));
}

#[test]
fn a_click_id_that_is_no_text_is_noted_and_the_sale_is_kept() {
    for body in [with(sale(), "click_id", json!(5)), with(sale(), "click_ids", json!([5, null, {}]))] {
        assert_eq!(claim(&body).notes, ["click_id_unknown"]);
    }
}

#[test]
fn an_id_that_is_not_ours_is_noted_and_the_sale_is_kept() {
    let claim = claim(&with(sale(), "click_id", json!("gclid-abc")));
    assert_eq!((claim.touches, claim.notes), (vec![], vec!["click_id_unknown"]));
}

#[test]
fn a_forged_id_is_noted_and_credits_nobody() {
    let forged = ClickKeys::parse(SECOND_KEY).unwrap().print(&click(1));
    let claim = claim(&with(sale(), "click_id", json!(forged)));
    assert_eq!((claim.touches, claim.notes), (vec![], vec!["click_id_forged"]));
}

#[test]
fn a_word_is_noted_once() {
    let forged = ClickKeys::parse(SECOND_KEY).unwrap().print(&click(1));
    let mut notes = claim(&with(sale(), "click_ids", json!(["a", "b", forged, "c", forged]))).notes;
    notes.sort_unstable();
    assert_eq!(notes, ["click_id_forged", "click_id_unknown"]);
}

#[test]
fn a_customer_is_never_kept_as_sent() {
    let batch = read(&with(sale(), "customer", json!("ann@example.com")));
    let rows = batch.waves().remove(0).rows;
    assert!(!rows.contains("ann"), "{rows}");
    assert!(!format!("{batch:?}").contains("ann@"));
}

#[test]
fn one_person_is_one_customer_however_the_address_is_written() {
    let key = "customer-customer-customer";
    assert_eq!(hashed(" Ann@Example.COM ", key), hashed("ann@example.com", key));
    assert_ne!(hashed("ann@example.com", key), hashed("bob@example.com", key));
    assert_ne!(hashed("ann@example.com", key), hashed("ann@example.com", "another-another-another-key"));
}

#[test]
fn an_id_of_the_shops_is_taken_as_it_is_written() {
    assert_ne!(hashed("cust_A", "key"), hashed("cust_a", "key"));
    assert_eq!(hashed(" cust_A ", "key"), hashed("cust_A", "key"));
}

#[test]
fn a_customer_is_128_bits_in_hex() {
    let hash = hashed("x", "key");
    assert_eq!(hash.len(), 32);
    assert!(hash.bytes().all(|b| b.is_ascii_hexdigit()));
}

// The digest: what tells a repeat from a conflict.

#[test]
fn the_same_report_has_the_same_digest_whenever_it_comes() {
    let later = Batch::read(&sale(), &given::settings(), Reporter::API, NOON + 86_400_000).unwrap();
    assert_eq!(claim(&sale()).digest, first(later).unwrap().digest);
}

#[test]
fn the_same_report_written_otherwise_has_the_same_digest() {
    let mut plain = sale();
    plain["code"] = json!("SARAH20");
    plain["customer"] = json!("ann@example.com");
    let mut other = sale();
    other["code"] = json!(" sarah20");
    other["customer"] = json!("Ann@example.com");
    other["currency"] = json!("eur");
    other["occurred_at"] = json!("2026-11-20T12:00:00.000+01:00");
    other["order_id"] = json!(" 1001 ");
    other["click_id"] = Value::Null;
    assert_eq!(claim(&plain).digest, claim(&other).digest);
}

#[test]
fn a_report_that_says_anything_else_has_another_digest() {
    let mut said = sale();
    said["click_id"] = json!(id(1));
    said["code"] = json!("SARAH20");
    said["customer"] = json!("ann@example.com");
    let changes = [
        ("order_id", json!("1002")),
        ("total_minor", json!(7_931)),
        ("tax_minor", json!(1_239)),
        ("tax_minor", Value::Null),
        ("shipping_minor", json!(0)),
        ("shipping_minor", Value::Null),
        ("currency", json!("USD")),
        ("occurred_at", json!("2026-11-20T11:00:01Z")),
        ("click_id", json!(id(2))),
        ("click_id", Value::Null),
        ("code", json!("SARAH21")),
        ("code", Value::Null),
        ("customer", json!("bob@example.com")),
    ];
    for (field, value) in changes {
        let other = with(said.clone(), field, value.clone());
        assert_ne!(claim(&said).digest, claim(&other).digest, "{field} = {value}");
    }
}

#[test]
fn a_sale_and_a_refund_under_one_id_are_two_things() {
    let refund = with(with(refund(), "refund_id", json!("1001")), "total_minor", json!(7_930));
    assert_ne!(claim(&sale()).digest, claim(&refund).digest);
}

#[test]
fn a_retired_click_key_does_not_change_what_a_report_said() {
    let keys = |text: &str| Settings { click_keys: ClickKeys::parse(text).unwrap(), ..given::settings() };
    let body = with(sale(), "click_id", json!(ClickKeys::parse(SECOND_KEY).unwrap().print(&click(1))));
    let digest =
        |settings: &Settings| first(Batch::read(&body, settings, Reporter::API, NOON).unwrap()).unwrap().digest;
    assert_eq!(digest(&keys(SECOND_KEY)), digest(&given::settings()));
}

#[test]
fn a_newer_revision_that_says_the_same_has_the_same_digest() {
    assert_eq!(claim(&sale()).digest, claim(&with(sale(), "revision", json!(5))).digest);
}

#[test]
fn the_same_words_of_two_sources_are_two_reports() {
    let webhook = Reporter { source: 7, rank: Rank::Webhook };
    let other = first(Batch::read(&sale(), &given::settings(), webhook, NOON).unwrap()).unwrap();
    assert_ne!(claim(&sale()).digest, other.digest);
}

#[test]
fn a_renewal_is_a_sale_of_an_existing_customer() {
    let renewal = with(sale(), "kind", json!("renewal"));
    let read = claim(&renewal);
    assert_eq!((read.kind, read.word, &read.detail["renewal"]), (Kind::Sale, "renewal", &json!(true)));
    let faults = one(&with(renewal, "new_customer", json!(true))).unwrap_err();
    assert_eq!(faults, [("/new_customer".into(), "renewal_of_a_new_customer")]);
}

#[test]
fn every_kind_is_read_with_what_it_is_unique_by() {
    let at = "2026-11-20T11:00:00Z";
    let cases = [
        (json!({ "kind": "lead", "lead_id": "l1", "occurred_at": at }), Kind::Lead, Some("l1")),
        (json!({ "kind": "event", "event_id": "e1", "name": "signup", "occurred_at": at }), Kind::Event, Some("e1")),
        (json!({ "kind": "survey", "order_id": "1", "question": "how", "occurred_at": at }), Kind::Survey, Some("how")),
        (without(with(refund(), "cumulative", json!(true)), "refund_id"), Kind::Refund, None),
    ];
    for (body, kind, id) in cases {
        let read = claim(&body);
        assert_eq!((read.kind, read.id.as_deref()), (kind, id), "{body}");
    }
}

#[test]
fn a_lead_that_is_worth_something_says_in_what() {
    let lead = json!({ "kind": "lead", "lead_id": "l1", "value_minor": 500, "occurred_at": "2026-11-20T11:00:00Z" });
    assert_eq!(one(&lead).unwrap_err(), [("/currency".into(), "required")]);
    let read = claim(&with(lead, "currency", json!("EUR")));
    assert_eq!((read.amount.total, read.currency), (500, Some(given::currency("EUR"))));
}

#[test]
fn a_full_refund_needs_no_amount() {
    let full = with(without(refund(), "total_minor"), "full", json!(true));
    assert_eq!(claim(&full).amount.total, MOST_MINOR);
}

#[test]
fn a_refund_of_nothing_takes_an_earlier_one_back() {
    let nothing = with(refund(), "total_minor", json!(0));
    assert!(one(&nothing).is_err());
    assert!(one(&with(nothing.clone(), "revision", json!(1))).is_ok());
    assert!(one(&without(with(nothing, "cumulative", json!(true)), "refund_id")).is_ok());
}

#[test]
fn a_cumulative_refund_has_no_id_and_no_id_looks_like_one() {
    let both = with(refund(), "cumulative", json!(true));
    assert_eq!(one(&both).unwrap_err(), [("/refund_id".into(), "cumulative_has_no_id")]);
    let posing = with(refund(), "refund_id", json!("cumulative:1001"));
    assert_eq!(one(&posing).unwrap_err(), [("/refund_id".into(), "reserved")]);
}

#[test]
fn parts_may_be_off_by_a_unit_a_line() {
    let lines = |count: usize| vec![json!({ "quantity": 1, "amount_minor": 1 }); count];
    let body = |goods: i64, count| with(with(sale(), "merchandise_minor", json!(goods)), "items", json!(lines(count)));
    assert!(one(&body(6_201, 1)).is_ok());
    assert!(one(&body(6_203, 1)).is_err());
    assert!(one(&body(6_203, 3)).is_ok());
    assert!(one(&body(6_197, 3)).is_ok());
    assert!(one(&body(6_196, 3)).is_err());
}

#[test]
fn lines_that_are_not_the_goods_are_noted() {
    let lines = json!([{ "sku": "lamp", "quantity": 2, "amount_minor": 5_000 }]);
    let read = claim(&with(with(sale(), "merchandise_minor", json!(6_200)), "items", lines.clone()));
    assert_eq!((read.notes, &read.detail["items"]), (vec!["items_do_not_add_up"], &lines));
}

#[test]
fn a_line_is_named_by_its_place() {
    let lines = json!([{ "quantity": 1, "amount_minor": 1 }, { "quantity": 0, "amount_minor": 1, "color": "red" }]);
    let faults = one(&with(sale(), "items", lines)).unwrap_err();
    let expected = [("/items/1/quantity".to_owned(), "out_of_range"), ("/items/1/color".to_owned(), "unknown_field")];
    assert_eq!(faults, expected);
}

#[test]
fn codes_come_as_words_or_with_what_they_took_off() {
    let codes = json!(["sarah20", { "code": "Tom10", "discount_minor": 500 }, "SARAH20"]);
    let read = claim(&with(sale(), "codes", codes));
    assert_eq!(read.codes, [("SARAH20".to_owned(), None), ("TOM10".to_owned(), Some(500))]);
    let faults = one(&with(sale(), "codes", json!([{ "discount_minor": 1 }]))).unwrap_err();
    assert_eq!(faults, [("/codes/0/code".into(), "required")]);
}

#[test]
fn a_code_of_invisible_marks_is_none() {
    assert!(claim(&with(sale(), "code", json!("\u{200b}\u{200d}"))).codes.is_empty());
}

#[test]
fn click_ids_are_found_in_the_landing_address() {
    for landing in [format!("https://shop.example/a?x=1&wm={}#top", id(1)), format!("/a?wm={}", id(1))] {
        assert_eq!(claim(&with(sale(), "landing", json!(landing))).touches, [Touch::Click(click(1))], "{landing}");
    }
    assert!(claim(&with(sale(), "landing", json!("/a?utm_source=x"))).notes.is_empty());
}

#[test]
fn of_where_somebody_came_from_only_the_host_is_kept() {
    let cases = [
        ("https://www.coupons.example/sarah?u=ann@example.com", "coupons.example"),
        ("https://ann:secret@Coupons.example:8443\\x", "coupons.example"),
        ("android-app://com.google.android.gm", "com.google.android.gm"),
        ("https://münchen.example/", "münchen.example"),
    ];
    for (sent, kept) in cases {
        assert_eq!(claim(&with(sale(), "referrer", json!(sent))).detail["referrer"], json!(kept), "{sent}");
    }
    for sent in ["coupons.example", "https:///x", "://"] {
        assert!(claim(&with(sale(), "referrer", json!(sent))).detail.is_empty(), "{sent}");
    }
}

#[test]
fn a_browser_joins_no_orders() {
    let body = with(sale(), "aliases", json!(["#1", "1001", "#1"]));
    assert_eq!(claim(&body).aliases, ["#1"]);
    let browser = Reporter { source: 7, rank: Rank::Browser };
    assert!(first(Batch::read(&body, &given::settings(), browser, NOON).unwrap()).unwrap().aliases.is_empty());
}

#[test]
fn a_test_is_read_but_not_written() {
    let batch = read(&with(sale(), "test", json!(true)));
    assert!(batch.waves().is_empty());
    let said = batch.outcomes(&[]);
    assert_eq!(
        (said[0].outcome, said[0].kind, said[0].notes.as_slice()),
        (Outcome::Ignored, Some("sale"), ["test"].as_slice())
    );
    assert!(one(&with(without(sale(), "order_id"), "test", json!(true))).is_err());
}

// Waves: nothing is judged before what it depends on is written.

fn places(body: &Value) -> Vec<Vec<usize>> {
    read(body).waves().into_iter().map(|wave| wave.places).collect()
}

#[test]
fn orders_that_have_nothing_to_do_with_each_other_are_written_together() {
    let second = with(sale(), "order_id", json!("1002"));
    assert_eq!(places(&json!([sale(), second, with(refund(), "order_id", json!("1003"))])), [vec![0, 1, 2]]);
}

#[test]
fn a_second_report_of_an_order_waits_for_the_first() {
    assert_eq!(places(&json!([sale(), sale(), sale()])), [vec![0], vec![1], vec![2]]);
}

#[test]
fn a_refund_waits_for_its_order_wherever_it_stands() {
    assert_eq!(places(&json!([refund(), sale()])), [vec![1], vec![0]]);
    assert_eq!(places(&json!([sale(), refund()])), [vec![0], vec![1]]);
}

#[test]
fn a_batch_in_which_nothing_is_readable_writes_nothing() {
    assert!(read(&json!([5, {}])).waves().is_empty());
}

#[test]
fn a_row_names_what_the_statements_read() {
    let mut body = sale();
    body["click_id"] = json!(id(5));
    body["code"] = json!("sarah20");
    let rows: Value = serde_json::from_str(&read(&body).waves().remove(0).rows).unwrap();
    let expected = json!([{
        "kind": 1, "id": null, "order_id": "1001", "aliases": [], "occurred_at": NOON - 3_600_000, "received_at": NOON,
        "source": 0, "rank": 2, "revision": 0, "currency": "EUR", "total": 7_930, "merchandise": null, "discount": null,
        "tax": 1_240, "shipping": 490, "reason": 0, "cumulative": 0,
        "touches": [[7, NOON, 5, given::click().visitor]], "codes": [["SARAH20", null]], "customer": null,
        "lead_id": null, "detail": {}, "digest": claim(&body).digest, "notes": [], "erased": null,
        "visitor": 0,
    }]);
    assert_eq!(rows, expected);
}

// Touches: what the browser kept of the way to the order.

fn other(source: &str, medium: &str) -> Touch {
    Touch::Other { source: source.into(), medium: medium.into(), at: 1_773_813_168_000 }
}

#[test]
fn touches_are_read_from_a_text_or_a_list_of_texts() {
    let text = format!("{},www.google.com/referrer@tc2z00,ttclid/ad@tc2z00", id(1));
    let expected = [Touch::Click(click(1)), other("google", "organic"), other("tiktok", "paid_social")];
    for touches in [json!(text), json!([text]), json!(text.split(',').collect::<Vec<_>>())] {
        let claim = claim(&with(sale(), "touches", touches));
        assert_eq!((claim.touches.as_slice(), claim.notes), (expected.as_slice(), vec![]));
    }
}

#[test]
fn a_lead_and_an_event_bring_touches_too() {
    for body in [
        json!({ "kind": "lead", "lead_id": "l", "occurred_at": "2026-11-20T11:00:00Z", "touches": "a/b@tc2z00" }),
        json!({ "kind": "event", "event_id": "e", "name": "trial", "occurred_at": "2026-11-20T11:00:00Z", "touches": "a/b@tc2z00" }),
    ] {
        assert_eq!(claim(&body).touches, [other("a", "b")]);
    }
}

#[test]
fn a_click_id_counts_once_wherever_it_stands() {
    let body = with(with(sale(), "touches", json!(id(1))), "click_ids", json!([id(1), id(2)]));
    assert_eq!(claim(&body).touches, [Touch::Click(click(1)), Touch::Click(click(2))]);
}

#[test]
fn a_report_says_the_same_whether_its_clicks_are_touches_or_click_ids() {
    let one = claim(&with(sale(), "touches", json!(format!("{},{}", id(1), id(2))))).digest;
    assert_eq!(one, claim(&with(sale(), "click_ids", json!([id(2), id(1)]))).digest);
    assert_ne!(one, claim(&with(sale(), "touches", json!(id(1)))).digest);
}

#[test]
fn what_is_no_touch_is_noted_beside_those_that_are() {
    let forged = ClickKeys::parse(SECOND_KEY).unwrap().print(&click(1));
    for (bad, note) in [
        (forged.as_str(), "click_id_forged"),
        ("hello", "click_id_unknown"),
        ("a/b@", "touch_unknown"),
        ("a/b@-1", "touch_unknown"),
        ("a/b@1", "touch_time_absurd"),
        ("a/b@zzzzzzzz", "touch_time_absurd"),
        ("checkout.stripe.com/referrer@tc2z00", "touch_not_listed"),
    ] {
        let claim = claim(&with(sale(), "touches", json!(format!("{},{bad},a/b@tc2z00", id(1)))));
        assert_eq!(claim.touches, [Touch::Click(click(1)), other("a", "b")], "{bad}");
        assert_eq!(claim.notes, [note], "{bad}");
    }
}

#[test]
fn touches_that_are_no_text_are_noted_in_a_list_and_refused_alone() {
    assert_eq!(claim(&with(sale(), "touches", json!([5, null, {}, id(1)]))).touches, [Touch::Click(click(1))]);
    for wrong in [json!(5), json!(true), json!({})] {
        assert_eq!(one(&with(sale(), "touches", wrong)).unwrap_err(), [("/touches".to_owned(), "not_touches")]);
    }
    for nothing in [json!(null), json!(""), json!([]), json!(" , ")] {
        assert_eq!(claim(&with(sale(), "touches", nothing)).touches, []);
    }
}

#[test]
fn a_refund_brings_no_touches() {
    assert_eq!(
        one(&with(refund(), "touches", json!("a/b@tc2z00"))).unwrap_err(),
        [("/touches".to_owned(), "unknown_field")]
    );
}

#[test]
fn of_more_than_fifty_touches_the_last_ones_count() {
    let list = |count: u32| (0..count).map(|n| format!("s{n}/m@tc2z00")).collect::<Vec<_>>().join(",");
    for (count, kept, first, notes) in
        [(49, 49, "s0", vec![]), (50, 50, "s0", vec![]), (51, 50, "s1", vec!["touches_cut"])]
    {
        let claim = claim(&with(sale(), "touches", json!(list(count))));
        assert_eq!((claim.touches.len(), claim.notes), (kept, notes));
        assert_eq!(claim.touches[0], other(first, "m"));
    }
    let body = with(with(sale(), "touches", json!(list(70))), "click_id", json!(id(9)));
    assert!(claim(&body).touches.contains(&Touch::Click(click(9))), "the click id is the latest");
}

#[test]
fn a_channels_clock_moves_no_order() {
    // The browser's clock is ahead of the shop's by a minute.
    let at = (NOON - 3_600_000) / 1000 + 60;
    let claim = claim(&with(
        sale(),
        "touches",
        json!(Touch::Other { source: "a".into(), medium: "b".into(), at: at * 1000 }.print(&given::keys())),
    ));
    assert_eq!((claim.occurred_at, claim.touches.len()), (NOON - 3_600_000, 1));
}

#[test]
fn another_channel_is_written_without_a_link() {
    let body = with(sale(), "touches", json!("gclid/ad@tc2z00"));
    let rows: Value = serde_json::from_str(&read(&body).waves().remove(0).rows).unwrap();
    assert_eq!(rows[0]["touches"], json!([[0, 1_773_813_168_000_i64, 0, 0, "google/cpc"]]));
}

// What is said of each item, from what the statements foresaw.

fn foreseen(outcome: Outcome, standing: u8) -> Vec<(usize, Foreseen)> {
    vec![(0, Foreseen(0, outcome, Some("1001".into()), standing, 0, 0))]
}

fn said(body: &Value, outcome: Outcome, standing: u8) -> Said {
    read(body).outcomes(&foreseen(outcome, standing)).remove(0)
}

#[test]
fn a_conflict_names_the_id_that_is_taken() {
    assert_eq!(pointers(&said(&sale(), Outcome::Conflict, 1).errors), [("/order_id".into(), "conflict")]);
    assert_eq!(pointers(&said(&refund(), Outcome::Conflict, 1).errors), [("/refund_id".into(), "conflict")]);
}

#[test]
fn a_refund_in_another_currency_than_its_order_is_named() {
    assert_eq!(pointers(&said(&refund(), Outcome::Rejected, 2).errors), [("/currency".into(), "currency_of_order")]);
}

#[test]
fn a_refund_that_waits_for_its_order_says_so() {
    assert_eq!(said(&refund(), Outcome::Accepted, 0).notes, ["order_unknown"]);
    assert!(said(&refund(), Outcome::Accepted, 1).notes.is_empty());
}

#[test]
fn a_sale_whose_refunds_came_first_in_another_currency_says_so() {
    assert_eq!(said(&sale(), Outcome::Accepted, 2).notes, ["refund_in_another_currency"]);
}

#[test]
fn an_order_is_told_under_its_one_name() {
    let found = [(0, Foreseen(0, Outcome::Revision, Some("gid-1".into()), 1, 1, 0))];
    let said = read(&sale()).outcomes(&found).remove(0);
    assert_eq!((said.order_id.as_deref(), said.notes.as_slice()), (Some("gid-1"), ["evidence_added"].as_slice()));
}

#[test]
fn a_click_in_many_orders_is_noted() {
    for (orders, noted) in [(4, false), (5, true), (90, true)] {
        let found = [(0, Foreseen(0, Outcome::Accepted, None, 1, 0, orders))];
        assert_eq!(read(&sale()).outcomes(&found)[0].notes.contains(&"click_reused"), noted, "{orders}");
    }
}

#[test]
fn each_item_of_a_mixed_list_hears_its_own_outcome() {
    let second = with(sale(), "order_id", json!("1002"));
    let body = json!([sale(), { "kind": "sale" }, second, with(sale(), "test", json!(true))]);
    let found = [(2, foreseen(Outcome::Conflict, 1).remove(0).1), (0, foreseen(Outcome::Accepted, 1).remove(0).1)];
    let said = read(&body).outcomes(&found);
    let outcomes: Vec<_> = said.iter().map(|said| said.outcome).collect();
    assert_eq!(outcomes, [Outcome::Accepted, Outcome::Rejected, Outcome::Conflict, Outcome::Ignored]);
    assert_eq!(said.iter().map(|said| said.index).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!(pointers(&said[1].errors)[0].0, "/1/occurred_at");
    assert_eq!(pointers(&said[2].errors), [("/2/order_id".into(), "conflict")]);
}

#[test]
fn what_would_become_of_an_item_takes_the_earlier_ones_into_account() {
    let newer = with(with(sale(), "total_minor", json!(9_000)), "revision", json!(2));
    let cases = [
        (sale(), Outcome::Duplicate),
        (with(sale(), "total_minor", json!(9_000)), Outcome::Conflict),
        (newer, Outcome::Revision),
        (with(sale(), "order_id", json!("1002")), Outcome::Accepted),
    ];
    for (body, outcome) in cases {
        let batch = read(&json!([sale(), body]));
        assert_eq!(batch.after_earlier(1, foreseen(Outcome::Accepted, 1).remove(0).1).1, outcome, "{body}");
    }
    let batch = read(&json!([refund(), sale()]));
    assert_eq!(batch.after_earlier(0, foreseen(Outcome::Accepted, 0).remove(0).1).3, 1);
}

#[test]
fn an_outcome_is_shown_in_plain_words() {
    let expected = json!({
        "index": 0,
        "outcome": "accepted",
        "kind": "refund",
        "order_id": "1001",
        "refund_id": "r1",
        "notes": ["order_unknown"],
        "errors": [],
    });
    assert_eq!(serde_json::to_value(said(&refund(), Outcome::Accepted, 0)).unwrap(), expected);
}

fn shuffled_ids() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    prop::collection::vec(0..30_u32, 0..12).prop_flat_map(|nonces| {
        let ids: Vec<String> = nonces.into_iter().map(id).collect();
        (Just(ids.clone()), Just(ids).prop_shuffle())
    })
}

fn read_with(settings: &Settings, ids: &[String]) -> Claim {
    let body = with(sale(), "click_ids", json!(ids));
    first(Batch::read(&body, settings, Reporter::API, NOON).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(given::tries(128))]

    #[test]
    fn the_order_of_click_ids_does_not_change_the_digest((ids, shuffled) in shuffled_ids()) {
        let settings = given::settings();
        prop_assert_eq!(read_with(&settings, &ids).digest, read_with(&settings, &shuffled).digest);
    }

    #[test]
    fn no_json_breaks_the_reader(text in "[\\[\\]{}\",:0-9a-z._-]{0,40}", field in 0..11_usize) {
        let fields = ["kind", "order_id", "refund_id", "total_minor", "tax_minor", "shipping_minor", "currency",
            "occurred_at", "click_id", "click_ids", "code"];
        let value = serde_json::from_str(&text).unwrap_or(Value::String(text));
        for body in [sale(), refund()] {
            let batch = read(&with(body, fields[field], value.clone()));
            for claim in batch.items.iter().filter_map(Item::claim) {
                prop_assert!(claim.occurred_at <= claim.received_at);
                prop_assert!(claim.amount.revenue() >= 0);
            }
        }
    }
}
