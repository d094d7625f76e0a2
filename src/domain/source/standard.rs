//! Standard Webhooks: our own reports, bare or in the `{type, data}` that the specification advises.

use serde_json::Value;

use super::{Reading, TOPIC_MOST};
use crate::domain::refusal::Fault;

/// Reads `body`: a report, a list of them, or an object whose `data` is either; see [`super::translate`].
///
/// # Errors
/// A list that is empty.
pub fn read(_topic: &str, _order_field: Option<&str>, body: &Value, _now: i64) -> Result<Reading, Vec<Fault>> {
    // A report has a `kind` and never `data`.
    let wrapped = body.get("data").filter(|_| body.get("kind").is_none());
    let topic = body.get("type").filter(|_| wrapped.is_some()).and_then(Value::as_str).unwrap_or_default();
    let topic = topic.chars().take(TOPIC_MOST).collect();
    let reports = match wrapped.unwrap_or(body) {
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    };
    if reports.is_empty() {
        let pointer = if wrapped.is_some() { "/data" } else { "" };
        return Err(vec![Fault::at(pointer, "list_length", "Send at least one report.")]);
    }
    Ok(Reading { topic, reports, ignored: None })
}
