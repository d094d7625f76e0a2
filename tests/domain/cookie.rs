//! The cookie: what a browser is told, what it may bring back, and what is made of it.

use proptest::prelude::*;
use waymark::domain::cookie::{Cookie, CookieKey, Told, is_in};

use crate::given;

const VALUE: &str = "BwcHBwcHBwcHBwcHBwcHBw";

fn key() -> CookieKey {
    CookieKey::of("customer-customer-customer").unwrap()
}

fn seven() -> Cookie {
    Cookie::of([7; 16])
}

#[test]
fn a_cookie_is_bound_to_its_host_and_kept_from_scripts_for_390_days() {
    let said = Told::Keep(seven()).header().unwrap();
    let mut parts = said.split("; ");
    assert_eq!(parts.next(), Some(format!("__Host-wm={VALUE}").as_str()));
    let mut attributes: Vec<&str> = parts.collect();
    attributes.sort_unstable();
    assert_eq!(attributes, ["HttpOnly", "Max-Age=33696000", "Path=/", "SameSite=Lax", "Secure"]);
    assert_eq!(33_696_000, 390 * 86_400);
}

#[test]
fn forgetting_names_the_same_cookie_with_no_time_left() {
    let said = Told::Forget.header().unwrap();
    assert!(said.starts_with("__Host-wm=; Max-Age=0; "), "{said}");
    for attribute in ["Path=/", "Secure"] {
        assert!(said.contains(attribute), "without {attribute} a browser refuses the name");
    }
}

#[test]
fn nothing_said_is_no_header() {
    assert_eq!(Told::default().header(), None);
}

#[test]
fn a_cookie_is_found_among_others() {
    for header in [
        format!("__Host-wm={VALUE}"),
        format!("a=b; __Host-wm={VALUE}; c=d"),
        format!("a=b;__Host-wm={VALUE};c"),
        format!("  __Host-wm={VALUE}  "),
        format!("__Host-wmx=1; x__Host-wm=2; wm=3; __Host-wm={VALUE}"),
        format!("{}; __Host-wm={VALUE}", "a=b; ".repeat(20_000)),
    ] {
        assert_eq!(Cookie::read(&header), Some(seven()), "{}", header.chars().take(80).collect::<String>());
    }
}

#[test]
fn what_is_not_whole_is_no_cookie() {
    for value in [
        "",
        "BwcHBwcHBwcHBwcHBwcHB",
        "BwcHBwcHBwcHBwcHBwcHBwA",
        "BwcHBwcHBwcHBwcHBwcHBw==",
        "\"BwcHBwcHBwcHBwcHBwcHBw\"",
        "BwcHBwcHBwcHBwcHBwcHB!",
        "BwcHBwcHBwcHBwcHBwcH+/",
        "BwcHBwcHBwcHBwcHBwcHBx", // bits beyond the sixteenth byte
        "BwcHBwcHBwcHBwcHBwcH\u{e9}",
        "[object Object]",
    ] {
        assert_eq!(Cookie::read(&format!("__Host-wm={value}")), None, "{value}");
    }
    for header in [String::new(), format!("wm={VALUE}"), format!("__host-wm={VALUE}"), "__Host-wm".into()] {
        assert_eq!(Cookie::read(&header), None, "{header}");
    }
    assert_eq!(Cookie::read(&format!("__Host-wm={}", "A".repeat(100_000))), None);
}

const OTHER: &str = "CQkJCQkJCQkJCQkJCQkJCQ";

#[test]
fn of_two_that_differ_neither_is_believed() {
    assert_eq!(Cookie::read(&format!("__Host-wm={VALUE}; __Host-wm={OTHER}")), None);
    assert_eq!(Cookie::read(&format!("__Host-wm={OTHER}; a=b; __Host-wm={VALUE}; __Host-wm={VALUE}")), None);
}

#[test]
fn the_same_twice_is_one_and_a_broken_one_beside_it_is_none() {
    assert_eq!(Cookie::read(&format!("__Host-wm={VALUE}; __Host-wm={VALUE}")), Some(seven()));
    assert_eq!(Cookie::read(&format!("__Host-wm=x; __Host-wm={VALUE}; __Host-wm=")), Some(seven()));
}

#[test]
fn a_comma_parts_no_cookies_so_that_another_ones_value_plants_none() {
    assert_eq!(Cookie::read(&format!("pref=x,__Host-wm={OTHER}; __Host-wm={VALUE}")), Some(seven()));
    assert_eq!(Cookie::read(&format!("pref=x, __Host-wm={OTHER}")), None);
    assert!(!is_in(&format!("pref=x,__Host-wm={OTHER}")));
}

#[test]
fn a_header_has_the_cookie_also_where_it_is_broken() {
    for header in ["__Host-wm=", "a=b; __Host-wm=broken", &format!("__Host-wm={VALUE}")] {
        assert!(is_in(header), "{header}");
    }
    for header in ["", "wm=1", "__Host-wmx=1", "a=__Host-wm=1", "__Host-wm"] {
        assert!(!is_in(header), "{header}");
    }
}

#[test]
fn a_visitor_does_not_tell_its_cookie() {
    let plain = u64::from_be_bytes([7; 8]) & ((1 << 46) - 1);
    assert_ne!(seven().visitor(&key()) & ((1 << 46) - 1), plain);
    assert_ne!(seven().visitor(&key()), seven().visitor(&CookieKey::of("another-customer-key-here").unwrap()));
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn a_browser_brings_back_what_it_was_given(bytes in any::<[u8; 16]>(), before in "([a-z]{0,9}=[ -:<-~]{0,9}; ){0,3}") {
        let cookie = Cookie::of(bytes);
        let said = Told::Keep(cookie).header().unwrap();
        prop_assert!(said.bytes().all(|b| b.is_ascii_graphic() || b == b' '));
        let sent = format!("{before}{}", said.split(';').next().unwrap());
        prop_assert_eq!(Cookie::read(&sent), Some(cookie));
        prop_assert_eq!(cookie.visitor(&key()), cookie.visitor(&key()));
        prop_assert_eq!(cookie.visitor(&key()) >> 46, 2);
    }

    #[test]
    fn two_cookies_are_two_visitors(one in any::<[u8; 16]>(), other in any::<[u8; 16]>()) {
        prop_assume!(one != other);
        prop_assert_ne!(Cookie::of(one).visitor(&key()), Cookie::of(other).visitor(&key()));
    }

    #[test]
    fn nothing_that_a_browser_sends_is_more_than_read(header in any::<String>(), value in "\\PC{0,30}") {
        let _ = Cookie::read(&header);
        let header = format!("__Host-wm={value}");
        if let Some(cookie) = Cookie::read(&header) {
            let said = Told::Keep(cookie).header().unwrap();
            prop_assert!(header.contains(said.split(';').next().unwrap()));
        }
    }
}
