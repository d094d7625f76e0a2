//! A touch is a click id or a channel with a time; whatever else stands there costs nobody anything.

use proptest::prelude::*;
use waymark::domain::click_id::ClickKeys;
use waymark::domain::touch::{MEDIUM_MOST, NoTouch, SOURCE_MOST, TOUCH_MOST, Touch, folded, pieces};

use crate::given::{self, SECOND_KEY};

fn read(text: &str) -> Result<Touch, NoTouch> {
    Touch::read(text, &given::keys())
}

fn other(source: &str, medium: &str, seconds: i64) -> Touch {
    Touch::Other { source: source.into(), medium: medium.into(), at: seconds * 1000 }
}

#[test]
fn a_click_id_is_a_touch() {
    let id = given::keys().print(&given::click());
    assert_eq!(read(&id), Ok(Touch::Click(given::click())));
    assert_eq!(read(&format!(" {id}\n")), Ok(Touch::Click(given::click())));
}

#[test]
fn a_time_beside_a_click_id_changes_nothing() {
    let id = given::keys().print(&given::click());
    assert_eq!(read(&format!("{id}@tc2z00")), Ok(Touch::Click(given::click())));
    assert_eq!(read(&format!("{}@tc2z00", "A".repeat(39))), Err(NoTouch::Forged));
}

#[test]
fn a_channel_with_its_second_is_a_touch() {
    assert_eq!(read("google/organic@tc2z00"), Ok(other("google", "organic", 1_773_813_168)));
    assert_eq!(read("google/organic@tc2z00").unwrap().at(), 1_773_813_168_000);
}

#[test]
fn a_touch_prints_as_it_is_read() {
    for text in ["google/organic@tc2z00", "www.google.com/referrer@tc2z00", "a/b@g0000z", "li_fat_id/ad@tc2z00"] {
        assert_eq!(read(text).unwrap().print(&given::keys()), text);
    }
    let id = given::keys().print(&given::click());
    assert_eq!(read(&id).unwrap().print(&given::keys()), id);
}

#[test]
fn capitals_and_other_letters_become_plain() {
    assert_eq!(read("Google/CPC@TC2Z00"), Ok(other("google", "cpc", 1_773_813_168)));
    assert_eq!(read("n\u{e4}chster brief/e mail@tc2z00"), Ok(other("n-chster-brief", "e-mail", 1_773_813_168)));
    assert_eq!(read("a@b/c/d@tc2z00"), Ok(other("a-b", "c-d", 1_773_813_168)));
}

#[test]
fn a_source_or_medium_that_is_too_long_is_cut() {
    let text = |source: usize, medium: usize| format!("{}/{}@tc2z00", "s".repeat(source), "m".repeat(medium));
    let cut = |source: usize, medium: usize| other(&"s".repeat(source), &"m".repeat(medium), 1_773_813_168);
    assert_eq!(read(&text(SOURCE_MOST - 1, MEDIUM_MOST - 1)), Ok(cut(63, 31)));
    assert_eq!(read(&text(SOURCE_MOST, MEDIUM_MOST)), Ok(cut(64, 32)));
    assert_eq!(read(&text(SOURCE_MOST + 1, MEDIUM_MOST + 1)), Ok(cut(64, 32)));
    assert_eq!(text(SOURCE_MOST, MEDIUM_MOST).len(), TOUCH_MOST - 1);
}

#[test]
fn a_click_id_of_another_key_is_forged() {
    let id = ClickKeys::parse(SECOND_KEY).unwrap().print(&given::click());
    assert_eq!(read(&id), Err(NoTouch::Forged));
    assert_eq!(read(&"A".repeat(39)), Err(NoTouch::Forged));
}

#[test]
fn what_is_of_neither_form_is_no_touch() {
    for text in [
        "",
        "@",
        "/@",
        "a/b",
        "a/b@",
        "/b@tc2z00",
        "a/@tc2z00",
        "ab@tc2z00",
        "a/b@-c2z00",
        "a/b@+c2z00",
        "a/b@tc 200",
        "a/b@1tc2z0000",
        "a/b@\u{e4}",
        "hello",
        "\u{0}",
    ] {
        assert_eq!(read(text), Err(NoTouch::Unknown), "{text}");
    }
    assert_eq!(read(&"A".repeat(38)), Err(NoTouch::Unknown));
    assert_eq!(read(&"A".repeat(40)), Err(NoTouch::Unknown));
}

#[test]
fn a_time_before_2000_or_from_2200_on_is_absurd() {
    for (text, read_as) in [
        ("a/b@0", Err(NoTouch::Absurd)),
        ("a/b@fnmqnz", Err(NoTouch::Absurd)),
        ("a/b@fnmqo0", Ok(other("a", "b", 946_684_800))),
        ("a/b@3c1anzz", Ok(other("a", "b", 7_258_118_399))),
        ("a/b@3c1ao00", Err(NoTouch::Absurd)),
        ("a/b@zzzzzzzz", Err(NoTouch::Absurd)),
    ] {
        assert_eq!(read(text), read_as, "{text}");
    }
}

#[test]
fn touches_are_told_apart_whatever_a_shop_puts_between_them() {
    let id = given::keys().print(&given::click());
    let one = "www.google.com/referrer@tc2z00";
    for text in [
        format!("{id},{one}"),
        format!(" {id} , {one} ,"),
        format!("[\"{id}\",\"{one}\"]"),
        format!("{id}\r\n{one}"),
        format!("{id};{one}"),
        format!("{id}|{one}"),
    ] {
        assert!(pieces(&text).eq([id.as_str(), one]), "{text}");
    }
    // As a cookie keeps click ids, for it takes no commas.
    assert!(pieces(&format!("{id}.{id}")).eq([id.as_str(), &id]));
    assert_eq!(pieces("").count(), 0);
    assert_eq!(pieces(",,; ").count(), 0);
}

proptest! {
    #![proptest_config(given::tries(500))]

    #[test]
    fn any_text_is_read_or_refused_and_what_is_read_prints_as_a_touch(text in "\\PC{0,200}") {
        if let Ok(touch) = read(&text) {
            let printed = touch.print(&given::keys());
            prop_assert!(printed.len() < TOUCH_MOST);
            prop_assert_eq!(read(&printed), Ok(touch));
            prop_assert!(pieces(&printed).eq([printed.as_str()]));
        }
    }

    #[test]
    fn every_channel_and_second_comes_back(
        source in "[a-z0-9._-]{1,64}", medium in "[a-z0-9._-]{1,32}", seconds in 946_684_800_i64..7_258_118_400,
    ) {
        let touch = other(&source, &medium, seconds);
        prop_assert_eq!(read(&touch.print(&given::keys())), Ok(touch));
    }

    #[test]
    fn what_is_folded_is_plain_and_folds_to_itself(text in "\\PC{0,100}", most in 0_usize..80) {
        let once = folded(&text, most);
        prop_assert!(once.chars().count() <= most);
        prop_assert!(once.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b)));
        prop_assert_eq!(folded(&once, most), once.clone());
    }

    #[test]
    fn any_list_reads_piece_by_piece(text in "[ -~]{0,300}") {
        for piece in pieces(&text) {
            let _ = read(piece);
        }
    }
}
