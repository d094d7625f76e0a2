//! What a brand says its tags should look like: read whole, kept as said, and one word for each thing.

use serde_json::{Map, Value, json};
use waymark::domain::stored;
use waymark::domain::utm::NAMES;
use waymark::domain::utm::hygiene::{ALIAS_MOST, ALIASES_MOST, ALLOWED_MOST, Hygiene};

use crate::given::pointers;

fn said(body: &Value) -> Result<Hygiene, Vec<(String, &'static str)>> {
    Hygiene::say(body).map_err(|faults| pointers(&faults))
}

fn refused(body: &Value) -> Vec<(String, &'static str)> {
    said(body).unwrap_err()
}

fn platform(own: &Value, word: &str) -> String {
    said(&json!({ "aliases": own })).unwrap().platform(word)
}

#[test]
fn where_nobody_said_anything_small_letters_are_asked_for_and_nothing_else() {
    let expected = json!({ "aliases": {}, "allowed": {}, "required": [], "case": "lower" });
    assert_eq!(Hygiene::default().said(), expected);
    assert_eq!(said(&json!({})), Ok(Hygiene::default()));
    assert_eq!(Hygiene::default().version, 0);
}

#[test]
fn what_is_said_is_kept_and_shown_as_it_was() {
    let body = json!({
        "aliases": { "IG stories": "instagram", "KOL": "influencer" },
        "allowed": { "medium": ["influencer", "paid_social"], "campaign": ["spring-26"] },
        "required": ["source", "medium", "campaign"],
        "case": "as_is",
    });
    let hygiene = said(&body).unwrap();
    assert_eq!(hygiene.said(), body);
    let row = json!({ "said": body.to_string(), "version": 4, "used": r#"[["utm_source=","tik%20tok",3]]"# });
    let kept: Hygiene = stored::read(row).unwrap();
    assert_eq!((kept.said(), kept.version), (body, 4));
}

#[test]
fn a_row_that_is_not_there_reads_as_nothing_said() {
    assert_eq!(stored::read(json!({ "said": null, "version": null, "used": "[]" })), Ok(Hygiene::default()));
}

#[test]
fn a_row_that_does_not_fit_is_told() {
    assert!(stored::read::<Hygiene>(json!({ "said": r#"{"case":"upper"}"#, "version": 1, "used": "[]" })).is_err());
}

#[test]
fn a_platform_has_one_word_however_it_is_written() {
    for (word, expected) in [
        ("IG", "instagram"),
        ("insta", "instagram"),
        ("Instagram", "instagram"),
        ("instagram.com", "instagram"),
        ("fb", "facebook"),
        ("Face-Book", "facebook"),
        ("YT", "youtube"),
        ("You Tube", "youtube"),
        ("youtu.be", "youtube"),
        ("tik tok", "tiktok"),
        ("Tik_Tok", "tiktok"),
        ("TT", "tiktok"),
        ("X", "twitter"),
        ("snap", "snapchat"),
        ("Linked In", "linkedin"),
        ("Apple Podcasts", "apple_podcasts"),
        ("Red Note", "xiaohongshu"),
        ("Sarahs Blog", "sarahs blog"),
        ("Ärztenetz", "ärztenetz"),
    ] {
        assert_eq!(Hygiene::default().platform(word), expected, "{word}");
    }
}

#[test]
fn a_brands_own_word_stands_before_the_one_that_is_built_in() {
    assert_eq!(platform(&json!({ "gram": "instagram" }), "Gram"), "instagram");
    assert_eq!(platform(&json!({ "x": "x" }), "X"), "x");
    assert_eq!(platform(&json!({ "twitter": "x" }), "twitter.com"), "x");
    assert_eq!(platform(&json!({ "instagram": "IG" }), "insta"), "IG");
}

#[test]
fn aliases_have_bounds() {
    let many = |count: usize| -> Value {
        json!({ "aliases": (0..count).map(|at| (format!("word{at}"), json!("x"))).collect::<Map<_, _>>() })
    };
    for (count, fits) in [(ALIASES_MOST - 1, true), (ALIASES_MOST, true), (ALIASES_MOST + 1, false)] {
        assert_eq!(said(&many(count)).is_ok(), fits, "{count}");
    }
    assert_eq!(refused(&many(ALIASES_MOST + 1)), [("/aliases".to_owned(), "not_aliases")]);
    for (length, fits) in [(0, false), (1, true), (ALIAS_MOST - 1, true), (ALIAS_MOST, true), (ALIAS_MOST + 1, false)] {
        let word = "é".repeat(length);
        assert_eq!(said(&json!({ "aliases": { word: "x" } })).is_ok(), fits, "{length}");
    }
    for (length, fits) in [(0, false), (1, true), (99, true), (100, true), (101, false)] {
        assert_eq!(said(&json!({ "aliases": { "a": "é".repeat(length) } })).is_ok(), fits, "{length}");
    }
}

#[test]
fn what_is_no_alias_is_refused_with_its_pointer() {
    for (aliases, pointer, code) in [
        (json!([]), "/aliases", "not_aliases"),
        (json!({ "a": 7 }), "/aliases/a", "not_an_alias"),
        (json!({ "a": null }), "/aliases/a", "not_an_alias"),
        (json!({ "a": " b" }), "/aliases/a", "not_an_alias"),
        (json!({ "-_. ": "b" }), "/aliases/-_. ", "not_an_alias"),
        (json!({ "a\n": "b" }), "/aliases/a\n", "not_an_alias"),
        (json!({ "a/~b": 1 }), "/aliases/a~1~0b", "not_an_alias"),
        (json!({ "Insta Story": "instagram", "insta_story": "story" }), "/aliases/insta_story", "doubled"),
        (json!({ "ig": "gram", "gram": "instagram" }), "/aliases/ig", "alias_of_an_alias"),
    ] {
        assert_eq!(refused(&json!({ "aliases": aliases })), [(pointer.to_owned(), code)], "{aliases}");
    }
}

#[test]
fn two_spellings_of_one_alias_may_say_the_same() {
    assert!(said(&json!({ "aliases": { "Insta Story": "instagram", "insta_story": "instagram" } })).is_ok());
}

#[test]
fn allowed_values_have_bounds() {
    let many =
        |count: usize| json!({ "allowed": { "medium": (0..count).map(|at| format!("m{at}")).collect::<Vec<_>>() } });
    for (count, fits) in [(ALLOWED_MOST - 1, true), (ALLOWED_MOST, true), (ALLOWED_MOST + 1, false)] {
        assert_eq!(said(&many(count)).is_ok(), fits, "{count}");
    }
    for (length, fits) in [(0, false), (1, true), (99, true), (100, true), (101, false)] {
        assert_eq!(said(&json!({ "allowed": { "id": ["é".repeat(length)] } })).is_ok(), fits, "{length}");
    }
    for name in NAMES {
        assert!(said(&json!({ "allowed": { name: ["a"] } })).is_ok(), "{name}");
    }
}

#[test]
fn what_is_not_read_is_refused_with_its_pointer() {
    for (body, pointer, code) in [
        (json!({ "allowed": [] }), "/allowed", "not_an_object"),
        (json!({ "allowed": { "medium": "x" } }), "/allowed/medium", "not_a_list"),
        (json!({ "allowed": { "medium": ["a", "a"] } }), "/allowed/medium", "doubled"),
        (json!({ "allowed": { "utm_medium": ["a"] } }), "/allowed/utm_medium", "unknown_field"),
        (json!({ "required": "source" }), "/required", "not_a_list"),
        (json!({ "required": ["utm_source"] }), "/required", "not_tags"),
        (json!({ "required": ["source", "source"] }), "/required", "doubled"),
        (json!({ "required": [7] }), "/required", "not_a_list"),
        (json!({ "case": "upper" }), "/case", "unknown_word"),
        (json!({ "aliasses": {} }), "/aliasses", "unknown_field"),
    ] {
        assert_eq!(refused(&body), [(pointer.to_owned(), code)], "{body}");
    }
    assert_eq!(refused(&json!([])), [(String::new(), "not_an_object")]);
}

#[test]
fn every_tag_may_be_required() {
    assert_eq!(said(&json!({ "required": NAMES })).unwrap().said()["required"], json!(NAMES));
}
