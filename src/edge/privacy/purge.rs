//! Forgetting by age: events, letters with events, and the evidence of conversions, in small pieces, every night.
//!
//! # Why
//! What goes is noted before it goes, so that no recount ever reads half a day. A night ends in time; what is left goes in
//! the next one.

use serde_json::json;
use worker::{D1Database, Env, Result};

use crate::domain::privacy::keep::Keep;
use crate::edge::db::{self, Arg};
use crate::edge::js;
use crate::sql;

/// Events that go at once.
const EVENTS: u32 = 10_000;
/// Letters that go at once, and conversions whose evidence goes at once.
const ROWS: u32 = 200;
/// How long all of it goes on, milliseconds.
const BUDGET_MS: i64 = 120_000;

/// Forgets what is older than it is kept.
pub async fn by_age(env: &Env, keep: Keep, now: i64) -> Result<()> {
    let (db, end) = (db::control(env)?, now + BUDGET_MS);
    let day = keep.first_day(now);
    for shard in db::shards(env)? {
        let until = [db::bind(&shard, sql::PURGE_EVENTS_UNTIL, &[day.0.into()])?];
        let marks = [db::bind(&shard, sql::PURGE_EVENTS_DIRTY, &[day.0.into()])?];
        db::batch(&shard, until.into_iter().chain(marks).collect()).await?;
        while js::now() < end && db::run(&shard, sql::PURGE_EVENTS, &[day.0.into(), EVENTS.into()]).await? > 0 {}
    }
    while js::now() < end && db::run(&db, sql::PURGE_LETTERS, &[day.start_utc().into(), ROWS.into()]).await? > 0 {}
    while js::now() < end && evidence(&db, keep.evidence_from(now), now).await? {}
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
