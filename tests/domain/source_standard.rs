//! Standard Webhooks carry our own reports, bare or in an envelope.

use serde_json::{Value, json};
use waymark::domain::source::{Kind, Reading, translate};

use crate::given::{self, NOON};

fn read(body: &Value) -> Reading {
    translate(Kind::Standard, "", None, body, NOON).unwrap()
}

#[test]
fn a_report_may_come_bare_in_a_list_or_as_data() {
    let sale = json!({ "kind": "sale", "order_id": "1" });
    let refund = json!({ "kind": "refund", "order_id": "1" });
    for (body, topic, reports) in [
        (sale.clone(), "", vec![sale.clone()]),
        (json!([sale, refund]), "", vec![sale.clone(), refund.clone()]),
        (json!({ "type": "order.paid", "data": sale }), "order.paid", vec![sale.clone()]),
        (
            json!({ "type": "order.paid", "timestamp": "x", "data": [sale, refund] }),
            "order.paid",
            vec![sale.clone(), refund],
        ),
        (json!({ "data": sale }), "", vec![sale.clone()]),
    ] {
        assert_eq!(read(&body), Reading { topic: topic.into(), reports, ignored: None });
    }
}

#[test]
fn the_type_of_a_lead_is_no_envelope() {
    let lead = json!({ "kind": "lead", "lead_id": "1", "type": "demo" });
    assert_eq!(read(&lead), Reading { topic: String::new(), reports: vec![lead], ignored: None });
}

#[test]
fn an_empty_list_is_refused_where_it_stands() {
    for (body, pointer) in [(json!([]), ""), (json!({ "data": [] }), "/data")] {
        let faults = translate(Kind::Standard, "", None, &body, NOON).unwrap_err();
        assert_eq!(given::pointers(&faults), [(pointer.to_owned(), "list_length")]);
    }
}
