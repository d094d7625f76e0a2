//! Walking: ids keep every digit, amounts are exact, and click ids are found however they are strung together.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::money::{decimal as printed, exponent};
use waymark::domain::source::told::clean;
use waymark::domain::source::walk::{decimal, id, named_touches, point, touches};

use crate::given::{currency, tries};

#[test]
fn an_id_keeps_every_digit() {
    let body: Value =
        serde_json::from_str(r#"{"a": 820982911946154508, "b": " x ", "c": {"id": "in_1"}, "d": 1.5, "e": -1}"#)
            .unwrap();
    assert_eq!(id(&body, "/a").as_deref(), Some("820982911946154508"));
    assert_eq!(id(&body, "/b").as_deref(), Some("x"));
    assert_eq!(id(&body, "/c").as_deref(), Some("in_1"));
    assert_eq!((id(&body, "/d"), id(&body, "/e"), id(&body, "/f")), (None, None, None));
}

#[test]
fn click_ids_are_found_in_whatever_is_around_them() {
    for value in
        [json!("a-1,b_2"), json!("a-1 b_2"), json!("[\"a-1\", \"b_2\"]"), json!(["a-1", "b_2"]), json!("a-1\nb_2;")]
    {
        assert_eq!(touches(&value), ["a-1", "b_2"], "{value}");
    }
    assert!(touches(&json!({ "a": 1 })).is_empty() && touches(&json!("x".repeat(105))).is_empty());
}

#[test]
fn touches_of_other_channels_are_found_beside_click_ids() {
    let text = "a-1,www.google.com/referrer@tc2z00,b_2";
    for value in [json!(text), json!([text]), json!("[\"a-1\",\"www.google.com/referrer@tc2z00\",\"b_2\"]")] {
        assert_eq!(touches(&value), ["a-1", "www.google.com/referrer@tc2z00", "b_2"], "{value}");
    }
}

#[test]
fn a_text_that_is_too_long_for_a_touch_is_none() {
    let channel = |source: usize| format!("{}/{}@tc2z00", "s".repeat(source), "m".repeat(32));
    assert_eq!(touches(&json!(channel(64))), [channel(64)]);
    assert!(touches(&json!(channel(66))).is_empty());
}

#[test]
fn click_ids_go_by_any_of_their_names() {
    for name in ["wm", "_wm", "click_id", "waymark", "waymark_click_ids", "WM"] {
        assert_eq!(named_touches(Some(&json!([{ "name": name, "value": "a" }])), "name"), ["a"]);
        assert_eq!(named_touches(Some(&json!({ name: "a" })), ""), ["a"]);
    }
    assert!(named_touches(Some(&json!({ "gclid": "a" })), "").is_empty());
}

#[test]
fn a_description_is_cut_and_freed_of_what_no_report_may_hold() {
    assert_eq!(clean(" a\u{0}b\n", 9).as_deref(), Some("ab"));
    assert_eq!(clean("äöü", 2).as_deref(), Some("äö"));
    assert_eq!(clean("\n", 9), None);
}

#[test]
fn units_are_written_with_their_places() {
    for (units, places, text) in
        [(5, 2, "0.05"), (7930, 2, "79.30"), (-5, 3, "-0.005"), (1580, 0, "1580"), (0, 2, "0.00")]
    {
        assert_eq!(point(units, places), text);
    }
}

proptest! {
    #![proptest_config(tries(2000))]

    #[test]
    fn an_amount_in_a_float_is_the_one_that_was_meant(minor in 0..1_000_000_000_000_i64, which in 0..3_usize) {
        let currency = currency(["EUR", "JPY", "BHD"][which]);
        let text = printed(minor, currency);
        prop_assert_eq!(decimal(&json!(text.clone()), currency), Some(minor));
        prop_assert_eq!(decimal(&json!(text.parse::<f64>().unwrap()), currency), Some(minor));
        // A float that is off by its last digits only was never meant to be.
        let off = f64::from_bits(text.parse::<f64>().unwrap().to_bits() + 1);
        if exponent(currency) > 0 && minor > 0 {
            prop_assert_eq!(decimal(&json!(off), currency), Some(minor));
        }
    }
}
