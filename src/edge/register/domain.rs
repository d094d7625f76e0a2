//! `/v1/domains`: hosts that are kept beside those of the variable `HOSTS`; seen here at once, elsewhere when KV shows them.

use serde::Serialize;
use serde_json::json;
use worker::D1Database;

use super::{body, expected, ground, page, put, put_new, version_tag};
use crate::domain::host::MOST;
use crate::domain::refusal::Refusal;
use crate::domain::register::domain::Domain;
use crate::domain::register::link::Ground;
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::domain::stored;
use crate::edge::http::flag;
use crate::edge::wait::behind;
use crate::edge::{Call, Stop, db, hosts, log};
use crate::sql;
use crate::stored;

/// The collection's name in the address.
const NAME: &str = "domains";
/// Links of a host that are counted.
const LINKS_MOST: i64 = 10_000;

/// How many links a host has, and how many of them lead somewhere.
struct Links {
    links: u32,
    live: u32,
}

stored!(Links { links, live });

/// Does `act` on a host.
pub async fn act(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    let (db, ground) = (db::control(call.env)?, ground(&call));
    match act {
        Act::List => page(&call, NAME, sql::DOMAIN_LIST, &[], |row: &Domain| row.id, |row| row.shown(ground)).await,
        Act::Make => make(call, &db, ground).await,
        Act::Show(id) => shown(200, &get(&db, id).await?, ground),
        Act::Change(id) => change(call, &db, ground, id).await,
        Act::Remove(id) => remove(&call, &db, ground, id).await,
    }
}

async fn make(call: Call<'_>, db: &D1Database, ground: Ground<'_>) -> Result<Reply, Stop> {
    let seen = Seen::of(&call);
    let domain = Domain::make(&body(call).await?, ground).map_err(Refusal::Invalid)?;
    let known = match ground.hosts.find(domain.name()) {
        Some(host) => host.exact_case,
        None => was_exact(db, domain.name(), ground).await?,
    };
    keeps_its_case(db, &domain, known, ground).await?;
    let said = domain.said.to_string();
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let args = [domain.name().into(), said.as_str().into(), ground.now.into(), most.into()];
    let Some(id) = put_new(db, sql::DOMAIN_INSERT, &args).await? else {
        let kept = ground.hosts.iter().count() >= MOST;
        let (word, detail) = if kept {
            ("too_many_hosts", format!("Remove a host first; at most {MOST} are kept."))
        } else {
            ("host_taken", "This host is kept already; change that one.".to_owned())
        };
        return Err(Refusal::Taken(word, "/host", detail).into());
    };
    seen.everywhere(ground).await;
    let reply = shown(201, &Domain { id, ..domain }, ground)?;
    Ok(reply.with("location", format!("/v1/{NAME}/{id}")))
}

async fn change(call: Call<'_>, db: &D1Database, ground: Ground<'_>, id: u32) -> Result<Reply, Stop> {
    let before = get(db, id).await?;
    expected(&call, before.version)?;
    let seen = Seen::of(&call);
    let changed = before.change(&body(call).await?, ground).map_err(Refusal::Invalid)?;
    let known = before.host(ground).is_some_and(|host| host.exact_case);
    keeps_its_case(db, &changed, known, ground).await?;
    update(db, &before, &changed).await?;
    seen.everywhere(ground).await;
    shown(200, &changed, ground)
}

/// Puts a host away. Links on a host that is not served any more lead nowhere, so that has to be said on purpose.
async fn remove(call: &Call<'_>, db: &D1Database, ground: Ground<'_>, id: u32) -> Result<Reply, Stop> {
    #[derive(Serialize)]
    struct Removed<'a> {
        host: &'a str,
        live_links: u32,
        detail: String,
    }
    let before = get(db, id).await?;
    expected(call, before.version)?;
    let despite = flag(call.address, "despite_links")?;
    if before.archived_at.is_some() {
        return Ok(Reply::empty(204));
    }
    // A host of the variable is served on, as that says.
    let goes = ground.settings.hosts.find(before.name()).is_none();
    let live = if goes { links(db, &before, ground).await?.live } else { 0 };
    if live > 0 && !despite {
        let detail = format!(
            "{live} live links would lead nowhere, and their visits would not be kept. Archive them first, or say \
             `?despite_links=true`; a host of that name that is made again has them back."
        );
        return Err(Refusal::Taken("domain_in_use", "", detail).into());
    }
    update(db, &before, &before.put_away(ground.now)).await?;
    Seen::of(call).everywhere(ground).await;
    if live == 0 {
        return Ok(Reply::empty(204));
    }
    let detail = format!("{live} live links lead nowhere from now on; make the host again to have them back.");
    Ok(Reply::json(200, &Removed { host: before.name(), live_links: live, detail }))
}

/// Refuses another case rule on a host that has links: their slugs are kept in the form of the one they were made under.
async fn keeps_its_case(db: &D1Database, domain: &Domain, exact: bool, ground: Ground<'_>) -> Result<(), Stop> {
    let changes = domain.host(ground).is_some_and(|host| host.exact_case != exact);
    if changes && links(db, domain, ground).await?.links > 0 {
        let detail = "This host has links, whose slugs were made under its rule for capitals; it stays.";
        return Err(Refusal::Taken("case_fixed", "/exact_case", detail.into()).into());
    }
    Ok(())
}

/// Whether the host of this name that was put away last told capitals apart: its links wait for it under that rule.
async fn was_exact(db: &D1Database, name: &str, ground: Ground<'_>) -> Result<bool, Stop> {
    let last: Option<Domain> = db::row(db, sql::DOMAIN_LAST, &[name.into()]).await?;
    Ok(last.and_then(|last| last.host(ground)).is_some_and(|host| host.exact_case))
}

async fn links(db: &D1Database, domain: &Domain, ground: Ground<'_>) -> Result<Links, Stop> {
    let args = [domain.name().into(), ground.now.into(), LINKS_MOST.into()];
    let links: Option<Links> = db::row(db, sql::DOMAIN_LINKS, &args).await?;
    Ok(links.unwrap_or(Links { links: 0, live: 0 }))
}

async fn get(db: &D1Database, id: u32) -> Result<Domain, Stop> {
    Ok(db::fit(stored::read(super::row(db, sql::DOMAIN_GET, id).await?))?)
}

/// Stores `changed` in place of `before`, if that is still what is stored.
async fn update(db: &D1Database, before: &Domain, changed: &Domain) -> Result<(), Stop> {
    let version = (before.id, before.version);
    let said = changed.said.to_string();
    let args = [
        before.id.into(),
        before.version.into(),
        said.as_str().into(),
        changed.updated_at.into(),
        changed.archived_at.into(),
    ];
    // Nothing of a change is unique, so one that is not kept was overtaken.
    let kept = put(db, (sql::DOMAIN_UPDATE, sql::DOMAIN_GET), &args, version).await?;
    if kept { Ok(()) } else { Err(Refusal::ChangedMeanwhile.into()) }
}

fn shown(status: u16, domain: &Domain, ground: Ground<'_>) -> Result<Reply, Stop> {
    let shown = domain.shown(ground).ok_or(Refusal::Unavailable)?;
    Ok(Reply::json(status, &shown).with("etag", version_tag(domain.version, None)))
}

/// What is needed to let a change be seen, for a body takes the call.
struct Seen<'a> {
    env: &'a worker::Env,
    ctx: &'a worker::Context,
}

impl<'a> Seen<'a> {
    fn of(call: &Call<'a>) -> Self {
        Self { env: call.env, ctx: call.ctx }
    }

    /// Here before the reply, elsewhere behind it.
    async fn everywhere(&self, ground: Ground<'_>) {
        match hosts::changed(self.env, ground.settings).await {
            Ok(kept) => {
                let env = self.env.clone();
                behind(self.ctx, async move { hosts::publish(&env, kept).await });
            }
            // It is stored; the cron puts it.
            Err(error) => log::line("warn", "hosts_not_published", &json!({ "error": error.to_string() })),
        }
    }
}
