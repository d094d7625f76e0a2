//! The report on tags: what clicks really carried, what is wrong with it, and how much.
//!
//! # Why
//! A lint at creation sees links; only clicks say what analytics tools were told. Nothing is judged twice here: spelling and
//! aliases are those of the lint, channels those of `utm::ga4`, and this report adds counts, and which values of clicks are
//! most likely one.

mod audit;
mod ground;
mod judged;
mod score;

use serde_json::{Map, Value, json};

use super::about::{only, unasked, word};
use super::ask::{Frame, Get, Range};
use super::filter::Filters;
use super::shown::Shown;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::statistics::share;
use crate::domain::time::Day;
use crate::domain::utm::NAMES;
use crate::domain::utm::hygiene::Hygiene;
pub use audit::{Audit, Clicked, Link, LinkSum, Part, Sum};
pub use ground::Version;
pub use judged::{COMPARED_MOST, Judged, judged};
pub use score::{PARTS, Score};

/// Tags that are asked for where the brand asks for none.
const USUAL: [&str; 3] = ["source", "medium", "campaign"];
/// The most pairs of source and medium without a channel, and of the worst links, that stand beside rows.
const BESIDE_MOST: usize = 20;
/// The most values that a link's row names.
const WORST_MOST: usize = 5;

/// What a click carried of one key.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tag {
    /// Nothing, or an empty value.
    #[default]
    Missing,
    /// Nobody knows: of an imported history, of rules that lead to several places, of values beyond the most frequent.
    NotKnown,
    /// This value, decoded.
    Of(String),
}

impl Tag {
    /// A value as a query has it.
    pub fn of(value: Option<&str>) -> Self {
        value.map(str::trim).filter(|value| !value.is_empty()).map_or(Self::Missing, |value| Self::Of(value.into()))
    }

    /// The value, empty where it is missing; none where nobody knows.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Missing => Some(""),
            Self::NotKnown => None,
            Self::Of(value) => Some(value),
        }
    }

    fn state(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotKnown => "not_known",
            Self::Of(_) => "tag",
        }
    }
}

/// What rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A value of a key.
    Value,
    /// A link.
    Link,
}

/// What is asked: the days, which links, and what rows are.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The days.
    pub range: Range,
    /// `by=value` (default) or `by=link`.
    pub by: By,
    /// `key=source`: only rows of this key, by its place in [`NAMES`].
    pub key: Option<usize>,
    /// Which links.
    pub filters: Filters,
}

impl Ask {
    /// Reads the query; every fault is named at once.
    ///
    /// # Errors
    /// `Invalid`: what no report knows, and what is not kept of tags.
    pub fn read(get: Get<'_>, today: Day) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let range = Range::read(get, today, &mut faults);
        let by = word(get, "by", &[(By::Value, "value"), (By::Link, "link")], &mut faults);
        let keys: Vec<(Option<usize>, &str)> =
            NAMES.iter().enumerate().map(|(place, name)| (Some(place), *name)).collect();
        let key = if get("key").is_some() { word(get, "key", &keys, &mut faults).flatten() } else { None };
        if key.is_some() && by == Some(By::Link) {
            faults.push(Fault::query("key", "not_kept", "Rows by link are of all keys: leave it out."));
        }
        let filters = Filters::read(get, &mut faults);
        let places = ["creator", "campaign", "link", "post", "platform", "content_kind"];
        only(&filters, &places, "Tags are told by attributes of links.", &mut faults);
        unasked(get, &["model", "basis", "compare"], "This report has clicks and no orders.", &mut faults);
        match (range, by) {
            (Some(range), Some(by)) if faults.is_empty() => Ok(Self { range, by, key, filters }),
            _ => Err(Refusal::Invalid(faults)),
        }
    }
}

/// The tags that every click should carry, by their places in [`NAMES`].
fn required(hygiene: &Hygiene) -> Vec<usize> {
    let asked: Vec<usize> = (0..NAMES.len()).filter(|place| hygiene.requires(*place)).collect();
    let usual = || NAMES.iter().enumerate().filter(|(_, name)| USUAL.contains(name)).map(|(place, _)| place).collect();
    if asked.is_empty() { usual() } else { asked }
}

/// Makes the report.
pub fn report(ask: &Ask, frame: &Frame, hygiene: &Hygiene, audit: &Audit) -> Shown {
    let said = judged(audit, hygiene);
    let required = required(hygiene);
    let scores: Vec<Score> = audit.links.iter().map(|link| score(link, audit, &said, &required)).collect();
    let mut whole = Score::default();
    for score in &scores {
        whole.add(score);
    }
    let mut head = frame.head("utm", ask.range);
    let names: Vec<&str> = required.iter().filter_map(|place| NAMES.get(*place).copied()).collect();
    head.extend([
        ("by".to_owned(), (if ask.by == By::Link { "link" } else { "value" }).into()),
        ("key".to_owned(), json!(ask.key.and_then(|place| NAMES.get(place)))),
        ("filters".to_owned(), ask.filters.shown()),
        ("required".to_owned(), json!(names)),
        ("hygiene_version".to_owned(), hygiene.version.into()),
    ]);
    let links = worst(audit, &scores);
    let row = |(at, score): (usize, &Score)| Some(link_row(audit.links.get(at)?, score, audit, &said, &required));
    let ranked = || links.iter().filter_map(|at| row((*at, scores.get(*at)?)));
    let rows: Vec<Value> = if ask.by == By::Link { ranked().collect() } else { value_rows(ask, audit, &said) };
    let beside = beside(audit, &whole, ranked);
    Shown { head, rows, beside }
}

fn beside<I: Iterator<Item = Value>>(audit: &Audit, whole: &Score, ranked: impl Fn() -> I) -> Map<String, Value> {
    let sum = |of: fn(&LinkSum) -> u64| audit.links.iter().map(of).sum::<u64>();
    let mut pairs: Vec<_> = audit.unassigned.iter().collect();
    pairs.sort_by(|one, other| other.1.cmp(one.1).then(one.0.cmp(other.0)));
    let pair = |((source, medium), clicks): &(&audit::Pair, &u64)| {
        let text = |tag: &Tag| tag.text().map(str::to_owned).filter(|text| !text.is_empty());
        json!({ "source": text(source), "medium": text(medium), "clicks": clicks })
    };
    let beside = json!({
        "score": whole.points(),
        "parts": whole.shown(),
        "clicks": sum(|link| link.clicks[1]),
        "clicks_gross": sum(|link| link.clicks[0]),
        "links": audit.links.len(),
        "brought": sum(|link| link.brought[0]),
        "against": sum(|link| link.brought[1]),
        "unassigned": sum(|link| link.filed[1]),
        "unassigned_pairs": pairs.iter().take(BESIDE_MOST).map(pair).collect::<Vec<_>>(),
        "worst_links": ranked().take(BESIDE_MOST).collect::<Vec<_>>(),
    });
    if let Value::Object(beside) = beside { beside } else { Map::new() }
}

/// What a link's clicks add to each part of the score.
fn score(link: &LinkSum, audit: &Audit, said: &[Judged], required: &[usize]) -> Score {
    let mut score = Score::default();
    for (at, valid) in &link.values {
        let (Some(((place, tag), _)), Some(judged)) = (audit.values.get(*at), said.get(*at)) else { continue };
        if *tag == Tag::NotKnown {
            continue;
        }
        if required.contains(&usize::from(*place)) {
            score.see(0, *valid, *tag != Tag::Missing);
        }
        if *tag != Tag::Missing {
            score.see(1, *valid, judged.is_canonical());
            if let Some(known) = judged.known {
                score.see(2, *valid, known);
            }
        }
    }
    let [filed, unassigned] = link.filed;
    score.see(3, unassigned, false);
    score.see(3, filed - unassigned.min(filed), true);
    score
}

/// The links, worst first: by what is missing of 100 points, for every click.
fn worst(audit: &Audit, scores: &[Score]) -> Vec<usize> {
    let lost = |at: usize| {
        let clicks = audit.links.get(at).map_or(0, |link| link.clicks[1]);
        let points = scores.get(at).and_then(Score::points).unwrap_or(100);
        (100 - points.min(100)).saturating_mul(clicks)
    };
    let id = |at: usize| audit.links.get(at).map_or(0, |link| link.link.0);
    let mut order: Vec<(u64, u32, usize)> = (0..audit.links.len()).map(|at| (lost(at), id(at), at)).collect();
    order.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    order.into_iter().map(|one| one.2).collect()
}

fn value_rows(ask: &Ask, audit: &Audit, said: &[Judged]) -> Vec<Value> {
    let clicks: u64 = audit.links.iter().map(|link| link.clicks[1]).sum();
    let mut rows: Vec<_> = audit.values.iter().zip(said).collect();
    rows.retain(|(((place, _), _), _)| ask.key.is_none_or(|key| key == usize::from(*place)));
    rows.sort_by(|(((one, first), sum), _), (((other, next), more), _)| {
        let weight = |sum: &Sum| (sum.clicks[1], sum.clicks[0]);
        one.cmp(other).then(weight(more).cmp(&weight(sum))).then(first.cmp(next))
    });
    let row = |(((place, tag), sum), judged): &(&((u8, Tag), Sum), &Judged)| {
        let tagged = matches!(tag, Tag::Of(_));
        json!({
            "key": NAMES.get(usize::from(*place)),
            "value": tag.text().filter(|_| tagged),
            "state": tag.state(),
            "clicks": sum.clicks[1],
            "clicks_gross": sum.clicks[0],
            "share": share(sum.clicks[1], clicks),
            "links": sum.links,
            "brought": sum.brought,
            "against": sum.against,
            "canonical": tagged.then(|| judged.is_canonical()),
            "known": judged.known,
            "suggested": judged.suggested,
            "issues": judged.issues,
            "near": judged.near,
        })
    };
    rows.iter().map(row).collect()
}

fn link_row(link: &LinkSum, score: &Score, audit: &Audit, said: &[Judged], required: &[usize]) -> Value {
    let of = |at: &usize| Some((audit.values.get(*at)?, said.get(*at)?));
    let mut missing: Map<String, Value> =
        required.iter().filter_map(|place| NAMES.get(*place)).map(|name| ((*name).to_owned(), 0.into())).collect();
    let (mut wrong, mut not_known) = (Vec::new(), 0_u64);
    for (at, valid) in &link.values {
        let Some((((place, tag), _), judged)) = of(at) else { continue };
        let name = NAMES.get(usize::from(*place)).copied().unwrap_or_default();
        match tag {
            Tag::Missing => {
                if let Some(count) = missing.get_mut(name) {
                    *count = (*valid).into();
                }
            }
            Tag::NotKnown => not_known = not_known.max(*valid),
            Tag::Of(value) if !judged.is_canonical() || judged.known == Some(false) => {
                wrong.push((*valid, name, value, judged));
            }
            Tag::Of(_) => {}
        }
    }
    wrong.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)).then(one.2.cmp(other.2)));
    let shown = |(valid, key, value, judged): &(u64, &str, &String, &Judged)| json!({ "key": key, "value": value, "clicks": valid, "suggested": judged.suggested, "known": judged.known });
    let Link(id, host, slug, creator) = &link.link;
    json!({
        "link": { "id": id, "host": host, "slug": slug, "creator_id": creator },
        "score": score.points(),
        "parts": score.shares(),
        "clicks": link.clicks[1],
        "clicks_gross": link.clicks[0],
        "missing": missing,
        "unassigned": link.filed[1],
        "brought": link.brought[0],
        "against": link.brought[1],
        "not_known": not_known,
        "values": wrong.iter().take(WORST_MOST).map(shown).collect::<Vec<_>>(),
    })
}
