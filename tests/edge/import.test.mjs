// Histories: read line by line, once however often they come, each wrong line named, and counted at their own times.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { after, test } from "node:test";
import { CLICK, DAY, VIEW, dayOf, iso, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const NDJSON = { "content-type": "application/x-ndjson" };
const lines = (list) => list.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");

/** Sends lines; what is not in `query` is a name of its own. */
function bring(list, { query = {}, headers = {}, ...rest } = {}) {
  const asked = new URLSearchParams({ name: word("past-"), ...query });
  return edge.call("POST", `/v1/import?${asked}`, Buffer.isBuffer(list) ? list : lines(list), { headers: { ...NDJSON, ...headers }, ...rest });
}

/** The call with a body of bytes. */
const raw = (body, query = {}, headers = {}) =>
  edge.request(`/v1/import?${new URLSearchParams({ name: word("past-"), ...query })}`, {
    method: "POST",
    headers: { ...NDJSON, authorization: "Bearer bootstrap-key-of-the-edge-tests-7c41", ...headers },
    body,
  });

async function brought(list, options) {
  const reply = await bring(list, options);
  assert.equal(reply.status, 200, reply.text);
  return reply.json;
}

const counts = ({ lines, stored, repeated, refused }) => [lines, stored, repeated, refused];
const AT = Date.now() - 100 * DAY;
const click = (link, over = {}) => ({ type: "click", id: word("c"), at: iso(AT), link: link.id, visitor: word("v"), ...over });
const sold = (over = {}) => ({ type: "sale", order_id: word("o"), at: iso(AT + DAY), total_minor: 12_000, tax_minor: 1_500, shipping_minor: 500, currency: "EUR", ...over });
const range = { from: dayOf(AT - 2 * DAY), to: dayOf(AT + 3 * DAY) };

test("a history of every type is stored at its own times", async () => {
  const link = await edge.make.link();
  const one = click(link);
  const { visitor } = one;
  const said = await brought([
    one,
    { type: "view", id: word("w"), at: AT - 60_000, link: `${link.host}/${link.slug}`, visitor },
    { type: "landing", at: iso(AT + 4_000), link: link.id, visitor, click: one.id },
    { type: "landing", at: iso(AT + 3_600_000), visitor, source: "google", medium: "organic" },
    { type: "page", at: iso(AT + 3_700_000), visitor },
    sold({ visitor, clicks: [one.id] }),
    { type: "lead", id: word("l"), at: iso(AT), lead_type: "newsletter", visitor },
    { type: "event", id: word("e"), name: "quiz", at: iso(AT) },
  ]);
  assert.deepEqual(counts(said), [8, 8, 0, 0], JSON.stringify(said));
  assert.deepEqual(said.errors, []);
  assert.equal(said.notes.backfill, 3);
  const [stored] = await edge.eventsOf(link);
  assert.deepEqual([stored.at, stored.kind, stored.verdict, Math.floor(stored.visitor / 2 ** 46)], [AT, CLICK, 0, 2]);
  assert.equal((await edge.eventsOf(link, VIEW))[0].visitor, stored.visitor);
  const ways = await edge.events("SELECT labels, link, nonce FROM event WHERE kind = 3 AND visitor = ? ORDER BY at", stored.visitor);
  assert.deepEqual(ways.map(({ labels, link, nonce }) => [labels, link, nonce === stored.nonce]), [[null, link.id, true], ["google/organic", 0, false]]);
  const [sale] = await edge.control("SELECT visitor, touches, occurred_at, rank, source FROM conversion WHERE visitor = ? AND kind = 1", stored.visitor);
  assert.deepEqual(JSON.parse(sale.touches), [[link.id, AT, stored.nonce, stored.visitor]]);
  assert.deepEqual([sale.occurred_at, sale.rank, sale.source], [AT + DAY, 2, 0]);
  await edge.rollup();
  const row = await edge.reported("link", link.id, range);
  assert.deepEqual([row.clicks, row.landings, row.pixel_views, row.orders], [1, 1, 1, 1]);
  assert.equal(row.revenue[0].gross_minor, 10_000);
});

test("the same lines again are known, and change nothing", async () => {
  const link = await edge.make.link();
  const list = [click(link), click(link), { ...click(link), id: undefined }, sold({ visitor: "v" }), sold(), { type: "refund", refund_id: word("r"), order_id: "x", at: iso(AT), total_minor: 5, currency: "EUR" }];
  const name = word("past-");
  assert.deepEqual(counts(await brought(list, { query: { name } })), [6, 6, 0, 0]);
  const without = /^(dirty_day|meta|import)$/;
  const before = [await edge.dump(edge.databases.events, { without }), await edge.dump(edge.databases.control, { without })];
  const row = await edge.must(200, "GET", `/v1/import/${name}`);
  const again = await brought(list, { query: { name } });
  assert.deepEqual(counts(again), [6, 0, 6, 0]);
  assert.deepEqual(counts(again.import), counts(row));
  assert.deepEqual(counts(await brought(list)), [6, 0, 6, 0], "under another name they are the same lines");
  assert.deepEqual([await edge.dump(edge.databases.events, { without }), await edge.dump(edge.databases.control, { without })], before);
  assert.equal((await edge.countOf(link)).clicks, 3);
});

test("each wrong line is named with its pointer and reason, and harms no other", async () => {
  const link = await edge.make.link();
  const order = word("o");
  const wrong = [
    ["not json", "", "malformed_json"],
    ["[1]", "", "not_an_object"],
    ["", "", "empty_line"],
    [{ at: iso(AT) }, "/type", "required"],
    [{ type: "tap", at: iso(AT) }, "/type", "unknown_type"],
    [click(link, { at: undefined }), "/at", "required"],
    [click(link, { at: "12.5.2025" }), "/at", "not_a_time"],
    [click(link, { at: iso(Date.now() + DAY) }), "/at", "in_the_future"],
    [click({ id: 4_000_000_000 }), "/link", "unknown_link"],
    [click({ id: "localhost/nowhere-at-all" }), "/link", "unknown_link"],
    [click(link, { link: undefined, creator: "nobody-at-all" }), "/creator", "unknown_creator"],
    [click(link, { link: undefined }), "/link", "required"],
    [click(link, { colour: "red" }), "/colour", "unknown_field"],
    [click(link, { visitor: "v".repeat(500) }), "/visitor", "too_long"],
    [`{"type":"click","id":"${"x".repeat(9_000)}"}`, "", "line_too_long"],
    [sold({ currency: "EURO" }), "/currency", "not_a_currency"],
    [sold({ total_minor: -1 }), "/total_minor", "out_of_range"],
    [sold({ total_minor: 12.5 }), "/total_minor", "not_an_integer"],
    [sold({ at: undefined }), "/at", "required"],
    [sold({ at: iso(Date.now() + 60_000) }), "/at", "in_the_future"],
    [sold({ order_id: order, total_minor: 99, tax_minor: 0, shipping_minor: 0 }), "/order_id", "conflict"],
    [sold({ test: true }), "/test", "test"],
  ];
  // Between any two wrong lines stands a right one.
  const list = [sold({ order_id: order }), ...wrong.flatMap(([line]) => [line, click(link)])];
  const said = await brought(list);
  assert.deepEqual(counts(said), [list.length, wrong.length + 1, 0, wrong.length], JSON.stringify(said.errors, null, 1));
  const named = Object.fromEntries(said.errors.map(({ line, pointer, code }) => [`${line} ${pointer}`, code]));
  wrong.forEach(([line, pointer, code], n) => assert.equal(named[`${2 * n + 2} ${pointer}`], code, JSON.stringify(line)));
  assert.ok(said.errors.every(({ detail }) => detail.length > 10));
  assert.equal((await edge.eventsOf(link)).length, wrong.length);
});

test("bytes that are no UTF-8 and line ends of Windows are read line by line", async () => {
  const link = await edge.make.link();
  const body = Buffer.concat([
    Buffer.from("\ufeff" + JSON.stringify(click(link)) + "\r\n"),
    Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d, 0x0d, 0x0a]),
    Buffer.from(JSON.stringify(click(link)) + "\r\n"),
  ]);
  const reply = await raw(body);
  assert.deepEqual(counts(reply.json), [3, 2, 0, 1], reply.text);
  assert.deepEqual(reply.json.errors.map(({ line, code }) => [line, code]), [[2, "not_utf8"]]);
});

test("a strict import takes none where one line is wrong", async () => {
  const link = await edge.make.link();
  const creator = await edge.make.creator();
  const order = word("o");
  await edge.accepted(edge.sale({ order_id: order }));
  const name = word("past-");
  const good = [click(link), sold(), click(link, { link: undefined, creator: creator.handle })];
  for (const [bad, code] of [["?", "malformed_json"], [click({ id: 4_000_000_000 }), "unknown_link"], [sold({ currency: "XX" }), "not_a_currency"], [sold({ order_id: order }), "conflict"]]) {
    const reply = await bring([...good, bad], { query: { name, strict: "true" } });
    assert.equal(reply.status, 422, reply.text);
    assert.deepEqual(reply.json.errors.map(({ line, code }) => [line, code]), [[4, code]]);
  }
  assert.equal((await edge.eventsOf(link)).length, 0);
  assert.equal((await edge.control("SELECT count(*) AS n FROM link WHERE creator_id = ?", creator.id))[0].n, 0);
  assert.equal((await edge.call("GET", `/v1/import/${name}`)).status, 404);
  assert.deepEqual(counts(await brought(good, { query: { name, strict: "true" } })), [3, 3, 0, 0]);
});

test("a click that names a creator belongs to a link for imports that never redirects", async () => {
  const creator = await edge.make.creator();
  const one = (over) => ({ type: "click", id: word("c"), at: AT, ...over });
  assert.equal((await brought([one({ creator: creator.handle }), one({ creator: creator.id }), one({ creator: creator.handle })])).stored, 3);
  const links = (await edge.must(200, "GET", `/v1/links?creator_id=${creator.id}`)).items;
  assert.deepEqual(links, [], "an archived link stands in no list");
  const [link] = await edge.control("SELECT * FROM link WHERE creator_id = ?", creator.id);
  assert.deepEqual([link.host, link.slug, link.enabled], ["import.invalid", creator.handle, 0]);
  assert.ok(link.archived_at > 0);
  assert.equal((await edge.request(`/${link.slug}`, { host: "import.invalid" })).status, 421);
  await edge.rollup();
  const row = await edge.reported("creator", creator.id, range);
  assert.equal(row.clicks, 3);
});

test("a history goes on where it stopped and leaves no line out", async () => {
  const link = await edge.make.link();
  const name = word("past-");
  const all = Array.from({ length: 30 }, (_, n) => (n % 10 === 9 ? "?" : click(link)));
  const piece = (from, to) => bring(all.slice(from, to), { query: { name, offset: String(from) } });
  const gap = await piece(10, 20);
  assert.equal(gap.status, 422, gap.text);
  assert.deepEqual([gap.json.errors[0].parameter, gap.json.errors[0].code], ["offset", "lines_left_out"]);
  const first = await piece(0, 20);
  assert.deepEqual(first.json.errors.map(({ line }) => line), [10, 20]);
  assert.equal(first.json.next_offset, 20);
  const overlapping = await piece(15, 30);
  assert.deepEqual(counts(overlapping.json), [15, 9, 4, 2]);
  const { created_at, updated_at, ...row } = await edge.must(200, "GET", `/v1/import/${name}`);
  assert.deepEqual(row, { name, lines: 30, stored: 27, repeated: 0, refused: 3 });
  assert.ok(Date.parse(updated_at) >= Date.parse(created_at));
  await piece(0, 30);
  assert.deepEqual(counts(await edge.must(200, "GET", `/v1/import/${name}`)), [30, 27, 0, 3]);
});

test("a line that was refused and is right now is counted as stored", async () => {
  const name = word("past-");
  const handle = word("later-");
  const list = [{ type: "click", id: word("c"), at: AT, creator: handle }, "?"];
  assert.deepEqual(counts((await brought(list, { query: { name } })).import), [2, 0, 0, 2]);
  await edge.make.creator({ handle });
  assert.deepEqual(counts((await brought(list, { query: { name } })).import), [2, 1, 0, 1]);
});

test("a conversion finds clicks of an earlier call by its visitor, or where nobody was named", async () => {
  const link = await edge.make.link();
  const visitor = word("v");
  const [known, nobodys] = [click(link, { visitor }), click(link, { visitor: undefined })];
  await brought([known, nobodys]);
  const order_id = word("o");
  const said = await brought([sold({ order_id, visitor, clicks: [known.id, nobodys.id, "never-seen"] })]);
  assert.deepEqual([said.stored, said.notes.click_unknown], [1, 1]);
  const [{ touches }] = await edge.control("SELECT touches FROM conversion WHERE key = ?", order_id);
  assert.equal(JSON.parse(touches).length, 2);
});

test("a body may come packed by gzip, and what it unpacks to is bounded", async () => {
  const link = await edge.make.link();
  const packed = { "content-encoding": "gzip" };
  const reply = await raw(gzipSync(lines([click(link), click(link)])), {}, packed);
  assert.deepEqual(counts(reply.json), [2, 2, 0, 0], reply.text);
  assert.equal((await raw(gzipSync(Buffer.alloc(9 * 1024 * 1024, 32)), {}, packed)).status, 413);
  assert.equal((await raw(Buffer.from("no gzip at all"), {}, packed)).status, 400);
  assert.equal((await raw(gzipSync(lines([click(link)])).subarray(0, 30), {}, packed)).status, 400);
  assert.equal((await raw(Buffer.from("{}"), {}, { "content-encoding": "br" })).status, 422);
});

test("a call is bounded, and what is asked is checked before anything is taken", async () => {
  const link = await edge.make.link();
  for (const [query, parameter] of [[{ name: "" }, "name"], [{ name: "a b" }, "name"], [{ offset: "x" }, "offset"], [{ strict: "1" }, "strict"]]) {
    const reply = await bring([click(link)], { query });
    assert.equal(reply.status, 422, reply.text);
    assert.equal(reply.json.errors[0].parameter, parameter);
  }
  assert.equal((await bring([])).json.errors[0].code, "no_lines");
  assert.equal((await raw(Buffer.from("{}\n".repeat(10_001)))).json.errors[0].code, "too_many_lines");
  assert.equal((await raw(Buffer.from("{}\n".repeat(2_501)), { strict: "true" })).json.errors[0].code, "too_many_lines");
  const many = await raw(Buffer.from("{}\n".repeat(10_000)));
  assert.deepEqual([many.json.refused, many.json.errors.length, many.json.errors_left_out], [10_000, 1_000, 9_000]);
  assert.equal((await edge.eventsOf(link)).length, 0);
});

test("only an administrator brings a history or sees how far it has come", async () => {
  const { key } = await edge.make.key(["conversions:write", "reports:read"]);
  assert.equal((await bring([click({ id: 1 })], { key })).status, 403);
  assert.equal((await bring([click({ id: 1 })], { key: null })).status, 401);
  assert.equal((await edge.call("GET", "/v1/import/x", undefined, { key })).status, 403);
  assert.equal((await edge.call("GET", "/v1/import")).status, 405);
  assert.equal((await edge.call("GET", "/v1/import/no%20such")).status, 404);
});

test("visits of days that were forgotten are refused, and conversions are not", async () => {
  const link = await edge.make.link();
  await edge.events("UPDATE meta SET value = ? WHERE name = 'purged_until' RETURNING value", Math.floor(AT / DAY));
  try {
    const said = await brought([click(link), click(link, { at: iso(AT - DAY) }), sold({ at: iso(AT - 900 * DAY) })]);
    assert.deepEqual(counts(said), [3, 2, 0, 1]);
    assert.deepEqual(said.errors.map(({ line, pointer, code }) => [line, pointer, code]), [[2, "/at", "forgotten"]]);
  } finally {
    await edge.events("UPDATE meta SET value = 0 WHERE name = 'purged_until' RETURNING value");
  }
});

test("webhooks hear nothing of what is long past", async () => {
  const url = "https://crm.example/hook";
  await edge.must(201, "POST", "/v1/webhooks", { name: word("hook"), url, events: ["conversion.accepted"] });
  const messages = async () => (await edge.control("SELECT count(*) AS n FROM webhook_message"))[0].n;
  const before = await messages();
  assert.equal((await brought([sold(), sold()])).stored, 2);
  assert.equal(await messages(), before);
  await edge.accepted(edge.sale());
  assert.equal(await messages(), before + 1, "of what is reported now they hear");
});

test("a conversion that names only its visitor has the path of what they did for days before", async () => {
  const [opener, closer, late] = [await edge.make.link(), await edge.make.link(), await edge.make.link()];
  const [visitor, other] = [word("v"), word("v")];
  const order_id = word("o");
  const name = word("past-");
  // The order comes before its clicks, in a call of its own: the days that they can enter are counted again.
  await brought([sold({ order_id, visitor, at: iso(AT + 6 * DAY) })], { query: { name } });
  await edge.rollup();
  await brought(
    ["-", click(opener, { visitor, at: iso(AT) }), { type: "landing", at: iso(AT + 2 * DAY), visitor, source: "google", medium: "organic" }, click(closer, { visitor, at: iso(AT + 5 * DAY) }), click(late, { visitor, at: iso(AT + 7 * DAY) }), click(late, { visitor: other, at: iso(AT + 5 * DAY) })].slice(1),
    { query: { name, offset: "1" } },
  );
  await edge.rollup();
  const shown = await edge.must(200, "GET", `/v1/conversions/${order_id}`);
  const steps = shown.decision.path.map(({ at, link, channel, decided }) => [Date.parse(at), link?.id ?? channel, decided]);
  assert.deepEqual(steps, [[AT, opener.id, false], [AT + 2 * DAY, "google/organic", false], [AT + 5 * DAY, closer.id, true]], JSON.stringify(shown));
  const [row] = await edge.control("SELECT steps, click_creator FROM path WHERE key = ?", order_id);
  assert.equal(row.click_creator, closer.creator_id);
  assert.equal(JSON.parse(row.steps).length, 3);
  const days = { from: dayOf(AT - DAY), to: dayOf(AT + 8 * DAY) };
  const { rows } = await edge.must(200, "GET", `/v1/reports/models?${new URLSearchParams({ models: "first,last,linear", ...days, creator: `${opener.creator_id},${closer.creator_id}` })}`);
  const orders = (creator) => Object.fromEntries(Object.entries(rows.find((one) => one.creator?.id === creator).models).map(([model, { orders }]) => [model, orders]));
  assert.deepEqual(orders(opener.creator_id), { first: 1, last: 0, linear: 0.333333 });
  assert.deepEqual(orders(closer.creator_id), { first: 0, last: 1, linear: 0.333334 });
});

test("the example of the documentation is taken whole, and every field that it tells of is known", async () => {
  const folder = new URL("../../docs/", import.meta.url);
  await edge.make.creator({ handle: "mira-sol" });
  const example = readFileSync(new URL("import.ndjson", folder));
  const taken = (await raw(example)).json;
  const count = example.toString().trimEnd().split("\n").length;
  assert.deepEqual([counts(taken), taken.errors], [[count, count, 0, 0], []]);
  const page = readFileSync(new URL("import.md", folder), "utf8");
  const table = page.split("\n").filter((line) => /^\| `/.test(line)).map((line) => line.split("|").map((cell) => cell.trim()));
  const fields = (of) => table.filter((row) => row[2] === of || row[2] === "all").flatMap((row) => [...row[1].matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const unknown = async (line) => (await brought([line])).errors.filter(({ code }) => code === "unknown_field");
  for (const [of, type] of [["visits", "click"], ["landings", "landing"], ["conversions", "sale"]]) {
    const names = fields(of);
    assert.ok(names.length >= 5, names.join());
    assert.deepEqual(await unknown({ ...Object.fromEntries(names.map((name) => [name, ["?"]])), type }), []);
  }
});
