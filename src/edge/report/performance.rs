//! `GET /v1/reports/performance`: what each creator, campaign, post, link, day and so on brought in.

use serde_json::{Value, json};
use worker::D1Database;

use super::{Orphans, answer_printed, frame};
use crate::domain::ledger::cost::Book;
use crate::domain::recount::Dimension;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::reply::Reply;
use crate::domain::report::ask::{DateBasis, Frame, Range};
use crate::domain::report::filter::Filters;
use crate::domain::report::performance::{Asked, By, Facts, Set, report};
use crate::edge::db::{self, Arg};
use crate::edge::{Call, Stop};
use crate::sql;

/// Links named at once: some 400 bytes each, under the 2 MB of a D1 value.
const LINKS: usize = 3_000;

/// Shows what each row brought in.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let mut frame = frame(call, None)?;
    let asked = Asked::read(&|name| call.address.query(name), &frame)?;
    let db = db::control(call.env)?;
    known(&db, &asked.ask.filters).await?;
    let (facts, as_of) = gather(&db, &asked, asked.ask.range, &frame).await?;
    let before =
        if asked.ask.compare { Some(gather(&db, &asked, asked.ask.range.previous(), &frame).await?.0) } else { None };
    frame.as_of = as_of;
    let set = Set { frame, margin_percent: call.settings.margin_percent };
    answer_printed(call, "performance", report(&asked, &set, &facts, before.as_ref()))
}

/// Refuses filters that name what there is not.
pub async fn known(db: &D1Database, filters: &Filters) -> Result<(), Stop> {
    if filters.places.is_empty() {
        return Ok(());
    }
    let unknown: Vec<(String, Value)> = db::json(db, sql::REPORT_UNKNOWN, &[Arg::Owned(filters.json())]).await?;
    let unknown = filters.unknown(&unknown);
    let fault = |(name, value): (&str, Value)| Fault::query(name, "not_found", format!("There is no {name} {value}."));
    if unknown.is_empty() { Ok(()) } else { Err(Refusal::Invalid(unknown.into_iter().map(fault).collect()).into()) }
}

/// A statement with its values, and what it is asked for.
type Wanted = (What, &'static str, Vec<Arg<'static>>);

/// The statements that a report over `range` is made of.
fn wanted(asked: &Asked, range: Range, frame: &Frame) -> Vec<Wanted> {
    let by = asked.by;
    let days: [Arg<'_>; 2] = [range.from.0.into(), range.to.0.into()];
    let common = asked.common(&Set { frame: frame.clone(), margin_percent: None });
    let mut wanted: Vec<Wanted> = vec![(What::Orphans, sql::REPORT_ORPHANS, days.to_vec())];
    if asked.part().is_some() {
        told_by_visits(asked, range, &mut wanted);
    } else {
        added_up(asked, range, frame, common.clicks, &mut wanted);
    }
    if common.costs {
        let currency = frame.reporting.map(|currency| currency.to_string()).unwrap_or_default();
        let links = if by == By::Platform { 2 } else { 0 };
        // Commission is of the orders that are shown: those of touches in the range may come, and have their rules, behind it.
        let (touched, until) =
            if asked.ask.basis == DateBasis::TouchDate { (8, frame.today.0) } else { (0, range.to.0) };
        let apart = i64::from(by.is_time()) + links + touched;
        wanted.push((What::Costs, sql::COSTS_READ, vec![range.from.0.into(), until.max(range.to.0).into()]));
        let args = db::args(&[&days, &[Arg::Owned(currency), apart.into()]]);
        wanted.push((What::Earned, sql::COSTS_EARNED, args));
    }
    if common.seen {
        wanted.push((What::Stats, sql::REPORT_STATS, days.to_vec()));
    }
    if common.costs && (by.is_of_links() || !asked.ask.filters.places.is_empty()) || common.seen {
        wanted.push((What::Posts, sql::REPORT_POSTS, Vec::new()));
    }
    let subjects = match by {
        By::Creator => Some(sql::REPORT_CREATORS),
        By::Campaign => Some(sql::REPORT_CAMPAIGNS),
        _ => None,
    };
    wanted.extend(subjects.map(|text| (What::Subjects, text, Vec::new())));
    wanted
}

/// Visits and orders by one dimension of visits.
fn told_by_visits(asked: &Asked, range: Range, wanted: &mut Vec<Wanted>) {
    let Some(dimension) = asked.part() else { return };
    let filter = Arg::Owned(asked.ask.filters.json());
    let whole = asked.ask.filters.places.is_empty() && matches!(asked.by.key(), 0 | 5);
    let link = if whole { Arg::Int(-1) } else { Arg::Null };
    let of = [Arg::Int(i64::from(dimension as u8)), range.from.0.into(), range.to.0.into(), asked.by.key().into()];
    wanted.push((What::PartVisits, sql::REPORT_PARTS_VISITS, db::args(&[&of, &[link, filter.clone()]])));
    wanted.push((What::PartCredit, sql::REPORT_PARTS_CREDIT, db::args(&[&of, &[filter]])));
    if let Some(link) = asked.ask.filters.one("link").filter(|_| asked.by == By::Part(Dimension::Variant)) {
        wanted.push((What::Variants, sql::REPORT_VARIANTS, vec![link.into()]));
        // An order may come long after its click.
        let args = vec![i64::from(Dimension::Converting as u8).into(), range.from.0.into(), link.into()];
        wanted.push((What::Converted, sql::REPORT_VARIANTS_CONVERTED, args));
    }
}

/// Visits and credit as they are added up by day.
fn added_up(asked: &Asked, range: Range, frame: &Frame, clicks: bool, wanted: &mut Vec<Wanted>) {
    let by = asked.by;
    let alone = by.is_time();
    // Clicks of these days and before have had their window.
    let mature = frame.today.0 - 1 - frame.click_window_days;
    let covered = |about: i64| -> [Arg<'static>; 4] {
        // Credit needs no end there.
        let apart = if about == 1 { mature } else { range.to.0 };
        [range.from.0.into(), apart.into(), range.to.0.into(), if alone { 0 } else { about }.into()]
    };
    let (key, filter) = (Arg::Int(by.key()), Arg::Owned(asked.ask.filters.json()));
    if clicks && asked.ask.filters.places.is_empty() {
        let scope = match by {
            By::Creator => 2,
            By::Campaign => 1,
            _ if alone => 0,
            _ => 3,
        };
        let more = [Arg::Int(scope), i64::from(alone).into()];
        wanted.push((What::Visits, sql::REPORT_VISITS, db::args(&[&covered(1), &more])));
        if !alone {
            wanted.push((What::Whole, sql::REPORT_VISITS, db::args(&[&covered(1), &[Arg::Int(0), Arg::Int(0)]])));
        }
    } else if clicks {
        let more = [key.clone(), filter.clone()];
        wanted.push((What::Visits, sql::REPORT_VISITS_OF, db::args(&[&covered(1), &more])));
    }
    let model = asked.ask.model.number.unwrap_or(1);
    let mut pairs = vec![(1, model), (1, 0), (1, 8), (1, 9), (1, 10), (3, model)];
    if model != 1 {
        pairs.push((1, 1));
    }
    let reporting = i64::from(frame.reporting.is_some()).into();
    let more = [Arg::Owned(json!(pairs).to_string()), key.clone(), filter.clone(), reporting];
    let days = [range.from.0.into(), range.to.0.into()];
    wanted.push(match asked.ask.basis {
        DateBasis::ConversionDate => (What::Credit, sql::REPORT_CREDIT, db::args(&[&covered(2), &more])),
        DateBasis::TouchDate => (What::Credit, sql::REPORT_CREDIT_TOUCHED, db::args(&[&days, &more])),
    });
    if clicks && range.from.0 <= mature {
        let args = vec![range.from.0.into(), mature.min(range.to.0).into(), key, filter];
        wanted.push((What::Converting, sql::REPORT_CONVERTING, args));
    }
}

/// What a report over `range` is made of, and when the last finished rollup began.
pub async fn gather(db: &D1Database, asked: &Asked, range: Range, frame: &Frame) -> Result<(Facts, Option<i64>), Stop> {
    let wanted = wanted(asked, range, frame);
    // One transaction, so that all figures are of one moment.
    let mut statements = Vec::with_capacity(wanted.len());
    for (_, text, args) in &wanted {
        statements.push(db::bind(db, text, args)?);
    }
    let results = db::batch(db, statements).await?;
    let mut facts = Facts { book: Book { reporting: frame.reporting, ..Book::default() }, ..Facts::default() };
    let mut as_of = None;
    for ((what, ..), result) in wanted.iter().zip(&results) {
        match what {
            What::Orphans => {
                let orphans: Orphans = result.results()?.into_iter().next().unwrap_or_default();
                (facts.orphan_visits, as_of) = (orphans.orphan_visits, orphans.as_of);
            }
            What::Visits => facts.visits = db::json_of(result)?,
            What::Whole => facts.whole = db::json_of(result)?,
            What::Credit => facts.credit = db::json_of(result)?,
            What::Converting => facts.converting = db::json_of(result)?,
            What::PartVisits => facts.part_visits = db::json_of(result)?,
            What::PartCredit => facts.part_credit = db::json_of(result)?,
            What::Variants => facts.variants = db::json_of(result)?,
            What::Converted => facts.converted = db::json_of(result)?,
            What::Costs => facts.book.entries = db::json_of(result)?,
            What::Earned => facts.book.earned = db::json_of(result)?,
            What::Stats => facts.stats = db::json_of(result)?,
            What::Posts => facts.posts = db::json_of(result)?,
            What::Subjects => facts.subjects = db::json_of(result)?,
        }
    }
    named(db, asked.by, &mut facts).await?;
    Ok((facts, as_of))
}

/// What a statement is asked for.
#[derive(Clone, Copy)]
enum What {
    Orphans,
    Visits,
    Whole,
    Credit,
    Converting,
    PartVisits,
    PartCredit,
    Variants,
    Converted,
    Costs,
    Earned,
    Stats,
    Posts,
    Subjects,
}

/// Reads the links or codes that rows are about.
async fn named(db: &D1Database, by: By, facts: &mut Facts) -> Result<(), Stop> {
    if by != By::Code && by.key() != 3 {
        return Ok(());
    }
    let credit = facts.credit.iter().map(|row| row.row).chain(facts.part_credit.iter().map(|row| row.0));
    let visits = facts.visits.iter().map(|row| row.row).chain(facts.part_visits.iter().map(|row| row.0));
    let of_costs = facts.book.earned.iter().map(|earned| i64::from(earned.place.link));
    let mut ids: Vec<i64> = credit.chain(visits).chain(of_costs).filter(|id| *id > 0).collect();
    ids.sort_unstable();
    ids.dedup();
    for some in ids.chunks(LINKS) {
        let some = Arg::Owned(json!(some).to_string());
        if by == By::Code {
            facts.subjects.extend(db::json::<Vec<Value>>(db, sql::REPORT_CODES_NAMED, &[some]).await?);
        } else {
            let tags = i64::from(matches!(by, By::Tag(_))).into();
            facts.links.extend(db::json::<Vec<_>>(db, sql::REPORT_LINKS, &[some, tags]).await?);
        }
    }
    Ok(())
}
