//! The performance report: rows that add up, ratios that say why where they are none.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::ledger::cost::{Book, Entry, Kind, Place};
use waymark::domain::refusal::Refusal;
use waymark::domain::report::ask::Frame;
use waymark::domain::report::performance::{Asked, By, CreditRow, Facts, Link, Money, Set, StatRow, VisitRow, report};
use waymark::domain::report::shown::Shown;
use waymark::domain::time::Day;

use crate::given::{currency, pointers};

const TODAY: i64 = 20_777;

fn set(reporting: Option<&str>) -> Set {
    let frame = Frame {
        zone: "UTC".into(),
        today: Day(TODAY),
        as_of: None,
        revenue_basis: "merchandise",
        reporting: reporting.map(currency),
        click_window_days: 30,
        view_window_days: 1,
        config: String::new(),
    };
    Set { frame, margin_percent: Some(40) }
}

fn asked(pairs: &[(&str, &str)]) -> Result<Asked, Vec<(String, &'static str)>> {
    let days = [("from", "2026-11-14"), ("to", "2026-11-20")];
    let get = |name: &str| pairs.iter().chain(&days).find(|pair| pair.0 == name).map(|pair| pair.1.to_owned());
    Asked::read(&get, &set(None).frame).map_err(|refusal| {
        let Refusal::Invalid(faults) = refusal else { panic!() };
        pointers(&faults)
    })
}

fn credit(row: i64, letters: &str, orders: i64, gross: i64, refunded: i64) -> CreditRow {
    CreditRow {
        kind: 1,
        model: 1,
        who: 0,
        row,
        currency: letters.into(),
        micro: (orders * 1_000_000, orders * 1_000_000, 0),
        by: (orders, 0, 0, 0),
        on_total: 0,
        unrated: 0,
        money: Money { gross, refunded, gross_reporting: 2 * gross, refunded_reporting: 2 * refunded },
        of_links: gross - refunded,
        squares: 100.0,
    }
}

fn visits(row: i64, valid: u64, mature: u64) -> VisitRow {
    VisitRow {
        row,
        gross: valid,
        valid,
        flagged: (0, 0, 0, 0, 0, 0, 0, 0),
        visitor_days: valid,
        views: 0,
        landings: 0,
        mature,
    }
}

/// Costs of creator 7 today.
fn book(amounts: &[(Kind, i64)], reporting: Option<&str>) -> Book {
    let entry = |(id, (kind, amount)): (u32, &(Kind, i64))| Entry {
        id,
        place: Place { creator: 7, ..Place::default() },
        kind: *kind,
        amount_minor: *amount,
        currency: Some(currency("EUR")),
        basis_points: 0,
        from: TODAY,
        to: TODAY,
        rate_e9: None,
    };
    let entries = (1..).zip(amounts).map(entry).collect();
    Book { entries, earned: Vec::new(), reporting: reporting.map(currency) }
}

fn made(by: &str, facts: &Facts) -> Shown {
    report(&asked(&[("by", by)]).unwrap(), &set(None), facts, None).shown()
}

fn only(facts: &Facts) -> Value {
    let rows = made("creator", facts).rows;
    assert_eq!(rows.len(), 1);
    rows[0].clone()
}

#[test]
fn all_costs_count_and_not_the_fee_alone() {
    // Source: attribution.md 1.3.2 and 1.3.4 (seeds 001 and 003): 5,000 + 2,000 + 1,000 for 40,000 are ROAS 5.0 and ROI 4.0.
    let amounts = [(Kind::Fee, 500_000), (Kind::Product, 200_000), (Kind::Agency, 100_000)];
    let credit = vec![credit(7, "EUR", 400, 4_000_000, 0)];
    let row = only(&Facts { credit, book: book(&amounts, None), ..Facts::default() });
    assert_eq!((&row["roas"], &row["roi"], &row["cpa_minor"]), (&json!(5), &json!(4), &json!(2_000)));
    // 40 % of 40,000 are 16,000, twice the cost.
    assert_eq!(row["profit_roi"], json!(1));
}

#[test]
fn five_thousand_that_bring_fifty_are_nine_hundred_percent() {
    let credit = vec![credit(7, "EUR", 50, 5_000_000, 0)];
    let row = only(&Facts { credit, book: book(&[(Kind::Fee, 500_000)], None), ..Facts::default() });
    assert_eq!(row["roi"], json!(9));
}

#[test]
fn where_there_is_nothing_to_divide_by_there_is_a_reason() {
    let row = only(&Facts { visits: vec![visits(7, 0, 0)], ..Facts::default() });
    for (name, why) in [
        ("roas", "no_cost"),
        ("roi", "no_cost"),
        ("profit_roi", "no_cost"),
        ("cpa_minor", "no_conversions"),
        ("cac_minor", "no_new_customers"),
        ("cpc_minor", "no_clicks"),
        ("cost_per_lead_minor", "no_leads"),
        ("cpe_minor", "no_engagements"),
        ("ctr", "no_views"),
        ("conversion_rate", "no_clicks"),
        ("average_order_value_minor", "no_conversions"),
        ("revenue_per_follower_minor", "no_followers"),
        ("reach", "not_stated"),
    ] {
        assert_eq!((&row[name], &row["why"][name]), (&Value::Null, &json!(why)), "{name}");
    }
}

#[test]
fn orders_that_cost_nothing_cost_nothing_each_and_have_no_return() {
    let row = only(&Facts { credit: vec![credit(7, "EUR", 3, 900, 0)], ..Facts::default() });
    assert_eq!((&row["cpa_minor"], &row["roas"], &row["why"]["roas"]), (&json!(0), &Value::Null, &json!("no_cost")));
}

#[test]
fn currencies_are_added_where_one_is_set_for_all() {
    let credit = vec![credit(7, "EUR", 1, 500, 100), credit(7, "USD", 1, 700, 0)];
    let facts = Facts { credit, ..Facts::default() };
    let row = only(&facts);
    assert_eq!((&row["net_minor"], &row["why"]["net_minor"]), (&Value::Null, &json!("several_currencies")));
    assert_eq!(made("creator", &facts).head["why"]["currency"], "several_currencies");
    let told = report(&asked(&[("by", "creator")]).unwrap(), &set(Some("GBP")), &facts, None).shown();
    assert_eq!((&told.rows[0]["net_minor"], &told.rows[0]["currency"]), (&json!(2_200), &json!("GBP")));
}

#[test]
fn an_order_without_a_rate_leaves_no_sum_that_looks_right() {
    let mut unrated = credit(7, "EUR", 1, 500, 0);
    unrated.unrated = 1;
    let facts = Facts { credit: vec![unrated], ..Facts::default() };
    let told = report(&asked(&[("by", "creator")]).unwrap(), &set(Some("GBP")), &facts, None).shown();
    assert_eq!((&told.rows[0]["net_minor"], &told.rows[0]["why"]["net_minor"]), (&Value::Null, &json!("no_rate")));
}

#[test]
fn a_rate_is_of_clicks_that_have_had_their_window() {
    let facts = Facts { visits: vec![visits(7, 300, 148)], converting: vec![(7, 15)], ..Facts::default() };
    let row = only(&facts);
    // Newcombe 1998: 15 of 148 lie between .0624 and .1605.
    let interval = &row["interval"]["conversion_rate"];
    assert!((interval["low"].as_f64().unwrap() - 0.0624).abs() < 5e-5, "{interval}");
    assert!((interval["high"].as_f64().unwrap() - 0.1605).abs() < 5e-5, "{interval}");
    let young = only(&Facts { visits: vec![visits(7, 300, 0)], ..Facts::default() });
    assert_eq!((&young["conversion_rate"], &young["why"]["conversion_rate"]), (&Value::Null, &json!("immature")));
}

#[test]
fn below_ten_orders_money_has_no_interval() {
    let interval = |orders| {
        let row = only(&Facts { credit: vec![credit(7, "EUR", orders, 1_000, 0)], ..Facts::default() });
        (row["interval"]["net_minor"].clone(), row["why"]["interval.net_minor"].clone())
    };
    assert_eq!(interval(9), (Value::Null, json!("too_few")));
    let (known, why) = interval(10);
    assert_eq!((known["level"].as_f64(), why), (Some(0.95), Value::Null));
}

#[test]
fn a_tag_is_told_in_its_plain_form() {
    let link = |id: u32, tags: &str| Link {
        id,
        host: "h".into(),
        slug: id.to_string(),
        creator_id: 7,
        campaign_id: None,
        post: None,
        platform: Some("IG".into()),
        content_kind: None,
        tags: Some(tags.into()),
    };
    let tags = ["utm_source=Instagram", "utm_source=IG&utm_source=x", "utm_source=%20insta%67ram+", "utm_source="];
    let links = (1..).zip(tags).map(|(id, tags)| link(id, tags)).collect();
    let facts = Facts { visits: (1..5).map(|id| visits(id, 1, 1)).collect(), links, ..Facts::default() };
    let rows = |by| -> Vec<(Value, Value)> {
        made(by, &facts).rows.iter().map(|row| (row[by].clone(), row["clicks"].clone())).collect()
    };
    assert_eq!(rows("utm_source"), [(Value::Null, json!(1)), (json!("instagram"), json!(3))]);
    assert_eq!(rows("platform"), [(json!("instagram"), json!(4))]);
}

#[test]
fn reach_is_never_added_up() {
    let stat = |post: u32| StatRow {
        creator: 7,
        post,
        platform: "tiktok".into(),
        then: (Some(10), Some(2), None, None, None, None),
        before: (Some(4), None, None, None, None, None),
        reach: Some(100),
        followers: None,
        followers_then: None,
    };
    let row = only(&Facts { stats: vec![stat(1), stat(2)], ..Facts::default() });
    assert_eq!((&row["platform_views"], &row["likes"], &row["engagements"]), (&json!(12), &json!(4), &json!(4)));
    assert_eq!((&row["reach"], &row["why"]["reach"]), (&Value::Null, &json!("not_additive")));
}

#[test]
fn a_week_begins_on_monday_and_a_month_on_its_first() {
    // 2026-11-20 is a Friday.
    assert_eq!(By::Week.begins(TODAY), TODAY - 4);
    assert_eq!(Day(By::Month.begins(TODAY)).to_string(), "2026-11-01");
    assert_eq!(By::Week.begins(0), -3);
}

#[test]
fn every_word_names_what_it_says() {
    for word in
        "creator campaign link code post platform content_kind day week month utm_source utm_content country source"
            .split(' ')
    {
        assert_eq!(By::named(word).map(By::word), Some(word));
    }
    assert_eq!(By::named("verdict"), None);
}

#[test]
fn what_is_not_kept_is_refused_and_where_it_is_worked_out_is_said() {
    for (pairs, expected) in [
        (vec![("by", "creator"), ("model", "markov")], vec![("model", "not_kept")]),
        (vec![("by", "creator"), ("model", "code_use")], vec![("model", "not_kept")]),
        (vec![("by", "creator"), ("click_window_days", "7")], vec![("click_window_days", "not_kept")]),
        (vec![("by", "country"), ("basis", "touch_date")], vec![("basis", "not_kept")]),
        (vec![("by", "code"), ("country", "DE")], vec![("code", "not_kept")]),
        (vec![("by", "device"), ("country", "DE")], vec![("country", "too_many_dimensions")]),
        (vec![("by", "variant")], vec![("link", "one_link")]),
        (vec![("by", "variant"), ("link", "7,8")], vec![("link", "one_link")]),
        (vec![("by", "variant"), ("not_link", "7")], vec![("link", "one_link")]),
        (vec![("by", "day"), ("variant", "1")], vec![("link", "one_link")]),
        (vec![], vec![("by", "unknown_dimension")]),
    ] {
        let expected: Vec<(String, &str)> = expected.into_iter().map(|(name, word)| (name.to_owned(), word)).collect();
        assert_eq!(asked(&pairs).unwrap_err(), expected, "{pairs:?}");
    }
    assert!(asked(&[("by", "creator"), ("click_window_days", "30")]).is_ok());
}

proptest! {
    #[test]
    fn rows_add_up_to_the_total_and_a_return_is_the_other_less_one(
        rows in prop::collection::vec((1_i64..20, 0_i64..50, 0_i64..100_000, 0_u64..500), 1..40), fee in 0_i64..90_000,
    ) {
        let credit = rows.iter().map(|(id, orders, gross, _)| credit(*id, "EUR", *orders, *gross, gross / 3)).collect();
        let visits = rows.iter().map(|(id, .., clicks)| visits(*id, *clicks, *clicks)).collect();
        let shown = made("creator", &Facts { credit, visits, book: book(&[(Kind::Fee, fee)], None), ..Facts::default() });
        let total = &shown.beside["total"];
        for name in ["orders", "clicks", "gross_minor", "refunded_minor", "net_minor", "cost_minor"] {
            let sum: i64 = shown.rows.iter().map(|row| row[name].as_i64().unwrap()).sum();
            prop_assert_eq!(Some(sum), total[name].as_i64(), "{}", name);
        }
        for row in shown.rows.iter().chain([total]) {
            match (row["roas"].as_f64(), row["roi"].as_f64()) {
                (Some(roas), Some(roi)) => prop_assert!((roas - 1.0 - roi).abs() < 1e-9),
                none => prop_assert_eq!(none, (None, None)),
            }
        }
    }
}

#[test]
fn what_is_nobodys_is_the_shops_whatever_is_filtered_and_says_so() {
    let unattributed = CreditRow { who: 1, ..credit(0, "EUR", 5, 5_000, 0) };
    let facts = Facts { credit: vec![credit(7, "EUR", 2, 2_000, 0), unattributed], ..Facts::default() };
    let shown = report(&asked(&[("by", "creator"), ("campaign", "5")]).unwrap(), &set(None), &facts, None).shown();
    assert_eq!((&shown.beside["unattributed"]["orders"], &shown.beside["total"]["orders"]), (&json!(5), &json!(2)));
    for name in ["unattributed", "other_channels", "unverified"] {
        assert_eq!(shown.beside[name]["of"], "shop", "{name}");
    }
}
