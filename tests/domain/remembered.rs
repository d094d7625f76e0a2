//! What a stored path still knows: the touches that nothing else tells of, and none twice.

use waymark::domain::credit::model::{Place, Step, StepKind};
use waymark::domain::credit::{Evidence, Lead, Order};
use waymark::domain::touch::Kept;

use crate::given::{self, NOON, order};

const MINUTE: i64 = 60_000;

fn step(kind: StepKind, link: u32, (before, until): (i64, i64), touches: u32) -> Step {
    let channel = if kind == StepKind::Other { "google/organic".to_owned() } else { String::new() };
    let place = Place { creator: link * 10, link, channel, ..Place::default() };
    Step { kind, at: NOON - before * MINUTE, until: NOON - until * MINUTE, place, touches }
}

fn click(link: u32, before: i64) -> Step {
    step(StepKind::Click, link, (before, before), 1)
}

/// `[link, minutes before]` of clicks and channels, and of views.
fn after(mut order: Order, steps: &[Step], before: i64) -> [Vec<(u32, i64)>; 2] {
    order.remember(steps, NOON - before * MINUTE);
    let told = |touches: &[Kept]| touches.iter().map(|touch| (touch.link, (NOON - touch.at) / MINUTE)).collect();
    [told(&order.evidence.clicks), told(&order.evidence.views)]
}

fn came_with(evidence: Evidence) -> Order {
    Order { evidence, ..order() }
}

#[test]
fn of_a_path_the_touches_that_nothing_else_tells_of_are_taken() {
    let steps = [
        click(7, 500),
        step(StepKind::View, 7, (400, 400), 1),
        step(StepKind::Other, 0, (300, 300), 1),
        click(8, 200),
        step(StepKind::Code, 0, (0, 0), 1),
    ];
    assert_eq!(after(order(), &steps, 0), [vec![(7, 500), (0, 300), (8, 200)], vec![(7, 400)]]);
    assert_eq!(after(order(), &steps, 300), [vec![(7, 500)], vec![(7, 400)]], "what is kept is found as ever");
    let own = given::kept(8, NOON - 200 * MINUTE, 0, 0);
    let lead = Lead { at: NOON, verified: 1, touches: vec![given::kept(7, NOON - 500 * MINUTE, 5, 6)] };
    for evidence in [
        Evidence { touches: vec![own.clone()], lead: Some(lead.clone()), ..Evidence::default() },
        Evidence { history: vec![own], lead: Some(lead), ..Evidence::default() },
    ] {
        assert_eq!(after(came_with(evidence), &steps, 0), [vec![(0, 300)], vec![(7, 400)]]);
    }
}

#[test]
fn a_step_of_several_touches_stays_one_however_often_it_is_remembered() {
    let steps = [step(StepKind::Click, 7, (100, 25), 4)];
    let mut order = order();
    order.remember(&steps, i64::MAX);
    let mut times: Vec<i64> = order.evidence.clicks.iter().map(|touch| (NOON - touch.at) / MINUTE).collect();
    times.sort_unstable();
    assert_eq!(times, [25, 50, 75, 100]);
    order.remember(&steps, i64::MAX);
    assert_eq!(order.evidence.clicks.len(), 4);
    let last = given::kept(7, NOON - 25 * MINUTE, 5, 6);
    let found = after(came_with(Evidence { clicks: vec![last], ..Evidence::default() }), &steps, 0)[0].clone();
    assert_eq!(found, [(7, 25), (7, 100), (7, 75), (7, 50)]);
}

#[test]
fn a_click_of_an_erased_order_that_was_one_known_persons_counts_as_theirs() {
    let history = vec![given::kept(7, NOON - MINUTE, 0, 1), given::kept(8, NOON - MINUTE, 0, 0)];
    let mut order = came_with(Evidence { history, ..Evidence::default() });
    assert!(order.has_lost_people());
    order.recall();
    assert_eq!(order.evidence.clicks, [given::kept(7, NOON - MINUTE, 0, 0)]);
    assert!(order.evidence.history.iter().all(|touch| touch.visitor == 0));
    let whole = Evidence { touches: vec![given::kept(7, NOON, 5, 6)], ..Evidence::default() };
    assert!(!came_with(whole).has_lost_people());
}
