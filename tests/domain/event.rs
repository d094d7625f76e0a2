//! Events: the row and the message that carry them lose nothing.

use proptest::prelude::*;
use waymark::domain::event::{Event, Kind, Message, lists};
use waymark::domain::facets::Facets;
use waymark::domain::letters::Letters;
use waymark::domain::time::{EARLIEST, LATEST};
use waymark::domain::verdict::Verdict;

use crate::given;

pub fn events() -> impl Strategy<Value = Event> {
    let key = (0..1_u64 << 48, EARLIEST..LATEST, any::<u32>());
    let what = (1..=5_u8, any::<u32>(), 0..=6_u8, any::<u8>(), proptest::option::of(any::<String>()));
    let labels = proptest::option::of(any::<String>());
    (key, what, facets(), labels).prop_map(|(key, (kind, link, verdict, reason, address), facets, labels)| Event {
        visitor: key.0,
        at: key.1,
        nonce: key.2,
        kind: Kind::of(kind).unwrap(),
        link,
        verdict: Verdict::of(verdict).unwrap(),
        reason,
        address,
        facets,
        labels,
    })
}

pub fn facets() -> impl Strategy<Value = Facets> {
    let codes = (any::<u32>(), any::<[u8; 4]>(), any::<u32>(), any::<u32>(), (0..=2_u8, any::<u8>()));
    let place = ("[A-Z]{2}|", "[A-Z0-9]{1,3}|", "[a-z]{2,3}|");
    (codes, place).prop_map(
        |((sign, [device, system, app, source], network, connection, (consent, variant)), place)| Facets {
            sign,
            device,
            system,
            app,
            source,
            country: Letters::of(&place.0),
            region: Letters::of(&place.1),
            language: Letters::of(&place.2),
            network,
            connection,
            consent,
            variant,
        },
    )
}

fn message(events: &str) -> String {
    format!("{{\"v\":1,\"events\":[{events}]}}")
}

#[test]
fn a_row_stands_in_the_order_that_the_statements_read() {
    let orphan = Event { link: 0, address: Some("go.brand.example/x".into()), ..given::event() };
    let row = serde_json::to_string(&orphan).unwrap();
    assert_eq!(row, r#"[70368744177763,1795176000000,5,1,0,0,0,"go.brand.example/x","",0,0,null]"#);
}

#[test]
fn a_kind_is_known_by_its_number() {
    assert_eq!((Kind::of(1), Kind::of(2)), (Some(Kind::Click), Some(Kind::View)));
    assert_eq!((Kind::of(3), Kind::of(4)), (Some(Kind::Landing), Some(Kind::Page)));
    assert_eq!((Kind::of(5), Kind::of(0), Kind::of(6)), (Some(Kind::Rejected), None, None));
}

#[test]
fn a_message_of_another_version_is_put_aside() {
    assert_eq!(Message::parse("{\"v\":3,\"events\":[]}"), Err("unknown message version 3".into()));
}

#[test]
fn a_poisoned_message_is_put_aside_with_a_reason() {
    let rows = [
        ("visitor of 49 bits", "[281474976710656,1795176000000,5,1,7,0,0,null]"),
        ("before 2000", "[1,0,5,1,7,0,0,null]"),
        ("after 2199", "[1,7258118400000,5,1,7,0,0,null]"),
        ("nonce of 33 bits", "[1,1795176000000,4294967296,1,7,0,0,null]"),
        ("unknown kind", "[1,1795176000000,5,6,7,0,0,null]"),
        ("unknown verdict", "[1,1795176000000,5,1,7,7,0,null]"),
        ("negative link", "[1,1795176000000,5,1,-7,0,0,null]"),
        ("too short", "[1,1795176000000,5,1,7,0,0]"),
        ("too long", "[1,1795176000000,5,1,7,0,0,null,1]"),
        ("too short by one", "[1,1795176000000,5,1,7,0,0,null,\"\",0,0]"),
        ("too long by one", "[1,1795176000000,5,1,7,0,0,null,\"\",0,0,null,1]"),
        ("unknown consent", "[1,1795176000000,5,1,7,0,0,null,\".......3\",0,0,null]"),
        ("a device of nine bits", "[1,1795176000000,5,1,7,0,0,null,\"256\",0,0,null]"),
        ("a country of five letters", "[1,1795176000000,5,1,7,0,0,null,\"1.1.1.1.ABCDE\",0,0,null]"),
        ("a fraction", "[1.5,1795176000000,5,1,7,0,0,null]"),
        ("an object", "{}"),
    ];
    for (name, row) in rows {
        let why = Message::parse(&message(row)).unwrap_err();
        assert!(!why.is_empty(), "{name}");
    }
    for body in ["", "null", "[]", "{}", "{\"v\":1}", "{\"v\":1,\"events\":null}", "not json"] {
        assert!(Message::parse(body).is_err(), "{body}");
    }
}

#[test]
fn a_reason_of_a_newer_worker_passes_through() {
    let events = Message::parse(&message("[1,1795176000000,5,1,7,1,200,null]")).unwrap();
    assert_eq!(events[0].reason, 200);
}

#[test]
fn a_row_of_an_older_worker_has_no_facets() {
    let events = Message::parse(&message("[1,1795176000000,5,1,7,0,0,null]")).unwrap();
    assert_eq!((events[0].facets, &events[0].labels), (Facets::default(), &None));
}

#[test]
fn one_poisoned_row_does_not_hide_in_a_good_message() {
    let rows = "[1,1795176000000,5,1,7,0,0,null],[1,1795176000000,5,9,7,0,0,null]";
    assert!(Message::parse(&message(rows)).is_err());
}

#[test]
fn no_events_make_no_list() {
    assert!(lists(&[], 1_000).is_empty());
}

#[test]
fn a_row_longer_than_a_list_may_be_stands_alone() {
    let long = Event { address: Some("x".repeat(500)), ..given::event() };
    let all = [given::event(), long, given::event()];
    assert_eq!(lists(&all.iter().collect::<Vec<_>>(), 200).len(), 3);
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn a_row_written_and_read_is_the_same_event(event in events()) {
        let row = serde_json::to_string(&event).unwrap();
        prop_assert_eq!(serde_json::from_str::<Event>(&row).unwrap(), event);
    }

    #[test]
    fn a_message_written_and_read_is_the_same_events(events in prop::collection::vec(events(), 0..20)) {
        let body = serde_json::to_string(&Message { v: 1, events: events.clone() }).unwrap();
        prop_assert_eq!(Message::parse(&body).unwrap(), events);
    }

    #[test]
    fn lists_hold_every_event_once(events in prop::collection::vec(events(), 0..60), most in 200..2_000_usize) {
        let lists = lists(&events.iter().collect::<Vec<_>>(), most);
        let read = |list: &String| serde_json::from_str::<Vec<Event>>(list).unwrap();
        prop_assert_eq!(lists.iter().flat_map(read).collect::<Vec<Event>>(), events);
        for list in &lists {
            prop_assert!(list.len() <= most || read(list).len() == 1);
        }
    }
}

#[test]
fn the_connection_is_kept_beside_an_address_hash_only() {
    for (way, kept) in [(0, 0), (1, 9), (2, 0), (3, 0)] {
        let facets = Facets { connection: 9, device: 2, ..Facets::default() };
        let event = Event { visitor: (way << 46) | 0x99, ..given::event() }.with(facets);
        assert_eq!(event.facets, Facets { connection: kept, ..facets }, "{way}");
    }
}
