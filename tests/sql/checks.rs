//! Checks of links: what is due, in which order, what is kept of a check, and who is to hear of it.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::check::{DUE_MS, Kept};
use waymark::domain::register::link::Link;
use waymark::sql;

use crate::given::{self, Arg, DAY, NOON, TODAY};

const HOUR: i64 = 3_600_000;

/// A link that was made at noon and is due since; gives its id.
fn link(db: &Connection, slug: &str) -> i64 {
    let creator = given::ask(db, "SELECT id FROM creator LIMIT 1");
    let creator = creator.first().map_or_else(|| given::creator(db, "ann"), |row| row["id"].as_i64().unwrap());
    given::link(db, slug, creator, None)
}

fn row(db: &Connection, link: i64) -> Value {
    given::ask(db, &format!("SELECT * FROM link_check WHERE link = {link}")).remove(0)
}

fn due(db: &Connection, at: i64) -> Vec<i64> {
    due_of(db, at, (100, 1_000, 200))
}

fn due_of(db: &Connection, at: i64, (failing, waiting, most): (i64, i64, i64)) -> Vec<i64> {
    let args: [Arg; 5] = [at.into(), failing.into(), waiting.into(), most.into(), TODAY.into()];
    let links: Vec<Link> = given::read(db, sql::LINK_CHECKS_DUE, &args);
    links.iter().map(|link| i64::from(link.id)).collect()
}

/// Keeps a check of `link` at `at`; gives what stands then, none where it was not kept.
fn checked(db: &Connection, link: i64, at: i64, ok: Option<bool>) -> Option<Kept> {
    checked_at(db, link, 1, at, ok)
}

fn checked_at(db: &Connection, link: i64, version: i64, at: i64, ok: Option<bool>) -> Option<Kept> {
    let problems = if ok == Some(false) { json!(["loop"]) } else { json!([]) };
    let rows = json!([[link, version, at, ok, { "ok": ok, "problems": problems }]]);
    let [well, first, failing] = DUE_MS.map(Arg::from);
    let kept = given::read(db, sql::LINK_CHECKS_PUT, &[rows.clone().into(), well, first, failing, 0.into()]).pop();
    given::rows(db, sql::WEBHOOK_LINK_INSERT, &[rows.into()]);
    kept
}

/// Everything that was noted for others, as `event link number`.
fn noted(db: &Connection) -> Vec<String> {
    let told = given::ask(db, "SELECT event || ' ' || key || ' ' || version AS told FROM webhook_message ORDER BY id");
    told.iter().map(|row| row["told"].as_str().unwrap().to_owned()).collect()
}

fn hook(db: &Connection, events: &[&str]) {
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
        NOON.into(),
    ];
    given::rows(db, sql::WEBHOOK_INSERT, &args);
}

fn change(db: &Connection, link: i64, what: &str) {
    db.execute_batch(&format!(
        "UPDATE link SET {what}, version = version + 1, updated_at = {NOON} + 1000 WHERE id = {link}"
    ))
    .unwrap();
}

#[test]
fn a_link_is_due_from_its_first_moment_and_one_that_is_off_is_not() {
    let db = given::control();
    let made = link(&db, "a");
    assert_eq!(row(&db, made)["at"], Value::Null);
    assert_eq!(due(&db, NOON + 1), [made]);
    change(&db, made, "enabled = 0");
    assert!(due(&db, NOON + DAY).is_empty());
    change(&db, made, "enabled = 1");
    assert_eq!(due(&db, NOON + DAY), [made]);
    change(&db, made, "archived_at = 5");
    assert!(due(&db, NOON + DAY).is_empty());
}

#[test]
fn a_link_is_due_again_when_it_leads_elsewhere_and_not_for_less() {
    let db = given::control();
    let made = link(&db, "a");
    let kept = checked(&db, made, NOON, Some(true)).unwrap();
    assert_eq!((kept.at, kept.failures, kept.failing_since), (Some(NOON), 0, None));
    assert!(due(&db, NOON + DAY - 1).is_empty());
    assert_eq!(due(&db, NOON + DAY), [made]);
    change(&db, made, "post = 'p'");
    assert!(due(&db, NOON + HOUR).is_empty());
    for what in ["target = 'https://b.example/'", "more = '{\"click_id\":false}'", "expires_at = 1900000000000"] {
        db.execute_batch("UPDATE link_check SET due_at = 9e15").unwrap();
        change(&db, made, what);
        assert_eq!(due(&db, NOON + HOUR), [made], "{what}");
    }
}

#[test]
fn what_ended_rests_until_it_is_changed_and_does_not_fail() {
    let db = given::control();
    let (ended, lives) = (link(&db, "a"), link(&db, "b"));
    checked(&db, ended, NOON, Some(false));
    db.execute_batch(&format!("UPDATE link SET expires_at = {NOON} + 5 WHERE id = {ended}")).unwrap();
    db.execute_batch("UPDATE link_check SET due_at = 0").unwrap();
    let rest = |at: i64| given::run(&db, sql::LINK_CHECKS_OVER, &[at.into(), 1_000.into()]);
    assert_eq!((rest(NOON + 4), rest(NOON + 5), rest(NOON + 5)), (0, 1, 0));
    assert_eq!(due(&db, NOON + DAY), [lives]);
    let kept = row(&db, ended);
    assert_eq!((&kept["ok"], &kept["failing_since"], &kept["failures"]), (&Value::Null, &Value::Null, &json!(0)));
    change(&db, ended, "expires_at = NULL");
    assert_eq!(due(&db, NOON + DAY).len(), 2);
}

#[test]
fn failing_links_come_first_then_the_day_then_the_clicked_and_nobody_starves() {
    let db = given::control();
    let links: Vec<i64> = (0..6).map(|n| link(&db, &format!("l{n}"))).collect();
    let [old, clicked, plain, seen, failing, fails_too] = links[..] else { panic!("six") };
    for (link, due_at) in [(old, -DAY), (clicked, 2), (plain, 1), (seen, 3), (failing, 5), (fails_too, 4)] {
        let day = TODAY * DAY;
        db.execute_batch(&format!("UPDATE link_check SET due_at = {} WHERE link = {link}", day + due_at)).unwrap();
    }
    for (link, clicks, day) in [(clicked, 1, TODAY - 2), (plain, 1, TODAY - 3), (seen, 0, TODAY)] {
        let totals = json!([[link, [clicks, clicks, 0, 0, 0], [0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]]]);
        given::rows(&db, sql::VISIT_TOTALS_PUT, &[3.into(), day.into(), totals.into()]);
    }
    db.execute_batch(&format!("UPDATE link_check SET ok = 0 WHERE link IN ({failing}, {fails_too})")).unwrap();
    let at = NOON + DAY;
    assert_eq!(due(&db, at), [fails_too, failing, old, clicked, plain, seen]);
    assert_eq!(due_of(&db, at, (1, 1_000, 3)), [fails_too, old, clicked], "of those that fail only so many");
    assert_eq!(due_of(&db, at, (0, 2, 3)), [old, plain], "of those that wait longest");
}

#[test]
fn the_second_failed_check_in_a_row_is_told_and_that_it_is_over() {
    let db = given::control();
    hook(&db, &["link.failing", "link.recovered"]);
    hook(&db, &["link.failing"]);
    hook(&db, &["lead.created"]);
    let made = link(&db, "a");
    let due_in = |ms: i64| row(&db, made)["due_at"].as_i64().unwrap() - ms;
    checked(&db, made, NOON, Some(false));
    assert!(noted(&db).is_empty(), "it may be a hiccup");
    assert_eq!(due_in(DUE_MS[1]), NOON);
    let kept = checked(&db, made, NOON + 1, Some(false)).unwrap();
    assert_eq!((kept.failures, kept.failing_since), (2, Some(NOON)));
    assert_eq!(due_in(DUE_MS[2]), NOON + 1);
    let failing = format!("link.failing {made} 1");
    assert_eq!(noted(&db), [failing.as_str(), failing.as_str()]);
    checked(&db, made, NOON + 2, Some(false));
    checked(&db, made, NOON + 3, None);
    assert_eq!(noted(&db).len(), 2, "once");
    assert_eq!(row(&db, made)["ok"], 0, "what nobody could tell clears nothing");
    let kept = checked(&db, made, NOON + 4, Some(true)).unwrap();
    assert_eq!((kept.failures, kept.failing_since), (0, None));
    checked(&db, made, NOON + 5, Some(true));
    assert_eq!(noted(&db)[2..], [format!("link.recovered {made} 2")]);
    for at in 6..9 {
        checked(&db, made, NOON + at, Some(false));
    }
    assert_eq!(noted(&db)[3..], [format!("link.failing {made} 3"), format!("link.failing {made} 3")]);
    let facts = given::ask(&db, "SELECT facts FROM webhook_message ORDER BY id LIMIT 1").remove(0);
    let facts: Value = serde_json::from_str(facts["facts"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&facts["link_id"], &facts["problems"], &facts["failing_since"]),
        (&json!(made), &json!(["loop"]), &json!(NOON))
    );
}

#[test]
fn a_hiccup_is_never_told() {
    let db = given::control();
    hook(&db, &["link.failing", "link.recovered"]);
    let made = link(&db, "a");
    for (at, ok) in (0..).zip([Some(false), Some(true), Some(false), None, Some(true), Some(false)]) {
        checked(&db, made, NOON + at, ok);
    }
    assert!(noted(&db).is_empty(), "{:?}", noted(&db));
}

#[test]
fn a_check_of_a_version_that_is_gone_is_not_kept() {
    let db = given::control();
    let made = link(&db, "a");
    change(&db, made, "target = 'https://b.example/'");
    assert!(checked(&db, made, NOON, Some(true)).is_none());
    assert_eq!(row(&db, made)["at"], Value::Null);
    assert!(checked_at(&db, made, 2, NOON, Some(true)).is_some());
}

#[test]
fn a_link_that_is_put_away_while_it_fails_is_told_of_no_more() {
    let db = given::control();
    hook(&db, &["link.failing", "link.recovered"]);
    let made = link(&db, "a");
    checked(&db, made, NOON, Some(false));
    checked(&db, made, NOON + 1, Some(false));
    change(&db, made, "enabled = 0");
    for at in 2..5 {
        checked_at(&db, made, 2, NOON + at, Some(false));
    }
    assert_eq!((noted(&db).len(), &row(&db, made)["due_at"]), (1, &Value::Null));
    change(&db, made, "enabled = 1");
    checked_at(&db, made, 3, NOON + 9, Some(true));
    assert_eq!(noted(&db).len(), 1, "it had ended before it was well");
}

#[test]
fn of_failed_checks_that_went_on_at_once_one_counts() {
    let db = given::control();
    given::creator(&db, "sarah");
    let link = given::link(&db, "spring", 1, None);
    let put = |at: i64| {
        let rows = serde_json::json!([[link, 1, at, 0, "{}"]]);
        given::rows(&db, sql::LINK_CHECKS_PUT, &[rows.into(), 9.into(), 9.into(), 9.into(), 5_000.into()]).len()
    };
    assert_eq!([put(NOON), put(NOON + 1), put(NOON + 4_999), put(NOON + 5_000)], [1, 0, 0, 1]);
    assert_eq!(given::number(&db, "SELECT failures FROM link_check"), 2);
}
