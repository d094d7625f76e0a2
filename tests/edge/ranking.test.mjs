// The ranking: creators against their targets, over totals that are put there.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, dayOf, start } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const TODAY = Math.floor(Date.now() / DAY);
const RANGE = { from: dayOf((TODAY - 9) * DAY), to: dayOf() };

/** A creator with `orders` orders of 100.00 EUR each and a fee, after all else it cost. */
async function creator({ orders, fee, other = 0, campaign = 0 }) {
  const made = await edge.make.creator();
  await edge.control(
    `INSERT INTO credit_total (kind, model, day, touched, creator, campaign, link, code, channel, currency, credit_micro, net_micro, new_micro,
       orders, orders_link, orders_code, orders_both, orders_survey, on_total, converting, unrated, refunds, gross_minor, refunded_minor,
       gross_reporting, refunded_reporting, squares)
     VALUES (1, 1, ?1, ?1, ?2, ?3, 0, 0, '', 'EUR', ?4 * 1000000, ?4 * 1000000, 0, ?4, 0, ?4, 0, 0, 0, 0, 0, 0, ?4 * 10000, 0, 0, 0, ?4 * 1e8)`,
    TODAY, made.id, campaign, orders);
  for (const [kind, amount] of [["fee", fee], ["product", other]])
    await edge.control(
      `INSERT INTO cost (creator_id, campaign_id, kind, amount_minor, currency, from_day, to_day, version, created_at, updated_at)
       VALUES (?, ?, ?, ?, 'EUR', ?, ?, 1, 0, 0)`, made.id, campaign || null, kind, amount, TODAY, TODAY);
  return made;
}

const target = (over) =>
  edge.control(
    "INSERT INTO target (creator_id, campaign_id, metric, value_micro, currency, from_day, to_day, set_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    over.creator ?? null, over.campaign ?? null, over.metric ?? "roi", over.value * 1e6, over.currency ?? null, TODAY - 30, TODAY, over.set_at ?? 1);
const ranking = (query = {}) => edge.must(200, "GET", `/v1/reports/ranking?${new URLSearchParams({ ...RANGE, ...query })}`);

const winner = await creator({ orders: 1_000, fee: 1_000_000 }); // ROI 9
const fair = await creator({ orders: 100, fee: 300_000 }); // ROI 2.33
const dear = await creator({ orders: 100, fee: 800_000, other: 100_000 }); // ROI 0.11
const loser = await creator({ orders: 100, fee: 2_500_000 }); // ROI -0.6
const lucky = await creator({ orders: 2, fee: 100 }); // ROI 1999 of two orders
await target({ value: 2 });

test("each creator has a rank, a rank by the cautious end, a verdict and a sentence", async () => {
  const { rows, metric } = await ranking();
  const of = (one) => rows.find((row) => row.creator.id === one.id);
  assert.equal(metric, "roi");
  assert.deepEqual(rows.map(({ rank }) => rank), [1, 2, 3, 4, 5]);
  assert.deepEqual(
    [winner, fair, dear, loser, lucky].map((one) => of(one).verdict), ["scale", "keep", "renegotiate", "cut", "insufficient"]);
  assert.equal(of(lucky).rank, 1, "by the estimate the smallest sample leads");
  assert.deepEqual([of(winner).target, of(winner).roi, of(winner).status], [2, 9, "above"]);
  for (const row of rows) assert.ok(row.sentence.length > 20, row.sentence);
});

test("the fee at target is the fee that would meet it", async () => {
  const { rows } = await ranking();
  const row = rows.find((row) => row.creator.id === dear.id);
  // 1,000,000 / 3 may be spent, of which 100,000 went into products.
  assert.equal(row.fee_at_target_minor, 233_333);
  const { readFileSync } = await import("node:fs");
  const page = readFileSync(new URL("../../docs/reports/ranking.md", import.meta.url), "utf8");
  const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)[1]);
  assert.deepEqual(Object.fromEntries(Object.keys(example).map((name) => [name, row[name]])), example, "the page says so too");
});

test("the most specific target counts", async () => {
  const campaign = await edge.make.campaign();
  const own = await creator({ orders: 50, fee: 100_000, campaign: campaign.id });
  const targetOf = async (query) => (await ranking(query)).rows.find((row) => row.creator.id === own.id).target;
  assert.equal(await targetOf(), 2);
  await target({ value: 3, creator: own.id });
  assert.equal(await targetOf(), 3);
  await target({ value: 5, campaign: campaign.id });
  assert.equal(await targetOf({ campaign: campaign.id }), 3);
  await target({ value: 4, campaign: campaign.id, creator: own.id });
  assert.equal(await targetOf({ campaign: campaign.id }), 4);
  assert.equal(await targetOf(), 3, "a campaign's target is of the campaign alone");
});

test("a campaign's goal chooses the metric", async () => {
  const campaign = await edge.make.campaign({ goal: "leads" });
  const found = await ranking({ campaign: campaign.id });
  assert.deepEqual([found.goal, found.metric, found.model], ["leads", "cpl", "payout"]);
  assert.equal((await ranking({ campaign: campaign.id, metric: "roas" })).metric, "roas");
});

test("what nobody can be ranked by is refused", async () => {
  const reply = await edge.call("GET", `/v1/reports/ranking?${new URLSearchParams({ ...RANGE, metric: "followers", model: "x" })}`);
  assert.equal(reply.status, 422);
  assert.deepEqual(reply.json.errors.map(({ code }) => code), ["unknown_metric", "unknown_model"]);
});
