//! Doors: which one an address is, by method and path alone.

use waymark::domain::refusal::Refusal;
use waymark::domain::report::Report;
use waymark::domain::route::{Act, Bulk, Door, Phone, Picture, Thing};
use waymark::domain::slug::Slug;

fn slug(word: &str) -> Option<Slug> {
    let slug = Slug::parse(word);
    assert!(slug.is_some(), "{word} is no slug");
    slug
}

const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE"];

/// Each address, and what each method that is served there opens.
#[expect(clippy::too_many_lines, reason = "a table of every door")]
fn doors() -> Vec<(&'static str, Vec<(&'static str, Door)>)> {
    let register =
        |thing: Thing| vec![("GET", Door::Register(thing, Act::List)), ("POST", Door::Register(thing, Act::Make))];
    let one = |thing: Thing| {
        let mut acts = vec![("GET", Door::Register(thing, Act::Show(5)))];
        if thing != Thing::Key {
            acts.push(("PATCH", Door::Register(thing, Act::Change(5))));
        }
        acts.push(("DELETE", Door::Register(thing, Act::Remove(5))));
        acts
    };
    let both = |door: Door| vec![("GET", door.clone()), ("HEAD", door)];
    vec![
        ("/spring", both(Door::Follow(slug("spring")))),
        ("/%53pring", both(Door::Follow(slug("Spring")))),
        ("/spring+", both(Door::About(slug("spring").unwrap()))),
        ("/Spring%2B", both(Door::About(slug("Spring").unwrap()))),
        ("/spring%2b/", both(Door::About(slug("spring").unwrap()))),
        ("/spring.qr", both(Door::Qr(slug("spring").unwrap(), Picture::Svg))),
        ("/%53pring.QR/", both(Door::Qr(slug("Spring").unwrap(), Picture::Svg))),
        ("/spring.qr.svg", both(Door::Qr(slug("spring").unwrap(), Picture::Svg))),
        ("/spring.qr.png", both(Door::Qr(slug("spring").unwrap(), Picture::Png))),
        ("/+", both(Door::Follow(None))),
        ("/.qr", both(Door::Follow(None))),
        ("/spring++", both(Door::Follow(None))),
        ("/sarah/spring+", both(Door::About(slug("sarah/spring").unwrap()))),
        ("/sarah/spring.qr.png", both(Door::Qr(slug("sarah/spring").unwrap(), Picture::Png))),
        ("/spring.png", both(Door::Follow(None))),
        ("/healthz+", both(Door::Follow(None))),
        ("/", both(Door::Follow(None))),
        ("/a/b", both(Door::Follow(slug("a/b")))),
        ("/spring/", both(Door::Follow(slug("spring")))),
        ("/spring//", both(Door::Follow(slug("spring")))),
        ("//", both(Door::Follow(None))),
        ("/healthz/", both(Door::Follow(None))),
        ("/sitemap.xml", both(Door::Follow(None))),
        ("/px", both(Door::Follow(None))),
        ("/px/a/b.gif", both(Door::View(slug("a/b")))),
        ("/px/a/b/c/d.gif", both(Door::View(None))),
        ("/px/spring.gif", both(Door::View(slug("spring")))),
        ("/px/spring.png", both(Door::View(None))),
        ("/px/spring", both(Door::View(None))),
        ("/px/v1.gif", both(Door::View(None))),
        ("/healthz", both(Door::Health)),
        ("/healthz/x", both(Door::Follow(None))),
        ("/v1/creators", register(Thing::Creator)),
        ("/v1/campaigns", register(Thing::Campaign)),
        ("/v1/links", [register(Thing::Link), vec![("PUT", Door::PutLink)]].concat()),
        ("/v1/links/5/history", vec![("GET", Door::LinkHistory(5))]),
        ("/v1/links/5/check", vec![("POST", Door::CheckLink(5))]),
        (
            "/v1/links/bulk",
            vec![
                ("POST", Door::BulkLinks(Bulk::Make)),
                ("PATCH", Door::BulkLinks(Bulk::Change)),
                ("DELETE", Door::BulkLinks(Bulk::Remove)),
            ],
        ),
        ("/v1/links/import", vec![("POST", Door::ImportLinks)]),
        ("/v1/links/export", vec![("GET", Door::ExportLinks)]),
        ("/v1/utm", vec![("GET", Door::ShowHygiene), ("PUT", Door::PutHygiene)]),
        ("/v1/utm/lint", vec![("POST", Door::Lint)]),
        ("/.well-known/apple-app-site-association", both(Door::Apps(Phone::Ios))),
        ("/.well-known/assetlinks.json", both(Door::Apps(Phone::Android))),
        ("/v1/domains", register(Thing::Domain)),
        ("/v1/domains/5", one(Thing::Domain)),
        ("/v1/codes", register(Thing::Code)),
        ("/v1/surveys", register(Thing::Survey)),
        ("/v1/keys", register(Thing::Key)),
        ("/v1/sources", register(Thing::Source)),
        ("/v1/creators/5", one(Thing::Creator)),
        ("/v1/campaigns/5", one(Thing::Campaign)),
        ("/v1/links/5", one(Thing::Link)),
        ("/v1/codes/5", one(Thing::Code)),
        ("/v1/surveys/5", one(Thing::Survey)),
        ("/v1/keys/5", one(Thing::Key)),
        ("/v1/sources/5", one(Thing::Source)),
        ("/v1/hooks/our-shop", vec![("POST", Door::Hook("our-shop".into()))]),
        ("/postback", vec![("GET", Door::Postback), ("POST", Door::Postback)]),
        ("/postback/", vec![("GET", Door::Postback), ("POST", Door::Postback)]),
        ("/postback/x", both(Door::Follow(None))),
        ("/v1/webhooks", register(Thing::Webhook)),
        ("/v1/webhooks/5", one(Thing::Webhook)),
        ("/v1/webhooks/5/messages", vec![("GET", Door::ListWebhookMessages(5))]),
        ("/v1/webhook_messages/5/replay", vec![("POST", Door::ReplayWebhookMessage(5))]),
        ("/v1/deliveries", vec![("GET", Door::ListDeliveries)]),
        ("/v1/deliveries/5", vec![("GET", Door::ShowDelivery(5))]),
        ("/v1/deliveries/5/replay", vec![("POST", Door::ReplayDelivery(5))]),
        ("/v1/codes/import", vec![("POST", Door::ImportCodes)]),
        ("/survey.js", both(Door::SurveyScript)),
        ("/wm.js", both(Door::Snippet(None))),
        ("/wm-1.js", both(Door::Snippet(Some(1)))),
        ("/wm-2.js", both(Door::Follow(None))),
        ("/wm.js/", both(Door::Follow(None))),
        ("/survey.js/", both(Door::Follow(None))),
        (
            "/v1/surveys/how-5/options",
            vec![
                ("GET", Door::SurveyOptions("how-5".into())),
                ("HEAD", Door::SurveyOptions("how-5".into())),
                ("OPTIONS", Door::Preflight),
            ],
        ),
        ("/v1/surveys/how-5/answers", vec![("POST", Door::SurveyAnswer("how-5".into())), ("OPTIONS", Door::Preflight)]),
        ("/v1/reports/codes", vec![("GET", Door::Report(Report::Codes))]),
        ("/v1/reports/surveys", vec![("GET", Door::Report(Report::Surveys))]),
        ("/v1/reports/visits", vec![("GET", Door::Report(Report::Visits))]),
        ("/v1/conversions", vec![("GET", Door::ListConversions), ("POST", Door::Convert)]),
        ("/v1/conversions/%231001%2Fa", vec![("GET", Door::ShowConversion("#1001/a".into()))]),
        ("/v1/rollups", vec![("GET", Door::ListRollups), ("POST", Door::RunRollup)]),
        ("/v1/reports/performance", vec![("GET", Door::Report(Report::Performance))]),
        ("/v1/dead_letters", vec![("GET", Door::ListDeadLetters)]),
        ("/v1/dead_letters/5/replay", vec![("POST", Door::ReplayDeadLetter(5))]),
    ]
}

#[test]
fn each_address_opens_its_door() {
    for (path, served) in doors() {
        for (method, door) in served {
            assert_eq!(Door::of(method, path), Ok(door), "{method} {path}");
        }
    }
}

#[test]
fn every_other_method_is_told_the_served_ones() {
    for (path, served) in doors() {
        let allow: Vec<&str> = served.iter().map(|(method, _)| *method).collect();
        for method in METHODS.iter().filter(|method| !allow.contains(method)) {
            match Door::of(method, path) {
                Err(Refusal::MethodNotAllowed(said)) => assert_eq!(said, allow.join(", "), "{method} {path}"),
                other => panic!("{method} {path}: {other:?}"),
            }
        }
    }
}

#[test]
fn methods_are_told_apart_by_case() {
    assert_eq!(Door::of("get", "/spring"), Err(Refusal::MethodNotAllowed("GET, HEAD")));
}

#[test]
fn under_v1_there_is_nothing_where_no_door_is() {
    for path in [
        "/v1",
        "/v1/",
        "/v1/spring",
        "/v1/links/",
        "/v1/links/5/",
        "/v1/links/5/clicks",
        "/v1/links/5/import",
        "/v1/links/bulk/5",
        "/v1/surveys/how",
        "/v1/surveys/how/results",
        "/v1/conversions/",
        "/v1/conversions/%FF",
        "/v1/rollups/5",
        "/v1/reports",
        "/v1/reports/weather",
        "/v1/dead_letters/5",
        "/v1/dead_letters/5/delete",
        "/v1/dead_letters/x/replay",
        "/v1/hooks",
        "/v1/hooks/a/b",
        "/v1/deliveries/x",
        "/v1/deliveries/5/delete",
        "/v1/webhooks/5/replay",
        "/v1/webhooks/x/messages",
        "/v1/webhook_messages",
        "/v1/webhook_messages/5",
        "/v1/webhook_messages/x/replay",
        "/v1/a/b/c/d/e",
    ] {
        for method in METHODS {
            assert_eq!(Door::of(method, path), Err(Refusal::NotFound), "{method} {path}");
        }
    }
}

#[test]
fn what_browsers_and_crawlers_ask_for_by_themselves_is_no_visit() {
    for path in ["/favicon.ico", "/robots.txt", "/.well-known/traffic-advice", "/.well-known"] {
        for method in METHODS {
            assert_eq!(Door::of(method, path), Err(Refusal::NotFound), "{method} {path}");
        }
    }
}

#[test]
fn an_id_is_a_plain_number_of_32_bits() {
    for id in ["0", "-1", "+1", "1.0", "1e3", "4294967296", "x", "%31", " 1", "99999999999999999999"] {
        assert_eq!(Door::of("GET", &format!("/v1/links/{id}")), Err(Refusal::NotFound), "{id}");
    }
    let most = Door::Register(Thing::Link, Act::Show(u32::MAX));
    assert_eq!(Door::of("GET", "/v1/links/4294967295"), Ok(most));
}

#[test]
fn every_door_of_the_machines_needs_a_key() {
    for (path, served) in doors() {
        for (method, door) in served {
            // A source's signature is its key; a survey is asked of everybody.
            let open = path.starts_with("/v1/hooks/") || path.ends_with("/options") || path.ends_with("/answers");
            assert_eq!(door.scope().is_some(), path.starts_with("/v1/") && !open, "{method} {path}");
        }
    }
}

#[test]
fn reading_and_writing_are_two_scopes() {
    for thing in [Thing::Creator, Thing::Campaign, Thing::Link, Thing::Code, Thing::Survey] {
        for act in [Act::List, Act::Show(1)] {
            assert_eq!(Door::Register(thing, act).scope(), Some("links:read"));
        }
        for act in [Act::Make, Act::Change(1), Act::Remove(1)] {
            assert_eq!(Door::Register(thing, act).scope(), Some("links:write"));
        }
    }
}

#[test]
fn keys_sources_rollups_on_demand_and_what_was_kept_are_for_administrators() {
    let doors = [
        Door::Register(Thing::Key, Act::List),
        Door::Register(Thing::Key, Act::Show(1)),
        Door::Register(Thing::Key, Act::Make),
        Door::Register(Thing::Key, Act::Remove(1)),
        Door::Register(Thing::Source, Act::List),
        Door::Register(Thing::Source, Act::Show(1)),
        Door::Register(Thing::Source, Act::Make),
        Door::Register(Thing::Source, Act::Change(1)),
        Door::Register(Thing::Source, Act::Remove(1)),
        Door::Register(Thing::Webhook, Act::List),
        Door::Register(Thing::Webhook, Act::Show(1)),
        Door::Register(Thing::Webhook, Act::Make),
        Door::Register(Thing::Webhook, Act::Change(1)),
        Door::Register(Thing::Webhook, Act::Remove(1)),
        Door::ListWebhookMessages(1),
        Door::ReplayWebhookMessage(1),
        Door::RunRollup,
        Door::ListDeadLetters,
        Door::ReplayDeadLetter(1),
        Door::ListDeliveries,
        Door::ShowDelivery(1),
        Door::ReplayDelivery(1),
    ];
    for door in doors {
        assert_eq!(door.scope(), Some("admin"), "{door:?}");
    }
}

#[test]
fn conversions_and_reports_have_scopes_of_their_own() {
    assert_eq!(Door::Convert.scope(), Some("conversions:write"));
    for (report, _) in Report::ALL {
        assert_eq!(Door::Report(report).scope(), Some("reports:read"));
    }
    assert_eq!(Door::ListRollups.scope(), Some("reports:read"));
    assert_eq!(Door::ImportCodes.scope(), Some("links:write"));
}

#[test]
fn every_scope_that_a_door_needs_can_be_given_to_a_key() {
    for (_, served) in doors() {
        for scope in served.iter().filter_map(|(_, door)| door.scope()) {
            assert!(waymark::domain::key::SCOPES.contains(&scope), "{scope}");
        }
    }
}

#[test]
fn a_link_has_up_to_three_words_and_whatever_stands_behind_them_is_forgiven() {
    for (path, asked) in [("/a/b/c", slug("a/b/c")), ("/a/b/c).", slug("a/b/c")), ("/a/b/c/d", None), ("/a//b", None)] {
        assert_eq!(Door::of("GET", path), Ok(Door::Follow(asked)), "{path}");
    }
}
