//! Webhooks: where a message may go, what it says, how it is signed, and what comes of every answer.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::register::webhook::Webhook;
use waymark::domain::webhook::address::check;
use waymark::domain::webhook::attempt::{Fate, Heard, judge, reason, retry_after};
use waymark::domain::webhook::{BODY_MOST, EVENTS, Facts, body, message_id, rollup, signatures};

use crate::given::{self, NOON};

/// What is said of an address; `Ok` is what would be stored.
fn said(address: &str) -> Result<String, &'static str> {
    check(address, ["go.brand.example"].into_iter(), given::fold).map_err(|(word, _)| word)
}

#[test]
fn a_public_name_over_https_is_taken_as_browsers_write_it() {
    for (address, stored) in [
        ("https://hooks.shop.example/waymark", "https://hooks.shop.example/waymark"),
        ("https://hooks.shop.example", "https://hooks.shop.example/"),
        ("https://hooks.shop.example:443/", "https://hooks.shop.example/"),
        ("HTTPS://Hooks.Shop.Example/A?b=C", "https://hooks.shop.example/A?b=C"),
        ("https://shop.example/a/../b", "https://shop.example/b"),
        // These only look like what is refused.
        ("https://localhost.shop.example/", "https://localhost.shop.example/"),
        ("https://notlocal.shop.example/", "https://notlocal.shop.example/"),
        ("https://mylocalhost.example/", "https://mylocalhost.example/"),
        ("https://workers.dev.example/", "https://workers.dev.example/"),
        ("https://10.0.0.1.example/", "https://10.0.0.1.example/"),
        ("https://other.go.brand.example/", "https://other.go.brand.example/"),
    ] {
        assert_eq!(said(address), Ok(stored.to_owned()), "{address}");
    }
}

#[test]
fn an_address_that_leads_anywhere_else_is_refused() {
    for (address, word) in [
        ("", "not_an_address"),
        ("hooks.shop.example", "not_an_address"),
        ("//hooks.shop.example/", "not_an_address"),
        ("https://", "not_an_address"),
        ("http://hooks.shop.example/", "not_https"),
        ("ftp://hooks.shop.example/", "scheme_not_allowed"),
        ("file:///etc/passwd", "scheme_not_allowed"),
        ("data:text/plain,x", "scheme_not_allowed"),
        ("wss://hooks.shop.example/", "scheme_not_allowed"),
        ("https://hooks.shop.example:8443/", "port_not_allowed"),
        ("https://hooks.shop.example:80/", "port_not_allowed"),
        ("https://hooks.shop.example:0/", "not_an_address"),
        ("https://user@hooks.shop.example/", "userinfo_not_allowed"),
        ("https://user:password@hooks.shop.example/", "userinfo_not_allowed"),
        ("https://hooks.shop.example@127.0.0.1/", "userinfo_not_allowed"),
        ("https://hooks.shop.example/ x", "control_character"),
        ("https://hooks.shop\t.example/", "control_character"),
        ("https://hooks.shop.example/\r\nx", "control_character"),
        ("https://go.brand.example/", "not_public"),
        ("https://GO.brand.example/", "not_public"),
        ("https://go.brand.example./", "not_public"),
        ("https://127.0.0.1/", "not_public"),
        ("https://127.1/", "not_public"),
        ("https://2130706433/", "not_public"),
        ("https://0x7f000001/", "not_public"),
        ("https://0x7f.0.0.1/", "not_public"),
        ("https://0177.0.0.1/", "not_public"),
        ("https://017700000001/", "not_public"),
        ("https://127.0.0.1./", "not_public"),
        ("https://0/", "not_public"),
        ("https://0.0.0.0/", "not_public"),
        ("https://10.0.0.1/", "not_public"),
        ("https://192.168.1.1/", "not_public"),
        ("https://169.254.169.254/latest/meta-data/", "not_public"),
        ("https://8.8.8.8/", "not_public"),
        ("https://[::1]/", "not_public"),
        ("https://[::ffff:127.0.0.1]/", "not_public"),
        ("https://[fd00::1]/", "not_public"),
        ("https://[2001:db8::1]/", "not_public"),
        ("https://256.256.256.256/", "not_an_address"),
        ("https://localhost/", "not_public"),
        ("https://LOCALHOST/", "not_public"),
        ("https://localhost./", "not_public"),
        ("https://foo.localhost/", "not_public"),
        ("https://printer.local/", "not_public"),
        ("https://router.home.arpa/", "not_public"),
        ("https://db.internal/", "not_public"),
        ("https://metadata.google.internal/", "not_public"),
        ("https://metadata.goog/", "not_public"),
        ("https://instance-data.ec2.internal/", "not_public"),
        ("https://abcdefghijklmnop.onion/", "not_public"),
        ("https://intranet/", "not_public"),
        ("https://waymark.account.workers.dev/", "not_public"),
        ("https://workers.dev/", "not_public"),
        ("https://127.0.0.1.nip.io/", "not_public"),
        ("https://hooks.shop.example./", "not_public"),
        ("https://hooks..shop.example/", "not_public"),
        ("https://.shop.example/", "not_public"),
    ] {
        assert_eq!(said(address), Err(word), "{address}");
    }
    assert_eq!(said(&format!("https://shop.example/{}", "x".repeat(2048))), Err("too_long"));
    assert_eq!(said(&format!("https://{}.example/", "x".repeat(64))), Err("not_public"));
}

#[test]
fn a_signature_is_the_one_of_the_specification() {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let signed = |secrets: &[&str]| {
        signatures(secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#)
    };
    let known = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    assert_eq!(signed(&[secret]), known);
    let former = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let both = signed(&[former, secret]);
    assert_eq!(both.split(' ').nth(1), Some(known));
    assert_eq!(both.split(' ').count(), 2);
    assert_eq!(signed(&["no secret", secret]), known, "what cannot sign is left out");
}

#[test]
fn a_message_id_has_no_point_for_that_parts_what_is_signed() {
    assert_eq!(message_id(3, 4_294_967_295), "msg_3_4294967295");
}

fn facts(changed: &Value) -> Facts {
    let mut row = json!({
        "kind": 1, "key": "1001", "order_id": "1001", "occurred_at": NOON, "rank": 2, "version": 1, "currency": "EUR",
        "total_minor": 12_000, "reason": 0, "cumulative": 0, "lead_id": null, "notes": "[\"no_tax\"]", "renewal": 0,
    });
    for (name, value) in changed.as_object().unwrap() {
        row[name] = value.clone();
    }
    waymark::domain::stored::read(row).unwrap()
}

#[test]
fn a_sale_is_told_with_its_money_its_notes_and_whether_a_server_said_so() {
    let expected = json!({
        "kind": "sale", "order_id": "1001", "lead_id": null, "total_minor": 12_000, "currency": "EUR",
        "occurred_at": "2026-11-20T12:00:00.000Z", "version": 1, "verified": true, "notes": ["no_tax"],
    });
    assert_eq!(facts(&json!({})).data(None), expected);
    assert_eq!(facts(&json!({ "rank": 1 })).data(None)["verified"], false);
    assert_eq!(facts(&json!({ "renewal": 1 })).data(None)["kind"], "renewal");
    assert_eq!(facts(&json!({})).data(Some(json!({ "creator": 5 })))["decision"]["creator"], 5);
}

#[test]
fn a_refund_is_told_with_its_reason_and_a_cumulative_one_has_no_name() {
    let said = facts(&json!({ "kind": 2, "key": "r1", "reason": 3 })).data(None);
    assert_eq!(
        (&said["refund_id"], &said["reason"], &said["order_id"]),
        (&json!("r1"), &json!("chargeback"), &json!("1001"))
    );
    let said = facts(&json!({ "kind": 2, "key": "cumulative:1001", "reason": 1, "cumulative": 1 })).data(None);
    assert_eq!((&said["refund_id"], &said["cumulative"]), (&Value::Null, &json!(true)));
}

#[test]
fn a_lead_without_money_tells_none() {
    let said =
        facts(&json!({ "kind": 3, "key": "l1", "order_id": null, "currency": null, "total_minor": 0 })).data(None);
    assert_eq!((&said["lead_id"], &said["total_minor"], &said["currency"]), (&json!("l1"), &Value::Null, &Value::Null));
    assert!(said.get("order_id").is_none());
}

#[test]
fn a_rollup_is_told_with_its_times_written_out() {
    let said =
        rollup(&json!({ "id": 4, "started_at": NOON, "finished_at": NOON + 1, "days": ["2026-11-20"] }).to_string());
    assert_eq!(said["started_at"], "2026-11-20T12:00:00.000Z");
    assert_eq!(said["days"], json!(["2026-11-20"]));
    let years: Vec<&str> = vec!["2026-11-20"; 5_000];
    let said = rollup(&json!({ "id": 4, "days": years }).to_string());
    assert!(body("rollup.finished", NOON, said).len() < BODY_MOST);
}

#[test]
fn a_message_stays_under_its_most_bytes_and_lets_the_decision_go_first() {
    let said = facts(&json!({ "key": "x".repeat(128), "order_id": "é".repeat(128) }));
    let whole = body("conversion.accepted", NOON, said.data(Some(json!({ "why": "x" }))));
    assert!(whole.contains("decision") && whole.contains(r#""timestamp":"2026-11-20T12:00:00.000Z""#));
    let cut = body("conversion.accepted", NOON, said.data(Some(json!({ "why": "x".repeat(BODY_MOST) }))));
    assert!(cut.len() < BODY_MOST && !cut.contains("decision"));
}

/// The waits of the specification in seconds.
const WAITS: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

#[test]
fn a_message_that_fails_is_sent_ten_times_then_it_is_dead() {
    for heard in [Heard::Answer(500, None), Heard::Answer(404, None), Heard::Nothing("x".into())] {
        for (attempt, wait) in (1..).zip(WAITS) {
            assert_eq!(judge(&heard, attempt, 0), Fate::Again(wait * 900), "attempt {attempt}");
            assert_eq!(judge(&heard, attempt, 999), Fate::Again(wait * 1_100), "attempt {attempt}");
        }
        assert_eq!(judge(&heard, 10, 0), Fate::Dead);
        assert_eq!(judge(&heard, u32::MAX, 0), Fate::Dead);
    }
}

#[test]
fn only_an_answer_of_the_two_hundreds_is_a_delivery() {
    for status in 100..600 {
        let fate = judge(&Heard::Answer(status, None), 1, 0);
        match status {
            200..=299 => assert_eq!(fate, Fate::Delivered, "{status}"),
            410 => assert_eq!(fate, Fate::Gone),
            _ => assert_eq!(fate, Fate::Again(4_500), "{status}"),
        }
        assert_eq!(reason(&Heard::Answer(status, None)).is_none(), fate == Fate::Delivered);
    }
    assert_eq!(judge(&Heard::Refused("x"), 1, 0), Fate::Dead);
}

#[test]
fn who_asks_for_patience_is_given_a_day_at_most_and_never_less_than_the_schedule() {
    assert_eq!(judge(&Heard::Answer(429, Some(3_600)), 1, 0), Fate::Again(3_600_000));
    assert_eq!(judge(&Heard::Answer(503, Some(1)), 2, 0), Fate::Again(270_000));
    assert_eq!(judge(&Heard::Answer(500, Some(3_600)), 1, 0), Fate::Again(4_500), "others do not ask");
    assert_eq!(judge(&Heard::Answer(429, Some(3_600)), 10, 0), Fate::Dead);
    for (header, seconds) in
        [("120", Some(120)), (" 7 ", Some(7)), ("0", Some(0)), ("999999999999999999999", Some(86_400))]
    {
        assert_eq!(retry_after(header), seconds, "{header}");
    }
    for header in ["", "-1", "+1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT"] {
        assert_eq!(retry_after(header), None, "{header}");
    }
}

proptest! {
    #![proptest_config(given::tries(500))]

    #[test]
    fn chance_moves_a_wait_by_a_tenth_at_most(attempt in 1_u32..10, chance: u64) {
        let wait = WAITS[usize::try_from(attempt).unwrap() - 1] * 1_000;
        match judge(&Heard::Answer(500, None), attempt, chance) {
            Fate::Again(found) => prop_assert!((wait - wait / 10..=wait + wait / 10).contains(&found)),
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn no_address_in_numbers_gets_through(a: u8, b: u8, c: u8, d: u8) {
        let number = u32::from_be_bytes([a, b, c, d]);
        for host in [format!("{a}.{b}.{c}.{d}"), number.to_string(), format!("{number:#x}"), format!("{number:#o}").replace("0o", "0")] {
            prop_assert!(said(&format!("https://{host}/")).is_err(), "{}", host);
        }
    }
}

fn made(body: &Value) -> Result<Webhook, Vec<String>> {
    let settings = given::settings_with(&[]).unwrap();
    Webhook::make(body, given::ground(&settings, NOON), [7; 32]).map_err(pointers)
}

fn pointers(faults: Vec<waymark::domain::refusal::Fault>) -> Vec<String> {
    faults.into_iter().map(|fault| fault.pointer.unwrap()).collect()
}

fn ordinary() -> Value {
    json!({ "name": "Shop", "url": "https://hooks.shop.example/", "events": EVENTS })
}

#[test]
fn a_webhook_has_a_secret_that_is_shown_when_it_is_made_and_not_when_it_is_read() {
    let webhook = made(&ordinary()).unwrap();
    let secret = "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    assert_eq!(webhook.secrets(), [secret]);
    assert_eq!(webhook.hint, "Bwc=");
    assert!(webhook.is_live());
    let shown = serde_json::to_string(&webhook).unwrap();
    assert_eq!(shown.matches(secret).count(), 1);
    let stored = Webhook { shown: None, ..webhook };
    assert!(!serde_json::to_string(&stored).unwrap().contains("whsec_"));
}

#[test]
fn what_a_webhook_needs_is_said_all_at_once() {
    assert_eq!(made(&json!({})).unwrap_err(), ["/name", "/url", "/events"]);
    let wrong = json!({ "name": "x", "url": "https://go.brand.example/", "events": ["sale"], "secret": "x" });
    assert_eq!(made(&wrong).unwrap_err(), ["/url", "/events", "/secret"]);
}

#[test]
fn a_new_secret_signs_first_and_the_former_beside_it_until_it_is_ended() {
    let settings = given::settings_with(&[]).unwrap();
    let before = Webhook { id: 5, shown: None, ..made(&ordinary()).unwrap() };
    let change = |webhook: &Webhook, body: Value| {
        webhook.change(&body, given::ground(&settings, NOON + 1), [9; 32]).map_err(pointers)
    };
    let rotated = change(&before, json!({ "rotate": true })).unwrap();
    assert_eq!(rotated.shown.as_deref(), Some(rotated.secrets()[0]));
    let rotated = Webhook { shown: None, ..rotated };
    assert_eq!(rotated.secrets()[1..], before.secrets());
    assert_eq!(rotated.former_hint.as_deref(), Some("Bwc="));
    let ended = change(&rotated, json!({ "former_secret": null })).unwrap();
    assert_eq!(ended.shown, None);
    assert_eq!(ended.secrets(), [rotated.secrets()[0]]);
    let at_once = change(&before, json!({ "rotate": true, "former_secret": null })).unwrap();
    assert_eq!(at_once.secrets(), ended.secrets(), "a secret that leaked ends at once");
    assert_eq!(change(&before, json!({ "former_secret": "x" })).unwrap_err(), ["/former_secret"]);
    assert_eq!(change(&before, json!({ "url": null, "events": [] })).unwrap_err(), ["/url", "/events"]);
}

#[test]
fn who_was_gone_is_back_once_it_is_enabled() {
    let settings = given::settings_with(&[]).unwrap();
    let gone = Webhook { id: 5, enabled: false, gone_at: Some(NOON), ..made(&ordinary()).unwrap() };
    let changed = |body: Value| gone.change(&body, given::ground(&settings, NOON + 1), [9; 32]).unwrap();
    assert_eq!(changed(json!({ "name": "x" })).gone_at, Some(NOON));
    assert_eq!(changed(json!({ "enabled": true })).gone_at, None);
}
