//! Sources and deliveries: one handle, secrets that lists do not hold, and deliveries that are found, capped and forgotten.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::register::source::Source;
use waymark::domain::source::Kind;
use waymark::sql;

use crate::given::{self, Arg, NOON};

const SECRET: &str = "shpss_0123456789abcdef";

fn insert(db: &Connection, handle: &str, kind: &str) -> Vec<Value> {
    let args: [Arg; 11] = [
        "Our Shop".into(),
        handle.into(),
        SECRET.into(),
        "cdef".into(),
        None::<&str>.into(),
        None::<&str>.into(),
        "name".into(),
        0.into(),
        1.into(),
        kind.into(),
        NOON.into(),
    ];
    given::rows(db, sql::SOURCE_INSERT, &args)
}

fn update(db: &Connection, id: i64, version: i64, handle: &str, archived_at: Option<i64>) -> i64 {
    let args: [Arg; 13] = [
        id.into(),
        version.into(),
        "Renamed".into(),
        handle.into(),
        "second-secret-of-the-shop".into(),
        "shop".into(),
        SECRET.into(),
        "cdef".into(),
        None::<&str>.into(),
        1.into(),
        0.into(),
        (NOON + 1).into(),
        archived_at.into(),
    ];
    given::run(db, sql::SOURCE_UPDATE, &args)
}

fn shop(db: &Connection) -> i64 {
    insert(db, "our-shop", "shopify")[0]["id"].as_i64().unwrap()
}

/// Keeps a delivery; gives its id.
fn keep(db: &Connection, source: i64, at: i64, nonce: i64, verified: i64) -> i64 {
    let args: [Arg; 12] = [
        source.into(),
        at.into(),
        nonce.into(),
        verified.into(),
        0.into(),
        "orders/paid".into(),
        200.into(),
        "recorded".into(),
        None::<&str>.into(),
        "[]".into(),
        "[]".into(),
        "x".repeat(600).into(),
    ];
    given::rows(db, sql::DELIVERY_INSERT, &args);
    db.last_insert_rowid()
}

fn done(db: &Connection, id: Option<i64>, nonce: i64, outcome: &str) -> i64 {
    let args: [Arg; 8] = [
        id.into(),
        nonce.into(),
        "orders/updated".into(),
        422.into(),
        outcome.into(),
        "why".into(),
        "[1]".into(),
        "[2]".into(),
    ];
    given::run(db, sql::DELIVERY_DONE, &args)
}

/// The delivery as the Worker reads it, without its body.
fn stored(db: &Connection, id: i64) -> Value {
    given::json(db, sql::DELIVERY_GET, &[id.into()])
}

fn ids(db: &Connection) -> Vec<i64> {
    given::ask(db, "SELECT id FROM delivery ORDER BY id").iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[test]
fn a_source_reads_back_as_it_was_made() {
    let db = given::control();
    let id = shop(&db);
    assert!(id > 0, "0 is the API itself");
    let body = json!({ "name": "Our Shop", "kind": "shopify", "secret": SECRET, "order_field": "name" });
    let made = Source { id: u32::try_from(id).unwrap(), ..Source::make(&body, [0; 32], NOON).unwrap().0 };
    assert_eq!(given::read::<Source>(&db, sql::SOURCE_GET, &[id.into()]), std::slice::from_ref(&made));
    assert_eq!(given::read::<Source>(&db, sql::SOURCE_FIND, &["our-shop".into()]), [made]);
}

#[test]
fn a_list_of_sources_holds_no_secret() {
    let db = given::control();
    let id = shop(&db);
    update(&db, id, 1, "our-shop", None);
    let rows = given::rows(&db, sql::SOURCE_LIST, &[0.into(), 9.into()]);
    assert_eq!(rows.len(), 1);
    assert!(!format!("{rows:?}").contains("secret"), "{rows:?}");
    let listed: Vec<Source> = given::read(&db, sql::SOURCE_LIST, &[0.into(), 9.into()]);
    assert_eq!((listed[0].hint.as_str(), listed[0].former_hint.as_deref()), ("shop", Some("cdef")));
}

#[test]
fn a_source_that_was_put_away_is_not_listed() {
    let db = given::control();
    let id = shop(&db);
    update(&db, id, 1, "our-shop", Some(NOON));
    assert!(given::rows(&db, sql::SOURCE_LIST, &[0.into(), 9.into()]).is_empty());
}

#[test]
fn a_handle_that_is_taken_makes_and_changes_nothing() {
    let db = given::control();
    shop(&db);
    assert!(insert(&db, "our-shop", "stripe").is_empty());
    let other = insert(&db, "other", "stripe")[0]["id"].as_i64().unwrap();
    assert_eq!(update(&db, other, 1, "our-shop", None), 0);
}

#[test]
fn a_change_of_a_source_that_was_changed_meanwhile_changes_nothing() {
    let db = given::control();
    let id = shop(&db);
    assert_eq!(update(&db, id, 1, "our-shop", None), 1);
    assert_eq!(update(&db, id, 1, "our-shop", None), 0);
    let changed: Source = given::read(&db, sql::SOURCE_GET, &[id.into()]).remove(0);
    assert_eq!((changed.version, changed.secrets()), (2, vec!["second-secret-of-the-shop", SECRET]));
}

#[test]
fn the_kinds_of_the_table_are_the_kinds_of_the_domain() {
    let db = given::control();
    for kind in Kind::ALL {
        assert_eq!(insert(&db, kind.word(), kind.word()).len(), 1);
        let stored: Source = given::read(&db, sql::SOURCE_FIND, &[kind.word().into()]).remove(0);
        assert_eq!(stored.kind, kind);
    }
    assert!(insert(&db, "other", "magento").is_empty());
}

#[test]
fn what_became_of_a_delivery_is_noted_by_its_nonce_or_its_id() {
    let db = given::control();
    let (first, second) = (keep(&db, 1, NOON, 7, 1), keep(&db, 1, NOON, 8, 1));
    assert_eq!(done(&db, None, 7, "accepted"), 1);
    assert_eq!(done(&db, Some(second), 0, "duplicate"), 1);
    let expected = json!({
        "id": first, "source_id": 1, "received_at": NOON, "verified": true, "cut": false, "topic": "orders/updated",
        "status": 422, "outcome": "accepted", "reason": "why", "errors": [1], "items": [2], "replayed_at": null,
    });
    assert_eq!(stored(&db, first), expected);
    assert_eq!(stored(&db, second)["outcome"], "duplicate");
    assert_eq!(given::rows(&db, sql::DELIVERY_GET, &[first.into()])[0]["body"].as_str().map(str::len), Some(600));
}

#[test]
fn of_two_deliveries_with_one_nonce_the_newer_is_noted() {
    let db = given::control();
    let (first, second) = (keep(&db, 1, NOON, 7, 1), keep(&db, 1, NOON, 7, 1));
    done(&db, None, 7, "accepted");
    assert_eq!(
        (&stored(&db, first)["outcome"], &stored(&db, second)["outcome"]),
        (&json!("recorded"), &json!("accepted"))
    );
}

#[test]
fn a_replay_is_noted_with_its_time() {
    let db = given::control();
    let id = keep(&db, 1, NOON, 7, 1);
    assert_eq!(given::run(&db, sql::DELIVERY_REPLAYED, &[id.into(), (NOON + 5).into()]), 1);
    assert_eq!(stored(&db, id)["replayed_at"], NOON + 5);
}

#[test]
fn of_a_sources_unverified_deliveries_only_the_newest_stay() {
    let db = given::control();
    let mine: Vec<i64> = (0..5).map(|turn| keep(&db, 1, NOON + turn, 0, 0)).collect();
    let (others, signed) = (keep(&db, 2, NOON, 0, 0), keep(&db, 1, NOON, 0, 1));
    assert_eq!(given::run(&db, sql::DELIVERY_CAP, &[1.into(), 5.into()]), 0);
    assert_eq!(given::run(&db, sql::DELIVERY_CAP, &[1.into(), 3.into()]), 2);
    assert_eq!(ids(&db), [mine[2], mine[3], mine[4], others, signed]);
}

#[test]
fn the_oldest_deliveries_are_forgotten_and_no_newer_one() {
    let db = given::control();
    let all: Vec<i64> = (0..6).map(|turn| keep(&db, 1, NOON + turn, 0, 1)).collect();
    let purge = |before: i64, most: i64| given::run(&db, sql::DELIVERY_PURGE, &[before.into(), most.into()]);
    assert_eq!(purge(NOON, 10), 0);
    assert_eq!(purge(NOON + 4, 3), 3, "at most so many at once");
    assert_eq!(purge(NOON + 4, 3), 1);
    assert_eq!(purge(NOON + 4, 3), 0);
    assert_eq!(ids(&db), [all[4], all[5]]);
}

#[test]
fn deliveries_are_listed_newest_first_by_source_and_outcome() {
    let db = given::control();
    let all = [keep(&db, 1, NOON, 1, 1), keep(&db, 2, NOON, 2, 1), keep(&db, 1, NOON, 3, 1)];
    done(&db, Some(all[0]), 0, "accepted");
    let list = |before: i64, most: i64, source: Option<i64>, outcome: Option<&str>| -> Vec<i64> {
        let args: [Arg; 4] = [before.into(), most.into(), source.into(), outcome.into()];
        let rows: Vec<Value> = given::json(&db, sql::DELIVERY_LIST, &args);
        assert!(rows.iter().all(|row| row["body"].as_str().unwrap().len() == 500));
        rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
    };
    let far = 1_i64 << 32;
    assert_eq!(list(far, 9, None, None), [all[2], all[1], all[0]]);
    assert_eq!(list(far, 2, None, None), [all[2], all[1]]);
    assert_eq!(list(all[2], 9, None, None), [all[1], all[0]]);
    assert_eq!(list(far, 9, Some(1), None), [all[2], all[0]]);
    assert_eq!(list(far, 9, Some(1), Some("accepted")), [all[0]]);
}
