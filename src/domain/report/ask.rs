//! What a report is asked for: what its rows are, and which days.

use serde::Serialize;

use crate::domain::recount::Scope;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::time::Day;

/// The most days of a report.
pub const DAYS_MOST: i64 = 400;

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
    pub fn read(by: Option<&str>, from: Option<&str>, to: Option<&str>) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let by = match by {
            Some("creator") => Some(By::Creator),
            Some("link") => Some(By::Link),
            Some("campaign") => Some(By::Campaign),
            Some("day") => Some(By::Day),
            _ => {
                faults.push(Fault::query("by", "unknown_dimension", "Send creator, link, campaign or day."));
                None
            }
        };
        let days = days(from, to, &mut faults);
        match (by, days) {
            (Some(by), Some((from, to))) => Ok(Self { by, from, to }),
            _ => Err(Refusal::Invalid(faults)),
        }
    }
}

/// Reads the first and the last day of a report; what is wrong with them is added to `faults`.
pub(super) fn days(from: Option<&str>, to: Option<&str>, faults: &mut Vec<Fault>) -> Option<(Day, Day)> {
    let mut day = |name: &str, text: Option<&str>| {
        let day = text.and_then(Day::parse);
        if day.is_none() {
            faults.push(Fault::query(name, "not_a_day", "Send a day such as 2026-11-20."));
        }
        day
    };
    let (from, to) = (day("from", from), day("to", to));
    let (from, to) = (from?, to?);
    if to < from {
        faults.push(Fault::query("to", "reversed", "Send a last day that is not before the first."));
        None
    } else if to.0 - from.0 >= DAYS_MOST {
        faults.push(Fault::query("to", "range_too_wide", format!("Ask for at most {DAYS_MOST} days.")));
        None
    } else {
        Some((from, to))
    }
}
