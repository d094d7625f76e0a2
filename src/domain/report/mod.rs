//! The performance report: what each creator, link, campaign or day brought in, from totals alone.
//!
//! # Why
//! A ratio is divided when it is read, never stored; where there is nothing to divide by it is null and says why.
//! Revenue is kept per currency and never added across them. ROAS and ROI are over net revenue, so ROI = ROAS - 1.

mod ask;
pub mod codes;
pub mod metric;
mod rank;
mod shape;
pub mod verdict;
pub mod visits;

use super::credit::WINDOW_DAYS;
use super::money::{self, Currency};
use super::ordered;
use super::recount::Scope;
use super::time::Day;
use crate::stored;
pub use ask::{Ask, By, DAYS_MOST};
pub use shape::{About, Apart, Cost, Named, OrdersBy, Report, Revenue, Row, Subject, Verdicts};

/// Summed visits of one row, as the statement lists them.
#[derive(Clone, Copy, Debug, Default)]
pub struct VisitRow {
    /// Id or day.
    pub row: i64,
    /// Every click.
    pub gross: u64,
    /// Valid clicks.
    pub valid: u64,
    /// The clicks that are not valid.
    pub flagged: Verdicts,
    /// Distinct visitors per day, added.
    pub visitor_days: u64,
    /// Pixel views of people.
    pub views: u64,
    /// Pages that people reached.
    pub landings: u64,
}

stored!(VisitRow { row, gross, valid, flagged, visitor_days, views, landings });

/// Summed sales of one row and currency:
/// `[id or day, currency, by link, by code, by both, by nothing, on total, gross, refunded, by answer, of new customers]`.
#[derive(Clone, Debug)]
pub struct SaleRow(
    pub i64,
    pub Currency,
    pub u64,
    pub u64,
    pub u64,
    pub u64,
    pub u64,
    pub i64,
    pub i64,
    pub u64,
    pub u64,
);

stored!(SaleRow(a, b, c, d, e, f, g, h, i, j, k));

/// The totals a report is made of, as the statements give them.
#[derive(Debug, Default)]
pub struct Facts {
    /// Visits per row.
    pub visits: Vec<VisitRow>,
    /// Attributed sales per row and currency.
    pub sales: Vec<SaleRow>,
    /// Sales that are no row's, per currency: id 2 those that nothing ties to a creator, 4 those that are unverified.
    pub apart: Vec<SaleRow>,
    /// What rows may be about.
    pub subjects: Vec<Subject>,
    /// Orphan visits.
    pub orphan_visits: u64,
    /// When the last finished rollup began.
    pub as_of: Option<i64>,
}

/// Makes the report.
pub fn performance(ask: &Ask, zone: &str, facts: &Facts) -> Report {
    let about = ordered::places(facts.subjects.iter().map(Subject::id));
    let all = about.iter().filter(|_| ask.by == By::Creator).map(|subject| subject.0);
    let all = all.chain(facts.visits.iter().map(|visits| visits.row)).chain(facts.sales.iter().map(|sales| sales.0));
    let mut ids: Vec<i64> = ordered::places(all).into_iter().map(|id| id.0).collect();
    ids.dedup();
    let mut rows: Vec<Row> = ids.iter().map(|_| Row::default()).collect();
    let place = |id: i64| ids.binary_search(&id).unwrap_or(usize::MAX);
    for visits in &facts.visits {
        if let Some(row) = rows.get_mut(place(visits.row)) {
            row.add_visits(visits);
        }
    }
    for sales in &facts.sales {
        if let Some(row) = rows.get_mut(place(sales.0)) {
            row.add_sales(sales);
        }
    }
    let subject = |id: i64| {
        let at = about.binary_search_by_key(&id, |subject| subject.0).ok()?;
        facts.subjects.get(about.get(at)?.1)
    };
    let rows = ids.iter().zip(rows).map(|(id, row)| row.finish(ask.by, *id, subject(*id))).collect();
    let apart = |scope: Scope| {
        let sales = || facts.apart.iter().filter(|sales| sales.0 == i64::from(scope as u8));
        Apart { orders: sales().map(orders).sum(), revenue: sales().map(revenue).collect() }
    };
    Report {
        by: ask.by,
        from: ask.from,
        to: ask.to,
        zone: zone.to_owned(),
        model: "last_click",
        click_window_days: WINDOW_DAYS,
        date_basis: "conversion_date",
        as_of: facts.as_of,
        rows,
        unattributed: apart(Scope::Creator),
        unverified: apart(Scope::Unverified),
        orphan_visits: facts.orphan_visits,
    }
}

fn orders(sales: &SaleRow) -> u64 {
    sales.2 + sales.3 + sales.4 + sales.5 + sales.9
}

fn revenue(sales: &SaleRow) -> Revenue {
    let (count, gross, refunded) = (orders(sales), sales.7, sales.8);
    Revenue {
        currency: sales.1,
        orders: count,
        gross_minor: gross,
        refunded_minor: refunded,
        net_minor: gross - refunded,
        average_order_value_minor: i64::try_from(count).ok().and_then(|count| money::average(gross, count)),
        basis: match sales.6 {
            0 => "merchandise",
            on_total if on_total == count => "order_total",
            _ => "mixed",
        },
    }
}

impl Row {
    fn add_visits(&mut self, visits: &VisitRow) {
        self.clicks_gross += visits.gross;
        self.clicks += visits.valid;
        self.clicks_by_verdict = visits.flagged;
        self.visitor_days += visits.visitor_days;
        self.pixel_views += visits.views;
        self.landings += visits.landings;
    }

    fn add_sales(&mut self, sales: &SaleRow) {
        self.orders += orders(sales);
        self.orders_by.link += sales.2;
        self.orders_by.code += sales.3;
        self.orders_by.both += sales.4;
        self.orders_by.survey += sales.9;
        self.new_customers += sales.10;
        self.revenue.push(revenue(sales));
    }

    fn finish(mut self, by: By, id: i64, subject: Option<&Subject>) -> Self {
        let (name, about) = match by {
            By::Creator => ("creator", subject.cloned().map(About::Subject)),
            By::Link => ("link", subject.cloned().map(About::Subject)),
            By::Campaign => ("campaign", subject.cloned().map(About::Subject)),
            By::Day => ("day", Some(About::Day(Day(id)))),
        };
        self.about = Named(name, about);
        self.conversion_rate = ratio(self.orders_by.link + self.orders_by.both, self.clicks);
        self.landing_rate = ratio(self.landings, self.clicks).filter(|_| self.landings > 0);
        if self.clicks == 0 {
            self.reasons.insert("conversion_rate".into(), "no_clicks".into());
        }
        if self.landing_rate.is_none() {
            let why = if self.clicks == 0 { "no_clicks" } else { "no_snippet" };
            self.reasons.insert("landing_rate".into(), why.into());
        }
        self.cost = subject.and_then(Subject::cost);
        match self.return_on_cost(by) {
            Ok((roas, roi)) => (self.roas, self.roi) = (Some(roas), Some(roi)),
            Err(why) => {
                self.reasons.insert("roas".into(), why.into());
                self.reasons.insert("roi".into(), why.into());
            }
        }
        self
    }

    fn return_on_cost(&self, by: By) -> Result<(f64, f64), &'static str> {
        if by != By::Creator {
            return Err("cost_is_kept_by_creator");
        }
        let cost = self.cost.filter(|cost| cost.cost_minor > 0).ok_or("no_cost")?;
        if self.revenue.iter().any(|revenue| revenue.currency != cost.currency) {
            return Err("revenue_in_another_currency");
        }
        let net: i64 = self.revenue.iter().map(|revenue| revenue.net_minor).sum();
        Ok((quotient(net, cost.cost_minor), quotient(net - cost.cost_minor, cost.cost_minor)))
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    let (part, whole) = (i64::try_from(part).ok()?, i64::try_from(whole).ok()?);
    (whole > 0).then(|| quotient(part, whole))
}

#[expect(clippy::cast_precision_loss, reason = "a ratio for reading; the exact parts stand beside it")]
fn quotient(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}
