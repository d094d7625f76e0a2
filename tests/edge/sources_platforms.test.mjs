// What shops' platforms send, from their signature to the money: every door ends in the same orders, each counted once.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { address, start, word } from "./start.mjs";
import * as sign from "./signers.mjs";

const edge = await start();
after(() => edge.close());

const SECRET = "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";
const IP = "203.0.113.77";

const source = (kind, over = {}) => edge.must(201, "POST", "/v1/sources", { name: word(kind), kind, ...over });
const shops = {
  shopify: await source("shopify", { secret: SECRET }),
  stripe: await source("stripe", { secret: `whsec_${SECRET}` }),
  woocommerce: await source("woocommerce", { secret: SECRET }),
  ga4: await source("ga4"),
  standard: await source("standard"),
  postback: await source("postback", { trusted: true }),
};

let lastId = 820_982_911_946_154_508n;
/** An id as Shopify gives them: beyond what a JavaScript number keeps. */
const bigId = () => (lastId += 1n).toString();
/** JSON in which texts that begin with # and a digit are numbers, however long. */
const json = (value) => JSON.stringify(value).replace(/"#(\d+)"/g, "$1");
const at = (back = 3_600_000) => new Date(Date.now() - back).toISOString().replace(/\.\d+/, "");

const send = (made, headers, body, query = "") =>
  edge.request(`/v1/hooks/${made.handle}${query}`, { method: "POST", headers, body, ip: address() });
const taken = async (reply) => {
  const { status, text } = await reply;
  assert.equal(status, 200, text);
  return JSON.parse(text);
};

const shopify = (body, topic = "orders/create") => send(shops.shopify, sign.shopify(SECRET, body, topic), body);
const shopifyOrder = (id, over = {}) => {
  const total = over.total_price ?? "73.66";
  return json({
    id: `#${id}`, name: `order ${id}`, test: false, created_at: at(), processed_at: at(), updated_at: at(3_000_000), cancelled_at: null,
    currency: "EUR", taxes_included: false, financial_status: "paid", total_price: total, subtotal_price: total, total_tax: "0.00",
    browser_ip: IP, client_details: { browser_ip: IP, user_agent: "x" }, discount_codes: [], note_attributes: [], line_items: [], refunds: [],
    ...over,
  });
};
const shopifyRefund = (order, amount, over = {}) =>
  json({
    id: `#${bigId()}`, order_id: `#${order}`, created_at: at(1_000_000), processed_at: at(1_000_000), refund_line_items: [], order_adjustments: [],
    transactions: [{ kind: "refund", status: "success", amount, currency: "EUR" }], ...over,
  });

const stripe = (type, object) => {
  const seconds = Math.floor(Date.now() / 1000) - 600;
  const body = JSON.stringify({ id: word("evt_"), object: "event", type, livemode: true, created: seconds, data: { object: { created: seconds, livemode: true, ...object } } });
  return send(shops.stripe, sign.stripe(`whsec_${SECRET}`, body), body);
};
const session = (payment, over = {}) => ({
  id: word("cs_"), object: "checkout.session", mode: "payment", payment_status: "paid", payment_intent: payment, metadata: {},
  amount_total: 7_366, amount_subtotal: 7_366, currency: "eur", customer_details: { email: "kim@example.org" }, ...over,
});
const charge = (payment, back, over = {}) => ({
  id: word("ch_"), object: "charge", amount: 7_366, amount_refunded: back, refunded: back === 7_366, currency: "eur", payment_intent: payment, metadata: {}, ...over,
});

const woocommerce = (order, topic = "order.updated") => {
  const body = JSON.stringify(order);
  return send(shops.woocommerce, sign.woocommerce(SECRET, body, topic), body);
};
const wooOrder = (id, over = {}) => ({
  id, number: String(id), order_key: word("wc_order_"), status: "processing", currency: "EUR", total: "73.66", total_tax: "0.00", shipping_total: "0.00",
  discount_total: "0.00", date_created_gmt: at().slice(0, -1), date_paid_gmt: at().slice(0, -1), date_modified_gmt: at(3_000_000).slice(0, -1),
  customer_ip_address: IP, billing: { email: "kim@example.org" }, line_items: [], coupon_lines: [], refunds: [], meta_data: [], ...over,
});

const ga4 = (events) => {
  const body = JSON.stringify({ client_id: "1.2", events });
  return send(shops.ga4, {}, body, `?measurement_id=G-1&api_secret=${encodeURIComponent(shops.ga4.secret)}`);
};
const postback = (made, over) =>
  edge.request(`/postback?${new URLSearchParams({ source: made.handle, token: made.secret, ...over })}`, { ip: address() });
const standard = (report, made = shops.standard) => {
  const body = JSON.stringify(report);
  return send(made, sign.standard(made.secret, body), body);
};

/** The order as it stands, under any of its names. */
const saleOf = async (name) =>
  (await edge.control(
    `SELECT * FROM conversion WHERE kind = 1 AND key = coalesce((SELECT order_id FROM order_alias WHERE name = ?1), ?1)`, name))[0];
const refundsOf = (order) => edge.control("SELECT * FROM conversion WHERE kind = 2 AND order_id = ? ORDER BY key", order);

describe("the topic of a Shopify webhook is not signed", () => {
  test("an order that comes again under any other topic changes nothing", async () => {
    const id = bigId();
    const body = shopifyOrder(id);
    assert.equal((await taken(shopify(body))).outcome, "accepted");
    const before = await saleOf(id);
    for (const topic of ["orders/create", "orders/paid", "orders/updated", "orders/cancelled", "refunds/create", "customers/redact", "orders/delete", "x".repeat(200)]) {
      const { outcome } = await taken(shopify(body, topic));
      assert.ok(["duplicate", "ignored"].includes(outcome), `${topic}: ${outcome}`);
    }
    assert.deepEqual(await saleOf(id), before);
    assert.deepEqual(await refundsOf(id), []);
  });

  test("a refund that comes again as an order, or as a refund, changes nothing", async () => {
    const id = bigId();
    await taken(shopify(shopifyOrder(id)));
    const body = shopifyRefund(id, "10.00");
    assert.equal((await taken(shopify(body, "refunds/create"))).outcome, "accepted");
    const before = [await saleOf(id), await refundsOf(id)];
    for (const topic of ["orders/create", "orders/cancelled", "refunds/create"]) await taken(shopify(body, topic));
    assert.deepEqual([await saleOf(id), await refundsOf(id)], before);
  });

  test("a test order and an unknown topic are taken and say why they change nothing", async () => {
    const id = bigId();
    const tried = await taken(shopify(shopifyOrder(id, { test: true })));
    assert.deepEqual([tried.outcome, tried.reason], ["ignored", "test_order"]);
    const unknown = await taken(shopify(shopifyOrder(id), "products/update"));
    assert.deepEqual([unknown.outcome, unknown.reason], ["ignored", "unknown_topic"]);
    assert.equal(await saleOf(id), undefined);
  });
});

test("an id beyond 2^53 is kept to its last digit", async () => {
  const id = bigId();
  assert.equal((await taken(shopify(shopifyOrder(id)))).items[0].order_id, id);
  assert.equal((await saleOf(id)).key, id);
});

test("yen have no minor units and dinars three, through every door", async (t) => {
  const woo = () => 1_000_000 + Math.floor(Math.random() * 1e9);
  for (const [currency, decimal, minor] of [["JPY", "1580", 1_580], ["BHD", "12.345", 12_345], ["EUR", "79.30", 7_930]]) {
    const cases = {
      shopify: async (id) => shopify(shopifyOrder(id, { currency, total_price: decimal })),
      stripe: async (id) => stripe("checkout.session.completed", session(id, { currency: currency.toLowerCase(), amount_total: minor, amount_subtotal: minor })),
      woocommerce: async (id) => woocommerce(wooOrder(id, { currency, total: decimal })),
      ga4: async (id) => ga4([{ name: "purchase", params: { transaction_id: id, value: Number(decimal), currency } }]),
      standard: async (id) => standard(edge.sale({ order_id: id, total_minor: minor, tax_minor: undefined, shipping_minor: undefined, currency })),
    };
    for (const [door, reports] of Object.entries(cases))
      await t.test(`${currency} through ${door}`, async () => {
        const id = { shopify: bigId, woocommerce: woo }[door]?.() ?? word("order-");
        assert.equal((await taken(reports(id))).outcome, "accepted");
        const sale = await saleOf(String(id));
        assert.deepEqual([sale.total_minor, sale.currency, sale.source], [minor, currency, shops[door].id]);
      });
    await t.test(`${currency} through postback`, async () => {
      const order_id = word("order-");
      assert.equal((await postback(shops.postback, { order_id, total: decimal, currency })).status, 201);
      assert.equal((await saleOf(order_id)).total_minor, minor);
    });
  }
});

test("Stripe's refunds are set, not added, in whatever order they come", async () => {
  const payment = word("pi_");
  await taken(stripe("checkout.session.completed", session(payment)));
  for (const back of [930, 930, 2_000, 7_366, 2_000]) await taken(stripe("charge.refunded", charge(payment, back)));
  const { key } = await saleOf(payment);
  const refunds = await refundsOf(key);
  assert.deepEqual(refunds.map(({ total_minor }) => total_minor), [7_366]);
});

test("WooCommerce's refunds are set to the sum of its list", async () => {
  const id = 5_000_000 + Math.floor(Math.random() * 1e9);
  const order = wooOrder(id);
  const later = (minutes, refunds) => ({ ...order, date_modified_gmt: at(3_000_000 - minutes * 60_000).slice(0, -1), refunds });
  await taken(woocommerce(order, "order.created"));
  await taken(woocommerce(later(1, [{ id: 1, total: "-10.00" }])));
  await taken(woocommerce(later(2, [{ id: 1, total: "-10.00" }, { id: 2, total: "-5.50" }])));
  await taken(woocommerce(later(1, [{ id: 1, total: "-10.00" }])));
  const refunds = await refundsOf((await saleOf(String(id))).key);
  assert.deepEqual(refunds.map(({ total_minor }) => total_minor), [1_550]);
});

test("a refund that comes before its order waits for it", async () => {
  const id = bigId();
  const first = await taken(shopify(shopifyRefund(id, "10.00"), "refunds/create"));
  assert.ok(first.items[0].notes.includes("order_unknown"), JSON.stringify(first));
  await taken(shopify(shopifyOrder(id)));
  assert.deepEqual((await refundsOf(id)).map(({ total_minor }) => total_minor), [1_000]);
});

test("what a browser said is revised by the webhook that comes after it", async () => {
  const net = await source("postback");
  const id = bigId();
  assert.equal((await postback(net, { order_id: id, total: "1.00", currency: "EUR" })).status, 201);
  assert.equal((await saleOf(id)).rank, 1);
  assert.equal((await taken(shopify(shopifyOrder(id)))).outcome, "revision");
  const sale = await saleOf(id);
  assert.deepEqual([sale.rank, sale.total_minor, sale.source], [3, 7_366, shops.shopify.id]);
});

test("a tag manager's purchase that tells no time is the same whenever it comes again", async () => {
  const events = [{ name: "purchase", params: { transaction_id: word("T-"), value: 57, currency: "EUR" } }];
  assert.equal((await taken(ga4(events))).outcome, "accepted");
  await new Promise((done) => setTimeout(done, 15));
  assert.equal((await taken(ga4(events))).outcome, "duplicate");
});

test("unlike Google's own door this one says what is wrong", async () => {
  const reply = await ga4([{ name: "purchase", params: { transaction_id: word("T-"), value: 57.005, currency: "EUR" } }]);
  assert.equal(reply.status, 422, reply.text);
  assert.ok(reply.json.errors.length > 0);
});

test("no address of a customer is kept of what platforms send", async () => {
  const rows = await edge.control("SELECT body FROM delivery WHERE body LIKE '%browser_ip%' OR body LIKE '%customer_ip%'");
  assert.ok(rows.length > 5);
  assert.ok(rows.every(({ body }) => !body.includes(IP)));
});

test("200 deliveries of 10 orders through three doors at once are 10 orders", async () => {
  const orders = Array.from({ length: 10 }, (_, index) => ({ id: bigId(), minor: 1_000 + index }));
  const happened = at();
  const doors = [
    ({ id, minor }) => shopify(shopifyOrder(id, { total_price: (minor / 100).toFixed(2), processed_at: happened, created_at: happened })),
    ({ id, minor }) => standard(edge.sale({ order_id: id, total_minor: minor, tax_minor: undefined, shipping_minor: undefined, occurred_at: happened })),
    ({ id, minor }) => edge.convert([edge.sale({ order_id: id, total_minor: minor, tax_minor: undefined, shipping_minor: undefined, occurred_at: happened })]),
  ];
  const calls = Array.from({ length: 200 }, (_, index) => [doors[index % 3], orders[index % 10]]);
  calls.sort(() => Math.random() - 0.5);
  const replies = await Promise.all(calls.map(([door, order]) => door(order)));
  const outcomes = new Map(orders.map(({ id }) => [id, []]));
  for (const reply of replies) {
    assert.equal(reply.status, 200, reply.text);
    const [item] = reply.json.items;
    outcomes.get(item.order_id).push(item.outcome);
  }
  for (const { id, minor } of orders) {
    const said = outcomes.get(id);
    assert.equal(said.filter((outcome) => outcome === "accepted").length, 1, `${id}: ${said}`);
    assert.ok(said.every((outcome) => ["accepted", "duplicate", "revision"].includes(outcome)), `${id}: ${said}`);
    const rows = await edge.control("SELECT total_minor, rank FROM conversion WHERE order_id = ?", id);
    assert.deepEqual(rows, [{ total_minor: minor, rank: 3 }]);
  }
});

// Money that comes back, through every door: what a door calls its refunds, and whether it sends parts or sums.
const decimalOf = (minor, digits) => (digits === 0 ? String(minor) : `${Math.floor(minor / 10 ** digits)}.${String(minor % 10 ** digits).padStart(digits, "0")}`);
const table = async (row) => {
  const names = Object.keys(row);
  const reply = await edge.call("POST", "/v1/conversions", `${names.join()}\n${names.map((name) => row[name]).join()}\n`, { headers: { "content-type": "text/csv" } });
  assert.equal(reply.status, 200, reply.text);
};
const plain = { tax_minor: undefined, shipping_minor: undefined };
const MONEY_DOORS = {
  api: {
    sale: (id, { minor, currency }) => edge.convert(edge.sale({ order_id: id, total_minor: minor, currency, ...plain })),
    back: (id, { part, currency }) => edge.convert(edge.refund(id, { total_minor: part, currency, ...plain })),
  },
  csv: {
    sale: (id, { decimal, minor, currency }) => table({ order_id: id, total: decimal(minor), currency, occurred_at: at() }),
    back: (id, { decimal, part, currency }) => table({ kind: "refund", order_id: id, refund_id: word("r-"), total: decimal(part), currency, occurred_at: at() }),
  },
  shopify: {
    id: bigId,
    sale: (id, { decimal, minor, currency }) => taken(shopify(shopifyOrder(id, { currency, total_price: decimal(minor) }))),
    back: (id, { decimal, part, currency }) =>
      taken(shopify(shopifyRefund(id, "", { transactions: [{ kind: "refund", status: "success", amount: decimal(part), currency }] }), "refunds/create")),
  },
  stripe: {
    sale: (id, { minor, currency }) => taken(stripe("checkout.session.completed", session(id, { currency: currency.toLowerCase(), amount_total: minor, amount_subtotal: minor }))),
    back: (id, { minor, sum, currency }) => taken(stripe("charge.refunded", charge(id, sum, { amount: minor, refunded: sum === minor, currency: currency.toLowerCase() }))),
  },
  woocommerce: {
    id: () => 7_000_000 + Math.floor(Math.random() * 1e9),
    sale: (id, { decimal, minor, currency }) => taken(woocommerce(wooOrder(id, { currency, total: decimal(minor) }), "order.created")),
    back: (id, { decimal, minor, sum, currency }) =>
      taken(woocommerce(wooOrder(id, { currency, total: decimal(minor), date_modified_gmt: at(2_000_000 - sum).slice(0, -1), refunds: [{ id: 1, total: `-${decimal(sum)}` }] }))),
  },
  ga4: {
    sale: (id, { decimal, minor, currency }) => taken(ga4([{ name: "purchase", params: { transaction_id: id, value: Number(decimal(minor)), currency } }])),
    back: (id, { decimal, part, currency }) => taken(ga4([{ name: "refund", params: { transaction_id: id, value: Number(decimal(part)), currency, refund_id: word("r-") } }])),
  },
  standard: {
    sale: (id, { minor, currency }) => taken(standard(edge.sale({ order_id: id, total_minor: minor, currency, ...plain }))),
    back: (id, { part, currency }) => taken(standard(edge.refund(id, { total_minor: part, currency, ...plain }))),
  },
  postback: {
    sale: (id, { decimal, minor, currency }) => postback(shops.postback, { order_id: id, total: decimal(minor), currency }),
    back: (id, { decimal, part, currency }) => postback(shops.postback, { kind: "refund", refund_id: word("r-"), order_id: id, total: decimal(part), currency }),
  },
};

test("a part and then the rest, or a refund first, end in the right net revenue through every door, in yen and in dinars", async (t) => {
  const net = async (id) => (await edge.must(200, "GET", `/v1/conversions/${encodeURIComponent(id)}`)).net.net_minor;
  for (const [currency, digits, minor, part] of [["JPY", 0, 1_580, 580], ["BHD", 3, 12_345, 2_345]])
    for (const [door, { id: idOf = () => word("order-"), sale, back }] of Object.entries(MONEY_DOORS))
      await t.test(`${currency} through ${door}`, async () => {
        const facts = { currency, minor, decimal: (amount) => decimalOf(amount, digits) };
        const some = { ...facts, part, sum: part };
        const rest = { ...facts, part: minor - part, sum: minor };
        const [usual, early] = [String(idOf()), String(idOf())].map((id) => (door === "woocommerce" ? Number(id) : id));
        await sale(usual, facts);
        await back(usual, some);
        assert.equal(await net(usual), minor - part, "after a part");
        await back(early, some);
        await sale(early, facts);
        assert.equal(await net(early), minor - part, "after a refund that came first");
        for (const id of [usual, early]) {
          await back(id, rest);
          assert.equal(await net(id), 0, "after the rest");
        }
      });
});
