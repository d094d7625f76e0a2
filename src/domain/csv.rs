//! Reads a table that a spreadsheet has written (RFC 4180), with the line of every row and of what is wrong; and writes one.
//!
//! # Why
//! Spreadsheets differ: Excel puts a BOM in front and, where the comma is the decimal mark, separates with semicolons.
//! The separator is therefore the first of comma, semicolon and tab in the header. A stray quote is refused with its
//! line, for guessing on would shift every cell behind it.
//!
//! A cell that begins like a formula is one to a spreadsheet, whoever wrote it: it goes out behind an apostrophe, and so does
//! one that begins with an apostrophe, so that reading takes exactly one away and every text comes back as it was.

use serde_json::{Map, Value};

use super::case;
use super::refusal::{Fault, Refusal};

/// The most columns of a table.
pub const COLUMNS_MOST: usize = 64;

/// What makes a cell a formula, or looks like it was kept from being one.
const MARKS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

/// A row as it is written, a line.
pub fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| written(cell.as_ref())).collect();
    format!("{}\r\n", cells.join(","))
}

fn written(cell: &str) -> String {
    let mark = if cell.starts_with(MARKS) { "'" } else { "" };
    let plain = !cell.contains(['"', ',', ';', '\n', '\r', '\t']);
    if plain { format!("{mark}{cell}") } else { format!("\"{mark}{}\"", cell.replace('"', "\"\"")) }
}

/// A cell without the apostrophe that kept it from being a formula.
pub fn bare(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(MARKS)).unwrap_or(cell)
}

/// One row that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line that it begins on; the first line is 1.
    pub line: usize,
    /// Its cells, as written inside the quotes.
    pub cells: Vec<String>,
}

/// A table with its header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns, trimmed, in lower case.
    pub names: Vec<String>,
    /// Every row behind the header.
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads a header and at most `most` rows; `known` names the columns that may be there.
    ///
    /// # Errors
    /// `MalformedCsv` where the text cannot be cut into cells, `Invalid` for an unknown or doubled column (`/column`),
    /// no rows at all, or more than `most`.
    pub fn read(body: &[u8], known: &[&str], most: usize) -> Result<Self, Refusal> {
        let mut rows = rows(body, most + 1)?.into_iter();
        let names: Vec<String> =
            rows.next().map(|row| row.cells).unwrap_or_default().iter().map(|name| case::lower(name.trim())).collect();
        let mut faults = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let shown: String = name.chars().take(64).collect();
            if !known.contains(&name.as_str()) {
                let detail = format!("The column `{shown}` is not known; there may be: {}.", known.join(", "));
                faults.push(Fault::at(format!("/{at}"), "unknown_column", detail));
            } else if names.iter().take(at).any(|before| before == name) {
                faults.push(Fault::at(format!("/{at}"), "doubled_column", format!("Name the column `{shown}` once.")));
            }
        }
        let rows: Vec<Row> = rows.collect();
        if rows.is_empty() {
            faults.push(Fault::at("", "no_rows", "Send a header and at least one row."));
        }
        if faults.is_empty() { Ok(Self { names, rows }) } else { Err(Refusal::Invalid(faults)) }
    }

    /// A row as the JSON object that a body would be: trimmed texts by column, those in `numbers` as whole numbers where
    /// they are such; empty cells are left out.
    ///
    /// # Errors
    /// One fault where the row has more or fewer cells than the header.
    pub fn object(&self, row: &Row, numbers: &[&str]) -> Result<Map<String, Value>, Vec<Fault>> {
        if row.cells.len() != self.names.len() {
            let detail = format!("Send {} cells, as the header has; there are {}.", self.names.len(), row.cells.len());
            return Err(vec![Fault::at("", "cells", detail)]);
        }
        let mut object = Map::new();
        for (name, cell) in self.names.iter().zip(&row.cells) {
            let cell = cell.trim();
            if !cell.is_empty() {
                let number = numbers.contains(&name.as_str()).then(|| cell.parse::<i64>().ok()).flatten();
                object.insert(name.clone(), number.map_or_else(|| cell.into(), Value::from));
            }
        }
        Ok(object)
    }
}

/// Cuts `body` into rows, at most `most` of them, the header counted; lines end with CRLF, LF or CR, empty lines are none.
///
/// # Errors
/// `MalformedCsv` with the line: not UTF-8, a quote inside a cell, text behind a closing quote, a quote that is never
/// closed, more than [`COLUMNS_MOST`] cells, more than `most` rows.
pub fn rows(body: &[u8], most: usize) -> Result<Vec<Row>, Refusal> {
    let text = std::str::from_utf8(body).map_err(|error| {
        let good = body.get(..error.valid_up_to()).unwrap_or_default();
        broken(good.split(|byte| *byte == b'\n').count(), "save it as UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let separator = separator(text);
    let (mut rows, mut letters, mut line) = (Vec::new(), text.chars().peekable(), 1);
    while letters.peek().is_some() {
        let begun = line;
        let mut cells = Vec::new();
        loop {
            let cell = if letters.next_if_eq(&'"').is_some() {
                quoted(&mut letters, &mut line)?
            } else {
                let mut cell = String::new();
                while let Some(letter) = letters.next_if(|c| *c != separator && *c != '\n' && *c != '\r') {
                    if letter == '"' {
                        return Err(broken(line, "put a cell that has quotes into quotes, and double those inside"));
                    }
                    cell.push(letter);
                }
                cell
            };
            cells.push(cell);
            if cells.len() > COLUMNS_MOST {
                return Err(broken(line, "send fewer columns"));
            }
            match letters.next() {
                Some(letter) if letter == separator => {}
                None => break,
                Some(end @ ('\r' | '\n')) => {
                    if end == '\r' {
                        letters.next_if_eq(&'\n');
                    }
                    line += 1;
                    break;
                }
                Some(_) => {
                    return Err(broken(line, "end a cell behind its closing quote, and double quotes inside it"));
                }
            }
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() >= most {
            return Err(broken(begun, &format!("send at most {} rows at once", most.saturating_sub(1))));
        }
        rows.push(Row { line: begun, cells });
    }
    Ok(rows)
}

/// The rest of a quoted cell, behind its opening quote.
fn quoted(letters: &mut std::iter::Peekable<std::str::Chars<'_>>, line: &mut usize) -> Result<String, Refusal> {
    let (begun, mut cell) = (*line, String::new());
    loop {
        match letters.next() {
            None => return Err(broken(begun, "close the quote that is opened here")),
            Some('"') if letters.next_if_eq(&'"').is_none() => return Ok(cell),
            Some(letter) => {
                // The CR of a CRLF is no line of its own.
                *line += usize::from(letter == '\n' || letter == '\r' && letters.peek() != Some(&'\n'));
                cell.push(letter);
            }
        }
    }
}

/// The first separator outside quotes in the header; a table of one column has none.
fn separator(text: &str) -> char {
    let mut inside = false;
    for letter in text.chars() {
        match letter {
            '"' => inside = !inside,
            '\n' | '\r' if !inside => break,
            ',' | ';' | '\t' if !inside => return letter,
            _ => {}
        }
    }
    ','
}

fn broken(line: usize, what: &str) -> Refusal {
    Refusal::MalformedCsv(format!("line {line}: {what}"))
}
