//! What speaks beside the user agent: headers of loading ahead, the brand's own people, mail's images, data centres.

use waymark::domain::verdict::{DATA_CENTRES, Networks, Reason, Signs, Verdict, judge};

use crate::given;

const GMAIL: &str = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
const YAHOO: &str = "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html";
const AMAZON: u32 = 16_509;

/// A telephone that asks for a language.
const PERSON: Signs<'static> = Signs {
    user_agent: given::PHONE,
    purpose: "",
    x_purpose: "",
    x_moz: "",
    language: "de-DE,de;q=0.9",
    network: 0,
    address: "198.51.100.7",
    image: false,
    asked_internal: false,
};

fn seen(signs: Signs<'_>) -> (Verdict, Reason) {
    let judged = judge(&signs, &Networks::parse("203.0.113.0/24").unwrap());
    (judged.verdict, judged.reason)
}

#[test]
fn every_header_that_says_loaded_ahead_is_believed() {
    let ahead = [
        Signs { purpose: "prefetch", ..PERSON },
        Signs { purpose: "prefetch;prerender", ..PERSON },
        Signs { purpose: "prefetch;anonymous-client-ip", ..PERSON },
        Signs { purpose: "Prefetch", ..PERSON },
        Signs { purpose: "preview", ..PERSON },
        Signs { x_moz: "prefetch", ..PERSON },
        Signs { x_purpose: "preview", ..PERSON },
        Signs { x_purpose: "instant", ..PERSON },
    ];
    for signs in ahead {
        assert_eq!(seen(signs), (Verdict::Prefetch, Reason::PrefetchHeader), "{signs:?}");
    }
}

#[test]
fn a_header_with_another_word_says_nothing() {
    let other = [
        Signs { purpose: "navigate", ..PERSON },
        Signs { purpose: "pre", ..PERSON },
        Signs { purpose: "prefetc", ..PERSON },
        Signs { x_moz: "yes", ..PERSON },
        Signs { x_purpose: "é", ..PERSON },
    ];
    for signs in other {
        assert_eq!(seen(signs), (Verdict::Human, Reason::None), "{signs:?}");
    }
}

#[test]
fn who_asks_to_be_left_out_is_left_out() {
    assert_eq!(seen(Signs { asked_internal: true, ..PERSON }), (Verdict::Internal, Reason::AskedInternal));
}

#[test]
fn the_brands_own_networks_are_internal() {
    assert_eq!(seen(Signs { address: "203.0.113.255", ..PERSON }), (Verdict::Internal, Reason::InternalNetwork));
    assert_eq!(seen(Signs { address: "203.0.114.0", ..PERSON }), (Verdict::Human, Reason::None));
}

#[test]
fn loaded_ahead_goes_before_internal_and_internal_before_a_bot() {
    let all = Signs { purpose: "prefetch", asked_internal: true, user_agent: "curl/8.5.0", ..PERSON };
    assert_eq!(seen(all).0, Verdict::Prefetch);
    assert_eq!(seen(Signs { purpose: "", ..all }).0, Verdict::Internal);
    assert_eq!(seen(Signs { purpose: "", asked_internal: false, ..all }).0, Verdict::Bot);
}

#[test]
fn who_opens_a_mail_in_gmail_or_yahoo_is_a_person_behind_a_proxy() {
    for user_agent in [GMAIL, YAHOO] {
        assert_eq!(seen(Signs { user_agent, image: true, language: "", ..PERSON }), (Verdict::Human, Reason::None));
    }
}

#[test]
fn a_mail_proxy_that_follows_a_link_is_a_preview() {
    for user_agent in [GMAIL, YAHOO] {
        assert_eq!(seen(Signs { user_agent, ..PERSON }).0, Verdict::Preview);
    }
}

#[test]
fn apples_mail_loads_images_ahead_whether_or_not_anybody_reads() {
    let apple = Signs { user_agent: "Mozilla/5.0", image: true, ..PERSON };
    assert_eq!(seen(apple), (Verdict::Prefetch, Reason::ImageProxy));
    assert_eq!(seen(Signs { image: false, ..apple }), (Verdict::Bot, Reason::BotToken));
}

#[test]
fn a_data_centre_alone_or_no_language_alone_is_no_suspect() {
    assert_eq!(seen(Signs { network: AMAZON, ..PERSON }), (Verdict::Human, Reason::None));
    assert_eq!(seen(Signs { language: "", ..PERSON }), (Verdict::Human, Reason::None));
}

#[test]
fn a_data_centre_that_asks_for_no_language_is_suspect() {
    for language in ["", "*", "x", "  ", ";q=1", "1234"] {
        let signs = Signs { network: AMAZON, language, ..PERSON };
        assert_eq!(seen(signs), (Verdict::Suspect, Reason::DataCentre), "{language}");
    }
}

#[test]
fn a_bot_in_a_data_centre_is_a_bot() {
    assert_eq!(seen(Signs { network: AMAZON, language: "", user_agent: "curl/8.5.0", ..PERSON }).0, Verdict::Bot);
}

#[test]
fn networks_that_carry_people_are_no_data_centres() {
    // Private Relay and WARP leave through the first four; readers come through Google's proxies; two homes of VPNs.
    for network in [13_335, 36_183, 20_940, 54_113, 15_169, 9_009, 60_068, 212_238, 0, u32::MAX] {
        let signs = Signs { network, language: "", ..PERSON };
        assert_eq!(seen(signs).0, Verdict::Human, "{network}");
    }
}

#[test]
fn the_data_centres_are_sorted_so_that_each_is_found() {
    assert!(DATA_CENTRES.windows(2).all(|pair| pair[0] < pair[1]));
    for &network in DATA_CENTRES {
        assert_eq!(seen(Signs { network, language: "", ..PERSON }).0, Verdict::Suspect, "{network}");
    }
}

#[test]
fn the_stored_numbers_are_read_back() {
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::of(verdict as u8), Some(verdict));
    }
    for reason in Reason::ALL {
        assert_eq!(Reason::of(reason as u8), Some(reason));
    }
    assert_eq!((Verdict::of(7), Reason::of(11)), (None, None));
}

#[test]
fn every_verdict_and_every_reason_has_a_word_of_its_own() {
    let verdicts: std::collections::BTreeSet<_> = Verdict::ALL.iter().map(|verdict| verdict.word()).collect();
    let reasons: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.word()).collect();
    assert_eq!((verdicts.len(), reasons.len()), (7, 11));
}

proptest::proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn no_header_breaks_the_judge(one in ".*", other in ".*", address in ".*", network: u32, image: bool) {
        let signs =
            Signs { purpose: &one, x_purpose: &other, x_moz: &one, language: &other, address: &address, network, image, ..PERSON };
        seen(signs);
    }
}
