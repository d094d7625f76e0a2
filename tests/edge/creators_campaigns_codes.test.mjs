// Creators, campaigns and codes: making, reading, changing and ending them, and walking through every list.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { iso, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const KINDS = {
  creators: (over) => edge.make.creator(over),
  campaigns: (over) => edge.make.campaign(over),
  links: (over) => edge.make.link(over),
  codes: (over) => edge.make.code(over),
  keys: (over) => edge.make.key(["reports:read"], over),
};

test("a new creator answers with everything it is and where to find it", async () => {
  const handle = word("anna-");
  const reply = await edge.call("POST", "/v1/creators", { name: "Anna Example", handle });
  assert.equal(reply.status, 201, reply.text);
  const { id, version, created_at, updated_at, ...rest } = reply.json;
  assert.ok(Number.isInteger(id));
  assert.ok(Number.isInteger(version));
  assert.match(created_at, TIME);
  assert.match(updated_at, TIME);
  assert.deepEqual(rest, { name: "Anna Example", handle, aliases: [], archived_at: null });
  assert.equal(reply.headers.location, `/v1/creators/${id}`);
});

test("a handle is the name folded where none is given", async () => {
  const tail = word("x");
  const { handle } = await edge.make.creator({ name: `  Anna  Example, ${tail.toUpperCase()}! ` });
  assert.equal(handle, `anna-example-${tail}`);
  const campaign = await edge.make.campaign({ name: `Spring ${tail} 2026` });
  assert.equal(campaign.handle, `spring-${tail}-2026`);
});

test("a handle belongs to one creator, and to one campaign", async (t) => {
  for (const kind of ["creators", "campaigns"])
    await t.test(kind, async () => {
      const { handle } = await KINDS[kind]();
      const reply = await edge.call("POST", `/v1/${kind}`, { name: "Another", handle });
      assert.equal(reply.status, 409, reply.text);
      assert.equal(reply.json.code, "handle_taken");
      const other = await KINDS[kind]();
      const changed = await edge.call("PATCH", `/v1/${kind}/${other.id}`, { handle });
      assert.equal(changed.status, 409, changed.text);
      assert.equal(changed.json.code, "handle_taken");
    });
});

test("what was made reads back as it was made", async (t) => {
  for (const kind of ["creators", "campaigns", "codes"])
    await t.test(kind, async () => {
      const made = await KINDS[kind]();
      assert.deepEqual(await edge.must(200, "GET", `/v1/${kind}/${made.id}`), made);
    });
});

test("a change leaves what it does not name and raises the version", async (t) => {
  for (const kind of ["creators", "campaigns"])
    await t.test(kind, async () => {
      const made = await KINDS[kind]();
      const changed = await edge.must(200, "PATCH", `/v1/${kind}/${made.id}`, { name: "Renamed" });
      assert.equal(changed.name, "Renamed");
      assert.ok(changed.version > made.version);
      assert.deepEqual({ ...changed, name: 0, version: 0, updated_at: 0 }, { ...made, name: 0, version: 0, updated_at: 0 });
      assert.deepEqual(await edge.must(200, "GET", `/v1/${kind}/${made.id}`), changed);
    });
});

test("what a creator costs is sent to the ledger, and a body that still says it here is told so", async () => {
  const reply = await edge.call("POST", "/v1/creators", { name: word("anna"), cost_minor: 5_000, currency: "EUR" });
  assert.equal(reply.status, 422, reply.text);
  const [{ pointer, code, detail }, ...others] = reply.json.errors;
  assert.deepEqual([pointer, code, others], ["/cost_minor", "moved", []]);
  assert.match(detail, /\/v1\/costs/);
});

test("a campaign says what it is for", async () => {
  const { id, goal } = await edge.make.campaign({ goal: "leads" });
  assert.equal(goal, "leads");
  assert.equal((await edge.must(200, "PATCH", `/v1/campaigns/${id}`, { goal: "awareness" })).goal, "awareness");
  assert.equal((await edge.make.campaign()).goal, "sales");
});

test("a deleted creator or campaign stays readable as archived and may be deleted again", async (t) => {
  for (const kind of ["creators", "campaigns"])
    await t.test(kind, async () => {
      const { id } = await KINDS[kind]();
      await edge.must(204, "DELETE", `/v1/${kind}/${id}`);
      const { archived_at } = await edge.must(200, "GET", `/v1/${kind}/${id}`);
      assert.match(archived_at, TIME);
      await edge.must(204, "DELETE", `/v1/${kind}/${id}`);
      assert.equal((await edge.must(200, "GET", `/v1/${kind}/${id}`)).archived_at, archived_at);
    });
});

test("what nobody made is 404 to read and delete", async (t) => {
  for (const kind of Object.keys(KINDS))
    for (const method of ["GET", "DELETE"])
      await t.test(`${method} ${kind}`, async () => {
        const reply = await edge.call(method, `/v1/${kind}/4000000000`);
        assert.equal(reply.status, 404, reply.text);
        assert.equal(reply.json.code, "not_found");
      });
});

test("a list walks over everything once by its cursor, also while more is made", async (t) => {
  for (const [kind, make] of Object.entries(KINDS))
    await t.test(kind, async () => {
      const made = [];
      for (let turn = 0; turn < 5; turn += 1) made.push((await make()).id);
      const walked = [];
      let cursor;
      let late;
      for (let page = 0; page < 500; page += 1) {
        const query = new URLSearchParams({ limit: "2", ...(cursor && { cursor }) });
        const list = await edge.must(200, "GET", `/v1/${kind}?${query}`);
        assert.deepEqual(Object.keys(list).sort(), ["items", "next"]);
        assert.ok(list.items.length <= 2);
        walked.push(...list.items.map(({ id }) => id));
        late ??= (await make()).id;
        cursor = list.next;
        if (cursor === null) break;
      }
      assert.equal(cursor, null, "the list ends");
      assert.deepEqual(walked, [...new Set(walked)].sort((a, b) => a - b), "ascending, each once");
      for (const id of [...made, late]) assert.ok(walked.includes(id));
    });
});

test("a list has fifty items a page unless asked otherwise", async () => {
  for (let turn = 0; turn < 55; turn += 1) await edge.make.campaign();
  const first = await edge.must(200, "GET", "/v1/campaigns");
  assert.equal(first.items.length, 50);
  assert.notEqual(first.next, null);
  assert.ok((await edge.must(200, "GET", "/v1/campaigns?limit=100")).items.length > 50);
});

test("a page that ends the list exactly has no next", async () => {
  const creator_id = (await edge.make.creator()).id;
  for (let turn = 0; turn < 2; turn += 1) await edge.make.link({ creator_id });
  const list = await edge.must(200, "GET", `/v1/links?creator_id=${creator_id}&limit=2`);
  assert.equal(list.items.length, 2);
  assert.equal(list.next, null);
});

test("a cursor that was tampered with is refused", async (t) => {
  for (let turn = 0; turn < 3; turn += 1) await edge.make.campaign();
  const { next } = await edge.must(200, "GET", "/v1/campaigns?limit=1");
  const flipped = `${next.slice(0, -1)}${next.endsWith("A") ? "B" : "A"}`;
  for (const cursor of ["x", "1", "-1", `${next}x`, next.slice(1), flipped, "%ff", "e30", "0".repeat(500)])
    await t.test(cursor.slice(0, 30), async () => {
      const reply = await edge.call("GET", `/v1/campaigns?limit=1&cursor=${cursor}`);
      assert.equal(reply.status, 400, reply.text);
      assert.equal(reply.json.code, "malformed_cursor");
    });
});

test("a cursor of one list is refused by another", async () => {
  for (let turn = 0; turn < 2; turn += 1) await edge.make.campaign();
  const { next } = await edge.must(200, "GET", "/v1/campaigns?limit=1");
  const reply = await edge.call("GET", `/v1/creators?limit=1&cursor=${next}`);
  assert.equal(reply.status, 400, reply.text);
  assert.equal(reply.json.code, "malformed_cursor");
});

test("a code is kept trimmed and in capitals", async () => {
  const text = word("anna");
  const { code, creator_id, valid_from, valid_until, id } = await edge.make.code({ code: `  ${text} ` });
  assert.equal(code, text.toUpperCase());
  assert.ok(Number.isInteger(creator_id));
  assert.ok(Number.isInteger(id));
  assert.equal(valid_until, null);
  assert.ok(valid_from === null || TIME.test(valid_from));
});

test("a code has one owner at a time", async (t) => {
  const at = (day) => iso(Date.UTC(2027, 0, day));
  const cases = [
    ["the same time without an end", {}, {}, 409],
    ["within another's time", { valid_from: at(1), valid_until: at(10) }, { valid_from: at(3), valid_until: at(5) }, 409],
    ["around another's time", { valid_from: at(3), valid_until: at(5) }, { valid_from: at(1), valid_until: at(10) }, 409],
    ["over another's end", { valid_from: at(1), valid_until: at(10) }, { valid_from: at(9), valid_until: at(20) }, 409],
    ["over another's start", { valid_from: at(10), valid_until: at(20) }, { valid_from: at(1), valid_until: at(11) }, 409],
    ["right after another", { valid_from: at(1), valid_until: at(10) }, { valid_from: at(10), valid_until: at(20) }, 201],
    ["right before another", { valid_from: at(10), valid_until: at(20) }, { valid_from: at(1), valid_until: at(10) }, 201],
    ["long after another", { valid_from: at(1), valid_until: at(10) }, { valid_from: at(20) }, 201],
  ];
  for (const [name, first, second, status] of cases)
    await t.test(name, async () => {
      const { code } = await edge.make.code(first);
      const creator_id = (await edge.make.creator()).id;
      const reply = await edge.call("POST", "/v1/codes", { code: ` ${code.toLowerCase()}`, creator_id, ...second });
      assert.equal(reply.status, status, reply.text);
      if (status === 409) assert.equal(reply.json.code, "code_taken");
    });
});

test("of twenty who claim a code at once one gets it", async () => {
  const code = word("C");
  const creators = [];
  for (let turn = 0; turn < 20; turn += 1) creators.push((await edge.make.creator()).id);
  const replies = await Promise.all(creators.map((creator_id) => edge.call("POST", "/v1/codes", { code, creator_id })));
  assert.deepEqual(replies.map(({ status }) => status).sort(), [201, ...Array(19).fill(409)]);
});

test("a deleted code ends now, may be deleted again, and is free for another creator", async () => {
  const { id, code } = await edge.make.code();
  await edge.must(204, "DELETE", `/v1/codes/${id}`);
  const { valid_until } = await edge.must(200, "GET", `/v1/codes/${id}`);
  assert.ok(Math.abs(Date.parse(valid_until) - Date.now()) < 10_000);
  await edge.must(204, "DELETE", `/v1/codes/${id}`);
  assert.equal((await edge.must(200, "GET", `/v1/codes/${id}`)).valid_until, valid_until, "the first end stays");
  await edge.make.code({ code, valid_from: iso() });
});
