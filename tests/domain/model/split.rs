//! A sum split by weights.

use proptest::prelude::*;
use waymark::domain::credit::model::{split, split_within};

use crate::given;

#[test]
fn remainders_that_are_alike_go_to_the_later_part() {
    for (total, weights, parts) in [
        (100, vec![1, 1, 1], vec![33, 33, 34]),
        (1, vec![1, 1], vec![0, 1]),
        (2, vec![1, 1, 1], vec![0, 1, 1]),
        (10, vec![2, 1, 2], vec![4, 2, 4]),
        (7, vec![2, 1, 2], vec![3, 1, 3]),
        (0, vec![3, 4], vec![0, 0]),
        (5, vec![0, 0], vec![0, 5]),
        (5, vec![], vec![]),
        (-3, vec![1, 1], vec![-1, -2]),
    ] {
        assert_eq!(split(total, &weights), parts, "{total} by {weights:?}");
    }
}

#[test]
fn the_largest_sums_and_weights_do_not_overflow() {
    let most = (1 << 53) - 1;
    assert_eq!(split(most, &[u64::MAX, u64::MAX]), [(most - 1) / 2, most / 2 + 1]);
    assert_eq!(split(i64::MAX, &[1, 0]), [i64::MAX, 0]);
    assert_eq!(split(i64::MIN + 1, &[0, 1]), [0, i64::MIN + 1]);
}

#[test]
fn more_to_split_can_take_one_from_a_part() {
    // The Alabama paradox: 10 and 11 seats for 6 : 6 : 2.
    assert_eq!(split(10, &[6, 6, 2])[2], 2);
    assert_eq!(split(11, &[6, 6, 2])[2], 1);
}

#[test]
fn a_refund_takes_from_no_part_more_than_it_has() {
    // By itself 10 would be split 4, 4, 2; of 11 the parts are 5, 5, 1.
    assert_eq!(split_within(10, &[6, 6, 2], &[5, 5, 1]), [4, 5, 1]);
    assert_eq!(split_within(99, &[1, 1], &[5, 6]), [5, 6]);
    assert_eq!(split_within(-1, &[1, 1], &[5, 6]), [0, 0]);
}

proptest! {
    #![proptest_config(given::tries(4096))]

    #[test]
    fn parts_add_up_and_each_is_its_share_rounded(
        total in 0..1_i64 << 53,
        weights in prop::collection::vec(0..1_u64 << 50, 1..60),
    ) {
        let parts = split(total, &weights);
        prop_assert_eq!(parts.iter().sum::<i64>(), total);
        let whole: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
        for (part, weight) in parts.iter().zip(&weights) {
            let exact = (total as u128 * u128::from(*weight)).checked_div(whole);
            if let Some(exact) = exact {
                prop_assert!(*part as u128 == exact || *part as u128 == exact + 1);
            }
        }
    }

    #[test]
    fn refunds_add_up_and_stay_within_their_parts(
        gross in 0..1_i64 << 40,
        share in 0..=1000_i64,
        weights in prop::collection::vec(0..1_u64 << 40, 1..50),
    ) {
        let refunded = gross / 1000 * share;
        let parts = split(gross, &weights);
        let back = split_within(refunded, &weights, &parts);
        prop_assert_eq!(back.iter().sum::<i64>(), refunded);
        prop_assert!(back.iter().zip(&parts).all(|(back, part)| (0..=*part).contains(back)));
    }
}
