// The samples that docs/guides and the recipes quote, each run as it stands there: in a shop's server, in a tag, in pages.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import http from "node:http";
import { after, before, test } from "node:test";
import vm from "node:vm";
import Stripe from "stripe";
import { loaded, profile, serve, skip, stored } from "./chromium.mjs";
import { blocks, named } from "./guide_blocks.mjs";
import { orderOf, refundOf, report, signed } from "./samples/shop_server.mjs";
import * as sign from "./signers.mjs";
import { ADMIN_KEY, address, start, until, word } from "./start.mjs";

const SECRET = "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";
const sample = (path, region) => named({ path: `tests/edge/samples/${path}`, region });

let edge;
let url;
let creator;
let link;
let browser;
let server;
let site;
before(async () => {
  edge = await start();
  url = edge.origin.origin.replace("127.0.0.1", "localhost");
  creator = await edge.make.creator({ name: "Sarah Lind" });
  link = await edge.make.link({ creator_id: creator.id });
  if (skip) return;
  [browser, server] = await Promise.all([profile(), serve()]);
  site = await edge.make.site({ origins: [server.shop] });
});
after(async () => {
  await browser?.close();
  await server?.close();
  await edge?.close();
});

const source = (kind, over = {}) => edge.must(201, "POST", "/v1/sources", { name: word(kind), kind, ...over });
const click = async () => (await edge.click(link)).id;
const told = (order_id) => edge.must(200, "GET", `/v1/conversions/${encodeURIComponent(order_id)}`);
/** Whose an order is and by what, its state and what is left of it. */
const facts = ({ decision, state, net }) => [decision.creator?.id, decision.via, state, net.net_minor];
const now = () => new Date().toISOString();

/** Runs a sample by itself, with the names that its platform has. */
const played = (text, platform) => vm.runInNewContext(`(() => {${text}\n})()`, { ...platform });

test("the recipes quote the same samples as the guides", () => {
  const recipes = blocks(readFileSync(new URL("../../src/domain/source/recipes.md", import.meta.url), "utf8")).map(({ text }) => text);
  const shared = [["shopify_pixel.js", "pixel"], ["stripe_checkout.js", "session"], ["tag_template.js", "template"]];
  const pages = ["shopify", "woocommerce", "tag_manager"].map((region) => ["shop_pages.html", region]);
  for (const [path, region] of [...shared, ...pages]) assert.ok(recipes.includes(sample(path, region)), `${path}#${region} is no block of the recipes`);
});

test("Shopify's pixel tells an order that counts once the webhook says so, by the touches of the cart", async () => {
  const pixel = await source("postback", { handle: "pixel" });
  const shop = await source("shopify", { secret: SECRET });
  const text = sample("shopify_pixel.js", "pixel").replace("https://go.brand.example", url).replace("the token shown when the source was made", pixel.secret);
  let tell;
  const sent = [];
  played(text, {
    analytics: { subscribe: (name, run) => name === "checkout_completed" && (tell = run) },
    browser: { localStorage: { getItem: async () => null } },
    fetch: (...asked) => sent.push(fetch(...asked)),
    URLSearchParams,
  });
  await tell({
    data: {
      checkout: {
        order: { id: "gid://shopify/Order/820982911946154508" }, totalPrice: { amount: 59 }, currencyCode: "EUR",
        attributes: [{ key: "wm", value: await click() }], discountApplications: [],
      },
    },
  });
  assert.equal((await sent[0]).status, 201, "the postback");
  assert.equal((await told("820982911946154508")).state, "unverified");
  const body = `{"id":820982911946154508,"name":"#1001","currency":"EUR","total_price":"59.00","created_at":"${now()}","updated_at":"${now()}"}`;
  const reply = await edge.request(`/v1/hooks/${shop.handle}`, { method: "POST", headers: sign.shopify(SECRET, body, "orders/create"), body, ip: address() });
  assert.equal(reply.json.outcome, "revision");
  assert.deepEqual(facts(await told("820982911946154508")), [creator.id, "link", "stands", 5_900]);
});

test("a session of Stripe carries the touches to the order, and the order's id to its refund", async () => {
  const shop = await source("stripe", { secret: `whsec_${SECRET}` });
  // In Stripe's place: takes the official client's call and gives the session as its webhook shows it.
  let asked;
  const stand = http.createServer((request, answer) => {
    let body = "";
    request.on("data", (piece) => (body += piece));
    request.on("end", () => ((asked = new URLSearchParams(body)), answer.end('{"id":"cs_1"}')));
  });
  await new Promise((done) => stand.listen(0, "127.0.0.1", done));
  try {
    const stripe = new Stripe("sk_test_of_nobody", { host: "127.0.0.1", port: stand.address().port, protocol: "http", telemetry: false });
    const wm = `google/organic@tc2z00,${await click()}`;
    const line_items = [{ quantity: 1, price: "price_1" }];
    await played(`return (async () => {${sample("stripe_checkout.js", "session")}})()`, {
      request: { body: { wm } }, order: { id: "S-1001" }, line_items, success_url: "https://shop.brand.example/thanks", stripe,
    });
    assert.equal(asked.get("client_reference_id"), wm.split(",")[1]);
    const order_id = asked.get("payment_intent_data[metadata][order_id]");
    const hook = async (type, object) => {
      const body = JSON.stringify({ type, livemode: true, created: Math.floor(Date.now() / 1000) - 1, data: { object } });
      const headers = sign.stripe(`whsec_${SECRET}`, body);
      return (await edge.request(`/v1/hooks/${shop.handle}`, { method: "POST", headers, body, ip: address() })).json;
    };
    const metadata = { order_id: asked.get("metadata[order_id]"), wm: asked.get("metadata[wm]") };
    const session = { id: "cs_1", created: Math.floor(Date.now() / 1000) - 1, payment_status: "paid", payment_intent: "pi_1", amount_total: 5_900, currency: "eur", metadata };
    assert.equal((await hook("checkout.session.completed", session)).outcome, "accepted");
    assert.equal((await hook("charge.refunded", { id: "ch_1", payment_intent: "pi_1", amount: 5_900, amount_refunded: 1_900, currency: "eur", metadata: { order_id } })).outcome, "accepted");
    assert.deepEqual(facts(await told("S-1001")), [creator.id, "link", "stands", 4_000]);
  } finally {
    await new Promise((done) => stand.close(done));
  }
});

test("the template of Google's server container tells a purchase, and fails where it was not taken", async () => {
  const tags = await source("ga4");
  const tag = (event, secret = tags.secret) =>
    new Promise((done) => {
      const library = {
        sendHttpRequest: (address, { timeout, ...options }, body) => fetch(address, { ...options, body }).then((reply) => ({ statusCode: reply.status })),
        getAllEventData: () => event,
        JSON,
      };
      const data = { url: `${url}/v1/hooks/${tags.handle}?api_secret=${secret}`, gtmOnSuccess: () => done("success"), gtmOnFailure: () => done("failure") };
      played(sample("tag_template.js", "template"), { require: (name) => library[name], data });
    });
  const purchase = { event_name: "purchase", client_id: "1.2", transaction_id: "T-1001", value: 49.58, tax: 9.42, shipping: 0, currency: "EUR", wm: await click() };
  assert.equal(await tag(purchase), "success");
  assert.equal(await tag(purchase), "success", "a reloaded thank-you page");
  assert.equal(await tag({ ...purchase, transaction_id: "T-1002" }, "wrong"), "failure");
  assert.deepEqual(facts(await told("T-1001")), [creator.id, "link", "stands", 4_958]);
});

test("a shop's own server tells an order and what went back of it, again until it is heard", async () => {
  const to = { url, key: ADMIN_KEY };
  const order = { id: 1001, placedAt: new Date(Date.now() - 1000), currency: "EUR", totalCents: 7_930, taxCents: 1_240, shippingCents: 490, email: "kim@example.org" };
  const said = orderOf(order, { wm: await click() });
  assert.deepEqual([await report(said, to), await report(said, to)], [true, true]);
  assert.equal(await report(refundOf({ id: 1, orderId: 1001, madeAt: new Date(), currency: "EUR", cents: 7_930 }), to), true);
  assert.deepEqual(facts(await told("1001")), [creator.id, "link", "stands", 0]);
  await assert.rejects(report({ ...said, order_id: "1002", currency: "XXX" }, to), /order 1002: .*currency/);
  const busy = http.createServer((request, answer) => answer.writeHead(503).end());
  await new Promise((done) => busy.listen(0, "127.0.0.1", done));
  assert.equal(await report(said, { ...to, url: `http://127.0.0.1:${busy.address().port}` }), false);
  await new Promise((done) => busy.close(done));
});

test("the same order signed as Standard Webhooks says is taken, and stands above what the key told", async () => {
  const shop = await source("standard");
  const order = { id: 2001, placedAt: new Date(Date.now() - 1000), currency: "JPY", totalCents: 1_580, email: "kim@example.org" };
  const reply = await signed(orderOf(order, {}), { url: `${url}/v1/hooks/${shop.handle}`, secret: shop.secret });
  assert.equal(reply.status, 200, await reply.text());
  assert.equal((await told("2001")).rank, "webhook");
});

// In a browser: the pages' samples with the Worker's own snippet.
const it = (says, work) => test(says, { skip }, work);

/** Lands on a page that is made of these samples, behind a click. */
async function land(regions, head = "") {
  const html = regions.map((region) => sample("shop_pages.html", region)).join("\n").replaceAll("https://go.brand.example", url).replaceAll("wms_...", site.key);
  const id = await click();
  const page = await browser.page();
  await page.goto(`${server.shop}/nothing`);
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${server.bare(`<!doctype html><title>Shop</title><link rel="icon" href="data:,">${head}${html}`)}?wm=${id}`);
  await loaded(page);
  return { page, id };
}
const field = (page) => page.inputValue("[name=wm]");

it("the snippet fills the checkout's field, also where a tag manager made it", async () => {
  for (const way of ["snippet", "tag_manager"]) {
    const { page, id } = await land(["form", way]);
    await until("the field is filled", async () => (await field(page)) === id);
  }
});

it("with consent to wait for nothing is kept until the banner says yes, and nothing is left once it says no", async () => {
  const { page, id } = await land(["wait", "answered", "form"]);
  assert.deepEqual([await stored(page), await field(page)], [null, ""]);
  await page.evaluate(() => answered(true));
  assert.equal(await field(page), id);
  await page.evaluate(() => answered(false));
  assert.deepEqual([await stored(page), await page.evaluate(() => localStorage.length)], [null, 0]);
});

it("Shopify's banner is heard: an earlier yes at once, a new answer when it comes, and no answer waits", async () => {
  const shopify = (allowed) => `<script>Shopify = { loadFeatures: (list, run) => run(), customerPrivacy: { analyticsProcessingAllowed: () => ${allowed} } }</script>`;
  const earlier = await land(["wait", "shopify_consent", "form"], shopify(true));
  assert.equal(await field(earlier.page), earlier.id);
  const { page, id } = await land(["wait", "shopify_consent", "form"], shopify(false));
  assert.equal(await stored(page), null);
  const says = (analyticsAllowed) => page.evaluate((detail) => document.dispatchEvent(new CustomEvent("visitorConsentCollected", { detail })), { analyticsAllowed });
  await says(true);
  assert.equal(await field(page), id);
  await says(false);
  assert.equal(await stored(page), null);
});

it("the data layer gets the last click id, and WooCommerce's cookie all touches", async () => {
  const { page, id } = await land(["snippet", "data_layer", "woocommerce"]);
  assert.deepEqual(await page.evaluate(() => dataLayer), [{ wm: id }]);
  assert.equal(await page.evaluate(() => document.cookie), `wm=${id}`);
});

it("a thank-you page tells a purchase that waits for the server's word, and is the creator's then", async () => {
  await land(["queue", "snippet", "thank_you"]);
  const order_id = "5f0c1b7a9e42d688";
  await until("the purchase is stored", async () => (await edge.call("GET", `/v1/conversions/${order_id}`)).status === 200);
  assert.equal((await told(order_id)).state, "unverified");
  const order = { kind: "sale", order_id, total_minor: 7_930, currency: "EUR", occurred_at: now() };
  assert.equal(await report(order, { url, key: ADMIN_KEY }), true);
  assert.deepEqual(facts(await told(order_id)), [creator.id, "link", "stands", 7_930]);
});

it("nothing that these pages did threw into them", () => {
  assert.deepEqual(browser.errors, []);
});
