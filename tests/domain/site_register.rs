//! The register of sites: what a body may say, and which pages an origin lets in.

use serde_json::{Value, json};
use waymark::domain::register::site::{ORIGINS_MOST, Site, id_of, origin_of};

use crate::given::{self, NOON};

fn made(body: &Value) -> Site {
    Site::make(body, [7; 16], given::fold, NOON).unwrap().numbered(12)
}

fn refused(body: &Value) -> Vec<(String, &'static str)> {
    given::pointers(&Site::make(body, [7; 16], given::fold, NOON).unwrap_err())
}

fn shop() -> Site {
    made(&json!({ "name": "Shop", "origins": ["https://shop.example"] }))
}

/// What one origin is stored as; none where it is refused.
fn stored(origin: &str) -> Option<String> {
    let body = json!({ "name": "Shop", "origins": [origin] });
    match Site::make(&body, [7; 16], given::fold, NOON) {
        Ok(site) => site.origins.first().cloned(),
        Err(faults) => {
            assert_eq!(given::pointers(&faults), [("/origins/0".to_owned(), "not_an_origin")], "{origin}");
            None
        }
    }
}

#[test]
fn a_key_says_its_sites_id_and_22_characters_of_chance() {
    let site = shop();
    assert_eq!(site.key, "wms_12_BwcHBwcHBwcHBwcHBwcHBw");
    assert_eq!(id_of(&site.key), Some(12));
    assert!(site.opens(&site.key));
}

#[test]
fn only_the_whole_key_of_a_site_that_is_heard_opens_it() {
    let site = shop();
    for other in ["", "wms_12_", "wms_12_BwcHBwcHBwcHBwcHBwcHBx", "wms_13_BwcHBwcHBwcHBwcHBwcHBw"] {
        assert!(!site.opens(other), "{other}");
    }
    assert!(!Site { enabled: false, ..site.clone() }.opens(&site.key));
    assert!(!site.put_away(NOON).unwrap().opens(&site.key));
}

#[test]
fn what_is_not_built_like_a_key_has_no_id() {
    let rest = "BwcHBwcHBwcHBwcHBwcHBw";
    for text in [
        String::new(),
        format!("wmk_1_{rest}"),
        format!("wms_0_{rest}"),
        format!("wms__{rest}"),
        format!("wms_+1_{rest}"),
        format!("wms_4294967296_{rest}"),
        format!("wms_1_{rest}x"),
        format!("wms_1_{}", &rest[1..]),
        format!("WMS_1_{rest}"),
        format!("wms_1{rest}"),
    ] {
        assert_eq!(id_of(&text), None, "{text}");
    }
    assert_eq!(id_of(&format!("wms_4294967295_{rest}")), Some(u32::MAX));
}

#[test]
fn an_origin_is_stored_as_browsers_write_it() {
    for (said, written) in [
        ("https://shop.example", "https://shop.example"),
        (" https://Shop.Example/ ", "https://shop.example"),
        ("HTTPS://shop.example:443", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
        ("https://[2001:DB8::1]:444", "https://[2001:db8::1]:444"),
        ("http://localhost", "http://localhost"),
        ("http://localhost:80", "http://localhost"),
        ("http://localhost:3000/", "http://localhost:3000"),
        ("http://shop.localhost:3000", "http://shop.localhost:3000"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ] {
        assert_eq!(stored(said).as_deref(), Some(written), "{said}");
    }
}

#[test]
fn what_is_no_origin_is_refused() {
    for said in [
        "",
        "null",
        "*",
        "shop.example",
        "//shop.example",
        "https://",
        "https://*.shop.example",
        "https://*",
        "http://shop.example",
        "http://localhost.example",
        "http://notlocalhost",
        "https://shop.example/de",
        "https://shop.example/?",
        "https://shop.example#",
        "https://user@shop.example",
        "https://user:pass@shop.example",
        "https://shop.example:0",
        "https://shop.example:65536",
        "https://shop .example",
        "https://shop.example\nhttps://evil.example",
        "ftp://shop.example",
        "javascript:alert(1)",
        "file:///",
        "https://xn--a.example",
    ] {
        assert_eq!(stored(said), None, "{said}");
    }
}

#[test]
fn a_site_has_1_to_20_origins() {
    let origins = |count: usize| {
        let list: Vec<String> = (0..count).map(|at| format!("https://shop{at}.example")).collect();
        json!({ "name": "Shop", "origins": list })
    };
    for fits in [1, ORIGINS_MOST - 1, ORIGINS_MOST] {
        assert_eq!(made(&origins(fits)).origins.len(), fits);
    }
    for count in [0, ORIGINS_MOST + 1] {
        assert_eq!(refused(&origins(count)), [("/origins".to_owned(), "not_a_list")], "{count}");
    }
}

#[test]
fn each_wrong_origin_is_named_by_its_place() {
    let body =
        json!({ "name": "Shop", "origins": ["https://a.example", 7, "https://A.example:443", "http://b.example"] });
    assert_eq!(
        refused(&body),
        [
            ("/origins/1".to_owned(), "not_an_origin"),
            ("/origins/2".to_owned(), "doubled"),
            ("/origins/3".to_owned(), "not_an_origin")
        ]
    );
}

#[test]
fn a_site_needs_a_name_and_origins() {
    assert_eq!(refused(&json!({})), [("/name".to_owned(), "required"), ("/origins".to_owned(), "required")]);
    assert_eq!(
        refused(&json!({ "name": "Shop", "origins": "https://shop.example" })),
        [("/origins".to_owned(), "not_a_list")]
    );
}

#[test]
fn nobody_chooses_a_key() {
    for field in ["key", "token", "id", "version", "archived_at"] {
        let mut body = json!({ "name": "Shop", "origins": ["https://shop.example"] });
        body[field] = json!("wms_1_AAAAAAAAAAAAAAAAAAAAAA");
        assert_eq!(refused(&body), [(format!("/{field}"), "unknown_field")]);
    }
}

#[test]
fn a_change_keeps_what_it_does_not_name_and_the_key_always() {
    let site = shop();
    let changed = site.change(&json!({ "origins": ["https://new.example"] }), given::fold, NOON + 1).unwrap();
    let expected = Site { origins: vec!["https://new.example".to_owned()], updated_at: NOON + 1, version: 2, ..site };
    assert_eq!(changed, expected);
    let off = changed.change(&json!({ "name": "Other", "enabled": false }), given::fold, NOON + 2).unwrap();
    assert_eq!((off.name.as_str(), off.enabled, off.key), ("Other", false, changed.key.clone()));
    for field in ["name", "origins"] {
        let faults = changed.change(&json!({ field: null }), given::fold, NOON).unwrap_err();
        assert_eq!(given::pointers(&faults), [(format!("/{field}"), "required")]);
    }
}

#[test]
fn what_is_away_is_not_put_away_again() {
    let away = shop().put_away(NOON + 5).unwrap();
    assert_eq!((away.archived_at, away.put_away(NOON + 6)), (Some(NOON + 5), None));
}

#[test]
fn a_site_is_shown_with_its_key_and_without_more_of_it() {
    let shown = serde_json::to_value(shop()).unwrap();
    let names: Vec<&String> = shown.as_object().unwrap().keys().collect();
    assert!(!names.contains(&&"token".to_owned()), "{names:?}");
    assert_eq!(shown["key"], "wms_12_BwcHBwcHBwcHBwcHBwcHBw");
}

#[test]
fn the_origin_of_an_address_ends_where_its_host_does() {
    for (address, origin) in [
        ("https://shop.example/a?b#c", Some("https://shop.example")),
        ("https://shop.example", Some("https://shop.example")),
        ("https://shop.example?x=/", Some("https://shop.example")),
        ("http://localhost:3000/", Some("http://localhost:3000")),
        ("https:///a", None),
        ("about:blank", None),
        ("", None),
    ] {
        assert_eq!(origin_of(address), origin, "{address}");
    }
}
