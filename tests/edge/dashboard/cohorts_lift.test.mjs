// Cohorts and lift: cell by cell as the API says, open where time is not over, and caused only where chance decided.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, dayOf } from "../start.mjs";
import { anew, day, euros, month, number, percent, refused, table } from "./reading.mjs";
import { FROM, TO, audience, faults, settled, skip, stage } from "./stage.mjs";

const DAYS = `from=${FROM}&to=${TO}`;
/** Ten days in the middle of the demo, with weeks before them and days after. */
const INSIDE = `from=${dayOf(Date.now() - 21 * DAY)}&to=${dayOf(Date.now() - 12 * DAY)}`;
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

const report = (name, query) => edge.must(200, "GET", `/v1/reports/${name}?${query}`);
const whose = ({ creator }) => creator.name ?? "Other channels and nobody";
const times = (value) => (value === null ? "–" : `${number(value)}×`);

/** The heat map's cells: `open` where not everybody is so old yet. */
const aged = ({ rows, ages }, name, write) =>
  rows.map((row) => [`${month(row.month)}, ${whose(row)}`, ...ages.map((age) => (row.why[name(age)] === "incomplete" ? "open" : write(row[name(age)])))]);

test("the heat map and the table of cohorts are the API's, and cells that are not over are open", { skip }, async () => {
  const page = await seen.open(`/cohorts?${DAYS}`);
  await settled(page);
  const answer = await report("cohorts", DAYS);
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
  const linear = await report("cohorts", `${DAYS}&model=linear`);
  assert.deepEqual((await table(page, "Part that came again, by age")).rows, aged(linear, (age) => `repeat_rate_${age}`, percent));
  await page.selectOption("label:has-text('Show') select", "ltv_to_cac");
  const margin = page.getByLabel("Margin, percent");
  await anew(page, "cohorts", async () => {
    await margin.fill("40");
    await margin.press("Enter");
  });
  const profit = await report("cohorts", `${DAYS}&model=linear&margin_percent=40`);
  assert.deepEqual((await table(page, "LTV to cost per customer, by age")).rows, aged(profit, (age) => `ltv_to_cac_${age}`, times));
  assert.match(page.url(), /model=linear&show=ltv_to_cac&margin_percent=40/);
  await anew(page, "cohorts", async () => {
    await margin.fill("four");
    await margin.press("Enter");
  });
  await refused(page, /margin_percent: Send a whole number from 1 to 100/);
  assert.equal(await margin.inputValue(), "four");
  await page.close();
});

test("days against the usual are the API's, with the evidence graded in words", { skip }, async () => {
  const page = await seen.open(`/lift?${INSIDE}`);
  await settled(page);
  const answer = await report("lift", INSIDE);
  assert.match(await page.textContent("#evidence"), /^Grade C of A, B, C: before and after only\..*No order is called caused here\.$/);
  const above = (row) => (row.interval?.ratio ? "" : "–");
  const chance = (p) => (p === null ? "–" : p < 0.0001 ? "< 0.0001" : p.toFixed(4));
  const samples = { insufficient: "too small", low: "small", ok: "enough" };
  const expected = answer.rows.map((row) => [
    { before: "Before", during: "During", after: "After" }[row.phase],
    row.from ? `${day(row.from)} to ${day(row.to)}` : "–",
    number(row.days), number(row.orders), number(row.expected_orders, 1), number(row.above_baseline_orders, 1), percent(row.ratio), above(row), chance(row.p),
    euros(row.net_minor), euros(row.expected_net_minor), euros(row.above_baseline_minor), samples[row.sample],
  ]);
  assert.deepEqual((await table(page, "Orders against the usual")).rows, expected);
  const during = answer.rows.find((row) => row.phase === "during");
  assert.ok((await page.textContent("section[aria-label='Before, during and after']")).includes(during.says));
  await page.click("button[aria-label^='Of the usual, during']");
  assert.ok((await page.textContent("dialog")).includes(`${percent(during.interval.ratio.low)} to ${percent(during.interval.ratio.high)} (95 %)`));
  await page.keyboard.press("Escape");
  // The same days one by one, as a table under the chart.
  const { rows } = await report("lift", `${INSIDE}&by=day`);
  const read = await page.locator("figure:has-text('Orders by day') tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(read, rows.map((row) => [day(row.day), number(row.orders), number(row.expected_orders)]));
  seen.fine();
  await page.close();
});

test("beside creators that did nothing the grade is B", { skip }, async () => {
  const page = await seen.open(`/lift?${INSIDE}&creator=2`);
  await settled(page);
  await anew(page, "lift", () => page.selectOption("label:has-text('Compare with') select", { label: "Mira Sol" }));
  const { control, evidence } = await report("lift", `${INSIDE}&creator=2&control_creator=6`);
  assert.equal(evidence.grade, "B");
  assert.match(await page.textContent("#evidence"), /Grade B of A, B, C: compared with creators that did nothing then/);
  const { rows } = await table(page, "Beside creators that did nothing");
  assert.deepEqual(rows.map((row) => row[1]), [number(control.orders), number(control.expected_orders, 1), percent(control.control_ratio), percent(control.ratio), number(control.expected_with_control, 1), number(control.above_control_orders, 1)]);
  await page.close();
});

test("a test in which chance decided is typed in, worked out exactly and graded A; what is refused stays", { skip }, async () => {
  const page = await seen.open(`/lift?${INSIDE}`);
  await settled(page);
  await page.click("summary:has-text('Enter a test')");
  const fill = async (fields) => {
    for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text);
  };
  const hint = async (label) => page.textContent(`[id="${await page.getByLabel(label, { exact: true }).getAttribute("aria-describedby")}"]`);
  const work = () => page.getByRole("button", { name: "Work it out" }).click();
  await fill({ "Could see it: buyers": "1200", "Could see it: people": "many", "An order brings (EUR)": "80.005" });
  await work();
  assert.match(await hint("An order brings (EUR)"), /Write an amount such as 80\.00/);
  await fill({ "An order brings (EUR)": "80", "It all cost (EUR)": "50000.00", Margin: "0.4" });
  await anew(page, "lift", work);
  await refused(page, /exposed: Send buyers and people/);
  assert.match(await hint("Could see it: people"), /Send buyers and people/);
  assert.equal(await page.getByLabel("Could see it: people", { exact: true }).inputValue(), "many");
  await fill({ "Could see it: people": "100000", "Could not: buyers": "900", "Could not: people": "100000" });
  await anew(page, "lift", work);
  assert.match(page.url(), /order_minor=8000&cost_minor=5000000&margin=0.4/);
  const { holdout } = await report("lift", `${INSIDE}&exposed=1200/100000&control=900/100000&order_minor=8000&cost_minor=5000000&margin=0.4`);
  assert.match(await page.textContent("#evidence"), /Grade A of A, B, C: a test in which chance decided/);
  const { rows } = await table(page, "What the test says");
  const { incremental_orders: orders, lift } = holdout.interval;
  assert.deepEqual(rows.map((row) => row.slice(1)).slice(2, 4), [
    [number(holdout.incremental_orders, 1), `${number(orders.low, 1)} to ${number(orders.high, 1)}`],
    [percent(holdout.lift), `${percent(lift.low)} to ${percent(lift.high)}`],
  ]);
  assert.deepEqual(rows.slice(5).map((row) => row[1]), [euros(holdout.incremental_revenue_minor), times(holdout.iroas), euros(holdout.incremental_cpa_minor), euros(holdout.profit_minor), number(holdout.people_needed_per_arm)]);
  // Other groups than were meant: the test is invalid and nothing is worked out of it.
  await fill({ "Could not: people": "50000" });
  await anew(page, "lift", work);
  await page.getByText("the test is invalid").waitFor();
  assert.equal((await table(page, "What the test says")).rows.length, 2);
  assert.match(await page.textContent("#evidence"), /Grade C/);
  seen.fine();
  await page.close();
});

test("a wrong word in the address and days without orders are said, and no number is shown", { skip }, async () => {
  const page = await seen.open(`/lift?${INSIDE}&before_days=30`);
  await refused(page, /before_days: Send 28 or 56/);
  await page.goto(`${seen.url}/dashboard/lift?from=2020-01-01&to=2020-01-31`);
  await page.getByText("There are no orders before, in and after these days.").waitFor();
  await page.goto(`${seen.url}/dashboard/cohorts?from=2020-01-01&to=2020-01-31`);
  await page.getByText("Nobody bought for the first time in these months.").waitFor();
  assert.equal(await page.locator("main .figure").count(), 0);
  await page.goto(`${seen.url}/dashboard/cohorts?${DAYS}&model=best`);
  await refused(page, /model: Send one of first/);
  await page.close();
});

test("axe finds nothing serious on a screen and on a telephone", { skip }, async () => {
  for (const [path, width] of [[`/cohorts?${DAYS}`, 1280], [`/cohorts?${DAYS}`, 390], [`/lift?${INSIDE}&exposed=1200/100000&control=900/100000`, 1280], [`/lift?${INSIDE}&creator=2&control_creator=6`, 390]]) {
    const page = await seen.open(path, { width, dark: width === 390 });
    await settled(page);
    assert.deepEqual(await faults(page), [], path);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing runs out of the page");
    await page.close();
  }
  seen.fine();
});
