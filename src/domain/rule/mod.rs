//! Destinations by rule: an ordered list, of which the first rule whose conditions all hold says where a visit leads.
//!
//! # Why
//! One type is what a body says, what is stored, and what the edge reads, so there is one reader: strict where somebody
//! sends rules, lenient where they were stored, for a word of a newer Worker must not take a link away: a rule with
//! conditions that cannot be read takes nobody then.

pub mod never;
pub mod split;
pub mod when;
pub mod word;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::app_link::{self, AppLinks};
use super::destination;
use super::fields::Fields;
use super::refusal::Fault;
use super::stored::{Misfit, Stored};
use split::Share;
use when::{Facts, When};

/// The most rules of a link.
pub const RULES_MOST: usize = 20;
/// The most addresses that the rules of a link lead to, apps' among them.
pub const ADDRESSES_MOST: usize = 50;

/// Checks an address that somebody may be sent to, and gives the text to store, or a stable word and what to send instead.
pub type Checked<'a> = &'a dyn Fn(&str) -> Result<String, (&'static str, &'static str)>;

/// An address with what the edge sends somebody to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// As given; the edge's copy has none.
    pub address: String,
    /// With the link's tags on.
    pub target: String,
}

impl Place {
    /// Reads the address in the field `name`; `target` beside it is ours: shown, taken back, and made anew.
    pub(super) fn read(fields: &mut Fields<'_>, name: &'static str, checked: Checked<'_>) -> Option<Self> {
        let said = fields.text(name, destination::MOST);
        let target = fields.value("target").and_then(Value::as_str);
        if fields.value(name).is_none() && target.is_none() {
            return None;
        }
        let address = fields.need(name, said).and_then(|address| match checked(&address) {
            Ok(address) => Some(address),
            Err((code, detail)) => fields.fault(name, code, detail),
        });
        Some(Self { address: address.unwrap_or_default(), target: target.unwrap_or_default().to_owned() })
    }

    /// Whether it is an address of the web, which carries tags; not one with an app's own scheme.
    pub fn is_web(&self) -> bool {
        ["https:", "http:"]
            .iter()
            .any(|scheme| self.address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
    }

    /// Puts both into what is shown, the address as `name`.
    pub(super) fn put(&self, shown: &mut Map<String, Value>, name: &str) {
        if !self.address.is_empty() {
            shown.insert(name.into(), self.address.as_str().into());
        }
        shown.insert("target".into(), self.target.as_str().into());
    }
}

/// One rule; it leads to a place, to one of several, or into an app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// For whom.
    pub when: When,
    /// Where everybody is sent; the link's own destination where neither this nor a split is said.
    pub place: Option<Place>,
    /// Among what visitors are parted; empty where they are not.
    pub split: Vec<Share>,
    /// The app that is opened first.
    pub app: Option<AppLinks>,
}

impl Rule {
    /// Reads the rule at `pointer` and notes what is wrong with it.
    fn read(said: &Value, pointer: &str, checked: Checked<'_>, faults: &mut Vec<Fault>) -> Self {
        let Some(mut fields) = Fields::inside(said, pointer, faults) else { return Self::default() };
        let when = fields.value("when").map(|said| When::read(said, &fields.pointer("when"), faults));
        let place = Place::read(&mut fields, "destination", checked);
        let split = fields.value("split").map(|said| split::read(said, &fields.pointer("split"), checked, faults));
        let app = fields.value("app").map(|said| AppLinks::read(said, &fields.pointer("app"), checked, faults));
        match (&place, &split, &app) {
            (None, None, None) => fields.need::<()>("destination", None),
            (Some(_), Some(_), _) | (_, Some(_), Some(_)) => {
                fields.fault("split", "split_alone", "Send a split without `destination` and `app` beside it.")
            }
            _ => None,
        };
        fields.note(faults);
        Self { when: when.unwrap_or_default(), place, split: split.unwrap_or_default(), app }
    }

    /// Every place that it leads to.
    fn places(&mut self) -> impl Iterator<Item = &mut Place> {
        let shares = self.split.iter_mut().map(|share| &mut share.place);
        self.place.iter_mut().chain(shares).chain(self.app.iter_mut().flat_map(AppLinks::places))
    }

    /// Every place that it leads to, by what is behind the rule's own JSON pointer.
    pub(super) fn named(&self) -> impl Iterator<Item = (String, &Place)> {
        let own = self.place.iter().map(|place| ("/destination".to_owned(), place));
        let shares =
            self.split.iter().enumerate().map(|(at, share)| (format!("/split/{at}/destination"), &share.place));
        let apps = self.app.iter().flat_map(AppLinks::named).map(|(name, place)| (format!("/app/{name}/url"), place));
        own.chain(shares).chain(apps)
    }

    fn value(&self) -> Value {
        let mut shown = Map::new();
        shown.insert("when".into(), self.when.value());
        if let Some(place) = &self.place {
            place.put(&mut shown, "destination");
        }
        if !self.split.is_empty() {
            shown.insert("split".into(), self.split.iter().map(Share::value).collect());
        }
        if let Some(app) = &self.app {
            shown.insert("app".into(), app.value());
        }
        shown.into()
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl Stored for Rule {
    fn read(value: Value, _: &mut Misfit) -> Self {
        let mut faults = Vec::new();
        let mut rule = Self::read(&value, "", &|address| Ok(address.to_owned()), &mut faults);
        // With a condition less it would take more people than it is meant for.
        if faults.iter().any(|fault| fault.pointer.as_ref().is_some_and(|pointer| pointer.starts_with("/when"))) {
            rule.when = When::nobody();
        }
        rule
    }
}

/// The first rule that takes the visit.
pub fn first<'a>(rules: &'a [Rule], facts: &Facts<'_>) -> Option<&'a Rule> {
    rules.iter().find(|rule| rule.when.holds(facts))
}

/// Reads the rules at `pointer`; `known` are those there are, whose windows may be over.
///
/// # Errors
/// Everything that is wrong with them, each with its pointer.
pub fn read(
    said: &Value,
    pointer: &str,
    checked: Checked<'_>,
    known: &[Rule],
    now: i64,
) -> Result<Vec<Rule>, Vec<Fault>> {
    let Some(list) = said.as_array() else {
        return Err(vec![Fault::at(pointer, "not_a_list", "Send a list of rules.")]);
    };
    if list.len() > RULES_MOST {
        return Err(vec![Fault::at(pointer, "too_many", format!("Send at most {RULES_MOST} rules."))]);
    }
    let mut faults = Vec::new();
    let read = |(at, said): (usize, &Value)| Rule::read(said, &format!("{pointer}/{at}"), checked, &mut faults);
    let mut rules: Vec<Rule> = list.iter().enumerate().map(read).collect();
    for (at, rule) in rules.iter().enumerate() {
        let stands = || known.iter().any(|known| known.when == rule.when);
        if rule.when.until.is_some_and(|until| until <= now) && !stands() {
            let detail = "Send a time to come; this one is over, and the rule would never match.";
            faults.push(Fault::at(format!("{pointer}/{at}/when/until"), "over", detail));
        }
    }
    if rules.iter_mut().flat_map(Rule::places).count() > ADDRESSES_MOST {
        let detail = format!("Let the rules lead to at most {ADDRESSES_MOST} addresses in all.");
        faults.push(Fault::at(pointer, "too_many", detail));
    }
    if faults.is_empty() { Ok(rules) } else { Err(faults) }
}

/// Makes the target of every place by `tagged`; an app's own address stays as it is.
pub fn aim(rules: &mut [Rule], tagged: &dyn Fn(&str) -> String) {
    for place in rules.iter_mut().flat_map(Rule::places) {
        let web = app_link::is_web(&place.address);
        place.target = if web { tagged(&place.address) } else { place.address.clone() };
    }
}

/// Gives every name of a split its number among `variants`, to which new names are added and nothing else is done; whether
/// these are no more than [`split::VARIANTS_MOST`] then.
pub fn number(rules: &mut [Rule], variants: &mut Vec<String>) -> bool {
    for share in rules.iter_mut().flat_map(|rule| &mut rule.split) {
        let known = variants.iter().position(|name| *name == share.name);
        let at = known.unwrap_or_else(|| {
            variants.push(share.name.clone());
            variants.len() - 1
        });
        share.variant = u8::try_from(at + 1).unwrap_or_default();
    }
    variants.len() <= split::VARIANTS_MOST
}

/// The rules as the edge reads them: without what only people read.
pub fn published(rules: &[Rule]) -> Vec<Rule> {
    let mut rules = rules.to_vec();
    for place in rules.iter_mut().flat_map(Rule::places) {
        place.address.clear();
    }
    for share in rules.iter_mut().flat_map(|rule| &mut rule.split) {
        share.name.clear();
    }
    rules
}
