// The quality report over HTTP: nothing is lost, what leads nowhere is listed, and signs take nothing away.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, address, dayOf, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const today = Math.floor(Date.now() / DAY);
const RANGE = `from=${dayOf((today - 1) * DAY)}&to=${dayOf(today * DAY)}`;
const quality = (query = "") => edge.must(200, "GET", `/v1/reports/quality?${RANGE}${query}`);
const rowOf = (report, creator) => report.rows.find((row) => row.creator.id === creator.id);

/** Visits of a creator's link as the night counts them, and its orders by the time since the click. */
async function measured({ clicks, landings = 0, views = 0, lags = {} }) {
  const creator = await edge.make.creator();
  const link = await edge.make.link({ creator_id: creator.id });
  const statements = [
    [
      `INSERT INTO visit_total (scope, day, id, clicks_gross, clicks, bots, previews, prefetches, visitor_days, views_gross, views,
         monitors, internals, suspects, duplicates, rates, landings_gross, landings, pages)
       VALUES (3, ?1, ?2, ?3 + 10, ?3, 10, 0, 0, ?3, ?4, ?4, 0, 0, 0, 0, 0, ?5, ?5, 0)`,
      today - 1, link.id, clicks, views, landings,
    ],
  ];
  for (const [bin, orders] of Object.entries(lags))
    statements.push(["INSERT INTO lag_total (kind, day, creator, bin, first, last) VALUES (1, ?1, ?2, ?3, 0, ?4)", today - 1, creator.id, Number(bin), orders]);
  for (const [text, ...values] of statements) await edge.control(text, ...values);
  return creator;
}

// Bins: 2 is two to five seconds, 7 five minutes to half an hour, 12 a day to three.
const honest = await measured({ clicks: 2_000, landings: 1_600, lags: { 7: 60, 12: 20 } });
const other = await measured({ clicks: 2_000, landings: 1_500, lags: { 7: 50, 12: 10 } });

test("orders within seconds of their click are told, and stay", async () => {
  const injected = await measured({ clicks: 2_000, landings: 1_600, lags: { 2: 12, 7: 28 } });
  const report = await quality();
  const { orders, within_10_s, share } = rowOf(report, injected).flags.ctc_injection;
  assert.deepEqual([orders, within_10_s, share], [40, 12, 0.3]);
  assert.deepEqual(rowOf(report, honest).flags, {});
  assert.match(report.signs, /nothing was taken away/);
});

test("clicks thrown wide are told", async () => {
  const flooded = await measured({ clicks: 60_000, landings: 50_000, lags: { 12: 10, 13: 12, 14: 18 } });
  const { flags } = rowOf(await quality(), flooded);
  assert.deepEqual(Object.keys(flags), ["ctc_flooding"]);
  assert.equal(flags.ctc_flooding.share, 1);
});

test("clicks that reach no page, and a pixel that is blocked, are told", async () => {
  const lost = await measured({ clicks: 400, landings: 40, views: 100 });
  const { flags, landing_rate, ctr, interval } = rowOf(await quality(), lost);
  assert.deepEqual(Object.keys(flags).sort(), ["ctr_gt_1", "landing_gap"]);
  assert.deepEqual([landing_rate, ctr], [0.1, 4]);
  assert.ok(interval.landing_rate.low < 0.1 && 0.1 < interval.landing_rate.high);
});

test("a filter shows one creator and measures it by all", async () => {
  const report = await quality(`&creator=${other.id}`);
  assert.deepEqual(report.rows.map((row) => row.creator.id), [other.id]);
  assert.deepEqual(report.filters, { creator: [other.id] });
  assert.equal(report.rows[0].why.ctc, undefined);
});

test("addresses that lead nowhere are listed by how often they are asked for", async () => {
  const [often, once] = [word("lost"), word("lost")];
  for (const slug of [often, once, often]) await edge.request(`/${slug}`, { ip: address() });
  await edge.request(`/${often}`, { ip: address(), userAgent: "curl/8.5.0" });
  await edge.drained();
  const { orphans, orphans_cut } = await quality();
  const [first, second] = orphans;
  assert.deepEqual([first.address, first.clicks, first.clicks_of_people], [`localhost/${often}`, 3, 2]);
  assert.deepEqual([second.address, second.clicks, second.pixel_views], [`localhost/${once}`, 1, 0]);
  assert.equal(orphans_cut, false);
});

test("received is counted, flagged and rejected to the last one", async () => {
  const link = await edge.make.link();
  for (let turn = 0; turn < 3; turn += 1) await edge.click(link);
  await edge.click(link, { userAgent: "WhatsApp/2.24.20.89 A" });
  await edge.click(link, { userAgent: "curl/8.5.0" });
  await edge.drained();
  await edge.rollup();
  const { received, counted, flagged, rejected, flagged_by_verdict, flagged_by_reason } = await quality();
  assert.ok(received >= 5);
  assert.equal(received, counted + flagged + rejected);
  assert.equal(Object.values(flagged_by_verdict).reduce((sum, one) => sum + one, 0), flagged);
  assert.ok(flagged_by_verdict.preview >= 1 && Object.keys(flagged_by_reason).length >= 1, JSON.stringify(flagged_by_reason));
});

test("it comes as a table, and what cannot be asked is refused", async () => {
  const table = await edge.call("GET", `/v1/reports/quality?${RANGE}&format=csv`);
  assert.equal(table.status, 200, table.text);
  assert.ok(table.text.split("\r\n")[0].includes("creator.id"), table.text.split("\r\n")[0]);
  const reply = await edge.call("GET", `/v1/reports/quality?${RANGE}&campaign=1`);
  assert.deepEqual([reply.status, reply.json.errors[0].parameter, reply.json.errors[0].code], [422, "campaign", "not_here"]);
  assert.equal((await edge.call("GET", `/v1/reports/quality?${RANGE}`, undefined, { key: null })).status, 401);
});
