// Abuse: who tries slug after slug is slowed; links, pixels, and a mistyped link that many follow, never.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { CLICK, address, iso, start, until, word } from "./start.mjs";

const MOST = 20;
const edge = await start({ scan: MOST });
after(() => edge.close());

/** Waits until what is counted now is counted in one minute: the platform's limiter starts anew with each. */
async function minute(least = 8_000) {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < least) await new Promise((done) => setTimeout(done, left + 50));
}

/** The statuses of so many requests, one after the other. */
async function statuses(times, ask) {
  const found = {};
  for (let turn = 0; turn < times; turn += 1) {
    const { status } = await ask(turn);
    found[status] = (found[status] ?? 0) + 1;
  }
  return found;
}

/** An address that has scanned so much that it is told to wait. */
async function spent(host = "localhost") {
  const ip = address();
  await minute();
  await until("the bound is reached", async () => (await edge.request(`/${word("guess")}`, { host, ip })).status === 429);
  return ip;
}

test("up to the bound an unknown address is answered as ever, above it with 429 and when to come back", async () => {
  const ip = address();
  await minute();
  const found = await statuses(MOST, () => edge.request(`/${word("guess")}`, { ip }));
  assert.deepEqual(found, { 404: MOST });
  const reply = await edge.request(`/${word("guess")}`, { ip });
  assert.equal(reply.status, 429);
  assert.equal(reply.headers["retry-after"], "10");
  assert.match(reply.headers["content-type"], /^text\/html\b/);
  assert.match(reply.headers["cache-control"], /\bno-store\b/);
  assert.ok(!/<script|href=/.test(reply.text));
});

test("words that can be no slug and HEAD are bounded as well, the root is not", async () => {
  await minute(20_000);
  for (const ask of [(turn) => [`/wp-admin/${turn}.php`], () => [`/${word("guess")}`, { method: "HEAD" }], (turn) => [`/%00${turn}`]]) {
    const ip = address();
    const found = await statuses(MOST + 5, (turn) => edge.request(ask(turn)[0], { ip, ...ask(turn)[1] }));
    assert.deepEqual(found, { 404: MOST, 429: 5 });
  }
  const ip = address();
  assert.deepEqual(await statuses(MOST + 5, () => edge.request("/", { ip })), { 404: MOST + 5 });
});

test("a host with an address for the lost sends nobody there who scans", async () => {
  const ip = await spent("brand.test");
  const reply = await edge.request(`/${word("guess")}`, { host: "brand.test", ip });
  assert.deepEqual([reply.status, reply.headers.location], [429, undefined]);
});

test("another address is not slowed", async () => {
  await spent();
  assert.equal((await edge.request(`/${word("guess")}`, { ip: address() })).status, 404);
});

test("one network of IPv6 is one who scans, and the next is another", async () => {
  await minute();
  const inside = (turn, network = 2) => `2001:db8:1:${network}:${turn.toString(16)}::${turn + 1}`;
  const ask = (ip) => edge.request(`/${word("guess")}`, { ip });
  assert.deepEqual(await statuses(MOST + 5, (turn) => ask(inside(turn))), { 404: MOST, 429: 5 });
  assert.equal((await ask(inside(0, 3))).status, 404);
  const strict = await start({ limit: 5 });
  try {
    await minute();
    const health = (ip) => strict.request("/healthz", { ip });
    assert.deepEqual(await statuses(8, (turn) => health(inside(turn))), { 200: 5, 429: 3 });
    assert.equal((await health(inside(0, 3))).status, 200);
    assert.deepEqual(await statuses(8, (turn) => health(["203.0.113.77", "::ffff:203.0.113.77"][turn % 2])), { 200: 5, 429: 3 });
  } finally {
    await strict.close();
  }
});

test("a link's page and its codes are slowed by address, and the link is not", async () => {
  const strict = await start({ limit: 5 });
  try {
    const { slug } = await strict.make.link();
    await minute();
    for (const [network, ending] of ["+", ".qr", ".qr.png"].entries()) {
      const ask = (path) => strict.request(path, { ip: `203.0.113.${80 + network}` });
      assert.deepEqual(await statuses(8, () => ask(`/${slug}${ending}`)), { 200: 5, 429: 3 }, ending);
      assert.equal((await ask(`/${slug}`)).status, 302);
    }
  } finally {
    await strict.close();
  }
});

test("what is slowed is kept all the same, as an orphan visit", async () => {
  const ip = await spent();
  const slug = word("guess");
  assert.equal((await edge.request(`/${slug}`, { ip })).status, 429);
  await edge.drained();
  const [orphan, ...more] = await edge.orphansAt(`localhost/${slug}`);
  assert.deepEqual(more, []);
  assert.deepEqual([orphan.kind, orphan.link], [CLICK, 0]);
});

test("links and pixels are never slowed, live or not, for whoever has scanned", async (t) => {
  const archived = await edge.make.link();
  await edge.must(204, "DELETE", `/v1/links/${archived.id}`);
  const expired = await edge.make.link({ expires_at: iso(Date.now() + 1_000) });
  await until("the link has expired", async () => (await edge.request(`/${expired.slug}`, { ip: address() })).status === 404);
  const links = { live: [await edge.make.link(), 302], disabled: [await edge.make.link({ enabled: false }), 404], archived: [archived, 404], expired: [expired, 404] };
  await minute(30_000);
  const ip = await spent();
  for (const [name, [{ slug }, status]] of Object.entries(links))
    await t.test(name, async () => {
      assert.deepEqual(await statuses(MOST + 10, () => edge.request(`/${slug}`, { ip })), { [status]: MOST + 10 });
      assert.deepEqual(await statuses(MOST + 10, () => edge.request(`/px/${slug}.gif`, { ip })), { 200: MOST + 10 });
    });
  await t.test("pixels of nothing", async () => assert.deepEqual(await statuses(MOST + 10, () => edge.request(`/px/${word("guess")}.gif`, { ip })), { 200: MOST + 10 }));
  await t.test("and it is still slowed where it scans", async () => assert.equal((await edge.request(`/${word("guess")}`, { ip })).status, 429));
});

test("a mistyped link that many on one carrier address follow is no scan", async () => {
  const [slug, ip] = [word("typo"), address()];
  // Nor where somebody else has spent what D1 may be asked.
  await Promise.all(Array.from({ length: 200 }, () => edge.request(`/${word("guess")}`, { ip: address() })));
  const replies = await Promise.all(Array.from({ length: 300 }, () => edge.request(`/${slug}`, { ip })));
  assert.deepEqual([...new Set(replies.map(({ status }) => status))], [404]);
});

test("a link that is made after its slug was scanned works for whoever scanned it", async () => {
  const slug = word("soon");
  const ip = await spent();
  assert.equal((await edge.request(`/${slug}`, { ip })).status, 429);
  await edge.make.link({ slug });
  await until("the new link is found", async () => (await edge.request(`/${slug}`, { ip })).status === 302, { within: 4_000 });
});

test("every door that asks for no key is bounded by address, but for links and pixels", async (t) => {
  const strict = await start({ limit: 5 });
  t.after(() => strict.close());
  const link = await strict.make.link();
  const doors = [["GET", "/healthz"], ["GET", "/survey.js"], ["GET", "/wm.js"], ["GET", "/wm-1.js"], ["GET", "/.well-known/gpc.json"], ["OPTIONS", "/v1/collect"], ["POST", "/v1/collect"], ["GET", "/v1/surveys/how/options"], ["POST", "/v1/hooks/nobody"], ["GET", "/postback?source=nobody&token=x"], ["GET", "/v1/links"]];
  for (const [method, path] of doors)
    await t.test(`${method} ${path}`, async () => {
      const ip = address();
      const found = [];
      await minute();
      for (let turn = 0; turn < 8; turn += 1) found.push(await strict.request(path, { method, ip }));
      assert.ok(found.slice(0, 5).every(({ status }) => status !== 429), found.map(({ status }) => status).join(" "));
      assert.deepEqual(found.slice(5).map(({ status }) => status), [429, 429, 429]);
      assert.match(found.at(-1).headers["retry-after"], /^[1-9]\d*$/);
      assert.equal((await strict.request(`/${link.slug}`, { ip })).status, 302);
      assert.equal((await strict.request(`/px/${link.slug}.gif`, { ip })).status, 200);
    });
});

test("no limiter is asked for a link or a pixel, nor for an address that was asked for a moment ago", async (t) => {
  const watched = await start({ faulty: true });
  t.after(() => watched.close());
  const links = [await watched.make.link(), await watched.make.link({ host: "full.test" }), await watched.make.link({ enabled: false })];
  const asked = async (paths) => {
    await watched.faults.plan([]);
    for (const [path, host] of paths) await watched.request(path, { host, ip: address() });
    const { calls } = await watched.faults.seen();
    return calls.filter(({ target }) => ["LIMIT", "SCAN"].includes(target)).map(({ target }) => target);
  };
  assert.deepEqual(await asked(links.flatMap(({ slug, host }) => [[`/${slug}`, host], [`/px/${slug}.gif`, host]])), []);
  assert.deepEqual(await asked([[`/px/${word("guess")}.gif`]]), []);
  const guess = `/${word("guess")}`;
  assert.deepEqual(await asked([[guess], [guess], [guess]]), ["SCAN"]);
});

test("where the limiter fails or hangs nobody is refused", async (t) => {
  const watched = await start({ faulty: true, limit: 3, scan: 3 });
  t.after(() => watched.close());
  const link = await watched.make.link();
  for (const mode of ["before", "hang"])
    await t.test(mode, () =>
      watched.faults.during([{ target: "SCAN", mode }, { target: "LIMIT", mode }], async () => {
        const ip = address();
        for (let turn = 0; turn < 5; turn += 1) {
          assert.equal((await watched.request(`/${word("guess")}`, { ip })).status, 404);
          assert.equal((await watched.request("/.well-known/gpc.json", { ip })).status, 200);
        }
        assert.equal((await watched.request(`/${link.slug}`, { ip })).status, 302);
      }));
});

test("no address of whoever scanned is kept in any table, in KV or in the log", async () => {
  const ip = "203.0.113.211";
  await statuses(MOST + 5, () => edge.request(`/${word("guess")}`, { ip }));
  await edge.drained();
  const kept = [JSON.stringify(await edge.dump(edge.databases.control)), JSON.stringify(await edge.dump(edge.databases.events)), await edge.kvText(), edge.output().map(({ line }) => line).join("\n")].join("\n");
  assert.ok(kept.includes("localhost/guess"), "the search sees what is kept");
  for (const trace of [ip, String(Buffer.from([203, 0, 113, 211]).readUInt32BE())]) assert.ok(!kept.includes(trace));
});
