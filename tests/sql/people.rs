//! Who a conversion may be of: what is found of them among events, whose days are opened again, and who did not buy.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::sql;

use crate::given::{self, Arg, NOON, TODAY};

/// Visitors that a cookie and a letter show to be one person, and one that is an address hash.
const COOKIE: i64 = (2 << 46) + 5;
const READER: i64 = (3 << 46) + 5;
const HASH: i64 = (1 << 46) + 5;
const DAY: i64 = 86_400_000;

/// `[day, visitor, at, nonce, kind, link]` of a person.
fn happened(db: &Connection, rows: &[[i64; 6]]) {
    for [day, visitor, at, nonce, kind, link] in rows {
        let statement = "INSERT INTO event (day, visitor, at, nonce, kind, link, verdict, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0)";
        let args: [Arg; 6] =
            [(*day).into(), (*visitor).into(), (*at).into(), (*nonce).into(), (*kind).into(), (*link).into()];
        given::run(db, statement, &args);
    }
}

fn met(db: &Connection, people: &Value) -> Vec<(i64, i64, i64, i64, i64)> {
    let rows: Vec<(i64, i64, i64, i64, i64, String)> = given::json(db, sql::EVENTS_PEOPLE, &[people.clone().into()]);
    let mut rows: Vec<_> =
        rows.into_iter().map(|(visitor, at, nonce, kind, link, _)| (visitor, at, nonce, kind, link)).collect();
    rows.sort_unstable();
    rows
}

#[test]
fn clicks_and_views_of_the_people_that_are_asked_for_are_found_on_their_days() {
    let db = given::events();
    happened(
        &db,
        &[
            [TODAY, COOKIE, 5, 1, 1, 7],
            [TODAY - 3, COOKIE, 4, 2, 2, 8],
            [TODAY - 9, COOKIE, 3, 3, 1, 7],
            [TODAY, COOKIE + 1, 5, 4, 1, 7],
            [TODAY, READER, 6, 5, 1, 9],
            [TODAY, COOKIE, 7, 6, 3, 7],
            [TODAY, COOKIE, 8, 7, 1, 0],
        ],
    );
    let asked = json!([[COOKIE, TODAY - 4, TODAY], [READER, TODAY, TODAY]]);
    assert_eq!(met(&db, &asked), [(COOKIE, 4, 2, 2, 8), (COOKIE, 5, 1, 1, 7), (READER, 6, 5, 1, 9)]);
    assert_eq!(met(&db, &json!([])), []);
}

#[test]
fn of_one_visitor_the_newest_two_hundred_are_found() {
    let db = given::events();
    let many: Vec<[i64; 6]> = (0..250).map(|n| [TODAY, COOKIE, n, n, 1, 7]).collect();
    happened(&db, &many);
    let found = met(&db, &json!([[COOKIE, TODAY, TODAY]]));
    assert_eq!((found.len(), found[0].1, found[199].1), (200, 50, 249));
}

#[test]
fn visitors_of_a_day_come_each_once_in_order() {
    let db = given::events();
    happened(
        &db,
        &[[TODAY, 9, 1, 1, 1, 7], [TODAY, 9, 2, 2, 1, 7], [TODAY, 3, 1, 1, 1, 7], [TODAY + 1, 5, 1, 1, 1, 7]],
    );
    let page = |behind: i64| -> Vec<i64> {
        let args: [Arg; 3] = [TODAY.into(), behind.into(), 1.into()];
        given::json(&db, sql::EVENTS_THERE, &args)
    };
    assert_eq!((page(-1), page(3), page(9)), (vec![3], vec![9], vec![]));
}

/// A sale of an imported history at `at` by `visitor`.
fn bought(db: &Connection, order: &str, visitor: i64, at: i64) {
    given::run(
        db,
        "INSERT INTO conversion (kind, key, order_id, occurred_at, received_at, source, rank, revision, version, currency,
           total_minor, reason, cumulative, touches, detail, digest, last_digest, notes, visitor)
         VALUES (1, ?1, ?1, ?2, ?2, 0, 2, 0, 1, 'EUR', 100, 0, 0, '[]', '{}', 'd', 'd', '[]', ?3)",
        &[order.into(), at.into(), visitor.into()],
    );
}

#[test]
fn the_days_of_conversions_that_may_be_of_somebody_are_opened_again() {
    let db = given::control();
    bought(&db, "in", COOKIE, NOON);
    bought(&db, "before", COOKIE, NOON - 3 * DAY);
    bought(&db, "other", COOKIE + 1, NOON - DAY);
    bought(&db, "click", 0, NOON + DAY);
    given::run(
        &db,
        "INSERT INTO click_use (at, nonce, kind, key, visitor) VALUES (1, 1, 1, 'click', ?1)",
        &[COOKIE.into()],
    );
    let args: [Arg; 3] = [json!([COOKIE]).into(), (NOON - DAY).into(), (NOON + 90 * DAY).into()];
    given::run(&db, sql::PEOPLE_DIRTY, &args);
    let days: Vec<i64> = given::ask(&db, "SELECT day FROM dirty_day ORDER BY day")
        .iter()
        .map(|row| row["day"].as_i64().unwrap())
        .collect();
    assert_eq!(days, [TODAY, TODAY + 1]);
}

#[test]
fn sales_that_are_known_by_their_lead_or_their_customer_are_opened_again_too() {
    let db = given::control();
    for (order, at) in [("lead's", NOON), ("customer's", NOON + DAY), ("nobody's", NOON + 2 * DAY)] {
        bought(&db, order, 0, at);
    }
    bought(&db, "l", 0, NOON - DAY);
    bought(&db, "earlier", 0, NOON - DAY);
    given::run(&db, "UPDATE conversion SET kind = 3 WHERE key = 'l'", &[]);
    given::run(&db, "UPDATE conversion SET lead_id = 'l' WHERE key = 'lead''s'", &[]);
    given::run(&db, "UPDATE conversion SET customer = 'c' WHERE key IN ('earlier', 'customer''s')", &[]);
    let used =
        "INSERT INTO click_use (at, nonce, kind, key, visitor) VALUES (1, 1, 3, 'l', ?1), (1, 2, 1, 'earlier', ?1)";
    given::run(&db, used, &[COOKIE.into()]);
    let args: [Arg; 3] = [json!([COOKIE]).into(), NOON.into(), (NOON + 90 * DAY).into()];
    given::run(&db, sql::PEOPLE_DIRTY, &args);
    let days: Vec<i64> = given::ask(&db, "SELECT day FROM dirty_day ORDER BY day")
        .iter()
        .map(|row| row["day"].as_i64().unwrap())
        .collect();
    assert_eq!(days, [TODAY, TODAY + 1]);
}

#[test]
fn who_bought_is_told_with_their_last_time() {
    let db = given::control();
    bought(&db, "one", COOKIE, NOON);
    bought(&db, "two", COOKIE, NOON + 5);
    bought(&db, "late", COOKIE, NOON + 9 * DAY);
    bought(&db, "other", READER, NOON);
    let args: [Arg; 4] = [(COOKIE - 1).into(), (COOKIE + 1).into(), (NOON - DAY).into(), (NOON + DAY).into()];
    let rows: Vec<(i64, i64)> = given::json(&db, sql::PEOPLE_BOUGHT, &args);
    assert_eq!(rows, [(COOKIE, NOON + 5)]);
}

fn journeys(db: &Connection, bought: &Value) -> Vec<(String, i64)> {
    let args: [Arg; 5] = [TODAY.into(), (-1).into(), i64::MAX.into(), bought.clone().into(), 30.into()];
    let mut rows: Vec<(String, i64)> = given::json(db, sql::EVENTS_JOURNEYS, &args);
    rows.sort();
    rows
}

#[test]
fn journeys_that_are_alike_are_one_row_and_repeats_count() {
    let db = given::events();
    happened(
        &db,
        &[
            [TODAY, 1, 5, 1, 1, 7],
            [TODAY, 1, 6, 2, 1, 8],
            [TODAY, 2, 9, 1, 1, 7],
            [TODAY, 2, 9, 2, 1, 8],
            [TODAY, 3, 1, 1, 1, 8],
        ],
    );
    assert_eq!(journeys(&db, &json!([])), [("7 8".to_owned(), 2), ("8".to_owned(), 1)]);
}

#[test]
fn only_what_came_after_the_last_order_came_to_nothing() {
    let db = given::events();
    happened(&db, &[[TODAY, COOKIE, 5, 1, 1, 7], [TODAY, COOKIE, 9, 2, 1, 8], [TODAY, HASH, 5, 1, 1, 7]]);
    assert_eq!(journeys(&db, &json!([[COOKIE, 5], [HASH, 9]])), [("8".to_owned(), 1)]);
}

#[test]
fn a_lasting_visitor_has_one_journey_over_days_that_ends_on_the_last() {
    let db = given::events();
    happened(
        &db,
        &[
            [TODAY - 29, COOKIE, 1, 1, 1, 7],
            [TODAY, COOKIE, 2, 2, 1, 8],
            // Comes back within the window: it ends then.
            [TODAY, COOKIE + 1, 2, 2, 1, 7],
            [TODAY + 30, COOKIE + 1, 3, 3, 1, 7],
            // An address hash is another person tomorrow.
            [TODAY - 1, HASH, 1, 1, 1, 8],
            [TODAY, HASH, 2, 2, 1, 7],
            [TODAY + 1, HASH, 3, 3, 1, 8],
        ],
    );
    assert_eq!(journeys(&db, &json!([])), [("7".to_owned(), 1), ("7 8".to_owned(), 1)]);
}

#[test]
fn who_comes_back_by_another_channel_has_one_journey() {
    let db = given::events();
    happened(&db, &[[TODAY, COOKIE, 2, 2, 1, 7]]);
    given::run(
        &db,
        "INSERT INTO event (day, visitor, at, nonce, kind, link, verdict, reason, labels) VALUES (?1, ?2, 6, 2, 3, 0, 0, 0, 'google/organic')",
        &[(TODAY + 3).into(), COOKIE.into()],
    );
    assert_eq!(journeys(&db, &json!([])), []);
}

#[test]
fn of_a_long_journey_the_latest_fifty_touches_are_told() {
    let db = given::events();
    let many: Vec<[i64; 6]> = (0..80).map(|n| [TODAY, COOKIE, n, n, 1, n + 1]).collect();
    happened(&db, &many);
    let (journey, count) = journeys(&db, &json!([])).remove(0);
    let links: Vec<&str> = journey.split(' ').collect();
    assert_eq!((links.len(), links[0], links[49], count), (50, "31", "80", 1));
}

#[test]
fn landings_of_other_channels_are_on_a_journey_and_bots_are_not() {
    let db = given::events();
    happened(&db, &[[TODAY, 1, 5, 1, 1, 7], [TODAY, 2, 5, 1, 1, 7]]);
    given::run(
        &db,
        "INSERT INTO event (day, visitor, at, nonce, kind, link, verdict, reason, labels) VALUES (?1, 1, 6, 2, 3, 0, 0, 0, 'google/organic')",
        &[TODAY.into()],
    );
    given::run(&db, "UPDATE event SET verdict = 1 WHERE visitor = 2", &[]);
    assert_eq!(journeys(&db, &json!([])), [("7 google/organic".to_owned(), 1)]);
}
