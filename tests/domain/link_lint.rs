//! What is said of the tags of everywhere that a link leads to.

use serde_json::{Value, json};
use waymark::domain::register::link::Link;
use waymark::domain::stored;
use waymark::domain::utm::hygiene::Hygiene;
use waymark::domain::utm::known::Known;

use crate::given::{self, NOON, pointers};

/// A link with `more`, aimed, of a brand that wants campaigns and knows two media.
fn aimed(more: &Value) -> Link {
    let settings = given::settings();
    let mut body = json!({ "destination": "https://brand.example/?utm_campaign=spring", "creator_id": 1, "platform": "instagram" });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let link = Link::make(&body, given::ground(&settings, NOON), [3; 32]).unwrap();
    link.aimed(&given::owners(), &settings.hosts)
}

fn strict() -> Hygiene {
    let said = json!({ "required": ["campaign"], "allowed": { "medium": ["influencer", "social"] } });
    stored::read(json!({ "said": said.to_string(), "version": 1 })).unwrap()
}

#[test]
fn every_address_of_a_link_is_linted_and_named() {
    let good = "https://brand.example/?utm_campaign=spring";
    let share = |name: &str, address: &str| json!({ "name": name, "weight": 50, "destination": address });
    for (more, pointer, code) in [
        (json!({ "rules": [{ "destination": "https://brand.example/" }] }), "/rules/0/destination", "required"),
        (
            json!({ "rules": [{ "split": [share("a", good), share("b", "https://brand.example/?utm_campaign=spring&utm_medium=x")] }] }),
            "/rules/0/split/1/destination",
            "not_allowed",
        ),
        (
            json!({ "rules": [{ "app": { "ios": { "url": "https://brand.example/?utm_campaign={{ad}}" } } }] }),
            "/rules/0/app/ios/url",
            "placeholder",
        ),
        (json!({ "app": { "android": { "url": "https://brand.example/" } } }), "/app/android/url", "required"),
    ] {
        let refused = aimed(&more).linted(None, &mut Known::of(&strict())).unwrap_err();
        assert_eq!(pointers(&refused), [(pointer.to_owned(), code)]);
    }
    for more in
        [json!({ "rules": [{ "destination": good }] }), json!({ "app": { "ios": { "url": "brand://product" } } })]
    {
        assert_eq!(aimed(&more).linted(None, &mut Known::of(&strict())), Ok(Vec::new()), "{more}");
    }
}

#[test]
fn a_warning_about_another_address_says_which_and_is_told_once() {
    let odd = "https://brand.example/?utm_campaign=Spring";
    let link =
        aimed(&json!({ "rules": [{ "when": { "device": ["mobile"] }, "destination": odd }, { "destination": odd }] }));
    let notes = link.linted(None, &mut Known::of(Hygiene::plain())).unwrap();
    let told: Vec<Value> = notes.iter().map(|note| serde_json::to_value(note).unwrap()).collect();
    assert_eq!(
        told.iter().map(|note| (&note["code"], &note["pointer"])).collect::<Vec<_>>(),
        [(&json!("case"), &json!("/rules/0/destination"))]
    );
}

#[test]
fn what_another_address_carried_before_keeps_no_change_out() {
    let link = aimed(&json!({ "rules": [{ "destination": "https://brand.example/" }] }));
    let changed = Link { post: Some("reel".into()), ..link.clone() };
    assert!(changed.linted(Some(&link), &mut Known::of(&strict())).is_ok());
    let worse = aimed(&json!({ "rules": [{ "destination": "https://brand.example/?utm_medium=x" }] }));
    let refused = worse.linted(Some(&link), &mut Known::of(&strict())).unwrap_err();
    assert_eq!(pointers(&refused), [("/rules/0/destination".to_owned(), "not_allowed")]);
}

#[test]
fn a_name_that_looks_like_another_is_told_of_apps_too() {
    let link = aimed(&json!({ "app": { "ios": { "url": "https://xn--pypal-4ve.com/" } } }));
    assert!(!link.warnings().is_empty());
}
