//! Other numbers for the events of somebody who is erased: alike where theirs were alike, and nobody's.
//!
//! # Why
//! A recount tells events of one visitor and day apart by nonce and connection, and by nothing else. So all of them get one
//! other visitor, of the same way of being known, and other nonces and connections by a bijection: what counted once counts
//! once. The key is made for one erasure and thrown away with it; until then an erasure that broke off goes on with it.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::domain::event::Event;
use crate::domain::time::Day;

/// Bits of a visitor below the two that say how they are known.
const HASH: u64 = (1 << 46) - 1;

/// The key of one erasure.
pub struct Scramble(Hmac<Sha256>);

/// What the events of one visitor and day are turned into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The other visitor.
    pub visitor: u64,
    /// Odd, so that no two numbers become one.
    pub factor: u32,
    /// Added to the product.
    pub shift: u32,
}

impl Scramble {
    /// The scramble of these random words, as they were printed.
    pub fn of(key: &str) -> Option<Self> {
        Hmac::new_from_slice(key.as_bytes()).ok().map(Self)
    }

    /// What the events of `visitor` on the UTC day `day` are turned into.
    pub fn group(&self, day: i64, visitor: u64) -> Group {
        let mac = self.0.clone().chain_update(day.to_be_bytes()).chain_update(visitor.to_be_bytes());
        let bytes = mac.finalize().into_bytes();
        let number = |from: usize, size: usize| {
            bytes.iter().skip(from).take(size).fold(0_u64, |all, byte| (all << 8) | u64::from(*byte))
        };
        let short = |from: usize| u32::try_from(number(from, 4)).unwrap_or_default();
        Group {
            visitor: (visitor & !HASH) | (number(0, 8) & HASH),
            // 31 bits, so that SQLite's product with 32 bits stays within a signed 64-bit number.
            factor: (short(8) >> 1) | 1,
            shift: short(12),
        }
    }

    /// `event` made nobody's, as `sql/privacy_events.sql` does it.
    pub fn event(&self, event: &mut Event) {
        let group = self.group(Day::of_utc(event.at).0, event.visitor);
        event.visitor = group.visitor;
        event.nonce = group.number(event.nonce);
        event.address = None;
        let facets = &mut event.facets;
        if facets.connection != 0 {
            facets.connection = group.number(facets.connection).max(1);
        }
    }
}

impl Group {
    /// The other number.
    pub fn number(&self, number: u32) -> u32 {
        number.wrapping_mul(self.factor).wrapping_add(self.shift)
    }
}
