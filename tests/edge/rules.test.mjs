// Rules at the edge: where a click leads by who asks and when, splits and their variants, app links and cards.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { BOT, HUMAN, PHONE, PREVIEW, address, iso, start, until, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());
const creator_id = (await edge.make.creator()).id;

const ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
const TIKTOK = "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 trill_340102 BytedanceWebview/d8a21c6";
const DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
const FACEBOOK = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)";
const GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

const place = (name) => `https://shop.example/${name}`;
const made = (over) => edge.make.link({ creator_id, destination: place("own"), ...over });
/** The path that a visit to the link is sent to. */
const led = async (link, options = {}, query = "") => new URL((await edge.click(`${link.slug}${query}`, options)).location).pathname.slice(1);
/** The variant that an event's codes name. */
const variantOf = (event) => Number(event.codes.split(".")[9] ?? 0);

test("the first rule whose conditions all hold leads", async () => {
  const link = await made({
    rules: [
      { when: { system: ["ios"], country: ["DE"] }, destination: place("iphone-in-germany") },
      { when: { device: ["mobile"] }, destination: place("mobile") },
      { when: { region: ["FR-IDF"] }, destination: place("paris") },
      { when: { language: ["fr"] }, destination: place("french") },
      { when: { query: { ref: "mail" } }, destination: place("mail") },
      { when: { from: iso(Date.now() - 60_000), until: iso(Date.now() + 3_600_000), app: ["none"], query: { hour: true } }, destination: place("hour") },
      { when: { from: iso(Date.now() + 3_600_000) }, destination: place("later") },
    ],
  });
  const from = (country, regionCode) => ({ cf: { country, regionCode }, headers: { "cf-ipcountry": country } });
  assert.equal(await led(link, { userAgent: PHONE, ...from("DE", "BY") }), "iphone-in-germany");
  assert.equal(await led(link, { userAgent: PHONE, ...from("AT", "9") }), "mobile");
  assert.equal(await led(link, { userAgent: DESKTOP, ...from("FR", "IDF") }), "paris");
  assert.equal(await led(link, { userAgent: DESKTOP, headers: { "accept-language": "fr-CA,en;q=0.8" } }), "french");
  assert.equal(await led(link, { userAgent: DESKTOP }, "?ref=mail"), "mail");
  assert.equal(await led(link, { userAgent: DESKTOP }, "?hour"), "hour");
  assert.equal(await led(link, { userAgent: DESKTOP }), "own");
});

test("a rule's destination carries the link's tags and a click id", async () => {
  const link = await made({ platform: "instagram", rules: [{ destination: `${place("rule")}?a=1` }] });
  const { location, id } = await edge.click(link);
  assert.ok(location.startsWith(`${place("rule")}?a=1&utm_source=instagram&utm_medium=influencer`), location);
  assert.equal(id.length, 39);
  const shown = await edge.must(200, "GET", `/v1/links/${link.id}`);
  assert.equal(shown.rules[0].destination, `${place("rule")}?a=1`);
  const again = await edge.must(200, "PATCH", `/v1/links/${link.id}`, { rules: shown.rules });
  assert.deepEqual(again.rules, shown.rules);
});

test("a change of rules is followed", async () => {
  const link = await edge.linkElsewhere({ creator_id, destination: place("own"), slug: word() });
  await edge.must(200, "PATCH", `/v1/links/${link.id}`, { rules: [{ destination: place("new") }] });
  await until("the new copy is in KV", async () => (await edge.kvText()).includes(`/new?`));
  assert.equal(await led(link), "new");
});

test("a split keeps its visitors apart and the variant on the event", async () => {
  const split = [
    { name: "old page", destination: place("a"), weight: 50 },
    { name: "new page", destination: place("b"), weight: 50 },
  ];
  const link = await made({ rules: [{ split }] });
  assert.deepEqual(link.variants, ["old page", "new page"]);
  const seen = new Map();
  for (let turn = 0; turn < 40; turn += 1) {
    const ip = address();
    const first = await led(link, { ip });
    assert.equal(await led(link, { ip }), first, "the same visitor lands on the same page");
    seen.set(first, (seen.get(first) ?? 0) + 1);
  }
  assert.deepEqual([...seen.keys()].sort(), ["a", "b"]);
  await edge.click(link, { userAgent: GOOGLE });
  await edge.drained();
  const events = await edge.eventsOf(link);
  assert.equal(events.length, 81);
  assert.equal(events.filter((event) => variantOf(event) === 1 && event.verdict === HUMAN).length, 2 * seen.get("a"));
  assert.equal(events.filter((event) => variantOf(event) === 2 && event.verdict === HUMAN).length, 2 * seen.get("b"));
  const [bot] = events.filter((event) => event.verdict === BOT);
  assert.ok([1, 2].includes(variantOf(bot)));
  const renamed = await edge.must(200, "PATCH", `/v1/links/${link.id}`, {
    rules: [{ split: [{ ...split[0], name: "third page" }, split[1]] }],
  });
  assert.deepEqual(renamed.variants, ["old page", "new page", "third page"]);
  assert.deepEqual(renamed.rules[0].split.map((share) => share.variant), [3, 2]);
});

test("rules that cannot be are refused with what and where", async () => {
  const at = (destination) => ({ destination: place(destination) });
  const refusals = [
    [[{ when: { system: ["iOS"] }, ...at("a") }], "/rules/0/when/system/0", "unknown_word"],
    [[{ when: { country: ["UK"] }, ...at("a") }], "/rules/0/when/country/0", "unknown_word"],
    [[{ when: { device: [] }, ...at("a") }], "/rules/0/when/device", "empty"],
    [[{ when: { device: ["desktop"], system: ["ios"] }, ...at("a") }], "/rules/0/when", "never_matches"],
    [[at("a"), { when: { country: ["DE"] }, ...at("b") }], "/rules/1", "behind_catch_all"],
    [[{ when: { country: ["DE"] }, ...at("a") }, { when: { region: ["DE-BY"] }, ...at("b") }], "/rules/1", "shadowed"],
    [[{ when: { until: "2020-01-01T00:00:00Z" }, ...at("a") }], "/rules/0/when/until", "over"],
    [[{ split: [{ name: "a", weight: 50, ...at("a") }, { name: "b", weight: 49, ...at("b") }] }], "/rules/0/split", "weights_not_100"],
    [[{ split: [{ name: "a", weight: 50, ...at("a") }, { name: "a", weight: 50, ...at("b") }] }], "/rules/0/split/1/name", "doubled"],
    [[{ destination: "javascript:alert(1)" }], "/rules/0/destination", "scheme_not_allowed"],
    [[{ app: { ios: { url: "javascript:alert(1)" } } }], "/rules/0/app/ios/url", "scheme_not_allowed"],
    [Array(21).fill(at("a")), "/rules", "too_many"],
    ["all", "/rules", "not_a_list"],
  ];
  for (const [rules, pointer, code] of refusals) {
    const reply = await edge.call("POST", "/v1/links", { creator_id, destination: place("own"), rules });
    assert.equal(reply.status, 422, reply.text);
    assert.deepEqual(reply.json.errors.map((error) => [error.pointer, error.code]), [[pointer, code]], reply.text);
    assert.ok(reply.json.errors[0].detail.length > 10);
  }
});

test("a schedule opens and closes a link, and its end has an address", async () => {
  const early = await made({ starts_at: iso(Date.now() + 3_600_000) });
  assert.equal((await edge.request(`/${early.slug}`, { ip: address() })).status, 404);
  const over = await made({ expires_at: iso(Date.now() - 1_000), expired_destination: place("over") });
  const reply = await edge.request(`/${over.slug}?utm_source=x`, { ip: address() });
  assert.deepEqual([reply.status, reply.headers.location], [302, place("over")]);
});

test("a link can do without a click id", async () => {
  const link = await made({ click_id: false });
  const { location, id } = await edge.click(link);
  assert.equal(id, null);
  assert.ok(!location.includes("wm="));
});

test("an app is opened by each system in its own way, and all others go to the web", async () => {
  const app = { ios: { url: "brand://p/7" }, android: { url: "brand://p/7", package: "com.brand.shop" } };
  const link = await made({ app });
  const page = await edge.request(`/${link.slug}`, { ip: address(), userAgent: PHONE });
  assert.equal(page.status, 200);
  assert.match(page.text, /<a id="app" href="brand:\/\/p\/7\?wm=[\w-]{39}">/);
  assert.match(page.text, /<a id="web" href="https:\/\/shop\.example\/own\?[^"]*wm=[\w-]{39}">/);
  assert.match(page.headers["content-security-policy"], /^default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[^']+'/);
  const intent = await edge.request(`/${link.slug}`, { ip: address(), userAgent: ANDROID });
  assert.equal(intent.status, 302);
  assert.match(intent.headers.location, /^intent:\/\/p\/7\?wm=[\w-]{39}#Intent;scheme=brand;package=com\.brand\.shop;S\.browser_fallback_url=https%3A%2F%2Fshop\.example%2Fown%3F[^;]*;end$/);
  const framed = await edge.request(`/${link.slug}`, { ip: address(), userAgent: TIKTOK });
  assert.match(framed.text, /<iframe hidden src="brand:\/\/p\/7\?wm=/);
  assert.equal(await led(link, { userAgent: DESKTOP }), "own");
  assert.equal(await led(link, { userAgent: GOOGLE }), "own");
  await edge.drained();
  assert.equal((await edge.eventsOf(link)).length, 5, "every way is a click");
});

test("the bots of networks get the link's own card, and everybody else the redirect", async () => {
  const card = { title: "Lamp & <Light>", description: "New", image: "https://shop.example/lamp.png" };
  const link = await made({ card });
  const preview = await edge.request(`/${link.slug}`, { ip: address(), userAgent: FACEBOOK });
  assert.equal(preview.status, 200);
  assert.match(preview.headers["content-type"], /^text\/html/);
  assert.ok(preview.text.includes('<meta property="og:title" content="Lamp &amp; &lt;Light&gt;">'), preview.text);
  assert.ok(preview.text.includes('<meta name="twitter:image" content="https://shop.example/lamp.png">'));
  assert.ok(!preview.text.includes("wm="));
  assert.equal(await led(link), "own");
  assert.equal(await led(link, { userAgent: GOOGLE }), "own");
  await edge.drained();
  const verdicts = (await edge.eventsOf(link)).map((event) => event.verdict).sort();
  assert.deepEqual(verdicts, [HUMAN, BOT, PREVIEW]);
  const none = await edge.must(200, "PATCH", `/v1/links/${link.id}`, { card: null });
  assert.equal(none.card, null);
});
