//! Standard Webhooks as reports.

use serde_json::Value;

use super::Reading;
use crate::domain::refusal::Fault;

/// Reads `body`; see [`super::translate`].
///
/// # Errors
/// What is wrong with the body, field by field.
pub fn read(topic: &str, _order_field: Option<&str>, _body: &Value, _now: i64) -> Result<Reading, Vec<Fault>> {
    Ok(Reading::ignored(topic, "unknown_topic"))
}
