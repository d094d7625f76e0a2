//! Cursors: where a list goes on, as an opaque word that only its own list understands.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use sha2::{Digest, Sha256};

use super::refusal::{Fault, Refusal};

/// Items of a page when nothing is said.
pub const DEFAULT_LIMIT: u32 = 50;
/// The most items of a page.
pub const MOST: u32 = 100;

/// A page of the list `name`: what comes after id `after`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The last id of the page before; 0 at the start.
    pub after: u32,
    /// 1 to [`MOST`].
    pub limit: u32,
}

impl Page {
    /// Reads `limit` and `cursor` for the list `name`.
    pub fn read(name: &str, limit: Option<&str>, cursor: Option<&str>) -> Result<Self, Refusal> {
        let limit = match limit {
            None => DEFAULT_LIMIT,
            Some(text) => text.parse().ok().filter(|limit| (1..=MOST).contains(limit)).ok_or_else(|| {
                Refusal::invalid(Fault::query("limit", "out_of_range", format!("Send a number from 1 to {MOST}.")))
            })?,
        };
        let after = match cursor {
            None => 0,
            Some(text) => parse(name, text).ok_or(Refusal::MalformedCursor)?,
        };
        Ok(Self { after, limit })
    }
}

/// The cursor behind item `id` of the list `name`.
pub fn print(name: &str, id: u32) -> String {
    mark(name, &id.to_string())
}

/// The cursor behind `place` of the list `name`, where a list is not ordered by a number.
pub fn mark(name: &str, place: &str) -> String {
    let place = format!("1:{name}:{place}");
    URL_SAFE_NO_PAD.encode(format!("{place}:{}", check(&place)))
}

/// The place that a cursor of the list `name` stands for.
pub fn place(name: &str, text: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (place, sum) = std::str::from_utf8(&bytes).ok()?.rsplit_once(':')?;
    let at = place.strip_prefix("1:")?.strip_prefix(name)?.strip_prefix(':')?;
    Some(at.to_owned()).filter(|_| sum == check(place))
}

fn parse(name: &str, text: &str) -> Option<u32> {
    place(name, text)?.parse().ok()
}

/// Four bytes that a mistyped cursor does not have by accident; a cursor is no secret and opens nothing.
fn check(place: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(place).get(..4).unwrap_or_default())
}
