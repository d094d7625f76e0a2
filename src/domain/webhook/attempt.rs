//! What an attempt to send comes to: delivered, again after a while, given up, or nobody there any more.

use crate::domain::time::{DAY_MS, HOUR_MS};

/// How long a receiver may take to answer, milliseconds.
pub const PATIENCE_MS: u64 = 10_000;
/// How long a message that is being sent is nobody else's, milliseconds.
pub const HELD_MS: i64 = 60_000;
/// How long a delivered message is kept, milliseconds.
pub const KEPT_MS: i64 = 30 * DAY_MS;
/// The longest that a queue keeps a message back, milliseconds; what comes later waits for the sweep.
pub const QUEUE_MOST_MS: i64 = 12 * HOUR_MS;

/// The waits between attempts, milliseconds, each give or take a tenth: the specification's own.
const WAITS: [i64; 9] =
    [5_000, 5 * 60_000, 30 * 60_000, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS, 24 * HOUR_MS];

/// What the receiver did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It answered with this status, and asked to be left alone for so many seconds.
    Answer(u16, Option<i64>),
    /// It did not, or not in time; the text says why.
    Nothing(String),
    /// It was not asked, for its address is refused now; the text says why.
    Refused(&'static str),
}

/// What becomes of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was taken.
    Delivered,
    /// It is sent again after so many milliseconds.
    Again(i64),
    /// It is kept for a replay by hand.
    Dead,
    /// The same, and its webhook is disabled, for its receiver is gone for good.
    Gone,
}

/// Reads `Retry-After` in seconds, at most a day; the form with a date is not read.
pub fn retry_after(header: &str) -> Option<i64> {
    let header = header.trim();
    let digits = !header.is_empty() && header.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| header.parse().unwrap_or(i64::MAX).min(DAY_MS / 1000))
}

/// What becomes of a message after its attempt number `attempt` (1 is the first); `chance` is random.
pub fn judge(heard: &Heard, attempt: u32, chance: u64) -> Fate {
    let asked = match heard {
        Heard::Answer(200..=299, _) => return Fate::Delivered,
        Heard::Answer(410, _) => return Fate::Gone,
        Heard::Answer(429 | 503, Some(seconds)) => seconds * 1000,
        // It is not sent to an address that is refused; whether it is corrected, somebody has to say.
        Heard::Refused(_) => return Fate::Dead,
        Heard::Answer(..) | Heard::Nothing(_) => 0,
    };
    let place = usize::try_from(attempt).unwrap_or(usize::MAX).saturating_sub(1);
    let Some(wait) = WAITS.get(place) else { return Fate::Dead };
    let tenth = wait / 10;
    let spread = i64::try_from(chance % 1_000).unwrap_or_default();
    Fate::Again((wait - tenth + 2 * tenth * spread / 999).max(asked))
}

/// What is noted of an attempt that failed, for people.
pub fn reason(heard: &Heard) -> Option<String> {
    match heard {
        Heard::Answer(200..=299, _) => None,
        Heard::Answer(300..=399, _) => Some("It answered with a redirect, which is never followed.".into()),
        Heard::Answer(410, _) => Some("It said that it is gone, so the webhook was disabled.".into()),
        Heard::Answer(status, _) => Some(format!("It answered {status}.")),
        Heard::Nothing(why) => Some(format!("It did not answer: {}.", why.chars().take(200).collect::<String>())),
        Heard::Refused(why) => Some((*why).to_owned()),
    }
}
