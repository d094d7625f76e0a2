//! One event of a page, read on its own: what is wrong with one costs no other.

use serde_json::{Map, Value};

use super::{Consent, Rejected, Sender};
use crate::domain::channel;
use crate::domain::click_id::Click;
use crate::domain::event::{Event, Kind};
use crate::domain::fields::Fields;
use crate::domain::refusal::Fault;
use crate::domain::settings::Settings;
use crate::domain::time::{self, DAY_MS};
use crate::domain::touch::{NoTouch, TOUCH_MOST, Touch};

/// How far back a page may say that something happened: it waited for consent, or for the network.
const BACK_MOST: i64 = DAY_MS;
/// How far a browser's clock may be from ours without saying anything: a page that is loaded again says the same.
const NEAR: i64 = 5 * 60 * 1000;
/// How old a click may be that a landing confirms.
const CLICK_MOST: i64 = 400 * DAY_MS;

/// One event of a body, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A page was reached by a click of ours, at a time.
    Landed(Click, i64),
    /// A page was reached from another channel, `source/medium` and the number of its referrer, at a time.
    Came(String, u8, i64),
    /// A further page was looked at, at a time.
    Looked(i64),
    /// A lead or purchase, as a report of the API.
    Report(Value),
    /// Not taken, though nothing is wrong with it.
    Ignored(Rejected),
    /// Not taken.
    Rejected(Rejected, Vec<Fault>),
}

impl Item {
    /// What is kept of it beside conversions; `nonce` is 32 random bits.
    pub fn event(&self, sender: &Sender, now: i64, nonce: u32) -> Option<Event> {
        Some(match self {
            // Of whoever refuses it is a landing of the link, and of no click: that would say who it was.
            Self::Landed(click, at) => {
                let (sender, at, nonce) = if sender.refused {
                    (*sender, *at, nonce)
                } else {
                    (Sender { visitor: click.visitor, ..*sender }, (*at).max(click.at + 1), click.nonce)
                };
                Event { link: click.link, ..sender.event(Kind::Landing, at, nonce) }
            }
            Self::Came(labels, source, at) => {
                let mut event = sender.event(Kind::Landing, *at, nonce);
                event.facets.source = *source;
                Event { labels: Some(labels.clone()), ..event }
            }
            Self::Looked(at) => sender.event(Kind::Page, *at, nonce),
            Self::Ignored(reason) | Self::Rejected(reason, _) => sender.rejected(*reason, now, nonce),
            Self::Report(_) => return None,
        })
    }
}

/// Reads the events of a body that came at `now`; a fault's pointer is its place in the body.
pub fn items(events: &[Value], consent: Consent, settings: &Settings, now: i64) -> Vec<Item> {
    let read = |(place, event)| item(event, &format!("/events/{place}"), consent, settings, now);
    events.iter().enumerate().map(read).collect()
}

fn item(event: &Value, base: &str, consent: Consent, settings: &Settings, now: i64) -> Item {
    let malformed = |faults| Item::Rejected(Rejected::EventMalformed, faults);
    let mut fields = match Fields::of(event, base) {
        Ok(fields) => fields,
        Err(faults) => return malformed(faults),
    };
    let word = fields.text("type", 16);
    let word = fields.need("type", word);
    // A wrong clock is no reason to lose anything: what is no time, or beyond a day back, or ahead of ours, is left.
    let stated = fields.value("at").and_then(Value::as_i64);
    let stated = stated.filter(|at| (now - BACK_MOST..now - NEAR).contains(at));
    let at = stated.unwrap_or(now);
    let item = match word.as_deref() {
        Some("landing") => landing(&mut fields, settings, at, now),
        Some("page") => Item::Looked(at),
        Some("lead") => report(&mut fields, consent, LEAD, stated),
        Some("purchase") => report(&mut fields, consent, PURCHASE, stated),
        Some(_) => {
            fields.fault::<()>("type", "unknown_type", "Send landing, page, lead or purchase.");
            return malformed(fields.stop());
        }
        None => return malformed(fields.stop()),
    };
    match (fields.finish(), item) {
        (Err(faults), _) => malformed(faults),
        (Ok(()), item) => item,
    }
}

/// A landing: by which touch.
fn landing(fields: &mut Fields<'_>, settings: &Settings, at: i64, now: i64) -> Item {
    let text = fields.text("touch", TOUCH_MOST);
    let Some(text) = fields.need("touch", text) else { return Item::Ignored(Rejected::EventMalformed) };
    let rejected = |reason, code, detail: &str| {
        let pointer = fields.pointer("touch");
        Item::Rejected(reason, vec![Fault::at(pointer, code, detail)])
    };
    match Touch::read(&text, &settings.click_keys) {
        Ok(Touch::Click(click)) if !(now - CLICK_MOST..=now + NEAR).contains(&click.at) => {
            rejected(Rejected::TimeAbsurd, "time_absurd", "Send a click id of the last 400 days.")
        }
        Ok(Touch::Click(click)) => Item::Landed(click, at),
        Ok(Touch::Other { source, medium, .. }) => match channel::canonical(&source, &medium) {
            Some((known, way)) => {
                let code = if medium == "referrer" { channel::of_referrer(&source) } else { channel::NONE };
                Item::Came(format!("{known}/{way}"), code, at)
            }
            None => Item::Ignored(Rejected::NotATouch),
        },
        Err(NoTouch::Forged) => rejected(
            Rejected::ClickIdNotOurs,
            "click_id_not_ours",
            "Send a click id as the address of the page has it.",
        ),
        Err(NoTouch::Absurd) => rejected(Rejected::TimeAbsurd, "time_absurd", "Send the time at which it was."),
        Err(NoTouch::Unknown) => {
            rejected(Rejected::EventMalformed, "not_a_touch", "Send a click id, or source/medium@time.")
        }
    }
}

/// A kind of report: its word, and its fields with their names in a report of the API.
type Shape = (&'static str, &'static [(&'static str, &'static str)]);

const LEAD: Shape = (
    "lead",
    &[
        ("lead_id", "lead_id"),
        ("lead_type", "type"),
        ("value_minor", "value_minor"),
        ("currency", "currency"),
        ("code", "code"),
        ("codes", "codes"),
    ],
);
const PURCHASE: Shape = (
    "sale",
    &[
        ("order_id", "order_id"),
        ("total_minor", "total_minor"),
        ("currency", "currency"),
        ("merchandise_minor", "merchandise_minor"),
        ("tax_minor", "tax_minor"),
        ("shipping_minor", "shipping_minor"),
        ("discount_minor", "discount_minor"),
        ("code", "code"),
        ("codes", "codes"),
    ],
);

/// A lead or purchase as a report of the API: only what a browser may say, and no time where it says nothing.
fn report(fields: &mut Fields<'_>, consent: Consent, (kind, names): Shape, stated: Option<i64>) -> Item {
    let mut report = Map::new();
    report.insert("kind".into(), kind.into());
    for (name, reported) in names {
        if let Some(value) = fields.value(name) {
            report.insert((*reported).into(), value.clone());
        }
    }
    if let Some(at) = stated {
        report.insert("occurred_at".into(), time::print(at).into());
    }
    if let Some(touches) = fields.value("touches").filter(|_| consent != Consent::Refused) {
        report.insert("touches".into(), touches.clone());
    }
    Item::Report(Value::Object(report))
}
