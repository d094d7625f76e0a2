//! The night and its smaller sisters: brings totals up to their facts, day by day, under a lease.
//!
//! # Why
//! A day stays marked as behind until its totals are written, so a run that is killed at any point has lost nothing:
//! the next one finds the same days. Only one run works at a time, and one that was taken over cannot write, for its
//! lease is part of every transaction.

mod blocks;
mod days;
mod lease;

use serde::Serialize;
use serde_json::json;
use worker::{D1Database, Env};

use super::js::{self, Zone};
use super::{Call, Stop, db, hosts, http, log, privacy, publisher, salt, source, webhook};
use crate::domain::cursor::{self, Page};
use crate::domain::fields;
use crate::domain::idempotency::KEPT_MS;
use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;
use crate::domain::rollup;
use crate::domain::settings::Settings;
use crate::domain::time::{DAY_MS, Day};
use crate::sql;
use crate::stored;
use days::{Run, Tally};
use lease::Job;
pub use lease::{Lease, newest};

/// A running job that says nothing for so long is taken over, milliseconds.
const LEASE_MS: i64 = 120_000;
/// How long a run goes on before it leaves the rest to the next, milliseconds: by cron, and on demand.
const CRON_BUDGET_MS: i64 = 600_000;
const DEMAND_BUDGET_MS: i64 = 60_000;
/// How long job rows are kept, milliseconds.
const JOBS_KEPT_MS: i64 = 90 * DAY_MS;
/// The cron that is the night; every other is an intraday run.
const NIGHT: &str = "25 0 * * *";
/// The most bytes of a body.
const BODY_MOST: usize = 4 * 1024;

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

#[derive(Serialize)]
struct List {
    items: Vec<Job>,
    next: Option<String>,
}

/// `POST /v1/rollups`: counts what is behind, and the days that are asked for.
pub async fn on_demand(call: Call<'_>) -> std::result::Result<Reply, Stop> {
    let (env, settings) = (call.env, call.settings);
    let bytes = http::body(call.request, BODY_MOST).await?;
    let days = if bytes.is_empty() { None } else { rollup::asked(&fields::parse(&bytes)?)? };
    let job = run(env, settings, "manual", days, DEMAND_BUDGET_MS).await?;
    Ok(Reply::json(200, &job))
}

/// A cron's run; what goes wrong stands in the job row and in the log.
pub async fn on_schedule(cron: &str, env: &Env) {
    let kind = if cron == NIGHT { "night" } else { "intraday" };
    let done = match super::isolate::settings(env) {
        Ok(settings) => run(env, &settings, kind, None, CRON_BUDGET_MS).await,
        Err(refusal) => Err(refusal.into()),
    };
    webhook::announce(env).await;
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
    if let Err(error) = webhook::sweep(env, started).await {
        log::line("warn", "webhooks_not_swept", &json!({ "error": error.to_string() }));
    }
    if let Err(error) = hosts::catch_up(env).await {
        log::line("warn", "hosts_not_published", &json!({ "error": error.to_string() }));
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
    let mut lease = Lease::new(id, after_a_break, started);
    let (now, on_demand, deadline) = (started, kind == "manual", started + budget);
    let run = Run { env, rule: settings.rule, control: &control, zone: &zone, now, on_demand, deadline };
    let tally = match days::work(&run, &mut lease, forced).await {
        Ok(tally) => tally,
        Err(error) => Tally { failed: vec![error.to_string()], ..Tally::default() },
    };
    lease.close(&control, &tally).await?;
    if kind == "night" {
        forget(env, settings, &control, started).await;
    }
    if !tally.failed.is_empty() {
        log::line("error", "rollup_failed", &json!({ "days": tally.failed }));
        return Err(Refusal::RollupFailed.into());
    }
    let job: Option<Job> = db::row(&control, sql::JOB_GET, &[id.into()]).await?;
    Ok(job.ok_or(Refusal::Unavailable)?.timed())
}

/// Forgets what is old or was asked to be forgotten; what fails is said and keeps nothing else from going.
async fn forget(env: &Env, settings: &Settings, control: &D1Database, now: i64) {
    log::failed("job", db::run(control, sql::JOB_PURGE, &[(now - JOBS_KEPT_MS).into()]).await);
    log::failed("idempotency", db::run(control, sql::IDEMPOTENCY_PURGE, &[(now - KEPT_MS).into()]).await);
    log::failed("delivery", source::delivery::purge(env, now).await);
    log::failed("webhook_message", webhook::purge(control, now).await);
    log::failed("privacy_receipt", privacy::go_on(env, settings).await);
    privacy::purge::by_age(env, settings.keep, now).await;
}

struct Opened {
    id: u32,
}

stored!(Opened { id });
