//! Click ids: they say whose click it was to us, and nothing to anybody else.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::prelude::*;
use waymark::domain::click_id::{Click, ClickKeys, LENGTH};

use crate::given::{self, FIRST_KEY, SECOND_KEY};

/// Bytes 15 to 20 of an id: the masked visitor.
fn masked(id: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(id).unwrap()[15..21].to_vec()
}

#[test]
fn an_id_is_39_characters_that_need_no_encoding() {
    let id = given::keys().print(&given::click());
    assert_eq!(id.len(), LENGTH);
    assert_eq!(LENGTH, 39);
    assert!(id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
}

#[test]
fn one_click_has_one_id() {
    assert_eq!(given::keys().print(&given::click()), given::keys().print(&given::click()));
}

#[test]
fn a_flipped_character_is_refused_wherever_it_stands() {
    let keys = given::keys();
    let id = keys.print(&given::click());
    for at in 0..id.len() {
        for letter in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
            let mut bytes = id.clone().into_bytes();
            if bytes[at] != *letter {
                bytes[at] = *letter;
                let flipped = String::from_utf8(bytes).unwrap();
                assert_eq!(keys.read(&flipped), None, "{flipped}");
            }
        }
    }
}

#[test]
fn what_is_built_in_another_way_is_refused() {
    let id = given::keys().print(&given::click());
    let padded = format!("{id}=");
    let (short, long) = (&id[..38], format!("{id}A"));
    for text in ["", short, &long, &padded, &id.to_uppercase(), &"A".repeat(39), &"é".repeat(20), "click"] {
        assert_eq!(given::keys().read(text), None, "{text}");
    }
}

#[test]
fn an_id_of_another_deployment_is_refused() {
    let theirs = ClickKeys::parse(&FIRST_KEY.replace('B', "D")).unwrap();
    assert_eq!(given::keys().read(&theirs.print(&given::click())), None);
}

#[test]
fn an_older_key_still_verifies_after_the_keys_were_rotated() {
    let old = ClickKeys::parse(FIRST_KEY).unwrap().print(&given::click());
    let rotated = ClickKeys::parse(&format!("{SECOND_KEY},{FIRST_KEY}")).unwrap();
    assert_eq!(rotated.read(&old), Some(given::click()));
}

#[test]
fn the_newest_key_signs() {
    let rotated = ClickKeys::parse(&format!("{SECOND_KEY}, {FIRST_KEY}")).unwrap();
    let id = rotated.print(&given::click());
    assert_eq!(ClickKeys::parse(SECOND_KEY).unwrap().read(&id), Some(given::click()));
    assert_eq!(ClickKeys::parse(FIRST_KEY).unwrap().read(&id), None);
}

#[test]
fn a_key_that_was_taken_away_verifies_nothing_any_more() {
    let old = ClickKeys::parse(FIRST_KEY).unwrap().print(&given::click());
    assert_eq!(ClickKeys::parse(SECOND_KEY).unwrap().read(&old), None);
}

#[test]
fn a_key_under_another_number_does_not_verify() {
    let renumbered = ClickKeys::parse(&FIRST_KEY.replacen('1', "3", 1)).unwrap();
    assert_eq!(renumbered.read(&given::keys().print(&given::click())), None);
}

#[test]
fn keys_that_are_not_keys_are_refused() {
    let short = "1:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw";
    let above = FIRST_KEY.replacen('1', "16", 1);
    let twice = format!("{FIRST_KEY},{}", SECOND_KEY.replacen('2', "1", 1));
    let dangling = format!("{FIRST_KEY},");
    for text in ["", "1", "1:", ":", "x:BwcH", "1:not base64!", short, &above, &twice, &dangling] {
        assert!(ClickKeys::parse(text).is_none(), "{text}");
    }
}

#[test]
fn padding_of_a_key_is_ignored() {
    let padded = ClickKeys::parse(&format!("{FIRST_KEY}=")).unwrap();
    assert_eq!(padded.read(&given::keys().print(&given::click())), Some(given::click()));
}

#[test]
fn two_ids_of_one_visitor_share_no_masked_bytes_that_tell() {
    let keys = given::keys();
    let (mut one, mut same, mut equal) = (Vec::new(), 0, 0);
    for nonce in 0..2_000 {
        one.push(masked(&keys.print(&Click { nonce, ..given::click() })));
    }
    for pair in one.windows(2) {
        same += u32::from(pair[0] == pair[1]);
        equal += pair[0].iter().zip(&pair[1]).filter(|(a, b)| a == b).count();
    }
    assert_eq!(same, 0);
    // By chance one byte of 256 is equal: 12,000 pairs of bytes, 47 expected, 110 would be nine deviations above.
    assert!(equal < 110, "{equal} equal bytes");
}

#[test]
fn the_mask_differs_from_click_to_click_so_two_ids_cannot_be_joined() {
    let keys = given::keys();
    let other = 0x1234_5678_9abc;
    // Were the mask the same for two clicks, two masked visitors would differ as the visitors do.
    let differences: std::collections::HashSet<Vec<u8>> = (0..500)
        .map(|nonce| {
            let a = masked(&keys.print(&Click { nonce, ..given::click() }));
            let b = masked(&keys.print(&Click { nonce: nonce + 1_000, visitor: other, ..given::click() }));
            a.iter().zip(&b).map(|(a, b)| a ^ b).collect()
        })
        .collect();
    assert_eq!(differences.len(), 500);
}

#[test]
fn the_visitor_does_not_stand_in_the_id() {
    for nonce in 0..500 {
        let click = Click { nonce, visitor: 0, ..given::click() };
        assert_ne!(masked(&given::keys().print(&click)), [0; 6]);
    }
}

fn clicks() -> impl Strategy<Value = Click> {
    (1_u32.., 0..1_i64 << 48, any::<u32>(), 0..1_u64 << 48).prop_map(|(link, at, nonce, visitor)| Click {
        link,
        at,
        nonce,
        visitor,
    })
}

proptest! {
    #![proptest_config(given::tries(512))]

    #[test]
    fn an_id_printed_and_read_is_the_same_click(click in clicks()) {
        prop_assert_eq!(given::keys().read(&given::keys().print(&click)), Some(click));
    }

    #[test]
    fn two_clicks_have_two_ids(one in clicks(), other in clicks()) {
        prop_assume!(one != other);
        prop_assert_ne!(given::keys().print(&one), given::keys().print(&other));
    }

    #[test]
    fn no_text_breaks_the_reader(text in any::<String>()) {
        prop_assert_eq!(given::keys().read(&text), None);
    }

    #[test]
    fn no_bytes_of_the_right_length_pass_unsigned(bytes in any::<[u8; 29]>()) {
        prop_assert_eq!(given::keys().read(&URL_SAFE_NO_PAD.encode(bytes)), None);
    }
}
