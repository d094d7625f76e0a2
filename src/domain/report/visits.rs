//! The visits report: who came, by one dimension, and that nothing was lost on the way.
//!
//! # Why
//! Received is counted, flagged and rejected, to the last one, in every answer: whoever doubts a figure finds there what
//! became of the rest.

use serde::Serialize;
use serde_json::{Value, json};

use super::ask::{Get, Range};
use crate::domain::recount::{Dimension, Flag};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::time::{self, Day};
use crate::stored;

/// What is asked: the dimension, the days, and which links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What the rows are.
    pub by: Dimension,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Only this link.
    pub link: Option<u32>,
    /// Only links of this creator.
    pub creator: Option<u32>,
    /// Only links of this campaign.
    pub campaign: Option<u32>,
}

impl Ask {
    /// Reads the query through `get`; every fault is named at once.
    pub fn read(get: Get<'_>, today: Day) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let by = get("by").and_then(|word| Dimension::named(&word));
        if by.is_none() {
            let words: Vec<&str> = Dimension::ALL.iter().map(|known| known.1).filter(|word| !word.is_empty()).collect();
            let detail = format!("Send one of {}.", words.join(", "));
            faults.push(Fault::query("by", "unknown_dimension", detail));
        }
        let days = Range::read(get, today, &mut faults);
        let mut id = |name: &str| {
            let text = get(name)?;
            let id = text.parse().ok().filter(|id| *id > 0 && text.bytes().all(|b| b.is_ascii_digit()));
            if id.is_none() {
                faults.push(Fault::query(name, "not_an_id", "Send a number above 0."));
            }
            id
        };
        let (link, creator, campaign) = (id("link_id"), id("creator_id"), id("campaign_id"));
        if link.is_some() && (creator.is_some() || campaign.is_some()) {
            faults.push(Fault::query("link_id", "not_alone", "A link has one creator and campaign: send it alone."));
        }
        if by == Some(Dimension::Variant) && get("link_id").is_none() {
            let detail = "Variants are numbered link by link: send the id of one link.";
            faults.push(Fault::query("link_id", "one_link", detail));
        }
        match (by, days) {
            (Some(by), Some(Range { from, to })) if faults.is_empty() => {
                Ok(Self { by, from, to, link, creator, campaign })
            }
            _ => Err(Refusal::Invalid(faults)),
        }
    }

    /// The dimensions that are read: what is asked for, and what adds up to everything that came.
    pub fn dimensions(&self) -> Vec<u8> {
        let mut all =
            [Dimension::Verdict, Dimension::Rejected, Dimension::Kind, self.by].map(|each| each as u8).to_vec();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The link that is read; -1 for the whole, none where creator or campaign say which.
    pub fn only(&self) -> Option<i64> {
        match (self.link, self.creator, self.campaign) {
            (Some(link), ..) => Some(link.into()),
            (None, None, None) => Some(-1),
            _ => None,
        }
    }
}

/// `[dimension, value, gross, clicks, views, landings, pages]`, as the statement gives it.
#[derive(Clone, Debug)]
pub struct PartRow(pub u8, pub String, pub u64, pub u64, pub u64, pub u64, pub u64);

stored!(PartRow(a, b, c, d, e, f, g));

impl PartRow {
    fn counted(&self) -> u64 {
        self.3 + self.4 + self.5 + self.6
    }
}

#[derive(Serialize)]
struct Row<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<u8>,
    gross: u64,
    clicks: u64,
    pixel_views: u64,
    landings: u64,
    pages: u64,
    flagged: u64,
}

/// Makes the report; `as_of` is when the last finished rollup began, `variants` are the names of the link's, where rows are
/// by them.
pub fn report(ask: &Ask, zone: &str, parts: &[PartRow], as_of: Option<i64>, variants: &[(u8, String)]) -> Value {
    let of = |dimension: Dimension| parts.iter().filter(move |part| part.0 == dimension as u8);
    let none = without(ask.by, parts);
    let mut rows: Vec<&PartRow> = of(ask.by).chain(&none).collect();
    rows.sort_unstable_by(|one, other| other.2.cmp(&one.2).then_with(|| one.1.cmp(&other.1)));
    let rows: Vec<Row<'_>> = rows.iter().map(|part| row(ask.by, part, variants)).collect();
    let flagged_as = |word: &str| -> u64 {
        of(Dimension::Verdict).filter(|part| part.1 == word).map(|part| part.2 - part.counted().min(part.2)).sum()
    };
    let counted: u64 = of(Dimension::Verdict).map(PartRow::counted).sum();
    let rejected: u64 = of(Dimension::Rejected).map(|part| part.2).sum();
    let received: u64 = of(Dimension::Kind).map(|part| part.2).sum::<u64>() + rejected;
    let mut flags: Vec<(&str, u64)> = Flag::ALL.iter().skip(1).map(|(_, word)| (*word, flagged_as(word))).collect();
    // Of a verdict that only a newer Worker knows.
    flags.push(("unknown", flagged_as("")));
    let flagged: u64 = flags.iter().map(|(_, count)| count).sum();
    let flags = flags.into_iter().map(|(word, count)| (word.to_owned(), Value::from(count)));
    json!({
        "by": Dimension::ALL.iter().find(|(known, _)| *known == ask.by).map(|(_, word)| word),
        "from": ask.from,
        "to": ask.to,
        "zone": zone,
        "link_id": ask.link,
        "creator_id": ask.creator,
        "campaign_id": ask.campaign,
        "as_of": as_of.map(time::print),
        "rows": rows,
        "received": received,
        "counted": counted,
        "flagged": flagged,
        "flagged_by_verdict": flags.collect::<serde_json::Map<_, _>>(),
        "rejected": rejected,
    })
}

/// Clicks that have none of the values of `by`: of a variant, or the private parameter, every click is in one row.
fn without(by: Dimension, parts: &[PartRow]) -> Option<PartRow> {
    if !matches!(by, Dimension::Variant | Dimension::Sub) {
        return None;
    }
    let clicks = parts.iter().find(|part| part.0 == Dimension::Kind as u8 && part.1 == "click")?;
    let with =
        parts.iter().filter(|part| part.0 == by as u8).fold((0, 0), |sum, part| (sum.0 + part.2, sum.1 + part.3));
    let (gross, valid) = (clicks.2.saturating_sub(with.0), clicks.3.saturating_sub(with.1));
    (gross > 0).then(|| PartRow(by as u8, String::new(), gross, valid, 0, 0, 0))
}

fn row<'a>(by: Dimension, part: &'a PartRow, variants: &'a [(u8, String)]) -> Row<'a> {
    let counted = part.counted();
    // What was not taken is neither counted nor flagged.
    let flagged = if by == Dimension::Rejected { 0 } else { part.2 - counted.min(part.2) };
    let (clicks, pixel_views, landings, pages) = (part.3, part.4, part.5, part.6);
    let variant = part.1.parse().ok().filter(|_| by == Dimension::Variant);
    let named = variants.iter().find(|known| Some(known.0) == variant);
    Row {
        value: named.map_or(&part.1, |known| &known.1),
        variant,
        gross: part.2,
        clicks,
        pixel_views,
        landings,
        pages,
        flagged,
    }
}
