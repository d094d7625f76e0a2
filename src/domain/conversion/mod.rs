//! A sale or a refund as the shop reports it: what is taken, what is said back, and what is written before that.

mod outcome;
mod read;

use serde::Serialize;
use serde_json::Value;

use super::click_id::Click;
use super::money::{Amount, Currency};
use super::refusal::{Fault, Refusal};
use super::settings::Settings;
use outcome::judge;
pub use outcome::{Key, Outcome, Said, Stored};
pub use read::hashed;
use read::read;

/// The most bytes of a body with conversions.
pub const BODY_MOST: usize = 64 * 1024;
/// The most conversions in a list.
pub const LIST_MOST: usize = 100;
/// The most minor units of an amount, 10^12: nine million such orders still fit into a sum.
pub const MOST_MINOR: i64 = 1_000_000_000_000;
/// The most click ids with an order; of more the last ones count.
pub const CLICKS_MOST: usize = 50;

/// What is reported; the numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Kind {
    /// An order, unique by its `order_id`.
    Sale = 1,
    /// Money back, unique by its `refund_id`.
    Refund = 2,
}

/// One report, read and checked, ready to be written.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Sale or refund.
    pub kind: Kind,
    /// What it is unique by: the order's id for a sale, the refund's for a refund.
    pub key: String,
    /// The order that it belongs to.
    pub order_id: String,
    /// When it happened, Unix milliseconds; never later than when it was received.
    pub occurred_at: i64,
    /// When it was received.
    pub received_at: i64,
    /// The currency of every amount.
    pub currency: Currency,
    /// The money.
    pub amount: Amount,
    /// The click ids that are ours, read.
    pub clicks: Vec<Click>,
    /// The promo code, normalised.
    pub code: Option<String>,
    /// The customer reference, hashed with the deployment's key.
    pub customer: Option<String>,
    /// Words about what was noticed but is no reason to refuse.
    pub notes: Vec<&'static str>,
    /// A hash of everything the shop said: the same report has the same one.
    pub digest: String,
}

/// The row that `conversions_insert.sql` reads.
#[derive(Serialize)]
struct Row<'a>(
    u8,
    &'a str,
    &'a str,
    i64,
    i64,
    Currency,
    i64,
    Option<i64>,
    Option<i64>,
    String,
    Option<&'a str>,
    Option<&'a str>,
    &'a str,
    String,
);

impl Claim {
    fn row(&self) -> Row<'_> {
        let clicks: Vec<_> = self.clicks.iter().map(|c| (c.link, c.at, c.nonce, c.visitor)).collect();
        Row(
            self.kind as u8,
            &self.key,
            &self.order_id,
            self.occurred_at,
            self.received_at,
            self.currency,
            self.amount.total,
            self.amount.tax,
            self.amount.shipping,
            serde_json::to_string(&clicks).unwrap_or_default(),
            self.code.as_deref(),
            self.customer.as_deref(),
            &self.digest,
            serde_json::to_string(&self.notes).unwrap_or_default(),
        )
    }
}

/// A body's reports: one object or a list, each read or refused on its own.
#[derive(Debug)]
pub struct Batch {
    /// Whether a list was sent, even one of a single item.
    pub list: bool,
    /// The items in their order.
    pub items: Vec<Result<Claim, Vec<Fault>>>,
}

impl Batch {
    /// Reads `body`; `now` is Unix milliseconds.
    ///
    /// # Errors
    /// `Invalid` for a list that is empty or longer than [`LIST_MOST`].
    pub fn read(body: &Value, settings: &Settings, now: i64) -> Result<Self, Refusal> {
        let Some(list) = body.as_array() else {
            return Ok(Self { list: false, items: vec![read(body, "", settings, now)] });
        };
        if list.is_empty() || list.len() > LIST_MOST {
            let detail = format!("Send 1 to {LIST_MOST} conversions at once.");
            return Err(Refusal::invalid(Fault::at("", "list_length", detail)));
        }
        let items = list.iter().enumerate().map(|(at, item)| read(item, &format!("/{at}"), settings, now)).collect();
        Ok(Self { list: true, items })
    }

    /// The readable reports as the JSON list that the statements take; `None` where there is none.
    pub fn rows(&self) -> Option<String> {
        let rows: Vec<_> = self.items.iter().flatten().map(Claim::row).collect();
        if rows.is_empty() { None } else { serde_json::to_string(&rows).ok() }
    }

    /// Says what became of each item, from the keys this call has inserted and what is stored now.
    pub fn outcomes(&self, inserted: &[Key], stored: &[Stored]) -> Vec<Said> {
        let mut fresh: Vec<&Key> = inserted.iter().collect();
        self.items
            .iter()
            .enumerate()
            .map(|(index, item)| match item {
                Err(faults) => Said::rejected(index, None, faults.clone()),
                Ok(claim) => judge(index, claim, &mut fresh, stored, &self.base(index)),
            })
            .collect()
    }

    fn base(&self, index: usize) -> String {
        if self.list { format!("/{index}") } else { String::new() }
    }
}
