//! How far a history has come: what one call took, and what all of them did.

use serde_json::{Map, Value, json};

use super::ERRORS_MOST;
use crate::domain::conversion::{Outcome, Said};
use crate::domain::ordered;
use crate::domain::refusal::Fault;
use crate::domain::time;
use crate::stored;

/// The row of a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Its name.
    pub name: String,
    /// Lines that were taken, from the first one on without a gap.
    pub lines: u64,
    /// Of these new.
    pub stored: u64,
    /// Of these known already.
    pub repeated: u64,
    /// Of these wrong.
    pub refused: u64,
    /// When the first came.
    pub created_at: i64,
    /// When the last came.
    pub updated_at: i64,
}

stored!(Progress { name, lines, stored, repeated, refused, created_at, updated_at });

impl Progress {
    /// The row as it is shown.
    pub fn shown(&self) -> Value {
        json!({
            "name": self.name,
            "lines": self.lines,
            "stored": self.stored,
            "repeated": self.repeated,
            "refused": self.refused,
            "created_at": time::print(self.created_at),
            "updated_at": time::print(self.updated_at),
        })
    }
}

/// How many lines came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New.
    pub stored: u64,
    /// Known already.
    pub repeated: u64,
    /// Wrong.
    pub refused: u64,
}

/// What became of the lines of a call.
#[derive(Debug, Default)]
pub struct Tally {
    /// All of them.
    pub all: Counts,
    /// Those that were not taken by an earlier call, since the row was last written.
    pub fresh: Counts,
    /// Lines that an earlier call took and that are stored only now, since the row was last written: they were wrong then.
    pub mended: u64,
    /// What is wrong, portion by portion; the first of it.
    errors: Vec<Fault>,
    left_out: usize,
    /// What was noticed, and how often.
    notes: Vec<(&'static str, u64)>,
}

impl Tally {
    /// Counts `count` lines that are known now, `stored` of them new; `before` says that an earlier call took them.
    pub fn count(&mut self, count: usize, stored: usize, before: bool) {
        let (count, stored) = (u64::try_from(count).unwrap_or(0), u64::try_from(stored).unwrap_or(0));
        let repeated = count.saturating_sub(stored);
        self.all.stored += stored;
        self.all.repeated += repeated;
        if before {
            self.mended += stored;
        } else {
            self.fresh.stored += stored;
            self.fresh.repeated += repeated;
        }
    }

    /// Counts what became of a conversion; gives its faults.
    pub fn conversion(&mut self, said: Said, before: bool) -> Vec<Fault> {
        for note in said.notes {
            match self.notes.iter_mut().find(|(known, _)| *known == note) {
                Some((_, count)) => *count += 1,
                None => self.notes.push((note, 1)),
            }
        }
        match said.outcome {
            Outcome::Accepted | Outcome::Revision => self.count(1, 1, before),
            Outcome::Duplicate => self.count(1, 0, before),
            Outcome::Ignored => return vec![Fault::at("/test", "test", "A test is not stored; leave the line out.")],
            Outcome::Conflict | Outcome::Rejected => {}
        }
        said.errors
    }

    /// Notes what is wrong with lines; earlier calls took the first `had`.
    pub fn wrong(&mut self, mut faults: Vec<Fault>, had: u64) {
        faults.sort_by_key(|fault| fault.line);
        let lines = ordered::once(faults.iter().filter_map(|fault| fault.line));
        for line in lines {
            self.all.refused += 1;
            self.fresh.refused += u64::from(line > had);
        }
        let room = ERRORS_MOST.saturating_sub(self.errors.len());
        self.left_out += faults.len().saturating_sub(room);
        faults.truncate(room);
        self.errors.extend(faults);
    }

    /// The answer to a call whose last line has the number `end`.
    pub fn shown(&self, end: u64, progress: &Progress) -> Value {
        let Counts { stored, repeated, refused } = self.all;
        let notes = self.notes.iter().map(|(note, count)| ((*note).to_owned(), (*count).into()));
        json!({
            "name": progress.name,
            "lines": stored + repeated + refused,
            "stored": stored,
            "repeated": repeated,
            "refused": refused,
            "errors": self.errors,
            "errors_left_out": self.left_out,
            "notes": notes.collect::<Map<String, Value>>(),
            "next_offset": end,
            "import": progress.shown(),
        })
    }
}
