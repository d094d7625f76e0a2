//! `GET /v1/reports/surveys`: how often a survey was answered, and how.

use serde_json::json;

use super::{bounds, range};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::survey::Survey;
use crate::domain::reply::Reply;
use crate::domain::survey;
use crate::edge::db;
use crate::edge::{Call, Stop};
use crate::sql;

/// Shows how often a survey was answered, and how.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
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
