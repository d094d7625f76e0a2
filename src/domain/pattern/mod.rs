//! Patterns over user agents: a table of words with what may stand around them, found in one walk over the text.
//!
//! # Why
//! A library for regular expressions is larger than the rest of the Worker. The patterns that tell programs are words
//! almost all, so a script takes them apart beforehand (`scripts/bots`): the table below finds the words, and what a word
//! alone cannot say is a [`Shape`]. No step looks at a letter twice for one pattern, so no user agent takes long.

use std::ops::Range;

mod around;
mod text;

pub use around::{After, Before, Class, Shape};
pub use text::{LETTERS_MOST, Text};

/// A word and what stands around it.
#[derive(Debug)]
pub struct Pattern {
    /// The word, in lower case.
    pub word: &'static str,
    /// What it stands for; the table's owner knows.
    pub mark: u32,
    /// What must stand around the word; most say all by themselves.
    pub around: Option<&'static Around>,
}

/// What must stand around a word.
#[derive(Debug)]
pub struct Around {
    /// Before it.
    pub before: Before,
    /// After it.
    pub after: After,
}

impl Pattern {
    fn fits(&self, letters: &[u8], at: usize) -> bool {
        let word = self.word.as_bytes();
        letters.get(at..).is_some_and(|rest| rest.starts_with(word))
            && self
                .around
                .is_none_or(|around| around.before.fits(letters, at) && around.after.fits(letters, at + word.len()))
    }
}

/// Words, and where to look for them.
pub struct Table {
    /// Patterns of the very start.
    pub start: &'static [Pattern],
    /// Patterns of any place, in the order of their first letters; none of their words is empty.
    pub within: &'static [Pattern],
    /// Where each first letter's patterns begin in `within`, and where the last ones end.
    firsts: [u16; 129],
    /// For each first letter the lowest five bits of the second letters there are, a bit each.
    seconds: [u32; 128],
    /// The same for the first three letters together, see [`bit`].
    thirds: [u32; 32],
}

impl Table {
    /// The table of these patterns, made by the compiler.
    ///
    /// # Panics
    /// The build fails where `within` is in another order.
    #[expect(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        reason = "at compile time a mistake is an error of the build"
    )]
    pub const fn of(start: &'static [Pattern], within: &'static [Pattern]) -> Self {
        let (mut firsts, mut seconds, mut thirds) = ([0; 129], [0; 128], [0; 32]);
        let mut letter = 0;
        let mut at = 0;
        while letter < 128 {
            firsts[letter] = at as u16;
            while at < within.len() && within[at].word.as_bytes()[0] as usize == letter {
                let word = within[at].word.as_bytes();
                // A word of fewer letters may go on with any.
                seconds[letter] |= if word.len() > 1 { 1 << (word[1] & 31) } else { u32::MAX };
                let mut next = if word.len() > 2 { word[2] } else { 0 };
                while word.len() > 1 && next < 128 {
                    let bit = bit(word[0], word[1], next);
                    thirds[bit >> 5] |= 1 << (bit & 31);
                    next = if word.len() > 2 { 128 } else { next + 1 };
                }
                at += 1;
            }
            letter += 1;
        }
        assert!(at == within.len(), "the patterns are in the order of their first letters");
        firsts[128] = at as u16;
        Self { start, within, firsts, seconds, thirds }
    }

    /// Shows each pattern that the text holds, in the order of the text, until `see` says that it has seen enough.
    pub fn walk(&self, text: &Text, see: &mut dyn FnMut(&'static Pattern) -> bool) {
        let letters = text.letters();
        let Some(&first) = letters.first() else { return };
        for pattern in self.start {
            let likely = pattern.word.as_bytes().first().is_none_or(|letter| *letter == first);
            if likely && pattern.fits(letters, 0) && see(pattern) {
                return;
            }
        }
        for (at, ahead) in text.ahead().windows(3).enumerate() {
            let [letter, second, third] = *ahead else { return };
            if !self.likely(letter, second, third) {
                continue;
            }
            for pattern in self.within.get(self.bucket(letter)).unwrap_or_default() {
                let likely = pattern.word.as_bytes().get(1).is_none_or(|known| *known == second);
                if likely && pattern.fits(letters, at) && see(pattern) {
                    return;
                }
            }
        }
    }

    /// Whether a word may begin with these letters; most of the time none does, and nothing else is asked.
    fn likely(&self, letter: u8, second: u8, third: u8) -> bool {
        let seconds = self.seconds.get(usize::from(letter)).copied().unwrap_or_default();
        if seconds >> (second & 31) & 1 == 0 {
            return false;
        }
        let bit = bit(letter, second, third);
        seconds == u32::MAX || self.thirds.get(bit >> 5).is_some_and(|bits| bits >> (bit & 31) & 1 == 1)
    }

    fn bucket(&self, letter: u8) -> Range<usize> {
        let place = |letter: usize| self.firsts.get(letter).map_or(0, |at| usize::from(*at));
        place(usize::from(letter))..place(usize::from(letter) + 1)
    }
}

/// Ten bits of three letters.
const fn bit(letter: u8, second: u8, third: u8) -> usize {
    ((letter as usize) << 5 ^ (second as usize) << 3 ^ third as usize) & 1023
}
