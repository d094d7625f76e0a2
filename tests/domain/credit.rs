//! Credit: whose order it was, and that nothing of it is lost or made up.

use proptest::prelude::*;
use waymark::domain::conversion;
use waymark::domain::credit::{
    Brought, Carried, Decision, Evidence, Held, Kind, Lead, Lost, Order, Owner, Precedence, Rule, Via, WINDOW_DAYS,
    weigh,
};
use waymark::domain::money::{Back, Basis};
use waymark::domain::time::DAY_MS;
use waymark::domain::touch::Kept;

use crate::given::{self, NOON, currency, only, order, stated};
use crate::money::amounts;

const WINDOW: i64 = WINDOW_DAYS * DAY_MS;

/// Link 7 is of creator 70 and campaign 3; link 8 of creator 80 without a campaign; no other link exists.
fn owner_of(link: u32) -> Option<Owner> {
    match link {
        7 => Some(Owner { creator: 70, campaign: 3 }),
        8 => Some(Owner { creator: 80, campaign: 0 }),
        _ => None,
    }
}

fn click(link: u32, before: i64) -> Kept {
    given::kept(link, NOON - before, 1, 99)
}

fn held(creator: u32, from: Option<i64>, until: Option<i64>) -> Held {
    Held { id: 1, creator, campaign: 5, from, until, fit: 1000 }
}

fn code(word: &str, held: Vec<Held>) -> Carried {
    Carried { code: word.into(), discount: None, verified: 1, held }
}

/// A code of creator 70 in campaign 5, always valid.
fn sarahs() -> Vec<Carried> {
    vec![code("SARAH20", vec![held(70, None, None)])]
}

fn credit(order: &Order) -> Brought {
    order.brought(Rule::default()).unwrap()
}

fn decided(evidence: &Evidence, precedence: Precedence) -> Decision {
    weigh(evidence, NOON, precedence, WINDOW_DAYS, &owner_of)
}

/// What tied it, by which link, and whose it is.
fn tied(evidence: &Evidence, precedence: Precedence) -> (Via, u32, u32) {
    let decision = decided(evidence, precedence);
    (decision.via, decision.link, decision.owner.creator)
}

/// Why each piece lost, in their order.
fn lost(evidence: &Evidence, precedence: Precedence) -> Vec<Option<Lost>> {
    decided(evidence, precedence).pieces.iter().map(|piece| piece.lost).collect()
}

use Precedence::{ClickFirst, CodeAlways, CodeAsTouch, CodeFirst};

#[test]
fn every_combination_of_clicks_code_and_setting_has_its_answer() {
    let clicks = |name: &str| match name {
        "owner" => vec![click(7, 1_000)],
        "other" => vec![click(8, 1_000)],
        "owner, other" => vec![click(7, 5_000), click(8, 1_000)],
        "other, owner" => vec![click(8, 5_000), click(7, 1_000)],
        _ => vec![],
    };
    let codes = |name: &str| match name {
        "valid" => sarahs(),
        "before" => vec![code("SARAH20", vec![held(70, None, Some(NOON))])],
        "after" => vec![code("SARAH20", vec![held(70, Some(NOON + 1), None)])],
        "unowned" => vec![code("SARAH20", vec![])],
        _ => vec![],
    };
    let nothing = (Via::Nothing, 0, 0);
    let (by_code, by_seven, by_eight, both) =
        ((Via::Code, 0, 70), (Via::Link, 7, 70), (Via::Link, 8, 80), (Via::Both, 7, 70));
    // The clicks in their order, and what they come to alone, with a code of creator 70 by each setting.
    let table = [
        // clicks, none, click_first, code_first and code_always, code_as_touch
        ("none", nothing, by_code, by_code, by_code),
        ("owner", by_seven, both, both, both),
        ("other", by_eight, by_eight, by_code, by_code),
        ("owner, other", by_eight, by_eight, both, by_code),
        ("other, owner", by_seven, both, both, both),
    ];
    for (name, alone, click_first, code_first, as_touch) in table {
        for carried in ["none", "valid", "before", "after", "unowned"] {
            let evidence = Evidence { touches: clicks(name), codes: codes(carried), ..Evidence::default() };
            let counts = carried == "valid";
            let always = matches!(carried, "valid" | "before" | "after");
            for (precedence, expected) in [
                (ClickFirst, if counts { click_first } else { alone }),
                (CodeFirst, if counts { code_first } else { alone }),
                (CodeAlways, if always { code_first } else { alone }),
                (CodeAsTouch, if counts { as_touch } else { alone }),
            ] {
                assert_eq!(tied(&evidence, precedence), expected, "{name}; code {carried}; {precedence:?}");
            }
        }
    }
}

#[test]
fn a_link_brings_its_campaign_and_a_code_alone_its_own() {
    let with_both = Evidence { touches: vec![click(7, 1_000)], codes: sarahs(), ..Evidence::default() };
    assert_eq!(decided(&with_both, CodeFirst).owner, Owner { creator: 70, campaign: 3 });
    let coded = Evidence { codes: sarahs(), ..Evidence::default() };
    assert_eq!(decided(&coded, CodeFirst).owner, Owner { creator: 70, campaign: 5 });
}

#[test]
fn an_order_with_nothing_is_nobodys() {
    let decision = order().weigh(Rule::default(), &owner_of);
    assert_eq!((decision.via, decision.link, decision.owner), (Via::Nothing, 0, Owner::default()));
}

#[test]
fn the_window_is_half_open_at_both_ends() {
    // Boundary vectors of a window of W: 0, 1 ms and W - 1 ms are in, W and one millisecond after the order are out.
    assert_eq!(WINDOW, 2_592_000_000);
    for (before, why) in [
        (0, None),
        (1, None),
        (WINDOW - 1, None),
        (WINDOW, Some(Lost::TooOld)),
        (WINDOW + 1, Some(Lost::TooOld)),
        (-1, Some(Lost::AfterOrder)),
    ] {
        let evidence = Evidence { touches: vec![click(7, before)], ..Evidence::default() };
        assert_eq!(lost(&evidence, ClickFirst), [why], "{before} ms before the order");
    }
}

#[test]
fn of_many_clicks_the_last_one_before_the_order_counts() {
    let clicks = vec![click(7, 5_000), click(8, 1_000), click(7, 3_000), click(7, -1), click(8, WINDOW)];
    let evidence = Evidence { touches: clicks, ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 8, 80));
    let later = Some(Lost::LaterClick);
    assert_eq!(lost(&evidence, ClickFirst), [later, None, later, Some(Lost::AfterOrder), Some(Lost::TooOld)]);
}

#[test]
fn a_click_of_an_unknown_link_never_counts() {
    let evidence = Evidence { touches: vec![click(9, 1), click(7, 1_000)], ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 7, 70));
    assert_eq!(lost(&evidence, ClickFirst), [Some(Lost::LinkUnknown), None]);
}

#[test]
fn clicks_of_one_moment_are_told_apart_by_their_nonce_and_then_their_link() {
    for (one, other) in [(1, 2), (1, 1)] {
        let (one, other) = (given::kept(7, NOON, one, 99), given::kept(8, NOON, other, 99));
        for clicks in [vec![one.clone(), other.clone()], vec![other.clone(), one.clone()]] {
            assert_eq!(tied(&Evidence { touches: clicks, ..Evidence::default() }, ClickFirst).1, 8);
        }
    }
}

// The lead that a sale came from.

fn lead(at: i64, clicks: Vec<Kept>) -> Lead {
    Lead { at, verified: 1, touches: clicks }
}

#[test]
fn a_click_within_the_window_before_the_lead_counts_for_its_sale() {
    let at = NOON - 60 * DAY_MS;
    for (before_lead, why) in [(0, None), (WINDOW - 1, None), (WINDOW, Some(Lost::TooOld)), (-1, Some(Lost::AfterLead))]
    {
        let clicks = vec![given::kept(7, at - before_lead, 1, 99)];
        let evidence = Evidence { lead: Some(lead(at, clicks)), ..Evidence::default() };
        assert_eq!(lost(&evidence, ClickFirst), [why], "{before_lead} ms before the lead");
    }
}

#[test]
fn a_click_of_the_sale_itself_may_also_lie_before_its_lead() {
    let at = NOON - 60 * DAY_MS;
    let clicks = vec![given::kept(7, at - DAY_MS, 1, 99)];
    let evidence = Evidence { touches: clicks, lead: Some(lead(at, vec![])), ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 7, 70));
}

#[test]
fn of_the_sales_and_the_leads_clicks_the_last_one_counts() {
    let clicks = vec![click(7, 20 * DAY_MS)];
    let evidence = Evidence {
        touches: clicks,
        lead: Some(lead(NOON - DAY_MS, vec![click(8, 2 * DAY_MS)])),
        ..Evidence::default()
    };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 8, 80));
    assert_eq!(decided(&evidence, ClickFirst).pieces[1].kind, Kind::LeadClick(click(8, 2 * DAY_MS)));
}

#[test]
fn a_lead_that_only_a_browser_told_of_decides_nothing() {
    let lead = Some(Lead { at: NOON, verified: 0, touches: vec![click(7, 5)] });
    let evidence = Evidence { lead, ..Evidence::default() };
    assert_eq!(lost(&evidence, ClickFirst), [Some(Lost::Unverified)]);
}

#[test]
fn a_lead_whose_clock_is_ahead_came_before_its_sale_all_the_same() {
    let evidence = Evidence { lead: Some(lead(NOON + 90_000, vec![click(7, 5)])), ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 7, 70));
}

// What the customer did before.

#[test]
fn a_customers_earlier_click_decides_where_the_order_has_none() {
    let evidence = Evidence { history: vec![click(8, DAY_MS), click(7, 2 * DAY_MS)], ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 8, 80));
    assert_eq!(decided(&evidence, ClickFirst).pieces[0].kind, Kind::CustomerClick(click(8, DAY_MS)));
}

#[test]
fn a_customers_earlier_click_yields_to_any_click_of_the_order_or_its_lead() {
    let history = vec![click(8, 1)];
    for evidence in [
        Evidence { touches: vec![click(7, DAY_MS)], history: history.clone(), ..Evidence::default() },
        Evidence { lead: Some(lead(NOON, vec![click(7, DAY_MS)])), history: history.clone(), ..Evidence::default() },
    ] {
        assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 7, 70));
        assert_eq!(lost(&evidence, ClickFirst), [None, Some(Lost::OwnClicksFirst)]);
    }
}

#[test]
fn a_customers_earlier_click_steps_in_where_the_orders_own_is_too_old() {
    let evidence = Evidence { touches: vec![click(7, WINDOW)], history: vec![click(8, 1)], ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 8, 80));
}

#[test]
fn a_customers_earlier_click_is_a_click_to_a_code() {
    let evidence = Evidence { history: vec![click(8, 1)], codes: sarahs(), ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 8, 80));
    assert_eq!(tied(&evidence, CodeFirst), (Via::Code, 0, 70));
}

#[test]
fn a_click_that_is_known_twice_is_weighed_once() {
    let same = click(7, 1);
    let evidence = Evidence {
        touches: vec![same.clone(), same.clone()],
        lead: Some(lead(NOON, vec![same.clone()])),
        history: vec![same],
        ..Evidence::default()
    };
    assert_eq!(lost(&evidence, ClickFirst), [None]);
}

// Whose a code is.

#[test]
fn a_code_that_is_spelled_out_beats_a_pattern_and_a_longer_pattern_a_shorter_one() {
    let fits = |id, creator, fit| Held { id, creator, fit, ..held(0, None, None) };
    let all = [fits(1, 80, 3), fits(2, 90, 5), fits(3, 70, 1000)];
    for (held, expected) in [(&all[..], 70), (&all[..2], 90), (&all[..1], 80)] {
        assert_eq!(code("SARAH20", held.to_vec()).holder(NOON, false).unwrap().0.creator, expected);
    }
}

#[test]
fn a_shorter_pattern_counts_while_the_longer_one_is_not_valid() {
    let shorter = Held { id: 1, fit: 3, ..held(80, None, None) };
    let longer = Held { id: 2, fit: 5, ..held(70, None, Some(NOON)) };
    let carried = code("SARAH20", vec![longer, shorter]);
    assert_eq!(carried.holder(NOON - 1, false).unwrap().0.creator, 70);
    assert_eq!(carried.holder(NOON, false).unwrap().0.creator, 80);
    // A holder at the order's time comes before any that held it at another.
    assert_eq!(carried.holder(NOON, true).unwrap(), (shorter, false));
}

#[test]
fn outside_its_time_a_code_is_its_last_holders_before_the_order_else_the_first_after() {
    let long_ago = held(60, None, Some(NOON - 100));
    let before = held(70, Some(NOON - 100), Some(NOON));
    let after = held(80, Some(NOON + 1), Some(NOON + 2));
    let later = held(90, Some(NOON + 5), None);
    let holder = |held: Vec<Held>| code("S", held).holder(NOON, true).map(|(held, outside)| (held.creator, outside));
    assert_eq!(holder(vec![later, after, before, long_ago]), Some((70, true)));
    assert_eq!(holder(vec![later, after]), Some((80, true)));
    assert_eq!(
        holder(vec![held(70, Some(NOON - 5), Some(NOON - 5))]),
        None,
        "a stretch without a moment holds nothing"
    );
    assert_eq!(holder(vec![]), None);
}

#[test]
fn of_several_codes_the_one_that_took_the_most_off_counts_then_the_first_in_the_alphabet() {
    let by = |word: &str, creator, discount| Carried { discount, ..code(word, vec![held(creator, None, None)]) };
    for (codes, creator) in [
        (vec![by("A", 80, Some(100)), by("B", 70, Some(500))], 70),
        (vec![by("B", 80, Some(500)), by("A", 70, Some(500))], 70),
        (vec![by("A", 80, None), by("B", 70, Some(0))], 70),
        (vec![by("B", 80, None), by("A", 70, None)], 70),
        (vec![Carried { held: vec![], ..by("A", 0, Some(900)) }, by("B", 70, Some(1))], 70),
    ] {
        let evidence = Evidence { codes: codes.clone(), ..Evidence::default() };
        assert_eq!(tied(&evidence, CodeFirst), (Via::Code, 0, creator), "{codes:?}");
        assert_eq!(tied(&evidence, ClickFirst), (Via::Code, 0, creator), "{codes:?}");
    }
}

#[test]
fn any_code_of_the_clicks_creator_makes_it_both() {
    let by = |word: &str, creator, discount| Carried { discount, ..code(word, vec![held(creator, None, None)]) };
    let codes = vec![by("A", 80, Some(900)), by("B", 70, Some(1))];
    let evidence = Evidence { touches: vec![click(7, 1)], codes, ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Both, 7, 70));
    assert_eq!(lost(&evidence, ClickFirst), [None, Some(Lost::ClickBeatsCode), None]);
}

#[test]
fn a_code_that_only_a_browser_told_of_counts_for_nothing() {
    let codes = vec![Carried { verified: 0, ..sarahs().remove(0) }];
    let evidence = Evidence { codes, ..Evidence::default() };
    assert_eq!(lost(&evidence, CodeAlways), [Some(Lost::Unverified)]);
    assert_eq!(tied(&evidence, CodeAlways).0, Via::Nothing);
}

#[test]
fn what_loses_to_a_code_says_so_by_the_setting() {
    let evidence = Evidence {
        touches: vec![click(7, 9_000), click(7, 5_000), click(8, 1_000)],
        codes: sarahs(),
        answer: Some(80),
        ..Evidence::default()
    };
    let (later, last) = (Some(Lost::LaterClick), Some(Lost::AnswerIsLast));
    let code_wins = [later, None, Some(Lost::CodeBeatsClick), None, last];
    assert_eq!(lost(&evidence, ClickFirst), [later, later, None, Some(Lost::ClickBeatsCode), last]);
    assert_eq!(lost(&evidence, CodeFirst), code_wins);
    assert_eq!(lost(&evidence, CodeAlways), code_wins);
    let was_later = Some(Lost::CodeWasLater);
    assert_eq!(lost(&evidence, CodeAsTouch), [was_later, was_later, Some(Lost::Assist), None, last]);
}

#[test]
fn a_code_that_does_not_count_says_why() {
    for (held_by, precedence, why) in [
        (vec![held(70, None, Some(NOON))], CodeFirst, Some(Lost::CodeNotValid)),
        (vec![held(70, None, Some(NOON))], CodeAlways, None),
        (vec![], CodeAlways, Some(Lost::CodeUnowned)),
    ] {
        let evidence = Evidence { codes: vec![code("SARAH20", held_by)], ..Evidence::default() };
        assert_eq!(lost(&evidence, precedence), [why]);
    }
}

#[test]
fn an_answer_decides_only_where_neither_a_click_nor_a_code_does() {
    let answer = Some(80);
    for precedence in Precedence::ALL.map(|(_, precedence)| precedence) {
        let alone = Evidence { answer, ..Evidence::default() };
        assert_eq!(tied(&alone, precedence), (Via::Survey, 0, 80));
        let clicked = Evidence { answer, history: vec![click(7, 1)], ..Evidence::default() };
        assert_eq!(tied(&clicked, precedence), (Via::Link, 7, 70));
        let coded = Evidence { answer, codes: sarahs(), ..Evidence::default() };
        assert_eq!(tied(&coded, precedence), (Via::Code, 0, 70));
    }
}

// An order's money.

#[test]
fn gross_is_the_goods_and_refunds_reduce_it() {
    let back = vec![Back { part: 0, total: 6_000, tax: None, shipping: None }];
    let credit = credit(&Order { back, refund_count: 3, ..order() });
    assert_eq!((credit.gross_minor, credit.refunded_minor), (10_000, 5_000));
    assert!(!credit.on_total);
}

#[test]
fn an_order_without_its_parts_says_so_and_so_does_one_that_is_counted_by_its_total() {
    assert!(credit(&Order { amount: only(12_000), ..order() }).on_total);
    let rule = Rule { basis: Basis::OrderTotal, ..Rule::default() };
    let credit = order().brought(rule).unwrap();
    assert_eq!((credit.gross_minor, credit.on_total), (12_000, true));
}

#[test]
fn what_has_no_currency_brought_no_money() {
    assert_eq!(Order { currency: None, ..order() }.brought(Rule::default()), None);
}

#[test]
fn an_order_reads_as_the_statement_writes_it() {
    let row = r#"["1001",1795176000000,1,"EUR",[12000,1500,500],9000,0,[
        [[7,1795175999000,5,70368744177763]],[1795175999000,1,[]],[[8,1,2,3]],
        [["SARAH20",500,1,[[4,70,5,null,9,1000]]]],null],[[2,100,null,null]],2,1,0,"c0ffee",null]"#;
    let read: Order = waymark::domain::stored::parse(row).unwrap();
    assert_eq!((read.amount, read.merchandise), (stated(12_000, 1_500, 500), Some(9_000)));
    assert_eq!(read.evidence.touches, [given::kept(7, NOON - 1_000, 5, 70_368_744_177_763)]);
    assert_eq!(
        read.evidence.codes[0].held,
        [Held { id: 4, creator: 70, campaign: 5, from: None, until: Some(9), fit: 1000 }]
    );
    assert_eq!(
        (read.back.clone(), read.refund_count),
        (vec![Back { part: 2, total: 100, tax: None, shipping: None }], 2)
    );
    assert_eq!(read.links().collect::<Vec<_>>(), [7, 8]);
    assert_eq!((read.kind, read.customer.as_deref()), (conversion::Kind::Sale, Some("c0ffee")));
}

#[test]
fn a_touch_of_another_channel_reads_beside_clicks_and_names_no_link() {
    let row = r#"["1001",1795176000000,1,"EUR",[12000,1500,500],9000,0,[
        [[7,1795175999000,5,99],[0,1795175999000,0,0,"google/cpc"]],null,[],[],null],[],0,3,9,null,912000000]"#;
    let read: Order = waymark::domain::stored::parse(row).unwrap();
    let other = Kept { at: NOON - 1_000, channel: "google/cpc".into(), ..Kept::default() };
    assert_eq!(read.evidence.touches, [given::kept(7, NOON - 1_000, 5, 99), other.clone()]);
    assert_eq!(read.links().collect::<Vec<_>>(), [7]);
    assert_eq!((read.kind, read.visitor, read.rate_e9), (conversion::Kind::Lead, 9, Some(912_000_000)));
    assert_eq!(serde_json::to_string(&other).unwrap(), r#"[0,1795175999000,0,0,"google/cpc"]"#);
}

#[test]
fn another_channel_never_decides_and_says_so() {
    let other = |before: i64| Kept { at: NOON - before, channel: "google/cpc".into(), ..Kept::default() };
    let alone = Evidence { touches: vec![other(5)], ..Evidence::default() };
    assert_eq!((tied(&alone, ClickFirst).0, lost(&alone, ClickFirst)), (Via::Nothing, vec![Some(Lost::OtherChannel)]));
    let touches = vec![click(7, DAY_MS), other(5), other(-5), other(WINDOW)];
    let evidence = Evidence { touches, history: vec![other(6)], ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 7, 70));
    let (why, late, old) = (Some(Lost::OtherChannel), Some(Lost::AfterOrder), Some(Lost::TooOld));
    assert_eq!(lost(&evidence, ClickFirst), [None, why, late, old, why]);
}

#[test]
fn another_channel_of_the_order_leaves_the_customers_click_in_place() {
    let other = Kept { at: NOON - 5, channel: "google/cpc".into(), ..Kept::default() };
    let evidence = Evidence { touches: vec![other], history: vec![click(8, DAY_MS)], ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 8, 80));
}

fn some_clicks() -> impl Strategy<Value = Vec<Kept>> {
    // No two clicks share their random bits.
    prop::collection::vec((6..10_u32, -5..40_i64), 0..5).prop_map(|clicks| {
        (1..).zip(&clicks).map(|(nonce, (link, days))| given::kept(*link, NOON - days * DAY_MS, nonce, 99)).collect()
    })
}

fn some_codes() -> impl Strategy<Value = Vec<Carried>> {
    let moment = || prop::option::of(-3..3_i64).prop_map(|days| days.map(|days| NOON + days));
    let one = (0..9_u32, prop_oneof![Just(70_u32), Just(80), Just(90)], moment(), moment(), 3..6_u32);
    let held = prop::collection::vec(one, 0..3).prop_map(|all| {
        all.into_iter()
            .map(|(id, creator, from, until, fit)| Held { id, creator, campaign: 5, from, until, fit })
            .collect()
    });
    let carried = ("[A-C]", prop::option::of(0..3_i64), 0..4_u8, held)
        .prop_map(|(code, discount, verified, held)| Carried { code, discount, verified: verified.min(1), held });
    prop::collection::vec(carried, 0..3)
}

fn evidence() -> impl Strategy<Value = Evidence> {
    let lead = (-40..40_i64, 0..2_u8, some_clicks()).prop_map(|(days, verified, clicks)| Lead {
        at: NOON - days * DAY_MS,
        verified,
        touches: clicks,
    });
    (some_clicks(), prop::option::of(lead), some_clicks(), some_codes(), prop::option::of(Just(80_u32))).prop_map(
        |(clicks, lead, history, codes, answer)| Evidence {
            touches: clicks,
            lead,
            history,
            codes,
            answer,
            ..Evidence::default()
        },
    )
}

fn precedences() -> impl Strategy<Value = Precedence> {
    prop_oneof![Just(ClickFirst), Just(CodeFirst), Just(CodeAlways), Just(CodeAsTouch)]
}

fn orders() -> impl Strategy<Value = Order> {
    let letters = prop_oneof![Just("EUR"), Just("JPY"), Just("BHD")];
    let back =
        (0..3_u8, amounts()).prop_map(|(part, a)| Back { part, total: a.total, tax: a.tax, shipping: a.shipping });
    (letters, amounts(), evidence(), prop::collection::vec(back, 0..4), 0..4_u8).prop_map(
        |(letters, amount, evidence, back, verified)| Order {
            currency: Some(currency(letters)),
            verified: verified.min(1),
            // Sums of many orders stay within 64 bits, as a deployment's do.
            amount: if amount.total < 1 << 40 { amount } else { only(amount.total >> 20) },
            evidence,
            refund_count: u32::try_from(back.len()).unwrap(),
            back,
            ..order()
        },
    )
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn a_credit_is_never_below_zero_and_never_above_the_order(order in orders()) {
        let credit = credit(&order);
        prop_assert!(credit.gross_minor >= 0 && credit.gross_minor <= order.amount.total);
        prop_assert!((0..=credit.gross_minor).contains(&credit.refunded_minor));
    }

    #[test]
    fn the_order_in_which_evidence_is_sent_changes_nothing(
        (evidence, clicks, codes) in evidence().prop_flat_map(|evidence| {
            let (clicks, codes) = (evidence.touches.clone(), evidence.codes.clone());
            (Just(evidence), Just(clicks).prop_shuffle(), Just(codes).prop_shuffle())
        }),
        precedence in precedences(),
    ) {
        // Two codes of one word on one order are one row of the store.
        let mut words: Vec<&str> = codes.iter().map(|carried| carried.code.as_str()).collect();
        words.sort_unstable();
        prop_assume!(words.windows(2).all(|pair| pair[0] != pair[1]));
        let same = Evidence { touches: clicks, codes, ..evidence.clone() };
        prop_assert_eq!(tied(&evidence, precedence), tied(&same, precedence));
    }

    #[test]
    fn what_lost_nothing_is_exactly_what_decided(evidence in evidence(), precedence in precedences()) {
        let decision = decided(&evidence, precedence);
        let won: Vec<_> = decision.pieces.iter().filter(|piece| piece.lost.is_none()).collect();
        let links: Vec<u32> = won.iter().filter_map(|piece| Some(piece.kind.click()?.link)).collect();
        let codes = won.iter().filter(|piece| matches!(piece.kind, Kind::Code(_))).count();
        let answers = won.iter().filter(|piece| piece.kind == Kind::Survey).count();
        let expected = match decision.via {
            Via::Nothing => (vec![], 0, 0),
            Via::Link => (vec![decision.link], 0, 0),
            Via::Code => (vec![], 1, 0),
            Via::Both => (vec![decision.link], 1, 0),
            Via::Survey => (vec![], 0, 1),
        };
        prop_assert_eq!((links, codes, answers), expected);
        prop_assert!(won.iter().all(|piece| piece.owner.is_some_and(|owner| owner.creator == decision.owner.creator)));
    }
}

/// A visitor that is known for longer than a day: a cookie's.
const LASTING: u64 = 2 << 46 | 9;

#[test]
fn a_later_click_of_the_same_lasting_visitor_decides() {
    let evidence = Evidence { clicks: vec![click(8, 5)], touches: vec![click(7, 9)], ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 8, 80));
    assert_eq!(decided(&evidence, ClickFirst).deciding_click(), Some(&click(8, 5)));
}

#[test]
fn a_click_of_the_visitor_comes_before_those_of_the_customers_earlier_conversions() {
    let evidence = Evidence { clicks: vec![click(8, 9)], history: vec![click(7, 5)], ..Evidence::default() };
    assert_eq!(tied(&evidence, ClickFirst), (Via::Link, 8, 80));
}

#[test]
fn a_view_decides_nothing_and_says_so() {
    let evidence = Evidence { views: vec![click(8, 5)], ..Evidence::default() };
    assert_eq!(
        (tied(&evidence, ClickFirst).0, lost(&evidence, ClickFirst)),
        (Via::Nothing, vec![Some(Lost::OnlySeen)])
    );
}

#[test]
fn an_order_may_be_of_everybody_who_is_known_for_longer_than_a_day() {
    let by = |visitor| Kept { visitor, ..click(7, 5) };
    let mut order = order();
    order.evidence.touches = vec![by(LASTING), by(1 << 46 | 5), by(7)];
    order.evidence.history = vec![by(LASTING + 1), by(LASTING)];
    order.visitor = LASTING + 2;
    assert_eq!(order.people(), [LASTING, LASTING + 1, LASTING + 2]);
    // A letter's reader is known by the same reference as a customer.
    order.customer = Some("00000000000000ff00000000000000ff".into());
    assert_eq!(order.people().last(), Some(&(3 << 46 | 0xff)));
}

#[test]
fn what_each_kind_of_evidence_names_by_itself_is_found_whichever_decides() {
    let evidence =
        Evidence { touches: vec![click(8, 5), click(7, 9)], codes: sarahs(), answer: Some(90), ..Evidence::default() };
    for precedence in [ClickFirst, CodeFirst, CodeAsTouch] {
        let found = decided(&evidence, precedence).found(&evidence);
        assert_eq!((found.click, found.code, found.survey), (80, 70, 90), "{precedence:?}");
    }
    let nothing = decided(&Evidence::default(), ClickFirst).found(&Evidence::default());
    assert_eq!((nothing.click, nothing.code, nothing.survey), (0, 0, 0));
}
