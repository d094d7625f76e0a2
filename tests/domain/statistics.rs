//! Statistics: against published rows and `SciPy` 1.17 and statsmodels 0.15, to 1e-9; and what must hold of all of them.
#![expect(clippy::unreadable_literal, reason = "as SciPy prints them")]

use proptest::prelude::*;
use serde_json::json;
use waymark::domain::statistics::Level::{Eighty, NinetyFive};
use waymark::domain::statistics::{
    self, Interval, Level, Sample, at_least, at_most, clopper_pearson, normal_beyond, two_sided,
};

/// How many of how many.
type Share = (u64, u64);
/// How many over what.
type Rate = (u64, f64);

/// To 1e-9, or to 1e-9 of what is small.
fn close(found: f64, expected: f64) -> bool {
    found.is_infinite() && expected.is_infinite() || (found - expected).abs() <= 1e-9 * expected.abs().min(1.0)
}

#[track_caller]
fn same(found: f64, expected: f64) {
    assert!(close(found, expected), "{found:?} is not {expected:?}");
}

#[track_caller]
fn between(found: Option<Interval>, low: f64, high: f64) {
    let found = found.unwrap();
    assert!(close(found.low, low) && close(found.high, high), "{found:?} is not {low:?} to {high:?}");
}

// R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I,
// method 3: four digits.
#[test]
fn wilson_is_what_newcombe_printed() {
    let rows = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)];
    for (k, n, low, high) in rows {
        let found = statistics::wilson(k, n, NinetyFive).unwrap();
        assert!((found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5, "{k}/{n}: {found:?}");
    }
}

// statsmodels: proportion_confint(k, n, 1 - level, "wilson").
#[test]
fn wilson_is_what_statsmodels_says() {
    let rows: [(u64, u64, Level, f64, f64); 11] = [
        (81, 263, NinetyFive, 0.2552885198782742, 0.36620957698280004),
        (81, 263, Eighty, 0.27278813300373866, 0.3455647470926316),
        (15, 148, NinetyFive, 0.0623863995307363, 0.16048724172330803),
        (15, 148, Eighty, 0.07380850461590202, 0.137644798894005),
        (0, 20, Eighty, 0.0, 0.0758869791107644),
        (1, 29, Eighty, 0.010372169057183488, 0.10849506902959477),
        (1, 2, NinetyFive, 0.09453120573423074, 0.9054687942657693),
        (20, 20, NinetyFive, 0.8388748419471806, 1.0),
        (7, 1000, NinetyFive, 0.0033948684009907646, 0.014378315465766588),
        (1200, 100_000, NinetyFive, 0.011343632822980718, 0.012693858374900332),
        (1200, 100_000, Eighty, 0.011566674710137888, 0.012449354600892672),
    ];
    for (k, n, level, low, high) in rows {
        between(statistics::wilson(k, n, level), low, high);
    }
}

#[test]
fn of_nothing_there_is_no_share_and_no_interval() {
    assert_eq!(statistics::share(0, 0), None);
    assert_eq!(statistics::wilson(0, 0, NinetyFive), None);
    assert_eq!(statistics::difference((1, 2), (0, 0), NinetyFive), None);
    assert_eq!(statistics::relative((1, 2), (0, 5), NinetyFive), None);
    assert_eq!(statistics::relative((0, 2), (1, 5), NinetyFive), None);
    assert_eq!(statistics::differs((0, 10), (0, 10)), None);
    assert_eq!(statistics::rates((0, 7.0), (0, 28.0), 1.0, NinetyFive), None);
    assert_eq!(statistics::rates((5, 0.0), (5, 28.0), 1.0, NinetyFive), None);
}

// By hand in Python: Wilson with z sqrt((N - n) / (N - 1)) for z.
#[test]
fn of_a_finite_whole_the_interval_is_narrower_and_of_all_of_it_a_point() {
    let rows = [
        (30, 100, 180, 0.24374410769584842, 0.36300739139923954),
        (5, 40, 41, 0.10968777235858702, 0.1421085985356029),
        (3, 25, 400, 0.04295157399090058, 0.29295410257092214),
        (12, 40, 40, 0.3, 0.3),
    ];
    for (k, n, whole, low, high) in rows {
        between(statistics::wilson_of(k, n, whole, NinetyFive), low, high);
    }
}

// statsmodels: confint_proportions_2indep(method="newcomb", compare="diff"). The first row is also Newcombe 1998, table II:
// 0.0524 to 0.3339.
#[test]
fn the_difference_of_two_shares_is_newcombes() {
    let rows: [(Share, Share, Level, f64, f64); 6] = [
        ((56, 70), (48, 80), NinetyFive, 0.05243147240236498, 0.333872654036906),
        ((56, 70), (48, 80), Eighty, 0.10430593976377465, 0.2896655946541277),
        ((9, 10), (3, 10), NinetyFive, 0.17052272393450302, 0.8090179735354881),
        ((10, 10), (0, 20), NinetyFive, 0.6790860371419147, 1.0),
        ((5, 56), (0, 29), NinetyFive, -0.03813714790353688, 0.19256001385511162),
        ((1200, 100_000), (900, 100_000), NinetyFive, 0.0021076845719312787, 0.003895916580634951),
    ];
    for (one, other, level, low, high) in rows {
        between(statistics::difference(one, other, level), low, high);
    }
}

// statsmodels: confint_proportions_2indep(method="log", compare="ratio", correction=False).
#[test]
fn the_ratio_of_two_shares_is_katzs() {
    let rows: [(Share, Share, Level, f64, f64); 4] = [
        ((56, 70), (48, 80), NinetyFive, 1.0766264227631928, 1.651248511266387),
        ((9, 10), (3, 10), Eighty, 1.5920081974585476, 5.653237222250135),
        ((1200, 100_000), (900, 100_000), NinetyFive, 1.2234826355194515, 1.4530470038285348),
        ((1200, 100_000), (900, 100_000), Eighty, 1.2604418574211933, 1.4104401304277776),
    ];
    for (one, other, level, low, high) in rows {
        between(statistics::relative(one, other, level), low, high);
    }
}

// statsmodels: proportions_ztest.
#[test]
fn the_pooled_test_of_two_shares_is_the_textbooks() {
    let rows = [
        ((56, 70), (48, 80), 2.6501719512585336, 0.00804508136819656),
        ((10, 10), (0, 20), 5.47722557505166, 4.320463057827506e-08),
        ((1200, 100_000), (900, 100_000), 6.581179073395735, 4.667320319643924e-11),
    ];
    for (one, other, z, p) in rows {
        let found = statistics::differs(one, other).unwrap();
        same(found.0, z);
        same(found.1, p);
    }
}

// SciPy: fisher_exact. The first row is the worked example of Wikipedia's page on the test, 1 of 12 against 9 of 12.
#[test]
fn fishers_test_is_scipys() {
    let rows = [
        ((1, 12), (9, 12), 0.0027594561852200836),
        ((1, 10), (9, 10), 0.001093333910671372),
        ((3, 4), (1, 4), 0.48571428571428565),
        ((9, 10), (3, 10), 0.019766611097880443),
        ((0, 50), (5, 50), 0.05628449442882433),
        ((2, 2000), (9, 1500), 0.012162221382754086),
        ((400, 1000), (30, 60), 0.13730143070781972),
        ((7, 7), (0, 6), 0.0005827505827505828),
        ((12, 1_000_000), (30, 1_000_000), 0.00791525619666788),
        ((1200, 100_000), (900, 100_000), 5.030487703036859e-11),
    ];
    for (one, other, p) in rows {
        same(statistics::fisher(one, other), p);
        same(statistics::fisher(other, one), p);
    }
    same(statistics::fisher((0, 10), (0, 10)), 1.0);
    same(statistics::fisher((5, 10), (5, 10)), 1.0);
}

// SciPy: binomtest(k, n, p).pvalue and binom.sf(k - 1, n, p).
#[test]
fn exact_binomial_tails_are_scipys() {
    let rows: [(u64, u64, f64, f64, f64); 10] = [
        (3, 10, 0.5, 0.34375, 0.9453125),
        (0, 10, 0.1, 0.6125795109999999, 1.0),
        (7, 10, 0.3, 0.010592078399999996, 0.010592078399999996),
        (40, 100, 0.333, 0.16782121623138457, 0.09539856334948461),
        (10, 20, 0.5, 1.0, 0.5880985260009766),
        (120, 1000, 0.1, 0.039607719641630554, 0.021996144965794422),
        (5000, 100_000, 0.05, 1.0, 0.5020259614598019),
        (5300, 100_000, 0.05, 1.5827533370848765e-05, 8.249451556844293e-06),
        (1_000_000, 10_000_000, 0.1001, 0.2922962334653849, 0.8540967468755639),
        (1, 3, 0.02, 0.058808, 0.058808),
    ];
    for (k, n, p, both, above) in rows {
        same(two_sided(k, n, p), both);
        #[expect(clippy::cast_precision_loss, reason = "small")]
        same(at_least(k as f64, n as f64, p), above);
    }
}

// SciPy: binomtest(k, n).proportion_ci(level).
#[test]
fn the_exact_interval_of_a_share_is_scipys() {
    let rows: [(f64, f64, Level, f64, f64); 6] = [
        (3.0, 10.0, NinetyFive, 0.06673951117773447, 0.652452850060008),
        (3.0, 10.0, Eighty, 0.11582527802976292, 0.5517308323835991),
        (0.0, 10.0, NinetyFive, 0.0, 0.30849710781876294),
        (120.0, 1000.0, NinetyFive, 0.10050092374816791, 0.1417668637928255),
        (5300.0, 100_000.0, Eighty, 0.05209349310198549, 0.05391935618331105),
        (1e6, 1e7, NinetyFive, 0.09981412730490584, 0.10018610432236044),
    ];
    for (k, n, level, low, high) in rows {
        between(Some(clopper_pearson(k, n, level)), low, high);
    }
}

// SciPy: binomtest(k, k + k0, t / (t + t0)), its interval as odds times t0 / t: R's poisson.test of two counts.
#[test]
fn two_rates_are_compared_as_r_does() {
    let rows: [(Rate, Rate, Level, f64, f64, f64); 8] = [
        ((60, 14.), (80, 28.), NinetyFive, 0.01955460565997609, 1.0550184408794772, 2.122781088237383),
        ((60, 14.), (80, 28.), Eighty, 0.01955460565997609, 1.1870760895026156, 1.892839327308917),
        ((30, 28.), (20, 28.), NinetyFive, 0.20263875106454066, 0.8241318992309121, 2.786754306962038),
        ((0, 7.), (12, 28.), NinetyFive, 0.141274976256, 0.0, 1.4395752691508161),
        ((11, 7.), (0, 28.), NinetyFive, 2.0480000000000012e-08, 10.039316611797299, f64::INFINITY),
        // The example of R's own page on poisson.test, which prints p = 0.07967 and 0.8584264 to 4.2772659.
        ((11, 800.), (21, 3011.), NinetyFive, 0.0796686330333295, 0.858426403391619, 4.277265943654079),
        ((1520, 28.), (1400, 28.), NinetyFive, 0.027634534446368847, 1.0090153083900189, 1.1683082259658453),
        ((1520, 28.), (1400, 28.), Eighty, 0.027634534446368847, 1.0346757126431751, 1.1392857842679847),
    ];
    for (one, other, level, p, low, high) in rows {
        let found = statistics::rates(one, other, 1.0, level).unwrap();
        same(found.p, p);
        between(Some(found.interval), low, high);
    }
    same(statistics::rates((60, 14.0), (80, 28.0), 1.0, Eighty).unwrap().ratio.unwrap(), 1.5);
    assert_eq!(statistics::rates((11, 7.0), (0, 28.0), 1.0, Eighty).unwrap().ratio, None);
}

// By SciPy's beta distribution on counts divided by phi.
#[test]
fn counts_that_spread_wider_make_the_interval_wider_and_the_test_milder() {
    let rows: [(Rate, Rate, f64, Level, f64, f64, f64); 4] = [
        ((60, 14.), (80, 28.), 2.5, NinetyFive, 0.1741369710945126, 0.845439426052191, 2.627926187793892),
        ((60, 14.), (80, 28.), 2.5, Eighty, 0.1741369710945126, 1.0216758484485322, 2.193264731026183),
        ((30, 28.), (20, 28.), 1.7, NinetyFive, 0.36830294395916185, 0.6778867031167441, 3.445545416880971),
        ((0, 7.), (12, 28.), 1.3, NinetyFive, 0.254962335933115, 0.0, 1.9650829922129975),
    ];
    for (one, other, phi, level, p, low, high) in rows {
        let found = statistics::rates(one, other, phi, level).unwrap();
        same(found.p, p);
        between(Some(found.interval), low, high);
    }
}

// SciPy: 2 norm.sf(z).
#[test]
fn the_normal_tail_is_scipys() {
    let rows = [
        (0.0, 1.0),
        (0.1, 0.920344325445942),
        (-1.0, 0.31731050786291415),
        (1.959963984540054, 0.05),
        (3.5, 0.00046525815807105003),
        (3.6, 0.00031821718031506727),
        (5.0, 5.733031437583866e-07),
        (8.0, 1.244192114854348e-15),
        (20.0, 5.507248237212311e-89),
    ];
    for (z, p) in rows {
        let found = normal_beyond(z);
        assert!((found - p).abs() <= 1e-9 * p, "{z}: {found:?} is not {p:?}");
    }
}

// SciPy: chisquare of the two arms.
#[test]
fn arms_that_came_out_uneven_are_told() {
    let rows = [
        (50_000, 50_000, 0.5, 1.0),
        (50_600, 49_400, 0.5, 0.00014780231033445398),
        (90_200, 9_800, 0.9, 0.035014981019664056),
        (10, 20, 0.5, 0.06788915486182893),
    ];
    for (one, other, share, p) in rows {
        same(statistics::uneven(one, other, share).unwrap(), p);
    }
    assert_eq!(statistics::uneven(0, 0, 0.5), None);
    assert_eq!(statistics::uneven(5, 5, 1.0), None);
}

// The worked example of Benjamini and Hochberg 1995, section 3.2: 15 p-values, four found at 0.05.
#[test]
fn of_many_tests_those_are_found_that_benjamini_and_hochberg_found() {
    let p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ];
    let found = |q| statistics::discoveries(&p, q).iter().filter(|found| **found).count();
    assert_eq!(found(0.05), 4);
    assert_eq!(found(0.10), 9);
    assert_eq!(statistics::discoveries(&[0.9, 0.0001, 0.9], 0.1), [false, true, false]);
    assert_eq!(statistics::discoveries(&[], 0.1), Vec::<bool>::new());
}

// The usual formula, by hand in Python: 42690.06, 13806.18, 384.60.
#[test]
fn how_many_it_takes_to_tell_two_shares_apart() {
    for (from, to, n) in [(0.01, 0.012, 42_691.0), (0.02, 0.025, 13_807.0), (0.5, 0.6, 385.0)] {
        assert_eq!(statistics::per_arm(from, to), Some(n));
    }
    assert_eq!(statistics::per_arm(0.02, 0.02), None);
    assert_eq!(statistics::per_arm(0.02, 1.5), None);
}

// 100 by link, 150 by code, 70 by both: 101 x 151 / 71 - 1.
#[test]
fn two_lists_tell_how_many_neither_saw_where_enough_are_on_both() {
    same(statistics::hidden(100, 150, 70).unwrap(), 101.0 * 151.0 / 71.0 - 1.0);
    assert_eq!(statistics::hidden(100, 150, 6), None);
}

// 30 orders of 8,000 and 10 of 5,000: sum 290,000, squares 2,170,000,000.
#[test]
fn a_sum_of_money_is_as_sure_as_its_largest_orders_let_it() {
    let found = statistics::money(290_000.0, 30.0 * 8_000.0_f64.powi(2) + 10.0 * 5_000.0_f64.powi(2), NinetyFive);
    let half = 1.959963984540054 * 2_170_000_000.0_f64.sqrt();
    between(Some(found), 290_000.0 - half, 290_000.0 + half);
    between(Some(statistics::money(0.0, 0.0, Eighty)), 0.0, 0.0);
}

// (12 - 10)^2 / 10 + (4 - 10)^2 / 10 + (14 - 10)^2 / 10 = 5.6, over 3 - 1 degrees of freedom.
#[test]
fn dispersion_is_pearsons_and_never_below_one() {
    same(statistics::dispersion(&[(12, 10.0), (4, 10.0), (14, 10.0)], 1).unwrap(), 2.8);
    same(statistics::dispersion(&[(10, 10.0), (11, 10.0), (9, 10.0)], 1).unwrap(), 1.0);
    assert_eq!(statistics::dispersion(&[(10, 10.0)], 1), None);
    assert_eq!(statistics::dispersion(&[(0, 0.0), (3, 3.0)], 1), None);
}

#[test]
fn a_small_sample_says_so() {
    let rows = [
        (9, None, Sample::Insufficient),
        (10, None, Sample::Low),
        (29, None, Sample::Low),
        (30, None, Sample::Ok),
        (500, Some(99), Sample::Insufficient),
        (30, Some(100), Sample::Ok),
    ];
    for (orders, clicks, expected) in rows {
        assert_eq!(statistics::sample(orders, clicks), expected, "{orders} {clicks:?}");
    }
    assert_eq!(Sample::Insufficient.word(), "insufficient");
}

#[test]
fn an_interval_is_shown_with_its_level_and_an_open_end_as_null() {
    let open = Interval { low: 0.5, high: f64::INFINITY };
    assert_eq!(open.shown(NinetyFive), json!({ "low": 0.5, "high": null, "level": 0.95 }));
    assert_eq!(open.times(-1.0).plus(1.0).shown(Eighty), json!({ "low": null, "high": 0.5, "level": 0.8 }));
}

proptest! {
    #[test]
    fn every_interval_holds_its_estimate(k in 0_u64..500, more in 1_u64..5_000) {
        let n = k + more;
        let p = statistics::share(k, n).unwrap();
        #[expect(clippy::cast_precision_loss, reason = "small")]
        for found in [statistics::wilson(k, n, Eighty).unwrap(), clopper_pearson(k as f64, n as f64, Eighty)] {
            prop_assert!(found.low <= p + 1e-12 && p <= found.high + 1e-12, "{:?} {}", found, p);
            prop_assert!(0.0 <= found.low && found.high <= 1.0);
        }
        let wide = statistics::wilson(k, n, NinetyFive).unwrap();
        let narrow = statistics::wilson(k, n, Eighty).unwrap();
        prop_assert!(wide.low <= narrow.low && narrow.high <= wide.high);
    }

    #[test]
    fn both_tails_add_up_to_one_and_what_is_in_both(n in 1_u64..3_000, at in 0.0_f64..1.0, p in 0.001_f64..0.999) {
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let n = n as f64;
        let k = (n * at).floor();
        let both = at_least(k, n, p) + at_most(k - 1.0, n, p);
        prop_assert!(k < 1.0 || (both - 1.0).abs() < 1e-9, "{}", both);
    }

    #[test]
    fn every_p_is_a_probability(k in 0_u64..300, n in 1_u64..300, j in 0_u64..300, m in 1_u64..300, phi in 1.0_f64..9.0) {
        let (k, j) = (k.min(n), j.min(m));
        for p in [
            statistics::fisher((k, n), (j, m)),
            two_sided(k, n, 0.37),
            statistics::rates((k, 7.0), (j + 1, 28.0), phi, Eighty).unwrap().p,
        ] {
            prop_assert!((0.0..=1.0).contains(&p), "{}", p);
        }
    }
}
