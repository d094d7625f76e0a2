//! The two audience doors: what a visit to a link or a pixel is answered, and what is kept of it.

use super::app_link::{self, Way};
use super::click_id::Click;
use super::cookie;
use super::event::{ADDRESS_MOST, Event, Kind};
use super::facets::Facets;
use super::host::Host;
use super::link::{More, Published};
use super::page;
use super::pixel;
use super::reply::Reply;
use super::rule::when::Facts;
use super::rule::{self, split};
use super::settings::Settings;
use super::utm;
use super::utm::forward::{self, Forward};
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
        _ => return lost(host, visit, found),
    };
    let click = Click { link: link.id, at: visit.now, nonce: visit.nonce, visitor: visit.visitor };
    let id = settings.click_keys.print(&click);
    match &link.more {
        None => {
            let target = utm::with_pair(&link.target, &settings.click_parameter, &id);
            let (target, labels) = carried(settings, host, visit, None, target);
            clicked(visit, link.id, redirect(target), (labels, 0))
        }
        Some(more) => led_by(settings, host, visit, link, more, &id),
    }
}

/// What becomes of a visit to no live link: to where the link leads since it is over, to the host's not-found address, or
/// to a page.
#[cold]
fn lost(host: &Host, visit: &Visit<'_>, found: Found<'_>) -> Outcome {
    let over = match found {
        Found::Link(link) => link.after(visit.now),
        _ => None,
    };
    let reply = match found {
        // Where nobody could say, the address is kept: an orphan can be given its link later, a lost click cannot.
        Found::Unknown => page::try_again(),
        Found::Scanned => page::too_many(),
        _ => over.map_or_else(|| dead(host), |address| redirect(address.to_owned())),
    };
    Outcome { reply, then: orphan(host, visit, Kind::Click) }
}

/// Follows a link that is set to more than a plain one; `id` is the click's.
#[cold]
fn led_by(settings: &Settings, host: &Host, visit: &Visit<'_>, link: &Published, more: &More, id: &str) -> Outcome {
    let rule = rule::first(&more.rules, &Facts::of(&visit.facets, visit.now, visit.query));
    let share = rule.and_then(|rule| split::share(&rule.split, visit.visitor, link.id));
    let place = share.map(|share| &share.place).or(rule.and_then(|rule| rule.place.as_ref()));
    let target = place.map_or(&link.target, |place| &place.target);
    let app = rule.map_or(more.app.as_ref(), |rule| rule.app.as_ref());
    let with_id = |target: &str| match more.bare {
        Some(true) => target.to_owned(),
        _ => utm::with_pair(target, &settings.click_parameter, id),
    };
    let onto = |target: &str| carried(settings, host, visit, more.policy, with_id(target));
    let app = app.and_then(|app| app.way(visit.seen.0, &visit.facets));
    let (web, labels) = match app {
        Some((app, Way::Web)) => onto(&app.place.target),
        _ => onto(target),
    };
    let reply = match (app, &more.card) {
        (_, Some(card)) if visit.seen.0 == Verdict::Preview => card.page(target),
        (None | Some((_, Way::Web)), _) => redirect(web),
        (Some((app, way)), _) => {
            let address = with_id(&app.place.target);
            match way {
                Way::Page => app_link::page(&address, &web, None),
                Way::Framed => app_link::page(&app.intent(&address, &web), &web, Some(&address)),
                Way::Intent | Way::Web => redirect(app.intent(&address, &web)),
            }
        }
    };
    clicked(visit, link.id, reply, (labels, share.map_or(0, |share| share.variant)))
}

/// The target with what of the visitor's own query goes on to it, and what of that is kept with the click; most queries
/// are empty.
fn carried(
    settings: &Settings,
    host: &Host,
    visit: &Visit<'_>,
    policy: Option<Policy>,
    target: String,
) -> (String, Option<String>) {
    if visit.query.is_empty() {
        return (target, None);
    }
    let policy = policy.unwrap_or(host.query_policy);
    let (extra, private) = (&host.forward, &host.private_parameter);
    let forward = Forward { policy, extra, private, click: &settings.click_parameter };
    forward::carried(target, visit.query, &forward)
}

/// A click that was answered, with what it carried and the variant that it was sent to.
fn clicked(visit: &Visit<'_>, link: u32, reply: Reply, (labels, variant): (Option<String>, u8)) -> Outcome {
    let then = kept(visit, Kind::Click, link);
    let then = then.map(|event| Event { labels, facets: Facets { variant, ..event.facets }, ..event });
    Outcome { reply, then }
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
