//! Surveys: what is asked, what an answer becomes, and whom a typed name means.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::conversion::{Batch, Item, Rank, Reporter};
use waymark::domain::refusal::{Fault, Refusal};
use waymark::domain::register::survey::Survey;
use waymark::domain::survey::{Alike, Answer, Called, Shown, meant, options, report};

use crate::given::{self, NOON, pointers};

fn told<T>(read: Result<T, Vec<Fault>>) -> Result<T, Vec<(String, &'static str)>> {
    read.map_err(|faults| pointers(&faults))
}

fn body() -> Value {
    json!({ "question": "How did you hear about us?", "handle": "how", "other_options": ["A friend", "Search"] })
}

fn survey() -> Survey {
    Survey { id: 5, ..Survey::make(&body(), NOON).unwrap() }
}

fn shown() -> Vec<Shown> {
    vec![Shown { id: 70, name: "Sarah O'Neill".into() }, Shown { id: 80, name: "Tom".into() }]
}

fn called() -> Vec<Called> {
    vec![
        Called(70, "Sarah O'Neill".into(), "sarah-o-neill".into(), vec!["Sally".into(), "The Lamp Lady".into()]),
        Called(80, "Tom".into(), "tom".into(), vec!["Twin".into()]),
        Called(90, "Tim".into(), "tim".into(), vec!["twin".into()]),
    ]
}

/// The report that a page's body becomes, without what every report has.
fn said(body: &Value) -> Result<Value, Vec<(String, &'static str)>> {
    let answer = Answer::read(body).and_then(|answer| answer.report(&survey(), &shown(), &called(), NOON));
    let told = |refusal: Refusal| pointers(&refusal.faults());
    answer.map_err(told).map(|report| json!([report["creator_id"], report["option"], report["text"]]))
}

#[test]
fn a_survey_asks_and_offers() {
    let made = survey();
    assert_eq!((made.handle.as_str(), made.free_text, made.enabled, made.version), ("how", true, true, 1));
    assert_eq!(Survey::make(&json!({ "question": "Who sent you?" }), NOON).unwrap().handle, "who-sent-you");
    let changed = made.change(&json!({ "enabled": false, "creator_ids": [80, 70] }), NOON + 1).unwrap();
    assert_eq!((changed.enabled, changed.creator_ids.as_slice(), changed.version), (false, &[80, 70][..], 2));
    assert_eq!(changed.other_options, made.other_options);
    assert_eq!(changed.change(&json!({ "creator_ids": null }), NOON).unwrap().creator_ids, [0; 0]);
}

#[test]
fn a_wrong_field_of_a_survey_is_named() {
    for (field, value, word) in [
        ("question", json!(""), "empty"),
        ("question", json!("x".repeat(201)), "too_long"),
        ("question", Value::Null, "required"),
        ("handle", json!("Not A Handle"), "not_a_handle"),
        ("creator_ids", json!((1..=51).collect::<Vec<_>>()), "not_a_list"),
        ("creator_ids", json!([0]), "not_a_list"),
        ("creator_ids", json!(["70"]), "not_a_list"),
        ("creator_ids", json!([70, 70]), "doubled"),
        ("other_options", json!("Search"), "not_a_list"),
        ("other_options", json!(["x".repeat(65)]), "not_a_list"),
        ("other_options", json!(["Search", "Search"]), "doubled"),
        ("other_options", json!(["creator-70"]), "reserved"),
        ("other_options", json!(["text"]), "reserved"),
        ("free_text", json!("yes"), "not_a_boolean"),
        ("options", json!([]), "unknown_field"),
    ] {
        let mut body = body();
        body[field] = value.clone();
        assert_eq!(told(Survey::make(&body, NOON)).unwrap_err(), [(format!("/{field}"), word)], "{field} = {value}");
    }
}

#[test]
fn a_page_is_told_the_question_and_its_options() {
    let expected = json!({
        "question": "How did you hear about us?",
        "options": [
            { "id": "creator-70", "label": "Sarah O'Neill" },
            { "id": "creator-80", "label": "Tom" },
            { "id": "other-0", "label": "A friend" },
            { "id": "other-1", "label": "Search" },
        ],
        "free_text": true,
    });
    assert_eq!(options(&survey(), &shown()), expected);
}

#[test]
fn an_option_is_kept_as_what_it_was() {
    assert_eq!(said(&json!({ "order_id": "1", "option": "creator-80" })), Ok(json!([80, "creator-80", null])));
    assert_eq!(said(&json!({ "order_id": "1", "option": "other-1" })), Ok(json!([null, "Search", null])));
    for option in ["creator-90", "creator-080", "other-2", "other-", "other-x", "Search"] {
        let faults = said(&json!({ "order_id": "1", "option": option })).unwrap_err();
        assert_eq!(faults, [("/option".to_owned(), "unknown_option")], "{option}");
    }
}

#[test]
fn a_typed_name_is_kept_with_whom_it_means() {
    let text = |text: &str| said(&json!({ "order_id": "1", "text": text })).unwrap();
    assert_eq!(text(" @sarah.oneill "), json!([70, "text", "@sarah.oneill"]));
    assert_eq!(text("the lamp lady!"), json!([70, "text", "the lamp lady!"]));
    assert_eq!(text("a poster"), json!([null, "text", "a poster"]));
}

#[test]
fn a_name_that_two_creators_share_means_neither() {
    assert_eq!(meant("twin", &called()), None);
    assert_eq!(meant("tom", &called()), Some(80));
    assert_eq!(meant("sarah", &called()), None, "a part of a name is no name");
    assert_eq!(meant("?!", &[Called(1, "!".into(), "x".into(), vec![])]), None);
}

#[test]
fn an_answer_says_an_order_and_one_thing() {
    for (body, pointer, word) in [
        (json!({ "option": "other-0" }), "/order_id", "required"),
        (json!({ "order_id": "1" }), "/option", "required"),
        (json!({ "order_id": "1", "shown": false }), "/option", "required"),
        (json!({ "order_id": "1", "option": "other-0", "text": "x" }), "/text", "option_or_text"),
        (json!({ "order_id": "x".repeat(129), "shown": true }), "/order_id", "too_long"),
        (json!({ "order_id": 1, "shown": true }), "/order_id", "not_text"),
        (json!({ "order_id": "1", "text": "x".repeat(201) }), "/text", "too_long"),
        (json!({ "order_id": "1", "text": "a\u{0}" }), "/text", "control_character"),
        (json!({ "order_id": "1", "shown": 1 }), "/shown", "not_a_boolean"),
        (json!({ "order_id": "1", "shown": true, "creator_id": 70 }), "/creator_id", "unknown_field"),
        (json!([]), "", "not_an_object"),
    ] {
        let faults = said(&body).unwrap_err();
        assert!(faults.contains(&(pointer.to_owned(), word)), "{body}: {faults:?}");
    }
    assert_eq!(
        said(&json!({ "order_id": "1", "option": "other-0", "text": " ", "shown": true })).unwrap()[1],
        "A friend"
    );
}

#[test]
fn a_survey_without_free_text_takes_none() {
    let closed = Survey { free_text: false, ..survey() };
    let answer = Answer::read(&json!({ "order_id": "1", "text": "Tom" })).unwrap();
    let refused = answer.report(&closed, &shown(), &called(), NOON).unwrap_err();
    assert_eq!(pointers(&refused.faults()), [("/text".to_owned(), "not_asked")]);
}

#[test]
fn having_seen_the_question_never_stands_above_an_answer() {
    let revision = |body: Value| {
        let answer = Answer::read(&body).unwrap();
        let seen = answer.only_shown().is_some();
        let report = answer.report(&survey(), &shown(), &called(), NOON).unwrap();
        (seen, report["revision"].as_i64().unwrap())
    };
    assert_eq!(revision(json!({ "order_id": "1", "shown": true })), (true, 0));
    assert_eq!(revision(json!({ "order_id": "1", "shown": true, "text": "Tom" })), (false, NOON));
}

#[test]
fn every_answer_is_a_report_that_is_taken() {
    for body in [
        json!({ "order_id": "1", "shown": true }),
        json!({ "order_id": "1", "option": "creator-70" }),
        json!({ "order_id": "1", "option": "other-1" }),
        json!({ "order_id": "1", "text": "x".repeat(200) }),
    ] {
        let report = Answer::read(&body).unwrap().report(&survey(), &shown(), &called(), NOON).unwrap();
        let reporter = Reporter { source: 0, rank: Rank::Browser };
        let batch = Batch::read(&report, &given::settings(), reporter, NOON).unwrap();
        assert!(matches!(batch.items[0], Item::Claim(_)), "{body}: {:?}", batch.items[0]);
    }
}

#[test]
fn answers_add_up_to_those_who_were_shown_the_question() {
    let alike = |option: Option<&str>, creator: Option<u32>, text: Option<&str>, count| {
        let name = creator.map(|_| "Sarah".to_owned());
        Alike(option.map(str::to_owned), creator, name, text.map(str::to_owned), count)
    };
    let report = report(
        &survey(),
        vec![
            alike(None, None, None, 10),
            alike(Some("creator-70"), Some(70), None, 2),
            alike(Some("text"), Some(70), None, 1),
            alike(Some("Search"), None, None, 3),
            alike(Some("text"), None, Some("A Poster!"), 1),
            alike(Some("text"), None, Some("a poster"), 2),
            alike(Some("text"), None, Some("tv"), 1),
        ],
    );
    assert_eq!(
        (&report["shown"], &report["answered"], &report["response_rate"]),
        (&json!(20), &json!(10), &json!(0.5))
    );
    assert_eq!(report["creators"], json!([{ "creator": { "id": 70, "name": "Sarah" }, "answers": 3 }]));
    assert_eq!(report["other_options"], json!([{ "option": "Search", "answers": 3 }]));
    let texts = json!([{ "text": "A Poster!", "answers": 3 }, { "text": "tv", "answers": 1 }]);
    assert_eq!((&report["unmatched"], &report["unmatched_texts"]), (&json!(4), &texts));
}

#[test]
fn a_survey_that_nobody_saw_has_no_rate_and_says_why() {
    let report = report(&survey(), Vec::new());
    assert_eq!(
        (&report["response_rate"], &report["reasons"]),
        (&Value::Null, &json!({ "response_rate": "not_shown" }))
    );
}

#[test]
fn the_20_texts_that_come_most_are_listed() {
    let text = |n: u64| Alike(Some("text".into()), None, None, Some(format!("text {n}")), n);
    let report = report(&survey(), (1..=25).map(text).collect());
    let texts = report["unmatched_texts"].as_array().unwrap();
    assert_eq!((texts.len(), &texts[0]["answers"], &texts[19]["answers"]), (20, &json!(25), &json!(6)));
}

proptest! {
    #![proptest_config(given::tries(300))]

    #[test]
    fn a_typed_name_never_means_more_than_one(text in "[tomws ini@.]{0,6}") {
        let found = meant(&text, &called());
        prop_assert!(found.is_none_or(|id| [70, 80, 90].contains(&id)));
    }
}
