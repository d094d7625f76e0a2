//! Orders as the recount reads them: each once, with whose code it carried then, and its refunds.

use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::click_id::Click;
use waymark::domain::credit::{self, Order, Owner};
use waymark::domain::time;
use waymark::sql;

use crate::given::{self, Arg, DAY, NOON, refund, report, sale};

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

fn at(order: &str, at: i64) -> Value {
    with(sale(order), "occurred_at", json!(time::print(at)))
}

/// A chunk of the orders in `[from, until)` behind `last`.
fn chunk(db: &Connection, bounds: (i64, i64), last: (i64, &str), most: i64) -> Vec<Order> {
    let args: [Arg; 5] = [bounds.0.into(), bounds.1.into(), last.0.into(), last.1.into(), most.into()];
    given::json(db, sql::ORDERS_READ, &args)
}

/// Reads as the recount does: chunk after chunk, each behind the last order of the one before.
fn read(db: &Connection, bounds: (i64, i64), most: i64) -> Vec<Order> {
    let mut all = Vec::new();
    let mut last = (-1, String::new());
    loop {
        let orders = chunk(db, bounds, (last.0, &last.1), most);
        let full = i64::try_from(orders.len()).unwrap() == most;
        all.extend(orders);
        match all.last() {
            Some(order) if full => last = (order.occurred_at, order.order_id.clone()),
            _ => return all,
        }
    }
}

fn every(db: &Connection) -> Vec<Order> {
    read(db, (0, NOON + DAY), 100)
}

fn ids(orders: &[Order]) -> Vec<&str> {
    orders.iter().map(|order| order.order_id.as_str()).collect()
}

fn code(db: &Connection, creator: i64, from: Option<i64>, until: Option<i64>) -> usize {
    usize::from(given::code(db, "SARAH20", creator, from, until).is_some())
}

#[test]
fn an_order_is_read_as_it_was_reported() {
    let mut db = given::control();
    let click = Click { link: 7, at: NOON - 1_000, nonce: 5, visitor: (1 << 46) | 0x63 };
    let id = given::settings().click_keys.print(&click);
    report(&mut db, &with(sale("1001"), "click_id", json!(id)));
    let order = every(&db).remove(0);
    assert_eq!((order.order_id.as_str(), order.occurred_at, order.currency.as_str()), ("1001", NOON, "EUR"));
    assert_eq!((order.amount.total, order.amount.tax, order.amount.shipping), (12_000, Some(1_500), Some(500)));
    assert_eq!(order.clicks, [(7, NOON - 1_000, 5, (1 << 46) | 0x63)]);
    assert_eq!((order.code_owner, order.refunds.len(), order.refund_count), (None, 0, 0));
}

#[test]
fn what_the_shop_did_not_say_is_read_as_not_said() {
    let mut db = given::control();
    report(&mut db, &with(sale("1"), "tax_minor", Value::Null));
    assert_eq!(every(&db)[0].amount.tax, None);
}

#[test]
fn the_bounds_of_a_day_are_half_open() {
    let mut db = given::control();
    let day = (NOON - 1_000, NOON);
    report(&mut db, &json!([at("a", day.0 - 1), at("b", day.0), at("c", day.1 - 1), at("d", day.1)]));
    assert_eq!(ids(&read(&db, day, 100)), ["b", "c"]);
}

#[test]
fn orders_of_one_moment_are_parted_between_chunks_without_loss() {
    let mut db = given::control();
    let list: Vec<Value> = (0..30).map(|number| sale(&format!("{number:02}"))).collect();
    report(&mut db, &json!(list));
    for most in [1, 2, 7, 29, 30, 31] {
        let read = read(&db, (NOON, NOON + 1), most);
        assert_eq!(read.len(), 30, "chunks of {most}");
        assert!(read.windows(2).all(|pair| pair[0].order_id < pair[1].order_id));
    }
}

#[test]
fn refunds_come_with_their_order_and_are_no_orders() {
    let mut db = given::control();
    report(&mut db, &json!([sale("1"), sale("2"), refund("r1", "1"), refund("r2", "1")]));
    let orders = every(&db);
    assert_eq!(orders.iter().map(|order| order.refund_count).collect::<Vec<_>>(), [2, 0]);
    assert_eq!(orders[0].refunds.iter().map(|refund| refund.total).sum::<i64>(), 2_400);
}

#[test]
fn a_refund_that_turned_out_to_be_in_another_currency_changes_nothing() {
    let mut db = given::control();
    report(&mut db, &with(refund("r1", "1"), "currency", json!("USD")));
    report(&mut db, &json!([sale("1"), refund("r2", "1")]));
    let order = every(&db).remove(0);
    assert_eq!((order.refund_count, order.refunds.len(), order.refunds[0].total), (1, 1, 1_200));
}

#[test]
fn refunds_are_summed_with_and_without_their_goods() {
    let mut db = given::control();
    let stated = |id: &str, tax: i64| with(with(refund(id, "1"), "tax_minor", json!(tax)), "shipping_minor", json!(0));
    let half = with(refund("r5", "1"), "tax_minor", json!(1));
    report(
        &mut db,
        &json!([sale("1"), refund("r1", "1"), stated("r2", 100), refund("r3", "1"), stated("r4", 50), half]),
    );
    let order = every(&db).remove(0);
    assert_eq!(order.refund_count, 5);
    let mut refunds: Vec<_> = order.refunds.iter().map(|r| (r.total, r.tax, r.shipping)).collect();
    refunds.sort_unstable();
    assert_eq!(refunds, [(2_400, Some(150), Some(0)), (3_600, None, None)]);
}

#[test]
fn a_refund_of_last_month_counts_on_its_orders_day() {
    let mut db = given::control();
    let late = with(refund("r1", "1"), "occurred_at", json!("2026-11-20T12:30:00Z"));
    report(&mut db, &json!([at("1", NOON - 20 * DAY), late]));
    assert_eq!(read(&db, (NOON - 20 * DAY, NOON - 19 * DAY), 100)[0].refund_count, 1);
    assert!(read(&db, (NOON, NOON + DAY), 100).is_empty());
}

#[test]
fn a_codes_owner_is_whoever_held_it_at_the_orders_time() {
    // An order at noon; the code held from and until, and whether the order was its owner's.
    for (from, until, owned) in [
        (None, None, true),
        (Some(NOON), None, true),
        (Some(NOON + 1), None, false),
        (None, Some(NOON), false),
        (None, Some(NOON + 1), true),
        (Some(NOON - 5), Some(NOON + 5), true),
        (Some(NOON - 5), Some(NOON), false),
        (Some(NOON), Some(NOON + 1), true),
    ] {
        let mut db = given::control();
        let creator = given::creator(&db, "sarah");
        assert_eq!(code(&db, creator, from, until), 1);
        report(&mut db, &with(sale("1"), "code", json!("sarah20")));
        let owner = every(&db)[0].code_owner.map(i64::from);
        assert_eq!(owner, owned.then_some(creator), "{from:?} to {until:?}");
    }
}

#[test]
fn a_code_that_changed_hands_keeps_its_earlier_orders_with_its_earlier_owner() {
    let mut db = given::control();
    let (sarah, tom) = (given::creator(&db, "sarah"), given::creator(&db, "tom"));
    code(&db, sarah, None, Some(NOON));
    code(&db, tom, Some(NOON), None);
    let coded = |body| with(body, "code", json!("SARAH20"));
    report(&mut db, &json!([coded(at("1", NOON - 1)), coded(at("2", NOON))]));
    let owners: Vec<_> = every(&db).iter().map(|order| order.code_owner.map(i64::from)).collect();
    assert_eq!(owners, [Some(sarah), Some(tom)]);
}

#[test]
fn a_code_that_nobody_holds_is_nobodys() {
    let mut db = given::control();
    report(&mut db, &with(sale("1"), "code", json!("TYPO")));
    assert_eq!(every(&db)[0].code_owner, None);
}

#[test]
fn owners_of_links_are_read_for_the_links_that_are_asked() {
    let db = given::control();
    let (sarah, tom) = (given::creator(&db, "sarah"), given::creator(&db, "tom"));
    let spring = given::campaign(&db, "spring");
    let (a, b) = (given::link(&db, "a", sarah, Some(spring)), given::link(&db, "b", tom, None));
    given::link(&db, "c", tom, None);
    let mut rows: Vec<(i64, i64, i64)> = given::json(&db, sql::LINK_OWNERS, &[json!([a, b, 999]).into()]);
    rows.sort_unstable();
    assert_eq!(rows, [(a, sarah, spring), (b, tom, 0)]);
}

// Credits as they are kept.

fn put(db: &Connection, orders: &[Order]) -> i64 {
    let rows: Vec<Value> = orders
        .iter()
        .map(|order| credit::of(order, |link| Some(Owner { creator: link * 10, campaign: 3 })))
        .map(|c| {
            json!([
                c.order_id,
                c.owner.creator,
                c.owner.campaign,
                c.link,
                c.via as u8,
                c.currency,
                c.gross_minor,
                c.refunded_minor
            ])
        })
        .collect();
    given::run(db, sql::CREDITS_PUT, &[json!(rows).into()])
}

#[test]
fn a_credit_is_kept_as_it_was_decided() {
    let mut db = given::control();
    let click = Click { link: 7, at: NOON - 1_000, nonce: 5, visitor: 9 };
    let id = given::settings().click_keys.print(&click);
    report(&mut db, &json!([with(sale("1"), "click_id", json!(id)), refund("r1", "1")]));
    put(&db, &every(&db));
    let expected = json!({
        "order_id": "1", "model": 1, "position": 1, "creator": 70, "campaign": 3, "link": 7, "via": 1,
        "currency": "EUR", "gross_minor": 10_000, "refunded_minor": 1_000,
    });
    assert_eq!(given::ask(&db, "SELECT * FROM credit"), [expected]);
}

#[test]
fn credits_that_did_not_change_are_not_written() {
    let mut db = given::control();
    report(&mut db, &json!([sale("1"), sale("2"), sale("3")]));
    assert_eq!(put(&db, &every(&db)), 3);
    assert_eq!(put(&db, &every(&db)), 0);
    report(&mut db, &refund("r1", "2"));
    assert_eq!(put(&db, &every(&db)), 1);
    assert_eq!(put(&db, &every(&db)), 0);
}

#[test]
fn the_store_itself_keeps_a_credit_from_going_below_zero() {
    let db = given::control();
    let row = |refunded: i64| json!([["1", 70, 3, 7, 1, "EUR", 100, refunded]]);
    for (refunded, fits) in [(0, true), (100, true), (101, false), (-1, false)] {
        assert_eq!(given::try_rows(&db, sql::CREDITS_PUT, &[row(refunded).into()]).is_ok(), fits, "{refunded}");
    }
}

proptest! {
    #![proptest_config(given::tries(48))]

    #[test]
    fn chunks_cover_every_order_once(times in prop::collection::vec(0..5_i64, 1..40), most in 1..9_i64) {
        let mut db = given::control();
        let list: Vec<Value> = (0..).zip(&times).map(|(number, step)| at(&format!("o{number}"), NOON + step)).collect();
        report(&mut db, &json!(list));
        let orders = read(&db, (NOON, NOON + 5), most);
        let mut read: Vec<&str> = ids(&orders);
        prop_assert_eq!(read.len(), times.len());
        let place = |order: &Order| (order.occurred_at, order.order_id.clone());
        prop_assert!(orders.windows(2).all(|pair| place(&pair[0]) < place(&pair[1])));
        read.sort_unstable();
        read.dedup();
        prop_assert_eq!(read.len(), times.len());
    }
}
