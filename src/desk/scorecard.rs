//! The scorecard: what each creator's codes brought in, what it cost, and what to do about it.
//!
//! # Why
//! Every figure is the reports' own: credit by `credit`, ratios over net revenue (ROI = ROAS - 1), intervals and verdicts
//! by `report::verdict`. What cannot be divided is nothing, with a word that says why.

use std::collections::BTreeMap;

use super::creators::Book;
use super::line::together;
pub use super::line::{Known, Line, Sudden};
use super::tally::{Scope, Sum, Tally, real};
use crate::domain::money::Currency;
use crate::domain::report::verdict::{Ranked, ranked};
use crate::domain::time::Day;

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

/// A week or a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub from: Day,
    /// Orders and net revenue of the shop.
    pub all: (u64, i64),
    /// Those of creators.
    pub creators: (u64, i64),
    /// Those of each creator who had some, by place among the lines.
    pub each: BTreeMap<usize, (u64, i64)>,
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
        let mut used = vec![BTreeMap::new(); book.creators.len()];
        for (code, (creator, uses)) in &tally.codes {
            let place = usize::try_from(*creator).ok().and_then(|number| number.checked_sub(1));
            if let Some(own) = place.and_then(|place| used.get_mut(place)) {
                own.insert(code.clone(), *uses);
            }
        }
        let sums = book.creators.into_iter().zip(tally.creators.iter().cloned()).zip(used);
        let lines: Vec<Line> =
            sums.map(|((creator, sum), used)| Line::of(creator, sum, used, wish, &tally, range)).collect();
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
    let empty = |from: Day| Period { from, all: (0, 0), creators: (0, 0), each: BTreeMap::new() };
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
                add(period.each.entry(place).or_default(), *known);
            }
        }
    }
    periods.into_values().collect()
}
