//! `/v1/costs`, `/v1/posts`, `/v1/stats`, `/v1/targets`, `/v1/rates` and `/v1/baselines`: six things, one way of keeping them.

use serde_json::{Value, json};
use worker::D1Database;

use super::body;
use crate::domain::cursor::{self, Page};
use crate::domain::ledger::judge::{self, Outcome, Said};
use crate::domain::ledger::shelf::{Around, Keeps, Names, Row, Shelf, number};
use crate::domain::ledger::{table, things};
use crate::domain::money::Currency;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::reply::{Body, Reply};
use crate::domain::route::{Act, Thing};
use crate::domain::time::DAY_MS;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop, http};
use crate::sql;

/// Rows of an export that are asked for at once.
const CHUNK: u32 = 1_000;
/// The most rows of an export; a `Link` leads on.
const EXPORT_MOST: usize = 50_000;
/// Rows that others are held against, at once.
const HELD_MOST: i64 = 1_000_000;

/// A thing and its statements.
struct Kept {
    shelf: &'static Shelf,
    list: &'static str,
    put: &'static str,
    update: &'static str,
    remove: &'static str,
    /// Runs before `put`, of what keeps its history.
    replace: Option<&'static str>,
    /// Runs behind `put` and `remove`, where days must be counted again.
    dirty: Option<&'static str>,
}

fn kept(thing: Thing) -> Result<Kept, Refusal> {
    let plain = |shelf, [list, put, update, remove]: [&'static str; 4]| Kept {
        shelf,
        list,
        put,
        update,
        remove,
        replace: None,
        dirty: None,
    };
    Ok(match thing {
        Thing::Cost => plain(&things::COSTS, [sql::COSTS_LIST, sql::COSTS_PUT, sql::COSTS_UPDATE, sql::COSTS_REMOVE]),
        Thing::Post => plain(&things::POSTS, [sql::POSTS_LIST, sql::POSTS_PUT, sql::POSTS_UPDATE, sql::POSTS_REMOVE]),
        Thing::Stat => plain(&things::STATS, [sql::STATS_LIST, sql::STATS_PUT, "", sql::STATS_REMOVE]),
        Thing::Rate => Kept {
            dirty: Some(sql::RATES_DIRTY),
            ..plain(&things::RATES, [sql::RATES_LIST, sql::RATES_PUT, "", sql::RATES_REMOVE])
        },
        Thing::Target => Kept {
            replace: Some(sql::TARGETS_REPLACE),
            ..plain(&things::TARGETS, [sql::TARGETS_LIST, sql::TARGETS_PUT, "", sql::TARGETS_REMOVE])
        },
        Thing::Baseline => Kept {
            replace: Some(sql::BASELINES_REPLACE),
            ..plain(&things::BASELINES, [sql::BASELINES_LIST, sql::BASELINES_PUT, "", sql::BASELINES_REMOVE])
        },
        _ => return Err(Refusal::NotFound),
    })
}

/// Does `act` on a thing of the ledger.
pub async fn act(call: Call<'_>, thing: Thing, act: Act) -> Result<Reply, Stop> {
    let (kept, db) = (kept(thing)?, db::control(call.env)?);
    match act {
        Act::List => list(&call, &kept, &db).await,
        Act::Make => make(call, &kept, &db).await,
        Act::Show(id) => Ok(Reply::json(200, &kept.shelf.show(&kept.get(&db, id).await?))),
        Act::Change(id) => change(call, &kept, &db, id).await,
        Act::Remove(id) => {
            let before = kept.get(&db, id).await?;
            let now = if kept.shelf.keeps == Keeps::Latest { Vec::new() } else { vec![Arg::Int(call.now)] };
            let mut statements = vec![db::bind(&db, kept.remove, &db::args(&[&[id.into()], &now]))?];
            if let Some(dirty) = kept.dirty {
                statements.push(db::bind(&db, dirty, &[Arg::Owned(kept.rows(&[&before]))])?);
            }
            db::batch(&db, statements).await?;
            Ok(Reply::empty(204))
        }
    }
}

impl Kept {
    /// The rows behind `after`, with the values of the filters.
    async fn rows_behind(
        &self,
        db: &D1Database,
        after: u32,
        limit: i64,
        near: Arg<'_>,
        filters: &[Arg<'_>],
    ) -> Result<Vec<Row>, Stop> {
        let args = db::args(&[&[after.into(), limit.into(), near], filters]);
        let rows: Vec<Value> = db::rows(db, self.list, &args).await?;
        Ok(rows.into_iter().filter_map(|row| if let Value::Object(row) = row { Some(row) } else { None }).collect())
    }

    /// No filter; `all` says whether what was put away or replaced is there too.
    fn open(&self, all: bool) -> Vec<Arg<'static>> {
        let value = |name: &&str| if *name == "all" { Arg::Int(all.into()) } else { Arg::Null };
        self.shelf.filters.iter().map(value).collect()
    }

    async fn get(&self, db: &D1Database, id: u32) -> Result<Row, Stop> {
        let found = self.rows_behind(db, id - 1, 1, Arg::Null, &self.open(true)).await?.into_iter().next();
        Ok(found.filter(|row| number(row, "id") == Some(id.into())).ok_or(Refusal::NotFound)?)
    }

    /// What `rows` may be held against; handles of posts stay taken when a post was put away.
    async fn held(&self, db: &D1Database, rows: &[&Row]) -> Result<Vec<Row>, Stop> {
        let near = Arg::Owned(table::keys(rows, self.shelf.near));
        let all = self.shelf.name == things::POSTS.name;
        self.rows_behind(db, 0, HELD_MOST, near, &self.open(all)).await
    }

    /// The JSON list that statements read.
    fn rows(&self, rows: &[&Row]) -> String {
        rows.iter().map(|row| Value::from(self.shelf.values(row))).collect::<Value>().to_string()
    }

    /// Stores rows in one transaction, `(held, row)` where something is there; gives the id of the first that is new.
    async fn write(&self, db: &D1Database, now: i64, rows: &[(Option<&Row>, &Row)]) -> Result<Option<u32>, Stop> {
        let versions = self.shelf.keeps == Keeps::Versions;
        let (changed, new): (Vec<_>, Vec<_>) = rows.iter().partition(|(held, _)| versions && held.is_some());
        let new: Vec<&Row> = new.iter().map(|(_, row)| *row).collect();
        let list = self.rows(&new);
        let mut statements = Vec::new();
        if let Some(replace) = self.replace {
            statements.push(db::bind(db, replace, &[list.as_str().into(), now.into()])?);
        }
        let put = statements.len();
        statements.push(db::bind(db, self.put, &[list.as_str().into(), now.into()])?);
        if !changed.is_empty() {
            let row = |(held, row): &(Option<&Row>, &Row)| {
                let of = |name| held.and_then(|held| held.get(name)).cloned().unwrap_or_default();
                let mut values = vec![of("id"), of("version")];
                values.extend(self.shelf.values(row));
                Value::from(values)
            };
            let list = changed.iter().map(row).collect::<Value>().to_string();
            statements.push(db::bind(db, self.update, &[list.into(), now.into()])?);
        }
        if let Some(dirty) = self.dirty {
            statements.push(db::bind(db, dirty, &[list.as_str().into()])?);
        }
        let answers = db::batch(db, statements).await?;
        let made: Vec<Value> = answers.get(put).map(db::Answer::results).transpose()?.unwrap_or_default();
        let moved = if changed.is_empty() { 0 } else { answers.get(put + 1).map_or(0, db::Answer::changes) };
        if made.len() < new.len() || moved < changed.len() {
            let detail = "Somebody else changed it meanwhile; read it again and repeat the change.";
            return Err(Refusal::Taken("changed_meanwhile", "", detail.into()).into());
        }
        let id = made.first().and_then(|made| made.get("id")).and_then(Value::as_u64);
        Ok(id.and_then(|id| id.try_into().ok()))
    }
}

/// What creators, campaigns and posts are called in `objects`.
async fn names<'a>(db: &D1Database, objects: impl Iterator<Item = &'a Value>) -> Result<Names, Stop> {
    Ok(db::json(db, sql::LEDGER_NAMES, &table::names(objects).map(Arg::Owned)).await?)
}

fn around(now: i64, reporting: Option<Currency>, names: &Names) -> Around<'_> {
    Around { names, reporting, today: now.div_euclid(DAY_MS) }
}

/// A page of the list, or with `format=csv` all of it as a table.
async fn list(call: &Call<'_>, kept: &Kept, db: &D1Database) -> Result<Reply, Stop> {
    let (shelf, query) = (kept.shelf, |name: &str| call.address.query(name));
    let csv = match query("format").as_deref() {
        None | Some("json") => false,
        Some("csv") => true,
        Some(_) => return Err(Refusal::invalid(Fault::query("format", "unknown_format", "Send json or csv.")).into()),
    };
    let page = Page::read(shelf.name, query("limit").as_deref(), query("cursor").as_deref())?;
    let asked: Value =
        ["creator", "campaign", "post"].iter().map(|name| ((*name).to_owned(), json!(query(name)))).collect();
    let names = names(db, std::iter::once(&asked)).await?;
    let mut filters = Vec::new();
    for name in shelf.filters {
        filters.push(match (*name, query(name)) {
            ("all", _) => Arg::Int(http::flag(call.address, "all")?.into()),
            (_, None) => Arg::Null,
            ("creator" | "campaign" | "post", Some(word)) => {
                let fault =
                    || Fault::query(name, "not_found", format!("Name the handle or id of a {name} that there is."));
                let id = names.find(name, word.trim()).ok_or_else(|| Refusal::invalid(fault()))?;
                id.into()
            }
            (_, Some(word)) => Arg::Owned(word),
        });
    }
    if csv {
        return export(call, kept, db, page.after, &filters).await;
    }
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let mut rows = kept.rows_behind(db, page.after, i64::from(page.limit) + 1, Arg::Null, &filters).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).and_then(id_of).map(|id| cursor::print(shelf.name, id));
    let items: Vec<Value> = rows.iter().map(|row| shelf.show(row)).collect();
    Ok(Reply::json(200, &json!({ "items": items, "next": next })))
}

fn id_of(row: &Row) -> Option<u32> {
    number(row, "id").and_then(|id| id.try_into().ok())
}

/// The held row with this id; they stand in the order of their ids.
fn of_id(held: &[Row], id: Option<i64>) -> Option<&Row> {
    let at = held.binary_search_by_key(&id?, |row| number(row, "id").unwrap_or(0)).ok()?;
    held.get(at)
}

/// The table of what is listed, at most [`EXPORT_MOST`] rows of it.
async fn export(call: &Call<'_>, kept: &Kept, db: &D1Database, after: u32, filters: &[Arg<'_>]) -> Result<Reply, Stop> {
    let (mut text, mut after, mut count) = (table::header(kept.shelf), after, 0);
    let next = loop {
        let rows = kept.rows_behind(db, after, CHUNK.into(), Arg::Null, filters).await?;
        for row in &rows {
            text.push_str(&table::line(kept.shelf, row));
        }
        count += rows.len();
        after = rows.last().and_then(id_of).unwrap_or(after);
        if rows.len() < CHUNK as usize {
            break None;
        }
        if count >= EXPORT_MOST {
            break Some(cursor::print(kept.shelf.name, after));
        }
    };
    let reply = Reply { body: Body::Text(text), ..Reply::empty(200) }
        .with("content-type", "text/csv; charset=utf-8")
        .with("cache-control", "no-store")
        .with("x-content-type-options", "nosniff");
    Ok(match next {
        None => reply,
        Some(next) => {
            let rest = call.address.query.split('&').filter(|pair| !pair.starts_with("cursor="));
            let query = rest.collect::<Vec<_>>().join("&");
            reply.with("link", format!("<{}?{query}&cursor={next}>; rel=\"next\"", call.address.path))
        }
    })
}

/// What is said of a single row, as a refusal where it is refused.
fn refused(kept: &Kept, said: &Said) -> Result<(), Refusal> {
    match (said.outcome, said.errors.first()) {
        (Outcome::Rejected, Some(fault)) if fault.code == "overlaps" => {
            Err(Refusal::Taken("overlaps", "/from_day", fault.detail.clone()))
        }
        (Outcome::Rejected, _) => Err(Refusal::Invalid(said.errors.clone())),
        (Outcome::Changed, _) if kept.shelf.keeps == Keeps::Versions => {
            let detail = format!("Number {} has it; change that one, or choose another.", said.id.unwrap_or(0));
            let post = kept.shelf.name == things::POSTS.name;
            let (word, field) = if post { ("handle_taken", "/handle") } else { ("external_id_taken", "/external_id") };
            Err(Refusal::Taken(word, field, detail))
        }
        _ => Ok(()),
    }
}

async fn make(call: Call<'_>, kept: &Kept, db: &D1Database) -> Result<Reply, Stop> {
    let (now, reporting) = (call.now, call.settings.reporting_currency);
    let body = body(call).await?;
    let names = names(db, std::iter::once(&body)).await?;
    let row = kept.shelf.read(&body, None, &around(now, reporting, &names)).map_err(Refusal::Invalid)?;
    let held = kept.held(db, &[&row]).await?;
    let rows = [(0, Ok(row))];
    let said = judge::judge(kept.shelf, &rows, &held, false);
    let ([said], [(_, Ok(row))]) = (said.as_slice(), &rows) else { return Err(Refusal::NotFound.into()) };
    refused(kept, said)?;
    let there = of_id(&held, said.id);
    if let (Outcome::Unchanged, Some(there)) = (said.outcome, there) {
        return Ok(Reply::json(200, &kept.shelf.show(there)));
    }
    let status = if there.is_some() && kept.shelf.keeps == Keeps::Latest { 200 } else { 201 };
    shown(kept, db, status, kept.write(db, now, &[(there, row)]).await?).await
}

/// What was just stored, with its address.
async fn shown(kept: &Kept, db: &D1Database, status: u16, id: Option<u32>) -> Result<Reply, Stop> {
    let id = id.ok_or(Refusal::NotFound)?;
    let row = kept.get(db, id).await?;
    Ok(Reply::json(status, &kept.shelf.show(&row)).with("location", format!("/v1/{}/{id}", kept.shelf.name)))
}

async fn change(call: Call<'_>, kept: &Kept, db: &D1Database, id: u32) -> Result<Reply, Stop> {
    let (now, reporting, shelf) = (call.now, call.settings.reporting_currency, kept.shelf);
    let before = kept.get(db, id).await?;
    if number(&before, "superseded_at").is_some() {
        return Err(Refusal::Taken("replaced", "", "Another stands in its place; change that one.".into()).into());
    }
    let (body, known) = (body(call).await?, Value::Object(before.clone()));
    let names = names(db, [&body, &known].into_iter()).await?;
    let row = shelf.read(&body, Some(&before), &around(now, reporting, &names)).map_err(Refusal::Invalid)?;
    if shelf.says(&before, &row) {
        return Ok(Reply::json(200, &shelf.show(&before)));
    }
    if shelf.keeps == Keeps::Latest && shelf.identity(&before) != shelf.identity(&row) {
        let fault = Fault::at("", "fixed", format!("These tell it from others and stay: {}.", shelf.same.join(", ")));
        return Err(Refusal::invalid(fault).into());
    }
    if shelf.keeps == Keeps::Versions {
        let mut held = kept.held(db, &[&row]).await?;
        held.retain(|held| id_of(held) != Some(id));
        let rows = [(0, Ok(row.clone()))];
        judge::judge(shelf, &rows, &held, false).iter().try_for_each(|said| match said.outcome {
            Outcome::Unchanged => refused(kept, &Said { outcome: Outcome::Changed, ..said.clone() }),
            _ => refused(kept, said),
        })?;
    }
    let new = kept.write(db, now, &[(Some(&before), &row)]).await?;
    shown(kept, db, 200, new.or(Some(id))).await
}

/// `POST /v1/{thing}/import`: a table; `dry_run=true` only says what would become of each row, `partial=true` stores the rest
/// where some are refused, which otherwise keeps all of them out.
pub async fn import(call: Call<'_>, thing: Thing) -> Result<Reply, Stop> {
    let (kept, db, now) = (kept(thing)?, db::control(call.env)?, call.now);
    let (dry_run, partial) = (http::flag(call.address, "dry_run")?, http::flag(call.address, "partial")?);
    let reporting = call.settings.reporting_currency;
    let objects = table::read(kept.shelf, &http::body(call.request, table::BODY_MOST).await?)?;
    let names = names(&db, objects.iter().filter_map(|(_, object)| object.as_ref().ok())).await?;
    let around = around(now, reporting, &names);
    let read = |object: Result<Value, Vec<Fault>>| kept.shelf.read(&object?, None, &around);
    let rows: Vec<(usize, Result<Row, Vec<Fault>>)> =
        objects.into_iter().map(|(line, object)| (line, read(object))).collect();
    let good: Vec<&Row> = rows.iter().filter_map(|(_, row)| row.as_ref().ok()).collect();
    let held = kept.held(&db, &good).await?;
    let said = judge::judge(kept.shelf, &rows, &held, true);
    let mut answer = judge::answer(&said, dry_run);
    if dry_run {
        return Ok(Reply::json(200, &answer));
    }
    if !partial && said.iter().any(|said| said.outcome == Outcome::Rejected) {
        let problem = json!({
            "type": "urn:waymark:problem:rows_rejected", "title": "Some rows are wrong", "status": 422, "code": "rows_rejected",
            "detail": "Nothing was stored. Correct the rows that `items` rejects, or send `partial=true` to store the others.",
        });
        if let (Some(answer), Value::Object(problem)) = (answer.as_object_mut(), problem) {
            answer.extend(problem);
        }
        return Ok(Reply::json(422, &answer).with("content-type", "application/problem+json"));
    }
    let mut news: Vec<(Option<&Row>, &Row)> = Vec::new();
    for (said, (_, row)) in said.iter().zip(&rows) {
        if let (Outcome::Made | Outcome::Changed, Ok(row)) = (said.outcome, row) {
            news.push((of_id(&held, said.id), row));
        }
    }
    if !news.is_empty() {
        kept.write(&db, now, &news).await?;
    }
    Ok(Reply::json(200, &answer))
}
