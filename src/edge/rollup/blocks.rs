//! Sums over blocks of days, made once all their days are over, so that a report over many days reads few rows.
//!
//! # Why
//! A recount of a day takes its blocks away in the transaction that writes the day, and the end of the same run makes them
//! anew: a run that is killed between leaves no block, and reports read the days themselves. Each block is one transaction
//! under the lease; blocks of four days are added up out of those of two, so small ones come first.

use worker::Result;

use super::days::Run;
use super::lease::Lease;
use crate::domain::report::ask::DAYS_MOST;
use crate::domain::time::Day;
use crate::domain::zone;
use crate::edge::{db, js};
use crate::sql;
use crate::stored;

/// Blocks of one run: some 180 are a quarter of a year.
const MOST: i64 = 1_000;

/// A block of days, of visits (1) or of credit (2).
struct Block {
    about: i64,
    day: i64,
    size: i64,
}

stored!(Block { about, day, size });

/// Makes the blocks that may stand and do not; what is left for want of time is made by the next run.
pub async fn fill(run: &Run<'_>, lease: &mut Lease) -> Result<()> {
    let today = zone::day_of(run.now, |at| run.zone.ahead(at));
    // Twice the longest report: this one and the one before it.
    let args = [(today.0 - 2 * DAYS_MOST).into(), (today.0 - 1).into(), MOST.into()];
    let missing: Vec<Block> = db::rows(run.control, sql::BLOCKS_MISSING, &args).await?;
    for Block { about, day, size } in missing {
        if js::now() > run.deadline {
            break;
        }
        lease.doing(format!("sums of {size} days from {}", Day(day)));
        let (clear, put) = if about == 1 {
            (sql::VISIT_BLOCKS_CLEAR, sql::VISIT_BLOCKS_PUT)
        } else {
            (sql::CREDIT_BLOCKS_CLEAR, sql::CREDIT_BLOCKS_PUT)
        };
        let span = [day.into(), size.into()];
        let statements = vec![
            lease.beat(run.control)?,
            db::bind(run.control, clear, &span)?,
            db::bind(run.control, put, &span)?,
            db::bind(run.control, sql::BLOCK_PUT, &[about.into(), day.into(), size.into()])?,
        ];
        db::batch(run.control, statements).await?;
    }
    Ok(())
}
