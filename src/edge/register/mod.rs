//! The registers: listing, making, showing, changing and putting away, the same for every thing that is kept.

mod campaign;
mod code;
mod creator;
mod creator_page;
mod domain;
pub mod hygiene;
mod key;
mod ledger;
mod link;
mod site;
mod source;
mod survey;
mod webhook;

use serde::Serialize;
use serde_json::Value;
use worker::D1Database;

pub use code::import as import_codes;
pub use ledger::import as import_ledger;
pub use link::{
    bulk as bulk_links, export as export_links, history as link_history, import as import_links, lint, put as put_link,
};

use super::db::{self, Arg};
use super::{Call, Coming, Stop, http};
use crate::domain::cursor::{self, Page};
use crate::domain::fields;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::campaign::Campaign;
use crate::domain::register::creator::Creator;
use crate::domain::register::link::Ground;
use crate::domain::reply::Reply;
use crate::domain::route::{Act, Thing};
use crate::domain::stored::{self, Stored};
use crate::domain::utm::hygiene::Hygiene;
use crate::sql;
use crate::stored;

/// The most bytes of a body that makes or changes something.
const BODY_MOST: usize = 16 * 1024;

/// Something of a register: its statements, and how a row fills them.
trait Kept: Serialize + Stored {
    /// The collection's name in the address.
    const NAME: &'static str;
    const GET: &'static str;
    const INSERT: &'static str;
    const UPDATE: &'static str;

    fn id(&self) -> u32;
    fn version(&self) -> u32;
    /// The values of `INSERT` in order.
    fn insert_args(&self) -> Vec<Arg<'_>>;
    /// The values of `UPDATE` behind id and former version.
    fn update_args(&self) -> Vec<Arg<'_>>;
    /// What is said when something unique is taken.
    fn taken(&self) -> Refusal;
}

/// Something that is made and changed by its body alone, and put away rather than removed.
trait Shelved: Kept {
    const LIST: &'static str;

    fn make(body: &Value, now: i64) -> Result<Self, Vec<Fault>>;
    fn change(&self, body: &Value, now: i64) -> Result<Self, Vec<Fault>>;
    fn numbered(self, id: u32) -> Self;
    /// The same put away at `now`; none where it is away already.
    fn put_away(&self, now: i64) -> Option<Self>;
}

/// Does `act` on something shelved.
async fn shelf<T: Shelved>(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    let (db, now) = (db::control(call.env)?, call.now);
    match act {
        Act::List => page(&call, T::NAME, T::LIST, &[], T::id, |row| row).await,
        Act::Make => {
            let thing = T::make(&body(call).await?, now).map_err(Refusal::Invalid)?;
            let id = insert(&db, &thing).await?;
            Ok(made::<T>(id, &thing.numbered(id)))
        }
        Act::Show(id) => Ok(Reply::json(200, &get::<T>(&db, id).await?)),
        Act::Change(id) => {
            let before: T = get(&db, id).await?;
            let changed = before.change(&body(call).await?, now).map_err(Refusal::Invalid)?;
            update(&db, &before, &changed).await?;
            Ok(Reply::json(200, &changed))
        }
        Act::Remove(id) => {
            let before: T = get(&db, id).await?;
            if let Some(away) = before.put_away(now) {
                update(&db, &before, &away).await?;
            }
            Ok(Reply::empty(204))
        }
    }
}

/// Does `act` on `thing`.
pub fn act(call: Call<'_>, thing: Thing, act: Act) -> Coming<'_> {
    match thing {
        Thing::Creator => Box::pin(shelf::<Creator>(call, act)),
        Thing::CreatorPage => Box::pin(creator_page::act(call, act)),
        Thing::Campaign => Box::pin(shelf::<Campaign>(call, act)),
        Thing::Link => Box::pin(link::act(call, act)),
        Thing::Domain => Box::pin(domain::act(call, act)),
        Thing::Code => Box::pin(code::act(call, act)),
        Thing::Survey => Box::pin(survey::act(call, act)),
        Thing::Key => Box::pin(key::act(call, act)),
        Thing::Source => Box::pin(source::act(call, act)),
        Thing::Webhook => Box::pin(webhook::act(call, act)),
        Thing::Site => Box::pin(site::act(call, act)),
        ledger => Box::pin(ledger::act(call, ledger, act)),
    }
}

/// What things are made and changed on here and now.
fn ground<'a>(call: &Call<'a>) -> Ground<'a> {
    Ground { settings: call.settings, hygiene: Hygiene::plain(), hosts: call.hosts, who: call.who, now: call.now }
}

/// A page of the list `name`; `more` are the statement's values behind id and limit, `show` says what a row looks like.
pub async fn page<T: Stored, S: Serialize>(
    call: &Call<'_>,
    name: &str,
    statement: &str,
    more: &[Option<u32>],
    id_of: impl Fn(&T) -> u32,
    show: impl Fn(T) -> S,
) -> Result<Reply, Stop> {
    #[derive(Serialize)]
    struct List<S> {
        items: Vec<S>,
        next: Option<String>,
    }
    let query = |name| call.address.query(name);
    let page = Page::read(name, query("limit").as_deref(), query("cursor").as_deref())?;
    // One more than asked for says whether the list goes on.
    let mut args: Vec<Arg<'_>> = vec![page.after.into(), (page.limit + 1).into()];
    args.extend(more.iter().map(|value| Arg::from(*value)));
    let mut items: Vec<T> = db::rows(&db::control(call.env)?, statement, &args).await?;
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| cursor::print(name, id_of(last)));
    Ok(Reply::json(200, &List { items: items.into_iter().map(show).collect(), next }))
}

/// The JSON of the body.
async fn body(call: Call<'_>) -> Result<Value, Stop> {
    body_of(call, BODY_MOST).await
}

/// The JSON of a body of at most `most` bytes.
async fn body_of(call: Call<'_>, most: usize) -> Result<Value, Stop> {
    let bytes = http::body(call.request, most).await?;
    Ok(fields::parse(&bytes)?)
}

/// The row with `id`, not read yet.
async fn row(db: &D1Database, statement: &str, id: u32) -> Result<Value, Stop> {
    let row: Option<Value> = db::row(db, statement, &[id.into()]).await?;
    Ok(row.ok_or(Refusal::NotFound)?)
}

/// The row with `id`.
async fn get<T: Kept>(db: &D1Database, id: u32) -> Result<T, Stop> {
    Ok(db::fit(stored::read(row(db, T::GET, id).await?))?)
}

/// Stores something new and gives its id.
async fn insert<T: Kept>(db: &D1Database, made: &T) -> Result<u32, Stop> {
    let args = made.insert_args();
    put_new(db, T::INSERT, &args).await?.ok_or_else(|| made.taken().into())
}

/// What an insert gives.
struct Made {
    id: u32,
}

stored!(Made { id });

/// The id that an insert gives, none where something unique is taken.
async fn put_new(db: &D1Database, statement: &str, args: &[Arg<'_>]) -> worker::Result<Option<u32>> {
    let row: Option<Made> = db::row(db, statement, args).await?;
    Ok(row.map(|made| made.id))
}

/// Stores `changed` in place of `before`, if that is still what is stored.
async fn update<T: Kept>(db: &D1Database, before: &T, changed: &T) -> Result<(), Stop> {
    let args = change_args(before, changed);
    let kept = put(db, (T::UPDATE, T::GET), &args, (before.id(), before.version())).await?;
    if kept { Ok(()) } else { Err(changed.taken().into()) }
}

/// Stores a change of the row with this id and version; whether it is kept, for something unique may be taken.
async fn put(
    db: &D1Database,
    (update, get): (&str, &str),
    args: &[Arg<'_>],
    (id, version): (u32, u32),
) -> Result<bool, Stop> {
    if db::run(db, update, args).await? > 0 {
        return Ok(true);
    }
    unmoved(db, get, (id, version)).await.map(|()| false)
}

/// The values of `UPDATE`: id, former version, and what is new.
fn change_args<'a, T: Kept>(before: &T, changed: &'a T) -> Vec<Arg<'a>> {
    db::args(&[&[before.id().into(), before.version().into()], &changed.update_args()])
}

/// Why an update changed nothing: something unique is taken, or somebody else was faster.
async fn unchanged<T: Kept>(db: &D1Database, before: &T, changed: &T) -> Stop {
    let moved = unmoved(db, T::GET, (before.id(), before.version())).await;
    moved.map_or_else(|stop| stop, |()| changed.taken().into())
}

/// Refuses where the row with this id is of another version by now.
async fn unmoved(db: &D1Database, get: &str, (id, version): (u32, u32)) -> Result<(), Stop> {
    let stored = row(db, get, id).await?;
    if stored.get("version").and_then(Value::as_u64) == Some(version.into()) {
        return Ok(());
    }
    let detail = "Somebody else changed it meanwhile; read it again and repeat the change.";
    Err(Refusal::Taken("changed_meanwhile", "", detail.into()).into())
}

/// The strong entity tag of a version, and of what is shown beside it as of some moment.
fn version_tag(version: u32, as_of: Option<i64>) -> String {
    as_of.map_or_else(|| format!("\"{version}\""), |as_of| format!("\"{version}.{as_of}\""))
}

/// Refuses where `If-Match` names other versions than the one that is stored.
fn expected(call: &Call<'_>, version: u32) -> Result<(), Refusal> {
    let named = http::header(&call.request.headers(), "if-match");
    if named.is_empty() || fields::matches_version(&named, version) { Ok(()) } else { Err(Refusal::ChangedMeanwhile) }
}

/// 201 with the address of what was made.
fn made<T: Kept>(id: u32, shown: &impl Serialize) -> Reply {
    Reply::json(201, shown).with("location", format!("/v1/{}/{id}", T::NAME))
}

/// The creator that `pointer` names, which must exist and not be put away.
async fn living_creator(db: &D1Database, id: u32, pointer: &str) -> Result<Creator, Stop> {
    let creator: Option<Creator> = db::row(db, sql::CREATOR_GET, &[id.into()]).await?;
    creator.filter(|creator| creator.archived_at.is_none()).ok_or_else(|| unknown(pointer, "creators"))
}

/// The campaign that is newly named, which must exist and not be put away.
async fn living_campaign(db: &D1Database, before: Option<u32>, id: Option<u32>) -> Result<(), Stop> {
    let Some(id) = id.filter(|id| before != Some(*id)) else { return Ok(()) };
    let campaign: Option<Campaign> = db::row(db, sql::CAMPAIGN_GET, &[id.into()]).await?;
    let living = campaign.filter(|campaign| campaign.archived_at.is_none());
    living.map(|_| ()).ok_or_else(|| unknown("/campaign_id", "campaigns"))
}

fn unknown(pointer: &str, collection: &str) -> Stop {
    Refusal::invalid(Fault::at(pointer, "not_found", format!("Name one that `GET /v1/{collection}` lists."))).into()
}
