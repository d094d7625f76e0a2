//! A campaign: what links of several creators have in common.

use serde::Serialize;
use serde_json::Value;

use super::{NAME_MOST, read_handle};
use crate::domain::fields::Fields;
use crate::domain::refusal::Fault;
use crate::domain::time;
use crate::{stored, stored_word};

/// What a campaign is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Being seen.
    Awareness,
    /// People who leave their name.
    Leads,
    /// Orders.
    Sales,
}

stored_word!(Goal { Sales = "sales", Leads = "leads", Awareness = "awareness" });

impl Goal {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Awareness => "awareness",
            Self::Leads => "leads",
            Self::Sales => "sales",
        }
    }

    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let word = fields.value("goal")?.as_str();
        let goal = [Self::Awareness, Self::Leads, Self::Sales].into_iter().find(|goal| word == Some(goal.word()));
        goal.or_else(|| fields.fault("goal", "unknown_goal", "Send awareness, leads or sales."))
    }
}

/// A campaign as stored and as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Campaign {
    /// Ours.
    pub id: u32,
    /// For people.
    pub name: String,
    /// For `utm_campaign`: `a-z 0-9 -`, unique.
    pub handle: String,
    /// What it is for: the first KPI and model that are shown follow from it.
    pub goal: Goal,
    /// Raised by every change.
    pub version: u32,
    /// When it was made.
    #[serde(serialize_with = "time::shown")]
    pub created_at: i64,
    /// When it was last changed.
    #[serde(serialize_with = "time::shown")]
    pub updated_at: i64,
    /// When it was put away; its history stays.
    #[serde(serialize_with = "time::shown_if")]
    pub archived_at: Option<i64>,
}

stored!(Campaign { id, name, handle, goal, version, created_at, updated_at, archived_at });

impl Campaign {
    /// Reads the body that makes a campaign at `now`; the id is given by the store.
    pub fn make(body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        let blank = Self {
            id: 0,
            name: String::new(),
            handle: String::new(),
            goal: Goal::Sales,
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        blank.read(body)
    }

    /// Reads the body that changes this campaign at `now`.
    pub fn change(&self, body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        Self { updated_at: now, version: self.version + 1, ..self.clone() }.read(body)
    }

    fn read(mut self, body: &Value) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(body, "")?;
        let fresh = self.id == 0;
        let name = fields.text("name", NAME_MOST);
        let name = if fresh || fields.has("name") { fields.need("name", name) } else { None };
        let handle = read_handle(&mut fields, name.as_deref().filter(|_| fresh));
        self.goal = Goal::read(&mut fields).unwrap_or(self.goal);
        self.name = name.unwrap_or(self.name);
        self.handle = handle.unwrap_or(self.handle);
        fields.finish()?;
        Ok(self)
    }
}
