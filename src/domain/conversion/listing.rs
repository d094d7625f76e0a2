//! What `GET /v1/conversions` is asked for: which ones, of which days, from where on.

use super::Kind;
use crate::domain::cursor;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::time::{DAY_MS, Day};

/// The list's name in its cursors.
const NAME: &str = "conversions";
/// Days that are listed when no first day is named.
const DAYS: i64 = 30;

/// Which conversions are listed; the numbers are what the statement takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// Every one.
    Any = 0,
    /// Those that only a browser told of.
    Unverified = 1,
    /// Refunds and answers whose order has not come.
    Parked = 2,
    /// Reports that contradict what stands.
    Conflict = 3,
}

/// A page of the list, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Which.
    pub state: State,
    /// Of one kind, if any is named.
    pub kind: Option<Kind>,
    /// Received at this moment or later.
    pub from: i64,
    /// Received before this moment.
    pub until: i64,
    /// Behind this one: when it was received, its kind, its key.
    pub behind: (i64, i64, String),
    /// 1 to 100.
    pub limit: u32,
}

impl Listing {
    /// Reads the query through `get` at `now`; days are UTC days, both inside.
    ///
    /// # Errors
    /// `Invalid` names every faulty parameter; `MalformedCursor` where the cursor is not of this list.
    pub fn read(get: &dyn Fn(&str) -> Option<String>, now: i64) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let state = match get("state").as_deref() {
            None => State::Any,
            Some("unverified") => State::Unverified,
            Some("parked") => State::Parked,
            Some("conflict") => State::Conflict,
            Some(_) => {
                faults.push(Fault::query("state", "unknown_state", "Send conflict, unverified or parked."));
                State::Any
            }
        };
        let kind = get("kind").and_then(|word| {
            let kind = Kind::named(&word);
            if kind.is_none() {
                faults.push(Fault::query("kind", "unknown_kind", "Send sale, refund, lead, survey or event."));
            }
            kind
        });
        let mut day = |name: &str, otherwise: Day| {
            let Some(text) = get(name) else { return otherwise };
            Day::parse(&text).unwrap_or_else(|| {
                faults.push(Fault::query(name, "not_a_day", "Send a day such as 2026-11-20."));
                otherwise
            })
        };
        let to = day("to", Day::of_utc(now));
        let from = day("from", Day(to.0 - DAYS + 1));
        if to < from {
            faults.push(Fault::query("to", "reversed", "Send a last day that is not before the first."));
        }
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        let limit = cursor::Page::read(NAME, get("limit").as_deref(), None)?.limit;
        let behind = match get("cursor") {
            None => (i64::MAX >> 11, 0, String::new()),
            Some(text) => cursor::place(NAME, &text).and_then(|place| read(&place)).ok_or(Refusal::MalformedCursor)?,
        };
        let until = to.start_utc().saturating_add(DAY_MS);
        Ok(Self { state, kind, from: from.start_utc(), until, behind, limit })
    }

    /// The cursor behind a conversion of the list.
    pub fn cursor(at: i64, kind: u8, key: &str) -> String {
        cursor::mark(NAME, &format!("{at}:{kind}:{key}"))
    }
}

fn read(place: &str) -> Option<(i64, i64, String)> {
    let (at, rest) = place.split_once(':')?;
    let (kind, key) = rest.split_once(':')?;
    Some((at.parse().ok()?, kind.parse().ok()?, key.to_owned()))
}
