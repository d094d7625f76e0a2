//! Many links at once: what becomes of each beside what is there, and what is said of those that were lost.

use serde_json::{Value, json};
use waymark::domain::refusal::Refusal;
use waymark::domain::register::campaign::Campaign;
use waymark::domain::register::creator::Creator;
use waymark::domain::register::link::Link;
use waymark::domain::register::link::import::{counts, faults_of};
use waymark::domain::register::link::many::{ITEMS_MOST, Many, Status, Wish, listed};

use crate::given::{self, NOON};

fn creators() -> Vec<Creator> {
    let of = |id, name: &str, archived_at| Creator {
        id,
        archived_at,
        ..Creator::make(&json!({ "name": name }), NOON).unwrap()
    };
    vec![of(7, "Sarah", None), of(8, "Tom", None), of(9, "Gone", Some(NOON))]
}

fn campaigns() -> Vec<Campaign> {
    vec![Campaign { id: 3, ..Campaign::make(&json!({ "name": "Spring" }), NOON).unwrap() }]
}

/// What is wished of `list` beside the links that are there, decided.
fn decided(wish: Wish, list: Value, there: &[Link]) -> Many {
    let settings = given::settings();
    let ground = given::ground(&settings, NOON + 1);
    let mut many = Many::read(wish, listed(list).unwrap(), ground);
    let mut dealt = 0;
    many.decide(there, ground, &mut |_, _| {
        dealt += 1;
        [dealt; 32]
    });
    many.own(&creators(), &campaigns(), ground);
    many
}

/// A link that is there.
fn there(id: u32, more: &Value) -> Link {
    let settings = given::settings();
    let mut body = json!({ "destination": "https://shop.example/", "creator_id": 7, "slug": format!("s{id}") });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let link = Link::make(&body, given::ground(&settings, NOON), [0; 32]).unwrap();
    Link { id, ..link.aimed(&given::owners(), &given::settings().hosts) }
}

fn statuses(many: &Many) -> Vec<Status> {
    many.items.iter().map(waymark::domain::register::link::many::Item::status).collect()
}

/// Pointer and code of what is wrong with each.
fn faults(many: &Many) -> Vec<(String, &'static str)> {
    let first = |refusal: &Refusal| faults_of(refusal).remove(0);
    let faults = many.items.iter().filter_map(|item| item.refusal.as_ref().map(first));
    faults.map(|fault| (fault.pointer.unwrap(), fault.code)).collect()
}

#[test]
fn a_list_has_1_to_1000_links() {
    for (count, fits) in [(0, false), (1, true), (ITEMS_MOST, true), (ITEMS_MOST + 1, false)] {
        assert_eq!(listed(json!(vec![json!({}); count])).is_ok(), fits, "{count}");
    }
    assert!(listed(json!({ "items": [] })).is_err());
}

#[test]
fn a_bad_link_costs_no_other_and_is_told_with_its_field() {
    let body = json!([
        { "destination": "https://shop.example/", "creator_id": 7 },
        { "destination": "ftp://shop.example/", "creator_id": 7 },
        "https://shop.example/",
        { "destination": "https://shop.example/", "creator_id": 9 },
        { "destination": "https://shop.example/", "creator_id": 8, "campaign_id": 4 },
    ]);
    let many = decided(Wish::Make, body, &[]);
    assert_eq!(many.fresh().len(), 1);
    let expected = [
        ("/destination", "scheme_not_allowed"),
        ("", "not_an_object"),
        ("/creator_id", "not_found"),
        ("/campaign_id", "not_found"),
    ];
    assert_eq!(faults(&many), expected.map(|(pointer, code)| (pointer.to_owned(), code)));
    assert_eq!(many.fresh()[0].target, "https://shop.example/?utm_medium=influencer&utm_content=sarah");
}

#[test]
fn what_an_item_above_says_too_is_told() {
    let link = |slug: &str, name: &str| json!({ "destination": "https://shop.example/", "creator_id": 7, "slug": slug, "external_id": name });
    let many = decided(Wish::Make, json!([link("a", "1"), link("A", "2"), link("b", "1"), link("c", "3")]), &[]);
    assert_eq!(statuses(&many), [Status::Created, Status::Error, Status::Error, Status::Created]);
    assert_eq!(faults(&many), [("/slug".to_owned(), "doubled"), ("/external_id".to_owned(), "doubled")]);
    let told = faults_of(many.items[1].refusal.as_ref().unwrap()).remove(0);
    assert!(told.detail.contains("Number 0"), "{}", told.detail);
}

#[test]
fn what_was_refused_makes_no_other_a_double() {
    let link = |creator: u32| json!({ "destination": "https://shop.example/", "creator_id": creator, "slug": "a" });
    let many = decided(Wish::Make, json!([link(99), link(7)]), &[]);
    assert_eq!(statuses(&many), [Status::Error, Status::Created]);
    assert_eq!(faults(&many), [("/creator_id".to_owned(), "not_found")]);
}

#[test]
fn a_link_that_was_made_by_the_same_call_before_is_found_where_the_same_slug_is_dealt() {
    let body = json!([{ "destination": "https://shop.example/", "creator_id": 7 }]);
    let first = decided(Wish::Make, body.clone(), &[]).fresh()[0].clone();
    let elsewhere = Link { destination: "https://shop.example/other".into(), ..first.clone() };
    for (there, id) in [(first.clone(), Some(5)), (elsewhere, None), (Link { created_at: -NOON, ..first }, None)] {
        let mut many = decided(Wish::Make, body.clone(), &[]);
        assert_eq!(many.tell_lost(&[Link { id: 5, ..there }], true), id.is_none());
        assert_eq!(many.items[0].link().map(|link| link.id), id);
    }
}

#[test]
fn a_link_says_at_most_32_kb() {
    let link = |count: usize, rest: usize| {
        let rule = |at: usize, length: usize| json!({ "when": { "query": { "ref": at.to_string() } }, "destination": format!("https://shop.example/{}", "x".repeat(length)) });
        let mut rules: Vec<Value> = (0..count).map(|at| rule(at, 1_850)).collect();
        rules.push(rule(count, rest));
        let body = json!([{ "destination": "https://shop.example/", "creator_id": 7, "slug": "a", "rules": rules }]);
        decided(Wish::Make, body, &[])
    };
    let size = |many: &Many| serde_json::to_string(&many.fresh()[0].more).unwrap().len();
    // A letter of an address stands in its target too.
    let rest = (32 * 1024 - size(&link(8, 100))) / 2 + 100;
    assert!((32 * 1024 - 1..=32 * 1024).contains(&size(&link(8, rest))));
    assert_eq!(faults(&link(8, rest + 1)), [("/rules".to_owned(), "too_long")]);
}

#[test]
fn what_rests_is_as_it_was_though_its_creator_is_called_otherwise() {
    let rules = json!([{ "when": { "device": ["mobile"] }, "destination": "https://shop.example/m" }]);
    let link = there(1, &json!({ "rules": rules, "external_id": "x" }));
    let held = link.more.rules[0].place.clone();
    let away = Link { archived_at: Some(NOON), creator_id: 8, ..link };
    let body = json!([{ "external_id": "x", "destination": "https://shop.example/", "creator_id": 8, "rules": rules, "archived": true }]);
    let many = decided(Wish::Import, body, std::slice::from_ref(&away));
    assert_eq!(faults(&many), []);
    assert_eq!(statuses(&many), [Status::Unchanged]);
    assert_eq!(many.items[0].before.as_ref().unwrap().more.rules[0].place, held);
}

#[test]
fn a_change_names_its_link_by_id_or_by_the_brands_own_name() {
    let links = [there(1, &json!({})), there(2, &json!({ "external_id": "crm-2" })), there(3, &json!({}))];
    let body = json!([
        { "id": 1, "destination": "https://shop.example/1" },
        { "external_id": "crm-2", "enabled": false },
        { "id": 3, "external_id": "crm-3" },
        { "id": 4, "enabled": false },
        { "enabled": false },
        { "id": "1" },
        { "id": 1, "slug": "b" },
    ]);
    let many = decided(Wish::Change, body, &links);
    let changed: Vec<u32> = many.changed().iter().map(|(_, after)| after.id).collect();
    assert_eq!(changed, [1, 2, 3]);
    assert_eq!(many.changed()[2].1.external_id.as_deref(), Some("crm-3"));
    let codes: Vec<&str> = faults(&many).into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["not_found", "required", "not_an_id", "unknown_field"]);
}

#[test]
fn a_change_that_says_nothing_new_makes_no_version() {
    let many =
        decided(Wish::Change, json!([{ "id": 1, "destination": "https://shop.example/" }]), &[there(1, &json!({}))]);
    assert_eq!(statuses(&many), [Status::Unchanged]);
    assert!(many.changed().is_empty());
    assert_eq!(many.items[0].link().unwrap().version, 1);
}

#[test]
fn a_version_that_has_moved_on_is_refused() {
    let link = Link { version: 4, ..there(1, &json!({})) };
    for (version, codes) in [(4, vec![]), (3, vec!["changed_meanwhile"]), (5, vec!["changed_meanwhile"])] {
        for wish in [Wish::Change, Wish::Remove] {
            let mut body = json!([{ "id": 1, "version": version }]);
            if wish == Wish::Change {
                body[0]["enabled"] = json!(false);
            }
            let many = decided(wish, body, std::slice::from_ref(&link));
            assert_eq!(faults(&many).into_iter().map(|(_, code)| code).collect::<Vec<_>>(), codes);
        }
    }
}

#[test]
fn what_was_put_away_is_changed_only_by_who_brings_it_back() {
    let away = Link { archived_at: Some(NOON), ..there(1, &json!({})) };
    let body = json!([{ "id": 1, "destination": "https://shop.example/2" }]);
    assert_eq!(faults(&decided(Wish::Change, body, std::slice::from_ref(&away))), [(String::new(), "archived")]);
    let body = json!([{ "id": 1, "destination": "https://shop.example/2", "archived": false }]);
    let many = decided(Wish::Change, body, &[away]);
    assert_eq!(statuses(&many), [Status::Updated]);
    assert_eq!(many.changed()[0].1.archived_at, None);
}

#[test]
fn links_are_put_away_by_id_or_name_and_again_without_harm() {
    let links = [
        there(1, &json!({})),
        there(2, &json!({ "external_id": "x" })),
        Link { archived_at: Some(NOON), ..there(3, &json!({})) },
    ];
    let many = decided(Wish::Remove, json!([1, { "external_id": "x" }, 3, 4, { "id": 1, "slug": "a" }]), &links);
    assert_eq!(statuses(&many), [Status::Archived, Status::Archived, Status::Unchanged, Status::Error, Status::Error]);
}

#[test]
fn an_upsert_finds_its_link_by_name_else_by_place_and_else_makes_it() {
    let links = [there(1, &json!({ "external_id": "crm-1" })), there(2, &json!({}))];
    let put = |more: Value| {
        let mut body = json!({ "destination": "https://shop.example/new", "creator_id": 7 });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let body = json!([
        put(json!({ "external_id": "crm-1" })),
        put(json!({ "slug": "S2", "external_id": "crm-2" })),
        put(json!({ "slug": "s3" })),
        put(json!({})),
    ]);
    let many = decided(Wish::Put, body, &links);
    assert_eq!(statuses(&many), [Status::Updated, Status::Updated, Status::Created, Status::Created]);
    assert_eq!(many.changed()[1].1.external_id.as_deref(), Some("crm-2"));
}

#[test]
fn an_upsert_moves_no_link_and_takes_no_name() {
    let links = [there(1, &json!({ "external_id": "crm-1" })), there(2, &json!({ "external_id": "crm-2" }))];
    let put = |name: &str, slug: &str| json!([{ "destination": "https://shop.example/", "creator_id": 7, "external_id": name, "slug": slug }]);
    assert_eq!(faults(&decided(Wish::Put, put("crm-1", "other"), &links)), [("/slug".to_owned(), "fixed")]);
    assert_eq!(faults(&decided(Wish::Put, put("crm-3", "s2"), &links)), [("/slug".to_owned(), "slug_taken")]);
    assert_eq!(statuses(&decided(Wish::Put, put("crm-1", "s1"), &links)), [Status::Unchanged]);
}

#[test]
fn a_row_of_a_file_leaves_the_tags_that_it_does_not_name() {
    let link = there(1, &json!({ "utm": { "source": "ig", "term": "a" } }));
    let link = link.aimed(&given::owners(), &given::settings().hosts);
    let body = json!([{ "slug": "s1", "utm": { "term": "b" } }]);
    let source = |wish| {
        let many = decided(wish, body.clone(), std::slice::from_ref(&link));
        many.changed()[0].1.utm.source.clone()
    };
    assert_eq!([source(Wish::Import), source(Wish::Put)], [Some("ig".to_owned()), None]);
}

#[test]
fn a_link_that_was_used_stays_whose_it_is() {
    let links = [there(1, &json!({})), there(2, &json!({})), there(3, &json!({}))];
    let body = json!([{ "id": 1, "creator_id": 8 }, { "id": 2, "creator_id": 8 }, { "id": 3, "enabled": false }]);
    let mut many = decided(Wish::Change, body, &links);
    assert_eq!(many.moved(), [1, 2]);
    many.keep_used(&[1, 3]);
    assert_eq!(statuses(&many), [Status::Error, Status::Updated, Status::Updated]);
    assert_eq!(faults(&many)[0].1, "link_in_use");
}

fn link(slug: Option<&str>, name: Option<&str>) -> Value {
    json!({ "destination": "https://shop.example/", "creator_id": 7, "slug": slug, "external_id": name })
}

#[test]
fn what_is_stored_has_its_id_and_what_is_lost_says_why() {
    let mut many =
        decided(Wish::Make, json!([link(Some("a"), None), link(Some("b"), None), link(Some("c"), Some("n"))]), &[]);
    let stored = many.stored(vec![(40, "go.brand.example".into(), "a".into())], Vec::new());
    assert_eq!(stored.iter().map(|link| link.id).collect::<Vec<_>>(), [40]);
    let [ids, externals, places] = many.lost().unwrap();
    assert_eq!((ids.as_str(), externals.as_str()), ("[]", r#"["n"]"#));
    assert_eq!(places, r#"[["go.brand.example","b"],["go.brand.example","c"]]"#);
    let found = [Link { id: 5, slug: "b".into(), ..there(5, &json!({})) }, there(6, &json!({ "external_id": "n" }))];
    assert!(!many.tell_lost(&found, true));
    assert_eq!(faults(&many), [("/slug".to_owned(), "slug_taken"), ("/external_id".to_owned(), "external_id_taken")]);
    assert!(many.lost().is_none());
}

#[test]
fn a_slug_that_was_dealt_and_is_taken_is_dealt_again() {
    let mut many = decided(Wish::Make, json!([link(None, None)]), &[]);
    let first = many.fresh()[0].slug.clone();
    many.stored(Vec::new(), Vec::new());
    let held = Link { slug: first.clone(), ..there(5, &json!({ "destination": "https://shop.example/held" })) };
    assert!(many.tell_lost(std::slice::from_ref(&held), true));
    let settings = given::settings();
    many.decide(&[], given::ground(&settings, NOON), &mut |_, _| [9; 32]);
    many.own(&creators(), &campaigns(), given::ground(&settings, NOON));
    assert_ne!(many.fresh()[0].slug, first);
    many.stored(Vec::new(), Vec::new());
    assert!(!many.tell_lost(&[held], false));
    assert_eq!(statuses(&many), [Status::Error]);
}

#[test]
fn a_slug_that_is_dealt_twice_in_one_list_is_dealt_again() {
    let settings = given::settings();
    let ground = given::ground(&settings, NOON);
    let mut many = Many::read(Wish::Make, vec![link(None, None), link(None, None)], ground);
    let mut deals = [1, 1, 1, 2].into_iter();
    many.decide(&[], ground, &mut |_, _| [deals.next().unwrap(); 32]);
    let slugs: Vec<_> = many.fresh().iter().map(|link| link.slug.as_str()).collect();
    assert_eq!(slugs, ["3333333", "4444444"]);
}

#[test]
fn a_change_that_somebody_was_faster_with_is_told_apart_from_a_name_that_is_taken() {
    let links = [there(1, &json!({})), there(2, &json!({}))];
    let mut many =
        decided(Wish::Change, json!([{ "id": 1, "enabled": false }, { "id": 2, "external_id": "n" }]), &links);
    many.stored(Vec::new(), Vec::new());
    let found =
        [Link { version: 2, ..there(1, &json!({})) }, there(2, &json!({})), there(6, &json!({ "external_id": "n" }))];
    assert!(!many.tell_lost(&found, true));
    assert_eq!(faults(&many), [(String::new(), "changed_meanwhile"), ("/external_id".to_owned(), "external_id_taken")]);
}

#[test]
fn an_upsert_that_somebody_was_faster_with_is_tried_again_as_a_change() {
    let mut many = decided(Wish::Put, json!([link(Some("a"), Some("n"))]), &[]);
    many.stored(Vec::new(), Vec::new());
    let there = Link { slug: "a".into(), external_id: Some("n".into()), ..there(5, &json!({})) };
    assert!(many.tell_lost(std::slice::from_ref(&there), true));
    let settings = given::settings();
    many.decide(&[there], given::ground(&settings, NOON), &mut |_, _| [9; 32]);
    many.own(&creators(), &campaigns(), given::ground(&settings, NOON));
    assert_eq!(statuses(&many), [Status::Unchanged]);
}

#[test]
fn statuses_are_counted_by_their_words() {
    let many = decided(
        Wish::Remove,
        json!([1, 2, 3]),
        &[there(1, &json!({})), Link { archived_at: Some(1), ..there(2, &json!({})) }],
    );
    let expected = json!({ "created": 0, "updated": 0, "unchanged": 1, "archived": 1, "errors": 1 });
    assert_eq!(Value::Object(counts(&many)), expected);
}

#[test]
fn an_upsert_changes_only_a_link_of_a_version_that_is_named() {
    let links = [there(1, &json!({}))];
    let settings = given::settings();
    let ground = given::ground(&settings, NOON + 1);
    for (versions, slug, status) in [
        ("", "s1", Status::Updated),
        ("\"1\"", "s1", Status::Updated),
        ("\"2\"", "s1", Status::Error),
        ("\"2\"", "s2", Status::Created),
    ] {
        let body = json!({ "destination": "https://shop.example/new", "creator_id": 7, "slug": slug });
        let mut many = Many::read(Wish::Put, vec![body], ground);
        many.versions = versions.to_owned();
        many.decide(&links, ground, &mut |_, _| [1; 32]);
        assert_eq!(statuses(&many), [status], "{versions} {slug}");
    }
}

#[test]
fn what_is_said_of_a_links_addresses_and_tags_is_said_in_lists_too() {
    let body = json!([
        { "destination": "https://xn--pypal-4ve.com/?utm_campaign=Spring", "creator_id": 7, "platform": "instagram" },
        { "destination": "https://shop.example/", "creator_id": 7, "platform": "instagram" },
    ]);
    let many = decided(Wish::Make, body, &[]);
    let codes = |at: usize, name: &str| -> Vec<String> {
        let said = many.items[at].said();
        let list = said.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        list.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(0, "warnings"), ["idn_mixed_script", "idn_confusable"]);
    assert!(codes(0, "lint").contains(&"case".to_owned()));
    assert!(!many.items[1].said().contains_key("warnings"));
}
