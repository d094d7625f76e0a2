//! What one row of the performance report adds up to, before anything is divided.

use super::facts::{CreditRow, Money, StatRow, VisitRow, currency};
use crate::domain::ledger::cost::Cost;
use crate::domain::money::Currency;

/// Something that cannot be added up: known of one, nothing of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Single {
    /// Nobody said.
    #[default]
    Unknown,
    /// The one.
    One(u64),
    /// Of several: they do not add up.
    Several,
}

impl Single {
    pub(super) fn see(&mut self, value: Option<u64>) {
        *self = match (*self, value) {
            (known, None) => known,
            (Self::Unknown, Some(one)) => Self::One(one),
            _ => Self::Several,
        };
    }

    pub(super) fn see_all(&mut self, other: Self) {
        match other {
            Self::Unknown => {}
            Self::One(one) => self.see(Some(one)),
            Self::Several => *self = Self::Several,
        }
    }
}

/// Revenue in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revenue {
    /// The currency.
    pub currency: Currency,
    /// Millionths of orders in it.
    pub micro: i64,
    /// Orders whose tax or shipping was not stated.
    pub on_total: i64,
    /// The money.
    pub money: Money,
}

/// What a row adds up to.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    /// Every click, valid ones, those whose window has ended.
    pub clicks: [u64; 3],
    /// The clicks that are not valid, in the order of `VERDICTS`.
    pub flagged: [u64; 8],
    /// Distinct visitors per day.
    pub visitor_days: u64,
    /// Pixel views and landings.
    pub views: u64,
    /// Pages that people reached.
    pub landings: u64,
    /// Clicks that were followed by an order.
    pub converting: u64,
    /// Millionths of orders, of those not given back whole, of those of new customers.
    pub micro: [i64; 3],
    /// Orders of payout by link, code, both, answer.
    pub by: [i64; 4],
    /// Millionths of leads, assists, orders after a view, and uses of codes.
    pub beside: [i64; 4],
    /// Revenue per currency.
    pub revenue: Vec<Revenue>,
    /// Net revenue of clicks.
    pub of_links: i64,
    /// Squares of net money per order.
    pub squares: f64,
    /// Orders without a rate.
    pub unrated: i64,
    /// Views, likes, comments, shares, saves and clicks on platforms over the range, where stated.
    pub seen: [Option<i64>; 6],
    /// Of one post.
    pub reach: Single,
    /// Of one account.
    pub followers: Single,
    /// What it cost.
    pub cost: Cost,
}

const ONE: i64 = 1_000_000;

impl Sum {
    pub(super) fn see_visits(&mut self, row: &VisitRow) {
        for (sum, more) in self.clicks.iter_mut().zip([row.gross, row.valid, row.mature]) {
            *sum += more;
        }
        let of = row.flagged;
        for (sum, more) in self.flagged.iter_mut().zip([of.0, of.1, of.2, of.3, of.4, of.5, of.6, of.7]) {
            *sum += more;
        }
        self.visitor_days += row.visitor_days;
        self.views += row.views;
        self.landings += row.landings;
    }

    /// Adds credit; `model` is the one that is asked for.
    pub(super) fn see_credit(&mut self, row: &CreditRow, model: u8) {
        let beside = match (row.kind, row.model) {
            (3, _) => Some(0),
            (_, 9) => Some(1),
            (_, 8) => Some(2),
            (_, 10) => Some(3),
            _ => None,
        };
        if let Some(sum) = beside.and_then(|at| self.beside.get_mut(at)) {
            *sum += row.micro.0;
            return;
        }
        if row.model == 1 {
            let by = row.by;
            for (sum, more) in self.by.iter_mut().zip([by.0, by.1, by.2, by.3]) {
                *sum += more;
            }
        }
        if row.model == model || row.model == 0 {
            let (micro, net, new) = row.micro;
            for (sum, more) in self.micro.iter_mut().zip([micro, net, new]) {
                *sum += more;
            }
            self.of_links = self.of_links.saturating_add(row.of_links);
            self.squares += row.squares;
            self.unrated += row.unrated;
            self.earn(&row.currency, micro, row.on_total, row.money);
        }
    }

    /// Adds orders of payout that are told by a dimension.
    pub(super) fn see_orders(&mut self, letters: &str, orders: i64, money: Money) {
        let micro = orders.saturating_mul(ONE);
        if let Some(sum) = self.micro.first_mut() {
            *sum += micro;
        }
        self.earn(letters, micro, 0, money);
    }

    fn earn(&mut self, letters: &str, micro: i64, on_total: i64, money: Money) {
        let Some(currency) = currency(letters) else { return };
        let at = self.revenue.iter().position(|known| known.currency == currency).unwrap_or_else(|| {
            self.revenue.push(Revenue { currency, micro: 0, on_total: 0, money: Money::default() });
            self.revenue.len() - 1
        });
        let Some(known) = self.revenue.get_mut(at) else { return };
        known.micro += micro;
        known.on_total += on_total;
        let sum = &mut known.money;
        for (sum, more) in [
            (&mut sum.gross, money.gross),
            (&mut sum.refunded, money.refunded),
            (&mut sum.gross_reporting, money.gross_reporting),
            (&mut sum.refunded_reporting, money.refunded_reporting),
        ] {
            *sum = sum.saturating_add(more);
        }
    }

    pub(super) fn see_stat(&mut self, row: &StatRow) {
        let list = |of: super::facts::Seen| [of.0, of.1, of.2, of.3, of.4, of.5];
        for (sum, (then, before)) in self.seen.iter_mut().zip(list(row.then).into_iter().zip(list(row.before))) {
            let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
            if let Some(then) = then {
                *sum = Some(sum.unwrap_or(0) + signed(then) - before.map_or(0, signed));
            }
        }
    }

    /// Adds what another row adds up to; what does not add up is kept of one alone.
    pub(super) fn add(&mut self, other: &Self) {
        for (sum, more) in self.clicks.iter_mut().zip(other.clicks) {
            *sum += more;
        }
        for (sum, more) in self.flagged.iter_mut().zip(other.flagged) {
            *sum += more;
        }
        self.visitor_days += other.visitor_days;
        self.views += other.views;
        self.landings += other.landings;
        self.converting += other.converting;
        let sums = self.micro.iter_mut().chain(&mut self.by).chain(&mut self.beside);
        for (sum, more) in sums.zip(other.micro.into_iter().chain(other.by).chain(other.beside)) {
            *sum += more;
        }
        for revenue in &other.revenue {
            self.earn(revenue.currency.as_str(), revenue.micro, revenue.on_total, revenue.money);
        }
        self.of_links = self.of_links.saturating_add(other.of_links);
        self.squares += other.squares;
        self.unrated += other.unrated;
        for (sum, more) in self.seen.iter_mut().zip(other.seen) {
            *sum = more.map_or(*sum, |more| Some(sum.unwrap_or(0) + more));
        }
        self.reach.see_all(other.reach);
        self.followers.see_all(other.followers);
        self.spend(&other.cost);
    }

    /// Adds a cost.
    pub(super) fn spend(&mut self, cost: &Cost) {
        for more in &cost.sums {
            match self.cost.sums.iter_mut().find(|sum| sum.currency == more.currency) {
                Some(sum) => {
                    for (part, more) in sum.parts.iter_mut().zip(more.parts) {
                        *part = part.saturating_add(more);
                    }
                }
                None => self.cost.sums.push(*more),
            }
        }
        self.cost.unrated.extend(cost.unrated.iter().copied());
    }

    /// The currencies that its money is in.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> + '_ {
        let spent = self.cost.sums.iter().filter(|sum| sum.total() != 0).map(|sum| sum.currency);
        self.revenue.iter().map(|revenue| revenue.currency).chain(spent)
    }
}
