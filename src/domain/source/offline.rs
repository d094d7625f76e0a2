//! Orders that were taken outside the shop, as a table: one row is one report.
//!
//! # Why
//! People write amounts as 79.30, not as 7930: a column without `_minor` is a decimal in the row's currency, read exactly.
//! A cell with a decimal comma is refused, for 1,234 is two different amounts.

use serde_json::{Map, Value};

use super::walk::touches;
use crate::domain::csv::Table;
use crate::domain::money::{self, Currency};
use crate::domain::refusal::{Fault, Refusal};

/// The most rows of a table.
pub const ROWS_MOST: usize = 1000;
/// Columns with an amount in decimals, each beside the field that it becomes.
const DECIMALS: [(&str, &str); 6] = [
    ("total", "total_minor"),
    ("merchandise", "merchandise_minor"),
    ("discount", "discount_minor"),
    ("tax", "tax_minor"),
    ("shipping", "shipping_minor"),
    ("value", "value_minor"),
];
/// Columns with a whole number.
const NUMBERS: [&str; 7] =
    ["total_minor", "merchandise_minor", "discount_minor", "tax_minor", "shipping_minor", "value_minor", "revision"];
/// Columns with yes or no.
const FLAGS: [&str; 4] = ["new_customer", "cumulative", "full", "test"];
/// Columns with several texts, apart by blanks, commas, semicolons or bars.
const LISTS: [&str; 4] = ["touches", "click_ids", "codes", "aliases"];
/// Columns with a text.
const TEXTS: [&str; 14] = [
    "kind",
    "order_id",
    "refund_id",
    "lead_id",
    "event_id",
    "occurred_at",
    "currency",
    "landing",
    "referrer",
    "click_id",
    "code",
    "customer",
    "reason",
    "name",
];

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// The line that it begins on; the header is on 1.
    pub line: usize,
    /// The report that it is, or what is wrong with it.
    pub report: Result<Value, Vec<Fault>>,
}

/// Reads a table as reports; a row without a `kind` is a sale. Faults point to the line and the column, `/3/total`.
///
/// # Errors
/// What [`Table::read`] refuses: no table, unknown columns, more than [`ROWS_MOST`] rows.
pub fn rows(body: &[u8]) -> Result<Vec<Row>, Refusal> {
    let known: Vec<&str> = TEXTS
        .iter()
        .chain(&NUMBERS)
        .chain(&FLAGS)
        .chain(&LISTS)
        .copied()
        .chain(DECIMALS.iter().map(|(name, _)| *name))
        .collect();
    let table = Table::read(body, &known, ROWS_MOST)?;
    Ok(table
        .rows
        .iter()
        .map(|row| {
            let placed = |mut fault: Fault| {
                fault.pointer = fault.pointer.map(|pointer| format!("/{}{pointer}", row.line));
                fault
            };
            let read = table.object(row, &NUMBERS).and_then(report);
            Row { line: row.line, report: read.map_err(|faults| faults.into_iter().map(placed).collect()) }
        })
        .collect())
}

fn report(mut map: Map<String, Value>) -> Result<Value, Vec<Fault>> {
    let mut faults = Vec::new();
    let currency = map.get("currency").and_then(Value::as_str).and_then(Currency::parse);
    for (decimal, minor) in DECIMALS {
        let Some(value) = map.remove(decimal) else { continue };
        let at = format!("/{decimal}");
        match (currency, currency.and_then(|currency| money::minor(value.as_str()?, currency))) {
            _ if map.contains_key(minor) => {
                faults.push(Fault::at(at, "doubled", format!("Send {decimal} or {minor}, not both.")));
            }
            // The reader of reports says what is wrong with the currency.
            (None, _) => {}
            (_, None) => {
                let detail = "Send a decimal such as 79.30, with no more digits than the currency has.";
                faults.push(Fault::at(at, "not_an_amount", detail));
            }
            (_, Some(amount)) => {
                map.insert(minor.to_owned(), amount.into());
            }
        }
    }
    for flag in FLAGS {
        let Some(value) = map.get_mut(flag) else { continue };
        match value.as_str().unwrap_or_default().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => *value = Value::Bool(true),
            "false" | "no" | "0" => *value = Value::Bool(false),
            _ => faults.push(Fault::at(format!("/{flag}"), "not_a_boolean", "Send true or false.")),
        }
    }
    for list in LISTS {
        let Some(value) = map.get_mut(list) else { continue };
        *value = if matches!(list, "touches" | "click_ids") {
            touches(value).into()
        } else {
            let texts = value.as_str().unwrap_or_default().split([',', ';', '|']);
            texts.map(str::trim).filter(|text| !text.is_empty()).collect::<Vec<_>>().into()
        };
    }
    map.entry("kind").or_insert_with(|| "sale".into());
    if faults.is_empty() { Ok(Value::Object(map)) } else { Err(faults) }
}
