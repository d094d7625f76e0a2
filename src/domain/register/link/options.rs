//! What a link may be set to beside where it leads and whose it is: all that only the edge and people read.

use serde::Serialize;
use serde_json::Value;

use super::Ground;
use crate::domain::app_link::AppLinks;
use crate::domain::card::Card;
use crate::domain::destination;
use crate::domain::fields::Fields;
use crate::domain::refusal::Fault;
use crate::domain::rule::{self, Place, Rule, split};
use crate::domain::stored::{Misfit, Stored, list};
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
    /// Who is sent elsewhere; the first rule that takes a visit counts.
    pub rules: Vec<Rule>,
    /// Every name that a split of this link ever had: a name's place, from 1, is its number on events; append only.
    pub variants: Vec<String>,
    /// The app that is opened first, for whom no rule takes.
    pub app: Option<AppLinks>,
    /// What social networks show of it.
    pub card: Option<Card>,
    /// How its tags are derived; as the host says when absent.
    pub utm_preset: Option<Preset>,
}

stored!(Options {
    starts_at as moment, expired_destination, query_policy, click_id as yes, rules as list, variants as list, app, card,
    utm_preset,
});

impl Default for Options {
    fn default() -> Self {
        Self {
            starts_at: None,
            expired_destination: None,
            query_policy: None,
            click_id: true,
            rules: Vec::new(),
            variants: Vec::new(),
            app: None,
            card: None,
            utm_preset: None,
        }
    }
}

impl Options {
    /// The most bytes of the JSON text: a hundred links are listed at once, and every version is kept.
    pub const MOST: usize = 32 * 1024;

    /// Reads what a body says; what it does not name stays as it is.
    ///
    /// `place` is the link's own host and slug, to which it does not lead.
    pub(super) fn say(&mut self, fields: &mut Fields<'_>, ground: Ground<'_>, place: (&str, &str)) {
        let starts = fields.moment("starts_at");
        if fields.has("starts_at") {
            self.starts_at = starts;
        }
        let address = fields.text("expired_destination", destination::MOST);
        if fields.has("expired_destination") {
            self.expired_destination = address.and_then(|address| {
                let sendable = ground.sendable(&address, place);
                sendable.map_or_else(|(code, detail)| fields.fault("expired_destination", code, detail), Some)
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
        self.say_where(fields, ground, place);
    }

    /// Reads where else it leads, and what is shown of it.
    fn say_where(&mut self, fields: &mut Fields<'_>, ground: Ground<'_>, place: (&str, &str)) {
        let checked = |address: &str| ground.checked(address, place);
        if let Some(said) = fields.value("rules") {
            match rule::read(said, "/rules", &checked, &self.rules, ground.now) {
                Ok(rules) => self.rules = rules,
                Err(faults) => fields.faults(faults),
            }
            if !rule::number(&mut self.rules, &mut self.variants) {
                let detail =
                    format!("Use names that this link had before; it can have {} in all.", split::VARIANTS_MOST);
                fields.fault::<()>("rules", "too_many_variants", detail);
            }
        } else if fields.has("rules") {
            self.rules.clear();
        }
        let mut faults: Vec<Fault> = Vec::new();
        let app = fields.value("app").map(|said| AppLinks::read(said, "/app", &checked, &mut faults));
        if fields.has("app") {
            self.app = app;
        }
        let card =
            fields.value("card").map(|said| Card::read(said, "/card", &|address| ground.sendable(address, place)));
        if fields.has("card") {
            self.card = card.and_then(|card| card.map_err(|wrong| faults.extend(wrong)).ok());
        }
        fields.faults(faults);
    }

    /// Everywhere else that it leads to, by JSON pointers into the body.
    pub(super) fn places(&self) -> impl Iterator<Item = (String, &Place)> {
        let apps = self.app.iter().flat_map(AppLinks::named).map(|(name, place)| (format!("/app/{name}/url"), place));
        let rules = self.rules.iter().enumerate();
        let rules =
            rules.flat_map(|(at, rule)| rule.named().map(move |(name, place)| (format!("/rules/{at}{name}"), place)));
        rules.chain(apps)
    }

    /// Makes the targets of everywhere else that it leads to by `tagged`.
    pub(super) fn aim(&mut self, tagged: &dyn Fn(&str) -> String) {
        rule::aim(&mut self.rules, tagged);
        if let Some(app) = &mut self.app {
            app.aim(tagged);
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
