//! What a rollup on demand may be asked for: certain days, or whatever is behind.

use serde_json::Value;

use super::fields::Fields;
use super::refusal::Refusal;
use super::report::ask::DAYS_MOST;
use super::time::Day;

/// Reads `from` and `to`, both or neither.
pub fn asked(body: &Value) -> Result<Option<(Day, Day)>, Refusal> {
    let mut fields = Fields::of(body, "").map_err(Refusal::Invalid)?;
    let mut day = |name: &'static str| {
        let text = fields.text(name, 10)?;
        Day::parse(&text).or_else(|| fields.fault(name, "not_a_day", "Send a day such as 2026-11-20."))
    };
    let (from, to) = (day("from"), day("to"));
    if fields.has("from") != fields.has("to") {
        fields.fault::<()>("to", "required", "Send both days, or neither.");
    }
    if from.zip(to).is_some_and(|(from, to)| to < from || to.0 - from.0 >= DAYS_MOST) {
        fields.fault::<()>("to", "out_of_range", format!("Send a last day within {DAYS_MOST} days of the first."));
    }
    fields.finish().map_err(Refusal::Invalid)?;
    Ok(from.zip(to))
}
