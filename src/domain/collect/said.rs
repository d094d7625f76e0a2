//! What a page hears of each of its events, and no more: what stands at an order is not for a page to know.

use serde::Serialize;

use super::Item;
use crate::domain::conversion::{self, Outcome};
use crate::domain::refusal::Fault;

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Its place in the body.
    pub index: usize,
    /// `accepted`, `duplicate`, `ignored` or `rejected`.
    pub outcome: &'static str,
    /// What is wrong.
    pub errors: Vec<Fault>,
}

impl Said {
    /// What is said of `item`, where `recorded` is what became of it as a conversion.
    pub fn of(index: usize, item: &Item, recorded: Option<conversion::Said>) -> Self {
        let (outcome, errors) = match (item, recorded) {
            (Item::Landed(..) | Item::Came(..) | Item::Looked(_), _) => ("accepted", Vec::new()),
            (Item::Ignored(_), _) => ("ignored", Vec::new()),
            (Item::Rejected(_, faults), _) => ("rejected", faults.clone()),
            (Item::Report(_), Some(said)) => match said.outcome {
                Outcome::Accepted => ("accepted", Vec::new()),
                Outcome::Rejected => ("rejected", placed(said.errors, said.index, index)),
                _ => ("duplicate", Vec::new()),
            },
            (Item::Report(_), None) => ("rejected", Vec::new()),
        };
        Self { index, outcome, errors }
    }
}

/// Faults of the report at place `from` of its list, as faults of the event at `place` of the body.
fn placed(faults: Vec<Fault>, from: usize, place: usize) -> Vec<Fault> {
    let base = format!("/{from}");
    let moved = |mut fault: Fault| {
        let inside = fault.pointer.as_deref().and_then(|pointer| pointer.strip_prefix(&base)).unwrap_or_default();
        let inside = match inside {
            "/type" => "/lead_type",
            "/occurred_at" => "/at",
            same => same,
        };
        fault.pointer = Some(format!("/events/{place}{inside}"));
        fault
    };
    faults.into_iter().map(moved).collect()
}
