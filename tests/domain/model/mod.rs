//! Models: which part of a conversion each touch on its path is given.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "small numbers, chosen here"
)]

mod markov;
mod path;
mod rules;
mod shapley;
mod split;
mod steps;

use waymark::domain::credit::model::{Place, Step, StepKind};

use super::given::NOON;

pub const DAY: i64 = 86_400_000;
pub const MINUTE: i64 = 60_000;

/// A creator, by a link of theirs.
pub fn creator(id: u32) -> Place {
    Place { creator: id, link: id * 10, ..Place::default() }
}

/// Another channel.
pub fn channel(name: &str) -> Place {
    Place { channel: name.to_owned(), ..Place::default() }
}

/// A click on a creator's link, so long before noon.
pub fn click(id: u32, before: i64) -> Step {
    Step::touch(StepKind::Click, NOON - before, creator(id))
}

/// A view of a creator's pixel, so long before noon.
pub fn view(id: u32, before: i64) -> Step {
    Step::touch(StepKind::View, NOON - before, creator(id))
}

/// A touch of another channel, so long before noon.
pub fn other(name: &str, before: i64) -> Step {
    Step::touch(StepKind::Other, NOON - before, channel(name))
}

/// A code of a creator's on the order.
pub fn code(id: u32) -> Step {
    Step::touch(StepKind::Code, NOON, Place { creator: id, code: id * 100, ..Place::default() })
}

/// What each step of a path is, in short: `12` a click, `v12` a view, `c12` a code, else the channel.
pub fn told<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Vec<String> {
    let one = |step: &Step| match step.kind {
        StepKind::Click => step.place.creator.to_string(),
        StepKind::View => format!("v{}", step.place.creator),
        StepKind::Code => format!("c{}", step.place.creator),
        StepKind::Other => step.place.channel.clone(),
    };
    steps.into_iter().map(one).collect()
}

/// The path in which these follow each other a day apart; letters are creators, `a` is 1.
pub fn days_apart(letters: &str) -> Vec<Step> {
    let count = letters.len() as i64;
    letters.bytes().zip(0..).map(|(letter, place)| click(u32::from(letter - b'a' + 1), (count - place) * DAY)).collect()
}
