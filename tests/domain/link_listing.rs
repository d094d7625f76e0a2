//! What a list of links may be narrowed to.

use waymark::domain::refusal::Refusal;
use waymark::domain::register::link::listing::{Filters, First};

use crate::given::{self, NOON};

fn read(query: &[(&str, &str)]) -> Result<Filters, Refusal> {
    let pairs: Vec<(String, String)> = query.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let settings = given::settings();
    Filters::read(&pairs, &["format"], Some(false), given::ground(&settings, NOON))
}

fn fault(query: &[(&str, &str)]) -> (String, &'static str) {
    let fault = read(query).unwrap_err().faults().remove(0);
    (fault.parameter.unwrap(), fault.code)
}

#[test]
fn a_list_without_filters_shows_what_was_not_put_away() {
    let filters = read(&[("limit", "5"), ("cursor", "x"), ("format", "csv")]).unwrap();
    assert_eq!(filters, Filters { archived: Some(false), ..Filters::default() });
    assert_eq!(filters.first(), First::Nothing);
}

#[test]
fn each_filter_is_read_as_it_is_stored() {
    let filters = read(&[
        ("creator_id", "7"),
        ("campaign_id", "8"),
        ("platform", " Instagram "),
        ("host", "GO.brand.example."),
        ("slug", "Spring"),
        ("external_id", "crm-1"),
        ("q", "LAMP"),
        ("archived", "all"),
        ("failing", "true"),
        ("changed_since", "2026-11-20T12:00:00Z"),
    ]);
    let expected = Filters {
        creator: Some(7),
        campaign: Some(8),
        platform: Some("instagram".into()),
        host: Some("go.brand.example".into()),
        slugs: Some(r#"["Spring","spring"]"#.into()),
        external: Some("crm-1".into()),
        part: Some("lamp".into()),
        archived: None,
        failing: true,
        since: Some(crate::given::NOON),
    };
    assert_eq!(filters.unwrap(), expected);
}

#[test]
fn the_narrowest_filter_is_looked_for_first() {
    let all = [
        ("external_id", "x", First::External),
        ("slug", "a", First::Slug),
        ("creator_id", "1", First::Creator),
        ("campaign_id", "1", First::Campaign),
        ("failing", "true", First::Failing),
        ("archived", "true", First::Archived),
        ("changed_since", "2026-11-20T12:00:00Z", First::Changed),
        ("platform", "tiktok", First::Nothing),
    ];
    for (at, (.., first)) in all.iter().enumerate() {
        let query: Vec<(&str, &str)> = all[at..].iter().map(|(name, value, _)| (*name, *value)).collect();
        assert_eq!(read(&query).unwrap().first(), *first);
    }
}

#[test]
fn a_parameter_that_means_nothing_is_named() {
    let table = [
        (("creator_id", "0"), "not_an_id"),
        (("campaign_id", "x"), "not_an_id"),
        (("host", ""), "empty"),
        (("q", ""), "too_long"),
        (("archived", "yes"), "unknown_word"),
        (("failing", "1"), "not_a_boolean"),
        (("changed_since", "yesterday"), "not_a_time"),
        (("creator", "sarah"), "unknown_parameter"),
    ];
    for ((name, value), code) in table {
        assert_eq!(fault(&[(name, value)]), (name.to_owned(), code));
    }
    assert_eq!(fault(&[("slug", "a"), ("slug", "b")]), ("slug".to_owned(), "doubled"));
}

#[test]
fn a_part_has_at_most_100_characters_and_a_word_255() {
    for (name, most, code) in [("q", 100, "too_long"), ("external_id", 255, "empty")] {
        assert!(read(&[(name, &"a".repeat(most))]).is_ok());
        assert_eq!(fault(&[(name, &"a".repeat(most + 1))]), (name.to_owned(), code));
    }
}

#[test]
fn what_is_looked_for_is_folded_as_links_are() {
    for (name, value, expected) in [
        ("platform", "IG", "instagram"),
        ("platform", "Insta", "instagram"),
        ("host", "go\u{3002}brand.example", "go.brand.example"),
        ("host", "a b", "a b"),
        ("slug", "spring", r#"["spring"]"#),
        ("slug", "Spring", r#"["Spring","spring"]"#),
        ("slug", "%41bc", r#"["Abc","abc"]"#),
        ("slug", "a b", "[]"),
    ] {
        let filters = read(&[(name, value)]).unwrap();
        let found = [filters.platform, filters.host, filters.slugs].into_iter().flatten().next();
        assert_eq!(found.as_deref(), Some(expected), "{name} {value}");
    }
}
