//! The night and its smaller sisters: brings totals up to their facts, day by day, under a lease.
//!
//! # Why
//! A day stays marked as behind until its totals are written, so a run that is killed at any point has lost nothing:
//! the next one finds the same days. Only one run works at a time, and one that was taken over cannot write, for its
//! lease is part of every transaction.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use worker::{D1Database, D1PreparedStatement, Env, Result};

use super::js::{self, Zone};
use super::recount::{self, Owners};
use super::{Call, Stop, db, http, log, publisher, salt};
use crate::domain::cursor::{self, Page};
use crate::domain::fields::{self, Fields};
use crate::domain::link::{COUNT_BLOCK, Counts};
use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;
use crate::domain::report::DAYS_MOST;
use crate::domain::settings::Settings;
use crate::domain::time::{self, DAY_MS, Day};
use crate::domain::zone;
use crate::sql;

/// A running job that says nothing for so long is taken over, milliseconds.
const LEASE_MS: i64 = 120_000;
/// How often a lease is renewed while a day is read, milliseconds.
const BEAT_MS: i64 = 20_000;
/// How long a run goes on before it leaves the rest to the next, milliseconds: by cron, and on demand.
const CRON_BUDGET_MS: i64 = 600_000;
const DEMAND_BUDGET_MS: i64 = 60_000;
/// How long job rows are kept, milliseconds.
const JOBS_KEPT_MS: i64 = 90 * DAY_MS;
/// The cron that is the night; every other is an intraday run.
const NIGHT: &str = "20 0 * * *";
/// The most bytes of a body.
const BODY_MOST: usize = 4 * 1024;

/// A job's lease and what it has done so far.
pub struct Lease {
    id: u32,
    days: BTreeSet<Day>,
    /// Whether the job before this one broke off: then counts are published also where totals stand already.
    pub after_a_break: bool,
    /// When the lease was last renewed by itself.
    beaten_at: i64,
    /// Events counted.
    pub events: u64,
    /// Orders credited.
    pub orders: u64,
}

impl Lease {
    /// Renews the lease in the middle of a long day; an error where it was lost.
    pub async fn keep(&mut self, control: &D1Database) -> Result<()> {
        let now = js::now();
        if now - self.beaten_at > BEAT_MS {
            self.beaten_at = now;
            db::batch(control, vec![self.beat(control)?]).await?;
        }
        Ok(())
    }

    /// The statement that opens every transaction of the job: it fails where the lease was lost.
    pub fn beat(&self, control: &D1Database) -> Result<D1PreparedStatement> {
        let args = [self.id.into(), js::now().into(), self.days_json(), count(self.events), count(self.orders)];
        db::bind(control, sql::JOB_BEAT, &args)
    }

    fn days_json(&self) -> db::Arg<'static> {
        db::Arg::Owned(json!(self.days).to_string())
    }
}

fn count(number: u64) -> db::Arg<'static> {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}

/// A job as it is shown.
#[derive(Serialize, Deserialize)]
pub struct Job {
    id: u32,
    kind: String,
    state: String,
    #[serde(serialize_with = "time::shown")]
    started_at: i64,
    #[serde(serialize_with = "time::shown_if")]
    finished_at: Option<i64>,
    #[serde(default)]
    duration_ms: Option<i64>,
    #[serde(deserialize_with = "days")]
    days: Value,
    events: u64,
    orders: u64,
    error: Option<String>,
}

fn days<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Value, D::Error> {
    let text = String::deserialize(deserializer)?;
    serde_json::from_str(&text).map_err(serde::de::Error::custom)
}

#[derive(Serialize)]
struct List {
    items: Vec<Job>,
    next: Option<String>,
}

impl Job {
    fn timed(self) -> Self {
        Self { duration_ms: self.finished_at.map(|end| end - self.started_at), ..self }
    }
}

/// The newest job, if there ever was one.
pub async fn newest(control: &D1Database) -> Result<Option<Job>> {
    let jobs: Vec<Job> = db::rows(control, sql::JOB_LIST, &[(1_i64 << 53).into(), 1_i64.into()]).await?;
    Ok(jobs.into_iter().next().map(Job::timed))
}

/// `GET /v1/rollups`: newest first.
pub async fn list(call: &Call<'_>) -> std::result::Result<Reply, Stop> {
    let query = |name| call.address.query(name);
    let page = Page::read("rollups", query("limit").as_deref(), query("cursor").as_deref())?;
    let before = if page.after == 0 { i64::from(u32::MAX) + 1 } else { page.after.into() };
    let args = [before.into(), (page.limit + 1).into()];
    let jobs: Vec<Job> = db::rows(&db::control(call.env)?, sql::JOB_LIST, &args).await?;
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let more = jobs.len() > limit;
    let jobs: Vec<Job> = jobs.into_iter().take(limit).map(Job::timed).collect();
    let next = jobs.last().filter(|_| more).map(|last| cursor::print("rollups", last.id));
    Ok(Reply::json(200, &List { items: jobs, next }))
}

/// `POST /v1/rollups`: counts what is behind, and the days that are asked for.
pub async fn on_demand(call: Call<'_>) -> std::result::Result<Reply, Stop> {
    let (env, settings) = (call.env, call.settings);
    let bytes = http::body(call.request, BODY_MOST).await?;
    let days = if bytes.is_empty() { None } else { asked(&fields::parse(&bytes)?)? };
    let job = run(env, settings, "manual", days, DEMAND_BUDGET_MS).await?;
    Ok(Reply::json(200, &job))
}

/// Reads `from` and `to`, both or neither.
fn asked(body: &Value) -> std::result::Result<Option<(Day, Day)>, Refusal> {
    let mut fields = Fields::of(body, "").map_err(Refusal::Invalid)?;
    let mut day = |name: &'static str| {
        let text = fields.text(name, 10)?;
        Day::parse(&text).or_else(|| fields.fault(name, "not_a_day", "Send a day such as 2026-11-20."))
    };
    let (from, to) = (day("from"), day("to"));
    if fields.has("from") != fields.has("to") {
        fields.fault::<()>("to", "required", "Send both days, or neither.");
    }
    if from.zip(to).is_some_and(|(from, to)| to < from || to.0 - from.0 >= DAYS_MOST) {
        fields.fault::<()>("to", "out_of_range", format!("Send a last day within {DAYS_MOST} days of the first."));
    }
    fields.finish().map_err(Refusal::Invalid)?;
    Ok(from.zip(to))
}

/// A cron's run; what goes wrong stands in the job row and in the log.
pub async fn on_schedule(cron: &str, env: &Env) {
    let kind = if cron == NIGHT { "night" } else { "intraday" };
    let done = match super::isolate::settings(env) {
        Ok(settings) => run(env, &settings, kind, None, CRON_BUDGET_MS).await,
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(job) => log::line("info", "rollup", &json!(job)),
        Err(Stop::Refusal(refusal)) => log::line("warn", "rollup_refused", &json!({ "why": refusal.detail() })),
        Err(Stop::Platform(error)) => log::line("error", "rollup_failed", &json!({ "error": error.to_string() })),
    }
}

/// Runs one job: salts and links first, for the redirect needs them; then what is behind.
async fn run(
    env: &Env,
    settings: &Settings,
    kind: &str,
    forced: Option<(Day, Day)>,
    budget: i64,
) -> std::result::Result<Job, Stop> {
    let started = js::now();
    if let Err(error) = salt::make_ahead(env, started).await {
        log::line("warn", "salt_not_made", &json!({ "error": error.to_string() }));
    }
    if let Err(error) = publisher::catch_up(env).await {
        log::line("warn", "links_not_published", &json!({ "error": error.to_string() }));
    }
    let zone = Zone::named(&settings.zone)
        .map_err(|_| Refusal::Unset("Correct ZONE in wrangler.toml: an IANA name such as Europe/Berlin.".into()))?;
    let control = db::control(env)?;
    db::run(&control, sql::JOB_ABANDON, &[(started - LEASE_MS).into(), started.into()]).await?;
    let after_a_break = newest(&control).await?.is_some_and(|job| job.state != "done");
    let opened: Option<Opened> = db::row(&control, sql::JOB_OPEN, &[kind.into(), started.into()]).await?;
    let id = opened.ok_or(Refusal::RollupRunning)?.id;
    let mut lease = Lease { id, days: BTreeSet::new(), after_a_break, beaten_at: started, events: 0, orders: 0 };
    let worked = work(env, &control, &zone, &mut lease, forced, started + budget).await;
    let (state, error) = match &worked {
        Ok(()) => ("done", None),
        Err(error) => ("failed", Some(error.to_string())),
    };
    let args = [
        id.into(),
        state.into(),
        js::now().into(),
        lease.days_json(),
        count(lease.events),
        count(lease.orders),
        error.as_deref().into(),
    ];
    db::run(&control, sql::JOB_CLOSE, &args).await?;
    if kind == "night" {
        db::run(&control, sql::JOB_PURGE, &[(started - JOBS_KEPT_MS).into()]).await?;
    }
    let job: Option<Job> = db::row(&control, sql::JOB_GET, &[id.into()]).await?;
    worked?;
    Ok(job.ok_or(Refusal::Unavailable)?.timed())
}

#[derive(Deserialize)]
struct Opened {
    id: u32,
}

/// A UTC day that is behind, and the generation that is about to be read.
#[derive(Clone, Copy, Deserialize)]
struct Mark {
    day: i64,
    generation: i64,
}

/// Counts every day that is behind, until `deadline`; what is left stays marked.
async fn work(
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
        kv.put(&crate::domain::link::counts_key(block * COUNT_BLOCK), text)?.execute().await?;
    }
    Ok(())
}
