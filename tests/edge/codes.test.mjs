// Codes as shops use them: discounts, patterns, import from a spreadsheet, days that are reopened, and signs of a leak.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, dayOf, iso, start, word } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const CSV = { "content-type": "text/csv" };
const upper = (begin) => word(begin).toUpperCase();
const imported = (text, query = "") => edge.call("POST", `/v1/codes/import${query}`, text, { headers: CSV });
const outcomes = (reply) => {
  assert.equal(reply.status, 200, reply.text);
  return reply.json.items.map(({ outcome }) => outcome);
};

test("a code says its campaign and what it takes off, and says it again", async () => {
  const campaign_id = (await edge.make.campaign()).id;
  const said = { campaign_id, discount_kind: "fixed", discount_value: 500, currency: "EUR" };
  const made = await edge.make.code(said);
  for (const [field, value] of Object.entries(said)) assert.equal(made[field], value, field);
  assert.deepEqual(await edge.must(200, "GET", `/v1/codes/${made.id}`), made);
  const changed = await edge.must(200, "PATCH", `/v1/codes/${made.id}`, { campaign_id: null, discount_kind: "percent", discount_value: 1_500 });
  const { campaign_id: none, discount_kind, discount_value, currency } = changed;
  assert.deepEqual([none, discount_kind, discount_value, currency], [null, "percent", 1_500, null]);
});

test("a campaign that is unknown or archived takes no code", async () => {
  const archived = (await edge.make.campaign()).id;
  const kept = await edge.make.code({ campaign_id: archived });
  await edge.must(204, "DELETE", `/v1/campaigns/${archived}`);
  const creator_id = (await edge.make.creator()).id;
  for (const campaign_id of [archived, 4_000_000_000]) {
    const reply = await edge.call("POST", "/v1/codes", { code: upper("X"), creator_id, campaign_id });
    assert.equal(reply.status, 422, reply.text);
    assert.deepEqual([reply.json.errors[0].pointer, reply.json.errors[0].code], ["/campaign_id", "not_found"]);
  }
  await edge.must(200, "PATCH", `/v1/codes/${kept.id}`, { campaign_id: archived, valid_until: iso(Date.now() + DAY) });
});

test("one code however it is typed", async () => {
  const { code } = await edge.make.code();
  const wide = [...code.toLowerCase()].map((letter) => String.fromCodePoint(letter.codePointAt(0) + 0xfee0)).join("");
  const reply = await edge.call("POST", "/v1/codes", { code: `\u200b${wide}`, creator_id: (await edge.make.creator()).id });
  assert.equal(reply.status, 409, reply.text);
  assert.equal(reply.json.code, "code_taken");
});

test("a table of codes is made once, whoever sends it again", async () => {
  const creator = await edge.make.creator();
  const campaign = await edge.make.campaign();
  const [one, two] = [upper("ONE"), upper("TWO")];
  const table =
    "\ufeffcode;creator;discount_kind;discount_value;currency;campaign\r\n" +
    `"${one.toLowerCase()}";${creator.handle};fixed;500;EUR;${campaign.handle}\r\n${two}*;${creator.id};percent;1000;;\r\n`;
  const foreseen = await imported(table, "?validate_only=true");
  assert.deepEqual(outcomes(foreseen), ["made", "made"]);
  assert.equal(foreseen.json.validate_only, true);
  const made = await imported(table);
  assert.deepEqual(outcomes(made), ["made", "made"], "the first call changed nothing");
  const codes = [];
  for (const { id } of made.json.items) codes.push(await edge.must(200, "GET", `/v1/codes/${id}`));
  assert.deepEqual(codes.map(({ code }) => code), [one, `${two}*`]);
  assert.deepEqual(codes.map(({ creator_id }) => creator_id), [creator.id, creator.id]);
  assert.deepEqual([codes[0].campaign_id, codes[0].discount_value, codes[1].discount_value], [campaign.id, 500, 1_000]);
  const again = await imported(table);
  assert.deepEqual(outcomes(again), ["unchanged", "unchanged"]);
  assert.deepEqual(again.json.items.map(({ id }) => id), codes.map(({ id }) => id));
  assert.deepEqual([again.json.made, again.json.unchanged], [0, 2]);
});

test("a row that somebody else holds or that is wrong keeps no other from being made", async () => {
  const { handle } = await edge.make.creator();
  const { code } = await edge.make.code();
  const free = upper("FREE");
  const reply = await imported(`code,creator,valid_from\n${code},${handle},\n,${handle},\n${free},nobody,\n${free},${handle},soon\n${free},${handle},\n`);
  assert.deepEqual(outcomes(reply), ["conflict", "rejected", "rejected", "rejected", "made"]);
  const faults = reply.json.items.map(({ line, errors }) => [line, errors[0]?.pointer, errors[0]?.code]);
  assert.deepEqual(faults, [
    [2, "/code", "code_taken"],
    [3, "/code", "required"],
    [4, "/creator", "not_found"],
    [5, "/valid_from", "not_a_time"],
    [6, undefined, undefined],
  ]);
});

test("a table of a thousand rows is made in one call", async () => {
  const { handle } = await edge.make.creator();
  const begin = upper("K");
  const rows = Array.from({ length: 1_000 }, (_, n) => `${begin}${n},${handle}`);
  const reply = await imported(["code,creator", ...rows].join("\n"));
  assert.equal(reply.json.made, 1_000, reply.text.slice(0, 500));
  const [{ codes }] = await edge.control("SELECT count(*) AS codes FROM code WHERE code >= ? AND code < ?", begin, `${begin}:`);
  assert.equal(codes, 1_000);
});

test("of two who send one table at once each code is one's", async () => {
  const tables = [];
  const begin = upper("R");
  for (let turn = 0; turn < 4; turn += 1) {
    const { handle } = await edge.make.creator();
    tables.push(["code,creator", ...Array.from({ length: 50 }, (_, n) => `${begin}${n},${handle}`)].join("\n"));
  }
  const replies = await Promise.all(tables.map((table) => imported(table)));
  assert.equal(replies.reduce((sum, { json }) => sum + json.made, 0), 50);
  assert.equal(replies.reduce((sum, { json }) => sum + json.conflict, 0), 150);
});

test("what is no table is refused with its line", async (t) => {
  const cases = {
    "a quote that is never closed": ['code,creator\n"X,1\n', 400, "malformed_csv", /line 2/],
    "no rows": ["code,creator\n", 422, "invalid", /./],
    "an empty body": ["", 422, "invalid", /./],
    "an unknown column": ["code,creator,colour\nX,1,red", 422, "invalid", /./],
    "a thousand and one rows": [`code,creator\n${"X,1\n".repeat(1_001)}`, 400, "malformed_csv", /at most 1000/],
    "more than 256 KiB": [`code,creator\n${"X".repeat(256 * 1024)},1`, 413, "too_large", /./],
    "bytes that are no UTF-8": [Buffer.from("code,creator\nX\xff,1", "latin1"), 400, "malformed_csv", /line 2/],
  };
  for (const [name, [body, status, code, detail]] of Object.entries(cases))
    await t.test(name, async () => {
      const key = (await edge.make.key(["links:write"])).key;
      const reply = await edge.request("/v1/codes/import", { method: "POST", headers: { ...CSV, authorization: `Bearer ${key}` }, body });
      assert.equal(reply.status, status, reply.text);
      assert.equal(reply.json.code, code);
      assert.match(reply.json.detail, detail);
    });
  const reply = await imported("code,creator\nX,1", "?validate_only=maybe");
  assert.equal(reply.status, 422, reply.text);
});

test("a code or pattern that is made, changed, ended or imported reopens the days of its orders", async () => {
  const begin = upper("DAYS");
  const days = [3, 5, 8];
  for (const [n, back] of days.entries())
    await edge.accepted(edge.sale({ code: `${begin}-${n}`, occurred_at: iso(Date.now() - back * DAY) }));
  const marked = async (act) => {
    await edge.control("DELETE FROM dirty_day");
    const result = await act();
    const rows = await edge.control("SELECT day FROM dirty_day ORDER BY day DESC");
    return [rows.map(({ day }) => Math.floor(Date.now() / DAY) - day), result];
  };
  const [made, pattern] = await marked(() => edge.make.code({ code: `${begin}*` }));
  assert.deepEqual(made, days);
  const [changed] = await marked(() => edge.must(200, "PATCH", `/v1/codes/${pattern.id}`, { valid_from: iso(Date.now() - 9 * DAY) }));
  assert.deepEqual(changed, days);
  const [ended] = await marked(() => edge.must(204, "DELETE", `/v1/codes/${pattern.id}`));
  assert.deepEqual(ended, days);
  const { handle } = await edge.make.creator();
  const [several] = await marked(() => imported(`code,creator\n${begin}-0,${handle}\n${begin}-2,${handle}\n`));
  assert.deepEqual(several, [3, 8]);
  const [nothing] = await marked(() => imported(`code,creator\n${begin}-1,${handle}\n`, "?validate_only=true"));
  assert.deepEqual(nothing, []);
});

const codesReport = async (from = dayOf(Date.now() - 600_000), to = dayOf()) => edge.must(200, "GET", `/v1/reports/codes?from=${from}&to=${to}`);

test("the report on codes tells signs of a leak with their figures", async () => {
  const link = await edge.make.link();
  const begin = upper("LEAK");
  const pattern = await edge.make.code({ code: `${begin}*`, creator_id: link.creator_id });
  const clean = await edge.make.code({ code: `${begin}-CLEAN`, creator_id: link.creator_id });
  for (let n = 0; n < 12; n += 1)
    await edge.accepted(edge.sale({ code: `${begin}-${n}`, referrer: n < 3 ? "https://www.joinhoney.com/shop" : undefined }));
  const { id: click_id } = await edge.click(link);
  await edge.accepted(edge.sale({ code: clean.code, click_id }));
  const { rows } = await codesReport();
  const leaked = rows.find((row) => row.code.id === pattern.id);
  assert.deepEqual([leaked.orders, leaked.orders_with_owner_click, leaked.creator.id], [12, 0, link.creator_id]);
  assert.deepEqual(leaked.flags.no_owner_click, { orders: 12, share: 1 });
  assert.deepEqual(leaked.flags.coupon_site, { orders: 3, share: 0.25, sites: { "joinhoney.com": 3 } });
  assert.equal(leaked.flags.sudden_rate.median_before, 0);
  const good = rows.find((row) => row.code.id === clean.id);
  assert.deepEqual([good.orders, good.orders_with_owner_click, good.flags], [1, 1, {}]);
});

test("the report on codes needs its days and its scope", async () => {
  const reply = await edge.call("GET", "/v1/reports/codes");
  assert.equal(reply.status, 422, reply.text);
  assert.deepEqual(reply.json.errors.map(({ parameter }) => parameter), ["from", "to"]);
  const { key } = await edge.make.key(["links:read"]);
  assert.equal((await edge.call("GET", `/v1/reports/codes?from=${dayOf()}&to=${dayOf()}`, undefined, { key })).status, 403);
  assert.equal((await edge.call("POST", "/v1/codes/import", "code,creator\nX,1", { key, headers: CSV })).status, 403);
});
