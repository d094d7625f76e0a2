//! `WooCommerce` webhooks as reports: an order made, changed, restored or deleted.
//!
//! # Why
//! - The signature covers the body alone: the status in the body decides what happened, not the topic.
//! - A shop tells of refunds as the list that there is now, which shrinks when one is deleted. So there is one cumulative
//!   refund per order, set by every change and dated by it: a cancelled order has all of it given back, a revived one what
//!   its list says. A failed order that was counted while it waited for money is taken back in the same way; one that
//!   never was waits, and its refund with it.
//! - An order's number, which plugins hand out, may be another order's id: it is a further name only with `#` before it.
//! - A deletion tells the id alone and no currency, so it changes nothing; an order in the trash says so in its status.

use serde_json::Value;

use super::Reading;
use super::told::{Line, Report};
use super::walk::{Amounts, decimal, id, list, moment, named_touches, text};
use crate::domain::refusal::Fault;

/// Reads `body`; see [`super::translate`]. `order_field` is `id` (when none), `number` or `order_key`.
///
/// # Errors
/// What is wrong with the body, field by field.
pub fn read(topic: &str, order_field: Option<&str>, body: &Value, now: i64) -> Result<Reading, Vec<Fault>> {
    let known = ["", "order.created", "order.updated", "order.restored", "order.deleted"].contains(&topic);
    if !known {
        return Ok(Reading::ignored(topic, "unknown_topic"));
    }
    let has = |name: &str| body.get(name).is_some_and(|value| !value.is_null());
    if !has("status") && !has("total") {
        return Ok(Reading::ignored(topic, if topic == "order.deleted" { "deleted" } else { "topic_mismatch" }));
    }
    let status = text(body, "/status").unwrap_or_default();
    if matches!(status, "pending" | "checkout-draft" | "auto-draft" | "draft")
        || (status == "failed" && topic == "order.created")
    {
        return Ok(Reading::ignored(topic, "not_an_order_yet"));
    }
    let mut amounts = Amounts::of(body, "", &["/currency"], decimal);
    let total = amounts.need(&["/total"]);
    if status.is_empty() {
        amounts.fault("/status", "required", "This field is needed.");
    }
    let names = match order_field {
        // Under its number an order cannot be named by its id as well: that may be another one's number.
        Some(field) if field != "id" => vec![id(body, &format!("/{field}")), id(body, "/order_key")],
        _ => {
            let number = id(body, "/number").filter(|number| id(body, "/id").as_ref() != Some(number));
            vec![id(body, "/id"), number.map(|number| format!("#{number}")), id(body, "/order_key")]
        }
    };
    let Some(order) = names.first().cloned().flatten() else {
        amounts.fault(&format!("/{}", order_field.unwrap_or("id")), "required", "This field is needed.");
        return amounts.finish().map(|()| Reading::default());
    };
    let changed = moment(body, "/date_modified_gmt");
    let mut reports = Vec::new();
    if status != "failed" {
        let sale = sale(body, total, &mut amounts, now).names(names).with("revision", changed);
        reports.push(sale.done());
    }
    let parts: Vec<&Value> = list(body, "/refunds").iter().collect();
    let given = amounts.sum(&parts, &["/total"]).and_then(i64::checked_neg);
    let Some(given) = given.filter(|given| *given >= 0) else {
        amounts.fault("/refunds", "not_an_amount", "Send refunds with totals of 0 or less.");
        return amounts.finish().map(|()| Reading::default());
    };
    let (back, reason) = match status {
        "cancelled" | "failed" | "trash" => (given.max(total), "cancel"),
        "refunded" => (given.max(total), "refund"),
        _ => (given, "refund"),
    };
    // An order that was just made has nothing to take back; one that was changed may have had.
    if back > 0 || (topic == "order.updated" || topic == "order.restored") && body.get("refunds").is_some() {
        // Nothing given back is said with the order's own time, so that every change of an order says the same.
        let at = if back > 0 { changed.unwrap_or(now) } else { occurred(body, now) };
        let refund = Report::of("refund", at)
            .with("order_id", order)
            .with("cumulative", true)
            .with("total_minor", back)
            .currency(amounts.currency)
            .with("revision", changed)
            .with("reason", reason);
        reports.push(refund.done());
    }
    amounts.finish()?;
    Ok(Reading { topic: topic.to_owned(), reports, ignored: None })
}

/// When the order was paid, else made.
fn occurred(body: &Value, now: i64) -> i64 {
    ["/date_paid_gmt", "/date_created_gmt"].iter().find_map(|name| moment(body, name)).unwrap_or(now)
}

fn sale(body: &Value, total: i64, amounts: &mut Amounts<'_>, now: i64) -> Report {
    let (tax, shipping) = (amounts.at(&["/total_tax"]), amounts.at(&["/shipping_total"]));
    let discount = amounts.at(&["/discount_total"]);
    let sum = |name: &str| amounts.sum(&list(body, name).iter().collect::<Vec<_>>(), &["/total"]);
    let (lines, fees) = (sum("/line_items"), sum("/fee_lines"));
    let rest = [tax, shipping, fees].iter().try_fold(total, |rest, part| rest.checked_sub((*part)?));
    // The shop may round each line by itself: then the goods are what the total leaves for them.
    let slack = u64::try_from(list(body, "/line_items").len()).unwrap_or_default();
    let goods = rest.zip(lines).filter(|(rest, lines)| rest.abs_diff(*lines) <= slack).map(|(rest, _)| rest);
    let codes: Vec<_> = list(body, "/coupon_lines")
        .iter()
        .map(|code| (id(code, "/code"), code.get("discount").and_then(|discount| amounts.read(discount))))
        .collect();
    let meta = |key: &str| {
        let pair = list(body, "/meta_data").iter().find(|pair| text(pair, "/key") == Some(key))?;
        text(pair, "/value")
    };
    // Customer 0 is a guest.
    let customer = id(body, "/customer_id").filter(|customer| customer != "0");
    Report::of("sale", occurred(body, now))
        .with("total_minor", total)
        .currency(amounts.currency)
        .with("discount_minor", discount)
        .parts(total, goods, tax, shipping, fees)
        .with("touches", named_touches(body.get("meta_data"), "key"))
        .text("landing", meta("_wc_order_attribution_session_entry"), 2048)
        .text("referrer", meta("_wc_order_attribution_referrer"), 2048)
        .text("customer", text(body, "/billing/email").or(customer.as_deref()), 320)
        .codes(codes)
        .items(items(body, amounts))
}

fn items<'a>(body: &'a Value, amounts: &Amounts<'_>) -> Vec<Option<Line<'a>>> {
    let line = |line: &'a Value| {
        let amount = amounts.sum(&[line], &["/total"])?;
        Some((text(line, "/sku"), text(line, "/name"), line.get("quantity")?.as_i64()?, amount))
    };
    list(body, "/line_items").iter().map(line).collect()
}
