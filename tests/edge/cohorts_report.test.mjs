// The report on cohorts: customers from their first order on, by who brought them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, iso, mint, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const JANUARY = Date.parse("2026-01-01T12:00:00Z");
const RANGE = { from: "2026-01-01", to: "2026-01-31" };
let sarah;
let mia;

const report = (more = {}) => edge.must(200, "GET", `/v1/reports/cohorts?${new URLSearchParams({ ...RANGE, ...more })}`);

/** An order of a customer so many days after noon of January 1, with a click of each of `links` before it, a minute apart. */
async function bought(customer, days, gross, { links = [], refunded = 0, over = {} } = {}) {
  const at = Math.round(JANUARY + days * DAY);
  const click_ids = links.map((link, place) => mint({ link: link.id, at: at - (links.length - place) * 3_600_000 }));
  const sale = edge.sale({ customer, click_ids, occurred_at: iso(at), total_minor: gross, tax_minor: 0, shipping_minor: 0, ...over });
  await edge.accepted(sale);
  if (refunded > 0) await edge.accepted(edge.refund(sale.order_id, { total_minor: refunded, tax_minor: 0, shipping_minor: 0 }));
}

before(async () => {
  sarah = await edge.make.creator({ name: "Sarah" });
  mia = await edge.make.creator({ name: "Mia" });
  const [hers, other] = [await edge.make.link({ creator_id: sarah.id }), await edge.make.link({ creator_id: mia.id })];
  const [a, b, c] = [word(), word(), word()];
  // The example of docs/reports/cohorts.md.
  await bought(a, 4, 10_000, { links: [hers] });
  await bought(a, 40, 5_000);
  await bought(b, 19, 8_000, { links: [hers], refunded: 2_000 });
  await bought(c, 30, 6_000, { links: [hers] });
  await bought(c, 30 + 1 / 12, 4_000);
  await bought(c, 210, 10_000);
  // One of both, one of nobody, one who bought before, and two orders of whom nobody knows.
  await bought(word(), 5, 1_001, { links: [other, hers] });
  await bought(word(), 6, 700);
  await bought(word(), 7, 900, { over: { new_customer: false } });
  await bought(undefined, 8, 300);
  await edge.must(200, "POST", "/v1/rollups", { from: "2026-01-01", to: "2026-01-31" });
  for (let more = 0; more < 3; more += 1) await edge.rollup();
});

const of = ({ rows }, creator) => rows.find((row) => row.creator.id === (creator?.id ?? null));

test("customers are told by who brought them, and what they brought at each age", async () => {
  const said = await report();
  assert.deepEqual([said.report, said.model, said.currency, said.from, said.to], ["cohorts", "first", "EUR", "2026-01-01", "2026-01-31"]);
  const row = of(said, sarah);
  assert.deepEqual([row.month, row.customers, row.orders, row.orders_per_customer, row.repeat_order_share], ["2026-01", 3, 6, 2, 0.5]);
  assert.equal(row.median_days_to_second_order, 18);
  const whole = (name) => [1, 30, 60, 90, 180].map((days) => row[name.replace("T", days)]);
  assert.deepEqual(whole("net_T_minor"), [26_000, 26_000, 31_000, 31_000, 31_000]);
  assert.deepEqual(whole("ltv_T_minor"), [8_667, 8_667, 10_333, 10_333, 10_333]);
  assert.equal(row.repeat_rate_60, 2 / 3);
  assert.ok(row.interval.repeat_rate_60.low < 2 / 3);
  assert.deepEqual(of(said, mia).net_30_minor, 1_001);
  assert.equal(of(said, null).net_30_minor, 700);
  assert.deepEqual([said.totals.customers, said.totals.orders_of_unknown_customers], [5, 1]);
});

test("an age that not all have reached is incomplete", async () => {
  const row = of(await report(), sarah);
  const end = Date.parse("2026-02-01");
  for (const days of [1, 30, 60, 90, 180, 270, 365]) {
    const known = Date.now() >= end + days * DAY;
    assert.equal(row[`ltv_${days}_minor`] !== null, known, `${days}`);
    assert.equal(row.why[`ltv_${days}_minor`], known ? undefined : "incomplete", `${days}`);
  }
});

test("a customer of two is split to the minor unit", async () => {
  const said = await report({ model: "linear" });
  assert.deepEqual([of(said, mia).customers, of(said, sarah).customers], [0.5, 3.5]);
  assert.equal(of(said, mia).net_30_minor + of(said, sarah).net_30_minor, 27_001);
  const last = await report({ model: "last" });
  assert.deepEqual([of(last, mia), of(last, sarah).customers], [undefined, 4]);
  const paid = await report({ model: "payout" });
  assert.deepEqual([of(paid, mia), of(paid, sarah).customers, of(paid, null).customers], [undefined, 4, 1]);
});

test("what a creator cost in the month is what the customers cost", async () => {
  await edge.control(
    `INSERT INTO cost (creator_id, kind, amount_minor, currency, from_day, to_day, version, created_at, updated_at)
     VALUES (?1, 'fee', 9000, 'EUR', 20467, 20467, 1, 0, 0)`,
    sarah.id,
  );
  const row = of(await report(), sarah);
  assert.deepEqual([row.cost_minor, row.cac_minor, row.ltv_to_cac_60], [9_000, 3_000, 31_000 / 9_000]);
  const half = of(await report({ margin_percent: 50 }), sarah);
  assert.deepEqual([half.ltv_60_minor, half.net_60_minor], [5_167, 31_000]);
  assert.ok(Math.abs(half.ltv_to_cac_60 - 15_500 / 9_000) < 1e-12);
  const without = of(await report(), mia);
  assert.deepEqual([without.cac_minor, without.ltv_to_cac_30, without.why.ltv_to_cac_30], [0, null, "no_cost"]);
});

test("rows are chosen by creator, as a table too", async () => {
  assert.deepEqual((await report({ creator: mia.id })).rows.map((row) => row.creator.name), ["Mia"]);
  assert.ok((await report({ not_creator: mia.id })).rows.every((row) => row.creator.name !== "Mia"));
  const { text } = await edge.call("GET", `/v1/reports/cohorts?${new URLSearchParams({ ...RANGE, format: "csv" })}`);
  assert.match(text, /^month,creator\.id,creator\.name,/);
});

test("nothing of a customer is in the answer", async () => {
  const { text } = await edge.call("GET", `/v1/reports/cohorts?${new URLSearchParams(RANGE)}`);
  const known = await edge.control("SELECT key, customer FROM conversion");
  assert.ok(known.length > 9);
  for (const { key, customer } of known) for (const said of [key, customer]) assert.ok(said === null || !text.includes(said), said);
});

test("what cannot be asked is refused with its name", async (t) => {
  for (const [query, parameter, code] of [
    ["from=2026-01-01", "to", "not_a_day"],
    ["from=2026-02-01&to=2026-01-01", "to", "reversed"],
    ["from=2024-01-01&to=2026-01-01", "to", "range_too_wide"],
    ["from=2026-01-01&to=2026-01-31&model=markov", "model", "unknown_word"],
    ["from=2026-01-01&to=2026-01-31&margin_percent=0", "margin_percent", "out_of_range"],
    ["from=2026-01-01&to=2026-01-31&campaign=1", "campaign", "not_kept"],
    ["from=2026-01-01&to=2026-01-31&basis=touch_date", "basis", "not_asked_here"],
  ])
    await t.test(query, async () => {
      const { errors } = await edge.must(422, "GET", `/v1/reports/cohorts?${query}`);
      assert.deepEqual(errors.map((fault) => [fault.parameter, fault.code]), [[parameter, code]]);
    });
});
