//! `POST /v1/links/import`: links from a file; with `dry_run=true` it only says what would become of each row.

use serde_json::{Value, json};
use worker::Env;

use super::super::{ground, hygiene};
use super::Origin;
use super::many::{foresee, publish_behind, store, whose};
use crate::domain::host;
use crate::domain::ledger::shelf::Names;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::creator::Creator;
use crate::domain::register::link::Ground;
use crate::domain::register::link::import::{Ask, BODY_MOST, Import, Newcomer, answer};
use crate::domain::register::link::many::{Item, Many};
use crate::domain::reply::Reply;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop, http, idempotency};
use crate::sql;

/// The parameters of an import.
const PARAMETERS: [&str; 5] = ["dry_run", "on_error", "creator", "make_creators", "host"];

/// Takes a file of links, as a table or as a JSON list.
pub async fn import(call: Call<'_>) -> Result<Reply, Stop> {
    let (env, ctx, now) = (call.env, call.ctx, call.now);
    let hygiene = hygiene::read(&db::control(env)?).await?;
    let (ask, origin, ground) = (ask(&call)?, Origin::of(&call), Ground { hygiene: &hygiene, ..ground(&call) });
    let claim = idempotency::Asked::of(&call)?;
    let seed = claim.as_ref().map(idempotency::Asked::seed);
    let json = http::header(&call.request.headers(), "content-type").trim_start().starts_with("application/json");
    let body = http::body(call.request, BODY_MOST).await?;
    let work = async {
        let mut import = Import::read(&body, json)?;
        let names = names(env, &import, &ask).await?;
        let (mut many, newcomers) = import.wishes(&ask, &names, ground);
        let there: Vec<Creator> = newcomers.iter().map(|newcomer| newcomer.creator(now)).collect();
        foresee(env, &mut many, ground, &there, seed.as_deref()).await?;
        let url = |item: &Item| item.link().map(|link| origin.url(link));
        let wrong = many.items.iter().any(|item| item.refusal.is_some());
        if ask.dry_run || (wrong && !ask.skip) {
            let answer = answer(&import, &ask, &many, &newcomers, import.said(&many, &url));
            return Ok(if ask.dry_run { Reply::json(200, &answer) } else { stopped(answer) });
        }
        make(env, &import, &ask, &mut many, &newcomers, ground).await?;
        let links = store(env, &mut many).await?;
        publish_behind(env, ctx, links);
        if let Some(lost) = many.lost() {
            let found = db::rows(&db::control(env)?, sql::LINKS_NAMED, &lost.map(Arg::Owned)).await?;
            many.tell_lost(&found, false);
        }
        Ok(Reply::json(200, &answer(&import, &ask, &many, &newcomers, import.said(&many, &url))))
    };
    // What would happen may be asked again: it is another answer each time.
    idempotency::once(env, claim.filter(|_| !ask.dry_run), &body, now, work).await
}

fn ask(call: &Call<'_>) -> Result<Ask, Refusal> {
    let address = call.address;
    for (name, _) in url::form_urlencoded::parse(address.query.as_bytes()) {
        if !PARAMETERS.contains(&name.as_ref()) {
            let detail = format!("Check its spelling; there may be {}.", PARAMETERS.join(", "));
            return Err(Refusal::invalid(Fault::query(&name, "unknown_parameter", detail)));
        }
    }
    let skip = match address.query("on_error").as_deref() {
        None | Some("stop") => false,
        Some("skip") => true,
        Some(_) => return Err(Refusal::invalid(Fault::query("on_error", "unknown_word", "Send stop or skip."))),
    };
    let fold = call.settings.fold;
    let named = |host: String| host::name(&host, fold).filter(|host| call.hosts.find(host).is_some());
    let host = address.query("host").map(named);
    if host == Some(None) {
        let detail = "Name a host that is served here, without a port.";
        return Err(Refusal::invalid(Fault::query("host", "unknown_host", detail)));
    }
    Ok(Ask {
        dry_run: http::flag(address, "dry_run")?,
        skip,
        creator: address.query("creator").filter(|creator| !creator.trim().is_empty()),
        make_creators: http::flag(address, "make_creators")?,
        host: host.flatten(),
    })
}

/// Whom the rows mean.
async fn names(env: &Env, import: &Import, ask: &Ask) -> Result<Names, Stop> {
    Ok(db::json(&db::control(env)?, sql::LEDGER_NAMES, &import.names(ask).map(Arg::Owned)).await?)
}

/// Makes the creators that good rows name and gives the links their ids.
async fn make(
    env: &Env,
    import: &Import,
    ask: &Ask,
    many: &mut Many,
    newcomers: &[Newcomer],
    ground: Ground<'_>,
) -> Result<(), Stop> {
    let mut links = many.fresh();
    links.extend(many.changed().into_iter().map(|(_, after)| after));
    let wanted = |one: &&Newcomer| links.iter().any(|link| link.creator_id == one.stand_in);
    let all: Vec<&Newcomer> = newcomers.iter().filter(wanted).collect();
    if all.is_empty() {
        return Ok(());
    }
    let db = db::control(env)?;
    let rows: Value = all.iter().map(|newcomer| json!([newcomer.name, newcomer.handle])).collect();
    db::run(&db, sql::CREATORS_INSERT, &[rows.to_string().into(), ground.now.into()]).await?;
    let known = names(env, import, ask).await?;
    let id = |newcomer: &&Newcomer| Some((newcomer.stand_in, known.find("creator", &newcomer.handle)?));
    many.renumber(&all.iter().filter_map(id).collect::<Vec<_>>());
    // A tag may say the id.
    let (creators, campaigns) = whose(&db, many.owners()).await?;
    many.own(&creators, &campaigns, ground);
    Ok(())
}

/// The answer where a wrong row kept all of them out.
fn stopped(mut answer: Value) -> Reply {
    let problem = json!({
        "type": "urn:waymark:problem:rows_rejected",
        "title": "Some rows are wrong",
        "status": 422,
        "code": "rows_rejected",
        "detail": "Nothing was stored. Correct the rows with `errors`, or send `on_error=skip` to store the others.",
    });
    if let (Some(answer), Value::Object(problem)) = (answer.as_object_mut(), problem) {
        answer.extend(problem);
    }
    Reply::json(422, &answer).with("content-type", "application/problem+json")
}
