//! The acting room: takes events from the platform, gathers facts, lets the domain decide and does what it says.
//!
//! # Why
//! No handler returns an error to the platform: a queue handler's `Err` panics inside `worker`, and a panic resets
//! the instance with every request in it. What fails is logged here, once, and told as `unavailable`.

mod about;
mod audience;
mod auth;
mod check;
mod collect;
mod consumer;
mod conversions;
mod db;
mod dead_letters;
mod face;
mod facts;
mod health;
mod hosts;
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
mod settings;
mod shop;
mod snippet;
mod source;
mod store;
mod survey;
mod wait;
mod webhook;
mod why;

use std::future::{self, Future};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{self, Poll, Wake, Waker};

use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{Request, Response};
use worker::{Context, Env, MessageBatch, ScheduleContext, ScheduledEvent, event, worker_sys};

use crate::domain::host::{Hosts, Serving};
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
    /// Every host that is served here.
    hosts: &'a Hosts,
    /// Whether a host that is not among them is none of ours; else nobody could say.
    sure: bool,
    address: &'a Address<'a>,
    request: Request,
    /// Whether only the head of the answer is asked for.
    head: bool,
    now: i64,
    /// Who calls, where the door asks for a key.
    who: Who,
}

/// A reply that is being made.
///
/// Boxed and of one type: unboxed, the code of every door would be part of the one function that answers a click.
type Coming<'a> = Pin<Box<dyn Future<Output = Result<Reply, Stop>> + 'a>>;

/// Takes a request from the platform.
///
/// # Why
/// A click from a cached link waits for nothing, so its answer is there at the first poll, and goes back as it is: a promise
/// and the turns of the queue behind it would cost a tenth of the click. `worker` has no such way.
#[wasm_bindgen]
pub fn fetch(request: Request, env: Env, ctx: worker_sys::Context) -> JsValue {
    let mut coming: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>> =
        Box::pin(async move { Ok(reply(request, env, Context::new(ctx)).await.into()) });
    let turn = Arc::new(Turn::default());
    match coming.as_mut().poll(&mut task::Context::from_waker(&turn.clone().into())) {
        Poll::Ready(answer) => answer.unwrap_or_else(|error| error),
        Poll::Pending => future_to_promise(future::poll_fn(move |cx| {
            turn.0.get_or_init(|| cx.waker().clone());
            coming.as_mut().poll(cx)
        }))
        .into(),
    }
}

/// Whose turn it is when what the first poll waits for is there: some futures (a delay) wake whom they saw first, ever.
#[derive(Default)]
struct Turn(OnceLock<Waker>);

impl Wake for Turn {
    fn wake(self: Arc<Self>) {
        // Where nobody has taken the turn yet, the promise's own first poll is still to come.
        if let Some(waker) = self.0.get() {
            waker.wake_by_ref();
        }
    }
}

async fn reply(request: Request, env: Env, ctx: Context) -> Response {
    let (url, method) = (request.url(), request.method());
    let address = Address::of(&url);
    let reply = match (Door::of(&method, address.path), isolate::settings(&env)) {
        // A pixel always answers a pixel, also where nothing is set up.
        (Ok(Door::View(_)), Err(_)) => page::pixel(200),
        (Err(refusal), Err(_)) | (Ok(_), Err(refusal)) => refusal.reply(),
        (door, Ok(settings)) => {
            let shop = settings.hosts.find(address.host()).is_some_and(|host| host.mode == Serving::Route);
            if shop && !shop::may_be_ours(&door, address.path) {
                return shop::pass(&env, &request).await;
            }
            match door {
                Err(refusal) => refusal.reply(),
                Ok(door) => {
                    let (now, who) = (js::now(), Who::default());
                    let (hosts, sure) = hosts::known(&env, &ctx, &settings, now, address.host()).await;
                    let (settings, hosts) = (&*settings, &*hosts);
                    let (env, ctx, address, head) = (&env, &ctx, &address, method == "HEAD");
                    let call = Call { env, ctx, settings, hosts, sure, address, request, head, now, who };
                    if shop && !shop::is_ours(&call, &door).await {
                        return shop::pass(env, &call.request).await;
                    }
                    if let Door::Face(file) = &door {
                        return face::serve(&call, file).await;
                    }
                    answer(door, call).await.unwrap_or_else(|stop| told(&stop))
                }
            }
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
        Door::SurveyScript | Door::Snippet(_) | Door::Preflight | Door::Gpc | Door::Apps(_) => {
            auth::limit_address(&call).await?;
            return Ok(match door {
                Door::SurveyScript => survey::script(),
                Door::Snippet(version) => snippet::serve(version)?,
                Door::Preflight => survey::preflight(),
                Door::Apps(phone) => audience::apps(&call, phone)?,
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
        Door::CreatorPage => Box::pin(report::creator_page::show(&call)),
        Door::Settings => Box::pin(settings::show(&call)),
        Door::About(slug) => Box::pin(about::show(&call, slug)),
        Door::Qr(slug, picture) => Box::pin(about::qr(&call, slug, *picture)),
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
        Door::CheckLink(id) => Box::pin(check::on_demand(&call, *id)),
        Door::LinkHistory(id) => Box::pin(register::link_history(&call, *id)),
        Door::ShowHygiene => Box::pin(register::hygiene::show(&call)),
        Door::PutHygiene => Box::pin(register::hygiene::put(call)),
        Door::Lint => Box::pin(register::lint(call)),
        Door::BulkLinks(what) => Box::pin(register::bulk_links(call, *what)),
        Door::PutLink => Box::pin(register::put_link(call)),
        Door::ImportLinks => Box::pin(register::import_links(call)),
        Door::ExportLinks => Box::pin(register::export_links(&call)),
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
    match event.cron().as_str() {
        check::CRON => check::on_schedule(&env).await,
        cron => rollup::on_schedule(cron, &env).await,
    }
}
