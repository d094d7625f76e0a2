//! A shop's own host: its links are ours, and whatever is none of them goes on to the shop as it came.
//!
//! # Why
//! The shop's pages are more than every link together, and worth more. So whatever can be no link waits for nothing, what can
//! be one waits half a second for KV at most and never for D1, and when in doubt the shop answers. Nothing of its pages is
//! counted, kept or limited.

use std::future::Future;
use std::pin::Pin;

use js_sys::{Function, Promise, Reflect};
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, Response};
use worker::Env;

use super::{Call, http, log, reading_copy};
use crate::domain::page;
use crate::domain::refusal::Refusal;
use crate::domain::route::Door;

/// Whether what is asked for can be ours on a shop's host: a link, its pixel, page or code, or the snippet. It takes no look.
pub fn may_be_ours(door: &Result<Door, Refusal>, path: &str) -> bool {
    match door {
        Ok(Door::Follow(slug) | Door::View(slug)) => slug.is_some(),
        Ok(Door::About(_) | Door::Qr(..) | Door::Snippet(_) | Door::Collect) => true,
        Ok(Door::Preflight) => path == "/v1/collect",
        _ => false,
    }
}

/// Whether what may be ours is.
///
/// Boxed: its code would be part of the function that answers a click elsewhere.
pub fn is_ours<'a>(call: &'a Call<'_>, door: &'a Door) -> Pin<Box<dyn Future<Output = bool> + 'a>> {
    Box::pin(async move {
        let slug = match door {
            Door::Follow(slug) | Door::View(slug) => slug.as_ref(),
            Door::About(slug) | Door::Qr(slug, _) => Some(slug),
            _ => return true,
        };
        match call.hosts.find(call.address.host()).zip(slug) {
            Some((host, slug)) => reading_copy::is_link(call, host, slug).await,
            None => false,
        }
    })
}

/// Hands the request on to the shop: method, address, headers and body as they came, and the answer back as it comes.
///
/// What asks for it must be a Worker of its own: to this one the shop's host is this Worker again.
pub async fn pass(env: &Env, request: &Request) -> worker::Result<Response> {
    let Ok(shop) = Reflect::get(env, &"ORIGIN".into()).and_then(|shop| fetched(&shop, request)) else {
        let detail =
            "Bind ORIGIN in wrangler.toml to the Worker of src/edge/origin, as a host in mode `route` needs it.";
        return http::response(Refusal::Unset(detail.into()).reply());
    };
    match JsFuture::from(shop).await {
        Ok(answer) => Ok(answer.unchecked_into()),
        Err(error) => {
            log::line("error", "shop_out_of_reach", &json!({ "error": format!("{error:?}") }));
            http::response(page::out_of_reach())
        }
    }
}

fn fetched(shop: &JsValue, request: &Request) -> Result<Promise, JsValue> {
    let fetch: Function = Reflect::get(shop, &"fetch".into())?.dyn_into()?;
    fetch.call1(shop, request)?.dyn_into()
}
