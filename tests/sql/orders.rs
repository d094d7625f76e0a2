//! Orders as the recount reads them: each once, with whose code it carried then, and its refunds.

use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use waymark::domain::click_id::Click;
use waymark::domain::conversion::{Rank, Reporter};
use waymark::domain::credit::{Order, Owner, Rule};
use waymark::domain::money::Back;
use waymark::domain::time;
use waymark::domain::touch::Kept;
use waymark::sql;

use crate::given::{self, Arg, DAY, NOON, refund, report, report_by, sale};

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

fn at(order: &str, at: i64) -> Value {
    with(sale(order), "occurred_at", json!(time::print(at)))
}

/// A chunk of the orders in `[from, until)` behind `last`.
fn chunk(db: &Connection, bounds: (i64, i64), last: (i64, &str), most: i64) -> Vec<Order> {
    let args: [Arg; 5] = [bounds.0.into(), bounds.1.into(), last.0.into(), last.1.into(), most.into()];
    given::json(db, sql::ORDERS_READ, &args)
}

/// Reads as the recount does: chunk after chunk, each behind the last order of the one before.
fn read(db: &Connection, bounds: (i64, i64), most: i64) -> Vec<Order> {
    let mut all = Vec::new();
    let mut last = (-1, String::new());
    loop {
        let orders = chunk(db, bounds, (last.0, &last.1), most);
        let full = i64::try_from(orders.len()).unwrap() == most;
        all.extend(orders);
        match all.last() {
            Some(order) if full => last = (order.occurred_at, order.order_id.clone()),
            _ => return all,
        }
    }
}

fn every(db: &Connection) -> Vec<Order> {
    read(db, (0, NOON + DAY), 100)
}

fn ids(orders: &[Order]) -> Vec<&str> {
    orders.iter().map(|order| order.order_id.as_str()).collect()
}

/// Gives the code `word` to `creator` in that time.
fn code(db: &Connection, word: &str, creator: i64, from: Option<i64>, until: Option<i64>) {
    let statement = "INSERT INTO code (code, creator_id, valid_from, valid_until, version, created_at, updated_at)
      VALUES (?1, ?2, ?3, ?4, 1, 0, 0)";
    given::run(db, statement, &[word.into(), creator.into(), from.into(), until.into()]);
}

fn id(click: Click) -> Value {
    json!(given::settings().click_keys.print(&click))
}

/// A click on link 7, so long before noon.
fn click(before: i64) -> Click {
    Click { link: 7, at: NOON - before, nonce: 5, visitor: (1 << 46) | 0x63 }
}

fn lead(key: &str, at: i64) -> Value {
    json!({ "kind": "lead", "lead_id": key, "occurred_at": time::print(at) })
}

fn times(touches: &[Kept]) -> Vec<i64> {
    touches.iter().map(|touch| NOON - touch.at).collect()
}

const BROWSER: Reporter = Reporter { source: 9, rank: Rank::Browser };

#[test]
fn an_order_is_read_as_it_was_reported() {
    let mut db = given::control();
    let click = Click { link: 7, at: NOON - 1_000, nonce: 5, visitor: (1 << 46) | 0x63 };
    let id = given::settings().click_keys.print(&click);
    report(&mut db, &with(sale("1001"), "click_id", json!(id)));
    let order = every(&db).remove(0);
    assert_eq!((order.order_id.as_str(), order.occurred_at, order.verified), ("1001", NOON, 1));
    assert_eq!((order.currency.unwrap().as_str(), order.merchandise, order.new_customer), ("EUR", None, None));
    assert_eq!((order.amount.total, order.amount.tax, order.amount.shipping), (12_000, Some(1_500), Some(500)));
    let visitor = (1 << 46) | 0x63;
    let touch = Kept { link: 7, at: NOON - 1_000, nonce: 5, visitor, channel: String::new() };
    assert_eq!(order.evidence.touches, [touch]);
    assert_eq!((order.evidence.codes.len(), order.evidence.history.len(), order.evidence.answer), (0, 0, None));
    assert!(order.evidence.lead.is_none());
    assert_eq!((order.back.len(), order.refund_count), (0, 0));
}

#[test]
fn what_the_shop_did_not_say_is_read_as_not_said() {
    let mut db = given::control();
    report(&mut db, &with(sale("1"), "tax_minor", Value::Null));
    assert_eq!(every(&db)[0].amount.tax, None);
}

#[test]
fn the_bounds_of_a_day_are_half_open() {
    let mut db = given::control();
    let day = (NOON - 1_000, NOON);
    report(&mut db, &json!([at("a", day.0 - 1), at("b", day.0), at("c", day.1 - 1), at("d", day.1)]));
    assert_eq!(ids(&read(&db, day, 100)), ["b", "c"]);
}

#[test]
fn orders_of_one_moment_are_parted_between_chunks_without_loss() {
    let mut db = given::control();
    let list: Vec<Value> = (0..30).map(|number| sale(&format!("{number:02}"))).collect();
    report(&mut db, &json!(list));
    for most in [1, 2, 7, 29, 30, 31] {
        let read = read(&db, (NOON, NOON + 1), most);
        assert_eq!(read.len(), 30, "chunks of {most}");
        assert!(read.windows(2).all(|pair| pair[0].order_id < pair[1].order_id));
    }
}

#[test]
fn refunds_come_with_their_order_and_are_no_orders() {
    let mut db = given::control();
    report(&mut db, &json!([sale("1"), sale("2"), refund("r1", "1"), refund("r2", "1")]));
    let orders = every(&db);
    assert_eq!(orders.iter().map(|order| order.refund_count).collect::<Vec<_>>(), [2, 0]);
    assert_eq!(orders[0].back.iter().map(|back| back.total).sum::<i64>(), 2_400);
}

#[test]
fn a_refund_that_turned_out_to_be_in_another_currency_changes_nothing() {
    let mut db = given::control();
    report(&mut db, &with(refund("r1", "1"), "currency", json!("USD")));
    report(&mut db, &json!([sale("1"), refund("r2", "1")]));
    let order = every(&db).remove(0);
    assert_eq!((order.refund_count, order.back.len(), order.back[0].total), (1, 1, 1_200));
}

#[test]
fn refunds_are_summed_with_and_without_their_goods() {
    let mut db = given::control();
    let stated = |id: &str, tax: i64| with(with(refund(id, "1"), "tax_minor", json!(tax)), "shipping_minor", json!(0));
    let half = with(refund("r5", "1"), "tax_minor", json!(1));
    report(
        &mut db,
        &json!([sale("1"), refund("r1", "1"), stated("r2", 100), refund("r3", "1"), stated("r4", 50), half]),
    );
    let order = every(&db).remove(0);
    assert_eq!(order.refund_count, 5);
    let mut refunds: Vec<_> = order.back.iter().map(|r| (r.total, r.tax, r.shipping)).collect();
    refunds.sort_unstable();
    assert_eq!(refunds, [(2_400, Some(150), Some(0)), (3_600, None, None)]);
}

#[test]
fn a_refund_of_last_month_counts_on_its_orders_day() {
    let mut db = given::control();
    let late = with(refund("r1", "1"), "occurred_at", json!("2026-11-20T12:30:00Z"));
    report(&mut db, &json!([at("1", NOON - 20 * DAY), late]));
    assert_eq!(read(&db, (NOON - 20 * DAY, NOON - 19 * DAY), 100)[0].refund_count, 1);
    assert!(read(&db, (NOON, NOON + DAY), 100).is_empty());
}

#[test]
fn single_refunds_sums_and_chargebacks_are_told_apart() {
    let mut db = given::control();
    let sum = json!({
        "kind": "refund", "order_id": "1", "cumulative": true, "total_minor": 2_400, "currency": "EUR",
        "occurred_at": "2026-11-20T12:30:00Z",
    });
    let chargeback = with(refund("r2", "1"), "reason", json!("chargeback"));
    let cancel = with(refund("r3", "1"), "reason", json!("cancel"));
    report(&mut db, &json!([sale("1"), refund("r1", "1"), chargeback, cancel, sum]));
    let order = every(&db).remove(0);
    let back = |part, total| Back { part, total, tax: None, shipping: None };
    assert_eq!(order.back, [back(0, 2_400), back(1, 1_200), back(2, 2_400)]);
    assert_eq!(order.refund_count, 4);
}

#[test]
fn a_refund_that_only_a_browser_told_of_takes_nothing_from_a_verified_order() {
    let mut db = given::control();
    report(&mut db, &sale("1"));
    report_by(&mut db, BROWSER, &refund("r1", "1"));
    assert_eq!((every(&db)[0].back.len(), every(&db)[0].refund_count), (0, 0));
}

#[test]
fn an_order_that_only_a_browser_told_of_is_read_as_unverified() {
    let mut db = given::control();
    report_by(&mut db, BROWSER, &sale("1"));
    assert_eq!(every(&db)[0].verified, 0);
    report(&mut db, &sale("1"));
    assert_eq!(every(&db)[0].verified, 1);
}

#[test]
fn goods_that_are_stated_as_such_are_read() {
    let mut db = given::control();
    report(&mut db, &with(sale("1"), "merchandise_minor", json!(10_000)));
    assert_eq!(every(&db)[0].merchandise, Some(10_000));
}

// Who is new.

fn new_customers(db: &Connection) -> Vec<Option<u8>> {
    every(db).iter().map(|order| order.new_customer).collect()
}

#[test]
fn a_customers_first_sale_is_new_and_every_later_one_returning() {
    let mut db = given::control();
    let by = |body, customer: &str| with(body, "customer", json!(customer));
    report(&mut db, &json!([by(at("b", NOON), "Ann@x.example"), by(at("c", NOON + 5), "bob"), sale("d")]));
    assert_eq!(new_customers(&db), [Some(1), None, Some(1)]);
    // One that comes late was earlier all the same, and of one moment the names decide.
    report(&mut db, &json!([by(at("a", NOON), "ann@x.example"), by(at("e", NOON + 9), "bob")]));
    assert_eq!(new_customers(&db), [Some(1), Some(0), None, Some(1), Some(0)]);
}

#[test]
fn a_lead_and_an_unverified_sale_make_nobody_a_returning_customer() {
    let mut db = given::control();
    let by = |body| with(body, "customer", json!("ann"));
    report(&mut db, &by(lead("l", NOON - 9)));
    report_by(&mut db, BROWSER, &by(at("1", NOON - 5)));
    report(&mut db, &by(at("2", NOON)));
    assert_eq!(new_customers(&db)[1], Some(1));
}

#[test]
fn what_the_shop_says_of_a_customer_comes_first_and_a_renewal_is_of_a_returning_one() {
    let mut db = given::control();
    let by = |body| with(body, "customer", json!("ann"));
    let said = |order: &str, new: bool| by(with(sale(order), "new_customer", json!(new)));
    let renewal = with(sale("3"), "kind", json!("renewal"));
    report(&mut db, &json!([said("1", false), said("2", true), renewal]));
    assert_eq!(new_customers(&db), [Some(0), Some(1), Some(0)]);
}

// What came before the order.

#[test]
fn the_lead_that_a_sale_names_comes_with_its_clicks() {
    let mut db = given::control();
    let clicked = with(lead("l1", NOON - 50), "click_id", id(click(1_000)));
    report(
        &mut db,
        &json!([clicked, with(sale("1"), "lead_id", json!("l1")), with(sale("2"), "lead_id", json!("l2"))]),
    );
    let orders = every(&db);
    let lead = orders[0].evidence.lead.as_ref().unwrap();
    assert_eq!((lead.at, lead.verified, times(&lead.touches)), (NOON - 50, 1, vec![1_000]));
    assert!(orders[1].evidence.lead.is_none(), "a lead that has not come");
}

#[test]
fn the_clicks_of_a_customers_earlier_conversions_come_newest_first() {
    let mut db = given::control();
    let by =
        |body, before| with(with(body, "customer", json!("ann")), "click_id", id(Click { nonce: 1, ..click(before) }));
    let event = json!({ "kind": "event", "event_id": "e", "name": "trial", "occurred_at": time::print(NOON - 10) });
    let later = at("2", NOON + 10);
    report(&mut db, &json!([by(at("0", NOON - 20), 900), by(lead("l", NOON - 30), 800), by(event, 700)]));
    report(&mut db, &json!([by(sale("1"), 600), by(later, 500)]));
    let find = |order: &str| every(&db).into_iter().find(|one| one.order_id == order).unwrap();
    assert_eq!(times(&find("1").evidence.history), [700, 800, 900]);
    assert_eq!(times(&find("0").evidence.history), [800]);
    assert_eq!(times(&find("2").evidence.history), [600, 700, 800, 900]);
}

#[test]
fn another_customers_clicks_and_those_a_browser_told_of_are_no_history() {
    let mut db = given::control();
    let by = |body, who: &str| with(with(body, "customer", json!(who)), "click_id", id(click(900)));
    report(&mut db, &json!([by(lead("l", NOON - 30), "bob")]));
    report_by(&mut db, BROWSER, &json!([by(lead("m", NOON - 30), "ann")]));
    report(&mut db, &json!([with(sale("1"), "customer", json!("ann")), sale("2")]));
    assert!(every(&db).iter().all(|order| order.evidence.history.is_empty()));
}

#[test]
fn a_customers_history_is_cut_at_its_newest_twenty_clicks() {
    let mut db = given::control();
    let by = |number: i64| {
        let ids: Vec<Value> = (0..3).map(|n| id(Click { nonce: n, ..click(1_000 * number + i64::from(n)) })).collect();
        with(with(lead(&format!("l{number}"), NOON - number), "customer", json!("ann")), "click_ids", json!(ids))
    };
    report(&mut db, &json!((1..=30).map(by).collect::<Vec<_>>()));
    report(&mut db, &with(sale("1"), "customer", json!("ann")));
    let history = every(&db).remove(0).evidence.history;
    assert_eq!(history.len(), 20);
    assert_eq!((times(&history)[0], times(&history)[19]), (1_000, 7_001));
}

#[test]
fn a_customers_other_channels_crowd_out_no_click() {
    let mut db = given::control();
    let others: Vec<String> = (0..30).map(|n| format!("s{n}/m@{}", "tmw000")).collect();
    let lead = with(with(lead("l", NOON - 5), "customer", json!("ann")), "click_id", id(click(20 * DAY)));
    report(&mut db, &with(lead, "touches", json!(others)));
    report(&mut db, &with(sale("1"), "customer", json!("ann")));
    let history = every(&db).remove(0).evidence.history;
    assert_eq!((history.len(), history[0].link, history[1].link), (20, 7, 0));
    assert!(history[1].channel.ends_with("/m"));
}

#[test]
fn a_chunk_of_orders_with_all_the_touches_there_can_be_fits_into_a_value() {
    let source = include_str!("../../src/edge/recount/conversions.rs");
    let chunk: usize = source.split("const CHUNK: i64 = ").nth(1).unwrap().split(';').next().unwrap().parse().unwrap();
    let many = |count: usize| {
        let each = |n: usize| format!("{:x<64}/{:y<32}@tmw000", format!("s{n}"), "m");
        json!((0..count).map(each).collect::<Vec<_>>())
    };
    let mut db = given::control();
    let before = with(with(lead("l", NOON - 60_000), "customer", json!("ann")), "touches", many(50));
    report(&mut db, &before);
    let order = with(with(sale("1"), "customer", json!("ann")), "touches", many(50));
    report(&mut db, &with(order, "lead_id", json!("l")));
    let read = every(&db).remove(0).evidence;
    let all = (read.touches.len(), read.lead.unwrap().touches.len(), read.history.len());
    assert_eq!(all, (50, 50, 20));
    let args: [Arg; 5] = [0.into(), (NOON + DAY).into(), (-1).into(), "".into(), 9.into()];
    let rows = given::rows(&db, sql::ORDERS_READ, &args).remove(0);
    let bytes = rows["rows"].as_str().unwrap().len();
    assert!(bytes * chunk < 1_900_000, "{bytes} bytes an order");
}

// Codes and answers.

#[test]
fn a_code_comes_with_everybody_who_ever_held_it_and_the_patterns_it_fits() {
    let mut db = given::control();
    let (sarah, tom) = (given::creator(&db, "sarah"), given::creator(&db, "tom"));
    code(&db, "SARAH20", sarah, None, Some(NOON));
    code(&db, "SARAH20", tom, Some(NOON), None);
    code(&db, "SAR*", tom, None, None);
    code(&db, "SARAH20*", sarah, None, None);
    code(&db, "SARAH21", tom, None, None);
    code(&db, "SARAH200*", tom, None, None);
    let codes = json!([{ "code": "sarah20", "discount_minor": 500 }, "typo"]);
    report(&mut db, &with(sale("1"), "codes", codes));
    let mut codes = every(&db).remove(0).evidence.codes;
    codes.sort_unstable_by(|a, b| a.code.cmp(&b.code));
    assert_eq!((codes[0].code.as_str(), codes[0].discount, codes[0].verified), ("SARAH20", Some(500), 1));
    let mut held: Vec<_> = codes[0].held.iter().map(|h| (h.fit, i64::from(h.creator), h.from, h.until)).collect();
    held.sort_unstable();
    let expected =
        [(3, tom, None, None), (7, sarah, None, None), (1000, sarah, None, Some(NOON)), (1000, tom, Some(NOON), None)];
    assert_eq!(held, expected);
    assert_eq!((codes[1].code.as_str(), codes[1].discount, codes[1].held.len()), ("TYPO", None, 0));
}

#[test]
fn a_codes_campaign_comes_with_it() {
    let mut db = given::control();
    let (sarah, spring) = (given::creator(&db, "sarah"), given::campaign(&db, "spring"));
    code(&db, "SARAH20", sarah, None, None);
    given::run(&db, "UPDATE code SET campaign_id = ?1", &[spring.into()]);
    report(&mut db, &with(sale("1"), "code", json!("sarah20")));
    assert_eq!(i64::from(every(&db)[0].evidence.codes[0].held[0].campaign), spring);
}

#[test]
fn of_several_answers_the_latest_that_names_a_creator_counts() {
    let mut db = given::control();
    let (sarah, tom) = (given::creator(&db, "sarah"), given::creator(&db, "tom"));
    let answer = |question: &str, at: i64, creator: Option<i64>| {
        json!({
            "kind": "survey", "order_id": "1", "question": question, "creator_id": creator,
            "occurred_at": time::print(at),
        })
    };
    report(
        &mut db,
        &json!([sale("1"), sale("2"), answer("a", NOON + 10, Some(tom)), answer("b", NOON + 20, Some(sarah))]),
    );
    report(&mut db, &json!([answer("c", NOON + 30, Some(999)), answer("d", NOON + 40, None)]));
    let answers: Vec<_> = every(&db).iter().map(|order| order.evidence.answer.map(i64::from)).collect();
    assert_eq!(answers, [Some(sarah), None]);
}

#[test]
fn one_conversion_is_read_as_the_night_reads_it() {
    let mut db = given::control();
    let sarah = given::creator(&db, "sarah");
    code(&db, "SARAH20", sarah, None, None);
    let all = with(with(sale("1"), "code", json!("sarah20")), "click_id", id(click(9)));
    report(&mut db, &json!([with(all, "customer", json!("ann")), refund("r", "1"), sale("2")]));
    let one: Vec<Order> = given::json(&db, sql::ORDER_READ, &[1.into(), "1".into()]);
    assert_eq!(format!("{:?}", one[0]), format!("{:?}", every(&db)[0]));
    let none: Vec<Order> = given::json(&db, sql::ORDER_READ, &[1.into(), "3".into()]);
    assert!(none.is_empty());
}

/// `[occurred_at, day, key, shown]`
type Counted = (i64, i64, String, Value);

/// Counts sales as the night does: `[key, day, click's, code's, paid creator, via]`.
fn count(db: &mut Connection, sales: &[(&str, i64, i64, i64, i64, i64)]) {
    for (key, day, click, code, paid, via) in sales {
        report(db, &sale(key));
        let at = day * DAY + 5;
        let path = json!([[1, key, day, at, "EUR", 100, 0, 100, 0, 1, click, code, 0, null, "[]", 0]]);
        given::run(db, sql::PATHS_PUT, &[path.into()]);
        given::run(db, sql::CREDITS_PUT, &[json!([[key, paid, 0, 0, via, "EUR", 100, 20]]).into()]);
    }
}

#[test]
fn the_sales_of_a_creator_are_those_of_payout_newest_first_and_page_by_page() {
    let mut db = given::control();
    let (sarah, tom) = (given::creator(&db, "sarah"), given::creator(&db, "tom"));
    // b has her code beside the click of another, who is paid; d is nobody's; e is of another day.
    count(
        &mut db,
        &[
            ("a", 20_700, sarah, 0, sarah, 1),
            ("b", 20_701, tom, sarah, tom, 1),
            ("c", 20_701, 0, sarah, sarah, 2),
            ("d", 20_702, 0, 0, 0, 0),
            ("e", 20_800, sarah, 0, sarah, 1),
            ("f", 20_702, sarah, sarah, sarah, 3),
        ],
    );
    let listed = |whose: i64, last: (i64, &str), day: i64, most: i64| -> Vec<Counted> {
        let args: [Arg; 6] = [20_700.into(), day.into(), last.0.into(), last.1.into(), whose.into(), most.into()];
        given::json(&db, sql::ORDERS_OF, &args)
    };
    let keys = |rows: &[Counted]| rows.iter().map(|row| row.2.clone()).collect::<Vec<_>>().join(" ");
    let first = listed(sarah, (i64::MAX >> 11, ""), 20_750, 2);
    assert_eq!(keys(&first), "f c");
    assert_eq!(keys(&listed(sarah, (first[1].0, &first[1].2), first[1].1, 2)), "a");
    assert_eq!(keys(&listed(tom, (i64::MAX >> 11, ""), 20_750, 9)), "b");
    assert_eq!(keys(&listed(0, (i64::MAX >> 11, ""), 20_750, 9)), "d");
    assert_eq!(keys(&listed(-1, (i64::MAX >> 11, ""), 20_750, 9)), "f d c b a");
    let shown = &first[0].3;
    assert_eq!((&shown["creator"]["name"], &shown["credited"]["via"]), (&json!("sarah"), &json!("both")));
    assert_eq!((&shown["credited"]["net_minor"], &shown["new_customer"]), (&json!(80), &json!(true)));
}

#[test]
fn a_lead_is_read_without_what_belongs_to_an_order_of_its_name() {
    let mut db = given::control();
    report(&mut db, &json!([with(sale("1"), "code", json!("x")), refund("r", "1")]));
    report(&mut db, &with(lead("1", NOON), "click_id", id(click(9))));
    let lead: Vec<Order> = given::json(&db, sql::ORDER_READ, &[3.into(), "1".into()]);
    let evidence = &lead[0].evidence;
    assert_eq!((times(&evidence.touches), evidence.codes.len(), lead[0].back.len()), (vec![9], 0, 0));
    assert_eq!(lead[0].currency, None);
}

#[test]
fn owners_of_links_are_read_for_the_links_that_are_asked() {
    let db = given::control();
    let (sarah, tom) = (given::creator(&db, "sarah"), given::creator(&db, "tom"));
    let spring = given::campaign(&db, "spring");
    let (a, b) = (given::link(&db, "a", sarah, Some(spring)), given::link(&db, "b", tom, None));
    given::link(&db, "c", tom, None);
    let mut rows: Vec<Whose> = given::json(&db, sql::LINK_OWNERS, &[json!([a, b, 999]).into()]);
    rows.sort_unstable();
    assert_eq!(rows, [(a, sarah, spring, vec![(1, NOON)]), (b, tom, 0, vec![(1, NOON)])]);
}

/// `[link, creator, campaign, [version, at]]`
type Whose = (i64, i64, i64, Vec<(i64, i64)>);

#[test]
fn only_versions_that_lead_elsewhere_are_told_with_a_links_owner() {
    let db = given::control();
    let link = given::link(&db, "a", given::creator(&db, "sarah"), None);
    for (version, target) in
        [(2, "https://shop.example/b"), (3, "https://shop.example/b"), (4, "https://shop.example/c")]
    {
        let at = NOON + version * 1_000;
        db.execute(
            "UPDATE link SET version = ?2, target = ?3, updated_at = ?4 WHERE id = ?1",
            (link, version, target, at),
        )
        .unwrap();
    }
    let rows: Vec<Whose> = given::json(&db, sql::LINK_OWNERS, &[json!([link]).into()]);
    assert_eq!(rows[0].3, [(1, NOON), (2, NOON + 2_000), (4, NOON + 4_000)]);
}

// Credits as they are kept.

fn put(db: &Connection, orders: &[Order]) -> i64 {
    let rule = Rule::default();
    let rows: Vec<Value> = orders
        .iter()
        .map(|order| {
            let decision = order.weigh(rule, &|link| Some(Owner { creator: link * 10, campaign: 3 }));
            let (owner, brought) = (decision.owner, order.brought(rule).unwrap());
            json!([
                order.order_id,
                owner.creator,
                owner.campaign,
                decision.link,
                decision.via as u8,
                brought.currency,
                brought.gross_minor,
                brought.refunded_minor
            ])
        })
        .collect();
    given::run(db, sql::CREDITS_PUT, &[json!(rows).into()])
}

#[test]
fn a_credit_is_kept_as_it_was_decided() {
    let mut db = given::control();
    let click = Click { link: 7, at: NOON - 1_000, nonce: 5, visitor: 9 };
    let id = given::settings().click_keys.print(&click);
    report(&mut db, &json!([with(sale("1"), "click_id", json!(id)), refund("r1", "1")]));
    put(&db, &every(&db));
    let expected = json!({
        "order_id": "1", "model": 1, "position": 1, "creator": 70, "campaign": 3, "link": 7, "via": 1,
        "currency": "EUR", "gross_minor": 10_000, "refunded_minor": 1_000,
    });
    assert_eq!(given::ask(&db, "SELECT * FROM credit"), [expected]);
}

#[test]
fn credits_that_did_not_change_are_not_written() {
    let mut db = given::control();
    report(&mut db, &json!([sale("1"), sale("2"), sale("3")]));
    assert_eq!(put(&db, &every(&db)), 3);
    assert_eq!(put(&db, &every(&db)), 0);
    report(&mut db, &refund("r1", "2"));
    assert_eq!(put(&db, &every(&db)), 1);
    assert_eq!(put(&db, &every(&db)), 0);
}

#[test]
fn the_store_itself_keeps_a_credit_from_going_below_zero() {
    let db = given::control();
    let row = |refunded: i64| json!([["1", 70, 3, 7, 1, "EUR", 100, refunded]]);
    for (refunded, fits) in [(0, true), (100, true), (101, false), (-1, false)] {
        assert_eq!(given::try_rows(&db, sql::CREDITS_PUT, &[row(refunded).into()]).is_ok(), fits, "{refunded}");
    }
}

proptest! {
    #![proptest_config(given::tries(48))]

    #[test]
    fn chunks_cover_every_order_once(times in prop::collection::vec(0..5_i64, 1..40), most in 1..9_i64) {
        let mut db = given::control();
        let list: Vec<Value> = (0..).zip(&times).map(|(number, step)| at(&format!("o{number}"), NOON + step)).collect();
        report(&mut db, &json!(list));
        let orders = read(&db, (NOON, NOON + 5), most);
        let mut read: Vec<&str> = ids(&orders);
        prop_assert_eq!(read.len(), times.len());
        let place = |order: &Order| (order.occurred_at, order.order_id.clone());
        prop_assert!(orders.windows(2).all(|pair| place(&pair[0]) < place(&pair[1])));
        read.sort_unstable();
        read.dedup();
        prop_assert_eq!(read.len(), times.len());
    }
}
