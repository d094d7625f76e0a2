//! `GET /v1/reports/reconciliation`: whom link, code and answer name, added up by the database.

use serde_json::json;

use super::{answer, as_of, frame, names, today};
use crate::domain::reply::Reply;
use crate::domain::report::reconciliation::{Ask, Sets, Tie, report};
use crate::edge::db;
use crate::edge::{Call, Stop};
use crate::sql;

/// Groups in a piece at most; each is some thirty bytes.
const GROUPS: u32 = 20_000;

/// Shows how links, codes and answers agree.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let ask = Ask::read(&|name| call.address.query(name), today(call)?)?;
    let db = db::control(call.env)?;
    let frame = frame(call, as_of(&db).await?)?;
    let mut sets = Sets::default();
    let mut last = Some((-1, 0, 0));
    while let Some((link, code, survey)) = last.take() {
        let (from, to) = (ask.range.from.0.into(), ask.range.to.0.into());
        let args = [from, to, link.into(), code.into(), survey.into(), GROUPS.into()];
        let ties: Vec<Tie> = db::json(&db, sql::REPORT_TIES, &args).await?;
        for tie in &ties {
            sets.add(*tie);
        }
        let more = ties.last().filter(|_| u32::try_from(ties.len()) == Ok(GROUPS));
        last = more.map(|tie| (i64::from(tie.0), i64::from(tie.1), i64::from(tie.2)));
    }
    let names = names(&db, &json!(sets.ids())).await?;
    answer(call, "reconciliation", report(&ask, &frame, &sets, &names))
}
