//! Postbacks: one report in the parameters of an address, as affiliate networks and hand-made shops call it.

use serde_json::{Map, Value};

use super::Reading;
use crate::domain::money::{self, Currency};
use crate::domain::refusal::Fault;

/// The parameters that something is made of; the order's name may come under another one.
const READ: [&str; 16] = [
    "source",
    "token",
    "kind",
    "status",
    "order_id",
    "refund_id",
    "lead_id",
    "total",
    "total_minor",
    "currency",
    "click_id",
    "touches",
    "code",
    "customer",
    "reason",
    "occurred_at",
];
/// The most parameters of a postback.
pub const MOST: usize = 100;

/// The parameters of `query` and `form` as one JSON object of texts, but for the token, which is given beside it.
///
/// # Errors
/// A parameter that comes twice (which of two amounts would count?), or more than [`MOST`].
pub fn parameters(query: &str, form: &[u8]) -> Result<(Value, String), Vec<Fault>> {
    let (mut map, mut token) = (Map::new(), None);
    let pairs = url::form_urlencoded::parse(query.as_bytes()).chain(url::form_urlencoded::parse(form));
    for (name, value) in pairs {
        // A misspelt token must not be kept as something else.
        let twice = if name.trim().eq_ignore_ascii_case("token") {
            token.replace(value.into_owned()).is_some()
        } else {
            map.insert(name.to_string(), value.into_owned().into()).is_some()
        };
        if twice || map.len() > MOST {
            let name: String = name.chars().take(64).collect();
            return Err(vec![Fault::query(&name, "repeated", format!("Send each parameter once, {MOST} at most."))]);
        }
    }
    Ok((Value::Object(map), token.unwrap_or_default()))
}

/// The parameters that nothing is made of: a misspelt one shall not be lost in silence.
pub fn unread(parameters: &Value, order_field: Option<&str>) -> Vec<String> {
    let names = parameters.as_object().into_iter().flat_map(Map::keys);
    let unread = names.filter(|name| !READ.contains(&name.as_str()) && order_field != Some(name.as_str()));
    unread.map(|name| name.chars().take(64).collect()).collect()
}

/// Reads the parameters in `body`, see [`parameters`]; an empty one is one that was not sent.
///
/// `order_field` is the parameter with the order's name, `order_id` when nothing is said.
///
/// # Errors
/// What is wrong, parameter by parameter.
pub fn read(_topic: &str, order_field: Option<&str>, body: &Value, _now: i64) -> Result<Reading, Vec<Fault>> {
    let said = |name: &str| body.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let kind = said("kind").unwrap_or("sale");
    let status = said("status").map(str::to_ascii_lowercase).unwrap_or_default();
    let standing = match status.as_str() {
        "" | "approved" | "confirmed" | "paid" | "complete" | "completed" | "accepted" => Standing::Stands,
        "pending" | "open" | "hold" | "new" => return Ok(Reading::ignored(kind, "status_pending")),
        "rejected" | "declined" | "cancelled" | "canceled" | "reversed" | "void" => Standing::Taken,
        _ => {
            let detail = "Send approved, pending or rejected, or leave it out.";
            return Err(vec![Fault::query("status", "unknown_status", detail)]);
        }
    };
    let mut report = Map::new();
    let mut copy = |to: &str, value: Option<&str>| {
        if let Some(value) = value {
            report.insert(to.to_owned(), value.into());
        }
    };
    // Without a time it happened when it first came; a repeat shall say the same, so none is made up here.
    copy("occurred_at", said("occurred_at"));
    copy("currency", said("currency"));
    match (kind, standing) {
        ("sale", Standing::Stands) => {}
        ("lead", Standing::Stands) => copy("lead_id", said("lead_id")),
        ("refund", Standing::Stands) => copy("refund_id", said("refund_id")),
        // A sale that was taken back gives all of it back, however often that is said.
        ("sale", Standing::Taken) => {
            copy("kind", Some("refund"));
            copy("order_id", said(order_field.unwrap_or("order_id")));
            copy("reason", Some("cancel"));
            report.extend([("cumulative".to_owned(), true.into()), ("full".to_owned(), true.into())]);
            return Ok(Reading { topic: "sale rejected".into(), reports: vec![Value::Object(report)], ignored: None });
        }
        ("lead" | "refund", Standing::Taken) => return Ok(Reading::ignored(kind, "status_rejected")),
        _ => return Err(vec![Fault::query("kind", "unknown_kind", "Send sale, refund or lead, or leave it out.")]),
    }
    copy("kind", Some(kind));
    if kind == "refund" {
        copy("reason", said("reason"));
    } else {
        for name in ["click_id", "touches", "code", "customer"] {
            copy(name, said(name));
        }
    }
    if kind != "lead" {
        copy("order_id", said(order_field.unwrap_or("order_id")));
    }
    match total(&said)? {
        Some(total) => report.insert(if kind == "lead" { "value_minor" } else { "total_minor" }.into(), total.into()),
        None if kind == "refund" => report.insert("full".into(), true.into()),
        None => None,
    };
    Ok(Reading { topic: kind.to_owned(), reports: vec![Value::Object(report)], ignored: None })
}

/// Whether what is reported stands or was taken back.
#[derive(Clone, Copy)]
enum Standing {
    Stands,
    Taken,
}

/// The amount in minor units, from `total` or `total_minor`.
fn total<'a>(said: &impl Fn(&str) -> Option<&'a str>) -> Result<Option<i64>, Vec<Fault>> {
    let wrong = |name, code, detail: &str| Err(vec![Fault::query(name, code, detail)]);
    match (said("total"), said("total_minor")) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) => wrong("total", "said_twice", "Send `total` or `total_minor`, not both."),
        (None, Some(minor)) => match minor.parse() {
            Ok(minor) => Ok(Some(minor)),
            Err(_) => wrong("total_minor", "not_an_integer", "Send whole minor units, such as 7930 for 79.30 EUR."),
        },
        (Some(decimal), None) => {
            let Some(currency) = said("currency").and_then(Currency::parse) else {
                return wrong("currency", "not_a_currency", "Send three letters of ISO 4217, such as EUR.");
            };
            let detail = "Send a decimal such as 79.30, with no more digits than its currency has.";
            money::minor(decimal, currency)
                .map_or_else(|| wrong("total", "not_an_amount", detail), |minor| Ok(Some(minor)))
        }
    }
}
