//! The check of links: what each answer means, what a way comes to, and what is shown of it.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::check::chain::{Answer, Chain, Ground};
use waymark::domain::check::page::has_snippet;
use waymark::domain::check::tags::{fate, shown, tags};
use waymark::domain::check::{HOPS_MOST, Kept, TOLD, Weight, Word, found, ways};
use waymark::domain::click_id::{Click, LENGTH};
use waymark::domain::register::link::Link;

use crate::given::{self, NOON};

fn own(host: &str) -> bool {
    host == "go.brand.example"
}

/// As the platform resolves addresses.
fn join(base: &str, address: &str) -> Option<String> {
    url::Url::parse(base).ok()?.join(address).ok().map(String::from)
}

const GROUND: Ground<'static> = Ground { own: &own, served: &own, parameter: "wm", join };
const FIRST: &str = "https://shop.example/a?color=red&utm_source=instagram&utm_medium=influencer&wm=ID";

fn chain(address: &str) -> Chain<'static> {
    Chain::new(GROUND, "everybody".into(), address.into())
}

fn moved(location: &str) -> Answer {
    Answer { status: 302, location: location.into(), ..Answer::default() }
}

fn status(status: u16) -> Answer {
    Answer { status, content_type: "text/html".into(), ..Answer::default() }
}

fn words(said: &Value, list: &str) -> Vec<String> {
    said[list].as_array().unwrap().iter().map(|word| word["code"].as_str().unwrap().to_owned()).collect()
}

/// What a way comes to that is answered so: its verdict, its problems, its notes.
fn came(answers: &[Answer]) -> (Option<bool>, Vec<String>, Vec<String>) {
    let mut chain = chain(FIRST);
    for answer in answers {
        assert!(chain.next().is_some(), "it ended early");
        chain.heard(answer);
    }
    assert!(chain.next().is_none(), "it goes on");
    let (ok, said) = chain.found(5);
    assert_eq!(said["hops"].as_array().unwrap().iter().filter(|hop| !hop["status"].is_null()).count(), answers.len());
    (ok, words(&said, "problems"), words(&said, "notes"))
}

#[test]
fn a_status_has_its_word() {
    for (number, ok, word) in [
        (200, Some(true), ""),
        (204, Some(true), ""),
        (299, Some(true), ""),
        (300, Some(false), "bad_status"),
        (304, Some(false), "bad_status"),
        (400, Some(false), "bad_status"),
        (401, Some(false), "bad_status"),
        (403, None, "blocked"),
        (404, Some(false), "not_found"),
        (410, Some(false), "not_found"),
        (429, None, "blocked"),
        (500, Some(false), "server_error"),
        (503, Some(false), "server_error"),
        (521, Some(false), "connection_failed"),
        (522, Some(false), "timeout"),
        (525, Some(false), "tls_failed"),
        (526, Some(false), "tls_failed"),
        (530, Some(false), "name_not_found"),
        (599, Some(false), "server_error"),
        (101, Some(false), "bad_status"),
    ] {
        let (verdict, problems, notes) = came(&[status(number)]);
        assert_eq!((verdict, [problems, notes].concat().join(" ")), (ok, word.to_owned()), "{number}");
    }
}

#[test]
fn a_puzzle_for_robots_says_nothing_of_people_whatever_its_status() {
    for number in [200, 403, 503] {
        let answer = Answer { puzzle: true, ..status(number) };
        assert_eq!(came(&[answer]), (None, vec![], vec!["blocked".into()]));
    }
}

#[test]
fn every_redirect_of_http_is_followed() {
    for number in [301, 302, 303, 307, 308] {
        let answer = Answer { status: number, ..moved(FIRST.replace("/a?", "/b?").as_str()) };
        assert_eq!(came(&[answer, status(200)]), (Some(true), vec![], vec![]), "{number}");
    }
}

#[test]
fn ten_requests_are_made_and_no_eleventh() {
    let mut chain = chain(FIRST);
    let mut asked = 0;
    while let Some((address, _)) = chain.next() {
        asked += 1;
        let next = format!("{address}&n={asked}");
        chain.heard(&moved(&next));
    }
    assert_eq!((asked, HOPS_MOST), (10, 10));
    let (ok, said) = chain.found(0);
    assert_eq!((ok, words(&said, "problems")), (Some(false), vec!["too_many_hops".to_owned()]));
    assert_eq!(said["hops"].as_array().unwrap().len(), 11);
}

#[test]
fn nine_redirects_and_a_page_are_well() {
    let mut answers: Vec<Answer> = (0..9).map(|n| moved(&FIRST.replace("/a?", &format!("/{n}?")))).collect();
    answers.push(status(200));
    assert_eq!(came(&answers).0, Some(true));
}

#[test]
fn the_same_address_again_is_a_loop_unless_a_cookie_was_set_in_between() {
    assert_eq!(came(&[moved(FIRST)]).1, ["loop"]);
    assert_eq!(came(&[moved(&format!("{FIRST}#elsewhere"))]).1, ["loop"]);
    let set = |cookie: &str| Answer { cookies: vec![cookie.into()], ..moved(FIRST) };
    assert_eq!(came(&[set("a=1"), status(200)]).0, Some(true));
    assert_eq!(came(&[set("a=1"), set("a=1; Path=/")]).1, ["loop"]);
    assert_eq!(came(&[set("a=1"), set("a=2"), status(200)]).0, Some(true));
    assert_eq!(came(&[set("a=1; Max-Age=0")]).1, ["loop"], "what is gone was never there");
}

#[test]
fn cookies_go_back_to_who_set_them_and_whom_they_were_set_for() {
    let mut chain = chain("https://www.shop.example/");
    let cookies = [
        "own=1; Secure; HttpOnly",
        "wide=2; Domain=.shop.example; Path=/",
        "theirs=3; Domain=other.example",
        "top=4; Domain=example",
    ];
    chain.heard(&Answer { cookies: cookies.map(String::from).to_vec(), ..moved("https://www.shop.example/b") });
    assert_eq!(chain.next().unwrap().1.as_deref(), Some("own=1; wide=2"));
    chain.heard(&moved("https://checkout.shop.example/"));
    assert_eq!(chain.next().unwrap().1.as_deref(), Some("wide=2"));
    chain.heard(&moved("https://myshop.example/"));
    assert_eq!(chain.next().unwrap().1, None);
}

#[test]
fn no_step_is_made_that_is_not_looked_at() {
    for (address, word) in [
        ("http://127.0.0.1/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://localhost./", "private_address"),
        ("http://metadata.google.internal/", "private_address"),
        ("//10.0.0.1/x", "private_address"),
        ("https://go.brand.example/x", "own_host"),
        ("https://GO.Brand.Example./x", "own_host"),
        ("javascript:alert(1)", "scheme_not_allowed"),
        ("data:text/html,x", "scheme_not_allowed"),
        ("file:///etc/passwd", "scheme_not_allowed"),
        ("ftp://shop.example/", "scheme_not_allowed"),
        ("intent://x#Intent;end", "left_the_web"),
        ("itms-apps://apps.example/id1", "left_the_web"),
        ("https://8.8.8.8/", "not_followed"),
        ("https://shop.example:8443/", "not_followed"),
        ("https://user:pass@shop.example/", "not_followed"),
        ("https://shop.account.workers.dev/", "not_followed"),
        ("https://[::g]/", "bad_redirect"),
        ("", "bad_redirect"),
    ] {
        let (_, problems, notes) = came(&[moved(address)]);
        let said = [problems, notes].concat();
        assert!(said.contains(&word.to_owned()), "{address}: {said:?}");
        // The first address is looked at no less.
        if !address.is_empty() && !address.starts_with("//") {
            assert!(self::chain(address).next().is_none(), "{address}");
        }
    }
    let long = format!("https://shop.example/{}", "a".repeat(8172));
    assert_eq!(came(&[moved(&long)]).1, ["bad_redirect"]);
}

#[test]
fn a_way_from_https_to_http_is_told_once() {
    let down = FIRST.replace("https:", "http:");
    assert_eq!(came(&[moved(&down), status(200)]), (Some(true), vec![], vec!["downgrade".into()]));
    let again = [moved(&down), moved(&FIRST.replace("/a", "/b")), moved(&down.replace("/a", "/c")), status(200)];
    assert_eq!(came(&again).2, ["downgrade"]);
}

#[test]
fn tags_are_followed_to_the_last_address() {
    let (first, arrives) = ("https://a.example/?utm_source=x%20y&utm_id=1&q=1&wm=ID", |last: &str| {
        tags("https://a.example/?utm_source=x%20y&utm_id=1&q=1&wm=ID", last)
    });
    let all = json!(["utm_source", "utm_id"]);
    assert_eq!(arrives(first), (true, json!({ "kept": all, "changed": [], "lost": [] })));
    // The same value in another spelling is the same value.
    assert!(arrives("https://b.example/?utm_id=1&utm_source=x+y").0);
    let (kept, said) = arrives("https://b.example/?utm_source=X%20Y#utm_id=1");
    assert!(!kept);
    assert_eq!(said, json!({ "kept": [], "changed": ["utm_source"], "lost": ["utm_id"] }));
    for (last, told) in [("?wm=ID", "kept"), ("?wm=id", "changed"), ("?awm=ID", "lost"), ("", "lost")] {
        assert_eq!(fate(first, &format!("https://b.example/{last}"), "wm"), Some(told), "{last}");
    }
    assert_eq!(fate("https://a.example/", first, "wm"), None);
}

#[test]
fn a_way_that_ends_before_a_page_says_nothing_of_tags() {
    let mut chain = chain(FIRST);
    chain.silent(Word::Timeout);
    let (_, said) = chain.found(5_000);
    assert_eq!((&said["tags"], &said["click_id"], &said["ms"]), (&Value::Null, &Value::Null, &json!(5_000)));
    assert_eq!(words(&said, "problems"), ["timeout"]);
}

#[test]
fn a_page_is_read_where_it_may_be_one() {
    let wants = |kind: &str, number| {
        let mut chain = chain(FIRST);
        chain.heard(&Answer { content_type: kind.into(), ..status(number) });
        chain.wants_page()
    };
    assert!(
        wants("text/html; charset=utf-8", 200)
            && wants("TEXT/HTML", 200)
            && wants("application/xhtml+xml", 200)
            && wants("", 200)
    );
    assert!(!wants("application/pdf", 200) && !wants("text/html", 404) && !wants("text/html", 403));
}

#[test]
fn the_snippet_is_one_of_ours_however_it_is_loaded() {
    for (page, there) in [
        ("<script async src=\"https://go.brand.example/wm.js\" data-site=\"wms_1\"></script>", true),
        ("<script src='//go.brand.example/wm-1.js'></script>", true),
        ("<script src=https://go.brand.example:8443/wm.js?x></script>", true),
        ("s.src = 'https:\\/\\/go.brand.example\\/wm.js'", true),
        ("https://other.example/wm.js", false),
        ("https://other.example/go.brand.example/wm.js", false),
        ("https://go.brand.example/wm.css", false),
        ("https://go.brand.example/wmx.js", false),
        ("https://go.brand.example/a/wm.js", false),
        ("/wm.js", false),
        ("", false),
    ] {
        assert_eq!(has_snippet(page.as_bytes(), "shop.example", &own), there, "{page}");
    }
    let far = format!("{}\u{20ac}//go.brand.example/wm.js\u{fffd}", "\u{20ac}".repeat(100_000));
    assert!(has_snippet(far.as_bytes(), "shop.example", &own));
    assert!(!has_snippet(&[0xff; 1000], "shop.example", &own));
    for page in
        ["<script src=\"/wm.js\">", "<a href='//x.example/'><script src='/wm-1.js'>", "<script async src=/wm.js>"]
    {
        assert!(has_snippet(page.as_bytes(), "go.brand.example", &own), "{page}");
        assert!(!has_snippet(page.as_bytes(), "shop.example", &own), "{page}");
    }
}

#[test]
fn an_address_is_shown_without_anybodys_secrets() {
    for (address, expected) in [
        ("https://a.example/p/q", "https://a.example/p/q"),
        ("https://a.example/?utm_source=x&wm=ID&token=t", "https://a.example/?utm_source=x&wm=ID&token=***"),
        ("https://a.example/?secret&&a=", "https://a.example/?***&&a=***"),
        ("https://user:pass@a.example/#access_token=t", "https://a.example/"),
        ("https://a.example?q=https://u:p@b.example/", "https://a.example?q=***"),
        ("javascript:alert(1)", "javascript:***"),
        ("data:text/html,secret", "data:***"),
    ] {
        assert_eq!(shown(address, "wm"), expected, "{address}");
    }
    let of = |length: usize| shown(&format!("https://a.example/{}", "a".repeat(length - 18)), "wm");
    assert_eq!((of(512).len(), of(513).chars().count(), of(8192).chars().count()), (512, 513, 513));
    assert!(of(513).ends_with('…'));
}

fn link(changed: &Value) -> Link {
    let mut body = json!({ "destination": "https://shop.example/", "creator_id": 1, "slug": "s" });
    for (name, value) in changed.as_object().unwrap() {
        body[name] = value.clone();
    }
    let settings = given::settings();
    Link::make(&body, given::ground(&settings, NOON), [0; 32]).unwrap()
}

fn ways_of(link: &Link) -> Vec<(String, String)> {
    ways(link, &given::keys(), "wm", (NOON, 5)).into_iter().map(|way| (way.who, way.address)).collect()
}

#[test]
fn a_check_sends_a_click_id_in_form_that_is_nobodys_click() {
    let mut plain = link(&json!({}));
    plain.target = "https://shop.example/?utm_source=x#top".into();
    let [(who, address)] = &ways_of(&plain)[..] else { panic!("one way") };
    assert_eq!(who, "everybody");
    let id = address.strip_prefix("https://shop.example/?utm_source=x&wm=").unwrap().strip_suffix("#top").unwrap();
    assert_eq!(id.len(), LENGTH);
    assert_eq!(given::keys().read(id), None);
    let real = given::keys().print(&Click { link: 1, at: NOON, nonce: 5, visitor: 0 });
    assert!(given::keys().read(&real).is_some());
    let bare = link(&json!({ "click_id": false }));
    assert!(!ways_of(&bare)[0].1.contains("wm="));
}

#[test]
fn every_rule_and_every_part_of_a_split_is_a_way_and_none_is_taken_twice() {
    let mut ruled = link(&json!({ "rules": [
        { "when": { "device": ["mobile"] }, "destination": "https://m.shop.example/" },
        { "when": { "country": ["DE"] }, "split": [
            { "name": "a", "destination": "https://a.example/", "weight": 70 },
            { "name": "b", "destination": "https://m.shop.example/", "weight": 30 },
        ] },
    ] }));
    ruled.more.click_id = false;
    ruled = ruled.aimed(&given::owners(), &given::settings().hosts);
    let page = |address: String| address.split('?').next().unwrap().to_owned();
    let ways: Vec<(String, String)> = ways_of(&ruled).into_iter().map(|(who, address)| (who, page(address))).collect();
    let expected = [
        ("everybody", "https://shop.example/"),
        ("rule 1, rule 2, b", "https://m.shop.example/"),
        ("rule 2, a", "https://a.example/"),
    ];
    assert_eq!(ways, expected.map(|(who, address)| (who.to_owned(), address.to_owned())));
}

#[test]
fn a_link_fails_where_one_way_does_and_nobody_knows_where_one_is_not_known() {
    let way = |ok: Option<bool>, code: &str| {
        (ok, json!({ "problems": if code.is_empty() { json!([]) } else { json!([{ "code": code }]) } }))
    };
    for (ways, ok, problems) in [
        (vec![way(Some(true), "")], Some(true), json!([])),
        (vec![way(Some(true), ""), way(None, "")], None, json!([])),
        (vec![way(None, ""), way(Some(false), "loop"), way(Some(false), "loop")], Some(false), json!(["loop"])),
    ] {
        let (verdict, said) = found(&ways);
        assert_eq!((verdict, &said["ok"], &said["problems"]), (ok, &json!(ok), &problems));
        assert_eq!(said["targets"].as_array().unwrap().len(), ways.len());
    }
}

#[test]
fn a_link_that_was_never_checked_shows_no_check() {
    let kept =
        |at| Kept { link: 1, version: 2, at, failures: 1, failing_since: Some(NOON), said: "{\"ok\":false}".into() };
    assert_eq!(kept(None).shown(), None);
    let expected = json!({
        "ok": false, "at": "2026-11-20T12:00:00.000Z", "version": 2, "failures": 1, "failing_since": "2026-11-20T12:00:00.000Z",
    });
    assert_eq!(kept(Some(NOON)).shown(), Some(expected));
}

#[test]
fn every_word_is_there_once_with_a_sentence() {
    let codes: std::collections::BTreeSet<&str> = TOLD.iter().map(|told| told.1).collect();
    assert_eq!(codes.len(), TOLD.len());
    for (word, code, weight, detail) in TOLD {
        assert_eq!((word.code(), word.weight()), (code, weight));
        assert!(detail.ends_with('.'), "{code}");
    }
    assert!(TOLD.iter().any(|told| told.2 == Weight::Unknown));
}

#[test]
fn an_error_of_the_platform_has_its_word() {
    for (error, word) in [
        ("Network connection lost.", Word::ConnectionFailed),
        ("internal error; reference = abc", Word::ConnectionFailed),
        ("TLS peer's certificate is not trusted", Word::TlsFailed),
        ("DNS lookup failed.", Word::NameNotFound),
        ("Too many subrequests.", Word::NotReached),
        ("", Word::ConnectionFailed),
    ] {
        assert_eq!(Word::of_error(error), word, "{error}");
    }
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn whatever_is_answered_a_way_ends_in_ten_requests_and_asks_nothing_private(
        answers in prop::collection::vec(
            ("(https?://(127\\.0\\.0\\.1|shop\\.example|[a-c]\\.example(:[0-9]{1,5})?|localhost|\\[::1\\]|go\\.brand\\.example))?/[a-c]?", 200_u16..600, "[ab]=[12]"), 20,
        ),
    ) {
        let mut chain = chain(FIRST);
        for (asked, (location, number, cookie)) in answers.into_iter().enumerate() {
            let Some((address, _)) = chain.next() else { break };
            prop_assert!(asked < 10);
            let host = url::Url::parse(address).unwrap().host_str().unwrap().to_owned();
            prop_assert!(host.ends_with(".example") && host != "go.brand.example", "{}", host);
            let number = if number < 500 { 302 } else { number };
            chain.heard(&Answer { status: number, location, cookies: vec![cookie], ..Answer::default() });
        }
        prop_assert!(chain.next().is_none());
        let (ok, said) = chain.found(0);
        prop_assert_eq!(&said["ok"], &json!(ok));
        prop_assert_eq!(ok == Some(false), !said["problems"].as_array().unwrap().is_empty());
    }
}
