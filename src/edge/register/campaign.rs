//! `/v1/campaigns`

use serde_json::Value;

use super::{Kept, Shelved};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::campaign::Campaign;
use crate::edge::db::Arg;
use crate::sql;

impl Kept for Campaign {
    const NAME: &'static str = "campaigns";
    const GET: &'static str = sql::CAMPAIGN_GET;
    const INSERT: &'static str = sql::CAMPAIGN_INSERT;
    const UPDATE: &'static str = sql::CAMPAIGN_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        vec![self.name.as_str().into(), self.handle.as_str().into(), self.created_at.into(), self.goal.word().into()]
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        let (name, handle) = (self.name.as_str().into(), self.handle.as_str().into());
        vec![name, handle, self.updated_at.into(), self.archived_at.into(), self.goal.word().into()]
    }

    fn taken(&self) -> Refusal {
        Refusal::Taken("handle_taken", "/handle", "Another campaign has this handle; choose one.".into())
    }
}

impl Shelved for Campaign {
    const LIST: &'static str = sql::CAMPAIGN_LIST;

    fn make(body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        Self::make(body, now)
    }

    fn change(&self, body: &Value, now: i64) -> Result<Self, Vec<Fault>> {
        self.change(body, now)
    }

    fn numbered(self, id: u32) -> Self {
        Self { id, ..self }
    }

    fn put_away(&self, now: i64) -> Option<Self> {
        let away = || Self { archived_at: Some(now), updated_at: now, ..self.clone() };
        self.archived_at.is_none().then(away)
    }
}
