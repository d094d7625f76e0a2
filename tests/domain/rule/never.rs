//! Rules that would never match are refused, each with its pointer and a word for why.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::device;
use waymark::domain::facets::Facets;
use waymark::domain::letters::Letters;
use waymark::domain::rule::never::faults;
use waymark::domain::rule::when::Facts;

use super::{link_with, read, to_places};
use crate::given::{self, NOON, pointers};

/// What is wrong with rules with these conditions, of a link that is always on.
fn wrong(whens: &[Value]) -> Vec<(String, &'static str)> {
    pointers(&faults(&read(&to_places(whens)).unwrap(), "/rules", (None, None)))
}

fn at(pointer: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(pointer.to_owned(), code)]
}

#[test]
fn conditions_that_no_device_meets_together_are_refused() {
    for (when, possible) in [
        (json!({ "device": ["desktop"], "system": ["ios", "android"] }), false),
        (json!({ "device": ["desktop"], "system": ["ios", "windows"] }), true),
        (json!({ "device": ["console"], "system": ["windows"] }), false),
        (json!({ "device": ["console"], "system": ["xbox"] }), true),
        (json!({ "device": ["mobile"], "system": ["macos"] }), false),
        (json!({ "device": ["mobile"], "app": ["gmail_proxy"] }), false),
        (json!({ "system": ["ios"], "app": ["apple_mail", "instagram"] }), true),
        (json!({ "device": ["unknown"], "system": ["ios"] }), false),
    ] {
        let expected = if possible { Vec::new() } else { at("/rules/0/when", "never_matches") };
        assert_eq!(wrong(std::slice::from_ref(&when)), expected, "{when}");
    }
}

#[test]
fn a_region_outside_its_countries_is_refused() {
    let when = json!({ "country": ["DE", "FR"], "region": ["DE-BY", "AT-9"] });
    assert_eq!(wrong(&[when]), at("/rules/0/when/region/1", "outside_countries"));
}

#[test]
fn a_window_outside_the_links_schedule_is_refused() {
    let rules = |from: &str, until: &str| {
        let window = json!({ "from": from, "until": until });
        read(&to_places(&[window])).unwrap()
    };
    let hour = 3_600_000;
    let schedule = (Some(NOON + hour), Some(NOON + 2 * hour));
    for (from, until, outside) in [
        ("2026-11-20T12:00:00Z", "2026-11-20T13:00:00Z", true),
        ("2026-11-20T12:00:00Z", "2026-11-20T13:00:00.001Z", false),
        ("2026-11-20T14:00:00Z", "2026-11-20T15:00:00Z", true),
        ("2026-11-20T13:59:59.999Z", "2026-11-20T15:00:00Z", false),
    ] {
        let found = pointers(&faults(&rules(from, until), "/rules", schedule));
        let expected = if outside { at("/rules/0/when", "outside_schedule") } else { Vec::new() };
        assert_eq!(found, expected, "{from} to {until}");
    }
}

#[test]
fn a_rule_behind_one_that_takes_all_of_it_is_refused() {
    let day = |day: u8| format!("2026-12-{day:02}T00:00:00Z");
    for (earlier, later) in [
        (json!({ "country": ["DE", "FR"] }), json!({ "country": ["DE"] })),
        (json!({ "country": ["DE"] }), json!({ "country": ["DE"], "system": ["ios"] })),
        (json!({ "country": ["DE"] }), json!({ "region": ["DE-BY", "DE-BE"] })),
        (json!({ "from": day(1), "until": day(9) }), json!({ "from": day(1), "until": day(8), "country": ["DE"] })),
        (json!({ "query": { "a": true } }), json!({ "query": { "a": "x", "b": "y" } })),
        (json!({ "query": { "a": ["x", "y"] } }), json!({ "query": { "a": ["y"] } })),
    ] {
        assert_eq!(wrong(&[earlier.clone(), later.clone()]), at("/rules/1", "shadowed"), "{earlier}, {later}");
    }
}

#[test]
fn a_rule_that_takes_less_than_a_later_one_stands_before_it() {
    for (earlier, later) in [
        (json!({ "country": ["DE"] }), json!({ "country": ["DE", "FR"] })),
        (json!({ "country": ["DE"], "system": ["ios"] }), json!({ "country": ["DE"] })),
        (json!({ "region": ["DE-BY"] }), json!({ "country": ["DE"] })),
        (json!({ "country": ["DE"] }), json!({ "region": ["DE-BY", "AT-9"] })),
        (json!({ "until": "2026-12-08T00:00:00Z" }), json!({ "until": "2026-12-09T00:00:00Z" })),
        (json!({ "from": "2026-12-08T00:00:00Z" }), json!({})),
        (json!({ "query": { "a": "x" } }), json!({ "query": { "a": true } })),
        (json!({ "query": { "a": true } }), json!({ "query": { "b": true } })),
    ] {
        assert_eq!(wrong(&[earlier.clone(), later.clone()]), [], "{earlier}, {later}");
    }
}

#[test]
fn a_rule_behind_a_catch_all_is_refused() {
    assert_eq!(wrong(&[json!({}), json!({ "country": ["DE"] })]), at("/rules/1", "behind_catch_all"));
    assert_eq!(wrong(&[json!({ "country": ["DE"] }), json!({}), json!({})]), at("/rules/2", "behind_catch_all"));
    assert_eq!(wrong(&[json!({ "country": ["DE"] }), json!({})]), []);
}

#[test]
fn a_window_as_long_as_the_links_schedule_is_a_catch_all() {
    let rules = read(&to_places(&[json!({ "until": "2027-01-01T00:00:00Z" }), json!({ "country": ["DE"] })])).unwrap();
    assert_eq!(pointers(&faults(&rules, "/rules", (None, Some(NOON + 1)))), at("/rules/1", "shadowed"));
    assert_eq!(faults(&rules, "/rules", (None, None)), []);
}

#[test]
fn a_schedule_that_leaves_a_rule_no_time_is_refused_too() {
    let settings = given::settings();
    let rules = to_places(&[json!({ "from": "2026-12-10T00:00:00Z" })]);
    let link = link_with("rules", &rules).unwrap();
    let change = serde_json::json!({ "expires_at": "2026-12-10T00:00:00Z" });
    let faults = link.change(&change, given::ground(&settings, NOON)).unwrap_err();
    assert_eq!(pointers(&faults), at("/rules/0/when", "outside_schedule"));
    let change = serde_json::json!({ "expires_at": "2026-12-10T00:00:00.001Z" });
    assert!(link.change(&change, given::ground(&settings, NOON)).is_ok());
}

/// Words of user agents, in any mixture.
fn agents() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Mozilla/5.0",
        "Macintosh",
        "iPhone",
        "iPad",
        "Android",
        "Mobile",
        "Tablet",
        "Windows",
        "Windows Phone",
        "Linux",
        "CrOS ",
        "PlayStation",
        "Xbox",
        "Nintendo",
        "Tizen",
        "webOS",
        "SMART-TV",
        "OculusBrowser",
        "KaiOS",
        "HarmonyOS",
        "Instagram 1",
        "GoogleImageProxy",
        "YahooMailProxy",
        "FBAV/1",
        "Opera Mini",
        "AppleTV",
        "Roku",
        "Quest ",
    ]);
    prop::collection::vec(word, 0..6).prop_map(|words| words.join("; "))
}

fn whens() -> impl Strategy<Value = Value> {
    let some = |words: &'static [&'static str]| prop::option::of(prop::sample::subsequence(words, 1..=words.len()));
    let query = prop::option::of(prop::sample::select(vec![json!(true), json!("x"), json!(["x", "y"])]));
    let ways = (
        some(&["DE", "FR", "AT"]),
        some(&["DE-BY", "DE-BE", "AT-9"]),
        some(&["de", "fr"]),
        some(&["mobile", "desktop", "tablet"]),
        some(&["ios", "windows", "macos"]),
        query,
    );
    ways.prop_map(|(country, region, language, device, system, query)| {
        let mut when = json!({});
        for (name, words) in
            [("country", country), ("region", region), ("language", language), ("device", device), ("system", system)]
        {
            if let Some(words) = words {
                when[name] = json!(words);
            }
        }
        if let Some(wanted) = query {
            when["query"] = json!({ "ref": wanted });
        }
        when
    })
}

/// Who may come, as far as [`whens`] tells people apart.
fn visits() -> Vec<(Facets, &'static str)> {
    let agents =
        ["iPhone Mobile", "iPad", "Windows", "Macintosh", "Windows Mobile", "Tablet; Windows", "Macintosh Tablet"];
    let mut visits = Vec::new();
    for agent in agents {
        let device = device::of(agent);
        for place in [("DE", "BY"), ("DE", "BE"), ("DE", "NW"), ("FR", "IDF"), ("AT", "9"), ("AT", "1"), ("US", "CA")] {
            for language in ["de", "fr", "en"] {
                for query in ["", "ref=x", "ref=y", "ref=z"] {
                    let facets = Facets {
                        device: device.class,
                        system: device.system,
                        app: device.app,
                        country: Letters::of(place.0),
                        region: Letters::of(place.1),
                        language: Letters::of(language),
                        ..Facets::default()
                    };
                    visits.push((facets, query));
                }
            }
        }
    }
    visits
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn every_device_that_is_told_is_possible(agent in agents()) {
        let told = device::of(&agent);
        prop_assert!(device::possible(told.class, told.system, told.app), "{agent}: {told:?}");
    }

    #[test]
    fn a_rule_that_is_refused_alone_takes_nobody(when in whens()) {
        let rules = read(&to_places(&[when])).unwrap();
        let found = faults(&rules, "/rules", (None, None));
        let taken = visits().iter().any(|(facets, query)| rules[0].when.holds(&Facts::of(facets, NOON, query)));
        if found.iter().any(|fault| fault.code == "never_matches") {
            prop_assert!(!taken);
        }
        if found.is_empty() {
            prop_assert!(taken, "a rule that is taken takes somebody");
        }
    }

    #[test]
    fn a_rule_that_is_shadowed_is_never_reached(one in whens(), other in whens()) {
        let rules = read(&to_places(&[one, other])).unwrap();
        let found = faults(&rules, "/rules", (None, None));
        if found.iter().any(|fault| matches!(fault.code, "shadowed" | "behind_catch_all")) {
            for (facets, query) in visits() {
                let facts = Facts::of(&facets, NOON, query);
                prop_assert!(!rules[1].when.holds(&facts) || rules[0].when.holds(&facts), "{facets:?} {query}");
            }
        }
    }
}
