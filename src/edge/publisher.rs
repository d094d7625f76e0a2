//! Brings KV up to D1: the copies of links after each change, and by cron whatever a crash or a late put left behind.
//!
//! # Why
//! One invocation may ask KV a thousand times and has six connections, so as many puts are under way at once and one
//! statement notes what they did. A put that is overtaken on its way would leave an old copy behind as the last one. So the
//! statement that makes or changes a link notes in `published` that a put begins: below 0 it is
//! -(64 * when the latest one began + 32 where others were on their way then + how many there are). A put that was alone
//! from its beginning to its end settles the link; of several the last one puts again, alone. Who is killed, times out or
//! cannot note it leaves the link owed, and after three minutes the cron takes it; of a put that failed it does at once.

use std::rc::Rc;

use futures_util::future::join_all;
use serde_json::json;
use worker::{D1Database, Env, Result, kv::KvStore};

use super::db::{self, Arg};
use super::wait::{in_time, pause};
use super::{isolate, js, log};
use crate::domain::link::kv_key;
use crate::domain::register::link::Link;
use crate::sql;

/// Links that one run of the cron brings up; of the thousand operations some are needed for salts and counts.
const MOST: i64 = 900;
/// Puts under way at once: the connections that an invocation has.
const AT_ONCE: usize = 6;
/// Puts behind which what was done is noted, so that a kill forgets no more than these.
const CHUNK: usize = 100;
/// How long a put may take, milliseconds.
const PATIENCE: u64 = 5_000;
/// How long publishing goes on behind a reply, and in a cron, milliseconds; the cron takes the rest.
const BEHIND_MS: i64 = 25_000;
/// Links of one change from which on it waits while more such changes come, how long after the last of them, and at most.
const MANY: usize = 100;
const QUIET_MS: i64 = 300;
const HELD_MS: i64 = 12_000;
const CRON_MS: i64 = 60_000;
/// Puts in a row of a link that others put too; the cron takes it from there.
const ROUNDS: usize = 3;
/// Links of one change that this isolate remembers at once; more would push out what people ask for.
const REMEMBERED: usize = 50;

/// Notes that many links are being written: what there is to publish of others lets them go first.
pub fn note_many(links: usize) {
    if links >= MANY {
        isolate::with(|isolate| isolate.many_at = js::now());
    }
}

/// Puts the links' copies and notes which versions KV has; what fails is left to the cron.
///
/// Whoever brings a hundred thousand links waits for each call of a thousand, and nobody for their copies.
pub async fn publish(env: &Env, links: Vec<Link>) {
    // Before anybody waits: what changes meanwhile is newer.
    remember(&links);
    let began = js::now();
    let held = |now: i64| now - isolate::with(|isolate| isolate.many_at) < QUIET_MS && now - began < HELD_MS;
    while links.len() >= MANY && held(js::now()) {
        pause(100).await;
    }
    if let Err(error) = put_all(env, links, None, began + BEHIND_MS).await {
        log::line("warn", "publish_failed", &json!({ "error": error.to_string() }));
    }
}

/// Publishes what is behind and says how many links that were.
pub async fn catch_up(env: &Env) -> Result<usize> {
    let now = js::now();
    let links: Vec<Link> = db::rows(&db::control(env)?, sql::LINKS_UNPUBLISHED, &[MOST.into(), now.into()]).await?;
    let count = links.len();
    remember(&links);
    put_all(env, links, Some(now), now + CRON_MS).await?;
    Ok(count)
}

/// Puts and notes the links until `deadline`; their puts count as begun since `taken`, or else since they were changed.
async fn put_all(env: &Env, links: Vec<Link>, taken: Option<i64>, deadline: i64) -> Result<()> {
    if links.is_empty() {
        return Ok(());
    }
    let (kv, db) = (env.kv("KV")?, db::control(env)?);
    let mut failed = Ok(());
    for chunk in links.chunks(CHUNK) {
        if let Err(error) = put_chunk(&kv, &db, chunk.to_vec(), taken, deadline).await {
            failed = Err(error);
        }
    }
    failed
}

/// The same for as many links as one statement notes.
async fn put_chunk(
    kv: &KvStore,
    db: &D1Database,
    mut links: Vec<Link>,
    mut taken: Option<i64>,
    deadline: i64,
) -> Result<()> {
    for _ in 0..ROUNDS {
        let mut ended: Vec<(u32, u32, i64, bool)> = Vec::with_capacity(links.len());
        for some in links.chunks(AT_ONCE) {
            let late = js::now() >= deadline;
            let puts = join_all(some.iter().map(async |link| if late { Some(false) } else { put_one(kv, link).await }));
            let begun = |link: &Link| (link.id, link.version, taken.unwrap_or(link.updated_at));
            ended.extend(some.iter().zip(puts.await).filter_map(|(link, done)| {
                let (id, version, begun) = begun(link);
                Some((id, version, begun, done?))
            }));
        }
        if ended.is_empty() {
            break;
        }
        let (rows, now) = (json!(ended).to_string(), js::now());
        let args = [Arg::Text(&rows), now.into()];
        let statements = vec![db::bind(db, sql::LINKS_PUBLISHED, &args)?, db::bind(db, sql::LINKS_MOVED, &args)?];
        let answers = db::batch(db, statements).await?;
        (links, taken) = (answers.get(1).map(db::Answer::results).transpose()?.unwrap_or_default(), Some(now));
        if links.is_empty() {
            break;
        }
    }
    Ok(())
}

/// This isolate need not wait for KV to see its own change.
fn remember(links: &[Link]) {
    let now = js::now();
    isolate::with(|isolate| {
        for (at, link) in links.iter().enumerate() {
            let address = format!("{}/{}", link.host, link.slug);
            if at < REMEMBERED {
                isolate.links.put(address, Rc::new(link.published()), now);
            } else {
                isolate.links.forget(&address);
            }
        }
    });
}

/// Puts a link's copy; whether that was done, none where nobody knows whether it will be.
async fn put_one(kv: &KvStore, link: &Link) -> Option<bool> {
    let put = async {
        let copy =
            serde_json::to_string(&link.published()).map_err(|error| worker::Error::RustError(error.to_string()))?;
        let put = kv.put_bytes(&kv_key(&link.host, &link.slug), copy.as_bytes())?;
        in_time(PATIENCE, put.execute()).await.transpose().map_err(worker::Error::from)
    };
    let (done, error) = match put.await {
        Ok(Some(())) => return Some(true),
        Ok(None) => (None, format!("no answer within {PATIENCE} ms")),
        Err(error) => (Some(false), error.to_string()),
    };
    log::line("warn", "publish_failed", &json!({ "link": link.id, "error": error }));
    done
}
