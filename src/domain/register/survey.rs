//! A survey: the question at the end of a checkout, and what it offers as answers.

use serde::Serialize;
use serde_json::Value;

use super::{flag, listed, read_handle, texts};
use crate::domain::fields::Fields;
use crate::domain::refusal::Fault;
use crate::domain::survey::{OPTION_MOST, is_own};
use crate::domain::time;
use crate::stored;

/// The most creators that are shown.
pub const CREATORS_MOST: usize = 50;
/// The most other options.
const OTHERS_MOST: usize = 20;

/// A survey as stored and as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Survey {
    /// Ours.
    pub id: u32,
    /// Its name in addresses and in answers: `a-z 0-9 -`, unique.
    pub handle: String,
    /// What is asked.
    pub question: String,
    /// The creators that are offered; every living one where it is empty, [`CREATORS_MOST`] at most.
    pub creator_ids: Vec<u32>,
    /// Answers that are no creator, such as `A friend`.
    pub other_options: Vec<String>,
    /// Whether an answer may be typed.
    pub free_text: bool,
    /// Whether it is shown and takes answers.
    pub enabled: bool,
    /// Raised by every change.
    pub version: u32,
    /// When it was made.
    #[serde(serialize_with = "time::shown")]
    pub created_at: i64,
    /// When it was last changed.
    #[serde(serialize_with = "time::shown")]
    pub updated_at: i64,
    /// When it was put away; its answers stay.
    #[serde(serialize_with = "time::shown_if")]
    pub archived_at: Option<i64>,
}

stored!(Survey { id, handle, question, creator_ids as listed, other_options as listed, free_text as flag, enabled as flag, version, created_at, updated_at, archived_at });

impl Survey {
    /// Reads the body that makes a survey at `now`; the id is given by the store.
    pub fn make(body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        let blank = Self {
            id: 0,
            handle: String::new(),
            question: String::new(),
            creator_ids: Vec::new(),
            other_options: Vec::new(),
            free_text: true,
            enabled: true,
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        blank.read(body)
    }

    /// Reads the body that changes this survey at `now`.
    pub fn change(&self, body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        Self { updated_at: now, version: self.version + 1, ..self.clone() }.read(body)
    }

    fn read(mut self, body: &Value) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let fresh = self.id == 0;
        let question = fields.text("question", 200);
        let question = if fresh || fields.has("question") { fields.need("question", question) } else { None };
        let handle = read_handle(&mut fields, question.as_deref().filter(|_| fresh));
        let creators = ids(&mut fields);
        let others = texts(&mut fields, "other_options", OTHERS_MOST, OPTION_MOST);
        if others.iter().flatten().any(|option| is_own(option)) {
            fields.fault::<()>("other_options", "reserved", "Name no option `text` or `creator-...`.");
        }
        self.question = question.unwrap_or(self.question);
        self.handle = handle.unwrap_or(self.handle);
        self.creator_ids = if fields.has("creator_ids") { creators.unwrap_or_default() } else { self.creator_ids };
        self.other_options = if fields.has("other_options") { others.unwrap_or_default() } else { self.other_options };
        self.free_text = fields.flag("free_text").unwrap_or(self.free_text);
        self.enabled = fields.flag("enabled").unwrap_or(self.enabled);
        fields.finish()?;
        Ok(self)
    }
}

/// Reads `creator_ids`: each once.
fn ids(fields: &mut Fields<'_>) -> Option<Vec<u32>> {
    let list = fields.value("creator_ids")?;
    let ids: Option<Vec<u32>> = list.as_array().filter(|list| list.len() <= CREATORS_MOST).and_then(|list| {
        list.iter().map(|id| id.as_u64().and_then(|id| u32::try_from(id).ok()).filter(|id| *id > 0)).collect()
    });
    let Some(ids) = ids else {
        return fields.fault("creator_ids", "not_a_list", format!("Send a list of at most {CREATORS_MOST} ids."));
    };
    let once = ids.iter().enumerate().all(|(at, id)| !ids.iter().take(at).any(|known| known == id));
    if once { Some(ids) } else { fields.fault("creator_ids", "doubled", "Send each id once.") }
}
