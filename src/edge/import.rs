//! `POST /v1/import`: a history in pieces; what an answer counts as stored or known is in D1.
//!
//! # Why
//! Lines are written some thousand at a time, visits before the conversions that name them, and the row of the import after
//! both: whatever breaks off is sent again from where that row stands, and what was written already is known.

use serde_json::json;
use worker::{D1Database, Env};

use super::conversions::{foresee, record_history};
use super::{Call, Stop, db, http, privacy, store};
use crate::domain::click_id::Click;
use crate::domain::conversion::Batch;
use crate::domain::import::{
    Asked, BODY_MOST, Counts, ERRORS_MOST, Names, PORTION, Portion, Progress, Reader, Tally, is_name,
};
use crate::domain::refusal::Refusal;
use crate::domain::reply::Reply;
use crate::sql;

/// Clicks that are looked for at once: each is asked for on every day of the longest window.
const CLICKS: usize = 200;

/// `GET /v1/import/{name}`: how far it has come.
pub async fn show(call: &Call<'_>, name: &str) -> Result<Reply, Stop> {
    let row = if is_name(name) { progress(&db::control(call.env)?, name).await? } else { None };
    Ok(Reply::json(200, &row.ok_or(Refusal::NotFound)?.shown()))
}

/// Takes a piece of a history.
pub async fn take(call: Call<'_>) -> Result<Reply, Stop> {
    let (env, settings, hosts, now) = (call.env, call.settings, call.hosts, call.now);
    let asked = Asked::read(&|name| call.address.query(name))?;
    let body = http::unpacked_body(call.request, BODY_MOST).await?;
    let lines = asked.lines(&body)?;
    let control = db::control(env)?;
    let mut row = progress(&control, &asked.name).await?.unwrap_or_default();
    let had = row.lines;
    asked.follows(had)?;
    let mut purged = 0;
    for shard in db::shards(env)? {
        purged = purged.max(privacy::purge::until(&shard).await?);
    }
    let reader = Reader::new(settings, hosts, now, purged).ok_or(Refusal::Unavailable)?;
    let (mut tally, mut names, mut number) = (Tally::default(), Names::default(), asked.offset);
    for lines in lines.chunks(PORTION) {
        let (first, end) = (number + 1, number + u64::try_from(lines.len()).unwrap_or(0));
        let mut portion = Portion::read(&reader, first, lines);
        learn(&control, &portion, &mut names, (now, !asked.strict)).await?;
        portion.refuse_unknown(&names);
        if asked.strict {
            strict(env, &portion, portion.batch(&names, settings, now)).await?;
            learn(&control, &portion, &mut names, (now, true)).await?;
        }
        portion.place(&mut names);
        // Of lines that an earlier call took none is counted twice.
        let fresh = (had + 1).clamp(first, end + 1);
        for (from, until) in [(first, fresh), (fresh, end + 1)] {
            let events = portion.events(from, until);
            if !events.is_empty() {
                tally.count(events.len(), store::events(env, &events).await?, from <= had);
            }
        }
        let mut faults = std::mem::take(&mut portion.faults);
        if portion.has_reports() {
            find(env, &reader, &portion, &mut names).await?;
            for said in record_history(env, &portion.batch(&names, settings, now)).await? {
                let (place, before) = (said.index, portion.line(said.index) <= had);
                let wrong = tally.conversion(said, before);
                faults.extend(wrong.into_iter().filter_map(|fault| portion.fault(place, fault)));
            }
        }
        tally.wrong(faults, had);
        number = end;
        let args = [
            asked.name.as_str().into(),
            count(end),
            count(tally.fresh.stored),
            count(tally.fresh.repeated),
            count(tally.fresh.refused),
            count(tally.mended),
            now.into(),
        ];
        row = db::row(&control, sql::IMPORT_PUT, &args).await?.unwrap_or(row);
        (tally.fresh, tally.mended) = (Counts::default(), 0);
    }
    Ok(Reply::json(200, &tally.shown(number, &row)))
}

/// Refuses the whole body where a line of it is wrong, or would not be taken beside what is stored.
async fn strict(env: &Env, portion: &Portion, batch: Batch) -> Result<(), Stop> {
    let mut faults = portion.faults.clone();
    if portion.has_reports() {
        for said in foresee(env, &batch).await? {
            let (place, mut tally) = (said.index, Tally::default());
            let wrong = tally.conversion(said, false);
            faults.extend(wrong.into_iter().filter_map(|fault| portion.fault(place, fault)));
        }
    }
    faults.sort_by_key(|fault| fault.line);
    faults.truncate(ERRORS_MOST);
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults).into()) }
}

/// Learns the links that the lines name; with `make` those that creators lack are made.
async fn learn(
    control: &D1Database,
    portion: &Portion,
    names: &mut Names,
    (now, make): (i64, bool),
) -> Result<(), Stop> {
    let words = portion.words(names, make);
    if words.is_empty() {
        return Ok(());
    }
    let words = json!(words).to_string();
    if make {
        db::run(control, sql::IMPORT_LINKS_MAKE, &[words.as_str().into(), now.into()]).await?;
    }
    let links: Vec<(String, u32)> = db::json(control, sql::IMPORT_LINKS, &[words.as_str().into()]).await?;
    names.links.extend(links);
    Ok(())
}

/// Finds the clicks that conversions name and that this call did not bring.
async fn find(env: &Env, reader: &Reader<'_>, portion: &Portion, names: &mut Names) -> Result<(), Stop> {
    let (ids, wanted) = portion.wanted(reader, names);
    let mut found: Vec<(String, Click)> = Vec::new();
    for shard in db::shards(env)? {
        for wanted in wanted.chunks(CLICKS) {
            let wanted = json!(wanted).to_string();
            let rows: Vec<(usize, u32, i64, u32, u64)> =
                db::json(&shard, sql::IMPORT_CLICKS, &[wanted.as_str().into()]).await?;
            found.extend(rows.into_iter().filter_map(|(place, link, at, nonce, visitor)| {
                Some(((*ids.get(place)?).to_owned(), Click { link, at, nonce, visitor }))
            }));
        }
    }
    names.clicks.extend(found);
    Ok(())
}

async fn progress(control: &D1Database, name: &str) -> worker::Result<Option<Progress>> {
    db::row(control, sql::IMPORT_GET, &[name.into()]).await
}

/// A count as a value to bind.
fn count(number: u64) -> db::Arg<'static> {
    db::Arg::Int(i64::try_from(number).unwrap_or(i64::MAX))
}
