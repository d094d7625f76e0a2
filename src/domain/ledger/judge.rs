//! What becomes of rows beside those that are held: made, changed, there already, or refused.
//!
//! # Why
//! A table is sent again after it was corrected: a row that is there is `unchanged`, so that sending twice is harmless. Two
//! commission rules over one order, or one fee written down twice, would be paid twice: such rows are refused unless somebody
//! says that they are meant.

use serde::Serialize;
use serde_json::{Value, json};

use super::shelf::{Keeps, Row, Shelf, days, number, text};
use crate::domain::refusal::Fault;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// New.
    Made,
    /// In place of what was there.
    Changed,
    /// There as it stands here.
    Unchanged,
    /// Refused; the errors say why.
    Rejected,
}

/// What is said about a row.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// The line of the table; 0 of a body.
    pub line: usize,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The id of what is there.
    pub id: Option<i64>,
    /// What is wrong; pointers name the column.
    pub errors: Vec<Fault>,
}

/// Where a row stands that others are held against: among the held ones, or above in the table.
#[derive(Clone, Copy)]
enum Place {
    Held(usize),
    Above(usize),
}

/// The rows that are known so far, in the order of a word that two rows may share.
struct Known(Vec<(String, Place)>);

impl Known {
    fn of(held: &[Row], word: &dyn Fn(&Row) -> Option<String>) -> Self {
        let mut known: Vec<(String, Place)> =
            held.iter().enumerate().filter_map(|(at, row)| Some((word(row)?, Place::Held(at)))).collect();
        known.sort_by(|one, other| one.0.cmp(&other.0));
        Self(known)
    }

    fn of_word(&self, word: &str) -> &[(String, Place)] {
        let from = self.0.partition_point(|known| known.0.as_str() < word);
        let to = self.0.partition_point(|known| known.0.as_str() <= word);
        self.0.get(from..to).unwrap_or_default()
    }

    fn put(&mut self, word: String, place: Place) {
        let at = self.0.partition_point(|known| known.0 <= word);
        self.0.insert(at, (word, place));
    }
}

/// What a row may not overlap with on any day; none where everything may stand beside it.
///
/// Costs: another rule of the same creator, campaign and post, be it for each order or a percent; another sum of the same
/// kind, creator, campaign and post. Targets replace what is held, but two of one table would replace each other.
fn apart(shelf: &Shelf, row: &Row) -> Option<String> {
    let id = |name| number(row, name).unwrap_or(0);
    let whose = format!("{}/{}", id("creator_id"), id("campaign_id"));
    match (shelf.name, text(row, "kind"), text(row, "metric")) {
        ("costs", Some("commission_order" | "commission_percent"), _) => {
            Some(format!("rule/{whose}/{}", id("post_id")))
        }
        ("costs", Some(kind), _) => Some(format!("{kind}/{whose}/{}", id("post_id"))),
        ("targets", _, Some(metric)) => Some(format!("{metric}/{whose}")),
        _ => None,
    }
}

fn is_rule(row: &Row) -> bool {
    text(row, "kind").is_some_and(|kind| matches!(kind, "commission_order" | "commission_percent"))
}

/// Says of every row, `(line, row)`, what it comes to beside what is `held` and the rows above it.
///
/// `again` says that rows of a thing with versions that are there word for word are what was sent before, as in a table.
pub fn judge(shelf: &Shelf, rows: &[(usize, Result<Row, Vec<Fault>>)], held: &[Row], again: bool) -> Vec<Said> {
    let whole = |row: &Row| Value::from(shelf.values(row)).to_string();
    let mut same = Known::of(held, &|row| shelf.identity(row));
    let alike = Known::of(held, &|row| Some(whole(row)).filter(|_| shelf.keeps == Keeps::Versions && again));
    let mut used = vec![false; held.len()];
    let of_held = |row: &Row| apart(shelf, row).filter(|_| shelf.keeps == Keeps::Versions);
    let mut near = Known::of(held, &of_held);
    let mut judged = Vec::with_capacity(rows.len());
    for (at, (line, row)) in rows.iter().enumerate() {
        let mut said = Said { line: *line, outcome: Outcome::Made, id: None, errors: Vec::new() };
        match row {
            Err(faults) => (said.outcome, said.errors) = (Outcome::Rejected, faults.clone()),
            Ok(row) => {
                let identity = shelf.identity(row);
                let twin = identity.as_deref().and_then(|word| same.of_word(word).first()).map(|known| known.1);
                let word_for_word = || {
                    let free =
                        |known: &&(String, Place)| matches!(known.1, Place::Held(at) if used.get(at) == Some(&false));
                    alike.of_word(&whole(row)).iter().find(free).map(|known| known.1)
                };
                match twin.or_else(word_for_word) {
                    Some(Place::Above(above)) => {
                        let line = rows.get(above).map_or(0, |row| row.0);
                        let detail = format!("Line {line} says the same thing; send it once.");
                        (said.outcome, said.errors) = (Outcome::Rejected, vec![Fault::at("", "doubled", detail)]);
                    }
                    Some(Place::Held(place)) => {
                        let twin = held.get(place);
                        said.id = twin.and_then(|row| number(row, "id"));
                        let says = twin.is_some_and(|held| shelf.says(held, row));
                        said.outcome = if says { Outcome::Unchanged } else { Outcome::Changed };
                        if twin.is_some_and(|held| number(held, "archived_at").is_some()) {
                            let detail = "What has this was put away; choose another.";
                            let field = shelf.same.first().copied().unwrap_or_default();
                            said.errors = vec![Fault::at(format!("/{field}"), "put_away", detail)];
                            said.outcome = Outcome::Rejected;
                        }
                        if let Some(used) = used.get_mut(place) {
                            *used = true;
                        }
                    }
                    None => {}
                }
                let group = apart(shelf, row).filter(|_| matches!(said.outcome, Outcome::Made | Outcome::Changed));
                let meant = !is_rule(row) && number(row, "allow_overlap") == Some(1);
                let meets = |known: &&(String, Place)| {
                    let other = match known.1 {
                        Place::Held(place) => held.get(place).filter(|held| number(held, "id") != said.id),
                        Place::Above(place) => rows.get(place).and_then(|row| row.1.as_ref().ok()),
                    };
                    match (days(row), other.and_then(days)) {
                        (Some(days), Some(other)) => days.from <= other.to && other.from <= days.to,
                        _ => false,
                    }
                };
                let other = group.as_deref().filter(|_| !meant).and_then(|word| near.of_word(word).iter().find(meets));
                if let Some((_, place)) = other {
                    let errors = vec![overlaps(row, *place, held, rows)];
                    (said.outcome, said.errors) = (Outcome::Rejected, errors);
                } else if said.outcome != Outcome::Rejected {
                    if let Some(word) = group {
                        near.put(word, Place::Above(at));
                    }
                    if let Some(word) = identity.filter(|_| twin.is_none()) {
                        same.put(word, Place::Above(at));
                    }
                }
            }
        }
        judged.push(said);
    }
    judged
}

fn overlaps(row: &Row, place: Place, held: &[Row], rows: &[(usize, Result<Row, Vec<Fault>>)]) -> Fault {
    let other = match place {
        Place::Held(at) => format!("Number {}", held.get(at).and_then(|held| number(held, "id")).unwrap_or(0)),
        Place::Above(at) => format!("Line {}", rows.get(at).map_or(0, |row| row.0)),
    };
    let detail = if is_rule(row) {
        format!("{other} is a commission of the same creator, campaign and post on some of these days; end it first.")
    } else if text(row, "metric").is_some() {
        format!("{other} is a target of the same for some of these days; send one of them.")
    } else {
        format!(
            "{other} is the same kind of cost on some of these days; send `\"allow_overlap\": true` if both are meant."
        )
    };
    Fault::at("/from_day", "overlaps", detail)
}

/// The answer to a table: how many rows came to what, and each of them.
pub fn answer(said: &[Said], dry_run: bool) -> Value {
    let count = |outcome| said.iter().filter(|said| said.outcome == outcome).count();
    json!({
        "dry_run": dry_run,
        "made": count(Outcome::Made),
        "changed": count(Outcome::Changed),
        "unchanged": count(Outcome::Unchanged),
        "rejected": count(Outcome::Rejected),
        "items": said,
    })
}
