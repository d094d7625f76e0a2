//! Who is named, what is known of them, and what their events are turned into.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::click_id::{Click, ClickKeys};
use waymark::domain::conversion::hashed;
use waymark::domain::event::{Event, Message};
use waymark::domain::privacy::keep::{self, Keep};
use waymark::domain::privacy::{Found, Scramble, Subject, Work, erased_id, letter, spelling};
use waymark::domain::refusal::Refusal;
use waymark::domain::stored;
use waymark::domain::time::{DAY_MS, Day};
use waymark::domain::visitor::by_recipient;

use crate::given;

fn read(body: &Value) -> Result<(Subject, Option<String>), Refusal> {
    Subject::read(body.to_string().as_bytes(), &given::settings(), true)
}

fn named(body: &Value) -> Subject {
    read(body).unwrap().0
}

fn work(subject: &Subject) -> Work {
    Work::of(subject, &given::settings(), true, "key".into())
}

/// What is wrong with a body, by pointer and code.
fn faults(body: &Value) -> Vec<(String, &'static str)> {
    given::pointers(&read(body).unwrap_err().faults())
}

#[test]
fn everybody_is_named_in_exactly_one_way() {
    let click = given::keys().print(&given::click());
    assert_eq!(named(&json!({ "visitor": "281474976710655" })), Subject::Visitor((1 << 48) - 1));
    assert_eq!(named(&json!({ "click_id": click })), Subject::Click(given::click(), click.clone()));
    assert_eq!(named(&json!({ "customer": " Ann@Example.com " })), Subject::Customer("Ann@Example.com".into()));
    assert_eq!(named(&json!({ "order_id": "#1001" })), Subject::Order("#1001".into()));
    for body in [json!({}), json!({ "reason": "r" }), json!({ "customer": "a", "order_id": "1" })] {
        assert_eq!(faults(&body), [(String::new(), "one_name")], "{body}");
    }
}

#[test]
fn a_reason_stands_beside_an_erasure_only() {
    let body = json!({ "customer": "a", "reason": "asked" });
    assert_eq!(read(&body).unwrap().1.as_deref(), Some("asked"));
    let refused = Subject::read(body.to_string().as_bytes(), &given::settings(), false).unwrap_err();
    assert_eq!(given::pointers(&refused.faults()), [("/reason".into(), "unknown_field")]);
}

#[test]
fn what_is_no_visitor_and_no_click_of_ours_is_named() {
    for visitor in ["281474976710656", "-1", "+1", "1e3", "0x1", "ann"] {
        assert_eq!(faults(&json!({ "visitor": visitor })), [("/visitor".into(), "not_a_visitor")], "{visitor}");
    }
    let other = ClickKeys::parse("1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE").unwrap();
    let foreign = other.print(&given::click());
    for click in ["", "x", &foreign] {
        let code = if click.is_empty() { "empty" } else { "not_ours" };
        assert_eq!(faults(&json!({ "click_id": click })), [("/click_id".into(), code)], "{click}");
    }
}

#[test]
fn a_receipt_knows_a_customer_by_another_hash_than_their_orders_do() {
    let hash = |text: &str| named(&json!({ "customer": text })).hash("k");
    assert_eq!(hash("ann@example.com"), hash("Ann@Example.com"), "folded alike");
    assert_ne!(hash("ann@example.com"), hashed("ann@example.com", "k"));
    assert_ne!(hash("1001"), named(&json!({ "order_id": "1001" })).hash("k"), "an order is no customer");
    assert_ne!(hash("1001"), named(&json!({ "customer": "1001" })).hash("l"), "and another deployment another");
}

#[test]
fn a_customer_is_known_by_their_hash_their_reference_and_the_letters_they_got() {
    let known = work(&named(&json!({ "customer": "Ann@Example.com" })));
    let hash = hashed("ann@example.com", &given::settings().customer_key);
    assert_eq!(known.visitors, [by_recipient(&hash).unwrap()]);
    assert_eq!(known.customer, Some(hash));
    assert_eq!(known.words, ["ann@example.com"]);
    // A short reference may stand anywhere: it is looked for where ids stand.
    let short = work(&named(&json!({ "customer": "4711" })));
    assert_eq!((short.words.len(), short.ids), (0, vec![(0, "4711".to_owned(), None)]));
}

#[test]
fn an_address_hash_names_no_conversion_and_no_touch_but_where_it_is_named_itself() {
    let crowd = (1 << 46) | 5;
    let asked = work(&Subject::Visitor(crowd));
    assert_eq!((asked.person(), asked.persons()), (None, vec![crowd]));
    let cookie = work(&Subject::Visitor((2 << 46) | 5));
    assert_eq!((cookie.person(), cookie.persons()), (Some((2 << 46) | 5), vec![(2 << 46) | 5]));
    let click = Click { visitor: crowd, ..given::click() };
    let by_click = work(&Subject::Click(click, String::new()));
    assert_eq!((by_click.visitors.clone(), by_click.persons()), (vec![crowd], vec![]));
}

#[test]
fn a_click_that_was_handed_round_names_no_order() {
    let subject = Subject::Click(given::click(), "id".into());
    assert_eq!(
        Work::of(&subject, &given::settings(), true, String::new()).click,
        Some((given::click().at, given::click().nonce))
    );
    assert_eq!(Work::of(&subject, &given::settings(), false, String::new()).click, None);
}

fn found(kind: u8, key: &str, lead: Option<&str>, touches: &Value) -> Found {
    let row = json!({ "kind": kind, "key": key, "source": 6, "order_id": "1001", "lead_id": lead, "touches": touches.to_string(), "erased_at": null, "visitor": 0 });
    stored::read(row).unwrap()
}

#[test]
fn what_is_found_is_known_from_then_on() {
    let click = given::click();
    let touches = json!([
        [click.link, click.at, click.nonce, click.visitor],
        [3, click.at, 0, 0],
        [0, click.at, 0, 0, "google/organic"]
    ]);
    let mut known = work(&Subject::Order("1001".into()));
    known.add(
        &[found(1, "1001", Some("a-lead-of-hers"), &touches), found(4, "1001/how", None, &json!([]))],
        &given::settings(),
    );
    assert_eq!(known.visitors, [click.visitor]);
    assert_eq!(known.clicks, [(click.at, click.nonce)], "what was erased before is nobody's");
    let named = |kind, name: &str, source| (kind, name.to_owned(), source);
    let ids = [named(1, "1001", None), named(1, "1001", Some(6)), named(3, "a-lead-of-hers", None)];
    assert_eq!(known.ids, ids, "each of its own kind, and of its source");
    assert_eq!(known.orders(), ["1001"]);
    assert_eq!(known.words, [given::keys().print(&click).to_lowercase()], "a name is no word");
}

#[test]
fn a_click_is_looked_for_by_the_id_that_every_key_printed() {
    let two =
        ClickKeys::parse("2:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE,1:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc")
            .unwrap();
    let old = ClickKeys::parse("1:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc").unwrap();
    let click = given::click();
    assert_eq!(two.prints(&click), [two.print(&click), old.print(&click)]);
}

#[test]
fn leads_and_events_get_ids_that_only_their_own_can_be_turned_into() {
    let list =
        [found(3, "l", None, &json!([])), found(1, "1001", Some("m"), &json!([])), found(5, "e", None, &json!([]))];
    let key = "k";
    let renamed = Work::renamed(&list, key);
    let id = |kind, id: &str| (kind, id.to_owned(), erased_id(kind, id, key));
    assert_eq!(renamed, [id(3, "l"), id(3, "m"), id(5, "e")]);
    assert_ne!(erased_id(3, "l", key), erased_id(5, "l", key));
    let again = [found(3, &erased_id(3, "l", key), None, &json!([]))];
    assert!(Work::renamed(&again, key).is_empty(), "once");
}

#[test]
fn a_word_of_ascii_is_spelled_one_way_and_another_in_every_case_and_with_escapes() {
    assert_eq!(spelling::every("ann@example.com"), ["ann@example.com"]);
    let spelled = spelling::every("jörg@öl.de");
    assert_eq!(spelled.len(), 8, "{spelled:?}");
    for one in ["jörg@öl.de", "jÖrg@Öl.de", "jörg@Öl.de", r"j\u00f6rg@\u00f6l.de", r"j\u00d6rg@\u00f6l.de"] {
        assert!(spelled.contains(&one.to_owned()), "{one}");
    }
    assert!(spelling::every("r/1\"😀").contains(&r#"r\/1\"\ud83d\ude00"#.to_owned()));
    let many = spelling::every("äöüäöß");
    assert!(many.contains(&"äöüäöß".to_owned()) && many.contains(&"ÄÖÜÄÖß".to_owned()));
    assert_eq!(many.len(), 4, "of many letters all small and all large");
}

fn without(body: &str, visitor: u64) -> Option<String> {
    letter::without(body, &work(&Subject::Visitor(visitor)), &Scramble::of("key").unwrap())
}

#[test]
fn a_letter_that_only_holds_their_digits_stays_as_it_is() {
    for body in ["failed after 15 tries", "1.25", "x50", "", "{}"] {
        assert_eq!(without(body, 5), None, "{body}");
    }
    let events = json!({ "v": 2, "events": [Event { visitor: 55, link: 5, ..given::event() }] }).to_string();
    assert_eq!(without(&events, 5), None);
    // A newer Worker's: its link, not its visitor.
    assert_eq!(without(r#"{"v":3,"events":[[55,1,5,"5"]]}"#, 5), None);
    assert_eq!(without(r#"{"v":3,"events":[],"more":5}"#, 5), None);
}

#[test]
fn of_a_letter_that_names_them_the_others_events_stay() {
    let visitor = (2 << 46) + 77;
    let newer =
        json!({ "v": 3, "more": 1, "events": [[visitor, 1, "a"], [5, 1, "b"], { "who": visitor }, [6, visitor + 1]] });
    let left: Value = serde_json::from_str(&without(&newer.to_string(), visitor).unwrap()).unwrap();
    assert_eq!(left, json!({ "v": 3, "more": 1, "events": [[5, 1, "b"], [6, visitor + 1]] }));
    assert_eq!(without(r#"{"v":3,"events":[[5,1],[6,5]]}"#, 5).unwrap(), r#"{"events":[[6,5]],"v":3}"#);
    let events =
        json!({ "v": 2, "events": [Event { visitor, ..given::event() }, Event { visitor: 5, ..given::event() }] });
    let read = Message::parse(&without(&events.to_string(), visitor).unwrap()).unwrap();
    assert_eq!((read.len(), read[1].visitor), (2, 5));
    assert_ne!(read[0].visitor, visitor);
}

#[test]
fn what_is_no_message_and_names_them_is_emptied() {
    for body in ["no JSON of 5", "5", r#"{"v":2,"events":[[5,17"#] {
        assert_eq!(without(body, 5).as_deref(), Some(""), "{body}");
    }
    let click = given::keys().print(&given::click());
    let asked = work(&Subject::Click(given::click(), click.clone()));
    let scramble = Scramble::of("key").unwrap();
    assert_eq!(letter::without(&format!("wm={click}"), &asked, &scramble).as_deref(), Some(""));
}

#[test]
fn days_are_kept_as_they_are_set_within_their_bounds() {
    let read = |events: &str, evidence: &str, parts: &str| {
        let set = |name: &str| match name {
            "KEEP_EVENTS_DAYS" => events,
            "KEEP_EVIDENCE_DAYS" => evidence,
            _ => parts,
        };
        Keep::read(&|name: &str| Some(set(name).to_owned()))
    };
    assert_eq!(Keep::read(&|_| None), Ok(Keep { events: 395, evidence: 760, parts: 395 }));
    assert_eq!(read("", "", ""), Ok(keep::DEFAULT));
    assert_eq!(read("35", "3653", "36"), Ok(Keep { events: 35, evidence: 3_653, parts: 36 }));
    assert_eq!(read("3653", "35", "35"), Ok(Keep { events: 3_653, evidence: 35, parts: 35 }));
    for (events, evidence, parts, name) in [
        ("34", "760", "395", "EVENTS"),
        ("395", "34", "395", "EVIDENCE"),
        ("3654", "760", "395", "EVENTS"),
        ("395", "1.5", "395", "EVIDENCE"),
        ("-40", "760", "395", "EVENTS"),
        ("395", "760", "34", "PARTS"),
        ("395", "760", "3654", "PARTS"),
        ("395", "760", "a year", "PARTS"),
    ] {
        let said = read(events, evidence, parts).unwrap_err();
        assert!(said.contains(&format!("KEEP_{name}_DAYS")), "{said}");
    }
}

#[test]
fn a_day_that_lost_an_hour_of_its_events_is_no_whole_day() {
    let keep = Keep { events: 40, evidence: 60, parts: 50 };
    assert_eq!(keep.first_day_of_parts(20_777 * DAY_MS + 12), Day(20_727));
    let now = 20_777 * DAY_MS + 12;
    assert_eq!((keep.first_day(now), keep.evidence_from(now)), (Day(20_737), now - 60 * DAY_MS));
    let until = keep.first_day(now).0;
    assert!(keep::is_whole(until * DAY_MS, until));
    assert!(!keep::is_whole(until * DAY_MS - 3_600_000, until), "it begins an hour before, ahead of UTC");
}

proptest! {
    #![proptest_config(given::tries(200))]

    #[test]
    fn two_numbers_stay_two_and_one_stays_one(day in 0..40_000_i64, visitor in 0..(1_u64 << 48), one: u32, two: u32, key in "[0-9a-f]{64}") {
        let scramble = Scramble::of(&key).unwrap();
        let group = scramble.group(day, visitor);
        prop_assert_eq!(group.number(one) == group.number(two), one == two);
        prop_assert_eq!(group.factor % 2, 1);
        prop_assert!(group.factor < 1 << 31);
        prop_assert_eq!((group.visitor >> 46, group.visitor >> 48), (visitor >> 46, 0), "known the same way");
        prop_assert_ne!(group.visitor, visitor);
        prop_assert_ne!(scramble.group(day + 1, visitor).visitor, group.visitor, "another every day");
        let exact = u64::from(one) * u64::from(group.factor) + u64::from(group.shift);
        prop_assert!(i64::try_from(exact).is_ok());
        prop_assert_eq!(exact & 0xffff_ffff, u64::from(group.number(one)), "as SQLite works it out");
    }

    #[test]
    fn an_event_keeps_everything_but_who_it_was(visitor in 0..(1_u64 << 48), nonce: u32) {
        let event = Event { visitor, nonce, ..given::event() };
        let mut other = event.clone();
        Scramble::of("key").unwrap().event(&mut other);
        prop_assert_eq!((other.at, other.kind, other.link, other.verdict, other.reason), (event.at, event.kind, event.link, event.verdict, event.reason));
        prop_assert_eq!(other.address, None);
        prop_assert_eq!(other.facets.country, event.facets.country);
    }

    #[test]
    fn no_body_panics(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Subject::read(&body, &given::settings(), true);
    }
}
