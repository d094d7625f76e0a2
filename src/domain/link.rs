//! A link as the edge reads it: the one value that a redirect needs, ready made.

use super::app_link::AppLinks;
use super::card::Card;
use super::rule::Rule;
use super::stored::list;
use super::utm::policy::Policy;
use crate::stored;
use serde::Serialize;

/// The edge's reading copy of a link, as stored in KV under [`kv_key`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Published {
    /// The link's id.
    pub id: u32,
    /// The row's version that this copy was made from.
    pub version: u32,
    /// The destination with its tags on.
    pub target: String,
    /// Whether it is enabled and not archived; a link that is off keeps its copy, so that nobody asks D1 for it.
    pub on: bool,
    /// Unix milliseconds from which on it leads nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// What it is set to beside; a plain link has none of it and pays for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<More>,
}

stored!(Published { id, version, target, on, expires_at, more });

impl Published {
    /// Whether the link leads somewhere at `now`.
    pub fn live(&self, now: i64) -> bool {
        let begun = |more: &More| more.starts_at.is_none_or(|start| start <= now);
        self.on && self.expires_at.is_none_or(|end| now < end) && self.more.as_ref().is_none_or(begun)
    }

    /// Where it leads since it is over.
    pub fn after(&self, now: i64) -> Option<&str> {
        let over = self.on && self.expires_at.is_some_and(|end| end <= now);
        self.more.as_ref().filter(|_| over)?.expired.as_deref()
    }
}

/// What a link is set to that plain links are not: what is absent is as of a plain link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct More {
    /// Unix milliseconds before which it leads nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<i64>,
    /// Where it leads when it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expired: Option<String>,
    /// What becomes of a visitor's own tags; what the host says when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
    /// Whether the destination is left without a click id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bare: Option<bool>,
    /// Who is sent elsewhere, without what only people read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// The app that is opened first, for whom no rule takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app: Option<AppLinks>,
    /// What social networks show of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
}

stored!(More { starts_at, expired, policy, bare, rules as list, app, card });

/// The KV key of the link at `host` and `slug`.
pub fn kv_key(host: &str, slug: &str) -> String {
    format!("link:{host}/{slug}")
}

/// Links whose counts share one KV value.
pub const COUNT_BLOCK: u32 = 128;

/// The KV key of the published counts of `link` and its neighbours.
pub fn counts_key(link: u32) -> String {
    format!("counts:{}", link / COUNT_BLOCK)
}

/// The published counts of a block of links.
#[derive(Debug, Default, Serialize)]
pub struct Counts {
    /// When they were read, Unix milliseconds.
    pub as_of: i64,
    /// Rows of `[link, clicks, valid clicks, pixel views]`, gross but for the valid ones.
    pub counts: Vec<(u32, u64, u64, u64)>,
}

stored!(Counts { as_of, counts });

impl Counts {
    /// Adds a shard's rows: a link's counts add up over shards.
    pub fn add(&mut self, rows: &[(u32, u64, u64, u64)]) {
        for row in rows {
            match self.counts.iter_mut().find(|known| known.0 == row.0) {
                Some(known) => *known = (row.0, known.1 + row.1, known.2 + row.2, known.3 + row.3),
                None => self.counts.push(*row),
            }
        }
    }
}
