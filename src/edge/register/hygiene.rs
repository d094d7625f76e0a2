//! `/v1/utm`: what a brand's tags should look like, and the reading of it where links are made.

use serde_json::Value;
use worker::D1Database;

use super::{expected, version_tag};
use crate::domain::fields;
use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;
use crate::domain::stored;
use crate::domain::time;
use crate::domain::utm::hygiene::Hygiene;
use crate::edge::db;
use crate::edge::http::{self, header};
use crate::edge::{Call, Stop};
use crate::sql;
use crate::stored;

/// The most bytes of a body: the most aliases and allowed values, in long letters.
const BODY_MOST: usize = 256 * 1024;
/// The newest links whose values a new one is compared with: read with every link that is made.
const LINKS_LOOKED_AT: i64 = 1_000;
/// The most values of them.
const VALUES_LOOKED_AT: i64 = 500;

/// The row as it is shown.
#[derive(Default)]
struct Kept {
    said: Option<String>,
    version: u32,
    updated_at: Option<i64>,
}

stored!(Kept { said, version, updated_at });

/// `GET /v1/utm`
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let kept = kept(&db::control(call.env)?).await?;
    let tag = version_tag(kept.version, None);
    if fields::matches_tag(&header(&call.request.headers(), "if-none-match"), &tag) {
        return Ok(Reply::empty(304).with("etag", tag));
    }
    let said: Option<Value> = kept.said.and_then(|said| serde_json::from_str(&said).ok());
    let said = said.unwrap_or_else(|| Hygiene::default().said());
    Ok(shown(said, kept.version, kept.updated_at))
}

/// `PUT /v1/utm`: all of it at once, for half a set of rules is another set of rules.
pub async fn put(call: Call<'_>) -> Result<Reply, Stop> {
    struct Made {
        version: u32,
    }

    stored!(Made { version });
    let (db, now) = (db::control(call.env)?, call.now);
    let before = kept(&db).await?.version;
    expected(&call, before)?;
    let body = fields::parse(&http::body(call.request, BODY_MOST).await?)?;
    let said = Hygiene::say(&body).map_err(Refusal::Invalid)?.said();
    let args = [said.to_string().into(), before.into(), now.into()];
    let made: Option<Made> = db::row(&db, sql::HYGIENE_PUT, &args).await?;
    let made = made.ok_or(Refusal::ChangedMeanwhile)?;
    Ok(shown(said, made.version, Some(now)))
}

/// What tags should look like, with what the newest links carry.
pub async fn read(db: &D1Database) -> Result<Hygiene, Stop> {
    let row: Option<Value> = db::row(db, sql::HYGIENE_READ, &[LINKS_LOOKED_AT.into(), VALUES_LOOKED_AT.into()]).await?;
    Ok(db::fit(stored::read(row.unwrap_or_default()))?)
}

/// The same without what links carry: by which words platforms are called.
pub async fn words(db: &D1Database) -> Result<Hygiene, Stop> {
    let row: Option<Value> = db::row(db, sql::HYGIENE_GET, &[]).await?;
    Ok(row.map(|row| db::fit(stored::read(row))).transpose()?.unwrap_or_default())
}

async fn kept(db: &D1Database) -> worker::Result<Kept> {
    Ok(db::row(db, sql::HYGIENE_GET, &[]).await?.unwrap_or_default())
}

fn shown(mut said: Value, version: u32, updated_at: Option<i64>) -> Reply {
    if let Some(fields) = said.as_object_mut() {
        fields.insert("version".into(), version.into());
        fields.insert("updated_at".into(), updated_at.map(time::print).into());
    }
    Reply::json(200, &said).with("etag", version_tag(version, None))
}
