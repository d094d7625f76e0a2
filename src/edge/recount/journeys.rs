//! Journeys that came to nothing: what visitors did who did not buy, known once their last touch is older than the window.

use std::collections::BTreeMap;

use worker::{Env, Result};

use super::{END, Owners, TOTALS, Total, Writing, text};
use crate::domain::credit::model::text as path_text;
use crate::domain::time::{DAY_MS, Day};
use crate::edge::db;
use crate::edge::rollup::Lease;
use crate::sql;

/// Visitors of a chunk, at first and at least.
const VISITORS: i64 = 20_000;
const VISITORS_LEAST: i64 = 20;
/// The kind of a path that came to nothing.
const NOTHING: u16 = 0;

/// Counts the journeys whose last touch was on the UTC day `utc`, which is older than the window of `window_days`.
pub async fn journeys(env: &Env, lease: &mut Lease, owners: &mut Owners, utc: i64, window_days: i64) -> Result<()> {
    let control = db::control(env)?;
    let mut alike: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let window = window_days * DAY_MS;
    let (from, until) = (Day(utc).start_utc() - window, Day(utc + 1).start_utc() + window);
    for shard in db::shards(env)? {
        let (mut behind, mut most) = (-1_i64, VISITORS);
        loop {
            let args = [utc.into(), behind.into(), most.into()];
            let there: Vec<i64> = db::json(&shard, sql::EVENTS_THERE, &args).await?;
            let Some(last) = there.last().copied() else { break };
            let args = [behind.into(), last.into(), from.into(), until.into()];
            let bought: serde_json::Value = db::json(&control, sql::PEOPLE_BOUGHT, &args).await?;
            let args = [utc.into(), behind.into(), last.into(), bought.to_string().into(), window_days.into()];
            let some: Vec<(String, u64)> = match db::json(&shard, sql::EVENTS_JOURNEYS, &args).await {
                Ok(some) => some,
                // Many long journeys do not fit into a value, and few always do.
                Err(_) if most > VISITORS_LEAST => {
                    most /= 10;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let links = some.iter().flat_map(|(journey, _)| journey.split(' ').filter_map(|who| who.parse().ok()));
            owners.learn(&control, links).await?;
            for (journey, count) in some {
                let who = journey.split(' ').map(|who| match who.parse() {
                    Ok(link) => (owners.of(link).map_or(0, |owner| owner.creator), ""),
                    Err(_) => (0, who),
                });
                let (path, touches) = path_text::told(who);
                let sum = alike.entry(path).or_default();
                *sum = (sum.0 + count, sum.1 + touches * count);
            }
            lease.keep(&control).await?;
            behind = last;
        }
    }
    alike.remove("");
    let mut totals = Vec::with_capacity(alike.len());
    for (path, (journeys, touches)) in alike {
        totals.push(Total { group: NOTHING, id: 0, row: text(&(path, "", journeys, touches, 0, 0, 0, 0))? });
    }
    let mut writing = Writing::of(&control, Day(utc));
    writing.put((&[NOTHING], TOTALS, END), &totals, (sql::PATH_TOTALS_PUT, sql::PATH_TOTALS_CLEAR))?;
    writing.go(lease).await.map(drop)
}
