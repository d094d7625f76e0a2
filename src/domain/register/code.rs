//! A promo code: whose it is, from when until when, and what it takes off.
//!
//! # Why
//! A shop that deals single-use codes (`SARAH-8F3K`) makes them from one beginning: `SARAH*` is a code that owns them all.
//! A code that is spelled out beats it, and of two beginnings the longer one. Whose a code is at an order's time is asked of
//! SQL, never kept: a late change of ownership decides past orders, too.

use serde::Serialize;
use serde_json::Value;

use crate::domain::conversion::MOST_MINOR;
use crate::domain::fields::Fields;
use crate::domain::fold;
use crate::domain::money::Currency;
use crate::domain::refusal::Fault;
use crate::domain::time;
use crate::{stored, stored_word};

/// The fewest characters before the star of a pattern: a shorter beginning would take strangers' codes.
pub const PREFIX_LEAST: usize = 3;
/// All of a price, in basis points.
const WHOLE: i64 = 10_000;

/// What a code takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Discount {
    /// A part of the price, `discount_value` in basis points.
    Percent,
    /// An amount, `discount_value` in minor units of `currency`.
    Fixed,
    /// The shipping.
    Shipping,
}

stored_word!(Discount { Percent = "percent", Fixed = "fixed", Shipping = "shipping" });

impl Discount {
    /// The kind that `word` names.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Percent, Self::Fixed, Self::Shipping].into_iter().find(|kind| kind.word() == word)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Fixed => "fixed",
            Self::Shipping => "shipping",
        }
    }
}

/// A stretch of a code's ownership as stored and as shown; `valid_from <= order < valid_until`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Code {
    /// Ours.
    pub id: u32,
    /// As customers type it, in its normal form; with a star at its end it owns every code that begins so.
    pub code: String,
    /// Whose it is.
    pub creator_id: u32,
    /// The campaign it belongs to.
    pub campaign_id: Option<u32>,
    /// What it takes off, where that was said.
    pub discount_kind: Option<Discount>,
    /// How much, in basis points or minor units; none for shipping.
    pub discount_value: Option<i64>,
    /// The currency of a fixed discount.
    pub currency: Option<Currency>,
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

stored!(Code {
    id,
    code,
    creator_id,
    campaign_id,
    discount_kind,
    discount_value,
    currency,
    valid_from,
    valid_until,
    version,
    created_at,
    updated_at
});

/// The form in which codes are kept and compared, see [`fold::capitals`].
pub fn normal(code: &str) -> String {
    fold::capitals(code)
}

impl Code {
    /// Reads the body that makes a code at `now`; the id is given by the store.
    pub fn make(body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let code = word(&mut fields).unwrap_or_default();
        let blank = Self {
            id: 0,
            code,
            creator_id: 0,
            campaign_id: None,
            discount_kind: None,
            discount_value: None,
            currency: None,
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

    /// What every code of a pattern begins with; none where the code is spelled out.
    pub fn prefix(&self) -> Option<&str> {
        self.code.strip_suffix('*')
    }

    /// The first and the last code that it may own: the same where it is spelled out.
    pub fn reach(&self) -> (String, String) {
        match self.prefix() {
            // No code has a character behind the last one there is.
            Some(prefix) => (prefix.to_owned(), format!("{prefix}{}", char::MAX)),
            None => (self.code.clone(), self.code.clone()),
        }
    }

    /// Whether `other` says the same of the same word.
    pub fn says(&self, other: &Self) -> bool {
        let Self { id, version, created_at, updated_at, .. } = *self;
        *self == Self { id, version, created_at, updated_at, ..other.clone() }
    }

    /// Whether `other` is the same word at a time that is this one's too; a stretch without a moment holds nothing.
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins = |code: &Self| code.valid_from.unwrap_or(i64::MIN);
        let ends = |code: &Self| code.valid_until.unwrap_or(i64::MAX);
        let some = begins(self) < ends(self);
        some && self.code == other.code && begins(self) < ends(other) && begins(other) < ends(self)
    }

    fn read(mut self, mut fields: Fields<'_>) -> Result<Self, Vec<Fault>> {
        let creator = fields.id("creator_id");
        let creator = if self.id == 0 || fields.has("creator_id") { fields.need("creator_id", creator) } else { None };
        let campaign = fields.id("campaign_id");
        let (from, until) = (fields.moment("valid_from"), fields.moment("valid_until"));
        self.creator_id = creator.unwrap_or(self.creator_id);
        self.campaign_id = if fields.has("campaign_id") { campaign } else { self.campaign_id };
        self.valid_from = if fields.has("valid_from") { from } else { self.valid_from };
        self.valid_until = if fields.has("valid_until") { until } else { self.valid_until };
        if self.valid_from.zip(self.valid_until).is_some_and(|(from, until)| from >= until) {
            fields.fault::<()>("valid_until", "reversed", "Send an end after the start.");
        }
        self.discount(&mut fields);
        fields.finish()?;
        Ok(self)
    }

    /// Reads what it takes off; another kind begins without the former one's value and currency.
    fn discount(&mut self, fields: &mut Fields<'_>) {
        let kind = fields.text("discount_kind", 16);
        let known = kind.as_deref().map(Discount::named);
        if known == Some(None) {
            fields.fault::<()>("discount_kind", "unknown_kind", "Send percent, fixed or shipping, or leave it out.");
        }
        if fields.has("discount_kind") && self.discount_kind != known.flatten() {
            (self.discount_kind, self.discount_value, self.currency) = (known.flatten(), None, None);
        }
        let value = fields.integer("discount_value", 1, MOST_MINOR);
        let currency = fields.currency("currency");
        self.discount_value = if fields.has("discount_value") { value } else { self.discount_value };
        self.currency = if fields.has("currency") { currency } else { self.currency };
        match self.discount_kind {
            Some(Discount::Percent) if self.discount_value.is_some_and(|value| value > WHOLE) => {
                fields.fault::<()>("discount_value", "out_of_range", "Send basis points, 10000 at most: 1500 is 15 %.");
            }
            Some(Discount::Percent | Discount::Fixed) if self.discount_value.is_none() => {
                fields.need::<()>("discount_value", None);
            }
            None | Some(Discount::Shipping) if self.discount_value.is_some() => {
                fields.fault::<()>("discount_value", "not_for_this_kind", "Send it with the kind percent or fixed.");
            }
            _ => {}
        }
        match self.discount_kind {
            Some(Discount::Fixed) if self.currency.is_none() => {
                fields.need::<()>("currency", None);
            }
            Some(Discount::Fixed) => {}
            _ if self.currency.is_some() => {
                fields.fault::<()>("currency", "not_for_this_kind", "Send it with the kind fixed.");
            }
            _ => {}
        }
    }
}

/// Reads the word of a code or a pattern, in its normal form.
fn word(fields: &mut Fields<'_>) -> Option<String> {
    let said = fields.text("code", 64);
    let code = normal(&fields.need("code", said)?);
    if code.is_empty() {
        return fields.fault("code", "empty", "Send a text that is not empty.");
    }
    let begins = code.strip_suffix('*');
    if begins.unwrap_or(&code).contains('*') {
        return fields.fault(
            "code",
            "not_a_pattern",
            "Put a single star, at the end: SARAH* owns every code that begins so.",
        );
    }
    if begins.is_some_and(|begins| begins.trim_end().chars().count() < PREFIX_LEAST) {
        let detail = format!("Put at least {PREFIX_LEAST} characters before the star.");
        return fields.fault("code", "pattern_too_short", detail);
    }
    Some(code)
}
