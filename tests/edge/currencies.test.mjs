// Several currencies: sums in the reporting currency by dated rates, and nothing that looks like a sum where a rate is missing.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, dayOf, iso, start } from "./start.mjs";

const edge = await start({ vars: { REPORTING_CURRENCY: "EUR" } });
after(() => edge.close());

const at = Math.floor(Date.now() / DAY) * DAY - 3 * DAY;
const range = `from=${dayOf(at)}&to=${dayOf(at)}`;
const report = (name) => edge.must(200, "GET", `/v1/reports/${name}?${range}${name === "performance" ? "&by=creator" : ""}`);

test("without a rate there is no sum, with one there is, and a whole refund nets to nothing", async () => {
  const creator = await edge.make.creator();
  const { code } = await edge.make.code({ creator_id: creator.id });
  const money = { total_minor: 10_000, tax_minor: 0, shipping_minor: 0, code, occurred_at: iso(at) };
  const dollars = edge.sale({ ...money, currency: "USD" });
  await edge.accepted(edge.sale(money));
  await edge.accepted(dollars);
  await edge.rollup();
  const before = await report("paths");
  assert.deepEqual([before.unrated, before.totals.net_minor], [1, null]);
  assert.deepEqual(before.totals.by_currency, { EUR: { gross_minor: 10_000, net_minor: 10_000, refunded_minor: 0 }, USD: { gross_minor: 10_000, net_minor: 10_000, refunded_minor: 0 } });
  const row = (await report("performance")).rows.find((one) => one.creator.id === creator.id);
  assert.deepEqual([row.revenue_net_minor ?? row.net_minor, Object.values(row.why).includes("no_rate")], [null, true]);

  await edge.must(201, "POST", "/v1/rates", { currency: "USD", day: dayOf(at), rate: "0.9", source: "ECB" });
  await edge.rollup();
  const told = await report("paths");
  assert.deepEqual([told.unrated, told.totals.gross_minor, told.totals.net_minor], [0, 19_000, 19_000]);
  await edge.accepted({ kind: "refund", refund_id: "r-1", order_id: dollars.order_id, full: true, currency: "USD", occurred_at: iso(at + 60_000) });
  await edge.rollup();
  const refunded = await report("paths");
  assert.deepEqual([refunded.totals.gross_minor, refunded.totals.refunded_minor, refunded.totals.net_minor], [19_000, 9_000, 10_000]);
});

test("totals that were counted in another reporting currency are counted again", async () => {
  await edge.control("UPDATE meta SET value = 1 WHERE name = 'reporting'");
  await edge.control("UPDATE credit_total SET gross_reporting = 1 WHERE gross_reporting > 1");
  const job = await edge.rollup();
  assert.ok(job.days.includes(dayOf(at)), job.days.join());
  assert.equal((await report("paths")).totals.gross_minor, 19_000);
  assert.deepEqual(await edge.control("SELECT * FROM credit_total WHERE gross_reporting = 1"), []);
});
