//! `/v1/webhooks`: a secret is shown when it is made, and never again.

use serde_json::json;

use super::{Kept, body, get, ground, insert, made, page, update};
use crate::domain::refusal::Refusal;
use crate::domain::register::source::Secret;
use crate::domain::register::webhook::Webhook;
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop, js};
use crate::sql;

impl Kept for Webhook {
    const NAME: &'static str = "webhooks";
    const GET: &'static str = sql::WEBHOOK_GET;
    const INSERT: &'static str = sql::WEBHOOK_INSERT;
    const UPDATE: &'static str = sql::WEBHOOK_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        self.said().into_iter().chain([self.created_at.into()]).collect()
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        self.said().into_iter().chain([self.updated_at.into(), self.archived_at.into()]).collect()
    }

    fn taken(&self) -> Refusal {
        Refusal::Unavailable // nothing of it is unique
    }
}

impl Webhook {
    /// What both statements take, in their order.
    fn said(&self) -> [Arg<'_>; 9] {
        [
            self.name.as_str().into(),
            self.url.as_str().into(),
            Arg::Owned(json!(self.events).to_string()),
            u32::from(self.enabled).into(),
            self.secret.stored().into(),
            self.hint.as_str().into(),
            self.former_secret.as_ref().map(Secret::stored).into(),
            self.former_hint.as_deref().into(),
            self.gone_at.into(),
        ]
    }
}

/// Does `act` on a webhook.
pub async fn act(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    let (db, ground, now) = (db::control(call.env)?, ground(&call), call.now);
    match act {
        Act::List => page(&call, Webhook::NAME, sql::WEBHOOK_LIST, &[], |row: &Webhook| row.id, |row| row).await,
        Act::Make => {
            let body = body(call).await?;
            let webhook = Webhook::make(&body, ground, js::random()?).map_err(Refusal::Invalid)?;
            let webhook = Webhook { id: insert(&db, &webhook).await?, ..webhook };
            Ok(made::<Webhook>(webhook.id, &webhook))
        }
        Act::Show(id) => Ok(Reply::json(200, &get::<Webhook>(&db, id).await?)),
        Act::Change(id) => {
            let before: Webhook = get(&db, id).await?;
            let body = body(call).await?;
            let changed = before.change(&body, ground, js::random()?).map_err(Refusal::Invalid)?;
            update(&db, &before, &changed).await?;
            Ok(Reply::json(200, &changed))
        }
        Act::Remove(id) => {
            let before: Webhook = get(&db, id).await?;
            if let Some(away) = before.put_away(now) {
                update(&db, &before, &away).await?;
            }
            Ok(Reply::empty(204))
        }
    }
}
