//! Tags that are derived: by convention or by template, each part in its place, and nothing of what is missing.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::stored;
use waymark::domain::utm::preset::{PLACEHOLDERS, Parts, Preset, TEMPLATE_MOST};
use waymark::domain::utm::{NAMES, Tags};

use crate::given::{self, pointers};

fn parts() -> Parts<'static> {
    Parts {
        creator: "sarah",
        creator_id: 70,
        creator_name: "Sarah O'Neill",
        platform: Some("instagram"),
        campaign: Some("spring-26"),
        campaign_id: Some(3),
        post: Some("reel-1"),
        slug: "sarah/spring",
        host: "go.brand.example",
        external_id: Some("CRM-9"),
    }
}

fn said(body: &Value) -> Result<Preset, Vec<(String, &'static str)>> {
    Preset::say(body, "/utm_preset").map_err(|faults| pointers(&faults))
}

/// The tags of a convention, each with its name.
fn filled(body: &Value, parts: &Parts<'_>) -> String {
    let tags = said(body).unwrap().fill(parts);
    let named = NAMES.iter().zip(tags.values());
    named.filter_map(|(name, value)| Some(format!("{name}={}", value?))).collect::<Vec<_>>().join(" ")
}

fn content(template: &str, parts: &Parts<'_>) -> Option<String> {
    said(&json!({ "content": template })).unwrap().fill(parts).content
}

#[test]
fn each_convention_says_its_own() {
    for (preset, expected) in [
        ("platform", "source=instagram medium=influencer campaign=spring-26 content=sarah-reel-1"),
        ("creator", "source=sarah medium=instagram campaign=spring-26 content=reel-1"),
        ("campaign", "source=instagram medium=influencer campaign=sarah term=spring-26 content=reel-1"),
    ] {
        assert_eq!(filled(&json!(preset), &parts()), expected);
    }
}

#[test]
fn a_convention_leaves_out_what_is_not_known() {
    let bare = Parts { creator: "sarah", ..Parts::default() };
    for (preset, expected) in [
        ("platform", "medium=influencer content=sarah"),
        ("creator", "source=sarah"),
        ("campaign", "medium=influencer campaign=sarah"),
    ] {
        assert_eq!(filled(&json!(preset), &bare), expected);
    }
}

#[test]
fn the_platform_is_the_convention_where_none_is_said() {
    assert_eq!(said(&json!("platform")), Ok(Preset::default()));
}

#[test]
fn every_placeholder_stands_for_its_part() {
    let expected = [
        "sarah",
        "70",
        "Sarah O'Neill",
        "instagram",
        "spring-26",
        "3",
        "reel-1",
        "sarah/spring",
        "go.brand.example",
        "CRM-9",
    ];
    for (name, expected) in PLACEHOLDERS.iter().zip(expected) {
        assert_eq!(content(&format!("{{{name}}}"), &parts()).as_deref(), Some(expected), "{name}");
    }
}

#[test]
fn a_template_makes_every_tag() {
    let body: serde_json::Map<String, Value> =
        NAMES.iter().map(|name| ((*name).to_owned(), json!("x-{creator}"))).collect();
    let tags = said(&Value::Object(body)).unwrap().fill(&parts());
    assert_eq!(tags.values(), [Some("x-sarah"); 7]);
}

#[test]
fn a_missing_part_leaves_no_separator_behind() {
    let bare = Parts { creator: "sarah", slug: "s1", ..Parts::default() };
    for (template, expected) in [
        ("{creator}-{post}", Some("sarah")),
        ("{post}-{creator}", Some("sarah")),
        ("{creator}-{post}-{slug}", Some("sarah-s1")),
        ("{creator}_{post} | {campaign}_{slug}", Some("sarah_s1")),
        ("{post}-{campaign}-{platform}", None),
        ("promo-{post}", None),
        ("promo-{post}-{creator}", Some("promo-sarah")),
        ("{post}", None),
        ("--{creator}--{slug}", Some("--sarah--s1")),
        ("plain", Some("plain")),
    ] {
        assert_eq!(content(template, &bare).as_deref(), expected, "{template}");
    }
}

#[test]
fn a_placeholder_that_is_not_known_is_refused_with_all_there_are() {
    let faults = Preset::say(&json!({ "source": "{plattform}" }), "/utm_preset").unwrap_err();
    assert_eq!(pointers(&faults), [("/utm_preset/source".to_owned(), "unknown_placeholder")]);
    for name in PLACEHOLDERS {
        assert!(faults[0].detail.contains(&format!("{{{name}}}")), "{name}");
    }
    for template in ["{}", "{ creator}", "{Creator}", "{creator }"] {
        assert_eq!(said(&json!({ "id": template })), Err(vec![("/utm_preset/id".to_owned(), "unknown_placeholder")]));
    }
}

#[test]
fn braces_that_do_not_close_are_refused() {
    for template in
        ["{creator", "creator}", "{{creator}}", "{creator}}", "}{creator}", "{creator}-{", "{creator{post}}"]
    {
        let expected = vec![("/utm_preset/term".to_owned(), "unbalanced_brace")];
        assert_eq!(said(&json!({ "term": template })), Err(expected), "{template}");
    }
}

#[test]
fn a_template_has_at_most_200_characters() {
    for (length, fits) in [(TEMPLATE_MOST - 1, true), (TEMPLATE_MOST, true), (TEMPLATE_MOST + 1, false)] {
        assert_eq!(said(&json!({ "term": "é".repeat(length) })).is_ok(), fits, "{length}");
    }
}

#[test]
fn what_is_no_preset_is_refused() {
    for (body, pointer, code) in [
        (json!("plattform"), "/utm_preset", "unknown_preset"),
        (json!(7), "/utm_preset", "unknown_preset"),
        (json!([]), "/utm_preset", "unknown_preset"),
        (json!({}), "/utm_preset", "empty"),
        (json!({ "source": null }), "/utm_preset", "empty"),
        (json!({ "source": "" }), "/utm_preset/source", "empty"),
        (json!({ "source": 7 }), "/utm_preset/source", "not_text"),
        (json!({ "utm_source": "{creator}" }), "/utm_preset/utm_source", "unknown_field"),
    ] {
        assert_eq!(said(&body), Err(vec![(pointer.to_owned(), code)]), "{body}");
    }
}

#[test]
fn a_preset_is_kept_as_it_was_said() {
    for body in [json!("platform"), json!("creator"), json!("campaign"), json!({ "id": "{external_id}", "term": "x" })]
    {
        let preset = said(&body).unwrap();
        let kept = serde_json::to_string(&preset).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&kept).unwrap(), body);
        assert_eq!(stored::parse::<Preset>(&kept), Ok(preset));
    }
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn parts_that_are_missing_never_double_a_separator(
        known in prop::collection::vec(any::<bool>(), 5),
        separator in prop::sample::select(vec!["-", "_", "."]),
    ) {
        let names = ["platform", "campaign", "campaign_id", "post", "external_id"];
        let template = names.map(|name| format!("{{{name}}}")).join(separator);
        let given = Parts {
            platform: parts().platform.filter(|_| known[0]),
            campaign: Some("c").filter(|_| known[1]),
            campaign_id: parts().campaign_id.filter(|_| known[2]),
            post: Some("p").filter(|_| known[3]),
            external_id: Some("e").filter(|_| known[4]),
            ..Parts::default()
        };
        let all = ["instagram", "c", "3", "p", "e"];
        let expected: Vec<&str> = all.iter().zip(&known).filter(|(_, known)| **known).map(|(part, _)| *part).collect();
        let expected = (!expected.is_empty()).then(|| expected.join(separator));
        prop_assert_eq!(content(&template, &given), expected);
    }

    #[test]
    fn no_text_is_both_refused_and_filled(template in "[a-z{}-]{1,20}") {
        let Ok(preset) = said(&json!({ "term": template })) else { return Ok(()) };
        let Tags { term, .. } = preset.fill(&parts());
        let term = term.unwrap_or_default();
        prop_assert!(!term.contains(['{', '}']), "{}", term);
    }
}
