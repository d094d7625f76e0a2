//! What is to be said of each value that clicks carried: how it should be spelled, whether anybody knows it, and which other
//! value it was most likely meant as.

use super::Tag;
use super::audit::{Audit, Sum};
use crate::domain::utm::hygiene::Hygiene;
use crate::domain::utm::known::Known;
use crate::domain::utm::lint::{Subject, lint};
use crate::domain::utm::near::{Folded, skeleton};
use crate::domain::utm::{KEYS, NAMES, Tags, with_pair};

/// The most values of a key that are compared letter by letter, those with the most clicks; all others by case and
/// separators alone.
pub const COMPARED_MOST: usize = 300;
/// A slip is rarer than what was meant: at most one of so many clicks of both.
const SLIP: u64 = 4;
/// Keys whose values name one thing each, so that a letter more is most likely a slip; contents and terms differ by a letter.
const NAMED: [&str; 4] = ["source", "medium", "campaign", "source_platform"];

/// What is said of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Words for what is wrong: those of the lint, and `near_duplicate`.
    pub issues: Vec<&'static str>,
    /// Whether the brand's list, or the table of names, has it; none where neither speaks of such a key.
    pub known: Option<bool>,
    /// What was most likely meant.
    pub suggested: Option<String>,
    /// Values that are most likely meant as the same, the most frequent first.
    pub near: Vec<String>,
}

impl Judged {
    /// Whether it is spelled as it should be.
    pub fn is_canonical(&self) -> bool {
        self.issues.is_empty()
    }
}

/// What is said of each value of `audit`, in their order.
pub fn judged(audit: &Audit, hygiene: &Hygiene) -> Vec<Judged> {
    let mut known = Known::of(hygiene);
    let mut all: Vec<Judged> =
        audit.values.iter().map(|((place, tag), _)| alone(usize::from(*place), tag, &mut known)).collect();
    for (place, name) in NAMES.iter().enumerate() {
        let of_key = audit.values.iter().enumerate().filter(|(_, ((key, tag), _))| {
            usize::from(*key) == place && tag.text().is_some_and(|text| !text.is_empty())
        });
        let mut values: Vec<(usize, &str, u64)> =
            of_key.map(|(at, ((_, tag), sum))| (at, tag.text().unwrap_or_default(), weight(sum))).collect();
        values.sort_unstable_by(|one, other| other.2.cmp(&one.2).then_with(|| one.1.cmp(other.1)));
        beside(&values, NAMED.contains(name), &mut all);
    }
    all
}

/// By what a value is the more frequent one: valid clicks first.
fn weight(sum: &Sum) -> u64 {
    let [gross, valid] = sum.clicks;
    valid.saturating_mul(1_000).saturating_add(gross)
}

/// What is said of a value by itself.
fn alone(place: usize, tag: &Tag, known: &mut Known<'_>) -> Judged {
    let (Some(value), Some(key)) = (tag.text().filter(|text| !text.is_empty()), KEYS.get(place)) else {
        return Judged::default();
    };
    let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
    let target = with_pair("https://x/", key, &encoded);
    let subject = Subject { destination: "https://x/", chosen: &Tags::default(), target: &target };
    let name = NAMES.get(place).copied().unwrap_or_default();
    let notes = lint(&subject, known).into_iter().filter(|note| note.key == name && note.value.is_some());
    let mut judged = Judged::default();
    // Under which channel Google files it is told by source and medium together.
    for note in notes.filter(|note| !note.code.starts_with("ga4_")) {
        judged.issues.push(note.code);
        judged.suggested = judged.suggested.or(note.suggested);
    }
    let (hygiene, allowed) = (known.hygiene, known.hygiene.allowed(place));
    judged.known = match (allowed.is_empty(), name) {
        (false, _) => Some(allowed.iter().any(|known| known == value)),
        (true, "source" | "medium" | "source_platform") => Some(hygiene.word(place, value).is_some()),
        _ => None,
    };
    judged
}

/// Finds values of one key, the most frequent first, that are most likely meant as one.
fn beside(values: &[(usize, &str, u64)], slips: bool, all: &mut [Judged]) {
    let mut bare: Vec<(String, usize)> = values.iter().zip(0..).map(|(value, at)| (skeleton(value.1), at)).collect();
    bare.sort_unstable();
    let mut meant: Vec<Option<usize>> = vec![None; values.len()];
    for pair in bare.windows(2) {
        let [(one, first), (other, next)] = pair else { continue };
        if one == other && !one.is_empty() {
            let head = meant.get(*first).copied().flatten().unwrap_or(*first);
            if let Some(meant) = meant.get_mut(*next) {
                *meant = Some(head);
            }
        }
    }
    if slips {
        let folded: Vec<Folded> =
            values.iter().take(COMPARED_MOST).map(|value| Folded::of(value.1.to_owned())).collect();
        for ((at, value), own) in values.iter().enumerate().zip(&folded) {
            let known = |at: &usize| values.get(*at).and_then(|value| all.get(value.0)).and_then(|judged| judged.known);
            if meant.get(at).copied().flatten().is_some() || known(&at) == Some(true) {
                continue;
            }
            let more = values
                .iter()
                .enumerate()
                .take(at)
                .zip(&folded)
                .find(|((_, other), folded)| other.2 >= (SLIP - 1) * value.2 && folded.near(own));
            if let (Some(((head, _), _)), Some(place)) = (more, meant.get_mut(at)) {
                *place = Some(head);
            }
        }
    }
    for (value, head) in values.iter().zip(&meant) {
        let Some((place, text, _)) = head.and_then(|head| values.get(head)) else { continue };
        let better = all.get(*place).and_then(|judged| judged.suggested.clone()).unwrap_or_else(|| (*text).to_owned());
        if let Some(judged) = all.get_mut(value.0) {
            // Which one is right is known by its name, else by its clicks.
            if judged.known != Some(true) || !judged.issues.is_empty() {
                judged.issues.push("near_duplicate");
                judged.suggested = Some(judged.suggested.take().unwrap_or(better)).filter(|better| better != value.1);
            }
            judged.near.push((*text).to_owned());
        }
        if let Some(judged) = all.get_mut(*place) {
            judged.near.push(value.1.to_owned());
        }
    }
}
