//! The work of a run: every day that is behind, counted again, published, and only then no longer behind.

use serde_json::json;
use worker::{D1Database, Env, Result};

use super::blocks;
use super::lease::Lease;
use crate::domain::credit::Rule;
use crate::domain::link::{COUNT_BLOCK, Counts, counts_key};
use crate::domain::ordered;
use crate::domain::privacy::keep;
use crate::domain::recount::RULES;
use crate::domain::time::Day;
use crate::domain::zone;
use crate::edge::db;
use crate::edge::js::{self, Zone};
use crate::edge::log;
use crate::edge::privacy::purge;
use crate::edge::recount::{self, Owners};
use crate::edge::wait::within;
use crate::sql;
use crate::stored;

/// A UTC day that is behind, and the generation that is about to be read.
#[derive(Clone, Copy)]
struct Mark {
    day: i64,
    generation: i64,
}

stored!(Mark { day, generation });

/// How a run went: what failed, in words, and how many days it could not finish.
#[derive(Default)]
pub struct Tally {
    /// A sentence for each day that failed.
    pub failed: Vec<String>,
    /// Days that are left to the next run.
    pub left: usize,
    /// Days whose visits stay as they were counted, for events of theirs are forgotten.
    pub kept: usize,
}

/// What a run works with.
pub struct Run<'a> {
    /// The bindings.
    pub env: &'a Env,
    /// What the deployment has chosen about credit.
    pub rule: Rule,
    /// `DB`.
    pub control: &'a D1Database,
    /// The reporting days' zone.
    pub zone: &'a Zone,
    /// When it began.
    pub now: i64,
    /// Whether somebody waits for it, and wants everything.
    pub on_demand: bool,
    /// After this moment no further day is begun.
    pub deadline: i64,
}

/// Days whose counts are published together: each block is put once for all of them.
const FLUSH_DAYS: usize = 8;
/// How long a put may take, milliseconds.
const KV_PATIENCE: u64 = 5_000;

/// Counts every day that is behind; what fails or is left stays marked, and no day keeps another one waiting.
pub async fn work(run: &Run<'_>, lease: &mut Lease, forced: Option<(Day, Day)>) -> Result<Tally> {
    let shards = db::shards(run.env)?;
    if let Some((from, to)) = forced {
        let ahead = |at| run.zone.ahead(at);
        let (first, end) = (zone::bounds(from, ahead).0, zone::bounds(to, ahead).1);
        let args = [Day::of_utc(first).0.into(), Day::of_utc(end - 1).0.into()];
        for db in shards.iter().chain([run.control]) {
            db::run(db, sql::DIRTY_FORCE, &args).await?;
        }
    }
    judge_again(run, &shards).await?;
    tell_again(run).await?;
    let (mut owners, mut tally) = (Owners::default(), Tally::default());
    // What comes in from here on marks its day anew.
    let mut marks: Vec<Vec<Mark>> = Vec::new();
    for shard in &shards {
        let behind: Vec<Mark> = db::rows(shard, sql::DIRTY_CLAIM, &[]).await?;
        for mark in &behind {
            recount::reopen(run.control, lease, shard, mark.day).await?;
        }
        marks.push(behind);
    }
    // Money first: a day with many events must not keep an order waiting.
    conversions(run, lease, &mut owners, &mut tally).await?;
    visits(run, lease, &mut owners, &mut tally, (&shards, &marks)).await?;
    journeys(run, lease, &mut owners, &mut tally, &shards).await?;
    blocks::fill(run, lease).await?;
    Ok(tally)
}

/// Counts the journeys of days that are old enough by now to be known to have come to nothing, and again those of days that
/// events or conversions have changed since. What fails stays marked and keeps nothing else waiting.
async fn journeys(
    run: &Run<'_>,
    lease: &mut Lease,
    owners: &mut Owners,
    tally: &mut Tally,
    shards: &[D1Database],
) -> Result<()> {
    let (mature, mut matured) = (run.mature(), db::fact(run.control, "matured").await?);
    let mut forgotten = 0;
    for shard in shards {
        forgotten = forgotten.max(purge::until(shard).await?);
    }
    let marked: Vec<Marked> = db::rows(run.control, sql::JOURNEY_DAYS, &[]).await?;
    let mut marked = marked.into_iter().map(|marked| marked.day);
    loop {
        // Days without an event are passed over, however many.
        let mut next = None;
        for shard in shards {
            let day: Option<Next> = db::row(shard, sql::EVENTS_NEXT_DAY, &[(matured + 1).into()]).await?;
            next = day.and_then(|next| next.day).into_iter().chain(next).min();
        }
        let fresh = next.filter(|day| *day <= mature);
        let Some(utc) = fresh.or_else(|| marked.next()) else { break };
        if js::now() > run.deadline {
            tally.left += 1;
            return Ok(());
        }
        lease.doing(format!("journeys of {}", Day(utc)));
        // Of days whose events are gone what was counted stays.
        if utc <= mature
            && keep::is_whole(Day(utc).start_utc(), forgotten)
            && let Err(error) = recount::journeys(run.env, lease, owners, utc, run.rule.click_days).await
        {
            tally.failed.push(format!("journeys of {}: {error}", Day(utc)));
            return Ok(());
        }
        if fresh.is_some() {
            matured = utc;
            db::run(run.control, sql::FACT_PUT, &["matured".into(), utc.into()]).await?;
        } else {
            db::run(run.control, sql::JOURNEY_DAY_DONE, &[utc.into()]).await?;
        }
    }
    if matured < mature {
        db::run(run.control, sql::FACT_PUT, &["matured".into(), mature.into()]).await?;
    }
    Ok(())
}

/// Marks the days whose journeys what happened on `utc` may have begun, gone on with or ended.
async fn mark_journeys(run: &Run<'_>, utc: i64, matured: i64) -> Result<()> {
    let (first, last) = (utc - run.rule.click_days, (utc + run.rule.click_days).min(matured));
    if first > last {
        return Ok(());
    }
    db::run(run.control, sql::JOURNEY_DAYS_MARK, &[first.into(), last.into()]).await.map(drop)
}

/// A day whose journeys are behind.
struct Marked {
    day: i64,
}

stored!(Marked { day });

/// The next day with an event.
struct Next {
    day: Option<i64>,
}

stored!(Next { day });

/// Marks every kept day where the rules of counting have changed since it was counted, and days that have ended since, for
/// while they went on they were parted for the whole only.
async fn judge_again(run: &Run<'_>, shards: &[D1Database]) -> Result<()> {
    let ended = zone::day_of(run.now, |at| run.zone.ahead(at)).0 - 1;
    if db::fact(run.control, "rules").await? != RULES {
        for shard in shards {
            let days: Option<Span> = db::row(shard, sql::EVENTS_DAYS, &[]).await?;
            if let Some(Span { first: Some(first), last: Some(last) }) = days {
                db::run(shard, sql::EVENTS_FORCE, &[first.into(), last.into()]).await?;
            }
        }
        db::run(run.control, sql::FACT_PUT, &["rules".into(), RULES.into()]).await?;
    } else if let parted = db::fact(run.control, "parted").await?
        && parted < ended
    {
        let (first, end) = (run.bounds(Day(parted + 1)).0, run.bounds(Day(ended)).1);
        let args = [Day::of_utc(first).0.into(), Day::of_utc(end - 1).0.into()];
        for shard in shards {
            db::run(shard, sql::EVENTS_FORCE, &args).await?;
        }
    } else {
        return Ok(());
    }
    db::run(run.control, sql::FACT_PUT, &["parted".into(), ended.into()]).await.map(drop)
}

/// Marks every day with conversions where the reporting currency has changed since they were counted: sums of two currencies
/// are no sum.
async fn tell_again(run: &Run<'_>) -> Result<()> {
    let letters = run.rule.reporting.as_ref().map_or("", |currency| currency.as_str());
    let number = letters.bytes().fold(0, |all, letter| (all << 8) | i64::from(letter));
    if db::fact(run.control, "reporting").await? == number {
        return Ok(());
    }
    db::run(run.control, sql::CONVERSIONS_FORCE, &[]).await?;
    db::run(run.control, sql::FACT_PUT, &["reporting".into(), number.into()]).await.map(drop)
}

/// From the first to the last day.
struct Span {
    first: Option<i64>,
    last: Option<i64>,
}

stored!(Span { first, last });

async fn conversions(run: &Run<'_>, lease: &mut Lease, owners: &mut Owners, tally: &mut Tally) -> Result<()> {
    let marks: Vec<Mark> = db::rows(run.control, sql::DIRTY_CLAIM, &[]).await?;
    let matured = db::fact(run.control, "matured").await?;
    let mut counted = Vec::new();
    for utc in newest_first(&marks) {
        if js::now() > run.deadline {
            tally.left += 1;
            continue;
        }
        let mut done = Ok(());
        for day in run.days(utc) {
            if done.is_ok() && !ordered::has(&counted, &day) {
                lease.doing(format!("conversions of {day}"));
                done = recount::conversions((run.env, run.rule, run.zone), lease, owners, day, run.bounds(day)).await;
                if done.is_ok() {
                    ordered::put(&mut counted, day);
                }
            }
        }
        if done.is_ok() {
            done = mark_journeys(run, utc, matured).await;
        }
        match done {
            Ok(()) => clear(run.control, lease, run.control, &marks, utc).await?,
            Err(error) => tally.failed.push(format!("orders of {}: {error}", Day(utc))),
        }
    }
    lease.counted(counted);
    Ok(())
}

async fn visits(
    run: &Run<'_>,
    lease: &mut Lease,
    owners: &mut Owners,
    tally: &mut Tally,
    (shards, marks): (&[D1Database], &[Vec<Mark>]),
) -> Result<()> {
    let (mut forgotten, matured) = (0, db::fact(run.control, "matured").await?);
    for shard in shards {
        forgotten = forgotten.max(purge::until(shard).await?);
    }
    let behind = newest_first(marks.iter().flatten());
    let mut counted = Vec::new();
    for together in behind.chunks(FLUSH_DAYS) {
        let (mut blocks, mut done) = (Vec::new(), Vec::new());
        for utc in together {
            if js::now() > run.deadline {
                tally.left += 1;
                continue;
            }
            let mut failed = None;
            for day in run.days(*utc) {
                if failed.is_some() || ordered::has(&counted, &day) {
                    continue;
                }
                if !keep::is_whole(run.bounds(day).0, forgotten) {
                    tally.kept += 1;
                    continue;
                }
                lease.doing(format!("visits of {day}"));
                let bounds = run.bounds(day);
                let whole = !run.on_demand && run.now < bounds.1;
                match recount::visits(run.env, lease, owners, day, bounds, whole).await {
                    Ok(links) => {
                        for link in links.into_iter().filter(|link| *link != 0) {
                            ordered::put(&mut blocks, link / COUNT_BLOCK);
                        }
                        ordered::put(&mut counted, day);
                    }
                    Err(error) => failed = Some(format!("visits of {}: {error}", Day(*utc))),
                }
            }
            if failed.is_none() {
                let marked = mark_journeys(run, *utc, matured).await;
                failed = marked.err().map(|error| format!("journeys around {}: {error}", Day(*utc)));
            }
            match failed {
                None => done.push(*utc),
                Some(failed) => tally.failed.push(failed),
            }
        }
        // Counts go out before the marks go; where they cannot, the days stay marked and the next run tries again.
        if let Err(error) = publish_counts(run, lease, shards, &blocks).await {
            log::line("warn", "counts_not_published", &json!({ "error": error.to_string() }));
            // Not done: the next run knows by this that it must publish where totals stand already.
            tally.left += done.len();
            continue;
        }
        for utc in done {
            for (shard, marks) in shards.iter().zip(marks) {
                clear(run.control, lease, shard, marks, utc).await?;
            }
        }
    }
    lease.counted(counted);
    Ok(())
}

/// The days that are behind: today must not wait behind a year that new rules have marked.
fn newest_first<'a>(marks: impl IntoIterator<Item = &'a Mark>) -> Vec<i64> {
    let mut days = ordered::once(marks.into_iter().map(|mark| mark.day));
    days.reverse();
    days
}

impl Run<'_> {
    /// The reporting days that a UTC day is part of.
    fn days(&self, utc: i64) -> Vec<Day> {
        zone::overlapping(Day(utc), |at| self.zone.ahead(at))
    }

    /// The last UTC day whose touches are older than the window.
    fn mature(&self) -> i64 {
        Day::of_utc(self.now).0 - 1 - self.rule.click_days
    }

    fn bounds(&self, day: Day) -> (i64, i64) {
        zone::bounds(day, |at| self.zone.ahead(at))
    }
}

/// Takes a day's mark away, under a lease that still holds.
async fn clear(control: &D1Database, lease: &mut Lease, db: &D1Database, marks: &[Mark], day: i64) -> Result<()> {
    lease.keep(control).await?;
    for mark in marks.iter().filter(|mark| mark.day == day) {
        db::run(db, sql::DIRTY_CLEAR, &[mark.day.into(), mark.generation.into()]).await?;
    }
    Ok(())
}

/// Publishes the counts of the blocks in which something changed.
async fn publish_counts(run: &Run<'_>, lease: &mut Lease, shards: &[D1Database], blocks: &[u32]) -> Result<()> {
    let kv = run.env.kv("KV")?;
    for block in blocks {
        lease.keep(run.control).await?;
        let mut counts = Counts { as_of: js::now(), counts: Vec::new() };
        for shard in shards {
            let wanted = json!([block]).to_string();
            let rows: Vec<(u32, u64, u64, u64)> =
                db::json(shard, sql::COUNTS_READ, &[wanted.as_str().into(), COUNT_BLOCK.into()]).await?;
            counts.add(&rows);
        }
        let text = serde_json::to_string(&counts).map_err(|error| worker::Error::RustError(error.to_string()))?;
        within(KV_PATIENCE, kv.put_bytes(&counts_key(block * COUNT_BLOCK), text.as_bytes())?.execute()).await?;
    }
    Ok(())
}
