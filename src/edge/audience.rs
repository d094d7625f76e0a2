//! The audience's doors: gathers the facts of a visit, looks the link up, and keeps the event after the reply.

use worker::Result;

use super::{Call, Stop, facts, js, outbox, reading_copy};
use crate::domain::event::Facets;
use crate::domain::follow::{self, Outcome, Visit};
use crate::domain::page;
use crate::domain::reply::Reply;
use crate::domain::settings::Host;
use crate::domain::slug::Slug;
use crate::domain::verdict::{self, Networks, Signs};
use crate::domain::visit::Told;

/// `GET /{slug}`
pub async fn follow(call: &Call<'_>, slug: Option<&Slug>) -> std::result::Result<Reply, Stop> {
    let Some(host) = call.settings.host(call.address.host()) else { return Ok(page::unknown_host()) };
    let found = reading_copy::find(call, host, slug).await;
    let outcome = visited(call, host, |visit| follow::follow(call.settings, host, visit, found.as_ref())).await?;
    Ok(kept(call, outcome))
}

/// `GET /px/{slug}.gif`
pub async fn view(call: &Call<'_>, slug: Option<&Slug>) -> std::result::Result<Reply, Stop> {
    let Some(host) = call.settings.host(call.address.host()) else { return Ok(page::pixel(421)) };
    let found = reading_copy::find(call, host, slug).await;
    // A pixel always answers a pixel, also when there is no chance left to count it with.
    let outcome = visited(call, host, |visit| follow::view(host, visit, found.as_ref())).await;
    Ok(outcome.map_or_else(|_| page::pixel(200), |outcome| kept(call, outcome)))
}

/// Gathers the facts of the visit and gives them to `decide`.
async fn visited(call: &Call<'_>, host: &Host, decide: impl FnOnce(&Visit<'_>) -> Outcome) -> Result<Outcome> {
    let lines = facts::told(&call.request);
    let told = Told::of(&lines);
    let signs = Signs {
        user_agent: told.user_agent,
        purpose: told.purpose,
        x_purpose: told.x_purpose,
        x_moz: told.x_moz,
        language: told.languages,
        network: told.network,
        address: told.address,
        ..Signs::default()
    };
    let judged = verdict::judge(&signs, &Networks::default());
    let visit = Visit {
        word: call.address.path.trim_start_matches('/'),
        query: call.address.query,
        now: call.now,
        nonce: u32::try_from(js::chance()? >> 32).unwrap_or_default(),
        visitor: facts::visitor(call, host, &told).await?,
        seen: (judged.verdict, judged.reason),
        facets: Facets { sign: judged.sign, ..told.facets() },
        head: call.request.method() == "HEAD",
    };
    Ok(decide(&visit))
}

fn kept(call: &Call<'_>, outcome: Outcome) -> Reply {
    if let Some(event) = &outcome.then {
        outbox::keep(call, event);
    }
    outcome.reply
}
