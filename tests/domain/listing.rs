//! The list of conversions: what is asked, and cursors that go on where a page ended.

use proptest::prelude::*;
use waymark::domain::conversion::{Kind, Listing, State};
use waymark::domain::refusal::Refusal;

use crate::given::{self, NOON, pointers};

/// 2026-11-20T00:00:00Z.
const TODAY: i64 = NOON - 12 * 3_600_000;
const DAY: i64 = 86_400_000;

fn read(asked: &[(&str, &str)]) -> Result<Listing, Refusal> {
    let get = |name: &str| asked.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    Listing::read(&get, NOON)
}

#[test]
fn the_last_thirty_days_are_listed_when_nothing_is_asked() {
    let listing = read(&[]).unwrap();
    assert_eq!((listing.from, listing.until, listing.limit), (TODAY - 29 * DAY, TODAY + DAY, 50));
    assert_eq!((listing.state, listing.kind), (State::Any, None));
}

#[test]
fn days_are_both_inside() {
    let listing = read(&[("from", "2026-11-01"), ("to", "2026-11-01")]).unwrap();
    assert_eq!((listing.until - listing.from, listing.from), (DAY, TODAY - 19 * DAY));
    assert_eq!(read(&[("to", "2026-11-20"), ("state", "parked")]).unwrap().from, TODAY - 29 * DAY);
}

#[test]
fn every_state_and_kind_is_known_by_its_word() {
    for (word, state) in [("unverified", State::Unverified), ("parked", State::Parked), ("conflict", State::Conflict)] {
        assert_eq!(read(&[("state", word)]).unwrap().state, state);
    }
    assert_eq!(read(&[("kind", "lead")]).unwrap().kind, Some(Kind::Lead));
}

#[test]
fn every_wrong_parameter_is_named_at_once() {
    let Err(Refusal::Invalid(faults)) = read(&[("state", "x"), ("kind", "x"), ("to", "x"), ("from", "2027-01-01")])
    else {
        panic!()
    };
    let found: Vec<_> = pointers(&faults).into_iter().map(|(name, word)| format!("{name} {word}")).collect();
    assert_eq!(found, ["state unknown_state", "kind unknown_kind", "to not_a_day", "to reversed"]);
}

#[test]
fn a_cursor_of_another_list_is_refused() {
    let other = waymark::domain::cursor::print("links", 5);
    assert_eq!(read(&[("cursor", &other)]), Err(Refusal::MalformedCursor));
}

proptest! {
    #![proptest_config(given::tries(128))]

    #[test]
    fn a_page_goes_on_behind_the_last_one(at in 0..1_i64 << 42, kind in 1..6_u8, key in "\\PC{1,40}") {
        let cursor = Listing::cursor(at, kind, &key);
        prop_assert_eq!(read(&[("cursor", &cursor)]).unwrap().behind, (at, kind.into(), key));
    }
}
