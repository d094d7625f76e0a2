//! Counts a reporting day again: reads events and orders in chunks, lets the domain add, writes what differs.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::json;
use worker::{D1Database, D1PreparedStatement, Env, Result};

use super::db;
use super::rollup::Lease;
use crate::domain::credit::{self, Credit, Order, Owner, Rule};
use crate::domain::event::Kind;
use crate::domain::ordered;
use crate::domain::recount::{SaleTotals, Scope, Seen, VisitRecount, add_credit};
use crate::domain::time::Day;
use crate::domain::verdict::Verdict;
use crate::sql;
use crate::stored;

/// Events of a chunk: about a megabyte of JSON, under the 2 MB of a D1 value.
const EVENTS: i64 = 20_000;
/// Orders of a chunk: each may bring 220 clicks of some 54 bytes, and a D1 value holds 2 MB.
const ORDERS: i64 = 150;
/// Totals of a statement.
const TOTALS: usize = 10_000;
/// Beyond every id.
const END: i64 = 1 << 32;

/// Whom links belong to; learnt as they come up.
#[derive(Default)]
pub struct Owners(HashMap<u32, Owner>);

impl Owners {
    /// Learns the owners of those `links` that are not known yet.
    async fn learn(&mut self, control: &D1Database, links: impl Iterator<Item = u32>) -> Result<()> {
        let unknown = ordered::once(links.filter(|link| *link != 0 && !self.0.contains_key(link)));
        if unknown.is_empty() {
            return Ok(());
        }
        let wanted = json!(unknown).to_string();
        let rows: Vec<(u32, u32, u32)> = db::json(control, sql::LINK_OWNERS, &[wanted.as_str().into()]).await?;
        self.0.extend(rows.into_iter().map(|(link, creator, campaign)| (link, Owner { creator, campaign })));
        Ok(())
    }

    fn of(&self, link: u32) -> Option<Owner> {
        self.0.get(&link).copied()
    }
}

/// Recounts the visits of `day`, which lasts from `bounds.0` to before `bounds.1`; gives the links whose counts may be new.
pub async fn visits(
    env: &Env,
    lease: &mut Lease,
    owners: &mut Owners,
    day: Day,
    bounds: (i64, i64),
) -> Result<Vec<u32>> {
    let control = db::control(env)?;
    let mut recount = VisitRecount::default();
    // A visitor's events lie together within a shard's UTC day; hashes differ from one UTC day to the next.
    for shard in db::shards(env)? {
        for utc in Day::of_utc(bounds.0).0..=Day::of_utc(bounds.1 - 1).0 {
            let mut last = (-1_i64, -1_i64, -1_i64);
            loop {
                let args = [utc, last.0, last.1, last.2, bounds.0, bounds.1, EVENTS].map(db::Arg::Int);
                let rows: Vec<(u64, i64, u32, u8, u32, u8)> = db::json(&shard, sql::EVENTS_READ, &args).await?;
                owners.learn(&control, rows.iter().map(|row| row.4)).await?;
                lease.keep(&control).await?;
                for &(visitor, _, _, kind, link, verdict) in &rows {
                    let (Some(kind), Some(verdict)) = (Kind::of(kind), Verdict::of(verdict)) else { continue };
                    let owner = owners.of(link).unwrap_or_default();
                    recount.see(&Seen { visitor, kind, link, verdict, owner });
                }
                match rows.last() {
                    Some(row) if i64::try_from(rows.len()) == Ok(EVENTS) => {
                        last = (i64::try_from(row.0).unwrap_or(i64::MAX), row.1, row.2.into());
                    }
                    _ => break,
                }
            }
        }
    }
    lease.events += recount.events;
    let mut totals: Vec<Total> = Vec::new();
    for ((scope, id), v) in recount.totals() {
        let row =
            (id, v.clicks_gross, v.clicks, v.bots, v.previews, v.prefetches, v.visitor_days, v.views_gross, v.views);
        totals.push((scope, id, text(&row)?));
    }
    let every: Vec<u32> = totals.iter().filter(|row| row.0 == Scope::Link).map(|row| row.1).collect();
    let statements = (sql::VISIT_TOTALS_PUT, sql::VISIT_TOTALS_CLEAR);
    let written = write(&control, lease, day, &totals, statements).await?;
    if lease.after_a_break {
        return Ok(every);
    }
    let mut changed = Vec::new();
    for (scope, result) in written {
        if scope == Scope::Link {
            struct Changed {
                id: u32,
            }

            stored!(Changed { id });
            changed.extend(result.results::<Changed>()?.into_iter().map(|row| row.id));
        }
    }
    Ok(changed)
}

/// Recounts the orders of `day`: every order's credit, and the day's sale totals.
pub async fn sales(
    (env, rule): (&Env, Rule),
    lease: &mut Lease,
    owners: &mut Owners,
    day: Day,
    bounds: (i64, i64),
) -> Result<()> {
    let control = db::control(env)?;
    let mut sums = SaleTotals::new();
    let mut last = (-1_i64, String::new());
    loop {
        let args = [bounds.0.into(), bounds.1.into(), last.0.into(), last.1.as_str().into(), ORDERS.into()];
        let orders: Vec<Order> = db::json(&control, sql::ORDERS_READ, &args).await?;
        owners.learn(&control, orders.iter().flat_map(Order::links)).await?;
        let credits: Vec<Credit> =
            orders.iter().filter_map(|order| credit::of(order, rule, |link| owners.of(link))).collect();
        for credit in &credits {
            add_credit(&mut sums, credit);
        }
        lease.orders += u64::try_from(orders.len()).unwrap_or_default();
        let rows: Vec<_> = credits.iter().filter(|credit| credit.verified).map(credit_row).collect();
        if !rows.is_empty() {
            let put = db::bind(&control, sql::CREDITS_PUT, &[text(&rows)?.as_str().into()])?;
            db::batch(&control, vec![lease.beat(&control)?, put]).await?;
        }
        match orders.last() {
            Some(order) if i64::try_from(orders.len()) == Ok(ORDERS) => {
                last = (order.occurred_at, order.order_id.clone());
            }
            _ => break,
        }
    }
    let mut totals: Vec<Total> = Vec::new();
    for ((scope, id, currency), s) in sums {
        let row = (
            id,
            currency,
            s.orders_link,
            s.orders_code,
            s.orders_both,
            s.orders_none,
            s.orders_on_total,
            s.refunds,
            s.gross_minor,
            s.refunded_minor,
            s.orders_survey,
            s.new_customers,
        );
        totals.push((scope, id, text(&row)?));
    }
    let statements = (sql::SALE_TOTALS_PUT, sql::SALE_TOTALS_CLEAR);
    write(&control, lease, day, &totals, statements).await.map(drop)
}

/// `[order, creator, campaign, link, via, currency, gross, refunded]`, as `credits_put.sql` reads it.
fn credit_row(credit: &Credit) -> impl Serialize + '_ {
    (
        &credit.order_id,
        credit.owner.creator,
        credit.owner.campaign,
        credit.link,
        credit.via as u8,
        credit.currency,
        credit.gross_minor,
        credit.refunded_minor,
    )
}

/// A row of totals, as its statement reads it.
type Total = (Scope, u32, String);

/// Writes a day's totals, ordered by scope and id, as one transaction under the job's lease; gives the result of each put with its scope.
///
/// Each chunk owns the ids behind the chunk before it up to its own last one, so what is not in it is removed.
async fn write(
    control: &D1Database,
    lease: &Lease,
    day: Day,
    totals: &[Total],
    (put, clear): (&str, &str),
) -> Result<Vec<(Scope, db::Answer)>> {
    let mut statements: Vec<(Option<Scope>, D1PreparedStatement)> = vec![(None, lease.beat(control)?)];
    for scope in Scope::ALL {
        let rows: Vec<&Total> = totals.iter().filter(|row| row.0 == scope).collect();
        let mut behind = -1;
        let mut chunks: Vec<&[&Total]> = rows.chunks(TOTALS).collect();
        if chunks.is_empty() {
            chunks.push(&[]);
        }
        let count = chunks.len();
        for (number, chunk) in chunks.into_iter().enumerate() {
            let last = number + 1 == count;
            let until = chunk.last().filter(|_| !last).map_or(END, |row| row.1.into());
            let rows: Vec<&str> = chunk.iter().map(|row| row.2.as_str()).collect();
            let rows = format!("[{}]", rows.join(","));
            let place = [i64::from(scope as u8), day.0];
            let args = [place[0].into(), place[1].into(), rows.as_str().into()];
            statements.push((Some(scope), db::bind(control, put, &args)?));
            let args = [place[0].into(), place[1].into(), behind.into(), until.into(), rows.as_str().into()];
            statements.push((None, db::bind(control, clear, &args)?));
            behind = until;
        }
    }
    let (scopes, statements): (Vec<_>, Vec<_>) = statements.into_iter().unzip();
    let results = db::batch(control, statements).await?;
    Ok(scopes.into_iter().zip(results).filter_map(|(scope, result)| Some((scope?, result))).collect())
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| worker::Error::RustError(error.to_string()))
}
