//! The marks of days that are behind: no write is ever lost between a recount's reading and its clearing.

use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::json;
use waymark::sql;

use crate::given::{self, TODAY};

fn write(db: &Connection) -> i64 {
    given::run(db, sql::EVENTS_DIRTY, &[json!([TODAY]).into()])
}

/// The generation that a recount is about to read, where the day is behind.
fn claim(db: &Connection) -> Option<i64> {
    let marks = given::rows(db, sql::DIRTY_CLAIM, &[]);
    marks.iter().find(|mark| mark["day"] == TODAY).map(|mark| mark["generation"].as_i64().unwrap())
}

fn clear(db: &Connection, generation: i64) -> i64 {
    given::run(db, sql::DIRTY_CLEAR, &[TODAY.into(), generation.into()])
}

fn behind(db: &Connection) -> bool {
    given::number(db, "SELECT count(*) FROM dirty_day") > 0
}

#[test]
fn both_databases_keep_marks_of_one_shape() {
    for db in [given::control(), given::events()] {
        assert_eq!(claim(&db), None);
        write(&db);
        let generation = claim(&db).unwrap();
        clear(&db, generation);
        assert!(!behind(&db));
    }
}

#[test]
fn a_write_marks_its_day() {
    let db = given::events();
    write(&db);
    assert!(behind(&db));
}

#[test]
fn a_mark_that_no_recount_has_read_is_not_written_again() {
    let db = given::events();
    assert_eq!([write(&db), write(&db), write(&db)], [1, 0, 0]);
}

#[test]
fn a_day_named_twice_in_one_batch_is_marked_once() {
    let db = given::events();
    assert_eq!(given::run(&db, sql::EVENTS_DIRTY, &[json!([TODAY, TODAY]).into()]), 1);
}

#[test]
fn a_write_after_the_claim_keeps_the_mark() {
    let db = given::events();
    write(&db);
    let generation = claim(&db).unwrap();
    assert_eq!(write(&db), 1);
    clear(&db, generation);
    assert!(behind(&db));
}

#[test]
fn only_the_first_write_after_a_claim_costs_a_row() {
    let db = given::events();
    write(&db);
    claim(&db);
    assert_eq!([write(&db), write(&db)], [1, 0]);
}

#[test]
fn a_recount_that_was_killed_leaves_the_mark_for_the_next_one() {
    let db = given::events();
    write(&db);
    claim(&db);
    let generation = claim(&db).unwrap();
    clear(&db, generation);
    assert!(!behind(&db));
}

#[test]
fn a_write_between_two_claims_is_read_by_the_second() {
    let db = given::events();
    write(&db);
    let first = claim(&db).unwrap();
    write(&db);
    let second = claim(&db).unwrap();
    clear(&db, first);
    assert!(behind(&db), "the first recount did not read the write");
    clear(&db, second);
    assert!(!behind(&db));
}

#[test]
fn a_clear_that_comes_twice_takes_no_later_write_along() {
    let db = given::events();
    write(&db);
    let first = claim(&db).unwrap();
    let second = claim(&db).unwrap();
    clear(&db, second);
    // The day is up to date; now somebody clicks, and only then the run that was taken over clears what it had read.
    write(&db);
    clear(&db, first);
    assert!(behind(&db), "a click after both recounts is in no total, and nobody knows");
}

#[test]
fn days_are_forced_behind_though_nothing_was_written() {
    let db = given::control();
    assert_eq!(given::run(&db, sql::DIRTY_FORCE, &[TODAY.into(), (TODAY + 2).into()]), 3);
    let marks = given::ask(&db, "SELECT day, typeof(day) AS type FROM dirty_day ORDER BY day");
    let expected: Vec<_> = (TODAY..=TODAY + 2).map(|day| json!({ "day": day, "type": "integer" })).collect();
    assert_eq!(marks, expected);
}

#[test]
fn one_day_is_forced_alone() {
    let db = given::control();
    assert_eq!(given::run(&db, sql::DIRTY_FORCE, &[TODAY.into(), TODAY.into()]), 1);
}

#[test]
fn forcing_days_keeps_the_marks_that_stand() {
    let db = given::events();
    write(&db);
    let generation = claim(&db).unwrap();
    given::run(&db, sql::DIRTY_FORCE, &[TODAY.into(), TODAY.into()]);
    clear(&db, generation);
    assert!(behind(&db));
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn one_recount_at_a_time_loses_no_write(steps in prop::collection::vec(0..3_u8, 0..40)) {
        let db = given::events();
        // What was written, what the running recount has read, and what the totals hold.
        let (mut written, mut reading, mut counted) = (0, None, 0);
        for step in steps {
            match (step, reading) {
                (0, _) => {
                    written += 1;
                    write(&db);
                }
                (1, _) => reading = claim(&db).map(|generation| (generation, written)),
                (_, Some((generation, read))) => {
                    counted = read;
                    clear(&db, generation);
                    reading = None;
                }
                _ => {}
            }
            prop_assert!(behind(&db) || counted == written, "{} written, {} counted, and no mark", written, counted);
        }
    }
}

#[test]
fn a_mark_made_anew_is_never_cleared_by_a_run_that_read_the_one_before_it() {
    let db = given::events();
    write(&db);
    let stalled = claim(&db).unwrap();
    clear(&db, stalled); // another run took over, counted and cleared
    std::thread::sleep(std::time::Duration::from_millis(2));
    write(&db);
    claim(&db).unwrap(); // a third run is about to read
    assert_eq!(clear(&db, stalled), 0);
}

#[test]
fn an_erasure_during_a_recount_is_counted_again_but_not_on_days_whose_events_are_gone() {
    let db = given::events();
    write(&db);
    let generation = claim(&db).unwrap();
    given::run(&db, sql::PURGE_EVENTS_UNTIL, &[(TODAY - 1).into()]);
    let groups = json!([[TODAY - 2, 1, 2, 3, 4], [TODAY - 1, 1, 2, 3, 4], [TODAY, 1, 2, 3, 4], [TODAY, 5, 2, 3, 4]]);
    given::run(&db, sql::PRIVACY_EVENTS_DIRTY, &[groups.into()]);
    clear(&db, generation);
    let days: Vec<_> = given::ask(&db, "SELECT day FROM dirty_day ORDER BY day");
    assert_eq!(days, [json!({ "day": TODAY - 1 }), json!({ "day": TODAY })]);
}
