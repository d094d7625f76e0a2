//! What a link may be set to beside where it leads and whose it is: all that only the edge and people read.

use serde::Serialize;
use serde_json::Value;

use super::Ground;
use crate::domain::destination;
use crate::domain::fields::Fields;
use crate::domain::stored::{Misfit, Stored};
use crate::domain::time;
use crate::domain::utm::policy::Policy;
use crate::domain::utm::preset::Preset;
use crate::stored;

/// A link's options, each as it is when nobody says anything; kept as one JSON text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Options {
    /// From when on it leads anywhere; at once when absent.
    #[serde(serialize_with = "time::shown_if")]
    pub starts_at: Option<i64>,
    /// Where it leads when it is over; to what the host says of dead addresses when absent.
    pub expired_destination: Option<String>,
    /// What becomes of the tags that a visitor's own query carries; what the host says when absent.
    pub query_policy: Option<Policy>,
    /// Whether the destination gets a click id; without one its orders are known by codes and answers only.
    pub click_id: bool,
    /// How its tags are derived; as the host says when absent.
    pub utm_preset: Option<Preset>,
}

stored!(Options { starts_at as moment, expired_destination, query_policy, click_id as yes, utm_preset });

impl Default for Options {
    fn default() -> Self {
        Self { starts_at: None, expired_destination: None, query_policy: None, click_id: true, utm_preset: None }
    }
}

impl Options {
    /// Reads what a body says; what it does not name stays as it is.
    pub(super) fn say(&mut self, fields: &mut Fields<'_>, ground: Ground<'_>) {
        let starts = fields.moment("starts_at");
        if fields.has("starts_at") {
            self.starts_at = starts;
        }
        let address = fields.text("expired_destination", destination::MOST);
        if fields.has("expired_destination") {
            self.expired_destination = address.and_then(|address| {
                let sendable = destination::sendable(&address, ground.hosts.own(), ground.settings.fold);
                sendable.map_or_else(|flaw| fields.fault("expired_destination", flaw.code(), flaw.detail()), Some)
            });
        }
        let policy = fields.word("query_policy", Policy::NAMES);
        if fields.has("query_policy") {
            self.query_policy = policy;
        }
        self.click_id = fields.flag("click_id").unwrap_or(self.click_id);
        let preset = Preset::field(fields);
        if fields.has("utm_preset") {
            self.utm_preset = preset;
        }
    }
}

/// Reads a moment as it is shown.
fn moment(value: Value, misfit: &mut Misfit) -> Option<i64> {
    let Value::String(text) = value else { return None };
    let at = time::parse(&text);
    if at.is_none() {
        misfit.note("a text stands in place of a moment");
    }
    at
}

/// Reads what is true where nothing is said.
fn yes(value: Value, misfit: &mut Misfit) -> bool {
    Option::read(value, misfit).unwrap_or(true)
}
