//! One creator's line: their figures, their verdict, and why a figure is missing.

use std::collections::BTreeMap;

use super::creators::Creator;
use super::scorecard::Wish;
use super::tally::{Sum, Tally, real};
use crate::domain::money;
use crate::domain::report::metric::{Effort, Metric};
use crate::domain::report::verdict::{Judged, Target, judge};
use crate::domain::statistics::{Interval, Level, ORDERS_LEAST, money as spread};
use crate::domain::time::Day;

/// Orders of a day from which it can be a sudden one.
const SUDDEN_LEAST: u64 = 10;
/// How many times the median of the week before a sudden day has.
const SUDDEN_TIMES: u64 = 5;

/// A number, or why there is none.
pub type Known<T> = Result<T, &'static str>;

/// A day with far more orders than those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sudden {
    /// Which.
    pub day: Day,
    /// Its orders.
    pub orders: u64,
    /// The median of the seven days before.
    pub before: u64,
}

/// One creator's line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Who.
    pub creator: Creator,
    /// What their orders come to.
    pub sum: Sum,
    /// Commission on net revenue, minor units.
    pub commission: i64,
    /// Fee, product and commission, minor units; none where the fee is in another currency.
    pub cost: Known<i64>,
    /// Cost per order.
    pub cpa: Known<i64>,
    /// Cost per new customer.
    pub cac: Known<i64>,
    /// Gross revenue per order.
    pub average_order: Known<i64>,
    /// Net revenue over cost.
    pub roas: Known<f64>,
    /// ROAS less 1.
    pub roi: Known<f64>,
    /// The same of what is left of revenue.
    pub profit_roi: Known<f64>,
    /// Where ROI may lie, 80 % sure: what the verdict goes by.
    pub sure_80: Known<Interval>,
    /// Where ROI may lie, 95 % sure.
    pub sure_95: Known<Interval>,
    /// Net revenue per follower, in whole units of the currency.
    pub per_follower: Known<f64>,
    /// The verdict, its sentence and the fee at target.
    pub judged: Judged,
    /// Their codes with uses, those of patterns one by one.
    pub codes: Vec<(String, u64)>,
    /// The most sudden of their days.
    pub sudden: Option<Sudden>,
    /// Rank by ROI; alike ones share it.
    pub rank: u32,
    /// Rank by the lower end of the interval.
    pub rank_by_low: u32,
}

impl Line {
    /// Makes it of what was counted; `used` are the uses of their codes.
    pub fn of(
        creator: Creator,
        sum: Sum,
        mut used: BTreeMap<String, u64>,
        wish: Wish,
        tally: &Tally,
        range: Option<(Day, Day)>,
    ) -> Self {
        let currency = wish.scope.currency;
        let foreign = creator.currency.is_some_and(|own| own != currency) && creator.fee + creator.product > 0;
        let commission = part(sum.net(), creator.commission);
        let mut line = Self::judged(creator, sum, commission, foreign, wish, tally);
        for code in line.creator.codes.iter().filter(|code| !code.ends_with('*')) {
            used.entry(code.clone()).or_default();
        }
        line.codes = used.into_iter().collect();
        line.codes.sort_by_key(|(_, uses)| std::cmp::Reverse(*uses));
        line.sudden = sudden(&line.sum, range);
        line
    }

    fn judged(creator: Creator, sum: Sum, commission: i64, foreign: bool, wish: Wish, tally: &Tally) -> Self {
        let currency = wish.scope.currency;
        let millions = |count: u64| i64::try_from(count).unwrap_or_default().saturating_mul(1_000_000);
        let effort = Effort {
            currency: Some(currency),
            no_money: foreign.then_some("several_currencies"),
            net_minor: sum.net(),
            squares: sum.squares,
            orders_micro: millions(sum.orders),
            new_micro: millions(sum.new),
            fee_minor: creator.fee,
            other_minor: creator.product.saturating_add(commission),
            margin_micro: wish.margin_micro,
            ..Effort::default()
        };
        let target = Target { metric: Metric::Roi, value_micro: wish.target_micro };
        let judged = judge(&effort, Metric::Roi, Some(target));
        let cost = if foreign { Err("several_currencies") } else { Ok(effort.cost_minor()) };
        let count = |count: u64| i64::try_from(count).unwrap_or_default();
        let each = |of: u64, nothing| cost.and_then(|cost| money::average(cost, count(of)).ok_or(nothing));
        let known = |metric| effort.measure(metric).map(|one| one.estimate);
        let few = sum.orders < ORDERS_LEAST;
        let sure = |level| match (few, known(Metric::Roi), cost) {
            (_, Err(why), _) | (_, _, Err(why)) => Err(why),
            (true, ..) => Err("too_few"),
            (false, Ok(_), Ok(cost)) => {
                let Interval { low, high } = spread(real(sum.net()), sum.squares, level);
                Ok(Interval { low: low.max(0.0) / real(cost) - 1.0, high: high / real(cost) - 1.0 })
            }
        };
        let per_follower = creator
            .followers
            .filter(|followers| *followers > 0)
            .ok_or("no_followers")
            .map(|followers| real(sum.net()) / real(followers) / real(10_i64.pow(money::exponent(currency))));
        let new = if tally.customers_known { each(sum.new, "no_new_customers") } else { Err("no_customers") };
        Self {
            commission,
            cost,
            cpa: each(sum.orders, "no_conversions"),
            cac: new,
            average_order: money::average(sum.gross, count(sum.orders)).ok_or("no_conversions"),
            roas: known(Metric::Roas),
            roi: known(Metric::Roi),
            profit_roi: known(Metric::ProfitRoi),
            sure_80: sure(Level::Eighty),
            sure_95: sure(Level::NinetyFive),
            per_follower,
            judged,
            codes: Vec::new(),
            sudden: None,
            rank: 0,
            rank_by_low: 0,
            creator,
            sum,
        }
    }
}

/// All creators as one; money of other currencies stays out, as do the orders that it was paid for.
pub fn together(lines: &[Line], wish: Wish, tally: &Tally, range: Option<(Day, Day)>) -> Line {
    let (mut all, mut sum, mut commission) =
        (Creator { name: "All creators".into(), ..Creator::default() }, Sum::default(), 0);
    for line in lines.iter().filter(|line| line.cost.is_ok()) {
        all.fee = all.fee.saturating_add(line.creator.fee);
        all.product = all.product.saturating_add(line.creator.product);
        commission += line.commission;
        sum.orders += line.sum.orders;
        sum.gross = sum.gross.saturating_add(line.sum.gross);
        sum.refunded = sum.refunded.saturating_add(line.sum.refunded);
        sum.given_back += line.sum.given_back;
        sum.squares += line.sum.squares;
        sum.discount = sum.discount.saturating_add(line.sum.discount);
        sum.new += line.sum.new;
        for (day, (orders, net)) in &line.sum.days {
            let own = sum.days.entry(*day).or_default();
            *own = (own.0 + orders, own.1 + net);
        }
    }
    let mut line = Line::judged(all, sum, commission, false, wish, tally);
    line.sudden = sudden(&line.sum, range);
    line
}

/// `rate` hundredths of a percent of `net`, halves away from zero.
fn part(net: i64, rate: u32) -> i64 {
    let product = i128::from(net) * i128::from(rate);
    i64::try_from((product + 5_000 * product.signum()) / 10_000).unwrap_or_default()
}

/// The day whose orders are furthest above five times the median of the seven days before it.
fn sudden(sum: &Sum, range: Option<(Day, Day)>) -> Option<Sudden> {
    let (first, _) = range?;
    let counted = |day: i64| sum.days.get(&Day(day)).map_or(0, |known| known.0);
    let days = sum.days.iter().filter(|(day, known)| known.0 >= SUDDEN_LEAST && day.0 - first.0 >= 7);
    let days = days.filter_map(|(day, known)| {
        let mut before: Vec<u64> = (1..=7).map(|back| counted(day.0 - back)).collect();
        before.sort_unstable();
        let before = before.get(3).copied()?;
        (known.0 > SUDDEN_TIMES * before.max(1)).then_some(Sudden { day: *day, orders: known.0, before })
    });
    days.max_by_key(|sudden| sudden.orders)
}
