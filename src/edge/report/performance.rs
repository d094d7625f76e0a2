//! `GET /v1/reports/performance`: what each creator, link, campaign or day brought in.

use serde_json::json;

use super::{Orphans, today};
use crate::domain::recount::Scope;
use crate::domain::reply::Reply;
use crate::domain::report::{self, Ask, By, Facts, SaleRow, Subject, VisitRow};
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;

/// Links named at once: some 200 bytes each, under the 2 MB of a D1 value.
const LINKS: usize = 5_000;

/// Shows what each creator, link, campaign or day brought in.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let ask = Ask::read(&|name| call.address.query(name), today(call)?)?;
    let db = db::control(call.env)?;
    let by_day = i64::from(ask.by == By::Day);
    let range = [i64::from(ask.by.scope() as u8).into(), ask.from.0.into(), ask.to.0.into(), by_day.into()];
    // Sales by day are the creators' sales: what nothing ties to a creator stands by itself.
    let sale_scope = if ask.by == By::Day { Scope::Creator } else { ask.by.scope() };
    let sale_range = [i64::from(sale_scope as u8).into(), ask.from.0.into(), ask.to.0.into(), by_day.into()];
    let days = [ask.from.0.into(), ask.to.0.into()];
    // One transaction, so that all figures are of one moment.
    let results = db::batch(
        &db,
        vec![
            db::bind(&db, sql::REPORT_VISITS, &range)?,
            db::bind(&db, sql::REPORT_SALES, &sale_range)?,
            db::bind(&db, sql::REPORT_APART, &days)?,
            db::bind(&db, sql::REPORT_ORPHANS, &days)?,
        ],
    )
    .await?;
    let [visits, sales, apart, orphans] = results.as_slice() else {
        return Err(worker::Error::RustError("a batch gave too few results".into()).into());
    };
    let visits: Vec<VisitRow> = db::json_of(visits)?;
    let sales: Vec<SaleRow> = db::json_of(sales)?;
    let orphans: Orphans = orphans.results()?.into_iter().next().unwrap_or_default();
    let subjects = match ask.by {
        By::Day => Vec::new(),
        By::Creator => db::json(&db, sql::REPORT_CREATORS, &[]).await?,
        By::Campaign => db::json(&db, sql::REPORT_CAMPAIGNS, &[]).await?,
        By::Link => {
            let ids: Vec<i64> = visits.iter().map(|row| row.row).chain(sales.iter().map(|row| row.0)).collect();
            let mut links: Vec<Subject> = Vec::new();
            for some in ids.chunks(LINKS) {
                links.extend(
                    db::json::<Vec<Subject>>(&db, sql::REPORT_LINKS, &[Arg::Owned(json!(some).to_string())]).await?,
                );
            }
            links
        }
    };
    let facts = Facts {
        visits,
        sales,
        apart: db::json_of(apart)?,
        subjects,
        orphan_visits: orphans.orphan_visits,
        as_of: orphans.as_of,
    };
    Ok(Reply::json(200, &report::performance(&ask, &call.settings.zone, &facts)))
}
