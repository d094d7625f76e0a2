//! The report of models side by side.
#![expect(clippy::cast_precision_loss, clippy::cast_possible_wrap, reason = "small numbers, chosen here")]

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::credit::model::{Model, Options, Place, Step, StepKind};
use waymark::domain::refusal::Refusal;
use waymark::domain::report::ask::Frame;
use waymark::domain::report::models::{Alike, Ask, By, Facts, Journeys, Kept, NOBODY, Name, Path, Sums, report};
use waymark::domain::report::shown::Shown;
use waymark::domain::stored;
use waymark::domain::time::Day;

use crate::given::{self, NOON, currency};

const DAY: i64 = 86_400_000;
const DAYS: [(&str, &str); 2] = [("from", "2026-11-20"), ("to", "2026-11-20")];

fn frame() -> Frame {
    Frame {
        zone: "UTC".to_owned(),
        today: Day(20_777),
        as_of: Some(NOON),
        revenue_basis: "merchandise",
        reporting: None,
        click_window_days: 30,
        view_window_days: 1,
        config: "abcd0123".to_owned(),
    }
}

fn read(pairs: &[(&str, &str)]) -> Result<Ask, Vec<(String, &'static str)>> {
    let get = |name: &str| pairs.iter().chain(&DAYS).find(|pair| pair.0 == name).map(|pair| pair.1.to_owned());
    Ask::read(&get, &frame()).map_err(|refusal| {
        let Refusal::Invalid(faults) = refusal else { panic!("{refusal:?}") };
        given::pointers(&faults)
    })
}

fn ask(pairs: &[(&str, &str)]) -> Ask {
    read(pairs).unwrap()
}

fn at(creator: u32, campaign: u32, channel: &str, before: i64) -> Step {
    let kind = if creator == 0 { StepKind::Other } else { StepKind::Click };
    let place = Place { creator, campaign, link: creator * 10, code: 0, channel: channel.to_owned() };
    Step::touch(kind, NOON - before, place)
}

fn path(steps: Vec<Step>, gross: i64, refunded: i64) -> Path {
    Path {
        day: 20_777,
        key: "1".to_owned(),
        at: NOON,
        currency: "EUR".to_owned(),
        money: (gross, refunded),
        reporting: (None, None),
        lead_at: None,
        steps,
    }
}

/// Creator 1 on Tuesday, search on Thursday, paid social on Saturday.
fn week() -> Path {
    path(
        vec![at(1, 3, "", 4 * DAY), at(0, 0, "google/organic", 2 * DAY), at(0, 0, "meta/paid_social", 0)],
        10_000,
        1_000,
    )
}

fn kept(model: Model, whose: u8, id: u32, channel: &str, micro: i64, gross: i64) -> Kept {
    let money = (gross, 0, 0, 0);
    Kept {
        model: model as u8,
        whose,
        id,
        channel: channel.to_owned(),
        currency: "EUR".to_owned(),
        micro,
        money,
        unrated: 0,
    }
}

fn shown(ask: &Ask, now: Sums) -> Shown {
    report(ask, &frame(), &Facts { now, ..Facts::default() })
}

#[test]
fn payout_and_five_rules_stand_side_by_side_when_nothing_is_said() {
    let asked = ask(&[]);
    let words: Vec<&str> = asked.models.iter().map(|model| model.word()).collect();
    assert_eq!(words, ["payout", "first", "last", "linear", "position", "decay"]);
    assert_eq!((asked.by, asked.kind, asked.streams(), asked.learns()), (By::Creator, 1, false, true));
    assert_eq!(asked.kept(), [1, 2, 3, 4, 6, 7]);
}

#[test]
fn markov_goes_without_saying_where_there_is_enough_to_learn_from() {
    let settled = |pairs: &[(&str, &str)], enough: bool| {
        let mut asked = ask(pairs);
        asked.settle(enough);
        asked.models.iter().map(|model| model.word()).collect::<Vec<_>>()
    };
    assert_eq!(settled(&[], true).last(), Some(&"markov"));
    assert_eq!(settled(&[], false).last(), Some(&"decay"));
    assert_eq!(settled(&[("models", "payout,markov")], true), ["payout", "markov"]);
    assert_eq!(settled(&[("models", "payout,markov")], false), ["payout", "markov", "linear"]);
    assert_eq!(settled(&[("models", "linear,markov_value")], false), ["linear", "markov_value"]);
    assert_eq!(settled(&[("models", "payout")], true), ["payout"]);
}

#[test]
fn paths_are_read_only_where_what_is_kept_is_not_what_is_asked_for() {
    for (pairs, streams, read) in [
        (vec![("models", "last,first")], false, vec![1, 2, 3]),
        (vec![("models", "shapley,view_through,assisted,code_use")], false, vec![1, 5, 8, 9, 10]),
        (vec![("models", "markov")], false, vec![1]),
        (vec![("models", "j")], true, vec![1]),
        (vec![("models", "last,inverse_j,code_use")], true, vec![1, 10]),
        (vec![("models", "last"), ("click_window_days", "30")], false, vec![1, 2]),
        (vec![("models", "last"), ("click_window_days", "7")], true, vec![1]),
        (vec![("models", "view_through"), ("view_window_days", "14")], true, vec![1]),
        (vec![("models", "last"), ("codes", "ignore")], true, vec![1]),
        (vec![("models", "last"), ("views", "as_touch")], true, vec![1]),
        (vec![("models", "decay"), ("half_life_days", "3")], true, vec![1]),
        (vec![("models", "position"), ("position", "30,40,30")], true, vec![1]),
        (vec![("models", "payout,code_use"), ("codes", "ignore")], false, vec![1, 10]),
    ] {
        let asked = ask(&pairs);
        assert_eq!((asked.streams(), asked.kept()), (streams, read), "{pairs:?}");
    }
}

#[test]
fn every_fault_is_named_at_once() {
    let pairs = [
        ("by", "day"),
        ("kind", "refund"),
        ("codes", "maybe"),
        ("views", "yes"),
        ("models", "payout,best"),
        ("half_life_days", "0"),
        ("position", "50,50,50"),
        ("weights", "{"),
        ("except", "nobody"),
    ];
    let names: Vec<String> = read(&pairs).unwrap_err().into_iter().map(|fault| fault.0).collect();
    assert_eq!(names, ["by", "kind", "codes", "views", "models", "half_life_days", "position", "weights", "except"]);
    for (pairs, fault) in [
        ([("models", "custom")], ("weights", "missing")),
        ([("models", "last_non")], ("except", "missing")),
        ([("weights", "[0.5,0.6]")], ("weights", "not_weights")),
        ([("platform", "instagram")], ("platform", "not_kept")),
        ([("country", "DE")], ("country", "not_kept")),
        ([("click_window_days", "91")], ("click_window_days", "out_of_range")),
    ] {
        assert_eq!(read(&pairs).unwrap_err(), [(fault.0.to_owned(), fault.1)]);
    }
}

#[test]
fn what_was_asked_for_stands_in_the_head() {
    let asked = ask(&[
        ("models", "custom,last_non"),
        ("weights", r#"{"first":0.3,"last":0.7}"#),
        ("except", "brand/search"),
        ("kind", "lead"),
        ("by", "channel"),
    ]);
    let head = shown(&asked, Sums::default()).head;
    let expected = json!({
        "report": "models", "by": "channel", "kind": "lead", "models": ["custom", "last_non"], "codes": "as_touch",
        "views": "ignore", "half_life_days": 7, "position": [40, 20, 40], "except": "brand/search",
        "weights": { "first": 0.3, "middle": 0.0, "last": 0.7 }, "click_window_days": 30, "view_window_days": 1,
        "basis": "conversion_date", "visits": "valid", "model_version": 1, "revenue_basis": "merchandise",
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&head[name], value, "{name}");
    }
    assert_eq!(head.get("model"), None);
    let other = shown(&ask(&[("codes", "ignore")]), Sums::default()).head;
    assert_ne!(other["config"], shown(&ask(&[]), Sums::default()).head["config"]);
}

#[test]
fn a_creator_who_opened_the_week_is_first_and_not_last() {
    let asked = ask(&[("models", "last,first,position,assisted"), ("click_window_days", "7")]);
    let mut sums = Sums::default();
    sums.split(&asked, &week(), None);
    let found = shown(&asked, sums);
    let creator = &found.rows[0];
    assert_eq!((&creator["kind"], &creator["creator"]["id"]), (&json!("creator"), &json!(1)));
    let given = |model: &str| creator["models"][model]["orders"].as_f64().unwrap();
    assert_eq!((given("last"), given("first"), given("position"), given("assisted")), (0.0, 1.0, 0.4, 1.0));
    let position = json!({ "orders": 0.4, "gross_minor": 4000, "refunded_minor": 400, "net_minor": 3600 });
    assert_eq!(creator["models"]["position"], position);
    let kinds: Vec<&Value> = found.rows.iter().map(|row| &row["channel"]).collect();
    assert_eq!(kinds, [&Value::Null, &json!("meta/paid_social"), &json!("google/organic")]);
    assert_eq!(found.beside["totals"]["position"]["gross_minor"], 10_000);
}

#[test]
fn rows_are_of_creators_campaigns_links_or_all_creators_together() {
    for (by, expected) in [
        ("creator", json!({ "kind": "creator", "creator": { "id": 1, "name": "Sarah", "handle": "sarah" } })),
        ("campaign", json!({ "kind": "campaign", "campaign": { "id": 3, "name": null, "handle": null } })),
        ("link", json!({ "kind": "link", "link": { "id": 10, "address": null } })),
        ("channel", json!({ "kind": "creators" })),
    ] {
        let asked = ask(&[("models", "first"), ("by", by), ("codes", "ignore")]);
        let mut sums = Sums::default();
        sums.split(&asked, &week(), None);
        let names = if by == "creator" { vec![Name(1, "Sarah".to_owned(), "sarah".to_owned())] } else { vec![] };
        let found = report(&asked, &frame(), &Facts { now: sums, names, ..Facts::default() });
        let mut row = found.rows[0].clone();
        row.as_object_mut().unwrap().remove("models");
        assert_eq!(row, expected);
    }
    let asked = ask(&[("models", "first"), ("by", "campaign"), ("codes", "ignore")]);
    let mut sums = Sums::default();
    sums.split(&asked, &path(vec![at(1, 0, "", DAY)], 1, 0), None);
    sums.split(&asked, &path(vec![], 1, 0), None);
    let kinds: Vec<Value> = shown(&asked, sums).rows.iter().map(|row| row["kind"].clone()).collect();
    assert_eq!(kinds, ["none", "unattributed"]);
}

#[test]
fn the_whole_is_what_payout_counts_and_payout_is_shown_where_asked_for() {
    let asked = ask(&[("models", "last")]);
    let mut sums = Sums::default();
    let other = kept(Model::Last, 1, 0, "a/b", 1_000_000, 900);
    sums.keep(&asked, vec![kept(Model::Payout, 2, 0, "", 1_000_000, 900), other]);
    assert_eq!(sums.rows.len(), 1);
    let found = shown(&asked, sums);
    assert_eq!(found.beside["whole"], found.beside["totals"]["last"]);
    assert_eq!(found.beside["whole"]["gross_minor"], 900);
}

#[test]
fn money_of_several_currencies_is_not_added() {
    let asked = ask(&[("models", "payout")]);
    let mut sums = Sums::default();
    let dollars = Kept {
        currency: "USD".to_owned(),
        money: (5, 0, 4, 0),
        unrated: 1,
        ..kept(Model::Payout, 0, 1, "", 1_000_000, 0)
    };
    sums.keep(&asked, vec![kept(Model::Payout, 0, 1, "", 2_000_000, 900), dollars]);
    let rated = Frame { reporting: Some(currency("EUR")), ..frame() };
    let facts = Facts { now: sums, ..Facts::default() };
    let found = report(&asked, &frame(), &facts);
    assert_eq!(found.head["why"], json!({ "currency": "several_currencies" }));
    let expected = json!({ "orders": 3.0, "gross_minor": null, "refunded_minor": null, "net_minor": null });
    assert_eq!(found.rows[0]["models"]["payout"], expected);
    let found = report(&asked, &rated, &facts);
    assert_eq!(found.rows[0]["models"]["payout"]["gross_minor"], 4);
    assert_eq!((&found.head["currency"], &found.beside["unrated"]), (&json!("EUR"), &json!(1)));
}

#[test]
fn where_only_creators_are_seen_shares_are_among_them() {
    let label = |sums: Sums, landings: u64| {
        let facts = Facts { now: sums, landings, ..Facts::default() };
        report(&ask(&[("codes", "ignore")]), &frame(), &facts).head["label"].clone()
    };
    let split = |path: Path| {
        let mut sums = Sums::default();
        sums.split(&ask(&[("codes", "ignore")]), &path, None);
        sums
    };
    let creators = || split(path(vec![at(1, 0, "", DAY)], 1, 0));
    assert_eq!(label(creators(), 0), "share among tracked creators");
    assert_eq!(label(creators(), 9), Value::Null);
    assert_eq!(label(split(week()), 0), Value::Null);
}

#[test]
fn filters_leave_out_what_they_do_not_want() {
    let given = |name: &'static str, value: &'static str| {
        let asked = ask(&[("models", "linear"), ("codes", "ignore"), (name, value)]);
        let mut sums = Sums::default();
        sums.split(&asked, &week(), None);
        sums.rows.into_keys().collect::<Vec<_>>()
    };
    let channels = [(1, 0, "google/organic".to_owned()), (1, 0, "meta/paid_social".to_owned())];
    assert_eq!(given("creator", "1"), [(0, 1, String::new())]);
    assert_eq!(given("creator", "2"), []);
    assert_eq!(given("not_creator", "1"), channels);
    assert_eq!(given("campaign", "3"), [(0, 1, String::new())]);
    assert_eq!(given("link", "11"), []);
}

#[test]
fn by_the_touch_a_credit_counts_when_the_touch_was() {
    let asked = ask(&[("models", "linear"), ("codes", "ignore"), ("basis", "touch_date")]);
    // Orders of leads up to today.
    assert_eq!(asked.days(Day(21_000)), (Day(20_777), Day(20_777 + 91), Day(21_000)));
    let mut sums = Sums::default();
    sums.split(&asked, &week(), Some((NOON - 4 * DAY, NOON - 2 * DAY)));
    assert_eq!(sums.rows.into_keys().collect::<Vec<_>>(), [(0, 1, String::new())]);
}

fn alike(path: &str, kind: u8, journeys: u64, gross: i64) -> Alike {
    let touches = journeys * path.split(" > ").count() as u64;
    Alike { path: path.to_owned(), kind, currency: "EUR".to_owned(), journeys, touches, money: (gross, 0, 0, 0) }
}

/// Of 1 > 2 three in four convert, of 1 > 3 one in two; and 100 orders without a touch.
fn plenty() -> Journeys {
    let mut journeys = Journeys::default();
    let all = vec![
        alike("1 > 2", 1, 900, 60_000),
        alike("1 > 2", 0, 300, 0),
        alike("1 > 3", 1, 300, 20_000),
        alike("1 > 3", 0, 300, 0),
        alike("", 1, 100, 5_000),
    ];
    journeys.add(all, false);
    journeys
}

#[test]
fn markov_gives_everybody_their_part_of_what_had_a_touch_and_nobody_the_rest() {
    let asked = ask(&[("models", "markov,markov_value")]);
    let mut sums = Sums::default();
    let (evidence, found) = sums.learn(&asked, Some(&plenty()), false).unwrap();
    assert!(evidence.suffices() && sums.why.is_empty());
    assert_eq!(found.map(|found| (found.states, found.coverage)), Some((3, false)));
    let given: Vec<(u32, f64, i64)> =
        sums.rows.iter().map(|(key, row)| (key.1, row[0].1.micro as f64 / 1e6, row[0].1.money[0])).collect();
    // Removal effects 1, 0.75 and 0.25.
    assert_eq!(given, [(1, 600.0, 40_000), (2, 450.0, 30_000), (3, 150.0, 10_000), (0, 100.0, 5_000)]);
    let value: Vec<i64> = sums.rows.values().map(|row| row[1].1.money[0]).collect();
    assert_eq!((value.iter().sum::<i64>(), value[1]), (85_000, 30_000));
}

#[test]
fn a_model_without_figures_says_why() {
    let why = |asked: &Ask, journeys: Option<&Journeys>| {
        let mut sums = Sums { currencies: vec![currency("EUR"), currency("USD")], ..Sums::default() };
        sums.learn(asked, journeys, false);
        sums.why.into_iter().map(|(_, why)| why).collect::<Vec<_>>()
    };
    let both = ask(&[("models", "markov,markov_value")]);
    let mut few = Journeys::default();
    few.add(vec![alike("1 > 2", 1, 299, 5)], false);
    assert_eq!(why(&both, Some(&few)), ["below_gate", "below_gate"]);
    assert_eq!(why(&both, Some(&plenty())), ["several_currencies"]);
    assert_eq!(why(&both, None), ["range_too_wide", "range_too_wide"]);
    for pairs in [("by", "link"), ("basis", "touch_date"), ("campaign", "3")] {
        let asked = ask(&[("models", "markov"), pairs]);
        assert_eq!((asked.learns(), why(&asked, None)), (false, vec!["not_kept"]), "{pairs:?}");
    }
    let asked = ask(&[("models", "markov")]);
    let mut sums = Sums::default();
    sums.rows.insert(NOBODY, Vec::new());
    sums.learn(&asked, Some(&few), false);
    let found = shown(&asked, sums);
    assert_eq!(
        (&found.rows[0]["models"]["markov"], &found.head["why"]["markov"]),
        (&Value::Null, &json!("below_gate"))
    );
}

#[test]
fn the_days_before_stand_beside() {
    let asked = ask(&[("models", "last"), ("compare", "previous")]);
    assert_eq!(asked.previous().common.range.to, Day(20_776));
    let sums = |gross: i64| {
        let mut sums = Sums::default();
        sums.keep(&asked, vec![kept(Model::Last, 0, 1, "", 1_000_000, gross)]);
        sums
    };
    let facts = Facts { now: sums(5), before: Some(sums(7)), ..Facts::default() };
    let row = &report(&asked, &frame(), &facts).rows[0];
    assert_eq!(row["models"]["last"]["gross_minor"], 5);
    assert_eq!(row["previous"]["models"]["last"]["gross_minor"], 7);
}

#[test]
fn what_statements_give_is_read() {
    let row = r#"[[20777,"1001",5,"EUR",[100,20],[null,null],null,[[1,1,2,12,3,7,0,"",2]]]]"#;
    let paths: Vec<Path> = stored::parse(row).unwrap();
    assert_eq!((paths[0].money, paths[0].steps[0].place.creator), ((100, 20), 12));
    let kept: Vec<Kept> = stored::parse(r#"[[1,0,12,"","EUR",500000,[1,2,3,4],0]]"#).unwrap();
    assert_eq!((kept[0].id, kept[0].money), (12, (1, 2, 3, 4)));
    let alike: Vec<Alike> = stored::parse(r#"[["1 > 2",1,"EUR",3,6,[1,2,3,4]]]"#).unwrap();
    assert_eq!((alike[0].journeys, alike[0].touches), (3, 6));
}

fn some_paths() -> impl Strategy<Value = Vec<Path>> {
    let step = (0..4_u32, 0..50_i64).prop_map(|(creator, days)| {
        at(creator, creator % 2, if creator == 0 { "google/organic" } else { "" }, days * DAY)
    });
    let one =
        (prop::collection::vec(step, 0..6), 0..100_000_i64, 0..100_i64).prop_map(|(mut steps, gross, percent)| {
            steps.sort_by_key(|step| step.at);
            path(steps, gross, gross * percent / 100)
        });
    prop::collection::vec(one, 1..20)
}

proptest! {
    #![proptest_config(given::tries(128))]

    #[test]
    fn every_share_adds_up_to_all_orders_and_all_money(
        paths in some_paths(),
        by in 0..4_usize,
        window in 1..90_i64,
    ) {
        let (by, window) = (By::ALL[by].0, window.to_string());
        let models = "first,last,linear,linear_unique,position,decay,last_non,j,inverse_j,custom";
        let asked = ask(&[
            ("models", models), ("by", by), ("click_window_days", &window), ("except", "2"), ("weights", "[0.7,0.3]"),
        ]);
        let mut sums = Sums::default();
        for path in &paths {
            sums.split(&asked, path, None);
        }
        let orders = paths.len() as i64 * 1_000_000;
        let gross: i64 = paths.iter().map(|path| path.money.0).sum();
        let refunded: i64 = paths.iter().map(|path| path.money.1).sum();
        for model in asked.models {
            let of: Vec<_> = sums.rows.values().flatten().filter(|(known, _)| *known == model).collect();
            prop_assert_eq!(of.iter().map(|(_, sum)| sum.micro).sum::<i64>(), orders);
            prop_assert_eq!(of.iter().map(|(_, sum)| sum.money[0]).sum::<i64>(), gross);
            prop_assert_eq!(of.iter().map(|(_, sum)| sum.money[1]).sum::<i64>(), refunded);
        }
    }
}

#[test]
fn a_lead_keeps_its_touches_within_its_own_window() {
    let asked = ask(&[("models", "first"), ("click_window_days", "7")]);
    let mut late = path(vec![at(1, 0, "", 9 * DAY)], 100, 0);
    let mut sums = Sums::default();
    sums.split(&asked, &late, None);
    late.lead_at = Some(NOON - 5 * DAY);
    sums.split(&asked, &late, None);
    assert_eq!(sums.rows.into_keys().collect::<Vec<_>>(), [(0, 1, String::new()), NOBODY]);
    assert_eq!(asked.options, Options { click_window_ms: 7 * DAY, ..Options::default() });
}
