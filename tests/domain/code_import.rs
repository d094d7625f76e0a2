//! Codes from a spreadsheet: every row is answered for, and sending the table again changes nothing.

use serde_json::json;
use waymark::domain::refusal::Refusal;
use waymark::domain::register::code::Code;
use waymark::domain::register::code_import::{Import, Names, Outcome, ROWS_MOST, Said, answer};

use crate::given::{NOON, pointers};

fn names() -> Names {
    waymark::domain::stored::read(json!({ "creators": [["sarah", 70], ["80", 80]], "campaigns": [["spring", 3]] }))
        .unwrap()
}

/// What becomes of a table beside what is held.
fn judged(text: &str, held: &[Code]) -> Vec<Said> {
    let import = Import::read(text.as_bytes()).unwrap();
    import.judge(&import.codes(&names(), NOON), held)
}

fn outcomes(text: &str, held: &[Code]) -> Vec<Outcome> {
    judged(text, held).into_iter().map(|said| said.outcome).collect()
}

/// The codes that a table makes, as the store has them behind it.
fn made(text: &str) -> Vec<Code> {
    let codes = Import::read(text.as_bytes()).unwrap().codes(&names(), NOON);
    (1..).zip(codes).map(|(id, code)| Code { id, ..code.unwrap() }).collect()
}

const FULL: &str = "code;creator;valid_from;valid_until;discount_kind;discount_value;currency;campaign\r\n\
    sarah20;sarah;2026-11-01T00:00:00Z;;fixed;500;EUR;spring\r\n\
    TOM*;80;;;;;;\r\n";

#[test]
fn a_row_says_all_that_a_body_says() {
    let codes = made(FULL);
    let body = json!({
        "code": "SARAH20", "creator_id": 70, "campaign_id": 3, "valid_from": "2026-11-01T00:00:00Z",
        "discount_kind": "fixed", "discount_value": 500, "currency": "EUR",
    });
    assert_eq!(codes[0], Code { id: 1, ..Code::make(&body, NOON).unwrap() });
    assert_eq!((codes[1].prefix(), codes[1].creator_id), (Some("TOM"), 80));
}

#[test]
fn the_names_of_a_table_are_asked_for_once_each() {
    let import = Import::read(b"code,creator\nA,sarah\nB, sarah \nC,tom\nD,").unwrap();
    assert_eq!(import.names(), [r#"["sarah","tom"]"#.to_owned(), "[]".to_owned()]);
}

#[test]
fn a_table_that_was_sent_before_changes_nothing() {
    let held = made(FULL);
    assert_eq!(outcomes(FULL, &[]), [Outcome::Made, Outcome::Made]);
    let again = judged(FULL, &held);
    assert_eq!(
        again.iter().map(|said| (said.outcome, said.id)).collect::<Vec<_>>(),
        [(Outcome::Unchanged, Some(1)), (Outcome::Unchanged, Some(2))]
    );
}

#[test]
fn a_code_that_is_held_in_that_time_is_a_conflict() {
    let held = made("code,creator,valid_from,valid_until\nX10,sarah,2026-11-01T00:00:00Z,2026-11-10T00:00:00Z");
    let rows = |row: &str| outcomes(&format!("code,creator,valid_from,valid_until\n{row}"), &held);
    assert_eq!(rows("x10,80,2026-11-09T00:00:00Z,"), [Outcome::Conflict]);
    assert_eq!(rows("x10,80,2026-11-10T00:00:00Z,"), [Outcome::Made]);
    assert_eq!(rows("x10,80,,2026-11-01T00:00:00Z"), [Outcome::Made]);
    assert_eq!(rows("x10,sarah,2026-11-01T00:00:00Z,2026-11-11T00:00:00Z"), [Outcome::Conflict]);
    assert_eq!(rows("x11,80,,"), [Outcome::Made]);
}

#[test]
fn a_stretch_that_never_held_is_in_nobodys_way() {
    let body = json!({ "code": "X10", "creator_id": 70, "valid_from": "2026-11-25T00:00:00Z" });
    let never = Code::make(&body, NOON).unwrap().ended(NOON);
    assert_eq!(outcomes("code,creator\nX10,80", &[never]), [Outcome::Made]);
}

#[test]
fn the_rows_of_one_table_are_held_against_each_other() {
    let said = judged("code,creator\nX10,sarah\nx10,sarah\nＸ10,80\nX11,80", &[]);
    let outcomes: Vec<Outcome> = said.iter().map(|said| said.outcome).collect();
    assert_eq!(outcomes, [Outcome::Made, Outcome::Unchanged, Outcome::Conflict, Outcome::Made]);
    assert_eq!((said[1].id, said[2].id), (None, None), "the first row has no id yet");
}

#[test]
fn a_row_that_is_not_understood_says_why_and_keeps_no_other_from_being_made() {
    let said = judged(
        "code,creator,campaign,discount_kind,discount_value\n\
        ,sarah,,,\nX1,nobody,winter,percent,x\nX2,,,,\nX3,sarah,,percent\nX4,sarah,,percent,1500\n",
        &[],
    );
    let told = |row: usize| pointers(&said[row].errors);
    assert_eq!(told(0), [("/code".to_owned(), "required")]);
    let all = [("/creator", "not_found"), ("/campaign", "not_found"), ("/discount_value", "not_an_integer")];
    let all: Vec<_> = all.iter().map(|(pointer, word)| ((*pointer).to_owned(), *word)).collect();
    assert_eq!(told(1)[..3], all);
    assert_eq!(told(2), [("/creator".to_owned(), "required")]);
    assert_eq!(told(3), [(String::new(), "cells")]);
    assert_eq!((said[3].line, said[4].line, said[4].outcome), (5, 6, Outcome::Made));
    let sums = answer(&said, true);
    assert_eq!((&sums["made"], &sums["rejected"], &sums["validate_only"]), (&json!(1), &json!(4), &json!(true)));
}

#[test]
fn a_table_needs_its_codes_and_their_owners() {
    let faults = |text: &str| Import::read(text.as_bytes()).unwrap_err().faults();
    assert_eq!(faults("campaign\nspring").len(), 2);
    assert_eq!(faults("code,creator,color\n1,2,3")[0].code, "unknown_column");
    let rows = |count: usize| format!("code,creator\n{}", "X,sarah\n".repeat(count));
    assert!(Import::read(rows(ROWS_MOST).as_bytes()).is_ok());
    assert!(matches!(Import::read(rows(ROWS_MOST + 1).as_bytes()), Err(Refusal::MalformedCsv(_))));
}

#[test]
fn a_row_that_somebody_else_was_faster_with_is_a_conflict() {
    let mut said = judged("code,creator\nX10,sarah", &[]).remove(0);
    said.lost();
    assert_eq!((said.outcome, said.errors[0].code), (Outcome::Conflict, "code_taken"));
}
