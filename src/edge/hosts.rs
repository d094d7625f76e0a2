//! The hosts that are served here, as this isolate knows them: the variable `HOSTS`, and the copy in KV of what is kept.
//!
//! # Why
//! Every request needs its host, so the copy lives in memory and is read again behind a reply. Hosts of the variable are served
//! while KV is down; of any other nobody could say then whether it is ours.

use std::rc::Rc;

use serde_json::json;
use worker::{Context, Env, Result};

use super::wait::{behind, pause, within};
use super::{db, isolate, js, log};
use crate::domain::host::{Hosts, KV_KEY, Kept, Row};
use crate::domain::settings::Settings;
use crate::domain::stored;
use crate::sql;

/// How long hosts are used without asking KV again, milliseconds.
const FRESH_MS: i64 = 10_000;
/// After how long it is asked again for a host that is not known, or where it did not answer.
const AGAIN_MS: i64 = 1_000;
/// How long KV may hold an isolate's first requests up, milliseconds: to a host of the variable, which could be served without
/// it, and to any other.
const FIRST_PATIENCE: u64 = 250;
const PATIENCE: u64 = 500;
/// How often a first request looks whether another one has read them, milliseconds.
const LOOK_MS: u64 = 5;
/// How long a put and its look back may take, milliseconds.
const PUT_PATIENCE: u64 = 5_000;
/// Seconds that KV keeps the copy near the visitor.
const KV_TTL: u64 = 60;
/// Puts in a row while hosts keep changing; the cron takes it from there.
const ROUNDS: usize = 3;

/// What an isolate knows of hosts.
#[derive(Clone)]
pub struct Known {
    hosts: Rc<Hosts>,
    /// Of what is kept; 0 where nothing is.
    stamp: u64,
    /// Whether it was read at all; else it is the variable alone.
    read: bool,
    /// When KV is to be asked again, and when it may be for a host that is not known.
    again: (i64, i64),
}

impl Known {
    /// What is known before anything was read.
    fn of_variable(settings: &Settings) -> Self {
        Self { hosts: Rc::new(settings.hosts.clone()), stamp: 0, read: false, again: (0, 0) }
    }
}

/// Every host, and whether one that is not among them is surely none of ours.
pub async fn known(env: &Env, ctx: &Context, settings: &Rc<Settings>, now: i64, host: &str) -> (Rc<Hosts>, bool) {
    match isolate::with(|isolate| isolate.hosts.clone()) {
        Some(known) if now < known.again.0 && known.hosts.find(host).is_some() => (known.hosts, true),
        known => Box::pin(looked_up(env, ctx, settings, (now, host), known)).await,
    }
}

/// Every host, outside of a request.
pub async fn all(env: &Env, settings: &Settings) -> Rc<Hosts> {
    match isolate::with(|isolate| isolate.hosts.clone()) {
        Some(known) if known.read && js::now() < known.again.0 => known.hosts,
        _ => read(env, settings, PATIENCE).await.hosts,
    }
}

#[cold]
async fn looked_up(
    env: &Env,
    ctx: &Context,
    settings: &Rc<Settings>,
    (now, host): (i64, &str),
    known: Option<Known>,
) -> (Rc<Hosts>, bool) {
    let Some(known) = known else {
        let known = first(env, settings, host).await;
        return (known.hosts, known.read);
    };
    if known.hosts.find(host).is_some() {
        // One request reads; whoever comes meanwhile goes by what was known.
        isolate::with(|isolate| isolate.hosts.iter_mut().for_each(|known| known.again.0 = now + FRESH_MS));
        let (env, settings) = (env.clone(), settings.clone());
        behind(ctx, async move { drop(read(&env, &settings, PATIENCE).await) });
        return (known.hosts, true);
    }
    if now < known.again.1 {
        return (known.hosts, known.read);
    }
    let known = read(env, settings, PATIENCE).await;
    (known.hosts, known.read)
}

/// What an isolate's first requests go by: one of them reads, and those to hosts of the variable wait for it, not for KV.
async fn first(env: &Env, settings: &Settings, host: &str) -> Known {
    if settings.hosts.find(host).is_none() {
        return read(env, settings, PATIENCE).await;
    }
    let (now, patience) = (js::now(), i64::try_from(FIRST_PATIENCE).unwrap_or(i64::MAX));
    let reads = isolate::with(|isolate| {
        let reads = now - isolate.hosts_asked > patience;
        isolate.hosts_asked = if reads { now } else { isolate.hosts_asked };
        reads
    });
    if reads {
        return read(env, settings, FIRST_PATIENCE).await;
    }
    // What another request waits for is its own: only what has come of it is shared.
    while js::now() - now < patience {
        pause(LOOK_MS).await;
        if let Some(known) = isolate::with(|isolate| isolate.hosts.clone()) {
            return known;
        }
    }
    Known::of_variable(settings)
}

/// Asks KV, for at most `patience` milliseconds, and remembers what it says; where it does not answer, what was known stays.
async fn read(env: &Env, settings: &Settings, patience: u64) -> Known {
    let found = within(patience, from_kv(env)).await;
    let now = js::now();
    match found {
        Ok(kept) => remember(settings, &kept, now),
        Err(error) => {
            log::line("warn", "hosts_not_read", &json!({ "error": error.to_string() }));
            isolate::with(|isolate| {
                let known = isolate.hosts.get_or_insert_with(|| Known::of_variable(settings));
                known.again = (now + AGAIN_MS, now + AGAIN_MS);
                known.clone()
            })
        }
    }
}

/// Remembers `kept`, unless this isolate has seen a newer one: KV may show an older copy for a minute.
fn remember(settings: &Settings, kept: &Kept, now: i64) -> Known {
    isolate::with(|isolate| {
        let hosts = match &isolate.hosts {
            Some(known) if known.read && known.stamp >= kept.stamp => known.hosts.clone(),
            _ => Rc::new(settings.hosts.with(kept.read())),
        };
        let stamp = isolate.hosts.as_ref().map_or(0, |known| known.stamp).max(kept.stamp);
        let known = Known { hosts, stamp, read: true, again: (now + FRESH_MS, now + AGAIN_MS) };
        isolate.hosts = Some(known.clone());
        known
    })
}

/// The copy in KV; nothing is kept where there is none.
async fn from_kv(env: &Env) -> Result<Kept> {
    let text = env.kv("KV")?.get(KV_KEY).cache_ttl(KV_TTL).text().await?;
    text.map_or_else(|| Ok(Kept::default()), |text| db::fit(stored::parse(&text)))
}

/// What is kept, as D1 has it.
async fn from_d1(env: &Env) -> Result<Kept> {
    let rows: Vec<Row> = db::rows(&db::control(env)?, sql::DOMAINS_ALL, &[]).await?;
    Ok(Kept::of_rows(rows))
}

/// Lets this isolate see a change at once, and gives what is to be put.
pub async fn changed(env: &Env, settings: &Settings) -> Result<Kept> {
    let kept = from_d1(env).await?;
    remember(settings, &kept, js::now());
    Ok(kept)
}

/// Puts what is kept, and puts again where it has changed meanwhile; a failure is left to the cron.
pub async fn publish(env: &Env, kept: Kept) {
    if let Err(error) = put(env, kept).await {
        log::line("warn", "hosts_not_published", &json!({ "error": error.to_string() }));
    }
}

async fn put(env: &Env, mut kept: Kept) -> Result<()> {
    for _ in 0..ROUNDS {
        let text = json!(kept).to_string();
        within(PUT_PATIENCE, env.kv("KV")?.put_bytes(KV_KEY, text.as_bytes())?.execute()).await?;
        let newest = from_d1(env).await?;
        if newest.stamp == kept.stamp {
            break;
        }
        kept = newest;
    }
    Ok(())
}

/// Puts what is kept where KV shows something else: after a kill, a put that came late, or a loss.
pub async fn catch_up(env: &Env) -> Result<()> {
    let kept = from_d1(env).await?;
    let shown = within(PUT_PATIENCE, from_kv(env)).await;
    if shown.is_ok_and(|shown| shown.stamp == kept.stamp) { Ok(()) } else { put(env, kept).await }
}
