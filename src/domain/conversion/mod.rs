//! What a shop reports: sales and renewals, refunds, leads, survey answers and events of its own.
//!
//! # Why
//! One order is told by many: a webhook, the shop's server, a browser. Each report has a rank (who says it) and a
//! revision (how new it is); the highest stands, whatever order they come in, and the others are kept beside it. What
//! is written and what is said back are decided by the same rule in one transaction (`sql/conversions_*.sql`), so
//! nothing is checked first and acted on later.

mod evidence;
mod listing;
mod outcome;
mod read;

use std::cmp::Ordering;

use serde::Serialize;
use serde_json::{Map, Value};

use super::money::{Amount, Currency};
use super::ordered;
use super::refusal::{Fault, Refusal};
use super::settings::Settings;
use super::source::offline;
use super::touch::{Kept, Touch};
pub use evidence::hashed;
pub use listing::{Listing, State, Whose};
pub use outcome::{Foreseen, Outcome, Said};
use read::{digest, read};

/// The most bytes of a body with conversions.
pub const BODY_MOST: usize = 64 * 1024;
/// The most bytes of a table with offline orders.
pub const TABLE_MOST: usize = 1024 * 1024;
/// The most conversions in a list.
pub const LIST_MOST: usize = 100;
/// The most minor units of an amount, 10^12: nine million such orders still fit into a sum. A full refund states it.
pub const MOST_MINOR: i64 = 1_000_000_000_000;
/// The most touches with a report; of more the last ones count.
pub const TOUCHES_MOST: usize = 50;
/// The most further names of an order.
pub const ALIASES_MOST: usize = 8;
/// The most promo codes with a report.
pub const CODES_MOST: usize = 10;
/// The most lines of an order.
pub const ITEMS_MOST: usize = 100;
/// Orders beyond which a click id is flagged: a customer comes back, a hundred do not share one click.
pub const CLICK_ORDERS_MOST: u32 = 5;

/// What is reported; the numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// An order, unique by its `order_id`; a renewal is one.
    Sale = 1,
    /// Money back, unique by its `refund_id`, or one per order where it is cumulative.
    Refund = 2,
    /// Somebody who may buy, unique by `lead_id`.
    Lead = 3,
    /// What a customer says brought them, unique by order and question.
    Survey = 4,
    /// Anything else that is worth counting, unique by `event_id`.
    Event = 5,
}

impl Kind {
    /// The kind that `word` names; a renewal is a sale.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "sale" | "renewal" => Self::Sale,
            "refund" => Self::Refund,
            "lead" => Self::Lead,
            "survey" => Self::Survey,
            "event" => Self::Event,
            _ => return None,
        })
    }

    /// The kind that is stored as `number`.
    pub fn of(number: u8) -> Option<Self> {
        [Self::Sale, Self::Refund, Self::Lead, Self::Survey, Self::Event].into_iter().find(|kind| *kind as u8 == number)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Refund => "refund",
            Self::Lead => "lead",
            Self::Survey => "survey",
            Self::Event => "event",
        }
    }

    /// The field that holds what it is unique by.
    pub fn id_field(self) -> &'static str {
        match self {
            Self::Sale => "order_id",
            Self::Refund => "refund_id",
            Self::Lead => "lead_id",
            Self::Survey => "question",
            Self::Event => "event_id",
        }
    }
}

/// How far a reporter is believed; the numbers are stored, and the higher one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Rank {
    /// Anybody could have sent it: kept and shown, not counted until a server says so.
    Browser = 1,
    /// A server with a key.
    Server = 2,
    /// A signed webhook of the shop's own platform.
    Webhook = 3,
}

/// Who reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reporter {
    /// A registered source; 0 for the API itself.
    pub source: u32,
    /// How far it is believed.
    pub rank: Rank,
}

impl Reporter {
    /// A server that calls the API with a key.
    pub const API: Self = Self { source: 0, rank: Rank::Server };
}

/// One report, read and checked, ready to be written.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What it is.
    pub kind: Kind,
    /// `kind` as it was said: `renewal` is told apart.
    pub word: &'static str,
    /// Refund, lead or event id, or the survey's question; none for a sale and for a cumulative refund.
    pub id: Option<String>,
    /// The order, as this report names it.
    pub order_id: Option<String>,
    /// Further names of the order.
    pub aliases: Vec<String>,
    /// When it happened, Unix milliseconds; never later than when it was received.
    pub occurred_at: i64,
    /// When it was received.
    pub received_at: i64,
    /// Who says it.
    pub reporter: Reporter,
    /// Of one rank the higher one stands.
    pub revision: i64,
    /// The currency of every amount, where there is one.
    pub currency: Option<Currency>,
    /// The money.
    pub amount: Amount,
    /// Goods after discount, without tax and shipping, where stated.
    pub merchandise: Option<i64>,
    /// What was taken off, where stated.
    pub discount: Option<i64>,
    /// Of a refund: 1 refund, 2 cancel, 3 chargeback.
    pub reason: u8,
    /// Whether a refund states all that was given back so far.
    pub cumulative: bool,
    /// The clicks of ours and the other channels that came before it, read.
    pub touches: Vec<Touch>,
    /// Promo codes in their normal form, each with what it took off, where stated.
    pub codes: Vec<(String, Option<i64>)>,
    /// The customer reference, hashed with the deployment's key.
    pub customer: Option<String>,
    /// Who it was, where an imported history says so; else 0.
    pub visitor: u64,
    /// The lead that the sale came from.
    pub lead_id: Option<String>,
    /// The id that a lead or an event has once it is erased.
    pub erased: Option<String>,
    /// What is kept and shown but decides no money.
    pub detail: Map<String, Value>,
    /// Words about what was noticed but is no reason to refuse.
    pub notes: Vec<&'static str>,
    /// A hash of everything that was said but its revision, and by whom: the same report has the same one.
    pub digest: String,
}

/// The object that the statements read.
#[derive(Serialize)]
struct Row<'a> {
    kind: u8,
    id: Option<&'a str>,
    order_id: Option<&'a str>,
    aliases: &'a [String],
    occurred_at: i64,
    received_at: i64,
    source: u32,
    rank: u8,
    revision: i64,
    currency: Option<Currency>,
    total: i64,
    merchandise: Option<i64>,
    discount: Option<i64>,
    tax: Option<i64>,
    shipping: Option<i64>,
    reason: u8,
    cumulative: u8,
    touches: Vec<Kept>,
    codes: &'a [(String, Option<i64>)],
    customer: Option<&'a str>,
    visitor: u64,
    lead_id: Option<&'a str>,
    erased: Option<&'a str>,
    detail: &'a Map<String, Value>,
    digest: &'a str,
    notes: &'a [&'static str],
}

impl Claim {
    fn row(&self) -> Row<'_> {
        Row {
            kind: self.kind as u8,
            id: self.id.as_deref(),
            order_id: self.order_id.as_deref(),
            aliases: &self.aliases,
            occurred_at: self.occurred_at,
            received_at: self.received_at,
            source: self.reporter.source,
            rank: self.reporter.rank as u8,
            revision: self.revision,
            currency: self.currency,
            total: self.amount.total,
            merchandise: self.merchandise,
            discount: self.discount,
            tax: self.amount.tax,
            shipping: self.amount.shipping,
            reason: self.reason,
            cumulative: self.cumulative.into(),
            touches: self.touches.iter().map(Kept::from).collect(),
            codes: &self.codes,
            customer: self.customer.as_deref(),
            visitor: self.visitor,
            lead_id: self.lead_id.as_deref(),
            erased: self.erased.as_deref(),
            detail: &self.detail,
            digest: &self.digest,
            notes: &self.notes,
        }
    }

    /// Adds what a history says of it; that is part of what was said, whether or not its clicks are found.
    fn is_of(&mut self, origin: Origin<'_>) {
        let Origin { visitor, said, clicks, missing } = origin;
        // Money back and answers follow their order, whoever sent them.
        if self.follows_an_order() {
            return;
        }
        if visitor != 0 || !said.is_empty() {
            self.digest = digest(&(&self.digest, visitor, said));
        }
        self.visitor = visitor;
        if missing {
            ordered::put(&mut self.notes, "click_unknown");
        }
        for click in clicks {
            if !self.touches.contains(&click) {
                self.touches.push(click);
            }
        }
        // Of too many the latest count.
        self.touches.drain(..self.touches.len().saturating_sub(TOUCHES_MOST));
    }

    /// Whether it says something of an order that is told elsewhere.
    fn follows_an_order(&self) -> bool {
        matches!(self.kind, Kind::Refund | Kind::Survey)
    }

    /// Whether `other`, of the same body, must be written before it is judged.
    fn waits_for(&self, other: &Self) -> bool {
        self.meets(other)
            || self.follows_an_order() && other.kind == Kind::Sale && self.names().any(|name| other.goes_by(name))
    }

    /// Whether both tell of one thing, as far as their own words say.
    fn meets(&self, other: &Self) -> bool {
        self.kind == other.kind
            && match self.kind {
                Kind::Sale => self.names().any(|name| other.goes_by(name)),
                Kind::Refund if self.id.is_some() => self.id == other.id,
                _ => (&self.id, &self.order_id) == (&other.id, &other.order_id),
            }
    }

    /// Every name of the order.
    fn names(&self) -> impl Iterator<Item = &String> {
        self.order_id.iter().chain(&self.aliases)
    }

    fn goes_by(&self, name: &String) -> bool {
        self.names().any(|own| own == name)
    }
}

/// What only an imported history says of a conversion.
#[derive(Debug)]
pub struct Origin<'a> {
    /// Who it was, 48 bits; 0 where nobody says.
    pub visitor: u64,
    /// The ids of the clicks that it names.
    pub said: &'a [String],
    /// Those that are known.
    pub clicks: Vec<Touch>,
    /// Whether any is not.
    pub missing: bool,
}

/// One item of a body.
#[derive(Debug)]
pub enum Item {
    /// Read, to be written.
    Claim(Box<Claim>),
    /// Readable, but only a test: said so, and not written.
    Test(Kind),
    /// Refused.
    Faulty(Vec<Fault>),
}

impl Item {
    /// What is to be written, if anything is.
    pub fn claim(&self) -> Option<&Claim> {
        if let Self::Claim(claim) = self { Some(claim) } else { None }
    }
}

/// Reports that are written in one transaction, [`LIST_MOST`] at most; no two of them tell of one thing.
#[derive(Debug, PartialEq, Eq)]
pub struct Wave {
    /// Their places in the batch.
    pub places: Vec<usize>,
    /// The JSON list that the statements take.
    pub rows: String,
    /// Whether any of them names its order more than once.
    pub aliases: bool,
}

/// A body's reports: one object or a list, each read or refused on its own.
#[derive(Debug)]
pub struct Batch {
    /// Whether a list was sent, even one of a single item.
    pub list: bool,
    /// The items in their order.
    pub items: Vec<Item>,
    /// The JSON pointer of each item.
    bases: Vec<String>,
}

impl Batch {
    /// Reads `body`, one report or a list of them, as `reporter` says it; `now` is Unix milliseconds.
    ///
    /// # Errors
    /// `Invalid` for a list that is empty or longer than [`LIST_MOST`].
    pub fn read(body: &Value, settings: &Settings, reporter: Reporter, now: i64) -> Result<Self, Refusal> {
        let Some(list) = body.as_array() else {
            let items = vec![item(body, "", settings, reporter, now)];
            return Ok(Self { list: false, items, bases: vec![String::new()] });
        };
        if list.is_empty() || list.len() > LIST_MOST {
            let detail = format!("Send 1 to {LIST_MOST} conversions at once.");
            return Err(Refusal::invalid(Fault::at("", "list_length", detail)));
        }
        let bases: Vec<String> = (0..list.len()).map(|at| format!("/{at}")).collect();
        let items = list.iter().zip(&bases).map(|(value, base)| item(value, base, settings, reporter, now)).collect();
        Ok(Self { list: true, items, bases })
    }

    /// Reads the rows of a table; a row's pointer is its line.
    pub fn of_rows(rows: &[offline::Row], settings: &Settings, reporter: Reporter, now: i64) -> Self {
        let bases: Vec<String> = rows.iter().map(|row| format!("/{}", row.line)).collect();
        let read = |(row, base): (&offline::Row, &String)| match &row.report {
            Ok(report) => item(report, base, settings, reporter, now),
            Err(faults) => Item::Faulty(faults.clone()),
        };
        Self { list: true, items: rows.iter().zip(&bases).map(read).collect(), bases }
    }

    /// Reads the conversions of an imported history.
    pub fn of_history<'a>(lines: impl Iterator<Item = (&'a Value, Origin<'a>)>, settings: &Settings, now: i64) -> Self {
        let read = |(value, origin)| match item(value, "", settings, Reporter::API, now) {
            Item::Claim(mut claim) => {
                claim.is_of(origin);
                Item::Claim(claim)
            }
            item => item,
        };
        let items: Vec<Item> = lines.map(read).collect();
        Self { list: true, bases: vec![String::new(); items.len()], items }
    }

    /// The readable reports in waves: a second report of one order waits for the first, for the same rule to judge it.
    pub fn waves(&self) -> Vec<Wave> {
        let claims: Vec<(usize, &Claim)> =
            (0..).zip(&self.items).filter_map(|(at, item)| Some((at, item.claim()?))).collect();
        let (follow, lead): (Vec<_>, Vec<_>) = claims.into_iter().partition(|(_, claim)| claim.follows_an_order());
        let mut waves: Vec<Vec<(usize, &Claim)>> = Vec::new();
        // Orders come before what is said of them, wherever that stands in the list.
        for (place, claim) in lead.into_iter().chain(follow) {
            let earlier = waves.iter().rposition(|wave| wave.iter().any(|(_, other)| claim.waits_for(other)));
            let turn = earlier.map_or(0, |turn| turn + 1);
            let turn = (turn..waves.len()).find(|turn| waves.get(*turn).is_some_and(|wave| wave.len() < LIST_MOST));
            match turn.and_then(|turn| waves.get_mut(turn)) {
                Some(wave) => wave.push((place, claim)),
                None => waves.push(vec![(place, claim)]),
            }
        }
        waves
            .into_iter()
            .map(|wave| {
                let rows: Vec<_> = wave.iter().map(|(_, claim)| claim.row()).collect();
                Wave {
                    places: wave.iter().map(|(place, _)| *place).collect(),
                    rows: serde_json::to_string(&rows).unwrap_or_default(),
                    aliases: wave.iter().any(|(_, claim)| !claim.aliases.is_empty()),
                }
            })
            .collect()
    }

    /// What would become of the item at `place`, were the earlier items of this body written; `foreseen` knows only what is
    /// stored.
    pub fn after_earlier(&self, place: usize, mut foreseen: Foreseen) -> Foreseen {
        let Some(claim) = self.items.get(place).and_then(Item::claim) else { return foreseen };
        let mut others = self.items.iter().filter_map(Item::claim);
        if foreseen.3 == 0 && others.any(|other| claim.waits_for(other) && other.kind == Kind::Sale) {
            foreseen.3 = 1;
        }
        let mut before = self.items.iter().take(place).rev().filter_map(Item::claim);
        let earlier = before.find(|earlier| earlier.meets(claim));
        let Some(earlier) = earlier.filter(|_| foreseen.1 == Outcome::Accepted) else { return foreseen };
        foreseen.1 = match claim.revision.cmp(&earlier.revision) {
            _ if claim.digest == earlier.digest => Outcome::Duplicate,
            Ordering::Greater => Outcome::Revision,
            Ordering::Equal => Outcome::Conflict,
            Ordering::Less => Outcome::Duplicate,
        };
        foreseen
    }

    /// Says what became of each item; `found` pairs an item's place with what the statements foresaw for it.
    pub fn outcomes(&self, found: &[(usize, Foreseen)]) -> Vec<Said> {
        let foreseen = |index| found.iter().find(|(place, _)| *place == index).map(|(_, foreseen)| foreseen);
        self.items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                let base = self.bases.get(index).map_or("", String::as_str);
                match item {
                    Item::Claim(claim) => Said::judge(index, claim, foreseen(index), base),
                    Item::Test(kind) => Said::ignored(index, *kind, "test"),
                    Item::Faulty(faults) => Said::rejected(index, None, faults.clone()),
                }
            })
            .collect()
    }
}

fn item(value: &Value, base: &str, settings: &Settings, reporter: Reporter, now: i64) -> Item {
    match read(value, base, settings, reporter, now) {
        Ok(claim) if value.get("test").and_then(Value::as_bool) == Some(true) => Item::Test(claim.kind),
        Ok(claim) => Item::Claim(Box::new(claim)),
        Err(faults) => Item::Faulty(faults),
    }
}
