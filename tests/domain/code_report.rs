//! The report on codes: signs of a leak with their figures, and no sign where there is none.

use serde_json::{Value, json};
use waymark::domain::refusal::Refusal;
use waymark::domain::report::codes::{COUPON_SITES, Orders, Owner, Range, report, used};
use waymark::domain::time::Day;

use crate::given::pointers;

const DAY: i64 = 20_777;

fn range() -> Range {
    Range { from: Day(DAY), to: Day(DAY + 6) }
}

/// The row of code 9, which Sarah has from a day on.
fn row_from(from: Option<i64>, orders: &[Orders]) -> Value {
    let owner = Owner(9, "SARAH20".into(), 70, "Sarah".into(), from.map(|day| Day(day).start_utc()));
    report(range(), "UTC", 0, orders, &[owner])["rows"][0].clone()
}

fn row(orders: &[Orders]) -> Value {
    row_from(None, orders)
}

fn orders(day: i64, site: Option<&str>, orders: u64, clicked: u64) -> Orders {
    Orders(9, day, u8::from(day >= DAY), site.map(str::to_owned), orders, clicked)
}

fn flags(row: &Value) -> Vec<&str> {
    row["flags"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_code_that_comes_with_its_owners_clicks_has_no_flag() {
    let row = row(&[orders(DAY, None, 2, 1), orders(DAY + 1, None, 2, 1)]);
    assert_eq!(flags(&row), [""; 0]);
    assert_eq!((&row["orders"], &row["orders_with_owner_click"]), (&json!(4), &json!(2)));
    assert_eq!(row["share_without_owner_click"], json!(0.5));
}

#[test]
fn a_code_that_mostly_comes_without_a_click_of_its_owner_is_flagged() {
    let row = row(&[orders(DAY, None, 4, 1)]);
    assert_eq!(row["flags"], json!({ "no_owner_click": { "orders": 3, "share": 0.75 } }));
}

#[test]
fn orders_from_coupon_sites_are_told_by_site() {
    let row = row(&[
        orders(DAY, Some("slickdeals.net"), 1, 1),
        orders(DAY + 1, Some("slickdeals.net"), 1, 1),
        orders(DAY, Some("joinhoney.com"), 1, 1),
        orders(DAY, None, 1, 1),
    ]);
    let sites = json!({ "joinhoney.com": 1, "slickdeals.net": 2 });
    assert_eq!(row["flags"], json!({ "coupon_site": { "orders": 3, "share": 0.75, "sites": sites } }));
}

#[test]
fn a_day_with_ten_orders_and_more_than_five_times_the_median_before_it_is_sudden() {
    let sudden = |usual: u64, busiest: u64| {
        let mut all: Vec<Orders> = (1..=28).map(|back| orders(DAY - back, None, usual, usual)).collect();
        all.push(orders(DAY, None, busiest, busiest));
        row(&all)["flags"]["sudden_rate"].clone()
    };
    let figures = json!({ "day": "2026-11-20", "orders": 11, "median_before": 2, "days_before": 28 });
    assert_eq!(sudden(2, 11), figures);
    assert_eq!(sudden(2, 10), Value::Null);
    assert_eq!(sudden(0, 9), Value::Null);
    assert_eq!(sudden(0, 10)["median_before"], json!(0));
}

#[test]
fn days_before_a_code_held_are_no_days_to_compare_with() {
    let launch = [orders(DAY, None, 50, 50)];
    assert_eq!(row_from(Some(DAY), &launch)["flags"], json!({}));
    assert_eq!(row_from(Some(DAY - 1), &launch)["flags"]["sudden_rate"]["days_before"], json!(1));
}

#[test]
fn days_before_the_range_are_compared_with_but_not_counted() {
    let row = row(&[orders(DAY - 1, Some("offers.com"), 500, 0), orders(DAY, None, 10, 10)]);
    assert_eq!((&row["orders"], &row["orders_from_coupon_sites"]), (&json!(10), &json!(0)));
    assert_eq!(flags(&row), ["sudden_rate"]);
}

#[test]
fn a_code_is_asked_about_where_it_was_used_in_the_range() {
    let mut before = orders(DAY - 1, None, 1, 0);
    before.0 = 8;
    assert_eq!(used(&[before, orders(DAY, None, 1, 0), orders(DAY + 1, None, 1, 0)]), [9]);
}

#[test]
fn rows_come_by_their_orders() {
    let owner = |id: u32| Owner(id, format!("C{id}"), 70, "Sarah".into(), None);
    let mut more = orders(DAY, None, 7, 7);
    more.0 = 8;
    let report = report(range(), "Europe/Berlin", 3_600_000, &[orders(DAY, None, 2, 2), more], &[owner(9), owner(8)]);
    assert_eq!((&report["rows"][0]["code"]["id"], &report["rows"][1]["code"]["id"]), (&json!(8), &json!(9)));
    assert_eq!((&report["from"], &report["zone"]), (&json!("2026-11-20"), &json!("Europe/Berlin")));
}

#[test]
fn the_days_of_a_report_are_read() {
    let read = |from: Option<&str>, to: Option<&str>| {
        let get = |name: &str| if name == "from" { from } else { to }.map(str::to_owned);
        Range::only(&get, Day(DAY))
    };
    assert_eq!(read(Some("2026-11-20"), Some("2026-11-26")), Ok(range()));
    let words = |from, to| match read(from, to) {
        Err(Refusal::Invalid(faults)) => pointers(&faults).into_iter().map(|(_, word)| word).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(words(None, Some("x")), ["not_a_day", "not_a_day"]);
    assert_eq!(words(Some("2026-11-20"), Some("2026-11-19")), ["reversed"]);
    assert_eq!(words(Some("2025-01-01"), Some("2026-11-19")), ["range_too_wide"]);
    assert_eq!(words(Some("2026-11-21"), Some("2026-11-21")), ["in_the_future"]);
}

#[test]
fn coupon_sites_are_plain_hosts_each_once() {
    for (at, site) in COUPON_SITES.iter().enumerate() {
        assert!(site.contains('.') && !site.starts_with("www.") && *site == site.to_lowercase(), "{site}");
        assert!(!COUPON_SITES[..at].contains(site), "{site}");
    }
}
