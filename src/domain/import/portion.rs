//! Lines that are read and written together: which are wrong, what is to be looked up for them, and what is written.

use std::collections::HashMap;

use super::line::{Line, Reader, Report, Visit};
use crate::domain::click_id::Click;
use crate::domain::conversion::{Batch, Origin};
use crate::domain::event::{Event, Kind};
use crate::domain::ordered;
use crate::domain::refusal::Fault;
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::domain::touch::Touch;

/// Days before a conversion in which its clicks are looked for: the longest click window there is.
const DAYS: i64 = 90;

/// What lines call links and clicks by, learnt as they come up.
#[derive(Debug, Default)]
pub struct Names {
    /// Links by their words; 0 for a creator whose link for imports is not made yet.
    pub links: HashMap<String, u32>,
    /// Clicks by their ids.
    pub clicks: HashMap<String, Click>,
}

/// A click to be looked for: its place in the list of ids, the visitor, the nonce, and the first and the last UTC day.
pub type Wanted = (usize, u64, u32, i64, i64);

/// Some lines, each with its number.
#[derive(Debug, Default)]
pub struct Portion {
    visits: Vec<(u64, Visit)>,
    reports: Vec<(u64, Report)>,
    /// What is wrong with the others.
    pub faults: Vec<Fault>,
}

impl Portion {
    /// Reads `lines`, of which the first has the number `first`.
    pub fn read(reader: &Reader<'_>, first: u64, lines: &[&[u8]]) -> Self {
        let mut portion = Self::default();
        for (number, line) in (first..).zip(lines) {
            match reader.read(line) {
                Ok(Line::Visit(visit)) => portion.visits.push((number, *visit)),
                Ok(Line::Report(report)) => portion.reports.push((number, report)),
                Err(faults) => portion.refuse(number, faults),
            }
        }
        portion
    }

    fn refuse(&mut self, number: u64, faults: Vec<Fault>) {
        self.faults.extend(faults.into_iter().map(|fault| Fault { line: Some(number), ..fault }));
    }

    /// The words of links that `names` does not know yet; with `unmade` also those whose link is not made yet.
    pub fn words(&self, names: &Names, unmade: bool) -> Vec<&str> {
        let words = self.visits.iter().filter_map(|(_, visit)| visit.place.as_ref().map(|(word, _)| word.as_str()));
        ordered::once(words.filter(|word| names.links.get(*word).is_none_or(|link| unmade && *link == 0)))
    }

    /// Refuses visits whose link is none that `names` knows.
    pub fn refuse_unknown(&mut self, names: &Names) {
        let (known, unknown): (Vec<_>, Vec<_>) = std::mem::take(&mut self.visits)
            .into_iter()
            .partition(|(_, visit)| visit.place.as_ref().is_none_or(|(word, _)| names.links.contains_key(word)));
        self.visits = known;
        for (number, visit) in unknown {
            let field = visit.place.map_or("link", |(_, field)| field);
            self.refuse(number, vec![unknown_place(field)]);
        }
    }

    /// Gives visits their links; then the clicks among them are known by their ids.
    pub fn place(&mut self, names: &mut Names) {
        for (_, visit) in &mut self.visits {
            if let Some((word, _)) = &visit.place {
                visit.event.link = names.links.get(word).copied().unwrap_or_default();
            }
            let Event { kind, link, at, nonce, visitor, .. } = visit.event;
            if let (Kind::Click, Some(id)) = (kind, &visit.id) {
                names.clicks.insert(id.clone(), Click { link, at, nonce, visitor });
            }
        }
    }

    /// The ids of clicks that `names` does not know, and where to look for each: under the conversion's visitor, and under
    /// the one of a click that named none.
    pub fn wanted(&self, reader: &Reader<'_>, names: &Names) -> (Vec<&str>, Vec<Wanted>) {
        let (mut ids, mut wanted) = (Vec::new(), Vec::new());
        for (_, report) in &self.reports {
            let last = Day::of_utc(report.at).0;
            for id in report.clicks.iter().filter(|id| !names.clicks.contains_key(*id)) {
                for visitor in [report.visitor, reader.nobody(id)] {
                    if visitor != 0 {
                        wanted.push((ids.len(), visitor, reader.nonce("click", id), last - DAYS, last));
                    }
                }
                ids.push(id.as_str());
            }
        }
        (ids, wanted)
    }

    /// The events of lines `from` to before `until`.
    pub fn events(&self, from: u64, until: u64) -> Vec<Event> {
        let within = |(number, visit): &(u64, Visit)| (from..until).contains(number).then(|| visit.event.clone());
        self.visits.iter().filter_map(within).collect()
    }

    /// The conversions as a body of the API's, in the order of their lines.
    pub fn batch(&self, names: &Names, settings: &Settings, now: i64) -> Batch {
        let origins = self.reports.iter().map(|(_, report)| {
            let known = |id: &String| names.clicks.get(id).map(|click| Touch::Click(*click));
            let clicks: Vec<Touch> = report.clicks.iter().filter_map(known).collect();
            let missing = clicks.len() < report.clicks.len();
            (&report.value, Origin { visitor: report.visitor, said: &report.clicks, clicks, missing })
        });
        Batch::of_history(origins, settings, now)
    }

    /// Whether there are conversions.
    pub fn has_reports(&self) -> bool {
        !self.reports.is_empty()
    }

    /// The number of the line at `place` of the batch, and a fault of it by the names that the line uses.
    pub fn fault(&self, place: usize, fault: Fault) -> Option<Fault> {
        let (number, report) = self.reports.get(place)?;
        Some(Fault { line: Some(*number), ..report.fault(fault) })
    }

    /// The number of the line at `place` of the batch.
    pub fn line(&self, place: usize) -> u64 {
        self.reports.get(place).map_or(0, |(number, _)| *number)
    }
}

fn unknown_place(field: &str) -> Fault {
    match field {
        "creator" => Fault::at("/creator", "unknown_creator", "Name the handle or id of a creator; make it first."),
        _ => {
            Fault::at("/link", "unknown_link", "Name a link that there is, by its id or its host/slug; make it first.")
        }
    }
}
