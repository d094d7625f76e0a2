// Privacy: somebody who came through every door is shown, erased, and then found nowhere, while no total changes.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, CLICK, DAY, dayOf, DEAD, HUMAN, iso, NIGHT, start, until, word } from "./start.mjs";
import * as sign from "./signers.mjs";

const SECRET = "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";
const told = [];
const edge = await start({
  faulty: true,
  async outbound(request) {
    told.push(await request.text());
    return new Response(null, { status: 204 });
  },
});
after(() => edge.close());

await edge.must(201, "POST", "/v1/webhooks", {
  name: "crm", url: "https://crm.example/in", events: ["lead.created", "conversion.accepted", "conversion.revised", "refund.applied"],
});
const shop = await edge.must(201, "POST", "/v1/sources", { name: word("shop"), kind: "shopify", secret: SECRET });
const ORIGIN = "https://shop.example";
const site = await edge.must(201, "POST", "/v1/sites", { name: word("site"), origins: [ORIGIN] });
const survey = await edge.must(201, "POST", "/v1/surveys", { question: `How? ${word()}`, free_text: true });

const erase = (subject, status = 200) => edge.must(status, "POST", "/v1/privacy/erase", subject);
const shown = (subject) => edge.must(200, "POST", "/v1/privacy/export", subject);
const refused = async (path, body) => (await edge.call("POST", path, body)).status;

const webhook = (body, topic = "orders/create") =>
  edge.request(`/v1/hooks/${shop.handle}`, { method: "POST", headers: sign.shopify(SECRET, body, topic), body, ip: address() });

/** The row of an event as the edge makes it now, with everything that says by what and from where. */
const full = ({ visitor, at = Date.now(), nonce, kind = CLICK, link }) =>
  [visitor, at, nonce, kind, link, HUMAN, 0, null, "2.3...DE.BE.de", 0, 123_456_789, null];

const TOTALS = /^(visit_total|visit_part|credit|credit_total|path_total|lag_total|hour_count)$/;
const totals = async () => {
  const every = { ...(await edge.dump("DB")), ...(await edge.dump("EVENTS_0")) };
  const kept = Object.entries(every).filter(([name]) => TOTALS.test(name));
  // Which clicks an order came with goes, and with it whether a later one is the first of its click.
  return Object.fromEntries(kept.map(([name, rows]) => [name, rows.map((row) => row.replace(/"converting":\d+,/, ""))]));
};

/** Where each of `needles` still stands: `table: needle`. */
async function found(needles, { without = /^$/ } = {}) {
  const tables = { ...(await edge.dump("DB", { without })), kv: [await edge.kvText()] };
  for (const [name, rows] of Object.entries(await edge.dump("EVENTS_0", { without }))) tables[`events.${name}`] = rows;
  const places = [];
  for (const [name, rows] of Object.entries(tables))
    for (const needle of needles) {
      const pattern = new RegExp(`(?<![0-9a-zA-Z])${String(needle).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![0-9a-zA-Z])`, "i");
      if (rows.some((row) => pattern.test(row))) places.push(`${name}: ${needle}`);
    }
  return places;
}

/** Somebody who comes through every door; gives what they are known by. */
async function somebody() {
  const mail = `jo.${word()}@example.com`;
  const creator = await edge.make.creator();
  const link = await edge.make.link({ creator_id: creator.id });
  const known = await edge.make.link({ creator_id: creator.id, host: "full.test" });
  const ip = address();
  const view = await edge.request(`/px/${link.slug}.gif?placement=footer&recipient=${encodeURIComponent(mail)}`, { ip });
  assert.equal(view.status, 200);
  const first = await edge.click(link, { ip });
  const given = await edge.click(known, { ip });
  const cookie = given.reply.headers["set-cookie"].find((text) => text.startsWith("__Host-wm=")).split(";")[0];
  const again = await edge.click(known, { ip, headers: { cookie } });
  await edge.drained();
  const clicked = [...(await edge.eventsOf(link)), ...(await edge.eventsOf(known))];
  assert.equal(clicked.length, 3);
  const [landed] = clicked;
  const ids = { lead: `lead-${mail}`, event: word("event-"), order: word("order-"), refund: word("refund-"), token: word("checkout-token-") };
  const events = [
    { type: "landing", touch: first.id }, { type: "page" },
    { type: "purchase", order_id: ids.token, total_minor: 5_000, currency: "EUR", touches: `${first.id},google/organic@${Math.floor(Date.now() / 1000 - 60).toString(36)}` },
  ];
  const heard = await edge.request("/v1/collect", {
    method: "POST", ip, headers: { origin: ORIGIN, "content-type": "text/plain" }, body: JSON.stringify({ key: site.key, events }),
  });
  assert.deepEqual(heard.json.items.map(({ outcome }) => outcome), ["accepted", "accepted", "accepted"], heard.text);
  await edge.accepted({ kind: "lead", lead_id: ids.lead, type: "newsletter of Jo", occurred_at: new Date().toISOString(), click_ids: [first.id], customer: mail });
  const sale = edge.sale({
    order_id: ids.order, aliases: [`#${ids.order}`], click_ids: [again.id], customer: mail, lead_id: ids.lead, referrer: "https://www.instagram.com/p/1",
    items: [{ sku: "jo-s-lamp", name: "Lamp for Jo", quantity: 1, amount_minor: 10_000 }],
  });
  const key = word("idempotency-");
  await edge.accepted(sale, { headers: { "idempotency-key": key } });
  await edge.accepted(edge.refund(ids.order, { refund_id: ids.refund }));
  await edge.accepted({ kind: "event", event_id: ids.event, name: "webinar", occurred_at: new Date().toISOString(), customer: mail, click_ids: [first.id] });
  const typed = `Jo's cousin ${word()}`;
  const answer = await edge.request(`/v1/surveys/${survey.handle}/answers`, {
    method: "POST", ip, headers: { "content-type": "text/plain" }, body: JSON.stringify({ order_id: ids.order, text: typed }),
  });
  assert.equal(answer.status, 200, answer.text);
  const number = String(820_982_911_946_000_000n + BigInt(Math.floor(Math.random() * 1e9)));
  const shopify = (over = {}) =>
    JSON.stringify({
      id: "#id", name: `#S${number.slice(-9)}`, test: false, email: mail, contact_email: mail, customer: { id: 5, email: mail, first_name: "Jo" },
      created_at: new Date().toISOString(), processed_at: new Date().toISOString(), updated_at: new Date().toISOString(), cancelled_at: null, currency: "EUR",
      taxes_included: false, financial_status: "paid", total_price: "73.66", subtotal_price: "73.66", total_tax: "0.00", discount_codes: [],
      note_attributes: [{ name: "wm", value: first.id }], line_items: [], refunds: [], ...over,
    }).replace('"#id"', number);
  assert.equal((await webhook(shopify())).status, 200);
  // The shop's server says later that the browser's order is hers.
  await edge.convert(edge.sale({ order_id: ids.token, total_minor: 5_000, tax_minor: 0, shipping_minor: 0, customer: mail }));
  // Somebody else's event shares one of the letters; the other cannot be read at all.
  const other = edge.row({ link: link.id });
  const lost = full({ ...landed, at: landed.at + 60_000, nonce: 77_001_234, link: link.id });
  await edge.deliver([JSON.stringify({ v: 2, events: [lost, other] }), `no JSON of ${landed.visitor}`], { queue: DEAD });
  await edge.drained();
  await until("webhooks are told", async () => (await edge.control("SELECT count(*) AS n FROM webhook_message WHERE state = 'pending'"))[0].n === 0);
  await edge.rollup();

  const visitors = [...new Set([...clicked, ...(await edge.eventsOf(link, 2))].map(({ visitor }) => visitor))];
  assert.equal(visitors.length, 3, "an address, a cookie and a letter's recipient");
  const [{ customer }] = await edge.control("SELECT customer FROM conversion WHERE kind = 1 AND key = ?", ids.order);
  const needles = [
    mail, customer, typed, "Lamp for Jo", "newsletter of Jo", ids.lead, ids.event, first.id, given.id, again.id, key, 77_001_234,
    ...visitors, ...clicked.map(({ nonce }) => nonce),
  ];
  return { mail, ids, sale, shopify, number, needles, visitors, customer, first, given, again, link, other, creator };
}

test("who came through every door is shown whole, erased, and found nowhere; no total changes, and what comes later brings nothing back", async () => {
  const jo = await somebody();
  const ann = edge.sale({ customer: `ann.${word()}@example.com`, click_ids: [(await edge.click(jo.link)).id] });
  await edge.accepted(ann);
  await edge.drained();
  await edge.rollup();
  const kept = await found(jo.needles.filter((needle) => !String(needle).startsWith("idempotency-")));
  const hidden = new Set([jo.given.id, jo.again.id, jo.needles.find((needle) => String(needle).startsWith("idempotency-"))]);
  for (const needle of jo.needles.filter((one) => !hidden.has(one))) assert.ok(kept.some((place) => place.endsWith(`: ${needle}`)), `before: ${needle}`);

  const { tables, cut } = await shown({ customer: jo.mail.toUpperCase() });
  assert.deepEqual(cut, []);
  const rows = Object.fromEntries(Object.entries(tables).map(([table, list]) => [table, list.length]));
  assert.deepEqual(
    { ...rows, event: rows.event >= 5, webhook_message: rows.webhook_message >= 4, click_use: rows.click_use >= 3 },
    {
      conversion: 7, conversion_report: 1, order_alias: 2, order_code: 0, credit: 3, path: 5, click_use: true, webhook_message: true, idempotency: 1, delivery: 1,
      dead_letter: 2, event: true,
    },
    JSON.stringify(rows),
  );
  assert.ok(tables.delivery[0].body.includes(jo.mail));

  const before = await totals();
  const { found: any, receipt } = await erase({ customer: jo.mail, reason: "asked by letter" });
  assert.equal(any, true);
  assert.notEqual(receipt.finished_at, null);
  assert.equal(receipt.rows.conversion, 7);
  assert.equal(receipt.rows.event, rows.event);
  assert.deepEqual([receipt.rows.delivery, receipt.rows.dead_letter, receipt.rows.idempotency], [1, 2, 1]);

  assert.deepEqual(await found(jo.needles), []);
  // Accounting needs the order's names: a refund that comes later finds its order by them.
  assert.deepEqual(
    [...new Set((await found([jo.ids.order, jo.ids.refund, jo.ids.token, jo.number])).map((place) => place.split(":")[0]))].sort(),
    ["conversion", "credit", "order_alias", "path"],
  );
  await edge.rollup({ from: dayOf(Date.now() - 86_400_000), to: dayOf() });
  assert.deepEqual(await totals(), before, "a recount after it is what was counted before it");

  const shop = await webhook(jo.shopify({ updated_at: new Date(Date.now() + 60_000).toISOString(), total_price: "80.00", subtotal_price: "80.00" }));
  assert.equal(shop.json.outcome, "revision", shop.text);
  const revised = await edge.convert({ ...jo.sale, revision: 5, total_minor: 13_000 });
  assert.equal(revised.json.outcome, "revision", revised.text);
  assert.equal((await edge.convert(jo.sale)).json.outcome, "duplicate");
  await edge.convert({ kind: "lead", lead_id: jo.ids.lead, type: "newsletter of Jo", occurred_at: new Date().toISOString(), click_ids: [jo.first.id], customer: jo.mail, revision: 9 });
  const [{ n }] = await edge.control("SELECT count(*) AS n FROM conversion WHERE kind = 1 AND key = ? AND total_minor = 13000", jo.ids.order);
  assert.equal(n, 1, "money is still told");
  // What a shop sends anew is kept as a delivery for thirty days.
  assert.deepEqual(await found(jo.needles, { without: /^delivery$/ }), []);

  const [kin] = await edge.control("SELECT customer, touches FROM conversion WHERE key = ?", ann.order_id);
  assert.ok(kin.customer !== null && JSON.parse(kin.touches)[0][2] !== 0, "nobody else lost anything");
  const { items } = await edge.must(200, "GET", "/v1/privacy/receipts?limit=100");
  assert.deepEqual(items.find(({ id }) => id === receipt.id), receipt);
  assert.deepEqual(await edge.must(200, "GET", `/v1/privacy/receipts/${receipt.id}`), receipt);
  assert.equal(receipt.reason, "asked by letter");
});

/** A recount of every day from `from` on must give what is counted already. */
async function countedAgain(before, from = Date.now() - DAY) {
  await edge.rollup({ from: dayOf(from), to: dayOf() });
  assert.deepEqual(await totals(), before);
}

test("whoever an imported history knows is erased with all they did, and their order stays whose it is when it is counted again", async () => {
  const [creator, other] = [await edge.make.creator(), await edge.make.creator()];
  const [link, another] = [await edge.make.link({ creator_id: creator.id }), await edge.make.link({ creator_id: other.id })];
  const [visitor, customer, at] = [word("v"), word("cust"), Date.now() - 60 * DAY];
  const lines = [
    { type: "click", id: word("c"), at: iso(at - 3 * DAY), link: link.id, visitor },
    { type: "click", id: word("c"), at: iso(at - 2 * DAY), link: another.id, visitor },
    { type: "landing", at: iso(at - DAY), visitor, source: "google", medium: "organic" },
    { type: "view", id: word("w"), at: iso(at - DAY / 2), link: link.id, visitor },
    { type: "sale", order_id: word("o"), at: iso(at), visitor, customer, total_minor: 12_000, tax_minor: 0, shipping_minor: 0, currency: "EUR" },
  ];
  const body = lines.map((line) => JSON.stringify(line)).join("\n");
  const taken = await edge.call("POST", `/v1/import?name=${word("past-")}`, body, { headers: { "content-type": "application/x-ndjson" } });
  assert.equal(taken.json.stored, 5, taken.text);
  await edge.rollup();
  const before = await totals();
  const order = lines.at(-1).order_id;
  const path = async () => (await edge.control("SELECT click_creator, steps FROM path WHERE key = ?", order))[0];
  const was = await path();
  assert.deepEqual([was.click_creator, JSON.parse(was.steps).length], [other.id, 4]);
  const { receipt } = await erase({ customer });
  assert.deepEqual([receipt.rows.conversion, receipt.rows.event], [1, 4]);
  const { tables } = await shown({ imported_visitor: visitor });
  assert.deepEqual([tables.conversion.length, tables.event.length], [0, 0]);
  for (let time = 0; time < 2; time++) {
    await edge.rollup({ from: dayOf(at - 5 * DAY), to: dayOf() });
    assert.deepEqual(await path(), was);
    const now = await totals();
    for (const table of ["credit", "credit_total", "visit_total"]) assert.deepEqual(now[table], before[table], table);
  }
});

test("a second call finds nothing and says so, with a receipt of its own", async () => {
  const sale = edge.sale({ customer: `${word()}@example.com` });
  await edge.accepted(sale);
  const first = await erase({ order_id: sale.order_id });
  const second = await erase({ order_id: sale.order_id });
  assert.deepEqual([first.found, second.found, second.receipt.rows], [true, false, {}]);
  assert.equal(second.receipt.subject, first.receipt.subject);
  assert.notEqual(second.receipt.id, first.receipt.id);
  assert.equal((await erase({ customer: `${word()}@example.com` })).found, false);
});

test("an order stands for itself: its customer's other orders stay whole, and are whose they were", async () => {
  const creator = await edge.make.creator();
  const link = await edge.make.link({ creator_id: creator.id });
  const customer = `${word()}@example.com`;
  const { id } = await edge.click(link);
  await edge.drained();
  const first = edge.sale({ customer, click_ids: [id] });
  await edge.accepted(first);
  // By the customer's earlier click alone.
  const later = edge.sale({ customer, occurred_at: iso(Date.now() + 1_000) });
  await edge.accepted(later);
  await edge.rollup();
  const of = async ({ order_id }) => edge.must(200, "GET", `/v1/conversions/${order_id}`);
  assert.deepEqual([(await of(later)).credited.creator_id, (await of(later)).new_customer], [creator.id, false]);
  const before = await totals();
  const { receipt } = await erase({ order_id: first.order_id });
  assert.equal(receipt.rows.conversion, 1);
  await countedAgain(before);
  assert.deepEqual([(await of(later)).credited.creator_id, (await of(later)).new_customer], [creator.id, false]);
  assert.deepEqual([(await of(first)).customer_known, (await of(later)).customer_known], [false, true]);
  assert.equal((await of(first)).credited.creator_id, creator.id);
  assert.equal((await of(first)).new_customer, true);
  await erase({ customer });
  await countedAgain(before);
});

test("an order may be named by any of its names, also while only its refund is known", async () => {
  const sale = edge.sale({ aliases: [word("#")], customer: `${word()}@example.com` });
  await edge.accepted(sale);
  assert.equal((await erase({ order_id: sale.aliases[0] })).receipt.rows.conversion, 1);
  const early = edge.refund(word("order-"));
  await edge.accepted(early);
  assert.equal((await erase({ order_id: early.order_id })).receipt.rows.conversion, 1);
});

test("a click id stands for its visit and the orders that came with it", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  await edge.drained();
  const sale = edge.sale({ click_ids: [id], customer: `${word()}@example.com` });
  await edge.accepted(sale);
  await edge.rollup();
  const before = await totals();
  const [event] = await edge.eventsOf(link);
  const { tables } = await shown({ click_id: id });
  assert.deepEqual([tables.event.length, tables.conversion.length], [1, 1]);
  const { receipt } = await erase({ click_id: id });
  assert.deepEqual([receipt.rows.event, receipt.rows.conversion], [1, 1]);
  assert.deepEqual(await found([id, event.visitor, event.nonce]), []);
  await countedAgain(before);
});

test("a click id that many orders came with names none of them", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  await edge.drained();
  const sales = Array.from({ length: 6 }, () => edge.sale({ click_ids: [id], customer: `${word()}@example.com` }));
  for (const sale of sales) await edge.accepted(sale);
  const [{ nonce, visitor }] = await edge.eventsOf(link);
  await erase({ click_id: id });
  const rows = await edge.control("SELECT customer, touches FROM conversion WHERE key IN (SELECT value FROM json_each(?))", JSON.stringify(sales.map((sale) => sale.order_id)));
  assert.equal(rows.filter(({ customer }) => customer !== null).length, 6);
  assert.deepEqual(await found([nonce, visitor]), []);
});

test("an address hash is a crowd: its events and touches are made nobody's, and nobody's order is", async () => {
  const link = await edge.make.link();
  const ip = address();
  const clicks = [await edge.click(link, { ip }), await edge.click(link, { ip })];
  await edge.drained();
  const sales = clicks.map(({ id }) => edge.sale({ click_ids: [id], customer: `${word()}@example.com` }));
  for (const sale of sales) await edge.accepted(sale);
  await edge.rollup();
  const before = await totals();
  const [{ visitor }] = await edge.eventsOf(link);
  // One of the crowd is erased as a customer: the other's touch is the other's.
  await erase({ customer: sales[0].customer });
  const [other] = await edge.control("SELECT customer, touches FROM conversion WHERE key = ?", sales[1].order_id);
  assert.ok(other.customer !== null && other.touches.includes(`,${visitor}]`));
  await countedAgain(before);
  await erase({ visitor: String(visitor) });
  assert.deepEqual(await found([visitor]), []);
  assert.notEqual((await edge.control("SELECT customer FROM conversion WHERE key = ?", sales[1].order_id))[0].customer, null);
  await countedAgain(before);
});

test("a visitor with a cookie is one person on every day, and their orders are theirs", async () => {
  const link = await edge.make.link();
  const visitor = 2 * 2 ** 46 + Number.parseInt(word("").slice(0, 8), 16);
  const days = [5, 3, 0].map((back) => Date.now() - back * DAY);
  const row = (at) => edge.row({ visitor, link: link.id, at });
  await edge.deliver([edge.message([...days.map(row), row(days[0] + 1_000), row(days[0] + 2_000)])]);
  await edge.rollup();
  const before = await totals();
  const { receipt } = await erase({ visitor: String(visitor) });
  assert.equal(receipt.rows.event, 5);
  await countedAgain(before, days[0]);
  const kept = await edge.eventsOf(link);
  assert.deepEqual([new Set(kept.map((one) => one.visitor)).size, new Set(kept.map((one) => one.visitor >= 2 * 2 ** 46)).size], [3, 1], "one other a day, known the same way");
});

test("an erasure that breaks off is finished by the next call, or by the night", async () => {
  for (const how of ["call", "night"]) {
    const link = await edge.make.link();
    const customer = `${word()}@example.com`;
    const { id } = await edge.click(link);
    await edge.drained();
    await edge.accepted(edge.sale({ customer, click_ids: [id] }));
    const [{ visitor, nonce }] = await edge.eventsOf(link);
    await edge.faults.during([{ target: "EVENTS_0", match: "UPDATE event SET", mode: "before", times: 1 }], () => erase({ customer }, 503));
    assert.ok((await found([visitor])).length > 0, "its events are left");
    const { items } = await edge.must(200, "GET", "/v1/privacy/receipts?limit=100");
    const open = items.at(-1);
    assert.equal(open.finished_at, null);
    if (how === "call") assert.equal((await erase({ customer })).receipt.id, open.id);
    else await edge.cron(NIGHT);
    const done = await edge.must(200, "GET", `/v1/privacy/receipts/${open.id}`);
    assert.notEqual(done.finished_at, null);
    assert.deepEqual([done.rows.conversion, done.rows.event], [1, 1]);
    assert.deepEqual(await found([customer, visitor, nonce, id]), [], "and what was left to do is forgotten too");
  }
});

test("an erasure whose first transaction fails, or is lost after it was written, ends the same", async () => {
  for (const mode of ["before", "after"]) {
    const sale = edge.sale({ customer: `${word()}@example.com` });
    await edge.accepted(sale);
    await edge.faults.during([{ target: "DB", op: "batch", match: "erased_at = CAST", mode, times: 1 }], () => erase({ order_id: sale.order_id }, 503));
    const { receipt } = await erase({ order_id: sale.order_id });
    assert.equal(receipt.rows.conversion, 1, mode);
    assert.notEqual(receipt.finished_at, null);
  }
});

test("a mistyped visitor changes no letter of anybody", async () => {
  const newer = JSON.stringify({ v: 3, events: [[25, Date.now(), 5, "5"]] });
  const bodies = [newer, "15 tries", JSON.stringify({ v: 2, events: [edge.row({ visitor: 55, link: 5 })] })];
  await edge.deliver(bodies, { queue: DEAD });
  assert.deepEqual((await shown({ visitor: "5" })).tables.dead_letter, []);
  assert.equal((await erase({ visitor: "5" })).receipt.rows.dead_letter, undefined);
  const kept = (await edge.control("SELECT body FROM dead_letter")).map(({ body }) => body);
  for (const body of bodies) assert.ok(kept.includes(body), body);
  await erase({ visitor: "25" });
  assert.ok((await edge.control("SELECT body FROM dead_letter")).some(({ body }) => body === '{"events":[],"v":3}'), "a newer message loses their events only");
});

test("deliveries are found by a customer's e-mail in every spelling of its shop", async () => {
  const mail = `jörg.${word()}@example.com`;
  const escaped = mail.replace("ö", "\\u00f6");
  for (const [nonce, text] of [mail, mail.toUpperCase(), escaped, escaped.toUpperCase().replace("\\U", "\\u"), `x${mail.slice(2)}`].entries())
    await edge.control(
      "INSERT INTO delivery (source, received_at, nonce, verified, cut, topic, status, outcome, errors, items, body) VALUES (1, ?, ?, 1, 0, 'spelled', 200, '', '[]', '[]', ?)",
      Date.now(), nonce, `{"email":"${text}"}`,
    );
  const { tables } = await shown({ customer: mail });
  assert.equal(tables.delivery.length, 4);
  assert.equal((await erase({ customer: mail.toUpperCase() })).receipt.rows.delivery, 4);
  assert.equal((await edge.control("SELECT count(*) AS n FROM delivery WHERE topic = 'spelled'"))[0].n, 1);
});

test("who is not named in exactly one way is refused, field by field", async () => {
  const { id } = await edge.click(await edge.make.link());
  const bad = [
    {}, [], { customer: "a@example.com", order_id: "1" }, { customer: "" }, { customer: "x".repeat(321) }, { order_id: "x".repeat(129) }, { order_id: 7 },
    { visitor: 7 }, { visitor: "-1" }, { visitor: "+1" }, { visitor: "1.5" }, { visitor: String(2 ** 48) }, { visitor: "9".repeat(21) }, { click_id: "x" },
    { click_id: `${id.slice(0, -2)}AA` }, { click_id: id, visitor: "1" }, { email: "a@example.com" }, { customer: "a\u0000b" },
  ];
  for (const path of ["/v1/privacy/export", "/v1/privacy/erase"])
    for (const body of bad) assert.equal(await refused(path, body), 422, `${path} ${JSON.stringify(body)}`);
  assert.equal(await refused("/v1/privacy/export", { customer: "a@example.com", reason: "none" }), 422, "an export has no reason");
  assert.equal(await refused("/v1/privacy/erase", { customer: "a@example.com", reason: "x".repeat(201) }), 422);
  assert.equal(await refused("/v1/privacy/erase", "{"), 400);
  assert.equal(await refused("/v1/privacy/erase", { customer: "x".repeat(5_000) }), 413);
  for (const body of [{ visitor: "0" }, { visitor: String(2 ** 48 - 1) }, { customer: "x".repeat(320) }, { order_id: "x".repeat(128) }, { click_id: id }])
    assert.equal(await refused("/v1/privacy/export", body), 200, JSON.stringify(body));
  const { key } = await edge.make.key(["reports:read", "conversions:write"]);
  for (const [method, path] of [["POST", "/v1/privacy/erase"], ["POST", "/v1/privacy/export"], ["GET", "/v1/privacy/receipts"], ["GET", "/v1/privacy/receipts/1"]])
    assert.equal((await edge.call(method, path, method === "POST" ? { customer: "a" } : undefined, { key })).status, 403, path);
  assert.equal((await edge.call("GET", "/v1/privacy/receipts/999999")).status, 404);
});
