//! The visits of a day by one dimension at a time: by verdict, device, source, country, and so on.
//!
//! # Why
//! A part is kept per day and link and for the whole, never for two dimensions at once, so that what is kept grows with what
//! there is to tell apart and not with its product. Of a link the fifty most frequent values stand for themselves.

use std::collections::BTreeMap;

use super::known::Flag;
use super::visits::Seen;
use crate::domain::collect::Rejected;
use crate::domain::event::Kind;
use crate::domain::letters::Letters;
use crate::domain::{channel, device, verdict};

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
const REST: u64 = u64::MAX;
/// Its word.
const OTHER: &str = "other";
/// The value of a verdict or a kind that only a newer Worker knows.
const UNKNOWN: u64 = 255;
/// The link that stands for the whole.
const WHOLE: i64 = -1;

/// What visits are parted by; the numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Dimension {
    /// Human, or why not: every event that was taken, once.
    Verdict = 1,
    /// What made the verdict, of those that are not human.
    Reason = 2,
    /// Why something was not taken.
    Rejected = 3,
    /// Click, view, landing or page.
    Kind = 4,
    /// Class of device.
    Device = 5,
    /// Operating system.
    System = 6,
    /// In-app browser or mail proxy.
    App = 7,
    /// Where the visit came from, by its referrer.
    Referrer = 8,
    /// Country.
    Country = 9,
    /// Country and region.
    Region = 10,
    /// Language.
    Language = 11,
    /// `source/medium` of landings of other channels.
    Channel = 12,
    /// A pixel's placement.
    Placement = 13,
    /// A pixel's post.
    Post = 14,
    /// A pixel's creator.
    Creator = 15,
    /// A pixel's campaign.
    Campaign = 16,
}

impl Dimension {
    /// Every dimension with its word.
    pub const ALL: [(Self, &'static str); 16] = [
        (Self::Verdict, "verdict"),
        (Self::Reason, "reason"),
        (Self::Rejected, "rejected"),
        (Self::Kind, "kind"),
        (Self::Device, "device"),
        (Self::System, "system"),
        (Self::App, "app"),
        (Self::Referrer, "referrer"),
        (Self::Country, "country"),
        (Self::Region, "region"),
        (Self::Language, "language"),
        (Self::Channel, "channel"),
        (Self::Placement, "placement"),
        (Self::Post, "post"),
        (Self::Creator, "creator_label"),
        (Self::Campaign, "campaign_label"),
    ];

    /// Whether it has so few values that they are told of a day that goes on.
    pub fn has_few_values(self) -> bool {
        (self as u8) <= Self::Referrer as u8
    }

    /// The dimension that `word` names.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(dimension, _)| *dimension)
    }
}

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

    fn text(&self, number: u64) -> &str {
        self.0.iter().find(|(_, known)| **known == number).map_or("", |(text, _)| text)
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
        for (dimension, value) in facets(seen) {
            self.add(dimension, seen.link, value, count);
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
        for (dimension, value) in facets(click) {
            self.add(dimension, click.link, value, [0, valid, 0, 0, 0]);
        }
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

    /// The parts by one dimension: of every link, and of the whole (-1) before them, the most frequent values, and the rest
    /// under `other`. Taken out, so that a day's parts are never there twice.
    pub fn take(&mut self, dimension: Dimension) -> Vec<(i64, Vec<Part>)> {
        let mut behind = self.counts.split_off(&(dimension, 0, 0));
        let mut taken = BTreeMap::new();
        std::mem::swap(&mut taken, &mut behind);
        if let Some(first) = taken.keys().find(|key| key.0 != dimension).copied() {
            self.counts.append(&mut taken.split_off(&first));
        }
        let mut whole: BTreeMap<u64, Count> = BTreeMap::new();
        let mut links: Vec<(i64, Vec<Part>)> = Vec::new();
        for ((_, link, value), count) in taken {
            if count == [0; 5] {
                continue;
            }
            add(whole.entry(value).or_default(), count);
            let part = (self.word(dimension, value), count);
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
        let mut parts: Vec<Part> =
            whole.into_iter().map(|(value, count)| (self.word(dimension, value), count)).collect();
        frequent(&mut parts, 10 * VALUES_MOST);
        if !parts.is_empty() {
            links.insert(0, (WHOLE, parts));
        }
        links
    }

    /// The word of a value; empty where nobody knows.
    fn word(&self, dimension: Dimension, value: u64) -> String {
        let letters = |number: u64| Letters::from_number(u32::try_from(number & 0xffff_ffff).unwrap_or_default());
        let code = u8::try_from(value).unwrap_or_default();
        let named = match dimension {
            _ if value == REST => OTHER,
            Dimension::Verdict => Flag::ALL.iter().find(|(flag, _)| *flag as u8 == code).map_or("", |(_, word)| *word),
            Dimension::Kind => match Kind::of(code) {
                Some(Kind::Click) => "click",
                Some(Kind::View) => "view",
                Some(Kind::Landing) => "landing",
                Some(Kind::Page) => "page",
                _ => "",
            },
            Dimension::Country | Dimension::Language => return letters(value).to_string(),
            Dimension::Region if letters(value).is_empty() => return letters(value >> 32).to_string(),
            Dimension::Region => return format!("{}-{}", letters(value >> 32), letters(value)),
            Dimension::Reason => verdict::Reason::of(code).map_or("", verdict::Reason::word),
            Dimension::Rejected => Rejected::of(code).map_or("", Rejected::word),
            Dimension::Device => device::class(code),
            Dimension::System => device::system(code),
            Dimension::App => device::app(code),
            Dimension::Referrer => channel::word(code),
            Dimension::Channel => self.channels.text(value),
            Dimension::Placement | Dimension::Post | Dimension::Creator | Dimension::Campaign => {
                self.labels.text(value)
            }
        };
        named.to_owned()
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
            for (sum, one) in first.1.iter_mut().zip(later.1) {
                *sum += one;
            }
        }
        alike
    });
}

/// What is told of every visit but a further page.
fn facets(seen: &Seen) -> [(Dimension, u64); 7] {
    let (country, region) = (u64::from(seen.facets.country.number()), u64::from(seen.facets.region.number()));
    [
        (Dimension::Device, seen.facets.device.into()),
        (Dimension::System, seen.facets.system.into()),
        (Dimension::App, seen.facets.app.into()),
        (Dimension::Referrer, seen.facets.source.into()),
        (Dimension::Country, country),
        (Dimension::Region, (country << 32) | region),
        (Dimension::Language, seen.facets.language.number().into()),
    ]
}
