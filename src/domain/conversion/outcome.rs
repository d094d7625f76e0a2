//! What became of each report, from what the statements foresaw for it.

use serde::Serialize;

use super::{CLICK_ORDERS_MOST, Claim, Kind};
use crate::domain::refusal::Fault;
use crate::{stored, stored_word};

/// What the statements say of a report before it is written: its place in the list, what becomes of it, the order's one
/// name, how it stands to its order (0 the order is unknown, 1 well, 2 in two currencies), whether it brought evidence
/// that was not known, and how many orders came with the same click at most.
#[derive(Clone, Debug)]
pub struct Foreseen(pub usize, pub Outcome, pub Option<String>, pub u8, pub u8, pub u32);

stored!(Foreseen(a, b, c, d, e, f));

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Stored, and counted from now on.
    Accepted,
    /// Stored before under this key; this report stands now, or what it came with was added.
    Revision,
    /// Known: the same report, an older one, or another source's that says the same.
    Duplicate,
    /// Another report stands under this key; this one is kept beside it.
    Conflict,
    /// Not stored; the errors say why.
    Rejected,
    /// Understood, and not stored: only a test.
    Ignored,
}

stored_word!(Outcome { Accepted = "accepted", Revision = "revision", Duplicate = "duplicate", Conflict = "conflict", Rejected = "rejected", Ignored = "ignored" });

/// What is said about one item.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// Its place in the list.
    pub index: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// `sale`, `renewal`, `refund`, `lead`, `survey` or `event`, where that much could be read.
    pub kind: Option<&'static str>,
    /// The order, under its one name.
    pub order_id: Option<String>,
    /// The refund.
    pub refund_id: Option<String>,
    /// The lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_id: Option<String>,
    /// The event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// What was noticed.
    pub notes: Vec<&'static str>,
    /// What is wrong.
    pub errors: Vec<Fault>,
}

impl Said {
    pub(super) fn rejected(index: usize, claim: Option<&Claim>, errors: Vec<Fault>) -> Self {
        Self::of(index, Outcome::Rejected, claim, errors)
    }

    pub(super) fn ignored(index: usize, kind: Kind, note: &'static str) -> Self {
        Self { kind: Some(kind.word()), notes: vec![note], ..Self::of(index, Outcome::Ignored, None, Vec::new()) }
    }

    fn of(index: usize, outcome: Outcome, claim: Option<&Claim>, errors: Vec<Fault>) -> Self {
        let id_of = |kind| claim.filter(|claim| claim.kind == kind).and_then(|claim| claim.id.clone());
        Self {
            index,
            outcome,
            kind: claim.map(|claim| claim.word),
            order_id: claim.and_then(|claim| claim.order_id.clone()),
            refund_id: id_of(Kind::Refund),
            lead_id: id_of(Kind::Lead),
            event_id: id_of(Kind::Event),
            notes: claim.map(|claim| claim.notes.clone()).unwrap_or_default(),
            errors,
        }
    }

    pub(super) fn judge(index: usize, claim: &Claim, foreseen: Option<&Foreseen>, base: &str) -> Self {
        let Some(Foreseen(_, outcome, order_id, standing, adds, orders)) = foreseen else {
            let fault = Fault::at(base, "not_written", "It could not be written; send it again.");
            return Self::rejected(index, Some(claim), vec![fault]);
        };
        let errors = match outcome {
            Outcome::Rejected => {
                let detail = "A refund is in the currency of its order.";
                vec![Fault::at(format!("{base}/currency"), "currency_of_order", detail)]
            }
            Outcome::Conflict => {
                let field = if claim.id.is_some() { claim.kind.id_field() } else { "order_id" };
                let detail = "Another report is stored under this id; it stays as it is.";
                vec![Fault::at(format!("{base}/{field}"), "conflict", detail)]
            }
            _ => Vec::new(),
        };
        let mut said = Self::of(index, *outcome, Some(claim), errors);
        said.order_id = order_id.clone().or(said.order_id);
        match standing {
            0 if claim.kind != Kind::Sale && claim.order_id.is_some() => said.notes.push("order_unknown"),
            2 if *outcome != Outcome::Rejected => said.notes.push("refund_in_another_currency"),
            _ => {}
        }
        if *adds == 1 && *outcome != Outcome::Accepted {
            said.notes.push("evidence_added");
        }
        if *orders >= CLICK_ORDERS_MOST {
            said.notes.push("click_reused");
        }
        said
    }
}
