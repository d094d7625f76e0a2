// Webhooks: who hears what, how it is signed, what comes of every answer, and that nothing is lost or sent in vain.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { DAY, INTRADAY, NIGHT, start, until, word } from "./start.mjs";

const EVENTS = ["lead.created", "conversion.accepted", "conversion.revised", "refund.applied", "rollup.finished"];

// Every receiver is a host of its own: what it was sent, and how it answers.
const receivers = new Map();
async function outbound(request) {
  const url = new URL(request.url);
  const receiver = receivers.get(url.host);
  if (receiver === undefined) return new Response("nobody", { status: 404 });
  const message = { headers: Object.fromEntries(request.headers), body: await request.text(), method: request.method, path: url.pathname };
  receiver.heard.push(message);
  return receiver.answer(message);
}

const edge = await start({ outbound, faulty: true });
after(() => edge.close());

/** A receiver that wants `events`; `answer` says what it answers, 204 unless told otherwise. */
async function listening(events, { answer = () => new Response(null, { status: 204 }), on = edge } = {}) {
  const host = `${word("hooks-")}.example`;
  const receiver = { heard: [], answer };
  receivers.set(host, receiver);
  const made = await on.must(201, "POST", "/v1/webhooks", { name: host, url: `https://${host}/waymark`, events });
  return Object.assign(receiver, {
    ...made,
    host,
    on,
    rows: () => on.control("SELECT * FROM webhook_message WHERE webhook_id = ? ORDER BY id", made.id),
    row: async () => (await on.control("SELECT * FROM webhook_message WHERE webhook_id = ? ORDER BY id DESC LIMIT 1", made.id))[0],
    state: (state) => until(`a message is ${state}`, async () => (await receiver.row())?.state === state && receiver.row()),
    stop: () => on.must(204, "DELETE", `/v1/webhooks/${made.id}`),
  });
}

/** Makes whatever waits for its next attempt due now, and runs the sweep. */
async function due(receiver) {
  await receiver.on.control("UPDATE webhook_message SET next_at = 0 WHERE webhook_id = ? AND state = 'pending'", receiver.id);
  await receiver.on.cron(INTRADAY);
}

/** The message as the official client of the specification reads it; it throws where the signature is wrong. */
const read = (message, secret) => new Webhook(secret).verify(message.body, message.headers);

const types = (receiver) => receiver.heard.map(({ body }) => JSON.parse(body).type);

test("an accepted sale is told once, signed as the official client wants it", async () => {
  const hook = await listening(["conversion.accepted"]);
  const sale = edge.sale({ customer: "ann@example.com" });
  await edge.accepted(sale);
  const row = await hook.state("delivered");
  assert.equal(hook.heard.length, 1);
  const [message] = hook.heard;
  assert.deepEqual([message.method, message.path], ["POST", "/waymark"]);
  const { type, timestamp, data: { decision, ...data } } = read(message, hook.secret);
  assert.equal(type, "conversion.accepted");
  assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 60_000);
  assert.deepEqual(data, {
    kind: "sale", lead_id: null, order_id: sale.order_id, total_minor: 12_000, currency: "EUR", occurred_at: sale.occurred_at,
    version: 1, verified: true, notes: [],
  });
  assert.deepEqual([decision.creator, decision.via], [null, "nothing"]);
  assert.equal(message.headers["webhook-id"], `msg_${hook.id}_${row.id}`);
  assert.equal(message.headers["content-type"], "application/json");
  assert.equal(message.headers["user-agent"], "Waymark");
  assert.deepEqual([row.attempts, row.last_status, row.last_error], [1, 204, null]);
  await hook.stop();
});

test("a message says whose the order is, and the refund's whose its order is", async () => {
  const hook = await listening(["conversion.accepted", "refund.applied"]);
  const link = await edge.make.link();
  const sale = edge.sale({ click_id: (await edge.click(link)).id });
  await edge.accepted(sale);
  await edge.accepted(edge.refund(sale.order_id));
  await until("two messages", () => hook.heard.length === 2);
  for (const message of hook.heard) {
    const { decision } = read(message, hook.secret).data;
    assert.equal(decision.creator.id, link.creator_id, JSON.stringify(decision));
    assert.ok(!message.body.includes(sale.click_id));
  }
  await hook.stop();
});

test("each event is told once, and only to who wants it", async () => {
  const all = await listening(EVENTS);
  const leads = await listening(["lead.created"]);
  const sale = edge.sale();
  await edge.accepted(sale);
  const revised = { ...sale, total_minor: 13_000, revision: 1 };
  await edge.must(200, "POST", "/v1/conversions", revised);
  await edge.accepted(edge.refund(sale.order_id, { reason: "chargeback" }));
  const lead = { kind: "lead", lead_id: word("lead-"), occurred_at: sale.occurred_at };
  await edge.accepted(lead);
  await edge.rollup();
  // All of it again: repeats tell nothing new.
  for (const again of [revised, lead]) await edge.must(200, "POST", "/v1/conversions", again);
  await until("five messages", async () => (await all.rows()).filter(({ state }) => state === "delivered").length === 5);
  assert.deepEqual(types(all).sort(), [...EVENTS].sort());
  assert.deepEqual(types(leads), ["lead.created"]);
  const of = (type) => all.heard.map((message) => read(message, all.secret)).find((one) => one.type === type).data;
  assert.deepEqual([of("conversion.revised").total_minor, of("conversion.revised").version], [13_000, 2]);
  assert.deepEqual([of("refund.applied").reason, of("refund.applied").order_id], ["chargeback", sale.order_id]);
  assert.equal(of("lead.created").lead_id, lead.lead_id);
  assert.deepEqual([of("rollup.finished").kind, of("rollup.finished").state], ["manual", "done"]);
  assert.ok(!all.heard.some(({ body }) => body.includes("customer")));
  await all.stop();
  await leads.stop();
});

test("a refund that waits for its order is told when the order comes", async () => {
  const hook = await listening(["refund.applied"]);
  const sale = edge.sale();
  const refund = edge.refund(sale.order_id);
  await edge.accepted(refund);
  assert.equal((await hook.rows()).length, 0);
  await edge.accepted(sale);
  await hook.state("delivered");
  assert.equal(read(hook.heard[0], hook.secret).data.refund_id, refund.refund_id);
  await hook.stop();
});

test("a list is told one by one", async () => {
  const hook = await listening(["conversion.accepted", "refund.applied"]);
  const sales = [edge.sale(), edge.sale(), edge.sale()];
  await edge.must(200, "POST", "/v1/conversions", [...sales, edge.refund(sales[0].order_id)]);
  await until("four messages", () => hook.heard.length === 4);
  await hook.stop();
});

test("without a webhook nothing is noted", async () => {
  const before = await edge.control("SELECT count(*) AS n FROM webhook_message");
  await edge.accepted(edge.sale());
  await edge.rollup();
  assert.deepEqual(await edge.control("SELECT count(*) AS n FROM webhook_message"), before);
});

test("a failed attempt is made again, as the same message, until it is taken", async () => {
  let answers = 0;
  const hook = await listening(["conversion.accepted"], { answer: () => new Response("down", { status: ++answers < 3 ? 500 : 200 }) });
  await edge.accepted(edge.sale());
  const row = await until("a failed attempt", async () => (await hook.row())?.last_status === 500 && hook.row());
  assert.deepEqual([row.state, row.attempts, row.last_error], ["pending", 1, "It answered 500."]);
  assert.ok(row.next_at - Date.now() < 5_600, "about five seconds");
  await due(hook);
  await until("the second attempt", async () => (await hook.row()).attempts === 2);
  assert.ok((await hook.row()).next_at - Date.now() > 200_000, "about five minutes");
  await due(hook);
  await hook.state("delivered");
  assert.equal(new Set(hook.heard.map(({ headers }) => headers["webhook-id"])).size, 1);
  assert.equal(new Set(hook.heard.map(({ body }) => body)).size, 1);
  for (const message of hook.heard) read(message, hook.secret);
  await hook.stop();
});

test("the queue brings a message again by itself", async () => {
  let answers = 0;
  const hook = await listening(["conversion.accepted"], { answer: () => new Response(null, { status: ++answers < 2 ? 500 : 200 }) });
  await edge.accepted(edge.sale());
  await hook.state("delivered");
  assert.equal(hook.heard.length, 2);
  await hook.stop();
});

test("who asks for patience is given it", async () => {
  const hook = await listening(["conversion.accepted"], { answer: () => new Response(null, { status: 429, headers: { "retry-after": "3600" } }) });
  await edge.accepted(edge.sale());
  const row = await until("an attempt", async () => (await hook.row())?.last_status === 429 && hook.row());
  assert.ok(row.next_at - Date.now() > 3_500_000, "an hour, not five seconds");
  await hook.stop();
});

test("a redirect is not followed", async () => {
  const other = await listening(["lead.created"]);
  const hook = await listening(["conversion.accepted"], { answer: () => new Response(null, { status: 302, headers: { location: `https://${other.host}/` } }) });
  await edge.accepted(edge.sale());
  const row = await until("an attempt", async () => (await hook.row())?.last_status === 302 && hook.row());
  assert.equal(row.state, "pending");
  assert.match(row.last_error, /redirect/);
  assert.equal(other.heard.length, 0);
  await hook.stop();
  await other.stop();
});

test("who is gone is left alone until somebody says otherwise", async () => {
  const hook = await listening(["conversion.accepted"], { answer: () => new Response(null, { status: 410 }) });
  await edge.accepted(edge.sale());
  await hook.state("dead");
  const shown = await edge.must(200, "GET", `/v1/webhooks/${hook.id}`);
  assert.equal(shown.enabled, false);
  assert.ok(Math.abs(Date.parse(shown.gone_at) - Date.now()) < 60_000);
  await edge.accepted(edge.sale());
  assert.equal((await hook.rows()).length, 1, "nothing more is noted");
  const back = await edge.must(200, "PATCH", `/v1/webhooks/${hook.id}`, { enabled: true });
  assert.deepEqual([back.enabled, back.gone_at], [true, null]);
  await hook.stop();
});

test("after the last attempt a message is dead, and a replay sends it after all", async () => {
  let status = 500;
  const hook = await listening(["conversion.accepted"], { answer: () => new Response(null, { status }) });
  await edge.accepted(edge.sale());
  await until("an attempt", async () => (await hook.row())?.attempts === 1);
  await edge.control("UPDATE webhook_message SET attempts = 9 WHERE webhook_id = ?", hook.id);
  await due(hook);
  const dead = await hook.state("dead");
  assert.equal(dead.attempts, 10);
  assert.ok(edge.output().some(({ line }) => line.includes("webhook_message_dead") && line.includes(`"message":${dead.id},`)));
  status = 204;
  const { items } = await edge.must(200, "GET", `/v1/webhooks/${hook.id}/messages`);
  assert.deepEqual(items.map(({ id, state }) => [id, state]), [[dead.id, "dead"]]);
  const replayed = await edge.must(202, "POST", `/v1/webhook_messages/${dead.id}/replay`);
  assert.deepEqual([replayed.state, replayed.attempts], ["pending", 0]);
  await hook.state("delivered");
  assert.equal(hook.heard.at(-1).headers["webhook-id"], hook.heard[0].headers["webhook-id"], "its receiver can tell it is a repeat");
  // Also what was delivered can be sent again.
  const heard = hook.heard.length;
  await edge.must(202, "POST", `/v1/webhook_messages/${dead.id}/replay`);
  await until("it is heard again", () => hook.heard.length > heard);
  await hook.stop();
});

test("messages are listed newest first, page by page", async () => {
  const hook = await listening(["conversion.accepted"]);
  await edge.must(200, "POST", "/v1/conversions", [edge.sale(), edge.sale(), edge.sale()]);
  const first = await edge.must(200, "GET", `/v1/webhooks/${hook.id}/messages?limit=2`);
  const second = await edge.must(200, "GET", `/v1/webhooks/${hook.id}/messages?limit=2&cursor=${first.next}`);
  const ids = [...first.items, ...second.items].map(({ id }) => id);
  assert.deepEqual(ids, (await hook.rows()).map(({ id }) => id).reverse());
  assert.equal(second.next, null);
  assert.equal((await edge.call("GET", "/v1/webhooks/4000000000/messages")).status, 404);
  assert.equal((await edge.call("POST", "/v1/webhook_messages/4000000000/replay")).status, 404);
  await hook.stop();
});

test("a secret is shown when it is made, and the former signs beside a new one until it is ended", async () => {
  const hook = await listening(["conversion.accepted"]);
  assert.match(hook.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  const quiet = [await edge.call("GET", `/v1/webhooks/${hook.id}`), await edge.call("GET", "/v1/webhooks?limit=100"), await edge.call("PATCH", `/v1/webhooks/${hook.id}`, { name: "x" })];
  for (const reply of quiet) assert.ok(reply.status === 200 && !reply.text.includes("whsec_") && reply.text.includes(hook.hint));
  const rotated = await edge.must(200, "PATCH", `/v1/webhooks/${hook.id}`, { rotate: true });
  assert.notEqual(rotated.secret, hook.secret);
  assert.deepEqual([rotated.hint, rotated.former_hint], [rotated.secret.slice(-4), hook.hint]);
  await edge.accepted(edge.sale());
  await until("a message", () => hook.heard.length === 1);
  assert.equal(hook.heard[0].headers["webhook-signature"].split(" ").length, 2);
  for (const secret of [rotated.secret, hook.secret]) assert.equal(read(hook.heard[0], secret).type, "conversion.accepted");
  const ended = await edge.must(200, "PATCH", `/v1/webhooks/${hook.id}`, { former_secret: null });
  assert.deepEqual([ended.former_hint, ended.secret], [null, undefined]);
  await edge.accepted(edge.sale());
  await until("another", () => hook.heard.length === 2);
  read(hook.heard[1], rotated.secret);
  assert.throws(() => read(hook.heard[1], hook.secret));
  await hook.stop();
});

test("an address that leads inside is refused when it is said", async (t) => {
  for (const url of ["http://hooks.example/", "https://127.0.0.1/", "https://0x7f.1/", "https://[::1]/", "https://localhost/", "https://brand.test/x", "https://x.workers.dev/", "https://hooks.example:8443/", "https://u:p@hooks.example/"])
    await t.test(url, async () => {
      const reply = await edge.call("POST", "/v1/webhooks", { name: "x", url, events: EVENTS });
      assert.equal(reply.status, 422, reply.text);
      assert.deepEqual(reply.json.errors.map(({ pointer }) => pointer), ["/url"]);
    });
});

test("an address that was changed behind our back is refused when it is sent to", async () => {
  const hook = await listening(["conversion.accepted"]);
  receivers.set("127.0.0.1", hook);
  await edge.control("UPDATE webhook SET url = 'https://127.0.0.1/' WHERE id = ?", hook.id);
  await edge.accepted(edge.sale());
  const row = await hook.state("dead");
  assert.match(row.last_error, /address is refused/);
  assert.equal(hook.heard.length, 0);
  receivers.delete("127.0.0.1");
  await hook.stop();
});

test("what a body may say is checked field by field", async (t) => {
  const hook = { name: "x", url: "https://hooks.example/", events: ["lead.created"] };
  const cases = { name: [undefined, ""], url: [undefined, 5], events: [undefined, [], ["sale"], "lead.created", ["lead.created", "lead.created"]], enabled: [1], secret: ["whsec_x"], rotate: [true] };
  for (const [field, values] of Object.entries(cases))
    for (const value of values)
      await t.test(`${field}: ${JSON.stringify(value)}`, async () => {
        const reply = await edge.call("POST", "/v1/webhooks", { ...hook, [field]: value });
        assert.equal(reply.status, 422, reply.text);
        assert.deepEqual(reply.json.errors.map(({ pointer }) => pointer), [`/${field}`]);
      });
});

test("who is put away hears nothing more", async () => {
  const hook = await listening(["conversion.accepted"]);
  await hook.stop();
  await hook.stop();
  await edge.accepted(edge.sale());
  assert.equal((await hook.rows()).length, 0);
});

test("only administrators see webhooks", async () => {
  const { key } = await edge.make.key(["links:read", "links:write", "conversions:write", "reports:read"]);
  for (const [method, path] of [["GET", "/v1/webhooks"], ["POST", "/v1/webhooks"], ["GET", "/v1/webhooks/1/messages"], ["POST", "/v1/webhook_messages/1/replay"]])
    assert.equal((await edge.call(method, path, undefined, { key })).status, 403);
});

test("a slow receiver holds up nobody's answer", async () => {
  let let_go;
  const held = new Promise((done) => (let_go = done));
  const hook = await listening(["conversion.accepted"], { answer: async () => (await held, new Response(null, { status: 204 })) });
  await edge.accepted(edge.sale());
  await until("it is being told", () => hook.heard.length === 1);
  // Answered while the receiver still thinks.
  await edge.accepted(edge.sale());
  assert.equal((await hook.rows()).filter(({ state }) => state === "pending").length, 2);
  let_go();
  await until("both are delivered", async () => (await hook.rows()).every(({ state }) => state === "delivered"));
  await hook.stop();
});

test("a receiver that never answers is given up, and an endless answer is not read", async () => {
  let let_go;
  const held = new Promise((done) => (let_go = done));
  const never = await listening(["conversion.accepted"], { answer: () => held.then(() => new Response()) });
  const endless = await listening(["conversion.accepted"], {
    answer: () => new Response(new ReadableStream({ start: (stream) => (stream.enqueue(new Uint8Array(65_536)), held.then(() => stream.close())) })),
  });
  await edge.accepted(edge.sale());
  await endless.state("delivered");
  const row = await until("it is given up", async () => (await never.row()).attempts === 1 && never.row());
  assert.deepEqual([row.state, row.last_status], ["pending", null]);
  assert.match(row.last_error, /no answer within 10000 ms/);
  let_go();
  await never.stop();
  await endless.stop();
});

test("a queue that is down loses nothing: the sweep sends it", async () => {
  const hook = await listening(["conversion.accepted"]);
  await edge.faults.during([{ target: "WEBHOOKS_QUEUE", mode: "before" }], async () => {
    await edge.accepted(edge.sale());
    await until("the queue is asked", async () => (await edge.faults.seen()).rules[0].fired > 0);
    assert.equal((await hook.row()).state, "pending");
    await due(hook);
  });
  await hook.state("delivered");
  assert.equal(hook.heard.length, 1);
  await hook.stop();
});

test("queue and sweep at once send once", async () => {
  const hook = await listening(["conversion.accepted"]);
  await edge.accepted(edge.sale());
  await Promise.all([edge.cron(INTRADAY), edge.cron(INTRADAY), hook.state("delivered")]);
  await edge.cron(INTRADAY);
  assert.equal(hook.heard.length, 1);
  await hook.stop();
});

test("a conversion that is not stored is not told", async () => {
  const hook = await listening(["conversion.accepted"]);
  await edge.faults.during([{ target: "DB", op: "batch", match: "INTO conversion", mode: "before", times: 1 }], async () => {
    assert.equal((await edge.convert(edge.sale())).status, 503);
  });
  assert.equal((await hook.rows()).length, 0);
  await hook.stop();
});

test("the night forgets what was delivered a month ago", async () => {
  const hook = await listening(["conversion.accepted"]);
  await edge.must(200, "POST", "/v1/conversions", [edge.sale(), edge.sale()]);
  await until("both", async () => (await hook.rows()).filter(({ state }) => state === "delivered").length === 2);
  const [old, young] = await hook.rows();
  await edge.control("UPDATE webhook_message SET next_at = ? WHERE id = ?", Date.now() - 31 * DAY, old.id);
  await edge.cron(NIGHT);
  assert.deepEqual((await hook.rows()).map(({ id }) => id), [young.id]);
  await hook.stop();
});

test("without a queue the sweep sends", async () => {
  const plain = await start({ outbound, webhooksQueue: false });
  try {
    const hook = await listening(["conversion.accepted", "rollup.finished"], { on: plain });
    await plain.accepted(plain.sale());
    assert.equal(hook.heard.length, 0);
    await plain.cron(INTRADAY);
    assert.deepEqual(types(hook), ["conversion.accepted"]);
    await plain.cron(INTRADAY);
    assert.deepEqual(types(hook), ["conversion.accepted", "rollup.finished"]);
  } finally {
    await plain.close();
  }
});
