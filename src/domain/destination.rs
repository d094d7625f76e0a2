//! Where a link may send somebody: checked when the link is made, so that the redirect need not think.
//!
//! # Why
//! Hosts outside plain ASCII are written as browsers write them (UTS 46) by the platform's own parser: its tables
//! inside the Worker would weigh 50 KB of gzip. `url` is locked to a build without them, so a host that nobody folded
//! does not get past it.

use std::borrow::Cow;

use url::Url;

use super::public::{Reach, is_loopback, reach};
use super::utm::carries;

/// The most bytes of a destination.
pub const MOST: usize = 2048;

/// Why an address is no destination; each has a stable word and a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Longer than [`MOST`] bytes.
    TooLong,
    /// A control character or a space inside: browsers strip some of them, and then it is another address.
    ControlCharacter,
    /// Not an absolute address, or one at port 0.
    NotAnAddress,
    /// A scheme other than http and https.
    Scheme,
    /// A user name or password inside.
    Userinfo,
    /// It points to a short-link host of this deployment: a loop.
    OwnHost,
    /// It points to a private, local or metadata address or name, or to a name without a dot.
    NotPublic,
    /// It carries the parameter that is kept for the click id.
    ReservedParameter,
}

impl Flaw {
    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::ControlCharacter => "control_character",
            Self::NotAnAddress => "not_an_address",
            Self::Scheme => "scheme_not_allowed",
            Self::Userinfo => "userinfo_not_allowed",
            Self::OwnHost => "own_host",
            Self::NotPublic => "not_public",
            Self::ReservedParameter => "reserved_parameter",
        }
    }

    /// What to send instead.
    pub fn detail(self) -> &'static str {
        match self {
            Self::TooLong => "Send at most 2048 bytes.",
            Self::ControlCharacter => "Send it without spaces and control characters.",
            Self::NotAnAddress => "Send an absolute address such as https://brand.example/shop.",
            Self::Scheme => "Use https:// or http://.",
            Self::Userinfo => "Send it without a user name or password.",
            Self::OwnHost => "Point to the page itself; a short link to a short link would go in circles.",
            Self::NotPublic => "Name a host that everybody can reach, such as shop.brand.example.",
            Self::ReservedParameter => "Remove this parameter; the click id is put there.",
        }
    }
}

/// Writes a host (a name or an address, without a port) as browsers do, in ASCII; none where they refuse it.
pub type Fold = fn(&str) -> Option<String>;

/// Checks `input` as a link's destination and gives the text to store; `parameter` is the click id's name.
pub fn check<'a>(
    input: &str,
    own_hosts: impl Iterator<Item = &'a str>,
    parameter: &str,
    fold: Fold,
) -> Result<String, Flaw> {
    let stored = sendable(input, own_hosts, fold)?;
    if carries(input, parameter) { Err(Flaw::ReservedParameter) } else { Ok(stored) }
}

/// Checks that a browser may be sent to `input`: a public host that is none of `own_hosts`, the deployment's link hosts.
///
/// Gives the very bytes where they are plain but for the host, else the address as browsers would write it. Where the first
/// of `own_hosts` is `localhost`, which is a deployment on somebody's own machine, a host of that machine may be named with
/// its port.
pub fn sendable<'a>(input: &str, own_hosts: impl Iterator<Item = &'a str>, fold: Fold) -> Result<String, Flaw> {
    let (stored, url) = address(input, fold)?;
    let host = url.host().ok_or(Flaw::NotAnAddress)?;
    let name = host.to_string();
    let (mut local, mut own) = (false, false);
    for (at, ours) in own_hosts.enumerate() {
        local |= at == 0 && ours == "localhost";
        own |= ours == name.trim_end_matches('.');
    }
    match reach(&host) {
        Reach::Inside if local && url.port().is_some() && is_loopback(&host) => Ok(stored),
        _ if own => Err(Flaw::OwnHost),
        Reach::Inside => Err(Flaw::NotPublic),
        _ => Ok(stored),
    }
}

/// Reads `input` as an address of the web, on whatever host: the text to store, and the same parsed.
pub fn address(input: &str, fold: Fold) -> Result<(String, Url), Flaw> {
    if input.len() > MOST {
        return Err(Flaw::TooLong);
    }
    if input.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(Flaw::ControlCharacter);
    }
    let input = &*folded(input, fold).ok_or(Flaw::NotAnAddress)?;
    let url = Url::parse(input).map_err(|_| Flaw::NotAnAddress)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Flaw::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Flaw::Userinfo);
    }
    let host = url.host_str().filter(|_| url.port() != Some(0)).ok_or(Flaw::NotAnAddress)?;
    let stored = match around_host(input).filter(|_| plain(input, &url)) {
        // What is shown is the host that a browser goes to, also where it was written in capitals or in other numbers.
        Some((before, _, after)) => format!("{before}{host}{after}"),
        None => url.to_string(),
    };
    if stored.len() > MOST { Err(Flaw::TooLong) } else { Ok((stored, url)) }
}

/// The name of a host in ASCII: as it is where plain, else as `fold` writes it; none where that refuses it.
pub fn ascii(host: &str, fold: Fold) -> Option<Cow<'_, str>> {
    let punycode = host.split('.').any(|label| label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--")));
    let written = host.is_ascii() && !host.contains('%');
    match (written, punycode) {
        (true, false) => Some(host.into()),
        (true, true) => fold(host).map(|_| host.into()), // it may be no name that anything is written as
        (false, _) => fold(host).map(Cow::Owned),
    }
}

/// `input` with its host in ASCII and every other byte as it was; none where the host is refused.
fn folded(input: &str, fold: Fold) -> Option<Cow<'_, str>> {
    let Some((before, host, after)) = around_host(input) else { return Some(input.into()) };
    Some(match ascii(host, fold)? {
        Cow::Borrowed(_) => input.into(),
        Cow::Owned(host) => format!("{before}{host}{after}").into(),
    })
}

/// What stands before the host, the host, and what stands behind it, as browsers cut an address with this scheme.
fn around_host(input: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = input.split_once(':')?;
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let authority = rest.trim_start_matches(['/', '\\']).split(['/', '\\', '?', '#']).next()?;
    let place = authority.rsplit('@').next()?;
    let name = match place.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => place,
    };
    let slashes = rest.len() - rest.trim_start_matches(['/', '\\']).len();
    let start = scheme.len() + 1 + slashes + authority.len() - place.len();
    let (before, from) = input.split_at_checked(start)?;
    let (host, after) = from.split_at_checked(name.len())?;
    Some((before, host, after))
}

/// Whether `input` can stand in a `Location` header as it is and means the same to every parser.
fn plain(input: &str, url: &Url) -> bool {
    let visible = input.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>' | b'`'));
    let written = input.strip_prefix(url.scheme()).and_then(|rest| rest.strip_prefix("://"));
    let authority = written.and_then(|rest| rest.split(['/', '?', '#']).next());
    let authority = authority.is_some_and(|host| !host.is_empty() && !host.contains('@'));
    visible && authority
}
