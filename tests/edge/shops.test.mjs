// Shops as they speak: their own webhooks, signed, raw and in any number, end in one order with the right money.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, start, word } from "./start.mjs";
import * as sign from "./signers.mjs";

const edge = await start();
after(() => edge.close());

const SECRET = "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";
const now = () => new Date(Date.now() - 1000).toISOString();
const seconds = () => Math.floor(Date.now() / 1000) - 1;
let last = 9_007_199_254_740_993n;
/** An id that no JavaScript number can hold. */
const large = () => (last += 2n);

const source = async (kind, over = {}) => {
  const given = { shopify: SECRET, stripe: `whsec_${SECRET}`, woocommerce: SECRET }[kind];
  return edge.must(201, "POST", "/v1/sources", { name: word(kind), kind, ...(given && { secret: given }), ...over });
};
const send = async (path, headers, body) => {
  const reply = await edge.request(path, { method: "POST", headers, body, ip: address() });
  assert.equal(reply.status, 200, reply.text);
  return reply.json;
};
const outcomes = (answer) => answer.items.map(({ outcome }) => outcome);

const shopify = await source("shopify");
const stripe = await source("stripe");
const woo = await source("woocommerce");
const ga4 = await source("ga4");
const pixel = await source("postback");

const doors = {
  shopify: (topic, body) => send(`/v1/hooks/${shopify.handle}`, sign.shopify(SECRET, body, topic), body),
  stripe: (type, object) => {
    const body = JSON.stringify({ type, livemode: true, created: seconds(), data: { object } });
    return send(`/v1/hooks/${stripe.handle}`, sign.stripe(`whsec_${SECRET}`, body), body);
  },
  woo: (topic, order) => {
    const body = JSON.stringify(order);
    return send(`/v1/hooks/${woo.handle}`, sign.woocommerce(SECRET, body, topic), body);
  },
  ga4: (name, params) => send(`/v1/hooks/${ga4.handle}?api_secret=${ga4.secret}`, {}, JSON.stringify({ client_id: "1.2", events: [{ name, params }] })),
  pixel: (fields) => edge.request("/postback", { method: "POST", body: new URLSearchParams({ source: pixel.handle, token: pixel.secret, ...fields }).toString(), headers: { "content-type": "application/x-www-form-urlencoded" }, ip: address() }),
};

/** What an order is, and what is left of it. */
const left = async (name) => {
  const [sale] = await edge.control("SELECT * FROM conversion WHERE kind = 1 AND key = ?", name);
  const [{ back }] = await edge.control("SELECT coalesce(sum(total_minor), 0) AS back FROM conversion WHERE kind = 2 AND order_id = ?", name);
  return { currency: sale.currency, rank: sale.rank, total: sale.total_minor, left: sale.total_minor - Math.min(back, sale.total_minor) };
};

const shopifyOrder = (id, over = "") => `{"id":${id},"name":"#${id}","checkout_token":"tok${id}","currency":"JPY","total_price":"1580","line_items":[],"created_at":"${now()}","updated_at":"${now()}"${over}}`;

test("a pixel and the webhooks of Shopify are one order, whose id keeps every digit", async () => {
  const id = large();
  await doors.pixel({ order_id: `tok${id}`, total: "1580", currency: "JPY" });
  assert.deepEqual(outcomes(await doors.shopify("orders/create", shopifyOrder(id))), ["revision"]);
  const rows = await edge.control("SELECT key FROM conversion WHERE kind = 1 AND key LIKE ?", `%${id}`);
  assert.equal(rows.length, 1);
  const order = rows[0].key;
  const refund = (amount, own) => `{"id":${own},"order_id":${id},"created_at":"${now()}","transactions":[{"kind":"refund","status":"success","amount":"${amount}","currency":"JPY"}]}`;
  await doors.shopify("refunds/create", refund("580", large()));
  assert.deepEqual(await left(order), { currency: "JPY", rank: 3, total: 1580, left: 1000 });
  const rest = refund("1000", large());
  await doors.shopify("refunds/create", rest);
  assert.deepEqual(outcomes(await doors.shopify("refunds/create", rest)), ["duplicate"]);
  assert.equal((await left(order)).left, 0);
});

test("a refund of Stripe that comes first waits, and the next one is set in its place", async () => {
  const name = word("order");
  const charge = (back) => ({ id: "ch_1", amount_refunded: back, currency: "bhd", payment_intent: `pi_${name}` });
  await doors.stripe("charge.refunded", charge(1230));
  const session = { id: `cs_${name}`, created: seconds(), payment_status: "paid", payment_intent: `pi_${name}`, metadata: { order_id: name }, amount_total: 12_340, currency: "bhd" };
  await doors.stripe("checkout.session.completed", session);
  assert.deepEqual(await left(name), { currency: "BHD", rank: 3, total: 12_340, left: 11_110 });
  await doors.stripe("charge.refunded", charge(2340));
  await doors.stripe("charge.refunded", charge(1230));
  assert.equal((await left(name)).left, 10_000);
});

test("refunds of WooCommerce are what its last list says", async () => {
  const id = Math.floor(Math.random() * 1e9);
  const order = (at, refunds) => ({ id, status: "processing", currency: "BHD", total: "12.345", date_created_gmt: "2026-01-02T03:04:05", date_modified_gmt: `2026-01-02T03:04:${at}`, refunds });
  await doors.woo("order.created", order("06", []));
  await doors.woo("order.updated", order("07", [{ id: 1, total: "-2.345" }]));
  assert.deepEqual(await left(String(id)), { currency: "BHD", rank: 3, total: 12_345, left: 10_000 });
  await doors.woo("order.updated", order("08", []));
  assert.equal((await left(String(id))).left, 12_345);
});

test("a reloaded thank-you page of a tag manager is the same purchase", async () => {
  const name = word("order");
  const purchase = { transaction_id: name, value: 0.1 + 0.2, currency: "EUR" };
  assert.deepEqual(outcomes(await doors.ga4("purchase", purchase)), ["accepted"]);
  assert.deepEqual(outcomes(await doors.ga4("purchase", purchase)), ["duplicate"]);
  assert.deepEqual(await left(name), { currency: "EUR", rank: 2, total: 30, left: 30 });
});

test("two hundred deliveries of ten orders through three doors at once are ten orders", async () => {
  const orders = Array.from({ length: 10 }, () => large());
  const tell = (at) => {
    const id = orders[at % 10];
    if (at % 3 === 0) return doors.shopify("orders/paid", shopifyOrder(id));
    if (at % 3 === 1) return doors.ga4("purchase", { transaction_id: `tok${id}`, value: 1580, currency: "JPY" });
    return doors.pixel({ order_id: `${id}`, total: "1580", currency: "JPY" });
  };
  await Promise.all(Array.from({ length: 200 }, (_, at) => tell(at)));
  for (const id of orders) {
    const rows = await edge.control("SELECT total_minor, rank FROM conversion WHERE kind = 1 AND key LIKE ?", `%${id}`);
    assert.deepEqual(rows, [{ total_minor: 1580, rank: 3 }]);
  }
});
