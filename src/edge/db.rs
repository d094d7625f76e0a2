//! D1 in the few shapes that Waymark asks it: one row, one JSON text, some rows, one batch.

use std::future::Future;
use std::pin::Pin;

use serde::de::DeserializeOwned;
use serde_json::Value;
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
    first(bind(db, sql, args)?, None).await?.map(fit).transpose()
}

/// Every row.
pub async fn rows<T: DeserializeOwned>(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<Vec<T>> {
    all(bind(db, sql, args)?).await?.into_iter().map(fit).collect()
}

/// The column `rows` of the only row, a JSON text: several times faster than rows one by one.
pub async fn json<T: DeserializeOwned>(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<T> {
    let text = first(bind(db, sql, args)?, Some("rows")).await?;
    parse(text.as_ref().and_then(Value::as_str).unwrap_or("null"))
}

/// Runs a statement and says how many rows it changed.
pub async fn run(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<usize> {
    let result = within(PATIENCE, bind(db, sql, args)?.run()).await?;
    Ok(result.meta()?.and_then(|meta| meta.changes).unwrap_or(0))
}

/// Runs statements as one transaction.
pub async fn batch(db: &D1Database, statements: Vec<D1PreparedStatement>) -> Result<Vec<D1Result>> {
    within(PATIENCE, db.batch(statements)).await
}

/// The rows of one result of a batch.
pub fn rows_of<T: DeserializeOwned>(result: &D1Result) -> Result<Vec<T>> {
    result.results::<Value>()?.into_iter().map(fit).collect()
}

/// The JSON text in column `rows` of the result's only row.
pub fn json_of<T: DeserializeOwned>(result: &D1Result) -> Result<T> {
    let rows = result.results::<Value>()?;
    parse(rows.first().and_then(|row| row.get("rows")).and_then(Value::as_str).unwrap_or("null"))
}

type Pending<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

/// Boxed and of one type, like [`all`]: a copy of this future per row type would weigh tens of kilobytes of wasm.
fn first(statement: D1PreparedStatement, column: Option<&'static str>) -> Pending<Option<Value>> {
    Box::pin(async move { within(PATIENCE, statement.first::<Value>(column)).await })
}

fn all(statement: D1PreparedStatement) -> Pending<Vec<Value>> {
    Box::pin(async move { within(PATIENCE, statement.all()).await?.results() })
}

fn fit<T: DeserializeOwned>(row: Value) -> Result<T> {
    serde_json::from_value(row).map_err(|error| misfit(&error))
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| misfit(&error))
}

fn misfit(error: &serde_json::Error) -> Error {
    Error::RustError(format!("what is stored does not fit: {error}"))
}
