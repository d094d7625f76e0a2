//! `/v1/codes`: whatever changes whose a code is reopens the days of the orders that carried it.

use serde_json::{Value, json};
use worker::{D1Database, D1PreparedStatement};

use super::{Kept, body, change_args, get, living_campaign, living_creator, made, page, unchanged};
use crate::domain::money::Currency;
use crate::domain::refusal::Refusal;
use crate::domain::register::code::{Code, Discount};
use crate::domain::register::code_import::{self, Import, Outcome};
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop, http};
use crate::sql;
use crate::stored;

impl Kept for Code {
    const NAME: &'static str = "codes";
    const GET: &'static str = sql::CODE_GET;
    const INSERT: &'static str = sql::CODES_INSERT;
    const UPDATE: &'static str = sql::CODE_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        vec![Arg::Owned(rows(&[self])), self.created_at.into()]
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        let when = [self.valid_from.into(), self.valid_until.into(), self.updated_at.into(), self.campaign_id.into()];
        let kind = self.discount_kind.map(Discount::word);
        let off = [kind.into(), self.discount_value.into(), self.currency.as_ref().map(Currency::as_str).into()];
        db::args(&[&[self.creator_id.into()], &when, &off])
    }

    fn taken(&self) -> Refusal {
        let detail = "This code is held by another entry in that time; end that one, or choose other times.";
        Refusal::Taken("code_taken", "/code", detail.into())
    }
}

/// Does `act` on a code.
pub async fn act(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    let (db, now) = (db::control(call.env)?, call.now);
    match act {
        Act::List => page(&call, Code::NAME, sql::CODE_LIST, &[], |row: &Code| row.id, |row| row).await,
        Act::Make => {
            let code = Code::make(&body(call).await?, now).map_err(Refusal::Invalid)?;
            living_creator(&db, code.creator_id, "/creator_id").await?;
            living_campaign(&db, None, code.campaign_id).await?;
            let code = Code { id: make(&db, &code).await?, ..code };
            Ok(made::<Code>(code.id, &code))
        }
        Act::Show(id) => Ok(Reply::json(200, &get::<Code>(&db, id).await?)),
        Act::Change(id) => {
            let before: Code = get(&db, id).await?;
            let changed = before.change(&body(call).await?, now).map_err(Refusal::Invalid)?;
            if changed.creator_id != before.creator_id {
                living_creator(&db, changed.creator_id, "/creator_id").await?;
            }
            living_campaign(&db, before.campaign_id, changed.campaign_id).await?;
            change(&db, &before, &changed).await?;
            Ok(Reply::json(200, &changed))
        }
        Act::Remove(id) => {
            let before: Code = get(&db, id).await?;
            if before.valid_until.is_none_or(|until| until > now) {
                change(&db, &before, &before.ended(now)).await?;
            }
            Ok(Reply::empty(204))
        }
    }
}

/// Makes the code and reopens its orders in one transaction: a repeat after an error would find it taken.
async fn make(db: &D1Database, code: &Code) -> Result<u32, Stop> {
    let made = make_all(db, &[code], code.created_at).await?;
    made.first().map(|made| made.id).ok_or_else(|| code.taken().into())
}

/// A code that was made: its id, and what tells it from the others of its list.
struct Made {
    id: u32,
    code: String,
    valid_from: Option<i64>,
}

stored!(Made { id, code, valid_from });

/// Makes the codes that nobody holds and reopens their orders in one transaction.
async fn make_all(db: &D1Database, codes: &[&Code], now: i64) -> worker::Result<Vec<Made>> {
    let insert = db::bind(db, sql::CODES_INSERT, &[Arg::Owned(rows(codes)), now.into()])?;
    let results = db::batch(db, vec![insert, reopen(db, codes)?]).await?;
    Ok(results.first().map(db::Answer::results).transpose()?.unwrap_or_default())
}

/// The list that `codes_insert.sql` reads.
fn rows(codes: &[&Code]) -> String {
    let row = |code: &&Code| {
        let (word, owner, kind) = (&code.code, code.creator_id, code.discount_kind.map(Discount::word));
        json!([
            word,
            owner,
            code.valid_from,
            code.valid_until,
            code.campaign_id,
            kind,
            code.discount_value,
            code.currency
        ])
    };
    codes.iter().map(row).collect::<Value>().to_string()
}

/// Changes the code and reopens its orders in one transaction.
async fn change(db: &D1Database, before: &Code, changed: &Code) -> Result<(), Stop> {
    let statements = vec![db::bind(db, sql::CODE_UPDATE, &change_args(before, changed))?, reopen(db, &[changed])?];
    let results = db::batch(db, statements).await?;
    let rows = results.first().map_or(0, db::Answer::changes);
    if rows > 0 { Ok(()) } else { Err(unchanged(db, before, changed).await) }
}

/// Marks the days of the orders that carried one of the codes; harmless where nothing changed.
fn reopen(db: &D1Database, codes: &[&Code]) -> worker::Result<D1PreparedStatement> {
    let reaches: Vec<_> = codes.iter().map(|code| code.reach()).collect();
    db::bind(db, sql::CODES_DIRTY, &[Arg::Owned(json!(reaches).to_string())])
}

/// `POST /v1/codes/import`: a table of codes; with `validate_only=true` it only says what would become of each row.
pub async fn import(call: Call<'_>) -> Result<Reply, Stop> {
    let (db, now) = (db::control(call.env)?, call.now);
    let validate_only = http::validate_only(call.address)?;
    let import = Import::read(&http::body(call.request, code_import::BODY_MOST).await?)?;
    let [creators, campaigns] = import.names();
    let names = db::json(&db, sql::CODES_NAMES, &[Arg::Owned(creators), Arg::Owned(campaigns)]).await?;
    let codes = import.codes(&names, now);
    let words: Vec<&str> = codes.iter().flatten().map(|code| code.code.as_str()).collect();
    let held: Vec<Code> = db::rows(&db, sql::CODES_HELD, &[Arg::Owned(json!(words).to_string())]).await?;
    let mut said = import.judge(&codes, &held);
    let free = |(said, code): (&code_import::Said, _)| (said.outcome == Outcome::Made).then_some(code);
    let fresh: Vec<&Code> = said.iter().zip(&codes).filter_map(free).flatten().collect();
    if !validate_only && !fresh.is_empty() {
        let made = make_all(&db, &fresh, now).await?;
        for (said, code) in said.iter_mut().zip(&codes).filter(|(said, _)| said.outcome == Outcome::Made) {
            let is = |made: &&Made| {
                code.as_ref().is_ok_and(|code| (&made.code, made.valid_from) == (&code.code, code.valid_from))
            };
            said.id = made.iter().find(is).map(|made| made.id);
            if said.id.is_none() {
                said.lost();
            }
        }
    }
    Ok(Reply::json(200, &code_import::answer(&said, validate_only)))
}
