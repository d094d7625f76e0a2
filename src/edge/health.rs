//! `GET /healthz`: which version and release run on which schema, and when the night and the consumer last worked.

use serde_json::{Value, json};
use worker::Result;

use super::{Call, Stop, auth, db, rollup};
use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;
use crate::domain::time;

/// Says how the deployment is; 503 when a database does not answer.
pub async fn show(call: &Call<'_>) -> std::result::Result<Reply, Stop> {
    auth::limit_address(call).await?;
    Ok(look(call).await.unwrap_or_else(|_| Refusal::Unavailable.reply()))
}

async fn look(call: &Call<'_>) -> Result<Reply> {
    let control = db::control(call.env)?;
    // The oldest of the shards' schemas is the one that may be too old.
    let (mut schema, mut last_batch) = (i64::MAX, 0);
    for shard in db::shards(call.env)? {
        schema = schema.min(db::fact(&shard, "schema_version").await?);
        last_batch = last_batch.max(db::fact(&shard, "last_batch_at").await?);
    }
    let last_rollup = rollup::newest(&control).await?.map_or(Value::Null, |job| job.in_public());
    Ok(Reply::json(
        200,
        &json!({
            "status": "ok",
            "version": env!("CARGO_PKG_VERSION"),
            // Of two builds of one version: scripts/deploy names each, and waits until the new one answers.
            "release": call.env.var("RELEASE").ok().map(|release| release.to_string()),
            "schema_version": { "control": db::fact(&control, "schema_version").await?, "events": schema },
            "last_rollup": last_rollup,
            "last_consumer_batch": (last_batch > 0).then(|| time::print(last_batch)),
        }),
    ))
}
