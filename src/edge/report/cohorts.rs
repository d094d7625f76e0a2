//! `GET /v1/reports/cohorts`: walks customers by their first orders, in pieces.

use serde_json::json;
use worker::D1Database;

use super::{answer, as_of, frame, names, today};
use crate::domain::credit::model::{Model, Options};
use crate::domain::ledger::cost::Book;
use crate::domain::reply::Reply;
use crate::domain::report::ask::Frame;
use crate::domain::report::cohorts::{Ask, Customer, Facts, Groups, report};
use crate::domain::time::DAY_MS;
use crate::domain::zone;
use crate::edge::db::{self, Arg};
use crate::edge::js::Zone;
use crate::edge::{Call, Stop};
use crate::sql;
use crate::stored;

/// Customers in a piece at most; the statement ends it sooner where their paths are long.
const CUSTOMERS: u32 = 4_000;

/// Shows what customers bring over time.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let ask = Ask::read(&|name| call.address.query(name), today(call)?)?;
    let db = db::control(call.env)?;
    let frame = frame(call, as_of(&db).await?)?;
    let zone = Zone::named(&call.settings.zone)?;
    let months = ask.months();
    let groups = walk(&db, &ask, &frame).await?;
    let days = [ask.range.from.0.into(), ask.range.to.0.into()];
    let strangers: Option<Strangers> = db::row(&db, sql::REPORT_STRANGERS, &days).await?;
    let facts = Facts {
        groups,
        months: months.into_iter().map(|month| (month, zone::bounds(month.1, |at| zone.ahead(at)).1)).collect(),
        book: book(&db, &ask, &frame).await?,
        strangers: strangers.map_or(0, |strangers| strangers.orders),
    };
    let mut ids: Vec<u32> = facts.groups.all.iter().map(|group| group.creator).collect();
    ids.extend(facts.book.entries.iter().map(|entry| entry.place.creator));
    let names = names(&db, &json!(ids)).await?;
    answer(call, "cohorts", report(&ask, &frame, facts, &names))
}

/// Walks every customer who came first in these months.
async fn walk(db: &D1Database, ask: &Ask, frame: &Frame) -> Result<Groups, Stop> {
    let options = Options {
        click_window_ms: frame.click_window_days * DAY_MS,
        view_window_ms: frame.view_window_days * DAY_MS,
        ..Options::default()
    };
    let mut groups = Groups::new(ask.model, options, ask.months());
    let by_payout = ask.model == Model::Payout;
    let reporting = frame.reporting.map_or_else(String::new, |currency| currency.to_string());
    let (from, to) = (ask.range.from.0, ask.range.to.0);
    let mut last = Some((from - 1, String::new()));
    while let Some((day, id)) = last.take() {
        let mut args: Vec<Arg<'_>> = vec![from.into(), to.into(), day.into(), id.into(), CUSTOMERS.into()];
        args.extend([Arg::Text(&reporting), i64::from(by_payout).into()]);
        args.extend(Ask::ages().map(Arg::from));
        let mut customers: Vec<Customer> = db::json(db, sql::REPORT_COHORTS, &args).await?;
        for customer in &customers {
            groups.add(customer);
        }
        last = customers.pop().map(|customer| (customer.0, customer.1));
    }
    Ok(groups)
}

/// What creators cost in these months; commissions fall on the days of their orders.
async fn book(db: &D1Database, ask: &Ask, frame: &Frame) -> Result<Book, Stop> {
    let days = [ask.range.from.0.into(), ask.range.to.0.into()];
    let reporting = frame.reporting.map_or_else(String::new, |currency| currency.to_string());
    let by_day: i64 = 1;
    let earned = db::args(&[&days, &[Arg::Owned(reporting), by_day.into()]]);
    Ok(Book {
        entries: db::json(db, sql::COSTS_READ, &days).await?,
        earned: db::json(db, sql::COSTS_EARNED, &earned).await?,
        reporting: frame.reporting,
    })
}

#[derive(Default)]
struct Strangers {
    orders: u64,
}

stored!(Strangers { orders });
