//! Surveys in the store: found while they stand, offering who is there, and their answers added up.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::conversion::{Rank, Reporter};
use waymark::domain::register::survey::{CREATORS_MOST, Survey};
use waymark::domain::survey::{Alike, Called};
use waymark::sql;

use crate::given::{self, Arg, NOON};

/// Makes a survey of that handle; gives the id where the handle is free.
fn survey(db: &Connection, handle: &str) -> Option<i64> {
    let args: [Arg; 7] =
        [handle.into(), "How?".into(), "[2,1]".into(), r#"["Search"]"#.into(), 1.into(), 1.into(), NOON.into()];
    given::rows(db, sql::SURVEY_INSERT, &args).first().map(|row| row["id"].as_i64().unwrap())
}

fn update(db: &Connection, id: i64, version: i64, handle: &str, archived_at: Option<i64>) -> i64 {
    let args: [Arg; 10] = [
        id.into(),
        version.into(),
        handle.into(),
        "Who?".into(),
        "[]".into(),
        "[]".into(),
        0.into(),
        0.into(),
        (NOON + 1).into(),
        archived_at.into(),
    ];
    given::run(db, sql::SURVEY_UPDATE, &args)
}

fn found(db: &Connection, handle: &str) -> Option<Survey> {
    given::read(db, sql::SURVEY_FIND, &[handle.into()]).pop()
}

#[test]
fn a_survey_reads_back_as_it_was_made() {
    let db = given::control();
    let id = survey(&db, "how").unwrap();
    let body = json!({ "handle": "how", "question": "How?", "creator_ids": [2, 1], "other_options": ["Search"] });
    let made = Survey { id: u32::try_from(id).unwrap(), ..Survey::make(&body, NOON).unwrap() };
    assert_eq!(found(&db, "how").as_ref(), Some(&made));
    assert_eq!(given::read::<Survey>(&db, sql::SURVEY_GET, &[id.into()]), [made]);
}

#[test]
fn a_handle_belongs_to_one_survey() {
    let db = given::control();
    let (how, who) = (survey(&db, "how").unwrap(), survey(&db, "who").unwrap());
    assert_eq!(survey(&db, "how"), None);
    assert_eq!(update(&db, who, 1, "how", None), 0);
    assert_eq!((update(&db, how, 1, "why", None), update(&db, how, 1, "where", None)), (1, 0));
    assert_eq!(
        found(&db, "why").map(|survey| (survey.version, survey.enabled, survey.free_text)),
        Some((2, false, false))
    );
}

#[test]
fn a_survey_that_was_put_away_is_neither_listed_nor_found() {
    let db = given::control();
    let id = survey(&db, "how").unwrap();
    assert_eq!(given::rows(&db, sql::SURVEY_LIST, &[0.into(), 10.into()]).len(), 1);
    update(&db, id, 1, "how", Some(NOON));
    assert_eq!(found(&db, "how"), None);
    assert!(given::rows(&db, sql::SURVEY_LIST, &[0.into(), 10.into()]).is_empty());
    assert_eq!(given::rows(&db, sql::SURVEY_GET, &[id.into()]).len(), 1);
}

/// Three creators, the second of them put away.
fn creators() -> Connection {
    let db = given::control();
    for handle in ["sarah", "tom", "uma"] {
        given::creator(&db, handle);
    }
    given::run(&db, "UPDATE creator SET archived_at = 1 WHERE handle = 'tom'", &[]);
    db
}

fn offered(db: &Connection, ids: Value, most: i64) -> Vec<i64> {
    let rows = given::rows(db, sql::SURVEY_CREATORS, &[ids.into(), most.into()]);
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[test]
fn a_survey_offers_whom_it_names_in_its_order_while_they_are_there() {
    assert_eq!(offered(&creators(), json!([3, 2, 1, 99]), 50), [3, 1]);
    assert_eq!(offered(&creators(), json!([2]), 50), [0; 0]);
}

#[test]
fn a_survey_that_names_nobody_offers_everybody_up_to_a_number() {
    assert_eq!(offered(&creators(), json!([]), i64::try_from(CREATORS_MOST).unwrap()), [1, 3]);
    assert_eq!(offered(&creators(), json!([]), 1), [1]);
}

#[test]
fn ids_that_no_living_creator_has_are_told() {
    let unknown = given::rows(&creators(), sql::SURVEY_UNKNOWN, &[json!([1, 2, 3, 99]).into()]);
    assert_eq!(unknown, [json!({ "id": 2 }), json!({ "id": 99 })]);
}

#[test]
fn every_living_creator_is_called_by_all_names() {
    let db = creators();
    given::run(&db, "UPDATE creator SET aliases = '[\"Sally\"]' WHERE id = 1", &[]);
    let called: Vec<Called> = given::json(&db, sql::SURVEY_NAMES, &[]);
    assert_eq!(called.iter().map(|called| called.0).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(called[0].3, ["Sally"]);
}

/// An answer: order, option, creator, text, minutes after noon.
type Answer<'a> = (&'a str, Option<&'a str>, Option<i64>, Option<&'a str>, i64);

fn answers(db: &mut Connection, question: &str, list: &[Answer<'_>]) {
    for (order, option, creator, text, minutes) in list {
        let body = json!({
            "kind": "survey", "order_id": order, "question": question, "option": option, "creator_id": creator,
            "text": text, "revision": minutes, "occurred_at": waymark::domain::time::print(NOON + minutes * 60_000),
        });
        given::report_by(db, Reporter { source: 0, rank: Rank::Browser }, &body);
    }
}

#[test]
fn alike_answers_in_the_range_are_counted_together() {
    let mut db = creators();
    answers(
        &mut db,
        "how",
        &[
            ("1", None, None, None, 0),
            ("2", Some("creator-1"), Some(1), None, 1),
            ("3", Some("text"), Some(1), Some("@sarah"), 2),
            ("4/how", Some("text"), None, Some("tv"), 3),
            ("5", Some("Search"), None, None, 4),
            ("6", Some("Search"), None, None, 5),
            ("7", Some("Search"), None, None, 30),
        ],
    );
    answers(&mut db, "what-and-how", &[("8", Some("Search"), None, None, 1)]);
    let args = ["how".into(), NOON.into(), (NOON + 30 * 60_000).into()];
    let alike: Vec<Alike> = given::json(&db, sql::REPORT_ANSWERS, &args);
    let mut told: Vec<_> = alike.into_iter().map(|a| (a.0, a.1, a.2, a.3, a.4)).collect();
    told.sort();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            (None, None, None, None, 1),
            (text("Search"), None, None, None, 2),
            (text("creator-1"), Some(1), text("sarah"), None, 1),
            (text("text"), None, None, text("tv"), 1),
            (text("text"), Some(1), text("sarah"), None, 1),
        ]
    );
}

#[test]
fn an_order_that_saw_the_question_is_known() {
    let mut db = given::control();
    answers(&mut db, "how", &[("1", None, None, None, 0)]);
    let seen = |order: &str, question: &str| {
        given::rows(&db, sql::SURVEY_SEEN, &[order.into(), question.into()])[0]["seen"].as_i64().unwrap()
    };
    assert_eq!((seen("1", "how"), seen("1", "who"), seen("2", "how")), (1, 0, 0));
    given::run(&db, "INSERT INTO order_alias VALUES ('#1', '1', 0)", &[]);
    assert_eq!(seen("#1", "how"), 1);
}

#[test]
fn the_latest_answer_stands_alone() {
    let mut db = creators();
    answers(&mut db, "how", &[("1", Some("creator-1"), Some(1), None, 1), ("1", Some("Search"), None, None, 2)]);
    let args = ["how".into(), NOON.into(), (NOON + 30 * 60_000).into()];
    let alike: Vec<Alike> = given::json(&db, sql::REPORT_ANSWERS, &args);
    assert_eq!(alike.len(), 1);
    assert_eq!((alike[0].0.as_deref(), alike[0].1), (Some("Search"), None));
}
