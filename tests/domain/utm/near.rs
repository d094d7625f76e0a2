//! Two values that are most likely one: written otherwise, or with a slip; never two numbers.

use proptest::prelude::*;
use waymark::domain::utm::near::{near, skeleton};

use crate::given;

#[test]
fn case_and_separators_part_nothing() {
    for (one, other) in
        [("spring-sale", "spring_sale"), ("Spring Sale", "springsale"), ("ig", "I.G."), ("a+b", "a b"), ("été", "ÉTÉ")]
    {
        assert!(near(one, other), "{one} and {other}");
    }
}

#[test]
fn a_slip_is_seen_from_five_letters_on_and_two_from_ten() {
    for (one, other, expected) in [
        ("sale", "sald", false),
        ("sales", "saled", true),
        ("sales", "sale5", false),
        ("summer", "sumer", true),
        ("summer", "summerr", true),
        ("summer", "smumer", true),
        ("summer", "winter", false),
        ("summer", "smer", false),
        ("instagram", "instgarm", false),
        ("influencer", "influenecrs", true),
        ("influencer", "inflencr", false),
        ("influencers", "inflencrs", false),
        ("blackfriday", "blakcfridya", true),
        ("blackfriday", "cyberfriday", false),
    ] {
        assert_eq!(near(one, other), expected, "{one} and {other}");
    }
}

#[test]
fn values_that_differ_in_a_number_are_two_on_purpose() {
    for (one, other) in
        [("spring-2025", "spring-2026"), ("week-1", "week-2"), ("campaign", "campaign2"), ("v12", "v21")]
    {
        assert!(!near(one, other), "{one} and {other}");
    }
}

#[test]
fn a_value_is_not_near_itself_and_separators_alone_are_near_nothing() {
    for (one, other) in [("spring", "spring"), ("--", "__"), ("", "-")] {
        assert!(!near(one, other), "{one} and {other}");
    }
}

/// The distance by its definition, without a table.
fn apart(left: &[char], right: &[char]) -> usize {
    match (left, right) {
        ([], rest) | (rest, []) => rest.len(),
        ([a, left_rest @ ..], [b, right_rest @ ..]) => {
            let mut least = (apart(left_rest, right_rest) + usize::from(a != b))
                .min(apart(left_rest, right) + 1)
                .min(apart(left, right_rest) + 1);
            if let ([_, c, left_rest @ ..], [_, d, right_rest @ ..]) = (left, right)
                && a == d
                && b == c
            {
                least = least.min(apart(left_rest, right_rest) + 1);
            }
            least
        }
    }
}

/// The same by the whole table.
fn table(left: &[char], right: &[char]) -> usize {
    let mut rows = vec![vec![0; right.len() + 1]; left.len() + 1];
    for (i, j) in (0..=left.len()).flat_map(|i| (0..=right.len()).map(move |j| (i, j))) {
        rows[i][j] = match (i, j) {
            (0, rest) | (rest, 0) => rest,
            _ => {
                let changed = rows[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1]);
                let least = changed.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                let swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                if swapped { least.min(rows[i - 2][j - 2] + 1) } else { least }
            }
        };
    }
    rows[left.len()][right.len()]
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn slips_are_counted_as_defined(left in "[ab]{5,7}", right in "[ab]{5,7}") {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let expected = left != right && apart(&letters(&left), &letters(&right)) <= 1;
        prop_assert_eq!(near(&left, &right), expected, "{} and {}", left, right);
    }

    #[test]
    fn two_slips_are_counted_as_defined(left in "[ab]{10,11}", at in 0..9_usize, right in "[ab]{2,4}") {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let right = format!("{}{right}{}", &left[..at], &left[(at + 3).min(left.len())..]);
        prop_assume!(right.len() >= 10);
        let expected = left != right && table(&letters(&left), &letters(&right)) <= 2;
        prop_assert_eq!(near(&left, &right), expected, "{} and {}", left, right);
    }

    #[test]
    fn nearness_is_mutual(left in "[a-c1 _]{0,12}", right in "[a-c1 _]{0,12}") {
        prop_assert_eq!(near(&left, &right), near(&right, &left));
    }

    #[test]
    fn a_skeleton_is_its_own(value in "\\PC{0,20}") {
        let bare = skeleton(&value);
        prop_assert_eq!(skeleton(&bare), bare);
    }
}
