//! Models: which part of a conversion each touch on its path is given.
//!
//! # Why
//! Rules are accounting, not cause: none of them says what would have happened without a creator. They stand side by side
//! so that a decision that hangs on the rule is seen to. All of them read the same path and all add up to the same orders
//! and money, to the last unit.
//!
//! # How to use it
//! Touches become [`steps`] once and are stored; [`eligible`] makes the path of them under [`Options`], whose default is
//! what the night stores; [`credits`] splits one conversion along the path by a [`Model`]. [`view_through`] (its own column,
//! never in a total) reads the steps, [`assisted`] the path. [`text::print`] tells a path for `path_total`, [`text::read`]
//! reads it. [`markov`] and [`shapley`] work on such texts, added up.
//!
//! `Payout`, `ViewThrough`, `Assisted` and `CodeUse` split nothing along a path: [`shares`] is empty and [`credits`] gives
//! nobody everything. A view counts as a touch where `Options::views` is set only. `Code` steps stand at the order's time,
//! the one that counts first; a code that was not its holder's then is not passed.

mod factors;
pub mod gate;
pub mod markov;
pub mod shapley;
mod split;
mod step;
pub mod text;
mod weight;
mod window;

pub use split::{split, split_within};
pub use step::{Place, Step, StepKind, Who, steps};
pub use weight::{Custom, Ends, shares};
pub use window::{CodePolicy, Except, Options, assisted, eligible, view_through};

/// A whole conversion, in millionths.
pub const MICRO: i64 = 1_000_000;

/// Ways to say whose a conversion is; the first ten numbers are stored, the others are worked out when they are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Model {
    /// What is paid by: [`weigh`](crate::domain::credit::weigh()).
    Payout = 1,
    /// All to the last touch.
    Last = 2,
    /// All to the first.
    First = 3,
    /// Every touch alike; repeats count.
    Linear = 4,
    /// Every creator and channel on the path alike: the Shapley value of the coverage game, see [`shapley`].
    LinearUnique = 5,
    /// The ends more than the middle: 40/20/40.
    Position = 6,
    /// Half as much for every week further from the last touch.
    Decay = 7,
    /// The latest view, where no click and no code brought it.
    ViewThrough = 8,
    /// Paths with the creator on them whose last touch is another's; no share.
    Assisted = 9,
    /// Every code on an order, to its holder; no share.
    CodeUse = 10,
    /// The last touch that is not of the one that is left out; of a path of theirs alone, the last.
    LastNon = 20,
    /// 20/20/60.
    J = 21,
    /// 60/20/20.
    InverseJ = 22,
    /// Declared weights.
    Custom = 23,
    /// By what would be lost without each, over all paths together: see [`markov`].
    Markov = 24,
    /// The same of money.
    MarkovValue = 25,
}

/// The models along a path that the night keeps.
pub const KEPT: [Model; 6] =
    [Model::Last, Model::First, Model::Linear, Model::LinearUnique, Model::Position, Model::Decay];

impl Model {
    /// Every model with its word.
    pub const ALL: [(Self, &'static str); 16] = [
        (Self::Payout, "payout"),
        (Self::Last, "last"),
        (Self::First, "first"),
        (Self::Linear, "linear"),
        (Self::LinearUnique, "linear_unique"),
        (Self::Position, "position"),
        (Self::Decay, "decay"),
        (Self::ViewThrough, "view_through"),
        (Self::Assisted, "assisted"),
        (Self::CodeUse, "code_use"),
        (Self::LastNon, "last_non"),
        (Self::J, "j"),
        (Self::InverseJ, "inverse_j"),
        (Self::Custom, "custom"),
        (Self::Markov, "markov"),
        (Self::MarkovValue, "markov_value"),
    ];

    /// The one that `word` names; `shapley` is `linear_unique`, which it equals.
    pub fn named(word: &str) -> Option<Self> {
        let word = if word == "shapley" { "linear_unique" } else { word };
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(model, _)| *model)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(model, _)| *model == self).map_or("", |(_, word)| word)
    }

    /// Whether it splits each conversion along its path.
    pub fn splits(self) -> bool {
        !self.learns() && !matches!(self, Self::Payout | Self::ViewThrough | Self::Assisted | Self::CodeUse)
    }

    /// Whether it is worked out of all journeys together.
    pub fn learns(self) -> bool {
        matches!(self, Self::Markov | Self::MarkovValue)
    }

    /// Whether what it gives adds up to the conversions.
    pub fn shares(self) -> bool {
        !matches!(self, Self::ViewThrough | Self::Assisted | Self::CodeUse)
    }

    /// Whether the night stores it.
    pub fn stored(self) -> bool {
        self <= Self::CodeUse
    }
}

/// The money of a conversion, minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// Before refunds.
    pub gross: i64,
    /// What went back.
    pub refunded: i64,
    /// Gross in the reporting currency; none where there is no rate.
    pub gross_reporting: Option<i64>,
    /// What went back, in the reporting currency.
    pub refunded_reporting: Option<i64>,
}

impl Money {
    /// Both together; of what has no rate there is no sum in the reporting currency.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let both = |one: Option<i64>, other: Option<i64>| Some(one?.saturating_add(other?));
        Self {
            gross: self.gross.saturating_add(other.gross),
            refunded: self.refunded.saturating_add(other.refunded),
            gross_reporting: both(self.gross_reporting, other.gross_reporting),
            refunded_reporting: both(self.refunded_reporting, other.refunded_reporting),
        }
    }
}

/// What one step of a path is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// To whom; the default is nobody.
    pub place: Place,
    /// Which step of the path; none for nobody.
    pub step: Option<usize>,
    /// When the step was, Unix milliseconds; the conversion's time for nobody.
    pub at: i64,
    /// Millionths of the conversion.
    pub micro: i64,
    /// Its part of the money; 0 <= refunded <= gross in both currencies.
    pub money: Money,
}

/// Splits a conversion at `at` along `path`; what is given adds up to a million, and to each sum of `money`, exactly.
///
/// Steps that get nothing at all are left out; of an empty path, nobody gets everything. A refund is split as its order was,
/// and never takes more of a step than the step was given.
pub fn credits(model: Model, path: &[&Step], at: i64, money: Money, options: &Options) -> Vec<Given> {
    let weights = shares(model, path, options);
    let within = |refunded: i64, gross: i64| refunded.clamp(0, gross.max(0));
    let whole = Money {
        refunded: within(money.refunded, money.gross),
        refunded_reporting: money
            .gross_reporting
            .map(|gross| within(money.refunded_reporting.unwrap_or_default(), gross)),
        ..money
    };
    if weights.is_empty() {
        return vec![Given { place: Place::default(), step: None, at, micro: MICRO, money: whole }];
    }
    let mut some = weights.iter().enumerate().filter(|(_, weight)| **weight != 0);
    // Most paths are of one step, and the first or last of any is one too.
    if let (Some((place, _)), None) = (some.next(), some.next()) {
        let step = path.get(place);
        return step
            .map(|step| Given { place: step.place.clone(), step: Some(place), at: step.at, micro: MICRO, money: whole })
            .into_iter()
            .collect();
    }
    let micro = split(MICRO, &weights);
    let parts = |gross: i64, refunded: i64| {
        let gross = split(gross, &weights);
        let refunded = split_within(refunded, &weights, &gross);
        gross.into_iter().zip(refunded)
    };
    let own = parts(money.gross, money.refunded);
    let reporting = money.gross_reporting.map(|gross| parts(gross, money.refunded_reporting.unwrap_or_default()));
    let mut reporting = reporting.into_iter().flatten();
    let mut given = Vec::with_capacity(path.len());
    for (((step, place), micro), (gross, refunded)) in path.iter().zip(0..).zip(micro).zip(own) {
        let (gross_reporting, refunded_reporting) = reporting.next().unzip();
        let money = Money { gross, refunded, gross_reporting, refunded_reporting };
        if micro != 0 || gross != 0 || gross_reporting.is_some_and(|gross| gross != 0) {
            given.push(Given { place: step.place.clone(), step: Some(place), at: step.at, micro, money });
        }
    }
    given
}
