//! The audience's doors: gathers the facts of a visit, looks the link up, and keeps the event after the reply.

use worker::Result;

use super::http::header;
use super::{Call, Stop, js, outbox, reading_copy, salt};
use crate::domain::follow::{self, Outcome, Visit};
use crate::domain::page;
use crate::domain::reply::Reply;
use crate::domain::settings::Host;
use crate::domain::slug::Slug;
use crate::domain::verdict::{self, Signs};
use crate::domain::visitor::{self, Mode};

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
    let headers = call.request.headers();
    let user_agent = header(&headers, "user-agent");
    let mut purpose = header(&headers, "sec-purpose");
    if purpose.is_empty() {
        purpose = header(&headers, "purpose");
    }
    let (x_purpose, x_moz) = (header(&headers, "x-purpose"), header(&headers, "x-moz"));
    let seen =
        verdict::judge(Signs { user_agent: &user_agent, purpose: &purpose, x_purpose: &x_purpose, x_moz: &x_moz });
    let asks_not_to_be_known = header(&headers, "sec-gpc") == "1" || header(&headers, "dnt") == "1";
    let salt = match Mode::from(host.visitor) {
        Mode::Anonymous if !asks_not_to_be_known => salt::of_day(call.env, call.now).await,
        _ => None,
    };
    let visitor = match salt {
        Some(salt) => visitor::anonymous(&salt, &header(&headers, "cf-connecting-ip"), &user_agent),
        None => visitor::random(js::chance()?),
    };
    let visit = Visit {
        word: call.address.path.trim_start_matches('/'),
        query: call.address.query,
        now: call.now,
        nonce: u32::try_from(js::chance()? >> 32).unwrap_or_default(),
        visitor,
        seen,
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
