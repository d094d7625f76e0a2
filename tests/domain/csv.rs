//! Tables in CSV: what spreadsheets write is read, and what is broken is refused with its line.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::csv::{COLUMNS_MOST, Table, rows};
use waymark::domain::refusal::Refusal;

use crate::given::tries;

/// The cells of every row.
fn cells(text: &str) -> Vec<Vec<String>> {
    rows(text.as_bytes(), 1_000).unwrap().into_iter().map(|row| row.cells).collect()
}

/// What is said of a text that is no table.
fn broken(text: &[u8]) -> String {
    match rows(text, 3) {
        Err(Refusal::MalformedCsv(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_quoted_cell_may_hold_separators_lines_and_doubled_quotes() {
    assert_eq!(cells("a,b\n\"x, y\",\"one\r\ntwo \"\"three\"\"\"\n"), [["a", "b"], ["x, y", "one\r\ntwo \"three\""]]);
}

#[test]
fn lines_end_as_any_system_ends_them_and_the_last_may_be_open() {
    for text in ["a,b\r\n1,2\r\n", "a,b\n1,2\n", "a,b\r1,2\r", "a,b\n1,2", "a,b\n\n \n1,2\n,\n"] {
        assert_eq!(cells(text), [["a", "b"], ["1", "2"]], "{text:?}");
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_name() {
    assert_eq!(cells("\u{feff}code,creator\nX,1"), [["code", "creator"], ["X", "1"]]);
}

#[test]
fn the_separator_is_the_first_one_of_the_header() {
    assert_eq!(cells("a;b\n1,5;2"), [["a", "b"], ["1,5", "2"]]);
    assert_eq!(cells("a\tb\n1\t2;3"), [["a", "b"], ["1", "2;3"]]);
    assert_eq!(cells("\"a;b\",c\n1;2,3"), [["a;b", "c"], ["1;2", "3"]]);
    assert_eq!(cells("a\nb"), [["a"], ["b"]]);
}

#[test]
fn a_row_knows_the_line_that_it_begins_on() {
    let lines: Vec<usize> =
        rows(b"a,b\r\n\"1\r\n2\",3\r\n\r\n4,5", 9).unwrap().into_iter().map(|row| row.line).collect();
    assert_eq!(lines, [1, 2, 5]);
}

#[test]
fn what_is_broken_is_refused_with_its_line() {
    for (text, line) in [
        (&b"a,b\n1,x\"y\""[..], "line 2: "),
        (b"a,b\n\"1\"x,2", "line 2: "),
        (b"a,b\n1,2\n\"3,4\n5,6\n", "line 3: "),
        (b"a,b\n1,\xff\n", "line 2: "),
        (b"a\n1\n2\n3\n", "line 4: send at most 2 rows"),
    ] {
        let why = broken(text);
        assert!(why.starts_with(line), "{why}");
    }
    let wide = ",".repeat(COLUMNS_MOST);
    assert!(broken(wide.as_bytes()).starts_with("line 1: "));
    assert_eq!(cells(&format!("x{}", &wide[1..]))[0].len(), COLUMNS_MOST);
}

#[test]
fn a_table_names_its_columns_in_any_case_and_order() {
    let table = Table::read(b" Creator ,CODE\nanna, X1 ", &["code", "creator", "currency"], 10).unwrap();
    assert_eq!(table.names, ["creator", "code"]);
    assert_eq!(Value::from(table.object(&table.rows[0], &[]).unwrap()), json!({ "creator": "anna", "code": "X1" }));
}

#[test]
fn a_column_that_is_unknown_or_named_twice_is_a_fault() {
    let faults = |text: &str| Table::read(text.as_bytes(), &["code"], 10).unwrap_err().faults();
    let words = |text| faults(text).into_iter().map(|fault| (fault.pointer.unwrap(), fault.code)).collect::<Vec<_>>();
    assert_eq!(words("code,colour\n1,2"), [("/1".to_owned(), "unknown_column")]);
    assert_eq!(words("code,Code\n1,2"), [("/1".to_owned(), "doubled_column")]);
    assert_eq!(words("code\n"), [(String::new(), "no_rows")]);
    assert_eq!(words(""), [(String::new(), "no_rows")]);
}

#[test]
fn as_many_rows_as_allowed_are_read_and_no_more() {
    assert_eq!(Table::read(b"code\n1\n2", &["code"], 2).unwrap().rows.len(), 2);
    assert!(matches!(Table::read(b"code\n1\n2\n3", &["code"], 2), Err(Refusal::MalformedCsv(_))));
}

#[test]
fn a_row_becomes_an_object_with_numbers_where_numbers_are_meant() {
    let table = Table::read(b"code,value\n10,10\n11,x\n12,\n13", &["code", "value"], 10).unwrap();
    let object = |row: usize| table.object(&table.rows[row], &["value"]).map(Value::from);
    assert_eq!(object(0).unwrap(), json!({ "code": "10", "value": 10 }));
    assert_eq!(object(1).unwrap(), json!({ "code": "11", "value": "x" }));
    assert_eq!(object(2).unwrap(), json!({ "code": "12" }));
    assert_eq!(object(3).unwrap_err()[0].code, "cells");
}

proptest! {
    #![proptest_config(tries(500))]

    #[test]
    fn what_is_written_by_the_rules_reads_back_as_it_was(
        table in proptest::collection::vec(proptest::collection::vec("[a-z,;\"\r\n\t é]{0,6}", 3), 1..6),
    ) {
        let written: Vec<String> = table
            .iter()
            .map(|row| row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(","))
            .collect();
        let full: Vec<Vec<String>> =
            table.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        prop_assert_eq!(cells(&written.join("\r\n")), full);
    }

    #[test]
    fn no_text_at_all_breaks_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = rows(&bytes, 4);
    }
}
