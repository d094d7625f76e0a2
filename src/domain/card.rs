//! The card of a link: what social networks show of it in place of what its destination says of itself.
//!
//! # Why
//! Only their bots get it: a person who is taken for one by mistake finds a plain link to go on by. It names no canonical
//! address and refreshes to none, for networks would follow that and show the destination's own card.

use std::fmt::Write;

use serde::Serialize;
use serde_json::Value;

use super::destination;
use super::fields::Fields;
use super::html;
use super::refusal::Fault;
use super::reply::Reply;
use super::rule::Checked;
use crate::stored;

/// The most characters of a title.
pub const TITLE_MOST: usize = 120;
/// The most characters of a description.
pub const DESCRIPTION_MOST: usize = 300;

/// What a card shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Its heading.
    pub title: String,
    /// What stands below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The address of its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
}

stored!(Card { title, description, image });

impl Card {
    /// Reads the card at `pointer`.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its pointer.
    pub fn read(said: &Value, pointer: &str, checked: Checked<'_>) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(said, pointer)?;
        let title = fields.text("title", TITLE_MOST);
        let title = fields.need("title", title);
        let description = fields.text("description", DESCRIPTION_MOST);
        for (name, text) in [("title", &title), ("description", &description)] {
            if text.as_ref().is_some_and(|text| text.contains(turns)) {
                let detail = "Send it without characters that turn the direction of writing around.";
                fields.fault::<()>(name, "control_character", detail);
            }
        }
        let image = fields.text("image", destination::MOST).and_then(|image| match checked(&image) {
            Ok(image) => Some(image),
            Err((code, detail)) => fields.fault("image", code, detail),
        });
        fields.finish()?;
        Ok(Self { title: title.unwrap_or_default(), description, image })
    }

    /// The page for a network's bot; `target` is where a person may go on.
    pub fn page(&self, target: &str) -> Reply {
        let title = html::safe(&self.title);
        let mut head = format!("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>");
        let mut tag = |key: &str, name: &str, text: &str| {
            // A String takes everything that is written to it.
            let _ = write!(head, "<meta {key}=\"{name}\" content=\"{}\">", html::safe(text));
        };
        tag("property", "og:type", "website");
        tag("name", "twitter:card", if self.image.is_some() { "summary_large_image" } else { "summary" });
        let said =
            [("title", Some(&self.title)), ("description", self.description.as_ref()), ("image", self.image.as_ref())];
        for (name, text) in said {
            let Some(text) = text else { continue };
            tag("property", &format!("og:{name}"), text);
            tag("name", &format!("twitter:{name}"), text);
        }
        if let Some(description) = &self.description {
            tag("name", "description", description);
        }
        let target = html::safe(target);
        Reply::page(200, format!("{head}<h1>{title}</h1><p><a rel=\"nofollow\" href=\"{target}\">Go on</a></p></html>"))
    }
}

/// Whether a character writes what follows it the other way round: a title could look like another one.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
