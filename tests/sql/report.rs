//! The report's sums: over the days that are asked, per row and currency, and nothing twice.

use rusqlite::Connection;
use serde_json::json;
use waymark::domain::money::Currency;
use waymark::domain::recount::Scope;
use waymark::domain::report::{Ask, By, Facts, SaleRow, Subject, Table, VisitRow, performance};
use waymark::domain::time::Day;
use waymark::sql;

use crate::given::{self, Arg, NOON, TODAY};

fn visits(db: &Connection, scope: Scope, day: i64, id: i64, clicks: i64) {
    let row = json!([[id, [clicks + 6, clicks, 1, 2, 3], [clicks, 5, 4], [0, 0, 0, 0, 0, 3, 2, 1]]]);
    given::run(db, sql::VISIT_TOTALS_PUT, &[(scope as i64).into(), day.into(), row.into()]);
}

/// `orders` is `[link, code, both, none]`.
fn sales(db: &Connection, scope: Scope, day: i64, id: i64, currency: &str, orders: [i64; 4], gross: i64) {
    let [link, code, both, none] = orders;
    let row = json!([[id, currency, link, code, both, none, 1, 0, gross, gross / 10, 2, 3]]);
    given::run(db, sql::SALE_TOTALS_PUT, &[(scope as i64).into(), day.into(), row.into()]);
}

fn range(scope: Scope, by_day: i64) -> [Arg; 4] {
    [(scope as i64).into(), TODAY.into(), (TODAY + 1).into(), by_day.into()]
}

fn days() -> [Arg; 2] {
    [TODAY.into(), (TODAY + 1).into()]
}

fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

type Sums = (i64, u64, u64, [u64; 3], u64, u64);

fn visit_sums(db: &Connection, scope: Scope, by_day: i64) -> Vec<Sums> {
    let rows: Vec<VisitRow> = given::json(db, sql::REPORT_VISITS, &range(scope, by_day));
    let flagged = |row: &VisitRow| [row.flagged.bot, row.flagged.preview, row.flagged.prefetch];
    rows.iter().map(|row| (row.row, row.gross, row.valid, flagged(row), row.visitor_days, row.views)).collect()
}

fn sale_sums(db: &Connection, scope: Scope, by_day: i64) -> Vec<(i64, String, u64, i64, i64)> {
    let rows: Vec<SaleRow> = given::json(db, sql::REPORT_SALES, &range(scope, by_day));
    rows.iter().map(|row| (row.0, row.1.to_string(), row.2 + row.3 + row.4 + row.5, row.7, row.8)).collect()
}

#[test]
fn visits_are_added_over_the_days_that_are_asked() {
    let db = given::control();
    for (day, clicks) in [(TODAY - 1, 1_000), (TODAY, 10), (TODAY + 1, 20), (TODAY + 2, 1_000)] {
        visits(&db, Scope::Creator, day, 70, clicks);
    }
    visits(&db, Scope::Creator, TODAY, 80, 5);
    visits(&db, Scope::Campaign, TODAY, 70, 1_000);
    assert_eq!(visit_sums(&db, Scope::Creator, 0), [(70, 42, 30, [2, 4, 6], 30, 8), (80, 11, 5, [1, 2, 3], 5, 4)]);
}

#[test]
fn visits_by_day_are_the_whole_days() {
    let db = given::control();
    visits(&db, Scope::All, TODAY, 0, 10);
    visits(&db, Scope::All, TODAY + 1, 0, 20);
    let rows: Vec<(i64, u64)> = visit_sums(&db, Scope::All, 1).iter().map(|row| (row.0, row.2)).collect();
    assert_eq!(rows, [(TODAY, 10), (TODAY + 1, 20)]);
}

#[test]
fn orphans_are_no_link_but_are_told() {
    let db = given::control();
    visits(&db, Scope::Link, TODAY, 0, 10);
    visits(&db, Scope::Link, TODAY, 7, 1);
    assert_eq!(visit_sums(&db, Scope::Link, 0).iter().map(|row| row.0).collect::<Vec<_>>(), [7]);
    let told = given::rows(&db, sql::REPORT_ORPHANS, &days()).remove(0);
    assert_eq!(told, json!({ "orphan_visits": 21, "as_of": null }));
}

#[test]
fn sales_are_added_per_currency() {
    let db = given::control();
    sales(&db, Scope::Creator, TODAY, 70, "EUR", [1, 2, 3, 0], 100);
    sales(&db, Scope::Creator, TODAY + 1, 70, "EUR", [1, 0, 0, 0], 200);
    sales(&db, Scope::Creator, TODAY, 70, "JPY", [1, 0, 0, 0], 50);
    sales(&db, Scope::Creator, TODAY + 2, 70, "EUR", [9, 0, 0, 0], 900);
    assert_eq!(sale_sums(&db, Scope::Creator, 0), [(70, "EUR".into(), 7, 300, 30), (70, "JPY".into(), 1, 50, 5)]);
}

#[test]
fn what_nothing_ties_to_a_creator_stands_apart() {
    let db = given::control();
    sales(&db, Scope::Creator, TODAY, 0, "EUR", [0, 0, 0, 4], 400);
    sales(&db, Scope::Creator, TODAY, 70, "EUR", [1, 0, 0, 0], 100);
    sales(&db, Scope::All, TODAY, 0, "EUR", [1, 0, 0, 4], 500);
    assert_eq!(sale_sums(&db, Scope::Creator, 0), [(70, "EUR".into(), 1, 100, 10)]);
    let rows: Vec<SaleRow> = given::json(&db, sql::REPORT_APART, &days());
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].1, rows[0].5, rows[0].7, rows[0].8), (eur(), 4, 400, 40));
}

#[test]
fn what_is_unverified_stands_apart_from_what_is_unattributed() {
    let db = given::control();
    sales(&db, Scope::Creator, TODAY, 0, "EUR", [0, 0, 0, 4], 400);
    sales(&db, Scope::Unverified, TODAY, 0, "EUR", [0, 0, 0, 7], 700);
    sales(&db, Scope::Unverified, TODAY + 2, 0, "EUR", [0, 0, 0, 9], 900);
    let rows: Vec<SaleRow> = given::json(&db, sql::REPORT_APART, &days());
    assert_eq!(rows.iter().map(|row| (row.0, row.5, row.7)).collect::<Vec<_>>(), [(2, 4, 400), (4, 7, 700)]);
}

#[test]
fn orders_by_an_answer_and_new_customers_are_added_too() {
    let db = given::control();
    sales(&db, Scope::Creator, TODAY, 70, "EUR", [1, 0, 0, 0], 100);
    sales(&db, Scope::Creator, TODAY + 1, 70, "EUR", [1, 0, 0, 0], 100);
    let rows: Vec<SaleRow> = given::json(&db, sql::REPORT_SALES, &range(Scope::Creator, 0));
    assert_eq!((rows[0].9, rows[0].10), (4, 6));
}

#[test]
fn as_of_is_the_last_rollup_that_was_finished() {
    let db = given::control();
    let job = |state: &str, at: i64| {
        let statement = "INSERT INTO job (kind, state, started_at, heartbeat_at, days, events, orders)
          VALUES ('night', ?1, ?2, ?2, '[]', 0, 0)";
        given::run(&db, statement, &[state.into(), at.into()]);
    };
    job("done", NOON);
    job("failed", NOON + 1);
    job("running", NOON + 2);
    assert_eq!(given::rows(&db, sql::REPORT_ORPHANS, &days())[0]["as_of"], NOON);
}

#[test]
fn the_registers_give_the_subjects_of_the_rows() {
    let db = given::control();
    let sarah = given::creator(&db, "sarah");
    given::campaign(&db, "spring");
    let link = given::link(&db, "a", sarah, None);
    given::link(&db, "b", sarah, None);
    let creators: Vec<Subject> = given::json(&db, sql::REPORT_CREATORS, &[]);
    assert!(matches!(creators.as_slice(), [Subject::Creator { cost_minor: 0, currency: None, .. }]), "{creators:?}");
    let campaigns: Vec<Subject> = given::json(&db, sql::REPORT_CAMPAIGNS, &[]);
    assert!(matches!(campaigns.as_slice(), [Subject::Campaign { .. }]), "{campaigns:?}");
    let links: Vec<Subject> = given::json(&db, sql::REPORT_LINKS, &[json!([link, 99]).into()]);
    assert!(matches!(links.as_slice(), [Subject::Link { .. }]), "{links:?}");
}

/// The report as the Worker makes it.
fn made(db: &Connection, by: By) -> Table {
    let by_day = i64::from(by == By::Day);
    let sale_scope = if by == By::Day { Scope::Creator } else { by.scope() };
    let facts = Facts {
        visits: given::json(db, sql::REPORT_VISITS, &range(by.scope(), by_day)),
        sales: given::json(db, sql::REPORT_SALES, &range(sale_scope, by_day)),
        apart: given::json(db, sql::REPORT_APART, &days()),
        subjects: Vec::new(),
        orphan_visits: 0,
        as_of: None,
    };
    performance(&Ask { by, from: Day(TODAY), to: Day(TODAY + 1) }, "UTC", &facts)
}

#[test]
fn whatever_the_rows_are_they_and_the_unattributed_add_up_to_every_order() {
    use waymark::domain::credit::{Credit, Owner, Via};
    use waymark::domain::recount::{SaleTotals, add_credit};

    let db = given::control();
    let ties = [
        (Via::Link, 7, 70, 3),
        (Via::Both, 8, 80, 0),
        (Via::Code, 0, 70, 0),
        (Via::Nothing, 0, 0, 0),
        (Via::Survey, 0, 80, 0),
    ];
    for day in [TODAY, TODAY + 1] {
        let mut totals = SaleTotals::new();
        for (number, (via, link, creator, campaign)) in ties.into_iter().enumerate() {
            add_credit(
                &mut totals,
                &Credit {
                    order_id: number.to_string(),
                    via,
                    link,
                    owner: Owner { creator, campaign },
                    currency: eur(),
                    gross_minor: 100,
                    refunded_minor: 10,
                    refunds: 1,
                    on_total: false,
                    new_customer: false,
                    verified: true,
                },
            );
        }
        for ((scope, id, currency), s) in &totals {
            let row = json!([[
                id,
                currency,
                s.orders_link,
                s.orders_code,
                s.orders_both,
                s.orders_none,
                s.orders_on_total,
                s.refunds,
                s.gross_minor,
                s.refunded_minor,
                s.orders_survey,
                s.new_customers
            ]]);
            given::run(&db, sql::SALE_TOTALS_PUT, &[(*scope as i64).into(), day.into(), row.into()]);
        }
    }
    for by in [By::Creator, By::Link, By::Campaign, By::Day] {
        let report = made(&db, by);
        let orders: u64 = report.rows.iter().map(|row| row.orders).sum::<u64>() + report.unattributed.orders;
        let every = report.rows.iter().flat_map(|row| &row.revenue).chain(&report.unattributed.revenue);
        let net: i64 = every.map(|revenue| revenue.net_minor).sum();
        assert_eq!((orders, net, report.unattributed.orders), (10, 900, 2), "{by:?}");
    }
}
