//! `GET /v1/reports/ranking`: creators against what was hoped for. Nothing answers there yet.

use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;
use crate::edge::{Call, Stop};

/// Says that there is nothing.
#[expect(clippy::unused_async, reason = "it will ask the database")]
pub async fn show(_: &Call<'_>) -> Result<Reply, Stop> {
    Err(Refusal::NotFound.into())
}
