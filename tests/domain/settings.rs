//! Settings: what is missing is said by name, with how to set it.

use waymark::domain::cookie::Cookie;
use waymark::domain::credit::{Precedence, Rule};
use waymark::domain::money::Basis;
use waymark::domain::settings::Settings;
use waymark::domain::visitor::Mode;

use crate::given::{self, FIRST_KEY, click, settings, settings_with};

/// What is said where `changed` is set so.
fn complaint(changed: &[(&'static str, &str)]) -> String {
    settings_with(changed).err().unwrap_or_else(|| panic!("{changed:?} was taken"))
}

#[test]
fn a_missing_setting_is_named() {
    for name in ["HOSTS", "CLICK_KEYS", "ADMIN_KEY", "CUSTOMER_KEY"] {
        let said = complaint(&[(name, "")]);
        assert!(said.contains(name), "{said}");
        assert!(said.ends_with('.'), "{said}");
    }
}

#[test]
fn with_nothing_set_the_first_one_is_named() {
    assert!(Settings::read(|_| None, given::fold, given::compose).err().unwrap().contains("HOSTS"));
}

#[test]
fn a_wrong_setting_is_named() {
    for (name, value) in [
        ("HOSTS", "go.brand.example"),
        ("HOSTS", "[]"),
        ("HOSTS", "{}"),
        ("HOSTS", r#"[{"hots":"x"}]"#),
        ("HOSTS", r#"[{"host":"x","visitor":"everybody"}]"#),
        ("HOSTS", r#"[{"host":"x","visitor":"Full"}]"#),
        ("CLICK_KEYS", "1:short"),
        ("CLICK_KEYS", "secret"),
        ("CLICK_PARAMETER", "click id"),
        ("CLICK_PARAMETER", "a&b"),
        ("CLICK_PARAMETER", "seventeen_letters"),
        ("CODE_PRECEDENCE", "clicks_first"),
        ("REVENUE_BASIS", "profit"),
        ("EVENTS_FROM", "soon"),
        ("EVENTS_FROM", "2027-06-01, 2027-01-01"),
        ("ADMIN_KEY", "twenty-three-characters"),
        ("CUSTOMER_KEY", "short"),
    ] {
        let said = complaint(&[(name, value)]);
        assert!(said.contains(name), "{name} = {value}: {said}");
    }
}

/// A host whose dead links lead there.
fn not_found(address: &str) -> Result<Settings, String> {
    settings_with(&[("HOSTS", &format!(r#"[{{"host":"go.brand.example","not_found":"{address}"}}]"#))])
}

#[test]
fn a_not_found_address_is_checked_like_a_destination() {
    for address in ["gone", "javascript:alert(1)", "https://user@brand.example/", "https://brand.example/a b"] {
        let said = not_found(address).err().unwrap();
        assert!(said.contains("not_found of go.brand.example"), "{said}");
    }
}

#[test]
fn a_not_found_address_may_have_any_query() {
    for query in ["", "?", "?a=1", "?a=1&", "?a&&b", "?=1", "?wm=1"] {
        assert!(not_found(&format!("https://brand.example/gone{query}")).is_ok(), "{query}");
    }
}

#[test]
fn a_complaint_never_tells_a_secret() {
    for name in ["CLICK_KEYS", "ADMIN_KEY", "CUSTOMER_KEY"] {
        assert!(!complaint(&[(name, "hunter2")]).contains("hunter2"));
    }
}

#[test]
fn what_is_not_set_has_its_default() {
    let settings = settings();
    assert_eq!((settings.zone.as_str(), settings.click_parameter.as_str()), ("UTC", "wm"));
    assert!(!settings.uncached);
    let rule = Rule {
        precedence: Precedence::ClickFirst,
        basis: Basis::Merchandise,
        click_days: 30,
        lead_click_days: 30,
        view_days: 1,
        reporting: None,
    };
    assert_eq!(settings.rule, rule);
}

#[test]
fn windows_reach_from_one_day_to_ninety() {
    for (name, least) in [("CLICK_WINDOW_DAYS", 1), ("LEAD_CLICK_WINDOW_DAYS", 1), ("VIEW_WINDOW_DAYS", 0)] {
        for (days, taken) in [(least - 1, false), (least, true), (90, true), (91, false)] {
            let read = settings_with(&[(name, &days.to_string())]);
            assert_eq!(read.is_ok(), taken, "{name} = {days}");
        }
        assert!(complaint(&[(name, "a month")]).contains(name));
    }
}

#[test]
fn each_window_is_its_own() {
    let set = [("CLICK_WINDOW_DAYS", "7"), ("LEAD_CLICK_WINDOW_DAYS", "14"), ("VIEW_WINDOW_DAYS", "2")];
    let rule = settings_with(&set).unwrap().rule;
    assert_eq!((rule.click_days, rule.lead_click_days, rule.view_days), (7, 14, 2));
}

#[test]
fn what_is_set_is_taken() {
    let settings =
        settings_with(&[("ZONE", "Europe/Berlin"), ("CLICK_PARAMETER", "w_1"), ("BENCH_UNCACHED", "1")]).unwrap();
    assert_eq!((settings.zone.as_str(), settings.click_parameter.as_str()), ("Europe/Berlin", "w_1"));
    assert!(settings.uncached);
}

#[test]
fn what_sums_are_told_in_and_the_margin_may_be_set() {
    let read = |vars: &[(&'static str, &str)]| {
        let settings = settings_with(vars).unwrap();
        (settings.reporting_currency.map(String::from), settings.margin_percent)
    };
    assert_eq!(read(&[]), (None, None));
    assert_eq!(read(&[("REPORTING_CURRENCY", "usd"), ("MARGIN_PERCENT", "60")]), (Some("USD".into()), Some(60)));
    for (name, value) in
        [("REPORTING_CURRENCY", "EURO"), ("MARGIN_PERCENT", "0"), ("MARGIN_PERCENT", "101"), ("MARGIN_PERCENT", "0.6")]
    {
        assert!(complaint(&[(name, value)]).contains(name));
    }
}

#[test]
fn an_empty_variable_is_none() {
    let read = |name: &str| match name {
        "ZONE" | "CLICK_PARAMETER" => Some(String::new()),
        "HOSTS" => Some(r#"[{"host":"h","not_found":""}]"#.to_owned()),
        "CLICK_KEYS" => Some(FIRST_KEY.to_owned()),
        "ADMIN_KEY" | "CUSTOMER_KEY" => Some("x".repeat(24)),
        _ => None,
    };
    let settings = Settings::read(read, given::fold, given::compose).unwrap();
    assert_eq!((settings.zone.as_str(), settings.click_parameter.as_str()), ("UTC", "wm"));
    assert_eq!(settings.hosts.first().unwrap().not_found, None);
}

#[test]
fn a_hosts_name_is_folded() {
    let settings = settings_with(&[("HOSTS", r#"[{"host":" GO.Brand.Example. "}]"#)]).unwrap();
    assert!(settings.hosts.find("go.brand.example").is_some());
}

#[test]
fn a_host_outside_ascii_is_named_as_the_platform_writes_it() {
    let settings = settings_with(&[("HOSTS", r#"[{"host":" M\u00fcller.Example. "}]"#)]).unwrap();
    assert!(settings.hosts.find("xn--mller-kva.example").is_some());
    let wrong = settings_with(&[("HOSTS", r#"[{"host":"nobody\u2260.example"}]"#)]).err().unwrap();
    assert!(wrong.contains("HOSTS") && wrong.contains("is no host"), "{wrong}");
}

#[test]
fn a_host_is_found_by_its_whole_name() {
    let settings = settings();
    assert!(settings.hosts.find("go.brand.example").is_some());
    for name in ["", "brand.example", "xgo.brand.example", "go.brand.example.evil.example"] {
        assert!(settings.hosts.find(name).is_none(), "{name}");
    }
}

#[test]
fn visitors_are_anonymous_unless_a_host_says_otherwise() {
    let hosts = r#"[{"host":"a"},{"host":"b","visitor":"none"},{"host":"c","visitor":"full"}]"#;
    let settings = settings_with(&[("HOSTS", hosts)]).unwrap();
    let modes: Vec<Mode> = settings.hosts.iter().map(|host| host.visitor).collect();
    assert_eq!(modes, [Mode::Anonymous, Mode::None, Mode::Full]);
}

#[test]
fn a_cookie_is_another_visitor_in_another_deployment() {
    let other = settings_with(&[("CUSTOMER_KEY", "another-customer-key-of-a-shop")]).unwrap();
    let cookie = Cookie::of([7; 16]);
    assert_eq!(cookie.visitor(&settings().cookie_key), cookie.visitor(&settings().cookie_key));
    assert_ne!(cookie.visitor(&settings().cookie_key), cookie.visitor(&other.cookie_key));
}

#[test]
fn the_click_keys_are_ready_to_use() {
    let keys = settings().click_keys;
    assert_eq!(keys.read(&keys.print(&click())), Some(click()));
}

#[test]
fn a_deployment_chooses_how_codes_stand_to_clicks_and_what_revenue_is() {
    for (word, precedence) in Precedence::ALL {
        assert_eq!(settings_with(&[("CODE_PRECEDENCE", word)]).unwrap().rule.precedence, precedence);
    }
    for (word, basis) in [("merchandise", Basis::Merchandise), ("order_total", Basis::OrderTotal)] {
        assert_eq!(settings_with(&[("REVENUE_BASIS", word)]).unwrap().rule.basis, basis);
    }
}
