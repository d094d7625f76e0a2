// The pixel view: always a picture, never kept by a cache, recorded as a click is.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { BOT, HUMAN, VIEW, address, iso, start, until, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

/** Fails unless the reply is a whole GIF of one pixel with nothing for a cache to keep. */
function isPixel(reply, status = 200) {
  assert.equal(reply.status, status);
  assert.equal(reply.headers["content-type"], "image/gif");
  assert.match(reply.headers["cache-control"], /\bno-store\b/);
  assert.match(reply.bytes.subarray(0, 6).toString("latin1"), /^GIF8[79]a$/);
  assert.ok(reply.bytes.length <= 43, `${reply.bytes.length} bytes`);
  assert.equal(reply.bytes.readUInt16LE(6), 1, "width");
  assert.equal(reply.bytes.readUInt16LE(8), 1, "height");
  assert.equal(reply.bytes.at(-1), 0x3b, "the picture is whole");
  assert.equal(reply.headers["content-length"], String(reply.bytes.length));
}

const pixel = (slug, options = {}) => edge.request(`/px/${slug}.gif`, { ip: address(), ...options });

test("a view answers a GIF of one pixel that no cache keeps", async () => {
  isPixel(await pixel((await edge.make.link()).slug));
});

test("a view is stored as a view of its link and not as a click", async () => {
  const link = await edge.make.link();
  await pixel(link.slug);
  await edge.drained();
  const [event, ...more] = await edge.eventsOf(link, VIEW);
  assert.deepEqual(more, []);
  assert.equal(event.verdict, HUMAN);
  assert.equal(event.address, null);
  assert.deepEqual(await edge.eventsOf(link), []);
  assert.deepEqual(await edge.countOf(link), { clicks: 0, valid: 0, views: 1 });
});

test("a view with a cache-busting query and other letter case counts for the same link", async () => {
  const link = await edge.make.link();
  isPixel(await edge.request(`/px/${link.slug}.gif?r=${Math.random()}`, { ip: address() }));
  isPixel(await pixel(link.slug.toUpperCase()));
  await edge.drained();
  assert.equal((await edge.eventsOf(link, VIEW)).length, 2);
});

test("HEAD on a pixel answers its headers and counts nothing", async () => {
  const link = await edge.make.link();
  const head = await pixel(link.slug, { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(head.headers["content-type"], "image/gif");
  assert.match(head.headers["cache-control"], /\bno-store\b/);
  assert.equal(head.bytes.length, 0);
  await edge.drained();
  assert.deepEqual(await edge.eventsOf(link, VIEW), []);
});

test("a bot's view is stored with its verdict", async () => {
  const link = await edge.make.link();
  isPixel(await pixel(link.slug, { userAgent: "curl/8.5.0" }));
  await edge.drained();
  assert.equal((await edge.eventsOf(link, VIEW))[0].verdict, BOT);
});

test("views appear in the report after the rollup", async () => {
  const link = await edge.make.link();
  for (let turn = 0; turn < 3; turn += 1) await pixel(link.slug);
  await edge.drained();
  await edge.rollup();
  const row = await edge.reported("link", link.id);
  assert.equal(row.pixel_views, 3);
  assert.equal(row.clicks_gross, 0);
});

test("a pixel answers the same picture whatever became of its link", async (t) => {
  const live = await pixel((await edge.make.link()).slug);
  const archived = await edge.make.link();
  await edge.must(204, "DELETE", `/v1/links/${archived.id}`);
  const disabled = await edge.make.link({ enabled: false });
  const expired = await edge.make.link({ expires_at: iso(Date.now() + 1_000) });
  await until("the link has expired", async () => (await edge.request(`/${expired.slug}`, { ip: address() })).status === 404);
  const cases = { unknown: word("nowhere"), disabled: disabled.slug, archived: archived.slug, expired: expired.slug, "not even a slug": "a%20b" };
  for (const [name, slug] of Object.entries(cases))
    await t.test(name, async () => {
      const reply = await pixel(slug);
      isPixel(reply);
      assert.deepEqual(reply.bytes, live.bytes);
    });
});

test("a pixel on an unknown host is refused with 421 and is still a picture", async () => {
  const link = await edge.make.link();
  isPixel(await pixel(link.slug, { host: "elsewhere.test" }), 421);
  await edge.drained();
  assert.deepEqual(await edge.eventsOf(link, VIEW), []);
});
