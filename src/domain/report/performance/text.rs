//! A row in the making, as the text of a JSON object.

use std::fmt::Write;

use serde_json::Value;

use crate::domain::report::shown;
use crate::domain::statistics::{Interval, Level};

/// A row in the making, as JSON text.
///
/// # Why
/// A thousand rows of a hundred fields: as maps of values they took longer to make and to print than all statements took.
#[derive(Default)]
pub(super) struct Out {
    pub(super) row: String,
    pub(super) why: String,
    pub(super) interval: String,
}

pub(super) type Known<T> = Result<T, &'static str>;

/// Adds a field to `text`, an object without its braces.
pub(super) fn field(text: &mut String, name: &str, value: &Value) {
    if !text.is_empty() {
        text.push(',');
    }
    for part in ["\"", name, "\":"] {
        text.push_str(part);
    }
    match value {
        Value::Null => text.push_str("null"),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => text.push_str(&number.to_string()),
            (None, Some(number)) => fraction(text, number),
            (None, None) => text.push_str("null"),
        },
        value => text.push_str(&shown::printed(value)),
    }
}

/// Adds a number with at most nine digits behind the point: more would be digits of the division, not of what was counted.
fn fraction(text: &mut String, number: f64) {
    const BILLION: f64 = 1e9;
    if number.abs() >= 9.0 * BILLION {
        return text.push_str(&shown::printed(&number.into()));
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 2^63")]
    let parts = (number * BILLION).round() as i64;
    let (whole, mut part, mut digits) = (parts.unsigned_abs() / 1_000_000_000, parts.unsigned_abs() % 1_000_000_000, 9);
    while digits > 0 && part % 10 == 0 {
        (part, digits) = (part / 10, digits - 1);
    }
    let sign = if parts < 0 { "-" } else { "" };
    let written =
        if digits == 0 { write!(text, "{sign}{whole}") } else { write!(text, "{sign}{whole}.{part:0digits$}") };
    debug_assert!(written.is_ok(), "a string takes everything");
}

/// Adds an interval.
pub(super) fn between(text: &mut String, name: &str, interval: Interval, level: Level) {
    let mut inner = String::with_capacity(64);
    for (name, end) in [("low", interval.low), ("high", interval.high), ("level", level.share())] {
        field(&mut inner, name, &end.into());
    }
    nest(text, name, &inner);
}

impl Out {
    pub(super) fn put(&mut self, name: &str, value: impl Into<Value>) {
        field(&mut self.row, name, &value.into());
    }

    pub(super) fn say(&mut self, name: &str, value: Known<impl Into<Value>>) {
        match value {
            Ok(value) => field(&mut self.row, name, &value.into()),
            Err(why) => {
                field(&mut self.row, name, &Value::Null);
                self.because(name, why);
            }
        }
    }

    pub(super) fn because(&mut self, name: &str, why: &'static str) {
        field(&mut self.why, name, &Value::Null);
        // A word of ours needs no escape.
        self.why.truncate(self.why.len() - "null".len());
        for part in ["\"", why, "\""] {
            self.why.push_str(part);
        }
    }

    /// An object of whole numbers.
    pub(super) fn counts(&mut self, name: &str, counts: impl Iterator<Item = (&'static str, i64)>) {
        let mut inner = String::new();
        for (name, count) in counts {
            field(&mut inner, name, &count.into());
        }
        nest(&mut self.row, name, &inner);
    }
}

/// Adds an object to `text`; `inner` is without its braces.
pub(super) fn nest(text: &mut String, name: &str, inner: &str) {
    if !text.is_empty() {
        text.push(',');
    }
    for part in ["\"", name, "\":{", inner, "}"] {
        text.push_str(part);
    }
}
