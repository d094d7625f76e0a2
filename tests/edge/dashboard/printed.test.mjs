// Reports on paper and on the narrowest telephones: what a print is of, and that nothing is wider than its page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FROM, TO, audience, settled, skip, stage } from "./stage.mjs";
import { day } from "./written.mjs";

const DAYS = `from=${FROM}&to=${TO}`;
/** A4 across, less its margins, in CSS pixels. */
const PAPER = 1_030;
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

const width = (page) => page.evaluate(() => document.documentElement.scrollWidth);

test("a printed report says its days, model and filters, and its tables are no wider than the paper", { skip }, async () => {
  const [campaign] = (await edge.must(200, "GET", "/v1/campaigns?limit=1")).items;
  const page = await seen.open(`/creators?${DAYS}&model=linear&campaign=${campaign.id}&platform=instagram`, { width: PAPER });
  await settled(page);
  assert.equal(await page.locator(".printed").isVisible(), false);
  await page.emulateMedia({ media: "print" });
  const said = `Days: ${day(FROM)} to ${day(TO)} (UTC); model: Linear; campaign: ${campaign.name}; platform: Instagram.`;
  await page.locator(".printed", { hasText: said }).waitFor();
  assert.equal(await page.getByRole("columnheader", { name: "In words" }).count(), 0);
  await page.goto(`${seen.url}/dashboard/creators?${DAYS}`);
  await settled(page);
  await page.locator("main table").first().waitFor();
  assert.equal(await width(page), PAPER);
  seen.fine();
  await page.close();
});

test("nothing is wider than 320 pixels, and the name of a row stays while its table scrolls", { skip }, async () => {
  const page = await seen.open(`?${DAYS}`, { width: 320 });
  for (const path of ["", "/creators/1", "/links/1"]) {
    await page.goto(`${seen.url}/dashboard${path}?${DAYS}`);
    await settled(page);
    await page.locator("main .tile, main .preview dd").first().waitFor();
    assert.equal(await width(page), 320, path);
  }
  await page.goto(`${seen.url}/dashboard/creators?${DAYS}`);
  await settled(page);
  const left = await page.locator("main .scroll").first().evaluate((box) => {
    box.scrollLeft = 300;
    const at = box.getBoundingClientRect().left;
    return [...box.querySelectorAll("thead th:first-child, tbody th")].map((name) => Math.round(name.getBoundingClientRect().left - at));
  });
  assert.deepEqual([...new Set(left)], [1]);
  await page.close();
});
