// What the snippet hands on: forms, links, carts, callbacks, the address bar; and how pages call it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { clickId, loaded, profile, serve, skip, stored } from "./chromium.mjs";
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
const RECIPES = readFileSync(new URL("../../src/domain/source/recipes.md", import.meta.url), "utf8");
/** The script of the docs that holds `words`. */
const recipe = (words) => RECIPES.match(/^<script\b[^]*?<\/script>$/gm).find((script) => script.includes(words));
const QUEUE = recipe("waymark.q = ");

/** Visits an address in a profile that has forgotten all. */
async function visit(address, { keep = false, before: first } = {}) {
  const page = await browser.page({ before: first });
  if (!keep) {
    await page.goto(`${server.shop}/nothing`);
    await page.evaluate(() => localStorage.clear());
    await browser.context.clearCookies();
    server.bodies.length = server.carts.length = 0;
  }
  await page.goto(address);
  await loaded(page);
  return page;
}

it("hidden fields are filled, those of the page and those that come before a form is sent", async () => {
  const body = '<input name="wm"><input name="attributes[wm]" data-wm><textarea data-wm></textarea><input name="other" value="mine"><form id="late"></form>';
  const page = await visit(server.put("", body) + LANDING);
  const values = () => page.$$eval("input,textarea", (fields) => fields.map((one) => one.value));
  await page.waitForFunction(() => document.querySelector("textarea")?.value);
  assert.deepEqual(await values(), [clickId(), clickId(), clickId(), "mine"]);
  const late = await page.evaluate(() => {
    const form = document.querySelector("#late");
    form.innerHTML = '<input name="wm"><button>ok</button>';
    form.onsubmit = (event) => (event.preventDefault(), (window.late = new FormData(form).get("wm")));
    form.requestSubmit();
    return window.late;
  });
  assert.equal(late, clickId());
});

it("fields that stand below the snippet are filled as soon as the page is read", async () => {
  const script = `<script src="${server.go}/wm.js" data-site="wms_1"></script>`;
  const page = await visit(server.bare(`<!doctype html>${script}<input name="wm"><script>document.addEventListener("DOMContentLoaded", () => {
    window.found = document.querySelector("input").value;
  });</script>`) + LANDING);
  await page.waitForLoadState();
  assert.equal(await page.evaluate(() => window.found), clickId());
});

it("a field that the shop filled itself stays where there are no touches", async () => {
  const page = await visit(server.put("", '<input name="wm" value="by the shop">'));
  await server.sent(page);
  assert.equal(await page.inputValue("input"), "by the shop");
});

it("the click id leaves the address bar where that is wanted, and every other byte stays", async () => {
  const id = `wm=${clickId()}`;
  const cases = [
    [`?${id}`, ""], [`?${id}#top`, "#top"], [`?a=1&${id}`, "?a=1"], [`?${id}&a=%20+ä&&b`, "?a=%20+%C3%A4&&b"],
    [`?a=1&${id}&b=2#c?d&`, "?a=1&b=2#c?d&"], [`?a=1&${id}#x&${id}`, `?a=1#x&${id}`],
  ];
  for (const [query, left] of cases) {
    const address = server.put("data-clean");
    const page = await visit(address + query);
    assert.equal(page.url(), address + left, query);
    assert.equal((await stored(page)).length, 1);
    await page.close();
  }
  const page = await visit(`${server.put("data-clean")}?utm_source=a&wmx=1`);
  assert.ok(page.url().endsWith("?utm_source=a&wmx=1"));
  const plain = await visit(server.put() + LANDING);
  assert.ok(plain.url().endsWith(LANDING));
});

it("a cleaned address keeps the page's own history state", async () => {
  const page = await visit(server.put("data-clean", "", { head: "<script>history.replaceState({ step: 3 }, '')</script>" }) + LANDING);
  assert.deepEqual(await page.evaluate(() => history.state), { step: 3 });
});

it("Stripe's payment links get the last click, once, and never instead of the shop's own reference", async () => {
  const links = ["https://buy.stripe.com/a", "https://buy.stripe.com/b?x=1", "https://buy.stripe.com/c?client_reference_id=mine", "https://example.com/"];
  const body = links.map((href) => `<a href="${href}">pay</a>`).join("");
  const page = await visit(`${server.put("", body)}?wm=${clickId(1)}`);
  await page.goto(`${server.put("", body)}?wm=${clickId(2)}`);
  await page.goto(`${server.put("", body)}?utm_source=news`);
  await loaded(page);
  await page.evaluate(() => addEventListener("click", (event) => event.preventDefault()));
  for (const link of await page.$$("a")) for (const turn of [1, 2]) await link.click({ clickCount: turn });
  const [plain, more, own, other] = await page.$$eval("a", (all) => all.map((link) => link.href));
  assert.equal(new URL(plain).searchParams.getAll("client_reference_id").join(), clickId(2));
  assert.deepEqual([...new URL(more).searchParams], [["x", "1"], ["client_reference_id", clickId(2)]]);
  assert.deepEqual([own, other], [links[2], links[3]]);
});

it("a link has the click before it is opened in another tab, and by the keyboard too", async () => {
  const href = "https://buy.stripe.com/a";
  const page = await visit(server.put("", `<a id="one" href="${href}">pay</a><a id="two" href="${href}">pay</a>`) + LANDING);
  await page.evaluate(() => ["click", "auxclick"].forEach((name) => addEventListener(name, (event) => event.preventDefault())));
  await page.click("#one", { button: "middle" });
  await page.focus("#two");
  await page.keyboard.press("Enter");
  for (const link of await page.$$eval("a", (all) => all.map((one) => one.href)))
    assert.equal(new URL(link).searchParams.get("client_reference_id"), clickId());
});

it("Shopify's cart gets the touches as an attribute, once for each cart and change", async () => {
  const address = server.put('data-cart="shopify"');
  const page = await visit(address);
  await page.goto(address + LANDING);
  await until("the cart has them", () => server.carts.length === 1);
  const [{ type, body }] = server.carts;
  assert.match(type, /^multipart\/form-data\b/);
  assert.match(body, new RegExp(`name="attributes\\[wm\\]"\r\n\r\n${clickId()}\r\n`));
  await until("the shop has named its cart", () => page.evaluate(() => document.cookie === "cart=c1"));
  await page.goto(address);
  await until("the cart that was made has them too", () => server.carts.length === 2);
  await page.goto(address);
  await page.goto(`${address}?utm_source=news`);
  await until("the new touch is there", () => server.carts.length === 3);
  assert.match(server.carts[2].body, new RegExp(`${clickId()},news/none@`));
});

it("calls that a page queues before the snippet has come are heard, consent before anything is stored", async () => {
  const head = `${QUEUE}<script>waymark("lead", { lead_id: "l-1" }); waymark("touches", function (text) { window.touches = text; }); waymark("consent", false);</script>`;
  const page = await visit(server.put("", "", { head }) + LANDING);
  assert.deepEqual(await server.sent(page), [{ type: "lead", lead_id: "l-1", consent: "refused" }]);
  assert.deepEqual([await stored(page), await page.evaluate(() => window.touches)], [null, ""]);
});

it("the touches are told to whoever asks, also to one after another that throws", async () => {
  const page = await visit(server.put() + LANDING);
  const told = await page.evaluate(() => {
    const told = [];
    waymark("touches", () => { throw new Error("mine"); });
    waymark("touches", (text) => told.push(text));
    return told;
  });
  assert.deepEqual(told, [clickId()]);
});

it("what a page calls wrongly throws nothing and loses nothing", async () => {
  const page = await visit(server.put() + LANDING);
  await page.evaluate(() => {
    const circle = {};
    circle.circle = circle;
    for (const value of [circle, 10n, Symbol("x"), () => {}, null, undefined, 5, "text"]) waymark("touches", value), value && waymark("lead", value);
    waymark();
    waymark("purchase", { order_id: "o-1" });
  });
  const events = await server.sent(page);
  assert.deepEqual([events[0].type, events.at(-1).order_id], ["landing", "o-1"]);
});

it("the docs' way around a tag manager loads it too", async () => {
  const script = recipe("createElement('script')").replace("https://go.brand.example", server.go).replace("wms_...", "wms_2");
  const page = await visit(server.bare(`<!doctype html>${script}<input name="wm">`) + LANDING);
  await until("the landing came", () => server.bodies.length > 0);
  assert.deepEqual(server.bodies.map(({ key, events }) => [key, events[0].touch]), [["wms_2", clickId()]]);
});

it("the docs' cookie for WooCommerce holds the touches, and goes where they go", async () => {
  const page = await visit(`${server.put("", recipe("document.cookie"), { head: QUEUE })}?utm_source=a&utm_medium=b`);
  const cookie = async () => decodeURIComponent(await page.evaluate(() => document.cookie));
  assert.match(await cookie(), /^wm=a\/b@[0-9a-z]{6}$/);
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }));
  await page.reload();
  await loaded(page);
  assert.equal(await cookie(), "");
});

it("the snippet twice on a page tells a landing once", async () => {
  const script = `<script async src="${server.go}/wm.js" data-site="x"></script>`;
  const page = await visit(server.put("", "", { head: QUEUE + script + script }) + LANDING);
  await page.waitForLoadState();
  assert.deepEqual((await server.sent(page)).map(({ type }) => type), ["landing"]);
});

it("nothing that these pages did threw into them", async () => {
  assert.deepEqual(browser.errors, []);
});
