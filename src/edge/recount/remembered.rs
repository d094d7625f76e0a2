//! What is remembered where events are gone: of conversions their stored paths, of days what their credit was parted by.

use serde_json::json;
use worker::{D1Database, Env, Result};

use crate::domain::credit::model::Step;
use crate::domain::credit::{Order, WINDOW_MOST_DAYS};
use crate::domain::time::Day;
use crate::edge::db::{self, Arg};
use crate::edge::privacy::purge;
use crate::sql;

/// Adds to each of `orders` the touches that were found by its people when it was counted, and cannot be found any more.
pub async fn remember(env: &Env, orders: &mut [Order]) -> Result<()> {
    if orders.is_empty() {
        return Ok(());
    }
    let gone = Day(forgotten(env).await?).start_utc();
    let wanted: Vec<_> = orders
        .iter()
        .enumerate()
        .map(|(place, order)| (place, order.kind as u8, order.order_id.as_str(), u8::from(order.has_lost_people())))
        .collect();
    let args = [Arg::Owned(json!(wanted).to_string()), gone.into()];
    orders.iter_mut().for_each(Order::recall);
    let paths: Vec<(usize, i64, Vec<Step>)> = db::json(&db::control(env)?, sql::PATHS_FOUND, &args).await?;
    for (place, before, steps) in paths {
        if let Some(order) = orders.get_mut(place) {
            order.remember(&steps, before);
        }
    }
    Ok(())
}

/// Whether the parts of credit of `day`, which begins at `start`, stay as they were counted: by what and from where its
/// clicks were made is not kept for all of them.
pub async fn parts_stay(env: &Env, control: &D1Database, day: Day, start: i64) -> Result<bool> {
    let whole = Day::of_utc(start).0 - WINDOW_MOST_DAYS >= forgotten(env).await?;
    Ok(!whole && !db::json::<Vec<u8>>(control, sql::CREDIT_PARTS_THERE, &[day.0.into()]).await?.is_empty())
}

/// The first UTC day whose events every shard has.
async fn forgotten(env: &Env) -> Result<i64> {
    let mut day = 0;
    for shard in db::shards(env)? {
        day = day.max(purge::until(&shard).await?);
    }
    Ok(day)
}
