//! Reads one report field by field, and makes of it what is kept: amounts, clicks that are ours, hashes.

use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{CLICKS_MOST, Claim, Kind, MOST_MINOR};
use crate::domain::click_id::{Click, ClickKeys, LENGTH};
use crate::domain::fields::Fields;
use crate::domain::money::Amount;
use crate::domain::refusal::Fault;
use crate::domain::register::normal_code;
use crate::domain::settings::Settings;

/// How far a shop's clock may be ahead before its time is replaced by ours, milliseconds.
const SKEW: i64 = 5 * 60 * 1000;

pub(super) fn read(value: &Value, base: &str, settings: &Settings, now: i64) -> Result<Claim, Vec<Fault>> {
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
    let total = fields.integer("total_minor", i64::from(refund), MOST_MINOR);
    let total = fields.need("total_minor", total);
    let tax = fields.integer("tax_minor", 0, MOST_MINOR);
    let shipping = fields.integer("shipping_minor", 0, MOST_MINOR);
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
    // A click that came with the order was before it: a shop's clock that is minutes behind must not cost the creator.
    let clicked = clicks.iter().map(|click| click.at).filter(|at| (0..=SKEW).contains(&(at - occurred))).max();
    let occurred_at = clicked.unwrap_or(occurred).min(now);
    // A time in whole seconds lies up to a second back and is no clock that is off.
    if occurred > now + SKEW || occurred_at >= occurred + 1000 {
        notes.push("clock_skew");
    }
    Ok(Claim {
        kind,
        key: refund_id.unwrap_or_else(|| order_id.clone()),
        order_id,
        occurred_at,
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

/// Reads `click_id` and `click_ids`; what is not ours is noted, never a reason to lose the sale.
fn click_ids(fields: &mut Fields<'_>, keys: &ClickKeys, notes: &mut Vec<&'static str>) -> Vec<Click> {
    let one = fields.value("click_id");
    let mut ids: Vec<&Value> = match fields.value("click_ids").map(Value::as_array) {
        Some(Some(list)) => list.iter().collect(),
        Some(None) => fields.fault("click_ids", "not_a_list", "Send a list of click ids.").unwrap_or_default(),
        None => Vec::new(),
    };
    ids.extend(one);
    if ids.len() > CLICKS_MOST {
        // The last ones are the latest touches.
        ids.drain(..ids.len() - CLICKS_MOST);
        notes.push("click_ids_cut");
    }
    let mut clicks = Vec::new();
    for id in ids {
        let id = id.as_str().unwrap_or_default().trim();
        match keys.read(id) {
            Some(click) if !clicks.contains(&click) => clicks.push(click),
            Some(_) => {}
            None if id.len() == LENGTH => notes.push("click_id_forged"),
            None => notes.push("click_id_unknown"),
        }
    }
    notes.sort_unstable();
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
