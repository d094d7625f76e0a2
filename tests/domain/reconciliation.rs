//! The report that reconciles links, codes and answers: sets of orders, never sums of lists.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::report::reconciliation::{Ask, Sets, Tie, report};

use crate::given;
use crate::paths_report::{TODAY, example, faults, frame, holds, names, parameter};

const DAYS: &str = "from=2026-11-01&to=2026-11-30";

fn ask(more: &str) -> Ask {
    let query = format!("{DAYS}&{more}");
    Ask::read(&|name| parameter(&query, name), TODAY).unwrap()
}

/// `[link, code, answer, orders, answered]`
type Alike = (u32, u32, u32, u64, u64);

fn sets(ties: &[Alike]) -> Sets {
    let mut sets = Sets::default();
    for tie in ties {
        sets.add(Tie(tie.0, tie.1, tie.2, tie.3, tie.4));
    }
    sets
}

fn shown(more: &str, sets: &Sets) -> Value {
    let shown = report(&ask(more), &frame(), sets, &names());
    let mut all = shown.head;
    all.extend(shown.beside);
    all.insert("rows".into(), shown.rows.into());
    Value::Object(all)
}

#[test]
fn every_fault_is_named_at_once() {
    for (more, wrong) in [
        ("by=creator&creator=1&not_creator=2", vec![]),
        ("by=conflict", vec![]),
        ("by=link&model=first", vec!["by unknown_word", "model not_asked_here"]),
        ("campaign=1&not_code=2&device=mobile", vec!["campaign not_kept", "not_code not_kept", "device not_kept"]),
        ("compare=previous", vec!["compare not_asked_here"]),
    ] {
        let query = format!("{DAYS}&{more}");
        assert_eq!(faults(Ask::read(&|name| parameter(&query, name), TODAY)), wrong, "{more}");
    }
    assert_eq!(faults(Ask::read(&|_| None, TODAY)), ["from not_a_day", "to not_a_day"]);
}

/// Orders of Sarah by ids: 100 by link, 150 by code, 180 by survey; the lists overlap by what is given here.
fn lists(both: u64) -> [BTreeSet<u64>; 3] {
    // Link 0..100; code begins `both` before its end; survey in the middle of both.
    [(0..100).collect(), (100 - both..250 - both).collect(), (50..230).collect()]
}

fn of_lists([link, code, survey]: &[BTreeSet<u64>; 3]) -> Sets {
    let mut sets = Sets::default();
    for order in link.union(code).copied().collect::<BTreeSet<u64>>().union(survey) {
        let named = |list: &BTreeSet<u64>| u32::from(list.contains(order));
        let (link, code, survey) = (named(link), named(code), named(survey));
        let asked = u64::from(link == 0 && code == 0);
        sets.add(Tie(link, code, survey, 1, asked.max(survey.into())));
    }
    sets
}

#[test]
fn a_hundred_by_link_a_hundred_and_fifty_by_code_and_a_hundred_and_eighty_by_survey_are_never_430() {
    // attribution.md 1.9.3: with these three sizes the union lies anywhere in 180 to 430; ids are required.
    for both in [0, 1, 50, 100] {
        let lists = lists(both);
        let said = shown("by=creator", &of_lists(&lists));
        let row = &said["rows"][0];
        assert_eq!([&row["link"], &row["code"], &row["survey"]], [100, 150, 180], "{both}");
        let all: BTreeSet<u64> = lists.iter().flatten().copied().collect();
        let union: BTreeSet<u64> = lists[0].union(&lists[1]).copied().collect();
        assert_eq!(row["link_or_code_or_survey"], all.len(), "{both}");
        assert_eq!((row["link_or_code"].as_u64(), 250 - both), (Some(union.len() as u64), union.len() as u64));
        assert!((180..430).contains(&all.len()), "{both}");
    }
}

#[test]
fn lists_that_share_nothing_are_as_many_as_they_have_and_lists_within_one_another_as_the_largest() {
    let apart = of_lists(&[(0..100).collect(), (100..250).collect(), (250..430).collect()]);
    let within = of_lists(&[(0..100).collect(), (0..150).collect(), (0..180).collect()]);
    assert_eq!((apart.all.in_any(7), within.all.in_any(7)), (430, 180));
}

#[test]
fn where_link_and_code_name_two_creators_both_have_the_order_and_the_pair_is_told() {
    let said = shown("by=creator", &sets(&[(1, 2, 0, 3, 0), (2, 1, 0, 5, 0), (1, 1, 0, 2, 0)]));
    for row in said["rows"].as_array().unwrap() {
        assert_eq!(
            (&row["conflicts"], &row["link_or_code"]),
            (&json!(8), &json!(if row["creator"]["id"] == 1 { 10 } else { 8 }))
        );
    }
    let pair =
        |link: Value, code: Value, orders: u64| json!({ "link_creator": link, "code_creator": code, "orders": orders });
    let (sarah, mia) = (json!({ "id": 1, "name": "Sarah" }), json!({ "id": 2, "name": "Mia" }));
    let pairs = json!([pair(mia.clone(), sarah.clone(), 5), pair(sarah, mia, 3)]);
    assert_eq!(said["conflicts"], pairs);
    assert_eq!((&said["totals"]["link_or_code"], &said["totals"]["conflicts"]), (&json!(10), &json!(8)));
    assert_eq!((&said["totals"]["link_and_code"], &said["totals"]["agreement"]), (&json!(2), &json!(0.2)));
    assert_eq!(shown("by=conflict", &sets(&[(1, 2, 0, 3, 0)]))["rows"], json!([pairs[1]]));
}

#[test]
fn agreement_is_of_the_smaller_list() {
    let said = shown("creator=1", &sets(&[(1, 1, 0, 3, 0), (1, 0, 0, 1, 0), (0, 1, 0, 9, 0), (0, 2, 0, 1, 0)]));
    assert_eq!((&said["rows"][0]["agreement"], &said["rows"][0]["link_and_code"]), (&json!(0.75), &json!(3)));
    let said = shown("creator=2", &sets(&[(0, 2, 0, 1, 0)]));
    assert_eq!(
        (&said["rows"][0]["agreement"], &said["rows"][0]["why"]["agreement"]),
        (&Value::Null, &json!("no_link_or_no_code"))
    );
}

#[test]
fn whom_an_answer_names_beside_anothers_link_is_no_part_of_the_estimate() {
    let sets = sets(&[(1, 0, 2, 4, 4), (0, 0, 2, 1, 1), (0, 0, 0, 9, 4)]);
    let mia = sets.creators.iter().find(|cells| cells.creator == 2).unwrap();
    assert_eq!((mia.in_any(4), mia.named, sets.without, sets.answered), (5, 1, 10, 5));
    assert_eq!(json!(sets.estimate(mia.named).unwrap().0), 2.0);
}

#[test]
fn the_estimate_of_a_whole_that_answered_is_a_count() {
    let (estimate, range) = sets(&[(0, 0, 1, 3, 3), (0, 0, 0, 7, 7)]).estimate(3).unwrap();
    assert_eq!((estimate, range.low, range.high), (3.0, 3.0, 3.0));
}

#[test]
fn the_estimate_never_says_less_than_was_said_nor_more_than_is_left() {
    // 2 of 10 answered, both named her; at most the 8 others may be hers too.
    let (estimate, range) = sets(&[(0, 0, 1, 2, 2), (0, 0, 0, 8, 0)]).estimate(2).unwrap();
    assert_eq!((estimate, range.high), (10.0, 10.0));
    assert!(range.low >= 2.0, "{range:?}");
    let (estimate, range) = sets(&[(0, 0, 1, 2, 2), (0, 0, 0, 8, 0)]).estimate(0).unwrap();
    assert_eq!((estimate, range.low), (0.0, 0.0));
    assert!(range.high <= 8.0, "{range:?}");
}

#[test]
fn without_an_answer_there_is_no_estimate_and_without_an_open_order_nothing_to_estimate() {
    let said = shown("by=creator", &sets(&[(1, 0, 0, 1, 0), (0, 0, 0, 5, 0)]));
    assert_eq!(
        (&said["rows"][0]["reconciled_orders"], &said["rows"][0]["why"]["survey_estimate"]),
        (&Value::Null, &json!("no_answers"))
    );
    assert_eq!(said["survey"]["response_rate"], 0.0);
    let said = shown("by=creator", &sets(&[(1, 0, 0, 4, 0)]));
    assert_eq!((&said["rows"][0]["reconciled_orders"], &said["survey"]["response_rate"]), (&json!(4.0), &Value::Null));
}

#[test]
fn capture_and_recapture_needs_seven_orders_on_both_lists() {
    let said =
        |both| shown("by=creator", &sets(&[(1, 1, 0, both, 0), (1, 0, 0, 3, 0), (0, 1, 0, 3, 0)]))["rows"][0].clone();
    assert_eq!(said(6).get("experimental"), None);
    // Chapman: (10 + 1)(10 + 1) / (7 + 1) - 1.
    assert_eq!(said(7)["experimental"]["orders_by_capture_and_recapture"], 14.125);
    let all = shown("by=creator", &sets(&[(1, 1, 0, 9, 0)]))["totals"].clone();
    assert_eq!(all.get("experimental"), None);
}

#[test]
fn the_page_of_the_report_says_what_it_says() {
    // 100 by link, 150 by code, 180 by survey; 625 orders without link and code, 250 of them answered, 125 named her.
    let said = shown(
        "by=creator",
        &sets(&[
            (1, 1, 1, 20, 20),
            (1, 1, 0, 30, 0),
            (1, 0, 1, 10, 10),
            (0, 1, 1, 25, 25),
            (1, 0, 0, 40, 0),
            (0, 1, 0, 75, 0),
            (0, 0, 1, 125, 125),
            (0, 0, 0, 500, 125),
        ]),
    );
    let told = example(include_str!("../../docs/reports/reconciliation.md"));
    holds("", &said, &told);
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn cells_add_up_to_the_union(ties in prop::collection::vec((0..4_u32, 0..4_u32, 0..4_u32, 1..9_u64), 0..30)) {
        let ties: Vec<_> = ties.into_iter().map(|tie| (tie.0, tie.1, tie.2, tie.3, u64::from(tie.2 != 0) * tie.3)).collect();
        let sets = sets(&ties);
        let count = |is: &dyn Fn(&Alike) -> bool| ties.iter().filter(|tie| is(tie)).map(|tie| tie.3).sum::<u64>();
        prop_assert_eq!(sets.all.cells.iter().sum::<u64>(), count(&|_| true));
        for cells in &sets.creators {
            let who = cells.creator;
            prop_assert_eq!(cells.cells[1..].iter().sum::<u64>(), count(&|tie| [tie.0, tie.1, tie.2].contains(&who)));
            prop_assert_eq!(cells.in_any(1), count(&|tie| tie.0 == who));
            prop_assert_eq!(cells.in_any(2), count(&|tie| tie.1 == who));
            prop_assert_eq!(cells.in_any(3), count(&|tie| tie.0 == who || tie.1 == who));
        }
        // Counted both ways: what all creators have together is the whole and the conflicts once more.
        let unions: u64 = sets.creators.iter().map(|cells| cells.in_any(3)).sum();
        prop_assert_eq!(unions, sets.all.in_any(3) + sets.all.conflicts);
        prop_assert_eq!(sets.pairs.iter().map(|pair| pair.1).sum::<u64>(), sets.all.conflicts);
        let named: u64 = sets.creators.iter().map(|cells| cells.named).sum();
        prop_assert_eq!(named, sets.all.named);
    }
}
