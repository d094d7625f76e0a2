//! Destinations by rule: which one takes a visit, what is read of them, and what is refused.

mod app_link;
mod card;
mod never;
mod reading;
mod split;
mod when;

use serde_json::{Value, json};
use waymark::domain::device;
use waymark::domain::facets::Facets;
use waymark::domain::letters::Letters;
use waymark::domain::register::link::Link;
use waymark::domain::rule::{self, Rule};

use crate::given::{self, NOON, pointers};

/// A place that no two rules share.
fn place(number: usize) -> String {
    format!("https://brand.example/{number}")
}

/// Rules with these conditions, each to a place of its own.
fn to_places(whens: &[Value]) -> Value {
    whens.iter().enumerate().map(|(at, when)| json!({ "when": when, "destination": place(at) })).collect()
}

/// The rules as read at noon; every address is taken.
fn read(said: &Value) -> Result<Vec<Rule>, Vec<(String, &'static str)>> {
    let taken = |address: &str| Ok(address.to_owned());
    rule::read(said, "/rules", &taken, &[], NOON).map_err(|faults| pointers(&faults))
}

/// A link made of a body with this field.
fn link_with(field: &str, value: &Value) -> Result<Link, Vec<(String, &'static str)>> {
    let mut body = json!({ "destination": "https://brand.example/shop", "creator_id": 70, "slug": "spring" });
    body[field] = value.clone();
    let made = Link::make(&body, given::ground(&given::settings(), NOON), [0; 32]);
    made.map(|link| Link { id: 7, ..link }.aimed(&given::owners(), &given::settings().hosts))
        .map_err(|faults| pointers(&faults))
}

fn code(names: &[&str], name: &str) -> u8 {
    u8::try_from(names.iter().position(|known| *known == name).unwrap()).unwrap()
}

/// Somebody in Munich with an iPhone and German, inside Instagram.
fn somebody() -> Facets {
    Facets {
        device: code(device::CLASSES, "mobile"),
        system: code(device::SYSTEMS, "ios"),
        app: code(device::APPS, "instagram"),
        country: Letters::of("DE"),
        region: Letters::of("BY"),
        language: Letters::of("de"),
        ..Facets::default()
    }
}

#[test]
fn an_apps_own_address_in_a_rule_has_no_tags_and_the_webs_has() {
    let rules = json!([{
        "when": { "system": ["ios", "android"] },
        "app": { "ios": { "url": "https://app.brand.example/p" }, "android": { "url": "brand://p", "package": "com.brand" } },
    }]);
    let link = link_with("rules", &rules).unwrap();
    let app = link.more.rules[0].app.clone().unwrap();
    let target = |app: Option<&waymark::domain::app_link::AppLink>| app.unwrap().place.target.clone();
    assert!(target(app.ios.as_ref()).contains("utm_content=sarah"));
    assert_eq!(target(app.android.as_ref()), "brand://p");
}
