// Touches: whatever way they come, the order shows who and what led to it, and only creators are credited.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, DAY, iso, mint, start, word } from "./start.mjs";
import * as sign from "./signers.mjs";

const edge = await start();
after(() => edge.close());

const HOUR = 3_600_000;
const show = (id, kind = "sale") => edge.must(200, "GET", `/v1/conversions/${encodeURIComponent(id)}?kind=${kind}`);

/** A touch of another channel, as the snippet writes it. */
const other = (channel, at) => `${channel}@${Math.floor(at / 1000).toString(36)}`;

/** A creator with a link. */
async function seller() {
  const creator = await edge.make.creator();
  const link = await edge.make.link({ creator_id: creator.id });
  return { creator, link, clicked: (at) => mint({ link: link.id, at }) };
}

/** What stands at each step of a path. */
const steps = ({ path }) => path.map((step) => step.channel ?? step.creator.handle);

const now = Date.now();
const sarah = await seller();
const tom = await seller();

test("a creator on Tuesday, a search on Thursday and a paid ad on Saturday are on the path in that order", async () => {
  const touches = [
    sarah.clicked(now - 5 * DAY),
    other("www.google.de/referrer", now - 3 * DAY),
    other("fbclid/ad", now - 2 * DAY),
    other("ttclid/ad", now - DAY),
  ].join(",");
  const sale = edge.sale({ touches });
  assert.equal((await edge.accepted(sale)).notes.length, 0);
  const { decision } = await show(sale.order_id);
  assert.deepEqual(steps(decision), [sarah.creator.handle, "google/organic", "facebook/social", "tiktok/paid_social"]);
  const [first, second] = decision.path;
  assert.deepEqual(first, {
    kind: "click", at: iso(now - 5 * DAY), touches: 1, decided: true,
    creator: { id: sarah.creator.id, name: sarah.creator.name, handle: sarah.creator.handle },
    link: { id: sarah.link.id, host: "localhost", slug: sarah.link.slug },
  });
  assert.deepEqual(second, {
    kind: "other", at: iso(Math.floor((now - 3 * DAY) / 1000) * 1000), touches: 1, decided: false, channel: "google/organic",
  });
  assert.equal(decision.path_truncated, false);
  assert.deepEqual([decision.creator.id, decision.via], [sarah.creator.id, "link"]);
  const lost = decision.evidence.filter(({ kind }) => kind === "other").map((piece) => [piece.channel, piece.lost_because.code]);
  assert.deepEqual(lost.sort(), [
    ["facebook/social", "other_channel"], ["google/organic", "other_channel"], ["tiktok/paid_social", "other_channel"],
  ]);
});

test("an order that other channels alone brought is nobody's, and the night agrees", async () => {
  const sale = edge.sale({ touches: other("gclid/ad", now - HOUR) });
  await edge.accepted(sale);
  await edge.rollup();
  const { decision, credited } = await show(sale.order_id);
  assert.deepEqual(steps(decision), ["google/cpc"]);
  assert.deepEqual([decision.via, decision.creator, credited.via, credited.creator_id], ["nothing", null, "nothing", null]);
});

test("the lead's touches and those of the same customer lead to the order too", async () => {
  const customer = `${word("c")}@example.org`;
  const lead = { kind: "lead", lead_id: word("lead-"), occurred_at: iso(now - DAY) };
  await edge.accepted({ ...lead, touches: `${tom.clicked(now - 2 * DAY)},${other("newsletter/email", now - 3 * DAY)}` });
  const earlier = { kind: "event", event_id: word("e-"), name: "trial", occurred_at: iso(now - 4 * DAY), customer };
  await edge.accepted({ ...earlier, touches: `${sarah.clicked(now - 6 * DAY)},${other("chatgpt.com/none", now - 5 * DAY)}` });
  const sale = edge.sale({ customer, lead_id: lead.lead_id, touches: [other("duckduckgo.com/referrer", now - HOUR)] });
  await edge.accepted(sale);
  const { decision } = await show(sale.order_id);
  assert.deepEqual(steps(decision), [
    sarah.creator.handle, "chatgpt/ai", "newsletter/email", tom.creator.handle, "duckduckgo/organic",
  ]);
  assert.deepEqual(decision.path.map(({ kind }) => kind), ["click", "other", "other", "click", "other"]);
  assert.equal(decision.creator.id, tom.creator.id);
  assert.deepEqual(steps((await show(lead.lead_id, "lead")).decision), ["newsletter/email", tom.creator.handle]);
});

test("what one creator did within half an hour is one step, and who came in between parts it", async () => {
  const at = now - 2 * DAY;
  const touches = [
    sarah.clicked(at), sarah.clicked(at + HOUR / 2), sarah.clicked(at + HOUR), tom.clicked(at + HOUR + 1), sarah.clicked(at + HOUR + 2),
  ];
  const sale = edge.sale({ click_ids: touches });
  await edge.accepted(sale);
  const { decision } = await show(sale.order_id);
  assert.deepEqual(decision.path.map(({ creator, touches, decided }) => [creator.id, touches, decided]), [
    [sarah.creator.id, 3, false], [tom.creator.id, 1, false], [sarah.creator.id, 1, true],
  ]);
});

test("a click after the order, too old a one, and one of a link that never was are not on the path", async () => {
  const occurred = now - DAY;
  const touches = [
    mint({ link: 4_000_000_000, at: occurred - HOUR }), sarah.clicked(occurred - 31 * DAY), sarah.clicked(occurred + HOUR),
    other("old/ad", occurred - 31 * DAY), other("late/ad", occurred + HOUR), tom.clicked(occurred - 30 * DAY + 1000),
  ].join(",");
  const sale = edge.sale({ occurred_at: iso(occurred), touches });
  await edge.accepted(sale);
  const { decision } = await show(sale.order_id);
  assert.deepEqual(steps(decision), [tom.creator.handle]);
  assert.equal(decision.evidence.length, 6);
});

test("a shop's webhook brings the whole text of its cart", async () => {
  const secret = "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";
  const source = await edge.must(201, "POST", "/v1/sources", { name: word("shop"), kind: "shopify", secret });
  const id = String(Date.now());
  const at = iso(now - 1000);
  const touches = `${sarah.clicked(now - 3 * DAY)},${other("l.instagram.com/referrer", now - 2 * DAY)}`;
  const body = JSON.stringify({
    id: Number(id), name: `#${id}`, currency: "EUR", total_price: "79.30", line_items: [], created_at: at, updated_at: at,
    note_attributes: [{ name: "wm", value: touches }],
  });
  const reply = await edge.request(`/v1/hooks/${source.handle}`, { method: "POST", headers: sign.shopify(secret, body), body, ip: address() });
  assert.equal(reply.json.items[0].outcome, "accepted", reply.text);
  assert.deepEqual(steps((await show(id)).decision), [sarah.creator.handle, "instagram/social"]);
});

test("a table and a postback bring touches as well", async () => {
  const order = word("pos-");
  const csv = `order_id,occurred_at,total,currency,touches\n${order},${iso(now - 1000)},79.30,EUR,"${other("a/b", now - HOUR)},${tom.clicked(now - DAY)}"\n`;
  const reply = await edge.call("POST", "/v1/conversions", csv, { headers: { "content-type": "text/csv" } });
  assert.equal(reply.json.items[0].outcome, "accepted", reply.text);
  assert.deepEqual(steps((await show(order)).decision), [tom.creator.handle, "a/b"]);

  const source = await edge.must(201, "POST", "/v1/sources", { name: word("net"), kind: "postback", trusted: true });
  const fields = { source: source.handle, token: source.secret, order_id: word("net-"), total: "5", currency: "EUR", touches: other("a/b", now - HOUR) };
  const posted = await edge.request(`/postback?${new URLSearchParams(fields)}`, { ip: address() });
  assert.equal(posted.status, 201, posted.text);
  assert.deepEqual(steps((await show(fields.order_id)).decision), ["a/b"]);
});

test("what is no touch costs no sale and no touch beside it, and is said", async () => {
  const good = [sarah.clicked(now - DAY), other("a/b", now - HOUR)];
  const bad = {
    "%%%": [], "\u0000": [], "nobody": ["click_id_unknown"], "/@": ["touch_unknown"], "a/b@": ["touch_unknown"],
    "a/b@zzzzzzzz": ["touch_time_absurd"], "paypal.com/referrer@tc2z00": ["touch_not_listed"],
    [mint({ link: sarah.link.id, secret: "YW5vdGhlciBkZXBsb3ltZW50J3MgY2xpY2sgc2VjcmU" })]: ["click_id_forged"],
    ["x".repeat(5000)]: ["click_id_unknown"], [`${"s".repeat(5000)}/m@tc2z00`]: [], "\ud83d\ude00/\u00e4@tc2z00": [],
  };
  for (const [text, notes] of Object.entries(bad)) {
    const sale = edge.sale({ touches: [good[0], text, good[1]] });
    const said = await edge.accepted(sale);
    for (const note of notes) assert.ok(said.notes.includes(note), `${text.slice(0, 40)}: ${said.notes}`);
    const shown = steps((await show(sale.order_id)).decision);
    assert.ok(shown.includes(sarah.creator.handle) && shown.includes("a/b"), `${text.slice(0, 40)}: ${shown}`);
  }
  for (const touches of [5, true, {}]) {
    const reply = await edge.call("POST", "/v1/conversions", edge.sale({ touches }));
    assert.deepEqual([reply.status, reply.json.errors[0].code], [422, "not_touches"], reply.text);
  }
});

test("of very many touches the latest are kept and the path says so", async () => {
  const many = Array.from({ length: 60 }, (_, at) => other(`s${at}/m`, now - (60 - at) * HOUR));
  const sale = edge.sale({ touches: many.join(",") });
  assert.ok((await edge.accepted(sale)).notes.includes("touches_cut"));
  const { decision } = await show(sale.order_id);
  assert.deepEqual([decision.path.length, decision.path[0].channel, decision.path_truncated], [50, "s10/m", false]);
});

test("a longer path of several reports shows its first step and the latest 49", async () => {
  const customer = word("customer-");
  const hours = (from, count) => Array.from({ length: count }, (_, at) => other(`s${from + at}/m`, now - (from + at) * HOUR)).join(",");
  await edge.accepted({ kind: "event", event_id: word("e-"), name: "x", occurred_at: iso(now - 40 * HOUR), customer, touches: hours(60, 15) });
  const sale = edge.sale({ customer, touches: hours(1, 50) });
  await edge.accepted(sale);
  const { decision } = await show(sale.order_id);
  assert.deepEqual([decision.path.length, decision.path_truncated], [50, true]);
  assert.deepEqual([decision.path[0].channel, decision.path[1].channel, decision.path[49].channel], ["s74/m", "s49/m", "s1/m"]);
});

test("a refund shows the path of its order", async () => {
  const sale = edge.sale({ touches: other("a/b", now - HOUR) });
  await edge.accepted(sale);
  const refund = edge.refund(sale.order_id);
  await edge.accepted(refund);
  assert.deepEqual(steps((await show(refund.refund_id, "refund")).decision), ["a/b"]);
});
