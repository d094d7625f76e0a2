//! What may stand around a word: classes of letters, edges of words, and shapes.

/// Which letters of a folded text may stand in a place: a bit each, the lower half of ASCII before the upper one.
pub type Class = [u64; 2];

/// The letters of words: `[a-z0-9_]`.
const WORD: Class = [((1 << 10) - 1) << b'0', ((1 << 26) - 1) << (b'a' - 64) | 1 << (b'_' - 64)];

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

impl Before {
    pub(super) fn fits(self, letters: &[u8], at: usize) -> bool {
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
    pub(super) fn fits(self, letters: &[u8], at: usize) -> bool {
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
