//! The `Idempotency-Key` header: how it is read, and what tells one call from another under the same key.

use sha2::{Digest, Sha256};

use super::refusal::{Fault, Refusal};
use super::time::DAY_MS;

/// How long an answer is kept, milliseconds.
pub const KEPT_MS: i64 = DAY_MS;
/// The most characters of a key.
const KEY_MOST: usize = 255;

/// What a key is stored under: its value and the caller's credentials, hashed.
///
/// The draft has the value as a quoted string (RFC 8941); it is taken bare too, for most clients send it so.
///
/// # Errors
/// `Invalid` for a key that is empty, too long, or holds anything but visible ASCII.
pub fn key(sent: &str, credentials: &str) -> Result<String, Refusal> {
    let sent = sent.trim();
    let bare = sent.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(sent);
    let fits = !bare.is_empty() && bare.len() <= KEY_MOST && bare.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    if !fits {
        let detail = "Send an Idempotency-Key of 1 to 255 visible ASCII characters, such as a UUID.";
        return Err(Refusal::invalid(Fault::header("Idempotency-Key", "not_a_key", detail)));
    }
    Ok(hash(&[credentials.as_bytes(), bare.as_bytes()]))
}

/// What tells this call from another under the same key.
pub fn fingerprint(target: &str, body: &[u8]) -> String {
    hash(&[target.as_bytes(), body])
}

/// SHA-256 in hex over the parts, each behind its length, so that no two lists of parts look alike.
fn hash(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"))
}
