//! Forgetting by age: events, letters with events, the evidence of conversions, and the parts of totals, in small pieces,
//! every night.
//!
//! # Why
//! What goes is noted before it goes, so that no recount ever reads half a day. A night ends in time; what is left goes in
//! the next one.

use serde_json::json;
use worker::{D1Database, Env, Result};

use crate::domain::privacy::keep::{Keep, WAITED_DAYS};
use crate::domain::recount::Dimension;
use crate::domain::time::Day;
use crate::edge::db::{self, Arg};
use crate::edge::{js, log};
use crate::sql;
use crate::stored;

/// Events that go at once, and parts of totals.
const EVENTS: u32 = 10_000;
/// Letters that go at once, and conversions whose evidence goes at once.
const ROWS: u32 = 200;
/// How long all of it goes on, milliseconds.
const BUDGET_MS: i64 = 120_000;

/// Forgets what is older than it is kept; what fails is said and keeps nothing else from going.
pub async fn by_age(env: &Env, keep: Keep, now: i64) {
    let end = js::now() + BUDGET_MS;
    log::failed("event", events(env, keep.first_day(now), end).await);
    log::failed("dead_letter", letters(env, keep.first_day(now), end).await);
    log::failed("conversion", conversions(env, keep.evidence_from(now), now, end).await);
    for (table, statement) in [("visit_part", sql::PURGE_PARTS), ("credit_part", sql::PURGE_CREDIT_PARTS)] {
        log::failed(table, parts(env, statement, keep.first_day_of_parts(now), end).await);
    }
}

/// Forgets events of days before `day`. One that is not counted yet is waited for, but not for ever: it may never be.
async fn events(env: &Env, day: Day, end: i64) -> Result<()> {
    let shards = db::shards(env)?;
    let mut day = day.0;
    for shard in &shards {
        let from: Option<From> = db::row(shard, sql::PURGE_EVENTS_FROM, &[day.into(), WAITED_DAYS.into()]).await?;
        day = from.map_or(day, |from| from.day);
    }
    for shard in &shards {
        let until = [db::bind(shard, sql::PURGE_EVENTS_UNTIL, &[day.into()])?];
        let marks = [db::bind(shard, sql::PURGE_EVENTS_DIRTY, &[day.into()])?];
        db::batch(shard, until.into_iter().chain(marks).collect()).await?;
        while js::now() < end && db::run(shard, sql::PURGE_EVENTS, &[day.into(), EVENTS.into()]).await? > 0 {}
    }
    Ok(())
}

struct From {
    day: i64,
}

stored!(From { day });

async fn letters(env: &Env, day: Day, end: i64) -> Result<()> {
    let db = db::control(env)?;
    while js::now() < end && db::run(&db, sql::PURGE_LETTERS, &[day.start_utc().into(), ROWS.into()]).await? > 0 {}
    Ok(())
}

async fn conversions(env: &Env, before: i64, now: i64, end: i64) -> Result<()> {
    let db = db::control(env)?;
    while js::now() < end && evidence(&db, before, now).await? {}
    Ok(())
}

/// Forgets by `statement` what visits or their credit were parted by, of days before `day`: a value may be what somebody
/// wrote into a pixel's address, and a part may be one person's.
async fn parts(env: &Env, statement: &str, day: Day, end: i64) -> Result<()> {
    let db = db::control(env)?;
    for (dimension, _) in Dimension::ALL {
        let args = [i64::from(dimension as u8).into(), day.0.into(), EVENTS.into()];
        while js::now() < end && db::run(&db, statement, &args).await? > 0 {}
    }
    Ok(())
}

/// Takes the evidence of some more conversions, as an erasure does; whether there were any.
async fn evidence(db: &D1Database, before: i64, now: i64) -> Result<bool> {
    let (until, keys): (Option<i64>, Vec<(u8, String)>) =
        db::json(db, sql::PURGE_EVIDENCE_FIND, &[before.into(), ROWS.into()]).await?;
    let Some(until) = until else { return Ok(false) };
    let keys = json!(keys).to_string();
    let keyed = |statement| db::bind(db, statement, &[keys.as_str().into()]);
    let uses: [Arg<'_>; 3] = ["[]".into(), "[]".into(), keys.as_str().into()];
    let statements = vec![
        keyed(sql::PRIVACY_HISTORY)?,
        keyed(sql::PRIVACY_NEW_CUSTOMERS)?,
        db::bind(db, sql::PRIVACY_USES, &uses)?,
        keyed(sql::PRIVACY_REPORTS)?,
        db::bind(db, sql::PRIVACY_CONVERSIONS, &[keys.as_str().into(), now.into()])?,
        db::bind(db, sql::PURGE_EVIDENCE_UNTIL, &[until.into()])?,
    ];
    db::batch(db, statements).await?;
    Ok(true)
}

/// The first UTC day that can still be counted from the events of `shard`.
pub async fn until(shard: &D1Database) -> Result<i64> {
    db::fact(shard, "purged_until").await
}
