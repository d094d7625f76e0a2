//! Deliveries: everything that sources sent, kept for thirty days, shown, and replayed.
//!
//! # Why
//! A delivery that was proved is kept in the transaction of what it reports: neither is there without the other. What
//! became of it is written after that, and where this fails the row says `recorded` and the sender hears success all
//! the same, for its reports are durable.

use serde_json::{Value, json};
use worker::{D1PreparedStatement, Env};

use super::{reading, recorded};
use crate::domain::cursor::{self, Page};
use crate::domain::fields::{self, Fields};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::source::Source;
use crate::domain::reply::Reply;
use crate::domain::source::answer::Answer;
use crate::domain::source::privacy::without_addresses;
use crate::domain::time::{self, DAY_MS};
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop, http, js, log};
use crate::sql;
use crate::stored;

/// How long a delivery is kept, milliseconds.
const KEPT_MS: i64 = 30 * DAY_MS;
/// The most bytes kept of a body that was proved (bytes that are no text grow when they are written as text), and of any
/// other.
const BYTES: (usize, usize) = (super::BODY_MOST, 64 * 1024);
/// The most bytes kept of a list of faults or items: a row has 2 MB, and nobody reads more.
const LIST_MOST: usize = 256 * 1024;
/// The most deliveries kept of a source that nobody signed.
const UNVERIFIED_MOST: u32 = 1_000;
/// How many deliveries are forgotten at once, and how often in one night: a statement has seconds.
const PURGED: (u32, u32) = (2_000, 100);
/// The most bytes of a body that asks for a replay.
const BODY_MOST: usize = 4 * 1024;

/// What came to a source's door.
pub struct Came<'a> {
    pub source: &'a Source,
    /// As the header says.
    pub topic: &'a str,
    pub received_at: i64,
    body: &'a str,
    nonce: i64,
}

impl<'a> Came<'a> {
    /// A body that came.
    pub fn new(source: &'a Source, topic: &'a str, body: &'a str, now: i64) -> worker::Result<Self> {
        // 53 bits are what a bound number keeps.
        let nonce = i64::try_from(js::chance()? >> 11).unwrap_or_default();
        Ok(Self { source, topic, received_at: now, body, nonce })
    }

    /// The statement that keeps it, without what must not rest, and with what became of it where that is known already.
    pub fn insert(&self, env: &Env, verified: bool, answer: Option<&Answer>) -> worker::Result<D1PreparedStatement> {
        let most = if verified { BYTES.0 } else { BYTES.1 };
        let start = self.body.get(..self.body.floor_char_boundary(most)).unwrap_or_default();
        let body = without_addresses(start);
        let cut = start.len() < self.body.len() || answer.is_some_and(|answer| answer.status == 413);
        let mut args: Vec<Arg<'_>> = vec![self.source.id.into(), self.received_at.into(), self.nonce.into()];
        args.extend([u32::from(verified).into(), u32::from(cut).into()]);
        match answer {
            Some(answer) => args.extend(told(answer)),
            None => {
                args.extend([
                    self.topic.into(),
                    200_u32.into(),
                    "recorded".into(),
                    Arg::Null,
                    "[]".into(),
                    "[]".into(),
                ]);
            }
        }
        args.push(Arg::Owned(body));
        db::bind(&db::control(env)?, sql::DELIVERY_INSERT, &args)
    }

    /// Keeps it with what became of it; of the unverified ones only the newest stay.
    pub async fn keep(&self, env: &Env, verified: bool, answer: &Answer) -> worker::Result<()> {
        let db = db::control(env)?;
        let mut statements = vec![self.insert(env, verified, Some(answer))?];
        if !verified {
            statements.push(db::bind(&db, sql::DELIVERY_CAP, &[self.source.id.into(), UNVERIFIED_MOST.into()])?);
        }
        db::batch(&db, statements).await.map(drop)
    }

    /// Notes what became of it.
    pub async fn done(&self, env: &Env, answer: &Answer) {
        note(env, None, self.nonce, answer).await;
    }
}

/// What is stored of an answer, in the order of the statements.
fn told(answer: &Answer) -> [Arg<'_>; 6] {
    let list = |list: serde_json::Result<String>| {
        Arg::Owned(list.ok().filter(|text| text.len() <= LIST_MOST).unwrap_or_else(|| "[]".into()))
    };
    [
        answer.topic.as_str().into(),
        u32::from(answer.status).into(),
        answer.outcome.into(),
        answer.reason.as_deref().into(),
        list(serde_json::to_string(&answer.errors)),
        list(serde_json::to_string(&answer.items)),
    ]
}

/// Notes what became of the delivery with this id or nonce; what is recorded is recorded, so a failure is only logged.
async fn note(env: &Env, id: Option<u32>, nonce: i64, answer: &Answer) {
    let mut args: Vec<Arg<'_>> = vec![id.into(), nonce.into()];
    args.extend(told(answer));
    let noted = match db::control(env) {
        Ok(db) => db::run(&db, sql::DELIVERY_DONE, &args).await,
        Err(error) => Err(error),
    };
    if let Err(error) = noted {
        log::line("warn", "delivery_not_noted", &json!({ "error": error.to_string() }));
    }
}

/// A stored delivery as it is shown: its times in their printed form.
fn shown(mut delivery: Value) -> Value {
    for name in ["received_at", "replayed_at"] {
        if let Some(at) = delivery.get_mut(name) {
            *at = at.as_i64().map(time::print).into();
        }
    }
    delivery
}

/// `GET /v1/deliveries`: newest first, of one `source` or with one `outcome` where asked.
pub async fn list(call: &Call<'_>) -> Result<Reply, Stop> {
    let query = |name| call.address.query(name);
    let page = Page::read("deliveries", query("limit").as_deref(), query("cursor").as_deref())?;
    let before = if page.after == 0 { i64::from(u32::MAX) + 1 } else { page.after.into() };
    let source = query("source").map(|id| id.parse::<u32>()).transpose();
    let source = source.map_err(|_| Refusal::invalid(Fault::query("source", "not_an_id", "Send a source's id.")))?;
    let outcome = query("outcome");
    let args = [before.into(), (page.limit + 1).into(), source.into(), outcome.as_deref().into()];
    let found: Value = db::json(&db::control(call.env)?, sql::DELIVERY_LIST, &args).await?;
    let found = found.as_array().map(Vec::as_slice).unwrap_or_default();
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let items: Vec<Value> = found.iter().take(limit).cloned().map(shown).collect();
    let last = items.last().filter(|_| found.len() > limit).map(id_of);
    Ok(Reply::json(200, &json!({ "items": items, "next": last.map(|id| cursor::print("deliveries", id)) })))
}

fn id_of(delivery: &Value) -> u32 {
    number_of(delivery, "id").try_into().unwrap_or_default()
}

fn number_of(delivery: &Value, name: &str) -> i64 {
    delivery.get(name).and_then(Value::as_i64).unwrap_or_default()
}

/// `GET /v1/deliveries/{id}`: whole.
pub async fn show(call: &Call<'_>, id: u32) -> Result<Reply, Stop> {
    let (mut delivery, body) = get(call.env, id).await?;
    if let Some(fields) = delivery.as_object_mut() {
        fields.insert("body".into(), body.into());
    }
    Ok(Reply::json(200, &shown(delivery)))
}

/// A delivery as it is stored, and its body.
async fn get(env: &Env, id: u32) -> Result<(Value, String), Stop> {
    struct Row {
        rows: String,
        body: String,
    }

    stored!(Row { rows, body });
    let row: Option<Row> = db::row(&db::control(env)?, sql::DELIVERY_GET, &[id.into()]).await?;
    let row = row.ok_or(Refusal::NotFound)?;
    Ok((fields::parse(row.rows.as_bytes())?, row.body))
}

/// `POST /v1/deliveries/{id}/replay`: reads and records a kept body again; what was recorded before stays as it is.
///
/// One that nobody signed is replayed only where the administrator vouches for it (`{"unsigned": true}`); it then counts
/// like any other of its source.
pub async fn replay(call: Call<'_>, id: u32) -> Result<Reply, Stop> {
    let (env, settings, now) = (call.env, call.settings, call.now);
    let asked = http::body(call.request, BODY_MOST).await?;
    let unsigned = if asked.is_empty() { false } else { vouched(&fields::parse(&asked)?).map_err(Refusal::Invalid)? };
    let (delivery, body) = get(env, id).await?;
    let is = |name: &str| delivery.get(name).and_then(Value::as_bool) == Some(true);
    if is("cut") {
        let detail = "Only its start was kept; let the sender send it again.";
        return Err(Refusal::invalid(Fault::at("", "cut", detail)).into());
    }
    if !is("verified") && !unsigned {
        let detail = "Nobody signed it; send {\"unsigned\": true} if you vouch for it.";
        return Err(Refusal::invalid(Fault::at("/unsigned", "unsigned", detail)).into());
    }
    let db = db::control(env)?;
    let source: Option<Source> = db::row(&db, sql::SOURCE_GET, &[number_of(&delivery, "source_id").into()]).await?;
    let source = source.ok_or(Refusal::NotFound)?;
    let body = fields::parse(body.as_bytes())?;
    let replayed = db::bind(&db, sql::DELIVERY_REPLAYED, &[id.into(), now.into()])?;
    let topic = delivery.get("topic").and_then(Value::as_str).unwrap_or_default();
    // It was received when it came: what tells no time of its own happened then.
    let answer = match reading(&source, settings, topic, &body, number_of(&delivery, "received_at")) {
        Ok(read) => recorded(env, read, replayed).await?,
        Err(answer) => {
            db::batch(&db, vec![replayed]).await?;
            answer
        }
    };
    note(env, Some(id), 0, &answer).await;
    Ok(answer.reply())
}

fn vouched(body: &Value) -> Result<bool, Vec<Fault>> {
    let mut fields = Fields::of(body, "")?;
    let unsigned = fields.flag("unsigned");
    fields.finish()?;
    Ok(unsigned.unwrap_or(false))
}

/// Forgets what came longer ago than deliveries are kept.
pub async fn purge(env: &Env, now: i64) -> worker::Result<()> {
    let db = db::control(env)?;
    let (most, rounds) = PURGED;
    for _ in 0..rounds {
        if db::run(&db, sql::DELIVERY_PURGE, &[(now - KEPT_MS).into(), most.into()]).await? == 0 {
            break;
        }
    }
    Ok(())
}
