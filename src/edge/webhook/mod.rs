//! Messages to webhooks on their way: noted with their fact, handed to the queue, swept by cron, shown and replayed.
//!
//! # Why
//! The row in D1 is the message; the queue only carries its id and the moment. So whatever is lost between them (an
//! isolate that dies, a queue that is down or was never bound) is found by the sweep, and whatever comes twice is
//! claimed once.

mod attempt;

use futures_util::future::join_all;
use serde::Serialize;
use serde_json::json;
use wasm_bindgen::JsValue;
use worker::{Context, D1Database, Env, QueueContentType, RawMessageBuilder, Result};

use super::wait::within;
use super::{Call, Stop, db, isolate, log};
use crate::domain::cursor::{self, Page};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::webhook::Webhook;
use crate::domain::reply::Reply;
use crate::domain::time;
use crate::domain::webhook::attempt::KEPT_MS;
use crate::sql;
use crate::stored;

/// Messages that are sent at once: a Worker has six connections that wait for an answer.
const AT_ONCE: usize = 5;
/// Messages that the queue takes at once.
const BATCH: usize = 100;
/// Messages that a sweep hands to the queue, and those it sends itself where there is none.
const SWEPT: (i64, usize) = (1_000, 20);
/// How many messages are forgotten at once, and how often in one night: a statement has seconds.
const PURGED: (i64, usize) = (2_000, 100);
/// How long the queue may take, milliseconds.
const PATIENCE: u64 = 5_000;

struct Id {
    id: u32,
}

stored!(Id { id });

/// Remembers the messages that a statement noted, until they are handed to the queue.
pub fn noted(result: &db::Answer) -> Result<()> {
    let ids = result.results::<Id>()?;
    isolate::with(|isolate| isolate.webhook_messages.extend(ids.into_iter().map(|row| row.id)));
    Ok(())
}

/// After the reply: hands what was noted to the queue.
pub fn hand_over(env: &Env, ctx: &Context) {
    if isolate::with(|isolate| !isolate.webhook_messages.is_empty()) {
        let env = env.clone();
        ctx.wait_until(async move { announce(&env).await });
    }
}

/// Hands what was noted to the queue; where that fails the sweep finds it.
pub async fn announce(env: &Env) {
    let ids = isolate::with(|isolate| std::mem::take(&mut isolate.webhook_messages));
    if ids.is_empty() || env.queue("WEBHOOKS_QUEUE").is_err() {
        return;
    }
    if let Err(error) = enqueue(env, &ids).await {
        log::line("warn", "queue_send_failed", &json!({ "webhook_messages": ids.len(), "error": error.to_string() }));
    }
}

/// Hands over what is due and nobody came for; sends some of it itself where the queue is down or not there.
pub async fn sweep(env: &Env, now: i64) -> Result<()> {
    let due: Vec<Id> = db::rows(&db::control(env)?, sql::WEBHOOK_MESSAGES_DUE, &[now.into(), SWEPT.0.into()]).await?;
    let ids: Vec<u32> = due.into_iter().map(|row| row.id).collect();
    if !ids.is_empty() && enqueue(env, &ids).await.is_err() {
        send_all(env, ids.get(..SWEPT.1.min(ids.len())).unwrap_or_default()).await;
    }
    Ok(())
}

/// Sends messages and says of each after how many milliseconds the queue shall bring it again, if at all.
pub async fn send_all(env: &Env, ids: &[u32]) -> Vec<Option<i64>> {
    let mut waits = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        waits.extend(join_all(some.iter().map(|id| attempt::send(env, *id))).await);
    }
    waits
}

/// Forgets what ended long ago.
pub async fn purge(control: &D1Database, now: i64) -> Result<()> {
    for _ in 0..PURGED.1 {
        let args = [(now - KEPT_MS).into(), PURGED.0.into()];
        if db::run(control, sql::WEBHOOK_MESSAGES_PURGE, &args).await? == 0 {
            break;
        }
    }
    Ok(())
}

/// Hands ids to the queue.
async fn enqueue(env: &Env, ids: &[u32]) -> Result<()> {
    let queue = env.queue("WEBHOOKS_QUEUE")?;
    for some in ids.chunks(BATCH) {
        let messages: Vec<_> = some
            .iter()
            .map(|id| RawMessageBuilder::new(JsValue::from_str(&id.to_string())))
            .map(|message| message.build_with_content_type(QueueContentType::Text))
            .collect();
        within(PATIENCE, queue.send_raw_batch(messages)).await?;
    }
    Ok(())
}

/// A message as it is shown.
#[derive(Serialize)]
struct Message {
    id: u32,
    webhook_id: u32,
    event: String,
    key: String,
    version: u32,
    state: String,
    attempts: u32,
    #[serde(serialize_with = "time::shown")]
    next_at: i64,
    last_status: Option<u16>,
    last_error: Option<String>,
    #[serde(serialize_with = "time::shown")]
    created_at: i64,
    #[serde(serialize_with = "time::shown_if")]
    delivered_at: Option<i64>,
}

stored!(Message {
    id,
    webhook_id,
    event,
    key,
    version,
    state,
    attempts,
    next_at,
    last_status,
    last_error,
    created_at,
    delivered_at
});

/// `GET /v1/webhooks/{id}/messages`: newest first.
pub async fn list(call: &Call<'_>, webhook: u32) -> std::result::Result<Reply, Stop> {
    #[derive(Serialize)]
    struct List {
        items: Vec<Message>,
        next: Option<String>,
    }
    let db = db::control(call.env)?;
    let known: Option<Webhook> = db::row(&db, sql::WEBHOOK_GET, &[webhook.into()]).await?;
    known.ok_or(Refusal::NotFound)?;
    let query = |name| call.address.query(name);
    let page = Page::read("webhook_messages", query("limit").as_deref(), query("cursor").as_deref())?;
    let state = query("state");
    if state.as_deref().is_some_and(|state| !["pending", "delivered", "dead"].contains(&state)) {
        let fault = Fault::query("state", "unknown_state", "Send pending, delivered or dead.");
        return Err(Refusal::invalid(fault).into());
    }
    let before = if page.after == 0 { i64::from(u32::MAX) + 1 } else { page.after.into() };
    let args = [before.into(), (page.limit + 1).into(), webhook.into(), state.as_deref().into()];
    let mut items: Vec<Message> = db::rows(&db, sql::WEBHOOK_MESSAGE_LIST, &args).await?;
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| cursor::print("webhook_messages", last.id));
    Ok(Reply::json(200, &List { items, next }))
}

/// `POST /v1/webhook_messages/{id}/replay`: sends it again, whatever became of it.
pub async fn replay(call: &Call<'_>, id: u32) -> std::result::Result<Reply, Stop> {
    let args = [id.into(), call.now.into()];
    let message: Option<Message> = db::row(&db::control(call.env)?, sql::WEBHOOK_MESSAGE_REPLAY, &args).await?;
    let message = message.ok_or(Refusal::NotFound)?;
    isolate::with(|isolate| isolate.webhook_messages.push(id));
    Ok(Reply::json(202, &message))
}
