//! Visitors: the same all day, nobody the day after.

use proptest::prelude::*;
use waymark::domain::visitor::{Salt, anonymous, random};

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
}

#[test]
fn a_random_visitor_keeps_46_random_bits() {
    assert_eq!(random(0x3fff_ffff_ffff), 0x3fff_ffff_ffff);
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
