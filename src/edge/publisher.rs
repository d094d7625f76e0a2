//! Brings KV up to D1: a link's copy after each change, and by cron whatever a crash or a late put left behind.

use std::rc::Rc;

use serde_json::json;
use worker::{Env, Result};

use super::wait::within;
use super::{db, isolate, js, log};
use crate::domain::link::kv_key;
use crate::domain::register::link::Link;
use crate::sql;

/// Links that one run brings up, three operations each of the thousand that an invocation has.
const MOST: i64 = 100;
/// How long a put may take, milliseconds.
const PATIENCE: u64 = 5_000;
/// Puts in a row while the link keeps changing; the cron takes it from there.
const ROUNDS: usize = 3;

/// Puts the link's copy and notes which version KV has; a failure is left to the cron.
pub async fn publish(env: &Env, link: &Link) {
    // This isolate need not wait for KV to see its own change.
    let (address, copy) = (format!("{}/{}", link.host, link.slug), Rc::new(link.published()));
    isolate::with(|isolate| isolate.links.put(address, copy, js::now()));
    if let Err(error) = put(env, link).await {
        log::line("warn", "publish_failed", &json!({ "link": link.id, "error": error.to_string() }));
    }
}

/// Publishes what is behind and says how many links that were.
pub async fn catch_up(env: &Env) -> Result<usize> {
    let links: Vec<Link> = db::rows(&db::control(env)?, sql::LINKS_UNPUBLISHED, &[MOST.into()]).await?;
    for link in &links {
        publish(env, link).await;
    }
    Ok(links.len())
}

/// Puts and marks; where the row has moved on meanwhile, the newer version is put too, so a put that is overtaken
/// on its way cannot leave an old copy behind as the last one.
async fn put(env: &Env, link: &Link) -> Result<()> {
    let (kv, db) = (env.kv("KV")?, db::control(env)?);
    let mut newest = link.clone();
    for _ in 0..ROUNDS {
        let version = newest.version;
        let copy =
            serde_json::to_string(&newest.published()).map_err(|error| worker::Error::RustError(error.to_string()))?;
        within(PATIENCE, kv.put_bytes(&kv_key(&newest.host, &newest.slug), copy.as_bytes())?.execute()).await?;
        match db::row(&db, sql::LINK_GET, &[link.id.into()]).await? {
            Some(row) => newest = row,
            None => return Ok(()),
        }
        if newest.version == version {
            return db::run(&db, sql::LINK_PUBLISHED, &[link.id.into(), version.into()]).await.map(drop);
        }
    }
    Ok(())
}
