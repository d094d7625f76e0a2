//! What is behind a link: shown to whoever asks, whatever is in it.

use waymark::domain::about::{About, nothing};
use waymark::domain::link::{More, Published};
use waymark::domain::page::nothing_here;
use waymark::domain::stored::{Misfit, Stored};

use serde_json::json;

use crate::given::{NOON, link, text};

const PAGE: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

/// The page of a link that leads to `target`.
fn page(target: &str) -> String {
    let link = Published { target: target.into(), ..link() };
    text(&About::of(&link, NOON).unwrap().reply(PAGE)).to_owned()
}

#[test]
fn the_host_stands_large_and_the_whole_address_beside_it() {
    let page = page("https://shop.example/lamp?a=1&utm_source=x#top");
    assert!(page.contains("<h1>shop.example</h1>"), "{page}");
    let address = "https://shop.example/lamp?a=1&amp;utm_source=x#top";
    let rel = "noopener noreferrer nofollow";
    assert!(page.contains(&format!("<a href=\"{address}\" rel=\"{rel}\">{address}</a>")), "{page}");
}

#[test]
fn no_click_id_is_in_it() {
    assert!(!page("https://shop.example/").contains("wm="));
}

#[test]
fn the_page_may_load_and_run_nothing_and_is_kept_nowhere() {
    let reply = About::of(&link(), NOON).unwrap().reply(PAGE);
    let policy = reply.header("content-security-policy").unwrap();
    for rule in ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(rule), "{rule}");
    }
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(reply.header("x-robots-tag"), Some("noindex, nofollow"));
    assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(reply.header("set-cookie"), None);
    assert!(!text(&reply).contains("<script"));
}

#[test]
fn whatever_stands_in_an_address_stays_text() {
    for payload in [
        "https://shop.example/\"><script>alert(1)</script>",
        "https://shop.example/'onmouseover='alert(1)",
        "https://shop.example/?q=</title></h1><img src=x onerror=alert(1)>",
        "https://shop.example/#--></style></script><svg/onload=alert(1)>",
        "https://shop.example/`\"'><iframe srcdoc=\"<b>\">",
        "https://shop.example/&quot;&#34;><b>",
    ] {
        let page = page(payload);
        let bare = page.matches(['<', '>']).count();
        let plain = self::page("https://shop.example/").matches(['<', '>']).count();
        assert_eq!(bare, plain, "{payload}: no tag more than in an ordinary page");
        assert!(!page.contains(payload), "{payload}");
        // In the attribute as well: between its quotes is none of the address's own.
        let attribute = page.split_once("href=\"").unwrap().1.split_once("\" rel=").unwrap().0;
        assert!(!attribute.contains('"') && attribute.starts_with("https://shop.example/"), "{attribute}");
    }
}

#[test]
fn what_is_no_address_of_the_web_cannot_be_tapped() {
    for target in
        ["javascript:alert(1)", "data:text/html,<script>", "vbscript:x", " https://shop.example", "//shop.example", ""]
    {
        assert!(!page(target).contains("href="), "{target}");
    }
    assert!(page("HTTPS://shop.example/").contains("href=\"HTTPS://shop.example/\""));
}

#[test]
fn a_host_is_shown_as_browsers_compare_it() {
    for (target, host) in [
        ("https://SHOP.example/", "shop.example"),
        ("https://shop.example:8443/", "shop.example:8443"),
        ("https://shop.example:443/", "shop.example"),
        ("https://0x7f.1/", "127.0.0.1"),
        ("https://[::1]:8080/", "[::1]:8080"),
    ] {
        assert!(page(target).contains(&format!("<h1>{host}</h1>")), "{target}: {}", page(target));
    }
}

#[test]
fn names_in_code_and_ways_without_encryption_are_warned_of() {
    let says = |target, word| page(target).contains(word);
    assert!(says("https://xn--pple-43d.example/", "xn--</code>"));
    assert!(!says("https://shop.example/", "xn--"));
    assert!(says("http://shop.example/", "not encrypted"));
    assert!(!says("https://shop.example/", "not encrypted"));
}

#[test]
fn its_end_is_told() {
    let ends = Published { expires_at: Some(NOON + 60_000), ..link() };
    let page = About::of(&ends, NOON).unwrap().reply(PAGE);
    assert!(
        text(&page).contains("Until <time datetime=\"2026-11-20T12:01:00.000Z\">2026-11-20 12:01</time> UTC."),
        "{}",
        text(&page)
    );
    assert!(!text(&About::of(&link(), NOON).unwrap().reply(PAGE)).contains("Until"));
}

/// A link with rules, as the edge has it.
fn ruled(rules: &serde_json::Value) -> Published {
    let rules =
        rules.as_array().unwrap().iter().map(|rule| Stored::read(rule.clone(), &mut Misfit::default())).collect();
    Published { more: Some(More { rules, ..More::default() }), ..link() }
}

fn place(host: &str) -> serde_json::Value {
    json!({ "when": {}, "target": format!("https://{host}/") })
}

fn with(mut rule: serde_json::Value, when: serde_json::Value) -> serde_json::Value {
    rule["when"] = when;
    rule
}

#[test]
fn where_it_depends_on_who_asks_that_and_every_host_is_told() {
    let link = ruled(&json!([
        with(place("phones.example"), json!({ "device": ["mobile"], "country": ["DE"] })),
        with(
            json!({ "split": [{ "weight": 50, "target": "https://a.example/" }, { "weight": 50, "target": "https://b.example/" }] }),
            json!({ "query": { "ref": ["x"] }, "from": "2026-01-01T00:00:00Z" })
        ),
        with(json!({ "app": { "ios": { "target": "brand://open" } } }), json!({ "system": ["ios"] })),
    ]));
    let about = About::of(&link, NOON).unwrap();
    assert_eq!(about.depends_on, ["device", "system", "country", "time", "query", "chance", "installed app"]);
    let said = json_of(&about);
    let hosts = ["brand.example", "phones.example", "a.example", "b.example", "brand:"];
    assert_eq!(said["hosts"], json!(hosts));
    let reply = about.reply(PAGE);
    assert!(text(&reply).contains("depends on: device, system, country, time,"), "{}", text(&reply));
    for host in hosts {
        assert!(text(&reply).contains(&format!("<li>{host}</li>")), "{host}");
    }
}

fn json_of(about: &About<'_>) -> serde_json::Value {
    crate::given::json(&about.reply("application/json"))
}

#[test]
fn a_rule_for_everybody_is_where_it_leads_and_what_stands_behind_it_is_not() {
    let link = ruled(&json!([
        with(place("de.example"), json!({ "country": ["DE"] })),
        place("all.example"),
        with(place("never.example"), json!({ "device": ["mobile"] })),
    ]));
    let said = json_of(&About::of(&link, NOON).unwrap());
    assert_eq!(said["host"], "all.example");
    assert_eq!(said["hosts"], json!(["all.example", "de.example"]));
    assert_eq!(said["depends_on"], json!(["country"]));
}

#[test]
fn a_rule_that_is_over_is_not_told() {
    let over = with(place("past.example"), json!({ "until": "2026-11-20T12:00:00Z" }));
    let said = json_of(&About::of(&ruled(&json!([over])), NOON).unwrap());
    assert_eq!((&said["hosts"], &said["depends_on"]), (&json!(["brand.example"]), &json!([])));
}

#[test]
fn programs_hear_the_same() {
    let link = Published { expires_at: Some(NOON + 1), ..link() };
    let reply = About::of(&link, NOON).unwrap().reply("application/json");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let said = crate::given::json(&reply);
    assert_eq!(said["host"], "brand.example");
    assert_eq!(said["destination"], "https://brand.example/shop?a=1");
    assert_eq!(said["hosts"], json!(["brand.example"]));
    assert_eq!(said["depends_on"], json!([]));
    assert_eq!(said["ends_at"], "2026-11-20T12:00:00.001Z");
}

#[test]
fn what_leads_nowhere_is_as_what_never_was() {
    let off = Published { on: false, ..link() };
    let over = Published { expires_at: Some(NOON), ..link() };
    let later = Published { more: Some(More { starts_at: Some(NOON + 1), ..More::default() }), ..link() };
    for dead in [off, over, later] {
        assert_eq!(About::of(&dead, NOON), None);
    }
    assert_eq!(nothing(PAGE, None), nothing_here(None));
    assert_eq!(nothing("application/json", None).status, 404);
}

#[test]
fn after_its_end_a_link_with_an_address_for_then_leads_there() {
    let more = More { expired: Some("https://brand.example/over".into()), ..More::default() };
    let over = Published { expires_at: Some(NOON), more: Some(more), ..link() };
    let about = About::of(&over, NOON).unwrap();
    assert_eq!((about.target, about.ends_at), ("https://brand.example/over", None));
}
