//! What pages report from the browser: landings, further pages, leads and purchases, in one body under a site's key.
//!
//! # Why
//! Anybody can read the key and send anything, so nothing here is proof: a landing by a click of ours is told by the
//! click id's own signature, and a lead or purchase is what a browser says until a server says so. What cannot be taken is
//! kept as an event with its reason, for what was received must be what was accepted and what was refused, to the last.

mod item;
mod said;

use serde_json::Value;

use super::event::{Event, Kind};
use super::facets::Facets;
use super::fields::Fields;
use super::json;
use super::refusal::{Fault, Refusal};
use super::register::site::{self, Site};
use super::verdict::{Reason, Verdict};
pub use item::{Item, items};
pub use said::Said;

/// The most bytes of a body.
pub const BODY_MOST: usize = 16 * 1024;
/// The most events in a body.
pub const EVENTS_MOST: usize = 50;
/// The most characters of a key that are looked at.
const KEY_MOST: usize = 64;

/// Sites report conversions under numbers from here on, below them are those of [`super::register::source`].
///
/// A site is no server: what it and a server say of one order are two reports that may agree.
pub const SITES: u32 = 1 << 31;

/// Why something that was sent is not taken; the numbers are stored and never change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Rejected {
    /// The body is no JSON, or its own fields cannot be read.
    BodyMalformed = 1,
    /// The body is larger than [`BODY_MOST`].
    BodyTooLarge = 2,
    /// No site that is heard has the key.
    KeyUnknown = 3,
    /// The page is not where the site's pages are.
    OriginNotAllowed = 4,
    /// The body has more than [`EVENTS_MOST`] events.
    TooManyEvents = 5,
    /// An event's fields are wrong.
    EventMalformed = 6,
    /// What should be a click id of ours is signed by none of our keys.
    ClickIdNotOurs = 7,
    /// The click id is older than any that is taken, or of a time to come.
    TimeAbsurd = 8,
    /// The address sends more than it may.
    TooFast = 9,
    /// The page was reached from where nobody is brought from: a payment page, another page of the shop.
    NotATouch = 10,
    /// Storage did not answer.
    Unavailable = 11,
}

impl Rejected {
    /// Every reason, in the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::BodyMalformed,
        Self::BodyTooLarge,
        Self::KeyUnknown,
        Self::OriginNotAllowed,
        Self::TooManyEvents,
        Self::EventMalformed,
        Self::ClickIdNotOurs,
        Self::TimeAbsurd,
        Self::TooFast,
        Self::NotATouch,
        Self::Unavailable,
    ];

    /// The reason with this number.
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| *reason as u8 == number)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::BodyMalformed => "body_malformed",
            Self::BodyTooLarge => "body_too_large",
            Self::KeyUnknown => "key_unknown",
            Self::OriginNotAllowed => "origin_not_allowed",
            Self::TooManyEvents => "too_many_events",
            Self::EventMalformed => "event_malformed",
            Self::ClickIdNotOurs => "click_id_not_ours",
            Self::TimeAbsurd => "time_absurd",
            Self::TooFast => "too_fast",
            Self::NotATouch => "not_a_touch",
            Self::Unavailable => "unavailable",
        }
    }

    /// Why a whole body that is refused so is not taken.
    pub fn of_refusal(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::TooLarge(_) => Self::BodyTooLarge,
            Refusal::TooManyEvents => Self::TooManyEvents,
            Refusal::KeyUnknown => Self::KeyUnknown,
            Refusal::OriginNotAllowed => Self::OriginNotAllowed,
            Refusal::TooFast => Self::TooFast,
            Refusal::Unavailable => Self::Unavailable,
            _ => Self::BodyMalformed,
        }
    }
}

/// What the page's visitor said to being remembered; the numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Consent {
    /// Nobody asked.
    NotAsked = 0,
    /// They agreed.
    Given = 1,
    /// They did not: they are not known again, and no touches are taken with what they buy.
    Refused = 2,
}

/// A body as it was sent; its events are not read yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// The site's key.
    pub key: String,
    /// What was said to being remembered.
    pub consent: Consent,
    /// 1 to [`EVENTS_MOST`].
    pub events: Vec<Value>,
    /// What is wrong with fields of the body that cost no event.
    pub faults: Vec<Fault>,
}

impl Sent {
    /// Reads a body: strict JSON in UTF-8, whatever its type is called.
    ///
    /// # Errors
    /// `MalformedJson`, `Invalid` without a key or a list of events, and `TooManyEvents`.
    pub fn read(body: &[u8]) -> Result<Self, Refusal> {
        // Some senders put a byte order mark before their text.
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let text = std::str::from_utf8(body).map_err(|_| Refusal::MalformedJson("it is not UTF-8".into()))?;
        let mut body = json::parse(text).map_err(|error| Refusal::MalformedJson(error.to_string()))?;
        let list = body.get_mut("events").map(Value::take);
        let mut fields = Fields::of(&body, "").map_err(Refusal::Invalid)?;
        let key = fields.text("key", KEY_MOST);
        let key = fields.need("key", key);
        fields.value("events");
        let events = match list {
            Some(Value::Array(list)) if list.len() > EVENTS_MOST => return Err(Refusal::TooManyEvents),
            Some(Value::Array(list)) if !list.is_empty() => Some(list),
            _ => fields.fault("events", "not_a_list", format!("Send a list of 1 to {EVENTS_MOST} events.")),
        };
        let (Some(key), Some(events)) = (key, events) else { return Err(Refusal::Invalid(fields.stop())) };
        let consent = match fields.value("consent").map(Value::as_str) {
            None => Consent::NotAsked,
            Some(Some("given")) => Consent::Given,
            Some(Some("refused")) => Consent::Refused,
            // What cannot be understood is no yes.
            Some(_) => fields.fault("consent", "unknown_consent", "Send given or refused.").unwrap_or(Consent::Refused),
        };
        let faults = fields.finish().err().unwrap_or_default();
        Ok(Self { key, consent, events, faults })
    }

    /// The id of the site that has the key.
    ///
    /// # Errors
    /// `KeyUnknown` where it is no key at all.
    pub fn site(&self) -> Result<u32, Refusal> {
        site::id_of(&self.key).ok_or(Refusal::KeyUnknown)
    }
}

/// Lets a page in: `site` is what has the key's id, `origin` and `referrer` are what its browser says of where it is.
///
/// # Errors
/// `KeyUnknown` where the site is not there or not heard, `OriginNotAllowed` where the page is none of its pages.
pub fn admit(site: Option<&Site>, key: &str, origin: &str, referrer: &str) -> Result<u32, Refusal> {
    let site = site.filter(|site| site.opens(key)).ok_or(Refusal::KeyUnknown)?;
    // Old browsers say no origin; a page without an origin of its own says `null`.
    let origin = if origin.is_empty() { site::origin_of(referrer).unwrap_or_default() } else { origin };
    if site.origins.iter().any(|known| known == origin) { Ok(site.id) } else { Err(Refusal::OriginNotAllowed) }
}

/// Who sends, as far as the request tells.
#[derive(Clone, Copy, Debug)]
pub struct Sender {
    /// 48 bits, see [`super::visitor`].
    pub visitor: u64,
    /// Whether they ask not to be known, or did not consent: then not by a click of theirs either.
    pub refused: bool,
    /// Who it looks like.
    pub seen: (Verdict, Reason),
    /// By what and from where; its referrer is the shop's own page and says nothing.
    pub facets: Facets,
}

impl Sender {
    /// What is kept of something of `kind` at `at`.
    pub fn event(&self, kind: Kind, at: i64, nonce: u32) -> Event {
        let facets = Facets { source: 0, ..self.facets };
        Event::new(kind, 0, self.seen, (self.visitor, at, nonce)).with(facets)
    }

    /// What is kept of something that is not taken.
    pub fn rejected(&self, reason: Rejected, at: i64, nonce: u32) -> Event {
        Event { reason: reason as u8, ..self.event(Kind::Rejected, at, nonce) }
    }
}
