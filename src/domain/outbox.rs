//! Events on their way out of an isolate: many clicks share one message.
//!
//! # Why
//! The first click's `wait_until` holds a timer and sends for all; the one that fills the box sends at once under its
//! own. Only this text is shared between requests, never anything that belongs to one of them.

use super::event::Event;

/// Events that fill a message.
pub const MOST_EVENTS: usize = 100;
/// Bytes that fill a message: a queue bills by 64 KB.
pub const MOST_BYTES: usize = 60_000;

/// Milliseconds after which nobody is coming for an event any more.
pub const LEFT_BEHIND_MS: i64 = 1_000;

/// What the click that brought an event has to do now.
#[derive(Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing: an earlier click sends this event.
    Ride,
    /// Wait a moment, then take what has gathered and send it.
    Wait,
    /// The box was full: send this message at once.
    Send(String),
}

/// Events that wait for their message, already in its wire form.
#[derive(Debug, Default)]
pub struct Outbox {
    rows: String,
    events: usize,
    oldest: i64,
}

impl Outbox {
    /// Puts `event` in and says whose turn it is.
    pub fn put(&mut self, event: &Event) -> Turn {
        let row = serde_json::to_string(event).unwrap_or_default();
        if self.events > 0 {
            self.rows.push(',');
        }
        self.rows.push_str(&row);
        self.events += 1;
        if self.events == 1 {
            self.oldest = event.at;
        }
        // An event that still waits after a second was left behind by the click that should have sent it.
        let left_behind = event.at - self.oldest > LEFT_BEHIND_MS;
        if self.events >= MOST_EVENTS || self.rows.len() >= MOST_BYTES || left_behind {
            return self.take().map_or(Turn::Ride, Turn::Send);
        }
        if self.events == 1 { Turn::Wait } else { Turn::Ride }
    }

    /// Takes everything that waits as one message; `None` when an earlier click has taken it.
    pub fn take(&mut self) -> Option<String> {
        if self.events == 0 {
            return None;
        }
        self.events = 0;
        Some(format!("{{\"v\":2,\"events\":[{}]}}", std::mem::take(&mut self.rows)))
    }
}
