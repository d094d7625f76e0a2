//! Ranks of many: dense, and null behind everything.

use std::cmp::Ordering;

/// Whom a rank is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// What it goes by, more being better; none is last.
    pub key: Option<f64>,
    /// Net revenue, by which those that are alike are listed.
    pub net_minor: i64,
    /// The creator, by which those are listed that are alike in that too.
    pub creator: u32,
}

/// The places of `all` from best to last, each with its rank: alike keys have one rank, and no rank is left out.
pub fn ranked(all: &[Ranked]) -> Vec<(usize, u32)> {
    let mut order: Vec<(&Ranked, usize)> = all.iter().zip(0..).collect();
    order.sort_unstable_by(|(one, _), (other, _)| {
        let by_key = better(other.key, one.key);
        by_key.then(other.net_minor.cmp(&one.net_minor)).then(one.creator.cmp(&other.creator))
    });
    let (mut rank, mut before) = (0, None);
    let mut places = Vec::with_capacity(order.len());
    for (one, place) in order {
        if before.is_none_or(|before| better(before, one.key).is_ne()) {
            rank += 1;
        }
        before = Some(one.key);
        places.push((place, rank));
    }
    places
}

/// How one key stands to another: none is below everything.
fn better(one: Option<f64>, other: Option<f64>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        _ => one.is_some().cmp(&other.is_some()),
    }
}
