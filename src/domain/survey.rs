//! Survey answers: what a thank-you page shows and sends, whom a typed answer means, and what all answers add up to.
//!
//! # Why
//! An answer is kept with what it was, never with the number of an option: options are renamed and moved, answers stay.
//! A typed name that two creators share names neither: a guess would be credit for nothing.

use serde_json::{Value, json};

use super::fields::Fields;
use super::fold;
use super::refusal::{Fault, Refusal};
use super::register::survey::Survey;
use super::tally::Tally;
use super::time;
use crate::stored;

/// The most bytes of an answer.
pub const BODY_MOST: usize = 4 * 1024;
/// The most characters of an option.
pub const OPTION_MOST: usize = 64;
/// The most characters of a typed answer.
const TEXT_MOST: usize = 200;
/// What the id of a creator's option begins with.
const CREATOR: &str = "creator-";
/// What the id of another option begins with.
const OTHER: &str = "other-";
/// What is kept as the option of an answer that was typed.
const TYPED: &str = "text";

/// A creator as an option: id and name.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Whose.
    pub id: u32,
    /// As it is shown.
    pub name: String,
}

stored!(Shown { id, name });

/// What a creator may be called: id, name, handle, aliases.
#[derive(Clone, Debug)]
pub struct Called(pub u32, pub String, pub String, pub Vec<String>);

stored!(Called(a, b, c, d));

/// What the thank-you page shows: creators first, then the other options, each with the id that an answer names.
pub fn options(survey: &Survey, creators: &[Shown]) -> Value {
    let creators = creators.iter().map(|creator| json!({ "id": creator_option(creator.id), "label": creator.name }));
    let others = (0..).zip(&survey.other_options);
    let others = others.map(|(at, label): (u32, _)| json!({ "id": format!("{OTHER}{at}"), "label": label }));
    let options: Vec<Value> = creators.chain(others).collect();
    json!({ "question": survey.question, "options": options, "free_text": survey.free_text })
}

/// Whether an option would be taken for one of ours.
pub fn is_own(option: &str) -> bool {
    option == TYPED || option.starts_with(CREATOR)
}

/// The id of a creator's option.
fn creator_option(id: u32) -> String {
    format!("{CREATOR}{id}")
}

/// An answer as a thank-you page sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    order_id: String,
    given: Given,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Given {
    Nothing,
    Option(String),
    Text(String),
}

impl Answer {
    /// Reads `order_id`, and `option`, or `text`, or `shown: true` alone.
    pub fn read(body: &Value) -> Result<Self, Refusal> {
        read_answer(body).map_err(Refusal::Invalid)
    }

    /// The order whose customer only saw the question, which says nothing new where the order is known.
    pub fn only_shown(&self) -> Option<&str> {
        (self.given == Given::Nothing).then_some(&self.order_id)
    }

    /// The text to look for among the creators' names; none where an option was chosen.
    pub fn text(&self) -> Option<&str> {
        match &self.given {
            Given::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The canonical report of the answer; `shown` are the creators of the options, `called` what creators are called.
    ///
    /// An answer stands above an earlier one and above having seen the question, whichever comes last.
    ///
    /// # Errors
    /// `Invalid` for an option that is not offered, or a text where none is asked for.
    pub fn report(&self, survey: &Survey, shown: &[Shown], called: &[Called], now: i64) -> Result<Value, Refusal> {
        let wrong = |pointer: &str, code, detail: &str| Err(Refusal::invalid(Fault::at(pointer, code, detail)));
        let (creator, option, text) = match &self.given {
            Given::Nothing => (None, None, None),
            Given::Option(option) => {
                let creator = shown.iter().find(|creator| creator_option(creator.id) == *option);
                let other =
                    option.strip_prefix(OTHER).and_then(|at| survey.other_options.get(at.parse::<usize>().ok()?));
                if creator.is_none() && other.is_none() {
                    return wrong("/option", "unknown_option", "Name an id that the options list.");
                }
                (creator.map(|creator| creator.id), Some(other.unwrap_or(option).as_str()), None)
            }
            Given::Text(_) if !survey.free_text => {
                return wrong("/text", "not_asked", "This survey takes only the options that it lists.");
            }
            Given::Text(text) => (meant(text, called), Some(TYPED), Some(text)),
        };
        Ok(json!({
            "kind": "survey",
            "order_id": self.order_id,
            "question": survey.handle,
            "occurred_at": time::print(now),
            "revision": if self.given == Given::Nothing { 0 } else { now },
            "creator_id": creator,
            "option": option,
            "text": text,
        }))
    }
}

fn read_answer(body: &Value) -> Result<Answer, Vec<Fault>> {
    let mut fields = Fields::of(body, "")?;
    let order_id = fields.text("order_id", 128);
    let order_id = fields.need("order_id", order_id);
    let option = fields.text("option", OPTION_MOST);
    // A page sends what stands in its empty field, too.
    let blank = fields.value("text").and_then(Value::as_str).is_some_and(|text| text.trim().is_empty());
    let text = if blank { None } else { fields.text("text", TEXT_MOST) };
    let shown = fields.flag("shown");
    let given = match (option, text) {
        (Some(_), Some(_)) => fields.fault("text", "option_or_text", "Send an option or a text, not both."),
        (Some(option), None) => Some(Given::Option(option)),
        (None, Some(text)) => Some(Given::Text(text)),
        (None, None) if shown == Some(true) => Some(Given::Nothing),
        (None, None) => fields.need("option", None),
    };
    fields.finish()?;
    match (order_id, given) {
        (Some(order_id), Some(given)) => Ok(Answer { order_id, given }),
        _ => Err(vec![Fault::at("", "required", "Some fields are missing.")]),
    }
}

/// The one creator that `text` means: by name, handle or alias, folded; none where nobody or more than one is called so.
pub fn meant(text: &str, called: &[Called]) -> Option<u32> {
    let text = fold::name(text);
    let is = |name: &str| fold::name(name) == text;
    let mut found = called
        .iter()
        .filter(|Called(_, name, handle, aliases)| is(name) || is(handle) || aliases.iter().any(|alias| is(alias)))
        .map(|called| called.0);
    let first = found.next().filter(|_| !text.is_empty());
    first.filter(|_| found.next().is_none())
}

/// Alike answers with their number: option, creator, creator's name, text where it means nobody, count.
#[derive(Clone, Debug)]
pub struct Alike(pub Option<String>, pub Option<u32>, pub Option<String>, pub Option<String>, pub u64);

stored!(Alike(a, b, c, d, e));

/// The most texts of a report.
const TEXTS_MOST: usize = 20;

/// How often a survey was shown and answered, and how; creators, options and texts by their number.
pub fn report(survey: &Survey, alike: Vec<Alike>) -> Value {
    let (mut shown, mut answered, mut unmatched) = (0, 0, 0);
    let (mut creators, mut options, mut texts) = (Tally::default(), Tally::default(), Tally::default());
    for Alike(option, creator, name, text, count) in alike {
        shown += count;
        match (creator, text, option) {
            (Some(id), ..) => {
                creators.add(format!("{id:010}"), json!({ "creator": { "id": id, "name": name } }), count);
            }

            (None, Some(text), _) => {
                texts.add(fold::name(&text), json!({ "text": text }), count);
                unmatched += count;
            }
            (None, None, Some(option)) => options.add(option.clone(), json!({ "option": option }), count),
            (None, None, None) => continue,
        }
        answered += count;
    }
    #[expect(clippy::cast_precision_loss, reason = "a share of counts far below 2^53")]
    let rate = (shown > 0).then(|| answered as f64 / shown as f64);
    let reasons = if rate.is_none() { json!({ "response_rate": "not_shown" }) } else { json!({}) };
    json!({
        "survey": { "id": survey.id, "handle": survey.handle, "question": survey.question },
        "shown": shown,
        "answered": answered,
        "response_rate": rate,
        "reasons": reasons,
        "creators": most(creators, usize::MAX),
        "other_options": most(options, usize::MAX),
        "unmatched": unmatched,
        "unmatched_texts": most(texts, TEXTS_MOST),
    })
}

/// What comes most often, first, each with its answers.
fn most(rows: Tally, most: usize) -> Vec<Value> {
    let mut shown = Vec::new();
    for (mut row, count) in rows.most(most) {
        if let Some(row) = row.as_object_mut() {
            row.insert("answers".into(), count.into());
        }
        shown.push(row);
    }
    shown
}
