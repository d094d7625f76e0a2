//! The word in the short address: one link, however its word is written.

use proptest::prelude::*;
use waymark::domain::refusal::Refusal;
use waymark::domain::route::Door;
use waymark::domain::slug::{BYTES_MOST, MOST, RESERVED, Slug, WORD_MOST, in_address};

use crate::given;

/// Every letter by its percent sign and number.
fn encoded(word: &str) -> String {
    word.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"))
}

/// What is looked up where `raw` is asked for, on a host where capitals mean nothing.
fn asked(raw: &str) -> Option<String> {
    on(raw, false)
}

/// What is looked up on a host where `/Abc` and `/abc` are two links.
fn exact(raw: &str) -> Option<String> {
    on(raw, true)
}

fn on(raw: &str, exact_case: bool) -> Option<String> {
    Some(Slug::parse(raw)?.normal(exact_case, given::compose)?.into_owned())
}

fn chosen(text: &str) -> Option<String> {
    Slug::chosen(text, false, given::compose)
}

#[test]
fn one_word_is_one_slug_however_it_is_written() {
    for raw in ["Abc", "abc", "ABC", "%41bc", "%61%62%63", "A%42c"] {
        assert_eq!(asked(raw).as_deref(), Some("abc"), "{raw}");
    }
}

#[test]
fn on_a_host_that_says_so_capitals_are_other_letters() {
    assert_eq!((exact("Abc").as_deref(), exact("%41bc").as_deref()), (Some("Abc"), Some("Abc")));
    assert_ne!(exact("Abc"), exact("abc"));
    assert_ne!(exact("GRÖSSE"), exact("grösse"));
}

#[test]
fn a_word_is_decoded_once_only() {
    assert_eq!(asked("%2541bc"), None);
}

#[test]
fn a_word_has_1_to_64_characters() {
    assert_eq!(asked(""), None);
    assert_eq!(asked("a").as_deref(), Some("a"));
    for (letters, fits) in [(WORD_MOST - 1, true), (WORD_MOST, true), (WORD_MOST + 1, false)] {
        assert_eq!(asked(&"a".repeat(letters)).is_some(), fits, "{letters}");
        assert_eq!(asked(&"%61".repeat(letters)).is_some(), fits, "{letters}");
        assert_eq!(asked(&format!("x/{}", "ä".repeat(letters))).is_some(), fits, "{letters}");
    }
}

#[test]
fn a_slug_has_up_to_three_words() {
    assert_eq!(asked("sarah/spring").as_deref(), Some("sarah/spring"));
    assert_eq!(asked("Sarah/%53pring/26").as_deref(), Some("sarah/spring/26"));
    for raw in ["a/b/c/d", "a//b", "/a", "a/%20/b", "a%2Fb", "a/%2F"] {
        assert_eq!(asked(raw), None, "{raw}");
    }
}

#[test]
fn a_slug_has_at_most_128_characters_with_its_slashes() {
    let of = |first: usize, last: usize| format!("{}/{}/c", "a".repeat(first), "b".repeat(last));
    assert_eq!(MOST, 128);
    for (first, last, fits) in [(62, 62, true), (63, 62, true), (63, 63, false), (64, 64, false)] {
        assert_eq!(asked(&of(first, last)).is_some(), fits, "{first} {last}");
    }
}

#[test]
fn a_slug_has_at_most_250_bytes() {
    // Three bytes a letter: 83 of them and a slash are 250.
    assert_eq!(BYTES_MOST, 250);
    let of = |first: usize| format!("{}/{}", "春".repeat(first), "夏".repeat(40));
    for (first, fits) in [(42, true), (43, true), (44, false)] {
        assert_eq!(asked(&of(first)).is_some(), fits, "{first}");
    }
}

#[test]
fn signs_behind_an_address_are_forgiven_to_whoever_follows_it() {
    for raw in [
        "spring.",
        "spring,",
        "spring)",
        "spring/",
        "spring//",
        "spring).",
        "spring!",
        "spring?!",
        "spring%22",
        "spring'",
        "spring%3E",
        "spring%E2%80%9D",
        "spring%E2%80%A6",
        "spring;",
        "spring:",
        "spring]",
        "spring./",
        "spring*",
        "spring。",
    ] {
        assert_eq!(asked(raw).as_deref(), Some("spring"), "{raw}");
    }
    assert_eq!(asked("sarah/spring).").as_deref(), Some("sarah/spring"));
    for raw in [".", "/", ".spring", "(spring", "spr.ing", "spring+", "spring.qr", "spring.x."] {
        assert_eq!(asked(raw), None, "{raw}");
    }
}

#[test]
fn nothing_is_forgiven_where_a_slug_is_chosen() {
    assert_eq!(chosen("Sarah/Spring").as_deref(), Some("sarah/spring"));
    assert_eq!(chosen("Grüße").as_deref(), Some("grüße"));
    for text in ["spring.", "spring/", "/spring", "spring)", "spring+", "a.b", "", " ", "v1", "px/a"] {
        assert_eq!(chosen(text), None, "{text:?}");
    }
}

#[test]
fn of_ascii_a_word_has_plain_letters_digits_hyphen_and_underscore() {
    assert_eq!(asked("spring_sale-26").as_deref(), Some("spring_sale-26"));
    for raw in
        ["a.b", "a b", "a%20b", "a+b", "%ff", "a%00", "a%", "..", "~a", "a%0Ab", "a@b", "a=b", "a&b", "a\\b", "a%5Cb"]
    {
        assert_eq!(asked(raw), None, "{raw:?}");
    }
}

#[test]
fn letters_of_every_script_and_pictures_may_stand() {
    for word in ["größe", "春のセール", "распродажа", "हिन्दी", "สงกรานต์", "عيد", "🎉", "naïve", "👍🏽", "🇩🇪"]
    {
        assert_eq!(asked(&encoded(word)).as_deref(), Some(word), "{word}");
    }
}

#[test]
fn letters_are_composed_and_folded_once_for_whoever_makes_and_whoever_follows() {
    for (raw, slug) in [
        ("GRÖSSE", "grösse"),
        ("gro\u{308}sse", "grösse"),
        ("\u{212a}ey", "key"),
        ("ｓａｒａｈ２", "sarah2"),
        ("\u{fb01}t", "fit"),
        ("❤\u{fe0f}", "❤"),
        ("ΣΑΣ", "σας"),
    ] {
        assert_eq!((asked(raw).as_deref(), chosen(raw).as_deref()), (Some(slug), Some(slug)), "{raw}");
        assert_eq!(asked(&encoded(raw)).as_deref(), Some(slug), "{raw}");
    }
}

#[test]
fn what_becomes_a_sign_or_a_reserved_word_is_no_slug() {
    for raw in ["a\u{ff0f}b", "a\u{ff0e}b", "ｖ１", "ＰＸ/a"] {
        assert_eq!(asked(raw), None, "{raw}");
    }
}

#[test]
fn what_nobody_sees_may_not_stand() {
    for letter in [
        '\u{ad}',
        '\u{85}',
        '\u{a0}',
        '\u{115f}',
        '\u{180e}',
        '\u{200b}',
        '\u{200d}',
        '\u{200e}',
        '\u{2028}',
        '\u{202e}',
        '\u{2066}',
        '\u{2800}',
        '\u{3000}',
        '\u{3164}',
        '\u{e000}',
        '\u{fdd0}',
        '\u{feff}',
        '\u{fffd}',
        '\u{fffe}',
        '\u{1fffe}',
        '\u{e0041}',
        '\u{f0000}',
        '\u{10ffff}',
    ] {
        assert_eq!(asked(&encoded(&format!("a{letter}b"))), None, "{:x}", u32::from(letter));
    }
}

#[test]
fn where_the_platform_composes_nothing_there_is_no_slug() {
    let slug = Slug::parse("größe").unwrap();
    assert_eq!(slug.normal(false, |_| None), None);
    // A text that changes each time it is composed could never be found again.
    assert_eq!(slug.normal(false, |text| Some(format!("{text}x"))), None);
}

#[test]
fn an_address_that_is_too_long_to_be_a_slug_is_not_read() {
    assert_eq!(asked(&format!("spring{}", ".".repeat(1018))).as_deref(), Some("spring"));
    assert_eq!(asked(&format!("spring{}", ".".repeat(1019))), None);
}

#[test]
fn a_reserved_word_begins_no_slug_in_any_spelling() {
    for word in RESERVED {
        let small = encoded(word).to_lowercase();
        for raw in [(*word).to_owned(), word.to_uppercase(), small, format!("{word}/x"), format!("{word}.")] {
            assert_eq!((asked(&raw), exact(&raw)), (None, None), "{raw}");
        }
        if !word.contains('.') {
            assert_eq!(asked(&format!("x/{word}")), Some(format!("x/{word}")));
        }
    }
}

#[test]
fn no_door_of_the_service_opens_at_a_word_that_a_slug_may_be() {
    // Whatever the router treats in its own way must be reserved: else a link of that name could never be reached.
    for word in ["v1", "px", "healthz", "postback", "docs", "dashboard", "wm", "api", "robots", "favicon", "index", "x"]
    {
        let special = match Door::of("GET", &format!("/{word}")) {
            Ok(Door::Follow(slug)) => slug.is_none(),
            Ok(_) | Err(Refusal::NotFound) => true,
            Err(other) => panic!("{word}: {other:?}"),
        };
        assert_eq!(special, RESERVED.contains(&word), "{word}");
    }
}

#[test]
fn a_random_slug_is_a_slug_of_so_many_letters() {
    for byte in 0..=255_u8 {
        for length in [7, 8, 31, 32] {
            let slug = Slug::random([byte; 32], length);
            assert_eq!(slug.as_str().len(), usize::from(length));
            assert_eq!(asked(slug.as_str()).as_deref(), Some(slug.as_str()));
        }
    }
}

#[test]
fn a_random_slug_has_no_letters_that_are_read_wrong() {
    for byte in 0..=255_u8 {
        assert!(!Slug::random([byte; 32], 7).as_str().contains(['0', 'o', '1', 'l', 'i']));
    }
}

#[test]
fn in_an_address_a_slug_stands_in_ascii() {
    assert_eq!(in_address("sarah/spring_26-x"), "sarah/spring_26-x");
    assert_eq!(in_address("größe"), "gr%C3%B6%C3%9Fe");
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn a_plain_word_is_its_own_slug_in_small_letters(word in "[A-Za-z0-9_-]{1,64}") {
        prop_assume!(!RESERVED.contains(&word.to_ascii_lowercase().as_str()));
        prop_assert_eq!(asked(&word), Some(word.to_ascii_lowercase()));
        prop_assert_eq!(exact(&word), Some(word));
    }

    #[test]
    fn every_spelling_by_percent_signs_is_the_same_slug(word in "[A-Za-z0-9_-]{1,20}", upper in any::<bool>()) {
        let encoded = if upper { encoded(&word) } else { encoded(&word).to_lowercase() };
        prop_assert_eq!(asked(&encoded), asked(&word));
    }

    #[test]
    fn what_is_kept_is_found_by_the_address_it_is_shown_at(raw in any::<String>(), exact_case in any::<bool>()) {
        if let Some(slug) = on(&raw, exact_case) {
            prop_assert_eq!(on(&in_address(&slug), exact_case), Some(slug.clone()));
            prop_assert_eq!(Slug::chosen(&slug, exact_case, given::compose), Some(slug));
        }
    }

    #[test]
    fn whatever_is_a_slug_has_no_sign_of_an_address(raw in any::<String>()) {
        if let Some(slug) = asked(&raw) {
            let plain = |letter: char| !letter.is_ascii() || letter.is_ascii_alphanumeric() || "_-/".contains(letter);
            prop_assert!(slug.chars().all(plain) && !slug.chars().any(char::is_control));
            prop_assert!((1..=BYTES_MOST).contains(&slug.len()));
        }
    }
}
