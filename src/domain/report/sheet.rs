//! Rows of a report as a table: nested fields flattened with dots, and no text a formula.

use serde_json::Value;

/// What a table begins with: what a row is about. The other columns follow in the order of the alphabet.
const FIRST: [&str; 14] = [
    "rank", "model", "day", "month", "key", "value", "variant", "creator", "campaign", "post", "link", "code", "path",
    "currency",
];

/// Calls `take` with every plain field of `value` and its name, nested ones joined with dots.
fn flat<'a>(name: &str, value: &'a Value, take: &mut dyn FnMut(&str, &'a Value)) {
    let joined = |field: &str| if name.is_empty() { field.to_owned() } else { format!("{name}.{field}") };
    match value {
        Value::Object(map) => {
            for (field, value) in map {
                flat(&joined(field), value, take);
            }
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                flat(&joined(&at.to_string()), value, take);
            }
        }
        plain => take(name, plain),
    }
}

/// Every column of `rows`, also of those on other pages: all pages of a table have the same.
pub(super) fn columns(rows: &[Value]) -> Vec<(usize, String)> {
    let mut all: Vec<(usize, String)> = Vec::new();
    for row in rows {
        flat("", row, &mut |name, _| {
            let key = key(name);
            if let Err(at) = all.binary_search_by(|known| (known.0, known.1.as_str()).cmp(&key)) {
                all.insert(at, (key.0, key.1.to_owned()));
            }
        });
    }
    all
}

fn key(name: &str) -> (usize, &str) {
    let root = name.split('.').next().unwrap_or_default();
    (FIRST.iter().position(|first| *first == root).unwrap_or(FIRST.len()), name)
}

/// The rows as a table (RFC 4180).
pub(super) fn table(columns: &[(usize, String)], rows: &[Value]) -> String {
    let mut text = String::new();
    let mut line = |cells: &[String]| {
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    };
    line(&columns.iter().map(|column| cell(&column.1)).collect::<Vec<_>>());
    for row in rows {
        let mut cells = vec![String::new(); columns.len()];
        flat("", row, &mut |name, value| {
            let at = columns.binary_search_by(|known| (known.0, known.1.as_str()).cmp(&key(name)));
            if let Some(place) = at.ok().and_then(|at| cells.get_mut(at)) {
                *place = match value {
                    Value::Null => String::new(),
                    Value::String(text) => cell(text),
                    plain => plain.to_string(),
                };
            }
        });
        line(&cells);
    }
    text
}

/// A cell: in quotes where it must be, and no formula to a spreadsheet, whoever chose the text.
pub fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let plain = !text.contains(['"', ',', ';', '\n', '\r', '\t']) && text.trim() == text;
    let mark = if formula { "'" } else { "" };
    if plain { format!("{mark}{text}") } else { format!("\"{mark}{}\"", text.replace('"', "\"\"")) }
}
