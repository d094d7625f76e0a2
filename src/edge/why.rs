//! `GET /v1/conversions`: what was reported, what of it stands, whose it is, and why.

use serde_json::{Value, json};
use worker::{D1Database, Env, Result};

use super::db::{self, Arg};
use super::{Call, Stop, isolate, recount};
use crate::domain::conversion::{Kind, Listing, State};
use crate::domain::credit::{Brought, Decision, Names, Order, Owner, Rule, View, Why};
use crate::domain::ordered;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::reply::Reply;
use crate::domain::stored;
use crate::domain::time::{self, Day};
use crate::sql;
use crate::stored;

/// Clicks whose visitors are looked for among pixel views.
const SEEN: usize = 3;

/// One conversion, decided as the night decides it.
struct Judged {
    what: &'static str,
    order: Order,
    decision: Decision,
    brought: Option<Brought>,
    rule: Rule,
    names: Names,
}

impl Judged {
    fn why<'a>(&'a self, uses: &'a [(i64, u32, u32)], views: &'a [View]) -> Why<'a> {
        Why {
            what: self.what,
            at: self.order.occurred_at,
            window_days: self.rule.window_days(self.order.kind),
            verified: self.order.verified == 1,
            evidence: &self.order.evidence,
            decision: &self.decision,
            names: &self.names,
            uses,
            views,
        }
    }
}

/// A page of conversions, of reports that contradict them, or of the sales that count for somebody.
pub async fn list(call: &Call<'_>) -> std::result::Result<Reply, Stop> {
    let asked = Listing::read(&|name| call.address.query(name), call.now)?;
    let rows = rows(call, &asked).await?;
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let last = rows.len().checked_sub(2).filter(|_| rows.len() > limit).and_then(|last| rows.get(last));
    let next = last.map(|(at, kind, key, _)| asked.cursor((*at, *kind, key)));
    let items: Vec<Value> = rows.into_iter().take(limit).map(|(.., row)| timed(row)).collect();
    Ok(Reply::json(200, &json!({ "items": items, "next": next })))
}

/// When, of which kind (or day), under which key, and as it is shown.
type Row = (i64, i64, String, Value);

/// The page, and one more where there is one.
async fn rows(call: &Call<'_>, asked: &Listing) -> Result<Vec<Row>> {
    let db = db::control(call.env)?;
    let (at, behind, key) = &asked.behind;
    let most = asked.limit + 1;
    if let Some(whose) = asked.whose {
        let (first, last) = asked.days();
        let mut args: Vec<Arg<'_>> = vec![first.into(), last.into(), (*at).into(), key.as_str().into()];
        args.extend([whose.number().into(), most.into()]);
        return db::json(&db, sql::ORDERS_OF, &args).await;
    }
    let kind = asked.kind.map_or(0, |kind| i64::from(kind as u8));
    let mut args: Vec<Arg<'_>> = vec![asked.from.into(), asked.until.into(), (*at).into(), (*behind).into()];
    args.extend([key.as_str().into(), kind.into()]);
    if asked.state == State::Conflict {
        args.push(most.into());
        return db::json(&db, sql::CONVERSION_CONFLICTS, &args).await;
    }
    args.extend([i64::from(asked.state as u8).into(), most.into()]);
    db::json(&db, sql::CONVERSION_LIST, &args).await
}

/// Everything about one conversion, and why it is whose it is.
pub async fn show(call: &Call<'_>, id: &str) -> std::result::Result<Reply, Stop> {
    let word = call.address.query("kind");
    let kind = word.as_deref().map_or(Some(Kind::Sale), Kind::named).ok_or_else(|| {
        Refusal::invalid(Fault::query("kind", "unknown_kind", "Send sale, refund, lead, survey or event."))
    })?;
    let db = db::control(call.env)?;
    let found: Option<Found> = db::row(&db, sql::CONVERSION_GET, &[i64::from(kind as u8).into(), id.into()]).await?;
    let found = found.and_then(|found| stored::parse::<Value>(&found.rows).ok());
    let mut shown = timed(found.ok_or(Refusal::NotFound)?);
    let text = |name: &str| shown.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    // A refund and an answer are decided with their order.
    let (of, key) = match kind {
        Kind::Refund | Kind::Survey => (Kind::Sale, text("order_id")),
        _ => (kind, text("id")),
    };
    let mut judged = judge(call.env, &db, call.settings.rule, of, &key).await?;
    let (mut net, mut decision, mut new_customer) = (Value::Null, Value::Null, Value::Null);
    if let Some(judged) = &mut judged {
        net = json!(judged.brought.as_ref().filter(|_| of == Kind::Sale).map(money));
        new_customer = json!(judged.order.new_customer.map(|new| new == 1));
        let (uses, views) = beside(call.env, &db, &judged.decision, judged.order.occurred_at).await?;
        let unnamed: Vec<u32> =
            views.iter().map(|view| view.0).filter(|link| judged.names.link(*link).is_none()).collect();
        if !unnamed.is_empty() {
            judged.names.add(names(&db, &unnamed, &[]).await?);
        }
        let why = judged.why(&uses, &views);
        decision = why.brief();
        put(&mut decision, "evidence", why.pieces().into());
        let told = why.path(&judged.order, judged.rule);
        put(&mut decision, "path", told.steps.into());
        put(&mut decision, "path_truncated", told.cut.into());
        put(&mut decision, "models", told.models);
    }
    put(&mut shown, "new_customer", new_customer);
    put(&mut shown, "net", net);
    put(&mut shown, "decision", decision);
    Ok(Reply::json(200, &shown))
}

/// Whose the conversion `key` of `kind` is: `creator`, `campaign_id`, `link`, `via` and `sentence`; none where there is none.
pub async fn decide_one(env: &Env, kind: Kind, key: &str) -> std::result::Result<Option<Value>, Stop> {
    let rule = isolate::settings(env)?.rule;
    let judged = judge(env, &db::control(env)?, rule, kind, key).await?;
    Ok(judged.map(|judged| judged.why(&[], &[]).brief()))
}

async fn judge(env: &Env, db: &D1Database, rule: Rule, kind: Kind, key: &str) -> Result<Option<Judged>> {
    let mut orders: Vec<Order> = db::json(db, sql::ORDER_READ, &[i64::from(kind as u8).into(), key.into()]).await?;
    recount::meet(env, &mut orders).await?;
    let Some(order) = orders.into_iter().next() else { return Ok(None) };
    let links: Vec<u32> = order.links().collect();
    let held = order.evidence.codes.iter().flat_map(|carried| &carried.held).map(|held| held.creator);
    let creators: Vec<u32> = held.chain(order.evidence.answer).collect();
    let names = names(db, &links, &creators).await?;
    let owner_of = |link: u32| names.link(link).map(|link| Owner { creator: link.creator, campaign: link.campaign });
    let (decision, brought) = (order.weigh(rule, &owner_of), order.brought(rule));
    let what = match kind {
        Kind::Lead => "lead",
        Kind::Event => "event",
        _ => "order",
    };
    Ok(Some(Judged { what, order, decision, brought, rule, names }))
}

async fn names(db: &D1Database, links: &[u32], creators: &[u32]) -> Result<Names> {
    let args = [Arg::Owned(json!(links).to_string()), Arg::Owned(json!(creators).to_string())];
    db::json(db, sql::ORDER_NAMES, &args).await
}

/// How many orders each click was in, and what the visitors of its newest clicks saw of pixels before it.
async fn beside(env: &Env, db: &D1Database, decision: &Decision, at: i64) -> Result<(Vec<(i64, u32, u32)>, Vec<View>)> {
    let clicks: Vec<_> = decision.pieces.iter().filter_map(|piece| piece.kind.click()).collect();
    let newest = ordered::places(clicks.iter().map(|click| -click.at));
    let clicks: Vec<_> = newest.iter().filter_map(|place| clicks.get(place.1)).collect();
    if clicks.is_empty() {
        return Ok(Default::default());
    }
    let wanted: Vec<(i64, u32)> = clicks.iter().map(|click| (click.at, click.nonce)).collect();
    let uses = db::json(db, sql::CLICK_USES, &[Arg::Owned(json!(wanted).to_string())]).await?;
    let seen = clicks.iter().take(SEEN);
    let visitors: Vec<(i64, u64)> = seen.map(|click| (Day::of_utc(click.at).0, click.visitor)).collect();
    let mut views = Vec::new();
    for shard in db::shards(env)? {
        let args = [Arg::Owned(json!(visitors).to_string()), at.into()];
        views.extend(db::json::<Vec<View>>(&shard, sql::EVENTS_VIEWS, &args).await?);
    }
    Ok((uses, views))
}

struct Found {
    rows: String,
}

stored!(Found { rows });

fn money(credit: &Brought) -> Value {
    json!({
        "currency": credit.currency,
        "gross_minor": credit.gross_minor,
        "refunded_minor": credit.refunded_minor,
        "net_minor": credit.gross_minor - credit.refunded_minor,
        "basis": if credit.on_total { "order_total" } else { "merchandise" },
    })
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

/// The same with every moment (`..._at`) as it is printed.
fn timed(mut value: Value) -> Value {
    print_times(&mut value);
    value
}

fn print_times(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (name, value) in object.iter_mut() {
                match value.as_i64().filter(|_| name.ends_with("_at")) {
                    Some(at) => *value = time::print(at).into(),
                    None => print_times(value),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(print_times),
        _ => {}
    }
}
