//! Signatures: what the official clients take is taken, what they refuse is refused, and nothing else opens the door.
//!
//! The signatures were made by node:crypto (`createHmac("sha256", key)`), npm stripe 23.1.0
//! (`webhooks.generateTestHeaderString`) and npm standardwebhooks 1.1.1 (`Webhook.sign`), and typed off.

use proptest::prelude::*;
use waymark::domain::refusal::Refusal;
use waymark::domain::source::Kind;
use waymark::domain::source::signature::{is_token, specialchars_decoded, standard_key, token_kept, verify};

use crate::given;

/// When the signatures were made, in whole seconds: 2026-11-20T12:00:00Z.
const AT: i64 = 1_795_176_000;
const BODY: &str = "{\"id\":820982911946154508,\"name\":\"#1001 \u{2603}\"}";

const SHOP: &str = "hush-hush-hush-hush";
const SHOP_TAG: &str = "hVilF83nw9bdi75q0KWp8iC4weo6pH1i+26U8hjBxns=";
const SHOP_FORMER: &str = "former-secret-of-shop";
const SHOP_FORMER_TAG: &str = "Mu8X75ZNhasT9SIkw0VwiYf4hL9zJjgL0HpV+BeD6QE=";
const SHOP_EMPTY_TAG: &str = "5udf3xxufBI5PchOUlOhJByIn0aSJ+a+jbluFj5bOEQ=";

const STRIPE: &str = "whsec_test_secret_of_stripe";
const STRIPE_TAG: &str = "2d5f88a0f85e6ec360ca300dbaaf35794d8939578555bc7adfbb9833ed5c64a6";
const STRIPE_FORMER: &str = "whsec_former_one";
const STRIPE_FORMER_TAG: &str = "1928b73f34f14ac91410bcf4fca0c27b94c5a1ef7ce02680a6624eec7984ade4";

/// Thirty-two times the byte 7.
const STANDARD: &str = "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
const STANDARD_TAG: &str = "v1,MaTG4Cyj+lKKF1d7Ru55UIzkC1MG4jmuSgJ9KQHRUvw=";
/// Twenty-four times the byte 9.
const STANDARD_FORMER: &str = "whsec_CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJ";
const STANDARD_FORMER_TAG: &str = "v1,hYfqd4AgU8f+9y7wj6wZ0DOp0UJRe3IblmEZWJU+4IM=";
const STANDARD_DOT_TAG: &str = "v1,S/szsXjGxhl1GtnBbmeKwZSiirxn/GZFxSvQeVEYPPY=";
const MESSAGE: &str = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";

/// What is said of `body` that came `late` seconds after it was signed.
fn said(kind: Kind, secrets: &[&str], headers: &[(&str, &str)], body: &[u8], late: i64) -> Result<(), Refusal> {
    let header = |name: &str| {
        headers.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()).unwrap_or_default()
    };
    verify(kind, secrets, &header, body, (AT + late) * 1000)
}

const WRONG: Result<(), Refusal> = Err(Refusal::WrongSignature);
const STALE: Result<(), Refusal> = Err(Refusal::Stale);

// Shopify.

fn shopify(headers: &[(&str, &str)], body: &str) -> Result<(), Refusal> {
    said(Kind::Shopify, &[SHOP], headers, body.as_bytes(), 0)
}

#[test]
fn a_shopify_body_is_signed_by_either_spelling_of_the_header() {
    assert_eq!(shopify(&[("x-shopify-hmac-sha256", SHOP_TAG)], BODY), Ok(()));
    assert_eq!(shopify(&[("shopify-hmac-sha256", SHOP_TAG)], BODY), Ok(()));
}

#[test]
fn a_shopify_body_never_grows_stale() {
    let headers = [("x-shopify-hmac-sha256", SHOP_TAG)];
    assert_eq!(said(Kind::Shopify, &[SHOP], &headers, BODY.as_bytes(), 90 * 86_400), Ok(()));
}

#[test]
fn a_shopify_body_without_its_signature_is_refused() {
    assert_eq!(shopify(&[], BODY), WRONG);
    let hex = "8558a517cde7c3d6dd8bbe6ad0a5a9f220b8c1ea3aa47d62fb6e94f218c1c67b";
    for tag in
        ["", "=", hex, SHOP_FORMER_TAG, &SHOP_TAG[..43], &format!("{SHOP_TAG}="), &format!("{SHOP_TAG}, {SHOP_TAG}")]
    {
        assert_eq!(shopify(&[("x-shopify-hmac-sha256", tag)], BODY), WRONG, "{tag}");
    }
}

#[test]
fn an_empty_shopify_body_is_refused_though_its_signature_fits() {
    assert_eq!(shopify(&[("x-shopify-hmac-sha256", SHOP_EMPTY_TAG)], ""), WRONG);
}

#[test]
fn both_live_secrets_sign_and_no_other() {
    for (tag, fits) in [(SHOP_TAG, true), (SHOP_FORMER_TAG, true)] {
        let headers = [("x-shopify-hmac-sha256", tag)];
        let both = said(Kind::Shopify, &[SHOP, SHOP_FORMER], &headers, BODY.as_bytes(), 0);
        assert_eq!(both.is_ok(), fits);
    }
    let headers = [("x-shopify-hmac-sha256", SHOP_FORMER_TAG)];
    assert_eq!(said(Kind::Shopify, &[SHOP], &headers, BODY.as_bytes(), 0), WRONG);
    assert_eq!(said(Kind::Shopify, &[], &headers, BODY.as_bytes(), 0), WRONG);
}

// WooCommerce.

const WOO_TYPED: &str = "a&amp;b&lt;c&gt;&quot;d&#039;-long-enough";
/// Signed with what `WordPress` makes of it, `a&b<c>"d'-long-enough`.
const WOO_DECODED_TAG: &str = "wdQzxK0i2XYNdz8h3bIxdUSb9Hmcp6Er49USlvnsHD4=";
const WOO_RAW_TAG: &str = "MxnoPUfS86hzBHJ4ttx6fjzpNleDXsKayZ9D635PZVI=";

#[test]
fn a_woocommerce_secret_signs_as_typed_and_as_wordpress_decodes_it() {
    for tag in [WOO_DECODED_TAG, WOO_RAW_TAG] {
        let headers = [("x-wc-webhook-signature", tag)];
        assert_eq!(said(Kind::Woocommerce, &[WOO_TYPED], &headers, BODY.as_bytes(), 0), Ok(()));
    }
    let headers = [("x-wc-webhook-signature", SHOP_TAG)];
    assert_eq!(said(Kind::Woocommerce, &[WOO_TYPED], &headers, BODY.as_bytes(), 0), WRONG);
    assert_eq!(said(Kind::Woocommerce, &[WOO_TYPED], &[], BODY.as_bytes(), 0), WRONG);
}

#[test]
fn entities_are_decoded_as_wordpress_decodes_them() {
    for (typed, decoded) in [
        ("", ""),
        ("plain", "plain"),
        ("&amp;&lt;&gt;&quot;&#039;", "&<>\"'"),
        ("&#38;&#060;&#62;&#034;&#39;", "&<>\"'"),
        ("&#x26;&#X22;&#x0027;", "&\"'"),
        // Once, not again.
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;", "&amp;"),
        // Not among the five, or not closed.
        ("&copy;&nbsp;&#64;&apos;&", "&copy;&nbsp;&#64;&apos;&"),
        ("&amp &;&lt;", "&amp &;<"),
        ("a&b;c&lt;", "a&b;c<"),
        ("\u{e9}&amp;\u{1f600}", "\u{e9}&\u{1f600}"),
    ] {
        assert_eq!(specialchars_decoded(typed), decoded, "{typed}");
    }
}

// Stripe.

fn stripe(header: &str, late: i64) -> Result<(), Refusal> {
    said(Kind::Stripe, &[STRIPE, STRIPE_FORMER], &[("stripe-signature", header)], BODY.as_bytes(), late)
}

#[test]
fn stripe_headers_are_read_as_its_own_client_reads_them() {
    let (zeros, capitals) = ("0".repeat(64), STRIPE_TAG.to_uppercase());
    // What npm stripe 23.1.0 says of each (`webhooks.signature.verifyHeader`, a tolerance of 300).
    for (name, header, expected) in [
        ("as it makes them", format!("t={AT},v1={STRIPE_TAG}"), Ok(())),
        ("the former secret", format!("t={AT},v1={STRIPE_FORMER_TAG}"), Ok(())),
        ("of two the second", format!("t={AT},v1={zeros},v1={STRIPE_TAG}"), Ok(())),
        ("with a v0 beside it", format!("t={AT},v1={STRIPE_TAG},v0={zeros}"), Ok(())),
        ("v1 before t", format!("v1={STRIPE_TAG},t={AT}"), Ok(())),
        ("of two times the last", format!("t=1,v1={STRIPE_TAG},t={AT}"), Ok(())),
        ("of two times not the first", format!("t={AT},v1={STRIPE_TAG},t=1"), WRONG),
        ("a space after the comma", format!("t={AT}, v1={STRIPE_TAG}"), WRONG),
        ("capitals", format!("t={AT},v1={capitals}"), WRONG),
        ("only v0", format!("t={AT},v0={STRIPE_TAG}"), WRONG),
        ("no time", format!("v1={STRIPE_TAG}"), WRONG),
        ("no signature", format!("t={AT}"), WRONG),
        ("nothing", String::new(), WRONG),
        ("another time", format!("t={},v1={STRIPE_TAG}", AT + 1), WRONG),
        ("cut", format!("t={AT},v1={}", &STRIPE_TAG[..63]), WRONG),
    ] {
        assert_eq!(stripe(&header, 0), expected, "{name}");
    }
}

#[test]
fn stripe_times_that_are_no_plain_numbers_are_refused() {
    for time in [format!("+{AT}"), format!("{AT}.0"), format!(" {AT}"), "-1".into(), "9".repeat(19), String::new()] {
        assert_eq!(stripe(&format!("t={time},v1={STRIPE_TAG}"), 0), WRONG, "{time}");
    }
}

#[test]
fn a_stripe_body_is_stale_after_five_minutes_either_way() {
    let header = format!("t={AT},v1={STRIPE_TAG}");
    for (late, expected) in
        [(300, Ok(())), (301, STALE), (-300, Ok(())), (-301, STALE), (86_400, STALE), (-86_400, STALE)]
    {
        assert_eq!(stripe(&header, late), expected, "{late} s late");
    }
}

#[test]
fn whole_seconds_decide_what_is_stale() {
    let header = |_: &str| format!("t={AT},v1={STRIPE_TAG}");
    let said = |now| verify(Kind::Stripe, &[STRIPE], &header, BODY.as_bytes(), now);
    assert_eq!(said((AT + 300) * 1000 + 900), Ok(()));
    assert_eq!(said((AT + 301) * 1000), STALE);
}

#[test]
fn a_wrong_signature_is_wrong_before_it_is_stale() {
    assert_eq!(stripe(&format!("t={AT},v1={}", "0".repeat(64)), 86_400), WRONG);
}

#[test]
fn a_line_break_behind_the_body_is_another_body() {
    let headers = [("stripe-signature", format!("t={AT},v1={STRIPE_TAG}"))];
    let headers = [(headers[0].0, headers[0].1.as_str())];
    assert_eq!(said(Kind::Stripe, &[STRIPE], &headers, format!("{BODY}\n").as_bytes(), 0), WRONG);
}

// Standard Webhooks.

fn standard(id: &str, time: &str, signatures: &str, late: i64) -> Result<(), Refusal> {
    let headers = [("webhook-id", id), ("webhook-timestamp", time), ("webhook-signature", signatures)];
    said(Kind::Standard, &[STANDARD, STANDARD_FORMER], &headers, BODY.as_bytes(), late)
}

#[test]
fn standard_webhooks_are_read_as_its_own_library_reads_them() {
    let time = AT.to_string();
    for (signatures, expected) in [
        (STANDARD_TAG.to_owned(), Ok(())),
        (STANDARD_FORMER_TAG.to_owned(), Ok(())),
        (format!("v1,AAAA {STANDARD_TAG}"), Ok(())),
        (format!("v1a,AAAA {STANDARD_TAG} v1,AAAA"), Ok(())),
        (format!("v2,{}", &STANDARD_TAG[3..]), WRONG),
        (STANDARD_TAG[3..].to_owned(), WRONG),
        (STANDARD_TAG.replace(',', ", "), WRONG),
        (STANDARD_TAG.to_uppercase(), WRONG),
        (String::new(), WRONG),
    ] {
        assert_eq!(standard(MESSAGE, &time, &signatures, 0), expected, "{signatures}");
    }
}

#[test]
fn a_standard_webhook_needs_its_id_and_its_time() {
    let time = AT.to_string();
    assert_eq!(standard("", &time, STANDARD_TAG, 0), WRONG);
    assert_eq!(standard("another", &time, STANDARD_TAG, 0), WRONG);
    for time in ["", "now", "1795176001", "1795176000.0"] {
        assert_eq!(standard(MESSAGE, time, STANDARD_TAG, 0), WRONG, "{time}");
    }
}

#[test]
fn a_standard_id_with_a_point_is_refused_though_its_signature_fits() {
    assert_eq!(standard("msg.1", &AT.to_string(), STANDARD_DOT_TAG, 0), WRONG);
}

#[test]
fn a_standard_webhook_is_stale_after_five_minutes_either_way() {
    for (late, expected) in [(300, Ok(())), (301, STALE), (-300, Ok(())), (-301, STALE)] {
        assert_eq!(standard(MESSAGE, &AT.to_string(), STANDARD_TAG, late), expected, "{late} s late");
    }
}

#[test]
fn a_standard_secret_is_24_to_64_bytes_behind_its_prefix() {
    assert_eq!(standard_key(STANDARD), Some(vec![7; 32]));
    assert_eq!(standard_key(STANDARD_FORMER), Some(vec![9; 24]));
    for secret in ["whsec_", "whsec_BwcH", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=", "whsec_not base64 at all"] {
        assert_eq!(standard_key(secret), None, "{secret}");
    }
}

// Tokens.

#[test]
fn a_token_is_itself_and_nothing_else() {
    let (token, former) = ("token-of-the-source-1", "token-of-the-source-0");
    let kept = [token_kept(token), token_kept(former)];
    let kept: Vec<&str> = kept.iter().map(String::as_str).collect();
    assert!(is_token(token, &kept) && is_token(former, &kept));
    for other in ["", "token-of-the-source-2", "token-of-the-source-", "Token-of-the-source-1", kept[0]] {
        assert!(!is_token(other, &kept), "{other}");
    }
    assert!(!is_token(token, &[]));
}

#[test]
fn a_kind_that_signs_nothing_is_never_proved_by_headers() {
    for kind in [Kind::Ga4, Kind::Postback] {
        let headers = [("x-shopify-hmac-sha256", SHOP_TAG), ("x-wc-webhook-signature", SHOP_TAG)];
        assert_eq!(said(kind, &[SHOP], &headers, BODY.as_bytes(), 0), WRONG);
    }
}

proptest! {
    #![proptest_config(given::tries(64))]

    #[test]
    fn one_other_byte_anywhere_is_another_body(at in 0..BODY.len(), flip in 1_u8..=255) {
        let mut body = BODY.as_bytes().to_vec();
        body[at] ^= flip;
        let time = AT.to_string();
        let stripe = format!("t={AT},v1={STRIPE_TAG}");
        let headers = [
            ("x-shopify-hmac-sha256", SHOP_TAG),
            ("x-wc-webhook-signature", SHOP_TAG),
            ("stripe-signature", stripe.as_str()),
            ("webhook-id", MESSAGE),
            ("webhook-timestamp", time.as_str()),
            ("webhook-signature", STANDARD_TAG),
        ];
        for (kind, secret) in [
            (Kind::Shopify, SHOP),
            (Kind::Woocommerce, SHOP),
            (Kind::Stripe, STRIPE),
            (Kind::Standard, STANDARD),
        ] {
            prop_assert_eq!(said(kind, &[secret], &headers, BODY.as_bytes(), 0), Ok(()));
            prop_assert_eq!(said(kind, &[secret], &headers, &body, 0), WRONG);
        }
    }

    #[test]
    fn no_header_breaks_the_reading(text in ".{0,80}", kind in 0_usize..6) {
        let header = |_: &str| text.clone();
        prop_assert_eq!(verify(Kind::ALL[kind], &[STRIPE, "x"], &header, BODY.as_bytes(), AT * 1000), WRONG);
    }

    #[test]
    fn decoding_entities_keeps_every_text_without_one(text in "[^&]{0,40}") {
        prop_assert_eq!(specialchars_decoded(&text), text);
    }
}
