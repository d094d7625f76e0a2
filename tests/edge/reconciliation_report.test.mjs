// The report that reconciles links, codes and answers: sets of orders by id, never sums of lists.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, iso, mint, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const FROM = Math.floor(Date.parse("2026-03-01") / DAY);
const RANGE = { from: "2026-03-01", to: "2026-03-31" };
let sarah;
let mia;

const report = (more = {}) =>
  edge.must(200, "GET", `/v1/reports/reconciliation?${new URLSearchParams({ ...RANGE, ...more })}`);

/** Stores `count` orders that link, code and answer say the same of. */
const orders = (count, [link, code, survey], day = 0) =>
  edge.control(
    `INSERT INTO path (
       kind, key, day, occurred_at, currency, gross_minor, refunded_minor, click_creator, code_creator, survey_creator, steps, cut
     ) SELECT 1, ?1 || value, ?2, ?2 * 86400000, 'EUR', 100, 0, ?3, ?4, ?5, '[]', 0 FROM json_each(?6)`,
    word("order-"), FROM + day, link, code, survey, JSON.stringify([...Array(count).keys()]),
  );

/** Stores an answer that names nobody, for each of the orders that have neither link nor code, `count` of them. */
const answered = (count) =>
  edge.control(
    `INSERT INTO conversion (
       kind, key, order_id, occurred_at, received_at, source, rank, revision, version, total_minor, reason, cumulative, touches,
       detail, digest, last_digest, notes
     ) SELECT 4, key || '/how', key, occurred_at, occurred_at, 0, 1, 0, 1, 0, 0, 0, '[]', '{"option":"A friend"}', '', '', '[]'
       FROM path WHERE click_creator = 0 AND code_creator = 0 AND survey_creator = 0 ORDER BY key LIMIT ?1`,
    count,
  );

before(async () => {
  await edge.rollup();
  sarah = await edge.make.creator({ name: "Sarah" });
  mia = await edge.make.creator({ name: "Mia" });
  const s = sarah.id;
  // Link 100, code 150, survey 180; by their ids 325 orders.
  for (const [count, named] of [[20, [s, s, s]], [30, [s, s, 0]], [10, [s, 0, s]], [25, [0, s, s]], [40, [s, 0, 0]], [75, [0, s, 0]], [125, [0, 0, s]]])
    await orders(count, named, count % 31);
  await orders(500, [0, 0, 0]);
  await orders(50, [s, s, s], 31);
  await answered(125);
});

test("lists are united by the orders' ids", async () => {
  const { rows, survey, totals } = await report();
  const [row] = rows;
  assert.deepEqual(row.creator, { id: sarah.id, name: "Sarah" });
  assert.deepEqual([row.link, row.code, row.survey], [100, 150, 180]);
  const cells = [row.link_only, row.code_only, row.survey_only, row.link_code, row.link_survey, row.code_survey, row.link_code_survey];
  assert.deepEqual(cells, [40, 75, 125, 30, 10, 25, 20]);
  assert.equal(cells.reduce((sum, cell) => sum + cell), row.link_or_code_or_survey);
  assert.deepEqual([row.link_or_code_or_survey, row.link_or_code, row.agreement], [325, 200, 0.5]);
  assert.deepEqual([survey.orders_without_link_or_code, survey.answered, survey.response_rate], [625, 250, 0.4]);
  assert.deepEqual([row.survey_estimate, row.reconciled_orders], [312.5, 512.5]);
  const { low, high, level } = row.interval.reconciled_orders;
  assert.deepEqual([Math.round(low), Math.round(high), level], [483, 542, 0.95]);
  assert.deepEqual([totals.link_or_code, totals.link_or_code_or_survey], [200, 325]);
});

test("two creators of one order both have it, and stand as a pair", async () => {
  await orders(8, [sarah.id, mia.id, 0], 5);
  const { rows, conflicts, totals } = await report();
  assert.deepEqual(rows.map((row) => [row.creator.name, row.link_or_code, row.conflicts]), [["Sarah", 208, 8], ["Mia", 8, 8]]);
  assert.deepEqual([totals.link_or_code, totals.conflicts], [208, 8]);
  assert.deepEqual(conflicts, [{ link_creator: { id: sarah.id, name: "Sarah" }, code_creator: { id: mia.id, name: "Mia" }, orders: 8 }]);
  assert.deepEqual((await report({ by: "conflict" })).rows, conflicts);
  assert.deepEqual((await report({ creator: mia.id })).rows.map((row) => row.creator.name), ["Mia"]);
  const csv = (await edge.call("GET", `/v1/reports/reconciliation?${new URLSearchParams({ ...RANGE, format: "csv" })}`)).text;
  assert.match(csv.split("\r\n")[0], /interval\.survey_estimate\.low/);
});

test("a real order with a link, a code and an answer is one order", async () => {
  const at = Date.now() - DAY;
  const link = await edge.make.link({ creator_id: sarah.id });
  const { code } = await edge.make.code({ creator_id: mia.id, valid_from: iso(at - DAY) });
  const sale = edge.sale({ click_id: mint({ link: link.id, at: at - 60_000 }), code, occurred_at: iso(at) });
  await edge.accepted(sale);
  await edge.accepted({ kind: "survey", order_id: sale.order_id, question: "how", creator_id: mia.id, occurred_at: iso(at + 1_000) });
  await edge.rollup();
  const day = iso(at).slice(0, 10);
  const { rows, totals } = await edge.must(200, "GET", `/v1/reports/reconciliation?from=${day}&to=${day}`);
  assert.deepEqual(rows.map((row) => [row.creator.name, row.link_only, row.code_survey, row.conflicts]), [["Sarah", 1, 0, 1], ["Mia", 0, 1, 1]]);
  assert.deepEqual([totals.link_code_survey, totals.link_or_code_or_survey, totals.link_and_code], [1, 1, 0]);
});

test("what cannot be asked is refused with its name", async (t) => {
  for (const [query, parameter, code] of [
    ["to=2026-03-01", "from", "not_a_day"],
    ["from=2026-03-31&to=2026-03-01", "to", "reversed"],
    ["from=2026-03-01&to=2026-03-31&by=creators", "by", "unknown_word"],
    ["from=2026-03-01&to=2026-03-31&campaign=1", "campaign", "not_kept"],
    ["from=2026-03-01&to=2026-03-31&country=DE", "country", "not_kept"],
    ["from=2026-03-01&to=2026-03-31&model=first", "model", "not_asked_here"],
    ["from=2026-03-01&to=2026-03-31&not_creator=-1", "not_creator", "not_an_id"],
  ])
    await t.test(query, async () => {
      const { errors } = await edge.must(422, "GET", `/v1/reports/reconciliation?${query}`);
      assert.deepEqual(errors.map((fault) => [fault.parameter, fault.code]), [[parameter, code]]);
    });
});

test("of no orders there is a report all the same", async () => {
  const { rows, totals, survey } = await edge.must(200, "GET", "/v1/reports/reconciliation?from=2020-01-01&to=2020-01-31");
  assert.deepEqual([rows, totals.link_or_code_or_survey, survey.response_rate], [[], 0, null]);
});
