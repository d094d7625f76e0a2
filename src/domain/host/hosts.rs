//! All hosts of a deployment: those of the variable `HOSTS`, and those that `/v1/domains` keeps.
//!
//! # Why
//! Somebody's shop stands behind a host in mode `route`, and its pages must not depend on a look-up in storage. So that mode
//! is said in `HOSTS` alone, and what is kept of such a host changes all but its mode.

use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::{Around, Host, Serving, name};
use crate::domain::destination::Fold;
use crate::domain::json;
use crate::domain::slug::{Compose, Slug};
use crate::stored;

/// The most hosts that are kept beside those of the variable.
pub const MOST: usize = 500;

/// Every host by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Hosts {
    /// In order of their names.
    list: Vec<Host>,
    /// Where links are made that name no host.
    first: String,
}

impl Hosts {
    /// Reads the variable `HOSTS`: a JSON list, of which the first is where links are made that name none.
    ///
    /// # Errors
    /// In words what is wrong with which host.
    pub fn of_variable(text: &str, parameter: &str, fold: Fold) -> Result<Self, String> {
        let said = json::parse(text).map_err(|error| format!("{error}."))?;
        let said = said.as_array().filter(|list| !list.is_empty()).ok_or("name at least one host, in a list.")?;
        let said: Vec<Value> = said.iter().map(without_blanks).collect();
        let plain = |said: &&Value| said.get("mode").is_none_or(|mode| mode != "route");
        let named = |said: &Value| name(said.get("host")?.as_str()?, fold);
        let own: Vec<String> = said.iter().filter(plain).filter_map(named).collect();
        let (mut list, mut first) = (Vec::with_capacity(said.len()), None);
        for said in &said {
            let host = Host::read(said, "", Around { own: &own, parameter, fold }).map_err(|faults| {
                let of = said.get("host").and_then(Value::as_str).unwrap_or("a host without a name");
                let (field, detail) = faults.first().map_or(("", ""), |fault| {
                    (fault.pointer.as_deref().unwrap_or_default().trim_start_matches('/'), fault.detail.as_str())
                });
                format!("{field} of {of}: {detail}")
            })?;
            first.get_or_insert_with(|| host.host.clone());
            list.push(host);
        }
        Ok(Self::sorted(list, first.unwrap_or_default()))
    }

    /// These hosts with those that are kept: one that stands in both is as it is kept, but in the mode that it has here.
    #[must_use]
    pub fn with(&self, kept: Vec<Host>) -> Self {
        let mut list = self.list.clone();
        for mut host in kept {
            let known = list.iter_mut().find(|known| known.host == host.host);
            host.mode = known.as_ref().map_or(Serving::Links, |known| known.mode);
            match known {
                Some(known) => *known = host,
                None => list.push(host),
            }
        }
        Self::sorted(list, self.first.clone())
    }

    fn sorted(mut list: Vec<Host>, first: String) -> Self {
        list.sort_by(|a, b| a.host.cmp(&b.host));
        list.dedup_by(|a, b| a.host == b.host);
        Self { list, first }
    }

    /// The host named `name`.
    pub fn find(&self, name: &str) -> Option<&Host> {
        let at = self.list.binary_search_by(|host| host.host.as_str().cmp(name)).ok()?;
        self.list.get(at)
    }

    /// Where links are made that name no host.
    pub fn first(&self) -> Option<&Host> {
        self.find(&self.first)
    }

    /// Every host.
    pub fn iter(&self) -> impl Iterator<Item = &Host> {
        self.list.iter()
    }

    /// Whether `address` is that of the link at `place` (host and slug): on a shop's host links lead to the shop's pages, and
    /// one that leads to itself goes in circles.
    pub fn is_at(&self, (host, slug): (&str, &str), address: &str, compose: Compose) -> bool {
        let Ok(url) = Url::parse(address) else { return false };
        let asked = Slug::parse(url.path().trim_start_matches('/'));
        let there = |host: &Host| {
            asked.as_ref().and_then(|asked| asked.normal(host.exact_case, compose)).as_deref() == Some(slug)
        };
        url.host_str().is_some_and(|name| name.trim_end_matches('.') == host) && self.find(host).is_some_and(there)
    }

    /// Hosts that serve nothing but links, that of links without one first: whoever sends somebody to one of them, sends them
    /// to another link of ours or nowhere.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        let others = self.list.iter().filter(|host| host.host != self.first);
        let all = self.first().into_iter().chain(others);
        all.filter(|host| host.mode == Serving::Links).map(|host| host.host.as_str())
    }
}

/// What is said of a host without its blank texts: in a variable these say nothing.
fn without_blanks(said: &Value) -> Value {
    let mut said = said.clone();
    if let Value::Object(fields) = &mut said {
        fields.retain(|_, value| value.as_str().is_none_or(|text| !text.trim().is_empty()));
    }
    said
}

/// A row of what is kept.
pub struct Row {
    version: u64,
    said: Option<String>,
}

stored!(Row { version, said });

/// What is kept of hosts, as the edge reads it.
#[derive(Debug, Default, Serialize)]
pub struct Kept {
    /// Raised by every change, so that of two copies the newer one is known.
    pub stamp: u64,
    /// What is said of each.
    pub hosts: Vec<Value>,
}

stored!(Kept { stamp, hosts });

/// The KV key of [`Kept`].
pub const KV_KEY: &str = "hosts";

impl Kept {
    /// Of every row that there ever was, its version and what it says where it is not put away.
    pub fn of_rows(rows: Vec<Row>) -> Self {
        let mut kept = Self::default();
        for row in rows {
            kept.stamp += row.version;
            kept.hosts.extend(row.said.and_then(|said| json::parse(&said).ok()));
        }
        kept
    }

    /// The hosts; what cannot be read is left out.
    pub fn read(&self) -> Vec<Host> {
        self.hosts.iter().filter_map(Host::stored).collect()
    }
}
