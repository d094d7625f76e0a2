// The report: what each creator, link, campaign and day brought in, to the click and the minor unit.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, address, dayOf, iso, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const today = () => Math.floor(Date.now() / DAY) * DAY;

/** One creator's good day: 4 people, 1 bot, 2 previews, 3 prefetches, 2 views; orders by link, both and code; a refund. */
async function goodDay(cost = {}) {
  const creator = await edge.make.creator();
  await edge.make.cost({ creator_id: creator.id, ...cost });
  const campaign = await edge.make.campaign();
  const link = await edge.make.link({ creator_id: creator.id, campaign_id: campaign.id, platform: "instagram", post: "reel" });
  const { code } = await edge.make.code({ creator_id: creator.id });
  const people = [];
  for (let turn = 0; turn < 4; turn += 1) people.push(await edge.click(link));
  await edge.click(link, { userAgent: "curl/8.5.0" });
  for (let turn = 0; turn < 2; turn += 1) await edge.click(link, { userAgent: "WhatsApp/2.24.20.89 A" });
  for (let turn = 0; turn < 3; turn += 1) await edge.click(link, { headers: { "sec-purpose": "prefetch" } });
  for (let turn = 0; turn < 2; turn += 1) await edge.request(`/px/${link.slug}.gif`, { ip: address() });
  const first = edge.sale({ click_id: people[0].id });
  await edge.accepted(first);
  await edge.accepted(edge.sale({ click_id: people[1].id, code, total_minor: 6_000, tax_minor: undefined, shipping_minor: undefined }));
  await edge.accepted(edge.sale({ code, total_minor: 2_000, tax_minor: 0, shipping_minor: 0 }));
  await edge.accepted(edge.refund(first.order_id));
  await edge.drained();
  await edge.rollup();
  return { creator, campaign, link };
}

test("a creator's row tells clicks, visitors, orders, revenue, cost and what came of it", async () => {
  const { creator } = await goodDay();
  const row = await edge.reported("creator", creator.id);
  const expected = {
    creator: { id: creator.id, name: creator.name, handle: creator.handle },
    clicks: 4,
    clicks_gross: 10,
    clicks_by_verdict: { bot: 1, preview: 2, prefetch: 3, monitor: 0, internal: 0, suspect: 0, duplicate: 0, rate: 0 },
    landings: 0,
    landing_rate: null,
    visitor_days: 4,
    pixel_views: 2,
    orders: 3,
    orders_link: 1,
    orders_code: 1,
    orders_both: 1,
    orders_survey: 0,
    new_customers: 0,
    conversion_rate_simple: 0.5,
    revenue: [
      { currency: "EUR", orders: 3, gross_minor: 18_000, refunded_minor: 2_000, net_minor: 16_000, average_order_value_minor: 6_000, basis: "mixed" },
    ],
    cost_minor: 4_000,
    roas: 4,
    roi: 3,
  };
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, row[name]])), expected);
  assert.equal(row.why.landing_rate, "no_snippet");
});

test("links and campaigns have what their clicks brought and not what a code brought", async () => {
  const { link, campaign } = await goodDay();
  for (const [by, one] of [["link", link], ["campaign", campaign]]) {
    const row = await edge.reported(by, one.id);
    assert.equal(row.clicks, 4, by);
    assert.equal(row.clicks_gross, 10, by);
    assert.equal(row.pixel_views, 2, by);
    assert.equal(row.orders, 2, by);
    assert.deepEqual([row.orders_link, row.orders_code, row.orders_both, row.orders_survey], [1, 0, 1, 0], by);
    assert.equal(row.revenue[0].net_minor, 14_000, by);
  }
  const { link: shown } = await edge.reported("link", link.id);
  assert.equal(shown.slug, link.slug);
  assert.equal(shown.host, link.host);
  const { campaign: named } = await edge.reported("campaign", campaign.id);
  assert.deepEqual(named, { id: campaign.id, name: campaign.name, handle: campaign.handle, goal: "sales" });
});

test("the report says what it is about", async () => {
  await edge.rollup();
  const { rows, unattributed, as_of, ...about } = await edge.report("creator", { from: "2026-11-01", to: "2026-11-20" });
  for (const [field, value] of Object.entries({
    by: "creator", from: "2026-11-01", to: "2026-11-20", zone: "UTC", model: "payout", click_window_days: 30, basis: "conversion_date",
  }))
    assert.equal(about[field], value, field);
  assert.ok(Math.abs(Date.parse(as_of) - Date.now()) < 60_000, as_of);
  assert.ok(Array.isArray(rows));
  assert.equal(typeof unattributed.orders, "number");
});

test("a figure without a denominator is null and says why", async (t) => {
  const free = await edge.make.creator();
  const { code: freeCode } = await edge.make.code({ creator_id: free.id });
  await edge.accepted(edge.sale({ code: freeCode }));
  const paid = await edge.make.creator();
  await edge.make.cost({ creator_id: paid.id, amount_minor: 1_000, currency: "USD" });
  const { code: paidCode } = await edge.make.code({ creator_id: paid.id });
  await edge.accepted(edge.sale({ code: paidCode }));
  const visited = await edge.make.creator();
  await edge.make.cost({ creator_id: visited.id, amount_minor: 1_000 });
  await edge.click(await edge.make.link({ creator_id: visited.id }));
  await edge.drained();
  await edge.rollup();
  await t.test("no clicks", async () => {
    const row = await edge.reported("creator", free.id);
    assert.equal(row.conversion_rate, null);
    assert.equal(row.why.conversion_rate, "no_clicks");
  });
  await t.test("no cost", async () => {
    const row = await edge.reported("creator", free.id);
    assert.deepEqual([row.cost_minor, row.roas, row.roi], [0, null, null]);
    assert.equal(row.why.roas, "no_cost");
    assert.equal(row.why.roi, "no_cost");
  });
  await t.test("cost in another currency than revenue", async () => {
    const row = await edge.reported("creator", paid.id);
    assert.deepEqual([row.roas, row.roi], [null, null]);
    assert.equal(row.why.roas, "several_currencies");
  });
  await t.test("a cost that brought nothing is a return of nothing", async () => {
    const row = await edge.reported("creator", visited.id);
    assert.deepEqual([row.conversion_rate_simple, row.roas, row.roi, row.orders], [0, 0, -1, 0]);
    assert.deepEqual(row.revenue, []);
  });
});

test("return on investment is return on spend less one", async () => {
  const { creator } = await goodDay({ amount_minor: 3_333 });
  const { roas, roi } = await edge.reported("creator", creator.id);
  assert.ok(Math.abs(roas - 16_000 / 3_333) < 1e-9);
  assert.ok(Math.abs(roi - (roas - 1)) < 1e-9);
});

test("currencies are reported side by side and never added", async () => {
  const creator = await edge.make.creator();
  const { code } = await edge.make.code({ creator_id: creator.id });
  for (const currency of ["EUR", "USD", "EUR"]) await edge.accepted(edge.sale({ code, currency }));
  await edge.rollup();
  const { revenue, orders } = await edge.reported("creator", creator.id);
  assert.equal(orders, 3);
  assert.deepEqual(revenue.map((one) => [one.currency, one.orders, one.gross_minor]).sort(), [["EUR", 2, 20_000], ["USD", 1, 10_000]]);
});

test("an average that is no whole number is rounded", async () => {
  const creator = await edge.make.creator();
  const { code } = await edge.make.code({ creator_id: creator.id });
  for (const total_minor of [100, 100, 101]) await edge.accepted(edge.sale({ code, total_minor, tax_minor: 0, shipping_minor: 0 }));
  await edge.rollup();
  assert.equal((await edge.reported("creator", creator.id)).revenue[0].average_order_value_minor, 100);
});

test("the rows of every report and the unattributed add up to the orders, in number and in money", async (t) => {
  const DIMENSIONS = ["creator", "link", "campaign", "day"];
  const sum = async (by) => {
    const { rows, unattributed } = await edge.report(by);
    const found = { orders: 0, gross: 0, refunded: 0, net: 0 };
    for (const part of [...rows, unattributed]) {
      found.orders += part.orders;
      for (const one of part.revenue.filter(({ currency }) => currency === "SEK")) {
        found.gross += one.gross_minor;
        found.refunded += one.refunded_minor;
        found.net += one.net_minor;
      }
    }
    return found;
  };
  const sums = async () => {
    await edge.rollup();
    return Object.fromEntries(await Promise.all(DIMENSIONS.map(async (by) => [by, await sum(by)])));
  };
  const before = await sums();
  const campaign_id = (await edge.make.campaign()).id;
  const links = [await edge.make.link(), await edge.make.link({ campaign_id }), await edge.make.link({ campaign_id })];
  const codes = [await edge.make.code(), await edge.make.code({ creator_id: links[0].creator_id })];
  const told = { orders: 0, gross: 0, refunded: 0, net: 0 };
  for (let n = 0; n < 40; n += 1) {
    const clicks = [];
    for (let turn = 0; turn < n % 4; turn += 1) clicks.push((await edge.click(links[(n + turn) % 3])).id);
    const code = [undefined, codes[0].code, codes[1].code, word("NOBODYS")][(n >> 1) % 4];
    const sale = edge.sale({ currency: "SEK", total_minor: 1_000 + 37 * n, tax_minor: 7 * n, shipping_minor: 99, click_ids: clicks, code });
    await edge.accepted(sale);
    told.orders += 1;
    told.gross += 1_000 + 30 * n - 99;
    if (n % 5 === 0) {
      await edge.accepted(edge.refund(sale.order_id, { currency: "SEK", total_minor: 333, tax_minor: 33, shipping_minor: 0 }));
      told.refunded += 300;
    }
  }
  told.net = told.gross - told.refunded;
  const after = await sums();
  for (const by of DIMENSIONS)
    await t.test(by, () => {
      const grown = Object.fromEntries(Object.keys(told).map((part) => [part, after[by][part] - before[by][part]]));
      assert.deepEqual(grown, told);
    });
});

test("both ends of the range are inside and days beside them are not", async () => {
  const link = await edge.make.link();
  const first = today() - 12 * DAY;
  const at = [first - 1, first, first + DAY - 1, first + DAY, first + 2 * DAY - 1, first + 2 * DAY];
  await edge.deliver([edge.message(at.map((one) => edge.row({ link: link.id, at: one })))]);
  await edge.rollup();
  const clicks = async (from, to) => (await edge.reported("link", link.id, { from: dayOf(from), to: dayOf(to) }))?.clicks ?? 0;
  assert.equal(await clicks(first, first), 2);
  assert.equal(await clicks(first, first + DAY), 4);
  assert.equal(await clicks(first - DAY, first + 2 * DAY), 6);
});

test("by day there is a row for each day with what happened on it", async () => {
  const link = await edge.make.link();
  const first = today() - 40 * DAY;
  await edge.deliver([edge.message([0, 0, 2].map((days, n) => edge.row({ link: link.id, at: first + days * DAY + n })))]);
  const { code } = await edge.make.code();
  await edge.accepted(edge.sale({ code, occurred_at: iso(first + 2 * DAY + 5) }));
  await edge.accepted(edge.sale({ occurred_at: iso(first + 2 * DAY + 6) }));
  await edge.rollup();
  const range = { from: dayOf(first), to: dayOf(first + 3 * DAY) };
  const { rows, unattributed } = await edge.report("day", range);
  assert.deepEqual(rows.filter(({ clicks }) => clicks > 0).map(({ day, clicks }) => [day, clicks]), [[dayOf(first), 2], [dayOf(first + 2 * DAY), 1]]);
  assert.equal((await edge.reported("day", dayOf(first + 2 * DAY), range)).orders, 1);
  assert.equal(unattributed.orders, 1, "what nothing ties to a creator stands by itself");
});

test("one person on two days is two visitor-days, and on one day one", async () => {
  const link = await edge.make.link();
  const day = today() - 6 * DAY;
  await edge.deliver([edge.message([0, 1_000, 2_000, DAY].map((at) => edge.row({ link: link.id, visitor: 77, at: day + at })))]);
  await edge.rollup();
  assert.equal((await edge.reported("link", link.id, { from: dayOf(day), to: dayOf(day) })).visitor_days, 1);
  assert.equal((await edge.reported("link", link.id, { from: dayOf(day), to: dayOf(day + DAY) })).visitor_days, 2);
});

test("an archived creator keeps its history in the report", async () => {
  const { creator } = await goodDay();
  await edge.must(204, "DELETE", `/v1/creators/${creator.id}`);
  assert.equal((await edge.reported("creator", creator.id)).orders, 3);
});

test("days are those of the deployment's zone", async (t) => {
  const far = await start({ vars: { ZONE: "Pacific/Auckland" } });
  t.after(() => far.close());
  const link = await far.make.link();
  const { code } = await far.make.code();
  // Auckland is 12 or 13 hours ahead, so 10:30 UTC is still the same day there and 12:30 UTC already the next.
  const day = today() - 5 * DAY;
  const [before, behind] = [day + 10.5 * 3_600_000, day + 12.5 * 3_600_000];
  await far.deliver([far.message([before, behind, behind + 1].map((at) => far.row({ link: link.id, at })))]);
  await far.accepted(far.sale({ code, occurred_at: iso(behind) }));
  await far.rollup();
  const on = async (from) => {
    const { rows, zone } = await far.report("day", { from: dayOf(from), to: dayOf(from) });
    assert.equal(zone, "Pacific/Auckland");
    return [rows[0]?.clicks ?? 0, rows[0]?.orders ?? 0];
  };
  assert.deepEqual(await on(day), [1, 0]);
  assert.deepEqual(await on(day + DAY), [2, 1]);
});
