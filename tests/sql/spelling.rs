//! The spelling itself: every statement named, explained, understood by its database, and found by an index.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use waymark::domain::event::Kind;
use waymark::domain::verdict::Verdict;
use waymark::sql;

use crate::given;

/// Statements of the event shards; all others are of the control database, and [`BOTH`] of both.
const EVENTS: &[&str] = &[
    "batch_seen.sql",
    "counts_read.sql",
    "events_codes.sql",
    "events_count.sql",
    "events_days.sql",
    "events_dirty.sql",
    "events_force.sql",
    "events_insert.sql",
    "events_journeys.sql",
    "events_next_day.sql",
    "events_people.sql",
    "events_read.sql",
    "events_there.sql",
    "events_views.sql",
    "import_clicks.sql",
    "links_have_events.sql",
    "privacy_event_days.sql",
    "privacy_events.sql",
    "privacy_events_changed.sql",
    "privacy_events_dirty.sql",
    "privacy_events_get.sql",
    "privacy_events_said.sql",
    "purge_events.sql",
    "purge_events_dirty.sql",
    "purge_events_from.sql",
    "purge_events_until.sql",
    "report_orphan_slugs.sql",
];
const BOTH: [&str; 5] = ["dirty_claim.sql", "dirty_clear.sql", "dirty_force.sql", "fact_put.sql", "meta.sql"];

/// The room of the spelling.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/sql")
}

/// Every file of `folder` that holds SQL, by name.
fn files(folder: PathBuf) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "sql"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    files
}

fn statements() -> Vec<(String, String)> {
    let statements = files(folder());
    assert!(statements.len() > 50);
    statements
}

/// Every statement as it is run: those over reports stand behind what is common to them, those that find orders before what
/// decides whose these are.
///
/// Of this version by its own [`folder`], of another by that version's.
pub fn whole_statements(folder: &Path) -> Vec<(String, String)> {
    let common = fs::read_to_string(folder.join("conversions_met.part")).unwrap();
    let evidence = fs::read_to_string(folder.join("orders_evidence.part")).unwrap();
    let days = fs::read_to_string(folder.join("days_covered.part")).unwrap();
    let links = fs::read_to_string(folder.join("links_listed.part")).unwrap();
    let mod_rs = fs::read_to_string(folder.join("mod.rs")).unwrap();
    let whole = |(file, text): (String, String)| {
        let with = |name: &str| mod_rs.contains(&format!("{name}!(\"{file}\")"));
        let whole = match (with("of_reports"), with("with_evidence")) {
            (true, _) => format!("{common}{text}"),
            (_, true) => format!("{text}{evidence}"),
            _ if with("of_days") => format!("{days}{text}"),
            _ if with("of_links") => format!("{text}{links}"),
            _ => text,
        };
        (file, whole)
    };
    files(folder.to_owned()).into_iter().map(whole).collect()
}

/// The names in `mod.rs` with the sentence over each and the file behind it.
fn named() -> Vec<(String, String, String)> {
    let text = fs::read_to_string(folder().join("mod.rs")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    lines
        .windows(2)
        .filter_map(|pair| {
            let (name, value) = pair[1].strip_prefix("pub const ")?.split_once(": &str = ")?;
            let file = ["statement", "of_reports", "of_days", "of_links", "with_evidence"]
                .iter()
                .find_map(|name| value.strip_prefix(&format!("{name}!(\"")))?;
            let sentence = pair[0].strip_prefix("/// ")?;
            Some((name.to_owned(), sentence.to_owned(), file.strip_suffix("\");")?.to_owned()))
        })
        .collect()
}

#[test]
fn every_statement_is_named_once_after_its_file() {
    let named = named();
    let files: BTreeSet<String> = statements().into_iter().map(|(file, _)| file).collect();
    assert_eq!(named.iter().map(|(.., file)| file.clone()).collect::<BTreeSet<_>>(), files);
    assert_eq!(named.len(), files.len());
    for (name, _, file) in named {
        assert_eq!(format!("{}.sql", name.to_lowercase()), file);
    }
}

#[test]
fn every_statement_begins_with_the_sentence_that_stands_over_its_name() {
    let statements = statements();
    for (_, sentence, file) in named() {
        let text = &statements.iter().find(|(name, _)| *name == file).unwrap().1;
        // What it does; either may go on to say more.
        let begins =
            |text: &str| text.replace('`', "").split([',', ';', ':', '.']).next().unwrap_or_default().to_owned();
        assert_eq!(begins(text.strip_prefix("-- ").unwrap()), begins(&sentence), "{file}");
    }
}

#[test]
fn every_statement_is_understood_by_its_database() {
    let (control, events) = (given::control(), given::events());
    for (file, text) in whole_statements(&folder()) {
        let (of_events, of_both) = (EVENTS.contains(&file.as_str()), BOTH.contains(&file.as_str()));
        if of_events || of_both {
            events.prepare(&text).unwrap_or_else(|error| panic!("{file} on the events: {error}"));
        }
        if !of_events || of_both {
            control.prepare(&text).unwrap_or_else(|error| panic!("{file} on the control database: {error}"));
        }
    }
}

#[test]
fn a_statement_of_one_database_is_not_understood_by_the_other() {
    let (control, events) = (given::control(), given::events());
    for (file, text) in whole_statements(&folder()) {
        // The mark of a day has one shape in both.
        let marks = ["events_dirty.sql", "privacy_events_dirty.sql", "purge_events_dirty.sql", "purge_events_from.sql"];
        if BOTH.contains(&file.as_str()) || marks.contains(&file.as_str()) {
            continue;
        }
        let other = if EVENTS.contains(&file.as_str()) { &control } else { &events };
        // A last batch is a row of `meta`, which both have; it is noted where events are.
        let of_meta = [
            "batch_seen.sql",
            "privacy_events_changed.sql",
            "privacy_events_said.sql",
            "purge_events_until.sql",
            "purge_evidence_until.sql",
            "fact_put.sql",
        ];
        assert!(of_meta.contains(&file.as_str()) || other.prepare(&text).is_err(), "{file}");
    }
}

#[test]
fn a_file_holds_one_statement() {
    for (file, text) in whole_statements(&folder()) {
        let code: String = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        // Every second part between quotes is a text.
        let outside: String = code.split('\'').step_by(2).collect();
        assert_eq!((outside.matches(';').count(), outside.trim_end().ends_with(';')), (1, true), "{file}");
    }
}

#[test]
fn values_are_bound_by_number_without_a_gap() {
    let (control, events) = (given::control(), given::events());
    for (file, text) in whole_statements(&folder()) {
        let of_events = EVENTS.contains(&file.as_str());
        let statement = if of_events { &events } else { &control }.prepare(&text).unwrap();
        let numbers = 1..=statement.parameter_count();
        let code: String = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        for number in numbers {
            assert!(code.contains(&format!("?{number}")), "{file} does not use ?{number}");
        }
        let bare = code.match_indices('?').any(|(at, _)| !code[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
        assert!(!bare, "{file} binds by place");
    }
}

#[test]
fn migrations_are_numbered_without_gaps_and_named_in_their_order() {
    for (database, named) in [("control", sql::CONTROL_MIGRATIONS), ("events", sql::EVENTS_MIGRATIONS)] {
        let files = files(folder().join("migrations").join(database));
        assert_eq!(files.len(), named.len(), "{database}");
        for (number, ((file, text), named)) in (1..).zip(files.iter().zip(named)) {
            assert!(file.starts_with(&format!("{number:04}_")), "{database}/{file} is not number {number}");
            assert_eq!(text, named, "{database}/{file}");
        }
    }
}

#[test]
fn the_schema_version_is_the_number_of_migrations() {
    for (db, migrations) in [(given::control(), sql::CONTROL_MIGRATIONS), (given::events(), sql::EVENTS_MIGRATIONS)] {
        let version = given::number(&db, "SELECT value FROM meta WHERE name = 'schema_version'");
        assert_eq!(version, i64::try_from(migrations.len()).unwrap());
    }
}

#[test]
fn every_table_is_strict() {
    for db in [given::control(), given::events()] {
        let loose = given::ask(
            &db,
            "SELECT name FROM pragma_table_list
             WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
        );
        assert!(loose.is_empty(), "{loose:?}");
    }
}

#[test]
fn an_event_costs_one_row_and_no_index() {
    let indexes = given::ask(
        &given::events(),
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'event' AND sql IS NOT NULL",
    );
    assert!(indexes.is_empty(), "{indexes:?}");
}

/// Which of the numbers -1 to 9 the store takes in `column` of an event.
fn taken(column: &str) -> Vec<i64> {
    let db = given::events();
    (-1..10)
        .filter(|number| {
            let (kind, verdict) = if column == "kind" { (*number, 0) } else { (1, *number) };
            let statement = "INSERT INTO event VALUES (1, ?1, 1, 1, ?2, 1, ?3, 0, NULL, '', 0, 0, NULL)";
            given::try_rows(&db, statement, &[(*number + 5).into(), kind.into(), verdict.into()]).is_ok()
        })
        .collect()
}

#[test]
fn the_kinds_of_the_table_are_the_kinds_of_the_domain() {
    let known: Vec<i64> = (0..=255).filter(|number| Kind::of(*number).is_some()).map(i64::from).collect();
    assert_eq!(taken("kind"), known);
}

#[test]
fn the_verdicts_of_the_table_are_the_verdicts_of_the_domain() {
    let known: Vec<i64> = (0..=255).filter(|number| Verdict::of(*number).is_some()).map(i64::from).collect();
    assert_eq!(taken("verdict"), known);
}

#[test]
fn what_ties_an_order_is_the_same_in_table_and_domain() {
    use waymark::domain::credit::Via;

    let db = given::control();
    let fits = |via: i64| {
        let statement = "INSERT INTO credit VALUES ('o', 1, ?1, 1, 1, 1, ?1, 'EUR', 0, 0)";
        given::try_rows(&db, statement, &[via.into()]).is_ok()
    };
    let taken: Vec<i64> = (-1..10).filter(|via| fits(*via)).collect();
    assert_eq!(taken, [Via::Nothing, Via::Link, Via::Code, Via::Both, Via::Survey].map(|via| via as i64));
}

/// How a statement will be done, a line a step.
fn plan(db: &Connection, statement: &str) -> Vec<String> {
    let mut explain = db.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
    // D1 binds when it runs, not when it plans: the parameters stay open here too.
    let mut rows = explain.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    steps
}

/// The steps that go through a whole table, or through every sale or refund there ever was.
///
/// JSON that was sent and subqueries that were worked out are no tables.
fn scans(db: &Connection, statement: &str) -> Vec<String> {
    let steps = plan(db, statement);
    let worked_out = |name: &str| {
        ["CO-ROUTINE", "MATERIALIZE"].iter().any(|how| steps.iter().any(|step| *step == format!("{how} {name}")))
    };
    let whole = |step: &String| {
        let table = step.strip_prefix("SCAN ").map(|rest| rest.split_whitespace().next().unwrap_or(rest));
        let scan = table.is_some_and(|name| !worked_out(name) && !step.contains("VIRTUAL TABLE") && name != "CONSTANT");
        scan || step.ends_with("USING PRIMARY KEY (kind=?)")
    };
    steps.iter().filter(|step| whole(step)).cloned().collect()
}

#[test]
fn no_hot_statement_goes_through_a_whole_table_of_events() {
    let db = given::events();
    let hot = [
        sql::EVENTS_COUNT,
        sql::EVENTS_INSERT,
        sql::EVENTS_DIRTY,
        sql::EVENTS_READ,
        sql::EVENTS_VIEWS,
        sql::IMPORT_CLICKS,
        sql::COUNTS_READ,
        sql::LINKS_HAVE_EVENTS,
        sql::BATCH_SEEN,
        sql::PRIVACY_EVENTS,
        sql::PRIVACY_EVENTS_DIRTY,
        sql::PRIVACY_EVENTS_GET,
        sql::PURGE_EVENTS,
        sql::PURGE_EVENTS_FROM,
    ];
    for statement in hot {
        let scans = scans(&db, statement);
        assert!(scans.is_empty(), "{scans:?} in {statement}");
    }
}

#[test]
fn no_hot_statement_goes_through_a_whole_table_of_conversions() {
    let db = given::control();
    let hot = [
        sql::CODES_DIRTY,
        sql::CODES_HELD,
        sql::CODES_INSERT,
        sql::CODES_NAMES,
        sql::DOMAIN_LINKS,
        sql::REPORT_ANSWERS,
        sql::REPORT_CODES,
        sql::REPORT_CODE_OWNERS,
        sql::SURVEY_FIND,
        sql::SURVEY_SEEN,
        sql::SURVEY_UNKNOWN,
        sql::ORDERS_READ,
        sql::CREDITS_PUT,
        sql::VISIT_TOTALS_PUT,
        sql::VISIT_TOTALS_CLEAR,
        sql::CREDIT_TOTALS_PUT,
        sql::CREDIT_TOTALS_CLEAR,
        sql::CREDIT_PARTS_PUT,
        sql::CREDIT_PARTS_CLEAR,
        sql::PATH_TOTALS_PUT,
        sql::PATH_TOTALS_CLEAR,
        sql::LAG_TOTALS_PUT,
        sql::LAG_TOTALS_CLEAR,
        sql::PATHS_FOUND,
        sql::CREDIT_PARTS_THERE,
        sql::PATHS_PUT,
        sql::IMPORT_GET,
        sql::IMPORT_LINKS,
        sql::IMPORT_LINKS_MAKE,
        sql::IMPORT_PUT,
        sql::KEY_FIND,
        sql::SOURCE_FIND,
        sql::DELIVERY_INSERT,
        sql::DELIVERY_CAP,
        sql::DELIVERY_REPLAYED,
        sql::REPORT_VISITS,
        sql::REPORT_CODES_NAMED,
        sql::REPORT_COHORTS,
        sql::REPORT_LAGS,
        sql::REPORT_PATHS,
        sql::REPORT_PATHS_TOP,
        sql::REPORT_STRANGERS,
        sql::REPORT_TIES,
        sql::REPORT_UTM_LINKS,
        sql::REPORT_UTM_PARTS,
        sql::REPORT_UTM_VERSIONS,
        sql::REPORT_VARIANTS,
        sql::REPORT_VARIANTS_CONVERTED,
        sql::ORDER_READ,
        sql::ORDER_NAMES,
        sql::CLICK_USES,
        sql::CONVERSION_GET,
        sql::CONVERSION_LIST,
        sql::ORDERS_OF,
        sql::CONVERSION_CONFLICTS,
        sql::JOB_BEAT,
        sql::WEBHOOK_FACTS,
        sql::WEBHOOK_LINK_INSERT,
        sql::WEBHOOK_MESSAGE_CLAIM,
        sql::WEBHOOK_MESSAGE_LIST,
        sql::WEBHOOK_MESSAGES_DUE,
        sql::WEBHOOK_MESSAGES_PURGE,
        sql::WEBHOOK_ROLLUP_INSERT,
        sql::PRIVACY_FIND,
        sql::PRIVACY_NAMES,
        sql::PRIVACY_HISTORY,
        sql::PRIVACY_NEW_CUSTOMERS,
        sql::PRIVACY_TOUCHES,
        sql::PRIVACY_USES,
        sql::PRIVACY_CONVERSIONS,
        sql::PRIVACY_LEADS,
        sql::PRIVACY_IDS,
        sql::PRIVACY_PATHS,
        sql::PRIVACY_REPORTS,
        sql::PRIVACY_DELIVERIES,
        sql::PRIVACY_DELIVERY_GET,
        sql::PRIVACY_DELIVERY_CLEAR,
        sql::PRIVACY_LETTERS,
        sql::PRIVACY_RECEIPT_OPEN,
        sql::PRIVACY_RECEIPTS_LEFT,
        sql::PRIVACY_RECEIPT_TRIED,
        sql::PURGE_EVIDENCE_FIND,
        sql::PURGE_PARTS,
        sql::PURGE_CREDIT_PARTS,
    ];
    for statement in hot.into_iter().chain(sql::CONVERSIONS.iter().map(|(statement, _)| *statement)) {
        let scans: Vec<String> = scans(&db, statement)
            .into_iter()
            // The partial indexes hold nothing but the links that are owed, the few webhooks that are live, and what is being erased.
            .filter(|step| {
                !["link_unpublished", "webhook_live", "privacy_receipt_open"].iter().any(|index| step.contains(index))
            })
            .collect();
        assert!(scans.is_empty(), "{scans:?} in {statement}");
    }
}

#[test]
fn no_statement_over_links_goes_through_all_of_them() {
    let db = given::control();
    let hot = [
        sql::CAMPAIGNS_GET,
        sql::CREATORS_GET,
        sql::LINKS_COSTS,
        sql::LINKS_HAVE_SALES,
        sql::LINKS_LIST,
        sql::LINKS_LIST_ARCHIVED,
        sql::LINKS_LIST_CAMPAIGN,
        sql::LINKS_LIST_CHANGED,
        sql::LINKS_LIST_CREATOR,
        sql::LINKS_LIST_EXTERNAL,
        sql::LINKS_LIST_FAILING,
        sql::LINKS_LIST_SLUG,
        sql::LINKS_MOVED,
        sql::LINKS_NAMED,
        sql::LINKS_PUBLISHED,
        sql::LINKS_UNPUBLISHED,
        sql::LINKS_UPDATE,
        sql::LINK_CHECK_GET,
        sql::LINK_CHECKS_DUE,
        sql::LINK_CHECKS_OVER,
        sql::LINK_CHECKS_PUT,
        sql::LINK_FIND,
        sql::LINK_OWNERS,
        sql::REPORT_LINKS,
    ];
    for statement in hot {
        let mut scans = scans(&db, statement);
        // The partial indexes hold nothing but the links that are owed, that fail, and that were put away.
        scans.retain(|step| {
            !["link_unpublished", "link_check_failing", "link_archived"].iter().any(|index| step.contains(index))
        });
        assert!(scans.is_empty(), "{scans:?} in {statement}");
    }
}

#[test]
fn a_list_of_links_is_found_by_its_narrowest_filter_and_comes_in_order() {
    let db = given::control();
    for (statement, how, sorted) in [
        (sql::LINKS_LIST, "SEARCH link USING INTEGER PRIMARY KEY (rowid>?)", false),
        (sql::LINKS_LIST_CREATOR, "USING INDEX link_creator (creator_id=? AND rowid>?)", false),
        (sql::LINKS_LIST_CAMPAIGN, "USING INDEX link_campaign (campaign_id=? AND rowid>?)", false),
        (sql::LINKS_LIST_EXTERNAL, "USING INDEX link_external (external_id=?", false),
        (sql::LINKS_LIST_SLUG, "USING INDEX sqlite_autoindex_link_1 (host=? AND slug=?", true),
        (sql::LINKS_LIST_FAILING, "link_check_failing", true),
        (sql::LINKS_LIST_ARCHIVED, "link_archived", false),
        (sql::LINKS_LIST_CHANGED, "USING INDEX link_updated (updated_at>?", true),
    ] {
        let steps = plan(&db, statement);
        assert!(steps.iter().any(|step| step.contains(how)), "{how}: {steps:?}");
        assert_eq!(steps.iter().any(|step| step.contains("TEMP B-TREE FOR ORDER BY")), sorted, "{how}: {steps:?}");
    }
}

#[test]
fn a_chunk_of_events_begins_where_the_last_one_ended() {
    let steps = plan(&given::events(), sql::EVENTS_READ);
    assert!(
        steps.iter().any(|step| step.contains("USING PRIMARY KEY (day=? AND (visitor,at,nonce)>(?,?,?))")),
        "{steps:?}"
    );
    assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{steps:?}");
}

#[test]
fn whether_an_event_is_stored_is_asked_by_its_whole_key() {
    let steps = plan(&given::events(), sql::EVENTS_COUNT);
    let whole = "SEARCH event USING PRIMARY KEY (day=? AND visitor=? AND at=? AND nonce=?)";
    assert!(steps.iter().any(|step| step == whole), "{steps:?}");
}

#[test]
fn a_chunk_of_orders_comes_in_its_order_from_the_index() {
    let steps = plan(&given::control(), sql::ORDERS_READ);
    assert!(steps.iter().any(|step| step.contains("conversion_sale_time")), "{steps:?}");
    assert!(steps.iter().any(|step| step.contains("SEARCH refund USING INDEX conversion_refund_order")), "{steps:?}");
    assert!(steps.iter().any(|step| step.contains("SEARCH answer USING INDEX conversion_answer_order")), "{steps:?}");
}

#[test]
fn a_report_reads_its_days_as_one_range() {
    for (statement, how) in [
        (sql::REPORT_PATHS, "USING PRIMARY KEY (kind=? AND day>? AND day<?)"),
        (sql::REPORT_PATHS_TOP, "USING PRIMARY KEY (kind=? AND day>? AND day<?)"),
        (sql::REPORT_LAGS, "USING PRIMARY KEY (kind=? AND day>? AND day<?)"),
        (sql::REPORT_TIES, "USING COVERING INDEX path_tied (kind=? AND day>? AND day<?)"),
        (sql::ORDERS_OF, "USING INDEX path_tied (kind=? AND day>? AND day<?)"),
        (sql::REPORT_STRANGERS, "USING COVERING INDEX path_day (day>? AND day<?)"),
        (sql::REPORT_COHORTS, "USING COVERING INDEX path_day"),
    ] {
        let steps = plan(&given::control(), statement);
        assert!(steps.iter().any(|step| step.contains(how)), "{how}: {steps:?}");
    }
}

#[test]
fn a_report_reads_its_days_by_their_keys() {
    for (statement, key) in [(sql::REPORT_VISITS, "scope=?"), (sql::REPORT_CREDIT, "kind=? AND model=?")] {
        let steps = plan(&given::control(), statement);
        for wanted in [format!("USING PRIMARY KEY ({key} AND day=?)"), format!("({key} AND size=? AND day=?)")] {
            assert!(steps.iter().any(|step| step.contains(&wanted)), "{wanted}: {steps:?}");
        }
    }
}
