//! `GET /v1/reports/visits`: who came, by one dimension, and that nothing was lost on the way.

use serde_json::json;

use super::{Orphans, answer, today};
use crate::domain::recount::Dimension;
use crate::domain::reply::Reply;
use crate::domain::report::shown::Shown;
use crate::domain::report::visits;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;

/// Shows who came, by one dimension, and that nothing was lost on the way.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let ask = visits::Ask::read(&|name| call.address.query(name), today(call)?)?;
    let db = db::control(call.env)?;
    let id = |id: Option<u32>| Arg::from(id.map(i64::from));
    let dimensions = Arg::Owned(json!(ask.dimensions()).to_string());
    let args = [dimensions, ask.from.0.into(), ask.to.0.into(), ask.only().into(), id(ask.creator), id(ask.campaign)];
    let days = [ask.from.0.into(), ask.to.0.into()];
    let results =
        db::batch(&db, vec![db::bind(&db, sql::REPORT_PARTS, &args)?, db::bind(&db, sql::REPORT_ORPHANS, &days)?])
            .await?;
    let [parts, orphans] = results.as_slice() else {
        return Err(worker::Error::RustError("a batch gave too few results".into()).into());
    };
    let orphans: Orphans = orphans.results()?.into_iter().next().unwrap_or_default();
    let parts: Vec<visits::PartRow> = db::json_of(parts)?;
    let variants: Vec<(u8, String)> = match ask.link {
        Some(link) if ask.by == Dimension::Variant => {
            db::json(&db, sql::REPORT_VARIANTS, &[i64::from(link).into()]).await?
        }
        _ => Vec::new(),
    };
    let report = visits::report(&ask, &call.settings.zone, &parts, orphans.as_of, &variants);
    answer(call, "visits", Shown::of(report))
}
