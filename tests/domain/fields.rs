//! Fields: everything that is wrong with a body is said at once, and where.

use serde_json::{Value, json};
use waymark::domain::fields::{Fields, MOST_INTEGER, parse};
use waymark::domain::refusal::{Fault, Refusal};

use crate::given::{self, NOON, pointers};

/// Reads the one field `value` under the name `x` and gives what was read with what was wrong.
fn reading<T>(value: Value, read: impl Fn(&mut Fields<'_>) -> Option<T>) -> (Option<T>, Vec<(String, &'static str)>) {
    let mut body = json!({});
    body["x"] = value;
    let mut fields = Fields::of(&body, "").unwrap();
    let read = read(&mut fields);
    (read, fields.finish().map_or_else(|faults| pointers(&faults), |()| Vec::new()))
}

fn wrong(code: &'static str) -> Vec<(String, &'static str)> {
    vec![("/x".into(), code)]
}

#[test]
fn a_body_is_json_in_utf_8() {
    assert_eq!(parse(br#"{"a":1}"#).unwrap(), json!({ "a": 1 }));
    for body in [&b""[..], b"{", b"{\"a\":1}x", b"{a:1}", b"\xff", b"\"\xc3\"", b"NaN", b"\xef\xbb\xbf{}"] {
        assert!(matches!(parse(body), Err(Refusal::MalformedJson(_))), "{body:?}");
    }
}

#[test]
fn a_body_that_is_nested_too_deep_is_refused_not_fatal() {
    let deep = "[".repeat(100_000);
    assert!(matches!(parse(deep.as_bytes()), Err(Refusal::MalformedJson(_))));
}

#[test]
fn only_an_object_has_fields() {
    for value in [json!([]), json!("x"), json!(1), json!(null)] {
        let Err(faults) = Fields::of(&value, "/3") else { panic!("{value} was taken") };
        assert_eq!(pointers(&faults), [("/3".into(), "not_an_object")]);
    }
}

#[test]
fn a_field_that_nobody_asked_for_is_a_fault() {
    let body = json!({ "known": 1, "colour": 2 });
    let mut fields = Fields::of(&body, "").unwrap();
    fields.integer("known", 0, 9);
    assert_eq!(pointers(&fields.finish().unwrap_err()), [("/colour".into(), "unknown_field")]);
}

#[test]
fn tilde_and_slash_in_a_name_are_escaped_in_its_pointer() {
    for (name, pointer) in [("a/b", "/a~1b"), ("a~b", "/a~0b"), ("~1", "/~01"), ("", "/"), ("é\"", "/é\"")] {
        let body = json!({ name: 1 });
        let fields = Fields::of(&body, "").unwrap();
        let faults = fields.finish().unwrap_err();
        assert_eq!(faults[0].pointer.as_deref(), Some(pointer));
        if !name.is_empty() {
            assert!(body.pointer(pointer).is_some(), "{pointer} leads to the field");
        }
    }
}

#[test]
fn a_fault_inside_something_points_through_it() {
    let body = json!({ "x": "" });
    let mut fields = Fields::of(&body, "/2/utm").unwrap();
    fields.text("x", 5);
    assert_eq!(pointers(&fields.finish().unwrap_err()), [("/2/utm/x".into(), "empty")]);
}

#[test]
fn a_fields_name_is_cropped_so_that_an_answer_stays_small() {
    let body = json!({ "x".repeat(10_000): 1 });
    let faults = Fields::of(&body, "").unwrap().finish().unwrap_err();
    assert_eq!(faults[0].pointer.as_ref().unwrap().len(), 65);
}

#[test]
fn absent_and_null_are_the_same() {
    let body = json!({ "x": null });
    let mut fields = Fields::of(&body, "").unwrap();
    assert_eq!((fields.text("x", 5), fields.integer("y", 0, 1)), (None, None));
    assert!(fields.has("x"));
    assert!(!fields.has("y"));
    assert_eq!(fields.finish(), Ok(()));
}

#[test]
fn a_needed_field_is_required_absent_or_null() {
    for body in [json!({}), json!({ "x": null })] {
        let mut fields = Fields::of(&body, "").unwrap();
        let text = fields.text("x", 5);
        assert_eq!(fields.need("x", text), None);
        assert_eq!(pointers(&fields.finish().unwrap_err()), wrong("required"));
    }
}

#[test]
fn a_needed_field_that_is_wrong_is_said_once() {
    let (read, faults) = reading(json!(5), |fields| {
        let text = fields.text("x", 5);
        fields.need("x", text)
    });
    assert_eq!((read, faults), (None, wrong("not_text")));
}

#[test]
fn a_text_is_trimmed_and_bounded_by_characters() {
    let text = |value| reading(value, |fields| fields.text("x", 3));
    assert_eq!(text(json!(" abc ")), (Some("abc".into()), vec![]));
    assert_eq!(text(json!("äöü")), (Some("äöü".into()), vec![]));
    assert_eq!(text(json!("abcd")), (None, wrong("too_long")));
    assert_eq!(text(json!(" \t ")), (None, wrong("empty")));
    assert_eq!(text(json!("a\nb")), (None, wrong("control_character")));
    assert_eq!(text(json!("a\u{9f}b")), (None, wrong("control_character")));
    assert_eq!(text(json!(["a"])), (None, wrong("not_text")));
}

#[test]
fn an_integer_is_whole_and_within_its_bounds() {
    let integer = |value| reading(value, |fields| fields.integer("x", 0, MOST_INTEGER));
    assert_eq!(integer(json!(0)), (Some(0), vec![]));
    assert_eq!(integer(json!(MOST_INTEGER)), (Some(MOST_INTEGER), vec![]));
    assert_eq!(integer(json!(MOST_INTEGER + 1)), (None, wrong("out_of_range")));
    assert_eq!(integer(json!(-1)), (None, wrong("out_of_range")));
    for value in [json!(1.0), json!(1.5), json!("1"), json!(true), json!(1e30), serde_json::from_str("1e2").unwrap()] {
        assert_eq!(integer(value.clone()), (None, wrong("not_an_integer")), "{value}");
    }
}

#[test]
fn an_id_is_of_32_bits_and_not_0() {
    let id = |value| reading(value, |fields| fields.id("x"));
    assert_eq!(id(json!(1)), (Some(1), vec![]));
    assert_eq!(id(json!(u32::MAX)), (Some(u32::MAX), vec![]));
    assert_eq!(id(json!(0)), (None, wrong("out_of_range")));
    assert_eq!(id(json!(1_u64 << 32)), (None, wrong("out_of_range")));
}

#[test]
fn a_flag_is_true_or_false() {
    let flag = |value| reading(value, |fields| fields.flag("x"));
    assert_eq!(flag(json!(false)), (Some(false), vec![]));
    assert_eq!(flag(json!(0)), (None, wrong("not_a_boolean")));
    assert_eq!(flag(json!("true")), (None, wrong("not_a_boolean")));
}

#[test]
fn a_moment_is_rfc_3339() {
    let moment = |value| reading(value, |fields| fields.moment("x"));
    assert_eq!(moment(json!("2026-11-20T12:00:00Z")), (Some(NOON), vec![]));
    assert_eq!(moment(json!(NOON)), (None, wrong("not_a_time")));
}

#[test]
fn a_currency_is_one_of_iso_4217() {
    let letters = |value| reading(value, |fields| fields.currency("x"));
    assert_eq!(letters(json!("eur")), (Some(given::currency("EUR")), vec![]));
    assert_eq!(letters(json!("€")), (None, wrong("not_a_currency")));
    assert_eq!(letters(json!("ABC")), (None, wrong("not_a_currency")));
}

#[test]
fn faults_found_inside_a_field_are_added() {
    let body = json!({});
    let mut fields = Fields::of(&body, "").unwrap();
    fields.faults(vec![Fault::at("/utm/source", "empty", "Say it.")]);
    assert_eq!(pointers(&fields.finish().unwrap_err()), [("/utm/source".into(), "empty")]);
}

#[test]
fn a_tag_that_was_weakened_on_its_way_is_the_same_tag() {
    for (header, same) in
        [("\"2\"", true), ("W/\"2\"", true), ("\"1\", W/\"2\"", true), ("*", true), ("W/\"3\"", false), ("W/2", false)]
    {
        assert_eq!(waymark::domain::fields::matches_version(header, 2), same, "{header}");
        assert_eq!(waymark::domain::fields::matches_tag(header, "\"2\""), same, "{header}");
    }
}
