//! What the rows of the performance report are, and what is asked of it besides what every report is asked.

use crate::domain::recount::Dimension;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::report::ask::{Ask, DateBasis, Frame, Get, Model, WORKED_OUT};
use crate::domain::report::filter;
use crate::domain::time::Day;

/// What is told apart in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A creator.
    Creator,
    /// A campaign.
    Campaign,
    /// A link.
    Link,
    /// A code.
    Code,
    /// A piece of content.
    Post,
    /// Where content stands.
    Platform,
    /// What kind of content it is.
    ContentKind,
    /// A tag of the address that a link leads to, by its name.
    Tag(&'static str),
    /// A dimension of visits.
    Part(Dimension),
    /// A day.
    Day,
    /// A week, from its Monday.
    Week,
    /// A month, from its first day.
    Month,
}

const TAGS: [&str; 5] = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"];
const WORDS: [(&str, By); 10] = [
    ("creator", By::Creator),
    ("campaign", By::Campaign),
    ("link", By::Link),
    ("code", By::Code),
    ("post", By::Post),
    ("platform", By::Platform),
    ("content_kind", By::ContentKind),
    ("day", By::Day),
    ("week", By::Week),
    ("month", By::Month),
];

impl By {
    /// What `word` names.
    pub fn named(word: &str) -> Option<Self> {
        let tag = || TAGS.iter().find(|tag| **tag == word).map(|tag| Self::Tag(tag));
        let known = WORDS.iter().find(|(known, _)| *known == word).map(|(_, by)| *by);
        known.or_else(tag).or_else(|| filter::of_visits(word).map(Self::Part))
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tag(tag) => tag,
            Self::Part(one) => filter::OF_VISITS.iter().find(|(_, known)| *known == one).map_or("", |(word, _)| word),
            _ => WORDS.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| word),
        }
    }

    /// The dimension of visits that rows are, if they are.
    pub fn part(self) -> Option<Dimension> {
        if let Self::Part(dimension) = self { Some(dimension) } else { None }
    }

    /// What statements group by: 1 creator, 2 campaign, 3 link, 4 code, 5 day, 0 a dimension's value.
    pub fn key(self) -> i64 {
        match self {
            Self::Creator => 1,
            Self::Campaign => 2,
            Self::Link | Self::Post | Self::Platform | Self::ContentKind | Self::Tag(_) => 3,
            Self::Code => 4,
            Self::Day | Self::Week | Self::Month => 5,
            Self::Part(_) => 0,
        }
    }

    /// Whether rows are made of several links.
    pub fn is_of_links(self) -> bool {
        self.key() == 3 && self != Self::Link
    }

    /// Whether rows are stretches of time.
    pub fn is_time(self) -> bool {
        self.key() == 5
    }

    /// Whether posts are looked at one by one.
    pub fn is_of_posts(self) -> bool {
        matches!(self, Self::Creator | Self::Campaign | Self::Post | Self::Platform | Self::ContentKind)
    }

    /// The first day of the row that `day` is in.
    pub fn begins(self, day: i64) -> i64 {
        match self {
            // Day 0 was a Thursday.
            Self::Week => day - (day + 3).rem_euclid(7),
            Self::Month => {
                let text = Day(day).to_string();
                text.get(..7).and_then(|month| Day::parse(&format!("{month}-01"))).map_or(day, |first| first.0)
            }
            _ => day,
        }
    }
}

/// What is asked of the performance report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What every report is asked.
    pub ask: Ask,
    /// What the rows are.
    pub by: By,
}

impl Asked {
    /// Reads the query; every fault is named at once. `frame` says what the deployment keeps.
    ///
    /// # Errors
    /// `Invalid`: what no report knows, and what this one does not keep, with the door that works it out.
    pub fn read(get: Get<'_>, frame: &Frame) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let word = get("by");
        let by = word.as_deref().and_then(By::named);
        if by.is_none() {
            let words = WORDS.iter().map(|(word, _)| *word).chain(TAGS).chain(filter::OF_VISITS.map(|(word, _)| word));
            let words: Vec<&str> = words.collect();
            faults.push(Fault::query("by", "unknown_dimension", format!("Send one of {}.", words.join(", "))));
        }
        let ask = Ask::read(get, frame.today, &mut faults);
        if let (Some(ask), Some(by)) = (&ask, by) {
            Self::kept(ask, by, frame, &mut faults);
        }
        match (ask, by) {
            (Some(ask), Some(by)) if faults.is_empty() => Ok(Self { ask, by }),
            _ => Err(Refusal::Invalid(faults)),
        }
    }

    /// Adds what is asked for and not kept.
    fn kept(ask: &Ask, by: By, frame: &Frame, faults: &mut Vec<Fault>) {
        let mut not = |name: &str, detail: &str| faults.push(Fault::query(name, "not_kept", detail));
        if WORKED_OUT.contains(&ask.model.word) {
            not("model", "This model is worked out from paths: ask `GET /v1/reports/models`.");
        } else if matches!(ask.model.word, "assisted" | "code_use" | "view_through") {
            not("model", "This stands in a column of its own, whatever the model: ask for another.");
        }
        let windows = [
            ("click_window_days", ask.click_window_days, frame.click_window_days),
            ("view_window_days", ask.view_window_days, frame.view_window_days),
        ];
        for (name, asked, kept) in windows {
            if asked.is_some_and(|days| days != kept) {
                not(name, "Totals are kept by the deployment's windows; for others ask `GET /v1/reports/models`.");
            }
        }
        if by.part().is_some() || ask.filters.part.is_some() {
            let detail = "By what visits are told apart, only payout by the order's day is kept.";
            if ask.model != Model::PAYOUT {
                not("model", detail);
            }
            if ask.basis != DateBasis::ConversionDate {
                not("basis", detail);
            }
            if by == By::Code || ask.filters.place("code").is_some() {
                not("code", "A visit has no code: leave out one of the two.");
            }
        }
        ask.filters.beside(by.part(), faults);
        let part = by.part().or(ask.filters.part.as_ref().map(|part| part.0));
        if part == Some(Dimension::Variant) && ask.filters.one("link").is_none() {
            let detail = "Variants are numbered link by link: send the id of one link.";
            faults.push(Fault::query("link", "one_link", detail));
        }
    }

    /// The dimension of visits that is looked at, by rows or by a filter.
    pub fn part(&self) -> Option<Dimension> {
        self.by.part().or(self.ask.filters.part.as_ref().map(|part| part.0))
    }
}
