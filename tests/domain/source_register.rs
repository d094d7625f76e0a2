//! The register of sources: what a body may say, and where its secret goes.

use serde_json::{Value, json};
use waymark::domain::register::source::Source;
use waymark::domain::source::Kind;
use waymark::domain::source::signature::{is_token, standard_key, token_kept};

use crate::given::{self, NOON};

const SECRET: &str = "shpss_0123456789abcdef";

fn body(kind: &str, over: &Value) -> Value {
    let mut body = json!({ "name": "Our Shop", "kind": kind });
    body.as_object_mut().unwrap().extend(over.as_object().unwrap().clone());
    body
}

fn made(kind: &str, over: &Value) -> (Source, String) {
    Source::make(&body(kind, over), [7; 32], NOON).unwrap()
}

fn refused(kind: &str, over: &Value) -> Vec<(String, &'static str)> {
    given::pointers(&Source::make(&body(kind, over), [7; 32], NOON).unwrap_err())
}

fn shop() -> Source {
    made("shopify", &json!({ "secret": SECRET })).0
}

#[test]
fn a_source_is_open_and_untrusted_when_nothing_is_said() {
    let (source, shown) = made("shopify", &json!({ "secret": SECRET }));
    assert_eq!((source.handle.as_str(), source.kind, source.trusted), ("our-shop", Kind::Shopify, false));
    assert_eq!((source.secrets(), source.hint.as_str(), shown.as_str()), (vec![SECRET], "cdef", SECRET));
    assert!(source.is_open());
}

#[test]
fn platforms_that_choose_the_secret_must_say_it() {
    for kind in ["shopify", "stripe", "woocommerce"] {
        assert_eq!(refused(kind, &json!({})), [("/secret".to_owned(), "required")], "{kind}");
    }
}

#[test]
fn for_the_others_a_secret_is_made() {
    let (source, shown) = made("standard", &json!({}));
    assert_eq!(standard_key(&shown), Some(vec![7; 32]));
    assert_eq!(source.secrets(), [shown.as_str()]);
    for kind in ["ga4", "postback"] {
        let (source, shown) = made(kind, &json!({}));
        assert_eq!(shown.len(), 43);
        assert_eq!(source.secrets(), [token_kept(&shown)], "{kind}: nothing is signed with it, so a hash is enough");
        assert!(is_token(&shown, &source.secrets()));
        assert!(shown.ends_with(&source.hint));
    }
}

#[test]
fn a_secret_that_can_be_guessed_or_read_by_no_one_is_refused() {
    assert_eq!(refused("stripe", &json!({ "secret": "short" })), [("/secret".to_owned(), "too_short")]);
    assert_eq!(refused("stripe", &json!({ "secret": "x".repeat(513) }))[0].1, "too_long");
    assert_eq!(refused("standard", &json!({ "secret": "whsec_BwcH" })), [("/secret".to_owned(), "not_a_secret")]);
    assert_eq!(refused("standard", &json!({ "secret": SECRET })), [("/secret".to_owned(), "not_a_secret")]);
}

#[test]
fn only_a_postback_may_be_trusted() {
    assert!(made("postback", &json!({ "trusted": true })).0.trusted);
    let faults = refused("stripe", &json!({ "trusted": true, "secret": SECRET }));
    assert_eq!(faults, [("/trusted".to_owned(), "not_of_this_kind")]);
}

#[test]
fn an_unknown_kind_is_refused() {
    assert_eq!(refused("magento", &json!({})), [("/kind".to_owned(), "unknown_kind")]);
    let faults = Source::make(&json!({ "name": "x" }), [7; 32], NOON).unwrap_err();
    assert_eq!(given::pointers(&faults), [("/kind".to_owned(), "required")]);
}

#[test]
fn a_new_secret_goes_first_and_the_one_before_stays_live() {
    let second = shop().change(&json!({ "secret": "second-secret-of-the-shop" }), NOON).unwrap();
    assert_eq!(second.secrets(), ["second-secret-of-the-shop", SECRET]);
    assert_eq!((second.hint.as_str(), second.former_hint.as_deref()), ("shop", Some("cdef")));
    let third = second.change(&json!({ "secret": "third-secret-of-the-shop!" }), NOON).unwrap();
    assert_eq!(third.secrets(), ["third-secret-of-the-shop!", "second-secret-of-the-shop"]);
}

#[test]
fn the_former_secret_ends_when_null_is_said() {
    let rotated = shop().change(&json!({ "secret": "second-secret-of-the-shop" }), NOON).unwrap();
    let ended = rotated.change(&json!({ "former_secret": null }), NOON).unwrap();
    assert_eq!((ended.secrets(), ended.former_hint.as_deref()), (vec!["second-secret-of-the-shop"], None));
    let both = shop().change(&json!({ "secret": "second-secret-of-the-shop", "former_secret": null }), NOON).unwrap();
    assert_eq!(both.secrets(), ["second-secret-of-the-shop"]);
    let faults = shop().change(&json!({ "former_secret": SECRET }), NOON).unwrap_err();
    assert_eq!(given::pointers(&faults), [("/former_secret".to_owned(), "not_null")]);
}

#[test]
fn the_same_secret_again_is_no_rotation() {
    let rotated = shop().change(&json!({ "secret": "second-secret-of-the-shop" }), NOON).unwrap();
    let again = rotated.change(&json!({ "secret": "second-secret-of-the-shop" }), NOON).unwrap();
    assert_eq!(again.secrets(), rotated.secrets());
}

#[test]
fn a_change_of_something_else_keeps_the_secrets() {
    let rotated = shop().change(&json!({ "secret": "second-secret-of-the-shop" }), NOON).unwrap();
    let renamed =
        rotated.change(&json!({ "name": "Other", "enabled": false, "order_field": "name" }), NOON + 1).unwrap();
    assert_eq!(renamed.secrets(), rotated.secrets());
    assert_eq!((renamed.order_field.as_deref(), renamed.version, renamed.is_open()), (Some("name"), 3, false));
    assert_eq!(renamed.change(&json!({ "order_field": null }), NOON).unwrap().order_field, None);
}

#[test]
fn a_kind_never_changes() {
    assert!(shop().change(&json!({ "kind": "shopify" }), NOON).is_ok());
    let faults = shop().change(&json!({ "kind": "stripe" }), NOON).unwrap_err();
    assert_eq!(given::pointers(&faults), [("/kind".to_owned(), "fixed")]);
}

#[test]
fn a_source_that_was_put_away_is_closed() {
    let away = shop().put_away(NOON).unwrap();
    assert!(!away.is_open() && away.put_away(NOON).is_none());
}

#[test]
fn no_secret_is_ever_printed() {
    let rotated = shop().change(&json!({ "secret": "second-secret-of-the-shop" }), NOON).unwrap();
    for text in [serde_json::to_string(&rotated).unwrap(), format!("{rotated:?}")] {
        assert!(!text.contains(SECRET) && !text.contains("second-secret"), "{text}");
    }
}
