//! The program itself: what it prints where, which files it writes, and how it ends.

use std::process::{Command, Output};

use serde_json::Value;

use crate::given::{SHOPIFY, file, folder, order, shopify};

fn ran(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_waymark-try")).args(arguments).current_dir(folder()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn tables() -> (String, String) {
    let mut rows: Vec<String> = (0..12).map(|number| order(number, "100", "MIRA10")).collect();
    rows.push("#77,broken\n".to_owned());
    (file("orders.csv", shopify(&rows)), file("creators.csv", "creator,code,fee\nMira,MIRA10,300\n"))
}

#[test]
fn it_writes_both_files_prints_a_table_and_tells_broken_rows_apart() {
    let ((orders, creators), out) = (tables(), folder());
    let ran = ran(&["--orders", &orders, "--creators", &creators, "--out", out.to_str().unwrap()]);
    assert_eq!(ran.status.code(), Some(0));
    assert!(
        text(&ran.stdout).contains("\nMira            12   12     1,200.00  300.00  25.00  4.00  300 %"),
        "{}",
        text(&ran.stdout)
    );
    assert!(!text(&ran.stdout).contains('\u{1b}'), "colours are for terminals");
    assert!(text(&ran.stderr).starts_with("orders.csv, line 14: "));
    assert!(out.join("scorecard.csv").exists() && out.join("scorecard.html").exists());
    for file in ["scorecard.csv", "scorecard.html"] {
        assert!(!std::fs::read_to_string(out.join(file)).unwrap().contains("@example.com"), "no e-mail is written");
    }
}

#[test]
fn nothing_in_the_tables_steers_the_terminal() {
    let orders = file("orders.csv", shopify(&[order(1, "100", "\u{1b}[31mX"), order(2, "\u{1b}[2J", "")]));
    let creators = file(
        "creators.csv",
        "creator,code,fee\n\u{1b}]0;owned\u{7}Mira,MIRA10,5\n\u{1b}[3mTom,\u{1b}[4mTOM15,\u{1b}[2J5\n",
    );
    let ran = ran(&["--orders", &orders, "--creators", &creators, "--out", folder().to_str().unwrap()]);
    let all = format!("{}{}", text(&ran.stdout), text(&ran.stderr));
    assert!(all.contains("owned") && !all.contains(['\u{1b}', '\u{7}']), "{all:?}");
}

#[test]
fn json_is_one_object_and_writes_no_files_unasked() {
    let (orders, creators) = tables();
    let ran = ran(&["--orders", &orders, "--creators", &creators, "--json"]);
    let value: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(
        (value["rows"][0]["roi"].as_f64(), value["read"]["unreadable_rows"][0]["line"].as_u64()),
        (Some(3.0), Some(14))
    );
    assert!(!text(&ran.stdout).contains("@example.com"));
}

#[test]
fn each_kind_of_end_has_its_number() {
    let (orders, creators) = tables();
    let wide = file("wide.csv", [0xff, 0xfe, 0x4e, 0]);
    let none = file("none.csv", SHOPIFY);
    let blocked = file("blocked", "a file where a folder should be");
    for (code, arguments) in [
        (0, vec!["--help"]),
        (2, vec![]),
        (2, vec!["--orders", &orders, "--creators", &creators, "--colour"]),
        (3, vec!["--orders", &wide, "--creators", &creators]),
        (3, vec!["--orders", &none, "--creators", &creators]),
        (3, vec!["--orders", &creators, "--creators", &creators]),
        (3, vec!["--orders", &orders, "--creators", &orders]),
        (4, vec!["--orders", "/nowhere/orders.csv", "--creators", &creators]),
        (4, vec!["--orders", &orders, "--creators", "/"]),
        (4, vec!["--orders", &orders, "--creators", &creators, "--out", &blocked]),
    ] {
        let ran = ran(&arguments);
        assert_eq!(ran.status.code(), Some(code), "{arguments:?}: {}", text(&ran.stderr));
        assert_eq!(ran.stderr.is_empty(), code == 0, "{arguments:?}");
    }
}

#[test]
fn two_hundred_thousand_orders_add_up() {
    let mut orders = String::from(SHOPIFY);
    for number in 0..200_000_u32 {
        orders += &order(number, "10.00", ["MIRA10", ""][number as usize % 2]);
    }
    let orders = file("orders.csv", orders);
    let creators = file("creators.csv", "creator,code,fee\nMira,MIRA10,1000\n");
    let ran = ran(&["--orders", &orders, "--creators", &creators, "--json"]);
    let value: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(
        (value["all"]["orders"].as_u64(), value["rows"][0]["net_minor"].as_i64()),
        (Some(200_000), Some(100_000_000))
    );
    assert_eq!(value["all"]["new_customers"].as_u64(), Some(200_000));
}
