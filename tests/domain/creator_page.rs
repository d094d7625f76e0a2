//! The token of a creator's page, who it opens for, and what of the reports it shows.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use waymark::domain::creator_page::{Code, Link, Own, shown, token, verified};
use waymark::domain::register::creator_page::CreatorPage;
use waymark::domain::report::shown::Printed;
use waymark::domain::time::Day;

const KEY: &str = "customer-key-of-the-domain-tests";
const NOW: i64 = 1_795_000_000_000;

fn page(body: &Value) -> CreatorPage {
    CreatorPage { id: 7, ..CreatorPage::make(body, NOW).unwrap() }
}

fn faults(body: &Value) -> Vec<(String, &'static str)> {
    let faults = CreatorPage::make(body, NOW).unwrap_err();
    faults.into_iter().map(|fault| (fault.pointer.unwrap_or_default(), fault.code)).collect()
}

proptest! {
    #[test]
    fn a_token_names_its_page_again(id: u32, at in 0_i64..1 << 47) {
        prop_assert_eq!(verified(&token(id, at, KEY).unwrap(), KEY), Some((id, at)));
    }

    #[test]
    fn a_token_with_any_bit_changed_opens_nothing(id: u32, at in 0_i64..1 << 47, place in 4_usize..40, sign in "[A-Za-z0-9_-]") {
        let token = token(id, at, KEY).unwrap();
        let mut other = token.clone();
        other.replace_range(place..=place, &sign);
        prop_assume!(other != token);
        prop_assert_eq!(verified(&other, KEY), None);
    }
}

#[test]
fn a_token_of_another_deployment_opens_nothing() {
    let token = token(7, NOW, KEY).unwrap();
    assert_eq!(verified(&token, "another-customer-key-of-somebody"), None);
    assert_eq!(verified(&format!("{token}A"), KEY), None);
    assert_eq!(verified(token.trim_start_matches("wmc_"), KEY), None);
    assert_eq!(verified("", KEY), None);
}

#[test]
fn a_page_opens_until_it_ends_or_is_taken_back() {
    let open = page(&json!({ "creator_id": 3, "expires_at": "2026-12-01T00:00:00Z" }));
    let end = open.expires_at.expect("an end");
    assert!(open.opens(NOW, end - 1));
    assert!(!open.opens(NOW, end));
    // A page that was made at another time under the same number is another page.
    assert!(!open.opens(NOW + 1, NOW));
    assert!(!open.put_away(NOW).expect("taken back").opens(NOW, NOW));
}

#[test]
fn what_a_page_is_made_of_is_said_where_it_is_wrong() {
    for (body, pointer, code) in [
        (json!({}), "/creator_id", "required"),
        (json!({ "creator_id": "7" }), "/creator_id", "not_an_integer"),
        (json!({ "creator_id": 0 }), "/creator_id", "out_of_range"),
        (json!({ "creator_id": 1, "money": "yes" }), "/money", "not_a_boolean"),
        (json!({ "creator_id": 1, "expires_at": "2020-01-01T00:00:00Z" }), "/expires_at", "in_the_past"),
        (json!({ "creator_id": 1, "name": "Sarah" }), "/name", "unknown_field"),
    ] {
        assert_eq!(faults(&body), [(pointer.to_owned(), code)], "{body}");
    }
}

#[test]
fn a_page_stays_its_creators_and_keeps_its_address() {
    let page = page(&json!({ "creator_id": 3 }));
    assert!(page.change(&json!({ "creator_id": 4 }), NOW + 1).is_err());
    let changed = page.change(&json!({ "money": true }), NOW + 1).expect("a change");
    assert_eq!(changed.shown("https://go.test", KEY)["address"], page.shown("https://go.test", KEY)["address"]);
    assert!(changed.money);
}

/// A report with one row, as the reports print it.
fn report(row: &Value) -> Printed {
    let map = |value: Value| value.as_object().cloned().unwrap_or_default();
    Printed {
        head: map(json!({ "from": "2026-11-01", "to": "2026-11-30", "zone": "UTC", "as_of": null })),
        rows: vec![row.to_string()],
        beside: map(json!({ "total": row, "unattributed": { "orders": 99 }, "unverified": { "orders": 98 } })),
    }
}

fn figures(about: (&str, Value)) -> Value {
    let mut row = json!({
        "clicks": 10, "orders": 2, "orders_link": 1, "orders_code": 1, "orders_both": 0, "code_uses": 1,
        "cost_minor": 4000, "roi": 3.2, "revenue": [{
            "currency": "EUR", "orders": 2, "gross_minor": 9000, "refunded_minor": 1000, "net_minor": 8000,
            "average_order_value_minor": 4500, "basis": "merchandise"
        }],
    });
    row[about.0] = about.1;
    row
}

fn seen(money: bool) -> Value {
    let own = Own {
        name: Some("Sarah".into()),
        links: [(1, true), (2, false)]
            .map(|(id, live)| Link {
                id,
                host: "go.test".into(),
                slug: format!("s{id}"),
                platform: None,
                post: None,
                live,
            })
            .into(),
        codes: vec![Code { id: 5, code: "SARAH10".into(), valid_from: None, valid_until: None }],
    };
    let reports = [
        report(&figures(("link", json!({ "id": 1 })))),
        report(&figures(("code", json!({ "id": 5 })))),
        report(&figures(("day", json!("2026-11-02")))),
    ];
    shown(&page(&json!({ "creator_id": 3, "money": money })), &own, Day::parse("2026-11-20").unwrap(), reports)
}

#[test]
fn a_link_that_brought_nothing_stands_there_with_nothing() {
    let seen = seen(true);
    assert_eq!(seen["links"][0]["clicks"], 10);
    assert_eq!(seen["links"][1]["address"], "https://go.test/s2");
    assert_eq!((&seen["links"][1]["clicks"], &seen["links"][1]["live"]), (&json!(0), &json!(false)));
    assert_eq!(seen["codes"][0]["code_uses"], 1);
    assert_eq!(
        seen["days"][0],
        json!({
            "day": "2026-11-02", "clicks": 10, "orders": 2, "orders_link": 1, "orders_code": 1, "orders_both": 0, "code_uses": 1,
            "revenue": [{ "currency": "EUR", "orders": 2, "gross_minor": 9000, "refunded_minor": 1000, "net_minor": 8000 }],
        })
    );
}

#[test]
fn a_page_without_money_has_none_anywhere() {
    let text = seen(false).to_string();
    assert!(!text.contains("minor") && !text.contains("EUR") && !text.contains("revenue\""), "{text}");
}

#[test]
fn what_is_the_brands_own_is_never_shown() {
    let seen = seen(true);
    let text = seen.to_string();
    for word in ["cost", "roi", "unattributed", "unverified", "target"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    let keys: Vec<&String> = seen.as_object().map(Map::keys).into_iter().flatten().collect();
    assert_eq!(
        keys,
        [
            "as_of",
            "click_window_days",
            "codes",
            "creator",
            "days",
            "from",
            "links",
            "money",
            "revenue_basis",
            "to",
            "today",
            "total",
            "zone"
        ]
    );
}
