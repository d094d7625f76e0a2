//! `GET /v1/reports/ranking`: creators against what was hoped for.

use super::performance::{gather, known};
use super::{answer, frame};
use crate::domain::reply::Reply;
use crate::domain::report::metric::Metric;
use crate::domain::report::performance::Set;
use crate::domain::report::ranking::{self, Hoped};
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;
use crate::stored;

/// Shows who did how well, and what follows from it.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let mut frame = frame(call, None)?;
    let (metric, mut asked) = ranking::read(&|name| call.address.query(name), &frame)?;
    let db = db::control(call.env)?;
    known(&db, &asked.ask.filters).await?;
    let goal: Option<Goal> = match ranking::campaign(&asked) {
        Some(id) => db::row(&db, sql::CAMPAIGN_GOAL, &[id.into()]).await?,
        None => None,
    };
    let goal = goal.map(|goal| goal.goal);
    let (usual, model) = ranking::by_goal(goal.as_deref().unwrap_or_default());
    let metric: Metric = metric.unwrap_or(usual);
    if call.address.query("model").is_none() && asked.ask.filters.part.is_none() {
        asked.ask.model = model;
    }
    let range = asked.ask.range;
    let (facts, as_of) = gather(&db, &asked, range, &frame).await?;
    let args: [Arg<'_>; 3] = [metric.word().into(), range.from.0.into(), range.to.0.into()];
    let hoped: Vec<Hoped> = db::json(&db, sql::REPORT_TARGETS, &args).await?;
    frame.as_of = as_of;
    let set = Set { frame, margin_percent: call.settings.margin_percent };
    answer(call, "ranking", ranking::report(&asked, &set, (metric, goal.as_deref()), &facts, &hoped))
}

struct Goal {
    goal: String,
}

stored!(Goal { goal });
