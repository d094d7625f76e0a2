// POST /v1/collect: what pages report, what is kept of it, and that all of it is counted, taken or not.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, DAY, HUMAN, iso, mint, PHONE, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const ORIGIN = "https://shop.example";
const LANDING = 3;
const PAGE = 4;
const REJECTED = 5;
/** Reasons as the event table spells them. */
const REASONS = {
  body_malformed: 1, body_too_large: 2, key_unknown: 3, origin_not_allowed: 4, too_many_events: 5, event_malformed: 6,
  click_id_not_ours: 7, time_absurd: 8, too_fast: 9, not_a_touch: 10, unavailable: 11,
};

const site = await edge.make.site();

/** What a page sends: events, under the key of the first site unless `body` says otherwise. */
const send = (events, { body = {}, headers = {}, ...rest } = {}) =>
  edge.request("/v1/collect", {
    method: "POST",
    ip: address(),
    headers: { "content-type": "text/plain;charset=UTF-8", origin: ORIGIN, ...headers },
    body: Buffer.isBuffer(events) || typeof events === "string" ? events : JSON.stringify({ key: site.key, events, ...body }),
    ...rest,
  });

/** Outcomes of what was sent, which must be heard. */
async function heard(events, options) {
  const reply = await send(events, options);
  assert.equal(reply.status, 200, reply.text);
  assert.deepEqual(reply.json.items.map(({ index }) => index), events.map((_, place) => place));
  return reply.json.items;
}
const outcomes = async (events, options) => (await heard(events, options)).map(({ outcome }) => outcome);

/** Runs `work` and gives what it said, and the events that came of it. */
async function kept(work) {
  await edge.drained();
  const all = () => edge.events("SELECT * FROM event WHERE kind >= 3 ORDER BY at, nonce");
  const name = (row) => JSON.stringify(row);
  const before = new Set((await all()).map(name));
  const said = await work();
  await edge.drained();
  return [said, (await all()).filter((row) => !before.has(name(row)))];
}

/** Seconds of a time as touches write them. */
const seconds = (ms = Date.now()) => Math.floor(ms / 1000).toString(36);

test("a landing by a click of ours is kept with that click's link, nonce and visitor", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  const [said, events] = await kept(() => outcomes([{ type: "landing", touch: id }]));
  assert.deepEqual(said, ["accepted"]);
  const [click] = await edge.eventsOf(link);
  const [landing] = events;
  assert.deepEqual(
    [landing.kind, landing.link, landing.nonce, landing.visitor, landing.verdict, landing.labels],
    [LANDING, link.id, click.nonce, click.visitor, HUMAN, null],
  );
  assert.ok(landing.at > click.at);
});

test("a landing by another channel is kept with its source and medium", async () => {
  const touch = `www.google.com/referrer@${seconds()}`;
  const [said, events] = await kept(() => outcomes([{ type: "landing", touch }]));
  assert.deepEqual(said, ["accepted"]);
  assert.deepEqual(events.map(({ kind, link, labels }) => [kind, link, labels]), [[LANDING, 0, "google/organic"]]);
});

test("a further page is kept as a page", async () => {
  const [said, events] = await kept(() => outcomes([{ type: "page" }]));
  assert.deepEqual(said, ["accepted"]);
  assert.deepEqual(events.map(({ kind, link, labels }) => [kind, link, labels]), [[PAGE, 0, null]]);
});

test("a purchase is durable before its page hears so, and unverified", async () => {
  const order_id = word("token-of-checkout-");
  const { id } = await edge.click(await edge.make.link());
  const [item] = await heard([{ type: "purchase", order_id, total_minor: 5_000, currency: "EUR", touches: id }]);
  assert.equal(item.outcome, "accepted", JSON.stringify(item));
  const order = await edge.must(200, "GET", `/v1/conversions/${order_id}`);
  assert.deepEqual([order.state, order.rank, order.total_minor], ["unverified", "browser", 5_000]);
});

test("a lead is durable before its page hears so, and unverified", async () => {
  const lead_id = word("lead-");
  const [item] = await heard([{ type: "lead", lead_id, lead_type: "newsletter" }]);
  assert.equal(item.outcome, "accepted", JSON.stringify(item));
  const lead = await edge.must(200, "GET", `/v1/conversions/${lead_id}?kind=lead`);
  assert.deepEqual([lead.state, lead.rank, lead.detail.type], ["unverified", "browser", "newsletter"]);
});

/** Reasons of what was kept as rejected. */
const reasons = (events) => events.filter(({ kind }) => kind === REJECTED).map(({ reason }) => reason).sort((a, b) => a - b);

/** A body that must be refused whole with this status and word, and counted once with this reason. */
async function refused(status, code, reason, events, options) {
  const [reply, kept_] = await kept(() => send(events, options));
  assert.equal(reply.status, status, reply.text);
  assert.equal(reply.json.code, code, reply.text);
  assert.equal(reply.headers["content-type"], "application/problem+json");
  assert.equal(reply.headers["access-control-allow-origin"], "*", "the page must be able to read why");
  assert.deepEqual(kept_.map(({ kind }) => kind), [REJECTED]);
  assert.deepEqual(reasons(kept_), [REASONS[reason]]);
  const [{ link, address: asked, labels }] = kept_;
  assert.deepEqual([link, asked, labels], [0, null, null]);
  return reply;
}

const page = { type: "page" };
/** A body of exactly so many bytes. */
const sized = (bytes) => {
  const text = JSON.stringify({ key: site.key, events: [page] });
  return text + " ".repeat(bytes - text.length);
};
const purchase = (over = {}) => ({ type: "purchase", order_id: word("checkout-token-"), total_minor: 5_000, currency: "EUR", ...over });

test("a body of 16 KiB is heard, and one byte more is too large", async () => {
  for (const bytes of [16_383, 16_384]) assert.equal((await send(sized(bytes))).status, 200);
  await refused(413, "too_large", "body_too_large", sized(16_385));
});

test("a body that does not say its length is cut off all the same", async () => {
  const text = sized(40_000);
  const options = { method: "POST", ip: address(), headers: { origin: ORIGIN }, chunks: [text.slice(0, 20_000), text.slice(20_000)] };
  const [reply, events] = await kept(() => edge.request("/v1/collect", options));
  assert.equal(reply.status, 413, reply.text);
  assert.deepEqual(reasons(events), [REASONS.body_too_large]);
  const [fits, taken] = await kept(() => edge.request("/v1/collect", { ...options, chunks: [sized(300).slice(0, 9), sized(300).slice(9)] }));
  assert.equal(fits.status, 200, fits.text);
  assert.deepEqual(taken.map(({ kind }) => kind), [PAGE]);
});

test("what is no JSON is refused and counted", async () => {
  const doubled = `{"key":"${site.key}","events":[{"type":"page"}],"events":[]}`;
  for (const text of ["", "{", "wm", "key=1&events=2", doubled, Buffer.from([0xff, 0xfe, 0x7b]), Buffer.from(`{"key":"\xff"}`, "latin1")])
    await refused(400, "malformed_json", "body_malformed", text);
});

test("a body without key or events is refused and counted", async () => {
  for (const text of ["null", "[]", "7", "{}", `{"key":"${site.key}"}`, `{"key":"${site.key}","events":[]}`, '{"events":[{"type":"page"}]}'])
    await refused(422, "invalid", "body_malformed", text);
});

test("the body's type is not asked about", async () => {
  for (const type of ["text/plain", "application/json", "application/x-www-form-urlencoded", "application/octet-stream", ""])
    assert.deepEqual(await outcomes([page], { headers: { "content-type": type } }), ["accepted"], type);
  const { "content-type": none, ...headers } = { "content-type": 1, origin: ORIGIN };
  assert.equal((await edge.request("/v1/collect", { method: "POST", headers, body: sized(200) })).status, 200);
});

test("fifty events are taken at once, and fifty-one not at all", async () => {
  const many = (count) => Array.from({ length: count }, () => page);
  const [said, events] = await kept(() => outcomes(many(50)));
  assert.deepEqual([said.length, new Set(said), events.length], [50, new Set(["accepted"]), 50]);
  await refused(422, "too_many_events", "too_many_events", many(51));
});

test("a key that no site has, or whose site is off or away, opens nothing", async () => {
  const off = await edge.make.site({ enabled: false });
  const away = await edge.make.site();
  await edge.must(204, "DELETE", `/v1/sites/${away.id}`);
  const other = `${site.key.slice(0, -1)}${site.key.endsWith("A") ? "B" : "A"}`;
  for (const key of [off.key, away.key, other, "wms_4000000000_AAAAAAAAAAAAAAAAAAAAAA", "wms_", "x".repeat(64), site.key.toUpperCase()])
    await refused(403, "key_unknown", "key_unknown", [page], { body: { key } });
  await refused(422, "invalid", "body_malformed", [page], { body: { key: "x".repeat(65) } });
});

test("a site that is switched on again is heard again", async () => {
  const { id, key } = await edge.make.site({ enabled: false });
  assert.equal((await send([page], { body: { key } })).status, 403);
  await edge.must(200, "PATCH", `/v1/sites/${id}`, { enabled: true });
  assert.equal((await send([page], { body: { key } })).status, 200);
});

test("a page that is none of the site's is refused and counted", async () => {
  for (const origin of ["https://evil.example", "null", "http://shop.example", "https://shop.example:8443", "https://www.shop.example", "https://shop.example.evil.example", ""])
    await refused(403, "origin_not_allowed", "origin_not_allowed", [page], { headers: { origin } });
  await refused(403, "origin_not_allowed", "origin_not_allowed", [page], { headers: { origin: "https://evil.example", referer: "https://shop.example/" } });
});

test("a browser that says no origin is where its referrer is", async () => {
  const from = (referer) => edge.request("/v1/collect", { method: "POST", ip: address(), headers: { referer }, body: sized(200) });
  assert.equal((await from("https://shop.example/thanks?order=1")).status, 200);
  for (const referer of ["https://evil.example/https://shop.example/", "https://shop.example@evil.example/", "about:blank"])
    assert.equal((await from(referer)).status, 403, referer);
});

test("any page may ask, and may send JSON", async () => {
  const asked = await edge.request("/v1/collect", { method: "OPTIONS", headers: { origin: "https://anywhere.example", "access-control-request-method": "POST" } });
  assert.equal(asked.status, 204);
  assert.equal(asked.headers["access-control-allow-origin"], "*");
  assert.match(asked.headers["access-control-allow-methods"], /POST/);
  assert.match(asked.headers["access-control-allow-headers"], /content-type/);
  assert.equal(asked.headers["access-control-allow-credentials"], undefined);
  const reply = await send([page]);
  assert.equal(reply.headers["access-control-allow-origin"], "*");
  assert.equal(reply.headers["cache-control"], "no-store");
});

test("other methods are not served", async () => {
  for (const method of ["GET", "PUT", "DELETE", "PATCH"]) {
    const reply = await edge.request("/v1/collect", { method });
    assert.deepEqual([reply.status, reply.headers.allow], [405, "POST, OPTIONS"], method);
  }
});

test("bad events cost no good one beside them, and each is counted with its reason", async () => {
  const { id } = await edge.click(await edge.make.link());
  const forged = `${id.slice(0, -1)}${id.endsWith("A") ? "B" : "A"}`;
  const sent = [
    page,
    null,
    { type: "click" },
    { type: "page", url: "https://shop.example/" },
    { type: "landing", touch: forged },
    { type: "landing", touch: `checkout.stripe.com/referrer@${seconds()}` },
    { type: "landing", touch: "x" },
    { type: "landing", touch: id },
    { type: "page", at: "now" },
    { type: "lead" },
    purchase({ total_minor: "5000" }),
    purchase(),
    page,
  ];
  const [said, events] = await kept(() => heard(sent));
  assert.deepEqual(said.map(({ outcome }) => outcome), [
    "accepted", "rejected", "rejected", "rejected", "rejected", "ignored", "rejected", "accepted", "accepted", "rejected", "rejected", "accepted", "accepted",
  ]);
  assert.deepEqual(said.flatMap(({ errors }) => errors.map(({ pointer, code }) => [pointer, code])), [
    ["/events/1", "not_an_object"], ["/events/2/type", "unknown_type"], ["/events/3/url", "unknown_field"], ["/events/4/touch", "click_id_not_ours"],
    ["/events/6/touch", "not_a_touch"], ["/events/9/lead_id", "required"], ["/events/10/total_minor", "not_an_integer"],
  ]);
  const { event_malformed, click_id_not_ours, not_a_touch } = REASONS;
  const malformed = Array.from({ length: 6 }, () => event_malformed);
  assert.deepEqual(reasons(events), [...malformed, click_id_not_ours, not_a_touch]);
  assert.deepEqual(events.filter(({ kind }) => kind !== REJECTED).map(({ kind }) => kind).sort(), [LANDING, PAGE, PAGE, PAGE]);
});

test("what is wrong with the body beside its events costs none of them", async () => {
  const reply = await send([page], { body: { consent: "perhaps", extra: 1 } });
  assert.equal(reply.status, 200, reply.text);
  assert.deepEqual(reply.json.items.map(({ outcome }) => outcome), ["accepted"]);
  assert.deepEqual(reply.json.errors.map(({ pointer, code }) => [pointer, code]), [["/consent", "unknown_consent"], ["/extra", "unknown_field"]]);
});

test("a click of up to 400 days is confirmed, an older one or one to come is absurd", async () => {
  const link = (await edge.make.link()).id;
  const touch = (at) => ({ type: "landing", touch: mint({ link, at }) });
  const near = 60_000;
  const sent = [touch(Date.now() - 400 * DAY + near), touch(Date.now()), touch(Date.now() - 400 * DAY - near), touch(Date.now() + 10 * near), touch(0), touch(2 ** 48 - 1)];
  const [said, events] = await kept(() => outcomes(sent));
  assert.deepEqual(said, ["accepted", "accepted", "rejected", "rejected", "rejected", "rejected"]);
  assert.deepEqual(reasons(events), Array.from({ length: 4 }, () => REASONS.time_absurd));
  assert.deepEqual(events.filter(({ kind }) => kind === LANDING).map((one) => [one.link, one.visitor]), [[link, 77], [link, 77]]);
});

test("a click id of another deployment is not ours", async () => {
  const secret = "YW5vdGhlciBkZXBsb3ltZW50J3MgY2xpY2sgc2VjcmU";
  const [said, events] = await kept(() => outcomes([{ type: "landing", touch: mint({ link: 1, secret }) }]));
  assert.deepEqual([said, reasons(events)], [["rejected"], [REASONS.click_id_not_ours]]);
});

test("landings by one click in one moment are each kept", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  const landing = { type: "landing", touch: id };
  const [, events] = await kept(() => Promise.all(Array.from({ length: 20 }, () => outcomes([landing, landing]))));
  assert.equal(events.length, 40);
  assert.equal((await edge.eventsOf(link)).length, 1, "the click itself stays");
});

test("a time of the last day is when it was, any other is the edge's", async () => {
  const hour = 3_600_000;
  const earlier = Date.now() - 2 * hour;
  const [, events] = await kept(() => outcomes([{ ...page, at: earlier }, { ...page, at: Date.now() - 30 * hour }, { ...page, at: Date.now() + 30 * hour }]));
  const now = Date.now();
  assert.deepEqual(events.map(({ at }) => at === earlier), [true, false, false]);
  for (const { at } of events.slice(1)) assert.ok(Math.abs(now - at) < 60_000, iso(at));
});

/** What was said to being remembered, as the eighth of an event's codes. */
const consentOf = ({ codes }) => Number(codes.split(".")[7] ?? 0);

test("pages of one visitor have one number, and of one who asks not to be known another each time", async () => {
  const two = (options) => kept(async () => [await outcomes([page], options), await outcomes([page], options)]);
  const numbers = async (options) => {
    const [, events] = await two({ ip: address(), ...options });
    assert.equal(events.length, 2);
    return [new Set(events.map(({ visitor }) => visitor)).size, ...new Set(events.map(consentOf))];
  };
  assert.deepEqual(await numbers({}), [1, 0]);
  assert.deepEqual(await numbers({ body: { consent: "given" } }), [1, 1]);
  assert.deepEqual(await numbers({ body: { consent: "refused" } }), [2, 2]);
  assert.deepEqual(await numbers({ headers: { "sec-gpc": "1" } }), [2, 0]);
  assert.deepEqual(await numbers({ headers: { dnt: "1" } }), [2, 0]);
});

test("two bodies of one visitor that refused have nothing of each other", async () => {
  const ip = address();
  const refusal = { ip, body: { consent: "refused" } };
  const [, events] = await kept(async () => [await outcomes([page], { ip }), await outcomes([page], refusal)]);
  assert.equal(new Set(events.map(({ visitor }) => visitor)).size, 2);
});

test("a landing of whoever refuses, or asks not to be known, is one of the link and has nothing of its click", async () => {
  const link = await edge.make.link();
  const { id } = await edge.click(link);
  await edge.drained();
  const [click] = await edge.eventsOf(link);
  for (const options of [{ body: { consent: "refused" } }, { body: { consent: "perhaps" } }, { headers: { "sec-gpc": "1" } }, { headers: { dnt: "1" } }]) {
    const [said, events] = await kept(() => outcomes([{ type: "landing", touch: id }, { type: "landing", touch: id }, { type: "landing", touch: "x" }], options));
    assert.deepEqual(said, ["accepted", "accepted", "rejected"]);
    const landings = events.filter(({ kind }) => kind === LANDING);
    assert.deepEqual([events.length, landings.map((one) => one.link)], [3, [link.id, link.id]], "what was received is what was accepted and rejected");
    for (const { visitor, nonce } of landings) assert.ok(visitor !== click.visitor && visitor < 2 ** 46 && nonce !== click.nonce);
  }
  await edge.rollup();
  const { clicks, landings } = await edge.reported("link", link.id);
  assert.deepEqual([clicks, landings], [1, 8]);
});

test("the connection is kept beside an address hash only", async () => {
  const cf = { tlsClientRandom: "9kM0dGhlIHJhbmRvbSBieXRlcyBvZiBhIGhhbmRzaGFrZQ==" };
  const connections = async (options) => {
    const [, events] = await kept(() => outcomes([page], { cf, ...options }));
    return events.map(({ connection }) => connection > 0);
  };
  assert.deepEqual(await connections({}), [true]);
  for (const options of [{ body: { consent: "refused" } }, { headers: { "sec-gpc": "1" } }, { headers: { dnt: "1" } }, { host: "none.test" }])
    assert.deepEqual(await connections(options), [false], JSON.stringify(options));
});

test("a program that runs the page's script is no person", async () => {
  const [, events] = await kept(() => outcomes([page], { userAgent: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" }));
  assert.notEqual(events[0].verdict, HUMAN);
  const [, people] = await kept(() => outcomes([page], { userAgent: PHONE }));
  assert.equal(people[0].verdict, HUMAN);
});

test("no header costs an event or breaks the door", async () => {
  for (const headers of [
    { "user-agent": "\xff\xfe\x80" },
    { "user-agent": "x".repeat(12_000) },
    { "accept-language": "\xff,\xfe;q=9" },
    { referer: `https://shop.example/${"\xe4".repeat(2_000)}` },
    { cookie: `__Host-wm=${"A".repeat(8_000)}; __Host-wm=\xff; =; ;` },
    { "sec-purpose": "\xff", purpose: "x".repeat(4_000), "x-moz": "\x80" },
    { "cf-connecting-ip": "not an address" },
    { "content-type": "\xff/\xfe" },
  ]) {
    const reply = await send([page], { headers, userAgent: null });
    assert.equal(reply.status, 200, `${Object.keys(headers)}: ${reply.text}`);
    assert.deepEqual(reply.json.items.map(({ outcome }) => outcome), ["accepted"]);
  }
});

test("an origin that is no text is none of the site's", async () => {
  for (const origin of ["https://shop.example\xff", "\xff", `https://${"x".repeat(9_000)}.example`, "https://shop.example https://evil.example"])
    assert.equal((await send([page], { headers: { origin } })).status, 403);
});

test("the visitor is known as the host that was asked allows", async () => {
  const cookie = `__Host-wm=${"A".repeat(22)}`;
  const visitors = async (options) => {
    const [, events] = await kept(async () => [await outcomes([page], options), await outcomes([page], { ...options, ip: address() })]);
    return new Set(events.map(({ visitor }) => visitor));
  };
  const known = await visitors({ host: "full.test", headers: { cookie } });
  assert.equal(known.size, 1, "by its cookie, from any address");
  assert.equal(Math.floor([...known][0] / 2 ** 46), 2);
  assert.equal((await visitors({ host: "full.test", headers: { cookie, "sec-gpc": "1" } })).size, 2);
  assert.equal((await visitors({ host: "full.test", headers: { cookie }, body: { consent: "refused" } })).size, 2);
  assert.equal((await visitors({ host: "none.test", headers: { cookie } })).size, 2);
  assert.equal((await visitors({ host: "elsewhere.test" })).size, 2, "a host that serves no links hears pages all the same");
});

test("no page is given a cookie", async () => {
  for (const host of ["localhost", "full.test"]) assert.equal((await send([page], { host })).headers["set-cookie"], undefined, host);
});
