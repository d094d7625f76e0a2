// Models side by side: every cell is the API's, whatever is chosen, and what cannot be is said.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { DAY, dayOf } from "../start.mjs";
import { anew, euros, number, refused, table } from "./reading.mjs";
import { FROM, TO, audience, faults, settled, skip, stage } from "./stage.mjs";

const DAYS = `from=${FROM}&to=${TO}`;
const USUAL = "payout,first,last,linear,position,decay,markov";
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

const report = (query) => edge.must(200, "GET", `/v1/reports/models?${query}`);
const called = { creators: "All creators together", none: "Creators without it", unattributed: "Nobody" };
const named = (row) => row.creator?.name ?? row.campaign?.name ?? row.link?.address ?? row.channel ?? called[row.kind];

/** What the table must show of an answer. */
const shown = ({ rows, models, totals, whole }, measure = "orders") => {
  const write = measure === "orders" ? number : euros;
  return {
    rows: rows.map((row) => [named(row), ...models.map((model) => write(row.models[model]?.[measure]))]),
    foot: [...models.map((model) => `${write(totals[model]?.[measure])}${totals[model] ? "= the whole" : "no figure"}`), `${write(whole[measure])}the whole`],
  };
};

async function same(page, answer, measure = "orders") {
  const { head, rows, foot } = await table(page, measure === "orders" ? "Orders by model" : "Net revenue by model");
  const must = shown(answer, measure);
  assert.deepEqual(head.slice(1, -1).map((label) => (label === "Mostly the first" ? "inverse_j" : label.toLowerCase().replaceAll(" ", "_"))), answer.models);
  assert.deepEqual(rows.map((row) => row.slice(0, -1)), must.rows);
  assert.deepEqual(foot.slice(1), must.foot);
}

test("every cell is the API's, and every share adds up to the whole", { skip }, async () => {
  const page = await seen.open(`/models?${DAYS}`);
  await settled(page);
  const answer = await report(`${DAYS}&models=${USUAL}`);
  assert.ok(answer.rows.length > 8 && answer.totals.markov);
  await same(page, answer);
  // Rounded to two digits where it stands, exact where it is asked for.
  const [{ creator, models }] = answer.rows;
  assert.match(String(models.markov.orders), /\.\d{4,6}$/);
  await page.click(`button[aria-label="Orders of ${creator.name}, Markov: ${number(models.markov.orders)}"]`);
  assert.match(await page.textContent("dialog"), new RegExp(`Exactly ${String(models.markov.orders).replace(".", "\\.")}\\.`));
  await page.keyboard.press("Escape");
  seen.fine();
  await page.close();
});

test("money in the file is in minor units beside its currency", { skip }, async () => {
  const page = await seen.open(`/models?${DAYS}&show=net_minor&models=payout,last`);
  await settled(page);
  const [file] = await Promise.all([page.waitForEvent("download"), page.click("text=Save this table as CSV")]);
  const [head, ...lines] = readFileSync(await file.path(), "utf8").trim().split("\r\n");
  const { rows } = await report(`${DAYS}&models=payout,last`);
  assert.equal(head, "name,payout_net_minor,last_net_minor,spread_net_minor,currency");
  const sums = rows.map(({ models }) => [models.payout.net_minor, models.last.net_minor]);
  assert.deepEqual(lines.map((line) => line.split(",").slice(-4)), sums.map(([one, other]) => [one, other, Math.abs(one - other), "EUR"].map(String)));
  await page.close();
});

test("another model, window, row and measure are asked of the API and stand in the address", { skip }, async () => {
  const page = await seen.open(`/models?${DAYS}`);
  await settled(page);
  await anew(page, "models", () => page.click("label:has-text('Mostly the first')"));
  await anew(page, "models", () => page.click("label:has-text('Markov') >> nth=0"));
  await page.click("summary >> text=Windows, codes and weights");
  await anew(page, "models", () => page.selectOption("label:has-text('Click window') select", "7"));
  await anew(page, "models", () => page.selectOption("label:has-text('Rows') select", "channel"));
  await page.selectOption("label:has-text('Show') select", "net_minor");
  const answer = await report(`${DAYS}&models=payout,last,first,linear,position,inverse_j,decay&by=channel&click_window_days=7`);
  await same(page, answer, "net_minor");
  const { searchParams } = new URL(page.url());
  assert.deepEqual(["click_window_days", "by", "show"].map((name) => searchParams.get(name)), ["7", "channel", "net_minor"]);
  // The view is shared by its address, and the way back leads back.
  await page.reload();
  await settled(page);
  await same(page, answer, "net_minor");
  await page.goBack();
  await settled(page);
  assert.equal((await table(page, "Orders by model")).rows.length, answer.rows.length);
  await page.close();
});

test("where Markov has too little to learn from, the page says what would open it and shows no figure", { skip }, async () => {
  const days = `from=${dayOf(Date.now() - 8 * DAY)}&to=${TO}`;
  const page = await seen.open(`/models?${days}`);
  await settled(page);
  const answer = await report(`${days}&models=${USUAL}`);
  assert.equal(answer.why.markov, "below_gate");
  await same(page, answer);
  assert.match(await page.textContent("section[aria-label=Markov]"), /too little to learn from in these days/);
  const { gate } = answer;
  const { rows } = await table(page, "It needs all three");
  assert.deepEqual(rows.map((row) => row.slice(1, 3)), [[number(gate.conversions), number(gate.conversions_least)], [number(gate.touches), number(gate.touches_least)], [number(gate.with_several_creators), `${gate.with_several_creators_least_percent} % of the orders above`]]);
  await page.close();
});

test("weights that the API refuses are named at their field, and what was typed stays", { skip }, async () => {
  const page = await seen.open(`/models?${DAYS}&models=last,custom`);
  await refused(page, /The model custom needs weights/);
  const field = page.getByLabel("Weights", { exact: true });
  await anew(page, "models", async () => {
    await field.fill("[0.5]");
    await field.press("Enter");
  });
  await refused(page, /Weights: The weights add up to 1/);
  assert.equal(await field.inputValue(), "[0.5]");
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.match(await page.textContent(`[id="${await field.getAttribute("aria-describedby")}"]`), /add up to 1/);
  await anew(page, "models", async () => {
    await field.fill("[0.5,0.3,0.2]");
    await field.press("Enter");
  });
  await same(page, await report(`${DAYS}&models=last,custom&weights=[0.5,0.3,0.2]`));
  await page.close();
});

test("a wrong word in the address and days without orders are said, and no number is shown", { skip }, async () => {
  const page = await seen.open(`/models?${DAYS}&codes=perhaps`);
  await refused(page, /A code at the order: Send one of as_touch/);
  await page.goto(`${seen.url}/dashboard/models?from=2020-01-01&to=2020-01-31`);
  await page.getByText("There are no orders in these days.").waitFor();
  assert.equal(await page.getByText("names no two days").count(), 0);
  assert.equal(await page.locator("main table").count(), 0);
  await page.goto(`${seen.url}/dashboard/models?from=yesterday&to=${TO}`);
  await page.getByText("The address names no two days in order").waitFor();
  seen.fine();
  await page.close();
});

test("axe finds nothing serious on a screen and on a telephone", { skip }, async () => {
  for (const width of [1280, 390]) {
    const page = await seen.open(`/models?${DAYS}&click_window_days=7`, { width, dark: width === 390 });
    await settled(page);
    assert.deepEqual(await faults(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing runs out of the page");
    await page.close();
  }
  seen.fine();
});
