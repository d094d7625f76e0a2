//! `/v1/sites`: the pages that report from the browser; the key that stands in them is always shown.

use serde_json::json;

use super::{Kept, body, get, insert, made, page, update};
use crate::domain::refusal::Refusal;
use crate::domain::register::site::Site;
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop, isolate, js};
use crate::sql;

impl Kept for Site {
    const NAME: &'static str = "sites";
    const GET: &'static str = sql::SITE_GET;
    const INSERT: &'static str = sql::SITE_INSERT;
    const UPDATE: &'static str = sql::SITE_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        let [name, origins, enabled] = said(self);
        vec![name, self.token.as_str().into(), origins, enabled, self.created_at.into()]
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        db::args(&[&said(self), &[self.updated_at.into(), self.archived_at.into()]])
    }

    /// Nothing of a site is unique but its id.
    fn taken(&self) -> Refusal {
        Refusal::Unavailable
    }
}

/// What both statements take.
fn said(site: &Site) -> [Arg<'_>; 3] {
    [site.name.as_str().into(), Arg::Owned(json!(site.origins).to_string()), i64::from(site.enabled).into()]
}

/// Does `act` on a site.
pub async fn act(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    let (db, now, fold) = (db::control(call.env)?, call.now, call.settings.fold);
    match act {
        Act::List => page(&call, Site::NAME, sql::SITE_LIST, &[], |row: &Site| row.id, |row| row).await,
        Act::Make => {
            let site = Site::make(&body(call).await?, js::random()?, fold, now).map_err(Refusal::Invalid)?;
            let id = insert(&db, &site).await?;
            forget(id);
            Ok(made::<Site>(id, &site.numbered(id)))
        }
        Act::Show(id) => Ok(Reply::json(200, &get::<Site>(&db, id).await?)),
        Act::Change(id) => {
            let before: Site = get(&db, id).await?;
            let changed = before.change(&body(call).await?, fold, now).map_err(Refusal::Invalid)?;
            update(&db, &before, &changed).await?;
            forget(id);
            Ok(Reply::json(200, &changed))
        }
        Act::Remove(id) => {
            let before: Site = get(&db, id).await?;
            if let Some(away) = before.put_away(now) {
                update(&db, &before, &away).await?;
                forget(id);
            }
            Ok(Reply::empty(204))
        }
    }
}

/// Lets this isolate see a change at once; others see it within seconds.
fn forget(id: u32) {
    isolate::with(|isolate| isolate.sites.retain(|(known, ..)| *known != id));
}
