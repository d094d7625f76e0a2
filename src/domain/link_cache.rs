//! The links an isolate has read lately: fresh for seconds, stale but good enough when storage is down.
//!
//! # Why
//! A viral minute is one link asked for thousands of times, so seconds of caching take the storage read off almost
//! every click. Addresses without a link are remembered too, and questions to D1 are rationed, so that somebody who
//! scans slugs does not reach the database.

use std::collections::HashMap;
use std::rc::Rc;

use super::link::Published;

/// How long a copy is used without asking again, milliseconds.
pub const FRESH_MS: i64 = 5_000;
/// How long a copy is kept for when storage does not answer.
pub const STALE_MS: i64 = 600_000;
/// How long an address without a link is remembered.
pub const MISSING_MS: i64 = 2_000;
/// How long an address of a shop's own host is remembered as a page of the shop.
pub const PAGE_MS: i64 = 30_000;
/// Links that an isolate remembers.
pub const MOST: usize = 2_000;
/// Questions to D1 that may come at once.
pub const BUDGET: i64 = 50;
/// Milliseconds until a spent question comes back.
pub const REFILL_MS: i64 = 50;

/// What the isolate remembers of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// A copy to use as it is.
    Fresh(Rc<Published>),
    /// A copy to use when nothing better can be had.
    Stale(Rc<Published>),
    /// Lately there was no link.
    Missing,
    /// Nothing.
    Nothing,
}

/// The memory of an isolate; addresses are `host/slug`.
#[derive(Debug, Default)]
pub struct LinkCache {
    links: HashMap<String, (Rc<Published>, i64)>,
    missing: HashMap<String, i64>,
    spent: i64,
    refilled_at: i64,
}

impl LinkCache {
    /// What is remembered of `address` at `now`.
    pub fn get(&self, address: &str, now: i64) -> Remembered {
        match self.links.get(address) {
            Some((link, read_at)) if now - read_at < FRESH_MS => Remembered::Fresh(link.clone()),
            Some((link, read_at)) if now - read_at < STALE_MS => Remembered::Stale(link.clone()),
            _ if self.missing.get(address).is_some_and(|until| now < *until) => Remembered::Missing,
            _ => Remembered::Nothing,
        }
    }

    /// Remembers a copy that was read at `now`.
    pub fn put(&mut self, address: String, link: Rc<Published>, now: i64) {
        self.missing.remove(&address);
        if self.links.len() >= MOST && !self.links.contains_key(&address) {
            self.links.retain(|_, (_, read_at)| now - *read_at < FRESH_MS);
            if self.links.len() >= MOST {
                self.links.clear();
            }
        }
        // KV may show an older copy for a minute after this isolate has seen a newer one.
        let newest = match self.links.get(&address) {
            Some((known, _)) if known.version > link.version && known.id == link.id => known.clone(),
            _ => link,
        };
        self.links.insert(address, (newest, now));
    }

    /// Remembers that there is no link; whether that is news (of many who look at once, it is to the first).
    pub fn put_missing(&mut self, address: String, now: i64) -> bool {
        self.put_missing_for(address, now, MISSING_MS)
    }

    /// The same for so many milliseconds.
    pub fn put_missing_for(&mut self, address: String, now: i64, milliseconds: i64) -> bool {
        self.links.remove(&address);
        if self.missing.len() >= MOST {
            self.missing.clear();
        }
        self.missing.insert(address, now + milliseconds).is_none_or(|until| until <= now)
    }

    /// Notes that D1 could not be asked for an address; whether that is news, as of one without a link. It may have one.
    pub fn put_unasked(&mut self, address: String, now: i64) -> bool {
        if self.missing.len() >= MOST {
            self.missing.clear();
        }
        let until = self.missing.entry(address).or_insert(i64::MIN);
        let news = now >= until.saturating_add(MISSING_MS);
        *until = now.max(*until);
        news
    }

    /// Whether D1 may be asked at `now`; spends one question of the budget.
    pub fn may_ask(&mut self, now: i64) -> bool {
        let back = (now - self.refilled_at) / REFILL_MS;
        if back > 0 {
            self.spent = (self.spent - back).max(0);
            self.refilled_at = now;
        }
        if self.spent >= BUDGET {
            return false;
        }
        self.spent += 1;
        true
    }
}
