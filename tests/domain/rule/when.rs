//! Conditions: all of a rule must hold, and the first rule that takes a visit wins.

use serde_json::{Value, json};
use waymark::domain::facets::Facets;
use waymark::domain::letters::Letters;
use waymark::domain::rule::when::Facts;
use waymark::domain::rule::{self, Rule};

use super::{place, read, somebody, to_places};
use crate::given::NOON;

/// Whether a rule with these conditions takes somebody's visit with this query.
fn takes(when: &Value, facets: &Facets, query: &str) -> bool {
    let rules = read(&to_places(std::slice::from_ref(when))).unwrap();
    rule::first(&rules, &Facts::of(facets, NOON, query)).is_some()
}

#[test]
fn each_condition_holds_for_its_values_alone() {
    for (name, yes, no) in [
        ("device", json!(["mobile", "tablet"]), json!(["tablet"])),
        ("system", json!(["android", "ios"]), json!(["android"])),
        ("app", json!(["instagram"]), json!(["none"])),
        ("country", json!(["AT", "DE"]), json!(["AT", "CH"])),
        ("region", json!(["DE-BY"]), json!(["DE-BE", "AT-BY"])),
        ("language", json!(["de"]), json!(["en"])),
        ("from", json!("2026-11-20T12:00:00Z"), json!("2026-11-20T12:00:00.001Z")),
        ("until", json!("2026-11-20T12:00:00.001Z"), json!("2026-11-20T14:00:00+01:00")),
        ("query", json!({ "ref": "mail" }), json!({ "ref": "letter" })),
    ] {
        assert!(takes(&json!({ name: yes }), &somebody(), "ref=mail"), "{name} holds");
        let later = json!({ name: no });
        if name == "until" {
            let said = json!([{ "when": later, "destination": place(0) }]);
            let known: Vec<Rule> = waymark::domain::stored::read(said).unwrap();
            let found = rule::first(&known, &Facts::of(&somebody(), NOON + 3_600_000, ""));
            assert_eq!(found, None, "at its end a rule is over");
        } else {
            assert!(!takes(&later, &somebody(), "ref=mail"), "{name} does not hold");
        }
    }
}

#[test]
fn all_conditions_of_a_rule_must_hold() {
    let when = |country: &str| json!({ "system": ["ios"], "country": [country], "query": { "ref": true } });
    assert!(takes(&when("DE"), &somebody(), "ref"));
    assert!(!takes(&when("FR"), &somebody(), "ref"));
    assert!(!takes(&when("DE"), &somebody(), ""));
}

#[test]
fn the_first_rule_that_takes_a_visit_wins() {
    let rules = read(&to_places(&[
        json!({ "country": ["FR"] }),
        json!({ "country": ["DE"], "language": ["de"] }),
        json!({ "country": ["DE"] }),
        json!({}),
    ]))
    .unwrap();
    let led =
        |facets: &Facets| rule::first(&rules, &Facts::of(facets, NOON, "")).unwrap().place.clone().unwrap().address;
    assert_eq!(led(&somebody()), place(1));
    assert_eq!(led(&Facets { language: Letters::of("en"), ..somebody() }), place(2));
    assert_eq!(led(&Facets::default()), place(3));
}

#[test]
fn where_nobody_knows_a_condition_does_not_hold() {
    for name in ["country", "region", "language"] {
        let value = if name == "region" { "DE-BY" } else { "DE" };
        assert!(!takes(&json!({ name: [value] }), &Facets::default(), ""), "{name}");
    }
    assert!(takes(&json!({ "device": ["unknown"], "app": ["none"] }), &Facets::default(), ""));
}

#[test]
fn a_region_is_one_of_its_own_country() {
    assert!(!takes(&json!({ "region": ["DE-BY"] }), &Facets { country: Letters::of("AT"), ..somebody() }, ""));
}

#[test]
fn words_of_places_and_languages_are_read_in_any_case() {
    let when = json!({ "country": ["de"], "region": ["de-by"], "language": ["DE"] });
    assert!(takes(&when, &somebody(), ""));
    let shown = serde_json::to_value(&read(&to_places(&[when])).unwrap()[0]).unwrap();
    assert_eq!(shown["when"], json!({ "country": ["DE"], "region": ["DE-BY"], "language": ["de"] }));
}

#[test]
fn a_parameter_is_compared_as_it_is_meant() {
    for (wanted, query, holds) in [
        (json!(true), "ref", true),
        (json!(true), "ref=", true),
        (json!(true), "xref=1&REF=1", false),
        (json!("a b"), "ref=a%20b", true),
        (json!("a b"), "x=1&ref=a+b", true),
        (json!("a b"), "ref=a%2Bb", false),
        (json!("a"), "ref=A", false),
        (json!("a"), "ref=b&ref=a", true),
        (json!("a"), "%72ef=a", true),
        (json!(["a", "b"]), "ref=b", true),
        (json!(["a", "b"]), "ref=c", false),
        (json!("ü"), "ref=%C3%BC", true),
        (json!("a"), "ref", false),
        (json!("a"), "=&&&==a&ref=%", false),
    ] {
        assert_eq!(takes(&json!({ "query": { "ref": wanted } }), &somebody(), query), holds, "{wanted} of {query}");
    }
}

#[test]
fn no_more_than_64_pairs_of_a_query_are_looked_at() {
    let query = |before: usize| format!("{}ref=a", "x=1&".repeat(before));
    let when = json!({ "query": { "ref": "a" } });
    assert!(takes(&when, &somebody(), &query(63)));
    assert!(!takes(&when, &somebody(), &query(64)));
}

#[test]
fn what_is_stored_of_rules_and_read_is_the_same() {
    let said = json!([
        {
            "when": {
                "device": ["mobile"], "system": ["ios"], "app": ["instagram"], "country": ["DE"], "region": ["DE-BY"],
                "language": ["de"], "from": "2026-11-20T12:00:00Z", "until": "2026-12-01T00:00:00Z",
                "query": { "a": true, "b": "x", "c": ["y", "z"] },
            },
            "destination": place(0),
            "app": { "ios": { "url": "brand://x" }, "android": { "url": "brand://x", "package": "com.brand" } },
        },
        { "when": {}, "split": [
            { "name": "a", "destination": place(1), "weight": 70 }, { "name": "b", "destination": place(2), "weight": 30 },
        ] },
    ]);
    let rules = read(&said).unwrap();
    let text = serde_json::to_string(&rules).unwrap();
    assert_eq!(waymark::domain::stored::parse::<Vec<Rule>>(&text).unwrap(), rules);
    let sent_back = serde_json::from_str(&text).unwrap();
    assert_eq!(read(&sent_back), Ok(rules), "what is shown may be sent back");
}

#[test]
fn a_newer_workers_conditions_take_nobody_and_no_link_away() {
    for when in
        [json!({ "app": ["newest"] }), json!({ "mood": ["good"] }), json!({ "query": [1] }), json!({ "from": 5 })]
    {
        let said = json!([{ "when": when, "target": place(0) }, { "when": {}, "target": place(1) }]);
        let rules: Vec<Rule> = waymark::domain::stored::read(said).unwrap();
        let facts = Facets::default();
        let led = rule::first(&rules, &Facts::of(&facts, NOON, "")).unwrap();
        assert_eq!(led.place.as_ref().unwrap().target, place(1), "{when}");
    }
}
