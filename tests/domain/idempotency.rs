//! The `Idempotency-Key` header: what is a key, whose it is, and what tells two calls apart.

use waymark::domain::idempotency::{ANSWER_MOST, dealt, fingerprint, kept, key};

#[test]
fn a_key_is_the_same_quoted_or_bare() {
    assert_eq!(key("\"8e03978e\"", "Bearer a"), key("8e03978e", "Bearer a"));
}

#[test]
fn a_key_belongs_to_whoever_sent_it() {
    assert_ne!(key("8e03978e", "Bearer a"), key("8e03978e", "Bearer b"));
}

#[test]
fn a_key_is_not_stored_as_it_was_sent() {
    let stored = key("8e03978e", "Bearer a").unwrap();
    assert!(!stored.contains("8e03978e") && stored.len() == 64, "{stored}");
}

#[test]
fn what_is_no_key_is_refused_with_the_header_named() {
    for sent in ["\"\"", "   ", "ключ", "a\u{7f}b", &"x".repeat(256)] {
        let refusal = key(sent, "Bearer a").unwrap_err();
        assert_eq!(refusal.faults()[0].header, Some("Idempotency-Key"), "{sent}");
    }
    assert!(key(&"x".repeat(255), "Bearer a").is_ok());
}

#[test]
fn another_address_or_another_body_is_another_call() {
    let call = fingerprint("/v1/conversions?", b"{}");
    assert_eq!(call, fingerprint("/v1/conversions?", b"{}"));
    assert_ne!(call, fingerprint("/v1/conversions?", b"{} "));
    assert_ne!(call, fingerprint("/v1/conversions?validate_only=false", b"{}"));
    assert_ne!(fingerprint("ab", b"c"), fingerprint("a", b"bc"));
}

#[test]
fn a_repeat_is_dealt_the_same_and_everything_else_something_else() {
    assert_eq!(dealt("a", 1, 1), dealt("a", 1, 1));
    for other in [dealt("b", 1, 1), dealt("a", 2, 1), dealt("a", 1, 2)] {
        assert_ne!(dealt("a", 1, 1), other);
    }
}

#[test]
fn of_an_answer_beyond_a_megabyte_the_ids_and_what_became_of_each_are_kept() {
    let answer = |length: usize| {
        let long = "x".repeat(length);
        serde_json::json!({ "created": 1, "items": [{ "index": 0, "status": "created", "id": 7, "url": long }] })
            .to_string()
    };
    let fits = ANSWER_MOST - answer(0).len();
    assert_eq!(kept(&answer(fits)), answer(fits));
    assert_eq!(kept(&answer(fits + 1)), r#"{"created":1,"items":[{"id":7,"index":0,"status":"created"}]}"#);
    // A row of a table is known by its line.
    let row = answer(fits + 2).replace("index", "line");
    assert_eq!(kept(&row), r#"{"created":1,"items":[{"id":7,"line":0,"status":"created"}]}"#);
}
