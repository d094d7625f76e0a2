//! Rows as orders: what counts, what is goods, what was given back, and whose codes were on it.

use serde_json::{Value, json};
use waymark::desk::json;

use crate::given::{SHOPIFY, asked, made, order, refused, shopify, shown, try_made};

const MIRA: &str = "creator,code,fee\nMira,MIRA10,100\n";

/// What one row of a Shopify export comes to: `[orders, gross, refunded, rows that are none, unreadable]`.
fn one(row: &str) -> [u64; 5] {
    // An order beside it, so that there is always one to count.
    let shown = shown(&format!("{SHOPIFY}{row}\n{}", order(999, "1.00", "")), MIRA);
    let count = |at: &str| shown.pointer(at).unwrap().as_u64().unwrap();
    let apart = shown["read"]["apart"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    [
        count("/all/orders") - 1,
        count("/all/gross_minor") - 100,
        count("/all/refunded_minor"),
        apart,
        count("/read/unreadable"),
    ]
}

#[test]
fn an_order_counts_when_it_is_made_and_not_when_it_was_never_paid() {
    let rows = [
        ("#1,,paid,EUR,100.00,5.00,19.00,124.00,,0,2026-11-20 12:00:00 +0100,,0.00,", [1, 10_000, 0, 0, 0]),
        ("#1,,pending,EUR,100.00,5.00,19.00,124.00,,0,2026-11-20 12:00:00 +0100,,0.00,", [1, 10_000, 0, 0, 0]),
        ("#1,,voided,EUR,100.00,5.00,19.00,124.00,,0,2026-11-20 12:00:00 +0100,,0.00,", [0, 0, 0, 1, 0]),
        (
            "#1,,pending,EUR,100.00,5.00,19.00,124.00,,0,2026-11-20 12:00:00 +0100,2026-11-21 12:00:00 +0100,0,",
            [0, 0, 0, 1, 0],
        ),
        // Half of what was paid takes back half of the goods.
        (
            "#1,,partially_refunded,EUR,100.00,5.00,19.00,124.00,,0,2026-11-20 12:00:00 +0100,,62.00,",
            [1, 10_000, 5_000, 0, 0],
        ),
        ("#1,,refunded,EUR,100.00,5.00,19.00,124.00,,0,2026-11-20 12:00:00 +0100,,124.00,", [1, 10_000, 10_000, 0, 0]),
        // Cancelled without a refund that is told: all of it. With one: that.
        (
            "#1,,paid,EUR,100.00,5.00,19.00,124.00,,0,2026-11-20 12:00:00 +0100,2026-11-21 12:00:00 +0100,0,",
            [1, 10_000, 10_000, 0, 0],
        ),
        (
            "#1,,partially_refunded,EUR,100.00,5.00,19.00,124.00,,0,2026-11-20 12:00:00 +0100,2026-11-21 12:00:00 +0100,62,",
            [1, 10_000, 5_000, 0, 0],
        ),
        // Over nothing: an order all the same.
        ("#1,,paid,EUR,0.00,0.00,0.00,0.00,,0,2026-11-20 12:00:00 +0100,,0.00,", [1, 0, 0, 0, 0]),
    ];
    for (row, comes_to) in rows {
        assert_eq!(one(row), comes_to, "{row}");
    }
}

#[test]
fn goods_are_without_the_tax_inside_them() {
    // 119.00 and 5.95 with 19 % inside: 19.95 of tax, of which 119 / 124.95 is the goods'.
    assert_eq!(one("#1,,paid,EUR,119.00,5.95,19.95,124.95,,0,2026-11-20,,0,")[1], 10_000);
    // The same on top, and with a tip of 3.00 beside it.
    assert_eq!(one("#1,,paid,EUR,100.00,5.00,19.95,124.95,,0,2026-11-20,,0,")[1], 10_000);
    assert_eq!(one("#1,,paid,EUR,100.00,5.00,19.95,127.95,,0,2026-11-20,,0,")[1], 10_000);
}

#[test]
fn broken_rows_of_every_kind_are_told_and_the_rest_goes_on() {
    let rows = [
        ",,paid,EUR,1,0,0,1,,0,2026-11-20,,0,",
        "#1,,paid,EUR,x,0,0,1,,0,2026-11-20,,0,",
        "#1,,paid,EUR,1,0,0,-1,,0,2026-11-20,,0,",
        "#1,,paid,EUR,,,,,,0,2026-11-20,,0,",
        "#1,,paid,EUR,1,0,0,1,,0,20 November,,0,",
        "#1,,paid,EUR,1,0,0,1,,0,,,0,",
        "#1,,paid,EURO,1,0,0,1,,0,2026-11-20,,0,",
        "#1,,paid,,1,0,0,1,,0,2026-11-20,,0,",
        "#1,,paid,EUR,1,0,0,1",
        "#1,,paid,EUR,1,0,0,1,,0,2026-11-20,,0,a,b",
        "#1,,paid,EUR,1,0,0,1,,0,2026-11-20,,many,",
        "#1,,,,,,,,,,,,,Shirt",
        "#1,,pa\"id,EUR,1,0,0,1,,0,2026-11-20,,0,",
        "#1,,paid,EUR,9999999999999999,0,0,1,,0,2026-11-20,,0,",
    ];
    for row in rows {
        assert_eq!(one(row), [0, 0, 0, 0, 1], "{row}");
    }
}

#[test]
fn further_lines_of_an_order_are_no_orders_and_may_bring_codes() {
    let rows = [
        order(1, "50.00", "WELCOME"),
        "#1,c1@example.com,,,,,,,MIRA10,,,,,Socks\n".to_owned(),
        "#1,c1@example.com,,,,,,,,,,,,\"Cap, \"\"red\"\"\nsize 5\"\n".to_owned(),
        order(2, "70.00", ""),
    ];
    let shown = shown(&shopify(&rows), MIRA);
    assert_eq!((&shown["all"]["orders"], &shown["all"]["net_minor"]), (&json!(2), &json!(12_000)));
    assert_eq!((&shown["rows"][0]["orders"], &shown["rows"][0]["net_minor"]), (&json!(1), &json!(5_000)));
}

#[test]
fn an_order_that_stands_there_twice_counts_once_also_over_files() {
    let text = shopify(&[order(1, "50.00", "MIRA10"), order(2, "50.00", ""), order(1, "50.00", "MIRA10")]);
    let mut asked = asked(&text, MIRA);
    asked.orders.push(asked.orders[0].clone());
    let made = try_made(&asked).unwrap_or_else(|stop| panic!("{stop:?}"));
    assert_eq!((made.card.tally.all.orders, made.card.tally.doubled), (2, 4));
}

#[test]
fn of_several_codes_the_one_in_the_alphabet_decides_and_each_use_is_counted() {
    let creators = "creator,code,fee\nMira,MIRA10,100\nTom,TOM15,100\n";
    let shown = shown(&shopify(&[order(1, "50.00", "\"tom15, MIRA10, X\"")]), creators);
    let row = |name: &str| shown["rows"].as_array().unwrap().iter().find(|row| row["creator"] == name).unwrap().clone();
    assert_eq!((&row("Mira")["orders"], &row("Tom")["orders"]), (&json!(1), &json!(0)));
    assert_eq!(row("Tom")["codes"], json!([{ "code": "TOM15", "uses": 1 }]));
    assert_eq!(shown["codes_of_nobody"], json!([{ "code": "X", "uses": 1 }]));
}

#[test]
fn a_code_is_known_however_it_was_typed_and_by_its_beginning() {
    let creators = "creator,code\nMira,Mira10\nLuna,LUNA-*\n";
    let shown = shown(
        &shopify(&[order(1, "5", " mira10 "), order(2, "5", "ＭＩＲＡ１０"), order(3, "5", "luna-7f3")]),
        creators,
    );
    assert_eq!(shown["no_creator"]["orders"], 0);
}

#[test]
fn a_new_customer_is_the_first_order_of_an_e_mail_wherever_it_stands_in_the_file() {
    // Exports begin with the newest order: the one with Mira's code is the second.
    let row = |number: u32, email: &str, code: &str, day: u32| {
        format!("#{number},{email},paid,EUR,10,0,0,10,{code},0,2026-11-{day:02} 10:00:00 +0100,,0,\n")
    };
    let rows = [
        row(4, "b@example.com", "MIRA10", 20),
        row(3, "A@example.com", "MIRA10", 19),
        row(2, "a@example.com", "", 18),
        row(1, "", "MIRA10", 1),
    ];
    let text = shopify(&rows);
    let shown = shown(&text, MIRA);
    assert_eq!((&shown["rows"][0]["new_customers"], &shown["no_creator"]["new_customers"]), (&json!(1), &json!(1)));
    // A first order before the days asked for is known, and nobody is new twice.
    let mut asked = asked(&text, MIRA);
    asked.from = waymark::domain::time::Day::parse("2026-11-19");
    let shown = json::of(&try_made(&asked).unwrap_or_else(|stop| panic!("{stop:?}")).card);
    assert_eq!((&shown["all"]["orders"], &shown["all"]["new_customers"]), (&json!(2), &json!(1)));
}

#[test]
fn woocommerce_analytics_knows_goods_new_customers_and_origins() {
    let text = "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,Attribution\n\
        2026-11-20 10:00:00,11,\"€1,238.00\",completed,Jo Doe,new,1× Hat,1,mira10,1040.5,Source: Instagram\n\
        2026-11-20 11:00:00,12,€50.00,refunded,Jo Doe,returning,1× Hat,1,mira10,40,Source: Instagram\n\
        2026-11-20 11:00:00,13,€50.00,failed,Jo Doe,returning,1× Hat,1,,40,Direct\n\
        2026-11-20 11:00:00,14,€50.00,cancelled,Jo Doe,returning,1× Hat,1,,40,Direct\n";
    let mut asked = asked(text, MIRA);
    assert!(refused(&asked).contains("--currency"));
    asked.currency = Some(crate::given::eur());
    let shown = json::of(&try_made(&asked).unwrap_or_else(|stop| panic!("{stop:?}")).card);
    let row = &shown["rows"][0];
    assert_eq!(
        (&row["gross_minor"], &row["refunded_minor"], &row["new_customers"]),
        (&json!(108_050), &json!(4_000), &json!(1))
    );
    assert_eq!(row["origins"], json!([{ "origin": "Source: Instagram", "orders": 2 }]));
    assert_eq!(shown["read"]["apart"], json!({ "failed": 1, "cancelled before they were paid": 1 }));
}

#[test]
fn export_plugins_of_woocommerce_are_read_with_their_own_lists_and_marks() {
    // "Advanced Order Export", as a German spreadsheet saves it again: goods are the total without tax and shipping.
    let advanced = "Order Number;Order Status;Order Date;Email (Billing);Cart Discount Amount;Order Shipping Amount;\
        Order Refund Amount;Order Total Amount;Order Total Tax Amount;Coupon Code\n\
        21;Completed;20.11.2026 10:05;jo@example.com;11,00;4,90;0;1.238,90;197,02;mira10\n\
        22;Completed;20.11.2026 10:06;;0;0;-59,50;119,00;19,00;mira10\n";
    // WebToffee's "Order Export": codes and refunds are lists of pairs.
    let webtoffee = "order_id,order_number,order_date,paid_date,status,shipping_total,tax_total,discount_total,order_total,\
        order_currency,billing_email,coupon_items,refund_items\n\
        5,31,2026-11-20 10:00:00,2026-11-20 10:01:00,cancelled,0,0,5,100,EUR,,code:mira10|amount:5.00;code:x|amount:0,\n\
        6,32,2026-11-20 10:00:00,2026-11-20 10:01:00,completed,0,0,5,100,EUR,,code:mira10|amount:5.00,amount:10.00|reason:late;amount:15.00\n";
    for (text, gross, refunded) in [(advanced, 103_698 + 10_000, 5_000), (webtoffee, 20_000, 12_500)] {
        let mut asked = asked(text, MIRA);
        asked.currency = Some(crate::given::eur());
        let shown = json::of(&try_made(&asked).unwrap_or_else(|stop| panic!("{stop:?}")).card);
        let row = &shown["rows"][0];
        assert_eq!(
            (&row["orders"], &row["gross_minor"], &row["refunded_minor"]),
            (&json!(2), &json!(gross), &json!(refunded)),
            "{shown:#}"
        );
    }
}

#[test]
fn several_currencies_are_refused_until_one_is_chosen() {
    let text = shopify(&[order(1, "50.00", "MIRA10"), order(2, "70.00", "MIRA10").replace("EUR", "USD")]);
    let mut asked = asked(&text, MIRA);
    assert_eq!(
        refused(&asked),
        "The orders are in several currencies: EUR (1 order), USD (1 order). Choose one with --currency."
    );
    asked.currency = waymark::domain::money::Currency::parse("USD");
    let card = try_made(&asked).unwrap_or_else(|stop| panic!("{stop:?}")).card;
    assert_eq!((card.tally.all.gross, card.tally.foreign.len()), (7_000, 1));
}

#[test]
fn files_that_hold_nothing_to_count_are_refused_with_words() {
    let said = |orders: &str, creators: &str| refused(&asked(orders, creators));
    assert!(said(SHOPIFY, MIRA).contains("do not say their currency"));
    assert!(said("a,b\n1,2\n", MIRA).contains("neither Shopify's"));
    assert!(said("", MIRA).contains("It is empty"));
    assert!(said(&shopify(&[order(1, "5", "")]), "creator,code\n,X\n").contains("It names no creator"));
    assert!(said(&shopify(&[order(1, "x", "")]), MIRA).contains("line 2 of orders.csv"));
    let mut asked = asked(&shopify(&[order(1, "5", "")]), MIRA);
    asked.to = waymark::domain::time::Day::parse("2026-11-19");
    assert!(refused(&asked).contains("1 lie outside"));
}

#[test]
fn totals_are_those_of_creators_and_nobody() {
    let rows: Vec<String> =
        (0..60).map(|number| order(number, "12.34", ["MIRA10", "TOM15", ""][number as usize % 3])).collect();
    let card = made(&shopify(&rows), "creator,code,fee\nMira,MIRA10,100\nTom,TOM15,100\n").card;
    let sum: i64 = card.lines.iter().map(|line| line.sum.net()).sum();
    assert_eq!(sum + card.tally.nobody.net(), card.tally.all.net());
    assert_eq!(card.tally.all.net(), 60 * 1_234);
}
