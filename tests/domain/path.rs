//! The path to an order: who and what came before it, in the order of time, whatever was credited.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::credit::model::{self, Options, Step};
use waymark::domain::credit::{
    self, Evidence, Lead, Names, Order, Owner, Precedence, Rule, STEPS_MOST, TOGETHER, WINDOW_DAYS, WINDOW_MOST_DAYS,
    Why, weigh,
};
use waymark::domain::time::DAY_MS;
use waymark::domain::touch::Kept;

use crate::given::{self, NOON};

const WINDOW: i64 = WINDOW_DAYS * DAY_MS;
const HOUR: i64 = 3_600_000;

/// Links 7 and 17 are of creator 70, link 8 is of creator 80; no other exists.
fn owner_of(link: u32) -> Option<Owner> {
    match link {
        7 | 17 => Some(Owner { creator: 70, campaign: 3 }),
        8 => Some(Owner { creator: 80, campaign: 0 }),
        _ => None,
    }
}

fn click(link: u32, before: i64) -> Kept {
    given::kept(link, NOON - before, 1, 99)
}

fn other(channel: &str, before: i64) -> Kept {
    Kept { at: NOON - before, channel: channel.to_owned(), ..Kept::default() }
}

fn own(touches: Vec<Kept>) -> Evidence {
    Evidence { touches, ..Evidence::default() }
}

fn order(evidence: &Evidence) -> Order {
    Order { evidence: evidence.clone(), ..given::order() }
}

/// The steps that are kept of an order, and whether some are left out.
fn path(evidence: &Evidence) -> (Vec<Step>, bool) {
    let order = order(evidence);
    credit::steps(&order, &order.weigh(Rule::default(), &owner_of), Rule::default())
}

fn what(step: &Step) -> String {
    if step.place.link == 0 { step.place.channel.clone() } else { step.place.link.to_string() }
}

/// What stands at each step within the window, how long before the order in minutes, and of how many touches it is.
fn steps(evidence: &Evidence) -> Vec<(String, i64, u32)> {
    let (steps, cut) = path(evidence);
    assert!(!cut);
    let minutes = |at: i64| (NOON - at) / 60_000;
    let on = model::eligible(&steps, NOON, &Options::of(Rule::default(), &order(evidence)));
    on.into_iter().map(|step| (what(step), minutes(step.at), step.touches)).collect()
}

fn names(evidence: &Evidence) -> Vec<String> {
    steps(evidence).into_iter().map(|step| step.0).collect()
}

#[test]
fn creators_and_other_channels_stand_in_the_order_of_time() {
    let touches =
        vec![other("facebook/paid_social", DAY_MS), click(7, 5 * DAY_MS), other("google/organic", 3 * DAY_MS)];
    assert_eq!(names(&own(touches)), ["7", "google/organic", "facebook/paid_social"]);
}

#[test]
fn the_leads_and_the_customers_touches_are_on_it() {
    let evidence = Evidence {
        touches: vec![other("newsletter/email", HOUR)],
        lead: Some(Lead {
            at: NOON - DAY_MS,
            verified: 1,
            touches: vec![click(8, 2 * DAY_MS), other("a/b", 3 * DAY_MS)],
        }),
        history: vec![click(7, 4 * DAY_MS), other("c/d", 5 * DAY_MS)],
        ..Evidence::default()
    };
    assert_eq!(names(&evidence), ["c/d", "7", "a/b", "8", "newsletter/email"]);
}

#[test]
fn what_cannot_have_led_to_the_order_is_not_on_it() {
    let touches = vec![
        click(7, -1),
        other("late/ad", -1),
        click(9, 5),
        click(7, WINDOW),
        other("old/ad", WINDOW),
        click(8, 0),
        other("first/ad", WINDOW - 1),
    ];
    assert_eq!(names(&own(touches)), ["first/ad", "8"]);
}

#[test]
fn a_lead_that_only_a_browser_told_of_leads_nowhere() {
    let lead = Lead { at: NOON, verified: 0, touches: vec![click(7, 5), other("a/b", 5)] };
    assert_eq!(names(&Evidence { lead: Some(lead), ..Evidence::default() }), Vec::<String>::new());
}

#[test]
fn a_touch_after_the_lead_is_not_of_the_lead() {
    let lead = Lead { at: NOON - DAY_MS, verified: 1, touches: vec![other("a/b", HOUR), other("c/d", DAY_MS)] };
    assert_eq!(names(&Evidence { lead: Some(lead), ..Evidence::default() }), ["c/d"]);
}

#[test]
fn touches_of_one_creator_within_half_an_hour_are_one_step_at_the_first() {
    for (apart, one) in [(TOGETHER - 1, true), (TOGETHER, true), (TOGETHER + 1, false)] {
        let found = steps(&own(vec![click(7, 2 * HOUR), click(17, 2 * HOUR - apart)]));
        assert_eq!(found.len(), if one { 1 } else { 2 }, "{apart} ms apart");
        assert_eq!(found[0], ("7".to_owned(), 120, if one { 2 } else { 1 }));
    }
}

#[test]
fn half_an_hour_counts_from_touch_to_touch() {
    let touches = (0..5).map(|at| click(7, 3 * HOUR - at * TOGETHER)).collect();
    assert_eq!(steps(&own(touches)), [("7".to_owned(), 180, 5)]);
}

#[test]
fn touches_of_one_channel_within_half_an_hour_are_one_step() {
    let touches = vec![other("a/b", 60_000), other("a/b", 120_000), other("a/c", 30_000)];
    assert_eq!(steps(&own(touches)), [("a/b".to_owned(), 2, 2), ("a/c".to_owned(), 0, 1)]);
}

#[test]
fn who_came_in_between_keeps_two_steps_apart() {
    assert_eq!(names(&own(vec![click(7, 300), click(8, 200), click(17, 100)])), ["7", "8", "17"]);
    assert_eq!(names(&own(vec![click(7, 300), other("a/b", 200), click(17, 100)])), ["7", "a/b", "17"]);
    assert_eq!(names(&own(vec![other("a/b", 300), click(7, 200), other("a/b", 100)])), ["a/b", "7", "a/b"]);
}

#[test]
fn of_one_moment_the_click_is_first() {
    let touches = || vec![other("b/b", 5), other("a/a", 5), click(7, 5)];
    assert_eq!(names(&own(touches())), ["7", "a/a", "b/b"]);
    assert_eq!(names(&own(touches().into_iter().rev().collect())), ["7", "a/a", "b/b"]);
}

#[test]
fn of_a_long_path_the_first_and_the_latest_forty_nine_steps_are_told() {
    let path_of = |count: i64| {
        let evidence = own((1..=count).map(|hours| other(&format!("s/{hours}"), hours * HOUR)).collect());
        let (steps, cut) = path(&evidence);
        (steps.len(), cut, what(&steps[0]), what(&steps[1]), what(steps.last().unwrap()))
    };
    let told = |count: usize, cut: bool, first: &str, second: &str| {
        (count, cut, first.to_owned(), second.to_owned(), "s/1".to_owned())
    };
    assert_eq!(path_of(49), told(49, false, "s/49", "s/48"));
    assert_eq!(path_of(50), told(STEPS_MOST, false, "s/50", "s/49"));
    assert_eq!(path_of(51), told(STEPS_MOST, true, "s/51", "s/49"));
    assert_eq!(path_of(120), told(STEPS_MOST, true, "s/120", "s/49"));
}

/// Of each step as it is shown, whether it decided.
fn decided(evidence: &Evidence) -> Vec<bool> {
    let decision = weigh(evidence, NOON, Precedence::ClickFirst, WINDOW_DAYS, &owner_of);
    let (names, what) = (Names::default(), "order");
    let why = Why {
        what,
        at: NOON,
        window_days: WINDOW_DAYS,
        verified: true,
        evidence,
        decision: &decision,
        names: &names,
        uses: &[],
        views: &[],
    };
    let told = why.path(&order(evidence), Rule::default());
    told.steps.iter().map(|step| step["decided"].as_bool().unwrap()).collect()
}

#[test]
fn a_path_reaches_back_further_than_the_window_so_that_others_may_be_asked_for() {
    let reach = WINDOW_MOST_DAYS * DAY_MS;
    let (steps, _) = path(&own(vec![click(7, WINDOW), click(8, reach - 1), other("a/b", reach)]));
    assert_eq!(steps.iter().map(what).collect::<Vec<_>>(), ["8", "7"]);
}

#[test]
fn what_is_within_the_leads_window_is_on_the_sales_path() {
    let lead =
        Lead { at: NOON - 20 * DAY_MS, verified: 1, touches: vec![click(8, 45 * DAY_MS), click(7, 51 * DAY_MS)] };
    assert_eq!(names(&Evidence { lead: Some(lead), ..Evidence::default() }), ["8"]);
}

#[test]
fn clicks_and_views_of_the_same_person_are_on_it() {
    let evidence =
        Evidence { clicks: vec![click(8, HOUR)], views: vec![click(7, 2 * HOUR)], ..own(vec![click(7, DAY_MS)]) };
    assert_eq!(path(&evidence).0.iter().map(what).collect::<Vec<_>>(), ["7", "7", "8"]);
    assert_eq!(names(&evidence), ["7", "8"], "views are touches only where they are asked for");
}

#[test]
fn a_click_that_the_order_brought_and_that_is_kept_of_its_visitor_is_one() {
    let evidence = Evidence { clicks: vec![click(7, HOUR)], ..own(vec![click(7, HOUR)]) };
    assert_eq!(steps(&evidence), [("7".to_owned(), 60, 1)]);
}

#[test]
fn a_step_is_shown_with_who_or_what_it_was() {
    let evidence = own(vec![click(7, 2 * HOUR), other("google/organic", HOUR)]);
    let decision = weigh(&evidence, NOON, Precedence::ClickFirst, WINDOW_DAYS, &owner_of);
    let names: Names =
        waymark::domain::stored::parse(r#"[[[7,"go.brand","sarah",70,3]],[[70,"Sarah Miller","sarah"]]]"#).unwrap();
    let why = Why {
        what: "order",
        at: NOON,
        window_days: WINDOW_DAYS,
        verified: true,
        evidence: &evidence,
        decision: &decision,
        names: &names,
        uses: &[],
        views: &[],
    };
    let expected: Vec<Value> = vec![
        json!({
            "kind": "click", "at": "2026-11-20T10:00:00.000Z", "touches": 1, "decided": true,
            "creator": { "id": 70, "name": "Sarah Miller", "handle": "sarah" },
            "link": { "id": 7, "host": "go.brand", "slug": "sarah" },
        }),
        json!({
            "kind": "other", "at": "2026-11-20T11:00:00.000Z", "touches": 1, "decided": false,
            "channel": "google/organic",
        }),
    ];
    let told = why.path(&order(&evidence), Rule::default());
    assert_eq!((told.steps, told.cut), (expected, false));
}

#[test]
fn a_step_says_that_it_decided_whichever_of_its_touches_did() {
    let evidence = own(vec![click(7, 2 * HOUR), click(17, 2 * HOUR - 1), click(8, 3 * HOUR)]);
    assert_eq!(decided(&evidence), [false, true]);
}

fn touches() -> impl Strategy<Value = Vec<Kept>> {
    let one = (prop_oneof![Just(0_u32), 6..10_u32], -2..40_i64, 0..3_u32, "[ab]/[cd]");
    prop::collection::vec(one, 0..40).prop_map(|all| {
        let touch = |(link, days, nonce, channel): (u32, i64, u32, String)| match link {
            0 => Kept { at: NOON - days * DAY_MS, channel, ..Kept::default() },
            _ => given::kept(link, NOON - days * DAY_MS, nonce, 99),
        };
        all.into_iter().map(touch).collect()
    })
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn a_path_is_the_same_however_its_touches_were_sent(
        (one, other) in touches().prop_flat_map(|touches| (Just(touches.clone()), Just(touches).prop_shuffle())),
    ) {
        prop_assert_eq!(steps(&own(one)), steps(&own(other)));
    }

    #[test]
    fn steps_follow_each_other_and_neighbours_differ_or_are_apart(touches in touches()) {
        let evidence = own(touches);
        let steps = steps(&evidence);
        prop_assert!(steps.windows(2).all(|pair| pair[0].1 >= pair[1].1));
        let tied = weigh(&evidence, NOON, Precedence::ClickFirst, WINDOW_DAYS, &owner_of).link != 0;
        prop_assert_eq!(decided(&evidence).into_iter().filter(|decided| *decided).count(), usize::from(tied));
    }

    #[test]
    fn other_channels_change_nothing_of_who_is_credited(touches in touches()) {
        let clicks: Vec<Kept> = touches.iter().filter(|touch| touch.link != 0).cloned().collect();
        let with = weigh(&own(touches), NOON, Precedence::ClickFirst, WINDOW_DAYS, &owner_of);
        let without = weigh(&own(clicks), NOON, Precedence::ClickFirst, WINDOW_DAYS, &owner_of);
        prop_assert_eq!((with.via, with.link, with.owner), (without.via, without.link, without.owner));
    }
}
