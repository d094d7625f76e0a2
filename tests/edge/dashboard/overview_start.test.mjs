// The overview of a deployment without anything, and of one that sells in several currencies and is asked for what it has not.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ADMIN_KEY, dayOf, until } from "../start.mjs";
import { audience, faults, settled, skip, stage } from "./stage.mjs";
import { cells, day, figure, money, number } from "./written.mjs";

const TODAY = dayOf();
const VIEW = `?from=${TODAY}&to=${TODAY}`;
const SCRIPT = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

let edge;
let seen;
before(async () => {
  if (skip) return;
  edge = await stage({ empty: true });
  seen = await audience(edge);
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

let code;
/** An order that came by the code, counted. */
async function sold(currency, total_minor) {
  await edge.accepted(edge.sale({ currency, total_minor, tax_minor: 0, shipping_minor: 0, code }));
  await edge.rollup();
}

const done = (page) => page.$$eval(".start li", (steps) => steps.map((step) => step.classList.contains("done")));

test("who has nothing yet is shown the next three steps, and no figure", { skip }, async () => {
  const page = await seen.open("");
  await page.waitForSelector(".start");
  assert.deepEqual(await done(page), [false, false, false]);
  assert.equal(await page.locator("button.figure").count(), 0);
  const ways = await page.$$eval(".start a", (links) => links.map((link) => link.pathname));
  assert.deepEqual(ways, ["/dashboard/settings/creators", "/dashboard/links/new", "/dashboard/settings/sources", "/dashboard/settings/ledger"]);
  assert.deepEqual(await faults(page), []);
  await page.setViewportSize({ width: 390, height: 844 });
  assert.deepEqual(await faults(page), []);
  await page.close();
});

test("a step that is done says so", { skip }, async () => {
  await edge.make.link();
  const page = await seen.open("");
  await page.waitForSelector(".start");
  assert.deepEqual(await done(page), [true, false, false]);
  await page.close();
});

test("what nothing was spent on has no ROI, and the way to the ledger", { skip }, async () => {
  const { id } = await edge.make.creator({ name: SCRIPT });
  ({ code } = await edge.make.code({ creator_id: id }));
  await sold("EUR", 12_000);
  const page = await seen.open(VIEW);
  const way = page.locator(".attention li", { hasText: "No costs on these days" }).locator("a");
  assert.match(await way.getAttribute("href"), /^\/dashboard\/settings\/ledger\/costs/);
  assert.equal(await figure(page, "ROI"), "–");
  await page.close();
});

test("several currencies are told one by one, and a picture adds none of them up", { skip }, async () => {
  await sold("JPY", 5_000);
  await sold("KWD", 9_500);
  const { total } = await edge.report("day", { from: TODAY });
  assert.equal(total.net_minor, null);
  const page = await seen.open(VIEW);
  await settled(page);
  assert.equal(await figure(page, "Net revenue"), "–");
  for (const { currency, net_minor } of total.revenue) {
    const written = money(net_minor, currency);
    assert.equal(await figure(page, `Net revenue in ${currency}`), written);
    const [row] = await cells(page, `Net revenue in ${currency}, table`);
    assert.deepEqual(row.slice(0, 2), [day(TODAY), written]);
  }
  assert.equal(await figure(page, "Net revenue in JPY"), "¥5,000", "a yen has no parts");
  assert.equal((await figure(page, "Net revenue in KWD")).replace(/\s/g, " "), "KWD 9.500", "a dinar has a thousand");
  assert.equal(await figure(page, "Orders"), number(3));
  assert.equal(await page.locator('[aria-label="Net revenue, table"]').count(), 0);
  await page.locator(".attention li", { hasText: "Several currencies" }).waitFor();
  await page.close();
});

test("a name with a script in it is a name", { skip }, async () => {
  const page = await seen.open(VIEW);
  await page.getByText(SCRIPT).first().waitFor();
  assert.equal(await page.locator("main img").count(), 0);
  assert.equal(await page.title(), "Overview · Waymark");
  assert.deepEqual(await faults(page), []);
  await page.close();
  seen.fine();
});

test("what only a browser told is said, and leads to these orders", { skip }, async () => {
  const { key } = await edge.make.site();
  const purchase = { type: "purchase", order_id: "unverified-order-1", total_minor: 5_000, currency: "EUR" };
  const sent = await edge.call("POST", "/v1/collect", { key, consent: "given", events: [purchase] }, { key: null, headers: { origin: "https://shop.example" } });
  assert.match(sent.text, /"accepted"/);
  await edge.rollup();
  const { unverified } = await edge.report("day", { from: TODAY });
  const page = await seen.open(VIEW);
  const way = page.locator(".attention li", { hasText: `${unverified.orders} order is unverified` }).locator("a");
  assert.equal(new URL(await way.getAttribute("href"), seen.url).searchParams.get("list"), "unverified");
  await page.close();
});

test("a key that ends while somebody looks asks for another, and goes on where it was", { skip }, async () => {
  const { id, key } = await edge.make.key(["admin"]);
  const page = await seen.open(VIEW, { key });
  await page.waitForSelector(".tiles");
  await edge.call("DELETE", `/v1/keys/${id}`);
  await until("the key opens nothing", async () => (await edge.call("GET", "/v1/settings", undefined, { key })).status === 401);
  await page.selectOption(".days select", "Last 7 days");
  await page.getByText("Your key has ended").waitFor();
  const there = page.url();
  await page.fill("dialog input", ADMIN_KEY);
  await page.click("dialog >> text=Sign in");
  await page.getByText("Nothing was counted on these days.").waitFor();
  assert.equal(page.url(), there);
  assert.equal(await page.locator("dialog").count(), 0);
  await page.close();
});

test("an address that leads nowhere is named once somebody asked for it, as it was asked for", { skip }, async () => {
  await edge.request("/%3Cb%3Elamp%3C/b%3E");
  await edge.drained();
  await edge.rollup();
  const { orphans } = await edge.must(200, "GET", `/v1/reports/quality${VIEW}`);
  assert.equal(orphans.length, 1, JSON.stringify(orphans));
  const page = await seen.open(`/quality${VIEW}`);
  await page.waitForSelector("#orphans");
  const [row] = await cells(page, "Asked for, and led nowhere, table");
  assert.deepEqual(row.slice(0, 4), [orphans[0].address, number(orphans[0].clicks_of_people), number(orphans[0].clicks), number(orphans[0].pixel_views)]);
  assert.deepEqual(await faults(page), []);
  await page.close();
  seen.fine();
});
