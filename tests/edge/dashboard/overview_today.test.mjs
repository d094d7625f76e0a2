// The overview while its last day still goes on, and after a time in which nothing was: neither is told as a change.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, dayOf, iso } from "../start.mjs";
import { audience, settled, skip, stage } from "./stage.mjs";

const TODAY = dayOf();
let edge;
let seen;
before(async () => {
  if (skip) return;
  edge = await stage({ empty: true });
  seen = await audience(edge);
  const { id } = await edge.make.creator();
  const { code } = await edge.make.code({ creator_id: id });
  for (const [days, currency] of [[0, "EUR"], [1, "EUR"], [1, "EUR"], [1, "JPY"]]) await edge.accepted(edge.sale({ code, currency, total_minor: 5_000, occurred_at: iso(Date.now() - days * DAY) }));
  await edge.rollup({});
});
after(async () => {
  await seen?.close();
  await edge?.close();
});

const shown = async (from, to) => {
  const page = await seen.open(`?from=${from}&to=${to}`);
  await settled(page);
  await page.locator(".tile .before").first().waitFor();
  return page;
};

test("today is told beside the day before, and no change of it, for it is not over", { skip }, async () => {
  const page = await shown(TODAY, TODAY);
  assert.deepEqual(await page.locator(".tile .change").allTextContents(), []);
  await page.getByText("Today is not over, so no change against the time before is told.").waitFor();
  await page.getByText("Today is not over, and against whole days it would look like a fall.").waitFor();
  assert.equal(await page.locator("table caption", { hasText: "Largest changes" }).count(), 0);
  seen.fine();
  await page.close();
});

test("a time without data is told in one way, and currencies beside each other are parted", { skip }, async () => {
  const yesterday = dayOf(Date.now() - DAY);
  const page = await shown(yesterday, yesterday);
  assert.deepEqual([...new Set(await page.locator(".tile .before").allTextContents())], ["nothing before"]);
  const parts = page.locator(".tile", { has: page.locator('.name:text-is("Net revenue")') }).locator(".parts");
  assert.match(await parts.textContent(), /^[^·]+ · [^·]+$/);
  await page.locator(".movers table").waitFor();
  assert.deepEqual(await page.locator(".movers tbody tr").first().locator("td").evaluateAll((cells) => cells.map((cell) => cell.textContent).filter((text) => text === "nothing").length), 3);
  await page.close();
});
