//! What a rollup on demand may be asked for.

use serde_json::{Value, json};
use waymark::domain::refusal::Refusal;
use waymark::domain::rollup::asked;
use waymark::domain::time::Day;

use crate::given::pointers;

fn faults(body: &Value) -> Vec<(String, &'static str)> {
    match asked(body) {
        Err(Refusal::Invalid(faults)) => pointers(&faults),
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn without_days_whatever_is_behind_is_counted() {
    assert_eq!(asked(&json!({})), Ok(None));
    assert_eq!(asked(&json!({ "from": null, "to": null })), Ok(None));
}

#[test]
fn certain_days_are_counted_though_they_are_clean() {
    let days = json!({ "from": "2026-11-20", "to": "2026-11-21" });
    assert_eq!(asked(&days), Ok(Some((Day(20_777), Day(20_778)))));
    assert!(asked(&json!({ "from": "2026-11-20", "to": "2026-11-20" })).is_ok());
}

#[test]
fn one_day_alone_is_no_range() {
    assert_eq!(faults(&json!({ "from": "2026-11-20" })), [("/to".into(), "required")]);
    assert_eq!(faults(&json!({ "to": "2026-11-20" })), [("/to".into(), "required")]);
}

#[test]
fn a_range_runs_forwards_and_has_at_most_400_days() {
    let range = |from: &str, to: &str| json!({ "from": from, "to": to });
    assert_eq!(faults(&range("2026-11-20", "2026-11-19")), [("/to".into(), "out_of_range")]);
    assert!(asked(&range("2026-01-01", "2027-02-04")).is_ok());
    assert_eq!(faults(&range("2026-01-01", "2027-02-05")), [("/to".into(), "out_of_range")]);
}

#[test]
fn what_is_no_day_is_named() {
    let body = json!({ "from": "yesterday", "to": 5, "days": 1 });
    let expected = [("/from".into(), "not_a_day"), ("/to".into(), "not_text"), ("/days".into(), "unknown_field")];
    assert_eq!(faults(&body), expected);
}
