//! A creator: somebody who is paid to bring an audience, and what that costs.

use serde::Serialize;
use serde_json::Value;

use super::{NAME_MOST, listed, read_handle, texts};
use crate::domain::fields::{Fields, MOST_INTEGER};
use crate::domain::money::Currency;
use crate::domain::refusal::Fault;
use crate::domain::time;
use crate::stored;

/// The most aliases of a creator.
pub const ALIASES_MOST: usize = 20;

/// A creator as stored and as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Creator {
    /// Ours.
    pub id: u32,
    /// For people.
    pub name: String,
    /// For `utm_content`: `a-z 0-9 -`, unique.
    pub handle: String,
    /// Everything paid for this creator, in minor units of `currency`.
    pub cost_minor: i64,
    /// The currency of the cost.
    pub currency: Option<Currency>,
    /// What customers call them, for surveys: up to [`ALIASES_MOST`]. One that two creators share names neither.
    pub aliases: Vec<String>,
    /// Raised by every change.
    pub version: u32,
    /// When it was made.
    #[serde(serialize_with = "time::shown")]
    pub created_at: i64,
    /// When it was last changed.
    #[serde(serialize_with = "time::shown")]
    pub updated_at: i64,
    /// When it was put away; its history stays.
    #[serde(serialize_with = "time::shown_if")]
    pub archived_at: Option<i64>,
}

stored!(Creator { id, name, handle, cost_minor, currency, aliases as listed, version, created_at, updated_at, archived_at });

impl Creator {
    /// Reads the body that makes a creator at `now`; the id is given by the store.
    pub fn make(body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        let blank = Self {
            id: 0,
            name: String::new(),
            handle: String::new(),
            cost_minor: 0,
            currency: None,
            aliases: Vec::new(),
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        blank.read(body)
    }

    /// Reads the body that changes this creator at `now`.
    pub fn change(&self, body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        Self { updated_at: now, version: self.version + 1, ..self.clone() }.read(body)
    }

    fn read(mut self, body: &Value) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let fresh = self.id == 0;
        let name = fields.text("name", NAME_MOST);
        let name = if fresh || fields.has("name") { fields.need("name", name) } else { None };
        let handle = read_handle(&mut fields, name.as_deref().filter(|_| fresh));
        let cost = fields.integer("cost_minor", 0, MOST_INTEGER);
        let currency = fields.currency("currency");
        let aliases = texts(&mut fields, "aliases", ALIASES_MOST, 64);
        self.name = name.unwrap_or(self.name);
        self.handle = handle.unwrap_or(self.handle);
        self.cost_minor = if fields.has("cost_minor") { cost.unwrap_or(0) } else { self.cost_minor };
        self.currency = currency.or(self.currency);
        self.aliases = if fields.has("aliases") { aliases.unwrap_or_default() } else { self.aliases };
        if self.cost_minor > 0 && self.currency.is_none() {
            fields.need::<()>("currency", None);
        }
        fields.finish()?;
        Ok(self)
    }
}
