//! `GET /v1/creator_page`: a creator's own links, codes and days, for whoever holds the signed token.

use super::frame;
use super::performance::gather;
use crate::domain::creator_page::{MOST, Own, shown, verified};
use crate::domain::refusal::Refusal;
use crate::domain::register::creator_page::CreatorPage;
use crate::domain::reply::Reply;
use crate::domain::report::performance::{Asked, Set, report};
use crate::domain::time::{self, Day};
use crate::edge::db::{self, Arg};
use crate::edge::http::header;
use crate::edge::{Call, Stop, auth};
use crate::sql;

/// Days that are shown where none are asked for.
const DAYS: i64 = 30;

/// Shows what the token opens; why one opens nothing is not said.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    auth::limit_address(call).await?;
    let sent = header(&call.request.headers(), "authorization");
    let token = sent.split_once(' ').map_or("", |(_, token)| token.trim());
    let (id, made) = verified(token, &call.settings.customer_key).ok_or(Refusal::Unauthorized)?;
    let db = db::control(call.env)?;
    let page: Option<CreatorPage> = db::row(&db, sql::CREATOR_PAGE_GET, &[id.into()]).await?;
    let page = page.filter(|page| page.opens(made, call.now)).ok_or(Refusal::Unauthorized)?;

    let mut frame = frame(call, None)?;
    let creator = page.creator_id.to_string();
    let (first, last) = (Day(frame.today.0 - DAYS + 1).to_string(), frame.today.to_string());
    let mut reports = Vec::with_capacity(3);
    for by in ["link", "code", "day"] {
        let said = |name: &str| match name {
            "by" => Some(by.to_owned()),
            "creator" => Some(creator.clone()),
            "from" => Some(call.address.query(name).unwrap_or_else(|| first.clone())),
            "to" => Some(call.address.query(name).unwrap_or_else(|| last.clone())),
            _ => None,
        };
        let asked = Asked::read(&said, &frame)?;
        let (facts, as_of) = gather(&db, &asked, asked.ask.range, &frame).await?;
        frame.as_of = as_of;
        let set = Set { frame: frame.clone(), margin_percent: None };
        reports.push(report(&asked, &set, &facts, None));
    }
    let args = [page.creator_id.into(), MOST.into(), call.now.into(), Arg::Owned(time::print(call.now))];
    let (name, links, codes) = db::json(&db, sql::CREATOR_PAGE_OWN, &args).await?;
    db::run(&db, sql::CREATOR_PAGE_SEEN, &[id.into(), call.now.into()]).await?;
    let reports = reports.try_into().map_err(|_| Refusal::Unavailable)?;
    Ok(Reply::json(200, &shown(&page, &Own { name, links, codes }, frame.today, reports)))
}
