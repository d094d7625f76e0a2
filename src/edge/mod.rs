//! The acting room: takes events from the platform, gathers facts, lets the domain decide and does what it says.
//!
//! # Why
//! No handler returns an error to the platform: a queue handler's `Err` panics inside `worker`, and a panic resets
//! the instance with every request in it. What fails is logged here, once, and told as `unavailable`.

mod audience;
mod auth;
mod collect;
mod consumer;
mod conversions;
mod db;
mod dead_letters;
mod facts;
mod health;
mod http;
mod idempotency;
mod import;
mod isolate;
mod js;
mod log;
mod outbox;
mod privacy;
mod publisher;
mod reading_copy;
mod recount;
mod register;
mod report;
mod rollup;
mod salt;
mod snippet;
mod source;
mod store;
mod survey;
mod wait;
mod webhook;
mod why;

use std::future::Future;
use std::pin::Pin;

use serde_json::json;
use web_sys::{Request, Response};
use worker::{Context, Env, MessageBatch, ScheduleContext, ScheduledEvent, event};

use crate::domain::key::Who;
use crate::domain::page;
use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;
use crate::domain::route::Door;
use crate::domain::settings::Settings;
use http::Address;

/// Why a request ends without its reply: a refusal to tell, or a platform error to log.
enum Stop {
    Refusal(Refusal),
    Platform(worker::Error),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

impl From<worker::Error> for Stop {
    fn from(error: worker::Error) -> Self {
        Self::Platform(error)
    }
}

/// One request with everything its door may need.
struct Call<'a> {
    env: &'a Env,
    ctx: &'a Context,
    settings: &'a Settings,
    address: &'a Address<'a>,
    request: Request,
    now: i64,
    /// Who calls, where the door asks for a key.
    who: Who,
}

/// A reply that is being made.
///
/// Boxed and of one type: unboxed, the code of every door would be part of the one function that answers a click.
type Coming<'a> = Pin<Box<dyn Future<Output = Result<Reply, Stop>> + 'a>>;

#[event(fetch)]
async fn fetch(request: Request, env: Env, ctx: Context) -> worker::Result<Response> {
    let (url, method) = (request.url(), request.method());
    let address = Address::of(&url);
    let reply = match (Door::of(&method, address.path), isolate::settings(&env)) {
        // A pixel always answers a pixel, also where nothing is set up.
        (Ok(Door::View(_)), Err(_)) => page::pixel(200),
        (Err(refusal), _) | (_, Err(refusal)) => refusal.reply(),
        (Ok(door), Ok(settings)) => {
            let (now, who) = (js::now(), Who::default());
            let call = Call { env: &env, ctx: &ctx, settings: &settings, address: &address, request, now, who };
            answer(door, call).await.unwrap_or_else(|stop| told(&stop))
        }
    };
    webhook::hand_over(&env, &ctx);
    http::response(reply)
}

async fn answer(door: Door, mut call: Call<'_>) -> Result<Reply, Stop> {
    match &door {
        Door::Follow(slug) => return audience::follow(&call, slug.as_ref()).await,
        Door::View(slug) => return audience::view(&call, slug.as_ref()).await,
        // What is the same for everybody needs no more than a bound on how often.
        Door::SurveyScript | Door::Snippet(_) | Door::Preflight | Door::Gpc => {
            auth::limit_address(&call).await?;
            return Ok(match door {
                Door::SurveyScript => survey::script(),
                Door::Snippet(version) => snippet::serve(version)?,
                Door::Preflight => survey::preflight(),
                _ => audience::gpc(&call),
            });
        }
        _ => {}
    }
    if let Some(scope) = door.scope() {
        call.who = auth::admit(&call, scope).await?;
    }
    let coming: Coming<'_> = match &door {
        Door::Health => Box::pin(health::show(&call)),
        Door::Hook(handle) => Box::pin(source::hook(call, handle)),
        Door::Postback => Box::pin(source::postback(call)),
        Door::SurveyOptions(handle) => Box::pin(async { Ok(survey::options(&call, handle).await) }),
        Door::SurveyAnswer(handle) => Box::pin(async move { Ok(survey::answer(call, handle).await) }),
        Door::Collect => Box::pin(async { Ok(survey::open(collect::take(call).await)) }),
        Door::Convert => Box::pin(conversions::take(call)),
        Door::Import => Box::pin(import::take(call)),
        Door::ShowImport(name) => Box::pin(import::show(&call, name)),
        Door::ListConversions => Box::pin(why::list(&call)),
        Door::ShowConversion(id) => Box::pin(why::show(&call, id)),
        Door::Register(thing, act) => register::act(call, *thing, *act),
        Door::Report(report) => report::show(&call, *report),
        Door::LinkHistory(id) => Box::pin(register::link_history(&call, *id)),
        Door::ShowHygiene => Box::pin(register::hygiene::show(&call)),
        Door::PutHygiene => Box::pin(register::hygiene::put(call)),
        Door::Lint => Box::pin(register::lint(call)),
        Door::ImportCodes => Box::pin(register::import_codes(call)),
        Door::ImportLedger(thing) => Box::pin(register::import_ledger(call, *thing)),
        Door::ListRollups => Box::pin(rollup::list(&call)),
        Door::RunRollup => Box::pin(rollup::on_demand(call)),
        Door::ListDeadLetters => Box::pin(dead_letters::list(&call)),
        Door::ReplayDeadLetter(id) => Box::pin(dead_letters::replay(&call, *id)),
        Door::ListDeliveries => Box::pin(source::delivery::list(&call)),
        Door::ShowDelivery(id) => Box::pin(source::delivery::show(&call, *id)),
        Door::ReplayDelivery(id) => Box::pin(source::delivery::replay(call, *id)),
        Door::ListWebhookMessages(id) => Box::pin(webhook::list(&call, *id)),
        Door::ReplayWebhookMessage(id) => Box::pin(webhook::replay(&call, *id)),
        Door::Export => Box::pin(privacy::export(call)),
        Door::Erase => Box::pin(privacy::erase(call)),
        Door::ListReceipts => Box::pin(privacy::list(&call)),
        Door::ShowReceipt(id) => Box::pin(privacy::show(&call, *id)),
        _ => return Err(Refusal::NotFound.into()),
    };
    coming.await
}

/// What the caller hears when there is no reply; platform errors stay in the log.
fn told(stop: &Stop) -> Reply {
    match stop {
        Stop::Refusal(refusal) => refusal.reply(),
        Stop::Platform(error) => {
            log::line("error", "request_failed", &json!({ "error": error.to_string() }));
            Refusal::Unavailable.reply()
        }
    }
}

#[event(queue)]
async fn queue(batch: MessageBatch<()>, env: Env, _ctx: Context) -> worker::Result<()> {
    consumer::take(&batch, &env).await;
    Ok(())
}

#[event(scheduled)]
async fn scheduled(event: ScheduledEvent, env: Env, _ctx: ScheduleContext) {
    rollup::on_schedule(&event.cron(), &env).await;
}
