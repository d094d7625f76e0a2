//! The word in the short address: one link, however its word is written.

use proptest::prelude::*;
use waymark::domain::refusal::Refusal;
use waymark::domain::route::Door;
use waymark::domain::slug::{RESERVED, Slug};

use crate::given;

/// Every letter by its percent sign and number.
fn encoded(word: &str) -> String {
    word.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"))
}

#[test]
fn one_word_is_one_slug_however_it_is_written() {
    for raw in ["Abc", "abc", "ABC", "%41bc", "%61%62%63", "A%42c"] {
        assert_eq!(Slug::parse(raw).map(|slug| slug.to_string()), Some("abc".to_owned()), "{raw}");
    }
}

#[test]
fn a_word_is_decoded_once_only() {
    assert_eq!(Slug::parse("%2541bc"), None);
}

#[test]
fn a_slug_has_1_to_64_characters() {
    assert_eq!(Slug::parse(""), None);
    assert!(Slug::parse("a").is_some());
    assert!(Slug::parse(&"a".repeat(64)).is_some());
    assert!(Slug::parse(&"%61".repeat(64)).is_some());
    assert_eq!(Slug::parse(&"a".repeat(65)), None);
}

#[test]
fn a_slug_is_made_of_plain_letters_digits_hyphen_and_underscore() {
    assert!(Slug::parse("spring_sale-26").is_some());
    for raw in
        ["a.b", "a b", "a%20b", "a%2Fb", "a+b", "ä", "%c3%a4", "%ff", "a%00", "a%", "a\u{200b}b", "ａｂ", "..", "~a"]
    {
        assert_eq!(Slug::parse(raw), None, "{raw:?}");
    }
}

#[test]
fn the_kelvin_sign_is_no_k() {
    assert_eq!(Slug::parse("\u{212a}ey"), None);
}

#[test]
fn a_reserved_word_is_no_slug_in_any_spelling() {
    for word in RESERVED {
        let encoded = encoded(word).to_lowercase();
        for raw in [(*word).to_owned(), word.to_uppercase(), encoded] {
            assert_eq!(Slug::parse(&raw), None, "{raw}");
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
fn a_random_slug_is_a_slug_of_seven() {
    for byte in 0..=255_u8 {
        let slug = Slug::random([byte; 7]);
        assert_eq!(slug.as_str().len(), 7);
        assert_eq!(Slug::parse(slug.as_str()), Some(slug));
    }
}

#[test]
fn a_random_slug_has_no_letters_that_are_read_wrong() {
    for byte in 0..=255_u8 {
        assert!(!Slug::random([byte; 7]).as_str().contains(['0', 'o', '1', 'l', 'i']));
    }
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn a_slug_printed_and_parsed_is_the_same(word in "[A-Za-z0-9_-]{1,64}") {
        prop_assume!(!RESERVED.contains(&word.to_ascii_lowercase().as_str()));
        let slug = Slug::parse(&word).unwrap();
        prop_assert_eq!(slug.as_str(), word.to_ascii_lowercase());
        prop_assert_eq!(Slug::parse(slug.as_str()), Some(slug));
    }

    #[test]
    fn every_spelling_by_percent_signs_is_the_same_slug(word in "[A-Za-z0-9_-]{1,20}", upper in any::<bool>()) {
        let encoded = if upper { encoded(&word) } else { encoded(&word).to_lowercase() };
        prop_assert_eq!(Slug::parse(&encoded), Slug::parse(&word));
    }

    #[test]
    fn whatever_parses_is_plain(raw in any::<String>()) {
        if let Some(slug) = Slug::parse(&raw) {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
            prop_assert!(slug.as_str().bytes().all(plain));
        }
    }
}
