//! Rules as bodies say them: bounds, words, and that everything wrong is told at once.

use serde_json::{Map, Value, json};
use waymark::domain::rule::when::{PARAMETER_MOST, PARAMETER_VALUE_MOST, PARAMETERS_MOST, VALUES_MOST};
use waymark::domain::rule::{ADDRESSES_MOST, RULES_MOST};

use super::{link_with, place, read, to_places};
use crate::given::{self, NOON, pointers};

fn wrong(when: Value) -> Vec<(String, &'static str)> {
    let faults = read(&to_places(&[when])).unwrap_err();
    faults.into_iter().map(|(pointer, code)| (pointer.replace("/rules/0/when", ""), code)).collect()
}

fn at(pointer: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(pointer.to_owned(), code)]
}

#[test]
fn a_word_that_no_visit_has_is_refused() {
    for (name, word) in [
        ("device", "phone"),
        ("device", "Mobile"),
        ("system", "iOS"),
        ("app", "myspace"),
        ("country", "UK"),
        ("country", "XX"),
        ("country", "DEU"),
        ("country", ""),
        ("region", "BY"),
        ("region", "DE-"),
        ("region", "UK-ENG"),
        ("region", "DE-BAYE"),
        ("region", "DE_BY"),
        ("language", "jp"),
        ("language", "pt-BR"),
        ("language", "d"),
        ("language", "german"),
        ("language", "d3"),
    ] {
        assert_eq!(wrong(json!({ name: [word] })), at(&format!("/{name}/0"), "unknown_word"), "{name} {word}");
    }
    for (name, word) in
        [("country", "XK"), ("country", "T1"), ("region", "GB-ENG"), ("language", "fil"), ("language", "iw")]
    {
        assert!(read(&to_places(&[json!({ name: [word] })])).is_ok(), "{name} {word}");
    }
}

#[test]
fn a_condition_that_asks_for_nothing_is_refused() {
    assert_eq!(wrong(json!({ "device": [] })), at("/device", "empty"));
    assert_eq!(wrong(json!({ "device": "mobile" })), at("/device", "not_a_list"));
    assert_eq!(wrong(json!({ "device": [1] })), at("/device/0", "unknown_word"));
    assert_eq!(wrong(json!({ "query": {} })), at("/query", "empty"));
    assert_eq!(wrong(json!({ "query": ["ref"] })), at("/query", "empty"));
    assert_eq!(wrong(json!({ "query": { "ref": [] } })), at("/query/ref", "empty"));
    assert_eq!(wrong(json!({ "query": { "ref": false } })), at("/query/ref", "not_a_value"));
    assert_eq!(wrong(json!({ "query": { "ref": 5 } })), at("/query/ref", "not_a_value"));
    assert_eq!(wrong(json!({ "query": { "ref": "" } })), at("/query/ref/0", "not_a_value"));
    assert_eq!(wrong(json!({ "mood": ["good"] })), at("/mood", "unknown_field"));
    assert_eq!(wrong(json!([])), at("", "not_an_object"));
}

#[test]
fn a_window_that_ends_before_it_begins_is_refused() {
    let window = |from: &str, until: &str| json!({ "from": from, "until": until });
    let same = "2026-12-01T00:00:00Z";
    assert_eq!(wrong(window(same, same)), at("/until", "not_after_from"));
    assert_eq!(wrong(window("tomorrow", same)), at("/from", "not_a_time"));
    assert!(read(&to_places(&[window(same, "2026-12-01T00:00:00.001Z")])).is_ok());
}

#[test]
fn a_window_that_is_over_is_refused_unless_it_stands_already() {
    let rules = to_places(&[json!({ "until": "2026-11-21T00:00:00Z" })]);
    let link = link_with("rules", &rules).unwrap();
    let (settings, later) = (given::settings(), NOON + 86_400_000);
    let fresh = link.change(
        &json!({ "rules": to_places(&[json!({ "until": "2026-11-20T13:00:00Z" })]) }),
        given::ground(&settings, later),
    );
    assert_eq!(pointers(&fresh.unwrap_err()), at("/rules/0/when/until", "over"));
    assert!(link.change(&json!({ "rules": rules }), given::ground(&settings, later)).is_ok());
}

#[test]
fn a_rule_leads_to_one_thing() {
    let read = |said: Value| read(&json!([said]));
    let split = json!([{ "name": "a", "destination": place(0), "weight": 50 }, { "name": "b", "destination": place(1), "weight": 50 }]);
    let app = json!({ "ios": { "url": "brand://x" } });
    assert_eq!(read(json!({ "when": {} })).unwrap_err(), at("/rules/0/destination", "required"));
    assert_eq!(read(json!({ "target": place(0) })).unwrap_err(), at("/rules/0/destination", "required"));
    let both = read(json!({ "destination": place(0), "split": split }));
    assert_eq!(both.unwrap_err(), at("/rules/0/split", "split_alone"));
    assert_eq!(read(json!({ "app": app, "split": split })).unwrap_err(), at("/rules/0/split", "split_alone"));
    for said in [json!({ "app": app }), json!({ "app": app, "destination": place(0) }), json!({ "split": split })] {
        assert!(read(said.clone()).is_ok(), "{said}");
    }
    assert_eq!(read(json!("x")).unwrap_err(), at("/rules/0", "not_an_object"));
}

#[test]
fn every_number_has_a_bound() {
    let rules = |count: usize| {
        let when = |number: usize| json!({ "query": { "n": number.to_string() } });
        read(&to_places(&(0..count).map(when).collect::<Vec<_>>()))
    };
    assert_eq!(rules(RULES_MOST).unwrap().len(), 20);
    assert_eq!(rules(RULES_MOST + 1).unwrap_err(), at("/rules", "too_many"));

    let languages = |count: usize| {
        let all: Vec<String> = (0..26).map(|at| format!("a{}a", char::from(b'a' + at))).collect();
        json!({ "language": all[..count] })
    };
    assert!(read(&to_places(&[languages(VALUES_MOST)])).is_ok());
    assert_eq!(wrong(languages(VALUES_MOST + 1)), at("/language", "too_many"));

    let parameters =
        |count: usize| json!({ "query": (0..count).map(|at| (at.to_string(), json!(true))).collect::<Map<_, _>>() });
    assert!(read(&to_places(&[parameters(PARAMETERS_MOST)])).is_ok());
    assert_eq!(wrong(parameters(PARAMETERS_MOST + 1)), at("/query", "too_many"));

    let name = |length: usize| json!({ "query": { "n".repeat(length): true } });
    assert!(read(&to_places(&[name(PARAMETER_MOST)])).is_ok());
    assert_eq!(wrong(name(PARAMETER_MOST + 1))[0].1, "not_a_parameter");
    assert_eq!(wrong(json!({ "query": { "a b": true } })), at("/query/a b", "not_a_parameter"));
    assert_eq!(wrong(json!({ "query": { "": true } })), at("/query/", "not_a_parameter"));

    let value = |length: usize| json!({ "query": { "ref": "ü".repeat(length) } });
    assert!(read(&to_places(&[value(PARAMETER_VALUE_MOST)])).is_ok());
    assert_eq!(wrong(value(PARAMETER_VALUE_MOST + 1)), at("/query/ref/0", "not_a_value"));
}

#[test]
fn rules_lead_to_at_most_fifty_addresses() {
    let split = |rule: usize, count: usize| {
        let weight = |at: usize| if at == 0 { 101 - count } else { 1 };
        let share = |at: usize| json!({ "name": at.to_string(), "destination": place(at), "weight": weight(at) });
        json!({ "when": { "query": { "n": rule.to_string() } }, "split": (0..count).map(share).collect::<Value>() })
    };
    let mut rules: Vec<Value> = (0..5).map(|rule| split(rule, 10)).collect();
    assert_eq!(ADDRESSES_MOST, 50);
    assert!(read(&json!(rules)).is_ok());
    rules.push(json!({ "destination": place(0) }));
    assert_eq!(read(&json!(rules)).unwrap_err(), at("/rules", "too_many"));
}

#[test]
fn a_destination_of_a_rule_is_checked_and_tagged_like_the_links_own() {
    for (address, code) in [
        ("javascript:alert(1)", "scheme_not_allowed"),
        ("https://go.brand.example/spring", "own_host"),
        ("https://user@brand.example/", "userinfo_not_allowed"),
        ("https://brand.example/?wm=1", "reserved_parameter"),
        ("brand.example", "not_an_address"),
    ] {
        let faults = link_with("rules", &json!([{ "destination": address }])).unwrap_err();
        assert_eq!(faults, at("/rules/0/destination", code), "{address}");
        let split = json!([{ "name": "a", "destination": address, "weight": 50 }, { "name": "b", "destination": place(1), "weight": 50 }]);
        let faults = link_with("rules", &json!([{ "split": split }])).unwrap_err();
        assert_eq!(faults, at("/rules/0/split/0/destination", code), "{address}");
    }
    let link = link_with(
        "rules",
        &json!([{ "destination": "https://brand.example/x?utm_source=mine", "target": "https://evil.example" }]),
    )
    .unwrap();
    let place = link.more.rules[0].place.clone().unwrap();
    assert!(
        place.target.starts_with("https://brand.example/x?utm_source=mine&utm_medium=influencer"),
        "{}",
        place.target
    );
}

#[test]
fn rules_stay_until_they_are_named_and_go_with_null() {
    let settings = given::settings();
    let split = json!([{ "name": "a", "destination": place(0), "weight": 50 }, { "name": "b", "destination": place(1), "weight": 50 }]);
    let link = link_with("rules", &json!([{ "split": split }])).unwrap();
    let change = |body: Value| link.change(&body, given::ground(&settings, NOON)).unwrap();
    assert_eq!(change(json!({ "post": "reel" })).more.rules, link.more.rules);
    for said in [json!(null), json!([])] {
        let gone = change(json!({ "rules": said }));
        assert!(gone.more.rules.is_empty());
        assert_eq!(gone.more.variants, ["a", "b"], "a number is never another name's");
    }
}

#[test]
fn a_link_without_rules_says_nothing_of_them_at_the_edge() {
    let link = link_with("rules", &json!([])).unwrap();
    assert_eq!(link.published().more, None);
    let link = link_with("rules", &json!([{ "destination": place(0) }])).unwrap();
    let text = serde_json::to_string(&link.published()).unwrap();
    assert!(!text.contains("destination") && text.contains("\"target\""), "{text}");
    assert_eq!(waymark::domain::stored::parse::<waymark::domain::link::Published>(&text).unwrap(), link.published());
}
