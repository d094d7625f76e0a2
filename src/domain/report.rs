//! The performance report: what each creator, link, campaign or day brought in, from totals alone.
//!
//! # Why
//! A ratio is divided when it is read, never stored; where there is nothing to divide by it is null and says why.
//! Revenue is kept per currency and never added across them. ROAS and ROI are over net revenue, so ROI = ROAS - 1.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::credit::WINDOW_DAYS;
use super::money::{self, Currency};
use super::recount::Scope;
use super::refusal::{Fault, Refusal};
use super::time::{self, Day};

/// The most days of a report.
pub const DAYS_MOST: i64 = 400;

/// What the rows of a report are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Creators, also those without a click: they cost money all the same.
    Creator,
    /// Links with visits or orders.
    Link,
    /// Campaigns with visits or orders.
    Campaign,
    /// Days with visits or orders.
    Day,
}

impl By {
    /// The scope whose totals make the rows.
    pub fn scope(self) -> Scope {
        match self {
            Self::Creator => Scope::Creator,
            Self::Link => Scope::Link,
            Self::Campaign => Scope::Campaign,
            Self::Day => Scope::All,
        }
    }
}

/// What is asked: rows, and the reporting days, both inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What the rows are.
    pub by: By,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Ask {
    /// Reads the query's `by`, `from` and `to`; every fault is named at once.
    pub fn read(by: Option<&str>, from: Option<&str>, to: Option<&str>) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let by = match by {
            Some("creator") => Some(By::Creator),
            Some("link") => Some(By::Link),
            Some("campaign") => Some(By::Campaign),
            Some("day") => Some(By::Day),
            _ => {
                faults.push(Fault::query("by", "unknown_dimension", "Send creator, link, campaign or day."));
                None
            }
        };
        let mut day = |name: &str, text: Option<&str>| {
            let day = text.and_then(Day::parse);
            if day.is_none() {
                faults.push(Fault::query(name, "not_a_day", "Send a day such as 2026-11-20."));
            }
            day
        };
        let (from, to) = (day("from", from), day("to", to));
        if let (Some(from), Some(to)) = (from, to) {
            if to < from {
                faults.push(Fault::query("to", "reversed", "Send a last day that is not before the first."));
            } else if to.0 - from.0 >= DAYS_MOST {
                faults.push(Fault::query("to", "range_too_wide", format!("Ask for at most {DAYS_MOST} days.")));
            }
        }
        match (by, from, to) {
            (Some(by), Some(from), Some(to)) if faults.is_empty() => Ok(Self { by, from, to }),
            _ => Err(Refusal::Invalid(faults)),
        }
    }
}

/// Summed visits of one row: `[id or day, gross, valid, bots, previews, prefetches, visitor days, views]`.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct VisitRow(pub i64, pub u64, pub u64, pub u64, pub u64, pub u64, pub u64, pub u64);

/// Summed sales of one row and currency:
/// `[id or day, currency, by link, by code, by both, by nothing, on total, gross, refunded]`.
#[derive(Clone, Debug, Deserialize)]
pub struct SaleRow(pub i64, pub Currency, pub u64, pub u64, pub u64, pub u64, pub u64, pub i64, pub i64);

/// What a row is about, as the registers name it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Subject {
    /// A link.
    Link {
        /// Ours.
        id: u32,
        /// Host.
        host: String,
        /// Word.
        slug: String,
        /// Whose.
        creator_id: u32,
        /// The piece of content.
        post: Option<String>,
        /// Where that is.
        platform: Option<String>,
    },
    /// A creator, with what it costs.
    Creator {
        /// Ours.
        id: u32,
        /// For people.
        name: String,
        /// For tags.
        handle: String,
        /// Told under `cost`.
        #[serde(skip_serializing)]
        cost_minor: i64,
        /// Told under `cost`.
        #[serde(skip_serializing)]
        currency: Option<Currency>,
    },
    /// A campaign.
    Campaign {
        /// Ours.
        id: u32,
        /// For people.
        name: String,
        /// For tags.
        handle: String,
    },
}

impl Subject {
    fn id(&self) -> i64 {
        match self {
            Self::Link { id, .. } | Self::Creator { id, .. } | Self::Campaign { id, .. } => i64::from(*id),
        }
    }

    fn cost(&self) -> Option<Cost> {
        match self {
            Self::Creator { cost_minor, currency: Some(currency), .. } => {
                Some(Cost { cost_minor: *cost_minor, currency: *currency })
            }
            _ => None,
        }
    }
}

/// What a creator costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// Minor units.
    pub cost_minor: i64,
    /// Of this currency.
    pub currency: Currency,
}

/// Revenue in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Revenue {
    /// The currency.
    pub currency: Currency,
    /// Orders in it.
    pub orders: u64,
    /// Before refunds.
    pub gross_minor: i64,
    /// Taken back.
    pub refunded_minor: i64,
    /// What is left.
    pub net_minor: i64,
    /// Gross divided by orders.
    pub average_order_value_minor: Option<i64>,
    /// `merchandise`, `order_total` (tax or shipping not stated), or `mixed`.
    pub basis: &'static str,
}

/// Clicks that are not valid, by what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    /// Bots.
    pub bot: u64,
    /// Link previews.
    pub preview: u64,
    /// Loads ahead.
    pub prefetch: u64,
}

/// Orders by what tied them to the row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OrdersBy {
    /// A click alone.
    pub link: u64,
    /// A code alone.
    pub code: u64,
    /// Both.
    pub both: u64,
}

/// A row of the report.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Row {
    /// What it is about, under the name of the dimension.
    #[serde(flatten)]
    pub about: BTreeMap<&'static str, Option<About>>,
    /// Valid clicks.
    pub clicks: u64,
    /// All clicks: valid, and each verdict.
    pub clicks_gross: u64,
    /// The clicks that are not valid.
    pub clicks_by_verdict: Verdicts,
    /// Distinct visitors per day, added over days.
    pub visitor_days: u64,
    /// Pixel views of people.
    pub pixel_views: u64,
    /// Orders credited here.
    pub orders: u64,
    /// What tied them.
    pub orders_by: OrdersBy,
    /// Orders tied by a click / valid clicks.
    pub conversion_rate: Option<f64>,
    /// Revenue per currency.
    pub revenue: Vec<Revenue>,
    /// Cost, where a creator is the row.
    pub cost: Option<Cost>,
    /// Net revenue / cost.
    pub roas: Option<f64>,
    /// (Net revenue - cost) / cost.
    pub roi: Option<f64>,
    /// Why a figure is null.
    pub reasons: BTreeMap<&'static str, &'static str>,
}

/// What a row is about.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum About {
    /// Something of the registers.
    Subject(Subject),
    /// A reporting day.
    Day(Day),
}

/// Orders that nothing ties to a creator.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Unattributed {
    /// How many.
    pub orders: u64,
    /// Their revenue.
    pub revenue: Vec<Revenue>,
}

/// The whole report.
#[derive(Debug, Serialize)]
pub struct Report {
    /// What the rows are.
    pub by: By,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The reporting days' zone.
    pub zone: String,
    /// `last_click`
    pub model: &'static str,
    /// Days a click may be old.
    pub click_window_days: i64,
    /// `conversion_date`: orders and refunds stand on the order's day.
    pub date_basis: &'static str,
    /// When the last finished rollup began.
    #[serde(serialize_with = "time::shown_if")]
    pub as_of: Option<i64>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Orders without a creator: rows and these add up to every order.
    pub unattributed: Unattributed,
    /// Clicks and views of addresses without a live link.
    pub orphan_visits: u64,
}

/// The totals a report is made of, as the statements give them.
#[derive(Debug, Default)]
pub struct Facts {
    /// Visits per row.
    pub visits: Vec<VisitRow>,
    /// Attributed sales per row and currency.
    pub sales: Vec<SaleRow>,
    /// Unattributed sales per currency.
    pub unattributed: Vec<SaleRow>,
    /// What rows may be about.
    pub subjects: Vec<Subject>,
    /// Orphan visits.
    pub orphan_visits: u64,
    /// When the last finished rollup began.
    pub as_of: Option<i64>,
}

/// Makes the report.
pub fn performance(ask: &Ask, zone: &str, facts: Facts) -> Report {
    let mut rows: BTreeMap<i64, Row> = BTreeMap::new();
    let subjects: BTreeMap<i64, Subject> = facts.subjects.into_iter().map(|subject| (subject.id(), subject)).collect();
    if ask.by == By::Creator {
        rows.extend(subjects.keys().map(|id| (*id, Row::default())));
    }
    for visits in &facts.visits {
        rows.entry(visits.0).or_default().add_visits(visits);
    }
    for sales in &facts.sales {
        rows.entry(sales.0).or_default().add_sales(sales);
    }
    let rows = rows.into_iter().map(|(id, row)| row.finish(ask.by, id, subjects.get(&id))).collect();
    let unattributed = Unattributed {
        orders: facts.unattributed.iter().map(orders).sum(),
        revenue: facts.unattributed.iter().map(revenue).collect(),
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
        unattributed,
        orphan_visits: facts.orphan_visits,
    }
}

fn orders(sales: &SaleRow) -> u64 {
    sales.2 + sales.3 + sales.4 + sales.5
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
        self.clicks_gross += visits.1;
        self.clicks += visits.2;
        self.clicks_by_verdict.bot += visits.3;
        self.clicks_by_verdict.preview += visits.4;
        self.clicks_by_verdict.prefetch += visits.5;
        self.visitor_days += visits.6;
        self.pixel_views += visits.7;
    }

    fn add_sales(&mut self, sales: &SaleRow) {
        self.orders += orders(sales);
        self.orders_by.link += sales.2;
        self.orders_by.code += sales.3;
        self.orders_by.both += sales.4;
        self.revenue.push(revenue(sales));
    }

    fn finish(mut self, by: By, id: i64, subject: Option<&Subject>) -> Self {
        let (name, about) = match by {
            By::Creator => ("creator", subject.cloned().map(About::Subject)),
            By::Link => ("link", subject.cloned().map(About::Subject)),
            By::Campaign => ("campaign", subject.cloned().map(About::Subject)),
            By::Day => ("day", Some(About::Day(Day(id)))),
        };
        self.about = BTreeMap::from([(name, about)]);
        self.conversion_rate = ratio(self.orders_by.link + self.orders_by.both, self.clicks);
        if self.conversion_rate.is_none() {
            self.reasons.insert("conversion_rate", "no_clicks");
        }
        self.cost = subject.and_then(Subject::cost);
        match self.return_on_cost(by) {
            Ok((roas, roi)) => (self.roas, self.roi) = (Some(roas), Some(roi)),
            Err(why) => self.reasons.extend([("roas", why), ("roi", why)]),
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
