// Privacy: what is shown to somebody, or goes with them, is theirs and nobody else's; and no count changes by it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, DAY, dayOf, INTRADAY, iso, start, word } from "./start.mjs";
import * as sign from "./signers.mjs";

const SECRET = "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";
const edge = await start({ faulty: true });
after(() => edge.close());
const shop = await edge.must(201, "POST", "/v1/sources", { name: word("shop"), kind: "shopify", secret: SECRET });

const shown = async (subject) => (await edge.must(200, "POST", "/v1/privacy/export", subject)).tables;
const erase = (subject) => edge.must(200, "POST", "/v1/privacy/erase", subject);

let number = 8_209_829_119_460_000n;
/** A Shopify order arrives; gives its number. */
async function shipped(email, over = {}) {
  number += 1n;
  const body = JSON.stringify({
    id: "#id", name: `#S${number}`, test: false, email, contact_email: email, customer: { id: 5, email }, created_at: iso(), processed_at: iso(),
    updated_at: iso(), cancelled_at: null, currency: "EUR", taxes_included: false, financial_status: "paid", total_price: "73.66", subtotal_price: "73.66",
    total_tax: "0.00", discount_codes: [], note_attributes: [], line_items: [], refunds: [], ...over,
  }).replace('"#id"', String(number));
  const reply = await edge.request(`/v1/hooks/${shop.handle}`, { method: "POST", headers: sign.shopify(SECRET, body, "orders/create"), body, ip: address() });
  assert.equal(reply.status, 200, reply.text);
  return String(number);
}

const left = async (text) => (await edge.control("SELECT count(*) AS n FROM delivery WHERE instr(body, ?) > 0", text))[0].n;

test("an address that is a piece of another's shows and takes none of the other's deliveries", async () => {
  const bo = `bo.${word()}@example.com`;
  await shipped(`jim${bo}`);
  assert.deepEqual((await shown({ customer: bo })).delivery, []);
  assert.equal((await erase({ customer: bo })).found, false);
  assert.equal(await left(`jim${bo}`), 1);
  assert.equal((await shown({ customer: `JIM${bo}` })).delivery.length, 1, "their own is theirs");
});

test("an order's name that another's begins with, and a number inside another's order, are not the other's", async () => {
  const name = word("ORD-2026-");
  await shipped("ann@example.com", { name: `${name}2`, line_items: [{ id: 1001, name: "Lamp", quantity: 1, price: "73.66", sku: "1001" }] });
  for (const order_id of [name, "1001"]) {
    await edge.accepted(edge.sale({ order_id, customer: `zoe.${word()}@example.com` }));
    assert.deepEqual((await shown({ order_id })).delivery, [], order_id);
    await erase({ order_id });
  }
  assert.equal(await left("ann@example.com"), 1);
  assert.equal((await shown({ order_id: `${name}2` })).delivery.length, 1);
});

test("an order of the same name that was not taken for theirs stays another's", async () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  const tells = async (report) => {
    const { handle } = await edge.must(201, "POST", "/v1/sources", { name: word("std"), kind: "standard", secret });
    const body = JSON.stringify(report);
    return (await edge.request(`/v1/hooks/${handle}`, { method: "POST", headers: sign.standard(secret, body), body, ip: address() })).json.outcome;
  };
  const [kim, lee] = ["kim", "lee"].map((name) => `${name}.${word()}@example.com`);
  const order = edge.sale({ order_id: word("#"), customer: kim });
  assert.equal(await tells(order), "accepted");
  assert.equal(await tells({ ...order, customer: lee, total_minor: 99_000 }), "conflict", "another shop numbers its orders alike");
  assert.equal((await shown({ order_id: order.order_id })).delivery.length, 1);
  await erase({ customer: kim });
  assert.deepEqual([await left(kim), await left(lee)], [0, 1]);
});

test("a lead's, a refund's and an event's id that is another's order takes nothing from that order", async () => {
  const order_id = word("order-");
  const { id } = await edge.click(await edge.make.link());
  const order = edge.sale({ order_id, customer: `eve.${word()}@example.com`, click_ids: [id] });
  await edge.accepted(order);
  await edge.convert({ ...order, total_minor: 99_000 });
  const kept = () => edge.control("SELECT (SELECT count(*) FROM conversion_report WHERE key = ?1) AS reports, (SELECT count(*) FROM click_use WHERE key = ?1) AS uses", order_id);
  assert.deepEqual(await kept(), [{ reports: 1, uses: 1 }]);
  const customer = `dan.${word()}@example.com`;
  const own = edge.sale({ customer });
  for (const report of [
    { kind: "lead", lead_id: order_id, occurred_at: iso(), customer }, { kind: "event", event_id: order_id, name: "webinar", occurred_at: iso(), customer },
    own, edge.refund(own.order_id, { refund_id: order_id }),
  ]) await edge.accepted(report);
  assert.equal((await erase({ customer })).receipt.rows.conversion, 4);
  assert.deepEqual(await kept(), [{ reports: 1, uses: 1 }]);
});

test("events that an erasure moves while their day is counted are counted again", async () => {
  const link = await edge.make.link();
  const at = Date.now() - 2 * DAY;
  const cookie = 2 ** 47 + 12_345;
  const rows = [...Array.from({ length: 15 }, (_, i) => edge.row({ link: link.id, visitor: cookie, at: at + i * 60_000, nonce: i })),
    ...Array.from({ length: 4_500 }, (_, i) => edge.row({ link: link.id, visitor: cookie + 10 + i * 1_000_000_000, at, nonce: i }))];
  for (let i = 0; i < rows.length; i += 100) await edge.deliver([JSON.stringify({ v: 2, events: rows.slice(i, i + 100) })]);
  await edge.rollup();
  const counted = () => edge.control("SELECT clicks_gross, clicks, duplicates, visitor_days FROM visit_total WHERE scope = 3 AND id = ?", link.id);
  const before = await counted();
  assert.equal(before[0].clicks_gross, 4_515);
  await edge.faults.plan([{ target: "EVENTS_0", match: "json_group_array\\(json_array\\(\\s*visitor", mode: "slow", ms: 700 }]);
  const counting = edge.rollup({ from: dayOf(at), to: dayOf(at) });
  await new Promise((done) => setTimeout(done, 1_000));
  assert.equal((await erase({ visitor: String(cookie) })).receipt.rows.event, 15);
  await counting;
  await edge.faults.heal();
  await edge.cron(INTRADAY);
  assert.deepEqual(await counted(), before);
});

test("a receipt counts the events of a step whose answer was lost", async () => {
  for (const mode of ["before", "after"]) {
    const link = await edge.make.link();
    const { id } = await edge.click(link);
    await edge.drained();
    await edge.faults.during([{ target: "EVENTS_0", match: "UPDATE event SET", mode, times: 1 }], () => edge.must(503, "POST", "/v1/privacy/erase", { click_id: id }));
    const { receipt } = await erase({ click_id: id });
    assert.equal(receipt.rows.event, 1, mode);
    assert.notEqual(receipt.finished_at, null);
  }
  assert.deepEqual(await edge.events("SELECT name FROM meta WHERE name LIKE 'erased:%'"), []);
});
