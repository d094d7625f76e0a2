//! Rules that would never match: refused, for nobody sees a rule that is never asked.

use super::Rule;
use super::when::When;
use super::word::{Kind, country_of};
use crate::domain::device;
use crate::domain::refusal::Fault;

/// What makes rules at `pointer` match nobody: their own conditions, the link's schedule (from, until), or a rule before.
pub fn faults(rules: &[Rule], pointer: &str, schedule: (Option<i64>, Option<i64>)) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        let mut fault = |inside: &str, code, detail: String| {
            faults.push(Fault::at(format!("{pointer}/{at}{inside}"), code, detail));
        };
        let when = &rule.when;
        for (value, country) in strangers(when) {
            let detail = format!("Add {country} to `country`, or take this region out.");
            fault(&format!("/when/region/{value}"), "outside_countries", detail);
        }
        if !possible(when) {
            let detail = "No visit has these of `device`, `system` and `app` together; see docs/rules.md for what goes with what.";
            fault("/when", "never_matches", detail.into());
        }
        let (from, until) = window(when, schedule);
        if from >= until {
            let detail = "The link leads nowhere in all of this time; choose one inside `starts_at` and `expires_at`.";
            fault("/when", "outside_schedule", detail.into());
            continue;
        }
        let before = rules.iter().take(at).position(|earlier| covers(&earlier.when, when, schedule));
        if let Some(before) = before {
            let all = rules.get(before).is_some_and(|rule| rule.when.is_empty());
            let (code, why) = if all {
                ("behind_catch_all", "everybody")
            } else {
                ("shadowed", "everybody whom this rule would take")
            };
            let detail = format!("Move it before rule {before} (counted from 0), which takes {why}.");
            fault("", code, detail);
        }
    }
    faults
}

/// Regions outside the countries that the same rule names: their places, and the country of each.
fn strangers(when: &When) -> Vec<(usize, String)> {
    let (Some(countries), Some(regions)) = (when.codes(Kind::Country), when.codes(Kind::Region)) else {
        return Vec::new();
    };
    let countries_of = regions.iter().map(|region| country_of(*region)).enumerate();
    let outside = countries_of.filter(|(_, country)| !countries.contains(country));
    outside.map(|(at, country)| (at, Kind::Country.word(country))).collect()
}

/// Whether any device has a class, a system and an app of those that are named.
fn possible(when: &When) -> bool {
    let codes = |kind, all: usize| {
        let every = || (0..all).filter_map(|code| u8::try_from(code).ok()).collect::<Vec<_>>();
        let named = |codes: &[u64]| codes.iter().filter_map(|code| u8::try_from(*code).ok()).collect();
        when.codes(kind).map_or_else(every, named)
    };
    let classes = codes(Kind::Device, device::CLASSES.len());
    let systems = codes(Kind::System, device::SYSTEMS.len());
    codes(Kind::App, device::APPS.len())
        .iter()
        .any(|app| systems.iter().any(|system| classes.iter().any(|class| device::possible(*class, *system, *app))))
}

/// When a rule can match: its own window within the link's schedule.
fn window(when: &When, (starts, ends): (Option<i64>, Option<i64>)) -> (i64, i64) {
    let from = when.from.max(starts).unwrap_or(i64::MIN);
    let ends = [when.until, ends].into_iter().flatten().min();
    (from, ends.unwrap_or(i64::MAX))
}

/// Whether `earlier` takes every visit that `later` would take.
fn covers(earlier: &When, later: &When, schedule: (Option<i64>, Option<i64>)) -> bool {
    let within = |kind, codes: &[u64]| {
        let inside = |code: &u64| codes.contains(code);
        match (kind, later.codes(Kind::Region), later.codes(kind)) {
            // Whoever is in a region is in its country.
            (Kind::Country, Some(regions), _) => regions.iter().all(|region| inside(&country_of(*region))),
            (_, _, Some(later)) => later.iter().all(inside),
            (_, _, None) => false,
        }
    };
    let ((from, until), (later_from, later_until)) = (window(earlier, schedule), window(later, schedule));
    earlier.is.iter().all(|(kind, codes)| within(*kind, codes))
        && from <= later_from
        && later_until <= until
        && earlier.query.iter().all(|(name, values)| {
            let asked = later.query.iter().find(|(known, _)| known == name);
            asked.is_some_and(|(_, later)| {
                values.is_empty() || (!later.is_empty() && later.iter().all(|value| values.contains(value)))
            })
        })
}
