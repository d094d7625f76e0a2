//! What a creator is measured by against a target: its words, its estimate and interval, and the fee that would meet it.

use crate::domain::money::{self, Currency};
use crate::domain::statistics::{Interval, Level, ORDERS_LEAST, amount, money as spread, real, wilson};

/// How sure the intervals of verdicts are.
pub const LEVEL: Level = Level::Eighty;
/// Millionths of one.
const ONE: i64 = 1_000_000;
/// The fewest clicks, or engagements, that anything is said of.
const SEEN_LEAST: u64 = 100;

/// What targets are set for and rankings go by; never by followers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// (Net revenue - cost) / cost.
    Roi,
    /// Net revenue / cost.
    Roas,
    /// (Margin x net revenue - cost) / cost.
    ProfitRoi,
    /// Cost / orders.
    Cpa,
    /// Cost / new customers.
    Cac,
    /// Cost / leads.
    Cpl,
    /// Cost / valid clicks.
    Cpc,
    /// Cost / engagements.
    Cpe,
    /// Clicks that led to an order / valid clicks.
    ConversionRate,
    /// Net revenue, minor units.
    Revenue,
    /// Orders.
    Orders,
    /// New customers.
    NewCustomers,
    /// Leads.
    Leads,
    /// Valid clicks.
    Clicks,
    /// Likes, comments, shares, saves and platform clicks.
    Engagements,
}

/// What a value of a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share or a return: said in percent.
    Percent,
    /// A ratio: said as it is.
    Times,
    /// Minor units of money.
    Money,
    /// How many.
    Count,
}

impl Metric {
    /// Every metric with its word, its name in sentences and what its values are.
    pub const ALL: [(Self, &'static str, &'static str, Unit); 15] = [
        (Self::Roi, "roi", "ROI", Unit::Percent),
        (Self::Roas, "roas", "ROAS", Unit::Times),
        (Self::ProfitRoi, "profit_roi", "profit ROI", Unit::Percent),
        (Self::Cpa, "cpa", "cost per order", Unit::Money),
        (Self::Cac, "cac", "cost per new customer", Unit::Money),
        (Self::Cpl, "cpl", "cost per lead", Unit::Money),
        (Self::Cpc, "cpc", "cost per click", Unit::Money),
        (Self::Cpe, "cpe", "cost per engagement", Unit::Money),
        (Self::ConversionRate, "conversion_rate", "conversion rate", Unit::Percent),
        (Self::Revenue, "revenue", "net revenue", Unit::Money),
        (Self::Orders, "orders", "orders", Unit::Count),
        (Self::NewCustomers, "new_customers", "new customers", Unit::Count),
        (Self::Leads, "leads", "leads", Unit::Count),
        (Self::Clicks, "clicks", "clicks", Unit::Count),
        (Self::Engagements, "engagements", "engagements", Unit::Count),
    ];

    /// The metric that `word` names.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|known| known.1 == word).map(|known| known.0)
    }

    fn about(self) -> (&'static str, &'static str, Unit) {
        Self::ALL
            .iter()
            .find(|known| known.0 == self)
            .map_or(("", "", Unit::Count), |known| (known.1, known.2, known.3))
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        self.about().0
    }

    /// Its name in sentences.
    pub fn name(self) -> &'static str {
        self.about().1
    }

    /// Whether less of it is better.
    pub fn lower_is_better(self) -> bool {
        matches!(self, Self::Cpa | Self::Cac | Self::Cpl | Self::Cpc | Self::Cpe)
    }

    /// Whether it adds up over days, so that more days have more of it; ratios do not.
    pub fn adds_up(self) -> bool {
        use Metric::{Clicks, Engagements, Leads, NewCustomers, Orders, Revenue};
        matches!(self, Revenue | Orders | NewCustomers | Leads | Clicks | Engagements)
    }

    /// A value as sentences say it.
    pub fn said(self, value: f64, currency: Option<Currency>) -> String {
        match self.about().2 {
            Unit::Percent => format!("{} %", tenths(value * 100.0)),
            Unit::Times | Unit::Count => tenths(value),
            Unit::Money => said_money(whole(value), currency),
        }
    }
}

/// What a creator brought and cost in a range, all money in one currency, minor units.
#[derive(Clone, Debug, Default)]
pub struct Effort {
    /// The currency of all money here.
    pub currency: Option<Currency>,
    /// Why there is none: money in `several_currencies`, or `no_rate`; ratios of money are null then.
    pub no_money: Option<&'static str>,
    /// Revenue less refunds.
    pub net_minor: i64,
    /// Sum of the squares of it per order (`credit_total.squares`).
    pub squares: f64,
    /// Millionths of orders.
    pub orders_micro: i64,
    /// Millionths of orders of new customers.
    pub new_micro: i64,
    /// Millionths of leads.
    pub leads_micro: i64,
    /// Valid clicks.
    pub clicks: u64,
    /// Clicks that led to an order (`credit_total.converting`).
    pub converting: u64,
    /// Engagements, where somebody stated them.
    pub engagements: Option<u64>,
    /// Flat fees: what can be agreed anew.
    pub fee_minor: i64,
    /// Everything else it cost: commission, product, agency, amplification, hours, travel.
    pub other_minor: i64,
    /// Margin in millionths, where the brand states one.
    pub margin_micro: Option<i64>,
}

/// A metric as it came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The estimate.
    pub estimate: f64,
    /// Where it may lie, 80 % sure.
    pub interval: Interval,
}

impl Effort {
    /// What it cost altogether.
    pub fn cost_minor(&self) -> i64 {
        self.fee_minor.saturating_add(self.other_minor)
    }

    /// What there is too little of to say anything of `metric`: how many there are, of what, and how many it takes.
    pub fn lacking(&self, metric: Metric) -> Option<(u64, &'static str, u64)> {
        let counted = |micro: i64| u64::try_from(micro / ONE).unwrap_or(0);
        let clicks = (self.clicks, "clicks", SEEN_LEAST);
        let gates = match metric {
            Metric::Cpc | Metric::Clicks => [clicks, clicks],
            Metric::Cpe | Metric::Engagements => [(self.engagements.unwrap_or(0), "engagements", SEEN_LEAST); 2],
            Metric::Cac | Metric::NewCustomers => [(counted(self.new_micro), "new customers", ORDERS_LEAST); 2],
            Metric::Cpl | Metric::Leads => [(counted(self.leads_micro), "leads", ORDERS_LEAST); 2],
            Metric::ConversionRate => [clicks, (self.converting, "clicks with an order", ORDERS_LEAST)],
            _ => [(counted(self.orders_micro), "orders", ORDERS_LEAST); 2],
        };
        gates.into_iter().find(|gate| gate.0 < gate.2)
    }

    /// What `metric` is made of beside cost: revenue, or a count, with its interval.
    fn base(&self, metric: Metric) -> Result<Measured, &'static str> {
        let counted = |count: f64| {
            let Interval { low, high } = spread(count, count, LEVEL);
            Ok(Measured { estimate: count, interval: Interval { low: low.max(0.0), high } })
        };
        let credited = |micro: i64| counted(amount(micro) / amount(ONE));
        match metric {
            Metric::Roi | Metric::Roas | Metric::ProfitRoi | Metric::Revenue => {
                if let Some(why) = self.no_money {
                    return Err(why);
                }
                let net = amount(self.net_minor);
                let Interval { low, high } = spread(net, self.squares, LEVEL);
                Ok(Measured { estimate: net, interval: Interval { low: low.max(0.0), high } })
            }
            Metric::Cpa | Metric::Orders => credited(self.orders_micro),
            Metric::Cac | Metric::NewCustomers => credited(self.new_micro),
            Metric::Cpl | Metric::Leads => credited(self.leads_micro),
            Metric::Cpc | Metric::Clicks => counted(real(self.clicks)),
            Metric::Cpe | Metric::Engagements => counted(real(self.engagements.ok_or("no_engagements")?)),
            Metric::ConversionRate => {
                let interval = wilson(self.converting, self.clicks, LEVEL).ok_or("no_clicks")?;
                Ok(Measured { estimate: real(self.converting) / real(self.clicks), interval })
            }
        }
    }

    /// The estimate of `metric` with its interval, or why there is none.
    pub fn measure(&self, metric: Metric) -> Result<Measured, &'static str> {
        let base = self.base(metric)?;
        let cost = amount(self.cost_minor());
        let returns = |factor: f64, less: f64| match (self.no_money, self.cost_minor() > 0) {
            (Some(why), _) => Err(why),
            (None, false) => Err("no_cost"),
            (None, true) => Ok(Measured {
                estimate: base.estimate * factor / cost - less,
                interval: base.interval.times(factor / cost).plus(-less),
            }),
        };
        let each = |nothing: &'static str| match self.no_money {
            Some(why) => Err(why),
            None if base.estimate <= 0.0 => Err(nothing),
            None => Ok(Measured {
                estimate: cost / base.estimate,
                interval: Interval { low: cost / base.interval.high, high: cost / base.interval.low },
            }),
        };
        match metric {
            Metric::Roas => returns(1.0, 0.0),
            Metric::Roi => returns(1.0, 1.0),
            Metric::ProfitRoi => returns(amount(self.margin_micro.ok_or("no_margin")?) / amount(ONE), 1.0),
            Metric::Cpa => each("no_conversions"),
            Metric::Cac => each("no_new_customers"),
            Metric::Cpl => each("no_leads"),
            Metric::Cpc => each("no_clicks"),
            Metric::Cpe => each("no_engagements"),
            _ => Ok(base),
        }
    }

    /// The flat fee, rounded down, with which `metric` would be exactly `target_micro`, everything else staying as it is;
    /// and where that fee may lie, 80 % sure. Or why there is none.
    pub fn fee_for(&self, metric: Metric, target_micro: i64) -> Result<(i64, Interval), &'static str> {
        let base = self.base(metric)?;
        if let Some(why) = self.no_money {
            return Err(why);
        }
        let (target, net) = (i128::from(target_micro), i128::from(self.net_minor));
        let one = i128::from(ONE);
        // What may be spent is `part / whole`.
        let (part, whole) = match metric {
            Metric::Roi => (net * one, one + target),
            Metric::Roas => (net * one, target),
            Metric::ProfitRoi => (net * i128::from(self.margin_micro.ok_or("no_margin")?), one + target),
            Metric::Cpa => (target * i128::from(self.orders_micro), one * one),
            Metric::Cac => (target * i128::from(self.new_micro), one * one),
            Metric::Cpl => (target * i128::from(self.leads_micro), one * one),
            Metric::Cpc => (target * i128::from(self.clicks), one),
            Metric::Cpe => (target * i128::from(self.engagements.unwrap_or(0)), one),
            _ => return Err("not_of_cost"),
        };
        if whole <= 0 {
            return Err("no_such_target");
        }
        let fee = part.div_euclid(whole) - i128::from(self.other_minor);
        let fee = i64::try_from(fee).ok().filter(|fee| *fee >= 0).ok_or("other_costs_alone_exceed_it")?;
        let each = if base.estimate > 0.0 { amount(fee.saturating_add(self.other_minor)) / base.estimate } else { 0.0 };
        let Interval { low, high } = base.interval.times(each).plus(-amount(self.other_minor));
        Ok((fee, Interval { low: low.max(0.0), high: high.max(0.0) }))
    }
}

/// An amount as sentences say it: `40000.00 EUR`.
pub(super) fn said_money(minor: i64, currency: Option<Currency>) -> String {
    currency.map_or_else(|| minor.to_string(), |known| format!("{} {known}", money::decimal(minor, known)))
}

/// Whole minor units, half away from zero.
#[expect(clippy::cast_possible_truncation, reason = "rounded, and what is too large stays the largest")]
pub(super) fn whole(value: f64) -> i64 {
    value.round() as i64
}

/// One digit behind the point, none where that is 0 or the number is large: formatting floats would weigh more than this.
pub(super) fn tenths(value: f64) -> String {
    let all = whole(value * 10.0);
    let (sign, one, part) = (if all < 0 { "-" } else { "" }, all.unsigned_abs() / 10, all.unsigned_abs() % 10);
    if part == 0 || one >= 1_000 { format!("{sign}{one}") } else { format!("{sign}{one}.{part}") }
}
