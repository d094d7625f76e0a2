//! What became of tags and click id on the way, and addresses as they are shown: without anybody's secrets.

use serde_json::{Value, json};
use url::form_urlencoded;

/// The most bytes of an address as it is shown.
const SHOWN_MOST: usize = 512;

/// What stands in place of a value.
const MASK: &str = "***";

/// The query of an address.
fn query(address: &str) -> &str {
    let head = address.split_once('#').map_or(address, |(head, _)| head);
    head.split_once('?').map_or("", |(_, query)| query)
}

/// The value of `name` in the query of `address`, decoded; of two the first, as analytics tools read.
fn value(address: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(query(address).as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// What became of the parameter `name` between `first` and `last`: `kept`, `changed`, `lost`; none where `first` has none.
pub fn fate(first: &str, last: &str, name: &str) -> Option<&'static str> {
    let sent = value(first, name)?;
    Some(match value(last, name) {
        None => "lost",
        Some(arrived) if arrived == sent => "kept",
        Some(_) => "changed",
    })
}

/// What became of each tag between `first` and `last`, and whether all were kept.
pub fn tags(first: &str, last: &str) -> (bool, Value) {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in form_urlencoded::parse(query(first).as_bytes()) {
        if name.starts_with("utm_") && !names.iter().any(|known| *known == name) {
            names.push(name.into_owned());
        }
    }
    let of = |wanted| names.iter().filter(|name| fate(first, last, name) == Some(wanted)).collect::<Vec<_>>();
    let kept = of("kept");
    (kept.len() == names.len(), json!({ "kept": kept, "changed": of("changed"), "lost": of("lost") }))
}

/// `address` as it is shown: values of the query other than tags and the click id masked, no password, no fragment, and of
/// schemes other than http and https nothing but their name.
pub fn shown(address: &str, parameter: &str) -> String {
    let (scheme, rest) = address.split_once(':').unwrap_or((address, ""));
    if !matches!(scheme, "http" | "https") {
        return format!("{}:{MASK}", scheme.chars().take(20).collect::<String>());
    }
    let rest = rest.trim_start_matches('/');
    let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
    let (place, query) = rest.split_once('?').map_or((rest, None), |(place, query)| (place, Some(query)));
    let (authority, path) = place.split_at_checked(place.find('/').unwrap_or(place.len())).unwrap_or((place, ""));
    let host = authority.rsplit('@').next().unwrap_or_default();
    let mut shown = format!("{scheme}://{host}{path}");
    if let Some(query) = query {
        let pair = |pair: &str| match pair.split_once('=') {
            Some((name, _)) if name.starts_with("utm_") || name == parameter => pair.to_owned(),
            Some((name, _)) => format!("{name}={MASK}"),
            // It may be a secret itself.
            None if pair.is_empty() => String::new(),
            None => MASK.to_owned(),
        };
        shown.push('?');
        shown.push_str(&query.split('&').map(pair).collect::<Vec<_>>().join("&"));
    }
    if shown.len() > SHOWN_MOST {
        // An address is ASCII; where it is not, it is cut in front of the character.
        let end = (0..=SHOWN_MOST).rev().find(|end| shown.is_char_boundary(*end)).unwrap_or_default();
        shown.truncate(end);
        shown.push('…');
    }
    shown
}
