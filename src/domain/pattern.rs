//! Patterns over user agents: a table of words with what may stand around them, found in one walk over the text.
//!
//! # Why
//! A library for regular expressions is larger than the rest of the Worker. The patterns that tell programs are words
//! almost all, so a script takes them apart beforehand (`scripts/bots`): the table below finds the words, and what a word
//! alone cannot say is a [`Shape`]. No step looks at a letter twice for one pattern, so no user agent takes long.

/// The most letters of a text that are looked at; browsers send some 300 at most.
pub const LETTERS_MOST: usize = 1024;

/// Stands for every letter outside ASCII; upper case never comes up in a folded text.
const FOREIGN: u8 = b'A';

/// Stands for every space outside ASCII.
const FOREIGN_SPACE: u8 = b'B';

/// Which letters of a folded text may stand in a place: a bit each.
pub type Class = u128;

/// The letters of words: `[a-z0-9_]`.
const WORD: Class = ((1 << 26) - 1) << b'a' | ((1 << 10) - 1) << b'0' | 1 << b'_';

/// A text in lower case, a byte for each UTF-16 unit, as far as it is looked at.
pub struct Text {
    bytes: [u8; LETTERS_MOST],
    end: usize,
}

impl Text {
    /// Folds a text, whatever it is.
    pub fn of(text: &str) -> Self {
        let mut bytes = [0; LETTERS_MOST];
        let mut end = 0;
        let mut put = |byte| {
            if let Some(place) = bytes.get_mut(end) {
                *place = byte;
                end += 1;
            }
        };
        // No letter is shorter than a byte.
        for letter in text.chars().take(LETTERS_MOST) {
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
    /// Before the word.
    pub before: Before,
    /// The word, in lower case.
    pub word: &'static str,
    /// After the word.
    pub after: After,
    /// What it stands for; the table's owner knows.
    pub mark: u32,
}

impl Pattern {
    fn fits(&self, letters: &[u8], at: usize) -> bool {
        let word = self.word.as_bytes();
        letters.get(at..).is_some_and(|rest| rest.starts_with(word))
            && self.before.fits(letters, at)
            && self.after.fits(letters, at + word.len())
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
        let (mut firsts, mut seconds) = ([0; 129], [0; 128]);
        let mut letter = 0;
        let mut at = 0;
        while letter < 128 {
            firsts[letter] = at as u16;
            while at < within.len() && within[at].word.as_bytes()[0] as usize == letter {
                let word = within[at].word.as_bytes();
                seconds[letter] |= if word.len() > 1 { 1 << (word[1] & 31) } else { u32::MAX };
                at += 1;
            }
            letter += 1;
        }
        assert!(at == within.len(), "the patterns are in the order of their first letters");
        firsts[128] = at as u16;
        Self { start, within, firsts, seconds }
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
        for (at, &letter) in letters.iter().enumerate() {
            let second = letters.get(at + 1).copied().unwrap_or_default();
            let seconds = self.seconds.get(usize::from(letter)).copied().unwrap_or_default();
            if seconds >> (second & 31) & 1 == 0 {
                continue;
            }
            let place = |letter: usize| self.firsts.get(letter).map_or(0, |at| usize::from(*at));
            let bucket = place(usize::from(letter))..place(usize::from(letter) + 1);
            for pattern in self.within.get(bucket).unwrap_or_default() {
                if pattern.fits(letters, at) && see(pattern) {
                    return;
                }
            }
        }
    }
}

fn among(class: Class, letter: u8) -> bool {
    class >> (letter & 127) & 1 == 1
}

fn before(letters: &[u8], at: usize) -> Option<u8> {
    letters.get(at.checked_sub(1)?).copied()
}

/// Whether a word begins or ends here.
fn edge(letters: &[u8], at: usize) -> bool {
    let word = |letter: Option<u8>| letter.is_some_and(|letter| among(WORD, letter));
    word(before(letters, at)) != word(letters.get(at).copied())
}
