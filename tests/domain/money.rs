//! Money: whole minor units, refunds that end at nothing exactly, in any order.

use proptest::prelude::*;
use waymark::domain::money::{Amount, Back, Basis, Currency, average, decimal, exponent, minor, refunded, taken_back};
use waymark::domain::stored;

use crate::given::{self, only, stated};

#[test]
fn a_currency_is_a_code_of_iso_4217_in_either_case() {
    assert_eq!(Currency::parse("eur").map(|c| c.to_string()), Some("EUR".into()));
    assert_eq!(Currency::parse(" JPY "), Currency::parse("JPY"));
    for text in ["AED", "MGA", "MRU", "USN", "XCG", "XPF", "ZWG", "ZWL"] {
        assert!(Currency::parse(text).is_some(), "{text}");
    }
    for text in ["", "EU", "EURO", "E1R", "€", "ÄUR", "E R", "EU ", "ED ", "ABC", "DAF", "ZZZ"] {
        assert_eq!(Currency::parse(text), None, "{text}");
    }
}

#[test]
fn a_currency_that_was_replaced_of_late_is_still_read() {
    for text in ["ANG", "BGN", "CUC", "HRK", "SLL"] {
        assert!(Currency::parse(text).is_some(), "{text}");
    }
}

#[test]
fn what_has_no_minor_unit_is_no_currency_of_an_order() {
    for text in ["XAU", "XAG", "XPD", "XPT", "XDR", "XBA", "XSU", "XUA", "XTS", "XXX"] {
        assert_eq!(Currency::parse(text), None, "{text}");
    }
}

#[test]
fn of_all_three_letters_only_the_listed_codes_are_taken() {
    let letters = || (b'A'..=b'Z').map(char::from);
    let all = letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| format!("{a}{b}{c}"))));
    // 155 currencies, 9 funds and 6 that were replaced.
    assert_eq!(all.filter(|code| Currency::parse(code).is_some()).count(), 155 + 9 + 6);
}

#[test]
fn a_currency_travels_as_its_letters() {
    assert_eq!(serde_json::to_string(&given::currency("EUR")).unwrap(), "\"EUR\"");
    assert_eq!(stored::parse::<Currency>("\"EUR\"").unwrap(), given::currency("EUR"));
    assert!(stored::parse::<Currency>("\"EURO\"").is_err());
}

#[test]
fn a_currency_that_was_stored_is_read_back_though_it_is_no_longer_taken() {
    assert_eq!(stored::parse::<Currency>("\"DEM\"").unwrap().as_str(), "DEM");
    for text in ["\"eur\"", "\"E1R\"", "\"\"", "\" EUR\"", "5"] {
        assert!(stored::parse::<Currency>(text).is_err(), "{text}");
    }
}

#[test]
fn a_minor_unit_has_the_digits_of_its_currency() {
    for (code, digits) in
        [("JPY", 0), ("UYI", 0), ("EUR", 2), ("MGA", 2), ("MRU", 2), ("BHD", 3), ("CLF", 4), ("UYW", 4)]
    {
        assert_eq!(exponent(given::currency(code)), digits, "{code}");
    }
}

/// Every code whose digits are not two, by digits: what the pages and the command line must say too.
#[test]
fn the_pages_and_the_command_line_know_the_same_digits() {
    let letters = || (b'A'..=b'Z').map(char::from);
    let codes = letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| format!("{a}{b}{c}"))));
    let known: Vec<_> =
        codes.filter_map(|code| Some((exponent(stored::parse(&format!("\"{code}\"")).ok()?), code))).collect();
    for digits in [0, 3, 4] {
        let codes: Vec<&str> = known.iter().filter(|(of, _)| *of == digits).map(|(_, code)| code.as_str()).collect();
        let line = format!("{}\".split(\" \").map((code) => [code, {digits}])", codes.join(" "));
        for (file, text) in [
            ("format.ts", include_str!("../../src/face/dashboard/format.ts").to_owned()),
            ("waymark_call.mjs", include_str!("../../scripts/waymark_call.mjs").replace('\'', "\"")),
        ] {
            assert!(text.contains(&line), "{file}: {line}");
        }
    }
}

#[test]
fn a_decimal_text_is_read_to_the_minor_unit() {
    for (code, text, expected) in [
        ("EUR", "79.30", 7_930),
        ("EUR", "79.3", 7_930),
        ("EUR", "79", 7_900),
        ("EUR", "79.3000", 7_930),
        ("EUR", "007.05", 705),
        ("EUR", "-5.00", -500),
        ("EUR", "0.01", 1),
        ("EUR", "-0.01", -1),
        ("EUR", "-0", 0),
        ("EUR", "92233720368547758.07", i64::MAX),
        ("EUR", "-92233720368547758.08", i64::MIN),
        ("JPY", "7930", 7_930),
        ("JPY", "7930.00", 7_930),
        ("JPY", "9223372036854775807.0", i64::MAX),
        ("BHD", "79.305", 79_305),
        ("BHD", "79.3", 79_300),
        ("CLF", "1.2345", 12_345),
        ("CLF", "1", 10_000),
    ] {
        assert_eq!(minor(text, given::currency(code)), Some(expected), "{text} {code}");
    }
}

#[test]
fn a_part_of_a_minor_unit_is_not_rounded_but_refused() {
    for (code, text) in [("JPY", "79.3"), ("JPY", "0.01"), ("EUR", "79.305"), ("BHD", "79.3051"), ("CLF", "1.23456")] {
        assert_eq!(minor(text, given::currency(code)), None, "{text} {code}");
    }
}

#[test]
fn a_text_that_is_no_plain_decimal_is_refused() {
    for text in [
        "",
        "-",
        ".",
        "-.",
        ".5",
        "5.",
        "+5",
        "--5",
        "5-",
        "5.-1",
        "1,000.00",
        "1 000",
        " 5",
        "5 ",
        "5,00",
        "1e2",
        "1E2",
        "1.2.3",
        "0x10",
        "NaN",
        "Infinity",
        "٥",
        "5\u{660}",
        "92233720368547758.08",
        "-92233720368547758.09",
        "99999999999999999999999999",
    ] {
        assert_eq!(minor(text, given::currency("EUR")), None, "{text}");
    }
}

#[test]
fn minor_units_are_written_with_the_digits_of_their_currency() {
    for (code, units, expected) in [
        ("JPY", 7_930, "7930"),
        ("JPY", -1, "-1"),
        ("EUR", 7_930, "79.30"),
        ("EUR", 5, "0.05"),
        ("EUR", -5, "-0.05"),
        ("EUR", i64::MIN, "-92233720368547758.08"),
        ("BHD", 79_305, "79.305"),
        ("CLF", 12_345, "1.2345"),
        ("CLF", 0, "0.0000"),
    ] {
        assert_eq!(decimal(units, given::currency(code)), expected);
    }
}

#[test]
fn revenue_is_the_total_less_tax_and_shipping() {
    assert_eq!(stated(7_930, 1_240, 490).revenue(), 6_200);
}

#[test]
fn revenue_is_the_total_where_tax_or_shipping_is_not_stated() {
    assert_eq!(only(7_930).revenue(), 7_930);
    assert_eq!(Amount { shipping: None, ..stated(7_930, 1_240, 0) }.revenue(), 7_930);
    assert_eq!(Amount { tax: None, ..stated(7_930, 0, 490) }.revenue(), 7_930);
    assert_eq!(only(7_930).goods(), None);
}

/// Order, refunds, and what they take of its revenue.
fn refunds() -> Vec<(&'static str, Amount, Vec<Amount>, i64)> {
    let eur = stated(12_000, 1_500, 500); // 100.00 of goods
    vec![
        ("nothing back", eur, vec![], 0),
        ("goods back in part", eur, vec![stated(6_000, 1_000, 0)], 5_000),
        ("shipping alone back", eur, vec![stated(500, 0, 500)], 0),
        ("tax alone back", eur, vec![stated(1_500, 1_500, 0)], 0),
        ("everything back, stated", eur, vec![eur], 10_000),
        ("everything back, as a total", eur, vec![only(12_000)], 10_000),
        ("half of the total takes half of the goods", eur, vec![only(6_000)], 5_000),
        ("goods back twice", eur, vec![stated(10_000, 0, 0), stated(10_000, 0, 0)], 10_000),
        ("more than was paid", eur, vec![only(50_000)], 10_000),
        ("three thirds of a yen order", only(1_000), vec![only(333), only(333), only(334)], 1_000),
        ("three thirds of yen goods", stated(1_001, 91, 0), vec![only(333), only(334), only(334)], 910),
        (
            "seven parts of a dinar with three digits",
            stated(10_007, 7, 0),
            [vec![only(1_429); 6], vec![only(1_433)]].concat(),
            10_000,
        ),
        ("a part and the rest, one of them stated", eur, vec![stated(6_000, 1_000, 0), only(6_000)], 10_000),
        ("goods back of an order that did not state its own", only(12_000), vec![stated(6_000, 1_000, 0)], 6_000),
        ("an order of nothing", stated(0, 0, 0), vec![only(100)], 0),
        ("an order of tax alone", stated(100, 100, 0), vec![only(100)], 0),
        ("a cent", only(1), vec![only(1)], 1),
        ("the largest order", only((1 << 53) - 1), vec![only((1 << 53) - 1)], (1 << 53) - 1),
    ]
}

#[test]
fn refunds_take_back_their_share_of_the_revenue() {
    for (name, order, refunds, expected) in refunds() {
        assert_eq!(refunded(&order, &refunds), expected, "{name}");
    }
}

#[test]
fn refunds_in_another_order_take_the_same() {
    for (name, order, mut refunds, expected) in refunds() {
        refunds.reverse();
        assert_eq!(refunded(&order, &refunds), expected, "{name}");
    }
}

#[test]
fn an_average_is_rounded_half_away_from_zero() {
    for (part, whole, expected) in
        [(10, 4, 3), (9, 4, 2), (-10, 4, -3), (-9, 4, -2), (0, 3, 0), (1, 3, 0), (2, 3, 1), (7_930, 1, 7_930)]
    {
        assert_eq!(average(part, whole), Some(expected), "{part} / {whole}");
    }
}

#[test]
fn an_average_over_nothing_is_none() {
    assert_eq!(average(100, 0), None);
}

/// An amount up to 10,000.00, or up to the largest integer, with or without its parts.
pub fn amounts() -> impl Strategy<Value = Amount> {
    (prop_oneof![1..1_000_000_i64, 1..1_i64 << 53], 0..=100_i64, 0..=100_i64, any::<bool>(), any::<bool>()).prop_map(
        |(total, tax, shipping, has_tax, has_shipping)| {
            let tax = i64::try_from(i128::from(total) * i128::from(tax) / 200).unwrap();
            let shipping = i64::try_from(i128::from(total) * i128::from(shipping) / 200).unwrap();
            Amount { total, tax: has_tax.then_some(tax), shipping: has_shipping.then_some(shipping) }
        },
    )
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn what_is_written_is_read_back(units in any::<i64>(), code in prop::sample::select(vec!["JPY", "EUR", "BHD", "CLF"])) {
        let currency = given::currency(code);
        prop_assert_eq!(minor(&decimal(units, currency), currency), Some(units));
    }

    #[test]
    fn nothing_goes_below_zero(order in amounts(), refunds in prop::collection::vec(amounts(), 0..6)) {
        prop_assert!((0..=order.revenue()).contains(&refunded(&order, &refunds)));
    }

    #[test]
    fn one_more_refund_never_gives_anything_back(
        order in amounts(),
        refunds in prop::collection::vec(amounts(), 0..5),
        more in amounts(),
    ) {
        let mut with = refunds.clone();
        with.push(more);
        prop_assert!(refunded(&order, &with) >= refunded(&order, &refunds));
    }

    #[test]
    fn refunds_in_any_order_take_the_same(
        order in amounts(),
        (refunds, shuffled) in prop::collection::vec(amounts(), 0..6)
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
    ) {
        prop_assert_eq!(refunded(&order, &refunds), refunded(&order, &shuffled));
    }

    #[test]
    fn parts_that_make_up_the_total_take_all(order in amounts(), cuts in prop::collection::vec(0.0..1.0_f64, 0..5)) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any cut will do")]
        let mut cuts: Vec<i64> = cuts.iter().map(|cut| ((order.total as f64 * cut) as i64).min(order.total)).collect();
        cuts.extend([0, order.total]);
        cuts.sort_unstable();
        let parts: Vec<Amount> = cuts.windows(2).map(|pair| only(pair[1] - pair[0])).collect();
        prop_assert_eq!(refunded(&order, &parts), order.revenue());
    }

    #[test]
    fn the_stated_goods_of_the_whole_order_take_all(order in amounts()) {
        if order.goods().is_some() {
            prop_assert_eq!(refunded(&order, &[order]), order.revenue());
        }
    }

    #[test]
    fn refunds_summed_in_two_groups_take_the_same(order in amounts(), refunds in prop::collection::vec(amounts(), 0..6)) {
        // Sums stay within 64 bits, as those of the store do.
        let small = |a: &Amount| {
            let part = |part: Option<i64>| part.map(|part| part >> 3);
            Amount { total: (a.total >> 3) + 2, tax: part(a.tax), shipping: part(a.shipping) }
        };
        let refunds: Vec<Amount> = refunds.iter().map(small).collect();
        let (goods, totals): (Vec<Amount>, Vec<Amount>) = refunds.iter().partition(|refund| refund.goods().is_some());
        let sum = |part: fn(&Amount) -> i64, of: &[Amount]| of.iter().map(part).sum::<i64>();
        let mut summed = Vec::new();
        if !goods.is_empty() {
            let (tax, shipping) = (sum(|a| a.tax.unwrap(), &goods), sum(|a| a.shipping.unwrap(), &goods));
            summed.push(stated(sum(|a| a.total, &goods), tax, shipping));
        }
        if !totals.is_empty() {
            summed.push(only(sum(|a| a.total, &totals)));
        }
        prop_assert_eq!(refunded(&order, &refunds), refunded(&order, &summed));
    }

    #[test]
    fn an_average_is_within_half_a_unit(part in 0..1_i64 << 53, whole in 1..1_000_000_i64) {
        let average = i128::from(average(part, whole).unwrap());
        let twice = 2 * (average * i128::from(whole) - i128::from(part));
        prop_assert!(twice.abs() <= i128::from(whole));
    }
}

// What a deployment counts as revenue, and refunds that a platform adds up itself.

#[test]
fn revenue_is_what_the_deployment_counts() {
    // The order, its goods where stated as such, and its revenue by merchandise and by total.
    for (order, merchandise, goods, total) in [
        (stated(12_000, 1_500, 500), None, 10_000, 12_000),
        (stated(12_000, 1_500, 500), Some(9_000), 9_000, 12_000),
        (only(12_000), None, 12_000, 12_000),
        (only(12_000), Some(10_000), 10_000, 12_000),
        (only(12_000), Some(0), 0, 12_000),
        (only(12_000), Some(12_003), 12_000, 12_000),
        (only(0), Some(0), 0, 0),
    ] {
        assert_eq!(order.counted(merchandise, Basis::Merchandise).revenue(), goods, "{order:?} {merchandise:?}");
        assert_eq!(order.counted(merchandise, Basis::OrderTotal).revenue(), total, "{order:?} {merchandise:?}");
    }
}

#[test]
fn revenue_by_the_total_says_so_and_so_does_revenue_of_unknown_goods() {
    assert!(only(100).counted(None, Basis::Merchandise).goods().is_none());
    assert!(only(100).counted(Some(90), Basis::Merchandise).goods().is_some());
    assert!(stated(100, 5, 5).counted(Some(90), Basis::OrderTotal).goods().is_none());
}

fn back(part: u8, total: i64) -> Back {
    Back { part, total, tax: None, shipping: None }
}

const SINGLE: u8 = 0;
const CHARGEBACK: u8 = 1;
const CUMULATIVE: u8 = 2;
/// A refund of everything states the most that can be stated.
const FULL: i64 = 1_000_000_000_000;

#[test]
fn what_a_platform_adds_up_replaces_single_refunds_and_chargebacks_come_on_top() {
    let order = stated(12_000, 1_500, 500);
    for (name, all, taken) in [
        ("a sum alone", vec![back(CUMULATIVE, 6_000)], 5_000),
        ("a sum that tells of the same refunds", vec![back(SINGLE, 6_000), back(CUMULATIVE, 6_000)], 5_000),
        ("a sum that is behind", vec![back(SINGLE, 6_000), back(CUMULATIVE, 1_200)], 5_000),
        ("a sum that is ahead", vec![back(SINGLE, 1_200), back(CUMULATIVE, 6_000)], 5_000),
        ("a dispute that was won", vec![back(CUMULATIVE, 0)], 0),
        ("a chargeback", vec![back(CHARGEBACK, 1_200)], 1_000),
        ("a chargeback beside single refunds", vec![back(SINGLE, 6_000), back(CHARGEBACK, 1_200)], 6_000),
        ("a chargeback beside a sum", vec![back(CUMULATIVE, 6_000), back(CHARGEBACK, 1_200)], 6_000),
        (
            "a chargeback of what was given back already",
            vec![back(CUMULATIVE, 12_000), back(CHARGEBACK, 12_000)],
            10_000,
        ),
        ("all of it in one word", vec![back(SINGLE, FULL)], 10_000),
        ("all of it as a sum", vec![back(CUMULATIVE, FULL)], 10_000),
    ] {
        assert_eq!(taken_back(&order, &all), taken, "{name}");
    }
}

#[test]
fn by_the_order_total_a_refund_takes_what_it_gives() {
    let order = stated(12_000, 1_500, 500).counted(None, Basis::OrderTotal);
    let goods = Back { part: SINGLE, total: 6_000, tax: Some(1_000), shipping: Some(0) };
    assert_eq!(taken_back(&order, &[goods]), 6_000);
    assert_eq!(taken_back(&order, &[goods, back(CHARGEBACK, 7_000)]), 12_000);
}

fn backs() -> impl Strategy<Value = Vec<Back>> {
    let one =
        (0..3_u8, amounts()).prop_map(|(part, a)| Back { part, total: a.total, tax: a.tax, shipping: a.shipping });
    prop::collection::vec(one, 0..6)
}

fn bases() -> impl Strategy<Value = Basis> {
    prop_oneof![Just(Basis::Merchandise), Just(Basis::OrderTotal)]
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn what_is_taken_back_is_never_more_than_the_revenue(
        order in amounts(), goods in prop::option::of(0..1_000_000_i64), basis in bases(), all in backs(),
    ) {
        let order = order.counted(goods, basis);
        prop_assert!((0..=order.total).contains(&order.revenue()));
        prop_assert!((0..=order.revenue()).contains(&taken_back(&order, &all)));
    }

    #[test]
    fn what_is_given_back_in_another_order_takes_the_same(
        order in amounts(),
        (all, shuffled) in backs().prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
    ) {
        prop_assert_eq!(taken_back(&order, &all), taken_back(&order, &shuffled));
    }

    #[test]
    fn a_full_refund_of_any_part_leaves_nothing(
        order in amounts(), goods in prop::option::of(0..1_000_000_i64), basis in bases(), mut all in backs(), part in 0..3_u8,
    ) {
        let order = order.counted(goods, basis);
        all.push(back(part, order.total.max(FULL)));
        prop_assert_eq!(taken_back(&order, &all), order.revenue());
    }

    #[test]
    fn a_sum_of_the_single_refunds_changes_nothing(order in amounts(), parts in prop::collection::vec(1..1_000_000_i64, 1..5)) {
        let single: Vec<Back> = parts.iter().map(|total| back(SINGLE, *total)).collect();
        let mut both = single.clone();
        both.push(back(CUMULATIVE, parts.iter().sum()));
        prop_assert_eq!(taken_back(&order, &both), taken_back(&order, &single));
        prop_assert_eq!(taken_back(&order, &both[parts.len()..]), taken_back(&order, &single));
    }

    #[test]
    fn one_more_of_any_part_never_gives_anything_back(order in amounts(), all in backs(), more in amounts(), part in 0..3_u8) {
        let mut with = all.clone();
        with.push(Back { part, total: more.total, tax: more.tax, shipping: more.shipping });
        prop_assert!(taken_back(&order, &with) >= taken_back(&order, &all));
    }
}
