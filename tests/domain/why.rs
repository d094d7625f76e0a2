//! Why this creator: one sentence that a marketer can read aloud, and every piece of evidence with what it lost to.

use serde_json::{Value, json};
use waymark::domain::credit::{Carried, Evidence, Held, Lead, Names, Owner, Precedence, Via, WINDOW_DAYS, Why, weigh};
use waymark::domain::time::DAY_MS;
use waymark::domain::touch::Kept;

use crate::given::{self, NOON};

const HOUR: i64 = 3_600_000;

fn names() -> Names {
    waymark::domain::stored::parse(
        r#"[[[7,"go.brand","sarah",70,3],[8,"go.brand","tom",80,0]],[[70,"Sarah Miller","sarah"],[80,"Tom","tom"]]]"#,
    )
    .unwrap()
}

fn click(link: u32, before: i64) -> Kept {
    given::kept(link, NOON - before, link, 99)
}

fn sarahs(until: Option<i64>) -> Vec<Carried> {
    let held = Held { id: 1, creator: 70, campaign: 5, from: None, until, fit: 1000 };
    vec![Carried { code: "SARAH20".into(), discount: None, verified: 1, held: vec![held] }]
}

/// What `shown` makes of the decision over that evidence.
fn why<T>(evidence: &Evidence, precedence: Precedence, shown: impl Fn(Why<'_>) -> T) -> T {
    let names = names();
    let owner_of = |link| names.link(link).map(|link| Owner { creator: link.creator, campaign: link.campaign });
    let decision = weigh(evidence, NOON, precedence, WINDOW_DAYS, &owner_of);
    let (what, uses, views) = ("order", [(NOON - 2 * DAY_MS, 7, 6), (NOON - HOUR, 8, 5)], [(8, NOON - 5_000)]);
    shown(Why {
        what,
        at: NOON,
        window_days: WINDOW_DAYS,
        verified: true,
        evidence,
        decision: &decision,
        names: &names,
        uses: &uses,
        views: &views,
    })
}

fn sentence(evidence: &Evidence, precedence: Precedence) -> String {
    why(evidence, precedence, |why| why.sentence())
}

use Precedence::{ClickFirst, CodeAlways, CodeAsTouch, CodeFirst};

#[test]
fn every_way_that_ties_an_order_has_its_sentence() {
    let clicks = vec![click(7, 2 * DAY_MS)];
    let toms = vec![click(8, HOUR + 1)];
    let lead = || Some(Lead { at: NOON - DAY_MS, verified: 1, touches: vec![click(7, 3 * DAY_MS)] });
    for (evidence, precedence, expected) in [
        (
            Evidence { touches: clicks.clone(), ..Evidence::default() },
            ClickFirst,
            "Sarah Miller: their link go.brand/sarah was clicked 2 days before the order, the last click in 30 days.",
        ),
        (
            Evidence { lead: lead(), ..Evidence::default() },
            ClickFirst,
            "Sarah Miller: their link go.brand/sarah was clicked by the lead it came from 3 days before the order, the last click in 30 days.",
        ),
        (
            Evidence { history: toms.clone(), ..Evidence::default() },
            ClickFirst,
            "Tom: their link go.brand/tom was clicked by the same customer earlier 60 minutes before the order, the last click in 30 days.",
        ),
        (
            Evidence { touches: clicks.clone(), codes: sarahs(None), ..Evidence::default() },
            ClickFirst,
            "Sarah Miller: their link go.brand/sarah was clicked 2 days before the order, and the order carried their code SARAH20.",
        ),
        (
            Evidence { codes: sarahs(None), ..Evidence::default() },
            ClickFirst,
            "Sarah Miller: the order carried their code SARAH20, and no click in 30 days counts.",
        ),
        (
            Evidence { touches: toms.clone(), codes: sarahs(None), ..Evidence::default() },
            CodeFirst,
            "Sarah Miller: the order carried their code SARAH20, and a code comes before a click here.",
        ),
        (
            Evidence { touches: toms, codes: sarahs(None), ..Evidence::default() },
            CodeAsTouch,
            "Sarah Miller: the order carried their code SARAH20, and a code comes before a click here.",
        ),
        (
            Evidence { codes: sarahs(Some(NOON)), ..Evidence::default() },
            CodeAlways,
            "Sarah Miller: the order carried their code SARAH20, which was theirs at another time, and no click in 30 days counts.",
        ),
        (
            Evidence { answer: Some(80), ..Evidence::default() },
            ClickFirst,
            "Tom: the customer named them when asked, and neither a click nor a code decides.",
        ),
        (
            Evidence::default(),
            ClickFirst,
            "Nobody: no click in 30 days, no code with an owner and no answer ties this order to a creator.",
        ),
    ] {
        assert_eq!(sentence(&evidence, precedence), expected);
    }
}

#[test]
fn a_time_is_told_in_the_largest_unit_of_which_there_are_two() {
    for (before, told) in [
        (0, "a moment"),
        (1_999, "a moment"),
        (2_000, "2 seconds"),
        (119_000, "119 seconds"),
        (120_000, "2 minutes"),
        (HOUR, "60 minutes"),
        (47 * HOUR, "47 hours"),
        (48 * HOUR, "2 days"),
    ] {
        let said = sentence(&Evidence { touches: vec![click(7, before)], ..Evidence::default() }, ClickFirst);
        assert!(said.contains(&format!("clicked {told} before the order")), "{said}");
    }
}

#[test]
fn an_order_that_only_a_browser_told_of_says_that_it_is_not_counted() {
    let said = why(&Evidence::default(), ClickFirst, |why| Why { verified: false, ..why }.sentence());
    assert!(said.ends_with("It is not counted until more than a browser reports it."), "{said}");
}

#[test]
fn the_decision_is_told_in_fields() {
    let evidence = Evidence { touches: vec![click(7, 2 * DAY_MS)], ..Evidence::default() };
    let mut brief = why(&evidence, ClickFirst, |why| why.brief());
    assert!(brief["sentence"].take().as_str().unwrap().starts_with("Sarah Miller: "));
    let expected = json!({
        "creator": { "id": 70, "name": "Sarah Miller", "handle": "sarah" },
        "campaign_id": 3,
        "link": { "id": 7, "host": "go.brand", "slug": "sarah" },
        "via": "link",
        "sentence": null,
    });
    assert_eq!(brief, expected);
}

#[test]
fn what_nobody_brought_names_nobody() {
    let brief = why(&Evidence::default(), ClickFirst, |why| why.brief());
    assert_eq!((&brief["creator"], &brief["campaign_id"], &brief["link"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(brief["via"], Via::Nothing.word());
}

#[test]
fn every_piece_says_whose_it_is_how_old_and_what_it_lost_to() {
    let clicks = vec![click(7, 2 * DAY_MS), click(8, HOUR)];
    let evidence = Evidence { touches: clicks, codes: sarahs(None), answer: Some(80), ..Evidence::default() };
    let pieces = why(&evidence, ClickFirst, |why| why.pieces());
    let kinds: Vec<&str> = pieces.iter().map(|piece| piece["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["click", "click", "code", "survey", "view"]);
    let reasons: Vec<&Value> = pieces.iter().map(|piece| &piece["lost_because"]["code"]).collect();
    assert_eq!(
        reasons,
        [&json!("later_click"), &Value::Null, &json!("click_beats_code"), &json!("answer_is_last"), &json!("view")]
    );
    assert_eq!(pieces.iter().map(|piece| &piece["decided"]).collect::<Vec<_>>(), [false, true, false, false, false]);
    let expected = json!({
        "kind": "click",
        "creator": { "id": 80, "name": "Tom", "handle": "tom" },
        "link": { "id": 8, "host": "go.brand", "slug": "tom" },
        "at": "2026-11-20T11:00:00.000Z",
        "age_seconds": 3_600,
        "decided": true,
        "lost_because": null,
    });
    assert_eq!(pieces[1], expected);
    assert_eq!(
        (&pieces[2]["code"], &pieces[2]["creator"]["id"], &pieces[2]["at"]),
        (&json!("SARAH20"), &json!(70), &Value::Null)
    );
}

#[test]
fn a_click_of_more_than_five_orders_is_flagged() {
    let clicks = vec![click(7, 2 * DAY_MS), click(8, HOUR)];
    let pieces = why(&Evidence { touches: clicks, ..Evidence::default() }, ClickFirst, |why| why.pieces());
    assert_eq!((&pieces[0]["flag"], &pieces[0]["orders"]), (&json!("click_reused"), &json!(6)));
    assert_eq!((pieces[1].get("flag"), pieces[1].get("orders")), (None, None));
}

#[test]
fn another_channel_is_told_by_its_name() {
    let other = Kept { at: NOON - HOUR, channel: "google/organic".into(), ..Kept::default() };
    let touches = vec![click(7, 2 * DAY_MS), other];
    let pieces = why(&Evidence { touches, ..Evidence::default() }, ClickFirst, |why| why.pieces());
    let expected = json!({
        "kind": "other", "creator": null, "channel": "google/organic", "at": "2026-11-20T11:00:00.000Z", "age_seconds": 3600,
        "decided": false,
        "lost_because": { "code": "other_channel", "detail": "It was another channel; only creators are credited." },
    });
    assert_eq!(pieces[1], expected);
}
