//! Lists of networks: what lies in them, and what is no network.

use waymark::domain::verdict::{NETWORKS_MOST, Networks};

use crate::given;

fn hold(list: &str, address: &str) -> bool {
    Networks::parse(list).unwrap().hold(address)
}

#[test]
fn a_network_holds_its_first_and_its_last_address_and_none_beside() {
    for (network, inside, outside) in [
        ("203.0.113.0/24", ["203.0.113.0", "203.0.113.255"], ["203.0.112.255", "203.0.114.0"]),
        ("203.0.113.64/26", ["203.0.113.64", "203.0.113.127"], ["203.0.113.63", "203.0.113.128"]),
        ("203.0.113.7/32", ["203.0.113.7", "203.0.113.7"], ["203.0.113.6", "203.0.113.8"]),
        ("128.0.0.0/1", ["128.0.0.0", "255.255.255.255"], ["127.255.255.255", "0.0.0.0"]),
        ("2001:db8::/32", ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"], ["2001:db7:ffff::", "2001:db9::"]),
        ("2001:db8::1/128", ["2001:db8::1", "2001:db8:0::1"], ["2001:db8::", "2001:db8::2"]),
        ("8000::/1", ["8000::", "ffff::"], ["7fff::", "203.0.113.7"]),
    ] {
        for address in inside {
            assert!(hold(network, address), "{address} in {network}");
        }
        for address in outside {
            assert!(!hold(network, address), "{address} not in {network}");
        }
    }
}

#[test]
fn an_address_alone_is_a_network_of_one() {
    assert!(hold("198.51.100.7", "198.51.100.7"));
    assert!(!hold("198.51.100.7", "198.51.100.8"));
    assert!(hold("2001:db8::7", "2001:db8::7"));
}

#[test]
fn ipv4_inside_ipv6_is_ipv4() {
    assert!(hold("203.0.113.0/24", "::ffff:203.0.113.9"));
}

#[test]
fn letters_after_the_prefix_of_the_address_are_cut() {
    assert!(hold("203.0.113.77/24", "203.0.113.1"));
}

#[test]
fn several_are_parted_by_commas_with_or_without_spaces() {
    let list = " 203.0.113.0/24 ,2001:db8::/32,, 198.51.100.7 ,";
    assert!(hold(list, "203.0.113.1") && hold(list, "2001:db8::1") && hold(list, "198.51.100.7"));
}

#[test]
fn an_empty_list_holds_nobody() {
    assert_eq!(Networks::parse(" "), Ok(Networks::default()));
    assert!(!hold("", "203.0.113.1"));
}

#[test]
fn what_is_no_address_lies_nowhere() {
    for address in ["", "x", "203.0.113", "203.0.113.1, 10.0.0.1", "203.0.113.1:80", "é"] {
        assert!(!hold("128.0.0.0/1, 8000::/1", address), "{address}");
    }
}

#[test]
fn what_is_no_network_is_refused_and_named() {
    for (list, what) in [
        ("203.0.113.0/33", "203.0.113.0/33 has no such prefix"),
        ("2001:db8::/129", "2001:db8::/129 has no such prefix"),
        ("203.0.113.0/", "203.0.113.0/ has no such prefix"),
        ("203.0.113.0/-1", "has no such prefix"),
        ("203.0.113.0/+8", "has no such prefix"),
        ("203.0.113.0/8/8", "has no such prefix"),
        ("203.0.113.0/99999999999999", "has no such prefix"),
        ("0.0.0.0/0", "0.0.0.0/0 would be everybody"),
        ("::/0", "::/0 would be everybody"),
        ("198.51.100.7, office", "office is no network"),
        ("203.0.113", "203.0.113 is no network"),
        ("203.0.113.0/24 10.0.0.0/8", "has no such prefix"),
        ("brand.example/24", "brand.example/24 is no network"),
    ] {
        let error = Networks::parse(list).unwrap_err();
        assert!(error.contains(what), "{list}: {error}");
    }
}

#[test]
fn as_many_as_may_be_are_read_and_one_more_is_refused() {
    let list = |length| vec!["203.0.113.0/24"; length].join(",");
    assert!(Networks::parse(&list(NETWORKS_MOST)).is_ok());
    assert!(Networks::parse(&list(NETWORKS_MOST + 1)).unwrap_err().contains("at most 64"));
}

proptest::proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn no_list_and_no_address_break_it(list in ".*", address in ".*") {
        let _ = Networks::parse(&list);
        let _ = hold("203.0.113.0/24", &address);
    }

    #[test]
    fn an_address_lies_in_every_network_around_it(address: u32, bits in 1_u32..=32) {
        let address = std::net::Ipv4Addr::from(address);
        let network = format!("{address}/{bits}");
        proptest::prop_assert!(hold(&network, &address.to_string()));
    }

    #[test]
    fn an_address_of_another_first_bit_lies_in_no_network_around_it(address: u128, bits in 1_u32..=128) {
        let (address, other) = (std::net::Ipv6Addr::from(address), std::net::Ipv6Addr::from(address ^ 1 << 127));
        let network = format!("{address}/{bits}");
        proptest::prop_assert!(!hold(&network, &other.to_string()));
    }
}
