//! Migrations on a database in use: whatever the one before left in any table is there after the next.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value;
use waymark::sql;

use crate::given;

/// Rows for every table that a migration of `DB` makes, by the number of the migration.
const CONTROL: &[(usize, &str)] = &[
    (1, "INSERT INTO creator VALUES (1, 'Ann', 'ann', 100, 'EUR', 1, 5, 5, NULL), (2, 'Bo', 'bo', 30, 'USD', 1, 5, 6, 7)"),
    (1, "INSERT INTO campaign VALUES (1, 'Spring', 'spring', 1, 5, 5, NULL)"),
    (1, "INSERT INTO link VALUES (1, 'h', 's', 'd', 't', 1, 1, 'p', 'instagram', '{}', NULL, 1, 1, 1, 5, 5, NULL)"),
    (1, "INSERT INTO code VALUES (1, 'ANN10', 1, NULL, 9, 1, 5, 5), (2, 'BO*', 2, 1, NULL, 1, 5, 5)"),
    (1, "INSERT INTO api_key VALUES (1, 'n', 'h', 'hint', '[]', NULL, 5, NULL)"),
    (
        1,
        "INSERT INTO conversion VALUES
            (1, '1001', '1001', 5, 6, 'EUR', 100, 1, NULL, '[[1,4,7,9]]', 'ANN10', 'hash', 'd', '[]'),
            (2, 'r1', '1001', 7, 8, 'EUR', 10, NULL, NULL, '[]', NULL, NULL, 'd', '[\"late\"]')",
    ),
    (1, "INSERT INTO conversion_conflict VALUES (1, '1001', 'e', '{}', 9)"),
    (1, "INSERT INTO credit VALUES ('1001', 1, 1, 1, 1, 1, 1, 'EUR', 100, 10)"),
    (1, "INSERT INTO visit_total VALUES (0, 20000, 0, 10, 4, 3, 2, 1, 4, 6, 5), (3, 20000, 1, 0, 0, 0, 0, 0, 0, 0, 0)"),
    (1, "INSERT INTO sale_total VALUES (0, 20000, 0, 'EUR', 1, 0, 0, 0, 1, 1, 100, 10)"),
    (1, "INSERT INTO dirty_day VALUES (20000, 5, 0)"),
    (1, "INSERT INTO job VALUES (1, 'night', 'done', 5, 6, 7, '[20000]', 10, 1, NULL)"),
    (1, "INSERT INTO dead_letter VALUES (1, 'q', 'r', '{\"v\":1,\"events\":[]}', 5, NULL)"),
    (2, "INSERT INTO order_code VALUES ('BO5', '1001', 5, 0)"),
    (2, "INSERT INTO click_use VALUES (4, 7, 1, '1001')"),
    (2, "INSERT INTO order_alias VALUES ('#1001', '1001', 0)"),
    (2, "INSERT INTO idempotency VALUES ('k', 'f', 200, '{}', 5)"),
    (
        2,
        "INSERT INTO conversion VALUES
            (3, 'l', NULL, 5, 6, 0, 1, 0, 1, NULL, 0, NULL, NULL, NULL, NULL, 0, 0, '[[1,4,8,9]]', 'hash', NULL, '{}', 'd', 'd', '[]')",
    ),
    (3, "INSERT INTO survey VALUES (1, 'how', 'How?', '[1]', '[]', 1, 1, 1, 5, 5, NULL)"),
    (
        4,
        "INSERT INTO source VALUES (1, 'shop', 'shop', 'shopify', 's', 'h', NULL, NULL, NULL, 1, 1, 1, 5, 5, NULL)",
    ),
    (4, "INSERT INTO delivery VALUES (1, 1, 5, 7, 1, 0, 't', 200, 'accepted', NULL, '[]', '[]', NULL, '{}')"),
    (5, "INSERT INTO webhook VALUES (1, 'crm', 'u', '[]', 1, 's', 'h', NULL, NULL, NULL, 1, 5, 5, NULL)"),
    (
        5,
        "INSERT INTO webhook_message VALUES (1, 1, 'lead.created', 3, 'l', 1, NULL, 5, 0, 6, 'pending', NULL, NULL, NULL)",
    ),
    (6, "INSERT INTO visit_part VALUES (5, 20000, -1, 'mobile', 1, 1, 0, 0, 0)"),
    (7, "INSERT INTO site (id, name, token, origins, enabled, version, created_at, updated_at) VALUES (1, 'n', 't', '[]', 1, 1, 5, 5)"),
    (10, "INSERT INTO post (id, handle, creator_id, version, created_at, updated_at) VALUES (1, 'reel', 1, 1, 5, 5)"),
    (
        10,
        "INSERT INTO cost (id, creator_id, kind, amount_minor, currency, from_day, to_day, version, created_at, updated_at)
            VALUES (10, 1, 'fee', 100, 'EUR', 20000, 20001, 1, 5, 5)",
    ),
    (10, "INSERT INTO stat (creator_id, post_id, platform, day, followers, updated_at) VALUES (1, 0, 'instagram', 20000, 10, 5)"),
    (10, "INSERT INTO target (id, metric, value_micro, from_day, to_day, set_at) VALUES (1, 'roi', 4000000, 20000, 20001, 5)"),
    (10, "INSERT INTO rate VALUES (1, 'USD', 20000, 920000000, 'ECB', 5)"),
    (10, "INSERT INTO baseline VALUES (1, 'aov', 6200000000, 'EUR', 5, NULL)"),
    (11, "INSERT INTO path VALUES (1, '1001', 20000, 5, 'EUR', 100, 10, 100, 10, 1, 1, 0, 0, NULL, '[[1,4,4,1,1,1,0,\"\",1]]', 0)"),
    (
        11,
        "INSERT INTO credit_total VALUES
            (1, 1, 20000, 20000, 1, 1, 1, 0, '', 'EUR', 1000000, 1000000, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 100, 10, 100, 10, 8100.0)",
    ),
    (11, "INSERT INTO credit_part VALUES (5, 20000, 'mobile', 1, 1, 1, 'EUR', 1, 100, 10, 100, 10)"),
    (11, "INSERT INTO path_total VALUES (1, 20000, '1', 'EUR', 1, 1, 100, 10, 100, 10)"),
    (11, "INSERT INTO journey_day VALUES (20000)"),
    (11, "INSERT INTO lag_total VALUES (1, 20000, 1, 3, 1, 1)"),
    (12, "INSERT INTO import VALUES ('past', 3, 1, 1, 1, 5, 5)"),
    (
        9,
        "INSERT INTO privacy_receipt (id, subject, named_by, asked_at, work, rows) VALUES (1, 'h', 'customer', 5, '{}', '{}')",
    ),
    (14, "INSERT INTO link_check (link, version, at, ok) VALUES (99, 1, 5, 0)"),
    (14, "INSERT INTO domain VALUES (1, 'go.brand.example', '{}', 1, 5, 5, NULL)"),
    (14, "INSERT INTO hygiene VALUES (1, '{}', 1, 5)"),
    (15, "INSERT INTO creator_page VALUES (1, 1, 1, NULL, 1, 5, 5, NULL, 5)"),
    (13, "INSERT INTO block VALUES (1, 19968, 4)"),
    (13, "INSERT INTO visit_block VALUES (0, 4, 19968, 0, 9, 4, 3, 2, 0, 4, 5, 0, 0, 0, 0, 0, 3)"),
    (
        13,
        "INSERT INTO credit_block VALUES (1, 1, 4, 19968, 1, 0, 1, 0, '', 'EUR', 1000000, 1000000, 0, 1, 0, 0, 0, 0, 0, 100, 0, 0, 0, 1.0)",
    ),
];
/// The same for `EVENTS_0`.
const EVENTS: &[(usize, &str)] = &[
    (
        1,
        "INSERT INTO event VALUES (20000, 9, 1728000000005, 7, 1, 1, 0, 0, NULL), (20000, 9, 1728000000006, 8, 2, 0, 3, 1, 'h/s')",
    ),
    (1, "INSERT INTO hour_count VALUES (1, 480000, 1, 1, 0)"),
    (1, "INSERT INTO dirty_day VALUES (20000, 5, 0)"),
    (
        2,
        "INSERT INTO event VALUES (20000, 9, 1728000000007, 8, 5, 0, 6, 1, NULL, '2.3...DE.BE.de', 3320, 5, 'google/organic')",
    ),
];

/// What has another name or place from a migration on: table and column, as they were and as they are.
const MOVED: &[([&str; 2], [&str; 2])] = &[
    (["conversion", "clicks"], ["conversion", "touches"]),
    (["conversion", "code"], ["order_code", "code"]),
    (["conversion_conflict", "kind"], ["conversion_report", "kind"]),
    (["conversion_conflict", "key"], ["conversion_report", "key"]),
    (["conversion_conflict", "digest"], ["conversion_report", "digest"]),
    (["conversion_conflict", "report"], ["conversion_report", "report"]),
    (["conversion_conflict", "received_at"], ["conversion_report", "received_at"]),
    (["creator", "cost_minor"], ["cost", "amount_minor"]),
    (["creator", "currency"], ["cost", "currency"]),
];

/// What is worked out from what is kept, and is worked out anew.
const COUNTED_AGAIN: &[&str] = &["sale_total"];

type Tables = BTreeMap<String, Vec<Value>>;

fn tables(db: &Connection) -> Tables {
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'meta'";
    let names = given::ask(db, names).into_iter().map(|row| row["name"].as_str().unwrap().to_owned());
    names.map(|name| (name.clone(), given::ask(db, &format!("SELECT * FROM {name}")))).collect()
}

/// The values of a column, in order, but for those that say nothing.
fn values(tables: &Tables, [table, column]: [&str; 2]) -> Option<Vec<String>> {
    let rows = tables.get(table)?;
    let values: Option<Vec<&Value>> = rows.iter().map(|row| row.get(column)).collect();
    let mut values: Vec<String> = values?.into_iter().filter(|value| !value.is_null()).map(Value::to_string).collect();
    values.sort();
    Some(values)
}

/// Columns of `before` whose values are not in `after`, there or where they moved to.
fn lost(before: &Tables, after: &Tables) -> Vec<String> {
    let columns = before.iter().flat_map(|(table, rows)| {
        rows[0].as_object().unwrap().keys().map(move |column| [table.as_str(), column.as_str()])
    });
    let kept = |place: &[&str; 2]| {
        let is = values(after, *place).or_else(|| {
            let (_, moved) = MOVED.iter().find(|(from, _)| from == place)?;
            values(after, *moved)
        });
        let had = values(before, *place).unwrap_or_default();
        is.is_some_and(|is| had.iter().all(|value| is.contains(value))) || COUNTED_AGAIN.contains(&place[0])
    };
    columns.filter(|place| !kept(place)).map(|place| place.join(".")).collect()
}

fn every_migration_keeps_what_is_there(migrations: &[&str], samples: &[(usize, &str)]) {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    for (number, migration) in (1..).zip(migrations) {
        let before = tables(&db);
        // As it is applied: all of it, or nothing.
        db.execute_batch(&format!("BEGIN; {migration}; COMMIT")).unwrap();
        assert_eq!(lost(&before, &tables(&db)), Vec::<String>::new(), "by migration {number}");
        for (_, sample) in samples.iter().filter(|(of, _)| *of == number) {
            db.execute_batch(sample).unwrap();
        }
        let empty: Vec<String> =
            tables(&db).into_iter().filter(|(_, rows)| rows.is_empty()).map(|(table, _)| table).collect();
        assert!(empty.is_empty(), "give {empty:?} of migration {number} a row here, so that the next is tried on it");
    }
}

#[test]
fn every_migration_of_the_control_database_keeps_every_row_of_every_table() {
    every_migration_keeps_what_is_there(sql::CONTROL_MIGRATIONS, CONTROL);
}

#[test]
fn every_migration_of_an_event_shard_keeps_every_row_of_every_table() {
    every_migration_keeps_what_is_there(sql::EVENTS_MIGRATIONS, EVENTS);
}

#[test]
fn the_worker_before_still_stores_its_events_until_it_is_replaced() {
    let db = given::events();
    // Its own statement: a column that it does not know and that must be given would be a row that is ignored.
    let statement = "INSERT OR IGNORE INTO event (day, visitor, at, nonce, kind, link, verdict, reason, address)
        VALUES (20000, 9, 1728000000005, 7, 1, 1, 0, 0, NULL)";
    assert_eq!(given::run(&db, statement, &[]), 1);
    assert_eq!(given::number(&db, "SELECT count(*) FROM event WHERE codes = '' AND network = 0 AND connection = 0"), 1);
}

#[test]
fn a_migration_that_loses_a_row_or_a_column_is_found_out() {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, 'y')").unwrap();
    let before = tables(&db);
    for (change, what) in [
        ("ALTER TABLE t DROP COLUMN b", vec!["t.b"]),
        ("DELETE FROM t WHERE a = 1", vec!["t.a", "t.b"]),
        ("UPDATE t SET b = 'z' WHERE a = 1", vec!["t.b"]),
        ("ALTER TABLE t ADD COLUMN c", vec![]),
        ("ALTER TABLE t RENAME TO u", vec!["t.a", "t.b"]),
    ] {
        db.execute_batch(&format!("BEGIN; {change}")).unwrap();
        assert_eq!(lost(&before, &tables(&db)), what, "{change}");
        db.execute_batch("ROLLBACK").unwrap();
    }
}
