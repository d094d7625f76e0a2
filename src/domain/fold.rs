//! Folds what people and their keyboards make of one word to one form: letters that only look different, marks nobody sees.
//!
//! # Why
//! Full NFKC needs tables of 51 KB (gzip), a seventh of the whole Worker. What codes and names really meet is arithmetic:
//! full-width forms (Asian keyboards), circled and mathematical letters (fancy fonts of profile pages), invisible marks
//! (copied from web pages), typographic dashes and quotes (put in by phones), and accents that come as marks of their own
//! (file names of a Mac). Those fold here; other compatibility characters stay as they are.

use super::case;

/// Capitals that have a letter of their own for a base and a mark: the mark, then pairs of base and letter.
const MARKED: [(char, &str); 8] = [
    ('\u{300}', "AÀEÈIÌOÒUÙNǸ"),
    ('\u{301}', "AÁEÉIÍOÓUÚYÝCĆNŃSŚZŹ"),
    ('\u{302}', "AÂEÊIÎOÔUÛ"),
    ('\u{303}', "AÃNÑOÕ"),
    ('\u{308}', "AÄEËIÏOÖUÜYŸ"),
    ('\u{30a}', "AÅUŮ"),
    ('\u{30c}', "CČEĚNŇRŘSŠZŽ"),
    ('\u{327}', "CÇSŞ"),
];

/// Letters of the letter-like block with the plain ones they stand for.
const LETTER_LIKE: &str = "ℂCℊgℋHℌHℍHℎhℐIℑIℒLℓlℕNℙPℚQℛRℜRℝRℤZℨZ\u{212a}K\u{212b}ÅℬBℭCℯeℰEℱFℳMℴo";

/// The text in capitals and plain letters, trimmed; runs of white space become one space, for shops tell `A B` from `AB`.
/// It folds to itself.
///
/// ```
/// use waymark::domain::fold::capitals;
/// assert_eq!(capitals(" ｓａｒａｈ\u{200b}②⓪ "), "SARAH20");
/// assert_eq!(capitals("straße"), "STRASSE");
/// ```
pub fn capitals(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let plain: String = text.chars().filter(|c| !unseen(*c)).map(plain).collect();
    for letter in case::upper(&plain).chars() {
        let last = folded.chars().next_back();
        if letter.is_whitespace() {
            if last.is_some_and(|last| last != ' ') {
                folded.push(' ');
            }
        } else if let Some(marked) = last.and_then(|last| with_mark(last, letter)) {
            folded.pop();
            folded.push(marked);
        } else {
            folded.push(letter);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// What a person means by a name: its letters and digits in capitals, without accents, `@`, punctuation and spaces.
///
/// ```
/// use waymark::domain::fold::name;
/// assert_eq!(name("@sarah.o_neill"), name("Sarah O’Neill"));
/// ```
pub fn name(text: &str) -> String {
    let base = |letter: char| {
        let marked = MARKED.iter().flat_map(|(_, letters)| pairs(letters)).find(|(_, marked)| *marked == letter);
        marked.map_or(letter, |(base, _)| base)
    };
    capitals(text).chars().map(base).filter(|letter| letter.is_alphanumeric()).collect()
}

/// Marks that are not seen: soft hyphen, joiners, zero-width spaces, directions, variation selectors, byte order marks.
pub(super) fn unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// The plain character that one of another font or width stands for.
fn plain(letter: char) -> char {
    let code = u32::from(letter);
    // A font of 26 capitals and 26 small letters, or of ten digits, over and over.
    let latin = |at: u32| if at % 52 < 26 { 0x41 + at % 52 } else { 0x61 + at % 52 - 26 };
    let found = match code {
        0xff01..=0xff5e => code - 0xfee0,
        0x1d400..=0x1d6a3 => latin(code - 0x1d400),
        0x1d7ce..=0x1d7ff => 0x30 + (code - 0x1d7ce) % 10,
        0x24b6..=0x24cf => 0x41 + code - 0x24b6,
        0x24d0..=0x24e9 => 0x61 + code - 0x24d0,
        0x1f130..=0x1f149 => 0x41 + code - 0x1f130,
        0x1f150..=0x1f169 => 0x41 + code - 0x1f150,
        0x1f170..=0x1f189 => 0x41 + code - 0x1f170,
        0x2460..=0x2468 => 0x31 + code - 0x2460,
        0x24ea => 0x30,
        0xb2 | 0xb3 => 0x30 + code - 0xb0,
        0xb9 => 0x31,
        0x2070 | 0x2074..=0x2079 => 0x30 + code - 0x2070,
        0x2080..=0x2089 => 0x30 + code - 0x2080,
        0x1fbf0..=0x1fbf9 => 0x30 + code - 0x1fbf0,
        // Hyphens and dashes, then quotes, as word processors put them.
        0x2010..=0x2015 | 0x2212 | 0xfe58 | 0xfe63 => 0x2d,
        0x2018 | 0x2019 | 0x201b | 0x2032 => 0x27,
        0x2100..=0x214f => {
            return pairs(LETTER_LIKE).find(|(like, _)| *like == letter).map_or(letter, |(_, plain)| plain);
        }
        _ => return letter,
    };
    char::from_u32(found).unwrap_or(letter)
}

/// The letter that `base` and `mark` make together.
fn with_mark(base: char, mark: char) -> Option<char> {
    let (_, letters) = MARKED.iter().find(|(known, _)| *known == mark)?;
    pairs(letters).find(|(plain, _)| *plain == base).map(|(_, marked)| marked)
}

/// The characters of `text` two by two.
fn pairs(text: &str) -> impl Iterator<Item = (char, char)> {
    text.chars().step_by(2).zip(text.chars().skip(1).step_by(2))
}
