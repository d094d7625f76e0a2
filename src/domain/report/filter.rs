//! What of everything a report is about: creators, campaigns, posts and so on, alone or left out, and one dimension of visits.

use serde_json::{Map, Value, json};

use super::ask::Get;
use crate::domain::case;
use crate::domain::channel;
use crate::domain::recount::Dimension;
use crate::domain::refusal::Fault;

/// The most values of one filter.
pub const VALUES_MOST: usize = 100;
/// The most letters of a value.
const LETTERS_MOST: usize = 64;

/// What places are told apart by, and whether it is by id.
pub const PLACES: [(&str, bool); 7] = [
    ("creator", true),
    ("campaign", true),
    ("link", true),
    ("code", true),
    ("post", false),
    ("platform", false),
    ("content_kind", false),
];

/// What only links and posts have.
const OF_LINKS: [&str; 3] = ["post", "platform", "content_kind"];

/// The dimensions of visits that an order's deciding click has too, by their words; of these one may be asked for at once.
pub const OF_VISITS: [(&str, Dimension); 8] = [
    ("device", Dimension::Device),
    ("system", Dimension::System),
    ("app", Dimension::App),
    ("source", Dimension::Referrer),
    ("country", Dimension::Country),
    ("region", Dimension::Region),
    ("language", Dimension::Language),
    ("variant", Dimension::Variant),
];

/// The dimension of visits that `word` names.
pub fn of_visits(word: &str) -> Option<Dimension> {
    OF_VISITS.iter().find(|(known, _)| *known == word).map(|(_, dimension)| *dimension)
}

/// One filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Its word.
    pub name: &'static str,
    /// What is wanted, or left out: ids, or texts.
    pub values: Vec<Value>,
    /// Whether these alone are wanted; else all others.
    pub keep: bool,
}

impl Filter {
    /// Whether `value` is left by it.
    pub fn has(&self, value: &Value) -> bool {
        self.values.contains(value) == self.keep
    }

    /// Its values as registers have them.
    fn spelled(&self) -> Vec<Value> {
        self.values.iter().flat_map(|value| spelled(self.name, value)).collect()
    }
}

/// A value in every way that it is written: rows have one name for a platform, links and posts what somebody typed.
fn spelled(name: &str, value: &Value) -> Vec<Value> {
    let Some(word) = value.as_str().filter(|_| name == "platform") else { return vec![value.clone()] };
    let blanks = word.contains('-').then(|| word.replace('-', " ").into());
    let others = channel::other_names(word).map(Value::from).chain(blanks);
    std::iter::once(value.clone()).chain(others).collect()
}

/// All filters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// By place, each word at most once.
    pub places: Vec<Filter>,
    /// By the one dimension of visits.
    pub part: Option<(Dimension, Filter)>,
}

impl Filters {
    /// Reads `creator=1,2`, `not_creator=3` and the like; what is wrong is added to `faults`.
    pub fn read(get: Get<'_>, faults: &mut Vec<Fault>) -> Self {
        let places = PLACES.iter().filter_map(|(name, by_id)| filter(get, name, *by_id, faults)).collect();
        let mut parts: Vec<(Dimension, Filter)> = Vec::new();
        for (name, dimension) in OF_VISITS {
            if let Some(filter) = filter(get, name, false, faults) {
                if !parts.is_empty() {
                    faults.push(too_many(name));
                }
                parts.push((dimension, filter));
            }
        }
        Self { places, part: parts.into_iter().next() }
    }

    /// Adds a fault where rows are by another dimension of visits than the filter.
    pub fn beside(&self, by: Option<Dimension>, faults: &mut Vec<Fault>) {
        if let (Some(by), Some((dimension, filter))) = (by, &self.part)
            && by != *dimension
        {
            faults.push(too_many(filter.name));
        }
    }

    /// The filter by place named `name`.
    pub fn place(&self, name: &str) -> Option<&Filter> {
        self.places.iter().find(|filter| filter.name == name)
    }

    /// The one id that the filter by place named `name` keeps, if it keeps one alone.
    pub fn one(&self, name: &str) -> Option<i64> {
        let filter = self.place(name).filter(|filter| filter.keep)?;
        if let [one] = filter.values.as_slice() { one.as_i64() } else { None }
    }

    /// Whether a place is left by all filters by place: of each, its value by the filter's name.
    pub fn has(&self, value: &dyn Fn(&str) -> Value) -> bool {
        self.places.iter().all(|filter| filter.has(&value(filter.name)))
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.part.is_none()
    }

    /// As statements read them: `{"creator": {"keep": 1, "values": [1, 2]}, ...}`; the dimension of visits is `part`, and
    /// `of_links` stands there where links have to be looked up: whether what is no link is kept.
    pub fn json(&self) -> String {
        let shown = |one: &Filter| json!({ "keep": u8::from(one.keep), "values": one.spelled() });
        let mut all: Map<String, Value> = self.places.iter().map(|one| (one.name.to_owned(), shown(one))).collect();
        all.extend(self.part.iter().map(|(_, one)| ("part".to_owned(), shown(one))));
        let mut of_links = self.places.iter().filter(|one| OF_LINKS.contains(&one.name)).peekable();
        if of_links.peek().is_some() {
            let none = of_links.all(|one| one.has(&"".into()));
            all.insert("of_links".into(), json!({ "none": u8::from(none) }));
        }
        Value::Object(all).to_string()
    }

    /// The values that there are not, of those of [`Filters::json`] that are not: a platform is there by any of its names.
    pub fn unknown(&self, not: &[(String, Value)]) -> Vec<(&'static str, Value)> {
        let is_not = |name: &str, value: &Value| not.iter().any(|known| known.0 == name && known.1 == *value);
        let all = self.places.iter().flat_map(|filter| filter.values.iter().map(move |value| (filter.name, value)));
        let unknown = all.filter(|(name, value)| spelled(name, value).iter().all(|word| is_not(name, word)));
        unknown.map(|(name, value)| (name, value.clone())).collect()
    }

    /// As a report's head shows them, by the names that they are asked with.
    pub fn shown(&self) -> Value {
        let all = self.places.iter().chain(self.part.iter().map(|part| &part.1));
        let name = |one: &Filter| if one.keep { one.name.to_owned() } else { format!("not_{}", one.name) };
        Value::Object(all.map(|one| (name(one), json!(one.values))).collect::<Map<_, _>>())
    }
}

fn too_many(name: &str) -> Fault {
    let detail = "Visits are counted by one such dimension at a time; ask by one of them, or filter by one.";
    Fault::query(name, "too_many_dimensions", detail)
}

/// One filter, with what its negation takes away from it.
fn filter(get: Get<'_>, name: &'static str, by_id: bool, faults: &mut Vec<Fault>) -> Option<Filter> {
    let filtered = name;
    let mut list = |name: &str| {
        let text = get(name)?;
        let values: Vec<Option<Value>> = text.split(',').map(str::trim).map(|one| value(one, by_id)).collect();
        let detail =
            if by_id { "Send ids above 0, with commas between them." } else { "Send words, with commas between them." };
        if values.len() > VALUES_MOST {
            faults.push(Fault::query(name, "too_many_values", format!("Send at most {VALUES_MOST} values.")));
            return None;
        }
        let small = |one: Value| match (filtered, one.as_str().unwrap_or_default()) {
            ("platform", word) => channel::platform(word).into(),
            ("content_kind", word) => case::lower(word).into(),
            _ => one,
        };
        let values: Option<Vec<Value>> = values.into_iter().map(|one| one.map(small)).collect();
        if values.is_none() {
            faults.push(Fault::query(name, if by_id { "not_an_id" } else { "not_a_word" }, detail));
        }
        values
    };
    let (wanted, left_out) = (list(name), list(&format!("not_{name}")));
    let without = left_out.clone().unwrap_or_default();
    match wanted {
        Some(wanted) => {
            let values = wanted.into_iter().filter(|one| !without.contains(one)).collect();
            Some(Filter { name, values, keep: true })
        }
        None => left_out.map(|values| Filter { name, values, keep: false }),
    }
}

/// A value; an empty word is what has none.
fn value(text: &str, by_id: bool) -> Option<Value> {
    if by_id {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        return text.parse::<u32>().ok().filter(|id| digits && *id > 0).map(Value::from);
    }
    let plain = text.chars().count() <= LETTERS_MOST && !text.chars().any(char::is_control);
    plain.then(|| text.into())
}
