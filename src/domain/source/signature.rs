//! Whether a delivery comes from who holds its source's secret: the signatures of the field, over the raw bytes.
//!
//! # Why
//! Each scheme is its platform's own, to the letter where the official client is stricter than its documents (lower-case
//! hex, no space after a comma), and stricter than that client in one thing: a time far in the future is refused too.
//! The signature is judged before the time, so that only who holds a secret learns that a delivery is stale.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::Kind;
use crate::domain::refusal::Refusal;

/// How far a signed time may lie from ours, either way, in whole seconds.
pub const TOLERANCE: i64 = 300;

/// The begin of a Standard Webhooks secret.
pub const STANDARD_PREFIX: &str = "whsec_";

/// Checks `body` against the live `secrets` of a source of `kind`; `header` gives a header's value, empty when absent.
///
/// # Errors
/// `WrongSignature` where no secret made it, `Stale` where one did but more than [`TOLERANCE`] from `now` (Unix
/// milliseconds). Kinds that sign nothing are always `WrongSignature` here, see [`is_token`].
pub fn verify(
    kind: Kind,
    secrets: &[&str],
    header: &dyn Fn(&str) -> String,
    body: &[u8],
    now: i64,
) -> Result<(), Refusal> {
    let at = match kind {
        Kind::Shopify => shopify(secrets, header, body).then_some(None),
        Kind::Woocommerce => woocommerce(secrets, &header("x-wc-webhook-signature"), body).then_some(None),
        Kind::Stripe => stripe(secrets, &header("stripe-signature"), body).map(Some),
        Kind::Standard => standard(secrets, header, body).map(Some),
        Kind::Ga4 | Kind::Postback => None,
    };
    match at.ok_or(Refusal::WrongSignature)? {
        Some(at) if (now.div_euclid(1000) - at).abs() > TOLERANCE => Err(Refusal::Stale),
        _ => Ok(()),
    }
}

/// Whether `token` is what one of `kept` was made of, see [`token_kept`].
pub fn is_token(token: &str, kept: &[&str]) -> bool {
    let sent = token_kept(token);
    // Every one is compared, whichever fits.
    kept.iter().fold(false, |fits, kept| bool::from(sent.as_bytes().ct_eq(kept.as_bytes())) | fits)
}

/// What is kept of a token: its SHA-256, for nothing needs to be signed with it.
pub fn token_kept(token: &str) -> String {
    STANDARD.encode(Sha256::digest(token))
}

/// The key in a Standard Webhooks secret: 24 to 64 bytes behind [`STANDARD_PREFIX`].
pub fn standard_key(secret: &str) -> Option<Vec<u8>> {
    let key = STANDARD.decode(secret.strip_prefix(STANDARD_PREFIX)?).ok()?;
    (24..=64).contains(&key.len()).then_some(key)
}

/// Whether `tag` is the HMAC-SHA256 of `parts` under `key`; compared in constant time.
fn signs(key: &[u8], parts: &[&[u8]], tag: &[u8]) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return false };
    for part in parts {
        mac.update(part);
    }
    mac.verify_slice(tag).is_ok()
}

/// Base64 of the HMAC of the body alone: nothing else of the request is signed, neither topic nor time.
fn shopify(secrets: &[&str], header: &dyn Fn(&str) -> String, body: &[u8]) -> bool {
    let (old, new) = (header("x-shopify-hmac-sha256"), header("shopify-hmac-sha256"));
    let Ok(tag) = STANDARD.decode(if old.is_empty() { new } else { old }) else { return false };
    !body.is_empty() && secrets.iter().any(|secret| signs(secret.as_bytes(), &[body], &tag))
}

/// The same, but `WordPress` decodes the entities of a secret before it signs with it.
fn woocommerce(secrets: &[&str], header: &str, body: &[u8]) -> bool {
    let Ok(tag) = STANDARD.decode(header) else { return false };
    secrets.iter().any(|secret| {
        signs(secret.as_bytes(), &[body], &tag) || signs(specialchars_decoded(secret).as_bytes(), &[body], &tag)
    })
}

/// `t=<seconds>,v1=<hex>[,v1=<hex>]` over `<seconds>.<body>`; gives the time that was signed.
fn stripe(secrets: &[&str], header: &str, body: &[u8]) -> Option<i64> {
    let pairs = || header.split(',').filter_map(|item| item.split_once('='));
    let (_, at) = pairs().rfind(|(name, _)| *name == "t")?;
    let at = seconds(at)?;
    let start = format!("{at}.");
    let mut tags = pairs().filter(|(name, _)| *name == "v1").filter_map(|(_, hex)| unhex(hex));
    let right = tags.any(|tag| secrets.iter().any(|secret| signs(secret.as_bytes(), &[start.as_bytes(), body], &tag)));
    right.then_some(at)
}

/// A list of `v1,<base64>` over `<id>.<seconds>.<body>`; gives the time that was signed.
fn standard(secrets: &[&str], header: &dyn Fn(&str) -> String, body: &[u8]) -> Option<i64> {
    let id = header("webhook-id");
    let at = seconds(&header("webhook-timestamp"))?;
    if id.is_empty() || id.contains('.') {
        return None;
    }
    let start = format!("{id}.{at}.");
    let keys: Vec<Vec<u8>> = secrets.iter().filter_map(|secret| standard_key(secret)).collect();
    let signatures = header("webhook-signature");
    let mut tags =
        signatures.split(' ').filter_map(|one| one.strip_prefix("v1,")).filter_map(|tag| STANDARD.decode(tag).ok());
    let right = tags.any(|tag| keys.iter().any(|key| signs(key, &[start.as_bytes(), body], &tag)));
    right.then_some(at)
}

/// Whole seconds: up to twelve digits and nothing else.
fn seconds(text: &str) -> Option<i64> {
    let plain = (1..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

/// Thirty-two bytes in lower-case hex.
fn unhex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    let mut bytes = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair.iter().try_fold(0, |value, digit| match digit {
            b'0'..=b'9' => Some(value << 4 | (digit - b'0')),
            b'a'..=b'f' => Some(value << 4 | (digit - b'a' + 10)),
            _ => None,
        })?;
    }
    Some(bytes)
}

/// `wp_specialchars_decode(text, ENT_QUOTES)` of `WordPress`: one pass over the five characters that it encodes.
pub fn specialchars_decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find('&').and_then(|at| rest.split_at_checked(at)) {
        decoded.push_str(before);
        let found = from.split_once(';').and_then(|(name, after)| Some((entity(name.strip_prefix('&')?)?, after)));
        let (letter, after) = found.unwrap_or(('&', from.strip_prefix('&').unwrap_or_default()));
        decoded.push(letter);
        rest = after;
    }
    decoded + rest
}

fn entity(name: &str) -> Option<char> {
    let number = |digits: &str| digits.trim_start_matches('0').to_owned();
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        _ => match name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
            Some(hex) => match number(hex).as_str() {
                "26" => '&',
                "22" => '"',
                "27" => '\'',
                _ => return None,
            },
            None => match number(name.strip_prefix('#')?).as_str() {
                "38" => '&',
                "60" => '<',
                "62" => '>',
                "34" => '"',
                "39" => '\'',
                _ => return None,
            },
        },
    })
}
