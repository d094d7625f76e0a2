//! API keys: what is stored opens nothing by itself, and a key opens only while it lives.

use waymark::domain::key::{SCOPES, Stored, Token, allow, hash, is_bootstrap, print, secret};
use waymark::domain::refusal::Refusal;

use crate::given::NOON;

fn token_text() -> String {
    print(5, &secret([7; 32]))
}

fn stored() -> Stored {
    Stored { hash: hash(&secret([7; 32])), scopes: "[\"links:read\"]".into(), expires_at: None, revoked_at: None }
}

fn scopes(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn a_key_is_its_id_and_43_characters() {
    assert_eq!(secret([7; 32]).len(), 43);
    assert!(token_text().starts_with("wmk_5_"));
    assert_eq!(Token::parse(&token_text()).map(|token| token.id), Some(5));
}

#[test]
fn a_secret_may_hold_the_sign_that_parts_it_from_its_id() {
    let text = print(5, &"_".repeat(43));
    assert_eq!(Token::parse(&text).map(|token| token.id), Some(5));
}

#[test]
fn what_is_not_built_like_a_key_is_none() {
    let secret = secret([7; 32]);
    for text in [
        String::new(),
        "wmk_5_".into(),
        format!("wmk_5_{}", &secret[1..]),
        format!("wmk_5_{secret}x"),
        format!("wmk__{secret}"),
        format!("wmk_-5_{secret}"),
        format!("wmk_+5_{secret}"),
        format!("wmk_x_{secret}"),
        format!("wmk_4294967296_{secret}"),
        format!("WMK_5_{secret}"),
        format!(" wmk_5_{secret}"),
        format!("Bearer wmk_5_{secret}"),
    ] {
        assert!(Token::parse(&text).is_none(), "{text}");
    }
}

#[test]
fn the_right_secret_opens() {
    assert!(Token::parse(&token_text()).unwrap().opens(&stored(), NOON));
}

#[test]
fn a_secret_with_one_other_character_does_not_open() {
    let text = token_text();
    for at in 6..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let other = String::from_utf8(bytes).unwrap();
        if other != text {
            assert!(!Token::parse(&other).unwrap().opens(&stored(), NOON), "{other}");
        }
    }
}

#[test]
fn what_is_stored_is_no_secret() {
    let text = print(5, &stored().hash);
    assert!(!Token::parse(&text).unwrap().opens(&stored(), NOON));
}

#[test]
fn a_key_opens_until_it_expires() {
    let stored = Stored { expires_at: Some(NOON), ..stored() };
    let text = token_text();
    let token = Token::parse(&text).unwrap();
    assert!(token.opens(&stored, NOON - 1));
    assert!(!token.opens(&stored, NOON));
}

#[test]
fn a_key_that_was_taken_back_opens_nothing() {
    let stored = Stored { revoked_at: Some(NOON), ..stored() };
    assert!(!Token::parse(&token_text()).unwrap().opens(&stored, NOON - 1));
}

#[test]
fn the_bootstrap_key_is_itself_and_nothing_else() {
    let key = "admin-admin-admin-admin-1";
    assert!(is_bootstrap(key, key));
    for text in [
        "",
        "admin-admin-admin-admin-",
        "admin-admin-admin-admin-2",
        "admin-admin-admin-admin-11",
        "Admin-admin-admin-admin-1",
    ] {
        assert!(!is_bootstrap(text, key), "{text}");
    }
}

#[test]
fn a_scope_opens_its_own_doors_only() {
    for scope in SCOPES {
        for held in SCOPES {
            let open = allow(&scopes(&[held]), scope).is_ok();
            assert_eq!(open, held == scope || held == "admin", "{held} at {scope}");
        }
    }
}

#[test]
fn a_missing_scope_is_named() {
    assert_eq!(allow(&scopes(&["links:read"]), "reports:read"), Err(Refusal::Forbidden("reports:read")));
    assert_eq!(allow(&[], "links:read"), Err(Refusal::Forbidden("links:read")));
}

#[test]
fn one_of_many_scopes_is_enough() {
    assert_eq!(allow(&scopes(&["links:read", "reports:read"]), "reports:read"), Ok(()));
}
