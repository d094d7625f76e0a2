//! A creator: somebody who is paid to bring an audience; what that costs is kept at `/v1/costs`.

use serde::Serialize;
use serde_json::Value;

use super::{NAME_MOST, listed, read_handle, texts};
use crate::domain::fields::Fields;
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

stored!(Creator { id, name, handle, aliases as listed, version, created_at, updated_at, archived_at });

impl Creator {
    /// Reads the body that makes a creator at `now`; the id is given by the store.
    pub fn make(body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        let blank = Self {
            id: 0,
            name: String::new(),
            handle: String::new(),
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
        let aliases = texts(&mut fields, "aliases", ALIASES_MOST, 64);
        self.name = name.unwrap_or(self.name);
        self.handle = handle.unwrap_or(self.handle);
        self.aliases = if fields.has("aliases") { aliases.unwrap_or_default() } else { self.aliases };
        if fields.has("cost_minor") {
            // It was kept here once: whoever still sends it would lose it in silence.
            for name in ["cost_minor", "currency"] {
                fields.value(name);
            }
            let detail = "Send what a creator costs to /v1/costs, such as {\"creator\": \"sarah\", \"kind\": \"fee\"}.";
            fields.fault::<()>("cost_minor", "moved", detail);
        }
        fields.finish()?;
        Ok(self)
    }
}
