// What is made in the settings while its answer is lost: it is found and said, and never made twice or called another's.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { word } from "../start.mjs";
import { press } from "./hands.mjs";
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

/** Carries the next POST at `door` out and drops its answer. */
async function drop(page, door) {
  let dropped = false;
  await page.route(`**${door}`, async (route) => {
    if (dropped || route.request().method() !== "POST") return route.fallback();
    dropped = true;
    await route.fetch();
    await route.abort();
  });
}
const items = async (door) => (await edge.must(200, "GET", door)).items;

test("a creator whose answer was lost is found when it is saved again, and is not called another's", { skip }, async () => {
  const page = await seen.open("/settings/creators/new");
  const name = `Lost ${word()}`;
  await drop(page, "/v1/creators");
  await page.getByLabel(/^Name/).fill(name);
  await press(page, "Make it");
  await page.getByText(/It may have been made all the same/).waitFor();
  await press(page, "Make it");
  await page.getByText(`${name} was made before, though its answer was lost; here it is.`).waitFor();
  const made = (await items("/v1/creators")).filter((one) => one.name === name);
  assert.equal(made.length, 1);
  assert.equal(new URL(page.url()).pathname, `/dashboard/settings/creators/${made[0].id}`);
  seen.fine();
  await page.close();
});

test("what was never carried out is made by saving again", { skip }, async () => {
  const page = await seen.open("/settings/creators/new");
  const name = `Late ${word()}`;
  await page.route("**/v1/creators", (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()));
  await page.getByLabel(/^Name/).fill(name);
  await press(page, "Make it");
  await page.getByText(/It may have been made all the same/).waitFor();
  await page.unroute("**/v1/creators");
  await press(page, "Make it");
  await page.getByText(`${name} is made.`).waitFor();
  assert.equal((await items("/v1/creators")).filter((one) => one.name === name).length, 1);
  await page.close();
});

test("a key whose answer was lost is said, with the way to the list in which it is taken back", { skip }, async () => {
  const page = await seen.open("/settings/keys/new");
  const name = `Unseen ${word()}`;
  await drop(page, "/v1/keys");
  await page.getByLabel("What it is for").fill(name);
  await page.getByRole("checkbox", { name: /Read reports/ }).check();
  await press(page, "Make the key");
  await page.getByText(`a key “${name}” may have been made whose secret nobody saw`).waitFor();
  await page.getByRole("link", { name: "Look for it among the keys" }).click();
  await settled(page);
  await page.getByRole("row", { name: new RegExp(name) }).getByRole("button", { name: "Take back" }).waitFor();
  await page.close();
});
