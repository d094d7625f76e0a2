//! Credit: whose order it was, and that nothing of it is lost or made up.

use std::collections::BTreeMap;

use proptest::prelude::*;
use waymark::domain::credit::{Credit, Order, Owner, Via, WINDOW_DAYS, last_click, of};
use waymark::domain::money::Currency;
use waymark::domain::recount::{SaleTotals, Scope, add_credit};
use waymark::domain::time::DAY_MS;

use crate::given::{self, NOON, currency, only, order, stated};
use crate::money::amounts;

/// Link 7 is of creator 70 and campaign 3; link 8 of creator 80 without a campaign; no other link exists.
fn owner_of(link: u32) -> Option<Owner> {
    match link {
        7 => Some(Owner { creator: 70, campaign: 3 }),
        8 => Some(Owner { creator: 80, campaign: 0 }),
        _ => None,
    }
}

fn click(link: u32, before: i64) -> (u32, i64, u32, u64) {
    (link, NOON - before, 1, 99)
}

fn credit(order: &Order) -> Credit {
    of(order, owner_of)
}

#[test]
fn an_order_with_a_click_is_the_links_creators() {
    let credit = credit(&Order { clicks: vec![click(7, 1_000)], ..order() });
    assert_eq!((credit.via, credit.link), (Via::Link, 7));
    assert_eq!(credit.owner, Owner { creator: 70, campaign: 3 });
}

#[test]
fn an_order_with_a_code_alone_is_the_codes_owners() {
    let credit = credit(&Order { code_owner: Some(80), ..order() });
    assert_eq!((credit.via, credit.link), (Via::Code, 0));
    assert_eq!(credit.owner, Owner { creator: 80, campaign: 0 });
}

#[test]
fn an_order_with_both_is_both_where_they_agree() {
    let credit = credit(&Order { clicks: vec![click(7, 1_000)], code_owner: Some(70), ..order() });
    assert_eq!((credit.via, credit.link, credit.owner.creator), (Via::Both, 7, 70));
}

#[test]
fn a_click_beats_somebody_elses_code() {
    let credit = credit(&Order { clicks: vec![click(7, 1_000)], code_owner: Some(80), ..order() });
    assert_eq!((credit.via, credit.owner.creator), (Via::Link, 70));
}

#[test]
fn an_order_with_nothing_is_nobodys() {
    let credit = credit(&order());
    assert_eq!((credit.via, credit.link, credit.owner), (Via::Nothing, 0, Owner::default()));
}

#[test]
fn a_click_that_is_too_old_leaves_the_order_to_the_code() {
    let clicks = vec![click(7, WINDOW_DAYS * DAY_MS)];
    let credit = credit(&Order { clicks, code_owner: Some(80), ..order() });
    assert_eq!((credit.via, credit.owner.creator), (Via::Code, 80));
}

#[test]
fn a_click_of_a_link_that_does_not_exist_credits_nobody() {
    assert_eq!(credit(&Order { clicks: vec![click(9, 1_000)], ..order() }).via, Via::Nothing);
}

#[test]
fn the_window_is_half_open_at_both_ends() {
    // Boundary vectors of a window of W: 0, 1 ms and W - 1 ms are in, W and one millisecond after the order are out.
    let window = WINDOW_DAYS * DAY_MS;
    assert_eq!(window, 2_592_000_000);
    for (before, inside) in
        [(0, true), (1, true), (window - 1, true), (window, false), (window + 1, false), (-1, false)]
    {
        assert_eq!(last_click(&[click(7, before)], NOON).is_some(), inside, "{before} ms before the order");
    }
}

#[test]
fn of_many_clicks_the_last_one_before_the_order_counts() {
    let clicks = [click(7, 5_000), click(8, 1_000), click(7, 3_000), click(7, -1), click(8, WINDOW_DAYS * DAY_MS)];
    assert_eq!(last_click(&clicks, NOON).map(|click| (click.link, click.at)), Some((8, NOON - 1_000)));
}

#[test]
fn two_clicks_of_one_moment_are_told_apart_by_their_nonce() {
    let (one, other) = ((7, NOON, 1, 99), (8, NOON, 2, 99));
    assert_eq!(last_click(&[one, other], NOON), last_click(&[other, one], NOON));
    assert_eq!(last_click(&[one, other], NOON).map(|click| click.link), Some(8));
}

#[test]
fn two_clicks_of_one_moment_and_one_nonce_are_told_apart_by_their_link() {
    let (one, other) = ((7, NOON, 1, 99), (8, NOON, 1, 99));
    assert_eq!(last_click(&[one, other], NOON), last_click(&[other, one], NOON));
}

#[test]
fn gross_is_the_goods_and_refunds_reduce_it() {
    let credit = credit(&Order { refunds: vec![only(6_000)], refund_count: 3, ..order() });
    assert_eq!((credit.gross_minor, credit.refunded_minor, credit.refunds), (10_000, 5_000, 3));
    assert!(!credit.on_total);
}

#[test]
fn an_order_without_its_parts_says_so() {
    assert!(credit(&Order { amount: only(12_000), ..order() }).on_total);
}

#[test]
fn an_order_reads_as_the_statement_writes_it() {
    let row = r#"{"order_id":"1001","occurred_at":1795176000000,"currency":"EUR",
        "amount":{"total":12000,"tax":1500,"shipping":500},"clicks":[[7,1795175999000,5,70368744177763]],
        "code_owner":null,"refunds":[{"total":100,"tax":null,"shipping":null}],"refund_count":2}"#;
    let read: Order = serde_json::from_str(row).unwrap();
    assert_eq!(read.amount, stated(12_000, 1_500, 500));
    assert_eq!(read.clicks, [(7, NOON - 1_000, 5, 70_368_744_177_763)]);
    assert_eq!((read.code_owner, read.refunds, read.refund_count), (None, vec![only(100)], 2));
}

fn orders() -> impl Strategy<Value = Order> {
    let clicks = prop::collection::vec((6..10_u32, -5..40_i64), 0..5);
    let code = prop::option::of(prop_oneof![Just(70_u32), Just(80), Just(90)]);
    let letters = prop_oneof![Just("EUR"), Just("JPY"), Just("BHD")];
    (letters, amounts(), clicks, code, prop::collection::vec(amounts(), 0..4)).prop_map(
        |(letters, amount, clicks, code_owner, refunds)| Order {
            currency: currency(letters),
            // Sums of many orders stay within 64 bits, as a deployment's do.
            amount: if amount.total < 1 << 40 { amount } else { only(amount.total >> 20) },
            // No two clicks share their random bits.
            clicks: (1..).zip(&clicks).map(|(nonce, (link, days))| (*link, NOON - days * DAY_MS, nonce, 99)).collect(),
            code_owner,
            refund_count: u32::try_from(refunds.len()).unwrap(),
            refunds,
            ..order()
        },
    )
}

/// Orders, gross and refunded of a scope, per currency.
fn sums(totals: &SaleTotals, wanted: impl Fn(Scope, u32) -> bool) -> BTreeMap<Currency, (u64, i64, i64)> {
    let mut sums = BTreeMap::new();
    for ((_, _, currency), s) in totals.iter().filter(|((scope, id, _), _)| wanted(*scope, *id)) {
        let sum: &mut (u64, i64, i64) = sums.entry(*currency).or_default();
        sum.0 += s.orders_link + s.orders_code + s.orders_both + s.orders_none;
        sum.1 += s.gross_minor;
        sum.2 += s.refunded_minor;
    }
    sums
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn credits_and_what_is_unattributed_equal_the_orders(orders in prop::collection::vec(orders(), 0..30)) {
        let mut totals = SaleTotals::new();
        let mut expected: BTreeMap<Currency, (u64, i64, i64)> = BTreeMap::new();
        for order in &orders {
            let credit = credit(order);
            add_credit(&mut totals, &credit);
            let sum = expected.entry(order.currency).or_default();
            sum.0 += 1;
            sum.1 += order.amount.revenue();
            sum.2 += waymark::domain::money::refunded(&order.amount, &order.refunds);
        }
        prop_assert_eq!(sums(&totals, |scope, _| scope == Scope::All), expected.clone());
        // The creators and creator 0, nobody, are everything there is.
        prop_assert_eq!(sums(&totals, |scope, _| scope == Scope::Creator), expected.clone());
        // So are the links (0 for codes) and the campaigns (0 for none) with what is unattributed.
        for part in [Scope::Link, Scope::Campaign] {
            let sum = sums(&totals, |scope, id| scope == part || (scope == Scope::Creator && id == 0));
            prop_assert_eq!(sum, expected.clone());
        }
    }

    #[test]
    fn a_credit_is_never_below_zero_and_never_above_the_order(order in orders()) {
        let credit = credit(&order);
        prop_assert!(credit.gross_minor >= 0 && credit.gross_minor <= order.amount.total);
        prop_assert!((0..=credit.gross_minor).contains(&credit.refunded_minor));
    }

    #[test]
    fn the_order_in_which_clicks_are_sent_changes_nothing(
        (order, shuffled) in orders().prop_flat_map(|order| (Just(order.clone()), Just(order.clicks).prop_shuffle())),
    ) {
        let same = Order { clicks: shuffled, ..order.clone() };
        prop_assert_eq!(credit(&order), credit(&same));
    }
}
