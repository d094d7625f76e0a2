//! Things of the ledger as CSV: what an export writes, an import reads.

use serde_json::Value;

use super::shelf::{Row, Shelf, What, words};
use crate::domain::csv::{self, Table};
use crate::domain::ordered;
use crate::domain::refusal::{Fault, Refusal};

/// The most bytes of a table.
pub const BODY_MOST: usize = 1024 * 1024;
/// The most rows of a table.
pub const ROWS_MOST: usize = 5_000;

/// Rows as objects, each with its line, as bodies would say them.
pub type Objects = Vec<(usize, Result<Value, Vec<Fault>>)>;

/// Reads a table of `shelf`.
///
/// # Errors
/// `MalformedCsv` with the line, `Invalid` for a column that is not known, doubled or missing.
pub fn read(shelf: &Shelf, body: &[u8]) -> Result<Objects, Refusal> {
    let names: Vec<&str> = shelf.columns.iter().map(|column| column.name).collect();
    let table = Table::read(body, &names, ROWS_MOST)?;
    let lacks = |name: &str| !table.names.iter().any(|known| known == name);
    let by_post = |name: &str| name == "creator" && !lacks("post");
    let missing = shelf.columns.iter().filter(|column| column.needed && lacks(column.name) && !by_post(column.name));
    let fault = |name: &str| Fault::at("", "missing_column", format!("Add the column `{name}`."));
    let faults: Vec<Fault> = missing.map(|column| fault(column.name)).collect();
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let object = |row: &csv::Row| {
        let mut object = table.object(row, &[])?;
        for column in shelf.columns {
            if let Some(Value::String(cell)) = object.get_mut(column.name) {
                let cell = csv::bare(cell);
                let value = match column.what {
                    What::Whole(..) | What::Minor => cell.parse::<i64>().ok().map(Value::from),
                    What::Flag => cell.parse::<bool>().ok().map(Value::from),
                    _ => None,
                };
                let value = value.unwrap_or_else(|| cell.into());
                object.insert(column.name.to_owned(), value);
            }
        }
        Ok(Value::Object(object))
    };
    Ok(table.rows.iter().map(|row| (row.line, object(row))).collect())
}

/// Every word for a creator, a campaign and a post in the objects and rows, as JSON lists, each in order.
pub fn names<'a>(objects: impl Iterator<Item = &'a Value>) -> [String; 3] {
    let mut lists: [Vec<String>; 3] = Default::default();
    for object in objects {
        for (list, column) in lists.iter_mut().zip(["creator", "campaign", "post"]) {
            words(object, column).for_each(|word| ordered::put(list, word));
        }
    }
    lists.map(|list| Value::from(list).to_string())
}

/// The header, a line.
pub fn header(shelf: &Shelf) -> String {
    let names: Vec<&str> = shelf.columns.iter().map(|column| column.name).collect();
    csv::line(&names)
}

/// A row, a line.
pub fn line(shelf: &Shelf, row: &Row) -> String {
    csv::line(&shelf.cells(row))
}

/// What `rows` may be held against, as a JSON list of the keys that a list statement takes.
pub fn keys(rows: &[&Row], names: &[&str]) -> String {
    let mut keys: Vec<String> = Vec::new();
    let mut list: Vec<Value> = Vec::new();
    for row in rows {
        for value in names.iter().filter_map(|name| row.get(*name)).filter(|value| !value.is_null()) {
            let word = value.to_string();
            if !ordered::has(&keys, &word) {
                ordered::put(&mut keys, word);
                list.push(value.clone());
            }
        }
    }
    Value::from(list).to_string()
}
