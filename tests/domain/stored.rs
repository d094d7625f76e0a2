//! What is stored: every shape is read by its fields, and what does not fit is said.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::money::Currency;
use waymark::domain::stored::{parse, read};
use waymark::{stored, stored_word};

use crate::given::{self, currency};

#[derive(Debug, PartialEq)]
struct Inner {
    at: i64,
    names: Vec<String>,
}

stored!(Inner { at, names });

#[derive(Debug, PartialEq)]
enum Kind {
    Sale,
    Refund,
}

stored_word!(Kind { Sale = "sale", Refund = "refund" });

#[derive(Debug, PartialEq)]
struct Row {
    id: u32,
    text: Option<String>,
    absent: Option<u8>,
    currency: Currency,
    kind: Kind,
    inner: Inner,
    pair: (u64, bool),
    rest: Value,
}

stored!(Row { id, text, absent, currency, kind, inner, pair, rest });

fn row() -> Value {
    json!({
        "id": 7, "text": null, "currency": "EUR", "kind": "refund", "inner": { "at": -3, "names": ["a", "b"] },
        "pair": [u64::MAX, true], "rest": { "x": [1, null] }, "unknown": 1,
    })
}

#[test]
fn a_row_is_read_by_the_names_of_its_columns() {
    let expected = Row {
        id: 7,
        text: None,
        absent: None,
        currency: currency("EUR"),
        kind: Kind::Refund,
        inner: Inner { at: -3, names: vec!["a".into(), "b".into()] },
        pair: (u64::MAX, true),
        rest: json!({ "x": [1, null] }),
    };
    assert_eq!(read::<Row>(row()).unwrap(), expected);
}

#[test]
fn a_list_is_read_by_the_order_of_the_fields() {
    assert_eq!(read::<Inner>(json!([-3, ["a"]])).unwrap(), Inner { at: -3, names: vec!["a".into()] });
    assert!(read::<Inner>(json!([-3])).is_err());
    assert!(read::<Inner>(json!([-3, [], 1])).is_err());
}

#[test]
fn a_text_is_read_like_the_value_that_it_says() {
    assert_eq!(parse::<Vec<(u8, String)>>("[[1,\"a\"]]").unwrap(), [(1, "a".to_owned())]);
    assert!(parse::<Vec<u8>>("[1").is_err());
}

#[test]
fn what_does_not_fit_is_said_not_guessed() {
    for (field, value) in [
        ("id", json!(-1)),
        ("id", json!(1_u64 << 32)),
        ("id", json!(1.5)),
        ("id", json!("7")),
        ("id", json!(null)),
        ("text", json!(7)),
        ("currency", json!("euro")),
        ("kind", json!("lead")),
        ("kind", json!(1)),
        ("inner", json!([])),
        ("inner", json!({ "at": 1 })),
        ("pair", json!([1])),
        ("pair", json!([1, true, 2])),
        ("pair", json!([1, 1])),
    ] {
        let mut changed = row();
        changed[field] = value.clone();
        assert!(read::<Row>(changed).is_err(), "{field}: {value}");
    }
    assert_eq!(read::<u8>(json!("x")).unwrap_err().to_string(), "a text stands in place of a number");
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn a_number_fits_where_it_fits_elsewhere(number in prop_oneof![
        any::<i64>().prop_map(Value::from), any::<u64>().prop_map(Value::from), any::<f64>().prop_map(Value::from),
        (-300..300_i64).prop_map(Value::from),
    ]) {
        prop_assert_eq!(read::<u8>(number.clone()).ok(), serde_json::from_value::<u8>(number.clone()).ok());
        prop_assert_eq!(read::<u32>(number.clone()).ok(), serde_json::from_value::<u32>(number.clone()).ok());
        prop_assert_eq!(read::<i64>(number.clone()).ok(), serde_json::from_value::<i64>(number.clone()).ok());
        prop_assert_eq!(read::<u64>(number.clone()).ok(), serde_json::from_value::<u64>(number).ok());
    }
}
