// The page about quality over the demo campaign: what came adds up, and every cell is the API's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { FROM, TO, audience, faults, settled, short, skip, stage } from "./stage.mjs";
import { cells, day, figure, number, percent } from "./written.mjs";

const VIEW = `/quality?from=${FROM}&to=${TO}`;

let edge;
let seen;
let page;
let report;
const ask = (path, query = {}) => edge.must(200, "GET", `${path}?${new URLSearchParams({ from: FROM, to: TO, ...query })}`);

before(async () => {
  if (skip) return;
  edge = await stage();
  seen = await audience(edge);
  report = await ask("/v1/reports/quality");
  page = await seen.open(VIEW);
  await settled(page);
  await page.waitForSelector("#signs");
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

test("received is counted, flagged and rejected, each as the API has it", { skip }, async () => {
  for (const name of ["received", "counted", "flagged", "rejected"])
    assert.equal(await figure(page, name[0].toUpperCase() + name.slice(1)), number(report[name]), name);
  assert.equal(report.received, report.counted + report.flagged + report.rejected);
  await page.getByText("It adds up to the last one.").waitFor();
});

test("what pages and pixels saw is the API's, and no view is no CTR", { skip }, async () => {
  assert.equal(await figure(page, "Landings"), number(report.landings));
  assert.equal(await figure(page, "Pixel views"), number(report.pixel_views));
  assert.equal(await figure(page, "Pixel coverage"), percent(report.pixel_coverage));
  assert.equal(await figure(page, "CTR where a pixel is"), "–");
  assert.equal(await figure(page, "Visits to no live link"), number(report.orphan_visits));
});

test("every creator's row is the API's, cell by cell", { skip }, async () => {
  const expected = report.rows.map((row) => [
    row.creator.name,
    number(row.clicks_gross),
    number(row.clicks),
    percent(row.invalid_share),
    percent(row.landing_rate),
    percent(row.pixel_coverage),
    percent(row.ctr),
    number(row.orders),
    row.sample[0].toUpperCase() + row.sample.slice(1),
    number(Object.keys(row.flags).length),
  ]);
  assert.deepEqual(await cells(page, "Creators, how clean their clicks are, table"), expected);
});

test("a rate says its interval when it is pressed", { skip }, async () => {
  const [row] = report.rows;
  await page.click(`button.figure[aria-label^="Not counted of ${row.creator.name}: "]`);
  const said = await page.textContent("dialog.about");
  const { low, high } = row.interval.invalid_share;
  assert.ok(said.includes(`${percent(low)} to ${percent(high)} (95% sure)`), said);
  await page.keyboard.press("Escape");
});

test("a sign is a sentence with its figures, and what to do", { skip }, async () => {
  const odd = report.rows.filter(({ flags }) => Object.keys(flags).length > 0);
  assert.equal(await page.locator("article.signs").count(), odd.length);
  const [{ creator, flags }] = odd;
  const [leak] = flags.code_leak.codes;
  const said = await page.locator("article.signs", { hasText: creator.name }).textContent();
  assert.ok(said.includes(`${leak.code}: ${number(leak.orders)} orders, ${percent(leak.share_without_owner_click, 0)} without a click of its owner`), said);
  assert.ok(said.includes(`${leak.sudden_rate.orders} orders on ${day(leak.sudden_rate.day)}`), said);
  assert.ok(said.includes("Search for the code"), said);
});

test("what was flagged is told by verdict and by reason, and nothing that never came", { skip }, async () => {
  const some = (counts) => Object.entries(counts).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  const share = (count) => percent(count / report.received, 2);
  const told = (rows) => rows.map(([, count, part]) => [count, part]);
  assert.deepEqual(told(await cells(page, "Flagged, by what they were, table")), some(report.flagged_by_verdict).map(([, count]) => [number(count), share(count)]));
  assert.deepEqual(told(await cells(page, "Flagged, by how it shows in one request, table")), some(report.flagged_by_reason).map(([, count]) => [number(count), share(count)]));
});

for (const [by, label, called] of [
  ["device", "Device", (value) => (value === "unknown" ? "not known" : value)],
  ["country", "Country", (value) => new Intl.DisplayNames("en-US", { type: "region", fallback: "code" }).of(value)],
])
  test(`visits parted by ${by} are the API's, and the choice stays in the address`, { skip }, async () => {
    await page.selectOption("label:has-text('Parted by') select", { label });
    await page.locator(`[aria-label="Visits by ${by}, table"]`).waitFor();
    const { rows } = await ask("/v1/reports/visits", { by, limit: 1000 });
    const expected = rows.map((row) => [called(row.value), ...[row.gross, row.clicks, row.landings, row.pages, row.pixel_views, row.flagged].map((count) => number(count))]);
    assert.deepEqual(await cells(page, `Visits by ${by}, table`), expected);
    if (by !== "device") assert.equal(new URL(page.url()).searchParams.get("by"), by);
  });

test("a table is saved as what is on the screen, as plain numbers", { skip }, async () => {
  const coming = page.waitForEvent("download");
  await page.locator("section.table", { hasText: "Creators, how clean" }).getByRole("button", { name: "Save this table as CSV" }).click();
  const [head, first] = readFileSync(await (await coming).path(), "utf8").split("\r\n");
  assert.equal(head, "creator,clicks_gross,clicks,invalid_share,landing_rate,pixel_coverage,ctr,orders,sample,signs");
  const [row] = report.rows;
  assert.equal(first, [row.creator.name, row.clicks_gross, row.clicks, row.invalid_share, row.landing_rate, row.pixel_coverage, "", row.orders, row.sample, Object.keys(row.flags).join(" ")].join(","));
});

test("days on which nobody came say so, and so does a network that drops", { skip }, async () => {
  const old = await seen.open("/quality?from=2020-01-01&to=2020-01-31");
  await old.getByText("No creator had clicks or orders on these days.").waitFor();
  await old.getByText("No visit of these days has a device").waitFor();
  await old.route("**/v1/reports/visits*", (route) => route.abort("internetdisconnected"));
  await old.selectOption("label:has-text('Parted by') select", { label: "System" });
  await old.getByText("The service could not be reached.").waitFor();
  await old.unroute("**/v1/reports/visits*");
  await old.click("button >> text=Try again");
  await old.getByText("No visit of these days has a system").waitFor();
  await old.close();
});

test("nothing serious stands in anybody's way, on a desk, on a phone and in the dark", { skip }, async () => {
  assert.deepEqual(await faults(page), []);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await faults(page), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, "nothing stands beside the screen");
  seen.fine();
});

test("a report of several pages is read whole, here and for the overview's signs", { skip }, async () => {
  assert.ok(report.rows.length > 1);
  const paged = await seen.open("/settings");
  await short(paged, /\/v1\/reports\/(codes|quality)/);
  await paged.goto(`${seen.url}/dashboard${VIEW}`);
  await settled(paged);
  assert.equal((await cells(paged, "Creators, how clean their clicks are, table")).length, report.rows.length);
  await paged.goto(`${seen.url}/dashboard?from=${FROM}&to=${TO}`);
  await paged.locator(".attention li", { hasText: "LUCANOOR" }).waitFor();
  await paged.close();
});
