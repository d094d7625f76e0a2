//! Postbacks: parameters become a report, and the token never does.

use serde_json::{Value, json};
use waymark::domain::conversion::Rank;
use waymark::domain::refusal::Fault;
use waymark::domain::source::postback::{MOST, parameters, unread};
use waymark::domain::source::{Kind, Reading, translate};

use crate::given::{self, NOON};

fn body(query: &str) -> Value {
    parameters(query, b"").unwrap().0
}

fn tried(query: &str) -> Result<Reading, Vec<Fault>> {
    translate(Kind::Postback, "", None, &body(query), NOON)
}

fn report(query: &str) -> Value {
    let reading = tried(query).unwrap();
    assert_eq!((reading.ignored, reading.reports.len()), (None, 1), "{query}");
    reading.reports[0].clone()
}

fn faults(query: &str) -> Vec<(String, &'static str)> {
    given::pointers(&tried(query).unwrap_err())
}

#[test]
fn a_sale_is_what_a_postback_is_when_nothing_is_said() {
    let query = "source=net&token=t&order_id=1001&total=79.30&currency=eur&click_id=c&code=MIRA&customer=a%40b.c\
        &occurred_at=2026-11-20T11:00:00Z";
    assert_eq!(
        report(query),
        json!({ "kind": "sale", "order_id": "1001", "total_minor": 7930, "currency": "eur", "click_id": "c", "code": "MIRA",
            "customer": "a@b.c", "occurred_at": "2026-11-20T11:00:00Z" })
    );
}

#[test]
fn touches_come_as_they_are() {
    assert_eq!(report("order_id=1&touches=first%2Cgoogle%2Fcpc%40tc2z00")["touches"], "first,google/cpc@tc2z00");
    assert_eq!(report("kind=lead&lead_id=1&touches=first")["touches"], "first");
    assert!(report("kind=refund&refund_id=1&order_id=1&touches=first").get("touches").is_none());
}

#[test]
fn a_repeat_says_the_same_whenever_it_comes() {
    let body = body("order_id=1&total=1&currency=EUR");
    let at = |now| translate(Kind::Postback, "", None, &body, now);
    assert_eq!(at(NOON), at(NOON + 86_400_000));
}

#[test]
fn decimals_follow_their_currency() {
    for (query, minor) in [
        ("total=79.30&currency=EUR", 7_930),
        ("total=79&currency=EUR", 7_900),
        ("total=1580&currency=JPY", 1_580),
        ("total=1580.00&currency=JPY", 1_580),
        ("total=12.345&currency=BHD", 12_345),
        ("total=8.165&currency=KWD", 8_165),
        ("total_minor=7930&currency=EUR", 7_930),
        ("total=0&currency=EUR", 0),
    ] {
        assert_eq!(report(&format!("order_id=1&{query}"))["total_minor"], json!(minor), "{query}");
    }
}

#[test]
fn an_amount_that_is_not_exactly_one_is_refused() {
    for (query, parameter, code) in [
        ("total=79.305&currency=EUR", "total", "not_an_amount"),
        ("total=1580.5&currency=JPY", "total", "not_an_amount"),
        ("total=1,50&currency=EUR", "total", "not_an_amount"),
        ("total=1e3&currency=EUR", "total", "not_an_amount"),
        ("total=79.30", "currency", "not_a_currency"),
        ("total=79.30&currency=XYZ", "currency", "not_a_currency"),
        ("total=79.30&total_minor=7930&currency=EUR", "total", "said_twice"),
        ("total_minor=79.30&currency=EUR", "total_minor", "not_an_integer"),
    ] {
        assert_eq!(faults(&format!("order_id=1&{query}")), [(parameter.to_owned(), code)], "{query}");
    }
}

#[test]
fn a_refund_without_an_amount_is_a_full_one() {
    assert_eq!(
        report("kind=refund&order_id=1&refund_id=r&currency=EUR&reason=chargeback&click_id=c"),
        json!({ "kind": "refund", "order_id": "1", "refund_id": "r", "currency": "EUR", "full": true, "reason": "chargeback" })
    );
    let partial = report("kind=refund&order_id=1&refund_id=r&currency=EUR&total=2.50");
    assert_eq!((&partial["total_minor"], partial.get("full")), (&json!(250), None));
}

#[test]
fn a_lead_has_a_value() {
    assert_eq!(
        report("kind=lead&lead_id=l&total=5&currency=EUR&click_id=c&order_id=1"),
        json!({ "kind": "lead", "lead_id": "l", "value_minor": 500, "currency": "EUR", "click_id": "c" })
    );
}

#[test]
fn a_rejected_sale_gives_all_of_it_back_once() {
    let rejected = report("order_id=1&total=5&currency=EUR&status=Rejected");
    let expected = json!({ "kind": "refund", "order_id": "1", "currency": "EUR", "cumulative": true, "full": true, "reason": "cancel" });
    assert_eq!(rejected, expected);
}

#[test]
fn a_status_that_decides_nothing_yet_is_ignored() {
    for (query, why) in [
        ("order_id=1&status=pending", "status_pending"),
        ("kind=lead&lead_id=1&status=declined", "status_rejected"),
        ("kind=refund&status=void", "status_rejected"),
    ] {
        assert_eq!(tried(query).unwrap().ignored, Some(why), "{query}");
    }
    assert_eq!(report("order_id=1&total=5&currency=EUR&status=APPROVED")["kind"], "sale");
    assert_eq!(faults("order_id=1&status=maybe"), [("status".to_owned(), "unknown_status")]);
    assert_eq!(faults("kind=click"), [("kind".to_owned(), "unknown_kind")]);
}

#[test]
fn an_empty_parameter_was_not_sent() {
    assert_eq!(
        report("order_id=1&total=5&currency=EUR&click_id=&code=&customer=+"),
        report("order_id=1&total=5&currency=EUR")
    );
}

#[test]
fn the_order_may_come_under_another_name() {
    let read =
        translate(Kind::Postback, "", Some("tid"), &body("tid=7&order_id=1&total=1&currency=EUR"), NOON).unwrap();
    assert_eq!(read.reports[0]["order_id"], "7");
}

#[test]
fn the_token_is_no_parameter() {
    let (body, token) = parameters("order_id=1&token=a%20b", b"").unwrap();
    assert_eq!((body, token.as_str()), (json!({ "order_id": "1" }), "a b"));
    let (body, token) = parameters("source=net", b"token=t&order_id=1").unwrap();
    assert_eq!((body, token.as_str()), (json!({ "source": "net", "order_id": "1" }), "t"));
}

#[test]
fn a_parameter_that_comes_twice_is_refused_by_its_name_alone() {
    for (query, form) in [("token=secret-1&token=secret-2", ""), ("total=1&total=2", ""), ("total=1", "total=2")] {
        let faults = parameters(query, form.as_bytes()).unwrap_err();
        assert_eq!(faults[0].code, "repeated");
        assert!(!format!("{faults:?}").contains("secret"));
    }
    let many: Vec<String> = (0..=MOST).map(|at| format!("p{at}=1")).collect();
    assert!(parameters(&many.join("&"), b"").is_err());
    assert!(parameters(&many[1..].join("&"), b"").is_ok());
}

#[test]
fn parameters_that_nothing_is_made_of_are_named() {
    let body = body("order_id=1&total=1&totl=2&tid=3");
    assert_eq!(unread(&body, None), ["tid", "totl"]);
    assert_eq!(unread(&body, Some("tid")), ["totl"]);
}

#[test]
fn a_postback_is_believed_as_a_server_only_where_it_is_trusted() {
    assert_eq!(Kind::Postback.rank(false), Rank::Browser);
    assert_eq!(Kind::Postback.rank(true), Rank::Server);
    for (kind, rank) in [
        (Kind::Ga4, Rank::Server),
        (Kind::Shopify, Rank::Webhook),
        (Kind::Stripe, Rank::Webhook),
        (Kind::Woocommerce, Rank::Webhook),
        (Kind::Standard, Rank::Webhook),
    ] {
        assert_eq!(kind.rank(false), rank);
    }
}
