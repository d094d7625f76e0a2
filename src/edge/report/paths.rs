//! `GET /v1/reports/paths`: walks the stored paths in pieces, and asks for the most frequent ones.

use serde_json::json;

use super::{answer, as_of, frame, names, today};
use crate::domain::reply::Reply;
use crate::domain::report::paths::{Ask, By, Facts, PATHS_MOST, PathRow, Walked, report};
use crate::domain::time::Day;
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;
use crate::stored;

/// Rows of the table in a piece at most; each is some hundred bytes.
const ROWS: i64 = 10_000;

/// Where a piece ended: day, path, currency.
type Last = (i64, String, String);

/// Shows the ways to a conversion.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let ask = Ask::read(&|name| call.address.query(name), today(call)?)?;
    let db = db::control(call.env)?;
    let mut frame = frame(call, as_of(&db).await?)?;
    if !ask.of_sales() {
        frame.click_window_days = call.settings.rule.lead_click_days;
    }
    let (from, to) = (ask.range.from.0, ask.range.to.0);
    let asked = [i64::from(ask.kind).into(), from.into(), to.into()];
    let unrated = db::row::<Unrated>(&db, sql::REPORT_UNRATED, &asked).await?.map_or(0, |row| row.unrated);
    // Who asks for one currency sees it as it was paid, and so does everybody where some money has no rate.
    let reporting = frame.reporting.filter(|_| ask.currency.is_none() && unrated == 0);
    frame.reporting = reporting;
    let text = |currency: Option<_>| Arg::Owned(currency.map_or_else(String::new, |known| format!("{known}")));
    let common: Vec<Arg<'_>> = vec![
        i64::from(ask.kind).into(),
        from.into(),
        to.into(),
        ask.creators(true).into(),
        ask.on().into(),
        ask.off().into(),
        text(reporting),
        text(ask.currency),
    ];
    let mut walked = Walked::default();
    let mut last: Option<Last> = Some((from, String::new(), String::new()));
    // No currency sorts before the empty one, so the first row of the first day is behind this place, too.
    let mut begun = false;
    while let Some((day, path, currency)) = last.take() {
        let day = if begun { day } else { day - 1 };
        begun = true;
        let args = db::args(&[&common, &[day.into(), path.into(), currency.into(), ROWS.into()]]);
        let (next, rows): (Option<Last>, Vec<PathRow>) = db::json(&db, sql::REPORT_PATHS, &args).await?;
        for row in &rows {
            walked.add(row);
        }
        last = next;
    }
    ask.fits(&walked)?;
    let most = if ask.by == By::Path { i64::from(PATHS_MOST) } else { 1 };
    let top = db::args(&[&common, &[i64::from(ask.by_revenue).into(), most.into()]]);
    let lags =
        [i64::from(ask.kind).into(), from.into(), to.into(), ask.creators(true).into(), ask.creators(false).into()];
    let facts = Facts {
        walked,
        top: db::json(&db, sql::REPORT_PATHS_TOP, &top).await?,
        lags: db::json(&db, sql::REPORT_LAGS, &lags).await?,
        matured: Some(db::fact(&db, "matured").await?).filter(|day| *day > 0).map(Day),
    };
    let names = names(&db, &json!(facts.creators())).await?;
    let mut shown = report(&ask, &frame, &facts, &names);
    shown.beside.insert("unrated".into(), unrated.into());
    answer(call, "paths", shown)
}

struct Unrated {
    unrated: u64,
}

stored!(Unrated { unrated });
