//! The streaming reader: what spreadsheets write is cut, a broken row costs no other, and nothing grows without bound.

use std::io::{BufReader, Read};

use proptest::prelude::*;
use waymark::desk::table::{LINE_MOST, LINES_MOST, Reader, Unread};

/// The line and cells of a row, or its line and what is wrong with it.
type Told = Result<(usize, Vec<String>), (usize, String)>;

fn rows(bytes: &[u8]) -> Vec<Told> {
    // A small buffer, so that lines and letters lie across its ends; its first piece must hold a header's line end.
    let mut reader = Reader::open(BufReader::with_capacity(16, bytes)).unwrap_or_else(|_| panic!("not a table"));
    let mut rows = Vec::new();
    while let Some(row) = reader.row().unwrap_or_else(|_| panic!("unread")) {
        rows.push(match row {
            Ok(row) => Ok((row.line, row.all().map(str::to_owned).collect())),
            Err(broken) => Err((broken.line, broken.why)),
        });
    }
    rows
}

fn cells(text: &str) -> Vec<Vec<String>> {
    rows(text.as_bytes()).into_iter().map(|row| row.unwrap().1).collect()
}

fn refused(bytes: &[u8]) -> &'static str {
    match Reader::open(bytes) {
        Err(Unread::NotATable(why)) => why,
        _ => panic!("it was read"),
    }
}

#[test]
fn cells_are_cut_by_the_separator_that_the_header_has_most_of() {
    for text in ["a,b,c\n1,2;x,3\n", "a;b;c\n1;2,x;3\n", "a\tb\tc\r\n1\t2 x\t3\r\n"] {
        assert_eq!(cells(text)[1].len(), 3, "{text}");
    }
    assert_eq!(cells("code\nX\n"), [["code"], ["X"]]);
    assert_eq!(cells("\"a,b,c\";d\n1;2\n"), [["a,b,c", "d"], ["1", "2"]]);
}

#[test]
fn a_quoted_cell_may_hold_separators_lines_and_doubled_quotes() {
    let text = "a,b\r\n\"x, y\",\"one\r\ntwo \"\"three\"\"\"\r\n4,\"\"\r\n";
    assert_eq!(cells(text), [["a", "b"], ["x, y", "one\ntwo \"three\""], ["4", ""]]);
    let lines: Vec<usize> = rows(text.as_bytes()).into_iter().map(|row| row.unwrap().0).collect();
    assert_eq!(lines, [1, 2, 4]);
}

#[test]
fn lines_end_as_any_system_ends_them_and_the_last_may_be_open() {
    for text in ["a,b\r\n1,2\r\n", "a,b\n1,2\n", "a,b\r1,2\r", "a,b\n1,2", "\u{feff}a,b\n1,2", "a,b\n\n , \n1,2\n,\n"] {
        assert_eq!(cells(text), [["a", "b"], ["1", "2"]], "{text:?}");
    }
}

#[test]
fn a_broken_row_costs_no_other() {
    let text = "a,b\n1,x\"y\n2,ok\n3,\"x\"y\n4,\"never closed\n5,ok\n";
    let told: Vec<_> = rows(text.as_bytes()).into_iter().map(|row| row.map(|row| row.1[0].clone())).collect();
    let broken: Vec<usize> = told.iter().filter_map(|row| row.as_ref().err().map(|broken| broken.0)).collect();
    let read: Vec<&str> = told.iter().filter_map(|row| row.as_deref().ok()).collect();
    assert_eq!((broken, read), (vec![2, 4, 5], vec!["a", "2", "5"]));
}

#[test]
fn a_quote_that_is_never_closed_swallows_at_most_one_row() {
    let mut text = String::from("a,b\n1,\"open\n");
    text.extend((0..LINES_MOST * 2).map(|number| format!("{number},x\n")));
    let rows = rows(text.as_bytes());
    assert_eq!(rows[1].as_ref().unwrap_err().0, 2);
    assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), LINES_MOST * 2 + 1);
}

#[test]
fn a_line_without_end_is_told_and_not_kept() {
    let mut text = b"a,b\n1,".to_vec();
    text.resize(text.len() + LINE_MOST + 1, b'x');
    text.extend_from_slice(b"\n2,y\n");
    let rows = rows(&text);
    assert_eq!(rows[1].as_ref().unwrap_err(), &(2, "it is longer than a megabyte".to_owned()));
    assert_eq!(rows[2].as_ref().unwrap().0, 3);
}

#[test]
fn what_is_not_utf_8_is_read_as_windows_1252() {
    let mut reader = Reader::open(&b"name,fee\nZo\xeb,\x80 5\n"[..]).unwrap_or_else(|_| panic!());
    drop(reader.row());
    let row = reader.row().ok().flatten().unwrap().unwrap();
    assert_eq!((row.cell(0), row.cell(1), reader.latin), ("Zoë", "€ 5", 1));
}

#[test]
fn what_is_no_table_of_text_is_refused_with_words() {
    assert!(refused(b"\xff\xfea\0,\0b\0").contains("UTF-16"));
    assert!(refused(b"\xfe\xff\0a\0,").contains("UTF-16"));
    assert!(refused(b"a\0,\0b\0\n\0").contains("UTF-16"));
    assert!(refused(b"PK\x03\x04....").contains("workbook"));
    assert!(refused(b"").contains("empty"));
}

#[test]
fn a_file_that_is_nearly_all_broken_ends() {
    // Every line opens a quote inside a cell.
    let endless = std::io::repeat(b'x').take(0).chain(Endless);
    let mut reader = Reader::open(BufReader::new(endless)).unwrap_or_else(|_| panic!());
    loop {
        match reader.row() {
            Ok(Some(_)) => {}
            Ok(None) => panic!("it ended"),
            Err(Unread::NotATable(why)) => {
                assert!(why.contains("100,000"));
                break;
            }
            Err(Unread::Io(error)) => panic!("{error}"),
        }
    }
}

/// `a"` on every line, for ever.
struct Endless;

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = buffer.len() / 3 * 3;
        for (at, byte) in buffer[..length].iter_mut().enumerate() {
            *byte = b"a\"\n"[at % 3];
        }
        Ok(length)
    }
}

proptest! {
    #[test]
    fn what_is_written_with_quotes_is_read_back(table in prop::collection::vec(prop::collection::vec("[a-z ,;\"\n\u{e4}]{0,8}", 3), 1..6)) {
        let mut text = String::from("a,b,c\n");
        for row in &table {
            let cells: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        let kept = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let wanted: Vec<Vec<&str>> = table.iter().filter(kept).map(|row| row.iter().map(|cell| cell.trim()).collect()).collect();
        prop_assert_eq!(&cells(&text)[1..], &wanted[..]);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(mut reader) = Reader::open(&bytes[..]) {
            while let Ok(Some(_)) = reader.row() {}
        }
    }
}
