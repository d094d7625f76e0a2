//! The ledger's registers in the store: what the domain says is what stands there, once, and with its history.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::ledger::shelf::{Around, Names, Row, Shelf};
use waymark::domain::ledger::things;
use waymark::domain::money::Currency;
use waymark::sql;

use crate::given::{self, Arg, DAY, NOON, TODAY};

/// A store with a creator `sarah` (1), a campaign `spring` (1) and a post `reel` (1) of hers.
fn store() -> Connection {
    let db = given::control();
    given::creator(&db, "sarah");
    given::campaign(&db, "spring");
    put(&db, sql::POSTS_PUT, &things::POSTS, &[json!({ "handle": "reel", "creator": "sarah" })]);
    db
}

/// What the words of every test name.
fn names(db: &Connection) -> Names {
    let words = |list: Value| Arg::from(list);
    given::json(
        db,
        sql::LEDGER_NAMES,
        &[words(json!(["1", "sarah"])), words(json!(["spring"])), words(json!(["reel"]))],
    )
}

fn row(db: &Connection, shelf: &Shelf, body: &Value) -> Row {
    let around = Around { names: &names(db), reporting: Currency::parse("EUR"), today: TODAY };
    shelf.read(body, None, &around).unwrap()
}

fn list(db: &Connection, shelf: &Shelf, bodies: &[Value]) -> Value {
    bodies.iter().map(|body| Value::from(shelf.values(&row(db, shelf, body)))).collect()
}

/// Puts bodies as the Worker does; gives the ids.
fn put(db: &Connection, statement: &str, shelf: &Shelf, bodies: &[Value]) -> Vec<i64> {
    let rows = given::rows(db, statement, &[list(db, shelf, bodies).into(), NOON.into()]);
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

/// Every row of a list; `all` where the statement asks for it.
fn listed(db: &Connection, statement: &str, shelf: &Shelf, all: i64) -> Vec<Row> {
    let filters = shelf.filters.iter().map(|name| if *name == "all" { all.into() } else { None::<i64>.into() });
    let args: Vec<Arg> = [0.into(), 100.into(), None::<&str>.into()].into_iter().chain(filters).collect();
    given::rows(db, statement, &args).into_iter().map(|row| row.as_object().unwrap().clone()).collect()
}

fn fee(over: &Value) -> Value {
    let mut fee = json!({
        "creator": "sarah", "kind": "fee", "amount_minor": 5, "currency": "EUR", "from_day": "2026-11-10", "to_day": "2026-11-20"
    });
    for (name, value) in over.as_object().unwrap() {
        fee[name] = value.clone();
    }
    fee
}

#[test]
fn every_thing_stands_in_the_store_as_the_domain_says_it() {
    let db = store();
    let post = json!({
        "handle": "story", "creator": "sarah", "campaign": "spring", "platform": "tiktok", "content_kind": "story", "planned_day": "2026-11-01",
        "delivered_day": "2026-11-02", "url": "https://a.example", "ugc_value_minor": 5, "currency": "EUR", "ugc_method": "asked", "quality": 4
    });
    let stat = json!({
        "creator": "sarah", "post": "reel", "platform": "tiktok", "day": "2026-11-01", "followers": 1, "reach": 2, "platform_views": 3, "likes": 4,
        "comments": 5, "shares": 6, "saves": 7, "platform_clicks": 8
    });
    let target = json!({
        "creator": "sarah", "campaign": "spring", "metric": "cpa", "value": "2500.5", "currency": "EUR", "from_day": "2026-11-01", "to_day": "2026-11-30"
    });
    let whole =
        fee(&json!({ "external_id": "i1", "campaign": "spring", "post": "reel", "allow_overlap": true, "note": "n" }));
    let hours = json!({
        "creator": "sarah", "kind": "labour", "minutes": 90, "hourly_minor": 10, "currency": "EUR", "from_day": "2026-11-10", "to_day": "2026-11-20"
    });
    for (shelf, put_sql, list_sql, body) in [
        (&things::COSTS, sql::COSTS_PUT, sql::COSTS_LIST, whole),
        (&things::COSTS, sql::COSTS_PUT, sql::COSTS_LIST, hours),
        (&things::POSTS, sql::POSTS_PUT, sql::POSTS_LIST, post),
        (&things::STATS, sql::STATS_PUT, sql::STATS_LIST, stat),
        (&things::TARGETS, sql::TARGETS_PUT, sql::TARGETS_LIST, target),
        (
            &things::RATES,
            sql::RATES_PUT,
            sql::RATES_LIST,
            json!({ "currency": "USD", "day": "2026-11-01", "rate": "0.92", "source": "ECB" }),
        ),
        (
            &things::BASELINES,
            sql::BASELINES_PUT,
            sql::BASELINES_LIST,
            json!({ "metric": "aov", "value": 6_200, "currency": "EUR" }),
        ),
    ] {
        put(&db, put_sql, shelf, std::slice::from_ref(&body));
        let (said, stands) = (row(&db, shelf, &body), listed(&db, list_sql, shelf, 0).pop().unwrap());
        assert!(shelf.says(&said, &stands), "{}: {stands:?} for {said:?}", shelf.name);
        for name in ["creator", "campaign", "post"].iter().filter(|name| body.get(**name).is_some()) {
            assert_eq!(stands[*name], body[*name], "{}", shelf.name);
        }
    }
}

#[test]
fn a_change_of_an_older_version_changes_nothing() {
    let db = store();
    put(&db, sql::COSTS_PUT, &things::COSTS, &[fee(&json!({}))]);
    let change = |version: i64, amount: i64| {
        let mut values = vec![json!(1), json!(version)];
        values.extend(things::COSTS.values(&row(
            &db,
            &things::COSTS,
            &fee(&json!({ "amount_minor": amount, "note": "new" })),
        )));
        given::run(&db, sql::COSTS_UPDATE, &[json!([values]).into(), (NOON + 1).into()])
    };
    assert_eq!((change(1, 9), change(1, 7)), (1, 0));
    let stands = listed(&db, sql::COSTS_LIST, &things::COSTS, 0).remove(0);
    assert_eq!(
        (&stands["amount_minor"], &stands["version"], &stands["updated_at"]),
        (&json!(9), &json!(2), &json!(NOON + 1))
    );
    assert_eq!(stands["note"], "new");
}

#[test]
fn a_post_is_changed_in_every_column() {
    let db = store();
    let body = json!({
        "handle": "reel-2", "creator": "sarah", "campaign": "spring", "platform": "tiktok", "content_kind": "story", "planned_day": "2026-11-01",
        "delivered_day": "2026-11-02", "url": "https://a.example", "ugc_value_minor": 5, "currency": "EUR", "ugc_method": "asked", "quality": 4
    });
    let mut values = vec![json!(1), json!(1)];
    let changed = row(&db, &things::POSTS, &body);
    values.extend(things::POSTS.values(&changed));
    assert_eq!(given::run(&db, sql::POSTS_UPDATE, &[json!([values]).into(), NOON.into()]), 1);
    assert!(things::POSTS.says(&changed, &listed(&db, sql::POSTS_LIST, &things::POSTS, 0)[0]));
}

#[test]
fn nobody_who_was_quicker_is_paid_twice() {
    // The domain has looked before; between its look and the write somebody else may have come.
    let db = store();
    let rule = |kind: &str, over: Value| {
        let mut rule = json!({ "creator": "sarah", "kind": kind, "from_day": "2026-11-10", "to_day": "2026-11-20" });
        for (name, value) in over.as_object().unwrap() {
            rule[name] = value.clone();
        }
        rule
    };
    let percent = rule("commission_percent", json!({ "basis_points": 500 }));
    let order = rule("commission_order", json!({ "amount_minor": 5, "currency": "EUR", "allow_overlap": true }));
    for (body, made) in [
        (fee(&json!({})), 1),
        (fee(&json!({ "from_day": "2026-11-20", "to_day": "2026-11-25" })), 0),
        (fee(&json!({ "allow_overlap": true })), 1),
        (fee(&json!({ "campaign": "spring" })), 1),
        (fee(&json!({ "from_day": "2026-11-21", "to_day": "2026-11-25" })), 1),
        (percent, 1),
        (order, 0),
    ] {
        assert_eq!(put(&db, sql::COSTS_PUT, &things::COSTS, std::slice::from_ref(&body)).len(), made, "{body}");
    }
}

#[test]
fn a_cost_that_was_put_away_leaves_its_place_and_its_external_id() {
    let db = store();
    let body = fee(&json!({ "external_id": "i1" }));
    assert_eq!(put(&db, sql::COSTS_PUT, &things::COSTS, std::slice::from_ref(&body)), [1]);
    assert!(
        put(&db, sql::COSTS_PUT, &things::COSTS, &[fee(&json!({ "external_id": "i1", "allow_overlap": true }))])
            .is_empty()
    );
    assert_eq!(given::run(&db, sql::COSTS_REMOVE, &[1.into(), NOON.into()]), 1);
    assert_eq!(given::run(&db, sql::COSTS_REMOVE, &[1.into(), (NOON + 1).into()]), 0, "the first time counts");
    assert_eq!(put(&db, sql::COSTS_PUT, &things::COSTS, &[body]).len(), 1);
    assert_eq!(
        (listed(&db, sql::COSTS_LIST, &things::COSTS, 0).len(), listed(&db, sql::COSTS_LIST, &things::COSTS, 1).len()),
        (1, 2)
    );
}

#[test]
fn a_handle_of_a_post_that_is_taken_makes_nothing() {
    let db = store();
    assert!(put(&db, sql::POSTS_PUT, &things::POSTS, &[json!({ "handle": "reel", "creator": "sarah" })]).is_empty());
    given::run(&db, sql::POSTS_REMOVE, &[1.into(), NOON.into()]);
    assert!(put(&db, sql::POSTS_PUT, &things::POSTS, &[json!({ "handle": "reel", "creator": "sarah" })]).is_empty());
}

#[test]
fn counts_of_one_day_and_one_rate_of_a_day_are_the_last_that_was_said() {
    let db = store();
    let stat = |likes: i64| json!({ "creator": "sarah", "platform": "tiktok", "day": "2026-11-01", "likes": likes });
    assert_eq!(
        put(&db, sql::STATS_PUT, &things::STATS, &[stat(5)]),
        put(&db, sql::STATS_PUT, &things::STATS, &[stat(9)])
    );
    assert_eq!(listed(&db, sql::STATS_LIST, &things::STATS, 0)[0]["likes"], 9);
    let rate = |rate: &str| json!({ "currency": "USD", "day": "2026-11-01", "rate": rate, "source": "ECB" });
    assert_eq!(
        put(&db, sql::RATES_PUT, &things::RATES, &[rate("0.9")]),
        put(&db, sql::RATES_PUT, &things::RATES, &[rate("0.8")])
    );
    assert_eq!(listed(&db, sql::RATES_LIST, &things::RATES, 0)[0]["rate"], 800_000_000);
    given::run(&db, sql::RATES_REMOVE, &[1.into()]);
    given::run(&db, sql::STATS_REMOVE, &[1.into()]);
    assert!(
        listed(&db, sql::RATES_LIST, &things::RATES, 0).is_empty()
            && listed(&db, sql::STATS_LIST, &things::STATS, 0).is_empty()
    );
}

#[test]
fn a_target_replaces_those_of_the_same_that_share_a_day() {
    let db = store();
    let target = |over: Value| {
        let mut target = json!({ "creator": "sarah", "metric": "roi", "value": 4, "from_day": "2026-11-10", "to_day": "2026-11-20" });
        for (name, value) in over.as_object().unwrap() {
            target[name] = value.clone();
        }
        target
    };
    let others = [
        target(json!({ "from_day": "2026-11-21", "to_day": "2026-11-30" })),
        target(json!({ "metric": "roas" })),
        target(json!({ "campaign": "spring" })),
        target(json!({ "creator": null })),
    ];
    put(&db, sql::TARGETS_PUT, &things::TARGETS, &others);
    put(&db, sql::TARGETS_PUT, &things::TARGETS, &[target(json!({}))]);
    let new = [target(json!({ "from_day": "2026-11-01", "to_day": "2026-11-10", "value": 3 }))];
    given::run(&db, sql::TARGETS_REPLACE, &[list(&db, &things::TARGETS, &new).into(), (NOON + 7).into()]);
    let stands: Vec<Value> =
        listed(&db, sql::TARGETS_LIST, &things::TARGETS, 0).iter().map(|row| row["id"].clone()).collect();
    assert_eq!(stands, [json!(1), json!(2), json!(3), json!(4)]);
    assert_eq!(listed(&db, sql::TARGETS_LIST, &things::TARGETS, 1)[4]["superseded_at"], NOON + 7);
    assert_eq!(given::run(&db, sql::TARGETS_REMOVE, &[1.into(), NOON.into()]), 1);
}

#[test]
fn a_baseline_replaces_the_one_of_its_metric() {
    let db = store();
    let aov = [json!({ "metric": "aov", "value": 1, "currency": "EUR" })];
    put(&db, sql::BASELINES_PUT, &things::BASELINES, &[aov[0].clone(), json!({ "metric": "followers", "value": 1 })]);
    given::run(&db, sql::BASELINES_REPLACE, &[list(&db, &things::BASELINES, &aov).into(), NOON.into()]);
    assert_eq!(listed(&db, sql::BASELINES_LIST, &things::BASELINES, 0).len(), 1);
    given::run(&db, sql::BASELINES_REMOVE, &[2.into(), NOON.into()]);
    assert_eq!(
        (
            listed(&db, sql::BASELINES_LIST, &things::BASELINES, 0).len(),
            listed(&db, sql::BASELINES_LIST, &things::BASELINES, 1).len()
        ),
        (0, 2)
    );
}

#[test]
fn names_are_found_by_handle_first_and_also_where_they_were_put_away() {
    let db = given::control();
    let (_, one) = (given::creator(&db, "sarah"), given::creator(&db, "1"));
    given::run(&db, "UPDATE creator SET archived_at = 5", &[]);
    let asked = given::rows(
        &db,
        sql::LEDGER_NAMES,
        &[json!(["1", "2", "nobody", "sarah"]).into(), json!([]).into(), json!([]).into()],
    );
    let found: Value = serde_json::from_str(asked[0]["rows"].as_str().unwrap()).unwrap();
    assert_eq!(found, json!({ "creators": [["1", one], ["2", 2], ["sarah", 1]], "campaigns": [], "posts": [] }));
}

#[test]
fn a_rate_reopens_its_week_up_to_the_next_rate_where_there_is_money_in_it() {
    let db = store();
    let sale = |key: &str, kind: i64, day: i64, currency: &str| {
        let statement = format!(
            "INSERT INTO conversion (kind, key, order_id, occurred_at, received_at, source, rank, revision, version, currency, total_minor, reason,
              cumulative, touches, detail, digest, last_digest, notes)
             VALUES ({kind}, '{key}', '{key}', {at}, {at}, 0, 2, 0, 1, '{currency}', 100, 0, 0, '[]', '{{}}', 'd', 'd', '[]')",
            at = day * DAY + 5
        );
        given::run(&db, &statement, &[]);
    };
    for (key, kind, day, currency) in [
        ("a", 1, 100, "USD"),
        ("b", 1, 107, "USD"),
        ("c", 1, 108, "USD"),
        ("d", 1, 103, "EUR"),
        ("e", 3, 105, "USD"),
        ("f", 1, 99, "USD"),
    ] {
        sale(key, kind, day, currency);
    }
    let marked = |rates: Value| -> Vec<i64> {
        given::run(&db, "DELETE FROM dirty_day", &[]);
        given::run(&db, sql::RATES_DIRTY, &[rates.into()]);
        given::ask(&db, "SELECT day FROM dirty_day ORDER BY day")
            .iter()
            .map(|row| row["day"].as_i64().unwrap())
            .collect()
    };
    assert_eq!(marked(json!([["USD", 100, 9, "ECB"]])), [100, 105, 107]);
    assert_eq!(marked(json!([["GBP", 100, 9, "ECB"]])), [0_i64; 0]);
    given::run(
        &db,
        "INSERT INTO rate (currency, day, rate_e9, source, updated_at) VALUES ('USD', 105, 9, 'ECB', 5)",
        &[],
    );
    assert_eq!(marked(json!([["USD", 100, 9, "ECB"]])), [100]);
    assert_eq!(marked(json!([["USD", 105, 9, "ECB"]])), [105, 107, 108]);
}
