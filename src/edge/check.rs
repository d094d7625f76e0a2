//! `POST /v1/links/{id}/check`, and the cron that checks every live link: asks, reads, keeps, and tells who wants to hear.
//!
//! # Why
//! The cron is one of its own: it has an invocation's requests and time for itself, so the night neither waits for it nor
//! fails with it. What was found is kept portion by portion; what a killed run has not kept is due still.

use std::cell::{Cell, RefCell};

use futures_util::future::join_all;
use js_sys::{Array, Function, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, Request, RequestInit, RequestRedirect, Response, WorkerGlobalScope};
use worker::{D1Database, Env, Result};

use super::wait::in_time;
use super::{Call, Stop, db, hosts, http, isolate, js, log, reading_copy, webhook};
use crate::domain::check::chain::{Answer, Chain, Ground};
use crate::domain::check::{
    DUE_MS, FRESH_MS, HOP_MS, Kept, LINK_MS, PAGE_MOST, REQUESTS_MOST, WAY_MS, Way, Word, found, ways,
};
use crate::domain::host::{Hosts, Serving};
use crate::domain::refusal::Refusal;
use crate::domain::register::link::Link;
use crate::domain::reply::Reply;
use crate::domain::route::Door;
use crate::domain::settings::Settings;
use crate::domain::time::DAY_MS;
use crate::sql;

/// The cron that checks links.
pub const CRON: &str = "5,15,25,35,45,55 * * * *";
/// Ways that are followed at once: a Worker has six connections that wait for an answer, and D1 needs one.
const AT_ONCE: usize = 4;
/// Links that one run checks, and how many of them may be such that fail already.
const RUN_MOST: (i64, i64) = (200, 100);
/// Links that wait longest, of which a run takes those that were clicked lately first.
const LOOKED_AT: i64 = 1_000;
/// After so many requests and so many milliseconds a run begins no further link.
const RUN_BUDGET: (usize, i64) = (500, 60_000);
/// Links whose checks are kept together.
const PORTION: usize = 20;

/// What a check is made with.
type Place<'a> = (&'a Env, &'a Settings, &'a Hosts);

/// What is known of a link after a check: [link, version, at, ok, said].
type Row = Value;

/// `POST /v1/links/{id}/check`: checks a link now.
pub async fn on_demand(call: &Call<'_>, id: u32) -> std::result::Result<Reply, Stop> {
    let db = db::control(call.env)?;
    let link: Option<Link> = db::row(&db, sql::LINK_GET, &[id.into()]).await?;
    let link = link.ok_or(Refusal::NotFound)?;
    let before = last(&db, id).await?;
    let fresh = |kept: &&Kept| kept.version == link.version && kept.at.is_some_and(|at| call.now - at < FRESH_MS);
    if let Some(shown) = before.as_ref().filter(fresh).and_then(Kept::shown) {
        return Ok(Reply::json(200, &shown));
    }
    let (row, _) = check((call.env, call.settings, call.hosts), &link).await?;
    let kept = match keep(&db, vec![row], FRESH_MS).await?.pop() {
        // Another check was a moment faster with the same.
        None => last(&db, id).await?.filter(|kept| kept.version == link.version),
        kept => kept,
    };
    let kept = kept.and_then(|kept| kept.shown());
    let moved = || Refusal::Taken("changed_meanwhile", "", "The link was changed meanwhile; check it again.".into());
    Ok(Reply::json(200, &kept.ok_or_else(moved)?))
}

/// The last check of link `id` as it is shown, with its time.
pub async fn last(db: &D1Database, id: u32) -> Result<Option<Kept>> {
    db::row(db, sql::LINK_CHECK_GET, &[id.into()]).await
}

/// The cron's run: what is due, within its budget; what goes wrong stands in the log, and what is left is due next time.
pub async fn on_schedule(env: &Env) {
    match run(env).await {
        Ok(facts) => log::line("info", "links_checked", &facts),
        Err(error) => log::line("error", "links_not_checked", &json!({ "error": error.to_string() })),
    }
    webhook::announce(env).await;
}

async fn run(env: &Env) -> Result<Value> {
    let settings = isolate::settings(env).map_err(|refusal| worker::Error::RustError(refusal.detail()))?;
    let hosts = hosts::all(env, &settings).await;
    let (db, began) = (db::control(env)?, js::now());
    db::run(&db, sql::LINK_CHECKS_OVER, &[began.into(), LOOKED_AT.into()]).await?;
    let today = began.div_euclid(DAY_MS);
    let args = [began.into(), RUN_MOST.1.into(), LOOKED_AT.into(), RUN_MOST.0.into(), today.into()];
    let mut due: Vec<Link> = db::rows(&db, sql::LINK_CHECKS_DUE, &args).await?;
    due.reverse();
    let (due, rows) = (RefCell::new(due), RefCell::new(Vec::new()));
    let (requests, checked, failed) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let lane = async || -> Result<()> {
        while requests.get() < RUN_BUDGET.0 && js::now() - began < RUN_BUDGET.1 {
            let Some(link) = due.borrow_mut().pop() else { break };
            let (row, asked) = check((env, &settings, &hosts), &link).await?;
            requests.set(requests.get() + asked);
            checked.set(checked.get() + 1);
            rows.borrow_mut().push(row);
            if rows.borrow().len() >= PORTION {
                failed.set(failed.get() + keep_all(&db, rows.take()).await);
            }
        }
        Ok(())
    };
    let lanes = join_all((0..AT_ONCE).map(|_| lane())).await;
    failed.set(failed.get() + keep_all(&db, rows.take()).await);
    lanes.into_iter().collect::<Result<()>>()?;
    let left = due.borrow().len();
    Ok(json!({ "checked": checked.get(), "requests": requests.get(), "not_kept": failed.get(), "left": left }))
}

/// Keeps what was found; says how many links' that was not kept.
async fn keep_all(db: &D1Database, rows: Vec<Row>) -> usize {
    let count = rows.len();
    match keep(db, rows, 0).await {
        Ok(_) => 0,
        Err(error) => {
            log::line("warn", "checks_not_kept", &json!({ "links": count, "error": error.to_string() }));
            count
        }
    }
}

/// Keeps what was found and notes who is to hear of it, as one transaction; gives what stands now, none of it
/// where a check failed less than `fresh` ms ago and this one does too.
async fn keep(db: &D1Database, rows: Vec<Row>, fresh: i64) -> Result<Vec<Kept>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Value::Array(rows).to_string();
    let rows = || db::Arg::from(rows.as_str());
    let [well, first, failing] = DUE_MS.map(db::Arg::from);
    let statements = vec![
        db::bind(db, sql::LINK_CHECKS_PUT, &[rows(), well, first, failing, fresh.into()])?,
        db::bind(db, sql::WEBHOOK_LINK_INSERT, &[rows()])?,
    ];
    let answers = db::batch(db, statements).await?;
    answers.last().map_or(Ok(()), webhook::noted)?;
    answers.first().map_or(Ok(Vec::new()), db::Answer::results)
}

/// Follows every way of a link; gives what was found, and how many requests that took.
async fn check((env, settings, hosts): Place<'_>, link: &Link) -> Result<(Row, usize)> {
    let began = js::now();
    #[expect(clippy::cast_possible_truncation, reason = "any 32 of the random bits")]
    let chance = (began, js::chance()? as u32);
    let own = |host: &str| hosts.own().any(|own| own == host);
    let served = |host: &str| hosts.find(host).is_some();
    let ground = Ground { own: &own, served: &served, parameter: &settings.click_parameter, join: js::resolved };
    let ways = ways(link, &settings.click_keys, &settings.click_parameter, chance);
    let requests = Cell::new(0);
    let mut said = Vec::with_capacity(ways.len());
    for way in ways {
        let late = js::now() - began > LINK_MS || requests.get() >= REQUESTS_MOST;
        said.push(follow(ground, way, (env, settings, hosts), late, &requests).await);
    }
    let (ok, said) = found(&said);
    Ok((json!([link.id, link.version, js::now(), ok, said]), requests.get()))
}

/// Follows one way to its end, unless it is too late to begin.
async fn follow(
    ground: Ground<'_>,
    way: Way,
    place: Place<'_>,
    late: bool,
    requests: &Cell<usize>,
) -> (Option<bool>, Value) {
    let contact = place.2.first().map_or("", |host| host.host.as_str());
    let (began, mut chain) = (js::now(), Chain::new(ground, way.who, way.address));
    if late && chain.next().is_some() {
        chain.left();
    }
    while let Some((address, cookies)) = chain.next() {
        let left = WAY_MS - (js::now() - began);
        if left <= 0 {
            chain.silent(Word::Timeout);
            break;
        }
        if is_link(place, address).await {
            chain.silent(Word::OwnHost);
            break;
        }
        requests.set(requests.get() + 1);
        let asked = Asked::new(address, cookies, contact);
        let heard = match &asked {
            Ok(asked) => asked.heard(left.min(HOP_MS)).await,
            Err(error) => Err(Word::of_error(&error.to_string())),
        };
        match heard {
            Ok((answer, response)) => {
                chain.heard(&answer);
                if chain.wants_page() {
                    let left = (WAY_MS - (js::now() - began)).clamp(0, HOP_MS);
                    let text = in_time(left.unsigned_abs(), http::start_of_page(&response, PAGE_MOST)).await;
                    chain.read(text.and_then(std::result::Result::ok).as_deref());
                }
            }
            Err(word) => chain.silent(word),
        }
        // Ends what was given up, and lets go of what nobody reads.
        if let Ok(asked) = asked {
            asked.controller.abort();
        }
    }
    chain.found(js::now() - began)
}

/// Whether `address` is a link or its pixel on a shop's own host: asking for it would be a visit. Where KV cannot say, the shop
/// answers there too.
async fn is_link((env, settings, hosts): Place<'_>, address: &str) -> bool {
    let address = http::Address::of(address);
    let Some(host) = hosts.find(address.host()).filter(|host| host.mode == Serving::Route) else { return false };
    let Ok(Door::Follow(Some(slug)) | Door::View(Some(slug))) = Door::of("GET", address.path) else { return false };
    match slug.normal(host.exact_case, settings.compose) {
        Some(slug) => reading_copy::is_published(env, &host.host, &slug).await,
        None => false,
    }
}

/// A request on its way.
struct Asked {
    request: Request,
    controller: AbortController,
}

impl Asked {
    /// What a phone's browser sends, which says in a comment who it is.
    fn new(address: &str, cookies: Option<String>, contact: &str) -> Result<Self> {
        let headers = Headers::new()?;
        let agent = format!(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
            Version/17.5 Mobile/15E148 Safari/604.1 (Waymark link check; +https://{contact}/)"
        );
        headers.set("user-agent", &agent)?;
        headers.set("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")?;
        headers.set("accept-language", "en")?;
        headers.set("cache-control", "no-cache")?;
        if let Some(cookies) = cookies {
            headers.set("cookie", &cookies)?;
        }
        let (init, controller) = (RequestInit::new(), AbortController::new()?);
        init.set_headers(&headers);
        init.set_redirect(RequestRedirect::Manual);
        init.set_signal(Some(&controller.signal()));
        Ok(Self { request: Request::new_with_str_and_init(address, &init)?, controller })
    }

    /// The answer's head within `ms` milliseconds, or what its absence says.
    async fn heard(&self, ms: i64) -> std::result::Result<(Answer, Response), Word> {
        let worker: WorkerGlobalScope = js_sys::global().unchecked_into();
        let answer = JsFuture::from(worker.fetch_with_request(&self.request));
        let answer = in_time(ms.unsigned_abs(), answer).await.ok_or(Word::Timeout)?;
        let response: Response = answer.map_err(|error| Word::of_error(&said(&error)))?.unchecked_into();
        let headers = response.headers();
        let header = |name| http::header(&headers, name);
        let answer = Answer {
            status: response.status(),
            location: header("location"),
            content_type: header("content-type"),
            cookies: cookies(&headers),
            puzzle: !header("cf-mitigated").is_empty(),
        };
        Ok((answer, response))
    }
}

/// Every `Set-Cookie`: joined by commas, as other headers are, they could not be told apart.
fn cookies(headers: &Headers) -> Vec<String> {
    let found = Reflect::get(headers, &"getSetCookie".into()).and_then(JsCast::dyn_into::<Function>);
    let all = found.and_then(|get| get.call0(headers)).map(|all| Array::from(&all));
    all.map(|all| all.iter().filter_map(|cookie| cookie.as_string()).collect()).unwrap_or_default()
}

/// An error of the platform in its words; they are judged and never shown.
fn said(error: &JsValue) -> String {
    Reflect::get(error, &"message".into()).ok().and_then(|said| said.as_string()).unwrap_or_default()
}
