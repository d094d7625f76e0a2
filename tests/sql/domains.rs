//! Hosts in the store: a name is kept once, a change is made once, and every change raises the stamp of the edge's copy.

use rusqlite::Connection;
use serde_json::json;
use waymark::domain::host::{Kept, MOST, Row};
use waymark::domain::register::domain::Domain;
use waymark::sql;

use crate::given::{self, Arg, NOON};

fn insert(db: &Connection, host: &str, most: usize) -> Option<i64> {
    let said = json!({ "host": host }).to_string();
    let args: [Arg; 4] = [host.into(), said.as_str().into(), NOON.into(), i64::try_from(most).unwrap().into()];
    given::rows(db, sql::DOMAIN_INSERT, &args).first().and_then(|row| row["id"].as_i64())
}

fn made(db: &Connection, host: &str) -> i64 {
    insert(db, host, MOST).unwrap()
}

fn update(db: &Connection, id: i64, version: i64, archived_at: Option<i64>) -> i64 {
    let said = json!({ "host": "a.example", "slug_length": 9 }).to_string();
    let args: [Arg; 5] = [id.into(), version.into(), said.as_str().into(), (NOON + 1).into(), archived_at.into()];
    given::run(db, sql::DOMAIN_UPDATE, &args)
}

fn found(db: &Connection, id: i64) -> Domain {
    given::read(db, sql::DOMAIN_GET, &[id.into()]).pop().unwrap()
}

fn kept(db: &Connection) -> Kept {
    let rows: Vec<Row> = given::read(db, sql::DOMAINS_ALL, &[]);
    Kept::of_rows(rows)
}

#[test]
fn a_host_reads_back_as_it_was_made_and_is_changed_once() {
    let db = given::control();
    let id = made(&db, "a.example");
    let before = found(&db, id);
    assert_eq!((before.name(), before.version, before.created_at), ("a.example", 1, NOON));
    assert_eq!((update(&db, id, 1, None), update(&db, id, 1, None)), (1, 0));
    let said = json!({ "host": "a.example", "slug_length": 9 });
    assert_eq!(found(&db, id), Domain { said, version: 2, updated_at: NOON + 1, ..before });
}

#[test]
fn a_name_is_kept_once_until_it_is_put_away() {
    let db = given::control();
    let id = made(&db, "a.example");
    assert_eq!(insert(&db, "a.example", MOST), None);
    update(&db, id, 1, Some(NOON));
    assert!(insert(&db, "a.example", MOST).is_some_and(|again| again > id));
}

#[test]
fn no_more_hosts_are_kept_than_may_be() {
    let db = given::control();
    let id = insert(&db, "a.example", 2).unwrap();
    assert!(insert(&db, "b.example", 2).is_some());
    assert_eq!(insert(&db, "c.example", 2), None);
    update(&db, id, 1, Some(NOON));
    assert!(insert(&db, "c.example", 2).is_some());
}

#[test]
fn the_list_goes_on_behind_an_id_and_leaves_out_what_is_away() {
    let db = given::control();
    let ids: Vec<i64> = ["a.example", "b.example", "c.example"].iter().map(|host| made(&db, host)).collect();
    update(&db, ids[1], 1, Some(NOON));
    let listed = |after: i64, most: i64| {
        let hosts: Vec<Domain> = given::read(&db, sql::DOMAIN_LIST, &[after.into(), most.into()]);
        hosts.iter().map(|host| i64::from(host.id)).collect::<Vec<_>>()
    };
    assert_eq!((listed(0, 9), listed(ids[0], 9), listed(0, 1)), (vec![ids[0], ids[2]], vec![ids[2]], vec![ids[0]]));
}

#[test]
fn every_change_raises_the_stamp_and_what_is_away_is_not_served() {
    let db = given::control();
    assert_eq!((kept(&db).stamp, kept(&db).read().len()), (0, 0));
    let id = made(&db, "a.example");
    assert_eq!((kept(&db).stamp, kept(&db).read().len()), (1, 1));
    update(&db, id, 1, None);
    assert_eq!((kept(&db).stamp, kept(&db).read()[0].slug_length), (2, 9));
    update(&db, id, 2, Some(NOON));
    assert_eq!((kept(&db).stamp, kept(&db).read().len()), (3, 0));
}

#[test]
fn links_of_a_host_are_counted_and_those_that_lead_somewhere() {
    let db = given::control();
    let counted = |now: i64, most: i64| {
        let row = &given::rows(&db, sql::DOMAIN_LINKS, &["go.brand.example".into(), now.into(), most.into()])[0];
        (row["links"].as_i64().unwrap(), row["live"].as_i64().unwrap())
    };
    assert_eq!(counted(NOON, 100), (0, 0));
    let creator = given::creator(&db, "sarah");
    for slug in ["live", "off", "over", "away"] {
        given::link(&db, slug, creator, None);
    }
    for (slug, change) in [("off", "enabled = 0"), ("over", "expires_at = 1795176000000"), ("away", "archived_at = 1")]
    {
        given::ask(&db, &format!("UPDATE link SET {change} WHERE slug = '{slug}'"));
    }
    assert_eq!((counted(NOON - 1, 100), counted(NOON, 100), counted(NOON, 2).0), ((4, 2), (4, 1), 2));
}
