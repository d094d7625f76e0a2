//! Webhooks: what is noted for whom, once, with the fact itself; who may send it; and what is forgotten.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::conversion::{Rank, Reporter};
use waymark::domain::webhook::Facts;
use waymark::sql;

use crate::given::{self, Arg, DAY, NOON, refund, report, report_by, sale};

const EVENTS: [&str; 5] =
    ["lead.created", "conversion.accepted", "conversion.revised", "refund.applied", "rollup.finished"];

/// A webhook that wants `events`; gives the id.
fn hook(db: &Connection, events: &[&str]) -> i64 {
    let none = || Arg::from(None::<i64>);
    let args: [Arg; 10] = [
        "Shop".into(),
        "https://hooks.shop.example/".into(),
        json!(events).into(),
        1.into(),
        "whsec_x".into(),
        "x".into(),
        none(),
        none(),
        none(),
        (NOON - DAY).into(),
    ];
    given::rows(db, sql::WEBHOOK_INSERT, &args)[0]["id"].as_i64().unwrap()
}

/// Everything that was noted, as `event key version`.
fn noted(db: &Connection) -> Vec<String> {
    given::ask(db, "SELECT event || ' ' || key || ' ' || version AS told FROM webhook_message ORDER BY id")
        .iter()
        .map(|row| row["told"].as_str().unwrap().to_owned())
        .collect()
}

fn with(mut body: Value, changed: &Value) -> Value {
    for (name, value) in changed.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn lead(id: &str) -> Value {
    json!({ "kind": "lead", "lead_id": id, "occurred_at": "2026-11-20T11:00:00Z" })
}

#[test]
fn a_report_that_changes_something_is_noted_once_whatever_is_repeated() {
    let mut db = given::control();
    hook(&db, &EVENTS);
    let revised = with(sale("1"), &json!({ "total_minor": 13_000, "revision": 1 }));
    for body in [sale("1"), sale("1"), revised.clone(), revised, sale("1"), lead("l1"), lead("l1")] {
        report(&mut db, &body);
    }
    report(&mut db, &json!([refund("r1", "1"), refund("r1", "1"), sale("2")]));
    let told = ["conversion.accepted 1 1", "conversion.revised 1 2", "lead.created l1 1", "conversion.accepted 2 1"];
    let mut found = noted(&db);
    found.retain(|one| one != "refund.applied r1 1");
    assert_eq!(found, told);
    assert_eq!(noted(&db).len(), told.len() + 1);
}

#[test]
fn a_repeat_is_not_news_to_who_came_later_nor_after_the_night_has_forgotten() {
    let mut db = given::control();
    report(&mut db, &sale("1"));
    let revised = with(sale("1"), &json!({ "total_minor": 13_000, "revision": 1, "aliases": ["#1"] }));
    report(&mut db, &revised);
    report(&mut db, &refund("r1", "#1"));
    // All of that came an hour after noon; these repeats come later, and a shop counts its versions on.
    db.execute("UPDATE conversion SET changed_at = changed_at - 1", []).unwrap();
    hook(&db, &EVENTS);
    for body in [sale("1"), revised.clone(), with(revised, &json!({ "revision": 9 })), refund("r1", "#1")] {
        report(&mut db, &body);
    }
    assert_eq!(noted(&db), [""; 0]);
}

#[test]
fn conflicts_answers_and_events_of_a_shop_are_not_told() {
    let mut db = given::control();
    report(&mut db, &sale("1"));
    db.execute("UPDATE conversion SET changed_at = changed_at - 1", []).unwrap();
    hook(&db, &EVENTS);
    report(&mut db, &with(sale("1"), &json!({ "total_minor": 99_000 })));
    report(&mut db, &json!({ "kind": "event", "event_id": "e", "name": "n", "occurred_at": "2026-11-20T12:00:00Z" }));
    report(
        &mut db,
        &json!({ "kind": "survey", "order_id": "1", "question": "how", "text": "Ann", "occurred_at": "2026-11-20T12:00:00Z" }),
    );
    assert_eq!(noted(&db), [""; 0]);
}

#[test]
fn evidence_that_is_added_is_a_revision() {
    let mut db = given::control();
    hook(&db, &EVENTS);
    report(&mut db, &sale("1"));
    let other = Reporter { source: 3, rank: Rank::Server };
    report_by(&mut db, other, &with(sale("1"), &json!({ "customer": "ann@example.com" })));
    assert_eq!(noted(&db), ["conversion.accepted 1 1", "conversion.revised 1 2"]);
}

#[test]
fn a_refund_is_told_when_its_order_is_there_and_one_that_waited_when_it_comes() {
    let mut db = given::control();
    hook(&db, &EVENTS);
    report(&mut db, &refund("r1", "1"));
    assert_eq!(noted(&db), [""; 0]);
    report(&mut db, &sale("1"));
    assert_eq!(noted(&db), ["conversion.accepted 1 1", "refund.applied r1 1"]);
    report(&mut db, &refund("r2", "1"));
    assert_eq!(noted(&db).last().unwrap(), "refund.applied r2 1");
}

#[test]
fn a_refund_that_waited_under_a_further_name_is_told_when_that_name_is_known() {
    let mut db = given::control();
    hook(&db, &["refund.applied"]);
    report(&mut db, &sale("1"));
    report(&mut db, &refund("r1", "#1001"));
    assert_eq!(noted(&db), [""; 0]);
    let other = Reporter { source: 3, rank: Rank::Webhook };
    report_by(&mut db, other, &with(sale("1"), &json!({ "aliases": ["#1001"] })));
    assert_eq!(noted(&db), ["refund.applied r1 1"]);
}

#[test]
fn a_cumulative_refund_is_told_at_every_change() {
    let mut db = given::control();
    hook(&db, &["refund.applied"]);
    report(&mut db, &sale("1"));
    for (total, revision) in [(100, 100), (300, 300)] {
        let body = json!({
            "kind": "refund", "order_id": "1", "cumulative": true, "total_minor": total, "revision": revision,
            "currency": "EUR", "occurred_at": "2026-11-20T13:00:00Z",
        });
        report(&mut db, &body);
    }
    assert_eq!(noted(&db), ["refund.applied cumulative:1 1", "refund.applied cumulative:1 2"]);
}

#[test]
fn who_is_disabled_put_away_or_wants_something_else_hears_nothing() {
    let mut db = given::control();
    let (disabled, away) = (hook(&db, &EVENTS), hook(&db, &EVENTS));
    hook(&db, &["lead.created"]);
    given::rows(&db, sql::WEBHOOK_GONE, &[disabled.into(), NOON.into()]);
    db.execute("UPDATE webhook SET archived_at = 1 WHERE id = ?1", [away]).unwrap();
    report(&mut db, &sale("1"));
    assert_eq!(noted(&db), [""; 0]);
    assert_eq!(given::number(&db, "SELECT count(*) FROM webhook WHERE enabled = 0 AND gone_at IS NOT NULL"), 1);
}

#[test]
fn a_message_is_due_from_the_moment_of_its_report() {
    let mut db = given::control();
    hook(&db, &EVENTS);
    report(&mut db, &sale("1"));
    let row = given::ask(&db, "SELECT created_at, next_at, state, attempts FROM webhook_message").remove(0);
    let at = NOON + 3_600_000;
    assert_eq!(row, json!({ "created_at": at, "next_at": at, "state": "pending", "attempts": 0 }));
}

#[test]
fn a_job_that_ended_is_told_once_and_one_that_was_taken_over_never() {
    let db = given::control();
    hook(&db, &EVENTS);
    let open = |at: i64| given::rows(&db, sql::JOB_OPEN, &["night".into(), at.into()])[0]["id"].as_i64().unwrap();
    let close = |id: i64| {
        let none = None::<i64>;
        let args: [Arg; 7] =
            [id.into(), "done".into(), (NOON + 5).into(), "[\"2026-11-20\"]".into(), 3.into(), 2.into(), none.into()];
        given::rows(&db, sql::JOB_CLOSE, &args);
        given::rows(&db, sql::WEBHOOK_ROLLUP_INSERT, &[id.into()]).len()
    };
    let first = open(NOON);
    assert_eq!((close(first), close(first)), (1, 0));
    let lost = open(NOON);
    given::rows(&db, sql::JOB_ABANDON, &[(NOON + 1).into(), (NOON + 2).into()]);
    assert_eq!(close(lost), 0);
    let row = given::ask(&db, "SELECT * FROM webhook_message").remove(0);
    let facts: Value = serde_json::from_str(row["facts"].as_str().unwrap()).unwrap();
    let expected = json!({
        "id": first, "kind": "night", "state": "done", "started_at": NOON, "finished_at": NOON + 5,
        "days": ["2026-11-20"], "events": 3, "orders": 2,
    });
    assert_eq!((facts, &row["next_at"]), (expected, &json!(NOON + 5)));
}

fn claim(db: &Connection, now: i64) -> usize {
    given::rows(db, sql::WEBHOOK_MESSAGE_CLAIM, &[1.into(), now.into(), (now + 60_000).into()]).len()
}

fn done(db: &Connection, state: &str, next_at: i64) {
    let delivered = (state == "delivered").then_some(next_at);
    let attempts = given::number(db, "SELECT attempts FROM webhook_message WHERE id = 1");
    done_as(db, state, next_at, delivered, attempts);
}

fn done_as(db: &Connection, state: &str, next_at: i64, delivered: Option<i64>, attempts: i64) {
    let none = None::<&str>;
    let args = [1.into(), state.into(), 200.into(), none.into(), next_at.into(), delivered.into(), attempts.into()];
    given::rows(db, sql::WEBHOOK_MESSAGE_DONE, &args);
}

#[test]
fn a_message_is_claimed_by_one_and_by_another_only_when_that_one_fell_silent() {
    let mut db = given::control();
    hook(&db, &EVENTS);
    report(&mut db, &sale("1"));
    let now = NOON + 3_600_000;
    assert_eq!(claim(&db, now - 1), 0, "it is not due yet");
    assert_eq!((claim(&db, now), claim(&db, now)), (1, 0));
    assert_eq!(given::rows(&db, sql::WEBHOOK_MESSAGES_DUE, &[now.into(), 10.into()]).len(), 0);
    assert_eq!(given::rows(&db, sql::WEBHOOK_MESSAGES_DUE, &[(now + 60_000).into(), 10.into()]).len(), 1);
    assert_eq!(claim(&db, now + 60_000), 1);
    done(&db, "delivered", now);
    assert_eq!(claim(&db, now + DAY), 0, "it was delivered");
    let replayed = given::rows(&db, sql::WEBHOOK_MESSAGE_REPLAY, &[1.into(), now.into()]);
    assert_eq!((&replayed[0]["state"], &replayed[0]["attempts"]), (&json!("pending"), &json!(0)));
    assert_eq!(claim(&db, now), 1);
}

#[test]
fn an_attempt_that_ends_after_a_replay_changes_nothing() {
    let mut db = given::control();
    hook(&db, &EVENTS);
    report(&mut db, &sale("1"));
    done(&db, "pending", NOON);
    done_as(&db, "dead", NOON, None, 0);
    assert_eq!(given::ask(&db, "SELECT state FROM webhook_message"), [json!({ "state": "pending" })]);
}

#[test]
fn only_what_ended_long_ago_is_forgotten() {
    let mut db = given::control();
    hook(&db, &EVENTS);
    report(&mut db, &sale("1"));
    let purge = |db: &Connection| given::run(db, sql::WEBHOOK_MESSAGES_PURGE, &[(NOON + 1).into(), 10.into()]);
    assert_eq!(purge(&db), 0);
    done(&db, "dead", NOON + 1);
    assert_eq!(purge(&db), 0);
    done(&db, "dead", NOON);
    assert_eq!(purge(&db), 1);
    report(&mut db, &sale("2"));
    given::run(&db, "UPDATE webhook_message SET state = 'delivered', next_at = ?1", &[NOON.into()]);
    assert_eq!(purge(&db), 1);
}

#[test]
fn a_conversion_is_read_as_it_stands_also_under_its_orders_one_name() {
    let mut db = given::control();
    report(&mut db, &with(sale("1"), &json!({ "aliases": ["#1001"], "customer": "ann@example.com" })));
    report(
        &mut db,
        &json!({ "kind": "renewal", "order_id": "2", "total_minor": 5, "currency": "EUR", "occurred_at": "2026-11-20T12:00:00Z" }),
    );
    let read =
        |kind: i64, key: &str| -> Vec<Facts> { given::read(&db, sql::WEBHOOK_FACTS, &[kind.into(), key.into()]) };
    assert_eq!(read(1, "#1001")[0].order_id.as_deref(), Some("1"));
    assert_eq!(read(1, "2")[0].renewal, 1);
    assert!(read(1, "3").is_empty());
    let columns = given::rows(&db, sql::WEBHOOK_FACTS, &[1.into(), "1".into()]).remove(0);
    for hidden in ["customer", "clicks", "detail", "digest"] {
        assert!(columns.get(hidden).is_none(), "{hidden}");
    }
}

#[test]
fn messages_are_listed_newest_first_by_webhook() {
    let mut db = given::control();
    let (first, second) = (hook(&db, &EVENTS), hook(&db, &["conversion.accepted"]));
    report(&mut db, &json!([sale("1"), sale("2"), lead("l")]));
    let list = |before: i64, webhook: i64| -> Vec<i64> {
        let rows = given::rows(
            &db,
            sql::WEBHOOK_MESSAGE_LIST,
            &[before.into(), 2.into(), webhook.into(), None::<&str>.into()],
        );
        rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
    };
    let page = list(1 << 32, first);
    assert!(page[0] > page[1]);
    assert_eq!(list(page[1], first).len(), 1);
    assert_eq!(list(1 << 32, second).len(), 2);
}

#[test]
fn a_changed_webhook_keeps_what_a_change_does_not_name() {
    let db = given::control();
    let id = hook(&db, &EVENTS);
    let none = || Arg::from(None::<i64>);
    let change = |version: i64| {
        let args: [Arg; 13] = [
            id.into(),
            version.into(),
            "Other".into(),
            "https://hooks.shop.example/".into(),
            "[\"lead.created\"]".into(),
            0.into(),
            "whsec_y".into(),
            "y".into(),
            "whsec_x".into(),
            "x".into(),
            none(),
            NOON.into(),
            none(),
        ];
        given::run(&db, sql::WEBHOOK_UPDATE, &args)
    };
    assert_eq!((change(2), change(1), change(1)), (0, 1, 0), "only the version that was read is changed");
    let row = given::rows(&db, sql::WEBHOOK_GET, &[id.into()]).remove(0);
    assert_eq!((&row["version"], &row["former_secret"], &row["enabled"]), (&json!(2), &json!("whsec_x"), &json!(0)));
    let listed = given::rows(&db, sql::WEBHOOK_LIST, &[0.into(), 10.into()]).remove(0);
    assert!(listed.get("secret").is_none() && listed.get("former_secret").is_none());
}

const BROWSER: Reporter = Reporter { source: 1, rank: Rank::Browser };

#[test]
fn what_only_a_browser_told_is_told_when_a_server_says_so() {
    for body in [sale("1"), lead("l")] {
        let mut db = given::control();
        hook(&db, &EVENTS);
        report_by(&mut db, BROWSER, &body);
        assert!(told(&db).is_empty(), "{body}");
        report(&mut db, &body);
        let event = if body["kind"] == "lead" { "lead.created" } else { "conversion.accepted" };
        assert_eq!(told(&db), [event], "{body}");
    }
}

#[test]
fn a_refund_that_a_browser_told_or_that_is_in_another_currency_is_not_applied() {
    let mut db = given::control();
    hook(&db, &EVENTS);
    report(&mut db, &refund("r0", "2"));
    let mut dollars = sale("2");
    dollars["currency"] = json!("USD");
    report(&mut db, &dollars);
    report(&mut db, &sale("1"));
    report_by(&mut db, BROWSER, &refund("r1", "1"));
    assert_eq!(told(&db), ["conversion.accepted", "conversion.accepted"]);
}

#[test]
fn a_run_that_had_nothing_to_do_is_no_news() {
    let db = given::control();
    hook(&db, &EVENTS);
    let job = |days: &str| {
        let id = given::rows(&db, sql::JOB_OPEN, &["manual".into(), NOON.into()])[0]["id"].as_i64().unwrap();
        let none = None::<&str>;
        let args = [id.into(), "done".into(), NOON.into(), days.into(), 0.into(), 0.into(), none.into()];
        given::rows(&db, sql::JOB_CLOSE, &args);
        given::rows(&db, sql::WEBHOOK_ROLLUP_INSERT, &[id.into()]).len()
    };
    assert_eq!((job("[]"), job("[\"2026-11-20\"]")), (0, 1));
}

/// The events that were noted, in the order of their noting.
fn told(db: &Connection) -> Vec<String> {
    let rows = given::ask(db, "SELECT event FROM webhook_message ORDER BY id");
    rows.iter().map(|row| row["event"].as_str().unwrap().to_owned()).collect()
}
