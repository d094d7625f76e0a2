//! The Measurement Protocol of Google Analytics 4 as reports: `purchase`, `refund`, `generate_lead`.
//!
//! # Why
//! - Google's reference says of `value`: the sum of price times quantity, without shipping or tax. So it is the goods, and
//!   the total is `value + tax + shipping`. A tag that puts the total into `value` must leave `tax` and `shipping` out.
//! - A refund has no id there. `refund_id` is taken where a tag sends one; else a refund is named by its order and its
//!   `timestamp_micros`, without one by its amount: the same refund sent twice counts once, and so do two alike.
//! - A refund with neither value nor items gives everything back; one with items but no prices is refused, for it would.
//! - One event that cannot be read refuses the body: the delivery is kept, and sending it again counts nothing twice.

use serde_json::Value;

use super::Reading;
use super::told::{Line, Report};
use super::walk::{Amounts, decimal, first, id, list, named_touches, text};
use crate::domain::conversion::LIST_MOST;
use crate::domain::refusal::Fault;
use crate::domain::time;

/// Reads `body`; see [`super::translate`]. `order_field` is a parameter's name (`transaction_id` when none).
///
/// # Errors
/// What is wrong with the body, field by field.
pub fn read(topic: &str, order_field: Option<&str>, body: &Value, now: i64) -> Result<Reading, Vec<Fault>> {
    let events = list(body, "/events");
    if events.is_empty() || events.len() > LIST_MOST {
        let detail = format!("Send 1 to {LIST_MOST} events.");
        return Err(vec![Fault::at("/events", "list_length", detail)]);
    }
    let names: Vec<&str> = events.iter().filter_map(|event| text(event, "/name")).collect();
    let topic = if topic.is_empty() { names.first().copied().unwrap_or_default() } else { topic };
    let (mut reports, mut faults) = (Vec::new(), Vec::new());
    for (at, event) in events.iter().enumerate() {
        let Some(name @ ("purchase" | "refund" | "generate_lead")) = text(event, "/name") else { continue };
        let base = format!("/events/{at}");
        match Asked::of(body, event, order_field, now).read(name, &base) {
            Ok(report) => reports.push(report),
            Err(more) => faults.extend(more),
        }
    }
    match (faults.is_empty(), reports.is_empty()) {
        (false, _) => Err(faults),
        (true, true) => Ok(Reading::ignored(topic, "unknown_event")),
        (true, false) => Ok(Reading { topic: topic.to_owned(), reports, ignored: None }),
    }
}

/// One event and the body that it came in.
struct Asked<'a> {
    body: &'a Value,
    event: &'a Value,
    order: Option<String>,
    micros: Option<i64>,
    at: i64,
}

impl<'a> Asked<'a> {
    fn of(body: &'a Value, event: &'a Value, order_field: Option<&str>, now: i64) -> Self {
        // A number, or a text of digits: tag managers write either.
        let micros = [event, body].iter().find_map(|part| id(part, "/timestamp_micros")?.parse::<i64>().ok());
        let asked = order_field.and_then(|field| id(event, &format!("/params/{field}")));
        let order = asked.or_else(|| id(event, "/params/transaction_id"));
        let at = micros.map(|micros| micros / 1000).filter(|at| (time::EARLIEST..time::LATEST).contains(at));
        Self { body, event, order, micros, at: at.unwrap_or(now) }
    }

    fn read(&self, name: &str, base: &str) -> Result<Value, Vec<Fault>> {
        if name == "generate_lead" {
            return self.lead(base);
        }
        let mut amounts = Amounts::of(self.event, base, &["/params/currency"], decimal);
        if self.order.is_none() {
            amounts.fault("/params/transaction_id", "required", "This field is needed.");
        }
        let (tax, shipping) = (amounts.at(&["/params/tax"]), amounts.at(&["/params/shipping"]));
        let items = self.items(&amounts);
        let refund = name == "refund";
        let goods = if refund { amounts.at(&["/params/value"]) } else { Some(amounts.need(&["/params/value"])) };
        let worth = |items: &[Option<Line<'_>>]| items.iter().try_fold(0_i64, |sum, item| sum.checked_add((*item)?.3));
        let goods = if refund && goods.is_none() && !items.is_empty() {
            let worth = worth(&items);
            if worth.is_none() {
                amounts.fault("/params/value", "required", "Send the value of the items that are given back.");
            }
            worth
        } else {
            goods
        };
        let Some(total) = [goods, tax, shipping].iter().flatten().try_fold(0_i64, |sum, part| sum.checked_add(*part))
        else {
            amounts.fault("/params/value", "not_an_amount", "Send smaller amounts.");
            return amounts.finish().map(|()| Value::Null);
        };
        let whole = tax.is_some() || shipping.is_some();
        let report = Report::of(if refund { "refund" } else { "sale" }, self.at)
            .with("order_id", self.order.clone())
            .currency(amounts.currency);
        let report = if refund {
            let report = report.with("refund_id", self.refund_id(goods.map(|_| total))).with("reason", "refund");
            match goods {
                Some(_) if whole => report
                    .with("total_minor", total)
                    .with("tax_minor", tax.unwrap_or(0))
                    .with("shipping_minor", shipping.unwrap_or(0)),
                Some(_) => report.with("total_minor", total),
                None => report.with("full", true),
            }
        } else {
            let new = match text(self.event, "/params/customer_type") {
                Some("new") => Some(true),
                Some("returning") => Some(false),
                _ => None,
            };
            let report = self.evidence(report).with("total_minor", total).with("new_customer", new).items(items);
            if whole {
                report.parts(total, goods, tax.or(Some(0)), shipping.or(Some(0)), Some(0))
            } else {
                report.with("merchandise_minor", goods)
            }
        };
        amounts.finish().map(|()| report.done())
    }

    fn refund_id(&self, total: Option<i64>) -> String {
        if let Some(own) = id(self.event, "/params/refund_id") {
            return own;
        }
        let order = self.order.as_deref().unwrap_or_default();
        match (total, self.micros) {
            (None, _) => format!("ga4:{order}:full"),
            (Some(_), Some(micros)) => format!("ga4:{order}:{micros}"),
            (Some(total), None) => format!("ga4:{order}:minor:{total}"),
        }
    }

    fn lead(&self, base: &str) -> Result<Value, Vec<Fault>> {
        let made = || Some(format!("ga4:{}:{}", id(self.body, "/client_id")?, self.micros?));
        let Some(lead) = id(self.event, "/params/lead_id").or_else(|| self.order.clone()).or_else(made) else {
            let detail = "Send a lead_id, or client_id and timestamp_micros, so that it counts once.";
            return Err(vec![Fault::at(format!("{base}/params/lead_id"), "required", detail)]);
        };
        let report = self.evidence(Report::of("lead", self.at)).with("lead_id", lead);
        let report = report.text("type", first(self.event, &["/params/lead_source", "/params/type"]), 64);
        let valued = self.event.pointer("/params/value").is_some_and(|value| !value.is_null() && value != "");
        if !valued {
            return Ok(report.done());
        }
        let mut amounts = Amounts::of(self.event, base, &["/params/currency"], decimal);
        let report = report.with("value_minor", amounts.at(&["/params/value"])).currency(amounts.currency);
        amounts.finish().map(|()| report.done())
    }

    /// `client_id` is a browser, not a customer: only `user_id` says who bought.
    fn evidence(&self, report: Report) -> Report {
        let code = id(self.event, "/params/coupon");
        report
            .with("touches", named_touches(self.event.get("params"), ""))
            .text("landing", text(self.event, "/params/page_location"), 2048)
            .text("customer", id(self.body, "/user_id").as_deref(), 320)
            .codes([(code, None)])
    }

    fn items(&self, amounts: &Amounts<'_>) -> Vec<Option<Line<'a>>> {
        let line = |line: &'a Value| {
            let quantity = line.get("quantity").map_or(Some(1), Value::as_i64)?;
            let price = amounts.sum(&[line], &["/price"])?;
            let amount = price.checked_mul(quantity)?;
            Some((text(line, "/item_id"), text(line, "/item_name"), quantity, amount))
        };
        list(self.event, "/params/items").iter().map(line).collect()
    }
}
