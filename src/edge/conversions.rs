//! `POST /v1/conversions`, as JSON or as a table (`text/csv`): everything that was reported is in D1 before the caller hears success.

use serde::Serialize;
use worker::{D1Database, D1PreparedStatement, Env};

use super::idempotency::{self, Claimed};
use super::{Call, Stop, db, http, webhook};
use crate::domain::conversion::{BODY_MOST, Batch, Foreseen, Outcome, Reporter, Said, TABLE_MOST, Wave};
use crate::domain::fields;
use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;
use crate::domain::source::offline;
use crate::sql;

/// Takes one conversion or a list of them; with `validate_only=true` it only says what would become of them.
pub async fn take(call: Call<'_>) -> Result<Reply, Stop> {
    let (env, settings, now) = (call.env, call.settings, call.now);
    let foresee = http::validate_only(call.address)?;
    let claim = idempotency::Asked::of(&call)?;
    let table = http::header(&call.request.headers(), "content-type").trim_start().starts_with("text/csv");
    let body = http::body(call.request, if table { TABLE_MOST } else { BODY_MOST }).await?;
    let batch = if table {
        Batch::of_rows(&offline::rows(&body)?, settings, Reporter::API, now)
    } else {
        Batch::read(&fields::parse(&body)?, settings, Reporter::API, now)?
    };
    if foresee {
        return answer(&batch, self::foresee(env, &batch).await?);
    }
    let Some(claim) = claim else { return answer(&batch, record(env, &batch, Vec::new()).await?) };
    let claimed = match idempotency::claim(env, &claim, &body, now).await? {
        Claimed::Answered(reply) => return Ok(reply),
        Claimed::Ours(claimed) => claimed,
    };
    match record(env, &batch, Vec::new()).await {
        Ok(said) => {
            let reply = answer(&batch, said).unwrap_or_else(|stop| super::told(&stop));
            claimed.answer(env, &reply).await;
            Ok(reply)
        }
        Err(stop) => {
            // Nothing was said, so the same call may be made again at once.
            claimed.release(env).await;
            Err(stop)
        }
    }
}

/// Writes the reports of `batch` and says what became of each; `also` is written with the first of them.
pub async fn record(env: &Env, batch: &Batch, mut also: Vec<D1PreparedStatement>) -> Result<Vec<Said>, Stop> {
    let db = db::control(env)?;
    let waves = batch.waves();
    if waves.is_empty() && !also.is_empty() {
        db::batch(&db, also).await?;
        return Ok(batch.outcomes(&[]));
    }
    let mut found: Vec<(usize, Foreseen)> = Vec::new();
    for wave in &waves {
        found.extend(write(&db, wave, std::mem::take(&mut also), true).await?);
    }
    Ok(batch.outcomes(&found))
}

/// Writes the conversions of an imported history and says what became of each; nobody is told of what is long past.
pub async fn record_history(env: &Env, batch: &Batch) -> Result<Vec<Said>, Stop> {
    let db = db::control(env)?;
    let mut found: Vec<(usize, Foreseen)> = Vec::new();
    for wave in &batch.waves() {
        found.extend(write(&db, wave, Vec::new(), false).await?);
    }
    Ok(batch.outcomes(&found))
}

/// Says what would become of the reports of `batch`, and writes nothing.
pub async fn foresee(env: &Env, batch: &Batch) -> Result<Vec<Said>, Stop> {
    let db = db::control(env)?;
    let mut found: Vec<(usize, Foreseen)> = Vec::new();
    for wave in batch.waves() {
        let foreseen: Vec<Foreseen> = db::json(&db, sql::CONVERSIONS_FORESEEN, &[wave.rows.as_str().into()]).await?;
        let placed = placed(&wave, foreseen);
        found.extend(placed.into_iter().map(|(place, foreseen)| (place, batch.after_earlier(place, foreseen))));
    }
    Ok(batch.outcomes(&found))
}

/// One transaction: what becomes of each report is read, what stands is written, what does not is kept, days are marked;
/// and messages to webhooks are noted where they are `told`.
async fn write(
    db: &D1Database,
    wave: &Wave,
    also: Vec<D1PreparedStatement>,
    told: bool,
) -> Result<Vec<(usize, Foreseen)>, Stop> {
    let needed = |(statement, of_aliases): &&(&str, bool)| {
        (wave.aliases || !of_aliases) && (told || *statement != sql::WEBHOOK_MESSAGES_INSERT)
    };
    let statements = sql::CONVERSIONS.iter().filter(needed);
    let bound: Result<Vec<_>, _> =
        statements.map(|(statement, _)| db::bind(db, statement, &[wave.rows.as_str().into()])).collect();
    let mut bound = bound?;
    let own = bound.len();
    bound.extend(also);
    let results = db::batch(db, bound).await?;
    if let Some(noted) = own.checked_sub(1).and_then(|last| results.get(last)).filter(|_| told) {
        webhook::noted(noted)?;
    }
    let first = results.first().ok_or_else(|| worker::Error::RustError("a batch gave no result".into()))?;
    Ok(placed(wave, db::json_of(first)?))
}

/// What was foreseen, by the places in the batch instead of those in the wave.
fn placed(wave: &Wave, foreseen: Vec<Foreseen>) -> Vec<(usize, Foreseen)> {
    foreseen.into_iter().filter_map(|one| Some((*wave.places.get(one.0)?, one))).collect()
}

fn answer(batch: &Batch, said: Vec<Said>) -> Result<Reply, Stop> {
    #[derive(Serialize)]
    struct List {
        items: Vec<Said>,
    }
    if batch.list { Ok(Reply::json(200, &List { items: said })) } else { one(said) }
}

/// The answer to a single conversion: its outcome is the status.
fn one(said: Vec<Said>) -> Result<Reply, Stop> {
    let Some(said) = said.into_iter().next() else { return Err(Refusal::Unavailable.into()) };
    match said.outcome {
        Outcome::Accepted => Ok(single(201, &said)),
        Outcome::Duplicate | Outcome::Revision | Outcome::Ignored => Ok(single(200, &said)),
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
