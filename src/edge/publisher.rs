//! Brings KV up to D1: the copies of links after each change, and by cron whatever a crash or a late put left behind.
//!
//! # Why
//! One invocation may ask KV a thousand times and has six connections, so as many puts are under way at once and one
//! statement notes what they did. A put that is overtaken on its way would leave an old copy behind as the last one: what
//! has moved on meanwhile is read again and put again, and only the version that is stored counts as published.

use std::rc::Rc;

use futures_util::future::join_all;
use serde_json::json;
use worker::{Env, Result, kv::KvStore};

use super::db::{self, Arg};
use super::wait::{pause, within};
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
/// Puts in a row while a link keeps changing; the cron takes it from there.
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
    if let Err(error) = put_all(env, links, began + BEHIND_MS).await {
        log::line("warn", "publish_failed", &json!({ "error": error.to_string() }));
    }
}

/// Publishes what is behind and says how many links that were.
pub async fn catch_up(env: &Env) -> Result<usize> {
    let links: Vec<Link> = db::rows(&db::control(env)?, sql::LINKS_UNPUBLISHED, &[MOST.into()]).await?;
    let count = links.len();
    remember(&links);
    put_all(env, links, js::now() + CRON_MS).await?;
    Ok(count)
}

/// Puts and notes the links until `deadline`.
async fn put_all(env: &Env, links: Vec<Link>, deadline: i64) -> Result<()> {
    if links.is_empty() {
        return Ok(());
    }
    let (kv, db) = (env.kv("KV")?, db::control(env)?);
    for chunk in links.chunks(CHUNK) {
        let mut newest: Vec<Link> = chunk.to_vec();
        for _ in 0..ROUNDS {
            let mut put: Vec<(u32, u32)> = Vec::with_capacity(newest.len());
            for some in newest.chunks(AT_ONCE) {
                if js::now() < deadline {
                    put.extend(join_all(some.iter().map(|link| put_one(&kv, link))).await.into_iter().flatten());
                }
            }
            if put.is_empty() {
                return Ok(());
            }
            let rows = json!(put).to_string();
            let statements = vec![
                db::bind(&db, sql::LINKS_PUBLISHED, &[Arg::Text(&rows)])?,
                db::bind(&db, sql::LINKS_MOVED, &[Arg::Text(&rows)])?,
            ];
            let answers = db::batch(&db, statements).await?;
            newest = answers.get(1).map(db::Answer::results).transpose()?.unwrap_or_default();
            if newest.is_empty() {
                break;
            }
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

/// Puts a link's copy; its id and version where that was done.
async fn put_one(kv: &KvStore, link: &Link) -> Option<(u32, u32)> {
    let put = async {
        let copy =
            serde_json::to_string(&link.published()).map_err(|error| worker::Error::RustError(error.to_string()))?;
        within(PATIENCE, kv.put_bytes(&kv_key(&link.host, &link.slug), copy.as_bytes())?.execute()).await
    };
    match put.await {
        Ok(()) => Some((link.id, link.version)),
        Err(error) => {
            log::line("warn", "publish_failed", &json!({ "link": link.id, "error": error.to_string() }));
            None
        }
    }
}
