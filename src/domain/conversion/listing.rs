//! What `GET /v1/conversions` is asked for: which ones, of which days, from where on.

use super::Kind;
use crate::domain::cursor;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::report::ask::DAYS_MOST;
use crate::domain::time::{DAY_MS, Day};

/// The lists' names in their cursors: by when reports came in, and of the sales that count by when they happened.
const NAMES: [&str; 2] = ["conversions", "orders"];
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

/// Whose sales are listed, by payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Every sale that counts.
    All,
    /// Those of no creator.
    Nobody,
    /// One creator's.
    Creator(u32),
}

impl Whose {
    fn named(word: &str) -> Option<Self> {
        match word {
            "all" => Some(Self::All),
            "none" => Some(Self::Nobody),
            id => id.parse().ok().filter(|id| *id > 0).map(Self::Creator),
        }
    }

    /// As the statement takes it.
    pub fn number(self) -> i64 {
        match self {
            Self::All => -1,
            Self::Nobody => 0,
            Self::Creator(id) => id.into(),
        }
    }
}

/// A page of the list, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Which.
    pub state: State,
    /// Of one kind, if any is named.
    pub kind: Option<Kind>,
    /// Where it is asked whose: only sales that count, and the days are reporting days on which they happened.
    pub whose: Option<Whose>,
    /// Received at this moment or later.
    pub from: i64,
    /// Received before this moment.
    pub until: i64,
    /// Behind this one: when it was received, its kind, its key; of sales that count when it happened, its day, its key.
    pub behind: (i64, i64, String),
    /// 1 to 100.
    pub limit: u32,
}

impl Listing {
    /// Reads the query through `get` at `now`; days are UTC days (reporting days where it is asked whose), both inside.
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
        let whose = get("creator").and_then(|word| {
            let whose = Whose::named(&word);
            if whose.is_none() {
                faults.push(Fault::query("creator", "not_a_creator", "Send the id of a creator, `all` or `none`."));
            }
            whose
        });
        if whose.is_some() && (state != State::Any || kind.is_some_and(|kind| kind != Kind::Sale)) {
            let detail = "It lists sales that count: leave `state` out, and `kind` unless it is sale.";
            faults.push(Fault::query("creator", "sales_only", detail));
        }
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
        if whose.is_some() && to.0 - from.0 >= DAYS_MOST {
            faults.push(Fault::query("to", "range_too_wide", format!("Ask for at most {DAYS_MOST} days.")));
        }
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        let limit = cursor::Page::read(name(whose), get("limit").as_deref(), None)?.limit;
        let behind = match get("cursor") {
            None => (i64::MAX >> 11, 0, String::new()),
            Some(text) => {
                cursor::place(name(whose), &text).and_then(|place| read(&place)).ok_or(Refusal::MalformedCursor)?
            }
        };
        let until = to.start_utc().saturating_add(DAY_MS);
        Ok(Self { state, kind, whose, from: from.start_utc(), until, behind, limit })
    }

    /// The cursor behind a conversion of the list, by its time, its kind or day, and its key.
    pub fn cursor(&self, (at, kind, key): (i64, i64, &str)) -> String {
        cursor::mark(name(self.whose), &format!("{at}:{kind}:{key}"))
    }

    /// The first day, and the last of which something can still come.
    pub fn days(&self) -> (i64, i64) {
        let last = Day::of_utc(self.until).0 - 1;
        let reached = if self.behind.2.is_empty() { last } else { self.behind.1.min(last) };
        (Day::of_utc(self.from).0, reached)
    }
}

fn name(whose: Option<Whose>) -> &'static str {
    let [received, counted] = NAMES;
    if whose.is_some() { counted } else { received }
}

fn read(place: &str) -> Option<(i64, i64, String)> {
    let (at, rest) = place.split_once(':')?;
    let (kind, key) = rest.split_once(':')?;
    Some((at.parse().ok()?, kind.parse().ok()?, key.to_owned()))
}
