//! A split: which of its destinations a visitor is sent to, the same one each time, without keeping who was sent where.
//!
//! # Why
//! The visitor's number and the link's give a point between 0 and 99, the weights part that line in their order. So it
//! lasts as long as the visitor's number does (a day without a cookie), nothing is stored, and where weights move by ten
//! only who stood on those ten moves along.

use serde_json::{Map, Value};

use super::Place;
use crate::domain::fields::Fields;
use crate::domain::refusal::Fault;

/// The most destinations of a split.
pub const SHARES_MOST: usize = 10;
/// The most characters of a variant's name.
pub const NAME_MOST: usize = 32;
/// The most variants that a link can ever have had.
pub const VARIANTS_MOST: usize = 250;
/// What the weights of a split sum to.
const WHOLE: u64 = 100;

/// One destination of a split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// What reports call it; the edge's copy has none.
    pub name: String,
    /// Of a hundred visitors so many.
    pub weight: u8,
    /// The name's number among the link's variants, from 1.
    pub variant: u8,
    /// Where it leads.
    pub place: Place,
}

/// The share that `visitor` has of `link`.
pub fn share(shares: &[Share], visitor: u64, link: u32) -> Option<&Share> {
    let point = ((mixed(visitor ^ mixed(link.into())) >> 32) * WHOLE) >> 32;
    let mut end = 0;
    let found = shares.iter().find(|share| {
        end += u64::from(share.weight);
        point < end
    });
    found.or_else(|| shares.last())
}

/// The number with every bit of it in every other (the end of `SplitMix64`).
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ number >> 31
}

/// Reads the split at `pointer` and notes what is wrong with it.
pub fn read(said: &Value, pointer: &str, checked: super::Checked<'_>, faults: &mut Vec<Fault>) -> Vec<Share> {
    let before = faults.len();
    let list = said.as_array().map(Vec::as_slice).unwrap_or_default();
    if !(2..=SHARES_MOST).contains(&list.len()) {
        let detail = format!("Send a list of 2 to {SHARES_MOST} destinations; one alone is `destination`.");
        faults.push(Fault::at(pointer, "not_a_split", detail));
        return Vec::new();
    }
    let mut shares: Vec<Share> = Vec::new();
    for (at, said) in list.iter().enumerate() {
        let Some(mut fields) = Fields::inside(said, &format!("{pointer}/{at}"), faults) else { continue };
        let (name, weight) = (fields.text("name", NAME_MOST), fields.integer("weight", 1, 99));
        let (name, weight) = (fields.need("name", name), fields.need("weight", weight));
        let place = Place::read(&mut fields, "destination", checked);
        let place = fields.need("destination", place).unwrap_or_default();
        if name.as_ref().is_some_and(|name| shares.iter().any(|known| known.name == *name)) {
            fields.fault::<()>("name", "doubled", "Give every destination of a split a name of its own.");
        }
        // The number is ours: shown, taken back, and dealt anew.
        let variant = fields.value("variant").and_then(Value::as_u64);
        shares.push(Share {
            name: name.unwrap_or_default(),
            weight: weight.and_then(|weight| weight.try_into().ok()).unwrap_or_default(),
            variant: variant.and_then(|variant| variant.try_into().ok()).unwrap_or_default(),
            place,
        });
        fields.note(faults);
    }
    let sum: u64 = shares.iter().map(|share| u64::from(share.weight)).sum();
    if faults.len() == before && sum != WHOLE {
        let detail = format!("The weights sum to {sum}; send weights that sum to {WHOLE}.");
        faults.push(Fault::at(pointer, "weights_not_100", detail));
    }
    shares
}

impl Share {
    /// The share as it is shown, kept and read.
    pub(super) fn value(&self) -> Value {
        let mut shown = Map::new();
        if !self.name.is_empty() {
            shown.insert("name".into(), self.name.as_str().into());
        }
        self.place.put(&mut shown, "destination");
        shown.insert("weight".into(), self.weight.into());
        shown.insert("variant".into(), self.variant.into());
        shown.into()
    }
}
