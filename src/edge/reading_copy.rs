//! Finding a link: the isolate's memory, then KV, then D1 within a budget, then whatever stale copy is left.

use std::rc::Rc;

use worker::{Env, Result};

use super::wait::within;
use super::{Call, db, isolate};
use crate::domain::follow::Found;
use crate::domain::host::Host;
use crate::domain::link::{Published, kv_key};
use crate::domain::link_cache::{MISSING_MS, PAGE_MS, Remembered};
use crate::domain::register::link::Link;
use crate::domain::slug::Slug;
use crate::domain::stored;
use crate::sql;

/// How long KV and D1 may hold a redirect up, milliseconds.
const KV_PATIENCE: u64 = 1_000;
const D1_PATIENCE: u64 = 2_000;
/// How long KV may hold a shop's page up, milliseconds.
const SHOP_PATIENCE: u64 = 500;
/// Seconds that KV keeps a value near the visitor.
const KV_TTL: u64 = 60;

/// What was found, owned.
pub enum Copy {
    Link(Rc<Published>),
    Nothing,
    /// Nothing, as this isolate has found out some moments ago.
    StillNothing,
    /// Nothing, as whoever scans is told.
    Scanned,
    Unknown,
}

impl Copy {
    /// What was found, as the domain takes it.
    pub fn as_ref(&self) -> Found<'_> {
        match self {
            Self::Link(link) => Found::Link(link),
            Self::Nothing | Self::StillNothing => Found::Nothing,
            Self::Scanned => Found::Scanned,
            Self::Unknown => Found::Unknown,
        }
    }
}

/// Finds the link at `slug` of `host`; a word that can be no slug is nothing without a look.
pub async fn find(call: &Call<'_>, host: &Host, slug: Option<&Slug>) -> Copy {
    let slug = slug.and_then(|slug| slug.normal(host.exact_case, call.settings.compose));
    let Some(slug) = slug.as_deref() else { return Copy::Nothing };
    let address = format!("{}/{slug}", host.host);
    let now = call.now;
    let remembered = if call.settings.uncached {
        Remembered::Nothing
    } else {
        isolate::with(|isolate| isolate.links.get(&address, now))
    };
    let stale = match remembered {
        Remembered::Fresh(link) => return Copy::Link(link),
        Remembered::Missing => return Copy::StillNothing,
        Remembered::Stale(link) => Some(link),
        Remembered::Nothing => None,
    };
    let found = within(KV_PATIENCE, from_kv(call.env, &host.host, slug)).await;
    let found = match (found, &stale) {
        (Ok(Some(link)), _) => Some(Rc::new(link)),
        // A stale copy is better than leaning on D1 while KV is down; it counts as fresh again for a while.
        (Err(_), Some(stale)) => Some(stale.clone()),
        (found @ (Ok(None) | Err(_)), _) if !isolate::with(|isolate| isolate.links.may_ask(now)) => {
            return match stale {
                Some(link) => Copy::Link(link),
                // Where KV does not answer it may well be a link.
                None if found.is_err() => Copy::Unknown,
                None if isolate::with(|isolate| isolate.links.put_unasked(address, now)) => Copy::Nothing,
                None => Copy::StillNothing,
            };
        }
        (Ok(None) | Err(_), _) => match within(D1_PATIENCE, from_d1(call.env, &host.host, slug)).await {
            Ok(link) => link.map(Rc::new),
            Err(_) => return stale.map_or(Copy::Unknown, Copy::Link),
        },
    };
    isolate::with(|isolate| match found {
        Some(link) => {
            isolate.links.put(address, link.clone(), now);
            Copy::Link(link)
        }
        None if isolate.links.put_missing(address, now) => Copy::Nothing,
        None => Copy::StillNothing,
    })
}

/// Whether `slug` of a shop's own host is a link, live or not; where KV cannot say, by what is remembered.
pub async fn is_link(call: &Call<'_>, host: &Host, slug: &Slug) -> bool {
    let Some(slug) = slug.normal(host.exact_case, call.settings.compose) else { return false };
    let address = format!("{}/{slug}", host.host);
    let now = call.now;
    let stale = match isolate::with(|isolate| isolate.links.get(&address, now)) {
        Remembered::Fresh(_) => return true,
        Remembered::Missing => return false,
        Remembered::Stale(link) => Some(link),
        Remembered::Nothing => None,
    };
    let (found, known) = match within(SHOP_PATIENCE, from_kv(call.env, &host.host, &slug)).await {
        Ok(found) => (found.map(Rc::new), true),
        Err(_) => (stale, false),
    };
    let is_link = found.is_some();
    isolate::with(|isolate| match found {
        Some(link) => isolate.links.put(address, link, now),
        // A page of the shop for a while; where KV did not answer, for as long as any address without a link.
        None => drop(isolate.links.put_missing_for(address, now, if known { PAGE_MS } else { MISSING_MS })),
    });
    is_link
}

/// Whether KV has a link at `slug` of a shop's own host.
pub async fn is_published(env: &Env, host: &str, slug: &str) -> bool {
    within(SHOP_PATIENCE, from_kv(env, host, slug)).await.is_ok_and(|link| link.is_some())
}

async fn from_kv(env: &Env, host: &str, slug: &str) -> Result<Option<Published>> {
    let text = env.kv("KV")?.get(&kv_key(host, slug)).cache_ttl(KV_TTL).text().await?;
    Ok(text.and_then(|text| stored::parse(&text).ok()))
}

async fn from_d1(env: &Env, host: &str, slug: &str) -> Result<Option<Published>> {
    let link: Option<Link> = db::row(&db::control(env)?, sql::LINK_FIND, &[host.into(), slug.into()]).await?;
    Ok(link.map(|link| link.published()))
}
