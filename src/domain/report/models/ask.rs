//! What the report of models is asked: which of them, about whom, and with which windows and weights.

use serde_json::{Map, Value, json};

use crate::domain::credit::model::{CodePolicy, Custom, Ends, Except, Model, Options};
use crate::domain::json;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::report::ask::{self, DateBasis, Frame, Get, Range, WINDOW_MOST};
use crate::domain::report::filter::{Filter, Filters};
use crate::domain::report::shown::digest;
use crate::domain::time::{DAY_MS, Day};

/// What stands side by side when nothing is said; `markov` is added where its gate is open.
const USUAL: [Model; 6] = [Model::Payout, Model::First, Model::Last, Model::Linear, Model::Position, Model::Decay];
/// The filters that credit is kept by.
const KEPT: [&str; 4] = ["creator", "campaign", "link", "code"];

/// What the rows are; the numbers are bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum By {
    /// Creators, and every other channel.
    Creator = 0,
    /// Creators' campaigns, and every other channel.
    Campaign = 1,
    /// Creators' links, and every other channel.
    Link = 2,
    /// All creators together, and every other channel.
    Channel = 3,
}

impl By {
    /// Every one with its word.
    pub const ALL: [(&'static str, Self); 4] =
        [("creator", Self::Creator), ("campaign", Self::Campaign), ("link", Self::Link), ("channel", Self::Channel)];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, by)| *by == self).map_or("", |(word, _)| word)
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Days, basis, filters, comparison.
    pub common: ask::Ask,
    /// What the rows are.
    pub by: By,
    /// 1 sales, 3 leads, 5 events.
    pub kind: u8,
    /// The models, each once.
    pub models: Vec<Model>,
    /// Whether nothing was said of models.
    pub usual: bool,
    /// How paths and weights are made, of what was asked for.
    pub options: Options,
    /// Whether any of these is not what the night keeps.
    pub differs: bool,
}

impl Ask {
    /// Reads the query; every fault is named at once. `frame` says what the deployment keeps.
    pub fn read(get: Get<'_>, frame: &Frame) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let common = ask::Ask::read(get, frame.today, &mut faults);
        let by = word(get, "by", &By::ALL, By::Creator, &mut faults);
        let kind = word(get, "kind", &[("sale", 1), ("lead", 3), ("event", 5)], 1, &mut faults);
        let codes = word(get, "codes", &CodePolicy::ALL, CodePolicy::AsTouch, &mut faults);
        let views = word(get, "views", &[("ignore", false), ("as_touch", true)], false, &mut faults);
        let usual = get("models").is_none();
        let mut models: Vec<Model> = if usual { USUAL.to_vec() } else { Vec::new() };
        for name in get("models").iter().flat_map(|list| list.split(',')) {
            match Model::named(name.trim()) {
                Some(model) if models.contains(&model) => {}
                Some(model) => models.push(model),
                None => {
                    let words = Model::ALL.map(|(_, word)| word).join(", ");
                    faults.push(Fault::query("models", "unknown_model", format!("Send any of {words}.")));
                    break;
                }
            }
        }
        let mut options = Options { views, codes, ..Options::default() };
        let days = get("half_life_days")
            .map_or(Some(7), |text| text.parse().ok().filter(|days| (1..=WINDOW_MOST).contains(days)));
        match days {
            Some(days) => options.half_life_ms = days * DAY_MS,
            None => faults.push(Fault::query("half_life_days", "out_of_range", "Send a number of days from 1 to 90.")),
        }
        if let Some(ends) = get("position").map_or(Some(Ends::U), |text| Ends::percent(&text)) {
            options.position = ends;
        } else {
            let detail = "Send what first, middle and last get in percent, such as 40,20,40.";
            faults.push(Fault::query("position", "not_a_hundred", detail));
        }
        let wants = |model: Model| models.contains(&model);
        match (get("weights"), wants(Model::Custom)) {
            (Some(text), _) => {
                let declared = json::parse(&text).map_err(|_| "Send JSON.");
                match declared.and_then(|declared| Custom::read(&declared)) {
                    Ok(custom) => options.custom = custom,
                    Err(detail) => faults.push(Fault::query("weights", "not_weights", detail)),
                }
            }
            (None, true) => {
                let detail = r#"The model custom needs weights, such as {"first":0.3,"middle":0.2,"last":0.5}."#;
                faults.push(Fault::query("weights", "missing", detail));
            }
            (None, false) => {}
        }
        match (get("except"), wants(Model::LastNon)) {
            (Some(text), _) => match text.parse() {
                Ok(creator) => options.except = Some(Except::Creator(creator)),
                Err(_) if text.contains('/') && text.len() <= 100 => options.except = Some(Except::Channel(text)),
                Err(_) => {
                    let detail = "Send a creator's id, or another channel such as google/organic.";
                    faults.push(Fault::query("except", "not_a_touch", detail));
                }
            },
            (None, true) => {
                let detail = "The model last_non needs a creator's id, or another channel such as google/organic.";
                faults.push(Fault::query("except", "missing", detail));
            }
            (None, false) => {}
        }
        let Some(common) = common.filter(|_| faults.is_empty()) else { return Err(Refusal::Invalid(faults)) };
        let unkept = common.filters.places.iter().map(|filter| filter.name).find(|name| !KEPT.contains(name));
        if let Some(name) = unkept.or(common.filters.part.as_ref().map(|(_, filter)| filter.name)) {
            let detail = "Models are told apart by creator, campaign, link and code.";
            return Err(Refusal::invalid(Fault::query(name, "not_kept", detail)));
        }
        let click_days = common.click_window_days.unwrap_or(frame.click_window_days);
        let view_days = common.view_window_days.unwrap_or(frame.view_window_days);
        (options.click_window_ms, options.view_window_ms) = (click_days * DAY_MS, view_days * DAY_MS);
        let kept = Options::default();
        let differs = click_days != frame.click_window_days
            || view_days != frame.view_window_days
            || (options.codes, options.views) != (kept.codes, kept.views)
            || (options.half_life_ms, options.position) != (kept.half_life_ms, kept.position);
        Ok(Self { common, by, kind, models, usual, options, differs })
    }

    /// Whether paths have to be read one by one: where what is asked for is not what is kept.
    pub fn streams(&self) -> bool {
        let own = |model: &Model| match model {
            Model::Payout | Model::CodeUse => false,
            model => !model.learns() && (self.differs || !model.stored()),
        };
        self.models.iter().any(own)
    }

    /// The models whose kept sums are read: payout always, as the whole that others add up to.
    pub fn kept(&self) -> Vec<u8> {
        let streams = self.streams();
        let read = |model: &&Model| model.stored() && (!streams || **model == Model::CodeUse);
        let kept = self.models.iter().filter(read).map(|model| *model as u8);
        crate::domain::ordered::once(kept.chain([Model::Payout as u8]))
    }

    /// Whether Markov can be worked out: paths know neither campaigns nor links, and are kept by the conversion's day.
    pub fn markov(&self) -> bool {
        let others = |filter: &Filter| filter.name != "creator";
        matches!(self.by, By::Creator | By::Channel)
            && self.common.basis == DateBasis::ConversionDate
            && !self.common.filters.places.iter().any(others)
            && (self.by == By::Creator || self.common.filters.is_empty())
    }

    /// Whether journeys have to be read: to work models out of them, or to see whether that may be done.
    pub fn learns(&self) -> bool {
        self.markov() && (self.usual || self.models.iter().any(|model| model.learns()))
    }

    /// Adds what goes without saying, once it is known whether there is `enough` to learn from: Markov where nothing was
    /// said of models, and linear in its place where it was asked for in vain.
    pub fn settle(&mut self, enough: bool) {
        let asked = self.models.iter().any(|model| model.learns());
        let more = match (enough, asked) {
            (true, false) if self.usual => Model::Markov,
            (false, true) => Model::Linear,
            _ => return,
        };
        if !self.models.contains(&more) {
            self.models.push(more);
        }
    }

    /// The same of as many days right before.
    #[must_use]
    pub fn previous(&self) -> Self {
        let common = ask::Ask { range: self.common.range.previous(), ..self.common.clone() };
        Self { common, ..self.clone() }
    }

    /// Whether a place passes the filters.
    pub fn wants(&self, name: &str, id: u32) -> bool {
        wanted(&self.common.filters, name, id)
    }

    /// Days for which paths are read: by the touch's day also conversions that came after. The third is the last day of those
    /// that come of a lead, which a touch may be in time for long before the order.
    pub fn days(&self, today: Day) -> (Day, Day, Day) {
        let Range { from, to } = self.common.range;
        let by_touch = self.common.basis == DateBasis::TouchDate;
        if by_touch { (from, Day(to.0 + WINDOW_MOST + 1), today) } else { (from, to, to) }
    }

    /// The head of the report, but for its reasons.
    pub fn head(&self, frame: &Frame, used: &[crate::domain::money::Currency]) -> Map<String, Value> {
        let mut head = self.common.head("models", frame, used);
        head.remove("model");
        let Options { position, half_life_ms, views, codes, .. } = &self.options;
        let percent = |part: u32| part / 10_000;
        let kinds = [(1, "sale"), (3, "lead"), (5, "event")];
        let more = [
            ("by", Value::from(self.by.word())),
            ("kind", json!(kinds.iter().find(|(kind, _)| *kind == self.kind).map(|(_, word)| word))),
            ("codes", codes.word().into()),
            ("views", (if *views { "as_touch" } else { "ignore" }).into()),
            ("half_life_days", (half_life_ms / DAY_MS).into()),
            ("position", json!([percent(position.first), percent(position.middle), percent(position.last)])),
            ("weights", self.models.contains(&Model::Custom).then(|| weights(&self.options.custom)).into()),
            (
                "except",
                match self.options.except.as_ref().filter(|_| self.models.contains(&Model::LastNon)) {
                    Some(Except::Creator(creator)) => json!(creator),
                    Some(Except::Channel(channel)) => json!(channel),
                    None => Value::Null,
                },
            ),
        ];
        let config = format!("{}{}", frame.config, json!(more));
        head.insert("config".into(), digest(config.as_bytes()).chars().take(8).collect::<String>().into());
        head.extend(more.map(|(name, value)| (name.to_owned(), value)));
        head
    }
}

fn weights(custom: &Custom) -> Value {
    let part = |part: u32| f64::from(part) / 1e6;
    match custom {
        Custom::Ends(Ends { first, middle, last }) => {
            json!({ "first": part(*first), "middle": part(*middle), "last": part(*last) })
        }
        Custom::FromEnd(list) => list.iter().map(|weight| part(*weight)).collect(),
    }
}

fn wanted(filters: &Filters, name: &str, id: u32) -> bool {
    filters.place(name).is_none_or(|filter| filter.values.contains(&Value::from(id)) == filter.keep)
}

fn word<T: Copy>(get: Get<'_>, name: &str, all: &[(&str, T)], usual: T, faults: &mut Vec<Fault>) -> T {
    let Some(text) = get(name) else { return usual };
    let found = all.iter().find(|(word, _)| *word == text);
    found.map_or_else(
        || {
            let words: Vec<&str> = all.iter().map(|(word, _)| *word).collect();
            faults.push(Fault::query(name, "unknown_word", format!("Send one of {}.", words.join(", "))));
            usual
        },
        |(_, value)| *value,
    )
}
