//! `GET /v1/reports/...`: reads totals, orders or answers, and lets the domain make the report.

mod answer;
mod codes;
mod cohorts;
pub mod creator_page;
mod lift;
mod models;
mod paths;
mod performance;
mod quality;
mod ranking;
mod reconciliation;
mod surveys;
mod utm;
mod visits;

use serde_json::{Value, json};
use worker::D1Database;

use super::db::{self, Arg};
use super::js::Zone;
use super::{Call, Coming, Stop};
use crate::domain::report::Report;
use crate::domain::report::ask::{Frame, Range};
use crate::domain::report::shown;
use crate::domain::time::Day;
use crate::domain::{recount, zone};
use crate::sql;
use crate::stored;
pub use answer::{answer, answer_printed};

/// Makes one report.
pub fn show<'a>(call: &'a Call<'a>, report: Report) -> Coming<'a> {
    match report {
        Report::Performance => Box::pin(performance::show(call)),
        Report::Ranking => Box::pin(ranking::show(call)),
        Report::Models => Box::pin(models::show(call)),
        Report::Paths => Box::pin(paths::show(call)),
        Report::Reconciliation => Box::pin(reconciliation::show(call)),
        Report::Cohorts => Box::pin(cohorts::show(call)),
        Report::Lift => Box::pin(lift::show(call)),
        Report::Quality => Box::pin(quality::show(call)),
        Report::Visits => Box::pin(visits::show(call)),
        Report::Codes => Box::pin(codes::show(call)),
        Report::Surveys => Box::pin(surveys::show(call)),
        Report::Utm => Box::pin(utm::show(call)),
    }
}

/// The reporting day that it is.
pub fn today(call: &Call<'_>) -> worker::Result<Day> {
    let zone = Zone::named(&call.settings.zone)?;
    Ok(zone::day_of(call.now, |at| zone.ahead(at)))
}

/// What stands over a report that was counted as of `as_of`.
pub fn frame(call: &Call<'_>, as_of: Option<i64>) -> worker::Result<Frame> {
    let settings = call.settings;
    let rule = settings.rule;
    let revenue_basis = rule.basis.word();
    let windows = [rule.click_days, rule.lead_click_days, rule.view_days];
    let set = json!([rule.precedence.word(), revenue_basis, settings.zone, windows, recount::RULES, rule.reporting]);
    Ok(Frame {
        zone: settings.zone.clone(),
        today: today(call)?,
        as_of,
        revenue_basis,
        reporting: rule.reporting,
        click_window_days: rule.click_days,
        view_window_days: rule.view_days,
        config: shown::digest(set.to_string().as_bytes()).chars().take(8).collect(),
    })
}

/// When the last finished rollup began.
async fn as_of(db: &D1Database) -> worker::Result<Option<i64>> {
    let told: Option<Orphans> = db::row(db, sql::REPORT_ORPHANS, &[0_i64.into(), (-1_i64).into()]).await?;
    Ok(told.unwrap_or_default().as_of)
}

/// What the creators of `ids`, a JSON list, are called: id, name and handle, in order of id.
async fn names(db: &D1Database, ids: &Value) -> worker::Result<Vec<(u32, String, String)>> {
    let (_, mut creators): (Vec<Value>, Vec<(u32, String, String)>) =
        db::json(db, sql::ORDER_NAMES, &["[]".into(), Arg::Owned(ids.to_string())]).await?;
    creators.sort_unstable();
    Ok(creators)
}

/// The days that are asked for, and the zone that they are days of.
fn range(call: &Call<'_>) -> Result<(Range, Zone), Stop> {
    let range = Range::only(&|name| call.address.query(name), today(call)?)?;
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
