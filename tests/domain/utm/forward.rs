//! A visitor's own query: what goes on, what is kept, and that nothing else does either.

use proptest::prelude::*;
use waymark::domain::utm::KEYS;
use waymark::domain::utm::forward::{
    AD_CLICK_IDS, EXTRA_MOST, Forward, LABELS_MOST, PRIVATE_MOST, VALUE_MOST, carried,
};
use waymark::domain::utm::policy::Policy;

use super::{apart, destinations, named, times};
use crate::given;

const SHOP: &str = "https://b.example/?a=%2f&utm_source=own&b#top";

fn extra() -> Vec<String> {
    AD_CLICK_IDS.map(str::to_owned).to_vec()
}

fn forward(policy: Policy, extra: &[String]) -> Forward<'_> {
    Forward { policy, extra, private: "sub", click: "wm" }
}

/// Where a visit with `query` is sent on to from [`SHOP`], and what is kept of it.
fn sent(policy: Policy, query: &str) -> (String, Option<String>) {
    carried(SHOP.to_owned(), query, &forward(policy, &extra()))
}

fn kept(query: &str) -> Option<String> {
    sent(Policy::LinkWins, query).1
}

#[test]
fn the_link_wins_and_the_visitor_fills_what_is_open() {
    let (target, labels) = sent(Policy::LinkWins, "utm_source=mine&utm_term=shoes");
    assert_eq!(target, "https://b.example/?a=%2f&utm_source=own&b&utm_term=shoes#top");
    assert_eq!(labels.as_deref(), Some("utm_term=shoes"));
}

#[test]
fn the_visitor_wins_in_the_place_of_the_links_own() {
    let (target, labels) = sent(Policy::VisitorWins, "utm_term=shoes&utm_source=mine");
    assert_eq!(target, "https://b.example/?a=%2f&utm_source=mine&b&utm_term=shoes#top");
    assert_eq!(labels.as_deref(), Some("utm_term=shoes&utm_source=mine"));
}

#[test]
fn a_visitor_that_wins_replaces_every_repetition_however_encoded() {
    let target = "https://b.example/?utm%5Fsource=1&x&utm_source=2&utm_source".to_owned();
    let (target, _) = carried(target, "utm_source=3", &forward(Policy::VisitorWins, &[]));
    assert_eq!(target, "https://b.example/?utm_source=3&x");
}

#[test]
fn nothing_goes_on_where_it_is_dropped() {
    assert_eq!(sent(Policy::Drop, "utm_source=mine&utm_term=x&gclid=1"), (SHOP.to_owned(), None));
}

#[test]
fn the_private_value_is_kept_whatever_becomes_of_the_rest() {
    for policy in [Policy::LinkWins, Policy::VisitorWins, Policy::Drop] {
        assert_eq!(sent(policy, "sub=newsletter"), (SHOP.to_owned(), Some("sub=newsletter".to_owned())));
    }
}

#[test]
fn the_private_value_stands_first_whatever_the_parameter_is_called() {
    let forward = Forward { policy: Policy::LinkWins, extra: &[], private: "ref", click: "wm" };
    let (target, labels) = carried("https://b.example/".into(), "utm_id=1&ref=a", &forward);
    assert_eq!((target.as_str(), labels.as_deref()), ("https://b.example/?utm_id=1", Some("sub=a&utm_id=1")));
}

#[test]
fn a_private_parameter_that_is_also_forwarded_is_private() {
    let names = vec!["ref".to_owned()];
    let forward = Forward { policy: Policy::VisitorWins, extra: &names, private: "ref", click: "wm" };
    let (target, labels) = carried("https://b.example/".into(), "ref=a", &forward);
    assert_eq!((target.as_str(), labels.as_deref()), ("https://b.example/", Some("sub=a")));
}

#[test]
fn without_a_private_parameter_none_is_kept() {
    let forward = Forward { policy: Policy::LinkWins, extra: &[], private: "", click: "wm" };
    assert_eq!(carried("https://b.example/".into(), "=a&sub=b", &forward), ("https://b.example/".into(), None));
}

#[test]
fn the_click_id_is_nobodys_to_set() {
    let names = vec!["wm".to_owned()];
    for policy in [Policy::LinkWins, Policy::VisitorWins] {
        let target = "https://b.example/?wm=ours".to_owned();
        assert_eq!(carried(target.clone(), "wm=theirs&%77m=theirs", &forward(policy, &names)), (target, None));
    }
}

#[test]
fn an_ad_networks_click_id_goes_on_and_is_not_kept() {
    for name in AD_CLICK_IDS {
        let (target, labels) =
            carried("https://b.example/".into(), &format!("{name}=x1"), &forward(Policy::LinkWins, &extra()));
        assert_eq!((target, labels), (format!("https://b.example/?{name}=x1"), None));
    }
}

#[test]
fn what_is_not_listed_goes_no_further() {
    assert_eq!(
        sent(Policy::VisitorWins, "x=1&redirect=https://evil.example&UTM_ID=1&utm%5Fid=1&gclid"),
        (SHOP.into(), None)
    );
}

#[test]
fn of_two_of_a_name_the_first_that_can_go_on_counts() {
    for policy in [Policy::LinkWins, Policy::VisitorWins] {
        let (target, labels) = carried("https://b.example/".into(), "utm_id=&utm_id=1&utm_id=2", &forward(policy, &[]));
        assert_eq!((target.as_str(), labels.as_deref()), ("https://b.example/?utm_id=1", Some("utm_id=1")));
    }
    assert_eq!(kept("sub=&sub=1&sub=2").as_deref(), Some("sub=1"));
}

#[test]
fn a_value_that_no_header_or_parser_takes_as_one_is_left_out_whole() {
    for value in ["a\r\nset-cookie: x", "a\nb", "a b", "é", "a;wm=theirs", "a#b", "a\\b", "\"", "<b>", "\u{7f}", ""] {
        for key in ["utm_id", "gclid", "sub"] {
            assert_eq!(sent(Policy::VisitorWins, &format!("{key}={value}")), (SHOP.to_owned(), None), "{value:?}");
        }
    }
}

#[test]
fn an_e_mail_address_goes_on_and_is_not_kept() {
    let (target, labels) =
        sent(Policy::LinkWins, "utm_id=sarah@b.example&utm_term=sarah%40b.example&sub=sarah@b.example");
    assert!(target.contains("utm_id=sarah@b.example&utm_term=sarah%40b.example"));
    assert_eq!(labels, None);
}

#[test]
fn an_encoded_value_goes_on_as_it_was_sent() {
    let (target, labels) =
        carried("https://b.example/".into(), "utm_id=a%0d%0a+%C3%A9|'=", &forward(Policy::LinkWins, &[]));
    assert_eq!(
        (target.as_str(), labels.as_deref()),
        ("https://b.example/?utm_id=a%0d%0a+%C3%A9|'=", Some("utm_id=a%0d%0a+%C3%A9|'="))
    );
}

#[test]
fn a_value_has_at_most_255_bytes() {
    for (length, goes) in [(VALUE_MOST - 1, true), (VALUE_MOST, true), (VALUE_MOST + 1, false)] {
        let query = format!("utm_id={}", "x".repeat(length));
        assert_eq!(sent(Policy::LinkWins, &query).0.contains("utm_id"), goes, "{length}");
    }
}

#[test]
fn a_private_value_has_at_most_64_bytes() {
    for (length, is) in [(PRIVATE_MOST - 1, true), (PRIVATE_MOST, true), (PRIVATE_MOST + 1, false)] {
        assert_eq!(kept(&format!("sub={}", "x".repeat(length))).is_some(), is, "{length}");
    }
}

#[test]
fn labels_have_at_most_512_bytes_and_what_does_not_fit_is_left_out_whole() {
    // Two of 255 bytes with their names and the joint are 540; the private one goes first.
    let long = "x".repeat(VALUE_MOST);
    let query = format!("utm_term={long}&utm_content={long}&utm_id=7&sub=s");
    assert_eq!(kept(&query), Some(format!("sub=s&utm_term={long}&utm_id=7")));
    let fits = |length: usize| kept(&format!("utm_term={long}&utm_id={}", "x".repeat(length))).unwrap().len();
    let rest = LABELS_MOST - "utm_term=&utm_id=".len() - VALUE_MOST;
    assert_eq!([fits(rest - 1), fits(rest), fits(rest + 1)], [511, 512, "utm_term=".len() + VALUE_MOST]);
}

#[test]
fn names_behind_the_thirty_second_do_not_go_on() {
    let names: Vec<String> = (0..=EXTRA_MOST).map(|number| format!("x{number}")).collect();
    let goes = |name: &String| {
        carried("https://b.example/".into(), &format!("{name}=1"), &forward(Policy::LinkWins, &names))
            .0
            .contains(name.as_str())
    };
    assert_eq!(names.iter().filter(|name| goes(name)).count(), EXTRA_MOST);
    assert!(goes(&names[EXTRA_MOST - 1]) && !goes(&names[EXTRA_MOST]));
}

/// Queries of visitors: tags and others, good ones and hostile ones, in any order and number.
fn queries() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        prop::sample::select(KEYS.to_vec()).prop_map(str::to_owned),
        prop::sample::select(vec!["gclid", "sub", "wm", "%77m", "utm%5Fsource", "x", "", "UTM_ID"])
            .prop_map(str::to_owned),
    ];
    let value = prop_oneof![
        "[a-zA-Z0-9%+._~|-]{0,8}",
        "\\PC{0,6}",
        prop::sample::select(vec!["\r\n", "a\r\nb", ";wm=1", "#", "\0", "\\", "https://evil.example/"])
            .prop_map(str::to_owned),
    ];
    let pair =
        prop_oneof![(name.clone(), value).prop_map(|(name, value)| format!("{name}={value}")), name, "\\PC{0,9}"];
    prop::collection::vec(pair, 0..9).prop_map(|pairs| pairs.join("&"))
}

fn policies() -> impl Strategy<Value = Policy> {
    prop::sample::select(vec![Policy::LinkWins, Policy::VisitorWins, Policy::Drop])
}

/// Whether the piece of a query is one that a visitor may set.
fn open(piece: &str) -> bool {
    KEYS.iter().chain(&AD_CLICK_IDS).any(|key| named(piece, key))
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn every_byte_that_is_no_tag_stays_in_its_place(destination in destinations(), query in queries(), policy in policies()) {
        let (target, _) = carried(destination.clone(), &query, &forward(policy, &extra()));
        let (base, pieces, fragment) = apart(&destination);
        let (new_base, new_pieces, new_fragment) = apart(&target);
        prop_assert_eq!((base, fragment), (new_base, new_fragment));
        let rest = |pieces: &[String]| pieces.iter().filter(|piece| !open(piece)).cloned().collect::<Vec<_>>();
        prop_assert_eq!(rest(&pieces), rest(&new_pieces));
    }

    #[test]
    fn the_links_own_tags_stay_byte_for_byte_where_it_wins(destination in destinations(), query in queries()) {
        let (target, _) = carried(destination.clone(), &query, &forward(Policy::LinkWins, &extra()));
        let (head, fragment) = destination.split_once('#').unwrap_or((&destination, ""));
        prop_assert!(target.starts_with(head));
        prop_assert!(target.ends_with(fragment));
    }

    #[test]
    fn no_key_is_put_where_one_stands(destination in destinations(), query in queries(), policy in policies()) {
        let (target, _) = carried(destination.clone(), &query, &forward(policy, &extra()));
        for key in KEYS.into_iter().chain(AD_CLICK_IDS).chain(["wm", "sub"]) {
            let (before, after) = (times(&destination, key), times(&target, key));
            prop_assert!(after <= before.max(1), "{} in {}", key, target);
        }
        prop_assert_eq!(times(&destination, "wm"), times(&target, "wm"));
        prop_assert_eq!(times(&destination, "sub"), times(&target, "sub"));
    }

    #[test]
    fn forwarding_twice_is_forwarding_once(destination in destinations(), query in queries(), policy in policies()) {
        let extra = extra();
        let (once, _) = carried(destination, &query, &forward(policy, &extra));
        prop_assert_eq!(carried(once.clone(), &query, &forward(policy, &extra)).0, once);
    }

    #[test]
    fn what_dropped_queries_say_changes_nothing(destination in destinations(), query in queries()) {
        prop_assert_eq!(carried(destination.clone(), &query, &forward(Policy::Drop, &extra())).0, destination);
    }

    #[test]
    fn nothing_hostile_goes_on_or_is_kept(query in queries(), policy in policies()) {
        let (target, labels) = carried("https://brand.example/shop?a=b".to_owned(), &query, &forward(policy, &extra()));
        let harmless = |b: u8| b.is_ascii_graphic() && !b";#\\\"<>".contains(&b);
        prop_assert!(target.bytes().all(harmless), "{:?}", target);
        let labels = labels.unwrap_or_default();
        prop_assert!(labels.bytes().all(harmless) && labels.len() <= LABELS_MOST, "{:?}", labels);
        let url = url::Url::parse(&target).unwrap();
        prop_assert_eq!((url.scheme(), url.host_str(), url.path()), ("https", Some("brand.example"), "/shop"));
    }

    #[test]
    fn the_host_is_never_another(destination in destinations(), query in queries(), policy in policies()) {
        let (target, _) = carried(destination.clone(), &query, &forward(policy, &extra()));
        let host = |address: &str| url::Url::parse(address).unwrap().origin();
        prop_assert_eq!(host(&destination), host(&target));
    }

    #[test]
    fn every_tag_that_is_kept_is_one_that_the_destination_gets(destination in destinations(), query in queries(), policy in policies()) {
        let (target, labels) = carried(destination, &query, &forward(policy, &extra()));
        let pieces = apart(&target).1;
        for pair in labels.unwrap_or_default().split('&').filter(|pair| pair.starts_with("utm_")) {
            prop_assert!(pieces.iter().any(|piece| piece == pair), "{} in {}", pair, target);
        }
    }
}
