//! What a click has that a plain link's register does not say: its variant, its link's version, and its visitor's own tags.

use proptest::prelude::*;
use waymark::domain::credit::Owner;
use waymark::domain::event::Kind;
use waymark::domain::facets::Facets;
use waymark::domain::recount::{Dimension, Ground, Part, Parts, Seen, VALUES_MOST, VisitRecount, moved, standing};
use waymark::domain::verdict::Verdict;

use crate::given::{self, NOON};

/// A person's click on link 7 of version 1, so many milliseconds after noon.
fn click(after: i64) -> Seen {
    let nonce = u32::try_from(after).unwrap() + 1;
    Seen { visitor: 9, at: NOON + after, nonce, kind: Kind::Click as u8, link: 7, version: 1, ..Seen::default() }
}

fn sent_to(variant: u8, seen: Seen) -> Seen {
    Seen { facets: Facets { variant, ..seen.facets }, ..seen }
}

fn labelled(labels: &str, mut seen: Seen) -> Seen {
    seen.labels = Some(labels.into());
    seen
}

fn bot(seen: Seen) -> Seen {
    Seen { verdict: Verdict::Bot as u8, reason: 200, ..seen }
}

fn parts(day: &[Seen]) -> Parts {
    let mut recount = VisitRecount::default();
    for seen in day {
        recount.see(seen, Owner { creator: 70, campaign: 3 });
    }
    recount.totals().1
}

/// Value, gross and valid clicks at link 7.
fn of_link(parts: &mut Parts, dimension: Dimension) -> Vec<(String, u32, u32)> {
    let values = parts.take(dimension).into_iter().find(|part| part.0 == 7).map(|part| part.1).unwrap_or_default();
    values.into_iter().map(|(value, [gross, clicks, ..]): Part| (value, gross, clicks)).collect()
}

fn shown(parts: &[(String, u32, u32)]) -> Vec<(&str, u32, u32)> {
    parts.iter().map(|part| (part.0.as_str(), part.1, part.2)).collect()
}

/// Every dimension that a plain click adds nothing to.
fn own() -> impl Iterator<Item = Dimension> {
    Dimension::ALL.into_iter().map(|(dimension, _)| dimension).filter(|one| *one >= Dimension::Variant)
}

#[test]
fn a_plain_click_adds_nothing_that_the_register_says() {
    let mut parts = parts(&[click(0), bot(click(1))]);
    for dimension in own() {
        assert!(parts.take(dimension).is_empty(), "{dimension:?}");
    }
}

#[test]
fn clicks_are_counted_by_the_variant_that_they_were_sent_to() {
    let mut parts = parts(&[sent_to(1, click(0)), sent_to(2, click(1)), sent_to(2, bot(click(2))), click(3)]);
    assert_eq!(shown(&of_link(&mut parts, Dimension::Variant)), [("1", 1, 1), ("2", 2, 1)]);
    assert_eq!(shown(&of_link(&mut parts, Dimension::Ground)), [("1.1", 1, 1), ("1.2", 2, 1)]);
}

#[test]
fn variants_of_two_links_are_never_added_up_as_a_whole() {
    let other = Seen { link: 8, ..sent_to(1, click(1)) };
    let taken = parts(&[sent_to(1, click(0)), other]).take(Dimension::Variant);
    assert_eq!(taken.iter().map(|part| part.0).collect::<Vec<_>>(), [7, 8]);
}

#[test]
fn a_day_on_which_a_link_changed_is_counted_by_version() {
    let changed = |version, after| Seen { version, moved: true, ..click(after) };
    let mut parts = parts(&[changed(1, 0), changed(2, 1), sent_to(3, changed(2, 2))]);
    assert_eq!(shown(&of_link(&mut parts, Dimension::Ground)), [("1.0", 1, 1), ("2.0", 1, 1), ("2.3", 1, 1)]);
}

#[test]
fn what_a_visitors_own_query_brought_is_counted_with_its_ground() {
    let labels = "sub=a%20b&utm_source=x&utm_medium=y&utm_campaign=z+1";
    let mut parts = parts(&[labelled(labels, sent_to(2, click(0))), labelled("utm_medium=y", click(1))]);
    assert_eq!(shown(&of_link(&mut parts, Dimension::Sub)), [("a b", 1, 1)]);
    assert_eq!(
        shown(&of_link(&mut parts, Dimension::BroughtSource)),
        [("1.0 utm_medium=y", 1, 1), ("1.2 utm_source=x&utm_medium=y", 1, 1)]
    );
    assert_eq!(shown(&of_link(&mut parts, Dimension::BroughtCampaign)), [("1.2 utm_campaign=z+1", 1, 1)]);
    assert!(of_link(&mut parts, Dimension::BroughtTerm).is_empty());
}

#[test]
fn labels_of_a_view_and_of_a_landing_are_no_tags_of_a_click() {
    let labels = "utm_source=x&sub=y&placement=z";
    let view = Seen { kind: Kind::View as u8, ..labelled(labels, click(0)) };
    let landing = Seen { kind: Kind::Landing as u8, link: 0, ..labelled(labels, click(1)) };
    let mut parts = parts(&[view, landing, labelled("placement=z&post=p", click(2))]);
    assert!(parts.take(Dimension::BroughtSource).is_empty() && parts.take(Dimension::Sub).is_empty());
    assert_eq!(shown(&of_link(&mut parts, Dimension::Placement)), [("z", 1, 0)]);
}

#[test]
fn a_load_ahead_that_was_opened_is_a_click_of_its_variant_and_tags() {
    let ahead =
        Seen { verdict: Verdict::Prefetch as u8, reason: 5, ..labelled("sub=s&utm_id=7", sent_to(2, click(0))) };
    let landing =
        Seen { kind: Kind::Landing as u8, at: NOON + 9, labels: None, verdict: 0, reason: 0, ..ahead.clone() };
    for (day, valid) in [(vec![ahead.clone()], 0), (vec![ahead, landing], 1)] {
        let mut parts = parts(&day);
        for (dimension, value) in [
            (Dimension::Variant, "2"),
            (Dimension::Ground, "1.2"),
            (Dimension::Sub, "s"),
            (Dimension::BroughtId, "1.2 utm_id=7"),
        ] {
            assert_eq!(shown(&of_link(&mut parts, dimension)), [(value, 1, valid)], "{dimension:?}");
        }
    }
}

#[test]
fn whoever_makes_values_up_fills_the_rest_and_nothing_else() {
    let made_up = |after: i64| labelled(&format!("sub={after}&utm_term={after}&utm_source=x"), click(after * 60_000));
    let day: Vec<Seen> = (0..1_000).map(made_up).collect();
    let mut parts = parts(&day);
    for dimension in [Dimension::Sub, Dimension::BroughtTerm] {
        let values = of_link(&mut parts, dimension);
        assert_eq!((values.len(), values.iter().map(|value| value.1).sum::<u32>()), (VALUES_MOST, 1_000));
    }
    assert_eq!(of_link(&mut parts, Dimension::BroughtSource).len(), 1);
}

#[test]
fn the_version_that_stood_is_the_last_made_by_then_and_the_first_before_its_history() {
    let versions = [(3, 100), (4, 200), (7, 300)];
    for (at, expected) in [(99, 3), (100, 3), (199, 3), (200, 4), (299, 4), (300, 7), (i64::MAX, 7)] {
        assert_eq!(standing(&versions, at), expected, "{at}");
    }
    assert_eq!(standing(&[], 5), 0);
}

#[test]
fn a_link_moved_on_a_day_where_a_version_but_its_first_was_made_inside_it() {
    let versions = [(1, 100), (2, 200)];
    for (day, expected) in
        [((0, 150), false), ((150, 200), false), ((200, 300), false), ((199, 300), true), ((0, 201), true)]
    {
        assert_eq!(moved(&versions, day), expected, "{day:?}");
    }
    assert!(!moved(&[], (0, 9)));
}

proptest! {
    #![proptest_config(given::tries(128))]

    #[test]
    fn a_ground_is_its_number_and_its_text(version: u32, variant: u8) {
        let ground = Ground { version, variant };
        prop_assert_eq!(Ground::of_number(ground.number()), ground);
        prop_assert_eq!(Ground::parse(&ground.to_string()), Some(ground));
    }

    #[test]
    fn no_text_is_a_ground_that_it_does_not_spell(text in "[0-9.a]{0,12}") {
        if let Some(ground) = Ground::parse(&text) {
            prop_assert_eq!(Ground::parse(&ground.to_string()), Some(ground));
        }
    }

    #[test]
    fn labels_of_any_bytes_are_counted_and_take_no_click_away(labels in prop::collection::vec(".{0,40}", 0..20)) {
        let day: Vec<Seen> = labels.iter().zip(0..).map(|(labels, after)| labelled(labels, click(after * 60_000))).collect();
        let mut parts = parts(&day);
        for dimension in own() {
            let gross: u32 = of_link(&mut parts, dimension).iter().map(|value| value.1).sum();
            prop_assert!(gross <= u32::try_from(day.len()).unwrap(), "{:?}", dimension);
        }
    }
}
