//! Lets a caller through a door of the API: the key, its scope, and its rate.

use std::net::IpAddr;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use worker::RateLimiter;
use worker::worker_sys::types::RateLimiter as Platform;

use super::http::header;
use super::wait::within;
use super::{Call, Stop, db, isolate, log};
use crate::domain::key::{self, Stored, Token, Who};
use crate::domain::refusal::Refusal;
use crate::domain::stored;
use crate::domain::visitor;
use crate::sql;

/// How long a key is used without asking D1 again: the time that taking it back may need to be felt, milliseconds.
const FRESH_MS: i64 = 5_000;
/// How long the limiter may take, milliseconds.
const PATIENCE: u64 = 500;
/// Keys that an isolate remembers.
const MOST: usize = 1_000;

/// Admits the caller where its key holds `scope`, and says who it is.
pub async fn admit(call: &Call<'_>, scope: &'static str) -> Result<Who, Stop> {
    let sent = header(&call.request.headers(), "authorization");
    let token = match sent.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => "",
    };
    if key::is_bootstrap(token, &call.settings.admin_key) {
        limit(call, "key:0").await?;
        return Ok(Who::default());
    }
    // Guessing is slowed per address before D1 is asked; the address lives in the limiter's memory only.
    let Some(token) = Token::parse(token) else {
        limit_address(call).await?;
        return Err(Refusal::Unauthorized.into());
    };
    let known = match isolate::with(|isolate| isolate.keys.get(&token.id).cloned()) {
        Some((stored, until)) if call.now < until => stored,
        _ => {
            limit_address(call).await?;
            look_up(call, token.id).await?
        }
    };
    let Some(key) = known.filter(|known| token.opens(known, call.now)) else {
        limit_address(call).await?;
        return Err(Refusal::Unauthorized.into());
    };
    limit(call, &format!("key:{}", token.id)).await?;
    let scopes: Vec<String> = stored::parse(&key.scopes).unwrap_or_default();
    key::allow(&scopes, scope)?;
    Ok(Who(token.id))
}

/// Asks D1 for a key and remembers the answer, also that there is none.
async fn look_up(call: &Call<'_>, id: u32) -> Result<Option<Rc<Stored>>, Stop> {
    let stored: Option<Stored> = db::row(&db::control(call.env)?, sql::KEY_FIND, &[id.into()]).await?;
    let stored = stored.map(Rc::new);
    isolate::with(|isolate| {
        if isolate.keys.len() >= MOST {
            isolate.keys.clear();
        }
        isolate.keys.insert(id, (stored.clone(), call.now + FRESH_MS));
    });
    Ok(stored)
}

/// Slows a caller without a key, by its address.
pub async fn limit_address(call: &Call<'_>) -> Result<(), Stop> {
    limit(call, &address(call)).await
}

/// Whether the caller may go on asking for addresses that no link ever had.
pub async fn may_search(call: &Call<'_>) -> bool {
    passes(call, "SCAN", &address(call)).await
}

/// Who the limiter takes the caller for, in its memory only: one household has a /64 of IPv6 to ask from.
fn address(call: &Call<'_>) -> String {
    let address = header(&call.request.headers(), "cf-connecting-ip");
    let network = match visitor::network(&address) {
        Some(IpAddr::V4(address)) => u64::from(u32::from(address)),
        Some(IpAddr::V6(address)) => u64::try_from(u128::from(address) >> 64).unwrap_or_default(),
        None => return format!("address:{address}"),
    };
    format!("address:{network}")
}

/// Refuses what is too fast.
async fn limit(call: &Call<'_>, who: &str) -> Result<(), Stop> {
    if passes(call, "LIMIT", who).await { Ok(()) } else { Err(Refusal::TooFast.into()) }
}

/// Whether the limiter bound as `name` lets `who` pass; where it is missing or fails, everybody does.
async fn passes(call: &Call<'_>, name: &str, who: &str) -> bool {
    let Ok(limiter) = call.env.rate_limiter(name) else { return true };
    ask(&limiter, who).await.unwrap_or_else(|error| {
        log::line("warn", "limiter_failed", &json!({ "limiter": name, "error": error.to_string() }));
        true
    })
}

/// Whether the limiter lets `who` pass.
async fn ask(limiter: &RateLimiter, who: &str) -> worker::Result<bool> {
    let limiter: &JsValue = limiter.as_ref();
    let asked = Object::new();
    Reflect::set(&asked, &"key".into(), &who.into())?;
    let promise = limiter.unchecked_ref::<Platform>().limit(asked)?;
    let outcome = within(PATIENCE, JsFuture::from(promise)).await?;
    Ok(Reflect::get(&outcome, &"success".into())?.is_truthy())
}
