//! The API's document beside the doors there are: neither has what the other has not.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use waymark::domain::refusal::Refusal;
use waymark::domain::report::Report;
use waymark::domain::route::{Act, Bulk, Door, Phone, Picture, Thing};

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"];

/// The document as the face is built from it; node puts it together, for it is made of modules of JavaScript.
fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let print =
            "import('./src/face/openapi/index.mjs').then(({ document }) => console.log(JSON.stringify(document)))";
        let node = Command::new("node").args(["--eval", print]).output();
        let node = node.unwrap_or_else(|error| panic!("node puts the document together: {error}"));
        assert!(node.status.success(), "{}", String::from_utf8_lossy(&node.stderr));
        serde_json::from_slice(&node.stdout).unwrap()
    })
}

/// Arms of a match that must have every case, and all that they give as a list.
macro_rules! told {
    ($match:ident, $all:ident, $of:ty, { $($pattern:pat => [$($id:literal),*]),+ $(,)? }) => {
        fn $match(of: &$of) -> &'static [&'static str] {
            match of { $($pattern => &[$($id),*]),+ }
        }
        fn $all() -> Vec<&'static str> {
            vec![$($($id,)*)+]
        }
    };
}

// A door without a line here does not compile; a line whose operation is nowhere in the document fails below.
told!(named, names, Door, {
    Door::Follow(None) => ["followRoot"],
    Door::Follow(Some(_)) => ["followLink"],
    Door::View(_) => ["viewLink"],
    Door::About(_) => ["aboutLink"],
    Door::Qr(_, Picture::Svg) => ["drawLink", "drawLinkSvg"],
    Door::Qr(_, Picture::Png) => ["drawLinkPng"],
    Door::Face(_) => ["showDocument", "showDocs", "showDocsFile", "showDashboard", "showDashboardView"],
    Door::Settings => ["showSettings"],
    Door::CreatorPage => ["showOwnFigures"],
    Door::Health => ["showHealth"],
    Door::Convert => ["reportConversions"],
    Door::Hook(_) => ["takeHook"],
    Door::Postback => ["postbackByAddress", "postback"],
    Door::Import => ["importHistory"],
    Door::ShowImport(_) => ["showImport"],
    Door::ListConversions => ["listConversions"],
    Door::ShowConversion(_) => ["showConversion"],
    Door::Register(..) => [],
    Door::LinkHistory(_) => ["showLinkHistory"],
    Door::CheckLink(_) => ["checkLink"],
    Door::BulkLinks(Bulk::Make) => ["makeLinks"],
    Door::BulkLinks(Bulk::Change) => ["changeLinks"],
    Door::BulkLinks(Bulk::Remove) => ["removeLinks"],
    Door::PutLink => ["putLink"],
    Door::ImportLinks => ["importLinks"],
    Door::ExportLinks => ["exportLinks"],
    Door::ShowHygiene => ["showHygiene"],
    Door::PutHygiene => ["putHygiene"],
    Door::Lint => ["lintLink"],
    Door::Apps(Phone::Ios) => ["showIosApps"],
    Door::Apps(Phone::Android) => ["showAndroidApps"],
    Door::ImportCodes => ["importCodes"],
    Door::ImportLedger(Thing::Cost) => ["importCosts"],
    Door::ImportLedger(Thing::Post) => ["importPosts"],
    Door::ImportLedger(Thing::Stat) => ["importStats"],
    Door::ImportLedger(Thing::Target) => ["importTargets"],
    Door::ImportLedger(Thing::Rate) => ["importRates"],
    Door::ImportLedger(Thing::Baseline) => ["importBaselines"],
    Door::ImportLedger(_) => [],
    Door::SurveyOptions(_) => ["surveyOptions"],
    Door::SurveyAnswer(_) => ["answerSurvey"],
    Door::Preflight => ["collectPreflight", "surveyOptionsPreflight", "surveyAnswersPreflight"],
    Door::Collect => ["collect"],
    Door::Snippet(None) => ["loadSnippet"],
    Door::Snippet(Some(_)) => ["loadSnippet1"],
    Door::Gpc => ["showGpc"],
    Door::Export => ["exportPerson"],
    Door::Erase => ["erasePerson"],
    Door::ListReceipts => ["listReceipts"],
    Door::ShowReceipt(_) => ["showReceipt"],
    Door::SurveyScript => ["loadSurvey"],
    Door::Report(Report::Performance) => ["reportPerformance"],
    Door::Report(Report::Ranking) => ["reportRanking"],
    Door::Report(Report::Models) => ["reportModels"],
    Door::Report(Report::Paths) => ["reportPaths"],
    Door::Report(Report::Reconciliation) => ["reportReconciliation"],
    Door::Report(Report::Cohorts) => ["reportCohorts"],
    Door::Report(Report::Lift) => ["reportLift"],
    Door::Report(Report::Quality) => ["reportQuality"],
    Door::Report(Report::Visits) => ["reportVisits"],
    Door::Report(Report::Codes) => ["reportCodes"],
    Door::Report(Report::Surveys) => ["reportSurveys"],
    Door::Report(Report::Utm) => ["reportUtm"],
    Door::ListRollups => ["listRollups"],
    Door::RunRollup => ["runRollup"],
    Door::ListDeadLetters => ["listDeadLetters"],
    Door::ReplayDeadLetter(_) => ["replayDeadLetter"],
    Door::ListDeliveries => ["listDeliveries"],
    Door::ShowDelivery(_) => ["showDelivery"],
    Door::ReplayDelivery(_) => ["replayDelivery"],
    Door::ListWebhookMessages(_) => ["listWebhookMessages"],
    Door::ReplayWebhookMessage(_) => ["replayWebhookMessage"],
});

told!(thing, things, Thing, {
    Thing::Creator => ["Creator"],
    Thing::CreatorPage => ["CreatorPage"],
    Thing::Campaign => ["Campaign"],
    Thing::Link => ["Link"],
    Thing::Domain => ["Domain"],
    Thing::Code => ["Code"],
    Thing::Survey => ["Survey"],
    Thing::Key => ["Key"],
    Thing::Source => ["Source"],
    Thing::Webhook => ["Webhook"],
    Thing::Site => ["Site"],
    Thing::Cost => ["Cost"],
    Thing::Post => ["Post"],
    Thing::Stat => ["Stat"],
    Thing::Target => ["Target"],
    Thing::Rate => ["Rate"],
    Thing::Baseline => ["Baseline"],
});

told!(act, acts, Act, {
    Act::List => ["list"],
    Act::Make => ["make"],
    Act::Show(_) => ["show"],
    Act::Change(_) => ["change"],
    Act::Remove(_) => ["remove"],
});

/// The operation that does `act` with `thing`, by the words for both.
fn register(act: &str, thing: &str) -> String {
    format!("{act}{thing}{}", if act == "list" { "s" } else { "" })
}

/// Every operation that a door is.
fn operations_of(door: &Door) -> Vec<String> {
    match door {
        Door::Register(of, what) => vec![register(act(what)[0], thing(of)[0])],
        door => named(door).iter().map(|id| (*id).to_owned()).collect(),
    }
}

/// A path of the document with its parameters filled.
fn filled(path: &str) -> String {
    let samples = [
        ("{id}", "7"),
        ("{slug}", "spring"),
        ("{handle}", "shop"),
        ("{name}", "history"),
        ("{file}", "docs.css"),
        ("{view}", "creators"),
    ];
    let filled = samples.iter().fold(path.to_owned(), |path, (name, sample)| path.replace(name, sample));
    assert!(!filled.contains('{'), "{path} has a parameter that this test knows no sample of");
    filled
}

/// The methods of a path, in capitals, with their operations.
fn doors_of(path: &Value) -> Vec<(String, &Value)> {
    let doors = path.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters");
    doors.map(|(method, operation)| (method.to_uppercase(), operation)).collect()
}

fn paths() -> impl Iterator<Item = (&'static String, &'static Value)> {
    document()["paths"].as_object().unwrap().iter()
}

fn id_of(operation: &Value) -> &str {
    operation["operationId"].as_str().unwrap().trim_end_matches("_head")
}

#[test]
fn every_operation_of_the_document_is_a_door_with_its_scope() {
    for (path, doors) in paths() {
        for (method, operation) in doors_of(doors) {
            let door = Door::of(&method, &filled(path)).unwrap_or_else(|no| panic!("{method} {path}: {no:?}"));
            let id = id_of(operation);
            assert!(operations_of(&door).iter().any(|known| known == id), "{method} {path} is {door:?}, not {id}");
            assert_eq!(operation["x-scope"].as_str(), door.scope(), "the scope of {method} {path}");
        }
    }
}

#[test]
fn every_door_is_an_operation_of_the_document() {
    let described: BTreeSet<String> =
        paths().flat_map(|(_, doors)| doors_of(doors)).map(|(_, operation)| id_of(operation).to_owned()).collect();
    let mut there: BTreeSet<String> = names().into_iter().map(str::to_owned).collect();
    for thing in things() {
        // A key is shown once and never changes.
        there.extend(acts().iter().filter(|act| (**act, thing) != ("change", "Key")).map(|act| register(act, thing)));
    }
    let only_there: Vec<_> = there.difference(&described).collect();
    let only_described: Vec<_> = described.difference(&there).collect();
    assert!(only_there.is_empty(), "not described: {only_there:?}");
    assert!(only_described.is_empty(), "described, and no door: {only_described:?}");
}

#[test]
fn a_method_that_the_document_has_not_is_refused_with_those_that_it_has() {
    for (path, doors) in paths() {
        let said: BTreeSet<String> = doors_of(doors).into_iter().map(|(method, _)| method).collect();
        for method in METHODS.iter().filter(|method| !said.contains(**method)) {
            match Door::of(method, &filled(path)) {
                Err(Refusal::MethodNotAllowed(allow)) => {
                    let allow: BTreeSet<String> = allow.split(", ").map(str::to_owned).collect();
                    assert_eq!(allow, said, "{method} {path}");
                }
                other => panic!("{method} {path}: {other:?}"),
            }
        }
    }
}

/// What may stand in a part of a path.
enum Part {
    Word(&'static str),
    Number,
    Anything,
}

/// The paths under /v1, cut apart.
fn templates() -> Vec<Vec<Part>> {
    let part = |doors: &'static Value, part: &'static str| {
        let Some(name) = part.strip_prefix('{') else { return Part::Word(part) };
        let parameters = doors["parameters"].as_array().unwrap();
        let parameter = parameters.iter().find(|one| one["name"] == name.trim_end_matches('}')).unwrap();
        if parameter["schema"]["type"] == "integer" { Part::Number } else { Part::Anything }
    };
    let under = paths().filter_map(|(path, doors)| Some((path.strip_prefix("/v1/")?, doors)));
    under.map(|(path, doors)| path.split('/').map(|name| part(doors, name)).collect()).collect()
}

/// Whether the words behind /v1 are one of the `templates`.
fn is_described(words: &[&str], templates: &[Vec<Part>]) -> bool {
    let fits = |(part, word): (&Part, &&str)| match part {
        Part::Word(known) => known == word,
        Part::Number => word.parse::<u32>().is_ok_and(|id| id > 0),
        Part::Anything => true,
    };
    templates.iter().any(|parts| parts.len() == words.len() && parts.iter().zip(words).all(fits))
}

#[test]
fn under_v1_there_is_no_address_that_the_document_has_not() {
    let templates = templates();
    let mut words: BTreeSet<&str> = paths().flat_map(|(path, _)| path.split('/')).collect();
    words.retain(|word| !word.is_empty() && !word.contains('{'));
    words.extend(["7", "0", "x"]);
    // Behind every address of two words and more that there is one word further: what is nowhere leads nowhere on.
    let mut asked: Vec<Vec<&str>> = vec![Vec::new()];
    for depth in 1..=4 {
        let further = asked.iter().flat_map(|path| words.iter().map(|word| [path.as_slice(), &[*word]].concat()));
        asked = further.collect();
        for path in &asked {
            let address = format!("/v1/{}", path.join("/"));
            let there = !matches!(Door::of("GET", &address), Err(Refusal::NotFound));
            assert_eq!(there, is_described(path, &templates), "{address}");
        }
        asked.retain(|path| depth < 2 || is_described(path, &templates));
    }
}

/// Every refusal there is; a new one does not compile before it is here.
fn refusals() -> Vec<Refusal> {
    macro_rules! every {
        ($($pattern:pat => $made:expr),+ $(,)?) => {{
            let all = vec![$($made),+];
            for one in &all {
                match one { $($pattern => {}),+ }
            }
            all
        }};
    }
    let text = String::new;
    every! {
        Refusal::MalformedJson(_) => Refusal::MalformedJson(text()),
        Refusal::MalformedCsv(_) => Refusal::MalformedCsv(text()),
        Refusal::MalformedCursor => Refusal::MalformedCursor,
        Refusal::Unauthorized => Refusal::Unauthorized,
        Refusal::WrongSignature => Refusal::WrongSignature,
        Refusal::Stale => Refusal::Stale,
        Refusal::Forbidden(_) => Refusal::Forbidden("admin"),
        Refusal::NotFound => Refusal::NotFound,
        Refusal::MethodNotAllowed(_) => Refusal::MethodNotAllowed("GET"),
        Refusal::Taken(..) => Refusal::Taken("handle_taken", "", text()),
        Refusal::ChangedMeanwhile => Refusal::ChangedMeanwhile,
        Refusal::LinkInUse => Refusal::LinkInUse,
        Refusal::Archived => Refusal::Archived,
        Refusal::Conflict(_) => Refusal::Conflict(Vec::new()),
        Refusal::AtWork => Refusal::AtWork,
        Refusal::KeyReused => Refusal::KeyReused,
        Refusal::RollupRunning => Refusal::RollupRunning,
        Refusal::RollupFailed => Refusal::RollupFailed,
        Refusal::TooLarge(_) => Refusal::TooLarge(1),
        Refusal::UnknownHost => Refusal::UnknownHost,
        Refusal::KeyUnknown => Refusal::KeyUnknown,
        Refusal::OriginNotAllowed => Refusal::OriginNotAllowed,
        Refusal::TooManyEvents => Refusal::TooManyEvents,
        Refusal::Invalid(_) => Refusal::Invalid(Vec::new()),
        Refusal::TooFast => Refusal::TooFast,
        Refusal::Unavailable => Refusal::Unavailable,
        Refusal::Unset(_) => Refusal::Unset(text()),
    }
}

/// Every word of the document with its statuses and its title.
fn words() -> Vec<(&'static str, Vec<u64>, &'static str)> {
    let statuses = |value: &Value| match value {
        Value::Array(list) => list.iter().filter_map(Value::as_u64).collect(),
        one => vec![one.as_u64().unwrap()],
    };
    let words = document()["components"]["schemas"]["Problem"]["x-words"].as_object().unwrap();
    let told = |(word, told): (&'static String, &'static Value)| {
        (word.as_str(), statuses(&told["status"]), told["title"].as_str().unwrap())
    };
    words.iter().map(told).collect()
}

#[test]
fn every_refusal_stands_in_the_document_with_its_status_and_title() {
    for refusal in refusals() {
        let (status, word, title) = refusal.meaning();
        let told = words().into_iter().find(|told| told.0 == word);
        let (_, statuses, said) = told.unwrap_or_else(|| panic!("the document has no word {word}"));
        assert!(statuses.contains(&status.into()), "{word} is {status}");
        assert_eq!(said, title, "{word}");
    }
}

#[test]
fn every_word_of_the_document_is_said_somewhere() {
    // What is taken has a word of its own where it is refused, and so have files whose rows are wrong.
    let refused: Vec<&str> = refusals().iter().map(|refusal| refusal.meaning().1).collect();
    let said = format!(
        "{}{}{}",
        include_str!("../../src/edge/register/ledger.rs"),
        include_str!("../../src/edge/register/domain.rs"),
        include_str!("../../src/domain/register/link/many.rs")
    );
    for (word, statuses, _) in words() {
        let known = refused.contains(&word) || said.contains(&format!("\"{word}\""));
        assert!(known || word == "code_taken", "nobody says {word} ({statuses:?})");
    }
}
