// Addresses that no page has, and ids that an address cuts: each is said, and none shows another thing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { word } from "../start.mjs";
import { audience, settled, skip, stage } from "./stage.mjs";

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

test("an order's id with a slash that nobody encoded is that order, and not the one before the slash", { skip }, async () => {
  const id = word();
  for (const order_id of [id, `${id}/b`]) await edge.accepted(edge.sale({ order_id }));
  const page = await seen.open(`/orders/${id}/b`);
  await page.getByRole("heading", { name: `${id}/b` }).waitFor();
  seen.fine();
  await page.close();
});

test("what no page is at is said under a heading, also behind a creator or a link", { skip }, async () => {
  const link = await edge.make.link();
  for (const [path, words] of [["/nonsense", "There is no such page."], [`/creators/${link.creator_id}/2/3`, "There is no such page of creators"], [`/links/${link.id}/x`, "There is no such page of links"]]) {
    const page = await seen.open(path);
    await page.getByText(words).waitFor();
    await settled(page);
    assert.equal(await page.locator("h1").count(), 1, path);
    await page.close();
  }
});
