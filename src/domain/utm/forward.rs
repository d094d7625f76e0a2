//! What of a visitor's own query goes on to the destination, and what of it is kept with the click.
//!
//! # Why
//! The query is anybody's: only names that the brand listed go on, each once, and nothing that a header or an old parser
//! could read as more than one value. What is left out is left out whole, for half a value would be another value.

use super::policy::Policy;
use super::{KEYS, carries, names, with_pair};

/// The parameters by which networks of advertisements know their clicks again; Snapchat writes its own with capitals.
pub const AD_CLICK_IDS: [&str; 12] = [
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "fbclid",
    "msclkid",
    "ttclid",
    "twclid",
    "li_fat_id",
    "epik",
    "sccid",
    "ScCid",
];

/// The most bytes of a visitor's own value that are forwarded, as it stands in the query.
pub const VALUE_MOST: usize = 255;
/// The most bytes of the private parameter's value that are kept, as it stands in the query.
pub const PRIVATE_MOST: usize = 64;
/// The most bytes of a click's labels.
pub const LABELS_MOST: usize = 512;
/// The most names beside the tags that are forwarded.
pub const EXTRA_MOST: usize = 32;

/// What decides about a visitor's own query.
#[derive(Clone, Copy, Debug)]
pub struct Forward<'a> {
    /// Who wins.
    pub policy: Policy,
    /// Names that go on beside the tags; those behind the first [`EXTRA_MOST`] do not.
    pub extra: &'a [String],
    /// The name of the parameter that is kept and goes no further; empty where there is none.
    pub private: &'a str,
    /// The click id's name, which nobody else sets.
    pub click: &'a str,
}

/// Forwards what may go on of a visitor's `query` onto `target`; of two of a name the first counts.
///
/// The text beside it is kept with the click: `sub=` and the private value, then the tags that were forwarded as they
/// stand in the query, at most [`LABELS_MOST`] bytes; what no longer fits is left out. It has no ad network's click id.
pub fn carried(mut target: String, query: &str, forward: &Forward<'_>) -> (String, Option<String>) {
    let (mut labels, mut settled) = (String::new(), 0_u64);
    let pairs = || query.split('&').filter_map(|pair| pair.split_once('=')).filter(|(_, value)| plain(value));
    let reserved = |name: &str| name.is_empty() || name == forward.click;
    let private = |(name, value): &(&str, &str)| *name == forward.private && value.len() <= PRIVATE_MOST;
    if let Some((_, value)) = pairs().find(|pair| private(pair) && !reserved(pair.0)) {
        note(&mut labels, "sub", value);
    }
    for (name, value) in pairs().filter(|(name, _)| !reserved(name) && *name != forward.private) {
        let Some((at, key)) = known(name, forward) else { continue };
        if settled & (1 << at) != 0 {
            continue;
        }
        settled |= 1 << at;
        let stands = carries(&target, key);
        target = match (forward.policy, stands) {
            (Policy::Drop, _) | (Policy::LinkWins, true) => continue,
            (Policy::VisitorWins, true) => replaced(&target, key, value),
            (_, false) => with_pair(&target, key, value),
        };
        if at < KEYS.len() {
            note(&mut labels, key, value);
        }
    }
    (target, (!labels.is_empty()).then_some(labels))
}

/// Whether a value goes on as it is: visible ASCII, for all else could not stand in a header; no `;`, where old parsers
/// begin another pair; no `#`, `"`, `<` and `>`, which no browser sends, and no `\`, which some read as `/`.
fn plain(value: &str) -> bool {
    let plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b';' | b'#' | b'"' | b'<' | b'>' | b'\\');
    !value.is_empty() && value.len() <= VALUE_MOST && value.bytes().all(plain)
}

/// The name that is forwarded, with its number.
fn known<'a>(name: &str, forward: &Forward<'a>) -> Option<(usize, &'a str)> {
    let extra = forward.extra.iter().take(EXTRA_MOST).map(String::as_str);
    KEYS.iter().copied().chain(extra).enumerate().find(|(_, known)| *known == name)
}

/// Adds a label where there is room for it; somebody's e-mail address is no label.
fn note(labels: &mut String, key: &str, value: &str) {
    let joint = usize::from(!labels.is_empty());
    let address = value.contains('@') || value.contains("%40");
    if address || labels.len() + joint + key.len() + 1 + value.len() > LABELS_MOST {
        return;
    }
    for part in [if joint == 0 { "" } else { "&" }, key, "=", value] {
        labels.push_str(part);
    }
}

/// `url` with `key=value` where its first parameter named `key` stands, and without its others of that name.
fn replaced(url: &str, key: &str, value: &str) -> String {
    let end = url.find('#').unwrap_or(url.len());
    let (head, fragment) = url.split_at_checked(end).unwrap_or((url, ""));
    let (base, query) = head.split_once('?').unwrap_or((head, ""));
    let mut changed = String::with_capacity(url.len() + value.len());
    changed.push_str(base);
    let (mut joint, mut done) = ('?', false);
    for pair in query.split('&') {
        let named = names(pair, key);
        if named && done {
            continue;
        }
        changed.push(joint);
        joint = '&';
        if named {
            done = true;
            changed.push_str(key);
            changed.push('=');
            changed.push_str(value);
        } else {
            changed.push_str(pair);
        }
    }
    changed.push_str(fragment);
    changed
}
