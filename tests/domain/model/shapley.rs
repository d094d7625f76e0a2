//! The coverage game: the model `linear_unique` is its Shapley value.

use waymark::domain::credit::model::{Model, Options, eligible, shapley, shares, text};

use super::{days_apart, rules::Chance};
use crate::given::NOON;

/// Random journeys as letters, with what each brought.
fn journeys(chance: &mut Chance, players: u64) -> Vec<(String, f64)> {
    let journey = |chance: &mut Chance| {
        let length = 1 + chance.below(6);
        let path: String = (0..length).map(|_| char::from(b'a' + chance.below(players) as u8)).collect();
        (path, chance.below(20) as f64)
    };
    (0..40).map(|_| journey(chance)).collect()
}

/// The Shapley value by enumeration of every group: `sum |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))`.
fn enumerated(journeys: &[(String, f64)], players: usize) -> Vec<f64> {
    let set = |path: &str| path.bytes().fold(0_u32, |set, letter| set | 1 << (letter - b'a'));
    let worth = |group: u32| -> f64 {
        journeys.iter().filter(|(path, _)| set(path) & !group == 0).map(|(_, brought)| brought).sum()
    };
    let factorial = |number: usize| (1..=number).product::<usize>() as f64;
    let value = |player: usize| {
        let without = (0..1_u32 << players).filter(|group| group & (1 << player) == 0);
        let part = |group: u32| {
            let size = group.count_ones() as usize;
            factorial(size) * factorial(players - size - 1) / factorial(players)
                * (worth(group | 1 << player) - worth(group))
        };
        without.map(part).sum()
    };
    (0..players).map(value).collect()
}

#[test]
fn linear_unique_is_the_enumerated_value() {
    for seed in 0..20 {
        let journeys = journeys(&mut Chance(seed), 6);
        let mut given = [0.0; 6];
        for (path, brought) in &journeys {
            let steps = days_apart(path);
            let path = eligible(&steps, NOON, &Options::default());
            let weights = shares(Model::LinearUnique, &path, &Options::default());
            let whole: u64 = weights.iter().sum();
            for (step, weight) in path.iter().zip(weights) {
                given[step.place.creator as usize - 1] += brought * weight as f64 / whole as f64;
            }
        }
        for (given, value) in given.iter().zip(enumerated(&journeys, 6)) {
            assert!((given - value).abs() < 1e-9, "{given} for {value}");
        }
    }
}

#[test]
fn places_on_the_path_add_up_to_the_value() {
    for seed in 0..20 {
        let journeys = journeys(&mut Chance(100 + seed), 5);
        let texts: Vec<(String, f64)> = journeys
            .iter()
            .map(|(path, brought)| (text::print(&eligible(&days_apart(path), NOON, &Options::default())), *brought))
            .collect();
        let texts: Vec<(&str, f64)> = texts.iter().map(|(path, brought)| (path.as_str(), *brought)).collect();
        let ordered = shapley::ordered(&texts);
        assert!(ordered.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (player, value) in enumerated(&journeys, 5).into_iter().enumerate() {
            let of = ordered.iter().filter(|(((id, _), _), _)| *id as usize == player + 1);
            assert!((of.map(|(_, part)| part).sum::<f64>() - value).abs() < 1e-9);
        }
    }
}

#[test]
fn a_repeat_shares_its_value_between_its_places() {
    // Zhao, Mahboobi and Bagheri (2018): conversions / (distinct * times on the path).
    let ordered = shapley::ordered(&[("1 > 2 > 1", 4.0)]);
    assert_eq!(ordered, [(((1, ""), 0), 1.0), (((1, ""), 2), 1.0), (((2, ""), 1), 2.0)]);
}
