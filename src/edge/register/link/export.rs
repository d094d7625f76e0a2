//! `GET /v1/links/export`: the register as a table, as JSON, or as a JSON object a line; what it writes, an import reads.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{KV_PATIENCE, Link, Origin, list};
use crate::domain::csv;
use crate::domain::cursor;
use crate::domain::link::{COUNT_BLOCK, Counts, counts_key};
use crate::domain::ordered;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::campaign::Campaign;
use crate::domain::register::creator::Creator;
use crate::domain::register::link::table::{self, Beside};
use crate::domain::reply::{Body, Reply};
use crate::domain::stored;
use crate::edge::db;
use crate::edge::wait::within;
use crate::edge::{Call, Stop, log};
use crate::sql;

/// The list's name in its cursors.
const NAME: &str = "links/export";
/// The most rows of a page.
const PAGE_MOST: u32 = 5_000;
/// Rows that are read at once.
const CHUNK: u32 = 500;
/// Values that KV gives at once.
const VALUES_MOST: usize = 100;

/// Sums by creator, the post's handle, and currency.
type Costs = Vec<(u32, Option<String>, String, i64)>;

/// A page of the register, put away links too; `Link` leads on.
pub async fn export(call: &Call<'_>) -> Result<Reply, Stop> {
    let filters = list::filters(call, &["format"], None).await?;
    let query = |name| call.address.query(name);
    let format = query("format").unwrap_or_else(|| "csv".into());
    if !["csv", "json", "ndjson"].contains(&format.as_str()) {
        return Err(Refusal::invalid(Fault::query("format", "unknown_format", "Send csv, json or ndjson.")).into());
    }
    let limit = match query("limit") {
        None => PAGE_MOST,
        Some(text) => text.parse().ok().filter(|limit| (1..=PAGE_MOST).contains(limit)).ok_or_else(|| {
            Refusal::invalid(Fault::query("limit", "out_of_range", format!("Send a number from 1 to {PAGE_MOST}.")))
        })?,
    };
    let mut after: u32 = match query("cursor") {
        None => 0,
        Some(text) => cursor::place(NAME, &text).and_then(|at| at.parse().ok()).ok_or(Refusal::MalformedCursor)?,
    };
    let (mut text, mut left, mut more) = (String::new(), limit, true);
    let (origin, mut counts) = (Origin::of(call), HashMap::new());
    while left > 0 && more {
        let wanted = left.min(CHUNK);
        let mut links = list::links_behind(call, &filters, after, wanted + 1).await?;
        more = links.len() > wanted as usize;
        links.truncate(wanted as usize);
        left -= u32::try_from(links.len()).unwrap_or(left);
        after = links.last().map_or(after, |link| link.id);
        write(call, &origin, &links, &format, &mut counts, &mut text).await?;
    }
    let next = more.then(|| cursor::print(NAME, after));
    if text.is_empty() && format == "csv" {
        text = csv::line(&header());
    }
    if format == "json" {
        let next = next.as_deref().map_or(Value::Null, Value::from);
        text = format!("{{\"items\":[{}],\"next\":{next}}}", text.trim_end_matches(','));
    }
    let kind = match format.as_str() {
        "csv" => "text/csv; charset=utf-8; header=present",
        "json" => "application/json",
        _ => "application/x-ndjson",
    };
    let reply = Reply { body: Body::Text(text), ..Reply::empty(200) }
        .with("content-type", kind)
        .with("content-disposition", format!("attachment; filename=\"links.{format}\""))
        .with("cache-control", "no-store")
        .with("x-content-type-options", "nosniff");
    Ok(match next {
        None => reply,
        Some(next) => {
            let rest = call.address.query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
            let query: Vec<String> = rest.map(str::to_owned).chain([format!("cursor={next}")]).collect();
            reply.with("link", format!("<{}?{}>; rel=\"next\"", call.address.path, query.join("&")))
        }
    })
}

/// The names of the columns.
fn header() -> Vec<String> {
    let blank = Link::blank();
    table::row(&blank, &Beside::default()).into_iter().map(|(name, _)| name).collect()
}

/// Writes these links behind `text`.
async fn write(
    call: &Call<'_>,
    origin: &Origin,
    links: &[Link],
    format: &str,
    counts: &mut HashMap<u32, Counts>,
    text: &mut String,
) -> Result<(), Stop> {
    if links.is_empty() {
        return Ok(());
    }
    let db = db::control(call.env)?;
    let creators = ordered::once(links.iter().map(|link| link.creator_id));
    let creators = json!(creators).to_string();
    let campaigns = json!(ordered::once(links.iter().filter_map(|link| link.campaign_id))).to_string();
    let statements = vec![
        db::bind(&db, sql::CREATORS_GET, &[creators.as_str().into()])?,
        db::bind(&db, sql::CAMPAIGNS_GET, &[campaigns.into()])?,
        db::bind(&db, sql::LINKS_COSTS, &[creators.as_str().into()])?,
    ];
    let answers = db::batch(&db, statements).await?;
    let creators: Vec<Creator> = answers.first().map(db::Answer::results).transpose()?.unwrap_or_default();
    let campaigns: Vec<Campaign> = answers.get(1).map(db::Answer::results).transpose()?.unwrap_or_default();
    let costs: Costs = answers.get(2).map(db::json_of).transpose()?.unwrap_or_default();
    read_counts(call, links, counts).await;
    for link in links {
        let block = counts.get(&(link.id / COUNT_BLOCK));
        let counted = block.and_then(|block| {
            let row = block.counts.iter().find(|row| row.0 == link.id)?;
            Some(([row.1, row.2, row.3], block.as_of))
        });
        let beside = Beside {
            url: origin.url(link),
            creator: creators.iter().find(|creator| creator.id == link.creator_id),
            campaign: campaigns.iter().find(|campaign| Some(campaign.id) == link.campaign_id),
            costs: [costs_of(&costs, link, true), costs_of(&costs, link, false)],
            counts: counted,
        };
        let row = table::row(link, &beside);
        if format == "csv" {
            if text.is_empty() {
                *text = csv::line(&row.iter().map(|(name, _)| name).collect::<Vec<_>>());
            }
            text.push_str(&csv::line(&row.iter().map(|(_, value)| table::cell(value)).collect::<Vec<_>>()));
        } else {
            text.push_str(&Value::Object(row.into_iter().collect::<Map<_, _>>()).to_string());
            text.push(if format == "json" { ',' } else { '\n' });
        }
    }
    Ok(())
}

/// What the link's post costs, or its creator with all posts: sums by currency.
fn costs_of<'a>(costs: &'a Costs, link: &Link, of_post: bool) -> Vec<(&'a str, i64)> {
    let mut sums: Vec<(&str, i64)> = Vec::new();
    let whose = |cost: &&(u32, Option<String>, String, i64)| {
        cost.0 == link.creator_id && (!of_post || (cost.1.is_some() && cost.1 == link.post))
    };
    for (_, _, currency, minor) in costs.iter().filter(whose) {
        match sums.iter_mut().find(|(known, _)| known == currency) {
            Some(sum) => sum.1 += minor,
            None => sums.push((currency, *minor)),
        }
    }
    sums.sort_unstable();
    sums
}

/// Reads the published counts of these links; where KV does not answer the columns stay empty.
async fn read_counts(call: &Call<'_>, links: &[Link], counts: &mut HashMap<u32, Counts>) {
    let blocks =
        ordered::once(links.iter().map(|link| link.id / COUNT_BLOCK).filter(|block| !counts.contains_key(block)));
    for blocks in blocks.chunks(VALUES_MOST) {
        let keys: Vec<String> = blocks.iter().map(|block| counts_key(block * COUNT_BLOCK)).collect();
        let read = async { within(KV_PATIENCE, call.env.kv("KV")?.get_bulk(&keys).text()).await };
        match read.await {
            Ok(mut values) => {
                for (block, key) in blocks.iter().zip(&keys) {
                    let value = values.remove(key).flatten().and_then(|text| stored::parse(&text).ok());
                    counts.insert(*block, value.unwrap_or_default());
                }
            }
            Err(error) => log::line("warn", "counts_not_read", &json!({ "error": error.to_string() })),
        }
    }
}
