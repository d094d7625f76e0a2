//! Counts and money over time: whether there were more than before, and how far a sum may be off.

use super::binomial::{at_least, at_most, clopper_pearson, first, ln_density, two_sided};
use super::{Interval, Level, real};

/// How two rates compare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The first rate over the second; `None` where that is 0.
    pub ratio: Option<f64>,
    /// Its interval; the upper end is infinite where the second count is 0.
    pub interval: Interval,
    /// The probability of a ratio no likelier than this one where the rates are the same.
    pub p: f64,
}

/// Compares `one` and `other`, each a count and what it was counted over (days, or the orders expected); `None` of nothing.
///
/// Where both together are known, the first is binomial (Przyborowski and Wilenski 1940): the interval is Clopper and
/// Pearson's of that share, the test sums what is no likelier, as R's `poisson.test` does. Counts that spread `phi` times
/// as wide as Poisson's (at least 1) tell as much as counts `phi` times smaller: the standard error grows by sqrt(phi),
/// and the test doubles its smaller tail, there being no outcomes to add up.
pub fn rates(one: (u64, f64), other: (u64, f64), phi: f64, level: Level) -> Option<Ratio> {
    let usable = |over: f64| over > 0.0 && over.is_finite();
    if one.0 + other.0 == 0 || !usable(one.1) || !usable(other.1) {
        return None;
    }
    let p = one.1 / (one.1 + other.1);
    let odds = |share: f64| if share < 1.0 { share / (1.0 - share) * other.1 / one.1 } else { f64::INFINITY };
    let phi = phi.max(1.0);
    let (k, n) = (real(one.0) / phi, real(one.0 + other.0) / phi);
    let share = clopper_pearson(k, n, level);
    let beyond = if phi > 1.0 {
        (2.0 * at_least(k, n, p).min(at_most(k, n, p))).min(1.0)
    } else {
        two_sided(one.0, one.0 + other.0, p)
    };
    let ratio = (other.0 > 0).then(|| real(one.0) / one.1 / (real(other.0) / other.1));
    Some(Ratio { ratio, interval: Interval { low: odds(share.low), high: odds(share.high) }, p: beyond })
}

/// How much wider counts spread than Poisson's: Pearson's chi-square over its degrees of freedom, at least 1.
///
/// `counts` are what was counted and what was expected, of which `fitted` were estimated from the counts themselves.
/// `None` where no degree of freedom is left.
pub fn dispersion(counts: &[(u64, f64)], fitted: u64) -> Option<f64> {
    let mut left = 0_u64;
    let mut sum = 0.0;
    for (count, expected) in counts.iter().filter(|(_, expected)| *expected > 0.0) {
        left += 1;
        sum += (real(*count) - expected) * (real(*count) - expected) / expected;
    }
    let left = left.saturating_sub(fitted);
    (left > 0).then(|| (sum / real(left)).max(1.0))
}

/// The interval of a sum of money over orders that come by chance: S +/- z sqrt(sum of squares), by compound Poisson.
///
/// The order's amounts are what `squares` is the sum of the squares of. All in minor units.
pub fn money(sum: f64, squares: f64, level: Level) -> Interval {
    Interval::about(sum, level.z() * squares.max(0.0).sqrt())
}

/// Fisher's exact two-sided test that two shares are one, each `(k, n)`: all tables no likelier than this one.
pub fn fisher(one: (u64, u64), other: (u64, u64)) -> f64 {
    let (marked, whole) = (one.0 + other.0, one.1 + other.1);
    if one.0 > one.1 || other.0 > other.1 || marked == 0 || marked == whole || one.1 == 0 || other.1 == 0 {
        return 1.0;
    }
    let p = real(marked) / real(whole);
    // Of three binomial densities (Loader 2000); the last is the same in every table.
    let every = ln_density(real(marked), real(whole), p);
    let ln = |k: u64| ln_density(real(k), real(one.1), p) + ln_density(real(marked - k), real(other.1), p) - every;
    let (least, most) = (marked.saturating_sub(other.1), marked.min(one.1));
    let as_likely = ln(one.0) + 1e-7;
    // Likelihood rises to this table and falls behind it.
    let top = first(least, most, &|k| k >= most || ln(k + 1) <= ln(k));
    let below = first(least, top, &|k| ln(k) > as_likely);
    let above = first(top, most, &|k| ln(k) <= as_likely);
    let (mut p, mut side) = (0.0, 0.0);
    // Outwards from the likeliest of each side; what is behind a term that adds nothing adds nothing.
    for k in (least..below).rev() {
        let term = ln(k).exp();
        side += term;
        if term < side * 1e-17 {
            break;
        }
    }
    p += side;
    side = 0.0;
    for k in above..=most {
        let term = ln(k).exp();
        side += term;
        if term < side * 1e-17 {
            break;
        }
    }
    (p + side).min(1.0)
}
