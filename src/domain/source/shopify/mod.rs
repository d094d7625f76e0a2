//! Shopify webhooks as reports: `orders/create`, `orders/paid`, `orders/updated`, `orders/cancelled`, `refunds/create`.
//!
//! # Why
//! - The signature covers the body alone, so the topic is hearsay: the body decides what happened (`cancelled_at` cancels,
//!   not the word in the header), and a body of another shape than its topic's is ignored.
//! - An order counts when it is made, paid or not, as in Shopify's own reports; one that is never paid is cancelled in the
//!   end, and that takes it back. Orders over nothing count.
//! - Money is the shop's (`shop_money`) and the original sale's: the `current_*` fields change with every refund.
//! - A cart's token is no name of an order: one cart can be checked out twice. A checkout's token is.
//! - A cancelled order whose body shows money given back keeps what was not given back (a cancellation fee); one that
//!   shows none is given back in full. The first corrects the second, whichever comes first, by its revision.
//! - Refunds inside an order's body are read too, so that a lost or a pending `refunds/create` heals; the sum given back
//!   is the revision, so that the same refund said twice is the same report.

mod refund;

use serde_json::Value;

use super::Reading;
use super::told::{Line, Report};
use super::walk::{Amounts, decimal, first, id, list, moment, named_touches, text};
use crate::domain::refusal::Fault;
use refund::refund;

/// The most refunds that are read out of one order.
const REFUNDS_MOST: usize = 90;

/// Reads `body`; see [`super::translate`]. `order_field` is `id` (when none), `name`, `order_number` or
/// `confirmation_number`.
///
/// # Errors
/// What is wrong with the body, field by field.
pub fn read(topic: &str, order_field: Option<&str>, body: &Value, now: i64) -> Result<Reading, Vec<Fault>> {
    let has = |name: &str| body.get(name).is_some_and(|value| !value.is_null());
    let reports = match topic {
        "orders/create" | "orders/paid" | "orders/updated" | "orders/cancelled" => {
            if has("order_id") || !(has("line_items") || has("total_price")) {
                return Ok(Reading::ignored(topic, "topic_mismatch"));
            }
            if body.get("test") == Some(&Value::Bool(true)) {
                return Ok(Reading::ignored(topic, "test_order"));
            }
            order(topic, order_field, body, now)?
        }
        "refunds/create" => {
            if !has("order_id") || !has("transactions") || has("total_price") {
                return Ok(Reading::ignored(topic, "topic_mismatch"));
            }
            match refund(body, None, now)? {
                Some(report) => vec![report],
                None => return Ok(Reading::ignored(topic, "no_money_returned")),
            }
        }
        _ => return Ok(Reading::ignored(topic, "unknown_topic")),
    };
    Ok(Reading { topic: topic.to_owned(), reports, ignored: None })
}

fn order(topic: &str, order_field: Option<&str>, body: &Value, now: i64) -> Result<Vec<Value>, Vec<Fault>> {
    let mut amounts = Amounts::of(body, "", &["/total_price_set/shop_money/currency_code", "/currency"], decimal);
    let total = amounts.need(&["/total_price_set/shop_money/amount", "/total_price"]);
    let Some(own) = id(body, "/id") else {
        amounts.fault("/id", "required", "Send the order's id.");
        return amounts.finish().map(|()| Vec::new());
    };
    let names = ["/id", "/name", "/admin_graphql_api_id", "/checkout_token", "/confirmation_number"];
    let chosen = order_field.and_then(|field| id(body, &format!("/{field}")));
    let names = std::iter::once(chosen).chain(names.iter().map(|name| id(body, name))).collect();
    let occurred = moment(body, "/processed_at").or_else(|| moment(body, "/created_at")).unwrap_or(now);
    let touches = named_touches(body.get("note_attributes"), "name");
    let customer = ["/customer/email", "/email", "/contact_email", "/customer/id"];
    let customer = customer.iter().find_map(|name| id(body, name));
    // The count is that of the moment: later a first order, too, is of somebody who has ordered twice.
    let count = body.pointer("/customer/orders_count").and_then(Value::as_i64);
    let new_customer = count.map(|count| count <= 1).filter(|new| *new || topic == "orders/create");
    let codes: Vec<_> = list(body, "/discount_codes")
        .iter()
        .map(|code| (id(code, "/code"), code.get("amount").and_then(|amount| amounts.read(amount))))
        .collect();
    let sale = Report::of("sale", occurred)
        .names(names)
        .with("revision", moment(body, "/updated_at"))
        .with("total_minor", total)
        .currency(amounts.currency)
        .with("discount_minor", amounts.at(&["/total_discounts_set/shop_money/amount", "/total_discounts"]))
        .with("touches", touches)
        .text("landing", text(body, "/landing_site"), 2048)
        .text("referrer", text(body, "/referring_site"), 2048)
        .text("customer", customer.as_deref(), 320)
        .with("new_customer", new_customer)
        .codes(codes)
        .items(items(body, &amounts));
    let sale = parts(sale, total, body, &mut amounts);
    let currency = amounts.currency;
    amounts.finish()?;
    let mut reports = vec![sale.done()];
    for given in list(body, "/refunds").iter().take(REFUNDS_MOST) {
        // One that cannot be read is refused by its own webhook; it must not hold up its order.
        reports.extend(refund(given, Some(&own), now).ok().flatten());
    }
    if text(body, "/cancelled_at").is_some() {
        let cancel = Report::of("refund", moment(body, "/cancelled_at").unwrap_or(now))
            .with("refund_id", format!("cancel:{own}"))
            .with("order_id", own)
            .currency(currency)
            .with("reason", "cancel");
        let given_back = reports.len() > 1;
        let cancel =
            if given_back { cancel.with("total_minor", 0).with("revision", 1) } else { cancel.with("full", true) };
        reports.push(cancel.done());
    }
    Ok(reports)
}

/// Splits the total. Where prices include tax, the goods and the shipping are told with theirs, so it is taken out.
fn parts(sale: Report, total: i64, body: &Value, amounts: &mut Amounts<'_>) -> Report {
    let subtotal = amounts.at(&["/subtotal_price_set/shop_money/amount", "/subtotal_price"]);
    let tax = amounts.at(&["/total_tax_set/shop_money/amount", "/total_tax"]);
    let tips = amounts.at(&["/total_tip_received_set/shop_money/amount", "/total_tip_received"]).unwrap_or(0);
    let duties = amounts.at(&["/original_total_duties_set/shop_money/amount"]).unwrap_or(0);
    let fees = amounts.at(&["/original_total_additional_fees_set/shop_money/amount"]).unwrap_or(0);
    let other = tips.checked_add(duties).and_then(|sum| sum.checked_add(fees));
    // What shipping cost in the end stands in its lines; the total is told before discounts in some versions.
    let removed = |line: &&Value| line.get("is_removed") != Some(&Value::Bool(true));
    let lines: Vec<&Value> = list(body, "/shipping_lines").iter().filter(removed).collect();
    let told = amounts.at(&["/total_shipping_price_set/shop_money/amount"]);
    let paid = amounts.sum(
        &lines,
        &["/discounted_price_set/shop_money/amount", "/discounted_price", "/price_set/shop_money/amount", "/price"],
    );
    let included = tax_inside(body);
    let taxes: Vec<&Value> = lines.iter().flat_map(|line| list(line, "/tax_lines")).collect();
    let on_shipping = if included { amounts.sum(&taxes, PRICE) } else { Some(0) };
    let goods = if included {
        subtotal.zip(tax).zip(on_shipping).and_then(|((goods, tax), on)| (goods.checked_sub(tax)?).checked_add(on))
    } else {
        subtotal
    };
    let net = |shipping: Option<i64>| shipping?.checked_sub(on_shipping?);
    let sum = |shipping: Option<i64>| {
        [goods, tax, net(shipping), other].iter().try_fold(0_i64, |sum, part| sum.checked_add((*part)?))
    };
    let shipping = if sum(told) == Some(total) { told } else { paid };
    sale.parts(total, goods, tax, net(shipping), other)
}

fn items<'a>(body: &'a Value, amounts: &Amounts<'_>) -> Vec<Option<Line<'a>>> {
    let line = |line: &'a Value| {
        let sum = |name: &str, pointers: &[&str]| {
            let parts: Vec<&Value> = list(line, name).iter().collect();
            amounts.sum(&parts, pointers)
        };
        let quantity = line.get("quantity")?.as_i64()?;
        let price = amounts.sum(&[line], PRICE)?;
        let discount = sum("/discount_allocations", &["/amount_set/shop_money/amount", "/amount"])?;
        let tax = if tax_inside(body) { sum("/tax_lines", PRICE)? } else { 0 };
        let amount = price.checked_mul(quantity)?.checked_sub(discount)?.checked_sub(tax)?;
        Some((text(line, "/sku"), first(line, &["/title", "/name"]), quantity, amount))
    };
    list(body, "/line_items").iter().map(line).collect()
}

/// A price in the shop's money.
const PRICE: &[&str] = &["/price_set/shop_money/amount", "/price"];

/// Whether the order's prices include tax.
fn tax_inside(body: &Value) -> bool {
    body.get("taxes_included") == Some(&Value::Bool(true))
}
