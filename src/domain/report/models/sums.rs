//! What each model gives each row: read from kept sums, from paths one by one, or worked out from all paths together.

use std::collections::BTreeMap;

use super::Found;
use super::ask::{Ask, By};
use super::rows::{Alike, Kept, Path};
use crate::domain::credit::model::gate::Evidence;
use crate::domain::credit::model::markov::Walks;
use crate::domain::credit::model::{
    self, Given, MICRO, Model, Money, Place, assisted, credits, eligible, split, split_within, view_through,
};
use crate::domain::money::Currency;

/// What a row is about: `(0, id, "")` creators', `(1, 0, channel)` another channel's, `(2, 0, "")` nobody's.
pub type Key = (u8, u32, String);

/// Nobody's row.
pub const NOBODY: Key = (2, 0, String::new());

/// What a model gives a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Millionths of conversions.
    pub micro: i64,
    /// Minor units: gross, refunded, and both in the reporting currency.
    pub money: [i64; 4],
}

impl Sum {
    fn add(&mut self, micro: i64, money: [i64; 4]) {
        self.micro = self.micro.saturating_add(micro);
        for (sum, part) in self.money.iter_mut().zip(money) {
            *sum = sum.saturating_add(part);
        }
    }
}

/// Rows by what they are about, and what each model gives them.
#[derive(Debug, Default)]
pub struct Sums {
    /// Per row, the models that give it something.
    pub rows: BTreeMap<Key, Vec<(Model, Sum)>>,
    /// Everything that there was, by payout.
    pub all: Sum,
    /// Conversions of these without a rate.
    pub unrated: u64,
    /// The currencies of these.
    pub currencies: Vec<Currency>,
    /// Whether another channel stands on any path.
    pub channels: bool,
    /// Models without figures, and why.
    pub why: Vec<(Model, &'static str)>,
}

impl Sums {
    fn add(&mut self, key: Key, model: Model, micro: i64, money: [i64; 4]) {
        self.channels |= key.0 == 1;
        let row = self.rows.entry(key).or_default();
        match row.iter_mut().find(|(known, _)| *known == model) {
            Some((_, sum)) => sum.add(micro, money),
            None => row.push((model, Sum { micro, money })),
        }
    }

    /// Adds kept sums; those of payout are also the whole.
    pub fn keep(&mut self, ask: &Ask, kept: Vec<Kept>) {
        for Kept {
            model,
            whose,
            id,
            channel,
            currency,
            micro,
            money: (gross, refunded, in_reporting, back),
            unrated,
        } in kept
        {
            let money = [gross, refunded, in_reporting, back];
            let Some((model, _)) = Model::ALL.iter().find(|(known, _)| *known as u8 == model) else { continue };
            if *model == Model::Payout {
                self.all.add(micro, money);
                self.unrated += unrated;
                if let Some(currency) = Currency::parse(&currency) {
                    crate::domain::ordered::put(&mut self.currencies, currency);
                }
            }
            if ask.models.contains(model) {
                self.add((whose, id, channel), *model, micro, money);
            }
        }
    }

    /// Splits one conversion by every model that is asked for. Where rows go by the touch's day, `from` and `to` bound it,
    /// milliseconds, half-open.
    pub fn split(&mut self, ask: &Ask, path: &Path, within: Option<(i64, i64)>) {
        let options = model::Options { lead_at: path.lead_at, ..ask.options.clone() };
        let on = eligible(&path.steps, path.at, &options);
        let (gross, refunded) = path.money;
        let (gross_reporting, refunded_reporting) = path.reporting;
        let money = Money { gross, refunded, gross_reporting, refunded_reporting };
        let inside = |at: i64| within.is_none_or(|(from, to)| (from..to).contains(&at));
        for model in ask.models.iter().copied() {
            let whole = |place: Place| Given { place, step: None, at: path.at, micro: MICRO, money };
            let given = match model {
                Model::ViewThrough => {
                    let seen = view_through(&path.steps, path.at, &options);
                    seen.map(|step| Given { at: step.until, ..whole(step.place.clone()) }).into_iter().collect()
                }
                Model::Assisted => {
                    let first = |creator: u32| on.iter().find(|step| step.place.creator == creator);
                    let place = |creator: u32| first(creator).map(|step| step.place.clone()).unwrap_or_default();
                    assisted(&on).into_iter().map(|creator| whole(place(creator))).collect()
                }
                model if model.splits() => credits(model, &on, path.at, money, &options),
                _ => continue,
            };
            for given in given.into_iter().filter(|given| inside(given.at)) {
                if let Some(key) = key(ask, given.place) {
                    let Money { gross, refunded, gross_reporting, refunded_reporting } = given.money;
                    let (in_reporting, back) =
                        (gross_reporting.unwrap_or_default(), refunded_reporting.unwrap_or_default());
                    self.add(key, model, given.micro, [gross, refunded, in_reporting, back]);
                }
            }
        }
    }

    /// Works out what is worked out of all journeys together, or says why not; `reporting` says whether all money is in one
    /// currency. Gives what there was to learn from, and what was found.
    pub fn learn(
        &mut self,
        ask: &Ask,
        journeys: Option<&Journeys>,
        reporting: bool,
    ) -> Option<(Evidence, Option<Found>)> {
        let open = journeys.is_some_and(|journeys| journeys.walks.evidence().suffices());
        let wanted = || ask.models.iter().copied().filter(|model| model.learns());
        let removal =
            journeys.filter(|_| open && wanted().next().is_some()).and_then(|journeys| journeys.walks.solve());
        for model in wanted() {
            let value = model == Model::MarkovValue;
            let weights = removal
                .as_ref()
                .and_then(|removal| if value { removal.value_weights() } else { Some(removal.weights()) });
            let reason = match (journeys, weights, &removal) {
                (None, ..) if ask.markov() => "range_too_wide",
                (None, ..) => "not_kept",
                (Some(_), ..) if !open => "below_gate",
                (Some(_), ..) if value && !reporting && self.currencies.len() > 1 => "several_currencies",
                (Some(journeys), Some(weights), Some(removal)) => {
                    self.lose(ask, model, journeys, &removal.names, &weights);
                    continue;
                }
                (Some(_), _, None) => "no_conversions",
                (Some(_), None, Some(_)) => "no_money",
            };
            self.why.push((model, reason));
        }
        let found = removal.map(|removal| Found {
            converts: removal.converts,
            states: removal.names.len(),
            coverage: removal.coverage,
        });
        journeys.map(|journeys| (journeys.walks.evidence(), found))
    }

    /// Gives everybody of `names` their part by `weights` of what had a touch, and nobody what had none.
    fn lose(&mut self, ask: &Ask, model: Model, journeys: &Journeys, names: &[String], weights: &[u64]) {
        let [gross, refunded, in_reporting, back] = journeys.touched.money;
        let parts = |gross: i64, refunded: i64| {
            let gross = split(gross, weights);
            let refunded = split_within(refunded, weights, &gross);
            gross.into_iter().zip(refunded)
        };
        let money = parts(gross, refunded).zip(parts(in_reporting, back));
        let micro = split(journeys.touched.micro, weights);
        for ((name, micro), ((gross, refunded), (in_reporting, back))) in names.iter().zip(micro).zip(money) {
            let (creator, channel) = model::text::who(name);
            let place = Place { creator, channel: channel.to_owned(), ..Place::default() };
            if let Some(key) = key(ask, place) {
                self.add(key, model, micro, [gross, refunded, in_reporting, back]);
            }
        }
        if let Some(nobody) = key(ask, Place::default()) {
            self.add(nobody, model, journeys.untouched.micro, journeys.untouched.money);
        }
    }
}

/// The row that a place belongs to; none where a filter leaves it out.
fn key(ask: &Ask, place: Place) -> Option<Key> {
    let Place { creator, campaign, link, code, channel } = place;
    let all = [("creator", creator), ("campaign", campaign), ("link", link), ("code", code)];
    if all.iter().any(|(name, id)| !ask.wants(name, *id)) {
        return None;
    }
    let id = match ask.by {
        _ if creator == 0 => 0,
        By::Creator => creator,
        By::Campaign => campaign,
        By::Link => link,
        By::Channel => 0,
    };
    let whose = if creator != 0 { 0 } else { 2 - u8::from(!channel.is_empty()) };
    Some((whose, id, channel))
}

/// All journeys, added up.
#[derive(Debug, Default)]
pub struct Journeys {
    /// Their walks.
    pub walks: Walks,
    /// Conversions with a touch.
    pub touched: Sum,
    /// Conversions without one.
    pub untouched: Sum,
}

impl Journeys {
    /// Adds journeys; `reporting` says which money weighs.
    pub fn add(&mut self, alike: Vec<Alike>, reporting: bool) {
        for Alike { path, kind, journeys, touches, money: (gross, refunded, in_reporting, back), .. } in alike {
            if kind == 0 {
                self.walks.add(&path, touches, 0, 0, journeys);
                continue;
            }
            let net = if reporting { in_reporting - back } else { gross - refunded };
            self.walks.add(&path, touches, journeys, net, 0);
            let sum = if path.is_empty() { &mut self.untouched } else { &mut self.touched };
            let micro = i64::try_from(journeys).unwrap_or_default().saturating_mul(MICRO);
            sum.add(micro, [gross, refunded, in_reporting, back]);
        }
    }
}
