//! Conversions: the first report under a key stays, every other is told what it is.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::conversion::{Kind, Outcome, Said};
use waymark::sql;

use crate::given::{self, DAY, NOON, TODAY, refund, report, sale};

fn outcomes(said: &[Said]) -> Vec<Outcome> {
    said.iter().map(|said| said.outcome).collect()
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

fn stored(db: &Connection) -> i64 {
    given::number(db, "SELECT count(*) FROM conversion")
}

fn conflicts(db: &Connection) -> i64 {
    given::number(db, "SELECT count(*) FROM conversion_report")
}

fn marks(db: &Connection) -> Vec<i64> {
    given::ask(db, "SELECT day FROM dirty_day ORDER BY day").iter().map(|row| row["day"].as_i64().unwrap()).collect()
}

#[test]
fn a_sale_is_stored_with_everything_it_said() {
    let mut db = given::control();
    let mut body = sale("1001");
    body["code"] = json!("sarah20");
    body["customer"] = json!("ann@example.com");
    assert_eq!(outcomes(&report(&mut db, &body)), [Outcome::Accepted]);
    let row = given::ask(&db, "SELECT * FROM conversion").remove(0);
    let expected = json!({
        "kind": 1, "key": "1001", "order_id": "1001", "occurred_at": NOON, "received_at": NOON + 3_600_000,
        "source": 0, "rank": 2, "revision": 0, "version": 1, "currency": "EUR", "total_minor": 12_000,
        "merchandise_minor": null, "discount_minor": null, "tax_minor": 1_500, "shipping_minor": 500, "reason": 0,
        "cumulative": 0, "touches": "[]", "customer": row["customer"], "lead_id": null, "detail": "{}",
        "digest": row["digest"], "last_digest": row["digest"], "notes": "[]",
        "changed_at": NOON + 3_600_000, "counted_version": 1, "erased_at": null, "history": null, "visitor": 0,
    });
    let codes = given::ask(&db, "SELECT * FROM order_code");
    assert_eq!(codes, [json!({ "code": "SARAH20", "order_id": "1001", "discount_minor": null, "verified": 1 })]);
    assert_eq!(row, expected);
    assert_eq!(row["customer"].as_str().unwrap().len(), 32);
}

#[test]
fn the_same_sale_again_is_a_duplicate_and_writes_nothing_but_its_mark() {
    let mut db = given::control();
    report(&mut db, &sale("1001"));
    assert_eq!(outcomes(&report(&mut db, &sale("1001"))), [Outcome::Duplicate]);
    assert_eq!((stored(&db), conflicts(&db)), (1, 0));
}

#[test]
fn the_first_report_stays_and_another_is_a_conflict() {
    let mut db = given::control();
    report(&mut db, &sale("1001"));
    let other = with(sale("1001"), "total_minor", json!(99_000));
    assert_eq!(outcomes(&report(&mut db, &other)), [Outcome::Conflict]);
    assert_eq!(given::number(&db, "SELECT total_minor FROM conversion"), 12_000);
}

#[test]
fn a_conflicting_report_is_kept_once_whole() {
    let mut db = given::control();
    report(&mut db, &sale("1001"));
    let other = with(sale("1001"), "total_minor", json!(99_000));
    report(&mut db, &other);
    report(&mut db, &other);
    report(&mut db, &with(sale("1001"), "currency", json!("USD")));
    assert_eq!(conflicts(&db), 2);
    let kept = given::ask(&db, "SELECT report FROM conversion_report WHERE report LIKE '%99000%'");
    let kept: Value = serde_json::from_str(kept[0]["report"].as_str().unwrap()).unwrap();
    assert_eq!((&kept["currency"], &kept["total"]), (&json!("EUR"), &json!(99_000)));
}

#[test]
fn the_same_list_twice_is_a_list_of_duplicates() {
    let mut db = given::control();
    let list = json!([sale("1"), sale("2"), refund("r1", "1")]);
    assert_eq!(outcomes(&report(&mut db, &list)), [Outcome::Accepted; 3]);
    assert_eq!(outcomes(&report(&mut db, &list)), [Outcome::Duplicate; 3]);
    assert_eq!(stored(&db), 3);
}

#[test]
fn an_order_twice_in_one_list_is_stored_once_and_the_first_is_the_one() {
    let mut db = given::control();
    let list = json!([sale("1"), with(sale("1"), "total_minor", json!(99_000)), sale("1")]);
    assert_eq!(outcomes(&report(&mut db, &list)), [Outcome::Accepted, Outcome::Conflict, Outcome::Duplicate]);
    assert_eq!(given::number(&db, "SELECT total_minor FROM conversion"), 12_000);
    assert_eq!(conflicts(&db), 1);
}

#[test]
fn the_first_of_a_long_list_is_the_one_also_behind_the_tenth() {
    let mut db = given::control();
    // Keys of a JSON list order as numbers, not as texts: item 2 comes before item 10.
    let list: Vec<Value> = (0..12).map(|at| with(sale("1"), "total_minor", json!(20_000 + at))).collect();
    let said = report(&mut db, &json!(list));
    assert_eq!(said[0].outcome, Outcome::Accepted);
    assert_eq!(given::number(&db, "SELECT total_minor FROM conversion"), 20_000);
}

#[test]
fn an_order_and_a_refund_may_share_their_id() {
    let mut db = given::control();
    assert_eq!(outcomes(&report(&mut db, &json!([sale("1"), refund("1", "1")]))), [Outcome::Accepted; 2]);
}

#[test]
fn a_refund_in_another_currency_than_its_order_is_left_out() {
    let mut db = given::control();
    report(&mut db, &sale("1"));
    let said = report(&mut db, &with(refund("r1", "1"), "currency", json!("USD")));
    assert_eq!((said[0].outcome, said[0].errors[0].code), (Outcome::Rejected, "currency_of_order"));
    assert_eq!(stored(&db), 1);
}

#[test]
fn a_refund_that_comes_before_its_order_waits_for_it() {
    let mut db = given::control();
    let said = report(&mut db, &refund("r1", "1"));
    assert_eq!((said[0].outcome, said[0].notes.as_slice()), (Outcome::Accepted, ["order_unknown"].as_slice()));
    assert!(marks(&db).is_empty(), "there is no order whose day could be behind");
    report(&mut db, &sale("1"));
    assert_eq!(marks(&db), [TODAY]);
    let said = report(&mut db, &refund("r1", "1"));
    assert_eq!((said[0].outcome, said[0].notes.len()), (Outcome::Duplicate, 0));
}

#[test]
fn a_sale_says_where_refunds_came_before_it_in_another_currency() {
    let mut db = given::control();
    report(&mut db, &with(refund("r1", "1"), "currency", json!("USD")));
    let said = report(&mut db, &json!([sale("1"), sale("2")]));
    assert_eq!(said[0].notes, ["refund_in_another_currency"]);
    assert!(said[1].notes.is_empty());
}

#[test]
fn a_refund_before_its_order_in_one_list_finds_it() {
    let mut db = given::control();
    let said = report(&mut db, &json!([refund("r1", "1"), sale("1")]));
    assert_eq!(outcomes(&said), [Outcome::Accepted; 2]);
    assert!(said[0].notes.is_empty());
}

#[test]
fn a_refund_marks_the_day_of_its_order() {
    let mut db = given::control();
    report(&mut db, &with(sale("1"), "occurred_at", json!("2026-11-02T23:59:59.999Z")));
    given::run(&db, "DELETE FROM dirty_day", &[]);
    report(&mut db, &refund("r1", "1"));
    assert_eq!(marks(&db), [TODAY - 18]);
}

#[test]
fn every_order_of_a_list_marks_its_own_day() {
    let mut db = given::control();
    let yesterday = with(sale("2"), "occurred_at", json!("2026-11-19T12:00:00Z"));
    report(&mut db, &json!([sale("1"), yesterday, sale("3")]));
    assert_eq!(marks(&db), [TODAY - 1, TODAY]);
}

#[test]
fn orders_one_after_the_other_write_one_mark() {
    let mut db = given::control();
    report(&mut db, &sale("1"));
    let before = db.total_changes();
    report(&mut db, &sale("2"));
    assert_eq!(db.total_changes() - before, 1, "the order alone");
}

#[test]
fn a_rejected_item_does_not_keep_its_neighbours_out() {
    let mut db = given::control();
    let said = report(&mut db, &json!([sale("1"), { "kind": "sale" }, sale("2")]));
    assert_eq!(outcomes(&said), [Outcome::Accepted, Outcome::Rejected, Outcome::Accepted]);
    assert_eq!(stored(&db), 2);
}

#[test]
fn a_code_marks_the_days_of_the_orders_that_carried_it() {
    let mut db = given::control();
    let coded =
        |order: &str, at: &str, code: &str| with(with(sale(order), "code", json!(code)), "occurred_at", json!(at));
    report(
        &mut db,
        &json!([
            coded("1", "2026-11-01T00:00:00Z", "SARAH20"),
            coded("2", "2026-11-05T00:00:00Z", "sarah20"),
            coded("3", "2026-11-07T00:00:00Z", "OTHER"),
            sale("4"),
        ]),
    );
    given::run(&db, "DELETE FROM dirty_day", &[]);
    assert_eq!(given::run(&db, sql::CODES_DIRTY, &[json!([["SARAH20", "SARAH20"]]).into()]), 2);
    assert_eq!(marks(&db), [TODAY - 19, TODAY - 15]);
}

#[test]
fn ids_are_texts_and_keep_their_leading_zeros_and_their_case() {
    let mut db = given::control();
    let said = report(&mut db, &json!([sale("1"), sale("01"), sale("A"), sale("a"), sale("9007199254740993")]));
    assert_eq!(outcomes(&said), [Outcome::Accepted; 5]);
    let kinds = given::ask(&db, "SELECT DISTINCT typeof(key) AS type FROM conversion");
    assert_eq!(kinds, [json!({ "type": "text" })]);
}

#[test]
fn the_largest_amount_is_kept_exactly() {
    let mut db = given::control();
    let most = waymark::domain::conversion::MOST_MINOR;
    report(&mut db, &with(sale("1"), "total_minor", json!(most)));
    assert_eq!(given::number(&db, "SELECT total_minor FROM conversion"), most);
}

#[test]
fn the_kinds_of_the_table_are_the_kinds_of_the_domain() {
    let mut db = given::control();
    report(&mut db, &sale("1"));
    let insert = |kind: i64| {
        let statement = "INSERT INTO conversion SELECT ?1, 'k', order_id, occurred_at, received_at, source, rank, revision,
            version, currency, total_minor, merchandise_minor, discount_minor, tax_minor, shipping_minor, reason, cumulative,
            touches, customer, lead_id, detail, digest, last_digest, notes, changed_at, counted_version, NULL, NULL, 0 FROM conversion LIMIT 1";
        given::try_rows(&db, statement, &[kind.into()]).is_ok()
    };
    let known: Vec<i64> = (-1..9).filter(|kind| insert(*kind)).collect();
    let kinds: Vec<i64> = (0..=255).filter_map(Kind::of).map(|kind| kind as i64).collect();
    assert_eq!(known, kinds);
}

#[test]
fn a_day_is_a_whole_number_also_before_noon() {
    let mut db = given::control();
    report(&mut db, &with(sale("1"), "occurred_at", json!("2026-11-20T00:00:00.001Z")));
    let marks = given::ask(&db, "SELECT day, typeof(day) AS type FROM dirty_day");
    assert_eq!(marks, [json!({ "day": NOON / DAY, "type": "integer" })]);
}
