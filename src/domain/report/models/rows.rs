//! What the statements of the report of models give, a JSON list each.

use crate::domain::credit::model::Step;
use crate::stored;

/// Kept sums of one model, row and currency, as the statement gives them.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The model's number.
    pub model: u8,
    /// 0 creators', 1 another channel's, 2 nobody's.
    pub whose: u8,
    /// What the rows are of: a creator, campaign or link.
    pub id: u32,
    /// `source/medium`.
    pub channel: String,
    /// Empty where there is no money.
    pub currency: String,
    /// Millionths of conversions.
    pub micro: i64,
    /// Minor units: gross, refunded, and both in the reporting currency.
    pub money: (i64, i64, i64, i64),
    /// Conversions without a rate.
    pub unrated: u64,
}

stored!(Kept { model, whose, id, channel, currency, micro, money, unrated });

/// A conversion with its path, as the statement gives it.
#[derive(Clone, Debug)]
pub struct Path {
    /// Where the next chunk goes on: reporting day and key.
    pub day: i64,
    /// The other half.
    pub key: String,
    /// When it happened.
    pub at: i64,
    /// Empty where there is no money.
    pub currency: String,
    /// Gross and refunded, minor units.
    pub money: (i64, i64),
    /// The same in the reporting currency; none without a rate.
    pub reporting: (Option<i64>, Option<i64>),
    /// When the lead was that it came from.
    pub lead_at: Option<i64>,
    /// Its steps.
    pub steps: Vec<Step>,
}

stored!(Path { day, key, at, currency, money, reporting, lead_at, steps });

/// Journeys that are alike, as the statement gives them.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The path as text.
    pub path: String,
    /// 0 where nothing came of them.
    pub kind: u8,
    /// Empty where there is no money.
    pub currency: String,
    /// How many.
    pub journeys: u64,
    /// Their touches.
    pub touches: u64,
    /// As of [`Kept`].
    pub money: (i64, i64, i64, i64),
}

stored!(Alike { path, kind, currency, journeys, touches, money });
