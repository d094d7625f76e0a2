// Bad input: what each door refuses, with which words, and that nothing a client sends breaks the Worker.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ADMIN_KEY, BOT, HOSTS, address, dayOf, iso, start, until, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const GONE = HOSTS[1].not_found;

/** Fails unless the reply is a problem of RFC 9457 with this status and word. */
function isProblem(reply, status, code) {
  assert.equal(reply.status, status, reply.text);
  assert.match(reply.headers["content-type"], /^application\/problem\+json\b/);
  const problem = reply.json;
  assert.equal(problem.status, status);
  assert.equal(problem.code, code);
  assert.equal(problem.type, `urn:waymark:problem:${code}`);
  for (const field of ["title", "detail"]) assert.ok(typeof problem[field] === "string" && problem[field] !== "", field);
  return problem;
}

/** Links that lead nowhere, each for another reason, made on `host`. */
async function deadLinks(host) {
  const archived = await edge.make.link({ host });
  await edge.must(204, "DELETE", `/v1/links/${archived.id}`);
  const expired = await edge.make.link({ host, expires_at: iso(Date.now() + 700) });
  await until("the link has expired", () => Date.now() > Date.parse(expired.expires_at) + 50);
  return {
    unknown: word("nowhere"),
    disabled: (await edge.make.link({ host, enabled: false })).slug,
    archived: archived.slug,
    expired: expired.slug,
    "not a slug": "a%20b%3Cscript%3E",
    reserved: "v1%2f",
    "too long": "a".repeat(65),
    deeper: `${(await edge.make.link({ host })).slug}/deeper`,
    root: "",
  };
}

test("an address that leads nowhere is the same plain page, whatever the reason", async (t) => {
  const pages = new Map();
  for (const [name, slug] of Object.entries(await deadLinks("localhost")))
    await t.test(name, async () => {
      const reply = await edge.request(`/${slug}`, { ip: address() });
      assert.equal(reply.status, 404);
      assert.match(reply.headers["content-type"], /^text\/html\b/);
      assert.match(reply.text, /<h1>|<p>/);
      assert.ok(reply.bytes.length < 4_096, "small");
      if (slug !== "") assert.ok(!reply.text.includes(slug) && !reply.text.includes("<script"), "nothing of the address is in the page");
      assert.doesNotMatch(reply.text, /expire|disabl|archiv|delet|paus/i);
      assert.match(reply.headers["cache-control"], /\bno-store\b/);
      const { date, connection, ...headers } = reply.headers;
      pages.set(JSON.stringify([headers, reply.text]), name);
    });
  assert.equal(pages.size, 1, `one page for all: ${[...pages.values()]}`);
});

test("an address that leads nowhere leads to the host's own address where it has one", async (t) => {
  const seen = new Set();
  for (const [name, slug] of Object.entries(await deadLinks("brand.test")))
    await t.test(name, async () => {
      const reply = await edge.request(`/${slug}?utm_source=x&wm=y`, { host: "brand.test", ip: address() });
      assert.equal(reply.status, 302);
      assert.equal(reply.headers.location, GONE);
      assert.equal(reply.headers["cache-control"], "private, no-store");
      const { date, connection, ...headers } = reply.headers;
      seen.add(JSON.stringify(headers));
    });
  assert.equal(seen.size, 1, "one answer for all");
});

test("a visit to a link that leads nowhere is an orphan and no click of the link", async (t) => {
  const disabled = await edge.make.link({ enabled: false });
  const archived = await edge.make.link();
  await edge.must(204, "DELETE", `/v1/links/${archived.id}`);
  for (const { slug } of [disabled, archived]) await edge.request(`/${slug}`, { ip: address(), userAgent: "curl/8.5.0" });
  await edge.drained();
  for (const [name, link] of Object.entries({ disabled, archived }))
    await t.test(name, async () => {
      assert.deepEqual(await edge.eventsOf(link), []);
      const [orphan, ...more] = await edge.orphansAt(`localhost/${link.slug}`);
      assert.deepEqual(more, []);
      assert.equal(orphan.verdict, BOT, "with its verdict");
    });
});

test("a host that is not served is refused with 421", async (t) => {
  const link = await edge.make.link();
  for (const host of ["elsewhere.test", "localhost.elsewhere.test", "xlocalhost", "brand.test.", "127.0.0.1"])
    await t.test(host, async () => {
      const reply = await edge.request(`/${link.slug}`, { host, ip: address() });
      // A final dot names the same host.
      if (host === "brand.test.") assert.equal(reply.headers.location, GONE);
      else assert.equal(reply.status, 421);
    });
  await t.test("a host with its port is served", async () => {
    assert.equal((await edge.request(`/${link.slug}`, { host: "LOCALHOST:8787", ip: address() })).status, 302);
  });
  await t.test("no header but Host chooses the host", async () => {
    const headers = { "x-forwarded-host": "localhost", forwarded: "host=localhost" };
    assert.equal((await edge.request(`/${link.slug}`, { host: "elsewhere.test", headers })).status, 421);
  });
});

test("the API answers on any host", async () => {
  assert.equal((await edge.call("GET", "/v1/links", undefined, { host: "elsewhere.test" })).status, 200);
});

test("a method that a door does not serve is 405 and told which ones are", async (t) => {
  const link = await edge.make.link();
  const doors = [
    [`/${link.slug}`, ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"], "GET, HEAD"],
    [`/${word("nowhere")}`, ["POST"], "GET, HEAD"],
    [`/px/${link.slug}.gif`, ["POST", "DELETE"], "GET, HEAD"],
    ["/healthz", ["POST", "DELETE"], "GET"],
    ["/v1/conversions", ["PUT", "DELETE", "PATCH"], "GET, POST"],
    ["/v1/links", ["DELETE", "PATCH"], "GET, POST, PUT"],
    ["/v1/links/bulk", ["GET", "PUT"], "DELETE, PATCH, POST"],
    [`/v1/links/${link.id}`, ["POST", "PUT"], "DELETE, GET, PATCH"],
    ["/v1/creators", ["PUT"], "GET, POST"],
    ["/v1/creators/1", ["POST"], "DELETE, GET, PATCH"],
    ["/v1/campaigns/1", ["POST"], "DELETE, GET, PATCH"],
    ["/v1/keys/1", ["POST"], "DELETE, GET"],
    ["/v1/rollups", ["PUT", "DELETE"], "GET, POST"],
    ["/v1/reports/performance", ["POST", "DELETE"], "GET"],
    ["/v1/dead_letters", ["POST"], "GET"],
    ["/v1/dead_letters/1/replay", ["GET"], "POST"],
    ["/v1/deliveries", ["POST"], "GET"],
    ["/v1/deliveries/1/replay", ["GET"], "POST"],
    ["/postback", ["PUT", "DELETE"], "GET, POST"],
  ];
  for (const [path, methods, allow] of doors)
    for (const method of methods)
      await t.test(`${method} ${path}`, async () => {
        const reply = await edge.call(method, path);
        assert.equal(reply.status, 405, reply.text);
        const allowed = reply.headers.allow.split(/\s*,\s*/);
        for (const one of allow.split(", ")) assert.ok(allowed.includes(one), `${reply.headers.allow} names ${one}`);
        assert.ok(!allowed.includes(method));
      });
});

test("a refused method on a link counts nothing", async () => {
  const link = await edge.make.link();
  for (const method of ["POST", "PUT", "OPTIONS"]) await edge.request(`/${link.slug}`, { method, ip: address() });
  await edge.drained();
  assert.deepEqual(await edge.eventsOf(link), []);
});

test("an address under /v1 that is no door is 404", async (t) => {
  for (const path of [
    "/v1", "/v1/", "/v1/nothing", "/v1/links/abc", "/v1/links/0", "/v1/links/-1", "/v1/links/1.5", "/v1/links/%31",
    "/v1/links/99999999999999999999", "/v1/links/1/more", "/v1/links/", "/v1//links", "/V1/links", "/v1/reports",
    "/v1/reports/nothing", "/v2/links",
  ])
    await t.test(path, async () => {
      const reply = await edge.call("GET", path);
      assert.equal(reply.status, 404, reply.text);
      if (path.startsWith("/v1/")) assert.equal(reply.json.code, "not_found");
    });
});

test("what is not JSON is 400", async (t) => {
  const bodies = {
    "an open brace": "{",
    "nothing": "",
    "plain text": "hello",
    "a trailing comma": '{"name":"x",}',
    "two values": '{"name":"x"}{"name":"y"}',
    "single quotes": "{'name':'x'}",
    "no number": '{"name":NaN}',
    "a byte order mark inside": '{"name":\ufeff"x"}',
    "a form": "name=x&handle=y",
    "a cut escape": '{"name":"\\u12"}',
    "a key that stands twice": '{"name":"x","name":"y"}',
    "a key that stands twice inside": '[{"items":[{"quantity":1,"quantity":2}]}]',
    "lists 33 deep": "[".repeat(33) + "]".repeat(33),
    "bytes that are not UTF-8": Buffer.from([0x7b, 0x22, 0x6e, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  };
  for (const path of ["/v1/creators", "/v1/conversions"])
    for (const [name, body] of Object.entries(bodies))
      await t.test(`${path}: ${name}`, async () => {
        const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };
        isProblem(await edge.request(path, { method: "POST", headers, body }), 400, "malformed_json");
      });
});

test("JSON of another shape than asked for is 422", async (t) => {
  for (const path of ["/v1/creators", "/v1/links", "/v1/keys"])
    for (const body of ["[]", "1", '"text"', "null", "true"])
      await t.test(`${path}: ${body}`, async () => {
        const problem = isProblem(await edge.call("POST", path, body), 422, "invalid");
        assert.ok(problem.errors.length > 0);
      });
});

test("JSON that is nested without end is refused", async () => {
  for (const body of ["[".repeat(30_000), `${"[".repeat(20_000)}${"]".repeat(20_000)}`, `${'{"a":'.repeat(8_000)}1${"}".repeat(8_000)}`]) {
    const { status } = await edge.convert(body);
    assert.ok(status === 400 || status === 422, `${status}`);
  }
});

/** A body of exactly `bytes` bytes around `json`. */
const padded = (json, bytes) => json + " ".repeat(bytes - Buffer.byteLength(json));

test("conversions take 64 KiB and not a byte more, however they are sent", async (t) => {
  const most = 64 * 1024;
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };
  const send = (body, chunked) => {
    if (!chunked) return edge.request("/v1/conversions", { method: "POST", headers, body });
    const bytes = Buffer.from(body);
    const chunks = Array.from({ length: Math.ceil(bytes.length / 8_192) }, (_, n) => bytes.subarray(n * 8_192, (n + 1) * 8_192));
    return edge.request("/v1/conversions", { method: "POST", headers, chunks });
  };
  for (const chunked of [false, true]) {
    const how = chunked ? "in chunks without a length" : "with a length";
    await t.test(`exactly 64 KiB ${how}`, async () => {
      assert.equal((await send(padded(JSON.stringify(edge.sale()), most), chunked)).status, 201);
    });
    for (const bytes of [most + 1, 1_000_000])
      await t.test(`${bytes} bytes ${how}`, async () => {
        const sale = edge.sale();
        isProblem(await send(padded(JSON.stringify(sale), bytes), chunked), 413, "too_large");
        assert.ok(!JSON.stringify(await edge.dump(edge.databases.control)).includes(sale.order_id));
      });
  }
  await t.test("a body of many bytes in few characters", async () => {
    const sale = edge.sale({ customer: "\u20ac".repeat(22_000) });
    isProblem(await send(JSON.stringify(sale), false), 413, "too_large");
  });
});

test("other doors are bounded too", async () => {
  for (const path of ["/v1/links", "/v1/creators", "/v1/keys", "/v1/rollups"])
    isProblem(await edge.call("POST", path, padded('{"name":"x"}', 1_000_000)), 413, "too_large");
});

test("a wrong field is 422 and named by its pointer", async (t) => {
  const creator_id = (await edge.make.creator()).id;
  const creator = (over) => ["/v1/creators", { name: "Anna", handle: word("h"), ...over }];
  const campaign = (over) => ["/v1/campaigns", { name: "Spring", handle: word("h"), ...over }];
  const link = (over) => ["/v1/links", { destination: "https://shop.example/", creator_id, slug: word(), ...over }];
  const code = (over) => ["/v1/codes", { code: word("C"), creator_id, ...over }];
  const key = (over) => ["/v1/keys", { name: "till", scopes: ["links:read"], ...over }];
  const sale = (over) => ["/v1/conversions", edge.sale(over)];
  const refund = (over) => ["/v1/conversions", edge.refund(word("order-"), over)];
  const missing = undefined;
  const cases = [
    ["/name", creator({ name: missing })],
    ["/name", creator({ name: "" })],
    ["/name", creator({ name: "   " })],
    ["/name", creator({ name: 7 })],
    ["/name", creator({ name: null })],
    ["/name", creator({ name: "x".repeat(10_000) })],
    ["/name", creator({ name: "a\u0000b" })],
    ["/handle", creator({ handle: "Not A Handle!" })],
    ["/handle", creator({ handle: "" })],
    ["/handle", creator({ handle: "x".repeat(300) })],
    ["/handle", creator({ name: "\u30a2\u30f3\u30ca", handle: missing })],
    ["/cost_minor", creator({ cost_minor: 100, currency: "EUR" })],
    ["/currency", creator({ currency: "EUR" })],
    ["/goal", campaign({ goal: "fame" })],
    ["/nmae", creator({ nmae: "Anna" })],
    ["/a~1b~0c", creator({ "a/b~c": 1 })],
    ["/name", campaign({ name: missing })],
    ["/handle", campaign({ handle: "--" })],
    ["/destination", link({ destination: missing })],
    ["/destination", link({ destination: "" })],
    ["/destination", link({ destination: "shop.example/p" })],
    ["/destination", link({ destination: "/p" })],
    ["/destination", link({ destination: "//shop.example/p" })],
    ["/destination", link({ destination: "javascript:alert(1)" })],
    ["/destination", link({ destination: "java\nscript:alert(1)" })],
    ["/destination", link({ destination: "data:text/html,x" })],
    ["/destination", link({ destination: "ftp://shop.example/p" })],
    ["/destination", link({ destination: "https://" })],
    ["/destination", link({ destination: "https://user:pass@shop.example/" })],
    ["/destination", link({ destination: "https://shop.example/\r\nset-cookie: a=b" })],
    ["/destination", link({ destination: "https://shop.example/a\tb" })],
    ["/destination", link({ destination: "https://[::1" })],
    ["/destination", link({ destination: "https://shop.example:99999/" })],
    ["/destination", link({ destination: `https://shop.example/${"x".repeat(4_000)}` })],
    ["/destination", link({ destination: "https://localhost/loop" })],
    ["/destination", link({ destination: "https://BRAND.test./loop" })],
    ["/destination", link({ destination: 7 })],
    ["/slug", link({ slug: "not a slug" })],
    ["/slug", link({ slug: "a/b/c/d" })],
    ["/slug", link({ slug: "\u200b\u00fcber" })],
    ["/slug", link({ slug: "x".repeat(65) })],
    ["/slug", link({ slug: "\u00fc".repeat(65) })],
    ["/slug", link({ slug: "" })],
    ["/slug", link({ slug: "v1" })],
    ["/slug", link({ slug: "PX" })],
    ["/slug", link({ slug: "healthz" })],
    ["/slug", link({ slug: 7 })],
    ["/creator_id", link({ creator_id: missing })],
    ["/creator_id", link({ creator_id: 4_000_000_000 })],
    ["/creator_id", link({ creator_id: "1" })],
    ["/creator_id", link({ creator_id: 0 })],
    ["/creator_id", link({ creator_id: 1.5 })],
    ["/campaign_id", link({ campaign_id: 4_000_000_000 })],
    ["/host", link({ host: "elsewhere.test" })],
    ["/expires_at", link({ expires_at: "tomorrow" })],
    ["/expires_at", link({ expires_at: 1_700_000_000 })],
    ["/expires_at", link({ expires_at: "2026-02-30T00:00:00Z" })],
    ["/expires_at", link({ expires_at: "2026-11-20T12:00:00" })],
    ["/enabled", link({ enabled: "yes" })],
    ["/utm", link({ utm: "x" })],
    ["/utm/source", link({ utm: { source: 7 } })],
    ["/utm/sorce", link({ utm: { sorce: "x" } })],
    ["/platform", link({ platform: 7 })],
    ["/code", code({ code: missing })],
    ["/code", code({ code: "  " })],
    ["/creator_id", code({ creator_id: 4_000_000_000 })],
    ["/valid_until", code({ valid_from: "2027-01-02T00:00:00Z", valid_until: "2027-01-01T00:00:00Z" })],
    ["/valid_from", code({ valid_from: "soon" })],
    ["/name", key({ name: missing })],
    ["/scopes", key({ scopes: missing })],
    ["/scopes", key({ scopes: [] })],
    ["/scopes", key({ scopes: "links:read" })],
    ["/scopes", key({ scopes: ["links:read", "everything"] })],
    ["/expires_at", key({ expires_at: "2020-01-01T00:00:00Z" })],
    ["/kind", sale({ kind: missing })],
    ["/kind", sale({ kind: "gift" })],
    ["/kind", sale({ kind: 1 })],
    ["/order_id", sale({ order_id: missing })],
    ["/order_id", sale({ order_id: "" })],
    ["/order_id", sale({ order_id: 1001 })],
    ["/order_id", sale({ order_id: "x".repeat(1_000) })],
    ["/total_minor", sale({ total_minor: missing })],
    ["/total_minor", sale({ total_minor: -1 })],
    ["/total_minor", sale({ total_minor: 12.5 })],
    ["/total_minor", sale({ total_minor: "12000" })],
    ["/total_minor", sale({ total_minor: 1_000_000_000_001 })],
    ["/total_minor", sale({ total_minor: 1e300 })],
    ["/tax_minor", sale({ tax_minor: -1 })],
    ["/tax_minor", sale({ tax_minor: "0" })],
    ["/shipping_minor", sale({ shipping_minor: 0.1 })],
    ["/currency", sale({ currency: missing })],
    ["/currency", sale({ currency: "EU" })],
    ["/currency", sale({ currency: 978 })],
    ["/occurred_at", sale({ occurred_at: missing })],
    ["/occurred_at", sale({ occurred_at: "yesterday" })],
    ["/occurred_at", sale({ occurred_at: 1_700_000_000_000 })],
    ["/occurred_at", sale({ occurred_at: "2026-13-01T00:00:00Z" })],
    ["/click_ids", sale({ click_ids: "x" })],
    ["/code", sale({ code: 7 })],
    ["/customer", sale({ customer: {} })],
    ["/totl_minor", sale({ totl_minor: 1 })],
    ["/refund_id", refund({ refund_id: missing })],
    ["/refund_id", refund({ refund_id: "" })],
    ["/order_id", refund({ order_id: missing })],
    ["/total_minor", refund({ total_minor: -5 })],
  ];
  for (const [pointer, [path, body]] of cases)
    await t.test(`${path} ${pointer} ${JSON.stringify(body).slice(0, 90)}`, async () => {
      const { errors } = isProblem(await edge.call("POST", path, body), 422, "invalid");
      const mine = errors.find((error) => error.pointer === pointer);
      assert.ok(mine, JSON.stringify(errors));
      assert.ok(/^[a-z0-9_]+$/.test(mine.code) && mine.detail !== "");
    });
});

test("several wrong fields are all named at once", async () => {
  const { errors } = isProblem(await edge.call("POST", "/v1/conversions", { kind: "sale", total_minor: -1, currency: "E" }), 422, "invalid");
  const pointers = errors.map(({ pointer }) => pointer);
  for (const pointer of ["/order_id", "/total_minor", "/currency", "/occurred_at"]) assert.ok(pointers.includes(pointer), pointers.join());
});

test("a wrong change is 422 and changes nothing", async (t) => {
  const link = await edge.make.link();
  const creator = await edge.make.creator();
  const cases = [
    [`/v1/links/${link.id}`, { destination: "javascript:alert(1)" }, "/destination"],
    [`/v1/links/${link.id}`, { destination: null }, "/destination"],
    [`/v1/links/${link.id}`, { creator_id: 4_000_000_000 }, "/creator_id"],
    [`/v1/links/${link.id}`, { slug: "another" }, "/slug"],
    [`/v1/links/${link.id}`, { enabled: "no", expires_at: "x" }, "/expires_at"],
    [`/v1/creators/${creator.id}`, { name: "" }, "/name"],
    [`/v1/creators/${creator.id}`, { cost_minor: 5 }, "/cost_minor"],
  ];
  for (const [path, body, pointer] of cases)
    await t.test(`${path} ${JSON.stringify(body)}`, async () => {
      const before = await edge.must(200, "GET", path);
      const { errors } = isProblem(await edge.call("PATCH", path, body), 422, "invalid");
      assert.ok(errors.some((error) => error.pointer === pointer), JSON.stringify(errors));
      assert.deepEqual(await edge.must(200, "GET", path), before);
    });
});

test("a list of conversions has 1 to 100 items", async () => {
  isProblem(await edge.convert([]), 422, "invalid");
  isProblem(await edge.convert(Array.from({ length: 101 }, () => 1)), 422, "invalid");
});

test("a wrong query parameter is 422 and named", async (t) => {
  const day = dayOf();
  const cases = [
    ["by", `/v1/reports/performance?from=${day}&to=${day}`],
    ["by", `/v1/reports/performance?by=planet&from=${day}&to=${day}`],
    ["by", `/v1/reports/performance?by=creator%00&from=${day}&to=${day}`],
    ["from", `/v1/reports/performance?by=creator&to=${day}`],
    ["from", `/v1/reports/performance?by=creator&from=2026-02-30&to=${day}`],
    ["from", `/v1/reports/performance?by=creator&from=20261120&to=${day}`],
    ["to", `/v1/reports/performance?by=creator&from=${day}`],
    ["to", `/v1/reports/performance?by=creator&from=${day}&to=2026-11-20T00:00:00Z`],
    ["to", "/v1/reports/performance?by=creator&from=2026-11-20&to=2026-11-19"],
    ["to", "/v1/reports/performance?by=creator&from=2000-01-01&to=2026-11-19"],
    ["limit", "/v1/links?limit=0"],
    ["limit", "/v1/links?limit=101"],
    ["limit", "/v1/links?limit=-1"],
    ["limit", "/v1/creators?limit=ten"],
    ["limit", "/v1/rollups?limit=1.5"],
    ["creator_id", "/v1/links?creator_id=abc"],
    ["campaign_id", "/v1/links?campaign_id=-1"],
  ];
  for (const [parameter, path] of cases)
    await t.test(path, async () => {
      const { errors } = isProblem(await edge.call("GET", path), 422, "invalid");
      assert.ok(errors.some((error) => error.parameter === parameter), JSON.stringify(errors));
    });
});

test("a wrong range for a rollup is 422", async (t) => {
  for (const body of [{ from: "x", to: dayOf() }, { from: dayOf(), to: 7 }, { from: "2026-11-20", to: "2026-11-19" }, { form: dayOf() }, { from: "1970-01-01", to: "9999-12-31" }])
    await t.test(JSON.stringify(body), async () => {
      const { errors } = isProblem(await edge.call("POST", "/v1/rollups", body), 422, "invalid");
      assert.ok(errors.length > 0);
    });
});

test("nothing that a client sends is answered with a server's error", async (t) => {
  const link = await edge.make.link();
  const long = "a".repeat(6_000);
  const requests = [
    ...[
      "/%", "/%0", "/%00", "/%ff", "/%c3%28", "/%2e%2e", "/%7f", "//", "///", "/.", "/;", "/?", "/??", "/a+b", "/*", "/\\",
      `/${long}`, `/${"%61".repeat(2_000)}`,
      `/${link.slug}/`, `/${link.slug}%00`, `/${link.slug}%0d%0aset-cookie:a=b`,
      `/${link.slug}?${long}=${long}`, `/${link.slug}?utm_term=${long}`, `/${link.slug}?${"utm_term=a&".repeat(500)}`,
      `/${link.slug}?utm_term=%0d%0ax:y`,
      "/px", "/px/", "/px/.gif", "/px/a", "/px/a/b.gif", `/px/${link.slug}.GIF`, `/px/${link.slug}.gif/x`, "/px/%00.gif", `/px/${long}.gif`,
      "/favicon.ico", "/robots.txt", "/.env", "/wp-login.php", "/healthz/", "/healthz/x", "/__proto__", "/constructor", "/xn--nxasmq6b",
    ].map((path) => [path, {}]),
    [`/${link.slug}`, { headers: { "cf-connecting-ip": "" } }],
    [`/${link.slug}`, { headers: { "cf-connecting-ip": "999.999.999.999, 1.2.3.4" } }],
    [`/${link.slug}`, { headers: { "cf-connecting-ip": "[::1]:80" } }],
    [`/${link.slug}`, { userAgent: "x".repeat(8_000) }],
    [`/${link.slug}`, { userAgent: "\u00e9\u00ff" }],
    [`/${link.slug}`, { headers: { "sec-purpose": "", purpose: ",", "sec-gpc": "yes", dnt: "null" } }],
    [`/${link.slug}`, { headers: { range: "bytes=0-1", "if-none-match": "*", "accept-encoding": "zstd" } }],
    [`/${link.slug}`, { method: "TRACE" }],
    [`/${link.slug}`, { method: "PROPFIND" }],
    [`/${link.slug}`, { method: "POST", body: long }],
    ["/v1/links?cursor=%00", { headers: { authorization: `Bearer ${ADMIN_KEY}` } }],
    [`/v1/links?cursor=${long}`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } }],
    ["/v1/links?limit=99999999999999999999", { headers: { authorization: `Bearer ${ADMIN_KEY}` } }],
    ["/v1/links?limit=%ff&&&==", { headers: { authorization: `Bearer ${ADMIN_KEY}` } }],
    ["/v1/conversions", { method: "POST", headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-encoding": "gzip" }, body: "{}" }],
    ["/v1/conversions", { method: "POST", headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "multipart/form-data" }, body: "{}" }],
    ["/v1/conversions", { method: "POST", headers: { authorization: `Bearer ${ADMIN_KEY}` }, body: `[${"[],".repeat(99)}[]]` }],
    ["/v1/conversions", { method: "POST", headers: { authorization: `Bearer ${ADMIN_KEY}` }, body: JSON.stringify(edge.sale({ order_id: "\ud800", code: "\u0000" })) }],
    ["/v1/conversions", { method: "POST", headers: { authorization: `Bearer ${ADMIN_KEY}` }, body: '{"kind":"sale","kind":"refund","total_minor":1e999}' }],
    ["/v1/rollups", { method: "POST", headers: { authorization: `Bearer ${ADMIN_KEY}` }, body: '{"from":"0000-00-00","to":"9999-99-99"}' }],
    [`/v1/links/${link.id}`, { method: "PATCH", headers: { authorization: `Bearer ${ADMIN_KEY}` }, body: "" }],
    ["/v1/dead_letters/4294967296/replay", { method: "POST", headers: { authorization: `Bearer ${ADMIN_KEY}` } }],
  ];
  for (const [path, options] of requests)
    await t.test(`${options.method ?? "GET"} ${path.slice(0, 60)} ${JSON.stringify(options.headers ?? {}).slice(0, 60)}`, async () => {
      const reply = await edge.request(path, { ip: address(), ...options, headers: options.headers ?? {} });
      assert.ok(reply.status < 500, `${reply.status} ${reply.text.slice(0, 200)}`);
    });
  await t.test("and the Worker goes on", async () => {
    assert.equal((await edge.request("/healthz")).status, 200);
    const cries = edge.output().filter(({ line }) => /panick|unreachable|RuntimeError|TypeError/i.test(line));
    assert.deepEqual(cries, []);
  });
});

test("a hundred reports of a sale with hostile text are kept as they are or refused, and never run as SQL", async () => {
  const before = Object.keys(await edge.dump(edge.databases.control));
  for (const text of ["'); DROP TABLE link; --", "\" OR 1=1 --", "%' ESCAPE '", "?1", "\\", "${x}", "{{x}}", "=cmd|' /C calc'!A0"]) {
    await edge.make.creator({ name: text, handle: word("h") });
    await edge.convert(edge.sale({ order_id: `${text}${word()}`, code: text, customer: text }));
  }
  assert.deepEqual(Object.keys(await edge.dump(edge.databases.control)), before);
});

test("who is too fast is told 429 and when to come back, at the API", async (t) => {
  const strict = await start({ limit: 15 });
  t.after(() => strict.close());
  const link = await strict.make.link();
  const { key } = await strict.make.key(["conversions:write"]);
  const sixty = async (send) => {
    const replies = [];
    for (let turn = 0; turn < 60; turn += 1) replies.push(await send());
    return replies;
  };
  await t.test("with a key", async () => {
    const slow = (await sixty(() => strict.call("POST", "/v1/conversions", strict.sale(), { key, ip: "203.0.113.61" }))).filter(({ status }) => status === 429);
    assert.ok(slow.length >= 25, `${slow.length} of 60`);
    isProblem(slow[0], 429, "too_fast");
    assert.match(slow[0].headers["retry-after"], /^[1-9]\d*$/);
  });
  await t.test("without one", async () => {
    const slow = (await sixty(() => strict.call("GET", "/v1/links", undefined, { key: "wrong", ip: "203.0.113.62" }))).filter(({ status }) => status === 429);
    assert.ok(slow.length >= 25, `${slow.length} of 60`);
  });
  await t.test("but never at a live link, nor at its pixel", async () => {
    const clicks = await sixty(() => strict.request(`/${link.slug}`, { ip: "203.0.113.62" }));
    assert.ok(clicks.every(({ status }) => status === 302));
    const views = await sixty(() => strict.request(`/px/${link.slug}.gif`, { ip: "203.0.113.62" }));
    assert.ok(views.every(({ status }) => status === 200));
  });
  await t.test("and a conversion that was refused for its rate is not kept", async () => {
    const refused = await until("the rate is spent", async () => {
      const sale = strict.sale();
      return (await strict.call("POST", "/v1/conversions", sale, { key, ip: "203.0.113.61" })).status === 429 && sale;
    });
    assert.ok(!JSON.stringify(await strict.dump(strict.databases.control)).includes(refused.order_id));
  });
});
