//! A creator's page: who is shown their own figures, with or without money, and until when.

use serde::Serialize;
use serde_json::{Value, json};

use super::flag;
use crate::domain::fields::Fields;
use crate::domain::refusal::Fault;
use crate::domain::{creator_page, time};
use crate::stored;

/// A creator's page as stored and as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreatorPage {
    /// Ours.
    pub id: u32,
    /// Whose figures it shows; fixed.
    pub creator_id: u32,
    /// Whether it shows revenue.
    pub money: bool,
    /// Unix milliseconds from which on it opens nothing.
    #[serde(serialize_with = "time::shown_if")]
    pub expires_at: Option<i64>,
    /// Raised by every change.
    pub version: u32,
    /// When it was made.
    #[serde(serialize_with = "time::shown")]
    pub created_at: i64,
    /// When it was last changed.
    #[serde(serialize_with = "time::shown")]
    pub updated_at: i64,
    /// When it was taken back.
    #[serde(serialize_with = "time::shown_if")]
    pub revoked_at: Option<i64>,
    /// When it was last opened, to the hour.
    #[serde(serialize_with = "time::shown_if")]
    pub seen_at: Option<i64>,
}

stored!(CreatorPage {
    id, creator_id, money as flag, expires_at, version, created_at, updated_at, revoked_at, seen_at
});

impl CreatorPage {
    /// Reads the body that makes a page at `now`; the id is given by the store.
    pub fn make(body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let creator_id = fields.id("creator_id");
        let creator_id = fields.need("creator_id", creator_id);
        let blank = Self {
            id: 0,
            creator_id: creator_id.unwrap_or_default(),
            money: false,
            expires_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
            revoked_at: None,
            seen_at: None,
        };
        blank.read(fields, now)
    }

    /// Reads the body that changes this page at `now`; its address stays.
    pub fn change(&self, body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        let fields = Fields::of(body, "")?;
        Self { updated_at: now, version: self.version + 1, ..self.clone() }.read(fields, now)
    }

    /// The same taken back at `now`; none where it is already.
    pub fn put_away(&self, now: i64) -> Option<Self> {
        let away = || Self { revoked_at: Some(now), updated_at: now, ..self.clone() };
        self.revoked_at.is_none().then(away)
    }

    /// Whether the token that named this page and when that was made opens it at `now`.
    pub fn opens(&self, created_at: i64, now: i64) -> bool {
        self.created_at == created_at && self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// The page as administrators see it, with its address on `origin`, `https://host`; the token stands behind `#`, which browsers
    /// send to nobody.
    pub fn shown(&self, origin: &str, customer_key: &str) -> Value {
        let token = creator_page::token(self.id, self.created_at, customer_key);
        let address = json!(token.map(|token| format!("{origin}/dashboard/creator#{token}")));
        let mut shown = json!(self);
        if let Some(shown) = shown.as_object_mut() {
            shown.insert("address".into(), address);
        }
        shown
    }

    fn read(mut self, mut fields: Fields<'_>, now: i64) -> Result<Self, Vec<Fault>> {
        self.money = fields.flag("money").unwrap_or(self.money);
        if fields.has("expires_at") {
            self.expires_at = match fields.moment("expires_at") {
                Some(end) if end <= now => {
                    fields.fault("expires_at", "in_the_past", "Send a time that is still to come.")
                }
                end => end,
            };
        }
        fields.finish()?;
        Ok(self)
    }
}
