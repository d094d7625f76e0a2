//! `POST /v1/collect`: what pages report; leads and purchases are in D1 before the page hears so, all else follows the reply.

use std::rc::Rc;

use serde::Serialize;
use serde_json::{Value, json};

use super::http::{self, header};
use super::{Call, Stop, auth, conversions, db, facts, isolate, js, log, outbox};
use crate::domain::collect::{self, BODY_MOST, Consent, Item, Rejected, SITES, Said, Sender, Sent};
use crate::domain::conversion::{self, Batch, Outcome, Rank, Reporter};
use crate::domain::event::{Event, Kind};
use crate::domain::facets::Facets;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::site::Site;
use crate::domain::reply::Reply;
use crate::domain::visit::Told;
use crate::domain::visitor::{Asked, Mode};
use crate::sql;

/// How long a site is used without asking D1 again, milliseconds.
const FRESH_MS: i64 = 5_000;
/// Sites that an isolate remembers.
const SITES_MOST: usize = 100;
/// Landings that an isolate remembers.
const LANDINGS_MOST: usize = 128;

/// Takes what a page reports; what is refused is kept with its reason, one event for a body or for each of its events.
pub async fn take(call: Call<'_>) -> Result<Reply, Stop> {
    let lines = facts::told(&call.request);
    let told = Told::of(&lines);
    let heard = heard(&call, &told).await;
    let consent = heard.as_ref().map_or(Consent::NotAsked, |(sent, _)| sent.consent);
    let sender = sender(&call, &told, consent).await?;
    let (sent, site) = match heard {
        Ok(heard) => heard,
        Err(refusal) => {
            keep(&call, &sender.rejected(Rejected::of_refusal(&refusal), call.now, nonce()?));
            return Err(refusal.into());
        }
    };
    let items = collect::items(&sent.events, sent.consent, call.settings, call.now);
    for item in &items {
        if let Some(event) = item.event(&sender, call.now, nonce()?) {
            keep(&call, &event);
        }
    }
    let mut recorded = reported(&call, &items, site).await.into_iter();
    let (mut said, mut lost) = (Vec::with_capacity(items.len()), false);
    for (place, item) in items.iter().enumerate() {
        let conversion = if matches!(item, Item::Report(_)) { recorded.next() } else { None };
        let reason = match &conversion {
            Some(None) => Some(Rejected::Unavailable),
            Some(Some(said)) if said.outcome == Outcome::Rejected => Some(Rejected::EventMalformed),
            _ => None,
        };
        if let Some(reason) = reason {
            keep(&call, &sender.rejected(reason, call.now, nonce()?));
        }
        lost |= reason == Some(Rejected::Unavailable);
        said.push(Said::of(place, item, conversion.flatten()));
    }
    if lost { Err(Refusal::Unavailable.into()) } else { Ok(answer(said, sent.faults)) }
}

fn answer(items: Vec<Said>, errors: Vec<Fault>) -> Reply {
    #[derive(Serialize)]
    struct Answer {
        items: Vec<Said>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        errors: Vec<Fault>,
    }
    Reply::json(200, &Answer { items, errors })
}

/// Who sends, by the rules of the host that was asked; a host that serves no links has those of the first.
async fn sender(call: &Call<'_>, told: &Told<'_>, consent: Consent) -> worker::Result<Sender> {
    let host = call.hosts.find(call.address.host()).or_else(|| call.hosts.first());
    let refused = told.asks_not_to_be_known() || consent == Consent::Refused;
    let asked = Asked {
        mode: host.map_or(Mode::None, |host| host.visitor),
        refused,
        cookies: told.cookies,
        followed: false,
        recipient: None,
    };
    let (visitor, _) = facts::visitor(call, &asked, told).await?;
    let (seen, facets) = facts::seen(call, told, false);
    Ok(Sender { visitor, refused, seen, facets: Facets { consent: consent as u8, ..facets } })
}

/// The body and the site whose page sent it.
async fn heard(call: &Call<'_>, told: &Told<'_>) -> Result<(Sent, u32), Refusal> {
    auth::limit_address(call).await.map_err(|_| Refusal::TooFast)?;
    let origin = header(&call.request.headers(), "origin");
    let body = http::body(Clone::clone(&call.request), BODY_MOST).await?;
    let sent = Sent::read(&body)?;
    let site = find(call, sent.site()?).await?;
    let site = collect::admit(site.as_deref(), &sent.key, &origin, told.referrer)?;
    Ok((sent, site))
}

/// The site with this id; while D1 does not answer, as it was last known.
async fn find(call: &Call<'_>, id: u32) -> Result<Option<Rc<Site>>, Refusal> {
    let known = isolate::with(|isolate| isolate.sites.iter().find(|(known, ..)| *known == id).cloned());
    if let Some((_, site, _)) = known.as_ref().filter(|(.., until)| call.now < *until) {
        return Ok(site.clone());
    }
    let Ok(db) = db::control(call.env) else { return Err(Refusal::Unavailable) };
    let site: Option<Rc<Site>> = match db::row::<Site>(&db, sql::SITE_GET, &[id.into()]).await {
        Ok(site) => site.map(Rc::new),
        Err(_) => return known.map(|(_, site, _)| site).ok_or(Refusal::Unavailable),
    };
    isolate::with(|isolate| {
        isolate.sites.retain(|(known, ..)| *known != id);
        if isolate.sites.len() >= SITES_MOST {
            isolate.sites.clear();
        }
        isolate.sites.push((id, site.clone(), call.now + FRESH_MS));
    });
    Ok(site)
}

/// Records the leads and purchases among `items`: what became of each in their order, none where it could not be written.
async fn reported(call: &Call<'_>, items: &[Item], site: u32) -> Vec<Option<conversion::Said>> {
    let reports =
        items.iter().filter_map(|item| if let Item::Report(report) = item { Some(report.clone()) } else { None });
    let reports: Vec<Value> = reports.collect();
    let count = reports.len();
    if count == 0 {
        return Vec::new();
    }
    // Anybody could have sent it.
    let reporter = Reporter { source: SITES.saturating_add(site), rank: Rank::Browser };
    let Ok(batch) = Batch::read(&Value::Array(reports), call.settings, reporter, call.now) else {
        return vec![None; count];
    };
    match conversions::record(call.env, &batch, Vec::new()).await {
        Ok(said) => said.into_iter().map(Some).collect(),
        Err(stop) => {
            if let Stop::Platform(error) = stop {
                log::line("error", "reports_not_written", &json!({ "reports": count, "error": error.to_string() }));
            }
            vec![None; count]
        }
    }
}

fn keep(call: &Call<'_>, event: &Event) {
    if event.kind == Kind::Landing {
        return outbox::keep(call, &Event { at: apart(event.nonce, event.at), ..event.clone() });
    }
    outbox::keep(call, event);
}

/// A time of its own for each landing by one click: they share its nonce, and the store takes no two events of one key.
fn apart(nonce: u32, mut at: i64) -> i64 {
    isolate::with(|isolate| {
        while isolate.landings.contains(&(nonce, at)) {
            at += 1;
        }
        if isolate.landings.len() >= LANDINGS_MOST {
            isolate.landings.remove(0);
        }
        isolate.landings.push((nonce, at));
    });
    at
}

fn nonce() -> worker::Result<u32> {
    Ok(u32::try_from(js::chance()? >> 32).unwrap_or_default())
}
