//! Who reports conversions in a form of its own, and how each form becomes the reports that `POST /v1/conversions` takes.

pub mod answer;
pub mod ga4;
pub mod offline;
pub mod postback;
pub mod privacy;
pub mod shopify;
pub mod signature;
pub mod standard;
pub mod stripe;
pub mod told;
pub mod walk;
pub mod woocommerce;

use serde::Serialize;
use serde_json::Value;

use super::conversion::Rank;
use super::refusal::Fault;
use super::time;
use crate::stored_word;

/// The most characters that are kept of a topic.
pub const TOPIC_MOST: usize = 100;

/// The form a source reports in; stored and shown as these words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Webhooks of a Shopify shop.
    Shopify,
    /// Webhooks of a Stripe account.
    Stripe,
    /// Webhooks of a `WooCommerce` shop.
    Woocommerce,
    /// Google Analytics 4, Measurement Protocol.
    Ga4,
    /// Standard Webhooks around our own reports.
    Standard,
    /// `GET /postback` with a token.
    Postback,
}

stored_word!(Kind { Shopify = "shopify", Stripe = "stripe", Woocommerce = "woocommerce", Ga4 = "ga4", Standard = "standard", Postback = "postback" });

/// What a delivery says, in our own words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// What it is about, as its sender calls it.
    pub topic: String,
    /// The reports in it, each as `POST /v1/conversions` takes it.
    pub reports: Vec<Value>,
    /// Why nothing of it is taken, a stable word such as `unknown_topic` or `test_order`.
    pub ignored: Option<&'static str>,
}

impl Kind {
    /// Every kind there is.
    pub const ALL: [Self; 6] =
        [Self::Shopify, Self::Stripe, Self::Woocommerce, Self::Ga4, Self::Standard, Self::Postback];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shopify => "shopify",
            Self::Stripe => "stripe",
            Self::Woocommerce => "woocommerce",
            Self::Ga4 => "ga4",
            Self::Standard => "standard",
            Self::Postback => "postback",
        }
    }

    /// Whether a source of this kind shows a token rather than signing what it sends.
    pub fn has_token(self) -> bool {
        matches!(self, Self::Ga4 | Self::Postback)
    }

    /// How far a source of this kind is believed; `trusted` is said of postbacks only.
    pub fn rank(self, trusted: bool) -> Rank {
        match self {
            Self::Shopify | Self::Stripe | Self::Woocommerce | Self::Standard => Rank::Webhook,
            Self::Ga4 => Rank::Server,
            Self::Postback if trusted => Rank::Server,
            Self::Postback => Rank::Browser,
        }
    }

    /// The header that says what a delivery is about, in the spellings that are met; it is never signed.
    pub fn topic(self, header: &dyn Fn(&str) -> String) -> String {
        let names: &[&str] = match self {
            Self::Shopify => &["x-shopify-topic", "shopify-topic"],
            Self::Woocommerce => &["x-wc-webhook-topic"],
            _ => &[],
        };
        let topic = names.iter().map(|name| header(name)).find(|topic| !topic.is_empty()).unwrap_or_default();
        topic.chars().take(TOPIC_MOST).collect()
    }
}

impl Reading {
    /// A delivery that says nothing to us, and why.
    pub fn ignored(topic: impl Into<String>, why: &'static str) -> Self {
        Self { topic: topic.into(), reports: Vec::new(), ignored: Some(why) }
    }
}

/// Takes the times out of `reports` that are none of the sender's but that of the reading, `now`: a repeat shall say the
/// same as what it repeats, and what tells no time happened when it first came.
pub fn without_made_up_times(reports: &mut [Value], now: i64) {
    let now = time::print(now);
    for report in reports.iter_mut().filter_map(Value::as_object_mut) {
        if report.get("occurred_at").and_then(Value::as_str) == Some(&now) {
            report.remove("occurred_at");
        }
    }
}

/// Whether `body` is the unsigned form by which `WooCommerce` tries an address when a webhook is saved.
pub fn is_ping(kind: Kind, content_type: &str, body: &[u8]) -> bool {
    let number = body.strip_prefix(b"webhook_id=").unwrap_or_default();
    let form = content_type.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded");
    let digits = (1..=20).contains(&number.len()) && number.iter().all(u8::is_ascii_digit);
    kind == Kind::Woocommerce && form && digits
}

/// Reads `body` as `kind` writes it; `topic` is the header's where the kind has one, else empty.
///
/// `order_field` says which field carries the order's name; its meaning is the kind's.
///
/// # Errors
/// What is wrong with the body, field by field.
pub fn translate(
    kind: Kind,
    topic: &str,
    order_field: Option<&str>,
    body: &Value,
    now: i64,
) -> Result<Reading, Vec<Fault>> {
    let read = match kind {
        Kind::Shopify => shopify::read,
        Kind::Stripe => stripe::read,
        Kind::Woocommerce => woocommerce::read,
        Kind::Ga4 => ga4::read,
        Kind::Standard => standard::read,
        Kind::Postback => postback::read,
    };
    read(topic, order_field, body, now)
}
