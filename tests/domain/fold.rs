//! Folding: what looks the same to a person is the same word.

use proptest::prelude::*;
use waymark::domain::fold::{capitals, name};

use crate::given::tries;

#[test]
fn letters_of_every_width_and_font_are_plain_capitals() {
    for text in ["sarah20", "ＳＡＲＡＨ２０", "ｓａｒａｈ２０", "ⓢⓐⓡⓐⓗ②⓪", "🅂🄰🅁🄰🄷²⁰", "𝐬𝐚𝐫𝐚𝐡𝟐𝟎", "𝒮𝒶𝓇𝒶𝒽₂₀", "𝕤𝕒𝕣𝕒𝕙𝟚𝟘"]
    {
        assert_eq!(capitals(text), "SARAH20", "{text}");
    }
}

#[test]
fn every_letter_like_character_stands_for_its_letter() {
    assert_eq!(capitals("ℂℊℋℐℒℓℕℙℚℝℤ\u{212a}\u{212b}ℬℯℰℱℳℴ"), "CGHILLNPQRZKÅBEEFMO");
}

#[test]
fn marks_that_nobody_sees_are_nothing() {
    assert_eq!(capitals("\u{feff}SA\u{ad}R\u{200b}A\u{200d}H\u{2060}\u{202e}\u{fe0f}"), "SARAH");
}

#[test]
fn white_space_is_trimmed_outside_and_one_space_inside() {
    assert_eq!(capitals("\u{3000} sarah \u{a0}\t20\u{2003}"), "SARAH 20");
    assert_ne!(capitals("SARAH 20"), capitals("SARAH20"));
}

#[test]
fn dashes_and_quotes_of_phones_are_those_of_keyboards() {
    assert_eq!(capitals("o’neill–10"), "O'NEILL-10");
}

#[test]
fn a_letter_that_has_two_capitals_gets_both() {
    assert_eq!(capitals("straße"), "STRASSE");
    assert_eq!(capitals("oﬃce"), "OFFICE");
}

#[test]
fn an_accent_may_be_a_mark_of_its_own() {
    assert_eq!(capitals("Zoe\u{308}"), capitals("zoë"));
    assert_eq!(capitals("n\u{303}a\u{30a}c\u{327}s\u{30c}"), "ÑÅÇŠ");
    assert_eq!(capitals("q\u{301}"), "Q\u{301}");
}

#[test]
fn letters_that_only_resemble_others_stay_their_own() {
    // A Cyrillic А is no Latin one.
    assert_ne!(capitals("S\u{410}RAH"), "SARAH");
    assert_ne!(capitals("Zoë"), "ZOE");
}

#[test]
fn a_name_is_its_letters_however_it_is_written() {
    for text in ["Sarah O'Neill", "@sarah.oneill", "sarah_o_neill", "SARAH-ONEILL!", "ｓａｒａｈ　ｏｎｅｉｌｌ"]
    {
        assert_eq!(name(text), "SARAHONEILL", "{text}");
    }
    assert_eq!(name(" @!- "), "");
    assert_eq!(name("Zoë Muñoz"), name("zoe munoz"));
}

#[test]
fn every_character_folds_to_what_folds_to_itself() {
    for letter in '\0'..=char::MAX {
        let folded = capitals(&format!("a{letter}b"));
        assert_eq!(capitals(&folded), folded, "U+{:04X}", u32::from(letter));
    }
}

proptest! {
    #![proptest_config(tries(2_000))]

    #[test]
    fn what_is_folded_folds_to_itself(text in any::<String>()) {
        let folded = capitals(&text);
        prop_assert_eq!(capitals(&folded), folded.clone());
        prop_assert_eq!(name(&folded), name(&text));
    }

    #[test]
    fn marks_in_any_order_fold_once(text in "[aceinosuyzßÄ \u{300}-\u{308}\u{30a}\u{30c}\u{327}\u{345}\u{200b}]{0,12}") {
        let folded = capitals(&text);
        prop_assert_eq!(capitals(&folded), folded);
    }
}
