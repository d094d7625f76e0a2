//! Requests in and replies out, in the platform's own types.

use js_sys::{Reflect, Uint8Array};
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, ReadableStream, ReadableStreamDefaultReader, Request, Response};

use super::log;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::reply::{Body, Reply};

#[wasm_bindgen(module = "/src/edge/gunzip.js")]
extern "C" {
    /// The body, unpacked as it is read.
    fn unpacked(request: &Request) -> Option<ReadableStream>;
}

#[wasm_bindgen(module = "/src/edge/answer.js")]
extern "C" {
    /// The answer with these headers, two lines each; an error where the platform takes no such header.
    #[wasm_bindgen(catch)]
    fn answer(status: u16, lines: &str, body: &JsValue) -> Result<Response, JsValue>;
}

/// A reply of more bytes than this goes out as bytes.
const LARGE: usize = 65_536;

/// The parts of an address that doors are told apart by.
pub struct Address<'a> {
    /// `http` or `https`.
    pub scheme: &'a str,
    /// Host with its port, as written.
    pub authority: &'a str,
    /// The raw path, never decoded.
    pub path: &'a str,
    /// The raw query without `?`.
    pub query: &'a str,
}

impl<'a> Address<'a> {
    /// Cuts an absolute address apart; the platform has written it, so it is well formed.
    pub fn of(url: &'a str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
        let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let at = rest.find('/').unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(at).unwrap_or((rest, ""));
        Self { scheme, authority, path, query }
    }

    /// The host in the form that settings name it: without port and final dot (the platform gives lower case).
    pub fn host(&self) -> &'a str {
        let host = match self.authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
            _ => self.authority,
        };
        host.trim_end_matches('.')
    }

    /// The query parameter `name`, decoded; of two the first.
    pub fn query(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.query.as_bytes()).find(|(key, _)| key == name).map(|(_, v)| v.into_owned())
    }
}

/// The header `name`, empty when absent.
pub fn header(headers: &Headers, name: &str) -> String {
    headers.get(name).ok().flatten().unwrap_or_default()
}

/// Reads a body of at most `most` bytes; they are counted as they come, whatever the length header says.
pub async fn body(request: Request, most: usize) -> Result<Vec<u8>, Refusal> {
    let declared = header(&request.headers(), "content-length").parse::<u64>().unwrap_or(0);
    if usize::try_from(declared).unwrap_or(usize::MAX) > most {
        return Err(Refusal::TooLarge(most));
    }
    let bytes = start_of_body(request, most).await?;
    if bytes.len() > most { Err(Refusal::TooLarge(most)) } else { Ok(bytes) }
}

/// Reads a body of at most `most` bytes that may come packed by gzip; what it unpacks to is counted.
pub async fn unpacked_body(request: Request, most: usize) -> Result<Vec<u8>, Refusal> {
    let coding = header(&request.headers(), "content-encoding");
    if coding.is_empty() || coding.eq_ignore_ascii_case("identity") {
        return body(request, most).await;
    }
    if !coding.eq_ignore_ascii_case("gzip") {
        let detail = "Send the body as it is, or packed by gzip.";
        return Err(Refusal::invalid(Fault::header("content-encoding", "unknown_coding", detail)));
    }
    let bytes = start_of(unpacked(&request), 0, most).await?;
    if bytes.len() > most { Err(Refusal::TooLarge(most)) } else { Ok(bytes) }
}

/// Reads a body until it ends or has more than `most` bytes.
pub async fn start_of_body(request: Request, most: usize) -> Result<Vec<u8>, Refusal> {
    let declared = header(&request.headers(), "content-length").parse::<usize>().unwrap_or(0);
    start_of(request.body(), declared, most).await
}

/// The first `most` bytes of an answer's text.
pub async fn start_of_page(response: &Response, most: usize) -> Result<Vec<u8>, Refusal> {
    let mut bytes = start_of(response.body(), 0, most).await?;
    bytes.truncate(most);
    Ok(bytes)
}

/// Reads a stream of perhaps `declared` bytes until it ends or has given more than `most`.
async fn start_of(stream: Option<ReadableStream>, declared: usize, most: usize) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::with_capacity(declared.min(most));
    let Some(stream) = stream else { return Ok(bytes) };
    let cut = |_| Refusal::MalformedJson("the body broke off".into());
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    while bytes.len() <= most {
        let read = JsFuture::from(reader.read()).await.map_err(cut)?;
        let chunk = Reflect::get(&read, &"value".into()).map_err(cut)?;
        if chunk.is_undefined() {
            return Ok(bytes);
        }
        bytes.extend(chunk.unchecked_into::<Uint8Array>().to_vec());
    }
    // Nobody reads the rest.
    drop(reader.cancel());
    Ok(bytes)
}

/// The query parameter `validate_only`: whether to say only what would happen.
pub fn validate_only(address: &Address<'_>) -> Result<bool, Refusal> {
    flag(address, "validate_only")
}

/// The query parameter `name`, true or false; false where it is not there.
pub fn flag(address: &Address<'_>, name: &str) -> Result<bool, Refusal> {
    match address.query(name).as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Refusal::invalid(Fault::query(name, "not_a_boolean", "Send true or false."))),
    }
}

/// A script that pages of any host may load; its caller says for how long.
pub fn script(text: &'static [u8]) -> Reply {
    Reply { body: Body::Bytes(text), ..Reply::empty(200) }
        .with("content-type", "text/javascript; charset=utf-8")
        .with("x-content-type-options", "nosniff")
        .with("cross-origin-resource-policy", "cross-origin")
}

/// A reply as the platform sends it.
pub fn response(reply: Reply) -> Response {
    let mut lines = String::with_capacity(512);
    for (name, value) in &reply.headers {
        for text in [*name, value] {
            // A line break in a value would begin a header of its own; there is none, and this keeps it so.
            if text.bytes().any(|byte| byte.is_ascii_control()) {
                lines.extend(text.chars().filter(|c| !c.is_control()));
            } else {
                lines.push_str(text);
            }
            lines.push('\n');
        }
    }
    let body = match reply.body {
        Body::Empty => JsValue::NULL,
        // As text it would become UTF-16 first and bytes again behind that.
        Body::Text(text) if text.len() > LARGE => Uint8Array::from(text.as_bytes()).into(),
        Body::Text(text) => text.into(),
        Body::Made(bytes) => Uint8Array::from(bytes.as_slice()).into(),
        Body::Bytes(bytes) => Uint8Array::from(bytes).into(),
    };
    answer(reply.status, &lines, &body).unwrap_or_else(|error| unsaid(&error))
}

/// What is answered in place of a reply that the platform does not take: through WebAssembly nothing may be thrown.
#[cold]
fn unsaid(error: &JsValue) -> Response {
    log::line("error", "reply_not_made", &json!({ "error": format!("{error:?}") }));
    let lines = "content-type\ntext/plain; charset=utf-8\ncache-control\nno-store\n";
    let text = "Something went wrong here; please try again later.\n";
    answer(500, lines, &text.into()).unwrap_or_else(|_| Response::error())
}
