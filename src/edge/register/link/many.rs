//! `/v1/links/bulk` and everything else that writes links: few statements for however many, published behind the reply.
//!
//! # Why
//! D1 takes a text of up to 2 MB, so rows go over as JSON in pieces of half of one, all in one transaction. What two callers
//! do at once is found out by what the statement did, never by looking first.

use serde_json::{Value, json};
use worker::{D1Database, Env};

use super::super::{ground, hygiene};
use super::Origin;
use crate::domain::fields;
use crate::domain::idempotency::dealt;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::campaign::Campaign;
use crate::domain::register::creator::Creator;
use crate::domain::register::link::import::{counts, faults_of};
use crate::domain::register::link::many::{BODY_MOST, Item, Many, Wish, listed, owned};
use crate::domain::register::link::{Ground, Link};
use crate::domain::reply::Reply;
use crate::domain::route::Bulk;
use crate::domain::utm::known::Known;
use crate::domain::utm::lint::Note;
use crate::edge::db::{self, Arg};
use crate::edge::wait::{behind, pause};
use crate::edge::{Call, Stop, http, idempotency, js, publisher};
use crate::sql;
use crate::stored;

/// The most bytes of rows in a statement.
const PIECE: usize = 500_000;
/// How often what another caller was faster with is tried.
const ROUNDS: usize = 8;
/// How far those that lost a round go apart, milliseconds; twice as far in each.
const APART_MS: u64 = 10;
/// Turns in which a repeat of a call is dealt the same slug: whoever keeps one key for days gets others by chance.
const TURNS: u32 = 4;

/// What an insert gives.
struct Made {
    id: u32,
    host: String,
    slug: String,
}

stored!(Made { id, host, slug });

/// What an update gives.
struct Changed {
    id: u32,
}

stored!(Changed { id });

/// Does to many links what their method says; answered once D1 has them.
pub async fn bulk(call: Call<'_>, what: Bulk) -> Result<Reply, Stop> {
    let wish = match what {
        Bulk::Make => Wish::Make,
        Bulk::Change => Wish::Change,
        Bulk::Remove => Wish::Remove,
    };
    let (env, ctx, now) = (call.env, call.ctx, call.now);
    let hygiene = hygiene::read(&db::control(env)?).await?;
    let (origin, ground, claim) =
        (Origin::of(&call), Ground { hygiene: &hygiene, ..ground(&call) }, idempotency::Asked::of(&call)?);
    let seed = claim.as_ref().map(idempotency::Asked::seed);
    let body = http::body(call.request, BODY_MOST).await?;
    let work = async {
        let mut many = Many::read(wish, listed(fields::parse(&body)?)?, ground);
        let links = carry_out(env, &mut many, ground, seed.as_deref()).await?;
        publish_behind(env, ctx, links);
        let items: Vec<Value> = many.items.iter().enumerate().map(|(at, item)| said(at, item, &origin)).collect();
        let mut answer = Value::Object(counts(&many));
        if let Some(answer) = answer.as_object_mut() {
            answer.insert("items".into(), items.into());
        }
        Ok(Reply::json(200, &answer))
    };
    idempotency::once(env, claim, &body, now, work).await
}

/// What is said of one link of a list.
fn said(index: usize, item: &Item, origin: &Origin) -> Value {
    let link = item.link();
    let mut said = json!({
        "index": index,
        "status": item.status().word(),
        "id": link.map(|link| link.id),
        "url": link.map(|link| origin.url(link)),
        "version": link.map(|link| link.version),
    });
    let Some(fields) = said.as_object_mut() else { return said };
    fields.extend(item.said());
    if let Some(refusal) = &item.refusal {
        let placed = |fault: Fault| {
            let pointer = fault.pointer.clone().unwrap_or_default();
            Fault { pointer: Some(format!("/{index}{pointer}")), ..fault }
        };
        let errors: Vec<Fault> = faults_of(refusal).into_iter().map(placed).collect();
        fields.insert("errors".into(), json!(errors));
    }
    said
}

/// Publishes links that were just stored.
pub fn publish_behind(env: &Env, ctx: &worker::Context, links: Vec<Link>) {
    if !links.is_empty() {
        let env = env.clone();
        behind(ctx, async move { publisher::publish(&env, links).await });
    }
}

/// Decides and stores, with slugs that are dealt from `seed` where there is one; gives the links that are stored now.
pub async fn carry_out(env: &Env, many: &mut Many, ground: Ground<'_>, seed: Option<&str>) -> Result<Vec<Link>, Stop> {
    let mut links = Vec::new();
    for round in 1..=ROUNDS {
        publisher::note_many(many.items.len());
        foresee(env, many, ground, &[], seed).await?;
        links.append(&mut store(env, many).await?);
        publisher::note_many(many.items.len());
        let Some(names) = many.lost() else { break };
        let found = named(&db::control(env)?, names).await?;
        if !many.tell_lost(&found, round < ROUNDS) {
            break;
        }
        // Many that want the same at once go apart, or one of them would win each round.
        pause(js::chance()? % (APART_MS << round)).await;
    }
    Ok(links)
}

/// Decides what is to become of each link, and writes nothing; `newcomers` are creators that are only to be
/// made, `seed` what slugs are dealt from in place of chance.
pub async fn foresee(
    env: &Env,
    many: &mut Many,
    ground: Ground<'_>,
    newcomers: &[Creator],
    seed: Option<&str>,
) -> Result<(), Stop> {
    let db = db::control(env)?;
    let names = many.names();
    let found = if names.iter().all(|list| list == "[]") { Vec::new() } else { named(&db, names).await? };
    let mut failed = None;
    let mut deal = |at, turn| {
        if let Some(seed) = seed.filter(|_| turn <= TURNS) {
            return dealt(seed, at, turn);
        }
        js::random().unwrap_or_else(|error| {
            failed = Some(error);
            [0; 32]
        })
    };
    many.decide(&found, ground, &mut deal);
    if let Some(error) = failed {
        return Err(error.into());
    }
    let owners = many.owners();
    if owners.first().is_some_and(|creators| creators != "[]") {
        let (mut creators, campaigns) = whose(&db, owners).await?;
        creators.extend_from_slice(newcomers);
        many.own(&creators, &campaigns, ground);
    }
    let moved = many.moved();
    if !moved.is_empty() {
        many.keep_used(&used(env, &json!(moved).to_string()).await?);
    }
    Ok(())
}

/// The creators and campaigns with these ids, two JSON lists.
pub async fn whose(db: &D1Database, ids: [String; 2]) -> worker::Result<(Vec<Creator>, Vec<Campaign>)> {
    let [creators, campaigns] = ids;
    let statements = vec![
        db::bind(db, sql::CREATORS_GET, &[creators.into()])?,
        db::bind(db, sql::CAMPAIGNS_GET, &[campaigns.into()])?,
    ];
    let answers = db::batch(db, statements).await?;
    let creators = answers.first().map(db::Answer::results).transpose()?.unwrap_or_default();
    Ok((creators, answers.get(1).map(db::Answer::results).transpose()?.unwrap_or_default()))
}

/// `POST /v1/utm/lint`: where the link of this body would lead and what is said about its tags; nothing is made.
pub async fn lint(call: Call<'_>) -> Result<Reply, Stop> {
    let db = db::control(call.env)?;
    let hygiene = hygiene::read(&db).await?;
    let (origin, ground) = (Origin::of(&call), Ground { hygiene: &hygiene, ..ground(&call) });
    let body = super::said(call).await?;
    let link = Link::make(&body, ground, js::random()?).map_err(Refusal::Invalid)?;
    let ids = [json!([link.creator_id]), json!(link.campaign_id.as_slice())].map(|ids| ids.to_string());
    let (creators, campaigns) = whose(&db, ids).await?;
    let link = owned(None, link, &creators, &campaigns, ground)?;
    // Where no slug was chosen, another one will be dealt to the link itself.
    let url = body.get("slug").filter(|slug| !slug.is_null()).map(|_| origin.url(&link));
    Ok(Reply::json(200, &json!({ "target": link.target, "url": url, "lint": link.lint(&mut Known::of(&hygiene)) })))
}

/// Those of the links `ids`, a JSON list, for which anything was ever counted, or through which anything was sold.
async fn used(env: &Env, ids: &str) -> worker::Result<Vec<u32>> {
    let mut used: Vec<u32> = db::json(&db::control(env)?, sql::LINKS_HAVE_SALES, &[ids.into()]).await?;
    for shard in db::shards(env)? {
        used.append(&mut db::json(&shard, sql::LINKS_HAVE_EVENTS, &[ids.into()]).await?);
    }
    Ok(used)
}

async fn named(db: &D1Database, names: [String; 3]) -> worker::Result<Vec<Link>> {
    db::rows(db, sql::LINKS_NAMED, &names.map(Arg::Owned)).await
}

/// Stores what is decided in one transaction; gives the links that are stored.
pub async fn store(env: &Env, many: &mut Many) -> Result<Vec<Link>, Stop> {
    let db = db::control(env)?;
    let fresh = pieces(many.fresh().into_iter().map(Link::new_row));
    let changed = pieces(many.changed().into_iter().map(|(before, after)| after.next_row(before)));
    if fresh.is_empty() && changed.is_empty() {
        return Ok(Vec::new());
    }
    let inserts = fresh.len();
    let each = fresh.into_iter().map(|rows| (sql::LINKS_INSERT, rows));
    let each = each.chain(changed.into_iter().map(|rows| (sql::LINKS_UPDATE, rows)));
    let statements: worker::Result<Vec<_>> =
        each.map(|(statement, rows)| db::bind(&db, statement, &[rows.into()])).collect();
    let answers = db::batch(&db, statements?).await?;
    let (mut made, mut changed) = (Vec::new(), Vec::new());
    for (at, answer) in answers.iter().enumerate() {
        if at < inserts {
            let rows: Vec<Made> = answer.results()?;
            made.extend(rows.into_iter().map(|row| (row.id, row.host, row.slug)));
        } else {
            let rows: Vec<Changed> = answer.results()?;
            changed.extend(rows.into_iter().map(|row| row.id));
        }
    }
    Ok(many.stored(made, changed))
}

/// Rows as JSON lists of some [`PIECE`] bytes each.
fn pieces(rows: impl Iterator<Item = Value>) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for row in rows {
        let row = row.to_string();
        match pieces.last_mut().filter(|piece| piece.len() + row.len() < PIECE) {
            Some(piece) => {
                piece.push(',');
                piece.push_str(&row);
            }
            None => pieces.push(format!("[{row}")),
        }
    }
    for piece in &mut pieces {
        piece.push(']');
    }
    pieces
}

/// Carries out a single wish on a link of one of `versions`, as an `If-Match` names them (empty for any); whether the link was made, with the link and what is said about its tags, or why not.
pub async fn one(
    env: &Env,
    ctx: &worker::Context,
    wish: Wish,
    body: Value,
    versions: &str,
    ground: Ground<'_>,
) -> Result<(bool, Link, Vec<Note>), Stop> {
    let mut many = Many::read(wish, vec![body], ground);
    versions.clone_into(&mut many.versions);
    let links = carry_out(env, &mut many, ground, None).await?;
    publish_behind(env, ctx, links);
    let item = many.items.into_iter().next().ok_or(Refusal::NotFound)?;
    let made = item.before.is_none();
    match (item.refusal, item.after.or(item.before)) {
        (None, Some(link)) => Ok((made, link, item.notes)),
        (refusal, _) => Err(refusal.unwrap_or(Refusal::NotFound).into()),
    }
}
