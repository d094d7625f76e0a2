//! Conversions: every bad field is named, the same report is known again, each item hears what became of it.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::click_id::{Click, ClickKeys};
use waymark::domain::conversion::{Batch, Claim, Key, Kind, MOST_MINOR, Outcome, Said, Stored, hashed};
use waymark::domain::refusal::Refusal;
use waymark::domain::settings::Settings;

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
    Batch::read(body, &given::settings(), NOON).unwrap()
}

fn one(body: &Value) -> Result<Claim, Vec<(String, &'static str)>> {
    read(body).items.remove(0).map_err(|faults| pointers(&faults))
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
    assert_eq!((claim.kind, claim.key.as_str(), claim.order_id.as_str()), (Kind::Sale, "1001", "1001"));
    assert_eq!(claim.amount, given::stated(7_930, 1_240, 490));
    assert_eq!((claim.occurred_at, claim.received_at), (NOON - 3_600_000, NOON));
    assert_eq!(claim.currency, given::currency("EUR"));
    assert_eq!(claim.clicks, [click(1)]);
    assert_eq!(claim.code.as_deref(), Some("SARAH20"));
    assert!(claim.customer.is_some());
    assert!(claim.notes.is_empty());
}

#[test]
fn a_refund_is_unique_by_its_own_id() {
    let claim = claim(&refund());
    assert_eq!((claim.kind, claim.key.as_str(), claim.order_id.as_str()), (Kind::Refund, "r1", "1001"));
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
        ("kind", json!("lead"), "unknown_kind"),
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
        ("/order_id".to_owned(), "required"),
        ("/total_minor".to_owned(), "out_of_range"),
        ("/currency".to_owned(), "not_a_currency"),
        ("/occurred_at".to_owned(), "required"),
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
    assert!(batch.items[0].is_ok());
    assert_eq!(pointers(batch.items[1].as_ref().unwrap_err()), [("/1/order_id".into(), "required")]);
    assert_eq!(pointers(batch.items[2].as_ref().unwrap_err()), [("/2".into(), "not_an_object")]);
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
        let Err(Refusal::Invalid(faults)) = Batch::read(&json!(vec![sale(); length]), &given::settings(), NOON) else {
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
    assert!(claim.notes.is_empty());
}

#[test]
fn click_id_and_click_ids_are_one_list_without_repetition() {
    let mut body = sale();
    body["click_id"] = json!(id(1));
    body["click_ids"] = json!([id(2), id(1), format!(" {} ", id(3))]);
    let mut clicks = claim(&body).clicks;
    clicks.sort_unstable_by_key(|click| click.nonce);
    assert_eq!(clicks, [click(1), click(2), click(3)]);
}

#[test]
fn fifty_click_ids_are_taken() {
    let ids: Vec<String> = (1..=50).map(id).collect();
    assert_eq!(claim(&with(sale(), "click_ids", json!(ids))).clicks.len(), 50);
}

#[test]
fn of_more_click_ids_the_last_fifty_count_and_the_sale_is_kept() {
    let ids: Vec<String> = (1..=60).map(id).collect();
    let read = claim(&with(sale(), "click_ids", json!(ids)));
    assert_eq!((read.clicks.len(), read.notes), (50, vec!["click_ids_cut"]));
    assert_eq!((read.clicks[0], read.clicks[49]), (click(11), click(60)));
}

#[test]
fn the_one_click_id_counts_beside_a_list_that_is_too_long() {
    let ids: Vec<String> = (1..=60).map(id).collect();
    let body = with(with(sale(), "click_ids", json!(ids)), "click_id", json!(id(99)));
    assert!(claim(&body).clicks.contains(&click(99)));
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
    assert_eq!((claim.clicks, claim.notes), (vec![], vec!["click_id_unknown"]));
}

#[test]
fn a_forged_id_is_noted_and_credits_nobody() {
    let forged = ClickKeys::parse(SECOND_KEY).unwrap().print(&click(1));
    let claim = claim(&with(sale(), "click_id", json!(forged)));
    assert_eq!((claim.clicks, claim.notes), (vec![], vec!["click_id_forged"]));
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
    let rows = batch.rows().unwrap();
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
    let later = Batch::read(&sale(), &given::settings(), NOON + 86_400_000).unwrap().items.remove(0).unwrap();
    assert_eq!(claim(&sale()).digest, later.digest);
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
fn a_row_stands_in_the_order_that_the_statements_read() {
    let mut body = sale();
    body["click_id"] = json!(id(5));
    body["code"] = json!("sarah20");
    let batch = read(&body);
    let digest = batch.items[0].as_ref().unwrap().digest.clone();
    let rows: Value = serde_json::from_str(&batch.rows().unwrap()).unwrap();
    let clicks = format!("[[7,{NOON},5,{}]]", given::click().visitor);
    let expected = json!([[
        1,
        "1001",
        "1001",
        NOON - 3_600_000,
        NOON,
        "EUR",
        7_930,
        1_240,
        490,
        clicks,
        "SARAH20",
        null,
        digest,
        "[]"
    ]]);
    assert_eq!(rows, expected);
}

#[test]
fn a_batch_in_which_nothing_is_readable_writes_nothing() {
    assert_eq!(read(&json!([5, {}])).rows(), None);
}

// What is said of each item, from what the store says.

fn stored(claim: &Claim, known: u8) -> Stored {
    Stored(claim.kind as u8, claim.key.clone(), claim.digest.clone(), known)
}

fn key(claim: &Claim) -> Key {
    Key(claim.kind as u8, claim.key.clone())
}

fn outcomes(said: &[Said]) -> Vec<Outcome> {
    said.iter().map(|said| said.outcome).collect()
}

#[test]
fn what_this_call_stored_is_accepted() {
    let batch = read(&sale());
    let claim = claim(&sale());
    let said = batch.outcomes(&[key(&claim)], &[stored(&claim, 1)]);
    assert_eq!(outcomes(&said), [Outcome::Accepted]);
    assert_eq!((said[0].order_id.as_deref(), said[0].refund_id.as_deref()), (Some("1001"), None));
}

#[test]
fn what_was_stored_before_is_a_duplicate() {
    let said = read(&sale()).outcomes(&[], &[stored(&claim(&sale()), 1)]);
    assert_eq!(outcomes(&said), [Outcome::Duplicate]);
}

#[test]
fn another_report_under_the_same_id_is_a_conflict_that_names_the_id() {
    let said = read(&with(sale(), "total_minor", json!(9_000))).outcomes(&[], &[stored(&claim(&sale()), 1)]);
    assert_eq!(outcomes(&said), [Outcome::Conflict]);
    assert_eq!(pointers(&said[0].errors), [("/order_id".into(), "conflict")]);
    let said = read(&with(refund(), "total_minor", json!(1))).outcomes(&[], &[stored(&claim(&refund()), 1)]);
    assert_eq!(pointers(&said[0].errors), [("/refund_id".into(), "conflict")]);
}

#[test]
fn a_refund_that_the_store_left_out_is_in_another_currency_than_its_order() {
    let said = read(&refund()).outcomes(&[], &[]);
    assert_eq!(outcomes(&said), [Outcome::Rejected]);
    assert_eq!(pointers(&said[0].errors), [("/currency".into(), "currency_of_order")]);
}

#[test]
fn a_refund_that_waits_for_its_order_says_so() {
    let claim = claim(&refund());
    let said = read(&refund()).outcomes(&[key(&claim)], &[stored(&claim, 0)]);
    assert_eq!((said[0].outcome, said[0].notes.as_slice()), (Outcome::Accepted, ["order_unknown"].as_slice()));
    assert_eq!(said[0].refund_id.as_deref(), Some("r1"));
}

#[test]
fn a_sale_whose_refunds_came_first_in_another_currency_says_so() {
    let claim = claim(&sale());
    let said = read(&sale()).outcomes(&[key(&claim)], &[stored(&claim, 2)]);
    assert_eq!(
        (said[0].outcome, said[0].notes.as_slice()),
        (Outcome::Accepted, ["refund_in_another_currency"].as_slice())
    );
}

#[test]
fn of_two_equal_items_the_first_is_accepted_and_the_second_a_duplicate() {
    let claim = claim(&sale());
    let said = read(&json!([sale(), sale()])).outcomes(&[key(&claim)], &[stored(&claim, 1)]);
    assert_eq!(outcomes(&said), [Outcome::Accepted, Outcome::Duplicate]);
}

#[test]
fn of_two_different_items_under_one_id_the_second_is_a_conflict() {
    let claim = claim(&sale());
    let batch = read(&json!([sale(), with(sale(), "total_minor", json!(9_000)), sale()]));
    let said = batch.outcomes(&[key(&claim)], &[stored(&claim, 1)]);
    assert_eq!(outcomes(&said), [Outcome::Accepted, Outcome::Conflict, Outcome::Duplicate]);
    assert_eq!(pointers(&said[1].errors), [("/1/order_id".into(), "conflict")]);
}

#[test]
fn a_refund_that_carries_its_orders_id_is_no_duplicate_of_it() {
    let same_id = with(refund(), "refund_id", json!("1001"));
    let (order, back) = (claim(&sale()), claim(&same_id));
    let said = read(&json!([same_id, sale()])).outcomes(&[key(&order)], &[stored(&order, 1), stored(&back, 1)]);
    assert_eq!(outcomes(&said), [Outcome::Duplicate, Outcome::Accepted]);
}

#[test]
fn each_item_of_a_mixed_list_hears_its_own_outcome() {
    let second = with(sale(), "order_id", json!("1002"));
    let changed = with(sale(), "order_id", json!("1003"));
    let third = with(changed.clone(), "total_minor", json!(9_999));
    let body = json!([sale(), second, third, { "kind": "sale" }, refund()]);
    let (a, b) = (claim(&sale()), claim(&second));
    let said = read(&body).outcomes(&[key(&a)], &[stored(&b, 1), stored(&claim(&changed), 1), stored(&a, 1)]);
    let expected = [Outcome::Accepted, Outcome::Duplicate, Outcome::Conflict, Outcome::Rejected, Outcome::Rejected];
    assert_eq!(outcomes(&said), expected);
    assert_eq!(said.iter().map(|said| said.index).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    assert_eq!((said[3].kind, said[3].order_id.as_deref()), (None, None));
    assert_eq!(pointers(&said[3].errors)[0].0, "/3/order_id");
    assert_eq!(pointers(&said[4].errors), [("/4/currency".into(), "currency_of_order")]);
}

#[test]
fn an_outcome_is_shown_in_plain_words() {
    let claim = claim(&refund());
    let said = read(&refund()).outcomes(&[key(&claim)], &[stored(&claim, 0)]);
    let expected = json!({
        "index": 0,
        "outcome": "accepted",
        "kind": "refund",
        "order_id": "1001",
        "refund_id": "r1",
        "notes": ["order_unknown"],
        "errors": [],
    });
    assert_eq!(serde_json::to_value(&said[0]).unwrap(), expected);
}

fn shuffled_ids() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    prop::collection::vec(0..30_u32, 0..12).prop_flat_map(|nonces| {
        let ids: Vec<String> = nonces.into_iter().map(id).collect();
        (Just(ids.clone()), Just(ids).prop_shuffle())
    })
}

fn read_with(settings: &Settings, ids: &[String]) -> Claim {
    let body = with(sale(), "click_ids", json!(ids));
    Batch::read(&body, settings, NOON).unwrap().items.remove(0).unwrap()
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
            for claim in batch.items.iter().flatten() {
                prop_assert!(claim.occurred_at <= claim.received_at);
                prop_assert!(claim.amount.revenue() >= 0);
            }
        }
    }
}
