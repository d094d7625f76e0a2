//! How cohorts are shown: a row a cohort, with every age that all of its customers have reached.

use serde_json::{Map, Value, json};

use super::{AGES, Ask, Group, Groups, Net, units};
use crate::domain::credit::model::MICRO;
use crate::domain::ledger::{
    cost::{Book, Cost, Place},
    proration::Days,
};
use crate::domain::money::Currency;
use crate::domain::report::about::{self, Names};
use crate::domain::report::ask::{Frame, MODEL_VERSION};
use crate::domain::report::purse::{self, SEVERAL};
use crate::domain::report::shown::Shown;
use crate::domain::statistics::{Interval, Level, money, real, wilson};
use crate::domain::time::{DAY_MS, Day};

/// The fewest customers whose spread of money says anything.
const CUSTOMERS_LEAST: i64 = 10 * MICRO;

/// The most cohorts that are shown, the largest; a row takes some 6 KB of memory.
const COHORTS_MOST: usize = 4_000;

/// What the report is made of.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The cohorts.
    pub groups: Groups,
    /// The months that are asked for, with the first millisecond behind each.
    pub months: Vec<((Day, Day), i64)>,
    /// What was spent in these months.
    pub book: Book,
    /// Orders that say nothing of their customer.
    pub strangers: u64,
}

/// What all rows have in common.
struct View<'a> {
    ask: &'a Ask,
    frame: &'a Frame,
    months: &'a [((Day, Day), i64)],
    /// The one currency of all money; none where there are several, or none.
    currency: Option<Currency>,
    several: bool,
}

/// Makes the report.
pub fn report(ask: &Ask, frame: &Frame, mut facts: Facts, names: &Names) -> Shown {
    let spent = spent(ask, &mut facts);
    let used: Vec<&str> = currencies(&facts.groups.all);
    let of_costs = || spent.iter().flat_map(|cost| &cost.2.sums).map(|sum| sum.currency).next();
    let only = if let [only] = used.as_slice() { Currency::parse(only) } else { None };
    let several = used.len() > 1;
    let currency = frame.reporting.or(only).or_else(|| of_costs().filter(|_| !several));
    let view = View { ask, frame, months: &facts.months, currency, several };
    let shown = currency.map(|currency| currency.to_string());
    let heading: Vec<&str> = if several { used } else { shown.as_deref().into_iter().collect() };
    let mut head = about::head("cohorts", frame, ask.range, &ask.filters, Some(&heading));
    head.insert("model".into(), ask.model.word().into());
    head.insert("model_version".into(), MODEL_VERSION.into());
    head.insert("margin_percent".into(), json!(ask.margin_percent));
    head.insert("ages".into(), json!(AGES));
    let mut groups: Vec<&Group> = facts.groups.all.iter().filter(|group| ask.wanted(group.creator)).collect();
    let sum = |count: fn(&Group) -> i64| units(groups.iter().map(|group| count(group)).sum());
    let totals = json!({
        "customers": sum(|group| group.customers),
        "orders": sum(|group| group.orders.iter().sum()),
        "orders_without_rate": sum(|group| group.unrated),
        "orders_of_unknown_customers": facts.strangers,
    });
    let mut beside = Map::new();
    beside.insert("totals".into(), totals);
    beside.insert("cohorts".into(), groups.len().into());
    beside.insert("cut".into(), (groups.len() > COHORTS_MOST).into());
    groups.sort_by_key(|group| (-group.customers, group.month, group.creator));
    groups.truncate(COHORTS_MOST);
    groups.sort_by_key(|group| (group.month, -group.customers, group.creator));
    let rows = groups.iter().map(|group| {
        let cost = spent.binary_search_by_key(&(group.month, group.creator), |cost| (cost.0, cost.1));
        let cost = match (cost.ok().and_then(|at| spent.get(at)), view.currency) {
            (None, Some(_)) => Ok(0),
            (Some(cost), Some(currency)) => cost.2.total(currency),
            (_, None) => Err(if several { SEVERAL } else { "no_cost" }),
        };
        row(&view, group, cost, names)
    });
    let rows: Vec<Value> = rows.collect();
    Shown { head, rows, beside }
}

/// What was spent, by month and creator; a creator who cost something and brought nobody gets a cohort of nobody.
fn spent(ask: &Ask, facts: &mut Facts) -> Vec<(usize, u32, Cost)> {
    let mut all = Vec::new();
    for (month, ((from, to), _)) in facts.months.iter().enumerate() {
        let whose = |place: &Place| Some(i64::from(place.creator));
        for (creator, cost) in facts.book.spent(Days { from: from.0, to: to.0 }, &whose) {
            let creator = u32::try_from(creator).unwrap_or_default();
            if ask.wanted(creator) && (!cost.unrated.is_empty() || cost.sums.iter().any(|sum| sum.total() != 0)) {
                facts.groups.place_of(month, creator);
                all.push((month, creator, cost));
            }
        }
    }
    all
}

fn currencies(groups: &[Group]) -> Vec<&str> {
    let mut all: Vec<&str> = groups.iter().flat_map(|group| &group.net).map(|net| net.currency.as_str()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn row(view: &View<'_>, group: &Group, cost: Result<i64, &'static str>, names: &Names) -> Value {
    let mut row = Map::new();
    let customers = group.customers;
    let orders: i64 = group.orders.iter().sum();
    let over = view.months.get(group.month).map_or(i64::MAX, |month| month.1);
    let through = view.frame.as_of.unwrap_or(i64::MIN);
    let complete = |days: i64| through >= over.saturating_add(days * DAY_MS);
    let month = view.months.get(group.month).map_or_else(String::new, |month| month.0.0.to_string());
    row.insert("month".into(), month.get(..7).unwrap_or_default().into());
    row.insert("creator".into(), about::creator(group.creator, names));
    row.insert("customers".into(), units(customers));
    row.insert("orders".into(), units(orders));
    let reached = AGES.iter().rev().find(|days| complete(**days)).copied();
    row.insert("complete_days".into(), reached.unwrap_or_default().into());
    divided(&mut row, "orders_per_customer", orders, customers, "no_new_customers");
    divided(&mut row, "repeat_order_share", orders - customers, orders, "no_conversions");
    match group.median_days() {
        Some(days) => drop(row.insert("median_days_to_second_order".into(), json!(days))),
        None => purse::null(&mut row, "median_days_to_second_order", "no_repeat_orders"),
    }
    acquisition(&mut row, customers, cost);
    for (at, days) in AGES.iter().enumerate() {
        let reached = complete(*days);
        repeats(&mut row, group, at, *days, reached);
        for net in &group.net {
            let place = |row: &mut Map<String, Value>, name: &str, value: Value| {
                if view.several {
                    purse::place(row, "by_currency", &net.currency, name, value);
                } else {
                    row.insert(name.to_owned(), value);
                }
            };
            if reached {
                let brought = Group::up_to(net, at);
                place(&mut row, &format!("net_{days}_minor"), brought.into());
                place(&mut row, &format!("ltv_{days}_minor"), json!(per(view, brought, customers)));
            }
        }
        value(&mut row, view, group, at, reached, cost);
    }
    row.into()
}

/// What it cost to win one of them.
fn acquisition(row: &mut Map<String, Value>, customers: i64, cost: Result<i64, &'static str>) {
    match cost {
        Err(why) => {
            purse::null(row, "cost_minor", why);
            purse::null(row, "cac_minor", why);
        }
        Ok(cost) => {
            row.insert("cost_minor".into(), cost.into());
            match rounded(i128::from(cost) * i128::from(MICRO), customers.into()) {
                Some(each) => drop(row.insert("cac_minor".into(), each.into())),
                None => purse::null(row, "cac_minor", "no_new_customers"),
            }
        }
    }
}

/// How many came again before an age.
fn repeats(row: &mut Map<String, Value>, group: &Group, at: usize, days: i64, reached: bool) {
    let name = format!("repeat_rate_{days}");
    let again = group.again.get(at).copied().unwrap_or_default();
    if !reached {
        return purse::null(row, &name, "incomplete");
    }
    divided(row, &name, again, group.customers, "no_new_customers");
    let count = |micro: i64| u64::try_from(micro / MICRO).unwrap_or_default();
    if let Some(range) = wilson(count(again), count(group.customers), Level::NinetyFive).filter(|_| group.whole) {
        interval(row, &name, range);
    }
}

/// Lifetime value at an age, where there is one figure to tell, and how often it covers what the customer cost.
fn value(
    row: &mut Map<String, Value>,
    view: &View<'_>,
    group: &Group,
    at: usize,
    reached: bool,
    cost: Result<i64, &'static str>,
) {
    let days = AGES.get(at).copied().unwrap_or_default();
    let [net, ltv, to_cac] =
        ["net_#_minor", "ltv_#_minor", "ltv_to_cac_#"].map(|name| name.replace('#', &days.to_string()));
    let why = match (reached, view.several, group.customers) {
        (false, ..) => "incomplete",
        (_, true, _) => SEVERAL,
        (.., 0) => "no_new_customers",
        _ => "",
    };
    if !why.is_empty() {
        return [net, ltv, to_cac].iter().for_each(|name| purse::null(row, name, why));
    }
    let none = Net { currency: String::new(), by_age: [0; 8], squares: [0.0; 7] };
    let money_of = group.net.first().unwrap_or(&none);
    let brought = Group::up_to(money_of, at);
    row.insert(net, brought.into());
    row.insert(ltv.clone(), json!(per(view, brought, group.customers)));
    match cost {
        // Per customer on both sides, so that the number of customers falls out.
        Ok(cost) if cost > 0 => {
            let share = f64::from(view.ask.margin_percent.unwrap_or(100)) / 100.0;
            row.insert(to_cac, json!(plain(brought) * share / plain(cost)));
        }
        Ok(_) => purse::null(row, &to_cac, "no_cost"),
        Err(why) => purse::null(row, &to_cac, why),
    }
    if group.customers >= CUSTOMERS_LEAST {
        let squares = money_of.squares.get(at).copied().unwrap_or_default();
        let share = f64::from(view.ask.margin_percent.unwrap_or(100)) / 100.0;
        let each = share / (plain(group.customers) / plain(MICRO));
        interval(row, &ltv, money(plain(brought), squares, Level::NinetyFive).times(each));
    } else {
        let reasons = row.entry("why").or_insert_with(|| json!({}));
        if let Some(reasons) = reasons.as_object_mut() {
            reasons.insert("interval".into(), "too_few".into());
        }
    }
}

/// `minor` units per customer, of profit where a margin is asked for; none without customers.
fn per(view: &View<'_>, minor: i64, customers: i64) -> Option<i64> {
    let margin = view.ask.margin_percent.map_or(100, i128::from);
    rounded(i128::from(minor) * i128::from(MICRO) * margin, i128::from(customers) * 100)
}

/// `part / whole`, rounded half away from zero.
fn rounded(part: i128, whole: i128) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    i64::try_from((2 * part + whole * part.signum()) / (2 * whole)).ok()
}

fn divided(row: &mut Map<String, Value>, name: &str, part: i64, whole: i64, why: &str) {
    if whole > 0 {
        row.insert(name.to_owned(), json!(plain(part) / plain(whole)));
    } else {
        purse::null(row, name, why);
    }
}

fn interval(row: &mut Map<String, Value>, name: &str, range: Interval) {
    let all = row.entry("interval").or_insert_with(|| json!({}));
    if let Some(all) = all.as_object_mut() {
        all.insert(name.to_owned(), range.shown(Level::NinetyFive));
    }
}

fn plain(sum: i64) -> f64 {
    let size = real(sum.unsigned_abs());
    if sum < 0 { -size } else { size }
}
