//! Orders before their click, and clicks thrown wide: found where they are, never where they are not.

use waymark::domain::report::lags::{Clicked, FAST_END, Lags, SLOW_BEGIN, flooding, injection};

/// Chance that comes out the same every time (splitmix64).
struct Chance(u64);

impl Chance {
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.share()).ln()).sqrt() * (std::f64::consts::TAU * self.share()).cos()
    }

    /// Seconds from click to order as in a shop: 70 % log-normal around 8 minutes, 30 % some days (reference 5.4).
    fn honest(&mut self) -> f64 {
        if self.share() < 0.7 { (1.2 * self.normal()).exp() * 480.0 } else { -259_200.0 * (1.0 - self.share()).ln() }
    }

    /// At any time of thirty days.
    fn any(&mut self) -> f64 {
        self.share() * 2_592_000.0
    }
}

/// `orders` with lags of `lag`, and as many clicks as `rate` of them makes.
fn creator(orders: u64, clicks: u64, mut lag: impl FnMut() -> f64) -> Clicked {
    let mut lags = Lags(1, orders, 0, 0);
    for _ in 0..orders {
        let lag = lag();
        lags.2 += u64::from(lag < 10.0);
        lags.3 += u64::from(lag >= 86_400.0);
    }
    Clicked { lags, clicks }
}

/// Four honest creators together.
fn others(chance: &mut Chance, each: u64) -> Clicked {
    creator(4 * each, 200 * each, || chance.honest())
}

#[test]
fn the_stretches_are_those_of_the_histogram() {
    // The edges of lag_total, seconds.
    const EDGES: [i64; 17] =
        [0, 1, 2, 5, 10, 30, 60, 300, 1_800, 3_600, 21_600, 86_400, 259_200, 604_800, 1_209_600, 2_592_000, 7_776_000];
    assert_eq!(EDGES[usize::try_from(FAST_END).unwrap()], 10);
    assert_eq!(EDGES[usize::try_from(SLOW_BEGIN).unwrap()], 86_400);
}

#[test]
fn in_five_thousand_shops_no_honest_creator_is_called_either() {
    let mut chance = Chance(20_261_120);
    for run in 0..5_000 {
        let orders = [20, 50, 200][run % 3];
        let others = others(&mut chance, 50);
        let mine = creator(orders, 50 * orders, || chance.honest());
        assert_eq!((injection(mine, others), flooding(mine, others)), (None, None), "run {run}");
    }
}

#[test]
fn an_honest_creator_whose_clicks_sell_badly_is_no_flood() {
    let mut chance = Chance(7);
    for run in 0..500 {
        let others = others(&mut chance, 50);
        let mine = creator(50, 50 * 500, || chance.honest());
        assert_eq!(flooding(mine, others), None, "run {run}");
    }
}

// Reference 5.4: 25 % injected is found in 100 % of runs.
#[test]
fn orders_before_their_click_are_found_where_they_are_a_quarter() {
    let mut chance = Chance(5);
    for run in 0..500 {
        let others = others(&mut chance, 50);
        let mut turn = 0;
        let mine = creator(50, 2_500, || {
            turn += 1;
            if turn % 4 == 0 { 3.0 } else { chance.honest() }
        });
        assert!(injection(mine, others).is_some(), "run {run}");
    }
}

// Reference 5.4: pure flooding is found in 99.4 % of runs with 20 orders and in all with 50.
#[test]
fn clicks_that_are_thrown_wide_are_found() {
    let mut chance = Chance(11);
    let found = |chance: &mut Chance, orders: u64| {
        let runs = (0..500).filter(|_| {
            let others = others(chance, 50);
            flooding(creator(orders, 1_000 * orders, || chance.any()), others).is_some()
        });
        runs.count()
    };
    assert_eq!(found(&mut chance, 50), 500);
    assert!(found(&mut chance, 20) >= 480);
}

#[test]
fn with_too_few_orders_on_either_side_nothing_is_said() {
    let all_fast = |orders| Clicked { lags: Lags(1, orders, orders, 0), clicks: 5_000 };
    let usual = |orders| Clicked { lags: Lags(0, orders, 0, 0), clicks: 50 * orders };
    assert!(injection(all_fast(20), usual(20)).is_some());
    assert_eq!(injection(all_fast(19), usual(20)), None);
    assert_eq!(injection(all_fast(20), usual(19)), None);
    let all_slow = |orders, clicks| Clicked { lags: Lags(1, orders, 0, orders), clicks };
    assert!(flooding(all_slow(20, 20_000), usual(20)).is_some());
    assert_eq!(flooding(all_slow(20, 999), usual(20)), None);
    assert_eq!(flooding(all_slow(19, 20_000), usual(20)), None);
}

#[test]
fn a_shop_where_all_buy_fast_calls_nobody_fast() {
    let mine = Clicked { lags: Lags(1, 100, 40, 0), clicks: 5_000 };
    let others = Clicked { lags: Lags(0, 1_000, 300, 0), clicks: 50_000 };
    assert_eq!(injection(mine, others), None);
}

#[test]
fn a_creator_is_not_measured_by_itself() {
    let mine = Clicked { lags: Lags(1, 100, 90, 0), clicks: 5_000 };
    let whole = Clicked { lags: Lags(0, 140, 90, 4), clicks: 7_000 };
    let others = mine.others(whole);
    assert_eq!(others, Clicked { lags: Lags(0, 40, 0, 4), clicks: 2_000 });
    assert!(injection(mine, others).is_some());
    assert_eq!(injection(mine, whole), None);
}
