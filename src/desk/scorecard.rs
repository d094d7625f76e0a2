//! The scorecard: what each creator's codes brought in, what it cost, and what to do about it.
//!
//! # Why
//! Every figure is the reports' own: credit by `credit`, ratios over net revenue (ROI = ROAS - 1), intervals and verdicts
//! by `report::verdict`. What cannot be divided is nothing, with a word that says why.

use std::collections::BTreeMap;

use super::creators::{Book, Creator};
use super::tally::{Scope, Sum, Tally, real};
use crate::domain::money::{self, Currency};
use crate::domain::report::metric::{Effort, Metric};
use crate::domain::report::verdict::{Judged, Ranked, Target, judge, ranked};
use crate::domain::statistics::{Interval, Level, ORDERS_LEAST, money as spread};
use crate::domain::time::Day;

/// Orders of a day from which it can be a sudden one.
const SUDDEN_LEAST: u64 = 10;
/// How many times the median of the week before a sudden day has.
const SUDDEN_TIMES: u64 = 5;
/// Days after which a chart goes by month.
const WEEKS_MOST: i64 = 26 * 7;

/// What was asked for beside the tables.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// What is counted.
    pub scope: Scope,
    /// The ROI that was hoped for, millionths.
    pub target_micro: i64,
    /// What is left of revenue before creators are paid, millionths.
    pub margin_micro: Option<i64>,
}

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

/// A week or a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub from: Day,
    /// Orders and net revenue of the shop.
    pub all: (u64, i64),
    /// Those of creators.
    pub creators: (u64, i64),
    /// Those of each creator, in the order of the lines.
    pub each: Vec<(u64, i64)>,
}

/// Everything that is shown.
pub struct Scorecard {
    /// What was asked for.
    pub wish: Wish,
    /// Best first.
    pub lines: Vec<Line>,
    /// All creators together.
    pub together: Line,
    /// Everything that was counted.
    pub tally: Tally,
    /// Weeks, or months where it is more than half a year.
    pub periods: Vec<Period>,
    /// Whether these are months.
    pub by_month: bool,
    /// The first and the last day with an order.
    pub range: Option<(Day, Day)>,
}

impl Scorecard {
    /// Makes it; the tally must be finished.
    pub fn of(book: Book, tally: Tally, wish: Wish) -> Self {
        let range = tally.all.days.keys().next().copied().zip(tally.all.days.keys().next_back().copied());
        let sums = book.creators.into_iter().zip(tally.creators.iter().cloned());
        let lines: Vec<Line> = sums.map(|(creator, sum)| Line::of(creator, sum, wish, &tally, range)).collect();
        let key = |by: &dyn Fn(&Line) -> Option<f64>| -> Vec<Ranked> {
            let one = |(line, place): (&Line, u32)| Ranked { key: by(line), net_minor: line.sum.net(), creator: place };
            lines.iter().zip(0..).map(one).collect()
        };
        let (by_roi, by_low) = (ranked(&key(&|line| line.judged.key())), ranked(&key(&|line| line.judged.bound())));
        let mut lines: Vec<Option<Line>> = lines.into_iter().map(Some).collect();
        for (place, rank) in by_low {
            if let Some(line) = lines.get_mut(place).and_then(Option::as_mut) {
                line.rank_by_low = rank;
            }
        }
        let mut best = Vec::with_capacity(lines.len());
        for (place, rank) in by_roi {
            if let Some(line) = lines.get_mut(place).and_then(Option::take) {
                best.push(Line { rank, ..line });
            }
        }
        let together = together(&best, wish, &tally, range);
        let by_month = range.is_some_and(|(first, last)| last.0 - first.0 > WEEKS_MOST);
        let periods = periods(&best, &tally, by_month);
        Self { wish, lines: best, together, tally, periods, by_month, range }
    }

    /// The currency of everything that is shown.
    pub fn currency(&self) -> Currency {
        self.wish.scope.currency
    }

    /// The part of the shop's orders and net revenue that came with a creator's code.
    pub fn share(&self, sum: &Sum) -> (Option<f64>, Option<f64>) {
        let all = &self.tally.all;
        let part = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        (
            part(crate::domain::statistics::real(sum.orders), crate::domain::statistics::real(all.orders)),
            part(real(sum.net()), real(all.net())),
        )
    }

    /// Codes that nobody has, the most used first, and how many others there are.
    pub fn unowned(&self, most: usize) -> (Vec<(&str, u64)>, usize) {
        let mut codes: Vec<(&str, u64)> =
            self.tally.unowned.iter().map(|(code, uses)| (code.as_str(), *uses)).collect();
        codes.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        let others = codes.len().saturating_sub(most);
        codes.truncate(most);
        (codes, others)
    }
}

impl Line {
    fn of(creator: Creator, sum: Sum, wish: Wish, tally: &Tally, range: Option<(Day, Day)>) -> Self {
        let currency = wish.scope.currency;
        let foreign = creator.currency.is_some_and(|own| own != currency) && creator.fee + creator.product > 0;
        let commission = part(sum.net(), creator.commission);
        let mut line = Self::judged(creator, sum, commission, foreign, wish, tally);
        let mine = |code: &str| {
            line.creator.codes.iter().any(|own| match own.strip_suffix('*') {
                Some(begins) => code.starts_with(begins),
                None => own == code,
            })
        };
        let spelled = line.creator.codes.iter().filter(|code| !code.ends_with('*'));
        let mut codes: BTreeMap<&str, u64> = spelled.map(|code| (code.as_str(), 0)).collect();
        codes.extend(tally.codes.iter().filter(|(code, _)| mine(code)).map(|(code, uses)| (code.as_str(), *uses)));
        let mut codes: Vec<(String, u64)> = codes.into_iter().map(|(code, uses)| (code.to_owned(), uses)).collect();
        codes.sort_by_key(|(_, uses)| std::cmp::Reverse(*uses));
        line.codes = codes;
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
fn together(lines: &[Line], wish: Wish, tally: &Tally, range: Option<(Day, Day)>) -> Line {
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

/// The first day of a day's week (Monday) or month.
fn begins(day: Day, by_month: bool) -> Day {
    if by_month {
        let first = format!("{}-01", day.to_string().get(..7).unwrap_or_default());
        return Day::parse(&first).unwrap_or(day);
    }
    // 1970-01-01 was a Thursday.
    Day(day.0 - (day.0 + 3).rem_euclid(7))
}

fn periods(lines: &[Line], tally: &Tally, by_month: bool) -> Vec<Period> {
    let mut periods: BTreeMap<Day, Period> = BTreeMap::new();
    let Some((first, last)) = tally.all.days.keys().next().zip(tally.all.days.keys().next_back()) else {
        return Vec::new();
    };
    let empty = |from: Day| Period { from, all: (0, 0), creators: (0, 0), each: vec![(0, 0); lines.len()] };
    // Weeks without an order stand there too: a gap is something to see.
    let mut day = begins(*first, by_month);
    while day <= *last {
        periods.insert(day, empty(day));
        day = begins(Day(day.0 + if by_month { 31 } else { 7 }), by_month);
    }
    let add = |to: &mut (u64, i64), (orders, net): (u64, i64)| *to = (to.0 + orders, to.1.saturating_add(net));
    for (day, known) in &tally.all.days {
        if let Some(period) = periods.get_mut(&begins(*day, by_month)) {
            add(&mut period.all, *known);
        }
    }
    for (place, line) in lines.iter().enumerate() {
        for (day, known) in &line.sum.days {
            if let Some(period) = periods.get_mut(&begins(*day, by_month)) {
                add(&mut period.creators, *known);
                if let Some(own) = period.each.get_mut(place) {
                    add(own, *known);
                }
            }
        }
    }
    periods.into_values().collect()
}
