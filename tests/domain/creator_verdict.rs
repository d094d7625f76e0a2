//! The verdict on a creator: each rule, the fee that would do, ranks, and the sentence.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::report::metric::{Effort, Metric};
use waymark::domain::report::verdict::{Judged, Ranked, Target, Verdict, judge, ranked};

use crate::given::currency;

/// `orders` alike orders of `each`, at a fee of `fee_minor`.
fn effort(orders: i64, each: i64, fee_minor: i64) -> Effort {
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let squares = orders as f64 * (each as f64).powi(2);
    Effort {
        currency: Some(currency("EUR")),
        net_minor: orders * each,
        squares,
        orders_micro: orders * 1_000_000,
        clicks: 2_000,
        converting: u64::try_from(orders).unwrap(),
        fee_minor,
        ..Effort::default()
    }
}

/// A target of `value` hundredths.
fn of(metric: Metric, hundredths: i64) -> Target {
    Target { metric, value_micro: hundredths * 10_000 }
}

fn by_roi(effort: &Effort, percent: i64) -> Judged {
    judge(effort, Metric::Roi, Some(of(Metric::Roi, percent)))
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-9
}

fn estimate(effort: &Effort, metric: Metric) -> Result<f64, &'static str> {
    effort.measure(metric).map(|known| known.estimate)
}

// Reference 1.3: a fee of 5,000, product of 2,000 and an agency of 1,000 that bring 40,000.
#[test]
fn all_costs_count_so_it_is_a_roas_of_5_and_a_roi_of_4_and_never_of_7() {
    let effort = Effort { other_minor: 300_000, ..effort(400, 10_000, 500_000) };
    assert!(close(estimate(&effort, Metric::Roas).unwrap(), 5.0));
    assert!(close(estimate(&effort, Metric::Roi).unwrap(), 4.0));
    let judged = by_roi(&effort, 300);
    assert!(!judged.sentence.contains("700 %"), "{}", judged.sentence);
    assert!(judged.sentence.contains("ROI is 400 %"), "{}", judged.sentence);
}

// Reference 1.3.
#[test]
fn five_thousand_to_fifty_thousand_is_a_roi_of_900_percent() {
    assert!(close(estimate(&effort(500, 10_000, 500_000), Metric::Roi).unwrap(), 9.0));
}

#[test]
fn every_metric_divides_what_its_name_says() {
    let effort = Effort {
        other_minor: 20_000,
        new_micro: 20_000_000,
        leads_micro: 50_000_000,
        engagements: Some(4_000),
        margin_micro: Some(400_000),
        ..effort(40, 5_000, 80_000)
    };
    let expected = [
        (Metric::Roi, 1.0),
        (Metric::Roas, 2.0),
        (Metric::ProfitRoi, -0.2),
        (Metric::Cpa, 2_500.0),
        (Metric::Cac, 5_000.0),
        (Metric::Cpl, 2_000.0),
        (Metric::Cpc, 50.0),
        (Metric::Cpe, 25.0),
        (Metric::ConversionRate, 0.02),
        (Metric::Revenue, 200_000.0),
        (Metric::Orders, 40.0),
        (Metric::NewCustomers, 20.0),
        (Metric::Leads, 50.0),
        (Metric::Clicks, 2_000.0),
        (Metric::Engagements, 4_000.0),
    ];
    assert_eq!(expected.len(), Metric::ALL.len());
    for (metric, value) in expected {
        let found = effort.measure(metric).unwrap();
        assert!(close(found.estimate, value), "{}: {found:?}", metric.word());
        assert!(found.interval.low <= value && value <= found.interval.high, "{}: {found:?}", metric.word());
        assert_eq!(Metric::named(metric.word()), Some(metric));
    }
    assert_eq!(Metric::named("followers"), None);
}

#[test]
fn without_a_denominator_there_is_no_ratio_and_its_word_says_why() {
    let free = effort(40, 5_000, 0);
    assert_eq!(estimate(&free, Metric::Roi), Err("no_cost"));
    assert_eq!(estimate(&free, Metric::Cpa), Ok(0.0));
    let bare = Effort { currency: Some(currency("EUR")), fee_minor: 5_000, ..Effort::default() };
    assert_eq!(estimate(&bare, Metric::Roi), Ok(-1.0));
    let nothing = [
        (Metric::Cpa, "no_conversions"),
        (Metric::Cac, "no_new_customers"),
        (Metric::Cpl, "no_leads"),
        (Metric::Cpc, "no_clicks"),
        (Metric::Cpe, "no_engagements"),
        (Metric::ConversionRate, "no_clicks"),
        (Metric::ProfitRoi, "no_margin"),
    ];
    for (metric, why) in nothing {
        assert_eq!(estimate(&bare, metric), Err(why), "{}", metric.word());
    }
    let mixed = Effort { no_money: Some("several_currencies"), ..effort(40, 5_000, 100) };
    assert_eq!(estimate(&mixed, Metric::Roas), Err("several_currencies"));
    assert_eq!(estimate(&mixed, Metric::Cpc), Err("several_currencies"));
    assert_eq!(estimate(&mixed, Metric::Orders), Ok(40.0));
}

// 100 orders of 100.00: 10,000.00 +/- 1.2816 x 1,000.00, over a fee of 4,000.00: ROI 1.5, 80 % in 1.1796 to 1.8204.
#[test]
fn the_verdict_follows_from_where_the_target_lies() {
    let effort = effort(100, 10_000, 400_000);
    let rows = [
        (117, Verdict::Scale, "above"),
        (118, Verdict::Keep, "unclear"),
        (150, Verdict::Keep, "unclear"),
        (151, Verdict::Renegotiate, "unclear"),
        (182, Verdict::Renegotiate, "unclear"),
        (183, Verdict::Renegotiate, "below"),
    ];
    for (percent, verdict, status) in rows {
        let judged = by_roi(&effort, percent);
        assert_eq!((judged.verdict, judged.status), (verdict, status), "{percent} %");
    }
}

// The example of docs/statistics.md.
#[test]
fn the_page_on_statistics_says_what_a_verdict_says() {
    let page = include_str!("../../docs/statistics.md");
    let judged = by_roi(&effort(100, 10_000, 400_000), 183);
    assert_eq!((judged.verdict, judged.fee_at_target.unwrap().0), (Verdict::Renegotiate, 353_356));
    assert!(judged.sentence.contains("80 % sure between 118 % and 182 %"), "{}", judged.sentence);
    assert!(page.contains("80 % sure between 118 % and 182 %") && page.contains("at 3,533.56"));
}

// 25 orders of 100.00: 2,500.00 +/- 640.78. The upper end is 3,140.78.
#[test]
fn a_sure_loss_is_cut_and_one_that_may_be_chance_is_unclear() {
    let rows =
        [(314_000, Verdict::Unclear), (314_078, Verdict::Cut), (250_001, Verdict::Unclear), (900_000, Verdict::Cut)];
    for (fee, verdict) in rows {
        assert_eq!(by_roi(&effort(25, 10_000, fee), 50).verdict, verdict, "{fee}");
    }
}

#[test]
fn a_return_of_exactly_nothing_is_unclear() {
    assert_eq!(by_roi(&effort(25, 10_000, 250_000), 50).verdict, Verdict::Unclear);
}

#[test]
fn below_ten_orders_nothing_is_said_however_bad_it_looks() {
    let judged = by_roi(&effort(9, 10_000, 90_000_000), 50);
    assert_eq!((judged.verdict, judged.status), (Verdict::Insufficient, "insufficient"));
    assert_eq!(judged.fee_at_target.unwrap_err(), "too_few");
    assert_eq!(judged.sentence, "Too few to judge: 9 orders, and it takes 10.");
    assert_eq!(judged.shown()["interval"]["estimate"], Value::Null);
    assert_eq!(judged.shown()["why"]["interval.estimate"], "too_few");
    assert_ne!(by_roi(&effort(10, 10_000, 90_000_000), 50).verdict, Verdict::Insufficient);
}

#[test]
fn what_is_counted_in_clicks_takes_a_hundred_of_them() {
    let effort = |clicks| Effort { clicks, ..effort(20, 10_000, 20_000) };
    let by = |clicks, metric| judge(&effort(clicks), metric, Some(of(metric, 50_000))).verdict;
    assert_eq!(by(99, Metric::Cpc), Verdict::Insufficient);
    assert_ne!(by(100, Metric::Cpc), Verdict::Insufficient);
    assert_eq!(by(99, Metric::ConversionRate), Verdict::Insufficient);
    assert_ne!(by(99, Metric::Roi), Verdict::Insufficient);
}

// 50 orders at 1,000.00: 20.00 each; 50 +/- 9.06 orders make it 16.93 to 24.43.
#[test]
fn where_less_is_better_the_cautious_end_is_the_upper_one() {
    let effort = effort(50, 10_000, 100_000);
    let by = |hundredths| judge(&effort, Metric::Cpa, Some(of(Metric::Cpa, hundredths)));
    assert_eq!(by(244_400).verdict, Verdict::Scale);
    assert_eq!(by(239_300).verdict, Verdict::Keep);
    assert_eq!(by(200_000).verdict, Verdict::Keep);
    assert_eq!(by(199_900).verdict, Verdict::Renegotiate);
    assert_eq!(by(160_000).status, "below");
    assert!(close(by(100_000).attainment.unwrap(), 0.5));
    assert!(close(by(400_000).attainment.unwrap(), 2.0));
}

#[test]
fn an_expensive_click_of_somebody_who_sells_is_no_cut_and_a_cheap_one_does_not_hide_a_loss() {
    let sells = judge(&effort(100, 10_000, 400_000), Metric::Cpc, Some(of(Metric::Cpc, 10_000)));
    assert_eq!(sells.verdict, Verdict::Renegotiate);
    let loses = judge(&effort(10, 1_000, 400_000), Metric::Cpc, Some(of(Metric::Cpc, 10_000)));
    assert_eq!(loses.verdict, Verdict::Cut);
}

#[test]
fn without_a_target_only_a_sure_loss_is_told() {
    let lost = judge(&effort(25, 10_000, 900_000), Metric::Roi, None);
    assert_eq!((lost.verdict, lost.status), (Verdict::Cut, "no_target"));
    let fine = judge(&effort(25, 10_000, 10_000), Metric::Roi, None);
    assert_eq!(fine.verdict, Verdict::Unclear);
    assert_eq!(fine.fee_at_target.unwrap_err(), "no_target");
    assert_eq!(fine.shown()["why"]["target"], "no_target");
}

#[test]
fn who_cost_nothing_has_no_return_but_a_fee_that_could_be_paid() {
    let judged = by_roi(&effort(40, 5_000, 0), 100);
    assert_eq!(judged.verdict, Verdict::Unclear);
    assert_eq!(judged.shown()["why"]["estimate"], "no_cost");
    assert_eq!(judged.fee_at_target.unwrap().0, 100_000);
    assert_eq!(judged.sentence, "It cost nothing, so there is no ROI.");
}

// 2,000.00 net for 600.00 + 200.00. At a ROI of 150 % it may cost 800.00: 600.00 of fee; at 300 %, 500.00: 300.00.
#[test]
fn the_fee_at_target_leaves_the_other_costs_as_they_are() {
    let given = Effort { other_minor: 20_000, margin_micro: Some(500_000), ..effort(40, 5_000, 60_000) };
    let rows = [
        (of(Metric::Roi, 150), Ok(60_000)),
        (of(Metric::Roi, 300), Ok(30_000)),
        (of(Metric::Roas, 400), Ok(30_000)),
        (of(Metric::ProfitRoi, 100), Ok(30_000)),
        (of(Metric::Cpa, 125_000), Ok(30_000)),
        (of(Metric::Cpc, 2_500), Ok(30_000)),
        (of(Metric::Roi, 900), Ok(0)),
        (of(Metric::Roi, 901), Err("other_costs_alone_exceed_it")),
        (of(Metric::Roi, -100), Err("no_such_target")),
        (of(Metric::Roas, 0), Err("no_such_target")),
        (of(Metric::Orders, 5_000), Err("not_of_cost")),
    ];
    for (target, fee) in rows {
        let found = judge(&given, Metric::Roi, Some(target)).fee_at_target.map(|fee| fee.0);
        assert_eq!(found, fee, "{target:?}");
    }
}

#[test]
fn a_negotiation_is_told_with_both_fees() {
    let judged = by_roi(&Effort { other_minor: 20_000, ..effort(40, 5_000, 60_000) }, 300);
    assert_eq!(judged.verdict, Verdict::Renegotiate);
    assert_eq!(
        judged.sentence,
        "40 orders brought 2000.00 EUR at a cost of 800.00 EUR. ROI is 150 %, 80 % sure between 99.3 % and 200.7 %; the \
         target is 300 %. ROI is 150 %, above 0: at a fee of 300.00 EUR instead of 600.00 EUR the target would be met.",
    );
}

#[test]
fn the_row_has_its_figures_and_a_word_for_what_is_null() {
    let shown = Value::Object(by_roi(&effort(100, 10_000, 400_000), 150).shown());
    assert_eq!(shown["verdict"], "keep");
    assert_eq!(shown["estimate"], 1.5);
    assert_eq!(shown["attainment"], 1.0);
    assert_eq!(shown["fee_at_target_minor"], 400_000);
    assert_eq!(shown["interval"]["estimate"]["level"], 0.8);
    assert!(close(shown["interval"]["estimate"]["low"].as_f64().unwrap(), 1.5 - 1.281_551_565_544_600_4 / 4.0));
    assert_eq!(shown["why"], json!({}));
}

#[test]
fn a_target_that_is_not_above_nothing_cannot_be_attained_by_a_share() {
    let judged = by_roi(&effort(100, 10_000, 400_000), 0);
    assert_eq!((judged.verdict, judged.attainment), (Verdict::Scale, Err("nothing_to_divide_by")));
}

#[test]
fn ranks_are_dense_and_null_is_last() {
    let one = |creator, key, net_minor| Ranked { key, net_minor, creator };
    let all = [
        one(1, Some(0.5), 10),
        one(2, None, 900),
        one(3, Some(2.0), 10),
        one(4, Some(0.5), 70),
        one(5, Some(f64::NEG_INFINITY), 1),
        one(6, Some(0.5), 10),
        one(7, None, 901),
    ];
    let order: Vec<(u32, u32)> = ranked(&all).iter().map(|(place, rank)| (all[*place].creator, *rank)).collect();
    assert_eq!(order, [(3, 1), (4, 2), (1, 2), (6, 2), (5, 3), (7, 4), (2, 4)]);
    assert_eq!(ranked(&[]), []);
}

#[test]
fn a_sentence_says_the_reason_that_its_figure_has() {
    let rows = [
        ("no_rate", "in a currency without a rate."),
        ("several_currencies", "no reporting currency is set."),
        ("not_kept", "what it cost is not kept by what is filtered by."),
    ];
    for (word, end) in rows {
        let effort = Effort { no_money: Some(word), ..effort(40, 5_000, 100) };
        for metric in [Metric::Roi, Metric::Orders] {
            let said = judge(&effort, metric, None).sentence;
            assert!(said.ends_with(end), "{said}");
        }
    }
}

#[test]
fn a_tiny_sample_may_lead_by_its_estimate_but_not_by_its_cautious_end() {
    let (tiny, large) = (by_roi(&effort(10, 10_000, 20_000), 100), by_roi(&effort(400, 10_000, 1_000_000), 100));
    assert!(tiny.key() > large.key());
    assert!(tiny.bound() < large.bound());
}

#[test]
fn where_less_is_better_the_smaller_ranks_first() {
    let (cheap, dear) = (effort(100, 10_000, 100_000), effort(100, 10_000, 200_000));
    let by = |effort| judge(effort, Metric::Cpa, None);
    assert!(by(&cheap).key() > by(&dear).key() && by(&cheap).bound() > by(&dear).bound());
}

proptest! {
    #[test]
    fn roi_is_roas_less_one(orders in 1_i64..400, each in 0_i64..100_000, fee in 1_i64..90_000_000) {
        let effort = effort(orders, each, fee);
        let (roi, roas) = (effort.measure(Metric::Roi).unwrap(), effort.measure(Metric::Roas).unwrap());
        prop_assert!((roi.estimate - (roas.estimate - 1.0)).abs() < 1e-9 * roas.estimate.max(1.0));
    }

    #[test]
    fn at_the_fee_at_target_the_target_is_met_and_a_unit_above_it_is_not(
        orders in 10_i64..400, each in 1_000_i64..100_000, other in 0_i64..50_000, percent in -50_i64..900,
    ) {
        let given = |fee| Effort { other_minor: other, ..effort(orders, each, fee) };
        if let Ok((fee, _)) = by_roi(&given(77), percent).fee_at_target {
            let reached = |fee| {
                // In whole numbers: 100 (net - cost) >= percent x cost.
                let (net, cost) = (orders * each, fee + other);
                100 * (net - cost) >= percent * cost
            };
            prop_assert!(reached(fee) && !reached(fee + 1), "{}", fee);
        }
    }

    #[test]
    fn nothing_panics_and_a_verdict_agrees_with_its_rule(
        orders in 0_i64..200, each in 0_i64..i64::MAX / 400, fee in 0_i64..i64::MAX / 2, micro in i64::MIN..i64::MAX,
        metric in 0_usize..15,
    ) {
        let target = Target { metric: Metric::ALL[metric].0, value_micro: micro };
        let judged = judge(&effort(orders, each, fee), Metric::Roi, Some(target));
        prop_assert!(!judged.sentence.is_empty());
        let roi = judged.roi;
        match judged.verdict {
            Verdict::Renegotiate => prop_assert!(roi.unwrap().estimate > 0.0),
            Verdict::Cut => prop_assert!(roi.unwrap().interval.high < 0.0),
            _ => {}
        }
    }
}
