//! `/v1/links`: stored in D1 first, published to KV behind the reply.

mod export;
mod import;
mod list;
mod many;

use serde::Serialize;
use serde_json::{Value, json};

pub use export::export;
pub use import::import;
pub use many::{bulk, lint};

use super::{body_of, expected, ground, hygiene, row, version_tag};
use crate::domain::fields;
use crate::domain::link::{Counts, counts_key};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::link::many::Wish;
use crate::domain::register::link::{Ground, Link, Version};
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::domain::slug::in_address;
use crate::domain::stored;
use crate::domain::time;
use crate::domain::utm::lint::Note;
use crate::edge::db;
use crate::edge::http::header;
use crate::edge::wait::within;
use crate::edge::{Call, Stop, check};
use crate::sql;

/// How long published counts may be waited for, milliseconds.
const KV_PATIENCE: u64 = 2_000;
/// The most bytes of a body: the most addresses of rules and apps, each of the most bytes, and what stands beside them.
const BODY_MOST: usize = 256 * 1024;
/// Versions of a link that its history shows.
const HISTORY_MOST: i64 = 100;

/// A link as it is shown: with its address, and what is to be said of where it leads.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    link: Link,
    url: String,
    warnings: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lint: Option<Vec<Note>>,
}

/// One link as it is shown: with its counts and its last check, null where there are none yet.
#[derive(Serialize)]
struct Counted {
    #[serde(flatten)]
    shown: Shown,
    counts: Option<ShownCounts>,
    check: Option<Value>,
}

#[derive(Serialize)]
struct ShownCounts {
    clicks: u64,
    valid_clicks: u64,
    pixel_views: u64,
    #[serde(serialize_with = "time::shown")]
    as_of: i64,
}

/// Does `act` on a link.
pub async fn act(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    match act {
        Act::List => list::list(&call).await,
        Act::Make => write(call, Wish::Make).await,
        Act::Show(id) => {
            let link = get(&call, id).await?;
            let (counts, last) = (counts(&call, id).await, check::last(&db::control(call.env)?, id).await?);
            let checked_at = last.as_ref().and_then(|last| last.at);
            // Neither time ever goes back, so their sum changes with each.
            let as_of = counts.as_ref().map(|counts| counts.as_of).into_iter().chain(checked_at).reduce(|a, b| a + b);
            let tag = version_tag(link.version, as_of);
            if fields::matches_tag(&header(&call.request.headers(), "if-none-match"), &tag) {
                return Ok(Reply::empty(304).with("etag", tag));
            }
            let check = last.and_then(|last| last.shown());
            Ok(Reply::json(200, &Counted { shown: Origin::of(&call).show(link), counts, check }).with("etag", tag))
        }
        Act::Change(id) => change(call, id).await,
        Act::Remove(id) => {
            let before = get(&call, id).await?;
            expected(&call, before.version)?;
            let (named, versions) = (json!({ "id": id, "version": before.version }), versions(&call));
            let gone = many::one(call.env, call.ctx, Wish::Remove, named, &versions, ground(&call)).await;
            gone.map_err(|stop| late(stop, &versions))?;
            Ok(Reply::empty(204))
        }
    }
}

/// `PUT /v1/links`: makes a link, or changes the one that is there by `external_id`, else by host and slug.
pub async fn put(call: Call<'_>) -> Result<Reply, Stop> {
    write(call, Wish::Put).await
}

/// Makes the link that the body says, or what else is wished of it.
async fn write(call: Call<'_>, wish: Wish) -> Result<Reply, Stop> {
    let hygiene = hygiene::read(&db::control(call.env)?).await?;
    let (env, ctx, origin, ground) =
        (call.env, call.ctx, Origin::of(&call), Ground { hygiene: &hygiene, ..ground(&call) });
    let versions = if wish == Wish::Put { versions(&call) } else { String::new() };
    let (made, link, notes) = many::one(env, ctx, wish, said(call).await?, &versions, ground).await?;
    Ok(told(if made { 201 } else { 200 }, &origin, link, notes))
}

async fn change(call: Call<'_>, id: u32) -> Result<Reply, Stop> {
    let hygiene = hygiene::read(&db::control(call.env)?).await?;
    let (env, ctx, origin, ground) =
        (call.env, call.ctx, Origin::of(&call), Ground { hygiene: &hygiene, ..ground(&call) });
    let before = get(&call, id).await?;
    expected(&call, before.version)?;
    let versions = versions(&call);
    let mut body = said(call).await?;
    if let Value::Object(map) = &mut body {
        // What names a link in a list is named by the address here.
        if let Some(name) = ["id", "version"].into_iter().find(|name| map.contains_key(*name)) {
            let detail = "This field is not known here; check its spelling.";
            return Err(Refusal::invalid(Fault::at(format!("/{name}"), "unknown_field", detail)).into());
        }
        map.extend([("id".to_owned(), id.into()), ("version".to_owned(), before.version.into())]);
    }
    let changed = many::one(env, ctx, Wish::Change, body, &versions, ground).await;
    let (_, link, notes) = changed.map_err(|stop| late(stop, &versions))?;
    Ok(told(200, &origin, link, notes))
}

/// What `If-Match` says; empty where there is none.
fn versions(call: &Call<'_>) -> String {
    header(&call.request.headers(), "if-match")
}

/// What somebody else was faster with is another refusal for a caller who named no version.
fn late(stop: Stop, versions: &str) -> Stop {
    match stop {
        Stop::Refusal(Refusal::ChangedMeanwhile) if versions.is_empty() => {
            let detail = "Somebody else changed it meanwhile; read it again and repeat the change.";
            Refusal::Taken("changed_meanwhile", "", detail.into()).into()
        }
        stop => stop,
    }
}

/// The JSON of a body that says a link.
async fn said(call: Call<'_>) -> Result<Value, Stop> {
    body_of(call, BODY_MOST).await
}

/// A link that was written, with its tag and, where it is new, its address.
fn told(status: u16, origin: &Origin, link: Link, notes: Vec<Note>) -> Reply {
    let (id, tag) = (link.id, version_tag(link.version, None));
    let shown = Shown { lint: Some(notes), ..origin.show(link) };
    let reply = Reply::json(status, &shown).with("etag", tag);
    if status == 201 { reply.with("location", format!("/v1/links/{id}")) } else { reply }
}

/// The link with this id.
async fn get(call: &Call<'_>, id: u32) -> Result<Link, Stop> {
    Ok(db::fit(stored::read(row(&db::control(call.env)?, sql::LINK_GET, id).await?))?)
}

/// `GET /v1/links/{id}/history`: every version of the link, the newest first.
pub async fn history(call: &Call<'_>, id: u32) -> Result<Reply, Stop> {
    #[derive(Serialize)]
    struct List {
        items: Vec<Version>,
    }
    let db = db::control(call.env)?;
    get(call, id).await?;
    let items: Vec<Version> = db::rows(&db, sql::LINK_HISTORY, &[id.into(), HISTORY_MOST.into()]).await?;
    Ok(Reply::json(200, &List { items }))
}

/// The link's published counts; none where they cannot be read or were never published.
async fn counts(call: &Call<'_>, id: u32) -> Option<ShownCounts> {
    let text = within(KV_PATIENCE, call.env.kv("KV").ok()?.get(&counts_key(id)).text()).await.ok()??;
    let counts: Counts = stored::parse(&text).ok()?;
    let (_, clicks, valid_clicks, pixel_views) = counts.counts.into_iter().find(|row| row.0 == id)?;
    Some(ShownCounts { clicks, valid_clicks, pixel_views, as_of: counts.as_of })
}

/// Where the request came in: a link on the same host has the same scheme and port.
struct Origin {
    scheme: String,
    authority: String,
    host: String,
}

impl Origin {
    fn of(call: &Call<'_>) -> Self {
        let address = call.address;
        Self { scheme: address.scheme.into(), authority: address.authority.into(), host: address.host().into() }
    }

    fn show(&self, link: Link) -> Shown {
        Shown { url: self.url(&link), warnings: link.warnings(), link, lint: None }
    }

    fn url(&self, link: &Link) -> String {
        let slug = in_address(&link.slug);
        if link.host == self.host {
            format!("{}://{}/{slug}", self.scheme, self.authority)
        } else {
            format!("https://{}/{slug}", link.host)
        }
    }
}
