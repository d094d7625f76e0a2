// Links, codes and answers laid over each other: the picture and the tables say what the API says, and no list is added to another.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, word } from "../start.mjs";
import { anew, number, percent, refused, table } from "./reading.mjs";
import { FROM, TO, audience, faults, settled, skip, stage } from "./stage.mjs";

const DAYS = `from=${FROM}&to=${TO}`;
/** Days long before the demo, for the example of docs/reports/reconciliation.md. */
const MARCH = "from=2026-03-01&to=2026-03-31";
const PARTS = ["link_only", "code_only", "survey_only", "link_code", "link_survey", "code_survey", "link_code_survey"];
let edge;
let seen;

/** The example: Sarah has 100 orders by link, 150 by code, 180 by survey; of 625 others 250 customers answered. */
async function example() {
  const { id } = await edge.make.creator({ name: "Sarah" });
  const at = Math.floor(Date.parse("2026-03-05") / DAY);
  const orders = [[20, id, id, id], [30, id, id, 0], [10, id, 0, id], [25, 0, id, id], [40, id, 0, 0], [75, 0, id, 0], [125, 0, 0, id], [500, 0, 0, 0]];
  for (const [count, ...named] of orders)
    await edge.control(
      `INSERT INTO path (kind, key, day, occurred_at, currency, gross_minor, refunded_minor, click_creator, code_creator, survey_creator, steps, cut)
       SELECT 1, ?1 || value, ?2, ?2 * 86400000, 'EUR', 100, 0, ?3, ?4, ?5, '[]', 0 FROM json_each(?6)`,
      word("order-"), at, ...named, JSON.stringify([...Array(count).keys()]),
    );
  await edge.control(
    `INSERT INTO conversion (
       kind, key, order_id, occurred_at, received_at, source, rank, revision, version, total_minor, reason, cumulative, touches,
       detail, digest, last_digest, notes
     ) SELECT 4, key || '/how', key, occurred_at, occurred_at, 0, 1, 0, 1, 0, 0, 0, '[]', '{"option":"A friend"}', '', '', '[]'
       FROM path WHERE day = ?1 AND click_creator = 0 AND code_creator = 0 AND survey_creator = 0 ORDER BY key LIMIT 125`,
    at,
  );
}

before(async () => {
  if (skip) return;
  edge = await stage();
  await example();
  seen = await audience(edge);
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

const report = (query) => edge.must(200, "GET", `/v1/reports/reconciliation?${query}`);
const texts = (page, selector) => page.locator(selector).allTextContents();
const likely = (row, name) => {
  const between = row.interval?.[name];
  return row[name] === null ? "–" : `${number(row[name], 1)} (${number(between.low, 0)} to ${number(between.high, 0)})`;
};

/** The tiles, the picture and its table are of `counts`. */
async function pictured(page, counts) {
  assert.deepEqual(await texts(page, ".tile .value"), [counts.link_or_code, counts.link_or_code_or_survey, counts.link_and_code].map((value) => number(value)).concat(percent(counts.agreement), number(counts.conflicts)));
  assert.deepEqual(await texts(page, ".upset .count"), ["link", "code", "survey", ...PARTS].map((name) => number(counts[name])));
  const { rows } = await table(page, "The same as numbers");
  assert.deepEqual(rows.map((row) => row[1]), [...PARTS, "link", "code", "survey"].map((name) => number(counts[name])));
}

test("the picture, its table and each creator's row are the API's", { skip }, async () => {
  const page = await seen.open(`/reconciliation?${DAYS}`);
  await settled(page);
  const answer = await report(DAYS);
  await pictured(page, answer.totals);
  const counted = ["link", "code", "survey", "link_or_code", "link_and_code"];
  const expected = answer.rows.map((row) => [row.creator.name, ...counted.map((name) => number(row[name])), percent(row.agreement), number(row.conflicts), number(row.survey_alone), likely(row, "survey_estimate"), likely(row, "reconciled_orders"), "", number(row.experimental?.orders_by_capture_and_recapture, 1)]);
  assert.deepEqual((await table(page, "Each creator")).rows, expected);
  const pairs = await table(page, "Orders whose link and code name different creators");
  assert.deepEqual(pairs.rows, answer.conflicts.map((pair) => [pair.link_creator.name, pair.code_creator.name, number(pair.orders)]));
  // Nobody answered whose order has neither link nor code: that is said, and no figure stands for it.
  assert.match(await page.textContent("section[aria-label='What the survey adds']"), /None of them answered/);
  await page.selectOption("label:has-text('Picture of') select", { label: "Jonas Berg" });
  await pictured(page, answer.rows.find(({ creator }) => creator.name === "Jonas Berg"));
  seen.fine();
  await page.close();
});

test("what the survey makes likely is told as a range", { skip }, async () => {
  const page = await seen.open(`/reconciliation?${MARCH}`);
  await settled(page);
  const answer = await report(MARCH);
  const [row] = answer.rows;
  assert.deepEqual([row.creator.name, row.survey_estimate, row.link_or_code], ["Sarah", 312.5, 200]);
  await pictured(page, answer.totals);
  const said = await page.textContent("section[aria-label='What the survey adds']");
  assert.match(said, /625 orders have neither link nor code of a creator. Of these customers 250 answered \(40%\): 125 named a creator, 125 something else/);
  assert.match(said, /Likely more by survey: 312.5 \(283 to 342\). With link or code: 512.5 \(483 to 542\)/);
  await page.click("button[aria-label^='Likely in all, Sarah']");
  assert.match(await page.textContent("dialog"), new RegExp(`${number(row.interval.reconciled_orders.low, 6)} to ${number(row.interval.reconciled_orders.high, 6)} \\(95 %\\)`));
  await page.close();
});

test("a creator is chosen by name, and totals stay of all", { skip }, async () => {
  const page = await seen.open(`/reconciliation?${DAYS}`);
  await settled(page);
  await anew(page, "reconciliation", () => page.selectOption("label:has-text('Creator') select >> nth=0", { label: "Mira Sol" }));
  const answer = await report(`${DAYS}&creator=6`);
  await pictured(page, answer.totals);
  assert.deepEqual((await table(page, "Each creator")).rows.map(([name]) => name), ["Mira Sol"]);
  await page.close();
});

test("a wrong word in the address and days without orders are said, and no number is shown", { skip }, async () => {
  const page = await seen.open(`/reconciliation?${DAYS}&creator=mira`);
  await refused(page, /Creator: Send ids above 0/);
  await page.goto(`${seen.url}/dashboard/reconciliation?from=2020-01-01&to=2020-01-31`);
  await page.getByText("There are no orders in these days.").waitFor();
  assert.equal(await page.locator("main .figure").count(), 0);
  await page.close();
});

test("axe finds nothing serious on a screen and on a telephone", { skip }, async () => {
  for (const width of [1280, 390]) {
    const page = await seen.open(`/reconciliation?${MARCH}`, { width, dark: width === 390 });
    await settled(page);
    assert.deepEqual(await faults(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing runs out of the page");
    await page.close();
  }
  seen.fine();
});
