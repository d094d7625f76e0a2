//! One kept fact about a visit, and the message that carries many of them to the store.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::facets::Facets;
use super::time::{EARLIEST, LATEST};
use super::verdict::{Reason, Verdict};
use super::visitor;

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
    /// A page of the shop was reached from elsewhere; by a click of ours where link and nonce are that click's.
    Landing = 3,
    /// A further page of the shop was looked at.
    Page = 4,
    /// Something was sent that could not be taken; `reason` says why.
    Rejected = 5,
}

impl Kind {
    /// The kind with this number.
    pub fn of(number: u8) -> Option<Self> {
        [Self::Click, Self::View, Self::Landing, Self::Page, Self::Rejected]
            .into_iter()
            .find(|kind| *kind as u8 == number)
    }
}

/// One visit as it is stored; key is `(UTC day of at, visitor, at, nonce)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// 48 bits, see [`super::visitor`].
    pub visitor: u64,
    /// Unix milliseconds at the edge.
    pub at: i64,
    /// 32 random bits made with the event; of a landing those of its click.
    pub nonce: u32,
    /// Click, view, landing, page, or what was rejected.
    pub kind: Kind,
    /// The link; 0 for an orphan visit.
    pub link: u32,
    /// Who asked.
    pub verdict: Verdict,
    /// Why the verdict is that; kept as its number, so that a newer Worker's reasons pass through an older one.
    pub reason: u8,
    /// `host/slug` as asked for, orphan visits only.
    pub address: Option<String>,
    /// By what and from where.
    pub facets: Facets,
    /// Of a view its placement, post, creator and campaign; of another channel's landing `source/medium`.
    pub labels: Option<String>,
}

impl Event {
    /// An event about a live link (`address` none) or about an address without one.
    pub fn new(kind: Kind, link: u32, seen: (Verdict, Reason), key: (u64, i64, u32)) -> Self {
        let (visitor, at, nonce) = key;
        let (address, labels, facets) = (None, None, Facets::default());
        Self { visitor, at, nonce, kind, link, verdict: seen.0, reason: seen.1 as u8, address, facets, labels }
    }

    /// The same, by what and from where it came: the connection only beside an address hash, for a visitor that nobody knows
    /// again has nothing that two visits share, and every other one needs none to be one person.
    #[must_use]
    pub fn with(self, facets: Facets) -> Self {
        let connection = if visitor::is_hash(self.visitor) { facets.connection } else { 0 };
        Self { facets: Facets { connection, ..facets }, ..self }
    }
}

/// `[visitor, at, nonce, kind, link, verdict, reason, address, codes, network, connection, labels]`: the row that the `.sql`
/// files read; the codes are those of [`Facets::print`].
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_tuple(12)?;
        row.serialize_element(&self.visitor)?;
        row.serialize_element(&self.at)?;
        row.serialize_element(&self.nonce)?;
        row.serialize_element(&(self.kind as u8))?;
        row.serialize_element(&self.link)?;
        row.serialize_element(&(self.verdict as u8))?;
        row.serialize_element(&self.reason)?;
        row.serialize_element(&self.address)?;
        row.serialize_element(&self.facets.print())?;
        row.serialize_element(&self.facets.network)?;
        row.serialize_element(&self.facets.connection)?;
        row.serialize_element(&self.labels)?;
        row.end()
    }
}

/// Reads the row that the `.sql` files read: its head alone where an older Worker sent it.
struct Row;

impl<'de> Visitor<'de> for Row {
    type Value = Event;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of 8 or 12 values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut row: A) -> Result<Event, A::Error> {
        fn next<'de, A: SeqAccess<'de>, T: Deserialize<'de>>(row: &mut A) -> Result<T, A::Error> {
            row.next_element()?.ok_or_else(|| A::Error::custom("a value is missing"))
        }
        let row = &mut row;
        let (visitor, at): (u64, i64) = (next(row)?, next(row)?);
        if visitor >> 48 != 0 || !(EARLIEST..LATEST).contains(&at) {
            return Err(A::Error::custom("visitor or time out of range"));
        }
        let nonce = next(row)?;
        let kind = Kind::of(next(row)?).ok_or_else(|| A::Error::custom("unknown kind"))?;
        let link = next(row)?;
        let verdict = Verdict::of(next(row)?).ok_or_else(|| A::Error::custom("unknown verdict"))?;
        let (reason, address) = (next(row)?, next(row)?);
        let mut event =
            Event { visitor, at, nonce, kind, link, verdict, reason, address, facets: Facets::default(), labels: None };
        let Some(codes) = row.next_element::<Cow<'_, str>>()? else { return Ok(event) };
        let facets = Facets::read(&codes).ok_or_else(|| A::Error::custom("unknown codes"))?;
        event.facets = Facets { network: next(row)?, connection: next(row)?, ..facets };
        event.labels = next(row)?;
        Ok(event)
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Row)
    }
}

/// A queue message: a version and the events it carries.
#[derive(Debug, Serialize, Deserialize)]
pub struct Message {
    /// 2; 1 is what Workers before the facets sent.
    pub v: u8,
    /// At most a hundred, as the edge sends them.
    pub events: Vec<Event>,
}

impl Message {
    /// Reads a message body; the error says in words what is wrong with it.
    pub fn parse(body: &str) -> Result<Vec<Event>, String> {
        let message: Self = serde_json::from_str(body).map_err(|error| error.to_string())?;
        if matches!(message.v, 1 | 2) {
            Ok(message.events)
        } else {
            Err(format!("unknown message version {}", message.v))
        }
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
