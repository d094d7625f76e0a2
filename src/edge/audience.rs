//! The audience's doors: gathers the facts of a visit, looks the link up, and keeps the event after the reply.

use worker::Result;

use super::reading_copy::{self, Copy};
use super::{Call, Stop, auth, facts, js, outbox};
use crate::domain::follow::{self, Found, Outcome, Visit};
use crate::domain::host::{Host, apps};
use crate::domain::page;
use crate::domain::pixel;
use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;
use crate::domain::route::Phone;
use crate::domain::slug::Slug;
use crate::domain::verdict::Verdict;
use crate::domain::visit::Told;
use crate::domain::visitor::Asked;

/// `GET /{slug}`
pub async fn follow(call: &Call<'_>, slug: Option<&Slug>) -> std::result::Result<Reply, Stop> {
    let Some(host) = call.hosts.find(call.address.host()) else { return Ok(nobodys(call)) };
    if let (None, "/", Some(root)) = (slug, call.address.path, &host.root) {
        return Ok(follow::redirect(root.clone()));
    }
    let mut found = reading_copy::find(call, host, slug).await;
    // Nobody guesses the root; what this isolate knows to be nothing was asked for lately: a mistyped link, and no scan.
    if matches!(found, Copy::Nothing) && call.address.path != "/" && !auth::may_search(call).await {
        found = Copy::Scanned;
    }
    let live = matches!(found.as_ref(), Found::Link(link) if link.live(call.now));
    let decide = |visit: &Visit<'_>| follow::follow(call.settings, host, visit, found.as_ref());
    let outcome = visited(call, host, live, (false, None), decide).await?;
    Ok(kept(call, outcome))
}

/// `GET /px/{slug}.gif`
pub async fn view(call: &Call<'_>, slug: Option<&Slug>) -> std::result::Result<Reply, Stop> {
    let Some(host) = call.hosts.find(call.address.host()) else { return Ok(page::pixel(421)) };
    let found = reading_copy::find(call, host, slug).await;
    let recipient = pixel::recipient(call.address.query, &call.settings.customer_key);
    let decide = |visit: &Visit<'_>| follow::view(host, visit, found.as_ref());
    // A pixel always answers a pixel, also when there is no chance left to count it with.
    let outcome = visited(call, host, false, (true, recipient), decide).await;
    Ok(outcome.map_or_else(|_| page::pixel(200), |outcome| kept(call, outcome)))
}

/// `GET /.well-known/gpc.json`
pub fn gpc(call: &Call<'_>) -> Reply {
    call.hosts.find(call.address.host()).map_or_else(|| nobodys(call), |_| page::gpc())
}

/// `GET /.well-known/apple-app-site-association` and `assetlinks.json`
pub fn apps(call: &Call<'_>, phone: Phone) -> std::result::Result<Reply, Refusal> {
    call.hosts.find(call.address.host()).map_or_else(|| Ok(nobodys(call)), |host| apps::told(host, phone))
}

/// What is answered on a host that nobody knows: while hosts cannot be read it may be one of ours all the same.
#[cold]
pub fn nobodys(call: &Call<'_>) -> Reply {
    if call.sure { page::unknown_host() } else { page::try_again() }
}

/// Gathers the facts of the visit (whether it is to a `live` link, to an image, and who got the letter it comes from) for `decide`.
async fn visited(
    call: &Call<'_>,
    host: &Host,
    live: bool,
    (image, recipient): (bool, Option<u64>),
    decide: impl FnOnce(&Visit<'_>) -> Outcome,
) -> Result<Outcome> {
    let lines = facts::told(&call.request);
    let told = Told::of(&lines);
    let (seen, facets) = facts::seen(call, &told, image);
    let asked = Asked {
        mode: host.visitor,
        refused: told.asks_not_to_be_known(),
        cookies: told.cookies,
        followed: live && !call.head && seen.0 == Verdict::Human,
        recipient,
    };
    let (visitor, cookie) = facts::visitor(call, &asked, &told).await?;
    let visit = Visit {
        word: call.address.path.trim_start_matches('/'),
        query: call.address.query,
        now: call.now,
        nonce: u32::try_from(js::chance()? >> 32).unwrap_or_default(),
        visitor,
        cookie,
        seen,
        facets,
        head: call.head,
    };
    Ok(decide(&visit))
}

fn kept(call: &Call<'_>, outcome: Outcome) -> Reply {
    if let Some(event) = &outcome.then {
        outbox::keep(call, event);
    }
    outcome.reply
}
