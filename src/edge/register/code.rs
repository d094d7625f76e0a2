//! `/v1/codes`: a change of ownership reopens the days of the orders that carried the code.

use worker::{D1Database, D1PreparedStatement};

use super::{Kept, Made, body, change_args, get, living_creator, made, page, unchanged};
use crate::domain::refusal::Refusal;
use crate::domain::register::code::Code;
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;

impl Kept for Code {
    const NAME: &'static str = "codes";
    const GET: &'static str = sql::CODE_GET;
    const INSERT: &'static str = sql::CODE_INSERT;
    const UPDATE: &'static str = sql::CODE_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        let owner = [self.code.as_str().into(), self.creator_id.into()];
        owner.into_iter().chain([self.valid_from.into(), self.valid_until.into(), self.created_at.into()]).collect()
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        vec![self.creator_id.into(), self.valid_from.into(), self.valid_until.into(), self.updated_at.into()]
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
    let statements = vec![db::bind(db, sql::CODE_INSERT, &code.insert_args())?, reopen(db, code)?];
    let results = db::batch(db, statements).await?;
    let made = results.first().map(worker::D1Result::results::<Made>).transpose()?.unwrap_or_default();
    made.first().map(|made| made.id).ok_or_else(|| code.taken().into())
}

/// Changes the code and reopens its orders in one transaction.
async fn change(db: &D1Database, before: &Code, changed: &Code) -> Result<(), Stop> {
    let statements = vec![db::bind(db, sql::CODE_UPDATE, &change_args(before, changed))?, reopen(db, changed)?];
    let results = db::batch(db, statements).await?;
    let meta = results.first().map(worker::D1Result::meta).transpose()?.flatten();
    if meta.and_then(|meta| meta.changes).unwrap_or(0) > 0 { Ok(()) } else { Err(unchanged(db, before, changed).await) }
}

/// Marks the days of the orders that carried the code; harmless where nothing changed.
fn reopen(db: &D1Database, code: &Code) -> worker::Result<D1PreparedStatement> {
    db::bind(db, sql::CODE_DIRTY, &[code.code.as_str().into()])
}
