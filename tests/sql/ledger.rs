//! The ledger's statements: costs with their rates, what commissions are paid by, and which rate holds.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::ledger::cost::{Book, Earned, Entry, Place};
use waymark::domain::ledger::proration::Days;
use waymark::domain::money::Currency;
use waymark::sql;

use crate::given;

fn run(db: &Connection, statement: &str) {
    db.execute_batch(statement).unwrap();
}

fn cost(db: &Connection, columns: &str, values: &str) {
    run(
        db,
        &format!(
            "INSERT INTO cost (creator_id, from_day, to_day, version, created_at, updated_at, {columns}) VALUES {values}"
        ),
    );
}

fn rate(db: &Connection, currency: &str, day: i64, rate: i64) {
    run(
        db,
        &format!(
            "INSERT INTO rate (currency, day, rate_e9, source, updated_at) VALUES ('{currency}', {day}, {rate}, 'ECB', 5)"
        ),
    );
}

/// See [`paid`].
type Paid<'a> = (i64, i64, i64, i64, i64, &'a str, i64, i64);

/// Orders of the payout model: day, creator, campaign, link, code, currency, orders, net; a currency besides the euro has no rate.
fn paid(db: &Connection, rows: &[Paid<'_>]) {
    for (day, creator, campaign, link, code, currency, orders, net) in rows {
        let (unrated, reporting) = if *currency == "EUR" { (0, *net) } else { (*orders, 0) };
        run(
            db,
            &format!(
                "INSERT INTO credit_total VALUES (1, 1, {day}, {day}, {creator}, {campaign}, {link}, {code}, '', '{currency}',
                 {orders}000000, {orders}000000, 0, {orders}, 0, 0, 0, 0, 0, 0, {unrated}, 0, {net}, 0, {reporting}, 0, 0.0)"
            ),
        );
    }
}

fn entries(db: &Connection, from: i64, to: i64) -> Vec<Entry> {
    given::json(db, sql::COSTS_READ, &[from.into(), to.into()])
}

fn earned(db: &Connection, (from, to): (i64, i64), reporting: &str, apart: i64) -> Vec<Earned> {
    given::json(db, sql::COSTS_EARNED, &[from.into(), to.into(), reporting.into(), apart.into()])
}

fn book(db: &Connection, (from, to): (i64, i64), reporting: Option<&str>) -> Book {
    Book {
        entries: entries(db, from, to),
        earned: earned(db, (from, to), reporting.unwrap_or_default(), 0),
        reporting: reporting.and_then(Currency::parse),
    }
}

/// Total of every creator in euros.
fn totals(book: &Book, (from, to): (i64, i64)) -> Vec<(i64, Result<i64, &'static str>)> {
    let spent = book.spent(Days { from, to }, &|place: &Place| Some(place.creator.into()));
    spent.iter().map(|(row, cost)| (*row, cost.total(Currency::parse("EUR").unwrap()))).collect()
}

#[test]
fn the_rate_of_a_day_is_the_latest_of_the_week_before_it() {
    let db = given::control();
    rate(&db, "USD", 100, 900);
    rate(&db, "USD", 105, 950);
    rate(&db, "GBP", 104, 1_100);
    for (day, found) in
        [(99, None), (100, Some(900)), (104, Some(900)), (105, Some(950)), (112, Some(950)), (113, None)]
    {
        let rows = given::rows(&db, sql::RATE_AT, &["USD".into(), day.into()]);
        assert_eq!(rows.first().map(|row| row["rate_e9"].as_i64().unwrap()), found, "day {day}");
    }
}

#[test]
fn costs_that_touch_the_days_are_read_with_their_rate() {
    let db = given::control();
    let sarah = given::creator(&db, "sarah");
    rate(&db, "USD", 95, 920_000_000);
    cost(&db, "kind, amount_minor, currency", &format!("({sarah}, 100, 109, 1, 5, 5, 'fee', 10000, 'USD')"));
    cost(&db, "kind, amount_minor, currency", &format!("({sarah}, 90, 99, 1, 5, 5, 'travel', 700, 'EUR')"));
    cost(
        &db,
        "kind, amount_minor, currency, archived_at",
        &format!("({sarah}, 100, 109, 1, 5, 5, 'agency', 1, 'EUR', 9)"),
    );
    let read = entries(&db, 105, 200);
    assert_eq!(read.iter().map(|entry| (entry.id, entry.rate_e9)).collect::<Vec<_>>(), [(1, Some(920_000_000))]);
    assert_eq!(totals(&book(&db, (99, 104), Some("EUR")), (99, 104)), [(sarah, Ok(70 + 4_600))]);
}

#[test]
fn the_narrowest_rule_is_the_one_that_pays() {
    let db = given::control();
    let sarah = given::creator(&db, "sarah");
    let (spring, summer) = (given::campaign(&db, "spring"), given::campaign(&db, "summer"));
    let link = given::link(&db, "reel", sarah, Some(spring));
    run(&db, &format!("UPDATE link SET post = 'reel' WHERE id = {link}"));
    run(
        &db,
        &format!(
            "INSERT INTO post (id, handle, creator_id, version, created_at, updated_at) VALUES (5, 'reel', {sarah}, 1, 5, 5)"
        ),
    );
    let percent = "kind, basis_points, campaign_id, post_id";
    cost(&db, percent, &format!("({sarah}, 100, 109, 1, 5, 5, 'commission_percent', 1000, NULL, NULL)"));
    cost(&db, percent, &format!("({sarah}, 100, 109, 1, 5, 5, 'commission_percent', 2000, {spring}, NULL)"));
    cost(&db, percent, &format!("({sarah}, 100, 109, 1, 5, 5, 'commission_percent', 3000, NULL, 5)"));
    paid(
        &db,
        &[
            (100, sarah, summer, 0, 0, "EUR", 1, 100),
            (100, sarah, spring, 0, 0, "EUR", 1, 1_000),
            (100, sarah, spring, link, 0, "EUR", 1, 10_000),
            // Before the rules, another's, and nobody's.
            (99, sarah, spring, link, 0, "EUR", 1, 77),
            (100, sarah + 1, spring, 0, 0, "EUR", 1, 77),
            (100, 0, 0, 0, 0, "EUR", 1, 77),
        ],
    );
    let mut by_rule: Vec<(u32, i64, u32)> =
        earned(&db, (90, 120), "", 0).iter().map(|line| (line.entry, line.net_minor, line.place.post)).collect();
    by_rule.sort_unstable();
    assert_eq!(by_rule, [(1, 100, 0), (2, 1_000, 0), (3, 10_000, 5)]);
    assert_eq!(totals(&book(&db, (90, 120), None), (90, 120)), [(sarah, Ok(10 + 200 + 3_000))]);
}

#[test]
fn by_touch_the_orders_of_the_touches_are_paid_by_the_rules_of_their_own_days() {
    let db = given::control();
    let sarah = given::creator(&db, "sarah");
    rate(&db, "USD", 100, 500_000_000);
    rate(&db, "USD", 110, 900_000_000);
    cost(&db, "kind, amount_minor, currency", &format!("({sarah}, 90, 104, 1, 5, 5, 'commission_order', 100, 'USD')"));
    cost(&db, "kind, amount_minor, currency", &format!("({sarah}, 105, 200, 1, 5, 5, 'commission_order', 700, 'USD')"));
    paid(
        &db,
        &[
            (100, sarah, 0, 0, 0, "EUR", 1, 10), // touched on 96, before the range
            (102, sarah, 0, 0, 0, "EUR", 2, 10), // touched on 98
            (110, sarah, 0, 0, 0, "EUR", 4, 10), // touched on 106, the last day
            (111, sarah, 0, 0, 0, "EUR", 8, 10), // touched on 107, behind it
        ],
    );
    run(&db, "UPDATE credit_total SET touched = day - 4");
    let lines = |apart: i64| {
        let mut lines: Vec<(u32, i64, i64, Option<i64>)> = earned(&db, (98, 106), "EUR", apart)
            .iter()
            .map(|line| (line.entry, line.day, line.orders, line.rate_e9))
            .collect();
        lines.sort_unstable();
        lines
    };
    assert_eq!(lines(8), [(1, 98, 2, Some(500_000_000)), (2, 106, 4, Some(900_000_000))]);
    assert_eq!(lines(9), lines(8));
    assert_eq!(lines(0), [(1, 100, 1, Some(500_000_000)), (1, 102, 2, Some(500_000_000))]);
}

#[test]
fn days_links_and_codes_stand_apart_where_that_is_asked() {
    let db = given::control();
    let sarah = given::creator(&db, "sarah");
    cost(&db, "kind, amount_minor, currency", &format!("({sarah}, 100, 109, 1, 5, 5, 'commission_order', 500, 'EUR')"));
    paid(
        &db,
        &[
            (100, sarah, 0, 1, 0, "EUR", 1, 10),
            (101, sarah, 0, 2, 0, "EUR", 2, 10),
            (101, sarah, 0, 0, 9, "EUR", 4, 10),
        ],
    );
    let of = |apart| {
        let mut lines: Vec<(i64, u32, u32, i64)> = earned(&db, (90, 120), "EUR", apart)
            .iter()
            .map(|line| (line.day, line.place.link, line.place.code, line.orders))
            .collect();
        lines.sort_unstable();
        // Lines of one place stand side by side; who reads them adds them up.
        lines.dedup_by(|line, before| {
            let same = (line.0, line.1, line.2) == (before.0, before.1, before.2);
            before.3 += if same { line.3 } else { 0 };
            same
        });
        lines
    };
    assert_eq!(of(0), [(0, 0, 0, 7)]);
    assert_eq!(of(1), [(100, 0, 0, 1), (101, 0, 0, 6)]);
    assert_eq!(of(2), [(0, 0, 0, 4), (0, 1, 0, 1), (0, 2, 0, 2)]);
    assert_eq!(of(7), [(100, 1, 0, 1), (101, 0, 9, 4), (101, 2, 0, 2)]);
}

#[test]
fn a_commission_in_another_currency_is_told_by_day_with_the_days_rate() {
    let db = given::control();
    let sarah = given::creator(&db, "sarah");
    rate(&db, "USD", 100, 900_000_000);
    cost(&db, "kind, amount_minor, currency", &format!("({sarah}, 90, 119, 1, 5, 5, 'commission_order', 500, 'USD')"));
    paid(&db, &[(99, sarah, 0, 0, 0, "EUR", 1, 10), (107, sarah, 0, 0, 0, "EUR", 2, 10)]);
    let rates: Vec<_> = earned(&db, (90, 120), "EUR", 0).iter().map(|line| (line.day, line.rate_e9)).collect();
    assert_eq!(rates, [(99, None), (107, Some(900_000_000))]);
    assert_eq!(totals(&book(&db, (100, 120), Some("EUR")), (100, 120)), [(sarah, Ok(900))]);
}

#[test]
fn what_creators_cost_is_a_fee_of_the_day_they_were_made() {
    let db = Connection::open_in_memory().unwrap();
    let (before, ledger) = sql::CONTROL_MIGRATIONS.split_at(9);
    db.execute_batch(&before.concat()).unwrap();
    run(
        &db,
        "INSERT INTO creator (name, handle, cost_minor, currency, aliases, version, created_at, updated_at) VALUES
         ('A', 'a', 800000, 'EUR', '[]', 1, 864000005, 864000009), ('B', 'b', 0, 'EUR', '[]', 1, 5, 5), ('C', 'c', 5, NULL, '[]', 1, 5, 5)",
    );
    db.execute_batch(ledger[0]).unwrap();
    let costs =
        given::ask(&db, "SELECT creator_id, kind, amount_minor, currency, from_day, to_day, created_at FROM cost");
    let expected: Vec<Value> = vec![json!({
        "creator_id": 1, "kind": "fee", "amount_minor": 800_000, "currency": "EUR", "from_day": 10, "to_day": 10, "created_at": 864_000_005_i64
    })];
    assert_eq!(costs, expected);
}
