//! Destinations: what may be linked to, and that it is stored as browsers will read it.

use proptest::prelude::*;
use waymark::domain::destination::{Flaw, MOST, check};

use crate::given;

fn checked(input: &str) -> Result<String, Flaw> {
    check(input, ["go.brand.example", "xn--mller-kva.example"].into_iter(), "wm", given::fold)
}

fn refused(flaw: Flaw, inputs: &[&str]) {
    for input in inputs {
        assert_eq!(checked(input), Err(flaw), "{input:?}");
    }
}

#[test]
fn an_ordinary_address_is_stored_byte_for_byte() {
    for input in [
        "https://brand.example",
        "https://brand.example/",
        "http://brand.example:8080/a/b;c?d=e&d=f&g#h",
        "https://brand.example/f?X-Sig=a%2fB%2F+c==&q='%20'",
        "https://brand.example/%0d%0aset-cookie:x",
        "https://brand.example/?next=https://other.example/",
        "https://brand.example/?awm=1#wm=2",
        "https://xn--pple-43d.example/",
    ] {
        assert_eq!(checked(input).as_deref(), Ok(input));
    }
}

#[test]
fn letters_outside_ascii_are_stored_as_browsers_write_them() {
    assert_eq!(
        checked("https://m\u{fc}nchen.example/\u{fc}?q=\u{fc}").unwrap(),
        "https://xn--mnchen-3ya.example/%C3%BC?q=%C3%BC"
    );
}

#[test]
fn a_host_outside_ascii_is_folded_and_every_other_byte_stays() {
    for (before, after) in
        [("https://", ""), ("HTTPS://", "/%2f?a=%2F&&b#c:@d"), ("http://", ":8080/a;b"), ("https:", "\\a")]
    {
        for host in ["m\u{fc}nchen.example", "M\u{dc}NCHEN.example", "m%C3%BCnchen.example"] {
            let folded = checked(&format!("{before}xn--mnchen-3ya.example{after}"));
            assert_eq!(checked(&format!("{before}{host}{after}")), folded, "{before}{host}{after}");
            assert!(folded.is_ok());
        }
    }
}

#[test]
fn a_host_that_the_platform_refuses_is_no_address() {
    refused(
        Flaw::NotAnAddress,
        &[
            "https://brand\u{2260}.example/",
            "https://xn--a.example/",
            "https://XN--A.example:8443/x",
            "https://brand.example:\u{ff18}\u{ff10}/",
            "https://%ff.example/",
        ],
    );
}

#[test]
fn a_letter_outside_ascii_behind_the_host_does_not_ask_the_platform() {
    let stored = check("https://brand.example/\u{fc}", [].into_iter(), "wm", |_| None);
    assert_eq!(stored.as_deref(), Ok("https://brand.example/%C3%BC"));
}

#[test]
fn a_scheme_that_runs_something_is_refused() {
    refused(
        Flaw::Scheme,
        &[
            "javascript:alert(1)",
            "JavaScript://brand.example/%0aalert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:msgbox(1)",
            "file:///etc/passwd",
            "ftp://brand.example/",
            "blob:https://brand.example/x",
            "ws://brand.example/",
            "mailto:a@brand.example",
        ],
    );
}

#[test]
fn an_address_that_is_not_absolute_is_refused() {
    refused(
        Flaw::NotAnAddress,
        &["", "brand.example", "/shop", "//brand.example/", "?a", "#", "https://", "https:///", "http://?a"],
    );
}

#[test]
fn what_a_parser_would_strip_in_silence_is_refused() {
    refused(
        Flaw::ControlCharacter,
        &[
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            " https://brand.example/",
            "https://brand.example/ ",
            "https://brand.example/\r\nset-cookie:x=1",
            "https://brand.example/a b",
            "https://brand.example/\u{0}",
            "https://brand.example/\u{7f}",
            "https://brand.example/\u{85}",
            "https://brand.example/\u{a0}",
            "https://brand.example/\u{2028}",
            "https://brand.example/\u{3000}",
        ],
    );
}

#[test]
fn a_name_or_password_inside_is_refused() {
    refused(
        Flaw::Userinfo,
        &[
            "https://brand.example@evil.example/",
            "https://brand.example:443@evil.example/",
            "https://:secret@brand.example/",
            "https://user@brand.example/",
            "https:\\\\good.example@evil.example/",
        ],
    );
}

#[test]
fn port_0_leads_nowhere_and_is_refused() {
    assert!(checked("https://brand.example:0/").is_err());
}

#[test]
fn backslashes_and_missing_slashes_are_stored_as_browsers_read_them() {
    for (input, stored) in [
        ("https:\\\\evil.example\\@good.example", "https://evil.example/@good.example"),
        ("https:evil.example", "https://evil.example/"),
        ("https:/evil.example/a", "https://evil.example/a"),
        ("https:///evil.example/a", "https://evil.example/a"),
        ("https:////evil.example/a", "https://evil.example/a"),
        ("https://evil.example\\a", "https://evil.example/a"),
        ("HTTPS://EVIL.example/A", "https://evil.example/A"),
        ("hTTp://evil.example/", "http://evil.example/"),
    ] {
        assert_eq!(checked(input).as_deref(), Ok(stored), "{input}");
    }
}

#[test]
fn a_short_link_to_a_short_link_is_refused_however_the_host_is_written() {
    refused(
        Flaw::OwnHost,
        &[
            "https://go.brand.example/x",
            "http://go.brand.example",
            "https://GO.Brand.Example/x",
            "https://go.brand.example./x",
            "https://go.brand.example:8443/x",
            "https://%67o.brand.example/x",
            "https://go\u{3002}brand.example/x",
            "https://\u{ff47}o.brand.example/x",
            "https://go.br\u{ad}and.example/x",
            "https:\\\\go.brand.example\\x",
            "https://m\u{fc}ller.example/x",
            "https://XN--MLLER-KVA.example/x",
        ],
    );
}

#[test]
fn a_host_that_only_looks_like_ours_is_no_loop() {
    for input in ["https://brand.example/", "https://xgo.brand.example/", "https://go.brand.example.evil.example/"] {
        assert!(checked(input).is_ok(), "{input}");
    }
}

#[test]
fn the_click_ids_parameter_is_kept_free() {
    refused(
        Flaw::ReservedParameter,
        &[
            "https://brand.example/?wm=1",
            "https://brand.example/?a&wm",
            "https://brand.example/?%77m=1",
            "https://brand.example/?a=1&w%6d=1#x",
        ],
    );
}

#[test]
fn an_address_has_at_most_2048_bytes_also_as_it_is_stored() {
    let of = |length: usize| format!("https://brand.example/{}", "a".repeat(length - 22));
    assert_eq!(MOST, 2048);
    assert!(checked(&of(2048)).is_ok());
    assert_eq!(checked(&of(2049)), Err(Flaw::TooLong));
    // Three bytes of UTF-8 are nine when encoded.
    assert_eq!(checked(&format!("https://brand.example/{}", "\u{20ac}".repeat(300))), Err(Flaw::TooLong));
}

#[test]
fn every_flaw_has_a_word_and_a_sentence() {
    let flaws = [
        Flaw::TooLong,
        Flaw::ControlCharacter,
        Flaw::NotAnAddress,
        Flaw::Scheme,
        Flaw::Userinfo,
        Flaw::OwnHost,
        Flaw::NotPublic,
        Flaw::ReservedParameter,
    ];
    let words: std::collections::BTreeSet<&str> = flaws.iter().map(|flaw| flaw.code()).collect();
    assert_eq!(words.len(), flaws.len());
    assert!(flaws.iter().all(|flaw| flaw.detail().ends_with('.')));
}

#[test]
fn a_host_that_only_a_network_or_a_machine_knows_is_refused() {
    refused(
        Flaw::NotPublic,
        &[
            // Loopback, in every spelling that a browser knows.
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0x7F000001/",
            "http://0177.0.0.1/",
            "http://017700000001/",
            "http://127.0.0.1./",
            "http://%31%32%37.0.0.1/",
            "http://0/",
            "http://[::1]/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::127.0.0.1]/",
            // Private, shared, link-local and what clouds tell machines.
            "https://10.1.2.3/",
            "https://172.16.0.1/",
            "https://172.31.255.255/",
            "https://192.168.0.1:8443/",
            "https://100.64.0.1/",
            "https://100.100.100.200/latest/meta-data/",
            "http://169.254.169.254/latest/meta-data/",
            "http://0xa9fea9fe/",
            "http://2852039166/",
            "https://168.63.129.16/",
            "https://198.18.0.1/",
            "https://224.0.0.1/",
            "https://255.255.255.255/",
            "https://192.0.2.1/",
            "https://[fd00:ec2::254]/",
            "https://[fe80::1]/",
            "https://[ff02::1]/",
            "https://[64:ff9b::a00:1]/",
            "https://[2002:a00:1::]/",
            "https://[2001:db8::1]/",
            // Names.
            "http://localhost/",
            "http://LOCALHOST:3000/",
            "http://localhost./",
            "http://shop.localhost/",
            "http://localhost.localdomain/",
            "http://metadata/computeMetadata/v1/",
            "http://metadata.google.internal/",
            "http://metadata.google.internal./",
            "http://metadata.goog/",
            "http://instance-data/",
            "http://intranet/",
            "http://shop/",
            "http://com./",
            "http://router.lan/",
            "http://printer.local/",
            "http://kubernetes.default.svc.cluster.local/",
            "http://wiki.corp/",
            "http://abcdefghijklmnop.onion/",
            "http://10.0.0.1.nip.io/",
            "http://brand..example/",
            "http://.brand.example/",
        ],
    );
}

#[test]
fn a_host_in_the_open_is_taken_by_name_or_number() {
    for input in [
        "https://8.8.8.8/",
        "https://172.15.255.255/",
        "https://172.32.0.1/",
        "https://100.63.255.255/",
        "https://100.128.0.1:8443/",
        "https://169.253.0.1/",
        "https://[2606:4700::1111]/",
        "https://brand.example./",
        "https://localhost.brand.example/",
        "https://local.brand.example/",
        "https://mylocalhost.example/",
        "https://10.0.0.1.brand.example/",
        "https://shop.account.workers.dev/",
    ] {
        assert_eq!(checked(input).as_deref(), Ok(input));
    }
}

#[test]
fn the_host_is_stored_as_a_browser_reads_it_and_every_other_byte_stays() {
    for (input, stored) in [
        ("https://0x8.8.8.8/a?b='c'&d=%2f", "https://8.8.8.8/a?b='c'&d=%2f"),
        ("https://134744072", "https://8.8.8.8"),
        ("https://[2606:4700:0::1111]:8443/x", "https://[2606:4700::1111]:8443/x"),
        ("https://Brand.Example/A?b='C'", "https://brand.example/A?b='C'"),
        ("https://%62rand.example:8443?x", "https://brand.example:8443?x"),
    ] {
        assert_eq!(checked(input).as_deref(), Ok(stored), "{input}");
    }
}

#[test]
fn this_machine_is_a_destination_only_where_the_deployment_is_on_it_and_with_a_port() {
    let on = |hosts: &'static [&str], input| check(input, hosts.iter().copied(), "wm", given::fold);
    let inputs =
        ["http://localhost:3000/", "http://127.0.0.1:3000/", "http://[::1]:3000/", "http://shop.localhost:3000/"];
    for input in inputs {
        assert_eq!(on(&["localhost", "go.brand.example"], input).as_deref(), Ok(input));
        assert_eq!(on(&["go.brand.example"], input), Err(Flaw::NotPublic), "{input}");
        assert!(on(&["go.brand.example", "localhost"], input).is_err(), "{input}");
    }
    assert_eq!(on(&["localhost"], "http://localhost/x"), Err(Flaw::OwnHost));
    for input in
        ["http://127.0.0.1/", "http://10.0.0.1:3000/", "http://169.254.169.254:3000/", "http://router.lan:3000/"]
    {
        assert_eq!(on(&["localhost"], input), Err(Flaw::NotPublic), "{input}");
    }
}

/// An address of four bytes as browsers read it in `parts` numbers, each in one of three bases.
fn spelled(bits: u32, parts: usize, bases: [u8; 4]) -> String {
    let [a, b, c, d] = bits.to_be_bytes().map(u64::from);
    let numbers = match parts {
        1 => vec![u64::from(bits)],
        2 => vec![a, b << 16 | c << 8 | d],
        3 => vec![a, b, c << 8 | d],
        _ => vec![a, b, c, d],
    };
    let spell = |(number, base): (u64, u8)| match base {
        0 => number.to_string(),
        1 => format!("0x{number:X}"),
        _ => format!("0{number:o}"),
    };
    numbers.into_iter().zip(bases).map(spell).collect::<Vec<_>>().join(".")
}

/// Addresses of four bytes, most of them near a border of what is private.
fn addresses() -> impl Strategy<Value = u32> {
    let near = |first: u32, bits: u32| (0..1_u32 << (32 - bits)).prop_map(move |rest| first | rest);
    let edge = prop::sample::select(vec![
        0x0a00_0000,
        0x0b00_0000,
        0x7f00_0000,
        0x8000_0000,
        0xa9fe_0000,
        0xac10_0000,
        0xac20_0000,
    ]);
    prop_oneof![
        any::<u32>(),
        near(0x0a00_0000, 8),
        near(0xa9fe_0000, 16),
        near(0xac10_0000, 12),
        near(0xc0a8_0000, 16),
        (edge, -3_i64..3).prop_map(|(edge, by): (u32, i64)| u32::try_from(i64::from(edge) + by).unwrap()),
    ]
}

proptest! {
    #![proptest_config(given::tries(2_048))]

    #[test]
    fn a_number_is_judged_by_what_it_stands_for_in_every_spelling(
        bits in addresses(), parts in 1_usize..5, bases in any::<[u8; 4]>(), port in prop::option::of(1_u16..),
    ) {
        use std::net::Ipv4Addr;
        let address = Ipv4Addr::from_bits(bits);
        let port = port.map_or_else(String::new, |port| format!(":{port}"));
        let found = checked(&format!("http://{}{port}/x", spelled(bits, parts, bases.map(|base| base % 3))));
        let inside = address.is_private() || address.is_loopback() || address.is_link_local() || address.is_unspecified();
        match found {
            Ok(stored) => {
                prop_assert!(!inside, "{stored}");
                prop_assert_eq!(stored, format!("http://{address}{port}/x"));
            }
            Err(flaw) => prop_assert_eq!(flaw, Flaw::NotPublic),
        }
    }
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn the_host_that_is_stored_is_the_host_that_was_meant(
        host in "[a-zA-Z0-9.-]{0,12}(\\.[a-zA-Z0-9-]{1,6}){0,2}", before in "https?:[/\\\\]{0,3}", after in "(:[0-9]{1,5})?[/?#\\\\]?[!-~]{0,8}",
    ) {
        let input = format!("{before}{host}{after}");
        if let Ok(stored) = checked(&input) {
            let meant = url::Url::parse(&input).unwrap();
            let kept = url::Url::parse(&stored).unwrap();
            prop_assert_eq!(meant.host_str(), kept.host_str());
            prop_assert_eq!(stored.split("://").nth(1).unwrap().split(['/', '?', '#', ':']).next(), kept.host_str());
        }
    }

    #[test]
    fn what_is_stored_can_stand_in_a_header_and_is_the_same_address(
        input in prop_oneof!["\\PC{0,40}", "(https?|HTTP):[/\\\\]{0,3}[a-z.@:]{0,12}[\\PC]{0,20}"],
    ) {
        if let Ok(stored) = checked(&input) {
            prop_assert!(stored.bytes().all(|b| b.is_ascii_graphic()), "{}", stored);
            let (read, again) = (url::Url::parse(&input).unwrap(), url::Url::parse(&stored).unwrap());
            prop_assert_eq!(&read, &again);
            prop_assert!(stored.starts_with("https://") || stored.starts_with("http://"));
            prop_assert_eq!(checked(&stored), Ok(stored.clone()));
        }
    }
}

#[test]
fn an_empty_userinfo_is_written_as_browsers_read_it() {
    for input in ["https://@brand.example/", "https://:@brand.example/"] {
        assert_eq!(checked(input).as_deref(), Ok("https://brand.example/"), "{input}");
    }
}
