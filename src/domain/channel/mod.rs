//! Where somebody came from: the host of a referrer or an ad's click id, as the source and medium that marketers know.
//!
//! # Why
//! The browser sends what it saw (`l.instagram.com`, `gclid`) and maps nothing: the table here can grow without a new
//! snippet in the shops. A referrer that is not listed is no touch: most of them are pages on the way to paying, and what
//! is credited must have been somebody's doing.

mod table;

use std::borrow::Cow;

use super::touch::{MEDIUM_MOST, SOURCE_MOST, folded};
use super::utm::near::skeleton;
use table::{ADS, BESIDE, SHORT, SOURCES};

/// Nobody said where from.
pub const NONE: u8 = 0;
/// A host that is not listed.
pub const UNLISTED: u8 = 1;
/// The number of the first source.
const FIRST: usize = 2;
/// The most characters of a host.
const HOST_MOST: usize = 253;

/// The number of the source that a referrer is of, an address or its host alone: [`NONE`], [`UNLISTED`], or a source's.
///
/// ```
/// use waymark::domain::channel::{of_referrer, word};
/// assert_eq!(word(of_referrer("https://l.instagram.com/?u=x")), "instagram");
/// assert_eq!(word(of_referrer("www.google.co.uk")), "google");
/// assert_eq!(word(of_referrer("https://paypal.com/")), "other");
/// ```
pub fn of_referrer(host_or_address: &str) -> u8 {
    let host = host_of(host_or_address);
    if host.is_empty() {
        return NONE;
    }
    listed(&host).and_then(|place| u8::try_from(place + FIRST).ok()).unwrap_or(UNLISTED)
}

/// The word of a source; empty where nobody said, `other` for what is not listed.
pub fn word(code: u8) -> &'static str {
    match usize::from(code).checked_sub(FIRST) {
        Some(place) => SOURCES.get(place).map_or("other", |source| source.0),
        None if code == NONE => "",
        None => "other",
    }
}

/// Source and medium as they are kept; none where nothing that is known brought anybody.
///
/// `gclid/ad` is the ad whose click id that is, `www.google.com/referrer` the source of that host; a shop's own words pass
/// in their plain form, and of the names that one source goes by one is kept.
///
/// ```
/// use waymark::domain::channel::canonical;
/// let told = |source, medium| canonical(source, medium).map(|(source, medium)| format!("{source}/{medium}"));
/// assert_eq!(told("gclid", "ad").as_deref(), Some("google/cpc"));
/// assert_eq!(told("l.instagram.com", "referrer").as_deref(), Some("instagram/social"));
/// assert_eq!(told("checkout.stripe.com", "referrer"), None);
/// assert_eq!(told("IG", "Story").as_deref(), Some("instagram/story"));
/// ```
pub fn canonical(source: &str, medium: &str) -> Option<(String, String)> {
    let (source, medium) = (folded(source, SOURCE_MOST), folded(medium, MEDIUM_MOST));
    let pair = |source: &str, medium: &str| Some((source.to_owned(), medium.to_owned()));
    if source.is_empty() {
        return None;
    }
    if medium == "ad"
        && let Some((_, source, medium)) = ADS.iter().find(|(parameter, ..)| *parameter == source)
    {
        return pair(source, medium);
    }
    let named =
        if source.contains('.') { listed(&host_of(&source)).and_then(|place| SOURCES.get(place)) } else { None };
    match (named, medium.as_str()) {
        (Some((source, way, _)), "referrer" | "none" | "") => pair(source, way),
        (Some((source, ..)), _) => Some(((*source).to_owned(), medium)),
        (None, "referrer") if source.contains('.') => None,
        (None, _) => {
            let source =
                SHORT.iter().find(|(short, _)| *short == source).map_or(source, |(_, long)| (*long).to_owned());
            Some((source, if medium.is_empty() { "none".to_owned() } else { medium }))
        }
    }
}

/// A platform by its usual name: `IG` and `Instagram` are one.
pub fn platform(word: &str) -> String {
    canonical(word, "social").map_or_else(|| super::case::lower(word), |(source, _)| source)
}

/// What kind of way a source is, by its word.
pub fn way(word: &str) -> Option<&'static str> {
    SOURCES.iter().find(|source| source.0 == word).map(|source| source.1)
}

/// The source that somebody means by a word or a host: its own word in any case, a short one, or one with other separators.
///
/// ```
/// use waymark::domain::channel::meant;
/// assert_eq!((meant("Tik Tok"), meant("IG"), meant("vm.tiktok.com"), meant("sarah")), (Some("tiktok"), Some("instagram"), Some("tiktok"), None));
/// ```
pub fn meant(said: &str) -> Option<&'static str> {
    if said.contains('.')
        && let Some(place) = listed(&host_of(said))
    {
        return SOURCES.get(place).map(|source| source.0);
    }
    let bare = skeleton(said);
    let short = SHORT.iter().find(|(short, _)| *short == bare).map(|(_, long)| *long);
    short.or_else(|| SOURCES.iter().map(|source| source.0).find(|word| skeleton(word) == bare))
}

/// Every short word for the source `name`, and its hosts as links and posts state them.
pub fn other_names(name: &str) -> impl Iterator<Item = &'static str> + '_ {
    let hosts = SOURCES.iter().filter(move |source| source.0 == name).flat_map(|source| source.2);
    let short = SHORT.iter().filter(move |(_, long)| *long == name).map(|(short, _)| *short);
    short.chain(hosts.copied())
}

/// The host of an address, or of itself: in small letters, without `www.`, a port and a last dot.
fn host_of(address: &str) -> Cow<'_, str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest).trim_start();
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().trim_end().trim_end_matches('.');
    let host = host.get(..4).filter(|www| www.eq_ignore_ascii_case("www.")).and_then(|_| host.get(4..)).unwrap_or(host);
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) { host.to_ascii_lowercase().into() } else { host.into() }
}

/// The place of the source that has `host`.
fn listed(host: &str) -> Option<usize> {
    if host.len() > HOST_MOST {
        return None;
    }
    let (stem, begun) = (stem(host), letters(host));
    // How its parts begin tells nearly every known host apart, and every visit asks.
    let may = |known: &str| known.bytes().next().is_some_and(|first| begun & bit(first) != 0);
    SOURCES.iter().position(|(.., hosts)| hosts.iter().any(|known| may(known) && fits(known, host, stem)))
}

/// The letters that the parts of `host` begin with.
fn letters(host: &str) -> u32 {
    host.split('.').filter_map(|part| part.bytes().next()).fold(0, |all, first| all | bit(first))
}

fn bit(letter: u8) -> u32 {
    1 << (letter % 32)
}

/// Whether `host` is the `known` one or lies below it. `.*` behind it: under every country's end, `=`: not below it.
fn fits(known: &str, host: &str, stem: &str) -> bool {
    let (alone, known) = known.strip_suffix('=').map_or((false, known), |known| (true, known));
    let (known, host) = known.strip_suffix(".*").map_or((known, host), |known| (known, stem));
    match host.strip_suffix(known) {
        Some("") => true,
        Some(below) => {
            let below = below.strip_suffix('.').filter(|_| !alone);
            below.is_some_and(|below| below.split('.').all(|label| !BESIDE.contains(&label)))
        }
        None => false,
    }
}

/// `host` without its end: `.com`, `.de`, `.co.uk`, `.com.br`; empty where it ends otherwise.
fn stem(host: &str) -> &str {
    match host.rsplit_once('.') {
        Some((rest, end)) if (2..=3).contains(&end.len()) => {
            let second = rest.strip_suffix(".co").or_else(|| rest.strip_suffix(".com"));
            second.filter(|_| end.len() == 2).unwrap_or(rest)
        }
        _ => "",
    }
}
