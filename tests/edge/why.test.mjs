// Why this creator: each conversion says whose it is, what decided, what lost and what it lost to; and the night agrees.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, dayOf, iso, start, tied, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const show = (id, kind, on = edge) =>
  on.must(200, "GET", `/v1/conversions/${encodeURIComponent(id)}${kind === undefined ? "" : `?kind=${kind}`}`);

/** A creator with a link and a code. */
async function seller(on = edge) {
  const creator = await on.make.creator();
  const link = await on.make.link({ creator_id: creator.id });
  const { code } = await on.make.code({ creator_id: creator.id });
  return { creator, link, code, async click() { return (await on.click(link)).id; } };
}

const named = ({ id, name, handle }) => ({ id, name, handle });

test("a sale says who brought it in one sentence and in fields", async () => {
  const sarah = await seller();
  const sale = edge.sale({ click_id: await sarah.click() });
  await edge.accepted(sale);
  const { decision, net, ...facts } = await show(sale.order_id);
  assert.equal(
    decision.sentence,
    `${sarah.creator.name}: their link localhost/${sarah.link.slug} was clicked a moment before the order, the last click in 30 days.`,
  );
  assert.deepEqual(decision.creator, named(sarah.creator));
  assert.deepEqual(decision.link, { id: sarah.link.id, host: "localhost", slug: sarah.link.slug });
  assert.equal(decision.via, "link");
  assert.deepEqual(net, { currency: "EUR", gross_minor: 10_000, refunded_minor: 0, net_minor: 10_000, basis: "merchandise" });
  const expected = {
    kind: "sale", id: sale.order_id, order_id: sale.order_id, state: "stands", rank: "server", source: 0, revision: 0, version: 1,
    currency: "EUR", total_minor: 12_000, tax_minor: 1_500, shipping_minor: 500, merchandise_minor: null, discount_minor: null,
    renewal: false, customer_known: false, new_customer: null, aliases: [], codes: [], refunds: [], reports: [], credited: null,
  };
  for (const [field, value] of Object.entries(expected)) assert.deepEqual(facts[field], value, field);
  for (const field of ["occurred_at", "received_at"]) assert.ok(Math.abs(Date.parse(facts[field]) - Date.now()) < 60_000, facts[field]);
});

test("what lost is named with what it lost to", async () => {
  const [sarah, tom] = [await seller(), await seller()];
  const first = await sarah.click();
  const last = await tom.click();
  const sale = edge.sale({ click_ids: [first, last], codes: [sarah.code, "TYPO"] });
  await edge.accepted(sale);
  const { decision } = await show(sale.order_id);
  assert.deepEqual(decision.creator, named(tom.creator));
  const seen = decision.evidence.map(({ kind, creator, decided, lost_because: lost }) => [kind, creator?.id ?? null, decided, lost?.code ?? null]);
  const expected = [
    ["click", sarah.creator.id, false, "later_click"],
    ["click", tom.creator.id, true, null],
    ["code", sarah.creator.id, false, "click_beats_code"],
    ["code", null, false, "code_unowned"],
  ];
  assert.deepEqual(seen.sort(), expected.sort());
});

test("what the last night stored is told beside the decision, and both agree", async () => {
  const sarah = await seller();
  const sale = edge.sale({ click_id: await sarah.click(), code: sarah.code });
  await edge.accepted(sale);
  await edge.accepted(edge.refund(sale.order_id));
  await edge.rollup();
  const { decision, credited, net, refunds } = await show(sale.order_id);
  assert.deepEqual(credited, {
    creator_id: decision.creator.id, campaign_id: null, link_id: decision.link.id, via: decision.via, currency: "EUR",
    gross_minor: 10_000, refunded_minor: 2_000, net_minor: 8_000,
  });
  assert.equal(net.net_minor, 8_000);
  assert.equal(refunds.length, 1);
  assert.equal(refunds[0].total_minor, 2_400);
});

test("a conflict is kept and shown", async () => {
  const sale = edge.sale();
  await edge.accepted(sale);
  assert.equal((await edge.convert({ ...sale, total_minor: 99_999 })).status, 409);
  const { reports, total_minor } = await show(sale.order_id);
  assert.equal(total_minor, 12_000);
  assert.equal(reports.length, 1);
  assert.equal(reports[0].standing, "conflict");
  assert.equal(reports[0].report.total, 99_999);
  const { items } = await edge.must(200, "GET", "/v1/conversions?state=conflict&limit=100");
  const item = items.find(({ id }) => id === sale.order_id);
  assert.equal(item.conflict.report.total, 99_999);
  assert.equal(item.total_minor, 12_000);
});

test("an order is found by each of its names, whatever characters they have", async () => {
  const [one, other] = [`#${word()}/ä b`, word("gid-")];
  await edge.accepted(edge.sale({ order_id: one, aliases: [other] }));
  for (const name of [one, other]) assert.equal((await show(name)).id, one);
  assert.deepEqual((await show(other)).aliases, [other]);
});

test("a refund, a lead, an answer and an event are shown under their own ids", async () => {
  const sarah = await seller();
  const sale = edge.sale({ click_id: await sarah.click() });
  await edge.accepted(sale);
  const refund = edge.refund(sale.order_id);
  await edge.accepted(refund);
  const lead_id = word("lead-");
  await edge.accepted({ kind: "lead", lead_id, occurred_at: iso(), click_id: await sarah.click() });
  const event_id = word("event-");
  await edge.accepted({ kind: "event", event_id, name: "trial", occurred_at: iso(), click_id: await sarah.click() });
  await edge.accepted({ kind: "survey", order_id: sale.order_id, question: "heard", creator_id: sarah.creator.id, occurred_at: iso() });
  for (const [kind, id, what] of [
    ["refund", refund.refund_id, "order"],
    ["lead", lead_id, "lead"],
    ["event", event_id, "event"],
    ["survey", `${sale.order_id}/heard`, "order"],
  ]) {
    const shown = await show(id, kind);
    assert.equal(shown.kind, kind);
    assert.equal(shown.id, id);
    assert.deepEqual(shown.decision.creator, named(sarah.creator), kind);
    assert.match(shown.decision.sentence, new RegExp(`before the ${what},`), kind);
  }
  assert.equal((await show(lead_id, "lead")).net, null);
  assert.equal((await show(refund.refund_id, "refund")).net.refunded_minor, 2_000);
});

test("what is not there is not found, and a wrong kind is named", async () => {
  assert.equal((await edge.call("GET", `/v1/conversions/${word("none-")}`)).status, 404);
  const wrong = await edge.call("GET", "/v1/conversions/1?kind=gift");
  assert.equal(wrong.status, 422);
  assert.equal(wrong.json.errors[0].code, "unknown_kind");
  const { key } = await edge.make.key(["conversions:write"]);
  assert.equal((await edge.call("GET", "/v1/conversions/1", undefined, { key })).status, 403);
});

test("a customer's earlier click joins devices, and a code by its owner does not need it", async () => {
  const sarah = await seller();
  const customer = `${word()}@x.example`;
  await edge.accepted({ kind: "lead", lead_id: word(), occurred_at: iso(), click_id: await sarah.click(), customer });
  const sale = edge.sale({ customer: ` ${customer.toUpperCase()}` });
  await edge.accepted(sale);
  const { decision, new_customer } = await show(sale.order_id);
  assert.deepEqual(decision.creator, named(sarah.creator));
  assert.equal(decision.via, "link");
  assert.deepEqual(decision.evidence.map(({ kind, decided }) => [kind, decided]), [["customer_click", true]]);
  assert.equal(new_customer, true);
  await edge.rollup();
  assert.equal((await show(sale.order_id)).credited.creator_id, sarah.creator.id);
  const again = edge.sale({ customer });
  await edge.accepted(again);
  assert.equal((await show(again.order_id)).new_customer, false);
});

test("a lead that comes after its sale decides it in the next night", async () => {
  const sarah = await seller();
  const lead_id = word("lead-");
  const click_id = await sarah.click();
  const sale = edge.sale({ lead_id });
  await edge.accepted(sale);
  await edge.rollup();
  assert.equal((await show(sale.order_id)).credited.via, "nothing");
  await edge.accepted({ kind: "lead", lead_id, occurred_at: sale.occurred_at, click_id });
  await edge.rollup();
  const { credited, decision } = await show(sale.order_id);
  assert.equal(credited.creator_id, sarah.creator.id);
  assert.equal(decision.evidence[0].kind, "lead_click");
});

test("an answer credits only an order that nothing else does, and the report says so", async () => {
  const [sarah, tom] = [await seller(), await seller()];
  const plain = edge.sale();
  const clicked = edge.sale({ click_id: await tom.click() });
  for (const sale of [plain, clicked]) {
    await edge.accepted(sale);
    await edge.accepted({ kind: "survey", order_id: sale.order_id, question: "heard", creator_id: sarah.creator.id, occurred_at: iso() });
  }
  await edge.rollup();
  const row = await edge.reported("creator", sarah.creator.id);
  assert.deepEqual([row.orders, tied(row)], [1, { link: 0, code: 0, both: 0, survey: 1 }]);
  const { decision } = await show(clicked.order_id);
  assert.deepEqual(decision.creator, named(tom.creator));
  assert.equal(decision.evidence.find(({ kind }) => kind === "survey").lost_because.code, "answer_is_last");
});

test("a pixel view by the visitor of a click is named and decides nothing", async () => {
  const [sarah, tom] = [await seller(), await seller()];
  const ip = "198.51.100.250";
  await edge.request(`/px/${sarah.link.slug}.gif`, { ip });
  const { id } = await edge.click(tom.link, { ip });
  await edge.drained();
  const sale = edge.sale({ click_id: id });
  await edge.accepted(sale);
  const { decision } = await show(sale.order_id);
  assert.deepEqual(decision.creator, named(tom.creator));
  const view = decision.evidence.find(({ kind }) => kind === "view");
  assert.equal(view.creator.id, sarah.creator.id);
  assert.deepEqual([view.decided, view.lost_because.code], [false, "view"]);
});

test("a click that came with more than five orders is flagged with their number", async () => {
  const sarah = await seller();
  const click_id = await sarah.click();
  const sales = [];
  for (let turn = 0; turn < 6; turn += 1) sales.push(edge.sale({ click_id }));
  for (const sale of sales.slice(0, 5)) await edge.accepted(sale);
  assert.equal((await show(sales[0].order_id)).decision.evidence[0].flag, undefined);
  await edge.accepted(sales[5]);
  const [click] = (await show(sales[0].order_id)).decision.evidence;
  assert.deepEqual([click.flag, click.orders, click.decided], ["click_reused", 6, true]);
});

test("an order that only a browser told of stands apart and is nobody's", async () => {
  const sarah = await seller();
  const before = (await edge.report("creator")).unverified;
  const sale = edge.sale({ click_id: await sarah.click() });
  await edge.accepted(sale);
  // No door lets a browser report yet: the row is made what one would have made it.
  await edge.control("UPDATE conversion SET rank = 1 WHERE kind = 1 AND key = ?", sale.order_id);
  await edge.rollup();
  const { unverified, rows } = await edge.report("creator");
  assert.equal(unverified.orders, before.orders + 1);
  assert.equal(rows.find(({ creator }) => creator.id === sarah.creator.id).orders, 0);
  const { state, credited, decision } = await show(sale.order_id);
  assert.deepEqual([state, credited], ["unverified", null]);
  assert.match(decision.sentence, /not counted until more than a browser reports it\.$/);
  const { items } = await edge.must(200, "GET", "/v1/conversions?state=unverified&limit=100");
  assert.deepEqual(items.map(({ id }) => id), [sale.order_id]);
});

test("the list goes newest first, page by page, and each state by itself", async () => {
  const fresh = await start();
  try {
    const sales = Array.from({ length: 7 }, () => fresh.sale());
    for (const sale of sales) await fresh.accepted(sale);
    const orphan = fresh.refund(word("none-"));
    await fresh.accepted(orphan);
    const found = [];
    let cursor;
    do {
      const query = new URLSearchParams({ limit: "3", ...(cursor === undefined ? {} : { cursor }) });
      const page = await fresh.must(200, "GET", `/v1/conversions?${query}`);
      assert.ok(page.items.length <= 3);
      found.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(found.map(({ id }) => id).sort(), [...sales.map((sale) => sale.order_id), orphan.refund_id].sort());
    const times = found.map((item) => item.received_at);
    assert.deepEqual(times, [...times].sort().reverse());
    const of = async (query) => (await fresh.must(200, "GET", `/v1/conversions?${query}`)).items.map(({ id }) => id);
    assert.deepEqual(await of("state=parked"), [orphan.refund_id]);
    assert.deepEqual(await of("kind=refund"), [orphan.refund_id]);
    assert.deepEqual(await of("state=conflict"), []);
    assert.deepEqual(await of(`from=${dayOf(Date.now() - 9 * DAY)}&to=${dayOf(Date.now() - 2 * DAY)}`), []);
    assert.equal((await show(orphan.refund_id, "refund", fresh)).state, "parked");
  } finally {
    await fresh.close();
  }
});

test("the sales that count for a creator are listed with what each is paid by, as the night counted them", async () => {
  const fresh = await start();
  try {
    const [sarah, tom] = [await seller(fresh), await seller(fresh)];
    const clicked = fresh.sale({ click_id: await sarah.click() });
    const coded = fresh.sale({ code: tom.code, occurred_at: iso(Date.now() - 2 * DAY) });
    const both = fresh.sale({ click_id: await tom.click(), code: tom.code });
    const nobodys = fresh.sale();
    for (const sale of [clicked, coded, both, nobodys]) await fresh.accepted(sale);
    await fresh.rollup({ from: dayOf(Date.now() - 3 * DAY), to: dayOf() });
    const list = (query) => fresh.must(200, "GET", `/v1/conversions?from=${dayOf(Date.now() - 3 * DAY)}&${query}`);
    const ids = ({ items }) => items.map(({ id }) => id);
    assert.deepEqual(ids(await list(`creator=${sarah.creator.id}`)), [clicked.order_id]);
    assert.deepEqual(ids(await list(`creator=${tom.creator.id}`)), [both.order_id, coded.order_id]);
    assert.deepEqual(ids(await list("creator=none")), [nobodys.order_id]);
    assert.equal((await list("creator=all")).items.length, 4);
    const page = await list(`creator=${tom.creator.id}&limit=1`);
    assert.deepEqual(ids(await list(`creator=${tom.creator.id}&limit=1&cursor=${page.next}`)), [coded.order_id]);
    const [item] = page.items;
    assert.deepEqual([item.creator, item.link], [named(tom.creator), { id: tom.link.id, host: "localhost", slug: tom.link.slug }]);
    const { credited } = await show(both.order_id, "sale", fresh);
    assert.deepEqual(item.credited, credited);
    assert.equal(credited.via, "both");
    assert.equal((await fresh.call("GET", "/v1/conversions?creator=7&state=conflict")).json.errors[0].code, "sales_only");
  } finally {
    await fresh.close();
  }
});

test("a deployment that puts codes first and counts totals credits so", async () => {
  const other = await start({ vars: { CODE_PRECEDENCE: "code_first", REVENUE_BASIS: "order_total" } });
  try {
    const [sarah, tom] = [await seller(other), await seller(other)];
    const clicks = [await sarah.click(), await tom.click()];
    const sale = other.sale({ click_ids: clicks, code: sarah.code });
    await other.accepted(sale);
    await other.rollup();
    const { decision, credited, net } = await show(sale.order_id, undefined, other);
    assert.deepEqual(decision.creator, named(sarah.creator));
    assert.deepEqual([decision.via, decision.link.slug], ["both", sarah.link.slug]);
    assert.equal(decision.evidence.find(({ creator }) => creator.id === tom.creator.id).lost_because.code, "code_beats_click");
    assert.deepEqual([credited.creator_id, credited.gross_minor], [sarah.creator.id, 12_000]);
    assert.deepEqual([net.gross_minor, net.basis], [12_000, "order_total"]);
    const row = await other.reported("creator", sarah.creator.id);
    assert.equal(row.revenue[0].basis, "order_total");
  } finally {
    await other.close();
  }
});

test("a wrong setting is named in every answer", async () => {
  const wrong = await start({ vars: { CODE_PRECEDENCE: "codes" }, salted: false });
  try {
    const reply = await wrong.call("GET", "/v1/creators");
    assert.equal(reply.status, 503);
    assert.match(reply.json.detail, /CODE_PRECEDENCE/);
  } finally {
    await wrong.close();
  }
});
