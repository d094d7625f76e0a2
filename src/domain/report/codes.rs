//! The report on codes: where a code may have leaked, each sign with its figures; nothing is taken away from anybody.
//!
//! # Why
//! A creator's code that stands on a coupon site still credits the creator. What tells a leak is how orders come: without
//! a click of the owner, from coupon sites, many at once. Codes that are only spoken (a podcast) come without clicks too,
//! so these are signs for a person to judge.

use serde_json::{Map, Value, json};

pub use super::ask::Range;
use crate::domain::ordered;
use crate::domain::tally::Tally;
use crate::domain::time::Day;
use crate::stored;

/// Days before the busiest day that it is compared with.
pub const DAYS_BEFORE: i64 = 28;
/// The fewest orders of a day that is called sudden.
const SUDDEN_LEAST: u64 = 10;
/// How many times the median of the days before a sudden day has more than.
const SUDDEN_TIMES: u64 = 5;
/// The most rows of a report.
const ROWS_MOST: usize = 1_000;

/// Sites that collect codes for anybody; what ends with a dot and one of these is that site too.
pub const COUPON_SITES: &[&str] = &[
    "capitaloneshopping.com",
    "coupert.com",
    "couponbirds.com",
    "couponcabin.com",
    "couponfollow.com",
    "coupons.com",
    "cuponation.com",
    "cuponation.de",
    "dealabs.com",
    "dealspotr.com",
    "dontpayfull.com",
    "goodshop.com",
    "groupon.co.uk",
    "groupon.com",
    "groupon.de",
    "gutscheine.de",
    "gutscheinpony.de",
    "gutscheinsammler.de",
    "hotdeals.com",
    "hotukdeals.com",
    "igraal.com",
    "joinhoney.com",
    "knoji.com",
    "mydealz.de",
    "offers.com",
    "pepper.com",
    "rakuten.com",
    "retailmenot.com",
    "savings.com",
    "savoo.co.uk",
    "simplycodes.com",
    "slickdeals.net",
    "topcashback.com",
    "vouchercloud.com",
    "vouchercodes.co.uk",
    "wethrift.com",
];

/// Orders of one code, day and coupon site: `[code, day, whether in the range, site, orders, with a click of the owner]`.
#[derive(Clone, Debug)]
pub struct Orders(pub u32, pub i64, pub u8, pub Option<String>, pub u64, pub u64);

stored!(Orders(a, b, c, d, e, f));

/// Whose a code is: `[code, word, creator, name, from when]`.
#[derive(Clone, Debug)]
pub struct Owner(pub u32, pub String, pub u32, pub String, pub Option<i64>);

stored!(Owner(a, b, c, d, e));

/// The ids of the codes with orders in the range.
pub fn used(orders: &[Orders]) -> Vec<u32> {
    ordered::once(orders.iter().filter(|orders| orders.2 == 1).map(|orders| orders.0))
}

/// The report; `ahead` is how many milliseconds the days begin before UTC ones.
pub fn report(range: Range, zone: &str, ahead: i64, orders: &[Orders], owners: &[Owner]) -> Value {
    let by_code = ordered::places(orders.iter().map(|orders| orders.0.into()));
    let mut rows = Tally::default();
    for (at, owner) in owners.iter().enumerate() {
        let code = i64::from(owner.0);
        let (_, behind) = by_code.split_at(by_code.partition_point(|place| place.0 < code));
        let (mine, _) = behind.split_at(behind.partition_point(|place| place.0 == code));
        let all: Vec<&Orders> = mine.iter().filter_map(|place| orders.get(place.1)).collect();
        let (orders, shown) = row(range, ahead, owner, &all);
        rows.add(format!("{at:010}"), shown, orders);
    }
    let cut = owners.len() > ROWS_MOST;
    let rows: Vec<Value> = rows.most(ROWS_MOST).into_iter().map(|(row, _)| row).collect();
    json!({ "from": range.from, "to": range.to, "zone": zone, "rows": rows, "cut": cut })
}

/// One code with its figures and flags, behind its orders.
fn row(range: Range, ahead: i64, owner: &Owner, all: &[&Orders]) -> (u64, Value) {
    let Owner(id, code, creator, name, valid_from) = owner;
    let mine = || all.iter().filter(|orders| orders.2 == 1);
    let orders: u64 = mine().map(|orders| orders.4).sum();
    let clicked: u64 = mine().map(|orders| orders.5).sum();
    let mut sites: Vec<(&str, u64)> = Vec::new();
    for orders in mine() {
        if let Some(site) = &orders.3 {
            add(&mut sites, site, orders.4);
        }
    }
    let coupon: u64 = sites.iter().map(|site| site.1).sum();
    let mut from = Map::new();
    for (site, orders) in sites {
        from.insert(site.to_owned(), orders.into());
    }
    let without = orders - clicked.min(orders);
    let mut flags = Map::new();
    // More than half: of a code that is also linked to, some orders always lose their click.
    if 2 * without > orders {
        flags.insert("no_owner_click".into(), json!({ "orders": without, "share": share(without, orders) }));
    }
    if coupon > 0 {
        flags.insert("coupon_site".into(), json!({ "orders": coupon, "share": share(coupon, orders), "sites": from }));
    }
    let begins = valid_from.map(|at| Day::of_utc(at + ahead));
    flags.extend(sudden(range, begins, all).map(|figures| ("sudden_rate".to_owned(), figures)));
    let shown = json!({
        "code": { "id": id, "code": code },
        "creator": { "id": creator, "name": name },
        "orders": orders,
        "orders_with_owner_click": clicked,
        "orders_without_owner_click": without,
        "share_without_owner_click": share(without, orders),
        "orders_from_coupon_sites": coupon,
        "flags": flags,
    });
    (orders, shown)
}

/// The busiest day's figures, where it is a sudden one; days on which the code did not yet hold are no days before it.
fn sudden(range: Range, begins: Option<Day>, all: &[&Orders]) -> Option<Value> {
    let mut days: Vec<(i64, u64)> = Vec::new();
    for orders in all {
        add(&mut days, orders.1, orders.4);
    }
    let inside = days.iter().filter(|day| (range.from.0..=range.to.0).contains(&day.0));
    // Of two such days the first: what comes behind it is its echo.
    let (busiest, most) = *inside.max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(&one.0)))?;
    let orders_of = |day: i64| days.iter().find(|known| known.0 == day).map_or(0, |known| known.1);
    let first = begins.map_or(i64::MIN, |day| day.0).max(busiest - DAYS_BEFORE);
    let mut before: Vec<u64> = Vec::new();
    for orders in (first..busiest).map(orders_of) {
        before.insert(before.partition_point(|fewer| *fewer < orders), orders);
    }
    // Of two in the middle the larger, so that less is called sudden.
    let median = before.get(before.len() / 2).copied()?;
    (most >= SUDDEN_LEAST && most > SUDDEN_TIMES * median)
        .then(|| json!({ "day": Day(busiest), "orders": most, "median_before": median, "days_before": before.len() }))
}

/// Adds `more` to what is known under `key`; there are few keys.
fn add<K: PartialEq>(sums: &mut Vec<(K, u64)>, key: K, more: u64) {
    match sums.iter_mut().find(|sum| sum.0 == key) {
        Some(sum) => sum.1 += more,
        None => sums.push((key, more)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share of counts far below 2^53")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
