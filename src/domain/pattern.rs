//! Patterns over user agents: a table of words with what may stand around them, found in one walk over the text.
//!
//! # Why
//! A library for regular expressions is larger than the rest of the Worker. The patterns that tell programs are words
//! almost all, so a script takes them apart beforehand (`scripts/bots`): the table below finds the words, and what a word
//! alone cannot say is a [`Shape`]. No step looks at a letter twice for one pattern, so no user agent takes long.

use std::ops::Range;

/// The most letters of a text that are looked at; browsers send some 300 at most.
pub const LETTERS_MOST: usize = 1024;

/// Stands for every letter outside ASCII; upper case never comes up in a folded text.
const FOREIGN: u8 = b'A';

/// Stands for every space outside ASCII.
const FOREIGN_SPACE: u8 = b'B';

/// Which letters of a folded text may stand in a place: a bit each, the lower half of ASCII before the upper one.
pub type Class = [u64; 2];

/// The letters of words: `[a-z0-9_]`.
const WORD: Class = [((1 << 10) - 1) << b'0', ((1 << 26) - 1) << (b'a' - 64) | 1 << (b'_' - 64)];

/// A text in lower case, a byte for each UTF-16 unit, as far as it is looked at.
pub struct Text {
    /// Two more than are looked at, so that three can be taken at every place.
    bytes: [u8; LETTERS_MOST + 2],
    end: usize,
}

impl Text {
    /// Folds a text, whatever it is.
    pub fn of(text: &str) -> Self {
        let mut bytes = [0; LETTERS_MOST + 2];
        // Nearly every user agent is ASCII alone.
        let mut end = text.bytes().take(LETTERS_MOST).take_while(u8::is_ascii).count();
        if let (Some(to), Some(from)) = (bytes.get_mut(..end), text.as_bytes().get(..end)) {
            to.copy_from_slice(from);
            to.make_ascii_lowercase();
        }
        let rest = text.get(end..).unwrap_or_default();
        let mut put = |byte| {
            if let Some(place) = bytes.get_mut(end).filter(|_| end < LETTERS_MOST) {
                *place = byte;
                end += 1;
            }
        };
        // No letter is shorter than a byte.
        for letter in rest.chars().take(LETTERS_MOST) {
            match u8::try_from(letter) {
                Ok(byte) if byte.is_ascii() => put(byte.to_ascii_lowercase()),
                _ if letter.is_whitespace() || letter == '\u{feff}' => put(FOREIGN_SPACE),
                _ => (0..letter.len_utf16()).for_each(|_| put(FOREIGN)),
            }
        }
        Self { bytes, end }
    }

    /// The folded letters.
    pub fn letters(&self) -> &[u8] {
        self.bytes.get(..self.end).unwrap_or_default()
    }

    /// The same and two more, which are none.
    fn ahead(&self) -> &[u8] {
        self.bytes.get(..self.end + 2).unwrap_or_default()
    }

    /// Whether `word` stands anywhere in it.
    pub fn holds(&self, word: &str) -> bool {
        self.letters().windows(word.len().max(1)).any(|letters| letters == word.as_bytes())
    }
}

/// What must stand before a word.
#[derive(Clone, Copy, Debug)]
pub enum Before {
    /// Whatever there is.
    Any,
    /// The edge of a word.
    Edge,
    /// A letter of this class.
    In(Class),
    /// None of these.
    Not(&'static [&'static str]),
}

/// What must stand after a word or a shape.
#[derive(Clone, Copy, Debug)]
pub enum After {
    /// Whatever there is.
    Any,
    /// The edge of a word.
    Edge,
    /// Nothing.
    End,
    /// None of these.
    Not(&'static [&'static str]),
    /// More than a word can say.
    Rest(&'static Shape),
}

/// What a word alone cannot say, as places with the classes of their letters (Glushkov's automaton): at most 64 places.
#[derive(Debug)]
pub struct Shape {
    /// The places where it may begin, a bit each.
    pub first: u64,
    /// For each place the letters that may stand there, and the places that may come next.
    pub places: &'static [(Class, u64)],
    /// The places where it may end.
    pub last: u64,
    /// What must stand after it: [`After::Any`], [`After::Edge`] or [`After::End`].
    pub after: After,
}

impl Shape {
    fn fits(&self, letters: &[u8], from: usize) -> bool {
        let mut next = self.first;
        for (at, &letter) in letters.iter().enumerate().skip(from) {
            let mut now = 0;
            let mut left = next;
            next = 0;
            while left != 0 {
                let place = left.trailing_zeros();
                left &= left - 1;
                if let Some(&(class, follow)) = self.places.get(place as usize)
                    && among(class, letter)
                {
                    now |= 1 << place;
                    next |= follow;
                }
            }
            if now & self.last != 0 && self.after.fits(letters, at + 1) {
                return true;
            }
            if next == 0 {
                return false;
            }
        }
        false
    }
}

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

impl Before {
    fn fits(self, letters: &[u8], at: usize) -> bool {
        match self {
            Self::Any => true,
            Self::Edge => edge(letters, at),
            Self::In(class) => before(letters, at).is_some_and(|letter| among(class, letter)),
            Self::Not(words) => {
                let head = letters.get(..at).unwrap_or_default();
                !words.iter().any(|word| head.ends_with(word.as_bytes()))
            }
        }
    }
}

impl After {
    fn fits(self, letters: &[u8], at: usize) -> bool {
        match self {
            Self::Any => true,
            Self::Edge => edge(letters, at),
            Self::End => at == letters.len(),
            Self::Not(words) => {
                let rest = letters.get(at..).unwrap_or_default();
                !words.iter().any(|word| rest.starts_with(word.as_bytes()))
            }
            Self::Rest(shape) => shape.fits(letters, at),
        }
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

fn among(class: Class, letter: u8) -> bool {
    let [lower, upper] = class;
    (if letter < 64 { lower } else { upper }) >> (letter & 63) & 1 == 1
}

fn before(letters: &[u8], at: usize) -> Option<u8> {
    letters.get(at.checked_sub(1)?).copied()
}

/// Whether a word begins or ends here.
fn edge(letters: &[u8], at: usize) -> bool {
    let word = |letter: Option<u8>| letter.is_some_and(|letter| among(WORD, letter));
    word(before(letters, at)) != word(letters.get(at).copied())
}
