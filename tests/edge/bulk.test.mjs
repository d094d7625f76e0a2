// Many links at once, upserts, and the filters of the list.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, iso, start, until, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const destination = "https://shop.example/lamp";
const bulk = (method, items, options) => edge.call(method, "/v1/links/bulk", items, options);
const done = async (method, items, options) => {
  const reply = await bulk(method, items, options);
  assert.equal(reply.status, 200, reply.text);
  return reply.json;
};
const ids = async (query) => (await edge.must(200, "GET", `/v1/links?${new URLSearchParams(query)}`)).items.map(({ id }) => id);
const statuses = ({ items }) => items.map(({ status }) => status);
const follow = (slug) => edge.request(`/${slug}`, { ip: address() });

test("a thousand links are made by one call, are followed at once, and their copies reach KV behind it", async () => {
  const creator_id = (await edge.make.creator()).id;
  const start = word("k");
  const answer = await done("POST", Array.from({ length: 1_000 }, (_, at) => ({ destination, creator_id, slug: `${start}-${at}`, post: `reel-${at}` })));
  assert.deepEqual([answer.created, answer.errors, answer.items.length], [1_000, 0, 1_000]);
  assert.deepEqual(answer.items.map(({ index }) => index), Array.from({ length: 1_000 }, (_, at) => at));
  const { id, url, version } = answer.items[999];
  assert.ok(id > 0 && version === 1 && url.endsWith(`/${start}-999`), url);
  assert.ok((await follow(`${start}-999`)).headers.location.startsWith(destination));
  await until("all copies are in KV", async () => {
    const [{ owed }] = await edge.control("SELECT count(*) AS owed FROM link WHERE published < version");
    return owed === 0;
  });
  assert.equal(JSON.parse(await edge.kv.get(`link:localhost/${start}-500`)).id, answer.items[500].id);
});

test("who changes a hundred links sees them at once, whatever their copies wait for", async () => {
  const creator_id = (await edge.make.creator()).id;
  const made = await done("POST", Array.from({ length: 100 }, () => ({ destination, creator_id, slug: word("now") })));
  const slug = new URL(made.items[0].url).pathname.slice(1);
  assert.ok((await follow(slug)).headers.location.startsWith(destination));
  await done("PATCH", made.items.map(({ id }) => ({ id, destination: "https://shop.example/other" })));
  assert.ok((await follow(slug)).headers.location.startsWith("https://shop.example/other"));
});

test("one bad link costs no other and is told with its place and field", async () => {
  const { id: creator_id } = await edge.make.creator();
  const taken = await edge.make.link({ creator_id, external_id: word("crm-") });
  const slug = word();
  const answer = await done("POST", [
    { destination, creator_id, slug },
    { destination: "javascript:alert(1)", creator_id },
    { destination, creator_id, slug: slug.toUpperCase() },
    { destination, creator_id, slug: taken.slug },
    { destination, creator_id, external_id: taken.external_id },
    { destination, creator_id: 4_000_000_000 },
    7,
    { destination, creator_id },
  ]);
  assert.deepEqual(statuses(answer), ["created", "error", "error", "error", "error", "error", "error", "created"]);
  const said = answer.items.filter(({ errors }) => errors).map(({ errors: [{ pointer, code }] }) => [pointer, code]);
  assert.deepEqual(said, [
    ["/1/destination", "scheme_not_allowed"],
    ["/2/slug", "doubled"],
    ["/3/slug", "slug_taken"],
    ["/4/external_id", "external_id_taken"],
    ["/5/creator_id", "not_found"],
    ["/6", "not_an_object"],
  ]);
  assert.match(answer.items[7].url, /\/[a-z0-9]{7}$/);
});

test("links are changed and put away by id and by the brand's own name, each of the version that is known", async () => {
  const { id: creator_id } = await edge.make.creator();
  const [one, two, three] = await Promise.all([{}, { external_id: word("crm-") }, {}].map((more) => edge.make.link({ creator_id, ...more })));
  const changed = await done("PATCH", [
    { id: one.id, version: 1, destination: "https://shop.example/new" },
    { external_id: two.external_id, enabled: false },
    { id: three.id, version: 9, enabled: false },
    { id: one.id, enabled: false },
    { id: three.id, destination: three.destination },
    { id: 4_000_000_000, enabled: false },
  ]);
  assert.deepEqual(statuses(changed), ["updated", "updated", "error", "error", "unchanged", "error"]);
  assert.deepEqual(changed.items.filter(({ errors }) => errors).map(({ errors: [{ code }] }) => code), ["changed_meanwhile", "doubled", "not_found"]);
  assert.equal(changed.items[0].version, 2);
  assert.ok((await follow(one.slug)).headers.location.startsWith("https://shop.example/new"));
  const away = await done("DELETE", [one.id, { external_id: two.external_id, version: 2 }, 4_000_000_000]);
  assert.deepEqual(statuses(away), ["archived", "archived", "error"]);
  assert.deepEqual(statuses(await done("DELETE", [one.id])), ["unchanged"]);
  assert.equal((await follow(one.slug)).status, 404);
});

test("creator, campaign, post and platform of many links may change until their first event", async () => {
  const [sarah, tom] = [await edge.make.creator(), await edge.make.creator()];
  const [used, fresh] = [await edge.make.link({ creator_id: sarah.id }), await edge.make.link({ creator_id: sarah.id })];
  await edge.click(used);
  await edge.drained();
  const answer = await done("PATCH", [{ id: used.id, creator_id: tom.id }, { id: fresh.id, creator_id: tom.id }]);
  assert.deepEqual(statuses(answer), ["error", "updated"]);
  assert.equal(answer.items[0].errors[0].code, "link_in_use");
});

test("a list is refused as a whole where it is none, too long or too large", async () => {
  const codes = [];
  for (const body of [{}, [], Array(1_001).fill(1)]) codes.push((await bulk("DELETE", body)).json.errors[0].code);
  assert.deepEqual(codes, ["not_a_list", "not_a_list", "not_a_list"]);
  assert.equal((await bulk("POST", `["${"x".repeat(2 * 1024 * 1024)}"]`)).status, 413);
  assert.equal((await bulk("POST", "[")).json.code, "malformed_json");
  assert.equal((await edge.call("PUT", "/v1/links/bulk", [])).status, 405);
  const { key } = await edge.make.key(["links:read"]);
  assert.equal((await bulk("POST", [], { key })).status, 403);
});

test("the same call under one Idempotency-Key makes its links once", async () => {
  const { id: creator_id } = await edge.make.creator();
  const headers = { "idempotency-key": word("key-") };
  const items = [{ destination, creator_id }, { destination, creator_id }];
  const first = await done("POST", items, { headers });
  assert.deepEqual(await done("POST", items, { headers }), first);
  assert.equal((await ids({ creator_id })).length, 2);
  assert.equal((await bulk("POST", [items[0]], { headers })).json.code, "idempotency_key_reused");
});

test("an upsert makes a link, changes it by its name or place, and says nothing new with the same version", async () => {
  const { id: creator_id } = await edge.make.creator();
  const [external_id, slug] = [word("crm-"), word()];
  const put = (body) => edge.call("PUT", "/v1/links", { destination, creator_id, ...body });
  const made = await put({ external_id, slug });
  assert.deepEqual([made.status, made.headers.location, made.headers.etag], [201, `/v1/links/${made.json.id}`, '"1"']);
  const same = await put({ external_id, slug });
  assert.deepEqual([same.status, same.json.version], [200, 1]);
  assert.deepEqual(same.json, made.json);
  const byName = await put({ external_id, destination: "https://shop.example/2" });
  assert.deepEqual([byName.status, byName.json.id, byName.json.version, byName.json.slug], [200, made.json.id, 2, slug]);
  const byPlace = await put({ slug: slug.toUpperCase(), destination: "https://shop.example/3" });
  assert.deepEqual([byPlace.status, byPlace.json.id, byPlace.json.external_id], [200, made.json.id, external_id]);
  assert.equal((await put({ slug, external_id: word("other-") })).json.code, "slug_taken");
  assert.equal((await put({ slug: word(), external_id })).json.errors[0].code, "fixed");
});

test("of twenty who put the same link at once one makes it and all have it", async () => {
  const { id: creator_id } = await edge.make.creator();
  const external_id = word("crm-");
  const replies = await Promise.all(Array.from({ length: 20 }, () => edge.call("PUT", "/v1/links", { destination, creator_id, external_id })));
  assert.deepEqual(replies.map(({ status }) => status).sort(), [...Array(19).fill(200), 201], replies.map(({ text }) => text).join());
  assert.equal(new Set(replies.map(({ json }) => json.id)).size, 1);
});

test("a link that was put away is changed only by who brings it back", async () => {
  const link = await edge.make.link();
  await edge.must(204, "DELETE", `/v1/links/${link.id}`);
  const refused = await edge.call("PATCH", `/v1/links/${link.id}`, { destination: "https://shop.example/2" });
  assert.deepEqual([refused.status, refused.json.code], [409, "archived"]);
  const back = await edge.must(200, "PATCH", `/v1/links/${link.id}`, { destination: "https://shop.example/2", archived: false });
  assert.deepEqual([back.archived_at, back.destination], [null, "https://shop.example/2"]);
  assert.ok((await follow(link.slug)).headers.location.startsWith("https://shop.example/2"));
});

test("a slug that is taken and a name that is taken are told apart, by single links too", async () => {
  const link = await edge.make.link({ external_id: word("crm-") });
  const other = await edge.make.link({ creator_id: link.creator_id });
  const code = async (method, path, body) => {
    const { status, json } = await edge.call(method, path, body);
    return [status, json.code, json.errors[0].pointer];
  };
  const body = { destination, creator_id: link.creator_id };
  assert.deepEqual(await code("POST", "/v1/links", { ...body, slug: link.slug }), [409, "slug_taken", "/slug"]);
  assert.deepEqual(await code("POST", "/v1/links", { ...body, external_id: link.external_id }), [409, "external_id_taken", "/external_id"]);
  assert.deepEqual(await code("PATCH", `/v1/links/${other.id}`, { external_id: link.external_id }), [409, "external_id_taken", "/external_id"]);
  assert.deepEqual(await code("PATCH", `/v1/links/${other.id}`, { version: 1 }), [422, "invalid", "/version"]);
});

test("links are listed by every filter, alone and together", async () => {
  const since = iso(Date.now() - 1);
  const [{ id: creator_id }, { id: campaign_id }] = [await edge.make.creator(), await edge.make.campaign()];
  const part = word("part");
  const one = await edge.make.link({ creator_id, campaign_id, platform: "tiktok", external_id: word("crm-"), destination: `https://shop.example/${part}` });
  const two = await edge.make.link({ creator_id, host: "brand.test", slug: `x-${part}` });
  const away = await edge.make.link({ creator_id });
  await edge.must(204, "DELETE", `/v1/links/${away.id}`);
  await edge.control("UPDATE link_check SET at = 1, ok = 0, failing_since = 1 WHERE link = ?", two.id);
  assert.deepEqual(await ids({ creator_id }), [one.id, two.id]);
  assert.deepEqual(await ids({ campaign_id }), [one.id]);
  assert.deepEqual(await ids({ creator_id, platform: "TikTok" }), [one.id]);
  assert.deepEqual(await ids({ external_id: one.external_id }), [one.id]);
  assert.deepEqual(await ids({ slug: two.slug.toUpperCase() }), [two.id]);
  assert.deepEqual(await ids({ slug: two.slug, host: "localhost" }), []);
  assert.deepEqual(await ids({ creator_id, host: "brand.test" }), [two.id]);
  assert.deepEqual(await ids({ q: part.toUpperCase() }), [one.id, two.id]);
  assert.deepEqual(await ids({ creator_id, archived: "true" }), [away.id]);
  assert.deepEqual(await ids({ creator_id, archived: "all" }), [one.id, two.id, away.id]);
  assert.deepEqual(await ids({ failing: "true" }), [two.id]);
  assert.deepEqual(await ids({ creator_id, changed_since: since }), [one.id, two.id]);
  assert.deepEqual(await ids({ creator_id, changed_since: iso(Date.now() + 60_000) }), []);
  const refused = await edge.call("GET", "/v1/links?creator=sarah&limit=5");
  assert.deepEqual([refused.status, refused.json.errors[0].parameter, refused.json.errors[0].code], [422, "creator", "unknown_parameter"]);
});

test("a cursor goes on behind the last link whatever is made meanwhile", async () => {
  const { id: creator_id } = await edge.make.creator();
  const made = (await done("POST", Array.from({ length: 5 }, () => ({ destination, creator_id })))).items.map(({ id }) => id);
  const seen = [];
  let cursor;
  do {
    const page = await edge.must(200, "GET", `/v1/links?${new URLSearchParams({ creator_id, limit: 2, ...(cursor && { cursor }) })}`);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next;
    if (seen.length < 6) made.push((await edge.make.link({ creator_id })).id);
  } while (cursor);
  assert.deepEqual(seen, made);
});

test("an upsert honours If-Match where the link is there, and a weakened tag is the same", async () => {
  const link = await edge.make.link();
  const put = (tag, end) => edge.call("PUT", "/v1/links", { destination: `https://shop.example/${end}`, creator_id: link.creator_id, slug: link.slug }, { headers: { "if-match": tag } });
  assert.deepEqual([(await put('"9"', "a")).status, (await put('W/"1"', "b")).status, (await put('"1"', "c")).status], [412, 200, 412]);
  const again = await edge.call("GET", `/v1/links/${link.id}`);
  const kept = await edge.call("GET", `/v1/links/${link.id}`, undefined, { headers: { "if-none-match": `W/${again.headers.etag}` } });
  assert.equal(kept.status, 304);
});

test("a single link has a body of 256 KiB, and one byte more is too large", async () => {
  const { id: creator_id } = await edge.make.creator();
  const body = JSON.stringify({ destination: "https://shop.example/", creator_id });
  for (const [more, status] of [[0, 201], [1, 413]]) {
    const reply = await edge.call("POST", "/v1/links", body.padEnd(256 * 1024 + more, " "), { headers: { "content-type": "application/json" } });
    assert.equal(reply.status, status, reply.text);
  }
});

test("links are found by a slug and a platform however these are written, each once", async () => {
  const link = await edge.make.link({ platform: "instagram", slug: word("s") });
  const found = async (query) => (await edge.must(200, "GET", `/v1/links?${query}`)).items.map(({ id }) => id);
  assert.deepEqual(await found(`slug=${link.slug}`), [link.id]);
  assert.deepEqual(await found(`slug=${link.slug.toUpperCase()}&platform=IG&host=LOCALHOST.`), [link.id]);
});
