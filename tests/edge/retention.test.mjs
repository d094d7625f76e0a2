// Forgetting by age: events and evidence go when they are old, totals and whose an order is stay.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, dayOf, DEAD, iso, NIGHT, start, until, word } from "./start.mjs";

const EVENTS_DAYS = 40;
const EVIDENCE_DAYS = 60;
const PARTS_DAYS = 400;
const vars = { KEEP_EVENTS_DAYS: String(EVENTS_DAYS), KEEP_EVIDENCE_DAYS: String(EVIDENCE_DAYS), KEEP_PARTS_DAYS: String(PARTS_DAYS) };
const edge = await start({ vars });
after(() => edge.close());

/** The middle of the UTC day `back` days ago. */
const noon = (back) => Math.floor(Date.now() / DAY) * DAY - back * DAY + DAY / 2;
const TOTALS = /^(visit_total|visit_part|sale_total|credit)$/;
const totals = async () => Object.fromEntries(Object.entries(await edge.dump("DB")).filter(([name]) => TOTALS.test(name)));
const clicks = (link, times) => edge.deliver([edge.message(times.map((at) => edge.row({ link: link.id, at })))]);
const days = async (link) => (await edge.eventsOf(link)).map(({ day }) => day);

test("events older than they are kept go in the night, those of the last kept day stay, and so do all totals", async () => {
  const link = await edge.make.link();
  await clicks(link, [noon(EVENTS_DAYS + 300), noon(EVENTS_DAYS + 1), noon(EVENTS_DAYS), noon(0)]);
  await edge.rollup();
  const before = await totals();
  await edge.cron(NIGHT);
  assert.deepEqual(await days(link), [EVENTS_DAYS, 0].map((back) => Math.floor(noon(back) / DAY)));
  assert.deepEqual(await totals(), before);
});

test("a day whose events are gone is not counted again, be it asked for or written to late, and that is said", async () => {
  const link = await edge.make.link();
  const old = noon(EVENTS_DAYS + 2);
  await clicks(link, [old, old + 1]);
  // What came late is counted once before it goes: the night has not yet taken that day's events.
  await edge.cron(NIGHT);
  const before = await totals();
  const asked = await edge.rollup({ from: dayOf(old), to: dayOf(noon(EVENTS_DAYS)) });
  assert.equal(asked.state, "done");
  assert.match(asked.error, /^the visits of 2 days stay as they were counted/);
  assert.deepEqual(await totals(), before);
  await clicks(link, [old + 2]);
  const late = await edge.rollup();
  assert.match(late.error, /^the visits of 1 days stay/);
  assert.deepEqual(await totals(), before);
  assert.equal((await edge.rollup()).error, null, "its mark is gone");
  await edge.cron(NIGHT);
  assert.deepEqual(await days(link), []);
});

test("a letter with events is kept as long as events are", async () => {
  await edge.deliver(["one that is old", "one that is new"], { queue: DEAD });
  await edge.control("UPDATE dead_letter SET received_at = ? WHERE body = 'one that is old'", noon(EVENTS_DAYS + 1));
  await edge.cron(NIGHT);
  const left = (await edge.control("SELECT body FROM dead_letter")).map(({ body }) => body);
  assert.deepEqual(left, ["one that is new"]);
});

test("evidence goes by age, an order after the other, and every order stays whose it was", async () => {
  const [one, two] = [await edge.make.creator(), await edge.make.creator()];
  const [first, second] = [await edge.make.link({ creator_id: one.id }), await edge.make.link({ creator_id: two.id })];
  const customer = `${word()}@example.com`;
  const cookie = 2 * 2 ** 46 + 4_711;
  // Each but the first is its creator's by what an earlier order of the customer came with.
  const backs = [EVIDENCE_DAYS + 20, EVIDENCE_DAYS + 5, EVIDENCE_DAYS - 8, EVIDENCE_DAYS - 30];
  const sales = backs.map((back) =>
    edge.sale({ customer, occurred_at: iso(noon(back)), items: [{ name: "Lamp", quantity: 1, amount_minor: 10_000 }] }),
  );
  for (const sale of sales) await edge.accepted(sale);
  const touches = { 0: [first, noon(backs[0]) - 1_000], 2: [second, noon(backs[2]) - 1_000] };
  for (const [place, [link, at]] of Object.entries(touches)) {
    await edge.control("UPDATE conversion SET touches = ? WHERE key = ?", JSON.stringify([[link.id, at, 12_345, cookie]]), sales[place].order_id);
  }
  await edge.control("UPDATE conversion SET received_at = occurred_at WHERE customer IS NOT NULL");
  const range = { from: dayOf(noon(EVIDENCE_DAYS + 30)), to: dayOf() };
  await edge.rollup(range);
  const before = await totals();
  const credited = async () =>
    (await edge.control("SELECT creator FROM credit WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY order_id", JSON.stringify(sales.map((s) => s.order_id)))).map(({ creator }) => creator).sort();
  assert.deepEqual(await credited(), [one.id, one.id, two.id, two.id].sort());
  const kept = async () =>
    (await Promise.all(sales.map(({ order_id }) => edge.control("SELECT customer, touches, detail, erased_at FROM conversion WHERE key = ?", order_id)))).map(([row]) => ({
      customer: row.customer !== null, visitor: row.touches.includes(String(cookie)), items: row.detail.includes("Lamp"), erased: row.erased_at !== null,
    }));
  await edge.cron(NIGHT);
  const gone = { customer: false, visitor: false, items: false, erased: true };
  assert.deepEqual(await kept(), [gone, gone, { customer: true, visitor: true, items: true, erased: false }, { customer: true, visitor: false, items: true, erased: false }]);
  await edge.rollup(range);
  assert.deepEqual(await totals(), before, "counted again after the first went");
  // Twenty-five days later.
  await edge.control("UPDATE conversion SET received_at = received_at - ?", 25 * DAY);
  await edge.control("UPDATE meta SET value = value - ? WHERE name = 'evidence_purged_until'", 25 * DAY);
  await edge.cron(NIGHT);
  await edge.cron(NIGHT);
  assert.equal((await kept()).filter(({ erased }) => erased).length, 3);
  await edge.rollup(range);
  assert.deepEqual(await totals(), before, "and after the third");
  const refund = edge.refund(sales[1].order_id);
  await edge.accepted(refund);
  await edge.rollup();
  assert.deepEqual(await credited(), [one.id, one.id, two.id, two.id].sort(), "a refund of an order that old changes its money only");
});

test("conversions that came in one moment lose their evidence in one night, however many they are", async () => {
  const at = noon(EVIDENCE_DAYS + 3);
  const sales = Array.from({ length: 90 }, () => edge.sale({ customer: `${word()}@example.com`, occurred_at: iso(at) }));
  const reply = await edge.convert(sales);
  assert.equal(reply.status, 200);
  const more = Array.from({ length: 5 }, () => edge.sale({ customer: `${word()}@example.com`, occurred_at: iso(at) }));
  await edge.convert(more);
  const old = await edge.control("SELECT value FROM meta WHERE name = 'evidence_purged_until'");
  await edge.control("UPDATE conversion SET received_at = ? WHERE occurred_at = ?", old[0].value + 5, at);
  await edge.cron(NIGHT);
  const [{ n }] = await edge.control("SELECT count(*) AS n FROM conversion WHERE occurred_at = ? AND customer IS NOT NULL", at);
  assert.equal(n, 0);
});

const part = (back) => Math.floor(noon(back) / DAY);
const partDays = async () => (await edge.control("SELECT day FROM visit_part WHERE value = 'of the test' ORDER BY day")).map(({ day }) => day);
const addPart = (back, dimension) =>
  edge.control("INSERT INTO visit_part VALUES (?, ?, -1, 'of the test', 1, 1, 0, 0, 0)", dimension, part(back));

test("visits by one dimension go by age, of the last kept day they stay, and no recount brings them back", async () => {
  for (const back of [PARTS_DAYS + 200, PARTS_DAYS + 1, PARTS_DAYS, 1]) for (const dimension of [1, 16]) await addPart(back, dimension);
  await edge.control("INSERT INTO visit_total (scope, day, id, clicks_gross, clicks, bots, previews, prefetches, visitor_days, views_gross, views, monitors, internals, suspects, duplicates, rates, landings_gross, landings, pages) VALUES (0, ?, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)", part(PARTS_DAYS + 1));
  await edge.cron(NIGHT);
  const left = [PARTS_DAYS, PARTS_DAYS, 1, 1].map(part);
  assert.deepEqual(await partDays(), left);
  await edge.rollup({ from: dayOf(noon(PARTS_DAYS + 1)), to: dayOf(noon(PARTS_DAYS)) });
  assert.deepEqual(await partDays(), left);
  assert.equal((await edge.control("SELECT clicks FROM visit_total WHERE day = ?", part(PARTS_DAYS + 1)))[0].clicks, 1, "the total stays");
});

test("credit by one dimension goes as visits by it do", async () => {
  for (const back of [PARTS_DAYS + 1, PARTS_DAYS])
    await edge.control("INSERT INTO credit_part VALUES (5, ?, 'of the test', 1, 1, 1, 'EUR', 1, 100, 0, 100, 0)", part(back));
  await edge.cron(NIGHT);
  const left = await edge.control("SELECT day FROM credit_part WHERE value = 'of the test'");
  assert.deepEqual(left.map(({ day }) => day), [part(PARTS_DAYS)]);
});

test("an order whose people's events are gone stays whose it was when it is counted again, and is parted as it was", async () => {
  const creator = await edge.make.creator();
  const link = await edge.make.link({ creator_id: creator.id });
  const visitor = word("v");
  const order = word("o");
  const lines = [
    { type: "click", id: word("c"), at: iso(noon(50)), link: link.id, visitor, country: "DE" },
    { type: "sale", order_id: order, at: iso(noon(45)), visitor, total_minor: 12_000, tax_minor: 0, shipping_minor: 0, currency: "EUR" },
  ];
  await edge.events("UPDATE meta SET value = 0 WHERE name = 'purged_until'");
  const body = lines.map((line) => JSON.stringify(line)).join("\n");
  const taken = await edge.call("POST", `/v1/import?name=${word("past-")}`, body, { headers: { "content-type": "application/x-ndjson" } });
  assert.equal(taken.json.stored, 2, taken.text);
  await edge.rollup();
  const kept = async () => {
    const [path] = await edge.control("SELECT click_creator, steps FROM path WHERE key = ?", order);
    const [credit] = await edge.control("SELECT creator FROM credit WHERE order_id = ?", order);
    return [path.click_creator, path.steps, credit.creator, await edge.control("SELECT * FROM credit_part WHERE link = ? ORDER BY dimension", link.id)];
  };
  const before = await kept();
  assert.deepEqual([before[0], before[2], before[3].length > 0], [creator.id, creator.id, true]);
  await edge.cron(NIGHT);
  assert.deepEqual(await days(link), []);
  for (let time = 0; time < 2; time++) {
    await edge.rollup({ from: dayOf(noon(50)), to: dayOf(noon(44)) });
    assert.deepEqual(await kept(), before);
  }
  await edge.accepted(edge.refund(order));
  await edge.rollup();
  const after = await kept();
  assert.deepEqual(after.slice(0, 3), before.slice(0, 3), "a refund that comes late changes its money only");
});

test("a day that cannot be counted keeps its events a week longer, and no other day's", async () => {
  const link = await edge.make.link();
  const stuck = part(EVENTS_DAYS + 2);
  // Where nothing was forgotten yet.
  await edge.events("UPDATE meta SET value = 0 WHERE name = 'purged_until'");
  await edge.control(`CREATE TRIGGER stuck BEFORE INSERT ON visit_total WHEN NEW.day = ${stuck} OR NEW.day = ${part(3)} BEGIN SELECT RAISE(ABORT, 'stuck'); END`);
  await clicks(link, [noon(EVENTS_DAYS + 9), noon(EVENTS_DAYS + 4), noon(EVENTS_DAYS + 2), noon(EVENTS_DAYS + 1), noon(3), noon(0)]);
  await edge.cron(NIGHT);
  assert.deepEqual(await days(link), [EVENTS_DAYS + 2, EVENTS_DAYS + 1, 3, 0].map(part), "and a day of this week that fails keeps nothing");
  await edge.control("DROP TRIGGER stuck");
  await edge.cron(NIGHT);
  assert.deepEqual(await days(link), [3, 0].map(part));
  const counted = await edge.control("SELECT day FROM visit_total WHERE scope = 3 AND id = ? ORDER BY day", link.id);
  assert.deepEqual(counted.map(({ day }) => day), [9, 4, 2, 1].map((back) => part(EVENTS_DAYS + back)).concat([3, 0].map(part)), "each was counted before it went");
});

test("what fails in a night keeps nothing else from going: each receipt and each table by itself", async () => {
  const link = await edge.make.link();
  await edge.control("INSERT INTO delivery (source, received_at, nonce, verified, cut, topic, status, outcome, errors, items, body) VALUES (1, 0, 0, 1, 0, '', 200, '', '[]', '[]', '{}')");
  await edge.control("INSERT INTO dead_letter (queue, reason, body, received_at) VALUES ('q', 'r', 'of long ago', 0)");
  for (const table of ["delivery", "dead_letter"])
    await edge.control(`CREATE TRIGGER stuck_${table} BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, 'stuck'); END`);
  const work = JSON.stringify({ order: null, customer: null, click: null, visitor: null, visitors: [], clicks: [], ids: [], words: [], key: "k" });
  const opened = [];
  for (const left of ["no JSON", work]) {
    const [{ id }] = await edge.control("INSERT INTO privacy_receipt (subject, named_by, asked_at, work, rows) VALUES (?, 'customer', 0, ?, '{}') RETURNING id", word(), left);
    opened.push(id);
  }
  await addPart(PARTS_DAYS + 7, 5);
  await clicks(link, [noon(0)]);
  await edge.events("INSERT INTO event SELECT day - 100, visitor, at, nonce, kind, link, verdict, reason, address, codes, network, connection, labels FROM event WHERE link = ?", link.id);
  await edge.cron(NIGHT);
  const receipts = await edge.control("SELECT id, finished_at, tried_at FROM privacy_receipt WHERE id >= ? ORDER BY id", opened[0]);
  assert.deepEqual(receipts.map((one) => [one.id, one.finished_at !== null, one.tried_at > 0]), [[opened[0], false, true], [opened[1], true, true]]);
  assert.deepEqual(await days(link), [part(0)]);
  assert.ok(!(await partDays()).includes(part(PARTS_DAYS + 7)));
  assert.equal((await edge.control("SELECT count(*) AS n FROM delivery"))[0].n, 1, "it did fail");
  for (const table of ["delivery", "dead_letter"]) await edge.control(`DROP TRIGGER stuck_${table}`);
});

test("days that are no whole days, or too few, are refused with the setting's name", async () => {
  for (const [name, text] of [["KEEP_EVENTS_DAYS", "34"], ["KEEP_EVIDENCE_DAYS", "3654"], ["KEEP_EVENTS_DAYS", "a year"], ["KEEP_EVIDENCE_DAYS", "395.5"], ["KEEP_PARTS_DAYS", "34"]]) {
    const wrong = await start({ vars: { [name]: text }, salted: false });
    const reply = await wrong.call("GET", "/v1/rollups");
    assert.deepEqual([reply.status, reply.json.code], [503, "not_set_up"]);
    assert.match(reply.json.detail, new RegExp(name));
    await wrong.close();
  }
});
