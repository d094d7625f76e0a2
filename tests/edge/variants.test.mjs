// Variants of a split and the private parameter: counted in the night, told by the reports on visits and performance.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { INTRADAY, dayOf, start } from "./start.mjs";

let edge;
before(async () => {
  edge = await start();
});
after(() => edge.close());

const days = { from: dayOf(Date.now() - 600_000), to: dayOf() };
const visits = (over) => edge.must(200, "GET", `/v1/reports/visits?${new URLSearchParams({ ...days, ...over })}`);
const performance = (over) => edge.must(200, "GET", `/v1/reports/performance?${new URLSearchParams({ ...days, ...over })}`);

/** A link of which clicks were sent to variants a and b, as the register and the events of such a link are. */
async function split() {
  const link = await edge.make.link();
  await edge.control(`UPDATE link SET more = json_set(more, '$.variants', json('["a","b"]')) WHERE id = ?`, link.id);
  const sent = async (variant, times, options) => {
    const clicks = [];
    for (let turn = 0; turn < times; turn += 1) clicks.push(await edge.click(link, options));
    await edge.drained();
    // The tenth code, behind those of device, place, consent and sign.
    const codes = "codes || substr('.........', 1 + length(codes) - length(replace(codes, '.', ''))) || ?2";
    const tenth = variant === 0 ? "" : String(variant);
    await edge.events(`UPDATE event SET codes = ${codes}, labels = ?3 WHERE link = ?1 AND labels IS NULL`, link.id, tenth, `sub=s${variant}`);
    return clicks;
  };
  const [a, b] = [await sent(1, 3), await sent(2, 2)];
  await sent(2, 1, { userAgent: "curl/8.5.0" });
  await sent(0, 2);
  return { link, a, b };
}

test("a link's clicks and orders are told by variant, and every click is in one row", async () => {
  const { link, a, b } = await split();
  await edge.accepted(edge.sale({ click_id: a[0].id }));
  for (let turn = 0; turn < 2; turn += 1) await edge.accepted(edge.sale({ click_id: b[0].id, total_minor: 6_000 }));
  await edge.rollup();
  const told = await visits({ by: "variant", link_id: link.id });
  const row = ({ value, variant, gross, clicks, flagged }) => [value, variant, gross, clicks, flagged];
  assert.deepEqual(told.rows.map(row), [["a", 1, 3, 3, 0], ["b", 2, 3, 2, 1], ["", undefined, 2, 2, 0]]);
  assert.equal(told.received, told.counted + told.flagged + told.rejected);
  assert.equal(told.received, 8);
  const { rows, verdict, total } = await performance({ by: "variant", link: link.id });
  const brought = ({ variant, clicks, orders, net_minor, conversion_rate }) => [variant.name, clicks, orders, net_minor, conversion_rate];
  // Two orders of one click are one click with an order.
  assert.deepEqual(rows.map(brought), [["a", 3, 1, 10_000, 1 / 3].map((one, at) => (at === 4 ? 0.333333333 : one)), ["b", 2, 2, 8_000, 0.5]]);
  assert.deepEqual([total.clicks, total.orders], [5, 3]);
  assert.equal(verdict.verdict, "too_few");
  const csv = await edge.call("GET", `/v1/reports/performance?${new URLSearchParams({ ...days, by: "variant", link: link.id, format: "csv" })}`);
  assert.match(csv.text.split("\r\n")[0], /^variant\.name,variant\.number,/);
});

test("the private parameter is told with the clicks that have none", async () => {
  const { link } = await split();
  await edge.rollup();
  const { rows } = await visits({ by: "sub", link_id: link.id });
  assert.deepEqual(rows.map(({ value, gross, clicks }) => [value, gross, clicks]), [["s1", 3, 3], ["s2", 3, 2], ["s0", 2, 2]]);
  const plain = await edge.make.link();
  await edge.click(plain);
  await edge.drained();
  await edge.rollup();
  const none = await visits({ by: "sub", link_id: plain.id });
  assert.deepEqual(none.rows.map(({ value, clicks }) => [value, clicks]), [["", 1]]);
});

test("clicks through a real split add up by variant and by private parameter, while the day goes on and behind a night", async () => {
  const place = (name) => `https://shop.example/${name}`;
  const split = [
    { name: "old page", destination: place("old"), weight: 50 },
    { name: "new page", destination: place("new"), weight: 50 },
  ];
  const { creator_id } = await edge.make.link();
  const link = await edge.must(201, "POST", "/v1/links", { destination: place("plain"), creator_id, rules: [{ when: { device: ["mobile"] }, split }] });
  const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
  const led = { old: [], new: [] };
  const click = async (query = "?sub=poster", userAgent = phone) => {
    const click = await edge.click(`${link.slug}${query}`, { userAgent });
    const path = new URL(click.location).pathname.slice(1);
    assert.equal(new URL(click.location).searchParams.has("sub"), false, "the shop never sees it");
    led[path]?.push(click.id);
  };
  const sums = async (only) => {
    const told = await visits({ by: "variant", link_id: link.id });
    const [gross, clicks, flagged] = ["gross", "clicks", "flagged"].map((name) => told.rows.reduce((sum, row) => sum + row[name], 0));
    assert.deepEqual([gross, clicks, flagged], [told.received, told.counted, told.flagged], only);
    const subs = await visits({ by: "sub", link_id: link.id });
    assert.deepEqual([subs.rows.reduce((sum, row) => sum + row.gross, 0), subs.received], [gross, gross], only);
    return [told, subs].map(({ rows }) => Object.fromEntries(rows.map(({ value, gross }) => [value, gross])));
  };
  while (led.old.length < 3 || led.new.length < 3) await click();
  await edge.drained();
  await edge.cron(INTRADAY);
  const clicks = () => ({ "old page": led.old.length, "new page": led.new.length });
  assert.deepEqual(await sums("a day that goes on"), [clicks(), { poster: led.old.length + led.new.length }]);
  // Everything is counted, and behind it some more: what is kept of the day is of two moments.
  await edge.rollup();
  for (let turn = 0; turn < 4; turn += 1) await click();
  await click("", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36");
  await edge.drained();
  await edge.cron(INTRADAY);
  const all = [{ ...clicks(), "": 1 }, { poster: led.old.length + led.new.length, "": 1 }];
  assert.deepEqual(await sums("more of it"), all);
  await edge.accepted(edge.sale({ click_id: led.new[0] }));
  await edge.rollup();
  assert.deepEqual(await sums("a night"), all);
  const { rows } = await performance({ by: "variant", link: link.id });
  const brought = rows.map((row) => [row.variant.name, row.clicks, row.orders]).sort();
  assert.deepEqual(brought, [["new page", led.new.length, 1], ["old page", led.old.length, 0]]);
});

test("variants are asked for of one link alone, and the refusal says so", async () => {
  const wrong = async (path, query) => (await edge.must(422, "GET", `/v1/reports/${path}?${new URLSearchParams({ ...days, ...query })}`)).errors.map(({ code }) => code);
  assert.deepEqual(await wrong("visits", { by: "variant" }), ["one_link"]);
  assert.deepEqual(await wrong("performance", { by: "variant" }), ["one_link"]);
  assert.deepEqual(await wrong("performance", { by: "variant", link: "1,2" }), ["one_link"]);
  assert.deepEqual(await wrong("performance", { by: "day", variant: "1" }), ["one_link"]);
});

test("a rollup twice changes no total, no part and no credit", async () => {
  const { link, a } = await split();
  await edge.accepted(edge.sale({ click_id: a[0].id }));
  await edge.rollup();
  const kept = async () => [
    await edge.control("SELECT * FROM visit_part WHERE link = ? ORDER BY dimension, day, value", link.id),
    await edge.control("SELECT * FROM visit_total WHERE scope = 3 AND id = ?", link.id),
    await edge.control("SELECT * FROM credit_part WHERE link = ? ORDER BY dimension, day, value", link.id),
  ];
  const before = await kept();
  assert.deepEqual(before[2].filter(({ dimension }) => dimension >= 17).map(({ dimension, orders }) => [dimension, orders]), [[17, 1], [26, 1]]);
  await edge.rollup(days);
  assert.deepEqual(await kept(), before);
});
