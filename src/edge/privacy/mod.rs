//! `/v1/privacy`: what is kept of somebody is shown or made nobody's, with a receipt that does not say who it was.

mod erase;
mod export;
mod find;
mod letters;
pub mod purge;

use serde_json::json;
use worker::D1Database;

use super::{Call, Stop, db, http, register};
use crate::domain::privacy::{BODY_MOST, Receipt, Subject};
use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;
use crate::sql;
pub use erase::go_on;

/// `POST /v1/privacy/export`
pub async fn export(call: Call<'_>) -> Result<Reply, Stop> {
    let (env, settings) = (call.env, call.settings);
    let body = http::body(call.request, BODY_MOST).await?;
    let (subject, _) = Subject::read(&body, settings, false)?;
    let tables = export::tables(env, settings, &subject).await?;
    Ok(Reply::json(200, &tables))
}

/// `POST /v1/privacy/erase`: all of it is done when this says so; where it breaks off, the same call or the next night
/// goes on.
pub async fn erase(call: Call<'_>) -> Result<Reply, Stop> {
    let (env, settings, now) = (call.env, call.settings, call.now);
    let body = http::body(call.request, BODY_MOST).await?;
    let (subject, reason) = Subject::read(&body, settings, true)?;
    let id = erase::ask(env, settings, &subject, reason.as_deref(), now).await?;
    let receipt = receipt(&db::control(env)?, id).await?;
    let status = if receipt.finished_at.is_some() { 200 } else { 202 };
    let found = receipt.rows.as_object().is_some_and(|rows| !rows.is_empty());
    Ok(Reply::json(status, &json!({ "found": found, "receipt": receipt })))
}

/// `GET /v1/privacy/receipts`
pub async fn list(call: &Call<'_>) -> Result<Reply, Stop> {
    register::page(call, "receipts", sql::PRIVACY_RECEIPT_LIST, &[], |row: &Receipt| row.id, |row| row).await
}

/// `GET /v1/privacy/receipts/{id}`
pub async fn show(call: &Call<'_>, id: u32) -> Result<Reply, Stop> {
    Ok(Reply::json(200, &receipt(&db::control(call.env)?, id).await?))
}

async fn receipt(db: &D1Database, id: u32) -> Result<Receipt, Stop> {
    let receipt: Option<Receipt> = db::row(db, sql::PRIVACY_RECEIPT_GET, &[id.into()]).await?;
    Ok(receipt.ok_or(Refusal::NotFound)?)
}
