//! What the report of models reads.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::sql;

use crate::given::{self, DAY, NOON, TODAY};

/// Credit: model, day, touched, creator, campaign, link, code, channel, currency, millionths, gross.
type Credit<'a> = (i64, i64, i64, i64, i64, i64, i64, &'a str, &'a str, i64, i64);

fn credit(
    db: &Connection,
    (model, day, touched, creator, campaign, link, code, channel, currency, micro, gross): Credit<'_>,
) {
    let statement = "INSERT INTO credit_total VALUES
        (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, ?11, 3, ?11, 2, 0.0)";
    given::run(
        db,
        statement,
        &[
            model.into(),
            day.into(),
            touched.into(),
            creator.into(),
            campaign.into(),
            link.into(),
            code.into(),
            channel.into(),
            currency.into(),
            micro.into(),
            gross.into(),
        ],
    );
}

/// `?2` to `?9` of the statement, by default models 1 and 2 of today by creator.
fn ask(db: &Connection, over: &[(usize, Value)]) -> Value {
    let mut args: Vec<Value> =
        vec![json!(1), json!([1, 2]), json!(TODAY), json!(TODAY), json!(0), json!(0), json!({}), json!(100), json!(0)];
    for (number, value) in over {
        args[number - 1] = value.clone();
    }
    let bound: Vec<given::Arg> =
        args.iter().map(|arg| arg.as_i64().map_or_else(|| arg.clone().into(), given::Arg::from)).collect();
    given::json(db, sql::REPORT_MODELS, &bound)
}

fn some() -> Connection {
    let db = given::control();
    credit(&db, (1, TODAY, TODAY, 12, 3, 7, 0, "", "EUR", 1_000_000, 100));
    credit(&db, (1, TODAY, TODAY - 2, 12, 4, 8, 0, "", "EUR", 500_000, 50));
    credit(&db, (2, TODAY, TODAY, 0, 0, 0, 0, "google/organic", "EUR", 1_000_000, 100));
    credit(&db, (2, TODAY, TODAY, 0, 0, 0, 0, "", "USD", 250_000, 9));
    credit(&db, (3, TODAY, TODAY, 12, 3, 7, 0, "", "EUR", 1, 1));
    credit(&db, (1, TODAY - 1, TODAY - 1, 12, 3, 7, 0, "", "EUR", 7, 7));
    db
}

#[test]
fn models_are_added_up_by_creator_channel_and_nobody() {
    assert_eq!(
        ask(&some(), &[]),
        json!([
            [1, 0, 12, "", "EUR", 1_500_000, [150, 6, 150, 4], 2],
            [2, 1, 0, "google/organic", "EUR", 1_000_000, [100, 3, 100, 2], 1],
            [2, 2, 0, "", "USD", 250_000, [9, 3, 9, 2], 1],
        ])
    );
}

#[test]
fn rows_are_by_campaign_by_link_or_all_creators_together() {
    let ids = |by: i64| {
        let rows = ask(&some(), &[(6, json!(by)), (2, json!([1]))]);
        rows.as_array().unwrap().iter().map(|row| row[2].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!((ids(0), ids(1), ids(2), ids(3)), (vec![12], vec![3, 4], vec![7, 8], vec![0]));
}

#[test]
fn by_the_touch_days_are_the_touchs() {
    let rows = |from: i64, to: i64| ask(&some(), &[(5, json!(1)), (2, json!([1])), (3, json!(from)), (4, json!(to))]);
    assert_eq!(rows(TODAY - 2, TODAY - 2), json!([[1, 0, 12, "", "EUR", 500_000, [50, 3, 50, 2], 1]]));
    assert_eq!(rows(TODAY, TODAY)[0][5], 1_000_000);
}

#[test]
fn filters_keep_or_leave_out() {
    let micro = |filters: Value| {
        let rows = ask(&some(), &[(7, filters)]);
        rows.as_array().unwrap().iter().map(|row| row[5].as_i64().unwrap()).sum::<i64>()
    };
    let filter = |name: &str, keep: i64, id: i64| json!({ name: { "keep": keep, "values": [id] } });
    assert_eq!(micro(filter("creator", 1, 12)), 1_500_000);
    assert_eq!(micro(filter("creator", 0, 12)), 1_250_000);
    assert_eq!(micro(filter("campaign", 1, 4)), 500_000);
    assert_eq!(micro(filter("link", 0, 7)), 1_750_000);
    assert_eq!(micro(filter("code", 1, 5)), 0);
    let both = json!({ "creator": { "keep": 1, "values": [12] }, "link": { "keep": 1, "values": [8] } });
    assert_eq!(micro(both), 500_000);
}

#[test]
fn many_rows_come_in_chunks() {
    let db = some();
    let chunk = |behind: i64| ask(&db, &[(8, json!(2)), (9, json!(behind))]);
    assert_eq!((chunk(0).as_array().unwrap().len(), chunk(2).as_array().unwrap().len()), (2, 1));
    assert_eq!(chunk(2)[0], ask(&db, &[])[2]);
}

fn path(db: &Connection, kind: i64, day: i64, key: &str, steps: &str) {
    let statement = "INSERT INTO path
        (kind, key, day, occurred_at, currency, gross_minor, refunded_minor, click_creator, code_creator, survey_creator, steps, cut)
        VALUES (?1, ?2, ?3, ?4, 'EUR', 100, 20, 0, 0, 0, ?5, 0)";
    given::run(
        db,
        statement,
        &[kind.into(), key.into(), day.into(), (NOON - (TODAY - day) * DAY).into(), steps.into()],
    );
}

/// The keys of every chunk of at most `most` paths.
fn chunks(db: &Connection, most: i64) -> Vec<Vec<String>> {
    let (mut behind, mut chunks) = ((TODAY - 3, String::new()), Vec::new());
    loop {
        let args = [
            1.into(),
            (TODAY - 2).into(),
            TODAY.into(),
            behind.0.into(),
            behind.1.clone().into(),
            most.into(),
            0.into(),
        ];
        let rows: Value = given::json(db, sql::REPORT_MODELS_PATHS, &args);
        let rows = rows.as_array().unwrap();
        let Some(last) = rows.last() else { return chunks };
        behind = (last[0].as_i64().unwrap(), last[1].as_str().unwrap().to_owned());
        chunks.push(rows.iter().map(|row| row[1].as_str().unwrap().to_owned()).collect());
    }
}

#[test]
fn paths_come_one_behind_the_other_each_once() {
    let db = given::control();
    for (day, key) in
        [(TODAY, "1"), (TODAY - 1, "9"), (TODAY - 1, "8"), (TODAY - 2, "5"), (TODAY - 3, "2"), (TODAY, "0")]
    {
        path(&db, 1, day, key, "[]");
    }
    path(&db, 3, TODAY, "lead", "[]");
    assert_eq!(chunks(&db, 100), [vec!["5", "8", "9", "0", "1"]]);
    assert_eq!(chunks(&db, 2), [vec!["5", "8"], vec!["9", "0"], vec!["1"]]);
}

#[test]
fn a_late_order_of_a_lead_is_read_too() {
    let db = given::control();
    for (day, key) in [(TODAY, "1"), (TODAY + 30, "2"), (TODAY + 31, "3"), (TODAY + 40, "4")] {
        path(&db, 1, day, key, "[]");
    }
    given::run(&db, "UPDATE path SET lead_at = 5 WHERE key IN ('3', '4')", &[]);
    let last = TODAY + 35;
    let args = [1.into(), TODAY.into(), TODAY.into(), (TODAY - 1).into(), "".into(), 10.into(), last.into()];
    let rows: Value = given::json(&db, sql::REPORT_MODELS_PATHS, &args);
    assert_eq!(rows.as_array().unwrap().iter().map(|row| &row[1]).collect::<Vec<_>>(), ["1", "3"]);
    let days = [1.into(), TODAY.into(), TODAY.into(), last.into()];
    assert_eq!(given::rows(&db, sql::REPORT_MODELS_SIZE, &days)[0]["conversions"], 2);
}

#[test]
fn a_path_is_read_whole() {
    let db = given::control();
    path(&db, 1, TODAY, "1", r#"[[1,5,5,12,3,7,0,"",1]]"#);
    let args = [1.into(), TODAY.into(), TODAY.into(), (TODAY - 1).into(), "".into(), 10.into(), 0.into()];
    let rows: Value = given::json(&db, sql::REPORT_MODELS_PATHS, &args);
    assert_eq!(
        rows,
        json!([[TODAY, "1", NOON, "EUR", [100, 20], [null, null], null, [[1, 5, 5, 12, 3, 7, 0, "", 1]]]])
    );
}

#[test]
fn no_chunk_is_longer_than_a_megabyte() {
    let db = given::control();
    let long = format!(r#"[[3,5,5,0,0,0,0,"{}",1]]"#, "a".repeat(300_000));
    (0..7).for_each(|key| path(&db, 1, TODAY, &key.to_string(), &long));
    assert_eq!(chunks(&db, 100).iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 1]);
    for key in 0..7 {
        let statement = "INSERT INTO path_total VALUES (1, ?1, ?2, 'EUR', 1, 1, 1, 0, 0, 0)";
        given::run(&db, statement, &[TODAY.into(), format!("{key}{}", "a".repeat(300_000)).into()]);
    }
    assert_eq!(journeys(&db, 100).iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 1]);
}

/// Every chunk of at most `most` alike journeys of sales.
fn journeys(db: &Connection, most: i64) -> Vec<Vec<Value>> {
    let (mut behind, mut chunks) = ((String::new(), -1, String::new()), Vec::new());
    loop {
        let args = [
            1.into(),
            (TODAY - 1).into(),
            TODAY.into(),
            behind.0.clone().into(),
            behind.1.into(),
            behind.2.clone().into(),
            most.into(),
        ];
        let rows: Value = given::json(db, sql::REPORT_MODELS_JOURNEYS, &args);
        let rows = rows.as_array().unwrap().clone();
        let Some(last) = rows.last() else { return chunks };
        let text = |at: usize| last[at].as_str().unwrap().to_owned();
        behind = (text(0), last[1].as_i64().unwrap(), text(2));
        chunks.push(rows);
    }
}

#[test]
fn alike_journeys_of_all_days_are_added_up() {
    let db = given::control();
    for (kind, day, path, currency, journeys) in [
        (1, TODAY, "12 > 7", "EUR", 2),
        (1, TODAY - 1, "12 > 7", "EUR", 3),
        (1, TODAY, "12 > 7", "USD", 1),
        (0, TODAY, "12 > 7", "", 5),
        (1, TODAY, "", "EUR", 4),
        (3, TODAY, "12", "", 9),
        (1, TODAY - 2, "12 > 7", "EUR", 9),
    ] {
        let statement = "INSERT INTO path_total VALUES (?1, ?2, ?3, ?4, ?5, 2 * ?5, 100, 10, 50, 5)";
        let args = [kind.into(), day.into(), path.into(), currency.into(), journeys.into()];
        given::run(&db, statement, &args);
    }
    let all = json!([
        ["", 1, "EUR", 4, 8, [100, 10, 50, 5]],
        ["12 > 7", 0, "", 5, 10, [100, 10, 50, 5]],
        ["12 > 7", 1, "EUR", 5, 10, [200, 20, 100, 10]],
        ["12 > 7", 1, "USD", 1, 2, [100, 10, 50, 5]],
    ]);
    assert_eq!(journeys(&db, 100), [all.as_array().unwrap().clone()]);
    let by_one: Vec<Value> = journeys(&db, 1).concat();
    assert_eq!(&by_one, all.as_array().unwrap());
}

#[test]
fn names_come_in_the_order_of_ids() {
    let db = given::control();
    let (sarah, tom) = (given::creator(&db, "sarah"), given::creator(&db, "tom"));
    let spring = given::campaign(&db, "spring");
    let link = given::link(&db, "shoes", sarah, Some(spring));
    let names = |of: i64, ids: Value| -> Value { given::json(&db, sql::REPORT_MODELS_NAMES, &[of.into(), ids.into()]) };
    let handles = |rows: Value| rows.as_array().unwrap().iter().map(|row| row[2].clone()).collect::<Vec<_>>();
    assert_eq!(handles(names(0, json!([tom, sarah, 999]))), ["sarah", "tom"]);
    assert_eq!(handles(names(1, json!([spring]))), ["spring"]);
    assert!(names(2, json!([link]))[0][1].as_str().unwrap().ends_with("/shoes"));
}

#[test]
fn the_size_is_how_many_conversions_have_a_path() {
    let db = given::control();
    path(&db, 1, TODAY, "1", "[]");
    path(&db, 3, TODAY, "2", "[]");
    path(&db, 1, TODAY - 1, "3", "[]");
    let size = |from: i64| {
        given::rows(&db, sql::REPORT_MODELS_SIZE, &[1.into(), from.into(), TODAY.into(), 0.into()])[0]["conversions"]
            .clone()
    };
    assert_eq!((size(TODAY), size(TODAY - 1)), (json!(1), json!(2)));
}
