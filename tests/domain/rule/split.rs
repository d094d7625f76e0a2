//! Splits: shares that are right, a visitor that stays, and small moves where weights change.

use serde_json::{Value, json};
use waymark::domain::rule::split::{NAME_MOST, SHARES_MOST, Share, VARIANTS_MOST, share};
use waymark::domain::rule::{self, Rule};

use super::{place, read};

fn shares(weights: &[u8]) -> Vec<Share> {
    let named = |(variant, weight): (u8, &u8)| Share { weight: *weight, variant, ..Share::default() };
    (1..).zip(weights).map(named).collect()
}

/// The variant of each of 100,000 visitors as they come: address hashes.
fn variants(weights: &[u8], link: u32) -> Vec<u8> {
    let shares = shares(weights);
    let visitor = |number: u64| (1 << 46) | (number.wrapping_mul(0x5851_f42d_4c95_7f2d) >> 18);
    (0..100_000).map(|number| share(&shares, visitor(number), link).unwrap().variant).collect()
}

fn split(said: &[(&str, Value)]) -> Value {
    let share = |(at, (name, weight)): (usize, &(&str, Value))| json!({ "name": name, "destination": place(at), "weight": weight });
    json!([{ "split": said.iter().enumerate().map(share).collect::<Value>() }])
}

#[test]
fn shares_are_right_within_four_standard_errors() {
    for weights in [&[50, 50][..], &[70, 30], &[1, 99], &[34, 33, 33], &[10; 10]] {
        for link in [1, 2, 7, 4_000_000_000] {
            let variants = variants(weights, link);
            for (variant, weight) in (1..).zip(weights) {
                let share = f64::from(*weight) / 100.0;
                let seen: u32 = variants.iter().map(|known| u32::from(*known == variant)).sum();
                let off = (f64::from(seen) - 100_000.0 * share).abs();
                let bound = 4.0 * (100_000.0 * share * (1.0 - share)).sqrt();
                assert!(off <= bound, "{weights:?}, link {link}, variant {variant}: {seen}");
            }
        }
    }
}

#[test]
fn visitors_numbered_one_after_the_other_are_parted_as_well() {
    let shares = shares(&[50, 50]);
    let first = (0..100_000).filter(|visitor| share(&shares, *visitor, 7).unwrap().variant == 1).count();
    assert!((49_368..=50_632).contains(&first), "{first}");
}

#[test]
fn a_visitor_stays_where_they_are() {
    assert_eq!(variants(&[50, 50], 7), variants(&[50, 50], 7));
}

#[test]
fn two_links_part_their_visitors_each_in_its_own_way() {
    let (one, other) = (variants(&[50, 50], 7), variants(&[50, 50], 8));
    let alike = one.iter().zip(&other).filter(|(one, other)| one == other).count();
    assert!((49_368..=50_632).contains(&alike), "{alike}");
}

#[test]
fn where_weights_move_by_ten_a_tenth_of_the_visitors_moves() {
    let (before, after) = (variants(&[50, 50], 7), variants(&[60, 40], 7));
    let moved: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).collect();
    assert!((9_620..=10_380).contains(&moved.len()), "{}", moved.len());
    assert!(moved.iter().all(|(before, after)| (**before, **after) == (2, 1)), "only who must move moves");
}

#[test]
fn a_name_has_one_number_for_good() {
    let mut variants = vec!["old".to_owned()];
    let mut rules = read(&split(&[("a", json!(50)), ("old", json!(50))])).unwrap();
    assert!(rule::number(&mut rules, &mut variants));
    let numbers: Vec<u8> = rules[0].split.iter().map(|share| share.variant).collect();
    assert_eq!((numbers, variants), (vec![2, 1], vec!["old".to_owned(), "a".to_owned()]));
}

#[test]
fn a_link_has_at_most_250_variants_ever() {
    let names = |count: usize| (0..count).map(|name| format!("v{name}")).collect::<Vec<_>>();
    let numbered = |known: usize| {
        let mut rules: Vec<Rule> = read(&split(&[("a", json!(50)), ("b", json!(50))])).unwrap();
        rule::number(&mut rules, &mut names(known)).then(|| rules[0].split[1].variant)
    };
    assert_eq!(numbered(VARIANTS_MOST - 2), Some(250));
    assert_eq!(numbered(VARIANTS_MOST - 1), None);
}

#[test]
fn a_number_that_somebody_sends_is_dealt_anew() {
    let mut said = split(&[("a", json!(50)), ("b", json!(50))]);
    said[0]["split"][0]["variant"] = json!(9);
    let mut rules = read(&said).unwrap();
    assert!(rule::number(&mut rules, &mut Vec::new()));
    assert_eq!(rules[0].split[0].variant, 1);
}

#[test]
fn a_split_that_is_none_is_refused() {
    let long = "x".repeat(NAME_MOST + 1);
    let pair = |at: usize, code| {
        vec![(format!("/rules/0/split/{at}{}", if code == "doubled" { "/name" } else { "/weight" }), code)]
    };
    for (said, faults) in [
        (vec![("a", json!(50)), ("b", json!(49))], vec![("/rules/0/split".to_owned(), "weights_not_100")]),
        (vec![("a", json!(50)), ("b", json!(51))], vec![("/rules/0/split".to_owned(), "weights_not_100")]),
        (vec![("a", json!(0)), ("b", json!(99))], pair(0, "out_of_range")),
        (vec![("a", json!(99)), ("b", json!(100))], pair(1, "out_of_range")),
        (vec![("a", json!(50.5)), ("b", json!(50))], pair(0, "not_an_integer")),
        (vec![("a", json!(null)), ("b", json!(50))], pair(0, "required")),
        (vec![("a", json!(50)), ("a", json!(50))], pair(1, "doubled")),
        (vec![("a", json!(99))], vec![("/rules/0/split".to_owned(), "not_a_split")]),
        (vec![], vec![("/rules/0/split".to_owned(), "not_a_split")]),
        (vec![("a", json!(9)); SHARES_MOST + 1], vec![("/rules/0/split".to_owned(), "not_a_split")]),
        (vec![("", json!(50)), ("b", json!(50))], vec![("/rules/0/split/0/name".to_owned(), "empty")]),
        (vec![(&long, json!(50)), ("b", json!(50))], vec![("/rules/0/split/0/name".to_owned(), "too_long")]),
    ] {
        assert_eq!(read(&split(&said)).unwrap_err(), faults, "{said:?}");
    }
}

#[test]
fn a_split_has_two_to_ten_destinations_with_names_up_to_32_characters() {
    let longest = "ü".repeat(NAME_MOST);
    assert!(read(&split(&[(&longest, json!(1)), ("b", json!(99))])).is_ok());
    let names: Vec<String> = (0..SHARES_MOST).map(|name| name.to_string()).collect();
    let ten: Vec<_> = names.iter().map(|name| (name.as_str(), json!(10))).collect();
    assert_eq!(read(&split(&ten)).unwrap()[0].split.len(), 10);
}
