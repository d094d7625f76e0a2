//! The figures: ratios, intervals, verdicts and fees, against numbers worked out by hand.

use serde_json::json;
use waymark::desk::json;

use crate::given::{asked, made, order, shopify, shown, try_made};

/// Forty orders over 1,000.00 with Mira's code.
fn forty() -> String {
    shopify(&(0..40).map(|number| order(number, "1000.00", "MIRA10")).collect::<Vec<_>>())
}

#[test]
fn five_two_and_one_thousand_for_forty_thousand_are_roas_5_and_roi_4() {
    // Reference 1.3: fee 5,000, product 2,000, and 1,000 more, here a commission of 2.5 %; never 7.0, which is the fee's alone.
    let shown = shown(&forty(), "creator,code,fee,product cost,commission\nMira,MIRA10,5000,2000,2.5\n");
    let row = &shown["rows"][0];
    assert_eq!(
        (&row["net_minor"], &row["cost_minor"], &row["commission_minor"]),
        (&json!(4_000_000), &json!(800_000), &json!(100_000))
    );
    assert_eq!((&row["roas"], &row["roi"]), (&json!(5.0), &json!(4.0)));
    assert_eq!((&row["cpa_minor"], &row["cac_minor"]), (&json!(20_000), &json!(20_000)));
    // At ROI 1.0 half of 40,000 may be spent, 3,000 of it on the rest.
    assert_eq!(row["fee_at_target_minor"], json!(1_700_000));
    assert_eq!(row["verdict"], "scale");
}

#[test]
fn five_thousand_to_fifty_thousand_is_900_percent() {
    let rows: Vec<String> = (0..50).map(|number| order(number, "1000.00", "MIRA10")).collect();
    let shown = shown(&shopify(&rows), "creator,code,fee\nMira,MIRA10,5000\n");
    assert_eq!(shown["rows"][0]["roi"], json!(9.0));
}

#[test]
fn the_interval_is_that_of_a_compound_poisson_sum() {
    // Reference 4.2: S +/- 1.96 sqrt(sum of squares) = 40,000 +/- 1.96 x 1,000 x sqrt(40), over a cost of 8,000.
    let line = &made(&forty(), "creator,code,fee\nMira,MIRA10,8000\n").card.lines[0];
    let half = 1000.0 * 40.0_f64.sqrt() / 8000.0;
    for (sure, z) in [(line.sure_95, 1.959_964), (line.sure_80, 1.281_552)] {
        let sure = sure.unwrap();
        assert!((sure.low - (4.0 - z * half)).abs() < 1e-5 && (sure.high - (4.0 + z * half)).abs() < 1e-5, "{sure:?}");
    }
}

#[test]
fn what_cannot_be_divided_is_null_with_its_reason() {
    let rows: Vec<String> = (0..12).map(|number| order(number, "10", "FREE1")).collect();
    let shown = shown(&shopify(&rows), "creator,code,fee,currency\nFree,FREE1,,\nNobody,NOBODY1,5,\nFar,FAR1,5,USD\n");
    let row = |name: &str| shown["rows"].as_array().unwrap().iter().find(|row| row["creator"] == name).unwrap().clone();
    let free = row("Free");
    assert_eq!((&free["roi"], &free["why"]["roi"], &free["cpa_minor"]), (&json!(null), &json!("no_cost"), &json!(0)));
    let nobody = row("Nobody");
    assert_eq!((&nobody["cpa_minor"], &nobody["why"]["cpa"]), (&json!(null), &json!("no_conversions")));
    assert_eq!(
        (&nobody["why"]["cac"], &nobody["why"]["interval.roi"]),
        (&json!("no_new_customers"), &json!("too_few"))
    );
    assert_eq!(
        (&nobody["verdict"], &nobody["why"]["revenue_per_follower"]),
        (&json!("insufficient"), &json!("no_followers"))
    );
    let far = row("Far");
    assert_eq!(
        (&far["cost_minor"], &far["why"]["roi"], &far["cost_currency"]),
        (&json!(null), &json!("several_currencies"), &json!("USD"))
    );
}

#[test]
fn margin_adds_profit_roi_and_changes_nothing_else() {
    let creators = "creator,code,fee\nMira,MIRA10,8000\n";
    let mut asked = asked(&forty(), creators);
    asked.margin_micro = Some(600_000);
    let with = json::of(&try_made(&asked).unwrap_or_else(|stop| panic!("{stop:?}")).card);
    // (0.6 x 40,000 - 8,000) / 8,000.
    assert_eq!(with["rows"][0]["profit_roi"], json!(2.0));
    assert_eq!(with["rows"][0]["roi"], shown(&forty(), creators)["rows"][0]["roi"]);
}

#[test]
fn the_best_return_comes_first_and_no_return_last() {
    let mut rows: Vec<String> = (0..12).map(|number| order(number, "100", "A1")).collect();
    rows.extend((12..14).map(|number| order(number, "900", "B1")));
    let card = made(&shopify(&rows), "creator,code,fee\nFree,C1,\nA,A1,200\nB,B1,200\n").card;
    let order: Vec<(&str, u32, u32)> =
        card.lines.iter().map(|line| (line.creator.name.as_str(), line.rank, line.rank_by_low)).collect();
    // By the lower end the twelve orders of A are worth more than the two large ones of B.
    assert_eq!(order, [("B", 1, 2), ("A", 2, 1), ("Free", 3, 3)]);
}

#[test]
fn code_share_and_weeks_add_up_to_the_shop() {
    let row = |number: u32, day: &str, code: &str| order(number, "100", code).replace("2026-11-20", day);
    // Monday the 16th begins a week, Sunday the 15th ends one; the week between has nothing.
    let rows = [
        row(1, "2026-11-01", "MIRA10"),
        row(2, "2026-11-15", ""),
        row(3, "2026-11-16", "MIRA10"),
        row(4, "2026-11-22", "MIRA10"),
    ];
    let shown = shown(&shopify(&rows), "creator,code,fee\nMira,MIRA10,10\n");
    assert_eq!((&shown["rows"][0]["share_of_orders"], &shown["rows"][0]["share_of_net"]), (&json!(0.75), &json!(0.75)));
    let periods: Vec<(&str, u64, u64)> = shown["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (one["from"].as_str().unwrap(), one["orders"].as_u64().unwrap(), one["creators_orders"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(periods, [("2026-10-26", 1, 1), ("2026-11-02", 0, 0), ("2026-11-09", 1, 0), ("2026-11-16", 2, 2)]);
}

#[test]
fn more_than_half_a_year_is_shown_by_month() {
    let row = |number: u32, day: &str| order(number, "100", "MIRA10").replace("2026-11-20", day);
    let shown = shown(
        &shopify(&[row(1, "2026-01-31"), row(2, "2026-03-01"), row(3, "2026-12-31")]),
        "creator,code\nMira,MIRA10\n",
    );
    assert_eq!((&shown["period"], shown["periods"].as_array().unwrap().len()), (&json!("month"), 12));
    assert_eq!(shown["periods"][11]["from"], "2026-12-01");
}

#[test]
fn a_day_with_five_times_the_orders_of_the_week_before_stands_out() {
    let mut rows = Vec::new();
    for (day, count) in [(1, 2), (2, 2), (3, 2), (4, 2), (5, 2), (6, 2), (7, 2), (8, 11), (9, 10)] {
        for _ in 0..count {
            let number = u32::try_from(rows.len()).unwrap();
            rows.push(order(number, "10", "MIRA10").replace("2026-11-20", &format!("2026-11-{day:02}")));
        }
    }
    let shown = shown(&shopify(&rows), "creator,code\nMira,MIRA10\n");
    assert_eq!(shown["rows"][0]["sudden_day"], json!({ "day": "2026-11-08", "orders": 11, "median_before": 2 }));
}
