//! What the rows of the performance report are.

use serde::Serialize;

use super::ask::{Get, Range};
use crate::domain::recount::Scope;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::time::Day;

/// What the rows of a report are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Creators, also those without a click: they cost money all the same.
    Creator,
    /// Links with visits or orders.
    Link,
    /// Campaigns with visits or orders.
    Campaign,
    /// Days with visits or orders.
    Day,
}

impl By {
    /// The scope whose totals make the rows.
    pub fn scope(self) -> Scope {
        match self {
            Self::Creator => Scope::Creator,
            Self::Link => Scope::Link,
            Self::Campaign => Scope::Campaign,
            Self::Day => Scope::All,
        }
    }
}

/// What is asked: rows, and the reporting days, both inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What the rows are.
    pub by: By,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Ask {
    /// Reads the query's `by`, `from` and `to`; every fault is named at once.
    pub fn read(get: Get<'_>, today: Day) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let by = match get("by").as_deref() {
            Some("creator") => Some(By::Creator),
            Some("link") => Some(By::Link),
            Some("campaign") => Some(By::Campaign),
            Some("day") => Some(By::Day),
            _ => {
                faults.push(Fault::query("by", "unknown_dimension", "Send creator, link, campaign or day."));
                None
            }
        };
        match (by, Range::read(get, today, &mut faults)) {
            (Some(by), Some(Range { from, to })) => Ok(Self { by, from, to }),
            _ => Err(Refusal::Invalid(faults)),
        }
    }
}
