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

/// Whether two different values are most likely one: they differ in case and separators alone, or by a slip or two.
pub fn near(one: &str, other: &str) -> bool {
    let (left, right) = (skeleton(one), skeleton(other));
    if one == other || left.is_empty() || right.is_empty() {
        return false;
    }
    if left == right {
        return true;
    }
    let (left, right): (Vec<char>, Vec<char>) =
        (left.chars().take(LOOKED_AT).collect(), right.chars().take(LOOKED_AT).collect());
    let digits = |letters: &[char]| letters.iter().filter(|letter| letter.is_numeric()).collect::<String>();
    let slips = match left.len().min(right.len()) {
        TWO_SLIPS.. => 2,
        ONE_SLIP.. => 1,
        _ => return false,
    };
    digits(&left) == digits(&right) && distance(&left, &right) <= slips
}

/// How many letters must be put in, taken away, changed or swapped with their neighbour to make one text of the other.
fn distance(left: &[char], right: &[char]) -> usize {
    // The last three rows of the table, the newest first.
    let mut rows = [(0..=right.len()).collect::<Vec<_>>(), Vec::new(), Vec::new()];
    let mut before = None;
    for (number, letter) in (1..).zip(left) {
        let [last, past, _] = &rows;
        let mut row = vec![number];
        let mut beside = None;
        for (at, other) in right.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let changed = cell(last, at) + usize::from(letter != other);
            let mut cheapest = changed.min(cell(last, at + 1) + 1).min(cell(&row, at) + 1);
            if before == Some(other) && beside == Some(letter) {
                cheapest = cheapest.min(cell(past, at.wrapping_sub(1)) + 1);
            }
            row.push(cheapest);
            beside = Some(other);
        }
        before = Some(letter);
        rows.rotate_right(1);
        if let Some(newest) = rows.first_mut() {
            *newest = row;
        }
    }
    rows.first().and_then(|row| row.last()).copied().unwrap_or(usize::MAX)
}
