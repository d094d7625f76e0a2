//! Counts a reporting day again: reads events and conversions in chunks, lets the domain add, writes what differs.

mod conversions;
mod journeys;
mod people;
mod visits;

use std::collections::HashMap;

use serde::Serialize;
use serde_json::json;
use worker::{D1Database, D1PreparedStatement, Result};

use super::db;
use super::rollup::Lease;
use crate::domain::credit::Owner;
use crate::domain::ordered;
use crate::domain::time::Day;
use crate::sql;

pub use conversions::conversions;
pub use journeys::journeys;
pub use people::{meet, reopen};
pub use visits::visits;

/// Totals of a statement: some 150 bytes of JSON each.
const TOTALS: usize = 8_000;
/// Before and beyond every id.
const BEFORE: i64 = -2;
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

/// A row of totals, as its statement reads it.
struct Total {
    /// Scope or dimension.
    group: u16,
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
    (groups, most, end): (&[u16], usize, i64),
    totals: &[Total],
    (put, clear): (&str, &str),
) -> Result<Vec<(u16, db::Answer)>> {
    let mut statements: Vec<(Option<u16>, D1PreparedStatement)> = vec![(None, lease.beat(control)?)];
    // What the day was added up into stands no more: of visits 1, of credit 2.
    let blocks = [(sql::VISIT_TOTALS_PUT, 1_i64), (sql::CREDIT_TOTALS_PUT, 2)];
    if let Some((_, about)) = blocks.into_iter().find(|(known, _)| *known == put) {
        statements.push((None, db::bind(control, sql::BLOCKS_FORGET, &[about.into(), day.0.into()])?));
    }
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

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| worker::Error::RustError(error.to_string()))
}
