//! What others send becomes reports that the one reader takes, or faults, and never anything else.

mod ga4;
mod offline;
mod shopify;
mod stripe;
mod walk;
mod woocommerce;

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::conversion::{Batch, Claim, Item, Rank, Reporter};
use waymark::domain::source::{Kind, Reading, translate};

use crate::given::{self, NOON, pointers};

/// The reading of `body`, whose every report the reader of conversions must take.
fn read(kind: Kind, topic: &str, body: &Value) -> Reading {
    read_by(kind, topic, None, body)
}

/// The same, where `field` carries the order's name.
fn read_by(kind: Kind, topic: &str, field: Option<&str>, body: &Value) -> Reading {
    let reading = translate(kind, topic, field, body, NOON).unwrap();
    claims(&reading);
    reading
}

/// The reports as the reader of conversions takes them.
fn claims(reading: &Reading) -> Vec<Claim> {
    if reading.reports.is_empty() {
        return Vec::new();
    }
    let reporter = Reporter { source: 1, rank: Rank::Webhook };
    let batch = Batch::read(&Value::from(reading.reports.clone()), &given::settings(), reporter, NOON).unwrap();
    let take = |(item, report): (Item, &Value)| match item {
        Item::Claim(claim) => *claim,
        other => panic!("{report}: {other:?}"),
    };
    batch.items.into_iter().zip(&reading.reports).map(take).collect()
}

/// The faults of `body` as pointers with their words.
fn faults(kind: Kind, topic: &str, body: &Value) -> Vec<(String, &'static str)> {
    pointers(&translate(kind, topic, None, body, NOON).unwrap_err())
}

/// `body` with the value at `pointer` set, or taken out where it is null.
fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap();
    match parent {
        Value::Object(map) if value.is_null() => {
            map.remove(name);
        }
        Value::Object(map) => {
            map.insert(name.to_owned(), value);
        }
        other => other[name.parse::<usize>().unwrap()] = value,
    }
    body
}

/// Every pointer into `body`.
fn all(body: &Value, base: &str, into: &mut Vec<String>) {
    into.push(base.to_owned());
    match body {
        Value::Object(map) => map.iter().for_each(|(name, value)| all(value, &format!("{base}/{name}"), into)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| all(value, &format!("{base}/{at}"), into));
        }
        _ => {}
    }
}

/// Everything that may stand where something else belongs.
fn wrong() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(0.1),
        json!(1e300),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(""),
        json!("9223372036854775807"),
        json!("-9223372036854775808"),
        json!("79.305"),
        json!("2026-11-20T11:00:00Z"),
        json!("\u{0}\u{7f}ä€\u{1f600}"),
        json!([]),
        json!([null, [], {}]),
        json!({}),
    ]
}

fn bodies() -> Vec<(Kind, &'static str, Value)> {
    let mut bodies = vec![
        (Kind::Shopify, "orders/updated", with(shopify::order(), "/cancelled_at", json!("2026-11-20T11:30:00Z"))),
        (Kind::Shopify, "refunds/create", shopify::refund()),
        (Kind::Woocommerce, "order.updated", woocommerce::order()),
        (Kind::Ga4, "", ga4::purchase()),
        (Kind::Ga4, "", ga4::refund()),
        (Kind::Ga4, "", ga4::lead()),
    ];
    bodies.extend(stripe::events().into_iter().map(|event| (Kind::Stripe, "", event)));
    bodies
}

#[test]
fn no_body_with_any_one_thing_wrong_in_it_panics() {
    for (kind, topic, body) in bodies() {
        let mut places = Vec::new();
        all(&body, "", &mut places);
        for place in places.iter().filter(|place| !place.is_empty()) {
            for value in wrong() {
                let _ = translate(kind, topic, Some("name"), &with(body.clone(), place, value), NOON);
            }
        }
        for value in wrong() {
            let _ = translate(kind, topic, None, &value, NOON);
        }
    }
}

proptest! {
    #![proptest_config(given::tries(200))]

    #[test]
    fn no_body_with_many_things_wrong_in_it_panics(
        which in 0..64_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..16_usize), 1..8),
    ) {
        let bodies = bodies();
        let (kind, topic, mut body) = bodies[which % bodies.len()].clone();
        for (place, value) in changes {
            let mut places = Vec::new();
            all(&body, "", &mut places);
            places.remove(0);
            if !places.is_empty() {
                let place: &String = place.get(&places);
                body = with(body, place, wrong()[value].clone());
            }
        }
        // What is read names its order and its kind, whatever else was wrong.
        if let Ok(reading) = translate(kind, topic, None, &body, NOON) {
            prop_assert!(reading.ignored.is_some() || !reading.reports.is_empty());
            for report in &reading.reports {
                prop_assert!(report["kind"].is_string() && report["occurred_at"].is_string());
                prop_assert!(report["kind"] == "lead" || report["order_id"].is_string(), "{report}");
            }
        }
    }
}
