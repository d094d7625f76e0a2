//! Exact tails of the binomial distribution, and the normal one's.
//!
//! # Why
//! One density by Loader's saddle point form ("Fast and accurate computation of binomial probabilities", 2000) and one
//! continued fraction (DLMF 8.17.22) give every exact test here; both hold for counts that are no whole numbers, which
//! tests of overdispersed counts need. Logarithms of the gamma function are never taken apart: at a million orders that
//! would cost seven digits.

use std::f64::consts::{PI, TAU};

use super::{Interval, Level, real};

/// Terms of the continued fraction at most: some times the root of the largest count, so enough for 10^8.
const TERMS_MOST: u32 = 50_000;

/// What Stirling's formula leaves of ln(n!): ln(n!) - ((n + 1/2) ln n - n + ln(2 pi) / 2), for any n above 0.
fn stirling_rest(n: f64) -> f64 {
    let (mut n, mut rest) = (n, 0.0);
    while n < 16.0 {
        rest += (n + 0.5) * (1.0 / n).ln_1p() - 1.0;
        n += 1.0;
    }
    let square = n * n;
    let series = 1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * square)) / square) / square;
    rest + series / n
}

/// x ln(x / mean) + mean - x, without the loss of digits where both are near.
fn deviance(x: f64, mean: f64) -> f64 {
    let off = (mean - x) / x;
    x * (off - off.ln_1p())
}

/// ln of the probability of `k` of `n` where each is one with `p` (0 < p < 1, 0 <= k <= n).
pub(super) fn ln_density(k: f64, n: f64, p: f64) -> f64 {
    let others = n - k;
    if k <= 0.0 {
        return n * (-p).ln_1p();
    }
    if others <= 0.0 {
        return n * p.ln();
    }
    let rest = stirling_rest(n) - stirling_rest(k) - stirling_rest(others);
    rest - deviance(k, n * p) - deviance(others, n * (1.0 - p)) + 0.5 * (n / (TAU * k * others)).ln()
}

/// The regularised incomplete beta function `I_x(a, b)`, for a and b above 0.
fn beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else if x > (a + 1.0) / (a + b + 2.0) {
        1.0 - beta_below(1.0 - x, b, a)
    } else {
        beta_below(x, a, b)
    }
}

/// The same where its continued fraction is quick: x at most about the mean. Lentz's way from the front.
fn beta_below(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let off_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut above = 1.0;
    let mut below = 1.0 / off_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = below;
    for m in 1..TERMS_MOST {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut last = 1.0;
        for numerator in [even, odd] {
            below = 1.0 / off_zero(1.0 + numerator * below);
            above = off_zero(1.0 + numerator / above);
            last = above * below;
            fraction *= last;
        }
        if (last - 1.0).abs() < 1e-16 {
            break;
        }
    }
    ln_density(a, a + b, x).exp() * b / (a + b) * fraction
}

/// The probability of `k` or more of `n`; of counts that are no whole numbers the beta function's between them.
pub fn at_least(k: f64, n: f64, p: f64) -> f64 {
    if k <= 0.0 {
        1.0
    } else if k > n {
        0.0
    } else {
        beta(p, k, n - k + 1.0)
    }
}

/// The probability of `k` or fewer of `n`, told as [`at_least`] tells it.
pub fn at_most(k: f64, n: f64, p: f64) -> f64 {
    at_least(n - k, n, 1.0 - p)
}

/// The exact two-sided test that `k` of `n` came with `p`: the probability of all outcomes no likelier than this one.
pub fn two_sided(k: u64, n: u64, p: f64) -> f64 {
    if k > n || !(p > 0.0 && p < 1.0) {
        let certain = (p >= 1.0 && k == n) || (p <= 0.0 && k == 0);
        return if certain { 1.0 } else { 0.0 };
    }
    let (count, of) = (real(k), real(n));
    // Room for rounding: outcomes as likely as this one are on its side.
    let as_likely = ln_density(count, of, p) + 1e-7;
    let (below, above) = if count < of * p {
        let other = first(k, n, &|at| ln_density(real(at), of, p) <= as_likely && real(at) > of * p);
        (at_most(count, of, p), at_least(real(other), of, p))
    } else {
        let other = first(0, k, &|at| ln_density(real(at), of, p) > as_likely || real(at) >= of * p);
        (if other == 0 { 0.0 } else { at_most(real(other - 1), of, p) }, at_least(count, of, p))
    };
    (below + above).min(1.0)
}

/// The first number from `low` that is so, all behind it being so too; the one behind `high` where none is.
pub(super) fn first(mut low: u64, high: u64, is: &dyn Fn(u64) -> bool) -> u64 {
    let mut end = high + 1;
    while low < end {
        let middle = low + (end - low) / 2;
        if is(middle) {
            end = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The exact interval of a share (Clopper and Pearson 1934): each end is where a tail gets too small.
pub fn clopper_pearson(k: f64, n: f64, level: Level) -> Interval {
    let beyond = level.beyond();
    let low = if k <= 0.0 { 0.0 } else { root(&|p| at_least(k, n, p) < beyond) };
    let high = if k >= n { 1.0 } else { root(&|p| at_most(k, n, p) > beyond) };
    Interval { low, high }
}

/// Where between 0 and 1 `before` stops being so.
fn root(before: &dyn Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    // Fifty halvings and some more: shares may be small.
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if before(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The probability that a normal value is `z` or more standard errors off, to either side.
pub fn normal_beyond(z: f64) -> f64 {
    let x = z.abs() / std::f64::consts::SQRT_2;
    let bell = (-x * x).exp();
    if x < 2.5 {
        // 1 - erf by its series of positive terms (DLMF 7.6.2).
        let (mut term, mut sum, mut odd) = (x, x, 1.0);
        while term > sum * 1e-17 {
            odd += 2.0;
            term *= 2.0 * x * x / odd;
            sum += term;
        }
        return (1.0 - 2.0 / PI.sqrt() * bell * sum).max(0.0);
    }
    // erfc by its continued fraction (DLMF 7.9.1), from the back.
    let fraction = (1..=60_u8).rev().fold(x, |behind, n| x + f64::from(n) / 2.0 / behind);
    bell / PI.sqrt() / fraction
}
