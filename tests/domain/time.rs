//! Moments and days: parsed and printed without loss, bounded where nobody can mean it.

use proptest::prelude::*;
use waymark::domain::time::{self, DAY_MS, Day, EARLIEST, LATEST};

use crate::given;

/// Days whose number is known: from the epoch, from `date -ud`, and around leap days of every kind.
const KNOWN: [(&str, i64); 12] = [
    ("1970-01-01", 0),
    ("1969-12-31", -1),
    ("1970-03-01", 59),
    ("2000-02-29", 11_016),
    ("2000-03-01", 11_017),
    ("2024-02-29", 19_782),
    ("2024-12-31", 20_088),
    ("2025-01-01", 20_089),
    ("2026-11-20", 20_777),
    ("2038-01-19", 24_855),
    ("2100-02-28", 47_540),
    ("2100-03-01", 47_541),
];

#[test]
fn known_days_have_their_number() {
    for (text, number) in KNOWN {
        assert_eq!(Day::parse(text), Some(Day(number)), "{text}");
        assert_eq!(Day(number).to_string(), text);
    }
}

#[test]
fn a_day_that_no_month_has_is_none() {
    for text in ["2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32"] {
        assert_eq!(Day::parse(text), None, "{text}");
    }
}

#[test]
fn a_day_is_written_in_one_way_only() {
    for text in ["", "2026-1-1", "20261120", "2026/11/20", "+026-11-20", "2026-11-20 ", " 2026-11-20", "2026-11-2é"] {
        assert_eq!(Day::parse(text), None, "{text:?}");
    }
}

#[test]
fn a_moment_before_1970_falls_on_the_day_before() {
    assert_eq!(Day::of_utc(-1), Day(-1));
    assert_eq!(Day::of_utc(0), Day(0));
    assert_eq!(Day::of_utc(DAY_MS - 1), Day(0));
}

#[test]
fn a_known_moment_is_printed_as_date_prints_it() {
    assert_eq!(time::print(given::NOON), "2026-11-20T12:00:00.000Z");
    assert_eq!(time::print(-1), "1969-12-31T23:59:59.999Z");
}

#[test]
fn every_way_to_write_noon_is_noon() {
    for text in [
        "2026-11-20T12:00:00Z",
        "2026-11-20t12:00:00z",
        "2026-11-20 12:00:00Z",
        "2026-11-20T12:00:00.000Z",
        "2026-11-20T12:00:00.0009999Z",
        "2026-11-20T13:00:00+01:00",
        "2026-11-20T01:00:00-11:00",
        "2026-11-21T01:00:00+13:00",
        "2026-11-20T17:30:00.0+05:30",
        "2026-11-20T12:00:00-00:00",
    ] {
        assert_eq!(time::parse(text), Some(given::NOON), "{text}");
    }
}

#[test]
fn a_fraction_is_cut_to_milliseconds() {
    for (text, milli) in [(".1", 100), (".25", 250), (".009", 9), (".9999", 999), (".123456789", 123)] {
        assert_eq!(time::parse(&format!("2026-11-20T12:00:00{text}Z")), Some(given::NOON + milli), "{text}");
    }
}

#[test]
fn a_leap_second_is_the_second_before_it() {
    assert_eq!(time::parse("2016-12-31T23:59:60Z"), time::parse("2016-12-31T23:59:59Z"));
    assert!(time::parse("2016-12-31T23:59:60Z").is_some());
}

#[test]
fn what_is_no_moment_is_none() {
    for text in [
        "",
        "yesterday",
        "2026-11-20",
        "2026-11-20T12:00:00",
        "2026-11-20T12:00Z",
        "2026-11-20T24:00:00Z",
        "2026-11-20T12:60:00Z",
        "2026-11-20T12:00:61Z",
        "2026-11-20T12:00:00.Z",
        "2026-11-20T12:00:00.1234567890123456789Z",
        "2026-11-20T12:00:00+1:00",
        "2026-11-20T12:00:00+0100",
        "2026-11-20T12:00:00+24:00",
        "2026-11-20T12:00:00+01:60",
        "2026-11-20T12:00:00Zulu",
        "2026-11-20T12:00:00Z\n",
        "2026-11-20T+2:00:00Z",
        "2026-11-20T12:00:0éZ",
        "1795176000000",
    ] {
        assert_eq!(time::parse(text), None, "{text:?}");
    }
}

#[test]
fn a_moment_outside_2000_to_2199_is_none() {
    assert_eq!(time::parse("2000-01-01T00:00:00Z"), Some(EARLIEST));
    assert_eq!(time::parse("1999-12-31T23:59:59.999Z"), None);
    assert_eq!(time::parse("2199-12-31T23:59:59.999Z"), Some(LATEST - 1));
    assert_eq!(time::parse("2200-01-01T00:00:00Z"), None);
    // The bounds are of the moment, not of the written year.
    assert_eq!(time::parse("2000-01-01T00:00:00+01:00"), None);
    assert_eq!(time::parse("2200-01-01T00:00:00+01:00"), Some(LATEST - 3_600_000));
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn a_day_printed_and_parsed_is_the_same(day in -719_162_i64..2_932_896) {
        prop_assert_eq!(Day::parse(&Day(day).to_string()), Some(Day(day)));
    }

    #[test]
    fn days_one_after_the_other_are_printed_in_their_order(day in -719_162_i64..2_932_896) {
        prop_assert!(Day(day).to_string() < Day(day + 1).to_string());
    }

    #[test]
    fn a_moment_printed_and_parsed_is_the_same(at in EARLIEST..LATEST) {
        prop_assert_eq!(time::parse(&time::print(at)), Some(at));
    }

    #[test]
    fn a_moment_told_at_any_offset_is_the_same(at in EARLIEST + DAY_MS..LATEST - DAY_MS, minutes in -1_439_i64..1_440) {
        let local = time::print(at + minutes * 60_000);
        let sign = if minutes < 0 { '-' } else { '+' };
        let offset = format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
        prop_assert_eq!(time::parse(&local.replace('Z', &offset)), Some(at));
    }

    #[test]
    fn no_text_breaks_the_parser(text in any::<String>()) {
        prop_assert_eq!(Day::parse(&text).is_some(), Day::parse(&text).is_some_and(|day| day.to_string() == text));
        prop_assert!(time::parse(&text).is_none_or(|at| (EARLIEST..LATEST).contains(&at)));
    }
}
