//! What reports on orders say at their head, which filters they refuse, and how they name creators.

use serde_json::{Map, Value, json};

use super::ask::{Frame, Get, Range};
use super::filter::Filters;
use super::purse::SEVERAL;
use crate::domain::refusal::Fault;

/// Creators by what they are called: id, name, handle; in order of id.
pub type Names = [(u32, String, String)];

/// Adds a fault for every filter but those that `known` names; `detail` says by what it is kept.
pub fn only(filters: &Filters, known: &[&str], detail: &str, faults: &mut Vec<Fault>) {
    for filter in filters.places.iter().chain(filters.part.iter().map(|part| &part.1)) {
        if !known.contains(&filter.name) {
            let not = if filter.keep { "" } else { "not_" };
            faults.push(Fault::query(&format!("{not}{}", filter.name), "not_kept", detail));
        }
    }
}

/// Adds a fault for every parameter of `names` that is there; `detail` says why it cannot be asked.
pub fn unasked(get: Get<'_>, names: &[&str], detail: &str, faults: &mut Vec<Fault>) {
    for name in names {
        if get(name).is_some() {
            faults.push(Fault::query(name, "not_asked_here", detail));
        }
    }
}

/// One of a few words; the first where nothing is said. A fault names them all.
pub fn word<T: Copy>(get: Get<'_>, name: &str, all: &[(T, &str)], faults: &mut Vec<Fault>) -> Option<T> {
    let Some(said) = get(name) else { return all.first().map(|known| known.0) };
    let found = all.iter().find(|known| known.1 == said).map(|known| known.0);
    if found.is_none() {
        let words: Vec<&str> = all.iter().map(|known| known.1).collect();
        faults.push(Fault::query(name, "unknown_word", format!("Send one of {}.", words.join(", "))));
    }
    found
}

/// The head of report `name`; `money` are the currencies of its figures, where it has any.
pub fn head(name: &str, frame: &Frame, range: Range, filters: &Filters, money: Option<&[&str]>) -> Map<String, Value> {
    let mut head = frame.head(name, range);
    let more = [
        ("click_window_days", frame.click_window_days.into()),
        ("view_window_days", frame.view_window_days.into()),
        ("basis", "conversion_date".into()),
        ("visits", "valid".into()),
        ("config", frame.config.as_str().into()),
        ("filters", filters.shown()),
    ];
    head.extend(more.map(|(name, value)| (name.to_owned(), value)));
    if let Some(used) = money {
        let set = frame.reporting.map(|set| set.to_string());
        head.insert("revenue_basis".into(), frame.revenue_basis.into());
        head.insert(
            "currency".into(),
            json!(if used.len() > 1 { None } else { used.first().copied().or(set.as_deref()) }),
        );
        if used.len() > 1 {
            head.insert("why".into(), json!({ "currency": SEVERAL }));
        }
    }
    head
}

/// A creator as a row shows them; of 0, other channels and nobody, there is neither id nor name.
pub fn creator(id: u32, names: &Names) -> Value {
    json!({ "id": Some(id).filter(|id| *id != 0), "name": name(id, names) })
}

/// What a creator is called.
pub fn name(id: u32, names: &Names) -> Option<&str> {
    let at = names.binary_search_by_key(&id, |known| known.0).ok()?;
    names.get(at).map(|known| known.1.as_str())
}
