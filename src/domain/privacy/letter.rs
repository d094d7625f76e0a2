//! A dead letter that may name somebody, and what it is without them.
//!
//! # Why
//! A letter is kept to be replayed, also by a Worker that is newer than this one, and carries the visits of a hundred
//! others. So only what names somebody is touched: their events are made nobody's where this Worker reads them, and go where
//! it does not. What is no message at all can be replayed by nobody and is emptied.

use serde_json::Value;

use super::{Scramble, Work};
use crate::domain::case;
use crate::domain::event::Message;

/// From this number on a visitor's stands nowhere in an event by chance; smaller ones name somebody in its first place only.
const TELLING: u64 = 1 << 32;

/// The body without somebody; none where it does not name them.
pub fn without(body: &str, work: &Work, scramble: &Scramble) -> Option<String> {
    if let Ok(mut events) = Message::parse(body) {
        let mut theirs = false;
        for event in events.iter_mut().filter(|event| work.visitors.contains(&event.visitor)) {
            scramble.event(event);
            theirs = true;
        }
        return if theirs { serde_json::to_string(&Message { v: 2, events }).ok() } else { None };
    }
    let mut message: Value = serde_json::from_str(body).unwrap_or_default();
    if let Some(events) = message.get_mut("events").and_then(Value::as_array_mut) {
        let before = events.len();
        events.retain(|event| !is_theirs(event, work));
        return (events.len() < before).then(|| message.to_string());
    }
    let named = work.visitors.iter().any(|visitor| holds(body, *visitor)) || says(body, work);
    named.then(String::new)
}

/// Whether an event that this Worker cannot read names them.
fn is_theirs(event: &Value, work: &Work) -> bool {
    let first = event.get(0).and_then(Value::as_u64);
    let text = event.to_string();
    let by = |visitor: &u64| first == Some(*visitor) || (*visitor >= TELLING && holds(&text, *visitor));
    work.visitors.iter().any(by) || says(&text, work)
}

/// Whether `number` stands in `text` between what is no digit.
fn holds(text: &str, number: u64) -> bool {
    let number = number.to_string();
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    text.match_indices(&number).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + number.len()..).and_then(|text| text.chars().next());
        !is_digit(before) && !is_digit(after)
    })
}

/// Whether one of their words stands in `text`.
fn says(text: &str, work: &Work) -> bool {
    let text = case::lower(text);
    work.words.iter().any(|word| text.contains(word))
}
