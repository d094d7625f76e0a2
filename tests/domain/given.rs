//! The ordinary case of everything, so that a test says only what it is about.

use std::collections::HashMap;

use proptest::test_runner::Config;
use serde_json::Value;
use waymark::domain::click_id::{Click, ClickKeys};
use waymark::domain::conversion;
use waymark::domain::cookie;
use waymark::domain::credit::{Evidence, Order};
use waymark::domain::event::{Event, Kind};
use waymark::domain::facets::Facets;
use waymark::domain::follow::Visit;
use waymark::domain::host::Host;
use waymark::domain::key::Who;
use waymark::domain::link::Published;
use waymark::domain::money::{Amount, Currency};
use waymark::domain::refusal::Fault;
use waymark::domain::register::link::{Ground, Owners};
use waymark::domain::reply::{Body, Reply};
use waymark::domain::settings::Settings;
use waymark::domain::touch::Kept;
use waymark::domain::utm::hygiene::Hygiene;
use waymark::domain::verdict::{Reason, Verdict};

/// 2026-11-20T12:00:00Z.
pub const NOON: i64 = 1_795_176_000_000;

/// Thirty-two times the byte 7, under number 1.
pub const FIRST_KEY: &str = "1:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";
/// Thirty-two times the byte 9, under number 2.
pub const SECOND_KEY: &str = "2:CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk";

/// An iPhone with Safari.
pub const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
    Version/17.5 Mobile/15E148 Safari/604.1";

/// The variables and secrets of an ordinary deployment.
pub fn variables() -> HashMap<&'static str, String> {
    HashMap::from([
        (
            "HOSTS",
            r#"[{"host":"go.brand.example","not_found":"https://brand.example/gone"},{"host":"plain.brand.example"}]"#
                .to_owned(),
        ),
        ("CLICK_KEYS", FIRST_KEY.to_owned()),
        ("ADMIN_KEY", "admin-admin-admin-admin-1".to_owned()),
        ("CUSTOMER_KEY", "customer-customer-customer".to_owned()),
    ])
}

/// The settings of an ordinary deployment with `changed` set differently; an empty text takes a setting away.
pub fn settings_with(changed: &[(&'static str, &str)]) -> Result<Settings, String> {
    let mut variables = variables();
    for (name, value) in changed {
        if value.is_empty() {
            variables.remove(name);
        } else {
            variables.insert(name, (*value).to_owned());
        }
    }
    Settings::read(|name| variables.get(name).cloned(), fold, compose)
}

/// Hosts as the platform writes them, of which it knows these; what it truly does is told in tests/edge.
pub fn fold(host: &str) -> Option<String> {
    let host = percent_encoding::percent_decode_str(host).decode_utf8().ok()?.to_lowercase();
    let ascii = match host.as_str() {
        "m\u{fc}nchen.example" => "xn--mnchen-3ya.example",
        "m\u{fc}ller.example" => "xn--mller-kva.example",
        "go\u{3002}brand.example" | "\u{ff47}o.brand.example" | "go.br\u{ad}and.example" => "go.brand.example",
        "xn--a.example" => return None, // it stands for no letter
        ascii if ascii.is_ascii() => ascii,
        _ => return None,
    };
    Some(ascii.to_owned())
}

/// Letters as the platform composes them, of which it knows these; what it truly does is told in tests/edge.
pub fn compose(text: &str) -> Option<String> {
    let one = |letter: char| match letter {
        '\u{212a}' => 'K'.to_string(),
        '\u{ff0f}' => '/'.to_string(),
        '\u{ff0e}' => '.'.to_string(),
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff5a}' => {
            char::from_u32(u32::from(letter) - 0xfee0).unwrap().to_string()
        }
        '\u{fb01}' => "fi".to_owned(),
        other => other.to_string(),
    };
    // A lone half of a letter, as only the platform has them, composes to nothing.
    (!text.contains('\u{ffff}'))
        .then(|| text.replace("u\u{308}", "ü").replace("o\u{308}", "ö").chars().map(one).collect())
}

/// The settings of an ordinary deployment.
pub fn settings() -> Settings {
    settings_with(&[]).unwrap()
}

/// A creator whose link is in no campaign.
pub fn owners() -> Owners<'static> {
    Owners { creator: "sarah", creator_name: "Sarah", campaign: None }
}

/// What a link is made on at `now`, by the bootstrap key.
pub fn ground(settings: &Settings, now: i64) -> Ground<'_> {
    Ground { settings, hygiene: Hygiene::plain(), hosts: &settings.hosts, who: Who::default(), now }
}

/// A host with a not-found address.
pub fn host() -> Host {
    settings().hosts.first().unwrap().clone()
}

/// A host without one.
pub fn plain_host() -> Host {
    settings().hosts.find("plain.brand.example").unwrap().clone()
}

/// The click keys of an ordinary deployment.
pub fn keys() -> ClickKeys {
    ClickKeys::parse(FIRST_KEY).unwrap()
}

/// A live link.
pub fn link() -> Published {
    Published {
        id: 7,
        version: 1,
        target: "https://brand.example/shop?a=1".to_owned(),
        on: true,
        expires_at: None,
        more: None,
    }
}

/// A person's visit at noon with this query.
pub fn visit(query: &str) -> Visit<'_> {
    Visit {
        word: "spring",
        query,
        now: NOON,
        nonce: 5,
        visitor: (1 << 46) | 0x63,
        cookie: cookie::Told::Nothing,
        seen: (Verdict::Human, Reason::None),
        facets: Facets::default(),
        head: false,
    }
}

/// A click on link 7.
pub fn click() -> Click {
    Click { link: 7, at: NOON, nonce: 5, visitor: (1 << 46) | 0x63 }
}

/// A click as it is kept: link, time, nonce, visitor.
pub fn kept(link: u32, at: i64, nonce: u32, visitor: u64) -> Kept {
    Kept { link, at, nonce, visitor, channel: String::new() }
}

/// A person's click on link 7.
pub fn event() -> Event {
    Event::new(Kind::Click, 7, (Verdict::Human, Reason::None), ((1 << 46) | 0x63, NOON, 5))
}

/// A currency by its letters.
pub fn currency(letters: &str) -> Currency {
    Currency::parse(letters).unwrap()
}

/// An amount whose tax and shipping are stated.
pub fn stated(total: i64, tax: i64, shipping: i64) -> Amount {
    Amount { total, tax: Some(tax), shipping: Some(shipping) }
}

/// An amount of which only the total is known.
pub fn only(total: i64) -> Amount {
    Amount { total, tax: None, shipping: None }
}

/// An order at noon of 100.00 EUR in goods, without a click, a code or a refund.
pub fn order() -> Order {
    Order {
        order_id: "1001".to_owned(),
        occurred_at: NOON,
        verified: 1,
        currency: Some(currency("EUR")),
        amount: stated(12_000, 1_500, 500),
        merchandise: None,
        new_customer: None,
        evidence: Evidence::default(),
        back: Vec::new(),
        refund_count: 0,
        kind: conversion::Kind::Sale,
        visitor: 0,
        customer: None,
        rate_e9: None,
    }
}

/// Where each fault points, with its word.
pub fn pointers(faults: &[Fault]) -> Vec<(String, &'static str)> {
    faults.iter().map(|fault| (fault.pointer.clone().or(fault.parameter.clone()).unwrap(), fault.code)).collect()
}

/// The body of a reply as JSON.
pub fn json(reply: &Reply) -> Value {
    serde_json::from_str(text(reply)).unwrap()
}

/// The body of a reply as text.
pub fn text(reply: &Reply) -> &str {
    match &reply.body {
        Body::Text(text) => text,
        other => panic!("a text was expected, not {other:?}"),
    }
}

/// Properties are tried on so many inputs; a failing one is printed, not stored beside the tests.
pub fn tries(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}
