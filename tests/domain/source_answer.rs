//! What a source hears: nothing that a repeat would not change is a failure.

use serde_json::json;
use waymark::domain::conversion::{Batch, Foreseen, Outcome, Rank, Reporter, Said};
use waymark::domain::refusal::{Fault, Refusal};
use waymark::domain::source::answer::Answer;
use waymark::domain::source::{Kind, Reading, is_ping};

use crate::given::{self, NOON};

/// What is said of as many sales as outcomes, each with its own.
fn said(outcomes: &[Outcome]) -> Vec<Said> {
    let sale = |at| {
        json!({ "kind": "sale", "order_id": format!("o{at}"), "total_minor": 1, "currency": "EUR",
            "occurred_at": "2026-11-20T12:00:00Z" })
    };
    let body = (0..outcomes.len()).map(sale).collect();
    let reporter = Reporter { source: 1, rank: Rank::Webhook };
    let batch = Batch::read(&body, &given::settings(), reporter, NOON).unwrap();
    let found: Vec<_> = outcomes.iter().enumerate().map(|(at, one)| (at, Foreseen(at, *one, None, 1, 0, 0))).collect();
    batch.outcomes(&found)
}

#[test]
fn a_conflict_and_a_duplicate_are_success() {
    for outcome in [Outcome::Accepted, Outcome::Revision, Outcome::Duplicate, Outcome::Conflict, Outcome::Ignored] {
        assert_eq!(Answer::recorded("", said(&[outcome])).reply().status, 200, "{outcome:?}");
    }
    assert_eq!(Answer::recorded("", said(&[Outcome::Rejected])).reply().status, 422);
}

#[test]
fn one_of_several_that_is_rejected_is_told_and_not_repeated() {
    let answer = Answer::recorded("", said(&[Outcome::Accepted, Outcome::Rejected]));
    assert_eq!((answer.outcome, answer.reply().status), ("rejected", 200));
    let answer = Answer::recorded("", said(&[Outcome::Rejected, Outcome::Rejected]));
    assert_eq!((answer.outcome, answer.reply().status), ("rejected", 422));
}

#[test]
fn the_word_for_all_is_the_one_that_needs_a_look_first() {
    use Outcome::{Accepted, Conflict, Duplicate, Ignored, Revision};
    for (outcomes, word) in [
        (vec![Accepted, Conflict], "conflict"),
        (vec![Duplicate, Accepted], "accepted"),
        (vec![Duplicate, Revision], "revision"),
        (vec![Ignored, Duplicate], "duplicate"),
        (vec![Ignored], "ignored"),
    ] {
        assert_eq!(Answer::recorded("", said(&outcomes)).outcome, word);
    }
}

#[test]
fn an_answer_names_its_topic_its_items_and_why() {
    let answer = Answer::recorded("orders/paid", said(&[Outcome::Accepted]));
    let shown = given::json(&answer.reply());
    assert_eq!((&shown["outcome"], &shown["topic"]), (&json!("accepted"), &json!("orders/paid")));
    assert_eq!(shown["items"][0]["order_id"], "o0");
    let ignored = Answer::of_nothing(&Reading::ignored("orders/edited", "unknown_topic")).unwrap();
    let expected = json!({ "outcome": "ignored", "topic": "orders/edited", "reason": "unknown_topic", "items": [] });
    assert_eq!(given::json(&ignored.reply()), expected);
}

#[test]
fn a_reading_without_a_report_is_ignored_and_one_with_a_report_is_not() {
    assert_eq!(Answer::of_nothing(&Reading::default()).unwrap().reason.as_deref(), Some("nothing_to_report"));
    let reading = Reading { reports: vec![json!({})], ..Reading::default() };
    assert!(Answer::of_nothing(&reading).is_none());
}

#[test]
fn what_is_refused_as_a_whole_is_kept_with_its_faults() {
    let refusal = Refusal::invalid(Fault::at("/currency", "not_a_currency", "x"));
    let answer = Answer::refused("t", &refusal);
    assert_eq!((answer.status, answer.outcome, answer.faults().len()), (422, "invalid", 1));
    assert_eq!(answer.reply(), refusal.reply());
}

#[test]
fn a_postback_is_answered_like_a_single_conversion() {
    for (outcome, status, body) in [
        (Outcome::Accepted, 201, Some(json!({ "outcome": "accepted" }))),
        (Outcome::Revision, 200, Some(json!({ "outcome": "revision" }))),
        (Outcome::Duplicate, 200, Some(json!({ "outcome": "duplicate" }))),
        (Outcome::Conflict, 409, None),
        (Outcome::Rejected, 422, None),
    ] {
        let reply = Answer::recorded("", said(&[outcome])).small(&[]);
        assert_eq!(reply.status, status, "{outcome:?}");
        if let Some(body) = body {
            assert_eq!(given::json(&reply), body);
        }
    }
    let reply = Answer::ignored("sale", "status_pending").small(&["totl".to_owned()]);
    assert_eq!(given::json(&reply), json!({ "outcome": "ignored", "reason": "status_pending", "unread": ["totl"] }));
}

#[test]
fn a_ping_is_the_form_that_woocommerce_sends_and_nothing_else() {
    let form = "application/x-www-form-urlencoded";
    assert!(is_ping(Kind::Woocommerce, form, b"webhook_id=7"));
    assert!(is_ping(Kind::Woocommerce, "Application/X-WWW-Form-Urlencoded; charset=UTF-8", b"webhook_id=123"));
    for (kind, content, body) in [
        (Kind::Shopify, form, "webhook_id=7"),
        (Kind::Woocommerce, "application/json", "webhook_id=7"),
        (Kind::Woocommerce, "", "webhook_id=7"),
        (Kind::Woocommerce, form, "webhook_id="),
        (Kind::Woocommerce, form, "webhook_id=x"),
        (Kind::Woocommerce, form, "webhook_id=7&order=1"),
        (Kind::Woocommerce, form, "{}"),
        (Kind::Woocommerce, form, ""),
    ] {
        assert!(!is_ping(kind, content, body.as_bytes()), "{content} {body}");
    }
}
