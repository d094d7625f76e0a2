// POST /v1/collect: what pages report, what is kept of it, and that all of it is counted, taken or not.
import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { after, test } from "node:test";
import { address, CLICK_SECRET, DAY, HUMAN, iso, PHONE, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const ORIGIN = "https://shop.example";
const LANDING = 3;
const PAGE = 4;
const REJECTED = 5;
/** Reasons as the event table spells them. */
const REASONS = {
  body_malformed: 1, body_too_large: 2, key_unknown: 3, origin_not_allowed: 4, too_many_events: 5, event_malformed: 6,
  click_id_not_ours: 7, time_absurd: 8, too_fast: 9, not_a_touch: 10, unavailable: 11,
};

const site = await edge.make.site();

/** What a page sends: events, under the key of the first site unless `body` says otherwise. */
const send = (events, { body = {}, headers = {}, ...rest } = {}) =>
  edge.request("/v1/collect", {
    method: "POST",
    ip: address(),
    headers: { "content-type": "text/plain;charset=UTF-8", origin: ORIGIN, ...headers },
    body: Buffer.isBuffer(events) || typeof events === "string" ? events : JSON.stringify({ key: site.key, events, ...body }),
    ...rest,
  });

/** Outcomes of what was sent, which must be heard. */
async function heard(events, options) {
  const reply = await send(events, options);
  assert.equal(reply.status, 200, reply.text);
  assert.deepEqual(reply.json.items.map(({ index }) => index), events.map((_, place) => place));
  return reply.json.items;
}
const outcomes = async (events, options) => (await heard(events, options)).map(({ outcome }) => outcome);

/** Runs `work` and gives what it said, and the events that came of it. */
async function kept(work) {
  await edge.drained();
  const all = () => edge.events("SELECT * FROM event WHERE kind >= 3 ORDER BY at, nonce");
  const name = (row) => JSON.stringify(row);
  const before = new Set((await all()).map(name));
  const said = await work();
  await edge.drained();
  return [said, (await all()).filter((row) => !before.has(name(row)))];
}

/** Seconds of a time as touches write them. */
const seconds = (ms = Date.now()) => Math.floor(ms / 1000).toString(36);

test("a landing by a click of ours is kept with that click's link, nonce and visitor", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  const [said, events] = await kept(() => outcomes([{ type: "landing", touch: id }]));
  assert.deepEqual(said, ["accepted"]);
  const [click] = await edge.eventsOf(link);
  const [landing] = events;
  assert.deepEqual(
    [landing.kind, landing.link, landing.nonce, landing.visitor, landing.verdict, landing.labels],
    [LANDING, link.id, click.nonce, click.visitor, HUMAN, null],
  );
  assert.ok(landing.at > click.at);
});

test("a landing by another channel is kept with its source and medium", async () => {
  const touch = `www.google.com/referrer@${seconds()}`;
  const [said, events] = await kept(() => outcomes([{ type: "landing", touch }]));
  assert.deepEqual(said, ["accepted"]);
  assert.deepEqual(events.map(({ kind, link, labels }) => [kind, link, labels]), [[LANDING, 0, "google/organic"]]);
});

test("a further page is kept as a page", async () => {
  const [said, events] = await kept(() => outcomes([{ type: "page" }]));
  assert.deepEqual(said, ["accepted"]);
  assert.deepEqual(events.map(({ kind, link, labels }) => [kind, link, labels]), [[PAGE, 0, null]]);
});

test("a purchase is durable before its page hears so, and unverified", async () => {
  const order_id = word("token-of-checkout-");
  const { id } = await edge.click(await edge.make.link());
  const [item] = await heard([{ type: "purchase", order_id, total_minor: 5_000, currency: "EUR", touches: id }]);
  assert.equal(item.outcome, "accepted", JSON.stringify(item));
  const order = await edge.must(200, "GET", `/v1/conversions/${order_id}`);
  assert.deepEqual([order.state, order.rank, order.total_minor], ["unverified", "browser", 5_000]);
});

test("a lead is durable before its page hears so, and unverified", async () => {
  const lead_id = word("lead-");
  const [item] = await heard([{ type: "lead", lead_id, lead_type: "newsletter" }]);
  assert.equal(item.outcome, "accepted", JSON.stringify(item));
  const lead = await edge.must(200, "GET", `/v1/conversions/${lead_id}?kind=lead`);
  assert.deepEqual([lead.state, lead.rank, lead.detail.type], ["unverified", "browser", "newsletter"]);
});
