// /v1/sites: the register of the pages that report from the browser.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, start, until, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const report = ({ key, origin = "https://shop.example" }) =>
  edge.request("/v1/collect", { method: "POST", ip: address(), headers: { origin }, body: JSON.stringify({ key, events: [{ type: "page" }] }) });

test("a site is made, read, listed, changed and put away like everything else", async () => {
  const name = `Shop ${word()}`;
  const reply = await edge.call("POST", "/v1/sites", { name, origins: ["https://Shop.Example/", "http://localhost:3000"] });
  assert.equal(reply.status, 201, reply.text);
  const { id, key, created_at, updated_at, ...rest } = reply.json;
  assert.equal(reply.headers.location, `/v1/sites/${id}`);
  assert.match(key, new RegExp(`^wms_${id}_[A-Za-z0-9_-]{22}$`));
  assert.deepEqual(rest, { name, origins: ["https://shop.example", "http://localhost:3000"], enabled: true, version: 1, archived_at: null });
  assert.deepEqual(await edge.must(200, "GET", `/v1/sites/${id}`), reply.json);
  const changed = await edge.must(200, "PATCH", `/v1/sites/${id}`, { origins: ["https://new.example:8443"], enabled: false });
  assert.deepEqual([changed.key, changed.origins, changed.enabled, changed.version, changed.name], [key, ["https://new.example:8443"], false, 2, name]);
  const listed = async () => (await edge.must(200, "GET", "/v1/sites?limit=100")).items.find((item) => item.id === id);
  assert.deepEqual(await listed(), changed, "the key is no secret: lists show it, too");
  await edge.must(204, "DELETE", `/v1/sites/${id}`);
  await edge.must(204, "DELETE", `/v1/sites/${id}`);
  assert.equal(await listed(), undefined);
  assert.notEqual((await edge.must(200, "GET", `/v1/sites/${id}`)).archived_at, null);
});

test("a host is stored as browsers write it", async () => {
  const { origins } = await edge.make.site({ origins: ["https://MÜNCHEN.example", "https://shop.example:443", "https://[2001:DB8::1]"] });
  assert.deepEqual(origins, ["https://xn--mnchen-3ya.example", "https://shop.example", "https://[2001:db8::1]"]);
});

test("what is wrong is said by its place", async () => {
  const many = Array.from({ length: 21 }, (_, n) => `https://shop${n}.example`);
  for (const [over, faults] of [
    [{ name: undefined }, [["/name", "required"]]],
    [{ name: "x".repeat(201) }, [["/name", "too_long"]]],
    [{ origins: undefined }, [["/origins", "required"]]],
    [{ origins: [] }, [["/origins", "not_a_list"]]],
    [{ origins: many }, [["/origins", "not_a_list"]]],
    [{ origins: ["https://a.example", "http://a.example", "*", "https://a.example/shop", 7] }, [1, 2, 3, 4].map((at) => [`/origins/${at}`, "not_an_origin"])],
    [{ origins: ["https://a.example", "https://A.example"] }, [["/origins/1", "doubled"]]],
    [{ key: "wms_1_AAAAAAAAAAAAAAAAAAAAAA" }, [["/key", "unknown_field"]]],
    [{ enabled: "yes" }, [["/enabled", "not_a_boolean"]]],
  ]) {
    const reply = await edge.call("POST", "/v1/sites", { name: "Shop", origins: ["https://a.example"], ...over });
    assert.deepEqual([reply.status, reply.json.errors.map(({ pointer, code }) => [pointer, code])], [422, faults], reply.text);
  }
  assert.equal((await edge.make.site({ origins: many.slice(1) })).origins.length, 20);
});

test("a change of a site that somebody else changed meanwhile is said", async () => {
  const { id } = await edge.make.site();
  const [one, two] = await Promise.all([1, 2].map((n) => edge.call("PATCH", `/v1/sites/${id}`, { name: `Shop ${n}` })));
  const statuses = [one.status, two.status].sort();
  assert.ok(String(statuses) === "200,200" || String(statuses) === "200,409", String(statuses));
  const { version } = await edge.must(200, "GET", `/v1/sites/${id}`);
  assert.equal(version, 1 + statuses.filter((status) => status === 200).length);
});

test("only an administrator sees and makes sites", async () => {
  const { key } = await edge.make.key(["links:read", "links:write", "conversions:write", "reports:read"]);
  const { id } = await edge.make.site();
  for (const [method, path, body] of [["GET", "/v1/sites"], ["POST", "/v1/sites", {}], ["GET", `/v1/sites/${id}`], ["PATCH", `/v1/sites/${id}`, {}], ["DELETE", `/v1/sites/${id}`]]) {
    assert.equal((await edge.call(method, path, body, { key })).status, 403, `${method} ${path}`);
    assert.equal((await edge.call(method, path, body, { key: null })).status, 401, `${method} ${path}`);
  }
});

test("an unknown site is not found", async () => {
  for (const [method, body] of [["GET"], ["PATCH", {}], ["DELETE"]]) assert.equal((await edge.call(method, "/v1/sites/4000000000", body)).status, 404, method);
});

test("a page that moves is heard where it is now and no longer where it was", async () => {
  const site = await edge.make.site();
  assert.equal((await report(site)).status, 200);
  await edge.must(200, "PATCH", `/v1/sites/${site.id}`, { origins: ["https://new.example"] });
  assert.equal((await report(site)).status, 403);
  assert.equal((await report({ key: site.key, origin: "https://new.example" })).status, 200);
});

test("a change that another isolate made is felt within seconds", async () => {
  const site = await edge.make.site();
  assert.equal((await report(site)).status, 200);
  await edge.control("UPDATE site SET enabled = 0 WHERE id = ?", site.id);
  assert.equal((await report(site)).status, 200, "for seconds D1 is not asked again");
  await until("the key opens nothing", async () => (await report(site)).status === 403, { within: 10_000, every: 200 });
});
