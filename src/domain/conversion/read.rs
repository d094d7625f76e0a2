//! Reads one report field by field, and makes of it what is kept: amounts, names, hashes.

use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::evidence::{self, Evidence};
use super::{ALIASES_MOST, Claim, ITEMS_MOST, Kind, MOST_MINOR, Rank, Reporter};
use crate::domain::fields::{Fields, MOST_INTEGER};
use crate::domain::money::{Amount, Currency};
use crate::domain::ordered;
use crate::domain::privacy;
use crate::domain::refusal::Fault;
use crate::domain::settings::Settings;
use crate::domain::time::DAY_MS;
use crate::domain::touch::Touch;

/// How far a shop's clock may be ahead before its time is replaced by ours, milliseconds.
const SKEW: i64 = 5 * 60 * 1000;
/// How far it may be ahead at all: a local time that is sent as UTC is at most 14 hours off.
const AHEAD_MOST: i64 = DAY_MS;
/// How far back a report may lie; before that a time is a mistake.
const BACK_MOST: i64 = 3_653 * DAY_MS;
/// From when a late report is noted as one.
const LATE: i64 = 90 * DAY_MS;
/// What the key of a cumulative refund begins with; no refund may be called so.
pub(super) const CUMULATIVE: &str = "cumulative:";

/// Gathers what a report says, of whatever kind.
#[derive(Default)]
struct Said {
    id: Option<String>,
    order_id: Option<String>,
    aliases: Vec<String>,
    money: Money,
    evidence: Evidence,
    lead_id: Option<String>,
    detail: Map<String, Value>,
    notes: Vec<&'static str>,
}

#[derive(Default)]
struct Money {
    currency: Option<Currency>,
    total: i64,
    merchandise: Option<i64>,
    discount: Option<i64>,
    tax: Option<i64>,
    shipping: Option<i64>,
    reason: u8,
    cumulative: bool,
}

pub(super) fn read(
    value: &Value,
    base: &str,
    settings: &Settings,
    reporter: Reporter,
    now: i64,
) -> Result<Claim, Vec<Fault>> {
    let mut fields = Fields::of(value, base)?;
    let word = fields.text("kind", 16);
    let word = fields.need("kind", word);
    let kind = word.as_deref().and_then(Kind::named);
    if word.is_some() && kind.is_none() {
        fields.fault::<()>("kind", "unknown_kind", "Send sale, renewal, refund, lead, survey or event.");
    }
    let Some(kind) = kind else { return Err(fields.stop()) };
    let renewal = word.as_deref() == Some("renewal");
    fields.flag("test");
    let stated = fields.integer("revision", 0, MOST_INTEGER);
    let revision = stated.unwrap_or(0);
    let occurred = fields.moment("occurred_at");
    // A sender that cannot tell the time (a postback, a tag manager) leaves it out: it happened when it first came.
    let timeless = reporter.source != 0 && reporter.rank != Rank::Webhook;
    let occurred = if timeless { occurred } else { fields.need("occurred_at", occurred) };
    if let Some(at) = occurred {
        if at > now + AHEAD_MOST {
            fields.fault::<()>("occurred_at", "in_the_future", "Send the time at which it happened, in UTC.");
        } else if at < now - BACK_MOST {
            fields.fault::<()>("occurred_at", "too_old", "Send the time at which it happened; ten years back at most.");
        }
    }
    let mut said = Said::default();
    match kind {
        Kind::Sale => sale(&mut fields, &mut said, renewal),
        Kind::Refund => refund(&mut fields, &mut said, revision),
        Kind::Lead => lead(&mut fields, &mut said),
        Kind::Survey => survey(&mut fields, &mut said),
        Kind::Event => event(&mut fields, &mut said),
    }
    if matches!(kind, Kind::Sale | Kind::Lead | Kind::Event) {
        said.evidence = evidence::read(&mut fields, settings, &mut said.notes, &mut said.detail);
    }
    fields.finish()?;
    if reporter.rank == Rank::Browser {
        // What a browser calls an order joins nothing: it could join two orders of others.
        said.aliases.clear();
    }
    // What was given back so far only grows, so the sum says which word is newer where nobody does.
    let revision = if said.money.cumulative { stated.unwrap_or(said.money.total) } else { revision };
    let mut claim = claim(kind, renewal, said, reporter, (occurred, now), revision);
    if let (Kind::Lead | Kind::Event, Some(id)) = (kind, &claim.id) {
        claim.erased = Some(privacy::erased_id(kind as u8, id, &settings.customer_key));
    }
    Ok(claim)
}

fn claim(
    kind: Kind,
    renewal: bool,
    said: Said,
    reporter: Reporter,
    (stated, now): (Option<i64>, i64),
    revision: i64,
) -> Claim {
    let Said { id, order_id, aliases, money, evidence, lead_id, mut detail, mut notes } = said;
    if renewal {
        detail.insert("renewal".into(), true.into());
    }
    let digest = (
        (kind as u8, reporter.source, &id, &order_id, stated),
        (money.currency, money.total, money.merchandise, money.discount, money.tax, money.shipping),
        (money.reason, money.cumulative, &evidence.said, &evidence.codes, &evidence.customer, &lead_id, &detail),
    );
    let digest = self::digest(&digest);
    let occurred = stated.unwrap_or(now);
    // A click that came with the order was before it: a shop's clock that is minutes behind must not cost the creator.
    let clicks = evidence.touches.iter().filter(|touch| matches!(touch, Touch::Click(_))).map(Touch::at);
    let clicked = clicks.filter(|at| (0..=SKEW).contains(&(at - occurred))).max();
    let occurred_at = clicked.unwrap_or(occurred).min(now);
    // A time in whole seconds lies up to a second back and is no clock that is off.
    if occurred > now + SKEW || occurred_at >= occurred + 1000 {
        notes.push("clock_skew");
    }
    if occurred < now - LATE {
        notes.push("backfill");
    }
    let notes = ordered::once(notes);
    Claim {
        kind,
        word: if renewal { "renewal" } else { kind.word() },
        id,
        order_id,
        aliases,
        occurred_at,
        received_at: now,
        reporter,
        revision,
        currency: money.currency,
        amount: Amount { total: money.total, tax: money.tax, shipping: money.shipping },
        merchandise: money.merchandise,
        discount: money.discount,
        reason: money.reason,
        cumulative: money.cumulative,
        touches: evidence.touches,
        codes: evidence.codes,
        customer: evidence.customer,
        visitor: 0,
        lead_id,
        erased: None,
        detail,
        notes,
        digest,
    }
}

fn sale(fields: &mut Fields<'_>, said: &mut Said, renewal: bool) {
    order(fields, said);
    aliases(fields, said);
    let total = fields.integer("total_minor", 0, MOST_MINOR);
    let total = fields.need("total_minor", total);
    parts(fields, &mut said.money, total);
    said.money.merchandise = fields.integer("merchandise_minor", 0, MOST_MINOR);
    said.money.discount = fields.integer("discount_minor", 0, MOST_MINOR);
    let lines = items(fields, said);
    if let (Some(total), Some(goods)) = (total, said.money.merchandise) {
        let (tax, shipping) = (said.money.tax, said.money.shipping);
        let sum = goods + tax.unwrap_or(0) + shipping.unwrap_or(0);
        // Each line may have been rounded by itself.
        let slack = lines.max(1);
        let whole = tax.is_some() && shipping.is_some();
        if sum > total + slack || (whole && sum < total - slack) {
            let detail =
                "Merchandise, tax and shipping are the total; send what they are, or leave out what is unsure.";
            fields.fault::<()>("merchandise_minor", "amounts_do_not_add_up", detail);
        }
    }
    let currency = fields.currency("currency");
    said.money.currency = fields.need("currency", currency);
    said.lead_id = fields.text("lead_id", 128);
    match fields.flag("new_customer") {
        Some(true) if renewal => {
            let detail = "A renewal is of an existing customer.";
            fields.fault::<()>("new_customer", "renewal_of_a_new_customer", detail);
        }
        Some(new) => {
            said.detail.insert("new_customer".into(), new.into());
        }
        None => {}
    }
}

fn refund(fields: &mut Fields<'_>, said: &mut Said, revision: i64) {
    order(fields, said);
    let cumulative = fields.flag("cumulative").unwrap_or(false);
    said.money.cumulative = cumulative;
    let id = fields.text("refund_id", 128);
    if cumulative {
        if id.is_some() {
            let detail = "A cumulative refund is one per order: leave refund_id out, or cumulative.";
            fields.fault::<()>("refund_id", "cumulative_has_no_id", detail);
        }
    } else {
        said.id = fields.need("refund_id", id);
        if said.id.as_ref().is_some_and(|id| id.starts_with(CUMULATIVE)) {
            fields.fault::<()>("refund_id", "reserved", format!("Send an id that does not begin with {CUMULATIVE}"));
        }
    }
    let full = fields.flag("full").unwrap_or(false);
    // Nothing is given back where a later word takes an earlier one back: a dispute that was won.
    let least = i64::from(!cumulative && revision == 0);
    let total = fields.integer("total_minor", least, MOST_MINOR);
    let total = if full && total.is_none() { Some(MOST_MINOR) } else { fields.need("total_minor", total) };
    if full {
        said.detail.insert("full".into(), true.into());
    }
    parts(fields, &mut said.money, total);
    let currency = fields.currency("currency");
    said.money.currency = fields.need("currency", currency);
    let reason = fields.text("reason", 16);
    said.money.reason = match reason.as_deref() {
        None | Some("refund") => 1,
        Some("cancel") => 2,
        Some("chargeback") => 3,
        Some(_) => fields.fault("reason", "unknown_reason", "Send refund, cancel or chargeback.").unwrap_or(1),
    };
}

fn lead(fields: &mut Fields<'_>, said: &mut Said) {
    let id = fields.text("lead_id", 128);
    said.id = fields.need("lead_id", id);
    kept(fields, said, "type", 64);
    value(fields, said);
}

fn event(fields: &mut Fields<'_>, said: &mut Said) {
    let id = fields.text("event_id", 128);
    said.id = fields.need("event_id", id);
    let name = fields.text("name", 64);
    let name = fields.need("name", name);
    said.detail.extend(name.map(|name| ("name".to_owned(), name.into())));
    value(fields, said);
}

fn survey(fields: &mut Fields<'_>, said: &mut Said) {
    order(fields, said);
    let question = fields.text("question", 64);
    said.id = fields.need("question", question);
    kept(fields, said, "text", 200);
    kept(fields, said, "option", 64);
    if let Some(creator) = fields.id("creator_id") {
        said.detail.insert("creator_id".into(), creator.into());
    }
}

fn order(fields: &mut Fields<'_>, said: &mut Said) {
    let order_id = fields.text("order_id", 128);
    said.order_id = fields.need("order_id", order_id);
}

/// Reads a text that is kept and shown as it is.
fn kept(fields: &mut Fields<'_>, said: &mut Said, name: &'static str, most: usize) {
    let text = fields.text(name, most);
    said.detail.extend(text.map(|text| (name.to_owned(), text.into())));
}

/// Tax and shipping, which are part of the total.
fn parts(fields: &mut Fields<'_>, money: &mut Money, total: Option<i64>) {
    money.total = total.unwrap_or(0);
    money.tax = fields.integer("tax_minor", 0, MOST_MINOR);
    money.shipping = fields.integer("shipping_minor", 0, MOST_MINOR);
    if total.is_some_and(|total| money.tax.unwrap_or(0) + money.shipping.unwrap_or(0) > total) {
        fields.fault::<()>("total_minor", "amounts_do_not_add_up", "Tax and shipping are part of the total.");
    }
}

/// What a lead or an event is worth, if anything.
fn value(fields: &mut Fields<'_>, said: &mut Said) {
    let worth = fields.integer("value_minor", 0, MOST_MINOR);
    let currency = fields.currency("currency");
    said.money.currency = if worth.is_some() { fields.need("currency", currency) } else { currency };
    said.money.total = worth.unwrap_or(0);
}

/// Further names of the order: each once, and not the name it has already.
fn aliases(fields: &mut Fields<'_>, said: &mut Said) {
    let Some(value) = fields.value("aliases") else { return };
    let names = value.as_array().filter(|list| list.len() <= ALIASES_MOST);
    let names: Option<Vec<&str>> = names.and_then(|list| list.iter().map(Value::as_str).collect());
    let fits = |name: &&str| !name.is_empty() && name.chars().count() <= 128 && !name.chars().any(char::is_control);
    let Some(names) = names.filter(|names| names.iter().all(fits)) else {
        let detail = format!("Send a list of at most {ALIASES_MOST} names of 1 to 128 characters.");
        fields.fault::<()>("aliases", "not_a_list", detail);
        return;
    };
    for name in names.into_iter().map(str::trim) {
        if said.order_id.as_deref() != Some(name) && said.aliases.iter().all(|known| known != name) {
            said.aliases.push(name.to_owned());
        }
    }
}

/// Reads the lines of an order, keeps them, and says how many there are.
fn items(fields: &mut Fields<'_>, said: &mut Said) -> i64 {
    let Some(value) = fields.value("items") else { return 0 };
    let Some(list) = value.as_array().filter(|list| list.len() <= ITEMS_MOST) else {
        let detail = format!("Send a list of at most {ITEMS_MOST} lines.");
        return fields.fault("items", "not_a_list", detail).unwrap_or(0);
    };
    let mut sum = 0_i64;
    for (at, line) in list.iter().enumerate() {
        let read = Fields::of(line, &fields.pointer(&format!("items/{at}"))).and_then(|mut line| {
            line.text("sku", 128);
            line.text("name", 200);
            let quantity = line.integer("quantity", 1, 1_000_000);
            line.need("quantity", quantity);
            let amount = line.integer("amount_minor", 0, MOST_MINOR);
            let amount = line.need("amount_minor", amount);
            line.finish().map(|()| amount.unwrap_or(0))
        });
        match read {
            Ok(amount) => sum = sum.saturating_add(amount),
            Err(faults) => fields.faults(faults),
        }
    }
    let lines = i64::try_from(list.len()).unwrap_or(0);
    if said.money.merchandise.is_some_and(|goods| (sum - goods).abs() > lines.max(1)) {
        said.notes.push("items_do_not_add_up");
    }
    said.detail.insert("items".into(), value.clone());
    lines
}

/// What tells what was said from anything else.
pub(super) fn digest(said: &impl Serialize) -> String {
    hex(&Sha256::digest(serde_json::to_vec(said).unwrap_or_default()))
}

/// The first 128 bits in hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(16).fold(String::with_capacity(32), |text, byte| text + &format!("{byte:02x}"))
}
