//! Cards: bounds, and a page that says nothing but what was said.

use serde_json::{Value, json};
use waymark::domain::card::{Card, DESCRIPTION_MOST, TITLE_MOST};

use super::link_with;
use crate::given;

fn wrong(card: &Value) -> Vec<(String, &'static str)> {
    link_with("card", card).unwrap_err()
}

fn page(card: &Card) -> String {
    given::text(&card.page("https://brand.example/shop?a=1&b=2")).to_owned()
}

#[test]
fn a_card_has_a_title_and_bounds() {
    let card = |title: usize, description: usize| json!({ "title": "ü".repeat(title), "description": "d".repeat(description) });
    assert!(link_with("card", &card(TITLE_MOST, DESCRIPTION_MOST)).is_ok());
    assert!(link_with("card", &json!({ "title": "t" })).is_ok());
    assert_eq!(wrong(&card(TITLE_MOST + 1, 1)), [("/card/title".to_owned(), "too_long")]);
    assert_eq!(wrong(&card(1, DESCRIPTION_MOST + 1)), [("/card/description".to_owned(), "too_long")]);
    assert_eq!(wrong(&card(0, 1)), [("/card/title".to_owned(), "empty")]);
    assert_eq!(wrong(&json!({})), [("/card/title".to_owned(), "required")]);
    assert_eq!(wrong(&json!({ "title": "a\u{202e}b" })), [("/card/title".to_owned(), "control_character")]);
    assert_eq!(wrong(&json!({ "title": "a", "colour": "red" })), [("/card/colour".to_owned(), "unknown_field")]);
    assert_eq!(wrong(&json!("a")), [("/card".to_owned(), "not_an_object")]);
}

#[test]
fn a_picture_is_an_address_of_the_web() {
    for (image, code) in [
        ("javascript:alert(1)", "scheme_not_allowed"),
        ("data:image/png;base64,AA", "scheme_not_allowed"),
        ("/card.png", "not_an_address"),
        ("https://u:p@brand.example/card.png", "userinfo_not_allowed"),
    ] {
        assert_eq!(wrong(&json!({ "title": "a", "image": image })), [("/card/image".to_owned(), code)], "{image}");
    }
    let link = link_with("card", &json!({ "title": "a", "image": "https://brand.example/card.png" })).unwrap();
    assert_eq!(link.more.card.unwrap().image.as_deref(), Some("https://brand.example/card.png"));
}

#[test]
fn networks_read_title_description_and_picture() {
    let card =
        Card { title: "Spring".into(), description: Some("New".into()), image: Some("https://a.example/p.png".into()) };
    let page = page(&card);
    for tag in [
        "<meta property=\"og:title\" content=\"Spring\">",
        "<meta property=\"og:description\" content=\"New\">",
        "<meta property=\"og:image\" content=\"https://a.example/p.png\">",
        "<meta name=\"twitter:title\" content=\"Spring\">",
        "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        "<meta name=\"description\" content=\"New\">",
        "<title>Spring</title>",
    ] {
        assert!(page.contains(tag), "{tag} in {page}");
    }
    let plain = self::page(&Card { title: "Spring".into(), ..Card::default() });
    assert!(plain.contains("content=\"summary\"") && !plain.contains("og:image") && !plain.contains("description"));
}

#[test]
fn a_card_leads_nobody_elsewhere_by_itself() {
    let page = page(&Card { title: "Spring".into(), ..Card::default() });
    for word in ["canonical", "og:url", "http-equiv", "<script", "wm="] {
        assert!(!page.contains(word), "{word} in {page}");
    }
    assert!(page.contains("<a rel=\"nofollow\" href=\"https://brand.example/shop?a=1&amp;b=2\">"));
}

#[test]
fn whatever_a_card_says_it_is_text() {
    let nasty = "\"><script>alert(1)</script><meta http-equiv=refresh content='0;url=//evil'>";
    let text = || Some(nasty.to_owned());
    let hostile = page(&Card { title: nasty.into(), description: text(), image: text() });
    let plain = page(&Card { title: "t".into(), description: Some("d".into()), image: Some("i".into()) });
    assert_eq!(hostile.matches('<').count(), plain.matches('<').count());
    assert_eq!(hostile.matches('"').count(), plain.matches('"').count());
    assert_eq!(hostile.matches('\'').count(), 0);
}
