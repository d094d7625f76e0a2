//! API keys: how one is written, what is stored of it, and what it opens.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::refusal::Refusal;
use crate::stored;

/// Every scope there is; `admin` opens every door.
pub const SCOPES: [&str; 5] = ["links:read", "links:write", "conversions:write", "reports:read", "admin"];

/// What every live key opens, whatever its scopes.
pub const ANY: &str = "any";

const PREFIX: &str = "wmk_";

/// A key as somebody sends it: `wmk_<id>_<secret>`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// Where it is looked up.
    pub id: u32,
    secret: &'a str,
}

/// Who calls: the number of a key, 0 for the bootstrap key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Who(pub u32);

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 { f.write_str("bootstrap") } else { write!(f, "key:{}", self.0) }
    }
}

/// What is stored of a key.
#[derive(Clone, Debug)]
pub struct Stored {
    /// SHA-256 of the secret in base64url.
    pub hash: String,
    /// JSON list of scopes.
    pub scopes: String,
    /// Unix milliseconds from which on it opens nothing.
    pub expires_at: Option<i64>,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
}

stored!(Stored { hash, scopes, expires_at, revoked_at });

impl<'a> Token<'a> {
    /// Reads a token; `None` for anything that is not built like one.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        let plain = id.bytes().all(|b| b.is_ascii_digit()) && secret.len() == 43;
        Some(Self { id: id.parse().ok().filter(|_| plain)?, secret })
    }

    /// Whether this token is the stored key and the key is live at `now`; the hash is compared in constant time.
    pub fn opens(&self, stored: &Stored, now: i64) -> bool {
        let same = hash(self.secret).as_bytes().ct_eq(stored.hash.as_bytes());
        bool::from(same) && stored.revoked_at.is_none() && stored.expires_at.is_none_or(|end| now < end)
    }
}

/// A new secret from 32 random bytes: 43 characters.
pub fn secret(bytes: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The key as it is shown, once.
pub fn print(id: u32, secret: &str) -> String {
    format!("{PREFIX}{id}_{secret}")
}

/// What is stored of a secret.
pub fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret))
}

/// Whether `text` is the bootstrap key; both are hashed, so neither content nor length shows in the time it takes.
pub fn is_bootstrap(text: &str, admin_key: &str) -> bool {
    Sha256::digest(text).ct_eq(&Sha256::digest(admin_key)).into()
}

/// Lets a key with `scopes` through a door that needs `scope`.
pub fn allow(scopes: &[String], scope: &'static str) -> Result<(), Refusal> {
    let open = scope == ANY || scopes.iter().any(|held| held == scope || held == "admin");
    if open { Ok(()) } else { Err(Refusal::Forbidden(scope)) }
}
