//! What is said about a link's tags: what the brand ruled out refuses it, what is odd is told with what was meant.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::stored;
use waymark::domain::utm::hygiene::Hygiene;
use waymark::domain::utm::known::{COMPARED_MOST, Known};
use waymark::domain::utm::lint::{Level, Note, Subject, faults, lint};
use waymark::domain::utm::{NAMES, Tags, tagged};

use super::{destinations, tags};
use crate::given::{self, pointers};

/// A brand that says `said`, some of whose links carry `used`.
fn brand(said: &Value, used: &Value) -> Hygiene {
    stored::read(json!({ "said": said.to_string(), "version": 1, "used": used.to_string() })).unwrap()
}

fn noted(destination: &str, chosen: &Tags, hygiene: &Hygiene) -> Vec<Note> {
    let target = tagged(destination, chosen, &Tags::default());
    lint(&Subject { destination, chosen, target: &target }, &mut Known::of(hygiene))
}

/// Tags whose source and medium nothing is said about, with `name` set to `value`.
fn with(name: &str, value: &str) -> Tags {
    let place = NAMES.iter().position(|known| *known == name).unwrap();
    let mut values = [Some("instagram".to_owned()), Some("influencer".to_owned()), None, None, None, None, None];
    values[place] = Some(value.to_owned());
    Tags::of(values)
}

/// The words of what is said about a tag, with what is suggested.
fn told(name: &str, value: &str, hygiene: &Hygiene) -> Vec<(&'static str, Option<String>)> {
    let notes = noted("https://b.example/", &with(name, value), hygiene);
    notes.into_iter().filter(|note| note.key == name).map(|note| (note.code, note.suggested)).collect()
}

fn plain(name: &str, value: &str) -> Vec<(&'static str, Option<String>)> {
    told(name, value, &Hygiene::default())
}

fn one(code: &'static str, suggested: Option<&str>) -> Vec<(&'static str, Option<String>)> {
    vec![(code, suggested.map(str::to_owned))]
}

#[test]
fn nothing_is_said_about_tags_as_they_should_be() {
    let chosen = Tags { term: Some("red-shoes".into()), id: Some("CRM-9".into()), ..with("campaign", "spring-26") };
    assert_eq!(noted("https://b.example/?a=%20B--c", &chosen, &Hygiene::default()), []);
}

#[test]
fn a_note_says_which_tag_what_is_wrong_and_what_was_meant() {
    let note = noted("https://b.example/", &with("source", "IG"), &Hygiene::default()).remove(0);
    let expected = json!({
        "level": "warning", "key": "source", "code": "alias", "value": "IG", "suggested": "instagram",
        "detail": "Other links say instagram; two words for one thing part its clicks in every report.",
    });
    assert_eq!(serde_json::to_value(&note).unwrap(), expected);
}

#[test]
fn other_words_for_known_things_are_told() {
    for (name, value, code, meant) in [
        ("source", "insta", "alias", "instagram"),
        ("source", "Instagram", "spelling", "instagram"),
        ("source", "tik tok", "spelling", "tiktok"),
        ("source", "m.facebook.com", "alias", "facebook"),
        ("medium", "Influencer", "spelling", "influencer"),
        ("medium", "influencers", "alias", "influencer"),
        ("medium", "E-Mail", "spelling", "email"),
        ("medium", "paid-social", "spelling", "paid_social"),
        ("medium", "social media", "alias", "social"),
        ("source_platform", "FB", "alias", "facebook"),
    ] {
        assert_eq!(plain(name, value)[..1], one(code, Some(meant))[..], "{name} {value}");
    }
}

#[test]
fn a_word_of_the_table_in_another_tag_is_left_alone() {
    for name in ["campaign", "term", "content", "id"] {
        assert_eq!(plain(name, "insta"), [], "{name}");
    }
}

#[test]
fn a_brands_own_words_are_told() {
    let hygiene = brand(&json!({ "aliases": { "KOL": "influencer" } }), &json!([]));
    assert_eq!(told("medium", "kol", &hygiene)[..1], one("alias", Some("influencer"))[..]);
}

#[test]
fn odd_spellings_are_told_with_the_tidy_one() {
    for (value, expected) in [
        ("Spring", one("case", Some("spring"))),
        ("spring sale", one("spaces", Some("spring-sale"))),
        ("spring--sale", one("doubled_separator", Some("spring-sale"))),
        ("spring-_sale", one("doubled_separator", Some("spring-sale"))),
        ("-spring", one("doubled_separator", Some("spring"))),
        ("spring_", one("doubled_separator", Some("spring"))),
        ("frühling", one("non_ascii", None)),
        ("--", one("doubled_separator", None)),
    ] {
        assert_eq!(plain("campaign", value), expected, "{value}");
    }
    let suggested = Some("spring-sale".to_owned());
    let several = vec![("case", suggested.clone()), ("spaces", suggested.clone()), ("doubled_separator", suggested)];
    assert_eq!(plain("content", "Spring --Sale"), several);
}

#[test]
fn capitals_are_as_they_should_be_where_the_brand_says_so_and_in_ids() {
    let hygiene = brand(&json!({ "case": "as_is" }), &json!([]));
    assert_eq!(told("campaign", "Spring", &hygiene), []);
    assert_eq!(plain("id", "CRM-9"), []);
}

#[test]
fn a_value_that_is_not_allowed_is_refused_with_the_nearest_that_is() {
    let hygiene = brand(&json!({ "allowed": { "medium": ["influencer", "Paid_Social"] } }), &json!([]));
    for (value, suggested) in [
        ("influencers", Some("influencer")),
        ("Influencer", Some("influencer")),
        ("influenecr", Some("influencer")),
        ("paid-social", Some("Paid_Social")),
        ("banner", None),
    ] {
        assert_eq!(told("medium", value, &hygiene)[..1], one("not_allowed", suggested)[..], "{value}");
    }
    // What is allowed is as it should be, capitals or not.
    assert_eq!(told("medium", "Paid_Social", &hygiene), []);
}

#[test]
fn a_tag_that_is_required_must_be_there_and_say_something() {
    let hygiene = brand(&json!({ "required": ["campaign"] }), &json!([]));
    for destination in ["https://b.example/", "https://b.example/?utm_campaign=", "https://b.example/?utm_campaign=+"] {
        let notes = noted(destination, &with("source", "instagram"), &hygiene);
        assert_eq!(
            (notes[0].level, notes[0].key, notes[0].code),
            (Level::Error, "campaign", "required"),
            "{destination}"
        );
    }
    assert_eq!(noted("https://b.example/?utm_campaign=x", &with("source", "instagram"), &hygiene), []);
}

#[test]
fn a_mark_that_nobody_filled_is_refused() {
    for value in
        ["{creator}", "x-{post}", "{{ad.name}}", "}", "<name>", "%%name%%", "__NAME__", "*|NAME|*", "${x}", "$(x)"]
    {
        assert_eq!(plain("term", value), one("placeholder", None), "{value}");
    }
    for value in ["[us]-spring", "[UK]", "[UK] spring [DE]", "__init__", "100%", "a<b", "%%", "[]"] {
        assert!(plain("term", value).iter().all(|(code, _)| *code != "placeholder"), "{value}");
    }
}

#[test]
fn a_persons_address_or_number_is_refused() {
    for value in ["sarah@brand.example", "to:sarah.o-neill+x@mail.brand.co.uk!", "+49 151 12345678", "+4915112345678"] {
        assert_eq!(plain("content", value), one("personal_data", None), "{value}");
    }
    for value in [
        "@sarah",
        "sarah@ig",
        "a@.b",
        "a@b.",
        "hero@2x.png",
        "logo@3x.JPG",
        "x@2.0",
        "2026-11-20",
        "4915112345678",
        "+12345678",
        "+1234567890123456",
    ] {
        assert!(plain("content", value).iter().all(|(code, _)| *code != "personal_data"), "{value}");
    }
}

#[test]
fn an_address_in_the_destination_is_found_however_it_is_encoded() {
    let destination = "https://b.example/?utm_source=instagram&utm_content=sarah%40brand.example";
    let notes = noted(destination, &Tags::default(), &Hygiene::default());
    let fresh = faults(&notes, &Tags::carried(destination), &[]);
    assert_eq!(pointers(&fresh), [("/destination".to_owned(), "personal_data")]);
}

#[test]
fn a_long_value_is_told() {
    for (length, long) in [(99, false), (100, false), (101, true)] {
        let destination = format!("https://b.example/?utm_source=instagram&utm_content={}", "a".repeat(length));
        let notes = noted(&destination, &Tags::default(), &Hygiene::default());
        assert_eq!(notes.iter().any(|note| note.code == "long"), long, "{length}");
    }
}

#[test]
fn a_tag_that_the_destination_repeats_is_told() {
    let notes = noted("https://b.example/?utm_source=instagram&utm_source=x", &Tags::default(), &Hygiene::default());
    assert_eq!((notes[0].key, notes[0].code), ("source", "repeated"));
}

#[test]
fn a_value_that_is_nearly_another_links_is_told() {
    let used =
        json!([["utm_campaign=", "spring+sale", 5], ["utm_campaign=", "autumn-sael", 1], ["utm_source=", "sarah", 4]]);
    let hygiene = brand(&json!({}), &used);
    for (value, meant) in [
        ("spring-sale", Some("spring sale")),
        ("sprnig-sale", Some("spring sale")),
        ("spring-sale-2", None),
        ("autumn-sale", Some("autumn-sael")),
        // More links carry this one than any that is like it.
        ("spring sale", None),
    ] {
        let notes = told("campaign", value, &hygiene);
        let near = notes.iter().find(|(code, _)| *code == "near_duplicate").and_then(|(_, meant)| meant.as_deref());
        assert_eq!(near, meant, "{value}");
    }
    // Content differs by a letter from post to post.
    assert_eq!(told("content", "sprnig-sale", &hygiene), []);
    assert_eq!(told("source", "sarahh", &hygiene)[..1], one("near_duplicate", Some("sarah"))[..]);
}

/// A campaign of letters alone, another for each number.
fn campaign(number: u32) -> String {
    let letter = |place: u32| char::from(b'a' + u8::try_from(number / 26_u32.pow(place) % 26).unwrap());
    format!("campaign-of-{}{}{}-all", letter(0), letter(1), letter(2))
}

#[test]
fn a_thousand_campaigns_beside_five_hundred_others_are_compared_so_often_and_no_oftener() {
    let used: Vec<Value> = (0..500).map(|number| json!(["utm_campaign=", campaign(number * 7 + 1), 2])).collect();
    let hygiene = brand(&json!({}), &json!(used));
    let mut known = Known::of(&hygiene);
    let mut once = 0;
    for round in 0..2 {
        for number in 0..1_000 {
            known.resembling(2, &campaign(number * 7));
        }
        once = if round == 0 { known.compared() } else { once };
    }
    assert!((1..COMPARED_MOST / 5).contains(&once), "{once} of half a million pairs");
    assert_eq!(known.compared(), once, "what was asked once is known");
}

/// A text of two letters for each number below 4,096.
fn shuffled(number: u32, letters: [char; 2]) -> String {
    (0..12).map(|place| letters[(number >> place & 1) as usize]).collect::<String>() + "ab"
}

#[test]
fn when_so_many_were_compared_nothing_more_is_found() {
    let used: Vec<Value> = (0..400)
        .map(|number| json!(["utm_campaign=", format!("aaaabbbb{}", shuffled(number, ['a', 'b'])), 2]))
        .collect();
    let hygiene = brand(&json!({}), &json!(used));
    let mut known = Known::of(&hygiene);
    for number in 0..4_096 {
        known.resembling(2, &format!("bbbbaaaa{}", shuffled(number, ['a', 'b'])));
    }
    assert_eq!(known.compared(), COMPARED_MOST);
    assert_eq!(known.resembling(2, &format!("aaaabbbc{}", shuffled(1, ['a', 'b']))), None);
}

#[test]
fn values_of_another_length_or_of_other_letters_are_not_compared() {
    let used = json!([["utm_campaign=", "summer-of-love", 9], ["utm_campaign=", "qqqqqqqqqqqq", 9]]);
    let hygiene = brand(&json!({}), &used);
    let mut known = Known::of(&hygiene);
    for value in ["summer-of-love-and-peace", "winter-of-hate", "summer-of-love-2"] {
        assert_eq!(known.resembling(2, value), None, "{value}");
    }
    assert_eq!(known.compared(), 0);
    assert_eq!(known.resembling(2, "sumer-of-lovee"), Some(("summer-of-love".to_owned(), 9)));
    assert_eq!(known.compared(), 1);
}

#[test]
fn what_google_analytics_files_nowhere_is_told_with_a_medium_that_has_a_place() {
    for (source, suggested) in [("sarah", "social"), ("spotify", "audio"), ("substack", "email")] {
        let notes = noted("https://b.example/", &with("source", source), &Hygiene::default());
        let told: Vec<_> = notes.iter().map(|note| (note.key, note.code, note.suggested.as_deref())).collect();
        assert_eq!(told, [("medium", "ga4_unassigned", Some(suggested))], "{source}");
    }
}

#[test]
fn what_google_analytics_files_elsewhere_than_meant_is_told() {
    for (name, value, key) in
        [("campaign", "pop-up-shop", "campaign"), ("medium", "affiliate", "medium"), ("medium", "video", "medium")]
    {
        let notes = noted("https://b.example/", &with(name, value), &Hygiene::default());
        let told: Vec<_> = notes.iter().map(|note| (note.key, note.code)).collect();
        assert_eq!(told, [(key, "ga4_other_channel")], "{value}");
    }
    for medium in ["cpc", "paid_social", "social"] {
        assert_eq!(noted("https://b.example/", &with("medium", medium), &Hygiene::default()), [], "{medium}");
    }
}

#[test]
fn errors_are_faults_where_they_were_said() {
    let hygiene = brand(&json!({ "required": ["term"], "allowed": { "medium": ["social"] } }), &json!([]));
    let destination = "https://b.example/?utm_source=x&utm_content={post}";
    let chosen = Tags { medium: Some("banner".into()), ..Tags::default() };
    let target = tagged(destination, &chosen, &Tags::default());
    let notes = lint(&Subject { destination, chosen: &chosen, target: &target }, &mut Known::of(&hygiene));
    let at = |pointer: &str, code| (pointer.to_owned(), code);
    let expected = [at("/utm/medium", "not_allowed"), at("/utm/term", "required"), at("/destination", "placeholder")];
    assert_eq!(pointers(&faults(&notes, &Tags::carried(&target), &[])), expected);
}

#[test]
fn a_change_is_not_refused_for_what_stood_there_before() {
    let hygiene = brand(&json!({ "required": ["campaign"], "allowed": { "medium": ["social"] } }), &json!([]));
    let chosen = with("medium", "banner");
    let target = tagged("https://b.example/", &chosen, &Tags::default());
    let notes = noted("https://b.example/", &chosen, &hygiene);
    assert_eq!(faults(&notes, &Tags::carried(&target), &[Tags::carried("https://old.example/?utm_medium=banner")]), []);
    let moved = faults(
        &notes,
        &Tags::carried(&target),
        &[Tags::carried("https://old.example/?utm_medium=social&utm_campaign=x")],
    );
    assert_eq!(moved.len(), 2);
}

proptest! {
    #![proptest_config(given::tries(128))]

    #[test]
    fn whatever_tags_say_every_note_is_of_a_tag_and_says_something(destination in destinations(), chosen in tags()) {
        let said = json!({ "required": NAMES, "allowed": { "term": ["a"] } });
        let hygiene = brand(&said, &json!([["utm_source=", "%zz", 1], ["utm_medium=", "a", 2]]));
        for note in noted(&destination, &chosen, &hygiene) {
            prop_assert!(NAMES.contains(&note.key) && !note.detail.is_empty());
            prop_assert!(note.suggested != note.value || note.suggested.is_none());
        }
    }

    #[test]
    fn what_is_suggested_for_a_spelling_is_spelt_well(value in "[A-Za-z _.-]{1,12}") {
        for (code, suggested) in plain("content", &value) {
            let Some(suggested) = suggested else { continue };
            prop_assert_eq!(plain("content", &suggested), vec![], "{} of {}", code, suggested);
        }
    }
}
