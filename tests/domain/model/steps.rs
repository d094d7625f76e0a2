//! Touches as the steps that are stored.

use proptest::prelude::*;
use waymark::domain::credit::model::{Place, Step, StepKind, steps};
use waymark::domain::stored;

use super::{DAY, MINUTE, click, code, creator, other, told, view};
use crate::given::{self, NOON};

#[test]
fn steps_stand_in_the_order_of_time_and_of_one_moment_clicks_first_codes_last() {
    let touches = vec![code(9), view(2, 5), other("a/b", 5), click(3, 5), click(1, 10), view(4, 0)];
    assert_eq!(told(&steps(touches).0), ["1", "3", "a/b", "v2", "v4", "c9"]);
}

#[test]
fn half_an_hour_of_one_creator_or_channel_is_one_step_at_the_first() {
    for (apart, count) in [(30 * MINUTE, 1), (30 * MINUTE + 1, 2)] {
        let mut second = click(1, DAY - apart);
        second.place.link = 77;
        let (found, _) = steps(vec![second, click(1, DAY)]);
        assert_eq!(found.len(), count, "{apart} ms apart");
        assert_eq!((found[0].at, found[0].place.clone()), (NOON - DAY, creator(1)));
        let (found, _) = steps(vec![other("a/b", DAY - apart), other("a/b", DAY)]);
        assert_eq!(found.len(), count);
    }
    let many = (0..5).map(|at| click(1, 3 * DAY - at * 30 * MINUTE)).collect();
    let (found, _) = steps(many);
    assert_eq!((found.len(), found[0].touches), (1, 5));
    assert_eq!((found[0].at, found[0].until), (NOON - 3 * DAY, NOON - 3 * DAY + 120 * MINUTE));
}

#[test]
fn who_came_in_between_keeps_two_steps_apart() {
    assert_eq!(told(&steps(vec![click(1, 3), click(2, 2), click(1, 1)]).0), ["1", "2", "1"]);
    assert_eq!(told(&steps(vec![other("a/b", 3), other("a/c", 2), other("a/b", 1)]).0), ["a/b", "a/c", "a/b"]);
}

#[test]
fn a_click_and_a_view_of_one_creator_stay_two_until_it_is_said_whether_views_count() {
    assert_eq!(told(&steps(vec![click(1, 3), view(1, 2), click(1, 1)]).0), ["1", "v1", "1"]);
}

#[test]
fn codes_stay_in_the_order_that_they_are_given_in() {
    assert_eq!(told(&steps(vec![code(9), code(3), click(5, 0)]).0), ["5", "c9", "c3"]);
}

#[test]
fn of_a_long_path_the_first_and_the_latest_forty_nine_steps_stay() {
    let of = |count: u32| steps((1..=count).map(|id| click(id, i64::from(200 - id) * DAY)).collect());
    assert_eq!((of(50).0.len(), of(50).1), (50, false));
    let (found, cut) = of(120);
    assert_eq!((found.len(), cut), (50, true));
    assert_eq!((found[0].place.creator, found[1].place.creator, found[49].place.creator), (1, 72, 120));
}

#[test]
fn views_before_it_do_not_push_the_first_click_out() {
    let views = (0..3).map(|id| view(90 + id, i64::from(300 - id) * DAY));
    let clicks = (1..=60).map(|id| click(id, i64::from(200 - id) * DAY));
    let (found, cut) = steps(views.chain(clicks).collect());
    assert_eq!((told(&found[..3]), found.len(), cut), (told(&[view(90, 0), click(1, 0), click(13, 0)]), 50, true));
}

#[test]
fn a_step_is_stored_as_a_list_and_read_back() {
    let place = Place { creator: 12, campaign: 3, link: 7, code: 0, channel: String::new() };
    let step = Step { kind: StepKind::View, at: 5, until: 9, place, touches: 2 };
    let text = serde_json::to_string(&[step.clone(), other("a/b", 0)]).unwrap();
    assert_eq!(text, format!(r#"[[2,5,9,12,3,7,0,"",2],[3,{NOON},{NOON},0,0,0,0,"a/b",1]]"#));
    assert_eq!(stored::parse::<Vec<Step>>(&text).unwrap(), [step, other("a/b", 0)]);
    assert!(stored::parse::<Vec<Step>>(r#"[[5,5,9,12,3,7,0,"",2]]"#).is_err());
}

pub fn touches() -> impl Strategy<Value = Vec<Step>> {
    let one = (0..5_u32, 0..40_i64, 0..200_i64, 1..5_u32).prop_map(|(kind, days, minutes, id)| {
        let before = days * DAY + minutes * MINUTE;
        match kind {
            0 => view(id, before),
            1 => other(if id < 3 { "google/organic" } else { "meta/ad" }, before),
            2 if days < 8 => code(id),
            _ => click(id, before),
        }
    });
    prop::collection::vec(one, 0..70)
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn steps_are_the_same_however_touches_were_sent(
        (one, shuffled) in touches().prop_map(|touches| {
            touches.into_iter().filter(|touch| touch.kind != StepKind::Code).collect::<Vec<_>>()
        }).prop_flat_map(|touches| (Just(touches.clone()), Just(touches).prop_shuffle())),
    ) {
        prop_assert_eq!(steps(one), steps(shuffled));
    }

    #[test]
    fn steps_of_steps_are_these_steps(touches in touches()) {
        let (once, cut) = steps(touches);
        prop_assume!(!cut);
        prop_assert_eq!(steps(once.clone()).0, once);
    }
}
