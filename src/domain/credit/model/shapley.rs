//! The Shapley value, for the game in which a group of creators is worth the conversions that it alone brought.
//!
//! # Why
//! In that game, the coverage game, the value needs no enumeration of 2^n groups: it is each conversion in equal parts to
//! those on its path, which is the model `linear_unique`. That is said openly: paths that led to nothing play no part in it.
//!
//! # Source
//! Shapley (1953); the simplification, and the value by place on the path: Zhao, Mahboobi and Bagheri (2018),
//! arXiv 1804.05327.

use super::step::Who;
use super::text;

/// What each is worth by the places that they stand at: `((who, place from 0), value)` in order; over its places it adds up
/// to their Shapley value. `paths` are texts with what each brought.
pub fn ordered<'a>(paths: &[(&'a str, f64)]) -> Vec<((Who<'a>, usize), f64)> {
    let mut worth: Vec<((Who<'a>, usize), f64)> = Vec::new();
    for (path, brought) in paths {
        let path: Vec<Who<'_>> = text::read(path).collect();
        let distinct = crate::domain::ordered::once(path.iter().copied()).len();
        for (place, who) in path.iter().enumerate() {
            let often = path.iter().filter(|other| *other == who).count();
            let part = brought / number(distinct * often);
            match worth.binary_search_by_key(&(*who, place), |known| known.0) {
                Ok(at) => worth.iter_mut().skip(at).take(1).for_each(|known| known.1 += part),
                Err(at) => worth.insert(at, ((*who, place), part)),
            }
        }
    }
    worth
}

#[expect(clippy::cast_precision_loss, reason = "a path has at most 50 steps")]
fn number(count: usize) -> f64 {
    count as f64
}
