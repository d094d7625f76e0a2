//! Paths, ties and cohorts as reports read them: in pieces, each row once, and nothing of other days.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::report::cohorts::{Ask as Cohorts, Customer};
use waymark::domain::report::paths::{LagRow, Part, PathRow, Top, Walked};
use waymark::domain::report::reconciliation::{Sets, Tie};
use waymark::sql;

use crate::given::{self, Arg, DAY, NOON, TODAY};

/// `kind, day, path, currency, journeys, gross`; a tenth is refunded, and the reporting currency counts double.
fn path_total(db: &Connection, kind: i64, day: i64, path: &str, currency: &str, journeys: i64, gross: i64) {
    let statement = "INSERT INTO path_total VALUES (?1, ?2, ?3, ?4, ?5, ?5 * 2, ?6, ?6 / 10, ?6 * 2, ?6 / 5)";
    given::run(db, statement, &[kind.into(), day.into(), path.into(), currency.into(), journeys.into(), gross.into()]);
}

/// What is asked of paths: everything of sales, today and tomorrow.
fn asked() -> Vec<Arg> {
    let none = || Arg::from(None::<&str>);
    vec![1.into(), TODAY.into(), (TODAY + 1).into(), none(), none(), none(), "".into(), "".into()]
}

/// Every chunk of at most `rows` rows, as the Worker walks them.
fn walked(db: &Connection, asked: &[Arg], rows: i64) -> (Vec<PathRow>, usize) {
    let (mut all, mut chunks) = (Vec::new(), 0);
    let mut last = Some((TODAY - 1, String::new(), String::new()));
    while let Some((day, path, currency)) = last.take() {
        let place: [Arg; 4] = [day.into(), path.into(), currency.into(), rows.into()];
        let args = [asked, &place].concat();
        let (next, found): (Option<(i64, String, String)>, Vec<PathRow>) = given::json(db, sql::REPORT_PATHS, &args);
        all.extend(found);
        chunks += 1;
        last = next;
    }
    (all, chunks)
}

fn plain(rows: &[PathRow]) -> Vec<(&str, &str, u64, i64)> {
    rows.iter().map(|row| (row.0.as_str(), row.1.as_str(), row.2, row.4)).collect()
}

#[test]
fn paths_are_walked_once_however_small_the_pieces() {
    let db = given::control();
    for (day, path) in
        [(TODAY - 1, "1"), (TODAY, ""), (TODAY, "1"), (TODAY, "1 > 2"), (TODAY + 1, "1"), (TODAY + 2, "1")]
    {
        path_total(&db, 1, day, path, "EUR", 2, 1_000);
    }
    path_total(&db, 0, TODAY, "1", "", 5, 0);
    for rows in [1, 2, 3, 100] {
        let (found, chunks) = walked(&db, &asked(), rows);
        assert_eq!(found.iter().map(|row| row.2).sum::<u64>(), 8, "{rows}");
        assert_eq!(found.iter().map(|row| row.4 - row.5).sum::<i64>(), 3_600, "{rows}");
        // The last chunk is the one that finds nothing more.
        assert_eq!(chunks, 4_usize.div_ceil(usize::try_from(rows).unwrap()) + 1, "{rows}");
    }
}

#[test]
fn alike_paths_of_several_days_are_added_up() {
    let db = given::control();
    path_total(&db, 1, TODAY, "1", "EUR", 2, 1_000);
    path_total(&db, 1, TODAY + 1, "1", "EUR", 3, 500);
    path_total(&db, 1, TODAY + 1, "1", "USD", 1, 70);
    let (found, _) = walked(&db, &asked(), 100);
    assert_eq!(plain(&found), [("1", "EUR", 5, 1_500), ("1", "USD", 1, 70)]);
}

#[test]
fn a_piece_of_long_paths_stays_under_what_a_value_may_hold() {
    let db = given::control();
    let long = "another.channel.of.a.long.name/with_a_medium > ".repeat(49);
    for day in [TODAY, TODAY + 1] {
        for number in 0..400 {
            path_total(&db, 1, day, &format!("{long}{number}"), "EUR", 1, 10);
        }
    }
    let (found, chunks) = walked(&db, &asked(), 10_000);
    assert_eq!(found.iter().map(|row| row.2).sum::<u64>(), 800);
    assert!(chunks > 2, "{chunks}");
}

#[test]
fn a_filter_is_by_whole_steps() {
    let db = given::control();
    for path in ["1", "12", "12 > 1", "12 > google/organic > 7", "7"] {
        path_total(&db, 1, TODAY, path, "EUR", 1, 100);
    }
    let with = |place: usize, list: Value| {
        let mut asked = asked();
        asked[place] = list.into();
        let (found, _) = walked(&db, &asked, 100);
        found.into_iter().map(|row| row.0).collect::<Vec<_>>()
    };
    assert_eq!(with(3, json!([1])), ["1", "12 > 1"]);
    assert_eq!(with(4, json!(["google/organic", "x/y"])), ["12 > google/organic > 7"]);
    assert_eq!(with(5, json!([12, "google/organic"])), ["1", "7"]);
}

#[test]
fn money_is_told_in_the_reporting_currency_where_there_is_one() {
    let db = given::control();
    path_total(&db, 1, TODAY, "1", "EUR", 2, 1_000);
    path_total(&db, 1, TODAY, "1", "USD", 1, 100);
    path_total(&db, 1, TODAY, "2", "", 1, 0);
    let mut in_pounds = asked();
    in_pounds[6] = "GBP".into();
    let (found, _) = walked(&db, &in_pounds, 100);
    assert_eq!(plain(&found), [("1", "GBP", 3, 2_200), ("2", "", 1, 0)]);
    let mut dollars = asked();
    dollars[7] = "USD".into();
    assert_eq!(plain(&walked(&db, &dollars, 100).0), [("1", "USD", 1, 100)]);
}

fn top(db: &Connection, asked: &[Arg], by_revenue: i64, most: i64) -> Top {
    given::json(db, sql::REPORT_PATHS_TOP, &[asked, &[by_revenue.into(), most.into()]].concat())
}

#[test]
fn the_most_frequent_paths_come_first_beside_the_journeys_that_came_to_nothing() {
    let db = given::control();
    path_total(&db, 1, TODAY, "1", "EUR", 2, 1_000);
    path_total(&db, 1, TODAY + 1, "1", "USD", 1, 100);
    path_total(&db, 1, TODAY, "1 > 2", "EUR", 1, 5_000);
    path_total(&db, 0, TODAY, "1", "", 7, 0);
    path_total(&db, 0, TODAY, "3", "", 9, 0);
    path_total(&db, 0, TODAY + 2, "3", "", 90, 0);
    let Top(paths, nothing, rows) = top(&db, &asked(), 0, 2);
    assert_eq!((paths, nothing), (3, 16));
    let told: Vec<_> = rows.iter().map(|row| (row.0.as_str(), row.1, row.2, row.3.len())).collect();
    assert_eq!(told, [("1", 3, 7, 2), ("1 > 2", 1, 0, 1)]);
    let Top(.., rows) = top(&db, &asked(), 1, 1);
    assert_eq!((rows[0].0.as_str(), &rows[0].3), ("1 > 2", &vec![("EUR".to_owned(), 5_000, 500)]));
}

#[test]
fn of_no_paths_there_is_nothing() {
    let db = given::control();
    assert!(walked(&db, &asked(), 10).0.is_empty());
    let Top(paths, nothing, rows) = top(&db, &asked(), 0, 10);
    assert_eq!((paths, nothing, rows.len()), (0, 0, 0));
}

#[test]
fn lags_are_added_over_days_and_chosen_by_creator() {
    let db = given::control();
    for (kind, day, creator, bin, first, last) in [
        (1, TODAY, 7, 3, 1, 2),
        (1, TODAY + 1, 7, 3, 10, 20),
        (1, TODAY, 8, 16, 5, 0),
        (3, TODAY, 7, 3, 99, 99),
        (1, TODAY + 2, 7, 3, 99, 99),
    ] {
        let args: Vec<Arg> = [kind, day, creator, bin, first, last].map(Arg::from).to_vec();
        given::run(&db, "INSERT INTO lag_total VALUES (?1, ?2, ?3, ?4, ?5, ?6)", &args);
    }
    let told = |yes: Option<&str>, no: Option<&str>| {
        let args: [Arg; 5] = [1.into(), TODAY.into(), (TODAY + 1).into(), yes.into(), no.into()];
        let rows: Vec<LagRow> = given::json(&db, sql::REPORT_LAGS, &args);
        rows.iter().map(|row| (row.0, row.1, row.2)).collect::<Vec<_>>()
    };
    assert_eq!(told(None, None), [(3, 11, 22), (16, 5, 0)]);
    assert_eq!(told(Some("[8]"), None), [(16, 5, 0)]);
    assert_eq!(told(None, Some("[8]")), [(3, 11, 22)]);
}

/// A sale that counts, without its conversion: `[link, code, answer]` name creators.
fn tied(db: &Connection, order: &str, day: i64, named: [i64; 3]) {
    let statement = "INSERT INTO path (
        kind, key, day, occurred_at, currency, gross_minor, refunded_minor, click_creator, code_creator, survey_creator, steps, cut
      ) VALUES (1, ?1, ?2, ?3, 'EUR', 10000, 0, ?4, ?5, ?6, '[]', 0)";
    let at = NOON + (day - TODAY) * DAY;
    let [link, code, survey] = named.map(Arg::from);
    given::run(db, statement, &[order.into(), day.into(), at.into(), link, code, survey]);
}

fn ties(db: &Connection, most: i64) -> Vec<Tie> {
    let mut all: Vec<Tie> = Vec::new();
    let mut last = Some([-1, 0, 0]);
    while let Some(place) = last.take() {
        let days = [TODAY, TODAY + 1].map(Arg::from);
        let args = [&days[..], &place.map(Arg::from), &[most.into()]].concat();
        let found: Vec<Tie> = given::json(db, sql::REPORT_TIES, &args);
        last = found.last().map(|tie| [tie.0, tie.1, tie.2].map(i64::from));
        all.extend(found);
    }
    all
}

#[test]
fn orders_are_grouped_by_whom_link_code_and_answer_name() {
    let db = given::control();
    tied(&db, "a", TODAY, [7, 7, 0]);
    tied(&db, "b", TODAY + 1, [7, 7, 0]);
    tied(&db, "c", TODAY, [7, 8, 9]);
    tied(&db, "d", TODAY, [0, 0, 9]);
    tied(&db, "e", TODAY - 1, [7, 7, 0]);
    tied(&db, "f", TODAY, [0, 0, 0]);
    for most in [1, 2, 100] {
        let told: Vec<_> = ties(&db, most).iter().map(|tie| (tie.0, tie.1, tie.2, tie.3, tie.4)).collect();
        assert_eq!(told, [(0, 0, 0, 1, 0), (0, 0, 9, 1, 1), (7, 7, 0, 2, 0), (7, 8, 9, 1, 1)], "{most}");
    }
}

#[test]
fn who_chose_something_else_answered_and_who_only_saw_the_question_did_not() {
    let mut db = given::control();
    for order in ["other", "typed", "seen", "late", "silent"] {
        given::report(&mut db, &given::sale(order));
        tied(&db, order, TODAY, [0, 0, 0]);
    }
    let answer = |order: &str, said: Value, at: &str| {
        let mut body = json!({ "kind": "survey", "order_id": order, "question": "how", "occurred_at": at });
        body.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        body
    };
    let soon = "2026-11-20T12:05:00Z";
    given::report(&mut db, &answer("other", json!({ "option": "A friend" }), soon));
    given::report(&mut db, &answer("typed", json!({ "option": "text", "text": "the radio" }), soon));
    given::report(&mut db, &answer("seen", json!({}), soon));
    let statement = "UPDATE conversion SET occurred_at = ?1 WHERE kind = 4 AND order_id = 'late'";
    given::report(&mut db, &answer("late", json!({ "option": "A friend" }), soon));
    given::run(&db, statement, &[(NOON + 30 * DAY).into()]);
    let told = ties(&db, 100);
    assert_eq!((told.len(), told[0].3, told[0].4), (1, 5, 2));
}

#[test]
fn the_domain_reads_what_the_statements_give() {
    let db = given::control();
    tied(&db, "a", TODAY, [7, 8, 0]);
    let mut sets = Sets::default();
    for tie in ties(&db, 10) {
        sets.add(tie);
    }
    assert_eq!((sets.all.in_any(3), sets.all.conflicts), (1, 1));
    path_total(&db, 1, TODAY, "7 > 8 > 7", "EUR", 2, 1_000);
    let mut walk = Walked::default();
    walked(&db, &asked(), 10).0.iter().for_each(|row| walk.add(row));
    assert_eq!(
        walk.roles.iter().map(|roles| (roles.creator, roles.count(Part::Paths))).collect::<Vec<_>>(),
        [(7, 2), (8, 2)]
    );
}

/// An order that counts: `days` after noon of today, of a customer, of 100.00 EUR less what was refunded.
fn bought(db: &mut Connection, order: &str, customer: Option<&str>, days: i64, refunded: i64) {
    let at = NOON + days * DAY;
    let mut sale = given::sale(order);
    sale["occurred_at"] = waymark::domain::time::print(NOON).into();
    if let Some(customer) = customer {
        sale["customer"] = customer.into();
    }
    given::report(db, &sale);
    given::run(db, "UPDATE conversion SET occurred_at = ?2 WHERE key = ?1", &[order.into(), at.into()]);
    let statement = "INSERT INTO path (
        kind, key, day, occurred_at, currency, gross_minor, refunded_minor, gross_reporting, refunded_reporting, new_customer,
        click_creator, code_creator, survey_creator, steps, cut
      ) VALUES (1, ?1, ?2, ?3, 'EUR', 10000, ?4, NULL, NULL, ?5, 0, 0, 0, '[[1,1,1,7,0,1,0,\"\",1]]', 0)";
    let new = customer.map(|_| i64::from(!order.ends_with("again")));
    given::run(db, statement, &[order.into(), (TODAY + days).into(), at.into(), refunded.into(), new.into()]);
}

fn customers(db: &Connection, from: i64, most: i64, payout: bool) -> Vec<Customer> {
    let mut all: Vec<Customer> = Vec::new();
    let mut last = Some((from - 1, String::new()));
    while let Some((day, id)) = last.take() {
        let mut args: Vec<Arg> = vec![from.into(), (TODAY + 400).into(), day.into(), id.into(), most.into(), "".into()];
        args.push(i64::from(payout).into());
        args.extend(Cohorts::ages().map(Arg::from));
        let found: Vec<Customer> = given::json(db, sql::REPORT_COHORTS, &args);
        last = found.last().map(|customer| (customer.0, customer.1.clone()));
        all.extend(found);
    }
    all
}

#[test]
fn a_customer_is_told_once_with_all_orders_by_age() {
    let mut db = given::control();
    bought(&mut db, "first", Some("jo"), 0, 0);
    bought(&mut db, "30-again", Some("jo"), 30, 2_500);
    bought(&mut db, "31-again", Some("jo"), 31, 0);
    bought(&mut db, "alone", Some("mia"), 2, 0);
    bought(&mut db, "guest", None, 1, 0);
    for most in [1, 10] {
        let found = customers(&db, TODAY, most, false);
        assert_eq!(
            found.iter().map(|one| (one.0, one.1.as_str())).collect::<Vec<_>>(),
            [(TODAY, "first"), (TODAY + 2, "alone")]
        );
        let jo = &found[0];
        assert_eq!((jo.2, jo.3, jo.4, jo.second()), (NOON, None, None, Some(30 * DAY)));
        assert_eq!(jo.5.as_ref().unwrap()[0].place.creator, 7);
        // Day 30 is not before day 30: it is of the age behind.
        let told: Vec<_> =
            jo.6.iter().map(|orders| (orders.0, orders.1.as_str(), orders.2, orders.4, orders.5)).collect();
        assert_eq!(told, [(0, "EUR", 1, 10_000, 0), (2, "EUR", 2, 20_000, 2_500)]);
    }
}

#[test]
fn who_came_before_these_days_is_nobody_new() {
    let mut db = given::control();
    bought(&mut db, "early", Some("jo"), -10, 0);
    bought(&mut db, "now", Some("jo"), 0, 0);
    assert!(customers(&db, TODAY, 10, false).is_empty());
    assert_eq!(customers(&db, TODAY - 10, 10, false).len(), 1);
}

#[test]
fn of_two_orders_at_one_moment_the_first_by_id_is_the_first() {
    let mut db = given::control();
    bought(&mut db, "a", Some("jo"), 0, 0);
    bought(&mut db, "b", Some("jo"), 0, 0);
    let found = customers(&db, TODAY, 10, false);
    assert_eq!(found.iter().map(|one| (one.1.as_str(), one.second())).collect::<Vec<_>>(), [("a", Some(0))]);
    assert_eq!(found[0].6.iter().map(|orders| (orders.0, orders.2)).collect::<Vec<_>>(), [(0, 2)]);
}

#[test]
fn an_order_without_a_rate_is_counted_and_brings_nothing() {
    let mut db = given::control();
    bought(&mut db, "a", Some("jo"), 0, 0);
    let mut args: Vec<Arg> =
        vec![TODAY.into(), TODAY.into(), (TODAY - 1).into(), "".into(), 9.into(), "USD".into(), 0.into()];
    args.extend(Cohorts::ages().map(Arg::from));
    let found: Vec<Customer> = given::json(&db, sql::REPORT_COHORTS, &args);
    let told: Vec<_> = found[0].6.iter().map(|orders| (orders.1.as_str(), orders.2, orders.3, orders.4)).collect();
    assert_eq!(told, [("USD", 1, 1, 0)]);
}

#[test]
fn whose_the_payout_was_stands_with_the_order() {
    let mut db = given::control();
    bought(&mut db, "a", Some("jo"), 0, 0);
    bought(&mut db, "b", Some("mia"), 1, 0);
    let credit = "INSERT INTO credit VALUES ('a', 1, 1, 42, 0, 0, 0, 'EUR', 10000, 0)";
    given::run(&db, credit, &[]);
    let found = customers(&db, TODAY, 10, true);
    assert_eq!(
        found.iter().map(|one| (one.4, one.5.is_some())).collect::<Vec<_>>(),
        [(Some(42), false), (Some(0), false)]
    );
}

#[test]
fn orders_that_say_nothing_of_their_customer_are_counted() {
    let mut db = given::control();
    bought(&mut db, "a", Some("jo"), 0, 0);
    bought(&mut db, "guest", None, 1, 0);
    bought(&mut db, "later", None, 9, 0);
    let told = given::rows(&db, sql::REPORT_STRANGERS, &[TODAY.into(), (TODAY + 5).into()]);
    assert_eq!(told, [json!({ "orders": 1 })]);
}
