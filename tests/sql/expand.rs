//! Expand, then contract: the version that is released goes on working while the schema grows under it, and may come back.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::Connection;

use crate::given;
use crate::spelling::{folder, whole_statements};

const RELEASED: &str = include_str!("../../src/sql/migrations/released.txt");
const ROOMS: [&str; 2] = ["control", "events"];

/// A word of `released.txt`.
fn released(name: &str) -> &'static str {
    RELEASED.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).unwrap()
}

/// A migration: its number, its file, what it does.
struct Migration {
    number: usize,
    file: String,
    text: String,
}

impl Migration {
    fn contracts(&self) -> bool {
        self.file.ends_with("_contract.sql")
    }
}

fn migrations(room: &str) -> Vec<Migration> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder().join("migrations").join(room)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |(number, path): (usize, PathBuf)| {
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        Migration { number, file, text: fs::read_to_string(path).unwrap() }
    };
    (1..).zip(paths).map(read).collect()
}

fn migrated<'a>(migrations: impl IntoIterator<Item = &'a Migration>) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    for migration in migrations {
        db.execute_batch(&migration.text).unwrap_or_else(|error| panic!("{}: {error}", migration.file));
    }
    db
}

/// Everything of a database that has a name, as it is spelled, and the columns of its tables.
#[derive(PartialEq, Debug)]
struct Schema {
    named: BTreeMap<(String, String), (String, String)>,
    columns: BTreeMap<String, BTreeSet<String>>,
}

fn schema(db: &Connection) -> Schema {
    let text = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap().to_owned();
    let named: BTreeMap<_, _> =
        given::ask(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
            .iter()
            .map(|row| ((text(row, "type"), text(row, "name")), (text(row, "tbl_name"), text(row, "sql"))))
            .collect();
    let tables = named.keys().filter(|(kind, _)| kind == "table").map(|(_, name)| name.clone());
    let columns_of = |table: &String| {
        given::ask(db, &format!("SELECT name FROM pragma_table_info('{table}')"))
            .iter()
            .map(|row| text(row, "name"))
            .collect()
    };
    let columns = tables.map(|table| (table.clone(), columns_of(&table))).collect();
    Schema { named, columns }
}

/// Whether columns were put into `before` to give `now`, and nothing else was done to it.
fn grew(before: &str, now: &str) -> bool {
    let put_in = |at: usize| {
        let rest = now.strip_prefix(before.get(..at)?)?.strip_suffix(before.get(at..)?)?;
        Some(rest.is_empty() || rest.trim_start().starts_with(','))
    };
    (0..=before.len()).any(|at| put_in(at) == Some(true))
}

/// What the version before could stumble over, a sentence each.
fn narrowed(before: &Schema, after: &Schema) -> Vec<String> {
    let mut said = Vec::new();
    for ((kind, name), (_, was)) in &before.named {
        match after.named.get(&(kind.clone(), name.clone())) {
            None => said.push(format!("{kind} {name} is gone")),
            Some((_, is)) if kind == "table" && !grew(was, is) => said.push(format!("table {name} is another")),
            Some((_, is)) if kind == "index" && was != is => said.push(format!("index {name} is another")),
            Some(_) => {}
        }
    }
    for ((kind, name), (table, is)) in &after.named {
        let fresh = !before.named.contains_key(&(kind.clone(), name.clone()));
        let Some(columns) = before.columns.get(table).filter(|_| fresh && is.contains("UNIQUE INDEX")) else {
            continue;
        };
        // Over a column that is new the version before writes nothing.
        let new = after.columns.get(table).unwrap().difference(columns).any(|column| is.contains(column.as_str()));
        if !new {
            said.push(format!("unique index {name} refuses what {table} took before"));
        }
    }
    said
}

#[test]
fn what_is_not_called_a_contract_only_adds() {
    for room in ROOMS {
        let (all, since) = (migrations(room), released(room).parse::<usize>().unwrap());
        assert!(since <= all.len(), "{room}: {since} is released, there are {}", all.len());
        let db = migrated(all.iter().take(since));
        for migration in all.iter().skip(since) {
            let before = schema(&db);
            db.execute_batch(&migration.text).unwrap();
            let said = narrowed(&before, &schema(&db));
            assert!(
                said.is_empty() || migration.contracts(),
                "{}: {said:?}. Add only, and take away in a _contract.sql once no released version needs it",
                migration.file
            );
        }
    }
}

#[test]
fn contracts_may_come_behind_everything_that_adds() {
    for room in ROOMS {
        let (all, since) = (migrations(room), released(room).parse::<usize>().unwrap());
        let waits = |one: &&Migration| one.number > since && one.contracts();
        let in_order = migrated(&all);
        let behind = migrated(all.iter().filter(|one| !waits(one)).chain(all.iter().filter(waits)));
        assert_eq!(schema(&behind).columns, schema(&in_order).columns, "{room}");
        let version = "SELECT value FROM meta WHERE name = 'schema_version'";
        let newest = i64::try_from(all.len()).unwrap();
        assert_eq!(
            [given::number(&in_order, version), given::number(&behind, version)],
            [newest; 2],
            "{room}: write max(value, n)"
        );
    }
}

#[test]
fn the_new_version_works_before_anything_is_taken_away() {
    for room in ROOMS {
        let (all, since) = (migrations(room), released(room).parse::<usize>().unwrap());
        let (whole, grown) =
            (migrated(&all), migrated(all.iter().filter(|one| one.number <= since || !one.contracts())));
        for (file, statement) in whole_statements(&folder()) {
            if whole.prepare(&statement).is_ok() {
                grown.prepare(&statement).unwrap_or_else(|error| panic!("{room}: {file}: {error}"));
            }
        }
    }
}

/// The folder `src/sql` of the released commit, where this clone has it.
fn released_folder() -> Option<PathBuf> {
    let into = Path::new(env!("CARGO_TARGET_TMPDIR")).join("released");
    fs::create_dir_all(&into).unwrap();
    let mut git = Command::new("git")
        .args(["-C", env!("CARGO_MANIFEST_DIR"), "archive", released("commit"), "src/sql"])
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let unpacked = Command::new("tar").arg("-x").arg("-C").arg(&into).stdin(git.stdout.take()?).status().ok()?;
    (git.wait().ok()?.success() && unpacked.success()).then(|| into.join("src/sql"))
}

#[test]
fn every_statement_of_the_released_version_is_understood_by_the_schema_to_come() {
    let Some(folder) = released_folder() else {
        eprintln!("left out: this clone lacks the commit {} of src/sql/migrations/released.txt", released("commit"));
        return;
    };
    let statements = whole_statements(&folder);
    assert!(statements.len() > 200, "{}", statements.len());
    for room in ROOMS {
        let (all, since) = (migrations(room), released(room).parse::<usize>().unwrap());
        let before = migrated(all.iter().take(since));
        let stages = [migrated(all.iter().filter(|one| one.number <= since || !one.contracts())), migrated(&all)];
        let of_this_room: Vec<_> = statements.iter().filter(|(_, text)| before.prepare(text).is_ok()).collect();
        assert!(of_this_room.len() > 20, "{room}");
        for (file, statement) in of_this_room {
            for stage in &stages {
                stage.prepare(statement).unwrap_or_else(|error| panic!("the released {file} on {room}: {error}"));
            }
        }
    }
}

#[test]
fn what_an_older_version_would_stumble_over_is_found() {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE t (a INTEGER NOT NULL, b TEXT, PRIMARY KEY (a)) STRICT; CREATE INDEX i ON t (b)")
        .unwrap();
    let before = schema(&db);
    for (change, found) in [
        ("ALTER TABLE t ADD COLUMN c TEXT", vec![]),
        ("CREATE TABLE u (a)", vec![]),
        ("CREATE INDEX j ON t (a, b)", vec![]),
        ("ALTER TABLE t ADD COLUMN c TEXT; CREATE UNIQUE INDEX j ON t (c)", vec![]),
        ("CREATE UNIQUE INDEX j ON t (b)", vec!["unique index j refuses what t took before"]),
        ("ALTER TABLE t RENAME COLUMN b TO c", vec!["index i is another", "table t is another"]),
        ("DROP INDEX i; ALTER TABLE t DROP COLUMN b", vec!["index i is gone", "table t is another"]),
        ("DROP TABLE t", vec!["index i is gone", "table t is gone"]),
        (
            "DROP TABLE t; CREATE TABLE t (a INTEGER NOT NULL, b TEXT NOT NULL, PRIMARY KEY (a)) STRICT; CREATE INDEX i ON t (b)",
            vec!["table t is another"],
        ),
    ] {
        db.execute_batch(&format!("BEGIN; {change}")).unwrap();
        let is = narrowed(&before, &schema(&db));
        assert_eq!(is, found, "{change}");
        db.execute_batch("ROLLBACK").unwrap();
    }
}
