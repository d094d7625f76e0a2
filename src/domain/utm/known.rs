//! What values are compared with: those that a brand allows and those that its links carry, folded once for many links.
//!
//! # Why
//! A thousand links beside hundreds of values are half a million comparisons, and an isolate answers nobody meanwhile. So
//! each value is folded once and asked about once, and when [`COMPARED_MOST`] pairs had to be compared letter by letter,
//! nothing more is found: a warning less, never a link less.

use std::collections::BTreeMap;

use super::hygiene::Hygiene;
use super::near::Folded;
use super::{KEYS, NAMES};

/// The most pairs of values that are compared letter by letter.
pub const COMPARED_MOST: u32 = 100_000;

/// A value that links carry: the place of its key in [`KEYS`], itself, and how many carry it.
type Used = (usize, Folded, u32);

/// The value of other links that is most likely meant, and how many carry it.
type Meant = Option<(String, u32)>;

/// What a brand's links are compared with, while a list of them is looked at.
#[derive(Debug)]
pub struct Known<'a> {
    /// What tags should look like.
    pub hygiene: &'a Hygiene,
    used: Vec<Used>,
    /// Of each tag in the order of [`NAMES`] the values that it may have.
    allowed: [Vec<Folded>; NAMES.len()],
    resembling: BTreeMap<(usize, String), Meant>,
    nearest: BTreeMap<(usize, String), Option<String>>,
    /// Pairs compared letter by letter so far.
    compared: u32,
}

impl<'a> Known<'a> {
    /// Folds what `hygiene` says.
    pub fn of(hygiene: &'a Hygiene) -> Self {
        let used = hygiene.used().filter_map(|(key, value, links)| {
            Some((KEYS.iter().position(|known| *known == key)?, Folded::of(value), links))
        });
        let mut allowed = <[Vec<Folded>; NAMES.len()]>::default();
        for (place, list) in allowed.iter_mut().enumerate() {
            list.extend(hygiene.allowed(place).iter().cloned().map(Folded::of));
        }
        let (resembling, nearest) = (BTreeMap::new(), BTreeMap::new());
        Self { hygiene, used: used.collect(), allowed, resembling, nearest, compared: 0 }
    }

    /// How many pairs were compared letter by letter so far.
    pub fn compared(&self) -> u32 {
        self.compared
    }

    /// The value that more links carry in the tag at `place` than `value`, and that is most likely the same.
    pub fn resembling(&mut self, place: usize, value: &str) -> Meant {
        let asked = (place, value.to_owned());
        if let Some(known) = self.resembling.get(&asked) {
            return known.clone();
        }
        let (value, compared) = (Folded::of(value.to_owned()), &mut self.compared);
        let used = || self.used.iter().filter(|used| used.0 == place);
        let own = used().find(|used| used.1.said == value.said).map_or(0, |used| used.2);
        let found = used().find(|used| used.2 > own && is_near(&used.1, &value, compared));
        let meant = found.map(|used| (used.1.said.clone(), used.2));
        self.resembling.insert(asked, meant.clone());
        meant
    }

    /// The value that the tag at `place` may have and that `word` is most likely meant as.
    pub fn nearest(&mut self, place: usize, word: &str) -> Option<String> {
        let asked = (place, word.to_owned());
        if let Some(known) = self.nearest.get(&asked) {
            return known.clone();
        }
        let (word, compared) = (Folded::of(word.to_owned()), &mut self.compared);
        let listed = self.allowed.get(place).map(Vec::as_slice).unwrap_or_default();
        let same = listed.iter().find(|known| known.skeleton == word.skeleton);
        let near = same.or_else(|| listed.iter().find(|known| is_near(known, &word, compared)));
        let meant = near.map(|known| known.said.clone());
        self.nearest.insert(asked, meant.clone());
        meant
    }
}

/// Whether two values are most likely one, as far as `compared` goes.
fn is_near(known: &Folded, value: &Folded, compared: &mut u32) -> bool {
    if known.said == value.said || !known.may_be(value) {
        return false;
    }
    if known.skeleton == value.skeleton {
        return true;
    }
    if *compared >= COMPARED_MOST {
        return false;
    }
    *compared += 1;
    known.slipped(value)
}
