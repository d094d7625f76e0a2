//! A Shopify refund as a report: the money that went back, in the shop's own.
//!
//! # Why
//! A refund's payments are told in the money that the buyer paid in, its lines in both. Where the two differ, the lines are
//! added up in the shop's money in the way (tax on top, or inside) that makes up the payments in the buyer's; where
//! no way does, the refund is refused rather than guessed.

use serde_json::Value;

use crate::domain::conversion::MOST_MINOR;
use crate::domain::money::Currency;
use crate::domain::refusal::Fault;
use crate::domain::source::told::Report;
use crate::domain::source::walk::{Amounts, decimal, first, id, list, moment, text};

/// The money that a refund gave back; `None` where it gave none, or none yet.
pub(super) fn refund(body: &Value, order: Option<&str>, now: i64) -> Result<Option<Value>, Vec<Fault>> {
    let done =
        |payment: &&Value| text(payment, "/kind") == Some("refund") && text(payment, "/status") == Some("success");
    let payments: Vec<&Value> = list(body, "/transactions").iter().filter(done).collect();
    if payments.is_empty() {
        return Ok(None);
    }
    let mut amounts = Amounts::of(body, "", &SHOP_CURRENCY, decimal);
    let paid = Amounts::of(body, "", &["/transactions/0/amount_set/shop_money/currency_code", PAID_IN], decimal);
    let same = paid.currency == amounts.currency;
    let told = Parts::of(body, if same { "shop_money" } else { "presentment_money" }, &paid);
    let total = paid.sum(&payments, &["/amount_set/shop_money/amount", "/amount"]).and_then(|total| {
        if same { Some(total) } else { Parts::of(body, "shop_money", &amounts)?.like(told.as_ref()?, total) }
    });
    let one = |payment: &&Value| {
        let currency = first(payment, &["/amount_set/shop_money/currency_code", "/currency"]);
        currency.and_then(Currency::parse) == paid.currency
    };
    let total = total.filter(|total| *total >= 0 && payments.iter().all(one));
    if total.is_none() && amounts.currency.is_some() {
        let detail = "Send amounts of one currency, or the shop's own money with the lines and adjustments.";
        amounts.fault("/transactions", "not_an_amount", detail);
    }
    let (own, order) = (id(body, "/id"), id(body, "/order_id").or_else(|| order.map(str::to_owned)));
    for (there, pointer) in [(own.is_some(), "/id"), (order.is_some(), "/order_id")] {
        if !there {
            amounts.fault(pointer, "required", "This field is needed.");
        }
    }
    let total = total.unwrap_or_default();
    let report =
        Report::of("refund", moment(body, "/processed_at").or_else(|| moment(body, "/created_at")).unwrap_or(now))
            .with("refund_id", own)
            .with("order_id", order)
            .with("total_minor", total)
            .currency(amounts.currency)
            .with("revision", total)
            .with("reason", "refund");
    let (tax, shipping) = Parts::of(body, "shop_money", &amounts)
        .and_then(|parts| parts.split(total))
        .filter(|(tax, shipping)| *tax >= 0 && *shipping >= 0 && tax.saturating_add(*shipping) <= total)
        .unzip();
    amounts.finish()?;
    let report = report.with("tax_minor", tax).with("shipping_minor", shipping);
    Ok(if total == 0 { None } else { Some(report.done()) })
}

/// Where a refund names the shop's currency, and where that of its payments: they differ where the buyer paid in another.
const SHOP_CURRENCY: [&str; 4] = [
    "/transactions/0/amount_set/shop_money/currency_code",
    "/refund_line_items/0/subtotal_set/shop_money/currency_code",
    "/order_adjustments/0/amount_set/shop_money/currency_code",
    PAID_IN,
];
const PAID_IN: &str = "/transactions/0/currency";

/// What a refund says it is made of, in the shop's money or the buyer's.
struct Parts {
    goods: i64,
    tax: i64,
    /// Of shipping and discrepancies; an adjustment is told below zero where it gave money back.
    other: i64,
    other_tax: i64,
    /// Whether nothing but shipping was adjusted.
    shipping_alone: bool,
}

impl Parts {
    fn of(body: &Value, money: &str, amounts: &Amounts<'_>) -> Option<Self> {
        let lines: Vec<&Value> = list(body, "/refund_line_items").iter().collect();
        let adjustments: Vec<&Value> = list(body, "/order_adjustments").iter().collect();
        let sum = |parts: &[&Value], name: &str| {
            let (set, plain) = (format!("/{name}_set/{money}/amount"), format!("/{name}"));
            let either: &[&str] = if money == "shop_money" { &[&set, &plain] } else { &[&set] };
            amounts.sum(parts, either).filter(|sum| sum.unsigned_abs() <= MOST_MINOR.unsigned_abs())
        };
        Some(Self {
            goods: sum(&lines, "subtotal")?,
            tax: sum(&lines, "total_tax")?,
            other: -sum(&adjustments, "amount")?,
            other_tax: -sum(&adjustments, "tax_amount")?,
            shipping_alone: adjustments.iter().all(|one| text(one, "/kind") == Some("shipping_refund")),
        })
    }

    /// Everything, where tax comes on top of the goods, and where it is inside them.
    fn totals(&self) -> (i64, i64) {
        (self.goods + self.tax + self.other + self.other_tax, self.goods + self.other)
    }

    /// This total, told as `told` tells `paid`.
    fn like(&self, told: &Self, paid: i64) -> Option<i64> {
        let ((on_top, inside), (told_on_top, told_inside)) = (self.totals(), told.totals());
        if told_on_top == paid { Some(on_top) } else { (told_inside == paid).then_some(inside) }
    }

    /// Tax and shipping, where all parts add up to `total`. Where tax is inside, an adjustment does not say its own.
    fn split(&self, total: i64) -> Option<(i64, i64)> {
        let (on_top, inside) = self.totals();
        if on_top == total && self.shipping_alone {
            return Some((self.tax + self.other_tax, self.other));
        }
        (inside == total && self.other == 0 && self.other_tax == 0).then_some((self.tax, 0))
    }
}
