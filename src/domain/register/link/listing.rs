//! Which links a list shows: the filters of its address, and by which of them they are found soonest.
//!
//! # Why
//! SQLite plans a statement before it knows its values, so one statement with a dozen filters would go through every link.
//! The narrowest filter that is there chooses the statement; all of them stand behind it. The order is that of the ids, so
//! what is made while somebody turns pages comes on the last one.

use super::Ground;
use crate::domain::case;
use crate::domain::host;
use crate::domain::ordered;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::slug::Slug;
use crate::domain::time;

/// The most characters of a part of a slug or destination.
pub const PART_MOST: usize = 100;

/// The parameters of a list.
pub const NAMES: [&str; 12] = [
    "limit",
    "cursor",
    "creator_id",
    "campaign_id",
    "platform",
    "host",
    "slug",
    "external_id",
    "q",
    "archived",
    "failing",
    "changed_since",
];

/// What a list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Of this creator.
    pub creator: Option<u32>,
    /// Of this campaign.
    pub campaign: Option<u32>,
    /// On this platform, by the word that links have for it.
    pub platform: Option<String>,
    /// The one that the brand calls so.
    pub external: Option<String>,
    /// On this host.
    pub host: Option<String>,
    /// At this slug: a JSON list of its spellings.
    pub slugs: Option<String>,
    /// With this part in slug or destination, in lower case.
    pub part: Option<String>,
    /// Whether they were put away; none where both are shown.
    pub archived: Option<bool>,
    /// Only those that failed their last check.
    pub failing: bool,
    /// Changed since, Unix milliseconds.
    pub since: Option<i64>,
}

/// What links are found by; each has a statement of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// The brand's own name.
    External,
    /// The slug.
    Slug,
    /// The creator.
    Creator,
    /// The campaign.
    Campaign,
    /// That the last check failed.
    Failing,
    /// That they were put away.
    Archived,
    /// When they were changed.
    Changed,
    /// None of these: all are gone through.
    Nothing,
}

impl Filters {
    /// Reads the parameters `pairs`, of which `more` are known beside those of a list; `archived` is as it is when nobody says.
    ///
    /// # Errors
    /// `Invalid` for a parameter that is not known, doubled, or no such value.
    pub fn read(
        pairs: &[(String, String)],
        more: &[&str],
        archived: Option<bool>,
        ground: Ground<'_>,
    ) -> Result<Self, Refusal> {
        let mut filters = Self { archived, ..Self::default() };
        let mut faults = Vec::new();
        for (at, (name, value)) in pairs.iter().enumerate() {
            let mut fault = |code, detail: &str| faults.push(Fault::query(name, code, detail));
            if pairs.iter().take(at).any(|(above, _)| above == name) {
                fault("doubled", "Send this parameter once.");
                continue;
            }
            let text = value.trim();
            let fits = !text.is_empty() && text.chars().count() <= 255;
            let id = || text.parse().ok().filter(|id: &u32| *id > 0);
            match name.as_str() {
                "creator_id" | "campaign_id" => match id() {
                    id @ Some(_) if name == "creator_id" => filters.creator = id,
                    id @ Some(_) => filters.campaign = id,
                    None => fault("not_an_id", "Send the id as a number."),
                },
                "platform" | "host" | "slug" | "external_id" if !fits => fault("empty", "Send 1 to 255 characters."),
                "platform" => filters.platform = Some(ground.hygiene.platform(text)),
                // What is no name of a host is none that a link is on.
                "host" => {
                    filters.host = Some(host::name(text, ground.settings.fold).unwrap_or_else(|| case::lower(text)));
                }
                "slug" => filters.slugs = Some(spellings(text, ground)),
                "external_id" => filters.external = Some(text.to_owned()),
                "q" if !fits || text.chars().count() > PART_MOST => fault("too_long", "Send 1 to 100 characters."),
                "q" => filters.part = Some(text.to_ascii_lowercase()),
                "archived" => match text {
                    "true" | "false" => filters.archived = Some(text == "true"),
                    "all" => filters.archived = None,
                    _ => fault("unknown_word", "Send true, false or all."),
                },
                "failing" => match text {
                    "true" | "false" => filters.failing = text == "true",
                    _ => fault("not_a_boolean", "Send true or false."),
                },
                "changed_since" => match time::parse(text) {
                    since @ Some(_) => filters.since = since,
                    None => fault("not_a_time", "Send RFC 3339, such as 2026-11-20T12:00:00Z."),
                },
                "limit" | "cursor" => {}
                other if more.contains(&other) => {}
                _ => {
                    let known: Vec<&str> = NAMES.iter().chain(more).copied().collect();
                    fault("unknown_parameter", &format!("Check its spelling; there may be {}.", known.join(", ")));
                }
            }
        }
        if faults.is_empty() { Ok(filters) } else { Err(Refusal::Invalid(faults)) }
    }

    /// The narrowest filter, by which the links are found.
    pub fn first(&self) -> First {
        match self {
            Self { external: Some(_), .. } => First::External,
            Self { slugs: Some(_), .. } => First::Slug,
            Self { creator: Some(_), .. } => First::Creator,
            Self { campaign: Some(_), .. } => First::Campaign,
            Self { failing: true, .. } => First::Failing,
            Self { archived: Some(true), .. } => First::Archived,
            Self { since: Some(_), .. } => First::Changed,
            _ => First::Nothing,
        }
    }
}

/// The slugs that `text` is on any host, each once: one may tell capitals apart. What is no slug is that of no link.
fn spellings(text: &str, ground: Ground<'_>) -> String {
    let slugs = [true, false].map(|exact| Slug::chosen(text, exact, ground.settings.compose));
    serde_json::json!(ordered::once(slugs.into_iter().flatten())).to_string()
}
