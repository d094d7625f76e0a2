// The snippet where little is allowed: consent that is waited for or refused, Global Privacy Control, blocked storage,
// pages that nobody looks at yet, browsers that lack what others have.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { alone, clickId, loaded, profile, serve, skip, stored } from "./chromium.mjs";
import { until } from "./start.mjs";

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
const LANDING = `?wm=${clickId()}`;
const FORM = '<form><input name="wm"></form>';

async function visit(address, { keep = false, from = browser, ...options } = {}) {
  const page = await from.page(options);
  if (!keep) {
    await page.goto(`${server.shop}/nothing`);
    await page.evaluate(() => localStorage.clear()).catch(() => {});
    await from.context.clearCookies();
    server.bodies.length = server.carts.length = 0;
  }
  await page.goto(address);
  await loaded(page);
  return page;
}

const buy = (page) => page.evaluate(() => waymark("purchase", { order_id: "o-1" }));
const say = (page, consent) => page.evaluate((value) => waymark("consent", value), consent);
const field = (page) => page.inputValue("[name=wm]");
/** What a page keeps anywhere, cookies too. */
const everything = (page) => page.evaluate(() => [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie]);
const NOTHING = ["{}", "{}", ""];

it("while consent is waited for nothing is stored, filled in or sent; once it is given all is, and says so", async () => {
  const page = await visit(server.put('data-consent="wait" data-cart="shopify"', FORM) + LANDING);
  await buy(page);
  await page.evaluate(() => waymark("touches", (text) => (window.touches = text)));
  await page.waitForTimeout(200);
  assert.deepEqual([await everything(page), await field(page), server.bodies, server.carts], [NOTHING, "", [], []]);
  assert.equal(await page.evaluate(() => window.touches), undefined);
  await say(page, true);
  assert.deepEqual(await server.sent(page), [
    { type: "landing", touch: clickId(), consent: "given" },
    { type: "purchase", order_id: "o-1", touches: clickId(), consent: "given" },
  ]);
  assert.deepEqual([(await stored(page)).length, await field(page), await page.evaluate(() => window.touches)], [1, clickId(), clickId()]);
});

it("data-consent without a value waits too", async () => {
  const page = await visit(server.put("data-consent", FORM) + LANDING);
  await buy(page);
  await page.waitForTimeout(200);
  assert.deepEqual([await everything(page), await field(page), server.bodies], [NOTHING, "", []]);
  await say(page, true);
  assert.equal((await server.sent(page)).length, 2);
});

it("whatever number of events waited, no body has more than the Worker takes, and each purchase has its own", async () => {
  const page = await visit(server.put('data-consent="wait"') + LANDING);
  await page.evaluate(() => {
    for (let n = 0; n < 120; n++) waymark("page", { note: "x".repeat(1000) });
    for (let n = 0; n < 20; n++) waymark("purchase", { order_id: `o-${n}`, code: "\u20ac".repeat(1000) });
  });
  await say(page, true);
  await until("all have come", () => server.bodies.flatMap(({ events }) => events).length === 141);
  for (const { type, origin, ...body } of server.bodies) {
    assert.ok(body.events.length <= 50 && Buffer.byteLength(JSON.stringify(body)) <= 16 * 1024);
    if (body.events.some((event) => event.type === "purchase")) assert.equal(body.events.length, 1);
  }
  assert.equal(server.bodies.length, 3 + 20);
  server.bodies.length = 0;
});

it("who goes back to a page that waited finds it waiting, and nothing that was stored is gone", async () => {
  const back = await profile({ back: true });
  try {
    const address = server.put('data-consent="wait"');
    const page = await visit(`${server.put()}?utm_source=news`, { from: back });
    await page.goto(address + LANDING);
    await loaded(page);
    await buy(page);
    await page.evaluate((next) => ((window.same = true), (location.href = next)), `${server.shop}/nothing`);
    await until("the purchase came", () => server.bodies.some(({ consent }) => consent === "refused"));
    await page.waitForURL(/nothing/);
    await page.evaluate(() => void setTimeout(() => history.back())).catch(() => {});
    await page.waitForFunction(() => window.same);
    server.bodies.length = 0;
    await page.evaluate(() => waymark("page"));
    await page.waitForTimeout(200);
    assert.deepEqual([(await stored(page)).map((one) => one.replace(/@.*/, "")), server.bodies], [["news/none"], []]);
    await say(page, true);
    const came = () => server.bodies.flatMap(({ events, consent }) => events.map((event) => [event.type, event.touch, consent]));
    await until("both came", () => came().length === 2);
    assert.deepEqual(came(), [["landing", clickId(), "given"], ["page", undefined, "given"]]);
    assert.equal((await stored(page)).length, 2);
  } finally {
    await back.close();
  }
});

it("where consent is refused after a wait, what was bought is told alone", async () => {
  const page = await visit(server.put('data-consent="wait"', FORM) + LANDING);
  await buy(page);
  await say(page, false);
  assert.deepEqual(await server.sent(page), [{ type: "purchase", order_id: "o-1", consent: "refused" }]);
  assert.deepEqual([await everything(page), await field(page)], [NOTHING, ""]);
});

it("what an earlier visit stored stays while consent is waited for, and goes when it is refused", async () => {
  const page = await visit(server.put('data-cart="shopify"', FORM) + LANDING);
  assert.equal(await field(page), clickId());
  await until("the cart has them", () => server.carts.length === 1);
  const waiting = await visit(server.put('data-consent="wait" data-cart="shopify"', FORM), { keep: true });
  assert.deepEqual([(await stored(waiting)).length, await field(waiting)], [1, ""]);
  await say(waiting, false);
  const kept = await everything(waiting);
  assert.deepEqual(kept.slice(0, 2), ["{}", "{}"]);
  await until("the cart is told to forget", () => server.carts.length === 2);
  assert.match(server.carts[1].body, /name="attributes\[wm\]"\r\n\r\n\r\n/);
  await say(page, false);
  assert.equal(await field(page), "");
});

it("a refusal that is taken back gives the landing its due, once", async () => {
  const page = await visit(server.put() + LANDING);
  for (const consent of [false, true, false, true]) await say(page, consent);
  const events = await server.sent(page);
  assert.deepEqual(events.map(({ type }) => type), ["landing"]);
  assert.equal((await stored(page)).length, 1);
});

it("who leaves before consent is decided is not remembered, and what they bought is told alone", async () => {
  const page = await visit(server.put('data-consent="wait"') + LANDING);
  await buy(page);
  await page.goto(`${server.shop}/nothing`);
  await until("the purchase came", () => server.bodies.length > 0);
  assert.deepEqual(server.bodies.map(({ consent, events }) => [consent, events]), [["refused", [{ type: "purchase", order_id: "o-1" }]]]);
  assert.deepEqual(await everything(page), NOTHING);
  server.bodies.length = 0;
});

it("with Global Privacy Control nothing is stored, no landing told, no touch sent, and the shop's own field stays", async () => {
  const gpc = await profile({ gpc: true });
  try {
    const page = await visit(server.put('data-cart="shopify" data-clean', `<input name="wm" value="by the shop">`) + LANDING, { from: gpc });
    await say(page, true);
    await buy(page);
    assert.deepEqual(await server.sent(page), [{ type: "purchase", order_id: "o-1", consent: "refused" }]);
    assert.deepEqual([await everything(page), await field(page), server.carts.length], [NOTHING, "by the shop", 0]);
    assert.ok(page.url().endsWith(LANDING));
    assert.deepEqual(gpc.errors, []);
  } finally {
    await gpc.close();
  }
});

it("where storage is blocked the click id goes from page to page in the address, and its landing is told once", async () => {
  const blocked = await profile({ blocked: true });
  try {
    const last = server.put("", FORM);
    const first = server.put("", `<a id="on" href="${last}?size=9"><b>on</b></a><a id="here" href="#here">here</a><a id="by" href="#">by</a><a id="out" href="${server.go}/x">out</a>`);
    const page = await visit(first + LANDING, { from: blocked });
    await page.evaluate(() => addEventListener("click", (event) => event.preventDefault()));
    for (const id of ["#here", "#by", "#out"]) await page.click(id);
    const links = await page.evaluate(() => [...document.links].slice(1).map((link) => link.getAttribute("href")));
    assert.deepEqual(links, ["#here", "#", `${server.go}/x`]);
    assert.deepEqual((await server.sent(page)).map(({ type, touch }) => [type, touch]), [["landing", clickId()]]);
    await page.reload();
    assert.deepEqual(await server.sent(page), []);
    await page.click("#on b");
    await page.waitForURL((url) => url.searchParams.get("wm") === clickId() && url.searchParams.get("size") === "9");
    await loaded(page);
    assert.equal(await field(page), clickId());
    await buy(page);
    assert.deepEqual(await server.sent(page), [{ type: "purchase", order_id: "o-1", touches: clickId(), consent: undefined }]);
    assert.deepEqual(blocked.errors, []);
  } finally {
    await blocked.close();
  }
});

it("a page that is prerendered tells its landing when somebody looks at it, and not before", async () => {
  const head = "<script>fetch('/seen?' + document.prerendering)</script>";
  const next = `${server.put("", "", { head })}?utm_source=news&utm_medium=email`;
  const rules = JSON.stringify({ prerender: [{ urls: [next], eagerness: "immediate" }] });
  // The page goes on by itself, once the test says so.
  const first = server.bare(`<!doctype html><meta name="referrer" content="no-referrer"><script type="speculationrules">${rules}</script><script>
    const look = setInterval(async () => {
      if (!(await fetch("/go")).ok) return;
      clearInterval(look);
      location.href = "${next}";
    }, 100);
  </script>`);
  server.bodies.length = 0;
  // Whoever steers a browser switches prerendering off in it: this one runs by itself.
  const close = alone(first);
  try {
    const asked = (path) => server.asked.filter((one) => one.startsWith(path));
    await until("it was prerendered", () => asked("/seen?true").length === 1);
    await new Promise((done) => setTimeout(done, 500));
    assert.deepEqual(server.bodies, []);
    server.pages.set("/go", "now");
    await until("the landing came", () => server.bodies.length > 0);
    assert.deepEqual(server.bodies[0].events.map(({ touch }) => touch.split("@")[0]), ["news/email"]);
    // Whether the browser shows the page that it had prerendered or loads it again is its own affair: it landed once.
    assert.equal(server.bodies.flatMap(({ events }) => events).length, 1);
  } finally {
    await close();
  }
});

it("browsers that lack beacons, storage or what is old-fashioned still tell and buy", async () => {
  const lacks = {
    "no beacons": () => { navigator.__proto__.sendBeacon = undefined; },
    "beacons that are refused": () => { navigator.__proto__.sendBeacon = () => false; },
    "no word of how a page was reached": () => Object.defineProperty(performance, "navigation", { value: undefined }),
    "no storage": () => Object.defineProperty(window, "localStorage", { value: null }),
    "a full storage": () => { Storage.prototype.setItem = () => { throw new Error("full"); }; Object.defineProperty(window, "localStorage", { value: Object.freeze({}) }); },
  };
  for (const [lack, before] of Object.entries(lacks)) {
    const page = await visit(server.put() + LANDING, { before });
    await buy(page);
    assert.deepEqual((await server.sent(page)).map(({ type, touch, touches }) => [type, touch ?? touches]), [["landing", clickId()], ["purchase", clickId()]], lack);
    await page.close();
  }
});

it("nothing that these pages did threw into them", async () => {
  assert.deepEqual(browser.errors, []);
});
