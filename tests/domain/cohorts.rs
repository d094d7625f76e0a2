//! The report on cohorts: whose customers are, what they bring at each age, and what is not known yet.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::credit::model::{MICRO, Model, Options, Place, Step, StepKind};
use waymark::domain::ledger::cost::{Book, Entry};
use waymark::domain::report::ask::Frame;
use waymark::domain::report::cohorts::{AGES, Ask, Customer, Facts, Group, Groups, Orders, report};
use waymark::domain::stored;
use waymark::domain::time::{self, DAY_MS, Day};

use crate::given;
use crate::paths_report::{TODAY, example, faults, frame, holds, names, parameter};

fn read(query: &str) -> Result<Ask, waymark::domain::refusal::Refusal> {
    Ask::read(&|name| parameter(query, name), TODAY)
}

fn day(text: &str) -> i64 {
    Day::parse(text).unwrap().0
}

/// A click on a link of `creator` so many days before noon of `day`.
fn click(creator: u32, day: i64, before: i64) -> Step {
    Step::touch(StepKind::Click, noon(day) - before * DAY_MS, Place { creator, link: creator, ..Place::default() })
}

fn noon(day: i64) -> i64 {
    Day(day).start_utc() + DAY_MS / 2
}

/// A customer whose first order was at noon of `day`, with orders `(hours after it, gross, refunded)`.
fn customer(day: i64, steps: Vec<Step>, orders: &[(i64, i64, i64)]) -> Customer {
    let orders = orders.iter().enumerate().map(|(place, (hours, gross, refunded))| {
        let since = hours * DAY_MS / 24;
        let age = Ask::ages().iter().filter(|age| since >= **age).count();
        Orders(age, "EUR".into(), 1, 0, *gross, *refunded, (place > 0).then_some(since))
    });
    Customer(day, "an order".into(), noon(day), None, None, Some(steps), orders.collect())
}

fn groups(model: Model, query: &str, customers: &[Customer]) -> (Ask, Groups) {
    let ask = read(query).unwrap();
    let mut groups = Groups::new(model, Options::default(), ask.months());
    for customer in customers {
        groups.add(customer);
    }
    (ask, groups)
}

/// The report as of a time, with a fee of Sarah's.
fn shown(query: &str, customers: &[Customer], as_of: &str, fee: Option<(&str, i64)>) -> Value {
    let (ask, groups) = groups(read(query).unwrap().model, query, customers);
    let months = ask.months().into_iter().map(|month| (month, Day(month.1.0 + 1).start_utc())).collect();
    let fee = fee.map(|(on, minor)| {
        let row = json!([1, [1, 0, 0, 0, 0], "fee", minor, "EUR", 0, day(on), day(on), null]);
        stored::read::<Entry>(row).unwrap()
    });
    let book = Book { entries: fee.into_iter().collect(), ..Book::default() };
    let frame = Frame { as_of: time::parse(as_of), ..frame() };
    let shown = report(&ask, &frame, Facts { groups, months, book, strangers: 2 }, &names());
    let mut all = shown.head;
    all.extend(shown.beside);
    all.insert("rows".into(), shown.rows.into());
    Value::Object(all)
}

#[test]
fn every_fault_is_named_at_once() {
    for (more, wrong) in [
        ("model=first&creator=1", vec![]),
        ("model=shapley&margin_percent=40", vec![]),
        ("model=markov", vec!["model unknown_word"]),
        ("model=custom&margin_percent=0", vec!["model unknown_word", "margin_percent out_of_range"]),
        ("margin_percent=40.5", vec!["margin_percent out_of_range"]),
        ("campaign=1&platform=tiktok", vec!["campaign not_kept", "platform not_kept"]),
        ("basis=touch_date&compare=previous", vec!["basis not_asked_here", "compare not_asked_here"]),
    ] {
        assert_eq!(faults(read(&format!("from=2026-01-01&to=2026-01-31&{more}"))), wrong, "{more}");
    }
    assert_eq!(faults(read("from=2026-01-02&to=2026-01-01")), ["to reversed"]);
}

#[test]
fn cohorts_are_of_whole_months() {
    let ask = read("from=2026-01-31&to=2026-03-01").unwrap();
    let months: Vec<String> = ask.months().iter().map(|month| format!("{} {}", month.0, month.1)).collect();
    assert_eq!(months, ["2026-01-01 2026-01-31", "2026-02-01 2026-02-28", "2026-03-01 2026-03-31"]);
    assert_eq!((ask.range.from.to_string(), ask.range.to.to_string()), ("2026-01-01".into(), "2026-03-31".into()));
    let december = read("from=2025-12-31&to=2025-12-31").unwrap();
    assert_eq!(december.months(), [(Day(day("2025-12-01")), Day(day("2025-12-31")))]);
}

#[test]
fn whose_a_customer_is_follows_the_model() {
    let first = day("2026-01-20");
    let steps = vec![click(1, first, 5), click(2, first, 3), click(1, first, 1), click(2, first, 0)];
    let of = |model| {
        let mut shares = customer(first, steps.clone(), &[(0, 100, 0)]).acquired(model, &Options::default());
        shares.sort_unstable();
        shares
    };
    assert_eq!(of(Model::First), [(1, MICRO)]);
    assert_eq!(of(Model::Last), [(2, MICRO)]);
    assert_eq!(of(Model::Linear), [(1, 500_000), (2, 500_000)]);
    assert_eq!(of(Model::Position), [(1, 500_000), (2, 500_000)]);
    let paid = Customer(first, String::new(), noon(first), None, Some(9), None, Vec::new());
    assert_eq!(paid.acquired(Model::Payout, &Options::default()), [(9, MICRO)]);
    let unknown = customer(first, Vec::new(), &[(0, 100, 0)]);
    assert_eq!(unknown.acquired(Model::First, &Options::default()), [(0, MICRO)]);
}

#[test]
fn a_customer_of_two_creators_is_half_of_each() {
    let first = day("2026-01-20");
    let steps = vec![click(1, first, 5), click(2, first, 3)];
    let all = [customer(first, steps, &[(0, 101, 0), (48, 50, 50)])];
    let said = shown("from=2026-01-01&to=2026-01-31&model=linear", &all, "2026-11-01T00:00:00Z", None);
    let rows = said["rows"].as_array().unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| (&row["customers"], &row["orders"], &row["net_30_minor"], &row["ltv_30_minor"]))
        .collect();
    // Of an odd minor unit the later touch has one more.
    let half = json!(0.5);
    assert_eq!(told, [(&half, &json!(1), &json!(50), &json!(100)), (&half, &json!(1), &json!(51), &json!(102))]);
    assert_eq!(
        said["totals"],
        json!({ "customers": 1, "orders": 2, "orders_without_rate": 0, "orders_of_unknown_customers": 2 })
    );
    assert_eq!(rows[0]["interval"].get("repeat_rate_30"), None);
}

#[test]
fn an_age_ends_before_it_is_reached() {
    let first = day("2026-01-20");
    let at = |hours: i64| {
        let all = [customer(first, vec![click(1, first, 0)], &[(0, 100, 0), (hours, 7, 0)])];
        let said = shown("from=2026-01-01&to=2026-01-31", &all, "2027-12-01T00:00:00Z", None);
        let row = said["rows"][0].clone();
        (row["net_30_minor"].clone(), row["repeat_rate_30"].clone())
    };
    assert_eq!(at(30 * 24 - 1), (json!(107), json!(1.0)));
    assert_eq!(at(30 * 24), (json!(100), json!(0.0)));
}

#[test]
fn what_the_newest_could_not_reach_is_incomplete() {
    let first = day("2026-01-20");
    let all = [customer(first, vec![click(1, first, 0)], &[(0, 100, 0)])];
    // January ends with the first moment of February; thirty days later is March 3.
    for (as_of, days) in [("2026-03-03T00:00:00Z", 30), ("2026-03-02T23:59:59Z", 1), ("2026-01-25T00:00:00Z", 0)] {
        let said = shown("from=2026-01-01&to=2026-01-31", &all, as_of, None);
        let row = &said["rows"][0];
        assert_eq!(row["complete_days"], days, "{as_of}");
        for age in AGES {
            let known = row[format!("ltv_{age}_minor")].is_number();
            assert_eq!(known, age <= days, "{as_of} {age}");
            for name in [
                format!("ltv_{age}_minor"),
                format!("net_{age}_minor"),
                format!("repeat_rate_{age}"),
                format!("ltv_to_cac_{age}"),
            ] {
                assert_eq!(row["why"][&name] == "incomplete", !known, "{as_of} {name}");
            }
        }
    }
}

#[test]
fn five_hundred_of_a_customer_who_cost_a_hundred_is_five() {
    // attribution.md 1.3.5, the seeds' example: LTV 500, CAC 100.
    let first = day("2026-01-20");
    let all = [customer(first, vec![click(1, first, 0)], &[(0, 20_000, 0), (24 * 40, 30_000, 0)])];
    let said = shown("from=2026-01-01&to=2026-01-31", &all, "2027-12-01T00:00:00Z", Some(("2026-01-31", 10_000)));
    let row = &said["rows"][0];
    assert_eq!(
        [&row["cac_minor"], &row["ltv_90_minor"], &row["ltv_to_cac_90"]],
        [&json!(10_000), &json!(50_000), &json!(5.0)]
    );
    assert_eq!(row["ltv_to_cac_30"], 2.0);
    let said = shown(
        "from=2026-01-01&to=2026-01-31&margin_percent=40",
        &all,
        "2027-12-01T00:00:00Z",
        Some(("2026-01-31", 10_000)),
    );
    assert_eq!((&said["rows"][0]["ltv_90_minor"], &said["rows"][0]["ltv_to_cac_90"]), (&json!(20_000), &json!(2.0)));
}

#[test]
fn who_cost_something_and_brought_nobody_has_a_row_all_the_same() {
    let said = shown("from=2026-01-01&to=2026-02-28", &[], "2027-12-01T00:00:00Z", Some(("2026-02-14", 10_000)));
    let row = &said["rows"][0];
    assert_eq!((&row["month"], &row["customers"], &row["cost_minor"]), (&json!("2026-02"), &json!(0), &json!(10_000)));
    for name in ["cac_minor", "ltv_30_minor", "repeat_rate_30", "orders_per_customer"] {
        assert_eq!((&row[name], &row["why"][name]), (&Value::Null, &json!("no_new_customers")), "{name}");
    }
    assert_eq!(said["currency"], "EUR");
}

#[test]
fn without_a_cost_there_is_no_ratio() {
    let first = day("2026-01-20");
    let all = [customer(first, vec![click(1, first, 0)], &[(0, 100, 0)])];
    let row = shown("from=2026-01-01&to=2026-01-31", &all, "2027-12-01T00:00:00Z", None)["rows"][0].clone();
    assert_eq!([&row["cost_minor"], &row["cac_minor"], &row["ltv_to_cac_30"]], [&json!(0), &json!(0), &Value::Null]);
    assert_eq!(row["why"]["ltv_to_cac_30"], "no_cost");
}

#[test]
fn currencies_are_not_added() {
    let first = day("2026-01-20");
    let mut jo = customer(first, vec![click(1, first, 0)], &[(0, 100, 0), (1, 300, 0)]);
    jo.6[1].1 = "USD".into();
    let said = shown("from=2026-01-01&to=2026-01-31", &[jo], "2027-12-01T00:00:00Z", Some(("2026-01-31", 10_000)));
    let row = &said["rows"][0];
    assert_eq!((&said["currency"], &said["why"]["currency"]), (&Value::Null, &json!("several_currencies")));
    for name in ["ltv_30_minor", "net_30_minor", "ltv_to_cac_30", "cac_minor"] {
        assert_eq!((&row[name], &row["why"][name]), (&Value::Null, &json!("several_currencies")), "{name}");
    }
    assert_eq!(
        (&row["by_currency"]["EUR"]["ltv_30_minor"], &row["by_currency"]["USD"]["net_30_minor"]),
        (&json!(100), &json!(300))
    );
    assert_eq!(row["repeat_rate_30"], 1.0);
}

#[test]
fn money_of_few_customers_has_no_interval() {
    let first = day("2026-01-20");
    let some = |count: usize| vec![customer(first, vec![click(1, first, 0)], &[(0, 100, 0)]); count];
    let row =
        |count| shown("from=2026-01-01&to=2026-01-31", &some(count), "2027-12-01T00:00:00Z", None)["rows"][0].clone();
    assert_eq!((row(9)["interval"].get("ltv_30_minor"), &row(9)["why"]["interval"]), (None, &json!("too_few")));
    // 16 customers of 100: 1600 +- 1.96 sqrt(16 * 10000), each: 100 +- 1.96 * 25.
    let range = &row(16)["interval"]["ltv_30_minor"];
    assert!((range["low"].as_f64().unwrap() - (100.0 - 1.959_964 * 25.0)).abs() < 1e-4, "{range}");
}

#[test]
fn the_median_stands_between_two_where_there_are_as_many_on_both_sides() {
    let median = |days: &[(i64, i64)]| Group { second: days.to_vec(), ..Group::default() }.median_days();
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[(4, MICRO)]), Some(4.0));
    assert_eq!(median(&[(4, MICRO), (9, MICRO)]), Some(6.5));
    assert_eq!(median(&[(4, MICRO), (9, 2 * MICRO)]), Some(9.0));
    assert_eq!(median(&[(4, 2 * MICRO), (9, MICRO)]), Some(4.0));
}

/// The example of the page: three customers of Sarah's in January 2026, and her fee of 90.00.
fn three() -> Vec<Customer> {
    let on = |text: &str, orders: &[(i64, i64, i64)]| customer(day(text), vec![click(1, day(text), 1)], orders);
    vec![
        // 100.00, and 50.00 after 36 days.
        on("2026-01-05", &[(0, 10_000, 0), (36 * 24, 5_000, 0)]),
        // 80.00, of which 20.00 went back.
        on("2026-01-20", &[(0, 8_000, 2_000)]),
        // 60.00, two hours later 40.00, and after exactly 180 days 100.00.
        on("2026-01-31", &[(0, 6_000, 0), (2, 4_000, 0), (180 * 24, 10_000, 0)]),
    ]
}

#[test]
fn three_customers_by_hand() {
    // The first of February and 270 days: complete up to there, and not for a year.
    let said = shown("from=2026-01-01&to=2026-01-31", &three(), "2026-10-29T00:00:00Z", Some(("2026-01-15", 9_000)));
    let row = &said["rows"][0];
    let ltv = |days: i64| row[format!("ltv_{days}_minor")].clone();
    assert_eq!(
        (&row["month"], &row["creator"], &row["complete_days"]),
        (&json!("2026-01"), &json!({ "id": 1, "name": "Sarah" }), &json!(270))
    );
    // 100 + 60 + 60 + 40 = 260.00 in a day, + 50 = 310.00 before day 60, + 100 = 410.00 before day 270; of three.
    assert_eq!(
        [1, 30, 60, 90, 180, 270, 365].map(ltv),
        [json!(8_667), json!(8_667), json!(10_333), json!(10_333), json!(10_333), json!(13_667), Value::Null]
    );
    assert_eq!(
        [1, 60, 270].map(|days| row[format!("repeat_rate_{days}")].clone()),
        [1.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0].map(|rate: f64| json!(rate))
    );
    assert_eq!((&row["customers"], &row["orders"], &row["orders_per_customer"]), (&json!(3), &json!(6), &json!(2.0)));
    assert_eq!((&row["repeat_order_share"], &row["median_days_to_second_order"]), (&json!(0.5), &json!(18.0)));
    assert_eq!((&row["cac_minor"], row["ltv_to_cac_270"].as_f64()), (&json!(3_000), Some(41_000.0 / 9_000.0)));
}

#[test]
fn the_page_of_the_report_says_what_it_says() {
    let said = shown("from=2026-01-01&to=2026-01-31", &three(), "2026-10-29T00:00:00Z", Some(("2026-01-15", 9_000)));
    let told = example(include_str!("../../docs/reports/cohorts.md"));
    holds("", &said, &told);
}

fn someone() -> impl Strategy<Value = Customer> {
    let steps = prop::collection::vec((1..4_u32, 0..40_i64), 0..5);
    let orders = prop::collection::vec((0..9_000_i64, 0..100_000_i64, 0..100_i64), 0..4);
    (0..60_i64, steps, orders).prop_map(|(on, steps, orders)| {
        let first = day("2026-01-01") + on;
        let mut steps: Vec<Step> = steps.into_iter().map(|(creator, before)| click(creator, first, before)).collect();
        steps.sort_by_key(|step| step.at);
        let mut all = vec![(0, 5_000, 0)];
        all.extend(orders.into_iter().map(|(hours, gross, percent)| (hours, gross, gross * percent / 100)));
        customer(first, steps, &all)
    })
}

proptest! {
    #![proptest_config(given::tries(128))]

    #[test]
    fn cohorts_add_up_to_all_customers_orders_and_money(all in prop::collection::vec(someone(), 0..20), which in 0..6_usize) {
        let model = [Model::First, Model::Last, Model::Linear, Model::LinearUnique, Model::Position, Model::Decay][which];
        let (_, groups) = groups(model, "from=2026-01-01&to=2026-03-31", &all);
        let sum = |of: &dyn Fn(&Group) -> i64| groups.all.iter().map(of).sum::<i64>();
        prop_assert_eq!(sum(&|group| group.customers), i64::try_from(all.len()).unwrap() * MICRO);
        let orders: i64 = all.iter().flat_map(|customer| &customer.6).map(|orders| orders.2).sum();
        prop_assert_eq!(sum(&|group| group.orders.iter().sum()), orders * MICRO);
        for age in 0..=AGES.len() {
            let net: i64 = all.iter().flat_map(|customer| &customer.6).filter(|orders| orders.0 == age).map(|orders| orders.4 - orders.5).sum();
            prop_assert_eq!(sum(&|group| group.net.iter().map(|net| net.by_age[age]).sum()), net);
        }
        for group in &groups.all {
            prop_assert!(group.again.windows(2).all(|pair| pair[0] <= pair[1]) && group.again[6] <= group.customers);
        }
    }
}
