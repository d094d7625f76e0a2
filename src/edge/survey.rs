//! The survey's doors for the pages of shops: its options, its answers, and the script that asks.

use serde_json::{Value, json};
use worker::D1Database;

use super::db::{self, Arg};
use super::{Call, Stop, auth, conversions, http, told};
use crate::domain::conversion::{Batch, Outcome, Rank, Reporter};
use crate::domain::fields;
use crate::domain::refusal::Refusal;
use crate::domain::register::survey::{CREATORS_MOST, Survey};
use crate::domain::reply::Reply;
use crate::domain::survey::{self, Answer, Shown};
use crate::sql;
use crate::stored;

/// The script that shops put on their thank-you page.
const SCRIPT: &[u8] = include_bytes!("survey.js");

/// `GET /survey.js`
pub fn script() -> Reply {
    http::script(SCRIPT).with("cache-control", "public, max-age=3600")
}

/// `OPTIONS` on a door for pages: any page may ask, for nothing of its visitor is sent along.
pub fn preflight() -> Reply {
    Reply::empty(204)
        .with("access-control-allow-origin", "*")
        .with("access-control-allow-methods", "GET, POST")
        .with("access-control-allow-headers", "content-type")
        .with("access-control-max-age", "86400")
}

/// `GET /v1/surveys/{handle}/options`
pub async fn options(call: &Call<'_>, handle: &str) -> Reply {
    open(shown(call, handle).await)
}

/// `POST /v1/surveys/{handle}/answers`
pub async fn answer(call: Call<'_>, handle: &str) -> Reply {
    open(taken(call, handle).await)
}

/// What was answered, refusals too, readable for any page.
pub fn open(reply: Result<Reply, Stop>) -> Reply {
    reply.unwrap_or_else(|stop| told(&stop)).with("access-control-allow-origin", "*")
}

async fn shown(call: &Call<'_>, handle: &str) -> Result<Reply, Stop> {
    auth::limit_address(call).await?;
    let db = db::control(call.env)?;
    let survey = find(&db, handle).await?;
    let options = survey::options(&survey, &offered(&db, &survey).await?);
    Ok(Reply::json(200, &options).with("cache-control", "public, max-age=60"))
}

async fn taken(call: Call<'_>, handle: &str) -> Result<Reply, Stop> {
    auth::limit_address(&call).await?;
    let (env, settings, now) = (call.env, call.settings, call.now);
    let body = http::body(call.request, survey::BODY_MOST).await?;
    let answer = Answer::read(&fields::parse(&body)?)?;
    let db = db::control(env)?;
    let survey = find(&db, handle).await?;
    if let Some(order_id) = answer.only_shown() {
        // A page that is loaded again is no other report.
        let seen: Option<Seen> = db::row(&db, sql::SURVEY_SEEN, &[order_id.into(), handle.into()]).await?;
        if seen.is_some_and(|seen| seen.seen != 0) {
            return Ok(said(Outcome::Duplicate));
        }
    }
    let offered = offered(&db, &survey).await?;
    let called = match answer.text() {
        Some(_) if survey.free_text => db::json(&db, sql::SURVEY_NAMES, &[]).await?,
        _ => Vec::new(),
    };
    let report = answer.report(&survey, &offered, &called, now)?;
    // Anybody could have sent it.
    let reporter = Reporter { source: 0, rank: Rank::Browser };
    let batch = Batch::read(&report, settings, reporter, now)?;
    match conversions::record(env, &batch, Vec::new()).await?.into_iter().next() {
        Some(item) if item.outcome == Outcome::Rejected => Err(Refusal::Invalid(item.errors).into()),
        Some(item) => Ok(said(item.outcome)),
        None => Err(Refusal::Unavailable.into()),
    }
}

struct Seen {
    seen: u8,
}

stored!(Seen { seen });

/// What became of an answer, and no more: what stands at an order is not for a page to know.
fn said(outcome: Outcome) -> Reply {
    Reply::json(200, &json!({ "outcome": outcome }))
}

/// The survey named `handle`, where it is switched on.
async fn find(db: &D1Database, handle: &str) -> Result<Survey, Stop> {
    let survey: Option<Survey> = db::row(db, sql::SURVEY_FIND, &[handle.into()]).await?;
    Ok(survey.filter(|survey| survey.enabled).ok_or(Refusal::NotFound)?)
}

/// The creators that the survey offers.
async fn offered(db: &D1Database, survey: &Survey) -> worker::Result<Vec<Shown>> {
    let ids = Value::from(survey.creator_ids.as_slice()).to_string();
    let most = i64::try_from(CREATORS_MOST).unwrap_or(i64::MAX);
    db::rows(db, sql::SURVEY_CREATORS, &[Arg::Owned(ids), most.into()]).await
}
