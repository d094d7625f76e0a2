//! Links from files: whose export it is, what each row sets, and what is said of what is wrong.

use serde_json::{Value, json};
use waymark::domain::csv;
use waymark::domain::ledger::shelf::Names;
use waymark::domain::refusal::Refusal;
use waymark::domain::register::campaign::Campaign;
use waymark::domain::register::creator::Creator;
use waymark::domain::register::link::import::{Ask, Import, Newcomer};
use waymark::domain::register::link::many::Many;
use waymark::domain::register::link::table::{self, Beside, words};
use waymark::domain::register::link::{Link, Owners};
use waymark::domain::stored;

use crate::given::{self, NOON};

fn names() -> Names {
    let text = r#"{"creators":[["7",7],["sarah",7],["tom",8]],"campaigns":[["spring",3]],"posts":[]}"#;
    stored::parse(text).unwrap()
}

fn creators() -> Vec<Creator> {
    let of = |id, name: &str| Creator { id, ..Creator::make(&json!({ "name": name }), NOON).unwrap() };
    vec![of(7, "Sarah"), of(8, "Tom")]
}

fn campaigns() -> Vec<Campaign> {
    vec![Campaign { id: 3, ..Campaign::make(&json!({ "name": "Spring" }), NOON).unwrap() }]
}

struct Told {
    import: Import,
    many: Many,
    newcomers: Vec<Newcomer>,
    items: Vec<Value>,
}

impl Told {
    fn links(&self) -> Vec<&Link> {
        self.many.fresh()
    }

    /// The line (or place), pointer and code of everything that is wrong.
    fn errors(&self) -> Vec<(u64, String, String)> {
        let errors = self.items.iter().flat_map(|item| {
            let line = item.get("line").or(item.get("index")).unwrap().as_u64().unwrap();
            item["errors"].as_array().unwrap().iter().map(move |error| (line, error.clone()))
        });
        let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
        errors.map(|(line, error)| (line, text(&error, "pointer"), text(&error, "code"))).collect()
    }
}

fn read_with(text: &str, ask: &Ask, there: &[Link]) -> Result<Told, Refusal> {
    let settings = given::settings();
    let ground = given::ground(&settings, NOON);
    let mut import = Import::read(text.as_bytes(), text.starts_with('['))?;
    let (mut many, newcomers) = import.wishes(ask, &names(), ground);
    let mut dealt: u16 = 0;
    many.decide(there, ground, &mut |_, _| {
        dealt += 1;
        let [high, low] = dealt.to_be_bytes();
        let mut bytes = [0; 32];
        bytes[..3].copy_from_slice(&[high, low % 31, low / 31]);
        bytes
    });
    let mut all = creators();
    all.extend(newcomers.iter().map(|newcomer| newcomer.creator(NOON)));
    many.own(&all, &campaigns(), ground);
    let items = import.said(&many, &|_| None);
    Ok(Told { import, many, newcomers, items })
}

fn read(text: &str) -> Told {
    read_with(text, &Ask { creator: Some("sarah".into()), ..Ask::default() }, &[]).unwrap()
}

#[test]
fn names_of_columns_are_compared_by_their_words() {
    for name in ["Destination URL", "destination_url", "destinationUrl", " DESTINATION-URL ", "Destination  Url"] {
        assert_eq!(words(name), "destination url");
    }
}

#[test]
fn an_export_of_bitly_is_known_and_its_own_words_are_kept() {
    let told = read(
        "Link,Custom Link,Destination URL,Title,Tags\nhttps://bit.ly/3xYz,https://go.brand.example/spring,https://shop.example/a,Spring,x\nbit.ly/3aBc,,https://shop.example/b,,\n",
    );
    assert_eq!(
        (told.import.format, told.import.ignored.as_slice()),
        ("bitly", &["Title".to_owned(), "Tags".to_owned()][..])
    );
    let links: Vec<_> = told.links().iter().map(|link| (link.slug.as_str(), link.destination.as_str())).collect();
    assert_eq!(links, [("spring", "https://shop.example/a"), ("3abc", "https://shop.example/b")]);
    assert_eq!(told.items[0].get("notes"), None);
    assert_eq!(told.items[1]["notes"][0]["code"], "other_host");
}

#[test]
fn an_export_of_dub_is_known_as_a_table_and_as_json() {
    let table = read(
        "Short link,Destination URL,Clicks,Created at,Updated at,Tags,Archived\nhttps://dub.sh/a,https://shop.example/a,7,2026-01-01,2026-01-02,\"x, y\",false\n",
    );
    assert_eq!((table.import.format, table.links()[0].slug.as_str()), ("dub", "a"));
    let json = read(
        r#"[{"domain":"plain.brand.example","key":"a","url":"https://shop.example/a","shortLink":"https://plain.brand.example/a","externalId":"x","utm_source":"ig","clicks":7}]"#,
    );
    let link = json.links()[0];
    assert_eq!((json.import.format, link.host.as_str(), link.slug.as_str()), ("dub", "plain.brand.example", "a"));
    assert_eq!((link.external_id.as_deref(), link.utm.source.as_deref()), (Some("x"), Some("ig")));
}

#[test]
fn a_spreadsheet_is_read_whatever_it_calls_its_columns() {
    for header in [
        "url,back-half,influencer",
        "Long URL;Slug;Creator",
        "Landing Page\tShort link\tPartner",
        "destination,url,affiliate",
    ] {
        let separator = [",", ";", "\t"].into_iter().find(|mark| header.contains(mark)).unwrap();
        let row = ["https://shop.example/", "spring", "tom"].join(separator);
        let told = read(&format!("{header}\n{row}\n"));
        let link = told.links()[0];
        assert_eq!((link.slug.as_str(), link.creator_id, told.import.format), ("spring", 8, "sheet"), "{header}");
    }
}

#[test]
fn a_file_without_addresses_or_rows_is_refused() {
    let code = |text: &str| read_with(text, &Ask::default(), &[]).err().unwrap().faults().remove(0).code;
    assert_eq!(code("creator,platform\nsarah,x\n"), "missing_column");
    assert_eq!(code("url,creator\n"), "no_rows");
    assert_eq!(code("[]"), "not_a_list");
}

#[test]
fn a_file_has_at_most_1000_rows() {
    let rows = |count: usize| format!("url\n{}", "https://shop.example/\n".repeat(count));
    assert_eq!(read(&rows(1_000)).links().len(), 1_000);
    assert!(read_with(&rows(1_001), &Ask::default(), &[]).is_err());
}

#[test]
fn an_error_names_line_and_column_as_they_were_written() {
    let told = read(
        "Long URL,Back-half,Influencer,utm_source,Archived\nftp://x,v1,nobody,,\nhttps://shop.example/,a,sarah,,maybe\nhttps://shop.example/\n",
    );
    let expected = [
        (2, "/Influencer", "not_found"),
        (2, "/Back-half", "not_a_slug"),
        (2, "/Long URL", "scheme_not_allowed"),
        (3, "/Archived", "not_a_boolean"),
        (4, "", "cells"),
    ];
    assert_eq!(told.errors(), expected.map(|(line, pointer, code)| (line, pointer.to_owned(), code.to_owned())));
    let list = read(r#"[{"url":"https://shop.example/","utm_source":""}, 7]"#);
    let expected = [(0, "/0/utm_source", "empty"), (1, "/1", "not_an_object")];
    assert_eq!(list.errors(), expected.map(|(line, pointer, code)| (line, pointer.to_owned(), code.to_owned())));
}

#[test]
fn who_is_named_is_found_by_handle_id_or_name() {
    let told = read(
        "url,creator,campaign\nhttps://shop.example/,tom,spring\nhttps://shop.example/,7,\nhttps://shop.example/,Sarah,\nhttps://shop.example/,,\n",
    );
    let owners: Vec<_> = told.links().iter().map(|link| (link.creator_id, link.campaign_id)).collect();
    assert_eq!(owners, [(8, Some(3)), (7, None), (7, None), (7, None)]);
}

#[test]
fn creators_that_there_are_not_are_made_once_where_that_is_asked() {
    let text =
        "url,creator\nhttps://shop.example/,Mia Wolf\nhttps://shop.example/,mia-wolf\nhttps://shop.example/,李\n";
    let told = read_with(text, &Ask { make_creators: true, ..Ask::default() }, &[]).unwrap();
    let expected = Newcomer { name: "Mia Wolf".into(), handle: "mia-wolf".into(), stand_in: u32::MAX };
    assert_eq!(told.newcomers, [expected]);
    assert_eq!(told.errors(), [(4, "/creator".to_owned(), "not_found".to_owned())]);
    let mut many = told.many;
    many.renumber(&[(u32::MAX, 12)]);
    assert_eq!(many.fresh().iter().map(|link| link.creator_id).collect::<Vec<_>>(), [12, 12]);
}

#[test]
fn a_row_stands_on_the_host_it_names_else_on_the_one_that_is_asked_for() {
    let ask = Ask { creator: Some("sarah".into()), host: Some("plain.brand.example".into()), ..Ask::default() };
    let text = "url,slug,short link,host\nhttps://shop.example/,a,,go.brand.example\nhttps://shop.example/,,https://bit.ly/b,\n";
    let told = read_with(text, &ask, &[]).unwrap();
    let places: Vec<_> = told.links().iter().map(|link| (link.host.as_str(), link.slug.as_str())).collect();
    assert_eq!(places, [("go.brand.example", "a"), ("plain.brand.example", "b")]);
    assert!(told.items.iter().all(|item| item.get("notes").is_none()));
}

#[test]
fn what_is_true_is_said_in_more_than_one_way() {
    let told = read("url,enabled,click_id\nhttps://shop.example/,NO,0\nhttps://shop.example/,yes,true\n");
    let said: Vec<_> = told.links().iter().map(|link| (link.enabled, link.more.click_id)).collect();
    assert_eq!(said, [(false, false), (true, true)]);
}

/// A link with everything on it, some of it like a formula.
fn whole() -> Link {
    let body = json!({
        "destination": "https://shop.example/a,b?x=%22", "creator_id": 7, "campaign_id": 3, "slug": "spring", "post": "=1+1",
        "platform": "instagram", "utm": { "source": "@ig", "term": "'quoted" }, "starts_at": "2026-01-01T00:00:00Z",
        "expires_at": "2030-01-01T00:00:00Z", "expired_destination": "https://shop.example/over", "enabled": false,
        "query_policy": "drop", "click_id": false, "external_id": "-1",
    });
    let settings = given::settings();
    let link = Link::make(&body, given::ground(&settings, NOON), [0; 32]).unwrap();
    Link { id: 5, version: 3, ..link.aimed(&Owners { campaign: Some("spring"), ..given::owners() }, &settings.hosts) }
}

fn beside<'a>(creators: &'a [Creator], campaigns: &'a [Campaign]) -> Beside<'a> {
    Beside {
        url: "https://go.brand.example/spring".into(),
        creator: creators.first(),
        campaign: campaigns.first(),
        costs: [vec![("EUR", 4_000)], vec![("EUR", 4_000), ("USD", 70)]],
        counts: Some(([9, 8, 7], NOON)),
    }
}

#[test]
fn our_own_export_read_again_changes_nothing() {
    let (creators, campaigns) = (creators(), campaigns());
    let (plain, away) = (
        Link { slug: "plain".into(), id: 6, external_id: None, ..whole() },
        Link { slug: "away".into(), id: 7, external_id: Some("7".into()), archived_at: Some(NOON), ..whole() },
    );
    let links = [whole(), plain, away];
    let rows: Vec<_> = links.iter().map(|link| table::row(link, &beside(&creators, &campaigns))).collect();
    let mut text = csv::line(&rows[0].iter().map(|(name, _)| name).collect::<Vec<_>>());
    for row in &rows {
        text.push_str(&csv::line(&row.iter().map(|(_, value)| table::cell(value)).collect::<Vec<_>>()));
    }
    let list = Value::from(rows.into_iter().map(|row| Value::Object(row.into_iter().collect())).collect::<Vec<_>>());
    for text in [text, list.to_string()] {
        let told = read_with(&text, &Ask::default(), &links).unwrap();
        assert_eq!(told.import.format, "waymark");
        assert!(told.import.ignored.is_empty(), "{:?}", told.import.ignored);
        let statuses: Vec<_> = told.items.iter().map(|item| item["status"].as_str().unwrap()).collect();
        assert_eq!(statuses, ["unchanged", "unchanged", "unchanged"], "{:?}", told.errors());
    }
}

#[test]
fn a_cell_like_a_formula_goes_out_as_a_text() {
    let (creators, campaigns) = (creators(), campaigns());
    let row = table::row(&whole(), &beside(&creators, &campaigns));
    let line = csv::line(&row.iter().map(|(_, value)| table::cell(value)).collect::<Vec<_>>());
    for cell in [",'=1+1,", ",'@ig,", ",''quoted,", ",'-1,"] {
        assert!(line.contains(cell), "{cell} in {line}");
    }
}

#[test]
fn a_row_says_what_its_post_and_its_creator_cost_and_what_the_link_carries() {
    let (creators, campaigns) = (creators(), campaigns());
    let row: serde_json::Map<String, Value> =
        table::row(&whole(), &beside(&creators, &campaigns)).into_iter().collect();
    let of = |names: &[&str]| names.iter().map(|name| row[*name].clone()).collect::<Value>();
    assert_eq!(of(&["post_cost_minor", "post_cost_currency"]), json!([4_000, "EUR"]));
    assert_eq!(of(&["creator_cost_minor", "creator_cost_currency"]), json!(["4000+70", "EUR+USD"]));
    assert_eq!(
        of(&["clicks", "valid_clicks", "pixel_views", "counts_as_of"]),
        json!([9, 8, 7, "2026-11-20T12:00:00.000Z"])
    );
    assert_eq!(
        of(&["utm_source", "utm_medium", "target_utm_source", "target_utm_medium"]),
        json!(["@ig", null, "@ig", "influencer"])
    );
    let names = of(&["creator", "creator_name", "campaign", "campaign_name"]);
    assert_eq!(names, json!(["sarah", "Sarah", "spring", "Spring"]));
}

#[test]
fn a_creator_and_a_campaign_in_a_list_may_be_numbers() {
    let text = r#"[{ "url": "https://shop.example/", "creator": 7, "campaign": 3 }]"#;
    let told = read_with(text, &Ask::default(), &[]).unwrap();
    assert_eq!(told.errors(), []);
    assert_eq!((told.links()[0].creator_id, told.links()[0].campaign_id), (7, Some(3)));
}
