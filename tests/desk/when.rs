//! Moments: both shops' own, those that a spreadsheet has rewritten, and those that could be two days.

use proptest::prelude::*;
use waymark::desk::when::{read, shown};
use waymark::domain::time;

#[test]
fn a_moment_keeps_its_day_as_written_and_its_place_in_time() {
    let written = [
        ("2026-11-20 13:05:00 +0100", "2026-11-20", "2026-11-20T12:05:00Z"),
        ("2026-11-20 23:30:00 -0500", "2026-11-20", "2026-11-21T04:30:00Z"),
        ("2026-11-20T13:05:00+01:00", "2026-11-20", "2026-11-20T12:05:00Z"),
        ("2026-11-20T12:05:00Z", "2026-11-20", "2026-11-20T12:05:00Z"),
        ("2026-11-20 12:05:00 UTC", "2026-11-20", "2026-11-20T12:05:00Z"),
        ("2026-11-20 12:05", "2026-11-20", "2026-11-20T12:05:00Z"),
        ("2026-11-20 12:05:07.250", "2026-11-20", "2026-11-20T12:05:07Z"),
        ("2026-11-20", "2026-11-20", "2026-11-20T00:00:00Z"),
        ("2026/11/20 9:05", "2026-11-20", "2026-11-20T09:05:00Z"),
        ("20.11.2026 9:05", "2026-11-20", "2026-11-20T09:05:00Z"),
        ("20/11/2026 09:05", "2026-11-20", "2026-11-20T09:05:00Z"),
        ("11/20/2026 9:05 PM", "2026-11-20", "2026-11-20T21:05:00Z"),
        ("11/20/2026, 12:05 am", "2026-11-20", "2026-11-20T00:05:00Z"),
        ("3.4.2026", "2026-04-03", "2026-04-03T00:00:00Z"),
        ("4/4/2026", "2026-04-04", "2026-04-04T00:00:00Z"),
    ];
    for (text, day, at) in written {
        let when = read(text, None).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!((when.day.to_string().as_str(), Some(when.at)), (day, time::parse(at)), "{text}");
    }
}

#[test]
fn what_could_be_two_days_is_read_only_when_the_order_is_known() {
    assert!(read("03/04/2026", None).unwrap_err().contains("--dates"));
    assert_eq!(read("03/04/2026", Some(true)).unwrap().day.to_string(), "2026-04-03");
    assert_eq!(read("03/04/2026", Some(false)).unwrap().day.to_string(), "2026-03-04");
    assert_eq!([shown("20/11/2026"), shown("11/20/2026"), shown("03/04/2026")], [Some(true), Some(false), None]);
    assert_eq!([shown("2026-11-20"), shown("20.11.2026"), shown("99/11/2026")], [None, None, None]);
}

#[test]
fn what_is_no_moment_is_refused() {
    let none = [
        "",
        "yesterday",
        "2026-02-30",
        "31/02/2026",
        "20.11.26",
        "2026-11-20 25:00",
        "2026-11-20 13:05 PM",
        "2026-11-20 0:05 am",
        "2026-11-20 13:05:00 Berlin",
        "2026-11-20-01",
        "1999-12-31",
        "2026-13-01",
        "11/20/2026 9",
        "2026-11-20 12:05:00 +01",
    ];
    for text in none {
        assert!(read(text, None).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn nothing_that_is_written_makes_it_panic(text in "\\PC{0,24}|[-0-9/.: +TZampAMP]{0,26}") {
        for order in [None, Some(true), Some(false)] {
            drop(read(&text, order));
        }
        shown(&text);
    }
}
