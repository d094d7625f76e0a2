// The performance report over totals that are put there: every column, by everything, in every format.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, dayOf, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const TODAY = Math.floor(Date.now() / DAY);
const day = (before) => TODAY - before;
const on = (before) => dayOf(day(before) * DAY);
const RANGE = { from: on(59), to: on(0) };

const VISIT = "scope, day, id, clicks_gross, clicks, bots, previews, prefetches, visitor_days, views_gross, views, monitors, internals, suspects, duplicates, rates, landings_gross, landings, pages";

/** Visits of a link at its four scopes: `clicks` valid ones, a bot and two previews. */
async function visits({ link, at, clicks, views = 0, landings = 0 }) {
  for (const [scope, id] of [[3, link.id], [2, link.creator_id], [1, link.campaign_id ?? 0], [0, 0]])
    await edge.control(
      `INSERT INTO visit_total (${VISIT}) VALUES (?, ?, ?, ?, ?, 1, 2, 0, ?, ?, ?, 0, 0, 0, 0, 0, ?, ?, 0)
       ON CONFLICT DO UPDATE SET clicks_gross = clicks_gross + excluded.clicks_gross, clicks = clicks + excluded.clicks,
         bots = bots + 1, previews = previews + 2, visitor_days = visitor_days + excluded.visitor_days,
         views = views + excluded.views, landings = landings + excluded.landings`,
      scope, at, id, clicks + 3, clicks, clicks - 1, views, views, landings, landings,
    );
}

/** Credit of one place. */
async function credit(over) {
  const row = {
    kind: 1, model: 1, day: TODAY, creator: 0, campaign: 0, link: 0, code: 0, channel: "", currency: "EUR", credit_micro: 1_000_000,
    net_micro: 1_000_000, new_micro: 0, orders: 1, orders_link: 0, orders_code: 0, orders_both: 0, orders_survey: 0, on_total: 0,
    converting: 0, unrated: 0, refunds: 0, gross_minor: 0, refunded_minor: 0, gross_reporting: 0, refunded_reporting: 0, squares: 0, ...over,
  };
  row.touched ??= row.day;
  const names = Object.keys(row);
  await edge.control(`INSERT INTO credit_total (${names}) VALUES (${names.map(() => "?")})`, ...Object.values(row));
}

const cost = (over) =>
  edge.control(
    `INSERT INTO cost (creator_id, campaign_id, post_id, kind, amount_minor, currency, from_day, to_day, version, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0)`,
    over.creator_id, over.campaign_id ?? null, over.post_id ?? null, over.kind, over.amount_minor, over.currency ?? "EUR",
    over.from_day ?? TODAY, over.to_day ?? over.from_day ?? TODAY,
  );

const ask = (query) => edge.must(200, "GET", `/v1/reports/performance?${new URLSearchParams({ ...RANGE, ...query })}`);
const rowOf = async (by, id, query = {}) => {
  const { rows } = await ask({ by, ...query });
  return rows.find((row) => (typeof id === "object" ? row[by] === null : (row[by]?.id ?? row[by]) === id));
};
const refused = async (query) => {
  const reply = await edge.call("GET", `/v1/reports/performance?${new URLSearchParams({ by: "creator", ...RANGE, ...query })}`);
  assert.equal(reply.status, 422, reply.text);
  return reply.json.errors.map(({ parameter, code }) => [parameter, code]);
};
const close = (found, expected) => assert.ok(Math.abs(found - expected) < 1e-9, `${found} is not ${expected}`);

/** The seed's campaign: costs 5,000 + 2,000 + 1,000, revenue 40,000 of 400 orders, 1,000 clicks of which half have had their window. */
async function seed() {
  const campaign = await edge.make.campaign();
  const creator = await edge.make.creator();
  const link = await edge.make.link({ creator_id: creator.id, campaign_id: campaign.id, platform: "Instagram", post: word("reel") });
  const code = await edge.make.code({ creator_id: creator.id });
  await visits({ link, at: day(40), clicks: 500, views: 2_000, landings: 400 });
  await visits({ link, at: day(2), clicks: 500, views: 2_000, landings: 400 });
  const place = { creator: creator.id, campaign: campaign.id, link: link.id };
  await credit({
    ...place, day: day(39), touched: day(40), credit_micro: 300_000_000, net_micro: 299_000_000, new_micro: 100_000_000, orders: 300,
    orders_link: 200, orders_both: 100, converting: 25, gross_minor: 3_200_000, refunded_minor: 100_000, squares: 4e10,
  });
  await credit({
    creator: creator.id, code: code.id, day: day(2), credit_micro: 100_000_000, net_micro: 100_000_000, orders: 100, orders_code: 90,
    orders_survey: 10, gross_minor: 1_000_000, refunded_minor: 100_000, squares: 1e10,
  });
  await credit({ ...place, model: 9, credit_micro: 7_000_000, orders: 7 });
  await credit({ ...place, model: 8, credit_micro: 3_000_000, orders: 3 });
  await credit({ creator: creator.id, code: code.id, model: 10, credit_micro: 120_000_000, orders: 120 });
  await credit({ ...place, kind: 3, currency: "", credit_micro: 40_000_000, orders: 40 });
  await credit({ ...place, model: 4, day: day(2), touched: day(5), credit_micro: 2_500_000, net_micro: 2_500_000, orders: 4, gross_minor: 25_000 });
  await cost({ creator_id: creator.id, campaign_id: campaign.id, kind: "fee", amount_minor: 500_000 });
  await cost({ creator_id: creator.id, campaign_id: campaign.id, kind: "product", amount_minor: 200_000 });
  await cost({ creator_id: creator.id, campaign_id: campaign.id, kind: "agency", amount_minor: 100_000 });
  return { campaign, creator, link, code };
}

const seeded = await seed();

test("costs 5,000 + 2,000 + 1,000 and revenue 40,000 are ROAS 5.0 and ROI 4.0", async () => {
  // Source: attribution.md 1.3.4 (seeds 001 and 003); with the fee alone it would be 7.0.
  const row = await rowOf("creator", seeded.creator.id);
  assert.deepEqual([row.cost_minor, row.net_minor, row.currency], [800_000, 4_000_000, "EUR"]);
  assert.deepEqual([row.roas, row.roi], [5, 4]);
  assert.deepEqual([row.cost.fee_minor, row.cost.product_minor, row.cost.agency_minor], [500_000, 200_000, 100_000]);
});

test("the example of the page is what the report says", async () => {
  const { readFileSync } = await import("node:fs");
  const page = readFileSync(new URL("../../docs/reports/performance.md", import.meta.url), "utf8");
  const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)[1]);
  const row = await rowOf("creator", seeded.creator.id);
  assert.deepEqual(Object.fromEntries(Object.keys(example).map((name) => [name, row[name]])), example);
});

test("every column of a creator's row is what it is defined as", async () => {
  const row = await rowOf("creator", seeded.creator.id);
  const expected = {
    clicks: 1_000, clicks_gross: 1_006, visitor_days: 998, pixel_views: 4_000, landings: 800, landing_rate: 0.8, ctr: 0.25,
    ctr_of: "pixel_views", orders: 400, net_orders: 399, orders_link: 200, orders_code: 90, orders_both: 100, orders_survey: 10,
    new_customers: 100, leads: 40, assisted_orders: 7, view_through_orders: 3, code_uses: 120, gross_minor: 4_200_000,
    refunded_minor: 200_000, average_order_value_minor: 10_500, cpc_minor: 800, cpa_minor: 2_000, cac_minor: 8_000,
    cost_per_lead_minor: 20_000, cpm_pixel_minor: 200_000,
    conversion_rate: 0.05, // 25 of the 500 clicks that have had their 30 days
    conversion_rate_simple: 0.3, // 300 by link or both, of 1,000 clicks
    revenue_per_click_minor: 3_100, // 31,000.00 of links' orders on 1,000 clicks
    immature: true,
  };
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, row[name]])), expected);
  assert.deepEqual(row.clicks_by_verdict, { bot: 2, preview: 4, prefetch: 0, monitor: 0, internal: 0, suspect: 0, duplicate: 0, rate: 0 });
});

test("intervals stand where there are enough orders", async () => {
  const { interval } = await rowOf("creator", seeded.creator.id);
  // Wilson 95 % of 25 of 500, and 1.959964 * sqrt(5e10) about 4,000,000 (attribution.md 4.1 and 4.2).
  close(interval.conversion_rate.low, 0.034093745243849435);
  const half = 1.959963984540054 * Math.sqrt(5e10);
  close(interval.net_minor.low, 4_000_000 - half);
  close(interval.roas.high, (4_000_000 + half) / 800_000);
  close(interval.roi.high, (4_000_000 + half) / 800_000 - 1);
});

test("return on investment is return on spend less one, for every row", async () => {
  for (const by of ["creator", "campaign", "month"])
    for (const { roas, roi } of (await ask({ by })).rows.filter((row) => row.roas !== null)) close(roi, roas - 1);
});

test("by campaign, link, code, post, platform and tag the figures stand where they belong", async (t) => {
  const { campaign, creator, link, code } = seeded;
  const cases = {
    campaign: [campaign.id, { clicks: 1_000, orders: 300, cost_minor: 800_000 }],
    link: [link.id, { clicks: 1_000, orders: 300, cost_minor: null }],
    code: [code.id, { clicks: null, orders: 100, code_uses: 120 }],
    post: [null, { clicks: 1_000, orders: 300, cost_minor: 0 }],
    platform: ["instagram", { clicks: 1_000, orders: 300 }],
    utm_source: ["instagram", { clicks: 1_000, orders: 300 }],
    utm_medium: ["influencer", { clicks: 1_000, orders: 300 }],
    utm_campaign: [campaign.handle, { clicks: 1_000, orders: 300 }],
  };
  for (const [by, [id, expected]] of Object.entries(cases))
    await t.test(by, async () => {
      const { rows } = await ask({ by, creator: creator.id });
      const row = rows.find((one) => (by === "post" ? one.post?.handle === link.post : (one[by]?.id ?? one[by]) === id));
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, row[name]])), expected, JSON.stringify(row));
    });
  await t.test("what belongs to no such thing has a row of its own", async () => {
    assert.equal((await rowOf("platform", {}, { creator: creator.id })).orders, 100);
    assert.equal((await rowOf("campaign", {}, { creator: creator.id })).orders, 100);
  });
});

test("rows add up to the total, by everything", async () => {
  for (const by of ["creator", "campaign", "link", "code", "post", "platform", "content_kind", "utm_content", "day", "week", "month"]) {
    const { rows, total } = await ask({ by });
    for (const name of ["orders", "net_orders", "clicks", "leads", "gross_minor", "refunded_minor", "cost_minor"]) {
      if (total[name] === null) continue;
      assert.equal(rows.reduce((sum, row) => sum + row[name], 0), total[name], `${name} by ${by}`);
    }
  }
});

test("days, weeks and months begin where they begin", async () => {
  const days = (await ask({ by: "day" })).rows;
  assert.equal(days.find((row) => row.day === on(40)).clicks, 500);
  assert.equal(days.find((row) => row.day === on(0)).cost_minor, 800_000);
  for (const { week } of (await ask({ by: "week" })).rows) assert.equal(new Date(`${week}T00:00:00Z`).getUTCDay(), 1, week);
  for (const { month } of (await ask({ by: "month" })).rows) assert.match(month, /^\d{4}-\d\d$/);
});

test("a credit by touch stands on the day of the touch", async () => {
  const orders = async (basis, before) => (await ask({ by: "day", basis })).rows.find((row) => row.day === on(before))?.orders ?? 0;
  assert.deepEqual([await orders("conversion_date", 39), await orders("conversion_date", 40)], [300, 0]);
  assert.deepEqual([await orders("touch_date", 39), await orders("touch_date", 40)], [0, 300]);
});

test("a commission is of the orders that are shown, by the rules of their own days", async () => {
  const creator = await edge.make.creator();
  await credit({ creator: creator.id, day: day(30), touched: day(35), gross_minor: 10_000 });
  await edge.control(
    `INSERT INTO cost (creator_id, kind, basis_points, from_day, to_day, version, created_at, updated_at)
     VALUES (?, 'commission_percent', 1000, ?, ?, 1, 0, 0)`, creator.id, day(32), day(0));
  const row = async (basis, from, to) => {
    const { rows } = await ask({ by: "creator", creator: creator.id, basis, from: on(from), to: on(to) });
    return [rows[0].net_minor, rows[0].cost_minor, rows[0].roas];
  };
  assert.deepEqual(await row("touch_date", 40, 33), [10_000, 1_000, 10]);
  assert.deepEqual(await row("conversion_date", 40, 33), [0, 0, null]);
  assert.deepEqual(await row("touch_date", 32, 20), [0, 0, null]);
  assert.deepEqual(await row("conversion_date", 32, 20), [10_000, 1_000, 10]);
  const days = (await ask({ by: "day", creator: creator.id, basis: "touch_date", from: on(40), to: on(33) })).rows;
  assert.equal(days.find((row) => row.day === on(35)).cost_minor, 1_000);
});

test("a platform is filtered by under any of its names", async () => {
  const orders = async (filter) => (await ask({ by: "creator", creator: seeded.creator.id, ...filter })).rows[0]?.orders ?? 0;
  assert.deepEqual([await orders({ platform: "instagram" }), await orders({ platform: "IG" })], [300, 300]);
  assert.equal(await orders({ not_platform: "insta" }), 100);
  assert.deepEqual(await refused({ platform: "tt" }), [["platform", "not_found"]]);
});

test("another model changes whose orders they are and not what tied them or what they cost", async () => {
  const row = await rowOf("creator", seeded.creator.id, { model: "linear" });
  assert.deepEqual([row.orders, row.orders_link, row.gross_minor, row.cost_minor], [2.5, 200, 25_000, 800_000]);
  assert.equal(row.why["interval.net_minor"], "too_few");
  assert.equal(row.interval.net_minor, null);
});

test("a figure without a denominator is null and says why", async (t) => {
  const bare = await edge.make.creator();
  await t.test("of nothing", async () => {
    const row = await rowOf("creator", bare.id);
    for (const [name, why] of Object.entries({
      roas: "no_cost", roi: "no_cost", cpa_minor: "no_conversions", cac_minor: "no_new_customers", cpc_minor: "no_clicks",
      conversion_rate: "no_clicks", ctr: "no_views", cost_per_lead_minor: "no_leads", cpm_pixel_minor: "no_views",
      average_order_value_minor: "no_conversions", revenue_per_follower_minor: "no_followers", profit_roi: "no_margin",
    }))
      assert.deepEqual([row[name], row.why[name]], [null, why], name);
  });
  await t.test("orders that cost nothing cost nothing each", async () => {
    const free = await edge.make.creator();
    await credit({ creator: free.id, credit_micro: 2_000_000, orders: 2, orders_code: 2, gross_minor: 5_000 });
    const row = await rowOf("creator", free.id);
    assert.deepEqual([row.cost_minor, row.cpa_minor, row.roas, row.why.roas], [0, 0, null, "no_cost"]);
  });
  await t.test("a cost that brought nothing is a return of nothing", async () => {
    const paid = await edge.make.creator();
    await cost({ creator_id: paid.id, kind: "fee", amount_minor: 1_000 });
    const row = await rowOf("creator", paid.id);
    assert.deepEqual([row.roas, row.roi, row.cpa_minor, row.why.cpa_minor], [0, -1, null, "no_conversions"]);
  });
  await t.test("several currencies without a reporting one", async () => {
    const two = await edge.make.creator();
    await credit({ creator: two.id, gross_minor: 5_000 });
    await credit({ creator: two.id, gross_minor: 7_000, currency: "USD" });
    const row = await rowOf("creator", two.id);
    assert.deepEqual([row.currency, row.net_minor, row.roas], [null, null, null]);
    assert.equal(row.why.net_minor, "several_currencies");
    assert.deepEqual(row.revenue.map(({ currency, net_minor }) => [currency, net_minor]).sort(), [["EUR", 5_000], ["USD", 7_000]]);
  });
  await t.test("clicks that have not had their window", async () => {
    const young = await edge.make.link();
    await visits({ link: young, at: day(1), clicks: 5 });
    const row = await rowOf("creator", young.creator_id);
    assert.deepEqual([row.clicks, row.conversion_rate, row.why.conversion_rate], [5, null, "immature"]);
  });
});

test("what a creator did on platforms is told as far as it adds up", async () => {
  const creator = await edge.make.creator();
  const post = async (handle) =>
    (await edge.control(
      `INSERT INTO post (handle, creator_id, platform, content_kind, delivered_day, version, created_at, updated_at)
       VALUES (?, ?, 'tiktok', 'Reel', ?, 1, 0, 0) RETURNING id`, handle, creator.id, day(10)))[0].id;
  const [one, two] = [await post(word("one")), await post(word("two"))];
  const stat = (post_id, at, over) =>
    edge.control(
      `INSERT INTO stat (creator_id, post_id, platform, day, followers, reach, platform_views, likes, comments, shares, saves, platform_clicks, updated_at)
       VALUES (?, ?, 'tiktok', ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
      creator.id, post_id, at, over.followers ?? null, over.reach ?? null, over.views ?? null, over.likes ?? null, null, null, null, null);
  await stat(0, day(20), { followers: 1_000 });
  await stat(0, day(1), { followers: 1_500 });
  await stat(one, day(8), { reach: 400, views: 500, likes: 50 });
  await stat(one, day(2), { reach: 700, views: 900, likes: 80 });
  await stat(two, day(3), { reach: 100, views: 200, likes: 20 });
  await credit({ creator: creator.id, gross_minor: 3_000 });
  await cost({ creator_id: creator.id, post_id: one, kind: "fee", amount_minor: 5_000 });
  const row = await rowOf("creator", creator.id);
  assert.deepEqual([row.platform_views, row.likes, row.engagements, row.followers], [1_100, 100, 100, 1_500]);
  assert.deepEqual([row.reach, row.why.reach], [null, "not_additive"]);
  assert.deepEqual([row.cpe_minor, row.revenue_per_follower_minor], [50, 2]);
  close(row.cpm_platform_minor, 5_000 / 1.1);
  const late = await rowOf("creator", creator.id, { from: on(5) });
  assert.deepEqual([late.platform_views, late.likes], [600, 50], "what stood before the range is not of it");
  const { rows } = await ask({ by: "post", creator: creator.id });
  const mine = rows.find((found) => found.post?.id === one);
  assert.deepEqual([mine.reach, mine.followers, mine.cost_minor], [700, 1_000, 5_000], "followers are those when the post came out");
  const kinds = (await ask({ by: "content_kind", creator: creator.id })).rows;
  assert.deepEqual(kinds.find((found) => found.content_kind === "reel").platform_views, 1_100);
});

test("filters take several values, leave out, and name what there is not", async () => {
  const [one, two] = [await edge.make.link({ platform: "youtube" }), await edge.make.link({ platform: "twitch" })];
  for (const link of [one, two]) {
    await visits({ link, at: day(3), clicks: 10 });
    await credit({ creator: link.creator_id, link: link.id, day: day(3), orders_link: 1, gross_minor: 100 });
  }
  const clicks = async (query) => (await ask({ by: "day", ...query })).total;
  const both = await clicks({ creator: `${one.creator_id},${two.creator_id}` });
  assert.deepEqual([both.clicks, both.orders], [20, 2]);
  const left = await clicks({ creator: `${one.creator_id},${two.creator_id}`, not_platform: "twitch" });
  assert.deepEqual([left.clicks, left.orders], [10, 1]);
  const linked = await clicks({ link: two.id });
  assert.deepEqual([linked.clicks, linked.orders, linked.cost_minor, linked.why.cost_minor], [10, 1, null, "not_kept"]);
  assert.deepEqual(await refused({ creator: "999999" }), [["creator", "not_found"]]);
  assert.deepEqual(await refused({ not_platform: "orkut" }), [["platform", "not_found"]]);
});

test("by country there are the visits and the orders of clicks, and of nothing else", async () => {
  const link = await edge.make.link();
  const part = (link_id, value, clicks) =>
    edge.control("INSERT INTO visit_part (dimension, day, link, value, gross, clicks, views, landings, pages) VALUES (9, ?, ?, ?, ?, ?, 0, 0, 0)", day(4), link_id, value, clicks, clicks);
  for (const [value, clicks] of [["DE", 8], ["AT", 2]]) for (const id of [link.id, -1]) await part(id, value, clicks);
  await edge.control(
    `INSERT INTO credit_part (dimension, day, value, creator, campaign, link, currency, orders, gross_minor, refunded_minor, gross_reporting, refunded_reporting)
     VALUES (9, ?, 'DE', ?, 0, ?, 'EUR', 2, 5000, 1000, 0, 0)`, day(4), link.creator_id, link.id);
  const { rows, total } = await ask({ by: "country" });
  const german = rows.find((row) => row.country === "DE");
  assert.deepEqual([german.clicks, german.orders, german.net_minor, german.conversion_rate_simple], [8, 2, 4_000, 0.25]);
  assert.deepEqual([german.new_customers, german.why.new_customers, german.cost_minor], [null, "not_kept", null]);
  assert.equal(total.clicks, 10);
  const row = await rowOf("creator", link.creator_id, { country: "DE" });
  assert.deepEqual([row.clicks, row.orders, row.clicks_gross], [8, 2, null]);
  assert.deepEqual(await refused({ by: "country", device: "phone" }), [["device", "too_many_dimensions"]]);
  assert.deepEqual(await refused({ by: "country", model: "first" }), [["model", "not_kept"]]);
});

test("what is nobody's stands apart", async () => {
  const before = await ask({ by: "creator" });
  await credit({ currency: "EUR", gross_minor: 1_000 });
  await credit({ channel: "google/organic", gross_minor: 2_000, model: 2 });
  await credit({ model: 0, gross_minor: 4_000 });
  const found = await ask({ by: "creator" });
  assert.equal(found.unattributed.orders - before.unattributed.orders, 1);
  assert.equal(found.unverified.orders - before.unverified.orders, 1);
  assert.equal(found.total.orders, before.total.orders);
  const last = await ask({ by: "creator", model: "last" });
  assert.deepEqual([last.other_channels.orders, last.other_channels.gross_minor], [1, 2_000]);
});

test("the range before stands beside each row", async () => {
  const range = { from: on(9), to: on(0) };
  const { rows, compared_with, total } = await ask({ by: "creator", ...range, compare: "previous" });
  assert.deepEqual(compared_with, { from: on(19), to: on(10) });
  const row = rows.find((one) => one.creator.id === seeded.creator.id);
  assert.deepEqual([row.orders, row.previous.orders], [100, 0]);
  assert.equal(typeof total.previous.orders, "number");
});

test("the head says what the figures are made of", async () => {
  const head = await ask({ by: "creator", model: "decay", basis: "touch_date" });
  const expected = {
    report: "performance", by: "creator", from: on(59), to: on(0), zone: "UTC", model: "decay", model_version: 1, click_window_days: 30,
    view_window_days: 1, basis: "touch_date", revenue_basis: "merchandise", visits: "valid", filters: {},
  };
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, head[name]])), expected);
  assert.match(head.config, /^[0-9a-f]{8}$/);
});

test("what cannot be asked is refused with its name", async () => {
  for (const [query, expected] of [
    [{ by: "planet" }, [["by", "unknown_dimension"]]],
    [{ by: "variant" }, [["link", "one_link"]]],
    [{ from: on(0), to: on(1) }, [["to", "reversed"]]],
    [{ from: on(400) }, [["to", "range_too_wide"]]],
    [{ from: dayOf((TODAY + 2) * DAY), to: dayOf((TODAY + 3) * DAY) }, [["from", "in_the_future"]]],
    [{ model: "markov" }, [["model", "not_kept"]]],
    [{ model: "assisted" }, [["model", "not_kept"]]],
    [{ model: "x", basis: "y" }, [["model", "unknown_model"], ["basis", "unknown_basis"]]],
    [{ click_window_days: "7" }, [["click_window_days", "not_kept"]]],
    [{ click_window_days: "91" }, [["click_window_days", "out_of_range"]]],
    [{ format: "xml" }, [["format", "unknown_format"]]],
  ])
    assert.deepEqual(await refused(query), expected, JSON.stringify(query));
});

test("every format and every page has the same rows, and what is known is not sent again", async () => {
  const path = (query) => `/v1/reports/performance?${new URLSearchParams({ by: "creator", ...RANGE, ...query })}`;
  const { rows } = await ask({ by: "creator" });
  const lines = await edge.call("GET", path({ format: "ndjson" }));
  assert.deepEqual(lines.text.trim().split("\n").map((line) => JSON.parse(line)), rows);
  const table = await edge.call("GET", path({}), undefined, { headers: { accept: "text/csv" } });
  assert.match(table.headers["content-type"], /^text\/csv/);
  assert.equal(table.text.trim().split("\r\n").length, rows.length + 1);
  const paged = [];
  for (let cursor; ; ) {
    const page = await ask({ by: "creator", limit: 2, ...(cursor && { cursor }) });
    paged.push(...page.rows);
    cursor = page.next;
    if (!cursor) break;
  }
  assert.deepEqual(paged, rows);
  const first = await edge.call("GET", path({}));
  const again = await edge.call("GET", path({}), undefined, { headers: { "if-none-match": first.headers.etag } });
  assert.deepEqual([again.status, again.text], [304, ""]);
});

test("blocks of days that a run has made say what their days say", async () => {
  const asked = ["creator", "campaign", "link"].flatMap((by) => [{ by }, { by, creator: seeded.creator.id }]);
  const before = await Promise.all(asked.map(ask));
  // A run makes those whose days are over.
  await edge.rollup();
  assert.ok((await edge.control("SELECT count(*) AS n FROM block"))[0].n > 30);
  const without = ({ as_of, ...rest }) => rest;
  assert.deepEqual((await Promise.all(asked.map(ask))).map(without), before.map(without));
});
