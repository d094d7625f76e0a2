//! What marketers make: each field read, bounded, kept or changed as the body says.

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark::domain::refusal::Fault;
use waymark::domain::register::campaign::Campaign;
use waymark::domain::register::code::{Code, Discount, normal};
use waymark::domain::register::creator::Creator;
use waymark::domain::register::handle;
use waymark::domain::register::key::Key;
use waymark::domain::register::link::{Link, Owners};
use waymark::domain::slug::Slug;
use waymark::domain::utm::Tags;
use waymark::domain::utm::preset::Preset;

use crate::given::{self, NOON, pointers};

type Faults = Vec<(String, &'static str)>;

fn told<T>(read: Result<T, Vec<Fault>>) -> Result<T, Faults> {
    read.map_err(|faults| pointers(&faults))
}

/// As the store gives it back: under an id, so that a change is no first reading.
fn creator() -> Creator {
    let body = json!({ "name": "Sarah O'Neill", "aliases": ["Sally"] });
    Creator { id: 70, ..Creator::make(&body, NOON).unwrap() }
}

fn link_body() -> Value {
    json!({ "destination": "https://brand.example/shop", "creator_id": 70 })
}

fn made(body: &Value) -> Result<Link, Faults> {
    told(Link::make(body, given::ground(&given::settings(), NOON), [0; 32]))
}

fn link() -> Link {
    let body = json!({
        "destination": "https://brand.example/shop",
        "creator_id": 70,
        "campaign_id": 3,
        "post": "Reel 1",
        "platform": "Instagram",
        "slug": "spring",
        "utm": { "term": "shoes" },
        "expires_at": "2026-12-31T00:00:00Z",
    });
    Link { id: 7, ..made(&body).unwrap() }
}

fn owners(campaign: Option<&str>) -> Owners<'_> {
    Owners { creator: "sarah", creator_name: "Sarah O'Neill", campaign }
}

fn changed(body: &Value) -> Result<Link, Faults> {
    told(link().change(body, given::ground(&given::settings(), NOON + 1)))
}

fn code() -> Code {
    let body = json!({ "code": " sarah20 ", "creator_id": 70, "valid_from": "2026-11-01T00:00:00Z" });
    Code { id: 9, ..Code::make(&body, NOON).unwrap() }
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

// Handles.

#[test]
fn a_name_is_folded_to_a_handle() {
    for (name, folded) in [
        ("Sarah", "sarah"),
        ("Sarah O'Neill", "sarah-o-neill"),
        ("  --Ann__Lee!! ", "ann-lee"),
        ("Zoë 99", "zo-99"),
        ("日本", ""),
        ("", ""),
    ] {
        assert_eq!(handle(name), folded, "{name}");
    }
}

#[test]
fn a_handle_of_its_own_must_be_one() {
    let body = |handle: &str| json!({ "name": "Sarah", "handle": handle });
    assert_eq!(Creator::make(&body("sarah-99"), NOON).unwrap().handle, "sarah-99");
    for handle in ["Sarah", "sarah_99", "-sarah", "sarah-", "sa--rah", "zoë"] {
        assert_eq!(
            told(Creator::make(&body(handle), NOON)).unwrap_err(),
            [("/handle".into(), "not_a_handle")],
            "{handle}"
        );
    }
}

#[test]
fn a_name_without_letters_needs_a_handle() {
    let faults = told(Campaign::make(&json!({ "name": "日本" }), NOON)).unwrap_err();
    assert_eq!(faults, [("/handle".into(), "required")]);
    assert_eq!(Campaign::make(&json!({ "name": "日本", "handle": "japan" }), NOON).unwrap().handle, "japan");
}

// Creators and campaigns.

#[test]
fn a_creator_needs_a_name_alone() {
    let creator = Creator::make(&json!({ "name": "Sarah" }), NOON).unwrap();
    assert_eq!((creator.name.as_str(), creator.handle.as_str()), ("Sarah", "sarah"));
    assert_eq!((creator.aliases.len(), creator.version), (0, 1));
    assert_eq!(told(Creator::make(&json!({}), NOON)).unwrap_err(), [("/name".into(), "required")]);
}

#[test]
fn a_cost_is_sent_to_the_ledger() {
    let faults = Creator::make(&json!({ "name": "Sarah", "cost_minor": 5, "currency": "EUR" }), NOON).unwrap_err();
    assert_eq!(pointers(&faults), [("/cost_minor".into(), "moved")]);
    assert!(faults[0].detail.contains("/v1/costs"), "{}", faults[0].detail);
}

#[test]
fn a_change_of_one_field_leaves_the_others() {
    let creator = creator();
    let renamed = creator.change(&json!({ "name": "Sally" }), NOON + 1).unwrap();
    let expected = Creator { name: "Sally".into(), version: 2, updated_at: NOON + 1, ..creator };
    assert_eq!(renamed, expected, "a new name does not change the handle that stands in tags");
}

#[test]
fn a_name_cannot_be_taken_away() {
    assert_eq!(told(creator().change(&json!({ "name": null }), NOON)).unwrap_err(), [("/name".into(), "required")]);
}

#[test]
fn a_wrong_field_of_a_creator_is_named() {
    for (field, value, word) in [
        ("name", json!("x".repeat(201)), "too_long"),
        ("name", json!("a\u{1b}b"), "control_character"),
        ("cost_minor", json!(null), "moved"),
        ("currency", json!("EUR"), "unknown_field"),
        ("id", json!(5), "unknown_field"),
        ("archived_at", json!(null), "unknown_field"),
    ] {
        let faults = told(creator().change(&json!({ field: value }), NOON)).unwrap_err();
        assert_eq!(faults, [(format!("/{field}"), word)]);
    }
}

#[test]
fn a_creator_is_shown_with_its_times_in_words() {
    let shown = serde_json::to_value(creator()).unwrap();
    let expected = json!({
        "id": 70,
        "name": "Sarah O'Neill",
        "handle": "sarah-o-neill",
        "aliases": ["Sally"],
        "version": 1,
        "created_at": "2026-11-20T12:00:00.000Z",
        "updated_at": "2026-11-20T12:00:00.000Z",
        "archived_at": null,
    });
    assert_eq!(shown, expected);
}

#[test]
fn a_campaign_is_a_name_and_a_handle() {
    let campaign = Campaign { id: 3, ..Campaign::make(&json!({ "name": "Spring 26" }), NOON).unwrap() };
    assert_eq!(campaign.handle, "spring-26");
    let changed = campaign.change(&json!({ "handle": "spring" }), NOON + 1).unwrap();
    assert_eq!((changed.name.as_str(), changed.handle.as_str(), changed.version), ("Spring 26", "spring", 2));
    assert_eq!(
        told(campaign.change(&json!({ "cost_minor": 1 }), NOON)).unwrap_err(),
        [("/cost_minor".into(), "unknown_field")]
    );
}

#[test]
fn a_campaign_is_for_sales_unless_it_says_otherwise() {
    let campaign = Campaign { id: 3, ..Campaign::make(&json!({ "name": "Spring 26" }), NOON).unwrap() };
    let shown = |campaign: &Campaign| serde_json::to_value(campaign).unwrap()["goal"].clone();
    assert_eq!(shown(&campaign), "sales");
    for goal in ["awareness", "leads", "sales"] {
        assert_eq!(shown(&campaign.change(&json!({ "goal": goal }), NOON).unwrap()), goal);
    }
    let faults = told(campaign.change(&json!({ "goal": "fame" }), NOON)).unwrap_err();
    assert_eq!(faults, [("/goal".into(), "unknown_goal")]);
}

// Links.

#[test]
fn a_link_needs_a_destination_and_a_creator() {
    let faults = made(&json!({})).unwrap_err();
    assert_eq!(faults, [("/destination".into(), "required"), ("/creator_id".into(), "required")]);
}

#[test]
fn a_link_that_names_neither_host_nor_slug_gets_them() {
    let link = made(&link_body()).unwrap();
    assert_eq!((link.host.as_str(), link.slug.as_str()), ("go.brand.example", Slug::random([0; 32], 7).as_str()));
    assert!(link.enabled);
    assert_eq!(link.version, 1);
}

#[test]
fn a_link_takes_the_host_and_slug_it_names() {
    let body = with(with(link_body(), "host", json!("PLAIN.brand.example.")), "slug", json!("Spring"));
    let link = made(&body).unwrap();
    assert_eq!((link.host.as_str(), link.slug.as_str()), ("plain.brand.example", "spring"));
}

#[test]
fn a_wrong_field_of_a_link_is_named() {
    for (field, value, word) in [
        ("destination", json!("javascript:alert(1)"), "scheme_not_allowed"),
        ("destination", json!("https://go.brand.example/x"), "own_host"),
        ("destination", json!("https://brand.example/?wm=1"), "reserved_parameter"),
        ("destination", json!("https://brand.example/a b"), "control_character"),
        ("destination", json!(5), "not_text"),
        ("host", json!("other.example"), "unknown_host"),
        ("slug", json!("v1"), "not_a_slug"),
        ("slug", json!("HealthZ"), "not_a_slug"),
        ("slug", json!("a b"), "not_a_slug"),
        ("slug", json!("x".repeat(65)), "not_a_slug"),
        ("creator_id", json!("70"), "not_an_integer"),
        ("creator_id", json!(0), "out_of_range"),
        ("campaign_id", json!(-1), "out_of_range"),
        ("post", json!("x".repeat(65)), "too_long"),
        ("platform", json!(""), "empty"),
        ("expires_at", json!("soon"), "not_a_time"),
        ("enabled", json!(1), "not_a_boolean"),
        ("utm", json!("x"), "not_an_object"),
        ("id", json!(5), "unknown_field"),
    ] {
        let faults = made(&with(link_body(), field, value.clone())).unwrap_err();
        assert_eq!(faults, [(format!("/{field}"), word)], "{field} = {value}");
    }
}

#[test]
fn a_wrong_tag_is_named_inside_utm() {
    let faults = made(&with(link_body(), "utm", json!({ "source": "", "sauce": "x" }))).unwrap_err();
    assert_eq!(faults, [("/utm/source".into(), "empty"), ("/utm/sauce".into(), "unknown_field")]);
}

#[test]
fn a_change_of_a_link_leaves_what_it_does_not_name() {
    let changed = changed(&json!({ "enabled": false })).unwrap();
    assert_eq!(changed, Link { enabled: false, version: 2, updated_at: NOON + 1, ..link() });
}

#[test]
fn null_takes_away_what_may_be_absent() {
    let changed =
        changed(&json!({ "expires_at": null, "campaign_id": null, "post": null, "platform": null, "utm": null }))
            .unwrap();
    assert_eq!((changed.expires_at, changed.campaign_id, changed.post, changed.platform), (None, None, None, None));
    assert_eq!(changed.utm, waymark::domain::utm::Tags::default());
}

#[test]
fn null_does_not_take_away_what_must_be_there() {
    let faults = changed(&json!({ "destination": null, "creator_id": null })).unwrap_err();
    assert_eq!(faults, [("/destination".into(), "required"), ("/creator_id".into(), "required")]);
}

#[test]
fn host_and_slug_never_change() {
    for field in ["host", "slug"] {
        assert_eq!(changed(&json!({ field: "other" })).unwrap_err(), [(format!("/{field}"), "unknown_field")]);
    }
}

#[test]
fn only_a_change_of_whose_it_is_moves_a_link() {
    for (body, moves) in [
        (json!({ "creator_id": 80 }), true),
        (json!({ "campaign_id": null }), true),
        (json!({ "post": "Reel 2" }), true),
        (json!({ "platform": "tiktok" }), true),
        (json!({ "platform": "INSTAGRAM", "creator_id": 70 }), false),
        (json!({ "destination": "https://brand.example/new", "enabled": false, "utm": {} }), false),
    ] {
        assert_eq!(link().moves(&changed(&body).unwrap()), moves, "{body}");
    }
}

#[test]
fn a_hosts_convention_holds_where_the_link_has_none_of_its_own() {
    let hosts = r#"[{"host":"go.brand.example","utm_preset":"creator"}]"#;
    let settings = given::settings_with(&[("HOSTS", hosts)]).unwrap();
    let source = |link: Link| Tags::carried(&link.aimed(&owners(None), &settings.hosts).target).source;
    assert_eq!(source(link()).as_deref(), Some("sarah"));
    let own = changed(&json!({ "utm_preset": { "source": "{slug}" } })).unwrap();
    assert_eq!(source(own).as_deref(), Some("spring"));
}

#[test]
fn a_host_with_an_unknown_convention_is_refused() {
    for preset in [r#""creators""#, r#"{"source":"{handle}"}"#, "{}"] {
        let hosts = format!(r#"[{{"host":"go.brand.example","utm_preset":{preset}}}]"#);
        assert!(given::settings_with(&[("HOSTS", &hosts)]).is_err(), "{preset}");
    }
}

#[test]
fn a_links_convention_is_kept_until_it_is_taken_back() {
    let own = changed(&json!({ "utm_preset": "campaign" })).unwrap();
    let settings = given::settings();
    let told = |body: Value| {
        let changed = own.change(&body, given::ground(&settings, NOON + 2));
        told(changed).map(|link| link.more.utm_preset)
    };
    assert_eq!(told(json!({ "post": "x" })), Ok(Some(Preset::Campaign)));
    assert_eq!(told(json!({ "utm_preset": null })), Ok(None));
    assert_eq!(told(json!({ "utm_preset": "x" })), Err(vec![("/utm_preset".to_owned(), "unknown_preset")]));
}

#[test]
fn a_platform_is_kept_by_one_word() {
    let platform = |word: &str| made(&with(link_body(), "platform", word.into())).unwrap().platform;
    for word in ["IG", "insta", "Instagram", "instagram.com"] {
        assert_eq!(platform(word).as_deref(), Some("instagram"), "{word}");
    }
    assert_eq!(platform("Sarahs Blog").as_deref(), Some("sarahs blog"));
}

#[test]
fn a_link_is_aimed_with_its_preset_and_what_was_chosen() {
    let aimed = link().aimed(&owners(Some("spring-26")), &given::settings().hosts);
    let expected = "https://brand.example/shop?utm_source=instagram&utm_medium=influencer&utm_campaign=spring-26\
        &utm_term=shoes&utm_content=sarah-reel-1";
    assert_eq!(aimed.target, expected);
    assert_eq!(aimed.destination, "https://brand.example/shop");
}

#[test]
fn a_link_put_away_or_switched_off_is_published_as_off() {
    assert!(link().published().on);
    assert!(!link().archived(given::ground(&given::settings(), NOON)).published().on);
    assert!(!Link { enabled: false, ..link() }.published().on);
}

#[test]
fn a_link_is_put_away_once() {
    let archived =
        link().archived(given::ground(&given::settings(), NOON)).archived(given::ground(&given::settings(), NOON + 5));
    assert_eq!(archived.archived_at, Some(NOON));
}

#[test]
fn the_published_copy_says_what_a_redirect_needs() {
    let published = link().aimed(&owners(None), &given::settings().hosts).published();
    assert_eq!((published.id, published.version), (7, 1));
    assert_eq!(published.expires_at, link().expires_at);
    assert!(published.target.contains("utm_content=sarah-reel-1"));
}

// Codes.

#[test]
fn a_code_is_compared_trimmed_and_in_capitals() {
    assert_eq!(normal(" Sarah20 "), "SARAH20");
    assert_eq!(code().code, "SARAH20");
}

#[test]
fn a_code_needs_its_word_and_its_owner() {
    let faults = told(Code::make(&json!({}), NOON)).unwrap_err();
    assert_eq!(faults, [("/code".into(), "required"), ("/creator_id".into(), "required")]);
}

#[test]
fn a_codes_time_runs_forwards() {
    for until in ["2026-11-01T00:00:00Z", "2026-10-01T00:00:00Z"] {
        let faults = told(code().change(&json!({ "valid_until": until }), NOON)).unwrap_err();
        assert_eq!(faults, [("/valid_until".into(), "reversed")]);
    }
}

#[test]
fn the_word_of_a_code_never_changes() {
    assert_eq!(told(code().change(&json!({ "code": "X" }), NOON)).unwrap_err(), [("/code".into(), "unknown_field")]);
}

#[test]
fn a_code_ends_now_and_earlier_orders_stay_its_owners() {
    let ended = code().ended(NOON);
    assert_eq!((ended.valid_from, ended.valid_until, ended.version), (code().valid_from, Some(NOON), 2));
}

#[test]
fn a_code_that_ended_before_stays_as_it_ended() {
    let ended = Code { valid_until: Some(NOON - 5), ..code() }.ended(NOON);
    assert_eq!(ended.valid_until, Some(NOON - 5));
}

#[test]
fn a_code_that_ends_before_it_began_was_never_valid() {
    let ended = Code { valid_from: Some(NOON + 5), ..code() }.ended(NOON);
    assert_eq!((ended.valid_from, ended.valid_until), (Some(NOON + 5), Some(NOON + 5)));
}

fn code_with(more: &Value) -> Result<Code, Faults> {
    let mut body = json!({ "code": "SARAH20", "creator_id": 70 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    told(Code::make(&body, NOON))
}

#[test]
fn a_code_says_what_it_takes_off() {
    let off = |more: Value| code_with(&more).map(|code| (code.discount_kind, code.discount_value, code.currency));
    let euro = given::currency("EUR");
    assert_eq!(off(json!({})), Ok((None, None, None)));
    let percent = json!({ "discount_kind": "percent", "discount_value": 10_000 });
    assert_eq!(off(percent), Ok((Some(Discount::Percent), Some(10_000), None)));
    let fixed = json!({ "discount_kind": "fixed", "discount_value": 500, "currency": "EUR" });
    assert_eq!(off(fixed), Ok((Some(Discount::Fixed), Some(500), Some(euro))));
    assert_eq!(off(json!({ "discount_kind": "shipping" })), Ok((Some(Discount::Shipping), None, None)));
}

#[test]
fn a_discount_that_does_not_make_sense_is_refused() {
    for (more, field, word) in [
        (json!({ "discount_kind": "half" }), "discount_kind", "unknown_kind"),
        (json!({ "discount_kind": 5 }), "discount_kind", "not_text"),
        (json!({ "discount_kind": "percent" }), "discount_value", "required"),
        (json!({ "discount_kind": "percent", "discount_value": 0 }), "discount_value", "out_of_range"),
        (json!({ "discount_kind": "percent", "discount_value": 10_001 }), "discount_value", "out_of_range"),
        (
            json!({ "discount_kind": "percent", "discount_value": 5, "currency": "EUR" }),
            "currency",
            "not_for_this_kind",
        ),
        (json!({ "discount_kind": "fixed", "discount_value": 5 }), "currency", "required"),
        (json!({ "discount_kind": "shipping", "discount_value": 5 }), "discount_value", "not_for_this_kind"),
        (json!({ "discount_value": 5 }), "discount_value", "not_for_this_kind"),
        (json!({ "currency": "EUR" }), "currency", "not_for_this_kind"),
        (json!({ "campaign_id": "spring" }), "campaign_id", "not_an_integer"),
    ] {
        assert_eq!(code_with(&more).unwrap_err(), [(format!("/{field}"), word)], "{more}");
    }
}

#[test]
fn another_kind_of_discount_begins_anew() {
    let fixed = code_with(&json!({ "discount_kind": "fixed", "discount_value": 500, "currency": "EUR" })).unwrap();
    let fixed = Code { id: 9, ..fixed };
    let shipping = fixed.change(&json!({ "discount_kind": "shipping" }), NOON).unwrap();
    assert_eq!((shipping.discount_value, shipping.currency), (None, None));
    let more = fixed.change(&json!({ "discount_value": 600 }), NOON).unwrap();
    assert_eq!((more.discount_kind, more.discount_value), (Some(Discount::Fixed), Some(600)));
    let none = fixed.change(&json!({ "discount_kind": null }), NOON).unwrap();
    assert_eq!((none.discount_kind, none.discount_value, none.currency), (None, None, None));
}

#[test]
fn a_star_at_the_end_makes_a_pattern() {
    let pattern = code_with(&json!({ "code": " sarah* " })).unwrap();
    assert_eq!((pattern.code.as_str(), pattern.prefix()), ("SARAH*", Some("SARAH")));
    assert_eq!(pattern.reach(), ("SARAH".to_owned(), format!("SARAH{}", char::MAX)));
    assert_eq!((code().prefix(), code().reach()), (None, ("SARAH20".to_owned(), "SARAH20".to_owned())));
}

#[test]
fn a_pattern_has_three_characters_and_one_star_behind_them() {
    for (word, fault) in [
        ("*", "pattern_too_short"),
        ("sa*", "pattern_too_short"),
        ("sa *", "pattern_too_short"),
        ("*sarah", "not_a_pattern"),
        ("sa*rah", "not_a_pattern"),
        ("sarah**", "not_a_pattern"),
        ("\u{200b}", "empty"),
        ("＊", "pattern_too_short"),
    ] {
        assert_eq!(code_with(&json!({ "code": word })).unwrap_err(), [("/code".to_owned(), fault)], "{word}");
    }
    assert_eq!(code_with(&json!({ "code": "äöü*" })).unwrap().prefix(), Some("ÄÖÜ"));
}

#[test]
fn a_creator_has_up_to_20_aliases() {
    let aliases = |aliases: Value| {
        told(creator().change(&json!({ "aliases": aliases }), NOON)).map(|creator| creator.aliases.len())
    };
    let many = |count: usize| json!((0..count).map(|n| format!("sarah {n}")).collect::<Vec<_>>());
    assert_eq!(aliases(many(20)), Ok(20));
    assert_eq!(aliases(json!(null)), Ok(0));
    for (wrong, word) in [
        (many(21), "not_a_list"),
        (json!("sarah"), "not_a_list"),
        (json!([5]), "not_a_list"),
        (json!([" "]), "not_a_list"),
        (json!(["x".repeat(65)]), "not_a_list"),
        (json!(["a\nb"]), "not_a_list"),
        (json!(["sally", " sally "]), "doubled"),
    ] {
        assert_eq!(aliases(wrong.clone()).unwrap_err(), [("/aliases".to_owned(), word)], "{wrong}");
    }
}

// Keys.

#[test]
fn a_key_has_a_name_and_scopes() {
    let key = Key::make(&json!({ "name": "shop", "scopes": ["conversions:write"] }), NOON).unwrap();
    assert_eq!((key.name.as_str(), key.scopes, key.expires_at), ("shop", vec!["conversions:write".to_owned()], None));
    let faults = told(Key::make(&json!({}), NOON)).unwrap_err();
    assert_eq!(faults, [("/name".into(), "required"), ("/scopes".into(), "required")]);
}

#[test]
fn a_scope_that_there_is_not_is_refused() {
    for scopes in [json!([]), json!(["root"]), json!(["admin", 5]), json!("admin"), json!({}), json!([["admin"]])] {
        let faults = told(Key::make(&json!({ "name": "x", "scopes": scopes }), NOON)).unwrap_err();
        assert_eq!(faults, [("/scopes".into(), "unknown_scope")], "{scopes}");
    }
}

#[test]
fn a_key_expires_in_times_to_come() {
    let body = |end: &str| json!({ "name": "x", "scopes": ["admin"], "expires_at": end });
    assert_eq!(Key::make(&body("2026-11-20T12:00:00.001Z"), NOON).unwrap().expires_at, Some(NOON + 1));
    let faults = told(Key::make(&body("2026-11-20T12:00:00Z"), NOON)).unwrap_err();
    assert_eq!(faults, [("/expires_at".into(), "in_the_past")]);
}

proptest! {
    #![proptest_config(given::tries(256))]

    #[test]
    fn a_handle_folds_to_itself(name in any::<String>()) {
        let folded = handle(&name);
        prop_assert_eq!(handle(&folded), folded.clone());
        prop_assert!(folded.len() <= 64);
        prop_assert!(!folded.starts_with('-') && !folded.ends_with('-') && !folded.contains("--"));
    }

    #[test]
    fn a_change_that_says_nothing_changes_nothing_but_the_version(at in NOON..NOON + 1_000) {
        let link = link().change(&json!({}), given::ground(&given::settings(), at)).unwrap();
        prop_assert_eq!(link, Link { version: 2, updated_at: at, ..self::link() });
    }
}
