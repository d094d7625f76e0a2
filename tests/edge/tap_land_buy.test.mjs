// A person taps a creator's link, lands in the shop and buys: a real browser, the real Worker, two hosts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { loaded, profile, serve, skip, stored } from "./chromium.mjs";
import { CLICK, DAY, HUMAN, iso, mint, start, until, word } from "./start.mjs";

const LANDING = 3;
const PAGE = 4;

let edge;
let server;
let site;
let go;
before(async () => {
  if (skip) return;
  [edge, server] = await Promise.all([start(), serve()]);
  go = `http://localhost:${edge.origin.port}`;
  site = await edge.make.site({ origins: [server.shop] });
});
after(async () => {
  await edge?.close();
  await server?.close();
});

const it = (says, work) => test(says, { skip }, work);

/** A page of the shop with the snippet of the Worker under test. */
const put = (attributes = "", body = "") => server.put(attributes, body, { origin: go, key: site.key });

/** A creator with a link to a page of the shop, whose button leads to its checkout. */
async function promoted() {
  const checkout = put("", '<form><input name="wm"></form>');
  const destination = put("", `<a id="buy" href="${checkout}">Buy</a>`);
  const creator = await edge.make.creator();
  return { creator, link: await edge.make.link({ creator_id: creator.id, destination }) };
}

/** Taps the link on somebody's page, lands, goes to the checkout, and gives its page with the address of the landing. */
async function tap(browser, link) {
  const page = await browser.page();
  await page.goto(server.bare(`<meta name="referrer" content="no-referrer"><a href="${go}/${link.slug}">look</a>`));
  await page.click("a");
  await page.waitForURL(`${server.shop}/**wm=*`);
  await loaded(page);
  const landed = page.url();
  await page.waitForLoadState();
  await page.click("#buy");
  await page.waitForSelector("form", { state: "attached" });
  await loaded(page);
  return { page, landed };
}

/** Buys on a page, as its own script tells it; gives the order's id, which nobody can guess. */
async function buy(page) {
  const order_id = word("order-of-somebody-");
  await page.evaluate((id) => waymark("purchase", { order_id: id, total_minor: 12_000, tax_minor: 1_500, shipping_minor: 500, currency: "EUR" }), order_id);
  await until("the purchase is stored", async () => (await edge.call("GET", `/v1/conversions/${order_id}`)).status === 200);
  return order_id;
}

/** What stands of an order, once the shop's server has told it with what `over` adds. */
async function told(order_id, over = {}) {
  const reply = await edge.convert(edge.sale({ order_id, ...over }));
  assert.ok([200, 201].includes(reply.status), reply.text);
  return edge.must(200, "GET", `/v1/conversions/${order_id}`);
}

/** Every event that is stored of a kind since `since`. */
async function events(kind, since) {
  await edge.drained();
  return edge.events("SELECT * FROM event WHERE kind = ? AND at >= ?", kind, since);
}

it("with storage allowed the order is the creator's, and the click's landing is confirmed", async () => {
  const browser = await profile();
  try {
    const { creator, link } = await promoted();
    const { page, landed } = await tap(browser, link);
    assert.doesNotMatch(page.url(), /wm=/);
    assert.equal(await page.inputValue("input"), new URL(landed).searchParams.get("wm"));
    const order_id = await buy(page);
    assert.equal((await edge.must(200, "GET", `/v1/conversions/${order_id}`)).state, "unverified");
    const { decision, state } = await told(order_id);
    assert.deepEqual([state, decision.creator?.id, decision.via], ["stands", creator.id, "link"]);
    await edge.drained();
    const [click] = await edge.eventsOf(link, CLICK);
    const landings = await edge.eventsOf(link, LANDING);
    assert.deepEqual(landings.map(({ visitor, nonce, verdict }) => [visitor, nonce, verdict]), [[click.visitor, click.nonce, HUMAN]]);
    assert.deepEqual(browser.errors, []);
  } finally {
    await browser.close();
  }
});

it("with storage blocked it is too: the click id goes along in the address", async () => {
  const browser = await profile({ blocked: true });
  try {
    const { creator, link } = await promoted();
    const { page, landed } = await tap(browser, link);
    assert.equal(new URL(page.url()).searchParams.get("wm"), new URL(landed).searchParams.get("wm"));
    assert.equal(await page.evaluate(() => { try { return localStorage.length; } catch (error) { return error.name; } }), "SecurityError");
    const { decision } = await told(await buy(page));
    assert.deepEqual([decision.creator?.id, decision.via], [creator.id, "link"]);
    assert.equal((await until("the landing is stored", async () => (await edge.drained(), await edge.eventsOf(link, LANDING)))).length, 1);
    assert.deepEqual(browser.errors, []);
  } finally {
    await browser.close();
  }
});

it("with Global Privacy Control nobody is known or remembered, and the order is the creator's only where the shop says so", async () => {
  const browser = await profile({ gpc: true });
  try {
    const { creator, link } = await promoted();
    const { page, landed } = await tap(browser, link);
    const { page: again } = await tap(browser, link);
    for (const one of [page, again]) {
      assert.deepEqual(await one.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ""]);
      assert.equal(await one.inputValue("input"), "");
    }
    assert.deepEqual(await browser.context.cookies(), []);
    const alone = await told(await buy(page));
    assert.equal(alone.decision.creator ?? null, null);
    const passed = await told(await buy(again), { click_ids: [new URL(landed).searchParams.get("wm")] });
    assert.deepEqual([passed.decision.creator?.id, passed.decision.via], [creator.id, "link"]);
    await edge.drained();
    const clicks = await edge.eventsOf(link, CLICK);
    assert.equal(clicks.length, 2);
    assert.notEqual(clicks[0].visitor, clicks[1].visitor);
    // The two upper bits say how a visitor is known: not at all.
    assert.deepEqual(clicks.map(({ visitor }) => Math.floor(visitor / 2 ** 46)), [0, 0]);
    assert.deepEqual(await edge.eventsOf(link, LANDING), []);
    assert.deepEqual(browser.errors, []);
  } finally {
    await browser.close();
  }
});

it("a creator on Tuesday, search on Thursday, a paid social ad on Saturday: all three are on the path in that order", async () => {
  const browser = await profile();
  try {
    const { creator, link } = await promoted();
    const { id } = await edge.must(200, "GET", `/v1/links/${link.id}`);
    const [tuesday, thursday, saturday] = [5 * DAY, 3 * DAY, DAY];
    const shop = put();
    const visits = [
      [`${shop}?wm=${mint({ link: id, at: Date.now() - tuesday })}`, tuesday],
      [shop, thursday, "https://www.google.com/"],
      [`${shop}?utm_campaign=autumn&ttclid=E.C.P.x`, saturday],
    ];
    for (const [address, ago, referer] of visits) {
      const page = await browser.page({ ago });
      await page.goto(address, { referer });
      await loaded(page);
      await page.close();
    }
    const page = await browser.page();
    await page.goto(put());
    await loaded(page);
    assert.equal((await stored(page)).length, 3);
    const { decision } = await told(await buy(page));
    assert.deepEqual(
      decision.path.map(({ creator, channel, at }) => [creator?.id ?? channel, at.slice(0, 10)]),
      [[creator.id, tuesday], ["google/organic", thursday], ["tiktok/paid_social", saturday]].map(([who, ago]) => [who, iso(Date.now() - ago).slice(0, 10)]),
    );
    assert.equal(decision.path_truncated, false);
    assert.equal(decision.creator.id, creator.id);
    assert.deepEqual(browser.errors, []);
  } finally {
    await browser.close();
  }
});

it("pages are told as pages, and a page of another origin is not heard", async () => {
  const browser = await profile();
  try {
    const since = Date.now();
    const page = await browser.page();
    await page.goto(put());
    await loaded(page);
    await page.evaluate(() => waymark("page"));
    await until("the page is stored", async () => (await events(PAGE, since)).length === 1);
    const elsewhere = server.put("", "", { origin: go, key: site.key }).replace("shop.localhost", "other.localhost");
    await page.goto(`${elsewhere}?utm_source=news`);
    await until("it is counted as rejected", async () => (await events(5, since)).length >= 1);
    assert.equal((await events(LANDING, since)).length, 0);
    assert.deepEqual(browser.errors, []);
  } finally {
    await browser.close();
  }
});
