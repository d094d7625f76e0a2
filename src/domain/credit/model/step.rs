//! A step of a path: what one creator or one channel did at a time, as it is stored and as models see it.
//!
//! # Why
//! One visit shows as several touches; what one creator or one channel did within half an hour is one step. Here only
//! touches of one kind become one: whether views count is asked later, and then a view must not hold two clicks apart.

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::domain::credit::{STEPS_MOST, TOGETHER};
use crate::domain::stored::{Misfit, Row, Stored};

/// To whom credit goes; the default is nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Creator; 0 for another channel, or nobody.
    pub creator: u32,
    /// Campaign; 0 for none.
    pub campaign: u32,
    /// Link; 0 where it was no click or view.
    pub link: u32,
    /// The code's number; 0 where it was no code.
    pub code: u32,
    /// `source/medium` of another channel, else empty.
    pub channel: String,
}

/// Who did something: a creator, else a channel; all of nothing is nobody.
pub type Who<'a> = (u32, &'a str);

impl Place {
    /// Whose it is, whichever link or code it was.
    pub fn who(&self) -> Who<'_> {
        (self.creator, if self.creator == 0 { &self.channel } else { "" })
    }
}

/// What a step was; the numbers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum StepKind {
    /// A click on a creator's link.
    Click = 1,
    /// A view of a creator's pixel.
    View = 2,
    /// Another channel.
    Other = 3,
    /// A code on the order, at the order's time; of several, the one that counts is given first.
    Code = 4,
}

impl StepKind {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Click => "click",
            Self::View => "view",
            Self::Other => "other",
            Self::Code => "code",
        }
    }
}

/// What one creator or one channel did at a time; stored as
/// `[kind, at, until, creator, campaign, link, code, channel, touches]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it was.
    pub kind: StepKind,
    /// When its first touch was, Unix milliseconds.
    pub at: i64,
    /// When its last touch was.
    pub until: i64,
    /// Who and by what, of its first touch.
    pub place: Place,
    /// How many touches it is.
    pub touches: u32,
}

impl Step {
    /// A touch that stands by itself.
    pub fn touch(kind: StepKind, at: i64, place: Place) -> Self {
        Self { kind, at, until: at, place, touches: 1 }
    }

    /// Where it stands in time: of one moment clicks come first and codes last; nothing depends on how they were sent.
    fn turn(&self) -> (i64, u8, &Place) {
        let rank = match self.kind {
            StepKind::Click => 0,
            StepKind::Other => 1,
            StepKind::View => 2,
            StepKind::Code => 3,
        };
        (self.at, rank, &self.place)
    }
}

/// `touches` as steps, oldest first, and whether some were left out.
///
/// Consecutive touches of one kind by the same creator, or by the same channel, at most half an hour apart are one step:
/// its time and place are the first's. Of more than 50 steps the first, the first that is no view, and the latest others
/// stay.
pub fn steps(touches: Vec<Step>) -> (Vec<Step>, bool) {
    let mut turns: Vec<Step> = Vec::with_capacity(touches.len());
    for touch in touches {
        let code = touch.kind == StepKind::Code;
        // Codes stay in the order that they are given in, behind everything of their moment.
        let at = turns.partition_point(|other| {
            if code { (other.at, other.kind as u8) <= (touch.at, 4) } else { other.turn() <= touch.turn() }
        });
        turns.insert(at, touch);
    }
    let mut steps: Vec<Step> = Vec::new();
    for touch in turns {
        let same = |step: &&mut Step| {
            step.kind == touch.kind
                && touch.kind != StepKind::Code
                && step.place.who() == touch.place.who()
                && touch.at - step.until <= TOGETHER
        };
        match steps.last_mut().filter(same) {
            Some(step) => {
                step.until = step.until.max(touch.until);
                step.touches = step.touches.saturating_add(touch.touches);
            }
            None => steps.push(touch),
        }
    }
    let over = steps.len().saturating_sub(STEPS_MOST);
    if over > 0 {
        let first = steps.iter().position(|step| step.kind != StepKind::View).unwrap_or_default();
        let mut left = over;
        let mut place = 0;
        steps.retain(|_| {
            let stays = place == 0 || place == first || left == 0;
            left -= usize::from(!stays);
            place += 1;
            stays
        });
    }
    (steps, over > 0)
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { kind, at, until, place, touches } = self;
        let Place { creator, campaign, link, code, channel } = place;
        (*kind as u8, at, until, creator, campaign, link, code, channel, touches).serialize(serializer)
    }
}

impl Stored for Step {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        let row = &mut Row::of(value, 9, misfit);
        let kind: u8 = row.field("kind", misfit);
        Self {
            kind: match kind {
                1 => StepKind::Click,
                2 => StepKind::View,
                3 => StepKind::Other,
                4 => StepKind::Code,
                _ => {
                    misfit.note("an unknown kind of step");
                    StepKind::Click
                }
            },
            at: row.field("at", misfit),
            until: row.field("until", misfit),
            place: Place {
                creator: row.field("creator", misfit),
                campaign: row.field("campaign", misfit),
                link: row.field("link", misfit),
                code: row.field("code", misfit),
                channel: row.field("channel", misfit),
            },
            touches: row.field("touches", misfit),
        }
    }
}
