//! The job row: the lease that lets one run write, and what is shown of it.

use serde::Serialize;
use serde_json::{Value, json};
use worker::{D1Database, D1PreparedStatement, Result};

use super::days::Tally;
use crate::domain::ordered;
use crate::domain::stored::{self, Misfit, Stored};
use crate::domain::time::{self, Day};
use crate::edge::db;
use crate::edge::js;
use crate::edge::webhook;
use crate::sql;
use crate::stored;

/// How often a lease is renewed while a day is read, milliseconds.
const BEAT_MS: i64 = 20_000;

/// A job's lease and what it has done so far.
pub struct Lease {
    id: u32,
    /// Reporting days counted so far.
    days: Vec<Day>,
    /// Whether the job before this one broke off: then counts are published also where totals stand already.
    pub after_a_break: bool,
    /// When the lease was last renewed by itself.
    beaten_at: i64,
    /// Events counted.
    pub events: u64,
    /// Conversions credited.
    pub orders: u64,
    /// What it is at, in words.
    doing: String,
}

impl Lease {
    /// The lease of job `id`, which began at `started`.
    pub fn new(id: u32, after_a_break: bool, started: i64) -> Self {
        Self { id, days: Vec::new(), after_a_break, beaten_at: started, events: 0, orders: 0, doing: String::new() }
    }

    /// Notes that these reporting days are counted.
    pub fn counted(&mut self, days: Vec<Day>) {
        for day in days {
            ordered::put(&mut self.days, day);
        }
    }

    /// Notes what it is at; the job row says so from the next beat on.
    pub fn doing(&mut self, what: String) {
        self.doing = what;
    }

    /// Ends the job as done, partial (days are left) or failed; a lease that was lost changes nothing.
    pub async fn close(&self, control: &D1Database, tally: &Tally) -> Result<()> {
        let (state, error) = match tally {
            Tally { failed, .. } if !failed.is_empty() => ("failed", Some(failed.join("; "))),
            Tally { left: 0, kept: 0, .. } => ("done", None),
            Tally { left: 0, kept, .. } => {
                let said =
                    format!("the visits of {kept} days stay as they were counted, for events of theirs are forgotten");
                ("done", Some(said))
            }
            Tally { left, .. } => ("partial", Some(format!("{left} days are left to the next run"))),
        };
        let args = [
            self.id.into(),
            state.into(),
            js::now().into(),
            self.days_json(),
            count(self.events),
            count(self.orders),
            error.as_deref().into(),
        ];
        let statements = vec![
            db::bind(control, sql::JOB_CLOSE, &args)?,
            db::bind(control, sql::WEBHOOK_ROLLUP_INSERT, &[self.id.into()])?,
        ];
        let results = db::batch(control, statements).await?;
        results.last().map_or(Ok(()), webhook::noted)
    }

    /// Renews the lease in the middle of a long day; an error where it was lost.
    pub async fn keep(&mut self, control: &D1Database) -> Result<()> {
        let now = js::now();
        if now - self.beaten_at > BEAT_MS {
            self.beaten_at = now;
            db::batch(control, vec![self.beat(control)?]).await?;
        }
        Ok(())
    }

    /// The statement that opens every transaction of the job: it fails where the lease was lost.
    pub fn beat(&self, control: &D1Database) -> Result<D1PreparedStatement> {
        let (days, doing) = (self.days_json(), self.doing.as_str().into());
        let args = [self.id.into(), js::now().into(), days, count(self.events), count(self.orders), doing];
        db::bind(control, sql::JOB_BEAT, &args)
    }

    fn days_json(&self) -> db::Arg<'static> {
        db::Arg::Owned(json!(self.days).to_string())
    }
}

fn count(number: u64) -> db::Arg<'static> {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}

/// A job as it is shown.
#[derive(Serialize)]
pub struct Job {
    pub id: u32,
    kind: String,
    pub state: String,
    #[serde(serialize_with = "time::shown")]
    started_at: i64,
    #[serde(serialize_with = "time::shown_if")]
    finished_at: Option<i64>,
    duration_ms: Option<i64>,
    days: Value,
    events: u64,
    orders: u64,
    doing: Option<String>,
    error: Option<String>,
}

stored!(Job { id, kind, state, started_at, finished_at, duration_ms, days as days, events, orders, doing, error });

/// The days as the row keeps them: JSON in a text.
fn days(value: Value, misfit: &mut Misfit) -> Value {
    stored::parse(&String::read(value, misfit)).unwrap_or_else(|unfit| {
        misfit.note(&unfit.to_string());
        Value::Null
    })
}

impl Job {
    /// What everybody may know of it: that it ran, not what it counted.
    pub fn in_public(&self) -> Value {
        let at = |at: i64| Value::from(time::print(at));
        json!({
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "started_at": at(self.started_at),
            "finished_at": self.finished_at.map_or(Value::Null, at),
        })
    }

    /// The job with its duration, once it has ended.
    pub fn timed(self) -> Self {
        Self { duration_ms: self.finished_at.map(|end| end - self.started_at), ..self }
    }
}

/// The newest job, if there ever was one.
pub async fn newest(control: &D1Database) -> Result<Option<Job>> {
    let jobs: Vec<Job> = db::rows(control, sql::JOB_LIST, &[(1_i64 << 53).into(), 1_i64.into()]).await?;
    Ok(jobs.into_iter().next().map(Job::timed))
}
