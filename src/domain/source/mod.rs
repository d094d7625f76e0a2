//! Who reports conversions in a form of its own, and how each form becomes the reports that `POST /v1/conversions` takes.

pub mod ga4;
pub mod postback;
pub mod shopify;
pub mod standard;
pub mod stripe;
pub mod woocommerce;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::refusal::Fault;

/// The form a source reports in; stored and shown as these words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

impl Reading {
    /// A delivery that says nothing to us, and why.
    pub fn ignored(topic: impl Into<String>, why: &'static str) -> Self {
        Self { topic: topic.into(), reports: Vec::new(), ignored: Some(why) }
    }
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
