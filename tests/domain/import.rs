//! A history's lines: what is taken, what is refused and why, and that the same line is always the same event.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::event::{Event, Kind};
use waymark::domain::import::{Asked, LINE_MOST, LINES_MOST, Line, Names, PORTION, Portion, Reader, Report, Visit};
use waymark::domain::privacy::Subject;
use waymark::domain::refusal::{Fault, Refusal};
use waymark::domain::settings::Settings;
use waymark::domain::verdict::Verdict;

use crate::given;

/// 2026-11-20T12:00:00Z.
const NOW: i64 = 1_795_176_000_000;
const DAY: i64 = 86_400_000;

fn read_at(purged: i64, line: &[u8]) -> Result<Line, Vec<Fault>> {
    let settings = given::settings();
    Reader::new(&settings, &settings.hosts, NOW, purged).unwrap().read(line)
}

fn read(line: &Value) -> Result<Line, Vec<Fault>> {
    read_at(0, line.to_string().as_bytes())
}

fn visit(line: &Value) -> Visit {
    match read(line).unwrap() {
        Line::Visit(visit) => *visit,
        Line::Report(report) => panic!("{report:?} is no visit"),
    }
}

fn event(line: &Value) -> Event {
    visit(line).event
}

fn report(line: &Value) -> Report {
    match read(line).unwrap() {
        Line::Report(report) => report,
        Line::Visit(visit) => panic!("{visit:?} is no report"),
    }
}

/// Pointer and code of everything that is wrong with a line.
fn wrong(line: &[u8]) -> Vec<(String, &'static str)> {
    let faults = read_at(0, line).map(|_| ()).unwrap_err();
    faults.into_iter().map(|fault| (fault.pointer.unwrap(), fault.code)).collect()
}

fn click() -> Value {
    json!({ "type": "click", "at": "2025-11-20T12:00:00Z", "link": 7, "visitor": "v1", "id": "c1" })
}

/// The line with some fields changed; null takes one away.
fn with(mut line: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        let map = line.as_object_mut().unwrap();
        map.remove(name);
        if !value.is_null() {
            map.insert(name.clone(), value.clone());
        }
    }
    line
}

#[test]
fn a_click_is_read_with_its_own_time_and_link() {
    let visit = visit(&click());
    assert_eq!(visit.event.kind, Kind::Click);
    assert_eq!(visit.event.at, NOW - 365 * DAY);
    assert_eq!(visit.place.unwrap(), ("7".to_owned(), "link"));
    assert_eq!(visit.id.as_deref(), Some("c1"));
    assert_eq!(visit.event.verdict, Verdict::Human);
}

#[test]
fn a_time_is_rfc_3339_or_milliseconds() {
    for at in [json!("2025-11-20T13:00:00+01:00"), json!(NOW - 365 * DAY)] {
        assert_eq!(event(&with(click(), &json!({ "at": at }))), event(&click()));
    }
}

#[test]
fn a_visitor_is_as_lasting_as_a_cookies_and_not_its_name() {
    let visitor = |name: &str| event(&with(click(), &json!({ "visitor": name }))).visitor;
    assert_eq!(visitor("v1") >> 46, 2);
    assert_eq!(visitor("v1"), visitor(" v1 "));
    assert_ne!(visitor("v1"), visitor("v2"));
    let other = Settings { customer_key: "y".repeat(24), ..given::settings() };
    assert_ne!(Reader::new(&other, &other.hosts, NOW, 0).unwrap().visitor("v1"), visitor("v1"));
}

#[test]
fn somebody_is_shown_and_erased_by_what_a_history_calls_them() {
    let settings = given::settings();
    let (subject, _) = Subject::read(br#"{"imported_visitor":" v1 "}"#, &settings, false).unwrap();
    assert_eq!(subject, Subject::Visitor(event(&click()).visitor));
}

#[test]
fn a_line_without_a_visitor_is_of_nobody_who_is_known_again() {
    let of = |id: &str| event(&with(click(), &json!({ "visitor": null, "id": id }))).visitor;
    assert_eq!(of("c1") >> 46, 0);
    assert_ne!(of("c1"), of("c2"));
}

#[test]
fn the_same_id_is_the_same_event_and_another_one_is_another() {
    assert_eq!(event(&click()), event(&click()));
    assert_ne!(event(&with(click(), &json!({ "id": "c2" }))).nonce, event(&click()).nonce);
    assert_ne!(event(&with(click(), &json!({ "type": "view" }))).nonce, event(&click()).nonce);
}

#[test]
fn without_an_id_a_line_is_known_by_what_it_says_however_it_is_spelt() {
    let bare = r#"{"type":"click","at":"2025-11-20T12:00:00Z","link":7,"visitor":"v1"}"#;
    let spelt = r#" { "visitor" : "v1", "link": 7, "at":"2025-11-20T12:00:00Z" , "type":"click"} "#;
    let other = r#"{"type":"click","at":"2025-11-20T12:00:00Z","link":8,"visitor":"v1"}"#;
    let nonce = |line: &str| match read_at(0, line.as_bytes()).unwrap() {
        Line::Visit(visit) => visit.event.nonce,
        Line::Report(_) => panic!("a click is no report"),
    };
    assert_eq!(nonce(bare), nonce(spelt));
    assert_ne!(nonce(bare), nonce(other));
}

#[test]
fn a_landing_of_a_click_has_its_bits_and_stands_behind_it() {
    let click = event(&click());
    let line = json!({ "type": "landing", "at": "2025-11-20T12:00:00Z", "link": 7, "visitor": "v1", "click": "c1" });
    let landing = event(&line);
    assert_eq!((landing.nonce, landing.visitor), (click.nonce, click.visitor));
    assert_eq!(landing.at, click.at + 1);
}

#[test]
fn a_landing_of_a_click_without_a_visitor_is_of_the_same_nobody() {
    let click = event(&with(click(), &json!({ "visitor": null })));
    let line = json!({ "type": "landing", "at": "2025-11-20T12:00:04Z", "link": 7, "click": "c1" });
    assert_eq!(event(&line).visitor, click.visitor);
}

#[test]
fn a_landing_from_another_channel_has_its_words() {
    for (source, medium, labels) in [
        ("google", Some("organic"), "google/organic"),
        ("www.google.de", None, "google/organic"),
        ("IG", Some("Story"), "instagram/story"),
        ("newsletter", None, "newsletter/none"),
    ] {
        let line = json!({ "type": "landing", "at": NOW - DAY, "visitor": "v1", "source": source, "medium": medium });
        let visit = visit(&line);
        assert_eq!(visit.event.labels.as_deref(), Some(labels));
        assert_eq!(visit.place, None);
    }
}

#[test]
fn a_place_is_an_id_an_address_or_a_creator() {
    for (said, word) in [
        (json!({ "link": 12 }), "12"),
        (json!({ "link": "12" }), "12"),
        (json!({ "link": "Go.Brand.example/Sarah" }), "go.brand.example/sarah"),
        (json!({ "link": "https://go.brand.example/sarah/?utm_source=x#y" }), "go.brand.example/sarah"),
        (json!({ "link": null, "creator": "sarah" }), "@sarah"),
        (json!({ "link": null, "creator": 5 }), "@5"),
    ] {
        assert_eq!(visit(&with(click(), &said)).place.unwrap().0, word);
    }
}

#[test]
fn facets_are_words_or_headers_that_are_not_kept() {
    let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
    let said = json!({ "device": "mobile", "system": "ios", "country": "de", "region": "by", "language": "de-DE,en", "referrer": "https://l.instagram.com/x" });
    let told =
        json!({ "user_agent": iphone, "country": "DE", "region": "BY", "language": "de", "referrer": "instagram.com" });
    let [said, told] = [said, told].map(|facets| event(&with(click(), &facets)).facets);
    assert_eq!(said, told);
    assert_eq!((said.device, said.country.to_string().as_str(), said.language.to_string().as_str()), (1, "DE", "de"));
}

#[test]
fn a_user_agent_of_a_bot_makes_it_one() {
    let googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    assert_eq!(event(&with(click(), &json!({ "user_agent": googlebot }))).verdict, Verdict::Bot);
}

#[test]
fn what_is_wrong_with_a_visit_is_said_with_its_field() {
    for (changes, pointer, code) in [
        (json!({ "type": null }), "/type", "required"),
        (json!({ "type": "tap" }), "/type", "unknown_type"),
        (json!({ "type": 1 }), "/type", "not_text"),
        (json!({ "at": null }), "/at", "required"),
        (json!({ "at": "yesterday" }), "/at", "not_a_time"),
        (json!({ "at": "2025-11-20T12:00:00" }), "/at", "not_a_time"),
        (json!({ "at": -1 }), "/at", "not_a_time"),
        (json!({ "at": 1.5 }), "/at", "not_a_time"),
        (json!({ "at": NOW + 1 }), "/at", "in_the_future"),
        (json!({ "link": null }), "/link", "required"),
        (json!({ "link": "sarah" }), "/link", "not_a_link"),
        (json!({ "link": true }), "/link", "not_a_link"),
        (json!({ "link": "go.brand.example/v1" }), "/link", "not_a_link"),
        (json!({ "creator": "sarah" }), "/creator", "doubled"),
        (json!({ "link": null, "creator": "" }), "/creator", "not_a_creator"),
        (json!({ "visitor": 5 }), "/visitor", "not_text"),
        (json!({ "visitor": "v".repeat(400) }), "/visitor", "too_long"),
        (json!({ "id": "" }), "/id", "empty"),
        (json!({ "device": "phone" }), "/device", "unknown_word"),
        (json!({ "clicks": ["c1"] }), "/clicks", "unknown_field"),
        (json!({ "total_minor": 1 }), "/total_minor", "unknown_field"),
        (json!({ "type": "landing", "source": "google" }), "/link", "doubled"),
        (
            json!({ "type": "landing", "link": null, "source": "checkout.stripe.com", "medium": "referrer" }),
            "/source",
            "not_a_source",
        ),
        (json!({ "type": "landing", "link": null, "medium": "cpc" }), "/source", "required"),
    ] {
        let faults = wrong(with(click(), &changes).to_string().as_bytes());
        assert!(faults.contains(&(pointer.to_owned(), code)), "{changes}: {faults:?}");
    }
}

#[test]
fn a_visit_of_a_day_that_was_forgotten_is_refused() {
    let day = NOW / DAY - 365;
    assert!(read_at(day, click().to_string().as_bytes()).is_ok());
    let faults = read_at(day + 1, click().to_string().as_bytes()).map(|_| ()).unwrap_err();
    assert_eq!((faults[0].pointer.as_deref(), faults[0].code), (Some("/at"), "forgotten"));
}

#[test]
fn what_is_no_line_is_said_of_the_whole_line() {
    let long = format!("{{\"type\":\"click\",\"id\":\"{}\"}}", "x".repeat(LINE_MOST));
    for (line, code) in [
        (&b"click,2025"[..], "malformed_json"),
        (b"{\"type\":\"click\"", "malformed_json"),
        (b"{\"type\":\"click\",\"type\":\"view\"}", "malformed_json"),
        (b"{\"type\":\"click\"} {}", "malformed_json"),
        (b"{\"type\":\"\xff\"}", "not_utf8"),
        (b"", "empty_line"),
        (b" \t", "empty_line"),
        (b"[]", "not_an_object"),
        (b"7", "not_an_object"),
        (b"null", "not_an_object"),
        (long.as_bytes(), "line_too_long"),
    ] {
        assert_eq!(wrong(line), [(String::new(), code)]);
    }
}

fn sale() -> Value {
    json!({ "type": "sale", "order_id": "o-1", "at": "2025-11-20T12:00:00Z", "total_minor": 12_000, "currency": "EUR" })
}

#[test]
fn a_conversion_is_a_report_in_the_apis_words() {
    let line = with(sale(), &json!({ "visitor": "v1", "clicks": ["c1", "c1", "c2"], "code": "MIRA10" }));
    let report = report(&line);
    let expected = json!({
        "kind": "sale", "order_id": "o-1", "occurred_at": "2025-11-20T12:00:00Z", "total_minor": 12_000,
        "currency": "EUR", "code": "MIRA10",
    });
    assert_eq!(report.value, expected);
    assert_eq!(report.visitor, event(&click()).visitor);
    assert_eq!(report.clicks, ["c1", "c2"]);
    assert_eq!(report.at, NOW - 365 * DAY);
}

#[test]
fn a_conversion_may_name_its_kind_time_and_id_otherwise() {
    let same = json!({ "type": "conversion", "kind": "sale", "id": "o-1", "occurred_at": NOW - 365 * DAY, "total_minor": 12_000, "currency": "EUR" });
    let mut expected = report(&sale()).value;
    expected["occurred_at"] = "2025-11-20T12:00:00.000Z".into();
    assert_eq!(report(&same).value, expected);
    let lead = json!({ "type": "lead", "id": "l-1", "at": NOW - DAY, "lead_type": "newsletter" });
    let lead = report(&lead).value;
    assert_eq!((&lead["lead_id"], &lead["type"]), (&json!("l-1"), &json!("newsletter")));
}

#[test]
fn what_is_wrong_with_a_conversion_before_it_is_read_as_one_is_said_with_its_field() {
    for (changes, pointer, code) in [
        (json!({ "at": NOW + 1 }), "/at", "in_the_future"),
        (json!({ "at": null, "occurred_at": "2026-11-20T12:00:01Z" }), "/occurred_at", "in_the_future"),
        (json!({ "occurred_at": "2025-11-20T12:00:00Z" }), "/at", "doubled"),
        (json!({ "kind": "sale" }), "/kind", "doubled"),
        (json!({ "id": "o-2" }), "/id", "doubled"),
        (json!({ "visitor": [] }), "/visitor", "not_text"),
        (json!({ "clicks": "c1" }), "/clicks", "not_a_list"),
        (json!({ "clicks": [1] }), "/clicks", "not_a_list"),
        (json!({ "clicks": vec!["c"; 51] }), "/clicks", "not_a_list"),
    ] {
        assert_eq!(wrong(with(sale(), &changes).to_string().as_bytes()), [(pointer.to_owned(), code)], "{changes}");
    }
}

/// The faults that the reader of reports finds, by the names that the line uses.
fn of_report(line: &Value) -> Vec<(String, &'static str)> {
    let settings = given::settings();
    let reader = Reader::new(&settings, &settings.hosts, NOW, 0).unwrap();
    let text = line.to_string();
    let portion = Portion::read(&reader, 41, &[text.as_bytes()]);
    assert!(portion.faults.is_empty(), "{:?}", portion.faults);
    let batch = portion.batch(&Names::default(), &settings, NOW);
    let said = batch.outcomes(&[]).remove(0);
    let faults = said.errors.into_iter().filter_map(|fault| portion.fault(0, fault));
    faults
        .map(|fault| {
            assert_eq!(fault.line, Some(41));
            (fault.pointer.unwrap(), fault.code)
        })
        .collect()
}

#[test]
fn what_is_wrong_with_a_conversion_is_said_by_the_names_of_its_line() {
    for (changes, pointer, code) in [
        (json!({ "at": null }), "/at", "required"),
        (json!({ "at": "soon" }), "/at", "not_a_time"),
        (json!({ "at": "2010-01-01T00:00:00Z" }), "/at", "too_old"),
        (json!({ "at": null, "occurred_at": "soon" }), "/occurred_at", "not_a_time"),
        (json!({ "currency": "EURO" }), "/currency", "not_a_currency"),
        (json!({ "total_minor": -1 }), "/total_minor", "out_of_range"),
        (json!({ "total_minor": "12" }), "/total_minor", "not_an_integer"),
        (json!({ "order_id": null, "id": 7 }), "/id", "not_text"),
        (json!({ "order_id": "o".repeat(129) }), "/order_id", "too_long"),
        (json!({ "type": "conversion" }), "/kind", "required"),
        (json!({ "type": "conversion", "kind": "gift" }), "/kind", "unknown_kind"),
        (json!({ "link": 7 }), "/link", "unknown_field"),
        (
            json!({ "type": "lead", "order_id": null, "total_minor": null, "id": "l", "lead_type": 7 }),
            "/lead_type",
            "not_text",
        ),
    ] {
        assert_eq!(of_report(&with(sale(), &changes)), [(pointer.to_owned(), code)], "{changes}");
    }
}

#[test]
fn a_portion_names_the_line_of_every_fault_and_takes_the_others() {
    let settings = given::settings();
    let reader = Reader::new(&settings, &settings.hosts, NOW, 0).unwrap();
    let (click, far) = (click().to_string(), with(click(), &json!({ "link": 9, "id": "c9" })).to_string());
    let mut portion = Portion::read(&reader, 11, &[click.as_bytes(), b"?", far.as_bytes(), b""]);
    let mut names = Names::default();
    assert_eq!(portion.words(&names, true), ["7", "9"]);
    names.links.insert("7".into(), 7);
    portion.refuse_unknown(&names);
    portion.place(&mut names);
    let said: Vec<_> = portion.faults.iter().map(|fault| (fault.line.unwrap(), fault.code)).collect();
    assert_eq!(said, [(12, "malformed_json"), (14, "empty_line"), (13, "unknown_link")]);
    let events = portion.events(11, 15);
    assert_eq!(events.iter().map(|event| event.link).collect::<Vec<_>>(), [7]);
    assert!(portion.events(12, 15).is_empty());
    assert!(names.clicks.contains_key("c1"));
}

#[test]
fn a_click_of_the_same_call_is_a_touch_of_its_conversion() {
    let settings = given::settings();
    let reader = Reader::new(&settings, &settings.hosts, NOW, 0).unwrap();
    let lines = [click().to_string(), with(sale(), &json!({ "clicks": ["c1", "c7"], "visitor": "v1" })).to_string()];
    let mut portion = Portion::read(&reader, 1, &lines.each_ref().map(String::as_bytes));
    let mut names = Names { links: [("7".to_owned(), 7)].into(), ..Names::default() };
    portion.place(&mut names);
    let (ids, wanted) = portion.wanted(&reader, &names);
    assert_eq!(ids, ["c7"]);
    let day = NOW / DAY - 365;
    assert_eq!(
        wanted.iter().map(|one| (one.0, one.3, one.4)).collect::<Vec<_>>(),
        [(0, day - 90, day), (0, day - 90, day)]
    );
    let batch = portion.batch(&names, &settings, NOW);
    let claim = batch.items[0].claim().unwrap();
    assert_eq!(claim.touches.len(), 1);
    assert_eq!(claim.touches[0].at(), NOW - 365 * DAY);
    assert_eq!(claim.visitor, event(&click()).visitor);
    assert!(claim.notes.contains(&"click_unknown"), "{:?}", claim.notes);
    // Whether the click was found is no part of what was said: the same line is the same report.
    let unfound = portion.batch(&Names::default(), &settings, NOW);
    assert_eq!(unfound.items[0].claim().unwrap().digest, claim.digest);
}

fn asked(query: &[(&str, &str)]) -> Result<Asked, Refusal> {
    Asked::read(&|name| query.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
}

#[test]
fn a_call_says_its_name_and_where_its_body_stands() {
    let said = asked(&[("name", "past-2025"), ("offset", "5000"), ("strict", "true")]).unwrap();
    assert_eq!(said, Asked { name: "past-2025".into(), offset: 5_000, strict: true });
    for (query, code) in [
        (vec![], "required"),
        (vec![("name", "a b")], "not_a_name"),
        (vec![("name", "../x")], "not_a_name"),
        (vec![("name", "x"), ("offset", "-1")], "not_a_number"),
        (vec![("name", "x"), ("offset", "99999999999999")], "not_a_number"),
        (vec![("name", "x"), ("strict", "yes")], "not_a_boolean"),
    ] {
        let Refusal::Invalid(faults) = asked(&query).unwrap_err() else { panic!("{query:?} is invalid") };
        assert_eq!(faults[0].code, code);
    }
}

#[test]
fn no_line_is_left_out() {
    let at = |offset: &str| asked(&[("name", "x"), ("offset", offset)]).unwrap();
    assert!(at("0").follows(0).is_ok());
    assert!(at("10").follows(10).is_ok());
    assert!(at("3").follows(10).is_ok());
    assert!(at("11").follows(10).is_err());
}

#[test]
fn a_body_is_cut_at_its_line_ends() {
    let ask = asked(&[("name", "x")]).unwrap();
    for (body, lines) in [
        (&b"{}"[..], vec![&b"{}"[..]]),
        (b"{}\n", vec![b"{}"]),
        (b"{}\r\n{}\r\n", vec![b"{}", b"{}"]),
        (b"{}\n\n{}\n\n", vec![b"{}", b"", b"{}", b""]),
        (b"\xef\xbb\xbf{}\n", vec![b"{}"]),
        (b"\n", vec![b""]),
    ] {
        assert_eq!(ask.lines(body).unwrap(), lines);
    }
    assert!(ask.lines(b"").is_err());
    assert!(ask.lines(&b"{}\n".repeat(LINES_MOST)).is_ok());
    assert!(ask.lines(&b"{}\n".repeat(LINES_MOST + 1)).is_err());
    let strict = asked(&[("name", "x"), ("strict", "true")]).unwrap();
    assert!(strict.lines(&b"{}\n".repeat(PORTION + 1)).is_err());
}

proptest! {
    #![proptest_config(given::tries(500))]

    #[test]
    fn whatever_a_line_holds_is_read_or_refused_with_a_reason(line in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Err(faults) = read_at(0, &line) {
            prop_assert!(!faults.is_empty());
        }
    }

    #[test]
    fn a_line_that_is_taken_makes_an_event_that_the_store_takes(at in 946_684_800_000..NOW, visitor in "\\PC{1,40}", id in "\\PC{1,40}") {
        let line = json!({ "type": "click", "at": at, "visitor": visitor, "id": id, "link": 1 });
        if let Ok(Line::Visit(visit)) = read(&line) {
            let row = serde_json::to_string(&visit.event).unwrap();
            prop_assert_eq!(serde_json::from_str::<Event>(&row).unwrap(), visit.event);
        }
    }
}
