// POST /v1/collect while storage fails, is flooded, and under a mixed load: nothing is lost in silence, and all adds up.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, start, until, word } from "./start.mjs";

const edge = await start({ faulty: true });
after(() => edge.close());

const LANDING = 3;
const PAGE = 4;
const REJECTED = 5;
const TOO_FAST = 9;
const UNAVAILABLE = 11;
const site = await edge.make.site();
const page = { type: "page" };
const purchase = () => ({ type: "purchase", order_id: word("checkout-token-"), total_minor: 5_000, currency: "EUR" });

const send = (events, { of = edge, key = site.key, origin = "https://shop.example", ...rest } = {}) =>
  of.request("/v1/collect", { method: "POST", ip: address(), headers: { origin }, body: typeof events === "string" ? events : JSON.stringify({ key, events }), ...rest });

/** How many events of each kind there are, and of what is rejected of each reason. */
async function tally(of = edge) {
  await of.drained();
  const rows = await of.events("SELECT kind, iif(kind = 5, reason, 0) AS reason, count(*) AS n FROM event WHERE kind >= 3 GROUP BY 1, 2");
  return Object.fromEntries(rows.map(({ kind, reason, n }) => [kind === REJECTED ? `rejected ${reason}` : String(kind), n]));
}
const more = (after_, before, name) => (after_[name] ?? 0) - (before[name] ?? 0);

test("a purchase that cannot be written is 503 and counted, and the page beside it is kept", async () => {
  const before = await tally();
  const event = purchase();
  const reply = await edge.faults.during([{ target: "DB", op: "batch", mode: "before" }], () => send([page, event]));
  assert.deepEqual([reply.status, reply.json.code, reply.headers["access-control-allow-origin"]], [503, "unavailable", "*"], reply.text);
  assert.ok(Number(reply.headers["retry-after"]) > 0);
  const now = await tally();
  assert.deepEqual([more(now, before, PAGE), more(now, before, `rejected ${UNAVAILABLE}`)], [1, 1]);
  assert.equal((await edge.call("GET", `/v1/conversions/${event.order_id}`)).status, 404);
  assert.equal((await send([event])).json.items[0].outcome, "accepted", "it may be sent again");
});

test("a purchase that was written though storage said no is recorded once", async () => {
  const event = purchase();
  const reply = await edge.faults.during([{ target: "DB", op: "batch", mode: "after" }], () => send([event]));
  assert.equal(reply.status, 503);
  assert.equal((await send([event])).json.items[0].outcome, "duplicate");
  const [{ n }] = await edge.control("SELECT count(*) AS n FROM conversion WHERE key = ?", event.order_id);
  assert.equal(n, 1);
});

test("a site that was heard lately is heard while D1 is down, one that nobody knows has to wait", async () => {
  assert.equal((await send([page])).status, 200);
  const fresh = await edge.make.site();
  // Longer than a site is used without asking again.
  await new Promise((done) => setTimeout(done, 5_500));
  const before = await tally();
  await edge.faults.during([{ target: "DB", mode: "before" }], async () => {
    assert.equal((await send([page])).status, 200);
    assert.equal((await send([page], { key: fresh.key })).status, 503);
  });
  const now = await tally();
  assert.deepEqual([more(now, before, PAGE), more(now, before, `rejected ${UNAVAILABLE}`)], [1, 1]);
});

test("what pages report is stored while the queue is down", async () => {
  const before = await tally();
  await edge.faults.during([{ target: "EVENTS_QUEUE", mode: "before" }], async () => {
    const reply = await send([page, null]);
    assert.deepEqual(reply.json.items.map(({ outcome }) => outcome), ["accepted", "rejected"]);
    await until("they are stored", async () => (await edge.events("SELECT count(*) AS n FROM event WHERE kind = 4"))[0].n > (before[PAGE] ?? 0));
  });
  assert.equal(more(await tally(), before, PAGE), 1);
});

test("an address that sends too much is slowed, counted, and told so", async () => {
  const slow = await start({ limit: 20 });
  try {
    const { key } = await slow.make.site();
    const ip = address();
    const statuses = [];
    for (let n = 0; n < 26; n += 1) statuses.push(await send([page], { of: slow, key, ip }));
    const refused = statuses.filter(({ status }) => status === 429);
    assert.deepEqual([statuses.filter(({ status }) => status === 200).length, refused.length], [20, 6]);
    for (const { headers } of refused) assert.deepEqual([headers["retry-after"], headers["access-control-allow-origin"]], ["10", "*"]);
    assert.equal((await send([page], { of: slow, key })).status, 200, "another address is not slowed");
    const counts = await tally(slow);
    assert.deepEqual([counts[PAGE], counts[`rejected ${TOO_FAST}`]], [21, 6]);
  } finally {
    await slow.close();
  }
});

test("what was received is what was accepted, ignored, known and rejected, to the last", async () => {
  const { id } = await edge.click(await edge.make.link());
  const known = purchase();
  await send([known]);
  const before = await tally();
  const kinds = [
    () => page,
    () => ({ type: "landing", touch: id }),
    () => ({ type: "landing", touch: "gclid/ad@tc2z00" }),
    () => ({ type: "landing", touch: "paypal.com/referrer@tc2z00" }),
    () => ({ type: "landing", touch: `${id.slice(0, -2)}__` }),
    () => ({ type: "nothing" }),
    () => ({ ...purchase(), rank: 3 }),
    () => ({ ...purchase(), total_minor: -1 }),
    purchase,
    () => known,
  ];
  const bodies = ["", "{", JSON.stringify({ key: site.key, events: [] }), "x".repeat(20_000)];
  const said = { accepted: 0, duplicate: 0, ignored: 0, rejected: 0, refused: 0, reports: 0 };
  let [received, dice] = [0, 7];
  const roll = (sides) => (dice = (dice * 48_271) % 2_147_483_647) % sides;
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(Array.from({ length: 20 }, async () => {
      if (roll(5) === 0) {
        received += 1;
        const reply = await (roll(2) ? send(bodies[roll(4)]) : send([page], roll(2) ? { origin: "https://evil.example" } : { key: "wms_9_x" }));
        assert.ok(reply.status >= 400 && reply.status < 500, reply.text);
        said.refused += 1;
        return;
      }
      const events = Array.from({ length: 1 + roll(12) }, () => kinds[roll(10)]());
      received += events.length;
      const reply = await send(events);
      assert.equal(reply.status, 200, reply.text);
      for (const { index, outcome } of reply.json.items) {
        said[outcome] += 1;
        if (outcome !== "rejected" && events[index].type === "purchase") said.reports += 1;
      }
    }));
  }
  assert.equal(said.accepted + said.duplicate + said.ignored + said.rejected + said.refused, received);
  const now = await tally();
  const kept = Object.keys(now).reduce((sum, name) => sum + more(now, before, name), 0);
  assert.equal(kept + said.reports, received, "an event for each that is no conversion");
  const counted = Object.keys(now).filter((name) => name.startsWith("rejected")).reduce((sum, name) => sum + more(now, before, name), 0);
  assert.equal(counted, said.ignored + said.rejected + said.refused);
  assert.equal(more(now, before, LANDING) + more(now, before, PAGE), said.accepted + said.duplicate - said.reports);
});
