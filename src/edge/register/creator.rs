//! `/v1/creators`

use serde_json::{Value, json};

use super::{Kept, Shelved};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::creator::Creator;
use crate::edge::db::{self, Arg};
use crate::sql;

impl Kept for Creator {
    const NAME: &'static str = "creators";
    const GET: &'static str = sql::CREATOR_GET;
    const INSERT: &'static str = sql::CREATOR_INSERT;
    const UPDATE: &'static str = sql::CREATOR_UPDATE;

    fn id(&self) -> u32 {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn insert_args(&self) -> Vec<Arg<'_>> {
        db::args(&[&self.said(), &[self.created_at.into()]])
    }

    fn update_args(&self) -> Vec<Arg<'_>> {
        db::args(&[&self.said(), &[self.updated_at.into(), self.archived_at.into()]])
    }

    fn taken(&self) -> Refusal {
        Refusal::Taken("handle_taken", "/handle", "Another creator has this handle; choose one.".into())
    }
}

impl Creator {
    /// What both statements take, in their order.
    fn said(&self) -> [Arg<'_>; 3] {
        let aliases = Arg::Owned(json!(self.aliases).to_string());
        [self.name.as_str().into(), self.handle.as_str().into(), aliases]
    }
}

impl Shelved for Creator {
    const LIST: &'static str = sql::CREATOR_LIST;

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
