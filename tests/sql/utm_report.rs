//! The statements of the audit of tags, and of variants: on whose versions clicks stood, and what is kept of them beside.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::recount::Dimension;
use waymark::domain::report::utm::{Clicked, Link, Part, Version};
use waymark::sql;
use waymark::stored;

use crate::given::{self, NOON, TODAY};

struct Page {
    last: Option<i64>,
    links: Vec<Link>,
    clicked: Vec<Clicked>,
}

stored!(Page { last, links, clicked });

/// The last link, those with clicks, and their clicks: `[link, day, gross, valid]`.
type Told = (Option<i64>, Vec<u32>, Vec<(u32, i64, u64, u64)>);

fn page(db: &Connection, behind: i64, most: i64, filters: &Value) -> Told {
    let args = [(TODAY - 2).into(), TODAY.into(), behind.into(), most.into(), filters.clone().into()];
    let Page { last, links, mut clicked } = given::json(db, sql::REPORT_UTM_LINKS, &args);
    clicked.sort_unstable_by_key(|one| (one.0, one.1));
    (last, links.iter().map(|link| link.0).collect(), clicked.iter().map(|one| (one.0, one.1, one.2, one.3)).collect())
}

/// Clicks of a link on a day, all but one of them valid.
fn clicks(db: &Connection, link: i64, day: i64, gross: i64) {
    db.execute(
        "INSERT INTO visit_total VALUES (3, ?1, ?2, ?3, ?3 - 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
        (day, link, gross),
    )
    .unwrap();
}

fn part(db: &Connection, dimension: Dimension, day: i64, link: i64, value: &str, gross: i64) {
    db.execute(
        "INSERT INTO visit_part VALUES (?1, ?2, ?3, ?4, ?5, ?5, 0, 0, 0)",
        (dimension as u8, day, link, value, gross),
    )
    .unwrap();
}

fn change(db: &Connection, link: i64, version: i64, target: &str, more: &Value) {
    let at = NOON + version;
    let said = (link, version, target, more.to_string(), at);
    db.execute("UPDATE link SET version = ?2, target = ?3, more = ?4, updated_at = ?5 WHERE id = ?1", said).unwrap();
}

/// Three links of sarah and tom, of which the second changed.
fn links() -> (Connection, [i64; 3]) {
    let db = given::control();
    let (sarah, tom) = (given::creator(&db, "sarah"), given::creator(&db, "tom"));
    let all = [("a", sarah), ("b", sarah), ("c", tom)].map(|(slug, whose)| given::link(&db, slug, whose, None));
    change(&db, all[1], 2, "https://brand.example/?utm_source=b", &json!({}));
    for (link, day, gross) in [(0, 0, 5), (0, 1, 6), (1, 0, 7), (1, 1, 8), (2, 1, 9)] {
        clicks(&db, all[link], TODAY - day, gross);
    }
    clicks(&db, all[2], TODAY - 3, 90);
    (db, all)
}

#[test]
fn clicks_come_by_day_where_a_link_changed_and_all_at_once_where_not() {
    let (db, [a, b, c]) = links();
    let (last, of, clicked) = page(&db, 0, 10, &json!({}));
    let id = |link: i64| u32::try_from(link).unwrap();
    assert_eq!((last, of), (Some(c), vec![id(a), id(b), id(c)]));
    assert_eq!(clicked, [(id(a), -1, 11, 9), (id(b), TODAY - 1, 8, 7), (id(b), TODAY, 7, 6), (id(c), -1, 9, 8)]);
}

#[test]
fn pages_go_on_behind_the_last_link_also_where_it_has_no_clicks() {
    let (db, [a, b, c]) = links();
    let silent = given::link(&db, "silent", 1, None);
    let mut seen = Vec::new();
    let mut behind = 0;
    while let (Some(last), of, _) = page(&db, behind, 1, &json!({})) {
        behind = last;
        seen.extend(of);
    }
    assert_eq!((seen.iter().map(|link| i64::from(*link)).collect::<Vec<_>>(), behind), (vec![a, b, c], silent));
}

#[test]
fn filters_leave_links_out_with_their_clicks() {
    let (db, [a, b, c]) = links();
    let of = |filters: Value| page(&db, 0, 10, &filters).1.iter().map(|link| i64::from(*link)).collect::<Vec<_>>();
    assert_eq!(of(json!({ "creator": { "keep": 1, "values": [1] } })), [a, b]);
    assert_eq!(of(json!({ "creator": { "keep": 0, "values": [1] } })), [c]);
    assert_eq!(
        of(json!({ "link": { "keep": 1, "values": [b] }, "platform": { "keep": 1, "values": ["instagram"] } })),
        [b]
    );
    assert!(of(json!({ "post": { "keep": 1, "values": ["reel"] } })).is_empty());
}

#[test]
fn what_is_kept_beside_comes_in_the_same_days() {
    let (db, [a, b, _]) = links();
    for day in [TODAY - 1, TODAY] {
        part(&db, Dimension::BroughtId, day, a, "1.0 utm_id=7", 2);
        part(&db, Dimension::Ground, day, b, "1.0", 3);
    }
    part(&db, Dimension::Device, TODAY, a, "mobile", 9);
    part(&db, Dimension::Ground, TODAY - 3, b, "1.0", 3);
    let wanted = json!([Dimension::Ground as u8, Dimension::BroughtId as u8]);
    let args = [wanted.into(), (TODAY - 2).into(), TODAY.into(), 0.into(), b.into()];
    let mut parts: Vec<Part> = given::json(&db, sql::REPORT_UTM_PARTS, &args);
    parts.sort_unstable_by_key(|part| (part.0, part.1));
    let told: Vec<_> = parts.iter().map(|one| (i64::from(one.0), one.1, one.2, one.3.as_str(), one.4)).collect();
    let (ground, id) = (Dimension::Ground as u8, Dimension::BroughtId as u8);
    assert_eq!(told, [(a, -1, id, "1.0 utm_id=7", 4), (b, TODAY - 1, ground, "1.0", 3), (b, TODAY, ground, "1.0", 3)]);
}

#[test]
fn versions_that_lead_elsewhere_are_told_the_newest_of_them_and_their_rules() {
    let (db, [a, b, _]) = links();
    let rules = json!({ "rules": [{ "target": "https://s.example/?utm_source=r" }], "app": null, "card": null });
    change(&db, b, 3, "https://brand.example/?utm_source=b", &json!({}));
    change(&db, b, 4, "https://brand.example/", &rules);
    let versions = |most: i64| -> Vec<Version> {
        given::read(&db, sql::REPORT_UTM_VERSIONS, &[json!([a, b]).into(), most.into()])
    };
    let told = |all: &[Version]| {
        all.iter().map(|one| (i64::from(one.link), one.version, one.query.clone())).collect::<Vec<_>>()
    };
    let own = "?utm_medium=influencer";
    assert_eq!(
        told(&versions(9)),
        [(a, 1, own.into()), (b, 1, own.into()), (b, 2, "?utm_source=b".into()), (b, 4, String::new())]
    );
    assert_eq!(told(&versions(1)), [(a, 1, own.into()), (b, 4, String::new())]);
    let last = versions(1).pop().unwrap();
    assert_eq!(last.at, NOON + 4);
    let more: Value = serde_json::from_str(&last.more.unwrap()).unwrap();
    assert_eq!(more, json!({ "rules": rules["rules"], "app": null }));
    assert!(versions(9)[0].more.is_none());
}

#[test]
fn variants_are_told_by_their_numbers_and_none_of_a_plain_link() {
    let (db, [a, b, _]) = links();
    change(&db, a, 2, "https://brand.example/", &json!({ "variants": ["red", "blue"] }));
    let of = |link: i64| -> Vec<(u8, String)> { given::json(&db, sql::REPORT_VARIANTS, &[link.into()]) };
    assert_eq!(of(a), [(1, "red".into()), (2, "blue".into())]);
    assert!(of(b).is_empty() && of(999).is_empty());
}

#[test]
fn clicks_that_an_order_followed_are_added_up_over_the_orders_days() {
    let (db, [a, b, _]) = links();
    let dimension = i64::from(Dimension::Converting as u8);
    for (day, link, value, clicks) in
        [(TODAY, a, "1 5", 2), (TODAY + 9, a, "1 5", 3), (TODAY - 1, a, "1 5", 7), (TODAY, b, "1 5", 9)]
    {
        let row = json!([[1, 0, link, value, "EUR", clicks, 0, 0, 0, 0]]);
        given::run(&db, sql::CREDIT_PARTS_PUT, &[dimension.into(), day.into(), row.into()]);
    }
    let args = [dimension.into(), TODAY.into(), a.into()];
    let told: Vec<(String, u64)> = given::json(&db, sql::REPORT_VARIANTS_CONVERTED, &args);
    assert_eq!(told, [("1 5".to_owned(), 5)]);
}
