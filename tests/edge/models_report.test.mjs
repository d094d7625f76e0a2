// Models side by side: of true orders the same figures from kept sums and from paths, and what cannot be told says why.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, dayOf, mint, start } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const HOUR = 3_600_000;
const SPLITS = "first,last,linear,linear_unique,position,decay";

const report = (over = {}, status = 200) =>
  edge.must(status, "GET", `/v1/reports/models?${new URLSearchParams({ from: dayOf(Date.now() - 3 * DAY), to: dayOf(), ...over })}`);

const other = (channel, at) => `${channel}@${Math.floor(at / 1000).toString(36)}`;

/** A creator with a link, and how a click on it is told. */
async function someone() {
  const creator = await edge.make.creator();
  const campaign = await edge.make.campaign();
  const link = await edge.make.link({ creator_id: creator.id, campaign_id: campaign.id });
  return { creator, campaign, link, clicked: (at) => mint({ link: link.id, at }) };
}

const rowOf = ({ rows }, creator) => rows.find((row) => row.creator?.id === creator.id);

const sarah = await someone();
const tom = await someone();
const now = Date.now();
// Sarah opens, search follows, Tom closes; Sarah alone; search alone; nobody; and Tom with a refund.
for (const order of [
  edge.sale({ touches: [sarah.clicked(now - 60 * HOUR), other("google/organic", now - 40 * HOUR), tom.clicked(now - 9 * HOUR)] }),
  edge.sale({ touches: [sarah.clicked(now - 5 * HOUR)] }),
  edge.sale({ touches: [other("google/organic", now - HOUR)] }),
  edge.sale({}),
]) await edge.accepted(order);
const lost = edge.sale({ touches: [sarah.clicked(now - 50 * HOUR), tom.clicked(now - 2 * HOUR)] });
await edge.accepted(lost);
await edge.accepted(edge.refund(lost.order_id, { total_minor: 12_000, tax_minor: 1_500, shipping_minor: 500 }));
await edge.rollup();

test("models stand side by side and each adds up to all orders and all money", async () => {
  const shown = await report({ models: `payout,${SPLITS},assisted` });
  assert.deepEqual(shown.whole, { orders: 5, gross_minor: 50_000, refunded_minor: 10_000, net_minor: 40_000 });
  for (const model of ["payout", ...SPLITS.split(",")]) {
    assert.deepEqual(shown.totals[model], shown.whole, model);
    const sum = shown.rows.reduce((sum, row) => sum + Math.round(row.models[model].orders * 1e6), 0);
    assert.equal(sum, 5_000_000, model);
  }
  const { models } = rowOf(shown, sarah.creator);
  assert.deepEqual([models.first.orders, models.last.orders, models.payout.orders, models.assisted.orders], [3, 1, 1, 2]);
  assert.deepEqual(models.linear, { orders: 1.833333, gross_minor: 18_333, refunded_minor: 5_000, net_minor: 13_333 });
  assert.deepEqual(rowOf(shown, sarah.creator).creator, { id: sarah.creator.id, name: sarah.creator.name, handle: sarah.creator.handle });
  assert.deepEqual(shown.rows.map((row) => row.kind), ["creator", "creator", "channel", "unattributed"]);
  assert.deepEqual(
    [shown.report, shown.currency, shown.label, shown.models, shown.click_window_days],
    ["models", "EUR", null, ["payout", ...SPLITS.split(","), "assisted"], 30],
  );
});

test("paths read one by one give what the night kept", async () => {
  const kept = await report({ models: `${SPLITS},view_through,assisted` });
  const read = await report({ models: `${SPLITS},view_through,assisted,j` });
  for (const row of read.rows) delete row.models.j;
  const alike = (rows) => rows.map((row) => JSON.stringify(row)).sort();
  assert.deepEqual(alike(read.rows), alike(kept.rows));
  for (const by of ["campaign", "link", "channel"]) {
    const [one, two] = [await report({ models: "linear", by }), await report({ models: "linear,j", by })];
    for (const row of two.rows) delete row.models.j;
    assert.deepEqual(alike(two.rows), alike(one.rows), by);
  }
});

test("by the touch the same credit counts on the touch's day", async () => {
  const range = { basis: "touch_date", from: dayOf(now - 60 * HOUR), to: dayOf(now - 60 * HOUR) };
  const kept = await report({ ...range, models: "first" });
  const read = await report({ ...range, models: "first,j" });
  assert.ok(rowOf(kept, sarah.creator).models.first.orders >= 1);
  assert.deepEqual(rowOf(read, sarah.creator).models.first, rowOf(kept, sarah.creator).models.first);
});

test("another window, another half-life and declared weights are worked out from paths", async () => {
  const day = await report({ models: "last,first", click_window_days: 1 });
  assert.deepEqual(rowOf(day, sarah.creator).models.first.orders, 1);
  assert.equal(day.click_window_days, 1);
  const weights = JSON.stringify({ first: 0.7, last: 0.3 });
  const declared = await report({ models: "custom", weights });
  assert.equal(rowOf(declared, sarah.creator).models.custom.orders, 2.4);
  assert.deepEqual(declared.weights, { first: 0.7, middle: 0, last: 0.3 });
  const non = await report({ models: "last_non", except: String(tom.creator.id) });
  assert.equal(rowOf(non, sarah.creator).models.last_non.orders, 2);
  assert.notEqual(declared.config, non.config);
});

test("too little to learn from is said, and linear stands instead", async () => {
  const shown = await report({ models: "markov" });
  assert.deepEqual(shown.models, ["markov", "linear"]);
  assert.deepEqual([shown.why.markov, shown.gate.open, shown.gate.conversions], ["below_gate", false, 4]);
  assert.ok(shown.rows.every((row) => row.models.markov === null && row.models.linear !== null));
  const usual = await report();
  assert.deepEqual(usual.models, ["payout", "first", "last", "linear", "position", "decay"]);
});

test("where there is enough, Markov stands beside", async () => {
  const day = Math.floor(now / DAY) - 100;
  const from = dayOf(day * DAY);
  const put = "INSERT INTO path_total VALUES (?1, ?2, ?3, 'EUR', ?4, ?5, ?6, 0, 0, 0)";
  const [one, two, three] = [sarah.creator.id, tom.creator.id, "google/organic"];
  // Of one > two three in four convert, of one > three one in two: removal effects 1, 0.75 and 0.25.
  for (const [kind, path, journeys, money] of [
    [1, `${one} > ${two}`, 900, 60_000], [0, `${one} > ${two}`, 300, 0],
    [1, `${one} > ${three}`, 300, 20_000], [0, `${one} > ${three}`, 300, 0],
    [1, "", 100, 5_000],
  ]) await edge.control(put, kind, day, path, journeys, path ? 2 * journeys : 0, money);
  const shown = await report({ from, to: from });
  assert.equal(shown.models.at(-1), "markov");
  assert.deepEqual(shown.markov, { converts: 2 / 3, states: 3, method: "removal_effect" });
  const given = Object.fromEntries(shown.rows.map((row) => [row.creator?.id ?? row.channel ?? "", row.models.markov]));
  assert.deepEqual([given[one].orders, given[two].orders, given[three].orders, given[""].orders], [600, 450, 150, 100]);
  assert.deepEqual([given[one].gross_minor, given[two].gross_minor, given[""].gross_minor], [40_000, 30_000, 5_000]);
  assert.equal((await report({ from, to: from, models: "markov", by: "link" })).why.markov, "not_kept");
});

test("what cannot be asked is refused by name", async () => {
  const faults = async (over) => (await report(over, 422)).errors.map(({ parameter, code }) => [parameter, code]);
  assert.deepEqual(await faults({ models: "best", by: "shoe", position: "1,2,3" }), [
    ["by", "unknown_word"], ["models", "unknown_model"], ["position", "not_a_hundred"],
  ]);
  assert.deepEqual(await faults({ platform: "instagram" }), [["platform", "not_kept"]]);
  assert.deepEqual(await faults({ models: "custom", weights: "[2]" }), [["weights", "not_weights"]]);
});

test("the report comes as a table too", async () => {
  const query = new URLSearchParams({ from: dayOf(now - 3 * DAY), to: dayOf(), models: "first", format: "csv" });
  const { text } = await edge.call("GET", `/v1/reports/models?${query}`);
  const [columns, ...rows] = text.trim().split("\r\n");
  assert.equal(columns, "creator.handle,creator.id,creator.name,channel,kind,models.first.gross_minor,models.first.net_minor,models.first.orders,models.first.refunded_minor");
  assert.equal(rows.length, 3);
});

test("more conversions than can be read one by one are refused", async () => {
  const day = Math.floor(now / DAY) - 200;
  await edge.control(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200001)
     INSERT INTO path (kind, key, day, occurred_at, currency, gross_minor, refunded_minor, click_creator, code_creator, survey_creator, steps, cut)
     SELECT 1, 'many-' || i, ?1, ?1 * 86400000, 'EUR', 100, 0, 0, 0, 0, '[]', 0 FROM n`,
    day,
  );
  const days = { from: dayOf(day * DAY), to: dayOf(day * DAY), models: "j" };
  assert.deepEqual((await report(days, 422)).errors.map(({ parameter, code }) => [parameter, code]), [["to", "range_too_wide"]]);
});
