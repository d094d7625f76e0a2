//! What the lift report is asked: which days, what they are compared with, and a test with a holdout where there was one.

use crate::domain::refusal::{Fault, Refusal};
use crate::domain::report::ask::{self, DateBasis, Get, Model, Range};
use crate::domain::report::filter::Filters;
use crate::domain::time::Day;

use super::holdout::Holdout;

/// The most days that may be left out.
const WITHOUT_MOST: usize = 100;
/// The most days behind the range that are looked at.
const AFTER_MOST: i64 = 90;
/// Days behind the range that are looked at when nothing is said.
const AFTER: i64 = 14;
/// What orders are told apart by in this report; of visits and posts `credit_total` knows nothing before.
const PLACES: [&str; 4] = ["creator", "campaign", "link", "code"];

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The days in question, and whose orders.
    pub common: ask::Ask,
    /// Days right before them that say what is usual: 28 or 56.
    pub before_days: i64,
    /// Days right behind them.
    pub after_days: i64,
    /// Days that are left out wherever they fall, such as those of a sale, in order.
    pub without: Vec<Day>,
    /// Whether all orders of the shop are looked at, also those that are no creator's.
    pub shop: bool,
    /// Whether rows are days.
    pub by_day: bool,
    /// Creators that did nothing then, to compare with: `control_creator=`.
    pub control: Option<Filters>,
    /// A test in which chance decided who saw the creator.
    pub holdout: Option<Holdout>,
}

impl Ask {
    /// Reads the query; every fault is named at once.
    pub fn read(get: Get<'_>, today: Day) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let common = ask::Ask::read(get, today, &mut faults);
        let before_days = match get("before_days").as_deref() {
            None | Some("28") => 28,
            Some("56") => 56,
            Some(_) => {
                faults.push(Fault::query(
                    "before_days",
                    "out_of_range",
                    "Send 28 or 56: whole weeks, so that weekdays are alike.",
                ));
                28
            }
        };
        let after_days = get("after_days").map_or(Some(AFTER), |text| text.parse().ok());
        let after_days = after_days.filter(|days| (0..=AFTER_MOST).contains(days)).unwrap_or_else(|| {
            faults.push(Fault::query("after_days", "out_of_range", format!("Send a number from 0 to {AFTER_MOST}.")));
            0
        });
        let mut without = Vec::new();
        for text in get("without").iter().flat_map(|list| list.split(',')).take(WITHOUT_MOST + 1) {
            match Day::parse(text.trim()) {
                Some(day) => crate::domain::ordered::put(&mut without, day),
                None => faults.push(Fault::query(
                    "without",
                    "not_a_day",
                    "Send days such as 2026-11-27, with commas between them.",
                )),
            }
        }
        if without.len() > WITHOUT_MOST {
            faults.push(Fault::query("without", "too_many_values", format!("Leave out at most {WITHOUT_MOST} days.")));
        }
        let by_day = match get("by").as_deref() {
            None | Some("phase") => false,
            Some("day") => true,
            Some(_) => {
                faults.push(Fault::query("by", "unknown_dimension", "Send phase or day."));
                false
            }
        };
        let shop = match get("of").as_deref() {
            None => None,
            Some("shop") => Some(true),
            Some("creators") => Some(false),
            Some(_) => {
                faults.push(Fault::query("of", "unknown_scope", "Send shop or creators."));
                None
            }
        };
        let control = get("control_creator").map(|ids| {
            let mut found = Vec::new();
            let of = |name: &str| (name == "creator").then(|| ids.clone());
            let filters = Filters::read(&of, &mut found);
            // The same words, at the parameter that was sent.
            faults.extend(found.into_iter().map(|fault| Fault::query("control_creator", fault.code, fault.detail)));
            filters
        });
        let asked = |filters: &Filters| filters.places.iter().find(|one| one.name == "creator" && one.keep).cloned();
        let both = common.as_ref().and_then(|common| asked(&common.filters)).zip(control.as_ref().and_then(asked));
        if both.is_some_and(|(asked, control)| control.values.iter().any(|id| asked.values.contains(id))) {
            let detail = "Send creators that are not asked about: nobody can be compared with themselves.";
            faults.push(Fault::query("control_creator", "asked_about", detail));
        }
        let holdout = Holdout::read(get, &mut faults);
        if let Some(common) = &common {
            refuse_others(common, &mut faults);
        }
        let Some(common) = common.filter(|_| faults.is_empty()) else { return Err(Refusal::Invalid(faults)) };
        let shop = shop.unwrap_or(common.filters.is_empty());
        Ok(Self { common, before_days, after_days, without, shop, by_day, control, holdout })
    }

    /// The days before, those in question and those behind, up to the day before `today`, which is not over; the baseline
    /// begins no earlier than `known`, the first day with an order at all. A phase without a day is none.
    pub fn phases(&self, today: Day, known: Option<Day>) -> [Option<Range>; 3] {
        let Range { from, to } = self.common.range;
        let some = |from: i64, to: i64| {
            let to = to.min(today.0 - 1);
            (from <= to).then_some(Range { from: Day(from), to: Day(to) })
        };
        let first = known.map_or(from.0, |day| day.0).max(from.0 - self.before_days);
        [some(first, from.0 - 1), some(from.0, to.0), some(to.0 + 1, to.0 + self.after_days)]
    }

    /// Every day that is read.
    pub fn span(&self) -> Range {
        let Range { from, to } = self.common.range;
        Range { from: Day(from.0 - self.before_days), to: Day(to.0 + self.after_days) }
    }
}

/// Whole orders on their own day are what is tested: refuses what would be something else.
fn refuse_others(common: &ask::Ask, faults: &mut Vec<Fault>) {
    if common.model != Model::PAYOUT {
        faults.push(Fault::query("model", "not_here", "Whole orders are compared, by payout: leave it out."));
    }
    if common.basis != DateBasis::ConversionDate {
        faults.push(Fault::query("basis", "not_here", "Orders are compared on their own day: leave it out."));
    }
    if common.compare {
        faults.push(Fault::query("compare", "not_here", "The days before are in the report: leave it out."));
    }
    let windows = [("click_window_days", common.click_window_days), ("view_window_days", common.view_window_days)];
    for (name, _) in windows.into_iter().filter(|(_, days)| days.is_some()) {
        faults.push(Fault::query(name, "not_here", "Orders are credited by the deployment's windows: leave it out."));
    }
    let part = common.filters.part.iter().map(|part| &part.1);
    for filter in common.filters.places.iter().chain(part).filter(|filter| !PLACES.contains(&filter.name)) {
        let detail = format!("Filter by {}.", PLACES.join(", "));
        faults.push(Fault::query(filter.name, "not_here", detail));
    }
}
