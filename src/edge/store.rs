//! Stores events: per shard and megabyte one D1 transaction of counts, events and the dirty mark.

use serde_json::json;
use worker::{D1Database, Env, Error, Result};

use super::{db, isolate, js};
use crate::domain::event::{self, Event};
use crate::domain::ordered;
use crate::domain::time::Day;
use crate::sql;

/// Bytes of a statement's JSON: half of the 2 MB that a bound text may have.
const CHUNK: usize = 1_000_000;

/// Stores `events`, each once, however often it comes; gives how many were new.
pub async fn events(env: &Env, events: &[Event]) -> Result<usize> {
    let mut stored = 0;
    let shards = db::shards(env)?;
    let settings = isolate::settings(env).map_err(|refusal| Error::RustError(refusal.detail()))?;
    for (number, shard) in shards.iter().enumerate() {
        let is_its = |event: &&Event| settings.shards.of(Day::of_utc(event.at), event.visitor) == number;
        let mine: Vec<&Event> = events.iter().filter(is_its).collect();
        let days = ordered::once(mine.iter().map(|event| Day::of_utc(event.at).0));
        let days = json!(days).to_string();
        for rows in event::lists(&mine, CHUNK) {
            stored += put(shard, &rows, &days).await?;
        }
    }
    Ok(stored)
}

async fn put(shard: &D1Database, rows: &str, days: &str) -> Result<usize> {
    // Counts come first: they add what is not stored yet.
    let statements = vec![
        db::bind(shard, sql::EVENTS_COUNT, &[rows.into()])?,
        db::bind(shard, sql::EVENTS_INSERT, &[rows.into()])?,
        db::bind(shard, sql::EVENTS_DIRTY, &[days.into()])?,
        db::bind(shard, sql::BATCH_SEEN, &[js::now().into()])?,
    ];
    let answers = db::batch(shard, statements).await?;
    Ok(answers.get(1).map_or(0, db::Answer::changes))
}
