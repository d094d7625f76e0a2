//! What a report came with that may say who brought it: touches, codes, the customer, the first page.

use hmac::{Hmac, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use super::{CODES_MOST, MOST_MINOR, TOUCHES_MOST};
use crate::domain::case;
use crate::domain::channel;
use crate::domain::fields::Fields;
use crate::domain::ordered;
use crate::domain::register::normal_code;
use crate::domain::settings::Settings;
use crate::domain::touch::{NoTouch, Touch, pieces};

/// The most characters of an address that is looked through.
const ADDRESS_MOST: usize = 2048;

/// The evidence of a report.
#[derive(Default)]
pub(super) struct Evidence {
    /// The touches as they were sent, in an order that does not depend on how.
    pub said: Vec<String>,
    /// Those that are some, read: clicks of ours, and other channels in the words that they are known by.
    pub touches: Vec<Touch>,
    /// Codes in their normal form, each with what it took off.
    pub codes: Vec<(String, Option<i64>)>,
    /// The customer, hashed.
    pub customer: Option<String>,
}

/// Reads the evidence; what is not ours is noted, never a reason to lose a sale.
pub(super) fn read(
    fields: &mut Fields<'_>,
    settings: &Settings,
    notes: &mut Vec<&'static str>,
    detail: &mut Map<String, Value>,
) -> Evidence {
    let mut said = touches(fields);
    let cut = if said.is_empty() { "click_ids_cut" } else { "touches_cut" };
    said.extend(list(fields, "click_ids"));
    said.extend(fields.value("click_id").map(|id| id.as_str().unwrap_or_default().trim().to_owned()));
    if let Some(landing) = fields.text("landing", ADDRESS_MOST) {
        said.extend(ids_in(&landing, &settings.click_parameter));
    }
    if said.len() > TOUCHES_MOST {
        // The last ones are the latest touches.
        said.drain(..said.len() - TOUCHES_MOST);
        notes.push(cut);
    }
    let mut touches = Vec::new();
    for text in &said {
        match Touch::read(text, &settings.click_keys).map(known) {
            Ok(Some(touch)) if !touches.contains(&touch) => touches.push(touch),
            Ok(Some(_)) => {}
            Ok(None) => notes.push("touch_not_listed"),
            Err(NoTouch::Absurd) => notes.push("touch_time_absurd"),
            Err(NoTouch::Forged) => notes.push("click_id_forged"),
            Err(NoTouch::Unknown) if text.contains(['/', '@']) => notes.push("touch_unknown"),
            Err(NoTouch::Unknown) => notes.push("click_id_unknown"),
        }
    }
    let said = ordered::once(said);
    if let Some(host) = fields.text("referrer", ADDRESS_MOST).and_then(|address| host_of(&address)) {
        detail.insert("referrer".into(), host.into());
    }
    let customer = fields.text("customer", 320).map(|customer| hashed(&customer, &settings.customer_key));
    Evidence { said, touches, codes: codes(fields), customer }
}

/// A touch in the words that its channel is known by; none where it is none that brings anybody.
fn known(touch: Touch) -> Option<Touch> {
    match touch {
        Touch::Click(_) => Some(touch),
        Touch::Other { source, medium, at } => {
            channel::canonical(&source, &medium).map(|(source, medium)| Touch::Other { source, medium, at })
        }
    }
}

/// The touches that a browser kept, oldest first: one text, or a list of texts.
fn touches(fields: &mut Fields<'_>) -> Vec<String> {
    // What is no text counts as an empty one.
    let split = |text: &Value| match text.as_str() {
        Some(text) => pieces(text).map(str::to_owned).collect(),
        None => vec![String::new()],
    };
    match fields.value("touches") {
        None => Vec::new(),
        Some(text @ Value::String(_)) => split(text),
        Some(Value::Array(list)) => list.iter().flat_map(split).collect(),
        Some(_) => fields.fault("touches", "not_touches", "Send a text, or a list of texts.").unwrap_or_default(),
    }
}

/// A list of texts; what is no text counts as an empty one.
fn list(fields: &mut Fields<'_>, name: &'static str) -> Vec<String> {
    match fields.value(name).map(Value::as_array) {
        Some(Some(list)) => list.iter().map(|id| id.as_str().unwrap_or_default().trim().to_owned()).collect(),
        Some(None) => fields.fault(name, "not_a_list", "Send a list of texts.").unwrap_or_default(),
        None => Vec::new(),
    }
}

/// The click ids in the query of an address or path.
fn ids_in(address: &str, parameter: &str) -> Vec<String> {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let query = query.split_once('#').map_or(query, |(query, _)| query);
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.filter(|(key, value)| key == parameter && !value.is_empty()).map(|(_, value)| value.into_owned()).collect()
}

/// The host of an address, as it was sent: all that is kept of where somebody came from.
fn host_of(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = case::lower(authority.rsplit('@').next()?.split(':').next()?);
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// Reads `code`, or `codes`: texts, or objects with `code` and `discount_minor`.
fn codes(fields: &mut Fields<'_>) -> Vec<(String, Option<i64>)> {
    let mut codes: Vec<(String, Option<i64>)> = Vec::new();
    codes.extend(fields.text("code", 64).map(|code| (normal_code(&code), None)));
    let Some(value) = fields.value("codes") else { return named(codes) };
    let Some(list) = value.as_array().filter(|list| list.len() <= CODES_MOST) else {
        let detail = format!("Send a list of at most {CODES_MOST} codes.");
        return fields.fault("codes", "not_a_list", detail).unwrap_or_default();
    };
    for (at, value) in list.iter().enumerate() {
        let object = json!({ "code": value });
        let value = if value.is_string() { &object } else { value };
        let read = Fields::of(value, &fields.pointer(&format!("codes/{at}"))).and_then(|mut code| {
            let word = code.text("code", 64);
            let word = code.need("code", word);
            let discount = code.integer("discount_minor", 0, MOST_MINOR);
            code.finish().map(|()| word.map(|word| (normal_code(&word), discount)))
        });
        match read {
            Ok(code) => codes.extend(code.filter(|(word, _)| codes.iter().all(|(known, _)| known != word))),
            Err(faults) => fields.faults(faults),
        }
    }
    named(codes)
}

/// Leaves out what folds to nothing: a word of invisible marks is no code.
fn named(mut codes: Vec<(String, Option<i64>)>) -> Vec<(String, Option<i64>)> {
    codes.retain(|(code, _)| !code.is_empty());
    codes
}

/// A customer reference as it is kept: HMAC-SHA256 under the deployment's key, 128 bits in hex.
///
/// E-mail addresses are folded first (trimmed, lower case), so that one person is one customer.
pub fn hashed(customer: &str, key: &str) -> String {
    let folded = if customer.contains('@') { case::lower(customer.trim()) } else { customer.trim().to_owned() };
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    super::read::hex(&mac.chain_update(folded).finalize().into_bytes())
}
