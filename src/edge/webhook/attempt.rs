//! One attempt to send a message: claimed, read, signed, posted, and noted what came of it.

use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, Request, RequestInit, RequestRedirect, Response, WorkerGlobalScope};
use worker::{D1Database, Env, Result};

use crate::domain::conversion::Kind;
use crate::domain::register::webhook::Webhook;
use crate::domain::settings::Settings;
use crate::domain::webhook::attempt::{self, Fate, HELD_MS, Heard, PATIENCE_MS, QUEUE_MOST_MS};
use crate::domain::webhook::{Facts, address, body, message_id, rollup, signatures};
use crate::edge::db::{self, Arg};
use crate::edge::wait::within;
use crate::edge::{hosts, isolate, js, log, why};
use crate::sql;
use crate::stored;

/// How far two machines' clocks may be apart, milliseconds.
const SKEW_MS: i64 = 2_000;
/// When a message is tried again that storage could not give, milliseconds.
const STORAGE_MS: i64 = 30_000;

struct Message {
    id: u32,
    webhook_id: u32,
    event: String,
    kind: u8,
    key: String,
    facts: Option<String>,
    created_at: i64,
    attempts: u32,
}

stored!(Message { id, webhook_id, event, kind, key, facts, created_at, attempts });

/// Sends message `id` if it is due; gives after how many milliseconds the queue shall bring it again, if at all.
pub async fn send(env: &Env, id: u32) -> Option<i64> {
    let wait = match isolate::settings(env) {
        Ok(settings) => attempt(env, &settings, id).await,
        Err(refusal) => Err(worker::Error::RustError(refusal.detail())),
    };
    wait.unwrap_or_else(|error| {
        log::line("error", "webhook_message_not_sent", &json!({ "message": id, "error": error.to_string() }));
        Some(STORAGE_MS)
    })
}

async fn attempt(env: &Env, settings: &Settings, id: u32) -> Result<Option<i64>> {
    let (db, now) = (db::control(env)?, js::now());
    let claim = [id.into(), (now + SKEW_MS).into(), (now + HELD_MS).into()];
    // Sent already, or not due, or somebody else is at it: nothing is left to do here.
    let claimed: Option<Message> = db::row(&db, sql::WEBHOOK_MESSAGE_CLAIM, &claim).await?;
    let Some(message) = claimed else { return Ok(None) };
    let heard = told(env, &db, settings, &message).await?;
    let fate = attempt::judge(&heard, message.attempts + 1, js::chance()?);
    note(&db, &message, &heard, fate).await?;
    Ok(match fate {
        Fate::Again(wait) if wait <= QUEUE_MOST_MS => Some(wait),
        _ => None,
    })
}

/// Tells the receiver and says what it answered.
async fn told(env: &Env, db: &D1Database, settings: &Settings, message: &Message) -> Result<Heard> {
    let webhook: Option<Webhook> = db::row(db, sql::WEBHOOK_GET, &[message.webhook_id.into()]).await?;
    let Some(webhook) = webhook.filter(Webhook::is_live) else {
        return Ok(Heard::Refused("The webhook is disabled; enable it and replay this."));
    };
    let hosts = hosts::all(env, settings).await;
    if address::check(&webhook.url, hosts.own(), settings.fold).is_err() {
        return Ok(Heard::Refused("The webhook's address is refused; correct it and replay this."));
    }
    let data = match (&message.facts, message.kind) {
        (Some(facts), _) => rollup(facts),
        (None, kind) => {
            let args = [u32::from(kind).into(), message.key.as_str().into()];
            let facts: Option<Facts> = db::row(db, sql::WEBHOOK_FACTS, &args).await?;
            let Some(facts) = facts else { return Ok(Heard::Refused("What it tells of is not stored any more.")) };
            let decision = decision_of(env, &facts).await;
            facts.data(decision)
        }
    };
    let body = body(&message.event, message.created_at, data);
    let id = message_id(webhook.id, message.id);
    let at = js::now().div_euclid(1000);
    let signatures = signatures(&webhook.secrets(), &id, at, &body);
    Ok(post(&webhook.url, &id, at, &signatures, &body).await.unwrap_or_else(|error| Heard::Nothing(error.to_string())))
}

/// To whom the conversion is credited, a refund like its order; none where nobody knows, for the message comes first.
async fn decision_of(env: &Env, facts: &Facts) -> Option<Value> {
    let (kind, key) = match (Kind::of(facts.kind)?, &facts.order_id) {
        (Kind::Refund, Some(order)) => (Kind::Sale, order),
        (kind, _) => (kind, &facts.key),
    };
    why::decide_one(env, kind, key).await.ok().flatten()
}

/// Posts a message; neither a redirect nor the answer's body is looked at.
async fn post(url: &str, id: &str, at: i64, signatures: &str, body: &str) -> Result<Heard> {
    let headers = Headers::new()?;
    headers.set("content-type", "application/json")?;
    headers.set("user-agent", "Waymark")?;
    headers.set("webhook-id", id)?;
    headers.set("webhook-timestamp", &at.to_string())?;
    headers.set("webhook-signature", signatures)?;
    let (init, controller) = (RequestInit::new(), AbortController::new()?);
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Manual);
    init.set_body(&JsValue::from_str(body));
    init.set_signal(Some(&controller.signal()));
    let request = Request::new_with_str_and_init(url, &init)?;
    // The platform's own `fetch`: that of `worker` knows every property of Cloudflare's, which weigh 4 KB.
    let worker: WorkerGlobalScope = js_sys::global().unchecked_into();
    let answer = within(PATIENCE_MS, JsFuture::from(worker.fetch_with_request(&request))).await;
    let heard = answer.map(|answer| {
        let answer: Response = answer.unchecked_into();
        let asked = answer.headers().get("retry-after").ok().flatten();
        Heard::Answer(answer.status(), asked.and_then(|asked| attempt::retry_after(&asked)))
    });
    // Ends a request that was given up, and lets go of a body that nobody reads.
    controller.abort();
    heard
}

/// Notes what came of it; a receiver that is gone takes its webhook with it.
async fn note(db: &D1Database, message: &Message, heard: &Heard, fate: Fate) -> Result<()> {
    let now = js::now();
    let (state, next_at, delivered_at) = match fate {
        Fate::Delivered => ("delivered", now, Some(now)),
        Fate::Again(wait) => ("pending", now + wait, None),
        Fate::Dead | Fate::Gone => ("dead", now, None),
    };
    let status = if let Heard::Answer(status, _) = heard { Some(u32::from(*status)) } else { None };
    let reason = attempt::reason(heard);
    if state == "dead" {
        let facts = json!({
            "message": message.id, "webhook": message.webhook_id, "attempts": message.attempts + 1, "why": reason,
        });
        log::line("error", "webhook_message_dead", &facts);
    }
    let args: Vec<Arg<'_>> = vec![
        message.id.into(),
        state.into(),
        status.into(),
        reason.as_deref().into(),
        next_at.into(),
        delivered_at.into(),
        message.attempts.into(),
    ];
    let mut statements = vec![db::bind(db, sql::WEBHOOK_MESSAGE_DONE, &args)?];
    if fate == Fate::Gone {
        statements.push(db::bind(db, sql::WEBHOOK_GONE, &[message.webhook_id.into(), now.into()])?);
    }
    db::batch(db, statements).await.map(drop)
}
