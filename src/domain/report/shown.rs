//! A report before its format, and the three formats: JSON, NDJSON and CSV, in pages.
//!
//! # Why
//! What a report says and how it is sent are two things: every report makes a [`Shown`], and here is the only place that
//! knows pages, tables and tags. A cursor holds a digest of the head, so that no page is of another count than the first.

use serde_json::{Map, Value, json};

use super::ask::Get;
pub use super::sheet::cell;
use super::sheet::{columns, table};
use crate::domain::cursor;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::reply::{Body, Reply};

/// Rows of a page of JSON when nothing is said.
pub const ROWS_DEFAULT: usize = 1_000;
/// The most rows of a page, and those of a page of NDJSON or CSV when nothing is said.
pub const ROWS_MOST: usize = 10_000;
/// A report before its format: what it is about, its rows as JSON objects in order, and whatever stands beside rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// What it is about; a cursor is refused where it has changed.
    pub head: Map<String, Value>,
    /// The rows.
    pub rows: Vec<Value>,
    /// What stands beside them, such as totals.
    pub beside: Map<String, Value>,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `json`: head, what stands beside, `rows` and `next` in one object.
    Json,
    /// `ndjson`: a row a line.
    Ndjson,
    /// `csv`: a row a line, nested fields flattened with dots.
    Csv,
}

/// Which rows are wanted, and how written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    /// How.
    pub format: Format,
    /// How many, 1 to [`ROWS_MOST`].
    pub limit: usize,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

impl Want {
    /// Reads `format`, `limit` and `cursor`; where no format is asked for, the header `Accept` decides.
    ///
    /// # Errors
    /// `Invalid` naming each parameter at fault.
    pub fn read(get: Get<'_>, accept: &str) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let format = match get("format").as_deref() {
            Some("json") => Format::Json,
            Some("ndjson") => Format::Ndjson,
            Some("csv") => Format::Csv,
            Some(_) => {
                faults.push(Fault::query("format", "unknown_format", "Send json, ndjson or csv."));
                Format::Json
            }
            None => accepted(accept),
        };
        let usual = if format == Format::Json { ROWS_DEFAULT } else { ROWS_MOST };
        let limit =
            get("limit").map_or(Some(usual), |text| text.parse().ok().filter(|limit| (1..=ROWS_MOST).contains(limit)));
        if limit.is_none() {
            faults.push(Fault::query("limit", "out_of_range", format!("Send a number from 1 to {ROWS_MOST}.")));
        }
        match limit {
            Some(limit) if faults.is_empty() => Ok(Self { format, limit, cursor: get("cursor") }),
            _ => Err(Refusal::Invalid(faults)),
        }
    }
}

/// The first type of `accept` that is one of ours.
fn accepted(accept: &str) -> Format {
    let types = accept.split(',').map(|one| one.split(';').next().unwrap_or_default().trim());
    let format = types.filter_map(|one| match one {
        "application/json" => Some(Format::Json),
        "application/x-ndjson" | "application/ndjson" => Some(Format::Ndjson),
        "text/csv" => Some(Format::Csv),
        _ => None,
    });
    format.into_iter().next().unwrap_or(Format::Json)
}

impl Shown {
    /// What `report` says, a JSON object with `rows`: all else is its head.
    pub fn of(report: Value) -> Self {
        let mut shown = Self::default();
        if let Value::Object(mut head) = report
            && let Some(Value::Array(rows)) = head.remove("rows")
        {
            (shown.head, shown.rows) = (head, rows);
        }
        shown
    }

    /// The page that is wanted of report `name`, as a reply; `query` is the address's own, `known` the `If-None-Match`.
    ///
    /// # Errors
    /// `MalformedCursor`, or `report_changed` where the cursor is of another count of this report.
    pub fn reply(self, name: &str, want: &Want, query: &str, known: &str) -> Result<Reply, Refusal> {
        send((&self.head, &self.beside), Rows::Values(self.rows), name, want, (query, known))
    }
}

/// A report whose rows are printed already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Printed {
    /// As of [`Shown`].
    pub head: Map<String, Value>,
    /// The rows, each the text of a JSON object.
    pub rows: Vec<String>,
    /// As of [`Shown`].
    pub beside: Map<String, Value>,
}

impl Printed {
    /// As of [`Shown`].
    ///
    /// # Errors
    /// As of [`Shown`].
    pub fn reply(self, name: &str, want: &Want, query: &str, known: &str) -> Result<Reply, Refusal> {
        send((&self.head, &self.beside), Rows::Texts(self.rows), name, want, (query, known))
    }

    /// The same with its rows as values.
    pub fn shown(self) -> Shown {
        Shown { head: self.head, rows: values(&self.rows), beside: self.beside }
    }
}

/// Rows of either kind.
enum Rows {
    Values(Vec<Value>),
    Texts(Vec<String>),
}

impl Rows {
    fn len(&self) -> usize {
        match self {
            Self::Values(rows) => rows.len(),
            Self::Texts(rows) => rows.len(),
        }
    }
}

/// What a report says in all its rows, in short.
fn of_all(head: &Map<String, Value>, rows: &Rows) -> String {
    let mut all = digest(printed(&Value::Object(head.clone())).as_bytes());
    let mut add = |row: &str| all = digest((digest(row.as_bytes()) + &all).as_bytes());
    match rows {
        Rows::Values(rows) => rows.iter().for_each(|row| add(&printed(row))),
        Rows::Texts(rows) => rows.iter().for_each(|row| add(row)),
    }
    all
}

fn values(texts: &[String]) -> Vec<Value> {
    texts.iter().map(|text| serde_json::from_str(text).unwrap_or_default()).collect()
}

fn send(
    (head, beside): (&Map<String, Value>, &Map<String, Value>),
    rows: Rows,
    name: &str,
    want: &Want,
    (query, known): (&str, &str),
) -> Result<Reply, Refusal> {
    let list = format!("report:{name}");
    // Days are counted anew one by one, also by a job that breaks off: a page goes on only where all rows are as they were.
    let of_all = if want.cursor.is_some() || rows.len() > want.limit { of_all(head, &rows) } else { String::new() };
    let from: usize = match &want.cursor {
        None => 0,
        Some(cursor) => {
            let place = cursor::place(&list, cursor).ok_or(Refusal::MalformedCursor)?;
            let (of, from) = place.split_once('/').ok_or(Refusal::MalformedCursor)?;
            if of != of_all {
                let detail = "The report was counted anew since; begin again without a cursor.";
                return Err(Refusal::invalid(Fault::query("cursor", "report_changed", detail)));
            }
            from.parse().map_err(|_| Refusal::MalformedCursor)?
        }
    };
    let behind = from.saturating_add(want.limit);
    let count = rows.len();
    let next = (behind < count).then(|| cursor::mark(&list, &format!("{of_all}/{behind}")));
    let page = from.min(count)..behind.min(count);
    let (kind, body) = if want.format == Format::Csv {
        let rows = match rows {
            Rows::Values(rows) => rows,
            Rows::Texts(texts) => values(&texts),
        };
        let columns = columns(&rows);
        ("text/csv; charset=utf-8", table(&columns, rows.get(page).unwrap_or_default()))
    } else {
        let texts: Vec<String> = match rows {
            Rows::Values(rows) => rows.get(page).unwrap_or_default().iter().map(printed).collect(),
            Rows::Texts(mut texts) => {
                texts.truncate(page.end);
                texts.drain(..page.start);
                texts
            }
        };
        if want.format == Format::Ndjson {
            ("application/x-ndjson", joined(&texts, "", "\n", "\n"))
        } else {
            ("application/json", json((head, beside), &texts, next.as_deref()))
        }
    };
    let tag = format!("\"{}\"", digest(body.as_bytes()));
    let fresh = known.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag);
    let reply = if fresh { Reply::empty(304) } else { Reply { body: Body::Text(body), ..Reply::empty(200) } };
    let reply = reply
        .with("content-type", kind)
        .with("cache-control", "private, no-cache")
        .with("vary", "accept, authorization")
        .with("x-content-type-options", "nosniff")
        .with("etag", tag);
    let reply = match &next {
        None => reply,
        Some(next) => {
            let rest = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
            let rest = rest.fold(String::new(), |rest, pair| rest + pair + "&");
            reply.with("link", format!("</v1/reports/{name}?{rest}cursor={next}>; rel=\"next\""))
        }
    };
    Ok(if want.format == Format::Csv {
        reply.with("content-disposition", format!("attachment; filename=\"{name}.csv\""))
    } else {
        reply
    })
}

/// Head, what stands beside rows, `next` and the rows, in one object.
fn json((head, beside): (&Map<String, Value>, &Map<String, Value>), rows: &[String], next: Option<&str>) -> String {
    let mut whole = head.clone();
    whole.extend(beside.clone());
    whole.insert("next".into(), json!(next));
    let mut text = printed(&Value::Object(whole));
    text.pop();
    text.push_str(&joined(rows, ",\"rows\":[", ",", "]}"));
    text
}

/// Texts with `between` between them, `before` in front, and `behind` at the end, which a line has and no rows have not.
fn joined(texts: &[String], before: &str, between: &str, behind: &str) -> String {
    let length = texts.iter().map(|text| text.len() + between.len()).sum::<usize>();
    let mut all = String::with_capacity(before.len() + length + behind.len());
    all.push_str(before);
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            all.push_str(between);
        }
        all.push_str(text);
    }
    if !(texts.is_empty() && before.is_empty()) {
        all.push_str(behind);
    }
    all
}

/// A value as JSON; what `Display` would give, without its way through a formatter.
pub fn printed(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A digest that two texts share by accident once in 2^64 pairs; it keeps nothing secret.
///
/// # Why
/// Two lanes of multiply and rotate: SHA-256 would take longer over a large report than making it did.
pub fn digest(bytes: &[u8]) -> String {
    let (mut one, mut other) = (0xcbf2_9ce4_8422_2325_u64, bytes.len() as u64);
    let mut mix = |word: u64| {
        one = (one ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        other = (other.rotate_left(23) ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd);
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        mix(u64::from_le_bytes(*word));
    }
    for byte in rest {
        mix(u64::from(*byte));
    }
    mix(0);
    format!("{:016x}{:016x}", one ^ (one >> 32), other ^ (other >> 32))
}
