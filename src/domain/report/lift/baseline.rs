//! What is usual: the mean of each weekday before, how wide it spreads, and how other days stand to it.
//!
//! # Why
//! Shops have weeks: a Saturday is compared with Saturdays. Days before are few, so the comparison knows how unsure what is
//! usual is itself: the orders before count as many as the expectation is as sure as.

use crate::domain::statistics::{self, Interval, Level, Ratio, amount, real};
use crate::domain::time::Day;

/// How sure intervals are.
pub const LEVEL: Level = Level::NinetyFive;

/// A day's orders and money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The reporting day.
    pub day: Day,
    /// Whole orders.
    pub orders: u64,
    /// Their net revenue, minor units.
    pub net_minor: i64,
    /// Sum of the squares of it per order.
    pub squares: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Weekday {
    days: u64,
    orders: u64,
    net_minor: i64,
    squares: f64,
}

/// What is usual.
#[derive(Clone, Debug)]
pub struct Baseline {
    weekdays: [Weekday; 7],
    /// Days that it is made of.
    pub days: u64,
    /// Orders on these.
    pub orders: u64,
    /// How much wider they spread than by chance alone, at least 1; none where there are too few days to say.
    pub phi: Option<f64>,
}

/// Days, compared with what is usual.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Days that were compared: those whose weekday is in the baseline.
    pub days: u64,
    /// Days of weekdays that are not.
    pub without_baseline: u64,
    /// Orders on the days that were compared.
    pub orders: u64,
    /// Orders that are usual on such days.
    pub expected: f64,
    /// Net revenue of these days.
    pub net_minor: i64,
    /// What is usual.
    pub expected_minor: f64,
    /// Where the difference of the two may lie.
    pub money: Interval,
    /// Orders over the usual ones, with its interval and test; none where nothing was ordered before or since.
    pub ratio: Option<Ratio>,
    /// The orders before that the expectation is as sure as.
    pub behind: u64,
}

impl Baseline {
    /// Learns from the days before.
    pub fn of(points: &[Point]) -> Self {
        let mut weekdays = [Weekday::default(); 7];
        for point in points {
            if let Some(weekday) = weekdays.get_mut(weekday(point.day)) {
                weekday.days += 1;
                weekday.orders += point.orders;
                weekday.net_minor += point.net_minor;
                weekday.squares += point.squares;
            }
        }
        let mut baseline = Self { weekdays, days: 0, orders: weekdays.iter().map(|one| one.orders).sum(), phi: None };
        baseline.days = weekdays.iter().map(|one| one.days).sum();
        let counts: Vec<(u64, f64)> =
            points.iter().map(|point| (point.orders, baseline.usual(point.day).unwrap_or(0.0))).collect();
        // A weekday without an order adds nothing to the sum and takes nothing from what is left.
        let fitted = weekdays.iter().filter(|one| one.orders > 0).count();
        baseline.phi = statistics::dispersion(&counts, fitted as u64);
        baseline
    }

    /// Orders that are usual on a day like `day`; none where no such weekday is known.
    pub fn usual(&self, day: Day) -> Option<f64> {
        let known = self.weekdays.get(weekday(day)).filter(|known| known.days > 0)?;
        Some(real(known.orders) / real(known.days))
    }

    /// Net revenue that is usual on a day like `day`.
    pub fn usual_minor(&self, day: Day) -> Option<f64> {
        let known = self.weekdays.get(weekday(day)).filter(|known| known.days > 0)?;
        Some(amount(known.net_minor) / real(known.days))
    }

    /// How `points` stand to what is usual.
    pub fn compare(&self, points: &[Point]) -> Compared {
        let mut met = [0_u64; 7];
        let (mut orders, mut net_minor, mut squares, mut without_baseline) = (0, 0, 0.0, 0);
        for point in points {
            if self.usual(point.day).is_none() {
                without_baseline += 1;
                continue;
            }
            if let Some(met) = met.get_mut(weekday(point.day)) {
                *met += 1;
            }
            orders += point.orders;
            net_minor += point.net_minor;
            squares += point.squares;
        }
        let (mut expected, mut unsure, mut expected_minor) = (0.0, 0.0, 0.0);
        let mut days = 0;
        for (met, known) in met.into_iter().zip(self.weekdays).filter(|(_, known)| known.days > 0) {
            let times = real(met) / real(known.days);
            days += met;
            expected += times * real(known.orders);
            unsure += times * times * real(known.orders);
            expected_minor += times * amount(known.net_minor);
            squares += times * times * known.squares;
        }
        let phi = self.phi.unwrap_or(1.0);
        let behind = if unsure > 0.0 { whole(expected * expected / unsure) } else { 0 };
        let ratio = if behind > 0 {
            statistics::rates((orders, expected), (behind, real(behind)), phi, LEVEL)
        } else {
            statistics::rates((orders, real(days)), (0, real(self.days)), phi, LEVEL)
        };
        let money = statistics::money(amount(net_minor) - expected_minor, squares * phi, LEVEL);
        Compared { days, without_baseline, orders, expected, net_minor, expected_minor, money, ratio, behind }
    }
}

/// The change of one series over that of another that nothing was done to: the ratio of their ratios and its interval, on
/// the logarithm; none where any of the four counts is 0.
pub fn beyond_control(one: (&Compared, f64), control: (&Compared, f64)) -> Option<(f64, Interval)> {
    let part = |(compared, phi): (&Compared, f64)| {
        let ratio = compared.ratio?.ratio.filter(|ratio| *ratio > 0.0)?;
        Some((ratio.ln(), phi * (1.0 / real(compared.orders) + 1.0 / real(compared.behind))))
    };
    let ((one, unsure), (other, more)) = (part(one)?, part(control)?);
    let off = LEVEL.z() * (unsure + more).sqrt();
    let low = (one - other - off).exp();
    Some(((one - other).exp(), Interval { low, high: (one - other + off).exp() }))
}

/// Which of seven a day is; which one is Monday does not matter.
fn weekday(day: Day) -> usize {
    usize::try_from(day.0.rem_euclid(7)).unwrap_or_default()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rounded count, at most that before")]
fn whole(count: f64) -> u64 {
    count.round() as u64
}
