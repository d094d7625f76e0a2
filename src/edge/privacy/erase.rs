//! Erasing somebody, step by step: what is left to do stands in the receipt until it is done.
//!
//! # Why
//! Two databases share no transaction, and a Worker may end at any moment. Conversions go first, in one transaction with
//! the note of what hangs on them, so that whatever breaks off is known; every step finds nothing where it was done.

use serde_json::json;
use worker::{D1Database, D1PreparedStatement, Env, Result};

use super::{find, letters};
use crate::domain::privacy::{Found, Scramble, Subject, Work};
use crate::domain::settings::Settings;
use crate::domain::stored;
use crate::edge::db::{self, Arg};
use crate::edge::{js, log};
use crate::sql;
use crate::stored;

/// Conversions by each name that are erased in one transaction.
const CONVERSIONS: u32 = 50;
/// Transactions of one call: who has more is erased by the nights that follow.
const ROUNDS: usize = 40;
/// Days of visitors that are changed by one statement, and deliveries that go at once.
const DAYS: usize = 500;
/// Erasures that a night goes on with.
const LEFT: i64 = 20;
/// How long a night goes on with them, milliseconds.
const BUDGET_MS: i64 = 120_000;

/// A receipt that is open, and its work as text: one that cannot be read must not keep the others from being read.
struct Open {
    id: u32,
    work: String,
}

stored!(Open { id, work });

/// Erases `subject`, or goes on with it; gives the id of the receipt.
pub async fn ask(env: &Env, settings: &Settings, subject: &Subject, reason: Option<&str>, now: i64) -> Result<u32> {
    let db = db::control(env)?;
    let work = find::work(&db, settings, subject).await?;
    let args = [
        Arg::Owned(subject.hash(&settings.customer_key)),
        subject.named_by().into(),
        reason.into(),
        now.into(),
        Arg::Owned(text(&work)),
    ];
    let open: Option<Open> = db::row(&db, sql::PRIVACY_RECEIPT_OPEN, &args).await?;
    let open = open.ok_or_else(|| worker::Error::RustError("no receipt was opened".into()))?;
    finish(env, &db, settings, open).await
}

/// Goes on with erasures that broke off, first those that were tried longest ago; one that fails keeps no other waiting.
pub async fn go_on(env: &Env, settings: &Settings) -> Result<()> {
    let (db, end) = (db::control(env)?, js::now() + BUDGET_MS);
    for open in db::rows::<Open>(&db, sql::PRIVACY_RECEIPTS_LEFT, &[Arg::Int(LEFT)]).await? {
        if js::now() > end {
            break;
        }
        db::run(&db, sql::PRIVACY_RECEIPT_TRIED, &[open.id.into(), js::now().into()]).await?;
        log::failed("privacy_receipt", finish(env, &db, settings, open).await);
    }
    Ok(())
}

/// Does what is left and ends the receipt; it stays open where more conversions are left than one call takes.
async fn finish(env: &Env, db: &D1Database, settings: &Settings, open: Open) -> Result<u32> {
    let id = open.id;
    let mut work: Work = stored::parse(&open.work).map_err(|unfit| worker::Error::RustError(unfit.to_string()))?;
    let mut left = true;
    for _ in 0..ROUNDS {
        let mut found = find::conversions(db, &work, CONVERSIONS).await?;
        found.retain(|one| one.erased_at.is_none());
        if found.is_empty() {
            left = false;
            break;
        }
        work.add(&found, settings);
        for (name, source) in find::names(db, &found).await? {
            work.order(&name, source);
        }
        let statements = conversions(db, settings, id, &work, &found)?;
        db::batch(db, statements).await?;
    }
    shared(db, id, &work).await?;
    texts(db, id, &work).await?;
    if let Some(scramble) = Scramble::of(&work.key) {
        let changed = letters::erase(db, &work, &scramble).await?;
        add(db, id, "dead_letter", changed).await?;
        events(env, db, id, &work, &scramble).await?;
    }
    if !left {
        db::run(db, sql::PRIVACY_RECEIPT_WORK, &[id.into(), Arg::Null, js::now().into()]).await?;
        for shard in db::shards(env)? {
            db::run(&shard, sql::PRIVACY_EVENTS_SAID, &[id.into()]).await?;
        }
    }
    Ok(id)
}

/// The transaction that takes who it was out of `found`, and notes in the receipt what hangs on it.
fn conversions(
    db: &D1Database,
    settings: &Settings,
    id: u32,
    work: &Work,
    found: &[Found],
) -> Result<Vec<D1PreparedStatement>> {
    let keys: Vec<(u8, &str)> = found.iter().map(|one| (one.kind, one.key.as_str())).collect();
    let keys = json!(keys).to_string();
    // What was told of an order under another name stands under that name.
    let every = found.iter().map(|one| (one.kind, one.key.as_str()));
    let every: Vec<(u8, &str)> = every.chain(work.orders().into_iter().map(|name| (1, name))).collect();
    let every = json!(every).to_string();
    let renamed = json!(Work::renamed(found, &settings.customer_key)).to_string();
    let now = js::now();
    let count = |table: &'static str| db::bind(db, sql::PRIVACY_RECEIPT_COUNT, &[id.into(), table.into()]);
    let keyed = |statement| db::bind(db, statement, &[keys.as_str().into()]);
    Ok(vec![
        db::bind(db, sql::PRIVACY_RECEIPT_WORK, &[id.into(), Arg::Owned(text(work)), now.into()])?,
        keyed(sql::PRIVACY_HISTORY)?,
        keyed(sql::PRIVACY_NEW_CUSTOMERS)?,
        db::bind(db, sql::PRIVACY_USES, &["[]".into(), "[]".into(), every.as_str().into()])?,
        count("click_use")?,
        db::bind(db, sql::PRIVACY_REPORTS, &[every.as_str().into()])?,
        count("conversion_report")?,
        db::bind(db, sql::PRIVACY_MESSAGES, &[every.as_str().into()])?,
        count("webhook_message")?,
        db::bind(db, sql::PRIVACY_CONVERSIONS, &[keys.as_str().into(), now.into()])?,
        count("conversion")?,
        db::bind(db, sql::PRIVACY_LEADS, &[renamed.as_str().into()])?,
        db::bind(db, sql::PRIVACY_IDS, &[renamed.as_str().into()])?,
        db::bind(db, sql::PRIVACY_PATHS, &[renamed.as_str().into()])?,
    ])
}

/// Makes nobody's what other conversions share with them.
async fn shared(db: &D1Database, id: u32, work: &Work) -> Result<()> {
    let clicks = json!(work.clicks).to_string();
    let visitors = json!(work.persons()).to_string();
    let both: [Arg<'_>; 2] = [clicks.as_str().into(), visitors.as_str().into()];
    let uses: [Arg<'_>; 3] = [clicks.as_str().into(), visitors.as_str().into(), "[]".into()];
    let count = |table: &'static str| db::bind(db, sql::PRIVACY_RECEIPT_COUNT, &[id.into(), table.into()]);
    let statements = vec![
        db::bind(db, sql::PRIVACY_TOUCHES, &both)?,
        count("conversion")?,
        db::bind(db, sql::PRIVACY_USES, &uses)?,
        count("click_use")?,
    ];
    db::batch(db, statements).await.map(drop)
}

/// Forgets the answers and deliveries that name them.
async fn texts(db: &D1Database, id: u32, work: &Work) -> Result<()> {
    let said = work.needle().said;
    let statements = vec![
        db::bind(db, sql::PRIVACY_ANSWERS, &[said.as_str().into()])?,
        db::bind(db, sql::PRIVACY_RECEIPT_COUNT, &[id.into(), "idempotency".into()])?,
    ];
    db::batch(db, statements).await?;
    for ids in find::deliveries(db, work, usize::MAX).await?.chunks(DAYS) {
        let statements = vec![
            db::bind(db, sql::PRIVACY_DELIVERY_CLEAR, &[Arg::Owned(json!(ids).to_string())])?,
            db::bind(db, sql::PRIVACY_RECEIPT_COUNT, &[id.into(), "delivery".into()])?,
        ];
        db::batch(db, statements).await?;
    }
    Ok(())
}

/// Makes their events nobody's. How many is kept where they are, in one transaction with the work, until the receipt has
/// ended: an answer that is lost loses no count.
async fn events(env: &Env, db: &D1Database, id: u32, work: &Work, scramble: &Scramble) -> Result<()> {
    let mut changed = 0;
    for (shard, days) in find::days(env, &work.visitors).await? {
        for days in days.chunks(DAYS) {
            let groups = days.iter().map(|(day, visitor, _)| {
                let group = scramble.group(*day, *visitor);
                (*day, *visitor, group.visitor, group.factor, group.shift)
            });
            let groups = json!(groups.collect::<Vec<_>>()).to_string();
            let given = |statement| db::bind(&shard, statement, &[groups.as_str().into()]);
            // A recount may be between the visitors that they were and those that they become.
            let statements = vec![
                given(sql::PRIVACY_EVENTS)?,
                db::bind(&shard, sql::PRIVACY_EVENTS_CHANGED, &[id.into()])?,
                given(sql::PRIVACY_EVENTS_DIRTY)?,
            ];
            db::batch(&shard, statements).await?;
        }
        changed += db::fact(&shard, &format!("erased:{id}")).await?;
    }
    db::run(db, sql::PRIVACY_RECEIPT_SUM, &[id.into(), "event".into(), changed.into()]).await.map(drop)
}

async fn add(db: &D1Database, id: u32, table: &'static str, rows: u32) -> Result<()> {
    if rows > 0 {
        db::run(db, sql::PRIVACY_RECEIPT_ADD, &[id.into(), table.into(), rows.into()]).await?;
    }
    Ok(())
}

fn text(work: &Work) -> String {
    json!(work).to_string()
}
