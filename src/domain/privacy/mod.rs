//! Who asks to be shown or erased, what is known by them, and what a receipt says of it.
//!
//! # Why
//! Somebody is named by what is in reach of a shop: a customer reference, an order, a click id, a visitor's number. An
//! order, a click and a visitor stand for themselves and what hangs on them; only a customer stands for everything of
//! theirs. An address hash stands for a crowd, so it names no conversion: only its events and touches are made nobody's.

mod delivery;
pub mod keep;
pub mod letter;
mod scramble;
pub mod spelling;
mod work;

use serde::Serialize;
use serde_json::Value;

use super::click_id::Click;
use super::conversion::hashed;
use super::fields::{Fields, parse};
use super::import;
use super::refusal::{Fault, Refusal};
use super::settings::Settings;
use super::stored::{self, Misfit, Stored};
use super::time;
use crate::stored;
pub use delivery::Delivery;
pub use scramble::{Group, Scramble};
pub use work::{Found, Needle, Work};

/// The most bytes of a body that names somebody.
pub const BODY_MOST: usize = 4 * 1024;
/// The most characters of a reason.
const REASON_MOST: usize = 200;
/// What the ids of erased leads and events begin with.
pub const ERASED: &str = "erased:";

/// Somebody, by what they are named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A visitor's number.
    Visitor(u64),
    /// A click id of ours, read, and as it was sent.
    Click(Click, String),
    /// A customer reference, as it was sent.
    Customer(String),
    /// An order, by any of its names.
    Order(String),
}

impl Subject {
    /// Reads a body that names somebody in exactly one way; `reason` may stand beside it where `reasoned`.
    ///
    /// # Errors
    /// What is wrong with the body.
    pub fn read(body: &[u8], settings: &Settings, reasoned: bool) -> Result<(Self, Option<String>), Refusal> {
        read(&parse(body)?, settings, reasoned).map_err(Refusal::Invalid)
    }

    /// The field that named them.
    pub fn named_by(&self) -> &'static str {
        match self {
            Self::Visitor(_) => "visitor",
            Self::Click(..) => "click_id",
            Self::Customer(_) => "customer",
            Self::Order(_) => "order_id",
        }
    }

    /// What a receipt knows them by: a keyed hash that is none of those that stand with conversions.
    pub fn hash(&self, key: &str) -> String {
        let name = match self {
            Self::Visitor(visitor) => visitor.to_string(),
            Self::Click(_, text) | Self::Customer(text) | Self::Order(text) => text.clone(),
        };
        // A customer is folded as conversions fold them, so that one receipt is found again.
        let folded = hashed(&name, key);
        hashed(&format!("receipt {} {folded}", self.named_by()), key)
    }
}

fn read(body: &Value, settings: &Settings, reasoned: bool) -> Result<(Subject, Option<String>), Vec<Fault>> {
    let mut fields = Fields::of(body, "")?;
    let mut found = Vec::new();
    if let Some(text) = fields.text("visitor", 20) {
        match text.parse::<u64>().ok().filter(|visitor| visitor >> 48 == 0 && text.bytes().all(|b| b.is_ascii_digit()))
        {
            Some(visitor) => found.push(Subject::Visitor(visitor)),
            None => fields.fault("visitor", "not_a_visitor", "Send a visitor's number as a text.").unwrap_or_default(),
        }
    }
    if let Some(name) = fields.text("imported_visitor", 320) {
        found.extend(import::visitor(&name, &settings.customer_key).map(Subject::Visitor));
    }
    if let Some(text) = fields.text("click_id", 64) {
        match settings.click_keys.read(&text) {
            Some(click) => found.push(Subject::Click(click, text)),
            None => fields.fault("click_id", "not_ours", "Send a click id that was signed here.").unwrap_or_default(),
        }
    }
    found.extend(fields.text("customer", 320).map(Subject::Customer));
    found.extend(fields.text("order_id", 128).map(Subject::Order));
    let reason = if reasoned { fields.text("reason", REASON_MOST) } else { None };
    fields.finish()?;
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(subject), None) => Ok((subject, reason)),
        _ => Err(vec![Fault::at(
            "",
            "one_name",
            "Send exactly one of visitor, imported_visitor, click_id, customer and order_id.",
        )]),
    }
}

/// The id that an erased lead or event has: made from its own with the deployment's key, so that a report that comes
/// later finds that it was erased, and nobody else finds anything.
pub fn erased_id(kind: u8, id: &str, key: &str) -> String {
    format!("{ERASED}{}", hashed(&format!("{kind} {id}"), key))
}

/// That somebody was erased, as it is shown.
#[derive(Debug, Serialize)]
pub struct Receipt {
    /// Ours.
    pub id: u32,
    /// A keyed hash of what they were named by.
    pub subject: String,
    /// Which field named them.
    pub named_by: String,
    /// Why, in the administrator's words.
    pub reason: Option<String>,
    /// When it was asked for.
    #[serde(serialize_with = "time::shown")]
    pub asked_at: i64,
    /// When all of it was done; none while some is left.
    #[serde(serialize_with = "time::shown_if")]
    pub finished_at: Option<i64>,
    /// Rows that went or were made nobody's, by table; none where nothing was found.
    pub rows: Value,
}

stored!(Receipt { id, subject, named_by, reason, asked_at, finished_at, rows as rows });

fn rows(value: Value, misfit: &mut Misfit) -> Value {
    stored::parse(&String::read(value, misfit)).unwrap_or_else(|unfit| {
        misfit.note(&unfit.to_string());
        Value::Null
    })
}
