//! Messages that could not be stored: kept with their reason, listed, and replayed.

use serde::Serialize;
use serde_json::json;
use worker::{Env, Result};

use super::{Call, Stop, db, js, register, store};
use crate::domain::event::Message;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::reply::Reply;
use crate::domain::time;
use crate::sql;
use crate::stored;

/// Bytes kept of a message: as many as a queue carries.
const BODY_MOST: usize = 128 * 1024;

#[derive(Serialize)]
struct DeadLetter {
    id: u32,
    queue: String,
    reason: String,
    body: String,
    #[serde(serialize_with = "time::shown")]
    received_at: i64,
    #[serde(serialize_with = "time::shown_if")]
    replayed_at: Option<i64>,
}

stored!(DeadLetter { id, queue, reason, body, received_at, replayed_at });

/// Keeps bodies with their reasons.
pub async fn keep(env: &Env, queue: &str, letters: &[(String, String)]) -> Result<()> {
    let (db, now) = (db::control(env)?, js::now());
    // A statement a letter (together they could pass what a bound text may have), one transaction for all.
    let mut statements = Vec::new();
    for (body, reason) in letters {
        let kept = body.get(..body.floor_char_boundary(BODY_MOST)).unwrap_or_default();
        let row = json!([[queue, reason, kept, now]]).to_string();
        statements.push(db::bind(&db, sql::DEAD_LETTERS_INSERT, &[row.as_str().into()])?);
    }
    db::batch(&db, statements).await.map(drop)
}

/// `GET /v1/dead_letters`
pub async fn list(call: &Call<'_>) -> std::result::Result<Reply, Stop> {
    register::page(call, "dead_letters", sql::DEAD_LETTER_LIST, &[], |row: &DeadLetter| row.id, |row| row).await
}

/// `POST /v1/dead_letters/{id}/replay`: stores its events after all, each once.
pub async fn replay(call: &Call<'_>, id: u32) -> std::result::Result<Reply, Stop> {
    let db = db::control(call.env)?;
    let letter: Option<DeadLetter> = db::row(&db, sql::DEAD_LETTER_GET, &[id.into()]).await?;
    let mut letter = letter.ok_or(Refusal::NotFound)?;
    let events = Message::parse(&letter.body)
        .map_err(|reason| Refusal::invalid(Fault::at("", "unreadable", format!("It cannot be read: {reason}."))))?;
    store::events(call.env, &events).await?;
    db::run(&db, sql::DEAD_LETTER_REPLAYED, &[id.into(), call.now.into()]).await?;
    letter.replayed_at = Some(call.now);
    letter.body = letter.body.chars().take(500).collect();
    Ok(Reply::json(200, &letter))
}
