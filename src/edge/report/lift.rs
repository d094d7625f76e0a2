//! `GET /v1/reports/lift`: before, during and after.

use super::{Orphans, answer, frame, today};
use crate::domain::reply::Reply;
use crate::domain::report::filter::Filters;
use crate::domain::report::lift::{self, Ask, Facts, Sales};
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;
use crate::stored;

/// What the statement on sales gives.
#[derive(Default)]
struct Found {
    sales: Vec<Sales>,
    known: Option<i64>,
}

stored!(Found { sales, known });

/// Shows how many orders there were before, during and after, against what was usual.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let ask = Ask::read(&|name| call.address.query(name), today(call)?)?;
    let (span, range) = (ask.span(), ask.common.range);
    let db = db::control(call.env)?;
    let sales = |filters: &Filters, shop: bool| {
        let args = [span.from.0.into(), span.to.0.into(), filters.json().into(), i64::from(shop).into()];
        db::bind(&db, sql::REPORT_LIFT, &args)
    };
    // Who is compared with is asked like whom it is about; nobody where nobody is named.
    let nobody = Filters::default();
    let control = ask.control.as_ref().unwrap_or(&nobody);
    let days: [Arg<'_>; 2] = [range.from.0.into(), range.to.0.into()];
    let clicks = [range.from.0.into(), range.to.0.into(), ask.common.filters.json().into()];
    let results = db::batch(
        &db,
        vec![
            sales(&ask.common.filters, ask.shop)?,
            sales(control, false)?,
            db::bind(&db, sql::REPORT_LIFT_CLICKS, &clicks)?,
            db::bind(&db, sql::REPORT_LIFT_STATED, &[])?,
            db::bind(&db, sql::REPORT_ORPHANS, &days)?,
        ],
    )
    .await?;
    let [of, control, clicks, stated, orphans] = results.as_slice() else {
        return Err(worker::Error::RustError("a batch gave too few results".into()).into());
    };
    let (of, control): (Found, Found) = (db::json_of(of)?, db::json_of(control)?);
    let clicks: Clicks = clicks.results()?.into_iter().next().unwrap_or_default();
    let orphans: Orphans = orphans.results()?.into_iter().next().unwrap_or_default();
    let control = if ask.control.is_some() { control.sales } else { Vec::new() };
    let facts =
        Facts { sales: of.sales, control, stated: db::json_of(stated)?, clicks: clicks.clicks, known: of.known };
    answer(call, "lift", lift::report(&ask, &frame(call, orphans.as_of)?, &facts))
}

#[derive(Default)]
struct Clicks {
    clicks: u64,
}

stored!(Clicks { clicks });
