// What the overview leaves out or says of itself, so that nothing on it is true of other money, other costs or other pages only.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, dayOf, iso } from "../start.mjs";
import { audience, settled, short, skip, stage } from "./stage.mjs";
import { cells, money } from "./written.mjs";

const TODAY = dayOf();
const VIEW = `?from=${TODAY}&to=${TODAY}`;
const YEN = 5_000;

let edge;
let seen;
let creator;
let code;
before(async () => {
  if (skip) return;
  edge = await stage({ empty: true });
  seen = await audience(edge);
  creator = await edge.make.creator();
  ({ code } = await edge.make.code({ creator_id: creator.id }));
  await sold("JPY", YEN, iso(Date.now() - DAY));
  await sold("EUR", 12_000);
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

/** An order that came by the code, counted. */
async function sold(currency, total_minor, occurred_at = iso()) {
  await edge.accepted(edge.sale({ currency, total_minor, tax_minor: 0, shipping_minor: 0, code, occurred_at }));
  await edge.rollup({});
}

async function opened(path) {
  const page = await seen.open(path);
  await settled(page);
  return page;
}

test("yen of the day before are no euros, and stand beside yen alone", { skip }, async () => {
  const single = await opened(VIEW);
  await single.waitForSelector('[aria-label="Orders, table"] th:text-is("before")', { state: "attached" });
  assert.deepEqual((await cells(single, "Net revenue, table")).map((row) => row.slice(1)), [[money(12_000, "EUR")]]);
  assert.deepEqual((await cells(single, "Orders, table")).map((row) => row.slice(1)), [["1", "1"]]);
  await single.close();
  await sold("JPY", 7_000);
  const several = await opened(VIEW);
  await several.waitForSelector('[aria-label="Orders, table"] th:text-is("before")', { state: "attached" });
  assert.deepEqual((await cells(several, "Net revenue in EUR, table"))[0].slice(1), [money(12_000, "EUR"), money(0, "EUR")]);
  assert.deepEqual((await cells(several, "Net revenue in JPY, table"))[0].slice(1), [money(7_000, "JPY"), money(YEN, "JPY")]);
  await several.close();
});

test("a creator without costs who sold on two far days has 0 on all days between", { skip }, async () => {
  const far = dayOf(Date.now() - 9 * DAY);
  const { id } = await edge.make.creator();
  const { code } = await edge.make.code({ creator_id: id });
  for (const occurred_at of [iso(Date.now() - 9 * DAY), iso()]) await edge.accepted(edge.sale({ code, occurred_at }));
  await edge.rollup({});
  assert.equal((await edge.report("day", { from: far, creator: id })).rows.length, 2);
  const page = await opened(`/creators/${id}?from=${far}&to=${TODAY}`);
  // Their orders have a table of the same name, which is no chart's.
  const values = (title) => page.$$eval(`figure [aria-label="${title}, table"] tbody td`, (cells) => cells.map((cell) => cell.textContent));
  await page.waitForSelector('figure [aria-label="Orders, table"]', { state: "attached" });
  assert.deepEqual(await values("Orders"), ["1", ...Array(8).fill("0"), "1"]);
  assert.deepEqual((await values("Net revenue, EUR")).slice(1, -1), Array(8).fill(money(0, "EUR")));
  await page.close();
});

test("under a filter by platform nobody hears that the ledger is empty, but that costs are a part", { skip }, async () => {
  const link = await edge.make.link({ creator_id: creator.id, platform: "instagram" });
  const { id } = await edge.click(link);
  await edge.accepted(edge.sale({ click_ids: [id] }));
  await edge.drained();
  await edge.make.cost({ creator_id: creator.id });
  await edge.rollup({});
  const { total } = await edge.report("day", { from: TODAY, platform: "instagram" });
  assert.deepEqual([total.why.roi, total.orders], ["no_cost", 1], "the cost is of no platform");
  const said = "Costs here are only those of posts with platform instagram.";
  for (const path of ["", "/creators"]) {
    const page = await opened(`${path}${VIEW}&platform=instagram`);
    await page.getByText(said).waitFor();
    if (path === "") assert.equal(await page.locator(".attention li", { hasText: "No costs on these days" }).count(), 0);
    await page.close();
    const all = await opened(`${path}${VIEW}`);
    assert.equal(await all.getByText("Costs here are only").count(), 0);
    await all.close();
  }
});

test("a target behind the first page of targets stands", { skip }, async () => {
  const days = { metric: "roi", value: "1.5", from_day: TODAY, to_day: TODAY };
  // Whichever way they are listed, everybody's is not the first.
  for (const creator_id of [creator.id, undefined, (await edge.make.creator()).id]) await edge.must(201, "POST", "/v1/targets", { ...days, creator_id });
  const page = await seen.open("/quality");
  await short(page, /\/v1\/targets/);
  await page.goto(`${seen.url}/dashboard${VIEW}`);
  await page.getByText("Target of everybody: 150%").waitFor();
  await page.close();
});
