//! The report that reconciles links, codes and answers: by order, so that what three of them name counts once.
//!
//! # Why
//! Three lists of orders overlap: 100 by link, 150 by code and 180 by survey may be anything from 180 to 430 orders, and
//! only the orders' ids say how many. Link and code are known of every order; an answer only of who was asked and
//! answered. So the union of link and code is a count, and what answers add to it is an estimate with a range, from the
//! orders that have neither link nor code of any creator: it takes who answers to be like who does not.

use serde_json::{Map, Value, json};

use super::about::{self, Names};
use super::ask::{Frame, Get, Range};
use super::filter::Filters;
use super::purse;
use super::shown::Shown;
use crate::domain::refusal::Refusal;
use crate::domain::statistics::{Interval, Level, hidden, real, share, wilson_of};
use crate::domain::time::Day;
use crate::stored;

/// The most pairs of creators that are shown beside rows.
pub const PAIRS_MOST: usize = 1_000;
/// The seven cells by their words; their place is 1 for link, 2 for code and 4 for survey, added.
const CELLS: [&str; 8] =
    ["", "link_only", "code_only", "link_code", "survey_only", "link_survey", "code_survey", "link_code_survey"];
const LINK: usize = 1;
const CODE: usize = 2;
const SURVEY: usize = 4;

/// What the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Creators.
    Creator,
    /// Pairs of creators, where a link names one and a code another.
    Conflict,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Which days.
    pub range: Range,
    /// What the rows are.
    pub by: By,
    /// Whose rows are shown; the whole is of all orders.
    pub filters: Filters,
}

impl Ask {
    /// Reads the query; every fault is named at once.
    pub fn read(get: Get<'_>, today: Day) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let range = Range::read(get, today, &mut faults);
        let by = about::word(get, "by", &[(By::Creator, "creator"), (By::Conflict, "conflict")], &mut faults);
        let filters = Filters::read(get, &mut faults);
        about::only(&filters, &["creator"], "Orders are reconciled by creator: filter by creators.", &mut faults);
        let every = "Link, code and answer stand side by side here, whatever model is chosen; leave it out.";
        about::unasked(get, &["model", "basis", "click_window_days", "view_window_days"], every, &mut faults);
        about::unasked(get, &["compare"], "Ask for both ranges and compare what you need.", &mut faults);
        match (range, by) {
            (Some(range), Some(by)) if faults.is_empty() => Ok(Self { range, by, filters }),
            _ => Err(Refusal::Invalid(faults)),
        }
    }

    fn wanted(&self, creator: u32) -> bool {
        self.filters.place("creator").is_none_or(|filter| filter.values.contains(&json!(creator)) == filter.keep)
    }
}

/// Orders that link, code and answer say the same of: `[creator of the link, of the code, of the answer, orders, of these
/// answered]`; 0 is nobody.
#[derive(Clone, Copy, Debug)]
pub struct Tie(pub u32, pub u32, pub u32, pub u64, pub u64);

stored!(Tie(a, b, c, d, e));

/// The orders of one creator, or of all, by which of the three name them.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// Whose; 0 for all.
    pub creator: u32,
    /// By cell, as `CELLS` has them.
    pub cells: [u64; 8],
    /// Orders whose link names one creator and whose code another: of a creator, where either is theirs.
    pub conflicts: u64,
    /// Orders with neither link nor code of anybody whose customer named them.
    pub named: u64,
}

impl Cells {
    fn add(&mut self, cell: usize, orders: u64) {
        if let Some(count) = self.cells.get_mut(cell) {
            *count += orders;
        }
    }

    /// Orders in at least one of `sets`, 1 for link, 2 for code and 4 for survey, added.
    pub fn in_any(&self, sets: usize) -> u64 {
        self.cells.iter().enumerate().filter(|(cell, _)| cell & sets != 0).map(|(_, count)| count).sum()
    }

    /// Orders whose link and code both name them.
    fn agreed(&self) -> u64 {
        let both: u64 = self.cells.iter().enumerate().filter(|(cell, _)| cell & 3 == 3).map(|(_, count)| count).sum();
        // In all, both may name two creators.
        if self.creator == 0 { both - self.conflicts.min(both) } else { both }
    }
}

/// Everything that is kept of the orders that went by.
#[derive(Clone, Debug, Default)]
pub struct Sets {
    /// All orders.
    pub all: Cells,
    /// By creator, in order of id.
    pub creators: Vec<Cells>,
    /// Orders with neither link nor code of anybody.
    pub without: u64,
    /// Of these, whose customer answered.
    pub answered: u64,
    /// Orders by the creator of the link and the one of the code, where these are two.
    pub pairs: Vec<((u32, u32), u64)>,
}

impl Sets {
    /// Adds orders that are alike.
    pub fn add(&mut self, tie: Tie) {
        let Tie(link, code, survey, orders, answered) = tie;
        let cell = |is: &dyn Fn(u32) -> bool| {
            usize::from(is(link)) * LINK + usize::from(is(code)) * CODE + usize::from(is(survey)) * SURVEY
        };
        self.all.add(cell(&|who| who != 0), orders);
        let conflict = link != 0 && code != 0 && link != code;
        let alone = link == 0 && code == 0;
        for (place, who) in [link, code, survey].into_iter().enumerate() {
            if who == 0 || [link, code, survey].iter().take(place).any(|before| *before == who) {
                continue;
            }
            let at = self.creators.partition_point(|known| known.creator < who);
            if self.creators.get(at).is_none_or(|known| known.creator != who) {
                self.creators.insert(at, Cells { creator: who, ..Cells::default() });
            }
            let Some(cells) = self.creators.get_mut(at) else { continue };
            cells.add(cell(&|other| other == who), orders);
            cells.conflicts += if conflict && (who == link || who == code) { orders } else { 0 };
            cells.named += if alone { orders } else { 0 };
        }
        if conflict {
            self.all.conflicts += orders;
            match self.pairs.binary_search_by_key(&(link, code), |pair| pair.0) {
                Ok(at) => self.pairs.get_mut(at).map_or((), |pair| pair.1 += orders),
                Err(at) => self.pairs.insert(at, ((link, code), orders)),
            }
        }
        if alone {
            self.without += orders;
            self.answered += answered;
            self.all.named += if survey == 0 { 0 } else { orders };
        }
    }

    /// How many orders without link and code would name somebody whom `named` of those who answered name, with its range.
    ///
    /// Never fewer than those who did, and never more than these and all who did not answer.
    pub fn estimate(&self, named: u64) -> Option<(f64, Interval)> {
        if self.without == 0 {
            return Some((0.0, Interval { low: 0.0, high: 0.0 }));
        }
        let said = share(named, self.answered)?;
        let range = wilson_of(named, self.answered, self.without, Level::NinetyFive)?.times(real(self.without));
        let most = real(named + (self.without - self.answered.min(self.without)));
        let range = Interval { low: range.low.max(real(named)), high: range.high.min(most) };
        Some((said * real(self.without), range))
    }

    /// The creators that are shown, also in pairs.
    pub fn ids(&self) -> Vec<u32> {
        self.creators.iter().map(|cells| cells.creator).collect()
    }
}

/// Makes the report.
pub fn report(ask: &Ask, frame: &Frame, sets: &Sets, names: &Names) -> Shown {
    let head = about::head("reconciliation", frame, ask.range, &ask.filters, None);
    let mut creators: Vec<&Cells> = sets.creators.iter().filter(|cells| ask.wanted(cells.creator)).collect();
    creators.sort_unstable_by_key(|cells| (u64::MAX - cells.in_any(LINK + CODE), cells.creator));
    let mut pairs: Vec<&((u32, u32), u64)> =
        sets.pairs.iter().filter(|pair| ask.wanted(pair.0.0) || ask.wanted(pair.0.1)).collect();
    pairs.sort_unstable_by_key(|pair| (u64::MAX - pair.1, pair.0));
    let pair = |pair: &&((u32, u32), u64)| {
        let ((link, code), orders) = **pair;
        let (link, code) = (about::creator(link, names), about::creator(code, names));
        json!({ "link_creator": link, "code_creator": code, "orders": orders })
    };
    let mut beside = Map::new();
    beside.insert("totals".into(), row(sets, &sets.all).into());
    beside.insert("survey".into(), survey(sets));
    let rows = match ask.by {
        By::Conflict => pairs.iter().map(pair).collect(),
        By::Creator => {
            beside.insert("conflicts".into(), pairs.iter().take(PAIRS_MOST).map(pair).collect());
            beside.insert("conflicts_cut".into(), (pairs.len() > PAIRS_MOST).into());
            let shown = |cells: &&Cells| {
                let mut row = row(sets, cells);
                row.insert("creator".into(), about::creator(cells.creator, names));
                Value::Object(row)
            };
            creators.iter().map(shown).collect()
        }
    };
    Shown { head, rows, beside }
}

/// Whom those named who have neither link nor code.
fn survey(sets: &Sets) -> Value {
    json!({
        "orders_without_link_or_code": sets.without,
        "answered": sets.answered,
        "response_rate": share(sets.answered, sets.without),
        "named_a_creator": sets.all.named,
        "named_another_source": sets.answered - sets.all.named.min(sets.answered),
        "assumes": "Who answers is like who does not.",
    })
}

fn row(sets: &Sets, cells: &Cells) -> Map<String, Value> {
    let mut row = Map::new();
    let mut put = |name: &str, value: Value| drop(row.insert(name.to_owned(), value));
    let (link, code, survey) = (cells.in_any(LINK), cells.in_any(CODE), cells.in_any(SURVEY));
    for (name, count) in CELLS.iter().zip(cells.cells).skip(1) {
        put(name, count.into());
    }
    let union = cells.in_any(LINK + CODE);
    for (name, count) in [
        ("link", link),
        ("code", code),
        ("survey", survey),
        ("link_or_code", union),
        ("link_or_code_or_survey", cells.in_any(LINK + CODE + SURVEY)),
        ("link_and_code", cells.agreed()),
        ("conflicts", cells.conflicts),
        ("survey_alone", cells.named),
    ] {
        put(name, count.into());
    }
    // Of one creator only: two lists of many creators are no two looks at the same orders.
    if let Some(many) = hidden(link, code, cells.agreed()).filter(|_| cells.creator != 0) {
        put("experimental", json!({ "orders_by_capture_and_recapture": many }));
    }
    match share(cells.agreed(), link.min(code)) {
        Some(agreement) => put("agreement", json!(agreement)),
        None => purse::null(&mut row, "agreement", "no_link_or_no_code"),
    }
    if let Some((estimate, range)) = sets.estimate(cells.named) {
        row.insert("survey_estimate".into(), json!(estimate));
        row.insert("reconciled_orders".into(), json!(real(union) + estimate));
        let shown = |range: Interval| range.shown(Level::NinetyFive);
        let interval = json!({ "survey_estimate": shown(range), "reconciled_orders": shown(range.plus(real(union))) });
        row.insert("interval".into(), interval);
    } else {
        purse::null(&mut row, "survey_estimate", "no_answers");
        purse::null(&mut row, "reconciled_orders", "no_answers");
    }
    row
}
