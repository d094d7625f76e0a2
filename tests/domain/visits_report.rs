//! The visits report: what is asked, and that received is counted, flagged and rejected.

use proptest::prelude::*;
use serde_json::json;
use waymark::domain::recount::Dimension;
use waymark::domain::refusal::Refusal;
use waymark::domain::report::visits::{Ask, PartRow, report};
use waymark::domain::time::Day;

use crate::given;

fn ask(by: Dimension) -> Ask {
    Ask { by, from: Day(20_000), to: Day(20_001), link: None, creator: None, campaign: None }
}

fn read(pairs: &[(&str, &str)]) -> Result<Ask, Vec<&'static str>> {
    let get = |name: &str| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned());
    Ask::read(&get, Day(20_777)).map_err(|refusal| {
        let Refusal::Invalid(faults) = refusal else { panic!() };
        faults.iter().map(|fault| fault.code).collect()
    })
}

const DAYS: [(&str, &str); 2] = [("from", "2026-11-20"), ("to", "2026-11-20")];

#[test]
fn every_dimension_is_asked_for_by_its_word() {
    for (dimension, word) in Dimension::ALL.into_iter().filter(|(_, word)| !word.is_empty()) {
        let link = (dimension == Dimension::Variant).then_some(("link_id", "7"));
        let pairs: Vec<_> = [("by", word), DAYS[0], DAYS[1]].into_iter().chain(link).collect();
        let asked = read(&pairs).unwrap();
        assert_eq!((asked.by, asked.only()), (dimension, Some(link.map_or(-1, |_| 7))), "{word}");
    }
    assert_eq!(read(&[("by", ""), DAYS[0], DAYS[1]]).unwrap_err(), ["unknown_dimension"]);
}

#[test]
fn variants_are_asked_for_of_one_link() {
    for of in [None, Some(("creator_id", "7")), Some(("campaign_id", "7"))] {
        let pairs: Vec<_> = [("by", "variant"), DAYS[0], DAYS[1]].into_iter().chain(of).collect();
        assert_eq!(read(&pairs).unwrap_err(), ["one_link"], "{of:?}");
    }
}

#[test]
fn clicks_without_a_variant_or_a_private_value_are_a_row_too_and_all_rows_are_the_clicks() {
    for by in [Dimension::Variant, Dimension::Sub] {
        let row = |value: &str, gross, clicks| PartRow(by as u8, value.into(), gross, clicks, 0, 0, 0);
        let parts = [PartRow(Dimension::Kind as u8, "click".into(), 12, 9, 0, 0, 0), row("1", 4, 3), row("2", 5, 5)];
        let shown = report(&ask(by), "UTC", &parts, None, &[(1, "a".into()), (2, "b".into())]);
        let rows: Vec<_> = shown["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (&row["value"], &row["gross"], &row["clicks"]))
            .collect();
        let named = if by == Dimension::Variant { ("b", "a") } else { ("2", "1") };
        assert_eq!(
            rows,
            [
                (&json!(named.0), &json!(5), &json!(5)),
                (&json!(named.1), &json!(4), &json!(3)),
                (&json!(""), &json!(3), &json!(1))
            ]
        );
    }
}

#[test]
fn what_cannot_be_asked_is_said_at_once() {
    let asked = [("by", "shoe"), ("from", "x"), ("to", "2026-11-20"), ("link_id", "-1"), ("creator_id", "2")];
    assert_eq!(read(&asked).unwrap_err(), ["unknown_dimension", "not_a_day", "not_an_id"]);
}

#[test]
fn a_link_is_asked_for_alone() {
    let asked = [("by", "device"), DAYS[0], DAYS[1], ("link_id", "1"), ("campaign_id", "2")];
    assert_eq!(read(&asked).unwrap_err(), ["not_alone"]);
    let asked = [("by", "device"), DAYS[0], DAYS[1], ("creator_id", "1"), ("campaign_id", "2")];
    assert_eq!(read(&asked).unwrap().only(), None);
}

#[test]
fn rows_come_most_frequent_first_and_say_what_was_not_valid() {
    let row = |value: &str, gross, clicks| PartRow(Dimension::Device as u8, value.into(), gross, clicks, 0, 0, 0);
    let shown = report(&ask(Dimension::Device), "UTC", &[row("tablet", 2, 2), row("mobile", 9, 5)], None, &[]);
    let rows: Vec<_> = shown["rows"].as_array().unwrap().iter().map(|row| (&row["value"], &row["flagged"])).collect();
    assert_eq!(format!("{rows:?}"), r#"[(String("mobile"), Number(4)), (String("tablet"), Number(0))]"#);
}

proptest! {
    #![proptest_config(given::tries(128))]

    #[test]
    fn received_is_counted_flagged_and_rejected(counts in prop::collection::vec((0..9_u8, 0..50_u64), 0..20), rejected in 0..90_u64) {
        let words = ["human", "bot", "preview", "prefetch", "monitor", "internal", "suspect", "duplicate", ""];
        let mut parts = vec![PartRow(Dimension::Rejected as u8, "too_fast".into(), rejected, 0, 0, 0, 0)];
        let mut all = 0;
        for (flag, gross) in counts {
            let valid = if flag == 0 { gross } else { 0 };
            parts.push(PartRow(Dimension::Verdict as u8, words[usize::from(flag)].into(), gross, valid, 0, 0, 0));
            all += gross;
        }
        parts.push(PartRow(Dimension::Kind as u8, "click".into(), all, 0, 0, 0, 0));
        let shown = report(&ask(Dimension::Verdict), "UTC", &parts, None, &[]);
        let number = |name: &str| shown[name].as_u64().unwrap();
        prop_assert_eq!(number("received"), number("counted") + number("flagged") + number("rejected"));
        let flags: u64 = shown["flagged_by_verdict"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
        prop_assert_eq!(flags, number("flagged"));
    }
}
