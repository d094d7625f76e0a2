//! The ways in which a kept body may spell a word.
//!
//! # Why
//! SQLite makes small letters of ASCII only, and PHP and Python write every other letter as `\u00f6`. So a word is looked
//! for in each of these spellings, in bodies whose ASCII letters were made small.

use std::fmt::Write;

use crate::domain::{case, ordered};

/// Letters beyond ASCII of which every mixture of large and small is looked for; of more all small and all large.
const MIXED_MOST: usize = 4;

/// Every spelling of `word`, which is in small letters.
pub fn every(word: &str) -> Vec<String> {
    let mixed = word.chars().filter(|letter| large(*letter) != *letter).count() <= MIXED_MOST;
    let mut spelled = vec![String::new()];
    for letter in word.chars() {
        let other = large(letter);
        if other != letter && (mixed || spelled.len() == 1) {
            let mut twins = spelled.clone();
            for (small, large) in spelled.iter_mut().zip(&mut twins) {
                small.push(letter);
                large.push(other);
            }
            spelled.append(&mut twins);
        } else {
            for (place, text) in spelled.iter_mut().enumerate() {
                text.push(if place == 0 { letter } else { other });
            }
        }
    }
    let every = spelled.iter().flat_map(|text| {
        [text.clone(), escaped(text, false, false), escaped(text, true, false), escaped(text, true, true)]
    });
    ordered::once(every)
}

/// The large letter, where it is one and the database does not know it for the same.
fn large(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let large = case::upper(letter.encode_utf8(&mut [0; 4]));
    let mut large = large.chars();
    match (large.next(), large.next()) {
        (Some(one), None) => one,
        _ => letter,
    }
}

/// As it stands in a JSON text of small ASCII letters: what must be escaped, and where these say so letters beyond ASCII
/// and slashes too.
fn escaped(text: &str, letters: bool, slashes: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '\\' => escaped.extend(['\\', letter]),
            '/' if slashes => escaped.push_str("\\/"),
            _ if letters && !letter.is_ascii() => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    let _ = write!(escaped, "\\u{unit:04x}");
                }
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}
