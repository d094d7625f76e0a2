//! `/v1/surveys`: the questions that thank-you pages ask; whom they offer must be there.

use serde_json::json;
use worker::D1Database;

use super::{Kept, body, get, insert, made, page, update};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::survey::Survey;
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;
use crate::stored;

impl Kept for Survey {
    const NAME: &'static str = "surveys";
    const GET: &'static str = sql::SURVEY_GET;
    const INSERT: &'static str = sql::SURVEY_INSERT;
    const UPDATE: &'static str = sql::SURVEY_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        db::args(&[&said(self), &[self.created_at.into()]])
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        db::args(&[&said(self), &[self.updated_at.into(), self.archived_at.into()]])
    }

    fn taken(&self) -> Refusal {
        Refusal::Taken("handle_taken", "/handle", "Another survey has this handle; choose one.".into())
    }
}

/// What both statements take, in their order.
fn said(survey: &Survey) -> [Arg<'_>; 6] {
    [
        survey.handle.as_str().into(),
        survey.question.as_str().into(),
        Arg::Owned(json!(survey.creator_ids).to_string()),
        Arg::Owned(json!(survey.other_options).to_string()),
        i64::from(survey.free_text).into(),
        i64::from(survey.enabled).into(),
    ]
}

/// Does `act` on a survey.
pub async fn act(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    let (db, now) = (db::control(call.env)?, call.now);
    match act {
        Act::List => page(&call, Survey::NAME, sql::SURVEY_LIST, &[], |row: &Survey| row.id, |row| row).await,
        Act::Make => {
            let survey = Survey::make(&body(call).await?, now).map_err(Refusal::Invalid)?;
            offered(&db, &[], &survey).await?;
            let survey = Survey { id: insert(&db, &survey).await?, ..survey };
            Ok(made::<Survey>(survey.id, &survey))
        }
        Act::Show(id) => Ok(Reply::json(200, &get::<Survey>(&db, id).await?)),
        Act::Change(id) => {
            let before: Survey = get(&db, id).await?;
            let changed = before.change(&body(call).await?, now).map_err(Refusal::Invalid)?;
            offered(&db, &before.creator_ids, &changed).await?;
            update(&db, &before, &changed).await?;
            Ok(Reply::json(200, &changed))
        }
        Act::Remove(id) => {
            let before: Survey = get(&db, id).await?;
            if before.archived_at.is_none() {
                update(&db, &before, &Survey { archived_at: Some(now), updated_at: now, ..before.clone() }).await?;
            }
            Ok(Reply::empty(204))
        }
    }
}

/// Checks that whom a survey newly offers exists and is not put away.
async fn offered(db: &D1Database, before: &[u32], survey: &Survey) -> Result<(), Stop> {
    struct Unknown {
        id: u32,
    }

    stored!(Unknown { id });
    let fresh: Vec<u32> = survey.creator_ids.iter().copied().filter(|id| !before.contains(id)).collect();
    if fresh.is_empty() {
        return Ok(());
    }
    let unknown: Vec<Unknown> = db::rows(db, sql::SURVEY_UNKNOWN, &[Arg::Owned(json!(fresh).to_string())]).await?;
    let place = |id| survey.creator_ids.iter().position(|known| *known == id).unwrap_or(0);
    let detail = "Name one that `GET /v1/creators` lists.";
    let fault = |unknown: &Unknown| Fault::at(format!("/creator_ids/{}", place(unknown.id)), "not_found", detail);
    if unknown.is_empty() { Ok(()) } else { Err(Refusal::Invalid(unknown.iter().map(fault).collect()).into()) }
}
