// Tags: conventions and templates, what a brand says they should look like, and what is said about a link's.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const SHOP = "https://shop.example/p?x=%2F&sig=a%2Bb==";

const tagsOf = (target) => Object.fromEntries([...new URL(target).searchParams].filter(([key]) => key.startsWith("utm_")));
const led = async (link, query = "") => (await edge.request(`/${link.slug}${query}`, { host: link.host, ip: address() })).headers.location;
const faults = (reply) => reply.json.errors.map(({ pointer, code }) => [pointer, code]);

/** Says what tags should look like for one test, and takes it back behind it. */
async function brand(body, during) {
  await edge.must(200, "PUT", "/v1/utm", body);
  try {
    await during();
  } finally {
    await edge.must(200, "PUT", "/v1/utm", {});
  }
}

test("each convention makes the tags it names, and a click is led with them", async () => {
  const creator = await edge.make.creator();
  const campaign = await edge.make.campaign();
  const common = { creator_id: creator.id, campaign_id: campaign.id, platform: "IG", post: "Reel 1", destination: SHOP };
  const expected = {
    platform: { utm_source: "instagram", utm_medium: "influencer", utm_campaign: campaign.handle, utm_content: `${creator.handle}-reel-1` },
    creator: { utm_source: creator.handle, utm_medium: "instagram", utm_campaign: campaign.handle, utm_content: "reel-1" },
    campaign: { utm_source: "instagram", utm_medium: "influencer", utm_campaign: creator.handle, utm_term: campaign.handle, utm_content: "reel-1" },
  };
  for (const [utm_preset, tags] of Object.entries(expected)) {
    const link = await edge.make.link({ ...common, utm_preset });
    assert.deepEqual(tagsOf(link.target), tags, utm_preset);
    assert.equal(link.utm_preset, utm_preset);
    const location = await led(link);
    assert.ok(location.startsWith(`${link.target}&wm=`), location);
    assert.ok(location.startsWith(SHOP), location);
  }
});

test("templates of one's own fill every tag, and follow the link's changes", async () => {
  const creator = await edge.make.creator();
  const utm_preset = { source: "{platform}", medium: "paid_social", content: "{creator_id}_{post}_{slug}", id: "{external_id}", source_platform: "{host}" };
  const external_id = word("crm-");
  const link = await edge.make.link({ creator_id: creator.id, platform: "tik tok", external_id, utm_preset });
  assert.equal(link.platform, "tiktok");
  assert.deepEqual(tagsOf(link.target), {
    utm_source: "tiktok", utm_medium: "paid_social", utm_content: `${creator.id}_${link.slug}`, utm_id: external_id, utm_source_platform: "localhost",
  });
  const changed = await edge.must(200, "PATCH", `/v1/links/${link.id}`, { post: "Story" });
  assert.equal(tagsOf(changed.target).utm_content, `${creator.id}_story_${link.slug}`);
  const back = await edge.must(200, "PATCH", `/v1/links/${link.id}`, { utm_preset: null });
  assert.equal(back.utm_preset, null);
  assert.equal(tagsOf(back.target).utm_content, `${creator.handle}-story`);
});

test("a slug that is dealt stands in the tags of a template too", async () => {
  const creator_id = (await edge.make.creator()).id;
  const link = await edge.must(201, "POST", "/v1/links", { creator_id, destination: SHOP, utm_preset: { content: "{slug}" } });
  assert.equal(tagsOf(link.target).utm_content, link.slug);
});

test("a template with an unknown placeholder is refused with all there are", async () => {
  const creator_id = (await edge.make.creator()).id;
  const reply = await edge.call("POST", "/v1/links", { creator_id, destination: SHOP, utm_preset: { source: "{plattform}", term: "{post" } });
  assert.equal(reply.status, 422);
  assert.deepEqual(faults(reply), [["/utm_preset/source", "unknown_placeholder"], ["/utm_preset/term", "unbalanced_brace"]]);
  assert.match(reply.json.errors[0].detail, /\{creator\}.*\{platform\}.*\{external_id\}/);
});

test("what is odd about a link's tags is told with what was meant, and the link is made", async () => {
  const link = await edge.make.link({ utm: { source: "Insta", medium: "Influencer", campaign: "Spring Sale", source_platform: "Meta" } });
  const told = link.lint.map(({ level, key, code, suggested }) => [level, key, code, suggested]);
  assert.deepEqual(told, [
    ["warning", "source", "alias", "instagram"],
    ["warning", "medium", "spelling", "influencer"],
    ["warning", "campaign", "case", "spring-sale"],
    ["warning", "campaign", "spaces", "spring-sale"],
    ["warning", "source_platform", "case", "meta"],
    ["warning", "medium", "ga4_unassigned", "social"],
  ]);
  assert.equal(tagsOf(link.target).utm_source, "Insta");
  const shown = await edge.must(200, "GET", `/v1/links/${link.id}`);
  assert.equal(shown.lint, undefined);
});

test("a value that is nearly that of other links is told", async () => {
  const campaign = `${word("autumn")}-sale`;
  for (const _ of [1, 2]) assert.deepEqual((await edge.make.link({ platform: "instagram", utm: { campaign } })).lint, []);
  const { lint } = await edge.make.link({ platform: "instagram", utm: { campaign: campaign.replace("-", "_") } });
  assert.deepEqual(lint.map(({ code, suggested }) => [code, suggested]), [["near_duplicate", campaign]]);
});

test("a mark that nobody filled, a person's address and a tag that is too long are refused where they stand", async () => {
  const creator_id = (await edge.make.creator()).id;
  const refused = async (body) => {
    const reply = await edge.call("POST", "/v1/links", { creator_id, destination: SHOP, ...body });
    assert.equal(reply.status, 422, reply.text);
    return faults(reply);
  };
  assert.deepEqual(await refused({ utm: { content: "{{ad.name}}" } }), [["/utm/content", "placeholder"]]);
  assert.deepEqual(await refused({ utm: { term: "sarah@brand.example" } }), [["/utm/term", "personal_data"]]);
  assert.deepEqual(await refused({ destination: "https://shop.example/?utm_id=sarah%40brand.example" }), [["/destination", "personal_data"]]);
  assert.deepEqual(await refused({ utm: { source_platform: "x".repeat(101) } }), [["/utm/source_platform", "too_long"]]);
});

test("what a brand says holds for links from then on", async () => {
  const old = await edge.make.link({ platform: "instagram", utm: { medium: "banner" } });
  await brand({ aliases: { gram: "instagram" }, allowed: { medium: ["influencer"] }, required: ["campaign"] }, async () => {
    const creator_id = (await edge.make.creator()).id;
    const reply = await edge.call("POST", "/v1/links", { creator_id, destination: SHOP, platform: "Gram", utm: { medium: "influencers" } });
    assert.equal(reply.status, 422);
    assert.deepEqual(faults(reply), [["/utm/medium", "not_allowed"], ["/utm/campaign", "required"]]);
    const link = await edge.make.link({ creator_id, platform: "Gram", utm: { campaign: "spring" } });
    assert.equal(link.platform, "instagram");
    // What stood there before keeps nobody from changing something else; it is told all the same.
    const off = await edge.must(200, "PATCH", `/v1/links/${old.id}`, { enabled: false });
    assert.deepEqual(off.lint.filter(({ level }) => level === "error").map(({ key, code }) => [key, code]), [["medium", "not_allowed"], ["campaign", "required"]]);
    const worse = await edge.call("PATCH", `/v1/links/${old.id}`, { utm: { medium: "poster" } });
    assert.deepEqual([worse.status, faults(worse)], [422, [["/utm/medium", "not_allowed"]]]);
  });
});

test("what tags should look like is read and changed as a whole, by who knows its version", async () => {
  const first = await edge.call("GET", "/v1/utm");
  assert.equal(first.status, 200);
  const body = { aliases: { KOL: "influencer" }, allowed: { medium: ["influencer"] }, required: ["source"], case: "as_is" };
  const put = await edge.call("PUT", "/v1/utm", body, { headers: { "if-match": first.headers.etag } });
  assert.equal(put.status, 200, put.text);
  const { version, updated_at, ...said } = put.json;
  assert.deepEqual(said, body);
  assert.equal(put.headers.etag, `"${version}"`);
  assert.match(updated_at, /Z$/);
  const shown = await edge.call("GET", "/v1/utm");
  assert.deepEqual([shown.json, shown.headers.etag], [put.json, put.headers.etag]);
  assert.equal((await edge.call("GET", "/v1/utm", undefined, { headers: { "if-none-match": put.headers.etag } })).status, 304);
  const stale = await edge.call("PUT", "/v1/utm", {}, { headers: { "if-match": first.headers.etag } });
  assert.equal(stale.status, 412);
  const bare = await edge.must(200, "PUT", "/v1/utm", {});
  assert.deepEqual([bare.aliases, bare.allowed, bare.required, bare.case], [{}, {}, [], "lower"]);
});

test("rules that cannot be are refused with their pointers", async () => {
  const reply = await edge.call("PUT", "/v1/utm", { aliases: { ig: "gram", gram: "instagram", "a/b": 7 }, allowed: { utm_medium: [] }, required: ["x"], case: "upper", more: 1 });
  assert.equal(reply.status, 422);
  assert.deepEqual(faults(reply).sort(), [
    ["/aliases/a~1b", "not_an_alias"], ["/aliases/ig", "alias_of_an_alias"], ["/allowed/utm_medium", "unknown_field"],
    ["/case", "unknown_word"], ["/more", "unknown_field"], ["/required", "not_tags"],
  ]);
});

test("five hundred aliases in long words fit into a body", async () => {
  const aliases = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`${String(at).padStart(4, "0")}${"é".repeat(60)}`, "ö".repeat(100)]));
  await brand({ aliases }, async () => {
    assert.equal(Object.keys((await edge.must(200, "GET", "/v1/utm")).aliases).length, 500);
    await edge.make.link();
  });
});

test("a link can be looked at before it is made", async () => {
  const creator = await edge.make.creator();
  const slug = word();
  const body = { creator_id: creator.id, destination: SHOP, slug, platform: "YT", utm: { campaign: "{name}" } };
  const before = await edge.sql("DB", [["SELECT count(*) AS n FROM link"]]);
  const seen = await edge.must(200, "POST", "/v1/utm/lint", body);
  assert.deepEqual(tagsOf(seen.target), { utm_source: "youtube", utm_medium: "influencer", utm_campaign: "{name}", utm_content: creator.handle });
  assert.ok(seen.url.endsWith(`/${slug}`), seen.url);
  assert.deepEqual(seen.lint.map(({ level, key, code }) => [level, key, code]), [["error", "campaign", "placeholder"]]);
  assert.deepEqual(await edge.sql("DB", [["SELECT count(*) AS n FROM link"]]), before);
  const made = await edge.make.link({ ...body, utm: {} });
  const { url, ...again } = await edge.must(200, "POST", "/v1/utm/lint", { ...body, slug: undefined, utm: {} });
  assert.deepEqual([url, again], [null, { target: made.target, lint: [] }]);
});

test("a body that makes no link is refused by the preview too", async () => {
  const reply = await edge.call("POST", "/v1/utm/lint", { destination: "ftp://shop.example/", utm_preset: "x" });
  assert.equal(reply.status, 422);
  assert.deepEqual(faults(reply).map(([pointer]) => pointer).sort(), ["/creator_id", "/destination", "/utm_preset"]);
});

test("a visitor fills what the link leaves open, and what was forwarded is kept with the click", async () => {
  const link = await edge.make.link({ destination: "https://shop.example/?utm_term=own", platform: "instagram" });
  const location = new URL(await led(link, "?utm_source=theirs&utm_term=theirs&utm_campaign=their%20own&utm_source_platform=p;x&x=1"));
  const { utm_source, utm_term, utm_campaign } = Object.fromEntries(location.searchParams);
  assert.deepEqual([utm_source, utm_term, utm_campaign], ["instagram", "own", "their own"]);
  assert.equal(location.searchParams.has("utm_source_platform") || location.searchParams.has("x"), false);
});
