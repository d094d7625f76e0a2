//! The work of a run: every day that is behind, counted again, published, and only then no longer behind.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::json;
use worker::{D1Database, Env, Result};

use super::lease::Lease;
use crate::domain::link::{COUNT_BLOCK, Counts, counts_key};
use crate::domain::time::Day;
use crate::domain::zone;
use crate::edge::db;
use crate::edge::js::{self, Zone};
use crate::edge::recount::{self, Owners};
use crate::sql;

/// A UTC day that is behind, and the generation that is about to be read.
#[derive(Clone, Copy, Deserialize)]
struct Mark {
    day: i64,
    generation: i64,
}

/// Counts every day that is behind, until `deadline`; what is left stays marked.
pub async fn work(
    env: &Env,
    control: &D1Database,
    zone: &Zone,
    lease: &mut Lease,
    forced: Option<(Day, Day)>,
    deadline: i64,
) -> Result<()> {
    let ahead = |at: i64| zone.ahead(at);
    let shards = db::shards(env)?;
    if let Some((from, to)) = forced {
        let (first, end) = (zone::bounds(from, ahead).0, zone::bounds(to, ahead).1);
        let args = [Day::of_utc(first).0.into(), Day::of_utc(end - 1).0.into()];
        for db in shards.iter().chain([control]) {
            db::run(db, sql::DIRTY_FORCE, &args).await?;
        }
    }
    let mut owners = Owners::default();
    let mut marks: Vec<Vec<Mark>> = Vec::new();
    for shard in &shards {
        marks.push(db::rows(shard, sql::DIRTY_CLAIM, &[]).await?);
    }
    let (mut counted, mut changed) = (BTreeSet::new(), BTreeSet::new());
    let behind: BTreeSet<i64> = marks.iter().flatten().map(|mark| mark.day).collect();
    for utc in behind {
        if js::now() > deadline {
            break;
        }
        for day in zone::overlapping(Day(utc), ahead) {
            if counted.insert(day) {
                let links = recount::visits(env, lease, &mut owners, day, zone::bounds(day, ahead)).await?;
                changed.extend(links.into_iter().filter(|link| *link != 0).map(|link| link / COUNT_BLOCK));
                lease.days.insert(day);
            }
        }
        // Counts go out before the mark goes; a crash before this line is made good by the job after it.
        publish_counts(env, &std::mem::take(&mut changed)).await?;
        for (shard, marks) in shards.iter().zip(&marks) {
            clear(shard, marks, utc).await?;
        }
    }
    let marks: Vec<Mark> = db::rows(control, sql::DIRTY_CLAIM, &[]).await?;
    let mut counted = BTreeSet::new();
    for mark in &marks {
        if js::now() > deadline {
            break;
        }
        for day in zone::overlapping(Day(mark.day), ahead) {
            if counted.insert(day) {
                recount::sales(env, lease, &mut owners, day, zone::bounds(day, ahead)).await?;
                lease.days.insert(day);
            }
        }
        clear(control, &marks, mark.day).await?;
    }
    Ok(())
}

async fn clear(db: &D1Database, marks: &[Mark], day: i64) -> Result<()> {
    for mark in marks.iter().filter(|mark| mark.day == day) {
        db::run(db, sql::DIRTY_CLEAR, &[mark.day.into(), mark.generation.into()]).await?;
    }
    Ok(())
}

/// Publishes the counts of the blocks in which something changed.
async fn publish_counts(env: &Env, blocks: &BTreeSet<u32>) -> Result<()> {
    let kv = env.kv("KV")?;
    for block in blocks {
        let mut counts = Counts { as_of: js::now(), counts: Vec::new() };
        for shard in db::shards(env)? {
            let wanted = json!([block]).to_string();
            let rows: Vec<(u32, u64, u64, u64)> =
                db::json(&shard, sql::COUNTS_READ, &[wanted.as_str().into(), COUNT_BLOCK.into()]).await?;
            counts.add(&rows);
        }
        let text = serde_json::to_string(&counts).map_err(|error| worker::Error::RustError(error.to_string()))?;
        kv.put(&counts_key(block * COUNT_BLOCK), text)?.execute().await?;
    }
    Ok(())
}
