//! `POST /v1/conversions`: everything that was reported is in D1 before the caller hears success.

use serde::Serialize;

use super::{Call, Stop, db, http};
use crate::domain::conversion::{BODY_MOST, Batch, Key, Outcome, Said, Stored};
use crate::domain::fields;
use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;
use crate::sql;

/// Takes one conversion or a list of them.
pub async fn take(call: Call<'_>) -> Result<Reply, Stop> {
    let (env, settings, now) = (call.env, call.settings, call.now);
    let body = http::body(call.request, BODY_MOST).await?;
    let batch = Batch::read(&fields::parse(&body)?, settings, now)?;
    let (mut inserted, mut stored): (Vec<Key>, Vec<Stored>) = Default::default();
    if let Some(rows) = batch.rows() {
        // One transaction: what is free is taken, days are marked, conflicts are kept, and what stands is read back.
        let db = db::control(env)?;
        let statements =
            [sql::CONVERSIONS_INSERT, sql::CONVERSIONS_DIRTY, sql::CONVERSIONS_CONFLICT, sql::CONVERSIONS_STORED];
        let statements: Result<Vec<_>, _> =
            statements.iter().map(|statement| db::bind(&db, statement, &[rows.as_str().into()])).collect();
        let results = db::batch(&db, statements?).await?;
        let [first, _, _, last] = results.as_slice() else {
            return Err(worker::Error::RustError("a batch gave too few results".into()).into());
        };
        inserted = first.results::<Taken>()?.into_iter().map(|row| Key(row.kind, row.key)).collect();
        stored = db::json_of(last)?;
    }
    let said = batch.outcomes(&inserted, &stored);
    if batch.list {
        #[derive(Serialize)]
        struct List {
            items: Vec<Said>,
        }
        return Ok(Reply::json(200, &List { items: said }));
    }
    one(said)
}

#[derive(serde::Deserialize)]
struct Taken {
    kind: u8,
    key: String,
}

/// The answer to a single conversion: its outcome is the status.
fn one(said: Vec<Said>) -> Result<Reply, Stop> {
    let Some(said) = said.into_iter().next() else { return Err(Refusal::Unavailable.into()) };
    match said.outcome {
        Outcome::Accepted => Ok(single(201, &said)),
        Outcome::Duplicate => Ok(single(200, &said)),
        Outcome::Conflict => Err(Refusal::Conflict(said.errors).into()),
        Outcome::Rejected => Err(Refusal::Invalid(said.errors).into()),
    }
}

fn single(status: u16, said: &Said) -> Reply {
    let mut value = serde_json::to_value(said).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.remove("index");
    }
    Reply::json(status, &value)
}
