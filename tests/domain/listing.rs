//! The list of conversions: what is asked, and cursors that go on where a page ended.

use proptest::prelude::*;
use waymark::domain::conversion::{Kind, Listing, State, Whose};
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

#[test]
fn whose_sales_are_listed_is_a_creators_everybodys_or_nobodys() {
    for (word, whose, number) in [("7", Whose::Creator(7), 7), ("all", Whose::All, -1), ("none", Whose::Nobody, 0)] {
        let found = read(&[("creator", word), ("kind", "sale")]).unwrap().whose.unwrap();
        assert_eq!((found, found.number()), (whose, number));
    }
    for word in ["0", "-1", "seven", ""] {
        let Err(Refusal::Invalid(faults)) = read(&[("creator", word)]) else { panic!("{word}") };
        assert_eq!(pointers(&faults), [("creator".to_owned(), "not_a_creator")]);
    }
}

#[test]
fn whose_sales_are_listed_goes_with_no_state_and_no_other_kind() {
    for other in [("state", "conflict"), ("kind", "refund")] {
        let Err(Refusal::Invalid(faults)) = read(&[("creator", "7"), other]) else { panic!("{other:?}") };
        assert_eq!(pointers(&faults), [("creator".to_owned(), "sales_only")]);
    }
}

#[test]
fn sales_that_count_go_on_at_the_day_where_a_page_ended() {
    let asked = [("creator", "7"), ("from", "2026-11-01"), ("to", "2026-11-20")];
    let first = read(&asked).unwrap();
    let today = TODAY / DAY;
    assert_eq!(first.days(), (today - 19, today));
    let cursor = first.cursor((NOON - 3 * DAY, today - 3, "a:b"));
    let further = read(&[asked[0], asked[1], asked[2], ("cursor", &cursor)]).unwrap();
    assert_eq!(
        (further.days(), further.behind),
        ((today - 19, today - 3), (NOON - 3 * DAY, today - 3, "a:b".to_owned()))
    );
    assert_eq!(read(&[("cursor", &cursor)]), Err(Refusal::MalformedCursor), "it is another list");
}

proptest! {
    #![proptest_config(given::tries(128))]

    #[test]
    fn a_page_goes_on_behind_the_last_one(at in 0..1_i64 << 42, kind in 1..6_u8, key in "\\PC{1,40}") {
        let cursor = read(&[]).unwrap().cursor((at, kind.into(), &key));
        prop_assert_eq!(read(&[("cursor", &cursor)]).unwrap().behind, (at, kind.into(), key));
    }
}
