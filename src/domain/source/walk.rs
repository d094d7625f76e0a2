//! Walks bodies that others have designed: texts, ids, times, touches, and amounts to the minor unit.
//!
//! # Why
//! A foreign body is walked as a [`Value`]: a type for each would weigh more in the Worker than all that is read from
//! it, and would refuse a sale over a field that nobody needs. Money is the exception: an amount that is there and
//! cannot be read exactly is a fault.

use serde_json::Value;

use crate::domain::money::{self, Currency};
use crate::domain::refusal::Fault;
use crate::domain::time;
use crate::domain::touch::{TOUCH_MOST, pieces};

/// Names under which a shop may carry touches: cart attributes, order meta, metadata, event parameters.
pub const TOUCH_NAMES: [&str; 5] = ["wm", "_wm", "click_id", "waymark", "waymark_click_ids"];

/// The text at `pointer` (RFC 6901), trimmed; `None` where there is none or an empty one.
pub fn text<'a>(body: &'a Value, pointer: &str) -> Option<&'a str> {
    body.pointer(pointer).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// The first of `pointers` that holds a text.
pub fn first<'a>(body: &'a Value, pointers: &[&str]) -> Option<&'a str> {
    pointers.iter().find_map(|pointer| text(body, pointer))
}

/// An id as text: a text, a whole number digit by digit (they pass 2^53), or the `id` inside an object.
pub fn id(body: &Value, pointer: &str) -> Option<String> {
    let value = body.pointer(pointer)?;
    match value.get("id").unwrap_or(value) {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) if number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

/// The elements of the list at `pointer`; none where there is no list.
pub fn list<'a>(body: &'a Value, pointer: &str) -> &'a [Value] {
    body.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The moment that RFC 3339 tells at `pointer`, Unix milliseconds; a time without a zone is UTC.
pub fn moment(body: &Value, pointer: &str) -> Option<i64> {
    let text = text(body, pointer)?;
    time::parse(text).or_else(|| time::parse(&format!("{text}Z")))
}

/// Touches in a text or a list of texts: whatever stands between them (comma, blank, the brackets of a JSON list).
pub fn touches(value: &Value) -> Vec<String> {
    let each = |text: &str| -> Vec<String> {
        pieces(text).filter(|piece| piece.len() < TOUCH_MOST).map(str::to_owned).collect()
    };
    match value {
        Value::String(text) => each(text),
        Value::Array(list) => list.iter().filter_map(Value::as_str).flat_map(each).collect(),
        _ => Vec::new(),
    }
}

/// Touches under one of [`TOUCH_NAMES`], in an object's fields or in a list of pairs whose name stands under `name`.
pub fn named_touches(value: Option<&Value>, name: &str) -> Vec<String> {
    let ours = |name: &str| TOUCH_NAMES.iter().any(|ours| ours.eq_ignore_ascii_case(name.trim()));
    match value {
        Some(Value::Object(map)) => {
            map.iter().filter(|(name, _)| ours(name)).flat_map(|(_, value)| touches(value)).collect()
        }
        Some(Value::Array(pairs)) => pairs
            .iter()
            .filter(|pair| pair.get(name).and_then(Value::as_str).is_some_and(ours))
            .flat_map(|pair| pair.get("value").map(touches).unwrap_or_default())
            .collect(),
        _ => Vec::new(),
    }
}

/// A decimal amount in minor units, exactly: a text, or a number with no more than the fifteen digits every float keeps.
///
/// # Why
/// A tag manager adds prices up in floats, and 79.30 arrives as 79.30000000000001. Any decimal of fifteen digits
/// comes back unchanged out of a float, so what stands behind them was never said by anybody; a part of a minor unit
/// within them was, and is refused.
pub fn decimal(value: &Value, currency: Currency) -> Option<i64> {
    match value {
        Value::String(text) => money::minor(text.trim(), currency),
        Value::Number(number) => {
            let text = number.to_string();
            let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
            let digits = format!("{whole}{part}");
            let known = digits.trim_start_matches(['-', '0']).len();
            if known <= 15 || part.is_empty() {
                return money::minor(&text, currency);
            }
            let cut = known - 15;
            let ten = 10_i64.checked_pow(u32::try_from(cut).ok()?)?;
            let mantissa = digits.parse::<i64>().ok()?;
            let rounded = (mantissa + mantissa.signum() * ten / 2) / ten;
            money::minor(&point(rounded, part.len().checked_sub(cut)?), currency)
        }
        _ => None,
    }
}

/// `units` of ten to the minus `places`, as a decimal text.
pub fn point(units: i64, places: usize) -> String {
    let (sign, digits) = (if units < 0 { "-" } else { "" }, format!("{:0>1$}", units.unsigned_abs(), places + 1));
    let (whole, part) = digits.split_at_checked(digits.len() - places).unwrap_or((&digits, ""));
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// The amounts of one body in one currency; faults gather until [`Amounts::finish`].
pub struct Amounts<'a> {
    body: &'a Value,
    base: &'a str,
    /// The currency, where the body names one.
    pub currency: Option<Currency>,
    read: fn(&Value, Currency) -> Option<i64>,
    faults: Vec<Fault>,
}

impl<'a> Amounts<'a> {
    /// The amounts of `body`, whose own pointer is `base`; the first of `currencies` names theirs, `read` knows how
    /// they are written.
    pub fn of(body: &'a Value, base: &'a str, currencies: &[&str], read: fn(&Value, Currency) -> Option<i64>) -> Self {
        let mut amounts = Self { body, base, currency: None, read, faults: Vec::new() };
        amounts.currency = first(body, currencies).and_then(Currency::parse);
        if let (None, Some(pointer)) = (amounts.currency, currencies.last()) {
            amounts.fault(pointer, "not_a_currency", "Send three letters of ISO 4217, such as EUR.");
        }
        amounts
    }

    /// The amount at the first of `pointers` that has one; a fault where it is unreadable or below zero.
    pub fn at(&mut self, pointers: &[&str]) -> Option<i64> {
        let (pointer, value) = self.there(pointers)?;
        let minor = self.read(value).filter(|minor| *minor >= 0);
        if minor.is_none() && self.currency.is_some() {
            let detail = "Send an amount of 0 or more with no more digits than its currency has.";
            self.fault(pointer, "not_an_amount", detail);
        }
        minor
    }

    /// The amount that there must be; a fault at the last of `pointers` where there is none.
    pub fn need(&mut self, pointers: &[&str]) -> i64 {
        if let (None, Some(pointer)) = (self.there(pointers), pointers.last()) {
            self.fault(pointer, "required", "This field is needed.");
        }
        self.at(pointers).unwrap_or_default()
    }

    /// The first of `pointers` with a value; tag managers send an empty text for none.
    fn there<'p>(&self, pointers: &[&'p str]) -> Option<(&'p str, &'a Value)> {
        let filled = |value: &&Value| !value.is_null() && value.as_str() != Some("");
        pointers.iter().find_map(|pointer| Some((*pointer, self.body.pointer(pointer).filter(filled)?)))
    }

    /// A value as an amount, be it negative; `None` where it is none, without a fault.
    pub fn read(&self, value: &Value) -> Option<i64> {
        (self.read)(value, self.currency?)
    }

    /// The sum over `parts` of the amount at the first of `pointers`; `None` where one of them has none.
    pub fn sum(&self, parts: &[&Value], pointers: &[&str]) -> Option<i64> {
        parts.iter().try_fold(0_i64, |sum, part| {
            let value = pointers.iter().find_map(|pointer| part.pointer(pointer).filter(|value| !value.is_null()))?;
            sum.checked_add(self.read(value)?)
        })
    }

    /// Notes what is wrong at `pointer`.
    pub fn fault(&mut self, pointer: &str, code: &'static str, detail: &str) {
        self.faults.push(Fault::at(format!("{}{pointer}", self.base), code, detail));
    }

    /// Ends the reading of the body.
    ///
    /// # Errors
    /// Everything that was wrong with it.
    pub fn finish(self) -> Result<(), Vec<Fault>> {
        if self.faults.is_empty() { Ok(()) } else { Err(self.faults) }
    }
}
