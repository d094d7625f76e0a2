// Credit: every conversion on its path by every model, people found among events, late events, and a night that is killed.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { CLICK, DAY, VIEW, dayOf, iso, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const MICRO = 1_000_000;
const today = () => Math.floor(Date.now() / DAY) * DAY;
/** A visitor that a cookie shows to be one person; the two uppermost of 48 bits say so. */
let cookies = 0;
const cookie = () => 2 * 2 ** 46 + 1_000 + (cookies += 1);

/** Stores event rows and says by which visitor. */
async function happened(...rows) {
  await edge.deliver([edge.message(rows.map((row) => edge.row(row)))]);
}

const pathOf = async (key) => {
  const [row] = await edge.control("SELECT * FROM path WHERE kind = 1 AND key = ?", key);
  return row && { ...row, steps: JSON.parse(row.steps) };
};

/** What a model gives whom of one order, from the order's own page. */
async function models(order) {
  const { decision } = await edge.must(200, "GET", `/v1/conversions/${order}`);
  return decision.models;
}

/** Credit by creator (0: another channel or nobody) of a day, millionths. */
const credit = async (model, day) => {
  const rows = await edge.control(
    "SELECT creator, channel, sum(credit_micro) AS micro, sum(gross_minor) AS gross FROM credit_total WHERE kind = 1 AND model = ? AND day = ? GROUP BY 1, 2",
    model,
    day / DAY,
  );
  return Object.fromEntries(rows.map(({ creator, channel, micro }) => [creator || channel || "nobody", micro]));
};

test("creator on Tuesday, search on Thursday, paid social on Saturday: last 0, first all, position 40 %", async () => {
  const link = await edge.make.link();
  const visitor = cookie();
  const day = today() - 40 * DAY;
  const kept = (channel, before) => `${channel}@${Math.floor((day - before) / 1000).toString(36)}`;
  await happened({ visitor, link: link.id, at: day - 4 * DAY });
  const touches = [kept("google/organic", 2 * DAY), kept("facebook/paid_social", DAY / 4)];
  const order = edge.sale({ touches, occurred_at: iso(day) });
  await edge.accepted(order);
  await edge.control("UPDATE conversion SET visitor = ? WHERE key = ?", visitor, order.order_id);
  await edge.rollup();
  const creator = link.creator_id;
  assert.equal((await credit(2, day))[creator] ?? 0, 0);
  const given = await models(order.order_id);
  const of = (model) => given[model].find((one) => one.creator?.id === creator)?.micro ?? 0;
  assert.deepEqual([of("last"), of("first"), of("position")], [0, MICRO, 400_000]);
  for (const model of Object.values(given)) {
    assert.equal(model.reduce((sum, one) => sum + one.micro, 0), MICRO);
    assert.equal(model.reduce((sum, one) => sum + one.gross_minor, 0), 10_000);
  }
});

test("clicks of the same cookie that the order did not bring are on its path, and the last of them is paid", async () => {
  const [first, second] = [await edge.make.link(), await edge.make.link()];
  const visitor = cookie();
  const order = word("order-");
  const before = (days, minutes = 0) => today() - days * DAY + minutes * 60_000;
  await happened(
    { visitor, link: first.id, at: before(9) },
    { visitor, link: second.id, at: before(3) },
    { visitor, link: first.id, at: before(80), kind: VIEW },
    { visitor, link: first.id, at: before(95) },
  );
  await edge.accepted(edge.sale({ order_id: order, occurred_at: iso(before(1)) }));
  await edge.control("UPDATE conversion SET visitor = ? WHERE key = ?", visitor, order);
  await edge.rollup();
  const { steps, click_creator } = await pathOf(order);
  assert.deepEqual(steps.map(([kind, at, , creator]) => [kind, at, creator]), [
    [2, before(80), first.creator_id],
    [1, before(9), first.creator_id],
    [1, before(3), second.creator_id],
  ]);
  assert.equal(click_creator, second.creator_id);
  const shown = await edge.must(200, "GET", `/v1/conversions/${order}`);
  assert.equal(shown.decision.creator.id, second.creator_id);
  assert.match(shown.decision.sentence, /by the same visitor/);
  assert.deepEqual(shown.decision.path.map(({ creator }) => creator.id), [first.creator_id, second.creator_id]);
});

test("a late event opens the orders again that its visitor can have made", async () => {
  const [early, late] = [await edge.make.link(), await edge.make.link()];
  const visitor = cookie();
  const order = word("order-");
  await happened({ visitor, link: early.id, at: today() - 9 * DAY });
  await edge.accepted(edge.sale({ order_id: order, occurred_at: iso(today() - 2 * DAY) }));
  await edge.control("UPDATE conversion SET visitor = ? WHERE key = ?", visitor, order);
  await edge.rollup();
  assert.equal((await pathOf(order)).click_creator, early.creator_id);
  assert.deepEqual(await edge.control("SELECT day FROM dirty_day"), []);
  await happened({ visitor, link: late.id, at: today() - 5 * DAY });
  const job = await edge.rollup();
  assert.ok(job.days.includes(dayOf(today() - 2 * DAY)), job.days.join());
  assert.equal((await pathOf(order)).click_creator, late.creator_id);
  assert.deepEqual(await edge.control("SELECT day FROM dirty_day"), [], "one run is enough");
});

test("a view within its window brings an order that nobody clicked for, in a column of its own", async () => {
  const link = await edge.make.link();
  const visitor = cookie();
  const order = word("order-");
  const at = today() - 20 * DAY;
  await happened({ visitor, link: link.id, at: at - DAY / 2, kind: VIEW });
  await edge.accepted(edge.sale({ order_id: order, occurred_at: iso(at) }));
  await edge.control("UPDATE conversion SET visitor = ? WHERE key = ?", visitor, order);
  await edge.rollup();
  assert.deepEqual(await credit(8, at), { [link.creator_id]: MICRO });
  assert.deepEqual(await credit(1, at), { nobody: MICRO });
});

test("journeys of visitors who did not buy are known once they are older than the window", async () => {
  const [one, two] = [await edge.make.link(), await edge.make.link()];
  const day = today() - 35 * DAY;
  const [wanderer, buyer, back] = [cookie(), cookie(), cookie()];
  const order = word("order-");
  await happened(
    // On two days: one journey, of the later day.
    { visitor: wanderer, link: one.id, at: day - 2 * DAY },
    { visitor: wanderer, link: two.id, at: day + 5_000 },
    { visitor: wanderer, link: two.id, at: day + 9_000 },
    // Bought in between: only what came after.
    { visitor: buyer, link: one.id, at: day + 1_000 },
    { visitor: buyer, link: two.id, at: day + 7_000 },
    // Comes back within the window: it ends later, and that is not yet known to be nothing.
    { visitor: back, link: one.id, at: day + 3_000 },
    { visitor: back, link: one.id, at: today() - 20 * DAY },
    // Known for a day only.
    { visitor: 2 ** 46 + 77, link: one.id, at: day + 3_000 },
  );
  await edge.accepted(edge.sale({ order_id: order, occurred_at: iso(day + 5_000) }));
  await edge.control("UPDATE conversion SET visitor = ? WHERE key = ?", buyer, order);
  await edge.rollup();
  const rows = await edge.control("SELECT path, journeys FROM path_total WHERE kind = 0 AND day = ? ORDER BY path", day / DAY);
  const [a, b] = [one.creator_id, two.creator_id];
  const expected = [[`${a}`, 1], [`${a} > ${b}`, 1], [`${b}`, 1]].sort();
  assert.deepEqual(rows.map(({ path, journeys }) => [path, journeys]).sort(), expected);
  assert.deepEqual(await edge.control("SELECT * FROM path_total WHERE kind = 0 AND day > ?", (today() - 31 * DAY) / DAY), []);
});

test("a journey is taken back when an order of its visitor comes late", async () => {
  const link = await edge.make.link();
  const visitor = cookie();
  const day = today() - 70 * DAY;
  const order = word("order-");
  await happened({ visitor, link: link.id, at: day });
  await edge.rollup();
  const journeys = () => edge.control("SELECT day, journeys FROM path_total WHERE kind = 0 AND path = ?", String(link.creator_id));
  assert.deepEqual(await journeys(), [{ day: day / DAY, journeys: 1 }]);
  await edge.accepted(edge.sale({ order_id: order, occurred_at: iso(day + 5 * DAY) }));
  await edge.control("UPDATE conversion SET visitor = ? WHERE key = ?", visitor, order);
  await edge.rollup();
  assert.deepEqual(await journeys(), []);
  assert.deepEqual(await edge.control("SELECT * FROM journey_day"), []);
});

test("a click that the visitor's events show converts once, however many orders it brings", async () => {
  const link = await edge.make.link();
  const visitor = cookie();
  const day = today() - 60 * DAY;
  const orders = [word("order-"), word("order-"), word("order-")];
  await happened({ visitor, link: link.id, at: day });
  for (const [number, order] of orders.entries()) {
    await edge.accepted(edge.sale({ order_id: order, occurred_at: iso(day + (number + 1) * DAY) }));
    await edge.control("UPDATE conversion SET visitor = ? WHERE key = ?", visitor, order);
  }
  const counted = () => edge.control("SELECT sum(orders) AS orders, sum(converting) AS converting FROM credit_total WHERE kind = 1 AND model = 1 AND link = ?", link.id);
  const range = { from: dayOf(day), to: dayOf(day + 4 * DAY) };
  await edge.rollup(range);
  // The newest day is counted first, and again once an older one turned out to be by the same click.
  await edge.rollup();
  assert.deepEqual(await counted(), [{ orders: 3, converting: 1 }]);
});

test("leads and events are credited as orders are, by their own window", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  await edge.convert([
    { kind: "lead", lead_id: word("lead-"), occurred_at: iso(), click_id: id },
    { kind: "event", event_id: word("event-"), name: "signup", occurred_at: iso(), click_id: id },
  ]);
  await edge.rollup();
  const rows = await edge.control("SELECT kind, sum(credit_micro) AS micro FROM credit_total WHERE model = 1 AND link = ? GROUP BY kind", link.id);
  assert.deepEqual(rows, [{ kind: 3, micro: MICRO }, { kind: 5, micro: MICRO }]);
});

test("the first order of a click converts it, a second one does not", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  await edge.convert([edge.sale({ click_id: id }), edge.sale({ click_id: id })]);
  await edge.rollup();
  const rows = await edge.control("SELECT orders, converting FROM credit_total WHERE kind = 1 AND model = 1 AND link = ?", link.id);
  assert.deepEqual(rows, [{ orders: 2, converting: 1 }]);
});

test("an order is told in the device and the country of the click that decided", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link, { cf: { country: "DE" }, userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1" });
  await edge.drained();
  await edge.accepted(edge.sale({ click_id: id }));
  await edge.rollup();
  const rows = await edge.control("SELECT dimension, value, orders, gross_minor FROM credit_part WHERE link = ? AND dimension IN (5, 9) ORDER BY 1", link.id);
  assert.deepEqual(rows, [
    { dimension: 5, value: "mobile", orders: 1, gross_minor: 10_000 },
    { dimension: 9, value: "DE", orders: 1, gross_minor: 10_000 },
  ]);
});

const OF_THE_RUN = /^(job|dirty_day|journey_day|meta)$/;
const everything = () => edge.dump(edge.databases.control, { without: OF_THE_RUN });

test("a night that breaks off anywhere and goes on gives the same tables as one that does not", async () => {
  const links = [await edge.make.link(), await edge.make.link()];
  const from = today() - 50 * DAY;
  const orders = Array.from({ length: 12 }, (_, number) => ({ visitor: cookie(), order: word("order-"), at: from + number * 3 * DAY }));
  await happened(...orders.flatMap(({ visitor, at }, number) => [
    { visitor, link: links[number % 2].id, at: at - 4 * DAY },
    { visitor, link: links[(number + 1) % 2].id, at: at - 60_000 },
  ]));
  for (const { visitor, order, at } of orders) {
    await edge.accepted(edge.sale({ order_id: order, occurred_at: iso(at) }));
    await edge.control("UPDATE conversion SET visitor = ? WHERE key = ?", visitor, order);
  }
  await edge.rollup();
  const whole = await everything();
  assert.ok(whole.path.length >= 12 && whole.credit_total.length > 50, "the comparison sees the tables");
  const range = { from: dayOf(from - 5 * DAY), to: dayOf(from + 36 * DAY) };
  const days = [from / DAY - 5, from / DAY + 36];
  const tables = ["path", "credit_total", "path_total", "lag_total", "credit_part", "visit_total"];
  for (const table of tables) {
    // All of those days is gone, they are behind, and the first run cannot write this table.
    for (const name of tables) await edge.control(`DELETE FROM ${name} WHERE day BETWEEN ? AND ?`, ...days);
    await edge.control("UPDATE meta SET value = 0 WHERE name = 'matured'");
    await edge.control(`CREATE TRIGGER broken BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'killed'); END`);
    assert.notEqual((await edge.call("POST", "/v1/rollups", range)).status, 200, table);
    await edge.control("DROP TRIGGER broken");
    // What was written before the break is not marked any more, and what was not still is.
    assert.equal((await edge.rollup()).state, "done");
    const again = await everything();
    for (const name of Object.keys(whole)) assert.deepEqual(again[name], whole[name], `${name} after ${table} broke`);
  }
});
