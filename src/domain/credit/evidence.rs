//! What an order came with, as the statements read it: every struct here is a JSON list, its fields in this order.

use serde::Serialize;
use serde_json::Value;

use crate::domain::stored::{Misfit, Row, Stored};
use crate::domain::touch::Kept;
use crate::stored;

/// Everything that may say who brought an order, a lead or an event.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The touches it came with itself.
    pub touches: Vec<Kept>,
    /// The lead that it names.
    pub lead: Option<Lead>,
    /// The newest touches that the customer's earlier conversions came with.
    pub history: Vec<Kept>,
    /// The codes it carried.
    pub codes: Vec<Carried>,
    /// The creator that the customer named when asked.
    pub answer: Option<u32>,
    /// Clicks of the people that it is known to be of, and other channels they came by, found among the events; read apart.
    pub clicks: Vec<Kept>,
    /// Pixel views of theirs; read apart.
    pub views: Vec<Kept>,
}

impl Stored for Evidence {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        let mut row = Row::of(value, 5, misfit);
        Self {
            touches: row.field("touches", misfit),
            lead: row.field("lead", misfit),
            history: row.field("history", misfit),
            codes: row.field("codes", misfit),
            answer: row.field("answer", misfit),
            ..Self::default()
        }
    }
}

/// The lead that a sale came from.
#[derive(Clone, Debug)]
pub struct Lead {
    /// When it happened.
    pub at: i64,
    /// 1 where more than a browser told of it.
    pub verified: u8,
    /// The touches it came with.
    pub touches: Vec<Kept>,
}

stored!(Lead { at, verified, touches });

/// A promo code on an order.
#[derive(Clone, Debug)]
pub struct Carried {
    /// In its normal form.
    pub code: String,
    /// What it took off, where the shop said.
    pub discount: Option<i64>,
    /// 1 where more than a browser told of it.
    pub verified: u8,
    /// Every stretch of ownership of this code and of the patterns that it fits.
    pub held: Vec<Held>,
}

stored!(Carried { code, discount, verified, held });

/// A stretch of a code's ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The register's number: of two that are alike otherwise, the older one stands.
    pub id: u32,
    /// Whose.
    pub creator: u32,
    /// The code's campaign; 0 for none.
    pub campaign: u32,
    /// From when, inclusive; always when none.
    pub from: Option<i64>,
    /// Until when, exclusive; open when none.
    pub until: Option<i64>,
    /// How closely it fits: 1000 where the code is spelled out, else the length of the pattern's beginning.
    pub fit: u32,
}

stored!(Held { id, creator, campaign, from, until, fit });

/// Who a link belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// Creator; 0 for none.
    pub creator: u32,
    /// Campaign; 0 for none.
    pub campaign: u32,
}

stored!(Owner { creator, campaign });

impl Carried {
    /// Where it stands among the codes of an order: the one that took the most off, then the first in the alphabet.
    pub fn rank(&self) -> (i64, &str) {
        (self.discount.map_or(1, i64::saturating_neg), &self.code)
    }

    /// Who holds the code for an order at `at`, and whether they held it at another time only, which counts where `always`
    /// is set: then whoever held it last before the order, else first after it.
    pub fn holder(&self, at: i64, always: bool) -> Option<(Held, bool)> {
        let begins = |held: &Held| held.from.unwrap_or(i64::MIN);
        let ends = |held: &Held| held.until.unwrap_or(i64::MAX);
        let some = || self.held.iter().filter(|held| begins(held) < ends(held)).copied();
        let now = some().filter(|held| begins(held) <= at && at < ends(held));
        let now = now.min_by_key(|held| (u32::MAX - held.fit, held.id));
        let other = || {
            let before = some().filter(|held| ends(held) <= at);
            let before = before.min_by_key(|held| (ends(held).saturating_neg(), u32::MAX - held.fit, held.id));
            let after = || some().filter(|held| begins(held) > at);
            before.or_else(|| after().min_by_key(|held| (begins(held), u32::MAX - held.fit, held.id)))
        };
        let now = now.map(|held| (held, false));
        if always { now.or_else(|| other().map(|held| (held, true))) } else { now }
    }
}
