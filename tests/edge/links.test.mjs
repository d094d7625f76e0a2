// Links: making, reading, changing and ending them, and how soon the audience sees it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { INTRADAY, address, iso, start, until, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

// Copies inside the isolate live for a few seconds; the caches in front of KV, which hold a link up to 60 s, are absent here.
const SEEN_WITHIN = 10_000;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const look = (link) => edge.request(`/${link.slug}`, { host: link.host, ip: address() });

test("a new link answers with everything it is", async () => {
  const creator = await edge.make.creator();
  const campaign = await edge.make.campaign();
  const slug = word();
  const reply = await edge.call("POST", "/v1/links", {
    destination: "https://shop.example/p?x=1",
    creator_id: creator.id,
    campaign_id: campaign.id,
    slug,
    post: "reel-1",
    platform: "instagram",
    expires_at: "2030-01-02T03:04:05Z",
  });
  assert.equal(reply.status, 201, reply.text);
  const link = reply.json;
  assert.ok(Number.isInteger(link.id));
  assert.equal(reply.headers.location, `/v1/links/${link.id}`);
  assert.match(reply.headers["content-type"], /^application\/json\b/);
  assert.equal(link.host, "localhost");
  assert.equal(link.slug, slug);
  assert.ok(link.url.endsWith(`localhost/${slug}`), link.url);
  assert.equal(link.destination, "https://shop.example/p?x=1");
  assert.equal(link.creator_id, creator.id);
  assert.equal(link.campaign_id, campaign.id);
  assert.equal(link.post, "reel-1");
  assert.equal(link.platform, "instagram");
  assert.equal(link.expires_at, "2030-01-02T03:04:05.000Z");
  assert.equal(link.enabled, true);
  assert.equal(link.archived_at, null);
  assert.match(link.created_at, TIME);
  assert.match(link.updated_at, TIME);
  assert.ok(Number.isInteger(link.version));
});

test("a link's target is where a click leads, but for the click id", async () => {
  const link = await edge.make.link({ platform: "youtube", destination: "https://shop.example/p?x=1#here" });
  const led = new URL((await edge.click(link)).location);
  led.searchParams.delete("wm");
  const target = new URL(link.target);
  assert.deepEqual([...target.searchParams], [...led.searchParams]);
  assert.equal(target.origin + target.pathname + target.hash, "https://shop.example/p#here");
  assert.equal(target.searchParams.get("utm_source"), "youtube");
});

test("the slug is seven random characters where none is given", async () => {
  const creator_id = (await edge.make.creator()).id;
  const slugs = new Set();
  for (let turn = 0; turn < 5; turn += 1) {
    const { slug } = await edge.must(201, "POST", "/v1/links", { destination: "https://shop.example/", creator_id });
    assert.match(slug, /^[a-z0-9_-]{7}$/);
    slugs.add(slug);
  }
  assert.equal(slugs.size, 5);
});

test("a slug is taken once per host, in any letter case", async () => {
  const link = await edge.make.link();
  for (const slug of [link.slug, link.slug.toUpperCase()]) {
    const reply = await edge.call("POST", "/v1/links", { destination: "https://shop.example/", creator_id: link.creator_id, slug });
    assert.equal(reply.status, 409, reply.text);
    assert.equal(reply.json.code, "slug_taken");
  }
  const elsewhere = await edge.make.link({ slug: link.slug, host: "brand.test", creator_id: link.creator_id, destination: "https://shop.example/elsewhere" });
  assert.ok((await edge.click(elsewhere)).location.startsWith("https://shop.example/elsewhere"));
  assert.ok((await edge.click(link)).location.startsWith(link.destination));
});

test("of twenty who make the same slug at once one gets it", async () => {
  const creator_id = (await edge.make.creator()).id;
  const slug = word();
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, n) => edge.call("POST", "/v1/links", { destination: `https://shop.example/${n}`, creator_id, slug })),
  );
  const statuses = replies.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [201, ...Array(19).fill(409)]);
  const { destination } = replies.find(({ status }) => status === 201).json;
  assert.ok((await edge.click(slug)).location.startsWith(destination));
});

test("a link reads back as it was made, with its counts and its check beside it", async () => {
  const { lint, ...made } = await edge.make.link();
  const { counts, check, ...link } = await edge.must(200, "GET", `/v1/links/${made.id}`);
  assert.equal(check, null);
  assert.deepEqual([link, lint.map(({ code }) => code)], [made, ["ga4_unassigned"]]);
  assert.ok(counts === null || counts.clicks === 0);
});

test("links are listed by creator and by campaign", async () => {
  const [creator, campaign] = [await edge.make.creator(), await edge.make.campaign()];
  const one = await edge.make.link({ creator_id: creator.id });
  const two = await edge.make.link({ creator_id: creator.id, campaign_id: campaign.id });
  const other = await edge.make.link({ campaign_id: campaign.id });
  const ids = async (query) => (await edge.must(200, "GET", `/v1/links?${query}`)).items.map(({ id }) => id);
  assert.deepEqual(await ids(`creator_id=${creator.id}`), [one.id, two.id]);
  assert.deepEqual(await ids(`campaign_id=${campaign.id}`), [two.id, other.id]);
  assert.deepEqual(await ids(`creator_id=${creator.id}&campaign_id=${campaign.id}`), [two.id]);
});

test("a new destination is followed within ten seconds, also where the old one was just followed", async () => {
  const link = await edge.make.link({ destination: "https://shop.example/old" });
  assert.ok((await edge.click(link)).location.startsWith("https://shop.example/old"));
  const changed = await edge.must(200, "PATCH", `/v1/links/${link.id}`, { destination: "https://shop.example/new" });
  assert.equal(changed.destination, "https://shop.example/new");
  await until("the new destination is followed", async () => (await look(link)).headers.location.startsWith("https://shop.example/new"), { within: SEEN_WITHIN });
});

test("a change that was made elsewhere is followed within ten seconds, also where the link was just followed", async () => {
  const link = await edge.linkElsewhere({ destination: "https://shop.example/old" });
  assert.ok((await edge.click(link)).location.startsWith("https://shop.example/old"));
  await edge.control(
    "UPDATE link SET destination = ?1, target = ?1, version = version + 1 WHERE id = ?2",
    "https://shop.example/changed?elsewhere",
    link.id,
  );
  await edge.cron(INTRADAY);
  await until("the change is followed", async () => (await look(link)).headers.location.startsWith("https://shop.example/changed"), { within: SEEN_WITHIN });
});

test("a link that was made elsewhere works within 4 seconds though its slug was asked for here just before", async () => {
  const slug = word("soon");
  assert.equal((await edge.request(`/${slug}`, { ip: address() })).status, 404);
  await edge.linkElsewhere({ slug, inKv: false });
  await until("it works", async () => (await edge.request(`/${slug}`, { ip: address() })).status === 302, { within: 4_000 });
});

test("a link that is disabled stops within ten seconds and starts again", async () => {
  const link = await edge.make.link();
  await edge.click(link);
  await edge.must(200, "PATCH", `/v1/links/${link.id}`, { enabled: false });
  await until("it stops", async () => (await look(link)).status === 404, { within: SEEN_WITHIN });
  await edge.must(200, "PATCH", `/v1/links/${link.id}`, { enabled: true });
  await until("it starts", async () => (await look(link)).status === 302, { within: SEEN_WITHIN });
});

test("a link that was followed before stops at the moment it expires, and lives again without an end", async () => {
  const end = Date.now() + 1_500;
  const link = await edge.make.link({ expires_at: iso(end) });
  assert.equal((await look(link)).status, 302);
  await until("the moment", () => Date.now() > end + 50);
  assert.equal((await look(link)).status, 404);
  const { expires_at } = await edge.must(200, "PATCH", `/v1/links/${link.id}`, { expires_at: null });
  assert.equal(expires_at, null);
  await until("it lives again", async () => (await look(link)).status === 302, { within: SEEN_WITHIN });
});

test("a deleted link stops, stays readable as archived, and may be deleted again", async () => {
  const link = await edge.make.link();
  await edge.click(link);
  await edge.must(204, "DELETE", `/v1/links/${link.id}`);
  const { archived_at } = await edge.must(200, "GET", `/v1/links/${link.id}`);
  assert.match(archived_at, TIME);
  await edge.must(204, "DELETE", `/v1/links/${link.id}`);
  assert.equal((await edge.must(200, "GET", `/v1/links/${link.id}`)).archived_at, archived_at, "the first moment stays");
  await until("it stops", async () => (await look(link)).status === 404, { within: SEEN_WITHIN });
});

test("a change raises the version and leaves what it does not name", async () => {
  const link = await edge.make.link({ platform: "tiktok", post: "p1", utm: { term: "lamp" } });
  const changed = await edge.must(200, "PATCH", `/v1/links/${link.id}`, { enabled: false });
  assert.ok(changed.version > link.version);
  const { version, updated_at, enabled, ...rest } = changed;
  const { version: _, updated_at: __, enabled: ___, ...was } = link;
  assert.equal(enabled, false);
  assert.deepEqual(rest, was);
});

test("changes of different fields at once are all kept or refused, never lost", async () => {
  const link = await edge.make.link();
  const changes = { destination: "https://shop.example/both", enabled: false, post: "p9", platform: "twitch", expires_at: "2031-01-01T00:00:00.000Z" };
  const replies = await Promise.all(
    Object.entries(changes).map(async ([field, value]) => [field, await edge.call("PATCH", `/v1/links/${link.id}`, { [field]: value })]),
  );
  const now = await edge.must(200, "GET", `/v1/links/${link.id}`);
  for (const [field, reply] of replies) {
    assert.ok(reply.status === 200 || reply.status === 409, reply.text);
    if (reply.status === 200) assert.equal(now[field], changes[field], field);
  }
  assert.ok(replies.some(([, { status }]) => status === 200));
});

test("a change of tags is seen by the next click", async () => {
  const link = await edge.make.link({ platform: "tiktok", utm: { term: "lamp" } });
  await edge.must(200, "PATCH", `/v1/links/${link.id}`, { utm: { term: "sofa" } });
  const { location } = await edge.click(link);
  assert.equal(new URL(location).searchParams.get("utm_term"), "sofa");
});

test("creator, campaign, post and platform may change until the first event and never after", async (t) => {
  const [creator, campaign] = [await edge.make.creator(), await edge.make.campaign()];
  const changes = { creator_id: creator.id, campaign_id: campaign.id, post: "another", platform: "another" };
  const fresh = await edge.make.link();
  const changed = await edge.must(200, "PATCH", `/v1/links/${fresh.id}`, changes);
  for (const [field, value] of Object.entries(changes)) assert.equal(changed[field], value);
  const used = await edge.make.link();
  await edge.click(used);
  await edge.drained();
  for (const [field, value] of Object.entries(changes))
    await t.test(field, async () => {
      const reply = await edge.call("PATCH", `/v1/links/${used.id}`, { [field]: value });
      assert.equal(reply.status, 409, reply.text);
      assert.equal(reply.json.code, "link_in_use");
    });
  const { destination } = await edge.must(200, "PATCH", `/v1/links/${used.id}`, { destination: "https://shop.example/still" });
  assert.equal(destination, "https://shop.example/still");
});

test("a link shows its counts from KV after an intraday cron, and newer ones after the next", async () => {
  const link = await edge.make.link();
  const counts = async () => (await edge.must(200, "GET", `/v1/links/${link.id}`)).counts;
  const began = Date.now();
  for (let turn = 0; turn < 3; turn += 1) await edge.click(link);
  await edge.click(link, { userAgent: "curl/8.5.0" });
  for (let turn = 0; turn < 2; turn += 1) await edge.request(`/px/${link.slug}.gif`, { ip: address() });
  await edge.drained();
  await edge.cron(INTRADAY);
  const first = await until("the counts are published", async () => {
    const found = await counts();
    return found?.clicks === 4 && found;
  });
  assert.deepEqual({ ...first, as_of: null }, { clicks: 4, valid_clicks: 3, pixel_views: 2, as_of: null });
  assert.match(first.as_of, TIME);
  assert.ok(Date.parse(first.as_of) >= began - 1_000 && Date.parse(first.as_of) <= Date.now() + 1_000);
  await edge.click(link);
  await edge.drained();
  await edge.cron(INTRADAY);
  const second = await until("the newer counts are published", async () => {
    const found = await counts();
    return found?.clicks === 5 && found;
  });
  assert.equal(second.valid_clicks, 4);
});

test("a link that nobody made is 404 to read, change and delete", async () => {
  for (const [method, body] of [["GET"], ["PATCH", { enabled: false }], ["DELETE"]]) {
    const reply = await edge.call(method, "/v1/links/4000000000", body);
    assert.equal(reply.status, 404, reply.text);
    assert.equal(reply.json.code, "not_found");
  }
});
