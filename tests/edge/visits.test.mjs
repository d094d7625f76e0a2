// Visits: by what, from where and by whom, as small codes; what is the same again; and that nothing is lost on the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HUMAN, VIEW, dayOf, iso, start, word } from "./start.mjs";

let edge;
before(async () => {
  edge = await start();
});
after(() => edge.close());

const GERMANY = { asn: 3320, country: "DE", regionCode: "BY", tlsClientRandom: "9kM0dGhlIHJhbmRvbSBieXRlcyBvZiBhIGhhbmRzaGFrZQ==" };
const INSTAGRAM =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21F90 Instagram 337.0.0.0.0 (iPhone14,5; iOS 17_5_1; de_DE; de; scale=3.00; 1170x2532)";

const visits = (by, over = {}) =>
  edge.must(200, "GET", `/v1/reports/visits?${new URLSearchParams({ by, from: dayOf(Date.now() - 600_000), to: dayOf(), ...over })}`);

/** The rows of a report by value. */
const rows = async (by, over) => Object.fromEntries((await visits(by, over)).rows.map(({ value, ...row }) => [value, row]));

test("a visit is kept as codes: device, system, app, source, country, region, language, network", async () => {
  const link = await edge.make.link();
  await edge.click(link, {
    userAgent: INSTAGRAM,
    headers: { "accept-language": "de-DE,de;q=0.9", referer: "https://l.instagram.com/?u=https%3A%2F%2Fsecret.example%2Fprivate" },
    cf: GERMANY,
  });
  await edge.drained();
  const [event] = await edge.eventsOf(link);
  assert.match(event.codes, /^1\.1\.1\.\d+\.DE\.BY\.de$/);
  assert.deepEqual([event.network, event.labels], [0, null], "a network is kept only where no language is named");
  assert.ok(event.connection > 0);
  await edge.rollup();
  const only = { link_id: link.id };
  assert.deepEqual(Object.keys(await rows("device", only)), ["mobile"]);
  assert.deepEqual(Object.keys(await rows("system", only)), ["ios"]);
  assert.deepEqual(Object.keys(await rows("app", only)), ["instagram"]);
  assert.deepEqual(Object.keys(await rows("referrer", only)), ["instagram"]);
  assert.deepEqual(Object.keys(await rows("region", only)), ["DE-BY"]);
  const text = JSON.stringify(await edge.dump("EVENTS_0"));
  for (const secret of ["secret.example", "21F90", "handshake", GERMANY.tlsClientRandom]) assert.ok(!text.includes(secret), secret);
});

test("the connection of whoever asks not to be known is not kept", async () => {
  const link = await edge.make.link();
  for (const name of ["sec-gpc", "dnt"]) {
    const asked = { headers: { [name]: "1" }, cf: GERMANY };
    await edge.click(link, asked);
    await edge.request(`/px/${link.slug}.gif`, asked);
  }
  await edge.drained();
  const events = [...(await edge.eventsOf(link)), ...(await edge.eventsOf(link, VIEW))];
  assert.deepEqual(events.map(({ connection }) => connection), [0, 0, 0, 0]);
});

test("whoever tries a link with ?wm=internal is led on and does not count", async () => {
  const link = await edge.make.link();
  const { location } = await edge.click(link, {});
  const reply = await edge.request(`/${link.slug}?wm=internal`);
  assert.equal(new URL(reply.headers.location).pathname, new URL(location).pathname);
  assert.notEqual(new URL(reply.headers.location).searchParams.get("wm"), "internal");
  await edge.drained();
  await edge.rollup();
  const row = await edge.reported("link", link.id);
  assert.deepEqual([row.clicks_gross, row.clicks, row.clicks_by_verdict.internal], [2, 1, 1]);
});

test("a click out of a data centre without a language is suspect, and one with a language is a person's", async () => {
  const link = await edge.make.link();
  const cf = { ...GERMANY, asn: 16_509 };
  await edge.click(link, { cf });
  await edge.click(link, { cf, headers: { "accept-language": "en-US,en;q=0.9" } });
  await edge.drained();
  await edge.rollup();
  const row = await edge.reported("link", link.id);
  assert.deepEqual([row.clicks, row.clicks_by_verdict.suspect], [1, 1]);
});

test("2,000 people on 5 carrier addresses with one in-app user agent within 60 seconds are people", async () => {
  const link = await edge.make.link();
  const headers = { "accept-language": "de-DE" };
  const people = Array.from({ length: 2_000 }, (_, person) => person);
  for (let at = 0; at < people.length; at += 100)
    await Promise.all(
      people.slice(at, at + 100).map((person) =>
        edge.click(link, {
          ip: `198.51.100.${200 + (person % 5)}`, userAgent: INSTAGRAM, headers,
          // Each telephone opens a connection of its own.
          cf: { ...GERMANY, tlsClientRandom: `${person}-${word()}` },
        }),
      ),
    );
  await edge.drained();
  await edge.rollup();
  const row = await edge.reported("link", link.id);
  assert.equal(row.clicks_gross, 2_000);
  assert.ok(row.clicks >= 1_980, `${row.clicks} of 2,000 are valid`);
  assert.ok((await edge.eventsOf(link)).every(({ verdict }) => verdict === HUMAN));
});

test("the same without anything known of the connection loses nobody either", async () => {
  const link = await edge.make.link();
  await Promise.all(Array.from({ length: 200 }, () => edge.click(link, { ip: "198.51.100.250", userAgent: INSTAGRAM, cf: {} })));
  await edge.drained();
  await edge.rollup();
  assert.equal((await edge.reported("link", link.id)).clicks, 200);
});

test("a double tap on one connection is one click, and its visitor one visitor", async () => {
  const link = await edge.make.link();
  const tap = { ip: "198.51.100.251", cf: { ...GERMANY, tlsClientRandom: word() } };
  await edge.click(link, tap);
  await edge.click(link, tap);
  await edge.drained();
  await edge.rollup();
  const row = await edge.reported("link", link.id);
  assert.deepEqual([row.clicks_gross, row.clicks, row.clicks_by_verdict.duplicate, row.visitor_days], [2, 1, 1, 1]);
});

test("a report of visits by creator adds that creator's links up, and by campaign the campaign's", async () => {
  const [creator, campaign] = [await edge.make.creator(), await edge.make.campaign()];
  const one = await edge.make.link({ creator_id: creator.id, campaign_id: campaign.id });
  const other = await edge.make.link({ creator_id: creator.id });
  for (const link of [one, one, other]) await edge.click(link, { cf: GERMANY });
  await edge.drained();
  await edge.rollup();
  const germany = async (over) => (await rows("country", over)).DE?.clicks;
  assert.equal(await germany({ creator_id: creator.id }), 3);
  assert.equal(await germany({ campaign_id: campaign.id }), 2);
  assert.equal(await germany({ creator_id: creator.id, campaign_id: campaign.id }), 2);
  assert.equal(await germany({ link_id: other.id }), 1);
  assert.equal(await germany({ creator_id: 4_000_000_000 }), undefined);
});

test("what a report of visits cannot be asked is said field by field", async () => {
  const wrong = async (query) => (await edge.must(422, "GET", `/v1/reports/visits?${query}`)).errors.map(({ code }) => code);
  const days = `from=${dayOf()}&to=${dayOf()}`;
  assert.deepEqual(await wrong(`by=shoe_size&${days}`), ["unknown_dimension"]);
  assert.deepEqual(await wrong(`by=device&${days}&link_id=0`), ["not_an_id"]);
  assert.deepEqual(await wrong(`by=device&${days}&link_id=1&creator_id=2`), ["not_alone"]);
  assert.deepEqual(await wrong(`by=device&${days}&creator_id=4294967296`), ["not_an_id"]);
  assert.deepEqual(await wrong(`by=device&from=${iso()}&to=${dayOf()}`), ["not_a_day"]);
});

test("a run that is repeated writes no part again", async () => {
  const link = await edge.make.link();
  await edge.click(link, { cf: GERMANY });
  await edge.drained();
  await edge.rollup();
  const before = await edge.control("SELECT * FROM visit_part WHERE link = ?", link.id);
  const today = dayOf();
  await edge.rollup({ from: today, to: today });
  assert.deepEqual(await edge.control("SELECT * FROM visit_part WHERE link = ?", link.id), before);
  assert.ok(before.length >= 9);
});
