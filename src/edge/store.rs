//! Stores events: per shard and megabyte one D1 transaction of counts, events and the dirty mark.

use serde_json::json;
use worker::{D1Database, Env, Result};

use super::{db, js};
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
    let count = u64::try_from(shards.len()).unwrap_or(1).max(1);
    for (number, shard) in (0_u64..).zip(&shards) {
        let mine: Vec<&Event> = events.iter().filter(|event| event.visitor % count == number).collect();
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
