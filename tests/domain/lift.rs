//! The lift report: what is usual, what was more than that, how good the evidence is, and a test with a holdout.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::refusal::{Fault, Refusal};
use waymark::domain::report::ask::Frame;
use waymark::domain::report::lift::baseline::{Baseline, Point};
use waymark::domain::report::lift::{Ask, Facts, Sales, Stated, report};
use waymark::domain::report::shown::Shown;
use waymark::domain::time::Day;

use crate::given::{currency, pointers};
use crate::paths_report::{example, holds};

/// 2026-11-20.
const TODAY: i64 = 20_777;
/// 2026-10-12, a Monday, on which the range of these tests begins.
const FROM: i64 = TODAY - 39;
const LAST: i64 = FROM + 13;
/// Orders of the days of a week from Monday on.
const WEEK: [i64; 7] = [2, 2, 2, 3, 3, 4, 4];

/// What is asked, by parameter.
type Query<'a> = &'a [(&'a str, &'a str)];

fn read(query: Query<'_>) -> Result<Ask, Vec<Fault>> {
    let get = |name: &str| query.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    Ask::read(&get, Day(TODAY))
        .map_err(|refusal| if let Refusal::Invalid(faults) = refusal { faults } else { panic!() })
}

/// The two weeks from `FROM`, with more to ask.
fn ask(more: Query<'_>) -> Ask {
    read(&[&[("from", "2026-10-12"), ("to", "2026-10-25")], more].concat()).unwrap()
}

fn frame() -> Frame {
    Frame {
        zone: "UTC".into(),
        today: Day(TODAY),
        as_of: None,
        revenue_basis: "merchandise",
        reporting: None,
        click_window_days: 30,
        view_window_days: 1,
        config: "abc".into(),
    }
}

/// `orders` of 50.00 each.
fn sales(day: i64, letters: &str, orders: i64) -> Sales {
    let net = orders * 5_000;
    Sales(
        day,
        currency(letters),
        orders * 1_000_000,
        net,
        net,
        0,
        0,
        json!(orders * 5_000 * 5_000),
        0,
        orders.unsigned_abs() / 2,
    )
}

/// Four usual weeks, then two with half as many again.
fn usual_then_more() -> Vec<Sales> {
    let before = (FROM - 28..FROM).map(|day| sales(day, "EUR", weekday(day)));
    let during = (FROM..=LAST).map(|day| sales(day, "EUR", weekday(day) + i64::from((day - FROM) % 7 < 5) * 2));
    before.chain(during).collect()
}

fn weekday(day: i64) -> i64 {
    WEEK[usize::try_from((day - FROM).rem_euclid(7)).unwrap()]
}

fn shown(ask: &Ask, sales: Vec<Sales>) -> Shown {
    report(ask, &frame(), &Facts { known: sales.first().map(|one| one.0), sales, ..Facts::default() })
}

fn close(found: &Value, expected: f64) -> bool {
    found.as_f64().is_some_and(|found| (found - expected).abs() <= 1e-9 * expected.abs().max(1.0))
}

/// The parameters that are named, with the words for what is wrong.
fn faults(query: Query<'_>) -> Vec<(String, &'static str)> {
    let days = [("from", "2026-10-12"), ("to", "2026-10-25")];
    pointers(&read(&[&days, query].concat()).unwrap_err())
}

// 80 orders in 28 days and 60 in 14: SciPy's row of tests/domain/statistics.rs, R's poisson.test(c(60, 80), c(14, 28)).
#[test]
fn more_than_usual_is_told_with_its_interval_and_its_test() {
    let shown = shown(&ask(&[]), usual_then_more());
    let during = &shown.rows[1];
    assert_eq!((&during["phase"], &during["orders"], &during["days"]), (&json!("during"), &json!(60), &json!(14)));
    assert!(close(&during["expected_orders"], 40.0), "{during}");
    assert!(close(&during["above_baseline_orders"], 20.0));
    assert!(close(&during["ratio"], 1.5));
    assert!(close(&during["p"], 0.019_554_605_659_976_09), "{during}");
    assert!(close(&during["interval"]["ratio"]["low"], 1.055_018_440_879_477_2));
    assert!(close(&during["interval"]["ratio"]["high"], 2.122_781_088_237_383));
    assert!(close(&during["interval"]["above_baseline_orders"]["low"], 40.0 * 0.055_018_440_879_477_2));
    assert_eq!(during["net_minor"], 300_000);
    assert_eq!(during["expected_net_minor"], 200_000);
    // 60 orders and a quarter (14 / 28 squared) of 80, of 50.00 each.
    let half = 1.959_963_984_540_054 * (80.0_f64 * 5_000.0 * 5_000.0).sqrt();
    assert!(close(&during["interval"]["above_baseline_minor"]["low"], 100_000.0 - half), "{during}");
    assert_eq!(
        during["says"],
        "60 orders; the same weekdays of up to 28 days before make 40 likely: 50 % above the baseline, 95 % sure between \
         5.5 % and 112.3 %. That is hardly chance.",
    );
}

#[test]
fn the_page_of_the_report_says_what_it_says() {
    let shown = shown(&ask(&[]), usual_then_more());
    let mut said = Value::Object(shown.head.into_iter().chain(shown.beside).collect());
    said["rows"] = shown.rows.into();
    holds("", &said, &example(include_str!("../../docs/reports/lift.md")));
}

#[test]
fn the_grade_of_evidence_is_named_and_nothing_is_called_caused() {
    let shown = shown(&ask(&[]), usual_then_more());
    assert_eq!((&shown.head["evidence"]["grade"], &shown.head["report"]), (&json!("C"), &json!("lift")));
    assert!(shown.head["evidence"]["says"].as_str().unwrap().contains("not shown to be caused"));
    assert_eq!(shown.head["of"], "shop");
}

#[test]
fn days_that_are_left_out_count_nowhere() {
    let mut sales = usual_then_more();
    // A sale of the shop itself on a day before, and on one of those in question.
    for sale in sales.iter_mut().filter(|sale| sale.0 == FROM - 3 || sale.0 == FROM + 4) {
        sale.2 = 900_000_000;
    }
    let shown = shown(&ask(&[("without", "2026-10-09, 2026-10-16")]), sales);
    assert_eq!(shown.rows[0]["days_left_out"], 1);
    assert_eq!((&shown.rows[1]["days"], &shown.rows[1]["orders"]), (&json!(13), &json!(55)));
    // All of the week but one of two Fridays, of which three of four are known: the same means.
    assert!(close(&shown.rows[1]["expected_orders"], 37.0), "{}", shown.rows[1]);
    assert_eq!(shown.head["without"], json!(["2026-10-09", "2026-10-16"]));
}

#[test]
fn a_weekday_is_compared_with_its_own_kind_and_no_surer_than_it_is() {
    let weekend = read(&[("from", "2026-10-17"), ("to", "2026-10-18")]).unwrap();
    let shown = shown(&weekend, (FROM - 28..=LAST).map(|day| sales(day, "EUR", weekday(day))).collect());
    assert!(close(&shown.rows[1]["ratio"], 1.0), "{}", shown.rows[1]);
    let baseline = Baseline::of(&points(4, |_, weekday| if weekday > 4 { 4 } else { 2 }));
    let compared = baseline.compare(&[point(FROM + 5, 9), point(FROM + 6, 9)]);
    // Eight Saturdays and Sundays of four orders, not 28 days.
    assert_eq!((compared.behind, compared.expected), (32, 8.0));
}

fn point(day: i64, orders: u64) -> Point {
    Point { day: Day(day), orders, net_minor: 0, squares: 0.0 }
}

/// Weeks before `FROM`, of what `orders` makes of a week and a weekday.
fn points(weeks: i64, orders: impl Fn(i64, i64) -> u64) -> Vec<Point> {
    let days = |week| (0..7).map(move |weekday| (week, weekday));
    let all = (0..weeks).flat_map(days);
    all.map(|(week, weekday)| point(FROM - 7 * weeks + 7 * week + weekday, orders(week, weekday))).collect()
}

// Mondays of 10 and 30 orders: mean 20, chi-square 2 x 100 / 20 = 10 over one degree of freedom; the other weekdays do not
// differ: 10 over 7 in all.
#[test]
fn a_shop_whose_days_differ_widely_is_told_apart_from_chance_later() {
    let wild = Baseline::of(&points(
        2,
        |week, weekday| if weekday == 0 { 10 + 20 * u64::try_from(week).unwrap() } else { 20 },
    ));
    assert!((wild.phi.unwrap() - 10.0 / 7.0).abs() < 1e-9);
    let calm = Baseline::of(&points(2, |_, _| 20));
    assert_eq!(calm.phi, Some(1.0));
    let many: Vec<Point> = (0..7).map(|day| point(FROM + day, 30)).collect();
    let (wild, calm) = (wild.compare(&many).ratio.unwrap(), calm.compare(&many).ratio.unwrap());
    assert!(wild.p > calm.p && wild.interval.low < calm.interval.low && wild.interval.high > calm.interval.high);
    assert_eq!(wild.ratio, calm.ratio);
}

#[test]
fn a_baseline_begins_with_the_first_order_that_is_known() {
    let sales: Vec<Sales> = usual_then_more().into_iter().filter(|sale| sale.0 >= FROM - 7).collect();
    let shown = shown(&ask(&[]), sales);
    assert_eq!(shown.beside["baseline"]["days"], 7);
    assert!(close(&shown.rows[1]["ratio"], 1.5));
    assert_eq!(shown.beside["baseline"]["why"]["phi"], "too_few");
}

#[test]
fn without_a_day_before_nothing_is_compared() {
    let shown = shown(&ask(&[]), usual_then_more().into_iter().filter(|sale| sale.0 >= FROM).collect());
    assert_eq!(shown.rows[1]["ratio"], Value::Null);
    assert_eq!(shown.rows[1]["why"]["ratio"], "no_baseline");
}

#[test]
fn today_is_not_over_and_what_is_to_come_is_immature() {
    let late = read(&[("from", "2026-11-14"), ("to", "2026-11-20"), ("after_days", "7")]).unwrap();
    let shown = shown(&late, usual_then_more());
    assert_eq!((&shown.rows[1]["to"], &shown.rows[1]["days"]), (&json!("2026-11-19"), &json!(6)));
    assert_eq!((&shown.rows[2]["from"], &shown.rows[2]["why"]["ratio"]), (&Value::Null, &json!("immature")));
}

#[test]
fn what_never_sold_before_has_no_ratio_but_a_lower_end() {
    let mut sales: Vec<Sales> = (FROM - 28..FROM).map(|day| sales(day, "EUR", 0)).collect();
    sales.extend((FROM..=LAST).map(|day| self::sales(day, "EUR", 2)));
    let shown = shown(&ask(&[]), sales);
    let during = &shown.rows[1];
    assert_eq!((&during["ratio"], &during["why"]["ratio"]), (&Value::Null, &json!("no_conversions")));
    assert!(during["interval"]["ratio"]["low"].as_f64().unwrap() > 1.0, "{during}");
    assert_eq!(during["interval"]["ratio"]["high"], Value::Null);
    assert_eq!(during["sample"], "insufficient");
    assert_eq!(during["why"]["interval.above_baseline_minor"], "too_few");
}

#[test]
fn money_of_several_currencies_is_not_added_and_orders_are() {
    let mut sales = usual_then_more();
    sales.push(self::sales(LAST + 1, "EUR", 1));
    sales.push(self::sales(LAST + 1, "USD", 1));
    let shown = shown(&ask(&[]), sales);
    assert_eq!((&shown.rows[1]["orders"], &shown.rows[1]["net_minor"]), (&json!(60), &Value::Null));
    assert_eq!(shown.rows[1]["why"]["above_baseline_minor"], "several_currencies");
    assert_eq!(shown.rows[2]["orders"], 2);
}

#[test]
fn in_the_reporting_currency_they_are_added_unless_a_rate_is_missing() {
    let with = |unrated| {
        let mut sales = usual_then_more();
        for sale in &mut sales {
            (sale.5, sale.6) = (sale.3 * 2, sale.4 * 2);
        }
        sales[30].8 = unrated;
        let frame = Frame { reporting: Some(currency("SEK")), ..frame() };
        report(&ask(&[]), &frame, &Facts { known: Some(FROM - 28), sales, ..Facts::default() })
    };
    assert_eq!(with(0).rows[1]["net_minor"], 600_000);
    assert_eq!(with(0).head["currency"], "SEK");
    assert_eq!((&with(1).rows[1]["net_minor"], &with(1).beside["unrated"]), (&Value::Null, &json!(1)));
}

#[test]
fn by_day_every_day_is_a_row() {
    let shown = shown(&ask(&[("by", "day"), ("after_days", "3")]), usual_then_more());
    assert_eq!(shown.rows.len(), 28 + 14 + 3);
    let row = &shown.rows[28];
    assert_eq!((&row["day"], &row["phase"], &row["orders"]), (&json!("2026-10-12"), &json!("during"), &json!(4)));
    assert_eq!((&row["expected_orders"], &shown.rows[0]["expected_orders"]), (&json!(2.0), &Value::Null));
}

// Both series 40 expected; 60 here, 50 there: 1.2, ln off by 1.96 sqrt(1/60 + 1/80 + 1/50 + 1/80).
#[test]
fn beside_creators_that_did_nothing_what_changed_for_all_is_taken_out() {
    let mut control: Vec<Sales> = (FROM - 28..=LAST).map(|day| sales(day, "EUR", weekday(day))).collect();
    for sale in control.iter_mut().filter(|sale| sale.0 >= FROM && (sale.0 - FROM) % 7 < 5) {
        sale.2 += 1_000_000;
    }
    let facts = Facts { sales: usual_then_more(), control, known: Some(FROM - 28), ..Facts::default() };
    let shown = report(&ask(&[("control_creator", "7")]), &frame(), &facts);
    let control = &shown.beside["control"];
    assert_eq!(shown.head["evidence"]["grade"], "B");
    assert!(close(&control["ratio"], 1.2) && close(&control["expected_with_control"], 50.0), "{control}");
    let off = (1.959_963_984_540_054 * (1.0_f64 / 60.0 + 1.0 / 80.0 + 1.0 / 50.0 + 1.0 / 80.0).sqrt()).exp();
    assert!(
        close(&control["interval"]["ratio"]["low"], 1.2 / off)
            && close(&control["interval"]["ratio"]["high"], 1.2 * off)
    );
}

#[test]
fn a_control_without_orders_is_no_control() {
    let facts = Facts { sales: usual_then_more(), known: Some(FROM - 28), ..Facts::default() };
    let shown = report(&ask(&[("control_creator", "7")]), &frame(), &facts);
    assert_eq!(shown.head["evidence"]["grade"], "C");
    assert_eq!(shown.beside["control"]["why"]["ratio"], "no_conversions");
}

const HOLDOUT: [(&str, &str); 5] = [
    ("exposed", "1200/100000"),
    ("control", "900/100000"),
    ("order_minor", "8000"),
    ("cost_minor", "5000000"),
    ("margin", "0.4"),
];

// Reference 1.10 (metrickittools): 300 incremental orders, 33.3 %, 24,000 of revenue, iROAS 0.48, a profit of -40,400.
#[test]
fn the_published_holdout_comes_to_300_orders_and_a_loss_of_40400() {
    let shown = shown(&ask(&HOLDOUT), usual_then_more());
    let test = &shown.beside["holdout"];
    assert_eq!(test["incremental_orders"], 300.0);
    assert!(close(&test["lift"], 1.0 / 3.0));
    assert_eq!(test["incremental_revenue_minor"], 2_400_000);
    assert_eq!(test["iroas"], 0.48);
    assert_eq!(test["profit_minor"], -4_040_000);
    assert_eq!(test["incremental_cpa_minor"], 16_667);
    // (1.95996 + 0.84162)^2 x (0.009 x 0.991 + 0.012 x 0.988) / 0.003^2, rounded up.
    assert_eq!(test["people_needed_per_arm"], 18_118.0);
    assert_eq!(test["why"], json!({ "share_of_credited": "of_shop" }));
    // statsmodels, as in tests/domain/statistics.rs: the difference of the shares times 100,000, and Katz's ratio.
    assert!(close(&test["interval"]["incremental_orders"]["low"], 210.768_457_193_127_87));
    assert!(close(&test["interval"]["lift"]["high"], 0.453_047_003_828_534_8));
    assert_eq!((&test["test"], &test["valid"]), (&json!("z"), &json!(true)));
    assert!((test["p"].as_f64().unwrap() - 4.667_320_319_643_924e-11).abs() < 1e-20);
    assert_eq!(shown.head["evidence"]["grade"], "A");
}

#[test]
fn arms_of_other_sizes_than_meant_make_the_test_invalid() {
    let shown = shown(&ask(&[("exposed", "1200/50600"), ("control", "900/49400")]), usual_then_more());
    let test = &shown.beside["holdout"];
    assert_eq!((&test["valid"], &test["incremental_orders"]), (&json!(false), &Value::Null));
    assert_eq!(test["why"]["lift"], "sample_ratio");
    assert_eq!(shown.head["evidence"]["grade"], "C");
    let meant = ask(&[("exposed", "1200/90200"), ("control", "100/9800"), ("exposed_share", "0.9")]);
    assert_eq!(self::shown(&meant, usual_then_more()).beside["holdout"]["valid"], true);
}

// SciPy's fisher_exact, as in tests/domain/statistics.rs.
#[test]
fn a_small_holdout_is_tested_exactly_and_says_what_it_lacks() {
    let shown = shown(&ask(&[("exposed", "5/50"), ("control", "0/50")]), usual_then_more());
    let test = &shown.beside["holdout"];
    assert_eq!(test["test"], "fisher");
    assert!(close(&test["p"], 0.056_284_494_428_824_33), "{test}");
    assert_eq!((&test["lift"], &test["why"]["lift"]), (&Value::Null, &json!("no_conversions")));
    assert_eq!(test["why"]["iroas"], "no_order_value");
    assert_eq!(test["why"]["profit_minor"], "no_margin");
}

#[test]
fn a_profit_without_the_value_of_an_order_says_what_is_missing() {
    let query = [HOLDOUT[0], HOLDOUT[1], HOLDOUT[3], HOLDOUT[4]];
    let shown =
        report(&ask(&query), &frame(), &Facts { sales: usual_then_more(), known: Some(FROM - 28), ..Facts::default() });
    assert_eq!(shown.beside["holdout"]["why"]["profit_minor"], "no_order_value");
}

#[test]
fn a_creators_credited_orders_are_compared_with_what_the_test_found() {
    let ask = ask(&[&HOLDOUT[..], &[("creator", "12")]].concat());
    assert!(!ask.shop);
    let shown = shown(&ask, usual_then_more());
    assert!(close(&shown.beside["holdout"]["share_of_credited"], 5.0));
    assert_eq!(shown.head["of"], "creators");
}

#[test]
fn what_the_brand_says_of_itself_stands_beside() {
    let stated = vec![
        Stated("aov".into(), 4_000_000_000, Some(currency("EUR")), 0),
        Stated("cac".into(), 1, Some(currency("EUR")), 0),
        Stated("conversion_rate".into(), 20_000, None, 0),
    ];
    let facts = Facts { sales: usual_then_more(), stated, clicks: 1_000, known: Some(FROM - 28), ..Facts::default() };
    let shown = report(&ask(&[]), &frame(), &facts);
    let rows = shown.beside["stated"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert!(close(&rows[0]["observed"], 5_000.0) && close(&rows[0]["ratio"], 1.25), "{}", rows[0]);
    // 28 clicks of a thousand led to an order, where 20 are usual: SciPy's binomtest.
    assert!(close(&rows[1]["observed"], 0.028) && close(&rows[1]["stated"], 0.02), "{}", rows[1]);
    assert!(close(&rows[1]["p"], 0.088_300_142_252_962_41), "{}", rows[1]);
}

#[test]
fn orders_of_a_code_are_no_share_of_all_clicks() {
    let stated = vec![Stated("conversion_rate".into(), 20_000, None, 0)];
    let facts = Facts { sales: usual_then_more(), stated, clicks: 1_000, known: Some(FROM - 28), ..Facts::default() };
    let observed = |query: Query<'_>| {
        let row = report(&ask(query), &frame(), &facts).beside["stated"][0].clone();
        (row["observed"].clone(), row["why"]["observed"].clone())
    };
    assert_eq!(observed(&[("code", "7")]), (Value::Null, json!("not_kept")));
    assert_eq!(observed(&[("creator", "12")]).1, Value::Null);
}

#[test]
fn every_wrong_parameter_is_named() {
    let rows: [(Query<'_>, &str, &str); 21] = [
        (&[("before_days", "30")], "before_days", "out_of_range"),
        (&[("after_days", "91")], "after_days", "out_of_range"),
        (&[("after_days", "-1")], "after_days", "out_of_range"),
        (&[("without", "2026-11-31")], "without", "not_a_day"),
        (&[("by", "week")], "by", "unknown_dimension"),
        (&[("of", "planet")], "of", "unknown_scope"),
        (&[("model", "linear")], "model", "not_here"),
        (&[("basis", "touch_date")], "basis", "not_here"),
        (&[("click_window_days", "7")], "click_window_days", "not_here"),
        (&[("view_window_days", "7")], "view_window_days", "not_here"),
        (&[("compare", "previous")], "compare", "not_here"),
        (&[("platform", "tiktok")], "platform", "not_here"),
        (&[("country", "DE")], "country", "not_here"),
        (&[("control_creator", "me")], "control_creator", "not_an_id"),
        (&[("creator", "2,7"), ("control_creator", "7")], "control_creator", "asked_about"),
        (&[("exposed", "12")], "exposed", "not_an_arm"),
        (&[("exposed", "13/12"), ("control", "1/12")], "exposed", "not_an_arm"),
        (&[("exposed", "1/12")], "control", "missing"),
        (&[("exposed_share", "1.0")], "exposed_share", "out_of_range"),
        (&[("margin", "40")], "margin", "out_of_range"),
        (&[("cost_minor", "1e6")], "cost_minor", "not_an_amount"),
    ];
    for (query, parameter, word) in rows {
        assert!(faults(query).contains(&(parameter.to_owned(), word)), "{query:?}: {:?}", faults(query));
    }
    let many: Vec<String> = (0..101).map(|day| Day(FROM + day).to_string()).collect();
    assert_eq!(faults(&[("without", &many.join(","))]), [("without".to_owned(), "too_many_values")]);
}

proptest! {
    #[test]
    fn no_series_panics_and_every_ratio_lies_within_its_interval(
        counts in prop::collection::vec(0_i64..40, 56), drop in 0_usize..56,
    ) {
        let sales: Vec<Sales> = counts.iter().zip(FROM - 28..).skip(drop)
            .map(|(count, day)| sales(day, "EUR", *count)).collect();
        for row in shown(&ask(&[]), sales).rows {
            let (ratio, interval) = (&row["ratio"], &row["interval"]["ratio"]);
            if let (Some(ratio), Some(low)) = (ratio.as_f64(), interval["low"].as_f64()) {
                prop_assert!(low <= ratio && interval["high"].as_f64().is_none_or(|high| ratio <= high), "{}", row);
            }
        }
    }
}
