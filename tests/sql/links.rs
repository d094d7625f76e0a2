//! Many links at once: made, changed, found by every filter, and published, on a real SQLite.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::register::link::Link;
use waymark::sql;

use crate::given::{self, Arg, NOON};

fn ids(rows: &[Value]) -> Vec<i64> {
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

/// Links of one creator at these slugs; gives their ids.
fn made(db: &Connection, slugs: &[&str]) -> Vec<i64> {
    let creator = given::creator(db, "sarah");
    slugs.iter().map(|slug| given::link(db, slug, creator, None)).collect()
}

#[test]
fn a_thousand_links_are_made_by_one_statement() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    let links: Vec<Link> = (0..1_000).map(|at| given::link_of(&format!("s{at}"), creator, None)).collect();
    assert_eq!(given::links(&db, &links).len(), 1_000);
    assert_eq!(given::number(&db, "SELECT count(*) FROM link_history"), 1_000);
    assert_eq!(given::number(&db, "SELECT count(*) FROM link WHERE published < 0 AND version = 1"), 1_000);
}

#[test]
fn a_link_comes_back_as_it_was_made() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    let campaign = given::campaign(&db, "spring");
    let link = Link {
        post: Some("reel".into()),
        expires_at: Some(NOON + 5),
        enabled: false,
        external_id: Some("crm-1".into()),
        archived_at: Some(NOON + 1),
        ..given::link_of("a", creator, Some(campaign))
    };
    let id = given::links(&db, std::slice::from_ref(&link))[0]["id"].as_i64().unwrap();
    let stored: Link = given::read(&db, sql::LINK_GET, &[id.into()]).remove(0);
    assert_eq!(stored, Link { id: id.try_into().unwrap(), ..link });
}

#[test]
fn one_link_that_is_taken_costs_no_other() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    let named = |slug: &str, name: &str| Link { external_id: Some(name.into()), ..given::link_of(slug, creator, None) };
    given::links(&db, &[named("a", "one")]);
    let rows = given::links(&db, &[named("a", "two"), named("b", "one"), named("c", "three")]);
    assert_eq!(rows.iter().map(|row| row["slug"].as_str().unwrap()).collect::<Vec<_>>(), ["c"]);
}

#[test]
fn links_change_where_they_are_of_the_version_that_is_known_and_their_name_is_free() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    let links: Vec<Link> = ["a", "b", "c"].iter().map(|slug| given::link_of(slug, creator, None)).collect();
    let links: Vec<Link> = ids(&given::links(&db, &links))
        .into_iter()
        .zip(links)
        .map(|(id, link)| Link { id: id.try_into().unwrap(), ..link })
        .collect();
    let named = |link: &Link, name: &str| Link { external_id: Some(name.into()), ..link.clone() };
    let late = Link { version: 7, ..links[1].clone() };
    let rows = json!([
        named(&links[0], "one").next_row(&links[0]),
        named(&late, "two").next_row(&late),
        named(&links[2], "one").next_row(&links[2]),
    ]);
    let changed = given::rows(&db, sql::LINKS_UPDATE, &[rows.into()]);
    assert_eq!(ids(&changed), [i64::from(links[0].id)]);
    assert_eq!(given::number(&db, "SELECT count(*) FROM link WHERE version = 2"), 1);
}

#[test]
fn links_are_found_by_id_by_the_brands_own_name_and_by_host_and_slug() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    let named = Link { external_id: Some("crm-1".into()), ..given::link_of("a", creator, None) };
    given::links(&db, &[named, given::link_of("b", creator, None), given::link_of("c", creator, None)]);
    let place = json!([["go.brand.example", "b"], ["go.brand.example", "zz"], ["other.example", "c"]]);
    let found = given::rows(&db, sql::LINKS_NAMED, &[json!([3, 9]).into(), json!(["crm-1", "x"]).into(), place.into()]);
    assert_eq!(ids(&found), [1, 2, 3]);
    let twice = [json!([1]).into(), json!(["crm-1"]).into(), json!([["go.brand.example", "a"]]).into()];
    assert_eq!(ids(&given::rows(&db, sql::LINKS_NAMED, &twice)), [1]);
}

/// Notes puts that have ended at `now`, `[id, version, begun, done]`; the links that are to be put again.
fn ended(db: &Connection, puts: &Value, now: i64) -> Vec<i64> {
    let args = [puts.clone().into(), now.into()];
    given::run(db, sql::LINKS_PUBLISHED, &args);
    ids(&given::rows(db, sql::LINKS_MOVED, &args))
}

/// Changes link `id` from `version` at `now`.
fn changes(db: &Connection, id: i64, version: u32, now: i64) {
    let before = Link { id: id.try_into().unwrap(), version, ..given::link_of("a", 1, None) };
    let after = Link { updated_at: now, ..before.clone() };
    assert_eq!(given::rows(db, sql::LINKS_UPDATE, &[json!([after.next_row(&before)]).into()]).len(), 1);
}

/// The links that the cron takes at `now`.
fn taken(db: &Connection, now: i64) -> Vec<i64> {
    ids(&given::rows(db, sql::LINKS_UNPUBLISHED, &[900.into(), now.into()]))
}

const LATER: i64 = NOON + 200_000;

#[test]
fn of_puts_beside_each_other_the_last_one_puts_again_and_settles_the_link() {
    let db = given::control();
    let link = made(&db, &["a"])[0];
    changes(&db, link, 1, NOON + 10);
    changes(&db, link, 2, NOON + 20);
    assert!(ended(&db, &json!([[link, 3, NOON + 20, true]]), NOON + 30).is_empty());
    assert!(ended(&db, &json!([[link, 2, NOON + 10, true]]), NOON + 40).is_empty());
    assert_eq!(ended(&db, &json!([[link, 1, NOON, true]]), NOON + 50), [link]);
    assert!(ended(&db, &json!([[link, 3, NOON + 50, true]]), NOON + 60).is_empty());
    assert!(taken(&db, LATER).is_empty());
}

#[test]
fn a_put_whose_end_nobody_noted_leaves_the_link_owed_whoever_else_put_it() {
    let db = given::control();
    let link = made(&db, &["a"])[0];
    changes(&db, link, 1, NOON + 10);
    assert!(ended(&db, &json!([[link, 2, NOON + 10, true]]), NOON + 20).is_empty());
    assert!(taken(&db, NOON + 100_000).is_empty(), "the other may be on its way");
    assert_eq!(taken(&db, LATER), [link]);
    assert!(ended(&db, &json!([[link, 2, LATER, true]]), LATER + 1).is_empty());
    assert!(taken(&db, LATER + 200_000).is_empty());
}

#[test]
fn a_put_that_failed_is_the_crons_at_once() {
    let db = given::control();
    let link = made(&db, &["a"])[0];
    assert!(ended(&db, &json!([[link, 1, NOON, false]]), NOON + 10).is_empty());
    assert_eq!(taken(&db, NOON + 20), [link]);
}

#[test]
fn more_puts_beside_each_other_than_are_counted_leave_the_link_to_the_cron() {
    let db = given::control();
    let link = made(&db, &["a"])[0];
    for version in 1..=40 {
        changes(&db, link, version, NOON + i64::from(version));
    }
    for version in 1..=41 {
        assert!(ended(&db, &json!([[link, version, NOON, true]]), NOON + 50).is_empty());
    }
    assert_eq!(taken(&db, LATER), [link]);
}

/// Values of a list by their numbers.
type Said = [(usize, Arg)];

/// The values of a list: everything open but what `with` says, `(number, value)`.
fn filters(with: &Said) -> Vec<Arg> {
    let mut args: Vec<Arg> = vec![None::<i64>.into(); 12];
    (args[0], args[1], args[9]) = (0.into(), 100.into(), 0.into());
    for (number, value) in with {
        args[number - 1] = value.clone();
    }
    args
}

/// Four links: a and b of sarah, of which b is in a campaign; c and d of tom, of which d was put away.
fn four(db: &Connection) -> Vec<i64> {
    let (sarah, tom) = (given::creator(db, "sarah"), given::creator(db, "tom"));
    let campaign = given::campaign(db, "spring");
    let links = [
        Link { external_id: Some("crm-1".into()), ..given::link_of("a", sarah, None) },
        Link { platform: Some("tiktok".into()), ..given::link_of("b", sarah, Some(campaign)) },
        Link { host: "other.example".into(), updated_at: NOON + 9, ..given::link_of("a", tom, None) },
        Link {
            archived_at: Some(NOON),
            destination: "https://shop.example/LAMP".into(),
            ..given::link_of("d", tom, None)
        },
    ];
    given::run(
        db,
        "INSERT INTO link_check (link, version, at, ok, said) VALUES (2, 1, 1, 0, '{}'), (3, 1, 1, 1, '{}')",
        &[],
    );
    ids(&given::links(db, &links))
}

#[test]
fn every_filter_is_kept_by_every_statement() {
    let db = given::control();
    four(&db);
    let both: Arg = None::<i64>.into();
    let said: [(&Said, &[i64]); 13] = [
        (&[], &[1, 2, 3]),
        (&[(3, 1.into())], &[1, 2]),
        (&[(4, 1.into())], &[2]),
        (&[(5, "tiktok".into())], &[2]),
        (&[(6, "crm-1".into())], &[1]),
        (&[(7, "other.example".into())], &[3]),
        (&[(8, json!(["a", "A"]).into())], &[1, 3]),
        (&[(9, "lamp".into()), (10, both.clone())], &[4]),
        (&[(9, "a".into())], &[1, 2, 3]),
        (&[(10, 1.into())], &[4]),
        (&[(10, both)], &[1, 2, 3, 4]),
        (&[(11, 1.into())], &[2]),
        (&[(12, (NOON + 9).into())], &[3]),
    ];
    let lists = [
        (0, sql::LINKS_LIST),
        (3, sql::LINKS_LIST_CREATOR),
        (4, sql::LINKS_LIST_CAMPAIGN),
        (6, sql::LINKS_LIST_EXTERNAL),
        (8, sql::LINKS_LIST_SLUG),
        (10, sql::LINKS_LIST_ARCHIVED),
        (11, sql::LINKS_LIST_FAILING),
        (12, sql::LINKS_LIST_CHANGED),
    ];
    for (with, expected) in said {
        for (first, statement) in lists {
            let begins = |(number, value): &(usize, Arg)| *number == first && (first != 10 || value.is(1));
            if first == 0 || with.iter().any(begins) {
                let found = ids(&given::rows(&db, statement, &filters(with)));
                assert_eq!(found, expected, "{first}: {statement}");
            }
        }
    }
}

#[test]
fn filters_narrow_one_another() {
    let db = given::control();
    four(&db);
    let of = |with: &Said| ids(&given::rows(&db, sql::LINKS_LIST_CREATOR, &filters(with)));
    assert_eq!(of(&[(3, 1.into()), (5, "tiktok".into())]), [2]);
    assert!(of(&[(3, 2.into()), (5, "tiktok".into())]).is_empty());
    assert_eq!(of(&[(3, 2.into()), (10, None::<i64>.into())]), [3, 4]);
}

#[test]
fn a_list_goes_on_behind_its_last_id_whatever_is_made_meanwhile() {
    let db = given::control();
    let links = made(&db, &["a", "b", "c"]);
    let page = |after: i64| {
        let args = filters(&[(1, after.into()), (2, 2.into()), (3, 1.into())]);
        ids(&given::rows(&db, sql::LINKS_LIST_CREATOR, &args))
    };
    assert_eq!(page(0), links[..2]);
    let later = given::link(&db, "0", 1, None);
    assert_eq!(page(links[1]), [links[2], later]);
}

#[test]
fn the_links_of_imported_histories_are_in_no_list() {
    let db = given::control();
    given::creator(&db, "sarah");
    given::run(&db, sql::IMPORT_LINKS_MAKE, &[json!(["@sarah"]).into(), NOON.into()]);
    let all = filters(&[(10, None::<i64>.into())]);
    assert!(given::rows(&db, sql::LINKS_LIST, &all).is_empty());
}

#[test]
fn costs_are_summed_by_post_and_currency_without_rules_and_without_what_was_put_away() {
    let db = given::control();
    given::creator(&db, "sarah");
    given::run(
        &db,
        "INSERT INTO post (handle, creator_id, version, created_at, updated_at) VALUES ('reel', 1, 1, 1, 1)",
        &[],
    );
    let cost = |post: Option<i64>, kind: &str, minor: i64, archived: Option<i64>| {
        let statement =
            "INSERT INTO cost (creator_id, post_id, kind, amount_minor, currency, from_day, to_day, version,
            created_at, updated_at, archived_at) VALUES (1, ?1, ?2, ?3, 'EUR', 1, 1, 1, 1, 1, ?4)";
        given::run(&db, statement, &[post.into(), kind.into(), minor.into(), archived.into()]);
    };
    cost(Some(1), "fee", 100, None);
    cost(Some(1), "product", 20, None);
    cost(None, "fee", 7, None);
    cost(Some(1), "commission_order", 999, None);
    cost(Some(1), "fee", 999, Some(1));
    let costs: Vec<(u32, Option<String>, String, i64)> = given::json(&db, sql::LINKS_COSTS, &[json!([1]).into()]);
    assert_eq!(costs, [(1, None, "EUR".into(), 7), (1, Some("reel".into()), "EUR".into(), 120)]);
}

#[test]
fn of_creators_whose_handle_is_taken_the_others_are_made() {
    let db = given::control();
    given::creator(&db, "sarah");
    let rows = json!([["Sarah", "sarah"], ["Tom", "tom"]]);
    given::run(&db, sql::CREATORS_INSERT, &[rows.into(), NOON.into()]);
    let found = given::rows(&db, sql::CREATORS_GET, &[json!([1, 2, 3]).into()]);
    let names: Vec<_> = found.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["sarah", "Tom"]);
}
