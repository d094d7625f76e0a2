// Seeing inside: what /healthz says, and that the log is one JSON object a line.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ADMIN_KEY, start, until, word } from "./start.mjs";

const edge = await start({ faulty: true });
after(() => edge.close());

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

test("health is told to anybody, on any host, and kept by no cache", async () => {
  for (const host of ["localhost", "brand.test", "anything.test"]) {
    const reply = await edge.request("/healthz", { host });
    assert.equal(reply.status, 200, reply.text);
    assert.match(reply.headers["content-type"], /^application\/json\b/);
    assert.match(reply.headers["cache-control"], /\bno-store\b/);
    assert.equal(reply.json.status, "ok");
    assert.match(reply.json.version, /^\d+\.\d+\.\d+$/);
    assert.equal(reply.json.release, null, "nobody named this deployment");
    assert.deepEqual(reply.json.schema_version, { control: 15, events: 3 });
  }
});

test("health shows that the last rollup ran, and nothing that it counted", async () => {
  const { id, kind, state, started_at, finished_at } = await edge.rollup();
  assert.deepEqual((await edge.request("/healthz")).json.last_rollup, { id, kind, state, started_at, finished_at });
});

test("health shows when events were last stored", async () => {
  const began = Date.now();
  await edge.click(await edge.make.link());
  await edge.drained();
  const { last_consumer_batch } = (await edge.request("/healthz")).json;
  assert.match(last_consumer_batch, TIME);
  assert.ok(Date.parse(last_consumer_batch) > began - 120_000, last_consumer_batch);
});

test("a fresh deployment has had neither rollup nor batch", async (t) => {
  const fresh = await start({ salted: false });
  t.after(() => fresh.close());
  const { last_rollup, last_consumer_batch } = (await fresh.request("/healthz")).json;
  assert.deepEqual([last_rollup, last_consumer_batch], [null, null]);
});

test("health is 503 while a database is down", async (t) => {
  for (const target of ["DB", "EVENTS_0"])
    await t.test(target, () =>
      edge.faults.during([{ target, mode: "before" }], async () => assert.equal((await edge.request("/healthz")).status, 503)));
  assert.equal((await edge.request("/healthz")).status, 200);
});

test("the log is one JSON object a line, also when things fail", async () => {
  const link = await edge.make.link();
  await edge.click(link);
  await edge.faults.during([{ target: "EVENTS_QUEUE", mode: "before" }, { target: "EVENTS_0", mode: "before" }, { target: "DB", mode: "before" }], async () => {
    await edge.click(link);
    await edge.convert(edge.sale());
    await edge.call("GET", `/v1/links/${link.id}?x=${word()}`);
    await until("all of it has failed", async () => (await edge.faults.seen()).rules.every(({ fired }) => fired > 0));
  });
  await edge.drained();
  const lines = edge.output().filter(({ from }) => from === "out").map(({ line }) => line);
  assert.ok(lines.length >= 2);
  for (const line of lines) {
    const said = JSON.parse(line);
    assert.equal(typeof said, "object");
    assert.ok(said !== null && !Array.isArray(said));
  }
  assert.deepEqual(edge.output().filter(({ from }) => from === "err").map(({ line }) => line), [], "nothing else is printed");
  assert.ok(!lines.join("\n").includes(ADMIN_KEY));
});
