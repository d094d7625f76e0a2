// Cohorts: the heat map and the table are the API's, cell by cell, and open where time is not over.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { anew, euros, month, number, percent, refused, table } from "./reading.mjs";
import { FROM, TO, audience, faults, settled, skip, stage } from "./stage.mjs";

const DAYS = `from=${FROM}&to=${TO}`;
let edge;
let seen;
before(async () => {
  if (skip) return;
  edge = await stage();
  seen = await audience(edge);
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

const report = (query) => edge.must(200, "GET", `/v1/reports/cohorts?${query}`);
const whose = ({ creator }) => creator.name ?? "Other channels and nobody";
const times = (value) => (value === null ? "–" : `${number(value)}×`);

/** The heat map's cells: `open` where not everybody is so old yet. */
const aged = ({ rows, ages }, name, write) =>
  rows.map((row) => [`${month(row.month)}, ${whose(row)}`, ...ages.map((age) => (row.why[name(age)] === "incomplete" ? "open" : write(row[name(age)])))]);

test("the heat map and the table of cohorts are the API's, and cells that are not over are open", { skip }, async () => {
  const page = await seen.open(`/cohorts?${DAYS}`);
  await settled(page);
  const answer = await report(DAYS);
  const heat = await table(page, "Value of a customer (LTV), by age");
  assert.deepEqual(heat.head.slice(1), answer.ages.map((age) => `${age} ${age === 1 ? "day" : "days"}`));
  const expected = aged(answer, (age) => `ltv_${age}_minor`, euros);
  assert.deepEqual(heat.rows, expected);
  assert.ok(expected.flat().includes("open"));
  assert.equal(await page.locator(".heat td.open").count(), expected.flat().filter((cell) => cell === "open").length);
  const so = answer.rows.map((row) => [whose(row), month(row.month), number(row.customers), number(row.orders), number(row.orders_per_customer), percent(row.repeat_order_share), number(row.median_days_to_second_order, 0), euros(row.cost_minor), euros(row.cac_minor), number(row.complete_days)]);
  assert.deepEqual((await table(page, "Each cohort as far as it has come")).rows, so);
  seen.fine();
  await page.close();
});

test("another model, figure and margin of cohorts are asked for and stand in the address", { skip }, async () => {
  const page = await seen.open(`/cohorts?${DAYS}`);
  await settled(page);
  await anew(page, "cohorts", () => page.selectOption("label:has-text('Brought by') select", "linear"));
  await page.selectOption("label:has-text('Show') select", "repeat_rate");
  const linear = await report(`${DAYS}&model=linear`);
  assert.deepEqual((await table(page, "Part that came again, by age")).rows, aged(linear, (age) => `repeat_rate_${age}`, percent));
  await page.selectOption("label:has-text('Show') select", "ltv_to_cac");
  const margin = page.getByLabel("Margin, percent");
  await anew(page, "cohorts", async () => {
    await margin.fill("40");
    await margin.press("Enter");
  });
  const profit = await report(`${DAYS}&model=linear&margin_percent=40`);
  assert.deepEqual((await table(page, "LTV to cost per customer, by age")).rows, aged(profit, (age) => `ltv_to_cac_${age}`, times));
  assert.match(page.url(), /model=linear&show=ltv_to_cac&margin_percent=40/);
  await anew(page, "cohorts", async () => {
    await margin.fill("four");
    await margin.press("Enter");
  });
  await refused(page, /Margin, percent: Send a whole number from 1 to 100/);
  assert.equal(await margin.inputValue(), "four");
  await page.close();
});

test("a wrong word in the address and days without orders are said, and no number is shown", { skip }, async () => {
  const page = await seen.open(`/cohorts?${DAYS}&model=best`);
  await refused(page, /Model: Send one of first/);
  await page.goto(`${seen.url}/dashboard/cohorts?from=2020-01-01&to=2020-01-31`);
  await page.getByText("Nobody bought for the first time in these months.").waitFor();
  assert.equal(await page.locator("main .figure").count(), 0);
  await page.close();
});

test("axe finds nothing serious on a screen and on a telephone", { skip }, async () => {
  for (const [query, width] of [[`/cohorts?${DAYS}`, 1280], [`/cohorts?${DAYS}&show=repeat_rate`, 390]]) {
    const page = await seen.open(query, { width, dark: width === 390 });
    await settled(page);
    assert.deepEqual(await faults(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing runs out of the page");
    await page.close();
  }
  seen.fine();
});
