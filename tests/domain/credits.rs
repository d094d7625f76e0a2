//! The credit of a day: every conversion by every model, and nothing of it lost or made up.

use std::collections::BTreeMap;

use proptest::prelude::*;
use waymark::domain::conversion;
use waymark::domain::credit::model::{KEPT, MICRO, Model};
use waymark::domain::credit::{self, Carried, Evidence, Held, Order, Owner, Precedence, Rule};
use waymark::domain::facets::Facets;
use waymark::domain::money::Back;
use waymark::domain::recount::{Credits, Dimension, Judged, Sum, UNVERIFIED};
use waymark::domain::time::DAY_MS;
use waymark::domain::touch::Kept;

use crate::given::{self, NOON, currency, only, order, stated};

const SALE: u8 = conversion::Kind::Sale as u8;
const TODAY: i64 = NOON / DAY_MS;

/// Links 7 and 17 are of creator 70, link 8 is of creator 80.
fn owner_of(link: u32) -> Option<Owner> {
    match link {
        7 | 17 => Some(Owner { creator: 70, campaign: 3 }),
        8 => Some(Owner { creator: 80, campaign: 0 }),
        _ => None,
    }
}

fn click(link: u32, before: i64) -> Kept {
    given::kept(link, NOON - before, 1, 99)
}

fn other(channel: &str, before: i64) -> Kept {
    Kept { at: NOON - before, channel: channel.to_owned(), ..Kept::default() }
}

fn with(touches: Vec<Kept>) -> Order {
    Order { evidence: Evidence { touches, ..Evidence::default() }, ..order() }
}

fn code(word: &str, creator: u32, id: u32) -> Carried {
    let held = Held { id, creator, campaign: 5, from: None, until: None, fit: 1000 };
    Carried { code: word.into(), discount: None, verified: 1, held: vec![held] }
}

fn add(credits: &mut Credits, order: &Order, rule: Rule, first_of_click: bool) {
    add_of(credits, order, rule, (first_of_click, 0));
}

/// The same of a click that was sent to `variant`.
fn add_of(credits: &mut Credits, order: &Order, rule: Rule, (first_of_click, variant): (bool, u8)) {
    let decision = order.weigh(rule, &owner_of);
    let (steps, _) = credit::steps(order, &decision, rule);
    let codes = Some(Facets { device: 1, variant, ..Facets::default() });
    let brought = order.brought(rule);
    let judged = Judged { order, decision: &decision, steps: &steps, brought, codes, first_of_click };
    credits.see(&judged, rule, &|at| at.div_euclid(DAY_MS));
}

fn credits(orders: &[Order]) -> Credits {
    let mut credits = Credits::default();
    for order in orders {
        add(&mut credits, order, Rule::default(), true);
    }
    credits
}

/// What `model` gives each creator and channel, millionths.
fn given_by(credits: &Credits, model: u8) -> BTreeMap<(u32, String), i64> {
    let mut given = BTreeMap::new();
    for ((_, place, of, ..), sum) in &credits.totals {
        if *of == model {
            *given.entry((place.creator, place.channel.clone())).or_default() += sum.micro[0];
        }
    }
    given
}

fn total(credits: &Credits, model: u8) -> Vec<&Sum> {
    credits.totals.iter().filter(|(key, _)| key.2 == model).map(|(_, sum)| sum).collect()
}

#[test]
fn creator_tuesday_search_thursday_paid_social_saturday() {
    // The example of issue 5: last 0, first 100 %, position 40 %.
    let touches =
        vec![click(7, 4 * DAY_MS), other("google/organic", 2 * DAY_MS), other("facebook/paid_social", DAY_MS / 2)];
    let credits = credits(&[with(touches)]);
    let creator = |model: Model| given_by(&credits, model as u8).get(&(70, String::new())).copied();
    assert_eq!(creator(Model::Last), None);
    assert_eq!(creator(Model::First), Some(MICRO));
    assert_eq!(creator(Model::Position), Some(400_000));
    // What is paid by asks creators alone.
    assert_eq!(creator(Model::Payout), Some(MICRO));
}

#[test]
fn credit_stands_at_the_day_of_its_touch_within_the_day_of_its_order() {
    let credits = credits(&[with(vec![click(7, 2 * DAY_MS), click(8, DAY_MS)])]);
    let days = |model: Model| -> Vec<(u32, i64)> {
        let of = credits.totals.keys().filter(|key| key.2 == model as u8);
        of.map(|key| (key.1.creator, key.3 - TODAY)).collect()
    };
    assert_eq!(days(Model::Linear), [(70, -2), (80, -1)]);
    assert_eq!(days(Model::Payout), [(80, -1)]);
}

#[test]
fn an_order_stands_at_the_variant_of_its_click_and_its_click_converts_once() {
    let mut all = Credits::default();
    let order = with(vec![click(7, 2 * DAY_MS)]);
    for (first_of_click, variant) in [(true, 2), (false, 2), (true, 0)] {
        add_of(&mut all, &order, Rule::default(), (first_of_click, variant));
    }
    let of = |wanted: Dimension| -> Vec<(&str, u32, u64)> {
        let parts = all.parts.iter().filter(|(key, _)| key.0 == wanted);
        parts.map(|(key, (orders, _))| (key.2.as_str(), key.1.link, *orders)).collect()
    };
    assert_eq!(of(Dimension::Variant), [("2", 7, 2)]);
    assert_eq!(of(Dimension::Converting), [(format!("2 {}", TODAY - 2).as_str(), 7, 1)]);
    assert_eq!(of(Dimension::Device), [("mobile", 7, 3)]);
}

#[test]
fn an_order_by_nothing_is_nobodys_in_every_model() {
    let credits = credits(&[order()]);
    for model in KEPT.iter().chain(&[Model::Payout]) {
        assert_eq!(given_by(&credits, *model as u8), BTreeMap::from([((0, String::new()), MICRO)]), "{model:?}");
    }
}

#[test]
fn a_code_is_a_touch_of_its_owner_in_analysis_and_pays_by_the_rule() {
    let mut order = with(vec![click(8, DAY_MS)]);
    order.evidence.codes = vec![code("SARAH", 70, 4)];
    let credits = credits(&[order]);
    let last: Vec<(u32, u32)> =
        credits.totals.keys().filter(|key| key.2 == Model::Last as u8).map(|key| (key.1.creator, key.1.code)).collect();
    assert_eq!(last, [(70, 4)]);
    assert_eq!(given_by(&credits, Model::Payout as u8), BTreeMap::from([((80, String::new()), MICRO)]));
    assert_eq!(given_by(&credits, Model::CodeUse as u8), BTreeMap::from([((70, String::new()), MICRO)]));
    assert_eq!(given_by(&credits, Model::Assisted as u8), BTreeMap::from([((80, String::new()), MICRO)]));
}

#[test]
fn a_creators_two_links_on_one_day_are_two_places_and_one_creator() {
    let credits = credits(&[with(vec![click(7, 5 * 3_600_000), click(8, 4 * 3_600_000), click(17, 3 * 3_600_000)])]);
    let linear = given_by(&credits, Model::Linear as u8);
    assert_eq!(linear[&(70, String::new())] + linear[&(80, String::new())], MICRO);
    assert_eq!(linear[&(80, String::new())], 333_333);
    assert_eq!(credits.paths.keys().map(|key| key.1.as_str()).collect::<Vec<_>>(), ["70 > 80 > 70"]);
}

#[test]
fn a_view_brings_an_order_that_no_click_and_no_code_did_in_a_column_of_its_own() {
    let seen = Evidence { views: vec![click(7, 3_600_000)], ..Evidence::default() };
    let credits = credits(&[Order { evidence: seen, ..order() }]);
    assert_eq!(given_by(&credits, Model::ViewThrough as u8), BTreeMap::from([((70, String::new()), MICRO)]));
    assert_eq!(given_by(&credits, Model::Last as u8), BTreeMap::from([((0, String::new()), MICRO)]));
}

#[test]
fn what_only_a_browser_told_of_stands_alone() {
    let credits = credits(&[Order { verified: 0, ..with(vec![click(7, 1)]) }]);
    assert_eq!(credits.totals.keys().map(|key| key.2).collect::<Vec<_>>(), [UNVERIFIED]);
    assert!(credits.paths.is_empty() && credits.parts.is_empty() && credits.lags.is_empty());
}

#[test]
fn an_order_that_was_given_back_whole_is_an_order_and_no_net_one() {
    let back = vec![Back { part: 0, total: 12_000, tax: Some(1_500), shipping: Some(500) }];
    let credits = credits(&[Order { back, refund_count: 1, ..with(vec![click(7, 1)]) }]);
    let sum = total(&credits, Model::Payout as u8)[0];
    assert_eq!((sum.micro[0], sum.micro[1], sum.money, sum.refunds), (MICRO, 0, [10_000, 10_000, 10_000, 10_000], 1));
    assert!(sum.squares.abs() < f64::EPSILON);
}

#[test]
fn an_order_in_another_currency_is_told_by_the_rate_of_its_day_and_a_whole_refund_is_nothing() {
    let rule = Rule { reporting: Some(currency("EUR")), ..Rule::default() };
    let dollars = |rate_e9| Order { currency: Some(currency("USD")), amount: only(9_999), rate_e9, ..order() };
    let brought = dollars(Some(912_345_678)).brought(rule).unwrap();
    assert_eq!((brought.gross_minor, brought.reporting), (9_999, Some((9_123, 0))));
    let back = vec![Back { part: 0, total: 9_999, tax: None, shipping: None }];
    let whole = Order { back, ..dollars(Some(912_345_678)) }.brought(rule).unwrap();
    assert_eq!(whole.reporting, Some((9_123, 9_123)));
    assert_eq!(dollars(None).brought(rule).unwrap().reporting, None);
}

#[test]
fn an_order_without_a_rate_is_counted_as_one() {
    let rule = Rule { reporting: Some(currency("JPY")), ..Rule::default() };
    let mut credits = Credits::default();
    add(&mut credits, &with(vec![click(7, 1)]), rule, true);
    let sum = total(&credits, Model::Payout as u8)[0];
    assert_eq!((sum.unrated, sum.money), (1, [10_000, 0, 0, 0]));
}

#[test]
fn a_click_converts_once_however_many_orders_it_brings() {
    let mut credits = Credits::default();
    add(&mut credits, &with(vec![click(7, 1)]), Rule::default(), true);
    add(&mut credits, &with(vec![click(7, 1)]), Rule::default(), false);
    let sum = total(&credits, Model::Payout as u8)[0];
    assert_eq!((sum.conversions, sum.converting, sum.by), (2, 1, [2, 0, 0, 0]));
}

#[test]
fn only_who_is_known_to_be_new_is_a_new_customer() {
    for (known, new) in [(None, 0), (Some(0), 0), (Some(1), MICRO)] {
        let credits = credits(&[Order { new_customer: known, ..order() }]);
        assert_eq!(total(&credits, Model::Payout as u8)[0].micro[2], new);
    }
}

#[test]
fn payout_is_parted_by_what_the_deciding_click_was_made_with() {
    let credits = credits(&[with(vec![click(7, 1)])]);
    let device = credits.parts.keys().find(|key| key.0 == Dimension::Device).unwrap();
    assert_eq!((device.1.creator, device.1.link, device.2.is_empty()), (70, 7, false));
    assert_eq!(credits.parts.values().map(|part| part.0).collect::<Vec<_>>(), [1; 7]);
}

#[test]
fn the_time_since_the_first_touch_is_the_openers_and_since_the_deciding_click_the_closers() {
    let credits = credits(&[with(vec![click(7, 2 * DAY_MS), click(8, 2_000)])]);
    assert_eq!(credits.lags.get(&(SALE, 70, 11)), Some(&[1, 0]));
    assert_eq!(credits.lags.get(&(SALE, 80, 2)), Some(&[0, 1]));
}

#[test]
fn the_payout_window_and_the_path_follow_the_rule_of_the_kind() {
    let rule = Rule { click_days: 7, lead_click_days: 14, ..Rule::default() };
    let touched = with(vec![click(7, 10 * DAY_MS)]);
    let lead = Order { kind: conversion::Kind::Lead, currency: None, ..touched.clone() };
    let mut credits = Credits::default();
    add(&mut credits, &touched, rule, true);
    add(&mut credits, &lead, rule, true);
    let whose = |kind: u8, model: Model| -> Vec<u32> {
        credits.totals.keys().filter(|key| key.0 == kind && key.2 == model as u8).map(|key| key.1.creator).collect()
    };
    for model in [Model::Payout, Model::Last] {
        assert_eq!((whose(1, model), whose(3, model)), (vec![0], vec![70]), "{model:?}");
    }
}

fn some_order() -> impl Strategy<Value = Order> {
    let touch = (prop_oneof![Just(0_u32), Just(7), Just(8), Just(17), Just(9)], 0..40_i64, "[ab]/c");
    let touches = prop::collection::vec(touch, 0..8).prop_map(|all| {
        let one = |(link, days, channel): (u32, i64, String)| match link {
            0 => other(&channel, days * DAY_MS),
            _ => click(link, days * DAY_MS),
        };
        all.into_iter().map(one).collect::<Vec<_>>()
    });
    let codes = prop::collection::vec((0..3_u32).prop_map(|n| code(&format!("C{n}"), 70 + 10 * n, n + 1)), 0..2);
    let money = (0..100_000_i64, prop::collection::vec(0..100_000_i64, 0..3), prop::option::of(1..3_000_000_000_i64));
    (touches, codes, money, 0..5_u8, prop::bool::ANY).prop_map(
        |(touches, codes, (total, back, rate), verified, dollars)| {
            let back: Vec<Back> =
                back.into_iter().map(|total| Back { part: 0, total, tax: None, shipping: None }).collect();
            Order {
                currency: Some(currency(if dollars { "USD" } else { "EUR" })),
                amount: if total % 3 == 0 { stated(total, total / 5, 0) } else { only(total) },
                verified: verified.min(1),
                refund_count: u32::try_from(back.len()).unwrap(),
                back,
                rate_e9: rate,
                evidence: Evidence { touches, codes, ..Evidence::default() },
                ..order()
            }
        },
    )
}

/// Conversions and money of a model over every place, by currency; the last two in the reporting currency.
fn sums(credits: &Credits, models: &[u8]) -> BTreeMap<String, [i64; 5]> {
    let mut sums: BTreeMap<String, [i64; 5]> = BTreeMap::new();
    for ((_, _, model, _, currency), sum) in &credits.totals {
        if models.contains(model) {
            let all = sums.entry(currency.unwrap().as_str().to_owned()).or_default();
            for (all, one) in all.iter_mut().zip([sum.micro[0]].iter().chain(&sum.money)) {
                *all += one;
            }
        }
    }
    sums
}

proptest! {
    #![proptest_config(given::tries(200))]

    #[test]
    fn every_model_gives_out_every_order_and_all_its_money_exactly(
        orders in prop::collection::vec(some_order(), 1..60),
        precedence in prop_oneof![Just(Precedence::ClickFirst), Just(Precedence::CodeFirst), Just(Precedence::CodeAsTouch)],
    ) {
        let rule = Rule { precedence, reporting: Some(currency("EUR")), ..Rule::default() };
        let mut credits = Credits::default();
        let mut expected: BTreeMap<String, [i64; 5]> = BTreeMap::new();
        for order in &orders {
            add(&mut credits, order, rule, true);
            if order.verified == 1 {
                let brought = order.brought(rule).unwrap();
                let reporting = brought.reporting.unwrap_or_default();
                let all = expected.entry(brought.currency.as_str().to_owned()).or_default();
                let one = [MICRO, brought.gross_minor, brought.refunded_minor, reporting.0, reporting.1];
                all.iter_mut().zip(one).for_each(|(all, one)| *all += one);
            }
        }
        for model in KEPT.iter().chain(&[Model::Payout]) {
            prop_assert_eq!(sums(&credits, &[*model as u8]), expected.clone(), "{:?}", model);
        }
        for sum in credits.totals.values() {
            prop_assert!(sum.money[1] <= sum.money[0] && sum.money[3] <= sum.money[2]);
            prop_assert!(sum.money.iter().chain(&sum.micro).all(|part| *part >= 0));
        }
        let paths: u64 = credits.paths.values().map(|alike| alike.0).sum();
        prop_assert_eq!(paths, orders.iter().filter(|order| order.verified == 1).count() as u64);
    }

    #[test]
    fn days_that_are_counted_apart_add_up_to_the_range(orders in prop::collection::vec(some_order(), 1..40), cut in 0..40_usize) {
        let (one, other) = orders.split_at(cut.min(orders.len()));
        let mut apart: BTreeMap<_, (i64, [i64; 4])> = BTreeMap::new();
        for part in [credits(one), credits(other)] {
            for (key, sum) in part.totals {
                let all = apart.entry(key).or_default();
                all.0 += sum.micro[0];
                all.1.iter_mut().zip(sum.money).for_each(|(all, one)| *all += one);
            }
        }
        let whole: BTreeMap<_, _> =
            credits(&orders).totals.into_iter().map(|(key, sum)| (key, (sum.micro[0], sum.money))).collect();
        prop_assert_eq!(apart, whole);
    }
}
