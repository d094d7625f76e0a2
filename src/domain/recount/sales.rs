//! The sales of a day, added up from credits.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Scope;
use crate::domain::credit::{Credit, Via};
use crate::domain::money::Currency;

/// The sales of a day at one scope, id and currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sales {
    /// Orders tied by a click alone.
    pub orders_link: u64,
    /// Orders tied by a code alone.
    pub orders_code: u64,
    /// Orders tied by both.
    pub orders_both: u64,
    /// Orders tied by an answer.
    pub orders_survey: u64,
    /// Orders tied by nothing.
    pub orders_none: u64,
    /// Orders of new customers.
    pub new_customers: u64,
    /// Orders whose revenue is the order's total.
    pub orders_on_total: u64,
    /// Refunds of these orders.
    pub refunds: u64,
    /// Revenue before refunds.
    pub gross_minor: i64,
    /// What refunds took back.
    pub refunded_minor: i64,
}

/// A day's sale totals by scope, id and currency.
pub type SaleTotals = BTreeMap<(Scope, u32, Currency), Sales>;

/// Adds one order's credit to the day's sale totals.
///
/// An unattributed order stands at [`Scope::All`] and at creator 0 only; a code's order has link 0, and the code's campaign.
/// An unverified one stands at [`Scope::Unverified`] only, tied by nothing: it is nobody's.
pub fn add_credit(totals: &mut SaleTotals, credit: &Credit) {
    let every = [
        (Scope::All, 0),
        (Scope::Creator, credit.owner.creator),
        (Scope::Campaign, credit.owner.campaign),
        (Scope::Link, credit.link),
    ];
    let places: &[(Scope, u32)] = match (credit.verified, credit.via) {
        (false, _) => &[(Scope::Unverified, 0)],
        (true, Via::Nothing) => every.split_at(2).0,
        (true, _) => &every,
    };
    for (scope, id) in places.iter().copied() {
        let sales = totals.entry((scope, id, credit.currency)).or_default();
        match credit.via {
            _ if !credit.verified => sales.orders_none += 1,
            Via::Link => sales.orders_link += 1,
            Via::Code => sales.orders_code += 1,
            Via::Both => sales.orders_both += 1,
            Via::Survey => sales.orders_survey += 1,
            Via::Nothing => sales.orders_none += 1,
        }
        sales.new_customers += u64::from(credit.new_customer);
        sales.orders_on_total += u64::from(credit.on_total);
        sales.refunds += u64::from(credit.refunds);
        sales.gross_minor = sales.gross_minor.saturating_add(credit.gross_minor);
        sales.refunded_minor = sales.refunded_minor.saturating_add(credit.refunded_minor);
    }
}
