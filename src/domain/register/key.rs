//! A further API key as the register shows it: never the secret, only what tells keys apart.

use serde::Serialize;
use serde_json::Value;

use super::{NAME_MOST, listed};
use crate::domain::fields::Fields;
use crate::domain::key::SCOPES;
use crate::domain::refusal::Fault;
use crate::domain::time;
use crate::stored;

/// A key as stored and as shown; the hash stays in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Ours; it stands in the key itself.
    pub id: u32,
    /// What it is for.
    pub name: String,
    /// What it may do, see [`SCOPES`].
    pub scopes: Vec<String>,
    /// The last four characters of the secret.
    pub hint: String,
    /// From when on it opens nothing.
    #[serde(serialize_with = "time::shown_if")]
    pub expires_at: Option<i64>,
    /// When it was made.
    #[serde(serialize_with = "time::shown")]
    pub created_at: i64,
    /// When it was taken back.
    #[serde(serialize_with = "time::shown_if")]
    pub revoked_at: Option<i64>,
}

stored!(Key { id, name, scopes as listed, hint, expires_at, created_at, revoked_at });

impl Key {
    /// Reads the body that makes a key at `now`; id and hint are given when the secret is made.
    pub fn make(body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let name = fields.text("name", NAME_MOST);
        let name = fields.need("name", name);
        let listed = fields.value("scopes");
        let listed = fields.need("scopes", listed);
        let scopes: Vec<String> = listed
            .and_then(Value::as_array)
            .map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            .unwrap_or_default();
        let said = listed.and_then(Value::as_array).map_or(0, Vec::len);
        let known = scopes.len() == said && scopes.iter().all(|scope| SCOPES.contains(&scope.as_str()));
        if listed.is_some() && (scopes.is_empty() || !known) {
            fields.fault::<()>("scopes", "unknown_scope", format!("Send a list of: {}.", SCOPES.join(", ")));
        }
        let expires_at = fields.moment("expires_at");
        if expires_at.is_some_and(|end| end <= now) {
            fields.fault::<()>("expires_at", "in_the_past", "Send a moment to come, or leave it out.");
        }
        fields.finish()?;
        let name = name.unwrap_or_default();
        Ok(Self { id: 0, name, scopes, hint: String::new(), expires_at, created_at: now, revoked_at: None })
    }
}
