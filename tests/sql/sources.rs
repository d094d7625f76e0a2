//! What the field's webhooks say, through the reader of conversions into a real SQLite: one order, its money, in any order.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::conversion::{Outcome, Rank, Reporter};
use waymark::domain::source::{Kind, translate};

use crate::given::{self, NOON, report_by};

/// Reports what a delivery says and answers what became of each of its reports.
fn tell(db: &mut Connection, kind: Kind, topic: &str, body: &Value) -> Vec<Outcome> {
    let reading = translate(kind, topic, None, body, NOON).unwrap();
    assert_eq!(reading.ignored, None, "{body}");
    let reporter = Reporter { source: 1, rank: Rank::Webhook };
    report_by(db, reporter, &Value::from(reading.reports)).into_iter().map(|said| said.outcome).collect()
}

/// Every order with its total and with what was given back of it, never more than all.
fn ledger(db: &Connection) -> Vec<(String, i64, i64)> {
    let question = "SELECT key, total_minor, min(total_minor, coalesce((
        SELECT sum(refund.total_minor) FROM conversion AS refund WHERE refund.kind = 2 AND refund.order_id = sale.key
      ), 0)) AS back FROM conversion AS sale WHERE kind = 1 ORDER BY key";
    let row = |row: &Value| {
        (row["key"].as_str().unwrap().to_owned(), row["total_minor"].as_i64().unwrap(), row["back"].as_i64().unwrap())
    };
    given::ask(db, question).iter().map(row).collect()
}

/// The ledger after these deliveries, which must not depend on which comes first nor on which way round they come; the
/// name that an order keeps is the first one heard, its money is the same.
fn in_any_order(kind: Kind, deliveries: &[(&str, Value)]) -> Vec<(String, i64, i64)> {
    let told = |deliveries: &[&(&str, Value)]| {
        let mut db = given::control();
        for (topic, body) in deliveries {
            tell(&mut db, kind, topic, body);
        }
        db
    };
    let money = |db: &Connection| -> Vec<_> { ledger(db).into_iter().map(|(_, total, back)| (total, back)).collect() };
    let mut turned: Vec<_> = deliveries.iter().collect();
    let mut first = told(&turned);
    // Everything once more, as a sender does that heard no answer.
    let once = ledger(&first);
    for (topic, body) in deliveries {
        let again = tell(&mut first, kind, topic, body);
        assert!(again.iter().all(|outcome| *outcome == Outcome::Duplicate), "{topic} {body}: {again:?}");
    }
    assert_eq!(ledger(&first), once);
    for _ in deliveries {
        turned.rotate_left(1);
        assert_eq!(money(&told(&turned)), money(&first), "{turned:?}");
        let back: Vec<_> = turned.iter().rev().copied().collect();
        assert_eq!(money(&told(&back)), money(&first), "{back:?}");
    }
    once
}

fn stripe(topic: &str, object: &Value) -> (&'static str, Value) {
    ("", json!({ "type": topic, "livemode": true, "created": 1_795_172_460, "data": { "object": object } }))
}

fn session(metadata: &Value) -> (&'static str, Value) {
    let object = json!({ "id": "cs_1", "created": 1_795_172_400, "payment_status": "paid", "payment_intent": "pi_1",
        "metadata": metadata, "amount_total": 7366, "currency": "eur" });
    stripe("checkout.session.completed", &object)
}

fn refunded(back: i64) -> (&'static str, Value) {
    let object = json!({ "id": "ch_1", "created": 1_795_172_400, "amount_refunded": back, "currency": "eur", "payment_intent": "pi_1" });
    stripe("charge.refunded", &object)
}

fn dispute(topic: &str, status: &str) -> (&'static str, Value) {
    let object = json!({ "id": "dp_1", "created": 1_795_172_430, "amount": 7366, "currency": "eur", "payment_intent": "pi_1", "status": status });
    stripe(topic, &object)
}

#[test]
fn a_session_with_its_refunds_is_one_order_with_what_was_given_back_last() {
    let deliveries = [session(&json!({})), refunded(930), refunded(1500)];
    assert_eq!(in_any_order(Kind::Stripe, &deliveries), [("pi_1".into(), 7366, 1500)]);
}

#[test]
fn refunds_find_an_order_that_goes_by_the_shops_own_name() {
    let deliveries = [session(&json!({ "order_id": "A-7" })), refunded(930), refunded(1500)];
    assert_eq!(in_any_order(Kind::Stripe, &deliveries), [("A-7".into(), 7366, 1500)]);
}

#[test]
fn a_subscription_is_one_order_whichever_of_its_events_comes_first() {
    let object = json!({ "id": "cs_1", "created": 1_795_172_400, "mode": "subscription", "payment_status": "paid",
        "payment_intent": null, "invoice": "in_1", "amount_total": 7366, "currency": "eur" });
    let invoice = json!({ "id": "in_1", "created": 1_795_172_401, "billing_reason": "subscription_create",
        "amount_paid": 7366, "tax": 1176, "currency": "eur" });
    let payment = json!({ "id": "inpay_1", "created": 1_795_172_402, "amount_paid": 7366, "currency": "eur",
        "invoice": "in_1", "payment": { "payment_intent": "pi_1" } });
    let deliveries = [
        stripe("checkout.session.completed", &object),
        stripe("invoice.paid", &invoice),
        stripe("invoice_payment.paid", &payment),
        refunded(930),
    ];
    assert_eq!(in_any_order(Kind::Stripe, &deliveries), [("in_1".into(), 7366, 930)]);
}

#[test]
fn a_won_dispute_gives_the_order_back_its_money() {
    let deliveries = [
        session(&json!({})),
        dispute("charge.dispute.created", "needs_response"),
        dispute("charge.dispute.closed", "won"),
        dispute("charge.dispute.funds_withdrawn", "needs_response"),
    ];
    assert_eq!(in_any_order(Kind::Stripe, &deliveries), [("pi_1".into(), 7366, 0)]);
}

fn shopify(at: &str, change: &Value) -> Value {
    let mut body = json!({ "id": 820_982_911_946_154_508_u64, "name": "#1001", "currency": "JPY", "total_price": "1580",
        "line_items": [], "created_at": "2026-11-20T10:00:00Z", "updated_at": at });
    body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    body
}

fn shopify_refund(id: u64, amount: &str) -> Value {
    json!({ "id": id, "order_id": 820_982_911_946_154_508_u64, "created_at": "2026-11-20T10:30:00Z",
        "transactions": [{ "kind": "refund", "status": "success", "amount": amount, "currency": "JPY" }] })
}

#[test]
fn an_order_of_shopify_with_a_partial_and_a_last_refund_ends_at_nothing() {
    let order = shopify("2026-11-20T10:00:01Z", &json!({}));
    let updated = shopify("2026-11-20T10:31:00Z", &json!({ "refunds": [shopify_refund(1, "580")] }));
    let deliveries = [
        ("orders/create", order),
        ("orders/updated", updated),
        ("refunds/create", shopify_refund(1, "580")),
        ("refunds/create", shopify_refund(2, "1000")),
    ];
    assert_eq!(in_any_order(Kind::Shopify, &deliveries), [("820982911946154508".into(), 1580, 1580)]);
}

#[test]
fn a_cancelled_order_of_shopify_keeps_the_fee_that_was_not_given_back() {
    let cancelled = json!({ "cancelled_at": "2026-11-20T10:20:00Z" });
    let mut back = cancelled.clone();
    back["refunds"] = json!([shopify_refund(1, "1080")]);
    let deliveries = [
        ("orders/create", shopify("2026-11-20T10:00:01Z", &json!({}))),
        ("orders/cancelled", shopify("2026-11-20T10:20:00Z", &cancelled)),
        ("orders/updated", shopify("2026-11-20T10:31:00Z", &back)),
        ("refunds/create", shopify_refund(1, "1080")),
    ];
    assert_eq!(in_any_order(Kind::Shopify, &deliveries), [("820982911946154508".into(), 1580, 1080)]);
}

fn woo(status: &str, modified: &str, refunds: &Value) -> (&'static str, Value) {
    let body = json!({ "id": 727, "number": "727", "status": status, "currency": "BHD", "total": "12.345",
        "date_created_gmt": "2026-11-20T10:00:00", "date_modified_gmt": modified, "refunds": refunds });
    ("order.updated", body)
}

#[test]
fn refunds_of_woocommerce_are_what_its_last_list_says() {
    let deliveries = [
        woo("processing", "2026-11-20T10:00:00", &json!([])),
        woo("processing", "2026-11-20T10:10:00", &json!([{ "id": 1, "total": "-2.345" }])),
        woo("processing", "2026-11-20T10:20:00", &json!([{ "id": 1, "total": "-2.345" }, { "id": 2, "total": "-1" }])),
        woo("processing", "2026-11-20T10:30:00", &json!([{ "id": 2, "total": "-1" }])),
    ];
    assert_eq!(in_any_order(Kind::Woocommerce, &deliveries), [("727".into(), 12_345, 1000)]);
}

#[test]
fn an_order_of_woocommerce_that_is_revived_counts_again() {
    let deliveries = [
        woo("processing", "2026-11-20T10:00:00", &json!([])),
        woo("cancelled", "2026-11-20T10:10:00", &json!([])),
        woo("processing", "2026-11-20T10:20:00", &json!([])),
    ];
    assert_eq!(in_any_order(Kind::Woocommerce, &deliveries), [("727".into(), 12_345, 0)]);
}

#[test]
fn a_failed_order_of_woocommerce_takes_back_what_was_counted_while_it_waited() {
    let deliveries =
        [woo("on-hold", "2026-11-20T10:00:00", &json!([])), woo("failed", "2026-11-20T10:10:00", &json!([]))];
    assert_eq!(in_any_order(Kind::Woocommerce, &deliveries), [("727".into(), 12_345, 12_345)]);
}

#[test]
fn a_purchase_of_ga4_with_its_refunds_ends_at_what_is_left() {
    let event = |name: &str, at: i64, params: Value| {
        ("", json!({ "client_id": "1.2", "timestamp_micros": at, "events": [{ "name": name, "params": params }] }))
    };
    let deliveries = [
        event("purchase", 1_795_172_400_000_000, json!({ "transaction_id": "T", "value": 79.3, "currency": "EUR" })),
        event("refund", 1_795_172_401_000_000, json!({ "transaction_id": "T", "value": 9.3, "currency": "EUR" })),
        event("refund", 1_795_172_402_000_000, json!({ "transaction_id": "T", "value": 9.3, "currency": "EUR" })),
    ];
    assert_eq!(in_any_order(Kind::Ga4, &deliveries), [("T".into(), 7930, 1860)]);
}
