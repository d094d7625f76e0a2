//! Shares of counts: their intervals, their difference, their ratio, and how many it takes to tell two apart.

use super::binomial::normal_beyond;
use super::{Interval, Level, real, share};

/// Wilson's interval (1927) of a share `k` of `n`; `None` of nothing.
pub fn wilson(k: u64, n: u64, level: Level) -> Option<Interval> {
    score(k, n, level.z())
}

/// Wilson's interval where the `n` were drawn from a finite `whole`: the standard error times
/// sqrt((whole - n) / (whole - 1)), so that who asks everybody knows.
pub fn wilson_of(k: u64, n: u64, whole: u64, level: Level) -> Option<Interval> {
    let left = if whole > 1 { real(whole.saturating_sub(n)) / real(whole - 1) } else { 0.0 };
    score(k, n, level.z() * left.sqrt())
}

fn score(k: u64, n: u64, z: f64) -> Option<Interval> {
    let p = share(k, n)?;
    let (n, z2) = (real(n), z * z);
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // Exactly 0 and 1 where the share is: what rounding leaves there means nothing.
    let low = if p <= 0.0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if p >= 1.0 { 1.0 } else { (middle + half).min(1.0) };
    Some(Interval { low, high })
}

/// Newcombe's interval (1998, method 10) of the difference of two shares, `one` less `other`, each `(k, n)`.
pub fn difference(one: (u64, u64), other: (u64, u64), level: Level) -> Option<Interval> {
    let (first, second) = (wilson(one.0, one.1, level)?, wilson(other.0, other.1, level)?);
    let (p, q) = (share(one.0, one.1)?, share(other.0, other.1)?);
    let low = p - q - (p - first.low).hypot(second.high - q);
    let high = p - q + (first.high - p).hypot(q - second.low);
    Some(Interval { low, high })
}

/// The interval of Katz and others (1978) of the ratio of two shares, `one` over `other`; `None` where either is 0.
pub fn relative(one: (u64, u64), other: (u64, u64), level: Level) -> Option<Interval> {
    let ratio = share(one.0, one.1)? / share(other.0, other.1).filter(|share| *share > 0.0)?;
    if one.0 == 0 {
        return None;
    }
    let part = |(k, n): (u64, u64)| 1.0 / real(k) - 1.0 / real(n);
    let off = (level.z() * (part(one) + part(other)).sqrt()).exp();
    Some(Interval { low: ratio / off, high: ratio * off })
}

/// The pooled z test that two shares are one: `(z, p)`; `None` where all or none of them are.
pub fn differs(one: (u64, u64), other: (u64, u64)) -> Option<(f64, f64)> {
    let (p, q) = (share(one.0, one.1)?, share(other.0, other.1)?);
    let all = share(one.0 + other.0, one.1 + other.1)?;
    let error = (all * (1.0 - all) * (1.0 / real(one.1) + 1.0 / real(other.1))).sqrt();
    let z = (error > 0.0).then(|| (p - q) / error)?;
    Some((z, normal_beyond(z)))
}

/// How many each of two arms needs so that `to` instead of `from` is told apart at 5 % with a power of 80 %.
pub fn per_arm(from: f64, to: f64) -> Option<f64> {
    let shares = [from, to];
    let apart = (to - from).abs();
    if apart < f64::EPSILON || shares.iter().any(|share| !(0.0..=1.0).contains(share)) {
        return None;
    }
    let spread: f64 = shares.iter().map(|share| share * (1.0 - share)).sum();
    let z = Level::NinetyFive.z() + 0.841_621_233_572_914_3;
    Some((z * z * spread / (apart * apart)).ceil())
}
