//! The report on tags: what clicks carried, to the last one, and what is said of it.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::recount::{Dimension, Ground};
use waymark::domain::refusal::Refusal;
use waymark::domain::report::ask::Frame;
use waymark::domain::report::shown::Shown;
use waymark::domain::report::utm::{Ask, Audit, Clicked, Link, Part, Version, report};
use waymark::domain::time::Day;
use waymark::domain::utm::NAMES;
use waymark::domain::utm::hygiene::Hygiene;

use crate::given::{self, pointers};

const SPRING: &str = "?utm_source=instagram&utm_medium=social&utm_campaign=spring";

fn asked(pairs: &[(&str, &str)]) -> Result<Ask, Vec<(String, &'static str)>> {
    let days = [("from", "2026-11-14"), ("to", "2026-11-20")];
    let get = |name: &str| pairs.iter().chain(&days).find(|pair| pair.0 == name).map(|pair| pair.1.to_owned());
    Ask::read(&get, Day(20_777)).map_err(|refusal| {
        let Refusal::Invalid(faults) = refusal else { panic!() };
        pointers(&faults)
    })
}

fn frame() -> Frame {
    Frame {
        zone: "UTC".into(),
        today: Day(20_777),
        as_of: None,
        revenue_basis: "merchandise",
        reporting: None,
        click_window_days: 30,
        view_window_days: 1,
        config: String::new(),
    }
}

fn version(link: u32, version: u32, at: i64, query: &str) -> Version {
    Version { link, version, at, query: query.into(), more: None }
}

/// A value that visitors of `link` brought, on version 1.
fn brought(link: u32, dimension: Dimension, pairs: &str, clicks: u64) -> Part {
    Part(link, -1, dimension as u8, format!("1.0 {pairs}"), clicks, clicks)
}

/// Adds a link that never changed, with valid clicks alone.
fn plain(audit: &mut Audit, id: u32, query: &str, clicks: u64, parts: &[Part]) {
    let link = Link(id, "go.brand.example".into(), format!("l{id}"), 70);
    audit.add(link, &[Clicked(id, -1, clicks, clicks)], &[version(id, 1, 0, query)], parts, &|day| day);
}

fn made(pairs: &[(&str, &str)], hygiene: &Hygiene, audit: &Audit) -> Shown {
    report(&asked(pairs).unwrap(), &frame(), hygiene, audit)
}

fn rows(audit: &Audit) -> Vec<Value> {
    made(&[], &Hygiene::default(), audit).rows
}

/// Value or state, valid clicks and all of one key.
fn of_key(audit: &Audit, key: &str) -> Vec<(String, u64, u64)> {
    let rows = made(&[("key", key)], &Hygiene::default(), audit).rows;
    let number = |row: &Value, name: &str| row[name].as_u64().unwrap();
    let name = |row: &Value| row["value"].as_str().unwrap_or(row["state"].as_str().unwrap()).to_owned();
    rows.iter().map(|row| (name(row), number(row, "clicks"), number(row, "clicks_gross"))).collect()
}

fn shown(rows: &[(String, u64, u64)]) -> Vec<(&str, u64, u64)> {
    rows.iter().map(|row| (row.0.as_str(), row.1, row.2)).collect()
}

fn row(rows: &[Value], value: &str) -> Value {
    rows.iter().find(|row| row["value"] == value).unwrap().clone()
}

/// Whether everything that `told` names is in `said`.
fn holds(told: &Value, said: &Value, at: &str) {
    match told {
        Value::Object(map) => map.iter().for_each(|(name, value)| holds(value, &said[name], &format!("{at}/{name}"))),
        Value::Array(list) => {
            for (place, one) in list.iter().enumerate() {
                holds(one, &said[place], &format!("{at}/{place}"));
            }
        }
        plain => assert_eq!(plain, said, "{at}"),
    }
}

#[test]
fn the_example_of_the_page_is_what_the_report_says() {
    let page = include_str!("../../docs/reports/utm.md");
    let told: Value = serde_json::from_str(page.split("```json").nth(1).unwrap().split("```").next().unwrap()).unwrap();
    let mut audit = Audit::default();
    let ig = brought(7, Dimension::BroughtSource, "utm_source=IG", 10);
    let link = Link(7, "go.brand.example".into(), "l7".into(), 70);
    audit.add(link, &[Clicked(7, -1, 66, 60)], &[version(7, 1, 0, SPRING)], &[ig], &|day| day);
    plain(&mut audit, 8, "?utm_source=Instagram&utm_medium=influencer", 30, &[]);
    plain(&mut audit, 9, "?utm_source=sarah&utm_medium=influencer&utm_campaign=spring", 10, &[]);
    let Shown { rows, beside, .. } = made(&[], &Hygiene::default(), &audit);
    let mut said = Value::Object(beside);
    said["rows"] = rows.into();
    holds(&told, &said, "");
}

#[test]
fn a_tag_that_is_missing_or_empty_is_a_row_too() {
    let mut audit = Audit::default();
    plain(&mut audit, 1, "?utm_source=&utm_medium=%20&utm_campaign=x", 5, &[]);
    plain(&mut audit, 2, "", 2, &[]);
    assert_eq!(shown(&of_key(&audit, "source")), [("missing", 7, 7)]);
    assert_eq!(shown(&of_key(&audit, "medium")), [("missing", 7, 7)]);
    assert_eq!(shown(&of_key(&audit, "campaign")), [("x", 5, 5), ("missing", 2, 2)]);
}

#[test]
fn a_click_carries_the_tags_of_the_version_that_stood_then() {
    let versions =
        [version(1, 1, 100, "?utm_source=a"), version(1, 4, 300, "?utm_source=b"), version(1, 5, 350, "?utm_source=c")];
    // Day 3 begins at 300 and has two versions, of which the night counted each.
    let clicked =
        [Clicked(1, 0, 9, 1), Clicked(1, 1, 9, 2), Clicked(1, 2, 9, 4), Clicked(1, 3, 9, 8), Clicked(1, 4, 9, 9)];
    let parts = [
        Part(1, 3, Dimension::Ground as u8, "4.0".into(), 6, 5),
        Part(1, 3, Dimension::Ground as u8, "5.0".into(), 3, 3),
    ];
    let mut audit = Audit::default();
    audit.add(Link::default(), &clicked, &versions, &parts, &|day| day * 100);
    assert_eq!(shown(&of_key(&audit, "source")), [("c", 12, 12), ("a", 7, 27), ("b", 5, 6)]);
}

#[test]
fn a_click_of_a_variant_carries_the_variants_tags() {
    let more = json!({ "rules": [{ "split": [
        { "name": "a", "variant": 1, "target": "https://s.example/?utm_source=a&utm_medium=m" },
        { "name": "b", "variant": 2, "target": "https://s.example/?utm_source=b&utm_medium=m" },
    ] }], "app": null });
    let versions = [Version { more: Some(more.to_string()), ..version(1, 1, 0, "?utm_source=own&utm_medium=m") }];
    let ground = |variant: u8, clicks| {
        Part(1, -1, Dimension::Ground as u8, Ground { version: 1, variant }.to_string(), clicks, clicks)
    };
    let medium = Part(1, -1, Dimension::BroughtSource as u8, "1.2 utm_medium=x".into(), 1, 1);
    let mut audit = Audit::default();
    audit.add(
        Link::default(),
        &[Clicked(1, -1, 10, 10)],
        &versions,
        &[ground(1, 3), ground(2, 4), ground(9, 1), medium],
        &|_| 0,
    );
    assert_eq!(shown(&of_key(&audit, "source")), [("b", 4, 4), ("a", 3, 3), ("own", 2, 2), ("not_known", 1, 1)]);
    assert_eq!(shown(&of_key(&audit, "medium")), [("m", 8, 8), ("not_known", 1, 1), ("x", 1, 1)]);
}

#[test]
fn where_rules_lead_to_other_tags_nobody_knows_and_where_to_the_same_everybody_does() {
    let more = json!({ "rules": [{ "target": "?utm_source=x&utm_medium=m" }], "app": { "ios": { "target": "?utm_source=own&utm_medium=m" } } });
    let versions = [Version { more: Some(more.to_string()), ..version(1, 1, 0, "?utm_source=own&utm_medium=m") }];
    let mut audit = Audit::default();
    audit.add(Link::default(), &[Clicked(1, -1, 3, 3)], &versions, &[], &|_| 0);
    assert_eq!(shown(&of_key(&audit, "source")), [("not_known", 3, 3)]);
    assert_eq!(shown(&of_key(&audit, "medium")), [("m", 3, 3)]);
    let said = made(&[], &Hygiene::default(), &audit);
    // The campaign is missing; of the source nothing is judged.
    assert_eq!(said.beside["parts"]["complete"]["of"], json!(6));
    assert_eq!(said.beside["parts"]["assigned"]["of"], json!(0));
}

#[test]
fn a_link_without_a_history_has_tags_that_nobody_knows() {
    let mut audit = Audit::default();
    audit.add(Link::default(), &[Clicked(1, -1, 3, 2)], &[], &[], &|_| 0);
    for key in NAMES {
        assert_eq!(shown(&of_key(&audit, key)), [("not_known", 2, 3)], "{key}");
    }
    assert_eq!(made(&[], &Hygiene::default(), &audit).beside["score"], Value::Null);
}

#[test]
fn what_a_visitor_brought_beside_nothing_is_not_against_the_link() {
    let mut audit = Audit::default();
    let parts = [
        brought(1, Dimension::BroughtId, "utm_id=7", 2),
        brought(1, Dimension::BroughtSource, "utm_source=instagram", 3),
    ];
    plain(&mut audit, 1, SPRING, 5, &parts);
    let rows = rows(&audit);
    assert_eq!((&row(&rows, "7")["brought"], &row(&rows, "7")["against"]), (&json!(2), &json!(0)));
    assert_eq!((&row(&rows, "instagram")["brought"], &row(&rows, "instagram")["against"]), (&json!(3), &json!(0)));
}

#[test]
fn values_beyond_the_most_frequent_are_not_known_and_none_is_lost() {
    let mut audit = Audit::default();
    let parts = [Part(1, -1, Dimension::BroughtSource as u8, "other".into(), 4, 3)];
    plain(&mut audit, 1, SPRING, 10, &parts);
    assert_eq!(shown(&of_key(&audit, "source")), [("instagram", 7, 6), ("not_known", 3, 4)]);
    assert_eq!(shown(&of_key(&audit, "campaign")), [("spring", 10, 10)]);
}

#[test]
fn near_duplicates_point_to_what_more_clicks_carry() {
    let mut audit = Audit::default();
    let sources = [("summer-sale", 40), ("summer_sale", 5), ("sumer-sale", 3), ("summer-sale-2", 9), ("winter", 2)];
    for ((campaign, clicks), id) in sources.into_iter().zip(1..) {
        plain(&mut audit, id, &format!("?utm_campaign={campaign}"), clicks, &[]);
    }
    let rows = rows(&audit);
    for (value, suggested) in [
        ("summer-sale", None),
        ("summer_sale", Some("summer-sale")),
        ("sumer-sale", Some("summer-sale")),
        ("summer-sale-2", None),
        ("winter", None),
    ] {
        assert_eq!(row(&rows, value)["suggested"], json!(suggested), "{value}");
    }
    assert_eq!(row(&rows, "summer-sale")["near"], json!(["summer_sale", "sumer-sale"]));
}

#[test]
fn a_slip_is_one_only_where_it_is_the_rarer_by_far() {
    for (one, other, expected) in [(30, 10, Some("summerly")), (30, 11, None)] {
        let mut audit = Audit::default();
        plain(&mut audit, 1, "?utm_campaign=summerly", one, &[]);
        plain(&mut audit, 2, "?utm_campaign=summerlly", other, &[]);
        assert_eq!(row(&rows(&audit), "summerlly")["suggested"], json!(expected), "{other}");
    }
}

#[test]
fn contents_that_differ_by_a_letter_are_two() {
    let mut audit = Audit::default();
    plain(&mut audit, 1, "?utm_content=hannas-post", 90, &[]);
    plain(&mut audit, 2, "?utm_content=annas-post", 1, &[]);
    assert_eq!(row(&rows(&audit), "annas-post")["suggested"], Value::Null);
}

#[test]
fn the_brands_own_words_and_lists_decide() {
    let said = json!({ "aliases": { "insta story": "instagram" }, "allowed": { "medium": ["influencer"] }, "required": ["source", "term"] });
    let hygiene = Hygiene::say(&said).unwrap();
    let mut audit = Audit::default();
    plain(&mut audit, 1, "?utm_source=insta-story&utm_medium=influencers&utm_term=x", 4, &[]);
    plain(&mut audit, 2, "?utm_source=instagram&utm_medium=influencer", 6, &[]);
    let Shown { head, rows, beside } = made(&[], &hygiene, &audit);
    assert_eq!(head["required"], json!(["source", "term"]));
    assert_eq!(
        (&row(&rows, "insta-story")["suggested"], &row(&rows, "insta-story")["known"]),
        (&json!("instagram"), &json!(true))
    );
    assert_eq!(
        (&row(&rows, "influencers")["issues"], &row(&rows, "influencers")["known"]),
        (&json!(["not_allowed"]), &json!(false))
    );
    assert_eq!(beside["parts"]["complete"], json!({ "share": 0.7, "weight": 40.0, "of": 20, "as_it_should_be": 14 }));
}

#[test]
fn links_stand_worst_first_by_what_their_clicks_lose() {
    let mut audit = Audit::default();
    plain(&mut audit, 1, SPRING, 1_000, &[]);
    plain(&mut audit, 2, "", 1, &[]);
    plain(&mut audit, 3, "?utm_source=instagram&utm_medium=social", 500, &[]);
    let shown = made(&[("by", "link")], &Hygiene::default(), &audit);
    let order: Vec<&Value> = shown.rows.iter().map(|row| &row["link"]["id"]).collect();
    assert_eq!(order, [&json!(3), &json!(2), &json!(1)]);
    assert_eq!(
        (&shown.rows[0]["missing"], &shown.rows[2]["score"]),
        (&json!({ "source": 0, "medium": 0, "campaign": 500 }), &json!(100))
    );
    assert_eq!(shown.rows[1]["score"], json!(0));
}

#[test]
fn nothing_counted_is_a_report_without_a_score() {
    let shown = made(&[], &Hygiene::default(), &Audit::default());
    assert_eq!((shown.rows.len(), &shown.beside["score"], &shown.beside["clicks"]), (0, &Value::Null, &json!(0)));
}

#[test]
fn what_is_not_kept_is_refused() {
    for (pairs, expected) in [
        (vec![("by", "creator")], vec![("by", "unknown_word")]),
        (vec![("key", "utm_source")], vec![("key", "unknown_word")]),
        (vec![("by", "link"), ("key", "source")], vec![("key", "not_kept")]),
        (vec![("code", "3")], vec![("code", "not_kept")]),
        (vec![("not_country", "DE")], vec![("not_country", "not_kept")]),
        (
            vec![("model", "last"), ("compare", "previous")],
            vec![("model", "not_asked_here"), ("compare", "not_asked_here")],
        ),
    ] {
        let expected: Vec<(String, &str)> = expected.into_iter().map(|(name, word)| (name.to_owned(), word)).collect();
        assert_eq!(asked(&pairs).unwrap_err(), expected, "{pairs:?}");
    }
}

#[test]
fn thousands_of_values_are_judged_in_no_time() {
    let mut audit = Audit::default();
    for id in 0..1_000 {
        plain(&mut audit, id, &format!("?utm_source=s{id}&utm_campaign=c{id}x"), 1, &[]);
    }
    assert_eq!(rows(&audit).len(), 2_000 + 5);
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let dimension = prop::sample::select(vec![
        Dimension::Ground,
        Dimension::BroughtSource,
        Dimension::BroughtCampaign,
        Dimension::BroughtPlatform,
    ]);
    let value = prop_oneof![
        3 => (0..4_u32, 0..3_u8, "(utm_source=[a-c%+]{0,2}|utm_medium=x|utm_campaign=y|utm_source_platform=z)(&utm_medium=w)?")
            .prop_map(|(version, variant, pairs)| (Ground { version, variant }, pairs))
            .prop_map(|(ground, pairs)| format!("{ground} {pairs}")),
        2 => (0..4_u32, 0..3_u8).prop_map(|(version, variant)| Ground { version, variant }.to_string()),
        1 => "other|.{0,9}",
    ];
    prop::collection::vec((0..3_i64, dimension, value, 0..20_u64, 0..20_u64), 0..25).prop_map(|all| {
        all.into_iter()
            .map(|(day, dimension, value, gross, valid)| Part(1, day, dimension as u8, value, gross, valid))
            .collect()
    })
}

proptest! {
    #![proptest_config(given::tries(64))]

    #[test]
    fn every_click_is_in_exactly_one_row_of_every_key_whatever_is_stored(
        parts in parts(), clicks in prop::collection::vec((0..50_u64, 0..50_u64), 3),
    ) {
        let clicked: Vec<Clicked> = (0..).zip(&clicks).map(|(day, (gross, valid))| Clicked(1, day, *gross, *valid)).collect();
        let versions = [version(1, 1, 0, SPRING), version(1, 2, 150, "?utm_source=Instagram"), version(1, 3, 160, "")];
        let mut audit = Audit::default();
        audit.add(Link::default(), &clicked, &versions, &parts, &|day| day * 100);
        let (gross, valid) = clicks.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        for key in NAMES {
            let rows = of_key(&audit, key);
            prop_assert_eq!(rows.iter().map(|row| row.1).sum::<u64>(), valid, "{}", key);
            prop_assert_eq!(rows.iter().map(|row| row.2).sum::<u64>(), gross, "{}", key);
        }
        let score = made(&[], &Hygiene::default(), &audit).beside["score"].as_u64();
        prop_assert!(score.is_none_or(|score| score <= 100));
    }
}
