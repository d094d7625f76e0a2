//! Jobs: one runs at a time, and one that was taken over writes nothing more.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::sql;

use crate::given::{self, Arg, NOON};

const LEASE: i64 = 120_000;

fn open(db: &Connection, at: i64) -> Option<i64> {
    given::rows(db, sql::JOB_OPEN, &["night".into(), at.into()]).first().map(|row| row["id"].as_i64().unwrap())
}

fn beat(id: i64, at: i64) -> (&'static str, Vec<Arg>) {
    (
        sql::JOB_BEAT,
        vec![id.into(), at.into(), "[\"2026-11-20\"]".into(), 10.into(), 2.into(), "visits of 2026-11-20".into()],
    )
}

fn close(db: &Connection, id: i64, state: &str) -> i64 {
    let args: [Arg; 7] = [
        id.into(),
        state.into(),
        (NOON + 5_000).into(),
        "[\"2026-11-20\",\"2026-11-21\"]".into(),
        20.into(),
        4.into(),
        (state == "failed").then_some("it broke").into(),
    ];
    given::run(db, sql::JOB_CLOSE, &args)
}

fn abandon(db: &Connection, now: i64) -> i64 {
    given::run(db, sql::JOB_ABANDON, &[(now - LEASE).into(), now.into()])
}

fn job(db: &Connection, id: i64) -> Value {
    given::rows(db, sql::JOB_GET, &[id.into()]).remove(0)
}

/// A total that a job writes in the same transaction as its beat.
fn total() -> (&'static str, Vec<Arg>) {
    (
        sql::VISIT_TOTALS_PUT,
        vec![3.into(), 1.into(), json!([[1, [1, 1, 0, 0, 0], [1, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]]]).into()],
    )
}

fn totals(db: &Connection) -> i64 {
    given::number(db, "SELECT count(*) FROM visit_total")
}

#[test]
fn a_job_that_starts_is_running() {
    let db = given::control();
    let id = open(&db, NOON).unwrap();
    let expected = json!({
        "id": id, "kind": "night", "state": "running", "started_at": NOON, "finished_at": null,
        "days": "[]", "events": 0, "orders": 0, "doing": null, "error": null,
    });
    assert_eq!(job(&db, id), expected);
}

#[test]
fn while_one_runs_no_other_starts() {
    let db = given::control();
    open(&db, NOON).unwrap();
    assert_eq!(open(&db, NOON + 1), None);
    assert_eq!(given::number(&db, "SELECT count(*) FROM job"), 1);
}

#[test]
fn after_one_ended_the_next_starts() {
    let db = given::control();
    for state in ["done", "partial", "failed"] {
        let id = open(&db, NOON).unwrap();
        close(&db, id, state);
        assert_eq!(job(&db, id)["state"], state);
    }
    assert!(open(&db, NOON).is_some());
}

#[test]
fn a_job_ends_with_what_it_did() {
    let db = given::control();
    let id = open(&db, NOON).unwrap();
    close(&db, id, "failed");
    let expected = json!({
        "id": id, "kind": "night", "state": "failed", "started_at": NOON, "finished_at": NOON + 5_000,
        "days": "[\"2026-11-20\",\"2026-11-21\"]", "events": 20, "orders": 4, "doing": null, "error": "it broke",
    });
    assert_eq!(job(&db, id), expected);
}

#[test]
fn a_job_that_speaks_keeps_its_lease() {
    let mut db = given::control();
    let id = open(&db, NOON).unwrap();
    given::batch(&mut db, &[beat(id, NOON + LEASE)]).unwrap();
    assert_eq!(abandon(&db, NOON + 2 * LEASE), 0);
    assert_eq!(job(&db, id)["events"], 10);
}

#[test]
fn a_job_that_is_silent_loses_its_lease() {
    let db = given::control();
    let id = open(&db, NOON).unwrap();
    assert_eq!(abandon(&db, NOON + LEASE), 0, "silent for exactly the lease is not over it");
    assert_eq!(abandon(&db, NOON + LEASE + 1), 1);
    let job = job(&db, id);
    assert_eq!((&job["state"], &job["finished_at"]), (&json!("abandoned"), &json!(NOON + LEASE + 1)));
    assert!(job["error"].is_string());
    assert!(open(&db, NOON + LEASE + 1).is_some());
}

#[test]
fn what_a_job_writes_stands_under_its_lease() {
    let mut db = given::control();
    let id = open(&db, NOON).unwrap();
    given::batch(&mut db, &[beat(id, NOON + 1), total()]).unwrap();
    assert_eq!(totals(&db), 1);
}

#[test]
fn a_job_that_was_taken_over_writes_nothing() {
    let mut db = given::control();
    let slow = open(&db, NOON).unwrap();
    abandon(&db, NOON + 2 * LEASE);
    let quick = open(&db, NOON + 2 * LEASE).unwrap();
    assert!(given::batch(&mut db, &[beat(slow, NOON + 2 * LEASE), total()]).is_err());
    assert_eq!(totals(&db), 0);
    assert_eq!(job(&db, slow)["state"], "abandoned");
    given::batch(&mut db, &[beat(quick, NOON + 2 * LEASE), total()]).unwrap();
    assert_eq!(totals(&db), 1);
}

#[test]
fn a_job_that_ended_writes_nothing() {
    let mut db = given::control();
    let id = open(&db, NOON).unwrap();
    close(&db, id, "done");
    assert!(given::batch(&mut db, &[beat(id, NOON), total()]).is_err());
}

#[test]
fn a_job_that_was_taken_over_does_not_end_again() {
    let db = given::control();
    let id = open(&db, NOON).unwrap();
    abandon(&db, NOON + 2 * LEASE);
    assert_eq!(close(&db, id, "done"), 0);
    assert_eq!(job(&db, id)["state"], "abandoned");
}

#[test]
fn the_states_of_the_table_are_the_ones_that_a_job_goes_through() {
    let db = given::control();
    let fits = |state: &str| {
        let statement = "INSERT INTO job (kind, state, started_at, heartbeat_at, days, events, orders)
          VALUES ('night', ?1, 1, 1, '[]', 0, 0)";
        given::try_rows(&db, statement, &[state.into()]).is_ok()
    };
    for state in ["running", "done", "partial", "failed", "abandoned"] {
        assert!(fits(state), "{state}");
    }
    assert!(!fits("asleep"));
}

#[test]
fn jobs_are_listed_newest_first() {
    let db = given::control();
    for _ in 0..4 {
        let id = open(&db, NOON).unwrap();
        close(&db, id, "done");
    }
    let ids = |before: i64, most: i64| -> Vec<i64> {
        let rows = given::rows(&db, sql::JOB_LIST, &[before.into(), most.into()]);
        rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(ids(1 << 32, 3), [4, 3, 2]);
    assert_eq!(ids(2, 3), [1]);
}

#[test]
fn old_jobs_are_forgotten_but_for_the_newest_and_a_running_one() {
    let db = given::control();
    for _ in 0..3 {
        let id = open(&db, NOON).unwrap();
        close(&db, id, "done");
    }
    assert_eq!(given::run(&db, sql::JOB_PURGE, &[NOON.into()]), 0, "none of them began before that");
    assert_eq!(given::run(&db, sql::JOB_PURGE, &[(NOON + 1).into()]), 2);
    assert_eq!(given::ask(&db, "SELECT id FROM job"), [json!({ "id": 3 })]);
    open(&db, NOON).unwrap();
    assert_eq!(given::run(&db, sql::JOB_PURGE, &[(NOON + 1).into()]), 1);
    assert_eq!(given::ask(&db, "SELECT id FROM job"), [json!({ "id": 4 })]);
}
