//! Reads the fields of a JSON object one by one and collects what is wrong with each, so that all is said at once.

use serde_json::{Map, Value};

use super::json;
use super::money::Currency;
use super::refusal::{Fault, Refusal};
use super::time;

/// The largest integer that every JSON reader keeps exactly: 2^53 - 1.
pub const MOST_INTEGER: i64 = (1 << 53) - 1;

/// Parses a body: UTF-8, then strict JSON.
pub fn parse(body: &[u8]) -> Result<Value, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| Refusal::MalformedJson("it is not UTF-8".into()))?;
    json::parse(text).map_err(|error| Refusal::MalformedJson(error.to_string()))
}

/// The entity tags of a header, without what marks them as weak: whatever packs an answer weakens its tag on the way.
fn tags(header: &str) -> impl Iterator<Item = &str> {
    header.split(',').map(str::trim).map(|tag| tag.strip_prefix("W/").unwrap_or(tag))
}

/// Whether an `If-Match` header names `version`, by itself or with the moment of what was shown beside it.
pub fn matches_version(header: &str, version: u32) -> bool {
    tags(header).any(|tag| {
        let said = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).unwrap_or_default();
        let said = said.split_once('.').map_or(said, |(said, _)| said);
        tag == "*" || said == version.to_string()
    })
}

/// Whether an `If-None-Match` header names `tag`.
pub fn matches_tag(header: &str, tag: &str) -> bool {
    tags(header).any(|named| named == "*" || named == tag)
}

/// A name as a JSON pointer has it: RFC 6901 writes `~` as `~0` and `/` as `~1`; of a long one the start.
pub fn step(name: &str) -> String {
    let name: String = name.chars().take(64).collect();
    name.replace('~', "~0").replace('/', "~1")
}

/// The fields of one object; faults gather until [`Fields::finish`].
pub struct Fields<'a> {
    map: &'a Map<String, Value>,
    base: String,
    known: Vec<&'static str>,
    faults: Vec<Fault>,
}

impl<'a> Fields<'a> {
    /// The fields of `value`, which must be an object; `base` is its own JSON pointer.
    pub fn of(value: &'a Value, base: &str) -> Result<Self, Vec<Fault>> {
        let map = value.as_object().ok_or_else(|| vec![Fault::at(base, "not_an_object", "Send a JSON object.")])?;
        Ok(Self { map, base: base.to_owned(), known: Vec::new(), faults: Vec::new() })
    }

    /// The fields of `value` at the pointer `base`; none, and noted, where it is no object.
    pub fn inside(value: &'a Value, base: &str, faults: &mut Vec<Fault>) -> Option<Self> {
        Self::of(value, base).map_err(|wrong| faults.extend(wrong)).ok()
    }

    /// Whether `name` was sent at all, be it as `null`.
    pub fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    /// The raw value of `name`; absent and `null` are the same.
    pub fn value(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.map.get(name).filter(|value| !value.is_null())
    }

    /// A text of 1 to `most` characters, trimmed, without control characters.
    pub fn text(&mut self, name: &'static str, most: usize) -> Option<String> {
        let value = self.value(name)?;
        let Some(text) = value.as_str().map(str::trim) else {
            return self.fault(name, "not_text", "Send a text.");
        };
        if text.is_empty() {
            return self.fault(name, "empty", "Send a text that is not empty, or leave the field out.");
        }
        if text.chars().count() > most {
            return self.fault(name, "too_long", format!("Send at most {most} characters."));
        }
        if text.chars().any(char::is_control) {
            return self.fault(name, "control_character", "Send it without control characters.");
        }
        Some(text.to_owned())
    }

    /// A whole number from `least` to `most`.
    pub fn integer(&mut self, name: &'static str, least: i64, most: i64) -> Option<i64> {
        let value = self.value(name)?;
        let Some(number) = value.as_i64() else {
            return self.fault(name, "not_an_integer", "Send a whole number, without quotes, point or exponent.");
        };
        if (least..=most).contains(&number) {
            Some(number)
        } else {
            self.fault(name, "out_of_range", format!("Send a number from {least} to {most}."))
        }
    }

    /// The id of something of ours.
    pub fn id(&mut self, name: &'static str) -> Option<u32> {
        self.integer(name, 1, i64::from(u32::MAX)).and_then(|id| u32::try_from(id).ok())
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        let value = self.value(name)?;
        value.as_bool().or_else(|| self.fault(name, "not_a_boolean", "Send true or false."))
    }

    /// One of a few words, each with what it stands for.
    pub fn word<T: Copy>(&mut self, name: &'static str, words: &[(T, &str)]) -> Option<T> {
        let value = self.value(name)?;
        let said = value.as_str().and_then(|said| words.iter().find(|(_, word)| *word == said));
        said.map(|(meant, _)| *meant).or_else(|| {
            let words: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
            self.fault(name, "unknown_word", format!("Send one of {}.", words.join(", ")))
        })
    }

    /// A moment in RFC 3339, as Unix milliseconds.
    pub fn moment(&mut self, name: &'static str) -> Option<i64> {
        let value = self.value(name)?;
        let at = value.as_str().and_then(time::parse);
        at.or_else(|| self.fault(name, "not_a_time", "Send RFC 3339, such as 2026-11-20T12:00:00Z."))
    }

    /// A currency by its letters in ISO 4217.
    pub fn currency(&mut self, name: &'static str) -> Option<Currency> {
        let value = self.value(name)?;
        let currency = value.as_str().and_then(Currency::parse);
        currency
            .or_else(|| self.fault(name, "not_a_currency", "Send a currency's three letters in ISO 4217, such as EUR."))
    }

    /// Says that `name` is missing where `value` is none and nothing else was wrong with it.
    pub fn need<T>(&mut self, name: &'static str, value: Option<T>) -> Option<T> {
        if value.is_none() && self.map.get(name).is_none_or(Value::is_null) {
            return self.fault(name, "required", "This field is needed.");
        }
        value
    }

    /// Notes what is wrong with `name` and gives nothing back.
    pub fn fault<T>(&mut self, name: &str, code: &'static str, detail: impl Into<String>) -> Option<T> {
        self.faults.push(Fault::at(format!("{}/{name}", self.base), code, detail));
        None
    }

    /// The JSON pointer of something inside the object.
    pub fn pointer(&self, inside: &str) -> String {
        format!("{}/{inside}", self.base)
    }

    /// Ends the reading early with what was found so far, where the rest cannot be read without it.
    pub fn stop(self) -> Vec<Fault> {
        self.faults
    }

    /// Notes faults that were found inside a field.
    pub fn faults(&mut self, faults: Vec<Fault>) {
        self.faults.extend(faults);
    }

    /// Ends the reading as [`Fields::finish`] and adds what was wrong to `faults`.
    pub fn note(self, faults: &mut Vec<Fault>) {
        faults.extend(self.finish().err().unwrap_or_default());
    }

    /// Ends the reading: fields that nobody asked for are faults too, for a misspelt one would be lost in silence.
    pub fn finish(mut self) -> Result<(), Vec<Fault>> {
        for name in self.map.keys().filter(|name| !self.known.contains(&name.as_str())) {
            let detail = "This field is not known here; check its spelling.";
            self.faults.push(Fault::at(format!("{}/{}", self.base, step(name)), "unknown_field", detail));
        }
        if self.faults.is_empty() { Ok(()) } else { Err(self.faults) }
    }
}
