//! Refusals: every no is a problem (RFC 9457) with a status, a stable word and what to do.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use waymark::domain::refusal::{Fault, Refusal};

use crate::given::json as body;

/// Every refusal with its status and its stable word.
fn every() -> Vec<(Refusal, u16, &'static str)> {
    let fault = || Fault::at("/name", "required", "This field is needed.");
    let taken = |word| Refusal::Taken(word, "/slug", "Choose another.".into());
    vec![
        (Refusal::MalformedJson("line 1".into()), 400, "malformed_json"),
        (Refusal::MalformedCsv("line 1".into()), 400, "malformed_csv"),
        (Refusal::MalformedCursor, 400, "malformed_cursor"),
        (Refusal::Unauthorized, 401, "unauthorized"),
        (Refusal::WrongSignature, 401, "wrong_signature"),
        (Refusal::Stale, 400, "stale"),
        (Refusal::Forbidden("links:write"), 403, "forbidden"),
        (Refusal::NotFound, 404, "not_found"),
        (Refusal::MethodNotAllowed("GET, POST"), 405, "method_not_allowed"),
        (taken("slug_taken"), 409, "slug_taken"),
        (taken("handle_taken"), 409, "handle_taken"),
        (taken("code_taken"), 409, "code_taken"),
        (Refusal::ChangedMeanwhile, 412, "changed_meanwhile"),
        (Refusal::LinkInUse, 409, "link_in_use"),
        (Refusal::Conflict(vec![fault()]), 409, "conflict"),
        (Refusal::RollupRunning, 409, "rollup_running"),
        (Refusal::TooLarge(65_536), 413, "too_large"),
        (Refusal::UnknownHost, 421, "unknown_host"),
        (Refusal::KeyUnknown, 403, "key_unknown"),
        (Refusal::OriginNotAllowed, 403, "origin_not_allowed"),
        (Refusal::TooManyEvents, 422, "too_many_events"),
        (Refusal::invalid(fault()), 422, "invalid"),
        (Refusal::TooFast, 429, "too_fast"),
        (Refusal::Unavailable, 503, "unavailable"),
        (Refusal::Unset("Set HOSTS.".into()), 503, "not_set_up"),
    ]
}

#[test]
fn every_refusal_has_its_status_and_its_word() {
    for (refusal, status, word) in every() {
        let reply = refusal.reply();
        assert_eq!(reply.status, status, "{refusal:?}");
        assert_eq!(body(&reply)["code"], word);
    }
}

#[test]
fn every_refusal_has_the_shape_of_a_problem() {
    for (refusal, status, word) in every() {
        let reply = refusal.reply();
        assert_eq!(reply.header("content-type"), Some("application/problem+json"));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        let problem = body(&reply);
        assert_eq!(problem["type"], format!("urn:waymark:problem:{word}"));
        assert_eq!(problem["status"], status);
        for field in ["title", "detail"] {
            assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{refusal:?} {field}");
        }
        let known: BTreeSet<&str> = ["type", "title", "status", "detail", "code", "errors"].into();
        assert!(problem.as_object().unwrap().keys().all(|field| known.contains(field.as_str())));
    }
}

#[test]
fn errors_stand_only_where_fields_are_at_fault() {
    for (refusal, ..) in every() {
        let at_fault = matches!(refusal, Refusal::Invalid(_) | Refusal::Conflict(_) | Refusal::Taken(..));
        assert_eq!(body(&refusal.reply()).get("errors").is_some(), at_fault, "{refusal:?}");
    }
}

#[test]
fn a_field_is_named_by_pointer_and_a_parameter_by_name() {
    let faults = vec![Fault::at("/a~1b", "empty", "Say it."), Fault::query("by", "unknown_dimension", "Say which.")];
    let expected = json!([
        { "pointer": "/a~1b", "code": "empty", "detail": "Say it." },
        { "parameter": "by", "code": "unknown_dimension", "detail": "Say which." },
    ]);
    assert_eq!(body(&Refusal::Invalid(faults).reply())["errors"], expected);
}

#[test]
fn what_is_taken_names_its_field() {
    let problem = body(&Refusal::Taken("slug_taken", "/slug", "Choose another.".into()).reply());
    assert_eq!(problem["errors"][0]["pointer"], "/slug");
    assert_eq!(problem["detail"], "Choose another.");
}

#[test]
fn without_a_key_the_scheme_is_told() {
    let reply = Refusal::Unauthorized.reply();
    assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer"));
}

#[test]
fn a_wrong_method_is_told_the_served_ones() {
    assert_eq!(Refusal::MethodNotAllowed("GET, POST").reply().header("allow"), Some("GET, POST"));
}

#[test]
fn whoever_may_come_back_is_told_when() {
    for (refusal, status, _) in every() {
        let seconds = refusal.reply().header("retry-after").map(|text| text.parse::<u32>().unwrap());
        let expected = matches!(status, 429 | 503) || refusal == Refusal::RollupRunning;
        assert_eq!(seconds.is_some(), expected, "{refusal:?}");
    }
}

#[test]
fn a_missing_scope_is_named() {
    assert!(body(&Refusal::Forbidden("links:write").reply())["detail"].as_str().unwrap().contains("links:write"));
}

#[test]
fn a_body_that_is_too_large_is_told_the_limit() {
    let problem: Value = body(&Refusal::TooLarge(65_536).reply());
    assert!(problem["detail"].as_str().unwrap().contains("65536"));
}
