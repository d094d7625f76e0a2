//! What a source hears of a delivery, and what is kept of that.

use serde::Serialize;

use super::Reading;
use crate::domain::conversion::{Outcome, Said};
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::reply::Reply;

/// The most faults that a sender is told.
const FAULTS_MOST: usize = 100;

/// What became of a delivery.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The HTTP status that said so.
    #[serde(skip)]
    pub status: u16,
    /// One word for all of it: an outcome of its items (the first of `rejected`, `conflict`, `accepted`, `revision`,
    /// `duplicate`, `ignored` that one of them has), or the word of a refusal.
    pub outcome: &'static str,
    /// What it was about, as its sender calls it.
    pub topic: String,
    /// Why it was ignored, as a stable word, or refused, as a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was wrong with the delivery itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
    /// What became of each report in it.
    pub items: Vec<Said>,
}

impl Answer {
    /// A delivery that was refused as a whole.
    pub fn refused(topic: &str, refusal: &Refusal) -> Self {
        let (status, outcome, _) = refusal.meaning();
        let reason = Some(refusal.detail());
        Self { status, outcome, topic: topic.to_owned(), reason, errors: refusal.faults(), items: Vec::new() }
    }

    /// A delivery of which nothing is taken, and why.
    pub fn ignored(topic: &str, why: &str) -> Self {
        let reason = Some(why.to_owned());
        Self { status: 200, outcome: "ignored", topic: topic.to_owned(), reason, errors: Vec::new(), items: Vec::new() }
    }

    /// Why nothing is taken of a reading, if so.
    pub fn of_nothing(reading: &Reading) -> Option<Self> {
        let nothing = reading.reports.is_empty().then_some("nothing_to_report");
        reading.ignored.or(nothing).map(|why| Self::ignored(&reading.topic, why))
    }

    /// A delivery whose reports were recorded as `items` say.
    ///
    /// A sender that repeats a conflict would hear it again, so that is a success here; reports that are all
    /// rejected are none.
    pub fn recorded(topic: &str, items: Vec<Said>) -> Self {
        let worst = WORST_FIRST.iter().find(|word| items.iter().any(|item| word_of(item.outcome) == **word));
        let rejected = items.iter().all(|item| word_of(item.outcome) == "rejected");
        Self {
            status: if rejected { 422 } else { 200 },
            outcome: worst.copied().unwrap_or("ignored"),
            topic: topic.to_owned(),
            reason: None,
            errors: Vec::new(),
            items,
        }
    }

    /// What is wrong with any of it, the first hundred.
    pub fn faults(&self) -> Vec<Fault> {
        let faults = self.errors.iter().chain(self.items.iter().flat_map(|item| &item.errors));
        faults.take(FAULTS_MOST).cloned().collect()
    }

    /// The answer to a webhook.
    pub fn reply(&self) -> Reply {
        match self.status {
            422 => Refusal::Invalid(self.faults()).reply(),
            status => Reply::json(status, self),
        }
    }

    /// The answer to a postback: as to a single conversion, but small; `unread` are parameters that nothing was made of.
    pub fn small(&self, unread: &[String]) -> Reply {
        #[derive(Serialize)]
        struct Small<'a> {
            outcome: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            reason: Option<&'a str>,
            #[serde(skip_serializing_if = "<[String]>::is_empty")]
            unread: &'a [String],
        }
        match self.outcome {
            "conflict" => Refusal::Conflict(self.faults()).reply(),
            "rejected" | "invalid" => Refusal::Invalid(self.faults()).reply(),
            outcome => {
                let small = Small { outcome, reason: self.reason.as_deref(), unread };
                Reply::json(if outcome == "accepted" { 201 } else { 200 }, &small)
            }
        }
    }
}

/// The words of outcomes, what needs a look first.
const WORST_FIRST: [&str; 6] = ["rejected", "conflict", "accepted", "revision", "duplicate", "ignored"];

fn word_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "accepted",
        Outcome::Revision => "revision",
        Outcome::Duplicate => "duplicate",
        Outcome::Conflict => "conflict",
        Outcome::Rejected => "rejected",
        Outcome::Ignored => "ignored",
    }
}
