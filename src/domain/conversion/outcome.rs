//! What became of each report, from what this call inserted and what is stored now.

use serde::{Deserialize, Serialize};

use super::{Claim, Kind};
use crate::domain::refusal::Fault;

/// What a conversion is unique by.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Key(pub u8, pub String);

/// What is stored under a key after the call: its digest, and how it stands to its order (0 the order is unknown, 1 well,
/// 2 a refund of it is in another currency and takes nothing back).
#[derive(Clone, Debug, Deserialize)]
pub struct Stored(pub u8, pub String, pub String, pub u8);

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Stored, and counted from now on.
    Accepted,
    /// The same report was stored before.
    Duplicate,
    /// Another report is stored under this key; it stays, and this one is kept beside it.
    Conflict,
    /// Not stored; the errors say why.
    Rejected,
}

/// What is said about one item.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// Its place in the list.
    pub index: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// Sale or refund, where that much could be read.
    pub kind: Option<Kind>,
    /// The order.
    pub order_id: Option<String>,
    /// The refund.
    pub refund_id: Option<String>,
    /// What was noticed.
    pub notes: Vec<&'static str>,
    /// What is wrong.
    pub errors: Vec<Fault>,
}

impl Said {
    pub(super) fn rejected(index: usize, claim: Option<&Claim>, errors: Vec<Fault>) -> Self {
        Self::of(index, Outcome::Rejected, claim, errors)
    }

    fn of(index: usize, outcome: Outcome, claim: Option<&Claim>, errors: Vec<Fault>) -> Self {
        Self {
            index,
            outcome,
            kind: claim.map(|claim| claim.kind),
            order_id: claim.map(|claim| claim.order_id.clone()),
            refund_id: claim.filter(|claim| claim.kind == Kind::Refund).map(|claim| claim.key.clone()),
            notes: claim.map(|claim| claim.notes.clone()).unwrap_or_default(),
            errors,
        }
    }
}

pub(super) fn judge(index: usize, claim: &Claim, fresh: &mut Vec<&Key>, stored: &[Stored], base: &str) -> Said {
    let mine = |kind: u8, key: &str| kind == claim.kind as u8 && key == claim.key;
    let Some(Stored(_, _, digest, standing)) = stored.iter().find(|stored| mine(stored.0, &stored.1)) else {
        let detail = "A refund is in the currency of its order.";
        let fault = Fault::at(format!("{base}/currency"), "currency_of_order", detail);
        return Said::rejected(index, Some(claim), vec![fault]);
    };
    if *digest != claim.digest {
        let pointer = format!("{base}/{}", if claim.kind == Kind::Sale { "order_id" } else { "refund_id" });
        let detail = "Another report is stored under this id; it stays as it is.";
        return Said::of(index, Outcome::Conflict, Some(claim), vec![Fault::at(pointer, "conflict", detail)]);
    }
    // Of two equal items in one list the first is the accepted one.
    let outcome = match fresh.iter().position(|key| mine(key.0, &key.1)) {
        Some(at) => {
            fresh.swap_remove(at);
            Outcome::Accepted
        }
        None => Outcome::Duplicate,
    };
    let mut said = Said::of(index, outcome, Some(claim), Vec::new());
    match standing {
        0 => said.notes.push("order_unknown"),
        2 => said.notes.push("refund_in_another_currency"),
        _ => {}
    }
    said
}
