//! What an isolate remembers of links: seconds when storage answers, minutes when it does not, and never too much.

use std::rc::Rc;

use waymark::domain::link::Published;
use waymark::domain::link_cache::{BUDGET, FRESH_MS, LinkCache, MISSING_MS, MOST, REFILL_MS, Remembered, STALE_MS};

use crate::given::{self, NOON};

const ADDRESS: &str = "go.brand.example/spring";

fn link() -> Rc<Published> {
    Rc::new(given::link())
}

fn remembering() -> LinkCache {
    let mut cache = LinkCache::default();
    cache.put(ADDRESS.into(), link(), NOON);
    cache
}

#[test]
fn an_address_that_was_never_asked_for_is_nothing() {
    assert_eq!(LinkCache::default().get(ADDRESS, NOON), Remembered::Nothing);
}

#[test]
fn a_copy_is_fresh_for_seconds() {
    let cache = remembering();
    assert_eq!(cache.get(ADDRESS, NOON), Remembered::Fresh(link()));
    assert_eq!(cache.get(ADDRESS, NOON + FRESH_MS - 1), Remembered::Fresh(link()));
}

#[test]
fn then_it_is_stale_for_minutes() {
    let cache = remembering();
    assert_eq!(cache.get(ADDRESS, NOON + FRESH_MS), Remembered::Stale(link()));
    assert_eq!(cache.get(ADDRESS, NOON + STALE_MS - 1), Remembered::Stale(link()));
}

#[test]
fn then_it_is_forgotten() {
    assert_eq!(remembering().get(ADDRESS, NOON + STALE_MS), Remembered::Nothing);
}

#[test]
fn another_host_has_another_link() {
    assert_eq!(remembering().get("other.example/spring", NOON), Remembered::Nothing);
}

#[test]
fn an_address_without_a_link_is_remembered_for_two_seconds() {
    let mut cache = LinkCache::default();
    cache.put_missing(ADDRESS.into(), NOON);
    assert_eq!(MISSING_MS, 2_000);
    assert_eq!(cache.get(ADDRESS, NOON + MISSING_MS - 1), Remembered::Missing);
    assert_eq!(cache.get(ADDRESS, NOON + MISSING_MS), Remembered::Nothing);
}

#[test]
fn that_there_is_no_link_is_news_to_the_first_of_many_who_look_at_once() {
    let mut cache = LinkCache::default();
    assert!(cache.put_missing(ADDRESS.into(), NOON));
    for later in [0, 1, MISSING_MS - 1] {
        assert!(!cache.put_missing(ADDRESS.into(), NOON + later), "{later}");
    }
    assert!(cache.put_missing(ADDRESS.into(), NOON + 2 * MISSING_MS));
    assert!(cache.put_missing("h/other".into(), NOON));
}

#[test]
fn that_d1_cannot_be_asked_is_news_once_and_makes_no_address_missing() {
    let mut cache = LinkCache::default();
    assert!(cache.put_unasked(ADDRESS.into(), NOON));
    for later in [0, 1, MISSING_MS, 2 * MISSING_MS - 1] {
        assert!(!cache.put_unasked(ADDRESS.into(), NOON + later), "{later}");
        assert_eq!(cache.get(ADDRESS, NOON + later), Remembered::Nothing);
    }
    assert!(cache.put_unasked(ADDRESS.into(), NOON + 5 * MISSING_MS));
    assert!(cache.put_unasked("h/other".into(), NOON));
    cache.put_missing(ADDRESS.into(), NOON);
    assert!(!cache.put_unasked(ADDRESS.into(), NOON + 1));
    assert_eq!(cache.get(ADDRESS, NOON + MISSING_MS - 1), Remembered::Missing, "what is known stays known");
}

#[test]
fn a_link_that_is_gone_is_missing_at_once() {
    let mut cache = remembering();
    cache.put_missing(ADDRESS.into(), NOON + 1);
    assert_eq!(cache.get(ADDRESS, NOON + 1), Remembered::Missing);
}

#[test]
fn a_link_that_was_missing_is_there_at_once() {
    let mut cache = LinkCache::default();
    cache.put_missing(ADDRESS.into(), NOON);
    cache.put(ADDRESS.into(), link(), NOON + 1);
    assert_eq!(cache.get(ADDRESS, NOON + 1), Remembered::Fresh(link()));
}

#[test]
fn an_older_copy_that_kv_still_shows_does_not_replace_a_newer_one() {
    let newer = Rc::new(Published { version: 2, ..given::link() });
    let mut cache = LinkCache::default();
    cache.put(ADDRESS.into(), newer.clone(), NOON);
    cache.put(ADDRESS.into(), link(), NOON + 1);
    assert_eq!(cache.get(ADDRESS, NOON + FRESH_MS), Remembered::Fresh(newer));
}

#[test]
fn another_link_at_the_same_address_counts_its_own_versions() {
    let mut cache = LinkCache::default();
    cache.put(ADDRESS.into(), Rc::new(Published { version: 9, ..given::link() }), NOON);
    let other = Rc::new(Published { id: 8, ..given::link() });
    cache.put(ADDRESS.into(), other.clone(), NOON);
    assert_eq!(cache.get(ADDRESS, NOON), Remembered::Fresh(other));
}

#[test]
fn the_memory_stays_bounded_and_the_newest_link_is_always_in_it() {
    let mut cache = LinkCache::default();
    for number in 0..3 * MOST {
        let address = format!("h/{number}");
        cache.put(address.clone(), link(), NOON);
        assert_eq!(cache.get(&address, NOON), Remembered::Fresh(link()));
    }
    let kept = (0..3 * MOST).filter(|number| cache.get(&format!("h/{number}"), NOON) != Remembered::Nothing).count();
    assert!(kept <= MOST, "{kept}");
}

#[test]
fn old_copies_make_room_before_fresh_ones_do() {
    let mut cache = LinkCache::default();
    for number in 0..MOST {
        let read_at = if number < 10 { NOON } else { NOON - FRESH_MS };
        cache.put(format!("h/{number}"), link(), read_at);
    }
    cache.put("h/new".into(), link(), NOON);
    assert!((0..10).all(|number| cache.get(&format!("h/{number}"), NOON) == Remembered::Fresh(link())));
}

#[test]
fn a_link_read_again_takes_no_new_room() {
    let mut cache = LinkCache::default();
    for number in 0..MOST {
        cache.put(format!("h/{number}"), link(), NOON);
    }
    cache.put("h/0".into(), link(), NOON + 1);
    assert!((0..MOST).all(|number| cache.get(&format!("h/{number}"), NOON) != Remembered::Nothing));
}

#[test]
fn a_scan_of_slugs_is_remembered_within_bounds() {
    let mut cache = remembering();
    for number in 0..3 * MOST {
        cache.put_missing(format!("h/{number}"), NOON);
    }
    let kept = (0..3 * MOST).filter(|number| cache.get(&format!("h/{number}"), NOON) == Remembered::Missing).count();
    assert!(kept <= MOST, "{kept}");
    assert_eq!(cache.get(ADDRESS, NOON), Remembered::Fresh(link()), "a scan pushes no link out");
}

#[test]
fn questions_to_the_database_are_rationed() {
    let mut cache = LinkCache::default();
    let asked = (0..3 * BUDGET).filter(|_| cache.may_ask(NOON)).count();
    assert_eq!(i64::try_from(asked), Ok(BUDGET));
}

#[test]
fn a_spent_question_comes_back_after_a_while() {
    let mut cache = LinkCache::default();
    while cache.may_ask(NOON) {}
    assert!(!cache.may_ask(NOON + REFILL_MS - 1));
    assert!(cache.may_ask(NOON + REFILL_MS));
    assert!(!cache.may_ask(NOON + REFILL_MS));
}

#[test]
fn rest_brings_back_the_whole_budget_and_no_more() {
    let mut cache = LinkCache::default();
    while cache.may_ask(NOON) {}
    let later = NOON + 1_000 * REFILL_MS;
    let asked = (0..3 * BUDGET).filter(|_| cache.may_ask(later)).count();
    assert_eq!(i64::try_from(asked), Ok(BUDGET));
}
