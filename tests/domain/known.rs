//! What takes more than one request to see: the same click again, far too many, a load ahead that was opened after all.

use waymark::domain::credit::Owner;
use waymark::domain::device;
use waymark::domain::event::Kind;
use waymark::domain::facets::Facets;
use waymark::domain::recount::{
    DUPLICATE_MS, Dimension, Part, Parts, RATE_MOST, Scope, Seen, VALUES_MOST, VisitRecount, Visits,
};
use waymark::domain::verdict::Verdict;

use crate::given::NOON;

const HASH: u64 = (1 << 46) | 9;
const COOKIE: u64 = (2 << 46) | 9;
const RECIPIENT: u64 = (3 << 46) | 9;

/// A person's click on link 7, so many milliseconds after noon.
fn click(visitor: u64, after: i64) -> Seen {
    Seen {
        visitor,
        at: NOON + after,
        nonce: u32::try_from(after).unwrap() + 1,
        kind: Kind::Click as u8,
        link: 7,
        ..Seen::default()
    }
}

fn on(connection: u32, seen: Seen) -> Seen {
    Seen { facets: Facets { connection, ..seen.facets }, ..seen }
}

/// The landing of `click`, a second later.
fn landing(click: &Seen) -> Seen {
    Seen { kind: Kind::Landing as u8, at: click.at + 1_000, ..click.clone() }
}

fn ahead(click: Seen) -> Seen {
    Seen { verdict: Verdict::Prefetch as u8, reason: 5, ..click }
}

fn of_link_7(day: &[Seen]) -> Visits {
    counted(day).0
}

fn counted(day: &[Seen]) -> (Visits, Parts) {
    let mut recount = VisitRecount::default();
    for seen in day {
        recount.see(seen, Owner { creator: 70, campaign: 3 });
    }
    let (totals, parts) = recount.totals();
    (totals.into_iter().find(|total| total.0 == (Scope::Link, 7)).map(|total| total.1).unwrap_or_default(), parts)
}

fn values(parts: &mut Parts, dimension: Dimension, link: i64) -> Vec<Part> {
    parts.take(dimension).into_iter().find(|part| part.0 == link).map(|part| part.1).unwrap_or_default()
}

#[test]
fn a_cookie_that_clicks_twice_within_30_seconds_has_clicked_once() {
    let visits = of_link_7(&[click(COOKIE, 0), click(COOKIE, DUPLICATE_MS - 1), click(COOKIE, DUPLICATE_MS)]);
    assert_eq!((visits.clicks_gross, visits.clicks, visits.duplicates, visits.visitor_days), (3, 2, 1, 1));
}

#[test]
fn a_duplicate_starts_no_new_30_seconds() {
    let day: Vec<Seen> = [0, 20_000, 40_000].map(|after| click(COOKIE, after)).into();
    assert_eq!(of_link_7(&day).clicks, 2);
}

#[test]
fn another_link_is_another_click() {
    let other = Seen { link: 8, ..click(COOKIE, 10) };
    assert_eq!(of_link_7(&[click(COOKIE, 0), other]).duplicates, 0);
}

#[test]
fn an_address_hash_alone_is_nobody() {
    let day: Vec<Seen> = (0..500).map(|after| click(HASH, after)).collect();
    let visits = of_link_7(&day);
    assert_eq!((visits.clicks, visits.duplicates, visits.rates), (500, 0, 0));
}

#[test]
fn an_address_hash_on_one_connection_is_one_device() {
    let day = [on(1, click(HASH, 0)), on(2, click(HASH, 5)), on(1, click(HASH, 10))];
    let visits = of_link_7(&day);
    assert_eq!((visits.clicks, visits.duplicates), (2, 1));
}

#[test]
fn whoever_comes_through_a_proxy_is_not_everybody_on_its_connection() {
    let mini = "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16";
    let app = device::of(mini).app;
    let through = |after| {
        let click = on(1, click(HASH, after));
        Seen { facets: Facets { app, ..click.facets }, ..click }
    };
    assert_eq!(of_link_7(&[through(0), through(5), through(10)]).clicks, 3);
}

#[test]
fn a_visitor_of_one_click_is_never_met_again() {
    let day = [on(1, click(5, 0)), on(1, click(5, 1))];
    assert_eq!(of_link_7(&day).clicks, 2);
}

#[test]
fn more_than_twenty_clicks_a_day_on_one_link_are_too_many() {
    let day: Vec<Seen> = (0..25).map(|time| click(COOKIE, time * 60_000)).collect();
    let visits = of_link_7(&day);
    assert_eq!((visits.clicks, visits.rates), (u64::from(RATE_MOST), 5));
}

#[test]
fn bots_neither_make_a_click_a_duplicate_nor_become_one() {
    let bot = Seen { verdict: Verdict::Bot as u8, reason: 1, ..click(COOKIE, 0) };
    let visits = of_link_7(&[bot.clone(), click(COOKIE, 1), Seen { at: NOON + 2, ..bot }]);
    assert_eq!((visits.bots, visits.clicks, visits.duplicates), (2, 1, 0));
}

#[test]
fn a_letter_that_one_recipient_opens_twice_at_once_was_seen_once() {
    let view = |after| Seen { kind: Kind::View as u8, ..click(RECIPIENT, after) };
    let visits = of_link_7(&[view(0), view(900), view(60_000)]);
    assert_eq!((visits.views_gross, visits.views), (3, 2));
}

#[test]
fn two_pixels_of_one_page_are_two_views() {
    let view = |labels: &str, after| Seen {
        kind: Kind::View as u8,
        labels: Some(labels.to_owned()),
        ..click(RECIPIENT, after)
    };
    let visits = of_link_7(&[view("placement=header", 0), view("placement=footer", 40), view("placement=footer", 50)]);
    assert_eq!((visits.views_gross, visits.views), (3, 2));
}

#[test]
fn a_letter_may_be_read_more_than_twenty_times() {
    let day: Vec<Seen> =
        (0..30).map(|time| Seen { kind: Kind::View as u8, ..click(RECIPIENT, time * 60_000) }).collect();
    assert_eq!(of_link_7(&day).views, 30);
}

#[test]
fn a_load_ahead_that_was_opened_is_held_to_the_same_rules() {
    let mut day = vec![click(COOKIE, 0)];
    day.extend((1..=50).map(|after| ahead(click(COOKIE, after))));
    let landings: Vec<Seen> = day
        .iter()
        .skip(1)
        .map(|loaded| Seen { verdict: 0, reason: 0, at: NOON + 500 + i64::from(loaded.nonce), ..landing(loaded) })
        .collect();
    day.extend(landings);
    let visits = of_link_7(&day);
    assert_eq!((visits.clicks_gross, visits.clicks, visits.duplicates, visits.prefetches), (51, 1, 50, 0));
}

#[test]
fn a_click_and_a_view_are_not_each_others_duplicates() {
    let view = Seen { kind: Kind::View as u8, ..click(COOKIE, 5) };
    let visits = of_link_7(&[click(COOKIE, 0), view]);
    assert_eq!((visits.clicks, visits.views), (1, 1));
}

#[test]
fn a_landing_counts_once_for_its_click() {
    let first = click(HASH, 0);
    let again = Seen { at: NOON + 9_000, ..landing(&first) };
    let visits = of_link_7(&[first.clone(), landing(&first), again]);
    assert_eq!((visits.landings_gross, visits.landings), (2, 1));
}

#[test]
fn landings_of_two_clicks_of_one_hash_are_two() {
    let (one, other) = (click(HASH, 0), click(HASH, 10));
    let visits = of_link_7(&[one.clone(), other.clone(), landing(&one), landing(&other)]);
    assert_eq!(visits.landings, 2);
}

#[test]
fn a_load_ahead_that_landed_was_a_click_after_all() {
    let loaded = ahead(click(HASH, 0));
    let landed = Seen { verdict: 0, reason: 0, ..landing(&loaded) };
    let (visits, mut parts) = counted(&[loaded, landed]);
    assert_eq!((visits.clicks_gross, visits.clicks, visits.prefetches, visits.visitor_days), (1, 1, 0, 1));
    assert_eq!(values(&mut parts, Dimension::Verdict, 7), [("human".to_owned(), [2, 1, 0, 1, 0])]);
    assert_eq!(values(&mut parts, Dimension::Reason, 7), []);
}

#[test]
fn a_load_ahead_that_nobody_opened_stays_one() {
    let visits = of_link_7(&[ahead(click(HASH, 0)), ahead(click(HASH, 10))]);
    assert_eq!((visits.prefetches, visits.clicks), (2, 0));
}

#[test]
fn another_clicks_landing_opens_no_load_ahead() {
    let landed = Seen { nonce: 77, ..landing(&click(HASH, 0)) };
    let visits = of_link_7(&[ahead(click(HASH, 0)), landed]);
    assert_eq!((visits.prefetches, visits.clicks, visits.landings), (1, 0, 1));
}

#[test]
fn the_next_visitor_is_not_held_to_what_the_last_one_did() {
    let other = click(COOKIE + 1, 5);
    assert_eq!(of_link_7(&[click(COOKIE, 0), other]).clicks, 2);
}

#[test]
fn labels_of_a_view_are_counted_each_by_itself() {
    let labels = Some("placement=footer&post=spring%2012&creator=mira&campaign=bf".to_owned());
    let view = Seen { kind: Kind::View as u8, labels, ..click(HASH, 0) };
    let (_, mut parts) = counted(&[view]);
    let one = |word: &str| vec![(word.to_owned(), [1, 0, 1, 0, 0])];
    assert_eq!(values(&mut parts, Dimension::Placement, 7), one("footer"));
    assert_eq!(values(&mut parts, Dimension::Post, 7), one("spring 12"));
    assert_eq!(values(&mut parts, Dimension::Creator, -1), one("mira"));
    assert_eq!(values(&mut parts, Dimension::Campaign, 7), one("bf"));
}

#[test]
fn of_a_link_the_fifty_most_frequent_values_stand_for_themselves_and_nothing_is_lost() {
    let mut day = Vec::new();
    for number in 0..70_u32 {
        for turn in 0..=number {
            let labels = Some(format!("placement=p{number:02}"));
            let after = i64::from(number * 100 + turn);
            day.push(Seen { kind: Kind::View as u8, labels, ..click(HASH, after) });
        }
    }
    let (_, mut parts) = counted(&day);
    let values = values(&mut parts, Dimension::Placement, 7);
    assert_eq!(values.len(), VALUES_MOST + 1);
    let sum: u32 = values.iter().map(|(_, [gross, ..])| gross).sum();
    assert_eq!(sum as usize, day.len());
    assert!(values.iter().any(|(word, [gross, ..])| word == "p69" && *gross == 70));
    assert!(values.iter().any(|(word, [gross, ..])| word == "other" && *gross == (1..=20).sum::<u32>()));
}

#[test]
fn what_many_ask_for_is_told_apart_whatever_somebody_makes_up() {
    let labelled = |visitor: u64, word: String| Seen {
        kind: Kind::View as u8,
        labels: Some(format!("placement={word}")),
        ..click(visitor, 0)
    };
    // In the order of their visitors, as they are read.
    let mut day: Vec<Seen> =
        (0..30_000_u64).map(|number| labelled((1 << 46) + 2 * number, format!("junk{number}"))).collect();
    day.extend((0..3_000_u64).map(|number| labelled((1 << 46) + 20 * number + 1, "footer".into())));
    day.sort_by_key(|seen| seen.visitor);
    let (_, mut parts) = counted(&day);
    let of = |values: Vec<Part>, word: &str| values.iter().find(|part| part.0 == word).map(|part| part.1[0]);
    let taken = parts.take(Dimension::Placement);
    for link in [-1, 7] {
        let values = taken.iter().find(|part| part.0 == link).unwrap().1.clone();
        assert_eq!(of(values.clone(), "footer"), Some(3_000), "{link}");
        assert_eq!(values.iter().map(|(_, [gross, ..])| gross).sum::<u32>(), 33_000, "{link}");
    }
}

#[test]
fn a_verdict_that_only_a_newer_worker_knows_came_all_the_same() {
    let newer = Seen { verdict: 99, ..click(HASH, 0) };
    let (visits, mut parts) = counted(&[newer, Seen { kind: 99, ..click(HASH, 1) }, click(HASH, 2)]);
    assert_eq!(visits.clicks_gross, 1);
    let gross: u32 = values(&mut parts, Dimension::Verdict, -1).iter().map(|(_, [gross, ..])| gross).sum();
    assert_eq!(gross, 3);
}

#[test]
fn a_label_that_is_called_as_the_rest_is_is_added_to_it() {
    let labelled = |word: String, after: i64| Seen {
        kind: Kind::View as u8,
        labels: Some(format!("placement={word}")),
        ..click(HASH, after)
    };
    let mut day: Vec<Seen> = (0..60).map(|number| labelled(format!("p{number}"), number)).collect();
    day.push(labelled("other".into(), 100));
    day.push(labelled("other".into(), 101));
    let (_, mut parts) = counted(&day);
    let values = values(&mut parts, Dimension::Placement, 7);
    assert_eq!(values.iter().filter(|(word, _)| word == "other").count(), 1);
    assert_eq!(values.iter().map(|(_, [gross, ..])| gross).sum::<u32>(), 62);
}
