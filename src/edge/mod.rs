//! The acting room: takes events from the platform, gathers facts, lets the domain decide and does what it says.
//!
//! # Why
//! No handler returns an error to the platform: a queue handler's `Err` panics inside `worker`, and a panic resets
//! the instance with every request in it. What fails is logged here, once, and told as `unavailable`.

mod audience;
mod auth;
mod consumer;
mod conversions;
mod db;
mod dead_letters;
mod health;
mod http;
mod idempotency;
mod isolate;
mod js;
mod log;
mod outbox;
mod publisher;
mod reading_copy;
mod recount;
mod register;
mod report;
mod rollup;
mod salt;
mod source;
mod store;
mod survey;
mod wait;
mod webhook;
mod why;

use serde_json::json;
use web_sys::{Request, Response};
use worker::{Context, Env, MessageBatch, ScheduleContext, ScheduledEvent, event};

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
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, ctx: Context) -> worker::Result<Response> {
    let (url, method) = (request.url(), request.method());
    let address = Address::of(&url);
    let reply = match (Door::of(&method, address.path), isolate::settings(&env)) {
        // A pixel always answers a pixel, also where nothing is set up.
        (Ok(Door::View(_)), Err(_)) => page::pixel(200),
        (Err(refusal), _) | (_, Err(refusal)) => refusal.reply(),
        (Ok(door), Ok(settings)) => {
            let call = Call { env: &env, ctx: &ctx, settings: &settings, address: &address, request, now: js::now() };
            answer(door, call).await.unwrap_or_else(|stop| told(&stop))
        }
    };
    webhook::hand_over(&env, &ctx);
    http::response(reply)
}

async fn answer(door: Door, call: Call<'_>) -> Result<Reply, Stop> {
    match &door {
        Door::Follow(slug) => return audience::follow(&call, slug.as_ref()).await,
        Door::View(slug) => return audience::view(&call, slug.as_ref()).await,
        Door::Health => {
            auth::limit_address(&call).await?;
            return Ok(health::show(&call).await);
        }
        Door::Hook(handle) => return source::hook(call, handle).await,
        Door::Postback => return source::postback(call).await,
        Door::SurveyScript => return Ok(survey::script()),
        Door::SurveyPreflight => return Ok(survey::preflight()),
        Door::SurveyOptions(handle) => return Ok(survey::options(&call, handle).await),
        Door::SurveyAnswer(handle) => return Ok(survey::answer(call, handle).await),
        _ => {}
    }
    if let Some(scope) = door.scope() {
        auth::admit(&call, scope).await?;
    }
    match door {
        Door::Convert => conversions::take(call).await,
        Door::ListConversions => why::list(&call).await,
        Door::ShowConversion(id) => why::show(&call, &id).await,
        Door::Register(thing, act) => register::act(call, thing, act).await,
        Door::Performance => report::performance(&call).await,
        Door::CodesReport => report::codes(&call).await,
        Door::SurveysReport => report::surveys(&call).await,
        Door::ImportCodes => register::import_codes(call).await,
        Door::ListRollups => rollup::list(&call).await,
        Door::RunRollup => rollup::on_demand(call).await,
        Door::ListDeadLetters => dead_letters::list(&call).await,
        Door::ReplayDeadLetter(id) => dead_letters::replay(&call, id).await,
        Door::ListDeliveries => source::delivery::list(&call).await,
        Door::ShowDelivery(id) => source::delivery::show(&call, id).await,
        Door::ReplayDelivery(id) => source::delivery::replay(call, id).await,
        Door::ListWebhookMessages(id) => webhook::list(&call, id).await,
        Door::ReplayWebhookMessage(id) => webhook::replay(&call, id).await,
        _ => Err(Refusal::NotFound.into()),
    }
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
