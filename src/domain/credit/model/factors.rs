//! A system of linear equations solved in place: L and U without pivots, then their inverses.
//!
//! # Why
//! Where every row's own cell outweighs the others of its row, as in `I - P` of walks that all end, the elimination is stable
//! without exchanging rows. One matrix of `n * n` numbers is all the room it takes; zeros cost nothing.

/// A square matrix row by row, which becomes its own factors L (below, ones on its diagonal) and U, then their inverses.
pub(super) struct Factors {
    /// Rows.
    pub count: usize,
    /// All cells.
    pub cells: Vec<f64>,
}

impl Factors {
    /// Row `place` to change, and the rows before it.
    fn with_rows_before(&mut self, place: usize) -> (&[f64], &mut [f64]) {
        let at = (place * self.count).min(self.cells.len());
        let (before, from) = self.cells.split_at_mut(at);
        let end = self.count.min(from.len());
        (before, from.split_at_mut(end).0)
    }

    fn row(&self, place: usize) -> &[f64] {
        self.cells.get(place * self.count..).and_then(|from| from.get(..self.count)).unwrap_or_default()
    }

    /// A becomes L and U: each row less the rows before it.
    pub fn eliminate(&mut self) {
        let count = self.count;
        for place in 1..count {
            let (before, row) = self.with_rows_before(place);
            for (pivot, above) in before.chunks_exact(count).enumerate() {
                let (Some((_, [pivot_cell, above @ ..])), (_, [cell, rest @ ..])) =
                    (above.split_at_checked(pivot), row.split_at_mut(pivot))
                else {
                    continue;
                };
                if *cell != 0.0 {
                    *cell /= pivot_cell;
                    less(rest, above, *cell);
                }
            }
        }
    }

    /// `x` of `A x = given`.
    pub fn behind(&self, mut given: Vec<f64>) -> Vec<f64> {
        for place in 0..self.count {
            let known: f64 = self.row(place).iter().zip(&given).take(place).map(|(cell, known)| cell * known).sum();
            plus(&mut given, place, -known);
        }
        for place in (0..self.count).rev() {
            let row = self.row(place).iter().zip(&given).skip(place + 1);
            let known: f64 = row.map(|(cell, known)| cell * known).sum();
            let own = self.row(place).get(place).copied().unwrap_or(1.0);
            given.iter_mut().skip(place).take(1).for_each(|slot| *slot = (*slot - known) / own);
        }
        given
    }

    /// `u` of `u A = given`.
    pub fn before(&self, mut given: Vec<f64>) -> Vec<f64> {
        for place in 0..self.count {
            if let (Some((_, [own, row @ ..])), (_, [known, rest @ ..])) =
                (self.row(place).split_at_checked(place), given.split_at_mut(place))
            {
                *known /= own;
                less(rest, row, *known);
            }
        }
        for place in (0..self.count).rev() {
            if let (Some((row, _)), (rest, [known, ..])) =
                (self.row(place).split_at_checked(place), given.split_at_mut(place))
            {
                less(rest, row, *known);
            }
        }
        given
    }

    /// L and U become their inverses.
    pub fn invert(&mut self) {
        let count = self.count;
        for place in 0..count {
            // The inverse of L: its rows before this one are inverted already.
            let (before, row) = self.with_rows_before(place);
            for (pivot, above) in before.chunks_exact(count).enumerate() {
                if let ((rest, [cell, ..]), Some((above, _))) = (row.split_at_mut(pivot), above.split_at_checked(pivot))
                    && *cell != 0.0
                {
                    less(rest, above, *cell);
                    *cell = -*cell;
                }
            }
        }
        for place in 0..count {
            // The inverse of U: its rows behind this one are not inverted yet.
            let from = (place * count).min(self.cells.len());
            let (_, from) = self.cells.split_at_mut(from);
            let (row, behind) = from.split_at_mut(count.min(from.len()));
            let (_, [own, rest @ ..]) = row.split_at_mut(place) else { continue };
            *own = 1.0 / *own;
            for cell in rest.iter_mut() {
                *cell *= *own;
            }
            for (ahead, below) in behind.chunks_exact(count).enumerate() {
                let (Some((_, [pivot, below @ ..])), (_, [cell, rest @ ..])) =
                    (below.split_at_checked(place + 1 + ahead), rest.split_at_mut(ahead))
                else {
                    continue;
                };
                if *cell != 0.0 {
                    *cell /= -*pivot;
                    less(rest, below, -*cell);
                }
            }
        }
    }

    /// The diagonal of the product of both inverses, that is of the inverse of A.
    pub fn diagonal(&self) -> Vec<f64> {
        let cell = |row: usize, column: usize| self.cells.get(row * self.count + column).copied().unwrap_or_default();
        let sum = |place: usize| -> f64 { (place + 1..self.count).map(|to| cell(place, to) * cell(to, place)).sum() };
        (0..self.count).map(|place| cell(place, place) + sum(place)).collect()
    }
}

/// `target -= factor * source`, four at a time: the build is for size, and this line is nearly all the time there is.
fn less(target: &mut [f64], source: &[f64], factor: f64) {
    let (targets, target) = target.as_chunks_mut::<4>();
    let (sources, source) = source.as_chunks::<4>();
    for ([a, b, c, d], [w, x, y, z]) in targets.iter_mut().zip(sources) {
        *a -= factor * w;
        *b -= factor * x;
        *c -= factor * y;
        *d -= factor * z;
    }
    for (target, source) in target.iter_mut().zip(source) {
        *target -= factor * source;
    }
}

/// Adds to one place of a list.
pub(super) fn plus(list: &mut [f64], place: usize, more: f64) {
    list.iter_mut().skip(place).take(1).for_each(|slot| *slot += more);
}
