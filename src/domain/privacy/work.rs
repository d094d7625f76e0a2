//! What is known of somebody, gathered as it is found, and kept until all of it is done.

use serde::Serialize;
use serde_json::Value;

use super::{Subject, erased_id, spelling};
use crate::domain::case;
use crate::domain::click_id::{Click, ClickKeys};
use crate::domain::conversion::hashed;
use crate::domain::ordered;
use crate::domain::settings::Settings;
use crate::domain::stored::{self, Misfit, Stored};
use crate::domain::touch::Kept;
use crate::domain::visitor;
use crate::stored;

/// Kinds of conversions, and the field of a report and of an answer that has their id.
pub(super) const ID_FIELDS: [(u8, &str); 4] = [(1, "order_id"), (2, "refund_id"), (3, "lead_id"), (5, "event_id")];

/// What is left to do of an erasure, and by what those are found who are to be erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Work {
    /// An order's name, where that named them.
    pub order: Option<String>,
    /// A customer's hash, where that named them.
    pub customer: Option<String>,
    /// A click's time and nonce, where that named them.
    pub click: Option<(i64, u32)>,
    /// A visitor, where that named them.
    pub visitor: Option<u64>,
    /// Visitors whose events are theirs.
    pub visitors: Vec<u64>,
    /// Clicks that were theirs.
    pub clicks: Vec<(i64, u32)>,
    /// Names of their orders (1), refunds (2), leads (3) and events (5), and what shops call them (0), each with the source
    /// that told of it where that is known.
    pub ids: Vec<(u8, String, Option<u32>)>,
    /// Click ids and e-mail addresses, in lower case.
    pub words: Vec<String>,
    /// The key of [`super::Scramble`].
    pub key: String,
}

stored!(Work { order, customer, click, visitor, visitors, clicks, ids, words, key });

/// A conversion that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its kind, as it is stored.
    pub kind: u8,
    /// What it is unique by.
    pub key: String,
    /// The source that told of it.
    pub source: u32,
    /// The order it belongs to.
    pub order_id: Option<String>,
    /// The lead it came from.
    pub lead_id: Option<String>,
    /// What it came with.
    pub touches: Vec<Kept>,
    /// When it was erased.
    pub erased_at: Option<i64>,
    /// Who it was, where an imported history says so; 0 where nobody says.
    pub visitor: u64,
}

stored!(Found { kind, key, source, order_id, lead_id, touches as touches, erased_at, visitor });

fn touches(value: Value, misfit: &mut Misfit) -> Vec<Kept> {
    stored::parse(&String::read(value, misfit)).unwrap_or_else(|unfit| {
        misfit.note(&unfit.to_string());
        Vec::new()
    })
}

/// By what deliveries and letters are looked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    /// JSON list of texts that are looked for anywhere.
    pub words: String,
    /// JSON list of names that are looked for where ids stand.
    pub names: String,
    /// JSON list of what an answer of ours says of them: `"order_id":"1001"`.
    pub said: String,
}

impl Work {
    /// What is known of `subject` before anything is looked for; `alone` says that a click came with few orders, `key` are
    /// random words.
    pub fn of(subject: &Subject, settings: &Settings, alone: bool, key: String) -> Self {
        let mut work = Self { key, ..Self::default() };
        match subject {
            Subject::Visitor(number) => {
                work.visitors.push(*number);
                work.visitor = Some(*number);
            }
            Subject::Click(click, text) => {
                work.click = alone.then_some((click.at, click.nonce));
                work.words.push(case::lower(text));
                work.met(click, settings);
            }
            Subject::Customer(text) => {
                let hash = hashed(text, &settings.customer_key);
                work.visitors.extend(visitor::by_recipient(&hash));
                work.customer = Some(hash);
                if text.contains('@') {
                    ordered::put(&mut work.words, case::lower(text));
                }
                work.name(0, text, None);
            }
            Subject::Order(name) => {
                work.order = Some(name.clone());
                work.name(1, name, None);
            }
        }
        work
    }

    /// Takes up what was found: names, clicks and whose these were.
    pub fn add(&mut self, found: &[Found], settings: &Settings) {
        for one in found {
            // An order stands for itself: whose history it is of, a customer's other orders may be found by.
            if self.customer.is_some() && one.visitor != 0 {
                ordered::put(&mut self.visitors, one.visitor);
            }
            if one.kind != 4 {
                self.name(one.kind, &one.key, Some(one.source));
            }
            for (kind, name) in [(1, &one.order_id), (3, &one.lead_id)] {
                self.name(kind, name.as_deref().unwrap_or_default(), None);
            }
            for kept in one.touches.iter().filter(|kept| kept.link != 0) {
                let Kept { link, at, nonce, visitor, .. } = *kept;
                self.met(&Click { link, at, nonce, visitor }, settings);
            }
        }
    }

    /// Takes up a further name of an order, and the source that calls it so.
    pub fn order(&mut self, name: &str, source: u32) {
        self.name(1, name, Some(source));
    }

    fn name(&mut self, kind: u8, name: &str, source: Option<u32>) {
        if !name.is_empty() && !name.starts_with(super::ERASED) {
            ordered::put(&mut self.ids, (kind, name.to_owned(), source));
        }
    }

    /// Names of their orders.
    pub fn orders(&self) -> Vec<&str> {
        ordered::once(self.ids.iter().filter(|(kind, ..)| *kind == 1).map(|(_, name, _)| name.as_str()))
    }

    fn met(&mut self, click: &Click, settings: &Settings) {
        // Those of an erased conversion are nobody's.
        if click.nonce == 0 && click.visitor == 0 {
            return;
        }
        ordered::put(&mut self.clicks, (click.at, click.nonce));
        ordered::put(&mut self.visitors, click.visitor);
        for id in settings.click_keys.prints(click) {
            ordered::put(&mut self.words, case::lower(&id));
        }
    }

    /// The visitor who named them, where that is one person: an address hash is a crowd's and names no conversion.
    pub fn person(&self) -> Option<u64> {
        self.visitor.filter(|visitor| !is_a_crowd(*visitor))
    }

    /// The visitors whose touches are theirs, whatever these stand with: who is one person, or was named.
    pub fn persons(&self) -> Vec<u64> {
        let theirs = |visitor: &u64| !is_a_crowd(*visitor) || self.visitor == Some(*visitor);
        self.visitors.iter().copied().filter(theirs).collect()
    }

    /// The lists that statements look through texts by.
    pub fn needle(&self) -> Needle {
        let list = |list: &[String]| serde_json::to_string(list).unwrap_or_default();
        let words = ordered::once(self.words.iter().flat_map(|word| spelling::every(word)));
        let names = ordered::once(self.ids.iter().map(|(_, name, _)| name.clone()));
        let said = self.ids.iter().filter_map(|(kind, name, _)| {
            let field = ID_FIELDS.iter().find(|(of, _)| of == kind)?.1;
            Some(format!("\"{field}\":{}", Value::from(name.as_str())))
        });
        Needle { words: list(&words), names: list(&names), said: list(&ordered::once(said)) }
    }

    /// Leads and events of `found`, and leads that they name: `[kind, id, other id]`.
    pub fn renamed(found: &[Found], key: &str) -> Vec<(u8, String, String)> {
        let own = found.iter().filter(|one| matches!(one.kind, 3 | 5)).map(|one| (one.kind, one.key.clone()));
        let named = found.iter().filter_map(|one| Some((3, one.lead_id.clone()?)));
        let every = ordered::once(own.chain(named).filter(|(_, id)| !id.starts_with(super::ERASED)));
        every.into_iter().map(|(kind, id)| (kind, id.clone(), erased_id(kind, &id, key))).collect()
    }
}

/// Whether this number is an address hash, which many may share.
fn is_a_crowd(visitor: u64) -> bool {
    visitor >> 46 == 1
}

impl ClickKeys {
    /// The ids of `click` as each key prints them.
    pub fn prints(&self, click: &Click) -> Vec<String> {
        self.each().map(|keys| keys.print(click)).collect()
    }
}
