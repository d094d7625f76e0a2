//! Event shards: a day has as many as had begun by then, for ever.

use proptest::prelude::*;
use waymark::domain::shard::Shards;
use waymark::domain::time::Day;

fn shards(text: &str) -> Shards {
    Shards::parse(text).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn without_a_word_there_is_one() {
    for text in ["", "  "] {
        assert_eq!(shards(text).count(), 1);
        assert_eq!(shards(text).of(day("2027-01-01"), 7), 0);
    }
}

#[test]
fn a_shard_takes_its_part_from_its_first_day_on() {
    let two = shards("2027-01-01");
    assert_eq!(two.count(), 2);
    assert_eq!([6, 7].map(|visitor| two.of(day("2026-12-31"), visitor)), [0, 0]);
    assert_eq!([6, 7].map(|visitor| two.of(day("2027-01-01"), visitor)), [0, 1]);
}

#[test]
fn shards_may_begin_on_one_day_and_in_no_other_order_than_theirs() {
    let three = shards("2027-01-01, 2027-01-01");
    assert_eq!([6, 7, 8].map(|visitor| three.of(day("2027-01-01"), visitor)), [0, 1, 2]);
    for text in ["2027-01-02,2027-01-01", "2027-02-30", "2027-01-01,", "tomorrow"] {
        assert_eq!(Shards::parse(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn a_shard_more_moves_nothing_of_the_days_before_it(visitor in 0_u64..1 << 48, ahead in 0_i64..900, more in 1_i64..900) {
        let first = day("2027-01-01");
        let (before, after) = (shards("2027-01-01"), shards(&format!("2027-01-01, {}", Day(first.0 + more))));
        let at = Day(first.0 + ahead.min(more - 1));
        prop_assert_eq!(before.of(at, visitor), after.of(at, visitor));
    }
}
