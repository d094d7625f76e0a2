//! What the ledger keeps: read from JSON and from tables, shown, written as tables, and held against what is there.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::ledger::judge::{Outcome, Said, answer, judge};
use waymark::domain::ledger::shelf::{Around, Names, Row, Shelf};
use waymark::domain::ledger::{decimal, table, things};
use waymark::domain::money::Currency;
use waymark::domain::refusal::{Fault, Refusal};
use waymark::domain::report::metric::{Metric, Unit};
use waymark::domain::stored;

use crate::given::pointers;

/// 2026-11-20.
const TODAY: i64 = 20_777;

/// Two creators, a campaign and a post of the first.
fn names() -> Names {
    let names = json!({
        "creators": [["70", 70], ["80", 80], ["sarah", 70], ["tom", 80]],
        "campaigns": [["spring", 3]],
        "posts": [["5", 5, 70], ["reel", 5, 70]],
    });
    stored::read(names).unwrap()
}

fn read_beside(shelf: &Shelf, body: &Value, before: Option<&Row>) -> Result<Row, Vec<Fault>> {
    let around = Around { names: &names(), reporting: Currency::parse("EUR"), today: TODAY };
    shelf.read(body, before, &around)
}

fn read(shelf: &Shelf, body: &Value) -> Result<Row, Vec<Fault>> {
    read_beside(shelf, body, None)
}

fn fee() -> Value {
    json!({ "creator": "sarah", "kind": "fee", "amount_minor": 5, "currency": "eur", "from_day": "2026-11-01", "to_day": "2026-11-30" })
}

/// `body` with `over` in it; null takes a field away.
fn with(mut body: Value, over: &Value) -> Value {
    for (name, value) in over.as_object().unwrap() {
        if value.is_null() {
            body.as_object_mut().unwrap().remove(name);
        } else {
            body[name] = value.clone();
        }
    }
    body
}

#[test]
fn a_cost_is_kept_with_ids_and_numbers_of_days() {
    let row = read(&things::COSTS, &with(fee(), &json!({ "post": "reel", "campaign": "spring" }))).unwrap();
    let values = things::COSTS.values(&row);
    let expected = json!([null, 70, 3, 5, "fee", 5, "EUR", null, null, null, 20_758, 20_787, 0, null]);
    assert_eq!(Value::from(values), expected);
}

#[test]
fn every_metric_of_money_needs_its_currency_and_no_other_has_one() {
    let body = |metric: &str, currency: Value| {
        let target = json!({ "metric": metric, "value": 4, "from_day": "2026-11-01", "to_day": "2026-11-30" });
        with(target, &json!({ "currency": currency }))
    };
    for (_, metric, _, unit) in Metric::ALL {
        let money = unit == Unit::Money;
        assert_eq!(read(&things::TARGETS, &body(metric, json!("EUR"))).is_ok(), money, "{metric} in euros");
        assert_eq!(read(&things::TARGETS, &body(metric, Value::Null)).is_ok(), !money, "{metric}");
    }
}

#[test]
fn a_rate_needs_a_currency_that_it_is_into() {
    let body = json!({ "currency": "USD", "day": "2026-11-20", "rate": "0.92", "source": "ECB" });
    let around = Around { names: &names(), reporting: None, today: TODAY };
    let faults = things::RATES.read(&body, None, &around).unwrap_err();
    assert_eq!(pointers(&faults), [("/currency".into(), "no_reporting_currency")]);
    assert_eq!(things::RATES.values(&read(&things::RATES, &body).unwrap())[2], 920_000_000);
}

#[test]
fn what_has_happened_lies_a_day_ahead_at_most() {
    let stat = |day: &str| json!({ "creator": "sarah", "platform": "tiktok", "day": day, "reach": 5 });
    assert!(read(&things::STATS, &stat("2026-11-21")).is_ok());
    assert!(read(&things::STATS, &stat("2026-11-22")).is_err());
    // A plan may lie ten years ahead.
    assert!(read(&things::COSTS, &with(fee(), &json!({ "to_day": "2036-11-20" }))).is_ok());
    assert!(read(&things::COSTS, &with(fee(), &json!({ "to_day": "2037-11-20" }))).is_err());
}

#[test]
fn a_change_keeps_what_it_does_not_name_and_takes_away_what_is_null() {
    let before = read(&things::COSTS, &with(fee(), &json!({ "note": "as agreed", "campaign": "spring" }))).unwrap();
    let changed = read_beside(&things::COSTS, &json!({ "amount_minor": 9, "note": null }), Some(&before)).unwrap();
    assert_eq!(
        (&changed["amount_minor"], &changed["note"], &changed["campaign_id"]),
        (&json!(9), &Value::Null, &json!(3))
    );
    let faults = read_beside(&things::COSTS, &json!({ "creator": null }), Some(&before)).unwrap_err();
    assert_eq!(pointers(&faults), [("/creator".into(), "required")]);
}

#[test]
fn a_kind_has_its_own_fields_and_no_others() {
    // attribution.md 1.3.2: fee, commission, product, agency, amplification, hours x rate.
    let fields = [
        ("amount_minor", json!(5)),
        ("currency", json!("EUR")),
        ("basis_points", json!(10)),
        ("minutes", json!(60)),
        ("hourly_minor", json!(5)),
    ];
    let wanted = |kind: &str| -> &[&str] {
        match kind {
            "commission_percent" => &["basis_points"],
            "labour" => &["currency", "minutes", "hourly_minor"],
            _ => &["amount_minor", "currency"],
        }
    };
    for kind in [
        "fee",
        "commission_fixed",
        "commission_order",
        "commission_percent",
        "product",
        "agency",
        "amplification",
        "labour",
        "travel",
    ] {
        let mut body = json!({ "creator": "sarah", "kind": kind, "from_day": "2026-11-01", "to_day": "2026-11-30" });
        for (name, value) in fields.iter().filter(|(name, _)| wanted(kind).contains(name)) {
            body[*name] = value.clone();
        }
        assert!(read(&things::COSTS, &body).is_ok(), "{kind}");
        for (name, value) in &fields {
            let (over, word) =
                if wanted(kind).contains(name) { (Value::Null, "required") } else { (value.clone(), "not_for_this") };
            // Of hours the sum that they come to may be said.
            if (kind, *name) == ("labour", "amount_minor") {
                continue;
            }
            let faults = read(&things::COSTS, &with(body.clone(), &json!({ *name: over }))).unwrap_err();
            assert_eq!(pointers(&faults), [(format!("/{name}"), word)], "{kind} with {name}");
        }
    }
}

// Decimals.

#[test]
fn decimals_are_exact() {
    for (value, places, scaled) in [
        (json!("0.92"), 9, Some(920_000_000)),
        (json!(0.92), 9, Some(920_000_000)),
        (json!(4), 6, Some(4_000_000)),
        (json!("4.500"), 6, Some(4_500_000)),
        (json!("-0.5"), 6, Some(-500_000)),
        (json!(1e-7), 9, Some(100)),
        (json!("1.5e3"), 6, Some(1_500_000_000)),
        (json!(" 7 "), 0, Some(7)),
        (json!("0.0000001"), 6, None),
        (json!("1.0000000"), 6, Some(1_000_000)),
        (json!("9007199254.740992"), 6, None),
        (json!("9007199254.740991"), 6, Some(9_007_199_254_740_991)),
        (json!("1e99"), 6, None),
        (json!("1."), 6, None),
        (json!(".5"), 6, None),
        (json!("1,5"), 6, None),
        (json!("1e"), 6, None),
        (json!("--1"), 6, None),
        (json!(""), 6, None),
        (json!("0x10"), 6, None),
        (json!(true), 6, None),
    ] {
        assert_eq!(decimal::read(&value, places), scaled, "{value} to {places}");
    }
}

proptest! {
    #[test]
    fn a_decimal_reads_back_as_it_was_printed(number in -(1_i64 << 53) + 1..1_i64 << 53, places in 0..10_u32) {
        prop_assert_eq!(decimal::read(&decimal::print(number, places).into(), places), Some(number));
    }

    #[test]
    fn no_text_breaks_the_reading_of_a_decimal(text in ".{0,40}", places in 0..10_u32) {
        decimal::read(&text.into(), places);
    }
}

// Tables.

/// The rows of a table as they are read.
fn rows(shelf: &Shelf, text: &str) -> Vec<(usize, Result<Row, Vec<Fault>>)> {
    let objects = table::read(shelf, text.as_bytes()).unwrap();
    objects.into_iter().map(|(line, object)| (line, object.and_then(|object| read(shelf, &object)))).collect()
}

/// The rows as the store gives them back.
fn held(shelf: &Shelf, text: &str) -> Vec<Row> {
    let handles = |row: &mut Row| {
        for (key, names) in [
            ("creator", [(70, "sarah"), (80, "tom")].as_slice()),
            ("campaign", &[(3, "spring")]),
            ("post", &[(5, "reel")]),
        ] {
            let id = row.get(&format!("{key}_id")).and_then(Value::as_i64);
            let name = names.iter().find(|name| Some(name.0) == id).map(|name| name.1);
            row.insert(key.into(), json!(name));
        }
    };
    (1..)
        .zip(rows(shelf, text))
        .map(|(id, (_, row))| {
            let mut row = row.unwrap();
            row.insert("id".into(), id.into());
            handles(&mut row);
            row
        })
        .collect()
}

fn judged(shelf: &Shelf, text: &str, held: &[Row]) -> Vec<Said> {
    judge(shelf, &rows(shelf, text), held, true)
}

fn outcomes(shelf: &Shelf, text: &str, held: &[Row]) -> Vec<Outcome> {
    judged(shelf, text, held).iter().map(|said| said.outcome).collect()
}

const COSTS: &str = "external_id,creator,campaign,post,kind,amount_minor,currency,basis_points,minutes,hourly_minor,from_day,to_day,allow_overlap,note\r\n\
    i1,sarah,spring,reel,fee,50000,EUR,,,,2026-11-01,2026-11-30,false,\"=1+1; \"\"said\"\"\"\r\n\
    ,80,,,commission_percent,,,1000,,,2026-11-01,2026-11-30,,\r\n\
    ,tom,,,labour,6000,EUR,,90,4000,2026-11-01,2026-11-01,true,'=1+1\r\n";

#[test]
fn a_table_of_costs_says_all_that_bodies_say() {
    let read = held(&things::COSTS, COSTS);
    assert_eq!(read[0]["note"], "=1+1; \"said\"");
    assert_eq!((&read[1]["basis_points"], &read[1]["creator_id"]), (&json!(1_000), &json!(80)));
    assert_eq!((&read[2]["allow_overlap"], &read[2]["note"]), (&json!(1), &json!("=1+1")));
}

#[test]
fn what_is_written_reads_back_word_for_word() {
    for (shelf, text) in [
        (&things::COSTS, COSTS),
        (
            &things::POSTS,
            "handle,creator,quality,url,ugc_value_minor,currency,ugc_method\nr,sarah,5,https://a.example/x?y=1,5,JPY,'quoted\n",
        ),
        (&things::STATS, "creator,post,platform,day,likes\nsarah,reel,instagram,2026-11-20,5\n"),
        (
            &things::TARGETS,
            "creator,metric,value,currency,from_day,to_day\n,roi,4.5,,2026-11-01,2026-11-30\nsarah,cpa,2500,EUR,2026-11-01,2026-11-30\n",
        ),
        (&things::RATES, "currency,day,rate,source\nUSD,2026-11-20,0.920000001,ECB\n"),
        (&things::BASELINES, "metric,value,currency\nconversion_rate,0.021,\n"),
    ] {
        let before = held(shelf, text);
        let written = table::header(shelf) + &before.iter().map(|row| table::line(shelf, row)).collect::<String>();
        let after = held(shelf, &written);
        assert_eq!(after, before, "{written}");
        assert!(outcomes(shelf, &written, &before).iter().all(|outcome| *outcome == Outcome::Unchanged));
    }
}

proptest! {
    #[test]
    fn any_note_leaves_as_no_formula_and_comes_back(note in "[=+@'\"a;,é -]{1,12}") {
        let Ok(mut row) = read(&things::COSTS, &with(fee(), &json!({ "note": note }))) else { return Ok(()) };
        row.insert("creator".into(), "sarah".into());
        let line = table::line(&things::COSTS, &row);
        let cell = line.trim_end().rsplit_once("false,").unwrap().1;
        let cell = cell.strip_prefix('"').unwrap_or(cell);
        prop_assert!(!cell.starts_with(['=', '+', '-', '@']), "{line}");
        let read = rows(&things::COSTS, &(table::header(&things::COSTS) + &line)).remove(0).1.unwrap();
        prop_assert_eq!(&read["note"], &row["note"]);
    }
}

#[test]
fn a_table_without_a_needed_column_is_refused() {
    let Err(Refusal::Invalid(faults)) = table::read(&things::RATES, b"currency,day\nUSD,2026-11-20\n") else {
        panic!()
    };
    assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["missing_column", "missing_column"]);
    // A post says whose it is.
    assert!(table::read(&things::STATS, b"post,platform,day,likes\nreel,instagram,2026-11-20,5\n").is_ok());
}

#[test]
fn names_are_asked_for_once_each_in_order() {
    let objects = [
        json!({ "creator": "tom", "post": 5 }),
        json!({ "creator": " sarah ", "creator_id": 70, "post": null }),
        json!({ "creator": "tom" }),
    ];
    let expected = [r#"["70","sarah","tom"]"#, "[]", r#"["5"]"#].map(str::to_owned);
    assert_eq!(table::names(objects.iter()), expected);
}

// What becomes of rows.

#[test]
fn a_table_that_was_sent_before_changes_nothing() {
    assert_eq!(outcomes(&things::COSTS, COSTS, &[]), [Outcome::Made; 3]);
    assert_eq!(outcomes(&things::COSTS, COSTS, &held(&things::COSTS, COSTS)), [Outcome::Unchanged; 3]);
}

#[test]
fn two_alike_rows_that_are_meant_are_two_costs_however_often_they_come() {
    let row = "sarah,travel,5,EUR,2026-11-01,2026-11-01,true\n";
    let table = |count: usize| {
        format!("creator,kind,amount_minor,currency,from_day,to_day,allow_overlap\n{}", row.repeat(count))
    };
    assert_eq!(outcomes(&things::COSTS, &table(2), &[]), [Outcome::Made; 2]);
    let there = held(&things::COSTS, &table(2));
    assert_eq!(outcomes(&things::COSTS, &table(2), &there), [Outcome::Unchanged; 2]);
    assert_eq!(outcomes(&things::COSTS, &table(3), &there), [Outcome::Unchanged, Outcome::Unchanged, Outcome::Made]);
}

#[test]
fn rows_that_overlap_those_above_or_those_there_are_refused() {
    let table =
        |rows: &str| format!("creator,campaign,kind,amount_minor,currency,basis_points,from_day,to_day\n{rows}");
    let there = held(&things::COSTS, &table("sarah,,fee,5,EUR,,2026-11-10,2026-11-20\n"));
    for (row, outcome) in [
        ("sarah,,fee,6,EUR,,2026-11-20,2026-11-25\n", Outcome::Rejected),
        ("sarah,,fee,6,EUR,,2026-11-21,2026-11-25\n", Outcome::Made),
        ("sarah,,fee,6,USD,,2026-11-01,2026-11-10\n", Outcome::Rejected),
        ("sarah,,travel,6,EUR,,2026-11-10,2026-11-20\n", Outcome::Made),
        ("sarah,spring,fee,6,EUR,,2026-11-10,2026-11-20\n", Outcome::Made),
        ("tom,,fee,6,EUR,,2026-11-10,2026-11-20\n", Outcome::Made),
    ] {
        assert_eq!(outcomes(&things::COSTS, &table(row), &there), [outcome], "{row}");
    }
    let rules =
        "sarah,,commission_percent,,,900,2026-11-01,2026-11-30\nsarah,,commission_order,5,EUR,,2026-11-30,2026-12-30\n";
    let said = judged(&things::COSTS, &table(rules), &[]);
    assert_eq!((said[0].outcome, said[1].outcome, said[1].line), (Outcome::Made, Outcome::Rejected, 3));
    assert_eq!(pointers(&said[1].errors), [("/from_day".into(), "overlaps")]);
    assert!(said[1].errors[0].detail.starts_with("Line 2"), "{}", said[1].errors[0].detail);
}

#[test]
fn a_row_that_says_the_same_thing_twice_is_refused() {
    let text = "currency,day,rate,source\nUSD,2026-11-20,0.92,ECB\nUSD,2026-11-20,0.93,ECB\nUSD,2026-11-19,0.93,ECB\n";
    assert_eq!(outcomes(&things::RATES, text, &[]), [Outcome::Made, Outcome::Rejected, Outcome::Made]);
    let targets = "metric,value,from_day,to_day\nroi,4,2026-11-01,2026-11-30\nroi,5,2026-11-30,2026-12-30\n";
    assert_eq!(outcomes(&things::TARGETS, targets, &[]), [Outcome::Made, Outcome::Rejected]);
}

#[test]
fn what_is_there_otherwise_is_changed() {
    let there = held(&things::STATS, "creator,platform,day,likes\nsarah,tiktok,2026-11-20,5\n");
    let said = judged(&things::STATS, "creator,platform,day,likes\nsarah,tiktok,2026-11-20,6\n", &there);
    assert_eq!((said[0].outcome, said[0].id), (Outcome::Changed, Some(1)));
}

#[test]
fn a_target_goes_beside_those_it_replaces() {
    let there = held(&things::TARGETS, "metric,value,from_day,to_day\nroi,4,2026-11-01,2026-11-30\n");
    assert_eq!(
        outcomes(&things::TARGETS, "metric,value,from_day,to_day\nroi,5,2026-11-15,2026-12-30\n", &there),
        [Outcome::Made]
    );
}

#[test]
fn the_answer_counts_outcomes() {
    let said = judged(&things::COSTS, COSTS, &held(&things::COSTS, COSTS)[..2]);
    let answer = answer(&said, true);
    assert_eq!(
        (&answer["made"], &answer["unchanged"], &answer["changed"], &answer["rejected"]),
        (&json!(1), &json!(2), &json!(0), &json!(0))
    );
    assert_eq!(answer["items"][0], json!({ "line": 2, "outcome": "unchanged", "id": 1, "errors": [] }));
}

proptest! {
    #[test]
    fn no_body_breaks_the_reading(
        name in "creator|kind|amount_minor|from_day|rate|value|url|creator_id|post|handle|day|metric",
        text in ".{0,20}",
        number in any::<i64>(),
        which in 0..6_usize,
    ) {
        let shelf = [&things::COSTS, &things::POSTS, &things::STATS, &things::TARGETS, &things::RATES, &things::BASELINES][which];
        for value in [json!(text), json!(number), json!(null), json!([number]), json!({ "a": text }), json!(1.5)] {
            let body = json!({ name.clone(): value });
            prop_assert!(read(shelf, &body).is_err());
        }
    }
}
