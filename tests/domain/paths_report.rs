//! The report on paths: lengths, parts and lags of paths that stream by, and what its page in `docs` says of it.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::credit::LAG_EDGES;
use waymark::domain::refusal::Refusal;
use waymark::domain::report::ask::Frame;
use waymark::domain::report::paths::{
    Ask, By, Facts, LagRow, PARTS, Part, PathRow, Roles, Top, TopRow, Walked, report,
};
use waymark::domain::time::Day;

use crate::given;

/// 2026-11-30.
pub const TODAY: Day = Day(20_787);

/// What stands over every report of an ordinary deployment.
pub fn frame() -> Frame {
    Frame {
        zone: "UTC".into(),
        today: TODAY,
        as_of: None,
        revenue_basis: "merchandise",
        reporting: None,
        click_window_days: 30,
        view_window_days: 1,
        config: "00000000".into(),
    }
}

/// The first block of JSON in a page of `docs`.
pub fn example(page: &str) -> Value {
    let block = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    serde_json::from_str(block).unwrap()
}

/// Fails where `said` says something else than `told`, which may leave fields out.
pub fn holds(place: &str, said: &Value, told: &Value) {
    match told {
        Value::Object(fields) => {
            assert!(!fields.is_empty(), "{place}: an example says something");
            fields.iter().for_each(|(name, told)| holds(&format!("{place}/{name}"), &said[name], told));
        }
        Value::Array(list) => {
            assert_eq!(said.as_array().map(Vec::len), Some(list.len()), "{place}");
            list.iter().enumerate().for_each(|(at, told)| holds(&format!("{place}/{at}"), &said[at], told));
        }
        // Pages show six digits.
        Value::Number(told) if told.is_f64() => {
            assert!((said.as_f64().unwrap() - told.as_f64().unwrap()).abs() < 1e-6, "{place}: {said}");
        }
        plain => assert_eq!(said, plain, "{place}"),
    }
}

/// What a query is refused for: `parameter code`.
pub fn faults<T>(read: Result<T, Refusal>) -> Vec<String> {
    let Err(Refusal::Invalid(faults)) = read else { return Vec::new() };
    faults.iter().map(|fault| format!("{} {}", fault.parameter.as_deref().unwrap_or(""), fault.code)).collect()
}

fn read(query: &str) -> Result<Ask, Refusal> {
    Ask::read(&|name| parameter(query, name), TODAY)
}

/// One parameter of a query that is written plainly.
pub fn parameter(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
}

const DAYS: &str = "from=2026-11-01&to=2026-11-30";

fn ask(more: &str) -> Ask {
    read(&format!("{DAYS}&{more}")).unwrap()
}

fn row(path: &str, currency: &str, journeys: u64, gross: i64) -> PathRow {
    let touches = journeys * path.split(" > ").filter(|step| !step.is_empty()).count() as u64;
    PathRow(path.into(), currency.into(), journeys, touches, gross, 0)
}

fn walked(rows: &[PathRow]) -> Walked {
    let mut walked = Walked::default();
    for row in rows {
        walked.add(row);
    }
    walked
}

/// Both creators, by name.
pub fn names() -> Vec<(u32, String, String)> {
    vec![(1, "Sarah".into(), "sarah".into()), (2, "Mia".into(), "mia".into())]
}

#[test]
fn every_fault_is_named_at_once() {
    for (query, wrong) in [
        ("", vec!["from not_a_day", "to not_a_day"]),
        ("from=2026-11-02&to=2026-11-01", vec!["to reversed"]),
        ("from=2025-01-01&to=2026-11-01", vec!["to range_too_wide"]),
        ("from=2027-01-01&to=2027-01-02", vec!["from in_the_future"]),
        ("by=shoe", vec!["from not_a_day", "to not_a_day", "by unknown_word"]),
    ] {
        assert_eq!(faults(read(query)), wrong, "{query}");
    }
    for (more, wrong) in [
        ("by=path&kind=sale&sort=revenue", vec![]),
        ("by=creator&kind=lead&creator=1,2&not_channel=google/organic", vec![]),
        ("kind=refund", vec!["kind unknown_word"]),
        ("sort=clicks", vec!["sort unknown_word"]),
        ("currency=money", vec!["currency unknown_currency"]),
        ("creator=0", vec!["creator not_an_id"]),
        ("campaign=3", vec!["campaign not_kept"]),
        ("not_link=3&country=DE", vec!["not_link not_kept", "country not_kept"]),
        ("channel=google", vec!["channel not_a_channel"]),
        ("model=first", vec!["model not_asked_here"]),
        ("compare=previous&basis=touch_date", vec!["basis not_asked_here", "compare not_asked_here"]),
    ] {
        assert_eq!(faults(read(&format!("{DAYS}&{more}"))), wrong, "{more}");
    }
}

#[test]
fn what_is_left_out_of_paths_is_one_list() {
    let asked = ask("not_creator=3,4&not_channel=google/organic");
    assert_eq!((asked.creators(true), asked.on()), (None, None));
    assert_eq!(asked.off().as_deref(), Some(r#"[3,4,"google/organic"]"#));
    assert_eq!(ask("creator=3").creators(true).as_deref(), Some("[3]"));
    assert_eq!(ask("by=path").off(), None);
}

#[test]
fn parts_follow_from_the_place_on_the_path() {
    use Part::{Assisted, BothEnds, Closer, Introducer, LastTouch, Middle, Paths, Solo};
    for (path, parts) in [
        ("1", vec![Paths, Solo, LastTouch]),
        ("1 > 2", vec![Paths, Introducer, Assisted]),
        ("2 > 1", vec![Paths, Closer, LastTouch]),
        ("2 > 1 > 3", vec![Paths, Middle, Assisted]),
        ("a/b > 1 > c/d", vec![Paths, Middle, Assisted]),
        ("1 > 2 > 1", vec![Paths, Introducer, Closer, BothEnds, LastTouch]),
        ("1 > 2 > 1 > 3", vec![Paths, Introducer, Assisted]),
        ("12 > 2", vec![]),
        ("", vec![]),
    ] {
        let walked = walked(&[row(path, "EUR", 3, 300)]);
        let roles = walked.roles.iter().find(|roles| roles.creator == 1);
        let played = PARTS.into_iter().filter(|(part, _)| roles.is_some_and(|roles| roles.count(*part) == 3));
        assert_eq!(played.map(|(part, _)| part).collect::<Vec<_>>(), parts, "{path}");
    }
}

#[test]
fn the_longest_length_holds_all_that_are_longer() {
    let long = |steps: usize| (0..steps).map(|step| (step % 7).to_string()).collect::<Vec<_>>().join(" > ");
    let walked = walked(&[row(&long(49), "EUR", 1, 0), row(&long(50), "EUR", 1, 0), row(&long(51), "EUR", 1, 0)]);
    assert_eq!((walked.lengths[49].count, walked.lengths[50].count, walked.lengths.len()), (1, 2, 51));
}

fn shown(more: &str, walked: Walked, top: Top) -> Value {
    let facts = Facts { walked, top, lags: Vec::new(), matured: Some(TODAY) };
    let shown = report(&ask(more), &frame(), &facts, &names());
    let mut all = shown.head;
    all.extend(shown.beside);
    all.insert("rows".into(), shown.rows.into());
    Value::Object(all)
}

#[test]
fn currencies_are_not_added() {
    let rows = [row("1", "EUR", 2, 1_000), row("1", "USD", 1, 300), row("2", "USD", 1, 50)];
    let said = shown("by=creator", walked(&rows), Top::default());
    assert_eq!((&said["currency"], &said["why"]["currency"]), (&Value::Null, &json!("several_currencies")));
    let sarah = &said["rows"][0];
    assert_eq!((&sarah["paths"], &sarah["solo_net_minor"]), (&json!(3), &Value::Null));
    assert_eq!(sarah["why"]["solo_net_minor"], "several_currencies");
    assert_eq!(sarah["by_currency"]["EUR"]["solo_net_minor"], 1_000);
    assert_eq!(sarah["by_currency"]["USD"]["solo_net_minor"], 300);
    assert_eq!(said["totals"]["by_currency"]["USD"]["net_minor"], 350);
}

#[test]
fn revenue_in_several_currencies_gives_no_order() {
    let several = walked(&[row("1", "EUR", 1, 1), row("1", "USD", 1, 1)]);
    assert_eq!(faults(ask("sort=revenue").fits(&several)), ["sort several_currencies"]);
    assert!(ask("sort=orders").fits(&several).is_ok());
    assert!(ask("sort=revenue").fits(&walked(&[row("1", "EUR", 1, 1)])).is_ok());
}

#[test]
fn a_lead_without_money_is_no_currency() {
    let said = shown("kind=lead", walked(&[row("1", "", 4, 0)]), Top::default());
    assert_eq!((&said["kind"], &said["currency"], &said["totals"]["leads"]), (&json!("lead"), &Value::Null, &json!(4)));
    assert_eq!((&said["totals"]["net_minor"], said.get("why")), (&json!(0), None));
}

#[test]
fn journeys_that_may_yet_lead_somewhere_make_no_rate() {
    let top = || Top(1, 3, vec![TopRow("1".into(), 1, 3, vec![("EUR".into(), 100, 0)])]);
    let said = shown("by=path", walked(&[row("1", "EUR", 1, 100)]), top());
    assert_eq!(said["rows"][0]["conversion_rate"], 0.25);
    let facts = Facts {
        walked: walked(&[row("1", "EUR", 1, 100)]),
        top: top(),
        lags: Vec::new(),
        matured: Some(Day(TODAY.0 - 1)),
    };
    let shown = report(&ask("by=path"), &frame(), &facts, &names());
    assert_eq!(
        (&shown.rows[0]["conversion_rate"], &shown.rows[0]["why"]["conversion_rate"]),
        (&Value::Null, &json!("immature"))
    );
    assert_eq!(shown.beside["totals"]["matured_until"], "2026-11-29");
}

#[test]
fn a_creator_who_is_asked_for_alone_has_the_only_row() {
    let said = shown("by=creator&creator=2", walked(&[row("1 > 2", "EUR", 1, 100)]), Top::default());
    assert_eq!(said["rows"].as_array().unwrap().len(), 1);
    assert_eq!(said["rows"][0]["creator"], json!({ "id": 2, "name": "Mia" }));
    let said = shown("by=creator&not_creator=2", walked(&[row("1", "EUR", 1, 100)]), Top::default());
    assert_eq!(said["rows"][0]["creator"]["id"], 1);
}

fn lagged(more: &str, lags: Vec<LagRow>) -> (Vec<Value>, Value) {
    let facts = Facts { lags, ..Facts::default() };
    let shown = report(&ask(more), &frame(), &facts, &names());
    (shown.rows, Value::Object(shown.beside))
}

#[test]
fn stretches_have_edges_that_people_read() {
    let (rows, _) = lagged("by=lag", Vec::new());
    let said: Vec<&str> = rows.iter().map(|row| row["stretch"].as_str().unwrap()).collect();
    assert_eq!(said.len(), LAG_EDGES.len());
    assert_eq!(said[..3], ["0 s to 1 s", "1 s to 2 s", "2 s to 5 s"]);
    assert_eq!(
        said[5..11],
        ["30 s to 1 min", "1 min to 5 min", "5 min to 30 min", "30 min to 1 h", "1 h to 6 h", "6 h to 1 d"]
    );
    assert_eq!(said[14..], ["14 d to 30 d", "30 d to 90 d", "90 d and more"]);
}

#[test]
fn a_median_lies_where_half_are_quicker() {
    // 2 within 1 to 2 s, 6 within 5 to 10 s: the fourth of eight is a third into the second stretch.
    let (rows, beside) = lagged("by=lag", vec![LagRow(1, 2, 0), LagRow(3, 6, 0), LagRow(16, 0, 1)]);
    assert_eq!((&rows[3]["since_first_touch"], &rows[3]["since_first_touch_share"]), (&json!(6), &json!(0.75)));
    let median = &beside["lags"]["median"];
    assert_eq!(median["since_first_touch"], json!({ "from_seconds": 5, "to_seconds": 10, "seconds": 6 }));
    assert_eq!(
        median["since_deciding_click"],
        json!({ "from_seconds": 7_776_000, "to_seconds": null, "seconds": null })
    );
    assert_eq!(lagged("by=lag", Vec::new()).1["lags"]["median"]["since_first_touch"], Value::Null);
}

#[test]
fn how_long_it_took_is_not_kept_by_channel() {
    let facts = Facts { lags: vec![LagRow(1, 2, 3)], ..Facts::default() };
    let shown = report(&ask("channel=google/organic"), &frame(), &facts, &names());
    assert_eq!((&shown.beside["lags"], &shown.head["why"]["lags"]), (&Value::Null, &json!("not_kept")));
}

#[test]
fn the_page_of_the_report_says_what_it_says() {
    let rows = [
        row("1", "EUR", 4, 40_000),
        row("1 > 2", "EUR", 2, 30_000),
        row("2 > google/organic > 1", "EUR", 1, 10_000),
        row("", "EUR", 1, 5_000),
    ];
    let money = |gross: i64| vec![("EUR".to_owned(), gross, 0)];
    let top = vec![
        TopRow("1".into(), 4, 12, money(40_000)),
        TopRow("1 > 2".into(), 2, 0, money(30_000)),
        TopRow(String::new(), 1, 0, money(5_000)),
        TopRow("2 > google/organic > 1".into(), 1, 0, money(10_000)),
        TopRow("2".into(), 0, 3, vec![]),
    ];
    let said = shown("by=path", walked(&rows), Top(5, 15, top));
    let told = example(include_str!("../../docs/reports/paths.md"));
    holds("", &said, &told);
}

fn path() -> impl Strategy<Value = String> {
    let step = prop_oneof![(1..5_u32).prop_map(|id| id.to_string()), Just("a/b".to_owned()), Just("c/d".to_owned())];
    prop::collection::vec(step, 0..7).prop_map(|mut steps| {
        steps.dedup();
        steps.join(" > ")
    })
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn paths_with_somebody_are_those_assisted_and_those_closed(all in prop::collection::vec((path(), 1..9_u64), 0..20)) {
        let rows: Vec<PathRow> = all.iter().map(|(path, journeys)| row(path, "EUR", *journeys, 7)).collect();
        let walked = walked(&rows);
        for roles in &walked.roles {
            let of = |part| roles.count(part);
            prop_assert_eq!(of(Part::Paths), of(Part::Assisted) + of(Part::LastTouch));
            let parts = of(Part::Solo) + of(Part::Introducer) + of(Part::Middle) + of(Part::Closer);
            prop_assert_eq!(of(Part::Paths), parts - of(Part::BothEnds));
            let with = |row: &&PathRow| row.0.split(" > ").any(|step| step.parse() == Ok(roles.creator));
            if roles.creator != 0 {
                prop_assert_eq!(of(Part::Paths), rows.iter().filter(with).map(|row| row.2).sum::<u64>());
            }
        }
    }

    #[test]
    fn parts_divide_the_journeys_between_all_who_play_them(all in prop::collection::vec((path(), 1..9_u64), 0..20)) {
        let rows: Vec<PathRow> = all.iter().map(|(path, journeys)| row(path, "EUR", *journeys, 7)).collect();
        let walked = walked(&rows);
        let sum = |part| walked.roles.iter().map(|roles: &Roles| roles.count(part)).sum::<u64>();
        let several: u64 = walked.lengths[2..].iter().map(|sum| sum.count).sum();
        prop_assert_eq!((sum(Part::Solo), sum(Part::Introducer), sum(Part::Closer)), (walked.lengths[1].count, several, several));
        prop_assert_eq!(sum(Part::LastTouch), walked.lengths[1].count + several);
        prop_assert_eq!(walked.lengths.iter().map(|sum| sum.count).sum::<u64>(), walked.all.count);
        let touches: u64 = walked.lengths.iter().map(|sum| sum.touches).sum();
        prop_assert_eq!(touches, walked.all.touches);
    }
}

#[test]
fn rows_are_by_what_is_asked() {
    for (by, known) in [(By::Path, "path"), (By::Creator, "creator"), (By::Length, "length"), (By::Lag, "lag")] {
        assert_eq!(ask(&format!("by={known}")).by, by);
    }
}
