//! Capitals and small letters are those of the standard library.

use waymark::domain::case::{lower, upper};

/// What the tables were made from; of a later Unicode they know no new letters.
const UNICODE: (u8, u8, u8) = (17, 0, 0);

#[test]
fn every_character_has_the_capital_and_the_small_letter_of_unicode() {
    // Behind the planes with letters there are none: a few of those tell as much as all.
    for letter in (0..0x2_0000).chain((0x2_0000..0x11_0000).step_by(251)).filter_map(char::from_u32) {
        let text = letter.to_string();
        let known = upper(&text) != text || lower(&text) != text || char::UNICODE_VERSION <= UNICODE;
        if known {
            assert_eq!(upper(&text), text.to_uppercase(), "{letter:?}");
            assert_eq!(lower(&text), text.to_lowercase(), "{letter:?}");
        }
    }
}

#[test]
fn a_sigma_is_the_final_one_where_it_ends_a_word() {
    for text in [
        "ΝΙΚΟΣ@example.com",
        "ΟΔΥΣΣΕΥΣ",
        "ΟΔΥΣ ΣΕΥΣ",
        "Σ",
        "ΑΣ'Α",
        "ΑΣ.Α",
        "ΑΣ.",
        "Α.Σ",
        "ΣΑΣ-Σ",
        "1Σ",
        "Α\u{301}Σ\u{301}",
        "aΣ",
    ] {
        assert_eq!(lower(text), text.to_lowercase(), "{text}");
    }
}
