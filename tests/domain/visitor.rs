//! Visitors: the same all day, nobody the day after; by a cookie where the host holds consent, by nothing where it is refused.

use proptest::prelude::*;
use waymark::domain::conversion::hashed;
use waymark::domain::cookie::{Cookie, Told};
use waymark::domain::visitor::{Asked, Mode, Salt, Way, anonymous, by_cookie, by_recipient, is_hash, random};

use crate::given;

fn salt() -> Salt {
    Salt::of(&[1; 32]).unwrap()
}

fn tomorrow() -> Salt {
    Salt::of(&[2; 32]).unwrap()
}

#[test]
fn one_person_is_one_visitor_all_day() {
    assert_eq!(anonymous(&salt(), "192.0.2.7", given::PHONE), anonymous(&salt(), "192.0.2.7", given::PHONE));
}

#[test]
fn the_day_after_the_same_person_is_another_visitor() {
    assert_ne!(anonymous(&salt(), "192.0.2.7", given::PHONE), anonymous(&tomorrow(), "192.0.2.7", given::PHONE));
}

#[test]
fn another_address_or_another_browser_is_another_visitor() {
    let visitor = anonymous(&salt(), "192.0.2.7", given::PHONE);
    assert_ne!(visitor, anonymous(&salt(), "192.0.2.8", given::PHONE));
    assert_ne!(visitor, anonymous(&salt(), "192.0.2.7", "Mozilla/5.0 (X11; Linux x86_64)"));
}

#[test]
fn an_ipv6_household_is_one_visitor() {
    let visitor = anonymous(&salt(), "2001:db8:1:2:aaaa::1", given::PHONE);
    assert_eq!(visitor, anonymous(&salt(), "2001:db8:1:2:bbbb:1:2:3", given::PHONE));
    assert_ne!(visitor, anonymous(&salt(), "2001:db8:1:3:aaaa::1", given::PHONE));
}

#[test]
fn an_address_counts_by_what_it_is_not_by_how_it_is_written() {
    let visitor = anonymous(&salt(), "2001:db8:1:2::1", given::PHONE);
    assert_eq!(visitor, anonymous(&salt(), "2001:0DB8:0001:0002:0000:0000:0000:0001", given::PHONE));
    assert_eq!(anonymous(&salt(), "::ffff:192.0.2.7", given::PHONE), anonymous(&salt(), "192.0.2.7", given::PHONE));
}

#[test]
fn an_address_that_is_none_still_gives_a_visitor() {
    assert_ne!(anonymous(&salt(), "", given::PHONE), anonymous(&salt(), "unknown", given::PHONE));
}

#[test]
fn two_bits_say_how_a_visitor_is_known() {
    assert_eq!(anonymous(&salt(), "192.0.2.7", given::PHONE) >> 46, 1);
    assert_eq!(random(u64::MAX) >> 46, 0);
    assert_eq!(by_cookie(u64::MAX) >> 46, 2);
    assert_eq!(by_recipient("ffffffffffffffffffffffffffffffff").unwrap() >> 46, 3);
}

#[test]
fn a_random_visitor_keeps_46_random_bits() {
    assert_eq!(random(0x3fff_ffff_ffff), 0x3fff_ffff_ffff);
}

/// A browser that brings a cookie to a host in mode `full`.
fn asked(cookies: &str) -> Asked<'_> {
    Asked { mode: Mode::Full, refused: false, cookies, followed: true, recipient: None }
}

/// What a browser that holds this cookie sends.
fn sent(cookie: Cookie) -> String {
    Told::Keep(cookie).header().unwrap().split(';').next().unwrap().to_owned()
}

#[test]
fn a_browser_is_known_by_its_cookie() {
    let cookie = Cookie::of([7; 16]);
    assert_eq!(asked(&sent(cookie)).way(), Way::Cookie(cookie));
}

#[test]
fn a_person_who_follows_a_link_is_given_a_cookie() {
    assert_eq!(asked("").way(), Way::NewCookie);
    assert_eq!(asked("__Host-wm=broken; wm=1").way(), Way::NewCookie);
}

#[test]
fn who_follows_nothing_is_given_none() {
    assert_eq!(Asked { followed: false, ..asked("") }.way(), Way::Hash);
    let cookie = Cookie::of([7; 16]);
    assert_eq!(Asked { followed: false, ..asked(&sent(cookie)) }.way(), Way::Cookie(cookie), "but is known by it");
}

#[test]
fn who_asks_not_to_be_known_is_not() {
    for mode in [Mode::None, Mode::Anonymous, Mode::Full] {
        for cookies in ["", sent(Cookie::of([7; 16])).as_str()] {
            for recipient in [None, Some(1)] {
                assert_eq!(Asked { mode, refused: true, recipient, ..asked(cookies) }.way(), Way::Random);
            }
        }
    }
}

#[test]
fn a_host_that_knows_nobody_reads_neither_cookie_nor_recipient() {
    let cookies = sent(Cookie::of([7; 16]));
    assert_eq!(Asked { mode: Mode::None, recipient: Some(1), ..asked(&cookies) }.way(), Way::Random);
}

#[test]
fn without_consent_a_cookie_is_not_read() {
    assert_eq!(Asked { mode: Mode::Anonymous, ..asked(&sent(Cookie::of([7; 16]))) }.way(), Way::Hash);
}

#[test]
fn a_letter_is_read_by_whoever_got_it() {
    let cookies = sent(Cookie::of([7; 16]));
    for mode in [Mode::Anonymous, Mode::Full] {
        assert_eq!(Asked { mode, recipient: Some(1), ..asked(&cookies) }.way(), Way::Recipient(1));
    }
}

#[test]
fn a_cookie_that_nobody_may_read_is_forgotten() {
    let cookies = sent(Cookie::of([7; 16]));
    assert!(!asked(&cookies).forgets());
    assert!(Asked { refused: true, ..asked(&cookies) }.forgets());
    assert!(Asked { mode: Mode::Anonymous, ..asked(&cookies) }.forgets());
    assert!(Asked { refused: true, ..asked("__Host-wm=broken") }.forgets(), "a broken one too");
    assert!(!Asked { refused: true, ..asked("wm=1") }.forgets(), "there is none");
}

#[test]
fn a_recipient_is_the_start_of_the_customers_hash() {
    let hash = hashed("jo@example.com", "customer-customer-customer");
    let visitor = by_recipient(&hash).unwrap();
    assert_eq!(visitor & ((1 << 46) - 1), u64::from_str_radix(&hash[..16], 16).unwrap() & ((1 << 46) - 1));
}

#[test]
fn what_is_no_hash_is_no_recipient() {
    for text in ["", "0123456789abcde", "0123456789abcdeg", "jo@example.com at home", "éééééééééééééééé"]
    {
        assert_eq!(by_recipient(text), None, "{text}");
    }
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn every_visitor_fits_48_bits(address in any::<String>(), agent in any::<String>(), bytes in any::<u64>()) {
        prop_assert!(anonymous(&salt(), &address, &agent) < 1 << 48);
        prop_assert!(random(bytes) < 1 << 48);
    }

    #[test]
    fn four_bytes_of_an_address_all_count(one in any::<[u8; 4]>(), other in any::<[u8; 4]>()) {
        prop_assume!(one != other);
        let text = |a: [u8; 4]| std::net::Ipv4Addr::from(a).to_string();
        prop_assert_ne!(anonymous(&salt(), &text(one), given::PHONE), anonymous(&salt(), &text(other), given::PHONE));
    }
}

#[test]
fn only_an_address_hash_is_one() {
    assert!(is_hash(anonymous(&salt(), "192.0.2.7", given::PHONE)));
    let recipient = by_recipient("ffffffffffffffff").unwrap();
    for other in [random(u64::MAX), by_cookie(u64::MAX), recipient] {
        assert!(!is_hash(other), "{other:x}");
    }
}
