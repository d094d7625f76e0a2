//! Finds what is kept of somebody: conversions by every name, deliveries by what they say, days on which they were seen.

use serde_json::json;
use worker::{D1Database, Env, Result};

use crate::domain::conversion::CLICK_ORDERS_MOST;
use crate::domain::ordered;
use crate::domain::privacy::{Delivery, Found, Subject, Work};
use crate::domain::settings::Settings;
use crate::edge::db::{self, Arg};
use crate::edge::js;
use crate::sql;

/// Deliveries that are looked through at once, at most; the statement bounds their bytes.
const DELIVERIES: i64 = 200;
/// Deliveries that are read at once.
const READ: usize = 5;

/// What is known of `subject` before anything is looked for.
pub async fn work(db: &D1Database, settings: &Settings, subject: &Subject) -> Result<Work> {
    let alone = match subject {
        Subject::Click(click, _) => {
            let wanted = json!([(click.at, click.nonce)]).to_string();
            let uses: Vec<(i64, u32, u32)> = db::json(db, sql::CLICK_USES, &[wanted.as_str().into()]).await?;
            // A click that came with many orders was handed round: it names none of them.
            uses.iter().all(|(.., orders)| *orders <= CLICK_ORDERS_MOST)
        }
        _ => true,
    };
    let key: [u8; 32] = js::random()?;
    let key = key.iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"));
    Ok(Work::of(subject, settings, alone, key))
}

/// Conversions that are theirs, at most `most` by each name, and what belongs to these.
pub async fn conversions(db: &D1Database, work: &Work, most: u32) -> Result<Vec<Found>> {
    let visitor = work.person().and_then(|visitor| i64::try_from(visitor).ok());
    let args = [
        work.order.as_deref().into(),
        work.customer.as_deref().into(),
        work.click.map(|click| click.0).into(),
        work.click.map(|click| click.1).into(),
        visitor.into(),
        most.into(),
    ];
    db::rows(db, sql::PRIVACY_FIND, &args).await
}

/// The further names of the orders among `found`, and who calls them so.
pub async fn names(db: &D1Database, found: &[Found]) -> Result<Vec<(String, u32)>> {
    let orders = ordered::once(found.iter().filter_map(|one| one.order_id.as_deref()));
    db::json(db, sql::PRIVACY_NAMES, &[Arg::Owned(json!(orders).to_string())]).await
}

/// The deliveries that name them, oldest first, until there are `most`.
pub async fn deliveries(db: &D1Database, work: &Work, most: usize) -> Result<Vec<u32>> {
    let needle = work.needle();
    let (mut behind, mut found) = (0_u32, Vec::new());
    while found.len() < most {
        let args = [needle.words.as_str().into(), needle.names.as_str().into(), behind.into(), Arg::Int(DELIVERIES)];
        let (last, ids): (Option<u32>, Vec<u32>) = db::json(db, sql::PRIVACY_DELIVERIES, &args).await?;
        for ids in ids.chunks(READ) {
            let wanted = Arg::Owned(json!(ids).to_string());
            let came: Vec<Delivery> = db::rows(db, sql::PRIVACY_DELIVERIES_READ, &[wanted]).await?;
            found.extend(came.iter().filter(|delivery| delivery.names(work)).map(|delivery| delivery.id));
        }
        match last {
            Some(last) => behind = last,
            None => break,
        }
    }
    Ok(found)
}

/// The days on which their visitors were seen, by shard: `[day, visitor, events]`.
pub async fn days(env: &Env, visitors: &[u64]) -> Result<Vec<(D1Database, Vec<(i64, u64, u32)>)>> {
    let wanted = json!(visitors).to_string();
    let mut found = Vec::new();
    for shard in db::shards(env)? {
        let days = db::json(&shard, sql::PRIVACY_EVENT_DAYS, &[wanted.as_str().into()]).await?;
        found.push((shard, days));
    }
    Ok(found)
}
