//! What pages report: which body is heard, what each event of it means, and what is kept of all that is not taken.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::channel;
use waymark::domain::click_id::{Click, ClickKeys};
use waymark::domain::collect::{self, BODY_MOST, Consent, EVENTS_MOST, Item, Rejected, Said, Sender, Sent, admit};
use waymark::domain::conversion::{Batch, Kind as Reported, Rank, Reporter};
use waymark::domain::event::Kind;
use waymark::domain::facets::Facets;
use waymark::domain::refusal::Refusal;
use waymark::domain::register::site::Site;
use waymark::domain::time::{DAY_MS, print};
use waymark::domain::verdict::{Reason, Verdict};

use crate::given::{self, NOON};

const KEY: &str = "wms_12_BwcHBwcHBwcHBwcHBwcHBw";
const MINUTE: i64 = 60_000;

fn site() -> Site {
    let body = json!({ "name": "Shop", "origins": ["https://shop.example", "http://localhost:3000"] });
    Site::make(&body, [7; 16], given::fold, NOON).unwrap().numbered(12)
}

fn sent(body: &Value) -> Result<Sent, Refusal> {
    Sent::read(body.to_string().as_bytes())
}

/// A body of the ordinary key with `over` in it.
fn body(over: &Value) -> Value {
    let mut body = json!({ "key": KEY, "events": [{ "type": "page" }] });
    body.as_object_mut().unwrap().extend(over.as_object().unwrap().clone());
    body
}

fn read_with(consent: Consent, events: &[Value]) -> Vec<Item> {
    collect::items(events, consent, &given::settings(), NOON)
}

fn read(event: &Value) -> Item {
    read_with(Consent::NotAsked, std::slice::from_ref(event)).pop().unwrap()
}

fn landing(touch: &str) -> Item {
    read(&json!({ "type": "landing", "touch": touch }))
}

/// A landing by a click at `at`.
fn landed(at: i64) -> Item {
    landing(&given::keys().print(&Click { at, ..given::click() }))
}

/// Reason and faults of an event that must be rejected.
fn rejected(item: &Item) -> (Rejected, Vec<(String, &'static str)>) {
    match item {
        Item::Rejected(reason, faults) => (*reason, given::pointers(faults)),
        other => panic!("it was taken: {other:?}"),
    }
}

fn malformed(event: &Value) -> Vec<(String, &'static str)> {
    let (reason, faults) = rejected(&read(event));
    assert_eq!(reason, Rejected::EventMalformed, "{event}");
    faults
}

/// The report that a lead or purchase is.
fn report(item: Item) -> Value {
    match item {
        Item::Report(report) => report,
        other => panic!("it is no report: {other:?}"),
    }
}

fn purchase(over: &Value) -> Value {
    let mut event = json!({ "type": "purchase", "order_id": "token-of-1001", "total_minor": 5_000, "currency": "EUR" });
    event.as_object_mut().unwrap().extend(over.as_object().unwrap().clone());
    event
}

fn sender() -> Sender {
    let facets = Facets { device: 2, source: 1, consent: 1, ..Facets::default() };
    Sender { visitor: (1 << 46) | 0x99, refused: false, seen: (Verdict::Human, Reason::None), facets }
}

#[test]
fn a_body_has_a_key_and_events() {
    let read = sent(&body(&json!({}))).unwrap();
    assert_eq!((read.key.as_str(), read.site(), read.consent), (KEY, Ok(12), Consent::NotAsked));
    assert_eq!((read.events, read.faults), (vec![json!({ "type": "page" })], Vec::new()));
}

#[test]
fn a_byte_order_mark_costs_no_body() {
    let text = format!("\u{feff}{}", body(&json!({})));
    assert!(Sent::read(text.as_bytes()).is_ok());
}

#[test]
fn what_is_no_json_is_no_body() {
    let doubled = format!(r#"{{"key":"{KEY}","events":[{{"type":"page"}}],"key":"{KEY}"}}"#);
    let deep = format!(r#"{{"key":"{KEY}","events":[{}1{}]}}"#, "[".repeat(40), "]".repeat(40));
    let cases: [&[u8]; 6] = [b"", b"{", b"key=1", b"\xff\xfe{}", doubled.as_bytes(), deep.as_bytes()];
    for text in cases {
        let refusal = Sent::read(text).unwrap_err();
        assert!(matches!(refusal, Refusal::MalformedJson(_)), "{refusal:?}");
        assert_eq!(Rejected::of_refusal(&refusal), Rejected::BodyMalformed);
    }
}

#[test]
fn a_body_without_key_or_events_says_what_is_missing() {
    for (text, faults) in [
        ("null", vec![("", "not_an_object")]),
        ("[]", vec![("", "not_an_object")]),
        ("7", vec![("", "not_an_object")]),
        ("{}", vec![("/key", "required"), ("/events", "not_a_list")]),
        (r#"{"key":7,"events":[{}]}"#, vec![("/key", "not_text")]),
        (r#"{"key":"","events":[{}]}"#, vec![("/key", "empty")]),
        (r#"{"key":"a\u0000b","events":[{}]}"#, vec![("/key", "control_character")]),
        (r#"{"key":"k"}"#, vec![("/events", "not_a_list")]),
        (r#"{"key":"k","events":null}"#, vec![("/events", "not_a_list")]),
        (r#"{"key":"k","events":{}}"#, vec![("/events", "not_a_list")]),
        (r#"{"key":"k","events":[]}"#, vec![("/events", "not_a_list")]),
    ] {
        let refusal = Sent::read(text.as_bytes()).unwrap_err();
        let found = given::pointers(&refusal.faults());
        let expected: Vec<(String, &str)> = faults.into_iter().map(|(at, code)| (at.to_owned(), code)).collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!(Rejected::of_refusal(&refusal), Rejected::BodyMalformed);
    }
}

#[test]
fn a_body_has_at_most_50_events() {
    let with = |count: usize| sent(&body(&json!({ "events": vec![json!({ "type": "page" }); count] })));
    for fits in [1, EVENTS_MOST - 1, EVENTS_MOST] {
        assert_eq!(with(fits).unwrap().events.len(), fits);
    }
    let refusal = with(EVENTS_MOST + 1).unwrap_err();
    assert_eq!((&refusal, Rejected::of_refusal(&refusal)), (&Refusal::TooManyEvents, Rejected::TooManyEvents));
}

#[test]
fn fifty_landings_fit_into_a_body() {
    let touch = format!("{}/{}@zzzzzz", "s".repeat(64), "m".repeat(32));
    let events = vec![json!({ "type": "landing", "touch": touch, "at": NOON }); EVENTS_MOST];
    assert!(body(&json!({ "events": events, "consent": "refused" })).to_string().len() <= BODY_MOST);
}

#[test]
fn consent_that_cannot_be_understood_is_none_and_costs_no_event() {
    let consent = |said: Value| {
        let read = sent(&body(&json!({ "consent": said }))).unwrap();
        (read.consent, given::pointers(&read.faults))
    };
    assert_eq!(consent(json!("given")), (Consent::Given, Vec::new()));
    assert_eq!(consent(json!("refused")), (Consent::Refused, Vec::new()));
    assert_eq!(consent(json!(null)), (Consent::NotAsked, Vec::new()));
    for odd in [json!(true), json!("yes"), json!(""), json!(["given"]), json!("GIVEN")] {
        assert_eq!(consent(odd), (Consent::Refused, vec![("/consent".to_owned(), "unknown_consent")]));
    }
}

#[test]
fn a_field_that_is_not_known_is_said_and_costs_no_event() {
    let read = sent(&body(&json!({ "v": 2 }))).unwrap();
    assert_eq!(given::pointers(&read.faults), [("/v".to_owned(), "unknown_field")]);
    assert_eq!(read.events.len(), 1);
}

#[test]
fn only_the_key_of_a_site_that_is_heard_lets_a_page_in() {
    let (site, origin) = (site(), "https://shop.example");
    assert_eq!(admit(Some(&site), KEY, origin, ""), Ok(12));
    let other = format!("{}x", &KEY[..KEY.len() - 1]);
    let off = Site { enabled: false, ..site.clone() };
    let away = site.put_away(NOON).unwrap();
    for (site, key) in [(None, KEY), (Some(&site), other.as_str()), (Some(&off), KEY), (Some(&away), KEY)] {
        assert_eq!(admit(site, key, origin, ""), Err(Refusal::KeyUnknown));
    }
}

#[test]
fn a_page_is_where_its_sites_pages_are() {
    let site = site();
    for (origin, referrer) in [
        ("https://shop.example", ""),
        ("http://localhost:3000", ""),
        ("https://shop.example", "https://elsewhere.example/"),
        ("", "https://shop.example/thanks?order=1"),
        ("", "http://localhost:3000/"),
    ] {
        assert_eq!(admit(Some(&site), KEY, origin, referrer), Ok(12), "{origin} {referrer}");
    }
    for (origin, referrer) in [
        ("", ""),
        ("null", ""),
        ("null", "https://shop.example/"),
        ("https://evil.example", "https://shop.example/"),
        ("http://shop.example", ""),
        ("https://shop.example:8443", ""),
        ("https://www.shop.example", ""),
        ("https://shop.example.evil.example", ""),
        ("https://shop.example, https://shop.example", ""),
        ("", "https://evil.example/https://shop.example/"),
        ("", "https://evil.example/?https://shop.example"),
        ("", "https://shop.example@evil.example/"),
        ("", "shop.example"),
        ("", "about:blank"),
    ] {
        assert_eq!(admit(Some(&site), KEY, origin, referrer), Err(Refusal::OriginNotAllowed), "{origin} {referrer}");
    }
}

#[test]
fn a_landing_by_a_click_of_ours_is_that_click() {
    assert_eq!(landing(&given::keys().print(&given::click())), Item::Landed(given::click(), NOON));
    let event = Item::Landed(given::click(), NOON + 9).event(&sender(), NOON + 9, 77).unwrap();
    let click = given::click();
    assert_eq!((event.kind, event.link, event.nonce, event.visitor), (Kind::Landing, 7, click.nonce, click.visitor));
    assert_eq!((event.at, event.labels), (NOON + 9, None));
}

#[test]
fn a_landing_of_whoever_refuses_is_one_of_the_link_and_of_no_click() {
    let (click, refused) = (given::click(), Sender { visitor: 0x99, refused: true, ..sender() });
    let event = Item::Landed(click, NOON).event(&refused, NOON, 77).unwrap();
    assert_eq!((event.kind, event.link, event.at), (Kind::Landing, click.link, NOON));
    assert_eq!((event.nonce, event.visitor), (77, 0x99), "{click:?}");
}

#[test]
fn the_connection_is_kept_beside_an_address_hash_only() {
    let sender = |visitor: u64| Sender { visitor, facets: Facets { connection: 9, ..sender().facets }, ..sender() };
    let page = |visitor: u64| Item::Looked(NOON).event(&sender(visitor), NOON, 77).unwrap().facets.connection;
    assert_eq!([page(0x99), page((1 << 46) | 0x99), page((2 << 46) | 0x99)], [0, 9, 0]);
    // A landing's visitor is its click's.
    for (visitor, kept) in [(0x99, 0), ((1 << 46) | 0x99, 9)] {
        let landed = Item::Landed(Click { visitor, ..given::click() }, NOON);
        assert_eq!(landed.event(&sender((1 << 46) | 0x99), NOON, 77).unwrap().facets.connection, kept);
    }
}

#[test]
fn a_landing_is_after_its_click_whatever_the_page_says() {
    for said in [NOON - DAY_MS, NOON - 1, NOON] {
        let event = Item::Landed(given::click(), said).event(&sender(), NOON, 77).unwrap();
        assert_eq!(event.at, NOON + 1, "two events of one key would be one");
    }
}

#[test]
fn a_landing_confirms_clicks_of_400_days() {
    let most = 400 * DAY_MS;
    for at in [NOON, NOON - most + 1, NOON - most, NOON + 5 * MINUTE] {
        assert!(matches!(landed(at), Item::Landed(..)), "{at}");
    }
    for at in [NOON - most - 1, NOON + 5 * MINUTE + 1, 0, (1 << 48) - 1] {
        assert_eq!(rejected(&landed(at)), (Rejected::TimeAbsurd, vec![("/events/0/touch".to_owned(), "time_absurd")]));
    }
}

#[test]
fn a_click_id_of_other_keys_is_not_ours() {
    let other = ClickKeys::parse(given::SECOND_KEY).unwrap().print(&given::click());
    let mut broken = given::keys().print(&given::click());
    broken.replace_range(38.., if broken.ends_with('A') { "B" } else { "A" });
    for text in [other, broken, "A".repeat(39)] {
        let (reason, faults) = rejected(&landing(&text));
        assert_eq!(reason, Rejected::ClickIdNotOurs, "{text}");
        assert_eq!(faults, [("/events/0/touch".to_owned(), "click_id_not_ours")]);
    }
}

#[test]
fn what_is_no_touch_is_malformed() {
    let id = given::keys().print(&given::click());
    for text in ["x".to_owned(), id[1..].to_owned(), format!("{id}{id}"), "google@tc2z00".to_owned(), "a/b@".to_owned()]
    {
        let (reason, faults) = rejected(&landing(&text));
        assert_eq!((reason, faults), (Rejected::EventMalformed, vec![("/events/0/touch".to_owned(), "not_a_touch")]));
    }
    for (touch, code) in [
        (json!(null), "required"),
        (json!(7), "not_text"),
        (json!(" "), "empty"),
        (json!("a/b\u{7}@tc2z00"), "control_character"),
        (json!("s".repeat(106)), "too_long"),
        (json!(["a/b@tc2z00"]), "not_text"),
    ] {
        let faults = malformed(&json!({ "type": "landing", "touch": touch }));
        assert_eq!(faults, [("/events/0/touch".to_owned(), code)]);
    }
}

#[test]
fn a_landing_of_another_channel_is_its_source_and_medium() {
    for (touch, labels, source) in [
        ("www.google.com/referrer@tc2z00", "google/organic", "google"),
        ("l.instagram.com/referrer@tc2z00", "instagram/social", "instagram"),
        ("gclid/ad@tc2z00", "google/cpc", ""),
        ("newsletter/email@tc2z00", "newsletter/email", ""),
        ("spring-sale/none@tc2z00", "spring-sale/none", ""),
    ] {
        let Item::Came(said, code, at) = landing(touch) else { panic!("{touch}") };
        assert_eq!((said.as_str(), channel::word(code), at), (labels, source, NOON), "{touch}");
    }
}

#[test]
fn what_is_kept_of_another_channels_landing_has_no_link_and_the_senders_visitor() {
    let event = landing("www.google.com/referrer@tc2z00").event(&sender(), NOON, 77).unwrap();
    assert_eq!((event.kind, event.link, event.nonce, event.visitor), (Kind::Landing, 0, 77, sender().visitor));
    assert_eq!(event.labels.as_deref(), Some("google/organic"));
    assert_eq!((event.facets.source, event.facets.device), (channel::of_referrer("www.google.com"), 2));
}

#[test]
fn a_touch_at_another_time_is_a_landing_all_the_same() {
    // 2001 and 2199: the page was reached now, whatever its clock says.
    for seconds in ["g8wgu0", "3bklk7z"] {
        assert!(matches!(landing(&format!("newsletter/email@{seconds}")), Item::Came(..)), "{seconds}");
    }
    assert_eq!(rejected(&landing("newsletter/email@0")).0, Rejected::TimeAbsurd);
    assert_eq!(rejected(&landing("newsletter/email@zzzzzzzz")).0, Rejected::TimeAbsurd);
}

#[test]
fn a_referrer_that_brings_nobody_is_ignored_and_counted() {
    let item = landing("checkout.stripe.com/referrer@tc2z00");
    assert_eq!(item, Item::Ignored(Rejected::NotATouch));
    let event = item.event(&sender(), NOON, 77).unwrap();
    assert_eq!((event.kind, event.reason), (Kind::Rejected, Rejected::NotATouch as u8));
    assert_eq!(Said::of(3, &item, None), Said { index: 3, outcome: "ignored", errors: Vec::new() });
}

#[test]
fn a_page_is_a_page_and_the_shops_own_page_is_no_source() {
    assert_eq!(read(&json!({ "type": "page" })), Item::Looked(NOON));
    let event = Item::Looked(NOON).event(&sender(), NOON, 77).unwrap();
    assert_eq!((event.kind, event.link, event.nonce, event.at), (Kind::Page, 0, 77, NOON));
    assert_eq!((event.visitor, event.facets), (sender().visitor, Facets { source: 0, ..sender().facets }));
}

#[test]
fn what_is_rejected_is_kept_with_its_reason_and_nothing_of_what_was_sent() {
    for reason in Rejected::ALL {
        let event = sender().rejected(reason, NOON, 77);
        assert_eq!((event.kind, event.reason, event.link), (Kind::Rejected, reason as u8, 0));
        assert_eq!((event.address, event.labels), (None, None));
    }
}

#[test]
fn every_reason_has_a_number_and_a_word_of_its_own() {
    for (number, reason) in (1..).zip(Rejected::ALL) {
        assert_eq!((reason as u8, Rejected::of(number)), (number, Some(reason)));
    }
    let mut words: Vec<&str> = Rejected::ALL.iter().map(|reason| reason.word()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!((words.len(), Rejected::of(0), Rejected::of(12)), (Rejected::ALL.len(), None, None));
}

#[test]
fn a_time_of_the_last_day_is_taken_and_any_other_is_ours() {
    let at = |said: i64| match read(&json!({ "type": "page", "at": said })) {
        Item::Looked(at) => at,
        other => panic!("{other:?}"),
    };
    for said in [NOON - DAY_MS, NOON - DAY_MS + 1, NOON - 5 * MINUTE - 1] {
        assert_eq!(at(said), said);
    }
    for said in [NOON - DAY_MS - 1, NOON - 5 * MINUTE, NOON - 1, NOON + 1, NOON + 900 * DAY_MS, 0, -1, (1 << 53) - 1] {
        assert_eq!(at(said), NOON, "{said}");
    }
    for said in no_times() {
        assert_eq!(read(&json!({ "type": "page", "at": said })), Item::Looked(NOON), "{said}");
    }
}

/// What a page may say in place of a time.
fn no_times() -> [Value; 8] {
    let late = NOON - 3_600_000;
    [
        json!("2026-11-20T12:00:00Z"),
        json!(late.to_string()),
        json!(1.5),
        json!(format!("{late}.5").parse::<f64>().unwrap()),
        json!(true),
        json!([late]),
        json!(1_u64 << 53),
        json!(u64::MAX),
    ]
}

#[test]
fn a_time_that_is_none_costs_no_purchase() {
    for said in no_times() {
        let report = report(read(&purchase(&json!({ "at": said }))));
        assert_eq!((report.get("occurred_at"), &report["total_minor"]), (None, &json!(5_000)), "{said}");
    }
}

#[test]
fn what_is_no_event_says_why() {
    for (event, place, code) in [
        (json!(null), "/events/0", "not_an_object"),
        (json!([]), "/events/0", "not_an_object"),
        (json!("page"), "/events/0", "not_an_object"),
        (json!({}), "/events/0/type", "required"),
        (json!({ "type": 4 }), "/events/0/type", "not_text"),
        (json!({ "type": "click" }), "/events/0/type", "unknown_type"),
        (json!({ "type": "Page" }), "/events/0/type", "unknown_type"),
        (json!({ "type": "refund", "order_id": "1" }), "/events/0/type", "unknown_type"),
        (json!({ "type": "sale", "order_id": "1" }), "/events/0/type", "unknown_type"),
        (json!({ "type": "page", "url": "https://shop.example/" }), "/events/0/url", "unknown_field"),
    ] {
        assert_eq!(malformed(&event), [(place.to_owned(), code)], "{event}");
    }
}

#[test]
fn one_bad_event_costs_no_other() {
    let events = [json!({ "type": "page" }), json!(7), json!({ "type": "landing" }), json!({ "type": "page" })];
    let items = read_with(Consent::Given, &events);
    assert_eq!((&items[0], &items[3]), (&Item::Looked(NOON), &Item::Looked(NOON)));
    assert_eq!(rejected(&items[1]).1, [("/events/1".to_owned(), "not_an_object")]);
    assert_eq!(rejected(&items[2]).1, [("/events/2/touch".to_owned(), "required")]);
}

#[test]
fn a_purchase_is_a_sale_that_says_only_what_a_browser_may() {
    let amounts = json!({
        "merchandise_minor": 4_000, "tax_minor": 700, "shipping_minor": 300, "discount_minor": 500,
        "code": "MIRA10", "codes": [{ "code": "B", "discount_minor": 1 }],
    });
    let mut expected = amounts.clone();
    expected.as_object_mut().unwrap().extend(
        json!({ "kind": "sale", "order_id": "token-of-1001", "total_minor": 5_000, "currency": "EUR" })
            .as_object()
            .unwrap()
            .clone(),
    );
    assert_eq!(report(read(&purchase(&amounts))), expected);
}

#[test]
fn touches_come_along_unless_consent_was_refused() {
    for touches in [json!("google/organic@tc2z00,gclid/ad@tc2z01"), json!(["google/organic@tc2z00"])] {
        for event in
            [purchase(&json!({ "touches": touches })), json!({ "type": "lead", "lead_id": "l-1", "touches": touches })]
        {
            let reported = |consent| report(read_with(consent, std::slice::from_ref(&event)).pop().unwrap());
            assert_eq!(reported(Consent::NotAsked)["touches"], touches);
            assert_eq!(reported(Consent::Given)["touches"], touches);
            assert_eq!(reported(Consent::Refused).get("touches"), None);
        }
    }
}

#[test]
fn a_lead_keeps_its_own_type() {
    let lead = json!({ "type": "lead", "lead_id": "l-1", "lead_type": "trial", "value_minor": 100, "currency": "EUR" });
    let expected = json!({ "kind": "lead", "lead_id": "l-1", "type": "trial", "value_minor": 100, "currency": "EUR" });
    assert_eq!(report(read(&lead)), expected);
}

#[test]
fn a_purchase_that_waited_says_when_it_was() {
    let at = NOON - 2 * 3_600_000;
    assert_eq!(report(read(&purchase(&json!({ "at": at }))))["occurred_at"], print(at));
    for said in [NOON - 1, NOON + DAY_MS, NOON - 2 * DAY_MS] {
        let report = report(read(&purchase(&json!({ "at": said }))));
        assert_eq!(report.get("occurred_at"), None, "the edge's time is when it first came: {said}");
    }
}

#[test]
fn a_browser_cannot_say_what_would_make_a_sale_more_than_its_word() {
    for field in [
        "kind",
        "rank",
        "revision",
        "source",
        "verified",
        "reporter",
        "occurred_at",
        "received_at",
        "aliases",
        "customer",
        "new_customer",
        "renewal",
        "test",
        "lead_id",
        "refund_id",
        "full",
        "cumulative",
        "items",
        "click_ids",
        "click_id",
        "landing",
        "referrer",
        "digest",
        "detail",
        "creator_id",
        "survey",
    ] {
        for value in [json!(3), json!("webhook"), json!(["x"]), json!(null)] {
            let faults = malformed(&purchase(&json!({ field: value })));
            assert_eq!(faults, [(format!("/events/0/{field}"), "unknown_field")]);
        }
    }
}

#[test]
fn a_purchase_is_read_with_the_rank_of_a_browser() {
    let reporter = Reporter { source: collect::SITES + 12, rank: Rank::Browser };
    let batch = Batch::read(&json!([report(read(&purchase(&json!({}))))]), &given::settings(), reporter, NOON).unwrap();
    let claim = batch.items[0].claim().unwrap();
    assert_eq!((claim.kind, claim.reporter, claim.revision), (Reported::Sale, reporter, 0));
    assert_eq!((claim.occurred_at, claim.customer.as_ref(), claim.aliases.len()), (NOON, None, 0));
}

#[test]
fn a_page_that_is_loaded_again_says_the_same() {
    let digest = |now: i64| {
        let item = collect::items(&[purchase(&json!({ "at": now }))], Consent::Given, &given::settings(), now).pop();
        let reporter = Reporter { source: collect::SITES + 12, rank: Rank::Browser };
        let batch = Batch::read(&json!([report(item.unwrap())]), &given::settings(), reporter, now).unwrap();
        batch.items[0].claim().unwrap().digest.clone()
    };
    assert_eq!(digest(NOON), digest(NOON + 4_000));
}

#[test]
fn a_fault_of_a_report_is_told_at_its_place_in_the_body() {
    let events = [
        json!({ "type": "page" }),
        purchase(&json!({ "total_minor": -1, "codes": [{ "code": "A", "discount_minor": "1" }] })),
        json!({ "type": "lead", "lead_id": "l-1", "lead_type": "" }),
    ];
    let items = read_with(Consent::Given, &events);
    let reports: Vec<Value> = items.iter().skip(1).cloned().map(report).collect();
    let reporter = Reporter { source: collect::SITES + 12, rank: Rank::Browser };
    let batch = Batch::read(&Value::Array(reports), &given::settings(), reporter, NOON).unwrap();
    let mut recorded = batch.outcomes(&[]).into_iter();
    let purchase = Said::of(1, &items[1], recorded.next());
    assert_eq!(purchase.outcome, "rejected");
    assert_eq!(
        given::pointers(&purchase.errors),
        [
            ("/events/1/total_minor".to_owned(), "out_of_range"),
            ("/events/1/codes/0/discount_minor".to_owned(), "not_an_integer")
        ]
    );
    let lead = Said::of(2, &items[2], recorded.next());
    assert_eq!(given::pointers(&lead.errors), [("/events/2/lead_type".to_owned(), "empty")]);
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn whatever_is_sent_is_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(read) = Sent::read(&bytes) {
            prop_assert!(read.events.len() <= EVENTS_MOST);
        }
    }

    #[test]
    fn whatever_a_touch_is_every_event_is_taken_or_kept_as_rejected(touch in any::<String>(), at in any::<i64>()) {
        let event = json!({ "type": "landing", "touch": touch, "at": at });
        let item = read(&event);
        let kept = item.event(&sender(), NOON, 1);
        prop_assert!(kept.is_some_and(|event| matches!(event.kind, Kind::Landing | Kind::Rejected)));
    }

    #[test]
    fn whatever_a_body_holds_beside_them_its_good_events_are_taken(
        odd in proptest::collection::vec(odd_event(), 0..20),
        consent in odd_event(),
    ) {
        let mut events = vec![json!({ "type": "page" })];
        events.extend(odd);
        events.push(json!({ "type": "page" }));
        let read = sent(&json!({ "key": KEY, "events": events, "consent": consent })).unwrap();
        let items = read_with(read.consent, &read.events);
        prop_assert_eq!(items.len(), read.events.len());
        prop_assert_eq!((items.first(), items.last()), (Some(&Item::Looked(NOON)), Some(&Item::Looked(NOON))));
    }
}

/// Something that is nearly an event.
fn odd_event() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let names = prop_oneof![
        Just("type"),
        Just("touch"),
        Just("touches"),
        Just("order_id"),
        Just("total_minor"),
        Just("at"),
        Just("codes")
    ];
    let words =
        prop_oneof![Just("landing"), Just("page"), Just("lead"), Just("purchase"), Just("x")].prop_map(Value::from);
    let values = prop_oneof![words, leaf];
    proptest::collection::vec((names, values), 0..6)
        .prop_map(|fields| Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
}
