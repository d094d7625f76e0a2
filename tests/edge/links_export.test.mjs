// The register as a table: everything of a link, page by page, and an import that finds nothing new in it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { INTRADAY, start, until, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const get = (query) => edge.call("GET", `/v1/links/export?${new URLSearchParams(query)}`);
const rows = async (query) => (await get({ ...query, format: "ndjson" })).text.trim().split("\n").map((line) => JSON.parse(line));

test("a row has the link, whose it is, every tag, what it cost and what it brought", async () => {
  const [creator, campaign] = [await edge.make.creator({ name: "=Mia" }), await edge.make.campaign()];
  const post = word("reel-");
  await edge.must(201, "POST", "/v1/posts", { handle: post, creator: creator.handle });
  const link = await edge.make.link({
    creator_id: creator.id, campaign_id: campaign.id, post, platform: "instagram", utm: { term: "a,b" }, external_id: word("crm-"),
  });
  await edge.click(link);
  await edge.drained();
  await edge.cron(INTRADAY);
  await until("its counts are published", async () => (await edge.must(200, "GET", `/v1/links/${link.id}`)).counts !== null);
  const [row] = await rows({ creator_id: creator.id });
  assert.deepEqual(
    [row.id, row.url, row.creator, row.creator_name, row.campaign, row.post, row.platform, row.utm_term, row.utm_source, row.target_utm_source],
    [link.id, link.url, creator.handle, "=Mia", campaign.handle, post, "instagram", "a,b", null, "instagram"],
  );
  assert.deepEqual([row.clicks, row.valid_clicks, row.pixel_views, row.archived, row.version], [1, 1, 0, false, 1]);
  assert.match(row.counts_as_of, /^\d{4}-.*Z$/);
  const reply = await get({ creator_id: creator.id });
  assert.equal(reply.headers["content-disposition"], 'attachment; filename="links.csv"');
  assert.match(reply.headers["content-type"], /^text\/csv/);
  const [header, line, rest] = reply.text.split("\r\n");
  assert.ok(header.startsWith("id,url,host,slug,destination,target,creator,creator_name,"), header);
  assert.ok(line.includes(",'=Mia,") && line.includes(',"a,b",'), line);
  assert.equal(rest, "");
});

test("what a post and its creator cost stands beside the link", async () => {
  const creator = await edge.make.creator();
  const post = word("reel-");
  const { id: post_id } = await edge.must(201, "POST", "/v1/posts", { handle: post, creator: creator.handle });
  await edge.make.cost({ creator_id: creator.id, post_id });
  await edge.make.cost({ creator_id: creator.id, amount_minor: 500, currency: "USD" });
  await edge.make.link({ creator_id: creator.id, post });
  const [row] = await rows({ creator_id: creator.id });
  assert.deepEqual([row.post_cost_minor, row.post_cost_currency], [4_000, "EUR"]);
  assert.deepEqual([row.creator_cost_minor, row.creator_cost_currency], ["4000+500", "EUR+USD"]);
});

test("an export that is imported again changes nothing, put away links and odd texts too", async () => {
  const { id: creator_id } = await edge.make.creator({ name: "-Tom, \"the\" =1" });
  const body = { creator_id, utm: { source: "+ig", content: "'x" } };
  await edge.make.link({ ...body, starts_at: "2026-01-01T00:00:00Z", expires_at: "2035-01-01T00:00:00Z", query_policy: "drop", click_id: false });
  await edge.make.link({ ...body, host: "brand.test", enabled: false, expired_destination: "https://shop.example/over" });
  const away = await edge.make.link({ creator_id, external_id: word("crm-") });
  await edge.must(204, "DELETE", `/v1/links/${away.id}`);
  const before = await edge.dump("DB", { without: /idempotency|job/ });
  for (const [format, kind] of [["csv", "text/csv"], ["json", "application/json"]]) {
    const { text } = await get({ creator_id, format });
    const body = format === "json" ? JSON.stringify(JSON.parse(text).items) : text;
    const answer = await edge.must(200, "POST", "/v1/links/import", body, { headers: { "content-type": kind } });
    assert.deepEqual([answer.format, answer.unchanged, answer.items.length, answer.ignored], ["waymark", 3, 3, []], JSON.stringify(answer));
  }
  assert.deepEqual(await edge.dump("DB", { without: /idempotency|job/ }), before);
});

test("a page leads to the next one until all of the register is told", async () => {
  const { id: creator_id } = await edge.make.creator();
  const items = Array.from({ length: 7 }, () => ({ destination: "https://shop.example/", creator_id }));
  const made = (await edge.must(200, "POST", "/v1/links/bulk", items)).items.map(({ id }) => id);
  const seen = [];
  let path = `/v1/links/export?creator_id=${creator_id}&format=ndjson&limit=3`;
  while (path) {
    const reply = await edge.call("GET", path);
    assert.equal(reply.status, 200, reply.text);
    seen.push(...reply.text.trim().split("\n").map((line) => JSON.parse(line).id));
    path = /<(.*)>; rel="next"/.exec(reply.headers.link ?? "")?.[1];
  }
  assert.deepEqual(seen, made);
});

test("an empty register is a header, and what is asked is read strictly", async () => {
  const empty = await get({ external_id: word("nobody-") });
  assert.equal(empty.text.split("\r\n").length, 2);
  assert.deepEqual((await get({ external_id: word("nobody-"), format: "json" })).json, { items: [], next: null });
  const code = async (query) => (await get(query)).json.errors?.[0].code;
  assert.equal(await code({ limit: 5_001 }), "out_of_range");
  assert.equal(await code({ limit: 0 }), "out_of_range");
  assert.equal(await code({ format: "xml" }), "unknown_format");
  assert.equal(await code({ creator: "x" }), "unknown_parameter");
  assert.equal((await get({ cursor: "x" })).json.code, "malformed_cursor");
});
