//! `/v1/sources`: a secret is shown when its source is made, and never again.

use super::{Kept, body, get, insert, made, page, update};
use crate::domain::refusal::Refusal;
use crate::domain::register::source::{Secret, Source};
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop, isolate, js};
use crate::sql;

impl Kept for Source {
    const NAME: &'static str = "sources";
    const GET: &'static str = sql::SOURCE_GET;
    const INSERT: &'static str = sql::SOURCE_INSERT;
    const UPDATE: &'static str = sql::SOURCE_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        db::args(&[&self.said(), &[self.kind.word().into(), self.created_at.into()]])
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        db::args(&[&self.said(), &[self.updated_at.into(), self.archived_at.into()]])
    }

    fn taken(&self) -> Refusal {
        Refusal::Taken("handle_taken", "/handle", "Another source has this handle; choose one.".into())
    }
}

impl Source {
    /// What both statements take, in their order.
    fn said(&self) -> [Arg<'_>; 9] {
        [
            self.name.as_str().into(),
            self.handle.as_str().into(),
            self.secret.stored().into(),
            self.hint.as_str().into(),
            self.former_secret.as_ref().map(Secret::stored).into(),
            self.former_hint.as_deref().into(),
            self.order_field.as_deref().into(),
            u32::from(self.trusted).into(),
            u32::from(self.enabled).into(),
        ]
    }
}

/// Does `act` on a source.
pub async fn act(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    let (db, now) = (db::control(call.env)?, call.now);
    match act {
        Act::List => page(&call, Source::NAME, sql::SOURCE_LIST, &[], |row: &Source| row.id, |row| row).await,
        Act::Make => {
            let (source, secret) = Source::make(&body(call).await?, js::random()?, now).map_err(Refusal::Invalid)?;
            let id = insert(&db, &source).await?;
            forget(&source);
            Ok(made::<Source>(id, &Source { id, shown: Some(secret), ..source }))
        }
        Act::Show(id) => Ok(Reply::json(200, &get::<Source>(&db, id).await?)),
        Act::Change(id) => {
            let before: Source = get(&db, id).await?;
            let changed = before.change(&body(call).await?, now).map_err(Refusal::Invalid)?;
            update(&db, &before, &changed).await?;
            forget(&before);
            forget(&changed);
            Ok(Reply::json(200, &changed))
        }
        Act::Remove(id) => {
            let before: Source = get(&db, id).await?;
            if let Some(away) = before.put_away(now) {
                update(&db, &before, &away).await?;
                forget(&before);
            }
            Ok(Reply::empty(204))
        }
    }
}

/// Lets this isolate see a change at once; others see it within seconds.
fn forget(source: &Source) {
    isolate::with(|isolate| isolate.sources.remove(&source.handle));
}
