//! Reporting days: every moment is of one day, whatever the zone does with its clocks.

use proptest::prelude::*;
use waymark::domain::time::{self, DAY_MS, Day, HOUR_MS};
use waymark::domain::zone;

use crate::given;

const MINUTE: i64 = 60_000;

fn at(text: &str) -> i64 {
    time::parse(text).unwrap()
}

/// Berlin's summer times from 2026 to 2028 (last Sundays of March and October, 01:00 UTC).
fn berlin(moment: i64) -> i64 {
    let summers = [
        ("2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"),
        ("2027-03-28T01:00:00Z", "2027-10-31T01:00:00Z"),
        ("2028-03-26T01:00:00Z", "2028-10-29T01:00:00Z"),
    ];
    let summer = summers.iter().any(|(from, until)| (at(from)..at(until)).contains(&moment));
    if summer { 2 * HOUR_MS } else { HOUR_MS }
}

/// Lord Howe Island: 10:30 ahead, 11:00 in summer: a change of half an hour (2026-10-03T15:30Z, 2027-04-03T15:00Z).
fn lord_howe(moment: i64) -> i64 {
    let summer = (at("2026-10-03T15:30:00Z")..at("2027-04-03T15:00:00Z")).contains(&moment);
    if summer { 11 * HOUR_MS } else { 10 * HOUR_MS + 30 * MINUTE }
}

/// A zone whose clocks go back from midnight to 23:00, as Greenland's did: the hour before midnight comes twice.
fn back_at_midnight(moment: i64) -> i64 {
    if moment < at("2026-10-25T00:00:00Z") { 0 } else { -HOUR_MS }
}

/// A zone whose clocks go from midnight to 01:00, as Beirut's and Cairo's do: the day has no midnight.
fn on_at_midnight(moment: i64) -> i64 {
    if moment < at("2026-03-28T22:00:00Z") { 2 * HOUR_MS } else { 3 * HOUR_MS }
}

/// A zone whose clocks go back from 01:00 to midnight, as Havana's do: the day has two midnights.
fn two_midnights(moment: i64) -> i64 {
    if moment < at("2026-11-01T05:00:00Z") { -4 * HOUR_MS } else { -5 * HOUR_MS }
}

/// A zone that left out a day, as Samoa did: from 11 hours behind to 13 ahead.
fn day_left_out(moment: i64) -> i64 {
    if moment < at("2026-12-30T11:00:00Z") { -11 * HOUR_MS } else { 13 * HOUR_MS }
}

type Ahead = fn(i64) -> i64;

const ZONES: [(&str, Ahead); 13] = [
    ("UTC", |_| 0),
    ("Berlin", berlin),
    ("Lord Howe", lord_howe),
    ("back at midnight", back_at_midnight),
    ("on at midnight", on_at_midnight),
    ("two midnights", two_midnights),
    ("a day left out", day_left_out),
    ("+14:00", |_| 14 * HOUR_MS),
    ("+13:00", |_| 13 * HOUR_MS),
    ("-11:00", |_| -11 * HOUR_MS),
    ("-12:00", |_| -12 * HOUR_MS),
    ("+05:30", |_| 5 * HOUR_MS + 30 * MINUTE),
    ("-03:30", |_| -3 * HOUR_MS - 30 * MINUTE),
];

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn hours(day: Day, ahead: Ahead) -> i64 {
    let (from, until) = zone::bounds(day, ahead);
    (until - from) / HOUR_MS
}

#[test]
fn a_utc_day_is_its_reporting_day_in_utc() {
    let today = day("2026-11-20");
    assert_eq!(zone::bounds(today, |_| 0), (today.start_utc(), today.start_utc() + DAY_MS));
    assert_eq!(zone::overlapping(today, |_| 0), [today]);
}

#[test]
fn berlins_winter_day_begins_an_hour_before_utc() {
    let (from, until) = zone::bounds(day("2026-11-20"), berlin);
    assert_eq!(
        (time::print(from), time::print(until)),
        ("2026-11-19T23:00:00.000Z".into(), "2026-11-20T23:00:00.000Z".into())
    );
}

#[test]
fn the_day_that_loses_an_hour_has_23() {
    assert_eq!(hours(day("2026-03-29"), berlin), 23);
    assert_eq!(hours(day("2026-03-29"), on_at_midnight), 23);
}

#[test]
fn the_day_that_gains_an_hour_has_25() {
    assert_eq!(hours(day("2026-10-25"), berlin), 25);
    assert_eq!(hours(day("2026-10-24"), back_at_midnight), 25);
    assert_eq!(hours(day("2026-11-01"), two_midnights), 25);
}

#[test]
fn lord_howes_days_change_by_half_an_hour() {
    let (from, until) = zone::bounds(day("2026-10-04"), lord_howe);
    assert_eq!(until - from, 23 * HOUR_MS + 30 * MINUTE);
    let (from, until) = zone::bounds(day("2027-04-04"), lord_howe);
    assert_eq!(until - from, 24 * HOUR_MS + 30 * MINUTE);
}

#[test]
fn a_day_that_the_zone_left_out_lasts_no_time() {
    let (from, until) = zone::bounds(day("2026-12-30"), day_left_out);
    assert_eq!(from, until);
    assert_eq!(from, at("2026-12-30T11:00:00Z"));
}

#[test]
fn a_utc_day_lies_in_two_of_berlins_days() {
    assert_eq!(zone::overlapping(day("2026-11-20"), berlin), [day("2026-11-20"), day("2026-11-21")]);
}

#[test]
fn a_utc_day_lies_in_two_days_behind_utc() {
    assert_eq!(zone::overlapping(day("2026-11-20"), |_| -11 * HOUR_MS), [day("2026-11-19"), day("2026-11-20")]);
}

#[test]
fn days_cover_three_years_without_gap_or_overlap() {
    for (name, ahead) in ZONES {
        for number in day("2026-01-01").0..day("2029-01-01").0 {
            let (this, next) = (zone::bounds(Day(number), ahead), zone::bounds(Day(number + 1), ahead));
            assert_eq!(this.1, next.0, "{name} {:?}", Day(number));
            assert!(this.0 <= this.1, "{name} {:?} ends before it begins", Day(number));
        }
    }
}

#[test]
fn a_day_begins_with_its_first_moment_and_ends_with_its_last() {
    for (name, ahead) in ZONES {
        for number in day("2026-01-01").0..day("2029-01-01").0 {
            let (from, until) = zone::bounds(Day(number), ahead);
            if from < until {
                assert_eq!(zone::day_of(from, ahead), Day(number), "{name}");
                assert_eq!(zone::day_of(until - 1, ahead), Day(number), "{name}");
                assert_ne!(zone::day_of(from - 1, ahead), Day(number), "{name}");
            }
        }
    }
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn every_moment_lies_within_its_day(zone in 0..ZONES.len(), moment in 1_767_225_600_000_i64..1_861_920_000_000) {
        let (name, ahead) = ZONES[zone];
        let day = zone::day_of(moment, ahead);
        let (from, until) = zone::bounds(day, ahead);
        prop_assert!((from..until).contains(&moment), "{} {}", name, time::print(moment));
    }

    #[test]
    fn the_reporting_days_of_a_utc_day_cover_it(zone in 0..ZONES.len(), utc in 20_454_i64..21_550) {
        let (name, ahead) = ZONES[zone];
        let days = zone::overlapping(Day(utc), ahead);
        let (first, last) = (days[0], days[days.len() - 1]);
        prop_assert!(zone::bounds(first, ahead).0 <= Day(utc).start_utc(), "{}", name);
        prop_assert!(zone::bounds(last, ahead).1 >= Day(utc).start_utc() + DAY_MS, "{}", name);
        prop_assert!(days.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1));
    }
}
