//! Totals: written only where they differ, removed where nothing stands behind them any more.

use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::recount::Scope;
use waymark::domain::report::visits::PartRow;
use waymark::sql;

use crate::given::{self, Arg, TODAY};

/// Beyond every id.
const END: i64 = 1 << 32;

const LINK: i64 = Scope::Link as i64;

/// `[id, [gross, valid, bots, previews, prefetches], [visitor days, views gross, views],
/// [monitors, internals, suspects, duplicates, rates, landings gross, landings, pages]]`
fn visits(id: i64, clicks: i64) -> Value {
    json!([id, [clicks + 8, clicks, 1, 1, 1], [1, 5, 4], [1, 1, 1, 1, 1, 7, 6, 2]])
}

/// `[creator, campaign, link, code, channel, model, touched, currency, micro, net, new, conversions, link, code, both, survey,
/// on total, converting, unrated, refunds, gross, refunded, and both in the reporting currency, squares]`
fn credit(creator: i64, currency: &str, gross: i64) -> Value {
    json!([
        creator, 0, 7, 0, "", 1, TODAY, currency, 1_000_000, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, gross, 0, gross, 0, 2.5
    ])
}

fn put_of(db: &Connection, statement: &str, day: i64, rows: &[Value]) -> Vec<Value> {
    given::rows(db, statement, &[LINK.into(), day.into(), json!(rows).into()])
}

fn cleared(db: &Connection, statement: &str, (behind, until): (i64, i64), rows: &[Value]) -> i64 {
    let args: [Arg; 5] = [LINK.into(), TODAY.into(), behind.into(), until.into(), json!(rows).into()];
    given::run(db, statement, &args)
}

/// Writes a day's rows in chunks as the recount does; gives the rows that were written or removed.
fn write(db: &Connection, (put, clear): (&str, &str), rows: &[Value], chunk: usize) -> i64 {
    let before = db.total_changes();
    let mut chunks: Vec<&[Value]> = rows.chunks(chunk).collect();
    if chunks.is_empty() {
        chunks.push(&[]);
    }
    let mut behind = -2;
    for (number, chunk) in chunks.iter().enumerate() {
        let last = number + 1 == chunks.len();
        let until = chunk.last().filter(|_| !last).map_or(END, |row| row[0].as_i64().unwrap());
        put_of(db, put, TODAY, chunk);
        cleared(db, clear, (behind, until), chunk);
        behind = until;
    }
    i64::try_from(db.total_changes() - before).unwrap()
}

const VISITS: (&str, &str) = (sql::VISIT_TOTALS_PUT, sql::VISIT_TOTALS_CLEAR);
const CREDITS: (&str, &str) = (sql::CREDIT_TOTALS_PUT, sql::CREDIT_TOTALS_CLEAR);

fn kept_visits(db: &Connection) -> Vec<Value> {
    given::ask(
        db,
        "SELECT json_array(
           id, json_array(clicks_gross, clicks, bots, previews, prefetches), json_array(visitor_days, views_gross, views),
           json_array(monitors, internals, suspects, duplicates, rates, landings_gross, landings, pages)
         ) AS row
         FROM visit_total ORDER BY id",
    )
    .iter()
    .map(|row| serde_json::from_str(row["row"].as_str().unwrap()).unwrap())
    .collect()
}

fn kept_credits(db: &Connection) -> Vec<Value> {
    given::ask(
        db,
        "SELECT json_array(creator, campaign, link, code, channel, model, touched, currency, credit_micro, net_micro, new_micro,
           orders, orders_link, orders_code, orders_both, orders_survey, on_total, converting, unrated, refunds,
           gross_minor, refunded_minor, gross_reporting, refunded_reporting, squares) AS row
         FROM credit_total ORDER BY creator, currency",
    )
    .iter()
    .map(|row| serde_json::from_str(row["row"].as_str().unwrap()).unwrap())
    .collect()
}

#[test]
fn totals_are_kept_as_they_were_counted() {
    let db = given::control();
    write(&db, VISITS, &[visits(1, 10), visits(2, 20)], 10);
    write(&db, CREDITS, &[credit(1, "EUR", 100), credit(1, "JPY", 5)], 10);
    assert_eq!(kept_visits(&db), [visits(1, 10), visits(2, 20)]);
    assert_eq!(kept_credits(&db), [credit(1, "EUR", 100), credit(1, "JPY", 5)]);
}

#[test]
fn scope_and_day_are_kept_as_whole_numbers() {
    let db = given::control();
    write(&db, VISITS, &[visits(1, 10)], 10);
    let kept = given::ask(&db, "SELECT scope, day, typeof(scope) AS a, typeof(day) AS b FROM visit_total");
    assert_eq!(kept, [json!({ "scope": 3, "day": TODAY, "a": "integer", "b": "integer" })]);
}

#[test]
fn the_same_totals_again_write_nothing() {
    let db = given::control();
    let (v, s) = ([visits(1, 10), visits(2, 20)], [credit(1, "EUR", 100), credit(2, "EUR", 5)]);
    assert_eq!((write(&db, VISITS, &v, 10), write(&db, CREDITS, &s, 10)), (2, 2));
    assert_eq!((write(&db, VISITS, &v, 10), write(&db, CREDITS, &s, 10)), (0, 0));
    assert_eq!((write(&db, VISITS, &v, 1), write(&db, CREDITS, &s, 1)), (0, 0), "in chunks of another size too");
}

#[test]
fn only_what_changed_is_written_and_told() {
    let db = given::control();
    put_of(&db, sql::VISIT_TOTALS_PUT, TODAY, &[visits(1, 10), visits(2, 20), visits(3, 30)]);
    let told = put_of(&db, sql::VISIT_TOTALS_PUT, TODAY, &[visits(1, 10), visits(2, 21), visits(4, 1)]);
    assert_eq!(told, [json!({ "id": 2 }), json!({ "id": 4 })]);
}

#[test]
fn each_column_by_itself_is_a_change() {
    let db = given::control();
    // One more of each kind of click is one more gross, for the two always agree.
    let clicks =
        ["/1/1", "/1/2", "/1/3", "/1/4", "/3/0", "/3/1", "/3/2", "/3/3", "/3/4"].map(|kind| vec!["/1/0", kind]);
    let others = ["/2/0", "/2/1", "/2/2", "/3/5", "/3/6", "/3/7"].map(|column| vec![column]);
    for columns in clicks.iter().chain(&others) {
        write(&db, VISITS, &[visits(1, 10)], 10);
        let mut row = visits(1, 10);
        for column in columns {
            let value = row.pointer_mut(column).unwrap();
            *value = json!(value.as_i64().unwrap() + 1);
        }
        assert_eq!(write(&db, VISITS, std::slice::from_ref(&row), 10), 1, "{columns:?}");
        assert_eq!(kept_visits(&db), [row]);
    }
    for column in 8..25 {
        write(&db, CREDITS, &[credit(1, "EUR", 100)], 10);
        let mut row = credit(1, "EUR", 100);
        row[column] = if column == 24 { json!(3.5) } else { json!(row[column].as_i64().unwrap() + 1) };
        assert_eq!(write(&db, CREDITS, std::slice::from_ref(&row), 10), 1, "{column}");
        assert_eq!(kept_credits(&db), [row]);
    }
}

#[test]
fn what_is_gone_is_removed() {
    let db = given::control();
    write(&db, VISITS, &[visits(1, 10), visits(2, 20), visits(3, 30)], 10);
    assert_eq!(write(&db, VISITS, &[visits(1, 10), visits(3, 30)], 10), 1);
    assert_eq!(kept_visits(&db), [visits(1, 10), visits(3, 30)]);
    assert_eq!(write(&db, VISITS, &[], 10), 2);
    assert!(kept_visits(&db).is_empty());
}

#[test]
fn one_currency_that_is_gone_is_removed_alone() {
    let db = given::control();
    write(&db, CREDITS, &[credit(1, "EUR", 100), credit(1, "JPY", 5)], 10);
    assert_eq!(write(&db, CREDITS, &[credit(1, "JPY", 5)], 10), 1);
    assert_eq!(kept_credits(&db), [credit(1, "JPY", 5)]);
}

#[test]
fn currencies_of_one_creator_survive_the_border_between_two_chunks() {
    let db = given::control();
    let rows = [credit(1, "EUR", 1), credit(1, "JPY", 2), credit(1, "USD", 3), credit(2, "EUR", 4)];
    for chunk in 1..=4 {
        write(&db, CREDITS, &rows, chunk);
        assert_eq!(kept_credits(&db), rows, "chunks of {chunk}");
    }
}

#[test]
fn the_largest_id_and_id_0_are_within_the_last_chunk() {
    let db = given::control();
    write(&db, VISITS, &[visits(0, 1), visits(4_294_967_295, 2)], 1);
    assert_eq!(write(&db, VISITS, &[], 1), 2);
}

#[test]
fn other_days_and_scopes_stay_as_they_are() {
    let db = given::control();
    for scope in Scope::ALL {
        let args: [Arg; 3] = [(scope as i64).into(), TODAY.into(), json!([visits(1, 10)]).into()];
        given::run(&db, sql::VISIT_TOTALS_PUT, &args);
    }
    put_of(&db, sql::VISIT_TOTALS_PUT, TODAY + 1, &[visits(1, 10)]);
    cleared(&db, sql::VISIT_TOTALS_CLEAR, (-1, END), &[]);
    assert_eq!(kept_visits(&db).len(), Scope::ALL.len());
}

#[test]
fn a_link_has_sales_from_its_first_credit_on() {
    let db = given::control();
    let used = || given::json::<Vec<i64>>(&db, sql::LINKS_HAVE_SALES, &[json!([6, 7, 8]).into()]);
    assert!(used().is_empty());
    write(&db, CREDITS, &[credit(7, "EUR", 100)], 10);
    assert_eq!(used(), [7]);
}

#[test]
fn the_store_itself_keeps_gross_equal_to_valid_and_each_verdict() {
    let db = given::control();
    let wrong = json!([[1, [11, 10, 0, 0, 0], [1, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]]]);
    assert!(given::try_rows(&db, sql::VISIT_TOTALS_PUT, &[LINK.into(), TODAY.into(), wrong.into()]).is_err());
}

/// `[link, [[value, [gross, clicks, views, landings, pages]]]]`
fn parts(link: i64, values: &[(&str, i64)]) -> Value {
    let values: Vec<Value> = values.iter().map(|(value, gross)| json!([value, [gross, 3, 2, 1, 0]])).collect();
    json!([link, values])
}

const PARTS: (&str, &str) = (sql::VISIT_PARTS_PUT, sql::VISIT_PARTS_CLEAR);

fn kept_parts(db: &Connection) -> Vec<(i64, String, i64)> {
    let rows = given::ask(db, "SELECT link, value, gross FROM visit_part ORDER BY link, value");
    let text = |row: &Value| row["value"].as_str().unwrap().to_owned();
    rows.iter().map(|row| (row["link"].as_i64().unwrap(), text(row), row["gross"].as_i64().unwrap())).collect()
}

#[test]
fn parts_that_are_gone_are_removed_and_the_same_again_write_nothing() {
    let db = given::control();
    let first = [parts(-1, &[("DE", 9), ("FR", 4)]), parts(7, &[("DE", 9)]), parts(8, &[("FR", 4)])];
    assert_eq!(write(&db, PARTS, &first, 2), 4);
    assert_eq!(write(&db, PARTS, &first, 1), 0);
    let later = [parts(-1, &[("DE", 9)]), parts(7, &[("DE", 9)])];
    assert_eq!(write(&db, PARTS, &later, 2), 2);
    assert_eq!(kept_parts(&db), [(-1, "DE".into(), 9), (7, "DE".into(), 9)]);
}

#[test]
fn of_links_that_are_listed_what_is_gone_is_removed_and_other_links_keep_what_they_have() {
    let db = given::control();
    write(
        &db,
        PARTS,
        &[parts(-1, &[("DE", 9)]), parts(7, &[("DE", 9)]), parts(8, &[("FR", 4)]), parts(9, &[("FR", 1)])],
        10,
    );
    let listed = [parts(-1, &[("FR", 9)]), parts(7, &[]), parts(9, &[("FR", 2)])];
    for chunk in [1, 10] {
        write(&db, (sql::VISIT_PARTS_PUT, sql::VISIT_PARTS_CLEAR_LISTED), &listed, chunk);
        let kept = [(-1, "FR".to_owned(), 9), (8, "FR".to_owned(), 4), (9, "FR".to_owned(), 2)];
        assert_eq!(kept_parts(&db), kept);
    }
}

#[test]
fn a_report_of_parts_reads_the_whole_or_the_links_that_are_asked_for() {
    let db = given::control();
    given::ask(
        &db,
        "INSERT INTO creator (id, name, handle, version, created_at, updated_at)
      VALUES (1, 'Mira', 'mira', 1, 0, 0) RETURNING id",
    );
    given::ask(
        &db,
        "INSERT INTO campaign (id, name, handle, version, created_at, updated_at)
      VALUES (5, 'Spring', 'spring', 1, 0, 0) RETURNING id",
    );
    for (id, campaign) in [(7, "5"), (8, "NULL")] {
        given::ask(&db, &format!("INSERT INTO link (id, host, slug, destination, target, creator_id, campaign_id, utm, enabled, version, published, created_at, updated_at)
          VALUES ({id}, 'h', 's{id}', 'd', 't', 1, {campaign}, '{{}}', 1, 1, 1, 0, 0) RETURNING id"));
    }
    write(
        &db,
        PARTS,
        &[parts(-1, &[("DE", 30)]), parts(7, &[("DE", 10)]), parts(8, &[("DE", 15)]), parts(9, &[("DE", 5)])],
        10,
    );
    let gross = |link: Option<i64>, creator: Option<i64>, campaign: Option<i64>| -> Vec<u64> {
        let args: [Arg; 6] =
            [json!([LINK]).into(), TODAY.into(), (TODAY + 89).into(), link.into(), creator.into(), campaign.into()];
        let rows: Vec<PartRow> = given::json(&db, sql::REPORT_PARTS, &args);
        rows.iter().map(|row| row.2).collect()
    };
    assert_eq!(gross(Some(-1), None, None), [30]);
    assert_eq!(gross(Some(7), None, None), [10]);
    assert_eq!(gross(None, Some(1), None), [25]);
    assert_eq!(gross(None, Some(1), Some(5)), [10]);
    assert_eq!(gross(None, None, Some(5)), [10]);
    assert_eq!(gross(None, None, Some(6)), Vec::<u64>::new());
}

fn days() -> impl Strategy<Value = Vec<Vec<Value>>> {
    let day =
        prop::collection::btree_map((0..12_i64, prop_oneof![Just("EUR"), Just("JPY"), Just("USD")]), 0..3_i64, 0..15);
    let rows = day.prop_map(|rows| {
        rows.into_iter().map(|((id, currency), gross)| credit(id, currency, gross)).collect::<Vec<Value>>()
    });
    prop::collection::vec(rows, 1..4)
}

proptest! {
    #![proptest_config(given::tries(96))]

    #[test]
    fn after_every_recount_the_totals_are_what_was_counted_last(days in days(), chunk in 1..6_usize) {
        let db = given::control();
        for rows in &days {
            write(&db, CREDITS, rows, chunk);
            prop_assert_eq!(&kept_credits(&db), rows);
            let mut visited: Vec<Value> = rows.iter().map(|row| visits(row[0].as_i64().unwrap(), 7)).collect();
            visited.dedup();
            write(&db, VISITS, &visited, chunk);
            prop_assert_eq!(kept_visits(&db), visited);
        }
    }
}
