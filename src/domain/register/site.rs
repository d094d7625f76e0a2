//! A site: pages that report from the browser, under a key that stands in them for anybody to read.

use super::{NAME_MOST, flag, listed};
use crate::domain::destination::{self, Fold};
use crate::domain::fields::Fields;
use crate::domain::refusal::Fault;
use crate::domain::time;
use crate::stored;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::Value;

/// The most origins of a site.
pub const ORIGINS_MOST: usize = 20;
/// What a key begins with.
const PREFIX: &str = "wms_";

/// A site as stored and as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Site {
    /// Ours.
    pub id: u32,
    /// For people.
    pub name: String,
    /// What its pages send: `wms_<id>_<22 characters>`; it proves nothing, and is always shown.
    pub key: String,
    /// The last part of that.
    #[serde(skip_serializing)]
    pub token: String,
    /// Where its pages are: `https://host[:port]`, as browsers write origins.
    pub origins: Vec<String>,
    /// Whether its pages are heard.
    pub enabled: bool,
    /// Raised by every change.
    pub version: u32,
    /// When it was made.
    #[serde(serialize_with = "time::shown")]
    pub created_at: i64,
    /// When it was last changed.
    #[serde(serialize_with = "time::shown")]
    pub updated_at: i64,
    /// When it was put away; its key opens nothing any more.
    #[serde(serialize_with = "time::shown_if")]
    pub archived_at: Option<i64>,
}

stored!(Site { id, name, key, token, origins as listed, enabled as flag, version, created_at, updated_at, archived_at });

impl Site {
    /// Reads the body that makes a site at `now`, with a key of `random` bytes; id and key are given by the store.
    pub fn make(body: &Value, random: [u8; 16], fold: Fold, now: i64) -> Result<Self, Vec<Fault>> {
        let blank = Self {
            id: 0,
            name: String::new(),
            key: String::new(),
            token: URL_SAFE_NO_PAD.encode(random),
            origins: Vec::new(),
            enabled: true,
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        blank.read(body, fold)
    }

    /// Reads the body that changes this site at `now`; its key stays.
    pub fn change(&self, body: &Value, fold: Fold, now: i64) -> Result<Self, Vec<Fault>> {
        Self { updated_at: now, version: self.version + 1, ..self.clone() }.read(body, fold)
    }

    /// The same under the id that the store gave it.
    #[must_use]
    pub fn numbered(self, id: u32) -> Self {
        Self { id, key: format!("{PREFIX}{id}_{}", self.token), ..self }
    }

    /// The same put away at `now`; none where it is away already.
    pub fn put_away(&self, now: i64) -> Option<Self> {
        let away = || Self { archived_at: Some(now), updated_at: now, ..self.clone() };
        self.archived_at.is_none().then(away)
    }

    /// Whether `key` is this site's, and it is heard.
    pub fn opens(&self, key: &str) -> bool {
        self.key == key && self.enabled && self.archived_at.is_none()
    }

    fn read(mut self, body: &Value, fold: Fold) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let fresh = self.id == 0;
        let name = fields.text("name", NAME_MOST);
        let name = if fresh || fields.has("name") { fields.need("name", name) } else { None };
        let origins = origins(&mut fields, fold);
        let origins = if fresh || fields.has("origins") { fields.need("origins", origins) } else { None };
        self.name = name.unwrap_or(self.name);
        self.origins = origins.unwrap_or(self.origins);
        self.enabled = fields.flag("enabled").unwrap_or(self.enabled);
        fields.finish()?;
        Ok(self)
    }
}

/// The id in a key; none for anything that is not built like one.
///
/// ```
/// use waymark::domain::register::site::id_of;
/// assert_eq!(id_of("wms_7_AAAAAAAAAAAAAAAAAAAAAA"), Some(7));
/// assert_eq!(id_of("wmk_7_AAAAAAAAAAAAAAAAAAAAAA"), None);
/// ```
pub fn id_of(key: &str) -> Option<u32> {
    let (id, token) = key.strip_prefix(PREFIX)?.split_once('_')?;
    let plain = id.bytes().all(|b| b.is_ascii_digit()) && token.len() == 22;
    id.parse().ok().filter(|id| plain && *id > 0)
}

/// Reads `origins`: 1 to [`ORIGINS_MOST`], each once.
fn origins(fields: &mut Fields<'_>, fold: Fold) -> Option<Vec<String>> {
    let list = fields.value("origins")?.as_array().filter(|list| (1..=ORIGINS_MOST).contains(&list.len()));
    let Some(list) = list else {
        return fields.fault("origins", "not_a_list", format!("Send a list of 1 to {ORIGINS_MOST} origins."));
    };
    let mut origins: Vec<String> = Vec::with_capacity(list.len());
    for (at, value) in list.iter().enumerate() {
        let name = format!("origins/{at}");
        match value.as_str().and_then(|text| origin(text, fold)) {
            None => {
                let detail = "Send a scheme and a host, with a port where it has one, such as https://shop.example; \
                    http for localhost only.";
                fields.fault::<()>(&name, "not_an_origin", detail);
            }
            Some(origin) if origins.contains(&origin) => {
                fields.fault::<()>(&name, "doubled", "Send each origin once.");
            }
            Some(origin) => origins.push(origin),
        }
    }
    Some(origins)
}

/// An origin as browsers write it; none for what is none, and for http on a host that is not this machine.
fn origin(text: &str, fold: Fold) -> Option<String> {
    let (_, url) = destination::address(text.trim(), fold).ok()?;
    let host = url.host_str()?;
    let own = matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost");
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !bare || host.contains('*') || (url.scheme() != "https" && !own) {
        return None;
    }
    let origin = format!("{}://{host}", url.scheme());
    // The address leaves out a port that is its scheme's own, as browsers do.
    Some(url.port().map_or_else(|| origin.clone(), |port| format!("{origin}:{port}")))
}

/// The origin of an address that a browser has written.
pub fn origin_of(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().filter(|authority| !authority.is_empty())?;
    address.get(..address.len() - rest.len() + authority.len())
}
