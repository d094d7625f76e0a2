//! A pixel's address: labels that are cropped, recipients that are nobody's name, and nothing that loses the view.

use proptest::prelude::*;
use waymark::domain::conversion::hashed;
use waymark::domain::pixel::{BYTES_MOST, LABEL_MOST, LABELS, RECIPIENT_MOST, labels, read, recipient};
use waymark::domain::visitor::by_recipient;

use crate::given;

const KEY: &str = "customer-customer-customer";

fn of(query: &str) -> Option<u64> {
    recipient(query, KEY)
}

fn customer(reference: &str) -> Option<u64> {
    by_recipient(&hashed(reference, KEY))
}

#[test]
fn labels_stand_in_one_order_whatever_the_address_has() {
    let query = "campaign=spring&r=1&creator=anna&post=reel-7&placement=header";
    assert_eq!(labels(query).unwrap(), "placement=header&post=reel-7&creator=anna&campaign=spring");
    assert_eq!(labels("creator=anna").unwrap(), "creator=anna");
}

#[test]
fn an_address_without_labels_has_none() {
    for query in [
        "",
        "r=1",
        "placement",
        "placement=",
        "placement=%20&post=%00",
        "Placement=x",
        "utm_source=x",
        "&&=&",
        "creator=%ff%fe",
    ] {
        assert_eq!(labels(query), None, "{query}");
    }
}

#[test]
fn a_label_is_folded_as_names_are() {
    let said = |query| labels(query).unwrap();
    assert_eq!(said("creator=%20Anna%20%20%0a%09Lee%20"), "creator=anna lee");
    assert_eq!(said("creator=ANNA+LEE"), "creator=anna lee");
    assert_eq!(said("creator=Zo%C3%AB"), "creator=zo\u{eb}");
    assert_eq!(said("creator=anna%00%1b%7f%C2%85lee"), "creator=anna lee");
    assert_eq!(said("creator=an%E2%80%8Bna"), "creator=anna");
    assert_eq!(said("creator=anna%ff"), "creator=anna");
}

#[test]
fn of_two_labels_of_a_name_the_first_counts() {
    assert_eq!(labels("post=a&post=b").unwrap(), "post=a");
}

#[test]
fn a_label_is_cropped_at_its_limit() {
    let kept = |letter: &str, times: usize| {
        let text = labels(&format!("placement={}&post=x", letter.repeat(times))).unwrap();
        assert_eq!(read(&text, "post").unwrap(), "x", "the label beside it stays");
        read(&text, "placement").unwrap().chars().count()
    };
    for (said, most) in [(63, 63), (LABEL_MOST, 64), (65, LABEL_MOST), (50_000, LABEL_MOST)] {
        assert_eq!(kept("a", said), most);
    }
    // Letters of two, three and four bytes, and what is encoded in three.
    for (letter, most) in [("\u{e9}", 35), ("\u{65e5}", 23), ("\u{1f600}", 17), ("%22", 23), ("%5c", 23), ("%25", 23)] {
        for (said, kept_of_it) in [(most - 1, most - 1), (most, most), (most + 1, most), (20_000, most)] {
            assert_eq!(kept(letter, said), kept_of_it, "{letter}");
        }
    }
}

#[test]
fn a_label_may_hold_what_parts_labels() {
    let text = labels("creator=H%26M&post=50%25=half&campaign=%23").unwrap();
    assert_eq!(text, "post=50%25%3dhalf&creator=h%26m&campaign=#");
    assert_eq!(read(&text, "creator").unwrap(), "h&m");
    assert_eq!(read(&text, "post").unwrap(), "50%=half");
    assert_eq!(read(&text, "placement"), None);
}

#[test]
fn a_recipient_is_the_customer_of_the_same_reference() {
    assert_eq!(of("recipient=c-1001"), customer("c-1001"));
    assert_eq!(of("recipient=%20Jo%40Example.com%20"), customer("jo@example.com"));
    assert_ne!(of("recipient=c-1001"), of("recipient=c-1002"));
    assert!(of("recipient=c-1001").is_some());
}

#[test]
fn who_is_not_named_is_no_recipient() {
    for query in [
        "",
        "r=1",
        "recipient",
        "recipient=",
        "recipient=%20%09",
        "Recipient=x",
        "recipient=a%00b",
        "recipient=a%0d%0ab",
    ] {
        assert_eq!(of(query), None, "{query}");
    }
}

#[test]
fn a_template_that_was_not_filled_in_is_nobody() {
    for mark in [
        "{{email}}",
        "{email}",
        "*|EMAIL|*",
        "%%emailaddr%%",
        "[email]",
        "${email}",
        "#{email}",
        "<%= email %>",
        "__EMAIL__",
    ] {
        let query: String =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("recipient", mark).finish();
        assert_eq!(of(&query), None, "{mark}");
    }
}

#[test]
fn a_reference_that_is_too_long_is_nobodys() {
    assert!(of(&format!("recipient={}", "a".repeat(RECIPIENT_MOST))).is_some());
    assert!(of(&format!("recipient={}", "%C3%A9".repeat(RECIPIENT_MOST))).is_some());
    assert_eq!(of(&format!("recipient={}", "a".repeat(RECIPIENT_MOST + 1))), None);
    assert_eq!(of(&format!("recipient={}", "a".repeat(60_000))), None);
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn labels_are_read_back_as_they_were_folded(values in prop::collection::vec("(\\PC|[\"\\\\%&=\u{7f}\u{1} ]){0,90}", 4)) {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in LABELS.iter().zip(&values) {
            query.append_pair(name, value);
        }
        let kept = labels(&query.finish()).unwrap_or_default();
        let mut again = url::form_urlencoded::Serializer::new(String::new());
        for name in LABELS {
            let value = read(&kept, name).unwrap_or_default();
            prop_assert!(value.chars().count() <= LABEL_MOST && value.len() <= BYTES_MOST);
            prop_assert!(!value.chars().any(char::is_control));
            prop_assert_eq!(value.trim(), value.as_ref());
            again.append_pair(name, &value);
        }
        prop_assert!(kept.split('&').all(|pair| pair.is_empty() || pair.matches('=').count() == 1));
        let printed = serde_json::to_string(&kept).unwrap();
        prop_assert!(printed.len() <= 320, "four thousand events make a value of a recount: {}", printed.len());
    }

    #[test]
    fn nothing_in_an_address_stops_a_pixel(query in any::<String>(), raw in "(placement|recipient|%[0-9a-z]{0,2}|[=&+;\u{e9}]){0,60}") {
        for query in [&query, &raw] {
            let _ = (labels(query), of(query));
        }
    }
}
