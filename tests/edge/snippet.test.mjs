// The snippet in a real browser: what is a touch, what is kept of it, and what is told.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { clickId, loaded, profile, seconds, serve, skip, stored } from "./chromium.mjs";
import { DAY, until } from "./start.mjs";

let browser;
let server;
before(async () => {
  if (skip) return;
  server = await serve();
  browser = await profile();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const it = (says, work) => test(says, { skip }, work);
const SEARCH = "https://www.google.com/";

/** Visits an address in a profile that has forgotten all, and gives the page. */
async function visit(address, { referer, keep = false, ...options } = {}) {
  const page = await browser.page(options);
  if (!keep) {
    await page.goto(`${server.shop}/nothing`);
    await page.evaluate(() => localStorage.clear());
  }
  await page.goto(address, { referer });
  await loaded(page);
  return page;
}

/** The touches of the landings that a page told, without their times. */
const landings = async (page) => (await server.sent(page)).map(({ type, touch }) => `${type} ${touch.replace(/@.*/, "")}`);

/** What one landing is, told and stored alike. */
async function touchOf(query, options) {
  const page = await visit(server.put() + query, options);
  const told = await landings(page);
  const kept = ((await stored(page)) ?? []).map((one) => `landing ${one.replace(/@.*/, "")}`);
  assert.deepEqual(kept, told);
  await page.close();
  return told.join();
}

it("a landing by a click of ours is stored in the page and told in one beacon of text", async () => {
  const page = await visit(`${server.put()}?color=red&wm=${clickId()}#top`);
  await until("a body came", () => server.bodies.length > 0);
  const [{ type, origin, ...body }] = server.bodies;
  assert.match(type, /^text\/plain\b/);
  assert.equal(origin, server.shop);
  assert.deepEqual(body, { key: "wms_1_aaaaaaaaaaaaaaaaaaaaaa", events: [{ type: "landing", touch: clickId() }] });
  assert.match((await stored(page)).join(), new RegExp(`^${clickId()}@[0-9a-z]{6}$`));
  server.bodies.length = 0;
});

it("our click id goes before tags, tags before an ad's click id, and that before a referrer", async () => {
  const referer = SEARCH;
  assert.equal(await touchOf(`?gclid=x&utm_source=news&utm_medium=email&wm=${clickId()}`, { referer }), `landing ${clickId()}`);
  assert.equal(await touchOf("?gclid=x&utm_medium=email&utm_source=news", { referer }), "landing news/email");
  assert.equal(await touchOf("?a=1&gclid=x", { referer }), "landing gclid/ad");
  assert.equal(await touchOf("?a=1", { referer }), "landing www.google.com/referrer");
});

it("the time of a touch is the second in which it came", async () => {
  const from = Math.floor(Date.now() / 1000);
  const page = await visit(`${server.put()}?utm_source=news`);
  const [{ touch }] = await server.sent(page);
  const [name, at] = touch.split("@");
  assert.equal(name, "news/none");
  assert.ok(parseInt(at, 36) >= from && parseInt(at, 36) <= Date.now() / 1000, touch);
});

it("every ad's click id that is known is a touch by its parameter's name", async () => {
  for (const name of ["gclid", "gbraid", "wbraid", "dclid", "msclkid", "fbclid", "ttclid", "twclid", "li_fat_id", "epik", "ScCid", "rdt_cid", "yclid"])
    assert.equal(await touchOf(`?${name}=abc`), `landing ${name.toLowerCase()}/ad`);
});

it("direct is no touch, nor are empty tags, and a click id that is none of ours in form is not taken for one", async () => {
  for (const query of ["", "?", "?utm_source=", "?gclid=", "?xutm_source=a", "?cid=5", `?wm=${clickId().slice(1)}`, `?wm=${clickId()}A`, "?wm=%FF", `?wmx=${clickId()}`])
    assert.equal(await touchOf(query), "", query);
  assert.equal(await touchOf("?wm=broken&utm_source=a&utm_medium=b"), "landing a/b");
});

it("words of tags are small and plain and never longer than their limit", async () => {
  assert.equal(await touchOf("?utm_source=Spring%20Sale%21&utm_medium=E-Mail"), "landing spring-sale-/e-mail");
  assert.equal(await touchOf("?utm_source=a,b/c@d%2C%00&utm_medium=%E2%82%AC%F0%9F%98%80x"), "landing a-b-c-d-/-x");
  assert.equal(await touchOf("?utm_source=%FF%&utm_medium=%zz"), "landing -/-zz");
  const most = `${"s".repeat(64)}/${"m".repeat(32)}`;
  assert.equal(await touchOf(`?utm_source=${"s".repeat(64)}&utm_medium=${"m".repeat(32)}`), `landing ${most}`);
  assert.equal(await touchOf(`?utm_source=${"s".repeat(65)}&utm_medium=${"m".repeat(33)}`), `landing ${most}`);
});

it("the parameter may have another name", async () => {
  const page = await visit(`${server.put('data-parameter="from"')}?wm=${clickId(1)}&from=${clickId(2)}`);
  assert.deepEqual(await landings(page), [`landing ${clickId(2)}`]);
});

it("a page loaded again, gone back to or reached from within the shop is no touch", async () => {
  const second = server.put();
  const first = server.put("", `<a id="on" href="${second}?utm_source=banner">on</a>`);
  const page = await visit(`${first}?utm_source=news&utm_medium=email`);
  assert.deepEqual(await landings(page), ["landing news/email"]);
  await page.reload();
  assert.deepEqual(await landings(page), []);
  await page.click("#on");
  await page.waitForURL(/banner/);
  assert.deepEqual(await landings(page), []);
  await page.goBack();
  assert.deepEqual(await landings(page), []);
  assert.equal((await stored(page)).length, 1);
});

it("the same click id again, loaded again or from a bookmark, is no second touch", async () => {
  const address = `${server.put()}?wm=${clickId()}`;
  const page = await visit(address);
  await page.reload();
  await page.goto(`${server.put()}?utm_source=news`);
  await page.goto(address);
  assert.deepEqual(await landings(page), [`landing ${clickId()}`, "landing news/none"]);
  assert.equal((await stored(page)).length, 2);
});

it("touches of the window are kept over visits, the oldest first, and none that is older", async () => {
  const page = await visit(`${server.put()}?wm=${clickId(1)}`, { ago: 31 * DAY });
  for (const [query, ago] of [[`?wm=${clickId(2)}`, 29 * DAY], ["?gclid=x", DAY], ["?utm_source=news", 0]])
    await (await visit(server.put() + query, { ago, keep: true })).close();
  assert.deepEqual((await stored(page)).map((one) => one.replace(/@.*/, "")), [clickId(2), "gclid/ad", "news/none"]);
  await visit(server.put('data-days="2"'), { keep: true });
  assert.deepEqual((await stored(page)).map((one) => one.replace(/@.*/, "")), ["gclid/ad", "news/none"]);
  server.bodies.length = 0;
});

it("at most twenty touches are kept, and at most 500 characters of them", async () => {
  const keep = { keep: true };
  const short = Array.from({ length: 20 }, (_, n) => `a${n}/b@${seconds()}`);
  let page = await visit(`${server.put()}?utm_source=new&utm_medium=er`, { ...keep, before: seed(short) });
  const kept = await names(page);
  assert.deepEqual([kept.length, kept[0], kept.at(-1)], [20, "a1/b", "new/er"]);
  const clicks = Array.from({ length: 12 }, (_, n) => `${clickId(n)}@${seconds()}`);
  page = await visit(`${server.put()}?wm=${clickId(99)}`, { ...keep, before: seed(clicks) });
  await page.evaluate(() => waymark("purchase", { order_id: "one" }));
  const { touches } = (await server.sent(page)).find(({ type }) => type === "purchase");
  assert.deepEqual([touches.length, touches.split(",")[0], touches.slice(-39)], [12 * 40 - 1, clickId(1), clickId(99)]);
});

/** What stands in front of a page's own scripts so that these touches are stored already. */
const seed = (list) => `if (location.pathname != "/nothing") localStorage.wm = ${JSON.stringify(list.join())}`;
const names = async (page) => (await stored(page)).map((one) => one.replace(/@.*/, ""));

it("a click stays, whatever number of other touches come after it, and of those the oldest go", async () => {
  const many = Array.from({ length: 19 }, (_, n) => `a${n}/b@${seconds()}`);
  let page = await visit(`${server.put()}?utm_source=new`, { keep: true, before: seed([`${clickId(1)}@${seconds()}`, ...many]) });
  assert.deepEqual(await names(page), [clickId(1), ...many.slice(1).map((one) => one.replace(/@.*/, "")), "new/none"]);
  const long = Array.from({ length: 12 }, (_, n) => `checkout-${n}.payments.example/referrer@${seconds()}`);
  page = await visit(`${server.put()}?utm_source=new`, { keep: true, before: seed([long[0], `${clickId(1)}@${seconds()}`, ...long.slice(1)]) });
  assert.deepEqual(await names(page), [clickId(1), ...long.slice(2).map((one) => one.replace(/@.*/, "")), "new/none"]);
});

it("a touch that only a click could make room for is told and not kept", async () => {
  const clicks = Array.from({ length: 12 }, (_, n) => `${clickId(n)}@${seconds()}`);
  server.bodies.length = 0;
  const page = await visit(`${server.put()}?utm_source=a-letter-of-autumn`, { keep: true, before: seed(clicks) });
  assert.deepEqual(await landings(page), ["landing a-letter-of-autumn/none"]);
  assert.deepEqual(await stored(page), clicks);
});

it("the channel of the last touch again is that touch at its later time, and a landing all the same", async () => {
  const page = await visit(`${server.put()}?utm_source=news`, { ago: 3 * DAY });
  await visit(`${server.put()}?gclid=x`, { ago: 2 * DAY, keep: true });
  const from = Math.floor(Date.now() / 1000);
  await visit(`${server.put()}?utm_source=news`, { ago: DAY, keep: true });
  const last = await visit(`${server.put()}?utm_source=news`, { keep: true });
  assert.deepEqual(await names(last), ["news/none", "gclid/ad", "news/none"]);
  assert.ok(parseInt((await stored(last))[2].split("@")[1], 36) >= from);
  assert.equal((await landings(page)).length, 4);
});

it("another host of the shop is no touch, and a stranger under the same country's suffix is one", async () => {
  const snippet = readFileSync(new URL("../../src/edge/snippet/wm-1.js", import.meta.url), "utf8");
  const page = await browser.page();
  await page.route("**/*", (route) =>
    route.fulfill(
      route.request().url().endsWith("/wm.js")
        ? { contentType: "text/javascript", body: snippet }
        : { contentType: "text/html", body: '<script src="/wm.js" data-site="x"></script>' },
    ),
  );
  const touch = async (host, from) => {
    await page.goto(`http://${host}/`, { referer: `http://${from}/` });
    const kept = await page.evaluate(() => [localStorage.wm ?? "", document.referrer, localStorage.clear()]);
    assert.equal(kept[1], `http://${from}/`);
    return kept[0].replace(/@.*/, "");
  };
  for (const [host, from] of [
    ["brand.example", "www.brand.example"], ["www.brand.example", "brand.example"], ["shop.brand.example", "blog.brand.example"],
    ["a.shop.brand.example", "brand.example"], ["www.brand.co.uk", "shop.brand.co.uk"], ["brand.com.au", "www.brand.com.au"], ["hm.com", "www.hm.com"],
  ])
    assert.equal(await touch(host, from), "", `${from} to ${host}`);
  for (const [host, from] of [
    ["brand.co.uk", "www.google.co.uk"], ["www.brand.com.au", "google.com.au"], ["brand.example", "other.example"], ["brand.example", "xbrand.example"],
    ["brand.de", "dm.de"], ["brand.example", "brand.example.org"], ["localhost", "www.google.com"], ["127.0.0.1", "www.google.com"],
  ])
    assert.equal(await touch(host, from), `${from}/referrer`, `${from} to ${host}`);
});

it("what others wrote into the storage costs no touch of ours", async () => {
  const before = `localStorage.wm = ${JSON.stringify(`,,@,x,${clickId(1)},a/b@,a/b@${seconds()},{"v":1},%00`)}`;
  const page = await visit(`${server.put()}?utm_source=news`, { before });
  assert.deepEqual((await stored(page)).map((one) => one.replace(/@.*/, "")), ["a/b", "news/none"]);
  server.bodies.length = 0;
});

it("what a second tab has stored meanwhile stays, and goes with what is bought in the first", async () => {
  const first = await visit(`${server.put()}?wm=${clickId(1)}`);
  await visit(`${server.put()}?wm=${clickId(2)}`, { keep: true });
  await first.evaluate(() => waymark("purchase", { order_id: "o-1" }));
  const { touches } = (await server.sent(first)).find(({ type }) => type === "purchase");
  assert.equal(touches, `${clickId(1)},${clickId(2)}`);
  assert.equal((await stored(first)).length, 2);
});

it("leads and purchases carry the touches, and what the shop says of them stays as it is", async () => {
  const page = await visit(`${server.put()}?wm=${clickId()}`);
  await page.evaluate((touches) => {
    waymark("lead", { lead_id: "l-1" });
    const purchase = { order_id: "o-1", total_minor: 7930, currency: "EUR" };
    waymark("purchase", purchase);
    window.untouched = Object.keys(purchase).join();
    waymark("purchase", { order_id: "o-2", touches });
  }, clickId(7));
  assert.deepEqual(await server.sent(page), [
    { type: "landing", touch: clickId(), consent: undefined },
    { type: "lead", lead_id: "l-1", touches: clickId(), consent: undefined },
    { type: "purchase", order_id: "o-1", total_minor: 7930, currency: "EUR", touches: clickId(), consent: undefined },
    { type: "purchase", order_id: "o-2", touches: clickId(7), consent: undefined },
  ]);
  assert.equal(await page.evaluate(() => window.untouched), "order_id,total_minor,currency");
});

it("nothing that these pages did threw into them", async () => {
  assert.deepEqual(browser.errors, []);
});
