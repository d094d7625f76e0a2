// Visitors of a host that holds consent: the cookie that is given, brought back, broken, refused and forgotten.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { HUMAN, PREFETCH, VIEW, address, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const HOST = "full.test";
const COOKIE = /^__Host-wm=([A-Za-z0-9_-]{22}); Max-Age=33696000; Path=\/; Secure; HttpOnly; SameSite=Lax$/;
const FORGET = /^__Host-wm=; Max-Age=0; Path=\/; Secure; /;
/** How a visitor is known: 0 not at all, 1 by address and user agent, 2 by cookie, 3 as the recipient of a letter. */
const way = ({ visitor }) => Math.floor(visitor / 2 ** 46);

const linked = (over = {}) => edge.make.link({ host: HOST, ...over });
const visit = (link, headers = {}, options = {}) => edge.request(`/${link.slug}`, { host: link.host, ip: address(), headers, ...options });
/** The cookie that a reply gives, as a browser sends it back. */
const given = (reply) => `__Host-wm=${COOKIE.exec(reply.headers["set-cookie"]?.[0] ?? "")?.[1] ?? assert.fail(`no cookie: ${reply.headers["set-cookie"]}`)}`;

test("a person who follows a link is given a cookie, another than everybody's", async () => {
  const link = await linked();
  const [one, two] = [await visit(link), await visit(link)];
  assert.equal(one.status, 302);
  assert.equal(one.headers["set-cookie"].length, 1);
  assert.match(one.headers["set-cookie"][0], COOKIE);
  assert.notEqual(given(one), given(two));
  assert.equal(one.headers["cache-control"], "private, no-store");
});

test("who brings the cookie is one visitor, wherever from and by whatever browser, and is given no other", async () => {
  const [first, second] = [await linked(), await linked()];
  const reply = await visit(first);
  const cookie = given(reply);
  const again = await visit(second, { cookie: `theme=dark; ${cookie}; cart=7` }, { userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0" });
  assert.equal(again.status, 302);
  assert.equal(again.headers["set-cookie"], undefined);
  await visit(second);
  await edge.drained();
  const [one] = await edge.eventsOf(first);
  const [two, other] = await edge.eventsOf(second);
  assert.equal(way(one), 2);
  assert.equal(one.visitor, two.visitor);
  assert.notEqual(two.visitor, other.visitor);
});

test("the click id carries the visitor of the cookie, and nothing that is kept or sent on carries the cookie", async () => {
  const link = await linked();
  const reply = await visit(link);
  const value = given(reply).split("=")[1];
  await visit(link, { cookie: given(reply) });
  await edge.request(`/px/${link.slug}.gif`, { host: HOST, headers: { cookie: given(reply) }, ip: address() });
  await edge.drained();
  const bytes = Buffer.from(value, "base64url");
  const kept = [
    JSON.stringify(await edge.dump(edge.databases.control)),
    JSON.stringify(await edge.dump(edge.databases.events)),
    await edge.kvText(),
    edge.output().map(({ line }) => line).join("\n"),
    reply.headers.location,
  ].join("\n");
  assert.ok(kept.includes(link.slug), "the search sees what is kept");
  for (const trace of [value, bytes.toString("hex"), bytes.toString("base64"), "__Host-wm"]) assert.ok(!kept.includes(trace), `${trace} is kept somewhere`);
  for (const cut of [0, 2, 8, 10]) assert.ok(!kept.includes(String(bytes.readUIntBE(cut, 6))), "nor a piece of it as a number");
});

test("a cookie that is broken is replaced, and the click is counted all the same", async (t) => {
  const whole = given(await visit(await linked())).split("=")[1];
  const cookies = {
    empty: "__Host-wm=",
    "without a value": "__Host-wm",
    "cut off": `__Host-wm=${whole.slice(0, -1)}`,
    lengthened: `__Host-wm=${whole}A`,
    quoted: `__Host-wm="${whole}"`,
    "of other letters": `__Host-wm=${whole.slice(0, -2)}!=`,
    "in bytes that are no UTF-8": `__Host-wm=${whole.slice(0, -2)}\u00ff\u00fe`,
    "of another name": `__host-wm=${whole}; wm=${whole}; __Host-wmx=${whole}`,
    "huge": `__Host-wm=${"A".repeat(60_000)}`,
    "among thousands": Array.from({ length: 4_000 }, (_, n) => `c${n}=v`).join("; "),
    nonsense: ";;;===;,;__Host-wm;=__Host-wm",
  };
  for (const [name, cookie] of Object.entries(cookies))
    await t.test(name, async () => {
      const link = await linked();
      const reply = await visit(link, { cookie });
      assert.equal(reply.status, 302);
      assert.match(reply.headers["set-cookie"][0], COOKIE);
      await edge.drained();
      const events = await edge.eventsOf(link);
      assert.equal(events.length, 1);
      assert.equal(way(events[0]), 2);
      assert.equal(events[0].verdict, HUMAN);
    });
});

test("a whole cookie is found beside a broken one, the same again, many others, and a planted one behind a comma", async () => {
  const link = await linked();
  const [one, two] = [given(await visit(link)), given(await visit(link))];
  const cookies = [one, `${one}; ${one}`, `__Host-wm=broken; ${one}`, `${"a=b; ".repeat(5_000)}${one}`, `pref=x,${two}; ${one}`];
  const other = await linked();
  for (const cookie of cookies) assert.equal((await visit(other, { cookie })).headers["set-cookie"], undefined, String(cookie).slice(0, 90));
  await edge.drained();
  const visitors = new Set((await edge.eventsOf(other)).map(({ visitor }) => visitor));
  assert.equal(visitors.size, 1);
});

test("of two cookies that differ neither is believed, nor one within another's value: a new one is given", async () => {
  const link = await linked();
  const [one, two] = [given(await visit(link)), given(await visit(link))];
  for (const cookie of [`${one}; ${two}`, `pref=x,${one}`]) {
    const next = given(await visit(link, { cookie }));
    assert.ok(![one, two].includes(next));
  }
});

test("who asks not to be known is not, is given no cookie, and is told to forget the one there is", async (t) => {
  for (const [name, headers] of Object.entries({ GPC: { "sec-gpc": "1" }, DNT: { dnt: "1" }, "GPC, said twice": { "sec-gpc": ["1", "1"] } }))
    await t.test(name, async () => {
      const link = await linked();
      const cookie = given(await visit(await linked()));
      const bare = await visit(link, headers);
      assert.equal(bare.status, 302);
      assert.equal(bare.headers["set-cookie"], undefined);
      for (const sent of [cookie, "__Host-wm=broken"]) {
        const reply = await visit(link, { ...headers, cookie: sent });
        assert.equal(reply.headers["set-cookie"].length, 1);
        assert.match(reply.headers["set-cookie"][0], FORGET);
      }
      await visit({ slug: word("nowhere"), host: HOST }, { ...headers, cookie }).then((lost) => assert.match(lost.headers["set-cookie"][0], FORGET));
      await edge.drained();
      const events = await edge.eventsOf(link);
      assert.deepEqual(events.map(way), [0, 0, 0]);
      assert.equal(new Set(events.map(({ visitor }) => visitor)).size, 3, "a visitor of its own each time");
    });
});

test("a GPC of another value forbids nothing", async () => {
  for (const value of ["0", "", "true", "11"]) assert.match((await visit(await linked(), { "sec-gpc": value })).headers["set-cookie"][0], COOKIE);
});

test("a host that holds no consent gives no cookie, reads none and has it forgotten", async () => {
  const cookie = given(await visit(await linked()));
  for (const [host, known] of [["localhost", 1], ["none.test", 0]]) {
    const link = await edge.make.link({ host });
    assert.equal((await visit(link)).headers["set-cookie"], undefined);
    assert.match((await visit(link, { cookie })).headers["set-cookie"][0], FORGET);
    await edge.drained();
    assert.deepEqual((await edge.eventsOf(link)).map(way), [known, known]);
  }
});

test("who is no person, or follows nothing, is given no cookie and is known by address and browser", async (t) => {
  const cookie = given(await visit(await linked()));
  const cases = {
    "a bot": [{}, { userAgent: "curl/8.5.0" }],
    "a preview": [{}, { userAgent: "WhatsApp/2.24.20.89 A" }],
    "a prefetch": [{ "sec-purpose": "prefetch" }],
    "a prerender": [{ "sec-purpose": "prefetch;prerender" }],
  };
  for (const [name, [headers, options]] of Object.entries(cases))
    await t.test(name, async () => {
      const link = await linked();
      const reply = await visit(link, headers, options);
      assert.equal(reply.status, 302);
      assert.equal(reply.headers["set-cookie"], undefined);
      await edge.drained();
      assert.deepEqual((await edge.eventsOf(link)).map(way), [1]);
    });
  await t.test("a prefetch with the cookie is still its visitor's", async () => {
    const link = await linked();
    await visit(link, { cookie, "sec-purpose": "prefetch" });
    await edge.drained();
    const [event] = await edge.eventsOf(link);
    assert.deepEqual([way(event), event.verdict], [2, PREFETCH]);
  });
  await t.test("HEAD", async () => assert.equal((await visit(await linked(), {}, { method: "HEAD" })).headers["set-cookie"], undefined));
  await t.test("an address that leads nowhere", async () => assert.equal((await visit({ slug: word("nowhere"), host: HOST })).headers["set-cookie"], undefined));
  await t.test("a link that is off", async () => assert.equal((await visit(await linked({ enabled: false }))).headers["set-cookie"], undefined));
});

test("a pixel knows its visitor by the cookie and gives none", async () => {
  const link = await linked();
  const cookie = given(await visit(link));
  const [{ visitor }] = await edge.drained().then(() => edge.eventsOf(link));
  for (const headers of [{ cookie }, {}, { cookie, "sec-gpc": "1" }]) {
    const reply = await edge.request(`/px/${link.slug}.gif`, { host: HOST, ip: address(), headers });
    assert.equal(reply.status, 200);
    assert.equal(reply.headers["set-cookie"], undefined);
  }
  await edge.drained();
  const views = await edge.eventsOf(link, VIEW);
  assert.deepEqual(views.map(way).sort(), [0, 1, 2]);
  assert.equal(views.find((one) => way(one) === 2).visitor, visitor);
});

test("a host says that it honours Global Privacy Control", async () => {
  for (const host of ["localhost", "full.test"]) {
    const reply = await edge.request("/.well-known/gpc.json", { host });
    assert.equal(reply.status, 200);
    assert.match(reply.headers["content-type"], /^application\/json\b/);
    assert.equal(reply.json.gpc, true);
    assert.match(reply.json.lastUpdate, /^\d{4}-\d\d-\d\d$/);
    assert.deepEqual(Object.keys(reply.json), ["gpc", "lastUpdate"]);
  }
  assert.equal((await edge.request("/.well-known/gpc.json", { host: "elsewhere.test" })).status, 421);
  assert.equal((await edge.request("/.well-known/gpc.json", { method: "POST" })).status, 405);
  assert.equal((await edge.request("/.well-known/other.json")).status, 404);
});
