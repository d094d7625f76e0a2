//! The visits of a day by one dimension at a time: by verdict, device, referrer, country, and so on.
//!
//! # Why
//! A part is kept per day and link and for the whole, never for two dimensions at once, so that what is kept grows with what
//! there is to tell apart and not with its product. Of a link the fifty most frequent values stand for themselves.

use std::collections::BTreeMap;

use super::dimension::{self, Dimension};
use super::ground::Ground;
use super::known::Flag;
use super::visits::Seen;
use crate::domain::event::Kind;
use crate::domain::facets::Facets;
use crate::domain::ordered;

/// The most values of a dimension that stand for themselves at a link; of the whole ten times as many.
pub const VALUES_MOST: usize = 50;
/// The most values of a dimension that are counted at a link before the frequent ones are known. What is asked for often is
/// met early, whatever else somebody makes up to fill the memory.
const SEEN_MOST: u16 = 256;
/// The most values that are counted in a day at all: some 60 bytes each.
const ALL_MOST: usize = 300_000;
/// The most texts that are told apart in a day, of channels and of labels.
const TEXTS_MOST: usize = 10_000;
/// The value of what is not told apart any more.
pub(super) const REST: u64 = u64::MAX;
/// Its word.
pub(super) const OTHER: &str = "other";
/// The value of a verdict or a kind that only a newer Worker knows.
const UNKNOWN: u64 = 255;
/// The link that stands for the whole.
const WHOLE: i64 = -1;

/// Visits that are alike in something: every one, valid clicks, views, landings and pages.
pub type Count = [u32; 5];

/// A value of a dimension with its visits.
pub type Part = (String, Count);

/// The parts of a day in the making.
#[derive(Debug, Default)]
pub struct Parts {
    counts: BTreeMap<(Dimension, u32, u64), Count>,
    /// How many values there are of a dimension at a link.
    values: BTreeMap<(Dimension, u32), u16>,
    channels: Texts,
    labels: Texts,
    subs: Texts,
    tags: Texts,
}

/// Texts by number.
#[derive(Debug, Default)]
struct Texts(BTreeMap<String, u64>);

impl Texts {
    fn number(&mut self, text: &str) -> u64 {
        if let Some(number) = self.0.get(text) {
            return *number;
        }
        if self.0.len() >= TEXTS_MOST {
            return REST;
        }
        let number = self.0.len() as u64;
        self.0.insert(text.to_owned(), number);
        number
    }

    /// The texts by their numbers.
    fn listed(&self) -> Vec<&str> {
        let mut listed = vec![""; self.0.len()];
        for (text, number) in &self.0 {
            if let Some(place) = usize::try_from(*number).ok().and_then(|number| listed.get_mut(number)) {
                *place = text;
            }
        }
        listed
    }
}

impl Parts {
    /// Counts something that was not taken.
    pub(super) fn rejected(&mut self, reason: u8) {
        self.add(Dimension::Rejected, 0, reason.into(), [1, 0, 0, 0, 0]);
    }

    /// Counts what only a newer Worker understands: it came, and nobody knows more.
    pub(super) fn unknown(&mut self, link: u32) {
        self.add(Dimension::Verdict, link, UNKNOWN, [1, 0, 0, 0, 0]);
        self.add(Dimension::Kind, link, UNKNOWN, [1, 0, 0, 0, 0]);
    }

    /// Counts an event that was taken.
    pub(super) fn see(&mut self, seen: &Seen, kind: Kind, flag: Flag) {
        let valid = u32::from(flag == Flag::Valid);
        let of = |which: Kind| if kind == which { valid } else { 0 };
        let count = [1, of(Kind::Click), of(Kind::View), of(Kind::Landing), of(Kind::Page)];
        self.add(Dimension::Verdict, seen.link, flag as u64, count);
        self.add(Dimension::Kind, seen.link, kind as u64, count);
        if valid == 0 && seen.reason != 0 {
            self.add(Dimension::Reason, seen.link, seen.reason.into(), count);
        }
        for (dimension, value) in facets(&seen.facets) {
            self.add(dimension, seen.link, value, count);
        }
        if kind == Kind::Click {
            return self.click(seen, count);
        }
        let Some(labels) = &seen.labels else { return };
        if kind == Kind::Landing {
            let channel = self.channels.number(labels);
            return self.add(Dimension::Channel, seen.link, channel, count);
        }
        for pair in labels.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or_default();
            let dimension = match name {
                "placement" => Dimension::Placement,
                "post" => Dimension::Post,
                "creator" => Dimension::Creator,
                "campaign" => Dimension::Campaign,
                _ => continue,
            };
            let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
            let value = self.labels.number(&value);
            self.add(dimension, seen.link, value, count);
        }
    }

    /// Counts what only a click has: where a split sent it, and what its visitor's own query brought.
    fn click(&mut self, seen: &Seen, count: Count) {
        let variant = seen.facets.variant;
        let ground = Ground { version: seen.version, variant };
        if variant != 0 {
            self.add(Dimension::Variant, seen.link, variant.into(), count);
        }
        if variant != 0 || seen.moved {
            self.add(Dimension::Ground, seen.link, ground.number(), count);
        }
        if let Some(labels) = &seen.labels {
            self.brought(seen.link, ground, labels, count);
        }
    }

    /// Counts what a visitor's own query brought: the private value, and each tag with the ground that it stands on.
    fn brought(&mut self, link: u32, ground: Ground, labels: &str, count: Count) {
        let mut tags: Vec<(Dimension, String)> = Vec::new();
        for pair in labels.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or_default();
            if name == "sub" {
                let sub = self.subs.number(&percent_encoding::percent_decode_str(value).decode_utf8_lossy());
                self.add(Dimension::Sub, link, sub, count);
            } else if let Some(dimension) = Dimension::brought(name) {
                match tags.iter_mut().find(|known| known.0 == dimension) {
                    Some((_, text)) => text.extend(["&", pair]),
                    None => tags.push((dimension, format!("{ground} {pair}"))),
                }
            }
        }
        for (dimension, text) in tags {
            let value = self.tags.number(&text);
            self.add(dimension, link, value, count);
        }
    }

    /// A load ahead that counted as one turns out to be a click that counts as `flag`.
    pub(super) fn open(&mut self, click: &Seen, flag: Flag) {
        let former = [(Dimension::Verdict, Flag::Prefetch as u64), (Dimension::Reason, click.reason.into())];
        for (dimension, value) in former {
            if let Some([gross, ..]) = self.counts.get_mut(&(dimension, click.link, value)) {
                *gross = gross.saturating_sub(1);
            }
        }
        let valid = u32::from(flag == Flag::Valid);
        self.add(Dimension::Verdict, click.link, flag as u64, [1, valid, 0, 0, 0]);
        self.add(Dimension::Kind, click.link, Kind::Click as u64, [0, valid, 0, 0, 0]);
        for (dimension, value) in facets(&click.facets) {
            self.add(dimension, click.link, value, [0, valid, 0, 0, 0]);
        }
        self.click(click, [0, valid, 0, 0, 0]);
    }

    fn add(&mut self, dimension: Dimension, link: u32, value: u64, count: Count) {
        let key = (dimension, link, value);
        let key = if self.counts.contains_key(&key) || value == REST || self.has_room(dimension, link) {
            key
        } else {
            (dimension, link, REST)
        };
        add(self.counts.entry(key).or_default(), count);
    }

    /// Whether one more value may be told apart; it is taken then.
    fn has_room(&mut self, dimension: Dimension, link: u32) -> bool {
        let values = self.values.entry((dimension, link)).or_default();
        let room = *values < SEEN_MOST && self.counts.len() < ALL_MOST;
        *values += u16::from(room);
        room
    }

    /// The links of which clicks were sent to variants.
    pub fn split(&self) -> Vec<i64> {
        let (first, last) = ((Dimension::Variant, 0, 0), (Dimension::Variant, u32::MAX, u64::MAX));
        ordered::once(self.counts.range(first..=last).map(|((_, link, _), _)| i64::from(*link)))
    }

    /// The parts by one dimension of a day that goes on, `split` being the links with variants: none where they wait until
    /// it is over, else what there is of the whole and of those links, each listed also where it has no value.
    ///
    /// # Why
    /// Such a day changes everywhere at every run, and what is written is billed. Variants are told of it, so whatever they
    /// are told beside, verdict and kind above all, is of the same moment: else rows would not add up.
    pub fn take_open(&mut self, dimension: Dimension, split: &[i64]) -> Option<Vec<(i64, Vec<Part>)>> {
        if !dimension.is_told_at_once() {
            return None;
        }
        let mut values = self.take(dimension);
        values.retain(|(link, _)| *link == WHOLE || ordered::has(split, link));
        for link in [WHOLE].iter().chain(split) {
            if let Err(place) = values.binary_search_by_key(link, |known| known.0) {
                values.insert(place, (*link, Vec::new()));
            }
        }
        Some(values)
    }

    /// The parts by one dimension: of every link, and of the whole (-1) before them, the most frequent values, and the rest
    /// under `other`. Taken out, so that a day's parts are never there twice.
    pub fn take(&mut self, dimension: Dimension) -> Vec<(i64, Vec<Part>)> {
        let mut taken = self.counts.split_off(&(dimension, 0, 0));
        if let Some(first) = taken.keys().find(|key| key.0 != dimension).copied() {
            self.counts.append(&mut taken.split_off(&first));
        }
        let texts = match dimension {
            Dimension::Channel => self.channels.listed(),
            Dimension::Sub => self.subs.listed(),
            _ if dimension.is_of_links() => self.tags.listed(),
            _ => self.labels.listed(),
        };
        let word = |value: u64| dimension::word(dimension, value, &texts);
        let mut whole: BTreeMap<u64, Count> = BTreeMap::new();
        let mut links: Vec<(i64, Vec<Part>)> = Vec::new();
        for ((_, link, value), count) in taken {
            if count == [0; 5] {
                continue;
            }
            if !dimension.is_of_links() {
                add(whole.entry(value).or_default(), count);
            }
            let part = (word(value), count);
            match links.last_mut() {
                Some((place, parts)) if *place == i64::from(link) => parts.push(part),
                _ => {
                    if let Some((_, parts)) = links.last_mut() {
                        frequent(parts, VALUES_MOST);
                    }
                    links.push((link.into(), vec![part]));
                }
            }
        }
        if let Some((_, parts)) = links.last_mut() {
            frequent(parts, VALUES_MOST);
        }
        let mut parts: Vec<Part> = whole.into_iter().map(|(value, count)| (word(value), count)).collect();
        frequent(&mut parts, 10 * VALUES_MOST);
        if !parts.is_empty() {
            links.insert(0, (WHOLE, parts));
        }
        links
    }
}

fn add(sum: &mut Count, count: Count) {
    for (sum, one) in sum.iter_mut().zip(count) {
        *sum += one;
    }
}

/// Leaves the `most` most frequent values, and the rest as one.
fn frequent(parts: &mut Vec<Part>, most: usize) {
    merge(parts);
    if parts.len() <= most {
        return;
    }
    // By words where counts are alike: what is told does not depend on who came first.
    let gross = |part: &Part| part.1.first().copied().unwrap_or_default();
    parts.sort_unstable_by(|one, other| gross(other).cmp(&gross(one)).then_with(|| one.0.cmp(&other.0)));
    for (word, _) in parts.iter_mut().skip(most) {
        OTHER.clone_into(word);
    }
    merge(parts);
}

/// Values of one word are one value: the rest, numbers that this Worker has no word for, a label that is called as the rest is.
fn merge(parts: &mut Vec<Part>) {
    parts.sort_unstable();
    parts.dedup_by(|later, first| {
        let alike = later.0 == first.0;
        if alike {
            add(&mut first.1, later.1);
        }
        alike
    });
}

/// What is told of every visit.
pub(super) fn facets(facets: &Facets) -> [(Dimension, u64); 7] {
    let (country, region) = (u64::from(facets.country.number()), u64::from(facets.region.number()));
    [
        (Dimension::Device, facets.device.into()),
        (Dimension::System, facets.system.into()),
        (Dimension::App, facets.app.into()),
        (Dimension::Referrer, facets.source.into()),
        (Dimension::Country, country),
        (Dimension::Region, (country << 32) | region),
        (Dimension::Language, facets.language.number().into()),
    ]
}
