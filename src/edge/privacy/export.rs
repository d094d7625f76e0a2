//! Everything that is kept of somebody, by table, as it is kept.

use serde_json::{Map, Value, json};
use worker::{D1Database, Env, Result};

use super::{find, letters};
use crate::domain::privacy::{Subject, Work};
use crate::domain::settings::Settings;
use crate::edge::db::{self, Arg};
use crate::sql;

/// The most that is shown: conversions by each name, deliveries, events of a shard; what was cut is said.
const CONVERSIONS: u32 = 500;
const DELIVERIES: usize = 20;
const EVENTS: u32 = 10_000;

/// The tables, each with its rows; `cut` names those of which more is kept.
pub async fn tables(env: &Env, settings: &Settings, subject: &Subject) -> Result<Value> {
    let db = db::control(env)?;
    let mut work = find::work(&db, settings, subject).await?;
    let found = find::conversions(&db, &work, CONVERSIONS).await?;
    work.add(&found, settings);
    for (name, source) in find::names(&db, &found).await? {
        work.order(&name, source);
    }
    let mut shown = Shown { tables: Map::new(), cut: Vec::new() };
    let keys: Vec<(u8, &str)> = found.iter().map(|one| (one.kind, one.key.as_str())).collect();
    let keys = json!(keys).to_string();
    for (table, statement) in [
        ("conversion", sql::PRIVACY_SHOW_CONVERSIONS),
        ("conversion_report", sql::PRIVACY_SHOW_REPORTS),
        ("order_alias", sql::PRIVACY_SHOW_ALIASES),
        ("order_code", sql::PRIVACY_SHOW_CODES),
        ("credit", sql::PRIVACY_SHOW_CREDITS),
        ("path", sql::PRIVACY_SHOW_PATHS),
        ("click_use", sql::PRIVACY_SHOW_USES),
        ("webhook_message", sql::PRIVACY_SHOW_MESSAGES),
    ] {
        shown.put(table, db::rows(&db, statement, &[keys.as_str().into()]).await?);
    }
    if found.len() >= usize::try_from(CONVERSIONS).unwrap_or(usize::MAX) {
        shown.cut.push("conversion");
    }
    let said = work.needle().said;
    shown.put("idempotency", db::rows(&db, sql::PRIVACY_SHOW_ANSWERS, &[said.as_str().into()]).await?);
    deliveries(&db, &work, &mut shown).await?;
    shown.put("dead_letter", letters::shown(&db, &work).await?);
    events(env, &work, &mut shown).await?;
    Ok(json!({ "named_by": subject.named_by(), "tables": shown.tables, "cut": shown.cut }))
}

struct Shown {
    tables: Map<String, Value>,
    cut: Vec<&'static str>,
}

impl Shown {
    fn put(&mut self, table: &str, rows: Vec<Value>) {
        self.tables.insert(table.to_owned(), rows.into());
    }
}

async fn deliveries(db: &D1Database, work: &Work, shown: &mut Shown) -> Result<()> {
    let mut ids = find::deliveries(db, work, DELIVERIES + 1).await?;
    if ids.len() > DELIVERIES {
        ids.truncate(DELIVERIES);
        shown.cut.push("delivery");
    }
    let wanted = Arg::Owned(json!(ids).to_string());
    shown.put("delivery", db::rows(db, sql::PRIVACY_DELIVERY_GET, &[wanted]).await?);
    Ok(())
}

async fn events(env: &Env, work: &Work, shown: &mut Shown) -> Result<()> {
    let mut events = Vec::new();
    for (shard, days) in find::days(env, &work.visitors).await? {
        let days: Vec<(i64, u64)> = days.into_iter().map(|(day, visitor, _)| (day, visitor)).collect();
        let wanted = Arg::Owned(json!(days).to_string());
        let rows: Vec<Value> = db::rows(&shard, sql::PRIVACY_EVENTS_GET, &[wanted, (EVENTS + 1).into()]).await?;
        events.extend(rows);
    }
    let most = usize::try_from(EVENTS).unwrap_or(usize::MAX);
    if events.len() > most {
        events.truncate(most);
        shown.cut.push("event");
    }
    shown.put("event", events);
    Ok(())
}
