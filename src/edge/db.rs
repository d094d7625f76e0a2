//! D1 in the few shapes that Waymark asks it: one row, one JSON text, some rows, one batch.

use std::future::Future;
use std::pin::Pin;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement, D1Result, Env, Error, Result};

use super::js::number;
use super::wait::within;

/// How long a statement may take before its database counts as down, milliseconds.
const PATIENCE: u64 = 10_000;

/// The control database.
pub fn control(env: &Env) -> Result<D1Database> {
    env.d1("DB")
}

/// Every event shard; a visitor's path lives in one of them.
pub fn shards(env: &Env) -> Result<Vec<D1Database>> {
    Ok(vec![env.d1("EVENTS_0")?])
}

/// A value to bind.
#[derive(Clone)]
pub enum Arg<'a> {
    /// NULL.
    Null,
    /// An integer below 2^53; it arrives as REAL.
    Int(i64),
    /// A text.
    Text(&'a str),
    /// A text made for the occasion.
    Owned(String),
}

impl From<i64> for Arg<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for Arg<'_> {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl From<String> for Arg<'_> {
    fn from(value: String) -> Self {
        Self::Owned(value)
    }
}

impl<'a, T: Into<Arg<'a>>> From<Option<T>> for Arg<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A statement with its values bound.
pub fn bind(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<D1PreparedStatement> {
    let values: Vec<JsValue> = args
        .iter()
        .map(|arg| match arg {
            Arg::Null => JsValue::NULL,
            Arg::Int(value) => number(*value),
            Arg::Text(value) => JsValue::from_str(value),
            Arg::Owned(value) => JsValue::from_str(value),
        })
        .collect();
    let statement = db.prepare(sql);
    if values.is_empty() { Ok(statement) } else { statement.bind(&values) }
}

/// The first row, if there is one.
pub async fn row<T: DeserializeOwned>(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<Option<T>> {
    Ok(rows(db, sql, args).await?.into_iter().next())
}

/// Every row.
pub async fn rows<T: DeserializeOwned>(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<Vec<T>> {
    all(bind(db, sql, args)?).await?.results()
}

/// The column `rows` of the only row, a JSON text: several times faster than rows one by one.
pub async fn json<T: DeserializeOwned>(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<T> {
    json_of(&all(bind(db, sql, args)?).await?)
}

/// Runs a statement and says how many rows it changed.
pub async fn run(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<usize> {
    Ok(all(bind(db, sql, args)?).await?.meta()?.and_then(|meta| meta.changes).unwrap_or(0))
}

/// Runs statements as one transaction.
pub async fn batch(db: &D1Database, statements: Vec<D1PreparedStatement>) -> Result<Vec<D1Result>> {
    within(PATIENCE, db.batch(statements)).await
}

/// The JSON text in column `rows` of the result's only row.
pub fn json_of<T: DeserializeOwned>(result: &D1Result) -> Result<T> {
    #[derive(Deserialize)]
    struct Cell {
        rows: String,
    }
    let cells: Vec<Cell> = result.results()?;
    serde_json::from_str(cells.first().map_or("null", |cell| &cell.rows))
        .map_err(|error| Error::RustError(format!("what is stored does not fit: {error}")))
}

/// Boxed and of one type: a copy of this future per row type would weigh tens of kilobytes of wasm.
fn all(statement: D1PreparedStatement) -> Pin<Box<dyn Future<Output = Result<D1Result>>>> {
    Box::pin(async move { within(PATIENCE, statement.all()).await })
}
