// The consumer: every event is stored once however its message comes, and what cannot be read is put aside with its reason.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { BOT, DAY, DEAD, VIEW, dayOf, start, until, word } from "./start.mjs";

const edge = await start({ faulty: true });
after(() => edge.close());

const day = Math.floor(Date.now() / DAY) * DAY - 2 * DAY;

/** Fails unless the consumer took everything it was given. */
const taken = (result, messages) => {
  assert.equal(result.outcome, "ok");
  assert.equal(result.retryBatch.retry, false);
  assert.deepEqual(result.retryMessages, []);
  assert.ok(result.ackAll || result.explicitAcks.length === messages);
};

/** Fails unless the consumer wants everything again, later. */
const wantedAgain = (result, messages) => {
  assert.equal(result.outcome, "ok");
  assert.equal(result.ackAll, false);
  const delays = result.retryBatch.retry ? [result.retryBatch.delaySeconds] : result.retryMessages.map(({ delaySeconds }) => delaySeconds);
  assert.equal(delays.length, result.retryBatch.retry ? 1 : messages);
  assert.ok(delays.every((seconds) => seconds >= 1), "with a delay");
};

const stored = () => Promise.all([edge.events("SELECT * FROM event ORDER BY 1, 2, 3, 4"), edge.events("SELECT * FROM hour_count ORDER BY 1, 2")]);

async function totals() {
  await edge.rollup();
  const tables = await edge.dump(edge.databases.control);
  return Object.fromEntries(Object.entries(tables).filter(([name]) => /total|credit/.test(name)));
}

const deadLetters = async () => (await edge.must(200, "GET", "/v1/dead_letters?limit=100")).items;

test("a message's events are stored and counted by hour", async () => {
  const link = await edge.make.link();
  const rows = [
    edge.row({ link: link.id, at: day }),
    edge.row({ link: link.id, at: day + 1 }),
    edge.row({ link: link.id, at: day + 2, verdict: BOT, reason: 3 }),
    edge.row({ link: link.id, at: day + 3, kind: VIEW }),
    edge.row({ link: link.id, at: day + 3_600_000 }),
  ];
  taken(await edge.deliver([edge.message(rows)]), 1);
  assert.deepEqual(await edge.events("SELECT hour, clicks, valid, views FROM hour_count WHERE link = ? ORDER BY hour", link.id), [
    { hour: day / 3_600_000, clicks: 3, valid: 2, views: 1 },
    { hour: day / 3_600_000 + 1, clicks: 1, valid: 1, views: 0 },
  ]);
  const kept = await edge.events("SELECT visitor, at, nonce, kind, link, verdict, reason, address FROM event WHERE link = ? ORDER BY at", link.id);
  assert.deepEqual(kept.map(Object.values), rows);
});

test("a redelivered batch changes nothing in events, hourly counts and totals", async () => {
  const link = await edge.make.link();
  const batch = [0, 1, 2].map((n) => edge.message(Array.from({ length: 20 }, (_, k) => edge.row({ link: link.id, at: day + n * 1_000 + k }))));
  taken(await edge.deliver(batch), 3);
  const [before, sums] = [await stored(), await totals()];
  assert.equal(before[0].filter((event) => event.link === link.id).length, 60);
  for (let turn = 0; turn < 3; turn += 1) taken(await edge.deliver(batch, { attempts: turn + 2 }), 3);
  assert.deepEqual(await stored(), before);
  assert.deepEqual(await totals(), sums);
  assert.equal((await edge.reported("link", link.id, { from: dayOf(day), to: dayOf(day) })).clicks, 60);
});

test("an event that is twice in a message, or in two messages of a batch, counts once", async () => {
  const link = await edge.make.link();
  const [one, two] = [edge.row({ link: link.id, at: day }), edge.row({ link: link.id, at: day + 1 })];
  taken(await edge.deliver([edge.message([one, one, two]), edge.message([two, one])]), 2);
  assert.equal((await edge.eventsOf(link)).length, 2);
  assert.deepEqual(await edge.countOf(link), { clicks: 2, valid: 2, views: 0 });
});

test("batches that overlap, shuffled and at once, count every event once", async () => {
  const link = await edge.make.link();
  const rows = Array.from({ length: 300 }, (_, n) => edge.row({ link: link.id, at: day + n * 50_000, nonce: n }));
  const slices = Array.from({ length: 20 }, (_, n) => edge.message([...rows.slice(n * 15, n * 15 + 40)].reverse()));
  const order = slices.map((_, n) => slices[(n * 7) % slices.length]);
  const results = await Promise.all([0, 5, 10, 15].map((at) => edge.deliver(order.slice(at, at + 5))));
  for (const result of results) taken(result, 5);
  assert.equal((await edge.eventsOf(link)).length, 300);
  assert.deepEqual(await edge.countOf(link), { clicks: 300, valid: 300, views: 0 });
});

test("visits of one visitor in one millisecond are as many events as there were", async () => {
  const link = await edge.make.link();
  const rows = Array.from({ length: 50 }, (_, nonce) => edge.row({ link: link.id, at: day, visitor: 5, nonce }));
  taken(await edge.deliver([edge.message(rows)]), 1);
  assert.deepEqual(await edge.countOf(link), { clicks: 50, valid: 50, views: 0 });
});

test("the messages that the edge sent change nothing when they come again", async () => {
  const link = await edge.make.link();
  await edge.faults.plan([]);
  for (let turn = 0; turn < 5; turn += 1) await edge.click(link);
  await edge.request(`/px/${link.slug}.gif`);
  await edge.drained();
  const { sent } = await edge.faults.seen();
  assert.ok(sent.length > 0 && sent.every((body) => typeof body === "string"), "messages are text");
  assert.ok(sent.flatMap((body) => JSON.parse(body).events).filter((row) => row[4] === link.id).length === 6);
  const before = await stored();
  taken(await edge.deliver(sent), sent.length);
  assert.deepEqual(await stored(), before);
});

test("clicks share messages of at most 100 events and 64 KB", async () => {
  const link = await edge.make.link();
  await edge.faults.plan([]);
  await Promise.all(Array.from({ length: 350 }, () => edge.click(link)));
  await edge.drained();
  const { sent } = await edge.faults.seen();
  const sizes = sent.map((body) => JSON.parse(body).events.length);
  assert.ok(sizes.reduce((sum, one) => sum + one, 0) >= 350);
  assert.ok(Math.max(...sizes) <= 100, sizes.join());
  assert.ok(Math.max(...sent.map((body) => Buffer.byteLength(body))) <= 64_000);
  assert.ok(sent.length <= 35, `${sent.length} messages for 350 clicks`);
});

test("messages of visits with the longest addresses stay below 64 KB, and all of them are kept", async () => {
  const tail = "x".repeat(180);
  const slugs = Array.from({ length: 120 }, () => word("long-") + tail);
  await edge.faults.plan([]);
  await Promise.all(slugs.map((slug) => edge.request(`/${slug}`)));
  await edge.drained();
  const { sent } = await edge.faults.seen();
  assert.ok(Math.max(...sent.map((body) => Buffer.byteLength(body))) <= 64_000);
  for (const slug of slugs) assert.equal((await edge.events("SELECT * FROM event WHERE link = 0 AND address LIKE ?", `localhost/${slug.slice(0, 20)}%`)).length, 1, slug);
});

test("the largest batch that a queue delivers is stored, no statement above a megabyte", async () => {
  const tail = "y".repeat(180);
  const batch = Array.from({ length: 100 }, (_, n) =>
    edge.message(Array.from({ length: 100 }, (_, k) => edge.row({ link: 0, at: day - DAY, visitor: 1_000_000 + n, nonce: k, address: `localhost/${tail}` }))));
  await edge.faults.plan([]);
  taken(await edge.deliver(batch), 100);
  const { calls } = await edge.faults.seen();
  const [{ n }] = await edge.events("SELECT count(*) AS n FROM event WHERE address = ?", `localhost/${tail}`);
  assert.equal(n, 10_000);
  const bound = calls.filter(({ target, op }) => target === "EVENTS_0" && op === "batch").map((call) => call.bound);
  assert.ok(bound.length > 0);
  assert.ok(Math.max(...bound) <= 1_048_576, `${Math.max(...bound)} bytes bound to one statement`);
});

test("a message that cannot be read is put aside with its reason, and the others are stored", async (t) => {
  const good = () => edge.row({ link: 1, at: day });
  const poison = {
    "no JSON": (mark) => `{"v":1,"events":[${mark}`,
    "another version": (mark) => JSON.stringify({ v: 3, events: [], mark }),
    "no events": (mark) => JSON.stringify({ v: 1, mark }),
    "events that are none": (mark) => JSON.stringify({ v: 1, events: mark }),
    "a row too short": (mark) => JSON.stringify({ v: 1, events: [good().slice(0, 5)], mark }),
    "a row of text": (mark) => JSON.stringify({ v: 1, events: [good().map(() => mark)] }),
    "an unknown kind": (mark) => JSON.stringify({ v: 1, events: [Object.assign(good(), { 3: 9 })], mark }),
    "an unknown verdict": (mark) => JSON.stringify({ v: 1, events: [Object.assign(good(), { 5: 9 })], mark }),
    "a visitor beyond 48 bits": (mark) => JSON.stringify({ v: 1, events: [Object.assign(good(), { 0: 2 ** 50 })], mark }),
    "a negative number": (mark) => JSON.stringify({ v: 1, events: [Object.assign(good(), { 2: -1 })], mark }),
    "a time before all time": (mark) => JSON.stringify({ v: 1, events: [Object.assign(good(), { 1: -5 })], mark }),
    "a list": (mark) => JSON.stringify([mark]),
    "plain text": (mark) => mark,
    "an object instead of text": (mark) => ({ v: 1, events: mark }),
  };
  for (const [name, body] of Object.entries(poison))
    await t.test(name, async () => {
      const link = await edge.make.link();
      const mark = word("poison");
      const result = await edge.deliver([edge.message([edge.row({ link: link.id, at: day })]), body(mark), edge.message([edge.row({ link: link.id, at: day + 1 })])]);
      taken(result, 3);
      assert.equal((await edge.eventsOf(link)).length, 2);
      const letter = (await deadLetters()).find((one) => JSON.stringify(one).includes(mark));
      assert.ok(letter, "it is listed");
      assert.ok(typeof letter.reason === "string" && letter.reason.length > 3, "with a reason");
    });
});

test("an empty message and one without events are taken and change nothing", async () => {
  const before = await stored();
  taken(await edge.deliver([edge.message([])]), 1);
  assert.deepEqual(await stored(), before);
});

test("a message of exhausted retries is put aside and its replay stores its events once", async () => {
  const link = await edge.make.link();
  const rows = [edge.row({ link: link.id, at: day }), edge.row({ link: link.id, at: day + 1 })];
  const seen = new Set((await deadLetters()).map(({ id }) => id));
  taken(await edge.deliver([edge.message(rows)], { queue: DEAD }), 1);
  assert.equal((await edge.eventsOf(link)).length, 0);
  const [letter, ...more] = (await deadLetters()).filter(({ id }) => !seen.has(id));
  assert.deepEqual(more, []);
  assert.match(letter.reason, /retr/i);
  for (let turn = 0; turn < 2; turn += 1) {
    const reply = await edge.call("POST", `/v1/dead_letters/${letter.id}/replay`);
    assert.ok(reply.status >= 200 && reply.status < 300, reply.text);
    await until("the events are stored", async () => (await edge.eventsOf(link)).length === 2);
    assert.deepEqual(await edge.countOf(link), { clicks: 2, valid: 2, views: 0 });
  }
});

test("the largest message that the edge sends is put aside whole and replays whole", async () => {
  const tail = word("z") + "z".repeat(170);
  const rows = Array.from({ length: 250 }, (_, nonce) => edge.row({ link: 0, at: day - 3 * DAY, visitor: 9, nonce, address: `localhost/${tail}` }));
  const body = edge.message(rows);
  assert.ok(body.length > 55_000 && body.length < 64_000, `${body.length} bytes`);
  const seen = new Set((await deadLetters()).map(({ id }) => id));
  taken(await edge.deliver([body], { queue: DEAD }), 1);
  const [{ id }] = (await deadLetters()).filter((one) => !seen.has(one.id));
  await edge.must(200, "POST", `/v1/dead_letters/${id}/replay`);
  const [{ n }] = await edge.events("SELECT count(*) AS n FROM event WHERE address = ?", `localhost/${tail}`);
  assert.equal(n, 250);
});

test("a replay of what still cannot be read is refused and the letter stays", async () => {
  const mark = word("poison");
  await edge.deliver([`not json ${mark}`]);
  const find = async () => (await deadLetters()).find((one) => JSON.stringify(one).includes(mark));
  const { id } = await find();
  const reply = await edge.call("POST", `/v1/dead_letters/${id}/replay`);
  assert.ok(reply.status >= 400 && reply.status < 500, `${reply.status} ${reply.text}`);
  assert.ok(await find());
});

test("a batch waits while D1 is down, and then counts once", async () => {
  const link = await edge.make.link();
  const batch = [edge.message([edge.row({ link: link.id, at: day })]), edge.message([edge.row({ link: link.id, at: day + 1 })])];
  await edge.faults.during([{ target: "EVENTS_0", mode: "before" }], async () => wantedAgain(await edge.deliver(batch), 2));
  assert.deepEqual(await edge.eventsOf(link), []);
  taken(await edge.deliver(batch, { attempts: 2 }), 2);
  assert.deepEqual(await edge.countOf(link), { clicks: 2, valid: 2, views: 0 });
});

test("a batch that D1 kept and yet reported as failed counts once", async () => {
  const link = await edge.make.link();
  const batch = [edge.message([edge.row({ link: link.id, at: day })])];
  await edge.faults.during([{ target: "EVENTS_0", op: "batch", mode: "after", times: 1 }], async () => wantedAgain(await edge.deliver(batch), 1));
  assert.equal((await edge.eventsOf(link)).length, 1, "it was kept");
  taken(await edge.deliver(batch, { attempts: 2 }), 1);
  assert.equal((await edge.eventsOf(link)).length, 1);
  assert.deepEqual(await edge.countOf(link), { clicks: 1, valid: 1, views: 0 });
});

test("a poison message is not lost while the database of dead letters is down", async () => {
  const mark = word("poison");
  const link = await edge.make.link();
  const batch = [edge.message([edge.row({ link: link.id, at: day })]), `not json ${mark}`];
  await edge.faults.during([{ target: "DB", mode: "before" }], async () => {
    const result = await edge.deliver(batch);
    assert.equal(result.outcome, "ok");
    assert.equal(result.ackAll, false);
    assert.ok(result.retryBatch.retry || result.retryMessages.length > 0);
  });
  taken(await edge.deliver(batch, { attempts: 2 }), 2);
  assert.equal((await deadLetters()).filter((one) => JSON.stringify(one).includes(mark)).length, 1);
  assert.deepEqual(await edge.countOf(link), { clicks: 1, valid: 1, views: 0 });
});

test("the queue itself brings the events again after D1 was down", { timeout: 60_000 }, async () => {
  const link = await edge.make.link();
  await edge.faults.plan([{ target: "EVENTS_0", op: "batch", match: "insert or ignore into event", mode: "before", times: 1 }]);
  await edge.click(link);
  await until("the first delivery fails", async () => (await edge.faults.seen()).rules[0].fired === 1);
  await edge.faults.heal();
  await until("the event is stored", async () => (await edge.eventsOf(link)).length === 1, { within: 40_000, every: 250 });
  assert.deepEqual(await edge.countOf(link), { clicks: 1, valid: 1, views: 0 });
});
