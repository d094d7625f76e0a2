//! A host that is kept beside those of the variable `HOSTS`, or in place of one of them.

use serde::Serialize;
use serde_json::{Map, Value};

use super::link::Ground;
use super::listed;
use crate::domain::fields::Fields;
use crate::domain::host::{Around, Host, Serving, name};
use crate::domain::refusal::Fault;
use crate::domain::time;
use crate::stored;

/// A host as it is kept: what was said of it, and nothing that was not.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// Ours.
    pub id: u32,
    /// What was said, with the host's name as browsers write it.
    pub said: Value,
    /// Raised by every change.
    pub version: u32,
    /// When it was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
    /// When it was put away.
    pub archived_at: Option<i64>,
}

stored!(Domain { id, said as listed, version, created_at, updated_at, archived_at });

/// A host as it is shown: with every default that it has now.
#[derive(Debug, Serialize)]
pub struct Shown {
    id: u32,
    #[serde(flatten)]
    host: Host,
    version: u32,
    #[serde(serialize_with = "time::shown")]
    created_at: i64,
    #[serde(serialize_with = "time::shown")]
    updated_at: i64,
    #[serde(serialize_with = "time::shown_if")]
    archived_at: Option<i64>,
}

impl Domain {
    /// Reads the body that makes one; the id is given by the store.
    pub fn make(body: &Value, ground: Ground<'_>) -> Result<Self, Vec<Fault>> {
        let now = ground.now;
        let blank = Self { id: 0, said: Value::Null, version: 1, created_at: now, updated_at: now, archived_at: None };
        blank.saying(body, ground)
    }

    /// Reads the body that changes it: what is null has its default again, and the name stays.
    pub fn change(&self, body: &Value, ground: Ground<'_>) -> Result<Self, Vec<Fault>> {
        Self { version: self.version + 1, updated_at: ground.now, ..self.clone() }.saying(body, ground)
    }

    /// The same put away.
    #[must_use]
    pub fn put_away(&self, now: i64) -> Self {
        Self { archived_at: Some(now), updated_at: now, version: self.version + 1, ..self.clone() }
    }

    /// The host's name.
    pub fn name(&self) -> &str {
        self.said.get("host").and_then(Value::as_str).unwrap_or_default()
    }

    /// The host as it is served.
    pub fn host(&self, ground: Ground<'_>) -> Option<Host> {
        Some(Host { mode: mode_of(self.name(), ground), ..Host::stored(&self.said)? })
    }

    /// As it is shown.
    pub fn shown(&self, ground: Ground<'_>) -> Option<Shown> {
        Some(Shown {
            id: self.id,
            host: self.host(ground)?,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            archived_at: self.archived_at,
        })
    }

    fn saying(mut self, body: &Value, ground: Ground<'_>) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let mut said: Map<String, Value> = self.said.as_object().cloned().unwrap_or_default();
        let named = body.get("host").and_then(Value::as_str).and_then(|text| name(text, ground.settings.fold));
        if self.id != 0 && fields.has("host") && named.as_deref() != Some(self.name()) {
            fields.fault::<()>("host", "fixed", "A host keeps its name; make another one.");
            return Err(fields.stop());
        }
        for (field, value) in body.as_object().into_iter().flatten() {
            said.insert(field.clone(), value.clone());
        }
        // A shop's own host leads to the shop's pages.
        let itself = named.clone().filter(|name| mode_of(name, ground) == Serving::Links);
        let own: Vec<String> = ground.hosts.own().map(str::to_owned).chain(itself).collect();
        let around = Around { own: &own, parameter: &ground.settings.click_parameter, fold: ground.settings.fold };
        let host = Host::read(&Value::Object(said.clone()), "", around)?;
        if said.get("mode").is_some_and(|mode| !mode.is_null()) && host.mode != mode_of(&host.host, ground) {
            let detail = "Say so in HOSTS of wrangler.toml, beside the binding ORIGIN: a shop's pages must not depend on storage.";
            return Err(vec![Fault::at("/mode", "set_in_hosts", detail)]);
        }
        said.retain(|_, value| !value.is_null());
        said.insert("host".into(), host.host.into());
        self.said = Value::Object(said);
        Ok(self)
    }
}

/// What is served on a host of this name: the variable alone says so.
fn mode_of(name: &str, ground: Ground<'_>) -> Serving {
    ground.settings.hosts.find(name).map_or(Serving::Links, |host| host.mode)
}
