//! `scorecard.csv`: as many cells as its header has, and nothing that a spreadsheet would run.

use waymark::desk::sheet::{cell, of};
use waymark::domain::csv;

use crate::given::{made, order, shopify};

#[test]
fn every_line_has_the_cells_of_the_header_and_the_figures_of_the_scorecard() {
    let rows: Vec<String> = (0..12).map(|number| order(number, "100", "MIRA10")).collect();
    let sheet = of(&made(&shopify(&rows), "creator,code,fee\n\"Mira, \"\"M\"\"\",MIRA10,300\n").card);
    let rows = csv::rows(sheet.as_bytes(), 10).unwrap();
    assert!(rows.iter().all(|row| row.cells.len() == rows[0].cells.len()));
    let value = |row: usize, name: &str| {
        let at = rows[0].cells.iter().position(|known| known == name).unwrap();
        rows[row].cells[at].as_str()
    };
    let names =
        ["creator", "orders", "net", "cost", "cpa", "roas", "roi", "verdict", "fee_at_target", "share_of_orders"];
    assert_eq!(
        names.map(|name| value(1, name)),
        ["Mira, \"M\"", "12", "1200.00", "300.00", "25.00", "4.0000", "3.0000", "scale", "600.00", "1.0000"]
    );
    assert_eq!((value(2, "creator"), value(2, "orders"), value(3, "net")), ("(no creator)", "0", "1200.00"));
}

#[test]
fn what_a_spreadsheet_would_take_for_a_formula_is_text() {
    for text in ["=1+1", "+49 30", "-cmd", "@SUM(A1)", "\tx", "=HYPERLINK(\"x\")"] {
        let cell = cell(text);
        assert!(cell.trim_start_matches('"').starts_with('\''), "{cell}");
    }
    assert_eq!(
        [cell("-12.50"), cell("SARAH*"), cell("a,b"), cell("a;b"), cell("a\"b")],
        ["-12.50", "SARAH*", "\"a,b\"", "\"a;b\"", "\"a\"\"b\""]
    );
}
