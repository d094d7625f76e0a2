//! Stripe: one sale under every name that its events know, money back set and not added.

use serde_json::{Value, json};
use waymark::domain::click_id::Click;
use waymark::domain::source::{Kind, Reading};

use super::{faults, read, read_by, with};
use crate::given;

fn event(topic: &str, object: Value) -> Value {
    let event = json!({ "id": "evt_1", "object": "event", "type": topic, "livemode": true, "created": 1_795_172_460, "data": {} });
    with(event, "/data/object", object)
}

fn session() -> Value {
    json!({
        "id": "cs_live_a1", "object": "checkout.session", "livemode": true, "created": 1_795_172_400,
        "mode": "payment", "payment_status": "paid", "payment_intent": "pi_3A", "invoice": null, "subscription": null,
        "client_reference_id": "customer-42", "metadata": {}, "amount_subtotal": 6200, "amount_total": 7366,
        "currency": "eur", "customer": "cus_9", "customer_details": { "email": "kim@example.org" },
        "total_details": { "amount_discount": 500, "amount_shipping": 490, "amount_tax": 1176 },
        "discounts": [{ "coupon": null, "promotion_code": { "id": "promo_1", "code": "SARAH10" } }],
    })
}

fn subscription() -> Value {
    let body = with(session(), "/mode", json!("subscription"));
    let body = with(with(body, "/payment_intent", Value::Null), "/invoice", json!("in_1"));
    with(body, "/subscription", json!("sub_1"))
}

fn invoice() -> Value {
    json!({
        "id": "in_1", "object": "invoice", "livemode": true, "created": 1_795_172_401, "currency": "eur",
        "billing_reason": "subscription_create", "amount_paid": 7366, "total": 7366, "tax": 1176,
        "total_discount_amounts": [{ "amount": 500 }], "shipping_cost": { "amount_subtotal": 490, "amount_total": 583 },
        "customer": "cus_9", "customer_email": "kim@example.org", "payment_intent": "pi_3A", "metadata": {},
        "subscription_details": { "metadata": { "wm": "first second" } },
    })
}

fn charge(back: i64) -> Value {
    json!({ "id": "ch_1", "object": "charge", "livemode": true, "created": 1_795_172_400, "amount": 7366,
        "amount_refunded": back, "refunded": back == 7366, "currency": "eur", "payment_intent": "pi_3A", "metadata": {} })
}

fn dispute(status: &str) -> Value {
    json!({ "id": "dp_1", "object": "dispute", "livemode": true, "created": 1_795_172_430, "amount": 7366,
        "currency": "eur", "charge": "ch_1", "payment_intent": "pi_3A", "status": status, "metadata": {} })
}

pub(super) fn events() -> Vec<Value> {
    vec![
        event("checkout.session.completed", session()),
        event("invoice.paid", invoice()),
        event("invoice_payment.paid", payment()),
        event("charge.refunded", charge(930)),
        event("charge.dispute.created", dispute("needs_response")),
    ]
}

fn payment() -> Value {
    json!({ "id": "inpay_1", "object": "invoice_payment", "livemode": true, "created": 1_795_172_402, "currency": "eur",
        "amount_paid": 7366, "invoice": "in_1", "payment": { "type": "payment_intent", "payment_intent": "pi_3A" } })
}

fn of(topic: &str, object: Value) -> Reading {
    read(Kind::Stripe, "", &event(topic, object))
}

fn one(topic: &str, object: Value) -> Value {
    of(topic, object).reports.remove(0)
}

fn sale(object: Value) -> Value {
    one("checkout.session.completed", object)
}

#[test]
fn a_session_becomes_a_sale_named_by_its_payment() {
    assert_eq!(
        sale(session()),
        json!({ "kind": "sale", "occurred_at": "2026-11-20T11:00:00.000Z", "revision": 2, "order_id": "pi_3A",
            "aliases": ["cs_live_a1"], "total_minor": 7366, "currency": "EUR", "merchandise_minor": 5700,
            "tax_minor": 1176, "shipping_minor": 490, "discount_minor": 500, "customer": "kim@example.org",
            "codes": [{ "code": "SARAH10", "discount_minor": 500 }] })
    );
}

#[test]
fn metadata_names_the_order_first() {
    let named = with(session(), "/metadata/order_id", json!("A-7"));
    assert_eq!(
        (&sale(named.clone())["order_id"], &sale(named)["aliases"]),
        (&json!("A-7"), &json!(["pi_3A", "cs_live_a1"]))
    );
    let body = event("checkout.session.completed", with(session(), "/metadata/shop_order", json!("B-8")));
    assert_eq!(read_by(Kind::Stripe, "", Some("shop_order"), &body).reports[0]["order_id"], "B-8");
    assert_eq!(read_by(Kind::Stripe, "", Some("client_reference_id"), &body).reports[0]["order_id"], "customer-42");
}

#[test]
fn click_ids_come_from_the_reference_and_the_metadata() {
    let click = given::keys().print(&Click { nonce: 9, ..given::click() });
    let body = with(session(), "/client_reference_id", json!(format!("{click}, customer-42")));
    let body = with(body, "/metadata/click_id", json!("[\"second_id\"]"));
    assert_eq!(sale(body)["touches"], json!([click, "second_id"]));
}

#[test]
fn touches_of_other_channels_come_from_the_metadata() {
    let body = with(session(), "/metadata/wm", json!("first,google/cpc@tc2z00"));
    assert_eq!(sale(body)["touches"], json!(["first", "google/cpc@tc2z00"]));
}

#[test]
fn the_session_of_a_subscription_and_its_first_invoice_are_one_sale() {
    let (session, invoice) = (sale(subscription()), one("invoice.paid", invoice()));
    assert_eq!((&session["order_id"], &session["aliases"]), (&json!("in_1"), &json!(["cs_live_a1"])));
    assert_eq!((&invoice["order_id"], &invoice["kind"]), (&json!("in_1"), &json!("sale")));
    assert_eq!(invoice["aliases"], json!(["pi_3A"]));
    for part in ["total_minor", "merchandise_minor", "tax_minor", "shipping_minor", "discount_minor", "customer"] {
        assert_eq!(session[part], invoice[part], "{part}");
    }
    assert!(session["revision"].as_i64() > invoice["revision"].as_i64());
}

#[test]
fn a_later_invoice_of_a_subscription_is_a_renewal() {
    let report = one("invoice.paid", with(invoice(), "/billing_reason", json!("subscription_cycle")));
    assert_eq!((&report["kind"], &report["touches"]), (&json!("renewal"), &json!(["first", "second"])));
}

#[test]
fn taxes_of_an_invoice_are_added_up_where_it_lists_them() {
    let body =
        with(with(invoice(), "/tax", Value::Null), "/total_taxes", json!([{ "amount": 1000 }, { "amount": 176 }]));
    assert_eq!(one("invoice.paid", body)["tax_minor"], 1176);
}

#[test]
fn a_payment_joins_its_invoice_and_stands_below_it() {
    let report = one("invoice_payment.paid", payment());
    assert_eq!((&report["order_id"], &report["aliases"]), (&json!("in_1"), &json!(["pi_3A"])));
    assert!(report.get("revision").is_none());
}

#[test]
fn a_trial_that_costs_nothing_counts() {
    let body = with(with(subscription(), "/amount_total", json!(0)), "/total_details", Value::Null);
    let report = sale(with(body, "/payment_status", json!("no_payment_required")));
    assert_eq!((&report["total_minor"], &report["order_id"]), (&json!(0), &json!("in_1")));
}

#[test]
fn a_slow_payment_counts_when_it_arrives() {
    let unpaid = with(session(), "/payment_status", json!("unpaid"));
    assert_eq!(of("checkout.session.completed", unpaid.clone()).ignored, Some("not_paid_yet"));
    assert_eq!(of("checkout.session.async_payment_failed", unpaid).ignored, Some("not_paid"));
    assert_eq!(one("checkout.session.async_payment_succeeded", session()), sale(session()));
}

#[test]
fn amounts_are_in_the_units_of_stripe() {
    for (currency, units, minor) in [
        ("jpy", 1580, 1580),
        ("bhd", 12_340, 12_340),
        ("eur", 7930, 7930),
        ("isk", 50_000, 500),
        ("ugx", 50_000, 500),
        ("mga", 500, 50_000),
        ("krw", 1, 1),
    ] {
        let body = with(with(session(), "/currency", json!(currency)), "/total_details", Value::Null);
        let report = sale(with(with(body, "/amount_total", json!(units)), "/discounts", Value::Null));
        assert_eq!(report["total_minor"], minor, "{currency}");
    }
}

#[test]
fn half_a_krona_is_refused() {
    let body = with(with(session(), "/currency", json!("isk")), "/total_details", Value::Null);
    let body = event("checkout.session.completed", with(body, "/amount_total", json!(50_050)));
    assert_eq!(faults(Kind::Stripe, "", &body), [("/data/object/amount_total".into(), "not_an_amount")]);
}

#[test]
fn a_buyer_with_another_currency_pays_what_the_shop_asks_for() {
    let conversion =
        json!({ "source_currency": "usd", "amount_total": 8000, "amount_subtotal": 8000, "fx_rate": "0.92" });
    let report = sale(with(session(), "/currency_conversion", conversion));
    assert_eq!((&report["total_minor"], &report["currency"]), (&json!(8000), &json!("USD")));
    assert!(report.get("tax_minor").is_none() && report["codes"][0].get("discount_minor").is_none());
}

#[test]
fn a_refunded_charge_states_all_that_was_given_back() {
    let part = one("charge.refunded", charge(930));
    assert_eq!(
        part,
        json!({ "kind": "refund", "occurred_at": "2026-11-20T11:01:00.000Z", "order_id": "pi_3A", "cumulative": true,
            "total_minor": 930, "currency": "EUR", "revision": 930, "reason": "refund" })
    );
    let whole = one("charge.refunded", charge(7366));
    assert!(whole["revision"].as_i64() > part["revision"].as_i64());
}

#[test]
fn a_refund_in_krona_is_in_krona() {
    let report = one("charge.refunded", with(charge(50_000), "/currency", json!("isk")));
    assert_eq!(report["total_minor"], 500);
}

#[test]
fn a_dispute_takes_back_and_a_won_one_returns() {
    let opened = one("charge.dispute.created", dispute("needs_response"));
    assert_eq!(
        opened,
        json!({ "kind": "refund", "occurred_at": "2026-11-20T11:00:30.000Z", "refund_id": "dispute:dp_1",
            "order_id": "pi_3A", "total_minor": 7366, "currency": "EUR", "revision": 0, "reason": "chargeback" })
    );
    let won = one("charge.dispute.closed", dispute("won"));
    assert_eq!(
        (&won["refund_id"], &won["total_minor"], &won["revision"]),
        (&json!("dispute:dp_1"), &json!(0), &json!(1))
    );
    assert_eq!(won, one("charge.dispute.funds_reinstated", dispute("won")));
}

#[test]
fn the_other_words_of_a_dispute_repeat_what_it_took() {
    let opened = one("charge.dispute.created", dispute("needs_response"));
    assert_eq!(one("charge.dispute.funds_withdrawn", dispute("under_review")), opened);
    assert_eq!(one("charge.dispute.closed", dispute("lost")), opened);
}

#[test]
fn what_takes_no_money_is_ignored_with_its_reason() {
    for (topic, object, why) in [
        ("charge.dispute.created", dispute("warning_needs_response"), "inquiry"),
        ("charge.dispute.closed", dispute("warning_closed"), "inquiry"),
        ("checkout.session.completed", with(session(), "/mode", json!("setup")), "no_sale"),
        ("checkout.session.completed", with(session(), "/livemode", json!(false)), "test_mode"),
        ("payout.paid", json!({ "id": "po_1" }), "unknown_topic"),
    ] {
        let reading = of(topic, object);
        assert_eq!((reading.ignored, reading.topic.as_str()), (Some(why), topic));
    }
}

#[test]
fn what_is_no_event_of_stripe_is_refused() {
    assert_eq!(faults(Kind::Stripe, "", &json!({})), [("/type".into(), "required")]);
    assert_eq!(faults(Kind::Stripe, "", &json!({ "type": "invoice.paid" })), [("/data/object".into(), "required")]);
    let body = event("checkout.session.completed", json!({ "id": "cs_1" }));
    assert_eq!(
        faults(Kind::Stripe, "", &body),
        [("/data/object/currency".into(), "not_a_currency"), ("/data/object/amount_total".into(), "required")]
    );
}
