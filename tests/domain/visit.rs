//! What a request says of itself: read line by line, cropped to codes.

use proptest::prelude::*;
use waymark::domain::facets::Facets;
use waymark::domain::letters::Letters;
use waymark::domain::visit::{HEADER_MOST, Told, asks_to_be_left_out};

use crate::given::{self, PHONE};

fn lines(changed: &[(usize, &str)]) -> String {
    let mut lines = vec![""; 16];
    lines[0] = PHONE;
    for (place, line) in changed {
        lines[*place] = line;
    }
    lines.join("\n")
}

#[test]
fn the_lines_are_read_in_the_order_in_which_they_are_written() {
    let numbers: Vec<String> = (0..16).map(|number| number.to_string()).collect();
    let text = numbers.join("\n");
    let told = Told::of(&text);
    assert_eq!((told.user_agent, told.purpose, told.x_purpose, told.x_moz), ("0", "1", "3", "4"));
    assert_eq!((told.gpc, told.dnt, told.address, told.languages), ("5", "6", "7", "8"));
    assert_eq!((told.referrer, told.cookies, told.country), ("9", "10", "11"));
    assert_eq!((told.network, told.region, told.connection), (12, "13", "14"));
}

#[test]
fn purpose_is_read_where_sec_purpose_is_not_sent() {
    let text = lines(&[(2, "prefetch")]);
    assert_eq!(Told::of(&text).purpose, "prefetch");
}

#[test]
fn gpc_and_dnt_each_ask_not_to_be_known() {
    for (place, value, asked) in [(5, "1", true), (6, "1", true), (5, "0", false), (6, "0", false), (5, "true", false)]
    {
        assert_eq!(Told::of(&lines(&[(place, value)])).asks_not_to_be_known(), asked, "{place} {value}");
    }
}

#[test]
fn a_visit_is_cropped_to_codes() {
    let text = lines(&[(8, "de-AT,en;q=0.5"), (11, "DE"), (12, "3320"), (13, "BY"), (14, "abc")]);
    let facets = Told::of(&text).facets();
    assert_eq!((facets.country, facets.region), (Letters::of("DE"), Letters::of("BY")));
    assert_eq!((facets.language, facets.network), (Letters::of("de"), 0));
    assert_ne!(facets.connection, 0);
}

#[test]
fn the_platforms_own_country_is_taken_where_no_header_says_it() {
    let text = lines(&[(15, "FR")]);
    assert_eq!(Told::of(&text).facets().country, Letters::of("FR"));
}

#[test]
fn nowhere_and_what_is_no_country_are_unknown_and_have_no_region() {
    for country in ["XX", "D", "DEU", "D!", "\u{e9}\u{e9}"] {
        let text = lines(&[(11, country), (13, "BY")]);
        let facets = Told::of(&text).facets();
        assert!(facets.country.is_empty() && facets.region.is_empty(), "{country}");
    }
}

#[test]
fn the_network_is_kept_only_of_whoever_names_no_language() {
    let network = |languages: &str| Told::of(&lines(&[(8, languages), (12, "3320")])).facets().network;
    assert_eq!((network(""), network("*"), network("de")), (3320, 3320, 0));
}

#[test]
fn a_network_that_is_no_number_is_unknown() {
    for network in ["", "-1", "4294967296", "AS3320", "1.5"] {
        assert_eq!(Told::of(&lines(&[(12, network)])).network, 0, "{network}");
    }
}

#[test]
fn languages_are_the_first_one_without_its_region() {
    let expected = [
        ("en-US,en;q=0.9", "en"),
        ("FR", "fr"),
        ("yue", "yue"),
        ("zh_CN", "zh"),
        ("de;q=1", "de"),
        ("*", ""),
        ("", ""),
        ("english", ""),
        ("e", ""),
        ("1a", ""),
        ("\u{fc}b", ""),
    ];
    for (sent, kept) in expected {
        assert_eq!(Letters::language(sent), Letters::of(kept), "{sent}");
    }
}

#[test]
fn headers_are_looked_at_up_to_their_limit_and_cut_at_a_character() {
    for length in [HEADER_MOST - 1, HEADER_MOST, HEADER_MOST + 1, 70_000] {
        let agent = "x".repeat(length);
        let text = lines(&[(0, agent.as_str())]);
        assert_eq!(Told::of(&text).user_agent.len(), length.min(HEADER_MOST));
    }
    let agent = "\u{20ac}".repeat(1_000);
    let text = lines(&[(0, agent.as_str())]);
    assert_eq!(Told::of(&text).user_agent.len(), HEADER_MOST - HEADER_MOST % 3);
}

#[test]
fn one_connection_has_one_mark_and_none_has_none() {
    let mark = |random: &str| Told::of(&lines(&[(14, random)])).facets().connection;
    assert_eq!((mark("abc") == mark("abc"), mark("abc") == mark("abd"), mark("")), (true, false, 0));
}

#[test]
fn a_link_that_is_tried_is_left_out_by_the_click_ids_own_name() {
    assert!(asks_to_be_left_out("wm=internal", "wm"));
    assert!(asks_to_be_left_out("a=b&wm=internal&c", "wm"));
    for query in ["", "wm=internals", "xwm=internal", "wm", "internal", "a=internal", "wm=Internal"] {
        assert!(!asks_to_be_left_out(query, "wm"), "{query}");
    }
    assert!(asks_to_be_left_out("cid=internal", "cid"));
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn letters_printed_and_read_are_the_same(text in "[A-Za-z0-9]{0,4}") {
        let letters = Letters::of(&text);
        prop_assert_eq!(letters.to_string(), text);
        prop_assert_eq!(Letters::from_number(letters.number()), letters);
    }

    #[test]
    fn codes_printed_and_read_are_the_same(facets in crate::event::facets()) {
        let codes = Facets { network: 0, connection: 0, ..facets };
        prop_assert_eq!(Facets::read(&facets.print()), Some(codes));
    }

    #[test]
    fn codes_that_a_newer_worker_has_put_behind_are_left_to_it(facets in crate::event::facets(), more in "[a-z0-9.]{0,9}") {
        let known = Facets { variant: 7, network: 0, connection: 0, ..facets };
        prop_assert_eq!(Facets::read(&format!("{}.{more}", known.print())), Some(known));
    }

    #[test]
    fn codes_of_another_build_are_refused_and_never_a_panic(text in "[0-9a-z.]{0,40}") {
        if let Some(read) = Facets::read(&text) {
            prop_assert_eq!(Facets::read(&read.print()), Some(read));
        }
    }

    #[test]
    fn whatever_is_sent_is_read(text in any::<String>()) {
        let facets = Told::of(&text).facets();
        prop_assert!(facets.country.to_string().len() <= 2 && facets.consent == 0);
    }
}
