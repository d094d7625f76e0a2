//! Whether two values of a tag are most likely meant as one.
//!
//! # Why
//! `spring-sale` and `spring_sale` part a campaign's clicks in every report for good, and so does a slip of one letter.
//! Values that differ in a number are two on purpose: `week-1` and `week-2`.

use crate::domain::case;

/// The most characters of a value that is compared.
const LOOKED_AT: usize = 100;
/// From how many characters on one slip, and two slips, are forgiven.
const ONE_SLIP: usize = 5;
const TWO_SLIPS: usize = 10;

/// What is left of a value without its case and what parts its words: two values of one skeleton are one.
///
/// ```
/// use waymark::domain::utm::near::skeleton;
/// assert_eq!(skeleton("Tik-Tok"), skeleton("tik tok"));
/// ```
pub fn skeleton(value: &str) -> String {
    let mut lower = case::lower(value);
    lower.retain(|letter| !matches!(letter, ' ' | '-' | '_' | '.' | '+'));
    lower
}

/// A value made ready to be compared with many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// As it is.
    pub said: String,
    /// Its [`skeleton`].
    pub skeleton: String,
    /// The start of that.
    letters: Vec<char>,
    /// The numbers in that start.
    digits: String,
    /// Of every letter in it one of 64 bits: a slip changes two of them at most.
    bits: u64,
}

impl Folded {
    /// Folds `said`.
    pub fn of(said: String) -> Self {
        let skeleton = skeleton(&said);
        let letters: Vec<char> = skeleton.chars().take(LOOKED_AT).collect();
        let digits = letters.iter().filter(|letter| letter.is_numeric()).collect();
        let bits = letters.iter().fold(0, |bits, letter| bits | 1 << (u32::from(*letter) % u64::BITS));
        Self { said, skeleton, letters, digits, bits }
    }

    /// How many slips are forgiven between this value and `other`.
    fn slips(&self, other: &Self) -> usize {
        match self.letters.len().min(other.letters.len()) {
            TWO_SLIPS.. => 2,
            ONE_SLIP.. => 1,
            _ => 0,
        }
    }

    /// Whether the two may be one, as far as it is told without comparing letter by letter.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        if self.skeleton.is_empty() || other.skeleton.is_empty() {
            return false;
        }
        let slips = self.slips(other);
        let bits = (self.bits ^ other.bits).count_ones() as usize;
        self.skeleton == other.skeleton
            || (slips > 0
                && self.letters.len().abs_diff(other.letters.len()) <= slips
                && bits <= 2 * slips
                && self.digits == other.digits)
    }

    /// Whether this and `other` are [`near`].
    pub fn near(&self, other: &Self) -> bool {
        self.said != other.said && self.may_be(other) && (self.skeleton == other.skeleton || self.slipped(other))
    }

    /// Whether no more slips than are forgiven lie between two that [may be](Self::may_be) one.
    pub(super) fn slipped(&self, other: &Self) -> bool {
        within(&self.letters, &other.letters, self.slips(other))
    }
}

/// Whether two different values are most likely one: they differ in case and separators alone, or by a slip or two.
pub fn near(one: &str, other: &str) -> bool {
    let (left, right) = (Folded::of(one.to_owned()), Folded::of(other.to_owned()));
    left.near(&right)
}

/// Whether at most `slips` letters must be put in, taken away, changed or swapped with their neighbour to make one text of
/// the other.
fn within(left: &[char], right: &[char], slips: usize) -> bool {
    // What begins alike is as far apart as its ends are.
    let same = left.iter().zip(right).take_while(|(one, other)| one == other).count();
    let (left, right) = (left.get(same..).unwrap_or_default(), right.get(same..).unwrap_or_default());
    let (Some((first, left_rest)), Some((other, right_rest))) = (left.split_first(), right.split_first()) else {
        return left.len().max(right.len()) <= slips;
    };
    let Some(fewer) = slips.checked_sub(1).filter(|_| left.len().abs_diff(right.len()) <= slips) else { return false };
    let swapped = match (left_rest.split_first(), right_rest.split_first()) {
        (Some((second, left)), Some((next, right))) => first == next && second == other && within(left, right, fewer),
        _ => false,
    };
    swapped
        || within(left_rest, right_rest, fewer)
        || within(left_rest, right, fewer)
        || within(left, right_rest, fewer)
}
