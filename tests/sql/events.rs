//! Events: stored once however often a message comes, counted as they are stored, read back each once.

use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::event::{Event, Kind};
use waymark::domain::facets::Facets;
use waymark::domain::letters::Letters;
use waymark::domain::verdict::{Reason, Verdict};
use waymark::sql;

use crate::given::{self, Arg, DAY, NOON, TODAY};

/// `[visitor, at, nonce, kind, link, verdict, reason, address]`
fn click(visitor: u64, at: i64, nonce: u32, link: u32) -> Event {
    Event::new(Kind::Click, link, (Verdict::Human, Reason::None), (visitor, at, nonce))
}

fn given_facets() -> Facets {
    Facets {
        sign: u32::MAX,
        device: 1,
        system: 2,
        app: 3,
        source: 4,
        country: Letters::of("DE"),
        region: Letters::of("BY"),
        language: Letters::of("de"),
        network: 3320,
        connection: u32::MAX - 1,
        consent: 1,
        variant: 2,
    }
}

/// Stores events as the consumer does; gives the rows written by counts, events and mark.
fn store(db: &Connection, events: &[Event]) -> [i64; 3] {
    let rows: Arg = json!(events).into();
    let mut days: Vec<i64> = events.iter().map(|event| event.at.div_euclid(DAY)).collect();
    days.sort_unstable();
    days.dedup();
    let counted = given::run(db, sql::EVENTS_COUNT, std::slice::from_ref(&rows));
    let stored = given::run(db, sql::EVENTS_INSERT, &[rows]);
    [counted, stored, given::run(db, sql::EVENTS_DIRTY, &[json!(days).into()])]
}

fn counts(db: &Connection) -> Vec<(i64, i64, i64, i64, i64)> {
    let rows = given::ask(db, "SELECT link, hour, clicks, valid, views FROM hour_count ORDER BY link, hour");
    let field = |row: &Value, name: &str| row[name].as_i64().unwrap();
    rows.iter()
        .map(|row| {
            (field(row, "link"), field(row, "hour"), field(row, "clicks"), field(row, "valid"), field(row, "views"))
        })
        .collect()
}

fn stored(db: &Connection) -> i64 {
    given::number(db, "SELECT count(*) FROM event")
}

/// What the hourly counts must be, worked out from the stored events.
fn recounted(db: &Connection) -> Vec<Value> {
    given::ask(
        db,
        "SELECT link, at / 3600000 AS hour, sum(kind = 1) AS clicks, sum(kind = 1 AND verdict = 0) AS valid,
           sum(kind = 2) AS views
         FROM event GROUP BY 1, 2 ORDER BY 1, 2",
    )
}

#[test]
fn an_event_is_stored_as_it_was_sent() {
    let db = given::events();
    let orphan = Event {
        address: Some("go.brand.example/x".into()),
        facets: given_facets(),
        labels: Some("placement=footer".into()),
        ..Event::new(Kind::View, 0, (Verdict::Bot, Reason::BotToken), ((1 << 48) - 1, NOON, u32::MAX))
    };
    store(&db, &[orphan]);
    let expected = json!({
        "day": TODAY, "visitor": 281_474_976_710_655_i64, "at": NOON, "nonce": 4_294_967_295_i64,
        "kind": 2, "link": 0, "verdict": 1, "reason": 3, "address": "go.brand.example/x",
        "codes": "1.2.3.4.DE.BY.de.1.4294967295", "network": 3320, "connection": 4_294_967_294_i64, "labels": "placement=footer",
    });
    assert_eq!(given::ask(&db, "SELECT * FROM event"), [expected]);
}

#[test]
fn an_event_of_an_older_worker_is_stored_without_facets() {
    let db = given::events();
    let rows: Arg = json!([[1, NOON, 2, 1, 7, 0, 0, null]]).into();
    given::run(&db, sql::EVENTS_INSERT, &[rows]);
    let kept = given::ask(&db, "SELECT codes, network, labels FROM event");
    assert_eq!(kept, [json!({ "codes": "", "network": 0, "labels": null })]);
}

#[test]
fn what_is_no_click_and_no_view_has_no_hourly_count() {
    let db = given::events();
    let of = |kind, nonce| Event::new(kind, 0, (Verdict::Human, Reason::None), (7, NOON, nonce));
    store(&db, &[of(Kind::Landing, 1), of(Kind::Page, 2), of(Kind::Rejected, 3)]);
    assert_eq!((counts(&db), stored(&db)), (vec![], 3));
}

#[test]
fn a_hundred_clicks_of_five_links_write_little_more_than_a_row_each() {
    let db = given::events();
    let clicks: Vec<Event> = (0..100).map(|nonce| click(7, NOON, nonce, 1 + nonce % 5)).collect();
    assert_eq!(store(&db, &clicks), [5, 100, 1]);
    // The next hundred finds its counts and its mark.
    let clicks: Vec<Event> = (100..200).map(|nonce| click(7, NOON, nonce, 1 + nonce % 5)).collect();
    assert_eq!(store(&db, &clicks), [5, 100, 0]);
}

#[test]
fn a_message_that_comes_again_changes_nothing() {
    let db = given::events();
    let clicks: Vec<Event> = (0..10).map(|nonce| click(7, NOON, nonce, 1)).collect();
    store(&db, &clicks);
    let before = counts(&db);
    assert_eq!(store(&db, &clicks), [0, 0, 0]);
    assert_eq!((counts(&db), stored(&db)), (before, 10));
}

#[test]
fn a_message_that_comes_again_among_new_ones_counts_the_new_ones() {
    let db = given::events();
    store(&db, &[click(7, NOON, 1, 1), click(7, NOON, 2, 1)]);
    store(&db, &[click(7, NOON, 2, 1), click(7, NOON, 3, 1)]);
    assert_eq!((counts(&db), stored(&db)), (vec![(1, NOON / 3_600_000, 3, 3, 0)], 3));
}

#[test]
fn an_event_twice_in_one_batch_counts_once() {
    let db = given::events();
    store(&db, &[click(7, NOON, 1, 1), click(7, NOON, 1, 1), click(7, NOON, 1, 1)]);
    assert_eq!((counts(&db), stored(&db)), (vec![(1, NOON / 3_600_000, 1, 1, 0)], 1));
}

#[test]
fn one_visitor_in_one_millisecond_is_told_apart_by_the_nonce() {
    let db = given::events();
    let clicks: Vec<Event> = (0..5_000).map(|nonce| click(7, NOON, nonce, 1)).collect();
    store(&db, &clicks);
    assert_eq!(stored(&db), 5_000);
}

#[test]
fn counts_tell_clicks_valid_clicks_and_views_apart() {
    let db = given::events();
    let of = |kind, verdict, nonce| Event::new(kind, 1, (verdict, Reason::None), (7, NOON, nonce));
    store(
        &db,
        &[
            of(Kind::Click, Verdict::Human, 1),
            of(Kind::Click, Verdict::Bot, 2),
            of(Kind::Click, Verdict::Preview, 3),
            of(Kind::Click, Verdict::Prefetch, 4),
            of(Kind::View, Verdict::Human, 5),
            of(Kind::View, Verdict::Bot, 6),
        ],
    );
    assert_eq!(counts(&db), [(1, NOON / 3_600_000, 4, 1, 2)]);
}

#[test]
fn the_hour_and_the_day_change_with_their_first_millisecond() {
    let db = given::events();
    let midnight = (TODAY + 1) * DAY;
    store(&db, &[click(7, midnight - 1, 1, 1), click(7, midnight, 2, 1)]);
    let hours: Vec<i64> = counts(&db).iter().map(|row| row.1).collect();
    assert_eq!(hours, [midnight / 3_600_000 - 1, midnight / 3_600_000]);
    let days = given::ask(&db, "SELECT day FROM event ORDER BY day");
    assert_eq!(days, [json!({ "day": TODAY }), json!({ "day": TODAY + 1 })]);
}

#[test]
fn every_day_of_a_batch_is_marked() {
    let db = given::events();
    store(&db, &[click(7, NOON, 1, 1), click(7, NOON + DAY, 2, 1), click(7, NOON + DAY, 3, 1)]);
    let days = given::ask(&db, "SELECT day FROM dirty_day ORDER BY day");
    assert_eq!(days, [json!({ "day": TODAY }), json!({ "day": TODAY + 1 })]);
}

#[test]
fn a_batch_is_noticed_once_a_minute() {
    let db = given::events();
    let seen = |at: i64| given::run(&db, sql::BATCH_SEEN, &[at.into()]);
    assert_eq!([seen(NOON), seen(NOON + 60_000), seen(NOON + 60_001), seen(NOON)], [1, 0, 1, 0]);
    let meta = given::rows(&db, sql::META, &[]);
    assert!(meta.contains(&json!({ "name": "last_batch_at", "value": NOON + 60_001 })), "{meta:?}");
}

#[test]
fn published_counts_are_of_whole_blocks_without_orphans() {
    let db = given::events();
    store(&db, &[click(1, NOON, 1, 0), click(1, NOON, 2, 1), click(1, NOON, 3, 127), click(1, NOON, 4, 128)]);
    store(&db, &[click(1, NOON + 3_600_000, 5, 1)]);
    let read = |blocks: Value| -> Vec<(u32, u64, u64, u64)> {
        let mut rows: Vec<(u32, u64, u64, u64)> = given::json(&db, sql::COUNTS_READ, &[blocks.into(), 128.into()]);
        rows.sort_unstable();
        rows
    };
    assert_eq!(read(json!([0])), [(1, 2, 2, 0), (127, 1, 1, 0)]);
    assert_eq!(read(json!([1])), [(128, 1, 1, 0)]);
    assert_eq!(read(json!([0, 1])).len(), 3);
    assert_eq!(read(json!([2])), []);
}

#[test]
fn a_link_is_in_use_from_its_first_event_on() {
    let db = given::events();
    let used = |link: i64| given::rows(&db, sql::LINK_HAS_EVENTS, &[link.into()])[0]["used"].clone();
    assert_eq!(used(1), 0);
    store(&db, &[click(7, NOON, 1, 1)]);
    assert_eq!((used(1), used(2)), (json!(1), json!(0)));
}

type Read = (u64, i64, u64);

/// Reads a UTC day as the recount does: chunk after chunk, each behind the last row of the one before.
fn read(db: &Connection, day: i64, bounds: (i64, i64), chunk: i64) -> Vec<Read> {
    let mut all: Vec<Read> = Vec::new();
    let mut last: (i64, i64, i64) = (-1, -1, -1);
    loop {
        let args: [Arg; 7] =
            [day.into(), last.0.into(), last.1.into(), last.2.into(), bounds.0.into(), bounds.1.into(), chunk.into()];
        let rows: Vec<Value> = given::json(db, sql::EVENTS_READ, &args);
        let number = |row: &Value, place: usize| row[place].as_u64().unwrap();
        let rows: Vec<Read> =
            rows.iter().map(|row| (number(row, 0), row[1].as_i64().unwrap(), number(row, 2))).collect();
        let full = i64::try_from(rows.len()).unwrap() == chunk;
        all.extend(rows);
        match all.last() {
            Some(row) if full => last = (i64::try_from(row.0).unwrap(), row.1, i64::try_from(row.2).unwrap()),
            _ => return all,
        }
    }
}

fn whole(day: i64) -> (i64, i64) {
    (day * DAY, (day + 1) * DAY)
}

#[test]
fn a_reading_respects_the_bounds_of_the_reporting_day() {
    let db = given::events();
    store(&db, &(0..10).map(|step| click(7, NOON + step, 1, 1)).collect::<Vec<_>>());
    let times: Vec<i64> = read(&db, TODAY, (NOON + 3, NOON + 6), 100).iter().map(|row| row.1 - NOON).collect();
    assert_eq!(times, [3, 4, 5]);
}

#[test]
fn a_reading_of_an_empty_day_is_empty() {
    assert!(read(&given::events(), TODAY, whole(TODAY), 100).is_empty());
}

#[test]
fn a_visitors_events_lie_together() {
    let db = given::events();
    store(&db, &[click(9, NOON, 1, 1), click(3, NOON + 5, 2, 1), click(9, NOON + 1, 3, 1), click(3, NOON, 4, 1)]);
    let visitors: Vec<u64> = read(&db, TODAY, whole(TODAY), 100).iter().map(|row| row.0).collect();
    assert_eq!(visitors, [3, 3, 9, 9]);
}

fn batches() -> impl Strategy<Value = Vec<Vec<Event>>> {
    // Few keys, so that events come again within a batch and in later ones; an event's facts follow from its key.
    let event = (0..3_u32, 0..3_i64, 0..4_u32).prop_map(|(visitor, hour, nonce)| {
        let verdict = Verdict::of(u8::try_from((visitor + nonce) % 4).unwrap()).unwrap();
        let kind = if nonce == 3 { Kind::View } else { Kind::Click };
        let at = NOON + hour * 7 * 3_600_000;
        Event::new(kind, (visitor + nonce) % 3, (verdict, Reason::None), (visitor.into(), at, nonce))
    });
    prop::collection::vec(prop::collection::vec(event, 1..12), 1..6)
}

proptest! {
    #![proptest_config(given::tries(96))]

    #[test]
    fn counts_always_equal_the_stored_events(batches in batches()) {
        let db = given::events();
        for batch in &batches {
            store(&db, batch);
        }
        let counted = given::ask(&db, "SELECT link, hour, clicks, valid, views FROM hour_count ORDER BY link, hour");
        prop_assert_eq!(counted, recounted(&db));
    }

    #[test]
    fn chunks_cover_every_event_once_in_the_keys_order(batches in batches(), chunk in 1..8_i64) {
        let db = given::events();
        for batch in &batches {
            store(&db, batch);
        }
        let mut all = Vec::new();
        for day in [TODAY, TODAY + 1] {
            let rows = read(&db, day, whole(day), chunk);
            let key = |row: &Read| (row.0, row.1, row.2);
            prop_assert!(rows.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])));
            all.extend(rows);
        }
        prop_assert_eq!(i64::try_from(all.len()).unwrap(), stored(&db));
    }

    #[test]
    fn two_halves_of_a_day_are_the_day(batches in batches(), cut in 0..DAY) {
        let db = given::events();
        for batch in &batches {
            store(&db, batch);
        }
        let (from, until) = whole(TODAY);
        let halves = read(&db, TODAY, (from, from + cut), 3).len() + read(&db, TODAY, (from + cut, until), 3).len();
        prop_assert_eq!(halves, read(&db, TODAY, (from, until), 100).len());
    }
}
