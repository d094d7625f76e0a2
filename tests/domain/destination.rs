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
        Flaw::ReservedParameter,
    ];
    let words: std::collections::BTreeSet<&str> = flaws.iter().map(|flaw| flaw.code()).collect();
    assert_eq!(words.len(), flaws.len());
    assert!(flaws.iter().all(|flaw| flaw.detail().ends_with('.')));
}

proptest! {
    #![proptest_config(given::tries(512))]

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
