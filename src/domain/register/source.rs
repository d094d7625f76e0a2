//! A source: somebody who reports conversions through a door of its own, with a secret of its own.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::Value;

use super::{NAME_MOST, flag, read_handle};
use crate::domain::fields::Fields;
use crate::domain::refusal::Fault;
use crate::domain::source::Kind;
use crate::domain::source::signature::{STANDARD_PREFIX, standard_key, token_kept};
use crate::domain::stored::{Misfit, Stored};
use crate::domain::time;
use crate::stored;

/// The fewest and the most characters of a secret.
const SECRET: std::ops::RangeInclusive<usize> = 16..=512;

/// A secret as it is stored: itself where something is signed with it, the hash of a token. It is never printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret that is stored as it is.
    pub(super) fn new(stored: String) -> Self {
        Self(stored)
    }

    /// What is stored.
    pub fn stored(&self) -> &str {
        &self.0
    }
}

impl Stored for Secret {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        // Lists are read without their secrets.
        Self(Option::read(value, misfit).unwrap_or_default())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A source as stored and as shown; secrets stay in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Ours.
    pub id: u32,
    /// For people.
    pub name: String,
    /// In its address: `a-z 0-9 -`, unique.
    pub handle: String,
    /// The form it reports in; it never changes.
    pub kind: Kind,
    /// What it signs with now.
    #[serde(skip_serializing)]
    pub secret: Secret,
    /// The secret itself, where it is shown: when its source is made.
    #[serde(rename = "secret", skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
    /// The last four characters of that.
    pub hint: String,
    /// What it signed with before, still live.
    #[serde(skip_serializing)]
    pub former_secret: Option<Secret>,
    /// The last four characters of that.
    pub former_hint: Option<String>,
    /// The field that carries an order's name; what can be said is the kind's.
    pub order_field: Option<String>,
    /// Of a postback: whether its sales count without another report.
    pub trusted: bool,
    /// Whether its door is open.
    pub enabled: bool,
    /// Raised by every change.
    pub version: u32,
    /// When it was made.
    #[serde(serialize_with = "time::shown")]
    pub created_at: i64,
    /// When it was last changed.
    #[serde(serialize_with = "time::shown")]
    pub updated_at: i64,
    /// When it was put away; its deliveries stay for their time.
    #[serde(serialize_with = "time::shown_if")]
    pub archived_at: Option<i64>,
}

stored!(Source { id, name, handle, kind, secret, shown, hint, former_secret, former_hint, order_field, trusted as flag, enabled as flag, version, created_at, updated_at, archived_at });

impl Source {
    /// Reads the body that makes a source at `now`, and gives its secret, which is shown this once; where none is said
    /// one is made of `random`, for kinds whose platform does not choose it. The id is given by the store.
    pub fn make(body: &Value, random: [u8; 32], now: i64) -> Result<(Self, String), Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let name = fields.text("name", NAME_MOST);
        let name = fields.need("name", name);
        let handle = read_handle(&mut fields, name.as_deref());
        let kind = read_kind(&mut fields);
        let kind = fields.need("kind", kind).unwrap_or(Kind::Standard);
        let secret = read_secret(&mut fields, kind).or_else(|| made(kind, random));
        let secret = fields.need("secret", secret).unwrap_or_default();
        let blank = Self {
            id: 0,
            name: name.unwrap_or_default(),
            handle: handle.unwrap_or_default(),
            kind,
            secret: Secret::default(),
            shown: None,
            hint: String::new(),
            former_secret: None,
            former_hint: None,
            order_field: None,
            trusted: false,
            enabled: true,
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        let mut source = blank.read(fields)?;
        (source.secret, source.hint) = kept(kind, &secret);
        Ok((source, secret))
    }

    /// Reads the body that changes this source at `now`.
    ///
    /// A new secret goes first and the present one stays live behind it, until a third comes or `former_secret: null`
    /// takes it away.
    pub fn change(&self, body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let mut changed = Self { updated_at: now, version: self.version + 1, ..self.clone() };
        let name = fields.text("name", NAME_MOST);
        let name = if fields.has("name") { fields.need("name", name) } else { None };
        let handle = read_handle(&mut fields, None);
        changed.name = name.unwrap_or(changed.name);
        changed.handle = handle.unwrap_or(changed.handle);
        if read_kind(&mut fields).is_some_and(|kind| kind != self.kind) {
            fields.fault::<()>("kind", "fixed", "A source's kind never changes; make another source.");
        }
        if fields.has("former_secret") {
            if fields.value("former_secret").is_some() {
                fields.fault::<()>("former_secret", "not_null", "Send null to end the former secret.");
            }
            (changed.former_secret, changed.former_hint) = (None, None);
        }
        let secret = read_secret(&mut fields, self.kind);
        let secret = if fields.has("secret") { fields.need("secret", secret) } else { None };
        if let Some((secret, hint)) = secret.map(|secret| kept(self.kind, &secret)) {
            // The same one again is no rotation: it would end the one before.
            if secret != self.secret {
                let former = !fields.has("former_secret");
                changed.former_secret = former.then(|| self.secret.clone());
                changed.former_hint = former.then(|| self.hint.clone());
                (changed.secret, changed.hint) = (secret, hint);
            }
        }
        changed.read(fields)
    }

    /// The same put away at `now`; none where it is away already.
    pub fn put_away(&self, now: i64) -> Option<Self> {
        let away = || Self { archived_at: Some(now), updated_at: now, ..self.clone() };
        self.archived_at.is_none().then(away)
    }

    /// Whether its door is open.
    pub fn is_open(&self) -> bool {
        self.enabled && self.archived_at.is_none()
    }

    /// The secrets that are live, the newest first, as they are stored.
    pub fn secrets(&self) -> Vec<&str> {
        [Some(&self.secret), self.former_secret.as_ref()].into_iter().flatten().map(Secret::stored).collect()
    }

    /// What making and changing read alike.
    fn read(mut self, mut fields: Fields<'_>) -> Result<Self, Vec<Fault>> {
        let order_field = fields.text("order_field", 64);
        let (trusted, enabled) = (fields.flag("trusted"), fields.flag("enabled"));
        self.order_field = if fields.has("order_field") { order_field } else { self.order_field };
        self.trusted = trusted.unwrap_or(self.trusted);
        self.enabled = enabled.unwrap_or(self.enabled);
        if self.trusted && self.kind != Kind::Postback {
            fields.fault::<()>(
                "trusted",
                "not_of_this_kind",
                "Only a postback may be trusted; others prove themselves.",
            );
        }
        fields.finish()?;
        Ok(self)
    }
}

fn read_kind(fields: &mut Fields<'_>) -> Option<Kind> {
    let word = fields.text("kind", 32)?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word);
    let words = || Kind::ALL.map(Kind::word).join(", ");
    kind.or_else(|| fields.fault("kind", "unknown_kind", format!("Send one of: {}.", words())))
}

fn read_secret(fields: &mut Fields<'_>, kind: Kind) -> Option<String> {
    let secret = fields.text("secret", *SECRET.end())?;
    if kind == Kind::Standard && standard_key(&secret).is_none() {
        let detail = format!("Send `{STANDARD_PREFIX}` and the base64 of 24 to 64 bytes, or leave it out.");
        return fields.fault("secret", "not_a_secret", detail);
    }
    if secret.chars().count() < *SECRET.start() {
        let detail = format!("Send at least {} characters: short ones are guessed.", SECRET.start());
        return fields.fault("secret", "too_short", detail);
    }
    Some(secret)
}

/// A secret of our own, for the kinds whose platform does not choose it.
fn made(kind: Kind, random: [u8; 32]) -> Option<String> {
    match kind {
        Kind::Shopify | Kind::Stripe | Kind::Woocommerce => None,
        Kind::Ga4 | Kind::Postback => Some(URL_SAFE_NO_PAD.encode(random)),
        Kind::Standard => Some(format!("{STANDARD_PREFIX}{}", STANDARD.encode(random))),
    }
}

/// A secret as it is stored, and its last four characters.
fn kept(kind: Kind, secret: &str) -> (Secret, String) {
    let stored = if kind.has_token() { token_kept(secret) } else { secret.to_owned() };
    let hidden = secret.chars().count().saturating_sub(4);
    (Secret(stored), secret.chars().skip(hidden).collect())
}
