//! Amounts: what people and programs write is read, and what could be two amounts is not.

use proptest::prelude::*;
use waymark::desk::amount::{Mark, read, shown};
use waymark::domain::money::{Currency, decimal};

use crate::given::eur;

#[test]
fn amounts_are_read_however_they_are_written() {
    let written = [
        ("79.30", 7_930),
        ("79", 7_900),
        ("79,3", 7_930),
        ("0.500", 50),
        ("1,234.50", 123_450),
        ("1.234,50", 123_450),
        ("1 234,50", 123_450),
        ("1\u{a0}234,50 €", 123_450),
        ("1\u{202f}234,50", 123_450),
        ("1'234.50", 123_450),
        ("1,234,567", 123_456_700),
        ("1,23,456.00", 12_345_600),
        ("€79.30", 7_930),
        ("Rs. 79", 7_900),
        ("79.-", 7_900),
        ("-5.00", -500),
        ("\u{2212}5,00", -500),
        ("(5.00)", -500),
        ("62.345678", 6_235),
        ("0.005", 1),
        ("1234.567", 123_457),
    ];
    for (text, minor) in written {
        assert_eq!(read(text, eur(), None), Ok(minor), "{text}");
    }
}

#[test]
fn what_is_no_amount_is_refused() {
    for text in [
        "",
        "-",
        "abc",
        "1e5",
        "12 apples 3",
        "1.2.3",
        "1,2,3",
        "1,23.45.6",
        "..5",
        ".50",
        "-.50",
        "1,,234",
        "12,3456,789",
        "9999999999999",
        "1234567.891,2,3",
    ] {
        assert!(read(text, eur(), None).is_err(), "{text}");
    }
}

#[test]
fn what_could_be_two_amounts_is_read_only_by_a_mark_that_is_known() {
    assert!(read("1.234", eur(), None).unwrap_err().contains("--decimal"));
    assert!(read("1,234", eur(), None).unwrap_err().contains("--decimal"));
    assert_eq!(read("1.234", eur(), Some(Mark::Comma)), Ok(123_400));
    assert_eq!(read("1,234", eur(), Some(Mark::Point)), Ok(123_400));
    assert_eq!(read("1.234", eur(), Some(Mark::Point)), Ok(123));
}

#[test]
fn a_mark_that_contradicts_the_file_is_refused() {
    assert!(read("12,50", eur(), Some(Mark::Point)).unwrap_err().contains("another decimal mark"));
    assert!(read("1.234,50", eur(), Some(Mark::Point)).is_err());
    assert!(read("1.234.567", eur(), Some(Mark::Point)).is_err());
}

#[test]
fn an_amount_shows_its_mark_only_where_it_can_be_no_other() {
    let shows = [
        ("79.30", Some(Mark::Point)),
        ("79,30", Some(Mark::Comma)),
        ("1.234,5", Some(Mark::Comma)),
        ("1.234.567", Some(Mark::Comma)),
        ("1.234", None),
        ("1234", None),
        ("x", None),
    ];
    for (text, mark) in shows {
        assert_eq!(shown(text), mark, "{text}");
    }
}

#[test]
fn currencies_have_their_own_digits() {
    // ISO 4217: no digits behind the point in yen, three in Kuwaiti dinars.
    let currency = |code| Currency::parse(code).unwrap();
    assert_eq!(read("1200", currency("JPY"), None), Ok(1_200));
    assert_eq!(read("1200.00", currency("JPY"), None), Ok(1_200));
    assert_eq!(read("1.2345", currency("KWD"), None), Ok(1_235));
}

proptest! {
    #[test]
    fn what_the_domain_prints_is_read_back(minor in -1_000_000_000_000_i64..=1_000_000_000_000) {
        prop_assert_eq!(read(&decimal(minor, eur()), eur(), None), Ok(minor));
    }

    #[test]
    fn nothing_that_is_written_makes_it_panic(text in "\\PC{0,12}|[-0-9.,' ()€]{0,14}") {
        for mark in [None, Some(Mark::Point), Some(Mark::Comma)] {
            drop(read(&text, eur(), mark));
        }
        shown(&text);
    }
}
