//! `GET /v1/reports/quality`: what was not counted, and what looks odd.

use serde_json::json;

use super::{Orphans, answer, bounds, frame, today};
use crate::domain::reply::Reply;
use crate::domain::report::codes;
use crate::domain::report::lags::{FAST_END, SLOW_BEGIN};
use crate::domain::report::quality::{self, Ask, EVENTS_MOST, Facts, SLUGS_MOST, Slugs};
use crate::domain::time::{DAY_MS, Day};
use crate::edge::db::{self, Arg};
use crate::edge::js::Zone;
use crate::edge::{Call, Stop};
use crate::sql;

/// Shows what was not counted and why, and the signs that somebody should look at.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let ask = Ask::read(&|name| call.address.query(name), today(call)?)?;
    let zone = Zone::named(&call.settings.zone)?;
    let (from, to) = bounds(ask.range, &zone);
    let days: [Arg<'_>; 2] = [ask.range.from.0.into(), ask.range.to.0.into()];
    let db = db::control(call.env)?;
    let lags = db::args(&[&days, &[FAST_END.into(), SLOW_BEGIN.into()]]);
    let parts = db::args(&[&[Ask::dimensions().into()], &days, &[Arg::Int(-1), Arg::Null, Arg::Null]]);
    let ahead = zone.ahead(from);
    let sites = json!(codes::COUPON_SITES).to_string();
    let orders = [from.into(), to.into(), (from - codes::DAYS_BEFORE * DAY_MS).into(), ahead.into(), sites.into()];
    // One transaction, so that all figures are of one moment.
    let results = db::batch(
        &db,
        vec![
            db::bind(&db, sql::REPORT_QUALITY_CREATORS, &days)?,
            db::bind(&db, sql::REPORT_QUALITY_LAGS, &lags)?,
            db::bind(&db, sql::REPORT_PARTS, &parts)?,
            db::bind(&db, sql::REPORT_CODES, &orders)?,
            db::bind(&db, sql::REPORT_ORPHANS, &days)?,
        ],
    )
    .await?;
    let [creators, lags, parts, orders, orphans] = results.as_slice() else {
        return Err(worker::Error::RustError("a batch gave too few results".into()).into());
    };
    let orphans: Orphans = orphans.results()?.into_iter().next().unwrap_or_default();
    let orders: Vec<codes::Orders> = db::json_of(orders)?;
    let used = json!(codes::used(&orders)).to_string();
    let owners: Vec<codes::Owner> = db::json(&db, sql::REPORT_CODE_OWNERS, &[used.into()]).await?;
    let (mut slugs, mut kept_from) = (Vec::new(), 0);
    for shard in db::shards(call.env)? {
        let args = [from.into(), to.into(), EVENTS_MOST.into(), SLUGS_MOST.into()];
        slugs.push(db::json::<Slugs>(&shard, sql::REPORT_ORPHAN_SLUGS, &args).await?);
        kept_from = kept_from.max(db::fact(&shard, "purged_until").await?);
    }
    let facts = Facts {
        creators: db::json_of(creators)?,
        lags: db::json_of(lags)?,
        parts: db::json_of(parts)?,
        codes: quality::codes(ask.range, &call.settings.zone, ahead, &orders, &owners),
        slugs,
        orphan_visits: orphans.orphan_visits,
        kept_from: (kept_from > 0).then_some(Day(kept_from)),
    };
    answer(call, "quality", quality::report(&ask, &frame(call, orphans.as_of)?, &facts))
}
