//! One kept fact about a visit, and the message that carries many of them to the store.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::time::{EARLIEST, LATEST};
use super::verdict::{Reason, Verdict};

/// The most characters of an orphan's address that are kept.
pub const ADDRESS_MOST: usize = 200;

/// What kind of visit it was; the numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// A link was followed.
    Click = 1,
    /// A pixel was loaded.
    View = 2,
}

impl Kind {
    /// The kind with this number.
    pub fn of(number: u8) -> Option<Self> {
        [Self::Click, Self::View].into_iter().find(|kind| *kind as u8 == number)
    }
}

/// One visit as it is stored; key is `(UTC day of at, visitor, at, nonce)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// 48 bits, see [`super::visitor`].
    pub visitor: u64,
    /// Unix milliseconds at the edge.
    pub at: i64,
    /// 32 random bits made with the event.
    pub nonce: u32,
    /// Click or view.
    pub kind: Kind,
    /// The link; 0 for an orphan visit.
    pub link: u32,
    /// Who asked.
    pub verdict: Verdict,
    /// Why the verdict is that; kept as its number, so that a newer Worker's reasons pass through an older one.
    pub reason: u8,
    /// `host/slug` as asked for, orphan visits only.
    pub address: Option<String>,
}

impl Event {
    /// An event about a live link (`address` none) or about an address without one.
    pub fn new(kind: Kind, link: u32, seen: (Verdict, Reason), key: (u64, i64, u32)) -> Self {
        let (visitor, at, nonce) = key;
        Self { visitor, at, nonce, kind, link, verdict: seen.0, reason: seen.1 as u8, address: None }
    }
}

/// `[visitor, at, nonce, kind, link, verdict, reason, address]`: the row that the `.sql` files read.
type Row = (u64, i64, u32, u8, u32, u8, u8, Option<String>);

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, verdict) = (self.kind as u8, self.verdict as u8);
        (self.visitor, self.at, self.nonce, kind, self.link, verdict, self.reason, &self.address).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (visitor, at, nonce, kind, link, verdict, reason, address) = Row::deserialize(deserializer)?;
        if visitor >> 48 != 0 || !(EARLIEST..LATEST).contains(&at) {
            return Err(D::Error::custom("visitor or time out of range"));
        }
        let kind = Kind::of(kind).ok_or_else(|| D::Error::custom("unknown kind"))?;
        let verdict = Verdict::of(verdict).ok_or_else(|| D::Error::custom("unknown verdict"))?;
        Ok(Self { visitor, at, nonce, kind, link, verdict, reason, address })
    }
}

/// A queue message: a version and the events it carries.
#[derive(Debug, Serialize, Deserialize)]
pub struct Message {
    /// 1.
    pub v: u8,
    /// At most a hundred, as the edge sends them.
    pub events: Vec<Event>,
}

impl Message {
    /// Reads a message body; the error says in words what is wrong with it.
    pub fn parse(body: &str) -> Result<Vec<Event>, String> {
        let message: Self = serde_json::from_str(body).map_err(|error| error.to_string())?;
        if message.v == 1 { Ok(message.events) } else { Err(format!("unknown message version {}", message.v)) }
    }
}

/// The rows of `events` as JSON lists of at most `most` bytes each (a single row may pass it).
pub fn lists(events: &[&Event], most: usize) -> Vec<String> {
    let mut lists: Vec<String> = Vec::new();
    for row in events.iter().filter_map(|event| serde_json::to_string(event).ok()) {
        match lists.last_mut() {
            Some(list) if list.len() + row.len() + 2 <= most => {
                list.push(',');
                list.push_str(&row);
            }
            _ => lists.push(format!("[{row}")),
        }
    }
    for list in &mut lists {
        list.push(']');
    }
    lists
}
