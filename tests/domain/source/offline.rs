//! Offline orders: a table becomes reports, row by row.

use serde_json::{Value, json};
use waymark::domain::source::offline::rows;

use crate::given::pointers;

fn one(header: &str, row: &str) -> Result<Value, Vec<(String, &'static str)>> {
    rows(format!("{header}\n{row}\n").as_bytes()).unwrap().remove(0).report.map_err(|faults| pointers(&faults))
}

#[test]
fn a_row_becomes_a_sale_with_exact_amounts() {
    let header = "order_id,occurred_at,total,tax,currency,codes,click_ids,customer,new_customer,revision";
    let row = "1001,2026-11-20T11:00:00Z,79.30,12.40,EUR,SARAH10|SPRING,first second,kim@example.org,yes,3";
    assert_eq!(
        one(header, row),
        Ok(json!({ "kind": "sale", "order_id": "1001", "occurred_at": "2026-11-20T11:00:00Z", "total_minor": 7930,
            "tax_minor": 1240, "currency": "EUR", "codes": ["SARAH10", "SPRING"], "click_ids": ["first", "second"],
            "customer": "kim@example.org", "new_customer": true, "revision": 3 }))
    );
}

#[test]
fn touches_stand_in_one_cell() {
    assert_eq!(
        one("touches", "\"first,google/cpc@tc2z00;second\"").unwrap()["touches"],
        json!(["first", "google/cpc@tc2z00", "second"])
    );
}

#[test]
fn a_kind_of_its_own_is_kept() {
    assert_eq!(
        one("kind,refund_id,full", "refund,r1,true"),
        Ok(json!({ "kind": "refund", "refund_id": "r1", "full": true }))
    );
}

#[test]
fn amounts_follow_the_currency_of_their_row() {
    assert_eq!(one("total,currency", "1580,JPY").unwrap()["total_minor"], 1580);
    assert_eq!(one("total,currency", "12.345,BHD").unwrap()["total_minor"], 12_345);
}

#[test]
fn an_amount_that_could_be_two_is_refused() {
    for amount in ["\"1,234\"", "15.805", "much", "1e3"] {
        assert_eq!(one("total,currency", &format!("{amount},EUR")), Err(vec![("/2/total".into(), "not_an_amount")]));
    }
}

#[test]
fn an_amount_said_twice_is_refused() {
    assert_eq!(one("total,total_minor,currency", "1.00,200,EUR"), Err(vec![("/2/total".into(), "doubled")]));
}

#[test]
fn neither_yes_nor_no_is_refused() {
    assert_eq!(one("new_customer", "perhaps"), Err(vec![("/2/new_customer".into(), "not_a_boolean")]));
}

#[test]
fn one_bad_row_does_not_hold_up_the_others() {
    let rows = rows(b"order_id,total,currency\n1,x,EUR\n2,2.00,EUR\n").unwrap();
    assert!(rows[0].report.is_err() && rows[1].report.is_ok());
}

#[test]
fn an_unknown_column_is_refused_before_any_row() {
    assert!(rows(b"order_id,totl\n1,2\n").is_err());
}
