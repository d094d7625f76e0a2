// A shop's own host: links, pixels and the snippet are ours; every other request reaches the shop byte for byte, and nobody counts it.
import assert from "node:assert/strict";
import net from "node:net";
import { after, before, test } from "node:test";
import http from "node:http";
import { HOSTS, address, start, until, word } from "./start.mjs";

const SHOP = "brand.example";

// The shop: it records what it gets and answers as it likes.
const got = [];
const shop = http.createServer((request, answer) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const { method, url, rawHeaders } = request;
    got.push({ method, url, headers: request.headers, rawHeaders, body: Buffer.concat(pieces) });
    if (url.startsWith("/moved")) answer.writeHead(301, { location: "/new?x=%2f" }).end();
    else if (url.startsWith("/cookies")) answer.writeHead(200, [["set-cookie", "a=1"], ["set-cookie", "b=2; Path=/"]].flat()).end("c");
    else if (url.startsWith("/teapot")) answer.writeHead(418, { "x-shop": "yes" }).end("short and stout");
    else answer.writeHead(200, { "content-type": "text/plain", etag: '"shop"' }).end(`shop: ${method} ${url}`);
  });
});
await new Promise((done) => shop.listen(0, "127.0.0.1", done));
after(() => shop.close());

let edge;
before(async () => {
  const vars = { HOSTS: JSON.stringify([{ host: "localhost" }, { host: SHOP, mode: "route", visitor: "full" }, ...HOSTS.slice(2)]) };
  edge = await start({ faulty: true, vars, shop: `127.0.0.1:${shop.address().port}` });
});
after(() => edge.close());

/** Asks on the shop's host; gives the answer and what the shop got meanwhile. */
async function ask(path, options = {}) {
  const from = got.length;
  const reply = await edge.request(path, { host: SHOP, ...options });
  return { reply, seen: got.slice(from) };
}

test("a page that is no link reaches the shop as it was asked for, and its answer comes back as it is", async () => {
  for (const path of ["/", "/products/lamp?color=red&x=%2F%2f+%20&&=&a=b=c;d", "/collections/all", `/${word("page")}`, "/a/b/c/d/e", "/assets/app.js?v=1", "/favicon.ico", "/robots.txt", "/v1/links", "/healthz", "/postback?source=x", "/docs", "/.well-known/apple-app-site-association", "/.well-known/gpc.json", "/%E4%B8%AD%00?%zz", "//evil.example/x", "/a%2Fb", "/survey.js"]) {
    const { reply, seen } = await ask(path);
    assert.deepEqual(seen.map(({ method, url }) => [method, url]), [["GET", path]], path);
    assert.deepEqual([reply.status, reply.text, reply.headers.etag], [200, `shop: GET ${path}`, '"shop"'], path);
  }
});

test("any method, its headers and its body reach the shop untouched", async () => {
  const body = Buffer.from([0, 1, 2, 0xff, 0xfe, ...Buffer.from("id=1&quantity=2&note=ä")]);
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const headers = { "content-type": "application/x-www-form-urlencoded", cookie: "cart=abc; __Host-wm=x", authorization: "Bearer shop", "x-own": "A,b ;c", accept: "*/*", referer: "https://brand.example/p?q=1" };
    const { reply, seen } = await ask("/cart/add?x=1&x=2", { method, headers, body });
    assert.equal(reply.text, `shop: ${method} /cart/add?x=1&x=2`);
    assert.equal(seen.length, 1);
    for (const [name, value] of Object.entries(headers)) assert.equal(seen[0].headers[name], value, `${method} ${name}`);
    assert.ok(seen[0].body.equals(body), method);
  }
});

test("a body of a megabyte in pieces arrives whole", async () => {
  const piece = Buffer.alloc(64 * 1024, 7);
  const { seen } = await ask("/upload", { method: "POST", chunks: Array(16).fill(piece) });
  assert.deepEqual([seen.length, seen[0].body.length, seen[0].body.every((byte) => byte === 7)], [1, 1_048_576, true]);
});

test("HEAD stays HEAD, redirects stay redirects, and statuses and cookies stay as they are", async () => {
  const head = await ask("/products/lamp", { method: "HEAD" });
  assert.deepEqual([head.seen[0].method, head.reply.status, head.reply.text, head.reply.headers.etag], ["HEAD", 200, "", '"shop"']);
  const moved = await ask("/moved");
  assert.deepEqual([moved.reply.status, moved.reply.headers.location, moved.seen.length], [301, "/new?x=%2f", 1]);
  const teapot = await ask("/teapot");
  assert.deepEqual([teapot.reply.status, teapot.reply.text, teapot.reply.headers["x-shop"]], [418, "short and stout", "yes"]);
  assert.deepEqual((await ask("/cookies")).reply.headers["set-cookie"], ["a=1", "b=2; Path=/"]);
});

test("links, pixels and the snippet on the shop's host are ours", async () => {
  const link = await edge.make.link({ host: SHOP, slug: `${word("sarah")}/spring`, destination: `https://${SHOP}/products/lamp?color=red` });
  const from = got.length;
  const { location, id, reply } = await edge.click(link);
  assert.ok(location.startsWith(`https://${SHOP}/products/lamp?color=red&`), location);
  assert.ok(id);
  assert.match(reply.headers["set-cookie"][0], /^__Host-wm=/);
  assert.equal((await edge.request(`/px/${link.slug}.gif`, { host: SHOP })).headers["content-type"], "image/gif");
  assert.match((await edge.request("/wm.js", { host: SHOP })).headers["content-type"], /javascript/);
  assert.equal((await edge.request("/v1/collect", { host: SHOP, method: "OPTIONS" })).status, 204);
  assert.equal((await edge.request("/v1/collect", { host: SHOP, method: "POST", body: "{}" })).status, 422);
  assert.equal(got.length, from, "the shop hears of none of it");
  assert.equal((await ask(`/${link.slug}`, { method: "POST", body: "x" })).seen.length, 1, "a link is followed, not posted to");
  await edge.drained();
  assert.deepEqual([(await edge.eventsOf(link)).length, (await edge.eventsOf(link, 2)).length], [1, 1]);
});

test("a dead link of the shop's host is answered as on any host, and kept", async () => {
  const link = await edge.make.link({ host: SHOP, enabled: false });
  const { reply, seen } = await ask(`/${link.slug}`, { ip: address() });
  assert.deepEqual([reply.status, seen.length], [404, 0]);
  await edge.drained();
  assert.equal((await edge.orphansAt(`${SHOP}/${link.slug}`)).length, 1);
});

test("the shop's pages make no events, ask neither D1 nor the limiter, and a second look asks nobody", async () => {
  await edge.drained();
  const before = (await edge.events("SELECT count(*) AS n FROM event"))[0].n;
  const pages = ["/", `/${word("page")}`, "/products/lamp", "/cart/add", "/assets/x.css", "/px/none.gif"];
  await edge.faults.plan([]);
  for (const path of pages) for (let turn = 0; turn < 3; turn += 1) await ask(path);
  for (const path of pages) await ask(path, { method: "POST", body: "x" });
  const { calls, sent } = await edge.faults.seen();
  const targets = calls.filter(({ asked }) => asked !== "hosts").map(({ target, asked }) => `${target} ${asked}`);
  assert.ok(targets.every((one) => one.startsWith(`KV link:${SHOP}/`)), targets.join("\n"));
  assert.equal(new Set(targets).size, targets.length, "each page is looked for once");
  assert.equal(sent.length, 0);
  await edge.drained();
  const own = (await edge.events("SELECT count(*) AS n FROM event WHERE link = 0 AND address LIKE 'brand.example/p%'"))[0].n;
  assert.equal(own, 0);
  assert.ok((await edge.events("SELECT count(*) AS n FROM event"))[0].n - before <= 1, "nothing but the marker of this test");
});

test("while KV, D1 and the queue are down or hang the shop is served, and so is a link that is known", async (t) => {
  const link = await edge.make.link({ host: SHOP });
  await edge.click(link);
  for (const mode of ["before", "hang"])
    await t.test(mode, () =>
      edge.faults.during([{ target: "KV", mode }, { target: "DB", mode, optional: true }, { target: "EVENTS_QUEUE", mode, optional: true }, { target: "EVENTS_0", mode, optional: true }], async () => {
        for (const path of ["/cart", `/${word("page")}`, "/products/lamp?x=1"]) {
          const began = Date.now();
          assert.equal((await ask(path)).reply.text, `shop: GET ${path}`);
          assert.ok(Date.now() - began < 3_000, `${path} took ${Date.now() - began} ms`);
        }
        const began = Date.now();
        assert.equal((await ask("/cart/add", { method: "POST", body: "x" })).seen.length, 1);
        assert.ok(Date.now() - began < 450, "what can be no link waits for nothing");
        await edge.click(link);
      }));
});

test("a link that is made is followed at once where it is made, though its address was a page of the shop", async () => {
  const slug = word("new");
  assert.equal((await ask(`/${slug}`)).seen.length, 1);
  const link = await edge.make.link({ host: SHOP, slug });
  await edge.click(link);
  await edge.must(204, "DELETE", `/v1/links/${link.id}`);
});

test("without the binding nobody is left without a word, and other hosts do not mind", async (t) => {
  const vars = { HOSTS: JSON.stringify([{ host: "localhost" }, { host: SHOP, mode: "route" }]) };
  const bare = await start({ vars, salted: false });
  t.after(() => bare.close());
  const reply = await bare.request("/products/lamp", { host: SHOP });
  assert.deepEqual([reply.status, reply.json.code], [503, "not_set_up"]);
  assert.match(reply.json.detail, /ORIGIN/);
  assert.equal((await bare.request(`/${word()}`, { ip: address() })).status, 404);
});

test("a shop that cannot be reached is told as such", async (t) => {
  const closed = net.createServer().listen(0, "127.0.0.1");
  await new Promise((done) => closed.once("listening", done));
  const port = closed.address().port;
  await new Promise((done) => closed.close(done));
  const vars = { HOSTS: JSON.stringify([{ host: "localhost" }, { host: SHOP, mode: "route" }]) };
  const lone = await start({ vars, salted: false, shop: `127.0.0.1:${port}` });
  t.after(() => lone.close());
  const reply = await lone.request("/products/lamp", { host: SHOP });
  assert.ok([500, 502].includes(reply.status), `${reply.status}`);
  await until("the next host is served", async () => (await lone.request(`/${word()}`, { ip: address() })).status === 404);
});

test("what is kept of a shop's host leads dead links to the shop's own pages", async () => {
  const kept = await edge.must(201, "POST", "/v1/domains", { host: SHOP, not_found: `https://${SHOP}/collections/all`, visitor: "full" });
  assert.deepEqual([kept.mode, kept.not_found], ["route", `https://${SHOP}/collections/all`]);
  await edge.must(204, "DELETE", `/v1/domains/${kept.id}`);
});
