//! `/v1/creator_pages`: the addresses at which creators see their own figures, made, listed and taken back.

use super::{Kept, body, get, insert, page, update};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::creator_page::CreatorPage;
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;

impl Kept for CreatorPage {
    const NAME: &'static str = "creator_pages";
    const GET: &'static str = sql::CREATOR_PAGE_GET;
    const INSERT: &'static str = sql::CREATOR_PAGE_INSERT;
    const UPDATE: &'static str = sql::CREATOR_PAGE_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        vec![self.creator_id.into(), i64::from(self.money).into(), self.expires_at.into(), self.created_at.into()]
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        vec![i64::from(self.money).into(), self.expires_at.into(), self.updated_at.into(), self.revoked_at.into()]
    }

    /// Nothing of a page is unique: what is not stored names a creator that is not there.
    fn taken(&self) -> Refusal {
        Refusal::invalid(Fault::at("/creator_id", "not_found", "There is no such creator."))
    }
}

/// Does `act` on a creator's page.
pub async fn act(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    let (db, now, key) = (db::control(call.env)?, call.now, &call.settings.customer_key);
    let origin = format!("{}://{}", call.address.scheme, call.address.authority);
    match act {
        Act::List => {
            let creator = call.address.query("creator").map(|id| {
                let wrong = || Fault::query("creator", "not_an_id", "Send a creator's id.");
                id.parse::<u32>().map_err(|_| Refusal::invalid(wrong()))
            });
            let (of, id) = ([creator.transpose()?], |row: &CreatorPage| row.id);
            page(&call, CreatorPage::NAME, sql::CREATOR_PAGE_LIST, &of, id, |row| row.shown(&origin, key)).await
        }
        Act::Make => {
            let page = CreatorPage::make(&body(call).await?, now).map_err(Refusal::Invalid)?;
            let id = insert(&db, &page).await?;
            let page = CreatorPage { id, ..page };
            Ok(Reply::json(201, &page.shown(&origin, key)).with("location", format!("/v1/creator_pages/{id}")))
        }
        Act::Show(id) => Ok(Reply::json(200, &get::<CreatorPage>(&db, id).await?.shown(&origin, key))),
        Act::Change(id) => {
            let before: CreatorPage = get(&db, id).await?;
            if before.revoked_at.is_some() {
                return Err(Refusal::Archived.into());
            }
            let changed = before.change(&body(call).await?, now).map_err(Refusal::Invalid)?;
            update(&db, &before, &changed).await?;
            Ok(Reply::json(200, &changed.shown(&origin, key)))
        }
        Act::Remove(id) => {
            let before: CreatorPage = get(&db, id).await?;
            if let Some(away) = before.put_away(now) {
                update(&db, &before, &away).await?;
            }
            Ok(Reply::empty(204))
        }
    }
}
