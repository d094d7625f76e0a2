//! What each rule gives.

use proptest::prelude::*;
use serde_json::json;
use waymark::domain::credit::model::{
    Custom, Ends, Except, Given, MICRO, Model, Money, Options, Place, Step, credits, eligible, shares, steps,
};

use super::{DAY, MINUTE, click, days_apart, other, steps::touches};
use crate::given::{self, NOON};

const RULES: [Model; 10] = [
    Model::Last,
    Model::First,
    Model::Linear,
    Model::LinearUnique,
    Model::Position,
    Model::Decay,
    Model::LastNon,
    Model::J,
    Model::InverseJ,
    Model::Custom,
];

/// The share of each step of the path, as numbers from 0 to 1.
fn parts_of(model: Model, steps: &[Step], options: &Options) -> Vec<f64> {
    let weights = shares(model, &eligible(steps, NOON, options), options);
    let whole: u64 = weights.iter().sum();
    weights.iter().map(|weight| *weight as f64 / whole as f64).collect()
}

fn parts(model: Model, letters: &str) -> Vec<f64> {
    parts_of(model, &days_apart(letters), &Options::default())
}

/// What a creator gets, in millionths.
fn micro(given: &[Given], creator: u32) -> i64 {
    given.iter().filter(|given| given.place.creator == creator).map(|given| given.micro).sum()
}

fn near(one: &[f64], other: &[f64]) {
    assert_eq!(one.len(), other.len());
    assert!(one.iter().zip(other).all(|(one, other)| (one - other).abs() < 1e-9), "{one:?} for {other:?}");
}

#[test]
fn every_rule_gives_what_its_formula_says() {
    // Reference 1.7 and 1.8.
    for (model, letters, expected) in [
        (Model::First, "abc", vec![1.0, 0.0, 0.0]),
        (Model::Last, "abc", vec![0.0, 0.0, 1.0]),
        (Model::Linear, "aab", vec![1.0 / 3.0; 3]),
        (Model::LinearUnique, "aab", vec![0.0, 0.5, 0.5]),
        (Model::Position, "a", vec![1.0]),
        (Model::Position, "ab", vec![0.5, 0.5]),
        (Model::Position, "abc", vec![0.4, 0.2, 0.4]),
        (Model::Position, "abcd", vec![0.4, 0.1, 0.1, 0.4]),
        (Model::J, "ab", vec![0.25, 0.75]),
        (Model::J, "abcd", vec![0.2, 0.1, 0.1, 0.6]),
        (Model::InverseJ, "ab", vec![0.75, 0.25]),
        (Model::InverseJ, "abcd", vec![0.6, 0.1, 0.1, 0.2]),
        (Model::Decay, "a", vec![1.0]),
    ] {
        near(&parts(model, letters), &expected);
    }
}

#[test]
fn repeats_count_in_linear_and_once_in_linear_unique() {
    let given = |model: Model, letters: &str| {
        let steps = days_apart(letters);
        micro(
            &credits(model, &eligible(&steps, NOON, &Options::default()), NOON, Money::default(), &Options::default()),
            1,
        )
    };
    assert_eq!(given(Model::Linear, "aab"), 666_666);
    assert_eq!(given(Model::LinearUnique, "aab"), 500_000);
    assert_eq!(given(Model::Position, "aba"), 800_000);
}

#[test]
fn decay_halves_with_every_half_life_before_the_last_touch() {
    let steps = [click(1, 15 * DAY), click(2, 8 * DAY), click(3, DAY)];
    near(&parts_of(Model::Decay, &steps, &Options::default()), &[1.0 / 7.0, 2.0 / 7.0, 4.0 / 7.0]);
    let options = Options { half_life_ms: 14 * DAY, ..Options::default() };
    let exact = [0.5, 0.5_f64.sqrt(), 1.0];
    let whole: f64 = exact.iter().sum();
    near(&parts_of(Model::Decay, &steps, &options), &exact.map(|part| part / whole));
}

#[test]
fn decay_does_not_depend_on_how_long_after_the_last_touch_the_order_came() {
    let far = Options { click_window_ms: 90 * DAY, ..Options::default() };
    let at = |shift: i64| {
        let steps = [click(1, 9 * DAY + shift), click(2, 3 * DAY + 7 + shift), click(3, DAY + shift)];
        shares(Model::Decay, &eligible(&steps, NOON, &far), &far)
    };
    assert_eq!(at(0), at(60 * DAY));
}

#[test]
fn decay_agrees_with_the_formula_at_any_distance() {
    for (ms, half_life) in
        [(1, 7 * DAY), (DAY, 7 * DAY), (29 * DAY, 3 * DAY), (12_345_678, DAY / 24), (DAY / 24 - 1, DAY)]
    {
        let options = Options { half_life_ms: half_life, ..Options::default() };
        let parts = parts_of(Model::Decay, &[click(1, ms), click(2, 0)], &options);
        let old = (-(ms as f64) / half_life as f64).exp2();
        near(&parts, &[old / (1.0 + old), 1.0 / (1.0 + old)]);
    }
}

#[test]
fn a_touch_ten_years_older_gets_nothing_and_divides_nothing_by_nothing() {
    let options = Options { click_window_ms: i64::MAX, ..Options::default() };
    assert_eq!(shares(Model::Decay, &[&click(1, 3650 * DAY), &click(2, 0)], &options), [0, 1 << 40]);
    assert_eq!(shares(Model::Decay, &[&click(1, 3650 * DAY)], &options), [1 << 40]);
    let options = Options { half_life_ms: 0, ..options };
    assert_eq!(shares(Model::Decay, &[&click(1, 1000), &click(2, 0)], &options), [0, 1 << 40]);
}

#[test]
fn the_last_non_x_falls_back_to_the_last_where_all_are_x() {
    let options = |except: Except| Options { except: Some(except), ..Options::default() };
    let steps = [click(1, 3 * DAY), click(2, 2 * DAY), other("brand/search", DAY)];
    near(&parts_of(Model::LastNon, &steps, &options(Except::Channel("brand/search".into()))), &[0.0, 1.0, 0.0]);
    near(&parts_of(Model::LastNon, &steps, &options(Except::Creator(2))), &[0.0, 0.0, 1.0]);
    near(&parts_of(Model::LastNon, &steps[1..2], &options(Except::Creator(2))), &[1.0]);
    near(&parts_of(Model::LastNon, &steps, &Options::default()), &[0.0, 0.0, 1.0]);
}

#[test]
fn a_creator_before_search_and_an_ad_is_first_and_not_last() {
    // Tuesday a creator, Thursday search, Saturday paid social.
    let steps = [click(1, 4 * DAY), other("google/organic", 2 * DAY), other("meta/paid_social", 0)];
    let path = eligible(&steps, NOON, &Options::default());
    let given = |model| micro(&credits(model, &path, NOON, Money::default(), &Options::default()), 1);
    assert_eq!((given(Model::Last), given(Model::First), given(Model::Position)), (0, MICRO, 400_000));
}

#[test]
fn declared_weights_are_by_part_or_by_place_from_the_end() {
    let given = |declared, letters: &str| {
        let options = Options { custom: Custom::read(&declared).unwrap(), ..Options::default() };
        parts_of(Model::Custom, &days_apart(letters), &options)
    };
    near(&given(json!({ "first": 0.3, "middle": 0.2, "last": 0.5 }), "abcd"), &[0.3, 0.1, 0.1, 0.5]);
    near(&given(json!({ "first": 0.3, "middle": 0.2, "last": 0.5 }), "ab"), &[0.375, 0.625]);
    near(&given(json!({ "middle": 1 }), "ab"), &[0.5, 0.5]);
    near(&given(json!([0.5, 0.3, 0.2]), "abcd"), &[0.0, 0.2, 0.3, 0.5]);
    near(&given(json!([0.5, 0.3, 0.2]), "ab"), &[0.375, 0.625]);
    near(&given(json!([0.333_333, 0.333_333, 0.333_333]), "abc"), &[1.0 / 3.0; 3]);
}

#[test]
fn declared_weights_that_mean_nothing_are_refused() {
    for declared in [
        json!({ "first": 0.5, "last": 0.6 }),
        json!({ "first": -0.5, "last": 1.5 }),
        json!({ "start": 1 }),
        json!([0.5]),
        json!([]),
        json!({}),
        json!("last"),
        json!([null]),
        json!(vec![0.01; 100]),
        json!([1e300, -1e300]),
    ] {
        assert!(Custom::read(&declared).is_err(), "{declared}");
    }
}

#[test]
fn a_position_is_three_percentages_that_make_a_hundred() {
    assert_eq!(Ends::percent("40,20,40"), Some(Ends::U));
    assert_eq!(Ends::percent("20, 20, 60"), Some(Ends::J));
    for text in ["", "40,20", "40,20,41", "40,20,40,0", "-1,101,0", "+40,20,40", "40.5,19.5,40", "100,100,4294967196"] {
        assert_eq!(Ends::percent(text), None, "{text}");
    }
}

#[test]
fn nobody_gets_what_no_touch_leads_to() {
    let money = Money { gross: 100, refunded: 30, gross_reporting: Some(90), refunded_reporting: Some(27) };
    for model in RULES {
        let given = credits(model, &[], NOON, money, &Options::default());
        assert_eq!(given, [Given { place: Place::default(), step: None, at: NOON, micro: MICRO, money }]);
    }
}

#[test]
fn what_is_given_carries_its_step_and_its_time() {
    let steps = [click(1, 2 * DAY), click(2, DAY)];
    let path = eligible(&steps, NOON, &Options::default());
    let money = Money { gross: 101, refunded: 50, gross_reporting: None, refunded_reporting: None };
    let given = credits(Model::Linear, &path, NOON, money, &Options::default());
    let each = |given: &Given| (given.place.link, given.step, given.at, given.money.gross, given.money.refunded);
    let found: Vec<_> = given.iter().map(each).collect();
    assert_eq!(found, [(10, Some(0), NOON - 2 * DAY, 50, 25), (20, Some(1), NOON - DAY, 51, 25)]);
    assert_eq!(given[0].money.gross_reporting, None);
}

#[test]
fn every_model_has_a_word_and_shapley_is_the_unique_rule() {
    for (model, word) in Model::ALL {
        assert_eq!((Model::named(word), model.word()), (Some(model), word));
        assert_eq!(RULES.contains(&model), model.splits());
        assert!(model.splits() != shares(model, &[&click(1, MINUTE)], &Options::default()).is_empty());
    }
    assert_eq!(Model::named("shapley"), Some(Model::LinearUnique));
    assert_eq!(Model::ALL.iter().filter(|(model, _)| model.stored()).count(), 10);
}

/// Numbers that look like chance and are the same every time (Knuth's MMIX generator).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

#[test]
fn a_hundred_thousand_orders_with_refunds_add_up_in_every_model() {
    let chance = &mut Chance(5);
    let declared = Custom::read(&json!([0.6, 0.3, 0.1])).unwrap();
    let options = Options { custom: declared, except: Some(Except::Creator(2)), ..Options::default() };
    for order in 0..100_000_u64 {
        let count = chance.below(6) + u64::from(order % 100 == 0) * 44;
        let mut steps: Vec<Step> =
            (0..count).map(|_| click(chance.below(5) as u32 + 1, chance.below(2_591_000_000) as i64)).collect();
        steps.sort_by_key(|step| step.at);
        let path = eligible(&steps, NOON, &options);
        let gross = chance.below(1 << (1 + order % 31)) as i64;
        let refunded = chance.below(gross as u64 + 1) as i64;
        let money = Money { gross, refunded, gross_reporting: Some(gross / 3), refunded_reporting: Some(refunded / 3) };
        for model in RULES {
            let given = credits(model, &path, NOON, money, &options);
            let sum = |of: fn(&Given) -> i64| given.iter().map(of).sum::<i64>();
            assert_eq!(sum(|given| given.micro), MICRO);
            assert_eq!(sum(|given| given.money.gross), gross);
            assert_eq!(sum(|given| given.money.refunded), refunded);
            assert_eq!(sum(|given| given.money.gross_reporting.unwrap()), gross / 3);
            assert_eq!(sum(|given| given.money.refunded_reporting.unwrap()), refunded / 3);
            assert!(given.iter().all(|given| (0..=given.money.gross).contains(&given.money.refunded)));
        }
    }
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn on_the_path_is_assisted_or_last(touches in touches()) {
        let (steps, _) = steps(touches);
        let path = eligible(&steps, NOON, &Options::default());
        let assisted = waymark::domain::credit::model::assisted(&path);
        let last = credits(Model::Last, &path, NOON, Money::default(), &Options::default());
        for creator in 1..5 {
            let on = path.iter().any(|step| step.place.creator == creator);
            let parts = usize::from(assisted.contains(&creator)) + usize::from(micro(&last, creator) > 0);
            prop_assert_eq!(usize::from(on), parts);
        }
    }

    #[test]
    fn a_path_of_one_gives_everything_in_every_model(creator in 1..9_u32, before in 0..29_i64) {
        let steps = [click(creator, before * DAY)];
        let path = eligible(&steps, NOON, &Options::default());
        for model in RULES {
            prop_assert_eq!(micro(&credits(model, &path, NOON, Money::default(), &Options::default()), creator), MICRO);
        }
    }
}
