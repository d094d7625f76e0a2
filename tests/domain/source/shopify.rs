//! Shopify: the shop's money, every name of an order, and money back exactly once.

use serde_json::{Value, json};
use waymark::domain::source::Kind;

use super::{claims, faults, read, read_by, with};

fn money(amount: &str, currency: &str) -> Value {
    json!({ "shop_money": { "amount": amount, "currency_code": currency },
        "presentment_money": { "amount": "1.00", "currency_code": "USD" } })
}

/// Two mugs for 62.00 less 5.00 by a code, 4.90 shipping, 19 % tax on top.
pub(super) fn order() -> Value {
    serde_json::from_str(ORDER).unwrap()
}

const ORDER: &str = r##"{
    "id": 820982911946154508,
    "admin_graphql_api_id": "gid://shopify/Order/820982911946154508",
    "name": "#1001",
    "order_number": 1001,
    "confirmation_number": "XPAV284CT",
    "checkout_token": "bd5a8aa1ecd019dd3520ff791ee3a24c",
    "cart_token": "68778783ad298f1c80c3bafcddeea02f",
    "financial_status": "paid",
    "test": false,
    "created_at": "2026-11-20T12:00:00+01:00",
    "processed_at": "2026-11-20T11:59:30+01:00",
    "updated_at": "2026-11-20T12:00:05+01:00",
    "cancelled_at": null,
    "currency": "EUR",
    "presentment_currency": "USD",
    "taxes_included": false,
    "total_price": "73.66",
    "total_price_set": {"shop_money": {"amount": "73.66", "currency_code": "EUR"}},
    "subtotal_price": "57.00",
    "subtotal_price_set": {"shop_money": {"amount": "57.00", "currency_code": "EUR"}},
    "total_tax": "11.76",
    "total_tax_set": {"shop_money": {"amount": "11.76", "currency_code": "EUR"}},
    "total_shipping_price_set": {"shop_money": {"amount": "4.90", "currency_code": "EUR"}},
    "total_discounts": "5.00",
    "total_tip_received": "0.00",
    "current_total_price": "1.00",
    "current_subtotal_price": "1.00",
    "discount_codes": [{"code": "SARAH10", "amount": "5.00", "type": "fixed_amount"}],
    "landing_site": "/products/mug?utm_source=ig&wm=abc",
    "referring_site": "https://l.instagram.com/?u=x",
    "source_name": "web",
    "note_attributes": [{"name": "wm", "value": "first_id, second-id"}, {"name": "gift", "value": "yes"}],
    "email": "kim@example.org",
    "customer": {"id": 115310627314723954, "email": "kim@example.org", "orders_count": 1},
    "line_items": [{"sku": "MUG", "title": "Mug\nblue", "quantity": 2, "price": "31.00", "price_set": {"shop_money": {"amount": "31.00", "currency_code": "EUR"}}, "discount_allocations": [{"amount": "5.00", "amount_set": {"shop_money": {"amount": "5.00", "currency_code": "EUR"}}}], "tax_lines": []}],
    "shipping_lines": [{"price": "4.90", "discounted_price": "4.90", "tax_lines": []}],
    "refunds": []
}"##;

/// One of the mugs goes back: 26.00 and its tax.
pub(super) fn refund() -> Value {
    json!({
        "id": 890_088_186_047_892_319_u64,
        "order_id": 820_982_911_946_154_508_u64,
        "created_at": "2026-11-20T11:30:00Z",
        "processed_at": "2026-11-20T11:30:00Z",
        "refund_line_items": [{ "quantity": 1, "subtotal": "26.00", "subtotal_set": money("26.00", "EUR"),
            "total_tax": "4.94", "total_tax_set": money("4.94", "EUR") }],
        "transactions": [
            { "kind": "refund", "status": "success", "amount": "30.94", "currency": "EUR" },
            { "kind": "refund", "status": "failure", "amount": "30.94", "currency": "EUR" },
            { "kind": "sale", "status": "success", "amount": "73.66", "currency": "EUR" },
        ],
        "order_adjustments": [],
    })
}

fn orders(body: &Value) -> Vec<Value> {
    read(Kind::Shopify, "orders/updated", body).reports
}

fn sale(body: &Value) -> Value {
    orders(body).remove(0)
}

#[test]
fn the_cart_brings_touches_of_other_channels_too() {
    let body =
        with(order(), "/note_attributes/0/value", json!("first_id,www.google.com/referrer@tc2z00,ttclid/ad@tc5a00"));
    let expected = json!(["first_id", "www.google.com/referrer@tc2z00", "ttclid/ad@tc5a00"]);
    assert_eq!(sale(&body)["touches"], expected);
}

#[test]
fn an_order_becomes_a_sale_in_the_money_of_the_shop() {
    assert_eq!(
        orders(&order()),
        [json!({
            "kind": "sale",
            "occurred_at": "2026-11-20T10:59:30.000Z",
            "revision": 1_795_172_405_000_i64,
            "order_id": "820982911946154508",
            "aliases": ["#1001", "gid://shopify/Order/820982911946154508", "bd5a8aa1ecd019dd3520ff791ee3a24c", "XPAV284CT"],
            "total_minor": 7366,
            "currency": "EUR",
            "merchandise_minor": 5700,
            "tax_minor": 1176,
            "shipping_minor": 490,
            "discount_minor": 500,
            "touches": ["first_id", "second-id"],
            "landing": "/products/mug?utm_source=ig&wm=abc",
            "referrer": "https://l.instagram.com/?u=x",
            "customer": "kim@example.org",
            "new_customer": true,
            "codes": [{ "code": "SARAH10", "discount_minor": 500 }],
            "items": [{ "sku": "MUG", "name": "Mugblue", "quantity": 2, "amount_minor": 5700 }],
        })]
    );
}

#[test]
fn every_topic_of_an_order_says_the_same() {
    for topic in ["orders/create", "orders/paid", "orders/updated", "orders/cancelled"] {
        assert_eq!(read(Kind::Shopify, topic, &order()).reports, orders(&order()), "{topic}");
    }
}

#[test]
fn the_field_asked_for_names_the_order_and_the_id_stays_an_alias() {
    for (field, name) in [("name", "#1001"), ("order_number", "1001"), ("confirmation_number", "XPAV284CT")] {
        let sale = read_by(Kind::Shopify, "orders/create", Some(field), &order()).reports.remove(0);
        assert_eq!(sale["order_id"], name);
        assert!(sale["aliases"].as_array().unwrap().contains(&json!("820982911946154508")));
    }
}

#[test]
fn a_cart_that_can_be_checked_out_twice_names_no_order() {
    assert!(!sale(&order()).to_string().contains("68778783ad298f1c80c3bafcddeea02f"));
}

#[test]
fn tax_inside_the_prices_is_taken_out_of_goods_shipping_and_lines() {
    let mut body = order();
    for (pointer, value) in [
        ("/taxes_included", json!(true)),
        ("/total_price_set", money("61.90", "EUR")),
        ("/total_tax_set", money("9.88", "EUR")),
        ("/shipping_lines/0/tax_lines", json!([{ "price": "0.78" }])),
        ("/line_items/0/tax_lines", json!([{ "price": "9.10" }])),
    ] {
        body = with(body, pointer, value);
    }
    let sale = sale(&body);
    assert_eq!((&sale["merchandise_minor"], &sale["tax_minor"]), (&json!(4790), &json!(988)));
    assert_eq!((&sale["shipping_minor"], &sale["items"][0]["amount_minor"]), (&json!(412), &json!(4790)));
}

#[test]
fn shipping_that_a_code_made_free_is_not_counted() {
    let body = with(order(), "/total_price_set", money("68.76", "EUR"));
    let sale = sale(&with(body, "/shipping_lines/0/discounted_price", json!("0.00")));
    assert_eq!((&sale["merchandise_minor"], &sale["shipping_minor"]), (&json!(5700), &json!(0)));
}

#[test]
fn a_tip_is_no_merchandise() {
    let body = with(order(), "/total_price_set", money("76.66", "EUR"));
    let sale = sale(&with(body, "/total_tip_received", json!("3.00")));
    assert_eq!((&sale["total_minor"], &sale["merchandise_minor"]), (&json!(7666), &json!(5700)));
    assert!(sale.get("shipping_minor").is_none());
}

#[test]
fn parts_that_do_not_add_up_are_left_out() {
    let sale = sale(&with(order(), "/total_price_set", money("80.00", "EUR")));
    assert_eq!((&sale["total_minor"], &sale["tax_minor"]), (&json!(8000), &json!(1176)));
    assert!(sale.get("merchandise_minor").is_none() && sale.get("shipping_minor").is_none());
}

#[test]
fn yen_have_no_minor_units_and_dinars_a_thousand() {
    for (currency, amount, minor) in [("JPY", "1580", 1580), ("JPY", "1580.00", 1580), ("BHD", "12.345", 12_345)] {
        let mut body = order();
        for name in ["total_tax_set", "total_shipping_price_set"] {
            body = with(body, &format!("/{name}"), money("0.00", currency));
        }
        for name in ["total_price_set", "subtotal_price_set"] {
            body = with(body, &format!("/{name}"), money(amount, currency));
        }
        let sale = sale(&with(body, "/shipping_lines", json!([])));
        assert_eq!((&sale["total_minor"], &sale["currency"]), (&json!(minor), &json!(currency)));
        assert_eq!(sale["merchandise_minor"], minor);
    }
}

#[test]
fn an_amount_with_a_part_of_a_minor_unit_is_refused() {
    let body = with(order(), "/total_price_set", money("15.80", "JPY"));
    assert!(
        faults(Kind::Shopify, "orders/paid", &body)
            .contains(&("/total_price_set/shop_money/amount".into(), "not_an_amount"))
    );
}

#[test]
fn an_order_over_nothing_counts() {
    let mut body = order();
    for name in ["total_price_set", "subtotal_price_set", "total_tax_set", "total_shipping_price_set"] {
        body = with(body, &format!("/{name}"), money("0.00", "EUR"));
    }
    assert_eq!(sale(&body)["total_minor"], 0);
}

#[test]
fn an_order_that_is_not_paid_yet_counts() {
    for status in ["pending", "authorized", "voided"] {
        assert_eq!(orders(&with(order(), "/financial_status", json!(status))).len(), 1);
    }
}

#[test]
fn a_returning_customer_is_told_apart_and_an_unknown_one_is_not_guessed() {
    let second = with(order(), "/customer/orders_count", json!(2));
    assert_eq!(read(Kind::Shopify, "orders/create", &second).reports[0]["new_customer"], false);
    assert!(sale(&with(order(), "/customer/orders_count", Value::Null)).get("new_customer").is_none());
}

#[test]
fn a_second_order_does_not_make_the_first_one_a_returning_customers() {
    assert!(sale(&with(order(), "/customer/orders_count", json!(2))).get("new_customer").is_none());
}

#[test]
fn a_customer_without_an_address_is_their_id() {
    let body = with(with(order(), "/email", Value::Null), "/customer/email", Value::Null);
    assert_eq!(sale(&body)["customer"], "115310627314723954");
}

#[test]
fn test_orders_other_topics_and_bodies_of_another_topic_are_ignored() {
    let test = with(order(), "/test", json!(true));
    for (topic, body, why) in [
        ("orders/paid", test, "test_order"),
        ("orders/paid", refund(), "topic_mismatch"),
        ("refunds/create", order(), "topic_mismatch"),
        ("orders/paid", json!([]), "topic_mismatch"),
        ("customers/redact", order(), "unknown_topic"),
        ("", order(), "unknown_topic"),
    ] {
        let reading = read(Kind::Shopify, topic, &body);
        assert_eq!((reading.ignored, reading.reports.len(), reading.topic.as_str()), (Some(why), 0, topic));
    }
}

#[test]
fn the_topic_alone_cancels_nothing() {
    assert_eq!(read(Kind::Shopify, "orders/cancelled", &order()).reports.len(), 1);
}

#[test]
fn a_cancelled_order_is_told_and_given_back_in_full() {
    let reports = orders(&with(order(), "/cancelled_at", json!("2026-11-20T11:20:00Z")));
    assert_eq!(reports[0]["kind"], "sale");
    assert_eq!(
        reports[1],
        json!({ "kind": "refund", "occurred_at": "2026-11-20T11:20:00.000Z", "refund_id": "cancel:820982911946154508",
            "order_id": "820982911946154508", "currency": "EUR", "reason": "cancel", "full": true })
    );
}

#[test]
fn a_cancelled_order_with_money_back_gives_back_that_money_and_corrects_an_earlier_cancel() {
    let body = with(order(), "/cancelled_at", json!("2026-11-20T11:20:00Z"));
    let reports = orders(&with(body, "/refunds", json!([refund()])));
    assert_eq!((&reports[1]["refund_id"], &reports[1]["total_minor"]), (&json!("890088186047892319"), &json!(3094)));
    assert_eq!((&reports[2]["total_minor"], &reports[2]["revision"]), (&json!(0), &json!(1)));
    assert_eq!(reports[2]["refund_id"], "cancel:820982911946154508");
}

#[test]
fn a_cancel_whose_refund_only_restocks_is_still_in_full() {
    let restock = with(refund(), "/transactions", json!([]));
    let body = with(order(), "/cancelled_at", json!("2026-11-20T11:20:00Z"));
    let reports = orders(&with(body, "/refunds", json!([restock])));
    assert_eq!((reports.len(), &reports[1]["full"]), (2, &json!(true)));
}

#[test]
fn a_refund_is_the_money_that_went_back_and_nothing_else() {
    assert_eq!(
        read(Kind::Shopify, "refunds/create", &refund()).reports,
        [json!({ "kind": "refund", "occurred_at": "2026-11-20T11:30:00.000Z", "refund_id": "890088186047892319",
            "order_id": "820982911946154508", "total_minor": 3094, "tax_minor": 494, "shipping_minor": 0,
            "currency": "EUR", "revision": 3094, "reason": "refund" })]
    );
}

#[test]
fn a_refund_in_its_order_is_the_same_report_as_by_itself() {
    let alone = claims(&read(Kind::Shopify, "refunds/create", &refund()));
    let inside = claims(&read(Kind::Shopify, "orders/updated", &with(order(), "/refunds", json!([refund()]))));
    assert_eq!(alone[0].digest, inside[1].digest);
}

#[test]
fn shipping_given_back_is_told_apart() {
    let adjustment = json!([{ "kind": "shipping_refund", "amount": "-4.90", "tax_amount": "-0.93" }]);
    let body = with(refund(), "/order_adjustments", adjustment);
    let report =
        read(Kind::Shopify, "refunds/create", &with(body, "/transactions/0/amount", json!("36.77"))).reports.remove(0);
    assert_eq!(
        (&report["total_minor"], &report["tax_minor"], &report["shipping_minor"]),
        (&json!(3677), &json!(587), &json!(490))
    );
}

#[test]
fn a_refund_paid_in_the_money_of_the_buyer_is_told_in_that_of_the_shop() {
    // The lines say 26.00 and 4.94 EUR in the shop, 1.00 and 1.00 USD at the buyer's.
    let body = with(refund(), "/transactions/0/currency", json!("USD"));
    let report =
        read(Kind::Shopify, "refunds/create", &with(body, "/transactions/0/amount", json!("2.00"))).reports.remove(0);
    assert_eq!((&report["total_minor"], &report["currency"]), (&json!(3094), &json!("EUR")));
}

#[test]
fn a_refund_in_another_money_that_cannot_be_told_is_refused() {
    let body = with(refund(), "/transactions/0/currency", json!("USD"));
    assert_eq!(faults(Kind::Shopify, "refunds/create", &body), [("/transactions".into(), "not_an_amount")]);
}

#[test]
fn a_refund_without_money_or_with_money_on_its_way_is_ignored() {
    for body in [
        with(refund(), "/transactions", json!([])),
        with(refund(), "/transactions/0/status", json!("pending")),
        with(refund(), "/transactions/0/amount", json!("0.00")),
    ] {
        assert_eq!(read(Kind::Shopify, "refunds/create", &body).ignored, Some("no_money_returned"));
    }
}

#[test]
fn what_an_order_cannot_do_without_is_named() {
    let body = with(with(order(), "/total_price", Value::Null), "/total_price_set", Value::Null);
    assert_eq!(faults(Kind::Shopify, "orders/paid", &body), [("/total_price".into(), "required")]);
    assert_eq!(faults(Kind::Shopify, "orders/paid", &with(order(), "/id", Value::Null)), [("/id".into(), "required")]);
}
