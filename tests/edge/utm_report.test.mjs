// The audit of tags: what clicks carried by the version of their link and by what visitors brought, to the last one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dayOf, start, until, word } from "./start.mjs";

let edge;
before(async () => {
  edge = await start();
});
after(() => edge.close());

const days = { from: dayOf(Date.now() - 600_000), to: dayOf() };
const path = (over) => `/v1/reports/utm?${new URLSearchParams({ ...days, ...over })}`;
const audit = (over) => edge.must(200, "GET", path(over));
const brief = (rows) => rows.map(({ value, state, clicks, clicks_gross }) => [value ?? state, clicks, clicks_gross]);

/** Says of one more click of `link` what its visitor's query brought. */
const bring = (link, labels) =>
  edge.events(
    `UPDATE event SET labels = ?2 WHERE (day, visitor, at, nonce) IN (
       SELECT day, visitor, at, nonce FROM event WHERE link = ?1 AND labels IS NULL AND verdict = 0 LIMIT 1
     )`,
    link.id,
    labels,
  );

test("every click is in one row of each key: by its link's version of then, or as its visitor brought it", async () => {
  const link = await edge.make.link({ utm: { source: "instagram", medium: "social", campaign: "spring" } });
  for (let turn = 0; turn < 4; turn += 1) await edge.click(link);
  await edge.click(link, { userAgent: "curl/8.5.0" });
  await edge.drained();
  await bring(link, "utm_source=IG&utm_term=lamp");
  await edge.must(200, "PATCH", `/v1/links/${link.id}`, { utm: { source: "Instagram", medium: "social" } });
  await until("the change is seen", async () => (await edge.click(link)).location.includes("utm_source=Instagram"));
  await edge.drained();
  await edge.rollup();
  const { rows, clicks, clicks_gross, brought, against, score } = await audit({ link: link.id });
  const late = clicks - 4;
  assert.ok(late >= 1, `${clicks} clicks`);
  assert.deepEqual([clicks_gross, brought, against], [clicks + 1, 2, 1]);
  const of = (key) => brief(rows.filter((row) => row.key === key)).sort();
  // Clicks that the isolate still led by the version before are counted by the one that stood.
  assert.deepEqual(of("source"), [["IG", 1, 1], ["Instagram", late, late], ["instagram", 3, 4]]);
  assert.deepEqual(of("campaign").map(([value]) => value).sort(), ["missing", "spring"].sort());
  assert.deepEqual(of("term"), [["lamp", 1, 1], ["missing", clicks - 1, clicks]]);
  for (const key of ["source", "medium", "campaign", "term", "content", "id", "source_platform"]) {
    const sum = (name) => rows.filter((row) => row.key === key).reduce((all, row) => all + row[name], 0);
    assert.deepEqual([sum("clicks"), sum("clicks_gross")], [clicks, clicks_gross], key);
  }
  const ig = rows.find(({ value }) => value === "IG");
  assert.deepEqual([ig.suggested, ig.canonical, ig.known, ig.against], ["instagram", false, true, 1]);
  assert.ok(score > 0 && score < 100, `${score}`);
});

test("links stand worst first, as JSON, NDJSON and CSV", async () => {
  const creator = await edge.make.creator();
  const bad = await edge.make.link({ creator_id: creator.id, utm: { source: "@mia", medium: "Story" } });
  const good = await edge.make.link({ creator_id: creator.id, utm: { source: "instagram", medium: "social", campaign: "spring" } });
  for (const link of [bad, good]) await edge.click(link);
  await edge.drained();
  await edge.rollup();
  const told = await audit({ by: "link", creator: creator.id });
  assert.deepEqual(told.rows.map(({ link }) => link.id), [bad.id, good.id]);
  assert.deepEqual(told.rows[0].missing, { source: 0, medium: 0, campaign: 1 });
  assert.equal(told.rows[1].score, 100);
  const lines = (await edge.call("GET", path({ by: "link", creator: creator.id, format: "ndjson" }))).text.trim().split("\n");
  assert.deepEqual(lines.map((line) => JSON.parse(line)), told.rows);
  const table = (await edge.call("GET", path({ creator: creator.id, key: "source", format: "csv" }))).text;
  assert.match(table, /^key,value,/);
  assert.match(table, /source,'@mia,/, "no formula");
  const page = await audit({ creator: creator.id, limit: 1 });
  assert.equal((await audit({ creator: creator.id, limit: 1, cursor: page.next })).rows.length, 1);
});

test("what the brand says of its tags decides what is right", async () => {
  const source = word("src");
  const link = await edge.make.link({ utm: { source, medium: "social", campaign: "spring" } });
  await edge.click(link);
  await edge.drained();
  await edge.rollup();
  const row = async () => (await audit({ link: link.id, key: "source" })).rows[0];
  assert.deepEqual([(await row()).known, (await row()).canonical], [false, true]);
  const put = (body) => edge.must(200, "PUT", "/v1/utm", body);
  await put({ aliases: { [source]: "tiktok" } });
  assert.deepEqual([(await row()).known, (await row()).suggested], [true, "tiktok"]);
  await put({ allowed: { source: [source] }, required: ["source", "term"] });
  assert.deepEqual([(await row()).known, (await row()).suggested], [true, null]);
  const { required, parts } = await audit({ link: link.id });
  assert.deepEqual([required, parts.complete.share], [["source", "term"], 0.5]);
  await put({});
});

test("what this report cannot be asked is said field by field, and who may not read reports reads none", async () => {
  const wrong = async (over) => (await edge.must(422, "GET", path(over))).errors.map(({ code }) => code);
  assert.deepEqual(await wrong({ by: "creator", code: "1" }), ["unknown_word", "not_kept"]);
  assert.deepEqual(await wrong({ link: "4000000000" }), ["not_found"]);
  const { key } = await edge.make.key(["links:read"]);
  assert.equal((await edge.call("GET", path(), undefined, { key })).status, 403);
});
