//! What a pixel's address says beside its slug: where it stands, about whom, and who got the letter it stands in.
//!
//! # Why
//! The pixel's address is written once by the brand and loaded by thousands, so nothing in it is refused: a label that is
//! too long is cropped, a reference that cannot be one is left out, and the view counts either way. `pixel.md` beside this
//! file says so to those who place it.

use std::borrow::Cow;

use super::case;
use super::conversion;
use super::fold;
use super::visitor;

/// The most characters of a label that are kept.
pub const LABEL_MOST: usize = 64;
/// The most bytes of a label as it is kept: a recount reads thousands of events as one value of at most 2 MB.
pub const BYTES_MOST: usize = 70;
/// The most characters of a recipient's reference, as of a customer's.
pub const RECIPIENT_MOST: usize = 320;

/// The labels in the order in which they are kept.
pub const LABELS: [&str; 4] = ["placement", "post", "creator", "campaign"];

/// The most bytes of a label's value that are looked at: letters of four bytes, many of them unseen.
const LOOKED_AT: usize = 1024;

/// The labels of a view as one text, `placement=...&post=...&creator=...&campaign=...`: those that say something, in small
/// letters, without control characters; what parts labels is percent-encoded in them. Of two of a name the first counts.
pub fn labels(query: &str) -> Option<String> {
    let mut text = String::new();
    for name in LABELS {
        let value = parameter(query, name).map(|said| label(&said)).unwrap_or_default();
        if !value.is_empty() {
            if !text.is_empty() {
                text.push('&');
            }
            text.push_str(name);
            text.push('=');
            text.push_str(&value);
        }
    }
    (!text.is_empty()).then_some(text)
}

/// The label `name` of a text that [`labels`] made.
pub fn read<'a>(labels: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut pairs = labels.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(known, _)| *known == name)?;
    Some(percent_encoding::percent_decode_str(value).decode_utf8_lossy())
}

/// The visitor that a letter's `recipient` is; none where there is none, or where it is none of anybody.
///
/// The reference itself is hashed at once as a customer's is, so that both are one where they are the same.
pub fn recipient(query: &str, customer_key: &str) -> Option<u64> {
    let said = parameter(query, "recipient")?;
    let reference = said.trim();
    let written = !reference.is_empty()
        && reference.chars().take(RECIPIENT_MOST + 1).count() <= RECIPIENT_MOST
        && !reference.chars().any(char::is_control)
        && !unfilled(reference);
    if written { visitor::by_recipient(&conversion::hashed(reference, customer_key)) } else { None }
}

/// Whether a mailing was sent with the template's own mark in place of the reference: all its readers would be one.
fn unfilled(reference: &str) -> bool {
    ["{", "${", "#{", "[", "<", "%%", "*|", "__"].iter().any(|mark| reference.starts_with(mark))
}

/// A label as it is kept: folded, cropped, encoded.
fn label(said: &str) -> String {
    let end = said.char_indices().map(|(at, _)| at).find(|at| *at >= LOOKED_AT).unwrap_or(said.len());
    // What is no UTF-8 came as the mark for that, which says nothing.
    let said = said.get(..end).unwrap_or_default().replace(|c: char| c.is_control() || c == '\u{fffd}', " ");
    let folded = case::lower(&fold::capitals(&said));
    let (mut label, mut letter) = (String::new(), [0; 4]);
    for one in folded.chars().take(LABEL_MOST) {
        let kept = match one {
            '%' => "%25",
            '&' => "%26",
            '=' => "%3d",
            // JSON would make two bytes of each.
            '"' => "%22",
            '\\' => "%5c",
            one => one.encode_utf8(&mut letter),
        };
        if label.len() + kept.len() > BYTES_MOST {
            break;
        }
        label.push_str(kept);
    }
    label.truncate(label.trim_end().len());
    label
}

/// The first query parameter `name`, decoded.
fn parameter<'a>(query: &'a str, name: &str) -> Option<Cow<'a, str>> {
    url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value)
}
