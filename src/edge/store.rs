//! Stores events: per shard and megabyte one D1 transaction of counts, events and the dirty mark.

use worker::{D1Database, Env, Result};

use super::{db, js};
use crate::domain::event::{self, Event};
use crate::sql;

/// Bytes of a statement's JSON: half of the 2 MB that a bound text may have.
const CHUNK: usize = 1_000_000;

/// Stores `events`, each once, however often it comes.
pub async fn events(env: &Env, events: &[Event]) -> Result<()> {
    let shards = db::shards(env)?;
    let count = u64::try_from(shards.len()).unwrap_or(1).max(1);
    for (number, shard) in (0_u64..).zip(&shards) {
        for rows in event::lists(events.iter().filter(|event| event.visitor % count == number), CHUNK) {
            put(shard, &rows).await?;
        }
    }
    Ok(())
}

async fn put(shard: &D1Database, rows: &str) -> Result<()> {
    // Counts come first: they add what is not stored yet.
    let mut statements = Vec::with_capacity(4);
    for statement in [sql::EVENTS_COUNT, sql::EVENTS_INSERT, sql::EVENTS_DIRTY] {
        statements.push(db::bind(shard, statement, &[rows.into()])?);
    }
    statements.push(db::bind(shard, sql::BATCH_SEEN, &[js::now().into()])?);
    db::batch(shard, statements).await.map(drop)
}
