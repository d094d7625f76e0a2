//! The UTM tags of a link: where they come from and which of two wins.
//!
//! # Why
//! A tag that somebody wrote down on purpose beats one that is derived; a tag already in the destination is on
//! purpose too. A visitor's own `utm_*` fill what the link leaves open and never change what it says, so nobody can
//! move a creator's clicks to another name. No key of ours stands twice in an address that we send somebody to.

pub mod forward;
pub mod ga4;
pub mod hygiene;
pub mod known;
pub mod lint;
pub mod near;
pub mod policy;
pub mod preset;

use crate::stored;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use url::form_urlencoded::{byte_serialize, parse};

/// The tags that analytics tools read, in the order they are written.
pub const KEYS: [&str; 7] =
    ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_source_platform"];

/// The same as fields of a link's `utm`.
pub const NAMES: [&str; 7] = ["source", "medium", "campaign", "term", "content", "id", "source_platform"];

/// The most characters of a tag that is chosen or that a placeholder stands in.
pub const TAG_MOST: usize = 100;

/// Tags of a link; an absent one is left to the destination or the visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tags {
    /// `utm_source`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// `utm_medium`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// `utm_campaign`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// `utm_term`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// `utm_content`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// `utm_id`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `utm_source_platform`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_platform: Option<String>,
}

stored!(Tags { source, medium, campaign, term, content, id, source_platform });

impl Tags {
    /// The tags in the order of [`KEYS`].
    pub fn of(values: [Option<String>; 7]) -> Self {
        let [source, medium, campaign, term, content, id, source_platform] = values;
        Self { source, medium, campaign, term, content, id, source_platform }
    }

    /// The tags that a query carries, decoded; of two of a key the first.
    pub fn carried(url: &str) -> Self {
        let pairs: Vec<_> = parse(query_of(url).as_bytes()).collect();
        let first = |key| pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.to_string());
        Self::of(KEYS.map(first))
    }

    /// Each value in the order of [`KEYS`].
    pub fn values(&self) -> [Option<&str>; 7] {
        let Self { source, medium, campaign, term, content, id, source_platform } = self;
        [source, medium, campaign, term, content, id, source_platform].map(Option::as_deref)
    }
}

/// Puts tags on `destination`: `chosen` replace the destination's own, `derived` only fill what is missing.
pub fn tagged(destination: &str, chosen: &Tags, derived: &Tags) -> String {
    let mut target = destination.to_owned();
    for ((key, chosen), derived) in KEYS.iter().zip(chosen.values()).zip(derived.values()) {
        if let Some(value) = chosen {
            target = with_pair(&without(&target, key), key, &encode(value));
        } else if let Some(value) = derived.filter(|_| !carries(&target, key)) {
            target = with_pair(&target, key, &encode(value));
        }
    }
    target
}

/// Appends `key=value` to the query of `url`, before its fragment, leaving every byte there as it is.
pub fn with_pair(url: &str, key: &str, value: &str) -> String {
    let (head, fragment) = url.split_once('#').map_or((url, None), |(head, fragment)| (head, Some(fragment)));
    let joint = match head.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    let mut joined = String::with_capacity(url.len() + key.len() + value.len() + 2);
    for part in [head, joint, key, "=", value] {
        joined.push_str(part);
    }
    if let Some(fragment) = fragment {
        joined.push('#');
        joined.push_str(fragment);
    }
    joined
}

/// Whether the query of `url` has a parameter named `key`, however it is encoded.
pub fn carries(url: &str, key: &str) -> bool {
    times(url, key) > 0
}

/// How often the query of `url` has a parameter named `key`.
fn times(url: &str, key: &str) -> usize {
    query_of(url).split('&').filter(|pair| names(pair, key)).count()
}

/// The parameters in the query of `url` that are tags, as they stand there.
pub fn pairs(url: &str) -> Vec<&str> {
    query_of(url).split('&').filter(|pair| KEYS.iter().any(|key| names(pair, key))).collect()
}

/// The query of `url`; empty where there is none.
fn query_of(url: &str) -> &str {
    let head = url.split_once('#').map_or(url, |(head, _)| head);
    head.split_once('?').map_or("", |(_, query)| query)
}

/// `url` without the parameters named `key`; all other bytes stay.
fn without(url: &str, key: &str) -> String {
    if !carries(url, key) {
        return url.to_owned();
    }
    let (head, fragment) = url.split_once('#').map_or((url, None), |(head, fragment)| (head, Some(fragment)));
    let (base, query) = head.split_once('?').unwrap_or((head, ""));
    let kept: Vec<&str> = query.split('&').filter(|pair| !names(pair, key)).collect();
    let mut rest = base.to_owned();
    if !kept.is_empty() {
        rest.push('?');
        rest.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        rest.push('#');
        rest.push_str(fragment);
    }
    rest
}

fn names(pair: &str, key: &str) -> bool {
    let name = pair.split_once('=').map_or(pair, |(name, _)| name);
    name == key || percent_decode_str(name).eq(key.bytes())
}

fn encode(value: &str) -> String {
    byte_serialize(value.as_bytes()).collect()
}
