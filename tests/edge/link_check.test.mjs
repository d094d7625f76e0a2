// The check of links: a real server on the other end of every request that loops, drops tags, is slow, fails, downgrades,
// leads into private space and never ends; what each is called, what is kept, and who hears of it.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { HOSTS, INTRADAY, NIGHT, PHONE, iso, start, until, word } from "./start.mjs";

const CHECKS = "5,15,25,35,45,55 * * * *";

// Everything that the Worker asks of others arrives here; what a host does is said by its first label.
const asked = [];
const does = {
  page: (_, answer) => page(answer),
  moved: ({ url }, answer) => redirect(answer, `https://page.example${url}`),
  relative: ({ url }, answer) => (url.startsWith("/home") ? page(answer) : redirect(answer, `/home?${url.split("?")[1]}`)),
  loop: ({ url }, answer) => redirect(answer, url.startsWith("/a") ? url.replace("/a", "/b") : url.replace("/b", "/a")),
  endless: ({ url }, answer) => redirect(answer, `/${Number(url.match(/\d+/)?.[0] ?? 0) + 1}?${url.split("?")[1]}`),
  cookie: ({ url, headers }, answer) => (headers.cookie === "seen=1; all=2" ? page(answer) : redirect(answer, url, { "set-cookie": ["seen=1; Path=/; HttpOnly", "all=2; Domain=cookie.example"] })),
  drops: (_, answer) => redirect(answer, "https://page.example/"),
  cuts: ({ url }, answer) => redirect(answer, `https://page.example${url.replace(/&wm=[^&]*/, "&wm=EAAA")}`),
  rewrites: ({ url }, answer) => redirect(answer, `https://page.example${url.replace("utm_source=instagram", "utm_source=Instagram")}`),
  down: ({ url }, answer) => redirect(answer, `http://page.example${url}`),
  gone: (_, answer) => answer.writeHead(404).end(),
  broken: (_, answer) => answer.writeHead(500).end(),
  teapot: (_, answer) => answer.writeHead(418).end(),
  nowhere: (_, answer) => answer.writeHead(302).end(),
  nonsense: (_, answer) => answer.writeHead(302, { location: "https://[::g]/" }).end(),
  blocks: (_, answer) => answer.writeHead(403).end(),
  puzzles: (_, answer) => answer.writeHead(503, { "cf-mitigated": "challenge" }).end(),
  unnamed: (_, answer) => answer.writeHead(530).end("error code: 1016"),
  untrusted: (_, answer) => answer.writeHead(526).end(),
  refuses: ({ socket }) => socket.destroy(),
  slow: () => {},
  waits: (_, answer) => (waiting = answer),
  drips: (_, answer) => answer.writeHead(200, { "content-type": "text/html" }).write("<html>"),
  floods(_, answer) {
    answer.writeHead(200, { "content-type": "text/html" });
    const more = () => (answer.writableEnded || answer.destroyed ? undefined : answer.write("x".repeat(16_384), more));
    more();
    answer.on("close", () => (does.floods.closed = true));
  },
  app: (_, answer) => redirect(answer, "itms-apps://apps.example/id1"),
  runs: (_, answer) => redirect(answer, "javascript:alert(1)//secret"),
  home: (_, answer) => redirect(answer, "https://brand.test/again"),
  file: (_, answer) => answer.writeHead(200, { "content-type": "application/pdf" }).end("%PDF"),
  secret: ({ url }, answer) => (url.startsWith("/end") ? page(answer) : redirect(answer, `/end?${url.split("?")[1]}&token=abc123&bare-secret#frag-secret`)),
  snippet: (_, answer) => page(answer, `<script async src="https://brand.test/wm.js" data-site="wms_1_x"></script>`),
  ours: (_, answer) => page(answer, `<script async src="/wm.js" data-site="wms_1_x"></script>`),
  leads: ({ url }, answer) => redirect(answer, `https://ours.example${url.replace("/a", lead)}`),
  toggles: (_, answer) => (toggled ? page(answer) : answer.writeHead(500).end()),
};
let lead = "/a";
let toggled = false;
let waiting;
const page = (answer, html = "<h1>Shop") => answer.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
const redirect = (answer, location, headers = {}) => answer.writeHead(302, { location, ...headers }).end();

const others = createServer((request, answer) => {
  asked.push({ host: request.headers.host, url: request.url, scheme: request.headers["x-scheme"], headers: request.headers });
  const [name] = request.headers.host.split(".");
  const into = /^into-(\d+)$/.exec(name);
  if (into) return redirect(answer, INSIDE[Number(into[1])]);
  if (request.headers.host.startsWith("hooks-")) {
    let body = "";
    request.on("data", (piece) => (body += piece));
    return request.on("end", () => (told.push(JSON.parse(body)), answer.writeHead(204).end()));
  }
  (does[name] ?? does.page)(request, answer);
});
const told = [];
await new Promise((done) => others.listen(0, "127.0.0.1", done));

// Into private space, each as the address of a redirect.
const INSIDE = [
  "http://127.0.0.1/", "https://127.0.0.1:8443/admin", "http://127.1/", "http://2130706433/", "http://0x7f.0.0.1/", "http://0177.0.0.1/",
  "http://169.254.169.254/latest/meta-data/", "http://0xa9fea9fe/", "http://[::1]/", "http://[::ffff:169.254.169.254]/", "http://[fd00:ec2::254]/",
  "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/", "http://100.100.100.200/", "http://0.0.0.0/",
  "http://localhost/", "http://localhost./", "http://LOCALHOST:8787/", "http://shop.localhost/", "http://metadata.google.internal/computeMetadata/v1/",
  "http://metadata/", "http://metadata.goog/", "http://router.lan/", "http://10.0.0.1.nip.io/", "//127.0.0.1/x", "\\\\169.254.169.254\\x",
  "http://\u2460\u2461\u2466.0.0.1/".replace(/[^\x00-\x7f]/g, encodeURIComponent), "http://%6cocalhost/",
];

const edge = await start({
  outbound: { external: { address: `127.0.0.1:${others.address().port}`, http: { forwardedProtoHeader: "x-scheme" } } },
  faulty: true,
  vars: { HOSTS: JSON.stringify([...HOSTS, { host: "ours.example", mode: "route" }]) },
});
after(async () => {
  await edge.close();
  others.closeAllConnections();
  others.close();
});

const creator_id = (await edge.make.creator({ handle: "ann" })).id;
const linkTo = (destination, over = {}) => edge.make.link({ destination, creator_id, platform: "instagram", ...over });
const checked = (link) => edge.must(200, "POST", `/v1/links/${link.id}/check`);
/** The check of a new link to a host of this name, and its only target. */
async function way(name, over = {}) {
  const check = await checked(await linkTo(`https://${name}.example/a?color=red`, over));
  assert.equal(check.targets.length, 1);
  return { check, target: check.targets[0] };
}
const words = (list) => list.map(({ code }) => code);

test("a page that is reached with everything is well", async () => {
  const link = await linkTo("https://page.example/a?color=red");
  const check = await checked(link);
  const [target] = check.targets;
  assert.deepEqual([check.ok, check.problems, check.failures, check.failing_since, check.version], [true, [], 0, null, 1]);
  assert.ok(Math.abs(Date.parse(check.at) - Date.now()) < 10_000);
  assert.deepEqual(
    [target.for, target.ok, target.problems, target.notes, target.final_host, target.final_status, target.content_type, target.click_id, target.snippet],
    ["everybody", true, [], [], "page.example", 200, "text/html; charset=utf-8", "kept", false],
  );
  assert.deepEqual(target.tags, { kept: ["utm_source", "utm_medium", "utm_content"], changed: [], lost: [] });
  assert.deepEqual(target.hops.map(({ status }) => status), [200]);
  assert.deepEqual((await edge.must(200, "GET", `/v1/links/${link.id}`)).check, check);
});

test("it asks as a phone's browser that says who it is, and it is no click", async () => {
  const link = await linkTo(`https://page.example/${word()}`);
  assert.equal((await edge.must(200, "GET", `/v1/links/${link.id}`)).check, null);
  await checked(link);
  const { headers, url, scheme } = asked.at(-1);
  assert.ok(headers["user-agent"].startsWith(PHONE), headers["user-agent"]);
  assert.match(headers["user-agent"], /\(Waymark link check; \+https:\/\/localhost\/\)$/);
  assert.equal(scheme, "https");
  const id = new URL(url, "https://x").searchParams.get("wm");
  assert.match(id, /^[A-Za-z0-9_-]{39}$/);
  await edge.drained();
  assert.deepEqual(await edge.eventsOf(link), []);
  // The click id is signed, and nobody's: an order that brings it is not the link's.
  const sale = edge.sale({ click_id: id });
  await edge.accepted(sale);
  await edge.rollup();
  const { decision } = await edge.must(200, "GET", `/v1/conversions/${sale.order_id}`);
  assert.equal(decision.creator, null, JSON.stringify(decision));
});

const found = [
  ["moved", true, [], []],
  ["relative", true, [], []],
  ["cookie", true, [], []],
  ["file", true, [], []],
  ["loop", false, ["loop"], []],
  ["endless", false, ["too_many_hops"], []],
  ["drops", false, ["tags_lost", "click_id_lost"], []],
  ["cuts", false, ["click_id_lost"], []],
  ["rewrites", false, ["tags_lost"], []],
  ["down", true, [], ["downgrade"]],
  ["gone", false, ["not_found"], []],
  ["broken", false, ["server_error"], []],
  ["teapot", false, ["bad_status"], []],
  ["nowhere", false, ["bad_redirect"], []],
  ["nonsense", false, ["bad_redirect"], []],
  ["blocks", null, [], ["blocked"]],
  ["puzzles", null, [], ["blocked"]],
  ["unnamed", false, ["name_not_found"], []],
  ["untrusted", false, ["tls_failed"], []],
  ["refuses", false, ["connection_failed"], []],
  ["app", null, [], ["left_the_web"]],
  ["runs", false, ["scheme_not_allowed"], []],
  ["home", false, ["own_host"], []],
];
for (const [name, ok, problems, notes] of found)
  test(`a server that ${name}: ${[...problems, ...notes].join(", ") || "well"}`, async () => {
    const { check, target } = await way(name);
    assert.deepEqual([check.ok, target.ok, check.problems, words(target.problems), words(target.notes)], [ok, ok, problems, problems, notes], JSON.stringify(target));
    for (const { detail } of [...target.problems, ...target.notes]) assert.match(detail, /\.$/);
  });

test("a slow server and a page that never comes are left in time, and keep nobody waiting", { timeout: 20_000 }, async () => {
  const began = Date.now();
  const [slow, drips] = await Promise.all([way("slow"), way("drips")]);
  assert.deepEqual(slow.check.problems, ["timeout"]);
  assert.deepEqual(slow.target.hops.map(({ status }) => status), [null]);
  assert.deepEqual([drips.check.ok, words(drips.target.notes), drips.target.snippet], [true, ["page_cut"], null]);
  assert.ok(Date.now() - began < 9_000, `${Date.now() - began} ms`);
});

test("of a page without an end 256 KB are read, and the server is let go", async () => {
  const { check, target } = await way("floods");
  assert.deepEqual([check.ok, target.snippet, words(target.notes)], [true, false, []]);
  await until("the server is let go", () => does.floods.closed);
});

test("no redirect leads into private space, however it is spelled", async () => {
  for (const [at, address] of INSIDE.entries()) {
    const before = asked.length;
    const { check, target } = await way(`into-${at}`);
    assert.deepEqual([check.ok, check.problems], [false, ["private_address"]], `${address}: ${JSON.stringify(target)}`);
    assert.deepEqual(target.hops.map(({ status }) => status), [302, null], address);
    assert.equal(asked.length, before + 1, address);
  }
});

test("what is not a name on the usual port is not followed, and is not said to fail", async () => {
  for (const destination of ["https://8.8.8.8/", "https://page.example:8443/", "https://shop.account.workers.dev/"]) {
    const before = asked.length;
    const check = await checked(await linkTo(destination));
    assert.deepEqual([check.ok, words(check.targets[0].notes), asked.length], [null, ["not_followed"], before], destination);
  }
});

test("addresses are shown without anybody's secrets, and never what a page says", async () => {
  const { check, target } = await way("secret");
  const [first, last] = target.hops.map(({ address }) => address);
  assert.match(first, /^https:\/\/secret\.example\/a\?color=\*\*\*&utm_source=instagram&/);
  assert.match(last, /&wm=[\w-]{39}&token=\*\*\*&\*\*\*$/);
  const ran = (await way("runs")).target;
  assert.equal(ran.hops.at(-1).address, "javascript:***");
  for (const secret of ["abc123", "secret\"", "frag-secret", "alert", "Shop"]) assert.ok(!JSON.stringify([check, ran]).includes(secret), secret);
});

test("on a shop's own host its pages are asked for, the snippet found, and no link of ours followed", async () => {
  assert.deepEqual(await way("ours").then(({ target }) => [target.ok, target.snippet]), [true, true]);
  const link = await linkTo("https://ours.example/products/lamp", { host: "ours.example" });
  await until("the link is in KV", async () => (await edge.kvText()).includes(`/${link.slug} `));
  for (const path of [`/${link.slug}`, `/${link.slug.toUpperCase()}`, `/px/${link.slug}.gif`]) {
    lead = path;
    const { target } = await way("leads");
    assert.deepEqual([target.ok, words(target.problems), target.final_host], [false, ["own_host"], "ours.example"], path);
    assert.equal(asked.some(({ host, url }) => host === "ours.example" && url.startsWith(path)), false);
  }
  lead = "/a";
  assert.deepEqual((await way("leads")).target.problems, []);
});

test("a page that loads wm.js from a host of ours carries the snippet", async () => {
  assert.equal((await way("snippet")).target.snippet, true);
});

test("a link without a click id is not asked for one", async () => {
  const { check, target } = await way("drops", { click_id: false, utm: {} });
  assert.deepEqual([check.problems, target.click_id], [["tags_lost"], null]);
});

test("a check of a moment ago is not made again, unless the link was changed", async () => {
  const link = await linkTo("https://page.example/fresh");
  const first = await checked(link);
  const before = asked.length;
  assert.deepEqual(await checked(link), first);
  assert.equal(asked.length, before);
  await edge.must(200, "PATCH", `/v1/links/${link.id}`, { destination: "https://gone.example/" });
  assert.deepEqual((await checked(link)).problems, ["not_found"]);
});

test("who asks wrongly is told so", async () => {
  const link = await linkTo("https://page.example/");
  assert.equal((await edge.call("POST", "/v1/links/4000000000/check")).status, 404);
  assert.equal((await edge.call("GET", `/v1/links/${link.id}/check`)).status, 405);
  assert.equal((await edge.call("POST", `/v1/links/${link.id}/check`, undefined, { key: null })).status, 401);
  const reader = await edge.make.key(["links:read"]);
  assert.equal((await edge.call("POST", `/v1/links/${link.id}/check`, undefined, { key: reader.key })).status, 403);
});

test("a check that cannot be kept is not said to be", async () => {
  const link = await linkTo("https://page.example/unkept");
  const reply = await edge.faults.during([{ target: "DB", op: "batch", mode: "before" }], () => edge.call("POST", `/v1/links/${link.id}/check`));
  assert.equal(reply.status, 503);
});

test("the entity tag of a link changes with its check", async () => {
  const link = await linkTo("https://page.example/tag");
  const show = (headers) => edge.call("GET", `/v1/links/${link.id}`, undefined, { headers });
  const { etag } = (await show()).headers;
  assert.equal((await show({ "if-none-match": etag })).status, 304);
  await checked(link);
  const reply = await show({ "if-none-match": etag });
  assert.equal(reply.status, 200);
  assert.notEqual(reply.headers.etag, etag);
  assert.equal((await edge.call("PATCH", `/v1/links/${link.id}`, { enabled: true }, { headers: { "if-match": reply.headers.etag } })).status, 200);
});

/** Lets no link be due but those named, which are due now. */
async function dueOnly(...links) {
  await edge.control("UPDATE link_check SET due_at = NULL");
  await edge.control(`UPDATE link_check SET due_at = 0 WHERE link IN (${links.map(({ id }) => id).join()})`);
}
const row = async (link) => (await edge.control("SELECT * FROM link_check WHERE link = ?", link.id))[0];
const summary = async () => JSON.parse(edge.output().findLast(({ line }) => line.includes('"links_checked"')).line);

test("the cron checks what is due and leaves what leads nowhere; the night does not", async () => {
  const [well, ill, ended, off] = [
    await linkTo("https://page.example/"),
    await linkTo("https://gone.example/"),
    await linkTo("https://page.example/ended", { expires_at: iso(Date.now() + 3_000) }),
    await linkTo("https://page.example/off", { enabled: false }),
  ];
  assert.equal((await row(off)).due_at, null);
  await dueOnly(well, ill, ended);
  await edge.control("UPDATE link SET expires_at = 1 WHERE id = ?", ended.id);
  for (const cron of [INTRADAY, NIGHT]) await edge.cron(cron);
  assert.equal((await row(well)).at, null);
  const before = Date.now();
  await edge.cron(CHECKS);
  assert.ok((await row(well)).due_at >= before + 86_400_000, "in a day");
  assert.ok((await row(ill)).due_at < Date.now() + 600_000, "in the next run");
  assert.deepEqual([(await row(well)).ok, (await row(ill)).ok], [1, 0]);
  assert.deepEqual([(await row(ended)).at, (await row(ended)).due_at, (await row(off)).at], [null, null, null]);
  await until("a line in the log", async () => edge.output().some(({ line }) => line.includes('"links_checked"')));
  assert.deepEqual((({ checked, requests, not_kept, left }) => ({ checked, requests, not_kept, left }))(await summary()), { checked: 2, requests: 2, not_kept: 0, left: 0 });
  // What leads elsewhere now is due again.
  await edge.must(200, "PATCH", `/v1/links/${well.id}`, { destination: "https://page.example/other" });
  assert.ok((await row(well)).due_at <= Date.now());
});

test("the second failed check in a row is told, once; and that it is over, once", async () => {
  const host = `${word("hooks-")}.example`;
  const hook = await edge.must(201, "POST", "/v1/webhooks", { name: host, url: `https://${host}/`, events: ["link.failing", "link.recovered"] });
  toggled = false;
  const link = await linkTo("https://toggles.example/", { external_id: word("ext") });
  const run = async () => (await dueOnly(link), edge.cron(CHECKS));
  await run();
  assert.deepEqual([(await row(link)).failures, (await row(link)).alarms], [1, 0]);
  const since = (await row(link)).failing_since;
  await run();
  await until("it is told", () => told.length === 1);
  await run();
  const check = (await edge.must(200, "GET", `/v1/links/${link.id}`)).check;
  assert.deepEqual([check.failures, check.failing_since, check.problems], [3, iso(since), ["server_error"]]);
  toggled = true;
  await run();
  await until("it is over", () => told.length === 2);
  await run();
  assert.deepEqual(told.map(({ type }) => type), ["link.failing", "link.recovered"]);
  const { data } = told[0];
  assert.deepEqual(
    [data.link_id, data.external_id, data.creator_id, data.destination, data.problems, data.failing_since, data.url],
    [link.id, link.external_id, creator_id, "https://toggles.example/", ["server_error"], iso(since), `https://localhost/${link.slug}`],
  );
  assert.deepEqual([told[1].data.problems, told[1].data.failing_since], [[], null]);
  const after = await row(link);
  assert.deepEqual([after.ok, after.failures, after.failing_since, after.alarms], [1, 0, null, 2]);
  await edge.must(204, "DELETE", `/v1/webhooks/${hook.id}`);
});

test("one failed check is no alarm, and one that nobody could judge neither clears nor adds to it", async () => {
  const link = await linkTo("https://broken.example/");
  await dueOnly(link);
  await edge.cron(CHECKS);
  await edge.control("UPDATE link SET target = 'https://blocks.example/' WHERE id = ?", link.id);
  await dueOnly(link);
  await edge.cron(CHECKS);
  const kept = await row(link);
  assert.deepEqual([kept.ok, kept.failures, kept.alarms, JSON.parse(kept.said).ok], [0, 1, 0, null]);
});

test("a run that cannot keep what it found says so, and the next one finds the same links", async () => {
  const link = await linkTo("https://page.example/again");
  await dueOnly(link);
  await edge.faults.during([{ target: "DB", op: "batch", mode: "before" }], () => edge.cron(CHECKS));
  assert.equal((await row(link)).at, null);
  await edge.cron(CHECKS);
  assert.equal((await row(link)).ok, 1);
});

test("a link that is changed while it is checked keeps no word of what it was", async () => {
  const link = await linkTo("https://waits.example/");
  const asking = edge.call("POST", `/v1/links/${link.id}/check`);
  await until("the check is on its way", () => waiting);
  await edge.must(200, "PATCH", `/v1/links/${link.id}`, { destination: "https://page.example/" });
  page(waiting);
  const reply = await asking;
  assert.equal(reply.status, 409, reply.text);
  assert.match(reply.text, /changed_meanwhile/);
  assert.equal((await row(link)).at, null);
});

test("a hundred links are checked in one run, a few at a time, failing ones first", { timeout: 30_000 }, async () => {
  const links = [];
  for (let n = 0; n < 100; n += 1) links.push(await linkTo(`https://page.example/many/${n}`));
  const failing = await linkTo("https://gone.example/many");
  await checked(failing);
  await dueOnly(...links, failing);
  const from = asked.length;
  const began = Date.now();
  await edge.cron(CHECKS);
  console.log(`101 links checked in ${Date.now() - began} ms`);
  const hosts = asked.slice(from).map(({ host }) => host);
  assert.equal(hosts.length, 101);
  assert.ok(hosts.indexOf("gone.example") < 4, "among the first");
  const [{ left }] = await edge.control("SELECT count(*) AS left FROM link_check WHERE due_at <= ?", began);
  assert.equal(left, 0);
});
