//! A webhook: somebody who wants to hear of conversions, at an address of theirs, signed with a secret of ours.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::Value;

use super::link::Ground;
use super::source::Secret;
use super::{NAME_MOST, flag, listed, texts};
use crate::domain::fields::Fields;
use crate::domain::refusal::Fault;
use crate::domain::source::signature::STANDARD_PREFIX;
use crate::domain::time;
use crate::domain::webhook::{EVENTS, address};
use crate::stored;

/// A webhook as stored and as shown; secrets stay in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Webhook {
    /// Ours.
    pub id: u32,
    /// For people.
    pub name: String,
    /// Where messages go.
    pub url: String,
    /// What it wants to hear of, see [`EVENTS`].
    pub events: Vec<String>,
    /// Whether anything is noted for it and sent to it.
    pub enabled: bool,
    /// What is signed with.
    #[serde(skip_serializing)]
    pub secret: Secret,
    /// The secret itself, where it is shown: when it was made just now.
    #[serde(rename = "secret", skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// The last four characters of that.
    pub hint: String,
    /// What is signed with beside it.
    #[serde(skip_serializing)]
    pub former_secret: Option<Secret>,
    /// The last four characters of that.
    pub former_hint: Option<String>,
    /// When its receiver said 410 and it was disabled.
    #[serde(serialize_with = "time::shown_if")]
    pub gone_at: Option<i64>,
    /// Raised by every change.
    pub version: u32,
    /// When it was made.
    #[serde(serialize_with = "time::shown")]
    pub created_at: i64,
    /// When it was last changed.
    #[serde(serialize_with = "time::shown")]
    pub updated_at: i64,
    /// When it was put away; its messages stay for their time.
    #[serde(serialize_with = "time::shown_if")]
    pub archived_at: Option<i64>,
}

stored!(Webhook { id, name, url, events as listed, enabled as flag, secret, shown, hint, former_secret, former_hint, gone_at, version, created_at, updated_at, archived_at });

impl Webhook {
    /// Reads the body that makes a webhook; its secret is made of `random`. The id is given by the store.
    pub fn make(body: &Value, ground: Ground<'_>, random: [u8; 32]) -> Result<Self, Vec<Fault>> {
        let blank = Self {
            id: 0,
            name: String::new(),
            url: String::new(),
            events: Vec::new(),
            enabled: true,
            secret: Secret::default(),
            shown: None,
            hint: String::new(),
            former_secret: None,
            former_hint: None,
            gone_at: None,
            version: 1,
            created_at: ground.now,
            updated_at: ground.now,
            archived_at: None,
        };
        let mut webhook = blank.read(Fields::of(body, "")?, ground)?;
        webhook.renew(random);
        Ok(webhook)
    }

    /// Reads the body that changes this webhook.
    ///
    /// `rotate: true` makes a new secret of `random`; the present one signs beside it until the next, or until `former_secret: null`.
    pub fn change(&self, body: &Value, ground: Ground<'_>, random: [u8; 32]) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let mut changed = Self { updated_at: ground.now, version: self.version + 1, ..self.clone() };
        if fields.has("former_secret") {
            if fields.value("former_secret").is_some() {
                fields.fault::<()>("former_secret", "not_null", "Send null to end the former secret.");
            }
            (changed.former_secret, changed.former_hint) = (None, None);
        }
        if fields.flag("rotate") == Some(true) {
            // Both at once: the present secret may have leaked, and it ends here.
            if !fields.has("former_secret") {
                (changed.former_secret, changed.former_hint) = (Some(self.secret.clone()), Some(self.hint.clone()));
            }
            changed.renew(random);
        }
        changed.read(fields, ground)
    }

    /// The same put away at `now`; none where it is away already.
    pub fn put_away(&self, now: i64) -> Option<Self> {
        let away = || Self { archived_at: Some(now), updated_at: now, ..self.clone() };
        self.archived_at.is_none().then(away)
    }

    /// Whether it is to be sent anything.
    pub fn is_live(&self) -> bool {
        self.enabled && self.archived_at.is_none()
    }

    /// The secrets that sign, the newest first.
    pub fn secrets(&self) -> Vec<&str> {
        [Some(&self.secret), self.former_secret.as_ref()].into_iter().flatten().map(Secret::stored).collect()
    }

    fn renew(&mut self, random: [u8; 32]) {
        let secret = format!("{STANDARD_PREFIX}{}", STANDARD.encode(random));
        self.hint = secret.chars().skip(secret.len() - 4).collect();
        self.secret = Secret::new(secret.clone());
        self.shown = Some(secret);
    }

    /// What making and changing read alike; a field that a new one needs may not be taken away later.
    fn read(mut self, mut fields: Fields<'_>, ground: Ground<'_>) -> Result<Self, Vec<Fault>> {
        let fresh = self.id == 0;
        let name = fields.text("name", NAME_MOST);
        let name = if fresh || fields.has("name") { fields.need("name", name) } else { None };
        let url = fields.text("url", 2048);
        let url = if fresh || fields.has("url") { fields.need("url", url) } else { None };
        match url.map(|url| address::check(&url, ground.hosts.own(), ground.settings.fold)) {
            Some(Ok(url)) => self.url = url,
            Some(Err((word, detail))) => {
                fields.fault::<()>("url", word, detail);
            }
            None => {}
        }
        let events = texts(&mut fields, "events", EVENTS.len(), 64);
        let events = if fresh || fields.has("events") { fields.need("events", events) } else { None };
        if events.as_ref().is_some_and(|events| events.is_empty() || events.iter().any(|word| !known(word))) {
            fields.fault::<()>("events", "unknown_event", format!("Send a list of: {}.", EVENTS.join(", ")));
        }
        let enabled = fields.flag("enabled");
        fields.finish()?;
        self.name = name.unwrap_or(self.name);
        self.events = events.unwrap_or(self.events);
        self.enabled = enabled.unwrap_or(self.enabled);
        self.gone_at = self.gone_at.filter(|_| !self.enabled);
        Ok(self)
    }
}

fn known(word: &str) -> bool {
    EVENTS.contains(&word)
}
