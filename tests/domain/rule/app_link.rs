//! App links: who gets the app and how, and that no address of anybody's becomes a script.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use waymark::domain::app_link::{AppLinks, SCRIPT, SCRIPT_HASH, Way, page};
use waymark::domain::device;
use waymark::domain::facets::Facets;
use waymark::domain::verdict::Verdict;

use super::{code, link_with};
use crate::given;

/// Schemes that run, show or fetch something, dial, or open another address.
const HOSTILE: &[&str] = &[
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript://x/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://brand.example/1",
    "about:blank",
    "intent://x#Intent;scheme=brand;end",
    "android-app://com.evil",
    "view-source:https://brand.example",
    "http://brand.example/",
    "HTTP://brand.example/",
    "httpx://brand.example/",
    "ws://brand.example/",
    "ftp://brand.example/",
    "googlechrome://evil.example",
    "x-safari-https://evil.example",
    "microsoft-edge:https://evil.example",
    "firefox://open-url?url=https://evil.example",
    "itms-services://?action=download-manifest",
    "ms-msdt:/id",
    "search-ms:query=x",
    "tel:+4912345",
    "sms:+4912345",
    "mailto:a@b.example",
    "filesystem:https://x/",
    "jar:https://x/",
    "chrome://settings",
];

fn ios(url: &str) -> Value {
    json!({ "ios": { "url": url } })
}

fn android(url: &str) -> Value {
    json!({ "android": { "url": url } })
}

fn facets(system: &str, app: &str) -> Facets {
    Facets { system: code(device::SYSTEMS, system), app: code(device::APPS, app), ..Facets::default() }
}

fn links(said: &Value) -> AppLinks {
    link_with("app", said).unwrap().more.app.unwrap()
}

#[test]
fn schemes_that_are_no_apps_own_are_refused() {
    for url in HOSTILE {
        for said in [ios(url), android(url)] {
            let faults = link_with("app", &said).unwrap_err();
            let words = ["scheme_not_allowed", "not_plain", "fragment_not_allowed"];
            assert!(faults.len() == 1 && words.contains(&faults[0].1), "{url}: {faults:?}");
        }
    }
}

#[test]
fn what_is_no_address_is_refused() {
    for (url, code) in [
        ("brand", "not_an_address"),
        ("brand:", "not_an_address"),
        ("//brand/x", "not_an_address"),
        ("b:x", "not_an_address"),
        ("1brand:x", "not_an_address"),
        ("bra nd:x", "not_plain"),
        ("bränd:x", "not_plain"),
        ("java&#115;cript:alert(1)", "not_an_address"),
        ("java\tscript:alert(1)", "control_character"),
        ("brand://x\r\nset-cookie:a=b", "control_character"),
        ("brand://x\" onload=\"alert(1)", "not_plain"),
        ("brand://<script>", "not_plain"),
        ("brand:\\x", "not_plain"),
        ("https://go.brand.example/spring", "own_host"),
        ("https://user@brand.example/", "userinfo_not_allowed"),
    ] {
        assert_eq!(link_with("app", &ios(url)).unwrap_err(), [("/app/ios/url".to_owned(), code)], "{url:?}");
    }
    let long = |length: usize| format!("brand:{}", "x".repeat(length - 6));
    assert!(link_with("app", &ios(&long(2048))).is_ok());
    assert_eq!(link_with("app", &ios(&long(2049))).unwrap_err()[0].1, "too_long");
    let scheme = |length: usize| format!("{}:x", "b".repeat(length));
    assert!(link_with("app", &ios(&scheme(64))).is_ok());
    assert_eq!(link_with("app", &ios(&scheme(65))).unwrap_err()[0].1, "not_an_address");
}

#[test]
fn a_package_is_androids_and_beside_a_scheme_of_the_apps_own() {
    let said = |url: &str, package: &str| json!({ "android": { "url": url, "package": package } });
    for package in ["com.brand.shop", "a.b", "com.brand.Shop_2"] {
        assert!(link_with("app", &said("brand://x", package)).is_ok(), "{package}");
    }
    for package in ["brand", "com..shop", ".com", "com.", "com.1a", "com.brand;S.x=y", "com.brand#", "com.bränd"] {
        let faults = link_with("app", &said("brand://x", package)).unwrap_err();
        assert_eq!(faults, [("/app/android/package".to_owned(), "not_a_package")], "{package}");
    }
    let faults = link_with("app", &said("https://brand.example/", "com.brand")).unwrap_err();
    assert_eq!(faults, [("/app/android/package".to_owned(), "package_not_used")]);
    let faults = link_with("app", &android("brand://x#Intent;scheme=javascript;end")).unwrap_err();
    assert_eq!(faults, [("/app/android/url".to_owned(), "fragment_not_allowed")]);
    assert_eq!(link_with("app", &json!({})).unwrap_err(), [("/app/ios".to_owned(), "required")]);
    let faults = link_with("app", &json!({ "ios": { "url": "brand:x", "package": "a.b" } })).unwrap_err();
    assert_eq!(faults, [("/app/ios/package".to_owned(), "unknown_field")]);
}

#[test]
fn each_system_has_its_own_way() {
    let own = links(&json!({ "ios": { "url": "Brand://x" }, "android": { "url": "brand://x" } }));
    let web =
        links(&json!({ "ios": { "url": "https://brand.example/a" }, "android": { "url": "https://brand.example/a" } }));
    let way = |links: &AppLinks, verdict, system, app| links.way(verdict, &facets(system, app)).map(|(_, way)| way);
    for (system, app, by_own, by_web) in [
        ("ios", "none", Some(Way::Page), Some(Way::Web)),
        ("ios", "instagram", Some(Way::Page), Some(Way::Web)),
        ("android", "none", Some(Way::Intent), Some(Way::Web)),
        ("android", "tiktok", Some(Way::Framed), Some(Way::Web)),
        ("windows", "none", None, None),
        ("unknown", "none", None, None),
    ] {
        assert_eq!(way(&own, Verdict::Human, system, app), by_own, "{system} {app}");
        assert_eq!(way(&web, Verdict::Human, system, app), by_web, "{system} {app}");
        assert_eq!(way(&own, Verdict::Bot, system, app), None);
        assert_eq!(way(&own, Verdict::Prefetch, system, app), None);
    }
    assert_eq!(way(&links(&ios("brand:x")), Verdict::Human, "android", "none"), None);
    assert_eq!(own.ios.unwrap().place.target, "brand://x", "a scheme is kept in lower case and carries no tags");
    assert!(web.ios.unwrap().place.target.contains("utm_medium=influencer"));
}

#[test]
fn an_intent_carries_the_way_back_whole() {
    let said = json!({ "android": { "url": "brand://p/7?a=1;b", "package": "com.brand.shop" } });
    let intent =
        links(&said).android.unwrap().intent("brand://p/7?a=1;b", "https://brand.example/p?x=1&y=a;b#Intent;end");
    assert_eq!(
        intent,
        "intent://p/7?a=1;b#Intent;scheme=brand;package=com.brand.shop;\
         S.browser_fallback_url=https%3A%2F%2Fbrand.example%2Fp%3Fx%3D1%26y%3Da%3Bb%23Intent%3Bend;end"
    );
    let opaque = links(&android("brand:7")).android.unwrap().intent("brand:7", "https://a.example/");
    assert_eq!(opaque, "intent:7#Intent;scheme=brand;S.browser_fallback_url=https%3A%2F%2Fa.example%2F;end");
}

#[test]
fn the_page_runs_its_one_script_and_nothing_else() {
    let hash = format!("sha256-{}", STANDARD.encode(Sha256::digest(SCRIPT)));
    assert_eq!(SCRIPT_HASH, hash, "the browser would not run the script");
    let reply = page("brand://x", "https://brand.example/", None);
    let policy = reply.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none';") && policy.contains(&format!("script-src '{hash}';")), "{policy}");
    assert!(!policy.contains("frame-src"));
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(given::text(&reply).matches("<script").count(), 1);
    assert!(given::text(&reply).contains(&format!("<script>{SCRIPT}</script>")));
}

#[test]
fn a_frame_may_load_the_apps_scheme_alone() {
    let reply = page("intent://x#Intent;scheme=brand;end", "https://brand.example/", Some("brand://x"));
    assert!(reply.header("content-security-policy").unwrap().ends_with("; frame-src brand:"));
    assert!(given::text(&reply).contains("<iframe hidden src=\"brand://x\"></iframe>"));
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn no_address_leaves_its_attribute(app in "\\PC{0,40}", web in "[ -~]{0,40}", frame in "[a-z]{2,5}:[ -~]{0,40}") {
        let reply = page(&app, &web, Some(&frame));
        let body = given::text(&reply);
        let tags: Vec<&str> = body.split('<').skip(1).map(|tag| tag.split(['>', ' ']).next().unwrap()).collect();
        let plain = page("a:b", "https://a", Some("a:b"));
        let expected: Vec<&str> = given::text(&plain).split('<').skip(1).map(|tag| tag.split(['>', ' ']).next().unwrap()).collect();
        prop_assert_eq!(tags, expected);
        prop_assert_eq!(body.matches('"').count(), given::text(&plain).matches('"').count());
    }

    #[test]
    fn whatever_app_address_is_taken_is_plain_and_of_no_refused_scheme(url in "[a-zA-Z.+-]{0,12}:[ -~]{0,20}") {
        if let Ok(link) = link_with("app", &ios(&url)) {
            let target = link.more.app.unwrap().ios.unwrap().place.target;
            prop_assert!(target.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\`".contains(&b)));
            let scheme = target.split_once(':').unwrap().0;
            prop_assert!(!HOSTILE.iter().any(|known| known.split_once(':').unwrap().0.eq_ignore_ascii_case(scheme)));
        }
    }
}
