//! The report: rows that add up, ratios that say why where they are none.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::money::Currency;
use waymark::domain::refusal::Refusal;
use waymark::domain::report::{
    Ask, By, Cost, Facts, Revenue, Row, SaleRow, Subject, Table, Verdicts, VisitRow, performance,
};
use waymark::domain::time::Day;

use crate::given::{self, NOON, currency, pointers};

const DAY: i64 = 20_777;

fn ask(by: By) -> Ask {
    Ask { by, from: Day(DAY), to: Day(DAY + 6) }
}

fn sarah(cost_minor: i64, letters: Option<&str>) -> Subject {
    Subject::Creator {
        id: 70,
        name: "Sarah".into(),
        handle: "sarah".into(),
        cost_minor,
        currency: letters.map(currency),
    }
}

/// Ten orders by link of 40,000.00 EUR together, nothing refunded.
fn sales(gross: i64, refunded: i64) -> SaleRow {
    SaleRow(70, currency("EUR"), 10, 0, 0, 0, 0, gross, refunded, 0, 0)
}

fn report(by: By, facts: Facts) -> Table {
    performance(&ask(by), "Europe/Berlin", &{ facts })
}

fn only_row(facts: Facts) -> Row {
    let mut rows = report(By::Creator, facts).rows;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

fn read(by: &str, from: Option<&str>, to: Option<&str>) -> Result<Ask, Refusal> {
    let get = |name: &str| match name {
        "by" => Some(by),
        "from" => from,
        "to" => to,
        _ => None,
    };
    Ask::read(&|name| get(name).map(str::to_owned), Day(DAY))
}

fn close(ratio: Option<f64>, expected: f64) -> bool {
    ratio.is_some_and(|ratio| (ratio - expected).abs() < 1e-9)
}

/// `clicks` is `[gross, valid, bots, previews, prefetches]`.
fn visit_row(row: i64, clicks: [u64; 5], visitor_days: u64, views: u64) -> VisitRow {
    let [gross, valid, bot, preview, prefetch] = clicks;
    let flagged = Verdicts { bot, preview, prefetch, ..Verdicts::default() };
    VisitRow { row, gross, valid, flagged, visitor_days, views, landings: 0 }
}

#[test]
fn what_is_asked_is_read() {
    let ask = read("link", Some("2026-11-20"), Some("2026-11-26")).unwrap();
    assert_eq!(ask, Ask { by: By::Link, from: Day(DAY), to: Day(DAY + 6) });
}

#[test]
fn every_wrong_parameter_is_named_at_once() {
    let Err(Refusal::Invalid(faults)) = read("planet", None, Some("tomorrow")) else { panic!() };
    let expected = [("by".into(), "unknown_dimension"), ("from".into(), "not_a_day"), ("to".into(), "not_a_day")];
    assert_eq!(pointers(&faults), expected);
    assert!(faults.iter().all(|fault| fault.pointer.is_none()));
}

#[test]
fn a_range_that_runs_backwards_is_refused() {
    let Err(Refusal::Invalid(faults)) = read("day", Some("2026-11-20"), Some("2026-11-19")) else { panic!() };
    assert_eq!(pointers(&faults), [("to".into(), "reversed")]);
}

#[test]
fn a_range_of_400_days_is_the_widest() {
    assert!(read("day", Some("2026-01-01"), Some("2027-02-04")).is_ok());
    let Err(Refusal::Invalid(faults)) = read("day", Some("2026-01-01"), Some("2027-02-05")) else { panic!() };
    assert_eq!(pointers(&faults), [("to".into(), "range_too_wide")]);
}

#[test]
fn one_day_is_a_range() {
    assert!(read("day", Some("2026-11-20"), Some("2026-11-20")).is_ok());
}

// Two worked examples of the trade: 8,000 that bring 40,000, and 5,000 that bring 50,000.
#[test]
fn eight_thousand_for_forty_thousand_is_a_roas_of_5_and_a_roi_of_4() {
    let row = only_row(Facts {
        subjects: vec![sarah(800_000, Some("EUR"))],
        sales: vec![sales(4_000_000, 0)],
        ..Facts::default()
    });
    assert!(close(row.roas, 5.0), "{:?}", row.roas);
    assert!(close(row.roi, 4.0), "{:?}", row.roi);
}

#[test]
fn five_thousand_for_fifty_thousand_is_a_roi_of_9() {
    let row = only_row(Facts {
        subjects: vec![sarah(500_000, Some("EUR"))],
        sales: vec![sales(5_000_000, 0)],
        ..Facts::default()
    });
    assert!(close(row.roas, 10.0), "{:?}", row.roas);
    assert!(close(row.roi, 9.0), "{:?}", row.roi);
}

#[test]
fn return_is_over_what_refunds_have_left() {
    let row = only_row(Facts {
        subjects: vec![sarah(800_000, Some("EUR"))],
        sales: vec![sales(4_000_000, 2_000_000)],
        ..Facts::default()
    });
    assert!(close(row.roas, 2.5), "{:?}", row.roas);
}

#[test]
fn without_a_cost_there_is_no_return() {
    for subject in [sarah(0, Some("EUR")), sarah(0, None)] {
        let row = only_row(Facts { subjects: vec![subject], sales: vec![sales(100, 0)], ..Facts::default() });
        assert_eq!((row.roas, row.roi), (None, None));
        assert_eq!((&row.reasons["roas"], &row.reasons["roi"]), (&json!("no_cost"), &json!("no_cost")));
    }
}

#[test]
fn a_cost_without_an_order_is_a_loss_of_all_of_it() {
    let row = only_row(Facts { subjects: vec![sarah(800_000, Some("EUR"))], ..Facts::default() });
    assert!(close(row.roas, 0.0) && close(row.roi, -1.0));
    assert_eq!(row.cost, Some(Cost { cost_minor: 800_000, currency: currency("EUR") }));
}

#[test]
fn revenue_in_another_currency_than_the_cost_is_no_return() {
    let row = only_row(Facts {
        subjects: vec![sarah(800_000, Some("USD"))],
        sales: vec![sales(4_000_000, 0)],
        ..Facts::default()
    });
    assert_eq!((row.roas, &row.reasons["roas"]), (None, &json!("revenue_in_another_currency")));
}

#[test]
fn cost_stands_with_creators_only() {
    for by in [By::Link, By::Campaign, By::Day] {
        let report = report(by, Facts { sales: vec![sales(100, 0)], ..Facts::default() });
        let row = &report.rows[0];
        assert_eq!((row.roas, &row.reasons["roas"]), (None, &json!("cost_is_kept_by_creator")), "{by:?}");
    }
}

#[test]
fn without_a_click_there_is_no_conversion_rate() {
    let row = only_row(Facts { subjects: vec![sarah(0, None)], ..Facts::default() });
    assert_eq!((row.conversion_rate, &row.reasons["conversion_rate"]), (None, &json!("no_clicks")));
}

#[test]
fn the_conversion_rate_is_of_valid_clicks_and_orders_by_link() {
    let row = only_row(Facts {
        visits: vec![visit_row(70, [300, 200, 50, 30, 20], 150, 7)],
        sales: vec![SaleRow(70, currency("EUR"), 3, 40, 1, 0, 0, 1_000, 0, 0, 0)],
        ..Facts::default()
    });
    assert!(close(row.conversion_rate, 0.02), "{:?}", row.conversion_rate);
    assert!(!row.reasons.contains_key("conversion_rate"));
}

#[test]
fn a_row_tells_the_visits_apart() {
    let row = only_row(Facts { visits: vec![visit_row(70, [300, 200, 50, 30, 20], 150, 7)], ..Facts::default() });
    let verdicts = row.clicks_by_verdict;
    assert_eq!((row.clicks_gross, row.clicks, row.visitor_days, row.pixel_views), (300, 200, 150, 7));
    assert_eq!((verdicts.bot, verdicts.preview, verdicts.prefetch), (50, 30, 20));
}

#[test]
fn an_average_order_is_the_gross_over_the_orders() {
    let row = only_row(Facts {
        sales: vec![SaleRow(70, currency("EUR"), 1, 1, 1, 0, 0, 1_000, 400, 0, 0)],
        ..Facts::default()
    });
    let expected = Revenue {
        currency: currency("EUR"),
        orders: 3,
        gross_minor: 1_000,
        refunded_minor: 400,
        net_minor: 600,
        average_order_value_minor: Some(333),
        basis: "merchandise",
    };
    assert_eq!(row.revenue, [expected]);
}

#[test]
fn the_basis_says_where_tax_and_shipping_are_unknown() {
    for (on_total, basis) in [(0, "merchandise"), (2, "mixed"), (3, "order_total")] {
        let sales = vec![SaleRow(70, currency("EUR"), 1, 1, 1, 0, on_total, 1_000, 0, 0, 0)];
        assert_eq!(only_row(Facts { sales, ..Facts::default() }).revenue[0].basis, basis);
    }
}

#[test]
fn currencies_stand_side_by_side() {
    let sales = vec![sales(100, 0), SaleRow(70, currency("JPY"), 0, 1, 0, 0, 1, 500, 0, 0, 0)];
    let row = only_row(Facts { sales, ..Facts::default() });
    assert_eq!(row.orders, 11);
    assert_eq!(
        row.revenue.iter().map(|r| (r.currency, r.gross_minor)).collect::<Vec<_>>(),
        [(currency("EUR"), 100), (currency("JPY"), 500)]
    );
}

#[test]
fn a_creator_without_a_click_is_a_row_all_the_same() {
    let report = report(By::Creator, Facts { subjects: vec![sarah(800_000, Some("EUR"))], ..Facts::default() });
    assert_eq!(report.rows.len(), 1);
}

#[test]
fn what_has_no_register_entry_is_a_row_without_a_name() {
    let facts = Facts { sales: vec![SaleRow(0, currency("EUR"), 0, 4, 0, 0, 0, 100, 0, 0, 0)], ..Facts::default() };
    let shown = serde_json::to_value(report(By::Link, facts)).unwrap();
    assert_eq!(shown["rows"][0]["link"], Value::Null);
    assert_eq!(shown["rows"][0]["orders"], 4);
}

#[test]
fn a_report_is_shown_with_everything_that_it_rests_on() {
    let facts = Facts {
        visits: vec![visit_row(70, [3, 2, 1, 0, 0], 2, 1)],
        sales: vec![SaleRow(70, currency("EUR"), 1, 0, 0, 0, 0, 4_000, 0, 0, 0)],
        apart: vec![SaleRow(2, currency("EUR"), 0, 0, 0, 2, 0, 900, 0, 0, 0)],
        subjects: vec![sarah(800, Some("EUR"))],
        orphan_visits: 5,
        as_of: Some(NOON),
    };
    let shown = serde_json::to_value(report(By::Creator, facts)).unwrap();
    let expected = json!({
        "by": "creator",
        "from": "2026-11-20",
        "to": "2026-11-26",
        "zone": "Europe/Berlin",
        "model": "last_click",
        "click_window_days": 30,
        "date_basis": "conversion_date",
        "as_of": "2026-11-20T12:00:00.000Z",
        "rows": [{
            "creator": { "id": 70, "name": "Sarah", "handle": "sarah" },
            "clicks": 2,
            "clicks_gross": 3,
            "clicks_by_verdict": {
                "bot": 1, "preview": 0, "prefetch": 0, "monitor": 0, "internal": 0, "suspect": 0, "duplicate": 0, "rate": 0,
            },
            "landings": 0,
            "landing_rate": null,
            "visitor_days": 2,
            "pixel_views": 1,
            "orders": 1,
            "orders_by": { "link": 1, "code": 0, "both": 0, "survey": 0 },
            "new_customers": 0,
            "conversion_rate": 0.5,
            "revenue": [{
                "currency": "EUR",
                "orders": 1,
                "gross_minor": 4_000,
                "refunded_minor": 0,
                "net_minor": 4_000,
                "average_order_value_minor": 4_000,
                "basis": "merchandise",
            }],
            "cost": { "cost_minor": 800, "currency": "EUR" },
            "roas": 5.0,
            "roi": 4.0,
            "reasons": { "landing_rate": "no_snippet" },
        }],
        "unattributed": {
            "orders": 2,
            "revenue": [{
                "currency": "EUR",
                "orders": 2,
                "gross_minor": 900,
                "refunded_minor": 0,
                "net_minor": 900,
                "average_order_value_minor": 450,
                "basis": "merchandise",
            }],
        },
        "unverified": { "orders": 0, "revenue": [] },
        "orphan_visits": 5,
    });
    assert_eq!(shown, expected);
}

#[test]
fn orders_by_an_answer_and_new_customers_are_told_in_the_row() {
    let sales = vec![SaleRow(70, currency("EUR"), 1, 0, 0, 0, 0, 100, 0, 2, 3)];
    let row = only_row(Facts { sales, ..Facts::default() });
    assert_eq!((row.orders, row.orders_by.survey, row.new_customers), (3, 2, 3));
    assert_eq!(row.revenue[0].orders, 3);
}

#[test]
fn what_is_unverified_stands_apart_from_what_is_unattributed() {
    let apart = vec![
        SaleRow(2, currency("EUR"), 0, 0, 0, 2, 0, 900, 0, 0, 0),
        SaleRow(4, currency("EUR"), 0, 0, 0, 5, 0, 100, 0, 0, 0),
        SaleRow(4, currency("JPY"), 0, 0, 0, 1, 0, 7, 0, 0, 0),
    ];
    let report = report(By::Creator, Facts { apart, ..Facts::default() });
    assert_eq!((report.unattributed.orders, report.unverified.orders), (2, 6));
    assert_eq!(report.unverified.revenue.iter().map(|r| r.net_minor).collect::<Vec<_>>(), [100, 7]);
}

#[test]
fn a_day_is_a_row_under_its_date() {
    let facts = Facts { visits: vec![visit_row(DAY, [1, 1, 0, 0, 0], 1, 0)], ..Facts::default() };
    assert_eq!(serde_json::to_value(report(By::Day, facts)).unwrap()["rows"][0]["day"], "2026-11-20");
}

#[test]
fn before_the_first_rollup_there_is_no_moment_of_it() {
    assert_eq!(serde_json::to_value(report(By::Day, Facts::default())).unwrap()["as_of"], Value::Null);
}

#[test]
fn a_subject_reads_as_its_statement_writes_it() {
    let creator: Subject =
        waymark::domain::stored::parse(r#"{"id":1,"name":"S","handle":"s","cost_minor":5,"currency":"EUR"}"#).unwrap();
    assert!(matches!(creator, Subject::Creator { cost_minor: 5, .. }));
    let campaign: Subject = waymark::domain::stored::parse(r#"{"id":1,"name":"C","handle":"c"}"#).unwrap();
    assert!(matches!(campaign, Subject::Campaign { .. }));
    let link: Subject =
        waymark::domain::stored::parse(r#"{"id":1,"host":"h","slug":"s","creator_id":2,"post":null,"platform":null}"#)
            .unwrap();
    assert!(matches!(link, Subject::Link { creator_id: 2, .. }));
}

fn sale_rows() -> impl Strategy<Value = SaleRow> {
    let letters = prop_oneof![Just("EUR"), Just("JPY")];
    (60..75_i64, letters, 0..9_u64, 0..9_u64, 0..9_u64, 0..1_i64 << 40, 0..=100_i64).prop_map(
        |(id, letters, link, code, both, gross, refunded)| {
            let refunded = gross / 100 * refunded;
            SaleRow(id, currency(letters), link, code, both, 0, 0, gross, refunded, 0, 0)
        },
    )
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn rows_and_unattributed_add_up_to_every_order(
        sales in prop::collection::vec(sale_rows(), 0..12),
        unattributed in prop::collection::vec((0..9_u64, 0..1_i64 << 40), 0..2),
    ) {
        let unattributed: Vec<SaleRow> = unattributed
            .into_iter()
            .map(|(orders, gross)| SaleRow(2, currency("EUR"), 0, 0, 0, orders, 0, gross, 0, 0, 0))
            .collect();
        let every: Vec<SaleRow> = sales.iter().chain(&unattributed).cloned().collect();
        let subjects = vec![sarah(1, Some("EUR"))];
        let report = report(By::Creator, Facts { sales, apart: unattributed, subjects, ..Facts::default() });
        let orders: u64 = report.rows.iter().map(|row| row.orders).sum::<u64>() + report.unattributed.orders;
        prop_assert_eq!(orders, every.iter().map(|s| s.2 + s.3 + s.4 + s.5).sum::<u64>());
        let mut shown: BTreeMap<Currency, (i64, i64)> = BTreeMap::new();
        for revenue in report.rows.iter().flat_map(|row| &row.revenue).chain(&report.unattributed.revenue) {
            prop_assert_eq!(revenue.net_minor, revenue.gross_minor - revenue.refunded_minor);
            let sum = shown.entry(revenue.currency).or_default();
            *sum = (sum.0 + revenue.gross_minor, sum.1 + revenue.refunded_minor);
        }
        let mut expected: BTreeMap<Currency, (i64, i64)> = BTreeMap::new();
        for sale in &every {
            let sum = expected.entry(sale.1).or_default();
            *sum = (sum.0 + sale.7, sum.1 + sale.8);
        }
        prop_assert_eq!(shown, expected);
    }

    #[test]
    fn roi_is_roas_less_one(cost in 1..1_000_000_000_i64, gross in 0..1_i64 << 40, refunded in 0..=100_i64) {
        let facts = Facts {
            subjects: vec![sarah(cost, Some("EUR"))],
            sales: vec![sales(gross, gross / 100 * refunded)],
            ..Facts::default()
        };
        let row = only_row(facts);
        let (roas, roi) = (row.roas.unwrap(), row.roi.unwrap());
        prop_assert!((roas - 1.0 - roi).abs() <= 1e-12 * roas.abs().max(1.0));
        prop_assert!(roi >= -1.0);
    }

    #[test]
    fn a_figure_is_null_exactly_where_a_reason_says_why(
        cost in prop_oneof![Just(0_i64), 1..1_000_i64],
        clicks in 0..3_u64,
        sales in prop::collection::vec(sale_rows(), 0..6),
    ) {
        let visits = vec![visit_row(70, [clicks, clicks, 0, 0, 0], clicks, 0)];
        let subjects = vec![sarah(cost, Some("EUR"))];
        for row in report(By::Creator, Facts { visits, sales, subjects, ..Facts::default() }).rows {
            let figures = [("conversion_rate", row.conversion_rate), ("roas", row.roas), ("roi", row.roi)];
            for (name, figure) in figures {
                prop_assert_eq!(figure.is_none(), row.reasons.contains_key(name), "{}", name);
                prop_assert!(figure.is_none_or(f64::is_finite));
            }
        }
    }
}
