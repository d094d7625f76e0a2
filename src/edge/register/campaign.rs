//! `/v1/campaigns`

use super::{Kept, body, get, insert, made, page, update};
use crate::domain::refusal::Refusal;
use crate::domain::register::campaign::Campaign;
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;

impl Kept for Campaign {
    const NAME: &'static str = "campaigns";
    const GET: &'static str = sql::CAMPAIGN_GET;
    const INSERT: &'static str = sql::CAMPAIGN_INSERT;
    const UPDATE: &'static str = sql::CAMPAIGN_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        vec![self.name.as_str().into(), self.handle.as_str().into(), self.created_at.into()]
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        let texts = [self.name.as_str().into(), self.handle.as_str().into()];
        texts.into_iter().chain([self.updated_at.into(), self.archived_at.into()]).collect()
    }

    fn taken(&self) -> Refusal {
        Refusal::Taken("handle_taken", "/handle", "Another campaign has this handle; choose one.".into())
    }
}

/// Does `act` on a campaign.
pub async fn act(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    let (db, now) = (db::control(call.env)?, call.now);
    match act {
        Act::List => page(&call, Campaign::NAME, sql::CAMPAIGN_LIST, &[], |row: &Campaign| row.id, |row| row).await,
        Act::Make => {
            let campaign = Campaign::make(&body(call).await?, now).map_err(Refusal::Invalid)?;
            let campaign = Campaign { id: insert(&db, &campaign).await?, ..campaign };
            Ok(made::<Campaign>(campaign.id, &campaign))
        }
        Act::Show(id) => Ok(Reply::json(200, &get::<Campaign>(&db, id).await?)),
        Act::Change(id) => {
            let before: Campaign = get(&db, id).await?;
            let changed = before.change(&body(call).await?, now).map_err(Refusal::Invalid)?;
            update(&db, &before, &changed).await?;
            Ok(Reply::json(200, &changed))
        }
        Act::Remove(id) => {
            let before: Campaign = get(&db, id).await?;
            if before.archived_at.is_none() {
                update(&db, &before, &Campaign { archived_at: Some(now), updated_at: now, ..before.clone() }).await?;
            }
            Ok(Reply::empty(204))
        }
    }
}
