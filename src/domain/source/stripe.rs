//! Stripe webhooks as reports: checkout sessions, paid invoices, refunded charges, disputes.
//!
//! # Why
//! - Two events tell of one sale, so it has every name that either knows: the order id in the metadata, else the payment
//!   intent, the invoice, the session. A subscription's session has no payment intent; its invoice's name joins them.
//!   The session stands, for it knows the click and the shipping, then the invoice, then a bare payment: by revision.
//! - `amount_refunded` is all that was given back so far: it is set, not added, and is its own revision.
//! - A dispute takes its amount back when it opens, and gives it back at revision 1 when it is won. All its events are dated
//!   by the dispute itself, so that two that say the same are one. An inquiry (`warning_...`) takes no money.
//! - Only `livemode: false` is a test, and is ignored: it shows in the deliveries, which proves the set-up.
//! - Stripe counts ISK and UGX in hundredths though nobody can pay one, MGA in whole units though ISO 4217 has
//!   hundredths; both are rewritten, and a part that cannot be is refused.

use serde_json::Value;

use super::Reading;
use super::told::Report;
use super::walk::{Amounts, first, id, list, named_touches, point, text, touches};
use crate::domain::click_id;
use crate::domain::money::{self, Currency};
use crate::domain::refusal::Fault;

/// Reads `body`; see [`super::translate`]. `order_field` is the name in the metadata (`order_id` when none) or the field
/// of the object that carries the order's name.
///
/// # Errors
/// What is wrong with the body, field by field.
pub fn read(_topic: &str, order_field: Option<&str>, body: &Value, now: i64) -> Result<Reading, Vec<Fault>> {
    let Some(topic) = text(body, "/type") else {
        return Err(vec![Fault::at("/type", "required", "Send an event of Stripe.")]);
    };
    let Some(object) = body.pointer("/data/object").filter(|object| object.is_object()) else {
        return Err(vec![Fault::at("/data/object", "required", "Send an event of Stripe.")]);
    };
    let ignored = |why| Ok(Reading::ignored(topic, why));
    if [body, object].iter().any(|part| part.get("livemode") == Some(&Value::Bool(false))) {
        return ignored("test_mode");
    }
    let is = |name: &str, value: &str| text(object, name) == Some(value);
    let at = |value: &Value| value.get("created").and_then(Value::as_i64).and_then(|at| at.checked_mul(1000));
    let created = at(object).or_else(|| at(body)).unwrap_or(now);
    let asked = Asked { object, order_field, created };
    let report = match topic {
        "checkout.session.completed" | "checkout.session.async_payment_succeeded" => {
            if is("/mode", "setup") {
                return ignored("no_sale");
            }
            if is("/payment_status", "unpaid") {
                return ignored("not_paid_yet");
            }
            asked.session()
        }
        "checkout.session.async_payment_failed" | "checkout.session.expired" => return ignored("not_paid"),
        "invoice.paid" | "invoice.payment_succeeded" => asked.invoice(),
        "invoice_payment.paid" => asked.payment(),
        "charge.refunded" => asked.charge(at(body).unwrap_or(now)),
        "charge.dispute.created" | "charge.dispute.funds_withdrawn" | "charge.dispute.closed"
            if text(object, "/status").is_some_and(|status| status.starts_with("warning_")) =>
        {
            return ignored("inquiry");
        }
        "charge.dispute.closed" if is("/status", "won") => asked.dispute(true),
        "charge.dispute.funds_reinstated" => asked.dispute(true),
        "charge.dispute.created" | "charge.dispute.funds_withdrawn" | "charge.dispute.closed" => asked.dispute(false),
        _ => return ignored("unknown_topic"),
    };
    Ok(Reading { topic: topic.to_owned(), reports: vec![report?], ignored: None })
}

/// What Stripe counts in: its own digits behind the point, which are not always those of ISO 4217.
fn units(value: &Value, currency: Currency) -> Option<i64> {
    let places = match currency.as_str() {
        "BIF" | "CLP" | "DJF" | "GNF" | "JPY" | "KMF" | "KRW" | "MGA" | "PYG" | "RWF" | "VND" | "VUV" | "XAF"
        | "XOF" | "XPF" => 0,
        "BHD" | "JOD" | "KWD" | "OMR" | "TND" => 3,
        _ => 2,
    };
    money::minor(&point(value.as_i64()?, places), currency)
}

/// The object that an event is about.
struct Asked<'a> {
    object: &'a Value,
    order_field: Option<&'a str>,
    created: i64,
}

impl<'a> Asked<'a> {
    fn amounts(&self, currency: &str) -> Amounts<'a> {
        Amounts::of(self.object, "/data/object", &[currency], units)
    }

    /// The order's names: the one asked for, then those at `others`.
    fn names(&self, others: &[&str]) -> Vec<Option<String>> {
        let field = self.order_field.unwrap_or("order_id");
        let asked = id(self.object, &format!("/metadata/{field}"));
        let asked = asked.or_else(|| self.order_field.and_then(|field| id(self.object, &format!("/{field}"))));
        std::iter::once(asked).chain(others.iter().map(|other| id(self.object, other))).collect()
    }

    fn session(&self) -> Result<Value, Vec<Fault>> {
        let object = self.object;
        // A buyer who pays in a currency of their own pays what the shop asks for in its own.
        let converted = object.pointer("/currency_conversion/source_currency").is_some_and(Value::is_string);
        let currency = if converted { "/currency_conversion/source_currency" } else { "/currency" };
        let mut amounts = self.amounts(currency);
        let total = amounts.need(&[if converted { "/currency_conversion/amount_total" } else { "/amount_total" }]);
        let mut details = |name: &str| if converted { None } else { amounts.at(&[&format!("/total_details/{name}")]) };
        let (tax, shipping) = (details("amount_tax"), details("amount_shipping"));
        let discount = details("amount_discount");
        // No shipping is told as null.
        let shipping = shipping.or(tax.map(|_| 0));
        let goods = tax.zip(shipping).and_then(|(tax, shipping)| total.checked_sub(tax)?.checked_sub(shipping));
        let codes = ["/discounts/0/promotion_code/code", "/metadata/code", "/metadata/promo_code"];
        let code = first(object, &codes).map(str::to_owned);
        let report = self
            .evidence(Report::of("sale", self.created), &["/customer_details/email", "/customer_email", "/customer"])
            .names(self.names(&["/payment_intent", "/invoice", "/id"]))
            .with("revision", 2)
            .with("total_minor", total)
            .currency(amounts.currency)
            .with("discount_minor", discount)
            .parts(total, goods, tax, shipping, Some(0))
            .codes([(code, discount)]);
        done(amounts, report)
    }

    fn invoice(&self) -> Result<Value, Vec<Fault>> {
        let mut amounts = self.amounts("/currency");
        let total = amounts.need(&["/amount_paid", "/total"]);
        let sum = |name: &str| {
            let parts: Vec<&Value> = list(self.object, name).iter().collect();
            if self.object.pointer(name).is_some_and(Value::is_array) {
                amounts.sum(&parts, &["/amount"])
            } else {
                None
            }
        };
        let (taxes, discount) =
            (sum("/total_taxes").or_else(|| sum("/total_tax_amounts")), sum("/total_discount_amounts"));
        let tax = amounts.at(&["/tax"]).or(taxes);
        let shipping = amounts.at(&["/shipping_cost/amount_subtotal"]).unwrap_or(0);
        let goods = tax.and_then(|tax| total.checked_sub(tax)?.checked_sub(shipping));
        let again = matches!(
            text(self.object, "/billing_reason"),
            Some("subscription_cycle" | "subscription_update" | "subscription_threshold" | "subscription")
        );
        let kind = if again { "renewal" } else { "sale" };
        // Before version 2025-03-31 an invoice names its payment intent itself.
        let names = self.names(&["/id", "/payment_intent", "/payments/data/0/payment/payment_intent"]);
        let report = self
            .evidence(Report::of(kind, self.created), &["/customer_email", "/customer"])
            .names(names)
            .with("revision", 1)
            .with("total_minor", total)
            .currency(amounts.currency)
            .with("discount_minor", discount.filter(|discount| *discount >= 0))
            .parts(total, goods, tax, Some(shipping), Some(0));
        done(amounts, report)
    }

    /// What joins an invoice with its payment since version 2025-03-31; both others know more.
    fn payment(&self) -> Result<Value, Vec<Fault>> {
        let mut amounts = self.amounts("/currency");
        let total = amounts.need(&["/amount_paid"]);
        let report = Report::of("sale", self.created)
            .names(vec![id(self.object, "/invoice"), id(self.object, "/payment/payment_intent")])
            .with("total_minor", total)
            .currency(amounts.currency);
        done(amounts, report)
    }

    fn charge(&self, at: i64) -> Result<Value, Vec<Fault>> {
        let mut amounts = self.amounts("/currency");
        let total = amounts.need(&["/amount_refunded"]);
        let report = Report::of("refund", at)
            .with("order_id", self.order())
            .with("cumulative", true)
            .with("total_minor", total)
            .currency(amounts.currency)
            .with("revision", total)
            .with("reason", "refund");
        done(amounts, report)
    }

    fn dispute(&self, won: bool) -> Result<Value, Vec<Fault>> {
        let mut amounts = self.amounts("/currency");
        let total = amounts.need(&["/amount"]);
        let own = id(self.object, "/id");
        if own.is_none() {
            amounts.fault("/id", "required", "This field is needed.");
        }
        let report = Report::of("refund", self.created)
            .with("refund_id", own.map(|own| format!("dispute:{own}")))
            .with("order_id", self.order())
            .with("total_minor", if won { 0 } else { total })
            .currency(amounts.currency)
            .with("revision", i64::from(won))
            .with("reason", "chargeback");
        done(amounts, report)
    }

    /// The one name by which money given back finds its order.
    fn order(&self) -> Option<String> {
        self.names(&["/payment_intent", "/charge", "/id"]).into_iter().flatten().next()
    }

    /// Who bought, and what brought them: click ids stand in `client_reference_id`, which shops use for other things too,
    /// and all touches in the metadata of the object or of its subscription.
    fn evidence(&self, report: Report, customers: &[&str]) -> Report {
        let object = self.object;
        let reference = object.get("client_reference_id").map(touches).unwrap_or_default();
        let mut brought: Vec<String> = reference.into_iter().filter(|id| id.len() == click_id::LENGTH).collect();
        for metadata in ["/metadata", "/subscription_details/metadata", "/parent/subscription_details/metadata"] {
            brought.extend(named_touches(object.pointer(metadata), ""));
        }
        let customer = customers.iter().find_map(|customer| id(object, customer));
        report
            .with("touches", brought)
            .text("landing", text(object, "/metadata/landing"), 2048)
            .text("lead_id", text(object, "/metadata/lead_id"), 128)
            .text("customer", customer.as_deref(), 320)
    }
}

/// The report, unless something was wrong with the object or nothing names its order.
fn done(mut amounts: Amounts<'_>, report: Report) -> Result<Value, Vec<Fault>> {
    let report = report.done();
    if report.get("order_id").is_none() {
        amounts.fault("/id", "required", "Send the object with its id.");
    }
    amounts.finish().map(|()| report)
}
