//! The visits of a reporting day, counted again.

use worker::{Env, Result};

use super::{END, Owners, TOTALS, Total, Writing, text};
use crate::domain::recount::{Dimension, Parts, Scope, Seen, VisitRecount};
use crate::domain::time::Day;
use crate::edge::db;
use crate::edge::rollup::Lease;
use crate::sql;
use crate::stored;

/// Events of a chunk: some 100 bytes of JSON each, with the longest labels 450, under the 2 MB of a D1 value.
const EVENTS: i64 = 4_000;
/// Links of a statement with their parts: fifty values of at most 100 bytes each.
const PARTS: usize = 300;

/// Recounts the visits of `day`, which lasts from `bounds.0` to before `bounds.1`; gives the links whose counts may be new. Of a day that goes on only the `whole` and links with variants are parted, and what few links have.
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
                let mut rows: Vec<Seen> = db::json(&shard, sql::EVENTS_READ, &args).await?;
                owners.learn(&control, rows.iter().map(|row| row.link)).await?;
                lease.keep(&control).await?;
                for seen in &mut rows {
                    let owner = owners.tell(seen, bounds);
                    recount.see(seen, owner);
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
        totals.push(Total { group: scope as u16, id: id.into(), row: text(&(id, clicks, others, later))? });
    }
    let every: Vec<u32> = totals
        .iter()
        .filter(|row| row.group == Scope::Link as u16)
        .filter_map(|row| u32::try_from(row.id).ok())
        .collect();
    let mut writing = Writing::of(&control, day);
    writing.forget_blocks(1)?;
    writing.put((&scopes(), TOTALS, END), &totals, (sql::VISIT_TOTALS_PUT, sql::VISIT_TOTALS_CLEAR))?;
    let written = writing.go(lease).await?;
    let open = whole.then(|| parts.split());
    for (dimension, _) in Dimension::ALL {
        part(&mut writing, dimension, &mut parts, open.as_deref())?;
        if writing.is_full() {
            writing.go(lease).await?;
        }
    }
    writing.go(lease).await?;
    if lease.after_a_break {
        return Ok(every);
    }
    let mut changed = Vec::new();
    for (scope, result) in written {
        if scope == Scope::Link as u16 {
            struct Changed {
                id: u32,
            }

            stored!(Changed { id });
            changed.extend(result.results::<Changed>()?.into_iter().map(|row| row.id));
        }
    }
    Ok(changed)
}

/// Adds the visits of a day by one dimension; where it goes on (`open` are its links with variants), only what is told of it.
fn part(writing: &mut Writing<'_>, dimension: Dimension, parts: &mut Parts, open: Option<&[i64]>) -> Result<()> {
    let (values, clear) = match open.filter(|_| !dimension.is_of_links()) {
        None => (parts.take(dimension), sql::VISIT_PARTS_CLEAR),
        Some(split) => match parts.take_open(dimension, split) {
            Some(values) => (values, sql::VISIT_PARTS_CLEAR_LISTED),
            None => return Ok(()),
        },
    };
    let mut rows: Vec<Total> = Vec::new();
    for (link, values) in values {
        rows.push(Total { group: dimension as u16, id: link, row: text(&(link, values))? });
    }
    writing.put((&[dimension as u16], PARTS, END), &rows, (sql::VISIT_PARTS_PUT, clear))
}

/// The scopes as numbers.
fn scopes() -> [u16; 4] {
    Scope::ALL.map(|scope| scope as u16)
}
