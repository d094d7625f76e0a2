//! Hosts: what may be said of one, what it is where nothing is said, and which of two sayings stands.

use serde_json::{Value, json};
use waymark::domain::host::{Around, FORWARD_MOST, Host, Hosts, Kept, Serving, apps, name};
use waymark::domain::refusal::Refusal;
use waymark::domain::register::domain::Domain;
use waymark::domain::register::link::Link;
use waymark::domain::route::Phone;
use waymark::domain::utm::policy::Policy;
use waymark::domain::visitor::Mode;

use crate::given::{self, NOON, pointers, settings_with};

fn read(said: &Value) -> Result<Host, Vec<(String, &'static str)>> {
    let own = ["go.brand.example".to_owned()];
    let around = Around { own: &own, parameter: "wm", fold: given::fold };
    Host::read(said, "", around).map_err(|faults| pointers(&faults))
}

/// A host of which this is said beside its name.
fn with(field: &str, value: impl Into<Value>) -> Result<Host, Vec<(String, &'static str)>> {
    read(&json!({ "host": "x.example", field: value.into() }))
}

fn wrong(pointer: &str, code: &'static str) -> Result<Host, Vec<(String, &'static str)>> {
    Err(vec![(pointer.to_owned(), code)])
}

/// Whether texts of these lengths are taken.
fn bounds(field: &str, text: impl Fn(usize) -> Value, lengths: &[(usize, bool)]) {
    for (length, taken) in lengths {
        assert_eq!(with(field, text(*length)).is_ok(), *taken, "{field} of {length}");
    }
}

#[test]
fn a_host_of_which_nothing_is_said_has_its_defaults() {
    let host = read(&json!({ "host": "x.example" })).unwrap();
    assert_eq!((host.mode, host.visitor, host.query_policy), (Serving::Links, Mode::Anonymous, Policy::LinkWins));
    assert_eq!((host.root, host.not_found, host.page, host.apps), (None, None, None, None));
    assert_eq!((host.exact_case, host.slug_length, host.private_parameter.as_str()), (false, 7, "sub"));
    assert!(host.forward.contains(&"gclid".to_owned()) && !host.forward.contains(&"sub".to_owned()));
}

#[test]
fn what_is_null_is_as_if_it_were_not_said() {
    let fields =
        ["mode", "root", "exact_case", "forward", "private_parameter", "visitor", "slug_length", "page", "apps"];
    for field in fields {
        assert_eq!(with(field, Value::Null), read(&json!({ "host": "x.example" })), "{field}");
    }
}

#[test]
fn a_field_that_nobody_knows_is_refused() {
    assert_eq!(with("hots", "x"), wrong("/hots", "unknown_field"));
}

#[test]
fn a_host_needs_a_name_that_is_one() {
    assert_eq!(read(&json!({})), wrong("/host", "required"));
    for text in [
        "go.brand.example:443",
        "https://go.brand.example",
        "a b",
        "-a.example",
        "a-.example",
        "a..b",
        "*.example",
        "a/b",
        "import.invalid",
        "xn--a.example",
    ] {
        assert_eq!(read(&json!({ "host": text })), wrong("/host", "not_a_host"), "{text}");
    }
}

#[test]
fn a_hosts_name_has_at_most_253_bytes_and_63_a_label() {
    let of = |label: usize| name(&format!("{}.example", "a".repeat(label)), given::fold);
    assert_eq!((of(63).is_some(), of(64).is_some(), of(0).is_some()), (true, false, false));
    let long = |last: usize| name(&format!("{}{}", "aaaaaaaaa.".repeat(25), "b".repeat(last)), given::fold);
    assert_eq!((long(2).is_some(), long(3).is_some(), long(4).is_some()), (true, true, false));
}

#[test]
fn a_name_is_written_as_browsers_write_it() {
    let host = read(&json!({ "host": " M\u{fc}ller.Example. " })).unwrap();
    assert_eq!(host.host, "xn--mller-kva.example");
}

#[test]
fn addresses_of_a_host_are_checked_like_destinations() {
    for field in ["root", "not_found"] {
        assert!(with(field, "https://brand.example/gone?wm=1").is_ok());
        for (address, code) in [
            ("gone", "not_an_address"),
            ("javascript:alert(1)", "scheme_not_allowed"),
            ("https://user@brand.example/", "userinfo_not_allowed"),
            ("https://go.brand.example./x", "own_host"),
            ("https://go\u{3002}brand.example/x", "own_host"),
            ("https://brand.example/a b", "control_character"),
        ] {
            assert_eq!(with(field, address), wrong(&format!("/{field}"), code), "{address}");
        }
        let address = |length: usize| format!("https://brand.example/{}", "a".repeat(length - 22)).into();
        bounds(field, address, &[(2047, true), (2048, true), (2049, false)]);
    }
}

#[test]
fn a_random_slug_has_7_to_32_letters() {
    for (length, taken) in [(6, false), (7, true), (8, true), (31, true), (32, true), (33, false)] {
        assert_eq!(with("slug_length", length).map(|host| i64::from(host.slug_length)).ok(), taken.then_some(length));
    }
}

#[test]
fn words_are_those_that_are_known() {
    assert_eq!(with("mode", "route").unwrap().mode, Serving::Route);
    assert_eq!(with("visitor", "full").unwrap().visitor, Mode::Full);
    assert_eq!(with("query_policy", "drop").unwrap().query_policy, Policy::Drop);
    for field in ["mode", "visitor", "query_policy"] {
        assert_eq!(with(field, "Full"), wrong(&format!("/{field}"), "unknown_word"));
    }
    assert_eq!(with("exact_case", "yes"), wrong("/exact_case", "not_a_boolean"));
}

#[test]
fn forwarded_parameters_are_named_and_neither_tags_nor_the_click_id() {
    assert_eq!(with("forward", json!([])).unwrap().forward, Vec::<String>::new());
    assert_eq!(with("forward", json!(["ref", "a.b-c_d"])).unwrap().forward, ["ref", "a.b-c_d"]);
    for (name, code) in [
        ("wm", "reserved_parameter"),
        ("UTM_source", "reserved_parameter"),
        ("a b", "not_a_parameter"),
        ("a&b", "not_a_parameter"),
        ("ä", "not_a_parameter"),
    ] {
        assert_eq!(with("forward", json!(["ref", name])), wrong("/forward/1", code), "{name}");
        assert_eq!(with("private_parameter", name), wrong("/private_parameter", code), "{name}");
    }
    let names = |count: usize| (0..count).map(|n| json!(format!("p{n}"))).collect::<Value>();
    bounds("forward", names, &[(FORWARD_MOST - 1, true), (FORWARD_MOST, true), (FORWARD_MOST + 1, false)]);
    bounds("forward", |letters| json!(["a".repeat(letters)]), &[(0, false), (1, true), (32, true), (33, false)]);
    bounds(
        "private_parameter",
        |letters| "a".repeat(letters).into(),
        &[(0, false), (1, true), (32, true), (33, false)],
    );
}

#[test]
fn a_brands_page_is_words_a_colour_and_an_address() {
    let page = json!({ "name": "Brand", "text": "Gone.", "color": "#A1b2c3", "link": "https://brand.example/" });
    assert_eq!(with("page", page.clone()).map(|host| json!(host.page)).unwrap(), page);
    for (field, value, code) in [
        ("color", "red", "not_a_color"),
        ("color", "#12345", "not_a_color"),
        ("color", "#1234567", "not_a_color"),
        ("color", "#12345g", "not_a_color"),
        ("color", "#fff;}</style>", "not_a_color"),
        ("link", "javascript:alert(1)", "scheme_not_allowed"),
        ("colour", "#123456", "unknown_field"),
        ("text", "a\u{0}b", "control_character"),
    ] {
        assert_eq!(with("page", json!({ field: value })), wrong(&format!("/page/{field}"), code), "{value}");
    }
    assert_eq!(with("page", "x"), wrong("/page", "not_an_object"));
    for (field, most) in [("name", 80), ("text", 300)] {
        let page = |letters: usize| json!({ field: "ä".repeat(letters) });
        bounds("page", page, &[(0, false), (1, true), (most - 1, true), (most, true), (most + 1, false)]);
    }
}

/// A certificate's fingerprint.
fn print() -> String {
    vec!["0F"; 32].join(":")
}

#[test]
fn phones_are_told_which_apps_a_hosts_links_open_in() {
    let said = json!({ "ios": ["ABCDE12345.com.brand.app"], "android": [{ "package": "com.brand.app", "sha256": [print().to_lowercase()] }] });
    let host = with("apps", said).unwrap();
    let ios = apps::told(&host, Phone::Ios).unwrap();
    assert_eq!((ios.status, ios.header("content-type")), (200, Some("application/json")));
    let detail = &given::json(&ios)["applinks"]["details"][0];
    assert_eq!(detail["appIDs"], json!(["ABCDE12345.com.brand.app"]));
    assert_eq!(
        detail["components"],
        json!([{ "/": "/px/*", "exclude": true }, { "/": "/v1/*", "exclude": true }, { "/": "/*" }])
    );
    let android = given::json(&apps::told(&host, Phone::Android).unwrap());
    assert_eq!(android[0]["relation"], json!(["delegate_permission/common.handle_all_urls"]));
    assert_eq!(android[0]["target"]["package_name"], "com.brand.app");
    assert_eq!(android[0]["target"]["sha256_cert_fingerprints"], json!([print()]));
}

#[test]
fn a_host_without_apps_tells_phones_nothing() {
    for apps_of in [Value::Null, json!({}), json!({ "ios": [], "android": [] })] {
        let host = with("apps", apps_of).unwrap();
        for phone in [Phone::Ios, Phone::Android] {
            assert_eq!(apps::told(&host, phone), Err(Refusal::NotFound));
        }
    }
}

#[test]
fn apps_are_named_as_their_systems_name_them() {
    let android = |package: &str, prints: Value| json!({ "android": [{ "package": package, "sha256": prints }] });
    for (said, pointer, code) in [
        (json!({ "ios": ["com.brand.app"] }), "/apps/ios/0", "not_an_app"),
        (json!({ "ios": ["abcde12345.com.brand.app"] }), "/apps/ios/0", "not_an_app"),
        (json!({ "ios": ["ABCDE1234.com"] }), "/apps/ios/0", "not_an_app"),
        (json!({ "ios": ["ABCDE12345.*"] }), "/apps/ios/0", "not_an_app"),
        (json!({ "ios": "ABCDE12345.com" }), "/apps/ios", "not_a_list"),
        (android("app", json!([print()])), "/apps/android/0/package", "not_an_app"),
        (android("com.1app", json!([print()])), "/apps/android/0/package", "not_an_app"),
        (android("com.app", json!(["0F:0F"])), "/apps/android/0/sha256/0", "not_a_fingerprint"),
        (android("com.app", json!([])), "/apps/android/0/sha256", "required"),
        (json!({ "android": [{ "sha256": [print()] }] }), "/apps/android/0/package", "required"),
        (json!({ "windows": [] }), "/apps/windows", "unknown_field"),
    ] {
        assert_eq!(with("apps", said.clone()), wrong(pointer, code), "{said}");
    }
    let id = |letters: usize| json!({ "ios": [format!("ABCDE12345.{}", "a".repeat(letters))] });
    bounds("apps", id, &[(0, false), (1, true), (155, true), (156, false)]);
    let ids = |count: usize| json!({ "ios": vec!["ABCDE12345.a"; count] });
    bounds("apps", ids, &[(0, true), (10, true), (11, false)]);
    let prints = |count: usize| json!({ "android": [{ "package": "a.b", "sha256": vec![print(); count] }] });
    bounds("apps", prints, &[(0, false), (1, true), (10, true), (11, false)]);
    let package = |letters: usize| android(&format!("a.{}", "b".repeat(letters - 2)), json!([print()]));
    bounds("apps", package, &[(3, true), (155, true), (156, false)]);
}

#[test]
fn what_another_version_stored_has_its_default_where_it_is_not_understood() {
    let host =
        Host::stored(&json!({ "host": "x.example", "visitor": "holographic", "slug_length": 9, "new": 1 })).unwrap();
    assert_eq!((host.visitor, host.slug_length), (Mode::Anonymous, 9));
    assert_eq!(Host::stored(&json!({ "visitor": "none" })), None);
    assert_eq!(Host::stored(&json!("x.example")), None);
}

// All hosts together.

fn hosts(variable: &str) -> Hosts {
    Hosts::of_variable(variable, "wm", given::fold).unwrap()
}

fn kept(said: &Value) -> Host {
    Host::stored(said).unwrap()
}

#[test]
fn the_first_host_of_the_variable_is_where_links_are_made_that_name_none() {
    let all = hosts(r#"[{"host":"z.example"},{"host":"a.example"}]"#).with(vec![kept(&json!({ "host": "b.example" }))]);
    assert_eq!(all.first().unwrap().host, "z.example");
    assert_eq!(all.iter().map(|host| host.host.as_str()).collect::<Vec<_>>(), ["a.example", "b.example", "z.example"]);
}

#[test]
fn what_is_kept_of_a_host_stands_in_place_of_the_variable() {
    let variable = r#"[{"host":"go.brand.example","visitor":"none","slug_length":9}]"#;
    let all = hosts(variable).with(vec![kept(&json!({ "host": "go.brand.example", "visitor": "full" }))]);
    let host = all.find("go.brand.example").unwrap();
    assert_eq!((host.visitor, host.slug_length), (Mode::Full, 7));
}

#[test]
fn the_variable_alone_says_which_hosts_are_a_shops() {
    let all = hosts(r#"[{"host":"brand.example","mode":"route"},{"host":"go.brand.example"}]"#);
    let said = |host: &str| kept(&json!({ "host": host, "mode": "route", "root": "https://x.example/" }));
    let all = all.with(vec![said("brand.example"), said("go.brand.example"), said("new.example")]);
    let modes: Vec<Serving> = all.iter().map(|host| host.mode).collect();
    assert_eq!(modes, [Serving::Route, Serving::Links, Serving::Links]);
    let own: Vec<&str> = all.own().collect();
    assert_eq!(own, ["go.brand.example", "new.example"], "a shop's own pages are where links lead");
}

#[test]
fn a_host_that_the_variable_names_twice_is_as_it_is_named_first() {
    let all = hosts(r#"[{"host":"a.example","visitor":"none"},{"host":"A.example","visitor":"full"}]"#);
    assert_eq!(all.find("a.example").unwrap().visitor, Mode::None);
}

#[test]
fn what_is_wrong_with_the_variable_names_host_and_field() {
    for (text, parts) in [
        (r#"[{"host":"a.example","slug_length":6}]"#, vec!["slug_length of a.example", "7 to 32"]),
        (r#"[{"host":"a.example","root":"https://b.example/"},{"host":"b.example"}]"#, vec!["root of a.example"]),
        (r#"[{"host":"a.example","hots":1}]"#, vec!["hots of a.example"]),
        (r#"[{"host":"a.example","host":"b.example"}]"#, vec!["twice"]),
    ] {
        let said = Hosts::of_variable(text, "wm", given::fold).unwrap_err();
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    }
}

#[test]
fn the_stamp_of_what_is_kept_is_raised_by_every_change() {
    let row = |version: u32, said: Value| json!({ "version": version, "said": said });
    let of = |rows: Vec<Value>| Kept::of_rows(waymark::domain::stored::read(Value::Array(rows)).unwrap());
    let said = r#"{"host":"a.example"}"#;
    let before = of(vec![row(1, said.into())]);
    assert_eq!((before.stamp, before.read().len()), (1, 1));
    let away = of(vec![row(2, Value::Null)]);
    assert_eq!((away.stamp, away.read().len()), (2, 0));
    assert_eq!(of(vec![row(2, Value::Null), row(1, said.into())]).stamp, 3);
    assert_eq!(of(vec![row(1, "no json".into())]).read(), []);
}

// A host as `/v1/domains` keeps it.

fn made(body: &Value) -> Result<Domain, Vec<(String, &'static str)>> {
    Domain::make(body, given::ground(&given::settings(), NOON)).map_err(|faults| pointers(&faults))
}

#[test]
fn what_was_said_is_kept_and_nothing_that_was_not() {
    let domain = made(&json!({ "host": "New.Example.", "slug_length": 9, "root": null })).unwrap();
    assert_eq!(
        (domain.said.clone(), domain.name()),
        (json!({ "host": "new.example", "slug_length": 9 }), "new.example")
    );
    let shown = json!(domain.shown(given::ground(&given::settings(), NOON)).unwrap());
    assert_eq!(
        (&shown["visitor"], &shown["mode"], &shown["slug_length"]),
        (&json!("anonymous"), &json!("links"), &json!(9))
    );
}

#[test]
fn a_change_says_what_is_new_and_null_takes_back() {
    let settings = given::settings();
    let ground = given::ground(&settings, NOON + 1);
    let domain =
        Domain { id: 5, ..made(&json!({ "host": "new.example", "slug_length": 9, "visitor": "none" })).unwrap() };
    let changed = domain.change(&json!({ "slug_length": null, "exact_case": true }), ground).unwrap();
    assert_eq!(changed.said, json!({ "host": "new.example", "visitor": "none", "exact_case": true }));
    assert_eq!((changed.version, changed.updated_at, changed.created_at), (2, NOON + 1, NOON));
    assert_eq!(domain.change(&json!({ "host": "NEW.example" }), ground).map(|changed| changed.version), Ok(2));
    let fixed = domain.change(&json!({ "host": "other.example" }), ground).map_err(|faults| pointers(&faults));
    assert_eq!(fixed.unwrap_err(), [("/host".to_owned(), "fixed")]);
    let unknown = domain.change(&json!({ "hots": null }), ground).map_err(|faults| pointers(&faults));
    assert_eq!(unknown.unwrap_err(), [("/hots".to_owned(), "unknown_field")]);
}

#[test]
fn a_host_leads_neither_to_itself_nor_to_another_that_serves_only_links() {
    for address in ["https://new.example/x", "https://go.brand.example/x"] {
        let refused = made(&json!({ "host": "new.example", "not_found": address }));
        assert_eq!(refused.unwrap_err(), [("/not_found".to_owned(), "own_host")]);
    }
}

#[test]
fn a_shops_host_is_set_in_the_variable() {
    let refused = made(&json!({ "host": "new.example", "mode": "route" }));
    assert_eq!(refused.unwrap_err(), [("/mode".to_owned(), "set_in_hosts")]);
    let settings = settings_with(&[("HOSTS", r#"[{"host":"brand.example","mode":"route"}]"#)]).unwrap();
    let ground = given::ground(&settings, NOON);
    for body in [json!({ "host": "brand.example", "mode": "route" }), json!({ "host": "brand.example" })] {
        assert_eq!(Domain::make(&body, ground).unwrap().host(ground).unwrap().mode, Serving::Route);
    }
    let refused = Domain::make(&json!({ "host": "brand.example", "mode": "links" }), ground);
    assert_eq!(refused.map_err(|faults| pointers(&faults)).unwrap_err(), [("/mode".to_owned(), "set_in_hosts")]);
}

// Links on hosts.

#[test]
fn a_random_slug_has_as_many_letters_as_its_host_says() {
    let settings =
        settings_with(&[("HOSTS", r#"[{"host":"a.example","slug_length":32},{"host":"b.example"}]"#)]).unwrap();
    for (host, letters) in [("a.example", 32), ("b.example", 7)] {
        let body = json!({ "destination": "https://brand.example/", "creator_id": 1, "host": host });
        let link = Link::make(&body, given::ground(&settings, NOON), [3; 32]).unwrap();
        assert_eq!((link.host.as_str(), link.slug.len()), (host, letters));
    }
}

#[test]
fn a_slug_is_chosen_by_its_hosts_rule_for_capitals() {
    let settings =
        settings_with(&[("HOSTS", r#"[{"host":"a.example","exact_case":true},{"host":"b.example"}]"#)]).unwrap();
    for (host, slug) in [("a.example", "Sarah/Spring"), ("b.example", "sarah/spring")] {
        let body =
            json!({ "destination": "https://brand.example/", "creator_id": 1, "host": host, "slug": "Sarah/Spring" });
        assert_eq!(Link::make(&body, given::ground(&settings, NOON), [3; 32]).unwrap().slug, slug);
    }
}

#[test]
fn a_link_on_a_shops_host_leads_to_the_shop_but_not_to_itself() {
    let settings =
        settings_with(&[("HOSTS", r#"[{"host":"brand.example","mode":"route"},{"host":"go.example"}]"#)]).unwrap();
    let to = |destination: &str| {
        let body = json!({ "destination": destination, "creator_id": 1, "host": "brand.example", "slug": "sarah" });
        Link::make(&body, given::ground(&settings, NOON), [3; 32]).map_err(|faults| pointers(&faults))
    };
    assert!(to("https://brand.example/products/lamp").is_ok());
    assert!(to("https://brand.example/").is_ok());
    for address in [
        "https://brand.example/sarah",
        "https://brand.example/Sarah?a=1#b",
        "http://BRAND.example:8080/%73arah.",
        "https://go.example/x",
    ] {
        assert_eq!(to(address).unwrap_err(), [("/destination".to_owned(), "own_host")], "{address}");
    }
}

#[test]
fn nothing_of_a_link_on_a_shops_host_leads_to_the_link_itself() {
    let settings =
        settings_with(&[("HOSTS", r#"[{"host":"brand.example","mode":"route"},{"host":"go.example"}]"#)]).unwrap();
    let with = |field: &str, value: Value| {
        let mut body = json!({ "destination": "https://brand.example/", "creator_id": 1, "host": "brand.example", "slug": "sarah" });
        body[field] = value;
        Link::make(&body, given::ground(&settings, NOON), [3; 32]).map_err(|faults| pointers(&faults))
    };
    let share = |name: &str, address: &str| json!({ "name": name, "weight": 50, "destination": address });
    for (path, taken) in [("lamp", true), ("sarah", false), ("Sarah/?a=1", false)] {
        let address = format!("https://brand.example/{path}");
        for (field, value, pointer) in [
            ("expired_destination", json!(address), "/expired_destination"),
            ("rules", json!([{ "destination": address }]), "/rules/0/destination"),
            ("rules", json!([{ "app": { "ios": { "url": address } } }]), "/rules/0/app/ios/url"),
            (
                "rules",
                json!([{ "split": [share("a", "https://brand.example/"), share("b", &address)] }]),
                "/rules/0/split/1/destination",
            ),
            ("app", json!({ "android": { "url": address } }), "/app/android/url"),
        ] {
            let expected = if taken { Ok(()) } else { Err(vec![(pointer.to_owned(), "own_host")]) };
            assert_eq!(with(field, value).map(drop), expected, "{pointer} {address}");
        }
    }
}
