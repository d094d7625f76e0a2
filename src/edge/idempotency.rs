//! `Idempotency-Key` as the IETF draft has it: the first answer to a key is given again for a day.
//!
//! # Why
//! Conversions are idempotent by their own ids already; this serves clients that send the header with every call. The
//! key belongs to whoever sent it: it is hashed together with the API key.

use std::future::Future;

use worker::Env;

use super::http::header;
use super::{Call, Stop, db, log};
use crate::domain::idempotency::{self, KEPT_MS};
use crate::domain::refusal::Refusal;
use crate::domain::reply::{Body, Reply};
use crate::sql;
use crate::stored;

/// How long a first call may be at work before another one may take over, milliseconds.
const AT_WORK_MS: i64 = 60_000;

/// A call that names a key.
pub struct Asked {
    key: String,
    target: String,
}

impl Asked {
    /// Reads the header; `None` where it was not sent.
    pub fn of(call: &Call<'_>) -> Result<Option<Self>, Refusal> {
        let headers = call.request.headers();
        let sent = header(&headers, "idempotency-key");
        if sent.is_empty() {
            return Ok(None);
        }
        let key = idempotency::key(&sent, &header(&headers, "authorization"))?;
        Ok(Some(Self { key, target: format!("{}?{}", call.address.path, call.address.query) }))
    }
}

impl Asked {
    /// What the call deals from in place of chance, so that its repeat finds what it made though its answer was lost.
    pub fn seed(&self) -> String {
        self.key.clone()
    }
}

/// Whose turn it is.
pub enum Claimed {
    /// The answer that the first call was given.
    Answered(Reply),
    /// This call is the first.
    Ours(Turn),
}

/// The first call's turn: it answers, or gives the key back.
pub struct Turn(String);

struct Row {
    fingerprint: String,
    status: Option<u16>,
    body: Option<String>,
    created_at: i64,
}

stored!(Row { fingerprint, status, body, created_at });

/// Claims the key for this body, or gives the answer that it has.
pub async fn claim(env: &Env, asked: &Asked, body: &[u8], now: i64) -> Result<Claimed, Stop> {
    let db = db::control(env)?;
    let fingerprint = idempotency::fingerprint(&asked.target, body);
    let key = asked.key.as_str();
    let args = [key.into(), fingerprint.as_str().into(), now.into(), (now - KEPT_MS).into(), (now - AT_WORK_MS).into()];
    let results = db::batch(
        &db,
        vec![db::bind(&db, sql::IDEMPOTENCY_CLAIM, &args)?, db::bind(&db, sql::IDEMPOTENCY_GET, &[key.into()])?],
    )
    .await?;
    if results.first().map_or(0, db::Answer::changes) > 0 {
        return Ok(Claimed::Ours(Turn(asked.key.clone())));
    }
    let rows: Vec<Row> = results.get(1).map(db::Answer::results).transpose()?.unwrap_or_default();
    match rows.into_iter().next() {
        Some(row) if row.fingerprint != fingerprint => Err(Refusal::KeyReused.into()),
        Some(Row { status: Some(status), body: Some(body), created_at, .. }) => {
            let reply = Reply { status, headers: Vec::new(), body: Body::Text(body) };
            let kind = if status < 400 { "application/json" } else { "application/problem+json" };
            let age = ((now - created_at) / 1000).to_string();
            Ok(Claimed::Answered(reply.with("content-type", kind).with("cache-control", "no-store").with("age", age)))
        }
        _ => Err(Refusal::AtWork.into()),
    }
}

/// Does `work` where no key is named or this call is the first under it, and keeps its answer; gives the answer that was
/// kept where it is not.
pub async fn once(
    env: &Env,
    asked: Option<Asked>,
    body: &[u8],
    now: i64,
    work: impl Future<Output = Result<Reply, Stop>>,
) -> Result<Reply, Stop> {
    let Some(asked) = asked else { return work.await };
    let turn = match claim(env, &asked, body, now).await? {
        Claimed::Answered(reply) => return Ok(reply),
        Claimed::Ours(turn) => turn,
    };
    let done = work.await;
    match &done {
        Ok(reply) => turn.answer(env, reply).await,
        // Nothing was said, so the same call may be made again at once.
        Err(_) => turn.release(env).await,
    }
    done
}

impl Turn {
    /// Keeps the answer; where that fails the conversions' own ids still keep a repeat harmless.
    pub async fn answer(&self, env: &Env, reply: &Reply) {
        let Body::Text(body) = &reply.body else { return };
        self.run(
            env,
            sql::IDEMPOTENCY_ANSWER,
            &[i64::from(reply.status).into(), idempotency::kept(body).into_owned().into()],
        )
        .await;
    }

    /// Gives the key back.
    pub async fn release(&self, env: &Env) {
        self.run(env, sql::IDEMPOTENCY_RELEASE, &[]).await;
    }

    async fn run(&self, env: &Env, statement: &str, more: &[db::Arg<'_>]) {
        let done = async {
            let args: Vec<db::Arg<'_>> = std::iter::once(self.0.as_str().into()).chain(more.iter().cloned()).collect();
            db::run(&db::control(env)?, statement, &args).await
        };
        if let Err(error) = done.await {
            log::line("warn", "idempotency_key_not_kept", &serde_json::json!({ "error": error.to_string() }));
        }
    }
}
