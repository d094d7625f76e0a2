//! The conditions of a rule: read from a body, printed, and asked of a visit.

use std::borrow::Cow;
use std::cell::OnceCell;

use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::word::{KINDS, Kind, NEVER};
use crate::domain::facets::Facets;
use crate::domain::fields::{self, Fields};
use crate::domain::refusal::Fault;
use crate::domain::time;

/// The most values of a condition.
pub const VALUES_MOST: usize = 20;
/// The most query parameters that a rule asks for.
pub const PARAMETERS_MOST: usize = 5;
/// The most bytes of a query parameter's name.
pub const PARAMETER_MOST: usize = 64;
/// The most characters of a query parameter's value.
pub const PARAMETER_VALUE_MOST: usize = 128;
/// The most pairs of a visitor's query that are looked at.
const PAIRS_MOST: usize = 64;

/// The conditions of a rule; all of them must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// What must be one of which codes, in the order of [`KINDS`]; no list is empty.
    pub is: Vec<(Kind, Vec<u64>)>,
    /// Unix milliseconds from which on it holds.
    pub from: Option<i64>,
    /// Unix milliseconds from which on it holds no more.
    pub until: Option<i64>,
    /// Parameters of the query with the values that they may have; any where there are none.
    pub query: Vec<(String, Vec<String>)>,
}

/// What conditions are asked of: what the edge knows anyhow, and the query, which is parted only for who asks.
pub struct Facts<'a> {
    facets: &'a Facets,
    now: i64,
    query: &'a str,
    pairs: OnceCell<Vec<(Cow<'a, str>, Cow<'a, str>)>>,
}

impl<'a> Facts<'a> {
    /// A visit at `now` (Unix milliseconds) with this raw query.
    pub fn of(facets: &'a Facets, now: i64, query: &'a str) -> Self {
        Self { facets, now, query, pairs: OnceCell::new() }
    }

    /// Whether the query has `name` with one of `values`, or at all where there are none.
    fn says(&self, name: &str, values: &[String]) -> bool {
        let parted = || form_urlencoded::parse(self.query.as_bytes()).take(PAIRS_MOST).collect();
        let mut said = self.pairs.get_or_init(parted).iter().filter(|pair| pair.0 == name);
        said.any(|(_, value)| values.is_empty() || values.iter().any(|wanted| wanted == value))
    }
}

impl When {
    /// Conditions that hold for nobody.
    pub fn nobody() -> Self {
        Self { is: vec![(Kind::Device, vec![NEVER])], ..Self::default() }
    }

    /// Whether there are no conditions: then it holds always.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether every condition holds.
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        self.is.iter().all(|(kind, codes)| codes.contains(&kind.of(facts.facets)))
            && self.from.is_none_or(|from| from <= facts.now)
            && self.until.is_none_or(|until| facts.now < until)
            && self.query.iter().all(|(name, values)| facts.says(name, values))
    }

    /// The codes that `kind` must be one of; none where it may be any.
    pub fn codes(&self, kind: Kind) -> Option<&[u64]> {
        self.is.iter().find(|(known, _)| *known == kind).map(|(_, codes)| codes.as_slice())
    }

    /// Reads the conditions at `pointer` and notes what is wrong with them.
    pub fn read(value: &Value, pointer: &str, faults: &mut Vec<Fault>) -> Self {
        let Some(mut fields) = Fields::inside(value, pointer, faults) else { return Self::default() };
        let mut when = Self::default();
        for (kind, name) in KINDS {
            let Some(said) = fields.value(name) else { continue };
            let code = |word: &str| kind.code(word).ok_or_else(|| kind.detail());
            let codes = listed(said, &fields.pointer(name), "unknown_word", faults, code);
            if !codes.is_empty() {
                when.is.push((kind, codes));
            }
        }
        (when.from, when.until) = (fields.moment("from"), fields.moment("until"));
        if when.from.zip(when.until).is_some_and(|(from, until)| from >= until) {
            fields.fault::<()>("until", "not_after_from", "Send a time after `from`; at `until` it is over.");
        }
        if let Some(said) = fields.value("query") {
            when.query = parameters(said, &fields.pointer("query"), faults);
        }
        fields.note(faults);
        when
    }

    /// The conditions as they are shown, kept and read.
    pub fn value(&self) -> Value {
        let mut shown = Map::new();
        for (kind, codes) in &self.is {
            let name = KINDS.iter().find(|(known, _)| known == kind).map_or("", |(_, name)| name);
            shown.insert(name.into(), codes.iter().map(|code| kind.word(*code)).collect());
        }
        for (name, at) in [("from", self.from), ("until", self.until)] {
            if let Some(at) = at {
                shown.insert(name.into(), time::print(at).into());
            }
        }
        if !self.query.is_empty() {
            let any_or = |values: &[String]| if values.is_empty() { json!(true) } else { json!(values) };
            let query: Map<_, _> = self.query.iter().map(|(name, values)| (name.clone(), any_or(values))).collect();
            shown.insert("query".into(), query.into());
        }
        shown.into()
    }
}

/// The list at `pointer`, each text made a value by `read`, and each value once; a text that is none is noted with the
/// sentence that `read` gives.
fn listed<T: PartialEq>(
    said: &Value,
    pointer: &str,
    code: &'static str,
    faults: &mut Vec<Fault>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Vec<T> {
    let mut fault = |pointer: String, code, detail: String| faults.push(Fault::at(pointer, code, detail));
    let mut values = Vec::new();
    let Some(list) = said.as_array() else {
        fault(pointer.into(), "not_a_list", "Send a list of texts.".into());
        return values;
    };
    if list.is_empty() {
        fault(pointer.into(), "empty", "Send at least one value, or leave the condition out.".into());
    }
    if list.len() > VALUES_MOST {
        fault(pointer.into(), "too_many", format!("Send at most {VALUES_MOST} values."));
    }
    for (at, said) in list.iter().enumerate().take(VALUES_MOST) {
        match said.as_str().map_or(Err("Send a text.".into()), &read) {
            Ok(value) if values.contains(&value) => {}
            Ok(value) => values.push(value),
            Err(detail) => fault(format!("{pointer}/{at}"), code, detail),
        }
    }
    values
}

/// The query parameters at `pointer`: by name a value, a list of values, or `true` for any.
fn parameters(said: &Value, pointer: &str, faults: &mut Vec<Fault>) -> Vec<(String, Vec<String>)> {
    let Some(map) = said.as_object().filter(|map| !map.is_empty()) else {
        let detail = "Send an object such as {\"ref\": \"newsletter\"}, or leave the condition out.";
        faults.push(Fault::at(pointer, "empty", detail));
        return Vec::new();
    };
    if map.len() > PARAMETERS_MOST {
        faults.push(Fault::at(pointer, "too_many", format!("Name at most {PARAMETERS_MOST} parameters.")));
    }
    let text = |text: &str| {
        let fits = (1..=PARAMETER_VALUE_MOST).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        let detail = || format!("Send 1 to {PARAMETER_VALUE_MOST} characters, none of them a control character.");
        fits.then(|| text.to_owned()).ok_or_else(detail)
    };
    let mut parameters = Vec::new();
    for (name, wanted) in map {
        let pointer = format!("{pointer}/{}", fields::step(name));
        let plain = (1..=PARAMETER_MOST).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_graphic());
        if !plain {
            let detail = format!("Name a parameter in 1 to {PARAMETER_MOST} visible ASCII characters.");
            faults.push(Fault::at(&pointer, "not_a_parameter", detail));
        }
        let values = match wanted {
            Value::Bool(true) => Vec::new(),
            Value::String(_) => listed(&json!([wanted]), &pointer, "not_a_value", faults, text),
            Value::Array(_) => listed(wanted, &pointer, "not_a_value", faults, text),
            _ => {
                let detail = "Send a text, a list of texts, or true for any value.";
                faults.push(Fault::at(&pointer, "not_a_value", detail));
                Vec::new()
            }
        };
        parameters.push((name.clone(), values));
    }
    parameters
}
