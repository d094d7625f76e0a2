//! `GET /v1/reports/models`: models side by side, from what the night kept, or from paths where something else is asked for.

use serde_json::json;

use super::{answer, bounds, frame};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::reply::Reply;
use crate::domain::report::ask::{DateBasis, Frame};
use crate::domain::report::models::{self, Alike, Ask, Facts, Journeys, Kept, Name, PATHS_MOST, Path, Sums};
use crate::domain::time::Day;
use crate::edge::db::{self, Arg};
use crate::edge::js::Zone;
use crate::edge::{Call, Stop};
use crate::sql;
use crate::stored;
use worker::D1Database;

/// Rows of a chunk: some 100 bytes each, under the 2 MB of a D1 value.
const ROWS: i64 = 10_000;
/// Names read at once.
const NAMES: usize = 5_000;

/// Shows what each model gives whom.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let rule = &call.settings.rule;
    let sales = call.address.query("kind").is_none_or(|kind| kind == "sale");
    let mut over = Frame {
        reporting: rule.reporting,
        click_window_days: if sales { rule.click_days } else { rule.lead_click_days },
        view_window_days: rule.view_days,
        ..frame(call, None)?
    };
    let mut ask = Ask::read(&|name| call.address.query(name), &over)?;
    let db = db::control(call.env)?;
    let (from, to, late) = ask.days(over.today);
    let days = [i64::from(ask.kind).into(), from.0.into(), to.0.into(), late.0.into()];
    let size: Option<Size> = db::row(&db, sql::REPORT_MODELS_SIZE, &days).await?;
    let size = size.unwrap_or_default();
    over.as_of = size.as_of;
    let journeys = if ask.learns() { journeys(&db, &ask, &over).await? } else { None };
    ask.settle(journeys.as_ref().is_some_and(|journeys| journeys.walks.evidence().suffices()));
    if ask.streams() && size.conversions > PATHS_MOST {
        let detail =
            format!("{} conversions; with settings of your own at most {PATHS_MOST} are read.", size.conversions);
        return Err(Refusal::invalid(Fault::query("to", "range_too_wide", detail)).into());
    }
    let zone = Zone::named(&call.settings.zone)?;
    let mut now = sums(&db, &ask, &zone, over.today).await?;
    let learnt = now.learn(&ask, journeys.as_ref(), over.reporting.is_some());
    let before = if ask.common.compare {
        let ask = ask.previous();
        let mut before = sums(&db, &ask, &zone, over.today).await?;
        let journeys = if ask.learns() { self::journeys(&db, &ask, &over).await? } else { None };
        before.learn(&ask, journeys.as_ref(), over.reporting.is_some());
        Some(before)
    } else {
        None
    };
    let ids = now.rows.keys().chain(before.iter().flat_map(|sums| sums.rows.keys())).map(|key| key.1);
    let ids = crate::domain::ordered::once(ids.filter(|id| *id != 0));
    let mut names: Vec<Name> = Vec::new();
    for some in ids.chunks(NAMES) {
        let args = [i64::from(ask.by as u8).into(), Arg::Owned(json!(some).to_string())];
        names.extend(db::json::<Vec<Name>>(&db, sql::REPORT_MODELS_NAMES, &args).await?);
    }
    let facts = Facts { now, before, learnt, landings: size.landings, names };
    answer(call, "models", models::report(&ask, &over, &facts))
}

/// What each model gives each row.
async fn sums(db: &D1Database, ask: &Ask, zone: &Zone, today: Day) -> Result<Sums, Stop> {
    let mut sums = Sums::default();
    let (kind, range) = (Arg::from(i64::from(ask.kind)), ask.common.range);
    let by_touch = ask.common.basis == DateBasis::TouchDate;
    for chunk in 0.. {
        let args = [
            kind.clone(),
            Arg::Owned(json!(ask.kept()).to_string()),
            range.from.0.into(),
            range.to.0.into(),
            i64::from(by_touch).into(),
            i64::from(ask.by as u8).into(),
            Arg::Owned(ask.common.filters.json()),
            ROWS.into(),
            (ROWS * chunk).into(),
        ];
        let kept: Vec<Kept> = db::json(db, sql::REPORT_MODELS, &args).await?;
        let whole = i64::try_from(kept.len()).is_ok_and(|count| count < ROWS);
        sums.keep(ask, kept);
        if whole {
            break;
        }
    }
    if !ask.streams() {
        return Ok(sums);
    }
    let within = by_touch.then(|| bounds(range, zone));
    let (from, to, late) = ask.days(today);
    let mut behind = (from.0 - 1, String::new());
    loop {
        let page = [behind.0.into(), Arg::Owned(behind.1), ROWS.into(), late.0.into()];
        let args = db::args(&[&[kind.clone(), from.0.into(), to.0.into()], &page]);
        let paths: Vec<Path> = db::json(db, sql::REPORT_MODELS_PATHS, &args).await?;
        let Some(last) = paths.last() else { break };
        behind = (last.day, last.key.clone());
        for path in &paths {
            sums.split(ask, path, within);
        }
    }
    Ok(sums)
}

/// All journeys of the range, or none where they are too many.
async fn journeys(db: &D1Database, ask: &Ask, over: &Frame) -> Result<Option<Journeys>, Stop> {
    let mut journeys = Journeys::default();
    let range = ask.common.range;
    let (mut behind, mut count) = ((String::new(), -1, String::new()), 0);
    loop {
        let args = [
            i64::from(ask.kind).into(),
            range.from.0.into(),
            range.to.0.into(),
            Arg::Owned(behind.0),
            Arg::Int(behind.1),
            Arg::Owned(behind.2),
            ROWS.into(),
        ];
        let alike: Vec<Alike> = db::json(db, sql::REPORT_MODELS_JOURNEYS, &args).await?;
        let Some(last) = alike.last() else { return Ok(Some(journeys)) };
        behind = (last.path.clone(), i64::from(last.kind), last.currency.clone());
        count += alike.len() as u64;
        if count > PATHS_MOST {
            return Ok(None);
        }
        journeys.add(alike, over.reporting.is_some());
    }
}

#[derive(Default)]
struct Size {
    conversions: u64,
    landings: u64,
    as_of: Option<i64>,
}

stored!(Size { conversions, landings, as_of });
