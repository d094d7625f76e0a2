//! Removal effects.

use proptest::prelude::*;
use waymark::domain::credit::model::gate::Evidence;
use waymark::domain::credit::model::markov::{Removal, Walks};

use super::rules::Chance;
use crate::given;

/// `(path, conversions, value, nothing)`.
type Journey<'a> = (&'a str, u64, i64, u64);

fn walks(journeys: &[Journey<'_>]) -> Walks {
    let mut walks = Walks::default();
    for (path, conversions, value, nothing) in journeys {
        let touches = path.split(" > ").count() as u64 * (conversions + nothing);
        walks.add(path, touches, *conversions, *value, *nothing);
    }
    walks
}

fn solved(journeys: &[Journey<'_>]) -> Removal {
    walks(journeys).solve().unwrap()
}

fn near(one: &[f64], other: &[f64]) {
    assert_eq!(one.len(), other.len());
    assert!(one.iter().zip(other).all(|(one, other)| (one - other).abs() < 1e-12), "{one:?} for {other:?}");
}

#[test]
fn the_example_of_bryl() {
    // Bryl (2016), "Attribution model with R": c1 > c2 > c3 converts once, c1 and c2 > c3 never.
    let found = solved(&[("1 > 2 > 3", 1, 0, 0), ("1", 0, 0, 1), ("2 > 3", 0, 0, 1)]);
    near(&found.effects, &[0.5, 1.0, 1.0]);
    near(&[found.converts], &[1.0 / 3.0]);
    assert_eq!(found.credit(1_000_000), [200_000, 400_000, 400_000]);
}

#[test]
fn the_example_of_pychattr() {
    // Its README: A > B > A > B > B > A, A > B > B > A > A and A > A, each converts once.
    let found = solved(&[("1 > 2 > 1 > 2 > 2 > 1", 1, 0, 0), ("1 > 2 > 2 > 1 > 1", 1, 0, 0), ("1 > 1", 1, 0, 0)]);
    near(&found.effects, &[1.0, 0.5]);
    assert_eq!(found.credit(3_000_000), [2_000_000, 1_000_000]);
}

#[test]
fn the_example_of_eeghor() {
    // The fixture of eeghor/mta: A > B converts 3 times and 1 time not, A > C 1 and 1.
    let found = solved(&[("1 > 2", 3, 0, 1), ("1 > 3", 1, 0, 1)]);
    near(&found.effects, &[1.0, 0.75, 0.25]);
    near(&[found.converts], &[2.0 / 3.0]);
}

#[test]
fn who_never_converts_gets_nothing_and_who_is_alone_gets_everything() {
    let found = solved(&[("1", 5, 0, 5), ("2", 0, 0, 9)]);
    assert_eq!((found.effects.clone(), found.credit(5_000_000)), (vec![1.0, 0.0], vec![5_000_000, 0]));
    assert_eq!(solved(&[("7", 3, 0, 0)]).effects, [1.0]);
}

#[test]
fn without_conversions_there_is_no_effect() {
    assert_eq!(walks(&[("1 > 2", 0, 0, 5)]).solve(), None);
    assert_eq!(walks(&[]).solve(), None);
    assert_eq!(walks(&[("", 9, 9, 0)]).solve(), None);
}

#[test]
fn where_every_path_converts_the_effect_is_how_many_pass_by() {
    let found = solved(&[("1 > 2", 1, 0, 0), ("2", 3, 0, 0)]);
    near(&found.effects, &[0.25, 1.0]);
    near(&[found.converts], &[1.0]);
}

#[test]
fn money_weighs_each_end_by_what_it_brought() {
    // Of A > B and C, two each: B's bring 30 each, C's 10 each.
    let found = solved(&[("1 > 2", 2, 60, 0), ("3", 2, 20, 0)]);
    near(&found.effects, &[0.5, 0.5, 0.5]);
    near(found.value_effects.as_deref().unwrap(), &[0.75, 0.75, 0.25]);
    assert_eq!(solved(&[("1", 2, 0, 0)]).value_effects, None);
}

#[test]
fn steps_to_oneself_change_nothing() {
    let once = solved(&[("1 > 2 > 1", 3, 5, 2), ("2", 1, 9, 4)]);
    let often = solved(&[("1 > 1 > 2 > 2 > 2 > 1", 3, 5, 2), ("2 > 2", 1, 9, 4)]);
    assert_eq!(once, often);
}

#[test]
fn channels_are_states_as_creators_are() {
    let found = solved(&[("1 > google/organic", 3, 0, 1), ("1 > 12", 1, 0, 1)]);
    assert_eq!(found.names, ["1", "12", "google/organic"]);
    near(&found.effects, &[1.0, 0.25, 0.75]);
}

#[test]
fn too_many_states_are_taken_by_coverage() {
    let found = walks(&[("1 > 2", 3, 30, 1), ("1 > 3", 1, 90, 1), ("4 > 1 > 4", 4, 0, 0)]).solve_up_to(3).unwrap();
    assert!(found.coverage);
    near(&found.effects, &[1.0, 0.375, 0.125, 0.5]);
    near(found.value_effects.as_deref().unwrap(), &[1.0, 0.25, 0.75, 0.0]);
    near(&[found.converts], &[0.8]);
    assert_eq!(walks(&[("1 > 2", 0, 0, 1)]).solve_up_to(1), None);
}

#[test]
fn the_gate_opens_at_three_hundred_conversions_three_thousand_touches_and_a_fifth_with_several_creators() {
    let enough = Evidence { conversions: 300, touches: 3000, several: 60 };
    assert!(enough.suffices());
    assert!(!Evidence { conversions: 299, ..enough }.suffices());
    assert!(!Evidence { touches: 2999, ..enough }.suffices());
    assert!(!Evidence { several: 59, ..enough }.suffices());
    assert!(!Evidence { conversions: 301, ..enough }.suffices());
}

#[test]
fn evidence_counts_conversions_touches_and_paths_with_several_creators() {
    let mut walks = Walks::default();
    walks.add("1 > 2", 30, 5, 0, 3);
    walks.add("1 > google/organic > 1", 21, 7, 0, 0);
    walks.add("", 0, 9, 0, 0);
    assert_eq!(walks.evidence(), Evidence { conversions: 12, touches: 51, several: 5 });
    assert_eq!(walks.states(), 3);
}

/// What is left of conversions without `gone`, by letting journeys go on until almost none are under way.
fn walked(journeys: &[(Vec<u32>, u64, u64)], gone: Option<u32>) -> f64 {
    let states = 8;
    let mut moves = vec![vec![0.0; states + 1]; states];
    let (mut ends, mut starts, mut whole) = (vec![0.0; states], vec![0.0; states], 0.0);
    for (path, conversions, nothing) in journeys {
        let journeys = (conversions + nothing) as f64;
        whole += journeys;
        starts[path[0] as usize] += journeys;
        path.windows(2).for_each(|pair| moves[pair[0] as usize][pair[1] as usize] += journeys);
        let last = *path.last().unwrap() as usize;
        ends[last] += *conversions as f64;
        moves[last][states] += *nothing as f64;
    }
    let mut now: Vec<f64> = starts.iter().map(|start| start / whole).collect();
    let mut converted = 0.0;
    for _ in 0..100_000 {
        let mut next = vec![0.0; states];
        for state in (0..states).filter(|state| gone != Some(*state as u32)) {
            let leaves: f64 = moves[state].iter().sum::<f64>() + ends[state];
            if leaves > 0.0 && now[state] > 0.0 {
                converted += now[state] * ends[state] / leaves;
                (0..states).for_each(|to| next[to] += now[state] * moves[state][to] / leaves);
            }
        }
        now = next;
        if now.iter().sum::<f64>() < 1e-15 {
            break;
        }
    }
    converted
}

#[test]
fn the_closed_form_is_what_walking_without_each_gives() {
    for seed in 0..50 {
        let chance = &mut Chance(seed);
        let journeys: Vec<(Vec<u32>, u64, u64)> = (0..30)
            .map(|_| {
                let length = 1 + chance.below(6);
                let path = (0..length).map(|_| chance.below(8) as u32).collect();
                (path, chance.below(5), 1 + chance.below(5))
            })
            .collect();
        let mut walks = Walks::default();
        for (path, conversions, nothing) in &journeys {
            let text: Vec<String> = path.iter().map(|state| (state + 1).to_string()).collect();
            walks.add(&text.join(" > "), 0, *conversions, 0, *nothing);
        }
        let found = walks.solve().unwrap();
        let whole = walked(&journeys, None);
        assert!((found.converts - whole).abs() < 1e-9);
        for (name, effect) in found.names.iter().zip(&found.effects) {
            let expected = 1.0 - walked(&journeys, Some(name.parse::<u32>().unwrap() - 1)) / whole;
            assert!((effect - expected).abs() < 1e-9, "seed {seed}: {effect} for {expected}");
        }
    }
}

#[test]
fn hundreds_of_creators_are_solved_without_losing_a_millionth() {
    let chance = &mut Chance(3);
    let mut walks = Walks::default();
    for _ in 0..5_000 {
        let length = 1 + chance.below(6);
        let path: Vec<String> = (0..length).map(|_| (1 + chance.below(200)).to_string()).collect();
        walks.add(&path.join(" > "), length, chance.below(2), 0, 1 + chance.below(3));
    }
    let found = walks.solve().unwrap();
    assert!(!found.coverage && found.effects.iter().all(|effect| (0.0..=1.0).contains(effect)));
    let conversions = walks.evidence().conversions as i64 * 1_000_000;
    assert_eq!(found.credit(conversions).iter().sum::<i64>(), conversions);
}

fn some_journeys() -> impl Strategy<Value = Vec<(String, u64, i64, u64)>> {
    let path = prop::collection::vec(1..7_u32, 1..6)
        .prop_map(|path| path.iter().map(ToString::to_string).collect::<Vec<_>>().join(" > "));
    prop::collection::vec((path, 0..9_u64, 0..900_i64, 0..9_u64), 1..30)
        .prop_filter("something converts", |all| all.iter().any(|journey| journey.1 > 0))
        .prop_map(|all| all.into_iter().filter(|journey| journey.1 + journey.3 > 0).collect())
}

fn of(journeys: &[(String, u64, i64, u64)]) -> Vec<Journey<'_>> {
    journeys.iter().map(|(path, conversions, value, nothing)| (path.as_str(), *conversions, *value, *nothing)).collect()
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn the_order_of_paths_and_how_days_are_cut_change_nothing(
        (one, shuffled) in some_journeys().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let whole = solved(&of(&one));
        prop_assert_eq!(&solved(&of(&shuffled)), &whole);
        // The same journeys, told day by day.
        let days: Vec<_> = one.iter().flat_map(|(path, conversions, value, nothing)| {
            let half = conversions / 2;
            [(path.as_str(), half, value / 2, *nothing), (path.as_str(), conversions - half, value - value / 2, 0)]
        }).collect();
        prop_assert_eq!(solved(&days), whole);
    }

    #[test]
    fn many_times_the_same_journeys_leave_effects_as_they_are(journeys in some_journeys(), times in 2..50_u64) {
        let one = solved(&of(&journeys));
        let more: Vec<_> = journeys.iter()
            .map(|(path, conversions, value, nothing)| (path.as_str(), conversions * times, value * times as i64, nothing * times))
            .collect();
        near(&solved(&more).effects, &one.effects);
    }

    #[test]
    fn effects_are_shares_and_credits_add_up(journeys in some_journeys(), total in 0..1_i64 << 53) {
        let found = solved(&of(&journeys));
        prop_assert!(found.effects.iter().all(|effect| (0.0..=1.0).contains(effect)));
        prop_assert!((0.0..=1.0 + 1e-9).contains(&found.converts));
        prop_assert_eq!(found.credit(total).iter().sum::<i64>(), total);
    }
}
