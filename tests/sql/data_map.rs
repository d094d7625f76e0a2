//! The data map: every table and column that the migrations make stands in it, and nothing that they do not make.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::given;

const MAP: &str = include_str!("../../src/domain/privacy/data_map.md");

/// The part of the map under `## name`.
fn chapter(name: &str) -> &'static str {
    let (_, rest) = MAP.split_once(&format!("\n## {name}\n")).unwrap();
    rest.split("\n## ").next().unwrap()
}

/// The tables of a chapter, each with its text.
fn sections(chapter: &'static str) -> Vec<(&'static str, &'static str)> {
    chapter.split("\n### ").skip(1).map(|section| section.split_once('\n').unwrap()).collect()
}

fn tables(db: &Connection) -> BTreeSet<String> {
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    given::ask(db, tables).iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

fn each(check: impl Fn(&Connection, &str)) {
    for (db, name) in [(given::control(), "DB"), (given::events(), "EVENTS_0")] {
        check(&db, name);
    }
}

#[test]
fn every_table_is_in_the_map_and_the_map_has_no_other() {
    each(|db, name| {
        let named: Vec<&str> = sections(chapter(name)).into_iter().map(|(table, _)| table).collect();
        assert_eq!(named.iter().map(|table| (*table).to_owned()).collect::<BTreeSet<_>>(), tables(db), "{name}");
        assert_eq!(named.len(), tables(db).len(), "{name} names a table twice");
    });
}

#[test]
fn every_column_is_in_the_section_of_its_table() {
    each(|db, name| {
        for (table, text) in sections(chapter(name)) {
            for column in given::ask(db, &format!("SELECT name FROM pragma_table_xinfo('{table}')")) {
                let column = column["name"].as_str().unwrap();
                assert!(text.contains(&format!("`{column}`")), "{name}.{table}.{column} is not in the data map");
            }
        }
    });
}

#[test]
fn every_section_says_of_a_person_what_becomes_of_a_row() {
    each(|_, name| {
        for (table, text) in sections(chapter(name)) {
            let said = ["erson", "visitor", "keyed hash"].iter().any(|word| text.contains(word));
            assert!(said, "{table} does not say whom it is about");
        }
    });
}
