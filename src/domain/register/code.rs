//! A promo code: whose it is, and from when until when.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::fields::Fields;
use crate::domain::refusal::Fault;
use crate::domain::time;

/// A stretch of a code's ownership as stored and as shown; `valid_from <= order < valid_until`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Ours.
    pub id: u32,
    /// As customers type it, in its normal form.
    pub code: String,
    /// Whose it is.
    pub creator_id: u32,
    /// From when; always, when null.
    #[serde(serialize_with = "time::shown_if")]
    pub valid_from: Option<i64>,
    /// Until when, exclusive; open, when null.
    #[serde(serialize_with = "time::shown_if")]
    pub valid_until: Option<i64>,
    /// Raised by every change.
    pub version: u32,
    /// When it was made.
    #[serde(serialize_with = "time::shown")]
    pub created_at: i64,
    /// When it was last changed.
    #[serde(serialize_with = "time::shown")]
    pub updated_at: i64,
}

/// The form in which codes are kept and compared: trimmed, in capitals.
pub fn normal(code: &str) -> String {
    code.trim().to_uppercase()
}

impl Code {
    /// Reads the body that makes a code at `now`; the id is given by the store.
    pub fn make(body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let code = fields.text("code", 64);
        let code = fields.need("code", code).unwrap_or_default();
        let blank = Self {
            id: 0,
            code: normal(&code),
            creator_id: 0,
            valid_from: None,
            valid_until: None,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        blank.read(fields)
    }

    /// Reads the body that changes this code at `now`; the word itself stays.
    pub fn change(&self, body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        Self { updated_at: now, version: self.version + 1, ..self.clone() }.read(Fields::of(body, "")?)
    }

    /// The code ended at `now`: orders from then on are not its owner's, earlier ones stay.
    #[must_use]
    pub fn ended(&self, now: i64) -> Self {
        let end = self.valid_until.map_or(now, |until| until.min(now)).max(self.valid_from.unwrap_or(i64::MIN));
        Self { valid_until: Some(end), updated_at: now, version: self.version + 1, ..self.clone() }
    }

    fn read(mut self, mut fields: Fields<'_>) -> Result<Self, Vec<Fault>> {
        let creator = fields.id("creator_id");
        let creator = if self.id == 0 || fields.has("creator_id") { fields.need("creator_id", creator) } else { None };
        let (from, until) = (fields.moment("valid_from"), fields.moment("valid_until"));
        self.creator_id = creator.unwrap_or(self.creator_id);
        self.valid_from = if fields.has("valid_from") { from } else { self.valid_from };
        self.valid_until = if fields.has("valid_until") { until } else { self.valid_until };
        if self.valid_from.zip(self.valid_until).is_some_and(|(from, until)| from >= until) {
            fields.fault::<()>("valid_until", "reversed", "Send an end after the start.");
        }
        fields.finish()?;
        Ok(self)
    }
}
