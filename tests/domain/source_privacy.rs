//! Addresses of people are taken out of what is kept, and nothing else is.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::source::privacy::without_addresses;

use crate::given;

const KEYS: [&str; 9] = [
    "browser_ip",
    "customer_ip_address",
    "ip_address",
    "ip",
    "ip_override",
    "client_ip",
    "user_agent",
    "customer_user_agent",
    "userAgent",
];

#[test]
fn every_key_that_holds_an_address_is_emptied() {
    for key in KEYS {
        let kept = without_addresses(&json!({ "a": 1, key: "203.0.113.7 (proxy)", "b": "203.0" }).to_string());
        assert_eq!(serde_json::from_str::<Value>(&kept).unwrap(), json!({ "a": 1, key: "", "b": "203.0" }));
    }
}

#[test]
fn every_other_byte_stays() {
    for (text, kept) in [
        (
            "{ \"ip\" :\t\"2001:db8::1\" ,\n \"id\": 820982911946154508, \"x\": 1.10 }",
            "{ \"ip\" :\t\"\" ,\n \"id\": 820982911946154508, \"x\": 1.10 }",
        ),
        (
            r#"{"client_details":{"browser_ip":"203.0.113.7","n":null}}"#,
            r#"{"client_details":{"browser_ip":"","n":null}}"#,
        ),
        (r#"[{"ip":"a"},{"ip":"b"}]"#, r#"[{"ip":""},{"ip":""}]"#),
        (r#"{"ip":"a\"b\\","c":"\\\"d"}"#, r#"{"ip":"","c":"\\\"d"}"#),
        // The same key in other letters.
        (r#"{"\u0069p":"203.0.113.7","IP":"203.0.113.7"}"#, r#"{"\u0069p":"","IP":""}"#),
        // All texts inside, but no key.
        (r#"{"ip":["a",{"v":"b"},3],"c":"d"}"#, r#"{"ip":["",{"v":""},3],"c":"d"}"#),
        (r#"{"ip":{"ip":["a"]},"c":["d"]}"#, r#"{"ip":{"ip":[""]},"c":["d"]}"#),
        // A text is no key, a longer key is another one, and what is no text stays.
        (r#"{"a":"ip","b":"1.10"}"#, r#"{"a":"ip","b":"1.10"}"#),
        (r#"["ip","12:30"]"#, r#"["ip","12:30"]"#),
        // An address is one under whatever key it stands.
        (r#"[{"key":"_customer_ip_address","value":"203.0.113.7"}]"#, r#"[{"key":"_customer_ip_address","value":""}]"#),
        (r#"{"x":"203.0.113.7:443","y":"[2001:db8::1]:443"}"#, r#"{"x":"","y":""}"#),
        (r#"{"x":" 2001:db8::1 ","y":"at 203.0.113.7"}"#, r#"{"x":"","y":"at 203.0.113.7"}"#),
        (r#"{"ship":"a","ip_":"b","tip":"c"}"#, r#"{"ship":"a","ip_":"b","tip":"c"}"#),
        (r#"{"ip":null,"a":"b"}"#, r#"{"ip":null,"a":"b"}"#),
        (r#"{"ip":7,"a":"b"}"#, r#"{"ip":7,"a":"b"}"#),
        (r#"{"o":{"ip":7},"a":"b"}"#, r#"{"o":{"ip":7},"a":"b"}"#),
    ] {
        assert_eq!(without_addresses(text), kept, "{text}");
    }
}

#[test]
fn a_body_that_was_cut_keeps_no_part_of_an_address() {
    let whole = r#"{"id":1,"ip":"203.0.113.7"}"#;
    for end in 0..=whole.len() {
        let kept = without_addresses(&whole[..end]);
        assert!(!kept.contains("203"), "{kept}");
    }
}

#[test]
fn what_is_no_json_stays_as_it_is() {
    for text in ["", "webhook_id=7", "\"", "\\", "\u{1f600}\"\u{e9}", "{]}[,:\"", "}}}}]]]]", "<xml ip=\"1\"/>"] {
        assert_eq!(without_addresses(text), text);
    }
}

/// Any JSON, with addresses here and there.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(Value::from("203.0.113.7")),
    ];
    let key = prop_oneof![".{0,6}", (0..KEYS.len()).prop_map(|at| KEYS[at].to_owned())];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// The same rule, told over values: every text is empty that is an address or stands under such a key.
fn emptied(value: &Value, inside: bool) -> Value {
    match value {
        Value::String(text) if inside || text.trim().parse::<std::net::IpAddr>().is_ok() => Value::from(""),
        Value::Array(list) => list.iter().map(|one| emptied(one, inside)).collect(),
        Value::Object(map) => Value::Object(
            map.iter()
                .map(|(key, one)| {
                    let named = KEYS.iter().any(|name| name.eq_ignore_ascii_case(key));
                    (key.clone(), emptied(one, inside || named))
                })
                .collect(),
        ),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn a_body_without_addresses_is_the_same_with_empty_texts_there(value in any_json()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let kept = without_addresses(&text);
            prop_assert_eq!(serde_json::from_str::<Value>(&kept).unwrap(), emptied(&value, false));
            prop_assert_eq!(without_addresses(&kept), kept);
        }
    }

    #[test]
    fn a_body_without_such_keys_stays_byte_for_byte(text in "[^iI]{0,60}") {
        prop_assert_eq!(without_addresses(&text), text);
    }
}
