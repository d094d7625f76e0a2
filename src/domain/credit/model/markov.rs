//! Markov removal effects: which part of all conversions would be lost without each creator, if journeys went on as before.
//!
//! # Source
//! Anderl, Becker, von Wangenheim and Schumann (2016), IJRM 33(3), doi 10.1016/j.ijresmar.2016.03.001, of first order.
//! States are the start, everybody on a path, conversion and nothing. With `F = (I - P)^-1`, `u = s F` and `x = F r` the
//! removal effect is `u_k x_k / (F_kk p)`, so that one factorisation gives everybody's.
//!
//! # Why
//! Steps from one to themselves change nothing and are left out. `I - P` is weakly diagonally dominant and every state leads
//! to an end, so the elimination needs no pivot. States stand in the order of their names: the result does not depend on
//! the order of paths. Above [`DENSE_MOST`] states the limit of higher orders is taken, which needs no solution: the part
//! of conversions whose path has the creator on it.

use super::factors::{Factors, plus};
use super::gate::Evidence;
use super::{split, text};
use crate::domain::ordered;

/// The most states that are solved, 18 MB of numbers; of more the coverage is taken.
pub const DENSE_MOST: usize = 1_500;

/// Weights are the removal effects in parts of this, 2^50.
const FINE: f64 = 1_125_899_906_842_624.0;

/// Journeys, as they are added up.
#[derive(Clone, Debug, Default)]
pub struct Walks {
    /// Everybody on a path, as they came.
    names: Vec<String>,
    /// The places of these in the order of names.
    sorted: Vec<usize>,
    /// All paths one behind the other, by the places of names.
    steps: Vec<usize>,
    paths: Vec<Walk>,
    seen: Evidence,
}

/// A path, with how often what came of it.
#[derive(Clone, Copy, Debug)]
struct Walk {
    length: usize,
    conversions: u64,
    value: u64,
    nothing: u64,
}

/// What would be lost without each.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// Everybody on a path, in the order of names.
    pub names: Vec<String>,
    /// The part of conversions that would be lost without each, 0 to 1.
    pub effects: Vec<f64>,
    /// The same of money; none where there is no money.
    pub value_effects: Option<Vec<f64>>,
    /// The part of journeys that end in a conversion.
    pub converts: f64,
    /// Whether there were too many to solve, and coverage stands instead.
    pub coverage: bool,
}

impl Walks {
    /// Adds journeys along the path of that text: so many of them converted, which brought `value` together, and so many
    /// came to nothing; `touches` are all of theirs. A path without anybody on it plays no part.
    pub fn add(&mut self, path: &str, touches: u64, conversions: u64, value: i64, nothing: u64) {
        let mut length = 0;
        let mut creators: Vec<u32> = Vec::new();
        for part in path.split(" > ").filter(|part| !part.is_empty()) {
            let state = self.state(part);
            if length > 0 && self.steps.last() == Some(&state) {
                continue;
            }
            self.steps.push(state);
            length += 1;
            let (creator, _) = text::who(part);
            if creator != 0 {
                ordered::put(&mut creators, creator);
            }
        }
        if length > 0 {
            self.seen.touches += touches;
            self.seen.conversions += conversions;
            self.seen.several += if creators.len() > 1 { conversions } else { 0 };
            let value = u64::try_from(value).unwrap_or_default();
            self.paths.push(Walk { length, conversions, value, nothing });
        }
    }

    /// What there is to learn from.
    pub fn evidence(&self) -> Evidence {
        self.seen
    }

    /// How many states there are.
    pub fn states(&self) -> usize {
        self.names.len()
    }

    fn state(&mut self, name: &str) -> usize {
        let known = |place: &usize| self.names.get(*place).map_or("", String::as_str).cmp(name);
        match self.sorted.binary_search_by(known) {
            Ok(at) => self.sorted.get(at).copied().unwrap_or_default(),
            Err(at) => {
                let place = self.names.len();
                self.sorted.insert(at, place);
                self.names.push(name.to_owned());
                place
            }
        }
    }

    /// The removal effects; none where nothing converted.
    pub fn solve(&self) -> Option<Removal> {
        self.solve_up_to(DENSE_MOST)
    }

    /// The same, where more than `most` states are too many to solve.
    pub fn solve_up_to(&self, most: usize) -> Option<Removal> {
        let count = self.names.len();
        let coverage = count > most;
        // Where each name stands in the order of names.
        let mut ranks = vec![0; count];
        for (rank, place) in self.sorted.iter().enumerate() {
            ranks.iter_mut().skip(*place).take(1).for_each(|slot| *slot = rank);
        }
        let mut tally = Tally::new(count, coverage);
        let mut steps = self.steps.iter().filter_map(|place| ranks.get(*place).copied());
        for walk in &self.paths {
            let path: Vec<usize> = steps.by_ref().take(walk.length).collect();
            tally.add(&path, walk);
        }
        let (effects, value_effects, converts) = if coverage { tally.covered() } else { tally.solved() }?;
        let names = self.sorted.iter().filter_map(|place| self.names.get(*place).cloned()).collect();
        Some(Removal { names, effects, value_effects, converts, coverage })
    }
}

impl Removal {
    /// Splits `total` between everybody by their removal effects, exactly.
    pub fn credit(&self, total: i64) -> Vec<i64> {
        split(total, &weights(&self.effects))
    }

    /// The weights of conversions, for further splits.
    pub fn weights(&self) -> Vec<u64> {
        weights(&self.effects)
    }

    /// The weights of money; none where there is none.
    pub fn value_weights(&self) -> Option<Vec<u64>> {
        self.value_effects.as_deref().map(weights)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 2^50")]
fn weights(effects: &[f64]) -> Vec<u64> {
    effects.iter().map(|effect| (effect * FINE).round() as u64).collect()
}

/// What is counted of journeys.
struct Tally {
    count: usize,
    /// From each state to each, row by row; empty where coverage is taken.
    moves: Vec<f64>,
    starts: Vec<f64>,
    /// Conversions from each state; where coverage is taken, conversions with it on their path.
    ends: Vec<f64>,
    values: Vec<f64>,
    /// Everything that leaves each state for another.
    leaves: Vec<f64>,
    journeys: f64,
    conversions: f64,
    value: f64,
}

type Effects = (Vec<f64>, Option<Vec<f64>>, f64);

impl Tally {
    fn new(count: usize, coverage: bool) -> Self {
        let none = || vec![0.0; count];
        Self {
            count,
            moves: if coverage { Vec::new() } else { vec![0.0; count * count] },
            starts: none(),
            ends: none(),
            values: none(),
            leaves: none(),
            journeys: 0.0,
            conversions: 0.0,
            value: 0.0,
        }
    }

    fn add(&mut self, path: &[usize], walk: &Walk) {
        let (conversions, value) = (number(walk.conversions), number(walk.value));
        let journeys = conversions + number(walk.nothing);
        self.journeys += journeys;
        self.conversions += conversions;
        self.value += value;
        if self.moves.is_empty() {
            for state in ordered::once(path.iter().copied()) {
                plus(&mut self.ends, state, conversions);
                plus(&mut self.values, state, value);
            }
            return;
        }
        for (from, to) in path.iter().zip(path.iter().skip(1)) {
            plus(&mut self.moves, from * self.count + to, journeys);
        }
        for state in path {
            plus(&mut self.leaves, *state, journeys);
        }
        path.iter().take(1).for_each(|first| plus(&mut self.starts, *first, journeys));
        if let Some(last) = path.last() {
            plus(&mut self.ends, *last, conversions);
            plus(&mut self.values, *last, value);
        }
    }

    fn covered(self) -> Option<Effects> {
        if self.conversions <= 0.0 {
            return None;
        }
        let parts = |of: Vec<f64>, whole: f64| of.into_iter().map(|part| part / whole).collect();
        let values = (self.value > 0.0).then(|| parts(self.values, self.value));
        Some((parts(self.ends, self.conversions), values, self.conversions / self.journeys))
    }

    fn solved(mut self) -> Option<Effects> {
        if self.conversions <= 0.0 {
            return None;
        }
        // I - P in place of the counts.
        for (place, row) in self.moves.chunks_exact_mut(self.count.max(1)).enumerate() {
            let leaves = self.leaves.get(place).copied().unwrap_or(1.0);
            for moves in row.iter_mut() {
                *moves /= -leaves;
            }
            row.iter_mut().skip(place).take(1).for_each(|own| *own = 1.0);
        }
        let part = |(of, leaves): (&f64, &f64)| of / leaves;
        let ends: Vec<f64> = self.ends.iter().zip(&self.leaves).map(part).collect();
        let values: Vec<f64> = self.values.iter().zip(&self.leaves).map(part).collect();
        let starts: Vec<f64> = self.starts.iter().map(|starts| starts / self.journeys).collect();
        let mut factors = Factors { count: self.count, cells: self.moves };
        factors.eliminate();
        let reached = factors.before(starts.clone());
        let (conversions, money) = (factors.behind(ends), factors.behind(values));
        factors.invert();
        let stays = factors.diagonal();
        let effects = |ahead: &[f64]| -> (Vec<f64>, f64) {
            let whole: f64 = starts.iter().zip(ahead).map(|(start, ahead)| start * ahead).sum();
            let effect =
                |((reached, ahead), stays): ((&f64, &f64), &f64)| (reached * ahead / (stays * whole)).clamp(0.0, 1.0);
            (reached.iter().zip(ahead).zip(&stays).map(effect).collect(), whole)
        };
        let (of_conversions, converts) = effects(&conversions);
        Some((of_conversions, (self.value > 0.0).then(|| effects(&money).0), converts))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts and money are below 2^53")]
fn number(count: u64) -> f64 {
    count as f64
}
