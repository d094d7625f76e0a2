//! The verdict on a creator: whether it was worth it, how sure that is, what fee would be, and the sentence why.
//!
//! # How it is used
//! `judge(&Effort, Option<Target>)` takes what a creator brought and cost in a range, all money in one currency (`Effort`
//! of `metric.rs`: fill in what is known, the rest is its default), and the target that stood. It gives a `Judged`:
//! estimate, 80 % interval, attainment, status, verdict, fee at target, and the sentence. `Judged::shown` is its JSON,
//! with `why` for every null. `ranked` makes dense ranks of many: call it once with `Judged::key` and once with
//! `Judged::bound`. Everything here is a value of its arguments.
//!
//! # Why
//! The rules are asked in this order and the first that holds is the verdict: too few is `insufficient`; the cautious end
//! of the interval at the target or better is `scale`; the estimate at the target or better `keep`; below it with a ROI
//! above 0 `renegotiate`; the hopeful end of ROI below 0 `cut`; anything else `unclear`. ROI decides the last ones whatever
//! the target is of: a cheap click does not pay for itself.

use serde_json::{Map, Value, json};

use super::metric::{Effort, LEVEL, Measured, Metric, said_money};
use crate::domain::statistics::{Interval, amount};

pub use super::rank::{Ranked, ranked};

/// What was hoped for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Of what.
    pub metric: Metric,
    /// Millionths: of a ratio, of a minor unit, of one.
    pub value_micro: i64,
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Surely at the target or better.
    Scale,
    /// At the target or better, but not surely.
    Keep,
    /// Below the target, above its cost: at another fee it would do.
    Renegotiate,
    /// Surely a loss.
    Cut,
    /// Neither.
    Unclear,
    /// Too few to say.
    Insufficient,
}

impl Verdict {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Scale => "scale",
            Self::Keep => "keep",
            Self::Renegotiate => "renegotiate",
            Self::Cut => "cut",
            Self::Unclear => "unclear",
            Self::Insufficient => "insufficient",
        }
    }
}

/// A creator, judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// By what.
    pub metric: Metric,
    /// What was hoped for, in the metric's unit.
    pub target: Option<f64>,
    /// How it came out, or why that is not known.
    pub measured: Result<Measured, &'static str>,
    /// ROI, or why that is not known.
    pub roi: Result<Measured, &'static str>,
    /// How much of the target was reached: actual / target, or target / actual where less is better.
    pub attainment: Result<f64, &'static str>,
    /// `above` or `below` the target with the whole interval, else `unclear`, `insufficient` or `no_target`.
    pub status: &'static str,
    /// What comes of it.
    pub verdict: Verdict,
    /// The flat fee that would meet the target, in minor units, and its interval.
    pub fee_at_target: Result<(i64, Interval), &'static str>,
    /// Why, in a sentence or two.
    pub sentence: String,
}

/// Judges `effort`: against `target` where there is one, else by whether it is a loss (`metric` only says what is shown).
pub fn judge(effort: &Effort, metric: Metric, target: Option<Target>) -> Judged {
    let metric = target.map_or(metric, |target| target.metric);
    let hoped = target.map(|target| amount(target.value_micro) / 1e6);
    let (measured, lacking) = (effort.measure(metric), effort.lacking(metric));
    let roi = effort.measure(Metric::Roi);
    let enough = effort.lacking(Metric::Roi).is_none();
    let reaches = |value: f64| match hoped {
        Some(hoped) if metric.lower_is_better() => value <= hoped,
        Some(hoped) => value >= hoped,
        None => false,
    };
    let ends = measured.map(|known| {
        let Interval { low, high } = known.interval;
        if metric.lower_is_better() { (high, low) } else { (low, high) }
    });
    let verdict = match (lacking, measured, ends, roi) {
        (Some(_), ..) => Verdict::Insufficient,
        (None, _, Ok((cautious, _)), _) if reaches(cautious) => Verdict::Scale,
        (None, Ok(known), ..) if reaches(known.estimate) => Verdict::Keep,
        (None, Ok(_), _, Ok(roi)) if hoped.is_some() && enough && roi.estimate > 0.0 => Verdict::Renegotiate,
        (None, _, _, Ok(roi)) if enough && roi.interval.high < 0.0 => Verdict::Cut,
        _ => Verdict::Unclear,
    };
    let status = match (hoped, lacking, ends) {
        (None, ..) => "no_target",
        (_, Some(_), _) => "insufficient",
        (_, None, Ok((cautious, _))) if reaches(cautious) => "above",
        (_, None, Ok((_, hopeful))) if !reaches(hopeful) => "below",
        _ => "unclear",
    };
    let attainment = match (hoped, measured) {
        (None, _) => Err("no_target"),
        (_, Err(why)) => Err(why),
        (Some(hoped), Ok(known)) => {
            let (part, whole) =
                if metric.lower_is_better() { (hoped, known.estimate) } else { (known.estimate, hoped) };
            if whole > 0.0 { Ok(part / whole) } else { Err("nothing_to_divide_by") }
        }
    };
    let fee_at_target = match target {
        None => Err("no_target"),
        Some(_) if lacking.is_some() => Err("too_few"),
        Some(target) => effort.fee_for(metric, target.value_micro),
    };
    let mut judged = Judged {
        metric,
        target: hoped,
        measured,
        roi,
        attainment,
        status,
        verdict,
        fee_at_target,
        sentence: String::new(),
    };
    judged.sentence = judged.say(effort, lacking);
    judged
}

impl Judged {
    /// What a rank goes by: more is better, whatever the metric.
    pub fn key(&self) -> Option<f64> {
        let sign = if self.metric.lower_is_better() { -1.0 } else { 1.0 };
        self.measured.ok().map(|known| sign * known.estimate)
    }

    /// What the rank by the cautious end goes by: a small sample has its own far off.
    pub fn bound(&self) -> Option<f64> {
        let known = self.measured.ok()?.interval;
        Some(if self.metric.lower_is_better() { -known.high } else { known.low })
    }

    /// The fields of a row; the interval is null below the gate, with `too_few`.
    pub fn shown(&self) -> Map<String, Value> {
        let mut why = Map::new();
        let mut known = |name: &str, value: Result<Value, &'static str>| {
            value.unwrap_or_else(|word| {
                why.insert(name.into(), word.into());
                Value::Null
            })
        };
        let few = self.verdict == Verdict::Insufficient;
        let interval = |one: Result<Measured, &'static str>| match one {
            Ok(_) if few => Err("too_few"),
            one => one.map(|one| one.interval.shown(LEVEL)),
        };
        let value = json!({
            "metric": self.metric.word(),
            "target": known("target", self.target.map(Value::from).ok_or("no_target")),
            "estimate": known("estimate", self.measured.map(|one| one.estimate.into())),
            "attainment": known("attainment", self.attainment.map(Value::from)),
            "status": self.status,
            "verdict": self.verdict.word(),
            "fee_at_target_minor": known("fee_at_target_minor", self.fee_at_target.map(|fee| fee.0.into())),
            "sentence": self.sentence,
            "interval": {
                "estimate": known("interval.estimate", interval(self.measured)),
                "fee_at_target_minor": self.fee_at_target.ok().map(|fee| fee.1.shown(LEVEL)),
            },
        });
        let mut row = if let Value::Object(row) = value { row } else { Map::new() };
        row.insert("why".into(), why.into());
        row
    }

    /// The sentence, with the figures that it goes by.
    fn say(&self, effort: &Effort, lacking: Option<(u64, &'static str, u64)>) -> String {
        let currency = effort.currency;
        let said = |value: f64| self.metric.said(value, currency);
        let name = self.metric.name();
        if let Some((count, what, least)) = lacking {
            return format!("Too few to judge: {count} {what}, and it takes {least}.");
        }
        let known = match self.measured {
            Ok(known) => known,
            Err("no_cost") => return format!("It cost nothing, so there is no {name}."),
            Err("no_margin") => return "No margin is stated, so there is no profit ROI.".into(),
            Err(why) => return format!("There is no {name}: {}.", reason(why)),
        };
        let Interval { low, high } = known.interval;
        let (name, value, low, high) = (capital(name), said(known.estimate), said(low), said(high));
        let hoped =
            self.target.map_or("there is no target for it".into(), |target| format!("the target is {}", said(target)));
        let so = self.so(effort);
        let (net, cost) = (said_money(effort.net_minor, currency), said_money(effort.cost_minor(), currency));
        let orders = Metric::Orders.said(amount(effort.orders_micro) / 1e6, None);
        let brought = effort
            .no_money
            .map_or_else(|| format!("{orders} orders brought {net} at a cost of {cost}. "), |_| String::new());
        format!("{brought}{name} is {value}, 80 % sure between {low} and {high}; {hoped}. {so}")
    }

    /// What the verdict follows from.
    fn so(&self, effort: &Effort) -> String {
        let currency = effort.currency;
        let said = |value: f64| Metric::Roi.said(value, currency);
        let (roi, best) = self.roi.map(|roi| (said(roi.estimate), said(roi.interval.high))).unwrap_or_default();
        match (self.verdict, self.fee_at_target) {
            (Verdict::Scale, _) => "Even the cautious end meets it.".into(),
            (Verdict::Keep, _) => "The estimate meets it, the cautious end does not.".into(),
            (Verdict::Renegotiate, Ok((fee, _))) => {
                let (fee, now) = (said_money(fee, currency), said_money(effort.fee_minor, currency));
                format!("ROI is {roi}, above 0: at a fee of {fee} instead of {now} the target would be met.")
            }
            (Verdict::Renegotiate, Err("other_costs_alone_exceed_it")) => {
                format!("ROI is {roi}, above 0, but no fee would meet the target: the other costs alone are too high.")
            }
            (Verdict::Renegotiate, Err(_)) => format!("ROI is {roi}, above 0, but the fee does not change this."),
            (Verdict::Cut, _) => format!("ROI is {roi}, and even its hopeful end, {best}, is a loss."),
            _ if self.roi.is_err() => {
                format!("Whether it is a loss is not known: {}.", self.roi.err().map(reason).unwrap_or_default())
            }
            _ if self.target.is_some() => "That is below it, and whether it is a loss is not sure.".into(),
            _ => "It is not surely a loss; set a target to know more.".into(),
        }
    }
}

/// Why there is no figure, as a sentence says it.
fn reason(why: &'static str) -> &'static str {
    match why {
        "no_cost" => "nothing that it cost is entered",
        "no_rate" => "its money is in a currency without a rate",
        "several_currencies" => "its money is in several currencies, and no reporting currency is set",
        "not_kept" => "what it cost is not kept by what is filtered by",
        "no_clicks" => "there are no clicks",
        "no_engagements" => "nobody stated engagements",
        "no_conversions" => "there are no orders",
        "no_new_customers" => "there are no new customers",
        "no_leads" => "there are no leads",
        _ => why,
    }
}

/// The name at the start of a sentence; ASCII by its own table.
fn capital(name: &str) -> String {
    let mut text = name.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
