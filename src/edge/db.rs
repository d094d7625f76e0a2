//! D1 in the few shapes that Waymark asks it: one row, one JSON text, some rows, one batch.
//!
//! # Why
//! Rows come as the JSON text that the platform prints of them, not value by value as `worker` reads them: that is
//! faster, and every stored shape has one reader, that of JSON, where a second would weigh 20 KB of gzip.

use std::future::Future;
use std::pin::Pin;

use js_sys::{Array, JSON, Promise, Reflect};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use worker::worker_sys::types::D1Database as Platform;
use worker::{D1Database, D1PreparedStatement, Env, Error, Result};

use super::isolate;
use super::js::number;
use super::wait::within;
use crate::domain::stored::{self, Stored, Unfit};
use crate::sql;
use crate::stored;

/// How long a statement may take before its database counts as down, milliseconds.
const PATIENCE: u64 = 10_000;

/// The control database.
pub fn control(env: &Env) -> Result<D1Database> {
    env.d1("DB")
}

/// Every event shard; what a visitor does in a day lies in one of them.
pub fn shards(env: &Env) -> Result<Vec<D1Database>> {
    let settings = isolate::settings(env).map_err(|refusal| Error::RustError(refusal.detail()))?;
    (0..settings.shards.count()).map(|number| env.d1(&format!("EVENTS_{number}"))).collect()
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

/// Values one behind the other; not generic, for every chain of iterators would be a copy of its own.
pub fn args<'a>(parts: &[&[Arg<'a>]]) -> Vec<Arg<'a>> {
    parts.concat()
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

/// What a statement gave: its rows, and how many it changed.
pub struct Answer(JsValue);

impl Answer {
    /// Every row.
    pub fn results<T: Stored>(&self) -> Result<Vec<T>> {
        fit(stored::read(self.rows()?))
    }

    fn rows(&self) -> Result<Value> {
        let rows = Reflect::get(&self.0, &"results".into())?;
        fit(stored::parse(&String::from(JSON::stringify(&rows)?)))
    }

    fn first(&self) -> Result<Option<Value>> {
        Ok(if let Value::Array(rows) = self.rows()? { rows.into_iter().next() } else { None })
    }

    /// How many rows were changed.
    pub fn changes(&self) -> usize {
        let changes = Reflect::get(&self.0, &"meta".into()).and_then(|meta| Reflect::get(&meta, &"changes".into()));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, and a cast saturates")]
        changes.ok().and_then(|changes| changes.as_f64()).map_or(0, |changes| changes as usize)
    }

    /// The JSON text in column `rows` of the only row, read.
    fn json(&self) -> Result<Value> {
        let rows = Reflect::get(&self.0, &"results".into())?;
        let row = Reflect::get_u32(&rows, 0)?;
        if row.is_undefined() {
            return Ok(Value::Null);
        }
        let text = Reflect::get(&row, &"rows".into())?;
        let text = text.as_string().ok_or_else(|| Error::RustError("what is stored is no text".into()))?;
        fit(stored::parse(&text))
    }
}

/// The first row, if there is one.
pub async fn row<T: Stored>(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<Option<T>> {
    asked(db, sql, args).await?.first()?.map(|row| fit(stored::read(row))).transpose()
}

/// Every row.
pub async fn rows<T: Stored>(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<Vec<T>> {
    asked(db, sql, args).await?.results()
}

/// The column `rows` of the only row, a JSON text: several times faster than rows one by one.
pub async fn json<T: Stored>(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<T> {
    json_of(&asked(db, sql, args).await?)
}

/// What a database says of itself under `name`; 0 where it says nothing.
pub async fn fact(db: &D1Database, name: &str) -> Result<i64> {
    struct Fact {
        name: String,
        value: i64,
    }

    stored!(Fact { name, value });
    let facts: Vec<Fact> = rows(db, sql::META, &[]).await?;
    Ok(facts.into_iter().find(|fact| fact.name == name).map_or(0, |fact| fact.value))
}

/// Runs a statement and says how many rows it changed.
pub async fn run(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Result<usize> {
    Ok(asked(db, sql, args).await?.changes())
}

/// Runs statements as one transaction.
pub async fn batch(db: &D1Database, statements: Vec<D1PreparedStatement>) -> Result<Vec<Answer>> {
    let statements: Array = statements.iter().map(|statement| JsValue::from(statement.inner())).collect();
    let db: &JsValue = db.as_ref();
    let answers = told(db.unchecked_ref::<Platform>().batch(statements)?).await?;
    Ok(Array::from(&answers).iter().map(Answer).collect())
}

/// The JSON text in column `rows` of the result's only row.
pub fn json_of<T: Stored>(answer: &Answer) -> Result<T> {
    fit(stored::read(answer.json()?))
}

/// What was read, or what does not fit as an error.
pub fn fit<T>(read: std::result::Result<T, Unfit>) -> Result<T> {
    read.map_err(|unfit| misfit(&unfit))
}

#[cold]
fn misfit(unfit: &Unfit) -> Error {
    Error::RustError(format!("what is stored does not fit: {unfit}"))
}

/// Runs a statement.
///
/// Boxed and of one type: a copy of this future per row type would weigh tens of kilobytes of wasm.
fn asked(db: &D1Database, sql: &str, args: &[Arg<'_>]) -> Pin<Box<dyn Future<Output = Result<Answer>>>> {
    let statement = bind(db, sql, args);
    Box::pin(async move { told(statement?.inner().all()?).await.map(Answer) })
}

/// What the platform promised, or that it took too long.
async fn told(promise: Promise) -> Result<JsValue> {
    within(PATIENCE, JsFuture::from(promise)).await
}
