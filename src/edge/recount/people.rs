//! What events know of conversions: what their people clicked and saw, by which other channels they came, and from where the clicks that decided were made.

use serde_json::json;
use worker::{D1Database, Env, Result};

use super::remembered;
use crate::domain::credit::{Order, WINDOW_MOST_DAYS};
use crate::domain::event::Kind;
use crate::domain::facets::Facets;
use crate::domain::ordered;
use crate::domain::time::{DAY_MS, Day};
use crate::domain::touch::Kept;
use crate::edge::db;
use crate::edge::rollup::Lease;
use crate::sql;

/// Visitors of a chunk: some 16 bytes of JSON each.
const PEOPLE: i64 = 20_000;
/// The first number of a visitor that is known for longer than a day.
const FIRST_LASTING: i64 = 2 << 46;

/// Adds to each of `orders` what the people that it may be of clicked and saw before it, and by which other channels they
/// came, as far back as any window reaches.
pub async fn meet(env: &Env, orders: &mut [Order]) -> Result<()> {
    find(env, orders).await?;
    remembered::remember(env, orders).await
}

async fn find(env: &Env, orders: &mut [Order]) -> Result<()> {
    let mut spans: Vec<(u64, i64, i64)> = Vec::new();
    for order in orders.iter() {
        for visitor in order.people() {
            let last = Day::of_utc(order.occurred_at).0;
            match spans.iter_mut().find(|span| span.0 == visitor) {
                Some(span) => (span.1, span.2) = (span.1.min(last - WINDOW_MOST_DAYS), span.2.max(last)),
                None => spans.push((visitor, last - WINDOW_MOST_DAYS, last)),
            }
        }
    }
    if spans.is_empty() {
        return Ok(());
    }
    let mut met: Vec<(u64, i64, u32, u8, u32, String)> = Vec::new();
    for shard in db::shards(env)? {
        let wanted = db::Arg::Owned(json!(spans).to_string());
        met.extend(db::json::<Vec<(u64, i64, u32, u8, u32, String)>>(&shard, sql::EVENTS_PEOPLE, &[wanted]).await?);
    }
    for order in orders {
        let people = order.people();
        let reach = order.occurred_at - WINDOW_MOST_DAYS * DAY_MS;
        for (visitor, at, nonce, kind, link, channel) in &met {
            if ordered::has(&people, visitor) && (reach..=order.occurred_at).contains(at) {
                let touch = Kept { link: *link, at: *at, nonce: *nonce, visitor: *visitor, channel: channel.clone() };
                let touch = if *link == 0 { Kept { nonce: 0, visitor: 0, ..touch } } else { touch };
                let views = *kind == Kind::View as u8;
                if views { &mut order.evidence.views } else { &mut order.evidence.clicks }.push(touch);
            }
        }
    }
    Ok(())
}

/// By what and from where `clicks` were made, by their time and nonce; of those whose events are kept.
pub async fn codes(env: &Env, clicks: &[Kept]) -> Result<Vec<(i64, u32, Facets)>> {
    let mut known: Vec<(i64, u32, Facets)> = Vec::new();
    if clicks.is_empty() {
        return Ok(known);
    }
    let keys: Vec<_> = clicks.iter().map(|c| (Day::of_utc(c.at).0, c.visitor, c.at, c.nonce)).collect();
    for shard in db::shards(env)? {
        let wanted = db::Arg::Owned(json!(keys).to_string());
        known.extend(db::json::<Vec<(i64, u32, Facets)>>(&shard, sql::EVENTS_CODES, &[wanted]).await?);
    }
    Ok(known)
}

/// Marks the days of those conversions as behind whose path the events of `utc` can enter: their people were there that day.
///
/// An order's own clicks say all that there is to know of them; only what is found by a person can come too late.
pub async fn reopen(control: &D1Database, lease: &mut Lease, shard: &D1Database, utc: i64) -> Result<()> {
    let from = Day(utc).start_utc();
    let reach = [from.into(), (from + (WINDOW_MOST_DAYS + 1) * DAY_MS).into()];
    let mut behind = FIRST_LASTING - 1;
    loop {
        let there: Vec<i64> = db::json(shard, sql::EVENTS_THERE, &[utc.into(), behind.into(), PEOPLE.into()]).await?;
        let Some(last) = there.last() else { return Ok(()) };
        behind = *last;
        lease.keep(control).await?;
        let people = db::Arg::Owned(json!(there).to_string());
        db::run(control, sql::PEOPLE_DIRTY, &db::args(&[&[people], &reach])).await?;
    }
}
