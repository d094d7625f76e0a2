//! Counts a reporting day again: reads events and conversions in chunks, lets the domain add, writes what differs.

mod conversions;
mod journeys;
mod people;
mod remembered;
mod visits;

use std::collections::HashMap;

use serde::Serialize;
use serde_json::json;
use worker::{D1Database, D1PreparedStatement, Result};

use super::db;
use super::rollup::Lease;
use crate::domain::credit::Owner;
use crate::domain::ordered;
use crate::domain::recount::{self, Seen};
use crate::domain::time::Day;
use crate::sql;

pub use conversions::conversions;
pub use journeys::journeys;
pub use people::{meet, reopen};
pub use visits::visits;

/// Totals of a statement: some 150 bytes of JSON each.
const TOTALS: usize = 8_000;
/// Bytes of a value: D1 takes 2 MB.
const VALUE: usize = 1_500_000;
/// Bytes of a transaction beyond which nothing is added to it.
const TRANSACTION: usize = 8_000_000;
/// Before and beyond every id.
const BEFORE: i64 = -2;
const END: i64 = 1 << 32;

/// Whom links belong to, and since when their versions stand; learnt as they come up.
#[derive(Default)]
pub struct Owners(HashMap<u32, (Owner, Versions)>);

/// A link's versions that lead elsewhere than the one before, with the times that they were made, in order.
type Versions = Vec<(u32, i64)>;

impl Owners {
    /// Learns the owners of those `links` that are not known yet.
    async fn learn(&mut self, control: &D1Database, links: impl Iterator<Item = u32>) -> Result<()> {
        let unknown = ordered::once(links.filter(|link| *link != 0 && !self.0.contains_key(link)));
        if unknown.is_empty() {
            return Ok(());
        }
        let wanted = json!(unknown).to_string();
        let rows: Vec<(u32, u32, u32, Versions)> =
            db::json(control, sql::LINK_OWNERS, &[wanted.as_str().into()]).await?;
        let known = |(link, creator, campaign, versions)| (link, (Owner { creator, campaign }, versions));
        self.0.extend(rows.into_iter().map(known));
        Ok(())
    }

    fn of(&self, link: u32) -> Option<Owner> {
        self.0.get(&link).map(|known| known.0)
    }

    /// Adds to an event of `day` what the register knows of its link; gives whose it is.
    fn tell(&self, seen: &mut Seen, day: (i64, i64)) -> Owner {
        let Some((owner, versions)) = self.0.get(&seen.link) else { return Owner::default() };
        seen.version = recount::standing(versions, seen.at);
        seen.moved = recount::moved(versions, day);
        *owner
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

/// Statements that make one transaction, each with its group where what it changed is asked for.
struct Writing<'a> {
    control: &'a D1Database,
    day: Day,
    statements: Vec<(Option<u16>, D1PreparedStatement)>,
    bytes: usize,
}

impl<'a> Writing<'a> {
    fn of(control: &'a D1Database, day: Day) -> Self {
        Self { control, day, statements: Vec::new(), bytes: 0 }
    }

    /// Adds what makes `totals`, ordered by group and id, all that there is of these groups.
    ///
    /// Each chunk owns the ids behind the chunk before it up to its own last one, so what is not in it is removed.
    fn put(
        &mut self,
        (groups, most, end): (&[u16], usize, i64),
        totals: &[Total],
        (put, clear): (&str, &str),
    ) -> Result<()> {
        // What the day was added up into stands no more: of visits 1, of credit 2.
        let blocks = [(sql::VISIT_TOTALS_PUT, 1_i64), (sql::CREDIT_TOTALS_PUT, 2)];
        if let Some((_, about)) = blocks.into_iter().find(|(known, _)| *known == put) {
            let args = [about.into(), self.day.0.into()];
            self.statements.push((None, db::bind(self.control, sql::BLOCKS_FORGET, &args)?));
        }
        for group in groups {
            let rows: Vec<&Total> = totals.iter().filter(|row| row.group == *group).collect();
            let mut behind = BEFORE;
            let mut chunks: Vec<&[&Total]> = chunks(&rows, most);
            let empty = chunks.is_empty();
            if empty {
                chunks.push(&[]);
            }
            let count = chunks.len();
            for (number, chunk) in chunks.into_iter().enumerate() {
                let last = number + 1 == count;
                let until = chunk.last().filter(|_| !last).map_or(end, |row| row.id);
                let rows: Vec<&str> = chunk.iter().map(|row| row.row.as_str()).collect();
                let rows = format!("[{}]", rows.join(","));
                let place = [i64::from(*group), self.day.0];
                if !empty {
                    let args = [place[0].into(), place[1].into(), rows.as_str().into()];
                    self.statements.push((Some(*group), db::bind(self.control, put, &args)?));
                }
                let args = [place[0].into(), place[1].into(), behind.into(), until.into(), rows.as_str().into()];
                self.statements.push((None, db::bind(self.control, clear, &args)?));
                self.bytes += 2 * rows.len();
                behind = until;
            }
        }
        Ok(())
    }

    /// What the day was added up into stands no more: of visits 1, of credit 2.
    fn forget_blocks(&mut self, about: i64) -> Result<()> {
        let args = [about.into(), self.day.0.into()];
        self.statements.push((None, db::bind(self.control, sql::BLOCKS_FORGET, &args)?));
        Ok(())
    }

    /// Whether a transaction is large enough to go.
    fn is_full(&self) -> bool {
        self.bytes > TRANSACTION
    }

    /// Writes everything as one transaction under the job's lease; gives the result of each put with its group.
    async fn go(&mut self, lease: &Lease) -> Result<Vec<(u16, db::Answer)>> {
        self.bytes = 0;
        let (mut groups, mut statements) = (vec![None], vec![lease.beat(self.control)?]);
        for (group, statement) in self.statements.drain(..) {
            groups.push(group);
            statements.push(statement);
        }
        let results = db::batch(self.control, statements).await?;
        Ok(groups.into_iter().zip(results).filter_map(|(group, result)| Some((group?, result))).collect())
    }
}

/// `rows` in chunks of at most `most`, and of what fits into a value.
fn chunks<'r, 'a>(rows: &'r [&'a Total], most: usize) -> Vec<&'r [&'a Total]> {
    let (mut chunks, mut rest) = (Vec::new(), rows);
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = rest.iter().take(most).take_while(|row| {
            bytes += row.row.len() + 1;
            bytes <= VALUE
        });
        let (chunk, others) = rest.split_at(fits.count().max(1));
        chunks.push(chunk);
        rest = others;
    }
    chunks
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| worker::Error::RustError(error.to_string()))
}
