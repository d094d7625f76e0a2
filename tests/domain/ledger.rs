//! What effort cost: sums spread over days, commissions by the payout rule, currencies by dated rates.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::ledger::commission::{labour, of_revenue, per_order};
use waymark::domain::ledger::cost::{Book, Cost, PARTS, Place};
use waymark::domain::ledger::exchange::{ONE, convert, latest};
use waymark::domain::ledger::proration::{Days, share};
use waymark::domain::money::Currency;
use waymark::domain::stored;

fn currency(letters: &str) -> Currency {
    Currency::parse(letters).unwrap()
}

fn days(from: i64, to: i64) -> Days {
    Days { from, to }
}

/// A book of entries `[id, [creator, campaign, post, link, code], kind, amount, currency, basis points, from, to, rate]`.
fn book(reporting: Option<&str>, entries: Value, earned: Value) -> Book {
    Book {
        entries: stored::read(entries).unwrap(),
        earned: stored::read(earned).unwrap(),
        reporting: reporting.map(currency),
    }
}

/// All of it as one row.
fn whole(book: &Book, days: Days) -> Cost {
    book.spent(days, &|_| Some(0)).pop().unwrap_or_default().1
}

#[expect(clippy::unnecessary_wraps, reason = "none would leave the place out")]
fn by_creator(place: &Place) -> Option<i64> {
    Some(place.creator.into())
}

#[test]
fn the_costs_of_the_guide_add_up_to_eight_thousand() {
    // attribution.md 1.3.2, seed check: 5,000 + 2,000 + 1,000 = 8,000.
    let entries = json!([
        [1, [7, 0, 0, 0, 0], "fee", 500_000, "USD", 0, 0, 9, null],
        [2, [7, 0, 0, 0, 0], "product", 200_000, "USD", 0, 3, 3, null],
        [3, [7, 0, 0, 0, 0], "labour", 100_000, "USD", 0, 0, 4, null],
    ]);
    let cost = whole(&book(None, entries, json!([])), days(0, 9));
    assert_eq!(cost.total(currency("USD")), Ok(800_000));
    assert_eq!(cost.sums[0].parts, [500_000, 0, 200_000, 0, 0, 100_000, 0]);
}

#[test]
fn a_fee_falls_on_its_days_in_equal_parts() {
    // 100.00 over three days: 33.33, 33.33, 33.34.
    let parts: Vec<i64> = (0..3).map(|day| share(10_000, days(0, 2), days(day, day))).collect();
    assert_eq!(parts, [3_333, 3_333, 3_334]);
}

#[test]
fn days_outside_a_sums_days_have_nothing_of_it() {
    let whole = days(10, 12);
    for (asked, part) in [
        (days(0, 9), 0),
        (days(13, 20), 0),
        (days(0, 20), 9_000),
        (days(0, 10), 3_000),
        (days(12, 99), 3_000),
        (days(12, 10), 0),
    ] {
        assert_eq!(share(9_000, whole, asked), part, "{asked:?}");
    }
}

#[test]
fn a_sum_without_days_is_none() {
    assert_eq!(share(9_000, days(3, 2), days(0, 9)), 0);
}

proptest! {
    #[test]
    fn any_split_of_a_range_adds_up_to_it(
        amount in 0..1_i64 << 53,
        (from, length) in (-500..500_i64, 0..1_000_i64),
        cuts in proptest::collection::vec(-600..2_000_i64, 0..8),
    ) {
        let whole = days(from, from + length);
        let mut cuts = cuts;
        cuts.extend([-700, 2_100]);
        cuts.sort_unstable();
        let parts: i64 = cuts.windows(2).map(|cut| share(amount, whole, days(cut[0], cut[1] - 1))).sum();
        prop_assert_eq!(parts, amount);
    }

    #[test]
    fn no_day_has_a_minor_unit_more_than_another(amount in 0..1_000_000_i64, length in 1..400_i64) {
        let parts: Vec<i64> = (0..length).map(|day| share(amount, days(0, length - 1), days(day, day))).collect();
        prop_assert!(parts.iter().max().unwrap() - parts.iter().min().unwrap() <= 1);
    }

    #[test]
    fn a_conversion_is_the_nearest_minor_unit(minor in 0..1_i64 << 40, rate in 1..9_000 * ONE) {
        for (from, to, shift) in [("EUR", "USD", (1, 1)), ("JPY", "EUR", (100, 1)), ("KWD", "JPY", (1, 1_000)), ("EUR", "CLF", (100, 1))] {
            let converted = i128::from(convert(minor, rate, currency(from), currency(to)).unwrap());
            // |converted - exact| <= 1/2, in whole numbers.
            let (up, down): (i128, i128) = shift;
            let exact = i128::from(minor) * i128::from(rate) * up;
            prop_assert!((converted * i128::from(ONE) * down - exact).abs() * 2 <= i128::from(ONE) * down);
        }
        prop_assert_eq!(convert(minor, ONE, currency("EUR"), currency("USD")), Some(minor));
    }
}

#[test]
fn a_commission_for_each_order_counts_orders() {
    assert_eq!([per_order(500, 3), per_order(500, 0), per_order(0, 9)], [1_500, 0, 0]);
}

#[test]
fn a_percent_rounds_half_to_even_and_is_never_below_nothing() {
    for (net, basis_points, commission) in [
        (4_000_000, 1_000, 400_000),
        (5, 1_000, 0),  // 0.5
        (15, 1_000, 2), // 1.5
        (25, 1_000, 2), // 2.5
        (26, 1_000, 3),
        (999, 10_000, 999),
        (-10_000, 1_000, 0),
        (0, 1, 0),
    ] {
        assert_eq!(of_revenue(net, basis_points), commission, "{basis_points} of {net}");
    }
}

#[test]
fn hours_cost_what_their_minutes_come_to() {
    // 90 minutes at 40.00; 1 minute at 0.30 is half a cent.
    assert_eq!([labour(90, 4_000), labour(1, 30), labour(3, 30)], [6_000, 0, 2]);
}

#[test]
fn a_rate_is_between_major_units() {
    for (minor, rate, from, to, converted) in [
        (10_000, 920_000_000, "USD", "EUR", 9_200),
        (10_000, 6_200_000, "JPY", "EUR", 6_200),
        (100, 161_290_322_580, "EUR", "JPY", 161),
        (1_000, 3_000_000_000, "KWD", "EUR", 300),
        (300, 333_333_333, "EUR", "KWD", 1_000),
        (1, 500_000_000, "USD", "EUR", 0),
        (3, 500_000_000, "USD", "EUR", 2),
        (0, 500_000_000, "USD", "EUR", 0),
    ] {
        assert_eq!(convert(minor, rate, currency(from), currency(to)), Some(converted), "{minor} {from} in {to}");
    }
}

#[test]
fn what_does_not_fit_is_no_number() {
    assert_eq!(convert(i64::MAX, i64::MAX, currency("JPY"), currency("CLF")), None);
    assert_eq!(convert(i64::MAX, 2 * ONE, currency("EUR"), currency("USD")), None);
}

#[test]
fn a_rate_holds_for_a_week_and_the_latest_stands() {
    let rates = [(100, 7), (90, 5), (101, 9)];
    for (day, rate) in [
        (89, None),
        (90, Some(5)),
        (97, Some(5)),
        (98, None),
        (100, Some(7)),
        (101, Some(9)),
        (108, Some(9)),
        (109, None),
    ] {
        assert_eq!(latest(&rates, day), rate, "day {day}");
    }
}

#[test]
fn a_cost_is_converted_whole_and_then_spread() {
    // 100.00 USD at 0.92 on its first day is 92.00 EUR, 30.66 + 30.67 + 30.67 over three days.
    let book = book(Some("EUR"), json!([[1, [7, 0, 0, 0, 0], "fee", 10_000, "USD", 0, 0, 2, 920_000_000]]), json!([]));
    let parts: Vec<i64> = (0..3).map(|day| whole(&book, days(day, day)).total(currency("EUR")).unwrap()).collect();
    assert_eq!((parts.iter().sum::<i64>(), parts), (9_200, vec![3_066, 3_067, 3_067]));
}

#[test]
fn a_cost_without_a_rate_is_listed_and_in_no_total() {
    let entries = json!([
        [1, [7, 0, 0, 0, 0], "fee", 10_000, "USD", 0, 0, 1, null],
        [2, [7, 0, 0, 0, 0], "travel", 300, "EUR", 0, 0, 0, null],
    ]);
    let cost = whole(&book(Some("EUR"), entries, json!([])), days(0, 0));
    assert_eq!(cost.total(currency("EUR")), Err("no_rate"));
    assert_eq!(cost.sum(currency("EUR")).unwrap().total(), 300);
    assert_eq!((cost.unrated[0].cost, cost.unrated[0].amount_minor), (1, Some(5_000)));
}

#[test]
fn without_a_reporting_currency_every_currency_stands_by_itself() {
    let entries = json!([
        [1, [7, 0, 0, 0, 0], "fee", 10_000, "USD", 0, 0, 0, null],
        [2, [7, 0, 0, 0, 0], "fee", 300, "EUR", 0, 0, 0, null],
    ]);
    let cost = whole(&book(None, entries, json!([])), days(0, 0));
    assert_eq!(
        cost.sums.iter().map(|sum| (sum.currency, sum.total())).collect::<Vec<_>>(),
        [(currency("USD"), 10_000), (currency("EUR"), 300)]
    );
    assert_eq!(cost.total(currency("EUR")), Err("several_currencies"));
}

#[test]
fn nothing_spent_is_nothing() {
    assert_eq!(Cost::default().total(currency("EUR")), Ok(0));
    assert!(book(None, json!([]), json!([])).spent(days(0, 9), &by_creator).is_empty());
}

const RULES: &str = r#"[
    [1, [7, 0, 0, 0, 0], "commission_percent", 0, null, 1000, 0, 9, null],
    [2, [8, 0, 0, 0, 0], "commission_order", 500, "EUR", 0, 0, 9, null]
]"#;

#[test]
fn a_commission_follows_what_the_payout_model_gave() {
    // [rule, place, day, currency, orders, net, net in the reporting currency, without a rate, rate]
    let earned = json!([
        [1, [7, 3, 0, 0, 0], 0, "EUR", 2, 25, 0, 0, null],
        [1, [7, 4, 0, 0, 0], 0, "EUR", 1, 10, 0, 0, null],
        [2, [8, 3, 0, 0, 0], 0, "EUR", 4, 9_000, 0, 0, null],
    ]);
    let book = book(None, serde_json::from_str(RULES).unwrap(), earned);
    let total = |cost: &Cost| cost.total(currency("EUR")).unwrap();
    let by = |row: &dyn Fn(&Place) -> Option<i64>| -> Vec<(i64, i64)> {
        book.spent(days(0, 9), row).iter().map(|(row, cost)| (*row, total(cost))).collect()
    };
    // 35 cents of one rule are rounded once: 3.5 to 4.
    assert_eq!(by(&by_creator), [(7, 4), (8, 2_000)]);
    // A campaign has the commissions of its orders: 2.5 to 2 and 4 x 5.00; 1.0 to 1.
    assert_eq!(by(&|place| Some(place.campaign.into())), [(3, 2_002), (4, 1)]);
    assert_eq!(by(&|place| (place.creator == 8).then_some(0)), [(0, 2_000)]);
}

#[test]
fn a_percent_is_of_revenue_in_the_reporting_currency() {
    let earned = json!([
        [1, [7, 0, 0, 0, 0], 0, "USD", 2, 99_999, 10_000, 0, null],
        [1, [7, 0, 0, 0, 0], 0, "GBP", 2, 5_000, 0, 2, null],
    ]);
    let cost = whole(&book(Some("EUR"), serde_json::from_str(RULES).unwrap(), earned), days(0, 9));
    assert_eq!(cost.sum(currency("EUR")).unwrap().parts, [0, 1_000, 0, 0, 0, 0, 0]);
    assert_eq!((cost.unrated[0].currency, cost.unrated[0].amount_minor), (currency("GBP"), None));
}

#[test]
fn a_commission_in_another_currency_has_the_rate_of_the_orders_day() {
    let rules = json!([[2, [8, 0, 0, 0, 0], "commission_order", 500, "USD", 0, 0, 9, 1]]);
    let earned = json!([
        [2, [8, 0, 0, 0, 0], 3, "EUR", 2, 9_000, 9_000, 0, 900_000_000],
        [2, [8, 0, 0, 0, 0], 4, "EUR", 1, 9_000, 9_000, 0, 800_000_000],
        [2, [8, 0, 0, 0, 0], 5, "EUR", 1, 9_000, 9_000, 0, null],
    ]);
    let book = book(Some("EUR"), rules, earned);
    let cost = whole(&book, days(0, 9));
    assert_eq!(cost.sum(currency("EUR")).unwrap().total(), 900 + 400);
    assert_eq!(cost.unrated[0].amount_minor, Some(500));
    assert_eq!(whole(&book, days(3, 3)).total(currency("EUR")), Ok(900));
}

#[test]
fn a_cost_is_shown_by_parts_with_its_total() {
    let entries = json!([[1, [7, 0, 0, 0, 0], "agency", 10_000, "EUR", 0, 0, 0, null]]);
    let shown = whole(&book(None, entries, json!([])), days(0, 0)).shown();
    for part in PARTS {
        assert_eq!(shown["sums"][0][format!("{part}_minor")], if part == "agency" { 10_000 } else { 0 });
    }
    assert_eq!((&shown["sums"][0]["currency"], &shown["sums"][0]["total_minor"]), (&json!("EUR"), &json!(10_000)));
    assert_eq!(shown["unrated"], json!([]));
}

proptest! {
    #[test]
    fn days_and_places_add_up_to_the_whole(
        sums in proptest::collection::vec((1..4_u32, 0..5_u32, 0..1_000_000_i64, 0..40_i64, 0..40_i64), 0..12),
    ) {
        let entries: Value = (1..).zip(&sums).map(|(id, (creator, campaign, amount, from, length))| {
            json!([id, [creator, campaign, 0, 0, 0], "fee", amount, "USD", 0, from, from + length, 920_000_000])
        }).collect();
        let book = book(Some("EUR"), entries, json!([]));
        let total = |rows: Vec<(i64, Cost)>| rows.iter().map(|(_, cost)| cost.total(currency("EUR")).unwrap()).sum::<i64>();
        let all = total(book.spent(days(5, 60), &|_| Some(0)));
        prop_assert_eq!(total(book.spent(days(5, 60), &by_creator)), all);
        let daily: i64 = (5..=60).map(|day| total(book.spent(days(day, day), &|place| Some(place.campaign.into())))).sum();
        prop_assert_eq!(daily, all);
    }
}
