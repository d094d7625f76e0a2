//! The conversions of a reporting day, credited again: each one's path and payout, and the day's totals by every model.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use worker::{D1Database, Env, Result};

use super::{END, Owners, TOTALS, Total, Writing, people, remembered, text};
use crate::domain::conversion::Kind;
use crate::domain::credit::model::{Place, Step};
use crate::domain::credit::{self, Brought, Decision, Kind as Evident, Order, Rule};
use crate::domain::recount::{Credits, Dimension, Judged};
use crate::domain::time::Day;
use crate::domain::touch::Kept;
use crate::domain::zone;
use crate::edge::db::{self, Arg};
use crate::edge::js::Zone;
use crate::edge::rollup::Lease;
use crate::sql;

/// Conversions of a chunk: each may bring 120 touches of up to 122 bytes, and a D1 value holds 2 MB.
const CHUNK: i64 = 120;
/// The kinds that are credited, as totals have them.
const KINDS: [u16; 3] = [Kind::Sale as u16, Kind::Lead as u16, Kind::Event as u16];

/// One conversion, judged.
struct Case {
    order: Order,
    decision: Decision,
    steps: Vec<Step>,
    cut: bool,
    brought: Option<Brought>,
}

/// Recounts the conversions of `day`, which lasts from `bounds.0` to before `bounds.1`.
pub async fn conversions(
    (env, rule, zone): (&Env, Rule, &Zone),
    lease: &mut Lease,
    owners: &mut Owners,
    day: Day,
    bounds: (i64, i64),
) -> Result<()> {
    let control = db::control(env)?;
    let mut credits = Credits::default();
    let mut days = BTreeMap::new();
    for kinds in [Kind::Sale, Kind::Lead] {
        let mut last = (-1_i64, 0_u8, String::new());
        loop {
            let (from, until, at) = (bounds.0.into(), bounds.1.into(), last.0.into());
            let (kind, key) = (i64::from(last.1).into(), last.2.as_str().into());
            let (statement, args) = if kinds == Kind::Sale {
                (sql::ORDERS_READ, vec![from, until, at, key, CHUNK.into()])
            } else {
                (sql::LEADS_READ, vec![from, until, at, kind, key, CHUNK.into()])
            };
            let mut orders: Vec<Order> = db::json(&control, statement, &args).await?;
            drop(args);
            let whole = i64::try_from(orders.len()) == Ok(CHUNK);
            let Some(end) = orders.last().map(|order| (order.occurred_at, order.kind as u8, order.order_id.clone()))
            else {
                break;
            };
            last = end;
            lease.orders += orders.len() as u64;
            people::meet(env, &mut orders).await?;
            owners.learn(&control, orders.iter().flat_map(Order::links)).await?;
            let cases: Vec<Case> = orders.into_iter().map(|order| Case::of(order, rule, owners)).collect();
            let days = &mut days;
            note_days(days, &cases, zone);
            note_found(&control, lease, &cases).await?;
            add(env, &control, rule, &cases, &mut credits, &|at| day_in(days, at)).await?;
            put(&control, lease, day, &cases).await?;
            if !whole {
                break;
            }
        }
    }
    let parts = !remembered::parts_stay(env, &control, day, bounds.0).await?;
    store(&control, lease, day, credits, parts).await
}

impl Case {
    fn of(order: Order, rule: Rule, owners: &Owners) -> Self {
        let decision = order.weigh(rule, &|link| owners.of(link));
        let (steps, cut) = credit::steps(&order, &decision, rule);
        let brought = order.brought(rule);
        Self { order, decision, steps, cut, brought }
    }

    fn click(&self) -> Option<&Kept> {
        self.decision.deciding_click()
    }
}

/// How far the zone is ahead by the hour: asking the platform for every touch would take longer than all the rest.
fn note_days(ahead: &mut BTreeMap<i64, i64>, cases: &[Case], zone: &Zone) {
    for case in cases {
        let touches = case.steps.iter().flat_map(|step| [step.at, step.until]);
        let clicked = case.click().map(|click| click.at);
        for at in touches.chain([case.order.occurred_at]).chain(clicked) {
            ahead.entry(quarter(at)).or_insert_with(|| zone.ahead(quarter(at) * QUARTER_MS));
        }
    }
}

/// No zone changes but at a quarter of an hour.
const QUARTER_MS: i64 = 15 * 60 * 1000;

fn quarter(at: i64) -> i64 {
    at.div_euclid(QUARTER_MS)
}

fn day_in(ahead: &BTreeMap<i64, i64>, at: i64) -> i64 {
    zone::day_of(at, |at| ahead.get(&quarter(at)).copied().unwrap_or_default()).0
}

/// Notes the clicks that decided without having come with their conversion, before it is asked who came first by a click.
async fn note_found(control: &D1Database, lease: &Lease, cases: &[Case]) -> Result<()> {
    let found = cases.iter().filter(|case| case.order.verified == 1).filter_map(|case| {
        let decided = case.decision.pieces.iter().find(|piece| piece.lost.is_none() && piece.kind.click().is_some())?;
        let Evident::VisitorClick(click) = &decided.kind else { return None };
        // One that was made nobody's is no click to be found again.
        if click.nonce == 0 && click.visitor == 0 {
            return None;
        }
        Some((click.at, click.nonce, case.order.kind as u8, &case.order.order_id, click.visitor))
    });
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        return Ok(());
    }
    let found = [Arg::Owned(json!(found).to_string())];
    let note = db::bind(control, sql::CLICKS_FOUND, &found)?;
    let noted = db::batch(control, vec![lease.beat(control)?, note]).await?;
    // The newest day is counted first, so one of a later day may have passed for the first of its click.
    if noted.last().is_some_and(|noted| noted.changes() > 0) {
        db::run(control, sql::CLICKS_FOUND_DIRTY, &found).await?;
    }
    Ok(())
}

/// Adds `cases` to the day.
async fn add(
    env: &Env,
    control: &D1Database,
    rule: Rule,
    cases: &[Case],
    credits: &mut Credits,
    day_of: &dyn Fn(i64) -> i64,
) -> Result<()> {
    let clicks: Vec<Kept> = cases.iter().filter_map(Case::click).cloned().collect();
    let codes = people::codes(env, &clicks).await?;
    let decided = cases.iter().filter(|case| case.order.kind == Kind::Sale);
    let decided = decided.filter_map(|case| Some((case.click()?, &case.order)));
    let uses: Vec<_> =
        decided.map(|(click, order)| (click.at, click.nonce, &order.order_id, order.occurred_at)).collect();
    let again: Vec<String> = if uses.is_empty() {
        Vec::new()
    } else {
        db::json(control, sql::CLICKS_BEFORE, &[Arg::Owned(json!(uses).to_string())]).await?
    };
    for case in cases {
        let click = case.click().map(|click| (click.at, click.nonce));
        let judged = Judged {
            order: &case.order,
            decision: &case.decision,
            steps: &case.steps,
            brought: case.brought,
            codes: codes.iter().find(|(at, nonce, _)| click == Some((*at, *nonce))).map(|known| known.2),
            first_of_click: !again.contains(&case.order.order_id),
        };
        credits.see(&judged, rule, day_of);
    }
    Ok(())
}

/// Stores each case's payout and path; what only a browser told of has neither.
async fn put(control: &D1Database, lease: &Lease, day: Day, cases: &[Case]) -> Result<()> {
    let verified = || cases.iter().filter(|case| case.order.verified == 1);
    let paid: Vec<Value> = verified().filter(|case| case.order.kind == Kind::Sale).filter_map(paid).collect();
    let mut paths = Vec::new();
    for case in verified() {
        paths.push(path(case, day)?);
    }
    if paths.is_empty() {
        return Ok(());
    }
    let mut statements =
        vec![lease.beat(control)?, db::bind(control, sql::PATHS_PUT, &[Arg::Owned(json!(paths).to_string())])?];
    if !paid.is_empty() {
        statements.push(db::bind(control, sql::CREDITS_PUT, &[Arg::Owned(json!(paid).to_string())])?);
    }
    db::batch(control, statements).await.map(drop)
}

/// `[order, creator, campaign, link, via, currency, gross, refunded]`, as `credits_put.sql` reads it.
fn paid(case: &Case) -> Option<Value> {
    let (Decision { via, link, owner, .. }, brought) = (&case.decision, case.brought?);
    let whose = (&case.order.order_id, owner.creator, owner.campaign, link, *via as u8);
    let (currency, gross, refunded) = (brought.currency, brought.gross_minor, brought.refunded_minor);
    Some(json!([whose.0, whose.1, whose.2, whose.3, whose.4, currency, gross, refunded]))
}

/// A path, as `paths_put.sql` reads it.
fn path(case: &Case, day: Day) -> Result<Value> {
    let Case { order, decision, steps, cut, brought } = case;
    let (gross, refunded) = brought.map_or((0, 0), |brought| (brought.gross_minor, brought.refunded_minor));
    let reporting = brought.map_or(Some((0, 0)), |brought| brought.reporting);
    let lead_at =
        order.evidence.lead.as_ref().filter(|lead| lead.verified == 1).map(|lead| lead.at.min(order.occurred_at));
    let found = decision.found(&order.evidence);
    let whose = [found.click, found.code, found.survey];
    let steps = text(steps)?;
    let mut row = vec![json!(order.kind as u8), json!(order.order_id), json!(day.0), json!(order.occurred_at)];
    row.extend([json!(brought.map(|brought| brought.currency).as_ref().map_or("", |currency| currency.as_str()))]);
    row.extend([gross, refunded].map(Value::from));
    row.extend([json!(reporting.map(|both| both.0)), json!(reporting.map(|both| both.1)), json!(order.new_customer)]);
    row.extend(whose.map(Value::from));
    row.extend([json!(lead_at), json!(steps), json!(u8::from(*cut))]);
    Ok(row.into())
}

/// Writes the day's totals, and with `parted` what they are parted by.
async fn store(control: &D1Database, lease: &Lease, day: Day, credits: Credits, parted: bool) -> Result<()> {
    let mut writing = Writing::of(control, day);
    writing.forget_blocks(2)?;
    let mut totals: Vec<Total> = Vec::new();
    for ((kind, place, model, touched, currency), sum) in credits.totals {
        let currency = currency.as_ref().map_or("", |currency| currency.as_str());
        let key = (place.campaign, place.link, place.code, &place.channel, model, touched, currency);
        let counts = (sum.on_total, sum.converting, sum.unrated, sum.refunds);
        let row =
            flat(&json!([place.creator, key, sum.micro, sum.conversions, sum.by, counts, sum.money, sum.squares]));
        totals.push(Total { group: kind.into(), id: place.creator.into(), row });
    }
    writing.put((&KINDS, TOTALS, END), &totals, (sql::CREDIT_TOTALS_PUT, sql::CREDIT_TOTALS_CLEAR))?;
    totals.clear();
    let dimensions = [
        Dimension::Device,
        Dimension::System,
        Dimension::App,
        Dimension::Referrer,
        Dimension::Country,
        Dimension::Region,
        Dimension::Language,
        Dimension::Variant,
        Dimension::Converting,
    ];
    let mut parts: Vec<_> = credits.parts.into_iter().collect();
    parts.sort_by_key(|((dimension, place, ..), _)| (*dimension, place.creator));
    for ((dimension, place, value, currency), (orders, money)) in parts {
        let Place { creator, campaign, link, .. } = place;
        let row = flat(&json!([creator, campaign, link, value, currency, orders, money]));
        totals.push(Total { group: dimension as u16, id: creator.into(), row });
    }
    let groups = dimensions.map(|dimension| dimension as u16);
    if parted {
        writing.put((&groups, TOTALS, END), &totals, (sql::CREDIT_PARTS_PUT, sql::CREDIT_PARTS_CLEAR))?;
    }
    totals.clear();
    for ((kind, path, currency), (journeys, touches, money)) in credits.paths {
        let currency = currency.as_ref().map_or("", |currency| currency.as_str());
        let row = flat(&json!([path, currency, journeys, touches, money]));
        totals.push(Total { group: kind.into(), id: 0, row });
    }
    writing.put((&KINDS, TOTALS, END), &totals, (sql::PATH_TOTALS_PUT, sql::PATH_TOTALS_CLEAR))?;
    totals.clear();
    for ((kind, creator, bin), lags) in credits.lags {
        totals.push(Total { group: kind.into(), id: creator.into(), row: flat(&json!([creator, bin, lags])) });
    }
    writing.put((&KINDS, TOTALS, END), &totals, (sql::LAG_TOTALS_PUT, sql::LAG_TOTALS_CLEAR))?;
    writing.go(lease).await.map(drop)
}

/// A list without lists inside, as statements read it.
fn flat(row: &Value) -> String {
    let mut flat = Vec::new();
    for part in row.as_array().into_iter().flatten() {
        match part {
            Value::Array(inner) => flat.extend(inner.iter().map(Value::to_string)),
            other => flat.push(other.to_string()),
        }
    }
    format!("[{}]", flat.join(","))
}
