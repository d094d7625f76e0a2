//! Performance on a real SQLite: blocks say what their days say, filters leave what they should, totals add up.

use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::report::filter::Filters;
use waymark::domain::report::performance::{CreditRow, StatRow, VisitRow};
use waymark::sql;

use crate::given::{self, Arg};

/// A day that begins a block of 64.
const FIRST: i64 = 64 * 320;

fn db() -> Connection {
    let db = given::control();
    for id in 1..=3 {
        let creator =
            "INSERT INTO creator (id, name, handle, version, created_at, updated_at) VALUES (?1, 'C', ?1, 1, 0, 0)";
        given::try_rows(&db, creator, &[id.into()]).unwrap();
        let link =
            "INSERT INTO link (id, host, slug, destination, target, creator_id, post, platform, utm, enabled, version,
            published, created_at, updated_at) VALUES (?1 + 10, 'h', ?1, '', '', ?1, NULL, ?2, '{}', 1, 1, 1, 0, 0)";
        let platform = ["Instagram", "tiktok", "youtube"][usize::try_from(id - 1).unwrap()];
        given::try_rows(&db, link, &[id.into(), platform.into()]).unwrap();
    }
    db
}

fn visit(db: &Connection, scope: i64, day: i64, id: i64, clicks: i64) {
    let text = "INSERT INTO visit_total VALUES (?1, ?2, ?3, ?4 + 3, ?4, 1, 2, 0, ?4, 0, 0, 0, 0, 0, 0, 0, 0, ?4, 0)
        ON CONFLICT DO UPDATE SET clicks_gross = clicks_gross + ?4, clicks = clicks + ?4, landings = landings + ?4";
    given::try_rows(db, text, &[scope, day, id, clicks].map(Arg::from)).unwrap();
}

/// An order of 10.00 by a link of `creator`; its touch was `before` days earlier.
fn order(db: &Connection, model: i64, day: i64, before: i64, creator: i64, currency: &str) {
    let text = "INSERT INTO credit_total VALUES (1, ?1, ?2, ?2 - ?3, ?4, 0, CASE WHEN ?4 = 0 THEN 0 ELSE ?4 + 10 END, 0, '', ?5,
        1000000, 1000000, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 1000, 100, 900, 90, 810000.0)
        ON CONFLICT DO UPDATE SET credit_micro = credit_micro + 1000000, gross_minor = gross_minor + 1000,
          refunded_minor = refunded_minor + 100, squares = squares + 810000.0, converting = converting + 1";
    given::try_rows(db, text, &[model.into(), day.into(), before.into(), creator.into(), currency.into()]).unwrap();
}

fn visits(db: &Connection, scope: i64, from: i64, mature: i64, to: i64) -> Vec<(i64, u64, u64, u64)> {
    let args = [from, mature, to, 1, scope, 0].map(Arg::from);
    let rows: Vec<VisitRow> = given::json(db, sql::REPORT_VISITS, &args);
    rows.into_iter().map(|row| (row.row, row.valid, row.mature, row.flagged.1)).collect()
}

fn credit(db: &Connection, from: i64, to: i64, filters: &Value) -> Vec<(u8, u8, i64, String, i64, i64, i64)> {
    let pairs = json!([[1, 1], [1, 0]]);
    let args = [from.into(), to.into(), to.into(), 2.into(), pairs.into(), 1.into(), filters.clone().into(), 0.into()];
    let rows: Vec<CreditRow> = given::json(db, sql::REPORT_CREDIT, &args);
    rows.into_iter()
        .map(|row| (row.model, row.who, row.row, row.currency, row.micro.0, row.money.gross, row.of_links))
        .collect()
}

/// Makes every block that may stand, as the night does; how many.
fn fill(db: &Connection, last: i64) -> usize {
    fill_from(db, FIRST, last)
}

fn fill_from(db: &Connection, first: i64, last: i64) -> usize {
    let missing = given::try_rows(db, sql::BLOCKS_MISSING, &[first, last, 1_000].map(Arg::from)).unwrap();
    for block in &missing {
        let number = |name: &str| block[name].as_i64().unwrap();
        let (about, day, size) = (number("about"), number("day"), number("size"));
        let statements = if about == 1 {
            [sql::VISIT_BLOCKS_CLEAR, sql::VISIT_BLOCKS_PUT]
        } else {
            [sql::CREDIT_BLOCKS_CLEAR, sql::CREDIT_BLOCKS_PUT]
        };
        for text in statements {
            given::try_rows(db, text, &[day, size].map(Arg::from)).unwrap();
        }
        given::try_rows(db, sql::BLOCK_PUT, &[about, day, size].map(Arg::from)).unwrap();
    }
    missing.len()
}

proptest! {
    #![proptest_config(given::tries(24))]

    #[test]
    fn any_range_says_the_same_with_blocks_and_without(
        facts in prop::collection::vec((0_i64..150, 0_i64..4, 1_i64..9, 0_i64..3), 1..80),
        from in 0_i64..150, long in 0_i64..150, mature in -5_i64..160, looked_at in 0_i64..150,
    ) {
        let db = db();
        for (day, id, count, before) in facts {
            for scope in [0, 2] {
                visit(&db, scope, FIRST + day, if scope == 0 { 0 } else { id }, count);
            }
            order(&db, i64::from(id > 0), FIRST + day, before, id, if count > 4 { "EUR" } else { "USD" });
        }
        let (from, to) = (FIRST + from, FIRST + from + long);
        let all = || (visits(&db, 2, from, FIRST + mature, to), credit(&db, from, to, &json!({})));
        let plain = all();
        prop_assert!(fill_from(&db, FIRST + looked_at, FIRST + 149) > 0);
        prop_assert_eq!(all(), plain);
    }
}

#[test]
fn a_block_stands_once_all_its_days_are_over() {
    let db = db();
    visit(&db, 0, FIRST, 0, 5);
    assert_eq!(fill(&db, FIRST), 0);
    // Of visits and of credit.
    assert_eq!(fill(&db, FIRST + 1), 2);
    assert_eq!(fill(&db, FIRST + 1), 0);
    // Another of two days and one of four.
    assert_eq!(fill(&db, FIRST + 3), 4);
    // Six of two days, three of four, two of eight, one of sixteen.
    assert_eq!(fill(&db, FIRST + 15), 24);
}

#[test]
fn facts_before_the_days_that_are_looked_at_are_in_their_blocks() {
    let db = db();
    for day in 0..128 {
        order(&db, 1, FIRST + day, 0, 1, "EUR");
    }
    fill_from(&db, FIRST + 60, FIRST + 127);
    assert_eq!(given::number(&db, "SELECT count(*) FROM block WHERE size = 64"), 4);
    assert_eq!(credit(&db, FIRST, FIRST + 127, &json!({}))[0].4, 128 * 1_000_000);
}

#[test]
fn before_the_first_day_with_totals_nothing_is_added_up() {
    let db = db();
    assert_eq!(fill(&db, FIRST + 100), 0);
    order(&db, 1, FIRST + 101, 0, 1, "EUR");
    assert_eq!(fill(&db, FIRST + 100), 0);
}

#[test]
fn a_block_whose_parts_do_not_stand_does_not_stand() {
    let db = db();
    let put = |day: i64, size: i64| given::try_rows(&db, sql::BLOCK_PUT, &[2, day, size].map(Arg::from)).unwrap();
    put(FIRST, 2);
    put(FIRST, 4);
    let four = || given::number(&db, "SELECT count(*) FROM block WHERE size = 4");
    assert_eq!(four(), 0);
    put(FIRST + 2, 2);
    put(FIRST, 4);
    assert_eq!(four(), 1);
}

#[test]
fn a_day_that_is_counted_again_takes_its_blocks_away() {
    let db = db();
    visit(&db, 2, FIRST + 1, 1, 5);
    visit(&db, 0, FIRST + 1, 0, 5);
    fill(&db, FIRST + 63);
    let clicks = || visits(&db, 2, FIRST, FIRST + 63, FIRST + 63)[0].1;
    given::try_rows(&db, sql::BLOCKS_FORGET, &[1, FIRST + 1].map(Arg::from)).unwrap();
    visit(&db, 2, FIRST + 1, 1, 2);
    assert_eq!(clicks(), 7);
    assert_eq!(fill(&db, FIRST + 63), 6, "of 2 to 64 days");
    assert_eq!(clicks(), 7);
    assert_eq!(given::number(&db, "SELECT count(*) FROM block WHERE about = 2"), 32 + 16 + 8 + 4 + 2 + 1);
}

#[test]
fn filters_are_of_creators_and_what_is_nobodys_stays() {
    let db = db();
    for id in 0..=3 {
        order(&db, 1, FIRST, 0, id, "EUR");
    }
    let left = |filters: Value| -> Vec<i64> {
        let mut rows: Vec<i64> = credit(&db, FIRST, FIRST, &filters).iter().map(|row| row.2).collect();
        rows.sort_unstable();
        rows
    };
    assert_eq!(left(json!({})), [0, 1, 2, 3]);
    assert_eq!(left(json!({ "creator": { "keep": 1, "values": [1, 3] } })), [0, 1, 3]);
    assert_eq!(left(json!({ "creator": { "keep": 0, "values": [1, 3] } })), [0, 2]);
    assert_eq!(left(json!({ "link": { "keep": 1, "values": [12] } })), [0, 2]);
    let platform = |keep: u8, none: u8| json!({ "platform": { "keep": keep, "values": ["instagram"] }, "of_links": { "none": none } });
    assert_eq!(left(platform(1, 0)), [0, 1]);
    assert_eq!(left(platform(0, 1)), [0, 2, 3]);
}

#[test]
fn visits_of_the_links_that_filters_leave_are_added_up() {
    let db = db();
    for id in 1..=3 {
        visit(&db, 3, FIRST, id + 10, id);
    }
    let rows = |filters: Value, by: i64| -> Vec<(i64, u64)> {
        let args = [FIRST.into(), FIRST.into(), FIRST.into(), 1.into(), by.into(), filters.into()];
        let rows: Vec<VisitRow> = given::json(&db, sql::REPORT_VISITS_OF, &args);
        rows.into_iter().map(|row| (row.row, row.valid)).collect()
    };
    assert_eq!(rows(json!({ "creator": { "keep": 0, "values": [2] } }), 1), [(1, 1), (3, 3)]);
    assert_eq!(rows(json!({ "platform": { "keep": 1, "values": ["tiktok", "youtube"] } }), 5), [(FIRST, 5)]);
}

#[test]
fn a_filter_by_platform_finds_the_links_that_name_it_otherwise() {
    let db = db();
    for (link, word) in [(12, "ig"), (13, "instagram.com")] {
        given::try_rows(&db, "UPDATE link SET platform = ?2 WHERE id = ?1", &[link.into(), word.into()]).unwrap();
    }
    for id in 1..=3 {
        visit(&db, 3, FIRST, id + 10, 1);
        order(&db, 1, FIRST, 0, id, "EUR");
    }
    let filters = |name: &'static str| -> Value {
        let get = |asked: &str| (asked == name).then(|| "Insta".to_owned());
        serde_json::from_str(&Filters::read(&get, &mut Vec::new()).json()).unwrap()
    };
    let clicks = |filters: Value| -> u64 {
        let args = [FIRST.into(), FIRST.into(), FIRST.into(), 1.into(), 5.into(), filters.into()];
        given::json::<Vec<VisitRow>>(&db, sql::REPORT_VISITS_OF, &args).iter().map(|row| row.valid).sum()
    };
    let unknown: Vec<Value> = given::json(&db, sql::REPORT_UNKNOWN, &[filters("platform").into()]);
    assert!(unknown.iter().all(|one| one[1] != "instagram" && one[1] != "ig"), "{unknown:?}");
    assert_eq!((clicks(filters("platform")), clicks(filters("not_platform"))), (3, 0));
    assert_eq!(credit(&db, FIRST, FIRST, &filters("platform")).len(), 3);
}

#[test]
fn a_credit_by_touch_stands_on_the_day_of_the_touch() {
    let db = db();
    order(&db, 1, FIRST + 5, 3, 1, "EUR");
    let at = |from: i64, to: i64| -> usize {
        let args = [from.into(), to.into(), json!([[1, 1]]).into(), 5.into(), "{}".into(), 0.into()];
        given::json::<Vec<CreditRow>>(&db, sql::REPORT_CREDIT_TOUCHED, &args).len()
    };
    assert_eq!((at(FIRST + 2, FIRST + 2), at(FIRST + 5, FIRST + 5)), (1, 0));
    let args = [(FIRST + 2).into(), (FIRST + 2).into(), 1.into(), "{}".into()];
    let rows: Vec<(i64, u64)> = given::json(&db, sql::REPORT_CONVERTING, &args);
    assert_eq!(rows, [(1, 1)]);
}

#[test]
fn the_latest_figure_of_each_kind_counts_at_either_end() {
    let db = db();
    let stat = |day: i64, views: Option<i64>, likes: Option<i64>| {
        let text = "INSERT INTO stat (creator_id, post_id, platform, day, platform_views, likes, updated_at) VALUES (1, 7, 'tiktok', ?1, ?2, ?3, 0)";
        given::try_rows(&db, text, &[day.into(), views.into(), likes.into()]).unwrap();
    };
    stat(FIRST - 5, Some(100), Some(10));
    stat(FIRST + 1, Some(400), None);
    // A platform takes views back now and then.
    stat(FIRST + 2, Some(300), None);
    stat(FIRST + 9, Some(900), Some(90));
    let rows: Vec<StatRow> = given::json(&db, sql::REPORT_STATS, &[FIRST.into(), (FIRST + 5).into()]);
    assert_eq!((rows[0].then.0, rows[0].then.1), (Some(300), Some(10)));
    assert_eq!((rows[0].before.0, rows[0].before.1, rows[0].before.2), (Some(100), Some(10), None));
}

#[test]
fn what_filters_name_and_is_not_there_is_said() {
    let filters = json!({
        "creator": { "keep": 1, "values": [1, 9] }, "platform": { "keep": 0, "values": ["instagram", "", "orkut"] },
        "of_links": { "none": 1 }, "part": { "keep": 1, "values": ["DE"] },
    });
    let unknown: Vec<(String, Value)> = given::json(&db(), sql::REPORT_UNKNOWN, &[filters.into()]);
    assert_eq!(unknown, [("creator".to_owned(), json!(9)), ("platform".to_owned(), json!("orkut"))]);
}
