//! The ranking: what may be asked of it, and which targets it goes by.

use waymark::domain::refusal::Refusal;
use waymark::domain::report::ask::Frame;
use waymark::domain::report::ranking;
use waymark::domain::time::Day;

use crate::given::pointers;

const TODAY: i64 = 20_777;

fn frame() -> Frame {
    Frame {
        zone: "UTC".into(),
        today: Day(TODAY),
        as_of: None,
        revenue_basis: "merchandise",
        reporting: None,
        click_window_days: 30,
        view_window_days: 1,
        config: String::new(),
    }
}

/// The faults of a query, each at its parameter.
fn faults(pairs: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let days = [("from", "2026-11-14"), ("to", "2026-11-20")];
    let get = |name: &str| pairs.iter().chain(&days).find(|pair| pair.0 == name).map(|pair| pair.1.to_owned());
    match ranking::read(&get, &frame()) {
        Err(Refusal::Invalid(faults)) => pointers(&faults),
        Err(_) => panic!("another refusal"),
        Ok(_) => Vec::new(),
    }
}

#[test]
fn what_a_ranking_has_not_is_refused_and_not_passed_over() {
    assert_eq!(faults(&[("compare", "previous")]), [("compare".to_owned(), "not_asked_here")]);
    assert_eq!(faults(&[("by", "day")]), [("by".to_owned(), "not_asked_here")]);
    assert_eq!(faults(&[("by", "creator"), ("metric", "cpa")]), []);
    let all = faults(&[("compare", "x"), ("metric", "followers"), ("model", "magic")]);
    let names: Vec<&str> = all.iter().map(|fault| fault.0.as_str()).collect();
    assert_eq!(names, ["metric", "compare", "model"]);
}
