//! Both databases as the migrations make them, and the Worker's way of asking them: bound as D1 binds.

use proptest::test_runner::Config;
use rusqlite::types::{Value as Bound, ValueRef};
use rusqlite::{Connection, Error};
use serde_json::{Map, Number, Value, json};
use waymark::domain::conversion::{Batch, Foreseen, Reporter, Said};
use waymark::domain::settings::Settings;
use waymark::domain::stored::{self, Stored};
use waymark::sql;

/// 2026-11-20T12:00:00Z.
pub const NOON: i64 = 1_795_176_000_000;
/// The UTC day of noon.
pub const TODAY: i64 = 20_777;
/// Milliseconds of a day.
pub const DAY: i64 = 86_400_000;

/// A value as D1 binds it: every number is a double.
#[derive(Clone)]
pub struct Arg(Bound);

impl From<i64> for Arg {
    #[expect(clippy::cast_precision_loss, reason = "every number that the Worker binds is below 2^53")]
    fn from(number: i64) -> Self {
        Self(Bound::Real(number as f64))
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self(Bound::Text(text.to_owned()))
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self(Bound::Text(text))
    }
}

impl From<Value> for Arg {
    fn from(json: Value) -> Self {
        Self(Bound::Text(json.to_string()))
    }
}

impl<T: Into<Arg>> From<Option<T>> for Arg {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self(Bound::Null), Into::into)
    }
}

fn migrated(migrations: &[&str]) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    for migration in migrations {
        db.execute_batch(migration).unwrap();
    }
    db
}

/// `DB` after every migration.
pub fn control() -> Connection {
    migrated(sql::CONTROL_MIGRATIONS)
}

/// `EVENTS_0` after every migration.
pub fn events() -> Connection {
    migrated(sql::EVENTS_MIGRATIONS)
}

/// Runs a statement to its end and gives its rows as objects.
pub fn try_rows(db: &Connection, statement: &str, args: &[Arg]) -> Result<Vec<Value>, Error> {
    let mut statement = db.prepare(statement)?;
    let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    assert_eq!(statement.parameter_count(), args.len(), "D1 wants exactly the parameters that a statement has");
    let mut rows = statement.query(rusqlite::params_from_iter(args.iter().map(|arg| arg.0.clone())))?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let mut object = Map::new();
        for (at, name) in names.iter().enumerate() {
            let value = match row.get_ref(at)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => number.into(),
                ValueRef::Real(number) => Number::from_f64(number).unwrap().into(),
                ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap().into(),
                ValueRef::Blob(_) => panic!("no statement gives bytes"),
            };
            object.insert(name.clone(), value);
        }
        all.push(Value::Object(object));
    }
    Ok(all)
}

/// The rows of a statement as objects.
pub fn rows(db: &Connection, statement: &str, args: &[Arg]) -> Vec<Value> {
    try_rows(db, statement, args).unwrap()
}

/// The rows of a statement as the domain reads them.
pub fn read<T: Stored>(db: &Connection, statement: &str, args: &[Arg]) -> Vec<T> {
    rows(db, statement, args).into_iter().map(|row| stored::read(row).unwrap()).collect()
}

/// The JSON text in column `rows` of the only row.
pub fn json<T: Stored>(db: &Connection, statement: &str, args: &[Arg]) -> T {
    let rows = rows(db, statement, args);
    assert_eq!(rows.len(), 1);
    stored::parse(rows[0]["rows"].as_str().unwrap()).unwrap()
}

/// Runs a statement and says how many rows it wrote.
pub fn run(db: &Connection, statement: &str, args: &[Arg]) -> i64 {
    let before = db.total_changes();
    rows(db, statement, args);
    i64::try_from(db.total_changes() - before).unwrap()
}

/// Runs statements as one transaction, as a D1 batch does: all or none.
pub fn batch(db: &mut Connection, statements: &[(&str, Vec<Arg>)]) -> Result<(), Error> {
    let transaction = db.transaction()?;
    for (statement, args) in statements {
        try_rows(&transaction, statement, args)?;
    }
    transaction.commit()
}

/// The number that a question written out by a test has for its answer.
pub fn number(db: &Connection, question: &str) -> i64 {
    db.query_row(question, [], |row| row.get(0)).unwrap()
}

/// Every row of a question written out by a test.
pub fn ask(db: &Connection, question: &str) -> Vec<Value> {
    rows(db, question, &[])
}

/// A creator of that handle; gives the id.
pub fn creator(db: &Connection, handle: &str) -> i64 {
    let args = [handle.into(), handle.into(), "[]".into(), NOON.into()];
    rows(db, sql::CREATOR_INSERT, &args)[0]["id"].as_i64().unwrap()
}

/// A campaign of that handle; gives the id.
pub fn campaign(db: &Connection, handle: &str) -> i64 {
    rows(db, sql::CAMPAIGN_INSERT, &[handle.into(), handle.into(), NOON.into(), "sales".into()])[0]["id"]
        .as_i64()
        .unwrap()
}

/// A code of `creator`, held from and until; gives the id where nobody holds it in that time.
pub fn code(db: &Connection, word: &str, creator: i64, from: Option<i64>, until: Option<i64>) -> Option<i64> {
    let args = [json!([[word, creator, from, until]]).into(), NOON.into()];
    rows(db, sql::CODES_INSERT, &args).first().map(|row| row["id"].as_i64().unwrap())
}

/// A link of `creator` at that slug; gives the id.
pub fn link(db: &Connection, slug: &str, creator: i64, campaign: Option<i64>) -> i64 {
    let args: [Arg; 15] = [
        "go.brand.example".into(),
        slug.into(),
        "https://brand.example/".into(),
        "https://brand.example/?utm_medium=influencer".into(),
        creator.into(),
        campaign.into(),
        None::<i64>.into(),
        "instagram".into(),
        "{}".into(),
        None::<i64>.into(),
        1.into(),
        "{}".into(),
        None::<&str>.into(),
        "bootstrap".into(),
        NOON.into(),
    ];
    rows(db, sql::LINK_INSERT, &args)[0]["id"].as_i64().unwrap()
}

/// The settings of an ordinary deployment.
pub fn settings() -> Settings {
    let read = |name: &str| match name {
        "HOSTS" => Some(r#"[{"host":"go.brand.example"}]"#.to_owned()),
        "CLICK_KEYS" => Some("1:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc".to_owned()),
        "ADMIN_KEY" | "CUSTOMER_KEY" => Some("x".repeat(24)),
        _ => None,
    };
    Settings::read(read, |_| None, |_| None).unwrap()
}

/// A sale at noon of 120.00 EUR, 100.00 of it goods.
pub fn sale(order: &str) -> Value {
    json!({
        "kind": "sale",
        "order_id": order,
        "total_minor": 12_000,
        "tax_minor": 1_500,
        "shipping_minor": 500,
        "currency": "EUR",
        "occurred_at": "2026-11-20T12:00:00Z",
    })
}

/// A refund of a tenth of it.
pub fn refund(id: &str, order: &str) -> Value {
    json!({
        "kind": "refund",
        "refund_id": id,
        "order_id": order,
        "total_minor": 1_200,
        "currency": "EUR",
        "occurred_at": "2026-11-20T13:00:00Z",
    })
}

/// Reports conversions as the Worker does, an hour after noon by the API: one transaction a wave, then what became of each.
pub fn report(db: &mut Connection, body: &Value) -> Vec<Said> {
    report_by(db, Reporter::API, body)
}

/// Reports conversions of a source.
pub fn report_by(db: &mut Connection, reporter: Reporter, body: &Value) -> Vec<Said> {
    let batch = Batch::read(body, &settings(), reporter, NOON + 3_600_000).unwrap();
    let mut found: Vec<(usize, Foreseen)> = Vec::new();
    for wave in batch.waves() {
        let args = [Arg::from(wave.rows)];
        let transaction = db.transaction().unwrap();
        for (at, (statement, of_aliases)) in sql::CONVERSIONS.iter().enumerate() {
            if at == 0 {
                let foreseen: Vec<Foreseen> = json(&transaction, statement, &args);
                found.extend(foreseen.into_iter().map(|one| (wave.places[one.0], one)));
            } else if wave.aliases || !of_aliases {
                // Only the last one gives something: the ids of messages.
                let given = rows(&transaction, statement, &args);
                assert!(given.is_empty() || at + 1 == sql::CONVERSIONS.len());
            }
        }
        transaction.commit().unwrap();
    }
    batch.outcomes(&found)
}

/// Properties are tried on so many inputs; a failing one is printed, not stored beside the tests.
pub fn tries(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}
