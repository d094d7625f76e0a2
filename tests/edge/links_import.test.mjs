// Links from files: what a dry run says, what is written, and what is wrong where.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const send = (body, query = {}, kind = "text/csv") =>
  edge.call("POST", `/v1/links/import?${new URLSearchParams(query)}`, body, { headers: { "content-type": kind } });
const take = async (body, query, kind) => {
  const reply = await send(body, query, kind);
  assert.equal(reply.status, 200, reply.text);
  return reply.json;
};
const links = async () => (await edge.control("SELECT count(*) AS n FROM link"))[0].n;

test("a dry run says of every row what would happen and writes nothing", async () => {
  const { handle } = await edge.make.creator();
  const before = await links();
  const slug = word();
  const csv = `url,slug,creator,tags\nhttps://shop.example/a,${slug},${handle},x\nftp://shop.example/b,,${handle},\n`;
  const answer = await take(csv, { dry_run: true });
  assert.deepEqual([answer.dry_run, answer.format, answer.ignored, answer.created, answer.errors], [true, "sheet", ["tags"], 1, 1]);
  assert.deepEqual(answer.items.map(({ line, status, id }) => [line, status, id]), [[2, "created", null], [3, "error", null]]);
  const [{ line, pointer, code, detail }] = answer.items[1].errors;
  assert.deepEqual([line, pointer, code], [3, "/url", "scheme_not_allowed"]);
  assert.match(detail, /https:/);
  assert.equal(await links(), before);
});

test("a wrong row keeps all out, unless the others are asked for", async () => {
  const { handle: creator } = await edge.make.creator();
  const before = await links();
  const csv = `url,slug\nhttps://shop.example/a,${word()}\nhttps://shop.example/b,v1\n`;
  const stopped = await send(csv, { creator });
  assert.deepEqual([stopped.status, stopped.json.code, stopped.headers["content-type"]], [422, "rows_rejected", "application/problem+json"]);
  assert.equal(await links(), before);
  const skipped = await take(csv, { creator, on_error: "skip" });
  assert.deepEqual([skipped.created, skipped.errors], [1, 1]);
  assert.equal(await links(), before + 1);
});

test("the same file again changes nothing, and a corrected one changes what it corrects", async () => {
  const { handle: creator } = await edge.make.creator();
  const [slug, name] = [word(), word("crm-")];
  const csv = (end) => `url,slug,external id,utm_source\nhttps://shop.example/${end},${slug},,ig\nhttps://shop.example/b,,${name},\n`;
  const first = await take(csv("a"), { creator });
  assert.deepEqual([first.created, first.items[0].version], [2, 1]);
  const again = await take(csv("a"), { creator });
  assert.deepEqual([again.unchanged, again.items.map(({ id }) => id)], [2, first.items.map(({ id }) => id)]);
  const corrected = await take(csv("c"), { creator });
  assert.deepEqual(corrected.items.map(({ status, version }) => [status, version]), [["updated", 2], ["unchanged", 1]]);
  const { location } = (await edge.request(`/${slug}`, { ip: address() })).headers;
  assert.ok(location.startsWith("https://shop.example/c?") && location.includes("utm_source=ig"), location);
});

test("exports of Bitly and Dub come in with their slugs, and their creators where these are to be made", async () => {
  const [one, two, handle] = [word("b"), word("d"), word("mia-")];
  const bitly = await take(`Link,Custom Link,Destination URL,Title\nhttps://bit.ly/${one},,https://shop.example/,x\n`, { creator: handle, make_creators: true });
  assert.deepEqual([bitly.format, bitly.creators_made, bitly.items[0].notes[0].code], ["bitly", [handle], "other_host"]);
  assert.ok(bitly.items[0].url.endsWith(`/${one}`));
  const dub = await take(`Short link,Destination URL,Clicks,Created at,Tags\nhttps://dub.sh/${two},https://shop.example/,7,2026-01-01,x\n`, { creator: handle, host: "brand.test" });
  assert.deepEqual([dub.format, dub.items[0].url, dub.ignored], ["dub", `https://brand.test/${two}`, ["Tags"]]);
  const made = await edge.must(200, "GET", `/v1/links?slug=${one}`);
  const creator = await edge.must(200, "GET", `/v1/creators/${made.items[0].creator_id}`);
  assert.equal(creator.handle, handle);
});

test("a JSON list comes in as a table does", async () => {
  const { handle } = await edge.make.creator();
  const slug = word();
  const list = [{ url: "https://shop.example/", slug, creator: handle, utm_term: "a" }, { url: "nowhere", creator: handle }];
  const answer = await take(JSON.stringify(list), { on_error: "skip" }, "application/json");
  assert.deepEqual(answer.items.map(({ index, status }) => [index, status]), [[0, "created"], [1, "error"]]);
  assert.equal(answer.items[1].errors[0].pointer, "/1/url");
});

test("what an import asks is read strictly", async () => {
  const code = async (...given) => (await send(...given)).json.errors?.[0].code;
  assert.equal(await code("url\nx", { dryrun: true }), "unknown_parameter");
  assert.equal(await code("url\nx", { on_error: "go" }), "unknown_word");
  assert.equal(await code("url\nx", { host: "nobody.example" }), "unknown_host");
  assert.equal(await code("creator\nx"), "missing_column");
  assert.equal((await send('url\n"x')).json.code, "malformed_csv");
  assert.equal((await send(`url\n${"x".repeat(1024 * 1024)}`)).status, 413);
});

test("an import under one Idempotency-Key is taken once", async () => {
  const { handle: creator } = await edge.make.creator();
  const headers = { "content-type": "text/csv", "idempotency-key": word("key-") };
  const once = () => edge.call("POST", `/v1/links/import?creator=${creator}`, "url\nhttps://shop.example/\n", { headers });
  const [first, again] = [await once(), await once()];
  assert.deepEqual(again.json, first.json);
  assert.equal(first.json.created, 1);
});

test("a tag that says a creator's id says that of the creator who was just made", async () => {
  const handle = word("ida-");
  const body = JSON.stringify([{ url: "https://shop.example/", creator: handle, utm_preset: { content: "{creator_id}" } }]);
  const { items } = await take(body, { make_creators: true }, "application/json");
  const link = await edge.must(200, "GET", `/v1/links/${items[0].id}`);
  assert.equal(new URL(link.target).searchParams.get("utm_content"), String(link.creator_id));
});

test("what is said of addresses and tags is said of every row, in a dry run too", async () => {
  const { handle } = await edge.make.creator();
  const csv = `url,creator,utm_campaign\nhttps://xn--pypal-4ve.com/,${handle},Spring\n`;
  for (const dry_run of [true, false]) {
    const { items: [{ warnings, lint }] } = await take(csv, { dry_run });
    assert.equal(warnings[0].code, "idn_mixed_script");
    assert.ok(lint.some(({ code }) => code === "case"));
  }
});
