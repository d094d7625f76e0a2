//! Histories: the links that are made for them, their clicks found again, who it was, and how far each has come.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::conversion::{Batch, Foreseen, Origin, Outcome, Reporter, Said};
use waymark::domain::event::{Event, Kind};
use waymark::domain::import::Progress;
use waymark::domain::touch::Touch;
use waymark::domain::verdict::{Reason, Verdict};
use waymark::domain::{click_id::Click, stored};
use waymark::sql;

use crate::given::{self, Arg, DAY, NOON, TODAY};

fn links(db: &Connection, words: &Value) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = given::json(db, sql::IMPORT_LINKS, &[words.clone().into()]);
    found.sort();
    found
}

fn make(db: &Connection, words: &Value) -> i64 {
    given::run(db, sql::IMPORT_LINKS_MAKE, &[words.clone().into(), NOON.into()])
}

#[test]
fn a_word_is_an_id_an_address_or_a_creator() {
    let db = given::control();
    let creator = given::creator(&db, "mira");
    let link = u32::try_from(given::link(&db, "spring", creator, None)).unwrap();
    let words = json!([
        link.to_string(),
        "go.brand.example/spring",
        "@mira",
        format!("@{creator}"),
        "9",
        "x/y",
        "@nobody",
        "@",
        "@9"
    ]);
    let found = links(&db, &words);
    let expected = [
        (link.to_string(), link),
        (format!("@{creator}"), 0),
        ("@mira".into(), 0),
        ("go.brand.example/spring".into(), link),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_creator_gets_one_link_for_imports_that_leads_nowhere() {
    let db = given::control();
    let creator = given::creator(&db, "mira");
    let words = json!(["@mira", format!("@{creator}"), "7", "a/b", "@nobody"]);
    assert_eq!(make(&db, &words), 1);
    assert_eq!(make(&db, &words), 0);
    let row = &given::ask(&db, "SELECT * FROM link")[0];
    assert_eq!(
        (&row["host"], &row["slug"], &row["creator_id"]),
        (&json!("import.invalid"), &json!("mira"), &json!(creator))
    );
    assert_eq!((&row["enabled"], &row["archived_at"], &row["created_at"]), (&json!(0), &json!(NOON), &json!(NOON)));
    assert_eq!(links(&db, &json!(["@mira"]))[0].1, u32::try_from(row["id"].as_i64().unwrap()).unwrap());
    assert!(given::rows(&db, sql::LINKS_UNPUBLISHED, &[100.into(), NOON.into()]).is_empty(), "it is never published");
}

#[test]
fn a_handle_that_was_anothers_leads_to_no_link_of_theirs() {
    let db = given::control();
    let first = given::creator(&db, "mira");
    make(&db, &json!(["@mira"]));
    given::ask(&db, &format!("UPDATE creator SET handle = 'mira-sol' WHERE id = {first} RETURNING id"));
    let second = given::creator(&db, "mira");
    make(&db, &json!(["@mira", "@mira-sol"]));
    let owners = given::ask(&db, "SELECT slug, creator_id FROM link ORDER BY id");
    assert_eq!(
        owners,
        [
            json!({ "slug": "mira", "creator_id": first }),
            json!({ "slug": format!("mira-{second}"), "creator_id": second })
        ]
    );
    let found = links(&db, &json!(["@mira", "@mira-sol"]));
    assert_eq!(found, [("@mira".to_owned(), 2), ("@mira-sol".to_owned(), 1)]);
}

fn put(db: &Connection, end: i64, fresh: [i64; 3], mended: i64) -> Progress {
    let args: [Arg; 7] = [
        "past".into(),
        end.into(),
        fresh[0].into(),
        fresh[1].into(),
        fresh[2].into(),
        mended.into(),
        (NOON + end).into(),
    ];
    let row = given::rows(db, sql::IMPORT_PUT, &args).remove(0);
    assert_eq!(row, given::rows(db, sql::IMPORT_GET, &["past".into()]).remove(0));
    stored::read(row).unwrap()
}

fn counts(row: &Progress) -> [u64; 4] {
    [row.lines, row.stored, row.repeated, row.refused]
}

#[test]
fn a_row_says_how_far_a_history_has_come() {
    let db = given::control();
    assert!(given::rows(&db, sql::IMPORT_GET, &["past".into()]).is_empty());
    assert_eq!(counts(&put(&db, 100, [90, 4, 6], 0)), [100, 90, 4, 6]);
    let row = put(&db, 150, [50, 0, 0], 0);
    assert_eq!(counts(&row), [150, 140, 4, 6]);
    assert_eq!((row.created_at, row.updated_at), (NOON + 100, NOON + 150));
}

#[test]
fn lines_that_come_again_change_no_count_but_for_those_that_were_mended() {
    let db = given::control();
    put(&db, 100, [90, 4, 6], 0);
    assert_eq!(counts(&put(&db, 50, [0, 0, 0], 0)), [100, 90, 4, 6]);
    assert_eq!(counts(&put(&db, 50, [0, 0, 0], 5)), [100, 95, 4, 1]);
    assert_eq!(counts(&put(&db, 50, [0, 0, 0], 9)), [100, 104, 4, 0], "nothing goes below nothing");
}

#[test]
fn an_imported_click_is_found_by_its_visitor_and_id_on_any_day_of_the_window() {
    let db = given::events();
    let event = |at, nonce, kind| Event::new(kind, 7, (Verdict::Human, Reason::None), (5, at, nonce));
    let (old, far) = (NOON - 90 * DAY, NOON - 91 * DAY);
    let events = [
        event(old, 1, Kind::Click),
        event(far, 2, Kind::Click),
        event(NOON, 3, Kind::View),
        event(NOON, 4, Kind::Click),
    ];
    given::run(&db, sql::EVENTS_INSERT, &[json!(events).into()]);
    let wanted: Vec<_> = (1..=4).map(|nonce| (nonce, 5, nonce, TODAY - 90, TODAY)).collect();
    let other = (9, 6, 1, TODAY - 90, TODAY);
    let wanted = json!(wanted.into_iter().chain([other]).collect::<Vec<_>>());
    let mut found: Vec<(u32, u32, i64, u32, u64)> = given::json(&db, sql::IMPORT_CLICKS, &[wanted.into()]);
    found.sort_unstable();
    assert_eq!(found, [(1, 7, old, 1, 5), (4, 7, NOON, 4, 5)]);
}

/// Reports one conversion of a history.
fn bring(db: &mut Connection, value: &Value, visitor: u64, clicks: &[Click]) -> Said {
    let said: Vec<String> = clicks.iter().map(|click| click.nonce.to_string()).collect();
    let clicks = clicks.iter().map(|click| Touch::Click(*click)).collect();
    let origin = Origin { visitor, said: &said, clicks, missing: false };
    let batch = Batch::of_history([(value, origin)].into_iter(), &given::settings(), NOON + 3_600_000);
    let mut found: Vec<(usize, Foreseen)> = Vec::new();
    for wave in batch.waves() {
        for (at, (statement, _)) in sql::CONVERSIONS.iter().enumerate() {
            let args = [Arg::from(wave.rows.clone())];
            if at == 0 {
                let foreseen: Vec<Foreseen> = given::json(db, statement, &args);
                found.extend(foreseen.into_iter().map(|one| (wave.places[one.0], one)));
            } else {
                given::rows(db, statement, &args);
            }
        }
    }
    batch.outcomes(&found).remove(0)
}

fn visitor(db: &Connection, key: &str) -> i64 {
    given::number(db, &format!("SELECT visitor FROM conversion WHERE key = '{key}'"))
}

const SOMEBODY: u64 = (2 << 46) | 5;

#[test]
fn a_conversion_keeps_who_it_was_and_by_which_clicks() {
    let mut db = given::control();
    let click = Click { link: 7, at: NOON - DAY, nonce: 3, visitor: SOMEBODY };
    assert_eq!(bring(&mut db, &given::sale("o-1"), SOMEBODY, &[click]).outcome, Outcome::Accepted);
    assert_eq!(visitor(&db, "o-1"), i64::try_from(SOMEBODY).unwrap());
    let touches = given::ask(&db, "SELECT touches FROM conversion").remove(0);
    assert_eq!(touches["touches"], json!([[7, NOON - DAY, 3, SOMEBODY]]).to_string());
    assert_eq!(bring(&mut db, &given::sale("o-1"), SOMEBODY, &[click]).outcome, Outcome::Duplicate);
    assert_eq!(bring(&mut db, &given::sale("o-1"), SOMEBODY + 1, &[click]).outcome, Outcome::Conflict);
    assert_eq!(visitor(&db, "o-1"), i64::try_from(SOMEBODY).unwrap());
}

#[test]
fn a_history_tells_of_an_order_that_a_webhook_told_who_it_was() {
    let mut db = given::control();
    let webhook = Reporter { source: 3, rank: waymark::domain::conversion::Rank::Webhook };
    given::report_by(&mut db, webhook, &given::sale("o-1"));
    assert_eq!(visitor(&db, "o-1"), 0);
    let said = bring(&mut db, &given::sale("o-1"), SOMEBODY, &[]);
    assert_eq!((said.outcome, said.notes.contains(&"evidence_added")), (Outcome::Revision, true));
    assert_eq!(visitor(&db, "o-1"), i64::try_from(SOMEBODY).unwrap());
    bring(&mut db, &given::sale("o-1"), SOMEBODY + 1, &[]);
    assert_eq!(visitor(&db, "o-1"), i64::try_from(SOMEBODY).unwrap(), "the first who was named stays");
}

#[test]
fn a_webhook_that_comes_after_a_history_keeps_who_it_was() {
    let mut db = given::control();
    bring(&mut db, &given::sale("o-1"), SOMEBODY, &[]);
    let webhook = Reporter { source: 3, rank: waymark::domain::conversion::Rank::Webhook };
    given::report_by(&mut db, webhook, &given::sale("o-1"));
    assert_eq!(visitor(&db, "o-1"), i64::try_from(SOMEBODY).unwrap());
}

#[test]
fn what_the_api_reports_is_nobodys_by_number() {
    let mut db = given::control();
    given::report(&mut db, &given::sale("o-1"));
    assert_eq!(visitor(&db, "o-1"), 0);
}

#[test]
fn a_persons_other_channels_are_found_with_what_they_clicked() {
    let db = given::events();
    let event = |at, nonce, kind, link| Event::new(kind, link, (Verdict::Human, Reason::None), (SOMEBODY, at, nonce));
    let came = |at, labels: &str| Event { labels: Some(labels.into()), ..event(at, 9, Kind::Landing, 0) };
    let events = [
        event(NOON, 1, Kind::Click, 7),
        event(NOON + 1, 1, Kind::Landing, 7),
        came(NOON + 2, "google/organic"),
        event(NOON + 3, 2, Kind::Page, 0),
    ];
    given::run(&db, sql::EVENTS_INSERT, &[json!(events).into()]);
    let span = json!([[SOMEBODY, TODAY - 1, TODAY]]);
    let mut met: Vec<(u64, i64, u32, u8, u32, String)> = given::json(&db, sql::EVENTS_PEOPLE, &[span.into()]);
    met.sort();
    let expected = [
        (SOMEBODY, NOON, 1, Kind::Click as u8, 7, String::new()),
        (SOMEBODY, NOON + 2, 9, Kind::Landing as u8, 0, "google/organic".to_owned()),
    ];
    assert_eq!(met, expected);
}
