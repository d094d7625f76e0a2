// The lift report over HTTP: before, during and after, in three formats, and what is refused.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, dayOf, start } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const today = Math.floor(Date.now() / DAY);
// A range that ended three weeks ago, of two whole weeks.
const FROM = today - 34;
const day = (number) => dayOf(number * DAY);
const RANGE = `from=${day(FROM)}&to=${day(FROM + 13)}`;
// Orders of a week; twenty in all.
const WEEK = [2, 2, 2, 3, 3, 4, 4];

const near = (found, expected) => assert.ok(Math.abs(found - expected) < 1e-9, `${found} is not ${expected}`);
const usual = (number) => WEEK[(((number - FROM) % 7) + 7) % 7];

/** Orders of 50.00 EUR of one day, as the night counts them. */
const credit = (number, orders, { creator = 0, touched = number } = {}) => [
  `INSERT INTO credit_total (kind, model, day, touched, creator, campaign, link, code, channel, currency, credit_micro, net_micro,
     new_micro, orders, orders_link, orders_code, orders_both, orders_survey, on_total, converting, unrated, refunds, gross_minor,
     refunded_minor, gross_reporting, refunded_reporting, squares)
   VALUES (1, 1, ?1, ?2, ?3, 0, 0, 0, '', 'EUR', ?4 * 1000000, 0, 0, ?4, 0, 0, 0, 0, 0, 0, 0, 0, ?4 * 5000, 0, 0, 0, ?4 * 25000000.0)`,
  number, touched, creator, orders,
];

// Four usual weeks of the shop; then half as many again, those of creator 7; then usual ones.
const rows = [];
for (let number = FROM - 28; number < FROM + 28; number += 1) {
  rows.push(credit(number, usual(number)));
  if (number >= FROM && number < FROM + 14 && (number - FROM) % 7 < 5) rows.push(credit(number, 2, { creator: 7 }));
}
for (const [text, ...values] of rows) await edge.control(text, ...values);

const lift = (query = "") => edge.must(200, "GET", `/v1/reports/lift?${RANGE}${query}`);

test("half as many again is told with its ratio, its interval, its test and its grade", async () => {
  const report = await lift();
  const [before, during, later] = report.rows;
  assert.deepEqual([before.phase, during.phase, later.phase], ["before", "during", "after"]);
  assert.deepEqual([before.orders, during.orders, later.orders], [80, 60, 40]);
  near(during.ratio, 1.5);
  // R: poisson.test(c(60, 80), c(14, 28)).
  near(during.p, 0.01955460565997609);
  near(during.interval.ratio.low, 1.0550184408794772);
  near(during.interval.ratio.high, 2.122781088237383);
  assert.deepEqual([during.net_minor, during.expected_net_minor, during.above_baseline_minor], [300_000, 200_000, 100_000]);
  near(later.ratio, 1);
  assert.deepEqual([report.report, report.of, report.evidence.grade, report.model, report.currency], ["lift", "shop", "C", "payout", "EUR"]);
  assert.match(report.evidence.says, /not shown to be caused/);
});

test("of a creator only its own orders are looked at", async () => {
  const report = await lift("&creator=7");
  assert.equal(report.of, "creators");
  assert.deepEqual(report.rows.map(({ orders }) => orders), [0, 20, 0]);
  assert.equal(report.rows[1].why.ratio, "no_conversions");
  const others = await lift("&not_creator=7&of=shop");
  assert.deepEqual(others.rows.map(({ orders }) => orders), [80, 40, 40]);
});

test("a published holdout comes to its figures", async () => {
  const { holdout, evidence } = await lift("&exposed=1200/100000&control=900/100000&order_minor=8000&cost_minor=5000000&margin=0.4");
  assert.equal(evidence.grade, "A");
  const { incremental_orders, iroas, profit_minor, incremental_revenue_minor } = holdout;
  assert.deepEqual([incremental_orders, incremental_revenue_minor, iroas, profit_minor], [300, 2_400_000, 0.48, -4_040_000]);
  near(holdout.lift, 1 / 3);
});

test("days come as rows, and rows as a table or lines", async () => {
  const days = await lift("&by=day&after_days=0");
  assert.equal(days.rows.length, 42);
  assert.deepEqual([days.rows[28].day, days.rows[28].orders, days.rows[28].expected_orders], [day(FROM), 4, 2]);
  const table = await edge.call("GET", `/v1/reports/lift?${RANGE}&format=csv`);
  assert.equal(table.status, 200);
  assert.match(table.headers["content-type"], /text\/csv/);
  const [header, ...lines] = table.text.trim().split("\r\n");
  assert.ok(header.split(",").includes("interval.ratio.low"), header);
  assert.equal(lines.length, 3);
  const ndjson = await edge.call("GET", `/v1/reports/lift?${RANGE}&format=ndjson`);
  assert.equal(ndjson.text.trim().split("\n").map((line) => JSON.parse(line)).length, 3);
});

test("the same report is not sent twice", async () => {
  const first = await edge.call("GET", `/v1/reports/lift?${RANGE}`);
  const again = await edge.call("GET", `/v1/reports/lift?${RANGE}`, undefined, { headers: { "if-none-match": first.headers.etag } });
  assert.deepEqual([again.status, again.text], [304, ""]);
});

test("what the brand says of itself stands beside", async () => {
  await edge.control("INSERT INTO baseline (metric, value_micro, currency, set_at) VALUES ('aov', 4000000000, 'EUR', 0)");
  const { stated } = await lift();
  assert.equal(stated.length, 1);
  assert.deepEqual([stated[0].metric, stated[0].stated, stated[0].observed, stated[0].ratio], ["aov", 4_000, 5_000, 1.25]);
});

test("what cannot be answered is refused by the parameter", async () => {
  for (const [query, parameter, code] of [
    ["before_days=30", "before_days", "out_of_range"],
    ["without=2026-02-30", "without", "not_a_day"],
    ["model=linear", "model", "not_here"],
    ["country=DE", "country", "not_here"],
    ["exposed=5/4&control=1/2", "exposed", "not_an_arm"],
    ["control_creator=0", "control_creator", "not_an_id"],
    ["by=planet", "by", "unknown_dimension"],
  ]) {
    const reply = await edge.call("GET", `/v1/reports/lift?${RANGE}&${query}`);
    assert.equal(reply.status, 422, `${query}: ${reply.text}`);
    assert.ok(reply.json.errors.some((error) => error.parameter === parameter && error.code === code), reply.text);
  }
  const reversed = await edge.call("GET", `/v1/reports/lift?from=${day(FROM + 1)}&to=${day(FROM)}`);
  assert.equal(reversed.json.errors[0].code, "reversed");
});

test("a report is for those who may read reports", async () => {
  const reply = await edge.call("GET", `/v1/reports/lift?${RANGE}`, undefined, { key: null });
  assert.equal(reply.status, 401);
});
