//! `WooCommerce`: the status decides, and what was given back is set, not added.

use serde_json::{Value, json};
use waymark::domain::source::Kind;

use super::{faults, read, read_by, with};

pub(super) fn order() -> Value {
    json!({
        "id": 727, "number": "1005", "order_key": "wc_order_58d2d042d1d", "status": "processing", "currency": "EUR",
        "date_created_gmt": "2026-11-20T10:58:00", "date_paid_gmt": "2026-11-20T11:00:00",
        "date_modified_gmt": "2026-11-20T11:00:02", "discount_total": "5.00", "shipping_total": "4.90",
        "total": "73.66", "total_tax": "11.76", "customer_id": 26, "customer_ip_address": "203.0.113.7",
        "billing": { "email": "kim@example.org" },
        "line_items": [{ "sku": "MUG", "name": "Mug", "quantity": 2, "subtotal": "62.00", "total": "57.00" }],
        "fee_lines": [],
        "coupon_lines": [{ "code": "sarah10", "discount": "5.00", "discount_tax": "0.95" }],
        "refunds": [],
        "meta_data": [
            { "id": 1, "key": "_wc_order_attribution_session_entry", "value": "https://shop.example/?wm=abc" },
            { "id": 2, "key": "_wc_order_attribution_referrer", "value": "https://l.instagram.com/" },
            { "id": 3, "key": "_wm", "value": "first_id second_id" },
            { "id": 4, "key": "other", "value": { "a": [1] } },
        ],
    })
}

fn reports(topic: &str, body: &Value) -> Vec<Value> {
    read(Kind::Woocommerce, topic, body).reports
}

fn refund(body: &Value) -> Value {
    reports("order.updated", body).pop().unwrap()
}

#[test]
fn an_order_becomes_a_sale() {
    assert_eq!(
        reports("order.created", &order()),
        [json!({ "kind": "sale", "occurred_at": "2026-11-20T11:00:00.000Z", "revision": 1_795_172_402_000_i64,
            "order_id": "727", "aliases": ["#1005", "wc_order_58d2d042d1d"], "total_minor": 7366, "currency": "EUR",
            "merchandise_minor": 5700, "tax_minor": 1176, "shipping_minor": 490, "discount_minor": 500,
            "touches": ["first_id", "second_id"], "landing": "https://shop.example/?wm=abc",
            "referrer": "https://l.instagram.com/", "customer": "kim@example.org",
            "codes": [{ "code": "sarah10", "discount_minor": 500 }],
            "items": [{ "sku": "MUG", "name": "Mug", "quantity": 2, "amount_minor": 5700 }] })]
    );
}

#[test]
fn order_meta_brings_touches_of_other_channels_too() {
    let meta =
        json!([{ "key": "_wm", "value": "first_id,google/cpc@tc2z00" }, { "key": "wm", "value": "second.third" }]);
    let sale = reports("order.created", &with(order(), "/meta_data", meta)).remove(0);
    assert_eq!(sale["touches"], json!(["first_id", "google/cpc@tc2z00", "second", "third"]));
}

#[test]
fn under_its_number_an_order_is_not_named_by_its_id_too() {
    let sale = read_by(Kind::Woocommerce, "order.created", Some("number"), &order()).reports.remove(0);
    assert_eq!((&sale["order_id"], &sale["aliases"]), (&json!("1005"), &json!(["wc_order_58d2d042d1d"])));
}

#[test]
fn the_shape_stands_in_for_a_missing_topic() {
    assert_eq!(reports("", &order()), reports("order.created", &order()));
}

#[test]
fn a_guest_without_an_address_is_nobody() {
    let body = with(with(order(), "/billing/email", Value::Null), "/customer_id", json!(0));
    assert!(reports("order.created", &body)[0].get("customer").is_none());
}

#[test]
fn a_fee_is_no_merchandise() {
    let body = with(with(order(), "/fee_lines", json!([{ "total": "2.00" }])), "/total", json!("75.66"));
    let sale = reports("order.created", &body).remove(0);
    assert_eq!((&sale["total_minor"], &sale["merchandise_minor"]), (&json!(7566), &json!(5700)));
    assert!(sale.get("shipping_minor").is_none());
}

#[test]
fn a_cent_that_a_line_was_rounded_by_belongs_to_the_goods() {
    let sale = reports("order.created", &with(order(), "/line_items/0/total", json!("57.01"))).remove(0);
    assert_eq!(sale["merchandise_minor"], 5700);
    let sale = reports("order.created", &with(order(), "/line_items/0/total", json!("57.02"))).remove(0);
    assert!(sale.get("merchandise_minor").is_none());
}

#[test]
fn yen_dinars_and_orders_over_nothing_count() {
    for (currency, total, minor) in [("JPY", "1580", 1580), ("BHD", "12.345", 12_345), ("EUR", "0.00", 0)] {
        let mut body = with(with(order(), "/currency", json!(currency)), "/total", json!(total));
        for name in ["/total_tax", "/shipping_total", "/discount_total"] {
            body = with(body, name, json!("0"));
        }
        assert_eq!(reports("order.created", &body)[0]["total_minor"], minor);
    }
}

#[test]
fn what_is_not_an_order_yet_is_ignored() {
    for status in ["pending", "checkout-draft", "auto-draft", "failed"] {
        let reading = read(Kind::Woocommerce, "order.created", &with(order(), "/status", json!(status)));
        assert_eq!((reading.ignored, reading.reports.len()), (Some("not_an_order_yet"), 0), "{status}");
    }
    assert_eq!(reports("order.created", &with(order(), "/status", json!("on-hold"))).len(), 1);
}

#[test]
fn refunds_are_set_and_not_added() {
    let two = json!([{ "id": 1, "total": "-10.00" }, { "id": 2, "total": "-5.50" }]);
    assert_eq!(
        refund(&with(order(), "/refunds", two)),
        json!({ "kind": "refund", "occurred_at": "2026-11-20T11:00:02.000Z", "order_id": "727", "cumulative": true,
            "total_minor": 1550, "currency": "EUR", "revision": 1_795_172_402_000_i64, "reason": "refund" })
    );
}

#[test]
fn a_deleted_refund_gives_less_back() {
    let deleted = refund(&with(order(), "/date_modified_gmt", json!("2026-11-20T11:40:00")));
    assert_eq!((&deleted["total_minor"], &deleted["revision"]), (&json!(0), &json!(1_795_174_800_000_i64)));
}

#[test]
fn an_order_that_never_gave_anything_back_says_the_same_at_every_change() {
    let later = refund(&with(order(), "/date_modified_gmt", json!("2026-11-20T11:40:00")));
    let now = refund(&order());
    assert_eq!((&later["occurred_at"], &later["total_minor"]), (&now["occurred_at"], &now["total_minor"]));
}

#[test]
fn a_cancelled_and_a_refunded_order_are_told_and_given_back_in_full() {
    for (status, reason) in [("cancelled", "cancel"), ("trash", "cancel"), ("refunded", "refund")] {
        let reports = reports("order.updated", &with(order(), "/status", json!(status)));
        assert_eq!((reports.len(), &reports[0]["kind"]), (2, &json!("sale")));
        assert_eq!((&reports[1]["total_minor"], &reports[1]["reason"]), (&json!(7366), &json!(reason)));
    }
}

#[test]
fn an_order_that_fails_later_is_taken_back_and_not_told_again() {
    let reports = reports("order.updated", &with(order(), "/status", json!("failed")));
    assert_eq!((reports.len(), &reports[0]["kind"], &reports[0]["total_minor"]), (1, &json!("refund"), &json!(7366)));
}

#[test]
fn the_topic_alone_deletes_nothing() {
    assert_eq!(reports("order.deleted", &order()), reports("order.created", &order()));
    assert_eq!(read(Kind::Woocommerce, "order.deleted", &json!({ "id": 727 })).ignored, Some("deleted"));
}

#[test]
fn other_topics_and_shapes_are_ignored() {
    assert_eq!(read(Kind::Woocommerce, "coupon.created", &order()).ignored, Some("unknown_topic"));
    assert_eq!(read(Kind::Woocommerce, "order.updated", &json!({ "id": 727 })).ignored, Some("topic_mismatch"));
}

#[test]
fn what_an_order_cannot_do_without_is_named() {
    for (pointer, word) in
        [("/total", "required"), ("/id", "required"), ("/status", "required"), ("/currency", "not_a_currency")]
    {
        let body = with(order(), pointer, Value::Null);
        assert_eq!(faults(Kind::Woocommerce, "order.updated", &body), [(pointer.to_owned(), word)]);
    }
    let body = with(order(), "/refunds", json!([{ "id": 1, "total": "much" }]));
    assert_eq!(faults(Kind::Woocommerce, "order.updated", &body), [("/refunds".into(), "not_an_amount")]);
}
