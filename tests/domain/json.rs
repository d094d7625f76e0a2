//! Strict JSON: what others read in two ways is refused, and everything else is read as everywhere.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::json::{DEPTH_MOST, parse};

use crate::given;

fn said(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

#[test]
fn a_key_that_stands_twice_is_refused_by_its_name() {
    let why = said(r#"{"total_minor":100,"order_id":"1","total_minor":900}"#);
    assert!(why.starts_with("the key \"total_minor\" stands twice in one object at line 1"), "{why}");
}

#[test]
fn a_key_that_stands_twice_is_found_at_any_depth_and_however_it_is_written() {
    for text in [
        r#"[{"a":1,"a":1}]"#,
        r#"{"x":{"y":[1,{"a":1,"b":2,"a":3}]}}"#,
        r#"{"a":null,"a":null}"#,
        r#"{"a":1,"\u0061":2}"#,
        r#"{"":1,"":2}"#,
        r#"{"__proto__":1,"__proto__":2}"#,
    ] {
        assert!(said(text).contains("stands twice"), "{text}");
    }
}

#[test]
fn a_key_may_stand_in_several_objects() {
    assert_eq!(parse(r#"[{"a":{"a":1}},{"a":2}]"#).unwrap(), json!([{ "a": { "a": 1 } }, { "a": 2 }]));
    assert!(parse(r#"{"a":1,"A":2,"a ":3}"#).is_ok());
}

#[test]
fn a_long_key_is_cropped_so_that_an_answer_stays_small() {
    let key = "é".repeat(10_000);
    assert!(said(&format!(r#"{{"{key}":1,"{key}":2}}"#)).len() < 256);
}

#[test]
fn lists_and_objects_stand_at_most_32_deep() {
    let lists = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let objects = |depth: usize| format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
    assert_eq!(DEPTH_MOST, 32);
    for of in [&lists as &dyn Fn(usize) -> String, &objects] {
        assert!(parse(&of(32)).is_ok());
        let why = said(&of(33));
        assert!(why.starts_with("it is nested more than 32 deep"), "{why}");
        assert!(parse(&of(100_000)).is_err());
    }
}

#[test]
fn many_lists_beside_one_another_are_not_deep() {
    assert!(parse(&format!("[{}[]]", "[[]],".repeat(1000))).is_ok());
}

#[test]
fn numbers_are_read_as_everywhere() {
    for text in ["0", "-0", "-1", "18446744073709551615", "18446744073709551616", "-9223372036854775808", "1e2", "0.1"]
    {
        assert_eq!(parse(text).unwrap(), serde_json::from_str::<Value>(text).unwrap(), "{text}");
    }
    for text in ["1e400", "01", "1.", ".5", "+1", "NaN", "Infinity", "-", "0x1"] {
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn nothing_may_follow_the_value() {
    assert!(parse("{} {}").is_err());
    assert!(parse("1,").is_err());
    assert!(parse(" {} \r\n\t").is_ok());
}

/// Any JSON that is not nested too deep.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, |inside| {
        prop_oneof![
            prop::collection::vec(inside.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(".{0,4}", inside, 0..6).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn what_says_each_thing_once_is_read_as_everywhere(value in values(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        prop_assert_eq!(parse(&text).unwrap(), serde_json::from_str::<Value>(&text).unwrap());
    }

    #[test]
    fn what_is_no_json_elsewhere_is_none_here(text in "[\\[\\]{}:,\"a\\\\u0-2.eE \\-]{0,16}|\\PC{0,8}") {
        match serde_json::from_str::<Value>(&text) {
            Err(_) => prop_assert!(parse(&text).is_err()),
            Ok(value) => if let Ok(read) = parse(&text) { prop_assert_eq!(read, value) },
        }
    }

    #[test]
    fn a_key_said_again_anywhere_in_an_object_is_refused(
        keys in prop::collection::btree_set("[a-z]{1,3}", 1..6),
        again in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        value in values(),
    ) {
        let mut keys: Vec<String> = keys.into_iter().collect();
        let key = again.get(&keys).clone();
        keys.insert(at.index(keys.len() + 1), key.clone());
        let fields: Vec<String> = keys.iter().map(|key| format!("\"{key}\":{value}")).collect();
        let why = parse(&format!("[{{{}}}]", fields.join(","))).unwrap_err().to_string();
        prop_assert!(why.contains(&format!("\"{key}\" stands twice")), "{}", why);
    }
}
