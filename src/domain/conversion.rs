//! A sale or a refund as the shop reports it: what is taken, what is said back, and what is written before that.

use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::click_id::{Click, ClickKeys, LENGTH};
use super::fields::{Fields, MOST_INTEGER};
use super::money::{Amount, Currency};
use super::refusal::{Fault, Refusal};
use super::register::normal_code;
use super::settings::Settings;

/// The most bytes of a body with conversions.
pub const BODY_MOST: usize = 64 * 1024;
/// The most conversions in a list.
pub const LIST_MOST: usize = 100;
/// The most click ids with an order.
pub const CLICKS_MOST: usize = 50;
/// How far a shop's clock may be ahead before its time is replaced by ours, milliseconds.
const SKEW: i64 = 5 * 60 * 1000;

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

/// What a conversion is unique by.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Key(pub u8, pub String);

/// What is stored under a key after the call: its digest, and whether its order is known.
#[derive(Clone, Debug, Deserialize)]
pub struct Stored(pub u8, pub String, pub String, pub u8);

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Stored, and counted from now on.
    Accepted,
    /// The same report was stored before.
    Duplicate,
    /// Another report is stored under this key; it stays, and this one is kept beside it.
    Conflict,
    /// Not stored; the errors say why.
    Rejected,
}

/// What is said about one item.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// Its place in the list.
    pub index: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// Sale or refund, where that much could be read.
    pub kind: Option<Kind>,
    /// The order.
    pub order_id: Option<String>,
    /// The refund.
    pub refund_id: Option<String>,
    /// What was noticed.
    pub notes: Vec<&'static str>,
    /// What is wrong.
    pub errors: Vec<Fault>,
}

impl Said {
    fn rejected(index: usize, claim: Option<&Claim>, errors: Vec<Fault>) -> Self {
        Self::of(index, Outcome::Rejected, claim, errors)
    }

    fn of(index: usize, outcome: Outcome, claim: Option<&Claim>, errors: Vec<Fault>) -> Self {
        Self {
            index,
            outcome,
            kind: claim.map(|claim| claim.kind),
            order_id: claim.map(|claim| claim.order_id.clone()),
            refund_id: claim.filter(|claim| claim.kind == Kind::Refund).map(|claim| claim.key.clone()),
            notes: claim.map(|claim| claim.notes.clone()).unwrap_or_default(),
            errors,
        }
    }
}

fn judge(index: usize, claim: &Claim, fresh: &mut Vec<&Key>, stored: &[Stored], base: &str) -> Said {
    let mine = |kind: u8, key: &str| kind == claim.kind as u8 && key == claim.key;
    let Some(Stored(_, _, digest, order_known)) = stored.iter().find(|stored| mine(stored.0, &stored.1)) else {
        let detail = "A refund is in the currency of its order.";
        let fault = Fault::at(format!("{base}/currency"), "currency_of_order", detail);
        return Said::rejected(index, Some(claim), vec![fault]);
    };
    if *digest != claim.digest {
        let pointer = format!("{base}/{}", if claim.kind == Kind::Sale { "order_id" } else { "refund_id" });
        let detail = "Another report is stored under this id; it stays as it is.";
        return Said::of(index, Outcome::Conflict, Some(claim), vec![Fault::at(pointer, "conflict", detail)]);
    }
    // Of two equal items in one list the first is the accepted one.
    let outcome = match fresh.iter().position(|key| mine(key.0, &key.1)) {
        Some(at) => {
            fresh.swap_remove(at);
            Outcome::Accepted
        }
        None => Outcome::Duplicate,
    };
    let mut said = Said::of(index, outcome, Some(claim), Vec::new());
    if *order_known == 0 {
        said.notes.push("order_unknown");
    }
    said
}

fn read(value: &Value, base: &str, settings: &Settings, now: i64) -> Result<Claim, Vec<Fault>> {
    let mut fields = Fields::of(value, base)?;
    let kind = fields.text("kind", 16);
    let kind = match fields.need("kind", kind).as_deref() {
        Some("sale") => Some(Kind::Sale),
        Some("refund") => Some(Kind::Refund),
        Some(_) => fields.fault("kind", "unknown_kind", "Send sale or refund."),
        None => None,
    };
    let order_id = fields.text("order_id", 128);
    let order_id = fields.need("order_id", order_id);
    let refund = kind == Some(Kind::Refund);
    let refund_id = if refund { fields.text("refund_id", 128) } else { None };
    let refund_id = if refund { fields.need("refund_id", refund_id) } else { None };
    let total = fields.integer("total_minor", i64::from(refund), MOST_INTEGER);
    let total = fields.need("total_minor", total);
    let tax = fields.integer("tax_minor", 0, MOST_INTEGER);
    let shipping = fields.integer("shipping_minor", 0, MOST_INTEGER);
    if total.is_some_and(|total| tax.unwrap_or(0) + shipping.unwrap_or(0) > total) {
        fields.fault::<()>("total_minor", "amounts_do_not_add_up", "Tax and shipping are part of the total.");
    }
    let currency = fields.currency("currency");
    let currency = fields.need("currency", currency);
    let occurred = fields.moment("occurred_at");
    let occurred = fields.need("occurred_at", occurred);
    // What brought an order about is said with the order; a refund follows its order.
    let (mut clicks, mut code, mut customer, mut notes) = (Vec::new(), None, None, Vec::new());
    if !refund {
        clicks = click_ids(&mut fields, &settings.click_keys, &mut notes);
        code = fields.text("code", 64).map(|code| normal_code(&code));
        customer = fields.text("customer", 320).map(|customer| hashed(&customer, &settings.customer_key));
    }
    fields.finish()?;
    let (Some(kind), Some(order_id), Some(total), Some(currency), Some(occurred)) =
        (kind, order_id, total, currency, occurred)
    else {
        return Err(vec![Fault::at(base, "required", "Some fields are missing.")]);
    };
    let amount = Amount { total, tax, shipping };
    let said = (kind as u8, &order_id, &refund_id, amount, currency, occurred, &clicks_key(&clicks), &code, &customer);
    let digest = hex(&Sha256::digest(serde_json::to_vec(&said).unwrap_or_default()));
    if occurred > now + SKEW {
        notes.push("clock_skew");
    }
    Ok(Claim {
        kind,
        key: refund_id.unwrap_or_else(|| order_id.clone()),
        order_id,
        occurred_at: occurred.min(now),
        received_at: now,
        currency,
        amount,
        clicks,
        code,
        customer,
        notes,
        digest,
    })
}

/// Reads `click_id` and `click_ids`; an id that is not ours is noted, never a reason to lose the sale.
fn click_ids(fields: &mut Fields<'_>, keys: &ClickKeys, notes: &mut Vec<&'static str>) -> Vec<Click> {
    let one = fields.value("click_id");
    let many = fields.value("click_ids");
    let mut ids: Vec<&Value> = one.into_iter().collect();
    match many.map(Value::as_array) {
        Some(Some(list)) if list.len() <= CLICKS_MOST => ids.extend(list),
        Some(Some(_)) => {
            fields.fault::<()>("click_ids", "too_many", format!("Send at most {CLICKS_MOST} click ids, the latest."));
        }
        Some(None) => {
            fields.fault::<()>("click_ids", "not_a_list", "Send a list of click ids.");
        }
        None => {}
    }
    let mut clicks = Vec::new();
    for id in ids {
        let Some(id) = id.as_str() else {
            fields.fault::<()>(
                if one == Some(id) { "click_id" } else { "click_ids" },
                "not_text",
                "Send click ids as text.",
            );
            continue;
        };
        match keys.read(id.trim()) {
            Some(click) if !clicks.contains(&click) => clicks.push(click),
            Some(_) => {}
            None if id.trim().len() == LENGTH => notes.push("click_id_forged"),
            None => notes.push("click_id_unknown"),
        }
    }
    notes.dedup();
    clicks
}

/// The clicks as they enter the digest: in an order that does not depend on how they were sent.
fn clicks_key(clicks: &[Click]) -> Vec<(i64, u32, u32)> {
    let mut key: Vec<_> = clicks.iter().map(|click| (click.at, click.nonce, click.link)).collect();
    key.sort_unstable();
    key
}

/// A customer reference as it is kept: HMAC-SHA256 under the deployment's key, 128 bits in hex.
///
/// E-mail addresses are folded first (trimmed, lower case), so that one person is one customer.
pub fn hashed(customer: &str, key: &str) -> String {
    let folded = if customer.contains('@') { customer.trim().to_lowercase() } else { customer.trim().to_owned() };
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    hex(&mac.chain_update(folded).finalize().into_bytes())
}

/// The first 128 bits in hex.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(16).fold(String::with_capacity(32), |text, byte| text + &format!("{byte:02x}"))
}
