// Hosts that are kept: made, shown, changed and removed at /v1/domains, seen here at once, and served by what is said of them.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { INTRADAY, address, start, until, word } from "./start.mjs";

const edge = await start({ faulty: true });
after(() => edge.close());

/** A name of a host that no other test uses. */
const named = () => `${word("h")}.test`;

/** Makes a host of which this is said. */
const make = (said = {}, options) => edge.must(201, "POST", "/v1/domains", { host: named(), ...said }, options);

/** The copy of hosts that KV has. */
const published = async () => JSON.parse((await edge.kv.get("hosts")) ?? "null");

/** What is asked of one binding while `work` runs. */
async function asked(target, work) {
  await edge.faults.plan([]);
  await work();
  return (await edge.faults.seen()).calls.filter((call) => call.target === target);
}

test("a host is unknown until it is made, and served as soon as it is", async () => {
  const host = named();
  assert.equal((await edge.request("/x", { host })).status, 421);
  const made = await edge.call("POST", "/v1/domains", { host: host.toUpperCase(), slug_length: 9 });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual([made.json.host, made.json.slug_length, made.json.visitor, made.json.mode], [host, 9, "anonymous", "links"]);
  assert.equal(made.headers.location, `/v1/domains/${made.json.id}`);
  assert.equal(made.headers.etag, '"1"');
  assert.equal((await edge.request(`/${word()}`, { host, ip: address() })).status, 404);
  const link = await edge.make.link({ host, slug: undefined });
  assert.equal(link.slug.length, 9);
  assert.equal(link.url, `https://${host}/${link.slug}`);
  await edge.click(link);
  await edge.drained();
  assert.equal((await edge.eventsOf(link)).length, 1);
});

test("a change is seen at once by who made it, and If-Match keeps two from overwriting each other", async () => {
  const made = await make();
  const { host, id } = made;
  const gone = "https://brand.example/gone";
  const changed = await edge.call("PATCH", `/v1/domains/${id}`, { not_found: gone, root: "https://brand.example/" }, { headers: { "if-match": '"1"' } });
  assert.deepEqual([changed.status, changed.json.version, changed.headers.etag], [200, 2, '"2"']);
  assert.equal((await edge.request(`/${word()}`, { host })).headers.location, gone);
  const late = await edge.call("PATCH", `/v1/domains/${id}`, { not_found: null }, { headers: { "if-match": '"1"' } });
  assert.deepEqual([late.status, late.json.code], [412, "changed_meanwhile"]);
  await edge.must(200, "PATCH", `/v1/domains/${id}`, { not_found: null }, { headers: { "if-match": '"2"' } });
  assert.equal((await edge.request(`/${word()}`, { host })).status, 404);
  const shown = await edge.must(200, "GET", `/v1/domains/${id}`);
  assert.deepEqual([shown.version, shown.not_found, shown.root], [3, null, "https://brand.example/"]);
});

test("the root of a host leads where it says, and no visit is kept", async () => {
  const { host } = await make({ root: "https://brand.example/start?a=1" });
  for (const method of ["GET", "HEAD"]) {
    const reply = await edge.request("/?utm_source=x", { host, method });
    assert.deepEqual([reply.status, reply.headers.location], [302, "https://brand.example/start?a=1"]);
    assert.match(reply.headers["cache-control"], /no-store/);
  }
  assert.equal((await edge.request("/", { host: "localhost", ip: address() })).status, 404);
  await edge.drained();
  assert.equal((await edge.orphansAt(`${host}/`)).length, 0);
});

test("a dead link shows the brand's page, escaped, under the same policy", async () => {
  const page = { name: '<b>"Brand" & Söhne</b>', text: "</style><script>alert(1)</script> it's gone", color: "#a1B2c3", link: "https://brand.example/?a=1&b=<x>" };
  const { host } = await make({ page });
  const reply = await edge.request(`/${word()}`, { host, ip: address() });
  assert.equal(reply.status, 404);
  assert.equal(reply.headers["content-security-policy"], "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  assert.ok(!/<script|<b>|<x>/.test(reply.text), reply.text);
  for (const part of ["&lt;b&gt;&quot;Brand&quot; &amp; Söhne&lt;/b&gt;", "it&#39;s gone", "#a1B2c3", 'href="https://brand.example/?a=1&amp;b=']) assert.ok(reply.text.includes(part), part);
  assert.equal((await edge.request(`/${word()}`, { host: "localhost", ip: address() })).text.includes("Brand"), false);
});

test("phones are told of a host's apps, and of no other's", async () => {
  const print = Array(32).fill("0A").join(":");
  const { host } = await make({ apps: { ios: ["ABCDE12345.com.brand.app"], android: [{ package: "com.brand.app", sha256: [print] }] } });
  const ios = await edge.request("/.well-known/apple-app-site-association", { host });
  assert.deepEqual([ios.status, ios.headers["content-type"]], [200, "application/json"]);
  assert.deepEqual(ios.json.applinks.details[0].appIDs, ["ABCDE12345.com.brand.app"]);
  const android = await edge.request("/.well-known/assetlinks.json", { host });
  assert.equal(android.json[0].target.package_name, "com.brand.app");
  for (const path of ["apple-app-site-association", "assetlinks.json"]) {
    assert.equal((await edge.request(`/.well-known/${path}`)).status, 404);
    assert.equal((await edge.request(`/.well-known/${path}`, { host: "nobody.test" })).status, 421);
  }
});

test("slugs: words with slashes, letters of every script, and what stands behind an address in a sentence", async () => {
  const { host } = await make();
  const slug = word("s");
  const made = await edge.make.link({ host, slug: `${slug}/GRO\u0308SSE/🎉` });
  assert.equal(made.slug, `${slug}/grösse/🎉`);
  assert.equal(made.url, `https://${host}/${encodeURI(made.slug)}`);
  for (const path of [encodeURI(made.slug), encodeURI(made.slug.toUpperCase()), encodeURI(`${slug}/gro\u0308sse/🎉`), `${encodeURI(made.slug)}).`, `${encodeURI(made.slug)}/`, `${slug}/%EF%BD%87r%C3%B6sse/%F0%9F%8E%89%E2%80%A6`])
    assert.equal((await edge.request(`/${path}`, { host, ip: address() })).status, 302, path);
  assert.equal((await edge.request(`/px/${encodeURI(made.slug)}.gif`, { host })).status, 200);
  await edge.drained();
  assert.equal((await edge.eventsOf(made, 2)).length, 1);
  assert.equal((await edge.request(`/${slug}`, { host, ip: address() })).status, 404);
  const taken = await edge.call("POST", "/v1/links", { destination: "https://shop.example/", creator_id: made.creator_id, host, slug: `${slug.toUpperCase()}/größe/x/y` });
  assert.deepEqual([taken.status, taken.json.errors[0].pointer, taken.json.errors[0].code], [422, "/slug", "not_a_slug"]);
  for (const slug of ["a\u200bb", "a\u202eb", "v1", "px/a", "a.b", "a+", "spring.", "\ufb01\uff0fx"]) {
    const refused = await edge.call("POST", "/v1/links", { destination: "https://shop.example/", creator_id: made.creator_id, host, slug });
    assert.deepEqual([slug, refused.status, refused.json.errors[0].pointer], [slug, 422, "/slug"]);
  }
});

test("on a host with exact capitals two spellings are two links, and the rule stays once there are links", async () => {
  const made = await make({ exact_case: true });
  const { host, id } = made;
  const slug = word("Case");
  const upper = await edge.make.link({ host, slug, destination: "https://shop.example/upper" });
  await edge.make.link({ host, slug: slug.toLowerCase(), destination: "https://shop.example/lower" });
  assert.equal(upper.slug, slug);
  assert.match((await edge.click({ host, slug })).location, /\/upper\?/);
  assert.match((await edge.click({ host, slug: slug.toLowerCase() })).location, /\/lower\?/);
  assert.equal((await edge.request(`/${slug.toUpperCase()}`, { host, ip: address() })).status, 404);
  const refused = await edge.call("PATCH", `/v1/domains/${id}`, { exact_case: false });
  assert.deepEqual([refused.status, refused.json.code], [409, "case_fixed"]);
  assert.equal((await edge.call("POST", "/v1/domains", { host: "none.test", exact_case: true })).status, 201);
  await edge.make.link({ host: "full.test" });
  assert.equal((await edge.call("POST", "/v1/domains", { host: "full.test", exact_case: true })).json.code, "case_fixed");
});

test("a removed host comes back under the rule for capitals that its links were made under", async () => {
  const { host, id } = await make({ exact_case: true });
  const link = await edge.make.link({ host, slug: word("Case") });
  await edge.must(200, "DELETE", `/v1/domains/${id}?despite_links=true`);
  const other = await edge.call("POST", "/v1/domains", { host });
  assert.deepEqual([other.status, other.json.code], [409, "case_fixed"]);
  await make({ host, exact_case: true });
  await edge.click(link);
});

test("a host with live links is removed only by who says so, and what happens is told", async () => {
  const made = await make();
  const { host, id } = made;
  const link = await edge.make.link({ host });
  const refused = await edge.call("DELETE", `/v1/domains/${id}`);
  assert.deepEqual([refused.status, refused.json.code], [409, "domain_in_use"]);
  assert.match(refused.json.detail, /^1 live links would lead nowhere/);
  await edge.click(link);
  assert.equal((await edge.call("DELETE", `/v1/domains/${id}?despite_links=perhaps`)).status, 422);
  assert.equal((await edge.call("DELETE", `/v1/domains/${id}?despite_links=true`, undefined, { headers: { "if-match": '"9"' } })).status, 412);
  const removed = await edge.must(200, "DELETE", `/v1/domains/${id}?despite_links=true`);
  assert.deepEqual([removed.host, removed.live_links], [host, 1]);
  assert.equal((await edge.request(`/${link.slug}`, { host })).status, 421);
  const again = await make({ host });
  assert.notEqual(again.id, id);
  await edge.click(link);
  await edge.must(204, "DELETE", `/v1/links/${link.id}`);
  await edge.must(204, "DELETE", `/v1/domains/${again.id}`);
  await edge.must(204, "DELETE", `/v1/domains/${again.id}`);
  assert.equal((await edge.must(200, "GET", "/v1/domains?limit=100")).items.some((one) => one.host === host), false);
});

test("a kept host of the variable stands in its place, and removing it gives back what the variable says", async () => {
  const kept = await make({ host: "brand.test", not_found: "https://brand.example/kept" });
  const link = await edge.make.link({ host: "brand.test" });
  const lost = async () => (await edge.request(`/${word()}`, { host: "brand.test", ip: address() })).headers.location;
  assert.equal(await lost(), "https://brand.example/kept");
  const doubled = await edge.call("POST", "/v1/domains", { host: "brand.test" });
  assert.deepEqual([doubled.status, doubled.json.code], [409, "host_taken"]);
  await edge.must(204, "DELETE", `/v1/domains/${kept.id}`);
  assert.equal(await lost(), "https://brand.example/gone?from=link#top");
  await edge.click(link);
});

test("what may not be said is refused by its pointer, whatever else is said", async () => {
  const host = named();
  for (const [said, pointer, code] of [
    [{ host: "a b" }, "/host", "not_a_host"],
    [{ host, mode: "route" }, "/mode", "set_in_hosts"],
    [{ host, root: `https://${host}/x` }, "/root", "own_host"],
    [{ host, not_found: "https://localhost/x" }, "/not_found", "own_host"],
    [{ host, forward: ["wm"] }, "/forward/0", "reserved_parameter"],
    [{ host, page: { color: "red" } }, "/page/color", "not_a_color"],
    [{ host, hots: 1 }, "/hots", "unknown_field"],
    [{}, "/host", "required"],
  ]) {
    const refused = await edge.call("POST", "/v1/domains", said);
    assert.deepEqual([refused.status, refused.json.errors?.[0].pointer, refused.json.errors?.[0].code], [422, pointer, code], JSON.stringify(said));
  }
  assert.equal((await edge.request("/x", { host })).status, 421);
  const { key } = await edge.make.key(["links:read", "links:write"]);
  assert.equal((await edge.call("POST", "/v1/domains", { host }, { key })).status, 403);
  assert.equal((await edge.call("POST", "/v1/domains", { host }, { key: null })).status, 401);
  for (const [method, path] of [["GET", "/v1/domains/99999"], ["PATCH", "/v1/domains/99999"], ["DELETE", "/v1/domains/99999"]])
    assert.equal((await edge.call(method, path, method === "PATCH" ? {} : undefined)).status, 404, method);
});

test("no link leads to a host that is kept", async () => {
  const { host } = await make();
  const creator_id = (await edge.make.creator()).id;
  const refused = await edge.call("POST", "/v1/links", { destination: `https://${host}/x`, creator_id });
  assert.deepEqual([refused.status, refused.json.errors[0].code], [422, "own_host"]);
});

test("KV has the copy behind the reply; where the put failed the cron puts it", async () => {
  const { host } = await make();
  await until("the host is in KV", async () => (await published())?.hosts.some((one) => one.host === host));
  const before = await published();
  let lost;
  await edge.faults.during([{ target: "KV", op: "put", match: "^hosts$", mode: "before" }], async () => {
    lost = await make();
    await until("the put failed", async () => (await edge.faults.seen()).rules[0].fired > 0);
  });
  assert.deepEqual(await published(), before);
  assert.equal((await edge.request(`/${word()}`, { host: lost.host, ip: address() })).status, 404, "here it is served all the same");
  await edge.cron(INTRADAY);
  const healed = await published();
  assert.ok(healed.stamp > before.stamp && healed.hosts.some((one) => one.host === lost.host));
});

test("an older copy that is put late is put right by the cron", async () => {
  const { host } = await make();
  await until("the host is in KV", async () => (await published())?.hosts.some((one) => one.host === host));
  const puts = await asked("KV", () => edge.cron(INTRADAY));
  assert.equal(puts.filter(({ op, asked }) => op === "put" && asked === "hosts").length, 0, "nothing is put where nothing is behind");
  // A rule that strikes once, after the put: the look back fails, and the newer version comes from the second change.
  await edge.faults.during([{ target: "KV", op: "put", match: "^hosts$", mode: "slow", ms: 600, times: 1 }], async () => {
    const first = await make();
    const second = await make();
    await until("the slow put is over and put right", async () => {
      const names = (await published()).hosts.map((one) => one.host);
      return names.includes(first.host) && names.includes(second.host);
    });
  });
});

test("KV is asked for hosts every ten seconds at most, and once a second for hosts that nobody knows", async () => {
  const link = await edge.make.link();
  await edge.click(link);
  const hosts = ({ op, asked }) => op === "get" && asked === "hosts";
  const known = await asked("KV", async () => {
    for (let turn = 0; turn < 30; turn += 1) await edge.click(link);
  });
  assert.ok(known.filter(hosts).length <= 1, `${known.filter(hosts).length} reads`);
  const began = Date.now();
  const unknown = await asked("KV", async () => {
    for (let turn = 0; turn < 60; turn += 1) assert.equal((await edge.request("/x", { host: named() })).status, 421);
  });
  const seconds = Math.ceil((Date.now() - began) / 1000);
  assert.ok(unknown.filter(hosts).length <= seconds + 1, `${unknown.filter(hosts).length} reads in ${seconds} s`);
});

test("what another isolate makes is seen as soon as KV shows it", async () => {
  const host = named();
  await edge.control("INSERT INTO domain (host, said, version, created_at, updated_at) VALUES (?1, ?2, 1, 0, 0)", host, JSON.stringify({ host, not_found: "https://brand.example/elsewhere" }));
  assert.equal((await edge.request("/x", { host })).status, 421);
  await edge.cron(INTRADAY);
  const shown = Date.now();
  await until("the host is served", async () => (await edge.request(`/${word()}`, { host, ip: address() })).status === 302, { within: 4_000 });
  assert.ok(Date.now() - shown < 3_000, `it took ${Date.now() - shown} ms`);
});

test("while KV is down hosts of the variable are served, and of others nobody is told that they are not", async (t) => {
  const other = await start({ faulty: true, salted: false });
  t.after(() => other.close());
  for (const mode of ["before", "hang"])
    await t.test(mode, async () => {
      // What did not answer is asked again a second later.
      await new Promise((done) => setTimeout(done, 1_100));
      await other.faults.during([{ target: "KV", op: "get", match: "^hosts$", mode }], async () => {
        const link = await other.make.link({ host: "brand.test" });
        await other.click(link);
        assert.equal((await other.request(`/${word()}`, { host: "brand.test", ip: address() })).status, 302);
        const unsure = await other.request(`/${word()}`, { host: named(), ip: address() });
        assert.deepEqual([unsure.status, unsure.headers["retry-after"]], [503, "5"]);
        assert.equal((await other.request("/px/x.gif", { host: named() })).headers["content-type"], "image/gif");
      });
    });
  await until("KV is asked again", async () => (await other.request("/x", { host: named() })).status === 421, { within: 4_000 });
});

test("the first clicks of an isolate wait a quarter of a second for hosts, all of them for one read", async (t) => {
  const persist = await mkdtemp(join(tmpdir(), "waymark-hosts-"));
  t.after(() => rm(persist, { recursive: true }));
  const other = await start({ faulty: true, salted: false, persist, persistKv: persist });
  const link = await other.make.link({ host: "brand.test" });
  await until("the link is in KV", async () => (await other.kvText()).includes(`/${link.slug} `));
  await other.close();
  const cold = await start({ faulty: true, salted: false, persist, persistKv: persist, migrated: true });
  t.after(() => cold.close());
  await cold.faults.during([{ target: "KV", op: "get", match: "^hosts$", mode: "hang" }], async () => {
    const began = Date.now();
    await Promise.all(Array.from({ length: 8 }, () => cold.click(link)));
    assert.ok(Date.now() - began < 900, `${Date.now() - began} ms`);
    const reads = (await cold.faults.seen()).calls.filter(({ target, op, asked }) => target === "KV" && op === "get" && asked === "hosts");
    assert.equal(reads.length, 1);
  });
});

test("while D1 is down a change is refused and nothing of it is seen", async () => {
  const { host, id } = await make();
  await edge.faults.during([{ target: "DB", mode: "before" }], async () => {
    assert.equal((await edge.call("PATCH", `/v1/domains/${id}`, { not_found: "https://brand.example/new" })).status, 503);
  });
  assert.equal((await edge.request(`/${word()}`, { host, ip: address() })).status, 404);
});

