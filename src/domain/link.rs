//! A link as the edge reads it: the one value that a redirect needs, ready made.

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
}

stored!(Published { id, version, target, on, expires_at });

impl Published {
    /// Whether the link leads somewhere at `now`.
    pub fn live(&self, now: i64) -> bool {
        self.on && self.expires_at.is_none_or(|end| now < end)
    }
}

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
