//! Counts a reporting day again: reads events and orders in chunks, lets the domain add, writes what differs.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::json;
use worker::{D1Database, D1PreparedStatement, Env, Result};

use super::db;
use super::rollup::Lease;
use crate::domain::credit::{self, Credit, Order, Owner, Rule};
use crate::domain::ordered;
use crate::domain::recount::{Dimension, Parts, SaleTotals, Scope, Seen, VisitRecount, add_credit};
use crate::domain::time::Day;
use crate::sql;
use crate::stored;

/// Events of a chunk: some 100 bytes of JSON each, with the longest labels 450, under the 2 MB of a D1 value.
const EVENTS: i64 = 4_000;
/// Orders of a chunk: each may bring 120 touches of up to 122 bytes, and a D1 value holds 2 MB.
const ORDERS: i64 = 120;
/// Totals of a statement.
const TOTALS: usize = 8_000;
/// Links of a statement with their parts: fifty values of at most 100 bytes each.
const PARTS: usize = 300;
/// Before and beyond every id, and the one that is the whole.
const BEFORE: i64 = -2;
const WHOLE: i64 = -1;
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

/// Recounts the visits of `day`, which lasts from `bounds.0` to before `bounds.1`; gives the links whose counts may be new. Of a day that goes on only the `whole` is parted.
pub async fn visits(
    env: &Env,
    lease: &mut Lease,
    owners: &mut Owners,
    day: Day,
    bounds: (i64, i64),
    whole: bool,
) -> Result<Vec<u32>> {
    let control = db::control(env)?;
    let mut recount = VisitRecount::default();
    // A visitor's events lie together within a shard's UTC day; hashes differ from one UTC day to the next.
    for shard in db::shards(env)? {
        for utc in Day::of_utc(bounds.0).0..=Day::of_utc(bounds.1 - 1).0 {
            let mut last = (-1_i64, -1_i64, -1_i64);
            loop {
                let args = [utc, last.0, last.1, last.2, bounds.0, bounds.1, EVENTS].map(db::Arg::Int);
                let rows: Vec<Seen> = db::json(&shard, sql::EVENTS_READ, &args).await?;
                owners.learn(&control, rows.iter().map(|row| row.link)).await?;
                lease.keep(&control).await?;
                for seen in &rows {
                    recount.see(seen, owners.of(seen.link).unwrap_or_default());
                }
                match rows.last() {
                    Some(row) if i64::try_from(rows.len()) == Ok(EVENTS) => {
                        last = (i64::try_from(row.visitor).unwrap_or(i64::MAX), row.at, row.nonce.into());
                    }
                    _ => break,
                }
            }
        }
    }
    lease.events += recount.events;
    let (visits, mut parts) = recount.totals();
    let mut totals: Vec<Total> = Vec::new();
    for ((scope, id), v) in visits {
        let clicks = (v.clicks_gross, v.clicks, v.bots, v.previews, v.prefetches);
        let others = (v.visitor_days, v.views_gross, v.views);
        let later = (v.monitors, v.internals, v.suspects, v.duplicates, v.rates, v.landings_gross, v.landings, v.pages);
        totals.push(Total { group: scope as u8, id: id.into(), row: text(&(id, clicks, others, later))? });
    }
    let every: Vec<u32> = totals
        .iter()
        .filter(|row| row.group == Scope::Link as u8)
        .filter_map(|row| u32::try_from(row.id).ok())
        .collect();
    let statements = (sql::VISIT_TOTALS_PUT, sql::VISIT_TOTALS_CLEAR);
    let written = write(&control, lease, day, (&scopes(), TOTALS, END), &totals, statements).await?;
    for (dimension, _) in Dimension::ALL {
        part(&control, lease, day, dimension, &mut parts, whole).await?;
    }
    if lease.after_a_break {
        return Ok(every);
    }
    let mut changed = Vec::new();
    for (scope, result) in written {
        if scope == Scope::Link as u8 {
            struct Changed {
                id: u32,
            }

            stored!(Changed { id });
            changed.extend(result.results::<Changed>()?.into_iter().map(|row| row.id));
        }
    }
    Ok(changed)
}

/// Writes the visits of `day` by one dimension; where only the `whole` is wanted, that of the dimensions with few values.
///
/// # Why
/// A day that goes on changes everywhere at every run, and what is written is billed: links, places and labels can wait
/// until it is over.
async fn part(
    control: &D1Database,
    lease: &mut Lease,
    day: Day,
    dimension: Dimension,
    parts: &mut Parts,
    whole: bool,
) -> Result<()> {
    if whole && !dimension.has_few_values() {
        return Ok(());
    }
    let mut values = parts.take(dimension);
    if whole {
        values.truncate(1);
    }
    let mut rows: Vec<Total> = Vec::new();
    for (link, values) in values {
        rows.push(Total { group: dimension as u8, id: link, row: text(&(link, values))? });
    }
    lease.keep(control).await?;
    let statements = (sql::VISIT_PARTS_PUT, sql::VISIT_PARTS_CLEAR);
    let end = if whole { WHOLE } else { END };
    write(control, lease, day, (&[dimension as u8], PARTS, end), &rows, statements).await.map(drop)
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
        totals.push(Total { group: scope as u8, id: id.into(), row: text(&row)? });
    }
    let statements = (sql::SALE_TOTALS_PUT, sql::SALE_TOTALS_CLEAR);
    write(&control, lease, day, (&scopes(), TOTALS, END), &totals, statements).await.map(drop)
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
struct Total {
    /// Scope or dimension.
    group: u8,
    /// What rows are chunked by.
    id: i64,
    row: String,
}

/// Writes a day's totals, ordered by group and id, as one transaction under the job's lease; gives the result of each put with its group.
///
/// Each chunk owns the ids behind the chunk before it up to its own last one, so what is not in it is removed.
async fn write(
    control: &D1Database,
    lease: &Lease,
    day: Day,
    (groups, most, end): (&[u8], usize, i64),
    totals: &[Total],
    (put, clear): (&str, &str),
) -> Result<Vec<(u8, db::Answer)>> {
    let mut statements: Vec<(Option<u8>, D1PreparedStatement)> = vec![(None, lease.beat(control)?)];
    for group in groups {
        let rows: Vec<&Total> = totals.iter().filter(|row| row.group == *group).collect();
        let mut behind = BEFORE;
        let mut chunks: Vec<&[&Total]> = rows.chunks(most).collect();
        if chunks.is_empty() {
            chunks.push(&[]);
        }
        let count = chunks.len();
        for (number, chunk) in chunks.into_iter().enumerate() {
            let last = number + 1 == count;
            let until = chunk.last().filter(|_| !last).map_or(end, |row| row.id);
            let rows: Vec<&str> = chunk.iter().map(|row| row.row.as_str()).collect();
            let rows = format!("[{}]", rows.join(","));
            let place = [i64::from(*group), day.0];
            let args = [place[0].into(), place[1].into(), rows.as_str().into()];
            statements.push((Some(*group), db::bind(control, put, &args)?));
            let args = [place[0].into(), place[1].into(), behind.into(), until.into(), rows.as_str().into()];
            statements.push((None, db::bind(control, clear, &args)?));
            behind = until;
        }
    }
    let (groups, statements): (Vec<_>, Vec<_>) = statements.into_iter().unzip();
    let results = db::batch(control, statements).await?;
    Ok(groups.into_iter().zip(results).filter_map(|(group, result)| Some((group?, result))).collect())
}

/// The scopes as numbers.
fn scopes() -> [u8; 5] {
    Scope::ALL.map(|scope| scope as u8)
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| worker::Error::RustError(error.to_string()))
}
