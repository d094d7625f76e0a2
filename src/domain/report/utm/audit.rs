//! What the clicks of links carried, added up: every click in exactly one value of every key.
//!
//! # Why
//! A click that brought no tag carried its link's own, which the register's history has; so only what visitors brought is
//! counted apart, and what is left of a link's clicks is its own tags'. Counts that do not fit together, such as of a day
//! whose recount broke off half way, are cut to the clicks that there were, so that sums are exact whatever is stored.

use std::collections::BTreeMap;

use url::form_urlencoded::parse;

use super::Tag;
use super::ground::{Grounds, Version};
use crate::domain::recount::{Dimension, Ground};
use crate::domain::utm::{KEYS, ga4};
use crate::stored;

/// Clicks, and those that are valid.
pub type Clicks = [u64; 2];

/// A link that has clicks: `[id, host, slug, creator]`.
#[derive(Clone, Debug, Default)]
pub struct Link(pub u32, pub String, pub String, pub u32);

stored!(Link(a, b, c, d));

/// Clicks of a link: `[link, day, gross, valid]`, all its days as day -1 where it never changed.
#[derive(Clone, Debug)]
pub struct Clicked(pub u32, pub i64, pub u64, pub u64);

stored!(Clicked(a, b, c, d));

/// What is kept of clicks beside: `[link, day, dimension, value, gross, valid]`.
#[derive(Clone, Debug)]
pub struct Part(pub u32, pub i64, pub u8, pub String, pub u64, pub u64);

stored!(Part(a, b, c, d, e, f));

/// What clicks with one value of one key add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// All of them.
    pub clicks: Clicks,
    /// Valid ones whose visitor brought it.
    pub brought: u64,
    /// Of these, where the link has another value of its own.
    pub against: u64,
    /// Links with such clicks.
    pub links: u64,
}

/// A link's clicks.
#[derive(Clone, Debug, Default)]
pub struct LinkSum {
    /// It.
    pub link: Link,
    /// All of its clicks.
    pub clicks: Clicks,
    /// Its values, by their place in [`Audit::values`], with the valid clicks that carried each.
    pub values: Vec<(usize, u64)>,
    /// Valid clicks with a source or medium, and those of them that fall under no default channel.
    pub filed: Clicks,
    /// Of its tags and valid clicks, those that a visitor brought, and those brought against the link's own.
    pub brought: [u64; 2],
}

/// Source and medium that fall under no default channel.
pub type Pair = (Tag, Tag);

/// What was added up so far.
#[derive(Debug, Default)]
pub struct Audit {
    /// A value's key, by its place in [`KEYS`], and the value.
    places: BTreeMap<(u8, Tag), usize>,
    /// The values in the order in which they came.
    pub values: Vec<((u8, Tag), Sum)>,
    /// Links with clicks.
    pub links: Vec<LinkSum>,
    /// Valid clicks that fall under no default channel.
    pub unassigned: BTreeMap<Pair, u64>,
}

impl Audit {
    /// Adds the clicks of one link; `start` says when a reporting day begins.
    pub fn add(
        &mut self,
        link: Link,
        clicked: &[Clicked],
        versions: &[Version],
        parts: &[Part],
        start: &dyn Fn(i64) -> i64,
    ) {
        let grounds = Grounds::of(versions);
        let on = stood(&grounds, clicked, parts, start);
        let mut sum = LinkSum { link, ..LinkSum::default() };
        for (_, clicks) in &on {
            plus(&mut sum.clicks, *clicks);
        }
        for (place, key) in (0_u8..).zip(KEYS) {
            let mut left = on.clone();
            for (ground, tag, clicks) in brought(key, parts) {
                for (ground, took) in take(&mut left, ground, clicks) {
                    let own = grounds.tags(ground).into_iter().nth(place.into()).unwrap_or_default();
                    let against = matches!(own, Tag::Of(_)) && own != tag;
                    self.see(&mut sum, (place, tag.clone()), took, Some(against));
                }
            }
            for (ground, clicks) in left {
                let own = grounds.tags(ground).into_iter().nth(place.into()).unwrap_or_default();
                self.see(&mut sum, (place, own), clicks, None);
            }
        }
        self.file(&mut sum, &grounds, on, parts);
        for (place, _) in &sum.values {
            if let Some((_, value)) = self.values.get_mut(*place) {
                value.links += 1;
            }
        }
        self.links.push(sum);
    }

    /// Adds clicks with one value; brought by a visitor where it says whether against the link's own.
    fn see(&mut self, link: &mut LinkSum, key: (u8, Tag), clicks: Clicks, brought: Option<bool>) {
        if clicks == [0, 0] {
            return;
        }
        let next = self.values.len();
        let place = *self.places.entry(key.clone()).or_insert(next);
        if place == next {
            self.values.push((key, Sum::default()));
        }
        let Some((_, sum)) = self.values.get_mut(place) else { return };
        let [_, valid] = clicks;
        plus(&mut sum.clicks, clicks);
        if let Some(against) = brought {
            sum.brought += valid;
            sum.against += if against { valid } else { 0 };
            plus(&mut link.brought, [valid, if against { valid } else { 0 }]);
        }
        match link.values.iter_mut().find(|known| known.0 == place) {
            Some(known) => known.1 += valid,
            None => link.values.push((place, valid)),
        }
    }

    /// Adds under which default channels the link's clicks fall, by source and medium together and the link's campaign.
    fn file(&mut self, link: &mut LinkSum, grounds: &Grounds, mut left: Vec<(Ground, Clicks)>, parts: &[Part]) {
        let mut all: Vec<(Pair, Tag, u64)> = Vec::new();
        let own = |ground: Ground| {
            let [source, medium, campaign, ..] = grounds.tags(ground);
            (source, medium, campaign)
        };
        for part in parts.iter().filter(|part| part.2 == Dimension::BroughtSource as u8) {
            let (ground, pairs) = read(&part.3);
            for (ground, [_, valid]) in take(&mut left, ground, [part.4, part.5]) {
                let (source, medium, campaign) = own(ground);
                let said = |key: &str, own: Tag| match (pairs, found(pairs, key)) {
                    (None, _) => Tag::NotKnown,
                    (_, brought) => brought.unwrap_or(own),
                };
                all.push(((said("utm_source", source), said("utm_medium", medium)), campaign, valid));
            }
        }
        for (ground, [_, valid]) in left {
            let (source, medium, campaign) = own(ground);
            all.push(((source, medium), campaign, valid));
        }
        for (pair, campaign, valid) in all.into_iter().filter(|one| one.2 > 0) {
            let (Some(source), Some(medium)) = (pair.0.text(), pair.1.text()) else { continue };
            if source.is_empty() && medium.is_empty() {
                continue;
            }
            let filed = ga4::channel(source, medium, campaign.text().unwrap_or_default()).is_some();
            plus(&mut link.filed, [valid, if filed { 0 } else { valid }]);
            if !filed {
                *self.unassigned.entry(pair).or_default() += valid;
            }
        }
    }
}

/// The grounds that clicks stood on: those that are counted apart, and what is left of each day on the version of then.
fn stood(grounds: &Grounds, clicked: &[Clicked], parts: &[Part], start: &dyn Fn(i64) -> i64) -> Vec<(Ground, Clicks)> {
    let mut on: Vec<(Ground, Clicks)> = Vec::new();
    let mut stand = |ground: Ground, clicks: Clicks| match on.iter_mut().find(|known| known.0 == ground) {
        Some(known) => plus(&mut known.1, clicks),
        None => on.push((ground, clicks)),
    };
    for Clicked(_, day, gross, valid) in clicked {
        let mut left = [*gross, *valid];
        let apart = parts.iter().filter(|part| part.1 == *day && part.2 == Dimension::Ground as u8);
        for part in apart {
            let clicks = least([part.4, part.5], left);
            minus(&mut left, clicks);
            stand(Ground::parse(&part.3).unwrap_or_default(), clicks);
        }
        stand(grounds.at(start(*day)), left);
    }
    on
}

/// What visitors brought of `key`: the ground, none where it is one of too many values, the value, and the clicks.
fn brought<'a>(key: &'a str, parts: &'a [Part]) -> impl Iterator<Item = (Option<Ground>, Tag, Clicks)> + 'a {
    let dimension = Dimension::brought(key).map(|dimension| dimension as u8);
    parts.iter().filter(move |part| Some(part.2) == dimension).filter_map(move |part| {
        let (ground, pairs) = read(&part.3);
        let tag = if pairs.is_none() { Tag::NotKnown } else { found(pairs, key)? };
        Some((ground, tag, [part.4, part.5]))
    })
}

/// A value as the recount keeps it: `version.variant utm_source=x&utm_medium=y`.
fn read(value: &str) -> (Option<Ground>, Option<&str>) {
    match value.split_once(' ').map(|(ground, pairs)| (Ground::parse(ground), pairs)) {
        Some((Some(ground), pairs)) => (Some(ground), Some(pairs)),
        _ => (None, None),
    }
}

fn found(pairs: Option<&str>, key: &str) -> Option<Tag> {
    let (_, value) = parse(pairs?.as_bytes()).find(|(name, _)| name == key)?;
    Some(Tag::of(Some(&value)))
}

/// Takes `clicks` away from what is left of `ground`, then of the others, and says how many of each.
fn take(left: &mut [(Ground, Clicks)], ground: Option<Ground>, clicks: Clicks) -> Vec<(Ground, Clicks)> {
    let (mut wanted, mut taken) = (clicks, Vec::new());
    for own in [true, false] {
        for (place, there) in left.iter_mut().filter(|known| (Some(known.0) == ground) == own) {
            let some = least(wanted, *there);
            minus(&mut wanted, some);
            minus(there, some);
            if some != [0, 0] {
                taken.push((*place, some));
            }
        }
    }
    taken
}

fn plus(sum: &mut [u64; 2], more: [u64; 2]) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum += more;
    }
}

fn minus(left: &mut Clicks, some: Clicks) {
    for (left, some) in left.iter_mut().zip(some) {
        *left = left.saturating_sub(some);
    }
}

fn least(one: Clicks, other: Clicks) -> Clicks {
    let ([a, b], [c, d]) = (one, other);
    [a.min(c), b.min(d)]
}
