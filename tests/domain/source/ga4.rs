//! GA4: value is the goods, and a refund counts once though it has no id.

use serde_json::{Value, json};
use waymark::domain::source::Kind;

use super::{faults, read, read_by, with};

fn body(name: &str, params: Value) -> Value {
    let body = json!({ "client_id": "1234.5678", "user_id": "kim-7", "timestamp_micros": 1_795_172_400_000_000_i64,
        "events": [{ "name": "page_view", "params": {} }, { "name": name }] });
    with(body, "/events/1/params", params)
}

pub(super) fn purchase() -> Value {
    body(
        "purchase",
        json!({ "transaction_id": "T-1", "value": 57, "tax": 11.76, "shipping": "4.90", "currency": "EUR",
            "coupon": "SARAH10", "customer_type": "new", "wm": "first_id",
            "page_location": "https://shop.example/thanks?wm=abc",
            "items": [{ "item_id": "MUG", "item_name": "Mug", "price": 28.5, "quantity": 2 }] }),
    )
}

pub(super) fn refund() -> Value {
    body("refund", json!({ "transaction_id": "T-1", "value": 10.5, "currency": "EUR" }))
}

pub(super) fn lead() -> Value {
    body("generate_lead", json!({ "lead_id": "L-1", "value": 20, "currency": "EUR", "lead_source": "form" }))
}

fn one(body: &Value) -> Value {
    read(Kind::Ga4, "", body).reports.remove(0)
}

#[test]
fn a_purchase_becomes_a_sale_whose_value_is_the_goods() {
    assert_eq!(
        one(&purchase()),
        json!({ "kind": "sale", "occurred_at": "2026-11-20T11:00:00.000Z", "order_id": "T-1", "total_minor": 7366,
            "currency": "EUR", "merchandise_minor": 5700, "tax_minor": 1176, "shipping_minor": 490,
            "touches": ["first_id"], "landing": "https://shop.example/thanks?wm=abc", "customer": "kim-7",
            "new_customer": true, "codes": [{ "code": "SARAH10" }],
            "items": [{ "sku": "MUG", "name": "Mug", "quantity": 2, "amount_minor": 5700 }] })
    );
}

#[test]
fn a_parameter_brings_touches_of_other_channels_too() {
    let body = with(purchase(), "/events/1/params/wm", json!("first_id,google/cpc@tc2z00"));
    assert_eq!(one(&body)["touches"], json!(["first_id", "google/cpc@tc2z00"]));
}

#[test]
fn a_browser_is_no_customer() {
    assert!(one(&with(purchase(), "/user_id", Value::Null)).get("customer").is_none());
}

#[test]
fn a_value_alone_is_the_total() {
    let body = with(with(purchase(), "/events/1/params/tax", Value::Null), "/events/1/params/shipping", json!(""));
    let sale = one(&body);
    assert_eq!((&sale["total_minor"], &sale["merchandise_minor"]), (&json!(5700), &json!(5700)));
    assert!(sale.get("tax_minor").is_none());
}

#[test]
fn numbers_and_texts_are_read_exactly() {
    for (value, currency, minor) in [
        (json!(79.3), "EUR", 7930),
        (json!("79.30"), "EUR", 7930),
        (json!(0.1 + 0.2), "EUR", 30),
        (json!(79.299_999_999_999_98), "EUR", 7930),
        (json!(1580), "JPY", 1580),
        (json!(1580.0), "JPY", 1580),
        (json!(12.345), "BHD", 12_345),
        (json!(0), "EUR", 0),
    ] {
        let body = with(
            body("purchase", json!({ "transaction_id": "T-2", "value": value })),
            "/events/1/params/currency",
            json!(currency),
        );
        assert_eq!(one(&body)["total_minor"], minor, "{value}");
    }
}

#[test]
fn a_part_of_a_minor_unit_is_refused() {
    for (value, currency) in
        [(json!(8.165), "EUR"), (json!(15.8), "JPY"), (json!(-1), "EUR"), (json!(1e300), "EUR"), (json!({}), "EUR")]
    {
        let body = body("purchase", json!({ "transaction_id": "T-2", "value": value, "currency": currency }));
        assert_eq!(faults(Kind::Ga4, "", &body), [("/events/1/params/value".into(), "not_an_amount")], "{value}");
    }
}

#[test]
fn the_field_asked_for_names_the_order() {
    let body = with(purchase(), "/events/1/params/order", json!(9_007_199_254_740_993_u64));
    assert_eq!(read_by(Kind::Ga4, "", Some("order"), &body).reports[0]["order_id"], "9007199254740993");
}

#[test]
fn a_refund_is_named_by_what_tells_it_from_another() {
    let named = with(refund(), "/events/1/params/refund_id", json!("R-1"));
    let timeless = with(refund(), "/timestamp_micros", Value::Null);
    for (body, id) in [
        (named, "R-1"),
        (refund(), "ga4:T-1:1795172400000000"),
        (timeless, "ga4:T-1:minor:1050"),
        (with(refund(), "/events/1/params/value", Value::Null), "ga4:T-1:full"),
    ] {
        assert_eq!(one(&body)["refund_id"], id);
    }
}

#[test]
fn a_refund_gives_back_its_value_or_everything() {
    assert_eq!(one(&refund())["total_minor"], 1050);
    assert_eq!(one(&with(refund(), "/events/1/params/value", Value::Null))["full"], true);
}

#[test]
fn a_refund_of_items_is_not_one_of_everything() {
    let body = with(refund(), "/events/1/params/value", Value::Null);
    let priced =
        with(body.clone(), "/events/1/params/items", json!([{ "item_id": "MUG", "price": 28.5, "quantity": 1 }]));
    assert_eq!(one(&priced)["total_minor"], 2850);
    let bare = with(body, "/events/1/params/items", json!([{ "item_id": "MUG", "quantity": 1 }]));
    assert_eq!(faults(Kind::Ga4, "", &bare), [("/events/1/params/value".into(), "required")]);
}

#[test]
fn a_lead_counts_once_by_its_id_or_by_who_and_when() {
    assert_eq!(
        one(&lead()),
        json!({ "kind": "lead", "occurred_at": "2026-11-20T11:00:00.000Z", "lead_id": "L-1", "type": "form",
            "value_minor": 2000, "currency": "EUR", "customer": "kim-7" })
    );
    let unnamed = with(lead(), "/events/1/params/lead_id", Value::Null);
    assert_eq!(one(&unnamed)["lead_id"], "ga4:1234.5678:1795172400000000");
    let timeless = with(unnamed, "/timestamp_micros", Value::Null);
    assert_eq!(faults(Kind::Ga4, "", &timeless), [("/events/1/params/lead_id".into(), "required")]);
}

#[test]
fn events_that_are_nothing_to_us_are_passed_over() {
    let reading = read(Kind::Ga4, "", &body("scroll", json!({})));
    assert_eq!((reading.ignored, reading.topic.as_str()), (Some("unknown_event"), "page_view"));
}

#[test]
fn what_an_event_cannot_do_without_is_named() {
    assert_eq!(faults(Kind::Ga4, "", &json!({ "events": [] })), [("/events".into(), "list_length")]);
    assert_eq!(
        faults(Kind::Ga4, "", &body("purchase", json!({}))),
        [
            ("/events/1/params/currency".into(), "not_a_currency"),
            ("/events/1/params/transaction_id".into(), "required"),
            ("/events/1/params/value".into(), "required"),
        ]
    );
}
