// Deliveries: everything that came is kept with what became of it, without what must not rest, and can be replayed.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { DAY, NIGHT, address, start, word } from "./start.mjs";
import * as sign from "./signers.mjs";

const edge = await start({ faulty: true });
after(() => edge.close());

const SECRET = "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";
const IP = "203.0.113.77";

const source = (kind, over = {}) => edge.must(201, "POST", "/v1/sources", { name: word(kind), kind, ...over });
const send = (made, body, headers = sign.standard(made.secret, body)) =>
  edge.request(`/v1/hooks/${made.handle}`, { method: "POST", headers, body, ip: address() });
const listed = async (made, query = "") => (await edge.must(200, "GET", `/v1/deliveries?source=${made.id}${query}`)).items;
const whole = (id) => edge.must(200, "GET", `/v1/deliveries/${id}`);
const replay = (id, body) => edge.call("POST", `/v1/deliveries/${id}/replay`, body);
const orders = async (order) => (await edge.control("SELECT count(*) AS n FROM conversion WHERE order_id = ?", order))[0].n;

describe("what is kept", () => {
  test("a delivery is kept with what became of it", async () => {
    const made = await source("standard");
    const sale = edge.sale();
    const body = JSON.stringify({ type: "order.paid", data: sale });
    await send(made, body);
    const [delivery] = await listed(made);
    assert.deepEqual(
      [delivery.source_id, delivery.verified, delivery.cut, delivery.topic, delivery.status, delivery.outcome, delivery.reason, delivery.replayed_at],
      [made.id, true, false, "order.paid", 200, "accepted", null, null],
    );
    assert.equal(delivery.items[0].order_id, sale.order_id);
    assert.equal((await whole(delivery.id)).body, body);
  });

  test("what was refused is kept with its reason", async () => {
    const made = await source("standard");
    const good = JSON.stringify(edge.sale());
    const bad = JSON.stringify({ ...edge.sale(), currency: "???" });
    await send(made, good, sign.standard(made.secret, good, { late: 400 }));
    await send(made, good, {});
    await send(made, bad);
    await send(made, "{", sign.standard(made.secret, "{"));
    await send(made, "x".repeat(1024 * 1024 + 1), {});
    const kept = await listed(made);
    assert.deepEqual(
      kept.map(({ status, outcome, verified, cut }) => [status, outcome, verified, cut]),
      [
        [413, "too_large", false, true],
        [400, "malformed_json", true, false],
        [422, "rejected", true, false],
        [401, "wrong_signature", false, false],
        [400, "stale", false, false],
      ],
    );
    assert.ok(kept.every(({ outcome, reason }) => outcome === "rejected" || reason.length > 10));
    assert.equal(kept[2].items[0].errors[0].pointer, "/0/currency");
  });

  test("what is ignored says why", async () => {
    const made = await source("postback");
    await edge.request(`/postback?source=${made.handle}&token=${made.secret}&order_id=1&status=pending`, { ip: address() });
    const [delivery] = await listed(made);
    assert.deepEqual([delivery.outcome, delivery.reason, delivery.status], ["ignored", "status_pending", 200]);
  });

  test("no network address, no signature and no token is kept", async () => {
    const made = await source("standard");
    const body = JSON.stringify({ type: "x", client_details: { browser_ip: IP }, ip: [IP], customer_ip_address: IP, data: edge.sale() });
    const headers = sign.standard(made.secret, body);
    assert.equal((await send(made, body, headers)).status, 200);
    await send(made, body, {});
    const shop = await source("shopify", { secret: SECRET });
    const signed = sign.shopify(SECRET, body);
    await send(shop, body, signed);
    const net = await source("postback");
    await edge.request(`/postback?source=${net.handle}&token=${net.secret}&order_id=${word()}&total=1&currency=EUR&ip=${IP}`, { ip: IP });
    const tags = await source("ga4");
    await edge.request(`/v1/hooks/${tags.handle}?api_secret=${tags.secret}`, { method: "POST", body: `{"ip_override":"${IP}"}`, ip: IP });
    const kept = JSON.stringify(await edge.control("SELECT * FROM delivery"));
    for (const never of [IP, made.secret, SECRET, net.secret, tags.secret, headers["webhook-signature"].slice(3), signed["x-shopify-hmac-sha256"]])
      assert.ok(!kept.includes(never), never);
    assert.equal((await whole((await listed(made))[0].id)).body, body.replaceAll(IP, ""));
  });

  test("of what nobody signed the start is kept, and the last thousand", async () => {
    const made = await source("standard");
    await send(made, "é".repeat(40_000), {});
    const [{ id, cut }] = await listed(made);
    assert.equal(cut, true);
    const { body } = await whole(id);
    assert.ok(Buffer.byteLength(body) <= 65_536 && Buffer.byteLength(body) > 65_530 && !body.includes("\ufffd"));
    await edge.control(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
       INSERT INTO delivery (source, received_at, nonce, verified, cut, topic, status, outcome, errors, items, body)
       SELECT ?1, 0, 0, 0, 0, '', 401, 'wrong_signature', '[]', '[]', '' FROM n`,
      made.id,
    );
    await send(made, JSON.stringify(edge.sale()));
    await send(made, "last", {});
    const [{ unverified, verified }] = await edge.control(
      "SELECT total(verified = 0) AS unverified, total(verified) AS verified FROM delivery WHERE source = ?", made.id);
    assert.deepEqual([unverified, verified], [1_000, 1]);
    assert.equal((await listed(made))[0].body, "last");
  });

  test("a signed megabyte that is no text, or all faults, is refused and kept, and no failure of ours", async () => {
    const shop = await source("shopify", { secret: SECRET });
    const noise = Buffer.alloc(1024 * 1024, 0xff);
    assert.equal((await send(shop, noise, sign.shopify(SECRET, noise))).status, 400);
    const made = await source("standard");
    const faulty = JSON.stringify(Array.from({ length: 100 }, () => Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`field${at}`, 0]))));
    assert.equal((await send(made, faulty)).status, 422);
    for (const [one, cut] of [[shop, true], [made, false]]) {
      const [delivery] = await listed(one);
      assert.deepEqual([delivery.verified, delivery.cut], [true, cut]);
    }
  });

  test("the night forgets what is older than thirty days", async () => {
    const made = await source("standard");
    for (let turn = 0; turn < 3; turn += 1) await send(made, JSON.stringify(edge.sale()));
    const ids = (await listed(made)).map(({ id }) => id);
    // The oldest rows of the table are the oldest deliveries.
    await edge.control("DELETE FROM delivery WHERE source <> ?", made.id);
    await edge.control("UPDATE delivery SET received_at = ? WHERE id = ?", Date.now() - 30 * DAY - 60_000, ids[2]);
    await edge.control("UPDATE delivery SET received_at = ? WHERE id = ?", Date.now() - 30 * DAY + 60_000, ids[1]);
    await edge.cron(NIGHT);
    assert.deepEqual((await listed(made)).map(({ id }) => id), [ids[0], ids[1]]);
  });
});

describe("the list", () => {
  test("it goes newest first, by pages, by source and by outcome", async () => {
    const made = await source("standard");
    for (let turn = 0; turn < 5; turn += 1) await send(made, JSON.stringify(edge.sale()));
    await send(made, "x", {});
    const all = await listed(made);
    assert.equal(all.length, 6);
    assert.deepEqual(all.map(({ id }) => id), all.map(({ id }) => id).sort((a, b) => b - a));
    assert.equal((await listed(made, "&outcome=accepted")).length, 5);
    assert.deepEqual(await listed(made, "&outcome=nothing"), []);
    const seen = [];
    let cursor = "";
    do {
      const page = await edge.must(200, "GET", `/v1/deliveries?source=${made.id}&limit=4${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next === null ? null : `&cursor=${page.next}`;
    } while (cursor !== null);
    assert.deepEqual(seen, all.map(({ id }) => id));
  });

  test("a long body is cut in the list and whole by itself", async () => {
    const made = await source("standard");
    const body = JSON.stringify({ type: "x".repeat(5_000), data: edge.sale() });
    await send(made, body);
    const [{ id, body: start }] = await listed(made);
    assert.equal(start, body.slice(0, 500));
    assert.equal((await whole(id)).body, body);
  });

  test("wrong queries and unknown ids are refused", async () => {
    for (const query of ["source=x", "source=-1", "limit=0", "limit=101"]) assert.equal((await edge.call("GET", `/v1/deliveries?${query}`)).status, 422, query);
    assert.equal((await edge.call("GET", "/v1/deliveries?cursor=x")).status, 400);
    for (const [method, path] of [["GET", "/v1/deliveries/999999999"], ["POST", "/v1/deliveries/999999999/replay"], ["GET", "/v1/deliveries/x"]])
      assert.equal((await edge.call(method, path)).status, 404, path);
  });
});

describe("replay", () => {
  test("what was recorded stays, and the replay says so", async () => {
    const made = await source("standard");
    const sale = edge.sale();
    await send(made, JSON.stringify(sale));
    const [{ id }] = await listed(made);
    const reply = await replay(id);
    assert.deepEqual([reply.status, reply.json.outcome], [200, "duplicate"]);
    assert.equal(await orders(sale.order_id), 1);
    const after = await whole(id);
    assert.equal(after.outcome, "duplicate");
    assert.ok(Date.parse(after.replayed_at) > Date.now() - 60_000);
  });

  test("what was lost by hand comes back", async () => {
    const made = await source("standard");
    const sale = edge.sale();
    await send(made, JSON.stringify(sale));
    await edge.control("DELETE FROM conversion WHERE order_id = ?", sale.order_id);
    const [{ id }] = await listed(made);
    assert.equal((await replay(id)).json.outcome, "accepted");
    assert.equal(await orders(sale.order_id), 1);
  });

  test("a delivery that nobody signed is replayed only where the administrator vouches, and counts like its source's", async () => {
    const made = await source("standard");
    const sale = edge.sale();
    await send(made, JSON.stringify(sale), {});
    const [{ id }] = await listed(made);
    for (const body of [undefined, {}, { unsigned: false }]) {
      const reply = await replay(id, body);
      assert.deepEqual([reply.status, reply.json.errors[0].code], [422, "unsigned"]);
    }
    assert.equal(await orders(sale.order_id), 0);
    assert.equal((await replay(id, { unsigned: true })).json.outcome, "accepted");
    const [row] = await edge.control("SELECT rank, source FROM conversion WHERE order_id = ?", sale.order_id);
    assert.deepEqual([row.rank, row.source], [3, made.id]);
  });

  test("a body that was cut or is no JSON is not replayed", async () => {
    const made = await source("standard");
    await send(made, " ".repeat(70_000) + JSON.stringify(edge.sale()), {});
    await send(made, "no json", {});
    const [garbage, cut] = await listed(made);
    const reply = await replay(cut.id, { unsigned: true });
    assert.deepEqual([reply.status, reply.json.errors[0].code], [422, "cut"]);
    assert.equal((await replay(garbage.id, { unsigned: true })).status, 400);
    assert.equal((await replay(garbage.id, { unsignd: true })).status, 422);
  });

  test("a postback that tells no time happened when it came, not when it was replayed", async () => {
    const made = await source("postback");
    const order_id = word("pb-");
    await edge.request(`/postback?source=${made.handle}&token=wrong&order_id=${order_id}&total=1&currency=EUR`, { ip: address() });
    const [{ id, received_at }] = await listed(made);
    await new Promise((done) => setTimeout(done, 15));
    assert.equal((await replay(id, { unsigned: true })).json.outcome, "accepted");
    const [{ occurred_at }] = await edge.control("SELECT occurred_at FROM conversion WHERE order_id = ?", order_id);
    assert.equal(occurred_at, Date.parse(received_at));
  });
});

describe("faults", () => {
  const down = (match, mode = "before", over = {}) => [{ target: "DB", match, mode, ...over }];

  test("while storage is down nothing is acknowledged, and the sender's next try counts once", async () => {
    const made = await source("standard");
    const sale = edge.sale();
    const body = JSON.stringify(sale);
    for (const mode of ["before", "after"]) {
      await edge.faults.during(down("conversion|delivery", mode, { op: "batch" }), async () => {
        const reply = await send(made, body);
        assert.equal(reply.status, 503, reply.text);
        assert.ok(Number(reply.headers["retry-after"]) > 0);
      });
    }
    const reply = await send(made, body);
    assert.deepEqual([reply.status, reply.json.outcome], [200, "duplicate"], "the second try was written, though not acknowledged");
    assert.equal(await orders(sale.order_id), 1);
  });

  test("a source that cannot be looked up is 503, and not unknown", async () => {
    const made = await source("standard");
    await edge.faults.during(down("FROM source WHERE handle"), async () => {
      const body = JSON.stringify(edge.sale());
      assert.equal((await send(made, body)).status, 503);
    });
  });

  test("a delivery and its reports are one transaction", async () => {
    const made = await source("standard");
    const sale = edge.sale();
    await edge.faults.during(down("INSERT INTO delivery"), async () => {
      assert.equal((await send(made, JSON.stringify(sale))).status, 503);
    });
    assert.equal(await orders(sale.order_id), 0);
    assert.deepEqual(await listed(made), []);
  });

  test("where only the note of what became of it fails the sender hears success", async () => {
    const made = await source("standard");
    const sale = edge.sale();
    await edge.faults.during(down("UPDATE delivery SET topic"), async () => {
      const reply = await send(made, JSON.stringify(sale));
      assert.deepEqual([reply.status, reply.json.outcome], [200, "accepted"]);
    });
    assert.equal(await orders(sale.order_id), 1);
    const [delivery] = await listed(made);
    assert.deepEqual([delivery.outcome, delivery.status], ["recorded", 200]);
    assert.equal((await replay(delivery.id)).json.outcome, "duplicate");
  });

  test("a refused delivery that cannot be kept is 503: nothing is lost in silence", async () => {
    const made = await source("standard");
    await edge.faults.during(down("INSERT INTO delivery"), async () => {
      assert.equal((await send(made, "x", {})).status, 503);
    });
  });
});
