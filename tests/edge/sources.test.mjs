// Sources: who holds a secret is heard, whatever else is sent is refused, and no secret is told twice.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { address, start, until, word } from "./start.mjs";
import * as sign from "./signers.mjs";

const edge = await start();
after(() => edge.close());

const SECRET = "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";
const FORMER = "shpss_00000000111111112222222233333333";

/** A source of that kind; a test gives what it is about. */
const source = (kind, over = {}) => {
  const given = { shopify: SECRET, stripe: `whsec_${SECRET}`, woocommerce: SECRET }[kind];
  return edge.must(201, "POST", "/v1/sources", { name: word(kind), kind, ...(given && { secret: given }), ...over });
};

const send = (handle, headers, body, over = {}) =>
  edge.request(`/v1/hooks/${handle}`, { method: "POST", headers, body, ip: address(), ...over });

/** The same body with one bit of one byte changed. */
const changed = (body, at = body.length >> 1) => {
  const bytes = Buffer.from(body);
  bytes[at] ^= 1;
  return bytes;
};

const SHOPIFY_BODY = JSON.stringify({ id: 820982911946154508n.toString(), test: true, name: "#1001 ☃" });
const standardSale = (over) => JSON.stringify(edge.sale(over));

describe("the register", () => {
  test("a secret is shown when its source is made, and never again", async () => {
    const made = await source("standard");
    assert.match(made.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    const { secret, ...rest } = made;
    assert.equal(rest.hint, secret.slice(-4));
    assert.deepEqual(await edge.must(200, "GET", `/v1/sources/${made.id}`), rest);
    const renamed = await edge.call("PATCH", `/v1/sources/${made.id}`, { name: "Another" });
    const list = await edge.call("GET", "/v1/sources?limit=100");
    for (const reply of [renamed, list]) {
      assert.equal(reply.status, 200);
      assert.ok(!reply.text.includes(secret) && !reply.text.includes("secret\""), reply.text);
    }
    assert.ok(list.json.items.some(({ id }) => id === made.id));
  });

  test("a token is not even stored", async () => {
    for (const kind of ["ga4", "postback"]) {
      const { id, secret } = await source(kind);
      const [row] = await edge.control("SELECT * FROM source WHERE id = ?", id);
      assert.ok(!JSON.stringify(row).includes(secret));
    }
  });

  test("a handle is taken once", async () => {
    const { handle } = await source("standard");
    const reply = await edge.call("POST", "/v1/sources", { name: "x", kind: "standard", handle });
    assert.equal(reply.status, 409);
    assert.equal(reply.json.code, "handle_taken");
  });

  test("only an administrator sees or makes sources and deliveries", async () => {
    const { key } = await edge.make.key(["links:read", "links:write", "conversions:write", "reports:read"]);
    const doors = [
      ["GET", "/v1/sources"], ["POST", "/v1/sources"], ["GET", "/v1/sources/1"], ["PATCH", "/v1/sources/1"], ["DELETE", "/v1/sources/1"],
      ["GET", "/v1/deliveries"], ["GET", "/v1/deliveries/1"], ["POST", "/v1/deliveries/1/replay"],
    ];
    for (const [method, path] of doors) assert.equal((await edge.call(method, path, undefined, { key })).status, 403, `${method} ${path}`);
  });

  test("an unknown, a disabled and a removed source are the same 404", async () => {
    const [disabled, removed, other] = [await source("shopify", { enabled: false }), await source("shopify"), await source("postback")];
    await edge.must(204, "DELETE", `/v1/sources/${removed.id}`);
    const texts = new Set();
    for (const handle of [word("nobody"), disabled.handle, removed.handle, other.handle, "%2e", "A"]) {
      const reply = await send(handle, sign.shopify(SECRET, SHOPIFY_BODY), SHOPIFY_BODY);
      assert.equal(reply.status, 404, handle);
      texts.add(reply.text);
    }
    assert.equal(texts.size, 1);
  });

  test("a source that is opened again is heard at once", async () => {
    const made = await source("shopify", { enabled: false });
    assert.equal((await send(made.handle, sign.shopify(SECRET, SHOPIFY_BODY), SHOPIFY_BODY)).status, 404);
    await edge.must(200, "PATCH", `/v1/sources/${made.id}`, { enabled: true });
    assert.notEqual((await send(made.handle, sign.shopify(SECRET, SHOPIFY_BODY), SHOPIFY_BODY)).status, 404);
  });

  test("a secret is found in no log line", async () => {
    const made = await source("standard");
    const body = standardSale();
    await send(made.handle, sign.standard(made.secret, body), body);
    await edge.request(`/postback?source=${(await source("postback")).handle}&token=wrong-token-of-nobody`, { ip: address() });
    const printed = edge.output().map(({ line }) => line).join("\n");
    for (const secret of [made.secret, SECRET, "wrong-token-of-nobody"]) assert.ok(!printed.includes(secret));
  });
});

describe("signatures", () => {
  test("what the official Shopify library takes is taken, and what it refuses is refused", async (t) => {
    const { handle } = await source("shopify");
    const good = sign.shopify(SECRET, SHOPIFY_BODY);
    const without = (name) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
    const cases = [
      ["as it was signed", good, SHOPIFY_BODY, true],
      ["one byte of the body changed", good, changed(SHOPIFY_BODY).toString(), false],
      ["a line break behind the body", good, `${SHOPIFY_BODY}\n`, false],
      ["another secret", sign.shopify("another-secret-of-nobody", SHOPIFY_BODY), SHOPIFY_BODY, false],
      ["hex", { ...good, "x-shopify-hmac-sha256": Buffer.from(good["x-shopify-hmac-sha256"], "base64").toString("hex") }, SHOPIFY_BODY, false],
      ["no signature", without("x-shopify-hmac-sha256"), SHOPIFY_BODY, false],
      ["an empty body", sign.shopify(SECRET, ""), "", false],
      ["names in capitals", Object.fromEntries(Object.entries(good).map(([key, value]) => [key.toUpperCase(), value])), SHOPIFY_BODY, true],
    ];
    for (const [name, headers, body, takes] of cases)
      await t.test(name, async () => {
        assert.equal(await sign.shopifyTakes(SECRET, headers, body), takes, "the official library");
        const reply = await send(handle, headers, body);
        assert.equal(reply.status !== 401, takes, `${reply.status} ${reply.text}`);
        if (!takes) assert.equal(reply.json.code, "wrong_signature");
      });
    await t.test("without the X- prefix, as Shopify's newer events come", async () => {
      const headers = Object.fromEntries(Object.entries(good).map(([key, value]) => [key.replace("x-shopify", "shopify"), value]));
      assert.notEqual((await send(handle, headers, SHOPIFY_BODY)).status, 401);
    });
  });

  test("what the official Stripe client signs is taken, and what it refuses is refused", async (t) => {
    const secret = `whsec_${SECRET}`;
    const { handle } = await source("stripe");
    const body = JSON.stringify({ id: "evt_1", object: "event", type: "product.created", data: { object: { note: "☃" } } });
    const header = sign.stripe(secret, body)["stripe-signature"];
    const [, at, tag] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header);
    const zeros = "0".repeat(64);
    const cases = [
      ["as it was signed", header, true],
      ["of two signatures the second", `t=${at},v1=${zeros},v1=${tag}`, true],
      ["v1 before t", `v1=${tag},t=${at}`, true],
      ["of two times the last", `t=1,v1=${tag},t=${at}`, true],
      ["a space after the comma", `t=${at}, v1=${tag}`, false],
      ["capitals", `t=${at},v1=${tag.toUpperCase()}`, false],
      ["only v0", `t=${at},v0=${tag}`, false],
      ["nothing", "", false],
    ];
    for (const [name, value, takes] of cases)
      await t.test(name, async () => {
        const headers = { "stripe-signature": value };
        assert.equal(sign.stripeTakes(secret, headers, body), takes, "the official client");
        const reply = await send(handle, headers, body);
        assert.equal(reply.status, takes ? 200 : 401, reply.text);
      });
    await t.test("one byte of the body changed", async () => {
      assert.equal((await send(handle, { "stripe-signature": header }, changed(body))).status, 401);
      assert.equal((await send(handle, { "stripe-signature": header }, `${body}\n`)).status, 401);
    });
    await t.test("too old, or from the future", async () => {
      for (const [late, status] of [[290, 200], [310, 400], [-290, 200], [-310, 400], [-86_400, 400]]) {
        const reply = await send(handle, sign.stripe(secret, body, late), body);
        assert.equal(reply.status, status, `${late} s: ${reply.text}`);
        if (status === 400) assert.equal(reply.json.code, "stale");
      }
    });
  });

  test("what the official Standard Webhooks library signs is taken, and what it refuses is refused", async (t) => {
    const { handle, secret } = await source("standard");
    const body = standardSale();
    const good = sign.standard(secret, body, { id: "msg_1" });
    const cases = [
      ["as it was signed", good, true],
      ["of two signatures the second", { ...good, "webhook-signature": `v1,AAAA ${good["webhook-signature"]}` }, true],
      ["another version", { ...good, "webhook-signature": good["webhook-signature"].replace("v1", "v2") }, false],
      ["another id", { ...good, "webhook-id": "msg_2" }, false],
      ["another time", { ...good, "webhook-timestamp": String(Number(good["webhook-timestamp"]) + 1) }, false],
      ["no signature", { ...good, "webhook-signature": "" }, false],
      ["too old", sign.standard(secret, body, { late: 310 }), false],
      ["from the future", sign.standard(secret, body, { late: -310 }), false],
    ];
    for (const [name, headers, takes] of cases)
      await t.test(name, async () => {
        assert.equal(sign.standardTakes(secret, headers, body), takes, "the official library");
        const reply = await send(handle, headers, body);
        assert.equal(reply.status === 200, takes, `${reply.status} ${reply.text}`);
        if (/old|future/.test(name)) assert.equal(reply.json.code, "stale");
        else if (!takes) assert.equal(reply.json.code, "wrong_signature");
      });
    await t.test("one byte of the body changed", async () => {
      assert.equal((await send(handle, good, changed(body))).status, 401);
    });
    await t.test("an id with a point, which the specification forbids", async () => {
      assert.equal((await send(handle, sign.standard(secret, body, { id: "msg.1" }), body)).status, 401);
    });
  });

  test("a WooCommerce secret signs as WordPress decodes it, and as it was typed", async () => {
    const { handle } = await source("woocommerce", { secret: "a&amp;b&lt;c&gt;&quot;d&#039;-long-enough" });
    const body = JSON.stringify({ id: 7, status: "checkout-draft" });
    for (const [secret, wrong] of [[`a&b<c>"d'-long-enough`, false], ["a&amp;b&lt;c&gt;&quot;d&#039;-long-enough", false], ["a&b<c>", true]]) {
      const reply = await send(handle, sign.woocommerce(secret, body), body);
      assert.equal(reply.status === 401, wrong, `${reply.status} ${reply.text}`);
    }
    assert.equal((await send(handle, sign.woocommerce(`a&b<c>"d'-long-enough`, body), changed(body))).status, 401);
  });

  test("the ping that WooCommerce sends unsigned is 200 and leaves nothing", async () => {
    const { id, handle } = await source("woocommerce");
    const reply = await send(handle, { "content-type": "application/x-www-form-urlencoded" }, "webhook_id=7");
    assert.equal(reply.status, 200);
    assert.deepEqual(await edge.control("SELECT * FROM delivery WHERE source = ?", id), []);
    assert.equal((await send(handle, { "content-type": "application/x-www-form-urlencoded" }, "webhook_id=7&x=1")).status, 401);
  });

  test("a tag manager shows its secret in the query", async () => {
    const { handle, secret } = await source("ga4");
    const body = JSON.stringify({ client_id: "1.2", events: [{ name: "page_view", params: {} }] });
    const at = (query) => edge.request(`/v1/hooks/${handle}?${query}`, { method: "POST", body, ip: address() });
    assert.equal((await at(`measurement_id=G-1&api_secret=${encodeURIComponent(secret)}`)).status, 200);
    for (const query of ["", "api_secret=", "api_secret=wrong", `api_secret=${secret}x`, `secret=${secret}`]) assert.equal((await at(query)).status, 401, query);
  });

  test("two secrets are live: the new one and the one before, until it is ended or a third comes", async () => {
    const { id, handle } = await source("shopify", { secret: FORMER });
    const takes = async (secret) => (await send(handle, sign.shopify(secret, SHOPIFY_BODY), SHOPIFY_BODY)).status !== 401;
    assert.deepEqual([await takes(FORMER), await takes(SECRET)], [true, false]);
    const rotated = await edge.must(200, "PATCH", `/v1/sources/${id}`, { secret: SECRET });
    assert.deepEqual([rotated.hint, rotated.former_hint], [SECRET.slice(-4), FORMER.slice(-4)]);
    assert.deepEqual([await takes(FORMER), await takes(SECRET)], [true, true]);
    const third = "shpss_third_third_third_third_third";
    await edge.must(200, "PATCH", `/v1/sources/${id}`, { secret: third });
    assert.deepEqual([await takes(FORMER), await takes(SECRET), await takes(third)], [false, true, true]);
    const ended = await edge.must(200, "PATCH", `/v1/sources/${id}`, { former_secret: null });
    assert.equal(ended.former_hint, null);
    assert.deepEqual([await takes(SECRET), await takes(third)], [false, true]);
  });

  test("a source is bound to its own secret", async () => {
    const [mine, other] = [await source("standard"), await source("standard")];
    const body = standardSale();
    assert.equal((await send(mine.handle, sign.standard(other.secret, body), body)).status, 401);
  });
});

describe("reports", () => {
  const rows = (order) => edge.control("SELECT * FROM conversion WHERE order_id = ?", order);

  test("a signed report is stored as its source's, believed above a server", async () => {
    const made = await source("standard");
    const sale = edge.sale();
    await edge.accepted({ ...sale, total_minor: 11_000 });
    const body = JSON.stringify({ type: "order.paid", data: sale });
    const reply = await send(made.handle, sign.standard(made.secret, body), body);
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.json.outcome, "revision");
    assert.equal(reply.json.topic, "order.paid");
    assert.equal(reply.json.items[0].order_id, sale.order_id);
    const [row] = await rows(sale.order_id);
    assert.deepEqual([row.source, row.rank, row.total_minor], [made.id, 3, sale.total_minor]);
  });

  test("a delivery that is replayed changes nothing", async () => {
    const made = await source("standard");
    const sale = edge.sale();
    const body = JSON.stringify([sale, edge.refund(sale.order_id)]);
    const headers = sign.standard(made.secret, body);
    const first = await send(made.handle, headers, body);
    assert.deepEqual(first.json.items.map(({ outcome }) => outcome), ["accepted", "accepted"]);
    const before = await rows(sale.order_id);
    const again = await Promise.all(Array.from({ length: 8 }, () => send(made.handle, headers, body)));
    for (const reply of again) {
      assert.equal(reply.status, 200);
      assert.deepEqual(reply.json.items.map(({ outcome }) => outcome), ["duplicate", "duplicate"]);
    }
    assert.deepEqual(await rows(sale.order_id), before);
  });

  test("a conflict is 200, for the sender can do nothing about it", async () => {
    const made = await source("standard");
    const sale = edge.sale();
    for (const [total_minor, outcome] of [[5_000, "accepted"], [6_000, "conflict"]]) {
      const body = JSON.stringify({ ...sale, total_minor });
      const reply = await send(made.handle, sign.standard(made.secret, body), body);
      assert.deepEqual([reply.status, reply.json.outcome], [200, outcome], reply.text);
    }
    assert.equal((await rows(sale.order_id))[0].total_minor, 5_000);
  });

  test("reports that are refused are 422 with their faults, and beside good ones they are told", async () => {
    const made = await source("standard");
    const bad = JSON.stringify({ ...edge.sale(), total_minor: -1 });
    const reply = await send(made.handle, sign.standard(made.secret, bad), bad);
    assert.equal(reply.status, 422);
    assert.equal(reply.json.errors[0].pointer, "/0/total_minor");
    const both = JSON.stringify([edge.sale(), { ...edge.sale(), total_minor: -1 }]);
    const mixed = await send(made.handle, sign.standard(made.secret, both), both);
    assert.deepEqual([mixed.status, mixed.json.outcome], [200, "rejected"]);
    assert.deepEqual(mixed.json.items.map(({ outcome }) => outcome), ["accepted", "rejected"]);
  });

  test("a body that is no JSON is 400, and only to who signed it", async (t) => {
    const made = await source("standard");
    for (const [name, body] of [
      ["cut", '{"kind":"sale"'], ["empty", ""], ["two values", "{}{}"], ["too deep", "[".repeat(200) + "]".repeat(200)],
      ["not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])], ["a form", "kind=sale"],
    ])
      await t.test(name, async () => {
        const id = "msg_x";
        const at = Math.floor(Date.now() / 1000);
        const key = Buffer.from(made.secret.slice(6), "base64");
        const tag = sign.hmac(key, Buffer.concat([Buffer.from(`${id}.${at}.`), Buffer.from(body)]));
        const reply = await send(made.handle, { "webhook-id": id, "webhook-timestamp": String(at), "webhook-signature": `v1,${tag}` }, body);
        assert.deepEqual([reply.status, reply.json.code], [400, "malformed_json"], reply.text);
        assert.equal((await send(made.handle, {}, body)).status, 401);
      });
  });

  test("a megabyte is taken and more is 413, whatever the length header says", async () => {
    const made = await source("shopify");
    const most = " ".repeat(1024 * 1024 - 2) + "{}";
    assert.notEqual((await send(made.handle, sign.shopify(SECRET, most), most)).status, 413);
    const more = ` ${most}`;
    for (const over of [{ body: more }, { body: undefined, chunks: [more.slice(0, 700_000), more.slice(700_000)] }]) {
      const reply = await send(made.handle, sign.shopify(SECRET, more), undefined, over);
      assert.equal(reply.status, 413, reply.text);
    }
  });

  test("a webhook's door serves POST alone", async () => {
    const { handle } = await source("standard");
    for (const method of ["GET", "HEAD", "PUT", "DELETE"]) {
      const reply = await edge.request(`/v1/hooks/${handle}`, { method });
      assert.deepEqual([reply.status, reply.headers.allow], [405, "POST"]);
    }
  });
});

describe("postbacks", () => {
  const query = (made, over = {}) =>
    `/postback?${new URLSearchParams({ source: made.handle, token: made.secret, order_id: word("pb-"), total: "79.30", currency: "EUR", ...over })}`;
  const stored = async (order) => (await edge.control("SELECT * FROM conversion WHERE key = ?", order))[0];

  test("a postback is kept as unverified unless its source is trusted", async () => {
    for (const [trusted, rank] of [[false, 1], [true, 2]]) {
      const made = await source("postback", { trusted });
      const order_id = word("pb-");
      const reply = await edge.request(query(made, { order_id }), { ip: address() });
      assert.deepEqual([reply.status, reply.json], [201, { outcome: "accepted" }]);
      const row = await stored(order_id);
      assert.deepEqual([row.rank, row.source, row.total_minor, row.currency], [rank, made.id, 7_930, "EUR"]);
    }
  });

  test("the same postback later is a duplicate, though it tells no time", async () => {
    const made = await source("postback");
    const path = query(made);
    assert.equal((await edge.request(path, { ip: address() })).status, 201);
    await until("another millisecond", () => new Promise((done) => setTimeout(() => done(true), 20)));
    const again = await edge.request(path, { ip: address() });
    assert.deepEqual([again.status, again.json.outcome], [200, "duplicate"]);
    const other = await edge.request(path.replace("79.30", "80.30"), { ip: address() });
    assert.deepEqual([other.status, other.json.code], [409, "conflict"]);
  });

  test("a form says the same as a query", async () => {
    const made = await source("postback");
    const order_id = word("pb-");
    const form = new URLSearchParams({ source: made.handle, token: made.secret, order_id, total_minor: "1580", currency: "JPY" }).toString();
    const reply = await edge.request("/postback", { method: "POST", body: form, headers: { "content-type": "application/x-www-form-urlencoded" }, ip: address() });
    assert.equal(reply.status, 201, reply.text);
    assert.equal((await stored(order_id)).total_minor, 1_580);
  });

  test("a wrong token is 401 and is told nowhere", async () => {
    const [made, other] = [await source("postback"), await source("postback")];
    for (const token of ["", "wrong-token", other.secret]) {
      const order_id = word("pb-");
      const reply = await edge.request(query(made, { order_id, token }), { ip: address() });
      assert.deepEqual([reply.status, reply.json.code], [401, "wrong_signature"]);
      assert.equal(await stored(order_id), undefined);
      if (token !== "") assert.ok(!reply.text.includes(token));
    }
    const kept = JSON.stringify(await edge.control("SELECT * FROM delivery WHERE source = ?", made.id));
    for (const secret of ["wrong-token", other.secret, made.secret]) assert.ok(!kept.includes(secret));
  });

  test("HEAD records nothing", async () => {
    const made = await source("postback");
    const order_id = word("pb-");
    assert.equal((await edge.request(query(made, { order_id }), { method: "HEAD", ip: address() })).status, 405);
    assert.equal(await stored(order_id), undefined);
  });

  test("a refund, a lead and a sale that was rejected", async () => {
    const made = await source("postback", { trusted: true });
    const [order_id, lead_id, refund_id] = [word("pb-"), word("lead-"), word("refund-")];
    assert.equal((await edge.request(query(made, { order_id }), { ip: address() })).status, 201);
    assert.equal((await edge.request(query(made, { order_id, kind: "refund", refund_id, total: "9.30" }), { ip: address() })).status, 201);
    assert.equal((await edge.request(query(made, { kind: "lead", lead_id }), { ip: address() })).status, 201);
    assert.equal((await stored(refund_id)).total_minor, 930);
    assert.equal((await stored(lead_id)).total_minor, 7_930);
    const rejected = await edge.request(query(made, { order_id, status: "rejected" }), { ip: address() });
    assert.equal(rejected.status, 201, rejected.text);
    const again = await edge.request(query(made, { order_id, status: "rejected" }), { ip: address() });
    assert.deepEqual([again.status, again.json.outcome], [200, "duplicate"]);
  });

  test("what is wrong is named, and what nothing is made of too", async () => {
    const made = await source("postback");
    const wrong = await edge.request(query(made, { total: "79.305" }), { ip: address() });
    assert.deepEqual([wrong.status, wrong.json.errors[0].parameter, wrong.json.errors[0].code], [422, "total", "not_an_amount"]);
    const unread = await edge.request(query(made, { clickid: "x" }), { ip: address() });
    assert.deepEqual(unread.json, { outcome: "accepted", unread: ["clickid"] });
  });

  test("no link may be named like the door", async () => {
    const reply = await edge.call("POST", "/v1/links", { destination: "https://shop.example/", slug: "postback", creator_id: (await edge.make.creator()).id });
    assert.equal(reply.status, 422);
  });
});

test("who proves nothing is slowed, and a shop's own webhooks never are", async () => {
  const slow = await start({ limit: 5 });
  try {
    const made = await slow.must(201, "POST", "/v1/sources", { name: "Shop", kind: "shopify", secret: SECRET });
    const at = (secret) => slow.request(`/v1/hooks/${made.handle}`, { method: "POST", headers: sign.shopify(secret, SHOPIFY_BODY), body: SHOPIFY_BODY, ip: "198.51.100.9" });
    for (let turn = 0; turn < 12; turn += 1) assert.notEqual((await at(SECRET)).status, 429);
    const wrong = [];
    for (let turn = 0; turn < 12; turn += 1) wrong.push((await at("wrong-secret-of-nobody")).status);
    assert.ok(wrong.includes(401) && wrong.includes(429), String(wrong));
    assert.notEqual((await at(SECRET)).status, 429);
    const kept = await slow.control("SELECT count(*) AS n FROM delivery WHERE verified = 0");
    assert.equal(kept[0].n, wrong.filter((status) => status === 401).length);
  } finally {
    await slow.close();
  }
});
