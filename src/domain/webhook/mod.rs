//! What others hear of conversions, rollups and links: the events, their messages, and how these are signed (Standard Webhooks 1.0.0).
//!
//! # Why
//! A message is noted in the transaction of its fact, so neither is there without the other; it is sent at least once,
//! and its id tells a repeat. Its data is read when it is sent: who hears late hears what stands then, and `version`
//! says so.

pub mod address;
pub mod attempt;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use super::conversion::{Kind, Rank};
use super::source::signature::standard_key;
use super::time;
use crate::stored;

/// Everything that others may hear of.
pub const EVENTS: [&str; 7] = [
    "lead.created",
    "conversion.accepted",
    "conversion.revised",
    "refund.applied",
    "rollup.finished",
    "link.failing",
    "link.recovered",
];
/// The most bytes of a message; the specification advises less than 20 KB.
pub const BODY_MOST: usize = 20_000;

/// A conversion as it is stored, as far as others hear of it: never its customer, nor its clicks.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its number, see [`Kind`].
    pub kind: u8,
    /// What it is unique by.
    pub key: String,
    /// The order, under its one name.
    pub order_id: Option<String>,
    /// Unix milliseconds.
    pub occurred_at: i64,
    /// How far its reporter is believed, see [`Rank`].
    pub rank: u8,
    /// One more for every change.
    pub version: u32,
    /// None where there is no money.
    pub currency: Option<String>,
    /// Minor units; none for a refund of everything.
    pub total_minor: Option<i64>,
    /// Of a refund: 1 refund, 2 cancel, 3 chargeback.
    pub reason: u8,
    /// Whether a refund states all that was given back.
    pub cumulative: u8,
    /// The lead that a sale came from.
    pub lead_id: Option<String>,
    /// JSON list of words.
    pub notes: String,
    /// Whether a sale is a renewal.
    pub renewal: u8,
}

stored!(Facts {
    kind,
    key,
    order_id,
    occurred_at,
    rank,
    version,
    currency,
    total_minor,
    reason,
    cumulative,
    lead_id,
    notes,
    renewal
});

impl Facts {
    /// The `data` of a message; `decision` says to whom the order is credited, where that is known.
    pub fn data(&self, decision: Option<Value>) -> Value {
        let mut data = Map::new();
        let mut say = |name: &str, value: Value| {
            data.insert(name.to_owned(), value);
        };
        let kind = Kind::of(self.kind);
        let word = if self.renewal == 1 { "renewal" } else { kind.map_or("", Kind::word) };
        say("kind", word.into());
        match kind {
            Some(Kind::Lead) => say("lead_id", self.key.as_str().into()),
            Some(Kind::Refund) => {
                // A cumulative refund has no name of its own.
                say("refund_id", if self.cumulative == 1 { Value::Null } else { self.key.as_str().into() });
                say("cumulative", (self.cumulative == 1).into());
                let reasons = ["refund", "cancel", "chargeback"];
                let reason = usize::from(self.reason).checked_sub(1).and_then(|at| reasons.get(at));
                say("reason", reason.copied().into());
            }
            _ => say("lead_id", self.lead_id.as_deref().into()),
        }
        if kind != Some(Kind::Lead) {
            say("order_id", self.order_id.as_deref().into());
        }
        if kind == Some(Kind::Refund) {
            say("full", self.total_minor.is_none().into());
        }
        say("total_minor", self.currency.as_ref().and(self.total_minor).into());
        say("currency", self.currency.as_deref().into());
        say("occurred_at", time::print(self.occurred_at).into());
        say("version", self.version.into());
        say("verified", (self.rank > Rank::Browser as u8).into());
        say("notes", serde_json::from_str(&self.notes).unwrap_or_else(|_| json!([])));
        if let Some(decision) = decision {
            say("decision", decision);
        }
        Value::Object(data)
    }
}

/// The `data` of a finished rollup or a checked link, from what its row said: its times are written out.
pub fn noted(facts: &str) -> Value {
    let mut data: Value = serde_json::from_str(facts).unwrap_or_default();
    for name in ["started_at", "finished_at", "failing_since", "checked_at"] {
        if let Some(at) = data.get_mut(name) {
            *at = at.as_i64().map(time::print).into();
        }
    }
    // A rollup over years names every day; who wants them all asks for the job.
    let days = data.get("days").and_then(Value::as_array).map_or(0, Vec::len);
    if let Some(list) = data.get_mut("days").filter(|_| days > 400) {
        *list = Value::Null;
    }
    data
}

/// A message's body: what happened, when it was noted (Unix milliseconds), and its data.
pub fn body(event: &str, noted_at: i64, mut data: Value) -> String {
    let print = |data: &Value| json!({ "type": event, "timestamp": time::print(noted_at), "data": data }).to_string();
    let whole = print(&data);
    if whole.len() < BODY_MOST {
        return whole;
    }
    if let Some(data) = data.as_object_mut() {
        data.remove("decision");
    }
    print(&data)
}

/// A message's id, the same at every attempt: what its receiver tells a repeat by.
pub fn message_id(webhook: u32, message: u32) -> String {
    format!("msg_{webhook}_{message}")
}

/// The header `webhook-signature`: one signature for each of `secrets` that can sign, the newest first.
pub fn signatures(secrets: &[&str], id: &str, at_second: i64, body: &str) -> String {
    let signed = format!("{id}.{at_second}.{body}");
    let sign = |secret: &&str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(&standard_key(secret)?).ok()?;
        mac.update(signed.as_bytes());
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    };
    secrets.iter().filter_map(sign).collect::<Vec<_>>().join(" ")
}
