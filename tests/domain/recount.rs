//! A day counted again: gross is valid and each reason, visitors count once per place.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use waymark::domain::credit::Owner;
use waymark::domain::event::Kind;
use waymark::domain::facets::Facets;
use waymark::domain::recount::{Dimension, Scope, Seen, VisitRecount, Visits};
use waymark::domain::verdict::Verdict;

use crate::given;

const OWNER: Owner = Owner { creator: 70, campaign: 3 };

type Whose = (Seen, Owner);

fn seen(visitor: u64, link: u32) -> Whose {
    (Seen { visitor, kind: Kind::Click as u8, link, ..Seen::default() }, OWNER)
}

/// The same with another verdict.
fn as_verdict(verdict: Verdict, (seen, owner): Whose) -> Whose {
    // A reason that no rule of today knows: the verdict stays.
    (Seen { verdict: verdict as u8, reason: 200, ..seen }, owner)
}

fn recount(all: &[Whose]) -> BTreeMap<(Scope, u32), Visits> {
    let mut recount = VisitRecount::default();
    for (seen, owner) in all {
        recount.see(seen, *owner);
    }
    recount.totals().0.into_iter().collect()
}

#[test]
fn a_click_stands_at_the_whole_the_campaign_the_creator_and_the_link() {
    let totals = recount(&[seen(1, 7)]);
    let places: Vec<_> = totals.keys().copied().collect();
    assert_eq!(places, [(Scope::All, 0), (Scope::Campaign, 3), (Scope::Creator, 70), (Scope::Link, 7)]);
    let one = Visits { clicks_gross: 1, clicks: 1, visitor_days: 1, ..Visits::default() };
    assert!(totals.values().all(|visits| *visits == one));
}

#[test]
fn a_bot_counts_as_gross_and_as_a_bot_only() {
    let totals = recount(&[as_verdict(Verdict::Bot, seen(1, 7))]);
    assert_eq!(totals[&(Scope::Link, 7)], Visits { clicks_gross: 1, bots: 1, ..Visits::default() });
}

#[test]
fn a_view_is_no_click_and_no_visitor() {
    let view = (Seen { kind: Kind::View as u8, ..seen(1, 7).0 }, OWNER);
    let totals = recount(&[view.clone(), as_verdict(Verdict::Bot, view)]);
    assert_eq!(totals[&(Scope::Link, 7)], Visits { views_gross: 2, views: 1, ..Visits::default() });
}

#[test]
fn an_orphan_counts_at_link_0_and_nowhere_else() {
    let totals = recount(&[(seen(1, 0).0, Owner::default())]);
    assert_eq!(totals.keys().copied().collect::<Vec<_>>(), [(Scope::Link, 0)]);
}

#[test]
fn a_visitor_of_two_links_is_one_visitor_of_their_creator() {
    let totals = recount(&[seen(1, 7), seen(1, 8), seen(1, 7)]);
    assert_eq!(totals[&(Scope::Link, 7)].visitor_days, 1);
    assert_eq!(totals[&(Scope::Link, 8)].visitor_days, 1);
    assert_eq!(totals[&(Scope::Creator, 70)].visitor_days, 1);
    assert_eq!(totals[&(Scope::All, 0)].visitor_days, 1);
    assert_eq!(totals[&(Scope::All, 0)].clicks, 3);
}

#[test]
fn a_visitor_of_two_creators_is_one_visitor_of_the_whole() {
    let other = Owner { creator: 80, campaign: 3 };
    let totals = recount(&[seen(1, 7), (seen(1, 9).0, other)]);
    assert_eq!(totals[&(Scope::Creator, 70)].visitor_days, 1);
    assert_eq!(totals[&(Scope::Creator, 80)].visitor_days, 1);
    assert_eq!(totals[&(Scope::Campaign, 3)].visitor_days, 1);
    assert_eq!(totals[&(Scope::All, 0)].visitor_days, 1);
}

#[test]
fn a_visitor_who_was_first_taken_for_a_bot_is_still_met_later() {
    let totals = recount(&[as_verdict(Verdict::Prefetch, seen(1, 7)), seen(1, 7)]);
    assert_eq!(totals[&(Scope::Link, 7)].visitor_days, 1);
}

#[test]
fn nothing_seen_is_nothing_counted() {
    assert!(recount(&[]).is_empty());
}

fn day() -> impl Strategy<Value = Vec<Whose>> {
    let who = (0..4_u64, 0..4_u64).prop_map(|(how, number)| how << 46 | number);
    let one = ((who, 0..90_i64, 0..6_u32), 1..=5_u8, 0..4_u32, prop_oneof![4 => Just(0_u8), 1 => 1..=6_u8], 0..3_u32);
    prop::collection::vec(one, 0..160).prop_map(|mut all| {
        // Events come in the order of their key.
        all.sort_by_key(|seen| seen.0);
        let owner = |link: u32| match link {
            0 => Owner::default(),
            link => Owner { creator: 70 + link % 3, campaign: link % 2 },
        };
        all.into_iter()
            .map(|((visitor, second, nonce), kind, link, verdict, connection)| {
                let link = if kind > 3 { 0 } else { link };
                let at = given::NOON + second * 1_000;
                let reason = if verdict == 0 { 0 } else { 200 };
                let facets = Facets { connection, ..Facets::default() };
                (Seen { visitor, at, nonce, kind, link, verdict, reason, facets, ..Seen::default() }, owner(link))
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn gross_is_valid_and_each_verdict(day in day()) {
        for visits in recount(&day).values() {
            let not_people = visits.bots + visits.previews + visits.prefetches + visits.monitors + visits.internals;
            let of_people = visits.clicks + visits.suspects + visits.duplicates + visits.rates;
            prop_assert_eq!(visits.clicks_gross, not_people + of_people);
            prop_assert!(visits.visitor_days <= visits.clicks);
            prop_assert!(visits.views <= visits.views_gross);
        }
    }

    #[test]
    fn every_event_is_counted_at_exactly_one_link(day in day()) {
        let totals = recount(&day);
        let links = totals.iter().filter(|((scope, _), _)| *scope == Scope::Link);
        let counted: u64 = links.map(|(_, visits)| visits.clicks_gross + visits.views_gross + visits.landings_gross).sum();
        let pages = day.iter().filter(|(seen, _)| seen.kind > 3).count();
        prop_assert_eq!(counted, u64::try_from(day.len() - pages).unwrap());
    }

    #[test]
    fn creators_and_campaigns_add_up_to_the_whole(day in day()) {
        let totals = recount(&day);
        for part in [Scope::Creator, Scope::Campaign] {
            let sum = |field: fn(&Visits) -> u64, wanted: Scope| -> u64 {
                totals.iter().filter(|((scope, _), _)| *scope == wanted).map(|(_, visits)| field(visits)).sum()
            };
            for field in [|v: &Visits| v.clicks_gross, |v: &Visits| v.clicks, |v: &Visits| v.views_gross] {
                prop_assert_eq!(sum(field, part), sum(field, Scope::All));
            }
        }
    }

    #[test]
    fn visitor_days_are_the_distinct_visitors_with_a_human_click(day in day()) {
        // A click that is a duplicate or too many follows one that is neither; one that was loaded ahead may be opened.
        let day: Vec<Whose> = day.into_iter().filter(|(seen, _)| seen.kind != Kind::Landing as u8).collect();
        let totals = recount(&day);
        for (place, visits) in &totals {
            let belongs = |(seen, owner): &&Whose| match place.0 {
                Scope::All => seen.link != 0,
                Scope::Campaign => seen.link != 0 && owner.campaign == place.1,
                Scope::Creator => seen.link != 0 && owner.creator == place.1,
                Scope::Link => seen.link == place.1,
            };
            let valid = |(seen, _): &&Whose| seen.kind == Kind::Click as u8 && seen.verdict == Verdict::Human as u8;
            let visitors: BTreeSet<u64> = day.iter().filter(belongs).filter(valid).map(|(seen, _)| seen.visitor).collect();
            prop_assert_eq!(visits.visitor_days, u64::try_from(visitors.len()).unwrap(), "{:?}", place);
        }
    }

    #[test]
    fn of_a_day_that_goes_on_a_link_with_variants_is_parted_as_it_is_at_its_end(day in day()) {
        let mut recounts = [VisitRecount::default(), VisitRecount::default()];
        for (seen, owner) in &day {
            let variant = if seen.link == 1 { seen.nonce.to_le_bytes()[0] % 3 } else { 0 };
            let seen = Seen { facets: Facets { variant, ..seen.facets }, ..seen.clone() };
            for recount in &mut recounts {
                recount.see(&seen, *owner);
            }
        }
        let [mut open, mut over] = recounts.map(|recount| recount.totals().1);
        let split = open.split();
        for (dimension, _) in Dimension::ALL.into_iter().filter(|(one, _)| !one.is_of_links()) {
            let all = over.take(dimension);
            prop_assert_eq!(&split, &over.split());
            let Some(told) = open.take_open(dimension, &split) else { continue };
            let listed: Vec<i64> = told.iter().map(|one| one.0).collect();
            prop_assert_eq!(listed, [vec![-1], split.clone()].concat());
            for (link, values) in told {
                let known = all.iter().find(|one| one.0 == link).map(|one| one.1.clone());
                prop_assert_eq!(values, known.unwrap_or_default());
            }
        }
    }

    #[test]
    fn parts_of_every_verdict_and_what_was_rejected_are_everything_that_came(day in day()) {
        let mut recount = VisitRecount::default();
        for (seen, owner) in &day {
            recount.see(seen, *owner);
        }
        let (_, mut parts) = recount.totals();
        let all = Dimension::ALL.map(|(dimension, _)| (dimension, parts.take(dimension)));
        let gross = |wanted: Dimension, whole: bool| -> u64 {
            let of = all.iter().find(|one| one.0 == wanted).unwrap().1.iter().filter(|one| (one.0 == -1) == whole);
            of.flat_map(|(_, values)| values).map(|(_, [gross, ..])| u64::from(*gross)).sum()
        };
        for whole in [true, false] {
            let taken = gross(Dimension::Verdict, whole);
            prop_assert_eq!(taken + gross(Dimension::Rejected, whole), u64::try_from(day.len()).unwrap());
            for each in [Dimension::Kind, Dimension::Device, Dimension::Country, Dimension::Language] {
                prop_assert_eq!(gross(each, whole), taken);
            }
        }
    }

    #[test]
    fn a_recount_of_the_same_events_is_the_same(day in day()) {
        prop_assert_eq!(recount(&day), recount(&day));
    }
}
