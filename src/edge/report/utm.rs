//! `GET /v1/reports/utm`: what tags clicks really carried, and what is wrong with it.

use serde_json::json;
use worker::D1Database;

use super::performance::known;
use super::{answer, as_of, frame, today};
use crate::domain::recount::Dimension;
use crate::domain::reply::Reply;
use crate::domain::report::utm::{Ask, Audit, Clicked, Link, Part, Version, report};
use crate::domain::time::Day;
use crate::domain::utm::hygiene::Hygiene;
use crate::domain::zone;
use crate::edge::db::{self, Arg};
use crate::edge::js::Zone;
use crate::edge::{Call, Stop};
use crate::sql;
use crate::stored;

/// Links of a page, at first and at least: of one that changed often every day is a row.
const LINKS: i64 = 2_000;
const LINKS_LEAST: i64 = 2;
/// The newest versions of a link whose tags are told; of clicks on older ones nobody knows them.
const VERSIONS: i64 = 50;

/// Shows what tags clicks really carried.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let ask = Ask::read(&|name| call.address.query(name), today(call)?)?;
    let db = db::control(call.env)?;
    known(&db, &ask.filters).await?;
    let frame = frame(call, as_of(&db).await?)?;
    let hygiene: Option<Hygiene> = db::row(&db, sql::HYGIENE_GET, &[]).await?;
    let zone = Zone::named(&call.settings.zone)?;
    let (mut audit, mut behind, mut most) = (Audit::default(), 0, LINKS);
    loop {
        let page = match Page::read(&db, &ask, behind, most).await {
            // What does not fit into a value of D1 fits in pieces.
            Err(_) if most > LINKS_LEAST => {
                most /= 10;
                continue;
            }
            page => page?,
        };
        let Some(last) = page.last else { break };
        behind = last;
        page.add(&mut audit, &zone);
    }
    answer(call, "utm", report(&ask, &frame, &hygiene.unwrap_or_default(), &audit))
}

/// Some links with all that is known of their clicks.
#[derive(Default)]
struct Page {
    last: Option<i64>,
    links: Vec<Link>,
    clicked: Vec<Clicked>,
    versions: Vec<Version>,
    parts: Vec<Part>,
}

/// The links of a page.
struct Found {
    last: Option<i64>,
    links: Vec<Link>,
    clicked: Vec<Clicked>,
}

stored!(Found { last, links, clicked });

impl Page {
    async fn read(db: &D1Database, ask: &Ask, behind: i64, most: i64) -> worker::Result<Self> {
        let days: [Arg<'_>; 2] = [ask.range.from.0.into(), ask.range.to.0.into()];
        let of = [behind.into(), most.into(), Arg::Owned(ask.filters.json())];
        let Found { last, mut links, mut clicked } =
            db::json(db, sql::REPORT_UTM_LINKS, &db::args(&[&days, &of])).await?;
        let Some(until) = last.filter(|_| !links.is_empty()) else { return Ok(Self { last, ..Self::default() }) };
        let ids: Vec<u32> = links.iter().map(|link| link.0).collect();
        let dimensions = Dimension::ALL.iter().map(|known| known.0);
        let dimensions = dimensions.filter(|one| one.is_of_links() && *one != Dimension::Variant);
        let dimensions: Vec<u8> = dimensions.map(|one| one as u8).collect();
        let args = db::args(&[&[Arg::Owned(json!(dimensions).to_string())], &days, &[behind.into(), until.into()]]);
        let versions = [Arg::Owned(json!(ids).to_string()), VERSIONS.into()];
        let mut parts: Vec<Part> = db::json(db, sql::REPORT_UTM_PARTS, &args).await?;
        let versions = db::rows(db, sql::REPORT_UTM_VERSIONS, &versions).await?;
        links.sort_unstable_by_key(|link| link.0);
        clicked.sort_unstable_by_key(|clicked| clicked.0);
        parts.sort_unstable_by_key(|part| part.0);
        Ok(Self { last, links, clicked, versions, parts })
    }

    /// Adds its links one by one.
    fn add(self, audit: &mut Audit, zone: &Zone) {
        let start = |day: i64| zone::bounds(Day(day), |at| zone.ahead(at)).0;
        for link in self.links {
            let id = link.0;
            let clicked = run(&self.clicked, id, |clicked| clicked.0);
            let parts = run(&self.parts, id, |part| part.0);
            let versions = run(&self.versions, id, |version| version.link);
            audit.add(link, clicked, versions, parts, &start);
        }
    }
}

/// Those of `list`, which is in the order of ids, that are of `id`.
fn run<T>(list: &[T], id: u32, of: impl Fn(&T) -> u32) -> &[T] {
    let first = list.partition_point(|one| of(one) < id);
    let end = list.partition_point(|one| of(one) <= id);
    list.get(first..end).unwrap_or_default()
}
