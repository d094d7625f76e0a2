//! The `Idempotency-Key` header: how it is read, and what tells one call from another under the same key.

use std::borrow::Cow;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::refusal::{Fault, Refusal};
use super::time::DAY_MS;

/// How long an answer is kept, milliseconds.
pub const KEPT_MS: i64 = DAY_MS;
/// The most bytes of an answer that is kept whole; a row of D1 has 2 MB.
pub const ANSWER_MOST: usize = 1024 * 1024;
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

/// What is dealt to the item at place `at` of a list in its `turn` in place of chance: the same to every repeat of the call.
pub fn dealt(key: &str, at: usize, turn: u32) -> [u8; 32] {
    digest(&[key.as_bytes(), &at.to_be_bytes(), &turn.to_be_bytes()]).into()
}

/// An answer as it is kept: of one beyond [`ANSWER_MOST`] bytes what became of each item, with its id.
pub fn kept(body: &str) -> Cow<'_, str> {
    const KEPT: [&str; 4] = ["index", "line", "status", "id"];
    let Ok(Value::Object(mut answer)) =
        (if body.len() > ANSWER_MOST { serde_json::from_str(body) } else { Ok(Value::Null) })
    else {
        return body.into();
    };
    for item in answer.values_mut().filter_map(Value::as_array_mut).flatten().filter_map(Value::as_object_mut) {
        item.retain(|name, _| KEPT.contains(&name.as_str()));
    }
    Value::Object(answer).to_string().into()
}

/// SHA-256 in hex over the parts, each behind its length, so that no two lists of parts look alike.
fn hash(parts: &[&[u8]]) -> String {
    digest(parts).iter().fold(String::with_capacity(64), |text, byte| text + &format!("{byte:02x}"))
}

fn digest(parts: &[&[u8]]) -> sha2::digest::Output<Sha256> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize()
}
