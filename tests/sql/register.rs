//! The registers: unique words, changes that do not overwrite each other, rows that fit the domain.

use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::key;
use waymark::domain::key::{Stored, Token};
use waymark::domain::register::campaign::Campaign;
use waymark::domain::register::code::{Code, Discount};
use waymark::domain::register::creator::Creator;
use waymark::domain::register::key::Key;
use waymark::domain::register::link::{Link, Version};
use waymark::domain::utm::Tags;
use waymark::sql;

use crate::given::{self, Arg, NOON};

fn ids(rows: &[Value]) -> Vec<i64> {
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

// Creators and campaigns.

#[test]
fn a_creator_reads_back_as_it_was_made() {
    let db = given::control();
    let args: [Arg; 4] = ["Sarah".into(), "sarah".into(), r#"["Sally"]"#.into(), NOON.into()];
    let id = given::rows(&db, sql::CREATOR_INSERT, &args)[0]["id"].as_i64().unwrap();
    let made: Creator = given::read(&db, sql::CREATOR_GET, &[id.into()]).remove(0);
    let body = json!({ "name": "Sarah", "aliases": ["Sally"] });
    assert_eq!(made, Creator { id: u32::try_from(id).unwrap(), ..Creator::make(&body, NOON).unwrap() });
}

#[test]
fn a_campaign_reads_back_as_it_was_made() {
    let db = given::control();
    let id = given::campaign(&db, "spring");
    let made: Campaign = given::read(&db, sql::CAMPAIGN_GET, &[id.into()]).remove(0);
    assert_eq!((made.handle.as_str(), made.version, made.created_at, made.archived_at), ("spring", 1, NOON, None));
}

#[test]
fn a_handle_that_is_taken_makes_nothing() {
    let db = given::control();
    given::creator(&db, "sarah");
    let args: [Arg; 4] = ["Other".into(), "sarah".into(), "[]".into(), NOON.into()];
    assert!(given::rows(&db, sql::CREATOR_INSERT, &args).is_empty());
    given::campaign(&db, "spring");
    assert!(
        given::rows(&db, sql::CAMPAIGN_INSERT, &["Other".into(), "spring".into(), NOON.into(), "leads".into()])
            .is_empty()
    );
}

fn update_creator(db: &Connection, id: i64, version: i64, handle: &str, archived_at: Option<i64>) -> i64 {
    let args: [Arg; 7] =
        [id.into(), version.into(), "Sarah".into(), handle.into(), "[]".into(), (NOON + 1).into(), archived_at.into()];
    given::run(db, sql::CREATOR_UPDATE, &args)
}

#[test]
fn of_two_changes_of_one_version_the_first_stays() {
    let db = given::control();
    let id = given::creator(&db, "sarah");
    assert_eq!(update_creator(&db, id, 1, "first", None), 1);
    assert_eq!(update_creator(&db, id, 1, "second", None), 0);
    let creator: Creator = given::read(&db, sql::CREATOR_GET, &[id.into()]).remove(0);
    assert_eq!((creator.handle.as_str(), creator.version, creator.updated_at), ("first", 2, NOON + 1));
}

#[test]
fn a_change_to_a_handle_that_is_taken_changes_nothing() {
    let db = given::control();
    given::creator(&db, "tom");
    let id = given::creator(&db, "sarah");
    assert_eq!(update_creator(&db, id, 1, "tom", None), 0);
    let campaigns = (given::campaign(&db, "a"), given::campaign(&db, "b"));
    let args: [Arg; 7] =
        [campaigns.1.into(), 1.into(), "B".into(), "a".into(), NOON.into(), None::<i64>.into(), "leads".into()];
    assert_eq!(given::run(&db, sql::CAMPAIGN_UPDATE, &args), 0);
}

#[test]
fn a_list_goes_on_behind_the_last_id_without_what_was_put_away() {
    let db = given::control();
    let made: Vec<i64> = ["a", "b", "c", "d"].iter().map(|handle| given::creator(&db, handle)).collect();
    update_creator(&db, made[1], 1, "b", Some(NOON));
    let list = |after: i64, most: i64| ids(&given::rows(&db, sql::CREATOR_LIST, &[after.into(), most.into()]));
    assert_eq!(list(0, 2), [made[0], made[2]]);
    assert_eq!(list(made[2], 2), [made[3]]);
    assert!(list(made[3], 2).is_empty());
}

#[test]
fn an_id_is_never_given_twice() {
    let db = given::control();
    let first = given::campaign(&db, "a");
    given::run(&db, "DELETE FROM campaign", &[]);
    assert!(given::campaign(&db, "b") > first);
}

// Links.

#[test]
fn a_link_reads_back_as_the_domain_knows_it() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    let id = given::link(&db, "spring", creator, None);
    let link: Link = given::read(&db, sql::LINK_GET, &[id.into()]).remove(0);
    assert_eq!((link.slug.as_str(), link.enabled, link.version, link.campaign_id), ("spring", true, 1, None));
    let found: Link = given::read(&db, sql::LINK_FIND, &["go.brand.example".into(), "spring".into()]).remove(0);
    assert_eq!(found, link);
}

#[test]
fn a_slug_that_is_taken_on_its_host_makes_nothing() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    given::link(&db, "spring", creator, None);
    let taken = given::link_of("spring", creator, None);
    let elsewhere = Link { host: "other.example".into(), ..taken.clone() };
    let made = given::links(&db, &[taken, elsewhere]);
    assert_eq!(made.len(), 1);
    assert_eq!(made[0]["host"], "other.example");
}

#[test]
fn a_link_of_a_creator_that_there_is_not_is_refused_by_the_store() {
    let db = given::control();
    given::creator(&db, "sarah");
    let id = given::link(&db, "spring", 1, None);
    assert!(given::try_rows(&db, "UPDATE link SET creator_id = 99 WHERE id = ?1", &[id.into()]).is_err());
}

#[test]
fn an_id_beyond_32_bits_is_refused_by_the_store() {
    let db = given::control();
    given::creator(&db, "sarah");
    let id = given::link(&db, "spring", 1, None);
    let moved = |to: i64| given::try_rows(&db, "UPDATE link SET id = ?2 WHERE id = ?1", &[id.into(), to.into()]);
    assert!(moved(1 << 32).is_err());
}

fn update_link(db: &Connection, id: i64, version: u32, enabled: bool) -> i64 {
    let before = Link { id: id.try_into().unwrap(), version, ..given::link_of("spring", 1, None) };
    let after = Link {
        destination: "https://b.example/2".into(),
        target: "https://b.example/2?utm_id=1".into(),
        utm: Tags { id: Some("1".into()), ..Tags::default() },
        enabled,
        changed_by: "key:2".into(),
        updated_at: NOON + 1,
        ..before.clone()
    };
    let rows = given::rows(db, sql::LINKS_UPDATE, &[json!([after.next_row(&before)]).into()]);
    i64::try_from(rows.len()).unwrap()
}

#[test]
fn of_two_changes_of_one_link_the_first_stays() {
    let db = given::control();
    given::creator(&db, "sarah");
    let id = given::link(&db, "spring", 1, None);
    assert!(update_link(&db, id, 1, false) > 0);
    assert_eq!(update_link(&db, id, 1, true), 0);
    let link: Link = given::read(&db, sql::LINK_GET, &[id.into()]).remove(0);
    assert_eq!((link.version, link.enabled, link.utm.id.as_deref()), (2, false, Some("1")));
}

#[test]
fn every_version_of_a_link_is_in_its_history_with_who_made_it() {
    let db = given::control();
    given::creator(&db, "sarah");
    let id = given::link(&db, "spring", 1, None);
    update_link(&db, id, 1, false);
    published(&db, id, 2);
    let versions: Vec<Version> = given::read(&db, sql::LINK_HISTORY, &[id.into(), 10.into()]);
    let told: Vec<_> = versions.iter().map(|one| (one.version, one.by.as_str(), one.destination.as_str())).collect();
    assert_eq!(told, [(2, "key:2", "https://b.example/2"), (1, "bootstrap", "https://brand.example/")]);
}

#[test]
fn options_in_words_of_another_version_are_as_of_a_plain_link_and_keep_nobody_from_being_read() {
    let db = given::control();
    given::creator(&db, "sarah");
    let ids = [given::link(&db, "spring", 1, None), given::link(&db, "summer", 1, None)];
    let more = r#"{"query_policy":"newer_word","click_id":false,"card":7,"starts_at":"soon"}"#;
    given::run(&db, "UPDATE link SET more = ?2 WHERE id = ?1", &[ids[0].into(), more.into()]);
    let links: Vec<Link> = given::read(&db, "SELECT * FROM link ORDER BY id", &[]);
    let told: Vec<_> =
        links.iter().map(|link| (link.more.query_policy, link.more.click_id, link.more.starts_at)).collect();
    assert_eq!(told[1], (None, true, None));
    assert_eq!((told[0].1, told[0].2), (false, None));
}

fn published(db: &Connection, id: i64, version: i64) -> i64 {
    let begun = NOON + i64::from(version > 1);
    given::run(db, sql::LINKS_PUBLISHED, &[json!([[id, version, begun, true]]).into(), (NOON + 2).into()])
}

fn unpublished(db: &Connection) -> Vec<i64> {
    ids(&given::rows(db, sql::LINKS_UNPUBLISHED, &[100.into(), (NOON + 200_000).into()]))
}

#[test]
fn a_new_link_is_owed_to_the_edge_until_it_was_put() {
    let db = given::control();
    given::creator(&db, "sarah");
    let id = given::link(&db, "spring", 1, None);
    assert_eq!(unpublished(&db), [id]);
    published(&db, id, 1);
    assert!(unpublished(&db).is_empty());
}

#[test]
fn a_changed_link_is_owed_again() {
    let db = given::control();
    given::creator(&db, "sarah");
    let id = given::link(&db, "spring", 1, None);
    published(&db, id, 1);
    update_link(&db, id, 1, false);
    assert_eq!(unpublished(&db), [id]);
}

#[test]
fn a_put_of_an_older_version_leaves_the_newer_one_owed() {
    let db = given::control();
    given::creator(&db, "sarah");
    let id = given::link(&db, "spring", 1, None);
    update_link(&db, id, 1, false);
    published(&db, id, 1);
    assert_eq!(unpublished(&db), [id]);
}

// Codes.

fn update_code(db: &Connection, id: i64, from: Option<i64>, until: Option<i64>) -> i64 {
    let said: [Arg; 6] = [id.into(), 1.into(), 1.into(), from.into(), until.into(), (NOON + 1).into()];
    let off: [Arg; 4] = [None::<i64>.into(), "fixed".into(), 500.into(), "EUR".into()];
    given::run(db, sql::CODE_UPDATE, &[said.as_slice(), &off].concat())
}

/// Somebody holds the code from 10 to 20 (before 20); a second stretch, and whether it may stand beside the first.
const STRETCHES: [(Option<i64>, Option<i64>, bool); 16] = [
    (Some(20), Some(30), true),
    (Some(20), None, true),
    (Some(0), Some(10), true),
    (None, Some(10), true),
    (Some(0), Some(5), true),
    (Some(25), Some(30), true),
    (Some(19), Some(30), false),
    (Some(19), None, false),
    (Some(0), Some(11), false),
    (None, Some(11), false),
    (Some(10), Some(20), false),
    (Some(12), Some(15), false),
    (Some(5), Some(25), false),
    (Some(19), Some(20), false),
    (Some(10), Some(11), false),
    (None, None, false),
];

#[test]
fn nobody_gets_a_code_while_somebody_else_holds_it() {
    for (from, until, free) in STRETCHES {
        let db = given::control();
        let creator = given::creator(&db, "sarah");
        given::code(&db, "X", creator, Some(10), Some(20)).unwrap();
        assert_eq!(given::code(&db, "X", creator, from, until).is_some(), free, "{from:?} to {until:?}");
    }
}

#[test]
fn nobody_stretches_a_code_over_somebody_elses() {
    for (from, until, free) in STRETCHES {
        let db = given::control();
        let creator = given::creator(&db, "sarah");
        given::code(&db, "X", creator, Some(10), Some(20)).unwrap();
        let id = given::code(&db, "X", creator, Some(100), Some(200)).unwrap();
        assert_eq!(update_code(&db, id, from, until), i64::from(free), "{from:?} to {until:?}");
    }
}

#[test]
fn a_code_held_without_bounds_leaves_no_room() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    given::code(&db, "X", creator, None, None).unwrap();
    for (from, until, _) in STRETCHES {
        assert_eq!(given::code(&db, "X", creator, from, until), None, "{from:?} to {until:?}");
    }
}

#[test]
fn a_code_open_on_one_side_leaves_room_on_the_other() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    given::code(&db, "X", creator, Some(10), None).unwrap();
    assert_eq!(given::code(&db, "X", creator, Some(10), Some(11)), None);
    assert!(given::code(&db, "X", creator, None, Some(10)).is_some());
    assert_eq!(given::code(&db, "X", creator, Some(0), Some(1)), None);
}

#[test]
fn a_stretch_that_lasts_no_time_takes_no_room() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    let id = given::code(&db, "X", creator, Some(10), Some(20)).unwrap();
    assert_eq!(update_code(&db, id, Some(10), Some(10)), 1);
    assert!(given::code(&db, "X", creator, Some(5), Some(15)).is_some());
}

#[test]
fn another_word_is_another_code() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    given::code(&db, "X", creator, None, None).unwrap();
    assert!(given::code(&db, "Y", creator, None, None).is_some());
}

#[test]
fn a_code_may_change_over_its_own_time() {
    let db = given::control();
    let creator = given::creator(&db, "sarah");
    let id = given::code(&db, "X", creator, Some(10), Some(20)).unwrap();
    assert_eq!(update_code(&db, id, Some(5), None), 1);
    assert_eq!(update_code(&db, id, Some(5), None), 0, "it is not at that version any more");
    let code: Code = given::read(&db, sql::CODE_GET, &[id.into()]).remove(0);
    assert_eq!((code.valid_from, code.valid_until, code.version), (Some(5), None, 2));
    assert_eq!((code.discount_kind, code.discount_value), (Some(Discount::Fixed), Some(500)));
    assert_eq!(ids(&given::rows(&db, sql::CODE_LIST, &[0.into(), 10.into()])), [id]);
}

// Keys.

fn made_key(db: &Connection) -> i64 {
    let secret = key::secret([7; 32]);
    let args: [Arg; 6] = [
        "shop".into(),
        key::hash(&secret).into(),
        "BwcH".into(),
        "[\"conversions:write\"]".into(),
        (NOON + 10).into(),
        NOON.into(),
    ];
    given::rows(db, sql::KEY_INSERT, &args)[0]["id"].as_i64().unwrap()
}

fn opens(db: &Connection, id: i64, at: i64) -> bool {
    let stored: Stored = given::read(db, sql::KEY_FIND, &[id.into()]).remove(0);
    let text = key::print(u32::try_from(id).unwrap(), &key::secret([7; 32]));
    Token::parse(&text).unwrap().opens(&stored, at)
}

#[test]
fn a_key_opens_until_its_end_or_until_it_is_taken_back() {
    let db = given::control();
    let id = made_key(&db);
    assert!(opens(&db, id, NOON + 9));
    assert!(!opens(&db, id, NOON + 10));
    given::run(&db, sql::KEY_REVOKE, &[id.into(), (NOON + 1).into()]);
    assert!(!opens(&db, id, NOON + 9));
}

#[test]
fn a_key_is_taken_back_once() {
    let db = given::control();
    let id = made_key(&db);
    given::run(&db, sql::KEY_REVOKE, &[id.into(), (NOON + 1).into()]);
    given::run(&db, sql::KEY_REVOKE, &[id.into(), (NOON + 2).into()]);
    let key: Key = given::read(&db, sql::KEY_GET, &[id.into()]).remove(0);
    assert_eq!(key.revoked_at, Some(NOON + 1));
}

#[test]
fn a_key_is_shown_without_what_opens() {
    let db = given::control();
    let id = made_key(&db);
    let listed: Vec<Key> = given::read(&db, sql::KEY_LIST, &[0.into(), 10.into()]);
    assert_eq!(
        (listed[0].hint.as_str(), listed[0].scopes.as_slice()),
        ("BwcH", ["conversions:write".to_owned()].as_slice())
    );
    for statement in [sql::KEY_LIST, sql::KEY_GET] {
        let args: &[Arg] = if statement == sql::KEY_GET { &[id.into()] } else { &[0.into(), 10.into()] };
        let shown = given::rows(&db, statement, args);
        assert!(shown[0].get("hash").is_none());
    }
}

// Dead letters.

#[test]
fn a_letter_that_could_not_be_stored_is_kept_whole() {
    let db = given::control();
    let body = "x".repeat(2_000);
    let letters = json!([["waymark-events", "not json", body, NOON], ["waymark-events-dead", "retries", "{}", NOON]]);
    assert_eq!(given::run(&db, sql::DEAD_LETTERS_INSERT, &[letters.into()]), 2);
    let listed = given::rows(&db, sql::DEAD_LETTER_LIST, &[0.into(), 10.into()]);
    assert_eq!((ids(&listed), listed[0]["body"].as_str().unwrap().len()), (vec![1, 2], 500));
    let whole = given::rows(&db, sql::DEAD_LETTER_GET, &[1.into()]).remove(0);
    assert_eq!((whole["body"].as_str().unwrap().len(), &whole["replayed_at"]), (2_000, &Value::Null));
    given::run(&db, sql::DEAD_LETTER_REPLAYED, &[1.into(), (NOON + 1).into()]);
    assert_eq!(given::rows(&db, sql::DEAD_LETTER_GET, &[1.into()])[0]["replayed_at"], NOON + 1);
}
