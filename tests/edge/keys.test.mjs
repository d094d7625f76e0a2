// Keys: what each scope opens, how keys end, and that secrets are told once and kept nowhere.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ADMIN_KEY, CLICK_SECRET, CUSTOMER_KEY, address, iso, start, until, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const SCOPES = ["links:read", "links:write", "conversions:write", "reports:read", "admin"];

test("a new key is told once, in full, and never again", async () => {
  const made = await edge.make.key(["reports:read", "links:read"], { expires_at: "2030-01-01T00:00:00Z" });
  assert.match(made.key, new RegExp(`^wmk_${made.id}_[A-Za-z0-9_-]{20,}$`));
  assert.deepEqual([...made.scopes].sort(), ["links:read", "reports:read"]);
  assert.equal(made.expires_at, "2030-01-01T00:00:00.000Z");
  const secret = made.key.split("_").slice(2).join("_");
  const one = await edge.call("GET", `/v1/keys/${made.id}`);
  const list = await edge.call("GET", "/v1/keys?limit=100");
  for (const reply of [one, list]) {
    assert.equal(reply.status, 200);
    assert.ok(!reply.text.includes(secret));
    assert.ok(!reply.text.includes('"key"'));
  }
  assert.equal(one.json.id, made.id);
  assert.equal(one.json.name, made.name);
  assert.equal(one.json.hint, made.hint);
  assert.ok(made.hint.length < made.key.length / 2, "the hint gives little away");
});

test("a key is kept only as a hash", async () => {
  const made = await edge.make.key(["reports:read"]);
  const secret = made.key.split("_").slice(2).join("_");
  const kept = JSON.stringify(await edge.dump(edge.databases.control)) + JSON.stringify(await edge.dump(edge.databases.events)) + (await edge.kvText());
  assert.ok(kept.includes(made.name), "the search sees what is kept");
  assert.ok(!kept.includes(secret));
  assert.ok(!kept.includes(ADMIN_KEY));
});

test("each scope opens its doors and no others", async (t) => {
  const keys = {};
  for (const scope of SCOPES) keys[scope] = (await edge.make.key([scope])).key;
  const link = await edge.make.link();
  const code = await edge.make.code();
  const creator_id = link.creator_id;
  const doors = [
    ["links:read", "GET", "/v1/links"],
    ["links:read", "GET", `/v1/links/${link.id}`],
    ["links:read", "GET", "/v1/creators"],
    ["links:read", "GET", `/v1/creators/${creator_id}`],
    ["links:read", "GET", "/v1/campaigns"],
    ["links:read", "GET", "/v1/codes"],
    ["links:write", "POST", "/v1/links", () => ({ destination: "https://shop.example/", creator_id, slug: word() })],
    ["links:write", "PATCH", `/v1/links/${link.id}`, () => ({ enabled: true })],
    ["links:write", "DELETE", `/v1/links/${link.id}`],
    ["links:write", "POST", "/v1/creators", () => ({ name: word() })],
    ["links:write", "PATCH", `/v1/creators/${creator_id}`, () => ({ name: word() })],
    ["links:write", "POST", "/v1/campaigns", () => ({ name: word() })],
    ["links:write", "POST", "/v1/codes", () => ({ code: word(), creator_id })],
    ["links:write", "DELETE", `/v1/codes/${code.id}`],
    ["conversions:write", "POST", "/v1/conversions", () => edge.sale()],
    ["reports:read", "GET", "/v1/reports/performance?by=creator&from=2026-11-01&to=2026-11-02"],
    ["reports:read", "GET", "/v1/rollups"],
    ["admin", "POST", "/v1/rollups"],
    ["admin", "GET", "/v1/keys"],
    ["admin", "POST", "/v1/keys", () => ({ name: word(), scopes: ["links:read"] })],
    ["admin", "GET", "/v1/dead_letters"],
    ["admin", "POST", "/v1/dead_letters/4000000000/replay", undefined, 404],
  ];
  for (const [needed, method, path, body, found = "2xx"] of doors)
    for (const scope of SCOPES)
      await t.test(`${scope} at ${method} ${path.split("?")[0]}`, async () => {
        const reply = await edge.call(method, path, body?.(), { key: keys[scope] });
        if (scope === needed || scope === "admin") {
          if (found === "2xx") assert.ok(reply.status >= 200 && reply.status < 300, `${reply.status} ${reply.text}`);
          else assert.equal(reply.status, found, reply.text);
        } else {
          assert.equal(reply.status, 403, reply.text);
          assert.equal(reply.json.code, "forbidden");
          assert.match(reply.headers["content-type"], /^application\/problem\+json\b/);
        }
      });
});

test("a key with several scopes opens all of their doors", async () => {
  const { key } = await edge.make.key(["links:read", "reports:read"]);
  assert.equal((await edge.call("GET", "/v1/links", undefined, { key })).status, 200);
  assert.equal((await edge.call("GET", "/v1/rollups", undefined, { key })).status, 200);
  assert.equal((await edge.call("POST", "/v1/conversions", edge.sale(), { key })).status, 403);
});

test("the bootstrap key opens everything", async () => {
  for (const path of ["/v1/keys", "/v1/links", "/v1/rollups", "/v1/dead_letters"]) assert.equal((await edge.call("GET", path)).status, 200);
});

test("who brings no key that counts is told 401 and how to bring one", async (t) => {
  const { key, id } = await edge.make.key(["links:read"]);
  const secret = key.split("_").slice(2).join("_");
  const cases = {
    "no key": null,
    "an empty key": "Bearer ",
    "the word alone": "Bearer",
    "another scheme": `Basic ${Buffer.from(`x:${key}`).toString("base64")}`,
    "no scheme": key,
    "an unknown key": "Bearer wmk_4000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "another's number": `Bearer wmk_${id + 1}_${secret}`,
    "a longer secret": `Bearer ${key}A`,
    "a shorter secret": `Bearer ${key.slice(0, -1)}`,
    "a changed secret": `Bearer ${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`,
    "no secret": `Bearer wmk_${id}_`,
    "a number beyond all": `Bearer wmk_99999999999999999999999_${secret}`,
    "the bootstrap key, shortened": `Bearer ${ADMIN_KEY.slice(0, -1)}`,
    "the bootstrap key, in capitals": `Bearer ${ADMIN_KEY.toUpperCase()}`,
    "a very long key": `Bearer ${"a".repeat(8_000)}`,
    "bytes beyond ASCII": "Bearer \u00e4\u00f6\u00fc",
  };
  for (const [name, authorization] of Object.entries(cases))
    await t.test(name, async () => {
      const reply = await edge.request("/v1/links", { headers: authorization === null ? {} : { authorization } });
      assert.equal(reply.status, 401, reply.text);
      assert.match(reply.headers["www-authenticate"], /^Bearer\b/);
      assert.match(reply.headers["content-type"], /^application\/problem\+json\b/);
      assert.equal(reply.json.code, "unauthorized");
    });
  assert.equal((await edge.call("GET", "/v1/links", undefined, { key })).status, 200, "the key itself counts");
});

test("a key in the query is not taken", async () => {
  for (const name of ["key", "access_token", "api_key"]) assert.equal((await edge.call("GET", `/v1/links?${name}=${ADMIN_KEY}`, undefined, { key: null })).status, 401);
});

test("the scheme may be written in any case", async () => {
  assert.equal((await edge.request("/v1/links", { headers: { authorization: `bearer ${ADMIN_KEY}` } })).status, 200);
});

test("a key ends when it expires, also when it was just used", async () => {
  const end = Date.now() + 1_500;
  const { key } = await edge.make.key(["links:read"], { expires_at: iso(end) });
  assert.equal((await edge.call("GET", "/v1/links", undefined, { key })).status, 200);
  await until("the moment", () => Date.now() > end + 50);
  assert.equal((await edge.call("GET", "/v1/links", undefined, { key })).status, 401);
});

test("a revoked key ends at once and may be revoked again", async () => {
  const { key, id } = await edge.make.key(["links:read"]);
  assert.equal((await edge.call("GET", "/v1/links", undefined, { key })).status, 200);
  await edge.must(204, "DELETE", `/v1/keys/${id}`);
  assert.equal((await edge.call("GET", "/v1/links", undefined, { key })).status, 401);
  await edge.must(204, "DELETE", `/v1/keys/${id}`);
});

test("no reply and no log line tells a secret", async () => {
  const { key } = await edge.make.key(["links:write", "conversions:write"]);
  const secret = key.split("_").slice(2).join("_");
  const wrong = `wmk_7_${word("wrong-secret-of-a-visitor-")}`;
  const from = edge.transcript.length;
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  const visits = [
    edge.call("GET", "/v1/links", undefined, { key }),
    edge.call("GET", "/v1/links", undefined, { key: wrong }),
    edge.call("POST", "/v1/creators", `{"name": "${key}`, { key }),
    edge.call("POST", "/v1/creators", { name: 1 }, { key }),
    edge.call("POST", "/v1/conversions", edge.sale({ click_id: `${id.slice(0, -1)}x` }), { key }),
    edge.call("GET", "/v1/keys?limit=100"),
    edge.call("POST", "/v1/rollups"),
    edge.call("GET", "/v1/rollups"),
    edge.call("PUT", "/v1/links"),
    edge.request("/healthz"),
    edge.request("/"),
    edge.request(`/${word("gone")}`, { ip: address() }),
    edge.request(`/${link.slug}`, { host: "elsewhere.test" }),
  ];
  await Promise.all(visits);
  await edge.drained();
  const told = edge.transcript.slice(from).map((one) => JSON.stringify([one.headers, one.text])).join("\n");
  const printed = edge.output().map(({ line }) => line).join("\n");
  assert.ok(told.includes(link.slug), "the search sees what was told");
  for (const [name, text] of Object.entries({ told, printed }))
    for (const one of [ADMIN_KEY, CLICK_SECRET, CUSTOMER_KEY, secret]) assert.ok(!text.includes(one), `${name}: ${one.slice(0, 8)}…`);
  assert.ok(!told.includes(wrong), "a wrong key is not echoed");
});
