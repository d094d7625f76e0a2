// The overview over the demo campaign: its figures are the API's, its sentences lead on, and nothing breaks it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, dayOf } from "../start.mjs";
import { TO, audience, faults, settled, skip, stage } from "./stage.mjs";
import { cells, day, figure, money, number, percent, times } from "./written.mjs";

const FROM = dayOf(Date.now() - 30 * DAY);
const BEFORE = { from: dayOf(Date.now() - 60 * DAY), to: dayOf(Date.now() - 31 * DAY) };
const VIEW = `?from=${FROM}&to=${TO}`;

let edge;
let seen;
let page;
const ask = (path, query = {}) => edge.must(200, "GET", `${path}?${new URLSearchParams({ from: FROM, to: TO, ...query })}`);

before(async () => {
  if (skip) return;
  edge = await stage();
  seen = await audience(edge);
  page = await seen.open(VIEW);
  await settled(page);
  await page.waitForSelector(".attention li");
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

test("every key figure is the API's, and so is that of the time before", { skip }, async () => {
  const now = (await ask("/v1/reports/performance", { by: "day" })).total;
  const past = (await ask("/v1/reports/performance", { by: "day", ...BEFORE })).total;
  const written = {
    "Net revenue": (sum) => money(sum.net_minor, sum.currency),
    Orders: (sum) => number(sum.orders),
    ROI: (sum) => percent(sum.roi),
    Cost: (sum) => money(sum.cost_minor, sum.currency),
    Clicks: (sum) => number(sum.clicks),
    "Visitors' days": (sum) => number(sum.visitor_days),
    "New customers": (sum) => number(sum.new_customers),
    "Cost per order": (sum) => money(sum.cpa_minor, sum.currency),
  };
  for (const [label, write] of Object.entries(written)) {
    assert.equal(await figure(page, label), write(now), label);
    assert.equal(await figure(page, `${label}, the time before`), write(past), `${label} before`);
  }
  assert.equal(await figure(page, "Orders by link"), number(now.orders_link));
  assert.equal(await figure(page, "Orders by code"), number(now.orders_code));
  assert.equal(await figure(page, "Orders by link and code"), number(now.orders_both));
  assert.equal(await figure(page, "ROAS"), times(now.roas));
  assert.ok(now.orders > 0 && past.orders > 0, "the demo has both times");
});

test("a figure says its interval, basis and moment when it is pressed", { skip }, async () => {
  const { total, as_of } = await ask("/v1/reports/performance", { by: "day" });
  await page.click('button.figure[aria-label^="Net revenue: "]');
  const said = await page.textContent("dialog.about");
  const { low, high } = total.interval.net_minor;
  assert.ok(said.includes(`${money(low, "EUR")} to ${money(high, "EUR")} (95% sure)`), said);
  assert.match(said, /Merchandise/);
  assert.ok(said.includes(new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }).format(new Date(as_of))), said);
  await page.keyboard.press("Escape");
});

test("each day of a chart is the API's, with the day before it came beside", { skip }, async () => {
  const now = (await ask("/v1/reports/performance", { by: "day" })).rows;
  const past = (await ask("/v1/reports/performance", { by: "day", ...BEFORE })).rows;
  const of = (rows, on, write) => {
    const row = rows.find((one) => one.day === on);
    return write(row ?? { clicks: 0, orders: 0, net_minor: 0 });
  };
  const charts = { Clicks: (row) => number(row.clicks), Orders: (row) => number(row.orders), "Net revenue": (row) => money(row.net_minor, "EUR") };
  for (const [title, write] of Object.entries(charts)) {
    const expected = Array.from({ length: 30 }, (_, n) => {
      const on = (from) => dayOf(Date.parse(from) + n * DAY);
      return [day(on(FROM)), of(now, on(FROM), write), of(past, on(BEFORE.from), write)];
    });
    assert.deepEqual(await cells(page, `${title}, table`), expected, title);
  }
});

test("a chart is read day by day with the arrow keys", { skip }, async () => {
  const chart = page.locator("figure.chart", { hasText: "Clicks" });
  await chart.locator("svg").focus();
  await page.keyboard.press("ArrowLeft");
  const [on, now, past] = (await cells(page, "Clicks, table")).at(-1);
  await chart.getByText(`${on}: these days ${now}, before ${past}`).waitFor();
});

test("the top creators are the ranking's, cell by cell, each with the way to their page", { skip }, async () => {
  const { rows } = await ask("/v1/reports/ranking");
  const expected = rows.slice(0, 8).map((row) => {
    const verdict = row.verdict === "insufficient" ? "Too few" : row.verdict[0].toUpperCase() + row.verdict.slice(1);
    return [row.creator.name, number(row.rank), percent(row.estimate), "", percent(row.attainment, 0), verdict, number(row.orders), money(row.net_minor, row.currency)];
  });
  assert.deepEqual(await cells(page, "Creators by ROI, table"), expected);
  const href = await page.getAttribute('[aria-label="Creators by ROI, table"] tbody a', "href");
  assert.equal(href, `/dashboard/creators/${rows[0].creator.id}${VIEW}`);
});

test("the goal says how far and how sure, by the campaign's own goal", { skip }, async () => {
  const campaign = await seen.open(`${VIEW}&campaign=1`);
  const { total } = await ask("/v1/reports/performance", { by: "day", campaign: 1 });
  const { rows, goal } = await ask("/v1/reports/ranking", { campaign: 1 });
  const said = (await campaign.locator(".goal").textContent()).replaceAll("\u00a0", " ");
  const { low, high } = total.interval.roi;
  assert.ok(said.includes(`The goal: ${goal}`), said);
  assert.ok(said.includes(`${percent(total.roi)} (${percent(low)} to ${percent(high)}, 95% sure)`), said);
  await campaign.getByText("Target of everybody: 100%").waitFor();
  await campaign.getByText(high < 1 ? "It is missed with the whole interval." : low >= 1 ? "It is met with the whole interval." : "Unclear:").waitFor();
  const above = rows.filter(({ status }) => status === "above").length;
  assert.ok(said.includes(`${above} creators above it`), said);
  await campaign.close();
});

test("what changed most comes first, and what may be chance says so", { skip }, async () => {
  const { rows } = await ask("/v1/reports/performance", { by: "creator", compare: "previous" });
  const moved = rows
    .filter((row) => row.creator && row.net_minor !== row.previous.net_minor)
    .sort((a, b) => Math.abs(b.net_minor - b.previous.net_minor) - Math.abs(a.net_minor - a.previous.net_minor))
    .slice(0, 6);
  const sure = ({ interval, previous }) => {
    const [one, other] = [interval.net_minor, previous.interval.net_minor];
    if (!one || !other) return "Too few to tell";
    return one.low <= other.high && other.low <= one.high ? "Within chance" : "Beyond chance";
  };
  const change = ({ net_minor: now, previous: { net_minor: past } }) =>
    past === 0 ? "–" : new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" }).format((now - past) / past);
  const expected = moved.map((row) => {
    const { previous } = row;
    const currency = row.currency ?? previous.currency;
    return [row.creator.name, money(row.net_minor, currency), money(previous.net_minor, currency), change(row), number(row.orders), number(previous.orders), number(row.clicks), number(previous.clicks), sure(row)];
  });
  assert.deepEqual(await cells(page, "Largest changes of creators against the time before, table"), expected);
  assert.ok(expected.some((row) => row.at(-1) === "Within chance") && expected.some((row) => row.at(-1) === "Beyond chance"));
});

test("a code that was used suddenly leads to its creator", { skip }, async () => {
  const item = page.locator(".attention li", { hasText: "LUCANOOR" });
  const { rows } = await ask("/v1/reports/codes");
  const { sudden_rate } = rows.find(({ code }) => code.code === "LUCANOOR").flags;
  assert.ok((await item.textContent()).includes(`${sudden_rate.orders} orders on ${day(sudden_rate.day)}`));
  await item.locator("a").click();
  await page.waitForURL((url) => url.pathname === "/dashboard/creators/4" && url.search === VIEW);
  await page.goBack();
  await page.waitForSelector(".attention li");
});

test("failing links, reports that disagree and refused deliveries are told, each with its way", { skip }, async () => {
  await edge.must(200, "POST", "/v1/links/1/check");
  const { order_id } = await edge.accepted(edge.sale());
  assert.equal((await edge.convert(edge.sale({ order_id, total_minor: 99_900 }))).status, 409);
  await edge.must(201, "POST", "/v1/sources", { name: "Shop", handle: "shop", kind: "shopify", secret: "shpss_0123456789abcdef0123456789" });
  assert.equal((await edge.call("POST", "/v1/hooks/shop", { id: 1 }, { key: null })).status, 401);
  const fresh = await seen.open(VIEW);
  const ways = {
    "1 link fails its check": "/dashboard/links/1",
    "1 order has reports that disagree": "/dashboard/orders",
    "1 of the newest 1 deliveries was refused": "/dashboard/settings/deliveries",
  };
  for (const [title, path] of Object.entries(ways)) {
    const link = fresh.locator(".attention li", { hasText: title }).locator("a");
    assert.equal(new URL(await link.getAttribute("href"), seen.url).pathname, path, title);
  }
  await fresh.close();
});

test("who may only read reports is asked for nothing more, and told so nowhere", { skip }, async () => {
  const { key } = await edge.make.key(["reports:read"]);
  const narrow = await seen.open(VIEW, { key });
  const asked = [];
  narrow.on("response", (reply) => reply.status() === 403 && asked.push(reply.url()));
  await narrow.reload();
  await settled(narrow);
  await narrow.locator(".attention li", { hasText: "LUCANOOR" }).waitFor();
  assert.deepEqual(asked, []);
  assert.equal(await narrow.locator(".trouble").count(), 0);
  await narrow.close();
});

test("a slow answer says so, a dropped network says so, and asking again goes on", { skip }, async () => {
  const slow = await seen.open("/quality");
  let fate = "late";
  let answer;
  const held = new Promise((done) => (answer = done));
  await slow.route("**/v1/reports/performance?by=day*", async (route) => {
    if (fate === "late") await held;
    if (fate === "gone") return route.abort("internetdisconnected");
    return route.continue();
  });
  await slow.click("nav >> text=Overview");
  await slow.getByText("take longer than usual").first().waitFor();
  answer();
  await slow.waitForSelector(".tiles");
  fate = "gone";
  await slow.selectOption(".days select", "Last 7 days");
  await slow.getByText("The service could not be reached.").first().waitFor();
  assert.equal(await slow.locator(".tiles").count(), 0, "no figure of other days stands there");
  fate = "there";
  await slow.click("button >> text=Try again");
  await slow.waitForSelector(".tiles");
  // The time before was lost with it, says so beside the figures, and is asked for by itself.
  await slow.click("button >> text=Try again");
  await slow.locator(".tile .before").first().waitFor();
  await slow.close();
});

test("days on which nothing was say so", { skip }, async () => {
  const old = await seen.open("?from=2020-01-01&to=2020-01-31");
  await old.getByText("Nothing was counted on these days.").waitFor();
  assert.equal(await old.locator(".tiles").count(), 0);
  await old.close();
});

test("nothing serious stands in anybody's way, on a desk, on a phone and in the dark", { skip }, async () => {
  assert.deepEqual(await faults(page), []);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await faults(page), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, "nothing stands beside the screen");
  seen.fine();
});
