//! Several tests at once, arms of a test that came out uneven, and what two lists leave unseen.

use super::binomial::normal_beyond;
use super::real;

/// Which of `p` are discoveries, at a share `q` of false ones among them (Benjamini and Hochberg 1995).
pub fn discoveries(p: &[f64], q: f64) -> Vec<bool> {
    let mut sorted = p.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut within = -1.0;
    for (rank, one) in (1_u64..).zip(&sorted) {
        if *one <= q * real(rank) / real(p.len() as u64) {
            within = *one;
        }
    }
    p.iter().map(|one| *one <= within).collect()
}

/// How likely arms of these sizes are where `share` of all should be in the first: the chi-square test of one degree of
/// freedom. Below 0.001 the test was not split as it was meant to be, and its outcome means nothing.
pub fn uneven(one: u64, other: u64, share: f64) -> Option<f64> {
    let all = real(one + other);
    if !(share > 0.0 && share < 1.0) || all <= 0.0 {
        return None;
    }
    let off = real(one) - all * share;
    // Both cells of chi-square together: off^2 (1 / (all share) + 1 / (all (1 - share))).
    Some(normal_beyond(off / (all * share * (1.0 - share)).sqrt()))
}

/// Chapman's estimate (1951) of how many there are, seen or not, by two lists that know nothing of each other.
///
/// `None` where fewer than 7 are on both: too few to go by.
pub fn hidden(one: u64, other: u64, both: u64) -> Option<f64> {
    (both >= 7).then(|| (real(one) + 1.0) * (real(other) + 1.0) / (real(both) + 1.0) - 1.0)
}
