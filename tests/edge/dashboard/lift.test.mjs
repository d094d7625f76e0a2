// Lift: days against the usual are the API's, evidence is graded in words, and caused is only what chance decided.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, dayOf, iso } from "../start.mjs";
import { anew, day, euros, number, percent, refused, table } from "./reading.mjs";
import { TO, audience, faults, settled, skip, stage } from "./stage.mjs";

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

const report = (query) => edge.must(200, "GET", `/v1/reports/lift?${query}`);

test("days against the usual are the API's, with the evidence graded in words", { skip }, async () => {
  const page = await seen.open(`/lift?${INSIDE}`);
  await settled(page);
  const answer = await report(INSIDE);
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
  const { rows } = await report(`${INSIDE}&by=day`);
  const read = await page.locator("figure:has-text('Orders by day') tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(read, rows.map((row) => [day(row.day), number(row.orders), number(row.expected_orders)]));
  seen.fine();
  await page.close();
});

test("beside creators that did nothing the grade is B", { skip }, async () => {
  const page = await seen.open(`/lift?${INSIDE}&creator=2`);
  await settled(page);
  await anew(page, "lift", () => page.selectOption("label:has-text('Compare with') select", { label: "Mira Sol" }));
  const { control, evidence } = await report(`${INSIDE}&creator=2&control_creator=6`);
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
  await refused(page, /Exposed: Send buyers and people/);
  assert.match(await hint("Could see it: people"), /Send buyers and people/);
  assert.equal(await page.getByLabel("Could see it: people", { exact: true }).inputValue(), "many");
  await fill({ "Could see it: people": "100000", "Could not: buyers": "900", "Could not: people": "100000" });
  await anew(page, "lift", work);
  assert.match(page.url(), /order_minor=8000&cost_minor=5000000&margin=0.4/);
  const { holdout } = await report(`${INSIDE}&exposed=1200/100000&control=900/100000&order_minor=8000&cost_minor=5000000&margin=0.4`);
  assert.match(await page.textContent("#evidence"), /Grade A of A, B, C: a test in which chance decided/);
  const { rows } = await table(page, "What the test says");
  const { incremental_orders: orders, lift } = holdout.interval;
  assert.deepEqual(rows.map((row) => row.slice(1)).slice(2, 4), [
    [number(holdout.incremental_orders, 1), `${number(orders.low, 1)} to ${number(orders.high, 1)}`],
    [percent(holdout.lift), `${percent(lift.low)} to ${percent(lift.high)}`],
  ]);
  assert.deepEqual(rows.slice(5).map((row) => row[1]), [euros(holdout.incremental_revenue_minor), `${number(holdout.iroas)}×`, euros(holdout.incremental_cpa_minor), euros(holdout.profit_minor), number(holdout.people_needed_per_arm)]);
  // Other groups than were meant: the test is invalid and nothing is worked out of it.
  await fill({ "Could not: people": "50000" });
  await anew(page, "lift", work);
  await page.getByText("the test is invalid").waitFor();
  assert.equal((await table(page, "What the test says")).rows.length, 2);
  assert.match(await page.textContent("#evidence"), /Grade C/);
  seen.fine();
  await page.close();
});

test("a currency without minor units is written and typed in whole amounts", { skip }, async () => {
  const yen = await stage({ empty: true, vars: { REPORTING_CURRENCY: "JPY" } });
  const tokyo = await audience(yen);
  try {
    const at = { total_minor: 12_345, tax_minor: 0, shipping_minor: 0, currency: "JPY" };
    await yen.accepted(yen.sale({ ...at, occurred_at: iso(Date.now() - 2 * DAY) }));
    await yen.rollup();
    const page = await tokyo.open(`/lift?from=${dayOf(Date.now() - 3 * DAY)}&to=${TO}&exposed=1200/100000&control=900/100000`);
    await settled(page);
    const { rows } = await table(page, "Orders against the usual");
    assert.deepEqual(rows[1].slice(9, 10), ["¥12,345"]);
    const field = page.getByLabel("An order brings (JPY)", { exact: true });
    const work = () => page.getByRole("button", { name: "Work it out" }).click();
    await field.fill("80.5");
    await work();
    await page.getByText("Write a whole amount such as 80.").waitFor();
    await field.fill("80");
    await anew(page, "lift", work);
    assert.match(page.url(), /order_minor=80(&|$)/);
    const test = await table(page, "What the test says");
    assert.deepEqual(test.rows.find(([name]) => name === "Revenue more"), ["Revenue more", "¥24,000", "–"]);
    tokyo.fine();
  } finally {
    await tokyo.close();
    await yen.close();
  }
});

test("a wrong word in the address and days without orders are said, and no number is shown", { skip }, async () => {
  const page = await seen.open(`/lift?${INSIDE}&before_days=30`);
  await refused(page, /Usual is: Send 28 or 56/);
  await page.goto(`${seen.url}/dashboard/lift?from=2020-01-01&to=2020-01-31`);
  await page.getByText("There are no orders before, in and after these days.").waitFor();
  await page.close();
});

test("axe finds nothing serious on a screen and on a telephone", { skip }, async () => {
  for (const [query, width] of [[`/lift?${INSIDE}&exposed=1200/100000&control=900/100000`, 1280], [`/lift?${INSIDE}&creator=2&control_creator=6`, 390]]) {
    const page = await seen.open(query, { width, dark: width === 390 });
    await settled(page);
    assert.deepEqual(await faults(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing runs out of the page");
    await page.close();
  }
  seen.fine();
});
