//! Which steps count for a conversion: windows, and how a code stands to the touches.

use super::step::{Step, StepKind};
use super::weight::Ends;
use crate::domain::credit::{Order, Rule, TOGETHER, WINDOW_DAYS};
use crate::domain::time::DAY_MS;

/// A view so shortly before the order is the shop's own confirmation, milliseconds.
const SAME_SESSION: i64 = 1000;

/// How a code stands to touches in analysis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodePolicy {
    /// `as_touch`: its owner is the last touch, at the order's time; nothing is added where that is who was last anyway.
    #[default]
    AsTouch,
    /// `ignore`: as if there were none.
    Ignore,
    /// `override`: all to its owner, to their latest step where the path has one.
    Override,
    /// `if_no_click`: as a touch, only where no click of a creator counts.
    IfNoClick,
}

impl CodePolicy {
    /// Every one with its word.
    pub const ALL: [(&'static str, Self); 4] = [
        ("as_touch", Self::AsTouch),
        ("ignore", Self::Ignore),
        ("override", Self::Override),
        ("if_no_click", Self::IfNoClick),
    ];

    /// The one that `word` names.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, policy)| *policy)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, policy)| *policy == self).map_or("", |(word, _)| word)
    }
}

/// Whom `last_non` leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Except {
    /// A creator.
    Creator(u32),
    /// Another channel, `source/medium`.
    Channel(String),
}

/// What may be chosen about models; the default is what the night stores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How old a click, or a touch of another channel, may be: less than this many milliseconds.
    pub click_window_ms: i64,
    /// The same of a view.
    pub view_window_ms: i64,
    /// When the lead was that a sale came from: what is within its window counts too.
    pub lead_at: Option<i64>,
    /// Whether views are touches on a path; `view_through` looks at them anyway.
    pub views: bool,
    /// How a code stands to touches.
    pub codes: CodePolicy,
    /// What `position` gives the first, those between and the last.
    pub position: Ends,
    /// In how many milliseconds `decay` halves a touch's weight.
    pub half_life_ms: i64,
    /// Whom `last_non` leaves out; nobody where none.
    pub except: Option<Except>,
    /// The weights of `custom`.
    pub custom: super::weight::Custom,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            click_window_ms: WINDOW_DAYS * DAY_MS,
            view_window_ms: DAY_MS,
            lead_at: None,
            views: false,
            codes: CodePolicy::AsTouch,
            position: Ends::U,
            half_life_ms: 7 * DAY_MS,
            except: None,
            custom: super::weight::Custom::Ends(Ends::U),
        }
    }
}

impl Options {
    /// What the night keeps the credit of `order` by.
    pub fn of(rule: Rule, order: &Order) -> Self {
        let lead = order.evidence.lead.as_ref().filter(|lead| lead.verified == 1);
        Self {
            click_window_ms: rule.window_days(order.kind) * DAY_MS,
            view_window_ms: rule.view_days * DAY_MS,
            lead_at: lead.map(|lead| lead.at.min(order.occurred_at)),
            ..Self::default()
        }
    }
}

/// The path: the steps that count for a conversion at `at`, oldest first.
///
/// Windows are half-open: a touch at the conversion's own moment counts, one exactly a window before does not, a later one
/// never. A step counts while its last touch does, for any of them would have begun it. Once views and what is too old are
/// gone, neighbours of one creator or channel within half an hour are one step.
pub fn eligible<'a>(steps: &'a [Step], at: i64, options: &Options) -> Vec<&'a Step> {
    let mut path: Vec<&Step> = Vec::with_capacity(steps.len());
    let mut until = 0;
    for step in steps.iter().filter(|step| counts(step, at, options)) {
        let same = path.last().is_some_and(|last| last.place.who() == step.place.who() && step.at - until <= TOGETHER);
        until = if same { until.max(step.until) } else { step.until };
        if !same {
            path.push(step);
        }
    }
    let Some(code) = code(steps) else { return path };
    let clicked = || path.iter().any(|step| step.kind == StepKind::Click);
    let owners = |step: &&Step| step.place.creator == code.place.creator;
    match options.codes {
        CodePolicy::Ignore => {}
        CodePolicy::Override => path = vec![path.iter().rfind(|step| owners(step)).copied().unwrap_or(code)],
        CodePolicy::IfNoClick if clicked() => {}
        CodePolicy::IfNoClick | CodePolicy::AsTouch => {
            if path.last().is_none_or(|last| !owners(last)) {
                path.push(code);
            }
        }
    }
    path
}

fn counts(step: &Step, at: i64, options: &Options) -> bool {
    let fresh = |end: i64| (0..options.click_window_ms).contains(&(end - step.until.clamp(step.at, end.max(step.at))));
    match step.kind {
        StepKind::Click | StepKind::Other => step.at <= at && (fresh(at) || options.lead_at.is_some_and(fresh)),
        StepKind::View => options.views && seen(step, at, options.view_window_ms),
        StepKind::Code => false,
    }
}

fn seen(step: &Step, at: i64, window: i64) -> bool {
    let age = at - step.until.clamp(step.at, at.max(step.at));
    step.kind == StepKind::View && at - step.at >= SAME_SESSION && age < window
}

/// The code that counts: the first with an owner.
fn code(steps: &[Step]) -> Option<&Step> {
    steps.iter().find(|step| step.kind == StepKind::Code && step.place.creator != 0)
}

/// Whose view brought a conversion at `at` that no click of a creator and no creator's code did: the most recent one's.
///
/// A view less than a second before the conversion is the shop's own page and never counts.
pub fn view_through<'a>(steps: &'a [Step], at: i64, options: &Options) -> Option<&'a Step> {
    let brought = |step: &Step| step.kind == StepKind::Click && counts(step, at, options);
    if code(steps).is_some() || steps.iter().any(brought) {
        return None;
    }
    let views = steps.iter().filter(|step| step.place.creator != 0 && seen(step, at, options.view_window_ms));
    views.max_by_key(|step| step.until)
}

/// The creators on a path whose last touch is another's, each once in order of id.
///
/// `paths with a creator on them = assisted + last touch`, for every creator.
pub fn assisted(path: &[&Step]) -> Vec<u32> {
    let last = path.last().map_or(0, |step| step.place.creator);
    let creators = path.iter().map(|step| step.place.creator);
    crate::domain::ordered::once(creators.filter(|creator| *creator != 0 && *creator != last))
}
