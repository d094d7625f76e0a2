//! What tags should look like, in the store: one row, changed by who knows it, and what links carry beside it.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::utm::hygiene::Hygiene;
use waymark::sql;

use crate::given::{self, Arg, NOON};

fn put(db: &Connection, said: &Value, before: i64) -> Option<i64> {
    let args: [Arg; 3] = [said.to_string().as_str().into(), before.into(), NOON.into()];
    given::rows(db, sql::HYGIENE_PUT, &args).first().map(|row| row["version"].as_i64().unwrap())
}

fn links_to(db: &Connection, targets: &[&str]) {
    let creator = given::creator(db, "sarah");
    for (at, target) in targets.iter().enumerate() {
        let id = given::link(db, &format!("s{at}"), creator, None);
        db.execute("UPDATE link SET target = ?1 WHERE id = ?2", (target, id)).unwrap();
    }
}

/// What links carry, of the newest `links`, at most `values` of it.
fn used(db: &Connection, links: i64, values: i64) -> Value {
    let row = given::rows(db, sql::HYGIENE_READ, &[links.into(), values.into()]).remove(0);
    serde_json::from_str(row["used"].as_str().unwrap()).unwrap()
}

#[test]
fn before_anything_is_said_there_is_no_row_and_the_reading_is_the_default() {
    let db = given::control();
    assert!(given::rows(&db, sql::HYGIENE_GET, &[]).is_empty());
    let read: Hygiene = given::read(&db, sql::HYGIENE_READ, &[10.into(), 10.into()]).remove(0);
    assert_eq!(read, Hygiene::default());
}

#[test]
fn what_is_said_reads_back_with_its_version() {
    let db = given::control();
    let said = json!({ "aliases": { "kol": "influencer" }, "allowed": {}, "required": ["source"], "case": "lower" });
    assert_eq!(put(&db, &said, 0), Some(1));
    assert_eq!(put(&db, &said, 1), Some(2));
    let read: Hygiene = given::read(&db, sql::HYGIENE_READ, &[10.into(), 10.into()]).remove(0);
    assert_eq!((read.said(), read.version), (said.clone(), 2));
    let row = given::rows(&db, sql::HYGIENE_GET, &[]).remove(0);
    assert_eq!(
        (row["said"].as_str(), row["version"].as_i64(), row["updated_at"].as_i64()),
        (Some(said.to_string().as_str()), Some(2), Some(NOON))
    );
}

#[test]
fn of_two_changes_of_one_version_the_first_stays() {
    let db = given::control();
    assert_eq!(put(&db, &json!({}), 1), None);
    assert_eq!(put(&db, &json!({ "case": "lower" }), 0), Some(1));
    assert_eq!(put(&db, &json!({ "case": "as_is" }), 0), None);
    assert_eq!(given::rows(&db, sql::HYGIENE_GET, &[])[0]["said"], r#"{"case":"lower"}"#);
}

#[test]
fn what_links_carry_is_counted_by_value_as_it_stands() {
    let db = given::control();
    links_to(
        &db,
        &[
            "https://b.example/?utm_source=instagram&utm_medium=influencer",
            "https://b.example/?a=b&utm_source=instagram#utm_medium=x",
            "https://b.example/?utm_source=tik+tok#top",
            "https://b.example/?utm_source_platform=meta&utm_content=sarah&utm_campaign=",
        ],
    );
    let expected = json!([
        ["utm_source=", "instagram", 2],
        ["utm_medium=", "influencer", 1],
        ["utm_medium=", "x", 1],
        ["utm_source=", "tik+tok", 1],
        ["utm_source_platform=", "meta", 1],
    ]);
    assert_eq!(used(&db, 10, 10), expected);
}

#[test]
fn only_the_newest_links_and_so_many_values_are_looked_at() {
    let db = given::control();
    let targets: Vec<String> = (0..4).map(|at| format!("https://b.example/?utm_source=s{at}")).collect();
    links_to(&db, &targets.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(used(&db, 2, 10), json!([["utm_source=", "s2", 1], ["utm_source=", "s3", 1]]));
    assert_eq!(used(&db, 10, 1), json!([["utm_source=", "s0", 1]]));
}

#[test]
fn a_value_of_more_than_300_bytes_is_left_out() {
    for (length, there) in [(299, 1), (300, 1), (301, 0)] {
        let db = given::control();
        links_to(&db, &[&format!("https://b.example/?utm_source={}", "a".repeat(length))]);
        assert_eq!(used(&db, 10, 10).as_array().unwrap().len(), there, "{length}");
    }
}

#[test]
fn links_of_an_import_are_nobodys_words() {
    let db = given::control();
    links_to(&db, &["https://b.example/?utm_source=old"]);
    db.execute("UPDATE link SET host = 'import.invalid'", ()).unwrap();
    assert_eq!(used(&db, 10, 10), json!([]));
}
