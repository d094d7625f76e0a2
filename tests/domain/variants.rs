//! Variants of a link: what each brought in, and whether one is better than the others.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::report::ask::Frame;
use waymark::domain::report::performance::{Asked, Facts, Money, PartCredit, PartVisits, Set, report};
use waymark::domain::report::shown::Shown;
use waymark::domain::time::Day;

use crate::given;

const TODAY: i64 = 20_777;

/// The report over the seven days up to today; of each variant its clicks and those that an order followed.
fn made(variants: &[(u8, u64, u64)], more: &[(String, u64)]) -> Shown {
    let frame = Frame {
        zone: "UTC".into(),
        today: Day(TODAY),
        as_of: None,
        revenue_basis: "merchandise",
        reporting: None,
        click_window_days: 30,
        view_window_days: 1,
        config: String::new(),
    };
    let pairs = [("by", "variant"), ("link", "7"), ("from", "2026-11-14"), ("to", "2026-11-20")];
    let get = |name: &str| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned());
    let asked = Asked::read(&get, &frame).unwrap();
    let money = |orders: u64| {
        let gross = i64::try_from(orders).unwrap() * 5_000;
        Money { gross, refunded: 0, gross_reporting: 0, refunded_reporting: 0 }
    };
    let name = |number: u8| char::from(b'a' + number - 1).to_string();
    let facts = Facts {
        part_visits: variants.iter().map(|one| PartVisits(0, one.0.to_string(), one.1, 0, 0)).collect(),
        part_credit: variants
            .iter()
            .map(|one| PartCredit(0, one.0.to_string(), "EUR".into(), i64::try_from(one.2).unwrap(), money(one.2)))
            .collect(),
        converted: variants
            .iter()
            .map(|one| (format!("{} {TODAY}", one.0), one.2))
            .chain(more.iter().cloned())
            .collect(),
        variants: variants.iter().map(|one| (one.0, name(one.0))).collect(),
        ..Facts::default()
    };
    report(&asked, &Set { frame, margin_percent: None }, &facts, None).shown()
}

fn verdict(variants: &[(u8, u64, u64)]) -> Value {
    made(variants, &[]).beside["verdict"].clone()
}

fn close(value: &Value, expected: f64) -> bool {
    (value.as_f64().unwrap() - expected).abs() < 1e-9
}

#[test]
fn the_example_of_the_page_is_what_the_report_says() {
    let page = include_str!("../../docs/reports/performance.md");
    let example = page.split("```json").last().unwrap().split("```").next().unwrap();
    let expected: Value = serde_json::from_str(example).unwrap();
    let shown = made(&[(1, 1_000, 40), (2, 1_000, 70)], &[]);
    for (row, told) in shown.rows.iter().zip(expected["rows"].as_array().unwrap()) {
        for (name, value) in told.as_object().unwrap() {
            assert_eq!(&row[name], value, "{name}");
        }
    }
    let (told, said) = (&expected["verdict"], &shown.beside["verdict"]);
    assert_eq!((&told["verdict"], &told["sentence"]), (&said["verdict"], &said["sentence"]));
    let (told, said) = (&told["against"][0], &said["against"][0]);
    for path in ["/difference", "/p", "/interval/difference/low", "/interval/difference/high"] {
        let digits = |value: &Value| format!("{:.4}", value.pointer(path).unwrap().as_f64().unwrap());
        assert_eq!(digits(told), digits(said), "{path}");
    }
}

#[test]
fn a_variant_has_clicks_orders_revenue_and_the_share_of_its_clicks_that_an_order_followed() {
    // Orders of days outside count for clicks of the range, and clicks outside it do not.
    let outside = [(format!("1 {}", TODAY - 7), 50), ("not a day".into(), 9)];
    let shown = made(&[(1, 200, 30), (10, 100, 5)], &outside);
    let row = &shown.rows[0];
    assert_eq!(row["variant"], json!({ "number": 1, "name": "a" }));
    assert_eq!((&row["clicks"], &row["orders"], &row["gross_minor"]), (&json!(200), &json!(30), &json!(150_000)));
    assert_eq!((&row["conversion_rate"], &row["conversion_rate_simple"]), (&json!(0.15), &json!(0.15)));
    assert!(row["interval"]["conversion_rate"]["low"].is_number());
    assert_eq!(shown.rows[1]["variant"], json!({ "number": 10, "name": "j" }));
    assert_eq!((&shown.beside["total"]["clicks"], &shown.beside["total"]["orders"]), (&json!(300), &json!(35)));
}

#[test]
fn below_the_gate_nothing_is_judged_and_nothing_shown_but_counts() {
    for (one, other, expected) in [
        ((99, 20), (1_000, 90), "too_few"),
        ((100, 20), (1_000, 90), "better"),
        ((1_000, 4), (1_000, 5), "too_few"),
        ((1_000, 5), (1_000, 5), "no_difference"),
        ((1_000, 0), (1_000, 10), "better"),
    ] {
        let said = verdict(&[(1, one.0, one.1), (2, other.0, other.1)]);
        assert_eq!(said["verdict"], expected, "{one:?} {other:?}");
        let few = expected == "too_few";
        assert_eq!(said["against"][0]["p"].is_null(), few);
        assert_eq!(said["against"][0]["difference"].is_null(), few);
        assert_eq!(said["against"][0]["interval"]["difference"].is_null(), few);
    }
}

#[test]
fn one_variant_alone_and_none_at_all_are_too_few() {
    for arms in [vec![], vec![(1, 5_000, 300)], vec![(1, 5_000, 300), (2, 0, 0)]] {
        assert_eq!(verdict(&arms)["verdict"], "too_few", "{arms:?}");
    }
}

#[test]
fn two_rates_are_told_apart_by_the_pooled_test_and_few_by_fishers() {
    let said = verdict(&[(1, 1_000, 70), (2, 1_000, 40)]);
    // z = 0.03 / sqrt(0.055 x 0.945 x 2 / 1000) = 2.9427, both tails.
    assert!(close(&said["against"][0]["p"], 0.003_256_269_628_412_076), "{said}");
    assert_eq!((&said["against"][0]["test"], &said["best"]["name"]), (&json!("z"), &json!("a")));
    assert_eq!(verdict(&[(1, 100, 8), (2, 2_000, 4)])["against"][0]["test"], "fisher");
}

#[test]
fn each_of_several_is_tested_as_often_as_there_are_pairs() {
    let two = verdict(&[(1, 1_000, 70), (2, 1_000, 40)])["against"][0]["p"].as_f64().unwrap();
    let said = verdict(&[(1, 1_000, 70), (2, 1_000, 40), (3, 1_000, 41)]);
    assert_eq!(said["pairs"], 3);
    assert!(close(&said["against"][0]["p"], 3.0 * two));
    assert_eq!((&said["verdict"], &said["best"]["number"]), (&json!("better"), &json!(1)));
    // One that is not surely worse is enough.
    assert_eq!(verdict(&[(1, 1_000, 70), (2, 1_000, 40), (3, 1_000, 69)])["verdict"], "no_difference");
}

#[test]
fn where_nothing_is_sure_it_says_how_many_clicks_it_would_take() {
    let said = verdict(&[(1, 1_000, 50), (2, 1_000, 60)]);
    assert_eq!(said["verdict"], "no_difference");
    // (1.96 + 0.8416)^2 x (0.05 x 0.95 + 0.06 x 0.94) / 0.01^2
    assert_eq!(said["against"][0]["clicks_needed_per_variant"], json!(8_155.0));
}

proptest! {
    #![proptest_config(given::tries(64))]

    #[test]
    fn no_counts_make_it_fail_and_the_best_has_the_highest_rate(
        arms in prop::collection::vec((0_u64..5_000, 0_u64..400), 0..12),
    ) {
        let arms: Vec<(u8, u64, u64)> = (1..).zip(arms).map(|(number, (clicks, orders))| (number, clicks, orders.min(clicks))).collect();
        let said = verdict(&arms);
        if let Some(best) = said["best"]["conversion_rate"].as_f64() {
            for one in said["against"].as_array().unwrap() {
                prop_assert!(one["variant"]["conversion_rate"].as_f64().unwrap() <= best);
            }
        }
    }
}
