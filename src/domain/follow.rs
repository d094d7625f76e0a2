//! The two audience doors: what a visit to a link or a pixel is answered, and what is kept of it.

use super::click_id::Click;
use super::cookie;
use super::event::{ADDRESS_MOST, Event, Kind};
use super::facets::Facets;
use super::host::Host;
use super::link::Published;
use super::page;
use super::pixel;
use super::reply::Reply;
use super::settings::Settings;
use super::utm;
use super::utm::forward::Forward;
use super::utm::policy::Policy;
use super::verdict::{Reason, Verdict};

/// The facts of one visit, as the edge gathers them.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// The raw last part of the path, for orphans.
    pub word: &'a str,
    /// The raw query without `?`.
    pub query: &'a str,
    /// Unix milliseconds.
    pub now: i64,
    /// 32 random bits.
    pub nonce: u32,
    /// 48 bits, see [`super::visitor`].
    pub visitor: u64,
    /// What the browser is told about its cookie, where a link is followed.
    pub cookie: cookie::Told,
    /// Who it looks like.
    pub seen: (Verdict, Reason),
    /// By what and from where.
    pub facets: Facets,
    /// Whether the request was a HEAD: answered the same, kept not at all.
    pub head: bool,
}

/// What the look-up of a link found.
#[derive(Clone, Copy, Debug)]
pub enum Found<'a> {
    /// A copy of the link, live or not.
    Link(&'a Published),
    /// There is no such link.
    Nothing,
    /// There is no such link, and whoever asks has tried too many such addresses.
    Scanned,
    /// Nobody could say.
    Unknown,
}

/// The reply, and the event to keep after it.
#[derive(Debug)]
pub struct Outcome {
    /// Sent first.
    pub reply: Reply,
    /// Kept after the reply, best effort.
    pub then: Option<Event>,
}

/// Follows a link: 302 to its destination with tags and click id; a dead address leads to the host's not-found address.
pub fn follow(settings: &Settings, host: &Host, visit: &Visit<'_>, found: Found<'_>) -> Outcome {
    let mut outcome = led(settings, host, visit, found);
    if let Some(told) = visit.cookie.header() {
        outcome.reply = outcome.reply.with("set-cookie", told);
    }
    outcome
}

fn led(settings: &Settings, host: &Host, visit: &Visit<'_>, found: Found<'_>) -> Outcome {
    let link = match found {
        Found::Link(link) if link.live(visit.now) => link,
        // Where nobody could say, the address is kept: an orphan can be given its link later, a lost click cannot.
        Found::Unknown => return Outcome { reply: page::try_again(), then: orphan(host, visit, Kind::Click) },
        Found::Scanned => return Outcome { reply: page::too_many(), then: orphan(host, visit, Kind::Click) },
        _ => {
            let reply = dead(host);
            return Outcome { reply, then: orphan(host, visit, Kind::Click) };
        }
    };
    let click = Click { link: link.id, at: visit.now, nonce: visit.nonce, visitor: visit.visitor };
    let target = utm::with_pair(&link.target, &settings.click_parameter, &settings.click_keys.print(&click));
    let forward = Forward { policy: Policy::default(), extra: &[], private: "", click: &settings.click_parameter };
    let (target, labels) = utm::forward::carried(target, visit.query, &forward);
    let then = kept(visit, Kind::Click, link.id).map(|event| Event { labels, ..event });
    Outcome { reply: redirect(target), then }
}

/// Shows the pixel of a link; whatever was found, a pixel is answered.
pub fn view(host: &Host, visit: &Visit<'_>, found: Found<'_>) -> Outcome {
    let then = match found {
        Found::Link(link) if link.live(visit.now) => kept(visit, Kind::View, link.id),
        _ => orphan(host, visit, Kind::View),
    };
    let then = then.map(|event| Event { labels: pixel::labels(visit.query), ..event });
    Outcome { reply: page::pixel(200), then }
}

/// Where an address without a live link leads: where its host says, else to a page.
#[cold]
fn dead(host: &Host) -> Reply {
    match &host.not_found {
        Some(address) => redirect(address.clone()),
        None => page::nothing_here(host.page.as_ref()),
    }
}

/// Sends somebody to `target`, and no cache keeps it.
pub fn redirect(target: String) -> Reply {
    Reply::empty(302)
        .with("location", target)
        .with("cache-control", "private, no-store")
        .with("referrer-policy", "strict-origin-when-cross-origin")
        .with("x-robots-tag", "noindex, nofollow")
}

fn kept(visit: &Visit<'_>, kind: Kind, link: u32) -> Option<Event> {
    let event = || Event::new(kind, link, visit.seen, (visit.visitor, visit.now, visit.nonce));
    (!visit.head).then(|| event().with(visit.facets))
}

/// The visit to an address without a link: kept with the address, cropped.
fn orphan(host: &Host, visit: &Visit<'_>, kind: Kind) -> Option<Event> {
    // Somebody's e-mail address in a broken unsubscribe link is nobody's business here.
    let named = |part: &&str| part.contains('@') || part.to_ascii_lowercase().contains("%40");
    let word = visit.word.split('/').map(|part| if named(&part) { "@" } else { part }).collect::<Vec<_>>().join("/");
    let address = || format!("{}/{word}", host.host).chars().take(ADDRESS_MOST).collect();
    kept(visit, kind, 0).map(|event| Event { address: Some(address()), ..event })
}
