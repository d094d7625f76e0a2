//! `/v1/creators`

use super::{Kept, body, get, insert, made, page, update};
use crate::domain::money::Currency;
use crate::domain::refusal::Refusal;
use crate::domain::register::creator::Creator;
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;

impl Kept for Creator {
    const NAME: &'static str = "creators";
    const GET: &'static str = sql::CREATOR_GET;
    const INSERT: &'static str = sql::CREATOR_INSERT;
    const UPDATE: &'static str = sql::CREATOR_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        let currency = self.currency.as_ref().map(Currency::as_str);
        vec![
            self.name.as_str().into(),
            self.handle.as_str().into(),
            self.cost_minor.into(),
            currency.into(),
            self.created_at.into(),
        ]
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        let currency = self.currency.as_ref().map(Currency::as_str);
        vec![
            self.name.as_str().into(),
            self.handle.as_str().into(),
            self.cost_minor.into(),
            currency.into(),
            self.updated_at.into(),
            self.archived_at.into(),
        ]
    }

    fn taken(&self) -> Refusal {
        Refusal::Taken("handle_taken", "/handle", "Another creator has this handle; choose one.".into())
    }
}

/// Does `act` on a creator.
pub async fn act(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    let (db, now) = (db::control(call.env)?, call.now);
    match act {
        Act::List => page(&call, Creator::NAME, sql::CREATOR_LIST, &[], |row: &Creator| row.id, |row| row).await,
        Act::Make => {
            let creator = Creator::make(&body(call).await?, now).map_err(Refusal::Invalid)?;
            let creator = Creator { id: insert(&db, &creator).await?, ..creator };
            Ok(made::<Creator>(creator.id, &creator))
        }
        Act::Show(id) => Ok(Reply::json(200, &get::<Creator>(&db, id).await?)),
        Act::Change(id) => {
            let before: Creator = get(&db, id).await?;
            let changed = before.change(&body(call).await?, now).map_err(Refusal::Invalid)?;
            update(&db, &before, &changed).await?;
            Ok(Reply::json(200, &changed))
        }
        Act::Remove(id) => {
            let before: Creator = get(&db, id).await?;
            if before.archived_at.is_none() {
                update(&db, &before, &Creator { archived_at: Some(now), updated_at: now, ..before.clone() }).await?;
            }
            Ok(Reply::empty(204))
        }
    }
}
