//! Cursors: a list goes on where it stopped, and takes no word that it did not give.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::prelude::*;
use waymark::domain::cursor::{DEFAULT_LIMIT, MOST, Page, print};
use waymark::domain::refusal::Refusal;

use crate::given::{self, pointers};

#[test]
fn a_list_begins_with_its_first_page() {
    assert_eq!(Page::read("links", None, None), Ok(Page { after: 0, limit: DEFAULT_LIMIT }));
    assert_eq!(DEFAULT_LIMIT, 50);
}

#[test]
fn a_page_has_1_to_100_items() {
    assert_eq!(MOST, 100);
    for limit in ["1", "100"] {
        assert_eq!(Page::read("links", Some(limit), None).unwrap().limit.to_string(), limit);
    }
    for limit in ["0", "101", "-1", "", "x", "1.5", "99999999999"] {
        let Err(Refusal::Invalid(faults)) = Page::read("links", Some(limit), None) else { panic!("{limit} was taken") };
        assert_eq!(pointers(&faults), [("limit".into(), "out_of_range")]);
    }
}

#[test]
fn a_cursor_of_another_list_is_refused() {
    assert_eq!(Page::read("codes", None, Some(&print("links", 5))), Err(Refusal::MalformedCursor));
    assert_eq!(Page::read("link", None, Some(&print("links", 5))), Err(Refusal::MalformedCursor));
}

#[test]
fn a_changed_cursor_is_refused() {
    let cursor = print("links", 5);
    for at in 0..cursor.len() {
        for letter in [b'A', b'b', b'0', b'_'] {
            let mut bytes = cursor.clone().into_bytes();
            if bytes[at] != letter {
                bytes[at] = letter;
                let changed = String::from_utf8(bytes).unwrap();
                assert_eq!(Page::read("links", None, Some(&changed)), Err(Refusal::MalformedCursor), "{changed}");
            }
        }
    }
}

#[test]
fn what_was_never_a_cursor_is_refused() {
    let plain = URL_SAFE_NO_PAD.encode("1:links:5:");
    for cursor in ["", "5", "next", "é", "====", &plain] {
        assert_eq!(Page::read("links", None, Some(cursor)), Err(Refusal::MalformedCursor), "{cursor}");
    }
}

proptest! {
    #![proptest_config(given::tries(128))]

    #[test]
    fn a_cursor_printed_and_read_is_the_same_place(id in any::<u32>(), name in "[a-z_]{1,20}") {
        let cursor = print(&name, id);
        prop_assert!(cursor.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
        prop_assert_eq!(Page::read(&name, None, Some(&cursor)).unwrap().after, id);
    }
}
