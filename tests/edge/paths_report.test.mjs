// The report on paths: from stored paths to every format, and refusals that name what is wrong.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, dayOf, iso, mint, start } from "./start.mjs";

const edge = await start();
after(() => edge.close());

const FROM = Math.floor(Date.parse("2026-03-01") / DAY);
const RANGE = { from: "2026-03-01", to: "2026-03-31" };
let sarah;
let mia;

const report = (more = {}) => edge.must(200, "GET", `/v1/reports/paths?${new URLSearchParams({ ...RANGE, ...more })}`);

/** Stores alike paths of one day of March. */
const stored = (kind, day, path, journeys, { currency = "EUR", gross = 0, refunded = 0 } = {}) =>
  edge.control(
    "INSERT INTO path_total VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?8)",
    kind, FROM + day, path, kind === 0 ? "" : currency, journeys, journeys * Math.max(1, path.split(" > ").length), gross, refunded,
  );

before(async () => {
  await edge.rollup();
  sarah = await edge.make.creator({ name: "Sarah" });
  mia = await edge.make.creator({ name: '=HYPERLINK("mia")' });
  const [one, two] = [sarah.id, mia.id];
  await stored(1, 0, `${one}`, 3, { gross: 30_000 });
  await stored(1, 9, `${one}`, 1, { gross: 10_000, refunded: 2_000 });
  await stored(1, 1, `${one} > ${two}`, 2, { gross: 30_000 });
  await stored(1, 2, `${two} > google/organic > ${one}`, 1, { gross: 10_000 });
  await stored(1, 3, "", 1, { gross: 5_000 });
  await stored(1, 40, `${one}`, 90, { gross: 900_000 });
  await stored(3, 3, `${one}`, 5, { currency: "" });
  await stored(0, 0, `${one}`, 12);
  await stored(0, 0, `${two}`, 3);
  await edge.control("UPDATE meta SET value = ?1 WHERE name = 'matured'", FROM + 60);
  for (const [creator, bin, first, last] of [[one, 3, 4, 6], [two, 10, 1, 0], [0, 16, 2, 0]])
    await edge.control("INSERT INTO lag_total VALUES (1, ?1, ?2, ?3, ?4, ?5)", FROM + 1, creator, bin, first, last);
});

test("paths stand with what came of them, lengths, parts and lags beside them", async () => {
  const said = await report();
  assert.deepEqual(said.rows.map((row) => [row.path, row.names, row.orders, row.came_to_nothing, row.net_minor]), [
    [`${sarah.id}`, "Sarah", 4, 12, 38_000],
    [`${sarah.id} > ${mia.id}`, `Sarah > ${mia.name}`, 2, 0, 30_000],
    ["", "", 1, 0, 5_000],
    [`${mia.id} > google/organic > ${sarah.id}`, `${mia.name} > google/organic > Sarah`, 1, 0, 10_000],
    [`${mia.id}`, mia.name, 0, 3, 0],
  ]);
  assert.equal(said.rows[0].conversion_rate, 0.25);
  assert.ok(said.rows[0].interval.conversion_rate.low < 0.25 && said.rows[0].interval.conversion_rate.high > 0.25);
  const { totals, currency, kind, zone, report: name } = said;
  assert.deepEqual([name, kind, zone, currency, totals.orders, totals.came_to_nothing, totals.net_minor], ["paths", "sale", "UTC", "EUR", 8, 15, 83_000]);
  assert.deepEqual(said.lengths.map((row) => [row.length, row.orders]), [[0, 1], [1, 4], [2, 2], [3, 1]]);
  const [role] = said.roles;
  assert.deepEqual(
    [role.creator, role.paths, role.solo, role.introducer, role.middle, role.closer, role.assisted, role.last_touch, role.assist_ratio],
    [{ id: sarah.id, name: "Sarah" }, 7, 4, 2, 0, 1, 2, 5, 0.4],
  );
  assert.deepEqual([said.other_channels.paths, said.other_channels.middle], [1, 1]);
  assert.deepEqual([said.paths, said.cut], [5, false]);
  assert.deepEqual(said.lags.median.since_first_touch, { from_seconds: 5, to_seconds: 10, seconds: 9 });
  assert.equal(said.lags.rows[3].since_deciding_click, 6);
  assert.match(said.as_of, /^\d{4}-/);
});

test("every kind of row has its own list, in every format and in pages", async () => {
  for (const [by, first] of [["path", "path"], ["creator", "creator.id"], ["length", "length"], ["lag", "stretch"]]) {
    const query = new URLSearchParams({ ...RANGE, by, format: "csv" });
    const table = (await edge.call("GET", `/v1/reports/paths?${query}`)).text.split("\r\n");
    assert.ok(table[0].split(",").includes(first), `${by}: ${table[0]}`);
    assert.equal(table.length - 2, (await report({ by })).rows.length, by);
    assert.ok(!table.some((line) => /(^|,)=/.test(line)), `${by}: no formula`);
  }
  const { rows, next } = await report({ limit: 2 });
  assert.equal(rows.length, 2);
  const rest = await report({ limit: 2, cursor: next });
  assert.notDeepEqual(rest.rows[0].path, rows[0].path);
  const lines = (await edge.call("GET", `/v1/reports/paths?${new URLSearchParams({ ...RANGE, format: "ndjson" })}`)).text;
  assert.equal(lines.trim().split("\n").length, 5);
});

test("a report that has not changed is not sent again", async () => {
  const path = `/v1/reports/paths?${new URLSearchParams(RANGE)}`;
  const { headers } = await edge.call("GET", path);
  assert.equal((await edge.call("GET", path, undefined, { headers: { "if-none-match": headers.etag } })).status, 304);
});

test("filters are by who is on the path", async () => {
  const paths = async (more) => (await report(more)).rows.map((row) => row.path);
  assert.deepEqual(await paths({ creator: mia.id }), [`${sarah.id} > ${mia.id}`, `${mia.id} > google/organic > ${sarah.id}`, `${mia.id}`]);
  assert.deepEqual(await paths({ not_creator: mia.id }), [`${sarah.id}`, ""]);
  assert.deepEqual(await paths({ channel: "google/organic" }), [`${mia.id} > google/organic > ${sarah.id}`]);
  assert.deepEqual(await paths({ not_channel: "google/organic", creator: mia.id }), [`${sarah.id} > ${mia.id}`, `${mia.id}`]);
  const { lags, why } = await report({ channel: "google/organic" });
  assert.deepEqual([lags, why.lags], [null, "not_kept"]);
  assert.equal((await report({ creator: mia.id, by: "lag" })).rows[10].since_first_touch, 1);
});

test("leads are counted as leads, and revenue puts paths in its order", async () => {
  const said = await report({ kind: "lead" });
  assert.deepEqual([said.rows[0].leads, said.totals.leads, said.currency], [5, 5, null]);
  const { rows } = await report({ sort: "revenue" });
  assert.deepEqual(rows.slice(0, 3).map((row) => row.net_minor), [38_000, 30_000, 10_000]);
});

test("currencies are not added", async () => {
  await stored(1, 20, `${sarah.id}`, 1, { currency: "USD", gross: 700 });
  const said = await report();
  assert.deepEqual([said.currency, said.why.currency], [null, "several_currencies"]);
  assert.deepEqual([said.rows[0].orders, said.rows[0].net_minor, said.rows[0].by_currency.USD.net_minor], [5, null, 700]);
  const refused = await edge.must(422, "GET", `/v1/reports/paths?${new URLSearchParams({ ...RANGE, sort: "revenue" })}`);
  assert.deepEqual(refused.errors.map((fault) => [fault.parameter, fault.code]), [["sort", "several_currencies"]]);
  const dollars = await report({ sort: "revenue", currency: "USD" });
  assert.deepEqual([dollars.currency, dollars.totals.orders, dollars.totals.net_minor], ["USD", 1, 700]);
});

test("what cannot be asked is refused with its name", async (t) => {
  for (const [query, parameter, code] of [
    ["from=2026-03-01", "to", "not_a_day"],
    ["from=2026-03-31&to=2026-03-01", "to", "reversed"],
    ["from=2024-01-01&to=2026-03-01", "to", "range_too_wide"],
    ["from=2199-01-01&to=2199-01-02", "from", "in_the_future"],
    ["from=2026-03-01&to=2026-03-31&by=x", "by", "unknown_word"],
    ["from=2026-03-01&to=2026-03-31&kind=2", "kind", "unknown_word"],
    ["from=2026-03-01&to=2026-03-31&campaign=1", "campaign", "not_kept"],
    ["from=2026-03-01&to=2026-03-31&not_device=mobile", "not_device", "not_kept"],
    ["from=2026-03-01&to=2026-03-31&creator=1,x", "creator", "not_an_id"],
    ["from=2026-03-01&to=2026-03-31&channel=google", "channel", "not_a_channel"],
    ["from=2026-03-01&to=2026-03-31&currency=%00", "currency", "unknown_currency"],
    ["from=2026-03-01&to=2026-03-31&compare=previous", "compare", "not_asked_here"],
    ["from=2026-03-01&to=2026-03-31&limit=0", "limit", "out_of_range"],
    ["from=2026-03-01&to=2026-03-31&format=xml", "format", "unknown_format"],
  ])
    await t.test(query, async () => {
      const { errors } = await edge.must(422, "GET", `/v1/reports/paths?${query}`);
      assert.ok(errors.some((fault) => fault.parameter === parameter && fault.code === code), JSON.stringify(errors));
    });
  const key = await edge.make.key(["links:read"]);
  assert.equal((await edge.call("GET", `/v1/reports/paths?${new URLSearchParams(RANGE)}`, undefined, { key: key.key })).status, 403);
});

test("an order that two creators led to is a path the next night", async () => {
  const [first, last] = [await edge.make.link({ creator_id: mia.id }), await edge.make.link({ creator_id: sarah.id })];
  const at = Date.now() - DAY;
  const click_ids = [mint({ link: first.id, at: at - DAY }), mint({ link: last.id, at: at - 90_000 })];
  await edge.accepted(edge.sale({ click_ids, occurred_at: iso(at) }));
  await edge.rollup();
  const said = await edge.must(200, "GET", `/v1/reports/paths?from=${dayOf(at)}&to=${dayOf(at)}`);
  assert.deepEqual(said.rows.map((row) => [row.path, row.orders]), [[`${mia.id} > ${sarah.id}`, 1]]);
  assert.deepEqual([said.rows[0].conversion_rate, said.rows[0].why.conversion_rate], [null, "immature"]);
  const since = said.lags.rows.filter((row) => row.since_first_touch + row.since_deciding_click > 0);
  assert.deepEqual(since.map((row) => row.stretch), ["1 min to 5 min", "1 d to 3 d"]);
});
