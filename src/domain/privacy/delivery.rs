//! Whether a delivery names somebody: by an address or a click id of theirs, or by an id where its source writes ids.
//!
//! # Why
//! What is shown to somebody, or goes with them, must be theirs. A piece of an address or of a name is another's, a
//! number inside an order is a line's or a product's, and two shops number their orders alike. So whole values are
//! compared: ids as the source's own reader reads them, and in deliveries of the source that told of them. What was
//! recorded is theirs whoever sent it, for it was recorded under their one name.

use serde_json::Value;

use super::Work;
use super::work::ID_FIELDS;
use crate::domain::case;
use crate::domain::json;
use crate::domain::source::{self, Kind};
use crate::stored;

/// Where ids stand in a body that its source's reader does not take, by kind; 0 is what a shop calls its customer.
const PLACES: [(u8, &str); 24] = [
    (1, "/id"),
    (1, "/name"),
    (1, "/number"),
    (1, "/order_id"),
    (1, "/order_number"),
    (1, "/order_key"),
    (1, "/admin_graphql_api_id"),
    (1, "/checkout_token"),
    (1, "/confirmation_number"),
    (1, "/transaction_id"),
    (1, "/client_reference_id"),
    (1, "/payment_intent"),
    (1, "/invoice"),
    (1, "/metadata/order_id"),
    (2, "/id"),
    (2, "/refund_id"),
    (3, "/lead_id"),
    (3, "/metadata/lead_id"),
    (5, "/event_id"),
    (0, "/customer"),
    (0, "/customer_id"),
    (0, "/customer/id"),
    (0, "/client/id"),
    (0, "/user_id"),
];

/// A delivery, and how its source writes.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Ours.
    pub id: u32,
    /// Who sent it.
    pub source: u32,
    /// What it was about.
    pub topic: String,
    /// When it came.
    pub received_at: i64,
    /// What became of its reports, JSON.
    pub items: String,
    /// As it came.
    pub body: String,
    /// The form its source writes in; none where it is gone.
    pub kind: Option<Kind>,
    /// The field that has an order's name.
    pub order_field: Option<String>,
}

stored!(Delivery { id, source, topic, received_at, items, body, kind, order_field });

impl Delivery {
    /// Whether it names who is known by `work`.
    pub fn names(&self, work: &Work) -> bool {
        if self.recorded(work) {
            return true;
        }
        let Ok(body) = json::parse(&self.body).or_else(|_| json::parse(&closed(&self.body))) else {
            // No JSON at all.
            let text = case::lower(&self.body);
            return work.words.iter().any(|word| stands(&text, word, false));
        };
        says(&body, &work.words) || self.ids(&body, work)
    }

    /// Whether a report of it was recorded as theirs.
    fn recorded(&self, work: &Work) -> bool {
        let items = json::parse(&self.items).unwrap_or_default();
        items.as_array().is_some_and(|items| {
            items.iter().any(|item| {
                let outcome = item.get("outcome").and_then(Value::as_str);
                // One that is not recorded may speak of another's order by the same name.
                matches!(outcome, Some("accepted" | "revision" | "duplicate"))
                    && ID_FIELDS.iter().any(|(kind, field)| {
                        let name = item.get(field).and_then(Value::as_str);
                        name.is_some_and(|name| work.ids.iter().any(|id| (id.0, id.1.as_str()) == (*kind, name)))
                    })
            })
        })
    }

    /// Whether an id of theirs stands where its source writes such.
    fn ids(&self, body: &Value, work: &Work) -> bool {
        let is = |kind: u8, value: Option<&Value>| value.is_some_and(|value| self.is(kind, value, work));
        let field = self.order_field.as_deref();
        let read = |kind| source::translate(kind, &self.topic, field, body, self.received_at).ok();
        let reports = self.kind.and_then(read).map(|read| read.reports).unwrap_or_default();
        if !reports.is_empty() {
            return reports.iter().any(|report| {
                let aliases = report.get("aliases").and_then(Value::as_array);
                ID_FIELDS.iter().any(|(kind, field)| is(*kind, report.get(field)))
                    || aliases.is_some_and(|names| names.iter().any(|name| is(1, Some(name))))
                    || is(0, report.get("customer"))
            });
        }
        let own = field.map(|field| format!("/{field}"));
        roots(body).into_iter().any(|root| {
            PLACES.iter().any(|(kind, place)| is(*kind, root.pointer(place)))
                || own.as_ref().is_some_and(|own| is(1, root.pointer(own)))
        })
    }

    /// Whether `value` is an id of theirs of this kind that its source told of, or nobody.
    fn is(&self, kind: u8, value: &Value, work: &Work) -> bool {
        let number;
        let text = match value {
            Value::String(text) => text.trim(),
            Value::Number(value) => {
                number = value.to_string();
                &number
            }
            _ => return false,
        };
        let mut told = work.ids.iter().filter(|id| (id.0, id.1.as_str()) == (kind, text)).map(|id| id.2).peekable();
        if told.peek().is_none() {
            return false;
        }
        let sources: Vec<u32> = told.flatten().collect();
        sources.is_empty() || sources.contains(&self.source)
    }
}

/// What in a body may be an order: itself, what it wraps, and the elements of its lists.
fn roots(body: &Value) -> Vec<&Value> {
    let wrapped = ["", "/data", "/data/object"].iter().filter_map(|place| body.pointer(place));
    let mut roots: Vec<&Value> = Vec::new();
    for root in wrapped {
        match root {
            Value::Array(list) => roots.extend(list),
            one => roots.push(one),
        }
    }
    let events = body.get("events").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    roots.extend(events.iter().filter_map(|event| event.get("params")));
    roots
}

/// Whether a text in `value` is one of these addresses, or has one of these click ids in it.
fn says(value: &Value, words: &[String]) -> bool {
    match value {
        Value::String(text) => {
            let text = case::lower(text.trim());
            words.iter().any(|word| stands(&text, word, true))
        }
        Value::Array(list) => list.iter().any(|value| says(value, words)),
        Value::Object(map) => map.values().any(|value| says(value, words)),
        _ => false,
    }
}

/// Whether `word` is in `text`: an address as all of it, or where not `whole` between what belongs to no address; a click
/// id anywhere, for it is no piece of anything by chance.
fn stands(text: &str, word: &str, whole: bool) -> bool {
    if !word.contains('@') {
        return text.contains(word);
    }
    let joins = |letter: Option<char>| {
        letter.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '+' | '%' | '\''))
    };
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
        if whole { before.or(after).is_none() } else { !joins(before) && !joins(after) }
    })
}

/// A JSON text that was cut off, up to its last whole value, with what it left open closed.
fn closed(text: &str) -> String {
    // What is open at the last place behind which nothing is missing, and that place.
    let (mut open, mut whole) = (Vec::new(), (0, Vec::new()));
    let (mut quoted, mut escaped) = (false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                open.pop();
            }
            ',' => whole = (at, open.clone()),
            _ => {}
        }
        if open.len() > usize::from(json::DEPTH_MOST) {
            break;
        }
    }
    let (end, open) = whole;
    let start = text.get(..end).unwrap_or_default();
    start.chars().chain(open.into_iter().rev()).collect()
}
