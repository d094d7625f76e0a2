//! How a report is sent: formats, pages, tags; and what every report is asked.

use serde_json::{Value, json};
use waymark::domain::csv;
use waymark::domain::recount::Dimension;
use waymark::domain::refusal::{Fault, Refusal};
use waymark::domain::reply::{Body, Reply};
use waymark::domain::report::ask::{Ask, DateBasis, Frame, Model, Range};
use waymark::domain::report::filter::Filters;
use waymark::domain::report::shown::{Format, Printed, Shown, Want, cell};
use waymark::domain::time::Day;

use crate::given::{currency, pointers};

const TODAY: Day = Day(20_777);

fn get<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
    |name| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned())
}

fn shown(count: u64) -> Shown {
    Shown::of(json!({
        "report": "performance", "as_of": "2026-11-20T12:00:00.000Z",
        "rows": (1..=count).map(|id| json!({ "creator": { "id": id, "name": format!("C{id}") }, "orders": id })).collect::<Vec<_>>(),
    }))
}

fn want(format: Format, limit: usize, cursor: Option<&str>) -> Want {
    Want { format, limit, cursor: cursor.map(str::to_owned) }
}

fn text(reply: &Reply) -> &str {
    if let Body::Text(text) = &reply.body { text } else { "" }
}

fn page(shown: Shown, limit: usize, cursor: Option<&str>) -> Value {
    let reply = shown.reply("performance", &want(Format::Json, limit, cursor), "", "").unwrap();
    serde_json::from_str(text(&reply)).unwrap()
}

fn code<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Vec<(String, &'static str)> {
    match result {
        Err(Refusal::Invalid(faults)) => pointers(&faults),
        other => panic!("{other:?}"),
    }
}

#[test]
fn pages_one_behind_the_other_are_the_whole_report() {
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = page(shown(7), 3, cursor.as_deref());
        assert_eq!(page["report"], "performance");
        seen.extend(page["rows"].as_array().unwrap().iter().map(|row| row["orders"].as_u64().unwrap()));
        match page["next"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn no_name_is_there_twice() {
    let reply = shown(2).reply("performance", &want(Format::Json, 3, None), "", "").unwrap();
    assert_eq!(text(&reply).matches("\"rows\":").count(), 1, "{}", text(&reply));
}

#[test]
fn a_page_that_ends_with_the_rows_has_no_next_one() {
    assert_eq!(page(shown(3), 3, None)["next"], Value::Null);
    assert_eq!(page(shown(0), 3, None)["rows"], json!([]));
}

#[test]
fn a_cursor_of_another_count_is_refused() {
    let next = page(shown(7), 3, None)["next"].as_str().unwrap().to_owned();
    let mut later = shown(7);
    later.head.insert("as_of".into(), "2026-11-20T12:10:00.000Z".into());
    let wanted = want(Format::Json, 3, Some(&next));
    assert_eq!(code(later.reply("performance", &wanted, "", "")), [("cursor".into(), "report_changed")]);
}

#[test]
fn a_cursor_of_other_rows_under_the_same_head_is_refused() {
    let next = page(shown(7), 3, None)["next"].as_str().unwrap().to_owned();
    let wanted = want(Format::Json, 3, Some(&next));
    let printed = |rows: Vec<String>| Printed { head: shown(0).head, rows, ..Printed::default() };
    let mut rows: Vec<String> = shown(7).rows.iter().map(Value::to_string).collect();
    assert!(printed(rows.clone()).reply("performance", &wanted, "", "").is_ok());
    rows.swap(0, 1);
    assert_eq!(code(printed(rows).reply("performance", &wanted, "", "")), [("cursor".into(), "report_changed")]);
    let mut later = shown(7);
    later.rows.remove(0);
    assert_eq!(code(later.reply("performance", &wanted, "", "")), [("cursor".into(), "report_changed")]);
}

#[test]
fn a_cursor_of_another_report_or_of_nobody_is_refused() {
    let next = page(shown(7), 3, None)["next"].as_str().unwrap().to_owned();
    let refused = |name: &str, cursor: &str| shown(7).reply(name, &want(Format::Json, 3, Some(cursor)), "", "");
    assert_eq!(refused("models", &next), Err(Refusal::MalformedCursor));
    assert_eq!(refused("performance", "x"), Err(Refusal::MalformedCursor));
}

#[test]
fn every_format_has_the_same_rows() {
    let send = |format| shown(2).reply("performance", &want(format, 9, None), "", "").unwrap();
    let lines = send(Format::Ndjson);
    let rows: Vec<Value> = text(&lines).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows, shown(2).rows);
    let table = send(Format::Csv);
    assert_eq!(text(&table), "creator.id,creator.name,orders\r\n1,C1,1\r\n2,C2,2\r\n");
    let kinds = [Format::Json, Format::Ndjson, Format::Csv]
        .map(|format| send(format).header("content-type").unwrap().to_owned());
    assert_eq!(kinds, ["application/json", "application/x-ndjson", "text/csv; charset=utf-8"]);
}

#[test]
fn every_page_of_a_table_has_the_same_columns() {
    let mut sparse = shown(2);
    sparse.rows[1]["why"] = json!({ "roi": "no_cost" });
    sparse.rows[1]["revenue"] = json!([{ "net_minor": -5 }]);
    let reply = sparse.reply("performance", &want(Format::Csv, 1, None), "", "").unwrap();
    assert_eq!(text(&reply), "creator.id,creator.name,orders,revenue.0.net_minor,why.roi\r\n1,C1,1,,\r\n");
}

#[test]
fn the_next_page_is_named_in_a_header_too() {
    let reply =
        shown(2).reply("performance", &want(Format::Csv, 1, None), "by=creator&cursor=old&limit=1", "").unwrap();
    let link = reply.header("link").unwrap();
    assert!(link.starts_with("</v1/reports/performance?by=creator&limit=1&cursor="), "{link}");
    assert!(link.ends_with(">; rel=\"next\""), "{link}");
}

#[test]
fn a_text_is_no_formula_and_comes_back_as_it_was() {
    let cases = [
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@sum", "'@sum"),
        ("\tx", "\"'\tx\""),
        ("\rx", "\"'\rx\""),
        ("a,b", "\"a,b\""),
        ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("two\nlines", "\"two\nlines\""),
        ("=a,\"b\"", "\"'=a,\"\"b\"\"\""),
    ];
    for (given, written) in cases {
        assert_eq!(cell(given), written);
    }
    let table = format!("name,x\r\n{},1\r\n", cell("a;b \"c\"\r\nd"));
    assert_eq!(csv::rows(table.as_bytes(), 9).unwrap()[1].cells[0], "a;b \"c\"\r\nd");
}

#[test]
fn a_name_that_is_a_formula_is_none_in_the_table() {
    let mut evil = shown(1);
    evil.rows[0]["creator"]["name"] = "=HYPERLINK(\"http://x\")".into();
    let reply = evil.reply("performance", &want(Format::Csv, 1, None), "", "").unwrap();
    assert!(text(&reply).contains("\"'=HYPERLINK("), "{}", text(&reply));
}

#[test]
fn what_the_caller_has_is_not_sent_again() {
    let wanted = want(Format::Json, 9, None);
    let first = shown(2).reply("performance", &wanted, "", "").unwrap();
    let tag = first.header("etag").unwrap();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    for known in [tag.to_owned(), format!("\"x\", W/{tag}"), "*".into()] {
        let again = shown(2).reply("performance", &wanted, "", &known).unwrap();
        assert_eq!((again.status, &again.body, again.header("etag")), (304, &Body::Empty, Some(tag)));
    }
    assert_eq!(shown(3).reply("performance", &wanted, "", tag).unwrap().status, 200);
    assert_eq!(shown(2).reply("performance", &want(Format::Csv, 9, None), "", tag).unwrap().status, 200);
}

#[test]
fn the_format_is_what_the_query_says_else_what_is_accepted_else_json() {
    let cases = [
        (Some("csv"), "application/json", Format::Csv),
        (None, "text/csv", Format::Csv),
        (None, "application/x-ndjson;q=1, text/csv", Format::Ndjson),
        (None, "text/html, */*", Format::Json),
        (None, "", Format::Json),
        (Some("json"), "text/csv", Format::Json),
    ];
    for (asked, accept, format) in cases {
        let get = |name: &str| asked.filter(|_| name == "format").map(str::to_owned);
        assert_eq!(Want::read(&get, accept).unwrap().format, format, "{asked:?} {accept}");
    }
}

#[test]
fn a_format_or_a_limit_that_is_none_is_refused() {
    let read = |pairs: &[(&str, &str)]| code(Want::read(&get(pairs), ""));
    assert_eq!(
        read(&[("format", "xml"), ("limit", "0")]),
        [("format".into(), "unknown_format"), ("limit".into(), "out_of_range")]
    );
    assert_eq!(read(&[("limit", "10001")]), [("limit".into(), "out_of_range")]);
    assert_eq!(read(&[("limit", "many")]), [("limit".into(), "out_of_range")]);
}

const DAYS: [(&str, &str); 2] = [("from", "2026-11-14"), ("to", "2026-11-20")];

fn ask(more: &[(&str, &str)]) -> Result<Ask, Vec<(String, &'static str)>> {
    let pairs: Vec<(&str, &str)> = DAYS.iter().chain(more).copied().collect();
    let mut faults: Vec<Fault> = Vec::new();
    Ask::read(&get(&pairs), TODAY, &mut faults).ok_or_else(|| pointers(&faults))
}

#[test]
fn a_report_is_of_payout_by_the_day_of_the_order_unless_it_is_asked_otherwise() {
    let plain = ask(&[]).unwrap();
    assert_eq!((plain.model, plain.basis, plain.compare), (Model::PAYOUT, DateBasis::ConversionDate, false));
    assert!(plain.filters.is_empty());
    let other =
        ask(&[("model", "decay"), ("basis", "touch_date"), ("compare", "previous"), ("click_window_days", "90")]);
    let other = other.unwrap();
    assert_eq!((other.model.number, other.basis, other.compare), (Some(7), DateBasis::TouchDate, true));
    assert_eq!((other.click_window_days, other.view_window_days), (Some(90), None));
}

#[test]
fn another_word_for_a_model_is_that_model() {
    assert_eq!(Model::named("shapley").unwrap().number, Model::named("linear_unique").unwrap().number);
    assert_eq!(Model::named("markov").unwrap().number, None);
}

#[test]
fn what_cannot_be_asked_is_said_with_its_name() {
    let cases: [(&str, &str, &str); 10] = [
        ("model", "guess", "unknown_model"),
        ("basis", "today", "unknown_basis"),
        ("compare", "next", "unknown_comparison"),
        ("click_window_days", "0", "out_of_range"),
        ("click_window_days", "91", "out_of_range"),
        ("view_window_days", "x", "out_of_range"),
        ("creator", "1,x", "not_an_id"),
        ("not_creator", "0", "not_an_id"),
        ("link", "+1", "not_an_id"),
        ("platform", "a\u{7}b", "not_a_word"),
    ];
    for (name, value, word) in cases {
        assert_eq!(ask(&[(name, value)]).unwrap_err(), [(name.to_owned(), word)], "{name}={value}");
    }
}

#[test]
fn a_range_begins_today_at_the_latest() {
    let read = |from: &str, to: &str| Range::only(&get(&[("from", from), ("to", to)]), TODAY);
    assert!(read("2026-11-20", "2026-11-25").is_ok());
    assert_eq!(code(read("2026-11-21", "2026-11-21")), [("from".into(), "in_the_future")]);
    assert_eq!(code(read("2026-11-20", "2026-11-19")), [("to".into(), "reversed")]);
    assert!(read("2025-10-17", "2026-11-20").is_ok());
    assert_eq!(code(read("2025-10-16", "2026-11-20")), [("to".into(), "range_too_wide")]);
}

#[test]
fn the_days_before_are_as_many_and_end_where_the_range_begins() {
    let range = Range { from: Day(100), to: Day(106) };
    assert_eq!((range.days(), range.previous()), (7, Range { from: Day(93), to: Day(99) }));
}

#[test]
fn filters_take_several_values_and_their_negation() {
    let asked =
        ask(&[("creator", "1, 2,3"), ("not_creator", "2"), ("not_platform", "tiktok,"), ("country", "DE,AT")]).unwrap();
    let json: Value = serde_json::from_str(&asked.filters.json()).unwrap();
    assert_eq!(
        json,
        json!({
            "creator": { "keep": 1, "values": [1, 3] },
            "platform": {
                "keep": 0,
                "values": [
                    "tiktok", "tt", "tiktoc", "tiktok.com", "tiktokv.com", "com.zhiliaoapp.musically", "com.ss.android.ugc.trill", "",
                ],
            },
            "part": { "keep": 1, "values": ["DE", "AT"] },
            "of_links": { "none": 0 },
        })
    );
    assert_eq!(
        asked.filters.shown(),
        json!({ "creator": [1, 3], "not_platform": ["tiktok", ""], "country": ["DE", "AT"] })
    );
    assert_eq!(asked.filters.part.unwrap().0, Dimension::Country);
}

#[test]
fn a_platform_is_filtered_by_under_any_of_its_names() {
    let by_short = ask(&[("platform", "IG,You Tube"), ("not_platform", "youtu.be")]).unwrap().filters;
    assert_eq!(by_short.shown(), json!({ "platform": ["instagram", "you-tube"] }));
    assert!(by_short.place("platform").unwrap().has(&"instagram".into()));
    let json: Value = serde_json::from_str(&by_short.json()).unwrap();
    let words = json["platform"]["values"].as_array().unwrap();
    for word in ["instagram", "ig", "insta", "instagram.com", "you tube"] {
        assert!(words.contains(&word.into()), "{word}");
    }
    let not = |words: &[&str]| words.iter().map(|word| ("platform".to_owned(), Value::from(*word))).collect::<Vec<_>>();
    let all: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
    assert_eq!(by_short.unknown(&not(&all)), [("platform", "instagram".into()), ("platform", "you-tube".into())]);
    // It is there as `ig`, and as `you tube`.
    let most: Vec<&str> = all.iter().copied().filter(|word| !["ig", "you tube"].contains(word)).collect();
    assert!(by_short.unknown(&not(&most)).is_empty());
}

#[test]
fn visits_are_filtered_by_one_dimension_at_a_time() {
    assert_eq!(
        ask(&[("country", "DE"), ("device", "phone")]).unwrap_err(),
        [("country".into(), "too_many_dimensions")]
    );
    let filters = ask(&[("country", "DE")]).unwrap().filters;
    let beside = |by| {
        let mut faults = Vec::new();
        filters.beside(by, &mut faults);
        pointers(&faults)
    };
    assert_eq!(beside(Some(Dimension::Device)), [("country".into(), "too_many_dimensions")]);
    assert!(beside(Some(Dimension::Country)).is_empty() && beside(None).is_empty());
}

#[test]
fn more_values_than_anybody_names_are_refused() {
    let many = vec!["1"; 101].join(",");
    assert_eq!(ask(&[("creator", &many)]).unwrap_err(), [("creator".into(), "too_many_values")]);
    assert_eq!(Filters::default().json(), "{}");
}

#[test]
fn the_head_says_what_the_figures_are_made_of() {
    let frame = Frame {
        zone: "UTC".into(),
        today: TODAY,
        as_of: Some(0),
        revenue_basis: "merchandise",
        reporting: None,
        click_window_days: 30,
        view_window_days: 1,
        config: "abc".into(),
    };
    let asked = ask(&[("compare", "previous"), ("creator", "1")]).unwrap();
    let head = |used: &[&str]| {
        let used: Vec<_> = used.iter().map(|letters| currency(letters)).collect();
        Value::Object(asked.head("performance", &frame, &used))
    };
    assert_eq!(
        head(&["EUR"]),
        json!({
            "report": "performance", "from": "2026-11-14", "to": "2026-11-20", "zone": "UTC",
            "as_of": "1970-01-01T00:00:00.000Z", "model": "payout", "model_version": 1, "click_window_days": 30,
            "view_window_days": 1, "basis": "conversion_date", "revenue_basis": "merchandise", "currency": "EUR",
            "visits": "valid", "config": "abc", "filters": { "creator": [1] },
            "compared_with": { "from": "2026-11-07", "to": "2026-11-13" },
        })
    );
    assert_eq!(head(&["EUR", "USD"])["why"]["currency"], "several_currencies");
    assert_eq!(head(&["EUR", "USD"])["currency"], Value::Null);
}
