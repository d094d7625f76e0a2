//! `GET /v1/reports/...`: reads totals, orders or answers, and lets the domain make the report.

use serde_json::json;

use super::db::{self, Arg};
use super::js::Zone;
use super::{Call, Stop};
use crate::domain::recount::Scope;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::survey::Survey;
use crate::domain::reply::Reply;
use crate::domain::report::codes::{self, Range};
use crate::domain::report::visits;
use crate::domain::report::{self, Ask, By, Facts, SaleRow, Subject, VisitRow};
use crate::domain::time::DAY_MS;
use crate::domain::{survey, zone};
use crate::sql;
use crate::stored;

/// Links named at once: some 200 bytes each, under the 2 MB of a D1 value.
const LINKS: usize = 5_000;

/// Shows what each creator, link, campaign or day brought in.
pub async fn performance(call: &Call<'_>) -> Result<Reply, Stop> {
    let query = |name| call.address.query(name);
    let ask = Ask::read(query("by").as_deref(), query("from").as_deref(), query("to").as_deref())?;
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

/// Shows who came, by one dimension, and that nothing was lost on the way.
pub async fn visits(call: &Call<'_>) -> Result<Reply, Stop> {
    let ask = visits::Ask::read(&|name| call.address.query(name))?;
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
    Ok(Reply::json(200, &visits::report(&ask, &call.settings.zone, &parts, orphans.as_of)))
}

/// Shows which codes may have leaked, and by what sign.
pub async fn codes(call: &Call<'_>) -> Result<Reply, Stop> {
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
    Ok(Reply::json(200, &codes::report(range, &call.settings.zone, ahead, &orders, &owners)))
}

/// Shows how often a survey was answered, and how.
pub async fn surveys(call: &Call<'_>) -> Result<Reply, Stop> {
    let (range, zone) = range(call)?;
    let (from, to) = bounds(range, &zone);
    let db = db::control(call.env)?;
    let handle = call.address.query("survey").unwrap_or_default();
    let survey: Option<Survey> = db::row(&db, sql::SURVEY_FIND, &[handle.as_str().into()]).await?;
    let fault = || Fault::query("survey", "not_found", "Send the handle of one that `GET /v1/surveys` lists.");
    let survey = survey.ok_or_else(|| Refusal::invalid(fault()))?;
    let alike = db::json(&db, sql::REPORT_ANSWERS, &[handle.into(), from.into(), to.into()]).await?;
    let mut report = survey::report(&survey, alike);
    if let Some(report) = report.as_object_mut() {
        report.extend([("from", range.from), ("to", range.to)].map(|(name, day)| (name.to_owned(), json!(day))));
        report.insert("zone".into(), call.settings.zone.as_str().into());
    }
    Ok(Reply::json(200, &report))
}

/// The days that are asked for, and the zone that they are days of.
fn range(call: &Call<'_>) -> Result<(Range, Zone), Stop> {
    let range = Range::read(call.address.query("from").as_deref(), call.address.query("to").as_deref())?;
    Ok((range, Zone::named(&call.settings.zone)?))
}

/// The first millisecond of the days, and the first behind them.
fn bounds(range: Range, zone: &Zone) -> (i64, i64) {
    let bounds = |day| zone::bounds(day, |at| zone.ahead(at));
    (bounds(range.from).0, bounds(range.to).1)
}

#[derive(Default)]
struct Orphans {
    orphan_visits: u64,
    as_of: Option<i64>,
}

stored!(Orphans { orphan_visits, as_of });
