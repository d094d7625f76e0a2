//! `/v1/links`: stored in D1 first, published to KV behind the reply.

use serde::Serialize;
use serde_json::json;
use worker::D1Database;

use super::{
    Kept, body, expected, get, has_events, hygiene, insert, living_campaign, living_creator, made, page, update,
    version_tag,
};
use crate::domain::fields::Fields;
use crate::domain::link::{Counts, counts_key};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::campaign::Campaign;
use crate::domain::register::creator::Creator;
use crate::domain::register::link::{Ground, Link, Owners, Version};
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::domain::slug::Slug;
use crate::domain::stored;
use crate::domain::time;
use crate::domain::utm::hygiene::Hygiene;
use crate::domain::utm::lint::Note;
use crate::domain::utm::preset::Preset;
use crate::edge::db::{self, Arg};
use crate::edge::http::header;
use crate::edge::wait::{behind, within};
use crate::edge::{Call, Stop, js, publisher};
use crate::sql;

/// How long published counts may be waited for, milliseconds.
const KV_PATIENCE: u64 = 2_000;
/// Versions of a link that its history shows.
const HISTORY_MOST: i64 = 500;

impl Kept for Link {
    const NAME: &'static str = "links";
    const GET: &'static str = sql::LINK_GET;
    const INSERT: &'static str = sql::LINK_INSERT;
    const UPDATE: &'static str = sql::LINK_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        let place = [self.host.as_str().into(), self.slug.as_str().into()];
        db::args(&[&place, &self.said(), &[self.created_at.into()]])
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        db::args(&[&self.said(), &[self.updated_at.into(), self.archived_at.into()]])
    }

    fn taken(&self) -> Refusal {
        Refusal::Taken("slug_taken", "/slug", "This slug is taken on this host; choose another.".into())
    }
}

impl Link {
    /// What both statements take, in their order.
    fn said(&self) -> Vec<Arg<'_>> {
        vec![
            self.destination.as_str().into(),
            self.target.as_str().into(),
            self.creator_id.into(),
            self.campaign_id.into(),
            self.post.as_deref().into(),
            self.platform.as_deref().into(),
            Arg::Owned(serde_json::to_string(&self.utm).unwrap_or_else(|_| "{}".into())),
            self.expires_at.into(),
            i64::from(self.enabled).into(),
            Arg::Owned(serde_json::to_string(&self.more).unwrap_or_else(|_| "{}".into())),
            self.external_id.as_deref().into(),
            self.changed_by.as_str().into(),
        ]
    }
}

/// A link as it is shown: with its address.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    link: Link,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lint: Option<Vec<Note>>,
}

/// One link as it is shown: with its counts, null where none were published yet.
#[derive(Serialize)]
struct Counted {
    #[serde(flatten)]
    shown: Shown,
    counts: Option<ShownCounts>,
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
        Act::List => list(&call).await,
        Act::Make => make(call).await,
        Act::Show(id) => {
            let link: Link = get(&db::control(call.env)?, id).await?;
            let counts = counts(&call, id).await;
            let tag = version_tag(link.version, counts.as_ref().map(|counts| counts.as_of));
            if header(&call.request.headers(), "if-none-match") == tag {
                return Ok(Reply::empty(304).with("etag", tag));
            }
            Ok(Reply::json(200, &Counted { shown: Origin::of(&call).show(link), counts }).with("etag", tag))
        }
        Act::Change(id) => change(call, id).await,
        Act::Remove(id) => {
            let db = db::control(call.env)?;
            let before: Link = get(&db, id).await?;
            expected(&call, before.version)?;
            if before.archived_at.is_none() {
                store(&call, &db, &before, &before.archived(ground(&call, &Hygiene::default()))).await?;
            }
            Ok(Reply::empty(204))
        }
    }
}

/// `GET /v1/links/{id}/history`: every version of the link, the newest first.
pub async fn history(call: &Call<'_>, id: u32) -> Result<Reply, Stop> {
    #[derive(Serialize)]
    struct List {
        items: Vec<Version>,
    }
    let db = db::control(call.env)?;
    let _: Link = get(&db, id).await?;
    let items: Vec<Version> = db::rows(&db, sql::LINK_HISTORY, &[id.into(), HISTORY_MOST.into()]).await?;
    Ok(Reply::json(200, &List { items }))
}

/// What a link is made and changed on here and now.
fn ground<'a>(call: &Call<'a>, hygiene: &'a Hygiene) -> Ground<'a> {
    Ground { settings: call.settings, hygiene, who: call.who, now: call.now }
}

async fn list(call: &Call<'_>) -> Result<Reply, Stop> {
    let mut filters = Vec::new();
    for name in ["creator_id", "campaign_id"] {
        let wanted = call.address.query(name).map(|text| text.parse::<u32>());
        let fault = |_| Refusal::invalid(Fault::query(name, "not_an_id", "Send the id as a number."));
        filters.push(wanted.transpose().map_err(fault)?);
    }
    let origin = Origin::of(call);
    page(call, Link::NAME, sql::LINK_LIST, &filters, |link: &Link| link.id, |link| origin.show(link)).await
}

async fn make(call: Call<'_>) -> Result<Reply, Stop> {
    let (db, env, ctx) = (db::control(call.env)?, call.env, call.ctx);
    let hygiene = hygiene::read(&db).await?;
    let (origin, ground) = (Origin::of(&call), ground(&call, &hygiene));
    let body = body(call).await?;
    let chosen = Fields::of(&body, "").map_err(Refusal::Invalid)?.has("slug");
    let link = Link::make(&body, ground, Slug::random(js::random()?)).map_err(Refusal::Invalid)?;
    owned(&db, None, &link).await?;
    let whose = Whose::of(&db, &link).await?;
    let mut link = whose.aimed(link);
    let notes = link.linted(None, &hygiene).map_err(Refusal::Invalid)?;
    let mut stored = insert(&db, &link).await;
    // A random slug that is taken is nobody's mistake: another one is dealt, and rarely a third.
    for _ in 0..3 {
        if chosen || stored.is_ok() {
            break;
        }
        link.slug = Slug::random(js::random()?).to_string();
        link = whose.aimed(link);
        stored = insert(&db, &link).await;
    }
    link.id = stored?;
    let tag = version_tag(link.version, None);
    let shown = Shown { lint: Some(notes), ..origin.show(link.clone()) };
    let reply = made::<Link>(link.id, &shown).with("etag", tag);
    let env = env.clone();
    behind(ctx, async move { publisher::publish(&env, &link).await });
    Ok(reply)
}

async fn change(call: Call<'_>, id: u32) -> Result<Reply, Stop> {
    let (db, env, ctx) = (db::control(call.env)?, call.env, call.ctx);
    let before: Link = get(&db, id).await?;
    expected(&call, before.version)?;
    let hygiene = hygiene::read(&db).await?;
    let (origin, ground) = (Origin::of(&call), ground(&call, &hygiene));
    let changed = before.change(&body(call).await?, ground).map_err(Refusal::Invalid)?;
    if before.moves(&changed) && has_events(env, id).await? {
        return Err(Refusal::LinkInUse.into());
    }
    owned(&db, Some(&before), &changed).await?;
    let changed = Whose::of(&db, &changed).await?.aimed(changed);
    let notes = changed.linted(Some(&before), &hygiene).map_err(Refusal::Invalid)?;
    update(&db, &before, &changed).await?;
    let tag = version_tag(changed.version, None);
    let shown = Shown { lint: Some(notes), ..origin.show(changed.clone()) };
    let reply = Reply::json(200, &shown).with("etag", tag);
    let env = env.clone();
    behind(ctx, async move { publisher::publish(&env, &changed).await });
    Ok(reply)
}

/// `POST /v1/utm/lint`: where the link of this body would lead and what is said about its tags; nothing is made.
pub async fn lint(call: Call<'_>) -> Result<Reply, Stop> {
    let db = db::control(call.env)?;
    let hygiene = hygiene::read(&db).await?;
    let (origin, ground) = (Origin::of(&call), ground(&call, &hygiene));
    let body = body(call).await?;
    let chosen = Fields::of(&body, "").map_err(Refusal::Invalid)?.has("slug");
    let link = Link::make(&body, ground, Slug::random(js::random()?)).map_err(Refusal::Invalid)?;
    owned(&db, None, &link).await?;
    let link = Whose::of(&db, &link).await?.aimed(link);
    let notes = link.lint(&hygiene);
    let Shown { link, url, .. } = origin.show(link);
    // Another slug will be dealt to the link itself.
    let url = Some(url).filter(|_| chosen);
    Ok(Reply::json(200, &json!({ "target": link.target, "url": url, "lint": notes })))
}

/// Stores a change and publishes it behind the reply.
async fn store(call: &Call<'_>, db: &D1Database, before: &Link, changed: &Link) -> Result<(), Stop> {
    update(db, before, changed).await?;
    let (env, changed) = (call.env.clone(), changed.clone());
    behind(call.ctx, async move { publisher::publish(&env, &changed).await });
    Ok(())
}

/// Checks that whom a link is newly given to exists and is not put away.
async fn owned(db: &D1Database, before: Option<&Link>, link: &Link) -> Result<(), Stop> {
    if before.is_none_or(|before| before.creator_id != link.creator_id) {
        living_creator(db, link.creator_id, "/creator_id").await?;
    }
    living_campaign(db, before.and_then(|before| before.campaign_id), link.campaign_id).await
}

/// Whose a link is, and how its host derives tags.
struct Whose {
    creator: Creator,
    campaign: Option<Campaign>,
    preset: Preset,
}

impl Whose {
    async fn of(db: &D1Database, link: &Link) -> Result<Self, Stop> {
        let creator: Creator = get(db, link.creator_id).await?;
        let campaign: Option<Campaign> = match link.campaign_id {
            Some(id) => db::row(db, sql::CAMPAIGN_GET, &[id.into()]).await?,
            None => None,
        };
        Ok(Self { creator, campaign, preset: Preset::default() })
    }

    /// The link with its target made.
    fn aimed(&self, link: Link) -> Link {
        let campaign = self.campaign.as_ref().map(|campaign| campaign.handle.as_str());
        let owners = Owners { creator: &self.creator.handle, creator_name: &self.creator.name, campaign };
        link.aimed(&owners, &self.preset)
    }
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
        let url = if link.host == self.host {
            format!("{}://{}/{}", self.scheme, self.authority, link.slug)
        } else {
            format!("https://{}/{}", link.host, link.slug)
        };
        Shown { link, url, lint: None }
    }
}
