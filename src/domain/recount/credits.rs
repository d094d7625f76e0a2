//! The credit of a reporting day: every conversion by every model that is kept, added up by place, by path and by delay.
//!
//! # Why
//! Every report over days is a sum of these sums, so a day can be counted again alone, and what came late changes its own day
//! and nothing else. Models split each conversion for itself, so a sum of days is the sum of their conversions to the unit.

use std::collections::BTreeMap;

use super::Dimension;
use super::dimension;
use super::part::facets;
use crate::domain::conversion;
use crate::domain::credit::model::{self, Given, KEPT, MICRO, Model, Money, Options, Place, Step, text};
use crate::domain::credit::{Brought, Decision, Kind, Order, Precedence, Rule, Via, lag_bin};
use crate::domain::facets::Facets;
use crate::domain::money::Currency;

/// What only a browser told of, under a model of its own: it stands there and nowhere else.
pub const UNVERIFIED: u8 = 0;

/// A conversion with everything that is known of its credit.
pub struct Judged<'a> {
    /// It.
    pub order: &'a Order,
    /// What decided.
    pub decision: &'a Decision,
    /// Its path, as far back as any window reaches.
    pub steps: &'a [Step],
    /// Its money, where it has some.
    pub brought: Option<Brought>,
    /// By what and from where the click that decided was made.
    pub codes: Option<Facets>,
    /// Whether no earlier order came with the click that decided.
    pub first_of_click: bool,
}

impl Judged<'_> {
    /// Whether it is the first order of the click that decided it.
    fn converts(&self) -> bool {
        self.first_of_click && matches!(self.decision.via, Via::Link | Via::Both)
    }
}

/// Where a credit is kept: kind, to whom, model, reporting day of the touch, and currency; none of what has no money.
pub type Key = (u8, Place, u8, i64, Option<Currency>);

/// What was given to one place by one model.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    /// Millionths of conversions; of those that were not given back whole; of new customers.
    pub micro: [i64; 3],
    /// Conversions with any credit here.
    pub conversions: u64,
    /// Of payout: by a link, a code, both, an answer.
    pub by: [u64; 4],
    /// Whose revenue is the order's total.
    pub on_total: u64,
    /// Of payout: clicks whose first order this is.
    pub converting: u64,
    /// Without a rate of their day.
    pub unrated: u64,
    /// Refunds of them.
    pub refunds: u64,
    /// Gross, refunded, and both in the reporting currency; minor units.
    pub money: [i64; 4],
    /// Squares of each conversion's net money, added; in the reporting currency, else its own.
    pub squares: f64,
}

/// Where payout is kept by one dimension of the click that decided: what it is parted by, to whom, value and currency.
pub type PartKey = (Dimension, Place, String, Currency);

/// Journeys that are alike: how many, their touches, and the money.
pub type Alike = (u64, u64, [i64; 4]);

/// What is kept of a day.
#[derive(Debug, Default)]
pub struct Credits {
    /// By model and place.
    pub totals: BTreeMap<Key, Sum>,
    /// Payout by one dimension of its click: orders, and money as in [`Sum`].
    pub parts: BTreeMap<PartKey, (u64, [i64; 4])>,
    /// By path: kind, text, currency.
    pub paths: BTreeMap<(u8, String, Option<Currency>), Alike>,
    /// By kind, creator and stretch of time: since the first touch, and since the click that decided.
    pub lags: BTreeMap<(u8, u32, u8), [u64; 2]>,
}

impl Credits {
    /// Adds one conversion; `day_of` gives the reporting day of a moment.
    pub fn see(&mut self, judged: &Judged<'_>, rule: Rule, day_of: &dyn Fn(i64) -> i64) {
        let order = judged.order;
        let (kind, at) = (order.kind as u8, order.occurred_at);
        let today = day_of(at);
        let whole = Given {
            place: Place::default(),
            step: None,
            at,
            micro: MICRO,
            money: judged.brought.map(Brought::money).unwrap_or_default(),
        };
        if order.verified != 1 {
            return self.add(UNVERIFIED, judged, today, &[whole]);
        }
        let options = Options::of(rule, order);
        let path = model::eligible(judged.steps, at, &options);
        let clicked = judged.decision.deciding_click();
        let touched = clicked.map_or(at, |click| click.at);
        let paid = Given { place: payout(judged), at: touched, ..whole.clone() };
        let day = day_of(touched);
        self.part(judged, &paid, day);
        self.add(Model::Payout as u8, judged, day, &[paid]);
        for model in KEPT {
            let given = model::credits(model, &path, at, whole.money, &options);
            for (day, given) in by_day(given, day_of) {
                self.add(model as u8, judged, day, &given);
            }
        }
        let column = |place: Place| Given { place, ..whole.clone() };
        if let Some(seen) = model::view_through(judged.steps, at, &options) {
            self.add(Model::ViewThrough as u8, judged, day_of(seen.until), &[column(seen.place.clone())]);
        }
        for creator in model::assisted(&path) {
            let first = path.iter().find(|step| step.place.creator == creator);
            let campaign = first.map_or(0, |step| step.place.campaign);
            let given = column(Place { creator, campaign, ..Place::default() });
            self.add(Model::Assisted as u8, judged, today, &[given]);
        }
        for carried in order.evidence.codes.iter().filter(|carried| carried.verified == 1) {
            let Some((held, _)) = carried.holder(at, rule.precedence == Precedence::CodeAlways) else { continue };
            let place = Place { creator: held.creator, campaign: held.campaign, code: held.id, ..Place::default() };
            self.add(Model::CodeUse as u8, judged, today, &[column(place)]);
        }
        let alike = self.paths.entry((kind, text::print(&path), currency(judged))).or_default();
        alike.0 += 1;
        alike.1 += path.len() as u64;
        add_money(&mut alike.2, whole.money);
        if let Some(first) = path.first() {
            self.lag(kind, first.place.creator, at - first.at)[0] += 1;
        }
        if let Some(click) = clicked {
            self.lag(kind, judged.decision.owner.creator, at - click.at)[1] += 1;
        }
    }

    fn lag(&mut self, kind: u8, creator: u32, ms: i64) -> &mut [u64; 2] {
        self.lags.entry((kind, creator, lag_bin(ms))).or_default()
    }

    /// Adds what a model gives of one conversion to touches of one day, each place once.
    fn add(&mut self, model: u8, judged: &Judged<'_>, day: i64, given: &[Given]) {
        let order = judged.order;
        let kind = order.kind as u8;
        let lost = judged
            .brought
            .is_some_and(|brought| brought.gross_minor > 0 && brought.refunded_minor == brought.gross_minor);
        let paid = model == Model::Payout as u8;
        let via = judged.decision.via;
        for given in given {
            let sum = self.totals.entry((kind, given.place.clone(), model, day, currency(judged))).or_default();
            sum.micro[0] += given.micro;
            sum.micro[1] += if lost { 0 } else { given.micro };
            sum.micro[2] += if order.new_customer == Some(1) { given.micro } else { 0 };
            sum.conversions += 1;
            for (by, known) in sum.by.iter_mut().zip([Via::Link, Via::Code, Via::Both, Via::Survey]) {
                *by += u64::from(paid && via == known);
            }
            sum.converting += u64::from(paid && judged.converts());
            sum.on_total += u64::from(judged.brought.is_some_and(|brought| brought.on_total));
            sum.unrated += u64::from(judged.brought.is_some_and(|brought| brought.reporting.is_none()));
            sum.refunds += u64::from(order.refund_count);
            let Money { gross, refunded, gross_reporting, refunded_reporting } = given.money;
            let net = gross_reporting.map_or(gross - refunded, |gross| gross - refunded_reporting.unwrap_or_default());
            sum.squares += square(net);
            add_money(&mut sum.money, given.money);
        }
    }

    /// Adds a sale that a click decided to what that click was made by and from, and to the variant that it was sent to.
    fn part(&mut self, judged: &Judged<'_>, paid: &Given, touched: i64) {
        let sale = judged.order.kind == conversion::Kind::Sale;
        let (Some(codes), Some(brought)) = (judged.codes.filter(|_| sale), judged.brought) else { return };
        let place = Place { code: 0, ..paid.place.clone() };
        let variant = Some(codes.variant).filter(|variant| *variant != 0);
        let sent = variant.map(|variant| (Dimension::Variant, u64::from(variant)));
        for (dimension, value) in facets(&codes).into_iter().chain(sent) {
            let key = (dimension, place.clone(), dimension::word(dimension, value, &[]), brought.currency);
            let (orders, sums) = self.parts.entry(key).or_default();
            *orders += 1;
            add_money(sums, paid.money);
        }
        if let Some(variant) = variant.filter(|_| judged.converts()) {
            let key = (Dimension::Converting, place, format!("{variant} {touched}"), brought.currency);
            self.parts.entry(key).or_default().0 += 1;
        }
    }
}

/// To whom a conversion is paid.
fn payout(judged: &Judged<'_>) -> Place {
    let Decision { link, owner, pieces, .. } = judged.decision;
    let mut deciding = pieces.iter().filter(|piece| piece.lost.is_none());
    let code = deciding.find_map(|piece| if let Kind::Code(place) = piece.kind { Some(place) } else { None });
    let carried = code.and_then(|place| judged.order.evidence.codes.get(place));
    let held = carried.and_then(|carried| carried.holder(judged.order.occurred_at, true));
    let code = held.map_or(0, |(held, _)| held.id);
    Place { creator: owner.creator, campaign: owner.campaign, link: *link, code, channel: String::new() }
}

/// What a model gave, by the reporting day of the touch, places that are alike together.
fn by_day(given: Vec<Given>, day_of: &dyn Fn(i64) -> i64) -> Vec<(i64, Vec<Given>)> {
    let mut days: Vec<(i64, Vec<Given>)> = Vec::new();
    for given in given {
        let day = day_of(given.at);
        let at = days.iter().position(|(known, _)| *known == day);
        let Some((_, places)) = at.and_then(|at| days.get_mut(at)) else {
            days.push((day, vec![given]));
            continue;
        };
        match places.iter_mut().find(|known| known.place == given.place) {
            Some(known) => {
                known.micro += given.micro;
                known.money = known.money.with(given.money);
            }
            None => places.push(given),
        }
    }
    days
}

fn currency(judged: &Judged<'_>) -> Option<Currency> {
    judged.brought.map(|brought| brought.currency)
}

fn add_money(sums: &mut [i64; 4], money: Money) {
    let Money { gross, refunded, gross_reporting, refunded_reporting } = money;
    let parts = [gross, refunded, gross_reporting.unwrap_or_default(), refunded_reporting.unwrap_or_default()];
    for (sum, part) in sums.iter_mut().zip(parts) {
        *sum = sum.saturating_add(part);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a measure of spread")]
fn square(minor: i64) -> f64 {
    minor as f64 * minor as f64
}
