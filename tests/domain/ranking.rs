//! The ranking: what may be asked of it, and which targets it goes by.

use serde_json::{Value, json};
use waymark::domain::refusal::Refusal;
use waymark::domain::report::ask::Frame;
use waymark::domain::report::metric::Metric;
use waymark::domain::report::performance::{CreditRow, Facts, Money, Set};
use waymark::domain::report::ranking::{self, Hoped};
use waymark::domain::time::Day;

use crate::given::pointers;

const TODAY: i64 = 20_777;

fn frame() -> Frame {
    Frame {
        zone: "UTC".into(),
        today: Day(TODAY),
        as_of: None,
        revenue_basis: "merchandise",
        reporting: None,
        click_window_days: 30,
        view_window_days: 1,
        config: String::new(),
    }
}

/// The faults of a query, each at its parameter.
fn faults(pairs: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let days = [("from", "2026-11-14"), ("to", "2026-11-20")];
    let get = |name: &str| pairs.iter().chain(&days).find(|pair| pair.0 == name).map(|pair| pair.1.to_owned());
    match ranking::read(&get, &frame()) {
        Err(Refusal::Invalid(faults)) => pointers(&faults),
        other => {
            assert!(other.is_ok());
            Vec::new()
        }
    }
}

/// 200 orders of creator 7, of 10.00 EUR each, and what the row of a ranking by `metric` says, for the `days` up to today.
fn row(metric: Metric, days: i64, hoped: &[Hoped], more: &[(&str, &str)]) -> Value {
    let (from, to) = (Day(TODAY - days + 1).to_string(), Day(TODAY).to_string());
    let days = [("from", from.as_str()), ("to", to.as_str())];
    let get = |name: &str| more.iter().chain(&days).find(|pair| pair.0 == name).map(|pair| pair.1.to_owned());
    let (_, asked) = ranking::read(&get, &frame()).unwrap();
    let credit = CreditRow {
        kind: 1,
        model: 1,
        who: 0,
        row: 7,
        currency: "EUR".into(),
        micro: (200_000_000, 200_000_000, 0),
        by: (200, 0, 0, 0),
        on_total: 0,
        unrated: 0,
        money: Money { gross: 200_000, ..Money::default() },
        of_links: 200_000,
        squares: 200.0 * 1e6,
    };
    let facts = Facts { credit: vec![credit], ..Facts::default() };
    let set = Set { frame: frame(), margin_percent: None };
    ranking::report(&asked, &set, (metric, None), &facts, hoped).rows[0].clone()
}

/// A target of everybody from `first` to `last` days ago.
fn of_all(value: i64, set_at: i64, first: i64, last: i64) -> Hoped {
    Hoped(0, 0, value * 1_000_000, None, set_at, TODAY - first, TODAY - last)
}

#[test]
fn a_count_is_hoped_for_day_by_day_and_a_ratio_is_not() {
    // 300 in 30 days are 100 in 10.
    let month = [of_all(300, 1, 29, 0)];
    assert_eq!(row(Metric::Orders, 10, &month, &[])["target"], 100.0);
    assert_eq!(row(Metric::Orders, 10, &month, &[])["attainment"], 2.0);
    assert_eq!(row(Metric::Orders, 30, &month, &[])["target"], 300.0);
    assert_eq!(row(Metric::Roi, 10, &month, &[])["target"], 300.0);
    // Of twenty days the first ten have 100, the last ten have a later target of 50.
    let two = [of_all(300, 1, 29, 0), of_all(50, 2, 9, 0)];
    assert_eq!(row(Metric::Orders, 20, &two, &[])["target"], 150.0);
}

#[test]
fn a_target_of_money_is_of_its_days_and_its_currency() {
    let of = |letters: &str| [Hoped(7, 0, 3_000_000_000_000, Some(letters.into()), 1, TODAY - 29, TODAY)];
    assert_eq!(row(Metric::Revenue, 10, &of("EUR"), &[])["target"], 1_000_000.0);
    let foreign = row(Metric::Revenue, 10, &of("USD"), &[]);
    assert_eq!((&foreign["target"], &foreign["why"]["target"]), (&Value::Null, &json!("target_in_another_currency")));
}

#[test]
fn more_days_than_a_target_has_are_not_measured_by_it() {
    let row = row(Metric::Orders, 90, &[of_all(100, 1, 29, 0)], &[]);
    assert_eq!((&row["target"], &row["why"]["target"]), (&Value::Null, &json!("target_of_other_days")));
    assert_eq!((&row["status"], &row["verdict"]), (&json!("no_target"), &json!("unclear")));
}

#[test]
fn what_a_ranking_has_not_is_refused_and_not_passed_over() {
    assert_eq!(faults(&[("compare", "previous")]), [("compare".to_owned(), "not_asked_here")]);
    assert_eq!(faults(&[("by", "day")]), [("by".to_owned(), "not_asked_here")]);
    assert_eq!(faults(&[("by", "creator"), ("metric", "cpa")]), []);
    let all = faults(&[("compare", "x"), ("metric", "followers"), ("model", "magic")]);
    let names: Vec<&str> = all.iter().map(|fault| fault.0.as_str()).collect();
    assert_eq!(names, ["metric", "compare", "model"]);
}

#[test]
fn who_has_no_figure_has_no_rank() {
    let row = row(Metric::Roi, 10, &[], &[]);
    assert_eq!(
        (&row["estimate"], &row["rank"], &row["rank_by_lower_bound"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
}
