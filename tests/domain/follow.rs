//! The two audience doors: where somebody lands, and what is kept of it.

use proptest::prelude::*;
use waymark::domain::click_id::Click;
use waymark::domain::cookie::{Cookie, Told};
use waymark::domain::event::{ADDRESS_MOST, Event, Kind};
use waymark::domain::facets::Facets;
use waymark::domain::follow::{Found, Outcome, Visit, follow, view};
use waymark::domain::link::Published;
use waymark::domain::page::PIXEL;
use waymark::domain::reply::Body;
use waymark::domain::verdict::{Reason, Verdict};

use crate::given::{self, NOON};

fn followed(visit: &Visit<'_>, found: Found<'_>) -> Outcome {
    follow(&given::settings(), &given::host(), visit, found)
}

fn location(outcome: &Outcome) -> &str {
    outcome.reply.header("location").unwrap()
}

/// The click id that the visitor takes along.
fn taken_along(outcome: &Outcome) -> Click {
    let url = url::Url::parse(location(outcome)).unwrap();
    let id = url.query_pairs().find(|(key, _)| key == "wm").unwrap().1.into_owned();
    given::keys().read(&id).unwrap()
}

#[test]
fn a_click_lands_on_the_links_destination() {
    let outcome = followed(&given::visit(""), Found::Link(&given::link()));
    assert_eq!(outcome.reply.status, 302);
    assert!(location(&outcome).starts_with("https://brand.example/shop?a=1&wm="));
}

#[test]
fn a_redirect_has_no_body_and_is_kept_by_no_cache() {
    let outcome = followed(&given::visit(""), Found::Link(&given::link()));
    assert_eq!(outcome.reply.body, Body::Empty);
    assert_eq!(outcome.reply.header("cache-control"), Some("private, no-store"));
}

#[test]
fn the_click_id_is_the_key_of_the_kept_event() {
    let outcome = followed(&given::visit(""), Found::Link(&given::link()));
    let (click, event) = (taken_along(&outcome), outcome.then.unwrap());
    assert_eq!((click.link, click.at, click.nonce, click.visitor), (event.link, event.at, event.nonce, event.visitor));
}

#[test]
fn a_click_is_kept_as_it_was_seen() {
    let visit = Visit { seen: (Verdict::Preview, Reason::PreviewToken), ..given::visit("") };
    let event = followed(&visit, Found::Link(&given::link())).then.unwrap();
    let expected = Event::new(Kind::Click, 7, (Verdict::Preview, Reason::PreviewToken), (visit.visitor, NOON, 5));
    assert_eq!(event, expected);
}

#[test]
fn a_bot_is_sent_on_but_not_counted_as_a_person() {
    let visit = Visit { seen: (Verdict::Bot, Reason::BotToken), ..given::visit("") };
    let outcome = followed(&visit, Found::Link(&given::link()));
    assert_eq!(outcome.reply.status, 302);
    assert_eq!(outcome.then.unwrap().verdict, Verdict::Bot);
}

#[test]
fn a_head_is_answered_the_same_and_not_kept() {
    let visit = Visit { head: true, ..given::visit("") };
    let outcome = followed(&visit, Found::Link(&given::link()));
    assert_eq!(outcome.reply, followed(&given::visit(""), Found::Link(&given::link())).reply);
    assert_eq!(outcome.then, None);
}

#[test]
fn the_click_id_goes_before_the_fragment() {
    let link = Published { target: "https://brand.example/shop#sizes".into(), ..given::link() };
    let outcome = followed(&given::visit(""), Found::Link(&link));
    assert!(location(&outcome).starts_with("https://brand.example/shop?wm="));
    assert!(location(&outcome).ends_with("#sizes"));
}

#[test]
fn a_signed_destination_keeps_its_bytes() {
    let target = "https://cdn.brand.example/f?X-Sig=a%2fB%2F+c==&x=1&x=2&empty&e=&q='%20'";
    let link = Published { target: target.into(), ..given::link() };
    assert!(location(&followed(&given::visit(""), Found::Link(&link))).starts_with(&format!("{target}&wm=")));
}

#[test]
fn a_visitors_own_tags_fill_what_the_link_leaves_open() {
    let outcome = followed(&given::visit("utm_term=shoes&utm_source=mail"), Found::Link(&given::link()));
    assert!(location(&outcome).ends_with("&utm_term=shoes&utm_source=mail"));
}

#[test]
fn a_visitors_tag_never_replaces_the_links() {
    let link = Published { target: "https://brand.example/?utm_source=instagram".into(), ..given::link() };
    let outcome = followed(&given::visit("utm_source=stolen"), Found::Link(&link));
    assert!(!location(&outcome).contains("stolen"));
}

#[test]
fn nothing_but_tags_is_forwarded() {
    let query =
        "wm=forged&url=https://evil.example&utm_source&utm_other=1&gclid=2&UTM_SOURCE=x&utm%5fsource=y&xutm_id=3";
    let outcome = followed(&given::visit(query), Found::Link(&given::link()));
    assert_eq!(location(&outcome), location(&followed(&given::visit(""), Found::Link(&given::link()))));
}

#[test]
fn a_tag_that_cannot_stand_in_a_header_is_left_out() {
    for query in
        ["utm_source=a\r\nset-cookie:x", "utm_source=\u{e9}", "utm_source=a b", "utm_source=", "utm_source=\u{0}"]
    {
        assert!(!location(&followed(&given::visit(query), Found::Link(&given::link()))).contains("utm_"), "{query:?}");
    }
    let long = format!("utm_source={}", "a".repeat(256));
    assert!(!location(&followed(&given::visit(&long), Found::Link(&given::link()))).contains("utm_"));
}

#[test]
fn an_encoded_line_break_stays_encoded() {
    let outcome = followed(&given::visit("utm_source=a%0d%0aset-cookie:x"), Found::Link(&given::link()));
    assert!(location(&outcome).ends_with("&utm_source=a%0d%0aset-cookie:x"));
}

#[test]
fn a_dead_link_leads_to_the_hosts_not_found_address() {
    let dead = [Published { on: false, ..given::link() }, Published { expires_at: Some(NOON), ..given::link() }];
    for link in &dead {
        let outcome = followed(&given::visit("utm_source=x"), Found::Link(link));
        assert_eq!((outcome.reply.status, location(&outcome)), (302, "https://brand.example/gone"));
    }
    assert_eq!(location(&followed(&given::visit(""), Found::Nothing)), "https://brand.example/gone");
}

#[test]
fn without_such_an_address_a_plain_page_gives_no_hint() {
    let dead = Published { on: false, ..given::link() };
    let answer = |found| follow(&given::settings(), &given::plain_host(), &given::visit(""), found).reply;
    assert_eq!(answer(Found::Nothing).status, 404);
    assert_eq!(answer(Found::Nothing), answer(Found::Link(&dead)));
    assert!(!given::text(&answer(Found::Nothing)).contains("spring"));
}

#[test]
fn a_visit_to_no_link_is_kept_with_its_address() {
    let event = followed(&given::visit(""), Found::Nothing).then.unwrap();
    assert_eq!((event.link, event.kind), (0, Kind::Click));
    assert_eq!(event.address.as_deref(), Some("go.brand.example/spring"));
}

#[test]
fn a_browser_is_told_about_its_cookie_with_the_redirect() {
    let visit = Visit { cookie: Told::Keep(Cookie::of([7; 16])), ..given::visit("") };
    let outcome = followed(&visit, Found::Link(&given::link()));
    assert_eq!(outcome.reply.status, 302);
    assert!(outcome.reply.header("set-cookie").unwrap().starts_with("__Host-wm=BwcHBwcHBwcHBwcHBwcHBw; "));
}

#[test]
fn a_browser_is_told_to_forget_its_cookie_wherever_it_goes() {
    let visit = Visit { cookie: Told::Forget, ..given::visit("") };
    for found in [Found::Link(&given::link()), Found::Nothing, Found::Scanned, Found::Unknown] {
        assert!(followed(&visit, found).reply.header("set-cookie").unwrap().starts_with("__Host-wm=; "), "{found:?}");
    }
}

#[test]
fn a_cookie_is_not_spoken_of_where_there_is_nothing_to_say() {
    assert_eq!(followed(&given::visit(""), Found::Link(&given::link())).reply.header("set-cookie"), None);
}

#[test]
fn a_pixel_never_speaks_of_a_cookie() {
    let visit = Visit { cookie: Told::Keep(Cookie::of([7; 16])), ..given::visit("") };
    assert_eq!(view(&given::host(), &visit, Found::Link(&given::link())).reply.header("set-cookie"), None);
}

#[test]
fn who_tries_address_after_address_is_told_to_wait_and_kept() {
    for host in [given::host(), given::plain_host()] {
        let outcome = follow(&given::settings(), &host, &given::visit(""), Found::Scanned);
        assert_eq!((outcome.reply.status, outcome.reply.header("retry-after")), (429, Some("10")));
        assert_eq!(outcome.then.unwrap().address, Some(format!("{}/spring", host.host)));
    }
}

#[test]
fn a_view_is_kept_with_what_its_address_says_of_it() {
    for found in [Found::Link(&given::link()), Found::Nothing] {
        let event = view(&given::host(), &given::visit("placement=header&r=1"), found).then.unwrap();
        assert_eq!(event.labels.as_deref(), Some("placement=header"));
        let event = view(&given::host(), &given::visit("r=1"), found).then.unwrap();
        assert_eq!(event.labels, None);
    }
}

#[test]
fn a_click_has_no_labels() {
    let event = followed(&given::visit("placement=header"), Found::Link(&given::link())).then.unwrap();
    assert_eq!(event.labels, None);
}

#[test]
fn an_email_in_a_dead_address_is_not_kept() {
    let settings = given::settings();
    let host = settings.hosts.find("go.brand.example").unwrap();
    for word in ["unsubscribe/lea@example.com", "unsubscribe/lea%40example.com"] {
        let visit = Visit { word, ..given::visit("") };
        let event = follow(&settings, host, &visit, Found::Nothing).then.unwrap();
        assert_eq!(event.address.as_deref(), Some("go.brand.example/unsubscribe/@"));
    }
}

#[test]
fn a_very_long_address_is_cropped_at_a_character() {
    let word = "é".repeat(500);
    let visit = Visit { word: &word, ..given::visit("") };
    let address = followed(&visit, Found::Nothing).then.unwrap().address.unwrap();
    assert_eq!(address.chars().count(), ADDRESS_MOST);
}

#[test]
fn a_live_link_keeps_no_address() {
    assert_eq!(followed(&given::visit(""), Found::Link(&given::link())).then.unwrap().address, None);
}

#[test]
fn where_nobody_could_say_the_visitor_is_asked_to_come_back_and_the_click_is_kept() {
    let outcome = followed(&given::visit(""), Found::Unknown);
    assert_eq!((outcome.reply.status, outcome.reply.header("retry-after")), (503, Some("5")));
    let event = outcome.then.unwrap();
    assert_eq!((event.link, event.address.as_deref()), (0, Some("go.brand.example/spring")));
}

#[test]
fn a_pixel_always_answers_a_pixel() {
    let dead = Published { on: false, ..given::link() };
    for found in [Found::Link(&given::link()), Found::Link(&dead), Found::Nothing, Found::Unknown] {
        let reply = view(&given::host(), &given::visit(""), found).reply;
        assert_eq!((reply.status, reply.body.clone()), (200, Body::Bytes(PIXEL)));
        assert_eq!(reply.header("content-type"), Some("image/gif"));
        assert!(reply.header("cache-control").unwrap().contains("no-store"));
    }
}

#[test]
fn a_view_is_kept_as_a_view() {
    let event = view(&given::host(), &given::visit(""), Found::Link(&given::link())).then.unwrap();
    assert_eq!((event.kind, event.link, event.address), (Kind::View, 7, None));
}

#[test]
fn a_view_of_no_live_link_is_kept_with_its_address() {
    let dead = Published { on: false, ..given::link() };
    for found in [Found::Link(&dead), Found::Nothing, Found::Unknown] {
        let event = view(&given::host(), &given::visit(""), found).then.unwrap();
        assert_eq!((event.link, event.address.as_deref()), (0, Some("go.brand.example/spring")));
    }
}

#[test]
fn a_head_of_a_pixel_is_not_kept() {
    let visit = Visit { head: true, ..given::visit("") };
    assert_eq!(view(&given::host(), &visit, Found::Link(&given::link())).then, None);
}

/// Queries as somebody might build them by hand: tags, the reserved parameter, encodings, nonsense.
fn queries() -> impl Strategy<Value = String> {
    let keys = prop_oneof![
        Just("utm_source".to_owned()),
        Just("utm_medium".to_owned()),
        Just("utm_content".to_owned()),
        Just("utm%5Fsource".to_owned()),
        Just("wm".to_owned()),
        Just("%77m".to_owned()),
        "[a-z_%&=?/@:\\\\.]{0,12}",
    ];
    let values =
        prop_oneof!["[ -\"$-~]{0,20}", Just("//evil.example".to_owned()), "\\PC{0,8}".prop_map(|v| v.replace('#', ""))];
    prop::collection::vec((keys, values), 0..6)
        .prop_map(|pairs| pairs.into_iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("&"))
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn a_visitor_changes_neither_the_host_nor_the_reserved_parameter(query in queries()) {
        let outcome = followed(&given::visit(&query), Found::Link(&given::link()));
        let url = url::Url::parse(location(&outcome)).unwrap();
        prop_assert_eq!((url.scheme(), url.host_str(), url.path()), ("https", Some("brand.example"), "/shop"));
        let reserved: Vec<String> =
            url.query_pairs().filter(|(key, _)| key == "wm").map(|(_, value)| value.into_owned()).collect();
        prop_assert_eq!(reserved.len(), 1);
        prop_assert_eq!(given::keys().read(&reserved[0]).map(|click| click.link), Some(7));
    }

    #[test]
    fn a_visitor_adds_no_tag_twice(query in queries()) {
        let link = Published { target: "https://brand.example/shop?utm_medium=influencer".into(), ..given::link() };
        let outcome = followed(&given::visit(&query), Found::Link(&link));
        let url = url::Url::parse(location(&outcome)).unwrap();
        let mut keys: Vec<String> = url.query_pairs().map(|(key, _)| key.into_owned()).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), all);
        prop_assert!(url.query_pairs().any(|(key, value)| key == "utm_medium" && value == "influencer"));
    }

    #[test]
    fn what_the_link_says_stays_byte_for_byte_whatever_a_visitor_sends(query in queries()) {
        let outcome = followed(&given::visit(&query), Found::Link(&given::link()));
        prop_assert!(location(&outcome).starts_with("https://brand.example/shop?a=1&wm="));
        prop_assert!(location(&outcome).bytes().all(|b| b.is_ascii_graphic()));
    }
}

#[test]
fn the_connection_is_kept_beside_an_address_hash_only() {
    for (way, kept) in [(0, 0), (1, 9), (2, 0), (3, 0)] {
        let facets = Facets { connection: 9, ..Facets::default() };
        let visit = Visit { visitor: (way << 46) | 0x99, facets, ..given::visit("") };
        let link = given::link();
        let outcomes = [
            followed(&visit, Found::Link(&link)),
            followed(&visit, Found::Nothing),
            view(&given::host(), &visit, Found::Link(&link)),
        ];
        for outcome in outcomes {
            assert_eq!(outcome.then.unwrap().facets.connection, kept, "{way}");
        }
    }
}
