//! What marketers make and change: creators, campaigns, links, codes, surveys and keys.
//!
//! Each file holds one thing's shape: as it is stored, as it is shown, and what a body may say about it.

pub mod campaign;
pub mod code;
pub mod code_import;
pub mod creator;
pub mod creator_page;
pub mod domain;
pub mod key;
pub mod link;
pub mod site;
pub mod source;
pub mod survey;
pub mod webhook;

use serde_json::Value;

use super::case;
use super::stored::{Misfit, Stored};
pub use code::normal as normal_code;

/// The most characters of a name.
const NAME_MOST: usize = 200;
/// The most characters of a handle.
const HANDLE_MOST: usize = 64;

/// Folds a name to a handle: letters and digits of ASCII in lower case, everything else one hyphen.
///
/// ```
/// use waymark::domain::register::handle;
/// assert_eq!(handle("Sarah O'Neill"), "sarah-o-neill");
/// ```
pub fn handle(name: &str) -> String {
    let mut folded = String::new();
    for letter in case::lower(name).chars() {
        if letter.is_ascii_alphanumeric() {
            folded.push(letter);
        } else if !folded.ends_with('-') && !folded.is_empty() {
            folded.push('-');
        }
    }
    folded.truncate(HANDLE_MOST);
    folded.trim_end_matches('-').to_owned()
}

/// Reads an explicit handle, or folds it from `name`; a name without a single such letter needs one said.
fn read_handle(fields: &mut super::fields::Fields<'_>, name: Option<&str>) -> Option<String> {
    let said = fields.text("handle", HANDLE_MOST);
    match said {
        Some(said) if handle(&said) == said => Some(said),
        Some(_) => fields.fault("handle", "not_a_handle", "Use a-z, 0-9 and single hyphens between them."),
        None => {
            let folded = handle(name?);
            if folded.is_empty() {
                return fields.fault(
                    "handle",
                    "required",
                    "Name a handle: this name has no letters a-z to make one from.",
                );
            }
            Some(folded)
        }
    }
}

/// Reads SQLite's 0 and 1.
fn flag(value: Value, misfit: &mut Misfit) -> bool {
    u8::read(value, misfit) != 0
}

/// Reads what SQL keeps as JSON in a text.
fn listed<T: Stored + Default>(value: Value, misfit: &mut Misfit) -> T {
    super::stored::parse(&String::read(value, misfit)).unwrap_or_else(|unfit| {
        misfit.note(&unfit.to_string());
        T::default()
    })
}

/// Reads a list of at most `most` texts, each of 1 to `letters` characters and there once.
pub(super) fn texts(
    fields: &mut super::fields::Fields<'_>,
    name: &'static str,
    most: usize,
    letters: usize,
) -> Option<Vec<String>> {
    let value = fields.value(name)?;
    let Some(list) = value.as_array().filter(|list| list.len() <= most) else {
        return fields.fault(name, "not_a_list", format!("Send a list of at most {most} texts."));
    };
    let mut texts: Vec<String> = Vec::with_capacity(list.len());
    for value in list {
        let text = value
            .as_str()
            .map(str::trim)
            .filter(|text| (1..=letters).contains(&text.chars().count()) && !text.chars().any(char::is_control));
        let Some(text) = text else {
            let detail = format!("Send texts of 1 to {letters} characters without control characters.");
            return fields.fault(name, "not_a_list", detail);
        };
        if texts.iter().any(|known| known == text) {
            return fields.fault(name, "doubled", "Send each text once.");
        }
        texts.push(text.to_owned());
    }
    Some(texts)
}
