//! The path to an order: every touch that may have led to it, of creators and of other channels, in the order of time.
//!
//! # Why
//! One visit shows as several touches: a page is opened again, or reached by two links of one creator. What one creator or
//! one channel did within half an hour is one step, so that a path tells who came in between. Only the start and the latest
//! steps of a very long path are shown: what began it and what ended it are the ones that are asked for.

use serde_json::{Value, json};

use super::lost::Lost;
use super::weigh::{Decision, Piece};
use super::why::Why;
use crate::domain::ordered;
use crate::domain::time;
use crate::domain::touch::Kept;

/// The most steps of a path: the first, and the latest of the others.
pub const STEPS_MOST: usize = 50;
/// How far apart two touches of one step are at most, milliseconds.
pub const TOGETHER: i64 = 30 * 60 * 1000;

/// What one creator or one channel did at a time.
#[derive(Debug)]
pub struct Step<'a> {
    /// Its first piece of evidence.
    pub first: &'a Piece,
    /// When that was, Unix milliseconds.
    pub at: i64,
    /// How many touches it is.
    pub touches: u32,
    /// Whether one of them decided.
    pub decided: bool,
    /// When the last of them was.
    until: i64,
}

/// The steps to an order, oldest first, and whether some between the first and the others are left out.
pub fn path(decision: &Decision) -> (Vec<Step<'_>>, bool) {
    let pieces = &decision.pieces;
    let on = pieces.iter().zip(0..).filter(|(piece, _)| leads_on(piece));
    let places = on.filter_map(|(piece, place)| Some((turn(piece.kind.touch()?), place)));
    let mut steps: Vec<Step<'_>> = Vec::new();
    for (turn, place) in ordered::once(places) {
        let (Some(piece), at) = (pieces.get::<usize>(place), turn.0) else { continue };
        let decided = piece.lost.is_none();
        match steps.last_mut().filter(|step| one(step.first, piece) && at - step.until <= TOGETHER) {
            Some(step) => {
                step.until = at;
                step.touches += 1;
                step.decided |= decided;
            }
            None => steps.push(Step { first: piece, at, touches: 1, decided, until: at }),
        }
    }
    let over = steps.len().saturating_sub(STEPS_MOST);
    if over > 0 {
        steps.drain(1..=over);
    }
    (steps, over > 0)
}

/// Whether it can have led to the order: it was within its window and is known, whether or not it was credited.
fn leads_on(piece: &Piece) -> bool {
    match piece.lost {
        Some(Lost::LinkUnknown | Lost::AfterOrder | Lost::AfterLead | Lost::TooOld | Lost::Unverified) => false,
        _ => piece.kind.touch().is_some(),
    }
}

/// Where a touch stands in time: of one moment clicks come first, and nothing depends on how they were sent.
fn turn(touch: &Kept) -> (i64, bool, u32, u32, &str) {
    (touch.at, touch.link == 0, touch.nonce, touch.link, &touch.channel)
}

/// Whether both are of one creator, or of one channel.
fn one(first: &Piece, other: &Piece) -> bool {
    let whose = |piece: &Piece| piece.owner.map(|owner| owner.creator);
    let channel = |piece: &Piece| piece.kind.touch().is_some_and(|touch| touch.link == 0);
    match (channel(first), channel(other)) {
        (false, false) => whose(first) == whose(other),
        (true, true) => {
            first.kind.touch().map(|touch| &touch.channel) == other.kind.touch().map(|touch| &touch.channel)
        }
        _ => false,
    }
}

impl Why<'_> {
    /// The path to it, as it is shown, and whether steps are left out.
    pub fn path(&self) -> (Vec<Value>, bool) {
        let (steps, cut) = path(self.decision);
        let shown = |step: Step<'_>| {
            let mut row = json!({ "kind": step.first.kind.word(), "at": time::print(step.at) });
            let touch = step.first.kind.touch();
            let mut put = |name: &str, value: Value| {
                if let Some(row) = row.as_object_mut() {
                    row.insert(name.to_owned(), value);
                }
            };
            if let Some(touch) = touch.filter(|touch| touch.link == 0) {
                put("channel", touch.channel.as_str().into());
            } else {
                put("creator", json!(self.names.creator(step.first.owner.map_or(0, |owner| owner.creator))));
                put("link", json!(self.names.link(touch.map_or(0, |touch| touch.link))));
            }
            put("touches", step.touches.into());
            put("decided", step.decided.into());
            row
        };
        (steps.into_iter().map(shown).collect(), cut)
    }
}
