//! `/v1/codes`: a change of ownership reopens the days of the orders that carried the code.

use worker::D1Database;

use super::{Kept, body, get, insert, living_creator, made, page, update};
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
            let code = Code { id: insert(&db, &code).await?, ..code };
            reopen(&db, &code).await?;
            Ok(made::<Code>(code.id, &code))
        }
        Act::Show(id) => Ok(Reply::json(200, &get::<Code>(&db, id).await?)),
        Act::Change(id) => {
            let before: Code = get(&db, id).await?;
            let changed = before.change(&body(call).await?, now).map_err(Refusal::Invalid)?;
            living_creator(&db, changed.creator_id, "/creator_id").await?;
            update(&db, &before, &changed).await?;
            reopen(&db, &changed).await?;
            Ok(Reply::json(200, &changed))
        }
        Act::Remove(id) => {
            let before: Code = get(&db, id).await?;
            if before.valid_until.is_none_or(|until| until > now) {
                update(&db, &before, &before.ended(now)).await?;
                reopen(&db, &before).await?;
            }
            Ok(Reply::empty(204))
        }
    }
}

async fn reopen(db: &D1Database, code: &Code) -> worker::Result<()> {
    db::run(db, sql::CODE_DIRTY, &[code.code.as_str().into()]).await.map(drop)
}
