//! The path to a conversion: every touch that may have led to it, of creators and of other channels, in the order of time.
//!
//! # Why
//! One visit shows as several touches: a page is opened again, or reached by two links of one creator. What one creator or
//! one channel did within half an hour is one step, so that a path tells who came in between. Only the start and the latest
//! steps of a very long path are kept: what began it and what ended it are the ones that are asked for. A path reaches back
//! as far as any window that may be asked for; windows are applied when it is read.

use serde_json::{Value, json};

use super::lost::Lost;
use super::model::{self, KEPT, Options, Place, Step, StepKind};
use super::weigh::{Decision, Kind, Piece};
use super::why::Why;
use super::{Brought, Order, Precedence, Rule};
use crate::domain::time::{self, DAY_MS};

/// The most steps of a path: the first, and the latest of the others.
pub const STEPS_MOST: usize = 50;
/// How far apart two touches of one step are at most, milliseconds.
pub const TOGETHER: i64 = 30 * 60 * 1000;
/// The widest window that may be asked for, days.
pub const WINDOW_MOST_DAYS: i64 = 90;

/// The steps to `order`, oldest first, and whether some between the first and the others are left out. The codes that it
/// carried are steps at its own time, the one that counts first.
pub fn steps(order: &Order, decision: &Decision, rule: Rule) -> (Vec<Step>, bool) {
    let mut touches: Vec<Step> = decision.pieces.iter().filter_map(|piece| step(piece, order)).collect();
    let mut codes: Vec<_> = Vec::new();
    for carried in order.evidence.codes.iter().filter(|carried| carried.verified == 1) {
        if let Some((held, _)) = carried.holder(order.occurred_at, rule.precedence == Precedence::CodeAlways) {
            codes.push((carried.rank(), held));
        }
    }
    codes.sort_by(|one, other| one.0.cmp(&other.0));
    touches.extend(codes.into_iter().map(|(_, held)| {
        let place = Place { creator: held.creator, campaign: held.campaign, code: held.id, ..Place::default() };
        Step::touch(StepKind::Code, order.occurred_at, place)
    }));
    model::steps(touches)
}

/// The touch that a piece of evidence is, where it can have led to the order: it was before it and is known, whether or not
/// it was credited.
fn step(piece: &Piece, order: &Order) -> Option<Step> {
    let touch = piece.kind.touch()?;
    let reach = order.evidence.lead.as_ref().map_or(order.occurred_at, |lead| lead.at.min(order.occurred_at));
    match piece.lost {
        Some(Lost::LinkUnknown | Lost::AfterOrder | Lost::AfterLead | Lost::Unverified) => return None,
        Some(Lost::TooOld) if reach - touch.at >= WINDOW_MOST_DAYS * DAY_MS => return None,
        _ => {}
    }
    let (creator, campaign) = piece.owner.map_or((0, 0), |owner| (owner.creator, owner.campaign));
    let place = Place { creator, campaign, link: touch.link, code: 0, channel: touch.channel.clone() };
    let kind = match piece.kind {
        Kind::View(_) => StepKind::View,
        _ if touch.link == 0 => StepKind::Other,
        _ => StepKind::Click,
    };
    Some(Step::touch(kind, touch.at, place))
}

/// A path as it is shown.
pub struct Told {
    /// Its steps, oldest first.
    pub steps: Vec<Value>,
    /// Whether some between the first and the others are left out.
    pub cut: bool,
    /// What each model that is kept gives whom of it.
    pub models: Value,
}

impl Why<'_> {
    /// The path to it and what the models make of it.
    pub fn path(&self, order: &Order, rule: Rule) -> Told {
        let (steps, cut) = steps(order, self.decision, rule);
        let options = Options::of(rule, order);
        let path = model::eligible(&steps, order.occurred_at, &options);
        let models = self.models(&path, order, rule, &options);
        Told { steps: self.steps(path), cut, models }
    }

    /// By every model: who, by what, which part of the conversion, and of its money.
    fn models(&self, path: &[&Step], order: &Order, rule: Rule, options: &Options) -> Value {
        let money = order.brought(rule).map(Brought::money).unwrap_or_default();
        let mut models = serde_json::Map::new();
        for model in KEPT {
            let given = model::credits(model, path, order.occurred_at, money, options);
            let shown = given.into_iter().map(|given| {
                json!({
                    "creator": self.names.creator(given.place.creator),
                    "channel": (!given.place.channel.is_empty()).then_some(given.place.channel),
                    "link": self.names.link(given.place.link),
                    "micro": given.micro,
                    "gross_minor": given.money.gross,
                    "refunded_minor": given.money.refunded,
                })
            });
            models.insert(model.word().to_owned(), shown.collect());
        }
        models.into()
    }

    fn steps(&self, path: Vec<&Step>) -> Vec<Value> {
        let decided = self.decision.pieces.iter().find(|piece| piece.lost.is_none() && piece.kind.click().is_some());
        let decided = decided.and_then(|piece| Some((piece.kind.touch()?.at, piece.owner?.creator)));
        let shown = |step: &Step| {
            let place = &step.place;
            let mut row = json!({ "kind": step.kind.word(), "at": time::print(step.at), "touches": step.touches });
            let mut put = |name: &str, value: Value| {
                if let Some(row) = row.as_object_mut() {
                    row.insert(name.to_owned(), value);
                }
            };
            if step.kind == StepKind::Other {
                put("channel", place.channel.as_str().into());
            } else {
                put("creator", json!(self.names.creator(place.creator)));
            }
            if matches!(step.kind, StepKind::Click | StepKind::View) {
                put("link", json!(self.names.link(place.link)));
            }
            let by_click =
                decided.is_some_and(|(at, creator)| place.creator == creator && (step.at..=step.until).contains(&at));
            let by_code = step.kind == StepKind::Code && self.decided_by_code(place.creator);
            put("decided", (by_click || by_code).into());
            row
        };
        path.into_iter().map(shown).collect()
    }

    fn decided_by_code(&self, creator: u32) -> bool {
        let codes = self.decision.pieces.iter().filter(|piece| matches!(piece.kind, Kind::Code(_)));
        codes.into_iter().any(|piece| piece.lost.is_none() && piece.owner.is_some_and(|owner| owner.creator == creator))
    }
}
