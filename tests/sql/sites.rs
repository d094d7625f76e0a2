//! Sites in the store: their key is made of their id, and stays whatever is changed.

use rusqlite::Connection;
use waymark::domain::register::site::Site;
use waymark::sql;

use crate::given::{self, Arg, NOON};

const TOKEN: &str = "BwcHBwcHBwcHBwcHBwcHBw";

fn site(db: &Connection) -> i64 {
    let args: [Arg; 5] = ["Shop".into(), TOKEN.into(), r#"["https://shop.example"]"#.into(), 1.into(), NOON.into()];
    given::rows(db, sql::SITE_INSERT, &args)[0]["id"].as_i64().unwrap()
}

fn update(db: &Connection, id: i64, version: i64, archived_at: Option<i64>) -> i64 {
    let args: [Arg; 7] = [
        id.into(),
        version.into(),
        "Store".into(),
        r#"["https://store.example"]"#.into(),
        0.into(),
        (NOON + 1).into(),
        archived_at.into(),
    ];
    given::run(db, sql::SITE_UPDATE, &args)
}

fn found(db: &Connection, id: i64) -> Site {
    given::read(db, sql::SITE_GET, &[id.into()]).pop().unwrap()
}

#[test]
fn a_site_reads_back_as_it_was_made() {
    let db = given::control();
    let id = site(&db);
    let body = serde_json::json!({ "name": "Shop", "origins": ["https://shop.example"] });
    let made = Site::make(&body, [7; 16], |host| Some(host.to_owned()), NOON).unwrap();
    assert_eq!(found(&db, id), made.numbered(u32::try_from(id).unwrap()));
}

#[test]
fn a_change_keeps_the_key_and_is_made_once() {
    let db = given::control();
    let id = site(&db);
    let before = found(&db, id);
    assert_eq!((update(&db, id, 1, None), update(&db, id, 1, None)), (1, 0));
    let expected = Site {
        name: "Store".to_owned(),
        origins: vec!["https://store.example".to_owned()],
        enabled: false,
        version: 2,
        updated_at: NOON + 1,
        ..before
    };
    assert_eq!(found(&db, id), expected);
}

#[test]
fn the_list_goes_on_behind_an_id_and_leaves_out_what_is_away() {
    let db = given::control();
    let ids: Vec<i64> = (0..4).map(|_| site(&db)).collect();
    update(&db, ids[1], 1, Some(NOON));
    let listed = |after: i64, most: i64| {
        let sites: Vec<Site> = given::read(&db, sql::SITE_LIST, &[after.into(), most.into()]);
        sites.iter().map(|site| i64::from(site.id)).collect::<Vec<_>>()
    };
    assert_eq!(listed(0, 10), [ids[0], ids[2], ids[3]]);
    assert_eq!(listed(ids[0], 1), [ids[2]]);
}
