//! The pages for marketers, engineers and creators: files of the platform's static assets under headers of ours.

use std::future::Future;
use std::pin::Pin;

use js_sys::{Function, Promise, Reflect};
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestInit, Response, ResponseInit};

use super::{Call, auth, http, log};
use crate::domain::face::File;
use crate::domain::refusal::Refusal;

/// Gives a file, or says that there is none.
///
/// Boxed: its code would be part of the function that answers a click.
pub fn serve<'a>(call: &'a Call<'_>, file: &'a File) -> Pin<Box<dyn Future<Output = Response> + 'a>> {
    Box::pin(async move {
        if auth::limit_address(call).await.is_err() {
            return http::response(Refusal::TooFast.reply());
        }
        let Ok(assets) = Reflect::get(call.env, &"ASSETS".into()).and_then(|assets| asked(call, &assets, file)) else {
            let detail = "Bind ASSETS in wrangler.toml to the folder that scripts/face builds.";
            return http::response(Refusal::Unset(detail.into()).reply());
        };
        match JsFuture::from(assets).await.and_then(|answer| dressed(&answer.unchecked_into(), file)) {
            Ok(Some(answer)) => answer,
            Ok(None) => http::response(Refusal::NotFound.reply()),
            Err(error) => {
                log::line("error", "assets_out_of_reach", &json!({ "error": format!("{error:?}") }));
                http::response(Refusal::Unavailable.reply())
            }
        }
    })
}

/// Asks for the file as it lies there, whatever address led to it.
fn asked(call: &Call<'_>, assets: &JsValue, file: &File) -> Result<Promise, JsValue> {
    let headers = Headers::new()?;
    if let Some(known) = call.request.headers().get("if-none-match")? {
        headers.set("if-none-match", &known)?;
    }
    let init = RequestInit::new();
    init.set_method(if call.head { "HEAD" } else { "GET" });
    init.set_headers(&headers);
    let address = format!("{}://{}{}", call.address.scheme, call.address.authority, file.path);
    let request = Request::new_with_str_and_init(&address, &init)?;
    let fetch: Function = Reflect::get(assets, &"fetch".into())?.dyn_into()?;
    fetch.call1(assets, &request)?.dyn_into()
}

/// The file under headers of ours; none where there is no such file.
fn dressed(answer: &Response, file: &File) -> Result<Option<Response>, JsValue> {
    if !matches!(answer.status(), 200 | 304) {
        return Ok(None);
    }
    let headers = Headers::new_with_headers(&answer.headers())?;
    for (name, value) in file.headers() {
        headers.set(name, value)?;
    }
    let init = ResponseInit::new();
    init.set_status(answer.status());
    init.set_headers(&headers);
    Response::new_with_opt_readable_stream_and_init(answer.body().as_ref(), &init).map(Some)
}
