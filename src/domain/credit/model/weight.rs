//! What each rule gives the touches of a path, as whole weights: only their proportion means something.
//!
//! # Why
//! Weights are whole numbers so that a split is exact and the same natively and in wasm. The only rule that needs a root,
//! decay, uses additions, products and square roots alone, which IEEE 754 rounds in one way everywhere.
//!
//! # Sources
//! Position 40/20/40 and a half-life of a week: Google Ads API, `AttributionModelEnum`. Decay `2^(-t / half-life)` and the
//! U curve: Adobe, "Attribution models". J and inverse J are 20/20/60 and 60/20/20.

use serde_json::Value;

use super::Model;
use super::step::Step;
use super::window::{Except, Options};

/// A weight of 1 among declared ones.
pub const WHOLE: u32 = 1_000_000;
/// The most declared weights of a list.
const LIST_MOST: usize = 50;
/// What decay gives the last touch.
const DECAY_WHOLE: f64 = 1_099_511_627_776.0;

/// What the first, those between together and the last get, in millionths; together a million.
///
/// One touch gets everything; of two the ends share in their proportion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// The first.
    pub first: u32,
    /// Those between, in equal parts.
    pub middle: u32,
    /// The last.
    pub last: u32,
}

impl Ends {
    /// 40/20/40.
    pub const U: Self = Self { first: 400_000, middle: 200_000, last: 400_000 };
    /// 20/20/60.
    pub const J: Self = Self { first: 200_000, middle: 200_000, last: 600_000 };
    /// 60/20/20.
    pub const INVERSE_J: Self = Self { first: 600_000, middle: 200_000, last: 200_000 };

    /// Reads percent: `40,20,40`; none where they are not three that make 100.
    pub fn percent(text: &str) -> Option<Self> {
        let mut parts = text.split(',').map(|part| {
            let part = part.trim();
            let plain = !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u32>().ok().filter(|percent| plain && *percent <= 100)
        });
        let mut next = || parts.next().flatten();
        let (first, middle, last) = (next()?, next()?, next()?);
        let all = first + middle + last == 100 && parts.next().is_none();
        all.then_some(Self { first: first * 10_000, middle: middle * 10_000, last: last * 10_000 })
    }
}

/// Weights that somebody declares.
///
/// Written `{"first": 0.3, "middle": 0.2, "last": 0.5}`, a part that is left out being 0, or as a list from the end:
/// `[0.5, 0.3, 0.2]` gives the last touch 0.5, the one before it 0.3. A shorter path shares in the proportion of the
/// weights it has; touches before the end of the list get nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Custom {
    /// By part.
    Ends(Ends),
    /// By place from the end, millionths.
    FromEnd(Vec<u32>),
}

impl Custom {
    /// Reads declared weights.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn read(declared: &Value) -> Result<Self, &'static str> {
        let part = |value: &Value| {
            let part = value.as_f64().filter(|part| (0.0..=1.0).contains(part));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to a million")]
            part.map(|part| (part * f64::from(WHOLE)).round() as u32).ok_or("Each weight is a number from 0 to 1.")
        };
        let (read, sum) = match declared {
            Value::Object(parts) => {
                let known = |name: &String| ["first", "middle", "last"].contains(&name.as_str());
                if !parts.keys().all(known) {
                    return Err("Send first, middle and last, or a list.");
                }
                let named = |name: &str| parts.get(name).map_or(Ok(0), part);
                let ends = Ends { first: named("first")?, middle: named("middle")?, last: named("last")? };
                (Self::Ends(ends), ends.first + ends.middle + ends.last)
            }
            Value::Array(list) if list.len() <= LIST_MOST => {
                let list = list.iter().map(part).collect::<Result<Vec<_>, _>>()?;
                let sum = list.iter().sum();
                (Self::FromEnd(list), sum)
            }
            _ => return Err("Send first, middle and last, or a list of at most 50 weights."),
        };
        // As near to 1 as three thirds, written in six digits, are.
        if sum.abs_diff(WHOLE) <= 1 { Ok(read) } else { Err("The weights add up to 1.") }
    }
}

/// What `model` gives each step of `path`; only the proportion means something. Empty where the model is no such rule.
pub fn shares(model: Model, path: &[&Step], options: &Options) -> Vec<u64> {
    let count = path.len();
    let last = count.saturating_sub(1);
    let only = |chosen: usize| (0..count).map(|place| u64::from(place == chosen)).collect();
    match model {
        Model::Last => only(last),
        Model::First => only(0),
        Model::Linear => vec![1; count],
        Model::LinearUnique => {
            // Each one's latest step stands for all of theirs.
            let behind = |place: usize| path.iter().skip(place + 1);
            let latest =
                |(place, step): (usize, &&Step)| behind(place).all(|later| later.place.who() != step.place.who());
            path.iter().enumerate().map(|each| u64::from(latest(each))).collect()
        }
        Model::Position => ends(options.position, count),
        Model::J => ends(Ends::J, count),
        Model::InverseJ => ends(Ends::INVERSE_J, count),
        Model::Decay => decay(path, options.half_life_ms),
        Model::LastNon => {
            let out = |step: &Step| match &options.except {
                Some(Except::Creator(creator)) => step.place.creator == *creator,
                Some(Except::Channel(channel)) => step.place.creator == 0 && step.place.channel == *channel,
                None => false,
            };
            only(path.iter().rposition(|step| !out(step)).unwrap_or(last))
        }
        Model::Custom => match &options.custom {
            Custom::Ends(parts) => ends(*parts, count),
            Custom::FromEnd(weights) => {
                let from_end = |place: usize| weights.get(last - place).map_or(0, |weight| u64::from(*weight));
                (0..count).map(from_end).collect()
            }
        },
        _ => Vec::new(),
    }
}

/// One touch: all. Two: in the proportion of the ends, halves where both are 0. More: the middle in equal parts.
fn ends(Ends { first, middle, last }: Ends, count: usize) -> Vec<u64> {
    let [first, middle, last] = [first, middle, last].map(u64::from);
    let between = u64::try_from(count).unwrap_or(u64::MAX).saturating_sub(2);
    match count {
        0 => Vec::new(),
        1 => vec![1],
        2 if first + last == 0 => vec![1, 1],
        2 => vec![first, last],
        _ => (0..count)
            .map(|place| match place {
                0 => first * between,
                place if place + 1 == count => last * between,
                _ => middle,
            })
            .collect(),
    }
}

/// `2^(-(t_n - t_j) / h)`, where the last touch and not the order is the anchor: in proportion the same, and what is ten
/// years older gets nothing instead of nothing being divided by nothing.
fn decay(path: &[&Step], half_life: i64) -> Vec<u64> {
    let last = path.last().map_or(0, |step| step.at);
    path.iter().map(|step| half_to(last - step.at, half_life)).collect()
}

/// `2^(-ms / half_life)` of 2^40, by the binary digits of the exponent.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 2^40")]
fn half_to(ms: i64, half_life: i64) -> u64 {
    let (ms, half_life) = (ms.max(0), half_life.clamp(1, i64::MAX / 2));
    let Some(whole) = u32::try_from(ms / half_life).ok().filter(|whole| *whole < 64) else { return 0 };
    let mut rest = ms % half_life;
    let (mut power, mut root) = (DECAY_WHOLE, 0.5_f64);
    // As many digits as the whole has, and a few.
    for _ in 0..44 {
        if rest == 0 {
            break;
        }
        root = root.sqrt();
        rest *= 2;
        if rest >= half_life {
            rest -= half_life;
            power *= root;
        }
    }
    for _ in 0..whole {
        power *= 0.5;
    }
    power.round() as u64
}
