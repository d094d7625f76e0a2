//! Creators' pages in the store: made for creators that there are, taken back once, and what is a creator's own.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::register::creator_page::CreatorPage;
use waymark::domain::time;
use waymark::sql;

use crate::given::{self, NOON};

fn page(db: &Connection, creator: i64) -> Option<i64> {
    let args = [creator.into(), 1.into(), None::<i64>.into(), NOON.into()];
    given::rows(db, sql::CREATOR_PAGE_INSERT, &args).first()?["id"].as_i64()
}

fn found(db: &Connection, id: i64) -> CreatorPage {
    given::read(db, sql::CREATOR_PAGE_GET, &[id.into()]).pop().unwrap()
}

fn own(db: &Connection, now: i64) -> Value {
    let args = [1.into(), 10.into(), now.into(), time::print(now).into()];
    let text = given::rows(db, sql::CREATOR_PAGE_OWN, &args)[0]["rows"].as_str().unwrap().to_owned();
    serde_json::from_str(&text).unwrap()
}

/// A store with creator 1 and, where `links` are given, their columns `slug, archived_at, enabled, expires_at, starts_at`.
fn store(links: &str) -> Connection {
    let db = given::control();
    db.execute_batch(&format!(
        "INSERT INTO creator (id, name, handle, aliases, version, created_at, updated_at) VALUES (1, 'Sarah', 'sarah', '[]', 1, 0, 0);
         INSERT INTO creator (id, name, handle, aliases, version, created_at, updated_at) VALUES (2, 'Mira', 'mira', '[]', 1, 0, 0);
         WITH said (slug, archived_at, enabled, expires_at, starts_at) AS (VALUES {links})
         INSERT INTO link (host, slug, destination, target, creator_id, utm, enabled, expires_at, archived_at, version, published, created_at, updated_at, more)
         SELECT 'go.test', slug, 'https://x.test', 'https://x.test', 1, '{{}}', enabled, expires_at, archived_at, 1, 1, 0, 0,
                json_object('starts_at', starts_at) FROM said;"
    ))
    .unwrap();
    db
}

const PLAIN: &str = "('a', NULL, 1, NULL, NULL)";

#[test]
fn a_page_reads_back_as_it_was_made() {
    let db = store(PLAIN);
    let id = page(&db, 1).unwrap();
    let made = CreatorPage::make(&json!({ "creator_id": 1, "money": true }), NOON).unwrap();
    assert_eq!(found(&db, id), CreatorPage { id: u32::try_from(id).unwrap(), ..made });
}

#[test]
fn a_page_of_nobody_is_not_made() {
    assert_eq!(page(&store(PLAIN), 3), None);
}

#[test]
fn of_two_changes_of_one_version_the_first_stays() {
    let db = store(PLAIN);
    let id = page(&db, 1).unwrap();
    let change = |money: i64| {
        let args = [id.into(), 1.into(), money.into(), None::<i64>.into(), NOON.into(), None::<i64>.into()];
        given::run(&db, sql::CREATOR_PAGE_UPDATE, &args)
    };
    assert_eq!((change(0), change(1)), (1, 0));
    assert!(!found(&db, id).money);
}

#[test]
fn a_page_is_listed_by_its_creator_until_it_is_taken_back() {
    let db = store(PLAIN);
    let (first, other) = (page(&db, 1).unwrap(), page(&db, 2).unwrap());
    let listed = |creator: given::Arg| -> Vec<i64> {
        let rows = given::rows(&db, sql::CREATOR_PAGE_LIST, &[0.into(), 9.into(), creator]);
        rows.iter().filter_map(|row| row["id"].as_i64()).collect()
    };
    assert_eq!((listed(None::<i64>.into()), listed(2.into())), (vec![first, other], vec![other]));
    let args = [first.into(), 1.into(), 1.into(), None::<i64>.into(), NOON.into(), NOON.into()];
    given::run(&db, sql::CREATOR_PAGE_UPDATE, &args);
    assert_eq!(listed(None::<i64>.into()), [other]);
}

#[test]
fn that_a_page_was_opened_is_noted_once_an_hour() {
    let db = store(PLAIN);
    let id = page(&db, 1).unwrap();
    let seen = |at: i64| given::run(&db, sql::CREATOR_PAGE_SEEN, &[id.into(), at.into()]);
    assert_eq!((seen(NOON), seen(NOON + 3_600_000), seen(NOON + 3_600_001)), (1, 0, 1));
    assert_eq!(found(&db, id).seen_at, Some(NOON + 3_600_001));
}

#[test]
fn a_link_is_live_while_it_leads_on() {
    let start = time::print(NOON);
    let db = store(&format!(
        "('plain', NULL, 1, NULL, NULL), ('away', 5, 1, NULL, NULL), ('off', NULL, 0, NULL, NULL),
         ('over', NULL, 1, {NOON}, NULL), ('soon', NULL, 1, NULL, '{start}')"
    ));
    let live = |now: i64| -> Vec<String> {
        let links = own(&db, now)[1].as_array().cloned().unwrap();
        links
            .iter()
            .filter(|link| link["live"] == true)
            .filter_map(|link| Some(link["slug"].as_str()?.to_owned()))
            .collect()
    };
    assert_eq!(live(NOON - 1), ["over", "plain"]);
    assert_eq!(live(NOON), ["soon", "plain"]);
}

#[test]
fn nobody_elses_links_and_codes_are_a_creators_own() {
    let db = store(PLAIN);
    db.execute_batch(
        "INSERT INTO code (code, creator_id, version, created_at, updated_at) VALUES ('SARAH10', 1, 1, 0, 0), ('MIRA10', 2, 1, 0, 0);
         UPDATE link SET creator_id = 2;",
    )
    .unwrap();
    let own = own(&db, NOON);
    assert_eq!((&own[0], &own[1]), (&json!("Sarah"), &json!([])));
    assert_eq!(own[2][0]["code"], "SARAH10");
    assert_eq!(own[2].as_array().map(Vec::len), Some(1));
}
