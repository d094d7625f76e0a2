// The sale and the refund: counted once however often and in whatever order they come, kept before they are confirmed.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { CLICK_SECRET, DAY, dayOf, iso, start, tied, until, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

/** A creator with a code: what is sold with the code is this creator's alone, so tests read one row of the report. */
async function seller(over = {}) {
  const creator = await edge.make.creator(over);
  const { code } = await edge.make.code({ creator_id: creator.id });
  return {
    creator,
    code,
    /** The creator's row after a rollup. */
    async row(range) {
      await edge.rollup();
      return edge.reported("creator", creator.id, range);
    },
  };
}

const money = (row, currency = "EUR") => row.revenue.find((one) => one.currency === currency);

test("a sale is accepted with 201 and says what it took", async () => {
  const sale = edge.sale();
  const reply = await edge.convert(sale);
  assert.equal(reply.status, 201, reply.text);
  assert.match(reply.headers["content-type"], /^application\/json\b/);
  const { outcome, kind, order_id, refund_id, notes } = reply.json;
  assert.deepEqual({ outcome, kind, order_id, refund_id, notes }, { outcome: "accepted", kind: "sale", order_id: sale.order_id, refund_id: null, notes: [] });
  assert.ok(!("index" in reply.json), "a single answer has no index");
});

test("a sale is in D1 when it is confirmed", async () => {
  const sale = edge.sale();
  await edge.accepted(sale);
  assert.ok(JSON.stringify(await edge.dump(edge.databases.control)).includes(sale.order_id));
});

test("a repeated sale counts once under 100 concurrent identical calls", async () => {
  const { code, row } = await seller();
  const sale = edge.sale({ code });
  const replies = await Promise.all(Array.from({ length: 100 }, () => edge.convert(sale)));
  const outcomes = replies.map(({ status, json }) => `${status} ${json.outcome}`).sort();
  assert.deepEqual(outcomes, [...Array(99).fill("200 duplicate"), "201 accepted"]);
  const { orders, revenue } = await row();
  assert.equal(orders, 1);
  assert.equal(revenue[0].gross_minor, 10_000);
});

test("a sale that comes again later is a duplicate and changes nothing", async () => {
  const { code, row } = await seller();
  const sale = edge.sale({ code });
  await edge.accepted(sale);
  const before = await row();
  const again = await edge.convert(sale);
  assert.equal(again.status, 200, again.text);
  assert.equal(again.json.outcome, "duplicate");
  assert.equal(again.json.order_id, sale.order_id);
  assert.deepEqual(await row(), before);
});

test("the same sale in another spelling is a duplicate", async () => {
  const { id } = await edge.click(await edge.make.link());
  const at = Date.now() - 60_000;
  const sale = edge.sale({ click_id: id, occurred_at: iso(at) });
  await edge.accepted(sale);
  const respelt = { ...Object.fromEntries(Object.entries(sale).reverse()), occurred_at: iso(at + 3_600_000).replace("Z", "+01:00") };
  for (const body of [JSON.stringify(respelt, null, 4), JSON.stringify({ ...respelt, click_id: undefined, click_ids: [id] })]) {
    const reply = await edge.convert(body);
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.json.outcome, "duplicate");
  }
});

test("another sale under the same order is a conflict and the first stays", async (t) => {
  const other = await edge.make.code();
  const changes = { total_minor: 99_999, currency: "USD", tax_minor: 0, shipping_minor: 0, occurred_at: iso(Date.now() - DAY), code: other.code, customer: "another" };
  for (const [field, value] of Object.entries(changes))
    await t.test(field, async () => {
      const { code, row } = await seller();
      const sale = edge.sale({ code });
      await edge.accepted(sale);
      const reply = await edge.convert({ ...sale, [field]: value });
      assert.equal(reply.status, 409, reply.text);
      assert.match(reply.headers["content-type"], /^application\/problem\+json\b/);
      assert.equal(reply.json.code, "conflict");
      const { orders, revenue } = await row();
      assert.equal(orders, 1);
      assert.deepEqual(revenue.map(({ currency, gross_minor }) => [currency, gross_minor]), [["EUR", 10_000]]);
    });
});

test("of fifty different sales under one order at once exactly one counts", async () => {
  const { code, row } = await seller();
  const sale = edge.sale({ code, tax_minor: 0, shipping_minor: 0 });
  const replies = await Promise.all(Array.from({ length: 50 }, (_, n) => edge.convert({ ...sale, total_minor: 1_000 + n })));
  assert.deepEqual(replies.map(({ status }) => status).sort(), [201, ...Array(49).fill(409)]);
  const winner = 1_000 + replies.findIndex(({ status }) => status === 201);
  const { orders, revenue } = await row();
  assert.equal(orders, 1);
  assert.equal(revenue[0].gross_minor, winner);
});

test("a refund is accepted, comes again as a duplicate, and conflicts where it differs", async () => {
  const { code, row } = await seller();
  const sale = edge.sale({ code });
  await edge.accepted(sale);
  const refund = edge.refund(sale.order_id);
  const taken = await edge.accepted(refund);
  assert.equal(taken.kind, "refund");
  assert.equal(taken.refund_id, refund.refund_id);
  assert.deepEqual(taken.notes, []);
  assert.equal((await edge.convert(refund)).json.outcome, "duplicate");
  assert.equal((await edge.convert({ ...refund, total_minor: 1, tax_minor: 0, shipping_minor: 0 })).status, 409);
  const { orders, revenue } = await row();
  assert.equal(orders, 1);
  assert.deepEqual([revenue[0].gross_minor, revenue[0].refunded_minor, revenue[0].net_minor], [10_000, 2_000, 8_000]);
});

test("a refund counts once under 100 concurrent identical calls", async () => {
  const { code, row } = await seller();
  const sale = edge.sale({ code });
  await edge.accepted(sale);
  const refund = edge.refund(sale.order_id);
  const replies = await Promise.all(Array.from({ length: 100 }, () => edge.convert(refund)));
  assert.equal(replies.filter(({ status }) => status === 201).length, 1);
  assert.ok(replies.every(({ status }) => status === 201 || status === 200));
  assert.equal((await row()).revenue[0].refunded_minor, 2_000);
});

test("two refunds of one order add up", async () => {
  const { code, row } = await seller();
  const sale = edge.sale({ code });
  await edge.accepted(sale);
  await edge.accepted(edge.refund(sale.order_id));
  await edge.accepted(edge.refund(sale.order_id, { total_minor: 1_000, tax_minor: 0, shipping_minor: 0 }));
  const { refunded_minor, net_minor } = money(await row());
  assert.deepEqual([refunded_minor, net_minor], [3_000, 7_000]);
});

test("a refund that comes before its order says so, and counts as soon as the order is there", async () => {
  const { code, row } = await seller();
  const sale = edge.sale({ code });
  const early = await edge.accepted(edge.refund(sale.order_id));
  assert.ok(early.notes.includes("order_unknown"), JSON.stringify(early));
  await edge.rollup();
  await edge.accepted(sale);
  const { orders, revenue } = await row();
  assert.equal(orders, 1);
  assert.deepEqual([revenue[0].gross_minor, revenue[0].refunded_minor, revenue[0].net_minor], [10_000, 2_000, 8_000]);
});

test("refunds beyond an order take it to nothing and no further", async () => {
  const { code, row } = await seller();
  const sale = edge.sale({ code });
  await edge.accepted(sale);
  for (let turn = 0; turn < 2; turn += 1) await edge.accepted(edge.refund(sale.order_id, { total_minor: 12_000, tax_minor: 1_500, shipping_minor: 500 }));
  assert.equal(money(await row()).net_minor, 0);
});

test("a refund counts on its order's day", async () => {
  const { code, creator, row } = await seller();
  const yesterday = Date.now() - DAY;
  const sale = edge.sale({ code, occurred_at: iso(yesterday) });
  await edge.accepted(sale);
  await edge.accepted(edge.refund(sale.order_id));
  const range = { from: dayOf(yesterday), to: dayOf(yesterday) };
  assert.equal(money(await row(range)).refunded_minor, 2_000);
  const today = await edge.reported("creator", creator.id, { from: dayOf(), to: dayOf() });
  assert.deepEqual(today?.revenue ?? [], []);
});

test("revenue is the total less tax and shipping, or the total where those are not said", async () => {
  const { code, row } = await seller();
  await edge.accepted(edge.sale({ code, currency: "EUR" }));
  await edge.accepted(edge.sale({ code, currency: "USD", tax_minor: undefined, shipping_minor: undefined }));
  await edge.accepted(edge.sale({ code, currency: "GBP" }));
  await edge.accepted(edge.sale({ code, currency: "GBP", tax_minor: undefined, shipping_minor: undefined }));
  await edge.accepted(edge.sale({ code, currency: "JPY", tax_minor: 0, shipping_minor: 0 }));
  const { revenue } = await row();
  assert.deepEqual(
    Object.fromEntries(revenue.map(({ currency, gross_minor, basis }) => [currency, [gross_minor, basis]])),
    { EUR: [10_000, "merchandise"], USD: [12_000, "order_total"], GBP: [22_000, "mixed"], JPY: [12_000, "merchandise"] },
  );
});

test("the largest amount is kept exactly", async () => {
  const { code, row } = await seller();
  await edge.accepted(edge.sale({ code, total_minor: 1_000_000_000_000, tax_minor: 0, shipping_minor: 1 }));
  assert.equal(money(await row()).gross_minor, 999_999_999_999);
});

test("click ids that are not ours never lose a sale", async (t) => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  for (const [name, body, notes] of [
    ["null, as an empty storage sends it", { click_ids: [null, id] }, ["click_id_unknown"]],
    ["a number", { click_id: 7 }, ["click_id_unknown"]],
    ["more than fifty, of which the last count", { click_ids: [...Array(60).fill("x"), id] }, ["click_id_unknown", "click_ids_cut"]],
  ])
    await t.test(name, async () => {
      const said = await edge.accepted(edge.sale(body));
      assert.deepEqual(said.notes, notes);
    });
});

test("a shop clock that is seconds behind does not cost the creator", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  const said = await edge.accepted(edge.sale({ click_id: id, occurred_at: iso(Date.now() - 60_000) }));
  assert.deepEqual(said.notes, ["clock_skew"]);
  await edge.drained();
  await edge.rollup();
  assert.equal((await edge.reported("link", link.id)).orders, 1);
});

test("a sale says that its refunds came in another currency", async () => {
  const order_id = word("order-");
  await edge.accepted(edge.refund(order_id, { currency: "USD" }));
  const said = await edge.accepted(edge.sale({ order_id, currency: "EUR" }));
  assert.deepEqual(said.notes, ["refund_in_another_currency"]);
});

test("an order is credited to the link whose click id it brings", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  await edge.accepted(edge.sale({ click_id: id }));
  await edge.drained();
  await edge.rollup();
  for (const [by, of] of [["link", link.id], ["creator", link.creator_id]]) {
    const row = await edge.reported(by, of);
    assert.equal(row.orders, 1);
    assert.deepEqual(tied(row), { link: 1, code: 0, both: 0, survey: 0 });
    assert.equal(row.conversion_rate_simple, 1);
  }
});

test("the last click before the order takes it, in whatever order the ids are sent", async (t) => {
  for (const [name, arrange] of [["in time's order", (ids) => ids], ["the other way round", (ids) => [...ids].reverse()]])
    await t.test(name, async () => {
      const [first, second] = [await edge.make.link(), await edge.make.link()];
      const one = await edge.click(first);
      const clicked = Date.now();
      await until("the clock has moved on", () => Date.now() > clicked + 2, { every: 1 });
      const two = await edge.click(second);
      await edge.accepted(edge.sale({ click_ids: arrange([one.id, two.id]) }));
      await edge.rollup();
      assert.equal((await edge.reported("link", second.id)).orders, 1);
      assert.equal((await edge.reported("link", first.id))?.orders ?? 0, 0);
    });
});

test("a click after the order does not earn it", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  const taken = edge.sale({ click_id: id, occurred_at: iso(Date.now() - 3_600_000) });
  await edge.accepted(taken);
  await edge.rollup();
  assert.equal((await edge.reported("link", link.id))?.orders ?? 0, 0);
});

test("a code without a click credits its owner, in any letter case", async () => {
  const { code, row } = await seller();
  await edge.accepted(edge.sale({ code: `  ${code.toLowerCase()} ` }));
  const found = await row();
  assert.equal(found.orders, 1);
  assert.deepEqual(tied(found), { link: 0, code: 1, both: 0, survey: 0 });
});

test("a click and a code of one creator are one order by both", async () => {
  const { code, creator, row } = await seller();
  const { id } = await edge.click(await edge.make.link({ creator_id: creator.id }));
  await edge.accepted(edge.sale({ code, click_id: id }));
  const found = await row();
  assert.equal(found.orders, 1);
  assert.deepEqual(tied(found), { link: 0, code: 0, both: 1, survey: 0 });
});

test("a click goes before another creator's code", async () => {
  const { code, row } = await seller();
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  await edge.accepted(edge.sale({ code, click_id: id }));
  assert.equal((await row())?.orders ?? 0, 0);
  const clicked = await edge.reported("creator", link.creator_id);
  assert.deepEqual(tied(clicked), { link: 1, code: 0, both: 0, survey: 0 });
});

test("a code credits whoever owned it when the order was placed", async () => {
  const [first, second] = [await edge.make.creator(), await edge.make.creator()];
  const handover = Date.now() - 3_600_000;
  const code = word("HANDOVER");
  await edge.make.code({ code, creator_id: first.id, valid_until: iso(handover) });
  await edge.make.code({ code, creator_id: second.id, valid_from: iso(handover) });
  await edge.accepted(edge.sale({ code, occurred_at: iso(handover - 1) }));
  await edge.accepted(edge.sale({ code, occurred_at: iso(handover) }));
  await edge.accepted(edge.sale({ code, occurred_at: iso(handover + 1) }));
  await edge.rollup();
  const range = { from: dayOf(handover - DAY), to: dayOf() };
  assert.equal((await edge.reported("creator", first.id, range)).orders, 1);
  assert.equal((await edge.reported("creator", second.id, range)).orders, 2);
});

test("an order with neither click nor code of ours is unattributed", async () => {
  await edge.rollup();
  const before = (await edge.report("creator")).unattributed;
  await edge.accepted(edge.sale({ currency: "NOK" }));
  await edge.accepted(edge.sale({ currency: "NOK", code: word("NOBODYS") }));
  await edge.rollup();
  const { orders, revenue } = (await edge.report("creator")).unattributed;
  assert.equal(orders - before.orders, 2);
  const kroner = revenue.find(({ currency }) => currency === "NOK");
  assert.deepEqual([kroner.orders, kroner.gross_minor], [2, 20_000]);
});

test("a click id that is not ours is noted and the sale is kept without a credit", async (t) => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  const turned = (at) => id.slice(0, at) + (id[at] === "A" ? "B" : "A") + id.slice(at + 1);
  const cases = {
    "its first character": turned(0),
    "a character of its link": turned(3),
    "a character of its time": turned(10),
    "a character of its nonce": turned(18),
    "a character of its visitor": turned(25),
    "a character of its signature": turned(33),
    "cut short": id.slice(0, -1),
    "made longer": `${id}A`,
    "something else": "fb.1.1700000000.abcdef",
    "a single character": "-",
  };
  for (const [name, click_id] of Object.entries(cases))
    await t.test(name, async () => {
      const { notes } = await edge.accepted(edge.sale({ click_id }));
      assert.equal(notes.length, 1);
      assert.match(notes[0], /^click_id_(unknown|forged)$/);
    });
  await edge.rollup();
  assert.equal((await edge.reported("link", link.id))?.orders ?? 0, 0);
});

test("a click id of an older key stays ours for as long as that key is kept", async (t) => {
  const { id } = await edge.click(await edge.make.link());
  const newer = `2:${Buffer.alloc(32, 7).toString("base64url")}`;
  for (const [keys, notes] of [[`${newer},1:${CLICK_SECRET}`, []], [newer, ["click_id"]]])
    await t.test(notes.length === 0 ? "kept" : "dropped", async (t) => {
      const rotated = await start({ vars: { CLICK_KEYS: keys } });
      t.after(() => rotated.close());
      const said = await rotated.accepted(rotated.sale({ click_id: id }));
      assert.deepEqual(said.notes.map((note) => note.replace(/_(unknown|forged)$/, "")), notes);
      const own = await rotated.click(await rotated.make.link());
      assert.deepEqual((await rotated.accepted(rotated.sale({ click_id: own.id }))).notes, []);
      assert.ok((await edge.accepted(edge.sale({ click_id: own.id }))).notes.length > 0, "the newer key signs");
    });
});

test("a refund in another currency than its order takes nothing back", async () => {
  const { code, row } = await seller();
  const sale = edge.sale({ code });
  await edge.accepted(sale);
  const reply = await edge.convert(edge.refund(sale.order_id, { currency: "USD" }));
  assert.equal(reply.status, 422, reply.text);
  assert.equal(reply.json.errors[0].pointer, "/currency");
  assert.equal(money(await row()).net_minor, 10_000);
});

test("one good click id among bad ones takes the order", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  const { notes } = await edge.accepted(edge.sale({ click_ids: ["nonsense", id, `${id.slice(0, 30)}AAAAAAAAA`] }));
  assert.ok(notes.length > 0);
  await edge.rollup();
  assert.equal((await edge.reported("link", link.id)).orders, 1);
});

test("a sale from a clock that runs ahead is noted and counts today", async () => {
  const { code, row } = await seller();
  const { notes } = await edge.accepted(edge.sale({ code, occurred_at: iso(Date.now() + DAY / 2) }));
  assert.ok(notes.includes("clock_skew"), notes.join());
  assert.equal((await row()).orders, 1);
});

test("a list tells each item's own outcome, and one bad item costs the others nothing", async () => {
  const { code, row } = await seller();
  const known = edge.sale({ code });
  await edge.accepted(known);
  const fresh = edge.sale({ code });
  const refund = edge.refund(fresh.order_id);
  const wrong = edge.sale({ code, total_minor: -1 });
  const list = [fresh, known, { ...known, total_minor: 77_777 }, wrong, fresh, refund, "nonsense"];
  const reply = await edge.convert(list);
  assert.equal(reply.status, 200, reply.text);
  const { items } = reply.json;
  assert.deepEqual(items.map(({ index }) => index), list.map((_, index) => index));
  assert.deepEqual(items.map(({ outcome }) => outcome), ["accepted", "duplicate", "conflict", "rejected", "duplicate", "accepted", "rejected"]);
  assert.deepEqual(items.slice(0, 2).map(({ errors }) => errors), [[], []]);
  assert.equal(items[0].order_id, fresh.order_id);
  assert.equal(items[5].kind, "refund");
  assert.equal(items[5].refund_id, refund.refund_id);
  assert.ok(items[3].errors.some(({ pointer }) => pointer.endsWith("/total_minor")), JSON.stringify(items[3]));
  assert.ok(items[6].errors.length > 0);
  const { orders, revenue } = await row();
  assert.equal(orders, 2);
  assert.deepEqual([revenue[0].gross_minor, revenue[0].refunded_minor], [20_000, 2_000]);
});

test("a list of one is answered as a list", async () => {
  const reply = await edge.convert([edge.sale()]);
  assert.equal(reply.status, 200);
  assert.equal(reply.json.items[0].outcome, "accepted");
});

test("a hundred sales fit in one call and every one of them counts", async () => {
  const { code, row } = await seller();
  const list = Array.from({ length: 100 }, () => edge.sale({ code }));
  const { items } = (await edge.convert(list)).json;
  assert.ok(items.every(({ outcome }) => outcome === "accepted"));
  assert.equal((await row()).orders, 100);
});

test("the same list from ten tills at once counts once", async () => {
  const { code, row } = await seller();
  const list = Array.from({ length: 20 }, () => edge.sale({ code }));
  const replies = await Promise.all(Array.from({ length: 10 }, (_, n) => edge.convert(n % 2 === 0 ? list : [...list].reverse())));
  const outcomes = replies.flatMap(({ json }) => json.items.map(({ outcome }) => outcome));
  assert.equal(outcomes.filter((one) => one === "accepted").length, 20);
  assert.equal(outcomes.filter((one) => one === "duplicate").length, 180);
  assert.equal((await row()).orders, 20);
});

test("ids of the shop are kept as text, whatever they look like", async () => {
  const { code, row } = await seller();
  const tail = word();
  const ids = [`9007199254740993${tail.replace(/\D/g, "")}`, `#1001/${tail}`, `Ä ${tail} ☕`, `'; DROP TABLE conversion; -- ${tail}`];
  for (const order_id of ids) {
    assert.equal((await edge.accepted(edge.sale({ code, order_id }))).order_id, order_id);
    assert.equal((await edge.convert(edge.sale({ code, order_id, total_minor: 1, tax_minor: 0, shipping_minor: 0 }))).status, 409);
  }
  assert.equal((await row()).orders, ids.length);
});

test("a sale and a refund may share an id of the shop", async () => {
  const { code, row } = await seller();
  const sale = edge.sale({ code });
  await edge.accepted(sale);
  await edge.accepted(edge.refund(sale.order_id, { refund_id: sale.order_id }));
  assert.equal(money(await row()).refunded_minor, 2_000);
});

test("a refund in another currency than its order is refused also where both come in one list", async () => {
  const sale = edge.sale({ currency: "EUR" });
  const { items } = (await edge.convert([edge.refund(sale.order_id, { currency: "USD" }), sale])).json;
  assert.deepEqual(items.map(({ outcome }) => outcome), ["rejected", "accepted"]);
  assert.equal(items[0].errors[0].pointer, "/0/currency");
});

test("a time in the future or of another age is refused with what to send", async (t) => {
  for (const [name, at, code] of [["in two days", iso(Date.now() + 2 * DAY), "in_the_future"], ["eleven years back", iso(Date.now() - 11 * 365 * DAY), "too_old"]])
    await t.test(name, async () => {
      const reply = await edge.convert(edge.sale({ occurred_at: at }));
      assert.equal(reply.status, 422, reply.text);
      assert.deepEqual(reply.json.errors.map(({ pointer, code }) => [pointer, code]), [["/occurred_at", code]]);
    });
});

test("validate_only says what would become of each and writes nothing", async () => {
  const known = edge.sale();
  await edge.accepted(known);
  const before = await edge.dump(edge.databases.control);
  const fresh = edge.sale();
  const list = [fresh, known, { ...known, total_minor: 77_777 }, { ...known, total_minor: 77_777, revision: 3 }, fresh, edge.refund(fresh.order_id), edge.sale({ total_minor: -1 })];
  const reply = await edge.call("POST", "/v1/conversions?validate_only=true", list);
  assert.equal(reply.status, 200, reply.text);
  const { items } = reply.json;
  assert.deepEqual(items.map(({ outcome }) => outcome), ["accepted", "duplicate", "conflict", "revision", "duplicate", "accepted", "rejected"]);
  assert.deepEqual(items[5].notes, []);
  assert.deepEqual(await edge.dump(edge.databases.control), before);
  assert.equal((await edge.call("POST", "/v1/conversions?validate_only=maybe", fresh)).status, 422);
});

test("a newer revision stands in the report, and an older one that comes late does not", async () => {
  const { code, row } = await seller();
  const sale = edge.sale({ code });
  await edge.accepted(sale);
  const revised = await edge.convert({ ...sale, total_minor: 10_000, revision: 2 });
  assert.equal(revised.status, 200, revised.text);
  assert.equal(revised.json.outcome, "revision");
  assert.equal((await edge.convert({ ...sale, total_minor: 5_000, revision: 1 })).json.outcome, "duplicate");
  assert.equal(money(await row()).gross_minor, 8_000);
});

test("a free order counts, and a test is none", async () => {
  const { code, row } = await seller();
  await edge.accepted(edge.sale({ code, total_minor: 0, tax_minor: 0, shipping_minor: 0 }));
  const trial = await edge.convert(edge.sale({ code, test: true }));
  assert.deepEqual([trial.status, trial.json.outcome, trial.json.notes], [200, "ignored", ["test"]]);
  const { orders, revenue } = await row();
  assert.deepEqual([orders, revenue[0].gross_minor], [1, 0]);
});

test("leads, answers and events are kept once each", async (t) => {
  const order_id = word("order-");
  const at = iso();
  for (const body of [
    { kind: "lead", lead_id: word("lead-"), type: "newsletter", customer: "jo@example.com", occurred_at: at },
    { kind: "survey", order_id, question: "how", text: "a podcast", occurred_at: at },
    { kind: "event", event_id: word("event-"), name: "trial_started", value_minor: 500, currency: "EUR", occurred_at: at },
  ])
    await t.test(body.kind, async () => {
      assert.equal((await edge.accepted(body)).kind, body.kind);
      assert.equal((await edge.convert(body)).json.outcome, "duplicate");
    });
});

test("an Idempotency-Key gives the first answer again, and refuses another body", async (t) => {
  const key = word("key-");
  const ask = (body, sent = `"${key}"`) => edge.convert(body, { headers: { "idempotency-key": sent } });
  const sale = edge.sale();
  const first = await ask(sale);
  assert.equal(first.status, 201, first.text);
  await t.test("the same call hears the first answer", async () => {
    for (const sent of [`"${key}"`, key]) {
      const again = await ask(sale, sent);
      assert.deepEqual([again.status, again.text], [201, first.text]);
    }
  });
  await t.test("another body under the key is refused and not stored", async () => {
    const other = edge.sale();
    const reply = await ask(other);
    assert.deepEqual([reply.status, reply.json.code], [422, "idempotency_key_reused"]);
    assert.equal((await edge.convert(other)).status, 201);
  });
  await t.test("another caller's key is another key", async () => {
    const { key: token } = await edge.make.key(["conversions:write"]);
    const reply = await edge.convert(sale, { key: token, headers: { "idempotency-key": key } });
    assert.deepEqual([reply.status, reply.json.outcome], [200, "duplicate"]);
  });
  await t.test("a refusal is given again too", async () => {
    const wrong = edge.sale({ total_minor: -1 });
    const sent = word("key-");
    const [one, two] = [await ask(wrong, sent), await ask(wrong, sent)];
    assert.deepEqual([one.status, two.status, two.text], [422, 422, one.text]);
    assert.match(two.headers["content-type"], /problem/);
  });
  await t.test("twenty at once write once, and whoever is early hears that it is at work", async () => {
    const [sent, once] = [word("key-"), edge.sale()];
    const replies = await Promise.all(Array.from({ length: 20 }, () => ask(once, sent)));
    const statuses = new Set(replies.map(({ status }) => status));
    statuses.delete(201);
    statuses.delete(409);
    assert.deepEqual([...statuses], []);
    assert.equal(replies.filter(({ status }) => status === 201).length >= 1, true);
    assert.equal((await ask(once, sent)).status, 201);
  });
  await t.test("what is no key is named", async () => {
    const reply = await ask(edge.sale(), '""');
    assert.deepEqual([reply.status, reply.json.errors[0].header], [422, "Idempotency-Key"]);
  });
});

test("a table of offline orders counts each row once, and names the line of what is wrong", async () => {
  const { code, row } = await seller();
  const [one, two] = [word("order-"), word("order-")];
  const table = [
    "order_id,total,tax,shipping,currency,occurred_at,code",
    `${one},120.00,15.00,5.00,EUR,${iso()},${code}`,
    `${two},"1234",0,0,JPY,${iso()},${code}`,
    `${word()},12.345,0,0,EUR,${iso()},${code}`,
    `${word()},12,15,0,EUR,${iso()},${code}`,
  ].join("\r\n");
  const send = () => edge.call("POST", "/v1/conversions", table, { headers: { "content-type": "text/csv; charset=utf-8" } });
  const { items } = (await send()).json;
  assert.deepEqual(items.map(({ outcome }) => outcome), ["accepted", "accepted", "rejected", "rejected"]);
  assert.deepEqual(items.slice(2).map(({ errors }) => errors[0].pointer), ["/4/total", "/5/total_minor"]);
  assert.deepEqual((await send()).json.items.slice(0, 2).map(({ outcome }) => outcome), ["duplicate", "duplicate"]);
  const reported = await row();
  assert.equal(reported.orders, 2);
  assert.deepEqual([money(reported).gross_minor, money(reported, "JPY").gross_minor], [10_000, 1_234]);
});

test("a table of a thousand orders is taken in one call", async () => {
  const { code, row } = await seller();
  const rows = Array.from({ length: 1_000 }, (_, n) => `${word()}-${n},1.00,EUR,${iso()},${code}`);
  const table = ["order_id,total,currency,occurred_at,code", ...rows].join("\n");
  const reply = await edge.call("POST", "/v1/conversions", table, { headers: { "content-type": "text/csv" } });
  assert.equal(reply.status, 200, reply.text.slice(0, 300));
  assert.ok(reply.json.items.every(({ outcome }) => outcome === "accepted"));
  assert.equal((await row()).orders, 1_000);
});
