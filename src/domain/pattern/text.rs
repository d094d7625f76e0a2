//! A user agent as patterns look at it: in lower case, as far as it is looked at, each letter a byte.

/// The most letters of a text that are looked at; browsers send some 300 at most.
pub const LETTERS_MOST: usize = 1024;

/// Stands for every letter outside ASCII; upper case never comes up in a folded text.
const FOREIGN: u8 = b'A';

/// Stands for every space outside ASCII.
const FOREIGN_SPACE: u8 = b'B';

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
    pub(super) fn ahead(&self) -> &[u8] {
        self.bytes.get(..self.end + 2).unwrap_or_default()
    }

    /// Whether `word` stands anywhere in it.
    pub fn holds(&self, word: &str) -> bool {
        self.letters().windows(word.len().max(1)).any(|letters| letters == word.as_bytes())
    }
}
