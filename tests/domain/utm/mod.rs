//! Tags: a tag on purpose wins, no key is put twice, everything else stays as it is.

mod forward;

use proptest::prelude::*;
use waymark::domain::utm::{KEYS, Tags, carries, tagged, with_pair};

use crate::given;

fn source(value: &str) -> Tags {
    Tags { source: Some(value.into()), ..Tags::default() }
}

fn full() -> Tags {
    let said = |word: &str| Some(word.to_owned());
    Tags {
        source: said("s"),
        medium: said("m"),
        campaign: said("c"),
        term: said("t"),
        content: said("co"),
        id: said("i"),
        source_platform: said("p"),
    }
}

#[test]
fn the_preset_names_platform_campaign_creator_and_post() {
    let tags = Tags::preset(Some("Instagram"), Some("spring-26"), "sarah", Some("reel-1"));
    let target = tagged("https://brand.example/", &Tags::default(), &tags);
    let expected = "https://brand.example/?utm_source=instagram&utm_medium=influencer&utm_campaign=spring-26\
        &utm_content=sarah-reel-1";
    assert_eq!(target, expected);
}

#[test]
fn the_preset_leaves_out_what_is_not_known() {
    let target = tagged("https://brand.example/", &Tags::default(), &Tags::preset(None, None, "sarah", None));
    assert_eq!(target, "https://brand.example/?utm_medium=influencer&utm_content=sarah");
}

#[test]
fn a_tag_in_the_destination_beats_a_derived_one() {
    let destination = "https://brand.example/?utm_source=news";
    assert_eq!(tagged(destination, &Tags::default(), &source("instagram")), destination);
}

#[test]
fn an_encoded_or_empty_tag_in_the_destination_counts_too() {
    for destination in
        ["https://b.example/?utm%5fsource=x", "https://b.example/?utm_source", "https://b.example/?a&utm_source="]
    {
        assert_eq!(tagged(destination, &Tags::default(), &source("instagram")), destination);
    }
}

#[test]
fn a_chosen_tag_beats_the_destinations() {
    let target = tagged("https://b.example/?a=1&utm_source=news&b=2#top", &source("mail"), &source("instagram"));
    assert_eq!(target, "https://b.example/?a=1&b=2&utm_source=mail#top");
}

#[test]
fn a_chosen_tag_replaces_every_repetition() {
    let target = tagged("https://b.example/?utm_source=1&utm%5Fsource=2&utm_source", &source("mail"), &Tags::default());
    assert_eq!(target, "https://b.example/?utm_source=mail");
}

#[test]
fn a_tag_in_the_fragment_is_no_tag() {
    let target = tagged("https://b.example/#utm_source=x", &Tags::default(), &source("y"));
    assert_eq!(target, "https://b.example/?utm_source=y#utm_source=x");
}

#[test]
fn a_value_is_encoded_so_that_it_stays_one_value() {
    let target = tagged("https://b.example/", &source("a&b=c #d/é+"), &Tags::default());
    let url = url::Url::parse(&target).unwrap();
    assert_eq!(url.query_pairs().collect::<Vec<_>>(), [("utm_source".into(), "a&b=c #d/é+".into())]);
}

#[test]
fn a_pair_is_joined_to_every_kind_of_query() {
    for (url, joined) in [
        ("https://b.example", "https://b.example?k=v"),
        ("https://b.example/", "https://b.example/?k=v"),
        ("https://b.example/?", "https://b.example/?k=v"),
        ("https://b.example/?a", "https://b.example/?a&k=v"),
        ("https://b.example/?a&", "https://b.example/?a&k=v"),
        ("https://b.example/?a?b", "https://b.example/?a?b&k=v"),
        ("https://b.example/#f?a", "https://b.example/?k=v#f?a"),
        ("https://b.example/?a#f#g", "https://b.example/?a&k=v#f#g"),
    ] {
        assert_eq!(with_pair(url, "k", "v"), joined);
    }
}

#[test]
fn a_parameter_is_found_by_its_name_alone() {
    for (url, found) in [
        ("https://b.example/?wm=1", true),
        ("https://b.example/?a&wm", true),
        ("https://b.example/?%77%6D=1", true),
        ("https://b.example/?wmx=1", false),
        ("https://b.example/?a=wm", false),
        ("https://b.example/?WM=1", false),
        ("https://b.example/wm=1", false),
        ("https://b.example/#?wm=1", false),
    ] {
        assert_eq!(carries(url, "wm"), found, "{url}");
    }
}

#[test]
fn tags_are_stored_without_what_was_not_said() {
    assert_eq!(serde_json::to_string(&source("x")).unwrap(), r#"{"source":"x"}"#);
    assert_eq!(waymark::domain::stored::parse::<Tags>(r#"{"source":"x"}"#).unwrap(), source("x"));
}

/// Destinations with odd queries: repeated keys, encodings, empty pairs, tags of their own, fragments.
fn destinations() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9._~!$'()*+,;:@/?%=-]{0,12}",
        Just(String::new()),
        Just("X-Sig=a%2fB+c==".to_owned()),
        Just("utm_source=own".to_owned()),
        Just("utm%5Fsource=own".to_owned()),
        Just("utm_campaign".to_owned()),
        Just("utm_content=".to_owned()),
    ];
    let query = prop::option::of(prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.join("&")));
    let fragment = prop::option::of("[a-z0-9?&=#/_-]{0,12}");
    (query, fragment).prop_map(|(query, fragment)| {
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
        format!("https://brand.example/shop%20a{query}{fragment}")
    })
}

fn tags() -> impl Strategy<Value = Tags> {
    let value = || prop::option::of("\\PC{1,8}");
    let six = (value(), value(), value(), value(), value(), value());
    (six, value()).prop_map(|((source, medium, campaign, term, content, id), source_platform)| Tags {
        source,
        medium,
        campaign,
        term,
        content,
        id,
        source_platform,
    })
}

/// Before the query, the query's pieces, and the fragment.
fn apart(url: &str) -> (String, Vec<String>, Option<String>) {
    let (head, fragment) = url.split_once('#').map_or((url, None), |(head, rest)| (head, Some(rest.to_owned())));
    let (base, query) = head.split_once('?').map_or((head, None), |(base, query)| (base, Some(query)));
    let pieces = query.map(|query| query.split('&').filter(|piece| !piece.is_empty()).map(str::to_owned).collect());
    (base.to_owned(), pieces.unwrap_or_default(), fragment)
}

fn named(piece: &str, key: &str) -> bool {
    url::form_urlencoded::parse(piece.as_bytes()).next().is_some_and(|(name, _)| name == key)
}

fn times(url: &str, key: &str) -> usize {
    apart(url).1.iter().filter(|piece| named(piece, key)).count()
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn no_tag_is_put_where_one_stands(destination in destinations(), chosen in tags(), derived in tags()) {
        let target = tagged(&destination, &chosen, &derived);
        let said = |tags: &Tags| [
            tags.source.is_some(), tags.medium.is_some(), tags.campaign.is_some(),
            tags.term.is_some(), tags.content.is_some(), tags.id.is_some(), tags.source_platform.is_some(),
        ];
        for ((key, chosen), derived) in KEYS.iter().zip(said(&chosen)).zip(said(&derived)) {
            let before = times(&destination, key);
            let expected = if chosen { 1 } else if before == 0 { usize::from(derived) } else { before };
            prop_assert_eq!(times(&target, key), expected, "{} in {}", key, target);
        }
    }

    #[test]
    fn every_byte_that_is_no_replaced_tag_stays_in_its_place(
        destination in destinations(),
        chosen in tags(),
        derived in tags(),
    ) {
        let target = tagged(&destination, &chosen, &derived);
        let (base, pieces, fragment) = apart(&destination);
        let (new_base, new_pieces, new_fragment) = apart(&target);
        prop_assert_eq!(base, new_base);
        prop_assert_eq!(fragment, new_fragment);
        let is_tag = |piece: &String| KEYS.iter().any(|key| named(piece, key));
        let rest = |pieces: &[String]| pieces.iter().filter(|piece| !is_tag(piece)).cloned().collect::<Vec<_>>();
        prop_assert_eq!(rest(&pieces), rest(&new_pieces));
    }

    #[test]
    fn without_tags_nothing_changes_at_all(destination in destinations()) {
        prop_assert_eq!(tagged(&destination, &Tags::default(), &Tags::default()), destination);
    }

    #[test]
    fn tagging_twice_is_tagging_once(destination in destinations(), derived in tags()) {
        let once = tagged(&destination, &full(), &derived);
        prop_assert_eq!(tagged(&once, &full(), &derived), once);
    }

    #[test]
    fn a_pair_is_added_and_every_byte_stays(destination in destinations(), value in "[a-zA-Z0-9_-]{1,39}") {
        let joined = with_pair(&destination, "wm", &value);
        let pair = format!("wm={value}");
        let at = joined.find(&pair).unwrap();
        let without = format!("{}{}", &joined[..at], &joined[at + pair.len()..]);
        // Only the joint is new, at the end of the query.
        prop_assert!(["?", "&", ""].iter().any(|joint| {
            let (head, fragment) =
                destination.split_once('#').map_or((destination.as_str(), None), |(head, rest)| (head, Some(rest)));
            without == format!("{head}{joint}{}", fragment.map(|f| format!("#{f}")).unwrap_or_default())
        }), "{}", joined);
        prop_assert!(carries(&joined, "wm"));
    }

    #[test]
    fn the_host_is_never_touched(destination in destinations(), chosen in tags()) {
        let target = tagged(&destination, &chosen, &full());
        let url = url::Url::parse(&target).unwrap();
        prop_assert_eq!((url.scheme(), url.host_str(), url.path()), ("https", Some("brand.example"), "/shop%20a"));
    }
}
