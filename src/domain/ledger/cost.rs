//! What a creator, campaign, post, link or code cost over some days.

use serde_json::{Map, Value, json};

use super::commission;
use super::exchange::{self, NO_RATE};
use super::proration::{Days, share};
use crate::domain::money::Currency;
use crate::{stored, stored_word};

/// What a cost is for, as it is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What was agreed for the work.
    Fee,
    /// A commission that is one sum.
    CommissionFixed,
    /// So much for each order of the payout model.
    CommissionOrder,
    /// Basis points of the payout model's net revenue.
    CommissionPercent,
    /// Goods that were given, with their shipping.
    Product,
    /// What an agency or a platform takes.
    Agency,
    /// Advertising with the creator's content.
    Amplification,
    /// One's own people's hours.
    Labour,
    /// Travel.
    Travel,
}

stored_word!(Kind {
    Fee = "fee",
    CommissionFixed = "commission_fixed",
    CommissionOrder = "commission_order",
    CommissionPercent = "commission_percent",
    Product = "product",
    Agency = "agency",
    Amplification = "amplification",
    Labour = "labour",
    Travel = "travel",
});

/// The parts of a cost by their words, in the order of [`Sum::parts`]; the three commissions are one.
pub const PARTS: [&str; 7] = ["fee", "commission", "product", "agency", "amplification", "labour", "travel"];

impl Kind {
    /// Its place among [`PARTS`].
    fn part(self) -> usize {
        match self {
            Self::Fee => 0,
            Self::CommissionFixed | Self::CommissionOrder | Self::CommissionPercent => 1,
            Self::Product => 2,
            Self::Agency => 3,
            Self::Amplification => 4,
            Self::Labour => 5,
            Self::Travel => 6,
        }
    }
}

/// Whose a cost, or a piece of one, is; 0 where that is not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The creator.
    pub creator: u32,
    /// The campaign; of a commission that of the order.
    pub campaign: u32,
    /// The post; of a commission that of the link.
    pub post: u32,
    /// The link, of a commission where links were asked for.
    pub link: u32,
    /// The code, of a commission where codes were asked for.
    pub code: u32,
}

stored!(Place { creator, campaign, post, link, code });

/// A cost as `costs_read.sql` gives it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: u32,
    /// Whose it is.
    pub place: Place,
    /// What for.
    pub kind: Kind,
    /// The whole of it; of [`Kind::CommissionOrder`] each order's; 0 for a percent.
    pub amount_minor: i64,
    /// Of the amount; none for a percent.
    pub currency: Option<Currency>,
    /// Of [`Kind::CommissionPercent`].
    pub basis_points: i64,
    /// Its first day.
    pub from: i64,
    /// Its last day.
    pub to: i64,
    /// The rate of its currency on its first day.
    pub rate_e9: Option<i64>,
}

stored!(Entry { id, place, kind, amount_minor, currency, basis_points, from, to, rate_e9 });

/// What a commission is paid by, as `costs_earned.sql` gives it: the payout model's orders under the narrowest rule.
#[derive(Clone, Debug)]
pub struct Earned {
    /// The rule: an [`Entry::id`].
    pub entry: u32,
    /// Where the orders are.
    pub place: Place,
    /// Their day, where days were asked for or the rate depends on it; else 0.
    pub day: i64,
    /// Their currency.
    pub currency: Currency,
    /// How many.
    pub orders: i64,
    /// Their net revenue in their currency.
    pub net_minor: i64,
    /// The same in the reporting currency, of those with a rate.
    pub net_reporting: i64,
    /// How many have no rate.
    pub unrated: i64,
    /// The rate of the rule's currency on the day, where one is needed.
    pub rate_e9: Option<i64>,
}

stored!(Earned { entry, place, day, currency, orders, net_minor, net_reporting, unrated, rate_e9 });

/// Money of one currency by [`PARTS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The currency.
    pub currency: Currency,
    /// Minor units by part.
    pub parts: [i64; 7],
}

impl Sum {
    /// All parts together.
    pub fn total(&self) -> i64 {
        self.parts.iter().fold(0, |sum, part| sum.saturating_add(*part))
    }
}

/// A cost, or what a commission is paid by, without a rate into the reporting currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unrated {
    /// The cost's id.
    pub cost: u32,
    /// Its currency; of a percent the orders'.
    pub currency: Currency,
    /// What falls on the days that were asked for, in that currency; none where only some orders have no rate.
    pub amount_minor: Option<i64>,
}

/// What a row of a report cost: everything in the reporting currency where one is set, else currency by currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// By currency, none twice.
    pub sums: Vec<Sum>,
    /// What is not in there.
    pub unrated: Vec<Unrated>,
}

impl Cost {
    /// The total in `currency`, 0 where nothing was spent.
    ///
    /// # Errors
    /// `no_rate` where a part could not be converted, `several_currencies` where some of it is in another currency.
    pub fn total(&self, currency: Currency) -> Result<i64, &'static str> {
        if !self.unrated.is_empty() {
            return Err(NO_RATE);
        }
        let other = self.sums.iter().any(|sum| sum.currency != currency && sum.total() != 0);
        if other { Err("several_currencies") } else { Ok(self.sum(currency).map_or(0, Sum::total)) }
    }

    /// The parts in `currency`.
    pub fn sum(&self, currency: Currency) -> Option<&Sum> {
        self.sums.iter().find(|sum| sum.currency == currency)
    }

    /// As a report shows it: `[{currency, fee_minor, ..., total_minor}]`, and what has no rate.
    pub fn shown(&self) -> Value {
        let sums = self.sums.iter().map(|sum| {
            let mut shown = Map::new();
            shown.insert("currency".into(), json!(sum.currency));
            for (part, minor) in PARTS.iter().zip(sum.parts) {
                shown.insert(format!("{part}_minor"), minor.into());
            }
            shown.insert("total_minor".into(), sum.total().into());
            Value::Object(shown)
        });
        let unrated = self.unrated.iter().map(|cost| {
            json!({ "cost_id": cost.cost, "currency": cost.currency, "amount_minor": cost.amount_minor, "why": NO_RATE })
        });
        json!({ "sums": sums.collect::<Value>(), "unrated": unrated.collect::<Value>() })
    }

    fn add(&mut self, currency: Currency, part: usize, minor: i64) {
        let at = self.sums.iter().position(|sum| sum.currency == currency).unwrap_or_else(|| {
            self.sums.push(Sum { currency, parts: [0; 7] });
            self.sums.len() - 1
        });
        if let Some(part) = self.sums.get_mut(at).and_then(|sum| sum.parts.get_mut(part)) {
            *part = part.saturating_add(minor);
        }
    }

    fn lacks(&mut self, cost: u32, currency: Currency, amount_minor: Option<i64>) {
        self.unrated.push(Unrated { cost, currency, amount_minor });
    }
}

/// Every cost that touches the days in question, and what commissions are paid by.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Costs, by id in order.
    pub entries: Vec<Entry>,
    /// What the commissions among them are paid by.
    pub earned: Vec<Earned>,
    /// `REPORTING_CURRENCY`.
    pub reporting: Option<Currency>,
}

impl Book {
    /// What every row cost over `days`, by row in order.
    ///
    /// `row` says to which row of the report a place belongs, none where a filter leaves it out; a row without any cost
    /// is not there. Percents are rounded once per row, rule and currency.
    pub fn spent(&self, days: Days, row: &dyn Fn(&Place) -> Option<i64>) -> Vec<(i64, Cost)> {
        let mut rows: Vec<(i64, Cost)> = Vec::new();
        let flat = |kind| !matches!(kind, Kind::CommissionOrder | Kind::CommissionPercent);
        for entry in self.entries.iter().filter(|entry| flat(entry.kind)) {
            let whole = Days { from: entry.from, to: entry.to };
            let touches = entry.from <= days.to && days.from <= entry.to;
            if let (true, Some(row), Some(currency)) = (touches, row(&entry.place), entry.currency) {
                let part = |amount| share(amount, whole, days);
                let Some(cost) = at(&mut rows, row) else { continue };
                self.put(cost, entry, currency, entry.rate_e9, entry.amount_minor, &part);
            }
        }
        // Several lines of one rule, place and currency are one sum before a percent is taken.
        let mut net: Vec<(i64, u32, Currency, i64, i64)> = Vec::new();
        for earned in self.earned.iter().filter(|earned| earned.day == 0 || days.has(earned.day)) {
            let found = self.entries.binary_search_by_key(&earned.entry, |entry| entry.id).ok();
            let (Some(entry), Some(row)) = (found.and_then(|at| self.entries.get(at)), row(&earned.place)) else {
                continue;
            };
            let Some(cost) = at(&mut rows, row) else { continue };
            if let (Kind::CommissionOrder, Some(currency)) = (entry.kind, entry.currency) {
                let amount = commission::per_order(entry.amount_minor, earned.orders);
                self.put(cost, entry, currency, earned.rate_e9, amount, &|amount| amount);
            } else if entry.kind == Kind::CommissionPercent {
                if self.reporting.is_some() && earned.unrated > 0 {
                    cost.lacks(entry.id, earned.currency, None);
                }
                let money = self.reporting.map_or(earned.net_minor, |_| earned.net_reporting);
                let currency = self.reporting.unwrap_or(earned.currency);
                net.push((row, entry.id, currency, entry.basis_points, money));
            }
        }
        net.sort_unstable();
        for lines in net.chunk_by(|one, other| (one.0, one.1, one.2) == (other.0, other.1, other.2)) {
            if let Some((row, _, currency, basis_points, _)) = lines.first() {
                let money = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.4));
                let minor = commission::of_revenue(money, *basis_points);
                if let Some(cost) = at(&mut rows, *row) {
                    cost.add(*currency, Kind::CommissionPercent.part(), minor);
                }
            }
        }
        rows
    }

    /// Adds what `part` gives of `amount`, in the reporting currency where one is set.
    fn put(
        &self,
        cost: &mut Cost,
        entry: &Entry,
        currency: Currency,
        rate_e9: Option<i64>,
        amount: i64,
        part: &dyn Fn(i64) -> i64,
    ) {
        let rate = |to| if to == currency { Some(exchange::ONE) } else { rate_e9 };
        match self.reporting {
            None => cost.add(currency, entry.kind.part(), part(amount)),
            Some(to) => match rate(to).and_then(|rate| exchange::convert(amount, rate, currency, to)) {
                Some(minor) => cost.add(to, entry.kind.part(), part(minor)),
                None => cost.lacks(entry.id, currency, Some(part(amount))),
            },
        }
    }
}

/// The cost of `row`, made where it is not there yet.
fn at(rows: &mut Vec<(i64, Cost)>, row: i64) -> Option<&mut Cost> {
    let place = rows.binary_search_by_key(&row, |(row, _)| *row).unwrap_or_else(|place| {
        rows.insert(place, (row, Cost::default()));
        place
    });
    rows.get_mut(place).map(|(_, cost)| cost)
}
