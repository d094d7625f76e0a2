//! `GET /v1/links`: a page of links by any of their filters.

use url::form_urlencoded;

use super::super::{ground, hygiene};
use super::{Ground, Link, Origin};
use crate::domain::cursor::{self, Page};
use crate::domain::register::link::listing::{Filters, First};
use crate::domain::reply::Reply;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;

/// The list's name in its cursors.
const NAME: &str = "links";

/// A page of links.
pub async fn list(call: &Call<'_>) -> Result<Reply, Stop> {
    let filters = filters(call, &[], Some(false)).await?;
    let query = |name| call.address.query(name);
    let page = Page::read(NAME, query("limit").as_deref(), query("cursor").as_deref())?;
    // One more than asked for says whether the list goes on.
    let mut links = links_behind(call, &filters, page.after, page.limit + 1).await?;
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let more = links.len() > limit;
    links.truncate(limit);
    let next = links.last().filter(|_| more).map(|last| cursor::print(NAME, last.id));
    let origin = Origin::of(call);
    let items: Vec<_> = links.into_iter().map(|link| origin.show(link)).collect();
    Ok(Reply::json(200, &serde_json::json!({ "items": items, "next": next })))
}

/// The filters of the address, `more` being known beside them.
pub async fn filters(call: &Call<'_>, more: &[&str], archived: Option<bool>) -> Result<Filters, Stop> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(call.address.query.as_bytes()).into_owned().collect();
    let by_platform = pairs.iter().any(|(name, _)| name == "platform");
    let hygiene = if by_platform { Some(hygiene::words(&db::control(call.env)?).await?) } else { None };
    let plain = ground(call);
    let ground = Ground { hygiene: hygiene.as_ref().unwrap_or(plain.hygiene), ..plain };
    Ok(Filters::read(&pairs, more, archived, ground)?)
}

/// At most `limit` links behind id `after`.
pub async fn links_behind(call: &Call<'_>, filters: &Filters, after: u32, limit: u32) -> worker::Result<Vec<Link>> {
    let statement = match filters.first() {
        First::External => sql::LINKS_LIST_EXTERNAL,
        First::Slug => sql::LINKS_LIST_SLUG,
        First::Creator => sql::LINKS_LIST_CREATOR,
        First::Campaign => sql::LINKS_LIST_CAMPAIGN,
        First::Failing => sql::LINKS_LIST_FAILING,
        First::Archived => sql::LINKS_LIST_ARCHIVED,
        First::Changed => sql::LINKS_LIST_CHANGED,
        First::Nothing => sql::LINKS_LIST,
    };
    let args = [
        after.into(),
        limit.into(),
        filters.creator.into(),
        filters.campaign.into(),
        filters.platform.as_deref().into(),
        filters.external.as_deref().into(),
        filters.host.as_deref().into(),
        filters.slugs.as_deref().into(),
        filters.part.as_deref().into(),
        filters.archived.map(i64::from).into(),
        filters.failing.then_some(1_i64).into(),
        Arg::from(filters.since),
    ];
    db::rows(&db::control(call.env)?, statement, &args).await
}
