//! Adds up orders as they are read: per creator, for the shop, by day; nothing of a customer but a hash, in memory.
//!
//! # Why
//! Memory grows with orders and customers (some 60 bytes each), never with the file's bytes. E-mails are hashed with a
//! key of this run that nobody knows, not even the next run. Whose first order is whose is known at the end only, for
//! exports begin with the newest order.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use super::orders::Sale;
use super::table::Broken;
use crate::domain::credit::Rule;
use crate::domain::money::Currency;
use crate::domain::time::Day;

/// The most unreadable rows that are told one by one.
pub const TOLD_MOST: usize = 1000;
/// The most codes that are counted one by one, of creators and of nobody: single-use codes are as many as orders.
const CODES_MOST: usize = 50_000;
/// The most origins that are counted one by one, per creator.
const ORIGINS_MOST: usize = 200;

/// What somebody's orders come to.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    /// Orders.
    pub orders: u64,
    /// Revenue before refunds, minor units.
    pub gross: i64,
    /// What refunds took back of it.
    pub refunded: i64,
    /// Orders of which something was given back.
    pub given_back: u64,
    /// The sum of the squares of what the orders brought in, net.
    pub squares: f64,
    /// What codes took off.
    pub discount: i64,
    /// New customers.
    pub new: u64,
    /// Orders and net revenue by day.
    pub days: BTreeMap<Day, (u64, i64)>,
    /// Orders by where the customer came from.
    pub origins: HashMap<String, u64>,
}

impl Sum {
    /// Revenue after refunds.
    pub fn net(&self) -> i64 {
        self.gross - self.refunded
    }
}

/// The first order of a customer.
struct First {
    at: i64,
    creator: u32,
    counts: bool,
}

/// Everything that was counted.
#[derive(Default)]
pub struct Tally {
    /// Every order.
    pub all: Sum,
    /// Orders without a creator.
    pub nobody: Sum,
    /// Per creator, by place in the book.
    pub creators: Vec<Sum>,
    /// Uses of each code that somebody has, with the number of its owner.
    pub codes: HashMap<String, (u32, u64)>,
    /// Uses of codes that nobody has.
    pub unowned: HashMap<String, u64>,
    /// Rows that are no orders, by what they are.
    pub apart: BTreeMap<&'static str, u64>,
    /// Orders in other currencies than the one that is counted.
    pub foreign: BTreeMap<Currency, u64>,
    /// Orders that stood there already.
    pub doubled: u64,
    /// Orders outside the range.
    pub outside: u64,
    /// Rows of any kind.
    pub rows: u64,
    /// Rows that could not be read.
    pub broken: u64,
    /// The first of these, with the name of their file.
    pub told: Vec<(String, Broken)>,
    /// Whether customers are known at all.
    pub customers_known: bool,
    seen: HashSet<u64>,
    customers: HashMap<u64, First>,
    keys: RandomState,
}

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The currency.
    pub currency: Currency,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl Tally {
    /// Begins with nothing for so many creators.
    pub fn of(creators: usize) -> Self {
        Self { creators: vec![Sum::default(); creators], ..Self::default() }
    }

    /// Tells of a row that could not be read.
    pub fn refuse(&mut self, file: &str, broken: Broken) {
        self.broken += 1;
        if self.told.len() < TOLD_MOST {
            self.told.push((file.to_owned(), broken));
        }
    }

    /// Counts an order, once.
    pub fn add(&mut self, sale: &Sale, scope: Scope) {
        if !self.seen.insert(self.keys.hash_one(&sale.order.order_id)) {
            self.doubled += 1;
            return;
        }
        if sale.currency != scope.currency {
            *self.foreign.entry(sale.currency).or_default() += 1;
            return;
        }
        let rule = Rule::default();
        let (decision, Some(brought)) = (sale.order.weigh(rule, &|_| None), sale.order.brought(rule)) else { return };
        let day = sale.when.day;
        let counts = scope.from.is_none_or(|from| from <= day) && scope.to.is_none_or(|to| day <= to);
        let creator = decision.owner.creator;
        let told = sale.order.new_customer;
        self.customers_known |= told.is_some() || !sale.email.is_empty();
        if told.is_none() && !sale.email.is_empty() {
            let first = First { at: sale.when.at, creator, counts };
            let known = self.customers.entry(self.keys.hash_one(&sale.email));
            known
                .and_modify(|known| {
                    if first.at < known.at {
                        *known = First { ..first };
                    }
                })
                .or_insert(first);
        }
        if !counts {
            self.outside += 1;
            return;
        }
        for carried in &sale.order.evidence.codes {
            match carried.holder(sale.when.at, false) {
                Some((held, _)) => count(&mut self.codes, &carried.code, |uses: &mut (u32, u64)| {
                    *uses = (held.creator, uses.1 + 1);
                }),
                None => count(&mut self.unowned, &carried.code, |uses| *uses += 1),
            }
        }
        let place = usize::try_from(creator).ok().and_then(|number| number.checked_sub(1));
        let own = place.and_then(|place| self.creators.get_mut(place)).unwrap_or(&mut self.nobody);
        let net = brought.gross_minor - brought.refunded_minor;
        for sum in [own, &mut self.all] {
            sum.orders += 1;
            sum.gross = sum.gross.saturating_add(brought.gross_minor);
            sum.refunded = sum.refunded.saturating_add(brought.refunded_minor);
            sum.given_back += u64::from(brought.refunded_minor > 0);
            sum.squares += real(net) * real(net);
            sum.discount = sum.discount.saturating_add(sale.discount);
            sum.new += u64::from(told == Some(1));
            let on_day = sum.days.entry(day).or_default();
            *on_day = (on_day.0 + 1, on_day.1.saturating_add(net));
            if !sale.origin.is_empty() && (sum.origins.len() < ORIGINS_MOST || sum.origins.contains_key(&sale.origin)) {
                *sum.origins.entry(sale.origin.clone()).or_default() += 1;
            }
        }
    }

    /// Ends the reading: gives each new customer to whom their first order went.
    pub fn finish(&mut self) {
        for first in std::mem::take(&mut self.customers).into_values().filter(|first| first.counts) {
            let place = usize::try_from(first.creator).ok().and_then(|number| number.checked_sub(1));
            let own = place.and_then(|place| self.creators.get_mut(place)).unwrap_or(&mut self.nobody);
            own.new += 1;
            self.all.new += 1;
        }
        self.seen = HashSet::new();
    }
}

/// Counts under a code, where there is room for it.
fn count<T: Default>(codes: &mut HashMap<String, T>, code: &str, add: impl Fn(&mut T)) {
    if let Some(known) = codes.get_mut(code) {
        add(known);
    } else if codes.len() < CODES_MOST {
        add(codes.entry(code.to_owned()).or_default());
    }
}

/// Money as a real number, for ratios and spreads; the exact amounts stand beside them.
#[expect(clippy::cast_precision_loss, reason = "for ratios and spreads only")]
pub fn real(minor: i64) -> f64 {
    minor as f64
}
