// Leads and purchases through POST /v1/collect: one with what servers say, credited like it, and never more than a browser's word.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, iso, mint, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const SITES = 2 ** 31;
const site = await edge.make.site();

const send = (events, { body = {}, ...rest } = {}) =>
  edge.request("/v1/collect", {
    method: "POST",
    ip: address(),
    headers: { "content-type": "text/plain", origin: "https://shop.example" },
    body: JSON.stringify({ key: site.key, events, ...body }),
    ...rest,
  });
async function said(event, options) {
  const reply = await send([event], options);
  assert.equal(reply.status, 200, reply.text);
  return reply.json.items[0];
}
async function outcome(event, options) {
  return (await said(event, options)).outcome;
}

/** The name that an order has in the checkout: it cannot be guessed. */
const token = () => word("checkout-token-");
const purchase = (over = {}) => ({ type: "purchase", order_id: token(), total_minor: 12_000, tax_minor: 1_500, shipping_minor: 500, currency: "EUR", ...over });
/** The same order as the shop's server tells it. */
const sale = ({ type, touches, ...told }, over = {}) => ({ kind: "sale", occurred_at: iso(), ...told, ...over });
const why = (id, kind = "sale") => edge.must(200, "GET", `/v1/conversions/${encodeURIComponent(id)}?kind=${kind}`);
const state = async (id, kind) => {
  const { state, rank, total_minor, source } = await why(id, kind);
  return { state, rank, total_minor, source };
};
const creditedTo = async (order_id) => {
  await edge.rollup({});
  return (await why(order_id)).decision.creator?.id ?? null;
};

test("a purchase is unverified, of its site, and counted nowhere until a server says so", async () => {
  const { id } = await edge.click(await edge.make.link());
  const event = purchase({ touches: id });
  assert.equal(await outcome(event), "accepted");
  assert.deepEqual(await state(event.order_id), { state: "unverified", rank: "browser", total_minor: 12_000, source: SITES + site.id });
  await edge.rollup({});
  const report = await edge.report("creator");
  assert.ok(report.unverified.orders >= 1, JSON.stringify(report.unverified));
  const counted = report.rows.reduce((sum, row) => sum + row.orders, report.unattributed.orders);
  assert.equal(counted, 0, "nobody but browsers has told of an order yet");
});

test("an order told by browser and server is one order, whichever comes first, with the browser's touches", async () => {
  for (const first of ["browser", "server"]) {
    const link = await edge.make.link();
    const { id } = await edge.click(link);
    const event = purchase({ touches: `newsletter/email@${Math.floor(Date.now() / 1000 - 60).toString(36)},${id}` });
    const browser = () => outcome(event);
    const server = async () => (await edge.convert(sale(event))).json.outcome;
    const told = first === "browser" ? [await browser(), await server()] : [await server(), await browser()];
    assert.deepEqual(told, first === "browser" ? ["accepted", "revision"] : ["accepted", "duplicate"], first);
    const order = await why(event.order_id);
    assert.deepEqual([order.state, order.rank, order.source], ["stands", "server", 0], first);
    assert.equal(order.reports.some(({ standing }) => standing === "conflict"), false, JSON.stringify(order.reports));
    assert.equal(await creditedTo(event.order_id), link.creator_id, first);
    const [{ n }] = await edge.control("SELECT count(*) AS n FROM conversion WHERE kind = 1 AND key = ?", event.order_id);
    assert.equal(n, 1);
  }
});

test("a page that is loaded again is a duplicate, and no conflict", async () => {
  const event = purchase();
  assert.deepEqual([await outcome(event), await outcome(event), await outcome({ ...event, at: Date.now() - 1_000 })], ["accepted", "duplicate", "duplicate"]);
  const order = await why(event.order_id);
  assert.deepEqual([order.version, order.reports], [1, []]);
});

test("twice in one body is once", async () => {
  const event = purchase();
  const reply = await send([event, event]);
  assert.deepEqual(reply.json.items.map(({ outcome }) => outcome), ["accepted", "duplicate"]);
});

test("fifty purchases at once are each recorded", async () => {
  const events = Array.from({ length: 50 }, () => purchase());
  const reply = await send(events);
  assert.equal(reply.status, 200, reply.text);
  assert.deepEqual(new Set(reply.json.items.map(({ outcome }) => outcome)), new Set(["accepted"]));
  for (const { order_id } of [events[0], events[49]]) assert.equal((await state(order_id)).state, "unverified");
});

test("no field makes a purchase more than a browser's word", async () => {
  const forged = {
    rank: 3, revision: 2 ** 40, source: 0, verified: true, reporter: { rank: 3 }, kind: "sale", aliases: ["1001"], customer: "jo@example.com",
    new_customer: true, test: false, occurred_at: iso(), lead_id: "l-1", items: [], click_ids: [], click_id: "x", landing: "https://x.example/?wm=1", digest: "0",
  };
  for (const [field, value] of Object.entries(forged)) {
    const event = purchase({ [field]: value });
    const item = await said(event);
    assert.deepEqual([item.outcome, item.errors.map(({ pointer, code }) => [pointer, code])], ["rejected", [[`/events/0/${field}`, "unknown_field"]]], field);
    assert.equal((await edge.call("GET", `/v1/conversions/${event.order_id}`)).status, 404, field);
  }
});

test("no field of the body makes a purchase more than a browser's word", async () => {
  const event = purchase();
  const over = { rank: 3, source: 0, revision: 9, verified: true, reporter: { source: 0, rank: 3 }, validate_only: false };
  assert.equal(await outcome(event, { body: over }), "accepted");
  assert.deepEqual(await state(event.order_id), { state: "unverified", rank: "browser", total_minor: 12_000, source: SITES + site.id });
});

test("an admin's key beside it makes a purchase no more than a browser's word", async () => {
  const event = purchase();
  const headers = { origin: "https://shop.example", authorization: "Bearer bootstrap-key-of-the-edge-tests-7c41" };
  assert.equal(await outcome(event, { headers }), "accepted");
  assert.equal((await state(event.order_id)).rank, "browser");
});

test("a site's key opens no other door", async () => {
  for (const [method, path] of [["POST", "/v1/conversions"], ["GET", "/v1/sites"], ["GET", "/v1/reports/performance"], ["POST", "/v1/keys"]]) {
    const reply = await edge.call(method, path, method === "POST" ? sale(purchase()) : undefined, { key: site.key });
    assert.equal(reply.status, 401, path);
  }
});

test("a browser changes nothing of an order that a server told", async () => {
  const event = purchase();
  const { json } = await edge.convert(sale(event));
  assert.equal(json.outcome, "accepted");
  const before = await why(event.order_id);
  const amounts = [{ total_minor: 99_000, tax_minor: 0, shipping_minor: 0 }, { total_minor: 0, tax_minor: 0, shipping_minor: 0 }, { currency: "USD" }, { code: "EVIL" }];
  for (const over of amounts) assert.equal(await outcome({ ...event, ...over }), "duplicate", "what stands at an order is not for a page to know");
  const now = await why(event.order_id);
  for (const field of ["state", "rank", "source", "total_minor", "tax_minor", "currency", "occurred_at", "codes", "aliases"])
    assert.deepEqual(now[field], before[field], field);
});

test("a browser takes no touches into an order that a server told with clicks, or under a name that is guessed", async () => {
  const [ours, theirs] = [await edge.make.link(), await edge.make.link()];
  const [own, other] = [(await edge.click(ours)).id, (await edge.click(theirs)).id];
  const told = purchase();
  await edge.accepted(sale(told, { click_ids: [own] }));
  await outcome({ ...told, touches: other });
  assert.equal(await creditedTo(told.order_id), ours.creator_id);
  const guessed = purchase({ order_id: `#${Math.floor(Math.random() * 1e8)}` });
  await edge.accepted(sale(guessed));
  await outcome({ ...guessed, touches: other });
  assert.equal(await creditedTo(guessed.order_id), null);
});

test("an order that a browser told first under a name that is guessed keeps no touch of its", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  const guessed = purchase({ order_id: `#${Math.floor(Math.random() * 1e8)}`, touches: id });
  assert.equal(await outcome(guessed), "accepted");
  assert.equal((await edge.convert(sale(guessed))).json.outcome, "revision");
  assert.equal(await creditedTo(guessed.order_id), null);
});

test("a lead that only a browser told brings nobody to a sale that names it", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  const lead_id = word("lead-");
  assert.equal(await outcome({ type: "lead", lead_id, touches: id }), "accepted");
  const event = purchase();
  await edge.accepted(sale(event, { lead_id }));
  assert.equal(await creditedTo(event.order_id), null);
});

test("a lead is one with what a server says of it", async () => {
  const lead_id = word("lead-");
  const lead = { type: "lead", lead_id, lead_type: "trial", value_minor: 500, currency: "EUR" };
  assert.equal(await outcome(lead), "accepted");
  assert.deepEqual(await state(lead_id, "lead"), { state: "unverified", rank: "browser", total_minor: 500, source: SITES + site.id });
  const told = await edge.convert({ kind: "lead", lead_id, occurred_at: iso(), type: "trial", value_minor: 500, currency: "EUR" });
  assert.equal(told.json.outcome, "revision", told.text);
  assert.equal((await state(lead_id, "lead")).state, "stands");
});

test("forged, foreign and malformed touches cost no purchase", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  const foreign = mint({ link: link.id, secret: "YW5vdGhlciBkZXBsb3ltZW50J3MgY2xpY2sgc2VjcmU" });
  const event = purchase({ touches: `${foreign},garbage,/,@,google/cpc@,${"x".repeat(300)},${id}` });
  assert.equal(await outcome(event), "accepted");
  const order = await why(event.order_id);
  for (const note of ["click_id_forged", "touch_unknown"]) assert.ok(order.notes.includes(note), order.notes.join());
  await edge.convert(sale(event));
  assert.equal(await creditedTo(event.order_id), link.creator_id);
});

test("who refused consent brings no touches along", async () => {
  const { id } = await edge.click(await edge.make.link());
  const event = purchase({ touches: id });
  assert.equal(await outcome(event, { body: { consent: "refused" } }), "accepted");
  await edge.convert(sale(event));
  assert.equal(await creditedTo(event.order_id), null);
});

test("a purchase says what is wrong with it by its place in the body, and is not kept", async () => {
  const most = 10 ** 12;
  for (const [over, place, code] of [
    [{ order_id: undefined }, "order_id", "required"],
    [{ order_id: "" }, "order_id", "empty"],
    [{ order_id: "x".repeat(129) }, "order_id", "too_long"],
    [{ order_id: 1001 }, "order_id", "not_text"],
    [{ total_minor: undefined }, "total_minor", "required"],
    [{ total_minor: -1 }, "total_minor", "out_of_range"],
    [{ total_minor: most + 1 }, "total_minor", "out_of_range"],
    [{ total_minor: 50.5 }, "total_minor", "not_an_integer"],
    [{ tax_minor: 12_001 }, "total_minor", "amounts_do_not_add_up"],
    [{ merchandise_minor: 12_001 }, "merchandise_minor", "amounts_do_not_add_up"],
    [{ discount_minor: "1" }, "discount_minor", "not_an_integer"],
    [{ currency: "EURO" }, "currency", "not_a_currency"],
    [{ currency: undefined }, "currency", "required"],
    [{ code: "x".repeat(65) }, "code", "too_long"],
    [{ codes: "A" }, "codes", "not_a_list"],
    [{ touches: 7 }, "touches", "not_touches"],
  ]) {
    const { outcome, errors } = await said(purchase(over));
    assert.deepEqual([outcome, errors.map((one) => [one.pointer, one.code])], ["rejected", [[`/events/0/${place}`, code]]], JSON.stringify(over));
  }
});

test("limits are met to the letter", async () => {
  for (const over of [{ order_id: `${word()}${"x".repeat(128)}`.slice(0, 128) }, { total_minor: 10 ** 12 }, { total_minor: 0, tax_minor: 0, shipping_minor: 0 }, { code: "x".repeat(64) }])
    assert.equal(await outcome(purchase(over)), "accepted", JSON.stringify(over));
});

test("a purchase that waited was when it says, within a day", async () => {
  const hour = 3_600_000;
  for (const [at, kept] of [[Date.now() - 2 * hour, true], [Date.now() - 25 * hour, false], [Date.now() + hour, false]]) {
    const event = purchase({ at });
    assert.equal(await outcome(event), "accepted");
    const { occurred_at } = await why(event.order_id);
    assert.equal(Math.abs(Date.parse(occurred_at) - (kept ? at : Date.now())) < 60_000, true, `${iso(at)} became ${occurred_at}`);
  }
});
