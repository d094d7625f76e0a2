//! `GET /v1/reports/codes`: which codes may have leaked.

use serde_json::json;

use super::{answer, bounds, range};
use crate::domain::reply::Reply;
use crate::domain::report::codes;
use crate::domain::report::shown::Shown;
use crate::domain::time::DAY_MS;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;

/// Shows which codes may have leaked, and by what sign.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let (range, zone) = range(call)?;
    let (from, to) = bounds(range, &zone);
    let ahead = zone.ahead(from);
    let sites = json!(codes::COUPON_SITES).to_string();
    let before = from - codes::DAYS_BEFORE * DAY_MS;
    let db = db::control(call.env)?;
    let args = [from.into(), to.into(), before.into(), ahead.into(), Arg::Owned(sites)];
    let orders: Vec<codes::Orders> = db::json(&db, sql::REPORT_CODES, &args).await?;
    let used = json!(codes::used(&orders)).to_string();
    let owners: Vec<codes::Owner> = db::json(&db, sql::REPORT_CODE_OWNERS, &[Arg::Owned(used)]).await?;
    answer(call, "codes", Shown::of(codes::report(range, &call.settings.zone, ahead, &orders, &owners)))
}
