//! Which deliveries name somebody: whole addresses anywhere, ids only where their source writes ids.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::privacy::{Delivery, Found, Subject, Work};
use waymark::domain::source::Kind;
use waymark::domain::stored;

use crate::given;

const SHOP: u32 = 6;

fn customer(text: &str) -> Work {
    Work::of(&Subject::Customer(text.into()), &given::settings(), true, String::new())
}

/// An order that source 6 told of.
fn order(name: &str) -> Work {
    let mut work = Work::of(&Subject::Order(name.into()), &given::settings(), true, String::new());
    work.add(&[found(1, name)], &given::settings());
    work
}

fn found(kind: u8, key: &str) -> Found {
    stored::read(json!({ "kind": kind, "key": key, "source": SHOP, "order_id": null, "lead_id": null, "touches": "[]", "erased_at": null, "visitor": 0 }))
        .unwrap()
}

fn by(kind: Kind, topic: &str, body: &str) -> Delivery {
    Delivery {
        id: 1,
        source: SHOP,
        topic: topic.into(),
        received_at: given::NOON,
        items: "[]".into(),
        body: body.into(),
        kind: Some(kind),
        order_field: None,
    }
}

fn shopify(over: &Value) -> Delivery {
    let mut body = json!({ "id": 820_982_911_946_154_508_u64, "name": "#1001", "email": "jimbo.x@example.com", "currency": "EUR",
        "total_price": "73.66", "taxes_included": false, "line_items": [], "refunds": [], "note_attributes": [] });
    for (name, value) in over.as_object().unwrap() {
        body[name] = value.clone();
    }
    by(Kind::Shopify, "orders/create", &body.to_string())
}

#[test]
fn an_address_is_found_whole_however_it_is_written_and_never_as_a_piece_of_another() {
    let jimbo = shopify(&json!({}));
    assert!(jimbo.names(&customer("Jimbo.X@example.com")));
    for other in ["bo.x@example.com", "jimbo.x@example.co", "x@example.com", "jimbo.x@example.com.au"] {
        assert!(!jimbo.names(&customer(other)), "{other}");
    }
    let escaped = r#"{"billing":{"email":"J\u00d6RG\/a@example.com"}}"#;
    assert!(by(Kind::Woocommerce, "order.created", escaped).names(&customer("jörg/a@example.com")));
    assert!(shopify(&json!({ "contact_email": "  BO.X@example.com" })).names(&customer("bo.x@example.com")));
    let noted = shopify(&json!({ "note": "a present for bo.x@example.com" }));
    assert!(!noted.names(&customer("bo.x@example.com")), "the order is its buyer's");
}

#[test]
fn an_order_is_found_by_its_whole_name_where_orders_have_names() {
    for name in ["#1001", "820982911946154508"] {
        assert!(shopify(&json!({})).names(&order(name)), "{name}");
    }
    assert!(shopify(&json!({ "checkout_token": "c-9" })).names(&order("c-9")));
    assert!(!shopify(&json!({ "name": "ORD-2026-12" })).names(&order("ORD-2026-1")));
    let line = json!([{ "id": 1001, "name": "1001", "order_id": 1001, "product_id": 1001, "quantity": 1, "price": "73.66", "sku": "1001" }]);
    for over in
        [json!({ "line_items": line }), json!({ "customer": { "id": 1001 } }), json!({ "number": 1, "note": "1001" })]
    {
        assert!(!shopify(&over).names(&order("1001")), "{over}");
    }
}

#[test]
fn an_id_of_one_kind_names_none_of_another() {
    let mut lead = customer("dan@example.com");
    lead.add(&[found(3, "820982911946154508")], &given::settings());
    assert!(!shopify(&json!({})).names(&lead));
    assert!(!shopify(&json!({})).names(&customer("820982911946154508")));
    assert!(shopify(&json!({ "email": null, "customer": { "id": 5 } })).names(&customer("5")));
}

#[test]
fn another_shop_may_number_its_orders_alike() {
    let mut other = shopify(&json!({}));
    other.source = 7;
    assert!(!other.names(&order("#1001")));
    // Where nobody knows which shop's it is, it may be this one's.
    let unknown = Work::of(&Subject::Order("#1001".into()), &given::settings(), true, String::new());
    assert!(other.names(&unknown));
    other.items = r##"[{"outcome":"duplicate","order_id":"#1001"}]"##.into();
    assert!(other.names(&order("#1001")), "it was taken as theirs");
    for outcome in ["conflict", "rejected", "ignored"] {
        other.items = format!(r##"[{{"outcome":"{outcome}","order_id":"#1001"}}]"##);
        assert!(!other.names(&order("#1001")), "{outcome}");
    }
    other.items = r##"[{"outcome":"accepted","lead_id":"#1001","order_id":null}]"##.into();
    assert!(!other.names(&order("#1001")), "a lead is no order");
}

#[test]
fn every_kind_of_source_is_read_as_it_writes() {
    let stripe = json!({ "type": "checkout.session.completed", "created": 1, "data": { "object": { "id": "cs_1", "payment_status": "paid",
        "mode": "payment", "currency": "eur", "amount_total": 100, "payment_intent": "pi_1", "metadata": { "order_id": "77" } } } });
    assert!(by(Kind::Stripe, "", &stripe.to_string()).names(&order("77")));
    let ga4 = json!({ "client_id": "1.2", "events": [{ "name": "purchase", "params": { "transaction_id": "T-1", "value": 1, "currency": "EUR" } }] });
    assert!(by(Kind::Ga4, "", &ga4.to_string()).names(&order("T-1")));
    assert!(!by(Kind::Ga4, "", &ga4.to_string()).names(&order("1.2")));
    let ours =
        json!({ "type": "x", "data": [{ "kind": "sale", "order_id": "1" }, { "kind": "lead", "lead_id": "2" }] });
    assert!(by(Kind::Standard, "", &ours.to_string()).names(&order("1")));
    assert!(!by(Kind::Standard, "", &ours.to_string()).names(&order("2")));
    let mut chosen =
        by(Kind::Woocommerce, "order.created", r#"{"id":5,"number":"W5","status":"what","total":"x","mine":"W-7"}"#);
    chosen.order_field = Some("mine".into());
    assert!(chosen.names(&order("W-7")) && chosen.names(&order("W5")), "one that is refused too");
    chosen.kind = None;
    assert!(chosen.names(&order("5")), "and one whose source is gone");
}

#[test]
fn a_click_id_is_found_inside_touches_and_addresses() {
    let id = given::keys().print(&given::click());
    let work = Work::of(&Subject::Click(given::click(), id.clone()), &given::settings(), true, String::new());
    for text in [format!("google/organic@t2,{id}"), format!("/p?wm={id}%2Cx")] {
        assert!(shopify(&json!({ "landing_site": text })).names(&work), "{text}");
    }
    assert!(!shopify(&json!({ "landing_site": id.get(1..) })).names(&work));
}

#[test]
fn a_body_that_was_cut_off_is_read_as_far_as_it_goes_and_what_is_no_json_by_its_text() {
    let cut = |body: &str| by(Kind::Shopify, "orders/create", body);
    let start = r#"{"id":1001,"email":"jo@example.com","line_items":[{"id":7,"na"#;
    assert!(cut(start).names(&customer("jo@example.com")) && cut(start).names(&order("1001")));
    assert!(!cut(start).names(&order("7")) && !cut(start).names(&customer("o@example.com")));
    let form = cut("email=jo@example.com&id=1001");
    assert!(
        form.names(&customer("jo@example.com"))
            && !form.names(&customer("o@example.com"))
            && !form.names(&order("1001"))
    );
    assert!(!cut(&"[,".repeat(40_000)).names(&customer("jo@example.com")));
}

#[test]
fn an_answer_is_looked_for_by_the_field_that_has_the_id() {
    let mut work = order("1001");
    work.add(&[found(3, "2002"), found(2, "a\"b")], &given::settings());
    let said: Value = serde_json::from_str(&work.needle().said).unwrap();
    assert_eq!(said, json!([r#""lead_id":"2002""#, r#""order_id":"1001""#, r#""refund_id":"a\"b""#]));
}

proptest! {
    #![proptest_config(given::tries(300))]

    #[test]
    fn nothing_panics_and_a_cut_never_finds_what_the_whole_has_not(at in 0..400_usize, name in "[0-9]{1,4}", noise in ".{0,60}") {
        let whole = shopify(&json!({ "line_items": [{ "id": 1001, "title": noise }], "order_number": 1001 }));
        let mut cut = whole.clone();
        cut.body = whole.body.chars().take(at).collect();
        let _ = cut.names(&customer("jimbo.x@example.com"));
        // The reader takes a whole order by its first names; of a piece every place is looked at.
        if name != "1001" {
            prop_assert!(!cut.names(&order(&name)));
        }
        cut.body = noise;
        let _ = cut.names(&order(&name));
    }
}
