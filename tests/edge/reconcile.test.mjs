// Received = counted + flagged + rejected, over a mixed load of 20,000 requests, to the last one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, dayOf, start, word } from "./start.mjs";

const REQUESTS = 20_000;
const TOGETHER = 100;
const ORIGIN = "https://shop.example";
const BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
const PREVIEW = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)";

let edge;
before(async () => {
  edge = await start();
});
after(() => edge.close());

test("received is counted, flagged and rejected over 20,000 requests of every kind, to the last one", async () => {
  const links = [await edge.make.link(), await edge.make.link(), await edge.make.link()];
  const site = await edge.make.site({ origins: [ORIGIN] });
  const people = { "accept-language": "de-DE" };
  const cf = (connection) => ({ asn: 3320, country: "DE", regionCode: "BY", tlsClientRandom: connection });
  const collect = (events, over = {}) =>
    edge.request("/v1/collect", {
      method: "POST",
      headers: { ...people, origin: ORIGIN, "content-type": "text/plain" },
      body: typeof events === "string" ? events : JSON.stringify({ key: site.key, events }),
      cf: cf(word()), ...over,
    });
  const click = (link, over = {}) => edge.request(`/${link.slug}`, { headers: people, cf: cf(word()), ...over });
  const pixel = (path, over = {}) => edge.request(path, { headers: people, cf: cf(word()), ...over });
  const landed = (await edge.click(links[0], { headers: people, cf: cf(word()) })).id;
  const double = { ip: "198.51.100.9", cf: cf("one connection") };

  // Each kind: how many facts one request is, as what they must be found, and the request.
  const kinds = [
    { share: 30, click: "human", send: (n) => click(links[n % 3]) },
    { share: 6, click: "bot", send: (n) => click(links[n % 3], { userAgent: BOT }) },
    { share: 4, click: "preview", send: (n) => click(links[n % 3], { userAgent: PREVIEW }) },
    { share: 4, click: "prefetch", send: (n) => click(links[n % 3], { headers: { ...people, "sec-purpose": "prefetch;prerender" } }) },
    { share: 3, click: "internal", send: (n) => edge.request(`/${links[n % 3].slug}?wm=internal`, { headers: people }) },
    { share: 3, click: "suspect", send: (n) => click(links[n % 3], { headers: {}, cf: { ...cf(word()), asn: 16_509 } }) },
    { share: 5, click: "again", send: () => click(links[1], double) },
    { share: 4, click: "bot", send: (n) => click(links[n % 3], { userAgent: null }) },
    { share: 4, click: "human", send: () => edge.request(`/gone-${word()}`, { headers: people, userAgent: PHONE }) },
    { share: 10, view: "human", send: (n) => pixel(`/px/${links[n % 3].slug}.gif?placement=footer`) },
    { share: 3, view: "bot", send: (n) => pixel(`/px/${links[n % 3].slug}.gif`, { userAgent: BOT }) },
    { share: 3, view: "human", send: () => pixel(`/px/${word()}.gif`) },
    { share: 4, landing: "once", send: () => collect([{ type: "landing", touch: landed }]) },
    { share: 3, page: 2, send: () => collect([{ type: "page" }, { type: "page" }]) },
    { share: 3, page: 1, rejected: { event_malformed: 1 }, send: () => collect([{ type: "page" }, { type: "shoe" }]) },
    { share: 2, rejected: { click_id_not_ours: 1 }, send: () => collect([{ type: "landing", touch: `${landed.slice(0, -1)}${landed.endsWith("A") ? "B" : "A"}` }]) },
    { share: 2, rejected: { body_malformed: 1 }, send: () => collect("{not json") },
    { share: 2, rejected: { origin_not_allowed: 1 }, send: () => collect([{ type: "page" }], { headers: { ...people, origin: "https://evil.example" } }) },
    { share: 2, rejected: { key_unknown: 1 }, send: () => collect(JSON.stringify({ key: `wms_999_${"x".repeat(22)}`, events: [{ type: "page" }] })) },
    { share: 2, rejected: { body_too_large: 1 }, send: () => collect(JSON.stringify({ key: site.key, events: [], more: "x".repeat(17_000) })) },
    { share: 1, head: true, send: (n) => click(links[n % 3], { method: "HEAD" }) },
  ];
  const tickets = kinds.flatMap((kind) => Array.from({ length: kind.share }, () => kind));
  assert.equal(tickets.length, 100);
  const expected = { received: 1, gross: { click: 1, view: 0, landing: 0, page: 0 }, flags: { human: 1 }, rejected: {}, again: 0, landings: 0 };
  const statuses = {};
  for (let at = 0; at < REQUESTS; at += TOGETHER)
    await Promise.all(
      Array.from({ length: TOGETHER }, async (_, n) => {
        // A stride that meets every ticket, so that kinds are mixed within each hundred.
        const kind = tickets[(n * 37 + at / TOGETHER) % 100];
        const { status } = await kind.send(at + n);
        statuses[status] = (statuses[status] ?? 0) + 1;
        for (const [name, count] of Object.entries(kind.rejected ?? {})) {
          expected.rejected[name] = (expected.rejected[name] ?? 0) + count;
          expected.received += count;
        }
        for (const name of ["click", "view"].filter((name) => kind[name])) {
          expected.gross[name] += 1;
          expected.received += 1;
          if (kind[name] === "again") expected.again += 1;
          else expected.flags[kind[name]] = (expected.flags[kind[name]] ?? 0) + 1;
        }
        if (kind.page) (expected.gross.page += kind.page), (expected.received += kind.page);
        if (kind.landing) (expected.gross.landing += 1), (expected.received += 1), (expected.landings += 1);
      }),
    );
  assert.deepEqual(Object.keys(statuses).filter((status) => status >= 500), [], JSON.stringify(statuses));
  await edge.drained({ within: 120_000 });
  // The marker's own click, and those of this suite before it, are clicks of people too.
  const marker = 1;
  await edge.rollup();
  const range = { from: dayOf(Date.now() - 3_600_000), to: dayOf() };
  const visits = (by) => edge.must(200, "GET", `/v1/reports/visits?${new URLSearchParams({ by, ...range })}`);
  const { received, counted, flagged, rejected, rows } = await visits("verdict");
  assert.equal(received, expected.received + marker, "received is what was sent");
  assert.equal(received, counted + flagged + rejected, "and all of it is accounted for");
  const gross = Object.fromEntries(rows.map((row) => [row.value, row.gross]));
  for (const flag of ["bot", "preview", "prefetch", "internal", "suspect"]) assert.equal(gross[flag], expected.flags[flag], flag);
  // Of the double taps those within 30 seconds of the last that counted are duplicates, of the landings all but the first.
  assert.equal(gross.duplicate + (gross.rate ?? 0) + gross.human, expected.flags.human + marker + expected.again + expected.landings + expected.gross.page);
  assert.ok(gross.duplicate >= expected.landings - 1 + expected.again * 0.9, `${gross.duplicate} duplicates`);
  const kindsOf = Object.fromEntries((await visits("kind")).rows.map((row) => [row.value, row.gross]));
  assert.deepEqual(kindsOf, { ...expected.gross, click: expected.gross.click + marker });
  const reasons = Object.fromEntries((await visits("rejected")).rows.map((row) => [row.value, row.gross]));
  assert.deepEqual(reasons, expected.rejected);
  const [{ events }] = await edge.events("SELECT count(*) AS events FROM event");
  assert.equal(events, received, "each is one stored event");
});
